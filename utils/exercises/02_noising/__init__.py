"""Exercises of lecture 02: one step, variances add, the closed form, the kernel, β from ᾱ, any OU process, a slip."""

from .closed_form import CLOSED_FORM
from .kernel import BETA_FROM_ALPHA_BAR, KERNEL
from .ornstein_uhlenbeck import ANY_OU, FOURTH_SLIP
from .steps import ONE_STEP, THREE_FOUR, TWO_STEPS

EXERCISES = [ONE_STEP, THREE_FOUR, TWO_STEPS, CLOSED_FORM, KERNEL, BETA_FROM_ALPHA_BAR, ANY_OU, FOURTH_SLIP]
