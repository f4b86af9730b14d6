"""One-token changes of lecture 01's right answers that are right as well, with the reason."""

EQUIVALENT = {
    "01.4": {"axis=1 -> axis=0": "the adjacency matrix is symmetric: rows and columns have the same sums"},
}
