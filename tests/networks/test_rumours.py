"""Rumours against their mean field, against exact probabilities on small graphs, and their rules."""

import networkx
import numpy as np
import pytest

from utils.networks.graphs import from_edges, from_networkx
from utils.networks.rumours import RULES, never_hear, rumour

RNG = np.random.default_rng
PAIR, PATH = from_edges(2, [(0, 1)]), from_edges(3, [(0, 1), (1, 2)])
ALL = from_networkx(networkx.complete_graph(400))


def test_one_in_five_never_hears_a_rumour():
    assert f"{never_hear():.3f}" == "0.203"
    for stifling in (0.2, 0.5, 1.0):
        x = never_hear(stifling)
        assert 0 < x < 1 and np.isclose(x, np.exp(-(1 + 1 / stifling) * (1 - x)))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("stifling", [1.0, 0.6])
def test_where_all_meet_all_the_share_that_never_hears_is_that_of_the_mean_field(rule, stifling):
    rng = RNG(1)
    never = [np.isinf(rumour(ALL, range(8), rng, stifling=stifling, rule=rule).heard).mean() for _ in range(40)]
    start = 0.98  # eight of 400 know it at the start: x = .98 e^{−(1 + 1/a)(1 − x)}, a little below never_hear
    x = never_hear(stifling)
    for _ in range(200):
        x = start * np.exp(-(1 + 1 / stifling) * (1 - x))
    assert abs(np.mean(never) - x) < 4 * np.std(never) / np.sqrt(40) + 1 / 400


def test_two_people_fall_silent_after_two_calls_or_one_meeting():
    """After the first call both tell it, each calling the other at rate 1. Maki–Thompson: one is silent after an
    exponential time of mean 1/2, the other after 1 more. Daley–Kendall: both at once, after mean 1."""
    rng = RNG(0)
    maki, daley = ([rumour(PAIR, [0], rng, rule=rule) for _ in range(2000)] for rule in reversed(RULES))
    np.testing.assert_allclose(
        np.mean([np.sort(one.stifled) - one.heard.max() for one in maki], axis=0), [0.5, 1.5], atol=0.1
    )
    assert all(one.stifled[0] == one.stifled[1] for one in daley)
    np.testing.assert_allclose(np.mean([one.stifled[0] - one.heard.max() for one in daley]), 1, atol=0.09)


def test_on_a_path_of_three_the_last_hears_it_with_the_exact_probability():
    """From an end, 0 tells 1. Then 1 calls 0 or 2, 0 calls 1, all at rate 1. Maki–Thompson: 2 hears it if 1 calls 2
    before 0, whatever 0 does: 1/2. Daley–Kendall: their meeting stifles both, against 1 meeting 2: 1/2."""
    rng = RNG(1)
    for rule in RULES:
        heard = np.mean([np.isfinite(rumour(PATH, [0], rng, rule=rule).heard[2]) for _ in range(2000)])
        assert abs(heard - 0.5) < 4 * 0.5 / np.sqrt(2000)
    some = np.mean([np.isfinite(rumour(PATH, [0], rng, stifling=0.5).heard[2]) for _ in range(2000)])
    assert abs(some - 2 / 3) < 4 * 0.5 / np.sqrt(2000)  # a call to 0 silences 1 half the time: 1 : 1/2


def test_stronger_ties_are_called_oftener_and_all_waits_scale():
    A = from_edges(3, [(0, 1), (0, 2)], [3.0, 1.0])
    rng = RNG(2)
    first = np.mean([np.argmin(rumour(A, [0], rng).heard[1:]) for _ in range(2000)])
    assert abs(first - 0.25) < 4 * 0.45 / np.sqrt(2000)
    np.testing.assert_allclose(rumour(2 * PATH, [0], RNG(5)).stifled, rumour(PATH, [0], RNG(5)).stifled / 2)


@pytest.mark.parametrize("rule", RULES)
def test_everybody_who_heard_it_is_silent_in_the_end_and_nobody_before_hearing(rule):
    A = from_networkx(networkx.barabasi_albert_graph(200, 3, seed=0))
    for seed in range(20):
        one = rumour(A, [3, 9], RNG(seed), rule=rule)
        np.testing.assert_array_equal(np.isfinite(one.heard), np.isfinite(one.stifled))
        knows = np.isfinite(one.heard)
        assert np.all(one.stifled[knows] > one.heard[knows]) and list(one.heard[[3, 9]]) == [0, 0]


def test_a_rumour_follows_the_direction_of_a_tie_and_ends_with_those_who_have_nobody_to_call():
    A = from_edges(3, [(0, 1), (1, 2)], directed=True)
    heard = [np.isfinite(rumour(A, [1], RNG(i)).heard) for i in range(20)]
    assert np.array_equal(heard, np.tile([False, True, True], (20, 1)))
    lone = rumour(A, [2], RNG(0))
    assert lone.heard[2] == 0 and np.isinf(lone.stifled).all()
