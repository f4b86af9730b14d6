"""Training and test rows of a table with two classes, kept apart before anything is scaled, fitted or resampled."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from utils.common.arrays import whole_numbers
from utils.common.checks import whole_number, within


class Labelled(Protocol):
    """Rows with labels, as `utils.data.transactions` gives them: features (n, d), labels (n,), names of the columns."""

    @property
    def features(self) -> np.ndarray: ...
    @property
    def labels(self) -> np.ndarray: ...
    @property
    def columns(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, eq=False)
class Split:
    """x (n, d), y (n,): training rows and labels. test_x, test_y, amounts (m,): test rows, labels, what they are worth.

    further (k, d): genuine positives in neither part, or None where the source has no more.
    """

    x: np.ndarray
    y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    amounts: np.ndarray
    further: np.ndarray | None = None

    @property
    def positives(self) -> np.ndarray:
        """Training rows of label 1: the few."""
        return self.x[self.y == 1]

    @property
    def negatives(self) -> np.ndarray:
        """Training rows of label 0: the many."""
        return self.x[self.y == 0]


def split(
    transactions: Labelled,
    seed: int,
    groups: Any = None,
    test_share: float = 0.2,
    further: Labelled | None = None,
    fresh: Labelled | None = None,
) -> Split:
    """A Split, stratified by label. Time is dropped, as in the study reproduced.

    transactions: with a column Amount. seed: of the shuffle.
    groups (n,): rows with the same number stay in the same part, so that no test row is a copy of a training row:
        `utils.data.transactions.duplicate_groups` of the features without Time, since more rows are equal without it.
    fresh: further transactions added to the test part, where a source can be asked for more. further: see Split.
    Raises ValueError if a part would lack a class.
    """
    test_share = within("test_share", test_share, "(0, 1)")
    labels, rng = transactions.labels, np.random.default_rng(whole_number("seed", seed, least=0))
    groups = np.arange(len(labels)) if groups is None else whole_numbers("groups", groups)
    if groups.shape != labels.shape:
        raise ValueError(f"groups must have shape {labels.shape}, one a row, got {groups.shape}")
    is_test = np.zeros(len(labels), dtype=bool)
    with_positive = np.unique(groups[labels == 1])  # a group of both classes counts among these
    for part in (with_positive, np.setdiff1d(groups, with_positive)):
        is_test |= np.isin(groups, rng.permutation(part)[: round(test_share * len(part))])
    for label in (0, 1):
        tested, there = np.sum(is_test & (labels == label)), np.sum(labels == label)
        if not 0 < tested < there:
            message = f"test_share must leave rows of label {label} in both parts"
            raise ValueError(f"{message}, got {test_share!r}, which tests {tested} of {there}")
    kept = [place for place, name in enumerate(transactions.columns) if name != "Time"]
    parts = [(transactions.features[is_test], labels[is_test])]
    if fresh is not None:
        parts.append((fresh.features, fresh.labels))
    test_rows, test_y = np.concatenate([rows for rows, _ in parts]), np.concatenate([y for _, y in parts])
    return Split(
        transactions.features[~is_test][:, kept],
        labels[~is_test],
        test_rows[:, kept],
        test_y,
        test_rows[:, transactions.columns.index("Amount")],
        None if further is None else further.features[further.labels == 1][:, kept],
    )
