"""Mutants of lecture 00's references that are equal to them, with the reason."""

EQUIVALENT: dict[str, dict[str, str]] = {}
