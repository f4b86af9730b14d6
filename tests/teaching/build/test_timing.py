"""Minutes to read follow their formula; seconds to run belong to one version of the code."""

import pytest
from small_course import LECTURE, write

from utils.teaching.build.cells import Cell, MasterError
from utils.teaching.build.master import read
from utils.teaching.build.timing import Timings, code_hash, reading_minutes
from utils.teaching.build.weave import Woven, lecture


def page(*cells):
    return Woven("lectures", "02_small", tuple(Cell(kind, source, tags, 1) for kind, source, tags in cells))


def test_minutes_are_words_equations_code_and_exercises_rounded_up_to_five():
    words = ("markdown", "word " * 2000, ())  # 10 minutes
    equations = ("markdown", "$$a = b$$\n" * 10, ())  # 5
    code = ("code", "x = 1\n\n" * 100, ())  # 5
    exercise = ("code", "\n", ("exercise",))  # 3
    assert reading_minutes(page(words)) == 10
    assert reading_minutes(page(words, equations)) == 15
    assert reading_minutes(page(words, equations, code)) == 20
    assert reading_minutes(page(words, equations, code, exercise)) == 25


def test_mathematics_links_and_collapsed_code_are_not_to_read():
    noise = ("markdown", "$\\alpha beta gamma$ " * 3000 + "[x](address/of/something) " * 3000, ())
    assert reading_minutes(page(noise, ("code", "x = 1\n" * 200, ("colab",)))) == 5
    assert reading_minutes(page(noise, ("code", "x = 1\n" * 200, ("picture",)))) == 5


def test_seconds_are_forgotten_when_the_code_changes_and_kept_when_text_does(tmp_path):
    timings = Timings(tmp_path / "timings.json")
    woven = lecture(read(write(tmp_path)), "lectures", "https://github.com/ada/small")
    timings.record(woven, 11.2)
    timings.write()
    again = Timings(tmp_path / "timings.json")
    assert again.seconds(woven) == 15
    text, code = (
        lecture(read(write(tmp_path, LECTURE.replace(old, "other"))), "lectures", "https://github.com/ada/small")
        for old in ("Text with", 'print("two")')
    )
    assert again.seconds(text) == 15 and again.seconds(code) is None
    assert code_hash(text) == code_hash(woven) != code_hash(code)


def test_the_file_does_not_depend_on_the_order_of_building(tmp_path):
    first, second = page(("code", "1", ())), Woven("appendices", "A", ())
    for name, order in (("one", (first, second)), ("two", (second, first))):
        timings = Timings(tmp_path / name)
        for woven in order:
            timings.record(woven, 1.0)
        timings.write()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_a_failed_build_measured_is_forgotten(tmp_path):
    timings = Timings(tmp_path / "timings.json")
    timings.record(page(("code", "1", ())), 1.0)
    timings.forget()
    timings.write()
    assert not timings.path.exists() and timings.seconds(page(("code", "1", ()))) is None


@pytest.mark.parametrize(("text", "line"), [('{\n "lectures/02_small": {', 2), ("[1]", 1), ('{"a": {}}', 1)])
def test_a_damaged_table_is_named_with_its_line(tmp_path, text, line):
    path = tmp_path / "timings.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MasterError) as caught:
        Timings(path)
    assert str(caught.value).startswith(f"{path}:{line}: cannot be read")
