"""Witnesses: cells that evaluate both sides of a displayed equation and say whether they agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

SIGMAS = 4.5  # a fair Monte Carlo witness fails by chance less than once in 100 000 runs


def witness(
    equation: str,
    left: ArrayLike,
    right: ArrayLike,
    *,
    atol: float = 1e-12,
    standard_error: ArrayLike | None = None,
) -> None:
    """Print that `left` equals `right`, or raise AssertionError with the largest gap between them.

    left, right      array-likes that broadcast against each other: the two sides, evaluated independently
    atol             the largest |left - right| allowed, in the units of the equation
    standard_error   for a side estimated by Monte Carlo: array-like like `left`, the standard error of
                     the estimate. The sides must then agree within 4.5 standard errors, and atol is unused.

    Raises ValueError if a side is empty or not finite, or the allowance negative or not finite: such a witness cannot
    fail, or says nothing.
    """
    sides = np.asarray(left, float), np.asarray(right, float)
    for name, side in zip(("left", "right"), sides):
        if side.size == 0 or not np.isfinite(side).all():
            raise ValueError(f"{name} must hold finite numbers and at least one, got {side}")
    gap = np.abs(sides[0] - sides[1])
    if standard_error is None:
        name, allowed, how = "atol", np.asarray(atol, float), f"to {atol:.0e}"
    else:
        errors = np.asarray(standard_error, float)
        name, allowed, how = "standard_error", SIGMAS * errors, f"within {SIGMAS} standard errors"
    if not (np.isfinite(allowed) & (allowed >= 0)).all():
        raise ValueError(f"{name} must be finite and 0 or more, got {atol if standard_error is None else errors}")
    worst = np.argmax(gap - allowed)
    if not (gap <= allowed).all():
        raise AssertionError(
            f"equation {equation} fails: the sides differ by {gap.flat[worst]:.3g}, "
            f"allowed {np.broadcast_to(allowed, gap.shape).flat[worst]:.3g}"
        )
    print(f"Equation {equation} holds {how}, at {gap.size} point{'s' * (gap.size > 1)}.")
