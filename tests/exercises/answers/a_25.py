"""Answers to lecture 25 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

priced = of("priced_sales(p, q, m, beta, price)")
in_use = of("in_use(t, launches, p, q, m)")
clearing = of("clearing(L, e)")
ring = of("ring_defaults(n, b, d, s)")

BY_YEAR = priced("""
    def F(X):
        E = np.exp(-(p + q) * X)
        return (1 - E) / (1 + q / p * E)
    sold, before = [], 0.0
    for k in range(1, len(price)):
        X = k + beta * np.log(price[k] / price[0])
        now = m * F(X)
        sold.append(now - before)
        before = now
    return sold
""")

GENERATION = in_use("""
    def F(i):
        if i >= len(m) or t <= launches[i]:
            return 0.0
        E = np.exp(-(p + q) * (t - launches[i]))
        return (1 - E) / (1 + q / p * E)
    S = []
    M = 0.0
    for i in range(len(m)):
        M = m[i] + (F(i - 1) * M if i > 0 else 0)
        S.append(M * F(i) * (1 - F(i + 1)))
    return np.array(S)
""")

ROUNDS = clearing("""
    n = len(e)
    owed = [sum(L[i]) for i in range(n)]
    y = list(owed)
    for _ in range(3000):
        y = [min(owed[j], max(0, e[j] + sum(L[i][j] / owed[i] * y[i] for i in range(n)))) for j in range(n)]
    return y
""")

WALK = ring("""
    loss = s
    count = 0
    for k in range(n):
        short = loss - b
        if short <= 0:
            break
        count += 1
        loss = min(short, d)
    return count
""")

AT_ENDS = priced("""
    X = np.arange(len(price)) + beta * np.log(price / price[0])
    E = np.exp(-(p + q) * X)
    F = (1 - E) / (1 + q / p * E)
    return m * np.diff(F)
""")

FROM_THE_OLDEST = in_use("""
    age = np.maximum(t - launches, 0)
    E = np.exp(-(p + q) * age)
    F = (1 - E) / (1 + q / p * E)
    M = np.array(m, float)
    for i in range(1, len(M)):
        M[i] += F[i - 1] * M[i - 1]
    leave = np.append(F[1:], 0)
    return F * M * (1 - leave)
""")

MENDED = clearing("""
    owed = L.sum(axis=1)
    shares = L / L.sum(axis=1, keepdims=True)
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares.T @ paid, 0))
    return paid
""")

AT_ONCE = ring("""
    short = min(s - b, d)
    return max(0, min(n, math.ceil(short / b)))
""")

ANSWERS = {
    "25.1": {
        "right": [
            BY_YEAR,
            priced("""
                p = torch.tensor(p, dtype=torch.float64)
                price = torch.as_tensor(price)
                X = torch.arange(len(price)) + beta * torch.log(price / price[0])
                E = torch.exp(-(p + q) * X)
                F = (1 - E) / (1 + q / p * E)
                return m * (F[1:] - F[:-1])
            """),
            priced("""
                n = len(price) - 1
                X = [0.0]
                for k in range(n):
                    X.append(X[-1] + 1 + beta * math.log(price[k + 1] / price[k]))
                F = [p * (math.exp((p + q) * x) - 1) / (p * math.exp((p + q) * x) + q) for x in X]
                return [m * (b - a) for a, b in zip(F, F[1:])]
            """),
            AT_ENDS,
            priced("""
                def F(x):
                    steps = 2000
                    h, y = x / steps, 0.0
                    f = lambda y: (p + q * y) * (1 - y)
                    for _ in range(steps):
                        k1 = f(y)
                        k2 = f(y + h / 2 * k1)
                        k3 = f(y + h / 2 * k2)
                        k4 = f(y + h * k3)
                        y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
                    return y
                ends = [F(k + beta * math.log(c / price[0])) for k, c in enumerate(price)]
                return [m * (b - a) for a, b in zip(ends, ends[1:])]
            """),
        ],
        "wrong": [
            *slips(
                BY_YEAR,
                ("np.log(price[k] / price[0])", "price[k]"),
                ("np.log(price[k] / price[0])", "np.log(price[k])"),
                ("np.log(price[k] / price[0])", "np.log(price[k] / price[k - 1])"),
                ("np.log(price[k] / price[0])", "(price[k] - price[0]) / price[0]"),
                ("np.log(price[k] / price[0])", "np.log10(price[k] / price[0])"),
                ("now - before", "now"),
                ("X = k + beta * np.log(price[k] / price[0])", "X = k * (1 + beta * np.log(price[k] / price[0]))"),
            ),
            priced("""
                x = 1 + beta * np.diff(price) / price[:-1]
                t = np.cumsum(np.concatenate([[0], x]))
                F = (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))
                return m * np.diff(F)
            """),
            priced("""
                t = np.arange(len(price))
                F = (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))
                return m * np.diff(F) * (1 + beta * np.diff(price) / price[:-1])
            """),
            priced("""
                X = np.arange(1, len(price)) + beta * np.log(price[1:] / price[0])
                E = np.exp(-(p + q) * X)
                F = (1 - E) / (1 + q / p * E)
                return m * (p + q * F) * (1 - F)
            """),
            priced("""
                t = np.arange(len(price))
                F = (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))
                return m * np.diff(F)
            """),
            *slips(
                AT_ENDS,
                ("+ beta", "- beta"),
                ("q / p", "(p / q if q else 0)"),
                ("m * np.diff(F)", "np.diff(F)"),
                ("m * np.diff(F)", "m * np.append(0, np.diff(F))"),
                ("m * np.diff(F)", "m * F"),
                ("np.log(price / price[0])", "np.cumsum(np.log(price / price[0]))"),
                ("np.log(price / price[0])", "np.gradient(price) / price"),
                ("(1 + q / p * E)", "(1 + q * E)"),
            ),
            priced("""
                F, sold = 0.0, []
                for k in range(1, len(price)):
                    x = 1 + beta * math.log(price[k] / price[k - 1])
                    new = (p + q * F) * (1 - F) * x
                    F += new
                    sold.append(m * new)
                return sold
            """),
        ],
    },
    "25.2": {
        "right": [
            GENERATION,
            in_use("""
                age = torch.clamp(t - torch.as_tensor(launches), min=0)
                E = torch.exp(-(p + q) * age)
                F = (1 - E) / (1 + q / p * E)
                had = torch.zeros(len(m), dtype=torch.float64)
                for i in range(len(m)):
                    had[i] = F[i] * (m[i] + (had[i - 1] if i else 0))
                S = had.clone()
                S[:-1] -= had[:-1] * F[1:]
                return S
            """),
            in_use("""
                def F(i):
                    if i == len(m):
                        return 0
                    a = max(t - launches[i], 0)
                    return (1 - math.exp(-(p + q) * a)) / (1 + q / p * math.exp(-(p + q) * a))
                def M(i):
                    return m[i] + (F(i - 1) * M(i - 1) if i else 0)
                return [F(i) * M(i) * (1 - F(i + 1)) for i in range(len(m))]
            """),
            FROM_THE_OLDEST,
        ],
        "wrong": [
            *slips(
                GENERATION,
                ("(F(i - 1) * M if i > 0 else 0)", "0"),
                ("(1 - F(i + 1))", "1"),
                ("(t - launches[i])", "t"),
                ("or t <= launches[i]", ""),
                ("F(i - 1) * M if", "F(i - 1) * m[i - 1] if"),
                ("F(i - 1) * M if", "M if"),
                ("F(i - 1) * M if", "F(i) * M if"),
                ("F(i - 1) * M if", "S[-1] if"),
                ("(1 - F(i + 1))", "(1 - F(i))"),
                ("return np.array(S)", "return sum(S)"),
            ),
            *slips(
                FROM_THE_OLDEST,
                ("np.append(F[1:], 0)", "np.roll(F, -1)"),
                ("np.append(F[1:], 0)", "np.append(0, F[:-1])"),
                ("np.append(F[1:], 0)", "np.append(F[1:], 1)"),
                ("F * M * (1 - leave)", "M * (1 - leave)"),
                ("F * M * (1 - leave)", "F * M - np.append((F * M)[1:], 0)"),
                ("M[i] += F[i - 1] * M[i - 1]", "M[i] += M[i - 1]"),
                ("M[i] += F[i - 1] * M[i - 1]", "M[i] += F[i - 1] * m[i - 1]"),
                ("M[i] += F[i - 1] * M[i - 1]", "M[i] += F[i - 1] * M[i - 1] * (1 - F[i])"),
                ("np.maximum(t - launches, 0)", "np.maximum(t - np.append(launches[1:], t), 0)"),
            ),
        ],
    },
    "25.3": {
        "right": ["0.123", "np.float64(0.123)", "123 / 1000", "Fraction(123, 1000)"],
        "wrong": ["0.122", "0.125", "12.3", "0.05", "0.2", "0.12", "0.25", "0.08", "123", "0.0151"],
    },
    "25.4": {
        "right": [
            "(1-a)**2/(1 - 2*a*(1-a))",
            "1/(1 + (a/(1-a))**2)",
            "(1 - a)**2 / (2*a**2 - 2*a + 1)",
        ],
        "wrong": [
            "1 - a",
            "(1-a)**2",
            "a**2/(a**2 + (1-a)**2)",
            "((1-a)/a)**2",
            "(a-2)*(a-1)/2/(1 - a + a**2)",
            "(1-a)**2/(1 - a*(1-a))",
            "1/(1 + a/(1-a))",
            "(1-a)**2/(2*a*(1-a))",
            "2*(1-a)**2",
            "(1-a)**2*(1 + 2*a*(1-a))",
            "1 - (a**2 + (1-a)**2)",
            "(1-a)*(1 - a/2)",
            "a*(1-a)",
        ],
    },
    "25.5": {
        "right": [
            ROUNDS,
            clearing("""
                L, e = torch.as_tensor(L), torch.as_tensor(e)
                owed = L.sum(dim=1)
                Pi = L / owed[:, None]
                y = owed.clone()
                for _ in range(3000):
                    y = torch.minimum(owed, torch.clamp(e + Pi.T @ y, min=0))
                return y
            """),
            clearing("""
                from scipy.optimize import linprog
                owed = L.sum(axis=1)
                Pi = L / owed[:, None]
                y = owed.copy()
                while True:
                    new = np.clip(e + y @ Pi, 0, owed)
                    if np.abs(new - y).max() < 1e-13:
                        return new
                    y = new
            """),
            MENDED,
        ],
        "wrong": [
            *slips(
                ROUNDS,
                ("L[i][j] / owed[i]", "L[i][j] / owed[j]"),
                ("L[i][j] / owed[i]", "L[j][i] / owed[j]"),
                ("y = list(owed)", "y = [0.0] * n"),
                ("y = list(owed)", "y = list(e)"),
                (
                    "max(0, e[j] + sum(L[i][j] / owed[i] * y[i] for i in range(n)))",
                    "e[j] + sum(L[i][j] / owed[i] * y[i] for i in range(n))",
                ),
                ("range(3000)", "range(1)"),
                ("e[j] + ", ""),
                ("L[i][j] / owed[i]", "L[i][j] / sum(L[k][j] for k in range(n))"),
            ),
            *slips(
                MENDED,
                ("L / L.sum(axis=1, keepdims=True)", "L / L.sum()"),
                ("L / L.sum(axis=1, keepdims=True)", "L / L.sum(axis=0, keepdims=True)"),
                ("owed = L.sum(axis=1)", "owed = L.sum(axis=0)"),
                ("np.maximum(e + shares.T @ paid, 0)", "np.maximum(e, 0) + shares.T @ paid"),
                ("np.maximum(e + shares.T @ paid, 0)", "np.maximum(e + shares.T @ paid - owed, 0)"),
                ("shares.T @ paid", "shares.T @ owed"),
                ("return paid", "return paid / owed"),
                ("return paid", "return shares.T @ paid"),
                ("return paid", "return owed - paid"),
                ("range(500)", "range(2)"),
            ),
            clearing("""
                owed = L.sum(axis=1)
                Pi = L / owed[:, None]
                fails = e + Pi.T @ owed < owed
                y = np.where(fails, np.maximum(e, 0), owed)
                return np.minimum(owed, np.maximum(e + Pi.T @ y, 0))
            """),
        ],
    },
    "25.6": {
        "right": [
            WALK,
            ring("return 0 if s <= b else int(min(n, np.ceil(min(s - b, d) / b)))"),
            ring("return sum(min(s - b, d) > k * b for k in range(n))"),
            ring("return min(n, math.ceil(Fraction(max(0, min(s - b, d))) / Fraction(b)))"),
            AT_ONCE,
            ring("return min(n, math.ceil((s - b) / b), math.ceil(d / b)) if s > b else 0"),
            ring("""
                owed = np.full(n, d)
                e = np.full(n, b)
                e[0] = b - s
                paid = owed.copy()
                for _ in range(4 * n):
                    paid = np.minimum(owed, np.maximum(e + np.roll(paid, 1), 0))
                return int(np.sum(paid < d - 1e-9))
            """),
        ],
        "wrong": [
            *slips(
                WALK,
                ("loss = min(short, d)", "loss = short"),
                ("if short <= 0", "if short < 0"),
                ("short = loss - b", "short = min(loss - b, d) - b"),
                ("count += 1", "count += 1 if k else 0"),
            ),
            ring("return min(n, math.ceil(s / b) - 1)"),
            ring("return min(n, math.ceil(min(s, d) / b))"),
            ring("return min(n, math.ceil(min(s, d) / b) - 1)"),
            ring("return min(n, int(min(s - b, d) // b) + 1) if s > b else 0"),
            ring("return n if s > n * b else 1 if s > b else 0"),
            *slips(
                AT_ONCE,
                ("min(n, ", "min(n - 1, "),
                ("min(s - b, d)", "max(s - b, d)"),
                ("min(s - b, d)", "s - b - d"),
                ("math.ceil(short / b)", "math.ceil(short / b) - 1"),
                ("math.ceil(short / b)", "round(short / b)"),
                ("math.ceil(short / b)", "math.ceil(short / d)"),
            ),
            ring("return min(n, math.ceil(min(s / b, d)) - 1) if s > b else 0"),
            ring("return n if s > n * b else math.ceil(s / b) - 1"),
            ring("return min(n, math.ceil(s / (b + d)))"),
        ],
    },
}
