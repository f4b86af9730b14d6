"""Submissions made for tests."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]


def worked(lecture: str) -> SimpleNamespace:
    """The worked answers of a lecture, as its learner might hand them in."""
    (path,) = (ROOT / "solutions").glob(f"{lecture}_*.ipynb")
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    setup = next(s for s, cell in zip(sources, cells) if "setup" in cell["metadata"].get("tags", ()))
    found = {match[1]: s for s in sources if (match := re.search(r'check\("([^"]+)"', s))}
    return SimpleNamespace(setup=setup, answers={id: cell(source) for id, source in found.items()})


def cell(source: str, before: tuple[str, ...] = ()) -> SimpleNamespace:
    return SimpleNamespace(source=source, before=before)
