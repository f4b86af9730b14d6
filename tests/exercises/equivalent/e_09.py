"""One-token changes of lecture 09's references that change nothing, and why."""

EQUIVALENT = {
    "09.7": {
        "abs(variance - 1) <= tol -> abs(variance - 1) < tol": "they differ only for a distance of exactly tol, which "
        "rounding decides",
    },
}
