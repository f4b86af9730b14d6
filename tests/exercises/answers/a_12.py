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
        ),
    },
    "12.2": {
        "right": ["1/(w/v_c + (1-w)/v_u)", "v_c*v_u/(w*v_u + (1-w)*v_c)", "(w*v_c**-1 + v_u**-1 - w/v_u)**-1"],
        "wrong": [
            "w/v_c + (1-w)/v_u",
            "w*v_c + (1-w)*v_u",
            "v_c**w*v_u**(1-w)",
            "v_c/w",
            "1/(w/v_c + 1/v_u)",
            "1/(w/v_c - w/v_u)",
            "1/(w/v_u + (1-w)/v_c)",
            "1/((1+w)/v_c - w/v_u)",
            "1/sqrt(w/v_c + (1-w)/v_u)",
            "1/(1+w)",
            "w**2*v_c + (1-w)**2*v_u",
            "1/(1/v_c + w/v_u)",
            "v_c*v_u/(w*v_c + (1-w)*v_u)",
        ],
    },
    "12.3": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "12.4": {
        "right": ["1.1", "1.1000000000000001", "np.arange(1, 3.01, 0.05)[2]"],
        "wrong": ["3.0", "1.0", "2", "0.019", "1.5", "0.1", "1.05", "1.2", "1.15"],
    },
    "12.5": {
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
        ),
    },
    "12.6": {
        "right": ["log(v2/v)/log(v2/v1)", "(log(v) - log(v2))/(log(v1) - log(v2))", "1 + log(v1/v)/log(v2/v1)"],
        "wrong": [
            "(v2-v)/(v2-v1)",
            "(1/v-1/v2)/(1/v1-1/v2)",
            "log(v2/v1)/log(v2/v)",
            "log(v1/v)/log(v2/v1)",
            "log(v/v1)/log(v2/v1)",
            "-log(v2/v)/log(v2/v1)",
            "log(v1/v)/log(v1/v2)",
            "log(v)/log(v1)",
            "log(v2)/log(v2/v1)",
            "(v2/v)/(v2/v1)",
            "log(v2/v)/log(v1/v)",
            "log(v2/v) - log(v2/v1)",
            "2*log(v2/v)/log(v2/v1)",
        ],
    },
    "12.7": {
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
        ),
    },
}
