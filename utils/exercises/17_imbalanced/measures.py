"""Exercises 17.4 to 17.7: a sign test, what an alarm pays for, a threshold carried to other rows, planted faults."""

from __future__ import annotations

import math

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 17.4 ----------------------------------------------------------------- a paired test of two classifiers
def sign_test(gained, lost):
    """min(1, 2 P(X ≥ max(gained, lost))), X binomial with n = gained + lost and probability ½."""
    n, most = gained + lost, max(gained, lost)
    tail = sum(math.comb(n, k) for k in range(most, n + 1))
    return min(1, 2 * tail / 2**n)


def _chi_squared(correction):
    def test(gained, lost):
        n = gained + lost
        gap = max(0, abs(gained - lost) - correction)
        return math.erfc(gap / math.sqrt(2 * n)) if n else 1.0

    return test


_SUM, _SPLIT = "sum(math.comb(n, k) for k in range(most, n + 1))", "range(most, n + 1)"
BOTH_WAYS = "At least as uneven *in either direction*: two tails. By symmetry both have the same probability."
WHOLE_TAIL = "Add the probabilities of all splits at least as uneven, not of the one seen alone: from max to n."
AT_MOST_ONE = "The two tails share the middle when the split is even, and twice a tail passes 1: return at most 1."
EXACT = "That is a normal approximation, poor for few frauds. Add up the binomial probabilities themselves."
FAIR = r"If the added rows changed nothing, each of these frauds goes either way with probability $\frac12$."
ALWAYS_ONE = "That is 1 for every split: begin the tail at the larger of the two, and divide the sum by 2**n."
LARGER = "Whether more were gained or more lost must not matter: begin the tail at the larger of the two."

SIGN = Function(
    "17.4",
    title="Gained and lost: by chance?",
    points=2,
    reference=sign_test,
    inputs=lambda rng: [
        (7, 1),
        (1, 7),
        (2, 0),
        (0, 6),
        (0, 0),
        (3, 3),
        (4, 3),
        (1, 0),
        (31, 12),
        (40, 61),
        tuple(int(k) for k in rng.integers(0, 25, size=2)),
    ],
    mistakes=[
        Mistake("one direction", edit("2 * tail", "tail"), BOTH_WAYS),
        Mistake("above 1", edit("min(1, 2 * tail / 2**n)", "2 * tail / 2**n"), AT_MOST_ONE),
        Mistake("this split alone", edit(_SUM, "math.comb(n, most)"), WHOLE_TAIL),
        Mistake("this split alone, one way", edit(_SUM, "math.comb(n, most)", "2 * tail", "tail"), WHOLE_TAIL),
        Mistake("all one way", edit(_SUM, "1"), WHOLE_TAIL),
        Mistake("more uneven, not at least", edit(_SPLIT, "range(most + 1, n + 1)"), WHOLE_TAIL),
        Mistake("all n not among them", edit(_SPLIT, "range(most, n)"), WHOLE_TAIL),
        Mistake("the tail of the gains", edit("max(gained, lost)", "gained"), LARGER),
        Mistake(
            "the tail of the gains, one direction", edit("max(gained, lost)", "gained", "2 * tail", "tail"), LARGER
        ),
        Mistake("the tail of the losses", edit("max(gained, lost)", "lost"), LARGER),
        Mistake("1 for every split", edit("max(", "min("), ALWAYS_ONE),
        Mistake(
            "one minus",
            edit("min(1, 2 * tail / 2**n)", "1 - min(1, 2 * tail / 2**n)"),
            "That is one minus what is asked: the share itself, not its complement.",
        ),
        Mistake("not divided by all splits", edit("min(1, 2 * tail / 2**n)", "2 * tail"), FAIR),
        Mistake("McNemar's χ²", _chi_squared(0), EXACT),
        Mistake("McNemar's χ², corrected", _chi_squared(1), EXACT),
        Mistake("the share", edit("min(1, 2 * tail / 2**n)", "most / n if n else 1"), FAIR),
    ],
    hints=[
        r"Let $n$ be both together. $\Pr(X=k)=\binom nk/2^n$; math.comb(n, k) is $\binom nk$.",
        "Add these from k = max(gained, lost) to n, double the sum, and return at most 1.",
    ],
    reveal="Only the frauds on which two classifiers differ tell them apart: 998 others that both find add nothing.",
)


# 17.5 ----------------------------------------------------------------- from which score on an alarm pays
def alarm_from(alarm, loss, share, trained):
    """Odds of the threshold: alarm/(loss − alarm), times odds(trained)/odds(share)."""
    odds = alarm / (loss - alarm)
    odds *= trained / (1 - trained) * (1 - share) / share
    return odds / (1 + odds)


_COST, _TURN = "alarm / (loss - alarm)", "return odds / (1 + odds)"
_SHIFT = "trained / (1 - trained) * (1 - share) / share"
PAYS = (
    "An alarm costs `alarm` whether or not it is a fraud; no alarm costs `loss` if it is one. So an alarm pays where "
    "the probability of a fraud is at least alarm/loss."
)
UNDO = (
    "The trained classifier's odds are too high by odds(trained)/odds(share): its threshold must be higher by that "
    "factor, in odds."
)
SHIFT = "The classifier was trained where frauds have another share: (17.8b) moves the threshold."
IN_ODDS = "Bayes multiplies odds, p/(1 − p), not probabilities and not shares."
TO_SHARE = "Odds o belong to the probability o/(1 + o)."

PAYING = Function(
    "17.5",
    title="From which score on does an alarm pay?",
    points=3,
    reference=alarm_from,
    inputs=lambda rng: [
        (5.0, 100.0, 0.002, 0.1),
        (5.0, 10.0, 0.01, 0.5),
        (1.0, 500.0, 0.03, 0.03),
        (90.0, 100.0, 0.3, 0.05),
        *(
            (float(a), float(a + b), *rng.uniform(0.02, 0.9, size=2).tolist())
            for a, b in rng.uniform(1, 50, size=(4, 2))
        ),
    ],
    mistakes=[
        Mistake("no shift", edit(_SHIFT, "1"), SHIFT),
        Mistake("shift upside down", edit(_SHIFT, "share / (1 - share) * (1 - trained) / trained"), UNDO),
        Mistake("shares for odds", edit(_SHIFT, "trained / share"), IN_ODDS),
        Mistake("shares for odds, upside down", edit(_SHIFT, "share / trained"), IN_ODDS),
        Mistake("legitimate shares alone", edit(_SHIFT, "(1 - share) / (1 - trained)"), IN_ODDS),
        Mistake("odds of the trained share alone", edit(_SHIFT, "trained / (1 - trained)"), UNDO),
        Mistake("odds of the true share alone", edit(_SHIFT, "(1 - share) / share"), UNDO),
        Mistake("one odds upside down", edit("(1 - share) / share", "share / (1 - share)"), UNDO),
        Mistake("costs alone, as odds", edit(_COST, "alarm / loss"), PAYS),
        Mistake("alarm and loss added", edit(_COST, "alarm / (loss + alarm)"), PAYS),
        Mistake("loss over alarm", edit(_COST, "(loss - alarm) / alarm"), PAYS),
        Mistake("at ½", edit(_COST, "1"), PAYS),
        Mistake("odds not turned back", edit(_TURN, "return odds"), TO_SHARE),
        Mistake("odds taken for a probability", edit(_TURN, f"return odds / (odds + 1 - {_COST})"), TO_SHARE),
        Mistake("at most 1", edit(_TURN, "return min(1, odds)"), TO_SHARE),
        Mistake("probability times the factor", edit(_COST, "alarm / loss", _TURN, "return odds"), IN_ODDS),
        Mistake("the same, at most 1", edit(_COST, "alarm / loss", _TURN, "return min(1, odds)"), IN_ODDS),
        Mistake(
            "shares, not turned back",
            edit(_COST, "alarm / loss", _SHIFT, "trained / share", _TURN, "return odds"),
            IN_ODDS,
        ),
        Mistake("one minus it", edit(_TURN, "return 1 / (1 + odds)"), "That is one minus the threshold."),
        Mistake(
            "brackets below left out",
            edit("odds / (1 + odds)", "odds / 1 + odds"),
            "Python reads o / 1 + o as (o / 1) + o: put 1 + o in brackets.",
        ),
    ],
    hints=[
        r"First the threshold $\tau$ for the true probability: no alarm costs $p\cdot$loss on average, an alarm costs "
        r"alarm.",
        r"Then its odds, $\tau/(1-\tau)$, times odds(trained)/odds(share); then back from odds $o$ to $o/(1+o)$.",
    ],
)


# 17.6 ----------------------------------------------------------------- a threshold carried to other rows
def carried_over(labels, scores, other_labels, other_scores, least):
    """(precision, recall) on the other rows at the lowest of `scores` whose precision on the first is ≥ least."""
    chosen = np.inf
    for threshold in scores:
        if np.mean(labels[scores >= threshold]) >= least:
            chosen = min(chosen, threshold)
    alarm = other_scores >= chosen
    return np.mean(other_labels[alarm]), np.sum(other_labels[alarm]) / np.sum(other_labels)


def _judged(labels, scores, chosen):
    alarm = scores >= chosen
    return np.mean(labels[alarm]) if alarm.any() else 0.0, np.sum(labels[alarm]) / np.sum(labels)


def _chosen_by(rule):
    """The same, with the threshold by another rule(labels, scores, least)."""

    def carried(labels, scores, other_labels, other_scores, least):
        return _judged(other_labels, other_scores, rule(labels, scores, least))

    return carried


def _row_by_row(order):
    """Ties taken apart: precision after each row, in an order of the rows."""

    def rule(labels, scores, least):
        rows = order(scores)
        enough = np.cumsum(labels[rows]) / np.arange(1, len(rows) + 1) >= least
        return scores[rows][np.flatnonzero(enough)[-1]] if enough.any() else np.inf

    return rule


def _stopped_at_the_first_miss(labels, scores, least):
    chosen = np.inf
    for threshold in sorted(scores, reverse=True):
        if np.mean(labels[scores >= threshold]) < least:
            break
        chosen = threshold
    return chosen


def _from_grid(labels, scores, least):
    return next(
        (t for t in np.linspace(0, 1, 101) if np.any(scores >= t) and np.mean(labels[scores >= t]) >= least), np.inf
    )


def _on_all_rows(labels, scores, other_labels, other_scores, least):
    both = np.concatenate([labels, other_labels]), np.concatenate([scores, other_scores])
    return carried_over(*both, other_labels, other_scores, least)


def _carried(labels, scores, other_labels, other_scores, least):
    return *(np.array(part, float) for part in (labels, scores, other_labels, other_scores)), least


def _many(rng):
    labels, others = ((rng.random(n) < 0.3).astype(float) for n in (60, 80))
    labels[0] = others[0] = 1
    scores, other_scores = (1 / (1 + np.exp(-rng.normal(size=y.size) - 1.5 * y)) for y in (labels, others))
    scores[0] = other_scores[0] = 1.0
    return labels, scores, others, other_scores, 0.8


PEEK = "Choose the threshold on the first rows alone; the other rows only judge it. Else it is chosen on the test."
JUDGE = "Return the precision and recall of the *other* rows, at the threshold that the first rows chose."
SWAPPED = "Precision first: frauds among the alarms. Then recall: alarms among the frauds."
LOWEST = "Precision goes up and down as the threshold falls: try every score of the first rows, keep the lowest."
AT_LEAST = (
    "Alarm: a score *at or above* the threshold. Enough: a precision *of at least* the one wanted, equal included."
)
TIES = "Rows with equal scores raise an alarm together: a threshold never falls between them."
FREE = "The threshold is one of the scores of the first rows, wherever they lie; `least` is a precision, not a score."

CARRIED = Function(
    "17.6",
    title="A threshold from validation rows",
    points=3,
    reference=carried_over,
    inputs=lambda rng: [
        _carried([1, 0, 1, 1, 0, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [1, 0, 1, 0], [0.95, 0.65, 0.6, 0.2], 0.7),
        _carried([1, 0, 1, 0, 1], [0.9, 0.8, 0.8, 0.5, 0.8], [1, 1, 0, 0, 1], [0.9, 0.8, 0.8, 0.55, 0.5], 0.75),
        _carried(
            [1, 1, 0, 1, 0, 1], [0.95, 0.9, 0.6, 0.55, 0.5, 0.3], [1, 0, 1, 1, 0], [0.97, 0.7, 0.55, 0.3, 0.4], 0.75
        ),
        _carried(
            [1, 1, 1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.4, 0.2], [1, 0, 1, 0, 0, 1], [0.99, 0.7, 0.4, 0.4, 0.3, 0.3], 0.8
        ),
        _carried([1, 1, 0, 0], [0.9, 0.5, 0.5, 0.5], [1, 0, 1, 0], [0.95, 0.7, 0.6, 0.5], 0.6),
        _carried([1, 0, 0, 1], [0.9, 0.5, 0.5, 0.5], [1, 0, 1, 0], [0.95, 0.7, 0.6, 0.5], 0.6),
        _carried([0, 1, 1], [-3.0, 1.5, 2.5], [1, 0, 0, 1], [4.0, 3.0, 1.5, 0.7], 1.0),
        _carried([1, 0], [0.3, 0.1], [1, 0, 1], [1.4, 0.3, 0.2], 1.0),
        _carried([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.6], [1, 0, 1, 1], [0.95, 0.75, 0.65, 0.1], 0.7),
        _many(rng),
    ],
    mistakes=[
        Mistake("ties taken apart", _chosen_by(_row_by_row(lambda s: np.argsort(-s, kind="stable"))), TIES),
        Mistake("ties taken apart, later rows first", _chosen_by(_row_by_row(lambda s: np.argsort(s)[::-1])), TIES),
        Mistake(
            "lowest scores first", _chosen_by(_row_by_row(np.argsort)), f"`argsort` puts the lowest score first. {TIES}"
        ),
        Mistake("stopped at the first miss", _chosen_by(_stopped_at_the_first_miss), LOWEST),
        Mistake(
            "the highest that will do", edit("chosen = np.inf", "chosen = -np.inf", "min(chosen", "max(chosen"), LOWEST
        ),
        Mistake("the last in the list that will do", edit("min(chosen, threshold)", "threshold"), LOWEST),
        Mistake("chosen on the other rows", lambda a, b, c, d, least: carried_over(c, d, c, d, least), PEEK),
        Mistake("chosen on all rows", _on_all_rows, PEEK),
        Mistake("judged on the first rows", lambda a, b, c, d, least: carried_over(a, b, a, b, least), JUDGE),
        Mistake(
            "chosen on the others, judged on the first", lambda a, b, c, d, least: carried_over(c, d, a, b, least), PEEK
        ),
        Mistake("recall first", lambda *one: carried_over(*one)[::-1], SWAPPED),
        Mistake("more, not at least", edit(">= least", "> least"), AT_LEAST),
        Mistake("above, not at or above", edit("other_scores >= chosen", "other_scores > chosen"), AT_LEAST),
        Mistake(
            "recall for precision",
            edit("np.mean(labels[scores >= threshold])", "np.sum(labels[scores >= threshold]) / np.sum(labels)"),
            SWAPPED,
        ),
        Mistake("recall over all rows", edit("np.sum(other_labels))", "len(other_labels)"), SWAPPED)
        if False
        else Mistake("recall over all rows", edit("/ np.sum(other_labels)", "/ len(other_labels)"), SWAPPED),
        Mistake(
            "precision over all rows", edit("np.mean(other_labels[alarm])", "np.mean(other_labels * alarm)"), SWAPPED
        ),
        Mistake("alarms over frauds", edit("np.sum(other_labels[alarm])", "np.sum(alarm)"), SWAPPED),
        Mistake("the threshold ½", _chosen_by(lambda labels, scores, least: 0.5), FREE),
        Mistake("`least` as threshold", _chosen_by(lambda labels, scores, least: least), FREE),
        Mistake("a grid of thresholds", _chosen_by(_from_grid), FREE),
    ],
    hints=[
        "Two steps. On the first rows: for each score as threshold, labels[scores >= threshold].mean(). Keep the "
        "lowest threshold for which that is at least `least`.",
        "Then alarm = other_scores >= chosen; precision other_labels[alarm].mean(), recall the caught over all frauds.",
    ],
    reveal="On rows that did not choose it, a threshold keeps its precision on average at best: run the cells below.",
)


# 17.7 ----------------------------------------------------------------- planted bugs
def buggy_lines():
    """The three lines with a slip."""
    return 2, 8, 15


ORDER = (
    "The line you accuse in the training loop is right. The slip there is one of *order*: "
    "which line uses what is not there yet?"
)
TEST_ROWS = (
    "The line you accuse in the preparation is right. Which one there uses rows that it must not see, "
    "such as test rows?"
)
LAST_ROUND = (
    "The line you accuse in the sampling is right. Look at the loop's last round, t = 1: what must not be there?"
)

BUGS = Function(
    "17.7",
    title="Three planted faults",
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
        "Ask of each line: does it use something that is not there yet, or that it must not see?",
    ],
    reveal="2: the scale depends on the test rows. 8: clips the gradients of the step before, which line 9 then "
    "discards. 15: adds noise to the finished rows.",
)
