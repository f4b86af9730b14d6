"""Exact denoisers against Monte Carlo, each other, finite differences and their limits."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import schedules
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 10**6)
SCHEDULES = [schedules.linear_vp(), schedules.edm(3.0), schedules.flow(), schedules.cosine_vp()]
anywhere = st.tuples(st.sampled_from(SCHEDULES), st.floats(0.05, 1.0))
MIXTURE = GaussianMixture([0.3, 0.7], [[-1.0, 0.4], [0.6, -0.2]], [0.05 * np.eye(2), [[0.09, 0.03], [0.03, 0.06]]])


def case(seed, schedule, n=12, m=5):
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((n, 2))
    return (
        points,
        DataDenoiser(points, schedule),
        MixtureDenoiser(GaussianMixture(np.full(n, 1 / n), points, np.zeros((n, 2, 2))), schedule),
        1.5 * rng.standard_normal((m, 2)),
    )


@few
@given(seeds, anywhere)
def test_the_denoiser_of_a_data_set_is_that_of_the_mixture_of_its_points(seed, where):
    schedule, t = where[0], where[1] * where[0].T
    _, data, mixture, x_t = case(seed, schedule)
    np.testing.assert_allclose(data(x_t, t), mixture(x_t, t), rtol=1e-9, atol=1e-10)
    if float(schedule.alpha(t)) > 0:
        np.testing.assert_allclose(
            data.responsibilities(x_t, t),
            mixture.mixture.noised(float(schedule.alpha(t)), float(schedule.sigma(t))).responsibilities(x_t),
            rtol=1e-7,
            atol=1e-10,
        )
    np.testing.assert_allclose(data.trace(x_t, t), mixture.trace(x_t, t), rtol=1e-6, atol=1e-9)


def test_mixture_denoiser_is_the_average_of_x0_over_the_joint_law():
    # Importance sampling from the definition: x_0 drawn from the mixture, weighted by q(x_t | x_0).
    schedule, t, rng = schedules.linear_vp(), 0.4, np.random.default_rng(0)
    x0, x_t = MIXTURE.sample(400_000, rng), np.array([[-0.3, 0.2], [0.5, 0.5]])
    alpha, sigma = float(schedule.alpha(t)), float(schedule.sigma(t))
    weights = np.exp(-0.5 * np.sum((x_t[:, None] - alpha * x0) ** 2, axis=-1) / sigma**2)
    expected = weights @ x0 / weights.sum(1, keepdims=True)
    np.testing.assert_allclose(MixtureDenoiser(MIXTURE, schedule)(x_t, t), expected, atol=5e-3)  # 4 standard errors


@few
@given(seeds, anywhere, st.booleans())
def test_trace_is_that_of_the_finite_difference_jacobian(seed, where, of_data):
    schedule, t = where[0], where[1] * where[0].T
    _, data, _, x_t = case(seed, schedule)
    denoiser, h = data if of_data else MixtureDenoiser(MIXTURE, schedule), 1e-5
    slopes = [(denoiser(x_t + h * e, t) - denoiser(x_t - h * e, t))[:, i] / (2 * h) for i, e in enumerate(np.eye(2))]
    np.testing.assert_allclose(denoiser.trace(x_t, t), np.sum(slopes, axis=0), rtol=1e-4, atol=1e-5)


@few
@given(seeds, st.sampled_from(SCHEDULES))
def test_times_given_row_by_row_are_the_rows_done_one_by_one(seed, schedule):
    points, data, mixture, x_t = case(seed, schedule)
    t = schedule.T * np.random.default_rng(seed).choice([0.1, 0.4, 0.8], len(x_t))
    alpha, sigma = schedule(t)
    # Rounding. A weight is the exponential of a number of up to |p| (|x| + |p|)/σ², which errs by a few ε of its size,
    # and the weight by as many ε of its own; a mean weighs points p with it, a trace squares of points, times α/σ².
    size = np.linalg.norm(points, axis=1).max()
    weight = 8 * np.finfo(float).eps * size * (np.linalg.norm(x_t, axis=1) + size) / sigma**2
    errors = {data: size, mixture: size, data.responsibilities: 1, data.trace: size**2 * alpha / sigma**2}
    for answer, error in (errors | {MixtureDenoiser(MIXTURE, schedule).trace: alpha / sigma**2}).items():
        for i, row in enumerate(answer(x_t, t)):
            alone = answer(x_t[i : i + 1], float(t[i]))[0]
            np.testing.assert_allclose(row, alone, rtol=0, atol=(weight * error)[i])


def test_limits_no_noise_gives_the_point_and_no_signal_the_mean():
    points, data, mixture, x_t = case(0, schedules.cosine_vp())
    for denoiser, mean in (
        (data, points.mean(0)),
        (mixture, points.mean(0)),
        (MixtureDenoiser(MIXTURE, schedules.cosine_vp()), MIXTURE.mean),
    ):
        np.testing.assert_allclose(denoiser(x_t, 0.0), x_t, atol=0)
        np.testing.assert_allclose(denoiser(x_t, 1.0), np.tile(mean, (len(x_t), 1)), atol=1e-12)


def test_with_little_noise_it_answers_the_nearest_training_point():
    points, data, _, x_t = case(1, schedules.edm(3.0))
    nearest = points[np.argmin(np.sum((x_t[:, None] - points) ** 2, -1), axis=1)]
    np.testing.assert_allclose(data(x_t, 1e-4), nearest, atol=1e-12)
    assert np.all(np.isfinite(data(1e4 * x_t, 1e-3))) and np.all(np.isfinite(data.trace(1e4 * x_t, 1e-3)))


def test_pictures_keep_their_shape():
    rng = np.random.default_rng(0)
    pictures, schedule = rng.uniform(-1, 1, (20, 8, 8)), schedules.linear(T=50)
    x_t = rng.standard_normal((4, 8, 8))
    flat = DataDenoiser(pictures.reshape(20, 64), schedule)(x_t.reshape(4, 64), 20)
    np.testing.assert_allclose(DataDenoiser(pictures, schedule)(x_t, 20), flat.reshape(4, 8, 8), rtol=1e-12)
    np.testing.assert_allclose(DataDenoiser(pictures, schedule).responsibilities(x_t, 20).sum(1), 1, rtol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("t", [0.3, torch.tensor([0.1, 0.3, 0.3, 0.9, 0.1])], ids=["one time", "a time a row"])
def test_tensors_come_back_as_tensors_of_their_dtype(dtype, t):
    schedule = schedules.linear_vp()
    _, data, mixture, x_t = case(2, schedule)
    for denoiser in (data, mixture):
        answer = denoiser(torch.as_tensor(x_t, dtype=dtype), t)
        assert answer.dtype == dtype and not answer.requires_grad
        expected = denoiser(x_t, t.double().numpy() if torch.is_tensor(t) else t)
        np.testing.assert_allclose(answer.numpy(), expected, rtol=0, atol=1e-5 if dtype == torch.float32 else 1e-12)


def test_float32_arrays_come_back_as_float32():
    assert MixtureDenoiser(MIXTURE, schedules.flow())(np.ones((2, 2), np.float32), 0.5).dtype == np.float32


def test_an_empty_batch_is_an_empty_answer():
    for denoiser in (MixtureDenoiser(MIXTURE, schedules.flow()), DataDenoiser(np.ones((3, 2)), schedules.flow())):
        assert denoiser(np.empty((0, 2)), 0.5).shape == (0, 2)
        assert denoiser(np.empty((0, 2)), np.empty(0)).shape == (0, 2)


BAD = {
    "points must be finite": lambda: DataDenoiser([[np.nan, 1.0]], schedules.flow()),
    "points must have shape (n, ...)": lambda: DataDenoiser([1.0, 2.0], schedules.flow()),
    "x_t must have shape (m, 2), got (3, 4)": lambda: DataDenoiser(np.ones((3, 2)), schedules.flow())(
        np.ones((3, 4)), 0.5
    ),
    "x_t must have shape (..., 2)": lambda: MixtureDenoiser(MIXTURE, schedules.flow())(np.ones((3, 4)), 0.5),
    "t must be one time or have shape (3,), one for each row": lambda: MixtureDenoiser(MIXTURE, schedules.flow())(
        np.ones((3, 2)), np.array([0.5, 0.6])
    ),
    "t must lie in [0, 1]": lambda: MixtureDenoiser(MIXTURE, schedules.flow())(np.ones((3, 2)), 1.5),
    "sigma(t) > 0": lambda: MixtureDenoiser(MIXTURE, schedules.flow()).trace(np.ones((3, 2)), 0.0),
    "t must have sigma(t)": lambda: DataDenoiser(np.ones((3, 2)), schedules.flow()).responsibilities(
        np.ones((3, 2)), 0.0
    ),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_arguments_are_named(message):
    with pytest.raises(ValueError) as caught:
        BAD[message]()
    assert message in str(caught.value)
