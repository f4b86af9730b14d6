"""A table says each number once, in the digits asked for, in HTML and in aligned text."""

import numpy as np
import pandas as pd
import pytest

from utils.teaching.notebook.tables import table, view

ROWS = [(10, 0.34868, "small"), (320, -12.5, "large")]


def lines(*arguments, **named):
    return view(*arguments, **named).text.splitlines()


def test_text_is_aligned_numbers_to_the_right_words_to_the_left():
    assert lines(ROWS, ("steps", "gap (nats)", "size"), 3) == [
        "steps  gap (nats)  size",
        "-----  ----------  -----",
        "   10       0.349  small",
        "  320     −12.500  large",
    ]


def test_html_has_a_header_row_and_a_heading_for_each_row():
    page = view(ROWS, ("steps", "gap <nats>", "size"), 3).html
    assert page.count('<th scope="col"') == 3 and page.count('<th scope="row"') == 2 and page.count("<td") == 4
    assert "gap &lt;nats&gt;" in page and "right" in page[page.index("0.349") - 140 : page.index("0.349")]


@pytest.mark.parametrize(
    "rows",
    [
        {"n": [1, 2], "v": [0.5, 0.25]},
        pd.DataFrame({"n": [1, 2], "v": [0.5, 0.25]}),
        pd.DataFrame({"v": [0.5, 0.25]}, index=pd.Index([1, 2], name="n")),
    ],
    ids=["dict of columns", "DataFrame", "DataFrame with an index"],
)
def test_forms_with_names_give_the_same_table_as_rows(rows):
    assert lines(rows, digits=2) == lines([(1, 0.5), (2, 0.25)], ("n", "v"), 2)


def test_rows_may_be_a_generator_or_an_array_of_two_axes():
    rows = [(1.0, 0.5), (2.0, 0.25)]
    assert lines((row for row in rows), ("n", "v"), 2) == lines(np.array(rows), ("n", "v"), 2) == lines(rows, "nv", 2)


def test_digits_for_each_column_by_place_or_by_header():
    rows = [(1, 0.51234, 0.000123, 0.1234)]
    by_place = lines(rows, ("n", "v", "gap", "share"), (None, 2, ".1e", ".0%"))
    assert by_place[2].split() == ["1", "0.51", "1.2e−04", "12%"]
    assert lines(rows, ("n", "v", "gap", "share"), {"v": 2, "gap": ".1e", "share": ".0%"}) == by_place


def test_without_digits_the_largest_number_of_a_column_has_four_figures():
    assert [line.split()[1] for line in lines([(1, 12.3456), (2, -0.0123)], ("n", "v"))[2:]] == ["12.35", "−0.01"]
    assert lines([(1, 2.5e-7)], ("n", "v"))[2].split() == ["1", "2.50e−07"]


def test_rounding_noise_is_no_news():
    assert lines([("a", -1e-17)], ("n", "v"), 4)[2].split() == ["a", "0.0000"]


def test_a_pair_is_an_estimate_with_its_error_and_none_a_dash():
    assert lines([("a", (0.3487, 0.0123)), ("b", None)], ("n", "v"), 3)[2:] == ["a  0.349 ± 0.012", "b              –"]


def test_numpy_numbers_are_numbers_and_truth_values_words():
    assert lines([(np.int64(3), np.float32(0.25), True)], ("n", "v", "w"), 2)[2].split() == ["3", "0.25", "True"]


def test_accents_that_combine_take_no_room():
    assert lines([(1.0, "x")], ("x̄", "y"), 1) == ["  x̄  y", "---  -", "1.0  x"]


def test_a_cell_shows_it_and_returns_nothing(capsys):
    assert table(ROWS, "steps", "gap", "size", digits=1, caption="Gaps") is None
    assert capsys.readouterr().out.splitlines()[:2] == ["Gaps", "steps    gap  size"]


@pytest.mark.parametrize(
    ("rows", "headers", "digits", "message"),
    [
        ([(1, 2), (3,)], ("a", "b"), None, r"rows: got \(3,\) as row 1, expected 2 values: a, b"),
        ([1, 2], ("a",), None, "rows: got 1 as row 0"),
        (["ab"], ("a", "b"), None, "rows: got 'ab' as row 0"),
        ("ab", ("a",), None, "rows: got 'ab'"),
        (3, ("a",), None, "rows: got 3"),
        ([], ("a",), None, "rows: got none"),
        ([(1,)], (), None, "headers: got none"),
        ([(1,)], (1,), None, "headers: got 1"),
        ({"a": [1]}, ("b",), None, "headers: got .*give one or the other"),
        ({"a": [1], "b": [1, 2]}, (), None, "rows: got columns of lengths"),
        ([(1.0,)], ("a",), -1, "digits: got -1"),
        ([(1.0,)], ("a",), "3", "digits: got '3'"),
        ([(1.0,)], ("a",), True, "digits: got True"),
        ([(1.0,)], ("a",), [1, 2], "digits: got 2 of them, expected 1"),
        ([(1.0,)], ("a",), {"b": 1}, "digits: got the header 'b'"),
    ],
)
def test_parts_that_do_not_fit_are_named(rows, headers, digits, message):
    with pytest.raises(ValueError, match=message):
        view(rows, headers, digits)
