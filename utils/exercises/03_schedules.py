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
    inputs=lambda rng: [(np.array([0.19, 0.36, 0.5]), 2)]
    + [(rng.uniform(0.01, 0.2, size=20), int(t)) for t in (2, 20, *rng.integers(3, 20, size=3))],
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
        Mistake("a tenth of the way", 100, "The first β are the smallest: after 100 steps 90 % of the power is still signal."),
        Mistake("three quarters", 750, "The first β are small, but 1000 steps are many: Σβ is about 10 at the end."),
    ],
    reveal="Signal and noise are equal at step 260. Half of the signal's power has gone after a quarter of the steps; "
    "in the last third almost nothing is left to destroy.",
)


# 03.3 ----------------------------------------------------------------- α and σ from the log-SNR
def alpha_sigma(log_snr):
    """α = √sigmoid(λ), σ = √sigmoid(−λ)."""
    return np.array([np.sqrt(1 / (1 + np.exp(-log_snr))), np.sqrt(1 / (1 + np.exp(log_snr)))])


def _from_lambda(alpha, sigma):
    return lambda log_snr: np.array([alpha(log_snr), sigma(log_snr)])


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
    hints=["ᾱ_T is the product of all 50 factors 1 − β. np.linspace(1e-4, 0.02, 50) gives the β."],
)

# 03.5 ----------------------------------------------------------------- predict: why more steps help
MORE_STEPS = prediction(
    "03.5",
    title="Predict: why do more steps help?",
    points=1,
    options={
        "a": "smaller steps follow the reverse process more exactly",
        "b": "at T = 50 the chain has not reached noise, so sampling starts in the wrong place",
        "c": "the network sees more different noise levels in training",
        "d": "they do not help; it is chance",
    },
    reference="b",
    mistakes=[
        Mistake("smaller steps", "a", "In this experiment each step is reversed perfectly, so no step is too large."),
        Mistake("more training", "c", "There is no network in this experiment."),
        Mistake("chance", "d", "There is no chance in this experiment: every number is an integral."),
    ],
    reveal="With the β range fixed, more steps also mean more total noise. What improves is the end of the chain. "
    "The same 50 steps with larger β close the gap as well.",
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
    inputs=lambda rng: [(np.array([0.81, 0.36, 0.09]),)]
    + [(np.cumprod(1 - rng.uniform(0.01, 0.2, size=n)),) for n in (5, 30)],
    mistakes=[
        Mistake(
            "shifted, not scaled",
            lambda a: (np.sqrt(a) - np.sqrt(a[-1])) ** 2,
            "The end is right, but your ᾱ₁ has changed: the very first step now destroys a large part of the picture. "
            "Scale so that √ᾱ₁ is kept.",
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
    inputs=lambda rng: [(0.0, 2.0), (1.0, 1.0), (-3.0, 4.0)]
    + [(float(v), float(k)) for v, k in zip(rng.normal(0, 3, size=4), [2, 3, 4, 8])],
    mistakes=[
        Mistake(
            "shifted the wrong way",
            lambda v, k: alpha_sigma(v + 2 * np.log(k)),
            "Averaging removes noise, so before averaging there must be more of it: a lower log-SNR, λ − 2 log k.",
        ),
        Mistake(
            "log k where 2 log k belongs",
            lambda v, k: alpha_sigma(v - np.log(k)),
            "A block holds k·k pixels, so the variance of its mean noise is σ²/k².",
        ),
        Mistake(
            "shift not in the logarithm",
            lambda v, k: alpha_sigma(v - k**2),
            "Dividing the SNR by k² subtracts log k² from its logarithm, not k².",
        ),
        Mistake(
            "only the noise multiplied",
            lambda v, k: np.array([alpha_sigma(v)[0], k * alpha_sigma(v)[1]]),
            "Your SNR is right, but α² + σ² is no longer 1. Shift λ, then compute both from it.",
        ),
    ],
    hints=[
        "The mean of k² independent noises of variance σ² has variance σ²/k². The signal, equal over the block, is kept.",
        "So SNR after averaging = k² × SNR before. Take logarithms.",
    ],
)

EXERCISES = [SNR, HALF_NOISE, ALPHA_SIGMA, PUBLISHED_GAP, MORE_STEPS, ZERO_TERMINAL, ENOUGH_STEPS, SHIFTED]
