"""Exercises of lecture 07: the loss of a batch, the moving average, the data's own denoiser, memorising, drawing t."""

from .memorising import DATA_DENOISER, MEMORISER, NOT_SEEN
from .training import AVERAGE, BATCH_LOSS, HALF_LIFE, IMPORTANCE, WHERE_TO_LEARN

EXERCISES = [BATCH_LOSS, WHERE_TO_LEARN, AVERAGE, HALF_LIFE, DATA_DENOISER, NOT_SEEN, MEMORISER, IMPORTANCE]
