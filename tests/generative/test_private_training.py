"""DP-SGD beside gradients by the long way; its accountant beside exact divergences; the histogram beside its counts."""

import copy
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from utils.generative import schedules
from utils.generative.networks import Denoiser, Net
from utils.generative.private_training import (
    clipped_sum,
    multiplier_for,
    noisy_histogram,
    renyi_epsilon,
    train_privately,
)
from utils.generative.training import learning_rate
from utils.processes.privacy import gaussian_delta

few = settings(max_examples=20, deadline=None)
EDM = schedules.edm()
ROWS = np.random.default_rng(0).normal(size=(12, 2))


def denoiser(seed=0):
    net = Net(2, 8, 1, generator=torch.Generator().manual_seed(seed)).double()
    torch.nn.init.normal_(net.last.weight, generator=torch.Generator().manual_seed(1))  # 0 at first: no gradient below
    return Denoiser(net, EDM)


def half(n, generator):
    """Always the same time, so that a test need not repeat the draws."""
    return np.full(n, 0.5)


def run(steps=1, seed=0, **options):
    start = denoiser()
    options = dict(rate=1.0, clip=1.0, multiplier=0.0, noises=3, times=half, lr=0.1) | options
    states = list(train_privately(start, ROWS, steps=steps, generator=torch.Generator().manual_seed(seed), **options))
    return start, states


def flat(module):
    return torch.cat([p.detach().flatten() for p in module.parameters()])


# The step


def gradient_of(clip, multiplier, rate=1.0, seed=0, rows=ROWS):
    """What the first step leaves in .grad."""
    net = denoiser()
    generator = torch.Generator().manual_seed(seed)
    next(
        train_privately(
            net, rows, steps=1, rate=rate, clip=clip, multiplier=multiplier, generator=generator, noises=3, times=half
        )
    )
    return torch.cat([p.grad.flatten() for p in net.parameters()])


def by_the_long_way(clip, seed=0):
    """Row by row with autograd, with the same draws: all rows are drawn first, then the noise."""
    net, generator = denoiser(), torch.Generator().manual_seed(seed)
    torch.rand(len(ROWS), generator=generator)
    eps = torch.randn(len(ROWS) * 3, 2, generator=generator, dtype=torch.float64).reshape(-1, 3, 2)
    total, norms = 0, []
    for row, noise in zip(torch.as_tensor(ROWS), eps):
        net.zero_grad()
        net.loss(row.expand(3, 2), 0.5, noise).mean().backward()
        one = torch.cat([p.grad.flatten() for p in net.parameters()])
        norms.append(float(one.norm()))
        total = total + one * min(1.0, clip / norms[-1])
    return total / len(ROWS), norms


@pytest.mark.parametrize("clip", [1e-3, 20.0, 1e6])
def test_the_step_s_gradient_is_the_mean_of_each_row_s_own_clipped(clip):
    wanted, norms = by_the_long_way(clip)
    torch.testing.assert_close(gradient_of(clip, 0.0), wanted, rtol=1e-9, atol=1e-12)
    assert (clip == 20.0) == (min(norms) < clip < max(norms))  # the three cases are all, some and none clipped


def test_a_row_more_changes_the_sum_by_at_most_the_clip():
    """And at a tiny clip by exactly that: then every gradient is cut to it."""
    all_rows = len(ROWS) * gradient_of(0.01, 0.0)
    total = gradients_without_last(0.01)
    assert float((all_rows - total).norm()) == pytest.approx(0.01)


def gradients_without_last(clip):
    """Σ of the clipped gradients of all rows but the last, under the draws of the whole."""
    net, generator = denoiser(), torch.Generator().manual_seed(0)
    torch.rand(len(ROWS), generator=generator)
    eps = torch.randn(len(ROWS) * 3, 2, generator=generator, dtype=torch.float64).reshape(-1, 3, 2)[:-1]
    each = []
    for row, noise in zip(torch.as_tensor(ROWS), eps):
        net.zero_grad()
        net.loss(row.expand(3, 2), 0.5, noise).mean().backward()
        each.append([p.grad.clone() for p in net.parameters()])
    summed = clipped_sum({str(i): torch.stack(parts) for i, parts in enumerate(zip(*each))}, clip)
    return torch.cat([g.flatten() for g in summed.values()])


def test_the_noise_has_deviation_multiplier_times_clip_over_the_expected_batch():
    """Over some 1800 weights of one step, and whatever rows are drawn: the standard error of a deviation is 2 %."""
    for rate in (0.25, 1.0):
        added = gradient_of(2.0, 50.0, rate) - gradient_of(2.0, 0.0, rate)
        assert len(added) > 1500
        assert float(added.std()) == pytest.approx(50.0 * 2.0 / (rate * len(ROWS)), rel=0.08)


def test_rows_are_drawn_each_by_itself_and_divided_by_the_batch_expected():
    """Tiny clip: the gradient's norm is at most C · drawn/(q n), and its mean over steps that of the full batch."""
    found = torch.stack([gradient_of(0.01, 0.0, 0.25, seed) for seed in range(60)])
    full = torch.stack([gradient_of(0.01, 0.0, 1.0, seed) for seed in range(60)])
    assert float(found.mean(0).norm()) == pytest.approx(float(full.mean(0).norm()), rel=0.25)
    assert 0.01 * 0.9 < float(found.norm(dim=1).max()) <= 0.01 * 12 / 3


def test_pictures_train_as_their_pixels_in_a_row_do():
    found = []
    for shape in ((2, 2), (4,)):
        net = Denoiser(Net(shape, 8, 1, generator=torch.Generator().manual_seed(0)), EDM)
        data = np.random.default_rng(1).normal(size=(6, *shape))
        *_, state = train_privately(
            net, data, steps=3, rate=0.5, clip=1.0, multiplier=1.0, generator=torch.Generator().manual_seed(2)
        )
        found.append(flat(state.average))
    torch.testing.assert_close(*found)


def test_a_step_that_draws_nobody_is_noise_alone():
    found = [gradient_of(1.0, m, rate=1e-9) for m in (0.0, 1.0)]
    assert float(found[0].abs().max()) == 0 < float(found[1].std())


def test_the_rate_of_learning_and_the_average_are_those_of_plain_training():
    start, states = run(steps=1, lr=0.1)
    moved = flat(start) - flat(denoiser())
    assert float(moved.abs().max()) == pytest.approx(learning_rate(1, 1, 0.1), rel=1e-3)  # Adam's first step
    torch.testing.assert_close(flat(states[0].average), flat(start))
    assert math.isnan(states[0].loss)


def test_the_same_seed_gives_the_same_weights_and_noise_breaks_nothing_else():
    one, two = (run(steps=3, multiplier=1.0, rate=0.5)[0] for _ in range(2))
    torch.testing.assert_close(flat(one), flat(two), rtol=0, atol=0)
    other = run(steps=3, multiplier=1.0, rate=0.5, seed=1)[0]
    assert float((flat(one) - flat(other)).abs().max()) > 0


def test_it_learns_when_nothing_is_hidden():
    """Without noise and clip it is plain training: the error of its answers falls."""
    start, before = denoiser(), copy.deepcopy(denoiser())
    for _ in train_privately(
        start, ROWS, steps=150, rate=1.0, clip=1e6, multiplier=0.0, generator=torch.Generator().manual_seed(0), lr=1e-2
    ):
        pass
    x0, eps = torch.as_tensor(ROWS), torch.randn(12, 2, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    with torch.no_grad():
        after, at_first = (float(d.loss(x0, 0.5, eps).mean()) for d in (start, before))
    assert after < 0.5 * at_first


# The accountant


def test_the_published_figures():
    assert renyi_epsilon(0.01, 1, 1000, 1e-5) == pytest.approx(2.11, abs=0.005)
    assert renyi_epsilon(1, 1, 1, 1e-5) == pytest.approx(4.75, abs=0.005)


@few
@given(st.floats(0.6, 20), st.integers(1, 50), st.sampled_from([1e-3, 1e-5, 1e-7]))
def test_full_batches_are_one_gaussian_mechanism_and_the_bound_lies_above_its_exact_epsilon(sigma, steps, delta):
    """Steps of the full batch add up to one mechanism at σ/√steps. Below ε = 14 loose by a sixth at most."""
    found, together = renyi_epsilon(1, sigma, steps, delta), sigma / steps**0.5
    assert gaussian_delta(found, together) <= delta
    assert found > 14 or gaussian_delta(max(0.0, 6 / 7 * found - 0.1), together) > delta


def test_the_divergence_of_a_subsampled_step_is_the_integral():
    """E_{x ~ p} (p'/p)^α, p' a row more: the binomial sum by quadrature; then ε, order by order, from that sum."""
    q, sigma = 0.3, 1.2
    p = lambda x: norm.pdf(x, 0, sigma)  # noqa: E731
    mixed = lambda x: (1 - q) * p(x) + q * norm.pdf(x, 1, sigma)  # noqa: E731
    for a in (2, 3, 5):
        integral = quad(lambda x, a=a: mixed(x) ** a / p(x) ** (a - 1), -12, 18, limit=200)[0]
        k = np.arange(a + 1)
        terms = [math.comb(a, i) * (1 - q) ** (a - i) * q**i * math.exp((i * i - i) / (2 * sigma**2)) for i in k]
        assert integral == pytest.approx(sum(terms), rel=1e-8)
    bounds = []
    for a in range(2, 257):
        k = np.arange(a + 1)
        logs = [
            math.lgamma(a + 1)
            - math.lgamma(i + 1)
            - math.lgamma(a - i + 1)
            + (a - i) * math.log(1 - q)
            + i * math.log(q)
            + (i * i - i) / (2 * sigma**2)
            for i in k
        ]
        divergence = (max(logs) + math.log(sum(math.exp(one - max(logs)) for one in logs))) / (a - 1)
        bounds.append(7 * divergence + math.log(1 - 1 / a) - math.log(1e-6 * a) / (a - 1))
    assert renyi_epsilon(q, sigma, 7, 1e-6) == pytest.approx(min(bounds))


def test_more_of_everything_costs_more():
    first = renyi_epsilon(0.1, 1.5, 100, 1e-5)
    assert renyi_epsilon(0.2, 1.5, 100, 1e-5) > first < renyi_epsilon(0.1, 1.5, 200, 1e-5)
    assert renyi_epsilon(0.1, 1.2, 100, 1e-5) > first < renyi_epsilon(0.1, 1.5, 100, 1e-6)
    assert renyi_epsilon(0.5, 1.5, 100, 1e-5) < renyi_epsilon(1.0, 1.5, 100, 1e-5)


@few
@given(st.floats(0.1, 20), st.floats(0.01, 1), st.integers(1, 500))
def test_the_multiplier_found_keeps_the_epsilon_asked_for_and_little_less_would_not(epsilon, rate, steps):
    found = multiplier_for(epsilon, rate, steps, 1e-5)
    assert renyi_epsilon(rate, found, steps, 1e-5) <= epsilon < renyi_epsilon(rate, found * 0.9999, steps, 1e-5)


# The histogram


def test_with_hardly_any_noise_the_histogram_has_the_shares_of_its_cells():
    """20 000 samples from 4 cells: three standard errors of a share of one half are .011."""
    rows = np.array([[0.5, 0.5]] * 50 + [[1.5, 0.5]] * 30 + [[1.5, 3.0]] * 20)
    edges = [[0, 1, 2], [0, 1, 4]]
    made = noisy_histogram(rows, edges, 1e6, np.random.default_rng(0))(20_000, np.random.default_rng(1))
    found = np.histogramdd(made, edges)[0] / len(made)
    np.testing.assert_allclose(found, [[0.5, 0.0], [0.3, 0.2]], atol=0.011)
    tall = made[made[:, 1] > 1, 1]
    assert np.mean(tall) == pytest.approx(2.5, abs=0.05) and tall.min() < 1.01 and tall.max() > 3.99  # uniform inside


def test_the_noise_in_a_cell_has_scale_one_over_epsilon():
    """3000 empty cells at ε = ½ and one full one: half of the noise is above 0, there its mean is 2."""
    edges = [np.arange(3002.0)]
    rows = np.full((10**6, 1), 0.5)
    made = noisy_histogram(rows, edges, 0.5, np.random.default_rng(2))(10**6, np.random.default_rng(3))
    noise = np.mean(made > 1) * 10**6 / np.mean(made < 1)
    assert noise == pytest.approx(3000 * 0.5 * 2, rel=0.08)


def test_the_rows_a_histogram_cannot_place_are_an_error():
    with pytest.raises(ValueError, match="rows must lie within the edges"):
        noisy_histogram([[0.5], [3.0]], [[0, 1, 2]], 1.0, np.random.default_rng(0))
