"""Card transactions from a formula: as many as you ask for, and about as hard to tell apart as the real ones.

The constants were chosen so that what can be counted agrees with the data of Dal Pozzolo et al. 2015 (see
utils/data/transactions.py): tails, correlations, distances between the classes, amounts, hours. No row of theirs is
stored here, and no row drawn here is one of theirs.
"""

import numpy as np

from utils.common.arrays import numpy_generator
from utils.common.checks import number, whole_number
from utils.data.transaction_table import COLUMNS, Transactions

N_V = 28  # V1..V28

# Legitimate: the standard deviations of V1..V28, and how fast their tails fall.
STD = np.array(
    [
        1.93,
        1.64,
        1.46,
        1.40,
        1.36,
        1.33,
        1.18,
        1.16,
        1.09,
        1.04,
        1.00,
        0.95,
        0.99,
        0.90,
        0.91,
        0.85,
        0.75,
        0.82,
        0.81,
        0.77,
        0.72,
        0.72,
        0.62,
        0.61,
        0.52,
        0.48,
        0.40,
        0.33,
    ]
)
TAIL = np.linspace(3.1, 1.35, N_V)  # P(|V| > v) falls like v^−TAIL; a Student t fitted to it has 5 to 1.5 degrees
CUT = 0.002  # beyond this tail probability nothing gets wilder, so that every moment is finite

# Frauds, in units of V: what severity 1 adds ...
CORE = {"V14": -2.5, "V4": 2.3, "V10": -2.0, "V12": -1.7, "V11": 1.6}
RING = {"V3": -2.2, "V17": -1.6, "V7": -1.6, "V16": -1.15, "V9": -1.0, "V18": -0.7}
OUTER = {"V1": -1.4, "V2": 1.3, "V5": -1.1, "V6": -0.4, "V19": 0.2, "V21": 0.2, "V20": 0.15, "V27": 0.1, "V28": 0.05}
# ... times how strongly each kind of fraud shows it. The last kind hardly differs from legitimate rows.
KINDS = np.array(
    [
        # share, median severity, on CORE, on RING, on OUTER
        (0.20, 3.5, 1.0, 1.4, 1.6),  # loud
        (0.44, 2.4, 1.0, 1.0, 0.5),  # common
        (0.22, 1.6, 1.0, 0.5, 0.2),  # narrow
        (0.14, 0.25, 1.0, 0.5, 0.2),  # hidden
    ]
)
SEVERITY_SPREAD = 0.36  # standard deviation of log severity within a kind
# Frauds vary together: the loadings of four common factors, and the degrees of freedom of their Student t.
FACTORS = (
    {"V1": 0.5, "V5": 0.5, "V7": 0.5, "V2": -0.38, "V3": 0.38, "V6": 0.12},
    {"V8": 0.62, "V21": 0.32, "V20": -0.1, "V22": -0.1, "V23": 0.08},
    {"V17": 0.3, "V18": 0.25, "V16": 0.2, "V19": -0.15, "V9": 0.12},
    {"V6": 0.15, "V13": 0.12, "V27": 0.12, "V15": 0.1, "V28": 0.05, "V25": 0.04, "V24": 0.02},
)
FACTOR_DEGREES = 3.0

# Amounts: chances of fixed prices; otherwise log-normal with these mean and standard deviation of the logarithm.
LEGITIMATE_PRICES = {1.00: 0.046, 1.98: 0.021, 0.89: 0.017, 9.99: 0.017, 15.00: 0.012, 0.00: 0.006}
LEGITIMATE_LOG = (3.363, 1.6)  # median of all legitimate amounts 22.00
FRAUD_PRICES = {1.00: 0.230, 0.00: 0.055, 99.99: 0.055}
FRAUD_LOG = (3.082, 1.9)  # median of all frauds' amounts 9.25

# How many in a thousand fall into each hour of the day, 0 h to 23 h.
LEGITIMATE_HOURS = (27, 15, 12, 12, 8, 11, 14, 25, 36, 56, 58, 59, 54, 54, 58, 58, 58, 57, 60, 55, 59, 62, 53, 39)
FRAUD_HOURS = (20, 25, 116, 35, 45, 25, 25, 45, 25, 35, 30, 108, 40, 35, 45, 50, 45, 55, 55, 40, 35, 33, 20, 13)


def draw_transactions(legitimate: int, frauds: int, rng: np.random.Generator) -> Transactions:
    """That many independent transactions of each class: the Transactions, in the order of Time, source "synthetic".

    Time: whole seconds in [0, 172 800), two days of 24 h; hours by the tables above. Amount: units of money, whole
    cents; a fixed price or log-normal. Both are independent of V1..V28, and all rows of each other.
    Legitimate V_j = STD_j w_j z_j / √E w_j², z_j normal, w_j = (u + CUT)^(−1/TAIL_j), where one uniform u is shared
    by the row: the columns are uncorrelated, yet extreme together, like a multivariate Student t.
    Fraudulent V_j = what a legitimate row has + s (d_j + o Σ_i f_i L_ij): severity s, log-normal about the median of
    the kind; d the sum of CORE, RING and OUTER as the kind weights them; factors f_i of Student t; loadings L;
    o the kind's weight on OUTER.
    legitimate, frauds: whole numbers of at least 0, not both 0 (else ValueError). rng: numpy Generator.
    """
    legitimate, frauds = (
        whole_number(name, value, least=0) for name, value in (("legitimate", legitimate), ("frauds", frauds))
    )
    rng = numpy_generator("rng", rng)
    if legitimate + frauds == 0:
        raise ValueError("legitimate + frauds must be at least 1, got 0")
    labels = np.repeat([0, 1], [legitimate, frauds])
    v = _legitimate_v(legitimate + frauds, rng)
    v[legitimate:] += _fraud_shift(frauds, rng)
    amount = np.concatenate(
        [
            _amounts(legitimate, LEGITIMATE_PRICES, LEGITIMATE_LOG, rng),
            _amounts(frauds, FRAUD_PRICES, FRAUD_LOG, rng),
        ]
    )
    time = np.concatenate([_times(legitimate, LEGITIMATE_HOURS, rng), _times(frauds, FRAUD_HOURS, rng)])
    order = np.argsort(time, kind="stable")
    return Transactions(np.column_stack([time, v, amount])[order], labels[order], COLUMNS, "synthetic")


def scale_moment(power: float) -> np.ndarray:
    """E w^power for each column, (28,): ∫ (u + CUT)^(−power/TAIL) du over [0, 1] = ((1 + CUT)^q − CUT^q) / q with
    q = 1 − power/TAIL. No TAIL equals 2 or 4.
    """
    q = 1 - number("power", power) / TAIL
    return ((1 + CUT) ** q - CUT**q) / q


def _legitimate_v(n: int, rng: np.random.Generator) -> np.ndarray:
    w = (rng.random((n, 1)) + CUT) ** (-1 / TAIL)
    return STD / np.sqrt(scale_moment(2)) * w * rng.standard_normal((n, N_V))


def _fraud_shift(n: int, rng: np.random.Generator) -> np.ndarray:
    """What fraud adds to V1..V28, (n, 28)."""
    kind = rng.choice(len(KINDS), size=(n, 1), p=KINDS[:, 0])
    median, core, ring, outer = (KINDS[kind, place] for place in (1, 2, 3, 4))  # each (n, 1)
    severity = median * np.exp(SEVERITY_SPREAD * rng.standard_normal((n, 1)))
    direction = core * _vector(CORE) + ring * _vector(RING) + outer * _vector(OUTER)
    loadings = np.stack([_vector(factor) for factor in FACTORS])
    common = rng.standard_t(FACTOR_DEGREES, size=(n, len(FACTORS))) @ loadings
    return severity * (direction + outer * common)


def _vector(values: dict[str, float]) -> np.ndarray:
    """{"V3": x, ...} as an array (28,), 0 where nothing is said."""
    return np.array([values.get(f"V{number}", 0.0) for number in range(1, N_V + 1)])


def _amounts(n: int, prices: dict[float, float], log: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    amounts = np.round(rng.lognormal(*log, size=n), 2)
    chances = np.array([*prices.values(), 1 - sum(prices.values())])
    price = np.array([*prices, np.nan])[rng.choice(len(chances), size=n, p=chances)]
    return np.where(np.isnan(price), amounts, price)


def _times(n: int, hours: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    hour = rng.choice(24, size=n, p=np.array(hours) / sum(hours))
    return 86_400.0 * rng.integers(2, size=n) + 3600 * hour + rng.integers(3600, size=n)
