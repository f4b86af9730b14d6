"""A split leaks nothing and loses nothing; each way adds what it says; a classifier is taught what it is given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier
from small_frauds import SMALL, rng, small_split, with_copies
from xgboost import XGBClassifier

from utils.data.transactions import Transactions, draw_transactions, duplicate_groups
from utils.generative.tabular.ways import (
    BASELINE,
    CLASSIFIERS,
    ORACLE,
    WEIGHTS,
    Split,
    classify,
    further_frauds,
    generators,
    split,
    ways,
)

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 10**6)
PLAIN = SMALL.without("Time").features


def as_set(rows):
    return {tuple(row) for row in rows}


# The split


@few
@given(seeds, st.sampled_from([0.1, 0.2, 0.5]))
def test_a_split_is_stratified_and_holds_each_row_once(seed, share):
    data = small_split(seed, test_share=share)
    assert (data.test_y.sum(), len(data.test_y)) == (round(60 * share), round(60 * share) + round(540 * share))
    assert not as_set(data.x) & as_set(data.test_x) and as_set(data.x) | as_set(data.test_x) == as_set(PLAIN)
    assert len(data.x) + len(data.test_x) == 600
    label = dict(zip(map(tuple, PLAIN), SMALL.labels))
    for rows, labels in ((data.x, data.y), (data.test_x, data.test_y)):
        assert [label[tuple(row)] for row in rows] == labels.tolist()


@few
@given(seeds)
def test_copies_stay_together_also_where_they_have_both_labels(seed):
    transactions, groups = with_copies()
    data = split(transactions, seed, groups)
    assert np.array_equal(
        duplicate_groups(transactions.features) == duplicate_groups(transactions.features)[:, None],
        groups == groups[:, None],
    )  # what the groups are
    assert not as_set(data.x) & as_set(data.test_x) and len(data.x) + len(data.test_x) == len(groups)
    # 12 of the 60 groups with a fraud are tested, and 108 of the 540 others; 6 hold two frauds, one a legitimate row too
    assert (len(as_set(data.test_x) & as_set(PLAIN[SMALL.labels == 1])), len(as_set(data.test_x))) == (12, 120)
    assert 12 <= data.test_y.sum() <= 18 and data.test_y.sum() + data.y.sum() == 66


def test_without_groups_copies_do_leak():
    """Why there are groups: some of 17 copies fall apart in each of these splits."""
    transactions, _ = with_copies()
    for seed in range(5):
        data = split(transactions, seed)
        assert as_set(data.x) & as_set(data.test_x)


def test_another_seed_is_another_split_and_the_same_seed_the_same():
    assert np.array_equal(small_split(3).test_x, small_split(3).test_x)
    assert as_set(small_split(3).test_x) != as_set(small_split(4).test_x)


def test_time_is_dropped_and_amounts_are_those_of_the_test_rows():
    data, amount = small_split(), dict(zip(map(tuple, PLAIN), SMALL.column("Amount")))
    assert data.x.shape[1] == data.test_x.shape[1] == 29
    assert data.amounts.tolist() == [amount[tuple(row)] for row in data.test_x] == data.test_x[:, -1].tolist()
    without = split(SMALL.without("Time"), 0)
    assert all(
        np.array_equal(getattr(data, name), getattr(without, name))
        for name in ("x", "y", "test_x", "test_y", "amounts")
    )


def test_columns_may_stand_in_any_order():
    order = rng().permutation(30)
    mixed = Transactions(SMALL.features[:, order], SMALL.labels, [SMALL.columns[place] for place in order], "mixed")
    data, plain = split(mixed, 0), small_split()
    assert np.array_equal(data.amounts, plain.amounts) and np.array_equal(np.sort(data.x), np.sort(plain.x))


def test_fresh_rows_join_the_test_part_and_further_frauds_neither():
    fresh, further = draw_transactions(5, 40, rng(1)), draw_transactions(7, 30, rng(2))
    data, plain = small_split(fresh=fresh, further=further), small_split()
    assert np.array_equal(data.x, plain.x) and np.array_equal(data.test_x[:120], plain.test_x)
    assert np.array_equal(data.test_x[120:], fresh.features[:, 1:]) and np.array_equal(data.test_y[120:], fresh.labels)
    assert np.array_equal(data.amounts[120:], fresh.column("Amount"))
    assert np.array_equal(data.further, further.features[further.labels == 1][:, 1:]) and plain.further is None


def test_frauds_and_legitimate_rows_are_those_of_the_training_part():
    data = small_split()
    assert len(data.frauds) == 48 and len(data.legitimate) == 432
    assert as_set(data.frauds) == as_set(PLAIN[SMALL.labels == 1]) - as_set(data.test_x)
    assert as_set(data.legitimate) == as_set(PLAIN[SMALL.labels == 0]) - as_set(data.test_x)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"test_share": 0}, r"test_share must lie in \(0, 1\), got 0"),
        ({"test_share": 1.0}, r"test_share must lie in \(0, 1\), got 1.0"),
        ({"groups": np.arange(5)}, r"groups must have shape \(600,\), one a row, got \(5,\)"),
    ],
)
def test_a_bad_split_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        small_split(**options)


# The ways


def test_the_ways_are_in_the_order_of_the_table():
    assert ways() == (
        "none",
        "class weights",
        "random oversampling",
        "jitter",
        "SMOTE",
        "ADASYN",
        "VAE",
        "GAN",
        "diffusion",
        "diffusion per cluster",
        "oracle",
    )
    assert (BASELINE, WEIGHTS, ORACLE) == ("none", "class weights", "oracle") and list(generators()) == list(
        ways()[2:-1]
    )


@pytest.mark.parametrize("way", [BASELINE, WEIGHTS])
def test_two_ways_add_no_rows(way):
    assert further_frauds(way, small_split(), 50, rng()).shape == (0, 29)


@pytest.mark.parametrize("way", ["random oversampling", "jitter", "SMOTE"])
def test_a_way_is_its_generator_fitted_on_the_training_frauds(way):
    data = small_split()
    chance = rng(5)
    expected = generators()[way].fit(data.frauds, chance, data.legitimate).sample(50, chance)
    assert np.array_equal(further_frauds(way, data, 50, rng(5)), expected) and len(expected) == 50


def test_the_oracle_gives_genuine_frauds_and_says_why_it_cannot():
    further = draw_transactions(0, 30, rng(2))
    data = small_split(further=further)
    assert np.array_equal(further_frauds(ORACLE, data, 20, rng()), further.features[:20, 1:])
    with pytest.raises(
        ValueError, match="the oracle needs genuine further frauds; this source has none beyond its training"
    ):
        further_frauds(ORACLE, small_split(), 20, rng())
    with pytest.raises(ValueError, match="the oracle needs 31 genuine further frauds, got 30"):
        further_frauds(ORACLE, data, 31, rng())


def test_an_unknown_way_is_named():
    with pytest.raises(ValueError, match="way must be one of none, class weights, .*, oracle, got 'smote'"):
        further_frauds("smote", small_split(), 5, rng())


# The classifiers


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("XGBoost", XGBClassifier(n_jobs=1, random_state=3)),
        ("Random Forest", RandomForestClassifier(50, n_jobs=1, random_state=3)),
    ],
)
def test_a_classifier_learns_the_training_rows_and_the_further_frauds_and_scores_the_test(name, model):
    data, rows = small_split(), SMALL.take(SMALL.labels == 1).without("Time").features[:7] + 0.1
    x, y = np.concatenate([data.x, rows]), np.concatenate([data.y, np.ones(7)])
    expected = model.fit(x, y).predict_proba(data.test_x)[:, 1]
    found = classify(name, data, rows, seed=3)
    assert found == pytest.approx(expected, abs=1e-7) and found.shape == (120,) and found.dtype == float
    assert classify(name, data, seed=3) == pytest.approx(classify(name, data, data.x[:0], seed=3), abs=0)
    assert np.mean(found[data.test_y == 1]) > np.mean(found[data.test_y == 0]) + 0.4  # a fraud's score is high


def test_class_weights_make_both_classes_weigh_the_same(monkeypatch):
    seen = {}

    class Spy(XGBClassifier):
        def fit(self, x, y, sample_weight=None):
            seen.update(y=y, weight=sample_weight)
            return super().fit(x, y, sample_weight=sample_weight)

    monkeypatch.setattr("xgboost.XGBClassifier", Spy)
    data = small_split()
    weighted = classify("XGBoost", data, weighted=True)
    assert seen["weight"][seen["y"] == 1].sum() == pytest.approx(seen["weight"][seen["y"] == 0].sum()) == 432
    assert not np.array_equal(classify("XGBoost", data), weighted) and seen["weight"] is None


def test_an_unknown_classifier_is_named():
    assert CLASSIFIERS == ("XGBoost", "Random Forest")
    with pytest.raises(ValueError, match="classifier must be one of XGBoost, Random Forest, got 'SVM'"):
        classify("SVM", small_split())


def test_a_perfectly_separable_split_is_classified_without_an_error():
    """What classify adds to the libraries is only wiring: where the answer is plain, it is found."""
    x, y = np.repeat([[0.0, 1.0], [5.0, 2.0]], 30, axis=0) + 0.1 * rng().standard_normal((60, 2)), np.repeat([0, 1], 30)
    data = Split(x, y, x + 0.01, y, np.ones(60))
    assert np.array_equal(classify("XGBoost", data) > 0.5, y == 1)
