"""A build runs what changed, leaves alone what did not, and restores what was lost."""

import json
import re
import shutil

import nbformat
import pytest
from small_course import APPENDIX, LECTURE, write

from utils.teaching.build import build, execute

LESSON, SOLVED, SIGNS = "lectures/02_small.ipynb", "solutions/02_small.ipynb", "appendices/A_signs.ipynb"


def files(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def cells(root, path):
    return nbformat.read(root / path, 4).cells


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    root = tmp_path_factory.mktemp("built")
    write(root)
    assert build.main([], root) == 0
    return root


@pytest.fixture
def course(once, tmp_path):
    return shutil.copytree(once, tmp_path / "course")


@pytest.fixture
def no_kernel(monkeypatch):
    """Fails a test that executes a notebook."""

    def refuse(*arguments):
        raise AssertionError("a notebook was executed")

    monkeypatch.setattr(execute, "execute", refuse)


def test_lectures_solutions_and_appendices_are_built_with_outputs(once):
    assert {path for path in files(once) if path.endswith(".ipynb")} == {LESSON, SOLVED, SIGNS}
    lesson = [cell for cell in cells(once, LESSON) if cell.cell_type == "code"]
    assert [cell.execution_count for cell in lesson] == [None, *range(1, len(lesson))]  # Colab's cell first
    printed = next(cell for cell in lesson if "one" in cell.source).outputs
    assert printed[0].text == "one\ntwo\n" and printed[1].data["text/plain"] == "2"


def test_a_picture_hides_its_code_and_a_reveal_its_output_until_opened(once):
    cell = next(cell for cell in cells(once, LESSON) if cell.source == 'len("picture")')
    assert cell.metadata == {
        "tags": ["picture", "reveal"],
        "jupyter": {"source_hidden": True, "outputs_hidden": True},
    }
    assert cell.outputs[0].data["text/plain"] == "7"  # stored all the same, so that nbval compares it


def test_seconds_to_run_are_kept_in_one_file_and_shown_in_the_title(once):
    entry = json.loads((once / "source/timings.json").read_text())["lectures/02_small"]
    assert entry["seconds"] % 5 == 0
    minutes, seconds = re.search(r"\| (\d+) \| (\d+) \|", cells(once, LESSON)[0].source).groups()
    assert int(seconds) == entry["seconds"] and int(minutes) > 0


def test_nothing_in_a_notebook_names_this_machine(once):
    for path in (LESSON, SOLVED, SIGNS):
        assert str(once) not in (once / path).read_text() and '"widgets"' not in (once / path).read_text()


def test_building_again_runs_nothing_and_changes_no_file(course, no_kernel):
    before = files(course)
    assert build.main([], course) == 0
    assert files(course) == before


@pytest.mark.parametrize("lost", [LESSON, SOLVED, SIGNS])
def test_a_lost_notebook_comes_back_byte_for_byte(course, lost):
    before = files(course)
    (course / lost).unlink()
    assert build.main([], course) == 0
    assert files(course) == before


def test_a_change_of_text_keeps_the_outputs_and_the_seconds(course, no_kernel):
    (course / "source/lectures/02_small.py").write_text(LECTURE.replace("Text with", "Other text with"))
    outputs = [cell.get("outputs") for cell in cells(course, LESSON)]
    timings = (course / "source/timings.json").read_bytes()
    assert build.main([], course) == 0
    assert any("Other text" in cell.source for cell in cells(course, LESSON))
    assert [cell.get("outputs") for cell in cells(course, LESSON)] == outputs
    assert (course / "source/timings.json").read_bytes() == timings


def test_a_change_of_code_runs_that_notebook_and_only_that(course, monkeypatch):
    ran, run = [], execute.execute
    monkeypatch.setattr(execute, "execute", lambda book, folder: ran.append(folder.name) or run(book, folder))
    (course / "source/lectures/02_small.py").write_text(LECTURE.replace("math.floor(2.5)", "math.floor(3.5)"))
    assert build.main([], course) == 0
    assert ran == ["lectures"]
    assert cells(course, LESSON)[-1].outputs[0].data["text/plain"] == "3"


def test_force_runs_an_unchanged_notebook_and_keeps_its_seconds(course, monkeypatch):
    (course / "source/timings.json").write_text(
        (course / "source/timings.json").read_text().replace('"seconds": 5', '"seconds": 95')
    )
    assert build.main(["02"], course) == 0
    assert "| 95 |" in cells(course, LESSON)[0].source
    assert build.main(["--force", "02"], course) == 0
    assert "| 95 |" in cells(course, LESSON)[0].source


def test_drift_is_empty_after_a_build_and_names_each_kind_of_difference(course):
    assert build.drift(course) == {}
    write(course, LECTURE.replace("Text with", "Text wit"))
    (course / SOLVED).unlink()
    (course / "lectures/99_stray.ipynb").write_text((course / SIGNS).read_text())
    assert build.drift(course) == {
        LESSON: "differs from its master",
        SOLVED: "not built",
        "lectures/99_stray.ipynb": build.STRAY,
    }
    assert build.main(["--check"], course) == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"kernelspec"', '"kernelspek"', build.SAVED),
        ('"execution_count": 3', '"execution_count": 30', build.SAVED),
        ('"tags": [\n     "setup"', '"tags": [\n     "set"', "differs from its master"),
        ('"id": "', '"id": "x', "differs from its master"),
        ('\n "nbformat_minor": 5', '\n  "nbformat_minor": 5', "differs from its master"),
    ],
)
def test_drift_sees_one_changed_byte_of_metadata_ids_or_layout(course, old, new, why):
    text = (course / LESSON).read_text()
    assert old in text
    (course / LESSON).write_text(text.replace(old, new, 1))
    assert build.drift(course) == {LESSON: why}


FAILURES = {
    "an exception": ("1 + 1\n", "1 + None\n", 'print("one")', "TypeError"),
    "a warning": ("math.floor(2.5)", "import warnings\nwarnings.warn('beware')", "import warnings", "prints to stderr"),
    "a memory address": ("math.floor(2.5)", "object()", "object()", "memory address"),
    "a bare widget": (
        "math.floor(2.5)",
        "import ipywidgets\nipywidgets.IntSlider()",
        "import ipywidgets",
        "without a text/html still",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_cell_that_fails_stops_its_notebook_and_names_the_master_and_line(course, capsys, failure):
    old, new, where, message = FAILURES[failure]
    text = LECTURE.replace(old, new)
    (course / "source/lectures/02_small.py").write_text(text)
    before = (course / LESSON).read_bytes()
    assert build.main([], course) == 1
    line = text[: text.index(where)].count("\n") + 1
    said = capsys.readouterr().err
    assert f"02_small.py:{line}: " in said and message in said
    assert (course / LESSON).read_bytes() == before


def test_an_exercise_the_registry_does_not_know_stops_its_master_before_it_runs(course, tmp_path, monkeypatch, capsys):
    package = tmp_path / "small_exercises"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "registry.py").write_text(
        "from types import SimpleNamespace as One\n"
        'find = {"02.1": One(id="02.1", title="Double it", points=1, options=None)}.__getitem__\n'
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    write(course, exercises="small_exercises")
    (course / LESSON).unlink()
    assert build.main([], course) == 1
    line = LECTURE[: LECTURE.index("# ### Exercise 02.2")].count("\n") + 1
    assert f"02_small.py:{line}: exercise id '02.2' is not in the registry" in capsys.readouterr().err
    assert not (course / LESSON).exists()


def test_a_master_that_does_not_parse_does_not_stop_the_others(course, capsys):
    (course / "source/lectures/02_small.py").write_text(LECTURE.replace("    ### END SOLUTION", "    pass"))
    (course / "source/appendices/A_signs.py").write_text(APPENDIX.replace("without code", "with no code"))
    assert build.main([], course) == 1
    assert "unclosed marker" in capsys.readouterr().err
    assert "with no code" in (course / SIGNS).read_text()


def test_an_appendix_holds_no_exercise(course, capsys):
    exercise = LECTURE[
        LECTURE.index('# %% [markdown] tags=["exercise"]') : LECTURE.index("# %% [markdown]\n# ### BEGIN")
    ]
    (course / "source/appendices/A_signs.py").write_text(APPENDIX + "\n" + exercise.replace("02.1", "A.1"))
    assert build.main([], course) == 1
    assert "an appendix can hold no exercise" in capsys.readouterr().err
