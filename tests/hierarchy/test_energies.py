"""Features and gains: what the modulus sees that second moments do not; the denoiser against Bayes on a tree."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import signal, trees

from utils.hierarchy.energies import denoising_gains, energies, level_features, noise_energies, scale_profile
from utils.hierarchy.passes import down, up
from utils.hierarchy.tree import Hierarchy

SEEDS = st.integers(0, 1000)
BINARY = Hierarchy(tuple(np.arange(2**l) // 2 for l in range(10, 0, -1)), np.ones(1024))


@settings(max_examples=50)
@given(trees(), SEEDS, st.sampled_from([None, 3]))
def test_shares_sum_to_one_and_features_have_the_promised_sizes(h, seed, columns):
    a = up(h, signal(h, seed, columns))
    total = energies(a).sum(axis=0)
    np.testing.assert_allclose(scale_profile(a).sum(axis=0), total > 0)
    first, second = level_features(a)
    assert first.shape[0] == h.depth and second.shape == (h.depth * (h.depth + 1) // 2, *first.shape[1:])


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_features_ignore_a_shift_and_sum_to_the_energies(h, seed):
    x = signal(h, seed)
    a = up(h, x)
    (first, second), (shifted, _) = level_features(a), level_features(up(h, x + 7))
    np.testing.assert_allclose(shifted, first, atol=1e-10)
    blocks = np.split(second, np.cumsum(np.arange(h.depth, 1, -1)))
    np.testing.assert_allclose(first**2 + [block.sum() for block in blocks], energies(a), atol=1e-11)


def test_second_order_tells_bursts_from_noise_of_the_same_spectrum():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=1024)
    bursts = rng.normal(size=1024) * np.sqrt(2) * np.repeat(rng.permutation(64) % 2, 16)
    (_, second), (_, second_b) = (level_features(up(BINARY, x)) for x in (noise, bursts))
    np.testing.assert_allclose(energies(up(BINARY, noise))[:3], energies(up(BINARY, bursts))[:3], rtol=0.15)
    assert second_b[4] > 5 * second[4]  # |d_0| between siblings of level 4: blocks of 16


def test_noise_puts_its_energy_where_the_nodes_are():
    h = Hierarchy(([0, 0, 1, 1, 1], [0, 0]), [1.0, 2.0, 0.5, 0.0, 3.0])
    rng = np.random.default_rng(1)
    x = 0.7 * rng.normal(size=(5, 20_000)) / np.sqrt(np.where(h.masses > 0, h.masses, np.inf))[:, None]
    found = energies(up(h, x))
    error = found.std(axis=1) / np.sqrt(20_000)
    assert np.all(abs(found.mean(axis=1) - noise_energies(h, 0.7)) < 4 * error)
    np.testing.assert_allclose(noise_energies(h, 1.0) * 6.5, [2, 1])


def test_level_gains_are_the_posterior_mean_on_a_gaussian_tree():
    h = Hierarchy((np.arange(8) // 2, np.arange(4) // 2, [0, 0]), np.ones(8))
    s2, sigma2 = np.array([0.5, 1.0, 2.0]), 0.6  # variance of d_l, before centring within a parent
    C = 100 * np.ones((8, 8))  # of the root: as good as free
    for l, one in enumerate(s2):
        Z = (h.ancestors[l][:, None] == np.arange(h.sizes[l])) - (h.ancestors[l + 1][:, None] == h.parents[l]) / 2
        C += one * Z @ Z.T
    x = np.random.default_rng(2).normal(size=8)
    exact = C @ np.linalg.solve(C + sigma2 * np.eye(8), x)
    noise = sigma2 / np.array([1, 2, 4])  # of the mean of a node's leaves
    a = up(h, x)
    mean = a.values[-1][0] * 100 / (100 + sigma2 / 8)
    np.testing.assert_allclose(down(a, s2 / (s2 + noise)) - a.values[-1][0] + mean, exact, atol=1e-12)


def test_gains_judged_by_the_energies_seen_remove_noise():
    rng = np.random.default_rng(3)
    truth = np.repeat(rng.normal(size=64), 16)
    seen = truth + rng.normal(size=1024)
    a = up(BINARY, seen)
    gains = denoising_gains(a, 1.0)
    assert denoising_gains(a, 30.0).tolist() == [0] * 10
    assert gains[:4].max() < 0.2 and gains[4:].min() > 0.7
    error = np.mean((down(a, gains) - truth) ** 2)
    assert error < 0.15 < 0.9 < np.mean((seen - truth) ** 2)
