"""Exercises of lecture 17: noise from β, time steps, when to stop, copies, Wilson, prevalence, precision, bugs."""

from __future__ import annotations

import math

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, Prediction, edit


# 17.1 ----------------------------------------------------------------- how much noise, from β
def noise_variance(betas, n):
    """1 − Π_{s≤n} (1 − β_s)."""
    return 1 - np.prod(1 - betas[:n])


_ALL, _KEPT = "1 - np.prod(1 - betas[:n])", "np.prod(1 - betas[:n])"
FACTORS = r"betas[0] is $\beta_1$, so the first n steps are betas[:n]: n factors, no more and no fewer."
EACH = (
    r"Each of the n steps multiplies signal and old noise by $1-\beta_s$, in variance. In all "
    r"$\bar\alpha_n=\prod(1-\beta_s)$ is signal, the rest noise."
)

NOISE = Function(
    "17.1",
    title="How much noise, from β",
    points=2,
    reference=noise_variance,
    inputs=lambda rng: [
        (np.array([0.1, 0.2, 0.3, 0.4]), 2),
        (np.array([0.05, 0.1, 0.2]), 1),
        (rng.uniform(0.02, 0.9, size=8), 5),
        (rng.uniform(0.02, 0.3, size=6), 6),
        (np.array([0.7]), 1),
    ],
    mistakes=[
        Mistake("the last step alone", edit(_ALL, "betas[n - 1]"), EACH),
        Mistake("the variances added", edit(_ALL, "np.sum(betas[:n])"), EACH),
        Mistake("the exponential of the sum", edit(_KEPT, "np.exp(-np.sum(betas[:n]))"), EACH),
        Mistake("what is left of the signal", edit("return 1 - np", "return np"), EACH),
        Mistake("the standard deviation", edit(_ALL, f"np.sqrt({_ALL})"), "The variance is asked for."),
        Mistake("one step too few", edit("[:n]", "[: n - 1]"), FACTORS),
        Mistake("one step too many", edit("[:n]", "[: n + 1]"), FACTORS),
        Mistake("looked up at n", edit(_KEPT, "np.cumprod(1 - betas)[n]"), FACTORS),
        Mistake("all steps", edit("[:n]", ""), FACTORS),
        Mistake("the first β left out", edit("[:n]", "[1:n]"), FACTORS),
        Mistake("shifted by one", edit("[:n]", "[1 : n + 1]"), FACTORS),
        Mistake("the last β for every step", edit(_KEPT, "(1 - betas[n - 1]) ** n"), EACH),
        Mistake("the betas multiplied", edit(_ALL, "np.prod(betas[:n])"), EACH),
    ],
    hints=[
        r"$x_n=\sqrt{\bar\alpha_n}\,x_0+\sqrt{1-\bar\alpha_n}\,\varepsilon$. What is $\bar\alpha_n$?",
        "np.prod(1 - betas[:n]) is $\\bar\\alpha_n$.",
    ],
)

# 17.2 ----------------------------------------------------------------- β and Δt
SHARE = (
    r"$e^{-\Delta t}$ multiplies $x$, so it is $\sqrt{1-\beta}$. Take logarithms and solve for "
    r"$\Delta t$, a positive number."
)
KEPT_SHARE = r"$e^{-2\Delta t}=1-\beta$ is the share of the variance that is *kept*; $\beta$ is the share that is new."
SMALL_BETA = "Good for small β only. The exact one is asked for."

STEP = Formula(
    "17.2",
    title="From β to a time step",
    points=1,
    reference="-log(1 - beta) / 2",
    inputs=lambda rng: [{"beta": b} for b in (0.36, 0.0001, 0.999, *rng.uniform(0.02, 0.8, size=4).tolist())],
    mistakes=[
        Mistake("the sign", edit("-log", "log"), SHARE),
        Mistake("the half missing", edit(" / 2", ""), SHARE),
        Mistake("β/2", "beta / 2", SMALL_BETA),
        Mistake("β itself", "beta", SMALL_BETA),
        Mistake("β from Δt", "1 - exp(-2 * beta)", "That is β from Δt. Asked for is Δt from β."),
        Mistake("β for 1 − β", "-log(beta) / 2", KEPT_SHARE),
        Mistake("the root of β", "-log(1 - sqrt(beta))", KEPT_SHARE),
        Mistake("one straight step", "1 - sqrt(1 - beta)", SHARE),
        Mistake("the factor itself", "sqrt(1 - beta)", SHARE),
    ],
    hints=[
        r"In time $\Delta t$ the process multiplies $x$ by $e^{-\Delta t}$; a step of DDPM multiplies "
        r"it by $\sqrt{1-\beta}$."
    ],
)

# 17.3 ----------------------------------------------------------------- predict: how long to train
HOW_LONG = Prediction(
    "17.3",
    title="Predict: how long to train",
    points=1,
    options={
        "a": "falls as long as the loss on the training frauds does",
        "b": "is lowest in the first half; at the end, more than half of what it had gained since the first look, "
        "at step 100, is lost",
        "c": "rises from the first look on: 315 rows are too few to learn anything of use for others",
        "d": "falls at first and then stays where it is",
    },
    reference="b",
    mistakes=[
        Mistake("as long as the other", "a", "315 rows do not hold 1200 steps of what all frauds share."),
        Mistake("nothing of use", "c", "Frauds have much in common, and that is learned first."),
        Mistake("no more gain, no harm", "d", "What is true of these 315 frauds alone is wrong for others."),
    ],
    reveal="With few rows a network soon learns what tells them from all others. How far the loss rises again depends "
    "on the learning rate.",
)


# 17.4 ----------------------------------------------------------------- when to stop
def stop_at(losses, patience):
    """(looks made, look kept), counted from 1."""
    kept = 0
    for look in range(len(losses)):
        if losses[look] < losses[kept]:
            kept = look
        if look - kept == patience:
            break
    return look + 1, kept + 1


def _counted(gain, best=math.inf, reset=True):
    """Stopping by a count of looks without a gain, as most people write it: gain(below the best, loss, last loss)."""

    def stop(losses, patience):
        lowest, kept, waited, last = best, 0, 0, math.inf
        for look, loss in enumerate(losses, start=1):
            better = loss < lowest
            if better:
                lowest, kept = loss, look
            waited = waited + 1 if not gain(better, loss, last) else 0 if reset else waited
            last = loss
            if waited == patience:
                break
        return look, kept

    return stop


ENDS_FIRST = "The list may end before `patience` looks without a gain have passed."
IN_A_ROW = (
    "A look brings a gain if its loss is below the lowest so far. Count the looks in a row that do not, "
    "whatever lies between."
)
FROM_ONE = "Looks are counted from 1: place 0 of the list is look 1. That goes for both numbers."
LOWEST_SEEN = "Kept is the look with the lowest loss among the looks that are made. Later ones are never seen."
PATIENCE = (
    "Training ends after exactly `patience` looks in a row without a gain; the last of them is made. (Try patience 1.)"
)

STOP = Function(
    "17.4",
    title="When to stop",
    points=3,
    reference=stop_at,
    inputs=lambda rng: [
        ([0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.7, 0.62, 0.5], 3),
        ([0.5, 0.5, 0.5, 0.4, 0.45, 0.45, 0.39], 2),
        ([0.9, 0.8, 0.85, 0.7, 0.75], 3),
        ([0.9, 0.8, 0.95, 0.7, 0.9, 0.6, 0.75, 0.65, 0.7, 0.3], 3),
        ([1.0, 0.6, 0.8, 0.75, 0.7, 0.65, 0.1], 3),
        ([0.5, 0.6, 0.7, 0.8, 0.1], 3),
        ([3.0, 2.0, 1.0], 1),
        ([2.0, 1.5, 1.8, 1.2], 1),
        ([1.7], 1),
        ([0.4, 0.6, 0.7], 2),
        ([2.0, 2.1], 5),
        (rng.uniform(size=30).round(3).tolist(), 4),
        ((3 * rng.uniform(size=40)).round(1).tolist(), 5),
    ],
    mistakes=[
        Mistake("the last weights kept", edit("kept + 1", "look + 1"), LOWEST_SEEN),
        Mistake("the look `patience` before the last", edit("kept + 1", "look + 1 - patience"), ENDS_FIRST),
        Mistake("kept plus patience for the looks made", edit("look + 1, ", "kept + 1 + patience, "), ENDS_FIRST),
        Mistake("the lowest of all", edit("        if look - kept == patience:\n            break\n", ""), LOWEST_SEEN),
        Mistake("the right stop, the lowest of all", edit("kept + 1", "losses.index(min(losses)) + 1"), LOWEST_SEEN),
        Mistake("compared with the look before", _counted(lambda better, loss, last: loss < last), IN_A_ROW),
        Mistake("rises in a row", _counted(lambda better, loss, last: loss <= last), IN_A_ROW),
        Mistake("the count never reset", _counted(lambda better, loss, last: better, reset=False), IN_A_ROW),
        Mistake("a tie counts as a gain", edit("<", "<="), "An equal loss is no gain: keep the earlier weights."),
        Mistake("one look too long", edit("== patience", "== patience + 1"), PATIENCE),
        Mistake("one look too short", edit("== patience", "== patience - 1"), PATIENCE),
        Mistake(
            "lowest loss set to 1", _counted(lambda better, loss, last: better, best=1.0), "Losses may be above 1."
        ),
        Mistake("counted from 0", edit("look + 1, kept + 1", "look, kept"), FROM_ONE),
        Mistake("kept counted from 0", edit("kept + 1", "kept"), FROM_ONE),
        Mistake("made counted from 0", edit("look + 1, ", "look, "), FROM_ONE),
        Mistake("the loss for its look", edit("kept + 1", "losses[kept]"), "Asked for is the number of its look."),
    ],
    hints=[
        "Keep three things on the way: the lowest loss, its look, and how many looks there have been since.",
        "At each look: if the loss is below the lowest, it becomes the lowest and the count starts "
        "at 0 again, else it rises by 1.",
    ],
)

# 17.5 ----------------------------------------------------------------- predict: below a half
BELOW_HALF = Prediction(
    "17.5",
    title="Predict: copies against their originals",
    points=1,
    options={
        "a": "near 1: it learns which rows are copies",
        "b": "near ½: copies look like originals, so it can only guess",
        "c": "well below ½: it is wrong more often than a coin",
        "d": "exactly ½, because each copy is a tie",
    },
    reference="c",
    mistakes=[
        Mistake("copies are known", "a", "By what? Each copy has the same numbers as its original."),
        Mistake("only a guess", "b", "So for rows new to the forest. Copies of a held-out one are not."),
        Mistake("ties", "d", "Copies of a held-out original are among the training rows: no tie."),
    ],
    reveal="The forest was trained on copies of a held-out original, under the wrong label: it calls it generated.",
)


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
    return labels, np.round(rng.normal(size=60) + 1.5 * labels, 1), 0.8


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
    inputs=lambda rng: [
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
            ([1, 1, 0, 1, 1, 0, 1], [-0.1, 0.6, 0.6, 0.6, 0.8, 0.9, 0.9], 0.8),
            ([1, 0, 1, 1, 0], [0.2, 0.1, 0.7, 0.9, 0.5], 1.0),
            _many(rng),
        )
    ],
    mistakes=[
        Mistake("ties taken apart", _ties_apart, TIES),
        Mistake("ties taken apart, later rows first", _ties_apart_reversed, TIES),
        Mistake(
            "the first threshold that will do",
            edit(f"best = {_MAX}", f"return {_RECALL}", "scores:", "sorted(scores)[::-1]:"),
            LARGEST,
        ),
        Mistake("the last threshold that will do", edit(_MAX, _RECALL), LARGEST),
        Mistake("stopped at the first miss", _stopped_at_the_first_miss, LARGEST),
        Mistake("the threshold ½", _at_one_threshold(lambda least: 0.5), FREE),
        Mistake("`least` as threshold", _at_one_threshold(lambda least: least), FREE),
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

EXERCISES = [NOISE, STEP, HOW_LONG, STOP, BELOW_HALF, WILSON, ELSEWHERE, MATCHED, BUGS]
