"""Exercises of lecture 27: a step up, heat on a tree and a walk on it, gains that denoise, a faulty stream."""

from .heat import BEST_TIME, CLIMBING, HALF_LIVES
from .passes import CLIMB, GAINS
from .stream import ARRIVE

EXERCISES = [CLIMB, HALF_LIVES, CLIMBING, GAINS, BEST_TIME, ARRIVE]
