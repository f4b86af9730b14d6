"""Rows with numbers and categories: what each generator keeps of the table, and what it cannot."""

import numpy as np
import pytest
from imblearn.over_sampling import SMOTENC

from utils.data.penguins import load_penguins
from utils.generative.discrete.tables import IndependentColumns, MixedDiffusion, SmoteNC, split

TABLE, SIZES = load_penguins().table, (3, 3, 2)
GENERATORS = (IndependentColumns(SIZES), SmoteNC(SIZES), MixedDiffusion(SIZES, steps=120, width=32, depth=1, calls=10))


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda one: type(one).__name__)
def test_rows_come_back_in_the_table_s_units_with_whole_categories(generator):
    fitted = generator.fit(TABLE, rng())
    made = fitted.sample(200, rng(1))
    numbers, codes = split(made, SIZES)
    assert made.shape == (200, 7) and np.all(codes.max(axis=0) < SIZES)
    assert np.all(numbers >= TABLE[:, :4].min(axis=0) - 1e-9) and np.all(numbers <= TABLE[:, :4].max(axis=0) + 1e-9)
    np.testing.assert_array_equal(made, fitted.sample(200, rng(1)))
    with pytest.raises(ValueError, match="before fit"):
        generator.sample(3, rng())


def test_independent_columns_keep_the_marginals_and_nothing_else():
    made = IndependentColumns(SIZES).fit(TABLE, rng()).sample(20_000, rng(1))
    for column in (4, 5, 6):
        shares = [np.bincount(rows[:, column].astype(int), minlength=3) / len(rows) for rows in (made, TABLE)]
        np.testing.assert_allclose(*shares, atol=0.02)
    np.testing.assert_allclose(np.corrcoef(made[:, :4].T), np.eye(4), atol=0.03)


def test_smote_nc_is_the_referee_s_on_the_same_scaled_rows_whatever_the_other_class():
    std = np.r_[TABLE[:, :4].std(axis=0), 1, 1, 1]
    others = np.tile(TABLE[:1] / std + 5, (50, 1))
    others[:, 4:] = 0
    both, labels = np.concatenate([TABLE / std, others]), np.repeat([1, 0], [len(TABLE), 50])
    seed = int(rng(4).integers(2**31))
    referee = SMOTENC([4, 5, 6], sampling_strategy={1: len(TABLE) + 60}, k_neighbors=5, random_state=seed)
    theirs = referee.fit_resample(both, labels)[0][len(both) :] * std
    np.testing.assert_allclose(SmoteNC(SIZES).fit(TABLE, rng()).sample(60, rng(4)), theirs, atol=1e-9)


def test_rows_that_are_no_such_table_are_refused():
    for rows, message in (
        ([[1.0, 3]] * 2, "whole numbers"),
        ([[1.0, 0.5]] * 2, "whole numbers"),
        ([[1.0]] * 2, "numbers before"),
    ):
        with pytest.raises(ValueError, match=message):
            split(rows, (3,))
    with pytest.raises(ValueError, match="sizes must"):
        split([[1.0, 0]] * 2, (1,))
