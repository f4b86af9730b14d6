"""Edits: are a notebook's cells those a build wrote? And if not, where does a learner's copy go?

Each build writes a digest of the cells into the notebook's own metadata, which Jupyter leaves alone. Cells that give
another digest were written by hand. Outputs, ids and other metadata do not count: running and saving changes them.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from .cells import cell_metadata

KEY, EXERCISES = "built_cells", "built_exercises"  # in a notebook's metadata
KEPT = "*.mine*.ipynb"  # .gitignore and conftest.py name it too
CONFLICT = re.compile(r"^<{7}[^\n]*\n(.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}\n(.*?)^>{7}[^\n]*\n?", re.M | re.S)
FOLDERS = ("lectures", "solutions", "appendices")


def digest(cells: Iterable[dict]) -> str:
    """Twelve hex digits for the kinds and texts of the cells, blank ones left out: running the last cell adds one."""
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    return hashlib.sha256(json.dumps([text for text in texts if text[1].strip()]).encode()).hexdigest()[:12]


def edited(saved: str, new: str) -> bool:
    """Whether the file's cells are neither its build's nor those of digest `new`; True if it is no notebook."""
    try:
        book = json.loads(saved)
        return digest(book["cells"]) not in (book["metadata"].get(KEY), new)
    except (ValueError, KeyError, TypeError, AttributeError):  # such as a merge that stopped halfway
        return True


def as_left(saved: str, metadata: dict) -> bool:
    """Whether only a build can have saved this: its metadata and no other, run in order, collapsed as its tags say."""
    try:
        book = json.loads(saved)
        code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
        counts = [cell["execution_count"] for cell in code if "colab" not in cell["metadata"].get("tags", ())]
        marks = {KEY: digest(book["cells"]), EXERCISES: book["metadata"].get(EXERCISES)}
        return (
            {**book["metadata"], **marks} == {**metadata, **marks}
            and book["metadata"].get(KEY) == marks[KEY]
            and counts == list(range(1, len(counts) + 1))
            and all(cell["metadata"] == cell_metadata(cell["metadata"].get("tags", ())) for cell in code)
        )
    except (ValueError, KeyError, TypeError):
        return False


def exercises(saved: str) -> str:
    """The hash of the exercises that the file was built with, "" for none."""
    try:
        return json.loads(saved)["metadata"].get(EXERCISES, "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def saved(path: Path) -> str:
    """The text of a notebook, "" if there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def keep(path: Path) -> list[Path]:
    """Copy NAME.ipynb to NAME.mine.ipynb, or to NAME.mine-2.ipynb and so on: never over another file.

    Where a merge has stopped halfway, each side that somebody edited is kept as a notebook of its own. What is no
    notebook at all is kept as NAME.mine.txt.
    """
    text = saved(path)
    sides = [text] if not CONFLICT.search(text) else [CONFLICT.sub(rf"\{side}", text) for side in (1, 2)]
    readable = [side for side in dict.fromkeys(sides) if _is_notebook(side)]
    copies = [_copy(path, "ipynb", side.encode()) for side in readable if edited(side, "")] if len(sides) > 1 else []
    if len(sides) > 1 and len(readable) == len(set(sides)):
        return copies
    return [*copies, _copy(path, "ipynb" if _is_notebook(text) else "txt", path.read_bytes())]


def _copy(path: Path, suffix: str, content: bytes) -> Path:
    number = 1
    while True:
        copy = path.with_name(f"{path.stem}.mine{f'-{number}' if number > 1 else ''}.{suffix}")
        try:
            with copy.open("xb") as file:
                file.write(content)
            return copy
        except FileExistsError:
            number += 1


def _is_notebook(text: str) -> bool:
    try:
        book = json.loads(text)
        return isinstance(book["metadata"], dict) and bool(digest(book["cells"]))
    except (ValueError, KeyError, TypeError):
        return False


def notebooks(root: Path) -> list[Path]:
    """The notebooks of the course's folders, kept copies left out."""
    return sorted(path for folder in FOLDERS for path in (root / folder).glob("*.ipynb") if not path.match(KEPT))


def uncommitted(root: Path) -> set[str]:
    """Paths in the course's folders that differ from git's HEAD or are not in it; empty without git or a commit."""
    names = set()
    for command in ("diff --name-only --no-renames --relative -z HEAD", "ls-files --others -z"):
        try:
            done = subprocess.run(
                ["git", *command.split(), "--", *FOLDERS], cwd=root, capture_output=True, encoding="utf-8"
            )
        except OSError:
            return set()
        if done.returncode:
            return set()
        names |= set(done.stdout.split("\0")) - {""}
    return names
