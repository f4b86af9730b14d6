"""A learner's own file of counts: read as written, or refused with the line and the column, never repaired."""

import numpy as np
import pytest

from utils.data.counts_file import read_counts

DAYS = [("2020-02-27", 3), ("2020-02-28", 0), ("2020-02-29", 5), ("2020-03-01", 8), ("2020-03-02", 13)]


@pytest.fixture
def write(tmp_path):
    """write(rows, ...) -> the path of a file of them; a text is written as it is."""

    def written(rows, header=("day", "cases"), separator=",", encoding="utf-8"):
        lines = (
            rows if isinstance(rows, str) else "".join(f"{separator.join(map(str, row))}\n" for row in (header, *rows))
        )
        path = tmp_path / "mine.csv"
        path.write_bytes(lines.encode(encoding))
        return path

    return written


def changed(line, time=None, count=None):
    """DAYS with one line (the header is line 1) written otherwise."""
    rows = list(DAYS)
    old = rows[line - 2]
    rows[line - 2] = (old[0] if time is None else time, old[1] if count is None else count)
    return rows


def test_new_counts_stand_at_the_ends_of_their_intervals(write):
    series = read_counts(write(DAYS), population=100)
    assert (series.kind, series.unit, series.start, series.before, series.population) == ("new", "days", 0, 0, 100)
    assert series.times.tolist() == [1, 2, 3, 4, 5] and series.counts.tolist() == [3, 0, 5, 8, 13]
    assert series.labels == tuple(day for day, _ in DAYS)


def test_those_present_are_counted_from_the_first_line(write):
    series = read_counts(write(DAYS), kind="present")
    assert series.kind == "present" and series.times.tolist() == [0, 1, 2, 3, 4]


def test_a_total_so_far_becomes_differences_and_what_came_before(write):
    total = [(day, sum(n for _, n in DAYS[: i + 1])) for i, (day, _) in enumerate(DAYS)]
    series = read_counts(write(total), kind="cumulative")
    assert series.kind == "new" and series.before == 3 and series.counts.tolist() == [0, 5, 8, 13]
    assert series.edges.tolist() == [0, 1, 2, 3, 4] and series.cumulative.tolist() == [3, 8, 16, 29]
    assert series.labels == tuple(day for day, _ in DAYS[1:])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_and_encoding_gives_the_same_series(write, separator, encoding):
    path = write(DAYS, ("Tag", "Fälle"), separator, encoding)
    said = "utf-8" if encoding == "utf-8-sig" else encoding
    assert read_counts(path, encoding=said).counts.tolist() == [3, 0, 5, 8, 13]
    assert read_counts(path, "Tag", "Fälle", encoding=said, separator=separator).unit == "days"


def test_windows_line_ends_quotes_and_spaces_around_a_cell_change_nothing(write):
    text = '"day","cases"\r\n' + "".join(f'"{day}", {count} \r\n' for day, count in DAYS)
    assert read_counts(write(text)).counts.tolist() == [3, 0, 5, 8, 13]


def test_a_decimal_comma_is_read_where_it_is_announced(write):
    path = write([(year, f"{year - 1948},25") for year in range(1949, 1955)], ("year", "sold"), ";")
    series = read_counts(path, unit="years", decimal=",")
    assert series.counts.tolist() == [1.25, 2.25, 3.25, 4.25, 5.25, 6.25] and series.unit == "years"
    assert series.times.tolist() == [1, 2, 3, 4, 5, 6]  # since the beginning, not the calendar's year
    with pytest.raises(ValueError, match=r"line 2, column 'sold' must be a number, got '1,25' .*decimal=\",\""):
        read_counts(path)


@pytest.mark.parametrize("cell", ["1.5", "1.234,5", "1,2,3"])
def test_where_the_comma_is_decimal_nothing_else_is(write, cell):
    with pytest.raises(ValueError, match=f"line 4, column 'cases' must be a number, got '{cell}'"):
        read_counts(write(changed(4, count=cell), separator=";"), decimal=",")


def test_two_columns_of_many_are_picked_by_name_in_any_order(write):
    rows = [(n, "north", day) for day, n in DAYS]
    path = write(rows, ("cases", "place", "day"))
    assert read_counts(path, time="day", count="cases").counts.tolist() == [3, 0, 5, 8, 13]
    with pytest.raises(
        ValueError, match=r"mine\.csv has 3 columns: time= and count= must name two of cases, place, day"
    ):
        read_counts(path)
    with pytest.raises(ValueError, match="count must be a column of mine.csv, one of cases, place, day, got 'deaths'"):
        read_counts(path, time="day", count="deaths")
    with pytest.raises(ValueError, match="count must be another column than time, got 'day' for both"):
        read_counts(path, time="day", count="day")


@pytest.mark.parametrize(
    "times, unit, step",
    [
        (["2019-11", "2019-12", "2020-01", "2020-02", "2020-03"], "months", 1),
        (["2019-12-01", "2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01"], "months", 1),
        (["2016-12-31", "2017-12-31", "2018-12-31", "2019-12-31", "2020-12-31"], "years", 1),
        (["2020-02-01", "2020-02-08", "2020-02-15", "2020-02-22", "2020-02-29"], "days", 7),
        ([0, 0.5, 1, 1.5, 2], "steps", 0.5),
        ([1978, 1979, 1980, 1981, 1982], "steps", 1),
    ],
)
def test_the_unit_follows_from_how_times_are_written(write, times, unit, step):
    series = read_counts(write([(time, 1) for time in times]))
    assert series.unit == unit
    np.testing.assert_allclose(series.times, step * np.arange(1, 6))


def test_uneven_times_are_allowed_only_where_a_gap_loses_nothing(write):
    path = write([(year, year - 1980) for year in (1984, 1989, 1993, 1997, 2000)], ("year", "share"))
    assert read_counts(path, kind="present", uneven=True, unit="years").times.tolist() == [0, 5, 9, 13, 16]
    assert read_counts(path, kind="cumulative", uneven=True).counts.tolist() == [5, 4, 4, 3]
    with pytest.raises(
        ValueError, match="line 3, column 'year' must be one step, 3 steps, after 1984 in the line before, got 1989, 5"
    ):
        read_counts(path, kind="present")
    with pytest.raises(ValueError, match='uneven must be False for counts of kind "new"'):
        read_counts(path, uneven=True)


@pytest.mark.parametrize(
    "rows, message",
    [
        (changed(4, count=-5), r"line 4, column 'cases' must not be negative, got -5"),
        (changed(4, count="five"), r"line 4, column 'cases' must be a number, got 'five'"),
        (changed(5, count=""), r"line 5, column 'cases' must be a number, got an empty cell"),
        (changed(5, count="NA"), r"line 5, column 'cases' must be a number, got 'NA'"),
        (changed(5, count="nan"), r"line 5, column 'cases' must be a number, got 'nan'"),
        (changed(5, count="1e999"), r"line 5, column 'cases' must be a number, got '1e999'"),
        (changed(5, count="1_000"), r"line 5, column 'cases' must be a number, got '1_000'"),
        (changed(5, count="1 000"), r"line 5, column 'cases' must be a number, got '1 000'"),
        (changed(3, time="2020-02-27"), r"line 3, column 'day' must be later than 2020-02-27 .*, got it twice"),
        (changed(4, time="2020-02-01"), r"line 4, column 'day' must be later than 2020-02-28 .*, got 2020-02-01"),
        (
            changed(6, time="2020-03-03"),
            r"line 6, column 'day' must be one step, 1 days, after 2020-03-01.*got 2020-03-03, 2 days",
        ),
        (
            changed(2, time="2020-02-20"),
            r"line 3, column 'day' must be one step, 1 days, after 2020-02-20.*, 8 days after",
        ),
        (changed(4, time="2020-02-30"), r"line 4, column 'day' must be a date .*, got '2020-02-30'"),
        (changed(4, time="29.02.2020"), r"line 4, column 'day' must be a date .*, got '29.02.2020'"),
        (
            changed(2, time="27.02.2020"),
            r"line 2, column 'day' must be a number or, in every line, a date .*, got '27.02.2020'",
        ),
        (changed(4, time=""), r"line 4, column 'day' must be a date .*, got ''"),
        (changed(4, time="2020-03"), r"line 4, column 'day' must be a date written as 2020-02-27 .*, got '2020-03'"),
        (DAYS[:4], r"must hold at least 5 lines of counts \(least=5\), got 4"),
        ([*DAYS[:2], ("2020-02-29", 5, 1), *DAYS[3:]], r"line 4 must have 2 cells as line 1, got 3"),
        ([*DAYS[:2], (), *DAYS[3:]], r"line 4 must have 2 cells as line 1, got a blank line"),
        ([], r"must hold at least 5 lines of counts \(least=5\), got 0"),
        ("", r"must begin with a header that names its columns, got an empty line 1"),
        ("day cases\n1 2\n", r"line 1 must hold one kind of separator, .*, got none"),
        ("day;cases,all\n1;2,0\n", r"line 1 must hold one kind of separator, .*, got a comma and a semicolon"),
        ("day,day\n1,2\n", r"line 1 must name each column, and each otherwise, got day, day"),
        ('day,cases\n1,"2\n', r"line 2 cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line_and_column(write, rows, message):
    with pytest.raises(ValueError, match=rf"^mine\.csv\b.*{message}"):
        read_counts(write(rows))


def test_a_total_that_falls_is_refused(write):
    path = write([(day, n) for day, n in zip(range(5), (1, 4, 9, 8, 12))])
    with pytest.raises(ValueError, match=r"mine\.csv: line 5, column 'cases' must not fall, .*, got 8 after 9"):
        read_counts(path, kind="cumulative")
    assert read_counts(path).counts[3] == 8  # new counts may


def test_a_file_in_another_encoding_is_refused_with_the_line(write):
    path = write([*DAYS[:2], ("2020-02-29", "fünf"), *DAYS[3:]], encoding="cp1252")
    with pytest.raises(ValueError, match=r"mine\.csv must be text in utf-8, got byte 0xfc in line 4"):
        read_counts(path)


def test_dates_know_their_unit(write):
    with pytest.raises(ValueError, match="unit must be None where times are dates"):
        read_counts(write(DAYS), unit="weeks")


def test_a_count_of_more_people_than_there_are_is_refused(write):
    with pytest.raises(ValueError, match="population must be at least the 29 counted, got 28"):
        read_counts(write(DAYS), population=28)
