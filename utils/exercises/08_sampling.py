"""Exercises of lecture 08: the step with free noise, η, inversion, slips of sampling loops, the exact variance."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Mistake, formula, function, prediction


# 08.1 ----------------------------------------------------------------- the step
def back_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s, eta, z):
    """x_s = α_s x_0 + √(σ_s² − κ²) ε + κ z, with κ = η σ_s σ_{t|s}/σ_t and ε = (x_t − α_t x_0)/σ_t."""
    fresh = np.sqrt(sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2)
    kappa = eta * sigma_s * fresh / sigma_t
    eps = (x_t - alpha_t * x0) / sigma_t
    return alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * eps + kappa * z


def _step(kappa=None, eps=None, old=None, data=None, scale=lambda k: k):
    """A wrong step: how κ, ε, the factor before ε and the data part are made, and what multiplies z."""

    def wrong(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s, eta, z):
        fresh = np.sqrt(sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2)
        k = eta * sigma_s * fresh / sigma_t if kappa is None else kappa(eta, fresh, sigma_s, sigma_t)
        e = (x_t - alpha_t * x0) / sigma_t if eps is None else eps(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s)
        factor = np.sqrt(sigma_s**2 - k**2) if old is None else old(sigma_s, k)
        part = alpha_s * x0 if data is None else data(x_t, x0, alpha_t, alpha_s)
        return part + factor * e + scale(k) * z

    return wrong


def _step_with(fresh):
    """The step with a wrong σ_{t|s}: fresh(α_t/α_s, σ_t, σ_s)."""

    def wrong(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s, eta, z):
        kappa = eta * sigma_s * fresh(alpha_t / alpha_s, sigma_t, sigma_s) / sigma_t
        return alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * (x_t - alpha_t * x0) / sigma_t + kappa * z

    return wrong


def step_inputs(rng):
    first = (1.0, 0.5, 0.6, 0.8, 0.8, 0.6, 0.5, 2.0)
    arrays = []
    for eta in (1.0, 0.7, 0.2):
        a_s, share = rng.uniform(0.7, 0.95), rng.uniform(0.4, 0.8)
        x_t, x0, z = rng.normal(size=(3, 3, 2))
        arrays.append((x_t, x0, a_s * share, np.sqrt(1 - (a_s * share) ** 2), a_s, np.sqrt(1 - a_s**2), eta, z))
    not_preserving = (1.5, -0.4, 1.0, 3.0, 1.0, 2.0, 0.6, -0.7)  # α = 1, σ = t
    last = (0.3, 0.9, 0.8, 0.6, 1.0, 0.0, 0.5, 1.3)  # s = 0
    return [first, *arrays, not_preserving, last]


BACK_STEP = function(
    "08.1",
    title="The step",
    points=3,
    reference=back_step,
    inputs=step_inputs,
    mistakes=[
        Mistake(
            "old noise not reduced",
            _step(old=lambda s, k: s),
            "Your x_s has noise variance σ_s² + κ². The noise that is kept must make room for the noise that is added.",
        ),
        Mistake(
            "standard deviations subtracted",
            _step(old=lambda s, k: s - k),
            "Variances add up to σ_s², standard deviations do not.",
        ),
        Mistake(
            "variance multiplies the noise",
            _step(scale=lambda k: k**2),
            "κ² is a variance. What multiplies z is the standard deviation.",
        ),
        Mistake(
            "η applied to the variance",
            _step(kappa=lambda eta, fresh, s, t: np.sqrt(eta) * s * fresh / t),
            "η multiplies the standard deviation κ; you multiplied κ² by it.",
        ),
        Mistake(
            "η forgotten",
            _step(kappa=lambda eta, fresh, s, t: s * fresh / t),
            "Your step is the same for every η. What should it be at η = 0?",
        ),
        Mistake(
            "κ taken as η σ_{t|s}",
            _step(kappa=lambda eta, fresh, s, t: np.minimum(eta * fresh, s)),
            "σ_{t|s} is the noise of the step *up*. Given x_0, the step back has less: see (8.3). (Check σ_s = 0.)",
        ),
        Mistake(
            "old noise not shrunk on the way up",
            _step_with(lambda ratio, t, s: np.sqrt(t**2 - s**2)),
            "σ²_{t|s} is not the difference of the two variances: the noise at s is shrunk on the way to t, see (2.8).",
        ),
        Mistake(
            "scale not squared",
            _step_with(lambda ratio, t, s: np.sqrt(t**2 - ratio * s**2)),
            "In σ²_{t|s} the scale α_t/α_s is squared, see (2.8).",
        ),
        Mistake(
            "κ taken as η σ_s",
            _step(kappa=lambda eta, fresh, s, t: eta * s),
            "Your κ is a share of all the noise at s. At η = 1 it should be the posterior's standard deviation (8.3).",
        ),
        Mistake(
            "ε not divided by σ_t",
            _step(eps=lambda x_t, x0, a, s, a_s, s_s: x_t - a * x0),
            "x_t − α_t x_0 is σ_t ε. You need ε.",
        ),
        Mistake(
            "x_0 not shrunk in ε",
            _step(eps=lambda x_t, x0, a, s, a_s, s_s: (x_t - x0) / s),
            "Solve x_t = α_t x_0 + σ_t ε for ε.",
        ),
        Mistake(
            "ε taken at s",
            _step(eps=lambda x_t, x0, a, s, a_s, s_s: (x_t - a_s * x0) / s),
            "x_t was made with α_t. Use it to find ε.",
        ),
        Mistake(
            "data part of time t",
            _step(data=lambda x_t, x0, a, a_s: a * x0),
            "Your x_s carries the signal of time t. Its mean given x_0 must be α_s x_0.",
        ),
        Mistake(
            "data part not shrunk",
            _step(data=lambda x_t, x0, a, a_s: x0),
            "The mean of x_s given x_0 is not x_0 unless s = 0.",
        ),
        Mistake(
            "s and t exchanged",
            lambda x_t, x0, a, s, a_s, s_s, eta, z: (
                back_step(x_t, x0, a_s, s_s, a, s, 0.0, z) if s_s > 0 else np.zeros_like(x_t)
            ),
            "You used the level at s to read x_t, and the level at t to write x_s.",
        ),
    ],
    hints=[
        "Three numbers first: ε from x_t and x_0; then σ_{t|s} from (2.8); then κ.",
        "x_s has three parts: α_s x_0, old noise times √(σ_s² − κ²), new noise times κ.",
    ],
)

# 08.2 ----------------------------------------------------------------- predict: which η?
WHICH_ETA = prediction(
    "08.2",
    title="Predict: fresh noise or none, in 20 steps?",
    points=1,
    options={
        "a": r"$\eta = 1$, since it alone is the true posterior",
        "b": r"$\eta = 0$",
        "c": "neither: both have the right law of $x_s$ given $x_0$",
        "d": "neither: both ask the same denoiser equally often",
    },
    reference="b",
    mistakes=[
        Mistake(
            "the true posterior",
            "a",
            "η = 1 is the true posterior when x_0 is known. Here it is replaced by its mean, "
            "and the variance this loses is lost at every step.",
        ),
        Mistake(
            "right law given x_0", "c", "Given x_0, yes. But x_0 is not given: the denoiser's guess takes its place."
        ),
        Mistake(
            "same denoiser",
            "d",
            "They ask the same denoiser, but at other places, and they use its answer differently.",
        ),
    ],
    reveal="On this data set η = 0 is closer. η = 1 draws from the posterior of a known x_0; with the mean of "
    "x_0 in its place it loses variance at every draw. η = 0 draws nothing; its error is of another kind (lecture 10).",
)

# 08.3 ----------------------------------------------------------------- the largest η
LARGEST_ETA = formula(
    "08.3",
    title="How far does η go?",
    points=2,
    reference="sigma_t / sqrt(sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2)",
    inputs=lambda rng: (
        [{"alpha_t": 0.5, "sigma_t": 0.9, "alpha_s": 0.8, "sigma_s": 0.6}]
        + [
            {
                "alpha_t": float(a * f),
                "sigma_t": float(np.sqrt(1 - (a * f) ** 2)),
                "alpha_s": float(a),
                "sigma_s": float(np.sqrt(1 - a**2)),
            }
            for a, f in zip(rng.uniform(0.4, 0.95, size=4), rng.uniform(0.3, 0.9, size=4))
        ]
        + [{"alpha_t": 1.0, "sigma_t": 3.0, "alpha_s": 1.0, "sigma_s": 2.0}]
    ),
    mistakes=[
        Mistake("η = 1", "1", "At η = 1 is there still old noise in x_s? Then η can grow further."),
        Mistake(
            "upside down",
            "sqrt(sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2) / sigma_t",
            "Your η is below 1, but DDPM's step (η = 1) exists. Solve κ = σ_s for η once more.",
        ),
        Mistake(
            "the square",
            "sigma_t**2 / (sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2)",
            "That is the largest η². κ is proportional to η, κ² to η².",
        ),
        Mistake(
            "κ not divided by σ_t",
            "1 / sqrt(sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2)",
            "Look at κ again: a σ_t is missing.",
        ),
        Mistake(
            "κ set to σ_t",
            "sigma_t**2 / (sigma_s * sqrt(sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2))",
            "The root in the step is of σ_s² − κ². Which κ makes it 0?",
        ),
        Mistake(
            "scale not squared",
            "sigma_t / sqrt(sigma_t**2 - (alpha_t / alpha_s) * sigma_s**2)",
            "In σ²_{t|s} the scale α_t/α_s is squared.",
        ),
        Mistake(
            "old noise not shrunk",
            "sigma_t / sqrt(sigma_t**2 - sigma_s**2)",
            "σ²_{t|s} is not the difference of the two variances: the noise at s is shrunk on the way to t.",
        ),
        Mistake("the kernel's η", "sigma_t / sigma_s", "That is the η at which κ equals σ_{t|s}. Is it the largest?"),
    ],
    hints=[
        "The old noise's factor is √(σ_s² − κ²). It must stay real, so κ ≤ σ_s.",
        "Put κ = η σ_s σ_{t|s}/σ_t into κ = σ_s, and (2.8) for σ_{t|s}.",
    ],
)


# 08.4 ----------------------------------------------------------------- invert and return
def _noise(x, alpha, sigma, v):
    """ε̂ for data N(0, v)."""
    return sigma * x / (alpha**2 * v + sigma**2)


def round_trip(x0, alpha, sigma, v):
    """Up the grid by the inverted DDIM step, down again by the DDIM step: (x_T, the x_0 that comes back)."""
    x, last = x0, len(alpha) - 1
    for t in range(1, last + 1):
        ratio = alpha[t] / alpha[t - 1]
        x = ratio * x + (sigma[t] - sigma[t - 1] * ratio) * _noise(x, alpha[t], sigma[t], v)
    top = x
    for t in range(last, 0, -1):
        ratio = alpha[t - 1] / alpha[t]
        x = ratio * x + (sigma[t - 1] - sigma[t] * ratio) * _noise(x, alpha[t], sigma[t], v)
    return top, x


def _trip(
    up=lambda t: t,
    down=lambda t: t,
    ratio_up=lambda a, t: a[t] / a[t - 1],
    ratio_down=lambda a, t: a[t - 1] / a[t],
    start=1,
    gain=lambda s, ratio, t, u: s[t] - s[u] * ratio,
    swap=False,
):
    """A wrong trip: at which level the denoiser is asked, which ratios are used, where the loops start."""

    def wrong(x0, alpha, sigma, v):
        x, last = x0, len(alpha) - 1
        for t in range(start, last + 1):
            ratio, k = ratio_up(alpha, t), up(t)
            x = ratio * x + gain(sigma, ratio, t, t - 1) * _noise(x, alpha[k], sigma[k], v)
        top = x
        for t in range(last, start - 1, -1):
            ratio, k = ratio_down(alpha, t), down(t)
            x = ratio * x + gain(sigma, ratio, t - 1, t) * _noise(x, alpha[k], sigma[k], v)
        return (x, top) if swap else (top, x)

    return wrong


def _exact_inverse(x0, alpha, sigma, v):
    top = x0
    for t in range(1, len(alpha)):
        ratio = alpha[t - 1] / alpha[t]
        top = top / (ratio + (sigma[t - 1] - sigma[t] * ratio) * sigma[t] / (alpha[t] ** 2 * v + sigma[t] ** 2))
    return top, x0


def _rescaled_first(x0, alpha, sigma, v):
    x, n = x0, len(alpha) - 1
    for t in range(1, n + 1):
        ratio = alpha[t] / alpha[t - 1]
        x = ratio * x
        x = x + (sigma[t] - sigma[t - 1] * ratio) * _noise(x, alpha[t], sigma[t], v)
    top = x
    for t in range(n, 0, -1):
        ratio = alpha[t - 1] / alpha[t]
        x = ratio * x
        x = x + (sigma[t - 1] - sigma[t] * ratio) * _noise(x, alpha[t], sigma[t], v)
    return top, x


def trip_inputs(rng):
    def grid(n):
        alpha = np.concatenate([[1.0], np.cumprod(rng.uniform(0.7, 0.95, size=n))])
        return alpha, np.sqrt(1 - alpha**2)

    return [(1.0, np.array([1.0, 0.8, 0.6]), np.array([0.0, 0.6, 0.8]), 4.0)] + [
        (float(rng.normal()) + 0.5, *grid(n), float(v)) for n, v in ((4, 0.5), (8, 3.0), (3, 0.1))
    ]


ROUND_TRIP = function(
    "08.4",
    title="Invert and return",
    points=3,
    reference=round_trip,
    inputs=trip_inputs,
    mistakes=[
        Mistake(
            "on the way up, noise asked at the level left",
            _trip(up=lambda t: t - 1),
            "Read (8.9): on the way up too ε̂ is asked at the level of t, the noisier end of the step. (At level 0 there is no noise to ask for.)",
        ),
        Mistake(
            "on the way down, noise asked at the level reached",
            _trip(down=lambda t: t - 1),
            "On the way down x is at level t when the denoiser is asked.",
        ),
        Mistake(
            "both levels one too low",
            _trip(up=lambda t: t - 1, down=lambda t: t - 1),
            "ε̂ is asked at the noisier end of each step, up and down.",
        ),
        Mistake(
            "up undone algebraically",
            lambda x0, alpha, sigma, v: (round_trip(x0, alpha, sigma, v)[0], x0),
            "You undid your own step, so x_0 comes back without error whatever the denoiser says. The way back is the DDIM step.",
        ),
        Mistake(
            "the exact inverse",
            _exact_inverse,
            "You solved the DDIM step for x_t. Possible here, because this denoiser is linear. The one evaluation of (8.9) is asked.",
        ),
        Mistake("order of the results", _trip(swap=True), "Return the noise x_T first, then the x_0 that came back."),
        Mistake(
            "first step left out",
            _trip(start=2),
            "The first step leads from level 0 to level 1. Check where your loop starts.",
        ),
        Mistake(
            "x rescaled before the noise is asked",
            _rescaled_first,
            "Your line changes x before ε̂ is asked. ε̂ belongs to the x that the step starts from.",
        ),
        Mistake(
            "gain with a plain difference",
            _trip(gain=lambda s, ratio, t, u: s[t] - s[u]),
            "The old noise σ_s ε̂ is multiplied by α_t/α_s together with x; take that part off, not σ_s ε̂ itself.",
        ),
        Mistake(
            "up with the ratio upside down",
            _trip(ratio_up=lambda a, t: a[t - 1] / a[t]),
            "On the way up the signal shrinks: α_t/α_s is below 1.",
        ),
        Mistake(
            "down with the ratio upside down",
            _trip(ratio_down=lambda a, t: a[t] / a[t - 1]),
            "On the way down the signal grows: α_s/α_t is above 1.",
        ),
    ],
    hints=[
        "Two loops. Up: t = 1, …, n with (8.9), one evaluation. Down: t = n, …, 1 with (8.8) multiplied by α_s.",
        "Down: x = (α_s/α_t) x + (σ_s − σ_t α_s/α_t) ε̂(x, t).",
    ],
)

# 08.5 ----------------------------------------------------------------- predict: noise at the last step
LAST_NOISE = prediction(
    "08.5",
    title="Predict: noise at the last step",
    points=1,
    options={
        "a": "it helps at A, does harm at B",
        "b": "it does harm at A, helps at B",
        "c": "it does harm at both",
        "d": "it helps at both",
    },
    reference="a",
    mistakes=[
        Mistake(
            "harm only at A",
            "b",
            "At A the last step's noise, 0.045, is smaller than the humps are wide; at B it is larger.",
        ),
        Mistake(
            "harm at both",
            "c",
            "The textbook answer. It is right where the data are finer than the noise of the last step.",
        ),
        Mistake(
            "help at both",
            "d",
            "At A it puts back variance that taking a mean has lost. At B it adds more than was lost.",
        ),
    ],
    reveal="The last step without noise returns E[x_0 | x_t]: too narrow by Var(x_0 | x_t). Noise puts back σ²_{t|0}. "
    "For data smooth at that scale the two are nearly equal; for finer data the noise is far too much.",
)


# 08.6 ----------------------------------------------------------------- find the planted bugs
def generate(x_T, alpha, sigma, z, v):
    """Ancestral sampling with the posterior (8.3), data N(0, v), noises z[t]."""
    x = x_T
    for t in range(len(alpha) - 1, 0, -1):
        x = _generate_step(x, t, alpha, sigma, z[t], v)
    return x


def _generate_step(x, t, alpha, sigma, z, v, asked=None, std=None):
    asked = t if asked is None else asked
    x0 = alpha[asked] * v / (alpha[asked] ** 2 * v + sigma[asked] ** 2) * x
    kept = alpha[t] / alpha[t - 1]
    fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
    mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
    spread = np.sqrt(fresh) * sigma[t - 1] / sigma[t] if std is None else std(fresh, sigma, t)
    return mean + spread * z


def _planted(asked=lambda t: t, std=None, times=lambda n: range(n, 0, -1)):
    def wrong(x_T, alpha, sigma, z, v):
        x = x_T
        for t in times(len(alpha) - 1):
            x = _generate_step(x, t, alpha, sigma, z[t], v, asked(t), std)
        return x

    return wrong


def _root(fresh, sigma, t):
    return np.sqrt(fresh)


def generate_inputs(rng):
    def grid(n):
        alpha = np.concatenate([[1.0], np.cumprod(rng.uniform(0.6, 0.95, size=n))])
        return alpha, np.sqrt(1 - alpha**2)

    return [(1.0, np.array([1.0, 0.8, 0.6]), np.array([0.0, 0.6, 0.8]), np.array([0.0, 2.0, -1.0]), 4.0)] + [
        (float(rng.normal()), *grid(n), rng.normal(size=n + 1), float(v)) for n, v in ((4, 0.5), (7, 2.0), (3, 0.1))
    ]


PLANTED = function(
    "08.6",
    title="Find the planted bugs",
    points=3,
    reference=generate,
    inputs=generate_inputs,
    mistakes=[
        Mistake(
            "nothing mended",
            _planted(asked=lambda t: t - 1, std=_root),
            "That is the loop as it was. Two lines are wrong: one asks at the wrong level, one has the wrong standard deviation.",
        ),
        Mistake(
            "the level still wrong",
            _planted(asked=lambda t: t - 1),
            "The noise is right now. But x is x_t when the denoiser is asked. Which level does it ask for?",
        ),
        Mistake(
            "the noise still wrong",
            _planted(std=_root),
            "The denoiser is right now. But look at the last step, t = 1: how much noise is left in what the loop returns?",
        ),
        Mistake(
            "last noise switched off, no more",
            _planted(std=lambda fresh, sigma, t: np.sqrt(fresh) if t > 1 else 0.0),
            "The last step is right, by an extra rule. The posterior (8.3) needs no rule, and has less noise at the other steps too.",
        ),
        Mistake(
            "last noise switched off, level wrong",
            _planted(asked=lambda t: t - 1, std=lambda fresh, sigma, t: np.sqrt(fresh) if t > 1 else 0.0),
            "You switched off the last noise by a rule. Put in the posterior's (8.3), and look at the level the denoiser is asked for.",
        ),
        Mistake(
            "a variance for a standard deviation",
            _planted(std=lambda fresh, sigma, t: fresh * sigma[t - 1] ** 2 / sigma[t] ** 2),
            "Your last factor is the posterior's variance. Noise is multiplied by a standard deviation.",
        ),
        Mistake(
            "no noise at all",
            _planted(std=lambda fresh, sigma, t: 0.0),
            "You removed the noise of every step. Only what (8.3) does not have must go.",
        ),
        Mistake(
            "the ratio upside down",
            _planted(std=lambda fresh, sigma, t: np.sqrt(fresh) * sigma[t - 1] / sigma[t] ** 2),
            "Look at (8.3) again: one factor σ_s above, one factor σ_t below.",
        ),
        Mistake(
            "noise of the level reached",
            lambda x_T, alpha, sigma, z, v: generate(x_T, alpha, sigma, np.concatenate([z[:1], z[:-1]]), v),
            "z[t] is the noise of the step that leaves level t.",
        ),
        Mistake(
            "last step left out",
            _planted(times=lambda n: range(n, 1, -1)),
            "Your loop stops at level 1. The last step, from level 1 to level 0, belongs to it.",
        ),
    ],
    hints=[
        "Write beside each line which equation it is. Then try the loop by hand for t = 1.",
        "At t = 1, sigma[t − 1] is 0, so κ of (8.3) vanishes. Does the loop's?",
    ],
)


# 08.7 ----------------------------------------------------------------- the exact step for Gaussian data
def gaussian_step(alpha_t, sigma_t, alpha_s, sigma_s, v):
    """(slope, std) of q(x_s | x_t) for x_0 ~ N(0, v): covariance over variance, and what is left."""
    kept = alpha_t / alpha_s
    v_s, v_t = alpha_s**2 * v + sigma_s**2, alpha_t**2 * v + sigma_t**2
    slope = kept * v_s / v_t
    return slope, np.sqrt(v_s - slope * kept * v_s)


def _gaussian(slope=None, std=None):
    def wrong(a, s, a_s, s_s, v):
        kept, v_s, v_t = a / a_s, a_s**2 * v + s_s**2, a**2 * v + s**2
        fresh = s**2 - kept**2 * s_s**2
        right = gaussian_step(a, s, a_s, s_s, v)
        return (
            right[0] if slope is None else slope(kept, v_s, v_t),
            right[1] if std is None else std(kept, v_s, v_t, fresh, s_s, s),
        )

    return wrong


GAUSSIAN_STEP = function(
    "08.7",
    title="The step that loses nothing",
    points=3,
    reference=gaussian_step,
    inputs=lambda rng: (
        [(0.6, 0.8, 0.8, 0.6, 4.0), (0.6, 0.8, 1.0, 0.0, 0.5), (1.0, 3.0, 1.0, 2.0, 0.7)]
        + [
            (float(a * f), float(np.sqrt(1 - (a * f) ** 2)), float(a), float(np.sqrt(1 - a**2)), float(v))
            for a, f, v in zip(
                rng.uniform(0.5, 0.95, size=3), rng.uniform(0.3, 0.9, size=3), rng.uniform(0.2, 5, size=3)
            )
        ]
    ),
    mistakes=[
        Mistake(
            "the posterior's noise",
            _gaussian(std=lambda k, vs, vt, f, ss, s: np.sqrt(f) * ss / s),
            "That is κ for a known x_0. Not knowing x_0 adds variance: (8.6).",
        ),
        Mistake(
            "the kernel's noise",
            _gaussian(std=lambda k, vs, vt, f, ss, s: np.sqrt(f)),
            "σ_{t|s} is right for v = 1 on a variance-preserving schedule, and only there.",
        ),
        Mistake(
            "the variance returned",
            _gaussian(std=lambda k, vs, vt, f, ss, s: f * vs / vt),
            "Your second number is a variance. Take the root.",
        ),
        Mistake(
            "slope of x_t given x_s",
            _gaussian(slope=lambda k, vs, vt: k),
            "α_{t|s} is the slope of x_t on x_s. You need x_s on x_t.",
        ),
        Mistake(
            "v taken for the variance at s",
            lambda a, s, a_s, s_s, v: (
                a / a_s * v / (a**2 * v + s**2),
                np.sqrt(v * (s**2 - (a / a_s) ** 2 * s_s**2) / (a**2 * v + s**2)),
            ),
            "The prior here is x_s, not x_0. What is the variance of x_s?",
        ),
        Mistake(
            "slope turned round",
            _gaussian(slope=lambda k, vs, vt: k * vt / vs),
            "Covariance over the variance of what is known, x_t.",
        ),
        Mistake(
            "slope one over α_{t|s}",
            _gaussian(slope=lambda k, vs, vt: 1 / k),
            "Dividing by α_{t|s} undoes the shrinking but keeps all the noise of the step.",
        ),
        Mistake(
            "covariance taken as the slope",
            _gaussian(slope=lambda k, vs, vt: k * vs),
            "That is the covariance of x_s and x_t. Divide by a variance.",
        ),
        Mistake(
            "all the variance at s",
            _gaussian(std=lambda k, vs, vt, f, ss, s: np.sqrt(vs)),
            "That is the spread of x_s when nothing is known. x_t is known.",
        ),
    ],
    hints=[
        "x_s has variance α_s² v + σ_s². x_t = α_{t|s} x_s + σ_{t|s} ε. Their covariance is α_{t|s} times the variance of x_s.",
        "Apply (B.7) with x_s in the place of x_0: prior variance α_s² v + σ_s², observation x_t.",
    ],
)

EXERCISES = [BACK_STEP, WHICH_ETA, LARGEST_ETA, ROUND_TRIP, LAST_NOISE, PLANTED, GAUSSIAN_STEP]
