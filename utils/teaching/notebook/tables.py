"""Tables of results: a header row, digits that fit, numbers set to the right, the same from run to run.

table([(10, 0.3487, 0.012), (20, 0.3585, 0.006)], "steps", "mean", "gap (nats)", digits=4)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from . import html
from .text import number

__all__ = ["table"]

FIGURES = 4  # of a column's largest number, where `digits` does not say
Digits = int | str | None


def table(
    rows: Iterable[Sequence] | Mapping[str, Sequence] | Any,
    *headers: str,
    digits: Digits | Sequence[Digits] | Mapping[str, Digits] = None,
    caption: str = "",
) -> None:
    """Display a table: HTML in a notebook, aligned text elsewhere.

    rows     one sequence a row (tuples, a generator of them, a 2-d array); or {header: column}; or a pandas
             DataFrame, whose index comes first where it has a name or is no plain numbering
    headers  one a column, its unit in brackets: "gap (nats)"; left out for a dict or a DataFrame
    digits   how floats are written: 3 for three decimals, or a format such as ".2e", ".1%", "+.3f"; one for all
             columns, a sequence with one a column, or {header: digits}. Left out (or None): as many decimals as
             give the column's largest number four figures. Whole numbers, True, False and words are written as they are
    caption  a line above the table

    A pair of numbers in one cell is an estimate and its standard error, "0.349 ± 0.012"; None is "–".
    Raises ValueError naming the argument if the parts do not fit together.
    """
    html.show(view(rows, headers, digits, caption))


def view(rows: Any, headers: Sequence[str] = (), digits: Any = None, caption: str = "") -> html.View:
    """What `table` displays."""
    headers, rows = _read(rows, headers)
    formats = _digits(digits, headers)
    columns = [_column(cells, form) for cells, form in zip(zip(*rows), formats)]
    numeric = [any(_numeric(cell) for cell in cells) for cells in zip(*rows)]
    made = html.table(headers, list(zip(*columns)), caption, numeric)
    return html.View(f'<div style="overflow-x: auto">{made.html}</div>', made.text)


def _read(rows: Any, headers: Sequence[str]) -> tuple[list[str], list[tuple]]:
    """(headers, rows as tuples), whichever of the three forms came."""
    for header in headers:
        if not isinstance(header, str):
            raise ValueError(f"headers: got {header!r}, expected strings, one a column")
    given = list(headers)
    if hasattr(rows, "itertuples"):
        numbered = type(rows.index).__name__ == "RangeIndex" and rows.index.name is None
        frame = rows if numbered else rows.rename_axis([name or "" for name in rows.index.names]).reset_index()
        names, rows = list(map(str, frame.columns)), list(frame.itertuples(index=False, name=None))
    elif isinstance(rows, Mapping):
        names, lengths = list(map(str, rows)), {str(name): len(list(column)) for name, column in rows.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"rows: got columns of lengths {lengths}, expected one length")
        rows = list(zip(*rows.values()))
    else:
        names = []
        if isinstance(rows, str) or not isinstance(rows, Iterable):
            raise ValueError(f"rows: got {rows!r}, expected a sequence of rows, a dict of columns or a DataFrame")
        rows = list(rows)
    if names and given:
        raise ValueError(f"headers: got {given}, but rows have names of their own, {names}: give one or the other")
    headers = names or given
    if not headers:
        raise ValueError("headers: got none, expected one a column")
    if not rows:
        raise ValueError("rows: got none, expected at least one")
    for place, row in enumerate(rows):
        if isinstance(row, str) or not isinstance(row, Iterable) or len(row := tuple(row)) != len(headers):
            raise ValueError(f"rows: got {row!r} as row {place}, expected {len(headers)} values: {', '.join(headers)}")
        rows[place] = row
    return headers, rows


def _digits(digits: Any, headers: list[str]) -> list[Digits]:
    """One format a column."""
    if isinstance(digits, Mapping):
        unknown = [name for name in digits if name not in headers]
        if unknown:
            raise ValueError(f"digits: got the header {unknown[0]!r}, expected one of {headers}")
        forms = [digits.get(header) for header in headers]
    elif digits is None or isinstance(digits, str | int):
        forms = [digits] * len(headers)
    else:
        forms = list(digits)
        if len(forms) != len(headers):
            raise ValueError(f"digits: got {len(forms)} of them, expected {len(headers)}, one a column")
    for form in forms:
        if isinstance(form, bool) or not (form is None or (isinstance(form, int) and form >= 0) or _format(form)):
            raise ValueError(f'digits: got {form!r}, expected decimals such as 3 or a format such as ".2e" or "+.1%"')
    return forms


def _format(form: Any) -> tuple[str, str, str] | None:
    """(sign, digits, kind) of a format such as "+.2e", as notebook/text.py writes numbers; None if it is no format."""
    if not isinstance(form, str) or not form or form[-1] not in "fge%":
        return None
    sign, dot, digits = form[:-1].partition(".")
    return (sign, digits, form[-1]) if sign in ("", "+") and dot and digits.isdigit() else None


def _column(cells: Sequence, form: Digits) -> list[str]:
    """The column's cells as text, all in one format."""
    cells = [_scalar(cell) for cell in cells]
    floats = [abs(part) for cell in cells for part in (cell if _pair(cell) else (cell,)) if _float(part)]
    if form is None:
        form = _fitting(max((value for value in floats if math.isfinite(value)), default=0.0))
    sign, digits, kind = _format(form) or ("", str(form), "f")

    def text(cell: Any) -> str:
        if cell is None:
            return "–"
        if _pair(cell):
            return f"{number(cell[0], sign, digits, kind)} ± {number(cell[1], '', digits, kind)}"
        if _float(cell) or (isinstance(cell, Integral) and not isinstance(cell, bool) and kind == "%"):
            return number(cell, sign, digits, kind)
        return str(cell).replace("-", "−") if _numeric(cell) else str(cell)

    return [text(cell) for cell in cells]


def _fitting(largest: float) -> Digits:
    """Decimals that write `largest` with four figures, or a format with powers of ten where that reads badly."""
    if largest == 0:
        return 1
    power = math.floor(math.log10(largest))
    return max(0, FIGURES - 1 - power) if -4 < power < 6 else f".{FIGURES - 2}e"


def _scalar(cell: Any) -> Any:
    """A Python number for numpy's and torch's; everything else, and every Python number, as it is."""
    return cell.item() if getattr(cell, "shape", None) == () and hasattr(cell, "item") else cell


def _pair(cell: Any) -> bool:
    return isinstance(cell, tuple) and len(cell) == 2 and all(_numeric(part) for part in cell)


def _float(cell: Any) -> bool:
    return isinstance(cell, Real) and not isinstance(cell, Integral)


def _numeric(cell: Any) -> bool:
    cell = _scalar(cell)
    return _pair(cell) or (isinstance(cell, Real) and not isinstance(cell, bool))
