"""Build the site: `python site/make_site.py [FOLDER]`, by default build/site.

The pages are first written to FOLDER-work, and only those that changed, so that Sphinx builds only those again.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import start_page
from as_page import as_page
from sphinx.cmd.build import main as sphinx

from utils.teaching.build import learners

HERE = Path(__file__).parent
ROOT = HERE.parent
SHOWN = (".github/scrubber.gif", ".github/check.png")  # README's pictures


def pages(root: Path) -> dict[str, bytes]:
    """Path -> content of every file that Sphinx reads."""
    made = {
        "index.md": start_page.start(root).encode(),
        "solutions/index.md": start_page.answers(root).encode(),
        "publishing.md": (HERE / "README.md").read_bytes(),
    }
    for notebook in learners.notebooks(root):
        path = notebook.relative_to(root).as_posix()
        made[path] = json.dumps(as_page(root, path), ensure_ascii=False).encode()
    return made | {picture: (root / picture).read_bytes() for picture in SHOWN}


def write(folder: Path, made: dict[str, bytes]) -> None:
    """Make `folder` hold these files and no others; a file that is already so keeps its date."""
    for path, content in made.items():
        file = folder / path
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    for file in [file for file in folder.rglob("*") if file.is_file()]:
        if file.relative_to(folder).as_posix() not in made:
            file.unlink()


def build(out: Path) -> int:
    """Sphinx's exit status: 0 if there was not one warning. What Sphinx remembers lies beside `out`."""
    work = out.with_name(f"{out.name}-work")
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    write(work / "pages", pages(ROOT))
    status = sphinx(
        ["-W", "--keep-going", "-q", "-c", str(HERE), "-d", str(work / "doctrees"), str(work / "pages"), str(out)]
    )
    for notebook in learners.notebooks(ROOT):
        shutil.copyfile(notebook, out / notebook.relative_to(ROOT))
    (out / ".nojekyll").touch()  # GitHub Pages would leave out the folders that start with _
    return status


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "site"
    sys.exit(build(target.resolve()))
