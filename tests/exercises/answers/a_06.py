"""Answers to lecture 06 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

ANSWERS = {
    "06.1": {
        "right": [
            """
def mixture_score(x, weights, means, stds, alpha, sigma):
    C = alpha**2 * stds**2 + sigma**2
    p = weights * np.exp(-((x - alpha * means) ** 2) / (2 * C)) / np.sqrt(C)
    return -np.sum(p / p.sum() * (x - alpha * means) / C)
""",
            """
def mixture_score(x, weights, means, stds, alpha, sigma):
    q = slope = 0.0
    for w, m, s in zip(weights, means, stds):
        c = (alpha * s) ** 2 + sigma**2
        n = w * math.exp(-((x - alpha * m) ** 2) / (2 * c)) / math.sqrt(2 * math.pi * c)
        q += n
        slope += -n * (x - alpha * m) / c
    return slope / q
""",
            """
def mixture_score(x, weights, means, stds, alpha, sigma):
    w, m, s = (torch.as_tensor(np.asarray(v), dtype=torch.float64) for v in (weights, means, stds))
    at = torch.tensor(float(x), dtype=torch.float64, requires_grad=True)
    law = torch.distributions.Normal(alpha * m, torch.sqrt(alpha**2 * s**2 + sigma**2))
    return torch.autograd.grad(torch.logsumexp(w.log() + law.log_prob(at), 0), at)[0]
""",
            """
def mixture_score(x, weights, means, stds, alpha, sigma):
    # Tweedie backwards: from E[x_0 | x]
    C = alpha**2 * stds**2 + sigma**2
    logs = np.log(weights) - 0.5 * np.log(C) - (x - alpha * means) ** 2 / (2 * C)
    r = np.exp(logs - logs.max())
    r /= r.sum()
    x0 = r @ (means + alpha * stds**2 / C * (x - alpha * means))
    return -(x - alpha * x0) / sigma**2
""",
            """
from scipy.stats import norm

def mixture_score(x, weights, means, stds, alpha, sigma):
    # central differences of the log-density
    log_q = lambda y: np.log(weights @ norm.pdf(y, alpha * means, np.hypot(alpha * stds, sigma)))
    h = 1e-5
    return (log_q(x + h) - log_q(x - h)) / (2 * h)
""",
        ],
        "wrong": [],
    },
    "06.2": {
        "right": ["np.tanh(1)", "0.76", "(np.e**2 - 1) / (np.e**2 + 1)"],
        "wrong": ["1", "0.25", "0", "0.88", "0.5", "0.2", "np.tanh(0.25)", "0.6", "0.46", "0.9"],
    },
    "06.3": {"right": ["0.5", "1/2", "Fraction(1, 2)"], "wrong": ["0", "1", "0.25", "0.707", "2", "1/3"]},
    "06.4": {
        "right": ["0.66", "0.6554", "Fraction(655, 1000)", "torch.tensor(0.655)"],
        "wrong": ["4.475", "0.345", "0.85", "0.854", "2.353", "0", "1.71", "0.552", "0.46", "-1.353", "0.81", "0.7"],
    },
    "06.5": {
        "right": [
            "alpha**2 * v / (sigma**2 * (alpha**2 * v + sigma**2))",
            "1 / sigma**2 - 1 / (alpha**2 * v + sigma**2)",
            "alpha**2 / sigma**4 * v * sigma**2 / (alpha**2 * v + sigma**2)",
            "alpha**2 / sigma**4 / (1 / v + alpha**2 / sigma**2)",
            "(alpha / sigma)**2 * v / (v * alpha**2 + sigma**2)",
        ],
        "wrong": [
            "1 / sigma**2",
            "1 / sigma**2 - 1 / v",
            "1 / sigma**2 - 1 / (alpha * v + sigma**2)",
            "1 / sigma**2 - 1 / (v + sigma**2)",
            "1 / sigma**2 - 1 / (alpha**2 * v**2 + sigma**2)",
            "1 / sigma**2 - 1 / (alpha**2 * v + sigma**2)**2",
            "1 / sigma**2 + 1 / (alpha**2 * v + sigma**2)",
            "1 / (alpha**2 * v + sigma**2)",
            "alpha**2 * v / sigma**4",
            "alpha**2 / sigma**2 * v / (alpha**2 * v + sigma)",
            "alpha**2 * v / (alpha**2 * v + sigma**2)",
            "v * sigma**2 / (alpha**2 * v + sigma**2)",
            "alpha**2 / sigma**2 * v * sigma**2 / (alpha**2 * v + sigma**2)",
            "alpha / sigma**2 * v / (alpha**2 * v + sigma**2)",
            "1 / sigma - 1 / sqrt(alpha**2 * v + sigma**2)",
            "sigma**2 - 1 / (alpha**2 * v + sigma**2)",
            "1 / (alpha**2 * v + sigma**2) - 1 / sigma**2",
            "alpha**4 * v / (sigma**2 * (alpha**2 * v + sigma**2))",
            "alpha**2 * v / sigma**2 * (alpha**2 * v + sigma**2)",
            "alpha**2 * v / sigma**2 / (alpha**2 + sigma**2)",
            "v / (sigma**2 * (alpha**2 * v + sigma**2))",
            "1 / sigma**2 - (alpha**2 * v + sigma**2)",
            "1 / sigma**2 - 1 / (alpha**2 + sigma**2)",
            "1 / sigma**2 - v / (alpha**2 * v + sigma**2)",
            "0",
        ],
    },
    "06.6": {
        "right": [
            """
def langevin_step(x, score, h, z):
    return x + h * score + np.sqrt(2 * h) * z
""",
            """
def langevin_step(x, score, h, z):
    return torch.as_tensor(x) + h * torch.as_tensor(score) + math.sqrt(2) * h**0.5 * torch.as_tensor(z)
""",
            """
def langevin_step(x, score, h, z):
    x, score, z = (np.asarray(v, dtype=float) for v in (x, score, z))
    out = x.copy()
    out += h * score
    out += (2 * h) ** 0.5 * z
    return out
""",
            """
def langevin_step(x, score, h, z):
    a = 2 * h  # Song and Ermon's step
    return np.asarray(x) + a / 2 * np.asarray(score) + np.sqrt(a) * np.asarray(z)
""",
            """
def langevin_step(x, score, h, z):
    flat = [a + h * b + math.sqrt(2 * h) * c for a, b, c in zip(np.ravel(x), np.ravel(score), np.ravel(z))]
    return np.reshape(flat, np.shape(x))
""",
        ],
        "wrong": [],
    },
    "06.7": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "06.8": {
        "right": [
            """
def expected_rate(counts, x):
    return (x + 1) * counts[x + 1] / counts[x]
""",
            """
def expected_rate(counts, x):
    p = counts / counts.sum()
    return (x + 1) * p[x + 1] / p[x]
""",
            """
def expected_rate(counts, x):
    return Fraction(int(x) + 1) * Fraction(int(counts[x + 1])) / Fraction(int(counts[x]))
""",
            """
def expected_rate(counts, x):
    counts = list(counts)
    happened = sum(counts)
    joint = lambda k: math.factorial(k) * counts[k] / happened
    return joint(x + 1) / joint(x)
""",
            """
def expected_rate(counts, x):
    c = torch.tensor(np.asarray(counts, dtype=float))
    return (x + 1) * torch.exp(torch.log(c[x + 1]) - torch.log(c[x]))
""",
        ],
        "wrong": [],
    },
}


def _function(signature: str, *lines: str) -> str:
    return "\n".join([f"def {signature}:", *["    " + line for line in lines], ""])


def _score(*lines: str) -> str:
    return "from scipy.stats import norm\n" + _function("mixture_score(x, weights, means, stds, alpha, sigma)", *lines)


_C = "C = alpha**2 * stds**2 + sigma**2"
_R = "r = weights * norm.pdf(x, alpha * means, np.sqrt(C))"
_DIVIDE = "r = r / r.sum()"
_SUM = "return -np.sum(r * (x - alpha * means) / C)"

ANSWERS["06.1"]["wrong"] += [
    _score(_C, _R, _DIVIDE, "return np.sum(r * (x - alpha * means) / C)"),
    _score(_C, _R, _SUM),
    _score(_C, "return -np.sum(weights * (x - alpha * means) / C)"),
    _score("C = np.sqrt(alpha**2 * stds**2 + sigma**2)", "r = weights * norm.pdf(x, alpha * means, C)", _DIVIDE, _SUM),
    _score(_C, "r = weights * norm.pdf(x, alpha * means, C)", _DIVIDE, _SUM),
    _score("C = alpha**2 * stds**2", _R, _DIVIDE, _SUM),
    _score("C = stds**2 + sigma**2", _R, _DIVIDE, _SUM),
    _score("C = alpha * stds**2 + sigma**2", _R, _DIVIDE, _SUM),
    _score("C = alpha**2 * stds + sigma**2", _R, _DIVIDE, _SUM),
    _score("C = alpha**2 * stds**2 + sigma", _R, _DIVIDE, _SUM),
    _score("C = (alpha * stds + sigma)**2", _R, _DIVIDE, _SUM),
    _score(_C, "r = weights * norm.pdf(x, means, np.sqrt(C))", _DIVIDE, "return -np.sum(r * (x - means) / C)"),
    _score(_C, _R, _DIVIDE, "return -np.sum(r * (x - means) / C)"),
    _score(_C, "r = norm.pdf(x, alpha * means, np.sqrt(C))", _DIVIDE, _SUM),
    _score(_C, "r = weights * np.exp(-(x - alpha * means)**2 / (2 * C))", _DIVIDE, _SUM),
    _score(_C, "r = weights * np.exp(-(x - alpha * means)**2 / C) / np.sqrt(C)", _DIVIDE, _SUM),
    _score("r = weights * norm.pdf(x, means, stds)", _DIVIDE, "return -np.sum(r * (x - means) / stds**2)"),
    _score(_C, "r = weights * norm.pdf(x, means, stds)", _DIVIDE, _SUM),
    _score(_C, _R, _DIVIDE, "return -r * (x - alpha * means) / C"),
    _score(_C, _R, _DIVIDE, "return -np.sum(r * (x - alpha * means)) / sigma**2"),
    _score(_C, _R, _DIVIDE, "return -np.sum(r * (x - alpha * means)) / np.sum(C)"),
    _score(_C, _R, _DIVIDE, "k = np.argmax(r)", "return -(x - alpha * means[k]) / C[k]"),
    _score(
        "m = np.sum(weights * means)",
        "v = np.sum(weights * (stds**2 + means**2)) - m**2",
        "return -(x - alpha * m) / (alpha**2 * v + sigma**2)",
    ),
    _score(_C, _R, _DIVIDE, "return -np.sum(r * (x - alpha * means) / np.sqrt(C))"),
    _score(_C, _R, _DIVIDE, "x0 = np.sum(r * means)", "return -(x - alpha * x0) / sigma**2"),
    _score(
        _C,
        _R,
        _DIVIDE,
        "x0 = r @ (means + alpha * stds**2 / C * (x - alpha * means))",
        "return -(x - alpha * x0) / sigma",
    ),
]

_LANGEVIN = "langevin_step(x, score, h, z)"
ANSWERS["06.6"]["wrong"] += [
    _function(_LANGEVIN, line)
    for line in [
        "return x + h * score + 2 * h * z",
        "return x + h * score + np.sqrt(h) * z",
        "return x - h * score + np.sqrt(2 * h) * z",
        "return x + h * score + np.sqrt(2) * h * z",
        "return x + h * score + 2 * np.sqrt(h) * z",
        "return x + h / 2 * score + np.sqrt(h) * z",
        "return x + h / 2 * score + np.sqrt(2 * h) * z",
        "return x + h * score",
        "return x + h * score + h * z",
        "return x + np.sqrt(2 * h) * z",
        "return x + h * score + z",
        "return x + 2 * h * score + np.sqrt(2 * h) * z",
        "return x + h * (score + np.sqrt(2 * h) * z)",
        "return x + h * (score + np.sqrt(2) * z)",
        "return x + h * score - np.sqrt(2 * h) * z",
        "return x + h**2 * score + np.sqrt(2 * h) * z",
        "return x + h**2 / 2 * score + h * z",
        "return h * score + np.sqrt(2 * h) * z",
        "return x + score + np.sqrt(2 * h) * z",
        "return x + h * score + np.sqrt(2 * h * np.abs(z))",
        "return x + h * score + np.sqrt(2 * h) * np.random.default_rng(0).normal(size=np.shape(x))",
        "return x + h * score + np.sqrt(2 * h) * np.random.normal(size=np.shape(x))",
        "return x + h * score + np.sqrt(2 * h) * z[0]",
        "return x + np.sqrt(2 * h) * score + h * z",
        "return x + h * score + np.sqrt(2 / h) * z",
    ]
]

_RATE = "expected_rate(counts, x)"
ANSWERS["06.8"]["wrong"] += [
    _function(_RATE, *line.split("\n"))
    for line in [
        "return counts[x + 1] / counts[x]",
        "return x * counts[x + 1] / counts[x]",
        "return (x + 1) * counts[x] / counts[x + 1]",
        "return x * counts[x] / counts[x - 1]",
        "return (x + 1) * counts[x + 1] / counts.sum()",
        "return (x + 1) * counts[x + 1] // counts[x]",
        "return x",
        "k = np.arange(len(counts))\nreturn np.sum(k * counts) / counts.sum()",
        "return x * counts[x] / counts.sum()",
        "return (x + 1) * counts[x + 1] / (counts[x] + 1)",
        "return (x + 1) + counts[x + 1] / counts[x]",
        "return (x + 1) * counts[x] / counts[x - 1]",
        "return counts[x + 1] / (counts[x] * (x + 1))",
        "return (x + 1) * (counts[x + 1] - counts[x]) / counts[x]",
        "return x + 1 + np.log(counts[x + 1] / counts[x])",
        "if counts[x + 1] == 0:\n    return 0\nreturn x * counts[x + 1] / counts[x]",
        "return math.factorial(x + 1) * counts[x + 1] / counts[x]",
        "if x == 0:\n    return counts[1] / counts[0]\nreturn x * counts[x + 1] / counts[x]",
        "k = np.arange(len(counts))\nm = np.sum(k * counts) / counts.sum()\n"
        "v = np.sum((k - m) ** 2 * counts) / counts.sum()\nreturn m + (1 - m / v) * (x - m)",
        "return (x + 2) * counts[x + 1] / counts[x]",
        "return (x + 1) * counts[x + 2] / counts[x + 1]",
        "later = counts[x + 1:]\nreturn np.sum(later) / counts[x]",
        "return (x + 1) * counts[x + 1] / np.sum(counts[x:])",
        "return np.sqrt((x + 1) * counts[x + 1] / counts[x])",
    ]
]

_SCORE = of("mixture_score(x, weights, means, stds, alpha, sigma)")("""
    C = alpha**2 * stds**2 + sigma**2
    p = weights * np.exp(-((x - alpha * means) ** 2) / (2 * C)) / np.sqrt(C)
    r = p / p.sum()
    return -np.sum(r * (x - alpha * means) / C)
""")
ANSWERS["06.1"]["wrong"] += slips(
    _SCORE,
    ("r = p / p.sum()", "r = p"),
    ("-np.sum", "-np.mean"),
    ("(x - alpha * means) / C)", "(x - alpha * means)) / sigma**2"),
    ("alpha**2 *", "alpha *"),
    ("/ C)", "/ np.sqrt(C))"),
)
