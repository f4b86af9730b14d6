"""Sign the course's own notebooks, so that JupyterLab shows their scenes alive before anything has run.

    python -m utils.teaching.build.trust

A notebook is the course's own if its file, outputs included, is byte for byte the one that a build wrote:
source/built.json holds the hash of each. What a learner or a stranger saved has another, and is left to Jupyter's
own rule: whoever runs it trusts it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import nbformat
from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import NotebookNotary

from . import learners


def record(root: Path, texts: dict[str, str]) -> None:
    """Note the notebooks that a build has written: path -> the file's text. Those that are gone are forgotten."""
    table = root / "source" / "built.json"
    before = written(root)
    known = before | {path: _hash(text.encode()) for path, text in texts.items()}
    known = {path: value for path, value in known.items() if (root / path).exists()}
    if known != before:
        text = json.dumps(known, indent=1, sort_keys=True) + "\n"
        table.write_text(text, encoding="utf-8", newline="\n")


def written(root: Path) -> dict[str, str]:
    """Path -> hash, as the last builds left it; empty if that is not known."""
    try:
        return dict(json.loads((root / "source" / "built.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def own(root: Path) -> list[Path]:
    """The notebooks that are as a build wrote them, outputs included."""
    known = written(root)
    return [
        path
        for path in learners.notebooks(root)
        if known.get(path.relative_to(root).as_posix()) == _hash(path.read_bytes().replace(b"\r\n", b"\n"))
    ]


def sign(root: Path) -> int:
    """Sign them for this user; how many there are."""
    Path(jupyter_data_dir()).mkdir(parents=True, exist_ok=True)  # older notaries need it
    notary, mine = NotebookNotary(), own(root)
    for path in mine:
        notary.sign(nbformat.read(path, 4))
    return len(mine)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(root: Path | None = None) -> int:
    """Sign, and say how many; a home folder that cannot be written to is no reason to stop."""
    try:
        print(f"{sign(root or Path.cwd())} of the course's notebooks are signed: their scenes move at once.")
    except Exception as error:  # sqlite's, the file system's
        print(f"The notebooks could not be signed ({error}): run a cell, and its scene moves.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
