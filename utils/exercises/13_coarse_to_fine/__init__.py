"""Exercises of lecture 13: components, a decoder, two levels of noise, what drowned, an adapter."""

from .adapting import EXTRACTED
from .codes import FEWEST, PICTURES
from .levels import DROWNED, FINE, LEVEL

EXERCISES = [FEWEST, PICTURES, LEVEL, DROWNED, FINE, EXTRACTED]
