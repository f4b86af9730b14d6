"""Exercises of lecture 07: a batch's loss, what averaging takes out, memorising, a fault, drawing t."""

from .memorising import MEMORISER
from .training import AT_FAULT, BATCH_LOSS, IMPORTANCE, TAKEN_OUT, WHERE_TO_LEARN

EXERCISES = [BATCH_LOSS, WHERE_TO_LEARN, TAKEN_OUT, MEMORISER, AT_FAULT, IMPORTANCE]
