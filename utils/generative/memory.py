"""Whose data is in a generator: copies among its samples, membership by its error, and what it learnt, data or law.

The loss on n training rows is least at the denoiser of the data (`DataDenoiser`), which gives the rows back. A network
that generalises has stopped short of it, near the denoiser of the law. All three measures ask how near.
The area under a ROC curve is `tabular.audit.separation`.
"""

from typing import Any

import numpy as np
from scipy.optimize import brentq

from utils.common import arrays
from utils.common.checks import a_function, an_instance, number, probability, whole_number, within
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.metrics import two_nearest
from utils.generative.samplers import Denoise, check_parts
from utils.generative.schedule import Schedule


def near_copies(x: Any, y: Any, ratio: float = 1 / 3) -> float:
    """Share of the rows of x for which |x − nearest| < ratio |x − second nearest|, both among the training rows y.

    As the second nearest sets the scale, rows in a crowd are no copies; a training row that occurs twice hides its own.
    Source: Yoon et al. 2023, Diffusion Probabilistic Models Generalize when They Fail to Memorize, with their 1/3.
    """
    ratio = within("ratio", ratio, "(0, 1]")
    nearest, second = two_nearest(x, y)[0].T
    return float(np.mean(nearest < ratio * second))


def denoising_error(
    denoiser: Denoise, schedule: Schedule, rows: Any, t: float, rng: np.random.Generator, noises: int = 16
) -> np.ndarray:
    """E_ε |D(α x_0 + σ ε, t) − x_0|²/d for each row x_0, (n,): a mean over `noises` draws of ε. Small: a member?

    rows (n, ...): candidates. The attack's score is its negative. A mean over K noises has 1/K of one draw's variance.
    Source: Duan et al. 2023, Are Diffusion Models Vulnerable to Membership Inference Attacks?; Carlini et al. 2023,
    Extracting Training Data from Diffusion Models, section 5.
    """
    check_parts(denoiser, schedule)
    rng, x0 = arrays.numpy_generator("rng", rng), _rows(rows)
    errors = np.zeros(len(x0))
    for _ in range(whole_number("noises", noises)):
        x_t = schedule.noise(x0, number("t", t), rng.standard_normal(x0.shape))
        errors += _square(denoiser(x_t, t) - x0)
    return errors / noises


def roc(members: Any, others: Any) -> tuple[np.ndarray, np.ndarray]:
    """(false positive rates, true positive rates), (k,) each, from (0, 0) to (1, 1): a point for each threshold.

    A rate is the share of others, or of members, with a score of at least the threshold; every score is one, the
    highest first. members (n,), others (m,): scores, high where the guess is "member". Equal scores fall together: the
    line between two points stands for a coin thrown among them.
    """
    members, others = arrays.points("members", members, ("n",)), arrays.points("others", others, ("m",))
    thresholds = np.unique(np.concatenate([members, others]))[::-1]
    rates = [1 - np.searchsorted(np.sort(scores), thresholds) / len(scores) for scores in (others, members)]
    return np.append(0.0, rates[0]), np.append(0.0, rates[1])


def tpr_at_fpr(members: Any, others: Any, fpr: float) -> float:
    """Share of the members named when at most a share fpr of the others is: score above a threshold set by the others.

    The threshold is the (⌊m fpr⌋ + 1)-th highest score among the m others, which at most ⌊m fpr⌋ of them exceed;
    members play no part in it. Below fpr = 1/m nobody of the others may be named: give many others.
    Source: Carlini et al. 2022, Membership Inference Attacks From First Principles, section IV.
    """
    members, others = arrays.points("members", members, ("n",)), arrays.points("others", others, ("m",))
    allowed = int(np.floor(probability("fpr", fpr) * len(others) + 1e-9))  # .29 · 100 is 28.999999999999996
    if allowed == len(others):
        return 1.0
    return float(np.mean(members > np.sort(others)[-1 - allowed]))


def distances_to_both(
    denoiser: Denoise, data: DataDenoiser, law: MixtureDenoiser, rows: Any, times: Any, rng: np.random.Generator
) -> tuple[float, float]:
    """(to data, to law): mean |D − D_data|²/d and mean |D − D_law|²/d at x_t = α x_0 + σ ε, over rows and times.

    data: of the training rows; law: of where they come from, whose schedule noises the rows. rows (n, d):
    training rows tell of memory, fresh ones of generalisation. times (k,): each row is noised once at each.
    A network nearer to the data remembers, one nearer to the law has learnt.
    """
    a_function("denoiser", denoiser), an_instance("data", data, DataDenoiser), an_instance("law", law, MixtureDenoiser)
    rows, times = _rows(rows), arrays.points("times", times, ("k",))
    rng, found = arrays.numpy_generator("rng", rng), []
    for t in times:
        x_t = law.schedule.noise(rows, t, rng.standard_normal(rows.shape))
        answer = denoiser(x_t, t)
        found.append([_square(answer - exact(x_t, t)).mean() for exact in (data, law)])
    to_data, to_law = np.mean(found, axis=0)
    return float(to_data), float(to_law)


def collapse_level(variances: Any, n: int) -> float:
    """The noise level σ at which log n = ½ Σ_i log(1 + λ_i/σ²): below it n rows can be told apart, above they merge.

    variances (d,): λ_i > 0, the eigenvalues of the covariance of a Gaussian law; x_t = x_0 + σ ε. The right side is
    the information x_t has on x_0, in nats. Below σ the denoiser of the data names one row; above, it nears the law's.
    All λ equal: σ² = λ/(n^{2/d} − 1). Any law of this covariance has less information, so it collapses at lower noise.
    Source: Biroli, Bonnaire, de Bortoli & Mézard 2024, Dynamical Regimes of Diffusion Models: their collapse time.
    """
    variances, n = arrays.points("variances", variances, ("d",)), whole_number("n", n, least=2)
    if variances.min() <= 0:
        raise ValueError(f"variances must be above 0, got {variances.min()}")

    def excess(log_sigma: float) -> float:
        return 0.5 * float(np.sum(np.logaddexp(0, np.log(variances) - 2 * log_sigma))) - np.log(n)

    d, middle = len(variances), 0.5 * np.log(variances)
    return float(np.exp(brentq(excess, middle.min() - np.log(n) / d - 1, middle.max() + d + 1, xtol=1e-13)))


def _square(difference: np.ndarray) -> np.ndarray:
    """|row|²/d, (n, ...) -> (n,)."""
    return np.mean(difference.reshape(len(difference), -1) ** 2, axis=1)


def _rows(sample: Any) -> np.ndarray:
    rows = arrays.points("rows", sample)
    if rows.ndim < 2 or rows.size == 0:
        raise ValueError(f"rows must have shape (n, ...) with n of at least 1, got {rows.shape}")
    return rows
