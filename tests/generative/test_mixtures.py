"""The exact mixture against grids, finite differences, importance sampling and its own identities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from utils.generative.mixtures import GaussianMixture, bimodal

few = settings(max_examples=50, deadline=None)
seeds = st.integers(0, 10**6)
levels = st.floats(0.05, 1.0)


def random_mixture(seed, K=None, d=None):
    """Up to 4 components in up to 3 dimensions, variances between about 0.1 and 10."""
    rng = np.random.default_rng(seed)
    K, d = K or rng.integers(1, 5), d or rng.integers(1, 4)
    roots = rng.normal(size=(K, d, d))
    covs = roots @ np.swapaxes(roots, 1, 2) + 0.1 * np.eye(d)
    return GaussianMixture(rng.dirichlet(np.ones(K)), 2 * rng.normal(size=(K, d)), covs)


def random_points(mixture, n=5, seed=1):
    return mixture.sample(n, np.random.default_rng(seed))


# Density, score, responsibilities


@few
@given(seeds)
def test_density_is_the_weighted_sum_of_scipys_normals(seed):
    mixture = random_mixture(seed)
    x = random_points(mixture)
    parts = [
        w * multivariate_normal(m, c).pdf(x)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covs, strict=True)
    ]
    np.testing.assert_allclose(mixture.density(x), np.sum(parts, axis=0), rtol=1e-10)


@few
@given(seeds)
def test_density_integrates_to_one_with_the_stated_mean_and_covariance(seed):
    mixture = random_mixture(seed, d=1)
    x, dx = np.linspace(-60, 60, 12_001, retstep=True)  # sd ≥ 0.3 = 30 steps: the sum is exact to round-off
    p = mixture.density(x[:, None]) * dx
    mean = np.sum(p * x)
    assert p.sum() == pytest.approx(1, abs=1e-10)
    assert mean == pytest.approx(mixture.mean[0], abs=1e-9)
    assert np.sum(p * (x - mean) ** 2) == pytest.approx(mixture.cov[0, 0], rel=1e-9)


@few
@given(seeds)
def test_score_is_the_finite_difference_gradient_of_the_log_density(seed):
    mixture, h = random_mixture(seed), 1e-5
    x = random_points(mixture)
    steps = h * np.eye(x.shape[-1])
    slopes = np.stack([(mixture.log_density(x + e) - mixture.log_density(x - e)) / (2 * h) for e in steps], axis=-1)
    # Round-off eps·|log p|/h < 1e-9 and h²/6 times a third derivative below 1e3 give errors up to about 2e-8.
    np.testing.assert_allclose(mixture.score(x), slopes, rtol=1e-6, atol=1e-6)


@few
@given(seeds, st.floats(0, 1e4))
def test_responsibilities_are_chances_and_follow_bayes(seed, scale):
    mixture = random_mixture(seed)
    x = scale * random_points(mixture)
    responsibilities = mixture.responsibilities(x)
    assert responsibilities.shape == (5, len(mixture.weights)) and np.all(responsibilities >= 0)
    # |x|² of up to 1e10 leaves log terms an absolute error of 1e-16 times that, the same in numerator and sum.
    np.testing.assert_allclose(responsibilities.sum(-1), 1, rtol=1e-5 if scale > 1e2 else 1e-11)
    if scale <= 1:
        parts = [
            w * multivariate_normal(m, c).pdf(x)
            for w, m, c in zip(mixture.weights, mixture.means, mixture.covs, strict=True)
        ]
        np.testing.assert_allclose(responsibilities, (parts / np.sum(parts, axis=0)).T, rtol=1e-8, atol=1e-12)


# Noising


@few
@given(seeds, levels, levels, levels, levels)
def test_noising_twice_is_noising_once(seed, a, s, b, r):
    """x_u = b (a x_0 + s ε) + r ε' has factor b a and noise variance b² s² + r²."""
    mixture = random_mixture(seed)
    twice, once = mixture.noised(a, s).noised(b, r), mixture.noised(a * b, np.hypot(b * s, r))
    np.testing.assert_allclose(twice.means, once.means, rtol=1e-14)
    np.testing.assert_allclose(twice.covs, once.covs, rtol=1e-12, atol=1e-14)
    x = random_points(once)
    np.testing.assert_allclose(twice.score(x), once.score(x), rtol=1e-9, atol=1e-11)


@few
@given(seeds, levels, levels)
def test_noised_moments_are_the_formula_and_a_fresh_mixture_agrees(seed, alpha, sigma):
    mixture = random_mixture(seed)
    noised = mixture.noised(alpha, sigma)
    d = mixture.means.shape[1]
    np.testing.assert_allclose(noised.mean, alpha * mixture.mean, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(noised.cov, alpha**2 * mixture.cov + sigma**2 * np.eye(d), rtol=1e-12, atol=1e-13)
    fresh = GaussianMixture(noised.weights, noised.means, noised.covs)  # finds its own eigenvectors
    x = random_points(noised)
    np.testing.assert_allclose(noised.score(x), fresh.score(x), rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(noised.log_density(x), fresh.log_density(x), rtol=1e-10)


def test_noising_by_nothing_changes_nothing():
    mixture = random_mixture(3)
    same = mixture.noised(1, 0)
    np.testing.assert_array_equal(same.covs, mixture.covs)
    np.testing.assert_array_equal(same.means, mixture.means)


def test_all_signal_gone_leaves_one_round_gaussian():
    noised = random_mixture(3, K=3, d=2).noised(0.0, 1.0)
    x = np.random.default_rng(0).normal(size=(6, 2))
    np.testing.assert_allclose(noised.score(x), -x, rtol=1e-13)
    np.testing.assert_allclose(noised.log_density(x), multivariate_normal(np.zeros(2)).logpdf(x), rtol=1e-13)


# The posterior of x_0


@few
@given(seeds, levels, levels)
def test_tweedie_the_posterior_mean_is_the_score_in_other_words(seed, alpha, sigma):
    """E[x_0 | x_t] = (x_t + σ² ∇log p(x_t)) / α."""
    mixture = random_mixture(seed)
    noised = mixture.noised(alpha, sigma)
    x_t = random_points(noised)
    np.testing.assert_allclose(
        mixture.posterior_mean(x_t, alpha, sigma), (x_t + sigma**2 * noised.score(x_t)) / alpha, rtol=1e-9, atol=1e-10
    )


@few
@given(seeds, levels, levels)
def test_the_posterior_covariance_is_the_slope_of_the_posterior_mean(seed, alpha, sigma):
    """Cov[x_0 | x_t] = (σ²/α) ∂E[x_0 | x_t]/∂x_t, the second-order Tweedie identity."""
    mixture, h = random_mixture(seed), 1e-5
    x_t = random_points(mixture.noised(alpha, sigma))
    means = [mixture.posterior_mean(x_t + sign * h * np.eye(x_t.shape[1])[:, None], alpha, sigma) for sign in (1, -1)]
    slope = np.moveaxis((means[0] - means[1]) / (2 * h), 0, -1) * sigma**2 / alpha
    cov = mixture.posterior_cov(x_t, alpha, sigma)
    # A central difference: h²/6 = 2e-11 times a third derivative, which grows like (spread/σ)³/σ³ near a border
    # between components; 1e-4 of the largest entry covers σ = 0.05.
    np.testing.assert_allclose(cov, slope, rtol=1e-4, atol=1e-4 * max(np.abs(cov).max(), sigma**2))
    np.testing.assert_allclose(cov, np.swapaxes(cov, -1, -2), rtol=1e-12, atol=1e-14)
    assert np.linalg.eigvalsh(cov).min() >= -1e-12


@few
@given(seeds, levels, levels)
def test_the_posterior_moments_are_bayes_rule_on_a_grid(seed, alpha, sigma):
    mixture = random_mixture(seed, d=1)
    x0 = np.linspace(-60, 60, 48_001)  # step 0.0025; the narrowest posterior has sd 0.3·0.05/0.31 ≈ 0.05
    for x_t in random_points(mixture.noised(alpha, sigma), n=2)[:, 0]:
        log_posterior = mixture.log_density(x0[:, None]) - (x_t - alpha * x0) ** 2 / (2 * sigma**2)
        p = np.exp(log_posterior - log_posterior.max())
        p /= p.sum()
        mean = np.sum(p * x0)
        assert mixture.posterior_mean([x_t], alpha, sigma)[0] == pytest.approx(mean, rel=1e-9, abs=1e-9)
        assert mixture.posterior_cov([x_t], alpha, sigma)[0, 0] == pytest.approx(np.sum(p * (x0 - mean) ** 2), rel=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_the_posterior_moments_agree_with_importance_sampling(seed):
    """Weighted prior draws estimate both moments; the tolerance is five of their standard errors."""
    mixture, alpha, sigma = random_mixture(seed, K=3, d=2), 0.7, 0.7
    x_t = random_points(mixture.noised(alpha, sigma), n=1, seed=seed)[0]
    x0 = mixture.sample(200_000, np.random.default_rng(seed))
    w = np.exp(-np.sum((x_t - alpha * x0) ** 2, axis=1) / (2 * sigma**2))
    w /= w.sum()

    def estimate(values):
        mean = w @ values
        return mean, np.sqrt(w**2 @ (values - mean) ** 2)

    mean, error = estimate(x0)
    assert np.all(error < 0.05)  # the comparison says something
    assert np.all(np.abs(mixture.posterior_mean(x_t, alpha, sigma) - mean) < 5 * error)
    centred = x0 - mixture.posterior_mean(x_t, alpha, sigma)
    cov, error = estimate((centred[:, :, None] * centred[:, None, :]).reshape(-1, 4))
    assert np.all(np.abs(mixture.posterior_cov(x_t, alpha, sigma).ravel() - cov) < 5 * error)


@few
@given(seeds, levels, levels)
def test_the_law_of_total_variance_holds(seed, alpha, sigma):
    """E[Cov[x_0 | x_t]] + Cov[E[x_0 | x_t]] = Cov[x_0], summed over a grid of x_t."""
    mixture = random_mixture(seed, d=1)
    x_t, dx = np.linspace(-60, 60, 24_001, retstep=True)
    p = mixture.noised(alpha, sigma).density(x_t[:, None]) * dx
    means = mixture.posterior_mean(x_t[:, None], alpha, sigma)[:, 0]
    within = np.sum(p * mixture.posterior_cov(x_t[:, None], alpha, sigma)[:, 0, 0])
    between = np.sum(p * means**2) - np.sum(p * means) ** 2
    assert within + between == pytest.approx(mixture.cov[0, 0], rel=1e-6)  # steps of 0.005 where σ = 0.05


def test_posterior_at_the_ends_without_noise_x_0_is_known_without_signal_it_is_the_prior():
    mixture = random_mixture(5, K=3, d=2)
    x_t = np.random.default_rng(0).normal(size=(4, 3, 2))
    np.testing.assert_array_equal(mixture.posterior_mean(x_t, 0.5, 0.0), x_t / 0.5)
    assert not mixture.posterior_cov(x_t, 0.5, 0.0).any() and mixture.posterior_cov(x_t, 0.5, 0).shape == (4, 3, 2, 2)
    for sigma in (0.0, 1.0):
        np.testing.assert_allclose(mixture.posterior_mean(x_t, 0.0, sigma), np.broadcast_to(mixture.mean, (4, 3, 2)))
        np.testing.assert_allclose(mixture.posterior_cov(x_t, 0, sigma), np.broadcast_to(mixture.cov, (4, 3, 2, 2)))


@few
@given(seeds, st.sampled_from([1e-3, 1e-6, 1e-9]))
def test_the_ends_are_limits(seed, tiny):
    mixture = random_mixture(seed)
    x = random_points(mixture)
    # Tweedie: E − x_t = σ² · score at α = 1, and the score of these mixtures at these points stays below 1e3.
    np.testing.assert_allclose(mixture.posterior_mean(x, 1.0, tiny), x, atol=1e3 * tiny**2 + 1e-14)
    assert np.abs(mixture.posterior_cov(x, 1.0, tiny)).max() < 1.01 * tiny**2 + 1e4 * tiny**4
    # A signal of size α moves the posterior by about α · Cov · x_t.
    reach = 10 * tiny * np.trace(mixture.cov) * (1 + np.abs(x).max()) * (1 + np.abs(mixture.means).max()) ** 2
    np.testing.assert_allclose(mixture.posterior_mean(x, tiny, 1.0), np.broadcast_to(mixture.mean, x.shape), atol=reach)


# Far tails, tiny noise, singular covariances


@pytest.mark.parametrize("sigma", [1.0, 1e-3, 1e-9, 1e-100])
@pytest.mark.parametrize("far", [1e4, -1e4, 1e8])
def test_far_tails_and_tiny_noise_give_finite_answers(far, sigma):
    mixture = GaussianMixture(
        [0.5, 0.5, 0.0], [[-2, 0], [2, 0], [0, 0]], [np.eye(2), np.zeros((2, 2)), np.ones((2, 2))]
    )
    x = np.array([far, -far / 3])
    noised = mixture.noised(0.6, sigma)
    for value in (
        noised.log_density(x),
        noised.score(x),
        noised.responsibilities(x),
        mixture.posterior_mean(x, 0.6, sigma),
        mixture.posterior_cov(x, 0.6, sigma),
    ):
        assert np.all(np.isfinite(value))
    # Out there only the wide component is felt: a straight line through its mean.
    np.testing.assert_allclose(noised.score(x), -(x - 0.6 * np.array([-2, 0])) / (0.36 + sigma**2), rtol=1e-12)


def test_a_flat_component_keeps_its_tiny_thickness():
    """Σ = all ones has no width across the diagonal; noise of 1e-9 gives it exactly that width."""
    noised = GaussianMixture([1.0], [[0, 0]], [np.ones((2, 2))]).noised(1.0, 1e-9)
    across = np.array([1, -1]) / np.sqrt(2)
    np.testing.assert_allclose(noised.score(1e-9 * across), -across / 1e-9, rtol=1e-6)  # x itself rounds at 1e-16/1e-9


@few
@given(seeds)
def test_a_line_has_no_density_however_its_zero_eigenvalues_round(seed):
    direction = np.random.default_rng(seed).normal(size=3)
    line = GaussianMixture([1.0], [[0, 0, 0]], [np.outer(direction, direction)])
    with pytest.raises(ValueError, match="covs must be non-singular"):
        line.log_density([0.0, 0.0, 0.0])
    assert np.isfinite(line.noised(1.0, 0.1).log_density([0.0, 0.0, 0.0]))


def test_the_course_s_own_mixture_has_mean_0_and_variance_1():
    assert bimodal.mean == pytest.approx([0], abs=1e-15) and bimodal.cov == pytest.approx(np.eye(1), rel=1e-15)
    assert bimodal.density([[-1.4], [0.6]]) == pytest.approx(np.array([0.3, 0.7]) / np.sqrt(0.32 * np.pi), rel=1e-5)


def test_points_without_width_pull_towards_the_nearest():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]])
    data = GaussianMixture(np.full(3, 1 / 3), points, np.zeros((3, 2, 2)))
    np.testing.assert_allclose(data.mean, points.mean(0), rtol=1e-15)
    np.testing.assert_allclose(data.cov, np.cov(points.T, bias=True), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(data.posterior_mean([0.9, 0.1], 1.0, 1e-3), [1, 0], atol=1e-12)
    weights = np.exp(-np.sum((np.array([0.3, 0.8]) - 0.8 * points) ** 2, axis=1) / (2 * 0.6**2))
    np.testing.assert_allclose(data.posterior_mean([0.3, 0.8], 0.8, 0.6), weights @ points / weights.sum(), rtol=1e-12)


def test_one_gaussian_is_the_textbook_conjugate_update():
    one = GaussianMixture([1.0], [[2.0]], [[[9.0]]])
    # precision 1/9 + 0.25/4, mean weighted by precision
    precision = 1 / 9 + 0.5**2 / 2**2
    assert one.posterior_cov([7.0], 0.5, 2.0)[0, 0] == pytest.approx(1 / precision, rel=1e-14)
    assert one.posterior_mean([7.0], 0.5, 2.0)[0] == pytest.approx((2 / 9 + 0.5 * 7 / 4) / precision, rel=1e-14)


# Sampling


@pytest.mark.parametrize("seed", range(3))
def test_samples_have_the_mixtures_moments_and_labels(seed):
    mixture, n = random_mixture(seed, K=3, d=2), 100_000
    x, labels = mixture.sample_labelled(n, np.random.default_rng(seed))
    assert x.shape == (n, 2) and labels.shape == (n,)
    counts = np.bincount(labels, minlength=3)
    p = mixture.weights
    assert np.all(np.abs(counts - n * p) < 5 * np.sqrt(n * p * (1 - p)))  # five standard deviations of a count
    for k in range(3):
        own = x[labels == k]
        mean_error = np.sqrt(np.diag(mixture.covs[k]) / len(own))
        assert np.all(np.abs(own.mean(0) - mixture.means[k]) < 5 * mean_error)
        v = np.diag(mixture.covs[k])
        cov_error = np.sqrt((mixture.covs[k] ** 2 + np.outer(v, v)) / len(own))  # Wishart
        assert np.all(np.abs(np.cov(own.T) - mixture.covs[k]) < 5 * cov_error)


def test_the_same_generator_state_gives_the_same_sample_and_no_global_seed_is_touched():
    before = np.random.get_state()[1].copy()
    a, b = (random_mixture(1).sample(10, np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


# Shapes and bad input


@pytest.mark.parametrize("lead", [(), (4,), (2, 3)])
@pytest.mark.parametrize("d", [1, 3])
def test_leading_axes_are_kept(lead, d):
    mixture = random_mixture(0, K=2, d=d)
    x = np.zeros((*lead, d))
    assert mixture.log_density(x).shape == mixture.density(x).shape == lead
    assert mixture.score(x).shape == mixture.posterior_mean(x, 0.5, 0.5).shape == (*lead, d)
    assert mixture.responsibilities(x).shape == (*lead, 2)
    assert mixture.posterior_cov(x, 0.5, 0.5).shape == (*lead, d, d)


def test_a_mixture_is_read_only_and_keeps_its_own_copy():
    means = np.zeros((1, 1))
    mixture = GaussianMixture([1.0], means, [[[1.0]]])
    means[:] = 5
    assert mixture.mean == 0
    with pytest.raises(ValueError, match="read-only"):
        mixture.means[:] = 5


I2 = np.eye(2)
GOOD = GaussianMixture([0.5, 0.5], [[0, 0], [1, 1]], [I2, I2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: GaussianMixture([0.5, 0.6], [[0], [1]], [[[1]], [[1]]]), r"weights must .* sum to 1, got .* sum 1.1"),
        (lambda: GaussianMixture([1.5, -0.5], [[0], [1]], [[[1]], [[1]]]), r"weights must be at least 0 .* -0.5"),
        (
            lambda: GaussianMixture([1.0], [[0], [1]], [[[1]], [[1]]]),
            r"weights must have shape \(2,\) to fit the means, got \(1,\)",
        ),
        (lambda: GaussianMixture([1.0], [0.0], [[[1]]]), r"means must have shape \(K, d\), got \(1,\)"),
        (lambda: GaussianMixture([1.0], [[np.nan]], [[[1]]]), r"means must be finite, got nan"),
        (
            lambda: GaussianMixture([1.0], [[0, 0]], [[1, 1]]),
            r"covs must have shape \(1, 2, 2\) to fit the means, got \(1, 2\)",
        ),
        (lambda: GaussianMixture([1.0], [[0, 0]], [[[1, 0.5], [0, 1]]]), r"covs must be symmetric, got component 0"),
        (
            lambda: GaussianMixture([1.0], [[0, 0]], [[[1, 2], [2, 1]]]),
            r"covs .* negative eigenvalue, got -1 in component 0",
        ),
        (lambda: GOOD.score([1.0, 2.0, 3.0]), r"x must have shape \(..., 2\), got \(3,\)"),
        (lambda: GOOD.log_density(1.0), r"x must have shape \(..., 2\), got \(\)"),
        (lambda: GOOD.posterior_mean([[1.0]], 1, 0), r"x_t must have shape \(..., 2\), got \(1, 1\)"),
        (lambda: GOOD.noised(-0.5, 1), r"alpha must be a finite number of at least 0, got -0.5"),
        (lambda: GOOD.noised(0.5, [1, 2]), r"sigma must be a finite number of at least 0, got \[1, 2\]"),
        (lambda: GOOD.posterior_cov([0, 0], 0.5, np.nan), r"sigma must be a finite number .* got nan"),
        (lambda: GOOD.posterior_mean([0, 0], np.inf, 1), r"alpha must be a finite number .* got inf"),
        (
            lambda: GaussianMixture([1.0], [[0, 0]], np.zeros((1, 2, 2))).score([0, 0]),
            r"covs must be non-singular .* component 0: add noise",
        ),
        (lambda: GOOD.sample(-3, np.random.default_rng(0)), r"n must be a whole number of at least 0, got -3"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
