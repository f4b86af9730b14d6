"""Exercises of lecture 05: telescoping, a KL divergence, the weights of the bound, the five predictions, a sixth."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, formula, function, prediction

# 05.1 ----------------------------------------------------------------- predict: which picture is worst?
WORST_PICTURE = prediction(
    "05.1",
    title="Predict: which picture suffers most?",
    points=1,
    options={"a": "x₀", "b": "ε", "c": "v", "d": "score", "e": "flow"},
    reference="a",
    mistakes=[
        Mistake(
            "the noise", "b", "With little noise x_t is nearly the picture. What ε adds is multiplied by the small σ."
        ),
        Mistake("v", "c", "x₀ = α x_t − σ v: an error in v arrives multiplied by the small σ."),
        Mistake(
            "the score",
            "d",
            "The score is the largest of the five numbers there, but its error arrives multiplied by σ²/α.",
        ),
        Mistake("flow", "e", "x₀ = (x_t − σ u)/(α + σ): an error in u arrives multiplied by the small σ."),
    ],
    reveal="With little noise four of the five outputs only correct x_t, and the correction is multiplied by the small σ (or "
    "σ²). The prediction of x₀ ignores that x_t is nearly the answer, so its error arrives whole.",
)


# 05.2 ----------------------------------------------------------------- telescoping
def told_backwards(log_forward, log_marginal):
    """Σ_{t=2}^T log q(x_{t−1} | x_t, x_0) from log q(x_t | x_{t−1}) and log q(x_t | x_0), t = 1, ..., T."""
    return np.sum(log_forward[1:]) + log_marginal[0] - log_marginal[-1]


def _path(rng, T):
    forward, marginal = rng.normal(-1, 1, size=T), rng.normal(-1, 1, size=T)
    marginal[0] = forward[0]  # q(x_1 | x_0) is both
    return forward, marginal


TELESCOPING = function(
    "05.2",
    title="Telescoping",
    points=2,
    reference=told_backwards,
    inputs=lambda rng: (
        [(np.array([-1.0, -0.5, -0.3]), np.array([-1.0, -1.4, -1.6]))] + [_path(rng, T) for T in (2, 5, 9)]
    ),
    mistakes=[
        Mistake(
            "the path as noised",
            lambda f, m: np.sum(f),
            "That is log q(x_1, …, x_T | x_0). The backward conditionals make up all of it but one factor.",
        ),
        Mistake(
            "the marginals forgotten",
            lambda f, m: np.sum(f[1:]),
            "(5.4) turns each forward factor round at a price, a ratio of two marginals. The ratios do not all cancel.",
        ),
        Mistake(
            "the ratio upside down",
            lambda f, m: np.sum(f[1:]) - m[0] + m[-1],
            "Check with (5.4): which of the two times stands in the denominator?",
        ),
        Mistake(
            "the first forward step counted too",
            lambda f, m: np.sum(f) + m[0] - m[-1],
            "q(x_1 | x_0) is counted twice: the sum runs from t = 2, so its forward factors begin with q(x_2 | x_1).",
        ),
        Mistake(
            "the last step left out",
            lambda f, m: np.sum(f[:-1]) + m[0] - m[-1],
            "You left out the last forward factor instead of the first. Entry 0 is t = 1.",
        ),
        Mistake(
            "all marginals subtracted",
            lambda f, m: np.sum(f[1:]) - np.sum(m[1:]),
            "Every marginal but two appears once above and once below.",
        ),
        Mistake(
            "the end added",
            lambda f, m: np.sum(f[1:]) + m[0] + m[-1],
            "One of the two marginals that survive is divided by.",
        ),
        Mistake(
            "the surviving marginal at t = 2",
            lambda f, m: np.sum(f[1:]) + m[1] - m[-1],
            "Entry 0 of the marginals is t = 1. Which marginal stands below in the first fraction, t = 2?",
        ),
        Mistake(
            "the sign",
            lambda f, m: -(np.sum(f[1:]) + m[0] - m[-1]),
            "Logarithms of densities are asked as they are, not as costs.",
        ),
        Mistake(
            "one marginal kept",
            lambda f, m: np.sum(f[1:]) - m[-1],
            "Two marginals survive the telescope: one at each end.",
        ),
    ],
    hints=[
        "Take logarithms in (5.4), for t = 2, …, T, and add up. Which marginals appear twice with opposite sign?",
        "Two survive: log q(x_1 | x_0) and log q(x_T | x_0). With which signs?",
    ],
)


# 05.3 ----------------------------------------------------------------- KL of two Gaussians of equal variance
def kl_equal(mean1, mean2, variance):
    """KL(N(mean1, v I) ‖ N(mean2, v I)) in nats."""
    return np.sum((mean1 - mean2) ** 2) / (2 * variance)


EQUAL_VARIANCE = function(
    "05.3",
    title="Two Gaussians of equal variance",
    points=2,
    reference=kl_equal,
    inputs=lambda rng: (
        [(np.array([1.0, -0.5, 2.0]), np.array([0.4, 0.3, 1.5]), 0.2)]
        + [(rng.normal(size=d), rng.normal(size=d), float(rng.uniform(0.05, 3))) for d in (2, 4, 64)]
    ),
    mistakes=[
        Mistake(
            "the half missing",
            lambda a, b, v: np.sum((a - b) ** 2) / v,
            "Look at the exponent of a Gaussian: what stands before the square?",
        ),
        Mistake(
            "the variance squared",
            lambda a, b, v: np.sum((a - b) ** 2) / (2 * v**2),
            "The argument is a variance already. Squaring is for standard deviations.",
        ),
        Mistake(
            "variance for standard deviation",
            lambda a, b, v: np.sum((a - b) ** 2) / (2 * np.sqrt(v)),
            "You took the root of the variance. In the exponent stands the variance itself.",
        ),
        Mistake(
            "the mean over coordinates",
            lambda a, b, v: np.mean((a - b) ** 2) / (2 * v),
            "Divergences of independent coordinates add. (The mean is what many training codes report.)",
        ),
        Mistake(
            "not squared",
            lambda a, b, v: np.sum(np.abs(a - b)) / (2 * v),
            "The difference of the means comes in squared.",
        ),
        Mistake(
            "the norm, not its square",
            lambda a, b, v: np.sqrt(np.sum((a - b) ** 2)) / (2 * v),
            "That holds the distance. Its square belongs there: drop the root.",
        ),
        Mistake(
            "multiplied by the variance",
            lambda a, b, v: np.sum((a - b) ** 2) * v / 2,
            "Narrow Gaussians are easier to tell apart than wide ones. So where does v belong?",
        ),
        Mistake(
            "the dimension left in",
            lambda a, b, v: 0.5 * (np.sum((a - b) ** 2) / v + len(a)),
            "Equal means must give 0. In (B.8) the trace of C₂⁻¹C₁ is d. What stands beside it?",
        ),
        Mistake(
            "the square of the sum",
            lambda a, b, v: np.sum(a - b) ** 2 / (2 * v),
            "Square each coordinate first, then add.",
        ),
    ],
    hints=[
        "Put C₁ = C₂ = v I into (B.8). The trace gives d, which cancels; the determinants cancel too.",
        "What remains is ½ Δᵀ(v I)⁻¹Δ.",
    ],
)


# 05.4 ----------------------------------------------------------------- the weight of a step
def step_weight(alpha_bar_s, alpha_bar_t):
    """½ (SNR(s) − SNR(t)) of a variance-preserving schedule."""
    return 0.5 * (alpha_bar_s / (1 - alpha_bar_s) - alpha_bar_t / (1 - alpha_bar_t))


STEP_WEIGHT = function(
    "05.4",
    title="What an error costs at t",
    points=2,
    reference=step_weight,
    inputs=lambda rng: (
        [(0.8, 0.6)]
        + [(float(a), float(a * f)) for a, f in zip(rng.uniform(0.2, 0.99, size=5), rng.uniform(0.2, 0.95, size=5))]
    ),
    mistakes=[
        Mistake("the half missing", lambda a, b: 2 * step_weight(a, b), "Exercise 05.3 divides by twice the variance."),
        Mistake(
            "the sign",
            lambda a, b: -step_weight(a, b),
            "s comes before t, so the signal-to-noise ratio at s is the larger. A cost is positive.",
        ),
        Mistake(
            "ᾱ for the ratio",
            lambda a, b: 0.5 * (a - b),
            "ᾱ is the signal's power. SNR divides it by the noise's.",
        ),
        Mistake(
            "logarithms",
            lambda a, b: 0.5 * (np.log(a / (1 - a)) - np.log(b / (1 - b))),
            "You took the difference of the log-SNR. (That weighs the noise error, in the limit of small steps.)",
        ),
        Mistake(
            "the weight of the noise error",
            lambda a, b: 0.5 * (a / (1 - a) / (b / (1 - b)) - 1),
            "That is what an error of ε̂ costs. Here the error of x̂₀ is asked.",
        ),
        Mistake(
            "the whole SNR at s",
            lambda a, b: 0.5 * a / (1 - a),
            "One step accounts for what is lost between s and t, not for all that is left at s.",
        ),
        Mistake(
            "one noise for both",
            lambda a, b: 0.5 * (a - b) / (1 - b),
            "You divided both powers by the same noise. Each SNR has its own: 1 − ᾱ at its own time.",
        ),
        Mistake(
            "the ratio squared",
            lambda a, b: 0.5 * ((a / (1 - a)) ** 2 - (b / (1 - b)) ** 2),
            "ᾱ is the square of the signal's factor, and 1 − ᾱ a variance. Nothing is left to square.",
        ),
        Mistake(
            "the whole SNR at t",
            lambda a, b: 0.5 * b / (1 - b),
            "One step accounts for the part of the ratio that is lost between s and t.",
        ),
        Mistake(
            "roots taken",
            lambda a, b: 0.5 * (np.sqrt(a / (1 - a)) - np.sqrt(b / (1 - b))),
            "SNR is a ratio of powers: α²/σ² = ᾱ/(1 − ᾱ), no root.",
        ),
        Mistake(
            "noise over signal",
            lambda a, b: 0.5 * ((1 - b) / b - (1 - a) / a),
            "You used noise over signal. The ratio is the other way up.",
        ),
    ],
    hints=["SNR = ᾱ/(1 − ᾱ).", "Half the difference between the SNR at s and at t."],
)

# 05.5 ----------------------------------------------------------------- predict: what the simple loss changes
WHAT_IT_DROPS = prediction(
    "05.5",
    title="Predict: what the simple loss changes",
    points=1,
    options={
        "a": "equal, about",
        "b": "the one at $t=2$ about 10 times as much",
        "c": "the one at $t=2$ about 100 times as much",
        "d": "the one at $t=500$ about 10 times as much",
    },
    reference="c",
    mistakes=[
        Mistake("equal", "a", "Equal weights are what the simple loss has. The bound does not."),
        Mistake(
            "ten times",
            "b",
            "The weight is half the relative loss of SNR in a step. From t = 1 to 2 the SNR more than halves; at t = 500 a step loses 1 %.",
        ),
        Mistake(
            "the middle",
            "d",
            "In the middle one step changes the SNR by about 1 %. Near the data it more than halves it.",
        ),
    ],
    reveal="The weight of the noise error is ½(SNR(t−1)/SNR(t) − 1). At t = 2 that is 0.6, at t = 500 it is 0.0055. The simple "
    "loss gives both weight 1, so beside the bound it neglects the last steps before the data.",
)

# 05.6 ----------------------------------------------------------------- the weight of v
WEIGHT_OF_V = formula(
    "05.6",
    title="The weight of v",
    points=2,
    reference="1 + exp(lam)",
    inputs=lambda rng: [{"lam": float(v)} for v in (0.0, 2.0, -3.0, *rng.normal(0, 2, size=3))],
    mistakes=[
        Mistake(
            "the weight of ε", "exp(lam)", "That is SNR, the weight of the noise error. Express x̂₀ − x₀ by v̂ − v first."
        ),
        Mistake(
            "upside down",
            "1 / (1 + exp(lam))",
            "You have how an error of v arrives in x₀. The weight says how an error of x₀ shows in v.",
        ),
        Mistake(
            "not squared", "sqrt(1 + exp(lam))", "The loss is a squared error. Square the factor between the errors."
        ),
        Mistake(
            "the signal's power",
            "exp(lam) / (1 + exp(lam))",
            "That is α². The factor between the errors of x₀ and v is σ.",
        ),
        Mistake(
            "the other sign of λ", "1 + exp(-lam)", "σ² = 1/(1 + e^λ): much noise is small λ. Which sign has λ in 1/σ²?"
        ),
        Mistake("λ for 2λ", "1 + exp(2 * lam)", "λ is the logarithm of α²/σ², of the squares already."),
        Mistake("λ for λ/2", "1 + exp(lam / 2)", "e^(λ/2) is α/σ. In α²/σ² stand squares."),
        Mistake("squared once too often", "(1 + exp(lam))**2", "1/σ² is the square of the factor 1/σ already."),
        Mistake(
            "the weight of the score", "exp(lam) * (1 + exp(lam))", "That is α²/σ⁴, the weight of the score's error."
        ),
        Mistake(
            "the weight of flow", "(1 + exp(lam / 2))**2", "That belongs to u = ε − x₀. v weighs the two with α and σ."
        ),
    ],
    hints=["x₀ = α x_t − σ v, so x̂₀ − x₀ = −σ (v̂ − v). Then |v̂ − v|² = … |x̂₀ − x₀|².", "1/σ², with σ² = 1/(1 + e^λ)."],
)


# 05.7 ----------------------------------------------------------------- convert among the five
def to_x0(value, x_t, alpha, sigma, kind):
    """x̂_0 from any of the five predictions; α² + σ² = 1."""
    return {
        "x0": lambda: value,
        "eps": lambda: (x_t - sigma * value) / alpha,
        "v": lambda: alpha * x_t - sigma * value,
        "score": lambda: (x_t + sigma**2 * value) / alpha,
        "flow": lambda: (x_t - sigma * value) / (alpha + sigma),
    }[kind]()


def _except(kind, wrong):
    """All five right but one."""

    def answer(value, x_t, alpha, sigma, which):
        return wrong(value, x_t, alpha, sigma) if which == kind else to_x0(value, x_t, alpha, sigma, which)

    return answer


def convert_inputs(rng):
    out = [(-1.5, -0.2, 0.8, 0.6, "flow")]
    for kind in ("x0", "eps", "v", "score", "flow", "eps", "v", "score"):
        alpha = float(rng.uniform(0.3, 0.95))
        out.append((rng.normal(size=3), rng.normal(size=3), alpha, float(np.sqrt(1 - alpha**2)), kind))
    return out


TO_X0 = function(
    "05.7",
    title="Convert among the five",
    points=3,
    reference=to_x0,
    inputs=convert_inputs,
    mistakes=[
        Mistake(
            "ε: not divided by α",
            _except("eps", lambda value, x, a, s: x - s * value),
            "kind eps: after the noise is taken away, α x_0 is left.",
        ),
        Mistake(
            "ε: the sign",
            _except("eps", lambda value, x, a, s: (x + s * value) / a),
            "kind eps: x_t = α x_0 + σ ε. The noise was added; take it away.",
        ),
        Mistake(
            "v: the sign",
            _except("v", lambda value, x, a, s: a * x + s * value),
            "kind v: put v = α ε − σ x_0 and x_t = α x_0 + σ ε into your line; ε must cancel.",
        ),
        Mistake(
            "v: α and σ exchanged",
            _except("v", lambda value, x, a, s: s * x + a * value),
            "kind v: with these factors x_0 cancels and ε is left.",
        ),
        Mistake(
            "score: the sign",
            _except("score", lambda value, x, a, s: (x - s**2 * value) / a),
            "kind score: the score points towards the data, against the noise. It is −ε/σ.",
        ),
        Mistake(
            "score: σ for σ²",
            _except("score", lambda value, x, a, s: (x + s * value) / a),
            "kind score: the score is −ε/σ, so σ ε is not σ times the score.",
        ),
        Mistake(
            "score: brackets missing",
            _except("score", lambda value, x, a, s: x + s**2 * value / a),
            "kind score: x_t + σ² s is α x_0 as a whole. Divide both parts by α.",
        ),
        Mistake(
            "v: treated as flow",
            _except("v", lambda value, x, a, s: (x - s * value) / (a + s)),
            "kind v: v = α ε − σ x_0, not ε − x_0.",
        ),
        Mistake(
            "score: not divided by α",
            _except("score", lambda value, x, a, s: x + s**2 * value),
            "kind score: what you have is E[α x_0 | x_t]. x_0 is asked.",
        ),
        Mistake(
            "flow: α + σ forgotten",
            _except("flow", lambda value, x, a, s: x - s * value),
            "kind flow: x_t − σ u still holds x_0 with the factor α + σ.",
        ),
        Mistake(
            "flow: the sign",
            _except("flow", lambda value, x, a, s: (x + s * value) / (a + s)),
            "kind flow: u = ε − x_0. Put it into your line; ε must cancel.",
        ),
        Mistake(
            "flow: ε found",
            _except("flow", lambda value, x, a, s: (x + a * value) / (a + s)),
            "kind flow: you solved for ε. x_0 is asked.",
        ),
    ],
    hints=[
        "Each kind is one equation between x_0 and ε; x_t = α x_0 + σ ε is the second. Eliminate ε.",
        "v: α x_t − σ v. flow: (x_t − σ u)/(α + σ).",
    ],
)


# 05.8 ----------------------------------------------------------------- a sixth prediction
def preconditioning(sigma, sigma_data):
    """c_skip and c_out of Karras et al. 2022 for x = x_0 + σ ε."""
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, sigma * sigma_data / np.sqrt(total)


SIXTH = function(
    "05.8",
    title="A sixth prediction, the best of its kind",
    points=3,
    reference=preconditioning,
    inputs=lambda rng: (
        [(0.5, 0.8), (1.0, 1.0), (80.0, 0.5)]
        + [tuple(float(v) for v in rng.uniform(0.05, 4, size=2)) for _ in range(4)]
    ),
    mistakes=[
        Mistake(
            "the noise is kept",
            lambda s, d: (s**2 / (s**2 + d**2), s * d / np.sqrt(s**2 + d**2)),
            "With no noise x_t is the answer: c_skip must be 1 at σ = 0.",
        ),
        Mistake(
            "the variance for the standard deviation",
            lambda s, d: (d**2 / (s**2 + d**2), s**2 * d**2 / (s**2 + d**2)),
            "Your second number is the variance of x_0 − c_skip x. F should have variance 1 after dividing by c_out.",
        ),
        Mistake(
            "nothing skipped",
            lambda s, d: (0.0, d),
            "c_skip = 0 predicts x_0 itself. A better c_skip leaves less for F to say.",
        ),
        Mistake(
            "all skipped",
            lambda s, d: (1.0, s),
            "c_skip = 1 predicts the noise alone; with much noise that is far from the least c_out.",
        ),
        Mistake(
            "roots in the skip",
            lambda s, d: (d / np.sqrt(s**2 + d**2), s * d / np.sqrt(s**2 + d**2)),
            "Minimise (1 − c)² σ_data² + c² σ² over c: the solution is a ratio of variances.",
        ),
        Mistake(
            "standard deviations added",
            lambda s, d: (d / (s + d), s * d / (s + d)),
            "Variances of independent parts add, standard deviations do not.",
        ),
        Mistake(
            "c_out of the whole",
            lambda s, d: (d**2 / (s**2 + d**2), np.sqrt(s**2 + d**2)),
            "√(σ² + σ_data²) is the standard deviation of x, the input. c_out is that of what F has to explain.",
        ),
        Mistake(
            "the data's spread taken for 1",
            lambda s, d: preconditioning(s, 1.0),
            "You used standard deviation 1 for the data. It is given: σ_data.",
        ),
        Mistake(
            "the two in the wrong order",
            lambda s, d: preconditioning(s, d)[::-1],
            "You returned (c_out, c_skip). c_skip comes first.",
        ),
        Mistake(
            "c_out not optimal",
            lambda s, d: (d**2 / (s**2 + d**2), s),
            "Compute the variance of x_0 − c_skip x with your own c_skip: (1 − c)² σ_data² + c² σ².",
        ),
    ],
    hints=[
        "x_0 − c x = (1 − c) x_0 − c σ ε. Its variance is (1 − c)² σ_data² + c² σ². Minimise over c.",
        "c = σ_data²/(σ² + σ_data²). Put it back to get the least variance; c_out is its root.",
    ],
)

EXERCISES = [WORST_PICTURE, TELESCOPING, EQUAL_VARIANCE, STEP_WEIGHT, WHAT_IT_DROPS, WEIGHT_OF_V, TO_X0, SIXTH]
