"""DDPM, DDIM and inversion against diffusers, and against what they promise."""

import inspect

import numpy as np
import pytest
import referee
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import schedules
from utils.generative.backend import normal_like
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.samplers import ddim, ddim_inversion, ddpm, even_times, sample

some = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**31 - 1)
TABLES = [
    schedules.linear(T=60),
    schedules.linear(T=60, beta_max=0.3),
    schedules.cosine(T=60),
    schedules.sigmoid(T=60),
    schedules.linear(T=1000),
    schedules.cosine(T=1000),
]
tables = st.sampled_from(TABLES)
counts = st.sampled_from([1, 2, 5, 10, 20])  # divide every T: DDIM's referee knows no other grid
SHAPE = (2, 3)
MIXTURE = GaussianMixture([0.3, 0.7], [[-1.0, 0.4], [0.6, -0.2]], [0.05 * np.eye(2), [[0.09, 0.03], [0.03, 0.06]]])


def states(step, times, x_T):
    return [x for _, x in sample(step, times, x_T)][1:]


def start(seed, scale=1.0):
    return scale * torch.randn(SHAPE, generator=torch.Generator().manual_seed(seed + 1), dtype=torch.float64)


def largest_difference(ours, theirs):
    assert len(ours) == len(theirs)
    return max(float((a - b).abs().max() / (1 + b.abs().max())) for a, b in zip(ours, theirs))


# Referee: the tables are 1e-16 apart; 1e-9 leaves room for 1 − ᾱ, which the referee subtracts in float64.


@some
@given(seeds, tables, counts)
def test_ddpm_agrees_with_diffusers_at_every_step_first_to_last(seed, schedule, n):
    times, x_T, script = even_times(schedule, n), start(seed), referee.Script(seed, SHAPE)
    ours = states(ddpm(script, schedule, torch.Generator().manual_seed(seed)), times, x_T)
    theirs = referee.ancestral("ddpm", schedule, times, x_T, script.answers, seed)
    assert largest_difference(ours, theirs) < 1e-9


@some
@given(seeds, st.sampled_from(TABLES[:4]))
def test_ddpm_with_the_kernels_variance_agrees_with_diffusers_fixed_large(seed, schedule):
    times, x_T, script = even_times(schedule, schedule.T), start(seed), referee.Script(seed, SHAPE)
    ours = states(ddpm(script, schedule, torch.Generator().manual_seed(seed), variance="kernel"), times, x_T)
    theirs = referee.ancestral("ddpm", schedule, times, x_T, script.answers, seed, variance="fixed_large")
    assert largest_difference(ours, theirs) < 1e-9


@some
@given(seeds, tables, counts, st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]))
def test_ddim_agrees_with_diffusers_at_every_eta_and_step(seed, schedule, n, eta):
    times, x_T, script = even_times(schedule, n), start(seed), referee.Script(seed, SHAPE)
    ours = states(ddim(script, schedule, eta, torch.Generator().manual_seed(seed)), times, x_T)
    theirs = referee.ancestral("ddim", schedule, times, x_T, script.answers, seed, eta=eta)
    assert largest_difference(ours, theirs) < 1e-9


# What the steps promise


@some
@given(seeds, tables, counts)
def test_ddim_at_eta_one_is_ddpm(seed, schedule, n):
    times, x_T = even_times(schedule, n), start(seed)
    runs = [
        states(make(torch.Generator().manual_seed(seed)), times, x_T)
        for make in (
            lambda rng: ddim(referee.Script(seed, SHAPE), schedule, 1.0, rng),
            lambda rng: ddpm(referee.Script(seed, SHAPE), schedule, rng),
        )
    ]
    assert largest_difference(*runs) < 1e-12


@pytest.mark.parametrize(
    "make",
    [
        lambda denoiser, schedule, rng: ddpm(denoiser, schedule, rng),
        lambda denoiser, schedule, rng: ddim(denoiser, schedule, 0.5, rng),
        lambda denoiser, schedule, rng: ddim(denoiser, schedule),
    ],
    ids=["ddpm", "ddim 0.5", "ddim 0"],
)
@pytest.mark.parametrize(
    "schedule",
    [schedules.linear(T=50, beta_max=0.2), schedules.linear_vp(), schedules.edm(10.0), schedules.flow()],
    ids=lambda s: s.name,
)
def test_data_of_one_point_is_reached_exactly_with_the_right_law_on_the_way(make, schedule):
    # With one data point the denoiser is right at once, so every x_s must be N(α_s x_0, σ_s² I) and x_0 the point.
    point, rng, n = np.array([0.7, -1.3]), np.random.default_rng(0), 40_000
    x_T = float(schedule.alpha(schedule.T)) * point + float(schedule.sigma(schedule.T)) * rng.standard_normal((n, 2))
    for t, x in sample(make(DataDenoiser(point[None], schedule), schedule, rng), even_times(schedule, 5), x_T):
        sigma = float(schedule.sigma(t))
        # five standard errors of a mean and of a standard deviation over n draws
        assert np.abs(x.mean(0) - float(schedule.alpha(t)) * point).max() <= 5 * sigma / n**0.5 + 1e-12
        assert np.abs(x.std(0) - sigma).max() <= 5 * sigma / (2 * n) ** 0.5 + 1e-12
    assert t == 0


def test_last_noise_adds_exactly_the_kernels_noise_at_the_last_step_and_nothing_before():
    schedule = schedules.linear(T=10, beta_max=0.3)
    x_T, times = start(3), even_times(schedule, 10)
    clean, noisy = (
        states(ddpm(referee.Script(1, SHAPE), schedule, torch.Generator().manual_seed(5), last_noise=on), times, x_T)
        for on in (False, True)
    )
    assert all(torch.equal(a, b) for a, b in zip(clean[:-1], noisy[:-1]))
    added = (noisy[-1] - clean[-1]) / float(schedule.kernel(0, 1)[1])
    rng = torch.Generator().manual_seed(5)
    draws = [normal_like(x_T, rng) for _ in range(10)]
    torch.testing.assert_close(added, draws[-1], rtol=0, atol=1e-9)


def test_ddpm_with_the_exact_denoiser_reproduces_the_mixture():
    schedule, rng, n = schedules.cosine(T=200), np.random.default_rng(0), 20_000
    *_, (_, x) = sample(
        ddpm(MixtureDenoiser(MIXTURE, schedule), schedule, rng), schedule.times[::-1], rng.standard_normal((n, 2))
    )
    # 0.02: five standard errors of a mean (0.005 each at most), the rest for 200 finite steps
    assert np.abs(x.mean(0) - MIXTURE.mean).max() < 0.03
    assert np.abs(np.cov(x.T) - MIXTURE.cov).max() < 0.03
    assert np.mean(x[:, 0] < -0.2) == pytest.approx(np.mean(MIXTURE.sample(200_000, rng)[:, 0] < -0.2), abs=0.02)


# Inversion


def test_enough_iterations_of_the_inversion_return_to_the_start_exactly():
    schedule = schedules.linear(T=100, beta_max=0.1)
    denoiser, times = MixtureDenoiser(MIXTURE, schedule), schedule.times
    x0 = MIXTURE.sample(50, np.random.default_rng(1))
    worst = []
    for iterations in (1, 2, 40):
        *_, (_, x_T) = sample(ddim_inversion(denoiser, schedule, iterations), times, x0)
        *_, (_, back) = sample(ddim(denoiser, schedule), times[::-1], x_T)
        worst.append(np.abs(back - x0).max())
    assert worst[0] > worst[1] > worst[2] and worst[2] < 1e-9


def test_inverted_data_are_standard_normal_when_the_steps_are_many():
    schedule = schedules.cosine(T=400)
    x0, times = MIXTURE.sample(4000, np.random.default_rng(2)), schedule.times[:-2]  # the last steps have no signal
    *_, (t, x_T) = sample(ddim_inversion(MixtureDenoiser(MIXTURE, schedule), schedule), times, x0)
    expected = MIXTURE.noised(float(schedule.alpha(t)), float(schedule.sigma(t))).cov
    assert np.abs(np.cov(x_T.T) - expected).max() < 0.1  # 0.022 is one standard error of a variance here


# The generator


def test_sample_yields_the_start_and_every_time_lazily():
    asked = []

    def step(x, t, s):
        asked.append((t, s))
        return x + 1

    run = sample(step, [3, 1, 0], np.zeros(2))
    assert inspect.isgenerator(run) and asked == []
    assert [(t, x.tolist()) for t, x in run] == [(3, [0, 0]), (1, [1, 1]), (0, [2, 2])]
    assert asked == [(3, 1), (1, 0)]


@pytest.mark.parametrize("times", [[1, 1, 0], [0, 2, 1], [], [[2, 1]]])
def test_times_that_do_not_fall_or_rise_are_refused_before_the_first_step(times):
    with pytest.raises(ValueError, match="times must "):
        sample(lambda x, t, s: x, times, np.zeros(2))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_torch_keeps_its_dtype_and_agrees_with_numpy(dtype):
    schedule = schedules.cosine(T=20)
    denoiser, x_T = MixtureDenoiser(MIXTURE, schedule), np.random.default_rng(0).standard_normal((5, 2))
    *_, (_, ours) = sample(ddim(denoiser, schedule), schedule.times[::-1], torch.as_tensor(x_T, dtype=dtype))
    *_, (_, numpys) = sample(ddim(denoiser, schedule), schedule.times[::-1], x_T)
    assert ours.dtype == dtype
    np.testing.assert_allclose(ours.numpy(), numpys, rtol=0, atol=1e-4 if dtype == torch.float32 else 1e-12)


def test_the_same_generator_gives_the_same_path_and_the_input_is_left_alone():
    schedule, x_T = schedules.cosine(T=10), np.ones((3, 2))
    ends = [
        states(ddpm(MixtureDenoiser(MIXTURE, schedule), schedule, np.random.default_rng(4)), schedule.times[::-1], x_T)[
            -1
        ]
        for _ in range(2)
    ]
    assert np.array_equal(*ends) and np.array_equal(x_T, np.ones((3, 2)))


@given(st.integers(1, 60), st.integers(1, 60))
def test_even_times_fall_from_start_to_end_evenly(n, start):
    schedule = schedules.linear(T=60)
    if n > start:
        with pytest.raises(ValueError, match="n must be at most"):
            even_times(schedule, n, start)
        return
    times = even_times(schedule, n, start)
    assert (times[0], times[-1], len(times)) == (start, 0, n + 1)
    assert np.ptp(np.diff(times)) <= 1  # rounded to whole times


BAD = {
    "variance": lambda s: ddpm(len, s, np.random.default_rng(), variance="small"),
    "eta": lambda s: ddim(len, s, 1.5),
    "rng": lambda s: ddim(len, s, 0.5),
    "iterations": lambda s: ddim_inversion(len, s, 0),
    "s must be below t": lambda s: ddim(lambda x, t: x, s)(np.ones(2), 3, 3),
    "s must be below t ": lambda s: ddim_inversion(lambda x, t: x, s)(np.ones(2), 3, 2),
    "start and end": lambda s: even_times(s, 2, end=11),
    "n must be a whole": lambda s: even_times(s, 0),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError, match=message):
        BAD[message](schedules.linear(T=10))


def test_inversion_refuses_a_time_without_signal():
    schedule = schedules.zero_terminal(schedules.linear(T=10))
    with pytest.raises(ValueError, match="signal"):
        ddim_inversion(lambda x, t: x, schedule)(np.ones(2), 9, 10)
