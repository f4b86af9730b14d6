"""Exercises of lecture 03: SNR, α and σ from log-SNR, the prior gap, zero terminal SNR, a shifted schedule."""

from .larger_pictures import SHIFTED
from .prior_gap import ENOUGH_STEPS, PUBLISHED_GAP, WORST_CHAIN
from .snr import ALPHA_SIGMA, HALF_NOISE, SNR
from .zero_terminal import ZERO_TERMINAL

EXERCISES = [SNR, HALF_NOISE, ALPHA_SIGMA, PUBLISHED_GAP, WORST_CHAIN, ZERO_TERMINAL, ENOUGH_STEPS, SHIFTED]
