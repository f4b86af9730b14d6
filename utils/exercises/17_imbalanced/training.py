"""Exercises 17.1 to 17.3: how long to train, when to stop, copies."""

from __future__ import annotations

import math

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 17.1 ----------------------------------------------------------------- predict: how long to train
HOW_LONG = Prediction(
    "17.1",
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
        Mistake("as long as the other", "a", "315 rows do not contain 1200 steps of what all frauds share."),
        Mistake("nothing of use", "c", "Frauds have much in common, and that is learned first."),
        Mistake("no more gain, no harm", "d", "What is true of these 315 frauds alone is wrong for others."),
    ],
    reveal="With few rows a network soon learns what distinguishes them from all others. How far the loss rises again "
    "depends on the learning rate.",
)


# 17.2 ----------------------------------------------------------------- when to stop
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


def _lowest_plus_patience(losses, patience):
    kept = losses.index(min(losses)) + 1
    return min(kept + patience, len(losses)), kept


def _against_patience_before(losses, patience):
    for look in range(patience, len(losses)):
        if losses[look] >= losses[look - patience]:
            return look + 1, int(np.argmin(losses[: look + 1])) + 1
    return len(losses), int(np.argmin(losses)) + 1


def _from_zero_unless_all(losses, patience):
    made, kept = stop_at(losses, patience)
    return (made - 1 if made - kept == patience else made), kept - 1


def _last_fall(losses, patience):
    kept = waited = 0
    for look in range(len(losses)):
        falls = look == 0 or losses[look] < losses[look - 1]
        kept, waited = (look, 0) if falls else (kept, waited + 1)
        if waited == patience:
            break
    return look + 1, kept + 1


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
    "17.2",
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
        Mistake("compared with the look before, the last fall kept", _last_fall, IN_A_ROW),
        Mistake("rises in a row", _counted(lambda better, loss, last: loss <= last), IN_A_ROW),
        Mistake("the count never reset", _counted(lambda better, loss, last: better, reset=False), IN_A_ROW),
        Mistake("a tie counts as a gain", edit("<", "<="), "An equal loss is no gain: keep the earlier weights."),
        Mistake("one look too long", edit("== patience", "== patience + 1"), PATIENCE),
        Mistake("one look too short", edit("== patience", "== patience - 1"), PATIENCE),
        Mistake(
            "lowest loss set to 1", _counted(lambda better, loss, last: better, best=1.0), "Losses may be above 1."
        ),
        Mistake("counted from 0", edit("look + 1, kept + 1", "look, kept"), FROM_ONE),
        Mistake("the lowest of all, plus patience", _lowest_plus_patience, LOWEST_SEEN),
        Mistake("compared with the look `patience` before", _against_patience_before, IN_A_ROW),
        Mistake("counted from 0, or all if it never stops", _from_zero_unless_all, FROM_ONE),
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


# 17.3 ----------------------------------------------------------------- predict: below a half
BELOW_HALF = Prediction(
    "17.3",
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
