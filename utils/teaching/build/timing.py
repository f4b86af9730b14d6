"""Minutes to read, counted; seconds to run, measured once for each version of a notebook's code."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Container
from pathlib import Path

from .cells import COLLAPSED, MasterError
from .weave import Woven

WORDS, CODE_LINES = 200, 20  # a minute of careful reading
EQUATION, EXERCISE = 0.5, 3.0  # minutes each; half of the exercises are a choice or a number
STEP = 5  # both numbers are rounded up to a multiple of this


def reading_minutes(woven: Woven) -> int:
    """minutes = words/200 + equations/2 + lines of code/20 + 3 · exercises, rounded up to a multiple of 5.

    Collapsed boxes do not count. Words are those of the text outside code fences, mathematics and link targets;
    equations are the displayed ones ($$ … $$); lines of code are those that are not blank, in cells whose input is not
    stored collapsed.
    """
    text = "\n".join(cell.source for cell in woven.cells if cell.kind == "markdown")
    text = re.sub(r"<details>.*?</details>", " ", text, flags=re.S)
    equations = re.findall(r"\$\$.+?\$\$", text, re.S)
    prose = re.sub(r"```.*?```|\$\$.+?\$\$|\$[^$]+\$|\]\([^)]*\)|</?[a-z!][^>]*>", " ", text, flags=re.S)
    words = re.findall(r"[^\W\d_]{2,}", prose)
    lines = [
        line
        for cell in woven.cells
        if cell.kind == "code" and "source_hidden" not in map(COLLAPSED.get, cell.tags)
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
        """Raises MasterError if the file is there and no such table."""
        self.path = path
        self.entries, self.fresh = self._read(), dict[str, dict]()

    def _read(self) -> dict[str, dict]:
        if not self.path.exists():
            return {}
        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))
            if all(set(entry) >= {"code", "seconds"} for entry in dict(entries).values()):
                return entries
            line, why = 1, "an entry lacks its code or its seconds"
        except (ValueError, TypeError) as error:
            line, why = getattr(error, "lineno", 1), str(error)
        raise MasterError(self.path, line, f"cannot be read ({why}): restore it, or delete it and build")

    def seconds(self, woven: Woven) -> int | None:
        """Seconds to run, or None where this version of the code has not been measured."""
        entry = (self.entries | self.fresh).get(_key(woven), {})
        return entry["seconds"] if entry.get("code") == code_hash(woven) else None

    def record(self, woven: Woven, seconds: float) -> None:
        """Keep a measurement, to be written."""
        self.fresh[_key(woven)] = {"code": code_hash(woven), "seconds": _round_up(seconds)}

    def forget(self) -> None:
        """Drop the measurements that are not written: their build failed."""
        self.fresh.clear()

    def write(self, known: Container[str] | None = None) -> None:
        """Write what was measured, with what another build has written meanwhile; of notebooks `known`, if given."""
        entries = self._read() | self.fresh
        self.entries = {name: entry for name, entry in entries.items() if known is None or name in known}
        if self.fresh or self.entries != entries:
            self.forget()
            text = json.dumps(self.entries, indent=1, sort_keys=True) + "\n"
            self.path.write_text(text, encoding="utf-8", newline="\n")


def code_hash(woven: Woven) -> str:
    """Twelve hex digits that change when any code cell does."""
    return hashlib.sha256("\0".join(woven.code).encode()).hexdigest()[:12]


def _key(woven: Woven) -> str:
    return f"{woven.folder}/{woven.name}"


def _round_up(value: float) -> int:
    return max(STEP, math.ceil(value / STEP) * STEP)
