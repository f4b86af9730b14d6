"""Exercises of lecture 11: one step, another clock, a sampler, curvature, a batch paired, labels ignored."""

from .pairs import GAUSSIAN, LABELS, PAIRING
from .reading import CLOCK, ONE_STEP, SAMPLER

EXERCISES = [ONE_STEP, CLOCK, SAMPLER, GAUSSIAN, PAIRING, LABELS]
