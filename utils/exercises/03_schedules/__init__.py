"""Exercises of lecture 03: SNR, a density over log-SNR, the prior gap, zero terminal SNR, a shifted schedule."""

from .density import DENSITY
from .larger_pictures import SHIFTED
from .prior_gap import ENOUGH_STEPS, PUBLISHED_GAP, WORST_CHAIN
from .snr import HALF_NOISE, SNR
from .zero_terminal import ZERO_TERMINAL

EXERCISES = [SNR, HALF_NOISE, DENSITY, PUBLISHED_GAP, WORST_CHAIN, ZERO_TERMINAL, ENOUGH_STEPS, SHIFTED]
