"""26.4: the log-likelihood of one window."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def window_likelihood(kappa, times, a, b):
    """Rate at each adoption in the window, survival of all at risk."""
    total = 0.0
    for j in range(len(times)):
        if times[j] <= a:
            continue
        if times[j] <= b:
            total += np.log(kappa[times < times[j], j].sum())
        for i in range(len(times)):
            exposed = min(times[j], b) - max(times[i], a)
            if i != j and exposed > 0:
                total -= kappa[i, j] * exposed
    return total


def likelihood_inputs(rng):
    """The worked value; windows from the start and later, with places given, adopting, late and never."""

    def one(n, a, b, never):
        kappa = rng.uniform(0.2, 2, (n, n))
        np.fill_diagonal(kappa, 0)
        times = np.r_[0.0, np.sort(rng.uniform(0.1, 3, n - 1))]
        times[rng.permutation(np.arange(1, n))[:never]] = np.inf
        return kappa, times[(order := rng.permutation(n))], a, b, order

    cases = (
        (5, 0.0, 3.5, 0),
        (6, 0.0, 1.5, 2),
        (8, 1.0, 2.0, 2),
        (10, 0.7, 2.2, 4),
        (7, 1.5, 4.0, 1),
        (4, 0.0, 1.0, 1),
    )
    return [
        (np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([0.0, 0.5]), 0.0, 1.0),
        (np.array([[0.0, 1.5], [0.5, 0.0]]), np.array([0.0, 1.0]), 0.0, 1.0),  # adopts as the window closes
        *(one(*case)[:4] for case in cases),
    ]


def _each(kappa, times, a, b, rate, exposure, at_risk=lambda t, a, b: t > a):
    total = 0.0
    for j, t in enumerate(times):
        if not at_risk(t, a, b):
            continue
        if a < t <= b:
            total += rate(kappa, times, a, b, j)
        for i, s in enumerate(times):
            e = exposure(s, t, a, b)
            total -= kappa[i, j] * e if e > 0 and i != j else 0
    return total


def _rate(kappa, times, a, b, j):
    return np.log(kappa[times < times[j], j].sum())


def _exposure(s, t, a, b):
    return min(t, b) - max(s, a)


def _changed(rate=_rate, exposure=_exposure, at_risk=lambda t, a, b: t > a):
    return lambda kappa, times, a, b: _each(kappa, times, a, b, rate, exposure, at_risk)


def _from_the_beginning(s, t, a, b):
    return min(t, b) - s


def _before_they_adopt(s, t, a, b):
    return min(t, b) - a if s < min(t, b) else 0


def _all_sources(s, t, a, b):
    return min(t, b) - a


def _of_the_window_alone(s, t, a, b):
    return min(t, b) - s if s > a else 0


def _never_ends(s, t, a, b):
    return (t if np.isfinite(t) else b) - max(s, a)


def _fresh_sources(kappa, times, a, b, j):
    return np.log(max(kappa[(times < times[j]) & (times > a), j].sum(), 1e-9))


def _log_of_the_sum(kappa, times, a, b):
    inside = [j for j, t in enumerate(times) if a < t <= b]
    survival = _each(kappa, times, a, b, lambda *_: 0.0, _exposure)
    return np.log(sum(kappa[times < times[j], j].sum() for j in inside)) + survival


def _best_pace(kappa, times, a, b):
    adoptions = sum(a < t <= b for t in times)
    total = -_each(kappa, times, a, b, lambda *_: 0.0, _exposure)
    return window_likelihood(kappa, times, a, b) + total + adoptions * (np.log(adoptions / total) - 1)


LIKELIHOOD = Function(
    "26.4",
    title="The likelihood of one window",
    points=3,
    reference=window_likelihood,
    inputs=likelihood_inputs,
    mistakes=[
        Mistake(
            "censored places left out",
            _changed(at_risk=lambda t, a, b: a < t <= b),
            "Places that adopt after the window, or never, have *survived* it: their share of the second sum is "
            "missing.",
        ),
        Mistake(
            "those that never adopt left out",
            _changed(at_risk=lambda t, a, b: t > a and np.isfinite(t)),
            "Places that never adopt have survived the whole window. They belong in the second sum.",
        ),
        Mistake(
            "infectors before they adopt",
            _changed(exposure=_before_they_adopt),
            "A source counts in yours from the start of the window. Before $T_i$ it has nothing to pass on: "
            "`max(times[i], a)`.",
        ),
        Mistake(
            "everybody is a source",
            _changed(exposure=_all_sources),
            "In the second sum all places press on $j$, adopters or not. Only those who have adopted do, from "
            "$T_i$ on.",
        ),
        Mistake(
            "from the beginning of time",
            _changed(exposure=_from_the_beginning),
            "What happened before `a` is given, and has no probability here. A source counts from `max(times[i], a)`.",
        ),
        Mistake(
            "beyond the window",
            _changed(exposure=_never_ends),
            "A place that adopts after the window is followed only until `b`: `min(times[j], b)`.",
        ),
        Mistake(
            "all pairs in the rate",
            _changed(rate=lambda kappa, times, a, b, j: np.log(kappa[:, j].sum())),
            "The rate at $T_j$ is a sum over those who have adopted *by then*, not over all places.",
        ),
        Mistake(
            "sources of the window alone",
            _changed(
                rate=lambda kappa, times, a, b, j: np.log(max(kappa[(times < times[j]) & (times > a), j].sum(), 1e-9))
            ),
            "Those who had adopted by `a` are sources, too: take all with `times < times[j]`.",
        ),
        Mistake(
            "a log for each source",
            _changed(rate=lambda kappa, times, a, b, j: np.log(kappa[(times < times[j]) & (kappa[:, j] > 0), j]).sum()),
            "The log of a sum is no sum of logs. Nobody knows who passed it on: add the rates first, then take "
            "the log.",
        ),
        Mistake(
            "rows and columns exchanged",
            lambda kappa, times, a, b: window_likelihood(kappa.T, times, a, b),
            "Row $i$ infects column $j$. Yours reads the matrix the other way round.",
        ),
        Mistake(
            "rows and columns exchanged in the rate",
            _changed(rate=lambda kappa, times, a, b, j: np.log(kappa[j, times < times[j]].sum())),
            "In the rate, row $i$ infects column $j$: `kappa[times < times[j], j]`. Yours takes the row of $j$.",
        ),
        Mistake(
            "no survival",
            _changed(exposure=lambda s, t, a, b: 0.0),
            "The second sum is missing: without survival, infinite rates fit best.",
        ),
        Mistake(
            "survival added",
            edit("total -= kappa[i, j] * exposed", "total += kappa[i, j] * exposed"),
            "Survival is $e^{-\\int\\Lambda}$: its logarithm is subtracted.",
        ),
        Mistake(
            "no logarithm",
            edit("np.log(kappa[times < times[j], j].sum())", "kappa[times < times[j], j].sum()"),
            "Take the logarithm of the rate at each adoption.",
        ),
        Mistake(
            "no rates",
            edit("total += np.log(kappa[times < times[j], j].sum())", "total += 0"),
            "That is the survival alone. Add the log of the rate at each adoption in the window.",
        ),
        Mistake(
            "those given count as adoptions",
            lambda kappa, times, a, b: (
                window_likelihood(kappa, times, a, b)
                + sum(_rate(kappa, times, a, b, j) for j in range(len(times)) if times.min() < times[j] <= a)
            ),
            "Who adopted by `a` is given: only adoptions with $a < T_j \\le b$ have a rate in the first sum.",
        ),
        Mistake(
            "those given at risk before",
            _changed(exposure=_from_the_beginning, at_risk=lambda t, a, b: True),
            "What happened before `a` is given, and has no probability here: each exposure begins at "
            "`max(times[i], a)`, and places that adopted by `a` have none.",
        ),
        Mistake(
            "sources at the start alone",
            _changed(rate=lambda kappa, times, a, b, j: np.log(kappa[times <= a, j].sum())),
            "Those who adopt within the window pass it on, too: take all with `times < times[j]`, not `times <= a`.",
        ),
        Mistake(
            "sources up to the end",
            _changed(rate=lambda kappa, times, a, b, j: np.log(kappa[times < b, j].sum())),
            "The rate at $T_j$ is a sum over those who have adopted *by $T_j$*, not by the end of the window.",
        ),
        Mistake(
            "one log of all rates",
            _log_of_the_sum,
            "You add the rates of all adoptions and take one logarithm. Each adoption has a factor of its own: add "
            "their logarithms.",
        ),
        Mistake(
            "the pace at its best",
            _best_pace,
            "That is $\\ell$ after (26.9) has set the pace. Here the rates are given, pace included: (26.8) as it is.",
        ),
        Mistake(
            "no exposure to those given",
            _changed(exposure=_of_the_window_alone),
            "In your second sum those who had adopted by `a` do not count. They are sources during the whole window: "
            "`max(times[i], a)` is `a` for them.",
        ),
        Mistake(
            "minus the log-likelihood",
            lambda kappa, times, a, b: -window_likelihood(kappa, times, a, b),
            "That is minus the log-likelihood. Turn the sign round.",
        ),
        Mistake(
            "the likelihood",
            lambda kappa, times, a, b: np.exp(window_likelihood(kappa, times, a, b)),
            "That is the likelihood. Asked is its logarithm.",
        ),
    ],
    hints=[
        "Go through the places $j$ with `times[j] > a`: each has a survival, and a rate if it adopts by `b`.",
        "The rate at its adoption: `kappa[times < times[j], j].sum()`.",
        "Source $i$ presses on $j$ for `min(times[j], b) - max(times[i], a)`, if that is positive.",
    ],
)
