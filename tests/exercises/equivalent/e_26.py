"""Changes of lecture 26's right answers that change nothing, and why."""

EQUIVALENT: dict[str, dict[str, str]] = {}
