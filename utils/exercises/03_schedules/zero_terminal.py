"""03.6: a schedule bent so that it ends in pure noise."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 03.6 ----------------------------------------------------------------- zero terminal SNR
def zero_terminal(alpha_bar):
    """√ᾱ shifted so that its last value is 0, then scaled so that its first value is kept."""
    root = np.sqrt(alpha_bar)
    first, last = root[0], root[-1]
    return ((root - last) * first / (first - last)) ** 2


def falling_inputs(rng):
    drawn = [(np.cumprod(1 - rng.uniform(0.01, 0.2, size=n)),) for n in (5, 30)]
    return [(np.array([0.81, 0.36, 0.09]),), *drawn, (np.array([0.9, 0.4]),), (np.array([0.64, 0.5, 0.3, 1e-4]),)]


def squares_for_roots(alpha_bar):
    square = np.asarray(alpha_bar) ** 2
    return np.sqrt((square - square[-1]) * square[0] / (square[0] - square[-1]))


def logarithms_shifted(alpha_bar):
    logs = np.log(alpha_bar)
    return (logs - logs[-1]) * alpha_bar[0] / (logs[0] - logs[-1])


def last_set_to_zero(alpha_bar):
    new = np.array(alpha_bar)
    new[-1] = 0.0
    return new


def a_ramp(alpha_bar):
    return alpha_bar * np.linspace(1, 0, len(alpha_bar))


def a_ramp_taken_off(alpha_bar):
    root = np.sqrt(alpha_bar)
    return (root - root[-1] * np.linspace(0, 1, len(root))) ** 2


def shifted_and_first_restored(alpha_bar):
    new = (np.sqrt(alpha_bar) - np.sqrt(alpha_bar[-1])) ** 2
    new[0] = alpha_bar[0]
    return new


def new_betas(alpha_bar):
    root = np.sqrt(alpha_bar)
    new = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
    return 1 - new / np.concatenate([[1.0], new[:-1]])


ENDS = r"Both ends are right, but the rule shifts $\sqrt{\bar\alpha}$, which is what multiplies $x_0$."
FRACTION = "At $t = 1$ the fraction must cancel the bracket, so that the first value is kept. Does yours?"

ZERO_TERMINAL = Function(
    "03.6",
    title="Mend: zero terminal SNR",
    points=2,
    reference=zero_terminal,
    inputs=falling_inputs,
    mistakes=[
        Mistake("the square shifted instead of the root", squares_for_roots, ENDS),
        Mistake("the logarithm shifted instead of the root", logarithms_shifted, ENDS),
        Mistake(
            "shifted, not scaled",
            edit(" * first / (first - last)", ""),
            r"The end is right, but your $\bar\alpha_1$ has changed: the very first step now destroys a large part of "
            r"the "
            r"picture. Scale so that $\sqrt{\bar\alpha_1}$ is kept. (If you did scale: after the shift the last root "
            r"is 0, so "
            "your factor became 1. Compute the factor before shifting.)",
        ),
        Mistake(
            "ᾱ shifted and scaled instead of its root",
            edit(
                "np.sqrt(alpha_bar)",
                "alpha_bar",
                "((root - last) * first / (first - last)) ** 2",
                "(root - last) * first / (first - last)",
            ),
            ENDS,
        ),
        Mistake(
            "no root, but a square",
            edit("np.sqrt(alpha_bar)", "alpha_bar"),
            r"You square at the end what was never rooted. Shift and scale $\sqrt{\bar\alpha}$, then square.",
        ),
        Mistake(
            "ᾱ shifted, not scaled",
            lambda alpha_bar: alpha_bar - alpha_bar[-1],
            r"Shift $\sqrt{\bar\alpha}$ and not $\bar\alpha$, and then scale.",
        ),
        Mistake(
            "ᾱ brought to run from 1 to 0",
            lambda alpha_bar: (alpha_bar - alpha_bar[-1]) / (alpha_bar[0] - alpha_bar[-1]),
            r"Your first value is 1: keep $\bar\alpha_1$. And shift the root $\sqrt{\bar\alpha}$, not $\bar\alpha$.",
        ),
        Mistake(
            "only the last entry changed",
            last_set_to_zero,
            r"That makes the last step jump from much signal to none ($\beta_T = 1$) and leaves the others as they "
            r"were. "
            "The rule spreads the change over all steps.",
        ),
        Mistake(
            "the first entry put back",
            shifted_and_first_restored,
            "You shifted all and put the first value back. Scale them all by one factor instead.",
        ),
        Mistake("the fraction upside down", edit("first / (first - last)", "(first - last) / first"), FRACTION),
        Mistake("a sum in the fraction", edit("(first - last)", "(first + last)"), FRACTION),
        Mistake(
            "the root returned",
            edit("((root", "(root", "last)) ** 2", "last)"),
            r"You returned $\sqrt{\bar\alpha}$. Square it.",
        ),
        Mistake(
            "a root for the square",
            edit("((root - last) * first / (first - last)) ** 2", "np.sqrt((root - last) * first / (first - last))"),
            r"(3.14) gives $\sqrt{\bar\alpha'}$. To get $\bar\alpha'$, square it: you took another root.",
        ),
        Mistake(
            "scaled by the wrong span",
            edit("* first / (first", "/ (first"),
            r"Your first value is 1: you divided by the span but did not multiply by $\sqrt{\bar\alpha_1}$.",
        ),
        Mistake(
            "multiplied, not divided",
            edit("first / (first", "first * (first"),
            FRACTION,
        ),
        Mistake(
            "the span not divided by",
            edit(" / (first - last)", ""),
            FRACTION,
        ),
        Mistake(
            "the second entry taken for the first",
            edit("root[0]", "root[1]"),
            "`alpha_bar[0]` is already $\\bar\\alpha_1$: Python counts from 0.",
        ),
        Mistake(
            "the last but one",
            edit("root[-1]", "root[-2]"),
            r"The last entry is `[-1]`: the shift must bring $\bar\alpha_T$ to 0.",
        ),
        Mistake(
            "first and last exchanged",
            edit("root[0], root[-1]", "root[-1], root[0]"),
            "Your first value is 0 and your last is kept: the other way round.",
        ),
        Mistake(
            "no brackets round the shift",
            edit("(root - last) * first", "root - last * first"),
            "Python multiplies before it subtracts. Put brackets round the shifted root.",
        ),
        Mistake(
            "no brackets round the span",
            edit("(first - last)", "first - last"),
            "Python divides before it subtracts. Put brackets round the span.",
        ),
        Mistake(
            "only the shift squared",
            edit("((root - last) * first / (first - last)) ** 2", "(root - last) ** 2 * first / (first - last)"),
            "The square belongs to the whole right side of (3.14), the fraction included.",
        ),
        Mistake(
            "only the fraction squared",
            edit("((root - last) * first / (first - last)) ** 2", "(root - last) * (first / (first - last)) ** 2"),
            "The square belongs to the whole right side of (3.14), the bracket included.",
        ),
        Mistake(
            "the last not rooted",
            edit("root[-1]", "alpha_bar[-1]"),
            r"Only some of your values are roots. Take $\sqrt{\bar\alpha}$ of all, the last too.",
        ),
        Mistake(
            "the first not rooted",
            edit("root[0]", "alpha_bar[0]"),
            r"Only some of your values are roots. Take $\sqrt{\bar\alpha}$ of all, the first too.",
        ),
        Mistake(
            "scaled before it is shifted",
            edit("(root - last) * first / (first - last)", "root * first / (first - last) - last"),
            "Shift first, then scale: otherwise the last value does not become 0.",
        ),
        Mistake(
            "the shift the wrong way round",
            edit("(root - last)", "(first - root)"),
            "Yours starts at 0 and rises. Subtract the *last* root from each.",
        ),
        Mistake("a ramp", a_ramp, "Both ends are right, but (3.14) subtracts the same number from every root."),
        Mistake(
            "a ramp taken off the root",
            a_ramp_taken_off,
            "Both ends are right, but (3.14) subtracts the same number from every root.",
        ),
        Mistake(
            "1 minus it",
            edit("return (", "return 1 - ("),
            r"That is $\sigma^2$. $\bar\alpha'$ itself is asked.",
        ),
        Mistake("the new β", new_betas, r"Those are the $\beta_t'$. The $\bar\alpha_t'$ are asked."),
    ],
    hints=[
        r"Work with $r = \sqrt{\bar\alpha}$. First subtract the last value from all.",
        "Then multiply by a constant that brings the first value back to `r[0]`.",
    ],
)
