"""The course's exercises: `check`, `hint`, `progress`, `mistakes`.

    marginal = check("02.1", marginal)     judge an answer; get something that works, either way
    hint("02.1")                           open the next hint
    progress()                             a table of everything; progress().to_csv("mine.csv")
    mistakes("02.1")                       what people get wrong, and what it gives (solutions)

Each lecture's exercises live in one module beside this file, `02_noising.py` and so on, which
defines the list EXERCISES; it is loaded when first asked for.
"""

from __future__ import annotations

from utils.teaching.exercise.session import Desk

from . import registry

_desk = Desk(registry.find, registry.everything)
check, hint, progress, mistakes = _desk.check, _desk.hint, _desk.progress, _desk.mistakes

__all__ = ["check", "hint", "mistakes", "progress"]
