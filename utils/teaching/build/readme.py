"""README's course map: what stands, what is planned, how long it takes.

`python -m utils.teaching.build.readme` writes it; a test holds it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

from .links import BINDER_BADGE, COLAB_BADGE, binder, colab, published

FIRST, LAST = "<!-- course map: written by `make build` -->", "<!-- end of the course map -->"
HOW = "This copy has no public address yet: `make publish REPO=owner/name BRANCH=main` gives every page its badges."
COST = re.compile(r"(\d+) minutes to read.*?(\d+) seconds to run")


def course_map(root: Path) -> str:
    """The table of parts and lectures for README: built lectures linked and launchable, the others named."""
    course = tomllib.loads((root / "source" / "course.toml").read_text(encoding="utf-8"))
    names = [name for part in course["part"] for name in part["lectures"]]
    lines = [FIRST, "", _sums(root, names), ""] + ([] if published(root) else [HOW, ""])
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
    found = re.search(r"^# (?:\w+ · )?(.+)$", _title_cell(root, path), re.M)
    heading = found[1] if found else name
    if last:
        last = f" [![Binder]({BINDER_BADGE})]({binder(root, path)}) [![Colab]({COLAB_BADGE})]({colab(root, path)}) |"
    return f"| {number} | [{heading}]({path}): {subject}{extra} |{last}"


def _title_cell(root: Path, path: str) -> str:
    return "".join(json.loads((root / path).read_text(encoding="utf-8"))["cells"][0]["source"])


def _sums(root: Path, names: list[str]) -> str:
    """How many lectures stand, and what they cost in all, by the times in their first cells."""
    there = [path for name in names if (root / (path := f"lectures/{name}.ipynb")).exists()]
    costs = [(int(found[1]), int(found[2])) for path in there if (found := COST.search(_title_cell(root, path)))]
    hours, minutes = sum(cost[0] for cost in costs) / 60, sum(cost[1] for cost in costs) / 60
    finished = "All" if len(there) == len(names) else f"{len(there)} of"
    return (
        f"{finished} {len(names)} lectures are finished. "
        f"To read and work through what stands takes some {hours:.0f} hours, and to run it {minutes:.0f} minutes."
    )


if __name__ == "__main__":
    print("README.md", "written" if write_readme(Path.cwd()) else "unchanged")
    sys.exit(0)
