"""Who is wrongly accused, who is vaccinated, who falls ill."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.networks.fairness import RULES, attack_rates, doses, wrongly_accused
from utils.networks.generators import block_model, preferential_attachment
from utils.networks.graphs import from_edges
from utils.networks.outbreaks import final_sizes, first_passage
from utils.networks.sources import verdict

STAR = from_edges(5, [(0, 1), (0, 2), (0, 3), (0, 4)])
GROUPS = np.repeat([0, 1], [30, 10])


def test_blame_is_what_the_named_have_who_are_not_the_source():
    scores, cases = [2.0, 2.0, 1.0], [0, 3, 1]
    assert wrongly_accused(STAR, scores, cases, 3).tolist() == [0.5, 0, 0, 0, 0]
    assert wrongly_accused(STAR, scores, cases, 1).tolist() == [0.5, 0, 0, 0.5, 0]
    for source in cases:
        assert wrongly_accused(STAR, scores, cases, source).sum() == 1 - verdict(scores, cases, source).hit


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_doses_go_to_k_people_and_by_group_in_proportion(seed, k):
    rng = np.random.default_rng(seed)
    A = preferential_attachment(40, 2, rng)
    degree = np.diff(A.indptr)
    for rule in RULES:
        who = doses(A, GROUPS, k, rule, rng)
        assert len(set(who.tolist())) == k
        assert who.tolist() == sorted(who.tolist())
        left_out = np.setdiff1d(np.arange(40), who)
        if rule == "degree" and k < 40:
            assert degree[who].min() >= degree[left_out].max()
        if rule == "degree within group":
            assert abs(np.sum(who >= 30) - k / 4) <= 0.5  # the largest remainder
            for g in (0, 1):
                had, not_had = degree[who[GROUPS[who] == g]], degree[left_out[GROUPS[left_out] == g]]
                assert not had.size or not not_had.size or had.min() >= not_had.max()


def test_random_doses_reach_everybody_alike():
    rng = np.random.default_rng(0)
    given_to = np.concatenate([doses(STAR, [0, 0, 0, 1, 1], 2, "random", rng) for _ in range(1000)])
    assert np.abs(np.bincount(given_to, minlength=5) - 400).max() < 5 * np.sqrt(1000 * 0.4 * 0.6)


def test_without_doses_the_attack_is_that_of_the_outbreak():
    A = block_model([30, 10], np.array([[0.2, 0.05], [0.05, 0.3]]), np.random.default_rng(1))
    rates = attack_rates(A, GROUPS, [], [0, 35], 0.5, 1.0, np.random.default_rng(2), 50)
    sizes = final_sizes(first_passage(A, [0, 35], 0.5, 1.0, np.random.default_rng(2), 50))
    assert np.allclose(rates @ [30, 10], sizes)


def test_who_is_immune_neither_falls_ill_nor_passes_it_on():
    rng = np.random.default_rng(3)
    assert attack_rates(STAR, [0, 1, 1, 1, 1], [0], [1], 1e9, 0.0, rng, 4).tolist() == [[0, 0.25]] * 4
    assert attack_rates(STAR, [0, 1, 1, 1, 1], [0], [0], 1e9, 0.0, rng, 2).tolist() == [[0, 0]] * 2
    assert attack_rates(STAR, [0, 1, 1, 1, 1], [2], [1, 2], 1e9, 0.0, rng, 1).tolist() == [[1, 0.75]]


def test_a_group_without_members_is_named():
    with pytest.raises(ValueError, match="groups must each have a member, got none in group 1"):
        doses(STAR, [0, 0, 0, 2, 2], 2, "degree", np.random.default_rng(0))
