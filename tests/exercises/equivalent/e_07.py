"""One-token changes of lecture 07's references that change nothing, and why."""

EQUIVALENT = {
    "07.6": {
        "np.mean(history ** 2, axis=1) -> np.sum(history ** 2, axis=1)": (
            "every row has K losses, and a common factor cancels when p is normalised"
        ),
    },
}
