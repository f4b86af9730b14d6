"""13.6: the best update of low rank to be had from a network that was fine-tuned in full."""

from __future__ import annotations

import numpy as np
from scipy.linalg import svd  # refuses nan and infinity, on which LAPACK may never end

from utils.teaching.exercise import Function, Mistake, edit


# 13.6 ----------------------------------------------------------------- an adapter out of two matrices
def extracted(before, after, r):
    """before plus the update of rank r that comes nearest to after."""
    U, s, Vt = svd(after - before, full_matrices=False)
    return before + (U[:, :r] * s[:r]) @ Vt[:r]


def _low_rank(matrix, r):
    U, s, Vt = svd(matrix, full_matrices=False)
    return (U[:, :r] * s[:r]) @ Vt[:r]


def _largest_entries(before, after, r):
    """As many entries of the update as A and B hold numbers, the largest."""
    update = after - before
    count = min(r * sum(update.shape), update.size)
    limit = np.sort(np.abs(update).ravel())[::-1][count - 1]
    return before + np.where(np.abs(update) >= limit, update, 0)


def _eigen(before, after, r):
    """Eigenvectors of U Uᵀ, the smallest first, as eigh gives them."""
    update = after - before
    _, vectors = np.linalg.eigh(update @ update.T)
    kept = vectors[:, :r]
    return before + kept @ kept.T @ update


def _eigen_inside(before, after, r):
    """As `_eigen`, on the other side."""
    update = after - before
    _, vectors = np.linalg.eigh(update.T @ update)
    kept = vectors[:, :r]
    return before + update @ kept @ kept.T


def _full(pick_u, pick_s, pick_v):
    """The square U and V, as `np.linalg.svd` gives them unasked, and a choice of their columns."""

    def merged(before, after, r):
        U, s, Vt = svd(after - before)
        return before + (pick_u(U, r) * pick_s(s, r)) @ pick_v(Vt, r)

    return merged


def _long_rows(before, after, r):
    """The r rows that changed most."""
    update = after - before
    kept = np.argsort(-np.linalg.norm(update, axis=1))[:r]
    out = before.copy()
    out[kept] = after[kept]
    return out


def _corner(before, after, r):
    update = np.zeros_like(before)
    update[:r] = (after - before)[:r]
    return before + update


def _columns(before, after, r):
    update = np.zeros_like(before)
    update[:, :r] = (after - before)[:, :r]
    return before + update


def _square_corner(before, after, r):
    update = np.zeros_like(before)
    update[:r, :r] = (after - before)[:r, :r]
    return before + update


def _random_rows(before, after, r):
    """A drawn once, B by least squares."""
    A = np.random.default_rng(0).normal(size=(r, before.shape[1]))
    return before + (after - before) @ np.linalg.pinv(A) @ A


def _directions_of_after(before, after, r):
    """The update, projected on the leading left singular vectors of the new matrix."""
    kept = svd(after, full_matrices=False)[0][:, :r]
    return before + kept @ kept.T @ (after - before)


def _not_transposed(before, after, r):
    """The V of a textbook, which numpy returns transposed: its first r columns."""
    U, s, V = svd(after - before, full_matrices=False)
    return before + (U[:, :r] * s[:r]) @ V[:, :r].T


def inputs(rng):
    """The worked value, tall, wide and square ones, rank 1 and full rank, updates of low rank and with some noise."""

    def pair(n_out, n_in, rank, noise):
        before = rng.normal(size=(n_out, n_in))
        update = rng.normal(size=(n_out, rank)) @ rng.normal(size=(rank, n_in))
        return before.round(2), (before + 0.5 * update + noise * rng.normal(size=(n_out, n_in))).round(2)

    sizes = [
        (5, 3, 3, 0.1, 1),
        (3, 6, 2, 0.2, 2),
        (6, 6, 2, 0.3, 2),
        (4, 4, 4, 0.0, 3),
        (2, 5, 2, 0.1, 2),
        (7, 4, 1, 0.5, 3),
    ]
    worked = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[4.0, 0.0], [0.0, 2.0]]), 1
    return [worked, *((*pair(n_out, n_in, rank, noise), r) for n_out, n_in, rank, noise, r in sizes)]


UPDATE = "An adapter adds to `before`, so what has to be of rank $r$ is the *update* `after - before`. "
SVD = (
    "`U, s, Vt = np.linalg.svd(update, full_matrices=False)`; the nearest matrix of rank $r$ keeps the $r$ largest "
    "singular values, `(U[:, :r] * s[:r]) @ Vt[:r]`."
)

EXTRACTED = Function(
    "13.6",
    title="An adapter out of two matrices",
    points=3,
    reference=extracted,
    inputs=inputs,
    mistakes=[
        Mistake(
            "the new matrix truncated",
            lambda before, after, r: _low_rank(after, r),
            UPDATE + "You made the whole new matrix of rank $r$, and lost most of what the network knew.",
        ),
        Mistake(
            "the update alone",
            edit("before + (U", "(U"),
            "That is the update $BA$. Asked is the weight of the merged layer, `before` plus the update.",
        ),
        Mistake(
            "both truncated",
            lambda before, after, r: _low_rank(before, r) + _low_rank(after - before, r),
            UPDATE + "`before` stays as it is, in full rank.",
        ),
        Mistake(
            "the difference of two truncated matrices",
            lambda before, after, r: before + _low_rank(after, r) - _low_rank(before, r),
            UPDATE + "The difference of two matrices of rank $r$ has rank up to $2r$, and is not the nearest.",
        ),
        Mistake(
            "added to the new matrix",
            edit("return before + (U", "return after + (U"),
            "Yours adds the update to `after`, which has it already. Add it to `before`.",
        ),
        Mistake(
            "the wrong sign",
            edit("svd(after - before", "svd(before - after"),
            "The update leads from `before` to `after`: `after - before`.",
        ),
        Mistake(
            "the smallest singular values",
            edit("U[:, :r] * s[:r]", "U[:, -r:] * s[-r:]", "Vt[:r]", "Vt[-r:]"),
            "numpy sorts singular values from the largest down, and the largest matter: the first $r$.",
        ),
        Mistake(
            "the smallest singular values, of square U and V",
            _full(lambda U, r: U[:, -r:], lambda s, r: s[-r:], lambda Vt, r: Vt[-r:]),
            "numpy sorts singular values from the largest down, and the largest matter: the first $r$.",
        ),
        Mistake(
            "the smallest eigenvalues of the other product",
            _eigen_inside,
            "`np.linalg.eigh` sorts eigenvalues from the smallest *up*: the largest are the last $r$.",
        ),
        Mistake("the rows that changed most", _long_rows, "Whole rows are of rank $r$, but not the nearest. " + SVD),
        Mistake(
            "one direction too many, of square U and V",
            _full(lambda U, r: U[:, : r + 1], lambda s, r: s[: r + 1], lambda Vt, r: Vt[: r + 1]),
            "Yours has rank $r+1$: `[:r]` keeps $r$ of them, counted from 0.",
        ),
        Mistake(
            "V for its transpose, square",
            _full(lambda U, r: U[:, :r], lambda s, r: s[:r], lambda Vt, r: Vt[:, :r].T),
            "numpy returns $V^\\top$, whose *rows* are the right singular vectors: `Vt[:r]`, and no transpose.",
        ),
        Mistake(
            "the new matrix taken for the update",
            lambda before, after, r: before + _low_rank(after, r),
            UPDATE + "You added `before` to a part of `after`.",
        ),
        Mistake(
            "the smallest eigenvalues",
            _eigen,
            "`np.linalg.eigh` sorts eigenvalues from the smallest *up*: the largest are the last $r$.",
        ),
        Mistake(
            "no singular values",
            edit("(U[:, :r] * s[:r]) @", "U[:, :r] @"),
            "The singular values are missing: they say how much of each direction there is. " + SVD,
        ),
        Mistake(
            "singular values twice",
            edit("* s[:r])", "* s[:r] ** 2)"),
            "Each singular value occurs once, in $A$ or in $B$ (or its root in both).",
        ),
        Mistake(
            "roots of singular values",
            edit("* s[:r])", "* np.sqrt(s[:r]))"),
            "With $\\sqrt s$ in $B$, $A$ needs $\\sqrt s$ as well: each singular value must occur once in $BA$.",
        ),
        Mistake(
            "V for its transpose",
            _not_transposed,
            "numpy returns $V^\\top$, whose *rows* are the right singular vectors: `Vt[:r]`, and no transpose.",
        ),
        Mistake("the first rows", _corner, "The first $r$ rows are of rank $r$, but not the nearest. " + SVD),
        Mistake("the first columns", _columns, "The first $r$ columns are of rank $r$, but not the nearest. " + SVD),
        Mistake(
            "the largest entries",
            _largest_entries,
            "A few large entries can be of full rank. Low rank is another way to be small: $BA$. " + SVD,
        ),
        Mistake("no truncation", lambda before, after, r: after, "That is the update in full rank. " + SVD),
        Mistake("nothing learned", lambda before, after, r: before, "That is $r=0$: no update at all. " + SVD),
        Mistake(
            "one direction too many",
            lambda before, after, r: before + _low_rank(after - before, r + 1),
            "Yours has rank $r+1$: `[:r]` keeps $r$ of them, counted from 0.",
        ),
        Mistake(
            "one direction too few",
            lambda before, after, r: before + _low_rank(after - before, r - 1),
            "Yours has rank $r-1$: `[:r]` keeps $r$ of them, counted from 0.",
        ),
        Mistake(
            "only the last of them",
            lambda before, after, r: before + _low_rank(after - before, r) - _low_rank(after - before, r - 1),
            "Yours keeps the $r$-th direction alone. Keep the first $r$.",
        ),
        Mistake(
            "a random A, and the best B for it",
            _random_rows,
            "Yours is the best $B$ for one random $A$. Here both are free: the directions come from the update. " + SVD,
        ),
        Mistake(
            "the corner of the update",
            _square_corner,
            "A corner of $r\\times r$ numbers is of rank $r$, but not the nearest. " + SVD,
        ),
        Mistake(
            "the singular vectors of the new matrix",
            _directions_of_after,
            UPDATE + "Its own singular vectors are the best ones, not those of `after`.",
        ),
        Mistake(
            "divided by the rank",
            lambda before, after, r: before + _low_rank(after - before, r) / r,
            "A scale of $1/r$ is a choice of some programs, made up for in training. Here $BA$ itself must be nearest.",
        ),
    ],
    hints=[
        "What is small here, `after` or `after - before`? Only that one may lose rank.",
        SVD,
    ],
)
