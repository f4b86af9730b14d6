"""Scores of rare events: against scikit-learn, against counting by hand, and their intervals against the binomial."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score

from utils.generative.tabular.scores import MEASURES, at_prevalence, bootstrap, measures, resampled, verdict, wilson

few = settings(max_examples=60, deadline=None)


def rng(seed=0):
    return np.random.default_rng(seed)


@st.composite
def answers(draw, most=40):
    """(labels, scores, amounts) with both classes; scores in eighths, so that many are equal."""
    n, seed = draw(st.integers(2, most)), draw(st.integers(0, 10**6))
    labels = (rng(seed).random(n) < draw(st.sampled_from([0.1, 0.3, 0.5]))).astype(int)
    labels[:2] = 0, 1
    order = rng(seed).permutation(n)
    scores = np.clip(rng(seed + 1).integers(9, size=n) + draw(st.integers(0, 4)) * labels, 0, 8) / 8
    return labels[order], scores[order], rng(seed + 2).lognormal(3, 1, n).round(2)


# Against scikit-learn and by hand


@few
@given(answers())
def test_auprc_is_scikit_learns_average_precision_ties_included(given_answers):
    labels, scores, amounts = given_answers
    assert measures(labels, scores, amounts)["AUPRC"] == pytest.approx(
        average_precision_score(labels, scores), abs=1e-12
    )


@few
@given(answers(), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_precision_recall_and_f1_are_scikit_learns(given_answers, threshold):
    labels, scores, amounts = given_answers
    found, alarm = measures(labels, scores, amounts, threshold), (scores >= threshold).astype(int)
    assert found["recall"] == pytest.approx(recall_score(labels, alarm), abs=1e-12)
    assert found["F1"] == pytest.approx(f1_score(labels, alarm, zero_division=0), abs=1e-12)
    if alarm.any():
        assert found["precision"] == pytest.approx(precision_score(labels, alarm), abs=1e-12)
    else:
        assert np.isnan(found["precision"])


@few
@given(answers())
def test_recall_at_precision_95_is_the_best_over_all_thresholds(given_answers):
    labels, scores, amounts = given_answers
    best = 0.0
    for threshold in scores:
        alarm = scores >= threshold
        if np.mean(labels[alarm]) >= 0.95:
            best = max(best, np.sum(labels[alarm]) / np.sum(labels))
    assert measures(labels, scores, amounts)["recall at P .95"] == pytest.approx(best, abs=1e-12)


def test_recall_at_precision_95_comes_back_after_a_false_alarm_at_the_top():
    """1 false alarm first, then 19 frauds: 19 of 20 are frauds, exactly .95."""
    labels = np.array([0] + 19 * [1] + [1] + 5 * [0])
    scores = np.array([1.0] + 19 * [0.9] + [0.1] + 5 * [0.5])
    assert measures(labels, scores, 0 * scores)["recall at P .95"] == pytest.approx(19 / 20)


def test_cost_is_what_frauds_without_an_alarm_take_and_what_alarms_cost_for_each_fraud():
    labels, scores = np.array([1, 1, 1, 0, 0, 0]), np.array([0.9, 0.2, 0.5, 0.8, 0.1, 0.5])
    amounts = np.array([100.0, 60.0, 10.0, 1000.0, 1000.0, 1000.0])
    # missed: the 60; alarms: 0.9, 0.5, 0.8, 0.5; three frauds
    assert measures(labels, scores, amounts)["cost"] == pytest.approx((60 + 4 * 5) / 3)
    assert measures(labels, scores, amounts, alarm_cost=0)["cost"] == pytest.approx(20)
    assert measures(labels, scores, amounts, threshold=2)["cost"] == pytest.approx(170 / 3)


# Weights and the bootstrap


@few
@given(answers(most=15), st.integers(0, 10**6))
def test_a_row_of_weight_w_is_a_row_that_stands_there_w_times(given_answers, seed):
    labels, scores, amounts = given_answers
    weights = rng(seed).integers(4, size=(3, len(labels)))
    for label in (0, 1):  # of each class, something must be left
        weights[:, np.flatnonzero(labels == label)[0]] += 1
    found = measures(labels, scores, amounts, 0.4, weights)
    assert tuple(found) == MEASURES
    for row, weight in enumerate(weights):
        repeated = measures(*(np.repeat(part, weight) for part in given_answers), 0.4)
        for name in MEASURES:
            assert found[name][row] == pytest.approx(repeated[name], abs=1e-9, nan_ok=True)


def test_without_weights_a_measure_is_a_number_and_with_one_row_of_ones_the_same():
    labels, scores, amounts = rng(0).permutation([0, 0, 0, 1, 1]), rng(1).random(5), np.ones(5)
    plain, weighed = measures(labels, scores, amounts), measures(labels, scores, amounts, weights=np.ones((1, 5)))
    assert all(isinstance(plain[name], float) and weighed[name].tolist() == [plain[name]] for name in MEASURES)


def test_resampling_keeps_the_size_of_each_class_and_draws_with_replacement():
    """A weight is binomial(n, 1/n): mean 1 and variance 1 − 1/n, over 2000 replicates."""
    labels = np.array(30 * [0] + 10 * [1])
    weights = resampled(labels, 2000, rng())
    assert np.all(weights[:, labels == 0].sum(axis=1) == 30) and np.all(weights[:, labels == 1].sum(axis=1) == 10)
    assert np.all(np.abs(weights.mean(axis=0) - 1) < 5 / np.sqrt(2000)) and np.array_equal(weights, weights.round())
    for label, n in ((0, 30), (1, 10)):
        assert weights[:, labels == label].var() == pytest.approx(1 - 1 / n, rel=0.05)


def test_the_bootstrap_of_recall_is_the_binomial_it_should_be():
    """83 of 98 caught: standard error √(R(1 − R)/98) = .036; its estimate from 4000 replicates errs by 1.1 %."""
    labels, scores = np.array(200 * [0] + 98 * [1]), np.array(200 * [0.1] + 83 * [0.9] + 15 * [0.2])
    found = bootstrap(labels, {"mine": scores}, np.ones(298), rng(), 4000)["mine"]["recall"]
    exact = np.sqrt(83 / 98 * 15 / 98 / 98)
    assert found.std() == pytest.approx(exact, rel=5 * 0.011) and found.mean() == pytest.approx(
        83 / 98, abs=5 * exact / 63
    )


def test_an_interval_of_the_bootstrap_covers_the_truth_about_as_often_as_it_says():
    """100 test sets with 200 frauds, each caught with chance .8: 95 % intervals miss 5 in 100, and 13 is 3.7 σ off."""
    missed = 0
    for seed in range(100):
        caught = rng(seed).random(200) < 0.8
        scores = np.concatenate([np.zeros(20), np.where(caught, 0.9, 0.1)])
        draws = bootstrap(np.repeat([0, 1], [20, 200]), {"a": scores}, np.zeros(220), rng(seed), 300)["a"]["recall"]
        low, high = np.quantile(draws, [0.025, 0.975])
        missed += not low <= 0.8 <= high
    assert missed < 13


@pytest.mark.parametrize("replicates", [1, 100, 250])
def test_all_answers_are_judged_on_the_same_rows_and_every_replicate_is_there(replicates):
    labels, scores = np.array(50 * [0] + 20 * [1]), rng().random(70)
    found = bootstrap(labels, {"a": scores, "b": scores.copy(), "c": rng(1).random(70)}, np.ones(70), rng(), replicates)
    for name in MEASURES:
        assert found["a"][name].shape == (replicates,) and np.array_equal(found["a"][name], found["b"][name])
    assert not np.array_equal(found["a"]["AUPRC"], found["c"]["AUPRC"])


# Prevalence


@few
@given(st.floats(0, 1), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_going_to_another_prevalence_and_back_changes_nothing(precision, here, there):
    assert at_prevalence(at_prevalence(precision, here, there), there, here) == pytest.approx(precision, abs=1e-9)


@few
@given(answers(), st.integers(2, 9))
def test_the_precision_elsewhere_is_that_with_every_legitimate_row_repeated(given_answers, times):
    labels, scores, amounts = given_answers
    more = np.where(labels == 0, times, 1)
    here = measures(labels, scores, amounts, threshold=0.0625)["precision"]
    if np.isnan(here):
        return
    there = measures(*(np.repeat(part, more) for part in given_answers), 0.0625)["precision"]
    assert at_prevalence(here, labels.mean(), np.repeat(labels, more).mean()) == pytest.approx(there, abs=1e-12)


# Wilson's interval, verdicts


@few
@given(st.integers(1, 300), st.data())
def test_the_ends_of_wilsons_interval_are_where_the_share_is_z_standard_errors_away(n, data):
    """Solved for: (p̂ − p)² = z² p(1 − p)/n, that is (n + z²) p² − (2 n p̂ + z²) p + n p̂² = 0."""
    k, z = data.draw(st.integers(0, n)), 1.959964
    ends = np.sort(np.roots([n + z**2, -(2 * k + z**2), k**2 / n]).real)
    assert wilson(k, n) == pytest.approx(ends, abs=1e-6)  # near a double root np.roots has half the digits


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_as_newcombe_tabulates_it(successes, n, low, high):
    """Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3."""
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_wilsons_interval_reaches_the_limits_and_no_further():
    assert wilson(0, 98)[0] == pytest.approx(0, abs=1e-15) and wilson(98, 98)[1] == pytest.approx(1, abs=1e-15)
    assert wilson(0, 98)[1] == pytest.approx(1 - wilson(98, 98)[0], abs=1e-15)


def test_two_more_frauds_of_98_are_within_each_others_interval():
    before, after = wilson(81, 98), wilson(83, 98)
    assert before[0] < 83 / 98 < before[1] and after[0] < 81 / 98 < after[1]


def test_a_verdict_goes_three_ways_and_zero_decides():
    assert verdict("SMOTE", "none", "recall", 0.011, 0.042) == "SMOTE: recall higher than none by +0.011 to +0.042."
    assert verdict("SMOTE", "none", "recall", -0.042, -0.011) == "SMOTE: recall lower than none by -0.042 to -0.011."
    for low, high in ((-0.01, 0.02), (0.0, 0.02), (-0.01, 0.0)):
        assert verdict("SMOTE", "none", "recall", low, high).startswith(
            "SMOTE: no difference in recall from none can be told"
        )


# Bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: measures([0, 0], [0, 1], [1, 1]),
            r"labels must be \(n,\) of 0 and 1, both there, got \[0\.\]",
        ),
        (lambda: measures([0, 2], [0, 1], [1, 1]), r"labels must be .* got \[0\. 2\.\]"),
        (lambda: measures([[0, 1]], [[0, 1]], [[1, 1]]), r"labels must have shape \(n,\), got \(1, 2\)"),
        (lambda: measures([0, 1], [0, np.nan], [1, 1]), "scores must be finite, got nan"),
        (lambda: measures([0, 1], [0, 1, 2], [1, 1]), r"scores must have shape \(2,\), got \(3,\)"),
        (lambda: measures([0, 1], [0, 1], [1, np.inf]), "amounts must be finite, got inf"),
        (lambda: measures([0, 1], [0, 1], [1, 1], weights=np.ones(2)), r"weights must have shape \(B, 2\), got \(2,\)"),
        (
            lambda: measures([0, 1], [0, 1], [1, 1], weights=np.ones((3, 4))),
            r"weights must have shape \(B, 2\), got \(3, 4\)",
        ),
        (lambda: measures([0, 1], [0, 1], [1, 1], weights=[[1, 0]]), "weights must be .* above 0 for a positive row"),
        (lambda: measures([0, 1], [0, 1], [1, 1], threshold=None), "threshold must be a finite number, got None"),
        (lambda: resampled([1, 1], 5, rng()), r"labels must be .* both there, got \[1\.\]"),
        (lambda: resampled([0, 1], 5, None), "rng must be a numpy Generator"),
        (lambda: resampled([0, 1], 0, rng()), "replicates must be a whole number of at least 1, got 0"),
        (lambda: bootstrap([0, 1], {}, [1, 1], rng(), 1.5), "replicates must be a whole number of at least 1, got 1.5"),
        (lambda: at_prevalence(1.5, 0.1, 0.1), r"precision must lie in \[0, 1\], got 1.5"),
        (lambda: at_prevalence(0.5, 0, 0.1), r"prevalence must lie in \(0, 1\), got 0"),
        (lambda: at_prevalence(0.5, 0.1, 1), r"other must lie in \(0, 1\), got 1"),
        (lambda: wilson(5, 4), r"successes must lie in \[0, 4\], got 5"),
        (lambda: wilson(0, 0), "n must be a whole number of at least 1, got 0"),
        (lambda: verdict("a", "b", "recall", 1, 0), "low must not exceed high, got 1 and 0"),
        (lambda: verdict("a", "b", "recall", np.nan, 0), "low must not exceed high, got nan and 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
