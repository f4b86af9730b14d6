"""Changes of lecture 25's right answers that change nothing, and why."""

LARGER = "the larger of two numbers, in either order"
SMALLER = "the smaller of two numbers, in either order"
ROUNDS = "after some hundreds of rounds nothing changes any more"

EQUIVALENT = {
    "25.2": {"np.maximum(t - launches, 0) -> np.maximum(0, t - launches)": LARGER},
    "25.5": {
        "range(500) -> range(501)": ROUNDS,
        "range(500) -> range(499)": ROUNDS,
        "np.minimum(owed, np.maximum(e + shares.T @ paid, 0)) -> "
        "np.minimum(np.maximum(e + shares.T @ paid, 0), owed)": SMALLER,
        "np.maximum(e + shares.T @ paid, 0) -> np.maximum(0, e + shares.T @ paid)": LARGER,
    },
    "25.6": {
        "s <= b -> s < b": "at s = b the shortfall is 0, and the formula counts nobody as well",
        "min(n, math.ceil(min(s - b, d) / b)) -> min(math.ceil(min(s - b, d) / b), n)": SMALLER,
        "min(s - b, d) -> min(d, s - b)": SMALLER,
    },
}
