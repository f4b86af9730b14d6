"""Clearing vectors: against linear programs, by three routes, not unique; rings, complete networks."""

from itertools import product
from math import ceil

import numpy as np
import pytest
from scipy.optimize import linprog

from utils.populations.economics.clearing import clearing_vector, complete, obligations, picard, ring

L3, E3 = [[0, 2, 1], [1, 0, 0], [3, 1, 0]], [0.5, 0.2, 0.9]


def random_banks(rng, n):
    """Sparse or dense, some banks that owe nothing, some alone, some whose senior debt exceeds what they have."""
    L = rng.exponential(size=(n, n)) * (rng.random((n, n)) < rng.uniform(0.1, 1))
    np.fill_diagonal(L, 0)
    L[rng.random(n) < 0.15] = 0
    alone = rng.random(n) < 0.1
    L[alone], L[:, alone] = 0, 0
    e = rng.exponential(0.4, n) * L.sum(axis=1)
    senior = rng.choice(n, rng.integers(0, min(n, 3) + 1), replace=False)
    e[senior] -= rng.random(len(senior)) * L.sum(axis=0)[senior]
    return L, e


def by_linear_program(L, e):
    """The greatest p = min(p̄, max(e + Πᵀp, 0)): for each set of banks with e < 0 that pay nothing, maximise Σp."""
    owed, Pi = obligations(L)
    best, risky = None, np.flatnonzero(e < 0)
    for pays in product((True, False), repeat=len(risky)):
        free = np.ones(len(e), dtype=bool)
        free[risky] = pays
        bounds = np.c_[np.zeros(len(e)), np.where(free, owed, 0)]
        found = linprog(-np.ones(len(e)), (np.eye(len(e)) - Pi.T)[free], e[free], bounds=bounds, method="highs")
        if found.status == 0 and (best is None or found.fun < best.fun):
            best = found
    return best.x


def test_three_banks_by_hand():
    found = clearing_vector(L3, E3)
    np.testing.assert_allclose(found.payments, [2.9, 1, 28 / 15], atol=1e-12)
    assert found.defaults.tolist() == [True, False, True]


def test_fictitious_default_and_picard_are_the_linear_program_on_300_random_networks():
    rng, senior, silent = np.random.default_rng(0), 0, 0
    for _ in range(300):
        L, e = random_banks(rng, int(rng.integers(2, 16)))
        found, scale = clearing_vector(L, e), max(L.sum(axis=1).max(), 1.0)
        *_, limit = picard(L, e)
        np.testing.assert_allclose(found.payments, by_linear_program(L, e), rtol=0, atol=1e-9 * scale)
        np.testing.assert_allclose(found.payments, limit, rtol=0, atol=1e-12 * scale)
        senior += bool((e < 0).any())
        silent += bool(((found.payments == 0) & (L.sum(axis=1) > 0)).any())
    assert senior > 100 and silent > 10


def test_payments_clear_and_defaults_are_who_falls_short():
    rng = np.random.default_rng(1)
    for _ in range(50):
        L, e = random_banks(rng, 12)
        (owed, Pi), found = obligations(L), clearing_vector(L, e)
        has = e + Pi.T @ found.payments
        np.testing.assert_allclose(found.payments, np.clip(has, 0, owed), atol=1e-12)
        np.testing.assert_array_equal(found.defaults, has < owed - 1e-9)


def test_picard_falls_from_the_top_and_rises_from_the_bottom():
    for start, sign in (("top", -1), ("bottom", 1)):
        steps = np.array(list(picard(L3, E3, start)))
        assert np.all(sign * np.diff(steps, axis=0) >= 0) and len(steps) > 5
    owed, Pi = obligations(L3)
    first, second, *_ = picard(L3, E3)
    np.testing.assert_allclose(first, owed)
    np.testing.assert_allclose(second, np.minimum(owed, E3 + Pi.T @ owed))


@pytest.mark.parametrize(
    "e, greatest, least", [([0, 0, 0.3], [1, 1, 0], [0, 0, 0]), ([1, -1, 0], [2, 1, 0], [1, 0, 0])]
)
def test_in_a_closed_circle_the_greatest_vector_differs_from_the_least(e, greatest, least):
    L = [[0, 2, 0], [1, 0, 0], [0, 0, 0]]
    *_, top = picard(L, e)
    *_, bottom = picard(L, e, "bottom")
    np.testing.assert_allclose([top, clearing_vector(L, e).payments, bottom], [greatest, greatest, least], atol=1e-12)


def test_with_money_in_every_circle_there_is_one_vector_only():
    rng = np.random.default_rng(2)
    for _ in range(30):
        L, e = random_banks(rng, 10)
        *_, bottom = picard(L, np.abs(e) + 0.01, "bottom")
        np.testing.assert_allclose(bottom, clearing_vector(L, np.abs(e) + 0.01).payments, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("s", [0.4, 0.5, 0.6, 1.0, 2, 4, 6, 8, 9.6, 9.99, 10, 10.01, 12])
def test_defaults_on_a_ring_and_in_a_complete_network_are_counted_exactly(s):
    n, b = 20, 0.5
    e = np.full(n, b)
    e[7] -= s
    on_ring, everywhere = (clearing_vector(make(n, 30.0), e).defaults.sum() for make in (ring, complete))
    assert on_ring == (ceil(s / b) - 1 if s <= n * b else n)
    assert everywhere == (0 if s <= b else 1 if s <= n * b else n)


@pytest.mark.parametrize("n, b", [(11, 0.3), (20, 0.1)])
def test_at_a_loss_of_just_k_surpluses_rounding_decides_nothing(n, b):
    for k in range(1, n + 1):
        e = np.full(n, b)
        e[0] -= k * b
        counts = [clearing_vector(make(n, k * b + 1), e).defaults.sum() for make in (ring, complete)]
        assert counts == [k - 1, int(k > 1)]


def test_rings_and_complete_networks_owe_the_debt_once():
    for L in (ring(5, 3.0), complete(5, 3.0)):
        np.testing.assert_allclose([L.sum(axis=0), L.sum(axis=1)], 3.0)
    assert ring(3, 1.0)[0].tolist() == [0, 1, 0]


def test_a_thousand_banks_clear_alike_by_both_routes():
    rng, n = np.random.default_rng(3), 1000
    L = rng.random((n, n)) * (rng.random((n, n)) < 0.02)
    np.fill_diagonal(L, 0)
    e = rng.exponential(size=n)
    *_, limit = picard(L, e)
    found = clearing_vector(L, e)
    np.testing.assert_allclose(found.payments, limit, rtol=1e-10)
    assert found.rounds < 10 and 0 < found.defaults.sum() < n
