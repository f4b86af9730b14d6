"""The study's worlds are what it says they are, and its yardsticks measure what they should."""

import numpy as np
import pytest
import pywt

from studies import hierarchy_study as study


def test_a_twin_has_the_spectrum_and_nothing_else():
    rng = np.random.default_rng(0)
    picture = study.standard(study.discs(rng))
    twin = study.twin(picture, rng)
    np.testing.assert_allclose(abs(np.fft.fft2(twin)), abs(np.fft.fft2(picture)), atol=1e-9)
    assert abs(np.corrcoef(picture.ravel(), twin.ravel())[0, 1]) < 0.3


def test_the_bands_are_those_of_the_haar_transform():
    x = np.random.default_rng(1).normal(size=(16, 16))
    _, *bands = pywt.wavedec2(x, "haar")
    theirs = [mean for level in reversed(bands) for w in level for mean in (abs(w).mean(), (w**2).mean())]
    np.testing.assert_allclose(np.exp(study.haar_bands(x[None]))[0], theirs, atol=1e-8)


def test_ties_are_rarer_by_the_ratio_at_each_step_out():
    rng = np.random.default_rng(2)
    A, block = study.planted(0.5, rng)
    apart = block[:, None] ^ block
    for step, bits in enumerate(((0,), (1,), (2, 3), range(4, 8), range(8, 16))):
        density = A[np.isin(apart, list(bits))].mean() * (32 / 31 if step == 0 else 1)
        assert density == pytest.approx(study.WITHIN * 0.5**step, rel=0.06)


def test_agreement_is_one_with_the_truth_and_none_by_chance():
    rng = np.random.default_rng(3)
    block = np.arange(512) // 32
    truth = {2**k: block >> (4 - k) for k in (1, 2, 3, 4)}
    assert study.agreement(block, truth) == pytest.approx(1) == study.agreement(block, list(truth.values()))
    assert abs(study.agreement(block, {k: rng.permutation(one) for k, one in truth.items()})) < 0.05


def test_each_rival_finds_what_is_easy():
    A, block = study.planted(0.1, np.random.default_rng(4))
    for found in (study.cuts(study.merge_graph(A)), study.cuts(study.walktrap(A)), study.fiedler(A)):
        assert study.agreement(block, found) > 0.97


def test_the_summary_keeps_the_shape_and_takes_the_sample_deviation():
    rows = [{"a": {"b": 1.0}}, {"a": {"b": 3.0}}]
    assert study.summary(rows) == {"a": {"b": {"mean": 2.0, "sd": pytest.approx(2**0.5)}}}


def test_trees_of_any_depth_hold_all_leaves_and_tasks_name_what_there_is():
    for depth in (2, 4, 8, 16):
        tree = study.branching(10_000, depth)
        assert tree.depth == depth and tree.sizes[0] == 10_000 and tree.sizes[-1] == 1
    found = study.task("forecasting: noisy leaves seed 1", np.random.default_rng(0))
    assert found["bottom-up"]["total"] > 5 > found["MinT-shrink"]["total"]
