"""Information cascades: the recursion by Bayes' rule, the closed form, and people drawn one by one."""

from fractions import Fraction

import numpy as np
import pytest

from utils.populations.economics.herding import adopts, cascade_chances, cascade_formula, outcomes, watch

PRECISIONS = [Fraction(51, 100), Fraction(3, 5), Fraction(7, 10), Fraction(9, 10)]


@pytest.mark.parametrize("tie", ["coin", "own"])
@pytest.mark.parametrize("p", PRECISIONS)
def test_the_closed_form_is_the_recursion_exactly(p, tie):
    for n in (2, 4, 10, 20):
        found = cascade_chances(p, n, tie)
        assert found == cascade_formula(p, n, tie)
        assert all(isinstance(one, Fraction) for one in found) and sum(found) == 1


@pytest.mark.parametrize("tie, wrong", [("coin", 0.2468354430), ("own", 0.1551724138)])
def test_the_limits_at_precision_seven_tenths_depend_on_the_tie(tie, wrong):
    assert float(cascade_formula(Fraction(7, 10), 400, tie).down) == pytest.approx(wrong, abs=1e-10)
    assert cascade_formula(0.6, 400).up == pytest.approx(Fraction(12, 19), abs=1e-12)


def test_after_own_signals_at_ties_the_odds_of_error_are_those_of_two_wrong_signals():
    for p in PRECISIONS:
        _, up, down = cascade_formula(p, 6, "own")
        assert up / down == (p / (1 - p)) ** 2


def test_two_agreeing_choices_start_a_cascade_by_coin_and_no_single_choice_does():
    p, odds = Fraction(7, 10), Fraction(1)
    assert adopts(odds, p) == (1, 0)
    _, odds = outcomes(odds, p)[True]
    assert adopts(odds, p) == (1, Fraction(1, 2)) and adopts(odds, p, "own") == (1, 0)
    _, odds = outcomes(odds, p)[True]
    assert adopts(odds, p) == (1, 1) and outcomes(odds, p) == {True: (1, odds)}
    assert odds == p / (1 - p) * (1 + p) / (2 - p)


def test_a_float_stands_for_the_fraction_that_it_is():
    assert cascade_chances(0.7, 6) == cascade_chances(Fraction(0.7), 6)
    assert adopts(2, 0.7) == adopts(Fraction(2), 0.7)


@pytest.mark.parametrize("tie", ["coin", "own"])
def test_people_drawn_one_by_one_herd_as_often_as_computed(tie):
    rng, n, runs = np.random.default_rng(0), 6, 1500
    last = [watch((rng.random(n + 1) < 0.7).astype(int), 0.7, rng, tie)[n] for _ in range(runs)]
    shares = [np.mean([one.herds and one.adopts == way for one in last]) for way in (True, False)]
    chances = cascade_chances(Fraction(7, 10), n, tie)
    for share, chance in zip(shares, chances[1:]):
        assert share == pytest.approx(float(chance), abs=4 * np.sqrt(0.25 / runs))


def test_beliefs_are_bayesian_and_stand_still_in_a_cascade():
    steps = watch([1, 1, 0, 0], Fraction(7, 10), np.random.default_rng(0))
    assert [one.herds for one in steps] == [False, False, True, True] and all(one.adopts for one in steps)
    assert steps[0].private == pytest.approx(0.7) and steps[1].private == pytest.approx(0.49 / 0.58)
    assert steps[2].public == steps[3].public == pytest.approx(7 / 3 * 17 / 13 / (1 + 7 / 3 * 17 / 13))
    assert 0.5 < steps[3].private < steps[3].public
