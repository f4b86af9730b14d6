"""Identities, limits, accuracy and a referee for the schedules."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from diffusers import DDPMScheduler
from diffusers.schedulers.scheduling_ddpm import rescale_zero_terminal_snr
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import schedules
from utils.generative.schedule import Schedule

DISCRETE = [
    schedules.linear(),
    schedules.linear(T=50),
    schedules.cosine(),
    schedules.cosine(T=7, s=0.0),
    schedules.sigmoid(),
    schedules.sigmoid(T=200, start=0, end=3, tau=0.7),
    schedules.zero_terminal(schedules.linear()),
    schedules.zero_terminal(schedules.cosine(T=20)),
    schedules.from_betas([0.3, 1.0]),
    schedules.from_betas([0.5]),
]
CONTINUOUS = [
    schedules.ornstein_uhlenbeck(),
    schedules.ornstein_uhlenbeck(T=0.3),
    schedules.linear_vp(),
    schedules.cosine_vp(),
    schedules.cosine_vp(s=0.008),
]
OTHER = [schedules.edm(), schedules.edm(0.5), schedules.flow()]  # do not preserve variance
EVERY = DISCRETE + CONTINUOUS + OTHER
every = pytest.mark.parametrize("schedule", EVERY, ids=lambda s: f"{s.name}-{s.T}")
preserving = pytest.mark.parametrize("schedule", DISCRETE + CONTINUOUS, ids=lambda s: f"{s.name}-{s.T}")
continuous = pytest.mark.parametrize("schedule", CONTINUOUS + OTHER, ids=lambda s: f"{s.name}-{s.T}")
discrete = pytest.mark.parametrize("schedule", DISCRETE, ids=lambda s: f"{s.name}-{s.T}")

betas_lists = st.lists(st.floats(1e-12, 0.999), min_size=1, max_size=60)
few = settings(max_examples=60, deadline=None)
EPS = np.finfo(float).eps


def all_times(schedule):
    return schedule.times if schedule.discrete else schedule.grid(997)


@st.composite
def schedule_and_times(draw, count):
    """A schedule and `count` of its times in rising order."""
    schedule = draw(st.sampled_from(EVERY))
    one = st.integers(0, schedule.T) if schedule.discrete else st.floats(0, schedule.T)
    return schedule, sorted(draw(one) for _ in range(count))


# Identities


@preserving
def test_variance_is_preserved(schedule):
    assert schedule.preserves_variance
    t = all_times(schedule)
    # One rounding in each of exp, expm1, two squares and the sum.
    np.testing.assert_allclose(schedule.alpha(t) ** 2 + schedule.sigma(t) ** 2, 1, rtol=6 * EPS)
    np.testing.assert_allclose(schedule.alpha_bar(t), schedule.alpha(t) ** 2, rtol=4 * EPS, atol=0)


@every
def test_starts_with_signal_alone(schedule):
    assert schedule.alpha(0) == 1 and schedule.sigma(0) == 0 and not np.signbit(schedule.sigma(0))
    assert schedule.snr(0) == np.inf and schedule.log_snr(0) == np.inf


@every
def test_signal_to_noise_never_rises_and_agrees_with_its_logarithm(schedule):
    t = all_times(schedule)
    alpha, sigma, snr = schedule.alpha(t[1:]), schedule.sigma(t[1:]), schedule.snr(t)
    assert np.all(snr[1:] < snr[:-1])
    np.testing.assert_allclose(snr[1:], alpha**2 / sigma**2, rtol=10 * EPS, atol=0)
    with np.errstate(divide="ignore"):
        # log turns a relative error of 10 eps into an absolute one.
        np.testing.assert_allclose(schedule.log_snr(t), np.log(snr), rtol=4 * EPS, atol=20 * EPS)


@few
@given(schedule_and_times(count=3))
def test_two_kernels_in_a_row_are_the_long_kernel(case):
    """Chapman–Kolmogorov for r ≤ s ≤ t: factors multiply, variances add after scaling."""
    schedule, (r, s, t) = case
    (alpha_sr, sigma_sr), (alpha_ts, sigma_ts) = schedule.kernel(r, s), schedule.kernel(s, t)
    alpha_tr, sigma_tr = schedule.kernel(r, t)
    # log ᾱ down to −745 has absolute errors of some 1e-13, which exp makes relative ones.
    assert alpha_tr == pytest.approx(alpha_ts * alpha_sr, rel=1e-12, abs=0)
    assert sigma_tr**2 == pytest.approx(alpha_ts**2 * sigma_sr**2 + sigma_ts**2, rel=1e-12, abs=1e-15)


@few
@given(schedule_and_times(count=1))
def test_the_kernel_from_zero_is_the_closed_form(case):
    schedule, (t,) = case
    assert schedule.kernel(0, t) == (schedule.alpha(t), schedule.sigma(t))
    assert schedule.kernel(t, t) == (1, 0)


@discrete
def test_the_chain_of_one_step_kernels_is_the_closed_form(schedule):
    alpha_steps, sigma_steps = schedule.kernel(schedule.times[:-1], schedule.times[1:])
    np.testing.assert_allclose(sigma_steps**2, schedule.betas, rtol=4 * EPS, atol=0)
    alpha, variance = 1.0, 0.0
    for t, (a, s) in enumerate(zip(alpha_steps, sigma_steps, strict=True), start=1):
        alpha, variance = a * alpha, a**2 * variance + s**2
        # T products of numbers rounded to eps: relative error at most about 4 T eps.
        assert alpha == pytest.approx(schedule.alpha(t), rel=4 * schedule.T * EPS, abs=0)
        assert variance == pytest.approx(schedule.sigma(t) ** 2, rel=4 * schedule.T * EPS)


@few
@given(betas_lists)
def test_betas_survive_the_round_trip(betas):
    schedule = schedules.from_betas(betas)
    assert schedule.T == len(betas) == len(schedule.betas)
    # The differences of log ᾱ lose what log ᾱ itself weighs more than one step: eps · |log ᾱ_T|.
    lost = EPS * (2 + np.abs(schedule.log_alpha_bar(schedule.T)))
    np.testing.assert_allclose(schedule.betas, betas, rtol=8 * EPS, atol=2 * lost)
    np.testing.assert_allclose(schedule.alpha_bar(schedule.times[1:]), np.cumprod(1 - np.array(betas)), rtol=1e-13)


@few
@given(betas_lists)
def test_ornstein_uhlenbeck_on_its_grid_is_ddpm(betas):
    ddpm, times = schedules.from_betas(betas), schedules.ou_times(betas)
    ou = schedules.ornstein_uhlenbeck(times[-1])
    np.testing.assert_allclose(ou.alpha(times), ddpm.alpha(ddpm.times), rtol=1e-12)
    np.testing.assert_allclose(ou.sigma(times), ddpm.sigma(ddpm.times), rtol=1e-12)


# Rates and the SDE


@continuous
def test_rates_are_the_derivatives_of_alpha_and_sigma(schedule):
    t, h = schedule.T * np.linspace(0.05, 0.95, 19), 1e-5 * schedule.T
    for rate, curve in zip(schedule.rates(t), (schedule.alpha, schedule.sigma), strict=True):
        central = (curve(t + h) - curve(t - h)) / (2 * h)
        # truncation h²/6 times a third derivative below 1e3, and round-off EPS·σ/h
        np.testing.assert_allclose(rate, central, rtol=1e-6, atol=1e-7)


@continuous
def test_the_sde_moves_mean_and_variance_as_the_schedule_says(schedule):
    """dα/dt = f α and dσ²/dt = 2 f σ² + g²: the moments of dX = f X dt + g dB started at x_0."""
    t, h = schedule.T * np.linspace(0.05, 0.95, 19), 1e-5 * schedule.T
    f, g = schedule.sde(t)
    alpha_slope = (schedule.alpha(t + h) - schedule.alpha(t - h)) / (2 * h)
    variance_slope = (schedule.sigma(t + h) ** 2 - schedule.sigma(t - h) ** 2) / (2 * h)
    np.testing.assert_allclose(f * schedule.alpha(t), alpha_slope, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(2 * f * schedule.sigma(t) ** 2 + g**2, variance_slope, rtol=1e-6, atol=1e-6)


def test_the_sdes_are_the_textbook_ones():
    t = np.linspace(0, 1, 11)
    for f_g, expected in (
        (schedules.ornstein_uhlenbeck(1.0).sde(t), (-np.ones(11), np.full(11, 2**0.5))),
        (schedules.linear_vp().sde(t), (-0.5 * (0.1 + 19.9 * t), np.sqrt(0.1 + 19.9 * t))),
        (schedules.edm(1.0).sde(t), (np.zeros(11), np.sqrt(2 * t))),
    ):
        np.testing.assert_allclose(f_g, expected, rtol=1e-12, atol=1e-15)


def test_rates_at_the_ends_are_limits_and_no_warning_is_given(recwarn):
    assert schedules.cosine_vp().rates(0.0) == (0, np.pi / 2)
    assert schedules.cosine_vp(0.1).rates(0.0)[1] == schedules.linear_vp().rates(0.0)[1] == np.inf
    assert schedules.flow().rates(1.0) == (-1, 1) and schedules.flow().sde(1.0)[0] == -np.inf
    assert schedules.cosine_vp().rates(1.0)[0] == pytest.approx(-np.pi / 2)
    assert schedules.edm().rates([0.0, 80.0])[1].tolist() == [1, 1]
    assert not recwarn.list


# Schedules that do not preserve variance


def test_edm_and_flow_are_their_textbook_formulas():
    t = np.linspace(0, 1, 101)
    np.testing.assert_array_equal(schedules.edm(1.0).alpha(t), np.ones(101))
    np.testing.assert_array_equal(schedules.edm(1.0).sigma(t), t)
    np.testing.assert_allclose(schedules.flow().alpha(t), 1 - t, rtol=0, atol=EPS)
    np.testing.assert_array_equal(schedules.flow().sigma(t), t)
    assert not schedules.edm().preserves_variance and not schedules.flow().preserves_variance


@given(st.floats(0, 80), st.floats(1e-9, 1))
@few
def test_edm_kernel_adds_variances_and_keeps_its_digits_in_tiny_steps(s, h):
    t = min(s + h * (1 + s), 80.0)
    exact = float(Fraction(t) ** 2 - Fraction(s) ** 2) ** 0.5
    assert schedules.edm().kernel(s, t) == (1, pytest.approx(exact, rel=1e-14, abs=0))


def test_linear_vp_is_the_limit_of_the_linear_betas():
    """With β_i = β(i/N)/N, log ᾱ differs from the integral by O(1/N): ten times the steps, a tenth of the error."""
    vp, errors = schedules.linear_vp(0.1, 20.0), []
    for n in (1000, 10_000):
        chain = schedules.from_betas((0.1 + 19.9 * np.arange(1, n + 1) / n) / n)
        errors.append(abs(chain.log_alpha_bar(n) - vp.log_alpha_bar(1.0)))
    assert errors[1] == pytest.approx(errors[0] / 10, rel=0.1)


# Zero terminal signal


@pytest.mark.parametrize("schedule", [s for s in DISCRETE if s.T > 1], ids=lambda s: f"{s.name}-{s.T}")
def test_zero_terminal_ends_in_noise_and_keeps_the_first_step(schedule):
    rescaled = schedules.zero_terminal(schedule)
    assert rescaled.alpha_bar(schedule.T) == 0 and rescaled.betas[-1] == 1
    assert rescaled.alpha_bar(1) == schedule.alpha_bar(1) and rescaled.alpha_bar(0) == 1
    before, after = schedule.alpha(schedule.times[1:]), rescaled.alpha(schedule.times[1:])
    affine = before[0] * (before - before[-1]) / (before[0] - before[-1])
    np.testing.assert_allclose(after, affine, rtol=0, atol=1e-14)  # the naive formula cancels at the end


@pytest.mark.parametrize("schedule", [schedules.linear(), schedules.linear(T=50), schedules.cosine(T=100)])
def test_zero_terminal_agrees_with_diffusers(schedule):
    referee = rescale_zero_terminal_snr(torch.tensor(schedule.betas)).numpy()
    # The referee subtracts square roots of ᾱ near its end, so it is good to about 1e-16/√ᾱ_{T−1} there.
    smallest = schedules.zero_terminal(schedule).alpha(schedule.T - 1)
    np.testing.assert_allclose(schedules.zero_terminal(schedule).betas, referee, rtol=0, atol=1e-14 / smallest)


# A referee, and the published formulas


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (schedules.linear(), DDPMScheduler(beta_schedule="linear")),
        (schedules.linear(T=50), DDPMScheduler(50, beta_schedule="linear")),
        (schedules.linear(300, 1e-3, 0.1), DDPMScheduler(300, 1e-3, 0.1, beta_schedule="linear")),
        (schedules.cosine(), DDPMScheduler(beta_schedule="squaredcos_cap_v2")),
        (schedules.cosine(T=50), DDPMScheduler(50, beta_schedule="squaredcos_cap_v2")),
    ],
)
def test_betas_and_alpha_bar_agree_with_diffusers(ours, theirs):
    single = np.finfo(np.float32).eps  # the referee's tables are float32
    np.testing.assert_allclose(ours.betas, theirs.betas.numpy(), rtol=4 * single)
    # T products, each rounded, of numbers 1 − β that carry β's rounding: relative error of each up to single/(1 − β).
    rtol = single * np.sum(1 / (1 - ours.betas))
    np.testing.assert_allclose(ours.alpha_bar(ours.times[1:]), theirs.alphas_cumprod.numpy(), rtol=rtol)


def test_from_betas_agrees_with_diffusers_on_its_own_sigmoid_betas():
    """That library's "sigmoid" bends β, not ᾱ: another curve under the same name, so only the product is compared."""
    theirs = DDPMScheduler(beta_schedule="sigmoid")
    ours = schedules.from_betas(theirs.betas.double().numpy())
    rtol = 1000 * np.finfo(np.float32).eps
    np.testing.assert_allclose(ours.alpha_bar(ours.times[1:]), theirs.alphas_cumprod.numpy(), rtol=rtol)


@pytest.mark.parametrize(("start", "end", "tau"), [(-3, 3, 1.0), (0, 3, 0.3), (-3, 3, 0.1)])
def test_sigmoid_is_the_published_formula(start, end, tau):
    def logistic(z):
        return 1 / (1 + np.exp(-z))

    t = np.arange(1001) / 1000
    v_start, v_end = logistic(start / tau), logistic(end / tau)
    published = np.clip((v_end - logistic((t * (end - start) + start) / tau)) / (v_end - v_start), 1e-9, 1)
    ours = schedules.sigmoid(1000, start, end, tau)
    # z is good to eps · max|z|, the logistic function's slope is at most ¼, and a few roundings follow.
    atol = EPS * (4 + max(abs(start), abs(end)) / tau / 4) / (v_end - v_start)
    np.testing.assert_allclose(ours.alpha_bar(ours.times), published, rtol=0, atol=atol)


def test_cosine_is_the_published_formula_but_for_the_capped_step():
    t = np.arange(1001) / 1000
    f = np.cos((t + 0.008) / 1.008 * np.pi / 2) ** 2
    ours = schedules.cosine()
    np.testing.assert_allclose(ours.alpha_bar(ours.times)[:-1], f[:-1] / f[0], rtol=1e-9)
    assert ours.betas[-1] == pytest.approx(0.999, rel=1e-12)


def test_continuous_schedules_are_their_textbook_formulas():
    t = np.linspace(0, 1, 101)
    np.testing.assert_allclose(schedules.cosine_vp().alpha(t), np.cos(np.pi * t / 2), atol=2 * EPS)
    np.testing.assert_allclose(schedules.cosine_vp().sigma(t), np.sin(np.pi * t / 2), atol=2 * EPS)
    np.testing.assert_allclose(schedules.ornstein_uhlenbeck(1.0).alpha(t), np.exp(-t), rtol=4 * EPS)
    np.testing.assert_allclose(schedules.ornstein_uhlenbeck(1.0).sigma(t), np.sqrt(1 - np.exp(-2 * t)), atol=1e-15)
    vp = schedules.linear_vp(0.1, 20.0)
    np.testing.assert_allclose(vp.alpha_bar(t), np.exp(-(0.1 * t + 19.9 * t**2 / 2)), rtol=1e-14)


# Limits and accuracy


@given(st.lists(st.floats(1e-18, 1e-3), min_size=1, max_size=6))
@few
def test_sigma_is_right_to_1e_12_against_exact_fractions(betas):
    left = Fraction(1)
    schedule = schedules.from_betas(betas)
    for t, beta in enumerate(betas, start=1):
        left *= 1 - Fraction(beta)
        assert schedule.sigma(t) == pytest.approx(float(1 - left) ** 0.5, rel=1e-12, abs=0)


@given(st.floats(1e-200, 1e-7))
@few
def test_sigma_of_continuous_schedules_follows_its_series_at_tiny_t(t):
    def root_of_lost(x):  # √(1 − e^{−x}) = √x (1 − x/4 + O(x²)), and x < 2e-6 here
        return np.sqrt(x) * (1 - x / 4)

    assert schedules.ornstein_uhlenbeck().sigma(t) == pytest.approx(root_of_lost(2 * t), rel=1e-12, abs=0)
    assert schedules.linear_vp().sigma(t) == pytest.approx(root_of_lost(0.1 * t + 19.9 * t * t / 2), rel=1e-12, abs=0)
    assert schedules.cosine_vp().sigma(t) == pytest.approx(np.pi * t / 2 * (1 - (np.pi * t / 2) ** 2 / 6), rel=1e-12)


@pytest.mark.parametrize("s", [0.0, 0.008])
def test_cosine_vp_keeps_its_digits_as_the_signal_vanishes(s):
    schedule, gap = schedules.cosine_vp(s), 2.0**-40  # 1 − gap is exact
    expected = gap * (np.pi / 2) / (1 + s) / np.cos(s / (1 + s) * np.pi / 2)  # cos(π/2 − x) = x
    assert schedule.alpha(1 - gap) == pytest.approx(expected, rel=1e-12)


def test_where_no_signal_is_left_the_numbers_are_exact_and_no_warning_is_given(recwarn):
    for schedule in (schedules.cosine_vp(), schedules.zero_terminal(schedules.linear())):
        t = schedule.T
        assert (schedule.alpha(t), schedule.sigma(t), schedule.snr(t), schedule.log_snr(t)) == (0, 1, 0, -np.inf)
        assert schedule.kernel(0, t) == (0, 1) and schedule.kernel(t, t) == (1, 0)
    assert not recwarn.list


def test_ornstein_uhlenbeck_forgets_its_start_even_at_absurd_times(recwarn):
    schedule = schedules.ornstein_uhlenbeck(T=1e4)
    assert (schedule.alpha(1e4), schedule.sigma(1e4), schedule.snr(1e4), schedule.log_snr(1e4)) == (0, 1, 0, -2e4)
    assert not recwarn.list


# Shapes


@every
def test_times_keep_their_shape(schedule):
    t = np.zeros((2, 3), dtype=int)
    for method in ("alpha", "sigma", "snr", "log_snr", "alpha_bar", "log_alpha_bar"):
        value = getattr(schedule, method)
        assert value(t).shape == (2, 3) and value(t).dtype == np.float64
        assert np.ndim(value(0)) == 0


def test_kernel_broadcasts_its_two_times():
    alpha, sigma = schedules.linear().kernel(np.arange(3), np.array([[10], [20]]))
    assert alpha.shape == sigma.shape == (2, 3)
    assert alpha[1, 2] == schedules.linear().kernel(2, 20)[0]


def test_grid_and_times_run_from_zero_to_the_end():
    np.testing.assert_array_equal(schedules.linear(T=3).times, [0, 1, 2, 3])
    np.testing.assert_allclose(schedules.ornstein_uhlenbeck(T=2.0).grid(4), [0, 0.5, 1, 1.5, 2], rtol=EPS)


def test_noise_uses_each_pictures_own_time():
    schedule, rng = schedules.linear(), np.random.default_rng(0)
    x0, eps, t = rng.normal(size=(4, 8, 8)), rng.normal(size=(4, 8, 8)), np.array([0, 1, 500, 1000])
    x_t = schedule.noise(x0, t, eps)
    for i in range(4):
        np.testing.assert_array_equal(x_t[i], schedule.alpha(t[i]) * x0[i] + schedule.sigma(t[i]) * eps[i])
        np.testing.assert_array_equal(x_t[i], schedule.noise(x0[i], t[i], eps[i]))
    np.testing.assert_array_equal(x_t[0], x0[0])


def test_tables_cannot_be_changed_from_outside():
    betas = np.array([0.1, 0.2])
    schedule = schedules.from_betas(betas)
    betas[:] = 0.9
    schedule.log_alpha_bar(schedule.times)[:] = 0
    np.testing.assert_allclose(schedule.betas, [0.1, 0.2], rtol=1e-14)


# Bad input: the message names the argument, the value received and what was expected

X = np.zeros((3, 2))


def test_a_schedule_called_gives_both_levels_as_floats_or_as_arrays():
    for schedule in (schedules.linear(), schedules.edm(), schedules.cosine_vp()):
        t = schedule.T / 2
        alpha, sigma = schedule(t)
        assert type(alpha) is float and type(sigma) is float
        assert (alpha, sigma) == (schedule.alpha(t), schedule.sigma(t))
        times = np.array([[0, schedule.T], [t, t]])
        for found, expected in zip(schedule(times), (schedule.alpha(times), schedule.sigma(times)), strict=True):
            assert np.array_equal(found, expected) and found.shape == (2, 2)


def test_noise_is_the_same_in_torch_and_follows_dtype_and_device():
    rng, schedule = np.random.default_rng(0), schedules.cosine_vp()
    x0, eps, t = *rng.normal(size=(2, 5, 3)), rng.uniform(size=5)
    for times in (0.3, t):
        ours = schedule.noise(torch.tensor(x0), times, torch.tensor(eps))
        assert np.array_equal(ours.numpy(), schedule.noise(x0, times, eps))
    single = schedule.noise(torch.tensor(x0).float(), torch.tensor(t), torch.tensor(eps).float())
    assert single.dtype == torch.float32
    elsewhere = schedule.noise(torch.zeros(5, 3, device="meta"), t, torch.zeros(5, 3, device="meta"))
    assert elsewhere.device.type == "meta" and elsewhere.shape == (5, 3)
    with pytest.raises(ValueError, match="eps must be of x0's kind, numpy or torch, got ndarray"):
        schedule.noise(torch.tensor(x0), t, eps)


def test_whole_numbers_are_points_and_times_like_any_others():
    schedule, x0, eps = schedules.edm(), np.array([[1, -2], [3, 4]]), np.array([[0, 1], [1, 0]])
    expected = schedule.noise(x0.astype(float), 2.0, eps.astype(float))
    assert np.array_equal(schedule.noise(x0, 2, eps), expected)
    assert np.array_equal(schedule.noise(x0.tolist(), 2, eps.tolist()), expected)
    ours = schedule.noise(torch.tensor(x0), 2, torch.tensor(eps))
    assert ours.dtype == torch.float32 and np.array_equal(ours.numpy(), expected)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: schedules.linear().alpha(-1), r"t must lie in \[0, 1000\], got -1"),
        (lambda: schedules.linear().sigma([0, 1001]), r"t must lie in \[0, 1000\], got 1001"),
        (lambda: schedules.linear().snr([1, 2.5]), r"t must be whole for the discrete 'linear', got 2.5"),
        (lambda: schedules.linear_vp().alpha(np.nan), r"t must lie in \[0, 1\], got nan"),
        (lambda: schedules.linear().alpha("3"), r"t must be an array of numbers, got .*'3'"),
        (lambda: schedules.linear().alpha(True), r"t must be an array of numbers, got bool True"),
        (lambda: schedules.linear().kernel(5, 3), r"s must not exceed t, got s = 5 with t = 3"),
        (lambda: schedules.linear().kernel(-1, 3), r"s must lie in \[0, 1000\], got -1"),
        (lambda: schedules.linear().noise(X, 1, np.zeros(2)), r"eps must have x0's shape \(3, 2\), got \(2,\)"),
        (lambda: schedules.linear().noise(X, [1, 2], X), r"t must be one time or match .* \(3, 2\), got shape \(2,\)"),
        (lambda: schedules.linear().grid(4), r"grid needs a continuous schedule, got 'linear'"),
        (lambda: schedules.linear_vp().grid(0), r"n must be a whole number of at least 1, got 0"),
        (lambda: schedules.linear_vp().times, r"times need a discrete schedule, got 'linear VP'"),
        (lambda: schedules.linear_vp().betas, r"betas need a discrete schedule, got 'linear VP'"),
        (lambda: schedules.from_betas([0.1, -0.2]), r"betas must lie in \[0, 1\) .* got β_2 = -0.2"),
        (lambda: schedules.from_betas([1.0, 0.1]), r"betas must lie in \[0, 1\) .* got β_1 = 1"),
        (lambda: schedules.from_betas([0.1, np.nan]), r"betas .* got β_2 = nan"),
        (lambda: schedules.from_betas([]), r"betas must have shape \(T,\), got \(0,\)"),
        (lambda: schedules.from_betas(0.1), r"betas must have shape \(T,\), got \(\)"),
        (lambda: schedules.linear(T=0), r"T must be a whole number of at least 1, got 0"),
        (lambda: schedules.linear(T=10.0), r"T must be a whole number of at least 1, got 10.0"),
        (lambda: schedules.linear(beta_min=0), r"beta_min must lie in \(0, 1\), got 0"),
        (lambda: schedules.linear(beta_max=1), r"beta_max must lie in \(0, 1\), got 1"),
        (lambda: schedules.linear(beta_min=0.1), r"beta_min must not exceed beta_max, got beta_min = 0.1"),
        (lambda: schedules.linear_vp(30.0), r"beta_min must not exceed beta_max, got beta_min = 30"),
        (lambda: schedules.cosine(T=-5), r"T must be a whole number of at least 1, got -5"),
        (lambda: schedules.cosine(s=-0.1), r"s must be a finite number of at least 0, got -0.1"),
        (lambda: schedules.cosine(beta_max=1.0), r"beta_max must lie in \(0, 1\), got 1.0"),
        (lambda: schedules.sigmoid(T="9"), r"T must be a whole number of at least 1, got '9'"),
        (lambda: schedules.sigmoid(tau=0), r"tau must be a positive number, got 0"),
        (lambda: schedules.sigmoid(start=3, end=-3), r"start must be below end, got start = 3 and end = -3"),
        (lambda: schedules.sigmoid(end=800), r"end must lie in \(-700.0, 700.0\), got 800"),
        (lambda: schedules.sigmoid(alpha_bar_min=0), r"alpha_bar_min must lie in \(0, 1\), got 0"),
        (lambda: schedules.zero_terminal(schedules.linear_vp()), r"schedule must be discrete .* got .*linear VP"),
        (
            lambda: schedules.zero_terminal(schedules.from_betas([0.5])),
            r"schedule must be .* T of at least 2, got .*T=1",
        ),
        (lambda: schedules.zero_terminal(schedules.from_betas([0.5, 0.0])), r"schedule must lose signal after t = 1"),
        (lambda: schedules.ornstein_uhlenbeck(T=-1), r"T must be a positive number, got -1"),
        (lambda: schedules.ou_times([0.1, 1.0]), r"betas must all be below 1 .* got β_T = 1"),
        (lambda: schedules.linear_vp(beta_min=-1), r"beta_min must be a positive number, got -1"),
        (
            lambda: schedules.linear_vp(beta_max=np.inf),
            r"beta_max must be a positive number, got inf",
        ),
        (lambda: schedules.edm(0), r"sigma_max must be a positive number, got 0"),
        (lambda: schedules.edm().alpha(81), r"t must lie in \[0, 80\], got 81"),
        (lambda: schedules.edm().betas, r"betas need a discrete schedule, got 'EDM'"),
        (lambda: schedules.linear().rates(1), r"rates need a continuous schedule .* got 'linear'"),
        (lambda: schedules.linear().sde(1), r"rates need a continuous schedule .* got 'linear'"),
        (lambda: schedules.flow().rates(1.1), r"t must lie in \[0, 1\], got 1.1"),
        (lambda: Schedule("odd", 2, True, np.zeros_like, lambda t: t).betas, r"betas need .* variance, got 'odd'"),
        (lambda: schedules.cosine_vp(s=np.nan), r"s must be a finite number of at least 0, got nan"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_schedule_prints_what_it_is():
    assert repr(schedules.linear()) == "Schedule(name='linear', T=1000, discrete=True)"
    assert isinstance(schedules.linear(), Schedule)
