"""The zip that Gradescope takes as an autograder: the course's code, the lecture, and the two scripts it asks for."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .lecture import ROOT, Lecture

PACKED = ("utils", "studies", "grading", "pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT")
SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: choose one with Python 3.11 or newer (Ubuntu 24.04).
set -e
apt-get update && apt-get install -y python3 python3-venv bubblewrap
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install --no-cache-dir torch --index-url https://download.pytorch.org/whl/cpu
/autograder/venv/bin/pip install --no-cache-dir -e /autograder/source/course
"""
RUN = """#!/usr/bin/env bash
# Gradescope runs this for each submission. Outside of it, AUTOGRADER and PYTHON name other places.
export AUTOGRADER="${AUTOGRADER:-/autograder}" OMP_NUM_THREADS=1
cd "$AUTOGRADER/source/course" && exec "${PYTHON:-/autograder/venv/bin/python}" -m grading.gradescope
"""


def autograder(lecture: Lecture, secret: bytes, limit: float, trusted: bool) -> bytes:
    """The zip; the teacher's own exercises and the secret are in it, so it is not for learners."""
    about = json.dumps({"lecture": lecture.name, "limit": limit, "trusted": trusted})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (
            ("setup.sh", SETUP),
            ("run_autograder", RUN),
            ("grading.json", about),
            ("secret", secret),
        ):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100700 if name in ("setup.sh", "run_autograder") else 0o100600) << 16
            file.writestr(entry, content)
        for name, path in _packed(lecture):
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            file.writestr(entry, path.read_bytes())
    return out.getvalue()


def _packed(lecture: Lecture) -> Iterator[tuple[str, Path]]:
    """(name in the zip, file) of the course's code, the lecture's notebook, and the teacher's own exercises."""
    places = [ROOT / name for name in PACKED] + sorted((ROOT / "lectures").glob(f"{lecture.number}_*.ipynb"))
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"course/{path.relative_to(ROOT).as_posix()}", path
    if lecture.folder is not None:
        for path in sorted(lecture.folder.glob(f"{lecture.name}.*")):
            yield f"exercises/{path.name}", path
