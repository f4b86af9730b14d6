"""Exercises of lecture 01: from jumps between sites to dP/dt = QᵀP, on a line, on a graph, and with a pull."""

from .club import DECAY_RATE, IN_THE_END
from .film import FILM
from .jumps import INK, RATE_MATRIX
from .pull import PULL_RATES

EXERCISES = [INK, RATE_MATRIX, IN_THE_END, DECAY_RATE, PULL_RATES, FILM]
