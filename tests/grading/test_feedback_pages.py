"""What learners and teachers read: whole, without a script, and with nothing of a learner's taken for HTML."""

import re

import pytest
from class_of_five import LECTURE, mistaken, record

from grading.feedback import comment, feedback, rich_text
from grading.summary import made, summary
from utils.teaching.exercise.outcomes import Verdict

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\ue000"


def evil():
    verdict = Verdict("error", EVIL, None, [(EVIL, EVIL)], line=(1, EVIL), printed=EVIL, note=EVIL)
    return record(EVIL, "1", one=verdict, remarks=(EVIL,), file=EVIL, force=EVIL, reason=EVIL)


@pytest.mark.parametrize("write", [feedback, lambda lecture, one: summary(lecture, [one], [EVIL])])
@pytest.mark.parametrize("status", ["graded", "unreadable", "ungraded"])
def test_whatever_a_learner_writes_stays_text(write, status):
    one = evil()
    text = write(LECTURE, one if status == "graded" else record(EVIL, status=status, reason=EVIL, verdicts={}))
    assert "<script" not in text and "<img src=x" not in text
    assert text.count("<sub>") == text.count("</sub>")
    assert not re.search(r"(src|href)=\"(?!data:|#)", text) and "default-src 'none'" in text


def test_feedback_shows_verdict_mistake_hints_points_remarks_and_the_wall():
    one = record("Zoë", "1", one=mistaken(r"$\sigma_t$ doubled"), late=True, remarks=("Two were handed in.",))
    text = feedback(LECTURE, one)
    for words in ("1 of 2 points", "This looks like: σ<sub>t</sub> doubled.", "Hint 1 of 2", "x = 1", "Handed in late"):
        assert words in text, words
    assert "Two were handed in." in text and "behind this wall: a wall" in text and "$" not in text


def test_what_is_not_graded_has_no_mark_on_its_page():
    text = feedback(LECTURE, record("A", status="unreadable", reason="It is a PDF."))
    assert "It is a PDF. It has no mark." in text and "0 of" not in text


def test_formulas_stand_in_unicode_with_indices_and_powers():
    assert rich_text(r"$\bar\alpha_{t-1}$, `a_{b} $x$`, $e^{-2t}$ <b>") == (
        "ᾱ<sub>t−1</sub>, <code>a_{b} $x$</code>, e<sup>−2t</sup> &lt;b&gt;"
    )


def test_the_comment_says_what_each_lost_point_was_for():
    one = record("A", one=mistaken("a minus sign"), two=Verdict("not attempted"))
    assert comment(LECTURE, one) == "0 of 2 points. 00.1: a minus sign. Not attempted: 00.2."
    assert comment(LECTURE, record("A", status="unreadable", reason="it is empty")) == "Not graded: it is empty"


def test_the_summary_counts_mistakes_attempts_and_names_who_has_no_mark():
    minus, other = mistaken("a minus sign"), mistaken("another")
    records = [record(str(n), one=minus) for n in range(3)] + [record("x", one=other), record("y")]
    assert [(name, n) for _, name, _, n in made(LECTURE, records)] == [("a minus sign", 3), ("another", 1)]
    everybody = [*records, record("Per Pdf", status="unreadable", reason="it is a PDF")]
    text = summary(LECTURE, everybody, ["a note"])
    for words in ("5 graded, 1 not", "Per Pdf", "it is a PDF", "a note", "image/png;base64", "20 %", "100 %"):
        assert words in text, words
    assert text == summary(LECTURE, everybody, ["a note"])


def test_an_empty_class_has_a_page():
    assert "0 graded" in summary(LECTURE, [])
