"""Changes of lecture 06's right answers that change nothing, and why."""

_CANCELS = "the factor is the same in every component and cancels in the division by the sum"

EQUIVALENT = {"06.1": {f"2 * np.pi -> {other}": _CANCELS for other in ("2 / np.pi", "3 * np.pi", "1 * np.pi")}}
