"""`.ci/run` fails when a suite fails, and when a suite ran no test."""

import os
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).parents[2] / ".ci" / "run"
PASSED, NONE, SKIPPED = "=== 12 passed in 1.2s ===", "=== no tests ran in 0.1s ===", "=== 3 skipped in 0.1s ==="


def run_with(tmp_path, test: str, browser: str, status: int = 0) -> subprocess.CompletedProcess:
    """Run .ci/run with a Chromium and a bubblewrap that are there and a make that only prints."""
    for name, body in {
        "chromium": "exit 0",
        "bwrap": "exit 0",
        "make": f'case "$1" in test) echo "{test}";; *) echo "{browser}"; exit {status};; esac',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", str(RUN)], env={**os.environ, "PATH": path}, capture_output=True, encoding="utf-8", timeout=60
    )


def test_it_passes_when_both_suites_did_and_ends_with_the_last_closing_line(tmp_path):
    done = run_with(tmp_path, PASSED, PASSED.replace("12", "7"))
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == PASSED.replace("12", "7")


@pytest.mark.parametrize(("test", "browser"), [(NONE, PASSED), (PASSED, NONE), (PASSED, SKIPPED), ("", PASSED)])
def test_it_fails_when_a_suite_ran_no_test(tmp_path, test, browser):
    assert run_with(tmp_path, test, browser).returncode != 0


def test_it_fails_when_a_suite_fails(tmp_path):
    assert run_with(tmp_path, PASSED, "=== 1 failed, 6 passed in 1.0s ===", status=1).returncode != 0
