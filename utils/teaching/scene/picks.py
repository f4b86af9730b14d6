"""A layer whose dots the learner picks: who is reached from them, and how many on average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..notebook.text import check_template, fill
from .base import Layer
from .clock import Context
from .packing import LEVELS, Pack

NEVER = 255
_TIMES = LEVELS["u1"]  # indices are smaller: a byte has so many levels, and the last one is sent for NEVER


@dataclass(frozen=True, eq=False)
class Picks(Layer):
    """Dots of a Points layer that the learner picks (mouse, touch or keys); read them from scene.picked.

    arrival  (S, n, n) whole numbers: in run s, dot w is reached from dot v at the time of index arrival[s, v, w];
             255: never. From several dots, at the earliest.
    most     how many can be picked; `start` lists those picked at first
    nodes    name of the Points layer; by default the panel's first. Put Picks after it. One Picks layer a scene.
    names    what to call each dot, n texts; by default its index
    answer   template for what follows from the picks, in Python and in the browser: the {mean} number of dots
             reached over {runs} runs, its standard {error}, and the number {n} of all dots

    The run on show is the first one; a button in the browser goes on to the next.
    """

    arrival: Any = None
    most: int = 3
    start: Sequence[int] = ()
    nodes: str = ""
    names: Sequence[str] = ()
    answer: str = "Reached in the end: {mean:.1f} ± {error:.1f} of {n} (mean ± standard error over {runs} runs)"
    kind: ClassVar[str] = "picks"

    def check(self, context: Context) -> None:
        super().check(context)
        arrival = np.atleast_1d(self.arrival)
        if arrival.dtype.kind not in "iu" or arrival.shape[1:] != arrival.shape[-1:] * 2 or not arrival.size:
            raise ValueError(
                f"arrival: got {arrival.dtype} of shape {arrival.shape}, expected integers of shape (S, n, n)"
            )
        end = min(context.n, _TIMES)
        wrong = arrival[((arrival < 0) | (arrival >= end)) & (arrival != NEVER)]
        if wrong.size:
            raise ValueError(
                f"arrival: got {wrong[0]}, expected an index of a time, 0 to {end - 1}, or {NEVER} for never"
            )
        if len(self.names) not in (0, self.count):
            raise ValueError(f"names: got {len(self.names)}, expected {self.count}, one a dot")
        if self.most not in range(1, self.count + 1):
            raise ValueError(f"most: got {self.most!r}, expected 1 to {self.count}")
        check_template("answer", self.answer, {"mean", "error", "n", "runs"})
        self.allowed("start", self.start)

    @property
    def count(self) -> int:
        """Number of dots."""
        return np.asarray(self.arrival).shape[-1]

    def allowed(self, name: str, picked: Sequence[int]) -> list[int]:
        """`picked` as a list; ValueError unless it holds at most `most` dots, each once."""
        if len(picked) > self.most or len(set(picked)) < len(picked) or not set(picked) <= set(range(self.count)):
            raise ValueError(
                f"{name}: got {picked}, expected at most {self.most} of {self.count} dots' indices, each once"
            )
        return list(map(int, picked))

    def reached(self, picked: Sequence[int]) -> np.ndarray:
        """Index of the time at which each dot is reached in each run, (S, n): the earliest from a picked dot."""
        return np.asarray(self.arrival)[:, list(picked)].min(axis=1, initial=NEVER)

    def score(self, picked: Sequence[int]) -> tuple[float, float]:
        """Number of dots reached: the mean over the runs, and its standard error."""
        counts = (self.reached(picked) < NEVER).sum(axis=1)
        return float(counts.mean()), float(counts.std() / max(1, len(counts) - 1) ** 0.5)

    def text(self, picked: Sequence[int]) -> str:
        """The line about the picks that stands below the scene."""
        (mean, error), who = self.score(picked), ", ".join(str(self.names[v] if len(self.names) else v) for v in picked)
        told = fill(self.answer, {"mean": mean, "error": error, "n": self.count, "runs": len(self.arrival)})
        return f"{len(picked)} of {self.most} picked" + (f": {who}" if who else "") + (f". {told}" if told else "")

    def encode(self, pack: Pack, context: Context) -> dict[str, Any]:
        return super().encode(pack, context) | {
            "arrival": pack.add(np.minimum(self.arrival, _TIMES), "u1", (0, _TIMES)),
            "most": self.most,
            "nodes": self.nodes,
            "names": [str(name) for name in self.names] or [str(v) for v in range(self.count)],
            "answer": self.answer,
        }


NO_PICKS = Picks(np.zeros((1, 0, 0), dtype=int), most=0)  # of a scene without this layer
