"""Five steps on each kind of data: what was planted is found, and said where it is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.data.digits import load_digits
from utils.data.karate import load_karate
from utils.hierarchy.builders import from_columns
from utils.hierarchy.collect import collect
from utils.hierarchy.passes import down, path, up
from utils.hierarchy.pipeline import interpret, read_network, read_picture, read_stream, read_table, scaled
from utils.hierarchy.streaming import gather
from utils.hierarchy.tree import Hierarchy

REGIONS = [(f"region {r}", f"county {r}{c}", f"site {r}{c}{s}") for r in range(4) for c in range(4) for s in range(6)]


def counts(rng, unusual="county 21", by=40.0):
    places = pd.DataFrame(REGIONS, columns=["region", "county", "site"])
    places["count"] = rng.poisson(100, len(places)) + by * (places["county"] == unusual)
    return places


def test_a_county_unlike_its_neighbours_is_found_in_a_table_of_counts():
    frame = counts(np.random.default_rng(0))
    found = read_table(*collect(frame.sample(frac=1, random_state=1), ("region", "county", "site"), "count"))
    assert found.unusual[0][::2] == (1, "county 21") and found.unusual[0][3] > 3
    assert found.profile.argmax() == 1 or found.profile[1] > 0.3
    site = found.analysis.tree.names[0].index("site 213")
    _, parts = path(found.analysis, site)
    assert abs(parts).argmax() == 1  # its county explains the site


def test_several_rows_of_a_site_count_by_their_masses():
    frame = pd.DataFrame({"place": ["a", "a", "b"], "rate": [1.0, 4.0, 5.0], "days": [2, 1, 4]})
    found = read_table(*collect(frame, ("place",), "rate", "days")).analysis
    x = scaled([1.0, 4.0, 5.0], [2, 1, 4])
    np.testing.assert_allclose(found.values[0], [(2 * x[0] + x[1]) / 3, x[2]])
    assert found.tree.masses.tolist() == [3, 4]


def test_a_picture_with_a_hole_is_read_and_the_hole_filled_from_around_it():
    picture = load_digits().images[0].copy()
    picture[2:4, 4:6] = np.nan
    found = read_picture(picture)
    filled = down(found.analysis).reshape(8, 8)
    block = filled[0:4, 4:8]
    np.testing.assert_allclose(filled[2:4, 4:6], np.delete(block.ravel(), [8, 9, 12, 13]).mean())
    assert found.profile.sum() == pytest.approx(1)


def test_smooth_pictures_vary_above_and_checked_ones_below():
    row, column = np.indices((16, 16))
    assert read_picture(row + column).profile.argmax() == 3
    assert read_picture((row + column) % 2).profile.argmax() == 0


def test_a_quarrel_in_a_social_network_lives_on_the_level_of_its_two_camps():
    club = load_karate()
    found = read_network(club.adjacency, club.club.astype(float))
    assert found.profile[-1] > 0.6  # of two groups
    some = club.club.astype(float)
    some[[3, 20]] = np.nan
    tree = read_network(club.adjacency, some).analysis.tree
    assert tree.masses[3] == tree.masses[20] == 0 < tree.masses[4]


def test_a_stream_tells_what_is_unusual_here_from_what_is_unusual_anywhere():
    tree, _ = from_columns({"county": ["a", "a", "b", "b"], "site": ["a1", "a2", "b1", "b2"]})
    rng = np.random.default_rng(0)
    leaves = rng.integers(4, size=400)
    usual = np.array([0.0, 10.0, 0.0, 10.0])
    sums = gather(tree, leaves[:200], usual[leaves[:200]] + rng.normal(size=200))
    arriving = zip(leaves[200:].tolist(), usual[leaves[200:]] + rng.normal(size=200))
    scores = np.array(list(read_stream(sums, arriving)))
    assert scores.shape == (200, 3) and abs(scores).mean() < 2
    [here] = read_stream(sums, [(0, 10.0)])  # as at its neighbour, but not as here
    [anywhere] = read_stream(sums, [(0, 60.0)])
    assert here[0] > 5 > 2 > abs(here[2]) and anywhere.min() > 5
    np.testing.assert_array_equal(sums.levels[2][0, 0], 402)  # each was taken in after it was judged
    with pytest.raises(ValueError, match="leaf must be below 4, got 9"):
        list(read_stream(sums, [(9, 1.0)]))
    with pytest.raises(ValueError, match="value must be a finite number, got nan"):
        list(read_stream(sums, [(0, np.nan)]))


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=20), st.integers(-100, 100), st.sampled_from([0.5, 8]))
def test_scaling_forgets_centre_and_unit(x, shift, unit):
    x, m = np.array(x, dtype=float), np.ones(len(x))
    np.testing.assert_allclose(scaled((x + shift) * unit, m), scaled(x, m), atol=1e-12)


def test_the_scale_of_normal_numbers_is_their_standard_deviation():
    assert scaled(np.random.default_rng(0).normal(7, 3, 20_000), np.ones(20_000)).std() == pytest.approx(1, abs=0.03)


def test_one_outlier_moves_neither_centre_nor_scale_and_constants_become_zero():
    x = np.arange(9.0)
    np.testing.assert_allclose(scaled(np.append(x, 1e9), np.ones(10))[:9].std(), scaled(x, np.ones(9)).std(), rtol=0.25)
    assert scaled(np.full(4, 7.0), np.ones(4)).tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(scaled([0.0, 0, 0, 0, 5], np.ones(5)), [0, 0, 0, 0, 5 / np.sqrt(5)])
    np.testing.assert_allclose(scaled([1.0, 2, 3, np.nan], [1, 1, 1, 0]), scaled([1.0, 2, 3, 99], [1, 1, 1, 0]))


def test_a_score_is_a_detail_times_the_root_of_its_mass_over_what_is_usual_on_its_level():
    analysis = up(Hierarchy(([0, 0, 0],), [1.0, 4.0, 0.0]), [5.0, 0.0, np.nan])  # mean 1, details 4 and −1
    scores = {node: score for _, node, _, score in interpret(analysis).unusual}
    assert scores == pytest.approx({0: 4 / np.sqrt(10), 1: -2 / np.sqrt(10), 2: 0})


def test_as_many_unusual_nodes_are_named_as_asked_for_the_largest_first():
    frame = counts(np.random.default_rng(3))
    analysis = read_table(*collect(frame, ("region", "county", "site"), "count")).analysis
    many = interpret(analysis, 20).unusual
    assert len(many) == 20 and interpret(analysis, 3).unusual == many[:3]
    assert sorted((abs(score) for *_, score in many), reverse=True) == [abs(score) for *_, score in many]
    level, node, name, _ = many[0]
    assert analysis.tree.names[level][node] == name
