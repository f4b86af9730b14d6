"""Changes of lecture 15's right answers that change nothing, and why."""

_NEVER = "a random number is never exactly at the border"

EQUIVALENT = {
    "15.6": {
        "np.cumsum(p, axis=1) < v[:, None] -> np.cumsum(p, axis=1) <= v[:, None]": _NEVER,
        "u < (t - s) / t -> u <= (t - s) / t": _NEVER,
    },
}
