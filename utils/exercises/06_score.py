"""Exercises of lecture 06: the mixture's score, Tweedie, the DSM constant, Langevin, Robbins."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, formula, function, prediction


# 06.1 ----------------------------------------------------------------- the score of a noised mixture
def mixture_score(x, weights, means, stds, alpha, sigma):
    """−Σ_k r_k (x − α m_k) / (α² Σ_k + σ²)."""
    return _score()(x, weights, means, stds, alpha, sigma)


def _score(
    variance=lambda stds, a, s: a**2 * stds**2 + s**2,
    centre=lambda means, a: a * means,
    share=None,
    pull=lambda d, v: -d / v,
):
    """A right or wrong score: the variance of each hump, its centre, the responsibilities and the pull."""

    def score(x, weights, means, stds, alpha, sigma):
        v, distance = variance(stds, alpha, sigma), x - centre(means, alpha)
        terms = weights * np.exp(-0.5 * distance**2 / v) / np.sqrt(v)
        r = terms / np.sum(terms) if share is None else share(weights, distance, v, terms)
        return np.sum(r * pull(distance, v))

    return score


def _log_density(x, weights, means, stds, alpha, sigma):
    v = alpha**2 * stds**2 + sigma**2
    return np.log(np.sum(weights * np.exp(-0.5 * (x - alpha * means) ** 2 / v) / np.sqrt(2 * np.pi * v)))


def _without_root(weights, distance, v, terms):
    raw = weights * np.exp(-0.5 * distance**2 / v)
    return raw / np.sum(raw)


def _without_half(weights, distance, v, terms):
    raw = weights * np.exp(-(distance**2) / v) / np.sqrt(v)
    return raw / np.sum(raw)


def _by_variance(weights, distance, v, terms):
    raw = terms / np.sqrt(v)
    return raw / np.sum(raw)


def _nearest(weights, distance, v, terms):
    return (terms == terms.max()).astype(float)


def mixture_inputs(rng):
    worked = (0.3, np.array([0.25, 0.75]), np.array([-1.0, 1.5]), np.array([0.5, 0.4]), 0.8, 0.6)
    more = [
        (
            float(rng.normal()),
            np.array([0.2, 0.5, 0.3]),
            rng.normal(size=3),
            rng.uniform(0.3, 0.8, size=3),
            float(a),
            float(np.sqrt(1 - a**2)),
        )
        for a in rng.uniform(0.4, 0.9, size=3)
    ]
    return [worked, *more]


MIXTURE_SCORE = function(
    "06.1",
    title="The score of a noised mixture",
    points=3,
    reference=mixture_score,
    inputs=mixture_inputs,
    mistakes=[
        Mistake(
            "the sign",
            _score(pull=lambda d, v: d / v),
            "Stand to the right of a single hump. Uphill is to the left: which sign must the score have there?",
        ),
        Mistake(
            "the gradient of the density",
            _score(share=lambda w, d, v, terms: terms / np.sqrt(2 * np.pi)),
            "You gave the slope of q_t itself. The score is the slope of its logarithm: what does the chain rule divide by?",
        ),
        Mistake(
            "the logarithm without the gradient",
            _log_density,
            "You returned log q_t. The score is its gradient.",
        ),
        Mistake(
            "the score of the data",
            _score(variance=lambda stds, a, s: stds**2, centre=lambda means, a: means),
            "That is the score at t = 0. At time t each hump has moved and widened: see (2.11).",
        ),
        Mistake(
            "centres not shrunk",
            _score(centre=lambda means, a: means),
            "x_t = α x_0 + σ ε. Where is the centre of a hump that was at m_k?",
        ),
        Mistake(
            "noise not added",
            _score(variance=lambda stds, a, s: a**2 * stds**2),
            "Each hump is as wide as the shrunk data and the noise together. Which variance does the noise add?",
        ),
        Mistake(
            "variance not shrunk",
            _score(variance=lambda stds, a, s: stds**2 + s**2),
            "Shrinking x_0 by α changes its variance too. By which factor?",
        ),
        Mistake(
            "variance shrunk by α",
            _score(variance=lambda stds, a, s: a * stds**2 + s**2),
            "A number multiplied by α has its variance multiplied by α², not by α.",
        ),
        Mistake(
            "standard deviations taken for variances",
            _score(variance=lambda stds, a, s: a**2 * stds + s**2),
            "`stds` holds standard deviations. Σ_k in (6.3) is a variance.",
        ),
        Mistake(
            "divided by the standard deviation",
            _score(pull=lambda d, v: -d / np.sqrt(v)),
            "The pull of one Gaussian is its distance over its variance: check the unit, 1/(unit of x).",
        ),
        Mistake(
            "weights for responsibilities",
            _score(share=lambda w, d, v, terms: w),
            "You averaged with the weights w_k. Far to the right, does a hump far to the left pull as strongly as its weight says?",
        ),
        Mistake(
            "humps of different width, same height",
            _score(share=_without_root),
            "The factor 1/√(variance) of each Gaussian density is missing in your responsibilities. It differs from hump to hump.",
        ),
        Mistake(
            "the exponent's ½ missing",
            _score(share=_without_half),
            "Look at the exponent of your Gaussian density. By what is the squared distance divided, besides the variance?",
        ),
        Mistake(
            "height 1/variance",
            _score(share=_by_variance),
            "A Gaussian density twice as wide is half as high. Is it the variance or its root that measures the width?",
        ),
        Mistake(
            "σ for σ²",
            _score(variance=lambda stds, a, s: a**2 * stds**2 + s),
            "Variances add. `sigma` is a standard deviation.",
        ),
        Mistake(
            "the most likely hump only",
            _score(share=_nearest),
            "You took the pull of the most likely hump alone. Between two humps both pull.",
        ),
    ],
    hints=[
        "Start with the variances of the humps at time t: α² stds² + σ².",
        "r_k is proportional to w_k exp(−(x − α m_k)²/(2 variance)) / √variance, and the r_k sum to 1.",
    ],
)


# 06.2 ----------------------------------------------------------------- Tweedie
def tweedie(x_t, score, alpha, sigma):
    """E[x_0 | x_t] = (x_t + σ² s)/α."""
    return (x_t + sigma**2 * score) / alpha


def tweedie_inputs(rng):
    arrays = [
        (rng.normal(size=s), rng.normal(size=s), float(a), float(np.sqrt(1 - a**2)))
        for s, a in [((3,), 0.6), ((4, 2), 0.9)]
    ]
    return [(1.0, -2.0, 0.8, 0.6), *arrays, (0.7, 0.4, 1.0, 2.5)]


TWEEDIE = function(
    "06.2",
    title="Tweedie",
    points=2,
    reference=tweedie,
    inputs=tweedie_inputs,
    mistakes=[
        Mistake(
            "σ without the square",
            lambda x, s, a, o: (x + o * s) / a,
            "The score has the unit 1/(unit of x). What must it be multiplied by to be added to x?",
        ),
        Mistake(
            "the sign",
            lambda x, s, a, o: (x - o**2 * s) / a,
            "The score points uphill, towards the data. Should the guess lie that way or the other?",
        ),
        Mistake(
            "not divided by α",
            lambda x, s, a, o: x + o**2 * s,
            "That is the expected α x_0: the noise is gone, the shrinking is still there.",
        ),
        Mistake(
            "multiplied by α",
            lambda x, s, a, o: a * (x + o**2 * s),
            "The signal was multiplied by α on the way here. Undo it.",
        ),
        Mistake(
            "only x_t divided by α",
            lambda x, s, a, o: x / a + o**2 * s,
            "Remove the noise first, then undo the shrinking of what is left, all of it.",
        ),
        Mistake(
            "only the score divided by α",
            lambda x, s, a, o: x + o**2 * s / a,
            "Remove the noise first, then undo the shrinking of what is left, all of it.",
        ),
        Mistake("divided by α²", lambda x, s, a, o: (x + o**2 * s) / a**2, "x_0 was multiplied by α, once."),
        Mistake(
            "σ² divided by",
            lambda x, s, a, o: (x + s / o**2) / a,
            "With little noise, σ near 0, the guess should be near x_t/α. Yours runs away.",
        ),
        Mistake(
            "σ² missing",
            lambda x, s, a, o: (x + s) / a,
            "The score has the unit 1/(unit of x). What must it be multiplied by to be added to x?",
        ),
        Mistake(
            "signal and noise exchanged",
            lambda x, s, a, o: (x + a**2 * s) / o,
            "Which of the two numbers multiplied x_0, and which the noise?",
        ),
        Mistake(
            "the noise expected", lambda x, s, a, o: -o * s, "That is E[ε | x_t], (6.6). The guess of x_0 is asked."
        ),
    ],
    hints=["Solve s = −(x − α E[x_0 | x])/σ² for the expectation.", "First α E = x + σ² s."],
)

# 06.3 ----------------------------------------------------------------- predict: the best guess between two points
TWO_POINTS = prediction(
    "06.3",
    title="Predict: the best guess between two points",
    points=1,
    reference=float(np.tanh(1)),
    rtol=0.0,
    atol=0.03,
    mistakes=[
        Mistake(
            "the nearer point",
            1.0,
            "1 is the most likely value. But −1 is possible too, and a mean takes that into account.",
        ),
        Mistake(
            "a probability",
            float(1 / (1 + np.exp(-2))),
            "0.88 is the probability of +1. The mean counts −1 with the rest of the probability.",
        ),
        Mistake(
            "the observation itself",
            0.25,
            "0.25 is what you saw. The data are never near it; you know more than you saw.",
        ),
        Mistake("the mean of the data", 0.0, "0 is right before you look. The observation leans towards +1."),
        Mistake(
            "shrunk towards the middle",
            0.2,
            "0.2 would be the best straight-line guess, 0.25·1/(1 + 0.25). Bayes' rule is not a straight line here.",
        ),
        Mistake(
            "half way to the point",
            0.5,
            "The odds are steeper than that: the two distances, 0.75 and 1.25, are squared and divided by 2·0.25.",
        ),
    ],
    reveal="The odds of +1 against −1 are e² = 7.4 to 1, so the best guess is tanh(1) = 0.76. No data point lies there: "
    "a best guess is an average of what is possible, not a sample.",
)


# 06.4 ----------------------------------------------------------------- predict: the loss of a perfect network
PERFECT_LOSS = prediction(
    "06.4",
    title="Predict: the loss of a perfect network",
    points=1,
    reference=0.5,
    rtol=0.0,
    atol=0.02,
    mistakes=[
        Mistake(
            "no loss at all",
            0.0,
            "0 would need the noise to be a function of x_t. Given x_t, both x_0 and ε are still uncertain.",
        ),
        Mistake(
            "the loss of saying 0", 1.0, "1 is the loss of a network that always says 0. x_t tells something about ε."
        ),
        Mistake(
            "a quarter",
            0.25,
            "¼ = α²σ² is what multiplying two shares gives. Subtract the part of Var(ε) that x_t explains.",
        ),
        Mistake("the standard deviation", float(np.sqrt(0.5)), "0.71 is the root mean squared error."),
    ],
    reveal="Signal and noise are equally strong, so half of the variance of ε is explained by x_t and half is not: 0.5. "
    "A training loss that stops there is perfect.",
)

# 06.5 ----------------------------------------------------------------- the constant for Gaussian data
DSM_CONSTANT = formula(
    "06.5",
    title="The constant for Gaussian data",
    points=2,
    reference="1 / sigma**2 - 1 / (alpha**2 * v + sigma**2)",
    inputs=lambda rng: (
        [{"alpha": 0.8, "sigma": 0.6, "v": 2.0}]
        + [
            {"alpha": float(a), "sigma": float(s), "v": float(v)}
            for a, s, v in zip(*rng.uniform(0.3, 1.8, size=(3, 5)))
        ]
    ),
    mistakes=[
        Mistake(
            "the target's mean square alone",
            "1 / sigma**2",
            "That is E|ε/σ|², the loss of saying 0. What does the explicit loss of saying 0 amount to?",
        ),
        Mistake(
            "the score's mean square alone",
            "1 / (alpha**2 * v + sigma**2)",
            "That is E|s_t|². In (6.11) it is subtracted from something.",
        ),
        Mistake("a sum", "1 / sigma**2 + 1 / (alpha**2 * v + sigma**2)", "Look at the sign in (6.11)."),
        Mistake(
            "the difference the wrong way round",
            "1 / (alpha**2 * v + sigma**2) - 1 / sigma**2",
            "The constant is a mean square, E|s_t − u|². Can it be negative?",
        ),
        Mistake(
            "data not noised",
            "1 / sigma**2 - 1 / v",
            "1/v is the mean squared score of the data. The score at time t is wanted.",
        ),
        Mistake("α without the square", "1 / sigma**2 - 1 / (alpha * v + sigma**2)", "α x_0 has the variance α² v."),
        Mistake(
            "the variance of the guess",
            "v * sigma**2 / (alpha**2 * v + sigma**2)",
            "That is Var[x_0 | x_t], (B.7). (6.12) multiplies it by something.",
        ),
        Mistake("shrinking forgotten", "1 / sigma**2 - 1 / (v + sigma**2)", "x_t = α x_0 + σ ε: what is its variance?"),
        Mistake(
            "the variance for its inverse",
            "1 / sigma**2 - (alpha**2 * v + sigma**2)",
            "You subtracted the variance of x_t. Its score, −(x − αm)/V, has another mean square: check the unit.",
        ),
        Mistake(
            "the variance squared",
            "1 / sigma**2 - 1 / (alpha**2 * v + sigma**2)**2",
            "The score is divided by V, so its square by V². But what is the mean of (x − αm)²?",
        ),
        Mistake(
            "one power of σ² short",
            "alpha**2 * v / (alpha**2 * v + sigma**2)",
            "That is σ² times the constant: the loss of predicting ε, not of predicting the score.",
        ),
        Mistake(
            "standard deviations",
            "1 / sigma - 1 / sqrt(alpha**2 * v + sigma**2)",
            "The mean square of the score of N(m, V) is 1/V, with V the variance.",
        ),
    ],
    hints=[
        "What is the variance of x_t? The score of N(m, V) is −(x − m)/V. What is its mean square?",
        "The mean square of (x − m)/V is V/V² = 1/V.",
    ],
)


# 06.6 ----------------------------------------------------------------- a Langevin step
def langevin_step(x, score, h, z):
    """x + h s + √(2h) z."""
    return x + h * score + np.sqrt(2 * h) * z


def langevin_inputs(rng):
    arrays = [
        (rng.normal(size=s), rng.normal(size=s), float(rng.uniform(0.01, 0.3)), rng.normal(size=s))
        for s in [(3,), (4, 2)]
    ]
    return [(1.0, -2.0, 0.08, 0.5), *arrays]


LANGEVIN = function(
    "06.6",
    title="A Langevin step",
    points=2,
    reference=langevin_step,
    inputs=langevin_inputs,
    mistakes=[
        Mistake(
            "the wrong power of the step",
            lambda x, s, h, z: x + h * s + 2 * h * z,
            "2h is the variance of the noise. What multiplies z is not the variance. (Halve h and count the noise of two steps: is it the noise of one?)",
        ),
        Mistake(
            "noise h",
            lambda x, s, h, z: x + h * s + h * z,
            "The noises of many small steps add in variance, so their variance must be proportional to h, not their size.",
        ),
        Mistake(
            "the 2 missing",
            lambda x, s, h, z: x + h * s + np.sqrt(h) * z,
            "With noise of variance h the walkers settle at half of the target's variance. Compare with the φ'' of (6.15).",
        ),
        Mistake(
            "the 2 outside the root", lambda x, s, h, z: x + h * s + 2 * np.sqrt(h) * z, "2√h has the variance 4h."
        ),
        Mistake("√2 times h", lambda x, s, h, z: x + h * s + np.sqrt(2) * h * z, "The root belongs over h as well."),
        Mistake(
            "downhill",
            lambda x, s, h, z: x - h * s + np.sqrt(2 * h) * z,
            "The score points uphill in log-density, which is where the walkers should drift. (In optimisation one descends a loss; here one climbs.)",
        ),
        Mistake("no noise", lambda x, s, h, z: x + h * s, "Without noise all walkers end on hilltops."),
        Mistake(
            "the root over the drift",
            lambda x, s, h, z: x + np.sqrt(2 * h) * s + np.sqrt(2 * h) * z,
            "The drift is a velocity times the time h. Only the noise goes with the root.",
        ),
        Mistake(
            "the step outside of the noise",
            lambda x, s, h, z: x + h * s + np.sqrt(2) * z,
            "A shorter step must be shaken less. Where is h in your noise?",
        ),
        Mistake(
            "the noise multiplied by h once more",
            lambda x, s, h, z: x + h * (s + np.sqrt(2 * h) * z),
            "Check the brackets: does h multiply the noise as well?",
        ),
        Mistake(
            "the drift not multiplied by h",
            lambda x, s, h, z: x + s + np.sqrt(2 * h) * z,
            "The score is a velocity here. How far does it carry in a step h?",
        ),
        Mistake(
            "the move alone",
            lambda x, s, h, z: h * s + np.sqrt(2 * h) * z,
            "That is how far the walker moves. Where does it stand afterwards?",
        ),
        Mistake(
            "half the drift",
            lambda x, s, h, z: x + h / 2 * s + np.sqrt(2 * h) * z,
            "h/2 goes with noise √h (another convention). You mixed the two: drift and noise must belong together.",
        ),
        Mistake(
            "another convention",
            lambda x, s, h, z: x + h / 2 * s + np.sqrt(h) * z,
            "A right Langevin step, but with half of the step size meant here. Compare with (6.14) and the worked value.",
        ),
    ],
    hints=["The drift is h times the score.", "Independent noises add in variance: each step adds the variance 2h."],
)

# 06.7 ----------------------------------------------------------------- predict: the wrong power
WRONG_POWER = prediction(
    "06.7",
    title="Predict: the wrong power",
    points=1,
    options={
        "a": "nothing to speak of: both are close to $v$",
        "b": "it halves",
        "c": "it doubles",
        "d": "it moves half of the way towards $v$",
    },
    reference="b",
    mistakes=[
        Mistake(
            "no change",
            "a",
            "Write down the variance after one step, (1 − h/v)² V + 4h², and ask where it stays the same.",
        ),
        Mistake(
            "doubled", "c", "Smaller h means less noise a step. The pull gets weaker too, but only in proportion to h."
        ),
        Mistake(
            "towards v",
            "d",
            "That is how the error of the right rule behaves, (6.17). Here the noise vanishes faster than the pull.",
        ),
    ],
    reveal="The variance settles at about 2hv: it halves with h, and in the limit of careful steps all walkers sit on the hilltops. "
    "More care, more error: the mark of a wrong power.",
)


# 06.8 ----------------------------------------------------------------- a Tweedie for counts
def expected_rate(counts, x):
    """(x + 1) p(x + 1) / p(x)."""
    return (x + 1) * counts[x + 1] / counts[x]


def count_inputs(rng):
    insurer = np.array([7840.0, 1317, 239, 42, 14, 4, 4, 1])
    made = [rng.integers(20, 400, size=6).astype(float) for _ in range(2)]
    return [(insurer, 1), (insurer, 0), (insurer, 3)] + [(c, int(rng.integers(0, 5))) for c in made]


ROBBINS = function(
    "06.8",
    title="A Tweedie for counts",
    points=3,
    reference=expected_rate,
    inputs=count_inputs,
    mistakes=[
        Mistake(
            "the factor missing",
            lambda c, x: c[x + 1] / c[x],
            "λ·λ^x/x! is not yet a Poisson term of x + 1: which factor makes it λ^(x+1)/(x+1)!?",
        ),
        Mistake(
            "the factor x",
            lambda c, x: x * c[x + 1] / c[x],
            "Look at x = 0: your answer is 0, as if a year without an accident meant a life without one. Which factor turns 1/x! into 1/(x+1)!?",
        ),
        Mistake(
            "the factor on the wrong side",
            lambda c, x: c[x + 1] / (c[x] * (x + 1)),
            "λ·λ^x/x! = … λ^(x+1)/(x+1)!: is the factor x + 1 or 1/(x + 1)?",
        ),
        Mistake(
            "a share of customers",
            lambda c, x: c[x] / np.sum(c),
            "That is p(x), the share of customers with x accidents. A rate is asked, for one of them.",
        ),
        Mistake(
            "the ratio upside down",
            lambda c, x: (x + 1) * c[x] / c[x + 1],
            "The density of the observation itself, p(x), stands in the denominator of Bayes' rule.",
        ),
        Mistake(
            "one count too low",
            lambda c, x: x * c[x] / c[max(x - 1, 0)],
            "λ times the Poisson term of x is a Poisson term of x + 1, not of x.",
        ),
        Mistake("the factor x + 2", lambda c, x: (x + 2) * c[x + 1] / c[x], "(x + 1)! is how many times x!?"),
        Mistake(
            "what was observed",
            lambda c, x: float(x),
            "x itself is the guess of somebody who knows only this customer. The others tell what is usual.",
        ),
        Mistake(
            "the mean of everybody",
            lambda c, x: np.sum(np.arange(len(c)) * c) / np.sum(c),
            "That is the mean over all customers. This one had x accidents, which says something.",
        ),
        Mistake(
            "divided by all customers",
            lambda c, x: (x + 1) * c[x + 1] / np.sum(c),
            "That is (x + 1) p(x + 1). Bayes' rule divides by p(x).",
        ),
    ],
    hints=[
        "E[λ | x] = ∫ λ · e^{−λ} λ^x/x! · q(λ) dλ / p(x). Write λ · λ^x/x! with (x + 1)!.",
        "The integral becomes (x + 1) p(x + 1).",
    ],
)

EXERCISES = [MIXTURE_SCORE, TWEEDIE, TWO_POINTS, PERFECT_LOSS, DSM_CONSTANT, LANGEVIN, WRONG_POWER, ROBBINS]
