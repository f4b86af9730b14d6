"""`make lab` opens the first lecture."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from course_lab import REPOSITORY, private_directories
from tabs import Tab

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/lab\S*token=\w+")


@pytest.mark.skipif(
    not (REPOSITORY / ".venv" / "lab").exists(),
    reason="make lab would install a .venv first; here the course runs in another environment",
)
def test_make_lab_prints_an_address_that_opens_lecture_00(tab: Tab, tmp_path: Path) -> None:
    env = dict(os.environ, **private_directories(tmp_path), BROWSER="true", PYTHONUNBUFFERED="1")
    env = {name: value for name, value in env.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    log = tmp_path / "make.log"
    with log.open("wb") as out:
        # Its own process group: make, its shell and the server must end together.
        make = subprocess.Popen(
            ["make", "lab"],
            cwd=REPOSITORY,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        tab.page.goto(_address(make, log))
        tab.page.wait_for_function(
            "window.document.querySelector('.jp-NotebookPanel .jp-Notebook-cell')", timeout=60_000
        )
        tab.page.get_by_role("heading", level=1).first.wait_for()
        assert tab.page.get_by_role("heading", level=1).first.inner_text().startswith("00")
        assert tab.page.get_by_role("dialog").count() == 0, "a question covers the lecture"
    finally:
        os.killpg(make.pid, signal.SIGTERM)
        try:
            make.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(make.pid, signal.SIGKILL)


def _address(make: subprocess.Popen, log: Path, seconds: float = 90) -> str:
    """The address `make lab` prints, once it has."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and make.poll() is None:
        if found := ADDRESS.search(log.read_text(errors="replace", encoding="utf-8")):
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"make lab printed no address:\n{log.read_text(errors='replace', encoding='utf-8')[-3000:]}")
