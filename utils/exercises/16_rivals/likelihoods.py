"""16.1 to 16.3: the KL of a code, the density of a coupling, an autoregressive network's masks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 16.1 ----------------------------------------------------------------- the KL of a code
def kl(mean, log_v):
    """KL(N(μ, diag v) ‖ N(0, I)) of each row, in nats."""
    return 0.5 * np.sum(mean**2 + np.exp(log_v) - 1 - log_v, axis=1)


def kl_inputs(rng):
    """The worked value, the prior itself, one coordinate, one row, variances far from 1."""
    return [
        (np.array([[1.0, 0.0]]), np.log([[1.0, 0.25]])),
        (np.zeros((2, 3)), np.zeros((2, 3))),
        (rng.normal(size=(4, 1)), rng.normal(size=(4, 1))),
        (rng.normal(size=(1, 5)), rng.normal(size=(1, 5))),
        (rng.normal(size=(6, 3)), 2 * rng.normal(size=(6, 3))),
        (2 * rng.normal(size=(3, 16)), rng.normal(size=(3, 16)) - 3),
    ]


A_SUM = "The coordinates are independent, so their divergences *add up*. "
LOG_V = "`log_v` is the logarithm of the *variance*. "

KL = Function(
    "16.1",
    title="What a code costs",
    points=2,
    reference=kl,
    inputs=kl_inputs,
    mistakes=[
        Mistake(
            "mean over coordinates",
            edit("np.sum", "np.mean"),
            A_SUM + "A mean divides the KL by the size of the code: beside a sum over pixels it is a weight, a β of "
            "1/k, that nobody chose.",
        ),
        Mistake(
            "one number for all rows",
            edit("np.sum(mean**2 + np.exp(log_v) - 1 - log_v, axis=1)", "np.sum(mean**2 + np.exp(log_v) - 1 - log_v)"),
            "Sum over the coordinates of a row, not over the rows.",
        ),
        Mistake(
            "mean over everything",
            edit("np.sum(mean**2 + np.exp(log_v) - 1 - log_v, axis=1)", "np.mean(mean**2 + np.exp(log_v) - 1 - log_v)"),
            A_SUM + "And each row has its own.",
        ),
        Mistake(
            "summed over rows",
            edit("axis=1", "axis=0"),
            "`axis=0` runs over the pictures. The coordinates of the code are `axis=1`.",
        ),
        Mistake(
            "the sign",
            edit("0.5 * np.sum", "-0.5 * np.sum"),
            "A KL divergence is never negative. Yours is minus it, as it stands in the ELBO.",
        ),
        Mistake(
            "log v for log s",
            edit("np.exp(log_v) - 1 - log_v", "np.exp(2 * log_v) - 1 - 2 * log_v"),
            LOG_V + "You took it for that of the standard deviation.",
        ),
        Mistake(
            "the deviation for the variance",
            edit("np.exp(log_v) - 1", "np.exp(0.5 * log_v) - 1"),
            "Its exponential is $v$; the formula has $v$, not its root.",
        ),
        Mistake("v for log v", edit("np.exp(log_v) - 1 - log_v", "log_v - 1 - np.log(np.abs(log_v))"), LOG_V),
        Mistake(
            "log v not exponentiated",
            edit("np.exp(log_v)", "log_v"),
            LOG_V + "The first of the two terms is $v$ itself.",
        ),
        Mistake("no half", edit("0.5 * ", ""), "The factor ½ of the Gaussian's exponent is missing."),
        Mistake("no 1", edit(" - 1", ""), "At the prior itself ($\\mu = 0$, $v = 1$) a KL must be 0."),
        Mistake("the mean not squared", edit("mean**2", "mean"), "The mean enters by its square."),
        Mistake("the mean's size", edit("mean**2", "np.abs(mean)"), "The mean enters by its square."),
        Mistake(
            "1 once a row",
            lambda mean, log_v: 0.5 * (np.sum(mean**2 + np.exp(log_v) - log_v, axis=1) - 1),
            "Each of the coordinates has its own $-1$: at the prior itself ($\\mu = 0$, $v = 1$) a KL must be 0.",
        ),
        Mistake(
            "1/v for v",
            edit("np.exp(log_v) - 1 - log_v", "np.exp(-log_v) - 1 + log_v"),
            "You have $1/v$ for $v$: the sign of `log_v` is turned, twice.",
        ),
        Mistake(
            "+ log v",
            edit("- log_v", "+ log_v"),
            "A narrow code, $v\\to0$, is infinitely far from the prior: which sign has $\\log v$?",
        ),
        Mistake(
            "the other way round",
            edit(
                "mean**2 + np.exp(log_v) - 1 - log_v",
                "mean**2 * np.exp(-log_v) + np.exp(-log_v) - 1 + log_v",
            ),
            "That is KL of the prior from the code. Asked is that of the code from the prior.",
        ),
    ],
    hints=[
        "Write $v$ as `np.exp(log_v)`. Check: 0 for $\\mu = 0$, $v = 1$.",
        "One number for each row: `.sum(axis=1)`.",
    ],
)


# 16.2 ----------------------------------------------------------------- the density of a coupling
def log_density(x, s, t):
    """log p(x) of x = (a, b e^{s(a)} + t(a)), (a, b) standard normal."""
    half = x.shape[1] // 2
    a, moved = x[:, :half], x[:, half:]
    b = (moved - t(a)) * np.exp(-s(a))
    z = np.concatenate([a, b], axis=1)
    return np.sum(-0.5 * z**2 - 0.5 * np.log(2 * np.pi), axis=1) - np.sum(s(a), axis=1)


@dataclass(frozen=True)
class Linear:
    """a -> a W + c, as scale or shift; of tuples, so that a copy equals it."""

    W: tuple
    c: tuple

    def __call__(self, a):
        return a @ np.array(self.W) + np.array(self.c)


def coupling_inputs(rng):
    """The worked value; two, four and six coordinates; one row and several; a shift alone; a scale alone."""

    def part(half, size=0.5):
        W, c = size * rng.normal(size=(half, half)), size * rng.normal(size=half)
        return Linear(tuple(map(tuple, W)), tuple(c))

    return [
        (np.array([[1.0, 3.0]]), Linear(((0.5,),), (0.0,)), Linear(((1.0,),), (0.0,))),
        (rng.normal(size=(5, 2)), part(1), part(1)),
        (rng.normal(size=(1, 4)), part(2), part(2)),
        (rng.normal(size=(4, 6)), part(3), part(3)),
        (rng.normal(size=(3, 4)), part(2, 0.0), part(2)),
        (rng.normal(size=(3, 4)), part(2), part(2, 0.0)),
    ]


def _of_halves(a, moved, s, t):
    return log_density(np.concatenate([a, moved], axis=1), s, t)


_PRIOR = "np.sum(-0.5 * z**2 - 0.5 * np.log(2 * np.pi), axis=1)"
VOLUME = "Where $s > 0$ the sampler stretches, so that the same probability covers more room. "

COUPLING = Function(
    "16.2",
    title="The density of a coupling",
    points=3,
    reference=log_density,
    inputs=coupling_inputs,
    mistakes=[
        Mistake(
            "sign of the log-determinant",
            edit("- np.sum(s(a), axis=1)", "+ np.sum(s(a), axis=1)"),
            VOLUME + "Is the density there larger, or smaller? The functions belong to the map from $z$ to $x$.",
        ),
        Mistake(
            "the map run the wrong way",
            edit("(moved - t(a)) * np.exp(-s(a))", "moved * np.exp(s(a)) + t(a)"),
            "`s` and `t` make $x$ from $z$. Given $x$, undo them: which $b$ has been moved to the second half?",
        ),
        Mistake(
            "the map run the wrong way, determinant too",
            edit(
                "(moved - t(a)) * np.exp(-s(a))",
                "moved * np.exp(s(a)) + t(a)",
                "- np.sum(s(a), axis=1)",
                "+ np.sum(s(a), axis=1)",
            ),
            "That is the density if `s` and `t` made $z$ from $x$. Here they make $x$ from $z$.",
        ),
        Mistake("no determinant", edit(" - np.sum(s(a), axis=1)", ""), VOLUME + "The log-determinant is missing."),
        Mistake(
            "undone in the wrong order",
            edit("(moved - t(a)) * np.exp(-s(a))", "moved * np.exp(-s(a)) - t(a)"),
            "First stretched, then shifted; so undo the shift first.",
        ),
        Mistake(
            "the half that stayed left out",
            edit("z = np.concatenate([a, b], axis=1)", "z = b"),
            "The half that stays has a density, too: it is standard normal, and part of $x$.",
        ),
        Mistake(
            "every other coordinate",
            lambda x, s, t: _of_halves(x[:, ::2], x[:, 1::2], s, t),
            "`np.split(z, 2, axis=1)` cuts in the middle: $a$ is the first half, not every other coordinate.",
        ),
        Mistake(
            "no constant",
            edit(" - 0.5 * np.log(2 * np.pi)", ""),
            "A density integrates to 1: $-\\frac12\\log 2\\pi$ for each coordinate is missing.",
        ),
        Mistake(
            "one constant",
            edit(_PRIOR, "np.sum(-0.5 * z**2, axis=1) - 0.5 * np.log(2 * np.pi)"),
            "$-\\frac12\\log 2\\pi$ belongs to *each* coordinate.",
        ),
        Mistake(
            "a batch's determinant",
            edit("np.sum(s(a), axis=1)", "np.sum(s(a))"),
            "Each row has its own log-determinant. You summed over the batch.",
        ),
        Mistake(
            "a mean of s",
            edit("np.sum(s(a), axis=1)", "np.mean(s(a), axis=1)"),
            "The determinant is the *product* of the factors $e^{s_j}$, its logarithm their sum.",
        ),
        Mistake(
            "a product of s",
            edit("np.sum(s(a), axis=1)", "np.prod(s(a), axis=1)"),
            "The determinant is the product of $e^{s_j}$, not of $s_j$. Its logarithm is a sum.",
        ),
        Mistake(
            "the determinant without its logarithm",
            edit("np.sum(s(a), axis=1)", "np.exp(np.sum(s(a), axis=1))"),
            "Asked is $\\log p$: take the logarithm of the determinant.",
        ),
        Mistake(
            "the sum of factors",
            edit("np.sum(s(a), axis=1)", "np.sum(np.exp(s(a)), axis=1)"),
            "A triangular determinant is the product of its diagonal: its logarithm is the sum of $s_j$.",
        ),
        Mistake(
            "functions of the moved half",
            edit("t(a)) * np.exp(-s(a))", "t(moved)) * np.exp(-s(moved))", "np.sum(s(a)", "np.sum(s(moved)"),
            "`s` and `t` are functions of the half that *stays*: only that is known on both sides.",
        ),
        Mistake(
            "the density of x as it is",
            edit("z = np.concatenate([a, b], axis=1)", "z = x"),
            "The standard normal law is that of $z$, before the map. Undo the map first.",
        ),
        Mistake(
            "the density, not its logarithm",
            lambda x, s, t: np.exp(log_density(x, s, t)),
            "That is $p$. Asked is $\\log p$.",
        ),
    ],
    hints=[
        "The first half of $x$ is $a$ itself. From the second get $b$.",
        "$\\log p(x) = \\log N(a, b) - \\log|\\det|$ of the map $(a, b)\\to x$, which is $\\sum_js_j(a)$.",
    ],
)


# 16.3 ----------------------------------------------------------------- masks with a fault
def masks(d, degrees):
    """(hidden, d) and (d, hidden): which pixels a hidden unit sees, which hidden units an output sees."""
    pixel = np.arange(1, d + 1)
    mask_in = (degrees[:, None] >= pixel).astype(int)
    mask_out = (pixel[:, None] > degrees).astype(int)
    return mask_in, mask_out


def mask_inputs(rng):
    """The worked value, degrees in any order, more and fewer hidden units than pixels, degree 0, one pixel."""
    return [
        (3, np.array([0, 1, 2])),
        (2, np.array([1, 0, 1, 1])),
        (5, rng.integers(0, 5, size=7)),
        (8, rng.integers(0, 8, size=3)),
        (1, np.array([0, 0])),
        (6, np.arange(6)[::-1]),
    ]


LEAK = "Trace a pixel: input $i$ → a hidden unit → output $i$. Is there a path? Then the network sees what it predicts."

MASKS = Function(
    "16.3",
    title="A likelihood too good",
    points=3,
    reference=masks,
    inputs=mask_inputs,
    mistakes=[
        Mistake("as it stands", edit("pixel[:, None] > degrees", "pixel[:, None] >= degrees"), LEAK),
        Mistake(
            "mended at the input",
            edit("degrees[:, None] >= pixel", "degrees[:, None] > pixel", "pixel[:, None] > d", "pixel[:, None] >= d"),
            "No pixel sees itself now. But a hidden unit of degree $m$ is to see pixel $m$, and with degrees up to "
            "$d-1$ nobody sees pixel $d-1$ any more.",
        ),
        Mistake(
            "strict twice",
            edit("degrees[:, None] >= pixel", "degrees[:, None] > pixel"),
            "No pixel sees itself, but pixel $i$ does not see $i-1$ either. One of the two comparisons is right.",
        ),
        Mistake(
            "the output turned round",
            edit("pixel[:, None] > degrees", "pixel[:, None] < degrees"),
            "An output must depend on *earlier* pixels: on hidden units of a degree below its own.",
        ),
        Mistake(
            "the input turned round",
            edit("degrees[:, None] >= pixel", "degrees[:, None] <= pixel"),
            "A hidden unit of degree $m$ sees pixels $1, \\dots, m$, not from $m$ on.",
        ),
        Mistake(
            "pixels from 0",
            edit("np.arange(1, d + 1)", "np.arange(d)"),
            "Pixels are counted from 1: degree 0 is a hidden unit that sees none.",
        ),
        Mistake(
            "masks transposed",
            edit("return mask_in, mask_out", "return mask_in.T, mask_out.T"),
            "The first mask is (hidden, pixels), the second (pixels, hidden).",
        ),
        Mistake(
            "masks exchanged",
            edit("return mask_in, mask_out", "return mask_out, mask_in"),
            "The first mask is that of the inputs.",
        ),
        Mistake(
            "one too far back",
            edit("pixel[:, None] > degrees", "pixel[:, None] > degrees + 1"),
            "No pixel sees itself, but pixel $i$ does not see pixel $i-1$ either.",
        ),
        Mistake(
            "the output turned round, equal ones too",
            edit("pixel[:, None] > degrees", "pixel[:, None] <= degrees"),
            "An output must depend on *earlier* pixels: on hidden units of a degree below its own.",
        ),
        Mistake(
            "all hidden units seen",
            lambda d, degrees: (masks(d, degrees)[0], np.ones((d, len(degrees)), int)),
            "An output that sees every hidden unit sees every pixel, later ones as well.",
        ),
        Mistake(
            "one pixel a hidden unit",
            edit("degrees[:, None] >= pixel", "degrees[:, None] == pixel"),
            "A hidden unit of degree $m$ sees pixels $1, \\dots, m$, not $m$ alone.",
        ),
        Mistake(
            "equal degrees",
            edit("pixel[:, None] > degrees", "pixel[:, None] == degrees + 1"),
            "Pixel $i$ may see hidden units of *every* degree below $i$.",
        ),
    ],
    hints=[
        LEAK,
        "A hidden unit of degree $m$ sees pixels up to $m$. Which degrees may output $i$ see, if only $j < i$ may?",
    ],
)
