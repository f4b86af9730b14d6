"""16.4 to 16.6: bits a pixel, the bias of a distance, and what an audit for copies overlooks."""

from __future__ import annotations

import numpy as np

from utils.data.digits import load_digits
from utils.generative.memory import near_copies
from utils.teaching.exercise import Formula, Function, Mistake, Number, edit


# 16.4 ----------------------------------------------------------------- bits a pixel
def bits(logits, levels):
    """Bits a pixel of each picture under an autoregressive model's logits."""
    log_sum = np.log(np.sum(np.exp(logits), axis=2))
    chosen = np.squeeze(np.take_along_axis(logits, levels[:, :, None], axis=2), axis=2)
    return np.mean(log_sum - chosen, axis=1) / np.log(2)


def bits_inputs(rng):
    """The worked value, even chances, certainty, logits shifted, one pixel, two levels."""
    even = np.zeros((2, 3, 4)), rng.integers(0, 4, (2, 3))
    return [
        (np.log([[[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]]]), np.array([[0, 1]])),
        even,
        (rng.normal(size=(3, 5, 17)), rng.integers(0, 17, (3, 5))),
        (rng.normal(size=(2, 4, 6)) + 7.0, rng.integers(0, 6, (2, 4))),
        (3 * rng.normal(size=(4, 1, 5)), rng.integers(0, 5, (4, 1))),
        (2 * rng.normal(size=(2, 6, 2)), rng.integers(0, 2, (2, 6))),
    ]


def _log_softmax(logits):
    return logits - np.log(np.sum(np.exp(logits), axis=-1, keepdims=True))


def _log_sum_over_pixels(logits, levels):
    return _picked(np.broadcast_to(np.log(np.sum(np.exp(logits), axis=1, keepdims=True)), logits.shape), levels)


def _picked(table, levels):
    return np.take_along_axis(table, levels[:, :, None], axis=2)[:, :, 0]


_MEAN = "np.mean(log_sum - chosen, axis=1) / np.log(2)"

BITS = Function(
    "16.4",
    title="Bits a pixel",
    points=2,
    reference=bits,
    inputs=bits_inputs,
    mistakes=[
        Mistake(
            "softmax twice",
            lambda logits, levels: -_picked(_log_softmax(np.exp(_log_softmax(logits))), levels).mean(1) / np.log(2),
            "You take the softmax of probabilities: as a network does that ends in Softmax and is trained by a "
            "cross-entropy that has one of its own. Section 10 computes what that costs.",
        ),
        Mistake(
            "nats",
            edit(" / np.log(2)", ""),
            "Those are nats. A bit is $\\log 2$ nats.",
        ),
        Mistake("multiplied by log 2", edit("/ np.log(2)", "* np.log(2)"), "A bit is $\\log 2 = 0.69$ nats: divide."),
        Mistake(
            "a picture's bits",
            edit("np.mean(log_sum", "np.sum(log_sum"),
            "Those are the bits of the whole picture. Asked is a pixel's share.",
        ),
        Mistake("the sign", edit("log_sum - chosen", "chosen - log_sum"), "Bits of a code are not negative."),
        Mistake(
            "one number for all",
            edit("np.mean(log_sum - chosen, axis=1)", "np.mean(log_sum - chosen)"),
            "One number for each picture: mean over `axis=1`.",
        ),
        Mistake(
            "mean over pictures",
            edit("axis=1) / np.log(2)", "axis=0) / np.log(2)"),
            "The pixels are `axis=1`, the pictures `axis=0`.",
        ),
        Mistake(
            "logits for log-probabilities",
            edit("log_sum - chosen", "-chosen"),
            "Logits are log-probabilities up to a constant: normalise them, by a softmax over the last axis.",
        ),
        Mistake(
            "entropy of the prediction",
            lambda logits, levels: (
                -np.sum(np.exp(_log_softmax(logits)) * _log_softmax(logits), axis=2).mean(1) / np.log(2)
            ),
            "That is the entropy of what is predicted, without looking at the pixel that came.",
        ),
        Mistake(
            "the mean probability",
            lambda logits, levels: -np.log2(np.exp(_picked(_log_softmax(logits), levels)).mean(1)),
            "The logarithm of a mean is not the mean of logarithms: take the logarithm pixel by pixel.",
        ),
        Mistake(
            "the likeliest level",
            edit("np.squeeze(np.take_along_axis(logits, levels[:, :, None], axis=2), axis=2)", "logits.max(axis=2)"),
            "You took the likeliest level, not the one the picture has.",
        ),
        Mistake(
            "a mean over levels",
            edit("np.sum(np.exp(logits)", "np.mean(np.exp(logits)"),
            "The probabilities of a pixel *sum* to 1.",
        ),
        Mistake(
            "softmax over pixels",
            edit("np.log(np.sum(np.exp(logits), axis=2))", "_log_sum_over_pixels(logits, levels)"),
            "The probabilities of *one pixel's* levels sum to 1: the softmax runs over the last axis, not over pixels.",
        ),
        Mistake(
            "softmax over everything",
            edit("np.log(np.sum(np.exp(logits), axis=2))", "np.log(np.sum(np.exp(logits)))"),
            "The probabilities of *one pixel's* levels sum to 1: the softmax runs over the last axis alone.",
        ),
        Mistake(
            "levels for pixels",
            lambda logits, levels: bits(logits, levels) * logits.shape[1] / logits.shape[2],
            "You divide by the number of levels, k. Asked are bits for each of the d pixels.",
        ),
        Mistake(
            "in units of log k",
            lambda logits, levels: bits(logits, levels) * np.log(2) / np.log(logits.shape[2]),
            "That is a share of $\\log k$, what a pixel costs without knowledge. A bit is $\\log2$.",
        ),
        Mistake(
            "perplexity",
            lambda logits, levels: 2 ** bits(logits, levels),
            "That is the perplexity, $2$ to the power of what is asked.",
        ),
        Mistake(
            "all levels",
            lambda logits, levels: -_log_softmax(logits).sum(axis=2).mean(axis=1) / np.log(2),
            "You sum over all levels. Only the one that the picture has counts.",
        ),
        Mistake(
            "divided by levels too",
            edit(_MEAN, _MEAN + " / logits.shape[2]"),
            "A mean over pixels, not over levels.",
        ),
        Mistake(
            "the surprise as a probability",
            lambda logits, levels: np.exp(_picked(_log_softmax(logits), levels)).mean(1),
            "That is the mean probability of the pixels. Bits are $-\\log_2$ of each.",
        ),
    ],
    hints=[
        "`log_p = logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))`.",
        "Pick each pixel's level: `np.take_along_axis(log_p, levels[:, :, None], axis=2)[:, :, 0]`.",
    ],
)


# 16.5 ----------------------------------------------------------------- the Fréchet distance of one law from itself
def bias_inputs(rng):
    """The worked value, equal sizes, one dimension, the 2048 of Inception, and others."""
    sizes = [(100, 50, 4), (200, 200, 3), (1000, 500, 1), (50_000, 50_000, 2048), (5000, 100, 10), (80, 900, 64)]
    return [dict(zip("nmd", map(float, size))) for size in sizes]


ENTRIES = "A symmetric matrix has $d$ entries on the diagonal, with variance $2/n$, and $d(d-1)$ off it, with $1/n$. "

BIAS = Formula(
    "16.5",
    title="Two samples of one law",
    points=3,
    reference="(d + d*(d + 1)/4)*(1/n + 1/m)",
    inputs=bias_inputs,
    mistakes=[
        Mistake(
            "one sample only", "(d + d*(d + 1)/4)/n", "That is with the second law known exactly. Both are samples."
        ),
        Mistake("the other only", "(d + d*(d + 1)/4)/m", "That is with the first law known exactly. Both are samples."),
        Mistake(
            "d times one dimension",
            "1.5*d*(1/n + 1/m)",
            ENTRIES + "You counted the diagonal alone: the correlations are estimated, too.",
        ),
        Mistake("means only", "d*(1/n + 1/m)", "That is the means' part. The covariances are estimated, too."),
        Mistake("covariances only", "d*(d + 1)/4*(1/n + 1/m)", "The means' part $\\|\\bar x-\\bar y\\|^2$ is missing."),
        Mistake("not a quarter", "(d + d*(d + 1))*(1/n + 1/m)", "The statement's approximation has a factor ¼."),
        Mistake(
            "a half for a quarter", "(d + d*(d + 1)/2)*(1/n + 1/m)", "The statement's approximation has a factor ¼."
        ),
        Mistake(
            "all entries alike",
            "(d + d**2/4)*(1/n + 1/m)",
            ENTRIES + "You gave the diagonal the variance of the rest.",
        ),
        Mistake(
            "all with the diagonal's variance",
            "(d + d**2/2)*(1/n + 1/m)",
            ENTRIES + "You gave all of them the diagonal's.",
        ),
        Mistake(
            "each pair counted once",
            "(d + (2*d + d*(d - 1)/2)/4)*(1/n + 1/m)",
            ENTRIES + "In $\\|A\\|_F^2$ each pair $i\\ne j$ stands twice.",
        ),
        Mistake(
            "one over the sum",
            "(d + d*(d + 1)/4)/(n + m)",
            "Variances of independent errors *add up*: $\\frac1n+\\frac1m$.",
        ),
        Mistake(
            "the mean of the two",
            "(d + d*(d + 1)/4)*(1/n + 1/m)/2",
            "Variances of independent errors add up; you took their mean.",
        ),
        Mistake(
            "standard errors",
            "(d + d*(d + 1)/4)*(1/sqrt(n) + 1/sqrt(m))",
            "A variance falls as $1/n$; its root is the standard error.",
        ),
        Mistake(
            "equal sizes",
            "(d + d*(d + 1)/4)*2/n",
            "That is for equal sizes. Here they are $n$ and $m$.",
        ),
        Mistake("one dimension", "1.5*(1/n + 1/m)", "That is for $d = 1$."),
        Mistake(
            "means of one dimension",
            "(1 + d*(d + 1)/4)*(1/n + 1/m)",
            "The means' part counts each of $d$ coordinates: $d(\\frac1n+\\frac1m)$.",
        ),
        Mistake(
            "one over the product",
            "(d + d*(d + 1)/4)/(n*m)",
            "The errors of two samples *add up*: $\\frac1n+\\frac1m$.",
        ),
        Mistake(
            "the mean size",
            "(d + d*(d + 1)/4)*2/(n + m)",
            "The errors of two samples add up, each by its own size: $\\frac1n+\\frac1m$.",
        ),
        Mistake(
            "d² times one dimension",
            "1.5*d**2*(1/n + 1/m)",
            "The means have $d$ coordinates, not $d^2$. " + ENTRIES,
        ),
    ],
    hints=[
        "Means: $\\bar x-\\bar y$ has variance $\\frac1n+\\frac1m$ in each of $d$ coordinates.",
        "Covariances: $\\hat\\Sigma_1-\\hat\\Sigma_2$ has the variances of both added, entry by entry. " + ENTRIES,
    ],
)


# 16.6 ----------------------------------------------------------------- an audit and noise
LEVELS = np.arange(1, 9) * 0.05


def audit(noise):
    """Share of near copies among 450 training digits with this noise, mean of three draws."""
    from utils.generative.rivals.rival import to_levels  # here, because it loads torch

    images, found = load_digits().images[:1347], []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        rows = images[rng.integers(len(images), size=450)]
        found.append(near_copies(to_levels(rows + noise * rng.standard_normal(rows.shape)), images))
    return float(np.mean(found))


def least_noise():
    """The least of `LEVELS` at which the audit finds at most 3 %: a share far from those at both noises around."""
    return float(next(noise for noise in LEVELS if audit(noise) <= 0.03))


AUDIT = Number(
    "16.6",
    title="Past the audit",
    points=2,
    reference=least_noise,
    mistakes=[
        Mistake(
            "still found",
            lambda: float(least_noise() - 0.05),
            "At that noise the audit still finds more than 3 in 100, if the pictures are put on grey levels: did you "
            "leave out `to_levels`?",
        ),
        Mistake("one further", lambda: float(least_noise() + 0.05), "That passes, but a smaller one does already."),
        Mistake("the fool of the table", 0.1, "At .1 it finds half of them: see the table."),
        Mistake(
            "the share, not the noise", lambda: audit(least_noise()), "That is the share found. Asked is the noise."
        ),
        Mistake("none at all", 0.0, "Without noise all are copies, and all are found."),
    ],
    hints=[
        "Loop over the noises, and print `near_copies(to_levels(rows + noise * ...), images)` for each.",
        "Take the first at which the share is at most .03.",
    ],
)
