"""A build runs what changed, leaves alone what did not, and restores what was lost."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from small_course import APPENDIX, LECTURE, write

from utils.teaching.build import build, drift, execute

ROOT = Path(__file__).parents[3]
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
    entry = json.loads((once / "source/timings.json").read_text(encoding="utf-8"))["lectures/02_small"]
    assert entry["seconds"] % 5 == 0
    minutes, seconds = re.search(r"\| (\d+) \| (\d+) \|", cells(once, LESSON)[0].source).groups()
    assert int(seconds) == entry["seconds"] and int(minutes) > 0


def test_nothing_in_a_notebook_names_this_machine(once):
    for path in (LESSON, SOLVED, SIGNS):
        assert str(once) not in (once / path).read_text(encoding="utf-8") and '"widgets"' not in (
            once / path
        ).read_text(encoding="utf-8")


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
    (course / "source/lectures/02_small.py").write_text(
        LECTURE.replace("Text with", "Other text with"), encoding="utf-8"
    )
    outputs = [cell.get("outputs") for cell in cells(course, LESSON)]
    timings = (course / "source/timings.json").read_bytes()
    assert build.main([], course) == 0
    assert any("Other text" in cell.source for cell in cells(course, LESSON))
    assert [cell.get("outputs") for cell in cells(course, LESSON)] == outputs
    assert (course / "source/timings.json").read_bytes() == timings


def test_a_change_of_code_runs_that_notebook_and_only_that(course, monkeypatch):
    ran, run = [], execute.execute
    monkeypatch.setattr(execute, "execute", lambda book, folder: ran.append(folder.name) or run(book, folder))
    (course / "source/lectures/02_small.py").write_text(
        LECTURE.replace("math.floor(2.5)", "math.floor(3.5)"), encoding="utf-8"
    )
    assert build.main([], course) == 0
    assert ran == ["lectures"]
    assert cells(course, LESSON)[-1].outputs[0].data["text/plain"] == "3"


def test_force_runs_an_unchanged_notebook_and_keeps_its_seconds(course, monkeypatch):
    table = course / "source/timings.json"
    entries = json.loads(table.read_text(encoding="utf-8"))
    entries["lectures/02_small"]["seconds"] = 95
    table.write_text(json.dumps(entries), encoding="utf-8")
    assert build.main(["02"], course) == 0
    assert "| 95 |" in cells(course, LESSON)[0].source
    assert build.main(["--force", "02"], course) == 0
    assert "| 95 |" in cells(course, LESSON)[0].source


def test_drift_is_empty_after_a_build_and_names_each_kind_of_difference(course):
    assert drift.drift(course) == {}
    write(course, LECTURE.replace("Text with", "Text wit"))
    (course / SOLVED).unlink()
    (course / "lectures/99_stray.ipynb").write_text((course / SIGNS).read_text(encoding="utf-8"), encoding="utf-8")
    assert drift.drift(course) == {
        LESSON: "differs from its master",
        SOLVED: "not built",
        "lectures/99_stray.ipynb": drift.STRAY,
    }
    assert build.main(["--check"], course) == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"kernelspec"', '"kernelspek"', drift.SAVED),
        ('"execution_count": 3', '"execution_count": 30', drift.SAVED),
        ('"tags": [\n     "exercise"', '"tags": [\n     "exerci"', "differs from its master"),
        ('"id": "', '"id": "x', "differs from its master"),
        ('\n "nbformat_minor": 5', '\n  "nbformat_minor": 5', "differs from its master"),
    ],
)
def test_drift_sees_one_changed_byte_of_metadata_ids_or_layout(course, old, new, why):
    text = (course / LESSON).read_text(encoding="utf-8")
    assert old in text
    (course / LESSON).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert drift.drift(course) == {LESSON: why}


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
    (course / "source/lectures/02_small.py").write_text(text, encoding="utf-8")
    before = files(course)
    assert build.main([], course) == 1
    line = text[: text.index(where)].count("\n") + 1
    said = capsys.readouterr().err
    assert f"02_small.py:{line}: in {LESSON}: " in said and message in said
    assert files(course) == before


def test_where_only_the_solutions_fail_nothing_is_written_and_they_are_named(course, capsys):
    (course / "source/lectures/02_small.py").write_text(
        LECTURE.replace("total = 1 + 1", "total = 1 + None"), encoding="utf-8"
    )
    before = files(course)
    assert build.main([], course) == 1
    assert f": in {SOLVED}: " in capsys.readouterr().err
    assert files(course) == before


def test_an_exercise_the_registry_does_not_know_stops_its_master_before_it_runs(course, tmp_path, monkeypatch, capsys):
    package = tmp_path / "small_exercises"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "registry.py").write_text(
        "from types import SimpleNamespace as One\n"
        'find = {"02.1": One(id="02.1", title="Double it", points=1, options=None)}.__getitem__\n',
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    write(course, exercises="small_exercises")
    (course / LESSON).unlink()
    assert build.main([], course) == 1
    line = LECTURE[: LECTURE.index("# ### Exercise 02.2")].count("\n") + 1
    assert f"02_small.py:{line}: exercise id '02.2' is not in the registry" in capsys.readouterr().err
    assert not (course / LESSON).exists()


@pytest.fixture
def with_exercises(tmp_path, monkeypatch):
    """(course, module): the small course, built with a registry of its own, and the module of its exercises."""
    package = tmp_path / "small_exercises_too"
    package.mkdir()
    module = package / "02_small.py"
    module.write_text("TITLES = {'02.1': 'Double it', '02.2': 'A number'}\n", encoding="utf-8")
    (package / "__init__.py").write_text("def mistakes(number):\n    print(number)\n", encoding="utf-8")
    (package / "registry.py").write_text(
        "import runpy\nfrom pathlib import Path\nfrom types import SimpleNamespace as One\n\n\n"
        "def find(number):\n"
        "    titles = runpy.run_path(str(Path(__file__).with_name('02_small.py')))['TITLES']\n"
        "    return One(id=number, title=titles[number], points=1, options=None)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in ("small_exercises_too", "small_exercises_too.registry"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    root = tmp_path / "course"
    write(root, exercises="small_exercises_too")
    assert build.main([], root) == 0
    assert drift.drift(root) == {}
    return root, module


def test_a_change_of_the_exercises_makes_their_notebooks_stale_until_they_are_run_again(with_exercises, monkeypatch):
    root, module = with_exercises
    module.write_text(module.read_text(encoding="utf-8") + "HINTS = ['think']\n", encoding="utf-8")
    assert drift.drift(root) == {LESSON: drift.STALE, SOLVED: drift.STALE}
    ran, run = [], execute.execute
    monkeypatch.setattr(execute, "execute", lambda book, folder: ran.append(folder.name) or run(book, folder))
    assert build.main([], root) == 0
    assert ran == ["lectures", "solutions"] and drift.drift(root) == {}


def test_a_new_title_reaches_the_notebooks(with_exercises):
    root, module = with_exercises
    module.write_text(module.read_text(encoding="utf-8").replace("Double it", "Twice"), encoding="utf-8")
    assert build.main([], root) == 0
    assert any("### Exercise 02.1 · Twice (1 point)" in cell.source for cell in cells(root, LESSON))
    assert drift.drift(root) == {}


def test_a_master_that_does_not_parse_does_not_stop_the_others(course, capsys):
    (course / "source/lectures/02_small.py").write_text(
        LECTURE.replace("    ### END SOLUTION", "    pass"), encoding="utf-8"
    )
    (course / "source/appendices/A_signs.py").write_text(
        APPENDIX.replace("without code", "with no code"), encoding="utf-8"
    )
    assert build.main([], course) == 1
    assert "unclosed marker" in capsys.readouterr().err
    assert "with no code" in (course / SIGNS).read_text(encoding="utf-8")


def test_the_notebooks_of_a_master_with_an_error_are_not_called_strays(course, capsys):
    (course / "source/lectures/02_small.py").write_text(LECTURE.replace("# # 02 · Why", "# # Why"), encoding="utf-8")
    assert build.main(["--check"], course) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{course}/source/lectures/02_small.py:2: the title must read '# 02 · …'",
        drift.ADVICE,
    ]


def test_an_unknown_name_stops_the_build_and_says_which_there_are(course, no_kernel, capsys):
    assert build.main(["03"], course) == 1
    assert capsys.readouterr().err == "no master is called '03'; there are 02_small, A_signs\n"


@pytest.mark.parametrize("name", ["02", "02_small"])
def test_a_master_is_chosen_by_number_or_name(course, name, capsys):
    assert build.main([name], course) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [LESSON, SOLVED]


def test_check_can_speak_on_a_console_without_greek_letters(course):
    (course / "source/lectures/02_small.py").write_text(LECTURE.replace("# # 02 · Why", "# # Why"), encoding="utf-8")
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "utils.teaching.build", "--check"],
        cwd=course,
        env={**env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="ascii",
    )
    assert done.returncode == 1 and "# 02 \\xb7" in done.stdout and done.stderr == ""


SLIPS = {
    "no number in the title": ("# # 02 · Why", "# # Why", "02_small.py:2: the title must read '# 02 · …'"),
    "no set-up": ('# %% tags=["setup"]', "# %%", "exercises, but no cell tagged setup"),
    "no badges": ("{badges}", "badges", "02_small.py:2: the first cell lacks {badges}"),
    "no seconds": ("{seconds}", "5", "02_small.py:2: the first cell lacks {seconds}"),
    "an equation of no kind": (
        "Text with $x^2$ words.",
        r"$$x = 2 \tag{2.1}$$",
        "equation (2.1) has no witness and is no definition",
    ),
    "a callback that breaks": (
        "math.floor(2.5)",
        "controlled(lambda: x)\nx = 3",
        "the callback lambda reads 'x', which line",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_stops_the_master_before_a_kernel_starts(course, no_kernel, capsys, slip):
    old, new, message = SLIPS[slip]
    (course / "source/lectures/02_small.py").write_text(LECTURE.replace(old, new), encoding="utf-8")
    assert build.main([], course) == 1
    assert message in capsys.readouterr().err


def test_a_lecture_must_stand_in_the_map_and_the_map_must_be_readable(course, no_kernel, capsys):
    toml = course / "source/course.toml"
    toml.write_text('[[part]]\n[part.lectures]\n03_other = "x"\n\n[appendices]\nA_signs = "y"\n', encoding="utf-8")
    assert build.main([], course) == 1
    assert "02_small.py:1: 02_small is not among the lectures of source/course.toml" in capsys.readouterr().err
    toml.write_text("[[part]]\n[part.lectures\n", encoding="utf-8")
    assert build.main([], course) == 1
    assert f"{toml}:2: cannot be read" in capsys.readouterr().err


def test_a_damaged_table_of_timings_is_named(course, no_kernel, capsys):
    (course / "source/timings.json").write_text('{"lectures', encoding="utf-8")
    assert build.main([], course) == 1
    assert f"{course}/source/timings.json:1: cannot be read" in capsys.readouterr().err


def test_a_lecture_that_is_gone_takes_its_seconds_along_and_leaves_strays_that_are_named(course, no_kernel):
    (course / "source/lectures/02_small.py").unlink()
    assert build.main([], course) == 0
    assert set(json.loads((course / "source/timings.json").read_text(encoding="utf-8"))) == {"appendices/A_signs"}
    assert drift.drift(course) == {LESSON: drift.STRAY, SOLVED: drift.STRAY}


def test_an_appendix_holds_no_exercise(course, capsys):
    exercise = LECTURE[
        LECTURE.index('# %% [markdown] tags=["exercise"]') : LECTURE.index("# %% [markdown]\n# ### BEGIN")
    ]
    (course / "source/appendices/A_signs.py").write_text(
        APPENDIX + "\n" + exercise.replace("02.1", "A.1"), encoding="utf-8"
    )
    assert build.main([], course) == 1
    assert "an appendix can hold no exercise" in capsys.readouterr().err
