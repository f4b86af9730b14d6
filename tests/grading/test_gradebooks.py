"""Gradebooks: the teacher's own file, with nothing changed but what is to be filled; and the plain table."""

import csv
import io

import pytest
from class_of_five import LECTURE, mistaken, record

from grading.gradebook import gradebook
from grading.output import upload_name
from grading.platforms import fill
from grading.worksheet import Worksheet
from utils.teaching.exercise.outcomes import Verdict

ENGLISH = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed"]
ENGLISH += ["Last modified (submission)", "Last modified (grade)", "Feedback comments"]
GERMAN = ["ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung", "Änderbar", "a", "b", "c"]
JAPANESE = [
    "識別子",
    "フルネーム",
    "メール",
    "ステータス",
    "評点",
    "最大評点",
    "変更",
    "提出",
    "評定",
    "フィードバック",
]
TIME = "Friday, 27 November 2026, 9:00 AM"


def moodle(
    header=ENGLISH, most="2.00", who="Participant ", end="\r\n", delimiter=",", grade="", comment="", marked="-"
):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(header)
    for name, id in (("Zoë Müller", 11), ('Ana "A" O, Neill', 12), ("Absent", 13)):
        writer.writerow([f"{who}{id}", name, "a@b.c", "Submitted", grade, most, "Yes", TIME, marked, comment])
    return out.getvalue().encode()


CLASS = [record("Zoë Müller", "11"), record("Ana", "12", one=mistaken("a minus sign")), record("Extra", "99")]
COMMENTS = {"Zoë Müller": "all, right", "Ana": 'a "quoted" <b>', "Extra": "x"}


def filled(raw, **more):
    return fill(raw, LECTURE, CLASS, lambda one: COMMENTS[one.name], **more)


@pytest.mark.parametrize("raw", [b"", b"one line", b"a,b\n", b"\x00\x01"], ids=["empty", "a word", "a header", "bytes"])
def test_what_is_no_worksheet_is_refused(raw):
    with pytest.raises(ValueError, match="worksheet"):
        filled(raw)


@pytest.mark.parametrize("header", [ENGLISH, GERMAN, JAPANESE], ids=["en", "de", "ja"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_only_grade_and_comment_change_whatever_the_language(header, end, delimiter, mark):
    raw = mark + moodle(header, end=end, delimiter=delimiter)
    done = filled(raw)
    before = Worksheet(raw).rows
    after = Worksheet(done.raw).rows
    changed = {(i, j) for i, row in enumerate(before) for j, cell in enumerate(row) if cell.text != after[i][j].text}
    assert changed == {(1, 4), (1, 9), (2, 4), (2, 9)}
    assert [after[i][j].text for i, j in sorted(changed)] == ["2", "all, right", "1", 'a "quoted" &lt;b&gt;']
    assert (len(done.called), done.without_row, done.without_submission) == (2, ["Extra"], ["Absent"])
    assert done.raw.startswith(mark) and done.raw.count(b"\r\n") == raw.count(b"\r\n")


def test_putting_back_what_was_there_gives_the_same_bytes():
    raws = [moodle(), moodle(end="\n", delimiter=";").rstrip(), moodle(JAPANESE).decode().encode("utf-16")]
    raws += [moodle(GERMAN).decode().encode("latin-1"), b'"a","b ""c"\r\n\r\n1, x ,"multi\nline"\n', b'a;"b;c"\n"1";2']
    for raw in raws:
        sheet = Worksheet(raw)
        for i, row in enumerate(sheet.rows):
            for j, cell in enumerate(row):
                if cell.quoted or cell.text == cell.text.strip():
                    sheet.put(i, j, cell.text)
        assert sheet.to_bytes() == raw
    assert Worksheet(raws[4]).rows[1][2].text == "multi\nline"


def test_grades_are_scaled_to_the_platforms_maximum_with_its_decimal_sign():
    done = filled(moodle(most="15,00"))
    assert [row[4].text for row in Worksheet(done.raw).rows[1:]] == ["15", "7,5", ""]
    assert done.notes == ["Grades are scaled: 2 points are the platform's 15."]


def test_a_worksheet_filled_before_is_filled_again():
    again = moodle(grade="1.00", comment="1 of 2 points in 2026.", marked=TIME)
    assert [row[4].text for row in Worksheet(filled(again).raw).rows[1:]] == ["2", "1", "1.00"]
    assert Worksheet(filled(again).raw).rows[1][9].text == "all, right"


def test_without_comments_or_with_a_scale_it_is_said():
    lines = [row.rsplit(",", 1)[0] for row in moodle().decode().split("\r\n")]
    assert "no column for comments" in " ".join(filled("\r\n".join(lines).encode()).notes)
    with pytest.raises(ValueError, match="which column takes the grade.*'Grade', 'Maximum Grade'"):
        filled(moodle(most="Good"))
    assert filled(moodle(most="Good"), column="Grade").called == {
        "Zoë Müller-11": "Zoë Müller",
        "Ana-12": 'Ana "A" O, Neill',
    }


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lecture 01 (700),Lecture 02 noising (701),Practice 00 (702),Final\n"
    ",,,,,Manual Posting,,,\n"
    "    Points Possible,,,,,10,14,10,(read only)\n"
    '"Müller, Zoë",11,s1,zoe,A,3,,,50.1\n'
    '"O\'Neill, Ana",12,s2,ana,"A, B",EX,4,,\n'
    '"Student, Test",13,,x,A,,,,\n'
)


def test_canvas_its_own_column_is_found_and_everything_else_kept():
    done = filled(CANVAS.encode())
    assert done.raw.decode() == CANVAS.replace("A,3,,,50.1", "A,3,,10,50.1").replace('"A, B",EX,4,,', '"A, B",EX,4,5,')
    assert done.without_submission == ["Student, Test"] and len(done.called) == 2
    with pytest.raises(ValueError, match="--column"):
        filled(CANVAS.replace("Practice 00", "Practice").encode())
    assert b"A,3,14,,50.1" in filled(CANVAS.encode(), column="Lecture 02 noising").raw


def test_without_numbers_learners_are_found_by_name_unless_two_are_called_so():
    people = [record("Zoë Müller"), record("Absent")]
    twice = moodle().replace(b"Absent", "Müller Zoë".encode())
    assert len(fill(moodle(), LECTURE, people, str).called) == 2
    assert fill(twice, LECTURE, people, str).without_row == ["Zoë Müller", "Absent"]


def test_the_unreadable_have_an_empty_cell_and_the_reason():
    people = [record("Zoë Müller", "11", status="unreadable", reason="it is a PDF")]
    row = Worksheet(fill(moodle(), LECTURE, people, lambda one: one.reason).raw).rows[1]
    assert (row[4].text, row[9].text) == ("", "it is a PDF")


def table(records):
    return list(csv.DictReader(io.StringIO(gradebook(LECTURE, records).decode("utf-8-sig"))))


def test_the_plain_table_has_points_by_exercise_mistakes_and_empty_cells_for_what_is_not_graded():
    late = record("B", "2", one=mistaken(r"$\sigma^2$ for $\sigma$"), two=Verdict("not attempted"), late=True)
    rows = table([record("A", "1"), late, record("C", status="unreadable", reason="it is empty")])
    assert [row["points"] for row in rows] == ["2", "0", ""] and [row["00.2"] for row in rows] == ["1", "0", ""]
    assert (rows[1]["late"], rows[1]["mistakes"]) == ("late", "00.1: σ² for σ")
    assert (rows[2]["status"], rows[2]["remarks"]) == ("unreadable", "it is empty")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_name_becomes_a_formula(name):
    [row] = table([record(name)])
    assert row["name"] == f"'{name.strip()}"


def test_names_of_feedback_files_as_the_platforms_split_them():
    for name in ("Zoë Müller", "a_b_5_c", "../../x", "=cmd|'!A0", ""):
        info = upload_name(record(name, "17"), "moodle").split("_", 4)  # as Moodle does it
        assert info[1:] == ["17", "assignfeedback", "file", "feedback.html"] and "/" not in info[0] and info[0]
        numbers = [part for part in upload_name(record(name, "17", version="9"), "canvas").split("_") if part.isdigit()]
        assert numbers[:2] == ["17", "9"]
    assert upload_name(record("A"), "moodle") == upload_name(record("A", "x9Z", version="2"), "canvas") == ""
