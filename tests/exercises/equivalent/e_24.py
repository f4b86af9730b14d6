"""Changes of lecture 24's right answers that change nothing, and why."""

EQUIVALENT = {
    "24.1": {
        "range(len(U)) -> range(len(U) - 1)": "n people are reached by step n − 1, so the last coins decide nothing",
        "U[t] < p -> U[t] <= p": "a uniform number equals p with probability 0",
    },
    "24.4": {"live.shape[1] -> live.shape[2]": "both axes are the people"},
    "24.6": {"values - 1 -> values - 2": "no eigenvalue is larger than 1 in size, so 1 is the closest to 2 as well"},
    "24.7": {"steps.max() + 1 -> steps.max() + 2": "nobody was reached in the step after the last, so nobody tries"},
}
