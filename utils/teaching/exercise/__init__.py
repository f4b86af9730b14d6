"""What an exercise is, and the check that names mistakes."""

from .edits import edit
from .exercise import Exercise
from .function import Function
from .kinds import Choice, Formula, Number, Prediction
from .mistakes import Mistake

__all__ = ["Choice", "Exercise", "Formula", "Function", "Mistake", "Number", "Prediction", "edit"]
