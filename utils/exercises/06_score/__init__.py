"""Exercises of lecture 06: the mixture's score, a best estimate, what a perfect network loses, Langevin, counts."""

from .counts import ROBBINS
from .floor import LEAST_LOSS
from .langevin import LANGEVIN, WRONG_POWER
from .mixture import MIXTURE_SCORE
from .tweedie import DSM_CONSTANT, PERFECT_LOSS, TWO_POINTS

EXERCISES = [MIXTURE_SCORE, TWO_POINTS, PERFECT_LOSS, LEAST_LOSS, DSM_CONSTANT, LANGEVIN, WRONG_POWER, ROBBINS]
