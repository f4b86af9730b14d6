"""Changes of lecture 04's right answers that change nothing, and why."""

_CANCELS = "the factor is the same in every component and cancels in the division by the sum"
_TWO_PI = {f"2 * np.pi -> {other}": _CANCELS for other in ("2 / np.pi", "3 * np.pi", "1 * np.pi")}

EQUIVALENT = {"04.3": _TWO_PI, "04.4": _TWO_PI}
