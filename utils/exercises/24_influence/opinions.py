"""24.6: whose opinion counts in the end (DeGroot)."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def weights(T):
    """The left eigenvector of T for the eigenvalue 1, with sum 1."""
    values, vectors = np.linalg.eig(T.T)
    pi = vectors[:, np.abs(values - 1).argmin()].real
    return pi / pi.sum()


def weight_inputs(rng):
    """Two people (the worked value), random trust, nobody trusting themselves, a chain round which opinions turn."""
    round_robin = np.roll(np.eye(4), 1, axis=1)
    uneven = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [0.5, 0, 0, 0.5], [1, 0, 0, 0]])
    back_and_forth = np.array([[0, 0.5, 0.25, 0.25], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0.0]])
    random = [rng.dirichlet(np.full(n, 0.7), size=n) for n in (3, 4, 6)]
    A = np.array([[0, 1, 1, 1], [1, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0.0]])
    friends = A / A.sum(axis=1, keepdims=True)
    return [
        (np.array([[0.5, 0.5], [0.25, 0.75]]),),
        *((T,) for T in (*random, friends, round_robin, uneven, back_and_forth)),
    ]


def _one_row_of_a_power(T):
    return np.linalg.matrix_power(T, 1000)[0]


def _one_column_of_a_power(T):
    return np.linalg.matrix_power(T, 1000)[:, 0]


def _pushed_on(T):
    return np.full(len(T), 1 / len(T)) @ np.linalg.matrix_power(T, 2000)


def _as_if_symmetric(T):
    pi = np.linalg.eigh(T.T)[1][:, -1]
    return pi / pi.sum()


def _as_if_symmetric_by_rows(T):
    return _as_if_symmetric(T.T)


def _largest_in_size(T):
    values, vectors = np.linalg.eig(T.T)
    pi = vectors[:, np.abs(values).argmax()].real
    return pi / pi.sum()


def _right(T):
    values, vectors = np.linalg.eig(T)
    pi = vectors[:, np.abs(values - 1).argmin()].real
    return pi / pi.sum()


def _largest_first(T):
    pi = np.linalg.eig(T.T)[1][:, 0].real
    return pi / pi.sum()


def _who_is_trusted(T):
    return T.sum(axis=0) / len(T)


def _damped(T, d=0.85):
    n = len(T)
    return np.linalg.solve(np.eye(n) - d * T.T, np.full(n, (1 - d) / n))


def _by_degree(T):
    many = (T > 0).sum(axis=1)
    return many / many.sum()


def _by_followers(T):
    many = (T > 0).sum(axis=0)
    return many / many.sum()


def _unit_length(T):
    pi = np.abs(weights(T))
    return pi / np.linalg.norm(pi)


WEIGHTS = Function(
    "24.6",
    title="Whose opinion counts?",
    points=2,
    reference=weights,
    inputs=weight_inputs,
    atol=1e-9,
    mistakes=[
        Mistake(
            "the right eigenvector",
            _right,
            "That is the right eigenvector: it is constant for every $T$, since the rows sum to 1, so all "
            "weights are equal. (24.10) needs "
            "the left one, "
            "an eigenvector of $T^{\\mathsf T}$.",
        ),
        Mistake(
            "one round only",
            _who_is_trusted,
            "That is how much each is trusted directly. It matters also how much *those* are trusted, and so on.",
        ),
        Mistake(
            "a row of a high power",
            _one_row_of_a_power,
            "Right where opinions settle. Where they turn for ever (one input), no power of $T$ converges, but "
            "the left "
            "eigenvector is still there.",
        ),
        Mistake(
            "a column of a high power",
            _one_column_of_a_power,
            "All rows of a high power of $T$ are alike: a column has one weight, $n$ times. And where opinions turn "
            "for ever, no power converges.",
        ),
        Mistake(
            "pushed on again and again",
            _pushed_on,
            "Right where opinions settle. Where they turn for ever, $\\pi T^t$ goes to and fro: use "
            "$\\frac12(T + I)$ for $T$, which has the same $\\pi$, or an eigenvector.",
        ),
        Mistake(
            "as if symmetric",
            _as_if_symmetric,
            "`eigh` reads half of the matrix and takes it for symmetric. $T$ is not: use `eig`.",
        ),
        Mistake(
            "as if symmetric, by rows",
            _as_if_symmetric_by_rows,
            "`eigh` takes the matrix for symmetric. $T$ is not: use `eig`, and $T^{\\mathsf T}$.",
        ),
        Mistake(
            "the largest in absolute value",
            _largest_in_size,
            "Where opinions turn for ever, several eigenvalues have absolute value 1, such as −1. Take the one "
            "that is closest to 1.",
        ),
        Mistake(
            "whichever comes first",
            _largest_first,
            "numpy does not sort eigenvalues. Take the vector of the one that is closest to 1.",
        ),
        Mistake(
            "with jumps, as PageRank",
            _damped,
            "PageRank follows trust with .85 and jumps anywhere else. DeGroot's people never jump.",
        ),
        Mistake(
            "how many one trusts",
            _by_degree,
            "Counting friends is right if trust is shared equally among mutual friends (the last part of (24.10)). "
            "$T$ is any "
            "trust matrix here.",
        ),
        Mistake(
            "by how many one is trusted",
            _by_followers,
            "It matters how much one is trusted and by whom, not only by how many.",
        ),
        Mistake(
            "not normalised to sum 1",
            _unit_length,
            "The direction is right. The weights are those of an average: they sum to 1.",
        ),
        Mistake(
            "no normalisation",
            edit("return pi / pi.sum()", "return pi"),
            "The direction is right. The weights are those of an average: divide by their sum (the sign is then "
            "right, too).",
        ),
    ],
    hints=[
        "$\\pi^{\\mathsf T}T = \\pi^{\\mathsf T}$ is $T^{\\mathsf T}\\pi = \\pi$: of which matrix do you want "
        "an eigenvector?",
        "`np.linalg.eig(T.T)`; the column whose eigenvalue is closest to 1; its real part, divided by its sum.",
    ],
)
