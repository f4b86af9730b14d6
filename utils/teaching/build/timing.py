"""Minutes to read, counted; seconds to run, measured once for each version of a notebook's code."""

from __future__ import annotations

import hashlib
import json
import math
import re
from pathlib import Path

from .weave import Woven

WORDS, CODE_LINES = 200, 20  # a minute of careful reading
EQUATION, EXERCISE = 0.5, 3.0  # minutes each; half of the exercises are a choice or a number
STEP = 5  # both numbers are rounded up to a multiple of this


def reading_minutes(woven: Woven) -> int:
    """minutes = words/200 + equations/2 + lines of code/20 + 3 · exercises, rounded up to a multiple of 5.

    Words are those of the text outside code fences, mathematics and link targets; equations are the
    displayed ones ($$ … $$); lines of code are those that are not blank.
    """
    text = "\n".join(cell.source for cell in woven.cells if cell.kind == "markdown")
    equations = re.findall(r"\$\$.+?\$\$", text, re.S)
    prose = re.sub(r"```.*?```|\$\$.+?\$\$|\$[^$]+\$|\]\([^)]*\)|<[^>]+>", " ", text, flags=re.S)
    words = re.findall(r"[^\W\d_]{2,}", prose)
    lines = [
        line
        for cell in woven.cells
        if cell.kind == "code" and "colab" not in cell.tags
        for line in cell.source.splitlines()
        if line.strip()
    ]
    exercises = sum(cell.kind == "code" and "exercise" in cell.tags for cell in woven.cells)
    minutes = len(words) / WORDS + len(equations) * EQUATION + len(lines) / CODE_LINES + exercises * EXERCISE
    return _round_up(minutes)


class Timings:
    """`source/timings.json`: for each notebook a hash of its code and the seconds that code took.

    The seconds change only with the code, so building twice, or rebuilding a lost notebook, gives the same table.
    """

    def __init__(self, path: Path):
        self.path = path
        self.entries = self._read()

    def _read(self) -> dict[str, dict]:
        return json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}

    def seconds(self, woven: Woven) -> int | None:
        """Seconds to run, or None where this version of the code has not been measured."""
        entry = self.entries.get(_key(woven), {})
        return entry["seconds"] if entry.get("code") == code_hash(woven) else None

    def record(self, woven: Woven, seconds: float) -> None:
        """Keep a measurement and write the file, with what another build has written meanwhile."""
        self.entries = self._read()
        self.entries[_key(woven)] = {"code": code_hash(woven), "seconds": _round_up(seconds)}
        text = json.dumps(self.entries, indent=1, sort_keys=True) + "\n"
        self.path.write_text(text, encoding="utf-8")


def code_hash(woven: Woven) -> str:
    """Twelve hex digits that change when any code cell does."""
    return hashlib.sha256("\0".join(woven.code).encode()).hexdigest()[:12]


def _key(woven: Woven) -> str:
    return f"{woven.folder}/{woven.name}"


def _round_up(value: float) -> int:
    return max(STEP, math.ceil(value / STEP) * STEP)
