"""SIR and SEIR: paths against the master equation, both against the ODE, final size, growth. Tests of chance: .001."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from utils.populations.epidemics import SEIR, SIR, extinction, final_size, herd_immunity
from utils.processes.chains import uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable

few = settings(max_examples=40, deadline=None)
SMALL = SIR(1.2, 0.5, 30)
START = SMALL.start(2)


def chance_of(model, start, times):
    """States (n, C) and their law at each time (k, n)."""
    space = reachable(model, start)
    return space.states, uniformised(space.generator(model), np.eye(len(space.states))[0], times)


@pytest.mark.parametrize(("model", "times"), [(SMALL, [1.5, 6.0, 40.0]), (SEIR(1.5, 0.8, 0.6, 12), [2.0, 6.0])])
def test_simulated_states_have_the_law_of_the_master_equation(model, times):
    """Chi-square over the states themselves, those of less than 8 expected together, at each time."""
    start, n = model.start(2), 8_000
    states, laws = chance_of(model, start, times)
    base = (model.N + 1) ** np.arange(len(start))
    order = np.argsort(states @ base)
    for found, law in zip(simulate(model, start, times, n, np.random.default_rng(0)).swapaxes(0, 1), laws):
        place = order[np.searchsorted((states @ base)[order], found @ base)]
        assert np.array_equal(states[place], found)  # nowhere but in states that can be reached
        counts, expected = np.bincount(place, minlength=len(law)).astype(float), n * law
        rare = expected < 8
        counts, expected = (
            np.append(counts[~rare], counts[rare].sum()),
            np.append(expected[~rare], expected[rare].sum()),
        )
        assert len(counts) > 8
        assert chisquare(counts, expected * n / expected.sum()).pvalue > 1e-3


def test_the_chain_of_sir_has_as_many_states_as_pairs():
    states, laws = chance_of(SMALL, START, [3.0])
    assert len(states) == sum(2 + k + 1 for k in range(29))
    assert laws.sum() == pytest.approx(1, abs=1e-9)


def test_final_sizes_have_the_law_of_the_embedded_walk():
    """The final size of the master equation, from the jumps alone: infection with probability βS/(βS + γN)."""
    states, laws = chance_of(SMALL, START, [400.0])
    ended = np.zeros(31)
    np.add.at(ended, 28 - states[:, 0], laws[0])
    walk = np.zeros((29, 32))  # S, I
    walk[28, 2] = 1.0
    final = np.zeros(31)
    for S in range(28, -1, -1):
        p = SMALL.beta * S / (SMALL.beta * S + SMALL.gamma * SMALL.N)
        for I in range(31, 0, -1):
            walk[S, I - 1] += (1 - p) * walk[S, I]
            if S:
                walk[S - 1, I + 1 if I < 31 else 31] += p * walk[S, I]
        final[28 - S] = walk[S, 0]
    np.testing.assert_allclose(ended, final, atol=1e-8)


def test_the_mean_of_many_paths_tends_to_the_ode_and_their_spread_falls_as_1_over_root_n():
    """Means at rate 1/N or within 4 standard errors; relative spread halves where N is four times as large."""
    times, spreads = [4.0, 10.0], []
    for N in (400, 1600, 6400):
        model = SIR(0.9, 0.3, N)
        start = model.start(N // 20)
        shares = simulate(model, start, times, 300, np.random.default_rng(N)) / N
        limit = mean_field(model, start, times) / N
        error = np.abs(shares.mean(axis=0) - limit)
        assert np.all(error <= 4 * shares.std(axis=0) / np.sqrt(300) + 2.5 / N)
        spreads.append(shares.std(axis=0))
    halves = np.array(spreads[:-1]) / spreads[1:]
    np.testing.assert_allclose(halves, 2.0, rtol=0.25)  # the standard deviation of 300: 4 %, of a ratio of two 6 %


@few
@given(st.floats(0.1, 3), st.floats(0.05, 1), st.integers(10, 100_000))
def test_the_ode_keeps_people_and_its_invariant(beta, gamma, N):
    model = SIR(beta, gamma, N)
    start = model.start(max(1, N // 100))
    S, I = mean_field(model, start, np.linspace(0, 30, 7)).T
    assert np.all(np.diff(S) <= 1e-6 * N) and np.all(I >= -1e-6 * N) and np.all(S + I <= N * (1 + 1e-6))
    removed = start.sum() - S - I
    np.testing.assert_allclose(S, start[0] * np.exp(-model.R0 * removed / N), atol=1e-5 * N)


@few
@given(st.floats(0.0, 8), st.floats(0.01, 1), st.floats(0, 0.5))
def test_the_final_size_solves_its_equation(R0, s, i):
    i = min(i, 1 - s)
    z = final_size(R0, s, i)
    assert 0 <= z <= s
    assert z == pytest.approx(s * -np.expm1(-R0 * (z + i)), abs=1e-9)
    if i == 0 and R0 * s > 1.01:
        assert z > 0


@pytest.mark.parametrize("model", [SIR(0.8, 0.4, 10_000), SEIR(0.8, 0.2, 0.4, 10_000)])
def test_the_ode_ends_at_the_final_size(model):
    start = model.start(100, immune=900)
    end = mean_field(model, start, [800.0])[0]
    assert start[0] - end[0] == pytest.approx(10_000 * final_size(2.0, 0.9, 0.01), rel=1e-5)


def test_final_sizes_in_the_books():
    assert final_size(2.0) == pytest.approx(0.796812, abs=1e-6) and herd_immunity(2.0) == 0.5
    assert final_size(1.0) == final_size(0.5) == final_size(0.0) == herd_immunity(0.9) == 0.0
    assert final_size(3.0, 1 / 3) == 0.0  # herd immunity


def test_a_young_epidemic_of_seir_grows_at_its_rate():
    model = SEIR(0.9, 0.3, 0.25, 10**12)
    I = mean_field(model, model.start(10), [40.0, 41.0])[:, 2]
    assert np.log(I[1] / I[0]) == pytest.approx(model.growth, rel=1e-4)
    r = model.growth
    assert (1 + r / model.sigma) * (1 + r / model.gamma) == pytest.approx(model.R0)
    assert SEIR(0.2, 0.3, 0.25, 9).growth < 0


def test_with_no_latent_time_seir_is_sir():
    sir, seir = SIR(0.8, 0.4, 1000), SEIR(0.8, 1e5, 0.4, 1000)
    times = [5.0, 15.0, 30.0]
    np.testing.assert_allclose(
        mean_field(seir, seir.start(10), times)[:, [0, 2]], mean_field(sir, sir.start(10), times), rtol=2e-3, atol=0.05
    )


def test_starts_leave_nobody_out():
    assert SIR(1, 1, 10).start(2, immune=3).tolist() == [5, 2]
    assert SEIR(1, 1, 1, 10).start(2).tolist() == [8, 0, 2]
    with pytest.raises(ValueError, match="infectious and immune must be at most N = 10 together, got 8 \\+ 3"):
        SIR(1, 1, 10).start(8, immune=3)
    with pytest.raises(ValueError, match="infectious must be at most 1 − susceptible"):
        final_size(2.0, 0.9, 0.2)


def test_an_outbreak_dies_out_as_often_as_the_chain_says():
    """In a large population: the outbreak is over before a tenth of 400 people is infected."""
    for R0, first in ((2.0, 1), (3.0, 2)):
        model = SIR(R0, 1.0, 400)
        space = reachable(model, model.start(first), lowest=[360, 0])
        law = uniformised(space.generator(model), (np.arange(len(space.states)) == 0) * 1.0, 60.0)
        assert law[space.states[:, 1] > 0].sum() < 1e-3
        assert law[space.states[:, 1] == 0].sum() == pytest.approx(extinction(R0, first), abs=0.02)
    assert extinction(0.7) == extinction(0.0, 5) == extinction(3.0, 0) == 1.0
