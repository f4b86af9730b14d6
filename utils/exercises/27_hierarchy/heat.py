"""27.2, 27.3, 27.5: how long a level lasts, how long a climb takes, and heat as a denoiser."""

from __future__ import annotations

from functools import cache

import numpy as np

from utils.hierarchy.builders import quadtree
from utils.hierarchy.passes import tree_heat, up
from utils.teaching.exercise import Function, Mistake, Number, edit


# 27.2 ----------------------------------------------------------------- half-lives of the energies
def half_lives(kappa):
    """ln 2/(2 λ_l), λ_l the sum of kappa[l:]: kappa[0] is κ_1."""
    rates = np.cumsum(kappa[::-1])[::-1]
    return np.log(2) / (2 * rates)


def half_inputs(rng):
    """One level, levels that do not conduct, equal and unequal rates."""
    zero = rng.uniform(0.2, 2, 4)
    zero[:2] = 0
    return [
        np.array([3.0, 1.0]),
        np.array([0.7]),
        np.ones(3),
        zero,
        *(rng.uniform(0.1, 3, n) for n in (2, 4, 6)),
    ]


def _above(kappa):
    return np.array([np.log(2) / (2 * kappa[l + 1 :].sum()) for l in range(len(kappa))])


def _below(kappa):
    return np.log(2) / (2 * np.cumsum(kappa))


def _own(kappa):
    return np.log(2) / (2 * np.where(np.asarray(kappa) > 0, kappa, np.inf))


def _all(kappa):
    return np.log(2) / (2 * np.sum(kappa)) * np.ones(len(kappa))


WHICH = r"`kappa[0]` is $\kappa_1$: which $\kappa_j$ have $j > l$? For $l = 0$ all of them. "

HALF_LIVES = Function(
    "27.2",
    title="How long a level lasts",
    points=2,
    reference=half_lives,
    inputs=lambda rng: [(kappa,) for kappa in half_inputs(rng)],
    mistakes=[
        Mistake(
            "one level too high",
            _above,
            "Off by one: your sum starts one level too high. " + WHICH,
        ),
        Mistake(
            "summed from the leaves",
            _below,
            r"You added up the rates of the levels *below*. A mean over a level-$j$ node does nothing to differences "
            "between such nodes: only $j > l$ act on $d_l$. " + WHICH,
        ),
        Mistake("its own rate only", _own, r"A detail is pulled by every level above it, not by one alone. " + WHICH),
        Mistake(
            "all rates for all levels", _all, "That is λ₀, right for the leaves. Higher levels feel fewer. " + WHICH
        ),
        Mistake(
            "the half-life of the detail",
            edit("np.log(2) / (2 * rates)", "np.log(2) / rates"),
            r"That is when $d_l$ itself has halved. Its energy is the square, $e^{-2\lambda_l t}E_l$.",
        ),
        Mistake(
            "doubled the wrong way",
            edit("np.log(2) / (2 * rates)", "2 * np.log(2) / rates"),
            r"The energy falls twice as *fast* as the detail, $e^{-2\lambda_l t}$: its half-life is half as long.",
        ),
        Mistake(
            "no logarithm",
            edit("np.log(2) / (2 * rates)", "1 / (2 * rates)"),
            r"After $1/(2\lambda_l)$ a share $1/e$ is left. Solve $e^{-2\lambda_l t} = \frac12$.",
        ),
        Mistake(
            "what is left after time 1",
            lambda kappa: np.exp(-2 * np.cumsum(kappa[::-1])[::-1]),
            r"That is the share of $E_l$ left at $t = 1$. Asked is the time at which it is $\frac12$.",
        ),
        Mistake(
            "from the root down",
            edit("return np.log(2) / (2 * rates)", "return np.log(2) / (2 * rates[::-1])"),
            "The right numbers in the wrong order: entry 0 belongs to the leaves, which die first.",
        ),
        Mistake(
            "the logarithm to base 10",
            edit("np.log(2)", "np.log10(2)"),
            "Heat decays as a power of $e$: take the natural logarithm.",
        ),
    ],
    hints=[
        WHICH,
        r"$\lambda_l$ = `kappa[l:].sum()`, and the energy is $e^{-2\lambda_l t}E_l$: when is the factor one half?",
    ],
)


# 27.3 ----------------------------------------------------------------- from a leaf to the root
def climb_steps(depth, u):
    """Σ e_l, with e_0 = 1 and e_l = 1 + (1 − u)(e_{l−1} + e_l): steps from level l to level l + 1."""
    total, one = 0.0, 1.0
    for _ in range(depth):
        total += one
        one = (1 + (1 - u) * one) / u
    return total


def climb_steps_inputs(rng):
    """A tree of one level, likely and unlikely climbs, no drift, never down."""
    return [
        (2, 0.5),
        (1, 0.3),
        (3, 1.0),
        (4, 0.5),
        (3, 0.25),
        *((int(depth), float(u)) for depth, u in zip(rng.integers(2, 8, 5), rng.uniform(0.3, 0.95, 5))),
    ]


def _drift(depth, u):
    return depth / (2 * u - 1) if u != 0.5 else np.inf


def _up_only(depth, u):
    return depth / u


def _leaf_waits(depth, u):
    total, one = 0.0, 1 / u
    for _ in range(depth):
        total += one
        one = (1 + (1 - u) * one) / u
    return total


def _one_level_more(depth, u):
    return climb_steps(depth + 1, u)


def _one_level_less(depth, u):
    return climb_steps(depth - 1, u)


def _last_level(depth, u):
    one = 1.0
    for _ in range(depth - 1):
        one = (1 + (1 - u) * one) / u
    return one


STEP = r"Let $e_l$ be the expected number of steps from level $l$ to level $l+1$, and look at the first of them. "

CLIMBING = Function(
    "27.3",
    title="From a leaf to the root",
    points=3,
    reference=climb_steps,
    inputs=climb_steps_inputs,
    mistakes=[
        Mistake(
            "the drift",
            _drift,
            r"Distance over drift, $D/(2u-1)$, is for a walk without a floor. At a leaf it cannot go down. " + STEP,
        ),
        Mistake(
            "a fair coin",
            lambda depth, u: depth**2,
            "$D^2$ is right for a fair coin, $u = 1/2$, as in the worked value; asked is any $u$. " + STEP,
        ),
        Mistake("only steps up", _up_only, "$D/u$ counts waiting, but a step down must also be made good. " + STEP),
        Mistake(
            "a leaf may fail",
            _leaf_waits,
            "A leaf has no child: from there the step goes up for sure, so that $e_0 = 1$.",
        ),
        Mistake(
            "drift after the first step",
            lambda depth, u: 1 + ((depth - 1) / (2 * u - 1) if u != 0.5 else np.inf),
            r"The first step is right, $(D-1)/(2u-1)$ is not: the walk may come back to a leaf, and turns round there. "
            + STEP,
        ),
        Mistake(
            "tries of a straight climb",
            lambda depth, u: u**-depth,
            r"$u^{-D}$ is a number of tries, if each begins at a leaf. A step down leads one level back. " + STEP,
        ),
        Mistake("one level too many", _one_level_more, "From level 0 to level $D$ there are $D$ steps up, not $D+1$."),
        Mistake("one level too few", _one_level_less, "From level 0 to level $D$ there are $D$ steps up, not $D-1$."),
        Mistake("the last level only", _last_level, "That is the last level's $e_{D-1}$. The climb is the sum of all."),
        Mistake(
            "the way back forgotten",
            edit("(1 + (1 - u) * one) / u", "1 + (1 - u) * one"),
            "After a step down the walk must climb back *and* try again from level $l$: "
            r"$e_l = 1 + (1-u)(e_{l-1} + e_l)$.",
        ),
        Mistake(
            "only one more try",
            edit("(1 + (1 - u) * one) / u", "1 / u"),
            "A step down leads to level $l-1$, from which it takes $e_{l-1}$ steps to be where one was. " + STEP,
        ),
        Mistake(
            "the first step not counted",
            edit("(1 + (1 - u) * one) / u", "(1 - u) * one / u"),
            "The step itself takes time too: add 1. " + STEP,
        ),
        Mistake(
            "up and down exchanged",
            edit("(1 + (1 - u) * one) / u", "(1 + u * one) / (1 - u) if u < 1 else np.inf"),
            "$u$ is the probability of going *up*, towards the root.",
        ),
    ],
    hints=[
        STEP,
        r"Up with probability $u$: done after 1. Down: then $e_{l-1}$ to be back on level $l$, and $e_l$ again.",
        r"$e_0 = 1$, $e_l = \frac{1 + (1-u)\,e_{l-1}}{u}$; the answer is $e_0 + \dots + e_{D-1}$.",
    ],
)


# 27.5 ----------------------------------------------------------------- the best heat time
@cache
def best_time():
    """The time among 0, 0.02, ... 1 at which heat brings the noisy picture nearest to the clean one."""
    from sklearn.datasets import load_sample_image

    photo = (
        load_sample_image("china.jpg")[:384, 100:484].mean(axis=2).reshape(64, 6, 64, 6).mean(axis=(1, 3)) / 127.5 - 1
    )
    noisy = photo + 0.2 * np.random.default_rng(5).standard_normal(photo.shape)
    analysis = up(quadtree(photo.shape), noisy.ravel())
    times = np.arange(51) * 0.02
    return float(times[np.argmin([np.mean((tree_heat(analysis, t) - photo.ravel()) ** 2) for t in times])])


BEST_TIME = Number(
    "27.5",
    title="How long to heat a noisy picture",
    points=2,
    reference=best_time,
    rtol=0.0,
    atol=0.005,  # less than the grid's step
    mistakes=[
        Mistake(
            "no heat", 0.0, "At $t = 0$ nothing has been smoothed. Compare with the *clean* picture, not the noisy one."
        ),
        Mistake(
            "as long as allowed", 1.0, "At $t = 1$ the picture is nearly gone. Which time has the *smallest* error?"
        ),
        Mistake(
            "the place in the list", 4.0, "That is the position of the best time among all of them. Asked is the time."
        ),
        *(
            Mistake(
                name,
                beside,
                "Close: the error there is a little larger than at the best time. Compare all 51 to the last digit.",
            )
            for name, beside in (("one step too early", 0.06), ("one step too late", 0.1))
        ),
        Mistake("the error", 0.1617, "That is the error at its smallest. Asked is the time at which it is reached."),
    ],
    hints=[
        "`up` once; then `tree_heat(analysis, t)` for each time, and the root mean square distance from `photo`.",
        "`times[np.argmin(errors)]`.",
    ],
)
