"""Exercises of lecture 07: the loss of a batch, the moving average, a data set's own denoiser, memorisation, chances of t."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.teaching.exercise import Mistake, choice, formula, function, prediction


# 07.1 ----------------------------------------------------------------- the loss of one batch
def batch_loss(predict, x0, eps, t, alpha_bar):
    """Mean over examples and coordinates of (predict(x_t, t) − ε)², with x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε."""
    return _loss()(predict, x0, eps, t, alpha_bar)


def _loss(
    level=lambda alpha_bar, t: alpha_bar[np.asarray(t)][:, None],
    signal=np.sqrt,
    noise=lambda a: np.sqrt(1 - a),
    target=lambda x0, eps, x_t: eps,
    measure=lambda error: np.mean(error**2),
    seen=lambda x0, x_t: x_t,
):
    """A right or wrong loss: how ᾱ is looked up, what multiplies x_0 and ε, what is predicted from what, what is averaged."""

    def loss(predict, x0, eps, t, alpha_bar):
        a = level(alpha_bar, t)
        x_t = signal(a) * x0 + noise(a) * eps
        return measure(predict(seen(x0, x_t), t) - target(x0, eps, x_t))

    return loss


@dataclass(frozen=True)
class Guess:
    """The smallest of networks: (slope + by_time t) x_t. A dataclass, so that a verdict can print what is in it."""

    slope: float
    by_time: float

    def __call__(self, x_t, t):
        return (self.slope + self.by_time * np.asarray(t))[:, None] * x_t


def loss_inputs(rng):
    worked = (
        Guess(0.5, 0.0),
        np.array([[1.0, 2.0], [-1.0, 0.5]]),
        np.array([[0.5, -1.0], [1.0, 2.0]]),
        [1, 3],
        np.array([1.0, 0.81, 0.64, 0.36, 0.16]),
    )
    alpha_bar = np.r_[1.0, np.cumprod(1 - rng.uniform(0.05, 0.3, size=8))]
    more = [
        (
            Guess(0.3, 0.1),
            rng.normal(size=(n, d)),
            rng.normal(size=(n, d)),
            rng.integers(1, 8, size=n).tolist(),
            alpha_bar,
        )
        for n, d in [(5, 3), (4, 1), (6, 2)]
    ]
    return [worked, *more]


BATCH_LOSS = function(
    "07.1",
    title="The loss of one batch",
    points=3,
    reference=batch_loss,
    inputs=loss_inputs,
    mistakes=[
        Mistake(
            "the variance where the standard deviation belongs",
            _loss(noise=lambda a: 1 - a),
            "1 − ᾱ_t is the variance of the noise in x_t. What must ε be multiplied by to have that variance?",
        ),
        Mistake(
            "signal without the root",
            _loss(signal=lambda a: a),
            "ᾱ_t is the share of the signal's power. What multiplies x_0 is not the power.",
        ),
        Mistake(
            "what the signal leaves",
            _loss(noise=lambda a: 1 - np.sqrt(a)),
            "Factors of x_0 and ε do not add up to 1; their squares do.",
        ),
        Mistake(
            "no noise added",
            _loss(noise=lambda a: 0 * a),
            "Your x_t has no noise in it. The network is to find the ε that is in x_t.",
        ),
        Mistake(
            "neither root",
            _loss(signal=lambda a: a, noise=lambda a: 1 - a),
            "ᾱ_t and 1 − ᾱ_t are variances. What multiplies x_0 and ε is not.",
        ),
        Mistake(
            "signal and noise exchanged",
            _loss(signal=lambda a: np.sqrt(1 - a), noise=np.sqrt),
            "At t = 0, ᾱ is 1 and x_t must be x_0. Is yours?",
        ),
        Mistake(
            "one step early",
            _loss(level=lambda alpha_bar, t: alpha_bar[np.asarray(t) - 1][:, None]),
            "Here alpha_bar[0] is ᾱ_0 = 1, so the table starts at t = 0. Which entry belongs to t?",
        ),
        Mistake(
            "one step late",
            _loss(level=lambda alpha_bar, t: alpha_bar[np.asarray(t) + 1][:, None]),
            "Here alpha_bar[0] is ᾱ_0 = 1, so the table starts at t = 0. Which entry belongs to t?",
        ),
        Mistake(
            "one time a column",
            _loss(level=lambda alpha_bar, t: alpha_bar[t]),
            "alpha_bar[t] has shape (n,). numpy lays that along the last axis of x0, the coordinates. Each example, a row, has its own t.",
        ),
        Mistake(
            "one time for all",
            _loss(level=lambda alpha_bar, t: alpha_bar[t[0]]),
            "Each example of the batch has its own t.",
        ),
        Mistake("the data as target", _loss(target=lambda x0, eps, x_t: x0), "This network is asked for the noise."),
        Mistake(
            "the noisy point as target",
            _loss(target=lambda x0, eps, x_t: x_t),
            "The network was given x_t. What was it asked for?",
        ),
        Mistake(
            "the network sees the clean data",
            _loss(seen=lambda x0, x_t: x0),
            "You showed the network x_0. In use it will see noised points only.",
        ),
        Mistake(
            "summed over coordinates",
            _loss(measure=lambda e: np.mean(np.sum(e**2, axis=1))),
            "You averaged over examples but added up the coordinates. The loss then grows with d.",
        ),
        Mistake(
            "summed over examples",
            _loss(measure=lambda e: np.sum(np.mean(e**2, axis=1))),
            "You averaged over coordinates but added up the examples. Then a larger batch takes larger steps.",
        ),
        Mistake(
            "summed over everything",
            _loss(measure=lambda e: np.sum(e**2)),
            "That is the sum. A mean over examples and coordinates is asked.",
        ),
        Mistake(
            "the length of the error",
            _loss(measure=lambda e: np.mean(np.linalg.norm(e, axis=1))),
            "You averaged lengths. Which power of the error has the conditional mean as its best answer?",
        ),
        Mistake(
            "absolute errors",
            _loss(measure=lambda e: np.mean(np.abs(e))),
            "The best answer to absolute errors is the median. Which measure leads to the mean?",
        ),
        Mistake(
            "averaged before squaring",
            _loss(measure=lambda e: np.mean(e) ** 2),
            "Errors of opposite sign cancel in your mean. First square, then average.",
        ),
        Mistake(
            "not squared",
            _loss(measure=np.mean),
            "Errors of opposite sign cancel in your mean. First square, then average.",
        ),
        Mistake("half of the square", _loss(measure=lambda e: np.mean(e**2) / 2), "There is no ½ in (7.4)."),
        Mistake(
            "the root of the mean square",
            _loss(measure=lambda e: np.sqrt(np.mean(e**2))),
            "You took a root at the end. The gradient of (7.4) is asked for without it.",
        ),
    ],
    hints=[
        "alpha_bar[t] gives one number for each example. To multiply rows by it, give it a second axis: [:, None].",
        "Three lines: x_t by (2.5), the error predict(x_t, t) − eps, the mean of its square over all entries.",
    ],
)

# 07.2 ----------------------------------------------------------------- predict: where is there something to learn?
WHERE_TO_LEARN = prediction(
    "07.2",
    title="Predict: where is there something to learn?",
    points=1,
    options={
        "a": "where there is little noise",
        "b": "at middle noise",
        "c": "where there is much noise",
        "d": "everywhere alike, since the task has the same size at every $t$",
    },
    reference="b",
    mistakes=[
        Mistake(
            "little noise",
            "a",
            "With little noise the point is nearly known, but that is c_skip's work. What is left for F is to guess ε "
            "from a nearly clean point, and there ε can hardly be seen.",
        ),
        Mistake("much noise", "c", "With much noise F is asked for x_0, of which x_t then shows almost nothing."),
        Mistake(
            "everywhere alike",
            "d",
            "The task has the same size at every t, but what x_t says about the answer has not.",
        ),
    ],
    reveal="At both ends the target is hidden from the network, and nearly all of its variance, 1, must stay. In between the clusters of the data "
    "can be made out. Section 6 measures it.",
)


# 07.3 ----------------------------------------------------------------- the moving average
def average(weights, decay):
    """Σ_k β^{n−k} θ_k · (1 − β)/(1 − β^n)."""
    return _average()(weights, decay)


def _average(powers=lambda n: np.arange(n)[::-1], base=lambda b: b, scale=lambda b, n: (1 - b) / (1 - b**n)):
    """A right or wrong average: the power of β on θ_1..θ_n, what is raised to it, and the factor before the sum."""

    def mean(weights, decay):
        weights = np.asarray(weights, dtype=float)
        n = len(weights)
        return base(decay) ** powers(n) @ weights * scale(decay, n)

    return mean


def _from_first(weights, decay):
    mean = weights[0]
    for theta in weights[1:]:
        mean = decay * mean + (1 - decay) * theta
    return mean


def _swapped(weights, decay):
    return average(weights, 1 - decay)


def _divided_on_the_way(weights, decay):
    mean = 0.0
    for n, theta in enumerate(weights, start=1):
        mean = (decay * mean + (1 - decay) * theta) / (1 - decay**n)
    return mean


def average_inputs(rng):
    return [
        (np.array([1.0, 2.0, 4.0]), 0.75),
        (rng.normal(size=6), 0.9),
        (rng.normal(size=(5, 3)), 0.6),
        (rng.normal(size=(1, 2)), 0.8),
        (rng.normal(size=40), 0.99),
    ]


AVERAGE = function(
    "07.3",
    title="The moving average",
    points=2,
    reference=average,
    inputs=average_inputs,
    mistakes=[
        Mistake(
            "β and 1 − β exchanged",
            _swapped,
            "With β near 1 the average should remember long. Which number multiplies the old average, which the new weights?",
        ),
        Mistake(
            "not divided by the sum of the weights",
            _average(scale=lambda b, n: 1 - b),
            "After one step your average is (1 − β) θ_1: pulled towards 0. What do the factors (1 − β) β^{n−k} add up to?",
        ),
        Mistake(
            "started at the first weights",
            _from_first,
            "You set the average to θ_1 at the start and left it at that: then θ_1 keeps the share β^{n−1}, far more than its turn.",
        ),
        Mistake(
            "all steps alike",
            lambda weights, decay: np.mean(weights, axis=0),
            "That is the plain mean. The average should forget: older weights count less.",
        ),
        Mistake(
            "the oldest counts most",
            _average(powers=np.arange),
            "Your powers of β run the wrong way. Which of θ_1, …, θ_n should count most?",
        ),
        Mistake(
            "the last weights only", lambda weights, decay: weights[-1], "You returned θ_n. Averaging is the point."
        ),
        Mistake(
            "divided by 1 − β^{n−1}",
            _average(scale=lambda b, n: (1 - b) / (1 - b ** max(n - 1, 1))),
            "Count the terms: k runs from 1 to n. What does the geometric sum give?",
        ),
        Mistake(
            "divided by 1 − β^{n+1}",
            _average(scale=lambda b, n: (1 - b) / (1 - b ** (n + 1))),
            "Count the terms: k runs from 1 to n. What does the geometric sum give?",
        ),
        Mistake(
            "the newest decayed already",
            _average(powers=lambda n: np.arange(1, n + 1)[::-1]),
            "Your newest weights carry β¹. Put n = 1: the average of one thing is that thing.",
        ),
        Mistake(
            "multiplied by 1 − β^n",
            _average(scale=lambda b, n: (1 - b) * (1 - b**n)),
            "The factors (1 − β) β^{n−k} add up to 1 − β^n. To make that 1, what must be done with it?",
        ),
        Mistake(
            "divided at every step",
            _divided_on_the_way,
            "m_n is needed as it is for m_{n+1}. Divide only what you hand out, at the end.",
        ),
        Mistake(
            "the newest left out",
            lambda weights, decay: average(np.r_[weights[:-1], 0 * weights[-1:]], decay),
            "θ_n is missing from your sum. k runs from 1 to n, and range(1, n) ends at n − 1.",
        ),
        Mistake(
            "the sum not scaled",
            _average(scale=lambda b, n: 1.0),
            "You added up, but did not divide by the sum of the factors.",
        ),
    ],
    hints=[
        "The factor of θ_k is β^{n−k}. decay ** np.arange(n)[::-1] holds all of them in order.",
        "Divide by the sum of the factors: then they add up to 1 and no formula for the sum is needed.",
    ],
)

# 07.4 ----------------------------------------------------------------- half-life
HALF_LIFE = formula(
    "07.4",
    title="The half-life of an average",
    points=1,
    reference="log(2) / -log(decay)",
    inputs=lambda rng: [{"decay": 0.9}, *({"decay": float(b)} for b in rng.uniform(0.5, 0.999, size=5))],
    mistakes=[
        Mistake("the sign", "log(2) / log(decay)", "decay is below 1, so its logarithm is negative. Is a half-life?"),
        Mistake(
            "the mean age",
            "decay / (1 - decay)",
            "That is the mean age of what is in the average, (7.14). Half-life: the age at which the factor is ½.",
        ),
        Mistake("the life span", "1 / (1 - decay)", "After 1/(1 − β) steps the factor is near 1/e, not ½."),
        Mistake(
            "the nearly right one",
            "log(2) / (1 - decay)",
            "That takes −log β for 1 − β: good for β near 1 only. The exact one is asked.",
        ),
        Mistake(
            "upside down",
            "-log(decay) / log(2)",
            "For β near 1 your half-life is near 0, but such an average remembers long.",
        ),
        Mistake("time to 1/e", "1 / -log(decay)", "After that many steps the factor is 1/e = 0.37."),
        Mistake("a power of β", "decay**0.5", "You put ½ in the exponent. The exponent is what is asked: β^n = ½."),
        Mistake(
            "half of the life span",
            "1 / (2 * (1 - decay))",
            "The factor does not fall by the same amount at each step, but by the same ratio.",
        ),
        Mistake("logarithms subtracted", "log(0.5) - log(decay)", "log(β^n) is n log β. To free n, divide."),
        Mistake(
            "logarithm of ½ multiplied",
            "log(0.5) * log(decay)",
            "β^n = ½. Take logarithms: n log β = log ½. Now solve for n.",
        ),
    ],
    hints=["β^n = ½. Take logarithms on both sides."],
)


# 07.5 ----------------------------------------------------------------- the data's own denoiser
def data_denoiser(x_t, points, alpha, sigma):
    """Σ_i r_i x⁽ⁱ⁾, r_i ∝ exp(−|x_t − α x⁽ⁱ⁾|²/2σ²)."""
    return _own()(x_t, points, alpha, sigma)


def _own(
    exponent=lambda square, s: -square / (2 * s**2),
    centre=lambda points, a: a * points,
    size=lambda gap: np.sum(gap**2, axis=1),
    share=lambda logits: np.exp(logits - logits.max()) / np.sum(np.exp(logits - logits.max())),
    average=lambda r, points, a: r @ points,
):
    """A right or wrong denoiser: where a point has moved, how far it is, what that makes of its share, and what is averaged."""

    def denoiser(x_t, points, alpha, sigma):
        square = size(x_t - centre(points, alpha))
        return average(share(exponent(square, sigma)), points, alpha)

    return denoiser


def own_inputs(rng):
    worked = (np.array([0.2, 0.4]), np.array([[-1.0, 0.0], [1.0, 0.5], [0.0, 2.0]]), 0.8, 0.6)
    more = [
        (rng.normal(size=d), rng.normal(size=(n, d)), float(a), float(np.sqrt(1 - a**2)))
        for (n, d), a in zip([(5, 2), (4, 3), (6, 1)], rng.uniform(0.3, 0.85, size=3))
    ]
    return [worked, *more]


DATA_DENOISER = function(
    "07.5",
    title="The data's own denoiser",
    points=3,
    reference=data_denoiser,
    inputs=own_inputs,
    mistakes=[
        Mistake(
            "σ without the square",
            _own(exponent=lambda q, s: -q / (2 * s)),
            "In the Gaussian density the squared distance is divided by a variance.",
        ),
        Mistake(
            "divided by 2, multiplied by σ²",
            _own(exponent=lambda q, s: -q / 2 * s**2),
            "Python reads a / 2 * b as (a / 2) * b. Put brackets around the divisor.",
        ),
        Mistake(
            "the 2 is missing",
            _own(exponent=lambda q, s: -q / s**2),
            "Look at the exponent of a Gaussian density again.",
        ),
        Mistake(
            "the sign", _own(exponent=lambda q, s: q / (2 * s**2)), "Your far points count more than your near ones."
        ),
        Mistake(
            "σ left out",
            _own(exponent=lambda q, s: -q / 2),
            "With much noise all points are about equally likely, with little noise only the nearest. Yours ignores the noise.",
        ),
        Mistake(
            "the points not shrunk",
            _own(centre=lambda points, a: points),
            "x_t = α x_0 + σ ε. Around which place does x_t lie if x_0 is the i-th point?",
        ),
        Mistake(
            "x_t blown up instead",
            lambda x_t, points, alpha, sigma: data_denoiser(x_t / alpha, points, 1.0, sigma),
            "Dividing x_t by α divides its noise as well. What is the standard deviation then?",
        ),
        Mistake(
            "each coordinate by itself",
            lambda x_t, points, alpha, sigma: np.concatenate(
                [data_denoiser(x_t[[k]], points[:, [k]], alpha, sigma) for k in range(len(x_t))]
            ),
            "You gave each coordinate shares of its own. A point is likely or not as a whole: one share for each row.",
        ),
        Mistake(
            "a mean of shrunk points",
            _own(average=lambda r, points, a: a * (r @ points)),
            "That is E[α x_0 | x_t]. The expectation of x_0 is asked.",
        ),
        Mistake(
            "divided by α",
            _own(average=lambda r, points, a: r @ points / a),
            "The points are already at the scale of x_0. Nothing is left to undo.",
        ),
        Mistake(
            "the distance, not its square",
            _own(size=lambda gap: np.linalg.norm(gap, axis=1)),
            "In the Gaussian density stands the squared distance.",
        ),
        Mistake(
            "the mean over coordinates",
            _own(size=lambda gap: np.mean(gap**2, axis=1)),
            "The squared distance is the sum over coordinates: each coordinate is evidence of its own.",
        ),
        Mistake(
            "the nearest point",
            _own(share=lambda logits: (logits == logits.max()).astype(float)),
            "You returned the likeliest point. Its neighbours are possible as well, and a mean counts them.",
        ),
        Mistake(
            "shares that do not add up to 1",
            _own(share=np.exp),
            "Probabilities add up to 1. What do your shares add up to?",
        ),
        Mistake(
            "divided by the number of points",
            _own(share=lambda logits: np.exp(logits) / len(logits)),
            "Probabilities add up to 1. Divide by the sum of the shares, not by their number.",
        ),
        Mistake(
            "the mean of the data",
            _own(share=lambda logits: np.full(len(logits), 1 / len(logits))),
            "That is the best guess before x_t is seen.",
        ),
    ],
    hints=[
        "points has shape (n, d) and x_t (d,): x_t − alpha * points is (n, d), one gap a row.",
        "Shares: np.exp of −(squared distance)/(2σ²), divided by their sum. Then shares @ points.",
    ],
)

# 07.6 ----------------------------------------------------------------- predict: digits it has not seen
NOT_SEEN = prediction(
    "07.6",
    title="Predict: digits it has not seen",
    points=1,
    options={
        "a": "falls along with the loss on the training digits, a little above it",
        "b": "falls first, then rises, while the loss on the training digits goes on falling",
        "c": "rises from the start: what is learned about 100 digits is of no use for others",
        "d": "falls, and stops where the loss on the training digits stops",
    },
    reference="b",
    mistakes=[
        Mistake(
            "falls along",
            "a",
            "So it is with many training digits, for as long as we train here. A hundred can be learned by heart.",
        ),
        Mistake(
            "rises from the start", "c", "What comes first is of use to all digits: where the ink is, how strokes run."
        ),
        Mistake(
            "both stop together",
            "d",
            "The loss on the training digits has a least value of its own, near 0 wherever x_t tells the 100 apart.",
        ),
    ],
    reveal="First the network learns what all digits share, then what sets these 100 apart. The second harms on others.",
)

# 07.7 ----------------------------------------------------------------- spot the memoriser
MEMORISER = choice(
    "07.7",
    title="Spot the memoriser",
    points=2,
    options={"a": "sample A", "b": "sample B", "c": "sample C", "d": "sample D"},
    reference="c",
    mistakes=[
        Mistake(
            "the one nearest to the training digits",
            "a",
            "Sample A is close to the training digits, but to the held-out digits just as close. What would a copy be far from?",
        ),
        Mistake(
            "the sharp one",
            "b",
            "Sample B is as far from the training digits as from the held-out ones. What would a copy be?",
        ),
        Mistake(
            "the one farthest away", "d", "Sample D is far from both sets, and equally far. Copies of one set are not."
        ),
    ],
    hints=[
        "Training and held-out digits are drawn alike. A generator that has not memorised cannot tell them apart.",
        "Compare the two columns of a row with each other, not the rows.",
    ],
    reveal="C is made of training digits with noise added. The noise hides the copies from a small-distance alarm, but not from the comparison with digits "
    "that were held out.",
)


# 07.8 ----------------------------------------------------------------- how often to draw each t
def importance_times(history):
    """p_t ∝ √(mean of squared losses), w_t = 1/(T p_t)."""
    return _chances()(history)


def _chances(
    size=lambda h: np.sqrt(np.mean(h**2, axis=1)), norm=lambda s: s / np.sum(s), weight=lambda p: 1 / (len(p) * p)
):
    def times(history):
        p = norm(size(history))
        return p, weight(p)

    return times


IMPORTANCE = function(
    "07.8",
    title="How often to draw each t",
    points=3,
    reference=importance_times,
    inputs=lambda rng: [
        (np.array([[3.0, 4.0], [0.6, 0.8], [1.0, 1.0]]),),
        (rng.gamma(0.7, size=(5, 4)),),
        (rng.gamma(2.0, size=(3, 10)),),
        (rng.gamma(1.0, size=(1, 3)),),
    ],
    mistakes=[
        Mistake(
            "the mean loss",
            _chances(size=lambda h: np.mean(h, axis=1)),
            "The variance holds the mean of the squared losses. A t with rare large losses deserves more draws than its mean says.",
        ),
        Mistake(
            "the mean square without the root",
            _chances(size=lambda h: np.mean(h**2, axis=1)),
            "Minimise Σ E[L_t²]/p_t with Σ p_t = 1. Which power of E[L_t²] comes out?",
        ),
        Mistake(
            "the spread only",
            _chances(size=lambda h: np.std(h, axis=1)),
            "A t with a large loss that never varies would get no draws, and its weight would be infinite. Derive it with E[L_t²], not the variance.",
        ),
        Mistake(
            "chances that do not add up to 1",
            _chances(norm=lambda s: s, weight=lambda p: 1 / (len(p) * p / np.sum(p))),
            "Chances add up to 1.",
        ),
        Mistake(
            "the weights without T",
            _chances(weight=lambda p: 1 / p),
            "Put equal chances 1/T in: all weights should be 1.",
        ),
        Mistake(
            "the weights with K",
            lambda history: (importance_times(history)[0], 1 / (history.shape[1] * importance_times(history)[0])),
            "Put equal chances 1/T in: all weights should be 1. You divided by the length of the history.",
        ),
        Mistake(
            "weights from sizes",
            lambda history: (importance_times(history)[0], 1 / np.sqrt(np.mean(history**2, axis=1)) / len(history)),
            "Your chances add up to 1, but the weights were made from the sizes before they were divided by their sum.",
        ),
        Mistake(
            "weights turned round",
            _chances(weight=lambda p: len(p) * p),
            "A t that is drawn more often must count less each time, or the mean moves.",
        ),
        Mistake(
            "no weights",
            _chances(weight=lambda p: np.ones_like(p)),
            "Drawing some t more often changes the mean of the losses. The weights must undo it.",
        ),
        Mistake(
            "weights that add up to 1",
            _chances(weight=lambda p: (1 / p) / np.sum(1 / p)),
            "Only p_t w_t is fixed: the mean Σ p_t w_t L_t must be the plain mean Σ L_t / T.",
        ),
        Mistake(
            "the likely ones avoided",
            _chances(norm=lambda s: (1 / s) / np.sum(1 / s)),
            "Where losses are large there is more to average out. Does that need more draws or fewer?",
        ),
        Mistake(
            "the other axis",
            _chances(size=lambda h: np.sqrt(np.mean(h**2, axis=0))),
            "Each row of history belongs to one t. You averaged down the columns.",
        ),
    ],
    hints=[
        "Unbiased: Σ_t p_t w_t L_t = Σ_t L_t / T for all losses. That fixes w_t once p_t is known.",
        "Then the mean square is Σ_t E[L_t²]/(T² p_t). Minimise it with Σ p_t = 1 (Lagrange, or Cauchy–Schwarz).",
    ],
)

EXERCISES = [BATCH_LOSS, WHERE_TO_LEARN, AVERAGE, HALF_LIFE, DATA_DENOISER, NOT_SEEN, MEMORISER, IMPORTANCE]
