"""What an exercise is, and the check that names mistakes."""

from .exercise import Exercise, Mistake, choice, formula, function, number, prediction

__all__ = ["Exercise", "Mistake", "choice", "formula", "function", "number", "prediction"]
