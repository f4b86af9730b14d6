"""Exercises of lecture 09: drift and diffusion, the Fokker–Planck residual, the flow, the way back, likelihood, sub-VP."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, function, prediction


# 09.1 ----------------------------------------------------------------- drift and diffusion of a schedule
def drift_and_diffusion(alpha, sigma, alpha_rate, sigma_rate):
    """f = α̇/α, g = √(2σσ̇ − 2fσ²)."""
    f = alpha_rate / alpha
    return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)


def schedule_inputs(rng):
    more = [tuple(map(float, (a, s, -ar, sr))) for a, s, ar, sr in rng.uniform(0.2, 0.9, size=(4, 4))]
    return [(0.75, 0.25, -1.0, 1.0), (1.0, 2.0, 0.0, 1.0), *more]


DRIFT_AND_DIFFUSION = function(
    "09.1",
    title="Drift and diffusion of a schedule",
    points=2,
    reference=drift_and_diffusion,
    inputs=schedule_inputs,
    mistakes=[
        Mistake(
            "g² returned",
            lambda a, s, ar, sr: (ar / a, 2 * s * sr - 2 * ar / a * s**2),
            "Your second number is g². The SDE has g before dB.",
        ),
        Mistake(
            "the growth of the variance alone",
            lambda a, s, ar, sr: (ar / a, np.sqrt(2 * s * sr)),
            "While noise is added, the noise already there is shrunk by the drift. What must be put back?",
        ),
        Mistake(
            "variance preserving taken for granted",
            lambda a, s, ar, sr: (ar / a, np.sqrt(-2 * ar / a)),
            "g² = −2f holds only where α² + σ² = 1. Is it so in the worked value?",
        ),
        Mistake(
            "the sign of the shrinking",
            lambda a, s, ar, sr: (ar / a, np.sqrt(np.abs(2 * s * sr + 2 * ar / a * s**2))),
            "f is negative: the drift takes noise away, and the diffusion must add more than the growth wanted.",
        ),
        Mistake(
            "the drift not divided by α",
            lambda a, s, ar, sr: (ar, np.sqrt(2 * s * sr - 2 * ar * s**2)),
            "f multiplies X_t, which already carries α. What fraction of itself does α lose?",
        ),
        Mistake(
            "σ² differentiated without the chain rule",
            lambda a, s, ar, sr: (ar / a, np.sqrt(np.abs(sr - 2 * ar / a * s**2))),
            "You put dσ/dt where the derivative of σ² belongs.",
        ),
        Mistake(
            "the chain rule's 2 missing",
            lambda a, s, ar, sr: (ar / a, np.sqrt(s * sr - 2 * ar / a * s**2)),
            "What is the derivative of the square of σ(t)?",
        ),
        Mistake(
            "the shrinking counted once",
            lambda a, s, ar, sr: (ar / a, np.sqrt(2 * s * sr - ar / a * s**2)),
            "The drift shrinks the noise at rate f. At which rate does it shrink the variance?",
        ),
        Mistake(
            "σ for σ²",
            lambda a, s, ar, sr: (ar / a, np.sqrt(2 * s * sr - 2 * ar / a * s)),
            "It is the variance of the old noise that is shrunk and must be put back.",
        ),
        Mistake(
            "the rate squared",
            lambda a, s, ar, sr: (ar / a, np.sqrt(sr**2 - 2 * ar / a * s**2)),
            "You squared dσ/dt. Wanted is the rate of change of σ².",
        ),
        Mistake(
            "α² for σ²",
            lambda a, s, ar, sr: (ar / a, np.sqrt(np.abs(2 * s * sr - 2 * ar / a * a**2))),
            "What the drift shrinks and the noise must make up for: is it the signal's power or the noise's?",
        ),
        Mistake(
            "the sign of the drift",
            lambda a, s, ar, sr: (-ar / a, np.sqrt(np.abs(2 * s * sr + 2 * ar / a * s**2))),
            "When α falls, is the particle pulled in or pushed out?",
        ),
        Mistake(
            "half the drift",
            lambda a, s, ar, sr: (ar / a / 2, np.sqrt(2 * s * sr - 2 * ar / a * s**2)),
            "The ½ of (9.2) belongs to β: f = −β/2. In terms of α there is none.",
        ),
    ],
    hints=[
        "f first: the relative rate of change of α.",
        "The derivative of σ² is 2σσ̇. Then subtract 2fσ² and take the root.",
    ],
)

# 09.2 ----------------------------------------------------------------- predict: refine the grid
REFINE = prediction(
    "09.2",
    title="Predict: refine the grid",
    points=1,
    options={"a": "2", "b": "4", "c": "8", "d": "16"},
    reference="b",
    mistakes=[
        Mistake(
            "first order",
            "a",
            "That would be one-sided differences. In a central difference the terms of second order cancel.",
        ),
        Mistake(
            "third order", "c", "Expand q(t ± δ) to third order, subtract, and divide by 2δ: which power of δ is left?"
        ),
        Mistake("both spacings multiplied", "d", "The errors of the two spacings add; they are not multiplied."),
    ],
    reveal="Central differences have errors of second order in each spacing, and errors add: half the spacing, a quarter of the residual.",
)


# 09.3 ----------------------------------------------------------------- the Fokker–Planck residual
def fp_residual(q_before, q, q_after, x, dt, f, g):
    """∂q/∂t + ∂(f x q)/∂x − ½ g² ∂²q/∂x² by central differences, inner points."""
    return _residual()(q_before, q, q_after, x, dt, f, g)


def _carried(x, q, f, dx):
    flux = f * x * q
    return (flux[2:] - flux[:-2]) / (2 * dx)


def _spread(q, dx):
    return (q[2:] - 2 * q[1:-1] + q[:-2]) / dx**2


def _in_time(before, now, after, dt):
    return (after - before)[1:-1] / (2 * dt)


def _residual(in_time=_in_time, carried=_carried, spread=_spread, sign=1, weight=lambda g: 0.5 * g**2, noise=-1):
    """A right or wrong residual: its three terms, the sign of the drift's, the weight and sign of the noise's."""

    def residual(q_before, q, q_after, x, dt, f, g):
        dx = x[1] - x[0]
        return in_time(q_before, q, q_after, dt) + sign * carried(x, q, f, dx) + noise * weight(g) * spread(q, dx)

    return residual


def residual_inputs(rng):
    worked = (
        np.array([0.1, 0.3, 0.2]),
        np.array([0.12, 0.28, 0.22]),
        np.array([0.14, 0.27, 0.21]),
        np.array([-1.0, 0.5, 2.0]),
        0.1,
        -0.8,
        1.2,
    )
    more = [
        (
            *rng.uniform(0.1, 0.5, size=(3, m)),
            np.linspace(-2, 1, m),
            float(rng.uniform(0.02, 0.2)),
            -float(rng.uniform(0.3, 2)),
            float(rng.uniform(1.2, 2)),
        )
        for m in (6, 9)
    ]
    return [worked, *more]


FP_RESIDUAL = function(
    "09.3",
    title="The Fokker–Planck residual",
    points=3,
    reference=fp_residual,
    inputs=residual_inputs,
    mistakes=[
        Mistake(
            "the drift outside of the derivative",
            _residual(carried=lambda x, q, f, dx: (f * x)[1:-1] * (q[2:] - q[:-2]) / (2 * dx)),
            "You differentiated q and multiplied by f x. In (9.5) f x q is differentiated as a whole: the product rule has a second term.",
        ),
        Mistake(
            "the sign of the drift",
            _residual(sign=-1),
            "The residual is left side minus right side. Which sign does ∇·(f x q) have on the right of (9.5)?",
        ),
        Mistake(
            "the sign of the noise",
            _residual(noise=1),
            "The residual is left side minus right side. Which sign does the noise's term have on the right of (9.5)?",
        ),
        Mistake(
            "the ½ missing",
            _residual(weight=lambda g: g**2),
            "A step of mean square g²Δ enters Taylor's expansion with which factor?",
        ),
        Mistake(
            "g for g²", _residual(weight=lambda g: 0.5 * g), "It is the variance of the noise that spreads the density."
        ),
        Mistake(
            "dt for 2 dt",
            _residual(in_time=lambda before, now, after, dt: (after - before)[1:-1] / dt),
            "From t − δ to t + δ is how long?",
        ),
        Mistake(
            "dx for 2 dx",
            _residual(carried=lambda x, q, f, dx: 2 * _carried(x, q, f, dx)),
            "From the left neighbour to the right one is how far?",
        ),
        Mistake(
            "a one-sided difference in time",
            _residual(in_time=lambda before, now, after, dt: (after - now)[1:-1] / dt),
            "(q_after − q)/δ is off by a term of first order in δ. Use both sides: you are given q_before.",
        ),
        Mistake(
            "dx not squared",
            _residual(spread=lambda q, dx: (q[2:] - 2 * q[1:-1] + q[:-2]) / dx),
            "A second derivative divides by the spacing twice.",
        ),
        Mistake(
            "spacing (2 dx)² in the second derivative",
            _residual(spread=lambda q, dx: (q[2:] - 2 * q[1:-1] + q[:-2]) / (2 * dx) ** 2),
            "The second difference of neighbours one dx apart is divided by dx², not by (2 dx)².",
        ),
        Mistake(
            "the middle counted once",
            _residual(spread=lambda q, dx: (q[2:] - q[1:-1] + q[:-2]) / dx**2),
            "For a constant q the second difference must be 0.",
        ),
        Mistake(
            "right minus left",
            lambda qb, q, qa, x, dt, f, g: -fp_residual(qb, q, qa, x, dt, f, g),
            "You subtracted the left side from the right side. It is asked for the other way round.",
        ),
        Mistake(
            "both signs of the right side",
            _residual(sign=-1, noise=1),
            "You added the right side to the left side. The residual is their difference.",
        ),
        Mistake(
            "a one-sided difference in place",
            _residual(carried=lambda x, q, f, dx: np.diff(f * x * q)[1:] / dx),
            "That difference leans to one side. A central one uses both neighbours.",
        ),
        Mistake(
            "the place forgotten in the drift",
            _residual(carried=lambda x, q, f, dx: f * (q[2:] - q[:-2]) / (2 * dx)),
            "The drift is f x, not f: the pull is stronger farther out.",
        ),
        Mistake(
            "the right side alone",
            lambda qb, q, qa, x, dt, f, g: -_carried(x, q, f, x[1] - x[0]) + 0.5 * g**2 * _spread(q, x[1] - x[0]),
            "That is the right side of (9.5). Subtract it from the left side.",
        ),
    ],
    hints=[
        "Three terms, each at the inner points [1:-1]: (q_after − q_before)/(2 dt), the difference of f x q over 2 dx, the second difference of q over dx².",
        "Residual = first + second − ½ g² third.",
    ],
)


# 09.4 ----------------------------------------------------------------- the flow's velocity
def velocity(x, score, f, g):
    """f x − ½ g² s."""
    return f * x - 0.5 * g**2 * score


def velocity_inputs(rng):
    arrays = [
        (rng.normal(size=s), rng.normal(size=s), -float(rng.uniform(0.2, 3)), float(rng.uniform(1.2, 3)))
        for s in [(3,), (4, 2)]
    ]
    return [(2.0, -0.5, -3.0, 2.0), *arrays]


VELOCITY = function(
    "09.4",
    title="The flow's velocity",
    points=2,
    reference=velocity,
    inputs=velocity_inputs,
    mistakes=[
        Mistake(
            "the ½ missing",
            lambda x, s, f, g: f * x - g**2 * s,
            "That is the drift of the reverse SDE, which needs fresh noise beside it. The flow has none.",
        ),
        Mistake(
            "the sign of the score",
            lambda x, s, f, g: f * x + 0.5 * g**2 * s,
            "With time running towards noise the crowd spreads out. Uphill or downhill in density?",
        ),
        Mistake(
            "g for g²", lambda x, s, f, g: f * x - 0.5 * g * s, "(9.6) has the variance of the noise a unit of time."
        ),
        Mistake(
            "the velocity backwards",
            lambda x, s, f, g: -(f * x - 0.5 * g**2 * s),
            "(9.8) is written for time towards noise. Going back is done by a negative time step, not here.",
        ),
        Mistake(
            "the sign of the pull",
            lambda x, s, f, g: -f * x - 0.5 * g**2 * s,
            "f is negative already for a schedule that shrinks. Which sign has f x in (9.7)?",
        ),
        Mistake(
            "the score squared",
            lambda x, s, f, g: f * x - 0.5 * (g * s) ** 2,
            "Only g is squared: downhill and uphill must have opposite signs.",
        ),
        Mistake("2 for ½", lambda x, s, f, g: f * x - 2 * g**2 * s, "Which factor has the second derivative in (9.5)?"),
        Mistake(
            "no pull", lambda x, s, f, g: f - 0.5 * g**2 * s, "f multiplies the place: the pull is proportional to x."
        ),
        Mistake(
            "only the score's part",
            lambda x, s, f, g: -0.5 * g**2 * s,
            "The drift f x is part of the velocity too. (Without it you have the flow of VE.)",
        ),
        Mistake(
            "the ½ on both",
            lambda x, s, f, g: 0.5 * (f * x - g**2 * s),
            "The ½ belongs to g². For VP f is already −β/2.",
        ),
        Mistake(
            "the drift alone",
            lambda x, s, f, g: f * x + 0 * s,
            "That moves the crowd as if there were no noise to make up for.",
        ),
    ],
    hints=["Compare (9.5) after (9.6) with ∂q/∂t = −∇·(v q).", "f x, less half of g² times the score."],
)

# 09.5 ----------------------------------------------------------------- predict: half of the noise
HALF_NOISE = prediction(
    "09.5",
    title="Predict: half of the noise",
    points=1,
    options={
        "a": "the start and the end, nothing between",
        "b": "the density at every single $t$, but not the law of whole paths",
        "c": "the law of whole paths, and so the density at every $t$",
        "d": "mean and variance at every $t$, but not the density",
    },
    reference="b",
    mistakes=[
        Mistake("only the ends", "a", "(9.10) holds at every t, not only at the ends."),
        Mistake(
            "whole paths", "c", "Think of η = 0: smooth paths, each fixed by its start. The forward paths are jagged."
        ),
        Mistake(
            "two moments", "d", "(9.10) is an equation for the density itself. Moments follow from it, and all of them."
        ),
    ],
    reveal="All η share the density at each t. How a particle's place now depends on its place before differs: only η = 1 is "
    "the forward process seen backwards.",
)


# 09.6 ----------------------------------------------------------------- one step back
def step_back(x, score, f, g, delta, eta, z):
    """x − Δ [f x − ½ (1 + η²) g² s] + η g √Δ z."""
    return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z


def _step(
    factor=lambda eta: 0.5 * (1 + eta**2),
    noise=lambda g, delta, eta: eta * g * np.sqrt(delta),
    drift=-1.0,
    pull=1.0,
    uphill=-1.0,
):
    """A right or wrong step: the factor of g² s, the noise's size, and three signs."""

    def step(x, score, f, g, delta, eta, z):
        return x + drift * delta * (pull * f * x + uphill * factor(eta) * g**2 * score) + noise(g, delta, eta) * z

    return step


def step_inputs(rng):
    arrays = [
        (
            rng.normal(size=s),
            rng.normal(size=s),
            -float(rng.uniform(0.3, 3)),
            float(rng.uniform(1.2, 3)),
            0.05,
            eta,
            rng.normal(size=s),
        )
        for s, eta in [((3,), 0.7), ((4, 2), 1.6)]
    ]
    return [(1.0, -0.5, -3.0, 2.0, 0.1, 0.5, 1.5), *arrays]


STEP_BACK = function(
    "09.6",
    title="One step back",
    points=2,
    reference=step_back,
    inputs=step_inputs,
    mistakes=[
        Mistake(
            "forwards",
            _step(drift=1.0),
            "You moved along the bracket. Time runs back here: the particle moves against it.",
        ),
        Mistake(
            "the sign of the score",
            _step(uphill=1.0),
            "On the way back the score must pull towards the data. Work out the sign of its term after both minus signs.",
        ),
        Mistake(
            "the sign of the pull", _step(pull=-1.0), "Forwards f x pulls inwards. Which way does it push backwards?"
        ),
        Mistake(
            "noise η g Δ",
            _step(noise=lambda g, delta, eta: eta * g * delta),
            "The noise of a step has the variance η² g² Δ.",
        ),
        Mistake(
            "noise without η",
            _step(noise=lambda g, delta, eta: g * np.sqrt(delta)),
            "At η = 0 the step must be without noise.",
        ),
        Mistake(
            "the reverse SDE's drift at every η",
            _step(factor=lambda eta: 1.0),
            "A drift with g² s belongs to η = 1. Less noise needs less drift.",
        ),
        Mistake(
            "the flow's drift at every η",
            _step(factor=lambda eta: 0.5),
            "A drift with ½ g² s belongs to η = 0. More noise needs more drift to hold it.",
        ),
        Mistake(
            "η not squared in the drift",
            _step(factor=lambda eta: 0.5 * (1 + eta)),
            "The drift must make up for the variance of the noise, which goes with η².",
        ),
        Mistake(
            "the ½ missing",
            _step(factor=lambda eta: 1 + eta**2),
            "At η = 0 the factor of g² s must be that of the flow.",
        ),
        Mistake(
            "η² in the noise",
            _step(noise=lambda g, delta, eta: eta**2 * g * np.sqrt(delta)),
            "η² g² Δ is the variance. What multiplies z is not the variance.",
        ),
        Mistake(
            "the variance for the noise",
            _step(noise=lambda g, delta, eta: eta**2 * g**2 * delta),
            "η² g² Δ is the variance. What multiplies z is not the variance.",
        ),
        Mistake(
            "(1 + η)² for 1 + η²",
            _step(factor=lambda eta: 0.5 * (1 + eta) ** 2),
            "Two variances are made up for, 1 and η². Is the square of a sum the sum of the squares?",
        ),
        Mistake(
            "the flow's share left out",
            _step(factor=lambda eta: 0.5 * eta**2),
            "At η = 0 the step must be that of the flow, which has the score in it.",
        ),
        Mistake(
            "noise without the step",
            _step(noise=lambda g, delta, eta: eta * g),
            "Half a step should be shaken less. Where is Δ in your noise?",
        ),
        Mistake(
            "g² in the noise",
            _step(noise=lambda g, delta, eta: eta * g**2 * np.sqrt(delta)),
            "The variance of the noise goes with g². And its size?",
        ),
        Mistake(
            "no noise",
            _step(noise=lambda g, delta, eta: 0.0),
            "That is the drift alone, with too much score for a flow unless η = 0.",
        ),
        Mistake(
            "the noise inside the bracket",
            lambda x, score, f, g, delta, eta, z: (
                x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score + eta * g * np.sqrt(delta) * z)
            ),
            "Check the brackets: does Δ multiply the noise as well?",
        ),
        Mistake(
            "the noise's sign turned",
            _step(noise=lambda g, delta, eta: -eta * g * np.sqrt(delta)),
            "In distribution −z is as good as z, but with the z given the answer differs. Add it, as (9.11) does.",
        ),
    ],
    hints=["First the bracket: f x − ½ (1 + η²) g² s.", "Then x − Δ · bracket + η g √Δ z."],
)


# 09.7 ----------------------------------------------------------------- likelihood by the trace
def log_start(log_end, divergence, times):
    """log q_T(x_T) + ∫ ∇·v dt by the trapezoid rule."""
    return log_end + np.sum((divergence[1:] + divergence[:-1]) / 2 * np.diff(times))


def trace_inputs(rng):
    worked = (-2.0, np.array([-1.0, -0.4, -0.2]), np.array([0.0, 0.5, 2.0]))
    more = [
        (
            float(rng.normal()),
            rng.normal(size=n),
            np.concatenate([[0.0], np.cumsum(rng.uniform(0.05, 0.5, size=n - 1))]),
        )
        for n in (5, 9)
    ]
    return [worked, *more]


LOG_START = function(
    "09.7",
    title="Likelihood by the trace",
    points=2,
    reference=log_start,
    inputs=trace_inputs,
    mistakes=[
        Mistake(
            "the sign",
            lambda end, d, t: end - np.sum((d[1:] + d[:-1]) / 2 * np.diff(t)),
            "(9.13) says how log q changes towards noise. You know its value at the end and want it at the start.",
        ),
        Mistake(
            "the start left out",
            lambda end, d, t: np.sum((d[1:] + d[:-1]) / 2 * np.diff(t)),
            "That is the change on the way. Where does log q_T enter?",
        ),
        Mistake(
            "even spacing assumed",
            lambda end, d, t: end + np.sum((d[1:] + d[:-1]) / 2) * (t[-1] - t[0]) / (len(t) - 1),
            "The times are not evenly spaced: each piece has its own length, np.diff(times).",
        ),
        Mistake(
            "the first spacing for all",
            lambda end, d, t: end + np.sum((d[1:] + d[:-1]) / 2) * (t[1] - t[0]),
            "The times are not evenly spaced: each piece has its own length, np.diff(times).",
        ),
        Mistake(
            "left ends",
            lambda end, d, t: end + np.sum(d[:-1] * np.diff(t)),
            "That is the rule with the value at the left end of each piece. The trapezoid rule takes the mean of both ends.",
        ),
        Mistake(
            "right ends",
            lambda end, d, t: end + np.sum(d[1:] * np.diff(t)),
            "That is the rule with the value at the right end of each piece. The trapezoid rule takes the mean of both ends.",
        ),
        Mistake(
            "not halved",
            lambda end, d, t: end + np.sum((d[1:] + d[:-1]) * np.diff(t)),
            "The mean of two numbers is half of their sum.",
        ),
        Mistake(
            "plain sum", lambda end, d, t: end + np.sum(d), "An integral multiplies each value by a length of time."
        ),
        Mistake(
            "the end subtracted",
            lambda end, d, t: np.sum((d[1:] + d[:-1]) / 2 * np.diff(t)) - end,
            "Stand (9.14) beside your line: which sign has log q_T?",
        ),
        Mistake(
            "a density returned",
            lambda end, d, t: np.exp(end + np.sum((d[1:] + d[:-1]) / 2 * np.diff(t))),
            "The logarithm is asked for, not the density.",
        ),
        Mistake(
            "the difference of the ends of a piece",
            lambda end, d, t: end + np.sum((d[1:] - d[:-1]) / 2 * np.diff(t)),
            "The trapezoid rule takes the mean of the two values on a piece. Yours vanishes for a constant.",
        ),
        Mistake(
            "the mean times T",
            lambda end, d, t: end + np.mean(d) * (t[-1] - t[0]),
            "A plain mean counts crowded times too much, and the two ends fully. Use the trapezoid rule.",
        ),
    ],
    hints=[
        "np.diff(times) holds the lengths of the pieces.",
        "On each piece take the mean of the two divergences; add, and add log_end.",
    ],
)


# 09.8 ----------------------------------------------------------------- which schedule is this?
def sub_vp(b):
    """α = e^{−b/2}, σ = 1 − e^{−b}."""
    return np.exp(-b / 2), 1 - np.exp(-b)


SUB_VP = function(
    "09.8",
    title="Which schedule is this?",
    points=3,
    reference=sub_vp,
    inputs=lambda rng: [(1.0,), (0.3,), (4.0,)] + [(float(v),) for v in rng.uniform(0.1, 5, size=3)],
    mistakes=[
        Mistake(
            "the variance returned",
            lambda b: (np.exp(-b / 2), (1 - np.exp(-b)) ** 2),
            "Your second number is σ². The standard deviation is asked.",
        ),
        Mistake(
            "the variance-preserving schedule",
            lambda b: (np.exp(-b / 2), np.sqrt(1 - np.exp(-b))),
            "That is VP. Here the diffusion is smaller, so the noise is too.",
        ),
        Mistake("α without the ½", lambda b: (np.exp(-b), 1 - np.exp(-b)), "f = −β/2. Solve α̇ = f α."),
        Mistake(
            "the diffusion's own factor",
            lambda b: (np.exp(-b / 2), np.sqrt(1 - np.exp(-2 * b))),
            "1 − e^{−2b} is how strong the noise is *now*. σ² gathers the noise of all times, shrunk on the way.",
        ),
        Mistake(
            "the noise not shrunk on the way",
            lambda b: (np.exp(-b / 2), np.sqrt(b - (1 - np.exp(-2 * b)) / 2)),
            "You added up g² over time. Noise added early is shrunk by the drift afterwards: dσ²/dt = 2fσ² + g².",
        ),
        Mistake(
            "α² returned",
            lambda b: (np.exp(-b), np.sqrt(1 - np.exp(-b))),
            "X_t = α x_0 + …: what multiplies x_0 solves α̇ = −½ β α. And this is VP's noise.",
        ),
        Mistake(
            "the noise shrunk at half the rate",
            lambda b: (np.exp(-b / 2), np.sqrt(2 - 8 / 3 * np.exp(-b / 2) + 2 / 3 * np.exp(-2 * b))),
            "The drift shrinks the noise at the rate β/2. At which rate does it shrink the variance?",
        ),
        Mistake(
            "the diffusion's factor, no root",
            lambda b: (np.exp(-b / 2), 1 - np.exp(-2 * b)),
            "1 − e^{−2b} is how strong the noise is *now*. σ² gathers the noise of all times, shrunk on the way.",
        ),
        Mistake(
            "α growing",
            lambda b: (np.exp(b / 2), 1 - np.exp(-b)),
            "The drift is −½ β X: does the signal grow or shrink?",
        ),
        Mistake(
            "the last factor e^{−b} forgotten",
            lambda b: (np.exp(-b / 2), np.sqrt(np.exp(b) + np.exp(-b) - 2)),
            "After integrating you have e^b σ². Solve for σ².",
        ),
        Mistake(
            "1 − α",
            lambda b: (np.exp(-b / 2), 1 - np.exp(-b / 2)),
            "Not 1 − α. Solve dσ²/db = −σ² + 1 − e^{−2b} from σ² = 0.",
        ),
    ],
    hints=[
        "Turn (9.1) round: α̇ = f α and dσ²/dt = 2 f σ² + g², from α = 1 and σ = 0.",
        "With b as the clock: dσ²/db = −σ² + 1 − e^{−2b}. Multiply by e^b and integrate.",
    ],
)

EXERCISES = [DRIFT_AND_DIFFUSION, REFINE, FP_RESIDUAL, VELOCITY, HALF_NOISE, STEP_BACK, LOG_START, SUB_VP]
