"""Values as JSON and the raw bytes of arrays, both ways; nothing in them can run.

    tree, blob = packed(value)        value = Unpacker(blob).value(tree)

A tree is None, a truth value, a number or a text as it stands, and {tag: content} for everything else.
What a learner's code sends back holds frozen values only (see utils.teaching.exercise.plain): `frozen`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from utils.teaching.exercise.plain import Other

from .callables import rebuilt, sent

KINDS = "biufc"  # truth values, whole numbers, floats, complex numbers
DEEPEST = 40
LARGEST = 2**16  # entries of an array, or characters of a text, that comes back: no right answer has as many
MOST_AXES = 64  # numpy's own limit


class Malformed(ValueError):
    """What came back is no value; the message says why."""


class Packer:
    """Turns values into trees; the bytes of their arrays gather in `blob`.

    frozen  values that `freeze` gave: of the largest only the shape, or the beginning, is told
    """

    def __init__(self, frozen: bool = False) -> None:
        self.blob, self.frozen = bytearray(), frozen

    def tree(self, value: Any) -> Any:
        """Raises ValueError for what cannot cross."""
        kind = type(value)
        if kind is str and self.frozen:
            return value[:LARGEST]
        if kind is np.ndarray and value.size > LARGEST and self.frozen:
            return {"other": f"array of shape {value.shape}"}
        if value is None or kind in (bool, int, float, str):
            return value
        if kind in (tuple, list, set, frozenset):
            return {kind.__name__: [self.tree(item) for item in value]}
        if kind is dict:
            return {"dict": [[self.tree(key), self.tree(item)] for key, item in value.items()]}
        if kind is np.ndarray and value.dtype.kind in KINDS:
            order = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
            data = value.tobytes(order)
            self.blob += data
            return {"array": [value.dtype.str, list(value.shape), order, len(self.blob) - len(data)]}
        if isinstance(value, np.generic) and value.dtype.kind in KINDS:
            return {"scalar": self.tree(np.asarray(value))}
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind is range:
            return {"range": [value.start, value.stop, value.step]}
        if value is Ellipsis:
            return {"...": 0}
        if kind is Other:
            return {"other": value.type}
        return {"callable": [*sent(value), self.tree(dict(vars(value)))]}


class Unpacker:
    """Turns trees back into values, which are new ones each time.

    frozen  only what `freeze` gives is taken, whatever else was meant is malformed
    """

    def __init__(self, blob: bytes, frozen: bool = False) -> None:
        self.blob, self.frozen, self.taken = blob, frozen, 0
        self.open: dict[str, Callable[[Any, int], Any]] = {
            "tuple": lambda items, deep: tuple(self.value(item, deep) for item in items),
            "dict": lambda pairs, deep: {self.key(key, deep): self.value(item, deep) for key, item in pairs},
            "array": lambda about, deep: self.array(*about),
            "...": lambda _, deep: Ellipsis,
            "other": lambda name, deep: Other(text(name)[:200]),
        }
        if not frozen:
            self.open |= {
                "list": lambda items, deep: [self.value(item, deep) for item in items],
                "set": lambda items, deep: {self.value(item, deep) for item in items},
                "frozenset": lambda items, deep: frozenset(self.value(item, deep) for item in items),
                "scalar": lambda tree, deep: self.value(tree, deep)[()],
                "complex": lambda two, deep: complex(*two),
                "range": lambda three, deep: range(*three),
                "callable": lambda about, deep: rebuilt(about[0], about[1], self.value(about[2], deep)),
            }

    def value(self, tree: Any, deep: int = 0) -> Any:
        """Raises Malformed for what is no tree."""
        if isinstance(tree, str):
            return text(tree)
        if tree is None or (not self.frozen and isinstance(tree, (bool, int, float))):
            return tree
        if deep > DEEPEST or not isinstance(tree, dict) or len(tree) != 1:
            raise Malformed("no value of a kind that is known, or one too deeply nested")
        ((tag, content),) = tree.items()
        try:
            return self.open[tag](content, deep + 1)
        except Malformed:
            raise
        except Exception as error:  # whatever a forger thinks of
            raise Malformed(f"{tag[:20]}: {type(error).__name__}") from None

    def key(self, tree: Any, deep: int) -> Any:
        return text(tree) if self.frozen else self.value(tree, deep)

    def array(self, dtype: str, shape: list[int], order: str, start: int) -> np.ndarray:
        kind = np.dtype(text(dtype)[:8])
        if kind.kind not in KINDS or not all(type(n) is int and n >= 0 for n in [*shape, start]):
            raise Malformed("no array of numbers")
        large = len(shape) > MOST_AXES or max(shape, default=0) > LARGEST  # first: the product may take for ever
        if self.frozen and (large or math.prod(shape) > LARGEST):  # 0 entries may have very many rows
            raise Malformed("an array of too many numbers")
        size = math.prod(shape) * kind.itemsize
        data = self.blob[start : start + size]
        if len(data) != size or start != self.taken:  # in their order, each once: else a few would be worth gigabytes
            raise Malformed("an array whose numbers are missing")
        self.taken += size
        entries = np.frombuffer(data, np.uint8).astype(bool) if kind.kind == "b" else np.frombuffer(data, kind)
        return entries.reshape(shape, order="F" if order == "F" else "C").copy("A")


def text(value: Any) -> str:
    """A text that can be written to a file: no halves of characters. Raises Malformed for anything else."""
    if not isinstance(value, str):
        raise Malformed("no text where one belongs")
    return value.encode("utf-8", "replace").decode("utf-8")
