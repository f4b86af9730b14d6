"""Exercises of lecture 01: from jumps between sites to dP/dt = QᵀP, on a line, on a graph, and with a pull."""

import numpy as np

from utils.teaching.exercise import Mistake, function, prediction

# 01.1 ----------------------------------------------------------------- predict: a spot of ink
INK = prediction(
    "01.1",
    title="Predict: a spot of ink",
    points=1,
    reference=9.0,
    atol=0.3,
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
        Mistake("two minutes a millimetre", 6.0, "Ask how the variance grows, not the width."),
        Mistake("nine more minutes", 10.0, "9 minutes is counted from the start, when the width was 0."),
    ],
    reveal="Jumps are independent, so their variances add: the variance is proportional to the time, the width to its "
    "root. Three times as wide is nine times the variance.",
)


# 01.2 ----------------------------------------------------------------- the matrix from the rates
def _out(rates):
    return np.diag(rates.sum(axis=1))


def _in(rates):
    return np.diag(rates.sum(axis=0))


def rate_matrix(rates):
    """M = Qᵀ with dP/dt = M P, from rates[i, j] = rate of jumps from i to j (zero diagonal)."""
    return rates.T - _out(rates)


def rate_inputs(rng):
    def drawn(n):
        return rng.uniform(0.1, 2.0, size=(n, n)) * (1 - np.eye(n)) * (rng.random((n, n)) < 0.8)

    return [(np.array([[0.0, 2.0], [0.5, 0.0]]),), (drawn(3),), (drawn(5),), (np.diag([1.0, 3.0, 2.0], k=1),)]


RATE_MATRIX = function(
    "01.2",
    title="The matrix from the rates",
    points=2,
    reference=rate_matrix,
    inputs=rate_inputs,
    mistakes=[
        Mistake(
            "not transposed",
            lambda r: r - _out(r),
            "That is Q. Row j of the matrix asked for must collect what flows into j, from every i.",
        ),
        Mistake(
            "diagonal from what comes in",
            lambda r: r.T - _in(r),
            "Your columns do not sum to 0, so probability appears from nowhere. What leaves a site, at which total rate?",
        ),
        Mistake(
            "neither transposed nor the right diagonal",
            lambda r: r - _in(r),
            "Your columns sum to 0, but entry (j, i) must be the rate from i to j. Which way do your entries point?",
        ),
        Mistake(
            "no diagonal", lambda r: r.T, "Everything flows in and nothing flows out. What stands on the diagonal?"
        ),
        Mistake(
            "no diagonal, not transposed",
            lambda r: r * 1.0,
            "Those are the rates. What flows out, and where does the rest arrive?",
        ),
        Mistake(
            "the sign of a Laplacian",
            lambda r: _out(r) - r.T,
            "With your sign a site gains what it should lose. The graph's L has this sign, and the equation says −L.",
        ),
        Mistake(
            "the sign of a Laplacian, not transposed",
            lambda r: _out(r) - r,
            "Check the sign of what leaves site 0, and then which way the entries off the diagonal point.",
        ),
        Mistake("diagonal added", lambda r: r.T + _out(r), "What leaves a site is lost to it. With which sign?"),
        Mistake(
            "subtracted from every entry",
            lambda r: r.T - r.sum(axis=1),
            "numpy took your list of sums from every row of the table. Which entries of the matrix should they change?",
        ),
        Mistake(
            "everybody leaves at rate 1",
            lambda r: r.T - np.eye(len(r)) * (r.sum(axis=1) > 0),
            "Your diagonal is −1: as if everybody left at rate 1. At which total rate does each site lose its walkers?",
        ),
    ],
    hints=[
        "Write dP_0/dt for two sites: what comes in is P_1 times the rate from 1 to 0, and what goes out?",
        "Off the diagonal it is the transposed table of rates; on the diagonal, minus the sum of the rates out of the site.",
    ],
)

# 01.3 ----------------------------------------------------------------- predict: who holds the note in the end?
IN_THE_END = prediction(
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
    reveal="Every tie carries the note equally well both ways, so the equal distribution stands still: what i hands to j, "
    "j hands back. And nothing else does, as long as the club is connected.",
)


# 01.4 ----------------------------------------------------------------- the decay rate
def _laplacian(adjacency):
    return np.diag(adjacency.sum(axis=1)) - adjacency


TRIANGLE_WITH_TAIL = np.array([[0.0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
TWO_PAIRS = np.kron(np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]]))


def _graph(rng, n, chance):
    """A random graph without lonely members: a ring, and more."""
    upper = np.triu(rng.random((n, n)) < chance, 1).astype(float)
    ring = np.roll(np.eye(n), 1, axis=1)
    return np.minimum(upper + upper.T + ring + ring.T, 1)


def decay_rate(adjacency):
    """λ₂ of L: the second smallest eigenvalue, 0 if the graph is not connected."""
    return np.linalg.eigvalsh(_laplacian(adjacency))[1]


def _spectrum(adjacency):
    return np.linalg.eigvalsh(_laplacian(adjacency))


def _normalised(adjacency):
    scale = np.sqrt(np.outer(adjacency.sum(axis=1), adjacency.sum(axis=1)))
    return np.linalg.eigvalsh(np.eye(len(adjacency)) - adjacency / scale)[1]


def _first_positive(adjacency):
    values = _spectrum(adjacency)
    return values[values > 1e-9][0]


def _gap(adjacency):
    values = np.linalg.eigvalsh(adjacency)
    return values[-1] - values[-2]


DECAY_RATE = function(
    "01.4",
    title="How fast is the start forgotten?",
    points=2,
    reference=decay_rate,
    inputs=lambda rng: [(TRIANGLE_WITH_TAIL,), (TWO_PAIRS,), (_graph(rng, 6, 0.3),), (_graph(rng, 9, 0.1),)],
    atol=1e-8,
    mistakes=[
        Mistake(
            "the largest eigenvalue",
            lambda A: _spectrum(A)[-1],
            "The largest eigenvalue belongs to what dies first. The rate that remains in the end is that of what dies last.",
        ),
        Mistake(
            "the smallest eigenvalue",
            lambda A: round(_spectrum(A)[0], 9) + 0.0,  # no round-off in the table
            "The smallest eigenvalue is 0 for every graph: it belongs to the equal distribution, which does not decay at all.",
        ),
        Mistake(
            "the smallest positive eigenvalue",
            _first_positive,
            "Right for a connected graph. In a club of two circles without a tie between them the start is never forgotten: "
            "what is the second smallest eigenvalue then?",
        ),
        Mistake(
            "the sign",
            lambda A: -_spectrum(A)[1],
            "A rate of decay is positive: the distance falls like e^(−rate · t).",
        ),
        Mistake(
            "the rate of the square",
            lambda A: 2 * _spectrum(A)[1],
            "That is the rate of the squared distance. The distance itself is asked.",
        ),
        Mistake(
            "the gap of the adjacency matrix",
            _gap,
            "Eigenvalues of A count walks. What decays here are the eigenvectors of L, and A and L share them only if all degrees are equal.",
        ),
        Mistake(
            "the normalised Laplacian",
            _normalised,
            "That is the rate when every member passes the note on at rate 1 in all. Here every tie carries it at rate 1.",
        ),
        Mistake(
            "the third eigenvalue",
            lambda A: _spectrum(A)[2],
            "One too far: the list starts with the 0 of the equal distribution.",
        ),
        Mistake(
            "the factor, not the rate",
            lambda A: np.exp(-_spectrum(A)[1]),
            "That is what is left after one unit of time. The rate in the exponent is asked.",
        ),
        Mistake(
            "entry 1 of the spectrum of minus L",
            lambda A: np.linalg.eigvalsh(-_laplacian(A))[1],
            "The eigenvalues of −L come in the opposite order, and are negative. Which one is nearest to 0 without being 0 itself?",
        ),
    ],
    hints=[
        "np.linalg.eigvalsh returns the eigenvalues of a symmetric matrix in rising order.",
        "λ₁ = 0 always. The slowest of the others decides.",
    ],
)


# 01.5 ----------------------------------------------------------------- rates for a pull
def pull_rates(x, h):
    """(up, down) with (up − down) h = −x and (up + down) h² = 2."""
    return 1 / h**2 - x / (2 * h), 1 / h**2 + x / (2 * h)


def pull_inputs(rng):
    drawn = [(float(a), float(b)) for a, b in zip(rng.uniform(-2, 2, 4), rng.uniform(0.1, 0.9, 4))]
    return [(0.5, 0.2), (0.0, 0.5), (4.0, 0.5), *drawn]


PULL_RATES = function(
    "01.5",
    title="Rates for a pull",
    points=2,
    reference=pull_rates,
    inputs=pull_inputs,
    mistakes=[
        Mistake(
            "exchanged",
            lambda x, h: pull_rates(x, h)[::-1],
            "At a positive x yours jumps up more often than down: it is pushed away from 0.",
        ),
        Mistake(
            "not halved",
            lambda x, h: (2 / h**2 - x / h, 2 / h**2 + x / h),
            "Put yours into the two conditions (1.16): both left sides come out twice too large.",
        ),
        Mistake(
            "the pull not halved",
            lambda x, h: (1 / h**2 - x / h, 1 / h**2 + x / h),
            "Up minus down must be −x/h. What is it with your rates?",
        ),
        Mistake(
            "the noise not halved",
            lambda x, h: (2 / h**2 - x / (2 * h), 2 / h**2 + x / (2 * h)),
            "Up plus down must be 2/h². What is it with your rates?",
        ),
        Mistake(
            "noise of variance 1",
            lambda x, h: (1 / (2 * h**2) - x / (2 * h), 1 / (2 * h**2) + x / (2 * h)),
            "The variance gained per unit of time is 2, not 1: it is the √2 of dX = −X dt + √2 dB.",
        ),
        Mistake(
            "the jump's variance taken as h",
            lambda x, h: (1 / h - x / (2 * h), 1 / h + x / (2 * h)),
            "A jump of length h adds h² to the mean square. Look at the second condition again.",
        ),
        Mistake(
            "the pull divided by h²",
            lambda x, h: (1 / h**2 - x / (2 * h**2), 1 / h**2 + x / (2 * h**2)),
            "A jump moves the walker by h, not by h². Look at the first condition again.",
        ),
        Mistake(
            "the pull on one side only",
            lambda x, h: (1 / h**2, 1 / h**2 + x / h),
            "The first condition holds, the second does not: a pull changes both rates, in opposite directions.",
        ),
        Mistake(
            "the pull in the unit of sites",
            lambda x, h: (1 / h**2 - x / 2, 1 / h**2 + x / 2),
            "You need more jumps than that to move by x per unit of time, since each is only h long.",
        ),
        Mistake(
            "no brackets",
            lambda x, h: (1 / h**2 - x / 2 * h, 1 / h**2 + x / 2 * h),
            "Python reads x / 2 * h as (x/2) · h. Compare your two rates with what the first condition asks.",
        ),
        Mistake(
            "no noise",
            lambda x, h: (-x / (2 * h), x / (2 * h)),
            "One of your rates is negative. What does the second condition add?",
        ),
        Mistake(
            "pushed outwards on one side",
            lambda x, h: (1 / h**2 - abs(x) / (2 * h), 1 / h**2 + abs(x) / (2 * h)),
            "Right where x is positive. At a negative x yours still prefers down: which way is 0 from there?",
        ),
    ],
    hints=[
        "Two equations, two unknowns: divide the first by h and the second by h², then add and subtract.",
        "up + down = 2/h² and up − down = −x/h.",
    ],
)


# 01.6 ----------------------------------------------------------------- the film backwards
def reverse_rates(rates, shares):
    """Rates of the film played backwards: from j to i at P_i rates[i, j] / P_j."""
    return (shares[:, None] * rates).T / shares[:, None]


def film_inputs(rng):
    def drawn(n):
        shares = rng.uniform(0.2, 1, size=n)
        return rng.uniform(0.1, 2.0, size=(n, n)) * (1 - np.eye(n)), shares / shares.sum()

    return [(np.array([[0.0, 2.0], [0.5, 0.0]]), np.array([0.8, 0.2])), drawn(3), drawn(4), drawn(5)]


FILM = function(
    "01.6",
    title="The film backwards",
    points=3,
    reference=reverse_rates,
    inputs=film_inputs,
    mistakes=[
        Mistake(
            "only transposed",
            lambda R, P: R.T * 1.0,
            "Turning the arrows round is right when all shares are equal. Otherwise count: how many walkers make the jump, and "
            "out of how many? (P_i rates[i, j] / P_i cancels to this too: which site does the backward jump leave?)",
        ),
        Mistake(
            "not turned round",
            lambda R, P: R * P[:, None] / P,
            "Entry (j, i) must be the rate from j to i in the backward film. Which forward jump does it show?",
        ),
        Mistake(
            "the ratio upside down",
            lambda R, P: R.T * P[:, None] / P,
            "A site with a tiny share that many flow into must be left quickly in the backward film. Is yours?",
        ),
        Mistake(
            "upside down and not turned round",
            lambda R, P: R * P / P[:, None],
            "Follow one forward jump, from i to j: in the backward film it goes from j to i. Count the walkers who make it.",
        ),
        Mistake(
            "the flow, not the rate",
            lambda R, P: (P[:, None] * R).T,
            "That is how many make the jump per unit of time. A rate is per walker who stands at the site it leaves.",
        ),
        Mistake(
            "the flow, not turned round",
            lambda R, P: P[:, None] * R,
            "That is how many make the forward jump per unit of time. Turn it round, and then ask: out of how many?",
        ),
        Mistake(
            "multiplied by the share, not divided",
            lambda R, P: R.T * P[:, None],
            "Count the walkers who make the forward jump: they start from i. Then share them among those who stand at j.",
        ),
        Mistake(
            "shares of the flow",
            lambda R, P: (P[:, None] * R).T / (P[:, None] * R).T.sum(axis=1, keepdims=True),
            "Your rows sum to 1: they say where a backward jump goes, not how often it happens.",
        ),
        Mistake(
            "with the diagonal of a rate matrix",
            lambda R, P: reverse_rates(R, P) - np.diag(reverse_rates(R, P).sum(axis=1)),
            "The rates off the diagonal are right. The table of rates asked for has a zero diagonal, like the one given.",
        ),
        Mistake(
            "minus the rates",
            lambda R, P: -R,
            "Rates are never negative. This is the sign change that section 7 shows to fail.",
        ),
        Mistake(
            "the forward rates",
            lambda R, P: R * 1.0,
            "A film of a crowd at rest would look alike both ways only if each jump were as frequent as its opposite. Count walkers.",
        ),
    ],
    hints=[
        "In a short time Δ, P_i · rates[i, j] · Δ walkers jump from i to j. In the backward film these same walkers jump from j to i.",
        "Divide them by the number of walkers who stand at j: P_j.",
    ],
)

EXERCISES = [INK, RATE_MATRIX, IN_THE_END, DECAY_RATE, PULL_RATES, FILM]
