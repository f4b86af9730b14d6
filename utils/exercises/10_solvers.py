"""Exercises of lecture 10: Heun, the exponential integrator, two steps of memory, orders, EDM's grid."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, function, prediction

# 10.1 ----------------------------------------------------------------- predict: halve the steps
HALVED = prediction(
    "10.1",
    title="Predict: twice as many steps",
    points=1,
    reference=4.0,
    rtol=0.05,
    mistakes=[
        Mistake("by 2", 2.0, "That is Euler's rate: twice the steps, half the error."),
        Mistake("by 8", 8.0, "One single step does gain a factor 8. But there are twice as many of them."),
        Mistake("by 16", 16.0, "16 belongs to a rule of fourth order."),
    ],
    reveal="Heun's error falls like the square of the step, so by about 4. The measurement of section 5 shows it.",
)


# 10.2 ----------------------------------------------------------------- Heun
def heun_step(y, u, u_next, v):
    """Euler to a trial point, then again with the mean of the two slopes; Euler alone if u_next = 0."""

    def slope(y, u):
        return u * y / (v + u**2)

    trial = y + (u_next - u) * slope(y, u)
    if u_next == 0:
        return trial
    return y + (u_next - u) * (slope(y, u) + slope(trial, u_next)) / 2


def _slope(y, u, v):
    return u * y / (v + u**2)


def _heun(rule):
    """A wrong rule: (y, trial, first slope, step, u, u_next, v) -> y_next."""

    def wrong(y, u, u_next, v):
        first = _slope(y, u, v)
        return rule(y, y + (u_next - u) * first, first, u_next - u, u, u_next, v)

    return wrong


HEUN = function(
    "10.2",
    title="Heun's step",
    points=2,
    reference=heun_step,
    inputs=lambda rng: (
        [(2.0, 3.0, 1.0, 4.0), (-1.5, 2.0, 0.0, 0.5)]
        + [
            (float(y), float(u), float(u * f), float(v))
            for y, u, f, v in zip(
                rng.normal(size=4) + 1, rng.uniform(0.5, 5, 4), rng.uniform(0.2, 0.8, 4), rng.uniform(0.3, 3, 4)
            )
        ]
    ),
    mistakes=[
        Mistake(
            "Euler",
            _heun(lambda y, trial, k, h, u, w, v: trial),
            "That is the trial point, Euler's step. Ask for the slope there as well.",
        ),
        Mistake(
            "the second slope alone",
            _heun(lambda y, trial, k, h, u, w, v: y + h * _slope(trial, w, v) if w else trial),
            "You used only the slope at the trial point. Take the mean of both.",
        ),
        Mistake(
            "the sum of the slopes",
            _heun(lambda y, trial, k, h, u, w, v: y + h * (k + _slope(trial, w, v)) if w else trial),
            "Two slopes added make a step of double length. Half of each.",
        ),
        Mistake(
            "started from the trial point",
            _heun(lambda y, trial, k, h, u, w, v: trial + h * (k + _slope(trial, w, v)) / 2 if w else trial),
            "The mean slope belongs to a step that starts at y, not at the trial point.",
        ),
        Mistake(
            "second slope at the old level",
            _heun(lambda y, trial, k, h, u, w, v: y + h * (k + _slope(trial, u, v)) / 2 if w else trial),
            "The trial point has noise level u_next. Ask there.",
        ),
        Mistake(
            "second slope at the old point",
            _heun(lambda y, trial, k, h, u, w, v: y + h * (k + _slope(y, w, v)) / 2 if w else trial),
            "At level u_next the point is near the trial point, not at y.",
        ),
        Mistake(
            "step with the wrong sign",
            _heun(lambda y, trial, k, h, u, w, v: y - h * (k + _slope(y - h * k, w, v)) / 2 if w else y - h * k),
            "u falls, so the step u_next − u is negative. Your y moves away from the data.",
        ),
        Mistake(
            "the denoiser's answer as slope",
            lambda y, u, w, v: (
                lambda d: y + (w - u) * (d(y, u) + d(y + (w - u) * d(y, u), w)) / 2 if w else y + (w - u) * d(y, u)
            )(lambda y, u: v * y / (v + u**2)),
            "v y/(v + u²) is the denoiser. The slope is the noise, (y − D)/u.",
        ),
        Mistake(
            "second step with the wrong sign",
            _heun(lambda y, trial, k, h, u, w, v: y - h * (k + _slope(trial, w, v)) / 2 if w else trial),
            "The trial point is right. But the last line goes away from the data: u_next − u is negative.",
        ),
        Mistake(
            "midpoint",
            _heun(lambda y, trial, k, h, u, w, v: y + h * _slope(y + h * k / 2, u + h / 2, v) if w else trial),
            "You asked in the middle of the step: the midpoint rule. It is of second order too, but Heun asks at both ends.",
        ),
        Mistake(
            "corrected at 0 as well",
            _heun(lambda y, trial, k, h, u, w, v: y + h * (k + _slope(trial, w, v)) / 2),
            "For u_next = 0 return the trial point: in general (y − D)/u cannot be asked for there.",
        ),
    ],
    hints=[
        "First the slope at (y, u), then the trial point, then the slope at (trial, u_next).",
        "y + (u_next − u) times the mean of the two slopes.",
    ],
)


# 10.3 ----------------------------------------------------------------- the exponential integrator
def exponential_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s):
    """x_s = (σ_s/σ_t) x_t + (α_s − α_t σ_s/σ_t) x̂_0."""
    ratio = sigma_s / sigma_t
    return ratio * x_t + (alpha_s - alpha_t * ratio) * x0


def exponential_inputs(rng):
    rows = [(1.0, 0.5, 0.6, 0.8, 0.8, 0.6), (0.7, -0.2, 0.8, 0.6, 1.0, 0.0), (1.5, -0.4, 1.0, 3.0, 1.0, 2.0)]
    for _ in range(3):
        a_s, share = rng.uniform(0.7, 0.95), rng.uniform(0.4, 0.8)
        rows.append(
            (
                rng.normal(size=3),
                rng.normal(size=3),
                a_s * share,
                np.sqrt(1 - (a_s * share) ** 2),
                a_s,
                np.sqrt(1 - a_s**2),
            )
        )
    return rows


EXPONENTIAL = function(
    "10.3",
    title="The exponential integrator",
    points=2,
    reference=exponential_step,
    inputs=exponential_inputs,
    mistakes=[
        Mistake(
            "x scaled by the signals",
            lambda x, d, a, s, b, r: b / a * x + (b - a * b / a * r / s) * d,
            "x/σ is what stays simple here, so x_t is multiplied by σ_s/σ_t and not by α_s/α_t.",
        ),
        Mistake(
            "difference of the signals",
            lambda x, d, a, s, b, r: r / s * x + (b - a) * d,
            "The integral of d(α/σ) is a difference of ratios α/σ, not of α.",
        ),
        Mistake(
            "all of the signal",
            lambda x, d, a, s, b, r: r / s * x + b * d,
            "x_t, scaled, still holds a share of the data. What is added is α_s less that share.",
        ),
        Mistake(
            "weights that add to 1",
            lambda x, d, a, s, b, r: r / s * x + (1 - r / s) * d,
            "That is right for α = 1 only (EDM). In general 1 − σ_s/σ_t becomes α_s − α_t σ_s/σ_t.",
        ),
        Mistake(
            "ratio upside down",
            lambda x, d, a, s, b, r: np.float64(s) / r * x + (b - a * np.float64(s) / r) * d if r else np.nan * x,
            "Your noise grows on the way to the data. Solve x_s/σ_s = x_t/σ_t + … for x_s once more.",
        ),
        Mistake(
            "x_t taken for the noise",
            lambda x, d, a, s, b, r: b * d + r * x,
            "x_t is not the noise: ε̂ is (x_t − α_t x̂_0)/σ_t.",
        ),
        Mistake(
            "x_0 not shrunk in ε̂",
            lambda x, d, a, s, b, r: b * d + r * (x - d) / s,
            "You went through ε̂. Solve x_t = α_t x̂_0 + σ_t ε̂ for it.",
        ),
        Mistake(
            "whole log-SNR for its half",
            lambda x, d, a, s, b, r: r / s * x + (b - (a * r / s) ** 2 / b) * d,
            "The exponent is the step in log(α/σ), which is half the step in log-SNR.",
        ),
        Mistake(
            "sign",
            lambda x, d, a, s, b, r: r / s * x - (b - a * r / s) * d,
            "The data part is added: more of x̂_0 as the noise goes.",
        ),
        Mistake(
            "kept noise forgotten",
            lambda x, d, a, s, b, r: (b - a * r / s) * d + 0 * x,
            "The first term is missing: x_t with its noise shrunk.",
        ),
        Mistake(
            "divided by σ_s",
            lambda x, d, a, s, b, r: x / s + (b - a * r / s) * d,
            "You have x_s/σ_s in the first term. Multiply it by σ_s.",
        ),
    ],
    hints=["x_s/σ_s − x_t/σ_t = x̂_0 (α_s/σ_s − α_t/σ_t). Multiply by σ_s.", "At σ_s = 0 the step must return α_s x̂_0."],
)


# 10.4 ----------------------------------------------------------------- two steps of memory
def two_step(y, x0, x0_before, u_before, u, u_next):
    """DPM-Solver++(2M) with α = 1: the denoiser's answer extrapolated by half a step in log u."""
    h, h_before = np.log(u / u_next), np.log(u_before / u)
    estimate = x0 + h / (2 * h_before) * (x0 - x0_before)
    return u_next / u * y + (1 - u_next / u) * estimate


def _two(share, sign=1.0, back=False):
    def wrong(y, x0, x0_before, u_before, u, u_next):
        h, g = np.log(u / u_next), np.log(u_before / u)
        base = x0_before if back else x0
        estimate = base + sign * share(h, g, u_before, u, u_next) * (x0 - x0_before)
        return u_next / u * y + (1 - u_next / u) * estimate

    return wrong


TWO_STEP = function(
    "10.4",
    title="Two steps of memory",
    points=3,
    reference=two_step,
    inputs=lambda rng: (
        [(1.0, 0.5, 0.3, 12.0, 4.0, 1.0)]
        + [
            (float(y), float(a), float(b), float(u * p), float(u), float(u * q))
            for y, a, b, u, p, q in zip(
                *rng.normal(size=(3, 4)), rng.uniform(0.2, 5, 4), rng.uniform(1.3, 4, 4), rng.uniform(0.2, 0.8, 4)
            )
        ]
    ),
    mistakes=[
        Mistake(
            "one step only",
            _two(lambda h, g, p, u, w: 0.0),
            "That is the exponential integrator. The former answer is not used.",
        ),
        Mistake(
            "the half forgotten",
            _two(lambda h, g, p, u, w: h / g),
            "You extrapolated to the end of the step. Its middle is wanted, so half as far.",
        ),
        Mistake(
            "the ratio upside down",
            _two(lambda h, g, p, u, w: g / (2 * h)),
            "The slope is (x0 − x0_before) per former step; go half a present step along it.",
        ),
        Mistake(
            "equal steps assumed",
            _two(lambda h, g, p, u, w: 0.5),
            "½ is right only when the two steps in log u are equally long.",
        ),
        Mistake(
            "steps measured in u",
            _two(lambda h, g, p, u, w: (u - w) / (2 * (p - u))),
            "The line is drawn over log(α/σ) = −log u, so both steps are differences of logarithms.",
        ),
        Mistake(
            "sign",
            _two(lambda h, g, p, u, w: h / (2 * g), sign=-1.0),
            "Extrapolate forwards: the change goes on in the direction it had.",
        ),
        Mistake(
            "from the former answer",
            _two(lambda h, g, p, u, w: h / (2 * g), back=True),
            "Start from the present answer, x0.",
        ),
        Mistake(
            "weights exchanged",
            lambda y, d, e, p, u, w: (1 - w / u) * y + w / u * (d + np.log(u / w) / (2 * np.log(p / u)) * (d - e)),
            "At u_next = 0 nothing of y remains. Which factor belongs to y?",
        ),
        Mistake(
            "(10.11) for (10.12)",
            lambda y, d, e, p, u, w: (
                w / u * y + (1 - w / u) * d + (np.log(u / w) - 1 + w / u) * (d - e) / np.log(p / u)
            ),
            "That is (10.11), the line integrated exactly: of order 2 as well. The published form (10.12) is asked.",
        ),
        Mistake(
            "step in log-SNR",
            _two(lambda h, g, p, u, w: h / g / 4),
            "If both steps are doubled the ratio stays. You halved once too often.",
        ),
    ],
    hints=[
        "h = log(u/u_next) and h_before = log(u_before/u) are both positive.",
        "Estimate = x0 + h/(2 h_before) (x0 − x0_before); then the exponential step with α = 1.",
    ],
)


# 10.5 ----------------------------------------------------------------- measure an order
def order(steps, errors):
    """Minus the least-squares slope of log error over log steps."""
    return -np.polyfit(np.log(steps), np.log(errors), 1)[0]


ORDER = function(
    "10.5",
    title="Measure an order",
    points=2,
    reference=order,
    inputs=lambda rng: (
        [(np.array([10.0, 20.0, 80.0]), np.array([0.4, 0.1, 0.01]))]
        + [
            (n, float(rng.uniform(0.1, 2)) * n**-p * np.exp(0.1 * rng.normal(size=5)))
            for p, n in (
                (1.0, np.array([10.0, 20.0, 40.0, 80.0, 200.0])),
                (2.0, np.array([5.0, 10.0, 18.0, 50.0, 100.0])),
            )
        ]
    ),
    mistakes=[
        Mistake("sign", lambda n, e: -order(n, e), "The error falls, so the slope is negative. The order is its size."),
        Mistake(
            "no logarithm of the steps",
            lambda n, e: -np.polyfit(n, np.log(e), 1)[0],
            "e ≈ C n^−p is a straight line when both axes are logarithmic.",
        ),
        Mistake("no logarithms", lambda n, e: -np.polyfit(n, e, 1)[0], "Fit the logarithms: log e = log C − p log n."),
        Mistake(
            "no logarithm of the errors",
            lambda n, e: -np.polyfit(np.log(n), e, 1)[0],
            "Take the logarithm of the errors as well.",
        ),
        Mistake(
            "axes exchanged",
            lambda n, e: -np.polyfit(np.log(e), np.log(n), 1)[0],
            "The error depends on the steps: log steps along x.",
        ),
        Mistake(
            "mean over neighbours",
            lambda n, e: -np.mean(np.diff(np.log(e)) / np.diff(np.log(n))),
            "You averaged the slopes between neighbours. A least-squares line weighs the points otherwise.",
        ),
        Mistake(
            "first and last only",
            lambda n, e: -np.log(e[-1] / e[0]) / np.log(n[-1] / n[0]),
            "You used two points. All of them are to be used, by least squares.",
        ),
        Mistake(
            "last two only",
            lambda n, e: -np.log(e[-1] / e[-2]) / np.log(n[-1] / n[-2]),
            "You used the last two points. All are to be used, by least squares.",
        ),
        Mistake(
            "the constant",
            lambda n, e: np.polyfit(np.log(n), np.log(e), 1)[1],
            "That is log C. np.polyfit gives the slope first.",
        ),
        Mistake(
            "base mixed",
            lambda n, e: -np.polyfit(np.log2(n), np.log(e), 1)[0],
            "The two logarithms must have the same base.",
        ),
    ],
    hints=[
        "np.polyfit(x, y, 1) returns slope and constant of the least-squares line.",
        "x = log(steps), y = log(errors); the order is minus the slope.",
    ],
)


# 10.6 ----------------------------------------------------------------- EDM's grid
def edm_grid(n, u_min, u_max, rho):
    """n levels evenly spaced in u^{1/ρ}, from u_max down to u_min, and then 0."""
    levels = np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n) ** rho
    return np.append(levels, 0.0)


EDM_GRID = function(
    "10.6",
    title="EDM's grid",
    points=2,
    reference=edm_grid,
    inputs=lambda rng: (
        [(3, 1.0, 16.0, 2.0), (5, 0.002, 80.0, 7.0), (4, 0.5, 3.0, 1.0)]
        + [
            (int(n), float(lo), float(hi), float(r))
            for n, lo, hi, r in zip(
                rng.integers(4, 12, 3), rng.uniform(0.01, 0.1, 3), rng.uniform(5, 50, 3), rng.uniform(2, 9, 3)
            )
        ]
    ),
    mistakes=[
        Mistake(
            "0 not appended",
            lambda n, lo, hi, r: edm_grid(n, lo, hi, r)[:-1],
            "The last level is right, but the final step to 0 is missing.",
        ),
        Mistake(
            "rising",
            lambda n, lo, hi, r: np.append(edm_grid(n, lo, hi, r)[-2::-1], 0.0),
            "Generation starts at the largest noise: the levels fall.",
        ),
        Mistake(
            "0 counted among the n",
            lambda n, lo, hi, r: np.append(edm_grid(n - 1, lo, hi, r)[:-1], 0.0),
            "n levels from u_max to u_min, both included, and 0 after them: n + 1 entries.",
        ),
        Mistake(
            "one level too many",
            lambda n, lo, hi, r: edm_grid(n + 1, lo, hi, r),
            "n levels besides the 0, not n steps besides it.",
        ),
        Mistake(
            "root and power exchanged",
            lambda n, lo, hi, r: np.append(np.linspace(hi**r, lo**r, n) ** (1 / r), 0.0),
            "Take the ρ-th root first, space evenly, then the ρ-th power. Yours has its smallest steps at the noisy end.",
        ),
        Mistake(
            "evenly in u",
            lambda n, lo, hi, r: np.append(np.linspace(hi, lo, n), 0.0) if r != 1 else np.zeros(n),
            "Evenly spaced in u is ρ = 1. ρ is not used.",
        ),
        Mistake(
            "evenly in log u",
            lambda n, lo, hi, r: np.append(np.geomspace(hi, lo, n), 0.0),
            "Evenly spaced in log u is the limit ρ → ∞. ρ is not used.",
        ),
        Mistake(
            "power not taken back",
            lambda n, lo, hi, r: (
                np.append(np.linspace(hi ** (1 / r), lo ** (1 / r), n), 0.0) if r != 1 else np.zeros(n)
            ),
            "These are the roots. Raise them to the power ρ.",
        ),
        Mistake(
            "n for n − 1",
            lambda n, lo, hi, r: np.append(
                (hi ** (1 / r) + np.arange(n) / n * (lo ** (1 / r) - hi ** (1 / r))) ** r, 0.0
            ),
            "Your levels do not reach u_min. n numbers have n − 1 gaps.",
        ),
        Mistake(
            "roots spaced down to 0",
            lambda n, lo, hi, r: np.linspace(hi ** (1 / r), 0, n + 1) ** r,
            "The even spacing ends at u_min; the 0 is put after it.",
        ),
    ],
    hints=[
        "np.linspace(a, b, n) gives n evenly spaced numbers, ends included.",
        "Roots, linspace, power, then np.append(…, 0).",
    ],
)

# 10.7 ----------------------------------------------------------------- predict: best at 10 calls
BEST_AT_TEN = prediction(
    "10.7",
    title="Predict: ten calls",
    points=1,
    options={
        "a": "DPM-Solver++(2M), Heun, DDIM: first the orders, then the price",
        "b": "Heun, DPM-Solver++(2M), DDIM: Heun asks twice a step",
        "c": "DPM-Solver++(2M), DDIM, Heun",
        "d": "no difference that the spread does not cover",
    },
    reference="c",
    mistakes=[
        Mistake(
            "by order",
            "a",
            "Order says how fast the error falls when the steps are small. At five steps they are not small.",
        ),
        Mistake("two questions a step", "b", "At equal calls Heun has half as many steps, each twice as long."),
        Mistake("no difference", "d", "The spread over seeds is much smaller than the differences at ten calls."),
    ],
    reveal="With ten calls Heun has five steps, too long for its order to count: it loses even to first-order DDIM. "
    "At 18 calls the two are level. Another grid changes the order of finish again, as the next tables show.",
)


# 10.8 ----------------------------------------------------------------- not shown: two-step Adams–Bashforth
def adams_bashforth(y, slope, slope_before, u_before, u, u_next):
    """y + Δ [(1 + r/2) slope − (r/2) slope_before], Δ = u_next − u, r = Δ/(u − u_before)."""
    step = u_next - u
    r = step / (u - u_before)
    return y + step * ((1 + r / 2) * slope - r / 2 * slope_before)


def _adams(weight, sign=1.0):
    def wrong(y, slope, slope_before, u_before, u, u_next):
        step, former = u_next - u, u - u_before
        w = weight(step, former, u_before, u, u_next)
        return y + sign * step * ((1 + w) * slope - w * slope_before)

    return wrong


ADAMS = function(
    "10.8",
    title="A slope with memory",
    points=3,
    reference=adams_bashforth,
    inputs=lambda rng: (
        [(2.0, 0.5, 0.8, 6.0, 3.0, 2.0)]
        + [
            (float(y), float(a), float(b), float(u * p), float(u), float(u * q))
            for y, a, b, u, p, q in zip(
                *rng.normal(size=(3, 4)), rng.uniform(0.2, 5, 4), rng.uniform(1.3, 4, 4), rng.uniform(0.2, 0.8, 4)
            )
        ]
    ),
    mistakes=[
        Mistake(
            "equal steps assumed",
            _adams(lambda s, f, p, u, w: 0.5),
            "Weights 3/2 and −1/2 belong to equal steps. Here they have two lengths.",
        ),
        Mistake("Euler", _adams(lambda s, f, p, u, w: 0.0), "The former slope is not used."),
        Mistake(
            "the half forgotten",
            _adams(lambda s, f, p, u, w: s / f),
            "You used the slope at the end of the step. The integral of a line is its value in the middle.",
        ),
        Mistake(
            "ratio upside down",
            _adams(lambda s, f, p, u, w: f / (2 * s)),
            "The slope changes by (slope − slope_before) per former step. Go half a present step on.",
        ),
        Mistake(
            "interpolated",
            _adams(lambda s, f, p, u, w: -s / (2 * f)),
            "You went back towards the former slope. Extrapolate forwards.",
        ),
        Mistake(
            "slopes exchanged",
            lambda y, a, b, p, u, w: y + (w - u) * ((1 + (w - u) / (u - p) / 2) * b - (w - u) / (u - p) / 2 * a),
            "The larger weight belongs to the present slope.",
        ),
        Mistake(
            "steps in log u",
            _adams(lambda s, f, p, u, w: np.log(u / w) / (2 * np.log(p / u))),
            "Here the line is drawn over u itself, not over log u.",
        ),
        Mistake(
            "sign of the step",
            _adams(lambda s, f, p, u, w: s / (2 * f), sign=-1.0),
            "u falls, so the step u_next − u is negative.",
        ),
        Mistake(
            "the mean of both slopes",
            _adams(lambda s, f, p, u, w: -0.5),
            "The mean is the slope in the middle of the former step. The present one lies ahead.",
        ),
    ],
    hints=[
        "Draw the line through (u_before, slope_before) and (u, slope). Integrate it from u to u_next.",
        "The integral of a line is its value in the middle times the length of the step.",
    ],
)

EXERCISES = [HALVED, HEUN, EXPONENTIAL, TWO_STEP, ORDER, EDM_GRID, BEST_AT_TEN, ADAMS]
