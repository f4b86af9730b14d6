"""Changes of lecture 13's right answers that change nothing, and why."""

EQUIVALENT = {
    "13.1": {
        "range(1, len(falling) + 1) -> range(0, len(falling) + 1)": "0 components leave out all, more than a share < 1",
        "len(falling) + 1 -> len(falling) + 2": "all components leave out nothing: it has stopped by then",
    },
}
