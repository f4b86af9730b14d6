"""01.3 and 01.4: who holds the note in the end, and how fast the start is forgotten."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 01.3 ----------------------------------------------------------------- predict: who holds the note in the end?
IN_THE_END = Prediction(
    "01.3",
    title="Predict: who holds the note in the end?",
    points=1,
    options={
        "a": "16 times as likely as member 11 to hold it",
        "b": "16 times less likely than member 11",
        "c": "just as likely as member 11",
        "d": "that depends on who had it first",
    },
    reference="c",
    mistakes=[
        Mistake(
            "the well-connected hold more",
            "a",
            "The instructor receives 16 times as often, and passes on 16 times as often. (If each member passed the "
            "note on at rate 1 in all, to a friend chosen at random, a would be right.)",
        ),
        Mistake(
            "the well-connected get rid of it",
            "b",
            "The instructor passes on 16 times as often, and receives 16 times as often.",
        ),
        Mistake(
            "the start is remembered",
            "d",
            "The club is connected: everybody reaches everybody. You will see how fast the start is forgotten.",
        ),
    ],
    reveal="Every tie carries the note equally well both ways, so the equal distribution is stationary: what $i$ hands "
    "to "
    "$j$, $j$ hands back. And it is the only one, as long as the club is connected.",
)


# 01.4 ----------------------------------------------------------------- the decay rate
def decay_rate(adjacency):
    """λ₂ of L: the second smallest eigenvalue, 0 if the graph is not connected."""
    L = np.diag(adjacency.sum(axis=1)) - adjacency
    return np.linalg.eigvalsh(L)[1]


TRIANGLE_WITH_TAIL = np.array([[0.0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
TWO_PAIRS = np.kron(np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]]))


def graph_inputs(rng):
    def drawn(n, chance):
        """A random graph without lonely members: a ring, and more."""
        upper = np.triu(rng.random((n, n)) < chance, 1).astype(float)
        ring = np.roll(np.eye(n), 1, axis=1)
        return np.minimum(upper + upper.T + ring + ring.T, 1)

    star = np.zeros((5, 5))
    star[0, 1:] = star[1:, 0] = 1
    one_lonely = np.pad(TRIANGLE_WITH_TAIL, (0, 1))
    path = np.diag([1.0, 1.0], k=1) + np.diag([1.0, 1.0], k=-1)
    return [(a,) for a in (TRIANGLE_WITH_TAIL, TWO_PAIRS, drawn(6, 0.3), drawn(9, 0.1), star, one_lonely, path)]


def smallest_positive(adjacency):
    values = np.linalg.eigvalsh(np.diag(adjacency.sum(axis=1)) - adjacency)
    return values[values > 1e-9][0]


def normalised(adjacency):
    degree = adjacency.sum(axis=1)
    return np.linalg.eigvalsh(np.eye(len(adjacency)) - adjacency / np.sqrt(np.outer(degree, degree)))[1]


def normalised_but_for_lonely_members(adjacency):
    degree = np.maximum(adjacency.sum(axis=1), 1)
    return np.linalg.eigvalsh(np.eye(len(adjacency)) - adjacency / np.sqrt(np.outer(degree, degree)))[1]


def gap_of_the_adjacency(adjacency):
    values = np.linalg.eigvalsh(adjacency)
    return values[-1] - values[-2]


def gap_of_the_laplacian(adjacency):
    values = np.linalg.eigvalsh(np.diag(adjacency.sum(axis=1)) - adjacency)
    return values[2] - values[1]


WALKS = "Eigenvalues of $A$ count walks. What decays here are the eigenvectors of $L$, and $A$ and $L$ share them only "
WALKS += "if all degrees are equal."
PER_MEMBER = (
    "That is the rate when every member passes the note on at rate 1 in all. Here every *tie* carries it at rate 1."
)

DECAY_RATE = Function(
    "01.4",
    title="How fast is the start forgotten?",
    points=2,
    reference=decay_rate,
    inputs=graph_inputs,
    atol=1e-8,
    mistakes=[
        Mistake(
            "the largest eigenvalue",
            edit("[1]", "[-1]"),
            "The largest eigenvalue belongs to what decays first. The rate that remains in the end is that of what "
            "decays last.",
        ),
        Mistake(
            "the smallest eigenvalue",
            edit("[1]", "[0]"),
            "The smallest eigenvalue is 0 for every graph: it belongs to the equal distribution, which does not decay "
            "at all.",
        ),
        Mistake(
            "the smallest positive eigenvalue",
            smallest_positive,
            "Right for a connected graph. In a club of two circles without a tie between them the start is never "
            "forgotten: "
            "what is the second smallest eigenvalue then?",
        ),
        Mistake(
            "the third eigenvalue",
            edit("[1]", "[2]"),
            "One too far: the list starts with the 0 of the equal distribution.",
        ),
        Mistake(
            "the second largest eigenvalue",
            edit("[1]", "[-2]"),
            "You counted from the wrong end: the slowest decay has the second *smallest* eigenvalue.",
        ),
        Mistake(
            "the sign",
            edit("np.linalg", "-np.linalg"),
            "A rate of decay is positive: the distance falls like $e^{-\\text{rate}\\cdot t}$.",
        ),
        Mistake(
            "the smallest eigenvalue of −L",
            edit("eigvalsh(L)[1]", "eigvalsh(-L)[1]"),
            "The eigenvalues of $-L$ are negative and come in the opposite order. Which one is nearest to 0 but for 0 "
            "itself?",
        ),
        Mistake(
            "the rate of the square",
            edit("np.linalg", "2 * np.linalg"),
            "That is the rate of the squared distance. The distance itself is asked.",
        ),
        Mistake(
            "half the rate",
            edit("np.linalg", "0.5 * np.linalg"),
            "Half of the right value. The distance falls like $e^{-\\lambda_2t}$, without a root or a half.",
        ),
        Mistake(
            "the factor, not the rate",
            edit("np.linalg.eigvalsh(L)[1]", "np.exp(-np.linalg.eigvalsh(L)[1])"),
            "That is what is left after one unit of time. The rate in the exponent is asked.",
        ),
        Mistake(
            "the time, not the rate",
            edit("np.linalg", "1 / np.linalg"),
            "That is how long it takes to fall to $1/e$, a time. Its inverse, the rate, is asked.",
        ),
        Mistake(
            "the root of the eigenvalue",
            edit("np.linalg.eigvalsh(L)[1]", "np.sqrt(np.linalg.eigvalsh(L)[1])"),
            "An eigenvalue of $L$ is a rate already: $e^{-tL}u_k = e^{-\\lambda_kt}u_k$. No root.",
        ),
        Mistake(
            "divided by the number of members",
            edit("np.linalg.eigvalsh(L)[1]", "np.linalg.eigvalsh(L)[1] / len(L)"),
            "Nothing is to be shared among the members: the eigenvalue itself is the rate.",
        ),
        Mistake(
            "degrees plus ties",
            edit("- adjacency", "+ adjacency"),
            "Off the diagonal $L$ has $-1$ for every tie, so that its rows sum to 0. Do yours?",
        ),
        Mistake(
            "one in place of the degree",
            edit("np.diag(adjacency.sum(axis=1))", "np.eye(len(adjacency))"),
            "The diagonal of $L$ holds the number of ties of each member, not 1.",
        ),
        Mistake(
            "no diagonal",
            edit("np.diag(adjacency.sum(axis=1)) - adjacency", "-adjacency"),
            "The diagonal of $L$ holds the number of ties of each member. Yours is 0.",
        ),
        Mistake(
            "degrees subtracted from every entry",
            edit("np.diag(adjacency.sum(axis=1))", "adjacency.sum(axis=1)"),
            "Your degrees stand in every row of the matrix. They belong on its diagonal.",
        ),
        Mistake(
            "eigenvalues not sorted",
            edit("eigvalsh", "eigvals"),
            "`eigvals` returns the eigenvalues in no particular order. `eigvalsh`, for symmetric matrices, sorts them.",
        ),
        Mistake("the gap of the adjacency matrix", gap_of_the_adjacency, WALKS),
        Mistake("the second eigenvalue of the adjacency matrix", edit("eigvalsh(L)", "eigvalsh(adjacency)"), WALKS),
        Mistake(
            "the gap after the second eigenvalue",
            gap_of_the_laplacian,
            "You subtracted two eigenvalues of $L$. The distance itself falls at the rate $\\lambda_2$: $\\lambda_1$ "
            "is 0.",
        ),
        Mistake("the normalised Laplacian", normalised, PER_MEMBER),
        Mistake("the normalised Laplacian, lonely members kept", normalised_but_for_lonely_members, PER_MEMBER),
        Mistake(
            "the smallest degree",
            lambda adjacency: adjacency.sum(axis=1).min(),
            "The member with the fewest ties does slow things down, but so does a bottleneck between two circles. "
            "Which eigenvalue sees both?",
        ),
        Mistake(
            "the mean degree",
            lambda adjacency: adjacency.sum(axis=1).mean(),
            "How often the note moves is not how fast its start is forgotten: it may move in circles.",
        ),
        Mistake(
            "an eigenvector",
            lambda adjacency: np.linalg.eigh(np.diag(adjacency.sum(axis=1)) - adjacency)[1][:, 1],
            "That is an eigenvector, one entry a member. `eigh` returns the eigenvalues first.",
        ),
    ],
    hints=[
        "`np.linalg.eigvalsh` returns the eigenvalues of a symmetric matrix in rising order.",
        r"$\lambda_1 = 0$ always. The slowest of the others decides.",
    ],
)
