"""Exercises of lecture 01: from jumps between sites to dP/dt = QᵀP, on a line, on a graph, and with a pull."""

import numpy as np
from scipy.linalg import expm

from utils.teaching.exercise import Mistake, formula, function, prediction

# 01.1 ----------------------------------------------------------------- predict: a spot of ink
INK = prediction(
    "01.1",
    title="Predict: a spot of ink",
    points=1,
    reference=9.0,
    atol=0.3,
    rtol=0.0,
    mistakes=[
        Mistake("three times as far, three times as long", 3.0,
                "A walker who always went the same way would need 3 minutes. This one turns round half of the time."),
        Mistake("the root instead of the square", np.sqrt(3),
                "You took the root of the distance. It is the distance that grows like the root of the time."),
        Mistake("the cube", 27.0, "The volume grows with the cube of the width, but each direction spreads by itself."),
        Mistake("two minutes a millimetre", 6.0, "Ask how the variance grows, not the width."),
        Mistake("nine more minutes", 10.0, "9 minutes is counted from the start, when the width was 0."),
    ],
    reveal="Jumps are independent, so their variances add: the variance is proportional to the time, the width to its "
    "root. Three times as wide is nine times the variance.",
)


# 01.2 ----------------------------------------------------------------- from jumps to the heat kernel
def walk_density(x, t, h, r):
    """N(x; 0, 2 r h² t)."""
    variance = 2 * r * h**2 * t
    return np.exp(-(x**2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)


def _density(variance):
    def wrong(x, t, h, r):
        v = variance(t, h, r)
        return np.exp(-(x**2) / (2 * v)) / np.sqrt(2 * np.pi * v)

    return wrong


def walk_inputs(rng):
    drawn = [tuple(float(v) for v in rng.uniform([-1, 0.5, 0.05, 5], [1, 4, 0.3, 40])) for _ in range(4)]
    return [(0.3, 3.0, 0.1, 12.5), (0.0, 0.7, 0.2, 9.0), *drawn]


WALK_DENSITY = function(
    "01.2",
    title="From jumps to a density",
    points=2,
    reference=walk_density,
    inputs=walk_inputs,
    mistakes=[
        Mistake("one direction only", _density(lambda t, h, r: r * h**2 * t),
                "The walker jumps at rate r to the left and at rate r to the right. How many jumps is that in time t?"),
        Mistake("jump length not squared", _density(lambda t, h, r: 2 * r * h * t),
                "A jump of ±h has mean 0. What is its variance? Look at the unit of yours."),
        Mistake("jump length forgotten", _density(lambda t, h, r: 2 * r * t),
                "That is the variance of the number of the site. The site k lies at x = k h."),
        Mistake("time squared", _density(lambda t, h, r: 2 * r * h**2 * t**2),
                "Variances of independent jumps add. Then how does their sum grow with the time?"),
        Mistake("4D t for 2D t", _density(lambda t, h, r: 4 * r * h**2 * t),
                "4Dt stands in the exponent of the heat kernel because 2 · 2Dt does: the variance itself is smaller."),
        Mistake("the one half in the exponent", lambda x, t, h, r: np.exp(-(x**2) / (2 * r * h**2 * t))
                / np.sqrt(4 * np.pi * r * h**2 * t), "Look at the exponent of a Gaussian density: what divides x²?"),
        Mistake("a probability, not a density", lambda x, t, h, r: h * walk_density(x, t, h, r),
                "That is the probability of one site. A density is probability per unit of length."),
        Mistake("not normalised", lambda x, t, h, r: np.exp(-(x**2) / (4 * r * h**2 * t)),
                "The integral of yours over x is not 1. What stands before the exponential?"),
        Mistake("the root covers 2π only", lambda x, t, h, r: np.exp(-(x**2) / (4 * r * h**2 * t))
                / (np.sqrt(2 * np.pi) * 2 * r * h**2 * t), "Divide by √(2π) times the standard deviation. Yours is the variance."),
        Mistake("the standard deviation taken for the variance", _density(lambda t, h, r: np.sqrt(2 * r * h**2 * t)),
                "You took the root once too often: a Gaussian density asks for the variance under its root."),
    ],
    hints=[
        "The number of jumps in time t is 2rt on average, and each has variance h².",
        "Equation (1.4) is the variance. Put it into the density of a Gaussian with mean 0.",
    ],
)


# 01.3 ----------------------------------------------------------------- the matrix from the rates
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
    "01.3",
    title="The matrix from the rates",
    points=2,
    reference=rate_matrix,
    inputs=rate_inputs,
    mistakes=[
        Mistake("not transposed", lambda r: r - _out(r),
                "That is Q. Row j of the matrix asked for must collect what flows into j, from every i."),
        Mistake("diagonal from what comes in", lambda r: r.T - _in(r),
                "Your columns do not sum to 0, so probability appears from nowhere. What leaves a site, at which total rate?"),
        Mistake("neither transposed nor the right diagonal", lambda r: r - _in(r),
                "Your columns sum to 0, but entry (j, i) must be the rate from i to j. Which way do your entries point?"),
        Mistake("no diagonal", lambda r: r.T, "Everything flows in and nothing flows out. What stands on the diagonal?"),
        Mistake("no diagonal, not transposed", lambda r: r * 1.0, "Those are the rates. What flows out, and where does the rest arrive?"),
        Mistake("the sign of a Laplacian", lambda r: _out(r) - r.T,
                "With your sign a site gains what it should lose. The graph's L has this sign, and the equation says −L."),
        Mistake("the sign of a Laplacian, not transposed", lambda r: _out(r) - r,
                "Check the sign of what leaves site 0, and then which way the entries off the diagonal point."),
        Mistake("diagonal added", lambda r: r.T + _out(r), "What leaves a site is lost to it. With which sign?"),
    ],
    hints=[
        "Write dP_0/dt for two sites: what comes in is P_1 times the rate from 1 to 0, and what goes out?",
        "Off the diagonal it is the transposed table of rates; on the diagonal, minus the sum of the rates out of the site.",
    ],
)

# 01.4 ----------------------------------------------------------------- predict: who holds the note in the end?
IN_THE_END = prediction(
    "01.4",
    title="Predict: who holds the note in the end?",
    points=1,
    options={
        "a": "16 times as likely as member 11",
        "b": "16 times less likely than member 11",
        "c": "just as likely as member 11",
        "d": "that depends on who had it first",
    },
    reference="c",
    mistakes=[
        Mistake("the well-connected hold more", "a",
                "The instructor receives 16 times as often, and passes on 16 times as often. (If each member passed the "
                "note on at rate 1 in all, to a friend chosen at random, a would be right.)"),
        Mistake("the well-connected get rid of it", "b", "The instructor passes on 16 times as often, and receives 16 times as often."),
        Mistake("the start is remembered", "d",
                "The club is connected: everybody reaches everybody. You will see how fast the start is forgotten."),
    ],
    reveal="Every tie carries the note equally well both ways, so the equal distribution stands still: what i hands to j, "
    "j hands back. And nothing else does, as long as the club is connected.",
)


# 01.5 ----------------------------------------------------------------- e^{−tL} is stochastic
def _laplacian(adjacency):
    return np.diag(adjacency.sum(axis=1)) - adjacency


def spread(adjacency, t):
    """e^{−tL} with L = diag(degrees) − A."""
    return expm(-t * _laplacian(adjacency))


def _graph(rng, n, chance):
    """A random graph without lonely members: a ring, and more."""
    upper = np.triu(rng.random((n, n)) < chance, 1).astype(float)
    ring = np.roll(np.eye(n), 1, axis=1)
    return np.minimum(upper + upper.T + ring + ring.T, 1)


PATH = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
TRIANGLE_WITH_TAIL = np.array([[0.0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
TWO_PAIRS = np.kron(np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]]))


def spread_inputs(rng):
    return [(PATH, 0.5), (PATH, 0.0), (TWO_PAIRS, 0.3), (_graph(rng, 6, 0.3), 0.4), (_graph(rng, 7, 0.2), float(rng.uniform(0.2, 1)))]


def _first_order(adjacency, t):
    return np.eye(len(adjacency)) - t * _laplacian(adjacency)


def _degrees(adjacency):
    return np.diag(adjacency.sum(axis=1))


SPREAD = function(
    "01.5",
    title="A matrix that shares out",
    points=2,
    reference=spread,
    inputs=spread_inputs,
    mistakes=[
        Mistake("exponential of every entry", lambda A, t: np.exp(-t * _laplacian(A)),
                "np.exp works entry by entry. Check t = 0: nothing has happened, so the result must be the identity."),
        Mistake("the sign", lambda A, t: expm(t * _laplacian(A)),
                "Your entries grow beyond 1 and fall below 0, though the rows still sum to 1. Which sign has dP/dt?"),
        Mistake("no diagonal", lambda A, t: expm(t * A), "Your rows sum to more than 1. What is subtracted for those who pass the note on?"),
        Mistake("no diagonal, and the sign", lambda A, t: expm(-t * A),
                "Some of your entries are negative and the rows do not sum to 1. L has degrees on its diagonal."),
        Mistake("degrees plus ties", lambda A, t: expm(-t * (_degrees(A) + A)),
                "Your rows do not sum to 1. With which sign do the ties stand in L?"),
        Mistake("first order only", _first_order,
                "I − tL is the first step of a short time. For t = 1 and three friends its diagonal is negative."),
        Mistake("one step backwards", lambda A, t: np.linalg.inv(np.eye(len(A)) + t * _laplacian(A)),
                "(I + tL)⁻¹ has rows that sum to 1 and no negative entry, but two steps of t/2 would give another result. "
                "Which function of t turns sums of times into products?"),
        Mistake("a friend chosen at random", lambda A, t: expm(t * (A / A.sum(axis=1, keepdims=True) - np.eye(len(A)))),
                "Your rows sum to 1, but in your process a member passes the note on at rate 1 in all. Here every tie carries it at rate 1."),
        Mistake("the symmetric normalised Laplacian", lambda A, t: expm(
            t * (A / np.sqrt(np.outer(A.sum(axis=1), A.sum(axis=1))) - np.eye(len(A)))),
                "Your rows do not sum to 1. That Laplacian is divided by the degrees; ours is not."),
        Mistake("the time left out", lambda A, t: expm(-_laplacian(A)), "Check t = 0: nothing has happened yet."),
    ],
    hints=[
        "L has the number of ties of each member on its diagonal, and −1 for every tie.",
        "The matrix exponential is scipy.linalg.expm; np.exp is another function.",
    ],
)


# 01.6 ----------------------------------------------------------------- the decay rate
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
    "01.6",
    title="How fast is the start forgotten?",
    points=2,
    reference=decay_rate,
    inputs=lambda rng: [(TRIANGLE_WITH_TAIL,), (TWO_PAIRS,), (_graph(rng, 6, 0.3),), (_graph(rng, 9, 0.1),)],
    atol=1e-8,
    mistakes=[
        Mistake("the largest eigenvalue", lambda A: _spectrum(A)[-1],
                "The largest eigenvalue belongs to what dies first. The rate that remains in the end is that of what dies last."),
        Mistake("the smallest eigenvalue", lambda A: round(_spectrum(A)[0], 9) + 0.0,  # no round-off in the table
                "The smallest eigenvalue is 0 for every graph: it belongs to the equal distribution, which does not decay at all."),
        Mistake("the smallest positive eigenvalue", _first_positive,
                "Right for a connected graph. In a club of two circles without a tie between them the start is never forgotten: "
                "what is the second smallest eigenvalue then?"),
        Mistake("the sign", lambda A: -_spectrum(A)[1], "A rate of decay is positive: the distance falls like e^(−rate · t)."),
        Mistake("the rate of the square", lambda A: 2 * _spectrum(A)[1],
                "That is the rate of the squared distance. The distance itself is asked."),
        Mistake("the gap of the adjacency matrix", _gap,
                "Eigenvalues of A count walks. What decays here are the eigenvectors of L, and A and L share them only if all degrees are equal."),
        Mistake("the normalised Laplacian", _normalised,
                "That is the rate when every member passes the note on at rate 1 in all. Here every tie carries it at rate 1."),
        Mistake("the third eigenvalue", lambda A: _spectrum(A)[2], "One too far: the list starts with the 0 of the equal distribution."),
    ],
    hints=[
        "np.linalg.eigvalsh returns the eigenvalues of a symmetric matrix in rising order.",
        "λ₁ = 0 always. The slowest of the others decides.",
    ],
)


# 01.7 ----------------------------------------------------------------- rates for a pull
def pull_rates(x, h):
    """(up, down) with (up − down) h = −x and (up + down) h² = 2."""
    return 1 / h**2 - x / (2 * h), 1 / h**2 + x / (2 * h)


def pull_inputs(rng):
    drawn = [(float(a), float(b)) for a, b in zip(rng.uniform(-2, 2, 4), rng.uniform(0.1, 0.9, 4))]
    return [(0.5, 0.2), (0.0, 0.5), (4.0, 0.5), *drawn]


PULL_RATES = function(
    "01.7",
    title="Rates for a pull",
    points=2,
    reference=pull_rates,
    inputs=pull_inputs,
    mistakes=[
        Mistake("exchanged", lambda x, h: pull_rates(x, h)[::-1],
                "At a positive x yours jumps up more often than down: it is pushed away from 0."),
        Mistake("not halved", lambda x, h: (2 / h**2 - x / h, 2 / h**2 + x / h),
                "Put yours into the two conditions (1.16): both left sides come out twice too large."),
        Mistake("the pull not halved", lambda x, h: (1 / h**2 - x / h, 1 / h**2 + x / h),
                "Up minus down must be −x/h. What is it with your rates?"),
        Mistake("the noise not halved", lambda x, h: (2 / h**2 - x / (2 * h), 2 / h**2 + x / (2 * h)),
                "Up plus down must be 2/h². What is it with your rates?"),
        Mistake("noise of variance 1", lambda x, h: (1 / (2 * h**2) - x / (2 * h), 1 / (2 * h**2) + x / (2 * h)),
                "The variance gained per unit of time is 2, not 1: it is the √2 of dX = −X dt + √2 dB."),
        Mistake("the jump's variance taken as h", lambda x, h: (1 / h - x / (2 * h), 1 / h + x / (2 * h)),
                "A jump of length h adds h² to the mean square. Look at the second condition again."),
        Mistake("the pull divided by h²", lambda x, h: (1 / h**2 - x / (2 * h**2), 1 / h**2 + x / (2 * h**2)),
                "A jump moves the walker by h, not by h². Look at the first condition again."),
        Mistake("the pull on one side only", lambda x, h: (1 / h**2, 1 / h**2 + x / h),
                "The first condition holds, the second does not: a pull changes both rates, in opposite directions."),
        Mistake("the pull in the unit of sites", lambda x, h: (1 / h**2 - x / 2, 1 / h**2 + x / 2),
                "You need more jumps than that to move by x per unit of time, since each is only h long."),
    ],
    hints=[
        "Two equations, two unknowns: divide the first by h and the second by h², then add and subtract.",
        "up + down = 2/h² and up − down = −x/h.",
    ],
)

# 01.8 ----------------------------------------------------------------- the variance of an Ornstein–Uhlenbeck crowd
OU_VARIANCE = formula(
    "01.8",
    title="The variance on the way",
    points=2,
    reference="1 + (v0 - 1) * exp(-2 * t)",
    inputs=lambda rng: [
        {"v0": 3.0, "t": 0.5},
        {"v0": 0.0, "t": 0.3},
        *({"v0": float(a), "t": float(b)} for a, b in zip(rng.uniform(0.2, 4, 4), rng.uniform(0.05, 1.5, 4))),
    ],
    mistakes=[
        Mistake("the start taken as known", "1 - exp(-2 * t)", "At t = 0 yours is 0, whatever v0 is."),
        Mistake("no noise added", "v0 * exp(-2 * t)", "That is what is left of the first variance. Noise comes in all the time."),
        Mistake("the first variance not shrunk", "v0 + 1 - exp(-2 * t)",
                "Each walker is pulled towards 0, so the differences at the start shrink too."),
        Mistake("the rate of the mean", "1 + (v0 - 1) * exp(-t)",
                "The mean falls at rate 1. Put yours into dv/dt = 2 − 2v and see what is left over."),
        Mistake("the factor of the mean not squared", "v0 * exp(-t) + 1 - exp(-2 * t)",
                "What multiplies x_0 is e^(−t). What does that do to its variance?"),
        Mistake("noise without pull", "v0 + 2 * t", "That solves dv/dt = 2: a walker without a pull."),
        Mistake("the standard deviation", "sqrt(1 + (v0 - 1) * exp(-2 * t))", "That is the standard deviation. The variance is asked."),
        Mistake("settles at 2", "2 + (v0 - 2) * exp(-2 * t)", "Where does dv/dt = 2 − 2v stand still?"),
        Mistake("the sign of the exponent", "1 + (v0 - 1) * exp(2 * t)", "Yours runs away from 1. It should settle there."),
        Mistake("exchanged", "v0 + (1 - v0) * exp(-2 * t)", "Yours starts at 1 and settles at v0. Which is the start?"),
    ],
    hints=[
        "Let w = v − 1. What does dv/dt = 2 − 2v say about dw/dt?",
        "dw/dt = −2w, so w falls like e^(−2t) from v0 − 1.",
    ],
)


# 01.9 ----------------------------------------------------------------- the film backwards
def reverse_rates(rates, shares):
    """Rates of the film played backwards: from j to i at P_i rates[i, j] / P_j."""
    return (shares[:, None] * rates).T / shares[:, None]


def film_inputs(rng):
    def drawn(n):
        shares = rng.uniform(0.2, 1, size=n)
        return rng.uniform(0.1, 2.0, size=(n, n)) * (1 - np.eye(n)), shares / shares.sum()

    return [(np.array([[0.0, 2.0], [0.5, 0.0]]), np.array([0.8, 0.2])), drawn(3), drawn(4), drawn(5)]


FILM = function(
    "01.9",
    title="The film backwards",
    points=3,
    reference=reverse_rates,
    inputs=film_inputs,
    mistakes=[
        Mistake("only transposed", lambda R, P: R.T * 1.0,
                "Turning the arrows round is right when all shares are equal. Otherwise count: how many walkers make the jump, and "
                "out of how many? (P_i rates[i, j] / P_i cancels to this too: which site does the backward jump leave?)"),
        Mistake("not turned round", lambda R, P: R * P[:, None] / P,
                "Entry (j, i) must be the rate from j to i in the backward film. Which forward jump does it show?"),
        Mistake("the ratio upside down", lambda R, P: R.T * P[:, None] / P,
                "A site with a tiny share that many flow into must be left quickly in the backward film. Is yours?"),
        Mistake("upside down and not turned round", lambda R, P: R * P / P[:, None],
                "Follow one forward jump, from i to j: in the backward film it goes from j to i. Count the walkers who make it."),
        Mistake("the flow, not the rate", lambda R, P: (P[:, None] * R).T,
                "That is how many make the jump per unit of time. A rate is per walker who stands at the site it leaves."),
        Mistake("minus the rates", lambda R, P: -R, "Rates are never negative. This is the sign change that section 7 shows to fail."),
        Mistake("the forward rates", lambda R, P: R * 1.0,
                "A film of a crowd at rest would look alike both ways only if each jump were as frequent as its opposite. Count walkers."),
    ],
    hints=[
        "In a short time Δ, P_i · rates[i, j] · Δ walkers jump from i to j. In the backward film these same walkers jump from j to i.",
        "Divide them by the number of walkers who stand at j: P_j.",
    ],
)

EXERCISES = [INK, WALK_DENSITY, RATE_MATRIX, IN_THE_END, SPREAD, DECAY_RATE, PULL_RATES, OU_VARIANCE, FILM]
