"""Exercises of lecture 02: one step, variances add, the closed form, the kernel, β from ᾱ, any OU process."""

from .closed_form import CLOSED_FORM
from .kernel import BETA_FROM_ALPHA_BAR, KERNEL
from .ornstein_uhlenbeck import ANY_OU, TWO_CLOCKS
from .steps import ONE_STEP, THREE_FOUR, TWO_STEPS

EXERCISES = [ONE_STEP, THREE_FOUR, TWO_STEPS, CLOSED_FORM, KERNEL, BETA_FROM_ALPHA_BAR, TWO_CLOCKS, ANY_OU]
