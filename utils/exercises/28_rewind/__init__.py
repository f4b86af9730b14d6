"""Exercises of lecture 28: a reversed generator, un-adopting, a table of rates, patient zero, too certain a guess, a promise."""

from .certainty import CERTAINTY
from .promise import PROMISE
from .rates import REVERSED, UNADOPT
from .suspects import SUSPECTS
from .table import TABLE

EXERCISES = [REVERSED, UNADOPT, TABLE, SUSPECTS, CERTAINTY, PROMISE]
