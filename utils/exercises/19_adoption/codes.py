"""19.4: the log-likelihood of adoption years where one code means "not adopted"."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def log_likelihood(codes, F):
    """Σ log(F(year) − F(year − 1)) over those who adopted, and log(1 − F(T)) for each who had not, code T + 1."""
    T = len(F) - 2
    adopted = codes <= T
    in_year = np.diff(F)[codes[adopted] - 1]
    return np.sum(np.log(in_year)) + np.sum(~adopted) * np.log(1 - F[T])


def codes_inputs(rng):
    def course(T):
        return np.concatenate([[0.0], np.cumsum(rng.uniform(0.02, 0.9 / (T + 1), size=T + 1))])

    return [
        (np.array([1, 2, 4]), np.array([0.0, 0.2, 0.5, 0.6, 0.7])),
        (np.array([4, 4]), np.array([0.0, 0.2, 0.5, 0.6, 0.7])),
        (np.array([3, 1, 2]), np.array([0.0, 0.2, 0.5, 0.6, 0.7])),
        *((rng.integers(1, T + 2, size=n), course(T)) for T, n in ((3, 9), (6, 30), (19, 60))),
    ]


_NEVER = "np.sum(~adopted) * np.log(1 - F[T])"
GIVEN = (
    "You still read the last code as adoption in the year after the survey. Those people had not adopted by the end "
    "of year $T$; that is all one knows of them."
)
LEFT_OUT = (
    "Those who had not adopted are left out. That they had not by the end of year $T$ is as much a fact as the "
    "others' years: without them the curve is fitted to a population in which everybody adopts."
)
LAST = "At the survey $T$ years are over, so the probability not to have adopted is $1-F(T)$."
YEAR = "Year 1 is from $F(0)$ to $F(1)$: the first of the differences, which Python counts as 0."
SIDES = r"Each person contributes the logarithm of the probability of what is known of them; the logarithms add up."

CODES = Function(
    "19.4",
    title="Find the fault: the last code",
    points=3,
    reference=log_likelihood,
    inputs=codes_inputs,
    mistakes=[
        Mistake(
            "the last code as one more year",
            edit("codes <= T", "codes <= T + 1"),
            GIVEN,
        ),
        Mistake("those who never did left out", edit(" + " + _NEVER, ""), LEFT_OUT),
        Mistake(
            "the last code put into the last year",
            edit("np.diff(F)[codes[adopted] - 1]", "np.diff(F)[np.minimum(codes, T) - 1]", " + " + _NEVER, ""),
            "You moved them into year $T$, as if they had adopted then. They had not adopted at all.",
        ),
        Mistake("not by the year after the survey", edit("1 - F[T]", "1 - F[T + 1]"), LAST),
        Mistake("not by the year before", edit("1 - F[T]", "1 - F[T - 1]"), LAST),
        Mistake(
            "log F(T) for those who had not", edit("1 - F[T]", "F[T]"), LAST + " $F(T)$ is the probability to have."
        ),
        Mistake(
            "one of them for all", edit("np.sum(~adopted) * np.log", "np.log"), "Each of them contributes. " + SIDES
        ),
        Mistake(
            "they are subtracted",
            edit(") + np.sum(~adopted)", ") - np.sum(~adopted)"),
            SIDES,
        ),
        Mistake("1 − F(T) without the logarithm", edit("np.log(1 - F[T])", "(1 - F[T])"), SIDES),
        Mistake(
            "the sign",
            edit("return np.sum(np.log(in_year)) + np.sum", "return -np.sum(np.log(in_year)) - np.sum"),
            "That is what an optimiser would minimise. The log-likelihood itself is asked: at most 0.",
        ),
        Mistake("the logarithm of the sum", edit("np.sum(np.log(in_year))", "np.log(np.sum(in_year))"), SIDES),
        Mistake(
            "the likelihood, not its logarithm",
            edit(
                "np.sum(np.log(in_year)) + np.sum(~adopted) * np.log(1 - F[T])",
                "np.prod(in_year) * (1 - F[T]) ** np.sum(~adopted)",
            ),
            "That is the likelihood. For 692 farmers it is too small for a computer: take the logarithm.",
        ),
        Mistake("the mean over adopters", edit("np.sum(np.log(in_year))", "np.mean(np.log(in_year))"), SIDES),
        Mistake("no logarithm", edit("np.sum(np.log(in_year))", "np.sum(in_year)"), SIDES),
        Mistake(
            "a decimal logarithm",
            edit("np.log(in_year)", "np.log10(in_year)", "np.log(1", "np.log10(1"),
            "In this course log is the natural logarithm.",
        ),
        Mistake("one year too late", edit("codes[adopted] - 1", "codes[adopted]"), YEAR),
        Mistake(
            "adopted by then, not in that year",
            edit("np.diff(F)[codes[adopted] - 1]", "F[codes[adopted]]"),
            "$F(\\text{year})$ is the probability to have adopted by the end of that year, at any time before. "
            "In the year itself: a difference.",
        ),
        Mistake(
            "adopted by the year before",
            edit("np.diff(F)[codes[adopted] - 1]", "F[codes[adopted] - 1]"),
            "That is what had adopted before the year. In the year itself: a difference.",
        ),
        Mistake(
            "not adopted until then, as a hazard",
            edit("np.diff(F)[codes[adopted] - 1]", "np.diff(F)[codes[adopted] - 1] / (1 - F[codes[adopted] - 1])"),
            "That is the hazard: given that one had not before. The waiting itself then has to be counted too.",
        ),
        Mistake(
            "T from the codes",
            edit("T = len(F) - 2", "T = codes.max() - 1"),
            "If everybody has adopted, no code is $T+1$. `F` knows how many years there are: it has $T+2$ entries.",
        ),
        Mistake(
            "only those who adopted, given that they did",
            edit("np.sum(np.log(in_year)) + np.sum(~adopted) * np.log(1 - F[T])", "np.sum(np.log(in_year / F[T]))"),
            "You divide by the probability to adopt at all within $T$ years, so that those who did not tell nothing. "
            "That they did not is known of them: $1-F(T)$ each.",
        ),
        Mistake(
            "the mean over people",
            edit(
                "np.sum(np.log(in_year)) + np.sum(~adopted) * np.log(1 - F[T])",
                "(np.sum(np.log(in_year)) + np.sum(~adopted) * np.log(1 - F[T])) / len(codes)",
            ),
            "The sum over people is asked, not their mean.",
        ),
        Mistake(
            "the last year taken for never",
            edit("codes <= T", "codes < T"),
            "Code $T$ is the last year of the survey, and those who adopted in it did adopt.",
        ),
    ],
    hints=[
        "Who has the code $T+1$, and what does one know of them?",
        r"$\sum\log(F(\text{year})-F(\text{year}-1))$ over codes up to $T$, then $\log(1-F(T))$ for each other.",
    ],
)
