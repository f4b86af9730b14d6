"""Exercises of lecture 04: the posterior, responsibilities, the denoiser of a mixture, the largest Gaussian step, a bit."""

from __future__ import annotations

import functools

import numpy as np

from utils.teaching.exercise import Mistake, function, number, prediction


# 04.1 ----------------------------------------------------------------- the posterior when x_0 is known
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    """Mean and variance of q(x_s | x_t, x_0) of a variance-preserving schedule."""
    ratio = alpha_bar_t / alpha_bar_s
    mean = (np.sqrt(ratio) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * (1 - ratio) * x0) / (1 - alpha_bar_t)
    return mean, (1 - alpha_bar_s) * (1 - ratio) / (1 - alpha_bar_t)


def _posterior(of_xt=None, of_x0=None, variance=None):
    """A wrong posterior: any of the factor of x_t, the factor of x_0 and the variance, as functions of (ᾱ_s, ᾱ_t)."""
    of_xt = of_xt or (lambda a, b: np.sqrt(b / a) * (1 - a) / (1 - b))
    of_x0 = of_x0 or (lambda a, b: np.sqrt(a) * (1 - b / a) / (1 - b))
    variance = variance or (lambda a, b: (1 - a) * (1 - b / a) / (1 - b))
    return lambda x_t, x0, a, b: (of_xt(a, b) * x_t + of_x0(a, b) * x0, variance(a, b))


POSTERIOR = function(
    "04.1",
    title="The posterior when x₀ is known",
    points=3,
    reference=posterior,
    inputs=lambda rng: (
        [(1.2, -0.5, 0.64, 0.36), (0.3, 0.7, 1.0, 0.9)]
        + [
            (float(x), float(y), float(a), float(a * f))
            for x, y, a, f in zip(
                rng.normal(size=4), rng.normal(size=4), rng.uniform(0.3, 0.95, size=4), rng.uniform(0.2, 0.9, size=4)
            )
        ]
    ),
    mistakes=[
        Mistake(
            "the two in the wrong order",
            lambda *arguments: posterior(*arguments)[::-1],
            "You returned (variance, mean). The mean comes first.",
        ),
        Mistake(
            "s and t exchanged",
            _posterior(of_xt=lambda a, b: np.sqrt(b / a) * (1 - b) / (1 - a) if a < 1 else 1.0),
            "The factor of x_t is α_{t|s} σ_s²/σ_t². Which of the two variances stands below?",
        ),
        Mistake(
            "the standard deviation returned",
            _posterior(variance=lambda a, b: np.sqrt((1 - a) * (1 - b / a) / (1 - b))),
            "Your second number is a standard deviation. The variance is asked.",
        ),
        Mistake(
            "the variance of the forward step",
            _posterior(variance=lambda a, b: 1 - b / a),
            "1 − ᾱ_t/ᾱ_s is the noise the step forward adds. Knowing x_0 as well leaves less to be uncertain about: "
            "two precisions add.",
        ),
        Mistake(
            "x_t and x_0 have changed places",
            lambda x_t, x0, a, b: posterior(x0, x_t, a, b),
            "Try ᾱ_s = 1, that is s = 0: the answer must be x_0, whatever x_t is.",
        ),
        Mistake(
            "ᾱ_s for its root",
            _posterior(of_x0=lambda a, b: a * (1 - b / a) / (1 - b)),
            "x_0 comes in through the mean of q(x_s | x_0). What multiplies x_0 there?",
        ),
        Mistake(
            "ᾱ_t/ᾱ_s for its root",
            _posterior(of_xt=lambda a, b: b / a * (1 - a) / (1 - b)),
            "x_t comes in through the scale of the step from s to t. Is that ᾱ_t/ᾱ_s, or its root?",
        ),
        Mistake(
            "both roots missing",
            _posterior(lambda a, b: b / a * (1 - a) / (1 - b), lambda a, b: a * (1 - b / a) / (1 - b)),
            "ᾱ is a power, the square of what multiplies. Both factors of the mean need a root.",
        ),
        Mistake(
            "α_t where α_s belongs",
            _posterior(of_x0=lambda a, b: np.sqrt(b) * (1 - b / a) / (1 - b)),
            "The factor of x_0 comes from q(x_s | x_0), at the earlier time. Which of the two ᾱ belongs to it?",
        ),
        Mistake(
            "divided by the noise at s",
            lambda x_t, x0, a, b: tuple(part * (1 - b) / (1 - a) for part in posterior(x_t, x0, a, b)),
            "After the completed square both variances in the denominator combine to the noise at the later time, 1 − ᾱ_t.",
        ),
        Mistake(
            "x_t ignored",
            lambda x_t, x0, a, b: (np.sqrt(a) * x0, 1 - a),
            "That is q(x_s | x_0), what you know before you look at x_t.",
        ),
        Mistake(
            "the step forward undone",
            lambda x_t, x0, a, b: (x_t / np.sqrt(b / a), 1 - b / a),
            "Dividing by the scale of the step undoes the shrinking, not the noise, and uses nothing of x_0.",
        ),
        Mistake(
            "the standard deviations weigh",
            lambda x_t, x0, a, b: (
                (np.sqrt(1 - a) * x_t * np.sqrt(b / a) + np.sqrt(a) * np.sqrt(1 - b / a) * x0) / np.sqrt(1 - b),
                (1 - a) * (1 - b / a) / (1 - b),
            ),
            "In the mean you weighed with standard deviations. In the exponent of a Gaussian stand variances.",
        ),
    ],
    hints=[
        "Write σ_s² = 1 − ᾱ_s, σ_t² = 1 − ᾱ_t, α_{t|s} = √(ᾱ_t/ᾱ_s), σ²_{t|s} = 1 − ᾱ_t/ᾱ_s, then equations (4.3) and (4.4).",
        "The variance is σ_s² σ²_{t|s}/σ_t². In the mean, x_t carries α_{t|s} σ_s²/σ_t².",
    ],
)

# 04.2 ----------------------------------------------------------------- predict: how much of x_0?
HOW_MUCH = prediction(
    "04.2",
    title="Predict: how much does one step use the answer?",
    points=1,
    options={"a": "about 0.5", "b": "about 0.3", "c": "about 0.03", "d": "about 0.003"},
    reference="d",
    mistakes=[
        Mistake(
            "half and half", "a", "The two are not equally informative: x_500 is one small step away, x_0 five hundred."
        ),
        Mistake(
            "the signal coefficient",
            "b",
            "0.28 is √ᾱ_500, what x_0 contributes to x_500. Most of that has already come in through x_500.",
        ),
        Mistake("a tenth of that", "c", "The weight is about the noise variance of one step, 0.01, times √ᾱ = 0.28."),
    ],
    reveal="The weight is √ᾱ_499 β_500/(1 − ᾱ_500) = 0.003. One small step back uses the answer very little. That is why "
    "a rough guess of x_0 is good enough for a small step, and not for a large one.",
)


# 04.3 ----------------------------------------------------------------- responsibilities at t
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    """P(component k | x_t), (K,), for a mixture of Gaussians on the line."""
    std = np.sqrt(alpha**2 * stds**2 + sigma**2)
    terms = weights * np.exp(-0.5 * ((x_t - alpha * means) / std) ** 2) / std
    return terms / terms.sum()


def _shares(std=None, centre=None, weight=True, density=True, normalise=True):
    std = std or (lambda stds, alpha, sigma: np.sqrt(alpha**2 * stds**2 + sigma**2))
    centre = centre or (lambda means, alpha: alpha * means)

    def wrong(x_t, alpha, sigma, weights, means, stds):
        s = std(stds, alpha, sigma)
        terms = np.exp(-0.5 * ((x_t - centre(means, alpha)) / s) ** 2)
        terms = terms * (weights if weight else 1.0) / (s if density else 1.0)
        return terms / terms.sum() if normalise else terms / np.sqrt(2 * np.pi)

    return wrong


def _only_one(*arguments):
    shares = responsibilities(*arguments)
    return (shares == shares.max()).astype(float)


def _no_half(x_t, alpha, sigma, weights, means, stds):
    std = np.sqrt(alpha**2 * stds**2 + sigma**2)
    terms = weights * np.exp(-(((x_t - alpha * means) / std) ** 2)) / std
    return terms / terms.sum()


def mixture_inputs(rng):
    """The statement's mixture, one with three components, and a point in the far tail."""
    first = (0.5, 0.8, 0.6, np.array([0.3, 0.7]), np.array([-1.4, 0.6]), np.array([0.3, 0.5]))
    out = [first]
    for _ in range(3):
        alpha, weights = float(rng.uniform(0.4, 0.9)), rng.dirichlet(np.full(3, 4.0))
        out.append(
            (
                float(rng.normal()),
                alpha,
                float(np.sqrt(1 - alpha**2)),
                weights,
                rng.uniform(-2, 2, size=3),
                rng.uniform(0.1, 0.8, size=3),
            )
        )
    return out


RESPONSIBILITIES = function(
    "04.3",
    title="Which hump did it come from?",
    points=3,
    reference=responsibilities,
    inputs=mixture_inputs,
    mistakes=[
        Mistake(
            "the means are not shrunk",
            _shares(centre=lambda means, alpha: means),
            "At time t the humps stand elsewhere than at time 0. Where?",
        ),
        Mistake(
            "the noise is missing",
            _shares(std=lambda stds, alpha, sigma: alpha * stds),
            "The humps of x_t are wider than those of x_0: each carries the noise of t as well.",
        ),
        Mistake(
            "only the noise",
            _shares(std=lambda stds, alpha, sigma: np.full(stds.shape, sigma)),
            "You took the components for points. They have a width of their own, which is also in x_t.",
        ),
        Mistake(
            "standard deviations added",
            _shares(std=lambda stds, alpha, sigma: alpha * stds + sigma),
            "Of independent variables the variances add.",
        ),
        Mistake(
            "the components' width not shrunk",
            _shares(std=lambda stds, alpha, sigma: np.sqrt(stds**2 + sigma**2)),
            "x_0 is multiplied by α, its width too.",
        ),
        Mistake(
            "α for α²",
            _shares(std=lambda stds, alpha, sigma: np.sqrt(alpha * stds**2 + sigma**2)),
            "What multiplies a variable by α multiplies its variance by …?",
        ),
        Mistake(
            "variance used as standard deviation",
            _shares(std=lambda stds, alpha, sigma: alpha**2 * stds**2 + sigma**2),
            "You divided by the variance before squaring, so it counts twice.",
        ),
        Mistake(
            "the weights are missing",
            _shares(weight=False),
            "A frequent component explains a point better than a rare one at the same distance. Bayes' rule has a prior.",
        ),
        Mistake(
            "the densities are not normalised",
            _shares(density=False),
            "A wide Gaussian is also a low one: the factor 1/std differs from component to component and does not cancel.",
        ),
        Mistake(
            "the shares do not add up to 1",
            _shares(normalise=False),
            "These are w_k times the density. Probabilities of the components given x_t must add up to 1.",
        ),
        Mistake(
            "no half in the exponent",
            _no_half,
            "Your exponent is twice too large. What stands before the square in a Gaussian?",
        ),
        Mistake(
            "all or nothing", _only_one, "You gave everything to the likeliest component. The others keep a share."
        ),
    ],
    hints=[
        "Given component k, x_t is Gaussian. What are its mean and its variance?",
        "Bayes: weight times density of x_t under component k, divided by the sum of these over k.",
    ],
)


# 04.4 ----------------------------------------------------------------- the denoiser of a mixture
def denoised(x_t, alpha, sigma, weights, means, stds):
    """E[x_0 | x_t] for a mixture of Gaussians on the line."""
    r = responsibilities(x_t, alpha, sigma, weights, means, stds)
    return np.sum(r * (means + _gain(alpha, sigma, stds) * (x_t - alpha * means)))


def _gain(alpha, sigma, stds):
    return alpha * stds**2 / (alpha**2 * stds**2 + sigma**2)


def _guess(shares=responsibilities, gain=_gain, residual=lambda x, alpha, means: x - alpha * means):
    def wrong(x_t, alpha, sigma, weights, means, stds):
        r = shares(x_t, alpha, sigma, weights, means, stds)
        return np.sum(r * (means + gain(alpha, sigma, stds) * residual(x_t, alpha, means)))

    return wrong


def _each_guess(x_t, alpha, sigma, weights, means, stds):
    return means + _gain(alpha, sigma, stds) * (x_t - alpha * means)


def _as_one_gaussian(x_t, alpha, sigma, weights, means, stds):
    mean = np.sum(weights * means)
    variance = np.sum(weights * (stds**2 + means**2)) - mean**2
    return mean + alpha * variance / (alpha**2 * variance + sigma**2) * (x_t - alpha * mean)


DENOISED = function(
    "04.4",
    title="The best guess of x₀",
    points=3,
    reference=denoised,
    inputs=mixture_inputs,
    mistakes=[
        Mistake(
            "the components' means averaged",
            _guess(gain=lambda alpha, sigma, stds: 0.0),
            "Right for components that are points. Within a wide component x_t also says where: on its left or on its right.",
        ),
        Mistake(
            "the likeliest component only",
            _guess(shares=_only_one),
            "You took the guess of the likeliest component. The expectation averages over all, with their probabilities.",
        ),
        Mistake(
            "weights for responsibilities",
            _guess(shares=lambda x_t, alpha, sigma, weights, means, stds: weights),
            "You averaged with the weights the components have before x_t is seen.",
        ),
        Mistake(
            "the gain without α",
            _guess(gain=lambda alpha, sigma, stds: stds**2 / (alpha**2 * stds**2 + sigma**2)),
            "The gain is covariance over variance. Cov(x_0, α x_0 + σ ε) is not the variance of x_0.",
        ),
        Mistake(
            "the gain for x_t's own signal",
            _guess(gain=lambda alpha, sigma, stds: alpha**2 * stds**2 / (alpha**2 * stds**2 + sigma**2)),
            "With α² on top you estimate the deviation of α x_0, not of x_0.",
        ),
        Mistake(
            "α forgotten below",
            _guess(gain=lambda alpha, sigma, stds: alpha * stds**2 / (stds**2 + sigma**2)),
            "Below stands the variance of x_t in the component. In x_t, x_0 is multiplied by α.",
        ),
        Mistake(
            "the mean at time 0 subtracted",
            _guess(residual=lambda x, alpha, means: x - means),
            "What is new in x_t is its distance from where the component stands at time t, not at time 0.",
        ),
        Mistake(
            "x_t divided by α, the noise not",
            _guess(
                gain=lambda alpha, sigma, stds: stds**2 / (stds**2 + sigma**2),
                residual=lambda x, alpha, means: x / alpha - means,
            ),
            "x_t/α is x_0 plus noise of which standard deviation? Not σ.",
        ),
        Mistake(
            "the guesses not averaged but added",
            lambda *arguments: np.sum(_each_guess(*arguments)),
            "You added the components' guesses. The expectation weighs each with its responsibility.",
        ),
        Mistake("the noise ignored", lambda x_t, alpha, *rest: x_t / alpha, "x_t/α would be right without noise."),
        Mistake(
            "the data taken for one Gaussian",
            _as_one_gaussian,
            "That is the best straight-line guess, which knows only mean and variance of the data. The best guess bends.",
        ),
        Mistake(
            "the signal guessed",
            lambda x_t, alpha, *rest: alpha * denoised(x_t, alpha, *rest),
            "That is the guess of α x_0. x_0 itself is asked.",
        ),
    ],
    hints=[
        "Given the component, x_0 and x_t are jointly Gaussian: appendix B, equation (B.7), gives E[x_0 | x_t, k].",
        "Then average over k with the responsibilities of exercise 04.3.",
    ],
)

# 04.5 ----------------------------------------------------------------- predict: half the step
HALF_STEP = prediction(
    "04.5",
    title="Predict: half the step",
    points=1,
    reference=8,
    rtol=0.15,
    mistakes=[
        Mistake(
            "in proportion",
            2,
            "Then two half steps would lose as much as one whole step, and small steps would gain nothing.",
        ),
        Mistake(
            "the square",
            4,
            "The skewness falls like the step to the power 3/2, and the divergence is its square.",
        ),
        Mistake("upside down", 0.125, "That is the new price over the old. By what factor does it fall?"),
        Mistake("the fourth power", 16, "That would be the next term, which counts if the first happens to vanish."),
    ],
    reveal="The divergence of one step falls like the third power of the step: half the step, an eighth. A way back needs "
    "twice as many half steps, so the whole way falls to a quarter.",
)


# 04.6 ----------------------------------------------------------------- the largest step with KL < 0.01
@functools.cache
def _largest(t=120, below=0.01):
    """The largest k for which the mean KL of the step from t to t − k stays below the bound."""
    from utils.generative import schedules
    from utils.generative.mixtures import bimodal
    from utils.generative.reverse import one_step_kl

    schedule = schedules.linear(T=200, beta_min=5e-4, beta_max=0.1)
    k = 1
    while one_step_kl(bimodal, schedule, t, t - (k + 1)) < below:
        k += 1
    return k


LARGEST_STEP = number(
    "04.6",
    title="The largest Gaussian step",
    points=2,
    reference=_largest,
    rtol=0.0,
    atol=0.1,
    mistakes=[
        Mistake(
            "the first that fails",
            lambda: _largest() + 1,
            "With this k the divergence has just passed 0.01. The last k below it is asked.",
        ),
        Mistake("one too few", lambda: _largest() - 1, "One more still stays below 0.01. Where does your loop stop?"),
        Mistake(
            "the time s", lambda: 120 - _largest(), "That is the time at which the step arrives. Its length is asked."
        ),
        Mistake("a tenth of a nat", lambda: _largest(below=0.1), "Your bound is 0.1 nats. It should be 0.01."),
        Mistake("a thousandth", lambda: _largest(below=0.001), "Your bound is 0.001 nats. It should be 0.01."),
        Mistake(
            "in bits",
            lambda: _largest(below=0.01 * np.log(2)),
            "You stopped at 0.01 bits. A nat is longer: 1/log 2 bits.",
        ),
        Mistake("from t = 60", lambda: _largest(t=60), "You stepped back from t = 60. The step starts at t = 120."),
        Mistake("from the end", lambda: _largest(t=200), "You stepped back from t = 200. The step starts at t = 120."),
    ],
    hints=[
        "one_step_kl(bimodal, schedule, 120, 120 − k) is the mean divergence for one k. Raise k while it stays below 0.01.",
        "Look one ahead: while the divergence for k + 1 is below 0.01, add 1 to k.",
    ],
)


# 04.7 ----------------------------------------------------------------- a bit instead of a number
def bit_posterior(x_t, x0, t, p):
    """P(x_{t−1} = 1 | x_t, x_0) for a bit that is flipped with probability p at every step."""
    flipped = 0.5 * (1 - (1 - 2 * p) ** (t - 1))  # between 0 and t − 1
    prior = np.array([1 - flipped, flipped]) if x0 == 0 else np.array([flipped, 1 - flipped])
    likelihood = np.array([1 - p, p]) if x_t == 0 else np.array([p, 1 - p])
    joint = prior * likelihood
    return joint[1] / joint.sum()


def _bit(steps=lambda t: t - 1, flipped=None, look=True, remember=True, normalise=True, other=False):
    flipped = flipped or (lambda p, n: 0.5 * (1 - (1 - 2 * p) ** n))

    def wrong(x_t, x0, t, p):
        f = flipped(p, steps(t))
        prior = np.array([1 - f, f] if x0 == 0 else [f, 1 - f]) if remember else np.array([0.5, 0.5])
        likelihood = np.array([1 - p, p] if x_t == 0 else [p, 1 - p]) if look else np.ones(2)
        joint = prior * likelihood
        joint = joint / joint.sum() if normalise else joint
        return joint[0] if other else joint[1]

    return wrong


A_BIT = function(
    "04.7",
    title="A bit instead of a number",
    points=3,
    reference=bit_posterior,
    inputs=lambda rng: (
        [(1, 0, 3, 0.1), (0, 1, 2, 0.2), (1, 0, 1, 0.3), (0, 0, 6, 0.05)]
        + [
            (int(a), int(b), int(t), float(p))
            for a, b, t, p in zip(
                rng.integers(2, size=4),
                rng.integers(2, size=4),
                rng.integers(2, 8, size=4),
                rng.uniform(0.05, 0.4, size=4),
            )
        ]
    ),
    mistakes=[
        Mistake(
            "t steps before",
            _bit(steps=lambda t: t),
            "Between 0 and t − 1 lie t − 1 steps. Check t = 1: x_0 is then known for certain.",
        ),
        Mistake(
            "flips added up",
            _bit(flipped=lambda p, n: n * p),
            "A second flip undoes the first. The chance of being flipped after two steps is 2p(1 − p), not 2p.",
        ),
        Mistake(
            "any flip counts",
            _bit(flipped=lambda p, n: 1 - (1 - p) ** n),
            "1 − (1 − p)ⁿ is the chance of at least one flip. An even number of flips leaves the bit as it was.",
        ),
        Mistake(
            "x_t ignored",
            _bit(look=False),
            "That is the chance before x_t is seen. Bayes' rule multiplies it by the chance of x_t given x_{t−1}.",
        ),
        Mistake(
            "x_0 ignored",
            _bit(remember=False),
            "That uses x_t alone, as if x_{t−1} could be 0 or 1 equally well before. x_0 says more.",
        ),
        Mistake(
            "not divided by the total",
            _bit(normalise=False),
            "That is the chance of x_{t−1} = 1 and x_t together. Divide by the chance of x_t given x_0.",
        ),
        Mistake(
            "one step back from x_0's side",
            lambda x_t, x0, t, p: bit_posterior(x0, x_t, t, p),
            "x_t is one step away and x_0 is t − 1 steps away. You have them the other way round.",
        ),
        Mistake(
            "only x_t = 1 thought of",
            lambda x_t, x0, t, p: bit_posterior(1, x0, t, p),
            "Your answer does not depend on x_t. With x_t = 0 the chances of x_t given x_{t−1} change places.",
        ),
        Mistake(
            "only x_0 = 0 thought of",
            lambda x_t, x0, t, p: bit_posterior(x_t, 0, t, p),
            "Your answer does not depend on x_0. With x_0 = 1 the chances of x_{t−1} given x_0 change places.",
        ),
        Mistake("the chance of 0", _bit(other=True), "That is the chance of x_{t−1} = 0. The chance of 1 is asked."),
    ],
    hints=[
        "The bit differs from x_0 after n steps with probability fₙ = (1 − (1 − 2p)ⁿ)/2: an odd number of flips.",
        "Multiply, for x_{t−1} = 0 and for 1, its chance given x_0 by the chance of x_t given it. Then normalise.",
    ],
)

EXERCISES = [POSTERIOR, HOW_MUCH, RESPONSIBILITIES, DENOISED, HALF_STEP, LARGEST_STEP, A_BIT]
