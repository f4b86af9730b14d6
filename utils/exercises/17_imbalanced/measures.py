"""Exercises 17.6 to 17.9: Wilson's interval, prevalence, recall at equal precision, bugs."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 17.6 ----------------------------------------------------------------- Wilson's interval
def wilson_interval(successes, n):
    """(p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), z = 1.96."""
    z, p = 1.96, successes / n
    middle = p + z**2 / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    whole = 1 + z**2 / n
    return (middle - half) / whole, (middle + half) / whole


def _clipped(successes, n):
    p = successes / n
    half = 1.96 * np.sqrt(p * (1 - p) / n)
    return max(0, p - half), min(1, p + half)


_MIDDLE, _ENDS = "p + z**2 / (2 * n)", "(middle - half) / whole, (middle + half) / whole"
ROOT = r"Under the root stands $\hat p(1-\hat p)/n+z^2/4n^2$, and $z$ before it: a standard error, not a variance."
CENTRE = r"The middle, before the division, is $\hat p+z^2/2n$."
DIVIDE = r"All of (17.7), the middle and the root, is divided by $1+z^2/n$."
BRACKETS = "Python reads a / 2 * n as (a / 2) * n. Put 2 * n, and 4 * n**2, in brackets."
LEVEL = "For 95 % take z = 1.96."
PLAIN = r"That is $\hat p\pm z\sqrt{\hat p(1-\hat p)/n}$. For 10 of 10 it claims certainty. (17.7) is another one."

WILSON = Function(
    "17.6",
    title="How sure is 81 of 98?",
    points=2,
    reference=wilson_interval,
    rtol=1e-5,
    atol=1e-5,
    inputs=lambda rng: [
        (81, 98),
        (83, 98),
        (0, 10),
        (10, 10),
        (1, 1),
        (1, 20),
        (int(rng.integers(1, 20)), 20),
        (int(rng.integers(30, 70)), 100),
    ],
    mistakes=[
        Mistake("the plain interval", edit(_MIDDLE, "p", " + z**2 / (4 * n**2)", "", "1 + z**2 / n", "1"), PLAIN),
        Mistake("the plain interval, clipped", _clipped, PLAIN),
        Mistake("not divided", edit("1 + z**2 / n", "1"), DIVIDE),
        Mistake("the middle not divided", edit(_ENDS, "middle - half / whole, middle + half / whole"), DIVIDE),
        Mistake("the root not divided", edit(_ENDS, "middle / whole - half, middle / whole + half"), DIVIDE),
        Mistake("the middle not moved", edit(_MIDDLE, "p"), CENTRE),
        Mistake("z²/n in the middle", edit(_MIDDLE, "p + z**2 / n"), CENTRE),
        Mistake("one part under the root", edit(" + z**2 / (4 * n**2)", ""), ROOT),
        Mistake("n for n² under the root", edit("4 * n**2", "4 * n"), ROOT),
        Mistake("n multiplied in the middle", edit("(2 * n)", "2 * n"), BRACKETS),
        Mistake("n² multiplied under the root", edit("(4 * n**2)", "4 * n**2"), BRACKETS),
        Mistake("z = 2", edit("1.96", "2.0"), LEVEL),
        Mistake("z = 1.645", edit("1.96", "1.645"), LEVEL),
        Mistake("z = 1.64", edit("1.96", "1.64"), LEVEL),
        Mistake("z = 2.576", edit("1.96", "2.576"), LEVEL),
        Mistake("half of z", edit("1.96", "0.98"), LEVEL),
        Mistake(
            "middle and half-width",
            edit(_ENDS, "middle / whole, half / whole"),
            "Return both ends: the middle minus and plus the half-width.",
        ),
        Mistake(
            "two successes and two failures added",
            edit("successes / n", "(successes + 2) / (n + 4)"),
            r"$\hat p$ is successes / n. (17.7) moves the middle by itself.",
        ),
        Mistake(
            "whole-number division",
            edit("successes / n", "successes // n"),
            "81 // 98 is 0: divide with a single stroke, /.",
        ),
    ],
    hints=["p = successes / n first. Then the middle, the root, the division by 1 + z²/n."],
    reveal="The intervals of 81 and of 83 of 98 share most of their length.",
)


# 17.7 ----------------------------------------------------------------- precision elsewhere
def precision_elsewhere(precision, prevalence, other):
    """P'/(1 − P') = P/(1 − P) · odds(other)/odds(prevalence)."""
    odds = precision / (1 - precision) * (1 - prevalence) / prevalence * other / (1 - other)
    return odds / (1 + odds)


_P = "precision / (1 - precision)"
_ODDS = "precision / (1 - precision) * (1 - prevalence) / prevalence * other / (1 - other)"
_BACK = "return odds / (1 + odds)"
R_OVER_F = (
    r"(17.8) gives $R/F$ from the first place: odds of $P$ over odds of $\pi$. Then use it with the odds "
    r"of the other share."
)
OF_ALARMS = "Precision is no chance per row but a share of alarms: TP/(TP + FP). TP goes with π, FP with 1 − π."
TURN_BACK = "Odds o belong to the share o/(1 + o)."
ODDS_OF_P = "It is the odds P/(1 − P), not P, that move with the odds of the share."

ELSEWHERE = Function(
    "17.7",
    title="Precision where frauds are rarer",
    points=2,
    reference=precision_elsewhere,
    inputs=lambda rng: [
        (0.9, 0.02, 0.002),
        (0.5, 0.3, 0.1),
        (0.97, 0.0082, 0.0082),
        (0.9999, 0.001, 0.99),
        *(tuple(rng.uniform(0.05, 0.9, size=3).tolist()) for _ in range(3)),
    ],
    mistakes=[
        Mistake("unchanged", edit(_BACK, "return precision"), OF_ALARMS),
        Mistake("times the ratio of shares", edit(_BACK, "return precision * other / prevalence"), OF_ALARMS),
        Mistake("the same, at most 1", edit(_BACK, "return min(1, precision * other / prevalence)"), OF_ALARMS),
        Mistake("shares for odds", edit(_ODDS, f"{_P} * other / prevalence"), OF_ALARMS),
        Mistake("legitimate rows only", edit(_ODDS, f"{_P} * (1 - prevalence) / (1 - other)"), OF_ALARMS),
        Mistake("upside down", edit(_ODDS, f"{_P} * prevalence / (1 - prevalence) * (1 - other) / other"), R_OVER_F),
        Mistake("precision for R/F", edit(_ODDS, f"{_P} * other / (1 - other)"), R_OVER_F),
        Mistake("P for its odds", edit("precision / (1 - precision)", "precision", _BACK, "return odds"), ODDS_OF_P),
        Mistake("P for its odds, then turned back", edit("precision / (1 - precision)", "precision"), ODDS_OF_P),
        Mistake(
            "first odds upside down", edit("(1 - prevalence) / prevalence", "prevalence / (1 - prevalence)"), R_OVER_F
        ),
        Mistake("other odds upside down", edit("other / (1 - other)", "(1 - other) / other"), R_OVER_F),
        Mistake("precision over prevalence", edit(_ODDS, "precision / prevalence * other / (1 - other)"), R_OVER_F),
        Mistake(
            "no brackets below",
            edit("odds / (1 + odds)", "odds / 1 + odds"),
            "Python reads o / 1 + o as (o / 1) + o: put 1 + o in brackets.",
        ),
        Mistake("the odds not turned back", edit(_BACK, "return odds"), TURN_BACK),
    ],
    hints=[
        r"$P/(1-P)=\text{TP}/\text{FP}=\pi R/((1-\pi)F)$, with recall $R$ and false alarm rate $F$ "
        r"the same everywhere.",
        "Multiply the odds of P by odds(other)/odds(prevalence), then turn odds o back into o/(1 + o).",
    ],
)


# 17.8 ----------------------------------------------------------------- matched precision
def recall_at(labels, scores, least):
    """The largest recall among thresholds (distinct scores) whose precision is at least `least`; 0 if there is none."""
    best = 0.0
    for threshold in scores:
        alarm = scores >= threshold
        if np.mean(labels[alarm]) >= least:
            best = max(best, np.sum(labels[alarm]) / np.sum(labels))
    return best


def _row_by_row(labels, least):
    caught = np.cumsum(labels)
    enough = caught / np.arange(1, len(labels) + 1) >= least
    return caught[enough].max() / caught[-1] if enough.any() else 0.0


def _ties_apart(labels, scores, least):
    return _row_by_row(labels[np.argsort(-scores, kind="stable")], least)


def _ties_apart_reversed(labels, scores, least):
    return _row_by_row(labels[np.argsort(scores)[::-1]], least)


def _lowest_first(labels, scores, least):
    return _row_by_row(labels[np.argsort(scores)], least)


def _stopped_at_the_first_miss(labels, scores, least):
    best = 0.0
    for threshold in sorted(scores, reverse=True):
        alarm = scores >= threshold
        if np.mean(labels[alarm]) < least:
            break
        best = np.sum(labels[alarm]) / np.sum(labels)
    return best


def _at_one_threshold(threshold):
    def recall(labels, scores, least):
        return np.sum(labels[scores >= threshold(least)]) / np.sum(labels)

    return recall


def _many(rng):
    labels = (rng.random(60) < 0.3).astype(float)
    labels[0] = 1
    return labels, rng.normal(size=60) + 1.5 * labels, 0.8


_MAX, _RECALL = "max(best, np.sum(labels[alarm]) / np.sum(labels))", "np.sum(labels[alarm]) / np.sum(labels)"
FREE = "The threshold is free and the precision given: try the scores themselves, wherever they lie, as thresholds."
AT_LEAST = (
    "Alarm: a score *at or above* the threshold. Enough: a precision *of at least* the one wanted, equal included."
)
TIES = "Rows with equal scores raise an alarm together: a threshold never falls between them."
LARGEST = (
    "Precision goes up and down as the threshold falls: try every score as threshold, and take the largest recall."
)
SHARE_OF_FRAUDS = "Recall is the share of the frauds that raise an alarm."
TWO_MEASURES = "Precision, the share of frauds among the alarms, is the condition; recall is what is returned."

MATCHED = Function(
    "17.8",
    title="Recall at equal precision",
    points=3,
    reference=recall_at,
    inputs=lambda rng: [  # pairs alone tell in which order ties were taken: how argsort orders many is its own affair
        (np.array(labels, float), np.array(scores), least)
        for labels, scores, least in (
            ([1, 0, 1, 1, 0, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], 0.7),
            ([1, 0, 1, 0, 1, 0, 0], [0.9, 0.8, 0.8, 0.5, 0.8, 0.5, 0.1], 0.75),
            ([0, 1, 0, 0, 1], [0.9, 0.8, 0.7, 0.3, 0.2], 0.9),
            ([1, 1, 0, 1, 0, 1], [0.95, 0.9, 0.6, 0.55, 0.5, 0.3], 0.75),
            ([0, 1, 1, 1, 0, 1, 0], [0.99, 0.9, 0.8, 0.7, 0.6, 0.4, 0.2], 0.6),
            ([1, 0, 1, 0, 1], [0.9, 0.8, 0.7, 0.4, 0.1], 0.5),
            ([0, 1], [0.5, 0.5], 0.9),
            ([1, 0], [2.5, 2.5], 0.9),
            ([0, 1, 0, 1, 0, 1, 1], [-0.1, 0.6, 0.6, 0.6, 0.8, 0.9, 0.9], 0.9),
            ([1, 0, 1, 1, 0], [0.2, 0.1, 0.7, 0.9, 0.5], 1.0),
            _many(rng),
        )
    ],
    mistakes=[
        Mistake("ties taken apart", _ties_apart, TIES),
        Mistake("ties taken apart, later rows first", _ties_apart_reversed, TIES),
        Mistake("lowest scores first", _lowest_first, f"`argsort` puts the lowest score first. {TIES}"),
        Mistake(
            "the first threshold that will do",
            edit(f"best = {_MAX}", f"return {_RECALL}", "scores:", "sorted(scores)[::-1]:"),
            LARGEST,
        ),
        Mistake("the last threshold that will do", edit(_MAX, _RECALL), LARGEST),
        Mistake("stopped at the first miss", _stopped_at_the_first_miss, LARGEST),
        Mistake("the threshold ½", _at_one_threshold(lambda least: 0.5), FREE),
        Mistake("`least` as threshold", _at_one_threshold(lambda least: least), FREE),
        Mistake("eleven thresholds", edit("in scores", "in np.linspace(0, 1, 11)"), FREE),
        Mistake("a grid of thresholds", edit("in scores", "in np.linspace(0, 1, 101)"), FREE),
        Mistake("more, not at least", edit(">= least", "> least"), AT_LEAST),
        Mistake("above, not at or above", edit(">= threshold", "> threshold"), AT_LEAST),
        Mistake("sorted the wrong way", edit(">= threshold", "<= threshold"), AT_LEAST),
        Mistake("accuracy for precision", edit("np.mean(labels[alarm])", "np.mean(labels == alarm)"), TWO_MEASURES),
        Mistake("precision returned", edit(_RECALL, "np.mean(labels[alarm])"), TWO_MEASURES),
        Mistake(
            "precision at a recall",
            edit("np.mean(labels[alarm])", _RECALL, _RECALL, "np.mean(labels[alarm])"),
            TWO_MEASURES,
        ),
        Mistake("the threshold returned", edit(_RECALL, "threshold"), TWO_MEASURES),
        Mistake("recall over all rows", edit("np.sum(labels))", "len(labels))"), SHARE_OF_FRAUDS),
        Mistake("alarms over frauds", edit("np.sum(labels[alarm])", "np.sum(alarm)"), SHARE_OF_FRAUDS),
    ],
    hints=[
        "For each score as threshold: alarm = scores >= threshold, precision = labels[alarm].mean(). Then the recall.",
        "Keep the largest recall of the thresholds with enough precision; start at 0.",
    ],
)


# 17.9 ----------------------------------------------------------------- planted bugs
def buggy_lines():
    """The three lines with a slip."""
    return 2, 8, 15


ORDER = (
    "The line you accuse in the training loop is right. The slip there is one of *order*: "
    "which line uses what is not there yet?"
)
TEST_ROWS = (
    "The line you accuse in the preparation is right. Which one there uses rows that it must not know, "
    "such as test rows?"
)
LAST_ROUND = (
    "The line you accuse in the sampling is right. Look at the loop's last round, t = 1: what must not be there?"
)

BUGS = Function(
    "17.9",
    title="Three planted bugs",
    points=3,
    reference=buggy_lines,
    inputs=lambda rng: [()],
    any_order=True,
    mistakes=[
        Mistake("line 1 accused", edit("2", "1"), TEST_ROWS),
        Mistake("line 3 accused", edit("2", "3"), TEST_ROWS),
        Mistake("line 4 accused", edit("2", "4"), TEST_ROWS),
        Mistake("line 5 accused", edit("8", "5"), ORDER),
        Mistake("line 6 accused", edit("8", "6"), ORDER),
        Mistake("line 7 accused", edit("8", "7"), ORDER),
        Mistake("line 9 accused", edit("8", "9"), ORDER),
        Mistake("line 10 accused", edit("8", "10"), ORDER),
        Mistake("line 11 accused", edit("8", "11"), ORDER),
        Mistake("line 12 accused", edit("15", "12"), LAST_ROUND),
        Mistake("line 13 accused", edit("15", "13"), LAST_ROUND),
        Mistake("line 14 accused", edit("15", "14"), LAST_ROUND),
        Mistake("line 16 accused", edit("15", "16"), LAST_ROUND),
        Mistake("line 17 accused", edit("15", "17"), LAST_ROUND),
    ],
    hints=[
        "One is in the preparation, one in the training loop, one in the sampling loop.",
        "Ask of each line: does it use something that is not there yet, or that it must not know?",
    ],
    reveal="2: the scale knows the test rows. 8: clips the gradients of the step before, which line 9 then discards. "
    "15: adds noise to the finished rows.",
)
