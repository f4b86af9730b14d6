"""A stream's sums are the batch's to the last bit; what an update touches, and what it costs in nodes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import trees

from utils.hierarchy.passes import up
from utils.hierarchy.streaming import along, analysed, gather, observe
from utils.hierarchy.tree import Hierarchy

SEEDS = st.integers(0, 1000)


def observations(h, seed, n=40):
    rng = np.random.default_rng(seed)
    return rng.integers(h.sizes[0], size=n), 10.0 ** rng.uniform(-8, 8, n) * rng.normal(size=n), rng.uniform(0, 2, n)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_a_stream_is_bit_for_bit_its_batch_however_it_was_cut(h, seed):
    leaves, values, masses = observations(h, seed)
    cut = seed % 39 + 1
    stream = gather(h, leaves[:cut], values[:cut], masses[:cut])
    for one in zip(leaves[cut:], values[cut:], masses[cut:]):
        observe(stream, *one)
    for mine, batch in zip(stream.levels, gather(h, leaves, values, masses).levels):
        assert mine.tobytes() == batch.tobytes()


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_replacing_is_bit_for_bit_the_batch_of_the_last_values(h, seed):
    leaves, values, masses = observations(h, seed)
    stream = gather(h, leaves[:1], values[:1], masses[:1])
    for one in zip(leaves, values, masses):
        observe(stream, *one, anew=True)
    last = [np.flatnonzero(leaves == leaf)[-1] for leaf in np.unique(leaves)]
    for mine, batch in zip(stream.levels, gather(h, leaves[last], values[last], masses[last]).levels):
        assert mine.tobytes() == batch.tobytes()


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_an_update_touches_one_node_a_level_and_no_other(h, seed):
    stream = gather(h, *observations(h, seed))
    before = [level.copy() for level in stream.levels]
    leaf = seed % h.sizes[0]
    touched = observe(stream, leaf, 3.5, 0.25)
    assert touched.tolist() == [h.ancestors[l][leaf] for l in range(h.depth + 1)]
    for l, (old, new) in enumerate(zip(before, stream.levels)):
        assert np.all(np.delete(old, touched[l], axis=0) == np.delete(new, touched[l], axis=0))
        np.testing.assert_allclose(new[touched[l], 0] - old[touched[l], 0], 0.25, rtol=1e-9)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_a_leaf_s_line_to_the_root_is_mean_and_deviation_of_all_that_was_seen_below(h, seed):
    rng = np.random.default_rng(seed)
    leaves, values, masses = rng.integers(h.sizes[0], size=30), rng.normal(size=30), rng.uniform(0.1, 2, 30)
    stream = gather(h, leaves, values, masses)
    for leaf in range(h.sizes[0]):
        for l, (mass, mean, deviation) in enumerate(along(stream, leaf)):
            mine = h.ancestors[l][leaves] == h.ancestors[l][leaf]
            np.testing.assert_allclose(mass, masses[mine].sum(), atol=1e-12)
            if mine.any():
                np.testing.assert_allclose(mean, np.average(values[mine], weights=masses[mine]), atol=1e-9)
                variance = np.average((values[mine] - mean) ** 2, weights=masses[mine])
                np.testing.assert_allclose(deviation, np.sqrt(variance), atol=1e-6)
            else:
                assert np.isnan(mean) and np.isnan(deviation)


@settings(max_examples=50)
@given(trees(), SEEDS)
def test_what_was_seen_so_far_can_be_analysed(h, seed):
    leaves, values, masses = observations(h, seed)
    values /= 1e8
    a = analysed(gather(h, leaves, values, masses))
    m = np.bincount(leaves, masses, h.sizes[0])
    x = np.bincount(leaves, masses * values, h.sizes[0]) / np.where(m > 0, m, 1)
    for mine, expected in zip(a.values, up(Hierarchy(h.parents, m), x).values):
        np.testing.assert_allclose(mine, expected, rtol=1e-9, atol=1e-12)


def test_offenders_are_named():
    h = Hierarchy(([0, 0],), np.ones(2))
    with pytest.raises(ValueError, match="leaves must lie in 0 to 1, got 2 for node 1"):
        gather(h, [0, 2], [1.0, 2.0])
    with pytest.raises(ValueError, match="leaf must be below 2, got 5"):
        observe(gather(h, [0], [1.0]), 5, 1.0)
