"""Answers to lecture 12 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

guide = of("guide(answers, labels, w)")
log_factor = of("log_factor(d_1, d_2, d_u, a, b, snr_t, snr_s)")
given = of("given(weights, means, covs, value)")

BY_POINT = guide("""
    out = []
    for i, k in enumerate(labels):
        c, u = answers[k][i], answers[-1][i]
        out.append(w * c + (1 - w) * u)
    return np.array(out)
""")
BY_PARTICLE = log_factor("""
    out = []
    for x, y, u in zip(d_1, d_2, d_u):
        p, q = x - u, y - u
        square = (a * p + b * q) @ (a * p + b * q) - a * (p @ p) - b * (q @ q)
        out.append(square / 2 * (snr_s - snr_t))
    return np.array(out)
""")
BY_COMPONENT = given("""
    W, M, V = [], [], []
    for w, m, C in zip(weights, means, covs):
        W.append(w * np.exp(-(value - m[0]) ** 2 / (2 * C[0, 0])) / np.sqrt(2 * np.pi * C[0, 0]))
        M.append(m[1] + C[1, 0] / C[0, 0] * (value - m[0]))
        V.append(C[1, 1] - C[0, 1] ** 2 / C[0, 0])
    W = np.array(W)
    return W / W.sum(), np.array(M), np.array(V)
""")

ANSWERS = {
    "12.1": {
        "right": [
            BY_POINT,
            guide("""
                n = len(labels)
                c = answers[labels, range(n)]
                return c + (w - 1) * (c - answers[-1])
            """),
            guide("""
                answers = torch.tensor(answers)
                c = torch.stack([answers[k, i] for i, k in enumerate(labels)])
                return torch.lerp(answers[-1], c, float(w))
            """),
            guide("""
                u = answers[-1].tolist()
                c = [answers[k, i].tolist() for i, k in enumerate(labels)]
                return [[y + w * (x - y) for x, y in zip(p, q)] for p, q in zip(c, u)]
            """),
        ],
        "wrong": slips(
            BY_POINT,
            ("w * c + (1 - w) * u", "(1 + w) * c - w * u"),
            ("answers[k][i], answers[-1][i]", "answers[-1][i], answers[k][i]"),
            ("answers[-1][i]", "answers[0][i]"),
            ("answers[-1][i]", "answers[len(answers) - 2][i]"),
            ("w * c + (1 - w) * u", "w * c - u"),
            ("w * c + (1 - w) * u", "w * (c - u)"),
            ("w * c + (1 - w) * u", "c + w * (u - c)"),
            ("w * c + (1 - w) * u", "w * c + u"),
            ("answers[-1][i]", "answers[0][i]", "w * c + (1 - w) * u", "(1 + w) * c - w * u"),
            ("answers[k][i], answers[-1][i]", "answers[0][i], answers[k][i]", "w * c + (1 - w) * u", "c + w * (c - u)"),
            ("answers[-1][i]", "answers[:-1, i].mean(axis=0)"),
            ("answers[-1][i]", "answers[:, i].mean(axis=0)"),
            ("(1 - w) * u", "(1 + w) * u"),
            ("w * c + (1 - w) * u", "c"),
            ("w * c + (1 - w) * u", "w * c"),
            ("answers[k][i], answers", "answers[k + 1][i], answers"),
            ("answers[-1][i]", "answers[max(labels) + 1][i]"),
            ("answers[-1][i]", "answers[0][i]", "w * c + (1 - w) * u", "c + w * (c - u)"),
            ("c, u = answers[k][i], answers[-1][i]", "c, u = answers[k], answers[-1]"),
        ),
    },
    "12.2": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "12.3": {
        "right": ["1.1", "1.1000000000000001", "np.arange(1, 3.01, 0.05)[2]"],
        "wrong": ["3.0", "1.0", "2", "0.019", "1.5", "0.1", "1.05", "1.2", "1.15", "1.25", "2.1"],
    },
    "12.4": {
        "right": [
            BY_PARTICLE,
            log_factor("""
                d1, d2 = d_1 - d_u, d_2 - d_u
                cross = a * (a - 1) * (d1**2).sum(1) + b * (b - 1) * (d2**2).sum(1) + 2 * a * b * (d1 * d2).sum(1)
                return cross * (snr_s - snr_t) / 2
            """),
            log_factor("""
                m = d_u + a * (d_1 - d_u) + b * (d_2 - d_u)
                f = lambda d: np.einsum('ij,ij->i', d, d)
                return (f(m) - a * f(d_1) - b * f(d_2) - (1 - a - b) * f(d_u)) * (snr_s - snr_t) * 0.5
            """),
        ],
        "wrong": slips(
            BY_PARTICLE,
            ("square / 2", "square"),
            ("square / 2", "-square / 2"),
            ("(snr_s - snr_t)", "(snr_t - snr_s)"),
            ("(snr_s - snr_t)", "(1 / snr_t - 1 / snr_s)"),
            ("(snr_s - snr_t)", "snr_s"),
            ("(a * p + b * q) @ (a * p + b * q)", "(a * p) @ (a * p) + (b * q) @ (b * q)"),
            (" - a * (p @ p) - b * (q @ q)", ""),
            ("- a * (p @ p) - b * (q @ q)", "- a**2 * (p @ p) - b**2 * (q @ q)"),
            ("p, q = x - u, y - u", "p, q = x, y"),
            ("p, q = x - u, y - u", "p, q = x - y, y - u"),
            ("out.append(square / 2 * (snr_s - snr_t))", "out.append(np.exp(square / 2 * (snr_s - snr_t)))"),
            ("return np.array(out)", "return np.sum(out)"),
            ("square / 2 *", "square / len(x) / 2 *"),
            ("square / 2 *", "(a + b) * (a + b - 1) * (p @ p) / 2 *"),
            ("(snr_s - snr_t)", "(snr_s**0.5 - snr_t**0.5)"),
            ("square =", "square = a * b * (p @ q) - 2 * a * b * (p @ q) +"),
            ("square =", "square = a * b * (x - y) @ (x - y) - 2 * a * b * (p @ q) +"),
            ("square =", "square = -4 * a * b * (p @ q) +"),
            ("(a * p + b * q) @ (a * p + b * q)", "(u + a * p + b * q) @ (u + a * p + b * q)"),
            ("(a * p + b * q) @ (a * p + b * q)", "(a * x + b * y) @ (a * x + b * y)"),
            ("square / 2 *", "(a + b) * (a + b - 1) * ((x - y) @ (x - y)) / 2 *"),
            (
                "p, q = x - u, y - u",
                "p = x - u\n        q = y - u - a * p",
                "(a * p + b * q) @ (a * p + b * q)",
                "a**2 * p @ p + b**2 * q @ q",
            ),
            ("p, q = x - u, y - u", "p, q = [sum(x - u)], [sum(y - u)]\n        p, q = np.array(p), np.array(q)"),
        )
        + [
            log_factor("""
                first, second = d_1 - d_u, d_2 - d_u
                square = lambda x: np.sum(x**2, axis=0)
                return (snr_s - snr_t) / 2 * (square(a * first + b * second) - a * square(first) - b * square(second))
            """),
            log_factor("""
                w = a + b
                both = (a * d_1 + b * d_2) / w if w else d_1
                return w * (w - 1) / 2 * np.sum((both - d_u) ** 2, axis=1) * (snr_s - snr_t)
            """),
        ],
    },
    "12.5": {
        "right": [
            "log(v0/v2)/log(v1/v2)",
            "log(v2/v0)/log(v2/v1)",
            "(log(v0) - log(v2))/(log(v1) - log(v2))",
            "1 + log(v1/v0)/log(v2/v1)",
        ],
        "wrong": [
            "(v2-v0)/(v2-v1)",
            "(1/v0-1/v2)/(1/v1-1/v2)",
            "log(v2/v1)/log(v2/v0)",
            "log(v1/v0)/log(v2/v1)",
            "log(v0/v1)/log(v2/v1)",
            "-log(v2/v0)/log(v2/v1)",
            "log(v1/v0)/log(v1/v2)",
            "log(v0)/log(v1)",
            "log(v2)/log(v2/v1)",
            "(v2/v0)/(v2/v1)",
            "log(v2/v0)/log(v1/v0)",
            "log(v2/v0) - log(v2/v1)",
            "2*log(v2/v0)/log(v2/v1)",
            "(log(v0) - log(v2))/log(v1)",
            "log(v1)/log(v2)",
            "log(v0)/log(v1/v2)",
            "(sqrt(v2) - sqrt(v0))/(sqrt(v2) - sqrt(v1))",
            "(v0 - v2)/(v2 - v1)",
            "(log(v2) - v0)/(log(v2) - log(v1))",
            "-log(v2)/(log(v1) - log(v2))",
        ],
    },
    "12.6": {
        "right": [
            BY_COMPONENT,
            given("""
                from scipy.stats import norm
                s = np.sqrt(covs[:, 0, 0])
                w = weights * norm.pdf(value, means[:, 0], s)
                rho = covs[:, 0, 1] / s / np.sqrt(covs[:, 1, 1])
                m = means[:, 1] + rho * np.sqrt(covs[:, 1, 1]) * (value - means[:, 0]) / s
                return w / sum(w), m, covs[:, 1, 1] * (1 - rho**2)
            """),
            given("""
                w, m, S = (torch.as_tensor(z) for z in (weights, means, covs))
                logs = torch.log(w) - (value - m[:, 0]) ** 2 / (2 * S[:, 0, 0]) - torch.log(S[:, 0, 0]) / 2
                slope = S[:, 0, 1] / S[:, 0, 0]
                return torch.softmax(logs, 0), m[:, 1] + slope * (value - m[:, 0]), S[:, 1, 1] - slope * S[:, 0, 1]
            """),
            given("""
                logs = np.log(weights) - 0.5 * np.log(covs[:, 0, 0]) - (value - means[:, 0]) ** 2 / covs[:, 0, 0] / 2
                w = np.exp(logs - logs.max())
                precision = np.linalg.inv(covs)
                v = 1 / precision[:, 1, 1]
                return w / w.sum(), means[:, 1] - v * precision[:, 0, 1] * (value - means[:, 0]), v
            """),
        ],
        "wrong": slips(
            BY_COMPONENT,
            ("W.append(w * ", "W.append("),
            ("return W / W.sum()", "return W"),
            ("return W / W.sum()", "return np.array(weights)"),
            (" / np.sqrt(2 * np.pi * C[0, 0])", ""),
            ("/ np.sqrt(2 * np.pi * C[0, 0])", "/ C[0, 0]"),
            ("/ (2 * C[0, 0])", "/ C[0, 0]"),
            ("/ (2 * C[0, 0])", "/ (2 * np.sqrt(C[0, 0]))"),
            ("m[1] + C[1, 0] / C[0, 0] * (value - m[0])", "m[1]"),
            ("m[1] + C[1, 0] / C[0, 0] * (value - m[0])", "m[1] + C[1, 0] / C[0, 0] * value"),
            ("C[1, 0] / C[0, 0] *", "C[1, 0] / C[1, 1] *"),
            ("C[1, 0] / C[0, 0] *", "C[1, 0] *"),
            ("C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "C[1, 1]"),
            ("C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "C[1, 1] - C[0, 1] / C[0, 0]"),
            ("C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "np.sqrt(C[1, 1] - C[0, 1] ** 2 / C[0, 0])"),
            ("m[1] + C", "m[1] - C"),
            ("C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "C[1, 1] + C[0, 1] ** 2 / C[0, 0]"),
            ("C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "C[1, 1] - C[0, 1] ** 2"),
            ("C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "C[1, 1] * (1 - C[0, 1] ** 2)"),
            ("(2 * C[0, 0])", "(2 * C[1, 1])", "np.pi * C[0, 0]", "np.pi * C[1, 1]"),
            (" / (2 * C[0, 0])) / np.sqrt(2 * np.pi * C[0, 0])", " / 2)"),
            ("in zip(weights, means, covs)", "in zip(weights, means, covs[:, ::-1, ::-1])"),
            ("(value - m[0]) ** 2", "abs(value - m[0])"),
            ("m[1] + C[1, 0] / C[0, 0] * (value - m[0])", "m[1]", "C[1, 1] - C[0, 1] ** 2 / C[0, 0]", "C[1, 1]"),
        ),
    },
}
