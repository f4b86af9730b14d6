"""The real numpy, while it matters: a learner's replacements are set aside and put back.

Attributes of the modules below are noted when this module is imported (torch's when torch is
first seen). Inside `pristine()` every noted attribute is what it was then.
"""
from __future__ import annotations

import contextlib
import math
import random
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

_missing = object()
_noted: dict[Any, dict[str, Any]] = {}


def _note(*holders: Any) -> None:
    for holder in holders:
        _noted.setdefault(holder, dict(vars(holder)))


_note(np, np.linalg, np.random, math, random)


def _note_torch() -> None:
    torch = sys.modules.get("torch")
    if torch is not None and torch not in _noted and hasattr(torch, "nn"):
        _note(torch, torch.Tensor, torch.nn.functional, torch.linalg, torch.special)


_note_torch()


@contextlib.contextmanager
def pristine() -> Iterator[None]:
    """Restore the noted attributes; on leaving, put the learner's replacements back."""
    _note_torch()
    changed = []
    for holder, attributes in _noted.items():
        now = vars(holder)
        for name, value in attributes.items():
            found = now.get(name, _missing)
            if found is not value:
                changed.append((holder, name, found))
                setattr(holder, name, value)
    try:
        yield
    finally:
        for holder, name, found in changed:
            delattr(holder, name) if found is _missing else setattr(holder, name, found)
