"""Exercises of lecture 14: a Gaussian's map, two steps in one, scalings, fresh noise, MeanFlow, more calls, a count."""

from .losses import FRESH, MEAN_FLOW
from .maps import GAUSSIAN, SCALINGS, TWO_IN_ONE
from .sampling import HOW_MANY, MULTISTEP

EXERCISES = [GAUSSIAN, TWO_IN_ONE, SCALINGS, FRESH, MEAN_FLOW, MULTISTEP, HOW_MANY]
