"""Exercises of lecture 23: friends and tails, an outbreak from its waits, a threshold, a control, a faulty step."""

from .control import CONTROL
from .degrees import EXPONENT, FRIENDS
from .step import FAULTY_STEP
from .threshold import THRESHOLD
from .waits import WAITS

EXERCISES = [FRIENDS, EXPONENT, WAITS, THRESHOLD, CONTROL, FAULTY_STEP]
