"""Rows from every kind of source are the same rows; what is wrong is named by column and row."""

import http.server
import json
import sqlite3
import threading
from contextlib import closing, contextmanager

import numpy as np
import pandas as pd
import pytest

from utils.hierarchy.collect import collect

LEVELS = ("region", "county", "site")
ROWS = [
    ("north", "york", "007", 12.0, 2.0),
    ("north", "york", "NA", 8.5, 1.0),
    ("south", "kent", "c", None, 1.0),
    ("south", "surrey", "d", -3.0, 0.0),
]
FRAME = pd.DataFrame(ROWS, columns=[*LEVELS, "count", "days"])


@contextmanager
def served(body):
    """An HTTP API on loopback that answers every request with this."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/counts"
    finally:
        server.shutdown(), thread.join(), server.server_close()


def database(path):
    with closing(sqlite3.connect(path)) as one:
        FRAME.to_sql("counts", one, index=False)
    return path


def same(records):
    columns, values, masses = records
    assert list(columns) == list(LEVELS) and columns["site"] == ["007", "NA", "c", "d"]
    np.testing.assert_array_equal(values, [12, 8.5, 0, -3])
    np.testing.assert_array_equal(masses, [2, 1, 0, 0])


def test_files_databases_and_apis_give_the_same_rows(tmp_path):
    FRAME.to_csv(tmp_path / "one.csv", index=False)
    FRAME.to_parquet(tmp_path / "one.parquet")
    for source in (tmp_path / "one.csv", str(tmp_path / "one.parquet")):
        same(collect(source, LEVELS, "count", "days"))
    path = database(tmp_path / "one.sqlite")
    same(collect(path, LEVELS, "count", "days", query="select * from counts"))
    with closing(sqlite3.connect(path)) as one:
        same(collect(one, LEVELS, "count", "days", query="select * from counts"))
    with served(json.dumps(FRAME.replace({np.nan: None}).to_dict("records")).encode()) as url:
        same(collect(url, LEVELS, "count", "days"))
    assert collect(tmp_path / "one.csv", LEVELS, "count")[2].tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ((1, "count", "many"), r"count must be a finite number, or empty where it is missing, got 'many' in line 3"),
        ((0, "count", "inf"), r"count must be a finite number.* got 'inf' in line 2"),
        ((3, "days", "-1"), r"days must be a number of at least 0, got '-1' in line 5"),
        ((3, "days", ""), r"days must be a number of at least 0, got '' in line 5"),
        ((2, "county", " "), r"county must be the name of a place, got ' ' in line 4"),
    ],
)
def test_a_bad_cell_is_named_by_column_and_line(tmp_path, cell, complaint):
    row, column, text = cell
    frame = FRAME.astype(object)
    frame.loc[row, column] = text
    frame.to_csv(tmp_path / "one.csv", index=False)
    with pytest.raises(ValueError, match=complaint):
        collect(tmp_path / "one.csv", LEVELS, "count", "days")


def test_a_bad_cell_of_a_table_with_types_is_named_by_row():
    with pytest.raises(ValueError, match="site must be the name of a place, got nan in row 2"):
        collect(FRAME.replace("NA", np.nan), LEVELS, "count")
    with pytest.raises(ValueError, match="days must be a number of at least 0, got np.float64.nan. in row 4"):
        collect(FRAME.replace(0.0, np.nan), LEVELS, "count", "days")


def test_what_is_no_table_is_refused(tmp_path):
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "header.csv").write_text("region,count\n", encoding="utf-8")
    (tmp_path / "broken.parquet").write_bytes(b"nothing")
    for source in (tmp_path / "none.csv", tmp_path / "empty.csv", tmp_path / "broken.parquet", "counts.xls"):
        with pytest.raises(ValueError, match="source or query must lead to a table"):
            collect(source, LEVELS, "count")
    with pytest.raises(ValueError, match="source or query must lead to a table, got .*header.csv.*: no rows"):
        collect(tmp_path / "header.csv", ["region"], "count")
    with pytest.raises(ValueError, match="source or query must lead to a table, got .*none.sqlite"):
        collect(tmp_path / "none.sqlite", LEVELS, "count", query="select 1")
    assert not (tmp_path / "none.sqlite").exists()
    for query in ("select * from sales", "delete from counts"):
        with pytest.raises(ValueError, match="source or query must lead to a table"):
            collect(database(tmp_path / f"{len(query)}.sqlite"), LEVELS, "count", query=query)
    with served(b"<html>") as url, pytest.raises(ValueError, match="source or query must lead to a table, got 'http"):
        collect(url, LEVELS, "count")


def test_columns_that_are_not_there_are_named():
    for wrong, complaint in (
        (dict(levels=("region", "town")), "levels must be a column, one of .*'site'.*, got 'town'"),
        (dict(value="sales"), "value must be a column, .* got 'sales'"),
        (dict(mass="weight"), "mass must be a column, .* got 'weight'"),
    ):
        with pytest.raises(ValueError, match=complaint):
            collect(FRAME, **(dict(levels=LEVELS, value="count", mass="days") | wrong))
