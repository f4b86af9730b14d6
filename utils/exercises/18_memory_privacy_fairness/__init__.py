"""Exercises of lecture 18: a membership test, an audit predicted, noise for (ε, δ), bugs, a tilted minority, rounds."""

from .groups import LARGE_ENOUGH, TILTED
from .membership import AUDIT, TPR
from .privacy import BUGS, NOISE

EXERCISES = [TPR, AUDIT, NOISE, BUGS, TILTED, LARGE_ENOUGH]
