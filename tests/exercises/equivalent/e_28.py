"""Changes of lecture 28's right answers that change nothing, and why."""

_EITHER = "the smaller or larger of two numbers does not depend on which is named first"

EQUIVALENT = {
    "28.3": {
        "np.clip(np.minimum(moment, edges[1:]) - np.maximum(before, edges[:-1]), 0, None) -> "
        "np.clip(0, np.minimum(moment, edges[1:]) - np.maximum(before, edges[:-1]), None)": "max(x, 0) is max(0, x)",
        "np.minimum(moment, edges[1:]) -> np.minimum(edges[1:], moment)": _EITHER,
        "np.maximum(before, edges[:-1]) -> np.maximum(edges[:-1], before)": _EITHER,
    },
    "28.4": {
        "(1.0, [cases[order[0]]]) -> (2.0, [cases[order[0]]])": "a factor of all orders; the sum is 1 in the end",
        "A[infected, cases[i]].sum() -> A[infected, cases[i]].mean()": "1/m at the m-th case of every order: a factor",
        "np.ix_(infected, infected) -> np.ix_(infected, infected)": "both are the same list",
        "p == 0 -> p == -1": "an order of probability 0 adds 0, stopped early or not",
        "total[order[0]] += p -> total[order[0]] -= p": "all signs turn round, and that of the sum",
    },
    "28.6": {"min(length, cap) -> min(cap, length)": _EITHER},
}
