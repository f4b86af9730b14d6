"""Exercises of lecture 13: how many components, a decoder mended, two levels of noise, what drowned, nats of a code."""

from .codes import FEWEST, PICTURES, RATE
from .levels import DROWNED, FINE, LEVEL

EXERCISES = [FEWEST, PICTURES, LEVEL, DROWNED, FINE, RATE]
