"""Solvers against diffusers, against the exact flow of a mixture, and their measured orders."""

from itertools import pairwise

import numpy as np
import pytest
import referee
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.stats import norm

from utils.generative import schedules, solvers
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.samplers import ddim, even_times, sample

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers' own
some = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**31 - 1)
SHAPE = (2, 3)
TABLES = [schedules.linear(), schedules.cosine(), schedules.sigmoid(T=60), schedules.linear(T=60, beta_max=0.3)]
tables = st.sampled_from(TABLES)
# The components overlap: between separate ones lies a ridge on which points fall either way, and there an error
# settles to its order only at many hundred steps.
MIXTURE = GaussianMixture([0.3, 0.7], [[-1.0, 0.2], [0.6, -0.3]], [np.diag([0.12, 0.6]), [[0.27, 0.09], [0.09, 0.3]]])
LINE = GaussianMixture([0.4, 0.6], [[-1.0], [0.8]], [[[0.04]], [[0.09]]])


def states(step, times, x_T):
    return [x for _, x in sample(step, times, x_T)][1:]


def random_start(seed, scale=1.0):
    return scale * torch.randn(SHAPE, generator=torch.Generator().manual_seed(seed + 1), dtype=torch.float64)


def falling(seed, n, schedule):
    """n + 1 whole times of a discrete schedule, the first T, the last 0, the others anywhere between."""
    inner = np.random.default_rng(seed).choice(np.arange(1, schedule.T), n - 1, replace=False)
    return np.concatenate([[schedule.T], np.sort(inner)[::-1], [0]])


def ratios(schedule, times):
    return schedule.sigma(times) / schedule.alpha(times)


def largest_difference(ours, theirs):
    assert len(ours) == len(theirs)
    return max(float((a - b).abs().max() / (1 + b.abs().max())) for a, b in zip(ours, theirs))


# Referee: first step, every middle step and the last, on DDPM tables and on EDM's grid.
# 1e-9: α reaches 1/150 on these tables, so y = x/α carries round-off of 1e-14, and sums of 30 steps of it.


@some
@given(seeds, tables, st.integers(1, 30))
def test_euler_in_the_ratio_agrees_with_diffusers_on_ddpm_tables(seed, schedule, n):
    times, script = falling(seed, n, schedule), referee.Script(seed, SHAPE)
    rho, x_T = ratios(schedule, times), random_start(seed)
    ours = states(solvers.euler(script, schedule, clock="ratio"), times, x_T)
    theirs = referee.euler(rho, x_T / schedule.alpha(times[0]), script.answers)
    assert largest_difference([x / schedule.alpha(t) for x, t in zip(ours, times[1:])], theirs) < 1e-9


@some
@given(seeds, tables, st.integers(1, 30))
def test_heun_in_the_ratio_agrees_with_diffusers_on_ddpm_tables(seed, schedule, n):
    times, script = falling(seed, n, schedule), referee.Script(seed, SHAPE)
    rho, x_T = ratios(schedule, times), random_start(seed)
    ours = states(solvers.heun(script, schedule, clock="ratio"), times, x_T)
    theirs = referee.heun(rho, x_T / schedule.alpha(times[0]), script.answers)
    assert largest_difference([x / schedule.alpha(t) for x, t in zip(ours, times[1:])], theirs) < 1e-9
    assert len(script.asked) == 2 * n - 1


@some
@given(seeds, tables, st.integers(1, 30), st.booleans())
def test_dpm_solver_2m_agrees_with_diffusers_on_ddpm_tables(seed, schedule, n, to_zero):
    times, script = falling(seed, n + 1, schedule), referee.Script(seed, SHAPE)
    times = times if to_zero else times[:-1]
    x_T = random_start(seed)
    ours = states(solvers.dpm_solver_2m(script, schedule), times, x_T)
    theirs = referee.dpm_2m(ratios(schedule, times), x_T, script.answers, last_zero=to_zero)
    assert largest_difference(ours, theirs) < 1e-9


grids = st.tuples(st.integers(2, 30), st.floats(1e-3, 0.1), st.floats(1, 100), st.floats(1, 10))


@some
@given(seeds, grids, st.sampled_from(["t", "ratio"]))
def test_euler_agrees_with_both_of_diffusers_eulers_on_edm_grids(seed, grid, clock):
    times, script, x_T = solvers.karras_times(*grid), referee.Script(seed, SHAPE), random_start(seed, grid[2])
    ours = states(solvers.euler(script, schedules.edm(grid[2]), clock), times, x_T)
    for theirs in (referee.euler, referee.edm_euler):
        assert largest_difference(ours, theirs(times, x_T, script.answers)) < 1e-9


@some
@given(seeds, grids, st.sampled_from(["t", "ratio"]))
def test_heun_agrees_with_diffusers_on_edm_grids(seed, grid, clock):
    times, script, x_T = solvers.karras_times(*grid), referee.Script(seed, SHAPE), random_start(seed, grid[2])
    ours = states(solvers.heun(script, schedules.edm(grid[2]), clock), times, x_T)
    assert largest_difference(ours, referee.heun(times, x_T, script.answers)) < 1e-9


@some
@given(seeds, grids, st.booleans())
def test_dpm_solver_2m_agrees_with_diffusers_on_edm_grids(seed, grid, to_zero):
    times, script = solvers.karras_times(*grid, last_zero=to_zero), referee.Script(seed, SHAPE)
    x_T = random_start(seed, grid[2])
    ours = states(solvers.dpm_solver_2m(script, schedules.edm(grid[2])), times, x_T)
    theirs = referee.edm_dpm_2m(times, x_T, script.answers, last_zero=to_zero)
    assert largest_difference(ours, theirs) < 1e-9


@some
@given(seeds, tables, st.integers(1, 20), st.booleans())
def test_exponential_integrator_and_euler_in_the_ratio_are_deterministic_ddim(seed, schedule, n, exponential):
    times, x_T = falling(seed, n, schedule), random_start(seed)
    make = solvers.exponential if exponential else lambda d, s: solvers.euler(d, s, clock="ratio")
    ours = states(make(referee.Script(seed, SHAPE), schedule), times, x_T)
    assert largest_difference(ours, states(ddim(referee.Script(seed, SHAPE), schedule), times, x_T)) < 1e-11


def test_karras_times_are_diffusers_edm_grid():
    from diffusers import EDMEulerScheduler

    theirs = EDMEulerScheduler(sigma_min=0.002, sigma_max=80.0, rho=7.0)
    theirs.set_timesteps(18)
    np.testing.assert_allclose(solvers.karras_times(18), theirs.sigmas.numpy(), rtol=1e-6)  # its table is float32


# The exact flow


def exact_flow(mixture, schedule, x, t, s):
    """From t to s by a Runge–Kutta method of order 8 at tolerance 1e-11."""
    v = solvers.velocity(MixtureDenoiser(mixture, schedule), schedule)
    path = solve_ivp(
        lambda u, y: v(y.reshape(x.shape), u).ravel(), (t, s), x.ravel(), method="DOP853", rtol=1e-11, atol=1e-12
    )
    return path.y[:, -1].reshape(x.shape)


CASES = {  # schedule, first and last time, and a grid of n steps between them
    "edm on karras' grid": (
        schedules.edm(),
        20.0,
        0.05,
        lambda s, n, a, b: solvers.karras_times(n + 1, b, a, last_zero=False),
    ),
    "linear VP, even in log-SNR": (schedules.linear_vp(), 1.0, 0.01, solvers.log_snr_times),
    "flow, even in log-SNR": (schedules.flow(), 0.99, 0.05, solvers.log_snr_times),
    "cosine VP, even in log-SNR": (schedules.cosine_vp(), 0.98, 0.05, solvers.log_snr_times),
    "Ornstein–Uhlenbeck, even in t": (schedules.ornstein_uhlenbeck(2.0), 2.0, 0.1, even_times),
}
SOLVERS = {
    "euler": (1, solvers.euler),
    "euler in the ratio": (1, lambda d, s: solvers.euler(d, s, clock="ratio")),
    "exponential": (1, solvers.exponential),
    "heun": (2, solvers.heun),
    "heun in the ratio": (2, lambda d, s: solvers.heun(d, s, clock="ratio")),
    "dpm_solver_2m": (2, solvers.dpm_solver_2m),
}


@pytest.fixture(scope="module")
def truth():
    """For each case: starting points of the right law, and where the exact flow takes them."""
    known = {}
    for name, (schedule, t, s, _) in CASES.items():
        x = MIXTURE.noised(float(schedule.alpha(t)), float(schedule.sigma(t))).sample(20, np.random.default_rng(0))
        known[name] = x, exact_flow(MIXTURE, schedule, x, t, s)
    return known


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", SOLVERS)
def test_measured_order_is_the_stated_one(truth, case, name):
    schedule, t, s, grid = CASES[case]
    order, make = SOLVERS[name]
    x, exact = truth[case]
    errors = []
    for n in (80, 160):
        *_, (_, y) = sample(make(MixtureDenoiser(MIXTURE, schedule), schedule), grid(schedule, n, t, s), x)
        errors.append(np.sqrt(np.mean((y - exact) ** 2)))
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.15)


def test_on_a_line_the_flow_carries_quantiles_to_quantiles():
    # A one-dimensional flow keeps the order of points, so F_s(x_s) = F_t(x_t): an exact answer without any solver.
    schedule, t, s = schedules.edm(), 20.0, 0.05

    def cdf(x, sigma):
        noised = LINE.noised(1.0, sigma)
        return np.sum(noised.weights * norm.cdf(x, noised.means[:, 0], np.sqrt(noised.covs[:, 0, 0])))

    x = np.linspace(-30, 30, 13)
    exact = [brentq(lambda y, start=start: cdf(y, s) - cdf(start, t), -10, 10, xtol=1e-13) for start in x]
    times = solvers.karras_times(641, s, t, last_zero=False)
    *_, (_, y) = sample(solvers.heun(MixtureDenoiser(LINE, schedule), schedule), times, x[:, None])
    np.testing.assert_allclose(y[:, 0], exact, rtol=0, atol=1e-4)  # second order, 640 steps


@pytest.mark.parametrize(
    "schedule",
    [
        schedules.edm(4.0),
        schedules.linear_vp(),
        schedules.cosine_vp(),
        schedules.flow(),
        schedules.ornstein_uhlenbeck(1.0),
    ],
    ids=lambda s: s.name,
)
@pytest.mark.parametrize("t", [0.1, 0.5, 0.9])
def test_velocity_is_f_x_minus_half_g_squared_score(schedule, t):
    t, x = t * schedule.T, np.random.default_rng(0).standard_normal((6, 2))
    f, g = schedule.sde(t)
    score = MIXTURE.noised(float(schedule.alpha(t)), float(schedule.sigma(t))).score(x)
    velocity = solvers.velocity(MixtureDenoiser(MIXTURE, schedule), schedule)(x, t)
    np.testing.assert_allclose(velocity, f * x - 0.5 * g**2 * score, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("name", SOLVERS)
@pytest.mark.parametrize(
    "schedule, times",
    [
        (schedules.edm(), solvers.karras_times(8)),
        (schedules.flow(), np.linspace(1, 0, 9)),
    ],
    ids=["edm", "flow"],
)
def test_one_data_point_is_reached_exactly_where_the_path_is_straight(name, schedule, times):
    point = np.array([[0.3, -2.0]])
    x_T = schedule.T * np.random.default_rng(1).standard_normal((5, 2)) + float(schedule.alpha(times[0])) * point
    *_, (t, x) = sample(SOLVERS[name][1](DataDenoiser(point, schedule), schedule), times, x_T)
    assert t == 0 and np.abs(x - point).max() < 1e-12


@pytest.mark.parametrize(
    "make",
    [
        solvers.exponential,
        solvers.dpm_solver_2m,
        lambda d, s: solvers.euler(d, s, "ratio"),
        lambda d, s: solvers.heun(d, s, "ratio"),
    ],
)
def test_starting_from_pure_noise_is_allowed(make):
    schedule = schedules.zero_terminal(schedules.linear(T=40))
    x_T = np.random.default_rng(0).standard_normal((4, 2))
    *_, (_, x) = sample(make(MixtureDenoiser(MIXTURE, schedule), schedule), schedule.times[::-1], x_T)
    assert np.all(np.isfinite(x)) and np.abs(x).max() < 4


def test_dpm_solver_forgets_between_runs_and_does_not_mix_two_at_once():
    schedule = schedules.edm()
    step, times = solvers.dpm_solver_2m(MixtureDenoiser(MIXTURE, schedule), schedule), solvers.karras_times(6)
    starts = [80 * np.random.default_rng(k).standard_normal((3, 2)) for k in (1, 2)]
    alone = [states(step, times, x) for x in starts]
    together = [[x for _, x in pair] for pair in zip(sample(step, times, starts[0]), sample(step, times, starts[1]))]
    for k in (0, 1):
        assert all(np.array_equal(a, b[k]) for a, b in zip(alone[k], together[1:]))


def test_dpm_solver_uses_its_memory_only_where_the_path_goes_on():
    schedule, x = schedules.edm(), np.ones((2, 2))
    denoiser = MixtureDenoiser(MIXTURE, schedule)
    step = solvers.dpm_solver_2m(denoiser, schedule)
    first = step(x, 5.0, 3.0)
    assert not np.array_equal(step(first, 3.0, 2.0), solvers.exponential(denoiser, schedule)(first, 3.0, 2.0))
    step(x, 5.0, 3.0)
    np.testing.assert_array_equal(step(x, 1.0, 0.5), solvers.exponential(denoiser, schedule)(x, 1.0, 0.5))


# The SDE


class Fixed(np.random.Generator):
    """A generator whose draws are all one number: it shows what a step multiplies its noise by."""

    def __init__(self, value):
        super().__init__(np.random.PCG64(0))
        self.value = value

    def standard_normal(self, shape):
        return np.full(shape, self.value)


@pytest.mark.parametrize("noise", [0.0, 0.5, 1.0, 1.5])
def test_euler_maruyama_has_weak_order_one_at_every_noise(noise):
    # For Gaussian data the step is linear, x_s = c x_t + e z, so the variance of its law can be followed exactly.
    schedule, std, end = schedules.linear_vp(), 0.5, 0.05
    denoiser = MixtureDenoiser(GaussianMixture([1.0], [[0.0]], [[[std**2]]]), schedule)

    def marginal(t):
        return float(schedule.alpha_bar(t)) * std**2 + float(schedule.sigma(t)) ** 2

    errors = []
    for n in (100, 200):
        variance, one, none = marginal(1.0), np.ones((1, 1)), np.zeros((1, 1))
        quiet = solvers.euler_maruyama(denoiser, schedule, Fixed(0.0), noise)
        loud = solvers.euler_maruyama(denoiser, schedule, Fixed(1.0), noise)
        times = even_times(schedule, n, end=end)
        for t, s in pairwise(times):
            variance = quiet(one, t, s).item() ** 2 * variance + loud(none, t, s).item() ** 2
        errors.append(abs(variance / marginal(end) - 1))
    assert errors[1] < 0.04 and np.log2(errors[0] / errors[1]) == pytest.approx(1, abs=0.15)


@some
@given(seeds, st.floats(0.2, 0.9), st.floats(0.01, 0.1))
def test_euler_maruyama_without_noise_is_euler_on_the_flow(seed, t, h):
    schedule, x = schedules.linear_vp(), np.random.default_rng(seed).standard_normal((4, 2))
    denoiser = MixtureDenoiser(MIXTURE, schedule)
    np.testing.assert_allclose(
        solvers.euler_maruyama(denoiser, schedule, None, noise=0.0)(x, t, t - h),
        solvers.euler(denoiser, schedule)(x, t, t - h),
        rtol=1e-9,
        atol=1e-11,
    )


# Grids and errors


@given(st.integers(2, 50), st.floats(1e-4, 0.5), st.floats(1, 200), st.floats(0.5, 12))
def test_karras_times_fall_from_the_largest_to_the_smallest_then_zero(n, low, high, rho):
    times = solvers.karras_times(n, low, high, rho)
    assert len(times) == n + 1 and np.all(np.diff(times) < 0)
    assert (times[0], times[-2], times[-1]) == (high, low, 0)
    roots = times[:-1] ** (1 / rho)
    np.testing.assert_allclose(np.diff(roots), (roots[-1] - roots[0]) / (n - 1), rtol=1e-6)


@pytest.mark.parametrize(
    "schedule, start, end",
    [
        (schedules.linear_vp(), 1.0, 1e-4),
        (schedules.flow(), 0.999, 1e-3),
        (schedules.cosine_vp(), 0.99, 0.01),
        (schedules.edm(), 80.0, 0.002),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_log_snr_times_are_even_in_log_snr(schedule, start, end):
    times = solvers.log_snr_times(schedule, 25, start, end)
    assert (times[0], times[-1], len(times)) == (start, end, 26)
    gaps = np.diff(schedule.log_snr(times))
    np.testing.assert_allclose(gaps, gaps.mean(), rtol=1e-7)


EDM, VP = schedules.edm(), schedules.linear_vp()
BAD = {
    "clock must be": lambda: solvers.euler(len, EDM, clock="log"),
    "rates need a continuous": lambda: solvers.euler(lambda x, t: x, schedules.linear(T=5))(np.ones(2), 3, 2),
    "noise must be": lambda: solvers.euler_maruyama(len, VP, None, noise=-1),
    "alpha = 0": lambda: solvers.euler_maruyama(lambda x, t: x, schedules.flow(), None, 0)(np.ones(2), 1.0, 0.5),
    "s must be below t": lambda: solvers.dpm_solver_2m(lambda x, t: x, VP)(np.ones(2), 0.5, 0.5),
    "sigma = 0": lambda: solvers.velocity(lambda x, t: x, VP)(np.ones(2), 0.0),
    "n must be a whole": lambda: solvers.karras_times(1),
    "sigma_min": lambda: solvers.karras_times(5, 2.0, 1.0),
    "rho": lambda: solvers.karras_times(5, rho=0),
    "schedule must be continuous": lambda: solvers.log_snr_times(schedules.linear(T=5), 3),
    "finite log-SNR": lambda: solvers.log_snr_times(VP, 3, 1.0, 0.0),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError, match=message):
        BAD[message]()
