"""What make does before anything is installed: an environment that points elsewhere is made anew, with a word."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORD = "It is made anew."
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="no make here")


def planned(folder, target="lab"):
    """What `make` would do."""
    done = subprocess.run(["make", "-n", target], cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the Makefile and an environment that counts as installed, in a path with a space."""
    folder = tmp_path_factory.mktemp("my course")
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], cwd=folder, check=True)
    for marker in ("torch", "lab", "test"):
        (folder / ".venv" / marker).touch()
    return folder


def test_an_environment_of_this_folder_is_used_as_it_is(installed):
    assert WORD not in planned(installed) and "pip install" not in planned(installed)


def test_without_an_environment_one_is_made_without_that_word(installed, tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    assert WORD not in planned(tmp_path) and "-m venv .venv" in planned(tmp_path)


@pytest.mark.parametrize("how", ["copied", "moved"])
def test_after_the_folder_was_moved_or_copied_it_is_made_anew(installed, tmp_path, how):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(installed, elsewhere, symlinks=True)
    if how == "moved":
        elsewhere = elsewhere.rename(tmp_path / "further")
    plan = planned(elsewhere)
    assert WORD in plan and "rm -rf .venv" in plan
    assert plan.index("rm -rf .venv") < plan.index("-m venv .venv") < plan.index("pip install --quiet -e .")
    assert WORD not in planned(elsewhere, "help")


def test_a_python_that_is_gone_heals(installed, tmp_path):
    folder = tmp_path / "course"
    shutil.copytree(installed, folder, symlinks=True)
    shutil.rmtree(folder / ".venv")
    shutil.copytree(installed / ".venv", folder / ".venv", symlinks=True)
    activate = folder / ".venv/bin/activate"
    activate.write_text(activate.read_text(encoding="utf-8").replace(str(installed), str(folder)), encoding="utf-8")
    assert WORD not in planned(folder)
    for name in ("python", "python3"):
        (folder / ".venv/bin" / name).unlink()
    (folder / ".venv/bin/python").symlink_to(tmp_path / "gone")
    assert WORD in planned(folder)


def test_make_lab_signs_the_courses_notebooks_before_it_opens_them(installed):
    plan = planned(installed)
    assert plan.index("utils.teaching.build.trust") < plan.index("jupyter lab")
    assert "python -m utils.teaching.build.trust" in (ROOT / "postBuild").read_text(encoding="utf-8")


def test_make_update_refreshes_the_environment_after_the_files(installed):
    later = (installed / ".venv/lab").stat().st_mtime + 2
    os.utime(installed / "pyproject.toml", (later, later))  # as if the update had brought another one
    plan = planned(installed, "update")
    assert plan.index("utils.teaching.build.update") < plan.rindex("pip install --quiet -e .")
