"""Exercises of lecture 22: the PIT, its histogram, what a wrong mean costs, a rolling origin, a leak, sensitivity."""

from .forecasts import LAST_VALUE, LEAK
from .honesty import PIT, POISSON_LOSS, SHAPE
from .size import COEFFICIENTS, PRODUCT

EXERCISES = [PIT, SHAPE, POISSON_LOSS, LAST_VALUE, LEAK, COEFFICIENTS, PRODUCT]
