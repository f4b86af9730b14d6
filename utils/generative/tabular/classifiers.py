"""The two classifiers of the augmentation study, taught the same by every version of their libraries.

scores = classify("XGBoost", data, rows)      # of the test rows; everything else follows from them
"""

from collections.abc import Sized
from typing import Any

import numpy as np

from utils.common.checks import one_of, truth, whole_number
from utils.generative.tabular.scaling import checked_rows
from utils.generative.tabular.split import Split

CLASSIFIERS = ("XGBoost", "Random Forest")


def classify(classifier: str, data: Split, rows: Any = None, weighted: bool = False, seed: int = 0) -> np.ndarray:
    """Scores (m,) of the test rows, by a classifier taught with `rows` (k, d) as additional positives; one thread.

    "XGBoost": its defaults, but for the two that changed between versions, where it starts (`base_score`) and where it
    may cut a column (see `cuts`). "Random Forest": 50 trees. weighted: all positives together weigh as much as all
    negatives. rows: None or of no row, too: none are added.
    """
    classifier, weighted = one_of("classifier", classifier, CLASSIFIERS), truth("weighted", weighted)
    seed, d = whole_number("seed", seed, least=0), data.x.shape[1]
    none = rows is None or (isinstance(rows, Sized) and len(rows) == 0)
    rows = data.x[:0] if none else checked_rows("rows", rows, columns=d)
    x, y = np.concatenate([data.x, rows]), np.concatenate([data.y, np.ones(len(rows), dtype=int)])
    weight = np.where(y == 1, np.sum(y == 0) / np.sum(y == 1), 1.0) if weighted else None
    model: Any
    if classifier == "XGBoost":
        from xgboost import XGBClassifier  # here, because it takes a second to import

        at = cuts(x)
        x, test_x = ranks(x, at), ranks(data.test_x, at)
        model = XGBClassifier(n_jobs=1, random_state=seed, tree_method="hist", base_score=0.5)
    else:
        from sklearn.ensemble import RandomForestClassifier

        test_x, model = data.test_x, RandomForestClassifier(50, n_jobs=1, random_state=seed)
    return model.fit(x, y, sample_weight=weight).predict_proba(test_x)[:, 1].astype(float)


def cuts(x: np.ndarray) -> np.ndarray:
    """255 quantiles of each column of x (n, d), (d, 255), at equal steps: where a tree may cut.

    XGBoost picks 256 such places itself, by a sketch of the column that differs from version to version.
    """
    return np.quantile(x, np.arange(1, 256) / 256, axis=0).T


def ranks(x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of its column's cuts each number reaches, 0 to 255: so few values that nothing is left to sketch."""
    columns = [np.searchsorted(where, column, side="right") for where, column in zip(at, x.T)]
    return np.column_stack(columns).astype(np.float32)
