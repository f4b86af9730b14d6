"""Training and sampling follow the network's device and dtype: on torch's "meta" device, in float64, on a GPU."""

import numpy as np
import pytest
import torch

from utils.data.toys import two_moons
from utils.generative import samplers, schedules, solvers, unipc
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import PREDICTIONS, Denoiser, Net
from utils.generative.training import train

VP = schedules.linear_vp()
POINTS = two_moons(200, np.random.default_rng(0))
LABELS = (POINTS[:, 0] > 0).astype(int)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def denoiser(prediction="edm", classes=0, schedule=VP):
    return Denoiser(Net(2, 16, 2, classes, generator=generator()), schedule, prediction)


def steps(one, schedule=VP):
    """Every step there is, for tensors."""
    return [
        samplers.ddpm(one, schedule, generator(1)),
        samplers.ddim(one, schedule),
        samplers.ddim(one, schedule, 0.7, generator(1)),
        solvers.euler(one, schedule),
        solvers.heun(one, schedule, "ratio"),
        solvers.euler_maruyama(one, schedule, generator(1)),
        solvers.exponential(one, schedule),
        solvers.dpm_solver_2m(one, schedule),
        unipc.unipc(one, schedule),
    ]


def trained(place, dtype, classes=0, labels=None, n=40):
    """The last state of a short training on this device, in this dtype; all chance from a generator on the CPU."""
    one = denoiser(classes=classes).to(device=place, dtype=dtype)
    options = {"labels": labels, "drop_labels": 0.3} if classes else {}
    *_, state = train(one, POINTS, steps=n, generator=generator(2), batch=64, lr=5e-3, warmup=5, **options)
    return state


def generated(average, place, dtype, step):
    """Samples as float64 numpy: tensors where the network is."""
    x_T = torch.tensor(np.random.default_rng(3).normal(size=(100, 2))).to(place, dtype)
    *_, (_, x) = samplers.sample(step(average), samplers.even_times(VP, 12, end=0.01), x_T)
    assert x.device.type == torch.device(place).type and x.dtype == dtype
    return x.detach().cpu().double().numpy()


@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_loss_and_every_step_run_where_the_network_is(prediction):
    """The meta device does all but the arithmetic: a tensor left on the CPU is an error there, as on a GPU."""
    one = denoiser(prediction).to("meta")
    x, eps, t = torch.ones(5, 2, device="meta"), torch.ones(5, 2, device="meta"), np.linspace(0.1, 0.9, 5)
    losses = one.loss(x, t, eps)
    assert losses.device.type == "meta" and losses.shape == (5,)
    for step in steps(one):
        assert step(x, 0.5, 0.4).device.type == "meta"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_points_of_the_other_size_are_answered_in_their_own(dtype):
    one = denoiser().to(dtype)
    for other in (torch.float32, torch.float64):
        x = torch.tensor(POINTS[:5]).to(other)
        assert one(x, 0.3).dtype == other and one.loss(x, 0.3, x).dtype == other
        assert all(step(x, 0.5, 0.4).dtype == other for step in steps(one))


def test_a_float64_network_is_trained_in_float64():
    single, double = (trained("cpu", dtype) for dtype in (torch.float32, torch.float64))
    assert all(p.dtype == torch.float64 for p in double.average.parameters())
    assert double.loss != single.loss  # other draws: torch's normal depends on the dtype
    step = samplers.ddim(double.average, VP)
    assert np.all(np.isfinite(generated(double.average, "cpu", torch.float64, lambda one: step)))
    # Numbers that float32 cannot tell apart are told apart.
    x = np.array([[1.0, 0.0], [1.0 + 1e-12, 0.0]])
    assert np.ptp(double.average(x, 0.5)[:, 0]) > 1e-14
    answer = double.average.answer(torch.tensor(x), 0.5)
    assert answer[0, 0] != answer[1, 0]


def test_noise_is_drawn_in_the_dtype_of_the_network():
    seen = []

    class Spy(Denoiser):
        def loss(self, x0, t, eps, labels=None):
            seen.extend([x0.dtype, eps.dtype])
            return super().loss(x0, t, eps, labels)

    spy = Spy(Net(2, 8, 1, generator=generator()), VP).double()
    next(train(spy, POINTS.astype(np.float32), steps=1, generator=generator()))
    assert seen == [torch.float64, torch.float64]


def test_whole_number_points_give_what_the_same_floats_give():
    whole = np.array([[1, -2], [0, 3], [2, 2]])
    mixture = GaussianMixture([0.4, 0.6], [[-1.0, 0.2], [0.5, 0.0]], [np.eye(2)] * 2)
    learned = denoiser()
    next(train(learned, POINTS, steps=1, generator=generator(), lr=0.1))
    for one in (MixtureDenoiser(mixture, VP), DataDenoiser(POINTS[:9], VP), learned):
        assert np.array_equal(one(whole, 0.3), one(whole.astype(float), 0.3))
        assert one(torch.tensor(whole), 0.3).dtype == torch.float32
        for step, again in zip(steps(one), steps(one)):
            a, b = step(torch.tensor(whole), 0.5, 0.4), again(torch.tensor(whole, dtype=torch.float32), 0.5, 0.4)
            assert torch.equal(a, b)
        for step in (samplers.ddim(one, VP), solvers.heun(one, VP)):
            assert np.array_equal(step(whole, 0.5, 0.4), step(whole.astype(float), 0.5, 0.4))


def test_a_ddpm_step_from_whole_numbers_has_its_full_noise():
    x = np.tile([[1, -2]], (50_000, 1))
    mixture = GaussianMixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    step = samplers.ddpm(MixtureDenoiser(mixture, VP), VP, np.random.default_rng(0))
    again = samplers.ddpm(MixtureDenoiser(mixture, VP), VP, np.random.default_rng(0))
    assert np.array_equal(step(x, 0.6, 0.3), again(x.astype(float), 0.6, 0.3))


needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here: torch.cuda.is_available() is False")


@needs_gpu
@pytest.mark.parametrize("dtype, close", [(torch.float32, 2e-3), (torch.float64, 1e-9)])
@pytest.mark.parametrize("classes", [0, 2])
def test_a_gpu_trains_and_samples_what_the_cpu_does(dtype, close, classes):
    """The same draws on both, so that only round-off differs: 40 steps of Adam carry float32's 1e-7 to some 1e-4."""
    labels = LABELS if classes else None
    here, there = (trained(place, dtype, classes, labels) for place in ("cpu", "cuda"))
    assert there.loss == pytest.approx(here.loss, abs=close)
    assert all(p.device.type == "cuda" for p in there.average.parameters())
    for step in (
        lambda one: samplers.ddim(one, VP),
        lambda one: solvers.dpm_solver_2m(one, VP),
        lambda one: samplers.ddpm(one, VP, generator(4)),
    ):
        a, b = (generated(state.average, place, dtype, step) for state, place in ((here, "cpu"), (there, "cuda")))
        assert np.abs(a - b).max() < close


@needs_gpu
def test_numpy_points_go_to_the_gpu_and_come_back():
    one, x = denoiser().to("cuda"), POINTS[:20]
    assert one(x, 0.3) == pytest.approx(denoiser()(x, 0.3), abs=1e-5)
    step = samplers.ddpm(one, VP, np.random.default_rng(0))
    *_, (_, y) = samplers.sample(step, samplers.even_times(VP, 5), x)
    assert isinstance(y, np.ndarray) and np.all(np.isfinite(y))


@needs_gpu
def test_a_generator_of_the_gpu_serves_too():
    on_gpu = torch.Generator("cuda").manual_seed(0)
    *_, state = train(denoiser(classes=2).to("cuda"), POINTS, steps=5, generator=on_gpu, labels=LABELS, drop_labels=0.5)
    assert np.isfinite(state.loss)
    x = samplers.ddpm(state.average, VP, on_gpu)(torch.ones(4, 2, device="cuda"), 0.5, 0.4)
    assert x.device.type == "cuda"
