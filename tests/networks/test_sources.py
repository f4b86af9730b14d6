"""Patient zero: the posterior by subsets against all orders, trees, urns and simulated outbreaks; who is named."""

from collections import Counter
from itertools import combinations, permutations
from math import comb

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from utils.data.karate import load_karate
from utils.networks.generators import preferential_attachment, small_world
from utils.networks.graphs import from_edges, from_networkx
from utils.networks.outbreaks import first_passage
from utils.networks.sources import (
    CENTRES,
    centre,
    detection,
    exact_posterior,
    histories,
    named,
    reliability,
    verdict,
)

KARATE = from_edges(34, load_karate().edges)


def outbreak(A, k, rng):
    """A source and the first k cases, in order."""
    source = int(rng.integers(A.shape[0]))
    times = first_passage(A, [source], 1.0, 0.0, rng).infected
    return source, np.argsort(times, kind="stable")[:k]


def chance(D, order):
    """Of this order of cases, given the first: the product of the shares of the cut."""
    result = 1.0
    for m in range(1, len(order)):
        ill = list(order[:m])
        outside = np.setdiff1d(np.arange(len(D)), ill)
        result *= D[ill][:, order[m]].sum() / D[np.ix_(ill, outside)].sum()
    return result


def regular_tree(d, radius):
    """The tree of degree d around node 0: its leaves have one tie."""
    edges, rim, new = [], [0], 1
    for step in range(radius):
        fresh = []
        for node in rim:
            for _ in range(d if step == 0 else d - 1):
                edges.append((node, new))
                fresh.append(new)
                new += 1
        rim = fresh
    return from_edges(new, edges)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(2, 6), st.booleans())
def test_the_posterior_by_subsets_is_that_of_all_orders(seed, k, weighted):
    rng = np.random.default_rng(seed)
    A = preferential_attachment(12, 2, rng)
    if weighted:
        W = np.triu(rng.uniform(0.1, 3.0, A.shape) * A.toarray())
        A = W + W.T
    _, cases = outbreak(A, k, rng)
    cases, D = rng.permutation(cases), np.asarray(A if weighted else A.toarray())
    sums = np.array([sum(chance(D, (i, *rest)) for rest in permutations(set(cases) - {i})) for i in cases])
    assert np.abs(exact_posterior(A, cases) - sums / sums.sum()).max() < 1e-12


def test_a_single_case_is_the_source_and_a_graph_that_is_ill_as_a_whole_tells_nothing():
    assert exact_posterior(KARATE, [5]).tolist() == [1.0]
    assert np.allclose(exact_posterior(KARATE[:8][:, :8], np.arange(8)), 1 / 8)
    assert np.allclose(exact_posterior(from_edges(4, [(0, 1), (1, 2), (2, 3)]), [0, 1, 2]), [1 / 2, 3 / 8, 1 / 8])


def test_the_likelihoods_are_how_often_outbreaks_of_a_source_reach_these_cases_first():
    A, k, runs, rng = preferential_attachment(8, 2, np.random.default_rng(9)), 4, 4_000, np.random.default_rng(10)
    D, chances = A.toarray(), {}
    for source in (0, 5):
        times = first_passage(A, [source], 1.0, 0.0, rng, runs).infected
        seen = Counter(map(tuple, np.sort(np.argsort(times, axis=1)[:, :k], axis=1).tolist()))
        for cases in combinations(range(8), k):
            if source in cases:
                orders = permutations(set(cases) - {source})
                chances[source, cases] = sum(chance(D, (source, *rest)) for rest in orders), seen[cases]
        law, counts = np.array([one for (i, _), one in chances.items() if i == source and one[0] > 0]).T
        assert counts.sum() == runs
        assert stats.chisquare(counts, runs * law / law.sum()).pvalue > 0.01
    q = exact_posterior(A, [0, 1, 2, 5])
    assert q[0] / q[3] == pytest.approx(chances[0, (0, 1, 2, 5)][0] / chances[5, (0, 1, 2, 5)][0])


def test_on_a_regular_tree_rumour_centrality_is_the_likelihood():
    A, rng = regular_tree(3, 9), np.random.default_rng(1)
    for k in (2, 7, 12):
        times = first_passage(A, [0], 1.0, 0.0, rng).infected
        cases = np.argsort(times, kind="stable")[:k]
        R = np.exp(centre(A, cases, "rumour"))
        assert np.abs(R / R.sum() - exact_posterior(A, cases)).max() < 1e-12


def test_rumour_centrality_counts_the_orders_of_a_tree():
    rng = np.random.default_rng(2)
    G = networkx.random_labeled_tree(7, seed=3)
    A, cases = from_networkx(G), rng.permutation(7)

    def possible(order):
        return all(any(G.has_edge(order[m], before) for before in order[:m]) for m in range(1, 7))

    nodes = list(G)
    orders = [sum(possible([i, *rest]) for rest in permutations(set(nodes) - {i})) for i in nodes]
    assert np.allclose(np.exp(centre(A, cases, "rumour")), np.array(orders)[cases])


def test_jordan_and_distance_centres_are_those_of_networkx_on_the_graph_of_cases():
    _, cases = outbreak(KARATE, 12, np.random.default_rng(4))
    G = networkx.from_numpy_array(KARATE[cases][:, cases].toarray())
    away, far = networkx.eccentricity(G), networkx.closeness_centrality(G)
    assert centre(KARATE, cases, "jordan").tolist() == [-away[i] for i in range(12)]
    assert np.allclose(-11 / centre(KARATE, cases, "distance"), [far[i] for i in range(12)])
    assert centre(KARATE, cases, "degree").tolist() == np.diff(KARATE.indptr)[cases].tolist()


@pytest.mark.parametrize("rule", ["exact", "degree", "distance", "jordan"])  # rumour's tree may depend on the order
def test_scores_belong_to_the_cases_in_their_order(rule):
    rng = np.random.default_rng(5)
    _, cases = outbreak(KARATE, 9, rng)
    mixed = rng.permutation(9)

    def scores(some):
        return exact_posterior(KARATE, some) if rule == "exact" else centre(KARATE, some, rule)

    assert np.allclose(scores(cases[mixed]), scores(cases)[mixed], rtol=1e-12)


def test_detection_on_the_cubic_tree_and_on_the_line_has_closed_forms_at_every_n():
    for n in (1, 2, 3, 4, 5, 10, 20, 101):
        assert abs(detection(3, n) - (1 / 4 + 3 / (4 * (2 * (n // 2) + 1)))) < 1e-12
    for n in (1, 5, 25, 101):
        assert abs(detection(2, n) - comb(n - 1, (n - 1) // 2) / 2 ** (n - 1)) < 1e-12


def test_detection_tends_to_alpha_d_and_that_to_one_less_log_2():
    known = {2: 0.0, 3: 0.25, 4: 0.27324, 5: 0.28294, 6: 0.28828, 10: 0.29704}
    for d, alpha in known.items():
        assert detection(d) == pytest.approx(alpha, abs=1e-5)
    assert all(abs(detection(d, 40_000) - detection(d)) < 2e-4 for d in (3, 4, 6))
    assert detection(10**6) == pytest.approx(1 - np.log(2), abs=1e-5)


@pytest.mark.parametrize(("d", "n"), [(2, 6), (3, 9), (4, 10)])
def test_detection_is_how_often_the_rumour_centre_of_a_simulated_outbreak_is_its_source(d, n):
    A, rng, runs = regular_tree(d, {2: 12, 3: 8, 4: 6}[d]), np.random.default_rng(d), 600
    hits = []
    for _ in range(runs):
        cases = [0]  # of the infinite tree: nobody falls ill at the rim in so few cases, or hardly ever
        while len(cases) < n:
            rim = np.concatenate([A.indices[A.indptr[i] : A.indptr[i + 1]] for i in cases])
            cases.append(int(rng.choice(rim[~np.isin(rim, cases)])))
        hits.append(verdict(centre(A, cases, "rumour"), cases, 0).hit)
    assert abs(np.mean(hits) - detection(d, n)) < 3 * np.std(hits) / np.sqrt(runs)


def test_the_exact_posterior_is_calibrated_over_1_000_snapshots():
    rng, confidence, hit, p, was = np.random.default_rng(6), [], [], [], []
    for A in (KARATE, small_world(200, 4, 0.1, rng)):
        for _ in range(500):
            source, cases = outbreak(A, 9, rng)
            q = exact_posterior(A, cases)
            confidence.append(q.max())
            hit.append(verdict(q, cases, source).hit)
            p.append(q)
            was.append(cases == source)
    gap = np.array(hit) - confidence
    assert abs(gap.mean()) < 2 * gap.std() / np.sqrt(1_000)
    found = reliability(np.concatenate(p), np.concatenate(was), 5)
    assert np.all(np.abs(found.share - found.forecast) < 3 * found.error)
    assert found.counts.sum() == 1_000 * 9


def test_no_centre_names_the_source_oftener_than_the_posterior_by_more_than_chance():
    rng, hits = np.random.default_rng(7), []
    A = preferential_attachment(200, 2, rng)
    for _ in range(200):
        source, cases = outbreak(A, 11, rng)
        all_scores = [exact_posterior(A, cases), *(centre(A, cases, rule) for rule in CENTRES)]
        hits.append([verdict(scores, cases, source).hit for scores in all_scores])
    gain = np.array(hits)[:, :1] - np.array(hits)[:, 1:]
    assert np.all(gain.mean(axis=0) > 3 * gain.std(axis=0) / np.sqrt(200))


def test_histories_have_the_law_of_the_order_given_source_and_snapshot():
    ties = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (3, 4), (1, 5), (5, 6)]
    A = from_edges(7, ties, [5.0, 1.0, 0.3, 2.0, 1.0, 3.0, 6.0, 1.0])
    cases, D, drawn = np.array([2, 0, 3, 1]), A.toarray(), 3000
    found = histories(A, cases, drawn, np.random.default_rng(8))
    assert np.all(np.sort(found, axis=2) == np.arange(4))
    for i in range(4):
        assert np.all(found[:, i, i] == 0)
        orders = [(i, *rest) for rest in permutations(set(range(4)) - {i})]
        law = np.array([chance(D, cases[list(order)]) for order in orders])
        seen = [np.sum(np.all(np.argsort(found[:, i], axis=1) == order, axis=1)) for order in orders]
        assert np.sum(np.array(seen)[law == 0]) == 0
        possible = law > 0
        expected = drawn * law[possible] / law.sum()
        assert stats.chisquare(np.array(seen)[possible], expected).pvalue > 0.01 / 4


def test_equal_scores_share_the_blame_and_the_middle_of_their_places():
    scores, cases = np.array([2.0, 5.0, 5.0, -np.inf, 1.0]), np.array([8, 3, 4, 9, 7])
    assert named(scores).tolist() == [0, 0.5, 0.5, 0, 0]
    assert verdict(scores, cases, 4) == (0.5, 1.5)
    assert verdict(scores, cases, 8) == (0.0, 3.0)
    assert verdict(scores, cases, 9) == (0.0, 5.0)
    assert verdict(np.zeros(5), cases, 7) == (0.2, 3.0)
    assert named(np.log([1e-3, 1e-3 * (1 + 1e-14)])).tolist() == [0.5, 0.5]


def test_reliability_puts_each_forecast_into_its_bin():
    found = reliability([0.0, 0.1, 0.5, 0.5, 1.0], np.array([False, True, True, False, True]), 2)
    assert np.allclose(found.forecast, [0.05, 2 / 3])
    assert np.allclose(found.share, [0.5, 2 / 3])
    assert np.allclose(found.error, [0.3 / 2, np.sqrt(0.5) / 3])
    assert found.counts.tolist() == [2, 3]
