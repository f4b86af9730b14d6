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
    c = blank.coefficients(t)
    told = Denoiser(Oracle(torch.tensor(c["a"] * x0 + c["b"] * eps)), schedule, prediction, data_std)
    # ε and flow divide by α, so round-off grows with 1/α.
    assert told(schedule.noise(x0, t, eps), t) == pytest.approx(
        x0, abs=1e-13 * (1 + 10 / c["alpha"] * (1 + c["sigma"]))
    )


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name)
@pytest.mark.parametrize("kind", ["x0", "eps", "v", "flow"])
def test_the_target_is_the_prediction_of_that_name(schedule, kind):
    """Found by another road: convert of predictions, from x_0. v is ours divided by r, which is 1 where α² + σ² = 1."""
    rng = np.random.default_rng(3)
    x0, eps = rng.normal(size=(2, 7, 2))
    t = inside(schedule, 0.4)
    c = Denoiser(net(), schedule, kind).coefficients(t)
    expected = predictions.convert(x0, schedule.noise(x0, t, eps), float(c["alpha"]), float(c["sigma"]), "x0", kind)
    r = np.hypot(c["alpha"], c["sigma"]) if kind == "v" else 1
    assert c["a"] * x0 + c["b"] * eps == pytest.approx(expected / r, abs=1e-11)


def test_edm_is_the_published_table_at_alpha_1():
    """Karras et al. 2022, table 1, last column."""
    sigma, data = 0.7, 0.5
    c = Denoiser(net(), schedules.edm(), "edm", data).coefficients(sigma)
    assert c["c_skip"] == pytest.approx(data**2 / (sigma**2 + data**2), rel=1e-14)
    assert c["c_out"] == pytest.approx(sigma * data / np.sqrt(sigma**2 + data**2), rel=1e-14)
    assert c["c_in"] == pytest.approx(1 / np.sqrt(sigma**2 + data**2), rel=1e-14)
    assert c["c_noise"] == pytest.approx(np.log(sigma), rel=1e-14)  # they divide by 4, we leave that to the network


@few
@given(share=st.floats(0.02, 0.98), data_std=st.floats(0.2, 5), schedule=st.sampled_from(SCHEDULES))
def test_edm_keeps_the_input_and_the_target_at_variance_one(share, data_std, schedule):
    c = Denoiser(net(), schedule, "edm", data_std).coefficients(inside(schedule, share))
    assert c["c_in"] ** 2 * (c["alpha"] ** 2 * data_std**2 + c["sigma"] ** 2) == pytest.approx(1, rel=1e-12)
    assert c["a"] ** 2 * data_std**2 + c["b"] ** 2 == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_another_schedule_at_the_same_noise_ratio_gives_the_same_answer(prediction):
    vp, edm = schedules.linear_vp(), schedules.edm()
    denoiser = Denoiser(net(), vp, prediction)
    x_t, t = np.random.default_rng(0).normal(size=(9, 2)), 0.3
    alpha, sigma = float(vp.alpha(t)), float(vp.sigma(t))
    assert denoiser.on(edm)(x_t / alpha, sigma / alpha) == pytest.approx(denoiser(x_t, t), abs=1e-5)  # float32 inside


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
            assert abs(denoiser.coefficients(0)["c_noise"]) == NOISE_RANGE


def test_labels_matter_and_minus_one_is_not_told():
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
    assert not torch.equal(first.enter.weight, Net(2, generator=generator(6)).enter.weight)
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
            "prediction must be one of x0, eps, v, flow, edm, got 'noise'",
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
