"""Step one, collecting: rows of a file, a database or an HTTP API, checked cell by cell before anything is added up."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np


def collect(source: Any, levels: Any, value: str, mass: str | None = None, query: str | None = None) -> tuple:
    """The rows of a .csv or .parquet file, of a query to a database, or of an HTTP API.

    Returns {level: n names}, values (n,), masses (n,), 0 where the value is missing.
    source: a path; an http address that answers with a list of objects in JSON; a pandas table; with a query, the path
    of an SQLite file (opened to read only) or an open connection, SQLAlchemy's too.
    levels: the columns that name the places, from the top down, such as region, county, site. value: the column of what
    is measured; empty means missing, mass 0. mass: the column of a row's weight; None: 1 each.
    Raises ValueError, with column and row (the header of a .csv is line 1; other rows count from 1), for a place
    without a name, a value that is no finite number, a mass that is none of at least 0. Text stays as it is: "007" and
    "NA" are names.
    """
    import pandas as pd  # here, because it takes a second to import

    listed = levels if isinstance(levels, list | tuple) and levels else [levels]
    frame, row, first = _table(source, query)
    for name, column in (*(("levels", level) for level in listed), ("value", value), ("mass", mass or value)):
        if not isinstance(column, str) or column not in frame:
            raise ValueError(f"{name} must be a column, one of {list(frame)}, got {column!r}")

    def check(column: str, right: Any, expected: str) -> None:
        wrong = np.flatnonzero(~right)
        if len(wrong):
            got = frame[column].iloc[wrong[0]]
            raise ValueError(f"{column} must be {expected}, got {got!r} in {row} {first + wrong[0]}")

    def numbers(column: str) -> np.ndarray:
        return pd.to_numeric(frame[column], errors="coerce").to_numpy(float, na_value=np.nan)

    filled = frame.notna() & (frame.astype(str).apply(lambda column: column.str.strip()) != "")
    for level in levels:
        check(level, filled[level], "the name of a place")
    known, values = filled[value].to_numpy(), numbers(value)
    check(value, np.isfinite(values) | ~known, "a finite number, or empty where it is missing")
    masses = numbers(mass) if mass else np.ones(len(frame))
    check(mass or value, np.isfinite(masses) & (masses >= 0), "a number of at least 0")
    return {level: frame[level].astype(str).tolist() for level in levels}, np.where(known, values, 0.0), masses * known


def _table(source: Any, query: str | None) -> tuple[Any, str, int]:
    """A pandas table with rows, what to call one of them, and the number of the first."""
    import pandas as pd

    place = str(source)
    try:
        if query is not None and isinstance(source, str | Path):
            with closing(sqlite3.connect(f"{Path(source).resolve().as_uri()}?mode=ro", uri=True)) as database:
                frame = pd.read_sql(query, database)
        elif query is not None:
            frame = pd.read_sql(query, source)
        elif isinstance(source, pd.DataFrame):
            frame = source
        elif place.startswith(("http://", "https://")):
            with urlopen(place, timeout=10) as answer:
                frame = pd.DataFrame.from_records(json.load(answer))
        elif place.endswith(".csv"):
            frame = pd.read_csv(place, dtype=str, keep_default_na=False)
        else:
            frame = pd.read_parquet(place)
        if not len(frame):
            raise ValueError("no rows")
    except Exception as error:  # of the disk, the network, the driver: the way out is the same
        raise ValueError(f"source or query must lead to a table, got {place!r}, {query!r}: {error}") from error
    return (frame, "line", 2) if query is None and place.endswith(".csv") else (frame, "row", 1)
