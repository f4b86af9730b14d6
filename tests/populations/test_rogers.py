"""Five stages: linear without word of mouth, Bass in the limit, and pushed the right way by every attribute."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma, ks_2samp

from utils.populations.curves import Bass
from utils.populations.rogers import ATTRIBUTES, STAGES, WEIGHTS, Rogers, adoption_chances, simulate_people
from utils.processes.chains import from_transitions, uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable

few = settings(max_examples=25, deadline=None)
Z = st.lists(st.floats(-1.5, 1.5), min_size=5, max_size=5)
TIMES = [1.0, 4.0, 10.0]
NO_TALK = (0.0,) * 5


@few
@given(Z)
def test_nobody_is_lost_and_nobody_goes_back(z):
    model = Rogers(1_000, attributes=z)
    states = mean_field(model, model.start(), np.linspace(0, 12, 13))
    np.testing.assert_allclose(states.sum(axis=1), 1_000, rtol=1e-6)
    beyond = np.cumsum(states[:, ::-1], axis=1)  # in this stage or further
    assert np.all(np.diff(beyond, axis=0) >= -1e-4)


@few
@given(Z)
def test_without_word_of_mouth_it_is_one_person_s_chain(z):
    """Q of a single person on six stages; the population's mean field is N P(t)."""
    model = Rogers(1_000, attributes=z, personal=NO_TALK)
    hazards = model.hazards(0.3)
    np.testing.assert_allclose(hazards, np.array(model.media) * np.exp(np.array(WEIGHTS) @ z))
    Q = from_transitions(6, range(5), range(1, 6), hazards)
    expected = 1_000 * uniformised(Q, np.eye(6)[0], TIMES)
    np.testing.assert_allclose(mean_field(model, model.start(), TIMES), expected, atol=1e-3)


def test_five_equal_waits_are_a_gamma_law():
    model = Rogers(1, media=(0.7,) * 5, personal=NO_TALK)
    np.testing.assert_allclose(
        mean_field(model, [1, 0, 0, 0, 0, 0], TIMES)[:, 5], gamma.cdf(TIMES, 5, scale=1 / 0.7), atol=1e-6
    )


def test_where_nobody_waits_in_later_stages_it_is_bass():
    model = Rogers(10_000, media=(0.02, 1e4, 1e4, 1e4, 1e4), personal=(0.5, 0, 0, 0, 0))
    share = mean_field(model, model.start(), TIMES)[:, 5] / 10_000
    np.testing.assert_allclose(share, Bass(0.02, 0.5).share(TIMES), atol=5e-4)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_helps_adoption_but_complexity(name):
    z = 0.7 * (np.array(ATTRIBUTES) == name)
    adopted = [mean_field(m, m.start(), TIMES)[:, 5] for m in (Rogers(100, attributes=a * z) for a in (-1, 0, 1))]
    rises = np.diff(adopted, axis=0)
    assert np.all(rises < -1e-3) if name == "complexity" else np.all(rises > 1e-3)


def test_simulated_counts_are_those_of_the_master_equation():
    model, n = Rogers(3, attributes=(0.5, 0, -0.5, 0, 0)), 6_000
    space = reachable(model, model.start())
    P = uniformised(space.generator(model), np.eye(len(space.states))[0], 3.0)
    paths = simulate(model, model.start(), [3.0], n, np.random.default_rng(0))[:, 0]
    assert np.all(paths.sum(axis=1) == 3)
    variance = P @ space.states**2 - (P @ space.states) ** 2
    assert np.all(np.abs(paths.mean(axis=0) - P @ space.states) <= 4 * np.sqrt(variance / n))


def test_people_who_perceive_alike_adopt_as_the_counts_do():
    """Kolmogorov–Smirnov at level .001: 3 000 adoption times, dt/2 a stage late, against the mean field."""
    model, dt = Rogers(3_000), 0.01
    entered = simulate_people(model, np.zeros((3_000, 5)), 30.0, np.random.default_rng(0), dt)
    assert np.all(np.diff(entered, axis=1)[np.isfinite(entered[:, 1:])] > 0)
    grid = np.arange(0.5, 30.0, 0.5)
    share = mean_field(model, model.start(), grid)[:, 5] / 3_000
    found = np.searchsorted(np.sort(entered[:, 4]), grid, side="right") / 3_000
    assert np.abs(found - share).max() < 1.95 / np.sqrt(3_000) + 5 * dt / 2 * np.gradient(share, grid).max()


def test_who_sees_more_advantage_adopts_earlier():
    z = np.zeros((2_000, 5))
    z[:1_000, 0] = 1.0
    adopted = simulate_people(Rogers(2_000), z, 60.0, np.random.default_rng(1), 0.02)[:, 4]
    assert ks_2samp(adopted[:1_000], adopted[1_000:], alternative="greater").pvalue < 1e-9
    assert np.all(np.isinf(simulate_people(Rogers(2), np.zeros((2, 5)), 0.02, np.random.default_rng(1))[:, 4]))


def test_chances_are_those_of_the_people_simulated():
    """Adopters among 4 000 of two kinds against the sum of their chances; without word of mouth, a person's chain."""
    model, dt, z = Rogers(4_000), 0.02, np.repeat([[0.5, 0, -0.5, 0, 0], [-0.5, 0, 0.5, 0, 0]], 2_000, axis=0)
    adopted = simulate_people(model, z, 5.0, np.random.default_rng(0), dt)[:, 4]
    shares = np.searchsorted(np.sort(adopted), dt * np.arange(250) + 1e-9, side="right") / 4_000
    chances = adoption_chances(model, z, shares, dt)
    for kind in (slice(2_000), slice(2_000, None)):
        expected = chances[kind][0]
        found = np.isfinite(adopted[kind]).mean()
        assert abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / 2_000)
    alone = Rogers(9, attributes=z[0], personal=NO_TALK)
    exact = mean_field(alone, [9, 0, 0, 0, 0, 0], [5.0])[0, 5] / 9
    late = [abs(adoption_chances(alone, z[:1], np.zeros(k), 5.0 / k)[0] - exact) for k in (1_000, 2_000)]
    assert late[0] < 5e-3 and late[0] / late[1] == pytest.approx(2, rel=0.05)
    with pytest.raises(ValueError, match="shares must lie in"):
        adoption_chances(alone, z[:1], [0.5, 1.2], 0.1)


def test_rates_below_zero_and_steps_too_long_are_refused():
    with pytest.raises(ValueError, match="personal must be rates of at least 0"):
        Rogers(10, personal=(-0.1, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="dt must be well below 1/h, at most 0.208"):
        simulate_people(Rogers(10), np.zeros((3, 5)), 1.0, np.random.default_rng(0), dt=0.5)
    assert len(STAGES) == Rogers(1).changes.shape[1] == 6
