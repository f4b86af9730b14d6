"""Changes of lecture 18's right answers that change nothing, and why."""

EQUIVALENT = {
    "18.1": {
        "max(best, np.mean(members >= tau)) -> max(np.mean(members >= tau), best)": "the larger of two, either way",
    },
    "18.3": {
        "brentq(excess, 0.001, 100000.0, xtol=1e-12) -> brentq(excess, 100000.0, 0.001, xtol=1e-12)": "the same",
        "brentq(excess, 0.001, 100000.0, xtol=1e-12) -> brentq(excess, 0.001, 100001.0, xtol=1e-12)": "a wider bracket",
        "brentq(excess, 0.001, 100000.0, xtol=1e-12) -> brentq(excess, 0.001, 99999.0, xtol=1e-12)": "wide enough",
    },
}
