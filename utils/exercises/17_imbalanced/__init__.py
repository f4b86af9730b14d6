"""Exercises of lecture 17: when to stop, copies, a sign test, thresholds by costs and by validation rows, faults."""

from .measures import BUGS, CARRIED, PAYING, SIGN
from .training import BELOW_HALF, HOW_LONG, STOP

EXERCISES = [HOW_LONG, STOP, BELOW_HALF, SIGN, PAYING, CARRIED, BUGS]
