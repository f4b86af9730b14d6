"""One-token changes of lecture 17's references that change nothing, and why."""

EQUIVALENT = {
    "17.8": {
        "max(best, np.sum(labels[alarm]) / np.sum(labels)) -> max(np.sum(labels[alarm]) / np.sum(labels), best)": (
            "the larger of two numbers does not depend on their order"
        ),
    },
}
