"""Nothing a learner wrote is lost or judged; what a build wrote, and only that, is tested."""

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from learner import LESSON, MINE, SIGNS, SOLVED, answer, commit, git, jupyter_saves, kept, note
from small_course import LECTURE, write

from utils.teaching.build import build, drift, execute

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module", autouse=True)
def replayed():
    """A kernel runs the same cells only once: what is tried here is which files a build keeps and writes."""
    run, ran = execute.execute, {}

    def again(book, folder):
        code = tuple(cell.source for cell in book.cells if cell.cell_type == "code")
        if code not in ran:
            ran[code] = run(book, folder), copy.deepcopy(book)
        cost, before = ran[code]
        assert execute.keep_outputs(book, copy.deepcopy(before))
        return cost

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execute, "execute", again)
        yield


@pytest.fixture(scope="module")
def once(tmp_path_factory, replayed):
    root = tmp_path_factory.mktemp("built")
    write(root)
    assert build.main([], root) == 0
    for name in (".gitignore", "conftest.py"):
        shutil.copy(ROOT / name, root)
    return root


@pytest.fixture
def course(once, tmp_path):
    return shutil.copytree(once, tmp_path / "course")


@pytest.fixture
def checkout(course):
    git(course, "init", "-q")
    commit(course)
    return course


def new_cell(book):
    book.cells.insert(3, nbformat.v4.new_code_cell("my_own = 1"))


def lost_cell(book):
    del book.cells[3]


@pytest.mark.parametrize("change", [answer, note, new_cell, lost_cell])
def test_a_build_keeps_an_edited_notebook_beside_the_restored_one_and_says_so(course, capsys, change):
    built = (course / LESSON).read_bytes()
    jupyter_saves(course, change=change)
    theirs = (course / LESSON).read_bytes()
    assert build.main([], course) == 0
    assert kept(course) == [MINE] and (course / MINE).read_bytes() == theirs
    assert (course / LESSON).read_bytes() == built
    assert [MINE in line for line in capsys.readouterr().out.splitlines() if line.startswith(LESSON)] == [True]


def test_an_edit_saved_without_a_kernel_is_kept_too(course):
    book = nbformat.read(course / LESSON, 4)
    note(book)
    nbformat.write(book, course / LESSON)
    assert build.main([], course) == 0
    assert kept(course) == [MINE]


@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD\n{", "[]", '{"cells": [{}], "metadata": {}}', '{"cells": 3, "metadata": []}']
)
def test_a_file_that_is_no_notebook_is_kept_as_text_and_replaced(course, text):
    built = (course / LESSON).read_bytes()
    (course / LESSON).write_text(text, encoding="utf-8")
    assert drift.drift(course) == {LESSON: drift.EDITED}
    assert build.main([], course) == 0
    assert (
        kept(course) == ["lectures/02_small.mine.txt"]
        and (course / kept(course)[0]).read_text(encoding="utf-8") == text
    )
    assert (course / LESSON).read_bytes() == built


def test_each_side_of_a_merge_that_stopped_halfway_is_kept_as_a_notebook_that_opens(checkout):
    """Upstream changed the text, the learner answered, and git wrote both between its marks."""
    git(checkout, "checkout", "-q", "-b", "mine")
    jupyter_saves(checkout, change=answer)
    commit(checkout)
    git(checkout, "checkout", "-q", "-b", "upstream", "HEAD~1")
    write(checkout, LECTURE.replace('print("two")', 'print("three")'))
    assert build.main([], checkout) == 0
    commit(checkout)
    built = (checkout / LESSON).read_bytes()
    git(checkout, "checkout", "-q", "mine")
    with pytest.raises(subprocess.CalledProcessError):
        git(checkout, "merge", "upstream")
    assert "<<<<<<<" in (checkout / LESSON).read_text(encoding="utf-8")
    assert build.main([], checkout) == 0
    assert (checkout / LESSON).read_bytes() == built
    sides = [nbformat.read(checkout / path, 4) for path in kept(checkout)]
    assert sides and all("x + x  # mine" in str(side) and "<<<<" not in str(side) for side in sides)


def test_an_older_kept_copy_is_never_overwritten(course):
    wanted = {}
    for name in (MINE, "lectures/02_small.mine-2.ipynb", "lectures/02_small.mine-3.ipynb"):
        jupyter_saves(
            course,
            change=lambda book, name=name: answer(book) or book.cells.append(nbformat.v4.new_markdown_cell(name)),
        )
        wanted[name] = (course / LESSON).read_bytes()
        assert build.main(["02"], course) == 0
    assert {name: (course / name).read_bytes() for name in kept(course)} == wanted


def test_a_notebook_that_was_only_run_comes_back_byte_for_byte_and_leaves_no_copy(course):
    built = {path: (course / path).read_bytes() for path in (LESSON, SOLVED, SIGNS)}
    for path in built:
        jupyter_saves(course, path)
    assert drift.drift(course) == dict.fromkeys(built, drift.SAVED)
    assert build.main([], course) == 0
    assert {path: (course / path).read_bytes() for path in built} == built and kept(course) == []


def test_cleared_outputs_come_back(course):
    built = (course / LESSON).read_bytes()
    book = nbformat.read(course / LESSON, 4)
    for cell in (cell for cell in book.cells if cell.cell_type == "code"):
        cell.outputs, cell.execution_count = [], None
    nbformat.write(book, course / LESSON)
    assert build.main([], course) == 0
    assert (course / LESSON).read_bytes() == built and kept(course) == []


def test_an_edit_saved_while_the_build_runs_is_kept(course, monkeypatch):
    run = execute.execute

    def slowly(book, folder):
        if folder.name == "lectures":
            jupyter_saves(course, change=answer)
        return run(book, folder)

    monkeypatch.setattr(execute, "execute", slowly)
    assert build.main(["--force", "02"], course) == 0
    assert kept(course) == [MINE] and "x + x  # mine" in (course / MINE).read_text(encoding="utf-8")


def test_a_build_that_fails_leaves_the_edited_notebook_where_it_is(course):
    jupyter_saves(course, change=answer)
    theirs = (course / LESSON).read_bytes()
    write(course, LECTURE.replace("1 + 1\n", "1 + None\n"))
    assert build.main([], course) == 1
    assert (course / LESSON).read_bytes() == theirs and kept(course) == []


def test_changing_the_master_again_and_again_leaves_no_copy(course):
    for new in ("New text with", "Newer text with"):
        write(course, LECTURE.replace("Text with", new))
        assert build.main([], course) == 0
    assert kept(course) == []


def test_an_edit_that_the_master_makes_too_needs_no_copy(course):
    text = (course / LESSON).read_text(encoding="utf-8")
    (course / LESSON).write_text(text.replace("Text with", "Better text with"), encoding="utf-8")
    write(course, LECTURE.replace("Text with", "Better text with"))
    assert build.main([], course) == 0
    assert kept(course) == []


def test_kept_copies_are_none_of_gits_business_nor_of_drift(checkout):
    jupyter_saves(checkout, change=answer)
    build.main([], checkout)
    jupyter_saves(checkout, change=note)
    build.main([], checkout)
    assert len(kept(checkout)) == 2
    assert git(checkout, "status", "--porcelain") == "" and drift.drift(checkout) == {}


def test_a_clean_checkout_has_nothing_of_a_learners(checkout):
    assert drift.owned_by_reader(checkout) == {}


def test_notebooks_edited_run_or_added_here_are_the_learners(checkout):
    jupyter_saves(checkout, change=answer)
    jupyter_saves(checkout, SOLVED)
    shutil.copy(checkout / LESSON, checkout / "lectures/my own.ipynb")
    assert (
        drift.owned_by_reader(checkout)
        == drift.drift(checkout)
        == {LESSON: drift.EDITED, SOLVED: drift.SAVED, "lectures/my own.ipynb": drift.STRAY}
    )


@pytest.mark.parametrize("change", [answer, lambda book: None])
def test_a_committed_notebook_must_be_as_built_whoever_edited_it(checkout, change):
    jupyter_saves(checkout, change=change)
    commit(checkout)
    assert list(drift.drift(checkout)) == [LESSON] and drift.owned_by_reader(checkout) == {}


def test_a_changed_master_shows_whether_its_notebook_is_committed_or_built_since(checkout):
    write(checkout, LECTURE.replace("Text with", "New text with"))
    assert drift.drift(checkout) == {LESSON: "differs from its master"} and drift.owned_by_reader(checkout) == {}
    assert build.main([], checkout) == 0
    assert drift.drift(checkout) == drift.owned_by_reader(checkout) == {}
    write(checkout, LECTURE.replace("Text with", "Newer text with"))
    assert drift.drift(checkout) == {LESSON: "differs from its master"} and drift.owned_by_reader(checkout) == {}
    write(checkout, LECTURE.replace('tags=["picture", ', 'tags=["witness", '))
    build.main([], checkout)
    write(checkout)
    assert drift.drift(checkout)[LESSON] == "differs from its master" and drift.owned_by_reader(checkout) == {}


def test_a_notebook_only_run_does_not_hide_that_its_master_changed(checkout):
    jupyter_saves(checkout)
    write(checkout, LECTURE.replace("Text with", "New text with"))
    assert drift.drift(checkout) == {LESSON: "differs from its master"} and drift.owned_by_reader(checkout) == {}


@pytest.mark.parametrize("missing", ["git", "repository"])
def test_without_git_or_a_repository_every_difference_fails_with_advice(course, monkeypatch, capsys, missing):
    if missing == "git":
        monkeypatch.setenv("PATH", str(course))
    else:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(course.parent))
    jupyter_saves(course, change=answer)
    assert drift.owned_by_reader(course) == {}
    assert build.main(["--check"], course) == 1
    assert capsys.readouterr().out.splitlines() == [f"{LESSON}: {drift.EDITED}", drift.ADVICE]


def under_nbval(root, *folders):
    """(exit status, what pytest says) of the notebooks in `folders` under nbval and the course's conftest."""
    # Without other plugins, and without the grammar of web addresses that jsonschema reads if it can: 3 s each.
    start = "import sys; sys.modules['rfc3987_syntax'] = None; import pytest; sys.exit(pytest.main())"
    options = ["-rs", "-p", "no:cacheprovider", "-p", "nbval.plugin", "--nbval", "--nbval-current-env"]
    done = subprocess.run(
        [sys.executable, "-c", start, *options, *folders],
        cwd=root,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )
    return done.returncode, done.stdout


def test_nbval_skips_what_is_the_learners_and_tests_the_rest(checkout):
    status, said = under_nbval(checkout, "lectures")
    assert status == 0 and "skipped" not in said, said
    jupyter_saves(checkout, change=answer)
    shutil.copy(checkout / LESSON, checkout / MINE)
    status, said = under_nbval(checkout, "lectures", "solutions", "appendices")
    cells = [
        cell
        for cell in json.loads((checkout / LESSON).read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    assert status == 0 and " passed, " in said and f" {len(cells)} skipped" in said, said
    assert "edited here since the last build; your copy is not tested" in said and ".mine" not in said
    commit(checkout)
    status, said = under_nbval(checkout, "lectures")
    assert status == 1 and " failed" in said and "skipped" not in said, said
