"""Exercises of lecture 12: a guided answer, Gaussians, flow against SDE, the best w, weights, inpainting."""

from .laws import AUTO, CLOSEST, FLOW_OR_NOISE, TILT
from .parts import GIVEN
from .steps import GUIDE, TWO

EXERCISES = [GUIDE, TILT, FLOW_OR_NOISE, CLOSEST, TWO, AUTO, GIVEN]
