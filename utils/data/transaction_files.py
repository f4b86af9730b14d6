"""Card transactions from a file or from OpenML, checked before they are used."""

import os
from pathlib import Path

import numpy as np

from utils.data.transaction_table import COLUMNS, Transactions

OPENML_ID = 42175
# What the real data must hold: rows, frauds, and the sum of the frauds' amounts.
REAL_ROWS, REAL_FRAUDS, REAL_FRAUD_AMOUNT = 284_807, 492, 60_127.97
CITATION = ("Dal Pozzolo, Caelen, Johnson & Bontempi 2015, Calibrating Probability with Undersampling for Unbalanced "
            "Classification, IEEE Symposium on Computational Intelligence and Data Mining")

_LABELS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1, "False": 0, "True": 1}


def read_transactions(path):
    """The transactions in a .csv, .csv.gz or .parquet file, in its order: columns Time (may be absent), V1..V28,
    Amount and Class, in any order. Class holds 0 and 1, as numbers, text (also in quotes) or truth values.

    Raises ValueError naming the file and, where one value is at fault, its column, its line (the header of a .csv is
    line 1; rows of a .parquet count from 1) and the value: if the file is no such file, cannot be read, is empty,
    lacks columns or has others, holds text, NaN or infinity in a feature or anything else in Class, or has one class.
    """
    import pandas as pd  # here, because it takes a second to import

    path = Path(path)
    if not path.is_file():
        raise ValueError(f"path must be an existing .csv, .csv.gz or .parquet file, got {str(path)!r}")
    text = path.name.lower().endswith((".csv", ".csv.gz"))
    if not text and path.suffix.lower() != ".parquet":
        raise ValueError(f"{path.name} must end in .csv, .csv.gz or .parquet")
    if path.stat().st_size == 0:
        raise ValueError(f"{path.name} is empty; it must hold columns {', '.join(COLUMNS)} and Class")
    try:
        if text:
            frame = pd.read_csv(path, float_precision="round_trip", low_memory=False, skip_blank_lines=False)
        else:
            frame = pd.read_parquet(path)
    except (ValueError, OSError, EOFError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    return checked_table(frame, path.name, "line" if text else "row", 2 if text else 1)


def fetch_transactions(cache=None):
    """The real transactions from OpenML (data set 42175), kept in the folder `cache` for the next time.

    cache: None means $COURSE_DATA, else .data in the repository (else in the working directory).
    Raises ConnectionError if OpenML cannot be reached; ValueError if what came is not the data set: 284 807 rows,
    492 frauds, their amounts 60 127.97 in all.
    """
    from sklearn import datasets  # here, because it takes a second to import

    folder = Path(cache).expanduser() if cache is not None else default_cache()
    bunch = datasets.fetch_openml(data_id=OPENML_ID, as_frame=True, parser="pandas", data_home=folder)
    return checked_table(bunch.frame, f"OpenML {OPENML_ID}", "row", 1)


def default_cache():
    """$COURSE_DATA, or .data in the repository (else in the working directory).

    The repository is the nearest folder upwards that holds pyproject.toml and source/.
    """
    if os.environ.get("COURSE_DATA"):
        return Path(os.environ["COURSE_DATA"]).expanduser()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "pyproject.toml").is_file() and (folder / "source").is_dir():
            return folder / ".data"
    return here / ".data"


def checked_table(frame, source, unit, first):
    """The Transactions in a pandas table, whose row i is called `unit` first + i."""
    columns = COLUMNS if "Time" in frame.columns else COLUMNS[1:]
    labels = frame["Class"].astype(str).str.strip("'").map(_LABELS).to_numpy()
    return Transactions(frame[list(columns)].to_numpy(float), labels, columns, source)
