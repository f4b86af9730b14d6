"""24.1 and 24.2: one cascade from its coins, and the spread in a square."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, edit


# 24.1 ----------------------------------------------------------------- one cascade
def cascade(A, p, U, seeds):
    """Each person tries once on each they can tell, in the step after being reached."""
    reached = np.full(len(A), -1)
    reached[seeds] = 0
    for t in range(len(U)):
        trying = reached == t
        told = ((U[t] < p) & (A > 0))[trying].any(axis=0)
        reached[told & (reached == -1)] = t + 1
    return reached


def _one(rng, n, mean_degree, p, seeds):
    A = (rng.random((n, n)) < mean_degree / n).astype(int)
    np.fill_diagonal(A, 0)
    return A, p, rng.random((n, n, n)), seeds


def cascade_inputs(rng):
    """A chain that the worked value walks along, directed graphs, no ties at all, p = 0 and p = 1."""
    chain = np.diag(np.ones(3, dtype=int), 1)
    coins = np.full((4, 4, 4), 0.9)
    coins[0, 0, 1] = coins[1, 1, 2] = 0.2
    return [
        (chain, 0.5, coins, [0]),
        _one(rng, 8, 3, 0.5, [2]),
        _one(rng, 12, 3, 0.4, [0, 7]),
        _one(rng, 20, 3, 0.35, [3, 4, 11]),
        _one(rng, 15, 4, 0.3, [1]),
        _one(rng, 9, 2, 1.0, [5]),
        _one(rng, 6, 3, 0.0, [4]),
        _one(rng, 5, 0, 0.7, [1, 3]),
    ]


def _dated_anew(A, p, U, seeds):
    reached = np.full(len(A), -1)
    reached[seeds] = 0
    for t in range(len(U)):
        told = ((U[t] < p) & (A > 0))[reached == t].any(axis=0)
        reached[told] = t + 1
    return reached


def _within_the_step(A, p, U, seeds):
    reached = np.full(len(A), -1)
    reached[seeds] = 0
    for t in range(len(U)):
        waiting = [u for u in range(len(A)) if reached[u] == t]
        while waiting:
            u = waiting.pop()
            for v in range(len(A)):
                if A[u, v] and U[t, u, v] < p and reached[v] == -1:
                    reached[v] = t + 1
                    waiting.append(v)
    return reached


def _share_told(A, p, U, seeds):
    reached = np.full(len(A), -1)
    reached[seeds] = 0
    for t in range(len(U)):
        told = A[reached == t].sum(axis=0) * p > U[t].diagonal()
        reached[told & (reached == -1)] = t + 1
    return reached


def _how_many(A, p, U, seeds):
    return int((cascade(A, p, U, seeds) >= 0).sum())


ONCE = "Each tie gets one try, in the step after its first end was reached. "

CASCADE = Function(
    "24.1",
    title="One cascade, step by step",
    points=3,
    reference=cascade,
    inputs=cascade_inputs,
    mistakes=[
        Mistake(
            "everybody reached tries again each step",
            edit("trying = reached == t", "trying = reached >= 0"),
            ONCE
            + "In yours all who were ever reached try again in every step. That is the SI epidemic: in a connected "
            "network it reaches everybody if one waits. Let only those try who were reached in step $t$.",
        ),
        Mistake(
            "people are dated anew",
            _dated_anew,
            "Somebody told a second time is given a later step. Only those not reached before (−1) are reached.",
        ),
        Mistake(
            "a chain within one step",
            _within_the_step,
            "Those reached in this step must wait for the next one. Find all who are reached first, then update.",
        ),
        Mistake(
            "ties in the wrong direction",
            edit("& (A > 0))[trying].any(axis=0)", "& (A > 0))[:, trying].any(axis=1)"),
            "`A[u, v]` is the tie from $u$ to $v$: the rows are those who try, the columns those tried on.",
        ),
        Mistake(
            "the coin of the opposite tie",
            edit("U[t] < p", "U[t].T < p"),
            "`U[t, u, v]` is the coin $u$ tosses for $v$. Yours takes the one of $v$ for $u$.",
        ),
        Mistake(
            "the first step's coins throughout",
            edit("U[t] < p", "U[0] < p"),
            "Right in law, since each tie's coin counts once whenever it is tossed (that is (24.2)). Asked are "
            "the coins "
            "of the step: `U[t]`.",
        ),
        Mistake(
            "the coins of the next step",
            edit("U[t] < p", "U[(t + 1) % len(U)] < p"),
            "The seeds try in step 0, with the coins `U[0]`, and whoever succeeds dates the other one step 1.",
        ),
        Mistake(
            "one coin for all who try",
            edit("U[t] < p", "U[t, 0] < p"),
            "All who try on $v$ share one coin in yours. Each tie has its own: `U[t, u, v]`.",
        ),
        Mistake(
            "success and failure exchanged",
            edit("U[t] < p", "U[t] >= p"),
            "A uniform number is below $p$ with probability $p$: that is a success.",
        ),
        Mistake(
            "no look at the ties",
            edit("((U[t] < p) & (A > 0))", "(U[t] < p)"),
            "Yours tells people whom nobody knows. A try needs a tie: `A[u, v]`.",
        ),
        Mistake(
            "the chances added up",
            _share_told,
            "$p$ times the number who try is not a probability (it can be above 1). Toss a coin for each tie.",
        ),
        Mistake(
            "how many instead of when",
            _how_many,
            "That is how many were reached. Asked is the step at which each was, −1 for never.",
        ),
        Mistake(
            "steps counted from 1",
            edit("return reached", "return np.where(reached >= 0, reached + 1, -1)"),
            "The seeds are reached at step 0, those whom they tell at step 1.",
        ),
        Mistake(
            "the seeds try again later",
            edit("trying = reached == t", "trying = (reached == t) | (reached == 0)"),
            ONCE + "In yours the seeds try in every step.",
        ),
        Mistake(
            "only the seeds try",
            edit("trying = reached == t", "trying = reached == 0"),
            "Those who were told tell others: in step $t$ those try who were reached in step $t$.",
        ),
        Mistake(
            "never is 0",
            edit("return reached", "return np.where(reached == -1, 0, reached)"),
            "Those who are never reached get −1; 0 is for the seeds.",
        ),
    ],
    hints=[
        "Who tries in step $t$? Those, and only those, whom step $t$ has as its date.",
        "`trying = reached == t`; then `((U[t] < p) & (A > 0))[trying]` has a row for each of them.",
        "`told = (...).any(axis=0)`, and of those only the ones with `reached == -1` get the date $t + 1$.",
    ],
)


# 24.2 ----------------------------------------------------------------- a square
def square_inputs(rng):
    """p at both ends and between."""
    return [{"p": value} for value in (0.0, 1.0, 0.5, *rng.uniform(0, 1, size=5))]


SQUARE = Formula(
    "24.2",
    title="Derive: the spread in a square",
    points=2,
    reference="1 + 2*(p + p**3 - p**4) + 2*p**2 - p**4",
    inputs=square_inputs,
    mistakes=[
        Mistake(
            "the long way round forgotten",
            "1 + 2*p + 2*p**2 - p**4",
            "A neighbour can also be reached the long way round, over three ties. By (24.2): is there a live path?",
        ),
        Mistake(
            "ways added up",
            "1 + 2*(p + p**3) + 2*p**2",
            "Both ways can be live at once, and the person is reached once. $P(\\text{at least one}) = 1 - "
            "(1-a)(1-b)$.",
        ),
        Mistake(
            "ways added up, neighbours directly",
            "1 + 2*p + 2*p**2",
            "Two things: a neighbour has a second way, of three ties; and two ways are both live with some "
            "probability.",
        ),
        Mistake(
            "ways added up for the corner opposite",
            "1 + 2*(p + p**3 - p**4) + 2*p**2",
            "The neighbours are right. For the corner opposite both ways can be live at once: subtract that.",
        ),
        Mistake(
            "one way to the corner opposite",
            "1 + 2*(p + p**3 - p**4) + p**2",
            "Two ways of two ties lead to the corner opposite, over different ties.",
        ),
        Mistake(
            "one tie to the corner opposite",
            "1 + 2*(p + p**3 - p**4) + 1 - (1-p)**2",
            "The neighbours are right. Each of the two ways to the corner opposite has two ties; both must be live.",
        ),
        Mistake(
            "one tie to each, one or two ways",
            "1 + 2*p + 1 - (1-p)**2",
            "Two things: a way to the corner opposite has two ties, and both must be live; and to a neighbour leads "
            "a second way, of three.",
        ),
        Mistake(
            "one last tie for two neighbours",
            "1 + 2*p + p*(1 - (1-p)**2)",
            "If both neighbours are reached, two ties lead on to the corner opposite, not one: $1-(1-p^2)^2$. And a "
            "neighbour can be reached the long way round.",
        ),
        Mistake(
            "the seed not counted",
            "2*(p + p**3 - p**4) + 2*p**2 - p**4",
            "The seed is reached, too: $\\sigma$ counts it. At $p = 0$ it is 1.",
        ),
        Mistake(
            "the seed's neighbours only",
            "1 + 2*p",
            "Those who are told tell others. Sum the probability of a live path over all four people.",
        ),
        Mistake(
            "everybody as a neighbour",
            "1 + 3*p",
            "The corner opposite has no tie to the seed: two ties must be live, one after the other.",
        ),
        Mistake(
            "one way to each",
            "1 + 2*p + p**2",
            "Two ways lead to each of the others: to a neighbour over one tie or three, to the corner opposite "
            "over two or two.",
        ),
        Mistake(
            "one neighbour for two",
            "1 + p + p**3 - p**4 + 2*p**2 - p**4",
            "There are two neighbours of the seed, and each of them counts.",
        ),
        Mistake(
            "the corner opposite forgotten",
            "1 + 2*(p + p**3 - p**4)",
            "At $p = 1$ all four are reached. The corner opposite is missing.",
        ),
        Mistake(
            "a share",
            "(1 + 2*(p + p**3 - p**4) + 2*p**2 - p**4) / 4",
            "That is the share of the four. $\\sigma$ is a number of people.",
        ),
    ],
    hints=[
        "By linearity $\\sigma = \\sum_v P(\\text{some path of live ties leads from the seed to } v)$.",
        "To a neighbour lead two ways, of one tie and of three, over different ties: independent.",
        "Neighbour: $1-(1-p)(1-p^3)$. The corner opposite: $1-(1-p^2)^2$.",
    ],
)
