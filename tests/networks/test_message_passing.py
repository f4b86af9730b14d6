"""Dynamic message passing against the whole Markov chain on small trees, against outbreaks on large ones; its bias."""

from itertools import product

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.networks.generators import preferential_attachment, small_world
from utils.networks.graphs import from_edges, from_networkx
from utils.networks.message_passing import marginals, snapshot_posterior
from utils.networks.sources import verdict
from utils.networks.temporal import in_steps

PATH = from_edges(3, [(0, 1), (1, 2)])
RING = from_edges(4, [(0, 1), (1, 2), (2, 3), (3, 0)])


def joint(A, source, p, mu, steps):
    """{states of all: probability} after `steps`, by every outcome of every step."""
    D = A.toarray()
    now = {tuple(int(i == source) for i in range(len(D))): 1.0}
    for _ in range(steps):
        after = {}
        for state, weight in now.items():
            ill = np.array(state) == 1
            caught = 1 - (1 - p) ** (ill @ D)
            moves = [
                {0: 1 - c, 1: c} if x == 0 else {1: 1 - mu, 2: mu} if x == 1 else {2: 1.0}
                for x, c in zip(state, caught)
            ]
            for next_state in product(*moves):
                q = weight * float(np.prod([m[x] for m, x in zip(moves, next_state)]))
                after[next_state] = after.get(next_state, 0.0) + q
        now = after
    return now


def of_each(law, n):
    found = np.zeros((n, 3))
    for state, weight in law.items():
        found[np.arange(n), state] += weight
    return found


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.floats(0.05, 0.95), st.floats(0, 1), st.integers(1, 4))
def test_on_trees_the_marginals_are_those_of_the_whole_chain(seed, p, mu, steps):
    rng = np.random.default_rng(seed)
    edges = [(int(rng.integers(i)), i) for i in range(1, 4)]
    A = from_edges(4, edges, rng.integers(1, 3, 3).astype(float))
    found = marginals(A, np.arange(4), p, mu, steps)
    for source in range(4):
        assert np.abs(found[source] - of_each(joint(A, source, p, mu, steps), 4)).max() < 1e-12


def test_on_a_ring_they_are_not_once_two_ways_have_met():
    gaps = [
        np.abs(marginals(RING, [0], 0.5, 0.2, t)[0] - of_each(joint(RING, 0, 0.5, 0.2, t), 4)).max() for t in (2, 5)
    ]
    assert gaps[0] < 1e-12
    assert gaps[1] > 0.01


@given(st.integers(0, 10**6), st.floats(0.01, 0.99), st.floats(0, 1), st.integers(1, 12))
def test_on_any_graph_they_are_probabilities_and_only_grow_worse_for_the_healthy(seed, p, mu, steps):
    A = small_world(30, 4, 0.3, np.random.default_rng(seed))
    now, later = marginals(A, [3, 0], p, mu, steps), marginals(A, [3, 0], p, mu, steps + 1)
    assert now.min() > -1e-12
    assert np.allclose(now.sum(axis=-1), 1, atol=1e-9)
    assert np.all(later[..., 0] <= now[..., 0] + 1e-12)
    assert np.allclose(later[..., 2] - now[..., 2], mu * now[..., 1], atol=1e-12)
    assert now[0, 3, 0] == now[1, 0, 0] == 0


def test_on_a_tree_of_60_they_are_those_of_outbreaks_in_steps_within_4_standard_deviations():
    A, runs = from_networkx(networkx.random_labeled_tree(60, seed=1)), 2_000
    exact, seen, rng = marginals(A, [5], 0.4, 0.3, 8)[0], np.zeros((60, 3)), np.random.default_rng(1)
    for _ in range(runs):
        seen[np.arange(60), in_steps(A, [5], 0.4, 0.3, 8, rng)[-1]] += 1 / runs
    assert np.all(np.abs(seen - exact) <= 4 * np.sqrt(exact * (1 - exact) / runs) + 1e-9)


def test_many_sources_at_once_are_as_one_by_one():
    A = preferential_attachment(400, 3, np.random.default_rng(2))
    sources = np.random.default_rng(3).permutation(400)[:70]  # several lots
    together = marginals(A, sources, 0.2, 0.3, 4)
    assert all(np.allclose(together[i], marginals(A, [s], 0.2, 0.3, 4)[0], atol=1e-13) for i, s in enumerate(sources))


def test_the_posterior_is_the_product_of_the_marginals_and_follows_the_order_of_the_suspects():
    A = preferential_attachment(40, 2, np.random.default_rng(4))
    states = in_steps(A, [7], 0.4, 0.2, 4, np.random.default_rng(5))[-1]
    cases = np.flatnonzero(states)
    m = marginals(A, cases, 0.4, 0.2, 4)
    products = np.prod(m[:, np.arange(40), states], axis=1)
    found = snapshot_posterior(A, states, 0.4, 0.2, 4)
    assert np.allclose(found, products / products.sum(), rtol=1e-9)
    assert np.allclose(snapshot_posterior(A, states, 0.4, 0.2, 4, cases[::-1]), found[::-1])


def test_after_one_step_the_posterior_of_two_people_is_exact_and_later_the_product_is_not_the_joint():
    pair, p, mu = from_edges(2, [(0, 1)]), 0.3, 0.4
    for A, states, steps, low, high in ((pair, (1, 1), 1, 0.0, 1e-12), (PATH, (1, 1, 1), 4, 0.005, 1.0)):
        exact = np.array([joint(A, i, p, mu, steps)[states] for i in range(len(states))])
        gap = np.abs(snapshot_posterior(A, states, p, mu, steps) - exact / exact.sum()).max()
        assert low <= gap <= high


def test_a_suspect_further_away_than_the_age_is_cleared():
    path = from_edges(5, [(i, i + 1) for i in range(4)])
    found = snapshot_posterior(path, [1, 1, 1, 0, 0], 0.5, 0.0, 1)
    assert found.tolist() == [0, 1, 0]
    with pytest.raises(ValueError, match="steps must leave time"):
        snapshot_posterior(path, [1, 1, 1, 1, 0], 0.5, 0.0, 1)


def test_randomised_response_goes_from_the_cases_themselves_to_no_news_at_all():
    A = small_world(40, 4, 0.1, np.random.default_rng(6))
    ever = (in_steps(A, [7], 0.5, 0.2, 5, np.random.default_rng(7))[-1] > 0).astype(int)

    def by(kept):
        channel = [[kept, 1 - kept], [1 - kept, kept], [1 - kept, kept]]
        return snapshot_posterior(A, ever, 0.5, 0.2, 5, np.arange(40), channel)

    assert np.allclose(by(0.5), 1 / 40)
    silent = snapshot_posterior(A, ever, 0.5, 0.2, 5, None, [[1, 0], [0, 1], [0, 1]])
    assert np.allclose(by(1.0)[ever == 1], silent)
    assert by(1.0)[ever == 0].sum() == 0
    peaks = [by(kept).max() for kept in (0.5, 0.7, 0.9)]
    assert peaks == sorted(peaks)


def test_message_passing_ranks_the_source_better_than_chance_and_is_too_sure_of_itself():
    rng = np.random.default_rng(8)
    A, places, hits, confidence = small_world(300, 4, 0.1, rng), [], [], []
    while len(places) < 60:
        source = int(rng.integers(300))
        states = in_steps(A, [source], 0.5, 0.2, 8, rng)[-1]
        cases = np.flatnonzero(states)
        if len(cases) < 10:
            continue
        q = snapshot_posterior(A, states, 0.5, 0.2, 8)
        hit, rank = verdict(q, cases, source)
        places.append((rank - 0.5) / len(cases))
        hits.append(hit)
        confidence.append(q.max())
    assert np.mean(places) < 0.15
    assert np.mean(confidence) > 2 * np.mean(hits)
