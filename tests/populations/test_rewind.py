"""Chains run backwards: the identity of the reversed generator, exact rewinding, the table, and the two losses."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad, quad, simpson

from utils.populations import rewind as r
from utils.populations.adoption import BassChain
from utils.processes.chains import from_transitions, generator_matrix, stationary, uniformised

N = 100
BIRTHS = BassChain(0.02, 1.2, N).rates(np.arange(N + 1.0)[None])[0]
TWO = sum(w * b / b.sum() for w, b in ((w, np.exp(-0.5 * ((np.arange(N + 1) - m) / sd) ** 2)) for w, m, sd in
          ((0.6, 10, 2.5), (0.4, 35, 4))))  # fmt: skip
T, PATHS = 3.0, 20_000


def chain(births):
    n = len(births)
    return from_transitions(n, np.arange(n - 1), np.arange(1, n), births[:-1])


def laws_at(times, p0=TWO, births=BIRTHS):
    return uniformised(chain(births), p0, times, 1e-12)


def off(counts, law=TWO):
    """Total variation between counts and a law."""
    return 0.5 * np.abs(np.bincount(counts, minlength=len(law)) / len(counts) - law).sum()


@pytest.fixture(scope="module")
def rewound():
    """Off by, at time 0: a sample of the law itself, and 20 000 paths rewound in four ways."""
    rng, fine, coarse = np.random.default_rng(0), np.linspace(0, T, 301), np.linspace(0, T, 41)
    laws, middle = laws_at(fine), laws_at((fine[1:] + fine[:-1]) / 2)
    ends = rng.choice(N + 1, PATHS, p=laws[-1] / laws[-1].sum())
    paths = r.birth_paths(BIRTHS, rng.choice(N + 1, PATHS, p=TWO), rng)
    ratio = np.minimum(middle[:, 1:] / np.maximum(middle[:, :-1], 1e-300), 1e6)
    missing = np.tile(np.r_[0, BIRTHS[:-1]], (300, 1))
    rates = {
        "exact": (r.reverse_rates(BIRTHS, laws, fine), fine),
        "missing": (missing, fine),
        "inverted": (missing * np.pad(ratio, ((0, 0), (1, 0))), fine),
        "table": (r.table_of_rates(*r.jumps_and_occupancy(paths, coarse)), coarse),
    }
    found = {name: off(r.states_at(r.rewind(*one, ends, rng), [0.0])[:, 0]) for name, one in rates.items()}
    return found | {"floor": off(rng.choice(N + 1, PATHS, p=TWO))}


def test_exact_rewinding_comes_back_to_the_start_as_nearly_as_a_sample_of_it(rewound):
    assert rewound["exact"] <= rewound["floor"] + 0.005


def test_without_the_ratio_or_with_it_upside_down_it_does_not(rewound):
    assert rewound["missing"] > 0.4 and rewound["inverted"] > 0.7


def test_a_table_of_jumps_over_time_spent_nearly_does(rewound):
    assert rewound["table"] <= 0.03


@settings(max_examples=50)
@given(st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_the_reversed_generator_undoes_what_the_forward_one_does(n, seed):
    rng = np.random.default_rng(seed)
    Q = rng.exponential(size=(n, n)) * (rng.random((n, n)) < 0.6)
    Q -= np.diag(Q.sum(axis=1))
    p = rng.dirichlet(np.ones(n)) + 1e-3
    back = r.reverse_generator(Q, p)
    assert np.abs(back.T @ p + Q.T @ p).max() < 1e-12
    off_diagonal = ~np.eye(n, dtype=bool)
    assert np.allclose(back.toarray()[off_diagonal], (Q.T * p / p[:, None])[off_diagonal])
    generator_matrix(back)
    assert np.allclose(r.reverse_generator(back, p).toarray()[off_diagonal], Q[off_diagonal])


def test_the_identity_stands_to_1e_12_for_bass_and_si_of_100_people():
    n = np.arange(N + 1.0)
    for births, p0 in ((BIRTHS, TWO), (2.0 * n * (N - n) / N, np.eye(N + 1)[3])):
        p = laws_at(1.0, p0, births)
        assert np.abs(r.reverse_generator(chain(births), p).T @ p + chain(births).T @ p).max() < 1e-12


def test_in_detailed_balance_the_reversed_chain_is_the_chain():
    Q = np.array([[-1.0, 1, 0], [2, -5, 3], [0, 4, -4]])
    assert np.allclose(r.reverse_generator(Q, stationary(Q)).toarray(), Q)


def test_a_state_about_to_be_entered_from_nothing_has_no_finite_rate_back():
    with pytest.raises(ValueError, match="p must be"):
        r.reverse_generator([[-1.0, 1.0], [0.0, 0.0]], [1.0, 0.0])
    assert np.all(r.reverse_generator([[0.0, 0.0], [1.0, -1.0]], [1.0, 0.0]).toarray() == 0)


def test_the_rates_of_a_cell_are_the_mean_of_births_times_the_ratio():
    times = np.array([0.0, 0.5, 1.0])
    rates = r.reverse_rates(BIRTHS, laws_at(times), times)
    fine = np.linspace(0.5, 1.0, 201)
    laws = laws_at(fine)
    at = BIRTHS[:-1] * laws[:, :-1] / laws[:, 1:]
    mean = simpson(at, x=fine, axis=0) / 0.5
    seen = slice(10, 75)  # where p is not of the size of its error
    assert np.allclose(rates[1, 1:][seen], mean[seen], rtol=1e-6)
    assert np.all(np.isfinite(rates)) and rates.min() >= 0


def test_forward_paths_have_the_law_of_the_master_equation():
    paths = r.birth_paths(BIRTHS, np.full(PATHS, 10), np.random.default_rng(1))
    assert np.all(r.states_at(paths, [0.0]) == 10)
    found = r.states_at(paths, [0.5, 2.0])
    for counts, law in zip(found.T, laws_at([0.5, 2.0], np.eye(N + 1)[10])):
        assert off(counts, law) < 0.025


@pytest.mark.parametrize("end", [70, 95])
def test_from_one_end_exact_rewinding_has_bayes_posterior_of_the_start(end):
    times = np.linspace(0, T, 301)
    ends = np.full(PATHS, end)
    rates = r.reverse_rates(BIRTHS, laws_at(times), times)
    found = r.states_at(r.rewind(rates, times, ends, np.random.default_rng(2)), [0.0, T])
    likelihood = np.array([laws_at(T, start)[end] for start in np.eye(N + 1)])
    posterior = TWO * likelihood / (TWO @ likelihood)
    assert off(found[:, 0], posterior) < 0.02 < off(found[:, 0])
    assert np.all(found[:, 1] == end)


def test_a_start_at_one_point_is_found_again_by_every_path():
    times, start = np.linspace(0, T, 61), np.eye(N + 1)[12]
    rates = r.reverse_rates(BIRTHS, laws_at(times, start), times)
    rewound = r.rewind(rates, times, np.arange(60, 100), np.random.default_rng(0))
    assert np.all(r.states_at(rewound, [0.0]) == 12)


def brute(reached, times):
    """Jumps and time in each state, path by path and cell by cell."""
    jumps, spent = np.zeros((2, len(times) - 1, reached.shape[1]))
    for row in reached:
        for n, came in enumerate(row):
            left = row[n + 1] if n + 1 < len(row) else np.inf
            for k, (s, t) in enumerate(pairwise(times)):
                jumps[k, n] += s < came <= t
                spent[k, n] += max(0.0, min(left, t) - max(came, s))
    return jumps / len(reached), spent / len(reached)


SMALL = np.array([1.0, 2.0, 0.7, 1.5, 0.0])


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_the_implicit_score_entropy_is_minus_the_log_likelihood_of_the_reversed_paths(seed, cells):
    rng = np.random.default_rng(seed)
    times = np.r_[0, np.cumsum(rng.exponential(size=cells))]
    paths = r.birth_paths(SMALL, rng.integers(0, 5, 9), rng)
    seen = r.jumps_and_occupancy(paths, times)
    assert np.allclose(seen, brute(paths, times), atol=1e-12)
    rates = rng.exponential(size=(cells, 5))  # those of state 0 are not read
    likelihood = r.reversed_log_likelihood(rates, times, paths)
    assert r.implicit_score_entropy(rates, *seen) == pytest.approx(-likelihood.mean(), abs=1e-12)
    best = r.implicit_score_entropy(r.table_of_rates(*seen), *seen)
    assert best <= r.implicit_score_entropy(r.table_of_rates(*seen) * rng.uniform(0.5, 2, (cells, 5)), *seen)


def test_the_densities_of_all_reversed_paths_from_one_end_sum_to_1():
    times, rates = np.array([0.0, 0.6, 1.0]), np.array([[0.0, 1.3, 0.4], [0.0, 0.5, 2.0]])

    def density(*reached):
        return np.exp(r.reversed_log_likelihood(rates, times, [[0.0, *reached]]))[0]

    once = quad(lambda s: density(0.0, s), 0, 1, points=[0.6])[0]
    twice = sum(  # pieces on which the density is smooth
        dblquad(lambda x, y: density(x, y), *ends, low, high, epsabs=1e-7)[0]
        for ends, low, high in (((0, 0.6), 0, lambda y: y), ((0.6, 1), 0, 0.6), ((0.6, 1), 0.6, lambda y: y))
    )
    assert density(0.0, 0.0) + once + twice == pytest.approx(1, abs=1e-6)


def test_forward_times_start_is_reversed_times_end():
    """Bayes for whole paths: p_0(n_0) · density of the path forward = p_T(n_T) · density of it reversed."""
    times = np.linspace(0, T, 2001)
    laws, rng = laws_at(times), np.random.default_rng(3)
    starts = rng.choice(N + 1, 200, p=TWO)
    paths = r.birth_paths(BIRTHS, starts, rng)
    ends = r.states_at(paths, [T])[:, 0]
    waits = np.diff(np.minimum(np.column_stack([paths, np.full(200, np.inf)]), T), axis=1)
    gone = np.cumsum(np.log(np.r_[1.0, BIRTHS[:-1]]))  # log of the rates of all jumps up to n
    forward = np.log(TWO[starts]) + gone[ends] - gone[starts] - waits @ BIRTHS
    rates = r.reverse_rates(BIRTHS, laws, times)
    assert np.allclose(np.log(laws[-1][ends]) + r.reversed_log_likelihood(rates, times, paths), forward, atol=0.05)


def test_expected_jumps_and_time_spent_are_what_many_paths_show():
    times, rng = np.linspace(0, T, 11), np.random.default_rng(4)
    expected = r.expected_jumps_and_occupancy(BIRTHS, laws_at(times), times)
    paths = r.birth_paths(BIRTHS, rng.choice(N + 1, PATHS, p=TWO), rng)
    for exact, found in zip(expected, r.jumps_and_occupancy(paths, times)):
        assert np.abs(exact - found).max() < 5 * np.sqrt(exact.max() / PATHS)
        assert found.sum() == pytest.approx(exact.sum(), rel=0.01)
    assert np.allclose(expected[1].sum(axis=1), np.diff(times))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_explicit_and_implicit_score_entropy_differ_by_a_constant_and_have_one_gradient(seed):
    times, rng = np.linspace(0, T, 41), np.random.default_rng(seed)
    jumps, spent = r.expected_jumps_and_occupancy(BIRTHS, laws_at(times), times)
    truth = r.table_of_rates(jumps, spent)
    lowest = r.implicit_score_entropy(truth, jumps, spent)
    guesses = truth * np.exp(rng.normal(size=truth.shape))
    explicit = r.score_entropy(guesses, truth, spent)
    assert r.implicit_score_entropy(guesses, jumps, spent) - lowest == pytest.approx(explicit, rel=1e-11)
    assert explicit > 0.1 and r.score_entropy(truth, truth, spent) == pytest.approx(0, abs=1e-12)
    way, h = rng.normal(size=truth.shape), 1e-4
    slopes = [
        (loss(guesses * np.exp(h * way)) - loss(guesses * np.exp(-h * way))) / (2 * h)
        for loss in (
            lambda rates: r.score_entropy(rates, truth, spent),
            lambda rates: r.implicit_score_entropy(rates, jumps, spent),
        )
    ]
    assert slopes == pytest.approx([np.sum(way * (spent * guesses - jumps))] * 2, rel=1e-5)


def test_on_sampled_paths_the_two_gradients_agree_up_to_the_noise_of_the_paths():
    times, rng = np.linspace(0, T, 41), np.random.default_rng(5)
    laws = laws_at(times)
    truth = r.table_of_rates(*r.expected_jumps_and_occupancy(BIRTHS, laws, times))
    paths = r.birth_paths(BIRTHS, rng.choice(N + 1, PATHS, p=TWO), rng)
    jumps, spent = r.jumps_and_occupancy(paths, times)
    implicit, explicit = spent * 2 * truth - jumps, spent * 2 * truth - spent * truth  # at twice the truth
    assert np.abs(implicit - explicit).max() < 5 * np.sqrt(jumps.max() / PATHS) < 0.2 * np.abs(explicit).max()


def test_a_jump_that_a_guess_holds_impossible_costs_infinity():
    assert r.implicit_score_entropy([[0.0, 0.0]], [[0.0, 0.5]], [[0.5, 0.5]]) == np.inf
    assert r.score_entropy([[0.0, 0.0]], [[0.0, 1.0]], [[0.5, 0.5]]) == np.inf
    assert r.reversed_log_likelihood([[0.0, 0.0]], [0.0, 1.0], [[0.0, 0.5]])[0] == -np.inf
