"""The course for the browser alone: which notebooks, in what wheel, and that they run where no thread starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "site" / "lite"))
import as_in_browser  # noqa: E402
import make_lite  # noqa: E402


@pytest.fixture(scope="module")
def chosen() -> list[str]:
    return make_lite.chosen()


def lectures(names: list[str]) -> set[str]:
    return {Path(name).stem[:2] for name in names if name.startswith("lectures/")}


def test_lectures_that_load_torch_are_left_out_with_their_answers_and_the_others_are_in(chosen):
    loading = {
        path.stem[:2]
        for path in (ROOT / "lectures").glob("[0-9][0-9]_*.ipynb")
        if any("import torch" in "".join(cell["source"]) for cell in as_in_browser.code(path))
    }
    assert {"00", "01", "02", "03", "04", "05", "06"} <= lectures(chosen)
    assert {"07", "16"} <= loading and not loading & lectures(chosen)
    assert {Path(p).stem for p in chosen if "solutions" in p} <= {Path(p).stem for p in chosen if "lectures" in p}


@pytest.mark.parametrize("path", ["lectures/02_noising.ipynb", "solutions/02_noising.ipynb"])
def test_cells_and_checks_show_what_is_stored_without_threads_processes_and_torch(path, tmp_path):
    command = [sys.executable, ROOT / "site" / "lite" / "as_in_browser.py", "run", path]
    env = os.environ | {"COURSE_PROGRESS": str(tmp_path / "progress.json")}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", timeout=600)
    assert (done.stdout.strip(), done.returncode) == ("as stored", 0), done.stdout + done.stderr


def test_in_the_simulated_python_no_thread_starts_and_torch_is_not_there(tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'site' / 'lite')!r})\n"
        "import as_in_browser; as_in_browser.become()\n"
        "import threading, subprocess\n"
        "thread, process = threading.Thread(target=print), lambda: subprocess.Popen('ls')\n"
        "for act in (thread.start, process, lambda: __import__('torch')):\n"
        "    try: act()\n"
        "    except (OSError, RuntimeError, ImportError) as error: print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=300)
    assert done.stdout.split() == ["RuntimeError", "OSError", "ModuleNotFoundError"], done.stderr


def test_the_wheel_holds_the_course_asks_for_what_the_browser_has_and_is_the_same_every_time(tmp_path):
    first, second = make_lite.wheel(tmp_path / "a"), make_lite.wheel(tmp_path / "b")
    assert first.name == second.name and first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "utils").rglob("*") if path.is_file()}
    assert {name for name in kept if "__pycache__" not in name} <= names
    assert "studies/results/few_steps_networks.npz" in names
    needs = {line.split(":")[1].split(">")[0].strip() for line in metadata.splitlines() if "Requires-Dist" in line}
    assert needs == make_lite.KEPT


def test_a_notebook_installs_the_course_first_and_links_to_what_is_there():
    there = ["lectures/06_score.ipynb", "lectures/02_noising.ipynb"]
    book = make_lite.as_installed("lectures/06_score.ipynb", there)
    assert book["cells"][1]["source"] == make_lite.INSTALL
    text = "\n".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "markdown")
    assert "make lab" not in text and make_lite.FIRST in text
    assert "](02_noising.ipynb" in text and "07_training.ipynb" not in text and "../appendices" not in text
    assert json.dumps(book)
