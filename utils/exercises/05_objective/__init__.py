"""Exercises of lecture 05: the bound taken apart, bits, the weight of a step, and the predictions converted."""

from .bits import BITS
from .bound import STEP_WEIGHT, TELESCOPING, WHAT_IT_DROPS
from .preconditioning import SIXTH
from .predictions import TO_X0, WEIGHT_OF_V, WORST_PICTURE

EXERCISES = [WORST_PICTURE, TELESCOPING, BITS, STEP_WEIGHT, WHAT_IT_DROPS, WEIGHT_OF_V, TO_X0, SIXTH]
