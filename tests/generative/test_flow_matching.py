"""Couplings and flow matching: the assignment against scipy and brute force, Euler against diffusers, training."""

from itertools import permutations

import numpy as np
import pytest
import referee
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from utils.generative import schedules, solvers
from utils.generative.couplings import cost, optimal_order, reflow
from utils.generative.flow_matching import fresh_pairs, kept_pairs, logit_normal_times, match
from utils.generative.interpolants import shifted, straightness
from utils.generative.networks import Denoiser, Net
from utils.generative.samplers import sample

some = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**31 - 1)
FLOW = schedules.flow()


def small(classes=0, width=16):
    return Denoiser(Net(2, width, 1, classes, generator=torch.Generator().manual_seed(0)), FLOW, prediction="flow")


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers' own
@some
@given(seeds, st.integers(1, 12), st.floats(0.2, 8))
def test_euler_on_shifted_times_is_the_scheduler_of_diffusers(seed, n, shift):
    script = referee.Script(seed, (3, 2))
    x_T = torch.randn(3, 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    times = shifted(np.linspace(1, 0, n + 1), shift)
    own, theirs = referee.flow_euler(shift, times, x_T, script.answers)
    np.testing.assert_allclose(own, times, atol=1e-6)
    ours = [x for _, x in sample(solvers.euler(script, FLOW), times, x_T)][1:]
    assert len(ours) == len(theirs) == n
    for mine, other in zip(ours, theirs):
        torch.testing.assert_close(mine, other, atol=1e-9, rtol=1e-9)


@some
@given(seeds, st.integers(2, 6))
def test_the_order_is_scipy_s_assignment_and_the_least_of_all_permutations(seed, n):
    rng = np.random.default_rng(seed)
    x0, x1 = rng.normal(size=(2, n, 3))
    order = optimal_order(x0, x1)
    squares = np.sum((x1[:, None] - x0) ** 2, axis=2)
    np.testing.assert_array_equal(order, linear_sum_assignment(squares)[1])
    assert cost(x0[order], x1) == pytest.approx(min(cost(x0[list(p)], x1) for p in permutations(range(n))))


@some
@given(seeds, st.integers(1, 40), st.integers(1, 12))
def test_blocks_and_labels_are_kept_apart_and_every_row_is_used_once(seed, n, block):
    rng = np.random.default_rng(seed)
    x0, x1, labels = rng.normal(size=(n, 2)), rng.normal(size=(n, 2)), rng.integers(3, size=n)
    order = optimal_order(x0, x1, block, labels)
    assert sorted(order) == list(range(n))
    np.testing.assert_array_equal(order // block, np.arange(n) // block)
    np.testing.assert_array_equal(labels[order], labels)
    assert cost(x0[optimal_order(x0, x1)], x1) <= cost(x0[optimal_order(x0, x1, block)], x1) + 1e-12
    assert cost(x0[optimal_order(x0, x1, block)], x1) <= cost(x0[order], x1) + 1e-12


def test_in_one_dimension_the_order_is_that_of_sorting():
    rng = np.random.default_rng(0)
    x0, x1 = rng.normal(size=(30, 1)), rng.normal(size=(30, 1))
    paired = x0[optimal_order(x0, x1)]
    np.testing.assert_array_equal(paired[np.argsort(x1[:, 0])], np.sort(x0, axis=0))


def test_labels_ignored_shift_the_noise_of_a_class_to_its_side_and_kept_ones_do_not():
    rng = np.random.default_rng(1)
    labels = rng.integers(2, size=4000)
    data = np.where(labels, 1.0, -1.0)[:, None] + 0.1 * rng.normal(size=(4000, 1))
    means = {}
    for blind in (True, False):
        x0, x1, kinds = fresh_pairs(data, 500, labels, blind=blind)(4000, torch.Generator().manual_seed(0))
        assert torch.equal(kinds == 1, x0[:, 0] > 0)  # labels moved with their rows
        means[blind] = float(x1[kinds == 0].mean())
    assert means[True] == pytest.approx(-np.sqrt(2 / np.pi), abs=0.06)
    assert abs(means[False]) < 4.5 / np.sqrt(1900)


def test_kept_pairs_stay_together_and_fresh_ones_repeat_with_their_generator():
    x0 = np.arange(10.0)[:, None]
    left, right, kinds = kept_pairs(x0, 2 * x0)(50, torch.Generator().manual_seed(3))
    assert torch.equal(2 * left, right) and kinds is None and len(left.unique()) > 5
    draws = [fresh_pairs(x0, 4)(8, torch.Generator().manual_seed(5)) for _ in range(2)]
    assert all(torch.equal(a, b) for a, b in zip(draws[0][:2], draws[1][:2]))


def test_reflow_of_an_exact_gaussian_flow_gives_straight_pairs():
    denoiser = lambda x, t: x * (1 - t) * 0.25 / ((1 - t) ** 2 * 0.25 + t**2)  # noqa: E731  E[x_0 | x_t], x_0 ~ N(0, ¼)
    x1 = np.random.default_rng(0).normal(size=(40, 1))
    x0, same = reflow(solvers.heun(denoiser, FLOW), np.linspace(1, 0, 401), x1)
    np.testing.assert_array_equal(same, x1)
    np.testing.assert_allclose(x0, x1 / 2, atol=1e-3)
    times = np.linspace(0, 1, 5)
    assert straightness(times, (1 - times[:, None, None]) * x0 + times[:, None, None] * x1) < 1e-12


def test_one_step_after_training_lands_on_the_mean_with_independent_pairs_and_on_the_law_with_optimal_ones():
    data = (1 + 0.5 * np.random.default_rng(0).normal(size=(4000, 2))).astype(np.float32)
    x = torch.as_tensor(np.random.default_rng(1).normal(size=(400, 2)), dtype=torch.float32)
    for block, spread in ((None, 0.0), (64, 0.45)):
        settings = dict(steps=500, generator=torch.Generator().manual_seed(0), decay=0.98, lr=1e-2)
        *_, state = match(small(width=32), fresh_pairs(data, block), **settings)
        with torch.no_grad():
            landed = x - state.average.answer(x, 1.0)
        assert float((landed.mean(0) - 1).abs().max()) < 0.25
        assert float(landed.std(0).mean()) == pytest.approx(spread, abs=0.15)
        assert state.step == 500 and np.isfinite(state.loss)


def test_training_repeats_bit_for_bit_and_refuses_another_prediction():
    data = np.random.default_rng(0).normal(size=(50, 2)).astype(np.float32)
    ends = []
    for _ in range(2):
        *_, state = match(small(), fresh_pairs(data), steps=5, generator=torch.Generator().manual_seed(1))
        ends.append(state.average.net.last.weight)
    assert torch.equal(*ends)
    for wrong in (dict(prediction="eps"), dict(prediction="flow", schedule=schedules.cosine_vp())):
        net = Net(2, 8, 1, generator=torch.Generator().manual_seed(0))
        denoiser = Denoiser(net, wrong.pop("schedule", FLOW), **wrong)
        with pytest.raises(ValueError, match="denoiser must predict"):
            match(denoiser, fresh_pairs(data), steps=1, generator=torch.Generator())
    *_, state = match(
        small(classes=2),
        fresh_pairs(data, 8, np.arange(50) % 2),
        steps=2,
        generator=torch.Generator().manual_seed(0),
        times=logit_normal_times(),
    )
    assert np.isfinite(state.loss)


def test_logit_normal_times_have_the_mean_and_spread_asked_for():
    t = logit_normal_times(0.5, 2.0)(20_000, torch.Generator().manual_seed(0))
    logit = np.log(t / (1 - t))
    assert logit.mean() == pytest.approx(0.5, abs=0.07) and logit.std() == pytest.approx(2, abs=0.05)


def test_a_loss_that_is_not_finite_is_an_error():
    pairs = lambda n, generator: (torch.full((n, 2), 1e30), torch.zeros(n, 2), None)  # noqa: E731
    with pytest.raises(FloatingPointError, match="the loss is (inf|nan) at step 1"):
        list(match(small(), pairs, steps=3, generator=torch.Generator().manual_seed(0)))
