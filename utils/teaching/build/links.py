"""Links: the public address from pyproject.toml, the launch links of each notebook, and README's course map.

`python -m utils.teaching.build.links` writes the map; a test holds it. Until the course has a public address
(`make publish`), nothing is linked to one: no badge leads nowhere.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote

FIRST, LAST = "<!-- course map: written by `make build` -->", "<!-- end of the course map -->"
BINDER_BADGE = "https://mybinder.org/badge_logo.svg"
COLAB_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
NOBODY = "OWNER"  # the owner in the address of a course that is not published
UNPUBLISHED = "To run this page, open the course with `make lab`, as the [README](../README.md) says."
HOW = "This copy has no public address yet: `make publish REPO=owner/name BRANCH=main` gives every page its badges."


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


def course_map(root: Path) -> str:
    """The table of parts and lectures for README: built lectures linked and launchable, the others named."""
    course = tomllib.loads((root / "source" / "course.toml").read_text(encoding="utf-8"))
    lines = [FIRST, ""] if published(root) else [FIRST, "", HOW, ""]
    for part in course["part"]:
        lines += [f"**{part['title']}**", "", *_head(root, "Lecture")]
        lines += [_row(root, "lectures", name, subject) for name, subject in part["lectures"].items()]
        lines.append("")
    lines += ["**Appendices**", "", *_head(root, "Appendix")]
    lines += [_row(root, "appendices", name, subject) for name, subject in course["appendices"].items()]
    return "\n".join([*lines, "", LAST])


def write_readme(root: Path) -> bool:
    """Replace the marked block of README.md; True if the file changed. Raises ValueError without the marks."""
    readme = root / "README.md"
    old = readme.read_text(encoding="utf-8")
    if old.count(FIRST) != 1 or old.count(LAST) != 1:
        raise ValueError(f"README.md must hold the lines {FIRST!r} and {LAST!r} once each")
    block = course_map(root)
    new = re.sub(re.escape(FIRST) + ".*" + re.escape(LAST), lambda _: block, old, flags=re.S)
    if new != old:
        readme.write_text(new, encoding="utf-8")
    return new != old


def _head(root: Path, kind: str) -> list[str]:
    last = ("| Run it there |", "---|") if published(root) else ("|", "")
    return [f"| | {kind} {last[0]}", f"|---|---|{last[1]}"]


def _row(root: Path, folder: str, name: str, subject: str) -> str:
    number, path = name.split("_")[0], f"{folder}/{name}.ipynb"
    last = " |" if published(root) else ""
    if not (root / path).exists():
        return f"| {number} | *planned:* {subject} |{last}"
    solved = f"solutions/{name}.ipynb"
    extra = f" · [solutions]({solved})" if folder == "lectures" and (root / solved).exists() else ""
    title = json.loads((root / path).read_text(encoding="utf-8"))["cells"][0]["source"]
    heading = re.search(r"^# (?:\w+ · )?(.+)$", "".join(title), re.M).group(1)
    if last:
        last = f" [![Binder]({BINDER_BADGE})]({binder(root, path)}) [![Colab]({COLAB_BADGE})]({colab(root, path)}) |"
    return f"| {number} | [{heading}]({path}): {subject}{extra} |{last}"


def _slug(known: dict[str, str]) -> str:
    return known["repository"].removeprefix("https://github.com/")


if __name__ == "__main__":
    print("README.md", "written" if write_readme(Path.cwd()) else "unchanged")
    sys.exit(0)
