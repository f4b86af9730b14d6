"""Changes of lecture 23's right answers that change nothing, and why."""

_INSIDE = "the most likely exponent lies inside these bounds as well"
_TIES = "no coin is exactly as large as a probability"

EQUIVALENT = {
    "23.2": {
        "(1.05, 9.0) -> (0.050000000000000044, 9.0)": _INSIDE,
        "(1.05, 9.0) -> (1.05, 10.0)": _INSIDE,
        "(1.05, 9.0) -> (1.05, 8.0)": _INSIDE,
        "{'xatol': 1e-07} -> {'xatol': -0.9999999}": "it then runs until it can get no better",
    },
    "23.3": {
        "range(n) -> range(n + 1)": "all is settled after n - 1 passes",
        "range(n) -> range(n - 1)": "no way has more than n - 1 arcs",
        "min(t[j], t[i] + wait) -> min(t[i] + wait, t[j])": "the smaller of two has no order",
        "np.minimum(t, end) -> np.minimum(end, t)": "the smaller of two has no order",
    },
    "23.4": {"np.outer(root, root) -> np.outer(root, root)": "the two arguments are one"},
    "23.6": {"catch < p -> catch <= p": _TIES, "heal < r -> heal <= r": _TIES},
}
