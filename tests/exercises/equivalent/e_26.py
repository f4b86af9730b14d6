"""Changes of lecture 26's right answers that change nothing, and why."""

EQUIVALENT = {
    "26.3": {
        "kendalltau(rankdata(-P[adopted]), times[adopted]) -> kendalltau(times[adopted], rankdata(-P[adopted]))": (
            "τ is symmetric in its two arguments"
        ),
    },
}
