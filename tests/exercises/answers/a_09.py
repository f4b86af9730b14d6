"""Answers to lecture 09 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

drift = of("drift_and_diffusion(alpha, sigma, alpha_rate, sigma_rate)")
residual = of("fp_residual(q_before, q, q_after, x, dt, f, g)")
speed = of("velocity(x, score, f, g)")
back = of("step_back(x, score, f, g, delta, eta, z)")
needed = of("steps_needed(eta, tol, counts)")
sub = of("sub_vp(b)")

_ARRIVES = needed("""
    for n in counts:
        V = 1.0
        for t in [1 - k / n for k in range(n)]:
            a = eta**2 * (0.1 + 19.9 * t) / n
            V = (1 - a / 2) ** 2 * V + a
        if abs(V - 1) <= tol:
            return n, V
    return n, V
""")

ANSWERS = {
    "09.1": {
        "right": [
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                return [alpha_rate / alpha, math.sqrt(2 * sigma * (sigma_rate - alpha_rate / alpha * sigma))]
            """),
            drift("""
                log_rate = sigma_rate / sigma - alpha_rate / alpha
                return np.array([alpha_rate / alpha, sigma * (2 * log_rate) ** 0.5])
            """),
            drift("""
                a, s, da, ds = (torch.tensor(float(k), dtype=torch.float64) for k in (alpha, sigma, alpha_rate, sigma_rate))
                return da / a, (2 * s * (ds - da / a * s)).sqrt()
            """),
        ],
        "wrong": [
            drift("""
                f = alpha_rate / alpha
                return f, 2 * sigma * sigma_rate - 2 * f * sigma**2
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(sigma_rate**2 - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma * sigma_rate + 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma * sigma_rate - f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(sigma * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma * sigma_rate)
            """),
            drift("""
                f = -alpha_rate / alpha
                return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate
                return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(-2 * f)
            """),
            drift("""
                f = alpha_rate / alpha
                return np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2), f
            """),
            drift("""
                f = alpha_rate / (2 * alpha)
                return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, sigma_rate / sigma
            """),
            drift("""
                f = alpha / alpha_rate
                return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)
            """),
            drift("""
                f = alpha_rate / alpha
                return f, np.sqrt(2 * sigma_rate / sigma - 2 * f)
            """),
        ],
    },
    "09.2": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "09.3": {
        "right": [
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                carried = (flux[2:] - flux[:-2]) / (2 * h)
                spread = (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
                return left + carried - 0.5 * g**2 * spread
            """),
            residual("""
                h = x[1] - x[0]
                out = []
                for i in range(1, len(x) - 1):
                    dq = (q_after[i] - q_before[i]) / (2 * dt)
                    flux = f * (x[i + 1] * q[i + 1] - x[i - 1] * q[i - 1]) / (2 * h)
                    second = (q[i + 1] - 2 * q[i] + q[i - 1]) / h**2
                    out.append(dq + flux - g * g / 2 * second)
                return out
            """),
            residual("""
                h = (x[-1] - x[0]) / (len(x) - 1)
                left = (q_after - q_before) / (2 * dt)
                right = -np.gradient(f * x * q, h)[1:-1] + 0.5 * g**2 * np.convolve(q, [1, -2, 1], "valid") / h**2
                return left[1:-1] - right
            """),
            residual("""
                h = float(x[1] - x[0])
                q_before, q, q_after, x = (torch.as_tensor(a) for a in (q_before, q, q_after, x))
                flux = (x[2:] * q[2:] - x[:-2] * q[:-2]) / (2 * h)
                return (q_after - q_before)[1:-1] / (2 * dt) + f * flux - g**2 / 2 * torch.diff(q, n=2) / h**2
            """),
        ],
        "wrong": [
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / dt
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left - (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) + 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                left = (q_after - q_before)[1:-1] / (2 * dt)
                carried = f * x[1:-1] * (q[2:] - q[:-2]) / (2 * h)
                return left + carried - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / h - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / (2 * h) ** 2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q)[1:-1] / dt
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[1:] - flux[:-1])[1:] / h - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                left = (q_after - q_before) / (2 * dt)
                first = np.gradient(f * x * q, h)
                second = np.gradient(np.gradient(q, h), h)
                return (left + first - 0.5 * g**2 * second)[1:-1]
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return -left - (flux[2:] - flux[:-2]) / (2 * h) + 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / 2 - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2])
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_before - q_after)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                flux = f * x * q
                left = (q_after - q_before)[1:-1] / (2 * dt)
                return left + (flux[2:] - flux[:-2]) / (2 * h) - 0.5 * g**2 * (q[2:] - q[1:-1] + q[:-2]) / h**2
            """),
            residual("""
                h = x[1] - x[0]
                left = (q_after - q_before) / (2 * dt)
                first = np.gradient(f * x * q, h)
                second = np.gradient(np.gradient(q, h), h)
                return left + first - 0.5 * g**2 * second
            """),
        ],
    },
    "09.4": {
        "right": [
            "def flow_back(x_T, T, t, v):\n    return np.asarray(x_T) * (v + t * t) ** 0.5 / (v + T * T) ** 0.5",
            """
def flow_back(x_T, T, t, v):
    from scipy.integrate import quad
    return x_T * np.exp(-quad(lambda u: u / (v + u * u), t, T, epsabs=1e-13, epsrel=1e-13)[0])
""",
            """
def flow_back(x_T, T, t, v):
    x = torch.as_tensor(x_T, dtype=torch.float64)
    return x * math.sqrt((v + t**2) / (v + T**2))
""",
            """
def flow_back(x_T, T, t, v):
    x, n = np.array(x_T, dtype=float), 4000
    clock = np.linspace(T, t, n + 1)
    for a, b in zip(clock, clock[1:]):
        m = (a + b) / 2
        x = x * (1 + (b - a) * m / (v + m * m) + 0.5 * ((b - a) * m / (v + m * m)) ** 2)
    return x
""",
        ],
        "wrong": [
            "def flow_back(x_T, T, t, v):\n    return x_T * (v + t**2) / (v + T**2)",
            "def flow_back(x_T, T, t, v):\n    return x_T * np.sqrt((v + T**2) / (v + t**2))",
            "def flow_back(x_T, T, t, v):\n    return x_T * (np.sqrt(v) + t) / (np.sqrt(v) + T)",
            "def flow_back(x_T, T, t, v):\n    return x_T * np.sqrt((v + t) / (v + T))",
            "def flow_back(x_T, T, t, v):\n    return x_T * v / (v + T**2)",
            "def flow_back(x_T, T, t, v):\n    return x_T * t / T",
            "def flow_back(x_T, T, t, v):\n    return x_T * ((v + t**2) / (v + T**2)) ** 0.25",
            "def flow_back(x_T, T, t, v):\n    return x_T * np.sqrt((v**2 + t**2) / (v**2 + T**2))",
            "def flow_back(x_T, T, t, v):\n    return x_T - (T - t) * T * x_T / (v + T**2)",
        ],
    },
    "09.5": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "09.6": {
        "right": [
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("""
                v = f * x - g**2 / 2 * score
                extra = eta**2 * g**2 / 2 * score
                return x - delta * v + delta * extra + math.sqrt(delta) * eta * g * z
            """),
            back("""
                def one(a, s, n):
                    return a - delta * (f * a - (1 + eta * eta) / 2 * g * g * s) + eta * g * delta**0.5 * n
                return [one(*k) for k in zip(x, score, z)] if np.ndim(x) == 1 else one(x, score, z)
            """),
            back("""
                x, score, z = (torch.as_tensor(a, dtype=torch.float64) for a in (x, score, z))
                return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * delta**0.5 * z
            """),
        ],
        "wrong": [
            back("return x + delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * delta * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - (1 + eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x + 0.5 * (1 + eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g**2 * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta**2 * g * np.sqrt(delta) * z"),
            back(
                "return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + np.sqrt(eta) * g * np.sqrt(delta) * z"
            ),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score)"),
            back("return x - delta * (f * x - 0.5 * (1 - eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return -delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta**2) * g**2 * score) - eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * eta**2 * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * (f * x - 0.5 * (1 + eta) ** 2 * g**2 * score) + eta * g * np.sqrt(delta) * z"),
            back("return x - delta * f * x - 0.5 * (1 + eta**2) * g**2 * score + eta * g * np.sqrt(delta) * z"),
        ],
    },
    "09.7": {
        "right": [
            _ARRIVES,
            needed("""
                for n in counts:
                    excess = 0.0
                    for k in range(n):
                        share = eta**2 * (0.1 + 19.9 * (n - k) / n) / n
                        excess = (1 - share / 2) ** 2 * excess + share**2 / 4
                    if excess <= tol:
                        break
                return [n, 1 + excess]
            """),
            needed("""
                def arrive(n):
                    V = 1.0
                    for k in range(n):
                        b = float(Fraction(1, 10) + Fraction(199, 10) * (1 - Fraction(k, n)))
                        q = b * eta * eta / n
                        V += q * q * V / 4 - q * V + q
                    return V
                enough = [n for n in counts if abs(arrive(n) - 1) <= tol] or [counts[-1]]
                return enough[0], arrive(enough[0])
            """),
            needed("""
                for n in counts:
                    t = torch.linspace(1, 0, n + 1, dtype=torch.float64)[:-1]
                    V = torch.ones((), dtype=torch.float64)
                    for a in eta**2 * (0.1 + 19.9 * t) / n:
                        V = (1 - a / 2) ** 2 * V + a
                    if abs(V - 1) <= tol:
                        break
                return n, V
            """),
        ],
        "wrong": [
            *slips(
                _ARRIVES,
                ("eta**2", "eta"),
                ("a / 2", "a"),
                ("(1 - a / 2) ** 2", "(1 - a / 2)"),
                ("1 - k / n", "(k + 1) / n"),
                ("1 - k / n", "k / n"),
                ("1 - k / n", "1 - (k + 1) / n"),
                ("[1 - k / n for k in range(n)]", "np.linspace(1, 0, n + 1)"),
                ("1 - a / 2", "1 + a / 2"),
                ("* V + a", "* V + np.sqrt(a)"),
                ("* V + a", "* V"),
                ("V = 1.0", "V = 0.0"),
                ("return n, V", "return n, V - 1"),
                ("return n, V", "return V, n"),
                ("return n, V", "return n"),
                ("* V + a", "* (V + a)"),
                ("1 - a / 2", "1 - (0.1 + 19.9 * t) / n / 2 - a / 2"),
                ("1 - a / 2", "1 - (0.1 + 19.9 * t) / n / 2 * eta"),
            ),
            needed("""
                best = None
                for n in counts:
                    V = 1.0
                    for t in np.linspace(1, 0, n + 1)[:-1]:
                        a = eta**2 * (0.1 + 19.9 * t) / n
                        V = (1 - a / 2) ** 2 * V + a
                    if best is None or abs(V - 1) < abs(best[1] - 1):
                        best = n, V
                return best
            """),
        ],
    },
    "09.8": {
        "right": [
            sub("return math.exp(-b / 2), 1 - math.exp(-b)"),
            sub("return [np.exp(-0.5 * b), -np.expm1(-b)]"),
            sub("""
                alpha = torch.exp(torch.tensor(-b / 2, dtype=torch.float64))
                return alpha, 1 - alpha**2
            """),
            sub("return np.exp(-b / 2), np.sqrt(1 - 2 * np.exp(-b) + np.exp(-2 * b))"),
        ],
        "wrong": [
            sub("return np.exp(-b / 2), np.sqrt(1 - np.exp(-b))"),
            sub("return np.exp(-b / 2), (1 - np.exp(-b)) ** 2"),
            sub("return np.exp(-b), 1 - np.exp(-b)"),
            sub("return np.exp(-b / 2), np.sqrt(1 - np.exp(-2 * b))"),
            sub("return np.exp(-b / 2), 1 - np.exp(-2 * b)"),
            sub("return np.exp(-b), 1 - np.exp(-2 * b)"),
            sub("return np.exp(-b / 2), 1 - np.exp(-b / 2)"),
            sub("return np.exp(b / 2), np.exp(b) - 1"),
            sub("return np.exp(b / 2), 1 - np.exp(-b)"),
            sub("return 1 - np.exp(-b), np.exp(-b / 2)"),
            sub("return np.exp(-b / 2), 1 + np.exp(-b)"),
            sub("return np.exp(-b / 2), np.sqrt(b * (1 - np.exp(-2 * b)))"),
            sub("return -b / 2, np.sqrt(1 - np.exp(-2 * b))"),
            sub("return np.exp(-b / 2), np.exp(-b) - 1"),
            sub("return np.exp(-b / 4), 1 - np.exp(-b)"),
            sub("return np.exp(-b), np.sqrt(1 - np.exp(-2 * b))"),
            sub("return np.exp(-(b**2) / 2), 1 - np.exp(-b)"),
        ],
    },
}
