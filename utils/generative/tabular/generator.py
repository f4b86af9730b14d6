"""What every generator of rows does: learn from some rows of a table, then make as many more as asked for."""

from typing import Any, Protocol, Self, TypeVar

import numpy as np

Part = TypeVar("Part")


class Generator(Protocol):
    """A frozen setting. `fit` returns a fitted copy and leaves the setting as it was:

        fitted = Diffusion().fit(rows, rng)          # not: d = Diffusion(); d.fit(rows, rng); d.sample(...)
        more = fitted.sample(1000, rng)

    rows, others: (n, d) in the table's units, of the class to make more of and of the other one (SMOTE and ADASYN need
    it). rng: numpy Generator, the only source of chance. Both methods raise ValueError for what is none of these.
    """

    def fit(self, rows: Any, rng: np.random.Generator, others: Any = None) -> Self: ...

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """n rows, (n, d), in the table's units; n at least 1. ValueError before `fit`."""
        ...


def fitted(part: Part | None) -> Part:
    """A part that `fit` sets, or ValueError if the generator is not the one that fit returned."""
    if part is None:
        raise ValueError(
            "sample needs a generator that has been fitted, got one before fit. fit returns it and leaves the other as "
            "it was: generator = generator.fit(rows, rng)"
        )
    return part
