"""Exercises of lecture 02: one step, variances add, the closed form, the kernel, β from ᾱ, any OU process."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, formula, function, number, prediction


# 02.1 ----------------------------------------------------------------- one step of noising
def noise_step(x, beta, eps):
    """x_t = √(1 − β) x_{t−1} + √β ε."""
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps


def step_inputs(rng):
    arrays = [
        (rng.normal(size=s), float(rng.uniform(0.01, 0.5)), rng.normal(size=s)) for s in [(3,), (4, 2), (2, 3, 3)]
    ]
    return [(1.0, 0.36, 0.5), *arrays]


ONE_STEP = function(
    "02.1",
    title="One step of noising",
    points=2,
    reference=noise_step,
    inputs=step_inputs,
    mistakes=[
        Mistake(
            "the variance where the standard deviation belongs",
            lambda x, beta, eps: np.sqrt(1 - beta) * x + beta * eps,
            "β is the variance of the noise you add. A number multiplied by c has its variance multiplied by c². "
            "Which c gives ε the variance β? With c = β the variance of the chain shrinks step by step.",
        ),
        Mistake(
            "the signal is not shrunk",
            lambda x, beta, eps: x + np.sqrt(beta) * eps,
            "You added noise but kept x whole, so the variance grows by β at every step (a random walk). "
            "Shrink x first, to make room for the noise.",
        ),
        Mistake(
            "the signal is shrunk by 1 − β",
            lambda x, beta, eps: (1 - beta) * x + np.sqrt(beta) * eps,
            "The variance of c·x is c² times the variance of x, and it should become 1 − β. With c = 1 − β it becomes less.",
        ),
        Mistake(
            "neither root",
            lambda x, beta, eps: (1 - beta) * x + beta * eps,
            "1 − β and β are what the two variances should be. What multiplies is not the variance.",
        ),
        Mistake(
            "β squared under the root",
            lambda x, beta, eps: np.sqrt(1 - beta**2) * x + beta * eps,
            "You took β for the standard deviation of the noise. Here β is its variance.",
        ),
        Mistake(
            "no noise",
            lambda x, beta, eps: np.sqrt(1 - beta) * x,
            "You shrink x but add no noise.",
        ),
        Mistake(
            "signal and noise have changed places",
            lambda x, beta, eps: np.sqrt(beta) * x + np.sqrt(1 - beta) * eps,
            "For small β the picture should hardly change. Try β = 0: your step returns pure noise.",
        ),
    ],
    hints=[
        "Which number must multiply ε so that the noise has variance β?",
        "x has variance 1. After scaling it must have variance 1 − β, so that both add up to 1.",
    ],
)

# 02.2 ----------------------------------------------------------------- predict: 3 and 4 make 5
THREE_FOUR = prediction(
    "02.2",
    title="Predict: two noises, one after the other",
    points=1,
    reference=5.0,
    atol=0.05,
    mistakes=[
        Mistake("standard deviations added", 7.0, "3 + 4 = 7 would need the two noises always to push the same way."),
        Mistake("variance given", 25.0, "25 = 3² + 4² is the variance. The standard deviation is its square root."),
        Mistake("the average taken", 3.5, "The total is never below the larger of the two, and 3.5 is below 4."),
        Mistake(
            "the difference",
            1.0,
            "Noises with independent signs do not cancel as a rule; they cancel and add equally often.",
        ),
        Mistake(
            "the product",
            12.0,
            "Standard deviations multiply when numbers are multiplied by a constant, not when noises are added.",
        ),
    ],
    reveal="Half of the time the two noises pull in opposite directions and partly cancel. "
    "Variances add: 3² + 4² = 25, and √25 = 5.",
)

# 02.3 ----------------------------------------------------------------- two steps by hand
BETA_1, BETA_2 = 0.19, 0.36

TWO_STEPS = number(
    "02.3",
    title="Two steps, two noises",
    points=1,
    reference=(1 - BETA_2) * BETA_1,
    rtol=0.0,
    atol=1e-3,
    mistakes=[
        Mistake(
            "the first noise not shrunk",
            BETA_1,
            "β₁ is its variance in x₁. The second step multiplies everything it receives by √(1 − β₂), "
            "and the noise of the first step is part of what it receives.",
        ),
        Mistake(
            "shrunk by (1 − β₂)²",
            (1 - BETA_2) ** 2 * BETA_1,
            "The second step multiplies the old noise by √(1 − β₂), so its variance by (1 − β₂), once.",
        ),
        Mistake(
            "shrunk by √(1 − β₂)",
            np.sqrt(1 - BETA_2) * BETA_1,
            "The noise is multiplied by √(1 − β₂). What happens to its variance?",
        ),
        Mistake(
            "the standard deviation",
            np.sqrt((1 - BETA_2) * BETA_1),
            "That is the standard deviation of this part. Its variance is asked.",
        ),
        Mistake(
            "the steps exchanged",
            (1 - BETA_1) * BETA_2,
            "You shrank the noise of the second step by the first. Which comes first?",
        ),
        Mistake(
            "both noises",
            (1 - BETA_2) * BETA_1 + BETA_2,
            "That is the variance of both noises together. Only the part of the first is asked.",
        ),
    ],
    hints=[
        "Write x₂ in terms of x₁, then put x₁ = √(1 − β₁) x₀ + √β₁ ε₁ into it. What multiplies ε₁?",
        "ε₁ is multiplied by √(1 − β₂) √β₁.",
    ],
)


# 02.4 ----------------------------------------------------------------- the closed form
def noised(x0, t, betas, eps):
    """x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε, with ᾱ_t = ∏_{s≤t} (1 − β_s)."""
    alpha_bar = np.prod(1 - betas[:t])
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps


def _closed_form(alpha_bar, signal=np.sqrt, noise=lambda a: np.sqrt(1 - a)):
    """A wrong (or right) closed form: how ᾱ is computed, and what multiplies x_0 and ε."""

    def wrong(x0, t, betas, eps):
        a = alpha_bar(betas, t)
        return signal(a) * x0 + noise(a) * eps

    return wrong


def _right(betas, t):
    return np.prod(1 - betas[:t])


def _same_noise(x0, t, betas, eps):
    """The chain walked step by step with one ε."""
    for beta in betas[:t]:
        x0 = noise_step(x0, beta, eps)
    return x0


def closed_form_inputs(rng):
    betas = rng.uniform(0.02, 0.08, size=12)  # they sum to less than 1: the slip of adding them stays finite
    times = [3, 0, 1, 12, int(rng.integers(4, 12))]
    arrays = [(rng.normal(size=(3, 2)), t, betas, rng.normal(size=(3, 2))) for t in times]
    return [(1.0, 2, np.array([0.19, 0.36, 0.5]), 0.5), *arrays]


CLOSED_FORM = function(
    "02.4",
    title="Any step at once",
    points=3,
    reference=noised,
    inputs=closed_form_inputs,
    mistakes=[
        Mistake(
            "noise multiplied by 1 − ᾱ_t",
            _closed_form(_right, noise=lambda a: 1 - a),
            "1 − ᾱ_t is the variance of x_t given x_0. Multiply ε by the standard deviation, √(1 − ᾱ_t). "
            "The two agree at t = 0, which is why this slip survives in published notebooks.",
        ),
        Mistake(
            "signal multiplied by ᾱ_t",
            _closed_form(_right, signal=lambda a: a),
            "Each step multiplies x by √(1 − β_s), so after t steps x_0 carries the product of the roots: √ᾱ_t.",
        ),
        Mistake(
            "one step too few",
            _closed_form(lambda betas, t: np.prod(1 - betas[: max(t - 1, 0)])),
            "betas[0] is β₁, the first step. At t steps you need betas[0] … betas[t − 1], which Python writes "
            "betas[:t]. Check t = 1: your result has no noise yet.",
        ),
        Mistake(
            "one step too many",
            _closed_form(lambda betas, t: np.prod(1 - betas[: t + 1])),
            "Check t = 0: no step has been made, so x_0 must come back unchanged. "
            "betas[0] is β₁; cumprod(1 − betas)[t] is ᾱ_{t+1}.",
        ),
        Mistake(
            "one step too few, by slicing",
            _closed_form(lambda betas, t: np.prod(1 - betas[: t - 1])),
            "At t steps you need betas[0] … betas[t − 1], which Python writes betas[:t]. "
            "(And at t = 0 yours cuts off the last entry: betas[:-1].)",
        ),
        Mistake(
            "last entry taken at t = 0",
            _closed_form(lambda betas, t: np.cumprod(1 - betas)[t - 1]),
            "Right for t ≥ 1. At t = 0 your index is −1, which in Python is the last entry. "
            "Which ᾱ belongs before the first step?",
        ),
        Mistake(
            "index t into cumprod",
            _closed_form(lambda betas, t: np.cumprod(1 - betas)[t]),
            "cumprod(1 − betas)[0] is already ᾱ₁, so yours is one step ahead, and at t = T it runs off the end.",
        ),
        Mistake(
            "both roots missing",
            _closed_form(_right, signal=lambda a: a, noise=lambda a: 1 - a),
            "ᾱ_t and 1 − ᾱ_t are variances (of signal and noise). What multiplies is not the variance.",
        ),
        Mistake(
            "only step t made",
            _closed_form(lambda betas, t: 1 - betas[t - 1]),
            "That is one single step, with x_0 in the place of x_{t−1}. The steps before it are missing.",
        ),
        Mistake(
            "one noise for every step",
            _same_noise,
            "You walked the steps with the same ε each time. The noises of different steps are independent: "
            "their variances add, not their values. Use the closed form.",
        ),
        Mistake(
            "the β added up",
            _closed_form(lambda betas, t: 1 - np.sum(betas[:t])),
            "ᾱ_t is the product of the factors (1 − β_s), not 1 minus the sum of the β_s. "
            "For small β they agree; after enough steps the sum passes 1.",
        ),
    ],
    hints=[
        "ᾱ_t is a product over the first t entries of betas. np.prod of an empty array is 1, just what t = 0 needs.",
        "What multiplies x_0 is √ᾱ_t, what multiplies ε is √(1 − ᾱ_t).",
    ],
)


# 02.5 ----------------------------------------------------------------- the kernel from s to t
def kernel(alpha_bar_s, alpha_bar_t):
    """Scale and standard deviation of q(x_t | x_s), s ≤ t."""
    scale = np.sqrt(alpha_bar_t / alpha_bar_s)
    return scale, np.sqrt(1 - scale**2)


def kernel_inputs(rng):
    s = rng.uniform(0.5, 0.99, size=3)
    return [(0.81, 0.36), (1.0, 0.36)] + [(float(a), float(a * f)) for a, f in zip(s, rng.uniform(0.1, 0.9, size=3))]


KERNEL = function(
    "02.5",
    title="From any time to any later time",
    points=3,
    reference=kernel,
    inputs=kernel_inputs,
    mistakes=[
        Mistake(
            "standard deviations subtracted",
            lambda a, b: (np.sqrt(b / a), np.sqrt(1 - b) - np.sqrt(1 - a)),
            "Standard deviations neither add nor subtract. Subtract variances, "
            "after shrinking the noise already there by the scale squared.",
        ),
        Mistake(
            "old noise not shrunk",
            lambda a, b: (np.sqrt(b / a), np.sqrt(a - b)),
            "(1 − ᾱ_t) − (1 − ᾱ_s) forgets that the noise already in x_s is shrunk on the way to t: "
            "its variance at t is (ᾱ_t/ᾱ_s)(1 − ᾱ_s).",
        ),
        Mistake(
            "the variance returned",
            lambda a, b: (np.sqrt(b / a), 1 - b / a),
            "Your second number is a variance. The standard deviation is asked.",
        ),
        Mistake(
            "scale without the root",
            lambda a, b: (b / a, np.sqrt(1 - b / a)),
            "ᾱ is the square of what multiplies x_0. Then what multiplies x_s on the way to t?",
        ),
        Mistake(
            "old noise not subtracted",
            lambda a, b: (np.sqrt(b / a), np.sqrt(1 - b)),
            "√(1 − ᾱ_t) is all the noise in x_t. Part of it was already in x_s.",
        ),
        Mistake(
            "scale not squared",
            lambda a, b: (np.sqrt(b / a), np.sqrt(1 - b - np.sqrt(b / a) * (1 - a))),
            "In (2.8) the old variance is multiplied by the scale squared.",
        ),
        Mistake(
            "ᾱ taken for α",
            lambda a, b: (b / a, np.sqrt(1 - (b / a) ** 2)),
            "You used ᾱ as the factor of x_0. Its square root is.",
        ),
        Mistake(
            "the ratio upside down",
            lambda a, b: (np.sqrt(a / b), np.sqrt(a / b - 1)),
            "From s to the later t the signal shrinks, so the scale is below 1: ᾱ_t/ᾱ_s, not ᾱ_s/ᾱ_t.",
        ),
    ],
    hints=[
        "Let x_t = a x_s + b ε. Put x_s = √ᾱ_s x_0 + … into it: the factor before x_0 must be √ᾱ_t. That gives a.",
        "The variance given x_0 must be 1 − ᾱ_t: a²(1 − ᾱ_s) + b² = 1 − ᾱ_t. That gives b.",
    ],
)

# 02.6 ----------------------------------------------------------------- β from ᾱ
BETA_FROM_ALPHA_BAR = formula(
    "02.6",
    title="β from ᾱ",
    points=1,
    reference="1 - alpha_bar_t / alpha_bar_prev",
    inputs=lambda rng: [
        {"alpha_bar_t": float(a * f), "alpha_bar_prev": float(a)}
        for a, f in zip(rng.uniform(0.2, 1.0, size=6), rng.uniform(0.5, 0.99, size=6))
    ],
    mistakes=[
        Mistake(
            "β taken as 1 − ᾱ_t",
            "1 - alpha_bar_t",
            "1 − ᾱ_t is the variance gathered over all t steps. β_t is what the last step alone adds.",
        ),
        Mistake(
            "a difference",
            "alpha_bar_prev - alpha_bar_t",
            "ᾱ_t is a product. How do you get one factor of a product back?",
        ),
        Mistake(
            "1 − β given",
            "alpha_bar_t / alpha_bar_prev",
            "That is the last factor of the product. It is 1 − β_t.",
        ),
        Mistake("a product", "1 - alpha_bar_t * alpha_bar_prev", "To undo a product, divide."),
        Mistake(
            "the standard deviation",
            "sqrt(1 - alpha_bar_t / alpha_bar_prev)",
            "That is √β_t, the standard deviation of the step's noise.",
        ),
        Mistake(
            "divided by the later",
            "(alpha_bar_prev - alpha_bar_t) / alpha_bar_t",
            "The loss of the last step is a share of what was there before it.",
        ),
        Mistake(
            "a root too many",
            "1 - sqrt(alpha_bar_t / alpha_bar_prev)",
            "ᾱ is the product of the (1 − β_s) themselves, not of their roots.",
        ),
        Mistake(
            "the ratio upside down",
            "1 - alpha_bar_prev / alpha_bar_t",
            "ᾱ falls with t, so ᾱ_{t−1}/ᾱ_t is above 1 and your β is negative.",
        ),
    ],
    hints=["ᾱ_t = (1 − β_t) ᾱ_{t−1}. Solve for β_t."],
)

# 02.7 ----------------------------------------------------------------- predict: two clocks
TWO_CLOCKS = prediction(
    "02.7",
    title="Predict: two clocks",
    points=1,
    options={
        "a": r"the same distributions $q(x_t \mid x_0)$, passed at other speeds",
        "b": "the same start and end, but different distributions in between",
        "c": "the same means, but different variances",
        "d": r"the same distributions only in the limit $T \to \infty$",
    },
    reference="a",
    mistakes=[
        Mistake(
            "different in between",
            "b",
            "Both have α² + σ² = 1, so each is known from its α alone. Every α of the chain is reached by the other "
            "process at some time.",
        ),
        Mistake("different variances", "c", "Both have α² + σ² = 1: the variance follows from the mean."),
        Mistake(
            "only in the limit",
            "d",
            "Small recipe steps agree only in the limit; but one need not take small steps, as you will see.",
        ),
    ],
    reveal="Both are N(α x_0, (1 − α²) I) with α falling from 1. They differ only in when they reach a given α.",
)


# 02.8 ----------------------------------------------------------------- any Ornstein–Uhlenbeck process
def ou_moments(x0, t, theta, s):
    """Mean and standard deviation of X_t given x_0 for dX = −θ X dt + s dB."""
    return np.exp(-theta * t) * x0, s * np.sqrt(-np.expm1(-2 * theta * t) / (2 * theta))


def _ou(variance, rate=lambda theta, t: theta * t):
    def wrong(x0, t, theta, s):
        return np.exp(-rate(theta, t)) * x0, np.sqrt(variance(t, theta, s))

    return wrong


ANY_OU = function(
    "02.8",
    title="Any Ornstein–Uhlenbeck process",
    points=3,
    reference=ou_moments,
    inputs=lambda rng: (
        [(2.0, 0.5, 3.0, 4.0), (1.0, 0.0, 0.7, 0.4), (-1.5, 40.0, 0.5, 2.0)]
        + [tuple(float(v) for v in rng.uniform(0.3, 2.5, size=4)) for _ in range(4)]
    ),
    mistakes=[
        Mistake(
            "θ forgotten in the final variance",
            _ou(lambda t, theta, s: s**2 * -np.expm1(-2 * theta * t) / 2),
            "Integrate e^{−2θ(t−u)} over u once more: θ comes out. A stronger pull must keep the crowd closer together.",
        ),
        Mistake(
            "e^{−θt} where e^{−2θt} belongs",
            _ou(lambda t, theta, s: s**2 * -np.expm1(-theta * t) / (2 * theta)),
            "The Itô isometry integrates the square of e^{−θ(t−u)}, which is e^{−2θ(t−u)}.",
        ),
        Mistake(
            "noise taken as √2 s",
            _ou(lambda t, theta, s: s**2 * -np.expm1(-2 * theta * t) / theta),
            "Your variance is twice too large. The lecture's √2 belongs to s: there θ = 1 and s = √2.",
        ),
        Mistake(
            "s put where 1 stood",
            _ou(lambda t, theta, s: s**2 * -np.expm1(-2 * theta * t)),
            "For θ = 1 and s = √2 yours gives twice the variance of the lecture. Follow s and θ through the integral.",
        ),
        Mistake(
            "s forgotten",
            _ou(lambda t, theta, s: -np.expm1(-2 * theta * t)),
            "Your variance does not depend on s, but without noise (s = 0) it must vanish.",
        ),
        Mistake(
            "θ missing from the mean",
            _ou(lambda t, theta, s: s**2 * -np.expm1(-2 * theta * t) / (2 * theta), rate=lambda theta, t: t),
            "Your variance is right. The mean decays at rate θ, not 1.",
        ),
        Mistake(
            "noise gathered without decay",
            _ou(lambda t, theta, s: s**2 * t),
            "s²t is the variance of free Brownian motion. Here earlier noise decays too: "
            "the noise of time u is multiplied by e^{−θ(t−u)}.",
        ),
        Mistake(
            "the variance returned",
            _ou(lambda t, theta, s: (s**2 * -np.expm1(-2 * theta * t) / (2 * theta)) ** 2),
            "Your second number is the variance. Return the standard deviation.",
        ),
    ],
    hints=[
        "Repeat the lecture's derivation with e^{θt} as integrating factor.",
        "Check your result: θ = 1 and s = √2 must give e^{−t} x_0 and √(1 − e^{−2t}).",
    ],
)

EXERCISES = [ONE_STEP, THREE_FOUR, TWO_STEPS, CLOSED_FORM, KERNEL, BETA_FROM_ALPHA_BAR, TWO_CLOCKS, ANY_OU]
