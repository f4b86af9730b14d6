"""The wrapper's table against its definition, and a network that keeps its promises about chance, shapes and types."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import predictions, schedules
from utils.generative.networks import NOISE_RANGE, PREDICTIONS, Denoiser, Net

few = settings(max_examples=8, deadline=None)
SCHEDULES = [schedules.edm(), schedules.flow(), schedules.linear_vp(), schedules.cosine_vp(), schedules.linear(50)]


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def net(shape=2, **options):
    """A Net whose last layers are not zero, as they are at the start, so that its answer depends on everything."""
    made, noise = Net(shape, width=16, depth=2, **options, generator=generator()), generator(1)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter += 0.3 * torch.randn(parameter.shape, generator=noise)
    return made


def inside(schedule, share):
    """A time strictly inside the schedule; log(σ/α) there is within the range the network is told."""
    t = schedule.T * share
    return round(t) if schedule.discrete else t


class Oracle(torch.nn.Module):
    """A "network" that knows the answer it should give."""

    shape, classes = (2,), 0

    def __init__(self, answer):
        super().__init__()
        self.answer = answer
        self.unused = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))

    def forward(self, x, log_noise, labels=None):
        return self.answer


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name)
@pytest.mark.parametrize("prediction", PREDICTIONS)
@few
@given(share=st.floats(0.05, 0.95), data_std=st.floats(0.2, 5), seed=st.integers(0, 10**6))
def test_a_network_that_answers_its_target_gives_back_x0(schedule, prediction, share, data_std, seed):
    rng = np.random.default_rng(seed)
    x0, eps = rng.normal(size=(2, 7, 2))
    t = inside(schedule, share)
    blank = Denoiser(Oracle(None), schedule, prediction, data_std)
    target = blank.target(torch.tensor(x0), t, torch.tensor(eps))
    told, (alpha, sigma) = Denoiser(Oracle(target), schedule, prediction, data_std), schedule(t)
    # ε and flow divide by α, so round-off grows with 1/α.
    assert told(schedule.noise(x0, t, eps), t) == pytest.approx(x0, abs=1e-13 * (1 + 10 / alpha * (1 + sigma)))


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name)
@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_the_scalings_are_the_table_of_the_docstring_to_the_last_digits(schedule, prediction):
    """The closed forms, against what converting the prediction to x_0 gives, at many levels."""
    for data in (0.5, 2.0):
        times = schedule.times[1:] if schedule.discrete else schedule.T * np.linspace(0.001, 0.999, 400)
        alpha, sigma = schedule(times)
        r, s = np.hypot(alpha, sigma), np.hypot(alpha * data, sigma)
        skip, out, a, b = {
            "x0": (0, 1, 1, 0),
            "eps": (1 / alpha, -sigma / alpha, 0, 1),
            "v": (alpha / r**2, -sigma / r, -sigma / r, alpha / r),
            "flow": (1 / (alpha + sigma), -sigma / (alpha + sigma), -1, 1),
            "edm": (alpha * data**2 / s**2, sigma * data / s, sigma / (s * data), -alpha * data / s),
        }[prediction]
        denoiser = Denoiser(net(), schedule, prediction, data)
        found_skip, found_out, c_in, c_noise = denoiser.scalings(times)
        assert found_skip == pytest.approx(skip + 0 * alpha, rel=3e-15)
        assert found_out == pytest.approx(out + 0 * alpha, rel=3e-15)
        assert c_in == pytest.approx(1 / s, rel=1e-15)
        assert c_noise == pytest.approx(np.clip(-0.5 * schedule.log_snr(times), -NOISE_RANGE, NOISE_RANGE), abs=1e-9)
        x0, eps = torch.tensor(np.random.default_rng(3).normal(size=(2, len(times), 2)))
        expected = (a + 0 * alpha)[:, None] * x0.numpy() + (b + 0 * alpha)[:, None] * eps.numpy()
        assert denoiser.target(x0, times, eps).numpy() == pytest.approx(expected, rel=1e-14, abs=1e-14)


def test_edm_is_the_published_table_at_alpha_1():
    """Karras et al. 2022, table 1, last column."""
    sigma, data = 0.7, 0.5
    c_skip, c_out, c_in, c_noise = Denoiser(net(), schedules.edm(), "edm", data).scalings(sigma)
    assert c_skip == pytest.approx(data**2 / (sigma**2 + data**2), rel=1e-14)
    assert c_out == pytest.approx(sigma * data / np.sqrt(sigma**2 + data**2), rel=1e-14)
    assert c_in == pytest.approx(1 / np.sqrt(sigma**2 + data**2), rel=1e-14)
    assert c_noise == pytest.approx(np.log(sigma), rel=1e-14)  # they divide by 4, we leave that to the network


def test_the_network_is_given_every_noise_level_that_edm_uses():
    """σ from 0.002 to 80, Karras et al. 2022, table 1: the range of c_noise must not cut them off."""
    c_noise = Denoiser(net(), schedules.edm()).scalings(np.array([0.002, 80.0]))[3]
    assert c_noise == pytest.approx(np.log([0.002, 80.0]), rel=1e-14)


@few
@given(share=st.floats(0.02, 0.98), data_std=st.floats(0.2, 5), schedule=st.sampled_from(SCHEDULES))
def test_edm_keeps_the_input_and_the_target_at_variance_one(share, data_std, schedule):
    t = inside(schedule, share)
    (alpha, sigma), c_in = schedule(t), Denoiser(net(), schedule, "edm", data_std).scalings(t)[2]
    a, b = predictions.shares("edm", alpha, sigma, data_std)
    assert c_in**2 * (alpha**2 * data_std**2 + sigma**2) == pytest.approx(1, rel=1e-12)
    assert a**2 * data_std**2 + b**2 == pytest.approx(1, rel=1e-12)


def test_numpy_and_torch_agree_and_keep_their_types():
    denoiser = Denoiser(net(), schedules.linear_vp())
    x = np.random.default_rng(0).normal(size=(5, 2))
    for dtype in (np.float32, np.float64):
        ours, theirs = denoiser(x.astype(dtype), 0.3), denoiser(torch.tensor(x.astype(dtype)), 0.3)
        assert ours.dtype == dtype and theirs.dtype == torch.tensor(x.astype(dtype)).dtype
        assert theirs.requires_grad and np.array_equal(ours, theirs.detach().numpy())


def test_one_time_is_the_same_time_for_all_and_rows_do_not_see_each_other():
    denoiser = Denoiser(net((4, 4)), schedules.linear_vp())
    x, t = np.random.default_rng(0).normal(size=(6, 4, 4)), np.linspace(0.1, 0.9, 6)
    together = denoiser(x, t)
    for i in range(6):
        assert denoiser(x[i : i + 1], float(t[i]))[0] == pytest.approx(together[i], abs=1e-5)
    assert denoiser(x, torch.tensor(t)) == pytest.approx(together, abs=1e-12)


def test_both_ends_of_every_schedule_are_finite():
    x = np.random.default_rng(0).normal(size=(3, 2))
    for schedule in [*SCHEDULES, schedules.zero_terminal(schedules.linear(50))]:
        for prediction in set(PREDICTIONS) - {"eps"}:
            denoiser = Denoiser(net(), schedule, prediction)
            assert np.all(np.isfinite(denoiser(x, schedule.T)))
            if prediction != "x0":
                assert denoiser(x, 0) == pytest.approx(x, abs=1e-12)  # no noise: nothing to do
            assert abs(denoiser.scalings(0)[3]) == NOISE_RANGE


def test_labels_matter_and_minus_one_is_no_label():
    denoiser = Denoiser(net(classes=3), schedules.linear_vp())
    x = np.random.default_rng(0).normal(size=(4, 2))
    told = denoiser(x, 0.5, np.array([0, 1, 2, -1]))
    assert np.abs(told[:3] - denoiser(x, 0.5)[:3]).min() > 1e-3
    assert told[3] == pytest.approx(denoiser(x, 0.5)[3], abs=1e-5)
    assert denoiser.given([0, 1, 2, -1])(x, 0.5) == pytest.approx(told, abs=1e-12)
    assert denoiser.given(1)(x, 0.5)[1] == pytest.approx(told[1], abs=1e-5)


def test_a_new_network_says_nothing_and_leaves_the_global_random_state_alone():
    before = torch.get_rng_state()
    first, again = (Net(2, classes=2, generator=generator(5)) for _ in range(2))
    assert torch.equal(before, torch.get_rng_state())
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters()))
    assert not torch.equal(first.first.weight, Net(2, generator=generator(6)).first.weight)
    assert torch.all(first(torch.randn(4, 2, generator=generator()), torch.zeros(4)) == 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Net(0, generator=generator()), "shape must be a whole number of at least 1, got 0"),
        (lambda: Net(2, width=0, generator=generator()), "width must be a whole number of at least 1, got 0"),
        (lambda: Net(2, classes=-1, generator=generator()), "classes must be a whole number of at least 0, got -1"),
        (lambda: Net(2, generator=3), "generator must be a torch.Generator, got 3"),
        (
            lambda: Denoiser(net(), SCHEDULES[0], "noise"),
            "prediction must be one of 'x0', 'eps', 'v', 'flow', 'edm', got 'noise'",
        ),
        (lambda: Denoiser(net(), SCHEDULES[0], data_std=0), "data_std must be a positive number, got 0"),
        (lambda: Denoiser(net(), SCHEDULES[1], "eps")(np.zeros((3, 2)), 1.0), r"t must have α\(t\) > 0 .* got α = 0"),
        (
            lambda: Denoiser(net(), SCHEDULES[0])(np.zeros((3, 2)), np.ones(2)),
            r"t must be one time or have shape \(3,\)",
        ),
        (lambda: Denoiser(net(), SCHEDULES[0])(np.zeros((3, 4)), 1.0), r"x_t must have shape \(n, 2\), got \(3, 4\)"),
        (lambda: Denoiser(net(), SCHEDULES[0])(np.zeros((3, 2)), 1.0, [0, 0, 0]), "labels need a Net with classes > 0"),
        (
            lambda: Denoiser(net(classes=2), SCHEDULES[0])(np.zeros((3, 2)), 1.0, [0, 0, 2]),
            r"labels must be whole .* in \[0, 2\), .* got 0 to 2",
        ),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
