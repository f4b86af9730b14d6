"""20.1: the forward equation of the SIS chain."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 20.1 ----------------------------------------------------------------- dP/dt of SIS
def forward(P, beta, gamma):
    """Out of I at both rates, into I from I − 1 by infection and from I + 1 by recovery."""
    N = len(P) - 1
    I = np.arange(N + 1)
    up, down = beta * I * (N - I) / N, gamma * I
    change = -(up + down) * P
    change[1:] += up[:-1] * P[:-1]
    change[:-1] += down[1:] * P[1:]
    return change


def forward_inputs(rng):
    """Small and larger populations, a law on one state, at both ends, and a spread one."""
    spread = [rng.dirichlet(np.ones(n + 1)) for n in (1, 2, 5, 12)]
    ends = [np.eye(7)[0], np.eye(7)[6], np.eye(7)[3]]
    rates = rng.uniform(0.2, 3.0, size=(7, 2))
    return [
        (np.array([0.0, 1.0, 0.0]), 2.0, 3.0),
        *((P, float(b), float(g)) for P, (b, g) in zip(spread + ends, rates)),
    ]


def with_the_matrix(P, beta, gamma):
    """Q P, the transpose forgotten."""
    N = len(P) - 1
    I = np.arange(N + 1)
    up, down = beta * I * (N - I) / N, gamma * I
    change = -(up + down) * P
    change[:-1] += up[:-1] * P[1:]
    change[1:] += down[1:] * P[:-1]
    return change


def mean_field_instead(P, beta, gamma):
    N = len(P) - 1
    I = np.arange(N + 1) @ P
    return beta * I * (N - I) / N - gamma * I


ARRIVAL = (
    "What arrives at $I$ comes from a neighbour, at the rate that holds *there* and with the probability of "
    "being there."
)
LEFT = "Whoever arrives has left somewhere else: the changes must add up to 0. "

FORWARD = Function(
    "20.1",
    title="The forward equation of SIS",
    points=3,
    reference=forward,
    inputs=forward_inputs,
    mistakes=[
        Mistake(
            "the transpose forgotten",
            with_the_matrix,
            r"You built $QP$. Probability that flows from $i$ to $j$ is $P_i$ times the rate from $i$ to $j$: "
            r"that is $Q^{\mathsf T}P$, the sum over where it comes *from*.",
        ),
        Mistake(
            "infections at the rate of where they lead",
            edit("up[:-1] * P[:-1]", "up[1:] * P[:-1]"),
            ARRIVAL + " Your infections from $I-1$ have the rate of $I$.",
        ),
        Mistake(
            "recoveries at the rate of where they lead",
            edit("down[1:] * P[1:]", "down[:-1] * P[1:]"),
            ARRIVAL + r" From $I+1$ people recover at rate $\gamma(I+1)$, not $\gamma I$.",
        ),
        Mistake(
            "both at the rate of where they lead",
            edit("up[:-1] * P[:-1]", "up[1:] * P[:-1]", "down[1:] * P[1:]", "down[:-1] * P[1:]"),
            ARRIVAL + " Both of yours have the rates of $I$ itself.",
        ),
        Mistake(
            "infections left out",
            edit("    change[1:] += up[:-1] * P[:-1]\n", ""),
            LEFT + "Those infected at $I-1$ never arrive at $I$.",
        ),
        Mistake(
            "recoveries left out",
            edit("    change[:-1] += down[1:] * P[1:]\n", ""),
            LEFT + "Those who recover at $I+1$ never arrive at $I$.",
        ),
        Mistake(
            "nobody leaves",
            edit("change = -(up + down) * P", "change = np.zeros(N + 1)"),
            LEFT + "Yours only arrive. From $I$ probability leaves at the sum of both rates.",
        ),
        Mistake(
            "only infections leave",
            edit("-(up + down) * P", "-up * P"),
            LEFT + "Recoveries leave $I$ as well.",
        ),
        Mistake(
            "only recoveries leave",
            edit("-(up + down) * P", "-down * P"),
            LEFT + "Infections leave $I$ as well.",
        ),
        Mistake(
            "the rates of leaving subtracted",
            edit("-(up + down) * P", "-(up - down) * P"),
            LEFT + "Both events leave $I$, so both rates count with the same sign.",
        ),
        Mistake(
            "directions exchanged",
            edit("up, down = beta * I * (N - I) / N, gamma * I", "down, up = beta * I * (N - I) / N, gamma * I"),
            "An infection leads from $I$ to $I+1$, a recovery to $I-1$. Yours go the other way.",
        ),
        Mistake(
            "not divided by N",
            edit("beta * I * (N - I) / N", "beta * I * (N - I)"),
            r"The rate of infection is $\beta I(N-I)/N$. Without the $1/N$ each person would meet more people in a "
            "larger population.",
        ),
        Mistake(
            "all N susceptible",
            edit("beta * I * (N - I) / N", "beta * I"),
            "Those who are infectious cannot be infected: a share $(N-I)/N$ of the contacts is with the susceptible.",
        ),
        Mistake(
            "susceptible as in SIR",
            edit("(N - I) / N", "(N - I - 1) / N"),
            "In SIS whoever is not infectious is susceptible, $S = N - I$.",
        ),
        Mistake(
            "N taken as the number of states",
            edit("N = len(P) - 1\n    I = np.arange(N + 1)", "N = len(P)\n    I = np.arange(N)"),
            "`P` has $N + 1$ entries, for $I = 0, \\dots, N$: $N$ is one less than its length.",
        ),
        Mistake(
            "I counted from 1",
            edit("I = np.arange(N + 1)", "I = np.arange(1, N + 2)"),
            "`P[0]` belongs to $I = 0$, from which nothing happens any more.",
        ),
        Mistake(
            "the sign turned",
            edit("return change", "return -change"),
            "Right but for its sign: probability *leaves* $I$ at the sum of the rates.",
        ),
        Mistake(
            "the mean's equation",
            mean_field_instead,
            r"That is the ODE for the expected number, with $\operatorname E[I(N-I)]$ replaced by a product. "
            "Asked is the change of every probability.",
        ),
        Mistake(
            "one step instead of the rate of change",
            edit("change = -(up + down) * P", "change = P - (up + down) * P"),
            "You added $P$ itself. Asked is $dP/dt$, whose entries add up to 0, not to 1.",
        ),
    ],
    hints=[
        "Which two events lead away from $I$, which two lead to it, and from where?",
        r"$\frac{dP_I}{dt} = a_{I-1}P_{I-1} + b_{I+1}P_{I+1} - (a_I + b_I)P_I$, with $a_I$ the rate of infection and "
        "$b_I$ that of recovery at $I$.",
    ],
)
