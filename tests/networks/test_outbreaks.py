"""SI and SIR in continuous time: closed forms on two nodes, a star, a chain, a clique; EoN's law on real graphs."""

import random
from math import prod

import EoN
import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from utils.data.karate import load_karate
from utils.networks.graphs import edges_of, from_edges, from_networkx
from utils.networks.outbreaks import curves, final_sizes, first_passage, peaks

LEVEL = 0.01  # of all tests of a table together
KARATE = from_edges(34, load_karate().edges)


def star(leaves):
    return from_edges(leaves + 1, [(0, leaf) for leaf in range(1, leaves + 1)])


def chain(n):
    return from_edges(n, [(i, i + 1) for i in range(n - 1)])


def test_two_nodes_the_infection_passes_with_probability_beta_over_beta_plus_gamma_and_then_at_rate_their_sum():
    beta, gamma = 0.7, 0.4
    T = first_passage(chain(2), [0], beta, gamma, np.random.default_rng(1), 4000).infected[:, 1]
    assert stats.binomtest(int(np.isfinite(T).sum()), 4000, beta / (beta + gamma)).pvalue > LEVEL
    assert stats.kstest(T[np.isfinite(T)], stats.expon(scale=1 / (beta + gamma)).cdf).pvalue > LEVEL


def test_a_star_how_many_leaves_its_centre_infects_shares_one_time_to_recovery():
    leaves, beta, gamma = 6, 0.5, 0.8
    passes = [
        beta * (leaves - k) / (gamma + beta * (leaves - k)) for k in range(leaves + 1)
    ]  # one more before recovery
    law = [prod(passes[:k]) * (1 - passes[k]) for k in range(leaves + 1)]
    sizes = final_sizes(first_passage(star(leaves), [0], beta, gamma, np.random.default_rng(2), 4000)) - 1
    assert stats.chisquare(np.bincount(sizes, minlength=leaves + 1), 4000 * np.array(law)).pvalue > LEVEL


def test_a_chain_is_walked_in_gamma_distributed_time_by_si_and_as_far_as_a_geometric_number_by_sir():
    times = first_passage(chain(6), [0], 0.5, 0.0, np.random.default_rng(3), 3000).infected
    for d in range(1, 6):
        assert stats.kstest(times[:, d], stats.gamma(d, scale=1 / 0.5).cdf).pvalue > LEVEL / 5
    reached = final_sizes(first_passage(chain(30), [0], 0.9, 0.3, np.random.default_rng(4), 3000)) - 1
    law = stats.geom(0.25, loc=-1)
    expected = 3000 * np.r_[law.pmf(np.arange(12)), law.sf(11)]
    assert stats.chisquare(np.bincount(np.minimum(reached, 12), minlength=13), expected).pvalue > LEVEL


def test_a_clique_is_infected_by_si_in_the_sum_of_waits_one_over_beta_i_times_n_minus_i():
    n, beta = 12, 0.3
    last = first_passage(np.ones((n, n)) - np.eye(n), [0], beta, 0, np.random.default_rng(5), 3000).infected.max(axis=1)
    waits = np.array([1 / (beta * i * (n - i)) for i in range(1, n)])
    z = (last.mean() - waits.sum()) / np.sqrt(np.sum(waits**2) / 3000)
    assert abs(z) < 2.6 and stats.chi2(2999).cdf(2999 * last.var(ddof=1) / np.sum(waits**2)) < 0.999


def test_a_weight_multiplies_the_rate_and_a_directed_tie_carries_one_way():
    A = from_edges(3, [(0, 1), (0, 2)], [1.0, 3.0], directed=True)
    T = first_passage(A, [0], 0.5, 0, np.random.default_rng(6), 3000).infected
    assert stats.kstest(T[:, 1], stats.expon(scale=2).cdf).pvalue > LEVEL
    assert stats.kstest(T[:, 2], stats.expon(scale=2 / 3).cdf).pvalue > LEVEL
    passed = np.isfinite(first_passage(A, [0], 0.5, 0.8, np.random.default_rng(10), 3000).infected).sum(axis=0)
    for leaf, rate in ((1, 0.5), (2, 1.5)):
        assert stats.binomtest(int(passed[leaf]), 3000, rate / (rate + 0.8)).pvalue > LEVEL
    assert final_sizes(first_passage(A, [1], 99.0, 0, np.random.default_rng(7))) == 1


RATES = st.just(0.0) | st.floats(1e-6, 3)


@given(st.integers(0, 2**31), RATES, RATES)
def test_whoever_is_infected_was_infected_by_a_neighbour_while_that_one_was_ill(seed, beta, gamma):
    rng = np.random.default_rng(seed)
    seeds = rng.choice(34, 3, replace=False)
    found = first_passage(KARATE, seeds, beta, gamma, rng)
    assert np.all(found.infected[seeds] == 0) and np.all(found.infector[seeds] == -1)
    ill = np.setdiff1d(np.flatnonzero(np.isfinite(found.infected)), seeds)
    by = found.infector[ill]
    assert np.all(by >= 0) and np.all(KARATE.toarray()[by, ill] > 0) and np.all(found.recovered >= found.infected)
    assert np.all((found.infected[by] < found.infected[ill]) & (found.infected[ill] < found.recovered[by]))
    assert np.array_equal(found.infector[np.isinf(found.infected)], np.full(34 - len(ill) - 3, -1))
    assert np.isinf(found.recovered).all() or gamma > 0


@given(st.integers(0, 2**31), st.sampled_from([0.0, 0.4]))
def test_curves_add_up_to_everybody_and_peak_where_they_say(seed, gamma):
    found = first_passage(KARATE, [0, 33], 0.3, gamma, np.random.default_rng(seed), 3)
    moments = np.unique(np.r_[found.infected.ravel(), found.recovered.ravel()])
    S, I, R = curves(found, moments[np.isfinite(moments)]).transpose(2, 0, 1)
    assert np.all(S + I + R == 34) and np.all(np.diff(S) <= 0) and np.all(np.diff(R) >= 0) and np.all(S[:, 0] == 32)
    assert np.array_equal(34 - S[:, -1], final_sizes(found)) and (gamma == 0 or np.all(I[:, -1] == 0))
    when, height = peaks(found)
    assert np.array_equal(height, I.max(axis=1)) and np.array_equal(when, moments[I.argmax(axis=1)])
    one = first_passage(KARATE, [0, 33], 0.3, gamma, np.random.default_rng(seed))  # the first of the three
    assert final_sizes(one) == final_sizes(found)[0] and peaks(one) == (when[0], height[0])
    assert np.array_equal(curves(one, [0.0, 2.0]), curves(found, [0.0, 2.0])[0])


def test_nothing_spreads_at_rate_0_and_everybody_is_reached_by_si_on_a_connected_network():
    for gamma in (0.0, 1.0):
        assert final_sizes(first_passage(KARATE, [3], 0.0, gamma, np.random.default_rng(0))) == 1
    assert final_sizes(first_passage(KARATE, [3], 1.0, 0.0, np.random.default_rng(0))) == 34
    assert final_sizes(first_passage(from_edges(3, [(0, 1)]), [0], 1.0, 0.0, np.random.default_rng(0))) == 2


def as_configuration(seed):
    rng = np.random.default_rng(seed)
    degrees = np.minimum(np.round(2 * rng.random(300) ** (-1 / 1.7)), 60).astype(int)
    degrees[0] += degrees.sum() % 2
    G = networkx.Graph(networkx.configuration_model(degrees, seed=seed))
    G.remove_edges_from(list(networkx.selfloop_edges(G)))
    return G


GRAPHS = {  # graph, seeds, beta, gamma
    "Barabási–Albert": (networkx.barabasi_albert_graph(300, 3, seed=1), [0, 7, 50], 0.15, 0.5),
    "Watts–Strogatz": (networkx.watts_strogatz_graph(300, 8, 0.1, seed=2), [0, 100, 200], 0.3, 0.7),
    "configuration": (as_configuration(3), [0, 10, 20], 0.3, 0.5),
    "karate": (networkx.Graph([tuple(map(int, edge)) for edge in edges_of(KARATE)]), [0], 0.2, 0.5),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_final_size_and_peak_time_have_the_law_of_eon_s_fast_sir(name):
    """Kolmogorov–Smirnov, 300 runs each; level .01 for the eight tests together (Bonferroni)."""
    G, seeds, beta, gamma = GRAPHS[name]
    random.seed(8)  # EoN draws from both of these
    np.random.seed(8)
    theirs = np.empty((300, 2))
    for run in range(300):
        t, _, I, R = EoN.fast_SIR(G, beta, gamma, initial_infecteds=seeds)
        theirs[run] = R[-1], t[np.argmax(I)]
    place = {node: i for i, node in enumerate(G)}
    A = from_networkx(G)
    found = first_passage(A, [place[s] for s in seeds], beta, gamma, np.random.default_rng(9), 300)
    for ours, their in ((final_sizes(found), theirs[:, 0]), (peaks(found)[0], theirs[:, 1])):
        assert stats.ks_2samp(ours, their).pvalue > LEVEL / 8
