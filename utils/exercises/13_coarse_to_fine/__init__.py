"""Exercises of lecture 13: components, a decoder, two levels of noise, what drowned, nats of a code, an adapter."""

from .adapting import EXTRACTED
from .codes import FEWEST, PICTURES, RATE
from .levels import DROWNED, FINE, LEVEL

EXERCISES = [FEWEST, PICTURES, LEVEL, DROWNED, FINE, RATE, EXTRACTED]
