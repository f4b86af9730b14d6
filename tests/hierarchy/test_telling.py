"""Observables: by hand, at their limits, of the order alone; and what each mode looks like."""

import numpy as np
import pytest

from utils.hierarchy.settlements import Settlements, christaller, rank_size
from utils.hierarchy.spreading import MODES, diffuse
from utils.hierarchy.telling import OBSERVABLES, observables

LINE = Settlements(np.column_stack([np.arange(12.0) ** 1.1, np.zeros(12)]), 100.0 - np.arange(12))
TYPICAL = {  # facts: rank, distance, Moran's I, abandoned, fidelity
    "relocation": (0.28, 0.12, -0.02, 0.82, 1),
    "contagious": (-0.04, 0.59, 0.66, 0, 1),
    "hierarchical": (0.34, 0.06, -0.04, 0, 1),
    "reverse hierarchical": (-0.36, 0.08, 0.00, 0, 1),
    "stimulus": (0.12, 0.23, 0.24, 0, 0.44),
}


def named(system, times):
    return dict(zip(OBSERVABLES, observables(system, times)))


def test_one_after_the_other_along_a_line():
    seen = named(LINE, np.arange(12.0))
    assert seen["tau"] == pytest.approx(1) and seen["rho"] == pytest.approx(1) and seen["neighbour"] == 0
    assert named(LINE, np.arange(12.0)[::-1])["tau"] == pytest.approx(-1)
    assert named(LINE, np.arange(12.0)[::-1])["neighbour"] == 0


def test_always_the_farthest_next():
    system, left = LINE, list(range(1, 12))
    order = [0]
    while left:
        order.append(max(left, key=lambda one: system.distances[one, order].min()))
        left.remove(order[-1])
    times = np.empty(12)
    times[order] = np.arange(12)
    assert named(system, times)["neighbour"] == pytest.approx(1, abs=0.06)  # two lie equally far, at times


def test_ties_of_distance_count_half():
    star = Settlements([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [0, 4]], [6.0, 5, 4, 3, 2, 1])
    expected = np.mean([1.5 / 4, 1 / 3, 0.5 / 2, 0])  # of four at one distance, of three, of two; the nearer of two
    assert named(star, np.arange(6.0))["neighbour"] == pytest.approx(expected)


def test_moran_by_hand():
    rng = np.random.default_rng(0)
    system, times = rank_size(30, rng), rng.random(30)
    r = np.argsort(np.argsort(times)) - 14.5
    pairs = [r[i] * r[j] for i in range(30) for j in np.argsort(system.distances[i])[1:7]]
    assert named(system, times)["moran"] == pytest.approx(np.mean(pairs) / np.mean(r**2))


def test_only_the_order_matters_and_places_never_reached_count_as_those_without():
    rng = np.random.default_rng(1)
    system, times = rank_size(40, rng), rng.random(40)
    np.testing.assert_allclose(observables(system, times), observables(system, np.exp(3 * times)))
    some = np.where(times > 0.7, np.inf, times)
    part = Settlements(system.positions[times <= 0.7], system.populations[times <= 0.7])
    seen, without = observables(system, some), observables(part, times[times <= 0.7])
    np.testing.assert_allclose(seen[[0, 1, 3]], without[[0, 1, 3]])
    assert seen[2] != without[2]


def test_no_order_at_all_gives_none_of_them():
    system, rng = rank_size(100, np.random.default_rng(2)), np.random.default_rng(3)
    seen = np.array([observables(system, rng.random(100)) for _ in range(40)])
    error = seen.std(axis=0, ddof=1) / np.sqrt(40)
    assert np.all(abs(seen.mean(axis=0) - [0, 0, 0.5, -1 / 99]) < 3.5 * error)


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_looks_as_reported_within_two_standard_deviations(mode):
    """Over 20 systems of 256 places. The neighbour's definition is the course's own: not compared."""
    rng, seen = np.random.default_rng(11), []
    for _ in range(20):
        system = rank_size(256, rng)
        found = diffuse(mode, system, rng)
        tau, rho, _, moran = observables(system, found.times)
        seen.append([tau, rho, moran, found.abandoned, found.fidelity])
    off = abs(np.mean(seen, axis=0) - TYPICAL[mode])
    assert np.all(off <= 2 * np.std(seen, axis=0, ddof=1) + 1e-12), (np.mean(seen, axis=0), np.std(seen, axis=0))


def test_two_adoptions_are_too_few_and_a_negative_time_is_named():
    with pytest.raises(ValueError, match="times must hold three adoptions"):
        observables(LINE, [0.0, 1.0, *[np.inf] * 10])
    with pytest.raises(ValueError, match="times must hold three adoptions"):
        observables(LINE, [0.0, *[1.0] * 5, *[np.inf] * 6])
    with pytest.raises(ValueError, match=r"times must be at least 0, got -0.5 for node 1"):
        observables(LINE, [0.0, -0.5, *[1.0] * 10])


def test_on_a_lattice_large_and_small_first_are_told_apart():
    system = christaller(7, 2)
    down, up = (
        observables(system, diffuse(mode, system, np.random.default_rng(0)).times)[0]
        for mode in ("hierarchical", "reverse hierarchical")
    )
    assert down > 0.2 and up < -0.2
