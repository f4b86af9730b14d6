"""28.3: the reverse rates that make the paths seen most probable."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def reverse_table(starts, jumps, edges, N):
    """In each bin and at each n: jumps that arrive at n, over the time spent at n, all paths together."""
    count, time = np.zeros((len(edges) - 1, N + 1)), np.zeros((len(edges) - 1, N + 1))
    for n, moments in zip(starts, jumps):
        before = edges[0]
        for moment in [*moments, edges[-1]]:
            time[:, n] += np.clip(np.minimum(moment, edges[1:]) - np.maximum(before, edges[:-1]), 0, None)
            if moment < edges[-1]:
                n, before = n + 1, moment
                count[np.searchsorted(edges, moment) - 1, n] += 1
    return np.divide(count, time, out=np.zeros_like(count), where=time > 0)


def _paths(rng, how_many, N, rates, T, edges, low=0, high=None):
    starts = [int(n) for n in rng.integers(low, (high or N // 2) + 1, how_many)]
    jumps = []
    for n in starts:
        t, moments = 0.0, []
        while n < N and (t := t + rng.exponential(1 / rates[n])) < T:
            moments.append(t)
            n += 1
        jumps.append(np.array(moments))
    return starts, jumps, np.asarray(edges, dtype=float), N


def table_inputs(rng):
    """The worked value, one bin and many, bins of unequal length, paths without a jump, paths that reach N."""
    rising = np.arange(1.0, 12.0)
    return [
        ([0], [np.array([0.5, 1.5])], np.array([0.0, 1.0, 2.0]), 2),
        _paths(rng, 12, 6, rising, 1.0, [0, 0.5, 1.0]),
        _paths(rng, 20, 5, rising[::-1], 0.6, [0, 0.1, 0.3, 0.6]),
        _paths(rng, 8, 4, rising / 4, 3.0, [0, 3.0]),
        _paths(rng, 30, 8, rising, 2.0, np.linspace(0, 2, 6), high=3),
        _paths(rng, 6, 3, rising / 20, 2.0, [0, 1.0, 2.0]),
    ]


def _bins(starts, jumps, edges, N):
    """(jumps leaving n, jumps arriving at n, time at n), each (bins, N + 1)."""
    leave, arrive, time = np.zeros((3, len(edges) - 1, N + 1))
    for n, moments in zip(starts, jumps):
        ends = [edges[0], *moments, edges[-1]]
        for k, (a, b) in enumerate(pairwise(ends)):
            time[:, n + k] += np.clip(np.minimum(b, edges[1:]) - np.maximum(a, edges[:-1]), 0, None)
            if k:
                row = np.searchsorted(edges, a) - 1
                leave[row, n + k - 1] += 1
                arrive[row, n + k] += 1
    return leave, arrive, time


def _over(a, b):
    return np.divide(a, b, out=np.zeros_like(a), where=b > 0)


def _forward(starts, jumps, edges, N):
    leave, _, time = _bins(starts, jumps, edges, N)
    return _over(leave, time)


def _leaving(starts, jumps, edges, N):
    _, arrive, time = _bins(starts, jumps, edges, N)
    return _over(arrive, np.c_[np.zeros(len(time)), time[:, :-1]])


def _shifted(starts, jumps, edges, N):
    leave, _, time = _bins(starts, jumps, edges, N)
    return _over(leave, np.c_[time[:, 1:], np.zeros(len(time))])


def _ever_there(starts, jumps, edges, N):
    """Arrivals over the number of paths, and over the length of the bin."""
    _, arrive, _ = _bins(starts, jumps, edges, N)
    return arrive / len(starts) / np.diff(edges)[:, None]


def _share_of_jumps(starts, jumps, edges, N):
    _, arrive, _ = _bins(starts, jumps, edges, N)
    return _over(arrive, np.broadcast_to(arrive.sum(axis=1, keepdims=True), arrive.shape))


def _all_bins(starts, jumps, edges, N):
    _, arrive, time = _bins(starts, jumps, edges, N)
    return _over(arrive, np.broadcast_to(time.sum(axis=0), arrive.shape))


def _mean_of_paths(starts, jumps, edges, N):
    """The ratio of each path that was there, averaged."""
    total, there = np.zeros((2, len(edges) - 1, N + 1))
    for n, moments in zip(starts, jumps):
        _, arrive, time = _bins([n], [moments], edges, N)
        total += _over(arrive, time)
        there += time > 0
    return _over(total, there)


def _after_only(starts, jumps, edges, N):
    """The time before the first jump of each path is left out."""
    _, arrive, time = _bins(starts, jumps, edges, N)
    for n, moments in zip(starts, jumps):
        end = moments[0] if len(moments) else edges[-1]
        time[:, n] -= np.clip(np.minimum(end, edges[1:]) - edges[:-1], 0, None)
    return _over(arrive, np.where(time > 1e-12, time, 0))


def _cut_short(starts, jumps, edges, N):
    """Each path ends at its last jump: neither that jump nor the time after it is counted."""
    count, time = np.zeros((2, len(edges) - 1, N + 1))
    for n, moments in zip(starts, jumps):
        ends = [edges[0], *moments]
        for k, (a, b) in enumerate(pairwise(ends)):
            time[:, n + k] += np.clip(np.minimum(b, edges[1:]) - np.maximum(a, edges[:-1]), 0, None)
            if k:
                count[np.searchsorted(edges, a) - 1, n + k] += 1
    return _over(count, time)


def _whole_bins(starts, jumps, edges, N):
    """Time counted as the number of paths that were there at the bin's beginning, times its length."""
    _, arrive, _ = _bins(starts, jumps, edges, N)
    there = np.zeros_like(arrive)
    for n, moments in zip(starts, jumps):
        for row, begin in enumerate(edges[:-1]):
            there[row, n + np.sum(np.asarray(moments) <= begin)] += 1
    return _over(arrive, there * np.diff(edges)[:, None])


MINIMUM = "Minimise $r\\cdot(\\text{time at } n) - (\\text{jumps})\\log r$, bin by bin and $n$ by $n$. "

TABLE = Function(
    "28.3",
    title="Learn the reverse rates from paths",
    points=3,
    reference=reverse_table,
    inputs=table_inputs,
    rtol=1e-7,
    mistakes=[
        Mistake(
            "the forward rate",
            _forward,
            "Yours counts the jumps that *leave* $n$: that estimates the forward rate. Run backwards, a jump from "
            "$n-1$ to $n$ leaves $n$: count the arrivals.",
        ),
        Mistake(
            "time at the state before",
            _leaving,
            "The jumps are right. Run backwards, the path waits at $n$ before it jumps to $n-1$: divide by the time "
            "at $n$.",
        ),
        Mistake(
            "jumps that leave over time at the state after",
            _shifted,
            "In (28.3) both belong to the state *after* the forward jump: arrivals at $n$, and time at $n$.",
        ),
        Mistake(
            "jumps a path and a unit of time",
            _ever_there,
            "That is how many jumps arrive at $n$ in all. A rate is *given* that one is at $n$: divide by the time "
            "spent there.",
        ),
        Mistake(
            "jumps a path",
            lambda starts, jumps, edges, N: _bins(starts, jumps, edges, N)[1] / len(starts),
            "That is how many jumps a path makes into $n$, on average. A rate is per unit of time *spent at $n$*.",
        ),
        Mistake(
            "jumps over the length of the bin",
            lambda starts, jumps, edges, N: _bins(starts, jumps, edges, N)[1] / np.diff(edges)[:, None],
            "The paths are at $n$ for part of the bin only, and some not at all: divide by the time they spend there.",
        ),
        Mistake(
            "shares of the jumps",
            _share_of_jumps,
            "Shares of the jumps say where they go, not how fast. " + MINIMUM,
        ),
        Mistake(
            "time over all bins",
            _all_bins,
            "The jumps are those of the bin; the time at $n$ must be that of the bin, too.",
        ),
        Mistake(
            "the mean of the paths' ratios",
            _mean_of_paths,
            "A path that was at $n$ for a moment counts as much as one that stayed. Add up jumps and times over all "
            "paths first, then divide.",
        ),
        Mistake(
            "the first wait left out",
            _after_only,
            "The time before a path's first jump counts as well: run backwards, it waits there until time 0.",
        ),
        Mistake(
            "the last wait left out",
            _cut_short,
            "The time from the last jump to $T$ counts as well, and so does that jump: run backwards, they come first.",
        ),
        Mistake(
            "time by whole bins",
            _whole_bins,
            "A path can come to $n$ and leave it within a bin. Add up the exact times.",
        ),
        Mistake(
            "upside down",
            lambda starts, jumps, edges, N: _over(*_bins(starts, jumps, edges, N)[:0:-1]),
            "That is the mean wait, time over jumps. A rate is jumps over time.",
        ),
        Mistake(
            "counts only",
            edit("np.divide(count, time, out=np.zeros_like(count), where=time > 0)", "count"),
            "Those are counts. " + MINIMUM,
        ),
    ],
    hints=[
        "In (28.3) with one rate $r$ for bin $k$ and state $n$, its terms are $r\\cdot(\\text{time at } n)$ and "
        "$-\\log r$ for each jump that arrives at $n$. Where is the derivative 0?",
        "Walk along each path: between two jumps it is at one $n$; that stretch may lie in several bins.",
        "Overlap of a stretch $(a, b)$ with a bin: `max(0, min(b, edges[k+1]) - max(a, edges[k]))`.",
    ],
)
