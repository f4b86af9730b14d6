"""A learner's copy is brought up to date: nothing written is lost, and answers move to the new notebooks."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from learner import LESSON, MINE, SOLVED, commit, git, jupyter_saves, kept, note
from small_course import write

from utils.teaching.build import build, execute
from utils.teaching.build.update import CannotUpdate, answers, update

ROOT = Path(__file__).parents[3]


def answer_both(book):
    for cell in book.cells:
        cell.source = cell.source.replace("    ...  # your code here", "    return x + x  # mine")
        cell.source = cell.source.replace("total = ...  # your code here", "total = 2  # mine")


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch):
    """What the cells give does not matter here: they are counted as run."""

    def pretend(book, folder):
        for number, cell in enumerate(cell for cell in book.cells if cell.cell_type == "code"):
            cell.execution_count, cell.outputs = number, []
        return execute.Run(1.0, 1.0)

    monkeypatch.setattr(execute, "execute", pretend)


@pytest.fixture
def two(tmp_path):
    """(upstream, the learner's clone of it)."""
    upstream = tmp_path / "upstream"
    write(upstream)
    assert build.main([], upstream) == 0
    for name in (".gitignore", "conftest.py"):
        shutil.copy(ROOT / name, upstream)
    git(upstream, "init", "-q", "-b", "main")
    commit(upstream)
    git(tmp_path, "clone", "-q", str(upstream), "mine")
    git(tmp_path / "mine", "config", "user.name", "a")
    git(tmp_path / "mine", "config", "user.email", "a@b.c")
    return upstream, tmp_path / "mine"


def moves_on(upstream, *changes):
    """Upstream publishes a new version of its lecture."""
    text = (upstream / "source/lectures/02_small.py").read_text(encoding="utf-8")
    for old, new in changes or [('print("two")', 'print("three")')]:
        assert old in text
        text = text.replace(old, new)
    write(upstream, text)
    assert build.main([], upstream) == 0
    commit(upstream)


def published(upstream, path=LESSON):
    return (upstream / path).read_bytes()


def sources(path):
    return [cell.source for cell in nbformat.read(path, 4).cells]


def test_nothing_new_changes_nothing(two):
    _, mine = two
    jupyter_saves(mine, change=answer_both)
    before = (mine / LESSON).read_bytes()
    assert update(mine) == ["Nothing is new."]
    assert (mine / LESSON).read_bytes() == before and kept(mine) == []


def test_a_notebook_that_was_only_run_is_replaced_without_a_copy(two):
    upstream, mine = two
    jupyter_saves(mine)
    moves_on(upstream)
    update(mine)
    assert published(mine) == published(upstream) and kept(mine) == []
    assert git(mine, "status", "--porcelain") == ""


def test_answers_are_carried_over_and_what_was_written_is_kept(two):
    upstream, mine = two
    jupyter_saves(mine, change=lambda book: answer_both(book) or note(book))
    theirs = (mine / LESSON).read_bytes()
    moves_on(upstream)
    lines = update(mine)
    assert f"{LESSON}: yours is kept as {MINE}" in lines and "  answers carried over: 02.1, 02.2" in lines
    assert (mine / MINE).read_bytes() == theirs
    new = sources(mine / LESSON)
    assert any("return x + x  # mine" in source for source in new) and any(
        "total = 2  # mine" in source for source in new
    )
    assert any('print("three")' in source for source in new) and "A note to myself" not in "".join(new)
    assert answers((mine / LESSON).read_text(encoding="utf-8")) == answers((mine / MINE).read_text(encoding="utf-8"))


def test_an_answer_to_an_exercise_that_changed_stays_in_the_copy_and_is_named(two):
    upstream, mine = two
    jupyter_saves(mine, change=answer_both)
    moves_on(upstream, ("def double(x)", "def double(x, times=2)"))
    lines = update(mine)
    assert "  answers carried over: 02.2" in lines
    assert "  the exercise changed, so your answer is in your copy only: 02.1" in lines
    assert not any("return x + x" in source for source in sources(mine / LESSON))
    assert any("return x + x" in source for source in sources(mine / MINE))


def test_a_second_update_carries_them_further(two):
    upstream, mine = two
    jupyter_saves(mine, change=answer_both)
    moves_on(upstream)
    update(mine)
    moves_on(upstream, ('print("three")', 'print("four")'))
    assert "  answers carried over: 02.1, 02.2" in update(mine)
    assert any("total = 2  # mine" in source for source in sources(mine / LESSON)) and len(kept(mine)) == 2


def test_a_notebook_that_did_not_change_upstream_is_left_alone(two):
    upstream, mine = two
    jupyter_saves(mine, SOLVED, change=note)
    before = (mine / SOLVED).read_bytes()
    moves_on(upstream)
    update(mine)
    assert (mine / SOLVED).read_bytes() == before and published(mine) == published(upstream) and kept(mine) == []


def test_answers_that_were_committed_are_carried_over_too(two):
    upstream, mine = two
    jupyter_saves(mine, change=answer_both)
    commit(mine)
    (mine / "mine.txt").write_text("notes", encoding="utf-8")
    commit(mine)
    moves_on(upstream)
    assert "  answers carried over: 02.1, 02.2" in update(mine)
    assert (mine / "mine.txt").exists() and any('print("three")' in source for source in sources(mine / LESSON))
    assert update(mine) == ["Nothing is new."]


def test_a_pull_that_stopped_halfway_is_healed(two):
    upstream, mine = two
    jupyter_saves(mine, change=answer_both)
    commit(mine)
    moves_on(upstream)
    with pytest.raises(subprocess.CalledProcessError):
        git(mine, "pull", "-q", "--no-rebase")
    assert "<<<<<<<" in (mine / LESSON).read_text(encoding="utf-8")
    update(mine)
    for path in [LESSON, *kept(mine)]:
        json.loads((mine / path).read_text(encoding="utf-8"))
    assert any("total = 2  # mine" in source for source in sources(mine / LESSON))
    assert any('print("three")' in source for source in sources(mine / LESSON))


def test_a_stash_that_came_back_in_conflict_is_healed(two):
    upstream, mine = two
    jupyter_saves(mine, change=answer_both)
    git(mine, "stash", "-q")
    moves_on(upstream)
    git(mine, "pull", "-q")
    with pytest.raises(subprocess.CalledProcessError):
        git(mine, "stash", "pop")
    assert update(mine)[0] == "Nothing is new."
    assert published(mine) == published(upstream)
    assert any("total = 2  # mine" in source for path in kept(mine) for source in sources(mine / path))


def test_a_notebook_of_ones_own_under_a_name_that_upstream_takes_is_kept(two):
    upstream, mine = two
    (mine / "lectures/03_more.ipynb").write_bytes(published(mine))
    (upstream / "lectures/03_more.ipynb").write_bytes(published(upstream, SOLVED))
    commit(upstream)
    update(mine)
    assert published(mine, "lectures/03_more.ipynb") == published(upstream, SOLVED)


def test_other_files_changed_on_both_sides_stop_it_before_anything_is_touched(two):
    upstream, mine = two
    jupyter_saves(mine, change=answer_both)
    before = (mine / LESSON).read_bytes()
    (mine / "conftest.py").write_text("# mine\n", encoding="utf-8")
    (upstream / "conftest.py").write_text("# theirs\n", encoding="utf-8")
    moves_on(upstream)
    with pytest.raises(CannotUpdate, match="Changed here and upstream: conftest.py"):
        update(mine)
    assert (mine / LESSON).read_bytes() == before and kept(mine) == []


def test_a_folder_that_follows_nobody_says_so(two, capsys):
    upstream, _ = two
    done = subprocess.run(
        [sys.executable, "-m", "utils.teaching.build.update"], cwd=upstream, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1 and "follows no repository" in done.stderr
