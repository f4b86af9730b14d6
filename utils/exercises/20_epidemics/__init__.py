"""Exercises of lecture 20: a forward equation, final size and its slip, extinction, measures on a timeline."""

from .chain import FORWARD
from .endings import EXTINCT, FINAL_SIZE, PAIR_RATIO
from .measures import BEST_DAY, EARLY_LOCKDOWN

EXERCISES = [FORWARD, FINAL_SIZE, PAIR_RATIO, EXTINCT, EARLY_LOCKDOWN, BEST_DAY]
