"""Exercises 07.1 to 07.4 and 07.8: the loss of a batch, the moving average, how often to draw each t."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, Prediction, edit


# 07.1 ----------------------------------------------------------------- the loss of one batch
def batch_loss(predict, x0, eps, t, alpha_bar):
    """Mean over examples and coordinates of (predict(x_t, t) − ε)², with x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε."""
    a = alpha_bar[t][:, None]
    x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
    return np.mean((predict(x_t, t) - eps) ** 2)


@dataclass(frozen=True)
class Guess:
    """The smallest of networks: (slope + by_time t) x_t, for a batch or one row of it, in numpy or torch."""

    slope: float
    by_time: float

    def __call__(self, x_t, t):
        factor = self.slope + self.by_time * np.reshape(t, (-1,) + (1,) * (np.ndim(x_t) - 1))
        return (x_t.new_tensor(factor) if hasattr(x_t, "new_tensor") else factor) * x_t


def loss_inputs(rng):
    worked = (
        Guess(0.5, 0.0),
        np.array([[1.0, 2.0], [-1.0, 0.5]]),
        np.array([[0.5, -1.0], [1.0, 2.0]]),
        [1, 3],
        np.array([1.0, 0.81, 0.64, 0.36, 0.16]),
    )
    alpha_bar = np.append(1.0, np.cumprod(1 - rng.uniform(0.05, 0.3, size=8)))
    more = [
        (Guess(0.3, 0.1), *rng.normal(size=(2, n, d)), [1, 8, *rng.integers(1, 9, size=n - 2).tolist()], alpha_bar)
        for n, d in [(5, 3), (4, 1), (3, 3)]
    ]
    return [worked, *more]


def _time_of_the_row(predict, x0, eps, t, alpha_bar):
    return batch_loss(lambda x_t, _: predict(x_t, t), x0, eps, range(len(t)), alpha_bar)


_SQUARE = "(predict(x_t, t) - eps) ** 2"
ROOTS = (
    r"$\bar\alpha_t$ and $1-\bar\alpha_t$ are variances; $x_0$ and $\varepsilon$ are multiplied by standard deviations."
)
TABLE = r"alpha_bar[0] is $\bar\alpha_0=1$: the table starts at t = 0. Which entry belongs to $t$?"
SQUARES = "(7.4) is the mean of squares, with no root: its best answer is the conditional mean."
CANCEL = "Errors of opposite sign cancel in your mean. Square first, then average."
OWN_TIME = (
    "Each example, a row, has a time of its own. alpha_bar[t] has shape (n,), which numpy lays along the coordinates."
)
TARGET = r"The network is given $x_t$ and predicts the noise $\varepsilon$ in it."
MEAN = "The mean over examples *and* coordinates is asked for: divide by both numbers, $n$ and $d$."

BATCH_LOSS = Function(
    "07.1",
    title="The loss of one batch",
    points=3,
    reference=batch_loss,
    inputs=loss_inputs,
    mistakes=[
        Mistake("variance for standard deviation in the noise", edit("np.sqrt(1 - a)", "(1 - a)"), ROOTS),
        Mistake("signal without the root", edit("np.sqrt(a)", "a"), ROOTS),
        Mistake(
            "noise as 1 − √ᾱ",
            edit("np.sqrt(1 - a)", "(1 - np.sqrt(a))"),
            "The *squares* of the two factors add up to 1.",
        ),
        Mistake("no noise added", edit(" + np.sqrt(1 - a) * eps", ""), TARGET),
        Mistake(
            "signal and noise exchanged",
            edit("np.sqrt(a)", "np.sqrt(1 - a)", "np.sqrt(1 - a)", "np.sqrt(a)"),
            r"At $t=0$, $\bar\alpha_t=1$ and $x_t$ must be $x_0$.",
        ),
        Mistake("one step early", edit("alpha_bar[t]", "alpha_bar[np.array(t) - 1]"), TABLE),
        Mistake("one step late", edit("alpha_bar[t]", "alpha_bar[np.array(t) + 1]"), TABLE),
        Mistake(
            "the table multiplied up",
            edit("alpha_bar[t]", "np.cumprod(alpha_bar)[t]"),
            r"alpha_bar holds the products $\bar\alpha_t$ already; np.cumprod turns $\alpha_t=1-\beta_t$ into them.",
        ),
        Mistake("one time a column", edit("alpha_bar[t][:, None]", "alpha_bar[t]"), OWN_TIME),
        Mistake("one time for all", edit("alpha_bar[t][:, None]", "alpha_bar[t[0]]"), OWN_TIME),
        Mistake("the row's number for its time", _time_of_the_row, "Row i has the time t[i], not the time i."),
        Mistake("x_0 as target", edit("t) - eps", "t) - x0"), TARGET),
        Mistake("the noise as it stands in x_t", edit("t) - eps", "t) - np.sqrt(1 - a) * eps"), TARGET),
        Mistake("x_t as target", edit("t) - eps", "t) - x_t"), TARGET),
        Mistake("the network given x_0", edit("predict(x_t, t)", "predict(x0, t)"), TARGET),
        Mistake("sum over everything", edit("np.mean", "np.sum"), MEAN),
        Mistake("one mean a coordinate", edit("** 2)", "** 2, axis=0)"), MEAN),
        Mistake("one mean an example", edit("** 2)", "** 2, axis=1)"), MEAN),
        Mistake("sum over coordinates", edit("** 2)", "** 2) * x0.shape[1]"), MEAN),
        Mistake("sum over examples", edit("** 2)", "** 2) * x0.shape[0]"), MEAN),
        Mistake("mean length of the error", edit(_SQUARE, "np.linalg.norm(predict(x_t, t) - eps, axis=1)"), SQUARES),
        Mistake("absolute errors", edit(_SQUARE, "np.abs(predict(x_t, t) - eps)"), SQUARES),
        Mistake("averaged before squaring", edit(f"{_SQUARE})", "predict(x_t, t) - eps) ** 2"), CANCEL),
        Mistake("not squared", edit(_SQUARE, "predict(x_t, t) - eps"), CANCEL),
        Mistake("half of the square", edit("** 2)", "** 2) / 2"), "There is no ½ in (7.4)."),
        Mistake("root of the mean square", edit(f"np.mean({_SQUARE})", f"np.sqrt(np.mean({_SQUARE}))"), SQUARES),
        Mistake(
            "length over n d", edit(f"np.mean({_SQUARE})", "np.linalg.norm(predict(x_t, t) - eps) / x0.size"), SQUARES
        ),
    ],
    hints=[
        "alpha_bar[t] gives one number for each example. To multiply rows by it, give it a second axis: [:, None].",
        "Three lines: x_t by (2.5), the error predict(x_t, t) − eps, the mean of its square over all entries.",
    ],
)


# 07.2 ----------------------------------------------------------------- predict: where is there something to learn?
WHERE_TO_LEARN = Prediction(
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
            r"With little noise $c_{\text{skip}}$ passes $x_t$ on. $F$ must predict $\varepsilon$, which hardly shows.",
        ),
        Mistake("much noise", "c", "With much noise $F$ predicts $x_0$, of which $x_t$ then shows almost nothing."),
        Mistake("everywhere alike", "d", "Its size is the same, but not the share of it that $x_t$ shows."),
    ],
    reveal="At both ends $x_t$ hides the target, and nearly all of its variance, 1, must stay. In between "
    "the clusters of the data can be made out. Section 6 measures it.",
)


# 07.3 ----------------------------------------------------------------- the moving average
def average(weights, decay):
    """Σ_k β^{n−k} θ_k · (1 − β)/(1 − β^n)."""
    n = len(weights)
    powers = decay ** np.arange(n)[::-1]
    return (1 - decay) * (powers @ weights) / (1 - decay**n)


def _from_the_first(weights, decay):
    mean = weights[0]
    for theta in weights[1:]:
        mean = decay * mean + (1 - decay) * theta
    return mean


def _from_the_first_and_divided(weights, decay):
    return _from_the_first(weights, decay) / (1 - decay ** len(weights))


def _exchanged(weights, decay):
    return average(weights, 1 - decay)


def _divided_at_every_step(weights, decay):
    mean = 0.0
    for n, theta in enumerate(weights, start=1):
        mean = (decay * mean + (1 - decay) * theta) / (1 - decay**n)
    return mean


_MEAN, _POWERS = "(1 - decay) * (powers @ weights) / (1 - decay**n)", "np.arange(n)[::-1]"
SUM_TO_ONE = r"The factors $(1-\beta)\beta^{n-k}$ add up to $1-\beta^n$. Divided by that, they add up to 1."
NEWEST = r"The newest weights, $\theta_n$, have the factor $\beta^0$, the oldest $\beta^{n-1}$."

AVERAGE = Function(
    "07.3",
    title="The moving average",
    points=2,
    reference=average,
    inputs=lambda rng: [
        (np.array([1.0, 2.0, 4.0]), 0.75),
        (rng.normal(size=6), 0.9),
        (rng.normal(size=(5, 3)), 0.6),
        (rng.normal(size=1), 0.8),
        (rng.normal(size=40), 0.99),
        (rng.normal(size=(4, 4)), 0.1),
    ],
    mistakes=[
        Mistake("the start at 0 left in", edit(" / (1 - decay**n)", ""), SUM_TO_ONE),
        Mistake("the sum not scaled", edit(_MEAN, "powers @ weights"), SUM_TO_ONE),
        Mistake("1 − β left out", edit("(1 - decay) * ", ""), SUM_TO_ONE),
        Mistake("1 − β^(n−1) for 1 − β^n", edit("decay**n)", "decay ** (n - 1))"), SUM_TO_ONE),
        Mistake("1 − β^(n+1) for 1 − β^n", edit("decay**n)", "decay ** (n + 1))"), SUM_TO_ONE),
        Mistake("(1 − β)^n for 1 − β^n", edit("(1 - decay**n)", "(1 - decay) ** n"), SUM_TO_ONE),
        Mistake("divided by n", edit(_MEAN, "powers @ weights / n"), SUM_TO_ONE),
        Mistake("multiplied by 1 − β^n", edit(" / (1 - decay**n)", " * (1 - decay**n)"), SUM_TO_ONE),
        Mistake("oldest and newest exchanged", edit(_POWERS, "np.arange(n)"), NEWEST),
        Mistake("the newest decayed already", edit(_POWERS, "np.arange(1, n + 1)[::-1]"), NEWEST),
        Mistake("oldest first, and decayed already", edit(_POWERS, "np.arange(1, n + 1)"), NEWEST),
        Mistake(
            "the newest left out",
            edit("(powers @ weights)", "(powers[:-1] @ weights[:-1])"),
            r"$\theta_n$ is missing: range(1, n) ends at n − 1.",
        ),
        Mistake(
            "the columns added up",
            edit("(powers @ weights)", "np.sum(powers * weights)"),
            "For weights of shape (n, p) the sum runs over the steps alone: powers @ weights, or axis=0.",
        ),
        Mistake(
            "started at the first weights",
            _from_the_first,
            r"(7.11) starts at $m_0=0$. Started at $\theta_1$, the oldest weights count too much.",
        ),
        Mistake(
            "started at the first weights, and divided",
            _from_the_first_and_divided,
            r"The division undoes a start at $m_0=0$. You started at $\theta_1$.",
        ),
        Mistake("divided at every step", _divided_at_every_step, "Divide once, at the end: the sum goes on undivided."),
        Mistake(
            "the last weights", edit(_MEAN, "weights[-1]"), "That is no average: the earlier weights count as well."
        ),
        Mistake(
            "the last step of the loop missing",
            edit("(powers @ weights)", "(powers[1:] @ weights[:-1])"),
            r"$\theta_n$ is missing: range(n - 1) ends at n − 2.",
        ),
        Mistake("β and 1 − β exchanged", _exchanged, r"$\beta$ multiplies what is there, $1-\beta$ what is new."),
        Mistake("the plain mean", edit(_MEAN, "np.mean(weights, axis=0)"), "Newer weights count more: see (7.11)."),
    ],
    hints=[
        r"The factor of $\theta_k$ is $\beta^{n-k}$. decay ** np.arange(n)[::-1] holds all of them in order.",
        "Divide by the sum of the factors: then they add up to 1 and no formula for the sum is needed.",
    ],
)


# 07.4 ----------------------------------------------------------------- half-life
SOLVE = r"$\beta^n=\frac12$. Take logarithms, $n\log\beta=\log\frac12$, and solve for $n$."

HALF_LIFE = Formula(
    "07.4",
    title="The half-life of an average",
    points=1,
    reference="log(1/2) / log(decay)",
    inputs=lambda rng: [{"decay": b} for b in (0.9, 0.02, 0.9999, *rng.uniform(0.2, 0.99, size=4).tolist())],
    mistakes=[
        Mistake("the sign", edit("log(1/2)", "log(2)"), "log(decay) is negative. Is a half-life?"),
        Mistake("the mean age", "decay / (1 - decay)", "That is the mean age, (7.14), not the half-life."),
        Mistake("the life span", "1 / (1 - decay)", r"After $1/(1-\beta)$ steps the factor is near $1/e$, not ½."),
        Mistake(
            "the approximation",
            "log(2) / (1 - decay)",
            r"That puts $1-\beta$ for $-\log\beta$: good for $\beta$ near 1 only. The exact one is asked for.",
        ),
        Mistake("upside down", edit("log(1/2) / log(decay)", "log(decay) / log(1/2)"), SOLVE),
        Mistake("twice the life span", "2 / (1 - decay)", SOLVE),
        Mistake("log 2 over β", "log(2) / decay", SOLVE),
        Mistake(
            "½ times the factor",
            "log(1/2 * (1 - decay)) / log(decay)",
            r"Half of $1-\beta$ is reached when $\beta^n=\frac12$.",
        ),
        Mistake("time to 1/e", edit("log(1/2)", "-1"), "After that many steps the factor is 1/e = 0.37."),
        Mistake("a power of β", "decay**0.5", SOLVE),
        Mistake(
            "half of the life span",
            "1/2 / (1 - decay)",
            "The factor does not fall by equal amounts but by equal ratios.",
        ),
        Mistake("logarithms subtracted", "log(1/2) - log(decay)", SOLVE),
        Mistake("the sign, upside down", "log(decay) / log(2)", SOLVE),
        Mistake("logarithms multiplied", "log(1/2) * log(decay)", SOLVE),
        Mistake("1 − β for β", edit("log(decay)", "log(1 - decay)"), r"Each step multiplies the factor by $\beta$."),
        Mistake(
            "the whole factor set to ½",
            "log(1/2 / (1 - decay)) / log(decay)",
            r"The factor starts at $1-\beta$, not at 1. It falls to half *of that*: $\beta^n=\frac12$.",
        ),
    ],
    hints=[r"$\beta^n=\frac12$. Take logarithms on both sides."],
)


# 07.8 ----------------------------------------------------------------- how often to draw each t
def importance_times(history):
    """p_t ∝ √(mean of squared losses), w_t = 1/(T p_t)."""
    size = np.sqrt(np.mean(history**2, axis=1))
    p = size / np.sum(size)
    return p, 1 / (len(p) * p)


_SIZE, _WEIGHTS = "np.sqrt(np.mean(history**2, axis=1))", "1 / (len(p) * p)"
MINIMISE = (
    r"Minimise $\sum_tm_t/p_t$, $m_t=\operatorname E[L_t^2]$, with $\sum_tp_t=1$. Which power of $m_t$ comes out?"
)
UNBIASED = r"$p_tw_t=1/T$ for every $t$: equal probabilities $1/T$ must give weights of 1."

IMPORTANCE = Function(
    "07.8",
    title="How often to draw each t",
    points=3,
    reference=importance_times,
    inputs=lambda rng: [
        (np.array([[3.0, 4.0], [0.6, 0.8], [1.0, 1.0]]),),
        *(
            (rng.gamma(k, size=shape),)
            for k, shape in [(0.7, (5, 4)), (2.0, (3, 10)), (1.0, (1, 3)), (1.0, (4, 4)), (1.0, (3, 1))]
        ),
    ],
    mistakes=[
        Mistake("the mean loss", edit(_SIZE, "np.mean(history, axis=1)"), MINIMISE),
        Mistake("the mean square without the root", edit(_SIZE, "np.mean(history**2, axis=1)"), MINIMISE),
        Mistake("the mean loss squared", edit(_SIZE, "np.mean(history, axis=1) ** 2"), MINIMISE),
        Mistake("the last loss", edit(_SIZE, "history[:, -1]"), MINIMISE),
        Mistake("a softmax", edit("size / np.sum(size)", "np.exp(size) / np.sum(np.exp(size))"), MINIMISE),
        Mistake(
            "all alike",
            edit("p = size / np.sum(size)", "p = np.full(len(size), 1 / len(size))"),
            "That is the plain draw.",
        ),
        Mistake(
            "the spread only",
            edit(_SIZE, "np.std(history, axis=1)"),
            r"A $t$ with a large, constant loss would never be drawn: it is $\operatorname E[L_t^2]$ that counts.",
        ),
        Mistake(
            "the unlikely ones preferred",
            edit("size / np.sum(size)", "(1 / size) / np.sum(1 / size)"),
            "Where losses are large there is more to average out, so more draws.",
        ),
        Mistake(
            "probabilities that do not add up to 1", edit("size / np.sum(size)", "size"), "Probabilities add up to 1."
        ),
        Mistake("weights without T", edit(_WEIGHTS, "1 / p"), UNBIASED),
        Mistake("weights with K", edit("len(p)", "history.shape[1]"), UNBIASED),
        Mistake("weights before normalising", edit("(len(p) * p)", "(len(p) * size)"), UNBIASED),
        Mistake("weights turned round", edit(_WEIGHTS, "len(p) * p"), UNBIASED),
        Mistake("no weights", edit(_WEIGHTS, "np.ones(len(p))"), UNBIASED),
        Mistake("weights that add up to 1", edit(_WEIGHTS, "(1 / p) / np.sum(1 / p)"), UNBIASED),
        Mistake("weights of mean 1", edit(_WEIGHTS, "(1 / p) / np.mean(1 / p)"), UNBIASED),
        Mistake("the other axis", edit("axis=1", "axis=0"), "Each row of history belongs to one $t$."),
    ],
    hints=[
        r"Unbiased: $\sum_tp_tw_tL_t=\sum_tL_t/T$ for all losses. That fixes $w_t$ once $p_t$ is known.",
        r"The mean square is then $\sum_t\operatorname E[L_t^2]/(T^2p_t)$. Minimise it with $\sum_tp_t=1$ (Lagrange).",
    ],
)
