"""Changes of lecture 20's right answers that change nothing, and why."""

_SETTLED = "the repetition has settled long before"

EQUIVALENT = {
    "20.4": {
        "q = 0.0 -> q = -1.0": "from every start below the smaller root the repetition rises to it",
        "range(2000) -> range(2001)": _SETTLED,
        "range(2000) -> range(1999)": _SETTLED,
    }
}
