"""Answers to lecture 22 as learners write them, from the statements alone."""

from .shorthand import of

_PIT = of("poisson_pit(y, mean, v)")
ROLL = of("last_value_errors(y, first, H)")
PRODUCT = of("product_indices(means, variances)")


def PIT(body):
    """With what the lecture's set-up cell imports."""
    return "from scipy import stats\n\n" + _PIT(body)


ANSWERS = {
    "22.1": {
        "right": [
            PIT("F = lambda k: stats.poisson.cdf(k, mean)\nreturn F(y - 1) + v * (F(y) - F(y - 1))"),
            PIT("return stats.poisson.cdf(y, mean) - (1 - v) * stats.poisson.pmf(y, mean)"),
            PIT(
                """
                p = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(y + 1)]
                return sum(p[:-1]) + v * p[-1]
                """
            ),
            PIT(
                "low = 0 if y == 0 else stats.poisson.cdf(y - 1, mean)\nreturn (1 - v) * low + v * stats.poisson.cdf(y, mean)"
            ),
        ],
        "wrong": [
            PIT("return stats.poisson.cdf(y, mean)"),
            PIT("return stats.poisson.cdf(y - 1, mean)"),
            PIT("F = lambda k: stats.poisson.cdf(k, mean)\nreturn F(y) + v * (F(y) - F(y - 1))"),
            PIT("F = lambda k: stats.poisson.cdf(k, mean)\nreturn F(y) - v * (F(y) - F(y - 1))"),
            PIT("F = lambda k: stats.poisson.cdf(k, mean)\nreturn F(y) + v * (F(y + 1) - F(y))"),
            PIT("return v * stats.poisson.cdf(y, mean)"),
            PIT("return stats.poisson.cdf(y - v, mean)"),
            PIT("return stats.poisson.cdf(y - 1, mean) + 0.5 * stats.poisson.pmf(y, mean)"),
            PIT("return stats.poisson.cdf(y - 1, mean) + v"),
            PIT(
                "return stats.poisson.pmf(y - 1, mean) + v * (stats.poisson.pmf(y, mean) - stats.poisson.pmf(y - 1, mean))"
            ),
            PIT("return stats.norm.cdf(y, mean, mean**0.5)"),
        ],
    },
    "22.2": {"right": ["c", "C"], "wrong": ["a", "b", "d"]},
    "22.3": {
        "right": [
            "mu * log(mu / nu) - mu + nu",
            "nu - mu + mu * (log(mu) - log(nu))",
            "mu * (log(mu / nu) - 1 + nu / mu)",
            "-mu * log(nu / mu) + (nu - mu)",
        ],
        "wrong": [
            "mu * log(mu / nu)",
            "nu * log(nu / mu) - nu + mu",
            "mu * log(nu / mu) - mu + nu",
            "mu * log(mu / nu) + mu - nu",
            "log(mu / nu) - mu + nu",
            "(mu - nu)**2 / (2 * nu)",
            "(mu - nu)**2",
            "mu - nu",
            "mu * log(nu) - nu",
            "mu * log(mu / nu) - mu * nu",
            "nu * log(mu / nu) - mu + nu",
        ],
    },
    "22.4": {
        "right": [
            ROLL(
                """
                total = np.zeros(H)
                origins = np.arange(first, len(y) - H + 1)
                for h in range(1, H + 1):
                    total[h - 1] = np.abs(y[origins + h - 1] - y[origins - 1]).mean()
                return total
                """
            ),
            ROLL(
                """
                rows = []
                o = first
                while o + H <= len(y):
                    past, future = y[:o], y[o:][:H]
                    rows.append([abs(f - past[-1]) for f in future])
                    o += 1
                return [sum(column) / len(rows) for column in zip(*rows)]
                """
            ),
            ROLL(
                """
                windows = np.lib.stride_tricks.sliding_window_view(y, H + 1)[first - 1:]
                return np.abs(windows[:, 1:] - windows[:, :1]).mean(0)
                """
            ),
        ],
        "wrong": [
            ROLL("return np.mean([np.abs(y[o:o + H] - y[o]) for o in range(first, len(y) - H + 1)], axis=0)"),
            ROLL("return np.mean([np.abs(y[o + 1:o + H + 1] - y[o]) for o in range(first, len(y) - H)], axis=0)"),
            ROLL("return np.mean([np.abs(y[o:o + H] - y[o - 1]) for o in range(first, len(y) - H)], axis=0)"),
            ROLL("return np.mean([np.abs(y[o:o + H] - y[o - 1]) for o in range(first, len(y) - H + 1)])"),
            ROLL("return np.mean([y[o:o + H] - y[o - 1] for o in range(first, len(y) - H + 1)], axis=0)"),
            ROLL("return np.mean([(y[o:o + H] - y[o - 1])**2 for o in range(first, len(y) - H + 1)], axis=0)"),
            ROLL("return np.sqrt(np.mean([(y[o:o + H] - y[o - 1])**2 for o in range(first, len(y) - H + 1)], axis=0))"),
            ROLL("return np.abs(y[first:first + H] - y[first - 1])"),
            ROLL("return np.mean([np.abs(y[o:o + H] - y[:o].mean()) for o in range(first, len(y) - H + 1)], axis=0)"),
            ROLL(
                "return np.array([np.mean(np.abs(y[first + h - 1:] - y[first - 1:len(y) - h])) for h in range(1, H + 1)])"
            ),
        ],
    },
    "22.5": {"right": ["a", "A"], "wrong": ["b", "c", "d"]},
    "22.6": {"right": ["4", "4.0", "np.int64(4)"], "wrong": ["3", "1", "6", "9", "2", "5", "7", "8"]},
    "22.7": {
        "right": [
            PRODUCT(
                """
                m2, v = np.asarray(means)**2, np.asarray(variances)
                whole = np.prod(m2 + v) - np.prod(m2)
                S = v * np.prod(m2) / m2 / whole
                T = v * np.prod(m2 + v) / (m2 + v) / whole
                return S, T
                """
            ),
            PRODUCT(
                """
                d = len(means)
                c = [variances[i] / means[i]**2 for i in range(d)]
                V = math.prod(1 + x for x in c) - 1
                S, T = [], []
                for i in range(d):
                    S.append(c[i] / V)
                    T.append(c[i] * math.prod(1 + c[j] for j in range(d) if j != i) / V)
                return np.array(S), np.array(T)
                """
            ),
            PRODUCT(
                """
                c = torch.as_tensor(variances) / torch.as_tensor(means)**2
                V = torch.prod(1 + c) - 1
                return c / V, (V + 1) / (1 + 1 / c) / V
                """
            ),
        ],
        "wrong": [
            PRODUCT("c = variances / means**2\nreturn c / c.sum(), c / c.sum()"),
            PRODUCT("c = variances / means**2\nV = np.prod(1 + c)\nreturn c / V, 1 / (1 + c) * c"),
            PRODUCT("c = variances / means\nV = np.prod(1 + c) - 1\nreturn c / V, c * np.prod(1 + c) / (1 + c) / V"),
            PRODUCT("c = variances\nV = np.prod(1 + c) - 1\nreturn c / V, c * np.prod(1 + c) / (1 + c) / V"),
            PRODUCT("c = variances / means**2\nV = np.prod(1 + c) - 1\nreturn c / V, 1 - c / V"),
            PRODUCT("c = variances / means**2\nV = np.prod(1 + c) - 1\nreturn c / V, c / V"),
            PRODUCT("c = variances / means**2\nV = np.prod(1 + c) - 1\nreturn c / V, c * np.prod(1 + c) / V"),
            PRODUCT("c = variances / means**2\nV = np.prod(c)\nreturn c / V, c * np.prod(1 + c) / (1 + c) / V"),
            PRODUCT(
                "c = np.sqrt(variances) / means\nV = np.prod(1 + c) - 1\nreturn c / V, c * np.prod(1 + c) / (1 + c) / V"
            ),
            PRODUCT("V = np.prod(variances)\nreturn variances / V, variances / V"),
        ],
    },
}
