"""A classifier is taught the rows it is given, and by every version of its library the same."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from small_frauds import SMALL, rng, small_split
from xgboost import XGBClassifier

from utils.generative.tabular.classifiers import CLASSIFIERS, classify, cuts, ranks
from utils.generative.tabular.split import Split

XGBOOST = dict(n_jobs=1, tree_method="hist", base_score=0.5)


def test_ranks_count_the_cuts_that_a_number_reaches_and_cuts_are_quantiles():
    x = np.arange(1, 258.0)[:, None] ** 3
    at = cuts(x)
    assert at.shape == (1, 255) and at[0, 127] == 129**3  # the middle one is the median
    assert np.array_equal(ranks(x, at)[[0, 1, 128, 256], 0], [0, 1, 128, 255])
    assert ranks(np.array([[-1e9], [1e9]]), at).ravel().tolist() == [0, 255]


def test_scores_do_not_depend_on_a_columns_unit_or_shape():
    """Trees see ranks: cubes of the columns change nothing. The amount is left alone, its spikes are quantiles."""
    data = small_split()
    cubed = replace(data, x=data.x**3, test_x=data.test_x**3)
    gap = classify("XGBoost", data) - classify("XGBoost", cubed)
    assert (
        np.mean(gap != 0) < 0.1 and np.mean(np.abs(gap)) < 0.01
    )  # quantiles between rows are means, not cubes of means


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("XGBoost", XGBClassifier(random_state=3, **XGBOOST)),
        ("Random Forest", RandomForestClassifier(50, n_jobs=1, random_state=3)),
    ],
)
def test_a_classifier_learns_the_training_rows_and_the_further_positives_and_scores_the_test(name, model):
    data, rows = small_split(), SMALL.take(SMALL.labels == 1).without("Time").features[:7] + 0.1
    x, y = np.concatenate([data.x, rows]), np.concatenate([data.y, np.ones(7)])
    seen = (ranks(x, cuts(x)), ranks(data.test_x, cuts(x))) if name == "XGBoost" else (x, data.test_x)
    expected = model.fit(seen[0], y).predict_proba(seen[1])[:, 1]
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
    with pytest.raises(ValueError, match="classifier must be one of 'XGBoost', 'Random Forest', got 'SVM'"):
        classify("SVM", small_split())


@pytest.mark.parametrize(
    "rows", [np.zeros((4, 3)), np.zeros((2, 29, 29)), np.full((2, 29), np.nan), "rows", [1.0] * 29]
)
def test_rows_that_do_not_fit_the_table_are_named(rows):
    with pytest.raises(ValueError, match="rows must"):
        classify("XGBoost", small_split(), rows)


def test_a_perfectly_separable_split_is_classified_without_an_error():
    """What classify adds to the libraries is only wiring: where the answer is plain, it is found."""
    x, y = np.repeat([[0.0, 1.0], [5.0, 2.0]], 30, axis=0) + 0.1 * rng().standard_normal((60, 2)), np.repeat([0, 1], 30)
    data = Split(x, y, x + 0.01, y, np.ones(60))
    assert np.array_equal(classify("XGBoost", data) > 0.5, y == 1)
