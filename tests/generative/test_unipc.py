"""UniPC against diffusers, against the parabola that defines it, and its measured order."""

from itertools import pairwise

import numpy as np
import pytest
import referee
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import schedules, solvers
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.samplers import sample
from utils.generative.unipc import unipc

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers' own
some = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**31 - 1)
SHAPE = (2, 3)
tables = st.sampled_from([schedules.linear(), schedules.cosine(), schedules.sigmoid(T=60)])
MIXTURE = GaussianMixture([0.3, 0.7], [[-1.0, 0.2], [0.6, -0.3]], [np.diag([0.12, 0.6]), [[0.27, 0.09], [0.09, 0.3]]])


def states(step, times, x_T):
    return [x for _, x in sample(step, times, x_T)][1:]


def random_start(seed):
    return torch.randn(SHAPE, generator=torch.Generator().manual_seed(seed + 1), dtype=torch.float64)


def largest_difference(ours, theirs):
    assert len(ours) == len(theirs)
    return max(float((a - b).abs().max() / (1 + b.abs().max())) for a, b in zip(ours, theirs))


@some
@given(seeds, tables, st.integers(1, 30), st.booleans())
def test_unipc_agrees_with_diffusers_on_ddpm_tables(seed, schedule, n, to_zero):
    inner = np.random.default_rng(seed).choice(np.arange(1, schedule.T), n, replace=False)
    times, script = np.concatenate([[schedule.T], np.sort(inner)[::-1], [0]]), referee.Script(seed, SHAPE)
    times, x_T = times if to_zero else times[:-1], random_start(seed)
    theirs = referee.unipc(schedule.sigma(times) / schedule.alpha(times), x_T, script.answers, last_zero=to_zero)
    assert largest_difference(states(unipc(script, schedule), times, x_T), theirs) < 1e-9


@some
@given(seeds, st.integers(2, 30), st.floats(1e-3, 0.1), st.floats(1, 100), st.floats(1, 10), st.booleans())
def test_unipc_agrees_with_diffusers_on_edm_grids(seed, n, low, high, rho, to_zero):
    levels, script = solvers.karras_times(n, low, high, rho, last_zero=to_zero), referee.Script(seed, SHAPE)
    alpha, y_T = 1 / np.sqrt(1 + levels**2), high * random_start(seed)
    theirs = referee.unipc(levels, float(alpha[0]) * y_T, script.answers, last_zero=to_zero)
    ours = [float(a) * y for a, y in zip(alpha[1:], states(unipc(script, schedules.edm(high)), levels, y_T))]
    assert largest_difference(ours, theirs) < 1e-9


@some
@given(seeds, st.lists(st.floats(0.1, 1.5), min_size=3, max_size=3))
def test_the_corrected_state_is_the_exact_integral_of_a_quadratic_denoiser(seed, gaps):
    # D(ℓ) = a + bℓ + cℓ², ℓ = −log u: the parabola is D itself, so the state corrected at the third call is exact.
    a, b, c = np.random.default_rng(seed).normal(size=3)
    schedule, levels = schedules.edm(), 50 * np.exp(-np.cumsum([0, *gaps]))

    def particular(u):  # D − D' + D'', the primes d/dℓ: one solution of dy/dℓ = D − y
        return a + b * (-np.log(u) - 1) + c * (np.log(u) ** 2 + 2 * np.log(u) + 2)

    step = unipc(lambda y, u: np.full_like(y, a - b * np.log(u) + c * np.log(u) ** 2), schedule)
    list(_run(step, levels, np.ones((1, 1))))
    (r, t, y_r, _), (_, _, y_t, _) = step.path
    exact = particular(t) + t / r * (y_r - particular(r))
    np.testing.assert_allclose(y_t, exact, rtol=1e-9, atol=1e-9)


def _run(step, times, x):
    for t, s in pairwise(times):
        x = step(x, t, s)
        yield x


@pytest.mark.parametrize("case", ["edm on karras' grid", "linear VP, even in log-SNR"])
def test_measured_order_is_three(case):
    schedule, t, s, grid = {
        "edm on karras' grid": (
            schedules.edm(),
            20.0,
            0.05,
            lambda s, n, a, b: solvers.karras_times(n + 1, b, a, last_zero=False),
        ),
        "linear VP, even in log-SNR": (schedules.linear_vp(), 1.0, 0.01, solvers.log_snr_times),
    }[case]
    denoiser = MixtureDenoiser(MIXTURE, schedule)
    x = MIXTURE.noised(float(schedule.alpha(t)), float(schedule.sigma(t))).sample(20, np.random.default_rng(0))
    ends = [states(unipc(denoiser, schedule), grid(schedule, n, t, s), x)[-1] for n in (80, 160, 1280)]
    errors = [np.sqrt(np.mean((end - ends[-1]) ** 2)) for end in ends[:-1]]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(3, abs=0.2)


def test_one_call_a_step_and_the_first_prediction_is_that_of_2m():
    script, times = referee.Script(0, SHAPE), solvers.karras_times(9)
    x_T = 80 * random_start(0)
    ours = states(unipc(script, schedules.edm()), times, x_T)
    assert len(script.asked) == 9
    again = states(solvers.dpm_solver_2m(referee.Script(0, SHAPE), schedules.edm()), times, x_T)
    assert torch.equal(ours[0], again[0]) and not torch.allclose(ours[1], again[1])
    assert torch.allclose(ours[-1], script.answers[8])  # at σ = 0: the last answer itself


def test_starting_from_pure_noise_is_allowed():
    schedule = schedules.zero_terminal(schedules.linear(T=40))
    x_T = np.random.default_rng(0).standard_normal((4, 2))
    *_, x = states(unipc(MixtureDenoiser(MIXTURE, schedule), schedule), schedule.times[::-1], x_T)
    assert np.all(np.isfinite(x)) and np.abs(x).max() < 4


def test_one_data_point_is_reached_exactly():
    point, times = np.array([[0.3, -2.0]]), solvers.karras_times(8)
    x_T = 80 * np.random.default_rng(1).standard_normal((5, 2)) + point
    *_, x = states(unipc(DataDenoiser(point, schedules.edm()), schedules.edm()), times, x_T)
    assert np.abs(x - point).max() < 1e-12


def test_it_forgets_between_runs_does_not_mix_two_at_once_and_starts_anew_after_a_jump():
    schedule = schedules.edm()
    step, times = unipc(MixtureDenoiser(MIXTURE, schedule), schedule), solvers.karras_times(6)
    starts = [80 * np.random.default_rng(k).standard_normal((3, 2)) for k in (1, 2)]
    alone = [states(step, times, x) for x in starts]
    together = [[x for _, x in pair] for pair in zip(sample(step, times, starts[0]), sample(step, times, starts[1]))]
    for k in (0, 1):
        assert all(np.array_equal(a, b[k]) for a, b in zip(alone[k], together[1:]))
    x = np.ones((2, 2))
    list(_run(step, [5.0, 3.0, 2.0], x))
    first = solvers.exponential(MixtureDenoiser(MIXTURE, schedule), schedule)
    np.testing.assert_array_equal(step(x, 1.0, 0.5), first(x, 1.0, 0.5))
