"""01.1 and 01.2: how far a walker gets, and the matrix of its rates."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 01.1 ----------------------------------------------------------------- predict: a spot of ink
INK = Prediction(
    "01.1",
    title="Predict: a spot of ink",
    points=1,
    reference=9.0,
    atol=0.25,
    rtol=0.0,
    mistakes=[
        Mistake(
            "three times as far, three times as long",
            3.0,
            "A walker who always went the same way would need 3 minutes. This one turns round half of the time.",
        ),
        Mistake(
            "the root instead of the square",
            np.sqrt(3),
            "You took the root of the distance. It is the distance that grows like the root of the time.",
        ),
        Mistake("the cube", 27.0, "The volume grows with the cube of the width, but each direction spreads by itself."),
        Mistake("the fourth power", 81.0, "The square once: the variance is proportional to the time, not its square."),
        Mistake("twice three", 6.0, "Ask how the variance grows, not the width."),
        Mistake("half of nine", 4.5, "The 2 of $2Dt$ is in both times: only their ratio counts."),
        Mistake("twice nine", 18.0, "The 2 of $2Dt$ is in both times: only their ratio counts."),
        Mistake("nine more minutes", 10.0, "9 minutes is counted from the start, when the width was 0."),
        Mistake(
            "eight more minutes",
            8.0,
            "Eight minutes is how much longer it takes, after the first. The time from the start is asked.",
        ),
        Mistake("the ratio upside down", 1 / 3, "It takes longer to get further, not shorter."),
        Mistake("each millimetre alike", 2.0, "Two more millimetres do not take two minutes: spreading slows down."),
        Mistake("the sum of the three", 5.0, "Which quantity grows in proportion to the time? Not the width."),
        Mistake("an exponential", np.e**2, "Nothing multiplies itself here. Jumps add, and what adds is the variance."),
        Mistake("doubling", 4.0, "Spreading does not double each minute: jumps add, and what adds is the variance."),
    ],
    reveal="Jumps are independent, so their variances add: the variance is proportional to the time, the width to its "
    "root. Three times as wide is nine times the variance.",
)


# 01.2 ----------------------------------------------------------------- the matrix from the rates
def rate_matrix(rates):
    """M = Qᵀ with dP/dt = M P, from rates[i, j] = rate of jumps from i to j (zero diagonal)."""
    total_out = rates.sum(axis=1)
    return rates.T - np.diag(total_out)


def rate_inputs(rng):
    def drawn(n):
        return rng.uniform(0.1, 2.0, size=(n, n)) * (1 - np.eye(n)) * (rng.random((n, n)) < 0.8)

    one_way = np.diag([1.0, 3.0, 2.0], k=1)  # nobody leaves the last site
    return [(np.array([[0.0, 2.0], [0.5, 0.0]]),), (drawn(3),), (drawn(5),), (one_way,), (np.zeros((1, 1)),)]


def diagonal_overwritten(rates):
    n = len(rates)
    M = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            M[j, i] = rates[i, j]
            M[i, i] -= rates[i, j]
    return M


def chances(rates):
    return rates.T / rates.sum(axis=1) - np.eye(len(rates))


def chances_by_row(rates):
    return rates / rates.sum(axis=1, keepdims=True) - np.eye(len(rates))


SIGN = "With your sign a site gains what it should lose. The graph's $L$ has this sign, and the equation says $-L$."

RATE_MATRIX = Function(
    "01.2",
    title="Mend: the matrix from the rates",
    points=2,
    reference=rate_matrix,
    inputs=rate_inputs,
    mistakes=[
        Mistake(
            "not transposed",
            edit("rates.T", "rates"),
            "That is $Q$. Row $j$ of the matrix asked for must collect what flows into $j$, from every $i$.",
        ),
        Mistake(
            "diagonal from what comes in",
            edit("axis=1", "axis=0"),
            "Your columns do not sum to 0, so probability appears from nowhere. What leaves a site, at which total "
            "rate?",
        ),
        Mistake(
            "neither transposed nor the right diagonal",
            edit("axis=1", "axis=0", "rates.T", "rates"),
            "That is the code as it was given. Its columns sum to 0, but entry $(j, i)$ must be the rate from $i$ to "
            "$j$. Which way do its entries point?",
        ),
        Mistake(
            "no diagonal",
            edit(" - np.diag(total_out)", ""),
            "Everything flows in and nothing flows out. What stands on the diagonal?",
        ),
        Mistake(
            "no diagonal, not transposed",
            edit("rates.T - np.diag(total_out)", "rates"),
            "Those are the rates. What flows out, and where does the rest arrive?",
        ),
        Mistake("the sign of a Laplacian", edit("rates.T - np.diag(total_out)", "np.diag(total_out) - rates.T"), SIGN),
        Mistake(
            "the sign of a Laplacian, not transposed",
            edit("rates.T - np.diag(total_out)", "np.diag(total_out) - rates"),
            "Check the sign of what leaves site 0, and then which way the entries off the diagonal point.",
        ),
        Mistake("diagonal added", edit("- np", "+ np"), "What leaves a site is lost to it. With which sign?"),
        Mistake(
            "subtracted from every entry",
            edit("np.diag(total_out)", "total_out"),
            "numpy took your list of sums from every row of the table. Which entries of the matrix should they change?",
        ),
        Mistake(
            "subtracted from every entry of a column",
            edit("np.diag(total_out)", "total_out[:, None]"),
            "numpy took your list of sums from every column of the table. Which entries of the matrix should they "
            "change?",
        ),
        Mistake(
            "everybody leaves at rate 1",
            edit("np.diag(total_out)", "np.eye(len(rates))"),
            "Your diagonal is $-1$: as if everybody left at rate 1. At which total rate does each site lose its "
            "walkers?",
        ),
        Mistake(
            "chances instead of rates",
            chances,
            "You divided by the total rate: that says where a jump leads, not how often it happens.",
        ),
        Mistake(
            "chances instead of rates, not transposed",
            chances_by_row,
            "You divided by the total rate: that says where a jump leads, not how often it happens. "
            "And which way do your entries point?",
        ),
        Mistake(
            "one total for all",
            edit("rates.sum(axis=1)", "rates.sum()", "np.diag(total_out)", "total_out * np.eye(len(rates))"),
            "You subtract the sum of the whole table everywhere. A site loses only what leaves *it*.",
        ),
        Mistake(
            "the mean rate out",
            edit("sum(axis=1)", "mean(axis=1)"),
            "You took the mean of the rates out of a site. All of them empty it: add them up.",
        ),
        Mistake(
            "what comes back subtracted",
            edit("np.diag(total_out)", "rates"),
            "You subtract the rate of the opposite jump, entry by entry. What leaves a site belongs on the diagonal, "
            "in one sum.",
        ),
        Mistake(
            "only the diagonal",
            edit("rates.T - ", "-"),
            "Walkers leave, and arrive nowhere. What stands off the diagonal?",
        ),
        Mistake(
            "the diagonal overwritten",
            diagonal_overwritten,
            "At `j == i` your loop sets the entry on the diagonal to `rates[i, i]`, which is 0, and what it had "
            "gathered "
            "so far is lost. Skip `j == i`, or add with `+=`.",
        ),
    ],
    hints=[
        "Write $dP_0/dt$ for two sites: what comes in is $P_1$ times the rate from 1 to 0, and what goes out?",
        "Off the diagonal it is the transposed table of rates; on it, minus the sum of the rates out of the site.",
    ],
)
