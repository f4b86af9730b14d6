"""Exercises of lecture 23: friends and tails, an outbreak from its waits, a threshold, a control, a faulty step."""

from .control import CONTROL
from .degrees import EXPONENT, FRIENDS
from .spread import FAULTY_STEP, THRESHOLD, WAITS

EXERCISES = [FRIENDS, EXPONENT, WAITS, THRESHOLD, CONTROL, FAULTY_STEP]
