"""Answers to lecture 05 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

ANSWERS = {
    "05.1": {"right": ["a", "(a)", "A"], "wrong": ["b", "c", "d", "e"]},
    "05.2": {
        "right": [
            """
def log_posteriors(log_forward, log_marginal):
    return np.sum(log_forward[1:] + log_marginal[:-1] - log_marginal[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # telescoped
    return log_forward[1:].sum() + log_marginal[0] - log_marginal[-1]
""",
            """
def log_posteriors(log_forward, log_marginal):
    # (5.5) as it stands: all forward factors, less the last marginal
    return sum(log_forward) - log_marginal[-1]
""",
            """
def log_posteriors(log_forward, log_marginal):
    total = 0.0
    for t in range(2, len(log_forward) + 1):
        total += log_forward[t - 1] - (log_marginal[t - 1] - log_marginal[t - 2])
    return total
""",
            """
def log_posteriors(log_forward, log_marginal):
    f, m = torch.as_tensor(log_forward), torch.as_tensor(log_marginal)
    return f[1:].sum() - torch.diff(m).sum()
""",
            """
def log_posteriors(log_forward, log_marginal):
    forward, marginal = [Fraction(float(v)) for v in log_forward], [Fraction(float(v)) for v in log_marginal]
    return sum(f - after + before for f, before, after in zip(forward[1:], marginal, marginal[1:]))
""",
        ],
        "wrong": [
            """
def log_posteriors(log_forward, log_marginal):
    # the first factor counted as well
    return np.sum(log_forward) + log_marginal[0] - log_marginal[-1]
""",
            """
def log_posteriors(log_forward, log_marginal):
    # the fraction of (5.4) the wrong way up
    return np.sum(log_forward[1:] + log_marginal[1:] - log_marginal[:-1])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # no marginals
    return np.sum(log_forward[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # all marginals taken off
    return np.sum(log_forward[1:] - log_marginal[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # every forward factor less its marginal
    return np.sum(log_forward - log_marginal)
""",
            """
def log_posteriors(log_forward, log_marginal):
    # only the end taken off
    return log_forward[1:].sum() - log_marginal[-1]
""",
            """
def log_posteriors(log_forward, log_marginal):
    # the steps, not their sum
    return log_forward[1:] + log_marginal[:-1] - log_marginal[1:]
""",
            """
def log_posteriors(log_forward, log_marginal):
    # range stops too early
    T, total = len(log_forward), 0.0
    for t in range(2, T):
        total += log_forward[t - 1] + log_marginal[t - 2] - log_marginal[t - 1]
    return total
""",
            """
def log_posteriors(log_forward, log_marginal):
    # starts at t = 3: entry 2 taken for t = 2
    total = 0.0
    for t in range(2, len(log_forward)):
        total += log_forward[t] + log_marginal[t - 1] - log_marginal[t]
    return total
""",
            """
def log_posteriors(log_forward, log_marginal):
    # the last factor left out, not the first
    return np.sum(log_forward[:-1] + log_marginal[:-1] - log_marginal[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # multiplied as if they were probabilities
    return np.prod(log_forward[1:] * log_marginal[:-1] / log_marginal[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # probability for log-probability
    return np.exp(np.sum(log_forward[1:] + log_marginal[:-1] - log_marginal[1:]))
""",
            """
def log_posteriors(log_forward, log_marginal):
    # mean for sum
    return np.mean(log_forward[1:] + log_marginal[:-1] - log_marginal[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # the cost, with its sign turned
    return -np.sum(log_forward[1:] + log_marginal[:-1] - log_marginal[1:])
""",
            """
def log_posteriors(log_forward, log_marginal):
    # the end added instead of taken off
    return log_forward.sum() + log_marginal[-1]
""",
            """
def log_posteriors(log_forward, log_marginal):
    # returns inside the loop
    total = 0.0
    for t in range(1, len(log_forward)):
        total += log_forward[t] + log_marginal[t - 1] - log_marginal[t]
        return total
""",
            """
def log_posteriors(log_forward, log_marginal):
    # divides by the wrong neighbour: t + 1 for t - 1
    total = 0.0
    for t in range(1, len(log_forward) - 1):
        total += log_forward[t] + log_marginal[t + 1] - log_marginal[t]
    return total
""",
        ],
    },
    "05.3": {
        "right": ["0.0637", "0.06367", "Fraction(637, 10000)", "np.float64(0.0637)"],
        "wrong": [
            "0.0529",
            "0.0107",
            "2.9221",
            "0.0516",
            "0.0195",
            "0.092",
            "0.0919",
            "1.1616",
            "3.295",
            ("0.0323", "the chain of the derivations, T = 60"),
            ("0.064", "three decimals only"),
            "-0.0637",
        ],
    },
    "05.4": {
        "right": [
            """
def bits_per_dimension(x0, mean, std, width):
    total = 0.0
    for x, m in zip(x0, mean):
        phi = lambda z: 0.5 * (1 + math.erf(z / math.sqrt(2)))
        total -= math.log2(phi((x + width / 2 - m) / std) - phi((x - width / 2 - m) / std))
    return total / len(x0)
""",
            """
def bits_per_dimension(x0, mean, std, width):
    law = torch.distributions.Normal(torch.as_tensor(mean, dtype=torch.float64), std)
    x = torch.as_tensor(x0, dtype=torch.float64)
    return -torch.log2(law.cdf(x + width / 2) - law.cdf(x - width / 2)).mean()
""",
            """
def bits_per_dimension(x0, mean, std, width):
    from scipy.stats import norm
    edges = np.array(x0)[:, None] + width * np.array([-0.5, 0.5])
    p = np.diff(norm.cdf(edges, np.array(mean)[:, None], std))[:, 0]
    return -np.log(p).sum() / (np.log(2) * len(p))
""",
        ],
        "wrong": [
            """
def bits_per_dimension(x0, mean, std, width):
    # nats
    from scipy.stats import norm
    return np.mean(-np.log(norm.cdf((x0 + width / 2 - mean) / std) - norm.cdf((x0 - width / 2 - mean) / std)))
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # not per dimension
    from scipy.stats import norm
    return np.sum(-np.log2(norm.cdf((x0 + width / 2 - mean) / std) - norm.cdf((x0 - width / 2 - mean) / std)))
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # the density
    return np.mean(0.5 * ((x0 - mean) / std) ** 2 + np.log(std * np.sqrt(2 * np.pi))) / np.log(2)
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # density times width
    nats = 0.5 * ((x0 - mean) / std) ** 2 + np.log(std * np.sqrt(2 * np.pi)) - np.log(width)
    return np.mean(nats) / np.log(2)
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # whole width on either side
    from scipy.stats import norm
    return np.mean(-np.log2(norm.cdf((x0 + width - mean) / std) - norm.cdf((x0 - width - mean) / std)))
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # variance for deviation
    from scipy.stats import norm
    return np.mean(-np.log2(norm.cdf((x0 + width / 2 - mean) / std**2) - norm.cdf((x0 - width / 2 - mean) / std**2)))
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # sign
    from scipy.stats import norm
    return np.mean(np.log2(norm.cdf((x0 + width / 2 - mean) / std) - norm.cdf((x0 - width / 2 - mean) / std)))
""",
            """
def bits_per_dimension(x0, mean, std, width):
    # means and data exchanged is the same by symmetry; here the edges are not shifted by the mean
    from scipy.stats import norm
    return np.mean(-np.log2(norm.cdf((x0 + width / 2) / std) - norm.cdf((x0 - width / 2) / std)))
""",
        ],
    },
    "05.5": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "05.6": {
        "right": [
            """
def to_x0(value, x_t, alpha, sigma, kind):
    if kind == "x0":
        return value
    if kind == "eps":
        return (x_t - sigma * value) / alpha
    if kind == "v":
        return (alpha * x_t - sigma * value) / (alpha**2 + sigma**2)
    if kind == "score":
        return (x_t + sigma**2 * value) / alpha
    if kind == "flow":
        return (x_t - sigma * value) / (alpha + sigma)
""",
            """
def to_x0(value, x_t, alpha, sigma, kind):
    # each kind is a x_0 + b eps: solve two equations
    rows = {"x0": (1, 0), "eps": (0, 1), "v": (-sigma, alpha), "score": (0, -1 / sigma), "flow": (-1, 1)}
    a, b = rows[kind]
    return (b * x_t - sigma * value) / (alpha * b - sigma * a)
""",
            """
def to_x0(value, x_t, alpha, sigma, kind):
    match kind:
        case "x0":
            return value
        case "v":
            return (alpha * x_t - sigma * value) / (alpha * alpha + sigma * sigma)
        case "flow":
            return (x_t - sigma * value) / (alpha + sigma)
        case "score":
            eps = -sigma * value
        case _:
            eps = value
    return (x_t - sigma * eps) / alpha
""",
            """
def to_x0(value, x_t, alpha, sigma, kind):
    value, x_t = torch.as_tensor(value), torch.as_tensor(x_t)
    return {
        "x0": value,
        "eps": (x_t - sigma * value) / alpha,
        "v": (alpha * x_t - sigma * value) / (sigma**2 + alpha**2),
        "score": (x_t + sigma**2 * value) / alpha,
        "flow": (x_t - sigma * value) / (alpha + sigma),
    }[kind]
""",
            """
def to_x0(value, x_t, alpha, sigma, kind):
    # by an angle and a radius: alpha = r cos, sigma = r sin
    r, phi = np.hypot(alpha, sigma), np.arctan2(sigma, alpha)
    if kind == "x0":
        return value
    if kind == "v":
        return (np.cos(phi) * x_t - np.sin(phi) * value) / r
    if kind == "score":
        value = -r * np.sin(phi) * value
    if kind == "flow":
        return (x_t / r - np.sin(phi) * value) / (np.cos(phi) + np.sin(phi))
    return x_t / r / np.cos(phi) - np.tan(phi) * value
""",
        ],
        "wrong": [],
    },
    "05.7": {
        "right": [
            """
def preconditioning(sigma, sigma_data):
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, sigma * sigma_data / np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    c_skip = 1 / (1 + (sigma / sigma_data) ** 2)
    # variance of x_0 - c_skip x
    return np.array([c_skip, math.sqrt((1 - c_skip) ** 2 * sigma_data**2 + c_skip**2 * sigma**2)])
""",
            """
def preconditioning(sigma, sigma_data):
    c_skip = sigma_data**2 / (sigma**2 + sigma_data**2)
    return [c_skip, sigma * math.sqrt(c_skip)]
""",
            """
def preconditioning(sigma, sigma_data):
    s, d = torch.tensor(float(sigma)).double(), torch.tensor(float(sigma_data)).double()
    return d.square() / (s.square() + d.square()), (1 / (1 / s**2 + 1 / d**2)).sqrt()
""",
            """
from scipy.optimize import minimize_scalar

def preconditioning(sigma, sigma_data):
    out2 = lambda c: (1 - c) ** 2 * sigma_data**2 + c**2 * sigma**2
    best = minimize_scalar(out2, bounds=(0, 1), method="bounded", options={"xatol": 1e-10})
    return best.x, np.sqrt(best.fun)
""",
        ],
        "wrong": [
            """
def preconditioning(sigma, sigma_data):
    # variance for standard deviation
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, (sigma * sigma_data) ** 2 / total
""",
            """
def preconditioning(sigma, sigma_data):
    # the noise's share for the data's
    total = sigma**2 + sigma_data**2
    return sigma**2 / total, sigma * sigma_data / np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    # no root
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, sigma * sigma_data / total
""",
            """
def preconditioning(sigma, sigma_data):
    # standard deviations not squared
    c_skip = sigma_data / (sigma + sigma_data)
    return c_skip, sigma * sigma_data / np.sqrt(sigma**2 + sigma_data**2)
""",
            """
def preconditioning(sigma, sigma_data):
    # swapped
    total = sigma**2 + sigma_data**2
    return sigma * sigma_data / np.sqrt(total), sigma_data**2 / total
""",
            """
def preconditioning(sigma, sigma_data):
    # the residual: network predicts the noise
    return 1.0, sigma
""",
            """
def preconditioning(sigma, sigma_data):
    # no skip
    return 0.0, sigma_data
""",
            """
def preconditioning(sigma, sigma_data):
    # variance 1 with the correlation forgotten: Var x_0 + c^2 Var x
    total = sigma**2 + sigma_data**2
    c = sigma_data**2 / total
    return c, np.sqrt(sigma_data**2 + c**2 * total)
""",
            """
def preconditioning(sigma, sigma_data):
    # variance 1 with the noise forgotten
    total = sigma**2 + sigma_data**2
    c = sigma_data**2 / total
    return c, (1 - c) * sigma_data
""",
            """
def preconditioning(sigma, sigma_data):
    # Karras' c_in in place of c_out
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, 1 / np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    # c_out upside down
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, np.sqrt(total) / (sigma * sigma_data)
""",
            """
def preconditioning(sigma, sigma_data):
    # root in c_skip as well
    total = sigma**2 + sigma_data**2
    return sigma_data / np.sqrt(total), sigma * sigma_data / np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    # c_out negative
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, -sigma * sigma_data / np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    # 1 - c_skip as the factor of F
    c_skip = sigma_data**2 / (sigma**2 + sigma_data**2)
    return c_skip, 1 - c_skip
""",
            """
def preconditioning(sigma, sigma_data):
    # sigma_data = 1, as in somebody's code
    return 1 / (sigma**2 + 1), sigma / np.sqrt(sigma**2 + 1)
""",
            """
def preconditioning(sigma, sigma_data):
    # sigma_data dropped in c_out
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, sigma / np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    # plain standard deviation of x
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, np.sqrt(total)
""",
            """
def preconditioning(sigma, sigma_data):
    # only c_skip
    return sigma_data**2 / (sigma**2 + sigma_data**2)
""",
        ],
    },
}

_LINES = {
    "x0": "value",
    "eps": "(x_t - sigma * value) / alpha",
    "v": "(alpha * x_t - sigma * value) / (alpha**2 + sigma**2)",
    "score": "(x_t + sigma**2 * value) / alpha",
    "flow": "(x_t - sigma * value) / (alpha + sigma)",
}


def _to_x0(**slips: str) -> str:
    """The five lines with some of them changed."""
    lines = [f'    if kind == "{kind}":\n        return {text}' for kind, text in (_LINES | slips).items()]
    return "\n".join(["def to_x0(value, x_t, alpha, sigma, kind):", *lines, ""])


ANSWERS["05.6"]["wrong"] += [
    _to_x0(v="alpha * x_t - sigma * value", score="(x_t + sigma * value) / alpha"),
    _to_x0(v="alpha * x_t - sigma * value"),
    _to_x0(v="(alpha * x_t - sigma * value) / np.sqrt(alpha**2 + sigma**2)"),
    _to_x0(v="(alpha * x_t - sigma * value) / (alpha + sigma)"),
    _to_x0(v="(alpha * x_t - sigma * value) / (alpha**2 - sigma**2)"),
    _to_x0(v="alpha * x_t - sigma * value", score="(x_t - sigma**2 * value) / alpha"),
    _to_x0(x0="x_t"),
    _to_x0(x0="(x_t - sigma * value) / alpha"),
    _to_x0(eps="x_t - sigma * value"),
    _to_x0(eps="(x_t + sigma * value) / alpha"),
    _to_x0(eps="(x_t - alpha * value) / sigma"),
    _to_x0(eps="(x_t - sigma**2 * value) / alpha"),
    _to_x0(eps="x_t - sigma * value / alpha"),
    _to_x0(v="(alpha * x_t + sigma * value) / (alpha**2 + sigma**2)"),
    _to_x0(v="(sigma * x_t - alpha * value) / (alpha**2 + sigma**2)"),
    _to_x0(v="(sigma * x_t + alpha * value) / (alpha**2 + sigma**2)"),
    _to_x0(v="(x_t - sigma * value) / alpha"),
    _to_x0(v="(alpha * value - x_t) / sigma"),
    _to_x0(v="(alpha * value - sigma * x_t) / (alpha**2 + sigma**2)"),
    _to_x0(score="(x_t - sigma**2 * value) / alpha"),
    _to_x0(score="(x_t + sigma * value) / alpha"),
    _to_x0(score="(x_t + value / sigma) / alpha"),
    _to_x0(score="x_t + sigma**2 * value"),
    _to_x0(score="(x_t - sigma * value) / alpha"),
    _to_x0(flow="x_t - sigma * value"),
    _to_x0(flow="(x_t + sigma * value) / (alpha + sigma)"),
    _to_x0(flow="(x_t - sigma * value) / (alpha - sigma)"),
    _to_x0(flow="x_t - value"),
    _to_x0(flow="(x_t - sigma * value) / alpha"),
    _to_x0(flow="(x_t - value) / (alpha + sigma)"),
    _to_x0(flow="x_t + sigma * value"),
    _to_x0(v="(alpha * x_t + sigma * value) / (alpha**2 + sigma**2)", score="(x_t + sigma * value) / alpha"),
    """
def to_x0(value, x_t, alpha, sigma, kind):
    # the noise, not the picture
    eps = {"x0": (x_t - alpha * value) / sigma, "eps": value, "v": sigma * x_t + alpha * value,
           "score": -sigma * value, "flow": (x_t + alpha * value) / (alpha + sigma)}
    return eps[kind]
""",
    """
def to_x0(value, x_t, alpha, sigma, kind):
    # two kinds not written
    if kind == "x0":
        return value
    elif kind == "eps":
        return (x_t - sigma * value) / alpha
    elif kind == "v":
        return alpha * x_t - sigma * value
""",
    """
def to_x0(value, x_t, alpha, sigma, kind):
    # everything treated as noise
    if kind == "x0":
        return value
    return (x_t - sigma * value) / alpha
""",
]

_BITS = of("bits_per_dimension(x0, mean, std, width)")("""
    from scipy.stats import norm
    upper = norm.cdf((x0 + width / 2 - mean) / std)
    lower = norm.cdf((x0 - width / 2 - mean) / std)
    return np.mean(-np.log2(upper - lower))
""")
ANSWERS["05.4"]["wrong"] += slips(
    _BITS,
    (" / std)", ")"),
    (" / std)", " / np.sqrt(std))"),
    ("(upper - lower)", "((upper - lower) / width)"),
    ("width / 2", "width"),
    ("np.mean(-np.log2(upper - lower))", "-np.log2(upper - lower)"),
)
