"""The pages that are no notebook: the start page from README and source/course.toml, and the list of worked answers."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from as_page import within_site

from utils.teaching.build.readme import COST, FIRST, LAST

LOOK_UP = {  # appendices that one opens from anywhere in the course
    "A_notation": "symbols and glossary",
    "I_museum_of_bugs": "the museum of bugs",
    "J_reading": "what to read",
    "H_data": "the data",
}


def start(root: Path) -> str:
    """README as a page: its first words, then the course with minutes, then its other sections."""
    text = (root / "README.md").read_text(encoding="utf-8")
    text = re.sub(
        rf"^## [^\n]*\n+{re.escape(FIRST)}.*{re.escape(LAST)}\n+", "## Working through it\n\n", text, flags=re.M | re.S
    )
    first, *others = re.split(r"^(?=## )", within_site(root, text), flags=re.M)
    return "\n\n".join([first.strip(), _map(root), *(part.strip() for part in others)]) + "\n"


def answers(root: Path) -> str:
    """The list of worked answers; it is a page of its own, so that no answer stands beside the lectures."""
    names = [name for part in _course(root)["part"] for name in part["lectures"] if _there(root, "solutions", name)]
    return "\n".join(
        [
            "# Worked answers",
            "",
            "Each answer with the reason why it is right, the mistakes people make, and what each gives.",
        ]
        + ["Try first: the check in the notebook names your mistake, and its hints open one at a time.", ""]
        + [f"- [{_title(root, 'lectures', name)}]({name}.ipynb)" for name in names]
        + ["", "```{toctree}", ":hidden:", *(f"Answers {name[:2]} <{name}>" for name in names), "```", ""]
    )


def _map(root: Path) -> str:
    course, lines = _course(root), ["## The course", ""]
    look_up = [
        f"[{words}](appendices/{name}.ipynb)" for name, words in LOOK_UP.items() if _there(root, "appendices", name)
    ]
    lines += [f"Begin with [lecture 00](lectures/00_start_here.ipynb). To look something up: {', '.join(look_up)}.", ""]
    for part in course["part"]:
        lines += [f"### {part['title']}", "", *_table(root, "lectures", part["lectures"], "Lecture")]
        lines += _toctree(part["title"], [f"lectures/{n}" for n in part["lectures"] if _there(root, "lectures", n)])
    lines += ["### Appendices", "", *_table(root, "appendices", course["appendices"], "Appendix")]
    lines += _toctree("Appendices", [f"appendices/{n}" for n in course["appendices"] if _there(root, "appendices", n)])
    return "\n".join(lines + _toctree("More", ["solutions/index", "publishing"]))


def _table(root: Path, folder: str, names: dict[str, str], kind: str) -> list[str]:
    lines = [f"| No. | {kind} | Minutes |", "|---|---|---:|"]
    for name, subject in names.items():
        if _there(root, folder, name):
            cost = COST.search(_first(root, folder, name))
            question = re.sub(r"^\w+ · ", "", _title(root, folder, name))
            lines.append(
                f"| {name.split('_')[0]} | [{question}]({folder}/{name}.ipynb) {subject} | {cost[1] if cost else ''} |"
            )
    return [*lines, ""]


def _toctree(caption: str, pages: list[str]) -> list[str]:
    return ["```{toctree}", ":hidden:", f":caption: {json.dumps(caption)}", "", *pages, "```", ""]


def _course(root: Path) -> dict:
    return tomllib.loads((root / "source" / "course.toml").read_text(encoding="utf-8"))


def _there(root: Path, folder: str, name: str) -> bool:
    return (root / folder / f"{name}.ipynb").exists()


def _first(root: Path, folder: str, name: str) -> str:
    book = json.loads((root / folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    return "".join(book["cells"][0]["source"])


def _title(root: Path, folder: str, name: str) -> str:
    found = re.search(r"^# (.+)$", _first(root, folder, name), re.M)
    return found[1] if found else name
