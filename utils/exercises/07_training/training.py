"""Exercises 07.1 to 07.3, 07.5 and 07.6: a batch's loss, what averaging takes out, a fault, how often to draw t."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.teaching.exercise import Choice, Function, Mistake, Number, Prediction, edit


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
SIGN = "The noise is added in x_t, and the loss compares the prediction with it: prediction *minus* noise."
GIVEN = "The network is given the times themselves: predict(x_t, t)."
PLAIN = "(7.4) weighs every time alike, and takes the mean of all squares."
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
        Mistake("1 − ᾱ²", edit("np.sqrt(1 - a)", "np.sqrt(1 - a**2)"), ROOTS),
        Mistake("the root taken twice", edit("alpha_bar[t]", "np.sqrt(alpha_bar[t])"), ROOTS),
        Mistake("√ᾱ on the noise too", edit("+ np.sqrt(1 - a)", "+ np.sqrt(a) * np.sqrt(1 - a)"), ROOTS),
        Mistake(
            "data and noise added as they are",
            edit("np.sqrt(a) * x0 + np.sqrt(1 - a) * eps", "x0 + eps"),
            r"$x_t=\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\varepsilon$: both are scaled, by their row's time.",
        ),
        Mistake("the noise subtracted", edit("+ np.sqrt(1 - a)", "- np.sqrt(1 - a)"), SIGN),
        Mistake("prediction plus noise", edit("t) - eps", "t) + eps"), SIGN),
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
        Mistake("v as target", edit("t) - eps", "t) - (np.sqrt(a) * eps - np.sqrt(1 - a) * x0)"), TARGET),
        Mistake("x_t as target", edit("t) - eps", "t) - x_t"), TARGET),
        Mistake("the network given x_0", edit("predict(x_t, t)", "predict(x0, t)"), TARGET),
        Mistake("time as a share of T", edit("x_t, t)", "x_t, np.array(t) / (len(alpha_bar) - 1))"), GIVEN),
        Mistake("the network given the row", edit("x_t, t)", "x_t, range(len(t)))"), GIVEN),
        Mistake("the network given ᾱ", edit("x_t, t)", "x_t, alpha_bar[t])"), GIVEN),
        Mistake("weighted by the signal-to-noise ratio", edit(_SQUARE, f"a / (1 - a) * {_SQUARE}"), PLAIN),
        Mistake("variance of the error", edit(f"np.mean({_SQUARE})", "np.var(predict(x_t, t) - eps)"), PLAIN),
        Mistake("median of the squares", edit("np.mean", "np.median"), PLAIN),
        Mistake(
            "difference of the squares",
            edit(_SQUARE, "predict(x_t, t) ** 2 - eps**2"),
            "Square the difference, not each of the two.",
        ),
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
        "b": "in between",
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


# 07.3 ----------------------------------------------------------------- what the average takes out, run
def left_over(a=0.9, decay=0.99):
    """Var(average)/Var(weight) for θ_n = a θ_{n−1} + noise: correlation a^k at a distance of k steps."""
    return (1 - decay) / (1 + decay) * (1 + a * decay) / (1 - a * decay)


STILL = "is that of independent fluctuations. Here each weight is near the one before: run the loop and compare."

TAKEN_OUT = Number(
    "07.3",
    title="Run it: what an average takes out",
    points=2,
    reference=left_over,
    rtol=0.06,
    mistakes=[
        Mistake("independent fluctuations", edit(" * (1 + a * decay) / (1 - a * decay)", ""), f"0.005 {STILL}"),
        Mistake(
            "ratio of standard deviations",
            edit("return (1", "return ((1", "(1 - a * decay)", "(1 - a * decay)) ** 0.5"),
            "That is the ratio of standard deviations; the ratio of variances is its square.",
        ),
        Mistake(
            "the share taken out",
            edit("return (1", "return 1 - (1"),
            "That is the share of the variance that the average takes out. The share that is left is asked for.",
        ),
        Mistake(
            "upside down",
            edit("return (1", "return 1 / ((1", "(1 - a * decay)", "(1 - a * decay))"),
            "The average fluctuates less than the weight: the ratio is below 1.",
        ),
        Mistake(
            "the variance of the average",
            edit("return ", "return 0.01 / (1 - a**2) * "),
            "That is the average's variance alone. Divide it by that of the weight.",
        ),
        Mistake(
            "compared with independent fluctuations",
            edit("(1 - decay) / (1 + decay) * ", ""),
            "That is how many times more is left than (7.14) says. The ratio of the two variances is asked for.",
        ),
        Mistake("the variance of the weight", "0.01 / (1 - 0.9**2)", "That is the variance of the weight alone."),
        Mistake(
            "β = 0.9",
            edit("decay=0.99", "decay=0.9"),
            "That is the ratio for an average with 0.9 in the place of 0.99.",
        ),
        Mistake(
            "the minus sign lost",
            edit("a=0.9", "a=-0.9"),
            "Your steps overshoot: a weight keeps 0.9 of its distance from the minimum, with its sign.",
        ),
        Mistake(
            "0.1 kept of the weight",
            edit("a=0.9", "a=0.1"),
            "A weight keeps 0.9 of its distance from the minimum at each step, not 0.1.",
        ),
    ],
    hints=[
        "Take an array of 4000 weights, all 0, and as many averages; step all of them 1500 times, and compare np.var.",
        r"The average is $\bar\theta_n=0.99\,\bar\theta_{n-1}+0.01\,\theta_n$ after some 500 steps.",
    ],
)


# 07.5 ----------------------------------------------------------------- the planted fault
AT_FAULT = Choice(
    "07.5",
    title="Find the fault",
    points=2,
    options={
        "a": "A: examples are drawn with replacement, so some are seen twice and some never",
        "b": "B: the times need shape (128,), and should be whole numbers",
        "c": "C: the noise in the loss is not the noise in $x_t$",
        "d": "D: the gradients are reset before they are used",
    },
    reference="c",
    mistakes=[
        Mistake(
            "drawn with replacement",
            "a",
            "By (7.3) the gradient of independent draws is unbiased; drawing without replacement helps little.",
        ),
        Mistake(
            "the shape of the times",
            "b",
            "A column, (128, 1), is what makes alpha(t) * x0 multiply each row by its own factor. Time is continuous.",
        ),
        Mistake(
            "the gradients reset too soon",
            "d",
            "zero_grad clears the gradients of the step before; backward then fills in the new ones. That is right.",
        ),
    ],
    hints=[
        "A network that is always 0 has loss 1 on a target of variance 1. What makes 0 the best estimate?",
        "How often is noise() called in one step?",
    ],
    reveal="One noise is in x_t, and another one is asked for, of which x_t shows nothing. Draw it once and keep it.",
)


# 07.6 ----------------------------------------------------------------- how often to draw each t
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
    "07.6",
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
        Mistake("the median loss", edit(_SIZE, "np.median(history, axis=1)"), MINIMISE),
        Mistake("the largest loss", edit(_SIZE, "np.max(history, axis=1)"), MINIMISE),
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
            "the variance only",
            edit(_SIZE, "np.var(history, axis=1)"),
            r"A $t$ with a large, constant loss would never be drawn: it is $\operatorname E[L_t^2]$ that counts.",
        ),
        Mistake(
            "half of the draws uniform",
            edit("size / np.sum(size)", "0.5 * size / np.sum(size) + 0.5 / len(size)"),
            "Mixing in uniform draws guards against a bad estimate; the least variance has none of them.",
        ),
        Mistake(
            "the unlikely ones preferred",
            edit("size / np.sum(size)", "(1 / size) / np.sum(1 / size)"),
            "Where losses are large there is more to average out, so more draws.",
        ),
        Mistake(
            "probabilities that do not add up to 1", edit("size / np.sum(size)", "size"), "Probabilities add up to 1."
        ),
        Mistake(
            "divided by the largest",
            edit("np.sum(size)", "np.max(size)"),
            "Probabilities add up to 1; yours have maximum 1.",
        ),
        Mistake(
            "the root after normalising",
            edit(_SIZE, "np.mean(history**2, axis=1)", "size / np.sum(size)", "np.sqrt(size / np.sum(size))"),
            "Take the root first, then normalise: probabilities add up to 1.",
        ),
        Mistake("one over the root mean square", edit(_WEIGHTS, "1 / size"), UNBIASED),
        Mistake("weights of minimum 1", edit(_WEIGHTS, "np.max(size) / size"), UNBIASED),
        Mistake("weights without T", edit(_WEIGHTS, "1 / p"), UNBIASED),
        Mistake("weights with M", edit("len(p)", "history.shape[1]"), UNBIASED),
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
