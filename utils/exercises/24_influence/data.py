"""24.7: a likelihood to mend."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def log_likelihood(p, A, steps):
    """Σ log(1 − (1−p)^tries) over those reached, and tries·log(1−p) over those tried on in vain."""
    total = 0.0
    for t in range(steps.max() + 1):
        tries = A[steps == t].sum(axis=0)
        reached = steps == t + 1
        escaped = (steps > t + 1) | (steps == -1)
        total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
    return total


def _observed(rng, n, mean_degree, p, seeds):
    """A random directed network and the steps of one cascade on it."""
    A = (rng.random((n, n)) < mean_degree / n).astype(int)
    np.fill_diagonal(A, 0)
    steps = np.full(n, -1)
    steps[:seeds] = 0
    for t in range(n):
        told = ((rng.random((n, n)) < p) & (A > 0))[steps == t].any(axis=0)
        steps[told & (steps == -1)] = t + 1
    return A, steps


def likelihood_inputs(rng):
    """A square, cascades small and large, one that never left its seed, one that reached all; p near both ends."""
    square = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]])
    cases = [(20, 3, 0.4, 2), (40, 4, 0.3, 3), (30, 5, 0.5, 1), (25, 3, 0.6, 2)]
    made = [(float(rng.uniform(0.1, 0.8)), *_observed(rng, *case)) for case in cases]
    A = made[0][1]
    alone = np.where(np.arange(20) == A.sum(axis=1).argmax(), 0, -1)
    return [
        (0.5, square, np.array([0, 1, -1, 2])),
        *made,
        (0.01, *made[1][1:]),
        (0.99, *made[2][1:]),
        (0.2, A, alone),
        (0.7, square, np.array([0, 1, 1, 2])),
    ]


def as_it_was(p, A, steps):
    """The student's."""
    total = 0.0
    for t in range(steps.max() + 1):
        tries = A[steps == t].sum(axis=0)
        reached = steps == t + 1
        escaped = ~reached
        total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
    return total


VAIN = "Who was tried on in vain at step $t$? Those not reached before, and not reached by these tries. "

LIKELIHOOD = Function(
    "24.7",
    title="A likelihood to mend",
    points=3,
    reference=log_likelihood,
    inputs=likelihood_inputs,
    mistakes=[
        Mistake(
            "as it was",
            as_it_was,
            "That is the student's function. " + VAIN + "Whoever had been reached before cannot be reached again, "
            "so tries on them say nothing about $p$.",
        ),
        Mistake(
            "only those never reached",
            edit("(steps > t + 1) | (steps == -1)", "steps == -1"),
            VAIN + "Those reached at a *later* step have escaped these tries as well.",
        ),
        Mistake(
            "those never reached left out",
            edit("(steps > t + 1) | (steps == -1)", "steps > t + 1"),
            VAIN + "Those who are never reached (−1) belong to them.",
        ),
        Mistake(
            "those reached escape as well",
            edit("(steps > t + 1) | (steps == -1)", "steps > t"),
            VAIN + "`steps > t` has those among whom these tries reached, and it leaves out the −1.",
        ),
        Mistake(
            "the seeds escape",
            edit("(steps > t + 1) | (steps == -1)", "(steps > t + 1) | (steps <= 0)"),
            VAIN + "Yours counts the seeds (0) among them, who know from the start.",
        ),
        Mistake(
            "the seeds alone taken out",
            edit("(steps > t + 1) | (steps == -1)", "~reached & (steps != 0)"),
            VAIN + "You took out the seeds; whoever was reached in any earlier step must go as well.",
        ),
        Mistake(
            "nobody escapes",
            edit(" + tries[escaped].sum() * np.log(1 - p)", ""),
            "Failures are left out, and $p = 1$ fits best. " + VAIN,
        ),
        Mistake(
            "every try succeeded",
            edit("np.log(1 - (1 - p) ** tries[reached]).sum()", "(tries[reached] * np.log(p)).sum()"),
            "If two tried on somebody who was then reached, *at least one* succeeded, not both: $1 - (1-p)^2$.",
        ),
        Mistake(
            "one success each",
            edit("np.log(1 - (1 - p) ** tries[reached]).sum()", "reached.sum() * np.log(p)"),
            "Whoever is tried on by several is reached more easily: $1 - (1-p)^{\\text{tries}}$, not $p$.",
        ),
        Mistake(
            "one failure each",
            edit("tries[escaped].sum() * np.log(1 - p)", "(tries[escaped] > 0).sum() * np.log(1 - p)"),
            "Whoever escaped three tries has escaped each of them: $(1-p)^3$.",
        ),
        Mistake(
            "all who do not know are exposed",
            edit("tries[escaped].sum() * np.log(1 - p)", "escaped.sum() * np.log(1 - p)"),
            "You count all who do not know, each step. Only those are exposed on whom somebody tries: count `tries`.",
        ),
        Mistake(
            "all who know try in each step",
            edit("A[steps == t]", "A[(steps >= 0) & (steps <= t)]"),
            "Each person tries once, in the step after being reached: only those with `steps == t`.",
        ),
        Mistake(
            "all but the later ones try",
            edit("A[steps == t]", "A[steps <= t]"),
            "Only those try who were reached in step $t$. Yours has all reached before, and even those never reached, "
            "since $-1 \\le t$.",
        ),
        Mistake(
            "the last tries left out",
            edit("range(steps.max() + 1)", "range(steps.max())"),
            "Those reached last have tried as well, all in vain: the loop must include the last step.",
        ),
        Mistake(
            "ties in the wrong direction",
            edit("A[steps == t].sum(axis=0)", "A[:, steps == t].sum(axis=1)"),
            "`A[u, v]` is the tie from $u$ to $v$: the rows are those who try.",
        ),
        Mistake(
            "the likelihood itself",
            edit("return total", "return np.exp(total)"),
            "That is the likelihood. Its logarithm is asked.",
        ),
    ],
    hints=[
        "For which people at step $t$ can a try still succeed? For which of those did it?",
        "Those with `steps <= t` (and not −1) were reached before: they belong neither to `reached` nor to `escaped`.",
        "`escaped = (steps > t + 1) | (steps == -1)`",
    ],
)
