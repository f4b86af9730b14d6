"""Likelihood by the flow against the mixture's own density, and against the rule that densities integrate to 1."""

import numpy as np
import pytest
import torch
from scipy.stats import norm

from utils.generative import schedules
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.likelihood import denoised_and_trace, log_likelihood
from utils.generative.mixtures import GaussianMixture

PLANE = GaussianMixture([0.3, 0.7], [[-1.0, 0.2], [0.6, -0.3]], [np.diag([0.04, 0.2]), [[0.09, 0.03], [0.03, 0.1]]])
SCHEDULES = {  # schedule, first time (σ/α about 1e-3), last time
    "linear VP": (schedules.linear_vp(), 1e-5, 1.0),
    "EDM": (schedules.edm(), 1e-3, 80.0),
    "flow": (schedules.flow(), 1e-3, 0.999),
    "cosine VP": (schedules.cosine_vp(), 1e-3, 0.999),
    "Ornstein–Uhlenbeck": (schedules.ornstein_uhlenbeck(), 1e-6, 5.0),
}
every = pytest.mark.parametrize("name", SCHEDULES)


def true_prior(mixture, schedule, end):
    return mixture.noised(float(schedule.alpha(end)), float(schedule.sigma(end))).log_density


@every
def test_flow_likelihood_is_the_mixtures_density_to_1e_3(name):
    schedule, start, end = SCHEDULES[name]
    x = PLANE.sample(40, np.random.default_rng(0))
    log_p, x_end = log_likelihood(
        x, MixtureDenoiser(PLANE, schedule), schedule, start, end, steps=100, log_prior=true_prior(PLANE, schedule, end)
    )
    assert np.abs(log_p - PLANE.log_density(x)).max() < 1e-3 and x_end.shape == x.shape


def test_the_error_of_the_flow_likelihood_falls_with_the_fourth_power_of_the_steps():
    schedule, start, end = schedules.edm(), 0.02, 20.0
    x, denoiser = PLANE.sample(20, np.random.default_rng(1)), MixtureDenoiser(PLANE, schedule)
    prior = true_prior(PLANE, schedule, end)
    exact = PLANE.noised(1.0, start).log_density(x)  # what is at `start` is the data blurred there
    errors = [
        np.sqrt(np.mean((log_likelihood(x, denoiser, schedule, start, end, steps=n, log_prior=prior)[0] - exact) ** 2))
        for n in (60, 120)
    ]
    assert 3.5 < np.log2(errors[0] / errors[1]) < 4.7


@every
def test_the_standard_normal_prior_is_off_by_the_prior_gap_alone(name):
    schedule, start, end = SCHEDULES[name]
    x, denoiser = PLANE.sample(10, np.random.default_rng(2)), MixtureDenoiser(PLANE, schedule)
    standard, x_end = log_likelihood(x, denoiser, schedule, start, end, steps=20)
    prior = true_prior(PLANE, schedule, end)
    exact, _ = log_likelihood(x, denoiser, schedule, start, end, steps=20, log_prior=prior)
    std = np.hypot(float(schedule.alpha(end)), float(schedule.sigma(end)))
    np.testing.assert_allclose(standard - exact, norm.logpdf(x_end, 0, std).sum(1) - prior(x_end), atol=1e-10)


@pytest.mark.parametrize(
    "denoiser", [lambda x, t: np.tanh(x), lambda x, t: 0.5 * np.sin(2 * x) / (1 + t)], ids=["tanh", "sin"]
)
def test_the_density_of_any_denoisers_flow_integrates_to_one(denoiser):
    # No denoiser of any data: the change of variables alone must make it a density (so it holds for a network too).
    x, dx = np.linspace(-12, 12, 2401, retstep=True)
    log_p, _ = log_likelihood(x[:, None], denoiser, schedules.edm(5.0), 0.02, 5.0, steps=60)
    assert np.exp(log_p).sum() * dx == pytest.approx(1, abs=1e-5)


# The trace


class Hidden:
    """A denoiser without its trace."""

    def __init__(self, denoiser):
        self.call = denoiser

    def __call__(self, x_t, t):
        return self.call(x_t, t)


def torch_gaussian(x_t, t, variance=0.3):
    """The denoiser of N(0, 0.3 I) under EDM, written in torch: its Jacobian is 0.3/(0.3 + t²) I."""
    return variance / (variance + t**2) * x_t


def nonlinear(x_t, t):
    return torch.tanh(x_t + 0.3 * x_t.flip(-1)) if torch.is_tensor(x_t) else np.tanh(x_t + 0.3 * x_t[..., ::-1])


def test_three_ways_to_the_trace_agree():
    x = np.random.default_rng(0).standard_normal((5, 2))
    exact = np.sum(1 - nonlinear(x, 1.0) ** 2, axis=1)  # the diagonal of the Jacobian is tanh'
    for z in (x, torch.as_tensor(x)):
        x0_hat, trace = denoised_and_trace(nonlinear, z, 1.0)
        np.testing.assert_allclose(np.asarray(x0_hat), nonlinear(x, 1.0), rtol=1e-12)
        np.testing.assert_allclose(np.asarray(trace), exact, rtol=1e-6)
    denoiser = MixtureDenoiser(PLANE, schedules.edm())
    np.testing.assert_allclose(
        denoised_and_trace(Hidden(denoiser), x, 0.5)[1], denoised_and_trace(denoiser, x, 0.5)[1], rtol=1e-6
    )


@pytest.mark.parametrize("tensor", [False, True], ids=["numpy", "torch"])
def test_hutchinsons_mean_over_all_signs_is_the_trace(tensor):
    # All four pairs of signs, once each: the expectation itself, nothing random.
    x = np.random.default_rng(0).standard_normal((5, 2))
    signs = [np.tile(pair, (5, 1)) for pair in ([1.0, 1], [1, -1], [-1, 1], [-1, -1])]
    if tensor:
        x, signs = torch.as_tensor(x), [torch.as_tensor(z) for z in signs]
    np.testing.assert_allclose(
        np.asarray(denoised_and_trace(nonlinear, x, 1.0, signs)[1]),
        np.asarray(denoised_and_trace(nonlinear, x, 1.0)[1]),
        rtol=1e-6,
    )
    one = np.asarray(denoised_and_trace(nonlinear, x, 1.0, signs[:1])[1])
    assert np.abs(one - np.asarray(denoised_and_trace(nonlinear, x, 1.0)[1])).min() > 0.01  # one sign alone is not


def test_hutchinson_is_exact_on_a_line_and_unbiased_in_the_plane():
    line = GaussianMixture([0.4, 0.6], [[-1.0], [0.8]], [[[0.04]], [[0.09]]])
    schedule, rng = schedules.edm(), np.random.default_rng(0)
    x = line.sample(5, rng)
    exact, _ = log_likelihood(x, MixtureDenoiser(line, schedule), schedule, 0.01, 80.0, steps=40)
    estimate, _ = log_likelihood(
        x, Hidden(MixtureDenoiser(line, schedule)), schedule, 0.01, 80.0, steps=40, trace="hutchinson", rng=rng
    )
    np.testing.assert_allclose(estimate, exact, atol=1e-5)  # (±1) J (±1) = J
    # one point repeated: each row draws its own signs
    x = np.tile(PLANE.sample(1, rng), (400, 1))
    denoiser = MixtureDenoiser(PLANE, schedule)
    exact, _ = log_likelihood(x[:1], denoiser, schedule, 0.01, 80.0, steps=20)
    estimate, _ = log_likelihood(x, denoiser, schedule, 0.01, 80.0, steps=20, trace="hutchinson", rng=rng)
    assert estimate.std() > 0.01 and abs(estimate.mean() - exact[0]) < 4 * estimate.std() / 400**0.5


def test_a_torch_denoiser_gives_the_gaussians_density():
    schedule, x = schedules.edm(), torch.randn(6, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    for options in ({}, {"trace": "hutchinson", "rng": torch.Generator().manual_seed(0)}):
        log_p, _ = log_likelihood(
            x,
            torch_gaussian,
            schedule,
            1e-3,
            80.0,
            steps=200,
            **options,
            log_prior=lambda y: -0.5 * (y**2 / 6400.3 + np.log(2 * np.pi * 6400.3)).sum(-1),
        )
        expected = norm.logpdf(x.numpy(), 0, 0.3**0.5).sum(1)  # the Jacobian is a multiple of I: zᵀJz is exact
        np.testing.assert_allclose(log_p.numpy(), expected, atol=1e-4)


def test_pictures_are_one_long_vector():
    points, schedule = np.random.default_rng(0).uniform(-1, 1, (30, 2, 2)), schedules.edm(10.0)
    x = points[:4] + 0.05 * np.random.default_rng(1).standard_normal((4, 2, 2))
    pictures, _ = log_likelihood(x, DataDenoiser(points, schedule), schedule, 0.1, steps=40)
    flat, _ = log_likelihood(x.reshape(4, 4), DataDenoiser(points.reshape(30, 4), schedule), schedule, 0.1, steps=40)
    np.testing.assert_allclose(pictures, flat, rtol=1e-9)
    # Blurred by 0.1 the data are a mixture of 30 round Gaussians, up to the prior gap at σ = 10.
    exact = GaussianMixture(np.full(30, 1 / 30), points.reshape(30, 4), np.tile(0.01 * np.eye(4), (30, 1, 1)))
    np.testing.assert_allclose(flat, exact.log_density(x.reshape(4, 4)), atol=0.05)


EDM = schedules.edm()
BAD = {
    "trace must be": lambda x: log_likelihood(x, nonlinear, EDM, 0.1, trace="random"),
    "rng must be a numpy Generator": lambda x: log_likelihood(x, nonlinear, EDM, 0.1, trace="hutchinson"),
    "schedule must be continuous": lambda x: log_likelihood(x, nonlinear, schedules.linear(), 1),
    "finite log-SNR": lambda x: log_likelihood(x, nonlinear, EDM, 0.0),
    "start and end must have finite": lambda x: log_likelihood(x, nonlinear, schedules.flow(), 0.1),
    "steps must be a whole number": lambda x: log_likelihood(x, nonlinear, EDM, 0.1, steps=0),
    "denoiser must be differentiable": lambda x: log_likelihood(
        torch.as_tensor(x), Hidden(MixtureDenoiser(PLANE, EDM)), EDM, 0.1
    ),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError) as caught:
        BAD[message](np.ones((2, 2)))
    assert message in str(caught.value)
