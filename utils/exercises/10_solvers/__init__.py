"""Exercises of lecture 10: Heun, the exponential integrator, two steps of memory, orders, EDM's grid."""

from .accuracy import BEST_AT_TEN, EDM_GRID, ORDER
from .steps import ADAMS, EXPONENTIAL, HALVED, HEUN, TWO_STEP

EXERCISES = [HALVED, HEUN, EXPONENTIAL, TWO_STEP, ORDER, EDM_GRID, BEST_AT_TEN, ADAMS]
