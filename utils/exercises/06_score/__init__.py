"""Exercises of lecture 06: the mixture's score, Tweedie, what a perfect network loses, Langevin, counts."""

from .counts import ROBBINS
from .langevin import LANGEVIN, WRONG_POWER
from .mixture import MIXTURE_SCORE
from .tweedie import DSM_CONSTANT, PERFECT_LOSS, TWEEDIE, TWO_POINTS

EXERCISES = [MIXTURE_SCORE, TWEEDIE, TWO_POINTS, PERFECT_LOSS, DSM_CONSTANT, LANGEVIN, WRONG_POWER, ROBBINS]
