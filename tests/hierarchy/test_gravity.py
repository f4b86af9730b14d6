"""The likelihood of (α, γ, c): against the rates written out, its slopes, its windows, and what it recovers."""

import itertools

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from utils.hierarchy.gravity import _prepared, fit_gravity, log_likelihood
from utils.hierarchy.settlements import rank_size
from utils.hierarchy.spreading import MODES, Mode, diffuse, rates

RNG = np.random.default_rng(6)
SYSTEM = rank_size(30, RNG)
TIMES = diffuse(Mode(0.5, 0.5, 1.5), SYSTEM, RNG).times
WINDOW = tuple(np.sort(TIMES)[[4, 20]] + 1e-9)


def written_out(system, times, mode, start, end):
    """log ∏ Λ_j(t_j) · exp(−∫ Σ Λ dt), integral by integral between events, with the best pace."""
    kappa = rates(system, mode)
    logs, integral, count = 0.0, 0.0, 0
    moments = np.unique([start, *times[(times > start) & (times < end)], end])
    for left, right in itertools.pairwise(moments):
        had = times <= left
        integral += (right - left) * kappa[had][:, ~had].sum()
    for j in np.flatnonzero((times > start) & (times <= end)):
        logs += np.log(kappa[times < times[j], j].sum())
        count += 1
    return logs - count * np.log(integral / count) - count


@pytest.mark.parametrize("window", [(0.0, np.inf), WINDOW, (0.0, WINDOW[0]), (WINDOW[1], np.inf)])
@pytest.mark.parametrize("mode", [Mode(0, 0, 3), Mode(-1, 0.7, 1.2)])
def test_it_is_the_density_of_the_si_process(window, mode):
    times = np.where(np.arange(30) % 7 == 3, np.inf, TIMES)  # some had not adopted when the watch ended
    end = min(window[1], times[np.isfinite(times)].max())
    scale = written_out(SYSTEM, times, mode, window[0], end) - log_likelihood(
        SYSTEM, times, (mode.alpha, mode.gamma, mode.c), window
    )
    assert scale == pytest.approx(0, abs=1e-9)


def test_slope_and_information_are_the_derivatives():
    at, _ = _prepared(SYSTEM, TIMES, WINDOW)
    theta = np.array([0.3, -0.4, 1.1])
    np.testing.assert_allclose(at(theta)[1], approx_fprime(theta, lambda one: at(one)[0], 1e-6), rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(-at(theta)[2], approx_fprime(theta, lambda one: at(one)[1], 1e-6), rtol=1e-3, atol=1e-3)


def test_a_window_does_not_know_what_came_after_it():
    later = np.where(WINDOW[1] < TIMES, np.inf, TIMES)
    assert log_likelihood(SYSTEM, later, (1, 1, 1), WINDOW) == pytest.approx(
        log_likelihood(SYSTEM, TIMES, (1, 1, 1), WINDOW)
    )
    moved = np.where(WINDOW[1] < TIMES, TIMES + 50, TIMES)
    assert log_likelihood(SYSTEM, moved, (1, 1, 1), WINDOW) == pytest.approx(
        log_likelihood(SYSTEM, TIMES, (1, 1, 1), WINDOW)
    )


def test_the_unit_of_time_and_of_population_does_not_matter():
    fit, other = fit_gravity(SYSTEM, TIMES), fit_gravity(SYSTEM, 12 * TIMES)
    np.testing.assert_allclose(fit.estimates, other.estimates, atol=1e-3)
    np.testing.assert_allclose(fit.errors, other.errors, rtol=1e-3)
    assert fit.adoptions == 29 and other.log_likelihood == pytest.approx(fit.log_likelihood - 29 * np.log(12))


def test_intervals_lie_around_the_highest_point():
    fit = fit_gravity(SYSTEM, TIMES)
    np.testing.assert_allclose([fit.high - fit.estimates, fit.estimates - fit.low], [1.96 * fit.errors] * 2)
    assert fit.log_likelihood == pytest.approx(log_likelihood(SYSTEM, TIMES, fit.estimates))
    assert fit.log_likelihood > log_likelihood(SYSTEM, TIMES, (0.5, 0.5, 1.5))


def test_alpha_held_at_a_value_leaves_the_best_of_the_others():
    fit = fit_gravity(SYSTEM, TIMES, alpha=0.5)
    assert fit.estimates[0] == fit.low[0] == fit.high[0] == 0.5 and fit.errors[0] == 0
    slope = approx_fprime(fit.estimates, lambda theta: log_likelihood(SYSTEM, TIMES, theta), 1e-6)
    assert np.all(abs(slope[1:]) < 0.01) and fit.log_likelihood <= fit_gravity(SYSTEM, TIMES).log_likelihood
    free = fit_gravity(SYSTEM, TIMES)
    held = fit_gravity(SYSTEM, TIMES, alpha=free.estimates[0])
    np.testing.assert_allclose(held.estimates, free.estimates, atol=1e-3)
    assert np.all(held.errors[1:] <= free.errors[1:] + 1e-6)


@pytest.mark.parametrize("mode", ["contagious", "hierarchical", "stimulus"])
def test_it_recovers_the_exponents_and_its_errors_are_those_over_systems(mode):
    rng, off, errors = np.random.default_rng(8), [], []
    truth = np.array([MODES[mode].alpha, MODES[mode].gamma, MODES[mode].c])
    for _ in range(16):
        system = rank_size(120, rng)
        found = fit_gravity(system, diffuse(mode, system, rng).times)
        off.append((found.estimates - truth) / found.errors)
        errors.append(found.errors)
    assert np.all(abs(np.mean(off, axis=0)) < 3 / 4)  # 3 standard errors of 16
    assert np.all((np.std(off, axis=0) > 0.5) & (np.std(off, axis=0) < 1.6))
    assert np.mean(errors, axis=0)[1] < 0.2


@pytest.mark.parametrize(
    ("times", "window", "error"),
    [
        (TIMES, (5.0, 4.0), "window must run from at least 0 to later"),
        (TIMES, (-1.0, 4.0), "window must run from at least 0"),
        (TIMES, (TIMES.max(), np.inf), "window must run"),
        (TIMES, (WINDOW[0], WINDOW[0] + 1e-12), "window must run from at least 0 to later and hold an adoption"),
        (np.where(TIMES > 0, TIMES, np.inf) + 1, (0.0, np.inf), "times must hold an adopter before each in the window"),
        (TIMES, (0.0, np.sort(TIMES)[1]), "window must hold adoptions that tell"),
    ],
)
def test_windows_without_an_answer_are_refused(times, window, error):
    with pytest.raises(ValueError, match=error):
        fit_gravity(SYSTEM, times, window)


def test_places_that_adopt_together_have_not_passed_it_on_to_each_other():
    together = np.floor(4 * TIMES / TIMES.max())
    kappa = rates(SYSTEM, Mode(0, 0, 1))
    expected = sum(np.log(kappa[together < together[j], j].sum()) for j in np.flatnonzero(together > 0))
    integral = sum(kappa[together <= k][:, together > k].sum() for k in range(4))
    D = (together > 0).sum()
    assert log_likelihood(SYSTEM, together, (0, 0, 1)) == pytest.approx(expected - D * np.log(integral / D) - D)
