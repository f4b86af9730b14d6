"""Card transactions, few of them frauds: drawn from a formula, fetched from OpenML, or read from a file of yours."""

from pathlib import Path

import numpy as np

from utils.data.fraud_generator import draw_transactions
from utils.data.provenance import Provenance
from utils.data.transaction_files import (
    CITATION,
    OPENML_ID,
    REAL_FRAUDS,
    REAL_ROWS,
    fetch_transactions,
    read_transactions,
)
from utils.data.transaction_table import COLUMNS, Transactions, count_duplicates, duplicate_groups

__all__ = [
    "COLUMNS",
    "FRAUDS",
    "PREVALENCE",
    "PROVENANCE",
    "REAL_FRAUDS",
    "REAL_PREVALENCE",
    "REAL_ROWS",
    "ROWS",
    "Transactions",
    "count_duplicates",
    "draw_transactions",
    "duplicate_groups",
    "load_transactions",
]

ROWS, FRAUDS = 60_000, 492  # of the synthetic set
PREVALENCE = FRAUDS / ROWS  # 0.82 %, raised on purpose
REAL_PREVALENCE = REAL_FRAUDS / REAL_ROWS  # 0.17 %

PROVENANCE = (
    Provenance(
        name="transactions",
        source="formula in utils/data/fraud_generator.py, drawn from default_rng(0); "
        "its constants imitate the next set",
        licence="none needed",
        rows=ROWS,
        checksum="45af6be5f1c6dcb223be16d0c3648af3a8824be70a959bd861816d326ad557bc",
    ),
    Provenance(
        name="creditcard",
        source="Credit Card Fraud Detection, Machine Learning Group of the Université Libre de Bruxelles and "
        f"Worldline; {CITATION}. OpenML {OPENML_ID} (1597 is the same without Time). Fetched on request, not shipped",
        licence="Database Contents License (DbCL) v1.0; not redistributed here",
        rows=REAL_ROWS,
        checksum="76274b691b16a6c49d3f159c883398e03ccd6d1ee12d9d8ee38f4b4b98551a89",
        size=150_828_752,
    ),
)


def load_transactions(source: Path | str = "synthetic", cache: Path | str | None = None) -> Transactions:
    """The Transactions of the source named, never those of another.

    "synthetic": 60 000 drawn by `draw_transactions` from default_rng(0), always the same; 492 are frauds. In reality
        492 in 284 807 were (REAL_PREVALENCE, 0.17 %): legitimate rows are thinned on purpose, to a prevalence of
        0.82 %, so that a laptop need not wait. The same detector is less precise at the real prevalence.
    "openml": the real 284 807, see `fetch_transactions`, which keeps a copy in the folder `cache`, if given.
    a path: a .csv, .csv.gz or .parquet file of yours, see `read_transactions`.

    Raises ValueError if source is none of these. Those two functions say what else they raise.
    """
    if not isinstance(source, str | Path):
        raise ValueError(f'source must be "synthetic", "openml" or a path, got {source!r}')
    if source == "synthetic":
        return draw_transactions(ROWS - FRAUDS, FRAUDS, np.random.default_rng(0))
    if source == "openml":
        return fetch_transactions(cache)
    if not Path(source).is_file():
        raise ValueError(
            'source must be "synthetic", "openml" or the path of an existing .csv, .csv.gz or .parquet file, '
            f"got {str(source)!r}"
        )
    return read_transactions(source)
