"""Exercises of lecture 25: a price path, generations, a group's threshold, a tie, two of clearing debts."""

from .debts import CLEARING, RING
from .herds import CROWD, OWN_SIGNAL
from .markets import GENERATIONS, PRICED

EXERCISES = [PRICED, GENERATIONS, CROWD, OWN_SIGNAL, CLEARING, RING]
