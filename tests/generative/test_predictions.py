"""The five predictions: definitions, conversions there and back, diffusers' own conversions, loss weights."""

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from utils.generative import schedules
from utils.generative.mixtures import GaussianMixture
from utils.generative.predictions import ALL_KINDS, conversion, convert, levels, loss_weight, shares

few = settings(max_examples=40, deadline=None)
kinds = st.sampled_from(ALL_KINDS)
positive = st.floats(1e-2, 10)
seeds = st.integers(0, 10**6)


def all_six(x0, eps, alpha, sigma):
    """By their definitions, for data of variance 1."""
    v = (alpha * eps - sigma * x0) / np.hypot(alpha, sigma)
    return {"x0": x0, "eps": eps, "v": v, "score": -eps / sigma, "flow": eps - x0, "edm": -v}


@few
@given(kinds, kinds, positive, positive, seeds)
def test_every_conversion_agrees_with_the_definitions_at_any_level(source, target, alpha, sigma, seed):
    x0, eps = np.random.default_rng(seed).standard_normal((2, 4, 3))
    six, x_t = all_six(x0, eps, alpha, sigma), alpha * x0 + sigma * eps
    # absolute: x_t and the source may be 1e3 times the target (score at a small σ), each with its round-off
    np.testing.assert_allclose(
        convert(six[source], x_t, alpha, sigma, source, target), six[target], rtol=1e-8, atol=1e-9
    )


@few
@given(kinds, kinds, kinds, positive, positive)
def test_a_detour_through_a_third_prediction_changes_nothing(source, middle, target, alpha, sigma):
    there = convert(convert(0.7, 1.3, alpha, sigma, source, middle), 1.3, alpha, sigma, middle, target)
    assert there == pytest.approx(convert(0.7, 1.3, alpha, sigma, source, target), rel=1e-7, abs=1e-7)


@few
@given(st.sampled_from(["epsilon", "v_prediction", "sample"]), st.integers(1, 1000), seeds)
def test_x0_and_eps_agree_with_diffusers_at_every_time(name, t, seed):
    schedule = schedules.cosine()
    referee = DDIMScheduler(prediction_type=name, clip_sample=False, timestep_spacing="trailing")
    referee.set_timesteps(1000)
    referee.alphas_cumprod = torch.as_tensor(schedule.alpha_bar(schedule.times[1:]))
    value, x_t = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    theirs = referee.step(value, t - 1, x_t)
    source = {"epsilon": "eps", "v_prediction": "v", "sample": "x0"}[name]
    ours = convert(value, x_t, schedule.alpha(t), schedule.sigma(t), source, "x0")
    # relative to the largest number in play: at t = T, x_0 from ε is 1/α_T = 5e4 times as large as ε
    assert float((ours - theirs.pred_original_sample).abs().max() / (1 + ours.abs().max())) < 1e-9


@few
@given(kinds, kinds, positive, positive, seeds)
def test_best_predictions_of_a_mixture_convert_into_each_other(source, target, alpha, sigma, seed):
    mixture = GaussianMixture([0.4, 0.6], [[-1.0], [1.0]], [[[0.1]], [[0.2]]])
    x_t = np.random.default_rng(seed).normal(size=(5, 1))
    x0 = mixture.posterior_mean(x_t, alpha, sigma)
    best = all_six(x0, (x_t - alpha * x0) / sigma, alpha, sigma)
    best["score"] = mixture.noised(alpha, sigma).score(x_t)  # Tweedie, from the other end
    np.testing.assert_allclose(
        convert(best[source], x_t, alpha, sigma, source, target), best[target], rtol=1e-6, atol=1e-7
    )


@few
@given(kinds, positive, positive, st.floats(-1, 1), st.floats(-1, 1))
def test_loss_weight_is_the_ratio_of_squared_errors(kind, alpha, sigma, x0, wrong_x0):
    assume(abs(x0 - wrong_x0) > 1e-3)
    x_t = alpha * x0 + sigma * 0.3
    right, wrong = (convert(value, x_t, alpha, sigma, "x0", kind) for value in (x0, wrong_x0))
    assert (right - wrong) ** 2 == pytest.approx(loss_weight(kind, alpha, sigma) * (x0 - wrong_x0) ** 2, rel=1e-6)


@few
@given(kinds, positive, positive, st.floats(0.1, 5), seeds)
def test_a_prediction_is_its_two_shares(kind, alpha, sigma, data_std, seed):
    """For any data_std, edm is what the other table says: (σ x_0/σ_d − α σ_d ε)/s; the others do not depend on it."""
    x0, eps = np.random.default_rng(seed).standard_normal((2, 5))
    s_0, s_1 = shares(kind, alpha, sigma, data_std)
    six = all_six(x0, eps, alpha, sigma)
    six["edm"] = (sigma * x0 / data_std - alpha * data_std * eps) / np.hypot(alpha * data_std, sigma)
    np.testing.assert_allclose(s_0 * x0 + s_1 * eps, six[kind], rtol=1e-9, atol=1e-9)


@given(st.floats(-20, 20))
def test_loss_weights_in_log_snr_are_the_published_table(log_snr):
    alpha, sigma = levels(log_snr)
    snr = np.exp(log_snr)
    expected = {
        "x0": 1,
        "eps": snr,
        "v": snr + 1,
        "score": alpha**2 / sigma**4,
        "flow": (alpha + sigma) ** 2 / sigma**2,
        "edm": snr + 1,
    }
    for kind in ALL_KINDS:
        assert loss_weight(kind, alpha, sigma) == pytest.approx(expected[kind], rel=1e-9)


@given(st.floats(-600, 600))
def test_levels_have_the_log_snr_and_preserve_variance(log_snr):
    alpha, sigma = levels(log_snr)
    assert alpha**2 + sigma**2 == pytest.approx(1, abs=1e-15)
    assert 2 * (np.log(alpha) - np.log(sigma)) == pytest.approx(log_snr, rel=1e-12, abs=1e-12)


def test_levels_reach_both_ends():
    np.testing.assert_array_equal(levels(np.array([np.inf, -np.inf])), [[1, 0], [0, 1]])


@pytest.mark.parametrize("source", ["v", "flow"])
@pytest.mark.parametrize("target", ["x0", "eps", "v", "flow"])
def test_v_and_flow_say_everything_even_at_the_ends(source, target):
    for alpha, sigma in ((1.0, 0.0), (0.0, 1.0)):
        five = {"x0": 0.3, "eps": -1.2, "v": alpha * -1.2 - sigma * 0.3, "flow": -1.5}
        x_t = alpha * 0.3 + sigma * -1.2
        assert convert(five[source], x_t, alpha, sigma, source, target) == pytest.approx(five[target], abs=1e-15)


@pytest.mark.parametrize("source, level", [("x0", (1, 0)), ("eps", (0, 1)), ("score", (0, 1))])
def test_what_says_nothing_new_at_an_end_is_refused(source, level):
    with pytest.raises(ValueError, match="must be positive"):
        convert(1.0, 1.0, *level, source, "v")


def test_levels_may_differ_from_row_to_row_in_numpy_and_torch():
    alpha, sigma = np.array([[0.9], [0.6]]), np.array([[0.3], [0.8]])
    x_t, value = np.random.default_rng(0).standard_normal((2, 2, 5))
    whole = convert(value, x_t, alpha, sigma, "v", "score")
    rows = [convert(value[i], x_t[i], alpha[i, 0], sigma[i, 0], "v", "score") for i in range(2)]
    np.testing.assert_allclose(whole, rows, rtol=1e-14)
    tensors = [torch.as_tensor(a) for a in (value, x_t, alpha, sigma)]
    np.testing.assert_allclose(convert(*tensors, "v", "score").numpy(), whole, rtol=1e-14)


def test_gradients_pass_through_a_conversion_of_tensors():
    value = torch.ones(3, requires_grad=True)
    convert(value, torch.zeros(3), 0.6, 0.8, "eps", "x0").sum().backward()
    np.testing.assert_allclose(value.grad, -0.8 / 0.6, rtol=1e-6)


BAD = {
    "source must be one of 'x0', 'eps', 'v', 'score', 'flow', 'edm', got 'noise'": (0.6, 0.8, "noise", "x0"),
    "target must be one of 'x0', 'eps', 'v', 'score', 'flow', 'edm', got 'x'": (0.6, 0.8, "x0", "x"),
    "alpha must be finite and at least 0, got -0.1": (-0.1, 0.8, "x0", "eps"),
    "sigma must be finite, got inf": (0.6, np.inf, "x0", "eps"),
    "sigma must be positive for target 'score'": (1.0, 0.0, "v", "score"),
    "must not both be 0": (0.0, 0.0, "v", "flow"),
    "source must be one of": (0.6, 0.8, "noise", "noise"),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError) as caught:
        conversion(*BAD[message])
    assert message in str(caught.value)
