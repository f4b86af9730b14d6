"""The tilt p(x | y)^w p(x)^(1−w) on a line, and its denoiser."""

import numpy as np
import pytest

from utils.generative import samplers, schedules, solvers
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.guidance import guided
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.tilts import GridDenoiser, tilt

GRID = np.linspace(-6, 6, 601)
CONDITIONAL = GaussianMixture([1.0], [[1.0]], [[[0.5]]])
MARGINAL = GaussianMixture([1.0], [[0.0]], [[[1.0]]])


@pytest.mark.parametrize("w", [0.0, 1.0, 2.0, 5.0])
def test_the_tilt_of_gaussians_has_mean_w_y_over_1_plus_w_and_variance_1_over_1_plus_w(w: float) -> None:
    """x_0 ~ N(0, 1), y = x_0 + N(0, 1) = 2, so that p(x | y) = N(1, 1/2)."""
    shares = tilt(CONDITIONAL, MARGINAL, w, np.linspace(-9, 9, 1801))
    mean = shares @ np.linspace(-9, 9, 1801)
    assert mean == pytest.approx(2 * w / (1 + w), abs=1e-10)
    assert shares @ (np.linspace(-9, 9, 1801) - mean) ** 2 == pytest.approx(1 / (1 + w), abs=1e-10)


def test_a_grid_that_cuts_the_tilt_off_is_refused() -> None:
    with pytest.raises(ValueError, match=r"grid must reach to where the tilt ends, got one from -1 to 1"):
        tilt(CONDITIONAL, MARGINAL, 2.0, np.linspace(-1, 1, 101))


@pytest.mark.parametrize("schedule", [schedules.cosine_vp(), schedules.flow(), schedules.edm(20.0)])
def test_on_a_fine_grid_the_denoiser_is_that_of_the_mixture(schedule: schedules.Schedule) -> None:
    shares = np.exp(bimodal.log_density(GRID[:, None]))
    exact, x = MixtureDenoiser(bimodal, schedule), np.linspace(-2, 2, 9)[:, None]
    for t in (0.2, 0.5, 0.9):
        found = GridDenoiser(GRID, shares / shares.sum(), schedule)(x, t)
        np.testing.assert_allclose(found, exact(x, t), atol=1e-10)


def test_the_guided_field_is_not_that_of_the_noised_tilt() -> None:
    """At w = 1 both agree; at w = 3 they agree where σ → 0 and differ where it does not (Bradley & Nakkiran 2024)."""
    edm, x = schedules.edm(20.0), np.linspace(0, 3, 7)[:, None]
    d_c, d_u = MixtureDenoiser(CONDITIONAL, edm), MixtureDenoiser(MARGINAL, edm)

    def gap(w: float, t: float) -> float:
        exact = GridDenoiser(GRID, tilt(CONDITIONAL, MARGINAL, w, GRID), edm)
        return float(np.abs(exact(x, t) - guided(d_c, d_u, w)(x, t)).max())

    assert gap(1.0, 1.0) < 1e-9
    assert gap(3.0, 0.05) < 0.02 < 0.3 < gap(3.0, 1.0)


def test_heun_with_the_field_of_the_tilt_samples_the_tilt() -> None:
    edm, w = schedules.edm(2000.0), 3.0
    quantiles = 2000.0 * np.sort(np.random.default_rng(0).standard_normal((500, 1)), axis=0)
    field = GridDenoiser(GRID, tilt(CONDITIONAL, MARGINAL, w, GRID), edm)
    *_, (_, x) = samplers.sample(solvers.heun(field, edm), np.geomspace(2000.0, 0.03, 60), quantiles)
    z = (x[:, 0] - 1.5) / 0.5  # N(3/2, 1/4)
    np.testing.assert_allclose(z, quantiles[:, 0] / 2000.0, atol=0.05)
