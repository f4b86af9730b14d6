"""01.6: the rates of the film played backwards."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 01.6 ----------------------------------------------------------------- the film backwards
def reverse_rates(rates, shares):
    """Rates of the film played backwards: from j to i at P_i rates[i, j] / P_j."""
    jumps = shares[:, None] * rates
    return jumps.T / shares[:, None]


def film_inputs(rng):
    def drawn(n):
        shares = rng.uniform(0.2, 1, size=n)
        return rng.uniform(0.1, 2.0, size=(n, n)) * (1 - np.eye(n)), shares / shares.sum()

    one_way, shares = np.diag([1.0, 3.0, 2.0], k=1), np.array([0.05, 0.6, 0.2, 0.15])
    return [(np.array([[0.0, 2.0], [0.5, 0.0]]), np.array([0.8, 0.2])), drawn(3), drawn(5), (one_way, shares)]


def upside_down_not_turned(rates, shares):
    return rates * shares / shares[:, None]


def shares_of_the_flow(rates, shares):
    jumps = (shares[:, None] * rates).T
    return jumps / jumps.sum(axis=1, keepdims=True)


def with_diagonal(rates, shares):
    back = rates.T * shares / shares[:, None]
    return back - np.diag(back.sum(axis=1))


def with_diagonal_of_columns(rates, shares):
    back = rates.T * shares / shares[:, None]
    return back - np.diag(back.sum(axis=0))


def with_the_forward_diagonal(rates, shares):
    return rates.T * shares / shares[:, None] - np.diag(rates.sum(axis=1))


COUNT = "Count the walkers who make the forward jump: $P_i$ times the rate. Then divide by those who stand at $j$."

FILM = Function(
    "01.6",
    title="The film backwards",
    points=3,
    reference=reverse_rates,
    inputs=film_inputs,
    mistakes=[
        Mistake(
            "only transposed",
            edit("jumps.T / shares[:, None]", "jumps.T / shares"),
            "Turning the arrows round is right when all shares are equal. Otherwise count: how many walkers make the "
            "jump, "
            "and out of how many? ($P_i$ `rates[i, j]` $/ P_i$ cancels to this too: which site does the backward jump "
            "leave?)",
        ),
        Mistake(
            "not turned round",
            edit("jumps.T / shares[:, None]", "jumps / shares"),
            "Entry $(j, i)$ must be the rate from $j$ to $i$ in the backward film. Which forward jump does it show?",
        ),
        Mistake(
            "the ratio upside down",
            edit("shares[:, None] * rates", "rates / shares[:, None]", "jumps.T /", "jumps.T *"),
            "A site with a tiny share that many flow into must be left quickly in the backward film. Is yours?",
        ),
        Mistake(
            "upside down and not turned round",
            upside_down_not_turned,
            "Follow one forward jump, from $i$ to $j$: in the backward film it goes from $j$ to $i$. "
            "Count the walkers who make it.",
        ),
        Mistake(
            "the flow, not the rate",
            edit(" / shares[:, None]", ""),
            "That is how many make the jump per unit of time. A rate is per walker who stands at the site it leaves.",
        ),
        Mistake(
            "the flow, not turned round",
            edit("jumps.T / shares[:, None]", "jumps"),
            "That is how many make the forward jump per unit of time. Turn it round, and then ask: out of how many?",
        ),
        Mistake(
            "multiplied by the share, not divided",
            edit("jumps.T / shares[:, None]", "rates.T * shares[:, None]"),
            "The walkers who make the forward jump start from $i$. Then share them among those who stand at $j$: "
            "divide.",
        ),
        Mistake(
            "multiplied by both shares",
            edit("jumps.T /", "jumps.T *"),
            "A rate is per walker who stands at $j$: divide by $P_j$.",
        ),
        Mistake("only divided by the share left", edit("shares[:, None] * rates", "rates"), COUNT),
        Mistake("divided by the share of the start", edit("jumps.T / shares[:, None]", "rates.T / shares"), COUNT),
        Mistake("flow by the share at the end", edit("jumps.T / shares[:, None]", "rates * shares"), COUNT),
        Mistake(
            "the root of the ratio",
            edit("jumps.T / shares[:, None]", "rates.T * np.sqrt(shares / shares[:, None])"),
            "No root: the walkers who jump are counted, and divided by those who stand at $j$.",
        ),
        Mistake(
            "shares of the flow",
            shares_of_the_flow,
            "Your rows sum to 1: they say where a backward jump goes, not how often it happens.",
        ),
        Mistake(
            "with the diagonal of a rate matrix",
            with_diagonal,
            "The rates off the diagonal are right. The table of rates asked for has a zero diagonal, like the one "
            "given.",
        ),
        Mistake(
            "with the sums of the columns on the diagonal",
            with_diagonal_of_columns,
            "The rates off the diagonal are right. The table of rates asked for has a zero diagonal, like the one "
            "given.",
        ),
        Mistake(
            "with the forward rates out on the diagonal",
            with_the_forward_diagonal,
            "The rates off the diagonal are right. The table of rates asked for has a zero diagonal, like the one "
            "given.",
        ),
        Mistake(
            "minus the rates",
            edit("jumps.T / shares[:, None]", "-rates"),
            "Rates are never negative. This is the sign change that section 7 shows to fail.",
        ),
        Mistake(
            "minus the rates, transposed",
            edit("jumps.T / shares[:, None]", "-rates.T"),
            "Rates are never negative. This is the sign change that section 7 shows to fail.",
        ),
        Mistake(
            "minus the right rates",
            edit("jumps.T", "-jumps.T"),
            "Right but for the sign: the backward film shows jumps like any other, and rates are never negative.",
        ),
        Mistake(
            "the forward rates",
            edit("jumps.T / shares[:, None]", "jumps / shares[:, None]"),
            "The film of a population at equilibrium looks alike both ways only if each jump is as frequent as its "
            "opposite. Count walkers.",
        ),
        Mistake(
            "the net flow",
            edit("jumps.T / shares", "(jumps.T - jumps) / shares"),
            "You subtract the opposite jumps. A film shows both kinds, each at its own rate.",
        ),
        Mistake(
            "minus the rate matrix",
            edit("jumps.T / shares[:, None]", "np.diag(rates.sum(axis=1)) - rates.T"),
            "That is $-Q^{\\mathsf T}$, the equation run backwards: section 7 shows it fail. Count the walkers in the "
            "film.",
        ),
        Mistake(
            "the square of the ratio",
            edit("jumps.T / shares[:, None]", "rates.T * (shares / shares[:, None]) ** 2"),
            "Each share once: $P_i$ walkers can make the jump, and $P_j$ stand where it ends.",
        ),
        Mistake(
            "the inverse matrix",
            lambda rates, shares: np.linalg.inv(rates),
            "Playing a film backwards turns each jump round. It does not invert the table of rates.",
        ),
        Mistake(
            "one over the rates",
            lambda rates, shares: 1 / rates,
            "A rare jump is rare in the backward film too: nothing is to be inverted.",
        ),
    ],
    hints=[
        r"In a short time $\Delta$, $P_i\cdot$ `rates[i, j]` $\cdot\,\Delta$ walkers jump from $i$ to $j$. In the "
        r"backward "
        "film these same walkers jump from $j$ to $i$.",
        "Divide them by the number of walkers who stand at $j$: $P_j$.",
    ],
)
