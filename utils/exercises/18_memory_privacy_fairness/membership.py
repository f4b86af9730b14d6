"""18.1 and 18.2: a true positive rate at a false positive rate, and a guess of what an audit overlooks."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit


# 18.1 ----------------------------------------------------------------- TPR at an FPR
def tpr_at(members, others, rate):
    """The largest share of members called so by a threshold that calls at most `rate` of the others so."""
    best = 0.0
    for tau in members:
        if np.mean(others >= tau) <= rate:
            best = max(best, np.mean(members >= tau))
    return best


def _quantile_of(pick, strictly=False):
    """A quantile of some scores as threshold."""

    def rate_at(members, others, rate):
        tau = np.quantile(pick(members, others), 1 - rate)
        return np.mean(members > tau if strictly else members >= tau)

    return rate_at


def _best_others(members, others, rate):
    """The lowest of the best `rate` others as threshold: they are called members, with all who tie with it."""
    allowed = int(rate * len(others))
    tau = np.sort(others)[::-1][max(allowed - 1, 0)]
    return np.mean(members >= tau)


def _last_by_index(members, others, rate):
    """As `_best_others`, but where none may be called, index −1 is the lowest of all."""
    return np.mean(members >= np.sort(others)[::-1][int(rate * len(others)) - 1])


def _next_other(members, others, rate):
    """Whoever reaches the best other who may not be called a member."""
    tau = np.sort(others)[::-1][int(rate * len(others))]
    return np.mean(members >= tau)


def _above_the_last(members, others, rate):
    """Above the lowest of the best `rate` others, of whom one too few is then called."""
    tau = np.sort(others)[::-1][int(rate * len(others)) - 1]
    return np.mean(members > tau)


def _interpolated(members, others, rate):
    """The ROC curve joined by lines, read at `rate`."""
    thresholds = np.unique(np.concatenate([members, others]))[::-1]
    points = [(np.mean(others >= tau), np.mean(members >= tau)) for tau in thresholds]
    return np.interp(rate, *zip((0.0, 0.0), *points))


def _others_thresholds(members, others, rate):
    """Only the others' scores tried as thresholds."""
    return max([np.mean(members >= tau) for tau in others if np.mean(others >= tau) <= rate], default=0.0)


def _one_rate(members, others, rate):
    """AUC."""
    return np.mean(members[:, None] > others) + 0.5 * np.mean(members[:, None] == others)


def _false_discoveries(members, others, rate):
    """At most `rate` of the *alarms* false."""
    best = 0.0
    for tau in members:
        alarms = np.sum(others >= tau) + np.sum(members >= tau)
        if np.sum(others >= tau) / alarms <= rate:
            best = max(best, np.mean(members >= tau))
    return best


def tpr_inputs(rng):
    """Ties within and between, no false alarm allowed, all allowed, hopeless and perfect scores, sizes that differ."""
    many = rng.normal(size=60).round(1) + 1.0, rng.normal(size=40).round(1)
    few = rng.normal(size=7).round(1) + 0.5, rng.normal(size=37).round(1)
    return [
        (np.array([0.9, 0.8, 0.8, 0.3]), np.array([0.85, 0.8, 0.4, 0.2, 0.1]), 0.2),
        (np.array([3.0, 2.0, 2.0, 1.0]), np.array([2.0, 1.5, 0.0, 0.0]), 0.25),
        (np.array([3.0, 2.0, 2.0, 1.0, 0.5]), np.array([2.0, 1.5, 1.0, 0.0]), 0.0),
        (np.array([0.0, -1.0]), np.array([1.0, 2.0, 3.0]), 0.4),
        (np.array([5.0, 6.0, 7.0]), np.array([1.0, 2.0]), 0.01),
        (np.array([1.0, 2.0, 4.0]), np.array([3.0, 3.0, 3.0, 0.0]), 0.5),
        (np.array([2.0, 5.0]), np.array([2.0, 1.0]), 0.3),
        (np.array([3.0, 6.0, 12.0]), np.array([0.0, 10.0]), 0.5),
        (np.array([0.2, 0.6, 0.7, 0.9]), np.array([0.1, 0.65, 0.7, 0.8]), 1.0),
        (*many, 0.1),
        (*many, 0.33),
        (*few, 0.06),
    ]


OTHERS = "False alarms are a share of the *others*. "
TIES = "People with equal scores are called members together: a threshold never falls between them. "
FREE = "Any number may be the threshold: try every *member's* score as one, and keep the best that is allowed."

TPR = Function(
    "18.1",
    title="Members named at a rate of false alarms",
    points=3,
    reference=tpr_at,
    inputs=tpr_inputs,
    mistakes=[
        Mistake(
            "a quantile of the members",
            _quantile_of(lambda members, others: members),
            OTHERS + "You took the threshold from the members, and so call about the same share of *them* members.",
        ),
        Mistake(
            "a quantile of all scores",
            _quantile_of(lambda members, others: np.concatenate([members, others])),
            OTHERS + "You took the threshold from both groups together.",
        ),
        Mistake(
            "a quantile of the others",
            _quantile_of(lambda members, others: others),
            "A quantile lies *between* scores, or on one that several share: then more of the others than `rate` may "
            "reach it. Count who reaches the threshold.",
        ),
        Mistake(
            "a quantile of the others, strictly",
            _quantile_of(lambda members, others: others, strictly=True),
            "A quantile lies *between* scores. " + FREE,
        ),
        Mistake(
            "the lowest of the best others",
            _best_others,
            TIES + "So more of the others than `rate` may reach your threshold; and where none may, you let one.",
        ),
        Mistake(
            "the lowest of the best others, by an index of −1",
            _last_by_index,
            TIES + "And where none of the others may be called, your index is −1: Python takes the *last* entry.",
        ),
        Mistake(
            "a share for a percentage",
            lambda members, others, rate: np.mean(members > np.percentile(others, 100 - rate)),
            "`np.percentile` wants per cent, and `rate` is a share. " + FREE,
        ),
        Mistake(
            "the first who may not",
            _next_other,
            "Whoever reaches your threshold includes one of the others too many. Stay *above* that score.",
        ),
        Mistake(
            "above the last who may",
            _above_the_last,
            "Of the others, one more may be called than yours calls: stay above the *first who may not*, not above the "
            "last who may.",
        ),
        Mistake(
            "interpolated",
            _interpolated,
            "A line between two points of the curve is a coin thrown between two thresholds. One threshold is asked.",
        ),
        Mistake(
            "the rate as threshold",
            lambda members, others, rate: np.mean(members >= rate),
            "`rate` is a share of people, not a score. " + FREE,
        ),
        Mistake("others' scores as thresholds", _others_thresholds, FREE),
        Mistake("the AUC", _one_rate, "That is the AUC, which knows no rate. Asked is one point of the ROC curve."),
        Mistake(
            "false among the alarms",
            _false_discoveries,
            OTHERS + "You bounded the share of the *alarms* that are false, one minus the precision.",
        ),
        Mistake(
            "others above, not at",
            edit("others >= tau", "others > tau"),
            TIES + "An outsider whose score equals the threshold is a false alarm, too.",
        ),
        Mistake(
            "members above, not at",
            edit("members >= tau", "members > tau"),
            TIES + "A member whose score equals the threshold is named, too.",
        ),
        Mistake(
            "fewer, not at most",
            edit("<= rate", "< rate"),
            "`rate` itself is allowed: at most, not less than.",
        ),
        Mistake(
            "low scores are members",
            edit("others >= tau", "others <= tau", "members >= tau", "members <= tau"),
            "*High* scores speak for membership. Yours calls those members who score low.",
        ),
        Mistake(
            "the threshold",
            edit("max(best, np.mean(members >= tau))", "tau"),
            "That is a threshold. Asked is the share of the members who reach it.",
        ),
        Mistake(
            "a number of members",
            edit("np.mean(members >= tau)", "np.sum(members >= tau)"),
            "That is a number of members. Asked is their share.",
        ),
        Mistake(
            "a number of others",
            edit("np.mean(others >= tau)", "np.sum(others >= tau)"),
            "`rate` bounds a *share* of the others. You compared a number of them with it.",
        ),
        Mistake(
            "a share of everybody",
            edit("np.mean(others >= tau)", "np.sum(others >= tau) / (len(members) + len(others))"),
            OTHERS + "You divided by the number of all people.",
        ),
        Mistake(
            "less the false alarms",
            edit("max(best, np.mean(members >= tau))", "max(best, np.mean(members >= tau) - np.mean(others >= tau))"),
            "Asked is the share of the members alone. The false alarms only decide which thresholds are allowed.",
        ),
        Mistake(
            "the last that is allowed",
            edit("max(best, np.mean(members >= tau))", "np.mean(members >= tau)"),
            "Yours is the last threshold that is allowed. Keep the *best* of all that are.",
        ),
        Mistake(
            "roles exchanged",
            edit("others >= tau", "members >= tau", "np.mean(members >= tau))", "np.mean(others >= tau))"),
            "The rate bounds the share of the *others*; returned is the share of the *members*. Yours exchanges them.",
        ),
    ],
    hints=[
        "For a threshold tau: `np.mean(others >= tau)` is the share of false alarms. Is it allowed?",
        "Try each member's score as tau. Of those allowed, keep the largest `np.mean(members >= tau)`; start at 0.",
    ],
)


# 18.2 ----------------------------------------------------------------- predict: what the audit overlooks
AUDIT = Prediction(
    "18.2",
    title="Predict: what the audit overlooks",
    points=1,
    options={
        "a": "1 % or so: as many as false alarms, for nothing was copied",
        "b": "about 5 %",
        "c": "about 15 %",
        "d": "about half, or more",
    },
    reference="d",
    mistakes=[
        Mistake(
            "no copies, no leak", "a", "Nothing was copied into the *samples*. The attack evaluates the network itself."
        ),
        Mistake("a little", "b", "More: each member was seen hundreds of times."),
        Mistake("one in seven", "c", "More: with little noise on a row, the network's error at it names it."),
    ],
    reveal="Samples show what the network makes of noise; its error at a row shows what it has learned of that row.",
)
