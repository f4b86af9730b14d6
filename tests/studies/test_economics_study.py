"""The stored study of generations and prices holds what lecture 25 says of it, and its baselines are right by hand."""

import numpy as np
import pytest

from studies import economics_study as study
from studies.stored import read
from utils.data.technologies import Generations, load_generations
from utils.populations.economics.generations import fit_generations

RESULT = read("economics_study")["result"]
ROLLING, FITS, PRICES, RECOVERY = (RESULT[part] for part in ("rolling", "generations", "chips and prices", "recovery"))


def errors(name, end, method):
    return np.array([one[0] for one in ROLLING[name][end][method]["error"]])


def test_the_stored_fits_are_those_of_today():
    for name, data in (
        ("dram, reported", load_generations("dram").take(slice(0, 7))),
        ("ibm", load_generations("ibm")),
    ):
        found = fit_generations(data)
        assert FITS[name]["shared"]["relative rmse"] == pytest.approx(found.relative_rmse, rel=1e-6)
        assert FITS[name]["shared"]["on bound"] == list(found.on_bound)


def test_the_rolling_table_counts_what_was_scored():
    counts = {end: [one[2] for one in ROLLING["dram"][end]["last value"]["error"]] for end in ("reported", "zeros")}
    assert counts == {"reported": [64, 56, 48], "zeros": [68, 64, 60]}
    assert [one[2] for one in ROLLING["ibm"]["zeros"]["last value"]["error"]] == [51, 48, 45]
    for table in ROLLING.values():
        for methods in table.values():
            assert len({tuple(x[2] for x in found["error"]) for found in methods.values()}) == 1


@pytest.mark.parametrize(
    "name, method, expected",
    [
        ("dram", "shared p, q", (0.165, 0.197, 0.218)),
        ("dram", "last value", (0.173, 0.314, 0.421)),
        ("ibm", "shared p, q", (0.071, 0.100, 0.131)),
        ("ibm", "last value", (0.099, 0.188, 0.256)),
        ("ibm", "damped log trend", (0.062, 0.201, 0.477)),
    ],
)
def test_errors_against_zeros_after_the_table_are_the_expected_ones(name, method, expected):
    assert np.all(np.abs(errors(name, "zeros", method) - expected) < [0.02, 0.03, 0.03])


def test_own_rates_fit_better_and_forecast_worse():
    for name, fitted in (("dram", "dram, reported"), ("ibm", "ibm")):
        assert FITS[fitted]["own"]["relative rmse"] < FITS[fitted]["shared"]["relative rmse"]
        own, shared = (errors(name, "reported", method) for method in ("own p, q", "shared p, q"))
        assert np.all(own[1:] > 1.2 * shared[1:])


def test_a_trend_wins_at_one_year_on_computers_and_a_cap_makes_it_a_rival_on_chips():
    assert errors("ibm", "reported", "damped log trend")[0] < errors("ibm", "reported", "shared p, q")[0]
    capped, shared = (errors("dram", "reported", method) for method in ("damped log trend, capped", "shared p, q"))
    assert np.all(capped[:2] < shared[:2])


def test_the_block_intervals_are_wider_than_those_of_the_delta_method():
    found = FITS["ibm"]["intervals, shared"]
    width = {kind: np.diff(np.log(found[kind]["p"]))[0, 0] for kind in ("delta", "blocks")}
    assert width["blocks"] > 1.15 * width["delta"] and min(found["lag-1 correlation"]) > 0.5
    np.testing.assert_allclose(found["blocks"]["p"][0], [0.0545, 0.0886], rtol=0.03)
    np.testing.assert_allclose(found["blocks"]["q"][0], [0.43, 0.61], rtol=0.08)


def test_beta_has_no_constant_sign_and_hangs_on_where_in_the_year_a_price_stands():
    end, middle = ({name: one["beta"] for name, one in PRICES[placed].items()} for placed in ("end", "middle"))
    assert [name for name in end if end[name] > 0] == ["16K", "64K"]
    assert (
        end["64K"] > 0 > middle["64K"]
        and PRICES["end"]["64K"]["delta AICc"] < -11 < 4 < PRICES["middle"]["64K"]["delta AICc"]
    )
    for name, expected in (("4K", (-0.28, -0.06)), ("64K", (0.31, 0.40)), ("1M", (-0.77, -0.16))):
        np.testing.assert_allclose(PRICES["end"][name]["AR(1) bootstrap"], expected, atol=0.06)


def test_a_true_beta_is_found_on_real_price_paths_and_never_claimed_under_constant_decline():
    for name in ("64K", "1M"):
        one = RECOVERY[name]
        assert one["identified"] >= 195 and 0.85 <= one["covered, of the identified"] / one["identified"] <= 0.95
        assert one["price preferred"] > 190
    steady = RECOVERY["constant decline"]
    assert steady["identified"] == 0 and steady["price preferred"] <= 2 and steady["profile open"] == 200


def test_the_ceiling_of_photovoltaics_is_bounded_by_nothing():
    for end in RESULT["photovoltaics"].values():
        for one in end.values():
            low, high = one["m's interval over installed"]
            assert low > 1 and high is None and one["m over installed"] > 100


def toy(*columns):
    return Generations(
        ("a", "b")[: len(columns)], np.arange(1, 4), np.array(columns, float).T, np.full((3, len(columns)), np.nan)
    )


def test_the_trends_by_hand():
    data = toy([1, 2, 4], [np.nan, 8, 8])
    g = np.log(2)
    np.testing.assert_allclose(study.damped_trend(data, 3)[:, 0], 4 * np.exp(g * np.array([0.8, 1.44, 1.952])))
    np.testing.assert_allclose(study.damped_trend(data, 3)[:, 1], 8)
    np.testing.assert_allclose(study.capped_trend(data, 3)[:, 0], [4 * 2**0.8, 8, 8])
    np.testing.assert_allclose(study.last_value(data, 2), [[2, 8]] * 3)


def test_zeros_stand_only_after_a_generation_left_the_table():
    filled = study.with_zeros(toy([1, 2, np.nan], [np.nan, 8, 8]))
    np.testing.assert_array_equal(filled.quantity, [[1, np.nan], [2, 8], [0, 8]])
