"""Exercises of lecture 02: one step, variances add, the closed form, the kernel, β from ᾱ, any OU process."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, choice, formula, function, number, prediction


# 02.1 ----------------------------------------------------------------- one step of noising
def noise_step(x, beta, eps):
    """x_t = √(1 − β) x_{t−1} + √β ε."""
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps


def step_inputs(rng):
    arrays = [(rng.normal(size=s), float(rng.uniform(0.01, 0.5)), rng.normal(size=s)) for s in [(3,), (4, 2), (2, 3, 3)]]
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
            "β is the variance of the noise you add. A number multiplied by c has its variance multiplied by c², "
            "so ε must be multiplied by √β. With β·ε the chain never reaches N(0, 1): its variance shrinks.",
        ),
        Mistake(
            "the signal is not shrunk",
            lambda x, beta, eps: x + np.sqrt(beta) * eps,
            "You added noise but kept x whole, so the variance grows by β at every step (a random walk). "
            "Shrink x by √(1 − β) to make room for the noise.",
        ),
        Mistake(
            "the signal is shrunk by 1 − β",
            lambda x, beta, eps: (1 - beta) * x + np.sqrt(beta) * eps,
            "The variance of c·x is c² times the variance of x. It should become 1 − β, so c is √(1 − β), not 1 − β.",
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
        Mistake("the average taken", 3.5, "A second independent noise never makes the first smaller."),
    ],
    reveal="Half of the time the two noises pull in opposite directions and partly cancel. "
    "Variances add: 3² + 4² = 25, and √25 = 5.",
)

# 02.3 ----------------------------------------------------------------- two steps by hand
BETA_1, BETA_2 = 0.19, 0.36

TWO_STEPS = number(
    "02.3",
    title="Two steps, one noise",
    points=1,
    reference=np.sqrt((1 - BETA_2) * BETA_1 + BETA_2),
    atol=2e-3,
    mistakes=[
        Mistake(
            "standard deviations added",
            np.sqrt(1 - BETA_2) * np.sqrt(BETA_1) + np.sqrt(BETA_2),
            "You added the standard deviations of the old and the new noise. They are independent: "
            "square each, add, then take the root.",
        ),
        Mistake(
            "old noise not shrunk",
            np.sqrt(BETA_1 + BETA_2),
            "You added β₁ and β₂. But the second step multiplies everything it receives by √(1 − β₂), "
            "and the noise of the first step is part of what it receives.",
        ),
        Mistake(
            "the variance given",
            (1 - BETA_2) * BETA_1 + BETA_2,
            "That is the variance. The question asks for the standard deviation σ, its square root.",
        ),
        Mistake(
            "old noise shrunk by 1 − β₂ in standard deviation",
            np.sqrt((1 - BETA_2) ** 2 * BETA_1 + BETA_2),
            "The second step multiplies the old noise by √(1 − β₂), so its variance by (1 − β₂), once and not squared.",
        ),
    ],
    hints=[
        "Write x₂ in terms of x₁, then put x₁ = √(1 − β₁) x₀ + √β₁ ε₁ into it. Two terms hold noise.",
        "Their variances are (1 − β₂) β₁ and β₂.",
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
    return np.array([scale, np.sqrt(1 - scale**2)])


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
            lambda a, b: np.array([np.sqrt(b / a), np.sqrt(1 - b) - np.sqrt(1 - a)]),
            "Standard deviations neither add nor subtract. Subtract variances, "
            "after shrinking the noise already there by the scale squared.",
        ),
        Mistake(
            "old noise not shrunk",
            lambda a, b: np.array([np.sqrt(b / a), np.sqrt(a - b)]),
            "(1 − ᾱ_t) − (1 − ᾱ_s) forgets that the noise already in x_s is shrunk on the way to t: "
            "its variance at t is (ᾱ_t/ᾱ_s)(1 − ᾱ_s).",
        ),
        Mistake(
            "the variance returned",
            lambda a, b: np.array([np.sqrt(b / a), 1 - b / a]),
            "Your second number is the variance 1 − ᾱ_t/ᾱ_s. Return its square root.",
        ),
        Mistake(
            "scale without the root",
            lambda a, b: np.array([b / a, np.sqrt(1 - b / a)]),
            "ᾱ is the square of what multiplies x_0. The factor from s to t is √(ᾱ_t/ᾱ_s).",
        ),
        Mistake(
            "the ratio upside down",
            lambda a, b: np.array([np.sqrt(a / b), np.sqrt(a / b - 1)]),
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
    reference="1 - abar_t / abar_prev",
    inputs=lambda rng: [
        {"abar_t": float(a * f), "abar_prev": float(a)}
        for a, f in zip(rng.uniform(0.2, 1.0, size=6), rng.uniform(0.5, 0.99, size=6))
    ],
    mistakes=[
        Mistake(
            "β taken as 1 − ᾱ_t",
            "1 - abar_t",
            "1 − ᾱ_t is the variance gathered over all t steps. β_t is what the last step alone adds.",
        ),
        Mistake(
            "a difference",
            "abar_prev - abar_t",
            "ᾱ_t is a product, so one factor of it is a ratio: 1 − β_t = ᾱ_t / ᾱ_{t−1}.",
        ),
        Mistake(
            "a root too many",
            "1 - sqrt(abar_t / abar_prev)",
            "ᾱ is the product of the (1 − β_s) themselves, not of their roots.",
        ),
        Mistake(
            "the ratio upside down",
            "1 - abar_prev / abar_t",
            "ᾱ falls with t, so ᾱ_{t−1}/ᾱ_t is above 1 and your β is negative.",
        ),
    ],
    hints=["ᾱ_t = (1 − β_t) ᾱ_{t−1}. Solve for β_t."],
)

# 02.7 ----------------------------------------------------------------- predict: two clocks
TWO_CLOCKS = choice(
    "02.7",
    title="Two clocks",
    points=1,
    options={
        "a": "the same distributions q(x_t | x_0), passed at other speeds",
        "b": "the same start and end, but different distributions in between",
        "c": "the same means, but different variances",
        "d": "the same distributions only in the limit T → ∞",
    },
    reference="a",
    mistakes=[
        Mistake(
            "different in between",
            "b",
            "Both have α² + σ² = 1, so each is known from its α alone, and α takes every value between 1 and its last "
            "in both.",
        ),
        Mistake(
            "different variances",
            "c",
            "Look at α² + σ² in each: 1 − ᾱ_t + ᾱ_t and 1 − e^{−2t} + e^{−2t}. The variance follows from the mean.",
        ),
        Mistake(
            "only in the limit",
            "d",
            "Euler–Maruyama steps agree only in the limit, but here the exact transition of the process over Δt is used. "
            "Equation (2.13) has no approximation.",
        ),
    ],
    hints=["Compare α² + σ² for both processes."],
)


# 02.8 ----------------------------------------------------------------- any Ornstein–Uhlenbeck process
def ou_moments(x0, t, theta, s):
    """Mean and standard deviation of X_t given x_0 for dX = −θ X dt + s dB."""
    return np.array([np.exp(-theta * t) * x0, s * np.sqrt(-np.expm1(-2 * theta * t) / (2 * theta))])


def _ou(variance, rate=lambda theta, t: theta * t):
    def wrong(x0, t, theta, s):
        return np.array([np.exp(-rate(theta, t)) * x0, np.sqrt(variance(t, theta, s))])

    return wrong


ANY_OU = function(
    "02.8",
    title="Any Ornstein–Uhlenbeck process",
    points=3,
    reference=ou_moments,
    inputs=lambda rng: [(2.0, 0.5, 2.0, 3.0), (1.0, 0.0, 0.7, 0.4), (-1.5, 40.0, 0.5, 2.0)]
    + [tuple(float(v) for v in rng.uniform(0.3, 2.5, size=4)) for _ in range(4)],
    mistakes=[
        Mistake(
            "θ forgotten in the final variance",
            _ou(lambda t, theta, s: s**2 * -np.expm1(-2 * theta * t) / 2),
            "∫₀ᵗ e^{−2θ(t−u)} du = (1 − e^{−2θt}) / (2θ). As t grows the variance settles at s²/(2θ): "
            "a stronger pull keeps the crowd closer together.",
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
