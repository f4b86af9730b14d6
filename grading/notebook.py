"""A submitted notebook as the answers in it: for each exercise the cell that checks it, and what that cell needs.

    notebook = read("submitted.ipynb")
    notebook.answers["02.1"].source         the learner's cell, its magics taken out

Cells may have been added, moved, copied, split, merged, or stripped of tags, ids and outputs. Of several cells that
check one exercise the last that was answered counts. What had to be guessed is said in `remarks`.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .cells import Cell, Unreadable, cells_of, contents, fenced
from .magics import without_magics
from .names import ID, Code

__all__ = ["Answer", "Notebook", "Unreadable", "read", "understood"]

CALL = re.compile(rf"""\bcheck\s*\(\s*(?:id\s*=\s*)?['"]({ID.pattern})['"]""")  # in code that does not parse
GIVEN = frozenset(dir(builtins)) | {"check", "hint", "progress", "mistakes", "display", "get_ipython"}
DEEPEST = MOST = 100  # cells that need cells that need cells ..., and cells that an answer needs


@dataclass(frozen=True)
class Answer:
    """Where one exercise is answered.

    source  the learner's cell that calls check("NN.k", ...), magics taken out
    before  cells whose names it uses, in the order to run them, mostly none; one that raises ends itself alone
    """

    source: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notebook:
    """What is graded of a submission.

    setup    the learner's set-up cell, "" if it is gone
    answers  exercise's id -> where it is answered; an id that is not there was never checked
    remarks  what had to be guessed, in sentences
    """

    setup: str
    answers: Mapping[str, Answer]
    remarks: tuple[str, ...] = ()


def read(path: Path | str, names: Mapping[str, str] | None = None) -> Notebook:
    """The answers in a submitted file. Raises Unreadable(reason).

    names  id of each exercise -> what the lecture calls its answer: finds an answer whose check was deleted
    """
    return understood(contents(Path(path)), Path(path).name, names)


def understood(raw: bytes, name: str, names: Mapping[str, str] | None = None) -> Notebook:
    """The answers in a file's bytes; `name` is the file's, for its ending and for messages. Raises Unreadable."""
    cells, remarks = cells_of(raw, name)
    return _Reader(cells, remarks, dict(names or {})).notebook()


class _Reader:
    """The cells of one notebook, and what each is for."""

    def __init__(self, cells: Iterable[Cell], remarks: list[str], names: Mapping[str, str]) -> None:
        self.remarks, self.names = remarks, names
        self.cells = [cell for cell in cells if cell.code]
        self.codes = [Code(without_magics(cell.source)) for cell in self.cells]
        self.texts = [fenced(cell) for cell in cells if not cell.code and CALL.search(cell.source)]
        self.setup_cells, self.setup = self._setup()

    def notebook(self) -> Notebook:
        found = self._candidates()
        answers = {id: self._answer(id, places) for id, places in sorted(found.items())}
        for id in sorted(self.names.keys() - answers.keys()):
            if unchecked := self._unchecked(id, self.names[id]):
                answers[id] = unchecked
        return Notebook(self.setup, answers, tuple(dict.fromkeys(self.remarks)))

    def _setup(self) -> tuple[list[int], str]:
        """Which cells set up, and their code; none and "" if they are gone, broken, or also answer something."""
        places = [i for i, cell in enumerate(self.cells) if "setup" in cell.tags]
        if not places:
            places = [i for i, code in enumerate(self.codes) if "utils.exercises" in code.source and code.imports][:1]
        codes = [self.codes[i] for i in places]
        if not codes:
            self.remarks.append("The set-up cell is gone: the course's own was used.")
        elif any(code.tree is None for code in codes):
            self.remarks.append("The set-up cell has a syntax error: the course's own was used.")
        elif not any(code.checks({"check"}).ids for code in codes):
            return places, "\n\n".join(code.source for code in codes)
        return [], ""

    @cached_property
    def checkers(self) -> set[str]:
        """The names that `check` goes by: renamed at import, assigned, or wrapped in a function that is told the id."""
        names = {"check"}
        for code in self.codes:
            if "check" in code.source:
                names |= set(code.aliases())
        for _ in range(3):  # wrapped, and wrapped again
            for code in self._with(names):
                names |= {name for name, ids in code.checks(names).later.items() if None in ids}
        return names

    def _with(self, names: Iterable[str]) -> set[Code]:
        word = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
        return {code for code in self.codes if word.search(code.source)}

    def _candidates(self) -> dict[str, list[int]]:
        """id -> the cells that check it."""
        found: dict[str, list[int]] = {}
        runners: dict[str, frozenset] = {}
        defined: dict[str, int] = {}
        unsure = []
        near = self._with(self.checkers)
        for i, code in enumerate(self.codes):
            if code in near:
                checks = code.checks(self.checkers)
                ids = checks.ids if code.tree else frozenset(CALL.findall(code.source))
                for id in ids:
                    found.setdefault(id, []).append(i)
                if checks.open and not ids:
                    unsure.append(i)
                runners |= checks.later
                defined |= {id: i for later in checks.later.values() for id in later if id}
        for i, code in enumerate(self.codes if runners else ()):
            for name in runners.keys() & code.loads:
                for id in runners[name]:
                    if id and i not in found.setdefault(id, []):
                        found[id].append(i)
        for id, i in defined.items():
            found.setdefault(id, [i])  # a function that checks and is never called
        for id in self.names.keys() - found.keys():
            if unsure:
                found[id] = unsure
        return {id: sorted(places) for id, places in found.items()}

    def _answer(self, id: str, places: list[int]) -> Answer:
        """The last of the cells that was answered."""

        def rank(i: int) -> tuple[int, int]:
            code = self.codes[i]
            return (0 if code.bare else 1 if code.tree is None else 2 if code.gaps else 3), i

        best = max(places, key=rank)
        answered = [str(self.cells[i].number) for i in places if rank(i)[0] > 0]
        if len(answered) > 1:
            self.remarks.append(
                f"Exercise {id} is checked in cells {', '.join(answered[:-1])} and {answered[-1]}: "
                f"the last complete one counts, cell {self.cells[best].number}."
            )
        return Answer(self.codes[best].source, self._before(best))

    def _unchecked(self, id: str, name: str) -> Answer | None:
        """The answer that no cell of code checks: it stands in a cell turned into text, or under its usual name."""
        for cell in reversed(self.texts):
            if id in CALL.findall(cell.source):
                self.remarks.append(f"Exercise {id}: cell {cell.number} had become text; it was read as code.")
                return Answer(without_magics(cell.source))
        places = self.binding.get(name, [])
        whole = [i for i in places if not self.codes[i].gaps and i not in self.setup_cells]
        if not name or not whole:
            return None
        last = whole[-1]
        number = self.cells[last].number
        self.remarks.append(f"Exercise {id} is not checked in any cell: what cell {number} calls {name} was taken.")
        return Answer(f'{self.codes[last].source}\n\n{name} = check("{id}", {name})', self._before(last))

    @cached_property
    def binding(self) -> dict[str, list[int]]:
        """Name -> the cells that bind it."""
        found: dict[str, list[int]] = {}
        for i, code in enumerate(self.codes):
            for name in code.binds:
                found.setdefault(name, []).append(i)
        return found

    @cached_property
    def set_up(self) -> frozenset[str]:
        """Names that need no other cell."""
        return GIVEN.union(*(self.codes[i].binds for i in self.setup_cells))

    def _before(self, place: int) -> tuple[str, ...]:
        """The cells whose names the cell at `place` uses, and those they use, in the order to run them."""
        order: list[int] = []
        seen = {place, *self.setup_cells}

        def visit(i: int, depth: int) -> None:
            for name in sorted(self.codes[i].needs - self.set_up):
                for j in self._givers(name, i):
                    if j not in seen and depth < DEEPEST and len(order) < MOST:
                        seen.add(j)
                        visit(j, depth + 1)
                        order.append(j)

        visit(place, 0)
        return tuple(self.codes[i].source for i in order)

    def _givers(self, name: str, user: int) -> list[int]:
        """The cell that binds `name` for the cell `user`, the nearest above that is no stub; and those that fill it."""
        places = [i for i in self.binding.get(name, ()) if i != user]
        if not places:
            return []
        best = min(places, key=lambda i: (self.codes[i].bare, i > user, abs(user - i)))
        return [best, *(i for i in range(best + 1, user) if name in self.codes[i].changes)]
