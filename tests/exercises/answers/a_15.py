"""Answers to lecture 15 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

posterior = of("posterior(x_t, x_0, alpha_s, alpha_t, K)")
by_counts = of("by_counts(losses)")
unmask = of("unmask(x, p, t, s, u, v)")

BY_BAYES = posterior("""
    out = []
    a = alpha_t / alpha_s
    for k in range(K):
        first = alpha_s * (k == x_0) + (1 - alpha_s) / K
        second = a * (k == x_t) + (1 - a) / K
        total = alpha_t * (x_0 == x_t) + (1 - alpha_t) / K
        out.append(first * second / total)
    return out
""")
BY_MATRICES = posterior("""
    import torch
    a = alpha_t / alpha_s
    eye = torch.eye(K, dtype=torch.float64)
    step = a * eye + (1 - a) / K
    start = alpha_s * eye + (1 - alpha_s) / K
    p = step[:, x_t] * start[x_0]
    return p / p.sum()
""")
BY_LOOP = unmask("""
    out = list(x)
    for l in range(len(x)):
        if x[l] == len(p[l]) and u[l] * t < t - s:
            total = 0.0
            for k, chance in enumerate(p[l]):
                total += chance
                if v[l] <= total:
                    out[l] = k
                    break
    return out
""")

ANSWERS = {
    "15.1": {
        "right": [
            BY_BAYES,
            BY_MATRICES,
            posterior("""
    a = alpha_t / alpha_s
    p = np.full(K, (1 - alpha_s) * (1 - a) / K**2)
    p[x_0] += alpha_s * (1 - a) / K
    p[x_t] += a * (1 - alpha_s) / K
    if x_0 == x_t:
        p[x_0] += a * alpha_s
    return p / p.sum()
"""),
        ],
        "wrong": slips(
            BY_BAYES,
            ("a = alpha_t / alpha_s", "a = alpha_t"),
            ("a = alpha_t / alpha_s", "a = alpha_s / alpha_t"),
            (" / total", ""),
            ("first * second / total", "second"),
            ("first * second / total", "first"),
            ("first * second / total", "second / total"),
            ("(k == x_0)", "(k == x_t)", "(k == x_t) + (1 - a)", "(k == x_0) + (1 - a)"),
            ("(1 - a) / K", "(1 - a) / (K - 1)", "(1 - alpha_s) / K", "(1 - alpha_s) / (K - 1)"),
            ("first * second / total", "(first + second) / 2"),
            ("second = a * (k == x_t) + (1 - a) / K", "second = a * (k == x_t)"),
            ("first = alpha_s * (k == x_0) + (1 - alpha_s) / K", "first = alpha_s * (k == x_0)"),
            ("total = alpha_t *", "total = alpha_s *"),
            ("a = alpha_t / alpha_s", "a = alpha_s - alpha_t"),
            ("a = alpha_t / alpha_s", "a = 1 - (alpha_s - alpha_t)"),
        ),
    },
    "15.2": {
        "right": [
            "(alpha_s - alpha_t)/(1 - alpha_t)",
            "1 - (1 - alpha_s)/(1 - alpha_t)",
            "alpha_s*(1 - alpha_t/alpha_s)/(1 - alpha_t)",
        ],
        "wrong": [
            "alpha_s - alpha_t",
            "1 - alpha_t/alpha_s",
            "(1 - alpha_s)/(1 - alpha_t)",
            "(alpha_s - alpha_t)/(1 - alpha_s)",
            "(alpha_s - alpha_t)/alpha_t",
            "alpha_s/(1 - alpha_t)",
            "alpha_s",
            "(alpha_t - alpha_s)/(1 - alpha_t)",
            "1 - exp(-(alpha_s - alpha_t)/(1 - alpha_t))",
            "alpha_t/alpha_s",
            "(alpha_s - alpha_t)/(1 + alpha_t)",
            "(1 - alpha_t)/(alpha_s - alpha_t)",
        ],
    },
    "15.3": {
        "right": [
            by_counts("""
    total = 0
    for i, loss in enumerate(losses):
        total += loss / (i + 1)
    return total
"""),
            by_counts("""
    import torch
    losses = torch.as_tensor(losses)
    L = len(losses)
    return (losses * L / torch.arange(1, L + 1)).mean()
"""),
            by_counts("""
    from math import comb, factorial
    L = len(losses)
    return sum(comb(L, k) * factorial(k - 1) * factorial(L - k) / factorial(L) * losses[k - 1] for k in range(1, L + 1))
"""),
        ],
        "wrong": [
            by_counts(f"    return {body}")
            for body in (
                "np.sum(losses)",
                "np.mean(losses)",
                "np.sum(losses) / (len(losses) + 1)",
                "np.mean(losses / np.arange(1, len(losses) + 1))",
                "np.sum(losses * np.arange(1, len(losses) + 1)) / len(losses)",
                "sum(loss * len(losses) / (i + 1) for i, loss in enumerate(losses))",
                "sum(loss / (i + 2) for i, loss in enumerate(losses))",
                "losses[-1]",
                "losses[-1] / len(losses)",
                "sum(loss / (i + 1) ** 2 for i, loss in enumerate(losses))",
                "sum(loss / (len(losses) - i) for i, loss in enumerate(losses))",
                "sum(loss / i for i, loss in enumerate(losses) if i)",
            )
        ]
        + [
            by_counts("""
    from math import comb
    L = len(losses)
    return sum(comb(L, k) * losses[k - 1] for k in range(1, L + 1)) / 2**L
"""),
            by_counts("""
    from math import factorial
    L = len(losses)
    return sum(factorial(k - 1) * factorial(L - k) / factorial(L) * losses[k - 1] for k in range(1, L + 1))
"""),
        ],
    },
    "15.4": {
        "right": [
            "-log(1 - (1 - 1/K)/T)",
            "log(K*T/(K*T - K + 1))",
            "-log((T - 1)/T + 1/(K*T))",
        ],
        "wrong": [
            "log(K)/T",
            "log(K)",
            "log(K)/T**2",
            "-log(1 - 1/T)",
            "(1 - 1/K)/T",
            "log(1 - (1 - 1/K)/T)",
            "-log(1 - 1/(K*T))",
            "-log(1/T + (1 - 1/T)/K)",
            "-log(1 - (1 - 1/K)/T**2)",
            "-log(1 - (1 - 1/K)/T)/K",
            "-log(1 - (1 - 1/K)/(T + 1))",
            "-log(1 - (1 - 1/K)**T)",
            "-log(1 - (1 - 1/K)/T)/log(2)",
            "-2*log(1 - (1 - 1/K)/T)",
        ],
    },
    "15.5": {
        "right": ["13", "13.0", "np.int64(13)"],
        "wrong": ["28", "12", "14", "30", "15", "16", "5", "34", "39"],
    },
    "15.6": {
        "right": [
            BY_LOOP,
            unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    x = np.array(x)
    now = (x == K) & (u < 1 - s / t)
    x[now] = drawn[now]
    return x
"""),
            unmask("""
    import torch
    x, p, u, v = (torch.as_tensor(a) for a in (x, p, u, v))
    drawn = (p.cumsum(1) < v[:, None]).sum(1)
    return torch.where((x == p.shape[1]) & (u < (t - s) / t), drawn, x)
"""),
        ],
        "wrong": slips(
            BY_LOOP,
            ("u[l] * t < t - s", "u[l] < t - s"),
            ("x[l] == len(p[l]) and ", ""),
            ("x[l] == len(p[l]) and ", "", "u[l] * t < t - s", "u[l] < t - s"),
            ("u[l] * t < t - s", "u[l] < s / t"),
            ("u[l] * t < t - s", "u[l] < (t - s) / (1 - s)"),
            ("u[l] * t < t - s", "u[l] < 1 - np.exp(-(t - s) / t)"),
            ("x[l] == len(p[l])", "x[l] != len(p[l])"),
            (" and u[l] * t < t - s", ""),
            ("v[l] <= total", "u[l] <= total"),
            ("x[l] == len(p[l])", "x[l] == len(p)"),
            ("u[l] * t < t - s", "u[l] > (t - s) / t"),
        )
        + [
            unmask("""
    K = p.shape[1]
    return np.where((u < (t - s) / t) & (x == K), p.argmax(axis=1), x)
"""),
        ],
    },
    "15.7": {
        "right": [
            "1 + 24*log(2)*2**24*r/V",
            "1 + 24*2**24*log(2)/(V/r)",
            "1 - 24*log(1/2)*r*16777216/V",
        ],
        "wrong": [
            "24*log(2)*2**24*r/V",
            "1 + 2**24*r/V",
            "2**24*r/V",
            "1 + 24*2**24*r/V",
            "1 + r/V",
            "V/(24*log(2)*2**24*r)",
            "1 + 24*log(2)*2**24*r",
            "1 + 24*log(2)*2**24/V",
            "1 + 24*log(2)*r/V",
            "24*log(2)*2**24*r/V - 1",
            "1 + 24*log(2)/2**24*r/V",
        ],
    },
}


# A second reader's, from the statements alone.
def _more(id: str, right: list, wrong: list) -> None:
    ANSWERS[id]["right"] += right
    ANSWERS[id]["wrong"] += wrong


_more(
    "15.1",
    [
        posterior("""
    kernel = lambda a: [[a * (i == j) + (1 - a) / K for j in range(K)] for i in range(K)]
    first, second = kernel(alpha_s), kernel(alpha_t / alpha_s)
    joint = [first[x_0][k] * second[k][x_t] for k in range(K)]
    return np.array([one / sum(joint) for one in joint])
"""),
        posterior("""
    logs = np.log(np.full(K, (1 - alpha_t / alpha_s) / K)) + np.log(np.full(K, (1 - alpha_s) / K + 1e-300))
    logs[x_t] += np.log1p(alpha_t / alpha_s * K / (1 - alpha_t / alpha_s))
    logs = logs - logs.max()
    p = np.full(K, (1 - alpha_s) / K)
    p[x_0] += alpha_s
    p = p * np.where(np.arange(K) == x_t, alpha_t / alpha_s + (1 - alpha_t / alpha_s) / K, (1 - alpha_t / alpha_s) / K)
    return p / p.sum()
"""),
        posterior("""
    from fractions import Fraction
    a, b = Fraction(alpha_t) / Fraction(alpha_s), Fraction(alpha_s)
    p = [(a * (k == x_t) + (1 - a) / K) * (b * (k == x_0) + (1 - b) / K) for k in range(K)]
    return [float(one / sum(p)) for one in p]
"""),
    ],
    [
        posterior("""
    p = np.zeros(K)
    p[x_t] = (alpha_s - alpha_t) / (1 - alpha_t)
    p[x_0] += (1 - alpha_s) / (1 - alpha_t)
    return p
"""),
        posterior("""
    k = np.arange(K)
    a = alpha_t / alpha_s
    step = a * (k == x_t) + (1 - a) / (K - 1) * (k != x_t)
    before = alpha_s * (k == x_0) + (1 - alpha_s) / (K - 1) * (k != x_0)
    return step * before / np.sum(step * before)
"""),
        posterior("""
    k = np.arange(K)
    before = alpha_s * (k == x_0) + (1 - alpha_s) / K
    return before / before.sum()
"""),
        posterior("""
    k = np.arange(K)
    a = alpha_t / alpha_s
    step = a * (k == x_0) + (1 - a) / K
    before = alpha_s * (k == x_t) + (1 - alpha_s) / K
    return step * before / np.sum(step * before)
"""),
        posterior("""
    k = np.arange(K)
    a = alpha_s - alpha_t
    step = a * (k == x_t) + (1 - a) / K
    before = alpha_s * (k == x_0) + (1 - alpha_s) / K
    return step * before / np.sum(step * before)
"""),
    ],
)
_more(
    "15.2",
    [
        "1 - (1 - alpha_s)/(1 - alpha_t)",
        "alpha_s*(1 - alpha_t/alpha_s)/(1 - alpha_t)",
        "(alpha_t - alpha_s)/(alpha_t - 1)",
    ],
    [
        "(alpha_s - alpha_t)/alpha_t",
        "alpha_s - alpha_t",
        "(1 - alpha_s)/(1 - alpha_t)",
        "1 - alpha_t/alpha_s",
        "alpha_s*(1 - alpha_t)/(1 - alpha_t)",
    ],
)
_more(
    "15.3",
    [
        by_counts("""
    total = 0.0
    for k, loss in enumerate(losses, start=1):
        total += float(loss) / k
    return total
"""),
        by_counts("""
    import torch
    loss = torch.tensor(losses)
    return (loss / torch.arange(1, len(loss) + 1)).sum()
"""),
        by_counts("""
    from scipy.special import beta, comb
    L = len(losses)
    return sum(comb(L, k) * beta(k, L - k + 1) * losses[k - 1] for k in range(1, L + 1))
"""),
    ],
    [
        by_counts("""
    L = len(losses)
    return np.mean([losses[k - 1] / (k / L) for k in range(1, L + 1)]) / L
"""),
        by_counts("""
    L = len(losses)
    return np.mean(losses) * L
"""),
        by_counts("""
    from scipy.special import beta, comb
    L = len(losses)
    return sum(comb(L, k) * beta(k + 1, L - k + 1) * losses[k - 1] for k in range(1, L + 1))
"""),
        by_counts("""
    L = len(losses)
    return sum(losses[k - 1] / (L - k + 1) for k in range(1, L + 1))
"""),
        by_counts("""
    L = len(losses)
    return np.trapezoid(losses / (np.arange(1, L + 1) / L), np.arange(1, L + 1) / L)
"""),
        by_counts("""
    return np.sum(losses / np.arange(len(losses), 0, -1))
"""),
    ],
)
_more(
    "15.4",
    ["log(K*T/(K*T - K + 1))", "log(K) - log(K*(1 - 1/T) + 1/T)", "-log(1 - 1/T + 1/(K*T))"],
    [
        "log(K)/T**2",
        "(1 - 1/T)*log(K)",
        "log(K*T)",
        "log(T)",
        "(1 - 1/K)/T*log(K)",
        "-(1/T)*log(1/K)",
        "-log((1 - 1/T)/K + 1/(T*K**2))",
        "log(K)*(1 - 1/K)/T",
        "-log(1 - (1 - 1/K)/T)/2",
    ],
)
_more("15.5", [13.0], [100, 32, 11, 5, 26, 12, 14, 8])
_more(
    "15.6",
    [
        unmask("""
    import torch
    cumulative = torch.tensor(np.asarray(p)).cumsum(1)
    drawn = torch.searchsorted(cumulative, torch.tensor(v).reshape(-1, 1)).ravel().numpy()
    return np.where((x == p.shape[1]) & (u < 1 - s / t), drawn, x)
"""),
        unmask("""
    new = np.array(x)
    for l in range(len(x)):
        if x[l] != p.shape[1] or u[l] >= (t - s) / t:
            continue
        new[l] = next(k for k in range(p.shape[1]) if v[l] <= p[l, : k + 1].sum() + 1e-15)
    return new
"""),
        unmask("""
    K = p.shape[1]
    out = x.copy()
    now = np.flatnonzero((x == K) & (t * u < t - s))
    out[now] = [np.searchsorted(np.cumsum(p[l]), v[l]) for l in now]
    return out
"""),
    ],
    [
        unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where((u < t - s) & (x == K), drawn, x)
"""),
        unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where(u < (t - s) / t, drawn, x)
"""),
        unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where((u < (t - s) / t) & (x != K), drawn, x)
"""),
        unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where((u < s / t) & (x == K), drawn, x)
"""),
        unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < u[:, None]).sum(axis=1)
    return np.where((u < (t - s) / t) & (x == K), drawn, x)
"""),
        unmask("""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where((u < (t - s) / t) & (x == K), drawn, K)
"""),
    ],
)
_more(
    "15.7",
    ["1 + log(2**24)*2**24*r/V", "(V + 24*log(2)*2**24*r)/V", "1 + 402653184*log(2)*r/V"],
    [
        "2**24*r/V + 1",
        "24*log(2)*2**24*r/V + 2",
        "1 + log(2)*2**24*r/V",
        "24*2**24*r/V",
        "V/r*2**(-24)",
        "1 + 24*log(2)*2**24*V/r",
        "1/(1 - 24*log(2)*2**24*r/V)",
        "1 + 24*log(2)*2**24*r",
    ],
)
