"""Exercises of lecture 24: a cascade, a square, greedy's step, asking backwards, DeGroot's weights, a likelihood."""

from .asking import CURSE, RR
from .cascades import CASCADE, SQUARE
from .data import LIKELIHOOD
from .greedy import NEXT_SEED
from .opinions import WEIGHTS

EXERCISES = [CASCADE, SQUARE, NEXT_SEED, RR, CURSE, WEIGHTS, LIKELIHOOD]
