"""Exercises of lecture 17: noise from β, times from β, when to stop, copies, Wilson, prevalence, matched precision, planted bugs."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, formula, function, prediction


# 17.1 ----------------------------------------------------------------- how much noise, from β
def noise_variance(betas, n):
    """1 − Π_{s≤n} (1 − β_s)."""
    return 1 - np.prod(1 - np.asarray(betas)[:n])


def variance_inputs(rng):
    return [
        (np.array([0.1, 0.2, 0.3, 0.4]), 2),
        (np.array([0.05, 0.1, 0.2]), 1),
        (rng.uniform(0.02, 0.3, size=8), 5),
        (rng.uniform(0.02, 0.3, size=6), 4),
    ]


NOISE = function(
    "17.1",
    title="How much noise, from β",
    points=2,
    reference=noise_variance,
    inputs=variance_inputs,
    mistakes=[
        Mistake(
            "the last step alone",
            lambda betas, n: np.asarray(betas)[n - 1],
            "β_n is the variance of step n given x_{n−1}. Asked is the variance given x_0: the noise of all n steps.",
        ),
        Mistake(
            "the variances added",
            lambda betas, n: np.sum(np.asarray(betas)[:n]),
            "Variances add, but every later step also shrinks the noise that is already there, by 1 − β.",
        ),
        Mistake(
            "what is left of the signal",
            lambda betas, n: np.prod(1 - np.asarray(betas)[:n]),
            "That is ᾱ_n, the share of the signal. What is left for the noise?",
        ),
        Mistake(
            "the standard deviation",
            lambda betas, n: np.sqrt(1 - np.prod(1 - np.asarray(betas)[:n])),
            "You took the root: that is a standard deviation. The variance is asked.",
        ),
        Mistake(
            "one step too few",
            lambda betas, n: 1 - np.prod(1 - np.asarray(betas)[: n - 1]),
            "betas[0] is β_1. How many factors does the product have after n steps?",
        ),
        Mistake(
            "all steps",
            lambda betas, n: 1 - np.prod(1 - np.asarray(betas)),
            "You multiplied over all T steps. Only n have been made.",
        ),
        Mistake(
            "signal as standard deviation",
            lambda betas, n: 1 - np.sqrt(np.prod(1 - np.asarray(betas)[:n])),
            "√ᾱ_n multiplies x_0. Variance is kept: the squares of the two factors add up to 1.",
        ),
        Mistake(
            "the betas multiplied",
            lambda betas, n: np.prod(np.asarray(betas)[:n]),
            "One step keeps the share 1 − β of the variance. It is these shares that multiply.",
        ),
        Mistake(
            "one step too many",
            lambda betas, n: 1 - np.prod(1 - np.asarray(betas)[: n + 1]),
            "n steps have n factors, betas[0] to betas[n − 1]. In Python that is betas[:n]; np.cumprod has it at place n − 1.",
        ),
        Mistake(
            "counted from betas[1]",
            lambda betas, n: 1 - np.prod(1 - np.asarray(betas)[1 : n + 1]),
            "betas[0] is β_1: the first step is there too.",
        ),
        Mistake(
            "the last β for every step",
            lambda betas, n: 1 - (1 - np.asarray(betas)[n - 1]) ** n,
            "Every step has a β of its own. Multiply the factors 1 − β_s.",
        ),
        Mistake(
            "the product squared",
            lambda betas, n: 1 - np.prod(1 - np.asarray(betas)[:n]) ** 2,
            "Π(1 − β_s) is the square of what multiplies x_0 already.",
        ),
    ],
    hints=["x_n = √ᾱ_n x_0 + √(1 − ᾱ_n) ε, with ᾱ_n a product of n factors.", "np.prod(1 - betas[:n]) is ᾱ_n."],
)

# 17.2 ----------------------------------------------------------------- β and Δt
STEP = formula(
    "17.2",
    title="From β to a time step",
    points=1,
    reference="-log(1 - beta) / 2",
    inputs=lambda rng: [{"beta": 0.36}, *({"beta": float(b)} for b in rng.uniform(0.02, 0.8, size=5))],
    mistakes=[
        Mistake(
            "the sign", "log(1 - beta) / 2", "1 − β is below 1 and its logarithm negative. A time step is positive."
        ),
        Mistake(
            "the half is missing",
            "-log(1 - beta)",
            "In a time Δt the signal is multiplied by e^{−Δt}, its variance by the square of that.",
        ),
        Mistake("twice", "-2 * log(1 - beta)", "e^{−2Δt} = 1 − β. Take logarithms, then solve for Δt."),
        Mistake(
            "for small β only",
            "beta / 2",
            "That is the first term of the series: good for small β. The exact one is asked.",
        ),
        Mistake("the other way round", "1 - exp(-2 * beta)", "That gives β from Δt. Asked is Δt from β."),
        Mistake(
            "β for 1 − β",
            "-log(beta) / 2",
            "e^{−2Δt} is the share of the variance that is kept, not the share that is new.",
        ),
        Mistake(
            "the root of β",
            "-log(1 - sqrt(beta))",
            "√β multiplies the new noise. What multiplies the old x is √(1 − β), and it must equal e^{−Δt}.",
        ),
        Mistake(
            "the sign and the half",
            "log(1 - beta)",
            "A logarithm of 1 − β is negative, a time step is not. And e^{−2Δt} = 1 − β has a 2.",
        ),
        Mistake(
            "β itself",
            "beta",
            "In a short Δt the noise of (17.1) has variance near 2Δt, so β is near 2Δt. The exact answer is asked.",
        ),
        Mistake(
            "one short straight step",
            "1 - sqrt(1 - beta)",
            "You set 1 − Δt = √(1 − β). In a time Δt the process multiplies x by e^{−Δt}, not by 1 − Δt.",
        ),
    ],
    hints=["In time Δt the process multiplies x by e^{−Δt}; a step of DDPM multiplies it by √(1 − β)."],
)

# 17.3 ----------------------------------------------------------------- predict: how long to train
HOW_LONG = prediction(
    "17.3",
    title="Predict: how long to train",
    points=1,
    options={
        "a": "falls as long as the loss on the training frauds does",
        "b": "is lowest in the first half; at the end, more than half of what it had gained since the first look, at step 100, is lost",
        "c": "rises from the first look on: 315 rows are too few to learn anything of use for others",
        "d": "falls at first and then stays where it is",
    },
    reference="b",
    mistakes=[
        Mistake(
            "as long as the other",
            "a",
            "That holds while there is something to learn that other frauds share. 315 rows do not hold 1200 steps of it.",
        ),
        Mistake("nothing of use", "c", "Frauds have much in common, and that is learned first."),
        Mistake(
            "no more gain, no harm",
            "d",
            "What is learned about these 315 frauds alone is wrong for others, and the loss shows it.",
        ),
    ],
    reveal="With few rows a network soon learns what tells them from all others. How far the loss rises again depends on the learning rate.",
)


# 17.4 ----------------------------------------------------------------- when to stop
def stop_at(losses, patience):
    """(looks made, best look), counted from 1."""
    return _stop()(losses, patience)


def _stop(gain=lambda now, best, before: now < best, first=1, kept=lambda looks, best: best, extra=0):
    """A right or wrong rule: what counts as a gain, from where looks are counted, which weights are kept."""

    def rule(losses, patience):
        best, best_loss, since, before = 0, np.inf, 0, np.inf
        for look, now in enumerate(losses, start=first):
            if gain(now, best_loss, before):
                best, best_loss, since = look, now, 0
            else:
                since += 1
            before = now
            if since >= patience + extra:
                break
        return look, kept(look, best)

    return rule


def _never_reset(losses, patience):
    best, bad = 1, 0
    for look, now in enumerate(losses, start=1):
        if now < losses[best - 1] or look == 1:
            best = look
        else:
            bad += 1
        if bad >= patience:
            break
    return look, best


def _rises(losses, patience):
    rises = 0
    for look in range(2, len(losses) + 1):
        rises = rises + 1 if losses[look - 1] > losses[look - 2] else 0
        if rises >= patience:
            return look, int(np.argmin(losses[:look])) + 1
    return len(losses), int(np.argmin(losses)) + 1


def stop_inputs(rng):
    worked = ([0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.7, 0.62, 0.5], 3)
    ties = ([0.5, 0.5, 0.5, 0.4, 0.45, 0.45, 0.39], 2)
    to_the_end = ([0.9, 0.8, 0.85, 0.7, 0.75], 3)
    restless = ([0.9, 0.8, 0.95, 0.7, 0.9, 0.6, 0.75, 0.65, 0.7, 0.3], 3)
    rising = ([0.5, 0.6, 0.7, 0.8, 0.1], 3)
    later = ([1.0, 0.6, 0.8, 0.75, 0.7, 0.65, 0.1], 3)
    return [worked, ties, to_the_end, restless, later, rising, (rng.uniform(size=30).round(3).tolist(), 4)]


STOP = function(
    "17.4",
    title="When to stop",
    points=3,
    reference=stop_at,
    inputs=stop_inputs,
    mistakes=[
        Mistake(
            "the last weights are kept",
            _stop(kept=lambda looks, best: looks),
            "You keep the weights of the look at which training stops. By then they have been getting worse for a while.",
        ),
        Mistake(
            "compared with the look before",
            _stop(gain=lambda now, best, before: now < before),
            "A gain is a new lowest loss. A loss below that of the look before need not be one.",
        ),
        Mistake("counted from 0", _stop(first=0), "The first look is number 1."),
        Mistake(
            "one look too long",
            _stop(extra=1),
            "After `patience` looks in a row without a gain, training ends: no further look is made.",
        ),
        Mistake(
            "one look too short",
            _stop(extra=-1),
            "`patience` looks without a gain are allowed. Count again at the worked value.",
        ),
        Mistake(
            "a tie counts as a gain",
            _stop(gain=lambda now, best, before: now <= best),
            "An equal loss is no gain: keep the earlier weights, they have seen less of the training rows.",
        ),
        Mistake(
            "the lowest of all",
            lambda losses, patience: (len(losses), int(np.argmin(losses)) + 1),
            "You looked at the whole list. When training stops, the later losses are never seen.",
        ),
        Mistake(
            "the count is never reset",
            _never_reset,
            "Looks without a gain count in a row. What happens to the count at a new lowest loss?",
        ),
        Mistake(
            "the right stop, the lowest of all",
            lambda losses, patience: (stop_at(losses, patience)[0], int(np.argmin(losses)) + 1),
            "The weights you keep come from a look that is never made.",
        ),
        Mistake(
            "kept counted from 0",
            _stop(kept=lambda looks, best: best - 1),
            "The looks made are right. The look kept is counted from 1 too: place 0 of the list is look 1.",
        ),
        Mistake(
            "made counted from 0",
            lambda losses, patience: (stop_at(losses, patience)[0] - 1, stop_at(losses, patience)[1]),
            "The look kept is right. How many looks are made? The one at which training stops counts.",
        ),
        Mistake(
            "the loss for its look",
            lambda losses, patience: (stop_at(losses, patience)[0], losses[stop_at(losses, patience)[1] - 1]),
            "You returned the lowest loss. Asked is the number of its look.",
        ),
        Mistake(
            "rises in a row",
            _rises,
            "You count rises. A look above the lowest loss brings no gain, even if it is below the look before.",
        ),
    ],
    hints=[
        "Keep three things on the way: the lowest loss, its look, and how many looks there have been since.",
        "At each look: if the loss is below the lowest, it becomes the lowest and the count starts at 0 again, else the count rises by 1.",
    ],
)


# 17.5 ----------------------------------------------------------------- predict: below a half
BELOW_HALF = prediction(
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
        Mistake(
            "only a guess",
            "b",
            "That would hold if held-out rows were new to the forest. An original that is held out has copies that are not.",
        ),
        Mistake(
            "ties",
            "d",
            'The forest is asked about a held-out original after it has seen that row\'s copies, labelled "generated". Its answer is no tie.',
        ),
    ],
    reveal="A held-out original has its copies among the rows the forest was taught with, under the wrong label. So it is called generated, with confidence.",
)


# 17.6 ----------------------------------------------------------------- Wilson's interval
def wilson_interval(successes, n):
    """(p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), z = 1.96."""
    return _interval()(successes, n)


def _interval(
    z=1.96,
    middle=lambda p, z, n: p + z**2 / (2 * n),
    inner=lambda p, z, n: p * (1 - p) / n + z**2 / (4 * n**2),
    scale=lambda z, n: 1 + z**2 / n,
    root=np.sqrt,
):
    def interval(successes, n):
        p = successes / n
        half = z * root(inner(p, z, n))
        return (middle(p, z, n) - half) / scale(z, n), (middle(p, z, n) + half) / scale(z, n)

    return interval


def _uneven(successes, n, root_by, middle_by):
    """Middle and half width divided by unlike numbers: a wrong answer unless both are 1 + z²/n."""
    low, high = _interval(scale=lambda z, n: 1)(successes, n)
    middle, half = (low + high) / 2 / middle_by, (high - low) / 2 / root_by
    return middle - half, middle + half


WILSON = function(
    "17.6",
    title="How sure is 81 of 98?",
    points=2,
    reference=wilson_interval,
    inputs=lambda rng: [
        (81, 98),
        (83, 98),
        (0, 10),
        (10, 10),
        (int(rng.integers(1, 20)), 20),
        (int(rng.integers(30, 70)), 100),
    ],
    mistakes=[
        Mistake(
            "the plain interval",
            _interval(middle=lambda p, z, n: p, inner=lambda p, z, n: p * (1 - p) / n, scale=lambda z, n: 1),
            "That is p̂ ± z√(p̂(1 − p̂)/n). For 10 of 10 it claims to be certain. (17.7) is another one.",
        ),
        Mistake(
            "not divided by 1 + z²/n", _interval(scale=lambda z, n: 1), "The whole bracket is divided by 1 + z²/n."
        ),
        Mistake(
            "the middle not moved",
            _interval(middle=lambda p, z, n: p),
            "The middle is not p̂ but p̂ + z²/2n, before the division.",
        ),
        Mistake(
            "z² over n in the middle", _interval(middle=lambda p, z, n: p + z**2 / n), "The middle moves by z²/2n."
        ),
        Mistake(
            "one part under the root",
            _interval(inner=lambda p, z, n: p * (1 - p) / n),
            "Under the root stand two parts; for p̂ = 1 the first is 0.",
        ),
        Mistake(
            "2n² under the root",
            _interval(inner=lambda p, z, n: p * (1 - p) / n + z**2 / (2 * n**2)),
            "The second part under the root is z²/4n².",
        ),
        Mistake(
            "n instead of n² under the root",
            _interval(inner=lambda p, z, n: p * (1 - p) / n + z**2 / (4 * n)),
            "The second part under the root is z²/4n²: it must die away faster than the first.",
        ),
        Mistake(
            "one standard error",
            _interval(z=1.0),
            "For 95 % the interval reaches z = 1.96 standard errors to each side.",
        ),
        Mistake(
            "the root forgotten",
            _interval(root=lambda x: x),
            "Half the width is z times a root: a standard error, not a variance.",
        ),
        Mistake(
            "the middle not divided",
            lambda successes, n: _uneven(successes, n, 1 + 1.96**2 / n, 1),
            "The middle is divided by 1 + z²/n too, not the root alone.",
        ),
        Mistake(
            "the root not divided",
            lambda successes, n: _uneven(successes, n, 1, 1 + 1.96**2 / n),
            "The root is divided by 1 + z²/n too, not the middle alone.",
        ),
        Mistake(
            "z before the root forgotten", _interval(root=lambda x: np.sqrt(x) / 1.96), "Before the root stands z."
        ),
        Mistake(
            "z for z² in the middle",
            _interval(middle=lambda p, z, n: p + z / (2 * n)),
            "The middle moves by z²/2n: z is squared.",
        ),
        Mistake(
            "n multiplied",
            _interval(middle=lambda p, z, n: p + z**2 / 2 * n, inner=lambda p, z, n: p * (1 - p) / n + z**2 / 4 * n**2),
            "Python reads z**2 / 2 * n as (z²/2)·n. Put 2 * n, and 4 * n**2, in brackets.",
        ),
        Mistake("90 %", _interval(z=1.645), "z = 1.645 is for 90 %. Here z = 1.96."),
        Mistake(
            "a z with more digits",
            _interval(z=1.959964),
            "Right, with a z of more digits. Take z = 1.96 here, so that the numbers agree.",
        ),
    ],
    hints=["p = successes / n first. Then the middle, the root, the division by 1 + z²/n."],
    reveal="The intervals of 81 and of 83 of 98 share most of their length.",
)


# 17.7 ----------------------------------------------------------------- precision elsewhere
def precision_elsewhere(precision, prevalence, other):
    """P'/(1 − P') = P/(1 − P) · odds(other)/odds(prevalence)."""
    return _moved()(precision, prevalence, other)


def _moved(change=lambda a, b: (b / (1 - b)) / (a / (1 - a)), back=lambda odds: odds / (1 + odds)):
    def moved(precision, prevalence, other):
        return back(precision / (1 - precision) * change(prevalence, other))

    return moved


def _odds(share):
    return share / (1 - share)


def _share(odds):
    return odds / (1 + odds)


ELSEWHERE = function(
    "17.7",
    title="Precision where frauds are rarer",
    points=2,
    reference=precision_elsewhere,
    inputs=lambda rng: [
        (0.9, 0.02, 0.002),
        (0.5, 0.3, 0.1),
        (0.97, 0.0082, 0.0082),
        *(tuple(rng.uniform(0.05, 0.9, size=3)) for _ in range(3)),
    ],
    mistakes=[
        Mistake(
            "unchanged",
            lambda precision, prevalence, other: precision,
            "Of the alarms, the false ones come from legitimate rows. With more of these there are more false alarms.",
        ),
        Mistake(
            "times the ratio of prevalences",
            lambda precision, prevalence, other: precision * other / prevalence,
            "Precision is no chance per row but a share of alarms. Write it as TP/(TP + FP) and ask how each moves.",
        ),
        Mistake(
            "the odds not turned back",
            _moved(back=lambda odds: odds),
            "You found P'/(1 − P'), the odds. The precision is asked.",
        ),
        Mistake(
            "upside down",
            _moved(change=lambda a, b: (a / (1 - a)) / (b / (1 - b))),
            "Your precision rises where frauds are rarer. Which odds belong on top?",
        ),
        Mistake(
            "shares for odds",
            _moved(change=lambda a, b: b / a),
            "TP grows with π, FP with 1 − π. So it is the odds π/(1 − π) whose ratio counts.",
        ),
        Mistake(
            "legitimate rows only",
            _moved(change=lambda a, b: (1 - a) / (1 - b)),
            "You changed the number of legitimate rows. The frauds become fewer too.",
        ),
        Mistake(
            "half turned back",
            _moved(back=lambda odds: 1 / (1 + odds)),
            "odds/(1 + odds) is the share; 1/(1 + odds) is what is left.",
        ),
        Mistake(
            "P for its odds",
            lambda precision, prevalence, other: precision * _odds(other) / _odds(prevalence),
            "It is the odds P/(1 − P), not P, that move with the odds of the share.",
        ),
        Mistake(
            "P for its odds, then turned back",
            lambda precision, prevalence, other: _share(precision * _odds(other) / _odds(prevalence)),
            "You turned back what was never turned to odds. Begin with P/(1 − P).",
        ),
        Mistake(
            "precision for recall",
            lambda precision, prevalence, other: _share(_odds(precision) * _odds(other)),
            "You put P/(1 − P) where R/F belongs. R/F is P/(1 − P) divided by the odds of the old share.",
        ),
    ],
    hints=[
        "P/(1 − P) = TP/FP = π R/((1 − π) F), with recall R and false alarm rate F the same everywhere.",
        "Multiply the odds of P by odds(other)/odds(prevalence), then turn odds o back into o/(1 + o).",
    ],
)


# 17.8 ----------------------------------------------------------------- matched precision
def recall_at(labels, scores, least):
    """The largest recall among thresholds (distinct scores) whose precision is at least `least`; 0 if there is none."""
    return _matched()(labels, scores, least)


def _matched(
    ends=lambda s: np.flatnonzero(np.diff(s, append=-np.inf)),
    keep=lambda p, r, least: p >= least,
    pick=lambda r: np.max(r, initial=0.0),
    recall=lambda tp, alarms: tp / tp[-1],
):
    """A right or wrong answer: which thresholds are looked at, which are allowed, which recall is taken."""

    def matched(labels, scores, least):
        order = np.argsort(-scores, kind="stable")
        tp, alarms = np.cumsum(labels[order]), np.arange(1, len(labels) + 1)
        at = ends(scores[order])
        p, r = (tp / alarms)[at], recall(tp, alarms)[at]
        return float(pick(r[keep(p, r, least)]))

    return matched


def _on_grid(labels, scores, least):
    found = [0.0]
    for threshold in np.linspace(0, 1, 101):
        alarm = scores >= threshold
        if alarm.any() and labels[alarm].mean() >= least:
            found.append(labels[alarm].sum() / labels.sum())
    return float(max(found))


def matched_inputs(rng):
    worked = (np.array([1, 0, 1, 1, 0, 0]), np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4]), 0.7)
    ties = (np.array([1, 0, 1, 0, 1, 0, 0]), np.array([0.9, 0.8, 0.8, 0.5, 0.8, 0.5, 0.1]), 0.75)
    none = (np.array([0, 1, 0, 0, 1]), np.array([0.9, 0.8, 0.7, 0.3, 0.2]), 0.9)
    exact = (np.array([1, 1, 0, 1, 0, 1]), np.array([0.95, 0.9, 0.6, 0.55, 0.5, 0.3]), 0.75)
    late = (np.array([0, 1, 1, 1, 0, 1, 0]), np.array([0.99, 0.9, 0.8, 0.7, 0.6, 0.4, 0.2]), 0.6)
    everything = (np.array([1, 0, 1, 0, 1]), np.array([0.9, 0.8, 0.7, 0.4, 0.1]), 0.5)
    y = (rng.random(60) < 0.3).astype(float)
    y[0] = 1
    many = (y, np.round(rng.normal(size=60) + 1.5 * y, 1), 0.8)
    return [
        (labels.astype(float), scores, least)
        for labels, scores, least in (worked, ties, none, exact, late, many, everything)
    ]


MATCHED = function(
    "17.8",
    title="Recall at equal precision",
    points=3,
    reference=recall_at,
    inputs=matched_inputs,
    mistakes=[
        Mistake(
            "the first threshold that will do",
            _matched(pick=lambda r: r[0] if len(r) else 0.0),
            "That is the highest threshold with enough precision. Lower ones may have it too, and catch more.",
        ),
        Mistake(
            "stopped at the first miss",
            _matched(keep=lambda p, r, least: np.cumprod(p >= least).astype(bool)),
            "Precision goes up and down as the threshold falls. It may recover after it was too low.",
        ),
        Mistake(
            "more, not at least",
            _matched(keep=lambda p, r, least: p > least),
            "A precision of exactly the wanted one is enough.",
        ),
        Mistake(
            "ties taken apart",
            _matched(ends=lambda s: np.arange(len(s))),
            "Rows with equal scores get an alarm together. You set a threshold between equal scores.",
        ),
        Mistake(
            "recall over all rows",
            _matched(recall=lambda tp, alarms: tp / len(tp)),
            "Recall is a share of the frauds, not of all rows.",
        ),
        Mistake(
            "precision for recall",
            lambda labels, scores, least: _matched(recall=lambda tp, alarms: tp / alarms)(labels, scores, least),
            "You returned a precision. Asked is the recall that goes with it.",
        ),
        Mistake(
            "too little precision",
            _matched(keep=lambda p, r, least: p <= least),
            "You took the thresholds that have too little precision.",
        ),
        Mistake(
            "the fixed threshold",
            lambda labels, scores, least: float(np.sum((scores >= 0.5) & (labels == 1)) / np.sum(labels)),
            "That is the recall at threshold ½, whatever its precision. Here the threshold is free and the precision is given.",
        ),
        Mistake(
            "above, not at or above",
            _matched(ends=lambda s: np.flatnonzero(np.diff(s, append=s[-1]))),
            "Rows with exactly the threshold's score raise an alarm too. You never reach the threshold at which all rows do.",
        ),
        Mistake(
            "the first of equal scores",
            _matched(ends=lambda s: np.flatnonzero(np.diff(s, prepend=np.inf))),
            "Of a group of equal scores you counted the first row alone. The counts are complete at the last one.",
        ),
        Mistake(
            "sorted the wrong way",
            lambda labels, scores, least: recall_at(labels, -scores, least),
            "An alarm is a high score. You began at the low end: sort by falling score.",
        ),
        Mistake(
            "a grid of thresholds",
            lambda labels, scores, least: _on_grid(labels, scores, least),
            "You tried thresholds on a grid from 0 to 1. Scores may lie close together or outside: use the scores themselves.",
        ),
        Mistake(
            "the number of frauds caught",
            _matched(recall=lambda tp, alarms: tp.astype(float)),
            "Divide by the number of frauds.",
        ),
    ],
    hints=[
        "Sort by falling score; np.cumsum(labels) then counts the frauds caught, np.arange(1, n + 1) the alarms.",
        "Only the last row of each group of equal scores is a threshold: np.flatnonzero(np.diff(sorted_scores, append=-np.inf)).",
    ],
)


# 17.9 ----------------------------------------------------------------- planted bugs
BUGS = function(
    "17.9",
    title="Three planted bugs",
    points=3,
    reference=lambda: (2, 8, 15),
    inputs=lambda rng: [()],
    any_order=True,
    mistakes=[
        Mistake(
            "zero_grad accused",
            lambda: (2, 9, 15),
            "Line 9 is right: old gradients are cleared before new ones are computed. What does line 8 clip at that moment?",
        ),
        Mistake(
            "backward accused",
            lambda: (2, 10, 15),
            "Line 10 computes the gradients, and is where it should be. Which line uses gradients before they are there?",
        ),
        Mistake(
            "the optimiser accused",
            lambda: (2, 11, 15),
            "Line 11 is right: it steps with the gradients of line 10. Were these clipped?",
        ),
        Mistake(
            "the split accused",
            lambda: (3, 8, 15),
            "Line 3 is right: stratified and seeded. What does the line before it know of the test rows?",
        ),
        Mistake(
            "frauds of the training part accused",
            lambda: (4, 8, 15),
            "Line 4 is right: the generator sees training frauds only. Yet something of the test rows has reached it.",
        ),
        Mistake(
            "the loss accused",
            lambda: (2, 7, 15),
            "Line 7 is the loss (7.4) of lecture 07. The bug of the training loop is in the order of its lines.",
        ),
        Mistake(
            "the loop backwards accused",
            lambda: (2, 8, 13),
            "Line 13 runs from T down to 1, as it should. What happens in its last round?",
        ),
        Mistake(
            "the mean accused",
            lambda: (2, 8, 14),
            "Line 14 is the step's mean. What is added to it, and when should nothing be?",
        ),
        Mistake(
            "the start accused",
            lambda: (2, 8, 12),
            "Line 12 is right where ᾱ_T is near 0, as it is here. Look at the other end of the loop.",
        ),
        Mistake(
            "the way back accused",
            lambda: (2, 8, 16),
            "Line 16 is right: made rows stay on the scale of line 2, as train and test do. Look at the last round of the loop before it.",
        ),
        Mistake(
            "the times accused",
            lambda: (2, 6, 15),
            "Line 6 is right: random rows, random times, fresh noise. The bug of the training loop is in the order of its lines.",
        ),
        Mistake(
            "the loop accused",
            lambda: (2, 5, 15),
            "Line 5 is right. The bug of the training loop is in the order of its lines.",
        ),
        Mistake(
            "the loading accused",
            lambda: (1, 8, 15),
            "Line 1 only loads. Which line after it uses rows that it should not know yet?",
        ),
        Mistake(
            "the report accused",
            lambda: (2, 8, 17),
            "Line 17 is right: test rows are judged, and no generated row is among them.",
        ),
    ],
    hints=[
        "One is in the preparation, one in the training loop, one in the sampling loop.",
        "Ask of each line: does it use something that is not there yet, or that it should not know?",
    ],
    reveal="2: the scale knows the test rows. 8: clips the gradients of the step before, which line 9 then throws away. 15: adds noise to the finished rows.",
)

EXERCISES = [NOISE, STEP, HOW_LONG, STOP, BELOW_HALF, WILSON, ELSEWHERE, MATCHED, BUGS]
