"""Exercises of lecture 17: noise from β, time steps, when to stop, copies, Wilson, prevalence, precision, bugs."""

from .measures import BUGS, ELSEWHERE, MATCHED, WILSON
from .training import BELOW_HALF, HOW_LONG, NOISE, STEP, STOP

EXERCISES = [NOISE, STEP, HOW_LONG, STOP, BELOW_HALF, WILSON, ELSEWHERE, MATCHED, BUGS]
