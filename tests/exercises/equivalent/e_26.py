"""Changes of lecture 26's right answers that change nothing, and why."""

DIAGONAL = "the diagonal is set to 0 afterwards, whatever stood there"

EQUIVALENT = {
    "26.1": {
        "d > 0 -> d >= 0": DIAGONAL,
        "d > 0 -> d > -1": DIAGONAL,
        "np.where(d > 0, d, 1.0) -> np.where(d > 0, d, 2.0)": DIAGONAL,
        "np.where(d > 0, d, 1.0) -> np.where(d > 0, d, 0.0)": DIAGONAL,
    },
    "26.3": {
        "kendalltau(rankdata(-P[adopted]), times[adopted]) -> kendalltau(times[adopted], rankdata(-P[adopted]))": (
            "τ is symmetric in its two arguments"
        ),
    },
    "26.4": {
        "times < times[j] -> times <= times[j]": "no two times are alike, and a place's rate to itself is 0",
        "min(times[j], b) -> min(b, times[j])": "the smaller of two, in either order",
        "max(times[i], a) -> max(a, times[i])": "the larger of two, in either order",
        "exposed > 0 -> exposed >= 0": "an exposure of 0 adds 0",
    },
}
