"""Exercises of lecture 05: the bound taken apart, the weight of a step, and the predictions converted."""

from .bound import EQUAL_VARIANCE, STEP_WEIGHT, TELESCOPING, WHAT_IT_DROPS
from .preconditioning import SIXTH
from .predictions import TO_X0, WEIGHT_OF_V, WORST_PICTURE

EXERCISES = [WORST_PICTURE, TELESCOPING, EQUAL_VARIANCE, STEP_WEIGHT, WHAT_IT_DROPS, WEIGHT_OF_V, TO_X0, SIXTH]
