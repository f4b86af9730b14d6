"""A built notebook as the site shows it: text and outputs as stored, tags in myst-nb's words, links within the site.

Everything is made from the notebook itself and from pyproject.toml; nothing runs.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath

from utils.teaching.build import links

# myst-nb's word for what JupyterLab stores collapsed, and what the reader clicks on to open it.
FOLDED = {
    "setup": ("hide-input", "the imports"),
    "picture": ("hide-input", "the code of this picture"),
    "reveal": ("hide-output", "the answer"),
}
RICHEST = ("text/html", "image/png", "text/plain")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
EXERCISE = re.compile(r"^### (Exercise (\S+) · .+)$", re.M)


def as_page(root: Path, path: str) -> dict:
    """The notebook at `path` ("lectures/NN_name.ipynb") of the course in `root`, ready for myst-nb."""
    book = json.loads((root / path).read_text(encoding="utf-8"))
    folder, name = PurePosixPath(path).parts
    solved = f"../solutions/{name}" if folder == "lectures" and (root / "solutions" / name).exists() else ""
    launch_line, cells = links.launch_line(root, path), []
    for cell in book["cells"]:
        tags = cell["metadata"].get("tags", [])
        if "colab" in tags:
            continue
        if cell["cell_type"] == "code":
            cells.append(
                cell | {"metadata": _folded(tags), "outputs": [_richest(output) for output in cell["outputs"]]}
            )
            if solved and "exercise" in tags:
                cells += _worked(cells[-2], cell, solved)
            continue
        before, line, after = "".join(cell["source"]).partition(launch_line)
        text = (
            within_site(root, before, folder)
            + (line and _launch(root, path, solved))
            + within_site(root, after, folder)
        )
        cells.append(cell | {"metadata": {}, "source": text})
    # A search for a word of an exercise must not show its answer.
    metadata = {"kernelspec": book["metadata"]["kernelspec"]} | ({"nosearch": True} if folder == "solutions" else {})
    return book | {"cells": cells, "metadata": metadata}


def within_site(root: Path, text: str, folder: str = "") -> str:
    """Links to what is no page: README is the start page, a file is in the repository or loses its link."""

    def mend(found: re.Match[str]) -> str:
        words, target = found.groups()
        if re.match(r"[a-z]+:|#", target) or target.split("#")[0].endswith(".ipynb"):
            return found[0]
        file = (root / folder / target.split("#")[0]).resolve().relative_to(root.resolve()).as_posix()
        if file == "README.md":
            return f"[{words}]({'../' if folder else ''}index.md)"
        known = links.settings(root)
        return f"[{words}]({known['repository']}/blob/{known['branch']}/{file})" if links.published(root) else words

    return LINK.sub(mend, text)


def _launch(root: Path, path: str, solved: str) -> str:
    """What stands in the place of the notebook's launch line: where to run the page, the file, the worked answers."""
    where = f"Run this page on [Binder]({links.binder(root, path)}) or on [Colab]({links.colab(root, path)}), or "
    how = f'<a href="{PurePosixPath(path).name}" download>download the notebook</a>'
    answers = f" [Worked answers to this lecture]({solved})." if solved else ""
    if links.published(root):
        return f"{where}{how}.{answers}"
    return f"To run this page, {how} and [install the course](../index.md#Start).{answers}"


def _folded(tags: list[str]) -> dict:
    """Metadata of a code cell: myst-nb's tags, and the words of the line that opens what is folded."""
    hits = [FOLDED[tag] for tag in tags if tag in FOLDED]
    if not hits:
        return {}
    what = " and ".join(dict.fromkeys(words for _, words in hits))
    return {
        "tags": sorted({tag for tag, _ in hits}),
        "mystnb": {"code_prompt_show": f"Show {what}", "code_prompt_hide": f"Hide {what}"},
    }


def _richest(output: dict) -> dict:
    """The output with the best of its forms alone: a scene's own page, not its widget, which needs a kernel."""
    if "data" not in output:
        return output
    best = next((kind for kind in RICHEST if kind in output["data"]), None)
    return output | {"data": {best: output["data"][best]} if best else {}, "metadata": {}}


def _worked(statement: dict, work: dict, solved: str) -> list[dict]:
    """A line after the exercise: its worked answer, one click away. None where the cell before is no statement."""
    found = EXERCISE.search("".join(statement["source"])) if statement["cell_type"] == "markdown" else None
    if not found:
        return []
    text = f"[Worked answer to {found[2]}, and common mistakes](<{solved}#{anchor(found[1])}>)"
    return [{"cell_type": "markdown", "id": f"{work['id']}-answer", "metadata": {}, "source": text}]


def anchor(heading: str) -> str:
    """Jupyter's anchor of a heading, which the notebooks' own links use."""
    return heading.strip().replace(" ", "-")
