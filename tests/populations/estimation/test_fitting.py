"""A fit finds what was put in, says what it cannot know, and its intervals cover."""

import numpy as np
import pytest
from scipy.stats import chi2
from scipy.stats import t as t_law

from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.populations.curves import Bass, Gompertz, Logistic
from utils.populations.epidemics import SIR
from utils.populations.estimation.adoption import CURVES, adoption_likelihood, sales_likelihood
from utils.populations.estimation.densities import least_squares
from utils.populations.estimation.epidemics import exact_sir_likelihood, outbreak_likelihood
from utils.populations.estimation.fitting import climb, fit
from utils.populations.estimation.likelihood import Likelihood, Parameter
from utils.populations.estimation.profiles import likelihood_ratio, profile
from utils.processes.jumps import mean_field

EDGES = np.arange(21.0)


def hill(*curvatures, best=1.0, n=10):
    """ℓ = −Σ a_i (log θ_i − log best)²/2: errors 1/√a_i, and every interval known."""
    a = np.array(curvatures)
    names = "abc"[: len(a)]
    return Likelihood(
        lambda theta: float(-(a @ np.log(theta / best) ** 2) / 2),
        tuple(Parameter(name, 1e-6, 1e6, (0.1, 5.0)) for name in names),
        n,
    )


@pytest.mark.parametrize("curve", [Bass(0.01, 0.5, 900.0), Logistic(0.5, 8.0, 900.0), Gompertz(0.3, 7.0, 900.0)])
def test_a_curve_without_noise_is_found_again(curve):
    name = next(name for name, kind in CURVES.items() if isinstance(curve, kind))
    found = fit(sales_likelihood(Counts(EDGES[1:], curve.per_interval(EDGES), "years"), name))
    truth = [getattr(curve, field) for field in found.names]
    assert found.estimates == pytest.approx(truth, rel=1e-3)


@pytest.mark.parametrize(
    ("noise", "kind"), [("least squares", "present"), ("poisson", "new"), ("negative binomial", "present")]
)
def test_an_epidemic_with_little_noise_is_found_again(noise, kind):
    times = np.arange(1.0, 41.0)
    begin = 0.0 if kind == "present" else None
    path = mean_field(SIR(0.6, 0.25, 100_000), (99_900, 100), np.r_[0.0, times])
    counts = path[1:, 1] if kind == "present" else -np.diff(path[:, 0])
    series = Counts(times, np.round(counts), "days", kind, population=100_000)
    found = fit(outbreak_likelihood(series, noise, 100.0, begin))
    assert [found["beta"], found["gamma"]] == pytest.approx([0.6, 0.25], rel=2e-3)
    assert noise != "negative binomial" or "k" in found.names


def test_r0_and_gamma_give_the_same_maximum_as_beta_and_gamma():
    school = load_school()
    one, other = fit(outbreak_likelihood(school)), fit(outbreak_likelihood(school, ratio=True))
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-4)
    assert one["beta"] == pytest.approx(other["R0"] * other["gamma"], rel=1e-3)


def load_school():
    from utils.data.outbreaks import load_boarding_school

    return load_boarding_school("A")


def test_bass_by_interval_is_a_logistic_cut_off_at_the_launch():
    series = load_adoption("clothes dryers")
    bass, logistic = (fit(sales_likelihood(series, name)) for name in ("Bass", "logistic"))
    assert bass.log_likelihood == pytest.approx(logistic.log_likelihood, abs=1e-4)
    p, q, m = bass.estimates
    assert logistic.estimates == pytest.approx([p + q, np.log(q / p) / (p + q), m * (1 + p / q)], rel=2e-3)


def test_a_fit_that_is_stopped_early_says_so():
    likelihood = sales_likelihood(load_adoption("room air conditioners"))
    assert fit(likelihood).converged
    stopped = fit(likelihood, most=2)
    assert not stopped.converged and stopped.warnings[0].startswith("the fit did not converge")


def test_a_direction_that_does_not_matter_is_named():
    flat = Likelihood(
        lambda theta: float(-(np.log(theta[0] * theta[1]) ** 2)),
        tuple(Parameter(name, 1e-3, 1e3, (1.0, 2.0)) for name in "ab"),
        9,
    )
    assert any("flat in some direction" in one for one in fit(flat).warnings)


def test_errors_are_those_of_the_curvature():
    found = fit(hill(4.0, 100.0))
    assert found.errors == pytest.approx([0.5, 0.1], rel=1e-3) and found.estimates == pytest.approx([1, 1], abs=1e-4)


def test_few_observations_are_an_error_or_a_warning():
    with pytest.raises(ValueError, match="likelihood must have more observations than its 2 parameters, got 2"):
        fit(hill(1.0, 1.0, n=2))
    assert any("too few" in one for one in fit(hill(1.0, 1.0, n=3)).warnings)
    assert not any("too few" in one for one in fit(hill(9.0, 9.0, n=4)).warnings)


def test_a_parameter_known_only_to_a_factor_is_named():
    assert [one.split()[0] for one in fit(hill(1.0, 100.0)).warnings] == ["a"]


def test_outside_of_the_range_nothing_is_likely():
    likelihood = hill(1.0)
    assert likelihood([1e7]) == likelihood([-1.0]) == -np.inf and likelihood([1.0]) == 0.0


def test_a_profile_of_a_quadratic_is_its_interval():
    likelihood = hill(4.0, 1.0)
    for level in (0.5, 0.9, 0.95):
        found = profile(likelihood, fit(likelihood), "a", level)
        half = np.sqrt(chi2.ppf(level, 1)) / 2
        assert np.log([found.low, found.high]) == pytest.approx([-half, half], abs=2e-3)


def test_a_profile_lets_the_others_follow():
    tied = Likelihood(
        lambda theta: float(-2 * np.log(theta[0] / theta[1]) ** 2 - np.log(theta[1]) ** 2 / 2),
        tuple(Parameter(name, 1e-4, 1e4, (2.0,)) for name in "ab"),
        9,
    )  # log a − log b has variance ¼, log b variance 1: log a has 1.25
    found = profile(tied, fit(tied), "a")
    assert np.log(found.high) == pytest.approx(np.sqrt(1.25 * chi2.ppf(0.9, 1)), rel=1e-3)


def test_least_squares_intervals_are_student_s_where_the_model_is_linear():
    """One mean of n values: its profile interval is mean ± t s/√n."""
    y = np.array([4.0, 7.0, 5.5, 6.1, 4.9, 8.2])
    mean = Parameter("mean", -99.0, 99.0, (1.0, 2.0), least=-np.inf, linear=True)
    likelihood = Likelihood(
        lambda theta: least_squares(y, np.full(6, theta[0])), (mean,), 6, lambda theta: (), spread_found=True
    )
    found = profile(likelihood, fit(likelihood), "mean", 0.9)
    expected = t_law.interval(0.9, 5, y.mean(), y.std(ddof=1) / np.sqrt(6))
    assert [found.low, found.high] == pytest.approx(expected, abs=2e-3)


def test_an_end_that_the_data_do_not_bound_is_the_parameter_s_own():
    series = load_adoption("room air conditioners")
    likelihood = sales_likelihood(Counts(series.times[:5], series.counts[:5], "years"))
    found = profile(likelihood, fit(likelihood), "m")
    assert found.high == np.inf and 1000 < found.low < 2000 and "from above" in found.warnings[0]
    medical = adoption_likelihood(load_adoption("medical innovation"))
    ceiling = profile(medical, fit(medical), "c")
    assert ceiling.high == 1.0 and ceiling.estimate == pytest.approx(0.919, abs=1e-3)


def test_a_profile_that_starts_at_a_bound_finds_its_other_end():
    series = load_adoption("room air conditioners")
    likelihood = sales_likelihood(Counts(series.times[:5], series.counts[:5], "years"), noise="negative binomial")
    found = profile(likelihood, fit(likelihood), "m")
    assert found.high == np.inf and 4000 < found.low < 6000  # ℓ_p(10 000) is only .64 below the fit, ℓ_p(5000) 1.45


def test_fewer_may_want_to_than_did():
    medical = adoption_likelihood(load_adoption("medical innovation"))
    low = profile(medical, fit(medical), "c").low
    assert 0.78 < low < 109 / 125  # c is a probability: of 125 doctors 109 may adopt where c is .85


def test_warnings_name_gaps_growth_and_early_starts():
    gap = Counts([1, 2, 3, 5, 6, 7, 8], [3, 9, 20, 60, 30, 9, 2], "years", population=1000)
    assert any("if a time is missing" in one for one in fit(sales_likelihood(gap)).warnings)
    assert any("if a time is missing" in one for one in fit(adoption_likelihood(gap)).warnings)
    late = Counts(np.arange(1, 9), [30, 50, 90, 120, 110, 80, 40, 20], "years", before=40.0)
    assert any("40 had adopted before" in one for one in fit(sales_likelihood(late)).warnings)
    growing = Counts(np.arange(8), [1, 2, 4, 8, 15, 31, 60, 121], "days", "present", population=9999)
    assert any("only the growth rate" in one for one in fit(outbreak_likelihood(growing)).warnings)


def test_the_exact_likelihood_sums_to_one_over_where_a_step_can_lead():
    S, I, N = 6, 2, 9
    total = 0.0
    for left in range(S + 1):
        for ill in range(S - left + I + 1):
            total += np.exp(exact_sir_likelihood([0.0, 0.7], [S, left], [I, ill], N)([1.3, 0.8]))
    assert total == pytest.approx(1.0, abs=1e-8)


def test_impossible_steps_are_refused():
    for susceptible, infected, name in (
        ([5, 6], [3, 1], "susceptible"),
        ([6, 5], [2, 4], "infected"),
        ([6, 5.5], [2, 2], "susceptible"),
        ([6, 5], [-2, 2], "infected"),
    ):
        with pytest.raises(ValueError, match=name):
            exact_sir_likelihood([0.0, 1.0], susceptible, infected, 9)


def test_ninety_per_cent_intervals_cover_nine_times_in_ten():
    """30 runs; 200 in studies/estimation_coverage.py. Binomial(30, .9) is at least 23 with probability .992."""
    rng, truth = np.random.default_rng(21), Bass(0.03, 0.4, 2000.0)
    covered = []
    for _ in range(30):
        series = Counts(EDGES[1:], rng.poisson(truth.per_interval(EDGES)), "years")
        likelihood = sales_likelihood(series, noise="poisson")
        found = fit(likelihood)
        assert found.converged
        interval = profile(likelihood, found, "q")
        covered.append(interval.low <= truth.q <= interval.high)
    assert sum(covered) >= 23


def test_the_likelihood_ratio_of_nested_fits_is_chi_squared():
    """Constant hazard, 40 runs: LR > 2.706 has probability .05 (half of .1, q = 0 being a limit)."""
    rng, N, ratios = np.random.default_rng(22), 400, []
    for _ in range(40):
        when = rng.exponential(5.0, size=N)
        series = Counts(EDGES[1:], np.histogram(when, EDGES)[0], "years", population=N)
        ratios.append(likelihood_ratio(*(fit(adoption_likelihood(series, one)) for one in (True, False)))[0])
    assert min(ratios) > -0.01 and sum(ratio > chi2.ppf(0.9, 1) for ratio in ratios) <= 6


def test_a_climb_with_one_parameter_held_leaves_it():
    x, height, stopped = climb(hill(1.0, 4.0), np.log([3.0, 7.0]), fixed=0)
    assert x == pytest.approx([np.log(3), 0.0], abs=1e-4) and stopped
    assert height == pytest.approx(-(np.log(3) ** 2) / 2)
