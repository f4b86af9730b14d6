"""Thresholds against closed forms and simulation; final size and outbreak probability against large random networks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq

from utils.data.karate import load_karate
from utils.networks.generators import configuration, erdos_renyi
from utils.networks.graphs import from_edges
from utils.networks.outbreaks import final_sizes, first_passage
from utils.networks.reinfection import sis_paths
from utils.networks.thresholds import (
    branching_threshold,
    configuration_size,
    epidemic_threshold,
    outbreak_probability,
)


def star(leaves):
    return from_edges(leaves + 1, [(0, leaf) for leaf in range(1, leaves + 1)])


def ring(n):
    return from_edges(n, [(i, (i + 1) % n) for i in range(n)])


def test_where_all_have_k_ties_the_thresholds_are_1_over_k_and_1_over_k_minus_1():
    A = np.ones((9, 9)) - np.eye(9)
    assert epidemic_threshold(A) == pytest.approx(1 / 8)
    assert branching_threshold([8] * 9) == pytest.approx(1 / 7)
    assert epidemic_threshold(ring(12)) == pytest.approx(1 / 2) and branching_threshold([2] * 12) == 1


@pytest.mark.parametrize("leaves", [4, 25, 100])
def test_on_a_star_they_disagree(leaves):
    degrees = [leaves] + [1] * leaves
    assert epidemic_threshold(star(leaves)) == pytest.approx(1 / np.sqrt(leaves))
    assert branching_threshold(degrees) == pytest.approx(2 / (leaves - 1))


@given(st.integers(0, 2**31), st.floats(0.5, 6))
def test_lambda_max_is_at_least_the_mean_degree_and_the_root_of_the_largest(seed, mean_degree):
    A = erdos_renyi(30, mean_degree, np.random.default_rng(seed))
    k = np.diff(A.indptr)
    assert epidemic_threshold(A) <= 1.000001 / max(np.sqrt(k.max()), k.mean(), 1e-9)


def test_below_1_over_lambda_max_sis_dies_out_as_fast_as_promised_and_well_above_it_lives_on():
    """E Σ x_i ≤ n e^{(β λ_max − γ) t} from all infected; 400 runs."""
    A, times, rng = from_edges(34, load_karate().edges), np.array([2.0, 5.0, 15.0]), np.random.default_rng(2)
    for factor in (0.5, 0.9):
        beta = factor * epidemic_threshold(A)
        infected = sis_paths(A, np.arange(34), beta, 1.0, times, rng, 400).sum(axis=2)
        assert np.all(infected.mean(axis=0) < 34 * np.exp((factor - 1) * times) + 3 * infected.std(axis=0) / 20)
    infected = sis_paths(A, np.arange(34), 4 * epidemic_threshold(A), 1.0, times, rng, 400).sum(axis=2)
    assert np.all(infected.mean(axis=0) > 34 / 3)


def test_a_weight_divides_the_threshold_and_without_a_way_back_there_is_none():
    A = star(9)
    assert epidemic_threshold(A * 4) == pytest.approx(epidemic_threshold(A) / 4)
    arrows = from_edges(3, [(0, 1), (1, 2)], directed=True)
    assert epidemic_threshold(arrows) == np.inf == branching_threshold([1, 1, 0])


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30), st.floats(0, 5), st.floats(0, 5))
def test_a_large_outbreak_starts_less_often_than_it_reaches_and_neither_happens_below_the_threshold(k, beta, gamma):
    size, start = configuration_size(k, beta, gamma), outbreak_probability(k, beta, gamma)
    assert 0 <= start <= size + 1e-9 and size <= 1
    T = beta / (beta + gamma) if beta else 0
    assert (size > 0) == (start > 0) or abs(T / branching_threshold(k) - 1) < 1e-3
    assert size == 0 or branching_threshold(k) < T
    if gamma == 0:
        assert size == pytest.approx(start)


def test_poisson_degrees_give_the_final_size_of_even_mixing_and_its_equation():
    k = np.repeat(np.arange(40), np.round(1e5 * np.exp(-4.0) * np.cumprod(np.r_[1, 4 / np.arange(1, 40)])).astype(int))
    z = configuration_size(k, 1.0, 1.0)  # T = 1/2: R_0 = T ⟨k⟩ = 2
    assert z == pytest.approx(0.7968, abs=1e-4) and z == pytest.approx(1 - np.exp(-2 * z), abs=1e-4)


def test_outbreak_probability_is_newman_s_formula_averaged_over_the_time_to_recovery():
    share, beta, gamma = np.array([0.1, 0.3, 0.2, 0.2, 0.1, 0.1]), 1.8, 1.1
    k = np.repeat(np.arange(6), (10 * share).astype(int))
    onward = np.arange(1, 6) * share[1:] / (np.arange(6) @ share)

    def averaged(coefficients, u):  # over R ~ Exp(gamma); a tie does not carry with probability x = exp(−beta R)
        of = lambda x: np.polyval(coefficients[::-1], x + (1 - x) * u)  # noqa: E731
        return quad(lambda r: gamma * np.exp(-gamma * r) * of(np.exp(-beta * r)), 0, np.inf)[0]

    u = brentq(lambda u: averaged(onward, u) - u, 0, 1 - 1e-6)
    assert outbreak_probability(k, beta, gamma) == pytest.approx(1 - averaged(share, u), rel=1e-6)


@pytest.mark.parametrize("kind", ["few hubs", "all alike"])
def test_on_a_large_random_network_outbreaks_have_that_size_and_start_that_often(kind):
    """20 000 nodes, one seed at random, 400 runs; large is more than a tenth of the size expected."""
    rng, n, beta, gamma, runs = np.random.default_rng(1), 20_000, 0.3, 0.5, 400
    k = np.full(n, 4) if kind == "all alike" else np.minimum(1.2 * rng.random(n) ** (-1 / 1.6), 100).astype(int)
    k[0] += k.sum() % 2
    A = configuration(k, rng)
    degrees = np.diff(A.indptr)
    z, P = configuration_size(degrees, beta, gamma), outbreak_probability(degrees, beta, gamma)
    sizes = np.array([final_sizes(first_passage(A, rng.choice(n, 1), beta, gamma, rng)) for _ in range(runs)]) / n
    large = sizes > z / 10
    assert sizes[large].mean() == pytest.approx(z, abs=0.01) and z - P > 0.05
    assert abs(large.mean() - P) < 2.6 * np.sqrt(P * (1 - P) / runs)
    assert abs(large.mean() - z) > 2.6 * np.sqrt(P * (1 - P) / runs)  # the two are told apart
