"""Exercises of lecture 09: drift and diffusion, Fokker–Planck residual, flow, step back, what noise costs, sub-VP."""

from .fields import DRIFT_AND_DIFFUSION, FLOW_BACK, FP_RESIDUAL, HALF_NOISE, REFINE
from .steps import STEP_BACK, STEPS_NEEDED, SUB_VP

EXERCISES = [DRIFT_AND_DIFFUSION, REFINE, FP_RESIDUAL, FLOW_BACK, HALF_NOISE, STEP_BACK, STEPS_NEEDED, SUB_VP]
