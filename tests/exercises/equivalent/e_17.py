"""One-token changes of lecture 17's references that change nothing, and why."""

_ORDER = "the larger of two numbers does not depend on their order, nor does the smaller"

EQUIVALENT = {
    "17.4": {
        "max(gained, lost) -> max(lost, gained)": _ORDER,
        "min(1, 2 * tail / 2 ** n) -> min(2 * tail / 2 ** n, 1)": _ORDER,
        "n + 1 -> n + 2": "there is no way to choose n + 1 of n: its number is 0",
    },
    "17.6": {"min(chosen, threshold) -> min(threshold, chosen)": _ORDER},
}
