"""Exercises of lecture 03: SNR, α and σ from log-SNR, the prior gap, zero terminal SNR, a shifted schedule."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, function, number, prediction


def _published(T):
    """ᾱ_1 … ᾱ_T of the linear schedule with β from 1e-4 to 0.02."""
    return np.cumprod(1 - np.linspace(1e-4, 0.02, T))


# 03.1 ----------------------------------------------------------------- signal-to-noise ratio
def snr(betas, t):
    """SNR(t) = ᾱ_t / (1 − ᾱ_t), t ≥ 1."""
    alpha_bar = np.prod(1 - betas[:t])
    return alpha_bar / (1 - alpha_bar)


def _wrong_snr(ratio, count=lambda t: t):
    return lambda betas, t: ratio(np.prod(1 - betas[: count(t)]))


SNR = function(
    "03.1",
    title="Signal-to-noise ratio",
    points=2,
    reference=snr,
    inputs=lambda rng: (
        [(np.array([0.19, 0.36, 0.5]), 2)]
        + [(rng.uniform(0.01, 0.2, size=20), int(t)) for t in (2, 20, *rng.integers(3, 20, size=3))]
    ),
    mistakes=[
        Mistake(
            "a ratio of amplitudes",
            _wrong_snr(lambda a: np.sqrt(a / (1 - a))),
            "You divided α by σ. The SNR is a ratio of powers: α²/σ².",
        ),
        Mistake(
            "noise over signal",
            _wrong_snr(lambda a: (1 - a) / a),
            "Your ratio grows with t. Signal goes on top.",
        ),
        Mistake(
            "σ in place of σ²",
            _wrong_snr(lambda a: a / np.sqrt(1 - a)),
            "ᾱ is already α², but you divided it by σ and not by σ² = 1 − ᾱ.",
        ),
        Mistake(
            "one step too few",
            _wrong_snr(lambda a: a / (1 - a), count=lambda t: t - 1),
            "betas[0] is β₁. At step t the product holds the first t entries, betas[:t].",
        ),
        Mistake(
            "all the steps",
            lambda betas, t: np.prod(1 - betas) / (1 - np.prod(1 - betas)),
            "You multiplied all T factors. Stop at step t.",
        ),
        Mistake(
            "cumprod read one entry too far",
            lambda betas, t: np.cumprod(1 - betas)[t] / (1 - np.cumprod(1 - betas)[t]),
            "Entry 0 of the cumulative product is ᾱ₁, so ᾱ_t is entry t − 1.",
        ),
        Mistake(
            "the logarithm",
            lambda betas, t: np.log(snr(betas, t)),
            "That is λ_t, the logarithm. The ratio itself is asked.",
        ),
        Mistake(
            "the β added up",
            lambda betas, t: (1 - np.sum(betas[:t])) / np.sum(betas[:t]),
            "The factors 1 − β multiply; the β do not add up.",
        ),
        Mistake(
            "only the last step",
            lambda betas, t: (1 - betas[t - 1]) / betas[t - 1],
            "(1 − β_t)/β_t is the ratio for one single step. The noise of all earlier steps counts too: use ᾱ_t.",
        ),
    ],
    hints=["ᾱ_t = ∏ (1 − β_s) over the first t steps. α_t² = ᾱ_t. What is σ_t²?"],
)

# 03.2 ----------------------------------------------------------------- predict: when is it half noise?
HALF_NOISE = prediction(
    "03.2",
    title="Predict: when is it half noise?",
    points=1,
    reference=float(1 + np.argmax(_published(1000) < 0.5)),
    atol=20,
    mistakes=[
        Mistake("halfway", 500, "500 would be right if ᾱ fell in a straight line."),
        Mistake(
            "a tenth of the way",
            100,
            "The first β are the smallest: after 100 steps 90 % of the power is still signal.",
        ),
        Mistake("three quarters", 750, "The first β are small, but 1000 steps are many: Σβ is about 10 at the end."),
    ],
    reveal="Signal and noise are equal at step 260. Half of the signal's power has gone after a quarter of the steps; "
    "in the last third almost nothing is left to destroy.",
)


# 03.3 ----------------------------------------------------------------- α and σ from the log-SNR
def alpha_sigma(log_snr):
    """α = √sigmoid(λ), σ = √sigmoid(−λ)."""
    return np.sqrt(1 / (1 + np.exp(-log_snr))), np.sqrt(1 / (1 + np.exp(log_snr)))


def _from_lambda(alpha, sigma):
    return lambda log_snr: (alpha(log_snr), sigma(log_snr))


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


ALPHA_SIGMA = function(
    "03.3",
    title="α and σ from the log-SNR",
    points=2,
    reference=alpha_sigma,
    inputs=lambda rng: [(float(np.log(3)),), (0.0,), (-4.0,), (6.0,)] + [(float(v),) for v in rng.normal(0, 3, size=4)],
    mistakes=[
        Mistake(
            "the squares returned",
            _from_lambda(_sigmoid, lambda v: _sigmoid(-v)),
            "sigmoid(λ) is α², and sigmoid(−λ) is σ². Take roots.",
        ),
        Mistake(
            "α and σ exchanged",
            _from_lambda(lambda v: np.sqrt(_sigmoid(-v)), lambda v: np.sqrt(_sigmoid(v))),
            "Large λ means much signal, so α must grow with λ.",
        ),
        Mistake(
            "λ read as log(α/σ)",
            _from_lambda(lambda v: np.sqrt(_sigmoid(2 * v)), lambda v: np.sqrt(_sigmoid(-2 * v))),
            "λ is the logarithm of α²/σ². You solved with λ = log(α/σ), which is half as large.",
        ),
        Mistake(
            "α² taken as e^λ",
            _from_lambda(lambda v: np.exp(v / 2), lambda v: np.sqrt(1 - np.exp(v))),
            "e^λ is the ratio α²/σ², not α² itself.",
        ),
        Mistake(
            "σ not rooted",
            _from_lambda(lambda v: np.sqrt(_sigmoid(v)), lambda v: _sigmoid(-v)),
            "sigmoid(−λ) is σ². Take the root of it too.",
        ),
        Mistake(
            "λ halved",
            _from_lambda(lambda v: np.sqrt(_sigmoid(v / 2)), lambda v: np.sqrt(_sigmoid(-v / 2))),
            "λ is already the logarithm of a ratio of powers; there is nothing to halve.",
        ),
        Mistake(
            "σ taken as 1 − α",
            _from_lambda(lambda v: np.sqrt(_sigmoid(v)), lambda v: 1 - np.sqrt(_sigmoid(v))),
            "Variance preserving means α² + σ² = 1, not α + σ = 1.",
        ),
    ],
    hints=["Put σ² = 1 − α² into e^λ = α²/σ² and solve for α².", "α² = e^λ / (1 + e^λ)."],
)

# 03.4 ----------------------------------------------------------------- the gap of a published schedule
PUBLISHED_GAP = number(
    "03.4",
    title="The bound for a published schedule",
    points=2,
    reference=-np.log(1 - _published(50)[-1]),
    atol=2e-3,
    mistakes=[
        Mistake(
            "half of it",
            -0.5 * np.log(1 - _published(50)[-1]),
            "Half of the right value: either you left out the dimension d = 2, or you took log σ where log σ² belongs.",
        ),
        Mistake(
            "twice too large",
            -2 * np.log(1 - _published(50)[-1]),
            "Twice the right value: the ½ of (3.8) is missing.",
        ),
        Mistake(
            "α_T for ᾱ_T",
            -np.log(1 - np.sqrt(_published(50)[-1])),
            "You put α_T where its square ᾱ_T belongs.",
        ),
        Mistake("ᾱ_T itself", _published(50)[-1], "That is ᾱ_50. Put it into (3.8)."),
        Mistake(
            "the first 50 steps of 1000",
            -np.log(1 - _published(1000)[49]),
            "Those are the first 50 of 1000 steps. Here β reaches 0.02 at step 50.",
        ),
        Mistake(
            "ᾱ_T taken as e^{−Σβ}",
            -np.log(1 - np.exp(-np.linspace(1e-4, 0.02, 50).sum())),
            "e^{−Σβ} is only close to ᾱ_T. Multiply the factors 1 − β.",
        ),
        Mistake(
            "in bits",
            -np.log2(1 - _published(50)[-1]),
            "That is the value in bits. The unit asked for is nats: use the natural logarithm.",
        ),
        Mistake(
            "the signal's logarithm",
            -np.log(_published(50)[-1]),
            "You took the logarithm of ᾱ_T. The gap comes from the noise variance, 1 − ᾱ_T.",
        ),
        Mistake(
            "one step short",
            -np.log(1 - _published(50)[-2]),
            "You used ᾱ_49. The last entry of the cumulative product is ᾱ_50.",
        ),
        Mistake(
            "the sign",
            np.log(1 - _published(50)[-1]),
            "A Kullback–Leibler divergence is never negative. Mind the minus sign of (3.8).",
        ),
    ],
    hints=[
        "ᾱ_T is the product of all 50 factors 1 − β. np.linspace(1e-4, 0.02, 50) gives the β.",
        "With d = 2, (3.8) is −log(1 − ᾱ_50).",
    ],
)

# 03.5 ----------------------------------------------------------------- predict: which chain draws worst?
WORST_CHAIN = prediction(
    "03.5",
    title="Predict: which chain draws worst?",
    points=1,
    options={
        "a": "B and C alike: they have too few steps",
        "b": "B alone",
        "c": "C alone: its steps are too large",
        "d": "none: the way back is exact",
    },
    reference="b",
    mistakes=[
        Mistake(
            "too few steps",
            "a",
            "C has as few steps as B and draws as well as A: each step back is exact, however large.",
        ),
        Mistake(
            "too large steps",
            "c",
            "Steps that are run back exactly are never too large. C's large β bring it to noise.",
        ),
        Mistake("none", "d", "The way back is exact, but it starts from N(0, 1), and B's chain does not end there."),
    ],
    reveal="B leaves 60 % of the signal's power at its last step, so N(0, 1) is the wrong place to start from. "
    "More steps helped A only because, at the same β, they are more noise.",
)


# 03.6 ----------------------------------------------------------------- zero terminal SNR
def zero_terminal(alpha_bar):
    """√ᾱ shifted so that its last value is 0, then scaled so that its first value is kept."""
    root = np.sqrt(alpha_bar)
    return ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2


def _last_set_to_zero(alpha_bar):
    out = np.array(alpha_bar)
    out[-1] = 0.0
    return out


ZERO_TERMINAL = function(
    "03.6",
    title="Rescale to zero terminal SNR",
    points=3,
    reference=zero_terminal,
    inputs=lambda rng: (
        [(np.array([0.81, 0.36, 0.09]),)] + [(np.cumprod(1 - rng.uniform(0.01, 0.2, size=n)),) for n in (5, 30)]
    ),
    mistakes=[
        Mistake(
            "shifted, not scaled",
            lambda a: (np.sqrt(a) - np.sqrt(a[-1])) ** 2,
            "The end is right, but your ᾱ₁ has changed: the very first step now destroys a large part of the picture. "
            "Scale so that √ᾱ₁ is kept. (If you did scale: after the shift the last root is 0, so your factor became 1. "
            "Compute the factor before shifting.)",
        ),
        Mistake(
            "ᾱ shifted and scaled instead of its root",
            lambda a: (a - a[-1]) * a[0] / (a[0] - a[-1]),
            "Both ends are right, but the rule shifts √ᾱ, which is what multiplies x_0.",
        ),
        Mistake(
            "only the last entry changed",
            _last_set_to_zero,
            "That makes the last step jump from much signal to none (β_T = 1) and leaves the others as they were. "
            "The rule spreads the change over all steps.",
        ),
        Mistake(
            "the fraction upside down",
            lambda a: ((np.sqrt(a) - np.sqrt(a[-1])) * (np.sqrt(a[0]) - np.sqrt(a[-1])) / np.sqrt(a[0])) ** 2,
            "At t = 1 the fraction must cancel the bracket. Yours multiplies by it again.",
        ),
        Mistake(
            "ᾱ shifted, not scaled",
            lambda a: a - a[-1],
            "Shift √ᾱ and not ᾱ, and then scale.",
        ),
        Mistake(
            "the root returned",
            lambda a: (np.sqrt(a) - np.sqrt(a[-1])) * np.sqrt(a[0]) / (np.sqrt(a[0]) - np.sqrt(a[-1])),
            "You returned √ᾱ. Square it.",
        ),
        Mistake(
            "scaled by the wrong span",
            lambda a: ((np.sqrt(a) - np.sqrt(a[-1])) / (np.sqrt(a[0]) - np.sqrt(a[-1]))) ** 2,
            "Your first value is 1: you divided by the span but did not multiply by √ᾱ₁.",
        ),
    ],
    hints=[
        "Work with r = √ᾱ. First subtract the last value from all.",
        "Then multiply by a constant that brings the first value back to r[0].",
    ],
)


# 03.7 ----------------------------------------------------------------- the T at which the gap is 0.01 nats
def _smallest_T(bound, most=2000):
    """The first T at which `bound(ᾱ_T)` is at most 0.01."""
    return next(T for T in range(2, most) if bound(_published(T)[-1]) <= 0.01)


def _enough_steps():
    return _smallest_T(lambda a: -np.log(1 - a))


ENOUGH_STEPS = number(
    "03.7",
    title="How many steps are enough?",
    points=2,
    reference=_enough_steps,
    rtol=0.0,
    atol=0.5,
    mistakes=[
        Mistake(
            "the bound of one dimension",
            lambda: _smallest_T(lambda a: -0.5 * np.log(1 - a)),
            "You solved −½ log(1 − ᾱ_T) ≤ 0.01. With d = 2 the factor d/2 is 1.",
        ),
        Mistake(
            "the table of T = 1000 cut off",
            lambda: 1 + int(np.argmax(-np.log(1 - _published(1000)) <= 0.01)),
            "You cut off the table made for T = 1000. For every T the β are stretched anew from 1e-4 to 0.02.",
        ),
        Mistake(
            "one too many",
            lambda: _enough_steps() + 1,
            "One less already satisfies the bound.",
        ),
        Mistake(
            "the bound of four dimensions",
            lambda: _smallest_T(lambda a: -2 * np.log(1 - a)),
            "The factor is d/2 = 1, not 2.",
        ),
        Mistake(
            "in bits",
            lambda: _smallest_T(lambda a: -np.log2(1 - a)),
            "You used the logarithm to base 2. 0.01 is in nats.",
        ),
        Mistake(
            "the signal α below 0.01",
            lambda: _smallest_T(lambda a: np.sqrt(a)),
            "You asked for α_T ≤ 0.01, which is ᾱ_T ≤ 0.0001. The bound is on −(d/2) log(1 − ᾱ_T).",
        ),
        Mistake(
            "the last T that is not enough",
            lambda: _enough_steps() - 1,
            "At this T the bound is still just above 0.01. You need the first T that satisfies it.",
        ),
    ],
    hints=[
        "For every T the β are np.linspace(1e-4, 0.02, T): the table changes with T, it is not cut off.",
        "Loop over T and stop at the first −log(1 − ᾱ_T) ≤ 0.01.",
    ],
)


# 03.8 ----------------------------------------------------------------- a schedule for larger pictures
def shifted_alpha_sigma(log_snr, k):
    """α, σ at λ − 2 log k: after averaging k × k pixels the SNR is e^λ again."""
    return alpha_sigma(log_snr - 2 * np.log(k))


SHIFTED = function(
    "03.8",
    title="A schedule for larger pictures",
    points=3,
    reference=shifted_alpha_sigma,
    inputs=lambda rng: (
        [(0.0, 2.0), (1.0, 1.0), (-3.0, 4.0)]
        + [(float(v), float(k)) for v, k in zip(rng.normal(0, 3, size=4), [2, 3, 4, 8])]
    ),
    mistakes=[
        Mistake(
            "shifted the wrong way",
            lambda v, k: alpha_sigma(v + 2 * np.log(k)),
            "Averaging removes noise. So before averaging there must be more of it than at λ, not less.",
        ),
        Mistake(
            "log k where 2 log k belongs",
            lambda v, k: alpha_sigma(v - np.log(k)),
            "A block holds k·k pixels, so the variance of its mean noise is σ²/k².",
        ),
        Mistake(
            "no shift",
            lambda v, k: alpha_sigma(v),
            "Averaging removes noise, so after it your SNR is k² times too high.",
        ),
        Mistake(
            "shift not in the logarithm",
            lambda v, k: alpha_sigma(v - k**2),
            "Dividing the SNR by k² subtracts log k² from its logarithm, not k².",
        ),
        Mistake(
            "only the signal divided",
            lambda v, k: (alpha_sigma(v)[0] / k, alpha_sigma(v)[1]),
            "Your SNR is right, but α² + σ² is no longer 1. Shift λ, then compute both from it.",
        ),
        Mistake(
            "the squares returned",
            lambda v, k: (_sigmoid(v - 2 * np.log(k)), _sigmoid(2 * np.log(k) - v)),
            "These are α² and σ². Take roots.",
        ),
        Mistake(
            "only the noise multiplied",
            lambda v, k: (alpha_sigma(v)[0], k * alpha_sigma(v)[1]),
            "Your SNR is right, but α² + σ² is no longer 1. Shift λ, then compute both from it.",
        ),
    ],
    hints=[
        "The mean of k² independent noises of variance σ² has variance σ²/k². The signal, equal over the block, is kept.",
        "So SNR after averaging = k² × SNR before. Take logarithms.",
    ],
)

EXERCISES = [SNR, HALF_NOISE, ALPHA_SIGMA, PUBLISHED_GAP, WORST_CHAIN, ZERO_TERMINAL, ENOUGH_STEPS, SHIFTED]
