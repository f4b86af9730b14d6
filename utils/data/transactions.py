"""Card transactions, few of them frauds: drawn from a formula, fetched from OpenML, or read from a file of yours."""

from pathlib import Path

import numpy as np

from utils.data.fraud_generator import draw_transactions
from utils.data.provenance import Provenance
from utils.data.transaction_files import CITATION, OPENML_ID, REAL_FRAUDS, REAL_ROWS, fetch_transactions, read_transactions
from utils.data.transaction_table import COLUMNS, Transactions, count_duplicates, duplicate_groups

__all__ = ["COLUMNS", "Transactions", "count_duplicates", "draw_transactions", "duplicate_groups", "load_transactions"]

ROWS, FRAUDS = 60_000, 492  # of the synthetic set
PREVALENCE = FRAUDS / ROWS
REAL_PREVALENCE = REAL_FRAUDS / REAL_ROWS  # 0.17 %


def load_transactions(source="synthetic", cache=None):
    """Transactions from the source named: never from another.

    "synthetic": 60 000 drawn by `draw_transactions` from default_rng(0), 492 of them frauds, always the same. In
        reality 492 in 284 807 were frauds (REAL_PREVALENCE, 0.17 %); here legitimate rows are thinned on purpose, to
        0.82 % (PREVALENCE), so that a laptop need not wait. Precision depends on this.
    "openml": the real 284 807, see `fetch_transactions`, which keeps them in the folder `cache`.
    a path: a .csv, .csv.gz or .parquet file of yours, see `read_transactions`.

    Raises ValueError if source is none of these; what else is raised, the two functions say.
    """
    if source == "synthetic":
        return draw_transactions(ROWS - FRAUDS, FRAUDS, np.random.default_rng(0))
    if source == "openml":
        return fetch_transactions(cache)
    if not isinstance(source, str | Path) or not Path(source).is_file():
        raise ValueError(f'source must be "synthetic", "openml" or the path of a .csv, .csv.gz or .parquet file, got {source!r}')
    return read_transactions(source)
