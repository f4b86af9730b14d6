"""Exercises of lecture 10: Heun, orders, the exponent of EDM's grid, churn, a slope remembered."""

from .accuracy import BEST_AT_TEN, BEST_RHO, ORDER
from .steps import ADAMS, CHURN, HALVED, HEUN

EXERCISES = [HALVED, HEUN, ORDER, BEST_RHO, CHURN, BEST_AT_TEN, ADAMS]
