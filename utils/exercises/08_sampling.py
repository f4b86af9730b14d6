"""Exercises of lecture 08: the step with free noise, η, inversion, slips of sampling loops, the exact variance."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, Prediction, edit


# 08.1 ----------------------------------------------------------------- the step
def back_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s, eta, z):
    """x_s = α_s x_0 + √(σ_s² − κ²) ε + κ z, with κ = η σ_s σ_{t|s}/σ_t and ε = (x_t − α_t x_0)/σ_t."""
    kept = alpha_t / alpha_s
    fresh = sigma_t**2 - kept**2 * sigma_s**2
    kappa = eta * sigma_s * np.sqrt(fresh) / sigma_t
    eps = (x_t - alpha_t * x0) / sigma_t
    return alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * eps + kappa * z


_OLD, _KAPPA = "np.sqrt(sigma_s**2 - kappa**2)", "eta * sigma_s * np.sqrt(fresh) / sigma_t"
_EPS = "(x_t - alpha_t * x0) / sigma_t"
SHARED = r"The two noises share $\sigma_s^2$: variances add up, so the old noise keeps $\sqrt{\sigma_s^2-\kappa^2}$."
KAPPA = r"$\kappa=\eta\,\sigma_s\sigma_{t|s}/\sigma_t$ by (8.4): a standard deviation, in proportion to $\eta$."
NOISE = r"Solve $x_t=\alpha_tx_0+\sigma_t\varepsilon$ for $\varepsilon$, at time $t$."
DATA = r"The mean of $x_s$ given $x_0$ is $\alpha_sx_0$."
STEP_UP = r"By (2.8) $\sigma_{t|s}^2=\sigma_t^2-\alpha_{t|s}^2\sigma_s^2$, where $\alpha_{t|s}=\alpha_t/\alpha_s$."
PRESERVING = r"That holds only where $\alpha^2+\sigma^2=1$. Both are given, so that no schedule has to be assumed."


def sigma_ts_slips(fresh, kept="kept**2 * "):
    """The slips in σ²_{t|s} = `fresh`, wherever it stands: σ_t² less the noise at s, shrunk by `kept`."""
    return [
        Mistake("σ²_{t|s} as 1 − α²_{t|s}", edit(fresh, "1 - " + kept.removesuffix(" * ")), PRESERVING),
        Mistake("noise at s not shrunk on the way up", edit(fresh, fresh.replace(kept, "")), STEP_UP),
        Mistake("scale not squared", edit(fresh, fresh.replace(kept, kept.replace("**2", ""))), STEP_UP),
        Mistake("variances added in σ²_{t|s}", edit(fresh, fresh.replace(" - ", " + ")), STEP_UP),
    ]


def _levels(rng):
    """α_t, σ_t, α_s, σ_s of two levels, on no special schedule."""
    alpha_s, kept, sigma_s = rng.uniform(0.6, 0.95), rng.uniform(0.4, 0.8), rng.uniform(0.3, 0.9)
    return alpha_s * kept, np.hypot(kept * sigma_s, rng.uniform(0.5, 1.2)), alpha_s, sigma_s


def step_inputs(rng):
    worked = (1.0, 0.5, 0.6, 0.8, 0.8, 0.6, 0.5, 2.0)
    to_the_data = (0.3, 0.9, 0.8, 0.6, 1.0, 0.0, 0.5, 1.3)
    arrays = []
    for eta in (1.0, 0.7, 0.2, 0.0):
        x_t, x0, z = rng.normal(size=(3, 3, 2))
        arrays.append((x_t, x0, *_levels(rng), eta, z))
    return [worked, *arrays, (1.5, -0.4, 1.0, 3.0, 1.0, 2.0, 0.6, -0.7), to_the_data]


BACK_STEP = Function(
    "08.1",
    title="The step",
    points=2,
    reference=back_step,
    inputs=step_inputs,
    mistakes=[
        Mistake("old noise not reduced", edit(_OLD, "sigma_s"), SHARED),
        Mistake("standard deviations subtracted", edit(_OLD, "(sigma_s - kappa)"), SHARED),
        Mistake("variances added under the root", edit("sigma_s**2 - kappa**2", "sigma_s**2 + kappa**2"), SHARED),
        Mistake("κ not squared under the root", edit("sigma_s**2 - kappa**2", "sigma_s**2 - kappa"), SHARED),
        Mistake("√(1 − κ²) for the old noise", edit(_OLD, "sigma_s * np.sqrt(1 - kappa**2)"), SHARED),
        Mistake("√(1 − η²) for the old noise", edit(_OLD, "sigma_s * np.sqrt(1 - eta**2)"), SHARED),
        Mistake("both noises reduced", edit("eps + kappa * z", "(eps + kappa * z)"), SHARED),
        Mistake("root before ε forgotten", edit(_OLD, "(sigma_s**2 - kappa**2)"), SHARED),
        Mistake("σ_s from α_s", edit("sigma_s**2 - kappa**2", "1 - alpha_s**2 - kappa**2"), PRESERVING),
        Mistake("no new noise", edit(" + kappa * z", ""), "The old noise is reduced, but $z$ not added."),
        Mistake("variance multiplies z", edit("kappa * z", "kappa**2 * z"), KAPPA),
        Mistake("η multiplies z", edit("kappa * z", "eta * z"), KAPPA),
        Mistake("η applied to the variance", edit("eta * sigma_s", "np.sqrt(eta) * sigma_s"), KAPPA),
        Mistake("η squared", edit("eta * sigma_s", "eta**2 * sigma_s"), KAPPA),
        Mistake("η forgotten", edit("eta * sigma_s", "sigma_s"), r"What should the step be at $\eta=0$?"),
        Mistake(
            "η on the new noise alone",
            edit("eta * sigma_s", "sigma_s", "kappa * z", "eta * kappa * z"),
            r"$\eta$ is part of $\kappa$, so it changes the factor of the old noise too: otherwise variance is lost.",
        ),
        Mistake(
            "κ taken as η σ_{t|s}",
            edit(_KAPPA, "eta * np.sqrt(fresh)"),
            r"$\sigma_{t|s}$ is the noise of the step *up*. Given $x_0$, the step back has less. Try $\sigma_s=0$.",
        ),
        Mistake(
            "κ taken as η σ_s",
            edit(_KAPPA, "eta * sigma_s"),
            r"Your $\kappa$ is a share of all the noise at $s$. At $\eta=1$ it should be $\kappa_1$ of (8.3).",
        ),
        Mistake("σ_t and σ_s exchanged in κ", edit(_KAPPA, "eta * sigma_t * np.sqrt(fresh) / sigma_s"), KAPPA),
        Mistake("κ not divided by σ_t", edit("np.sqrt(fresh) / sigma_t", "np.sqrt(fresh)"), KAPPA),
        Mistake("σ_t − α_{t|s} σ_s in κ", edit("np.sqrt(fresh)", "(sigma_t - kept * sigma_s)"), STEP_UP),
        Mistake("variance of the step in κ", edit("np.sqrt(fresh)", "fresh"), KAPPA),
        *sigma_ts_slips("sigma_t**2 - kept**2 * sigma_s**2"),
        Mistake("scale upside down", edit("alpha_t / alpha_s", "alpha_s / alpha_t"), STEP_UP),
        Mistake("ε not divided by σ_t", edit(_EPS, "x_t - alpha_t * x0"), NOISE),
        Mistake("ε divided by σ_s", edit(_EPS, "(x_t - alpha_t * x0) / sigma_s"), NOISE),
        Mistake("x_0 not shrunk in ε", edit("x_t - alpha_t * x0", "x_t - x0"), NOISE),
        Mistake("ε taken at s", edit("x_t - alpha_t * x0", "x_t - alpha_s * x0"), NOISE),
        Mistake("x_t for ε", edit(_EPS, "x_t"), NOISE),
        Mistake("σ_t from α_t", edit(_EPS, "(x_t - alpha_t * x0) / np.sqrt(1 - alpha_t**2)"), PRESERVING),
        Mistake("x_t for the data part", edit("return alpha_s * x0", "return x_t"), DATA),
        Mistake("data part of time t", edit("return alpha_s", "return alpha_t"), DATA),
        Mistake("data part not shrunk", edit("return alpha_s * x0", "return x0"), DATA),
        Mistake(
            "s and t exchanged",
            edit(
                _EPS,
                "(x_t - alpha_s * x0) / sigma_s",
                "alpha_s * x0 + np.sqrt(sigma_s**2",
                "alpha_t * x0 + np.sqrt(sigma_t**2",
            ),
            r"You used the level at $s$ to read $x_t$, and the level at $t$ to write $x_s$.",
        ),
    ],
    hints=[
        r"Three numbers first: $\varepsilon$ from $x_t$ and $x_0$; then $\sigma_{t|s}$ from (2.8); then $\kappa$.",
        r"Three parts: $\alpha_sx_0$, old noise times $\sqrt{\sigma_s^2-\kappa^2}$, new noise times $\kappa$.",
    ],
)

# 08.2 ----------------------------------------------------------------- predict: which η?
WHICH_ETA = Prediction(
    "08.2",
    title="Predict: fresh noise or none, in 20 steps?",
    points=1,
    options={
        "a": r"$\eta = 1$, since it alone is the true posterior",
        "b": r"$\eta = 0$",
        "c": "neither: both have the right law of $x_s$ given $x_0$",
        "d": "neither: both evaluate the same denoiser equally often",
    },
    reference="b",
    mistakes=[
        Mistake(
            "the true posterior",
            "a",
            r"$\eta=1$ is the true posterior when $x_0$ is known. Here $x_0$ is replaced by its mean, "
            "and the variance that this loses is lost at every step.",
        ),
        Mistake("right law given x_0", "c", "Given $x_0$, yes. But an estimate takes its place."),
        Mistake("same denoiser", "d", "The same denoiser, but at other points, and its answer is used differently."),
    ],
    reveal=r"On this data set $\eta=0$ is closer. $\eta=1$ samples from the posterior of a known $x_0$; with the mean "
    r"of $x_0$ in its place it loses variance at every step. The error of $\eta=0$ is of another kind (lecture 10).",
)

# 08.3 ----------------------------------------------------------------- the largest η
_FRESH = "sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2"
VANISHES = r"The old noise's factor is $\sqrt{\sigma_s^2-\kappa^2}$. Which $\kappa$ makes it 0, and at which $\eta$?"

LARGEST_ETA = Formula(
    "08.3",
    title="How far does η go?",
    points=2,
    reference=f"sigma_t / sqrt({_FRESH})",
    inputs=lambda rng: (
        [{"alpha_t": 0.5, "sigma_t": 0.9, "alpha_s": 0.8, "sigma_s": 0.6}]
        + [dict(zip(("alpha_t", "sigma_t", "alpha_s", "sigma_s"), map(float, _levels(rng)))) for _ in range(4)]
        + [{"alpha_t": 1.0, "sigma_t": 3.0, "alpha_s": 1.0, "sigma_s": 2.0}]
    ),
    mistakes=[
        Mistake("η = 1", "1", r"Is there still old noise in $x_s$ at $\eta=1$? Then $\eta$ can grow further."),
        Mistake(
            "upside down",
            f"sqrt({_FRESH}) / sigma_t",
            r"Your $\eta$ is below 1, but DDPM's step ($\eta=1$) exists. Solve $\kappa=\sigma_s$ for $\eta$ once more.",
        ),
        Mistake("the square", edit("sigma_t / sqrt", "sigma_t**2 / "), r"That is the largest $\eta^2$."),
        Mistake("root forgotten", edit("sqrt", ""), r"Below stands $\sigma_{t|s}$. You have its square."),
        Mistake("κ not divided by σ_t", edit("sigma_t / sqrt", "1 / sqrt"), KAPPA),
        Mistake("κ without σ_s", edit("sigma_t / sqrt", "sigma_s / sqrt"), KAPPA),
        Mistake("κ set to σ_t", edit("sigma_t / sqrt", "sigma_t**2 / sigma_s / sqrt"), VANISHES),
        Mistake("difference of standard deviations", "sigma_t / (sigma_t - alpha_t / alpha_s * sigma_s)", STEP_UP),
        Mistake("noise levels upside down", "sigma_s / sigma_t", VANISHES),
        Mistake("κ itself", f"sigma_s * sqrt({_FRESH}) / sigma_t", VANISHES),
        Mistake("σ_{t|s} alone", f"sqrt({_FRESH})", VANISHES),
        Mistake("the kernel's η", "sigma_t / sigma_s", r"There $\kappa$ equals $\sigma_{t|s}$. Is it the largest?"),
        *sigma_ts_slips(_FRESH, "(alpha_t / alpha_s)**2 * "),
        Mistake("scale upside down", edit("alpha_t / alpha_s", "alpha_s / alpha_t"), STEP_UP),
    ],
    hints=[
        r"The old noise's factor is $\sqrt{\sigma_s^2-\kappa^2}$. It must stay real, so $\kappa\le\sigma_s$.",
        r"Put $\kappa=\eta\,\sigma_s\sigma_{t|s}/\sigma_t$ into $\kappa=\sigma_s$, and (2.8) for $\sigma_{t|s}$.",
    ],
)


# 08.4 ----------------------------------------------------------------- invert and return
def _noise(x, alpha, sigma, v):
    """ε̂ for data N(0, v)."""
    return sigma * x / (alpha**2 * v + sigma**2)


def round_trip(x0, alpha, sigma, v):
    """Up the grid by the inverted DDIM step, down again by the DDIM step: (x_T, the x_0 that comes back)."""
    x, n = x0, len(alpha) - 1
    for t in range(1, n + 1):
        up = alpha[t] / alpha[t - 1]
        x = up * x + (sigma[t] - up * sigma[t - 1]) * _noise(x, alpha[t], sigma[t], v)
    x_T = x
    for t in range(n, 0, -1):
        down = alpha[t - 1] / alpha[t]
        x = down * x + (sigma[t - 1] - down * sigma[t]) * _noise(x, alpha[t], sigma[t], v)
    return x_T, x


def _exact_inverse(x0, alpha, sigma, v):
    x = x0
    for t in range(1, len(alpha)):
        down = alpha[t - 1] / alpha[t]
        x = x / (down + (sigma[t - 1] - down * sigma[t]) * _noise(1.0, alpha[t], sigma[t], v))
    return x, x0


def _own_sigma(x0, alpha, sigma, v):
    return round_trip(x0, alpha, np.sqrt(1 - alpha**2), v)


def _grid(rng, n):
    """α and σ of the levels 0, …, n, on no special schedule."""
    alpha = np.concatenate([[1.0], np.cumprod(rng.uniform(0.7, 0.95, size=n))])
    return alpha, np.concatenate([[0.0], np.cumsum(rng.uniform(0.1, 0.4, size=n))])


def _at_s(line):
    return line.replace("alpha[t], sigma[t]", "alpha[t - 1], sigma[t - 1]")


_UP = "up * sigma[t - 1]) * _noise(x, alpha[t], sigma[t], v)"
_DOWN = "down * sigma[t]) * _noise(x, alpha[t], sigma[t], v)"
NOISIER = r"Up and down, $\hat\varepsilon$ is evaluated at level $t$, the noisier end of the step: (8.8), (8.9)."
STEPS = "The arrays have $n+1$ entries: n steps up, from level 0 to level n, and n steps down."
RESCALED = (
    r"The noise that is there is rescaled together with $x$: (8.9) has $\sigma_t-\frac{\alpha_t}{\alpha_s}\sigma_s$."
)
RATIO = r"Up the signal shrinks, $\alpha_t/\alpha_s<1$; down it grows."
SIGN = (
    r"Up the noise grows, down it falls: the bracket before $\hat\varepsilon$ is positive in (8.9), negative in (8.8)."
)
BELOW = r"$\hat\varepsilon=\sigma_tx/(\alpha_t^2v+\sigma_t^2)$: below stands the variance of $x_t$."

ROUND_TRIP = Function(
    "08.4",
    title="Invert and return",
    points=3,
    reference=round_trip,
    inputs=lambda rng: [
        (1.0, np.array([1.0, 0.8, 0.6]), np.array([0.0, 0.6, 0.8]), 4.0),
        *((float(rng.normal()) + 0.5, *_grid(rng, n), v) for n, v in ((4, 0.5), (8, 3.0), (3, 0.1), (1, 2.0))),
    ],
    mistakes=[
        Mistake("up: ε̂ at the level left", edit(_UP, _at_s(_UP)), NOISIER),
        Mistake("down: ε̂ at the level reached", edit(_DOWN, _at_s(_DOWN)), NOISIER),
        Mistake(
            "x_0 returned",
            edit("return x_T, x", "return x_T, x0"),
            "You returned $x_0$ itself. The way down is the DDIM step (8.8), which need not lead there.",
        ),
        Mistake(
            "the exact inverse",
            _exact_inverse,
            "You solved the DDIM step for $x_t$: possible with this linear denoiser. (8.9) evaluates it once.",
        ),
        Mistake("first step left out", edit("range(1, ", "range(2, ", "0, -1)", "1, -1)"), STEPS),
        Mistake("last step left out", edit("len(alpha) - 1", "len(alpha) - 2"), STEPS),
        Mistake("up: one step short", edit("range(1, n + 1)", "range(1, n)"), STEPS),
        Mistake("down: one step short", edit("range(n, 0, -1)", "range(n, 1, -1)"), STEPS),
        Mistake(
            "x rescaled before ε̂",
            edit(_UP, _UP.replace("(x,", "(up * x,"), _DOWN, _DOWN.replace("(x,", "(down * x,")),
            r"Evaluate $\hat\varepsilon$ first: it belongs to the $x$ from which the step starts.",
        ),
        Mistake("up: plain difference of σ", edit("- up * sigma", "- sigma"), RESCALED),
        Mistake("down: plain difference of σ", edit("- down * sigma", "- sigma"), RESCALED),
        Mistake("up: all of the new noise", edit("(sigma[t] - up * sigma[t - 1])", "sigma[t]"), RESCALED),
        Mistake("up: ratio upside down", edit("up = alpha[t] / alpha[t - 1]", "up = alpha[t - 1] / alpha[t]"), RATIO),
        Mistake("down: ratio upside down", edit("alpha[t - 1] / alpha[t]\n", "alpha[t] / alpha[t - 1]\n"), RATIO),
        Mistake(
            "down: not multiplied by α_s",
            edit(
                "alpha[t - 1] / alpha[t]\n", "1 / alpha[t]\n", "(sigma[t - 1] - d", "(sigma[t - 1] / alpha[t - 1] - d"
            ),
            r"(8.8) gives $x_s/\alpha_s$. Multiply by $\alpha_s$ to get $x_s$.",
        ),
        Mistake("up: sign of the step", edit("(sigma[t] - up", "-(sigma[t] - up"), SIGN),
        Mistake("down: sign of the step", edit("(sigma[t - 1] - down", "-(sigma[t - 1] - down"), SIGN),
        Mistake(
            "x_0 noised afresh on the way up",
            edit("up * x + (sigma[t] - up * sigma[t - 1]) *", "alpha[t] * x0 + sigma[t] *"),
            "(8.9) goes on from $x_s$, step by step. You started from $x_0$ at each level.",
        ),
        Mistake("v left out of ε̂", edit(" * v", "", of=_noise), BELOW),
        Mistake("σ² as 1 − α² in ε̂", edit("+ sigma**2", "+ 1 - alpha**2", of=_noise), PRESERVING),
        Mistake("σ computed from α", _own_sigma, PRESERVING),
        Mistake("the denoiser for the noise", edit("sigma * x", "alpha * v * x", of=_noise), BELOW),
    ],
    hints=[
        r"Two loops. Up: t = 1, …, n with (8.9), evaluated once. Down: t = n, …, 1 with (8.8) times $\alpha_s$.",
        r"Down: $x_s=(\alpha_s/\alpha_t)\,x_t+(\sigma_s-\sigma_t\alpha_s/\alpha_t)\,\hat\varepsilon(x_t,t)$.",
    ],
)

# 08.5 ----------------------------------------------------------------- predict: noise at the last step
LAST_NOISE = Prediction(
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
        Mistake("harm only at A", "b", "At A the noise, 0.045, is smaller than the modes are wide; at B it is larger."),
        Mistake("harm at both", "c", "The textbook answer: right where the data are finer than the last step's noise."),
        Mistake("help at both", "d", "It restores variance that the mean has lost. At B it adds more than was lost."),
    ],
    reveal=r"The last step without noise returns $\operatorname E[x_0\mid x_t]$: too narrow by "
    r"$\operatorname{Var}(x_0\mid x_t)$. Noise adds $\sigma_{t|0}^2$ instead. "
    "For data smooth at that scale the two are nearly equal; for finer data the noise is far too much.",
)


# 08.6 ----------------------------------------------------------------- find the planted bugs
def generate(x_T, alpha, sigma, z, v):
    """Ancestral sampling with the posterior (8.3), data N(0, v), noises z[t]."""
    x = x_T
    for t in range(len(alpha) - 1, 0, -1):
        x0 = alpha[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2) * x
        kept = alpha[t] / alpha[t - 1]
        fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
        mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
        x = mean + np.sqrt(fresh) * sigma[t - 1] / sigma[t] * z[t]
    return x


_X0 = "alpha[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2)"
_STD = "np.sqrt(fresh) * sigma[t - 1] / sigma[t]"
MEAN = "The line of mean was right: see (8.3)."
LEVEL = (
    "$x$ is $x_t$ when the denoiser is evaluated: all three levels in that line are $t$, and the rest of it was right."
)
KAPPA_1 = r"The standard deviation of (8.3) is $\kappa_1=\sigma_s\sigma_{t|s}/\sigma_t$; fresh is $\sigma_{t|s}^2$."
NO_RULE = (
    "You switched off the last noise by a rule. (8.3) needs none: all its noises are smaller. (And see to the level.)"
)

PLANTED = Function(
    "08.6",
    title="Find the planted bugs",
    points=3,
    reference=generate,
    inputs=lambda rng: [
        (1.0, np.array([1.0, 0.8, 0.6]), np.array([0.0, 0.6, 0.8]), np.array([0.0, 2.0, -1.0]), 4.0),
        *(
            (float(rng.normal()), *_grid(rng, n), rng.normal(size=n + 1), v)
            for n, v in ((4, 0.5), (7, 2.0), (3, 0.1), (1, 1.5))
        ),
    ],
    mistakes=[
        Mistake(
            "nothing mended",
            edit(_X0, _X0.replace("[t]", "[t - 1]"), _STD, "np.sqrt(fresh)"),
            "That is the loop as it was: one line takes a wrong level, one a wrong standard deviation.",
        ),
        Mistake("the level still wrong", edit(_X0, _X0.replace("[t]", "[t - 1]")), LEVEL),
        Mistake(
            "the noise still wrong",
            edit(_STD, "np.sqrt(fresh)"),
            "The denoiser is right now. Look at the last step, t = 1: how much noise is left in what is returned?",
        ),
        Mistake("last noise switched off, no more", edit(_STD, "np.sqrt(fresh) * (t > 1)"), NO_RULE),
        Mistake("level of σ still wrong", edit(_X0, _X0.replace("sigma[t]", "sigma[t - 1]")), LEVEL),
        Mistake("level of the first α still wrong", edit("x0 = alpha[t]", "x0 = alpha[t - 1]"), LEVEL),
        Mistake("level of the variance still wrong", edit(_X0[12:], _X0[12:].replace("[t]", "[t - 1]")), LEVEL),
        Mistake("variance for standard deviation", edit(_STD, "fresh * sigma[t - 1] ** 2 / sigma[t] ** 2"), KAPPA_1),
        Mistake("root forgotten", edit("np.sqrt(fresh)", "fresh"), KAPPA_1),
        Mistake("no noise at all", edit(_STD, "0"), "(8.3) has noise, only less of it."),
        Mistake("not divided by σ_t", edit(_STD, "np.sqrt(fresh) * sigma[t - 1]"), KAPPA_1),
        Mistake("α's ratio for σ's", edit(_STD, "np.sqrt(fresh) * alpha[t - 1] / alpha[t]"), KAPPA_1),
        Mistake("all the noise at s", edit(_STD, "sigma[t - 1]"), KAPPA_1),
        Mistake(
            "noise of the level reached", edit("z[t]", "z[t - 1]"), "z[t] belongs to the step that leaves level t."
        ),
        Mistake(
            "x_T in every step",
            edit(f"{_X0} * x\n", f"{_X0} * x_T\n"),
            "Each step starts from the x of the step before.",
        ),
        Mistake("last step left out", edit("1, 0, -1)", "1, 1, -1)"), "The step from level 1 to level 0 is missing."),
        Mistake("σ_t² as 1 − α_t²", edit("* v + sigma[t] ** 2", "* v + 1 - alpha[t] ** 2"), PRESERVING),
        *sigma_ts_slips("sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2"),
        Mistake("scale upside down", edit("kept = alpha[t] / alpha[t - 1]", "kept = alpha[t - 1] / alpha[t]"), STEP_UP),
        Mistake("weight of x_0", edit("alpha[t - 1] * fresh", "alpha[t] * fresh"), MEAN),
        Mistake("the denoiser without α", edit("x0 = alpha[t] * v", "x0 = v"), LEVEL),
    ],
    hints=[
        "Write beside each line which equation it is. Then try the loop by hand for t = 1.",
        r"At t = 1, sigma[t − 1] is 0, so $\kappa_1$ of (8.3) vanishes. Does the loop's?",
    ],
)


# 08.7 ----------------------------------------------------------------- the exact step for Gaussian data
def gaussian_step(alpha_t, sigma_t, alpha_s, sigma_s, v):
    """(slope, std) of q(x_s | x_t) for x_0 ~ N(0, v): covariance over variance, and what is left."""
    kept = alpha_t / alpha_s
    fresh = sigma_t**2 - kept**2 * sigma_s**2
    v_s = alpha_s**2 * v + sigma_s**2
    v_t = kept**2 * v_s + fresh
    return kept * v_s / v_t, np.sqrt(fresh * v_s / v_t)


def _slope_not_squared(alpha_t, sigma_t, alpha_s, sigma_s, v):
    kept = alpha_t / alpha_s
    v_s, v_t = alpha_s**2 * v + sigma_s**2, alpha_t**2 * v + sigma_t**2
    slope = kept * v_s / v_t
    return slope, np.sqrt(v_s - slope * v_t)


_V_S, _V_T = "alpha_s**2 * v + sigma_s**2", "kept**2 * v_s + fresh"
_SLOPE, _TAU = "kept * v_s / v_t, np", "np.sqrt(fresh * v_s / v_t)"
_BOTH = "kept * v_s / v_t, np.sqrt(fresh * v_s / v_t)"
PRIOR = r"The prior here is that of $x_s$, not of $x_0$: its variance is $\alpha_s^2v+\sigma_s^2$."
SLOPE = (
    r"The slope is the covariance of $x_s$ and $x_t=\alpha_{t|s}x_s+\dots$ over the variance of what is known, $x_t$."
)
GIVEN = "Your step is deterministic. The law of $x_s$ *given* $x_t$ has noise: several $x_s$ lead to the same $x_t$."

GAUSSIAN_STEP = Function(
    "08.7",
    title="The step that loses nothing",
    points=3,
    reference=gaussian_step,
    inputs=lambda rng: [
        (0.6, 0.8, 0.8, 0.6, 4.0),
        (0.6, 0.8, 1.0, 0.0, 0.5),
        (1.0, 3.0, 1.0, 2.0, 0.7),
        *((*map(float, _levels(rng)), v) for v in (0.3, 2.0, 5.0)),
    ],
    mistakes=[
        Mistake(
            "the posterior's noise",
            edit("fresh * v_s / v_t)", "fresh * sigma_s**2 / sigma_t**2)"),
            r"That is $\kappa_1$, for a known $x_0$. Not knowing $x_0$ adds variance: (8.6).",
        ),
        Mistake(
            "the posterior given x_0",
            edit(_BOTH, "kept * sigma_s**2 / sigma_t**2, np.sqrt(fresh * sigma_s**2 / sigma_t**2)"),
            r"That is (8.3), the posterior when $x_0$ is known. Here $x_0$ is random with variance $v$.",
        ),
        Mistake(
            "the kernel's noise",
            edit("fresh * v_s / v_t)", "fresh)"),
            r"$\sigma_{t|s}$ is right for $v=1$ on a variance-preserving schedule, and only there.",
        ),
        Mistake("the variance returned", edit(_TAU, "fresh * v_s / v_t"), "That is a variance. Take the root."),
        Mistake("all the variance at s", edit(_TAU, "np.sqrt(v_s)"), "$x_t$ is known, and leaves less variance."),
        Mistake("v for the variance at s", edit(_V_S, "v"), PRIOR),
        Mistake("the step from x_0", edit(_V_S, "v", _V_T, "alpha_t**2 * v + sigma_t**2"), PRIOR),
        Mistake("σ_s left out of the prior", edit(_V_S, "alpha_s**2 * v"), PRIOR),
        Mistake("v squared", edit(_V_S, "alpha_s**2 * v**2 + sigma_s**2"), PRIOR),
        Mistake("slope of x_t on x_s", edit(_SLOPE, "kept, np"), SLOPE),
        Mistake("the slope of the flow", edit(_SLOPE, "np.sqrt(v_s / v_t), np"), SLOPE),
        Mistake("v_s and v_t exchanged", edit(_BOTH, "kept * v_t / v_s, np.sqrt(fresh * v_t / v_s)"), SLOPE),
        Mistake("the correlation", edit(_SLOPE, "kept * np.sqrt(v_s / v_t), np"), SLOPE),
        Mistake("the posterior of x_0", edit(_BOTH, "alpha_t * v / v_t, np.sqrt(v * sigma_t**2 / v_t)"), PRIOR),
        Mistake("slope turned round", edit(_SLOPE, "kept * v_t / v_s, np"), SLOPE),
        Mistake("α_{t|s} missing in the slope", edit(_SLOPE, "v_s / v_t, np"), SLOPE),
        Mistake("α_{t|s} upside down in the slope", edit(_SLOPE, "v_s / v_t / kept, np"), SLOPE),
        Mistake("covariance for the slope", edit(_SLOPE, "kept * v_s, np"), SLOPE),
        Mistake("slope one over α_{t|s}", edit(_SLOPE, "1 / kept, np"), SLOPE),
        Mistake("step undone, the kernel's noise", edit(_BOTH, "1 / kept, np.sqrt(fresh)"), SLOPE),
        Mistake(
            "slope not squared",
            _slope_not_squared,
            r"$\operatorname{Var}x_s=m^2\operatorname{Var}x_t+\tau^2$: the slope is squared there.",
        ),
        Mistake("no noise: the flow", edit(_BOTH, "np.sqrt(v_s / v_t), 0.0"), GIVEN),
        Mistake("DDIM's step", edit(_BOTH, "(alpha_s * alpha_t * v + sigma_s * sigma_t) / v_t, 0.0"), GIVEN),
        *sigma_ts_slips("sigma_t**2 - kept**2 * sigma_s**2"),
        Mistake(
            "σ²_{t|s} as 1 − α²_{t|s}, in the noise",
            edit("sigma_t**2 - kept**2 * sigma_s**2", "1 - kept**2", _V_T, "alpha_t**2 * v + sigma_t**2"),
            PRESERVING,
        ),
    ],
    hints=[
        r"$x_s$ has variance $\alpha_s^2v+\sigma_s^2$, $x_t=\alpha_{t|s}x_s+\sigma_{t|s}\varepsilon$. Covariance?",
        r"Apply (B.7) with $x_s$ in the place of $x_0$: prior variance $\alpha_s^2v+\sigma_s^2$, observation $x_t$.",
    ],
)

EXERCISES = [BACK_STEP, WHICH_ETA, LARGEST_ETA, ROUND_TRIP, LAST_NOISE, PLANTED, GAUSSIAN_STEP]
