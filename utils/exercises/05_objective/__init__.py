"""Exercises of lecture 05: the bound taken apart, a larger variance, bits, and the predictions converted."""

from .bits import BITS
from .bound import TELESCOPING, WHAT_IT_DROPS
from .preconditioning import SIXTH
from .predictions import TO_X0, WORST_PICTURE
from .variance import LARGER_VARIANCE

EXERCISES = [WORST_PICTURE, TELESCOPING, LARGER_VARIANCE, BITS, WHAT_IT_DROPS, TO_X0, SIXTH]
