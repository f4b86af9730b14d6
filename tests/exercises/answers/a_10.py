"""Answers to lecture 10 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

heun = of("heun_step(y, u, u_next, v)")
slope = of("order(steps, errors)")
rho = of("best_rho(variances, n, u_min, rhos)")
churn = of("churn_step(y, u, u_next, gamma, z, v)")
bash = of("adams_bashforth(y, slope, slope_before, u_before, u, u_next)")

# Right answers, of which the slips are wrong ones.
_HEUN = heun("""
    h = u_next - u
    first = u * y / (v + u**2)
    trial = y + h * first
    if u_next == 0:
        return trial
    return y + h * (first + u_next * trial / (v + u_next**2)) / 2
""")
_ORDER = slope("""
    m = len(steps)
    coeffs, rss, *_ = np.polyfit(np.log(steps), np.log(errors), 1, full=True)
    x = np.log(steps)
    residual = np.log(errors) - np.polyval(coeffs, x)
    s2 = np.sum(residual**2) / (m - 2)
    return -coeffs[0], np.sqrt(s2 / np.sum((x - x.mean()) ** 2))
""")
_RHO = rho("""
    v = np.array(variances)
    best = None
    for r in rhos:
        u = np.linspace(80 ** (1 / r), u_min ** (1 / r), n + 1) ** r
        f = np.ones(len(v))
        for i in range(n):
            a, b = u[i], u[i + 1]
            euler = 1 + (b - a) * a / (v + a**2)
            f *= 1 + (b - a) / 2 * (a / (v + a**2) + b / (v + b**2) * euler)
        exact = np.sqrt((v + u_min**2) / (v + 80**2))
        e = np.sqrt(np.mean((f - exact) ** 2 * (v + 80**2)))
        if best is None or e < best[1]:
            best = (r, e)
    return best
""")
_CHURN = churn("""
    up = u * (1 + gamma)
    y = y + np.sqrt(up**2 - u**2) * z
    return y + (u_next - up) * up * y / (v + up**2)
""")
_BASH = bash("""
    h, before = u_next - u, u - u_before
    return y + h * slope + h**2 / 2 * (slope - slope_before) / before
""")

ANSWERS = {
    "10.1": {
        "right": ["4", "4.0", "2**2", "Fraction(4, 1)"],
        "wrong": ["2", "8", "16", "2**1.5", "1/4", "3", "6", "1/8"],
    },
    "10.2": {
        "right": [
            _HEUN,
            heun("""
                def eps(y, u):
                    return u * y / (v + u**2)
                h = u_next - u
                trial = y + h * eps(y, u)
                if u_next == 0:
                    return trial
                return y + h * (eps(y, u) + eps(trial, u_next)) / 2
            """),
            heun("""
                first = u * y / (v + u * u)
                trial = y + (u_next - u) * first
                second = u_next * trial / (v + u_next * u_next)
                return (trial + y + (u_next - u) * second) / 2 if u_next > 0 else trial
            """),
            heun("""
                h = u - u_next
                d = y * u / (v + u**2)
                if not u_next:
                    return y - h * d
                t = y - h * d
                d2 = t * u_next / (v + u_next**2)
                return y - h * np.mean([d, d2])
            """),
            heun("""
                from fractions import Fraction as F
                y, u, w, v = F(y), F(u), F(u_next), F(v)
                d = u * y / (v + u**2)
                t = y + (w - u) * d
                return float(t if w == 0 else y + (w - u) * (d + w * t / (v + w**2)) / 2)
            """),
        ],
        "wrong": [
            *slips(
                _HEUN,
                ("(v + u_next**2)", "(v + u**2)"),
                ("u_next * trial", "u * trial"),
                ("u_next * trial", "u_next * y"),
                ("u_next - u", "u - u_next"),
                ("return y", "return trial"),
                ("(first + u_next * trial / (v + u_next**2)) / 2", "(first + u_next * trial / (v + u_next**2))"),
                ("(first + u_next * trial / (v + u_next**2)) / 2", "u_next * trial / (v + u_next**2)"),
                ("u_next * trial / (v + u_next**2)", "u * trial / (v + u**2)"),
                ("y + h * (first + u_next * trial / (v + u_next**2))", "(y + trial)"),
                ("return trial", "return y"),
                ("v + u", "v**2 + u"),
                (
                    "y + h * (first + u_next * trial / (v + u_next**2)) / 2",
                    "trial + h * u_next * trial / (v + u_next**2)",
                ),
                ("u * y", "y", "u_next * trial", "trial"),
                ("return trial", "return 0"),
                ("u_next * trial / (v + u_next**2)", "trial"),
            ),
            heun("""
                h = u_next - u
                first = u * y / (v + u**2)
                trial = y + h * first
                return y + h * (first + u_next * trial / (v + u_next**2)) / 2
            """),
            heun("""
                h = u_next - u
                first = u * y / (v + u**2)
                trial = y + h * first
                return y + h * (first + u * trial / (v + u**2)) / 2
            """),
            heun("return y * np.sqrt((v + u_next**2) / (v + u**2))"),
            heun("""
                h = u_next - u
                first = u * y / (v + u**2)
                return y + h * first
            """),
            heun("""
                h = u_next - u
                first = u * y / (v + u**2)
                trial = y + h / 2 * first
                if u_next == 0:
                    return y + h * first
                middle = (u + u_next) / 2
                return y + h * middle * trial / (v + middle**2)
            """),
        ],
    },
    "10.3": {
        "right": [
            _ORDER,
            slope("""
                p, cov = np.polyfit(np.log(steps), np.log(errors), 1, cov=True)
                return -p[0], np.sqrt(cov[0, 0])
            """),
            slope("""
                from scipy.stats import linregress
                fit = linregress(np.log2(steps), np.log2(errors))
                return -fit.slope, fit.stderr
            """),
            slope("""
                a = [math.log10(s) for s in steps]
                b = [math.log10(e) for e in errors]
                m = len(a)
                am, bm = sum(a) / m, sum(b) / m
                sxx = sum((i - am) ** 2 for i in a)
                k = sum((i - am) * (j - bm) for i, j in zip(a, b)) / sxx
                rss = sum((j - bm - k * (i - am)) ** 2 for i, j in zip(a, b))
                return [-k, math.sqrt(rss / (m - 2) / sxx)]
            """),
            slope("""
                A = np.stack([np.log(steps), np.ones(len(steps))], axis=1)
                k, rss, *_ = np.linalg.lstsq(A, np.log(errors), rcond=None)
                cov = rss[0] / (len(steps) - 2) * np.linalg.inv(A.T @ A)
                return -k[0], cov[0, 0] ** 0.5
            """),
        ],
        "wrong": [
            *slips(
                _ORDER,
                ("-coeffs[0], ", "coeffs[0], "),
                ("-coeffs[0], ", "abs(coeffs[0]), "),
                ("(m - 2)", "m"),
                ("(m - 2)", "(m - 1)"),
                ("s2 / np.sum((x - x.mean()) ** 2)", "s2"),
                ("s2 / np.sum((x - x.mean()) ** 2)", "s2 / m"),
                ("np.sqrt(s2 / np.sum((x - x.mean()) ** 2))", "s2 / np.sum((x - x.mean()) ** 2)"),
                ("s2 / np.sum((x - x.mean()) ** 2)", "s2 / np.sum(x**2)"),
                ("np.sum((x - x.mean()) ** 2)", "np.var(x)"),
                ("-coeffs[0], np.sqrt(s2 / np.sum((x - x.mean()) ** 2))", "-coeffs[0]"),
                ("-coeffs[0], ", "coeffs[1], "),
                ("np.sum(residual**2) / (m - 2)", "np.sum(residual**2)"),
                ("np.sum(residual**2) / (m - 2)", "1"),
                (
                    "-coeffs[0], np.sqrt(s2 / np.sum((x - x.mean()) ** 2))",
                    "np.sqrt(s2 / np.sum((x - x.mean()) ** 2)), -coeffs[0]",
                ),
                ("np.log(steps)", "steps"),
                ("np.log(errors)", "errors"),
            ),
            slope("""
                p, cov = np.polyfit(np.log(steps), np.log(errors), 1, cov="unscaled")
                return -p[0], np.sqrt(cov[0, 0])
            """),
            slope("""
                p, cov = np.polyfit(np.log(steps), np.log(errors), 1, cov=True)
                return -p[0], cov[0, 0]
            """),
            slope("""
                p, cov = np.polyfit(np.log(steps), np.log(errors), 1, cov=True)
                return -p[0], np.sqrt(cov[1, 1])
            """),
            slope("""
                p, cov = np.polyfit(np.log(steps), np.log(errors), 1, cov=True)
                return -p[0], 1.96 * np.sqrt(cov[0, 0])
            """),
            slope("""
                p = -np.diff(np.log(errors)) / np.diff(np.log(steps))
                return p.mean(), p.std(ddof=1) / np.sqrt(len(p))
            """),
        ],
    },
    "10.4": {
        "right": [
            _RHO,
            rho("""
                def error(r):
                    u = np.linspace(80 ** (1 / r), u_min ** (1 / r), n + 1) ** r
                    total = 0
                    for v in variances:
                        y = 1.0
                        for a, b in zip(u, u[1:]):
                            first = a * y / (v + a * a)
                            trial = y + (b - a) * first
                            y += (b - a) * (first + b * trial / (v + b * b)) / 2
                        total += (y * math.sqrt(v + 6400) - math.sqrt(v + u_min**2)) ** 2
                    return math.sqrt(total / len(variances))
                r = min(rhos, key=error)
                return r, error(r)
            """),
            rho("""
                v = torch.tensor(np.array(variances), dtype=torch.float64)
                found = []
                for r in rhos:
                    i = np.arange(n + 1)
                    u = (80 ** (1 / r) + i / n * (u_min ** (1 / r) - 80 ** (1 / r))) ** r
                    f = torch.ones_like(v)
                    for a, b in zip(u[:-1], u[1:]):
                        s = a / (v + a**2)
                        f = f * (1 + (b - a) / 2 * (s + b / (v + b**2) * (1 + (b - a) * s)))
                    e = f - torch.sqrt((v + u_min**2) / (v + 6400))
                    found.append((float(torch.sqrt((e**2 * (v + 6400)).mean())), r))
                error, r = min(found)
                return [r, error]
            """),
        ],
        "wrong": slips(
            _RHO,
            ("n + 1)", "n)", "range(n)", "range(n - 1)"),
            ("exact) ** 2 * (v + 80**2)", "exact) ** 2 * (v + u_min**2)"),
            (
                "np.linspace(80 ** (1 / r), u_min ** (1 / r), n + 1) ** r",
                "np.array([(80.0**r + i / n * (u_min**r - 80.0**r)) ** (1 / r) for i in range(n + 1)])",
            ),
            ("euler = 1 + (b - a) * a / (v + a**2)", "euler = 1"),
            (" * euler)", ")"),
            ("(b - a) / 2 *", "(b - a) *"),
            ("f *= 1 + (b - a) / 2 * (a / (v + a**2) + b / (v + b**2) * euler)", "f *= euler"),
            ("e < best[1]", "e > best[1]"),
            (" * (v + 80**2)))", "))"),
            ("np.mean", "np.sum"),
            ("np.sqrt(np.mean((f - exact) ** 2 * (v + 80**2)))", "np.mean((f - exact) ** 2 * (v + 80**2))"),
            ("np.sqrt(np.mean((f - exact) ** 2 * (v + 80**2)))", "np.mean(abs(f - exact) * np.sqrt(v + 80**2))"),
            ("exact) ** 2 * (v + 80**2)", "exact) ** 2 * 80**2"),
            ("np.sqrt((v + u_min**2) / (v + 80**2))", "(v + u_min**2) / (v + 80**2)"),
            ("(v + u_min**2)", "v"),
            ("np.linspace(80 ** (1 / r), u_min ** (1 / r), n + 1) ** r", "np.geomspace(80, u_min, n + 1)"),
            ("np.linspace(80 ** (1 / r), u_min ** (1 / r), n + 1) ** r", "np.linspace(80, u_min, n + 1)"),
            (
                "np.linspace(80 ** (1 / r), u_min ** (1 / r), n + 1) ** r",
                "np.linspace(80**r, u_min**r, n + 1) ** (1 / r)",
            ),
            (
                "n + 1) ** r",
                "n + 1) ** r\n        u = np.append(np.linspace(80 ** (1 / r), u_min ** (1 / r), n) ** r, 0)",
            ),
            ("v = np.array(variances)", "v = np.array(variances) ** 2"),
            ("v = np.array(variances)", "v = np.sqrt(np.array(variances))"),
            ("return best", "return best[0]"),
            ("return best", "return best[1], best[0]"),
            ("range(n)", "range(n - 1)"),
            ("(f - exact)", "(f / exact - 1)"),
        ),
    },
    "10.5": {
        "right": [
            _CHURN,
            churn("""
                t = u + gamma * u
                noisy = y + u * math.sqrt(gamma**2 + 2 * gamma) * z
                D = v / (v + t * t) * noisy
                return noisy + (u_next - t) * (noisy - D) / t
            """),
            churn("""
                t = (1 + gamma) * u
                noisy = y + (t * t - u * u) ** 0.5 * z
                D = v / (v + t**2) * noisy
                return float(np.interp(u_next, [0, t], [D, noisy]))
            """),
        ],
        "wrong": [
            *slips(
                _CHURN,
                ("np.sqrt(up**2 - u**2)", "(up - u)"),
                ("np.sqrt(up**2 - u**2)", "np.sqrt(up - u)"),
                ("np.sqrt(up**2 - u**2)", "(up**2 - u**2)"),
                ("np.sqrt(up**2 - u**2)", "gamma * u"),
                ("np.sqrt(up**2 - u**2)", "up"),
                ("np.sqrt(up**2 - u**2)", "gamma"),
                ("(u_next - up)", "(u_next - u)"),
                ("(u_next - up) * up * y / (v + up**2)", "(u_next - u) * u * y / (v + u**2)"),
                ("up * y / (v + up**2)", "u * y / (v + u**2)"),
                ("(u_next - up)", "(up - u_next)"),
                ("np.sqrt(up**2 - u**2)", "(up - u)", "(u_next - up)", "(u_next - u)"),
                ("u * (1 + gamma)", "u + gamma"),
                ("up * y / (v + up**2)", "y / np.sqrt(v + up**2)"),
                ("up * y", "v * y"),
                ("up * y", "y"),
                ("return y + ", "return "),
                ("* z", ""),
            ),
            churn("""
                up = u * (1 + gamma)
                noisy = y + np.sqrt(up**2 - u**2) * z
                return y + (u_next - up) * up * noisy / (v + up**2)
            """),
            churn("""
                up = u * (1 + gamma)
                noisy = y + np.sqrt(up**2 - u**2) * z
                return noisy + (u_next - up) * up * y / (v + up**2)
            """),
            churn("""
                up = u * (1 + gamma)
                y = y + np.sqrt(up**2 - u**2) * z
                return y * np.sqrt((v + u_next**2) / (v + up**2))
            """),
            churn("""
                return y + (u_next - u) * u * y / (v + u**2)
            """),
        ],
    },
    "10.6": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "10.7": {
        "right": [
            _BASH,
            bash("""
                k = (slope_before - slope) / (u_before - u)
                middle = slope + k * ((u + u_next) / 2 - u)
                return y - (u - u_next) * middle
            """),
            bash("""
                line = np.polyfit([u_before, u], [slope_before, slope], 1)
                area = np.polyint(line)
                return y + np.polyval(area, u_next) - np.polyval(area, u)
            """),
            bash("""
                r = (u - u_next) / (u_before - u)
                return y + (u_next - u) * ((1 + r / 2) * slope - r / 2 * slope_before)
            """),
        ],
        "wrong": [
            *slips(
                _BASH,
                ("h**2 / 2", "h * (h + before) / 2"),
                ("slope + h", "slope - h"),
                ("h**2 / 2", "h**2"),
                (
                    "u_next - u, u - u_before",
                    "u - u_next, u_before - u",
                    "slope + h**2 / 2 * (slope - slope_before) / before",
                    "(slope + h / (2 * before) * (slope - slope_before))",
                ),
                (
                    "slope + h**2 / 2 * (slope - slope_before) / before",
                    "(slope + before / (2 * h) * (slope - slope_before))",
                ),
                ("slope + h**2 / 2 * (slope - slope_before) / before", "(slope + h / before * (slope - slope_before))"),
                ("u - u_before", "u_before - u"),
                ("u - u_before", "u_next - u_before"),
                ("h**2 / 2 * (slope - slope_before) / before", "h / 2 * (slope - slope_before)"),
                ("y + h", "h"),
                ("h * slope", "h * slope_before"),
                ("h * slope + h**2", "slope + h"),
                (
                    "y + h * slope + h**2 / 2 * (slope - slope_before) / before",
                    "u_next / u * y + (1 - u_next / u) * (slope + h / (2 * before) * (slope - slope_before))",
                ),
            ),
            bash("""
                return y + (u_next - u) * (1.5 * slope - 0.5 * slope_before)
            """),
            bash("""
                return y + (u_next - u) * slope
            """),
            bash("""
                return y + (u_next - u) * (slope + slope_before) / 2
            """),
            bash("""
                h, before = np.log(u / u_next), np.log(u_before / u)
                return y + (u_next - u) * (slope + h / (2 * before) * (slope - slope_before))
            """),
            bash("""
                return y + (u_next - u) * (1.5 * slope_before - 0.5 * slope)
            """),
        ],
    },
}
