"""Answers to lecture 11 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

reading = of("denoiser_from_flow(v, y, sigma)")
sampler = of("generate(v, x, n, shift)")


def pairing(body):
    """A pair_batch, after the two imports of the lecture's set-up cell."""
    imports = "from scipy.optimize import linear_sum_assignment\nfrom scipy.spatial.distance import cdist\n"
    return imports + of("pair_batch(x0, labels, noise)")(body)


_READ = reading("""
    t = sigma / (1 + sigma)
    x = (1 - t) * y
    return x - t * v(x, t)
""")
_GENERATE = sampler("""
    ts = [1 - k / n for k in range(n + 1)]
    ts = [shift * t / (1 + (shift - 1) * t) for t in ts]
    for k in range(n):
        dt = ts[k] - ts[k + 1]
        x = x - dt * v(x, ts[k])
    return x
""")
_PAIR = pairing("""
    cost = ((noise[:, None, :] - x0[None, :, :]) ** 2).sum(-1)
    rows, columns = linear_sum_assignment(cost)
    return x0[columns], labels[columns], noise
""")

ANSWERS = {
    "11.1": {"right": ["c", "C"], "wrong": ["a", "b", "d"]},
    "11.2": {
        "right": [
            _READ,
            reading("""
                s = 1 / (1 + sigma)
                return y * s - (1 - s) * v(y * s, 1 - s)
            """),
            reading("""
                t = 1 - 1 / (1 + sigma)
                x_t = y * (1 - t)
                eps = x_t + (1 - t) * v(x_t, t)
                return y - sigma * eps
            """),
        ],
        "wrong": [
            *slips(
                _READ,
                ("(1 - t) * y", "y"),
                ("(1 - t) * y", "y / sigma"),
                ("(1 - t) * y", "t * y"),
                ("(1 - t) * y", "y / np.sqrt(1 + sigma**2)"),
                ("sigma / (1 + sigma)", "sigma"),
                ("sigma / (1 + sigma)", "1 / (1 + sigma)"),
                ("sigma / (1 + sigma)", "sigma**2 / (1 + sigma**2)"),
                ("sigma / (1 + sigma)", "sigma / np.sqrt(1 + sigma**2)"),
                ("v(x, t)", "v(x, 1 - t)"),
                ("v(x, t)", "v(y, t)"),
                ("v(x, t)", "v(x, sigma)"),
                ("x - t * v(x, t)", "x + t * v(x, t)"),
                ("x - t * v(x, t)", "x - v(x, t)"),
                ("x - t * v(x, t)", "v(x, t)"),
                ("x - t * v(x, t)", "x + (1 - t) * v(x, t)"),
                ("x - t * v(x, t)", "x - (1 - t) * v(x, t)"),
                ("x - t * v(x, t)", "(x - t * v(x, t)) * (1 + sigma)"),
                ("x - t * v(x, t)", "y - t * v(x, t)"),
                ("x - t * v(x, t)", "y - sigma * v(x, t)"),
                ("x - t * v(x, t)", "(x - v(x, t)) / t"),
            ),
            reading("return y - sigma * v(y, sigma)"),
            reading("""
                t = sigma
                x = (1 - t) * y
                return x - t * v(x, t)
            """),
        ],
    },
    "11.3": {
        "right": [
            _GENERATE,
            sampler("""
                t = 1.0
                for k in range(1, n + 1):
                    e = 1 - k / n
                    s = shift * e / (1 + (shift - 1) * e)
                    x = x + (s - t) * v(x, t)
                    t = s
                return x
            """),
            sampler("""
                r = np.linspace(0, 1, n + 1)
                times = 1 - r / (shift + (1 - shift) * r)
                for i, dt in enumerate(np.diff(times)):
                    x = x + dt * v(x, times[i])
                return x
            """),
        ],
        "wrong": [
            *slips(
                _GENERATE,
                ("v(x, ts[k])", "v(x, 1 - ts[k])"),
                ("v(x, ts[k])", "v(x, ts[k + 1])"),
                ("v(x, ts[k])", "v(x, 1 - k / n)"),
                ("v(x, ts[k])", "v(x, (ts[k] + ts[k + 1]) / 2)"),
                ("x - dt", "x + dt"),
                ("1 - k / n for k", "k / n for k"),
                ("dt = ts[k] - ts[k + 1]", "dt = 1 / n"),
                ("(shift - 1) * t", "(1 - shift) * t"),
                ("(1 + (shift - 1) * t)", "(1 + shift * t)"),
                ("shift * t / (1 + (shift - 1) * t)", "t / (shift + (1 - shift) * t)"),
                ("shift * t / (1 + (shift - 1) * t)", "shift * t"),
                ("shift * t / (1 + (shift - 1) * t)", "min(1, shift * t)"),
                ("shift * t / (1 + (shift - 1) * t)", "t"),
                ("range(n):", "range(n - 1):"),
                ("1 - k / n for k in range(n + 1)", "1 - (k + 1) / (n + 1) for k in range(n + 1)"),
                ("x = x - dt * v(x, ts[k])", "x = v(x, ts[k])"),
                ("x - dt * v(x, ts[k])", "x - ts[k] * v(x, ts[k])"),
                ("return x", "return x - v(x, 0.0)"),
            ),
            sampler("""
                for t in np.linspace(1, 0, n):
                    s = shift * t / (1 + (shift - 1) * t)
                    x = x - v(x, s) / n
                return x
            """),
            sampler("""
                ts = np.linspace(0, 1, n + 1)
                ts = shift * ts / (1 + (shift - 1) * ts)
                for t, s in zip(ts, ts[1:]):
                    x = x + (s - t) * v(x, t)
                return x
            """),
            sampler("""
                ts = np.linspace(1, 0, n)
                ts = shift * ts / (1 + (shift - 1) * ts)
                for t, s in zip(ts, ts[1:]):
                    x = x + (s - t) * v(x, t)
                return x
            """),
        ],
    },
    "11.4": {
        "right": ["(2 - pi/2)*sqrt(v)", "2*sqrt(v) - pi*v**0.5/2", "1 + v - (1 - sqrt(v))**2 - pi/2*sqrt(v)"],
        "wrong": [
            "pi/2*sqrt(v)",
            "2*sqrt(v)",
            "0",
            "(1 - sqrt(v))**2",
            "1 + v",
            "(2 - pi/2)*v",
            "2 - pi/2",
            "1 + v - pi/2*sqrt(v)",
            "(2 - pi)*sqrt(v)",
            "(2 + pi/2)*sqrt(v)",
            "(pi/2 - 2)*sqrt(v)",
            "1 + v - (1 - v)**2 - pi/2*sqrt(v)",
            "2*v - pi/2*v",
            "1 + v - (1 + sqrt(v))**2 - pi/2*sqrt(v)",
            "2*sqrt(v) - pi/(2*sqrt(v))",
            "2*sqrt(v) - pi/2*v",
            "(1 - sqrt(v))**2 - pi/2*sqrt(v)",
            "v*pi/2",
        ],
    },
    "11.5": {
        "right": [
            _PAIR,
            pairing("""
                rows, columns = linear_sum_assignment(cdist(noise, x0, "sqeuclidean"))
                return x0[columns], labels[columns], noise
            """),
            pairing("""
                i, j = linear_sum_assignment(cdist(x0, noise) ** 2)
                back = np.argsort(j)
                return x0[back], labels[back], noise
            """),
            pairing("""
                gain = np.asarray(noise) @ np.asarray(x0).T
                _, j = linear_sum_assignment(gain, maximize=True)
                return [x0[k] for k in j], [labels[k] for k in j], noise
            """),
        ],
        "wrong": [
            *slips(
                _PAIR,
                ("labels[columns]", "labels"),
                ("columns], noise", "columns], noise[columns]"),
                (" ** 2).sum(-1)", " ** 2).sum(-1) ** 0.5"),
                ("((noise[:, None, :] - x0[None, :, :]) ** 2)", "abs(noise[:, None, :] - x0[None, :, :])"),
                ("x0[columns], labels[columns], noise", "x0, labels, noise[columns]"),
                ("x0[columns], labels[columns], noise", "x0[rows], labels[rows], noise"),
                ("x0[columns], labels[columns], noise", "x0, labels[columns], noise"),
                ("x0[columns], labels[columns], noise", "x0[columns], labels, noise[columns]"),
                ("x0[columns], labels[columns], noise", "x0[columns], noise, labels[columns]"),
                ("linear_sum_assignment(cost)", "linear_sum_assignment(-cost)"),
                ("linear_sum_assignment(cost)", "linear_sum_assignment(cost.T)"),
                ("rows, columns", "columns, rows"),
                ("x0[columns], labels[columns], noise", "x0[columns], labels[columns]"),
            ),
            pairing("""
                cost = cdist(noise, x0)
                rows, columns = linear_sum_assignment(cost)
                return x0[columns], labels, noise[columns]
            """),
            pairing("""
                cost = cdist(noise, x0)
                rows, columns = linear_sum_assignment(cost)
                return x0[columns], labels[columns], noise
            """),
            pairing("""
                columns = cdist(noise, x0).argmin(axis=1)
                return x0[columns], labels[columns], noise
            """),
            pairing("""
                cost = cdist(x0, noise) ** 2
                rows, columns = linear_sum_assignment(cost)
                return x0[columns], labels[columns], noise
            """),
        ],
    },
    "11.6": {
        "right": [-1.2711, -1.27, -1.26],
        "wrong": [1.2711, 0.0, -0.6745, -0.7979, -0.3178, 0.4237, -1.0, -1.15, -0.4237, 0.25, -0.2, 1.0],
    },
}


# A second reader's, from the statements alone.
def _more(id: str, right: list, wrong: list) -> None:
    ANSWERS[id]["right"] += right
    ANSWERS[id]["wrong"] += wrong


_more(
    "11.2",
    [
        reading("""
    scale = 1 / (1 + sigma)
    return y * scale - (1 - scale) * v(y * scale, 1 - scale)
"""),
        reading("""
    alpha = 1 / (1 + sigma)
    t = sigma * alpha
    x = alpha * y
    eps = x + (1 - t) * v(x, t)
    return (x - t * eps) / (1 - t)
"""),
        reading("""
    from fractions import Fraction
    t = float(Fraction(sigma) / (1 + Fraction(sigma)))
    x = (1 - t) * np.asarray(y)
    return x - t * v(x, t)
"""),
    ],
    [
        reading("""
    return y - sigma * v(y, sigma)
"""),
        reading("""
    t = sigma / (1 + sigma)
    return y - t * v(y, t)
"""),
        reading("""
    t = sigma / (1 + sigma)
    x = y / (1 + sigma)
    return x + (1 - t) * v(x, t)
"""),
        reading("""
    t = sigma / (1 + sigma)
    x = y / (1 + sigma)
    return (x - t * v(x, t)) / (1 - t)
"""),
        reading("""
    t = sigma / (1 + sigma)
    x = y / np.sqrt(1 + sigma**2)
    return x - t * v(x, t)
"""),
        reading("""
    t = sigma / np.sqrt(1 + sigma**2)
    x = y / np.sqrt(1 + sigma**2)
    return x - t * v(x, t)
"""),
        reading("""
    t = 1 / (1 + sigma)
    x = y / (1 + sigma)
    return x - t * v(x, t)
"""),
    ],
)
_more(
    "11.3",
    [
        sampler("""
    moved = lambda t: shift * t / (1 + (shift - 1) * t)
    for i in range(n):
        t, s = moved(1 - i / n), moved(1 - (i + 1) / n)
        x = x - (t - s) * v(x, t)
    return x
"""),
        sampler("""
    times = [1 - i / n for i in range(n + 1)]
    ratio = [shift * t / (1 - t) if t < 1 else float("inf") for t in times]
    times = [r / (1 + r) if r < float("inf") else 1.0 for r in ratio]
    for i in range(n):
        x = x + np.diff(times)[i] * v(x, times[i])
    return x
"""),
        sampler("""
    from functools import reduce
    even = np.arange(n, -1, -1) / n
    times = 1 / (1 + (1 / even[:-1] - 1) / shift)
    times = [*times, 0.0]
    return reduce(lambda y, pair: y + (pair[1] - pair[0]) * v(y, pair[0]), zip(times, times[1:]), x)
"""),
    ],
    [
        sampler("""
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    for t, s in zip(times[:-1], times[1:]):
        x = x + (s - t) * v(x, s)
    return x
"""),
        sampler("""
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    for t, s in zip(times[:-1], times[1:]):
        x = x + (t - s) * v(x, t)
    return x
"""),
        sampler("""
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    for t in times[:-1]:
        x = x - v(x, t) / n
    return x
"""),
        sampler("""
    even = np.linspace(1, 0, n)
    times = shift * even / (1 + (shift - 1) * even)
    for t, s in zip(times[:-1], times[1:]):
        x = x + (s - t) * v(x, t)
    return x
"""),
        sampler("""
    even = np.linspace(0, 1, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    for t, s in zip(times[:-1], times[1:]):
        x = x + (s - t) * v(x, t)
    return x
"""),
        sampler("""
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    start = x
    for t, s in zip(times[:-1], times[1:]):
        x = x + (s - t) * v(start, t)
    return x
"""),
        sampler("""
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + shift * even)
    for t, s in zip(times[:-1], times[1:]):
        x = x + (s - t) * v(x, t)
    return x
"""),
    ],
)
_more(
    "11.4",
    ["sqrt(v)*(4 - pi)/2", "2*sqrt(v) - pi*sqrt(v)/2", "1 + v - (1 - sqrt(v))**2 - pi/2*sqrt(v)"],
    [
        "(2 - pi/2)*v",
        "2*sqrt(v)",
        "pi/2*sqrt(v)",
        "(1 - sqrt(v))**2",
        "1 + v - pi/2*sqrt(v)",
        "2*sqrt(v) + pi/2*sqrt(v)",
        "2*v - pi/2*v",
        "2*sqrt(v) - pi/2",
    ],
)
_more(
    "11.5",
    [
        pairing("""
    squares = ((noise[:, None] - x0[None]) ** 2).sum(axis=2)
    order = linear_sum_assignment(squares)[1]
    return x0[order], labels[order], noise
"""),
        pairing("""
    rows, columns = linear_sum_assignment(-noise @ x0.T)
    return np.take(x0, columns, axis=0), np.take(labels, columns), noise.copy()
"""),
        pairing("""
    rows, columns = linear_sum_assignment(cdist(x0, noise, "sqeuclidean"))
    back = np.argsort(columns)
    return x0[back], labels[back], noise
"""),
    ],
    [
        pairing("""
    cost = cdist(noise, x0)
    rows, columns = linear_sum_assignment(cost)
    return x0[columns], labels[columns], noise
"""),
        pairing("""
    cost = cdist(noise, x0) ** 2
    rows, columns = linear_sum_assignment(cost)
    return x0[columns], labels, noise
"""),
        pairing("""
    cost = cdist(noise, x0) ** 2
    rows, columns = linear_sum_assignment(cost)
    return x0, labels, noise[columns]
"""),
        pairing("""
    cost = cdist(noise, x0) ** 2
    rows, columns = linear_sum_assignment(cost)
    return x0[columns], labels[columns], noise[columns]
"""),
        pairing("""
    cost = cdist(x0, noise) ** 2
    rows, columns = linear_sum_assignment(cost)
    return x0, labels, noise[columns]
"""),
        pairing("""
    cost = cdist(noise, x0) ** 2
    rows, columns = linear_sum_assignment(cost, maximize=True)
    return x0[columns], labels[columns], noise
"""),
    ],
)
_more("11.6", [-1.2709, -1.28, -1.25], [-0.32, -0.5, -0.67, -1.65, 1.27, -0.75, -1.5])
