"""Exercises of lecture 26: rates, a neighbour percentile, a planted fault, a likelihood, a map to name, a climb."""

from .likelihood import LIKELIHOOD
from .orders import NEIGHBOUR, PLANTED
from .rates import RATES
from .telling import CLIMB, KIND

EXERCISES = [RATES, NEIGHBOUR, PLANTED, LIKELIHOOD, KIND, CLIMB]
