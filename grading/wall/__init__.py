"""A wall between a learner's code and everything else: what runs behind it, what crosses it."""

from .wall import NoWall, Wall

__all__ = ["NoWall", "Wall"]
