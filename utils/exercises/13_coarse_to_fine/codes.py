"""13.1 and 13.2: how many components suffice, a decoder that lost the scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 13.1 ----------------------------------------------------------------- how many components
def fewest(variances, share):
    """The smallest k whose k largest variances leave out at most `share` of the total."""
    falling = np.sort(variances)[::-1]
    for k in range(1, len(falling) + 1):
        if falling[k:].sum() <= share * falling.sum():
            return k


def fewest_inputs(rng):
    """The worked value; exactly the share; flat and steep spectra in any order; one component enough; all needed."""
    steep = rng.permutation(3.0 ** -np.arange(8))
    return [
        (np.array([1.0, 4.0, 3.0, 2.0]), 0.35),
        (np.array([2.0, 8.0, 4.0, 2.0]), 0.25),
        (np.array([2.0, 8.0, 4.0, 2.0]), 0.2),
        (rng.permutation(np.linspace(1, 2, 9)), 0.3),
        (steep, 0.05),
        (steep, 0.01),
        (rng.uniform(0.5, 3, 12), 0.15),
        (rng.uniform(0.5, 3, 12), 0.6),
        (np.array([0.2, 9.0, 0.3]), 0.5),
        (np.array([1.0, 1.1, 0.9]), 0.1),
    ]


def _kept(variances, share):
    """Stops as soon as the kept ones reach `share`."""
    falling = np.sort(variances)[::-1]
    return int(np.argmax(np.cumsum(falling) >= share * falling.sum())) + 1


def _as_they_come(variances, share):
    v = np.asarray(variances)
    return next(k for k in range(1, len(v) + 1) if v[k:].sum() <= share * v.sum())


def _next_alone(variances, share):
    falling, k = np.sort(variances)[::-1], 1
    while falling[k] > share * falling.sum():
        k += 1
    return k


def _roots(variances, share):
    return fewest(np.sqrt(variances), share)


FEWEST = Function(
    "13.1",
    title="How many components?",
    points=1,
    reference=fewest,
    inputs=fewest_inputs,
    mistakes=[
        Mistake(
            "the share kept",
            _kept,
            "You stop when the kept components reach `share`. Asked is that what is *left out* falls to `share`.",
        ),
        Mistake(
            "in the order given",
            _as_they_come,
            "The variances may stand in any order. Which $k$ of them leave out least?",
        ),
        Mistake(
            "the smallest first",
            edit("np.sort(variances)[::-1]", "np.sort(variances)"),
            "You keep the components of *smallest* variance. Sort from the largest down.",
        ),
        Mistake(
            "standard deviations",
            _roots,
            "Shares of variance add up, by (13.2); standard deviations do not. Leave out the root.",
        ),
        Mistake(
            "squares",
            lambda variances, share: fewest(np.square(variances), share),
            "They are variances already: no squares.",
        ),
        Mistake(
            "counted from 0",
            lambda variances, share: fewest(variances, share) - 1,
            "One too few: after the $k$ largest, `falling[k:]` is what is left out.",
        ),
        Mistake(
            "one too many",
            lambda variances, share: fewest(variances, share) + 1,
            "One too many: is the condition met already with one component less?",
        ),
        Mistake(
            "less than the share",
            edit("<= share", "< share"),
            "*At most* `share`: equal is allowed.",
        ),
        Mistake(
            "how many are left out",
            lambda variances, share: len(variances) - fewest(variances, share),
            "That is how many components are dropped. Asked is how many are kept.",
        ),
        Mistake(
            "an absolute variance",
            edit("share * falling.sum()", "share"),
            "`share` is a share of the total variance: compare with `share` times the sum.",
        ),
        Mistake(
            "a share of the number",
            lambda variances, share: int(np.ceil((1 - share) * len(variances))),
            "That is a share of the *number* of components. Count their variance.",
        ),
        Mistake(
            "compared with the largest",
            edit("share * falling.sum()", "share * falling[0]"),
            "The share is one of the *total* variance, not of the largest.",
        ),
        Mistake(
            "the next one alone",
            _next_alone,
            "You look at the next component alone. By (13.2) *all* that are left out count: their sum.",
        ),
        Mistake(
            "each one below",
            lambda variances, share: int(np.sum(np.asarray(variances) > share * np.sum(variances))),
            "You drop each component that is below `share` alone. Together they may be more.",
        ),
    ],
    hints=[
        "By (13.2) the $k$ largest leave out the sum of all others. Sort first.",
        "Try $k = 1, 2, \\dots$ until `falling[k:].sum()` is at most `share` times the total.",
    ],
)


# 13.2 ----------------------------------------------------------------- mend a decoder
@dataclass(frozen=True)
class Decoder:
    """Codes (n, k) -> pictures (n, d), curved, so that a factor before it is another than one after it."""

    weights: Any
    shift: Any

    def __call__(self, h):
        return np.tanh(np.asarray(h) @ self.weights + self.shift) + 0.1 * np.asarray(h) @ self.weights


class Square:
    """Each code squared: the decoder of the worked value."""

    def __call__(self, h):
        return np.asarray(h) ** 2

    def __repr__(self):
        return "lambda h: h**2"


def pictures(z, decoder, codes):
    """What codes standardised as those of the training data decode to."""
    shift, scale = codes.mean(axis=0), codes.std(axis=0)
    return decoder(scale * z + shift)


def pictures_inputs(rng):
    """The worked value; codes of one and of several numbers, small, large and unequal, with a shift."""
    drawn = []
    for n, k, d, size in ((5, 1, 3, 2.0), (3, 2, 4, 0.3), (4, 3, 6, 1.5), (6, 4, 2, 0.7)):
        codes = size * rng.uniform(0.3, 2, k) * rng.normal(size=(7, k)) + rng.normal(size=k)
        drawn.append((rng.normal(size=(n, k)), Decoder(rng.normal(size=(k, d)), rng.normal(size=d)), codes))
    return [(np.array([[1.0], [-0.5]]), Square(), np.array([[0.0], [4.0]])), *drawn]


def _as_it_was(z, decoder, codes):
    shift, scale = codes.mean(axis=0), codes.std(axis=0)
    return decoder(z + shift) * scale.mean()


def _after(z, decoder, codes):
    return decoder(z) * codes.std(axis=0).mean() + codes.mean()


BEFORE = "The decoder is not linear: a factor after it is not a factor before it. "

PICTURES = Function(
    "13.2",
    title="Mend: from latent to picture",
    points=2,
    reference=pictures,
    inputs=pictures_inputs,
    mistakes=[
        Mistake("as it was", _as_it_was, BEFORE + "And each number of the code has a scale of its own."),
        Mistake(
            "not scaled",
            edit("scale * z + shift", "z + shift"),
            "The scale is lost: the decoder expects codes of the size of `codes`, and `z` has variance 1.",
        ),
        Mistake(
            "scaled the wrong way",
            edit("scale * z + shift", "z / scale + shift"),
            "Encoding divided by the scale. Going back multiplies.",
        ),
        Mistake(
            "the shift forgotten",
            edit("scale * z + shift", "scale * z"),
            "The scale is right. Encoding subtracted the mean of the codes: add it again.",
        ),
        Mistake(
            "the shift scaled, too",
            edit("scale * z + shift", "scale * (z + shift)"),
            "Encoding subtracted first and divided then: going back multiplies first and adds then.",
        ),
        Mistake(
            "the shift subtracted",
            edit("scale * z + shift", "scale * z - shift"),
            "Encoding subtracted the mean; going back adds it.",
        ),
        Mistake(
            "one number for all",
            lambda z, decoder, codes: decoder(codes.std(axis=0).mean() * z + codes.mean(axis=0)),
            "The place is right now. Encoding divided each number by *its own* standard deviation.",
        ),
        Mistake(
            "the spread of all codes together",
            lambda z, decoder, codes: decoder(codes.std() * z + codes.mean(axis=0)),
            "`codes.std()` is one number over all columns. Encoding used `codes.std(axis=0)`.",
        ),
        Mistake(
            "scaled after decoding",
            _after,
            BEFORE + "Undo scale and shift first, then decode.",
        ),
        Mistake(
            "scaled before and after",
            lambda z, decoder, codes: pictures(z, decoder, codes) * codes.std(axis=0).mean(),
            "The code is right now. What was multiplied after the decoder has to go.",
        ),
        Mistake(
            "variance for standard deviation",
            lambda z, decoder, codes: decoder(codes.var(axis=0) * z + codes.mean(axis=0)),
            "Encoding divided by the standard deviation, not by the variance.",
        ),
        Mistake(
            "n − 1",
            lambda z, decoder, codes: decoder(codes.std(axis=0, ddof=1) * z + codes.mean(axis=0)),
            "The encoder's `std(axis=0)` divides by $n$. The way back has to use the same number.",
        ),
        Mistake(
            "nothing undone",
            lambda z, decoder, codes: decoder(z),
            "The decoder expects codes like `codes`. Undo the standardisation first: multiply, then add.",
        ),
        Mistake(
            "standardised again",
            lambda z, decoder, codes: decoder((z - codes.mean(axis=0)) / codes.std(axis=0)),
            "That standardises once more. Going back multiplies by the scale, and then adds the mean.",
        ),
        Mistake(
            "the wrong way, and subtracted",
            edit("scale * z + shift", "z / scale - shift"),
            "Both steps go the wrong way: encoding subtracted and divided, going back multiplies and adds.",
        ),
        Mistake(
            "mean and spread exchanged",
            edit("scale * z + shift", "shift * z + scale"),
            "The *standard deviation* multiplies, and the *mean* is added.",
        ),
        Mistake(
            "one mean for all",
            edit("codes.mean(axis=0)", "codes.mean()"),
            "`codes.mean()` is one number over all columns. Encoding used `codes.mean(axis=0)`.",
        ),
        Mistake(
            "a number for each row",
            edit("codes.mean(axis=0), codes.std(axis=0)", "codes.mean(axis=1), codes.std(axis=1)"),
            "Rows are training pictures. Each *column* has its mean and standard deviation, `axis=0`.",
        ),
        Mistake(
            "each scale after the decoder",
            lambda z, decoder, codes: decoder(z + codes.mean(axis=0)) * codes.std(axis=0),
            BEFORE + "And the $d$ numbers of a picture are not the $k$ numbers of a code.",
        ),
        Mistake(
            "all undone after the decoder",
            lambda z, decoder, codes: decoder(z) * codes.std(axis=0) + codes.mean(axis=0),
            BEFORE + "Scale and shift belong to the code: undo both first, then decode.",
        ),
        Mistake(
            "the mean added after the decoder",
            lambda z, decoder, codes: decoder(z * codes.std(axis=0)) + codes.mean(),
            "The mean is one of the *codes*: add it before the decoder is called.",
        ),
        Mistake(
            "mean and spread of z",
            lambda z, decoder, codes: decoder(z.std(axis=0) * z + z.mean(axis=0)),
            "Mean and standard deviation are those of `codes`, from which encoding took them, not those of `z`.",
        ),
        Mistake(
            "not decoded",
            lambda z, decoder, codes: codes.std(axis=0) * z + codes.mean(axis=0),
            "Those are codes. Asked are pictures: call the decoder.",
        ),
        Mistake(
            "the spread of z",
            lambda z, decoder, codes: decoder(z.std(axis=0) * z + codes.mean(axis=0)),
            "The scale is that of `codes`, from which encoding took it, not that of `z`.",
        ),
        Mistake(
            "its own spread",
            lambda z, decoder, codes: decoder(
                (z - z.mean(axis=0)) / z.std(axis=0) * codes.std(axis=0) + codes.mean(axis=0)
            ),
            "`z` is standardised by `codes`, not by itself: leave its mean and spread as they are.",
        ),
    ],
    hints=[
        "Encoding was `z = (codes - codes.mean(axis=0)) / codes.std(axis=0)`. Solve it for `codes`.",
        "What the decoder is given must be a code, so everything is undone before it is called.",
    ],
)
