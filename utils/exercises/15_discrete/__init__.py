"""Exercises of lecture 15: Bayes for a token, when to reveal, a bound by counts, two equal tokens, a race."""

from .bounds import BY_COUNTS, EQUAL, STEPS
from .race import RACE
from .steps import POSTERIOR, REVEALED, UNMASK

EXERCISES = [POSTERIOR, REVEALED, BY_COUNTS, EQUAL, STEPS, UNMASK, RACE]
