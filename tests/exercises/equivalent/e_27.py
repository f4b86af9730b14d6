"""Changes of lecture 27's right answers that change nothing, and why."""

_WEIGHTLESS = "a missing child has mass 0: any finite number may stand in its place"

EQUIVALENT = {
    "27.1": {
        "np.where(known, x, 0.0) -> np.where(known, x, 1.0)": _WEIGHTLESS,
        "np.where(known, x, 0.0) -> np.where(known, x, -1.0)": _WEIGHTLESS,
    },
    "27.4": {
        "np.maximum(0, seen - noise) -> np.maximum(seen - noise, 0)": "a maximum does not depend on the order",
        "np.where(seen > 0, seen, 1) -> np.where(seen > 0, seen, 2)": "there 0 is divided, by whatever it is",
    },
}
