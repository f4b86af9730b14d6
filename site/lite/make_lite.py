"""Build the course for the browser alone: JupyterLite, whose Python is Pyodide, with the notebooks that load no torch.

    python site/lite/make_lite.py [FOLDER]      by default build/lite

What is built is static. Opened from a server, a notebook fetches Pyodide and the packages from their public addresses;
its first cell installs the course from a wheel that lies in FOLDER.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from utils.teaching.build import learners, links

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGES = ("utils", "studies")
# Of the course's dependencies, those that Pyodide has or that are pure Python; the others serve torch and the build.
KEPT = {"anywidget", "ipywidgets", "matplotlib", "networkx", "numpy", "pandas", "pillow", "scikit-learn", "scipy"}
INSTALL = "%pip install -q diffusion-course"
FIRST = "Run the next cell first: it fetches the course into your browser, which takes a minute the first time."
LINK = re.compile(r"\[([^\]]+)\]\(((?!https?:|#)[^)\s#]+)(#[^)\s]*)?\)")


def chosen() -> list[str]:
    """The notebooks that a Python as in the browser can import, as "lectures/NN_name.ipynb"; no answers alone."""
    paths = [path.relative_to(ROOT).as_posix() for path in learners.notebooks(ROOT)]
    command = [sys.executable, HERE / "as_in_browser.py", "importable", *paths]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    there = done.stdout.split()
    return [path for path in there if path.replace("solutions/", "lectures/") in there]


def wheel(folder: Path) -> Path:
    """A wheel of the course in `folder` that asks for KEPT alone. The same course gives the same bytes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stem = f"{project['name'].replace('-', '_')}-{project['version']}"
    needs = [need for need in project["dependencies"] if re.match(r"[\w.-]+", need)[0] in KEPT]
    lines = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}"]
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files[f"{stem}.dist-info/METADATA"] = "\n".join([*lines, *(f"Requires-Dist: {n}" for n in needs), ""]).encode()
    files[f"{stem}.dist-info/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = [f"{name},sha256={_hash(content)},{len(content)}" for name, content in files.items()]
    files[f"{stem}.dist-info/RECORD"] = "\n".join([*record, f"{stem}.dist-info/RECORD,,", ""]).encode()
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path := folder / f"{stem}-py3-none-any.whl", "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def _hash(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def as_installed(path: str, there: list[str]) -> dict:
    """The notebook with a first cell that installs the course; links to what is not `there` lose their link."""
    book = json.loads((ROOT / path).read_text(encoding="utf-8"))
    folder = Path(path).parent

    def mend(found: re.Match[str]) -> str:
        return found[0] if os.path.normpath(folder / found[2]).replace(os.sep, "/") in there else found[1]

    cells = [cell for cell in book["cells"] if "colab" not in cell["metadata"].get("tags", ())]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"]).replace(links.launch_line(ROOT, path), FIRST)
            cell["source"] = LINK.sub(mend, text)
    code = {"cell_type": "code", "id": "install", "metadata": {}, "outputs": [], "execution_count": None}
    return book | {"cells": [cells[0], code | {"source": INSTALL}, *cells[1:]]}


def build(out: Path) -> int:
    """The exit status of `jupyter lite build`."""
    work = out.with_name(f"{out.name}-work")
    for folder in (work, out):
        shutil.rmtree(folder, ignore_errors=True)
    there = chosen()
    for path in there:
        (file := work / "contents" / path).parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(as_installed(path, there), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "jupyter", "lite", "build", "--lite-dir", work, "--contents", work / "contents"]
    command += ["--output-dir", out, "--piplite-wheels", wheel(work / "wheels"), "--apps", "lab", "--no-sourcemaps"]
    return subprocess.run(command, cwd=work, env={"SOURCE_DATE_EPOCH": "315532800"} | os.environ).returncode


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "lite").resolve()))
