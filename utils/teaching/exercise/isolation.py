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
    for holder, noted in _noted.items():
        now = vars(holder)
        # a name added to a class may hide an inherited one; modules add names of their own as they load
        added = [name for name in now if name not in noted] if isinstance(holder, type) else []
        for name in [*noted, *added]:
            found, real = now.get(name, _missing), noted.get(name, _missing)
            if found is not real:
                changed.append((holder, name, found))
    for holder, name, _ in changed:
        _put(holder, name, _noted[holder].get(name, _missing))
    try:
        yield
    finally:
        for holder, name, found in changed:
            _put(holder, name, found)


def _put(holder: Any, name: str, value: Any) -> None:
    delattr(holder, name) if value is _missing else setattr(holder, name, value)
