"""One-token changes of lecture 21's references that change nothing, and why."""

EQUIVALENT = {
    "21.3": {"years + 2 -> years + 3": "one more count of 0 after the last that is looked at"},
    "21.6": {
        "min(0.0, log_pi_new - log_pi + (forth - back) / (4 * h)) -> "
        "min(log_pi_new - log_pi + (forth - back) / (4 * h), 0.0)": "the smaller of two numbers, in either order",
    },
}
