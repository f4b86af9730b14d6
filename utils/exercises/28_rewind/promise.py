"""28.6: a promise of privacy that a long stay breaks."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def publish(arrival, stay, days, cap, epsilon, z):
    """Daily counts, each person on at most `cap` days, plus Laplace noise of scale cap/ε."""
    counts = np.zeros(days)
    for first, length in zip(arrival, stay):
        counts[first : first + min(length, cap)] += 1
    return counts + cap / epsilon * z


def _school(rng, people, days, longest, cap, epsilon):
    return (
        rng.integers(0, days, people),
        rng.integers(1, longest + 1, people),
        days,
        cap,
        epsilon,
        rng.laplace(size=days),
    )


def promise_inputs(rng):
    """The worked value; stays below, at and beyond the cap; a cap of 1; stays that end after the last day."""
    return [
        (np.array([0, 1]), np.array([1, 2]), 4, 2, 0.5, np.zeros(4)),
        _school(rng, 30, 14, 9, 4, 1.0),
        _school(rng, 12, 10, 8, 3, 0.4),
        _school(rng, 50, 14, 3, 3, 2.0),
        _school(rng, 25, 8, 6, 1, 1.5),
        _school(rng, 9, 20, 12, 7, 0.1),
    ]


def _count(arrival, stay, days, length=lambda s: s):
    counts = np.zeros(days)
    for first, s in zip(arrival, stay):
        counts[first : first + length(s)] += 1
    return counts


def _longest_seen(arrival, stay, days, cap, epsilon, z):
    return _count(arrival, stay, days) + np.max(stay) / epsilon * z


def _last_days(arrival, stay, days, cap, epsilon, z):
    counts = np.zeros(days)
    for first, s in zip(arrival, stay):
        counts[first + max(0, s - cap) : first + s] += 1
    return counts + cap / epsilon * z


def _left_out(arrival, stay, days, cap, epsilon, z):
    kept = np.asarray(stay) <= cap
    return _count(np.asarray(arrival)[kept], np.asarray(stay)[kept], days) + cap / epsilon * z


def _counts_capped(arrival, stay, days, cap, epsilon, z):
    return np.minimum(_count(arrival, stay, days), cap) + cap / epsilon * z


def _arrivals(arrival, stay, days, cap, epsilon, z):
    return _count(arrival, stay, days, lambda s: 1) + cap / epsilon * z


def _one_too_few(arrival, stay, days, cap, epsilon, z):
    return _count(arrival, stay, days, lambda s: min(s, cap - 1)) + cap / epsilon * z


def _more_noise(arrival, stay, days, cap, epsilon, z):
    return _count(arrival, stay, days) + days / epsilon * z


def _clipped_noise(arrival, stay, days, cap, epsilon, z):
    return np.maximum(publish(arrival, stay, days, cap, epsilon, z), 0)


def _everybody_to_the_cap(arrival, stay, days, cap, epsilon, z):
    return _count(arrival, stay, days, lambda s: cap) + cap / epsilon * z


def _noise_capped(arrival, stay, days, cap, epsilon, z):
    return _count(arrival, stay, days) + cap / epsilon * z


PROMISED = "By (28.10) the scale is right if one person changes all counts together by at most `cap`. "

PROMISE = Function(
    "28.6",
    title="A promise that does not keep",
    points=2,
    reference=publish,
    inputs=promise_inputs,
    atol=1e-9,
    mistakes=[
        Mistake(
            "as it was",
            _noise_capped,
            PROMISED + "Who stays longer than `cap` changes them by more: look at what the counts contain.",
        ),
        Mistake(
            "the sensitivity of one count",
            lambda arrival, stay, days, cap, epsilon, z: _count(arrival, stay, days) + z / epsilon,
            "Someone who stays for a week stands in seven counts. Scale $1/\\epsilon$ hides one of them.",
        ),
        Mistake(
            "capped, with the noise of one count",
            edit("cap / epsilon * z", "z / epsilon"),
            "The stays are right now. The scale was, too: someone still stands in up to `cap` counts.",
        ),
        Mistake(
            "the longest stay in the data",
            _longest_seen,
            "The scale may not depend on the data: who has the longest stay would be given away by the noise. Keep "
            "`cap`, and make the counts fit it.",
        ),
        Mistake(
            "epsilon for its inverse",
            edit("cap / epsilon * z", "epsilon / cap * z"),
            "The scale is upside down: a small $\\epsilon$, a strict promise, needs *much* noise.",
        ),
        Mistake(
            "epsilon for its inverse, stays as they were",
            lambda arrival, stay, days, cap, epsilon, z: _count(arrival, stay, days) + epsilon / cap * z,
            "The scale was right: a small $\\epsilon$ needs *much* noise. Look at what the counts contain.",
        ),
        Mistake(
            "noise of scale epsilon",
            lambda arrival, stay, days, cap, epsilon, z: _count(arrival, stay, days) + epsilon * z,
            "The scale was right: a small $\\epsilon$ needs *much* noise. Look at what the counts contain.",
        ),
        Mistake(
            "everybody to the cap",
            _everybody_to_the_cap,
            "Who stays less than `cap` days is counted on fewer. `cap` is a limit, not the length.",
        ),
        Mistake(
            "noise times epsilon",
            edit("cap / epsilon * z", "cap * epsilon * z"),
            "A small $\\epsilon$ is a strict promise and needs *much* noise: divide by it.",
        ),
        Mistake(
            "long stays left out",
            _left_out,
            "That keeps the promise, and loses those who were ill longest. Count each of them, on at most `cap` days.",
        ),
        Mistake(
            "the last days kept",
            _last_days,
            "That keeps the promise, too. But asked is that the *latest* days are left out.",
        ),
        Mistake(
            "counts capped",
            _counts_capped,
            "It is each person's *days* that must be at most `cap`, not each day's count.",
        ),
        Mistake(
            "arrivals counted",
            _arrivals,
            "That counts each person once, on the day of arrival: a promise more than kept, and other data. Count up "
            "to `cap` days.",
        ),
        Mistake(
            "one day too few",
            _one_too_few,
            "Each person may stand in `cap` counts, not in one less.",
        ),
        Mistake(
            "one day too many",
            edit("min(length, cap)", "min(length, cap + 1)"),
            "Each person may stand in `cap` counts, not in one more.",
        ),
        Mistake(
            "as if all stayed to the end",
            _more_noise,
            "A scale of `days`/$\\epsilon$ keeps the promise at a high cost. Keep `cap`, and make the counts fit it.",
        ),
        Mistake(
            "negative counts set to 0",
            _clipped_noise,
            "The counts are right. Leave the noise as it is: with negative counts set to 0 the mean is too high.",
        ),
    ],
    hints=[
        "The noise supposes that one person changes all counts together by at most `cap`. Is it true?",
        "Where in the loop does a stay of 9 days add 9 to the counts, although `cap` is 7?",
        "`counts[first : first + min(length, cap)] += 1`",
    ],
)
