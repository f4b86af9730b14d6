"""Exercises of lecture 21: R₀, censored times, a survey's codes, a shape, Eyam's ratio, acceptance, a flat prior."""

from .adoption import CODES, SHAPE, TIMES
from .bayes import ACCEPT, JACOBIAN
from .epidemics import MOVES, RATIO

EXERCISES = [MOVES, TIMES, CODES, SHAPE, RATIO, ACCEPT, JACOBIAN]
