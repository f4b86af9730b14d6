"""Sobol's indices against scipy's and closed forms; Morris' effects of functions whose effects are known."""

import numpy as np
import pytest
from scipy import stats

from utils.populations.sensitivity import morris_effects, sobol_indices

A, B = 7.0, 0.1
TORUS = [(-np.pi, np.pi)] * 3
UNIT = [(0.0, 1.0)] * 3


def ishigami(x):
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices():
    """Closed form: Ishigami & Homma 1990."""
    one = (1 + B * np.pi**4 / 5) ** 2 / 2
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + A**2 / 8 + both
    return np.array([one, A**2 / 8, 0]) / variance, np.array([one + both, A**2 / 8, both]) / variance


def test_the_ishigami_function_s_closed_form():
    found = sobol_indices(ishigami, TORUS, 2**14, np.random.default_rng(0))
    first, total = ishigami_indices()
    np.testing.assert_allclose(found.first, first, atol=0.01)
    np.testing.assert_allclose(found.total, total, atol=0.01)
    assert found.evaluations == 5 * 2**14


def peak_of_sir(x):
    """1 − (1 + ln R_0)/R_0 with R_0 = contacts × probability × days."""
    R0 = np.maximum(x[:, 0] * x[:, 1] * x[:, 2], 1.0)
    return 1 - (1 + np.log(R0)) / R0


@pytest.mark.parametrize(
    ("model", "bounds"), [(ishigami, TORUS), (peak_of_sir, [(5.0, 15.0), (0.03, 0.1), (2.0, 6.0)])]
)
def test_it_agrees_with_scipy(model, bounds):
    rival = stats.sobol_indices(
        func=lambda x: model(x.T),
        n=2**14,
        dists=[stats.uniform(low, high - low) for low, high in bounds],
        rng=np.random.default_rng(1),
    )
    found = sobol_indices(model, bounds, 2**14, np.random.default_rng(0))
    np.testing.assert_allclose(found.first, rival.first_order, atol=0.01)
    np.testing.assert_allclose(found.total, rival.total_order, atol=0.01)


def test_without_interactions_first_and_total_agree_and_add_up_to_one():
    found = sobol_indices(lambda x: x @ [1.0, 2.0, 3.0], UNIT, 2**11, np.random.default_rng(0))
    for shares in (found.first, found.total):
        np.testing.assert_allclose(shares, np.array([1, 4, 9]) / 14, atol=0.01)


def test_a_pure_interaction_is_in_the_total_alone():
    found = sobol_indices(lambda x: (x[:, 0] - 0.5) * (x[:, 1] - 0.5), UNIT, 2**12, np.random.default_rng(0))
    np.testing.assert_allclose(found.first, 0, atol=0.02)
    np.testing.assert_allclose(found.total, [1, 1, 0], atol=0.02)


def test_the_standard_errors_are_no_smaller_than_the_scatter_over_seeds():
    runs = [sobol_indices(ishigami, TORUS, 2**9, np.random.default_rng(seed)) for seed in range(30)]
    for name in ("first", "total"):
        scatter = np.std([getattr(run, name) for run in runs], axis=0)
        claimed = np.mean([getattr(run, f"{name}_error") for run in runs], axis=0)
        assert np.all(scatter < 1.3 * claimed)  # quasi-random points scatter less than the bootstrap thinks


def test_a_constant_added_changes_nothing():
    one, two = (
        sobol_indices(lambda x, c=c: ishigami(x) + c, TORUS, 2**8, np.random.default_rng(0)) for c in (0.0, 1e3)
    )
    np.testing.assert_allclose(one.first, two.first, atol=1e-8)


def test_the_effects_of_a_line_are_its_slopes_over_the_whole_range():
    bounds = [(0.0, 2.0), (5.0, 6.0), (-1.0, 1.0)]
    found = morris_effects(lambda x: 3 * x[:, 0] - 2 * x[:, 1], bounds, 10, np.random.default_rng(0))
    np.testing.assert_allclose(found.mean, [6, -2, 0], atol=1e-9)
    np.testing.assert_allclose(found.absolute, [6, 2, 0], atol=1e-9)
    np.testing.assert_allclose(found.spread, 0, atol=1e-9)
    assert found.evaluations == 40


def test_a_bend_and_an_interaction_have_spread():
    # f = x_1² + 10 x_2 x_3: effects 2x_1 + Δ (lower ends 0, ⅓; Δ = ⅔): ⅔ or 4/3; and 10 x_3
    found = morris_effects(lambda x: x[:, 0] ** 2 + 10 * x[:, 1] * x[:, 2], UNIT, 4000, np.random.default_rng(0))
    np.testing.assert_allclose(found.mean, [1, 5, 5], atol=0.2)
    np.testing.assert_allclose(found.spread, [1 / 3, np.sqrt(500 / 36), np.sqrt(500 / 36)], atol=0.1)


def test_the_sign_of_effects_that_cancel_is_kept_by_their_absolute_mean():
    found = morris_effects(lambda x: np.abs(x[:, 0] - 0.5) * x[:, 1], UNIT, 2000, np.random.default_rng(1))
    assert abs(found.mean[0]) < 0.02 and found.absolute[0] > 0.05 and found.absolute[2] == 0


def test_paths_stay_on_the_grid_and_move_one_input_a_step():
    seen = []
    morris_effects(lambda x: seen.append(x) or x.sum(axis=1), [(0.0, 1.0)] * 4, 50, np.random.default_rng(0), 6)
    points = seen[0].reshape(50, 5, 4)
    assert set(np.round(points.ravel() * 5, 9)) == set(range(6))
    moved = np.abs(np.diff(points, axis=1))
    np.testing.assert_allclose(np.sort(moved, axis=2)[:, :, -1], 0.6)
    np.testing.assert_allclose(moved.sum(axis=1), 0.6)  # each input once


def test_a_model_that_is_constant_has_no_shares():
    for function in (sobol_indices, morris_effects):
        with pytest.raises(ValueError, match="model must vary"):
            function(lambda x: np.ones(len(x)), UNIT, 4, np.random.default_rng(0))
