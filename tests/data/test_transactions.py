"""Card transactions: the fixed synthetic set, files good and bad, and OpenML without a network."""

import gzip
from pathlib import Path
from urllib.error import URLError

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets
from sklearn.utils import Bunch

from utils.data import CATALOGUE, transaction_files, transactions
from utils.data.provenance import checksum
from utils.data.transaction_files import default_cache, fetch_transactions
from utils.data.transactions import COLUMNS, Transactions, count_duplicates, duplicate_groups, load_transactions

DRAWN = load_transactions()
SMALL = transactions.draw_transactions(30, 10, np.random.default_rng(1))


def table():
    return SMALL.frame()


def same(found, expected=SMALL):
    np.testing.assert_allclose(
        found.features, expected.features, rtol=1e-15
    )  # pandas 2 may miss the last bit of a .csv
    np.testing.assert_array_equal(found.labels, expected.labels)
    return found.columns == expected.columns


# The fixed set


def test_the_default_set_is_the_one_on_record():
    record, real = transactions.PROVENANCE
    assert DRAWN.features.shape == (60_000, 30) == (record.rows, len(COLUMNS)) and DRAWN.labels.sum() == 492
    assert DRAWN.source == "synthetic" and DRAWN.columns == COLUMNS == (
        "Time",
        *(f"V{i}" for i in range(1, 29)),
        "Amount",
    )
    assert checksum(DRAWN.features, DRAWN.labels) == record.checksum
    assert {record, real} <= set(CATALOGUE) and real.rows == 284_807 and real.size == 150_828_752


def test_its_prevalence_is_raised_and_the_real_one_is_kept_beside_it():
    assert transactions.PREVALENCE == DRAWN.labels.mean() == 492 / 60_000
    assert transactions.REAL_PREVALENCE == 492 / 284_807 < transactions.PREVALENCE


def test_it_holds_no_exact_copies():
    assert count_duplicates(DRAWN.features, DRAWN.labels).tolist() == [0, 0]


# The table


@pytest.mark.parametrize("name", ["features", "labels"])
def test_its_arrays_are_read_only_and_its_own(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(DRAWN, name)[:] = 0
    given = {"features": np.zeros((2, 1)), "labels": np.array([0, 1])}
    made = Transactions(**given, columns=["Amount"], source="here")
    given[name][:] = 1
    assert not np.array_equal(getattr(made, name), given[name])


def test_rows_and_columns_can_be_chosen_by_name():
    frauds = SMALL.take(SMALL.labels == 1)
    np.testing.assert_array_equal(frauds.features, SMALL.features[SMALL.labels == 1])
    assert frauds.labels.tolist() == 10 * [1] and frauds.source == "synthetic"
    np.testing.assert_array_equal(SMALL.column("V28"), SMALL.features[:, 28])
    rest = SMALL.without("Time", "Amount")
    assert rest.columns == COLUMNS[1:-1]
    np.testing.assert_array_equal(rest.features, SMALL.features[:, 1:-1])
    assert list(table().columns) == [*COLUMNS, "Class"] and table()["Class"].tolist() == SMALL.labels.tolist()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SMALL.column("V29"), r"name must be one of Time, V1, .*, Amount, got 'V29'"),
        (lambda: SMALL.without("Class"), r"name must be one of Time, .*, got 'Class'"),
        (
            lambda: Transactions(np.zeros((2, 2)), [0, 1], ["Amount"], ""),
            r"features must have shape \(n, 1\).*got \(2, 2\)",
        ),
        (lambda: Transactions(np.zeros((2, 1)), [0], ["Amount"], ""), r"labels must have shape \(2,\).*got \(1,\)"),
        (lambda: Transactions([[0], [np.nan]], [0, 1], ["V1"], ""), r"features must be finite, got nan in V1, row 1"),
        (lambda: Transactions(np.zeros((2, 1)), [0, 2], ["Amount"], ""), r"labels must be 0 or 1, got .*2"),
        (lambda: duplicate_groups(np.zeros(3)), r"features must have shape \(n, d\), got \(3,\)"),
        (lambda: count_duplicates(np.zeros((3, 2)), [0, 1]), r"labels must have shape \(3,\).*got \(2,\)"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# The audit of copies


def test_equal_rows_and_no_others_share_a_group():
    nearly = np.nextafter(2.0, 3.0)
    features = np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0], [1.0, nearly], [0.0, 5.0], [-0.0, 5.0], [1.0, 2.0]])
    assert duplicate_groups(features).tolist() == [0, 1, 0, 2, 3, 3, 0]


def test_groups_agree_with_pandas_on_planted_copies():
    rng = np.random.default_rng(2)
    rows = rng.integers(len(SMALL.labels), size=100)
    planted = SMALL.take(rows)
    groups = duplicate_groups(planted.features)
    assert np.all((groups[:, None] == groups) == (rows[:, None] == rows))
    frame = planted.frame()
    assert count_duplicates(planted.features, planted.labels).tolist() == [
        frame[frame["Class"] == label].duplicated().sum() for label in (0, 1)
    ]


def test_a_copy_counts_within_its_class_only():
    features = np.array([[1.0], [1.0], [2.0], [2.0], [2.0]])
    assert count_duplicates(features, [0, 1, 1, 1, 1]).tolist() == [0, 2]


# Files


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "T.CSV", "t.parquet"])
def test_a_file_gives_back_every_number(tmp_path, name):
    path = tmp_path / name
    table().to_parquet(path) if name.endswith("parquet") else table().to_csv(path, index=False)
    found = load_transactions(path)
    assert same(found) and found.source == name
    assert same(load_transactions(str(path)))


def test_the_order_of_a_files_columns_does_not_matter_and_time_may_be_absent(tmp_path):
    table()[["Class", *COLUMNS[::-1]]].to_csv(tmp_path / "t.csv", index=False)
    assert same(load_transactions(tmp_path / "t.csv"))
    table().drop(columns="Time").to_csv(tmp_path / "t.csv", index=False)
    assert same(load_transactions(tmp_path / "t.csv"), SMALL.without("Time"))


WRITTEN = {
    "text": lambda labels: labels.astype(str),
    "quoted text": lambda labels: labels.map({0: "'0'", 1: "'1'"}),
    "decimals": lambda labels: labels.astype(float),
    "truth values": lambda labels: labels.astype(bool),
    "categories": lambda labels: labels.map({0: "'0'", 1: "'1'"}).astype("category"),
    "nullable integers": lambda labels: labels.astype("Int64"),
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_class_may_be_written_in_many_ways(tmp_path, way, name):
    frame = table().assign(Class=WRITTEN[way](table()["Class"]))
    frame.to_parquet(tmp_path / name) if name.endswith("parquet") else frame.to_csv(tmp_path / name, index=False)
    assert same(load_transactions(tmp_path / name))


def test_the_rows_names_in_a_parquet_file_do_not_matter(tmp_path):
    table().iloc[5:].to_parquet(tmp_path / "t.parquet")
    assert same(load_transactions(tmp_path / "t.parquet"), SMALL.take(slice(5, None)))
    table().set_index("Time").to_parquet(tmp_path / "t.parquet")
    assert same(load_transactions(tmp_path / "t.parquet"))


def changed(name, row, value):
    """The small table with one value replaced."""
    frame = table()
    frame[name] = frame[name].astype(object)
    frame.loc[row, name] = value
    return frame


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (
            lambda: table().assign(Place=1, Card=2),
            r"t.csv must have the columns .*; missing: none; not expected: Place, Card",
        ),
        (lambda: table().drop(columns=["V3", "Amount"]), r"t.csv .*; missing: V3, Amount; not expected: none"),
        (lambda: table().drop(columns="Class"), r"missing: Class; not expected: none"),
        (lambda: table().rename(columns={"V3": "v3"}), r"missing: V3; not expected: v3"),
        (lambda: table().reset_index(), r"not expected: index"),
        (lambda: changed("V3", 1, "abc"), r"t.csv: V3 must be a number, got 'abc' in line 3"),
        (lambda: changed("Amount", 39, "12,50"), r"t.csv: Amount must be a number, got '12,50' in line 41"),
        (lambda: changed("V3", 0, np.nan), r"t.csv: V3 must be a finite number, got nan in line 2"),
        (lambda: changed("Time", 2, -np.inf), r"t.csv: Time must be a finite number, got -inf in line 4"),
        (lambda: table().assign(V1=True), r"t.csv: V1 must be a number, got True in line 2"),
        (lambda: changed("Class", 2, 2), r"t.csv: Class must be 0 or 1, got 2 in line 4"),
        (lambda: changed("Class", 2, 0.5), r"t.csv: Class must be 0 or 1, got 0.5 in line 4"),
        (lambda: changed("Class", 0, "fraud"), r"t.csv: Class must be 0 or 1, got 'fraud' in line 2"),
        (lambda: changed("Class", 3, np.nan), r"t.csv: Class must be 0 or 1, got nan in line 5"),
        (lambda: table().assign(Class=0), r"t.csv must hold both classes, got only Class 0, 40 times"),
        (lambda: table().assign(Class=1), r"t.csv must hold both classes, got only Class 1, 40 times"),
        (lambda: table().iloc[:0], r"t.csv must hold at least one transaction of each class, got no rows"),
    ],
)
def test_a_table_that_is_not_as_described_is_refused_and_the_place_named(tmp_path, frame, message):
    frame().to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(ValueError, match=message):
        load_transactions(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (
            lambda: table().assign(V3=table()["V3"].where(table().index != 1)),
            r"V3 must be a finite number, got nan in row 2",
        ),
        (lambda: table().astype({"V3": str}), r"t.parquet: V3 must be a number, got '.*' in row 1"),
        (
            lambda: table().assign(Class=table()["Class"].where(table().index != 4, 7)),
            r"Class must be 0 or 1, got 7 in row 5",
        ),
    ],
)
def test_a_parquet_files_rows_count_from_one(tmp_path, frame, message):
    frame().to_parquet(tmp_path / "t.parquet")
    with pytest.raises(ValueError, match=message):
        load_transactions(tmp_path / "t.parquet")


TEXT = table().to_csv(index=False)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", r"t.csv is empty; expected the columns Time, V1..V28, Amount, Class"),
        ("t.csv.gz", gzip.compress(b"", mtime=0), r"t.csv.gz is empty"),
        ("t.csv", (TEXT + "1,2\n").encode(), r"V2 must be a finite number, got nan in line 42"),
        ("t.csv", TEXT.replace("\n", "\n\n", 1).encode(), r"Time must be a finite number, got nan in line 2"),
        (
            "t.csv",
            (TEXT + 40 * "1," + "1\n").encode(),
            r"t.csv cannot be read: .*Expected 31 fields in line 42, saw 41",
        ),
        (
            "t.csv",
            "\n".join([TEXT.split("\n")[0], *(f"7,{line}" for line in TEXT.split("\n")[1:-1])]).encode(),
            r"t.csv must have as many values in a line as there are names in line 1, got more",
        ),
        ("t.csv", TEXT.replace("V3", "Vé").encode("latin-1"), r"t.csv cannot be read: .*utf-8"),
        ("t.csv.gz", b"no gzip", r"t.csv.gz cannot be read: "),
        ("t.csv.gz", gzip.compress(TEXT.encode())[:900], r"t.csv.gz cannot be read: "),
        ("t.csv.gz", gzip.compress(TEXT.encode())[:900] + bytes(90), r"t.csv.gz cannot be read: "),
        ("t.parquet", b"", r"t.parquet cannot be read: "),
        ("t.parquet", b"no parquet file at all", r"t.parquet cannot be read: "),
        ("t.xlsx", b"1", r"path must end in .csv, .csv.gz or .parquet, got 't.xlsx'"),
        ("t.gz", b"1", r"path must end in .csv, .csv.gz or .parquet, got 't.gz'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=message):
        load_transactions(tmp_path / name)


@pytest.mark.parametrize("source", ["real", "OpenML", "", "/no/such/file.csv", Path("no.csv"), Path("."), 42175, None])
def test_a_source_that_is_none_is_refused_never_replaced(source):
    with pytest.raises(ValueError, match='source must be "synthetic", "openml" or '):
        load_transactions(source)


def test_reading_a_file_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"path must be an existing .csv, .csv.gz or .parquet file, got 'no.csv'"):
        transaction_files.read_transactions("no.csv")


# OpenML, without a network


def pretended(**changes):
    """What OpenML would send, in size and sums, with Class as it sends it."""
    features = np.zeros((284_807, 30))
    features[:492, -1], features[0, -1] = 122.0, 60_127.97 - 491 * 122
    labels = np.where(np.arange(284_807) < 492, "'1'", "'0'")
    frame = pd.DataFrame(features, columns=list(COLUMNS)).assign(Class=pd.Categorical(labels))
    for change in changes.values():
        frame = change(frame)
    return frame


@pytest.fixture
def openml(monkeypatch):
    """Answers instead of OpenML: a table, or an error to raise. Keeps what it was asked."""
    asked = {}

    def answer(result):
        def fetch_openml(**options):
            asked.update(options)
            if isinstance(result, Exception):
                raise result
            return Bunch(frame=result)

        monkeypatch.setattr(datasets, "fetch_openml", fetch_openml)
        return asked

    return answer


def test_openml_is_asked_for_its_number_and_the_answer_kept_where_asked(openml, tmp_path):
    asked = openml(pretended())
    real = load_transactions("openml", cache=tmp_path / "kept")
    assert asked == {"data_id": 42175, "data_home": str(tmp_path / "kept"), "as_frame": True, "parser": "pandas"}
    assert (tmp_path / "kept").is_dir()
    assert real.source == "OpenML 42175" and real.columns == COLUMNS and real.labels.sum() == 492
    assert real.column("Amount")[real.labels == 1].sum() == pytest.approx(60_127.97, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.iloc[:-1], r"rows must be 284807, got 284806"),
        (
            lambda frame: frame.assign(Class=frame["Class"].where(frame.index != 1, "'0'")),
            r"frauds must be 492, got 491",
        ),
        (lambda frame: frame.assign(Amount=frame["Amount"] + 0.01), r"frauds' amounts must be 60127.97, got 60132.89"),
        (lambda frame: frame.drop(columns="V7"), r"OpenML 42175 must have the columns .*missing: V7"),
    ],
)
def test_another_data_set_from_openml_is_refused(openml, tmp_path, change, message):
    openml(pretended(change=change))
    with pytest.raises(ValueError, match=message):
        load_transactions("openml", cache=tmp_path)


@pytest.mark.parametrize(
    "error",
    [
        URLError("no route to host"),
        TimeoutError("timed out"),
        ValueError("md5 checksum does not match"),
        EOFError("file ended early"),
    ],
)
def test_without_openml_the_message_says_why_and_what_to_do(openml, tmp_path, error):
    openml(error)
    with pytest.raises(ConnectionError) as caught:
        load_transactions("openml", cache=tmp_path)
    message = str(caught.value)
    assert caught.value.__cause__ is error and type(error).__name__ in message
    for part in ("42175", "Dal Pozzolo", 'load_transactions("creditcard.csv")', str(tmp_path)):
        assert part in message


def test_a_cache_that_cannot_be_a_folder_is_named(openml, tmp_path):
    openml(URLError("not to be asked"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cache must be a folder that can be written, got '.*file'"):
        fetch_transactions(tmp_path / "file")


def test_the_cache_is_course_data_or_dot_data_in_the_repository(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "elsewhere"))
    assert default_cache() == tmp_path / "elsewhere"
    monkeypatch.delenv("COURSE_DATA")
    inside = tmp_path / "course" / "lectures"
    for folder in (inside, tmp_path / "course" / "source"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert default_cache() == inside / ".data"
    (tmp_path / "course" / "pyproject.toml").write_text("", encoding="utf-8")
    assert default_cache() == tmp_path / "course" / ".data"
    root = Path(__file__).parents[2]
    assert ".data/" in (root / ".gitignore").read_text(encoding="utf-8").splitlines()
