"""Copies are rows, jitter is a kernel estimate, SMOTE's rows lie between neighbours, ADASYN's where it is crowded."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative.tabular.resampling import Adasyn, Copies, Jitter, Smote

few = settings(max_examples=10, deadline=None)


def rng(seed=0):
    return np.random.default_rng(seed)


def frauds(n=40, seed=0):
    """(n, 3) in unlike units: without scaling, the second column alone would settle who is near."""
    return rng(seed).standard_normal((n, 3)) * [1, 1000, 0.01]


def legitimate(n=80, seed=1):
    return rng(seed).standard_normal((n, 3)) * [1, 1000, 0.01] + [1, 0, 0]


# Copies and jitter


def test_copies_are_the_frauds_each_as_often_as_chance_has_it():
    """n draws from k rows: each count is binomial, within 5 standard deviations of n/k."""
    rows, n = frauds(8), 4000
    made = Copies().fit(rows, rng()).sample(n, rng(1))
    counts = np.array([np.sum(np.all(made == row, axis=1)) for row in rows])
    assert counts.sum() == n and np.all(np.abs(counts - n / 8) < 5 * np.sqrt(n / 8 * 7 / 8))


@pytest.mark.parametrize("size", [0.1, 0.5, 2.0])
def test_the_variance_of_jittered_copies_is_one_plus_size_squared_times_theirs(size):
    """Mean and variance within 4.5 standard errors of 40 000 draws, the latter from the fourth moment."""
    rows, n = frauds(), 40_000
    made = Jitter(size).fit(rows, rng()).sample(n, rng(1))
    exact = (1 + size**2) * rows.var(axis=0)
    error = np.sqrt(np.mean((made - made.mean(axis=0)) ** 4, axis=0) - exact**2) / np.sqrt(n)
    assert np.all(np.abs(made.var(axis=0) - exact) < 4.5 * error)
    assert np.all(np.abs(made.mean(axis=0) - rows.mean(axis=0)) < 4.5 * np.sqrt(exact / n))


def test_jitter_is_normal_noise_on_a_row_of_its_own_in_every_column():
    """Rows so far apart that a draw's own row is known: its noise has deviation size · std, columns uncorrelated."""
    rows = np.array([[0.0, 0.0], [100.0, 50.0], [-100.0, 200.0]])
    made = Jitter(0.01).fit(rows, rng()).sample(5000, rng(1))
    own = rows[np.argmin(np.linalg.norm(made[:, None] - rows, axis=2), axis=1)]
    noise = (made - own) / (0.01 * rows.std(axis=0))
    assert noise.var(axis=0) == pytest.approx([1, 1], abs=5 * np.sqrt(2 / 5000))
    assert np.mean(noise**4, axis=0) == pytest.approx([3, 3], abs=5 * np.sqrt(96 / 5000))
    assert abs(np.corrcoef(noise, rowvar=False)[0, 1]) < 5 / np.sqrt(5000)


# SMOTE and ADASYN


def segments(made, rows, others, k):
    """(distance, u): of each made row to the closest segment from a row to one of its k nearest, and its place on it.

    By the long way, on columns divided by the deviation of all rows.
    """
    unit = np.concatenate([rows, others]).std(axis=0)
    made, rows = made / unit, rows / unit
    between = np.linalg.norm(rows[:, None] - rows, axis=2)
    np.fill_diagonal(between, np.inf)
    start = np.repeat(np.arange(len(rows)), k)
    way = rows[np.argsort(between, axis=1)[:, :k].ravel()] - rows[start]
    u = np.clip(np.einsum("nsd,sd->ns", made[:, None] - rows[start], way) / np.sum(way**2, axis=1), 0, 1)
    distance = np.linalg.norm(made[:, None] - (rows[start] + u[:, :, None] * way), axis=2)
    best = distance.argmin(axis=1)
    return distance.min(axis=1), u[np.arange(len(made)), best]


@pytest.mark.parametrize("k", [1, 5])
@few
@given(seed=st.integers(0, 10**6))
def test_every_smote_row_lies_between_a_fraud_and_one_of_its_nearest(k, seed):
    rows, others = frauds(seed=seed), legitimate(seed=seed + 1)
    made = Smote(k).fit(rows, rng(), others).sample(60, rng(seed))
    assert made.shape == (60, 3) and segments(made, rows, others, k)[0].max() < 1e-9


def test_smote_rows_are_spread_evenly_along_their_segments():
    """|u − ½| is uniform on [0, ½] whichever end it is counted from: mean ¼, deviation 1/√48."""
    rows, others, n = frauds(), legitimate(), 2000
    made = Smote().fit(rows, rng(), others).sample(n, rng(1))
    _, u = segments(made, rows, others, 5)
    assert np.mean(np.abs(u - 0.5)) == pytest.approx(0.25, abs=5 / np.sqrt(48 * n))


def test_adasyn_rows_lie_between_neighbours_too_and_are_about_n():
    """Each fraud's share is rounded: off by at most half a row each."""
    rows, others = frauds(), legitimate()
    made = Adasyn().fit(rows, rng(), others).sample(300, rng(1))
    assert abs(len(made) - 300) <= len(rows) / 2 and segments(made, rows, others, 5)[0].max() < 1e-9


def test_adasyn_starts_where_legitimate_rows_are_near_and_smote_everywhere():
    crowded, alone = rng(0).standard_normal((20, 2)), rng(1).standard_normal((20, 2)) + 100
    rows, others = np.concatenate([crowded, alone]), rng(2).standard_normal((40, 2))
    share = {type(g): np.mean(g.fit(rows, rng(), others).sample(400, rng(3))[:, 0] < 50) for g in (Smote(), Adasyn())}
    assert share[Adasyn] == 1 and share[Smote] == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(400))


def test_amounts_between_amounts_are_in_whole_cents():
    rows, others = frauds().round(2), legitimate().round(2)
    made = Smote().fit(rows, rng(), others).sample(100, rng(1))
    assert np.array_equal(made, made.round(2))


# Bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Smote().fit(frauds(), rng()), "others must be given to Smote, got None"),
        (lambda: Adasyn().fit(frauds(), rng()), "others must be given to Adasyn, got None"),
        (lambda: Smote().fit(frauds(), rng(), legitimate()[:, :2]), "others must have 3 columns like rows, got 2"),
        (lambda: Smote(5).fit(frauds(5), rng(), legitimate()), r"rows must have shape .* at least 6, got \(5, 3\)"),
        (lambda: Smote(0).fit(frauds(), rng(), legitimate()), "k must be a whole number of at least 1, got 0"),
        (lambda: Jitter(-0.1).fit(frauds(), rng()), "size must be a positive number, got -0.1"),
        (lambda: Jitter(np.nan).fit(frauds(), rng()), "size must be a positive number, got nan"),
        (lambda: Copies().fit(np.full((3, 2), np.nan), rng()), "rows must be finite, got nan in row 0, column 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
