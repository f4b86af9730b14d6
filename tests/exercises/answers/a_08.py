"""Answers to lecture 08 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

step = of("back_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s, eta, z)")
trip = of("round_trip(x0, alpha, sigma, v)")
loop = of("generate(x_T, alpha, sigma, z, v)")
gauss = of("gaussian_step(alpha_t, sigma_t, alpha_s, sigma_s, v)")

# Right answers, of which the slips are wrong ones.
_STEP = step("""
    eps = (x_t - alpha_t * x0) / sigma_t
    between = np.sqrt(sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2)
    kappa = eta * sigma_s * between / sigma_t
    return alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * eps + kappa * z
""")
_TRIP = trip("""
    x = x0
    n = len(alpha) - 1
    for t in range(1, n + 1):
        s = t - 1
        eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
        x = alpha[t] / alpha[s] * x + (sigma[t] - alpha[t] / alpha[s] * sigma[s]) * eps
    x_T = x
    for t in range(n, 0, -1):
        s = t - 1
        eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
        x = alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps)
    return x_T, x
""")
_LOOP = loop("""
    x = x_T
    for t in range(len(alpha) - 1, 0, -1):
        x0 = alpha[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2) * x
        kept = alpha[t] / alpha[t - 1]
        fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
        mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
        x = mean + np.sqrt(fresh) * sigma[t - 1] / sigma[t] * z[t]
    return x
""")
_GAUSS = gauss("""
    kept = alpha_t / alpha_s
    fresh = sigma_t**2 - kept**2 * sigma_s**2
    prior = alpha_s**2 * v + sigma_s**2
    total = kept**2 * prior + fresh
    return kept * prior / total, np.sqrt(prior * fresh / total)
""")

ANSWERS = {
    "08.1": {
        "right": [
            _STEP,
            step("""
                k2 = eta**2 * sigma_s**2 / sigma_t**2 * (sigma_t**2 - alpha_t**2 / alpha_s**2 * sigma_s**2)
                a = (sigma_s**2 - k2) ** 0.5 / sigma_t
                return a * x_t + (alpha_s - a * alpha_t) * x0 + k2**0.5 * z
            """),
            step("""
                def one(x, y, n):
                    kappa = eta * sigma_s * math.sqrt(1 - (alpha_t * sigma_s / (alpha_s * sigma_t)) ** 2)
                    return alpha_s * y + math.sqrt(sigma_s**2 - kappa**2) * (x - alpha_t * y) / sigma_t + kappa * n
                return np.vectorize(one)(x_t, x0, z)
            """),
            step("""
                x_t, x0, z = (torch.as_tensor(a, dtype=torch.float64) for a in (x_t, x0, z))
                kappa = eta * sigma_s * math.sqrt(sigma_t**2 - (alpha_t / alpha_s * sigma_s) ** 2) / sigma_t
                eps = (x_t - alpha_t * x0) / sigma_t
                return alpha_s * x0 + math.sqrt(sigma_s**2 - kappa**2) * eps + kappa * z
            """),
        ],
        "wrong": [
            *slips(
                _STEP,
                ("sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2", "1 - (alpha_t / alpha_s) ** 2"),
                ("np.sqrt(sigma_s**2 - kappa**2)", "sigma_s"),
                ("np.sqrt(sigma_s**2 - kappa**2)", "(sigma_s - kappa)"),
                ("sigma_s * between / sigma_t", "sigma_t * between / sigma_s"),
                (
                    "np.sqrt(sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2)",
                    "sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2",
                ),
                ("eta * sigma_s", "sigma_s", "kappa * z", "eta * kappa * z"),
                ("eps + kappa * z", "eps"),
                ("(x_t - alpha_t * x0) / sigma_t", "x_t - alpha_t * x0"),
                ("(alpha_t / alpha_s) ** 2 * sigma_s", "(alpha_t / alpha_s) * sigma_s"),
                ("(alpha_t / alpha_s) ** 2 * sigma_s", "sigma_s"),
                ("sigma_s**2 - kappa", "1 - alpha_s**2 - kappa"),
                ("alpha_t / alpha_s", "alpha_s / alpha_t"),
                ("alpha_s * x0", "alpha_t * x0"),
                ("kappa * z", "kappa**2 * z"),
                ("kappa = eta", "kappa = np.sqrt(eta)"),
                ("kappa**2", "kappa"),
            ),
        ],
    },
    "08.2": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "08.3": {
        "right": [
            "sigma_t/sqrt(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)",
            "1/sqrt(1 - (alpha_t*sigma_s/(alpha_s*sigma_t))**2)",
            "(1 - alpha_t**2*sigma_s**2/alpha_s**2/sigma_t**2)**(-1/2)",
        ],
        "wrong": [
            "sigma_t/sqrt(1 - (alpha_t/alpha_s)**2)",
            "sqrt(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)/sigma_t",
            "sigma_t**2/(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)",
            "sigma_s/sqrt(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)",
            "sigma_t/(sigma_s*sqrt(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2))",
            "1/sqrt(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)",
            "sigma_t/sqrt(sigma_t**2 - sigma_s**2)",
            "sigma_t/sqrt(sigma_t**2 - (alpha_t/alpha_s)*sigma_s**2)",
            "sigma_t/sigma_s",
            "sigma_t/sqrt(sigma_t**2 - (alpha_s/alpha_t)**2*sigma_s**2)",
            "sigma_t/(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)",
            "sigma_s*sqrt(sigma_t**2 - (alpha_t/alpha_s)**2*sigma_s**2)/sigma_t",
            "1",
        ],
    },
    "08.4": {
        "right": [
            _TRIP,
            trip("""
                def noise(x, t):
                    return sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                x = x0
                n = len(alpha) - 1
                for t in range(1, n + 1):
                    s = t - 1
                    x = alpha[t] / alpha[s] * x + (sigma[t] - alpha[t] / alpha[s] * sigma[s]) * noise(x, t)
                x_T = x
                for t in range(n, 0, -1):
                    s = t - 1
                    x = alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * noise(x, t))
                return x_T, x
            """),
            trip("""
                y, u = x0 / alpha[0], sigma / alpha
                for s, t in zip(range(len(u) - 1), range(1, len(u))):
                    y += (u[t] - u[s]) * sigma[t] * alpha[s] * y / (alpha[t] ** 2 * v + sigma[t] ** 2)
                end = alpha[-1] * y
                for t in reversed(range(1, len(u))):
                    y = y + (u[t - 1] - u[t]) * sigma[t] * alpha[t] * y / (alpha[t] ** 2 * v + sigma[t] ** 2)
                return [end, y * alpha[0]]
            """),
            trip("""
                up = down = 1.0
                for s in range(len(alpha) - 1):
                    t = s + 1
                    e = sigma[t] / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    r = alpha[t] / alpha[s]
                    up *= r + (sigma[t] - r * sigma[s]) * e
                    down *= 1 / r + (sigma[s] - sigma[t] / r) * e
                return np.array([x0 * up, x0 * up * down])
            """),
        ],
        "wrong": [
            *slips(
                _TRIP,
                ("alpha[t] / alpha[s] * sigma", "sigma"),
                (
                    "alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps)",
                    "x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps",
                ),
                ("n + 1", "n", "n, 0", "n - 1, 0"),
                ("** 2 * v", "** 2"),
                ("v + sigma[t] ** 2", "v + 1 - alpha[t] ** 2"),
                ("sigma[s] / alpha[s] - sigma[t] / alpha[t]", "sigma[t] / alpha[t] - sigma[s] / alpha[s]"),
                ("x_T, x", "x, x_T"),
                ("** 2 * v", "** 2 * v**2"),
            ),
            trip("""
                x = x0
                n = len(alpha) - 1
                for t in range(1, n + 1):
                    s = t - 1
                    eps = sigma[s] * x / (alpha[s] ** 2 * v + sigma[s] ** 2)
                    x = alpha[t] / alpha[s] * x + (sigma[t] - alpha[t] / alpha[s] * sigma[s]) * eps
                x_T = x
                for t in range(n, 0, -1):
                    s = t - 1
                    eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    x = alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps)
                return x_T, x
            """),
            trip("""
                x = x0
                n = len(alpha) - 1
                for t in range(1, n + 1):
                    s = t - 1
                    eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    x = alpha[t] / alpha[s] * x + (sigma[t] - alpha[t] / alpha[s] * sigma[s]) * eps
                x_T = x
                for t in range(n, 0, -1):
                    s = t - 1
                    eps = sigma[s] * x / (alpha[s] ** 2 * v + sigma[s] ** 2)
                    x = alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps)
                return x_T, x
            """),
            trip("""
                x = x0
                n = len(alpha) - 1
                for t in range(1, n + 1):
                    s = t - 1
                    eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    x = alpha[t] / alpha[s] * x + (sigma[t] - alpha[t] / alpha[s] * sigma[s]) * eps
                return x, x0
            """),
            trip("""
                x = x0
                n = len(alpha) - 1
                for t in range(1, n + 1):
                    eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    x = alpha[t] * x0 + sigma[t] * eps
                x_T = x
                for t in range(n, 0, -1):
                    s = t - 1
                    eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    x = alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps)
                return x_T, x
            """),
            trip("""
                x = x0
                n = len(alpha) - 1
                for t in range(1, n + 1):
                    s = t - 1
                    for _ in range(50):
                        if _ == 0:
                            guess = x
                        eps = sigma[t] * guess / (alpha[t] ** 2 * v + sigma[t] ** 2)
                        guess = alpha[t] / alpha[s] * x + (sigma[t] - alpha[t] / alpha[s] * sigma[s]) * eps
                    x = guess
                x_T = x
                for t in range(n, 0, -1):
                    s = t - 1
                    eps = sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    x = alpha[s] * (x / alpha[t] + (sigma[s] / alpha[s] - sigma[t] / alpha[t]) * eps)
                return x_T, x
            """),
        ],
    },
    "08.5": {"right": ["a"], "wrong": ["b", "c", "d"]},
    "08.6": {
        "right": [
            _LOOP,
            loop("""
                x = x_T
                for t in reversed(range(1, len(alpha))):
                    s = t - 1
                    x0 = alpha[t] * v * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
                    eps = (x - alpha[t] * x0) / sigma[t]
                    kappa = sigma[s] * math.sqrt(sigma[t] ** 2 - (alpha[t] / alpha[s] * sigma[s]) ** 2) / sigma[t]
                    x = alpha[s] * x0 + math.sqrt(sigma[s] ** 2 - kappa**2) * eps + kappa * z[t]
                return x
            """),
            loop("""
                x = torch.tensor(float(x_T), dtype=torch.float64)
                for t in range(len(alpha) - 1, 0, -1):
                    at, as_, st, ss = alpha[t], alpha[t - 1], sigma[t], sigma[t - 1]
                    var = ss**2 - (at / as_) ** 2 * ss**4 / st**2
                    a = at / as_ * ss**2 / st**2
                    x = a * x + (as_ - a * at) * at * v / (at**2 * v + st**2) * x + var**0.5 * z[t]
                return x
            """),
        ],
        "wrong": [
            *slips(
                _LOOP,
                (
                    "[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2)",
                    "[t - 1] * v / (alpha[t - 1] ** 2 * v + sigma[t - 1] ** 2)",
                    "sigma[t - 1] / sigma[t] * z",
                    "z",
                ),
                ("sigma[t - 1] / sigma[t] * z", "z"),
                (
                    "[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2)",
                    "[t - 1] * v / (alpha[t - 1] ** 2 * v + sigma[t - 1] ** 2)",
                ),
                ("sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2", "1 - kept**2"),
                ("sigma[t - 1] / sigma[t] * z", "sigma[t] / sigma[t - 1] * z"),
                ("np.sqrt(fresh) * sigma[t - 1] / sigma[t]", "fresh * sigma[t - 1] ** 2 / sigma[t] ** 2"),
                ("z[t]", "z[t - 1]"),
                ("kept**2", "kept"),
                ("alpha[t] * v", "v"),
                ("[t - 1] * fresh", "[t] * fresh"),
                ("np.sqrt(fresh) * sigma[t - 1] / sigma[t]", "sigma[t - 1]"),
                ("v + sigma[t] ** 2", "v + 1 - alpha[t] ** 2"),
                ("mean + np.sqrt(fresh) * sigma[t - 1] / sigma[t] * z[t]", "mean"),
            ),
            loop("""
                x = x_T
                for t in range(len(alpha) - 1, 0, -1):
                    x0 = alpha[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2) * x
                    kept = alpha[t] / alpha[t - 1]
                    fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
                    mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
                    x = mean
                    if t > 1:
                        x = x + np.sqrt(fresh) * z[t]
                return x
            """),
        ],
    },
    "08.7": {
        "right": [
            _GAUSS,
            gauss("""
                r = alpha_t / alpha_s
                V = alpha_s**2 * v + sigma_s**2
                W = alpha_t**2 * v + sigma_t**2
                slope = r * V / W
                return slope, np.sqrt(V - slope**2 * W)
            """),
            gauss("""
                kept = alpha_t / alpha_s
                fresh = sigma_t**2 - kept**2 * sigma_s**2
                prior = alpha_s**2 * v + sigma_s**2
                total = kept**2 * prior + fresh
                return [kept * prior / total, math.sqrt(prior * fresh / total)]
            """),
            gauss("""
                k = alpha_t / alpha_s
                cov = np.array([[alpha_s**2 * v + sigma_s**2, k * (alpha_s**2 * v + sigma_s**2)], [0, alpha_t**2 * v + sigma_t**2]])
                m = cov[0, 1] / cov[1, 1]
                return np.array([m, (cov[0, 0] - m * cov[0, 1]) ** 0.5])
            """),
            gauss("""
                k = alpha_t / alpha_s
                f = sigma_t**2 - (k * sigma_s) ** 2
                if f == 0:
                    return 1 / k, 0.0
                precision = 1 / (alpha_s**2 * v + sigma_s**2) + k**2 / f if alpha_s**2 * v + sigma_s**2 else None
                if precision is None:
                    return 0.0, 0.0
                return k / f / precision, 1 / math.sqrt(precision)
            """),
        ],
        "wrong": [
            *slips(
                _GAUSS,
                ("np.sqrt(prior * fresh / total)", "prior * fresh / total"),
                ("sigma_t**2 - kept**2 * sigma_s**2", "1 - kept**2"),
                ("alpha_s**2 * v + sigma_s**2", "v"),
                ("kept**2 * prior + fresh", "alpha_t**2 * v + sigma_t**2", "kept * prior", "prior"),
                ("kept**2 * prior + fresh", "alpha_t**2 * v + sigma_t**2", "prior * fresh / total", "fresh"),
                ("kept**2 * prior + fresh", "alpha_t**2 * v + sigma_t**2", "prior * fresh / total", "prior"),
                ("**2 * v", "**2 * v**2", "kept**2 * prior + fresh", "alpha_t**2 * v**2 + sigma_t**2"),
                ("- kept**2", "- kept"),
                (
                    "kept * prior / total, np.sqrt(prior * fresh / total)",
                    "np.sqrt(prior * fresh / total), kept * prior / total",
                ),
                ("kept**2 * prior + fresh", "alpha_t**2 * v + sigma_t**2", "return kept", "return alpha_s / alpha_t"),
            ),
            gauss("""
                kept = alpha_t / alpha_s
                fresh = sigma_t**2 - kept**2 * sigma_s**2
                kappa = sigma_s * np.sqrt(fresh) / sigma_t
                a = kept * sigma_s**2 / sigma_t**2
                b = alpha_s * fresh / sigma_t**2
                return a + b * alpha_t * v / (alpha_t**2 * v + sigma_t**2), kappa
            """),
            gauss("""
                kept = alpha_t / alpha_s
                fresh = sigma_t**2 - kept**2 * sigma_s**2
                return kept * sigma_s**2 / sigma_t**2, sigma_s * np.sqrt(fresh) / sigma_t
            """),
            gauss("""
                prior = alpha_s**2 * v + sigma_s**2
                total = alpha_t**2 * v + sigma_t**2
                return np.sqrt(prior / total), 0.0
            """),
            gauss("""
                return alpha_s / alpha_t, np.sqrt(sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2)
            """),
            gauss("""
                kept = alpha_t / alpha_s
                prior = alpha_s**2 * v + sigma_s**2
                total = alpha_t**2 * v + sigma_t**2
                slope = kept * prior / total
                return slope, np.sqrt(prior - slope * total)
            """),
            gauss("""
                mean = alpha_t * v / (alpha_t**2 * v + sigma_t**2)
                a = sigma_s / sigma_t
                return a + (alpha_s - a * alpha_t) * mean, 0.0
            """),
        ],
    },
}

ANSWERS["08.1"]["wrong"] += slips(
    _STEP,
    ("kappa * z", "eta * z"),
    ("np.sqrt(sigma_s**2 - kappa**2)", "np.sqrt(sigma_t**2 - kappa**2)"),
)
ANSWERS["08.6"]["wrong"] += slips(
    loop("""
    x = x_T
    for t in range(len(alpha) - 1, 0, -1):
        x0 = alpha[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2) * x
        kept = alpha[t] / alpha[t - 1]
        fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
        mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
        x = mean + np.sqrt(fresh) * sigma[t - 1] / sigma[t] * z[t]
    return x
"""),
    ("np.sqrt(fresh) * sigma[t - 1] / sigma[t]", "fresh"),
    ("np.sqrt(fresh) * sigma[t - 1] / sigma[t]", "np.sqrt(fresh * sigma[t - 1] / sigma[t])"),
    ("np.sqrt(fresh) * sigma[t - 1] / sigma[t]", "np.sqrt(fresh) * sigma[t - 1]"),
    ("fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2", "fresh = 1 - kept**2"),
)
