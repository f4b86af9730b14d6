"""What the study makes of stores and cities: first openings, filled-in towns, hidden places, windows."""

import numpy as np
import pytest

from studies.settlement_study import (
    LARGE_FIRST,
    WINDOWS,
    contradicted,
    filled_in,
    first_openings,
    hidden,
    listed,
    window,
)
from utils.data.stores import load_cities, load_stores
from utils.hierarchy.settlements import Settlements

STORES, CITIES = load_stores(), load_cities()


def test_a_place_opens_with_the_first_store_that_is_nearer_to_it_than_to_others():
    places = CITIES.positions[::300]
    found = first_openings(places, 60.0)
    expected = np.full(len(places), np.inf)
    for year, store in zip(STORES.years, STORES.positions):
        if (abs(places - store) < 2).all(axis=1).any():  # the others lie farther than 60 km
            both = np.vstack([places, store])
            km = Settlements(both, np.ones(len(both)), earth=True).distances[-1, :-1]
            if km.min() <= 60:
                expected[km.argmin()] = min(expected[km.argmin()], year - STORES.years[0])
    np.testing.assert_allclose(found, expected)
    assert 3 <= np.isfinite(found).sum() < len(places)


def test_with_all_cities_listed_three_quarters_of_the_stores_are_counted():
    assert np.isfinite(first_openings(CITIES.positions)).sum() == 1589
    assert np.isfinite(first_openings(CITIES.positions, 10.0)).sum() < 1589


def test_windows_follow_each_other_from_the_first_store_to_the_last():
    edges = np.array([window(k) for k in range(len(WINDOWS))])
    np.testing.assert_array_equal(edges[1:, 0], edges[:-1, 1])
    assert edges[0, 0] == 0 and edges[-1, 1] > STORES.years[-1] - STORES.years[0]


def test_filled_in_towns_follow_the_rank_size_rule_below_the_listed_ones():
    positions, populations = filled_in(3500, np.random.default_rng(0))
    n, smallest = len(CITIES.names), CITIES.populations.min()
    np.testing.assert_array_equal(populations[:n], CITIES.populations)
    small = populations[n:]
    assert len(positions) == len(populations) == round(n * smallest / 3500)
    assert small.min() >= 3500 and small.max() <= smallest
    share = (1 / np.median(small) - 1 / smallest) / (1 / 3500 - 1 / smallest)  # half of them are larger
    assert share == pytest.approx(0.5, abs=0.05)


def test_jitter_is_in_km():
    (here, _), (there, _) = listed(), listed(jitter=10.0, rng=np.random.default_rng(1))
    north = (there - here)[:, 1] * 111.2
    east = (there - here)[:, 0] * 111.2 * np.cos(np.radians(here[:, 1]))
    assert [north.std(), east.std()] == pytest.approx([10, 10], rel=0.05)


def test_cities_whose_name_a_far_town_has_are_contradicted():
    wrong = contradicted()
    assert wrong[CITIES.names.index("Rogers")] and not wrong[CITIES.names.index("Dallas")]
    assert not wrong[CITIES.names.index("New York")]  # no store in a town of that name


def test_hiding_places_of_a_known_country_gives_an_estimate_for_each_way_to_count():
    found = hidden(LARGE_FIRST, np.random.default_rng(0))
    assert list(found) == ["all known", "small ones hidden", "counted to the next"]
    estimate, error = found["all known"]
    assert abs(estimate - LARGE_FIRST.gamma) < 3 * error and error < found["small ones hidden"][1]
