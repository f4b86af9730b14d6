"""Exercises of lecture 12: a guided answer, flow against SDE, the best w, weights, inpainting."""

from .laws import AUTO, CLOSEST, FLOW_OR_NOISE
from .parts import GIVEN
from .steps import GUIDE, TWO

EXERCISES = [GUIDE, FLOW_OR_NOISE, CLOSEST, TWO, AUTO, GIVEN]
