"""Answers to lecture 19 as learners write them, from the statements alone."""

from .shorthand import of

sales = of("yearly_sales(p, q, m, launch, years)")
wait = of("mean_time_to(k, p, q, N)")
likelihood = of("log_likelihood(codes, F)")

SHARE = "def share(t):\n    e = np.exp(-(p + q) * t)\n    return (1 - e) / (1 + q / p * e)\n"
DENSITY = "f = p * (p + q)**2 * np.exp(-(p + q) * t) / (p + q * np.exp(-(p + q) * t))**2\n"

ANSWERS = {
    "19.1": {"right": ["d", "D", "(d)"], "wrong": ["a", "b", "c", "B"]},
    "19.2": {
        "right": [
            sales(SHARE + "t = years - launch\nreturn m * (share(t + 1) - share(t))"),
            sales(
                "out = []\nfor y in years:\n    F = []\n    for t in (y - launch, y + 1 - launch):\n"
                "        e = math.exp(-(p + q) * t)\n        F.append((1 - e) / (1 + q * e / p))\n"
                "    out.append(m * (F[1] - F[0]))\nreturn out"
            ),
            sales(
                "b = p + q\nG = lambda t: p * (np.exp(b * t) - 1) / (p * np.exp(b * t) + q)\n"
                "return m * G(years + 1 - launch) - m * G(years - launch)"
            ),
            sales(
                "y = torch.as_tensor(years, dtype=torch.float64) - launch\nedges = torch.stack([y, y + 1])\n"
                "e = torch.exp(-(p + q) * edges)\nF = (1 - e) / (1 + q / p * e)\nreturn m * (F[1] - F[0])"
            ),
        ],
        "wrong": [
            sales("t = years - launch + 1\n" + DENSITY + "return m * f"),
            sales("t = years - launch\n" + DENSITY + "return m * f"),
            sales("t = years - launch + 0.5\n" + DENSITY + "return m * f"),
            sales("t = years - launch + 1\n" + DENSITY + "return m * f / p"),
            sales(SHARE + "return m * (share(years + 1) - share(years))"),
            sales(SHARE + "t = years - launch\nreturn m * (share(t) - share(t - 1))"),
            sales(SHARE + "t = years - launch\nreturn m * share(t + 1)"),
            sales(SHARE + "t = years - launch\nreturn share(t + 1) - share(t)"),
            sales(SHARE + "t = years - years[0]\nreturn m * (share(t + 1) - share(t))"),
            sales(SHARE + "t = years - launch\nreturn np.diff(m * share(t))"),
            sales(SHARE + "t = years - launch + 1\nreturn np.diff(m * share(t), prepend=0)"),
            sales(SHARE.replace("q / p", "p / q") + "t = years - launch\nreturn m * (share(t + 1) - share(t))"),
            sales(SHARE.replace("-(p + q)", "-q") + "t = years - launch\nreturn m * (share(t + 1) - share(t))"),
            sales(SHARE.replace("q / p * e", "e") + "t = years - launch\nreturn m * (share(t + 1) - share(t))"),
            sales("t = years - launch\nreturn m * (1 - np.exp(-(p + q) * t))"),
            sales(SHARE + "return m * share(years - launch)"),
            sales(SHARE + "t = np.floor(years - launch)\nreturn m * (share(t + 1) - share(t))"),
            sales(SHARE + "t = years - int(launch)\nreturn m * (share(t + 1) - share(t))"),
            sales(SHARE + "t = launch - years\nreturn m * (share(t + 1) - share(t))"),
        ],
    },
    "19.3": {
        "right": [
            wait("n = np.arange(k)\nreturn np.sum(1 / ((N - n) * (p + q * n / N)))"),
            wait("total = 0\nfor n in range(k):\n    total += 1 / ((N - n) * (p + q * n / N))\nreturn total"),
            wait(
                "total = Fraction(0)\nfor n in range(k):\n"
                "    total += 1 / ((N - n) * (Fraction(p) + Fraction(q) * n / N))\nreturn total"
            ),
            wait("return sum(N / ((N - n) * (p * N + q * n)) for n in range(k))"),
        ],
        "wrong": [
            wait("n = np.arange(1, k + 1)\nreturn np.sum(1 / ((N - n) * (p + q * n / N)))"),
            wait("n = np.arange(k + 1)\nreturn np.sum(1 / ((N - n) * (p + q * n / N)))"),
            wait("n = np.arange(1, k)\nreturn np.sum(1 / ((N - n) * (p + q * n / N)))"),
            wait("return np.log((1 + q * k / N / p) / (1 - k / N)) / (p + q)"),
            wait("n = np.arange(k)\nreturn 1 / np.sum((N - n) * (p + q * n / N))"),
            wait("n = np.arange(k)\nreturn np.sum((N - n) * (p + q * n / N))"),
            wait("n = np.arange(k)\nreturn np.mean(1 / ((N - n) * (p + q * n / N)))"),
            wait("n = np.arange(k)\nreturn np.sum(1 / (p + q * n / N))"),
            wait("n = np.arange(k)\nreturn np.sum(1 / (N * (p + q * n / N)))"),
            wait("n = np.arange(k)\nreturn np.sum(1 / ((N - n) * (p + q * n)))"),
            wait("n = np.arange(k)\nreturn np.sum(1 / ((N - n) * p))"),
            wait("n = k - 1\nreturn 1 / ((N - n) * (p + q * n / N))"),
            wait("return k / ((N - k) * (p + q * k / N))"),
            wait("n = np.arange(N)\nreturn np.sum(1 / ((N - n) * (p + q * n / N)))"),
            wait("n = np.arange(k)\nreturn np.sum(np.log(2) / ((N - n) * (p + q * n / N)))"),
        ],
    },
    "19.4": {
        "right": [
            likelihood(
                "T = len(F) - 2\ntotal = 0.0\nfor c in codes:\n    if c <= T:\n"
                "        total += np.log(F[c] - F[c - 1])\n    else:\n        total += np.log(1 - F[T])\nreturn total"
            ),
            likelihood(
                "T = len(F) - 2\ncounts = np.bincount(codes, minlength=T + 2)\n"
                "return counts[1:T + 1] @ np.log(np.diff(F[:-1])) + counts[T + 1] * np.log1p(-F[T])"
            ),
            likelihood(
                "P = np.append(np.diff(F)[:-1], 1 - F[-2])\nreturn np.log(P[codes - 1]).sum()",
            ),
        ],
        "wrong": [
            likelihood("return np.sum(np.log(np.diff(F)[codes - 1]))"),
            likelihood("T = len(F) - 2\nc = codes[codes <= T]\nreturn np.sum(np.log(np.diff(F)[c - 1]))"),
            likelihood("T = len(F) - 2\nc = np.minimum(codes, T)\nreturn np.sum(np.log(np.diff(F)[c - 1]))"),
            likelihood(
                "T = codes.max() - 1\na = codes[codes <= T]\n"
                "return np.sum(np.log(np.diff(F)[a - 1])) + np.sum(codes > T) * np.log(1 - F[T])"
            ),
            likelihood("T = len(F) - 2\nc = codes[codes <= T]\nreturn np.sum(np.log(np.diff(F)[c - 1] / F[T]))"),
            likelihood("P = np.append(np.diff(F)[:-1], 1 - F[-2])\nreturn np.log(P[codes - 1]).mean()"),
            likelihood("P = np.append(np.diff(F)[:-1], 1 - F[-1])\nreturn np.log(P[codes - 1]).sum()"),
            likelihood("P = np.append(np.diff(F)[:-1], F[-2])\nreturn np.log(P[codes - 1]).sum()"),
            likelihood("P = np.append(np.diff(F)[:-1], 1 - F[-2])\nreturn -np.log(P[codes - 1]).sum()"),
            likelihood("P = np.append(np.diff(F)[:-1], 1 - F[-2])\nreturn np.log(P[codes - 1].sum())"),
            likelihood("P = np.append(np.diff(F)[:-1], 1 - F[-2])\nreturn np.prod(P[codes - 1])"),
            likelihood("P = np.append(F[1:-1], 1 - F[-2])\nreturn np.log(P[codes - 1]).sum()"),
            likelihood("P = np.append(np.diff(F)[:-1], 1 - F[-2])\nreturn np.log10(P[codes - 1]).sum()"),
            (
                likelihood("T = len(F) - 2\nc = codes[codes < T]\nreturn np.sum(np.log(np.diff(F)[c - 1]))"),
                "two slips at once",
            ),
        ],
    },
    "19.5": {
        "right": ["8709.1", "8710", "24477.06 - 15768"],
        "wrong": [
            "24477",
            "9244.7",
            "30994.7 - 21750",
            "7316",
            "-7866",
            "16575",
            "8.709",
            "15768",
            "-8709",
            "18700",
            "8847",
            "8709049",
        ],
    },
    "19.6": {
        "right": ["sqrt(2) * k / eps", "k * sqrt(2) / eps", "sqrt(2 * k**2 / eps**2)", "(2 * (k / eps)**2)**0.5"],
        "wrong": [
            "sqrt(2) / eps",
            "1 / eps",
            "k / eps",
            "2 * k**2 / eps**2",
            "sqrt(2 * k) / eps",
            "sqrt(2) * k * eps",
            "eps / k",
            "sqrt(2) * eps / k",
            "k * eps",
            "2 * k / eps",
            "sqrt(2) * eps",
            "eps",
            "sqrt(k) / eps",
        ],
    },
}
