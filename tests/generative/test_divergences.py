"""The two closed forms against integrals, optimal maps and each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import sqrtm
from scipy.stats import multivariate_normal, norm

from utils.generative.divergences import gaussian_kl, gaussian_w2

few = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 10**6)
means, deviations = st.floats(-3, 3), st.floats(0.2, 5)


def random_gaussian(rng, d):
    root = rng.normal(size=(d, d))
    return rng.normal(size=d), root @ root.T + 0.1 * np.eye(d)


# Kullback–Leibler


@few
@given(means, deviations, means, deviations)
def test_kl_is_the_integral_of_p_log_p_over_q(m1, s1, m2, s2):
    p, q, u = norm(m1, s1), norm(m2, s2), np.linspace(-12, 12, 241)  # steps of 0.1: exact to round-off, as below
    x = m1 + s1 * u
    integral = np.sum(p.pdf(x) * (p.logpdf(x) - q.logpdf(x))) * s1 * (u[1] - u[0])
    assert gaussian_kl(m1, s1**2, m2, s2**2) == pytest.approx(integral, rel=1e-8, abs=1e-12)


@few
@given(seeds)
def test_kl_in_the_plane_is_the_integral_over_a_grid(seed):
    rng = np.random.default_rng(seed)
    (m1, c1), (m2, c2) = random_gaussian(rng, 2), random_gaussian(rng, 2)
    u = np.linspace(-9, 9, 121)  # in whitened units, steps of 0.15: exact to round-off for a Gaussian weight
    root = np.linalg.cholesky(c1)
    white = np.stack(np.meshgrid(u, u), axis=-1)
    x = m1 + white @ root.T
    weight = np.exp(-0.5 * np.sum(white**2, axis=-1)) * (u[1] - u[0]) ** 2 / (2 * np.pi)
    log_ratio = multivariate_normal(m1, c1).logpdf(x) - multivariate_normal(m2, c2).logpdf(x)
    assert gaussian_kl(m1, c1, m2, c2) == pytest.approx(np.sum(weight * log_ratio), rel=1e-9)


@few
@given(seeds, st.integers(1, 5))
def test_kl_is_not_negative_is_zero_at_itself_and_does_not_see_the_units(seed, d):
    rng = np.random.default_rng(seed)
    (m1, c1), (m2, c2) = random_gaussian(rng, d), random_gaussian(rng, d)
    a, b = rng.normal(size=(d, d)) + 3 * np.eye(d), rng.normal(size=d)
    kl = gaussian_kl(m1, c1, m2, c2)
    assert kl >= 0 and gaussian_kl(m1, c1, m1, c1) == pytest.approx(0, abs=1e-12)
    moved = gaussian_kl(a @ m1 + b, _symmetric(a @ c1 @ a.T), a @ m2 + b, _symmetric(a @ c2 @ a.T))
    assert moved == pytest.approx(kl, rel=1e-6)  # a may have a condition number of 1e4 or so


@pytest.mark.parametrize("u", [1e-3, 1e-5, 1e-7])
def test_a_tiny_kl_keeps_its_digits(u):
    """KL(N(0, 1+u) ‖ N(0, 1)) = ½ (u − log(1 + u)) = u²/4 − u³/6 + ..."""
    exact_u = (1 + u) - 1
    assert gaussian_kl(0, 1 + u, 0, 1) == pytest.approx(exact_u**2 / 4 - exact_u**3 / 6 + exact_u**4 / 8, rel=1e-8)


def test_kl_of_a_mean_shift_is_half_its_square():
    assert gaussian_kl([3.0, 4.0], np.eye(2), [0.0, 0.0], np.eye(2)) == pytest.approx(12.5, rel=1e-15)


def test_kl_of_something_flat_is_infinite_and_gives_no_warning(recwarn):
    assert gaussian_kl([0, 0], np.ones((2, 2)), [0, 0], np.eye(2)) == np.inf
    assert gaussian_kl(0, 0, 0, 1) == np.inf
    assert np.isfinite(gaussian_kl(0, 1e-40, 0, 1)) and not recwarn.list


# Wasserstein-2


@few
@given(means, deviations, means, deviations)
def test_w2_is_the_quantile_integral_in_one_dimension(m1, s1, m2, s2):
    z = np.linspace(-9, 9, 181)  # u = Φ(z) in steps of 0.1, exact to round-off; the rest weighs less than 1e-16
    low, high = z[z < 0], z[z >= 0]  # from the nearer tail, so that u = 1 − 1e-15 keeps its digits
    first, second = (
        np.r_[norm.ppf(norm.cdf(low), m, s), norm.isf(norm.sf(high), m, s)] for m, s in ((m1, s1), (m2, s2))
    )
    squared = np.sum((first - second) ** 2 * norm.pdf(z)) * (z[1] - z[0])  # ∫ |F₁⁻¹(u) − F₂⁻¹(u)|² du
    assert gaussian_w2(m1, s1**2, m2, s2**2) ** 2 == pytest.approx(squared, rel=1e-8, abs=1e-12)
    assert gaussian_w2(m1, s1**2, m2, s2**2) == pytest.approx(np.hypot(m1 - m2, s1 - s2), rel=1e-10, abs=1e-14)


@few
@given(seeds, st.integers(1, 5))
def test_w2_is_the_cost_of_an_optimal_map(seed, d):
    """x ↦ A x + b with A symmetric and positive is optimal (Brenier), so its mean squared shift is W₂²."""
    rng = np.random.default_rng(seed)
    mean, cov = random_gaussian(rng, d)
    a, b = random_gaussian(rng, d)[1], rng.normal(size=d)
    move = a - np.eye(d)
    cost = np.sum((move @ mean + b) ** 2) + np.trace(move @ cov @ move.T)
    assert gaussian_w2(mean, cov, a @ mean + b, _symmetric(a @ cov @ a)) == pytest.approx(np.sqrt(cost), rel=1e-8)


@few
@given(seeds, st.integers(1, 5))
def test_w2_is_the_published_trace_formula_and_symmetric(seed, d):
    rng = np.random.default_rng(seed)
    (m1, c1), (m2, c2) = random_gaussian(rng, d), random_gaussian(rng, d)
    root2 = np.real(sqrtm(c2))
    squared = np.sum((m1 - m2) ** 2) + np.trace(c1 + c2 - 2 * np.real(sqrtm(root2 @ c1 @ root2)))
    w2 = gaussian_w2(m1, c1, m2, c2)
    assert w2**2 == pytest.approx(squared, rel=1e-7, abs=1e-9)
    assert gaussian_w2(m2, c2, m1, c1) == pytest.approx(w2, rel=1e-9)
    assert gaussian_w2(m1, c1, m1, c1) == pytest.approx(0, abs=1e-13 * np.trace(c1))


def test_a_tiny_w2_keeps_its_digits_and_flat_gaussians_are_allowed():
    assert gaussian_w2(0, 1, 0, (1 + 1e-9) ** 2) == pytest.approx(1e-9, rel=1e-6)  # 1e-16 of 1, out of 1e-9
    assert gaussian_w2([0, 0], np.zeros((2, 2)), [3, 4], np.zeros((2, 2))) == pytest.approx(5, rel=1e-15)
    assert gaussian_w2([0, 0], np.diag([1, 0]), [0, 0], np.diag([0, 1])) == pytest.approx(np.sqrt(2), rel=1e-15)


def _symmetric(a):
    return (a + a.T) / 2


@pytest.mark.parametrize("divergence", [gaussian_kl, gaussian_w2])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, 0], np.eye(3), [0, 0], np.eye(2)), r"cov must have shape \(2, 2\) to fit mean \(2,\), got \(3, 3\)"),
        (([0, 0], np.eye(2), [0, 0], [1, 1]), r"cov2 must have shape \(2, 2\) to fit mean2 \(2,\), got \(2,\)"),
        (([0, 0], np.eye(2), 0, 1), r"mean2 must have the dimension of mean, 2, got 1"),
        (([[0, 0]], np.eye(2), [0, 0], np.eye(2)), r"mean must have shape \(d,\)"),
        (([0, 0], np.eye(2), [0, np.nan], np.eye(2)), r"mean2 must be finite, got nan"),
        (([0, 0], [[1, 0], [1, 1]], [0, 0], np.eye(2)), r"cov must be symmetric"),
        ((0, 1, 0, -1), r"cov2 must have no negative eigenvalue, got -1"),
    ],
)
def test_bad_input_is_named(divergence, arguments, message):
    with pytest.raises(ValueError, match=message):
        divergence(*arguments)


def test_kl_to_something_flat_is_refused():
    with pytest.raises(ValueError, match=r"cov2 must be non-singular, got 0"):
        gaussian_kl(0, 1, 0, 0)
