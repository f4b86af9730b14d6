"""The course's own notebooks are signed, so that their scenes move at once; nobody else's are."""

import nbformat
import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from learner import LESSON, SIGNS, SOLVED, jupyter_saves
from nbformat.sign import NotebookNotary
from small_course import LECTURE, write

from utils.teaching.build import build, execute, trust


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A built course, and a fresh user: no signature in their data folder."""
    (tmp_path / "jupyter").mkdir()
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))

    def pretend(book, folder):
        for number, cell in enumerate(cell for cell in book.cells if cell.cell_type == "code"):
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": "<script>1</script>"})]
        return execute.Run(1.0, 1.0)

    monkeypatch.setattr(execute, "execute", pretend)
    root = tmp_path / "course"
    write(root)
    assert build.main([], root) == 0
    return root


def trusted(root, path):
    """Whether JupyterLab, opening the notebook, shows its stored HTML alive: asked of its own server."""
    manager = FileContentsManager(root_dir=str(root), notary=NotebookNotary())
    cells = manager.get(path)["content"]["cells"]
    return all(cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code")


def test_a_fresh_user_finds_the_built_notebooks_trusted_after_signing(course, capsys):
    assert not trusted(course, LESSON)
    assert trust.main(course) == 0
    assert trusted(course, LESSON) and trusted(course, SOLVED)
    assert capsys.readouterr().out.splitlines()[-1].startswith("3 of the course's notebooks are signed")


@pytest.mark.parametrize(("old", "new"), [("<script>1<", "<script>2<"), ("Text with", "My text with")])
def test_a_changed_output_or_text_is_not_signed(course, old, new):
    text = (course / LESSON).read_text(encoding="utf-8")
    assert old in text
    (course / LESSON).write_text(text.replace(old, new, 1), encoding="utf-8")
    trust.sign(course)
    assert not trusted(course, LESSON) and trusted(course, SOLVED)


def test_what_a_learner_saved_is_not_signed_and_a_strangers_neither(course):
    jupyter_saves(course)
    text = (course / SOLVED).read_text(encoding="utf-8")
    (course / "lectures/03_stranger.ipynb").write_text(text.replace("<script>1", "<script>3"), encoding="utf-8")
    assert set(trust.own(course)) == {course / SOLVED, course / SIGNS}
    trust.sign(course)
    assert not trusted(course, LESSON) and not trusted(course, "lectures/03_stranger.ipynb")


def test_building_again_changes_no_record_and_a_new_version_replaces_it(course):
    before = (course / "source/built.json").read_bytes()
    assert build.main([], course) == 0
    assert (course / "source/built.json").read_bytes() == before
    write(course, LECTURE.replace("Text with", "New text with"))
    assert build.main([], course) == 0
    assert (course / "source/built.json").read_bytes() != before and len(trust.own(course)) == 3


def test_a_data_folder_that_cannot_be_written_stops_nothing(course, monkeypatch, capsys, tmp_path):
    (tmp_path / "a file").write_text("", encoding="utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "a file/data"))
    assert trust.main(course) == 0
    said = capsys.readouterr()
    assert "could not be signed" in said.err or "are signed" in said.out


def test_without_a_record_nothing_is_signed(course):
    (course / "source/built.json").write_text("[1", encoding="utf-8")
    assert trust.own(course) == []
