"""Exercises of lecture 04: a mixture's responsibilities and denoiser, Gaussian steps, a bit, an error."""

from .errors import DRIFT
from .mixture import DENOISED, RESPONSIBILITIES
from .posterior import POSTERIOR
from .steps import A_BIT, HALF_STEP, LARGEST_STEP

EXERCISES = [POSTERIOR, DRIFT, RESPONSIBILITIES, DENOISED, HALF_STEP, LARGEST_STEP, A_BIT]
