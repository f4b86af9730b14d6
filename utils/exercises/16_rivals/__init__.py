"""Exercises of lecture 16: a KL, a coupling's density, a fault in masks, bits a pixel, a bias, an audit."""

from .judging import AUDIT, BIAS, BITS
from .likelihoods import COUPLING, KL, MASKS

EXERCISES = [KL, COUPLING, MASKS, BITS, BIAS, AUDIT]
