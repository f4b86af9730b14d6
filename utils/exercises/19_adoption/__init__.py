"""Exercises of lecture 19: what speeds adoption, sales of a year, waiting for k adopters, codes, a ceiling, a map."""

from .ceiling import STILL_TO_BE_SOLD
from .chain import WAITING
from .codes import CODES
from .map_noise import MAP_NOISE
from .sales import SALES, SPEED

EXERCISES = [SPEED, SALES, WAITING, CODES, STILL_TO_BE_SOLD, MAP_NOISE]
