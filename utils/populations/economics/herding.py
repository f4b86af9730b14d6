"""Herding: people choose one after the other, each sees a signal of their own and all earlier choices, not signals.

The state is good or bad, with odds 1 : 1 at first. A signal is high or low, and right with probability p, 1/2 < p < 1.
Whoever thinks good the likelier adopts. A tie is broken by a fair "coin", or by one's "own" signal. Public odds are
good : bad given all choices so far; once they outweigh any signal, choices tell nothing more: an information cascade.
Odds are exact fractions, so that ties are ties: p = Fraction(7, 10); a float stands for the fraction that it is.
Source: Bikhchandani, Hirshleifer & Welch 1992, A theory of fads, fashion, custom, and cultural change as informational
cascades, J. Political Economy 100: 992–1026.
"""

from collections import defaultdict
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from utils.common import arrays
from utils.common.checks import one_of, whole_number, within


class Chances(NamedTuple):
    """Probabilities, given that the state is good: no cascade yet, one to adopt (right), one to reject (wrong)."""

    none: Fraction
    up: Fraction
    down: Fraction


class Step(NamedTuple):
    """One person: belief P(good) before and after their own signal, their choice, and whether they herd: whether the
    choice would have been the same with the other signal."""

    public: float
    private: float
    adopts: bool
    herds: bool


def adopts(odds: Any, p: Any, tie: str = "coin") -> tuple[Fraction, Fraction]:
    """(a_high, a_low) = (P(adopt | high signal), P(adopt | low signal)) at public odds > 0.

    1 where odds · (p/(1−p))^{±1} > 1, 0 where less; at a tie 1/2 (coin), or as the signal was (own). The two are equal
    exactly in a cascade.
    """
    p, odds, tie = _precision(p), _exact("odds", odds, "(0, inf)"), one_of("tie", tie, ("coin", "own"))
    even = (Fraction(1, 2),) * 2 if tie == "coin" else (Fraction(1), Fraction(0))
    private = (odds * p / (1 - p), odds * (1 - p) / p)
    high, low = (at_tie if x == 1 else Fraction(x > 1) for x, at_tie in zip(private, even))
    return high, low


def outcomes(odds: Any, p: Any, tie: str = "coin") -> dict[bool, tuple[Fraction, Fraction]]:
    """{choice: (its probability if the state is good, public odds after it)}, of each choice that anybody would make.

    P(adopt | good) = p a_high + (1−p) a_low,  P(adopt | bad) = (1−p) a_high + p a_low,  a as in `adopts`; the odds are
    multiplied by P(choice | good)/P(choice | bad): Bayes' rule.
    """
    (high, low), p, odds = adopts(odds, p, tie), _precision(p), _exact("odds", odds, "(0, inf)")
    good, bad = p * high + (1 - p) * low, (1 - p) * high + p * low
    return {choice: (x, odds * x / y) for choice, x, y in ((True, good, bad), (False, 1 - good, 1 - bad)) if x}


def cascade_chances(p: Any, n: int, tie: str = "coin") -> Chances:
    """After n people, by recursion over people: each public odds with its probability, given good. Exact."""
    n, paths = whole_number("n", n), {Fraction(1): Fraction(1)}
    for _ in range(n):
        later: dict[Fraction, Fraction] = defaultdict(Fraction)
        for odds, chance in paths.items():
            for given, new in outcomes(odds, p, tie).values():
                later[new] += chance * given
        paths = later
    ends = [(adopts(odds, p, tie), chance) for odds, chance in paths.items()]
    up, down = (sum((x for end, x in ends if end == (all_do, all_do)), Fraction(0)) for all_do in (1, 0))
    return Chances(1 - up - down, up, down)


def cascade_formula(p: Any, n: int, tie: str = "coin") -> Chances:
    """After n people, n even: two at a time they start a cascade up, down, or cancel.

    coin: none = (p − p²)^{n/2},    up = ½ p(p+1) (1 − none)/(1 − p + p²)
    own:  none = (2p − 2p²)^{n/2},  up = p² (1 − none)/(p² + (1−p)²)
    """
    p, n = _precision(p), whole_number("n", n, 2)
    if n % 2:
        raise ValueError(f"n must be even: people are taken two at a time, got {n}")
    by_coin = one_of("tie", tie, ("coin", "own")) == "coin"
    cancel, up = (p - p**2, p * (p + 1) / 2) if by_coin else (2 * p - 2 * p**2, p**2)
    none = cancel ** (n // 2)
    up *= (1 - none) / (1 - cancel)
    return Chances(none, up, 1 - none - up)


def watch(signals: Any, p: Any, rng: np.random.Generator, tie: str = "coin") -> list[Step]:
    """People who get these signals (n,), 1 for high and 0 for low, one after the other. rng: for the coin."""
    signals, p = arrays.whole_numbers("signals", signals, ("n",)), _precision(p)
    arrays.numpy_generator("rng", rng)
    if not set(signals.tolist()) <= {0, 1}:
        raise ValueError(f"signals must be 1 (high) or 0 (low), got {signals}")
    odds, steps = Fraction(1), []
    for signal in signals.tolist():
        high, low = adopts(odds, p, tie)
        choice, own = bool(rng.random() < (high if signal else low)), odds * (p / (1 - p)) ** (2 * signal - 1)
        steps.append(Step(float(odds / (1 + odds)), float(own / (1 + own)), choice, high == low))
        odds = outcomes(odds, p, tie)[choice][1]
    return steps


def _precision(p: Any) -> Fraction:
    return _exact("p", p, "(0.5, 1)")


def _exact(name: str, value: Any, interval: str) -> Fraction:
    plain = within(name, value, interval)
    return value if isinstance(value, Fraction) else Fraction(plain)
