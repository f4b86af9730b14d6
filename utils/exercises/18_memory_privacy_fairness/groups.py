"""18.5 and 18.6: a minority after sharpening, and how large a training set must be for a group to last."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from utils.teaching.exercise import Formula, Mistake, Number

# 18.5 ----------------------------------------------------------------- a minority after sharpening
_OTHER = "(1 - w)**gamma"
_MINE = "w**gamma * s**(d*(1 - gamma))"
NORMALISE = "Divide by the sum over *both* modes: shares add up to 1."
WIDTHS = (
    r"In $d$ dimensions $\int N(x;m,s^2I)^\gamma\,dx$ contains $s$ twice: $s^{-d\gamma}$ from the density's factor, "
    r"and $s^{d}$ from the width of the bell that is left. "
)


def _share(mine: str, other: str = _OTHER) -> str:
    return f"{mine} / ({mine} + {other})"


def _inputs(rng):
    """The worked value, wide and narrow, γ below 1, at 1 and above, equal modes."""
    low, high = (0.05, 0.4, 1, 0.6), (0.5, 2.5, 5, 2.5)
    drawn = [[w, s, int(d), gamma] for w, s, d, gamma in rng.uniform(low, high, size=(3, 4)).tolist()]
    fixed = [(0.05, 2.0, 1, 2.0), (0.3, 0.5, 2, 1.5), (0.2, 1.5, 4, 1.0), (0.1, 3.0, 3, 0.7), (0.5, 1.0, 5, 3.0)]
    return [dict(zip(("w", "s", "d", "gamma"), one)) for one in [*fixed, *drawn]]


TILTED = Formula(
    "18.5",
    title="A wide minority, sharpened",
    points=3,
    reference=_share(_MINE),
    inputs=_inputs,
    mistakes=[
        Mistake("the widths forgotten", _share("w**gamma"), WIDTHS + "You left $s$ out."),
        Mistake("not normalised", _MINE, NORMALISE),
        Mistake("not normalised, widths forgotten", "w**gamma", NORMALISE + " " + WIDTHS),
        Mistake("the majority not sharpened", _share(_MINE, "1 - w"), "The majority is sharpened as well."),
        Mistake(
            "heights compared",
            _share("(w / s**d)**gamma"),
            WIDTHS + r"You have the first only: heights to the power $\gamma$. Shares are integrals.",
        ),
        Mistake(
            "the sign of the exponent",
            _share("w**gamma * s**(d*(gamma - 1))"),
            WIDTHS + "And is a wide mode higher or lower than a narrow one of the same weight?",
        ),
        Mistake(
            "γ in one mode only",
            _share(f"{_MINE} * gamma**(-d/2)"),
            r"$\gamma^{-d/2}$ is a factor of *both* modes, so it cancels.",
        ),
        Mistake(
            "the bell that is left, alone",
            _share("w**gamma * (s**2/gamma)**(d/2)"),
            WIDTHS + r"You have the second only; and $\gamma^{-d/2}$ is a factor of both modes.",
        ),
        Mistake(
            "widths squared",
            _share("w**gamma * s**(2*d*(1 - gamma))"),
            r"$(2\pi s^2)^{d/2}$ contains $s^d$, not $s^{2d}$: the power $\frac12$ takes the root of $s^2$.",
        ),
        Mistake(
            "weights not sharpened",
            _share("w * s**(d*(1 - gamma))", "1 - w"),
            r"The weights are factors of the density: they get the power $\gamma$ as well.",
        ),
        Mistake("one dimension", _share("w**gamma * s**(1 - gamma)"), WIDTHS + "You took $d=1$."),
        Mistake(
            "a variance for a width",
            _share("w**gamma * s**(d*(1 - gamma)/2)"),
            "$s$ is a standard deviation, not a variance: no half in its exponent.",
        ),
        Mistake(
            "the width of the old bell",
            _share("w**gamma * s**d"),
            WIDTHS + "You have the second only.",
        ),
        Mistake(
            "a variance in the density's factor",
            _share("w**gamma * s**(-d*gamma/2)"),
            WIDTHS + "In $(2\\pi s^2)^{-d\\gamma/2}$ the half takes the root of $s^2$.",
        ),
        Mistake("the odds", f"{_MINE} / {_OTHER}", NORMALISE + " Yours is the ratio of the two."),
        Mistake("the majority's share", f"{_OTHER} / ({_MINE} + {_OTHER})", "That is the share of the other mode."),
        Mistake(
            "the weight times the width",
            _share("(w*s**d)**gamma"),
            WIDTHS + "At $\\gamma=1$ the share is $w$, whatever the width.",
        ),
    ],
    hints=[
        r"$p^\gamma$ near a mode alone is $w^\gamma N(x;m,s^2I)^\gamma$. Integrate it, in one dimension first.",
        r"$N(x;m,s^2I)^\gamma$ is $(2\pi s^2)^{-d\gamma/2}$ times a bell of variance $s^2/\gamma$, whose integral is "
        r"$(2\pi s^2/\gamma)^{d/2}$.",
    ],
)


# 18.6 ----------------------------------------------------------------- large enough for a group to last
@cache
def _gone(n, rounds=20):
    """Chance that a group of n/20 among n is gone after so many rounds of resampling; exact."""
    k = np.arange(n + 1)
    log_ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    share = k[:, None] / n
    step = np.exp(log_ways + xlogy(k, share) + xlog1py(n - k, -share))
    gone = np.zeros(n + 1)
    gone[0] = 1.0
    for _ in range(rounds):
        gone = step @ gone
    return float(gone[n // 20])


@cache
def large_enough():
    """The smallest multiple of 20 at which the chance is at most 1 %, 20 rounds."""
    return next(n for n in range(900, 1200, 20) if _gone(n) <= 0.01)


LARGE_ENOUGH = Number(
    "18.6",
    title="Large enough for a group to last",
    points=2,
    reference=large_enough,
    rtol=0.05,
    mistakes=[
        Mistake("the group, not the set", lambda: large_enough() / 20, "Is that the *group*? Asked is the whole set."),
        Mistake(
            "ten rounds, or ten per cent",
            500.0,
            "Is yours the size for 10 rounds, or for 10 % of the runs? Asked are 20 rounds and 1 %.",
        ),
        Mistake(
            "the group kept on average",
            20.0,
            "The *mean* share stays at 5 % in a set of any size. Count the single runs in which the group is gone.",
        ),
        Mistake(
            "none of the group in one set",
            90.0,
            r"$.95^n\le.01$ is about *one* set without the group. Here it is there at first, and is lost by and by.",
        ),
        Mistake("a hundred", 100.0, "With 100 the group is gone in most runs after 20 rounds: go on raising n."),
        Mistake(
            "an exponential of the rounds",
            lambda: 20 * 20 * np.log(100) / 2,
            r"$e^{-2K/r}$ is a good guess for $r$ rounds, and a little too low: compute the chance itself.",
        ),
    ],
    hints=[
        "`extinction(0.05, n, 20)[-1]` is the chance that the group is gone after 20 rounds, exactly. Or simulate: "
        "`k = rng.binomial(n, k / n)`, 20 times, from k = n / 20.",
        "It falls as n grows: try 200, 500 and 2 000, then go between.",
    ],
)
