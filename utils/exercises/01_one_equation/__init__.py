"""Exercises of lecture 01: from jumps between sites to dP/dt = QᵀP."""

from .club import DECAY_RATE, IN_THE_END
from .film import FILM
from .jumps import INK, RATE_MATRIX
from .longest import LONGEST_STEP

EXERCISES = [INK, RATE_MATRIX, IN_THE_END, DECAY_RATE, LONGEST_STEP, FILM]
