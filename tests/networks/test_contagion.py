"""Who adopted when: the table of exposures by hand, its likelihood against a search, coverage, what tests can tell."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import minimize
from scipy.stats import binom, chi2

from utils.networks.contagion import Exposures, estimate, exposures, reversal_test, shuffle_test

seeds = st.integers(0, 10_000)


def random_graph(n, mean_degree, rng, directed=False, weighted=False):
    A = (rng.random((n, n)) < mean_degree / n) * (rng.uniform(0.5, 2.0, (n, n)) if weighted else 1.0)
    np.fill_diagonal(A, 0.0)
    return sparse.csr_array(A if directed else np.maximum(A, A.T))


def adopt(A, alpha, beta, end, rng, seeds=(0, 1), dt=0.02):
    """Times at which people adopt, in continuous time up to steps of dt."""
    times = np.full(A.shape[0], np.inf)
    times[list(seeds)] = 0
    for now in np.arange(0, end, dt):
        hazard = alpha + beta * (A.T @ (times <= now))
        new = np.isinf(times) & (rng.random(len(times)) < -np.expm1(-hazard * dt))
        times[new] = now + dt * rng.uniform(0, 1, new.sum())
    return times


def adopt_in_steps(A, q, p, end, rng, once=False):
    times = np.where(np.arange(A.shape[0]) < 3, 0.0, np.inf)
    for step in range(1, end + 1):
        k = A.T @ ((times == step - 1) if once else (times < step)).astype(float)
        times[np.isinf(times) & (rng.random(len(times)) < 1 - (1 - q) * (1 - p) ** k)] = step
    return times


def by_hand(A, times, end, stops):
    """{exposure: [adopted, at risk]}, moment by moment and person by person."""
    moments = np.unique(np.concatenate([[0.0, end], times[times < end], stops[stops < end]]))
    table, A = {}, A.toarray()
    for begin, stop in pairwise(moments):
        active = (times <= begin) & (begin < stops)
        for i in np.flatnonzero(times > begin):
            row = table.setdefault(round(A[active, i].sum(), 9), [0, 0.0])
            row[0] += times[i] == stop
            row[1] += stop - begin
    return table


@given(seeds, st.booleans(), st.booleans())
def test_the_table_counts_what_a_walk_through_time_counts(seed, stepwise, ending):
    rng = np.random.default_rng(seed)
    A = random_graph(12, 3, rng, directed=True, weighted=not stepwise)
    times = np.where(rng.random(12) < 0.7, rng.integers(0, 6, 12) if stepwise else rng.uniform(0, 6, 12), np.inf)
    times[:2], end = (0.0, 3.0), 5.0
    stops = times + (rng.integers(1, 3, 12) if ending else np.inf)
    found = exposures(A, times, end, stops if ending else None, stepwise)
    table = by_hand(A, times, end, stops)
    np.testing.assert_allclose(found.exposure, sorted(table))
    np.testing.assert_allclose(found.adopted, [table[k][0] for k in sorted(table)])
    np.testing.assert_allclose(found.at_risk, [table[k][1] for k in sorted(table)])
    assert found.adopted.sum() == np.sum((times > 0) & (times <= end))


def test_the_same_step_is_no_exposure_and_an_only_chance_ends():
    A = sparse.csr_array(np.array([[0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0.0]]))
    times = np.array([0, 1, 1, 3.0])  # 1 and 2 adopt together: 1 did not expose 2
    lasting = exposures(A, times, 3, stepwise=True)
    np.testing.assert_array_equal([lasting.exposure, lasting.adopted, lasting.at_risk], [[0, 1], [0, 3], [1, 4]])
    once = exposures(A, times, 3, stops=times + 1, stepwise=True)  # 2 exposes 3 in step 2 only
    np.testing.assert_array_equal([once.exposure, once.adopted, once.at_risk], [[0, 1], [1, 2], [2, 3]])


@pytest.mark.parametrize("stepwise", [False, True])
@pytest.mark.parametrize("spontaneous", [False, True])
def test_the_estimate_is_the_highest_point_of_the_likelihood(stepwise, spontaneous):
    table = Exposures(
        np.array([0, 1.0, 2, 5]), np.array([4.0 * spontaneous, 6, 9, 3]), np.array([80.0, 40, 30, 4]), stepwise
    )
    k, d, n = table.exposure, table.adopted, table.at_risk

    def height(alpha, beta):  # the binomial law of decisions, or the law of waits
        h = alpha + beta * k
        if stepwise:
            return binom.logpmf(d, n, -np.expm1(-h)).sum() - binom.logpmf(d, n, d / n).sum()
        return (d[d > 0] * np.log(h[d > 0])).sum() - n @ h

    found = estimate(table, 0.9, spontaneous)
    best = minimize(lambda x: -height(*(np.exp(x) * [spontaneous, 1])), [-3.0, -3.0], method="Nelder-Mead", tol=1e-10)
    np.testing.assert_allclose([found.alpha, found.beta], np.exp(best.x) * [spontaneous, 1], rtol=1e-4)
    for end in (found.low, found.high):
        held = minimize(lambda x, b=end: -height(np.exp(x[0]) * spontaneous, b), [-3.0], method="Nelder-Mead", tol=1e-9)
        assert held.fun - best.fun == pytest.approx(chi2.ppf(0.9, 1) / 2, abs=2e-4)
    if spontaneous:
        pooled = d.sum() / n.sum()
        ratio = 2 * (-best.fun - height(-np.log1p(-pooled) if stepwise else pooled, 0.0))
        assert found.p_value == pytest.approx(chi2.sf(ratio, 1) / 2, rel=1e-3)
    assert found.probability == pytest.approx(1 - np.exp([-found.beta, -found.low, -found.high]))


def test_without_spontaneous_adoption_the_rate_is_events_over_exposure():
    waits = Exposures(np.array([0, 1.0, 3]), np.array([0.0, 5, 7]), np.array([9.0, 20, 10]), False)
    assert estimate(waits, spontaneous=False).beta == pytest.approx(12 / 50)
    trials = Exposures(np.array([0, 1.0]), np.array([0.0, 5]), np.array([9.0, 20]), True)
    assert estimate(trials, spontaneous=False).probability[0] == pytest.approx(5 / 20)


@settings(max_examples=25)
@given(seeds, st.floats(0.1, 10))
def test_rates_follow_the_units_of_time_and_weight(seed, unit):
    rng = np.random.default_rng(seed)
    A = random_graph(40, 4, rng)
    times = adopt(A, 0.1, 0.3, 4.0, rng, dt=0.2)
    one, slow, heavy = (estimate(exposures(B, c * times, c * 4)) for B, c in ((A, 1.0), (A, unit), (A * unit, 1.0)))
    parts = lambda e, c=1.0, w=1.0: [e.alpha * c, e.beta * c * w, e.low * c * w, e.high * c * w, e.p_value]  # noqa: E731
    np.testing.assert_allclose(parts(slow, unit), parts(one), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(parts(heavy, 1.0, unit), parts(one), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("once", [False, True])
def test_nine_in_ten_intervals_contain_the_truth(once):
    rng, q, p, runs = np.random.default_rng(5), 0.0 if once else 0.02, 0.2 if once else 0.06, 150
    A = random_graph(250, 6, rng)
    inside = []
    while len(inside) < runs:
        times = adopt_in_steps(A, q, p, 6, rng, once)
        if np.isfinite(times).sum() > 15:
            table = exposures(A, times, 6, times + 1 if once else None, stepwise=True)
            _, low, high = estimate(table, 0.9, spontaneous=not once).probability
            inside.append(low <= p <= high)
    assert 5e-4 < binom.cdf(sum(inside), runs, 0.9) < 1 - 5e-4


def test_no_contagion_is_called_contagion_at_the_stated_level():
    rng, runs = np.random.default_rng(6), 150
    A = random_graph(200, 6, rng)
    p_values = [estimate(exposures(A, rng.exponential(8, 200), 6.0)).p_value for _ in range(runs)]
    assert 5e-4 < binom.cdf(np.sum(np.array(p_values) <= 0.1), runs, 0.1) < 1 - 5e-4
    assert 0.3 < np.mean(np.array(p_values) == 1) < 0.7  # half of the time the best β is 0


def test_the_statistic_of_both_tests_is_a_difference_of_log_likelihoods():
    rng = np.random.default_rng(7)
    A = random_graph(60, 4, rng, directed=True, weighted=True)
    times = np.ceil(4 * adopt(A, 0.1, 0.2, 5.0, rng)) / 4  # many at the same moment
    table = exposures(A, times, 5.0)
    k, d, n = table.exposure, table.adopted, table.at_risk
    heights = [d @ np.log(h) - n @ h for r in (0, 1) for h in [d.sum() / (n @ (1 + r * k)) * (1 + r * k)]]
    for test in (shuffle_test, reversal_test):
        assert test(A, times, 5.0, rng, 3).observed == pytest.approx(heights[1] - heights[0])


def rejected(test, runs=60, level=0.1):
    """How many of so many tests have p ≤ level."""
    return sum(test(np.random.default_rng([8, run])).p_value <= level for run in range(runs))


def alike(rng, n=160):
    """A directed graph in which ties join people of like trait, and the trait of each in [0, 1]."""
    trait = rng.random(n)
    near = np.exp(-np.abs(trait[:, None] - trait) / 0.05)
    np.fill_diagonal(near, 0)
    return sparse.csr_array((rng.random((n, n)) < 4 * near / near.sum(1, keepdims=True)) * 1.0), trait


def test_a_shuffle_tells_contagion_from_likeness_in_whether_people_adopt():
    def whether(rng):
        A, trait = alike(rng)
        times = np.where(rng.random(len(trait)) < trait, rng.uniform(0, 5, len(trait)), np.inf)
        assert estimate(exposures(A, times, 5.0)).p_value < 0.2  # the likelihood alone is fooled
        return shuffle_test(A, times, 5.0, rng, 39)

    def contagion(rng):
        A, _ = alike(rng)
        return shuffle_test(A, adopt(A, 0.05, 0.2, 5.0, rng, dt=0.1), 5.0, rng, 39)

    assert rejected(whether) <= binom.ppf(0.9995, 60, 0.1)
    assert rejected(contagion) >= 54


def test_likeness_in_when_fools_the_shuffle_unless_the_trait_is_known_and_not_the_reversal():
    def when(rng):
        A, trait = alike(rng)
        return A, trait, 6 * trait + rng.exponential(1.0, len(trait))

    def shuffled(rng, known=False):
        A, trait, times = when(rng)
        labels = (40 * trait).astype(int)
        return shuffle_test(A, times, 5.0, rng, 39, labels if known else None)

    def turned(rng):
        A, _, times = when(rng)
        return reversal_test(A, times, 5.0, rng, 39)

    most = binom.ppf(0.9995, 60, 0.1)
    assert rejected(shuffled) >= 50
    assert rejected(lambda rng: shuffled(rng, known=True)) <= most and rejected(turned) <= most


def test_a_reversal_finds_contagion_along_the_ties_and_not_against_them():
    def along(rng, turned=False):
        A, _ = alike(rng)
        times = adopt(A, 0.05, 0.2, 5.0, rng, dt=0.1)
        return reversal_test(A.T.tocsr() if turned else A, times, 5.0, rng, 39)

    assert rejected(along) >= 40 and rejected(lambda rng: along(rng, turned=True)) <= 2


def test_what_cannot_be_known_is_refused():
    A = random_graph(5, 3, np.random.default_rng(0))
    times = np.array([0, 1.0, 2.5, np.inf, np.inf])
    with pytest.raises(ValueError, match="times must hold an adoption after 0 and by end = 0.5"):
        exposures(A, times, 0.5)
    with pytest.raises(ValueError, match="stops must not lie before times, got person 1"):
        exposures(A, times, 3.0, np.zeros(5))
    with pytest.raises(ValueError, match="times must be whole numbers"):
        exposures(A, times, 3.0, stepwise=True)
    with pytest.raises(ValueError, match="times must be at least 0, inf for never, got nan"):
        exposures(A, times * np.nan, 3.0)
    with pytest.raises(ValueError, match="A must be directed"):
        reversal_test(A, times, 3.0, np.random.default_rng(0))
    with pytest.raises(ValueError, match="not bounded"):
        estimate(Exposures(np.array([0.0, 1]), np.array([1.0, 5]), np.array([9.0, 5]), True))
    with pytest.raises(ValueError, match="not bounded"):
        estimate(Exposures(np.array([0.0]), np.array([1.0]), np.array([9.0]), False))
    with pytest.raises(ValueError, match="spontaneous must be True: 1 adopted without exposure"):
        estimate(Exposures(np.array([0.0, 1]), np.array([1.0, 2]), np.array([9.0, 5]), True), spontaneous=False)
