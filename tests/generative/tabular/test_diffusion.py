"""Diffusion on rows: a loss that stands still, a Gaussian learned, one source of chance, and a model a cluster."""

import copy
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from gaussian_rows import COV, MEAN, chance_of, gaussian, one_thread, standardised  # noqa: F401  (a fixture)

from utils.data.transactions import load_transactions
from utils.generative.networks import Denoiser, Net
from utils.generative.tabular.diffusion import SCHEDULE, Diffusion, PerCluster, row_losses
from utils.generative.tabular.early_stopping import prepared, torch_generator
from utils.generative.tabular.resampling import Copies, Jitter, Smote

QUICK = Diffusion(width=16, depth=1, steps=40, batch=32, patience=50)


def rng(seed=0):
    return np.random.default_rng(seed)


def torch_rng(seed=0):
    return torch.Generator().manual_seed(seed)


# The loss of each row


def silent(d=2):
    """A denoiser whose network answers 0: its last layer starts at 0."""
    return Denoiser(Net(d, 8, 1, generator=torch_rng()), SCHEDULE)


def test_the_loss_of_a_silent_network_is_the_mean_square_of_its_target():
    """F* = σ x − α ε with α² + σ² = 1 and t uniform: E F*²/d = ½ |x|²/d + ½. One draw has variance
    (2 E α⁴ d + 4 E σ²α² |x|²)/d² = (¾ d + ½ |x|²)/d² at a given t; spreading t evenly takes the rest away."""
    rows, repeats = np.array([[0.0, 0.0], [1.0, -1.0], [3.0, 4.0]]), 4000
    found, size = row_losses(rows, torch_rng(), repeats)(silent()), np.sum(rows**2, axis=1)
    error = np.sqrt((0.75 * 2 + 0.5 * size) / 4 / repeats)
    assert np.all(np.abs(found - (0.25 * size + 0.5)) < 5 * error)


def test_the_times_of_each_row_are_spread_evenly_and_differ_from_row_to_row():
    seen, denoiser = [], silent()
    spy = SimpleNamespace(schedule=SCHEDULE, loss=lambda x0, t, eps: seen.append(t) or denoiser.loss(x0, t, eps))
    row_losses(np.zeros((5, 2)), torch_rng(), 10)(spy)
    times = seen[0].reshape(5, 10)
    assert np.array_equal(np.floor(10 * times), np.tile(np.arange(10), (5, 1)))
    assert len(set(times[:, 0])) == 5


def test_the_loss_is_the_same_at_every_look_and_follows_the_network():
    losses, denoiser = row_losses(gaussian(6), torch_rng()), silent()
    first = losses(denoiser)
    assert first.shape == (6,) and np.array_equal(losses(copy.deepcopy(denoiser)), first)
    with torch.no_grad():
        denoiser.net.last.bias += 0.1
    assert not np.any(losses(denoiser) == first)
    assert np.array_equal(row_losses(gaussian(6), torch_rng())(denoiser), losses(denoiser))


# A known law


@pytest.mark.parametrize("scaling", ["standard", "quantile"])
def test_a_gaussian_is_learned_with_its_mean_and_covariance(scaling):
    """In units of the law: 1600 rows to train on and 2000 drawn leave a standard error of .034 in a mean and .047 in a
    variance. Limits of 4.5 of them; the network's own error has its place in it."""
    made = (
        Diffusion(scaling, width=32, depth=1, steps=400, batch=256, lr=5e-3)
        .fit(gaussian(2000), rng())
        .sample(2000, rng(5))
    )
    z = standardised(made)
    assert z.mean(axis=0) == pytest.approx([0, 0], abs=0.15) and np.cov(z.T) == pytest.approx(np.eye(2), abs=0.21)


def test_amounts_are_in_cents_and_within_the_range_of_the_rows():
    rows = np.column_stack([gaussian(60)[:, 0], rng().lognormal(2, 1, 60).round(2)])
    made = QUICK.fit(rows, rng()).sample(200, rng(1))
    assert np.array_equal(made[:, 1], made[:, 1].round(2)) and not np.array_equal(made[:, 0], made[:, 0].round(2))
    assert np.all(made >= rows.min(axis=0)) and np.all(made <= rows.max(axis=0))


# Fit and sample


def test_the_first_training_keeps_the_best_of_its_looks():
    setting = Diffusion(width=16, depth=1, steps=900, batch=32, lr=2e-2, patience=2)
    looks = list(setting.training(gaussian(20), rng()))
    assert [look.step for look in looks] == list(range(100, 100 * len(looks) + 1, 100)) and len(looks) < 9
    assert looks[-1].best_loss == min(look.held_out for look in looks) and looks[-1].best_step < looks[-1].step
    assert looks[-1].step - looks[-1].best_step == 200  # it learned 16 rows by heart, and was stopped
    best = next(look for look in looks if look.step == looks[-1].best_step)
    assert np.array_equal(looks[-1].best.sample(9, rng(1)), best.best.sample(9, rng(1)))


def test_the_rows_held_out_decide():
    """The loss told to `early_stopping` is that of the held-out rows: its first value, recomputed."""
    look = next(QUICK.training(gaussian(50), rng()))
    again = rng()
    _, _, held = prepared(gaussian(50), QUICK.held_out, QUICK.scaling, again)
    generator = torch_generator(again)
    Net(2, 16, 1, generator=generator)  # takes its draws
    losses = row_losses(held, generator)
    assert look.held_out == losses(look.best.network).mean() and len(held) == 10


@pytest.mark.parametrize("calls", [1, 7, 25])
def test_a_sample_takes_as_many_calls_of_the_network_as_said(calls):
    made = Diffusion(width=16, depth=1, steps=2, calls=calls).fit(gaussian(20), rng())
    seen = []
    made.network.net.register_forward_hook(lambda *_: seen.append(1))
    made.sample(5, rng())
    assert len(seen) == calls


@pytest.mark.parametrize(("setting", "value"), [("calls", 0), ("depth", 0), ("prediction", "noise")])
def test_a_bad_setting_is_named(setting, value):
    with pytest.raises(ValueError, match=f"{setting} must .*{value}"):
        replace(QUICK, **{setting: value}).fit(gaussian(20), rng())


def test_row_losses_needs_a_look_at_each_row():
    with pytest.raises(ValueError, match="repeats must be a whole number of at least 1, got 0"):
        row_losses(gaussian(5), torch_rng(), 0)


# A generator a cluster


def blobs():
    """50 rows in three far groups of 10, 15 and 25, the second column in another unit."""
    centres = np.repeat([[0.0, 0.0], [10.0, 0.0], [5.0, 8000.0]], [10, 15, 25], axis=0)
    return rng(3).permutation(centres + rng(4).standard_normal((50, 2)) * [0.3, 300])


def blob_of(rows):
    return np.where(rows[:, 1] > 4000, 2, np.where(rows[:, 0] > 5, 1, 0))


def test_each_cluster_has_its_own_generator_and_its_share():
    made = PerCluster(Copies()).fit(blobs(), rng())
    assert sorted(share for share, _ in made.parts) == [0.2, 0.3, 0.5]
    assert sorted(set(blob_of(part.rows)).pop() for _, part in made.parts) == [0, 1, 2]
    assert all(len(set(blob_of(part.rows))) == 1 and len(part.rows) == round(50 * share) for share, part in made.parts)


def test_samples_come_from_clusters_in_their_shares_and_in_no_order():
    n = 3000
    kind = blob_of(PerCluster(Jitter(0.1)).fit(blobs(), rng()).sample(n, rng(1)))
    for which, share in enumerate((0.2, 0.3, 0.5)):
        error = np.sqrt(share * (1 - share) / n)
        assert np.mean(kind == which) == pytest.approx(share, abs=5 * error)
        assert np.mean(kind[:1000] == which) == pytest.approx(share, abs=5 * np.sqrt(3) * error)


def test_small_samples_have_the_size_asked_for_even_where_a_cluster_gets_none():
    made = PerCluster(Copies()).fit(blobs(), rng())
    assert [made.sample(n, rng(n)).shape for n in (1, 2, 5)] == [(1, 2), (2, 2), (5, 2)]


def test_clusters_hand_the_legitimate_rows_on_and_take_diffusion():
    made = PerCluster(Smote(2), k=2).fit(blobs(), rng(), blobs() + [20, 0])
    assert np.all(np.isfinite(made.sample(20, rng())))
    rows = PerCluster(Diffusion(width=8, depth=1, steps=3)).fit(blobs(), rng()).sample(20, rng(1))
    again = PerCluster(Diffusion(width=8, depth=1, steps=3)).fit(blobs(), rng()).sample(20, rng(1))
    assert np.array_equal(rows, again)


def test_a_single_row_far_out_is_no_cluster_of_its_own():
    """The heavy tails of V1 to V28, on six splits: the smallest cluster has some 60 of 394 frauds; diffusion
    needs 10. Without the limit of 3 deviations it is a single row."""
    frauds = load_transactions().without("Time")
    frauds = frauds.features[frauds.labels == 1]
    for seed in range(6):
        made = PerCluster(Copies()).fit(rng(seed).permutation(frauds)[:394], rng(seed))
        assert min(len(part.rows) for _, part in made.parts) >= 40


def test_a_cluster_too_small_for_its_generator_is_an_error():
    with pytest.raises(
        ValueError, match=r"one of 3 clusters of [\d, ]+ rows: rows must have shape .* at least 10, got"
    ):
        PerCluster(QUICK).fit(np.concatenate([blobs()[:30], [[500.0, 0.0]] * 5]), rng())
    with pytest.raises(ValueError, match=r"rows must have shape .* at least 3, got \(2, 2\)"):
        PerCluster(Copies()).fit(blobs()[:2], rng())
    with pytest.raises(ValueError, match="k must be a whole number of at least 1, got 0"):
        PerCluster(Copies(), k=0).fit(blobs(), rng())


def test_the_law_of_these_tests_is_what_it_says():
    """The yardstick itself: 20 000 rows, 5 standard errors."""
    z = standardised(gaussian(20_000))
    assert z.mean(axis=0) == pytest.approx([0, 0], abs=5 / np.sqrt(20_000))
    assert np.cov(z.T) == pytest.approx(np.eye(2), abs=5 * np.sqrt(2 / 20_000))
    assert MEAN.shape == (2,) and COV[0, 1] / np.sqrt(COV[0, 0] * COV[1, 1]) == 0.75
