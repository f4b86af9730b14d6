"""Exercises of lecture 04: the posterior, a mixture's responsibilities and denoiser, Gaussian steps, a bit."""

from .mixture import DENOISED, RESPONSIBILITIES
from .posterior import HOW_MUCH, POSTERIOR
from .steps import A_BIT, HALF_STEP, LARGEST_STEP

EXERCISES = [POSTERIOR, HOW_MUCH, RESPONSIBILITIES, DENOISED, HALF_STEP, LARGEST_STEP, A_BIT]
