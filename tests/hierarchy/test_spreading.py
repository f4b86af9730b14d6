"""Five kinds of diffusion: exact laws on small systems, conserved carriers, retention, starts, a climbing walk."""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import binomtest, kstest

from utils.hierarchy.settlements import Settlements, rank_size
from utils.hierarchy.spreading import MODES, Mode, climbing_time, diffuse, rates

THREE = Settlements([[0.0, 0], [1, 0], [0, 2]], [4.0, 2.0, 1.0])
SYSTEM = rank_size(80, np.random.default_rng(5))


def test_rates_are_the_formula_up_to_a_factor():
    kappa = rates(THREE, Mode(0.5, 2, 3))
    P, d = THREE.populations, THREE.distances
    expected = np.array([[0 if i == j else P[i] ** 0.5 * P[j] ** 2 / d[i, j] ** 3 for j in range(3)] for i in range(3)])
    np.testing.assert_allclose(kappa / kappa[0, 1], expected / expected[0, 1])
    assert kappa.sum(axis=1).mean() == pytest.approx(1)


def test_expansion_has_the_law_of_the_si_process():
    mode, rng = Mode(1, -1, 2), np.random.default_rng(0)
    kappa = rates(THREE, mode)
    times = np.array([diffuse(mode, THREE, rng, source=0).times for _ in range(4000)])
    first, second = kappa[0, 1], kappa[0, 2]
    assert kstest(times[:, 1:].min(axis=1), "expon", args=(0, 1 / (first + second))).pvalue > 0.01
    one_first = times[:, 1] < times[:, 2]
    assert binomtest(int(one_first.sum()), 4000, first / (first + second)).pvalue > 0.01
    wait = (times[:, 2] - times[:, 1])[one_first]  # then 2 hears from 0 and 1
    assert kstest(wait, "expon", args=(0, 1 / (kappa[0, 2] + kappa[1, 2]))).pvalue > 0.01


@pytest.mark.parametrize("mode", [name for name in MODES if name != "relocation"])
def test_expansion_reaches_everybody_from_somebody_who_has_it(mode):
    found = diffuse(mode, SYSTEM, np.random.default_rng(1))
    source = found.times.argmin()
    assert np.isfinite(found.times).all() and found.present.all() and found.abandoned == 0
    assert found.origins[source] == -1 and found.times[source] == 0
    others = np.delete(np.arange(80), source)
    assert np.all(found.times[found.origins[others]] < found.times[others])


def test_each_mode_begins_where_it_says():
    for seed in range(20):
        first = {mode: diffuse(mode, SYSTEM, np.random.default_rng(seed)).times.argmin() for mode in MODES}
        assert first["hierarchical"] == 0 and first["reverse hierarchical"] >= 40
    assert len({diffuse("contagious", SYSTEM, np.random.default_rng(s)).times.argmin() for s in range(20)}) > 10
    assert diffuse("hierarchical", SYSTEM, np.random.default_rng(0), source=7).times[7] == 0


def test_an_idea_keeps_its_form_with_probability_retention_to_the_power_of_hops():
    rng, kept, hops = np.random.default_rng(2), [], []
    for _ in range(150):
        found = diffuse("stimulus", SYSTEM, rng)
        depth = np.zeros(80, int)
        for place in np.argsort(found.times)[1:]:
            depth[place] = depth[found.origins[place]] + 1
            kept.append(found.forms[place] == found.forms[found.origins[place]])
        hops.append([0.85**depth - (found.forms == 0), depth == depth.max()])
    assert binomtest(int(sum(kept)), len(kept), 0.85).pvalue > 0.01
    off = np.array([one.mean() for one, _ in hops])  # within a run forms go together
    assert abs(off.mean()) < 3 * off.std(ddof=1) / np.sqrt(150)
    assert found.fidelity == (found.forms == 0).mean() and len(set(found.forms)) > 2
    assert diffuse("contagious", SYSTEM, rng).fidelity == 1


def test_where_carriers_are_at_a_time_is_the_law_of_their_chain():
    mode, rng, until = Mode(0, 1, 1, carriers=1), np.random.default_rng(3), 0.7
    kappa = rates(THREE, mode)
    law = expm(until * (kappa - np.diag(kappa.sum(axis=1))))[2]
    at = [diffuse(mode, THREE, rng, 2, until).present.argmax() for _ in range(3000)]
    for place in range(3):
        assert binomtest(at.count(place), 3000, law[place]).pvalue > 0.003


def test_carriers_are_conserved_and_follow_population_in_the_long_run():
    mode = Mode(0, 1, 1, carriers=1)
    at = [diffuse(mode, THREE, np.random.default_rng(seed), 2, 40.0) for seed in range(1500)]
    assert all(one.present.sum() == 1 for one in at)
    where = np.bincount([one.present.argmax() for one in at], minlength=3)
    for place, share in enumerate(THREE.populations / THREE.populations.sum()):
        assert binomtest(int(where[place]), 1500, share).pvalue > 0.003


def test_relocation_leaves_places_behind_and_says_who_was_never_reached():
    found = diffuse("relocation", SYSTEM, np.random.default_rng(4), until=3.0)
    never = ~np.isfinite(found.times)
    assert never.any() and np.all(found.forms[never] == -1) and np.all(found.origins[never] == -1)
    assert not found.present[never].any() and 0 < found.present.sum() <= 60
    reached = (~never).sum()
    assert found.abandoned == pytest.approx(1 - found.present.sum() / reached) and found.abandoned > 0
    assert found.times[~never].max() <= 3


def test_the_first_carrier_to_come_is_the_origin():
    found = diffuse("relocation", SYSTEM, np.random.default_rng(4))
    came = np.flatnonzero(found.origins >= 0)
    assert np.all(found.times[found.origins[came]] <= found.times[came])


def test_alpha_plays_no_part_in_relocation():
    one, other = (diffuse(Mode(a, 1, 1, carriers=5), SYSTEM, np.random.default_rng(0)) for a in (0, 2))
    np.testing.assert_array_equal(one.times, other.times)


def steps_to_root(depth, up, children):
    """By a linear solve over all nodes of the tree."""
    sizes = [children**k for k in range(depth + 1)]
    first = np.cumsum([0, *sizes])
    Q = np.zeros((first[-1], first[-1]))
    for k in range(1, depth + 1):
        for i in range(sizes[k]):
            node, parent = first[k] + i, first[k - 1] + i // children
            Q[node, parent] = up if k < depth else 1
            if k < depth:
                Q[node, first[k + 1] + i * children : first[k + 1] + (i + 1) * children] = (1 - up) / children
    return np.linalg.solve(np.eye(first[-1] - 1) - Q[1:, 1:], np.ones(first[-1] - 1))[-1]


def test_a_walk_climbs_the_ternary_tree_of_depth_5_in_18_649068_steps():
    p, q = 0.55, 0.45
    closed = 5 / (p - q) - (1 / (p - q) - 1) * (1 - (q / p) ** 5) / (1 - q / p)
    assert climbing_time(5, p) == pytest.approx(closed) == pytest.approx(steps_to_root(5, p, 3))
    assert climbing_time(5, p) == pytest.approx(18.649068, abs=5e-7)


@pytest.mark.parametrize(
    ("depth", "up", "children"), [(1, 0.3, 4), (3, 0.5, 2), (5, 0.55, 1), (4, 1.0, 2), (3, 0.2, 5)]
)
def test_it_does_not_depend_on_how_many_children_a_node_has(depth, up, children):
    assert climbing_time(depth, up) == pytest.approx(steps_to_root(depth, up, children))


def test_infection_is_drawn_from_the_generator_alone():
    for mode in MODES:
        one, other = (diffuse(mode, SYSTEM, np.random.default_rng(9)) for _ in range(2))
        np.testing.assert_array_equal(one.times, other.times)
