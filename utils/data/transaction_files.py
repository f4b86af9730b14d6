"""Card transactions from a file of yours or from OpenML, checked value by value before they are used."""

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from utils.common.files import course_folder
from utils.data.transaction_table import COLUMNS, Transactions

if TYPE_CHECKING:
    import pandas as pd

OPENML_ID = 42175
REAL_ROWS, REAL_FRAUDS = 284_807, 492
REAL_FRAUD_AMOUNT = 60_127.97  # units of money: the sum of the frauds' amounts
CITATION = (
    "Dal Pozzolo, Caelen, Johnson & Bontempi 2015, Calibrating Probability with Undersampling for Unbalanced "
    "Classification, IEEE CIDM"
)

_CLASSES = {"0": 0, "0.0": 0, "False": 0, "1": 1, "1.0": 1, "True": 1}  # how Class may be written, quotes apart


def read_transactions(path: Path | str) -> Transactions:
    """The transactions in a .csv, .csv.gz or .parquet file, in the order of its rows.

    Its columns, in any order: Time (may be absent), V1..V28, Amount, Class. Class holds 0 and 1: numbers, text (also
    within quotes), categories or truth values.
    Raises ValueError, with the name of the file, if it does not exist, has another ending, is empty or cannot be read,
    lacks columns or has others, has only one class; and, with column, line and value, if a feature is text, NaN or
    infinite or Class is neither 0 nor 1. The header of a .csv is line 1; the rows of a .parquet count from 1.
    """
    import pandas as pd  # here, because it takes a second to import

    path = Path(path)
    if not path.is_file():
        raise ValueError(f"path must be an existing .csv, .csv.gz or .parquet file, got {str(path)!r}")
    is_text = path.name.lower().endswith((".csv", ".csv.gz"))
    if not is_text and path.suffix.lower() != ".parquet":
        raise ValueError(f"path must end in .csv, .csv.gz or .parquet, got {path.name!r}")
    try:
        if is_text:
            exact: Any = {"float_precision": "round_trip"} if pd.__version__ < "3" else {}  # pandas 3 always is
            frame = pd.read_csv(path, low_memory=False, skip_blank_lines=False, **exact)
        else:
            frame = pd.read_parquet(path)
            frame = frame.reset_index(drop=frame.index.names == [None])
    except pd.errors.EmptyDataError:
        raise ValueError(f"{path.name} is empty; expected the columns {_listed(COLUMNS)}, Class") from None
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(frame.index, pd.RangeIndex):  # pandas took the first values of each row for names of rows
        raise ValueError(f"{path.name} must have as many values in a line as there are names in line 1, got more")
    return checked(frame, path.name, ("line", 2) if is_text else ("row", 1))


def fetch_transactions(cache: Path | str | None = None) -> Transactions:
    """The real transactions: data set 42175 of OpenML, kept in the folder `cache` (None: `default_cache()`).

    Raises ConnectionError if OpenML cannot be reached. Raises ValueError if what came is not the data set: 284 807
    rows, 492 of them frauds, whose amounts sum to 60 127.97.
    """
    from sklearn import datasets  # here, because it takes a second to import

    folder = Path(cache).expanduser() if cache is not None else default_cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"cache must be a folder that can be written, got {str(folder)!r}: {error}") from error
    try:
        bunch = datasets.fetch_openml(data_id=OPENML_ID, data_home=str(folder), as_frame=True, parser="pandas")
    except Exception as error:  # the network, the disk or a damaged copy: the way out is the same
        raise ConnectionError(
            f"data set {OPENML_ID} could not be had from OpenML ({type(error).__name__}: {error}). Without a network, "
            f'get "Credit Card Fraud Detection" (ULB Machine Learning Group; {CITATION}) as creditcard.csv elsewhere '
            f'and give its path: load_transactions("creditcard.csv"). A damaged download goes with the folder {folder}'
        ) from error
    real = checked(bunch.frame, f"OpenML {OPENML_ID}", ("row", 1))
    frauds = real.labels == 1
    for what, found, expected in (
        ("rows", len(frauds), REAL_ROWS),
        ("frauds", frauds.sum(), REAL_FRAUDS),
        ("the sum of the frauds' amounts", round(real.column("Amount")[frauds].sum(), 2), REAL_FRAUD_AMOUNT),
    ):
        if found != expected:
            raise ValueError(f"OpenML {OPENML_ID} is not the data set expected: {what} must be {expected}, got {found}")
    return real


def default_cache() -> Path:
    """$COURSE_DATA, or .data in the folder of the course (`course_folder`)."""
    if os.environ.get("COURSE_DATA"):
        return Path(os.environ["COURSE_DATA"]).expanduser()
    return course_folder() / ".data"


def checked(frame: "pd.DataFrame", source: str, place: tuple[str, int]) -> Transactions:
    """The Transactions in a pandas table that is as `read_transactions` says.

    source: what to call the table. place: what to call its rows, (word, number of the first).
    """
    found = list(frame.columns)
    missing = [name for name in (*COLUMNS[1:], "Class") if name not in found]
    extra = [str(name) for name in found if name not in (*COLUMNS, "Class")]
    if missing or extra:
        raise ValueError(
            f"{source} must have the columns {_listed(COLUMNS)} (Time may be absent), Class; "
            f"missing: {', '.join(missing) or 'none'}; not expected: {', '.join(extra) or 'none'}"
        )
    if len(frame) == 0:
        raise ValueError(f"{source} must hold at least one transaction of each class, got no rows")
    columns = COLUMNS if "Time" in found else COLUMNS[1:]
    features = np.column_stack([_numbers(frame[name], source, place) for name in columns])
    labels = _labels(frame["Class"], source, place)
    if labels.min() == labels.max():
        raise ValueError(f"{source} must hold both classes, got only Class {labels[0]}, {len(labels)} times")
    return Transactions(features, labels, columns, source)


def _numbers(series: "pd.Series", source: str, place: tuple[str, int]) -> np.ndarray:
    """A column as float64, (n,)."""
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        values = pd.to_numeric(series.astype(str), errors="coerce").to_numpy(dtype=float)
        raise ValueError(
            _complaint(series, np.isnan(values).argmax(), source, place, "a number")
        )  # the first that is none
    values = series.to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(values).all():
        raise ValueError(_complaint(series, np.isfinite(values).argmin(), source, place, "a finite number"))
    return values


def _labels(series: "pd.Series", source: str, place: tuple[str, int]) -> np.ndarray:
    """Class as whole numbers, (n,)."""
    labels = series.astype(str).str.strip("'\"").map(_CLASSES)
    bad = labels.isna().to_numpy()
    if bad.any():
        raise ValueError(_complaint(series, bad.argmax(), source, place, "0 or 1"))
    return labels.to_numpy(dtype=int)


def _complaint(series: "pd.Series", row: int, source: str, place: tuple[str, int], wanted: str) -> str:
    word, first = place
    value = series.iloc[row]
    value = value.item() if isinstance(value, np.generic) else value
    return f"{source}: {series.name} must be {wanted}, got {value!r} in {word} {first + row}"


def _listed(columns: tuple[str, ...]) -> str:
    return f"{columns[0]}, V1..V28, {columns[-1]}"
