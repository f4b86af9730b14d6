"""Links: the public address from pyproject.toml, and the launch links of each notebook.

Until the course has a public address (`make publish`), nothing is linked to one: no badge leads nowhere.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import quote

BINDER_BADGE = "https://mybinder.org/badge_logo.svg"
COLAB_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
NOBODY = "OWNER"  # the owner in the address of a course that is not published
UNPUBLISHED = "To run this page, open the course with `make lab`, as the [README](../README.md) says."


def settings(root: Path) -> dict[str, str]:
    """{"repository", "branch", "exercises"} from pyproject.toml."""
    data = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    course = data.get("tool", {}).get("course", {})
    return {
        "repository": data["project"]["urls"]["Repository"].rstrip("/"),
        "branch": course.get("branch", "main"),
        "exercises": course.get("exercises", ""),
    }


def published(root: Path) -> bool:
    """Whether the address in pyproject.toml is somebody's."""
    return _slug(settings(root)).split("/")[0] != NOBODY


def binder(root: Path, path: str) -> str:
    """Address that opens the repository's file `path` on Binder."""
    known = settings(root)
    return f"https://mybinder.org/v2/gh/{_slug(known)}/{known['branch']}?urlpath={quote('lab/tree/' + path, safe='')}"


def colab(root: Path, path: str) -> str:
    """Address that opens the repository's file `path` on Colab."""
    known = settings(root)
    return f"https://colab.research.google.com/github/{_slug(known)}/blob/{known['branch']}/{quote(path)}"


def launch_line(root: Path, path: str) -> str:
    """Launch links as text: a notebook read offline then asks nothing of the network."""
    if not published(root):
        return UNPUBLISHED
    return f"Run this page on [Binder]({binder(root, path)}) or on [Colab]({colab(root, path)})."


def _slug(known: dict[str, str]) -> str:
    return known["repository"].removeprefix("https://github.com/")
