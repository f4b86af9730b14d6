"""Counts and answers of people published with noise, so that they tell little of any one of them.

    (ε, δ):    P(A) ≤ e^ε P′(A) + δ    for all that may be published, with a person (P) and without (P′), both ways

Sensitivity: by how much leaving out one person can change all that is published. It must be known before the data are:
the largest change seen in them is itself a secret. `capped_presence` makes it so.
"""

from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr, ndtr, ndtri

from utils.common import arrays
from utils.common.checks import not_negative, positive, probability, whole_number, within


def laplace_counts(counts: Any, epsilon: float, sensitivity: float, rng: np.random.Generator) -> np.ndarray:
    """counts + Laplace noise of scale sensitivity/epsilon, of the counts' shape: ε-differentially private.

    Whatever is published is at most e^ε times as probable with a person as without them, and the other way round.
    sensitivity: by how much leaving out one person can change all the counts together, Σ |change|: 1 where each is
    counted once, k where in each of k tables.
    epsilon > 0: small is private. The standard deviation of the noise is √2 sensitivity/epsilon.
    Source: Dwork, McSherry, Nissim & Smith 2006, Calibrating noise to sensitivity in private data analysis.
    """
    counts, rng = arrays.points("counts", counts), arrays.numpy_generator("rng", rng)
    scale = positive("sensitivity", sensitivity) / positive("epsilon", epsilon)
    return counts + rng.laplace(scale=scale, size=counts.shape)


def gaussian_delta(epsilon: float, sigma: float, sensitivity: float = 1.0) -> float:
    """The least δ with which noise N(0, σ²) on a sum keeps the promise (ε, δ), exactly:

        δ(ε) = Φ(Δ/2σ − εσ/Δ) − e^ε Φ(−Δ/2σ − εσ/Δ)

    sensitivity Δ: by how much one person can move what is published, in Euclidean distance. epsilon ≥ 0, sigma > 0.
    Source: Balle & Wang 2018, Improving the Gaussian mechanism for differential privacy, theorem 8.
    """
    epsilon, mu = not_negative("epsilon", epsilon), positive("sensitivity", sensitivity) / positive("sigma", sigma)
    return float(ndtr(mu / 2 - epsilon / mu) - np.exp(epsilon + log_ndtr(-mu / 2 - epsilon / mu)))


def gaussian_sigma(epsilon: float, delta: float, sensitivity: float = 1.0) -> float:
    """The least σ of Gaussian noise that keeps the promise (ε, δ), to 1e-10 of it: the root of `gaussian_delta` = δ.

    epsilon > 0 of any size, delta in (0, 1). The classical Δ√(2 log(1.25/δ))/ε holds only for ε < 1, and is larger.
    Source: as `gaussian_delta`.
    """
    epsilon, delta = positive("epsilon", epsilon), within("delta", delta, "(0, 1)")
    sensitivity = positive("sensitivity", sensitivity)
    excess = lambda log_sigma: gaussian_delta(epsilon, float(np.exp(log_sigma))) - delta  # noqa: E731
    return sensitivity * float(np.exp(brentq(excess, -20, 50, xtol=1e-12, rtol=1e-14)))


def gaussian_tpr(fpr: Any, sigma: float, sensitivity: float = 1.0) -> Any:
    """What the best attack on Gaussian noise finds, Φ(Φ⁻¹(FPR) + Δ/σ): the share of the persons it calls that were in,
    where it wrongly calls a share fpr in [0, 1] (a number or an array) of those who were not. Its AUC is Φ(Δ/σ√2).

    Source: Dong, Roth & Su 2022, Gaussian differential privacy, section 2.
    """
    mu = positive("sensitivity", sensitivity) / positive("sigma", sigma)
    return ndtr(ndtri(_shares("fpr", fpr)) + mu)[()]


def roc_bound(fpr: Any, epsilon: float, delta: float = 0.0) -> Any:
    """The most that any attack can find under the promise (ε, δ), where it is wrong for a share fpr of the others:

        TPR ≤ min(e^ε FPR + δ, 1 − e^−ε (1 − δ − FPR), 1)

    Source: Kairouz, Oh & Viswanath 2015, The composition theorem for differential privacy, theorem 2.1.
    """
    fpr, epsilon, delta = _shares("fpr", fpr), positive("epsilon", epsilon), probability("delta", delta)
    return np.minimum(np.minimum(np.exp(epsilon) * fpr + delta, 1 - np.exp(-epsilon) * (1 - delta - fpr)), 1)[()]


def randomised_response(reports: Any, epsilon: float, rng: np.random.Generator) -> np.ndarray:
    """0/1 answers of any shape, each kept with probability e^ε/(1 + e^ε), else turned round: ε-private for each.

    Source: Warner 1965, Randomized response: a survey technique for eliminating evasive answer bias.
    """
    reports, rng = arrays.whole_numbers("reports", reports), arrays.numpy_generator("rng", rng)
    if np.any((reports != 0) & (reports != 1)):
        raise ValueError(f"reports must be 0 or 1, got {reports}")
    return reports ^ (rng.random(reports.shape) >= _kept(epsilon))


def response_total(total: Any, n: int, epsilon: float) -> Any:
    """How many of n people truly answered 1, without bias, from the `total` of their noisy answers:

        (total − n (1 − k)) / (2k − 1),    k = e^ε/(1 + e^ε),    sd √(n k (1 − k)) / (2k − 1)

    total: a number or an array, of which no entry is above n. The estimate may be below 0 or above n.
    """
    total, n, k = arrays.points("total", total), whole_number("n", n), _kept(epsilon)
    if np.any((total < 0) | (total > n)):
        raise ValueError(f"total must lie in 0..{n}, got {total}")
    return ((total - n * (1 - k)) / np.tanh(epsilon / 2))[()]  # 2k − 1, for the smallest epsilon too


def capped_presence(arrived: Any, stay: Any, days: int, cap: int) -> np.ndarray:
    """How many are present on each day 0..days − 1, each person on their first `cap` days at most: (days,).

    arrived, stay: whole numbers (people,), the first day and how many. Leaving a person out changes the counts by at
    most `cap` in all: their sensitivity, whoever is in the data.
    """
    arrived, days = arrays.whole_numbers("arrived", arrived, ("people",), least=0), whole_number("days", days)
    stay = arrays.whole_numbers("stay", stay, arrived.shape, least=0)
    if np.any(stay < 0):
        raise ValueError(f"stay must be at least 0 days, got {stay.min()}")
    until = arrived + np.minimum(stay, whole_number("cap", cap))
    day = np.arange(days)[:, None]
    return np.sum((arrived <= day) & (day < until), axis=1)


def _kept(epsilon: float) -> float:
    return float(1 / (1 + np.exp(-positive("epsilon", epsilon))))


def _shares(name: str, value: Any) -> np.ndarray:
    shares = arrays.points(name, value)
    if np.any((shares < 0) | (shares > 1)):
        raise ValueError(f"{name} must lie in [0, 1], got {value!r}")
    return shares
