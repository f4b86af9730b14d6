"""Exercises of lecture 28: standing still, un-adopting, a table, patient zero, too certain a guess, a promise."""

from .certainty import CERTAINTY
from .promise import PROMISE
from .rates import STOOD, UNADOPT
from .suspects import SUSPECTS
from .table import TABLE

EXERCISES = [STOOD, UNADOPT, TABLE, SUSPECTS, CERTAINTY, PROMISE]
