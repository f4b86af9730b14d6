"""check, hint, progress and mistakes as a learner meets them: what is shown and what comes back."""

import csv
import re
import warnings
from html.parser import HTMLParser

import numpy as np
import pytest

import utils.exercises
from utils.teaching.exercise import Choice, Function, Mistake, Number, Prediction
from utils.teaching.exercise.outcomes import STATUSES, Verdict
from utils.teaching.exercise.progress import Progress
from utils.teaching.exercise.session import Desk
from utils.teaching.exercise.verdicts import SHOWN, verdict_view
from utils.teaching.notebook.html import table

DOUBLE = Function(
    "01.1",
    title="Double <it>",
    points=2,
    reference=lambda x: 2 * x,
    inputs=lambda rng: [(rng.normal(size=3),), (0.0,)],
    mistakes=[
        Mistake("squared", lambda x: x * x, "`x * x` is a square."),
        Mistake("nothing", lambda x: x, "Do something."),
    ],
    hints=("Look at `x`.", "Twice.", "2 * x"),
)
HALF = Number(
    "01.2", title="Half", points=1, reference=lambda: 0.5, mistakes=[Mistake("inverted", 2.0, "Turn it over.")]
)
PICK = Choice(
    "01.3",
    title="Pick",
    points=1,
    options={"A": "one", "B": "two"},
    reference="B",
    mistakes=[Mistake("one", "A", "No.")],
)
GUESS = Prediction(
    "02.1", title="Guess", points=1, reference=10.0, mistakes=[Mistake("added", 14.0, "No.")], reveal="Ten."
)
BOOK = {exercise.id: exercise for exercise in (DOUBLE, HALF, PICK, GUESS)}


@pytest.fixture
def desk(tmp_path):
    return Desk(
        BOOK.__getitem__,
        lambda: {"01 first": [DOUBLE, HALF, PICK], "02 second": [GUESS]},
        Progress(tmp_path / "p.json"),
    )


class Tags(HTMLParser):
    """Checks that tags close in order, and keeps the text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen, self.text = [], [], ""
        self.feed(html)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.open.append(tag), self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_right_answer_comes_back_itself(desk, capsys):
    mine = lambda x: x + x  # noqa: E731
    assert desk.check("01.1", mine) is mine
    assert "passed (2 of 2 points)" in capsys.readouterr().out
    assert desk.check("01.2", 0.5001) == 0.5001


def test_any_other_answer_is_replaced_by_one_that_works(desk):
    for wrong in (None, ..., 3, lambda x: x, lambda x: 1 / 0):
        assert desk.check("01.1", wrong)(4) == 8
    assert desk.check("01.2") == 0.5 and 2 * desk.check("01.2", 7) == 1.0
    assert desk.check("01.3", "A") == "B" and desk.check("02.1") == 10


def test_a_lent_answer_earns_nothing(desk, capsys):
    for id in ("01.1", "01.2", "01.3", "02.1"):
        lent = desk.check(id)
        capsys.readouterr()
        desk.check(id, lent)
        assert "lent to you" in capsys.readouterr().out
    assert all(row[2] == "not attempted" for row in desk.progress().rows)


def test_an_unknown_id_is_answered_with_the_known_ones(capsys):
    for id in ("02.99", "2.1", 2.1, None, "zz"):
        assert utils.exercises.check(id, 5) == 5
    out = capsys.readouterr().out
    assert "lecture 02 has 02.1" in out and "There is no exercise 2.1" in out and out.count("There is no exercise") == 5


def test_an_exercise_that_cannot_be_loaded_does_not_stop_the_notebook(capsys):
    def fails(id):
        raise ImportError("no such module")

    assert Desk(fails, dict).check("02.1", 5) == 5
    assert "no such module" in capsys.readouterr().out


def test_a_mistake_is_named_with_its_hint_input_and_both_values(desk, capsys):
    desk.check("01.1", lambda x: x**2)
    out = capsys.readouterr().out
    for part in (
        "not yet (0 of 2 points)",
        "This looks like: squared",
        "is a square",
        "input     x = [",
        "got",
        "expected",
        'hint("01.1")',
    ):
        assert part in out


def test_an_error_shows_the_learner_s_line(desk, capsys):
    def mine(x):
        return x + missing  # noqa: F821

    desk.check("01.1", mine)
    out = capsys.readouterr().out
    assert "error in your code" in out and "line 2: return" not in out  # numbered by cell or file, not by function
    assert f"line {mine.__code__.co_firstlineno + 1}: return x + missing" in out and "utils" not in out


def test_what_is_shown_is_the_same_every_time(desk, capsys):
    shown = []
    for _ in range(2):
        for answer in (
            None,
            lambda x: x,
            lambda x: object(),
            lambda x: 1 / 0,
            lambda x: np.random.rand(3),
            lambda x: 2 * x,
        ):
            desk.check("01.1", answer)
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] and not re.search("0x[0-9a-f]{6}", shown[0])


def test_the_check_works_when_progress_cannot_be_saved(tmp_path, capsys):
    (tmp_path / "f").touch()
    desk = Desk(BOOK.__getitem__, dict, Progress(tmp_path / "f" / "p.json"))
    assert desk.check("01.2", 0.5) == 0.5
    assert desk.check("01.2", 0.5) == 0.5
    assert capsys.readouterr().out.count("Progress cannot be saved") == 1


def test_hints_open_one_at_a_time(desk, capsys):
    counts = []
    for _ in range(4):
        desk.hint("01.1")
        counts.append(capsys.readouterr().out.count("Hint "))
    assert counts == [1, 2, 3, 3]
    desk.hint("01.2")
    assert "no hints" in capsys.readouterr().out


@pytest.mark.parametrize("status", STATUSES)
def test_the_view_says_the_status_in_words_and_is_well_formed(status):
    verdict = Verdict(
        status,
        "Because `x` < 3 & y.",
        DOUBLE.mistakes[0] if status == "mistake" else None,
        [("got", "<object>\n[1 2]")],
        line=(3, "return x < 3") if status == "error" else None,
        printed="<b>hello</b>\n",
    )
    view = verdict_view(DOUBLE, verdict)
    page = Tags(view.html)
    assert 'role="status"' in view.html and "var(--jp-" in view.html
    for text in (page.text, view.text):
        assert f"Exercise 01.1 · Double <it>: {SHOWN[status][0]}" in text and "<b>hello</b>" in text and "[1 2]" in text
        assert (status == "error") == ("return x < 3" in text)
        assert (status == "mistake") == ("This looks like: squared." in text)
    assert page.seen.count("details") == (0 if status == "passed" else 3)
    assert re.search(r"color:\s*#", view.html) is None  # every colour comes from the theme first


def test_hints_in_the_html_are_nested_so_that_they_open_in_turn():
    html = verdict_view(DOUBLE, Verdict("wrong")).html
    inner = html[html.index("<details>") :]
    assert re.sub(r"<summary>.*?</summary>|<p>.*?</p>", "", inner).startswith("<details><details><details></details>")
    assert [int(n) for n in re.findall(r"Hint (\d) of 3", html)] == [1, 2, 3]


def test_progress_without_a_file_reads_not_attempted_everywhere(desk):
    report = desk.progress()
    assert [row[2] for row in report.rows] == ["not attempted"] * 4
    assert "0 of 5" in report.text and "<details open>" not in report.html and report.text == desk.progress().text


def test_progress_shows_best_and_latest(desk, tmp_path):
    desk.check("01.1", lambda x: 2 * x), desk.check("01.1", lambda x: x), desk.check("01.2", 7), desk.check("02.1", 3)
    report = desk.progress()
    assert [row[2:4] for row in report.rows] == [
        ("passed (latest try: not)", 2),
        ("not yet", 0),
        ("not attempted", 0),
        ("passed", 1),
    ]
    page = Tags(report.html)
    assert page.seen.count("details") == 2 and page.seen.count("progress") == 3 and 'scope="row"' in report.html
    for text in (page.text, report.text):
        assert "Lecture 01 first: 1 of 3 passed, 2 of 4 points" in text and "All: 2 of 4 passed, 3 of 5 points" in text
    assert report.html.index("<details open>") > report.html.index("<details>")  # lecture 02, of the last check
    assert "Guess" in report.text and "Half" not in report.text
    assert "Half" in desk.progress("01").text and "Guess" not in desk.progress("01").text
    assert set(report._repr_mimebundle_()) == {"text/html", "text/plain"}
    report.to_csv(tmp_path / "mine.csv")
    with open(tmp_path / "mine.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (
        [row["exercise"] for row in rows] == list(BOOK)
        and rows[0]["points"] == "2"
        and rows[0]["title"] == "Double <it>"
    )


def test_progress_says_that_the_file_is_damaged(tmp_path):
    (tmp_path / "p.json").write_text("{", encoding="utf-8")
    report = Desk(BOOK.__getitem__, lambda: {"01 first": [HALF]}, Progress(tmp_path / "p.json")).progress()
    assert "not readable" in report.text and "not readable" in Tags(report.html).text


def test_mistakes_are_listed_with_what_they_give_where_they_differ(desk):
    view = desk.mistakes("01.1")
    for text in (view.text, Tags(view.html).text):
        assert all(part in text for part in ("squared", "is a square.", "nothing", "Do something.", "for x = ["))
    assert "It gives: 2\n  Right: 0.5" in desk.mistakes("01.2").text


def test_mistakes_among_options_name_the_option_s_text(desk):
    text = desk.mistakes("01.3").text
    assert "the answer is B: two" in text and "Chosen: A: one" in text and "It gives" not in text


@pytest.mark.filterwarnings("error")
def test_a_mistakes_table_is_computed_without_warnings():
    root = Function(
        "01.1",
        title="Root",
        points=1,
        reference=lambda x: np.abs(x),
        inputs=lambda rng: [(rng.normal(size=3) / np.ones(3),), (-1.0,)],
        mistakes=[
            Mistake("root", lambda x: np.sqrt(x) / np.zeros(1), "No."),
            Mistake("warns", lambda x: [warnings.warn("!"), x][1], "No."),
        ],
    )
    view = Desk({"01.1": root}.__getitem__, dict).mistakes("01.1")
    assert "nan" in view.text and "Warning" not in view.text


def test_tables_escape_and_align():
    view = table(("a", "b"), [("x<y", "1\n2")], "both")
    assert Tags(view.html).text == "bothabx<y1\n2" and view.text == "both\na    b\n---  ---\nx<y  1 2"


def test_all_real_exercises_have_a_mistakes_table_and_progress_rows():
    report = utils.exercises.progress()
    assert len(report.rows) >= 8
    for id, *_ in report.rows:
        assert "Hint:" in utils.exercises.mistakes(id).text
