"""Answers to lecture 10 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

heun = of("heun_step(y, u, u_next, v)")
expo = of("exponential_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s)")
two = of("two_step(y, x0, x0_before, u_before, u, u_next)")
slope = of("order(steps, errors)")
grid = of("edm_grid(n, u_min, u_max, rho)")
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
_TWO = two("""
    h, before = np.log(u / u_next), np.log(u_before / u)
    D = x0 + h / (2 * before) * (x0 - x0_before)
    return u_next / u * y + (1 - u_next / u) * D
""")
_GRID = grid("""
    i = np.arange(n)
    u = (u_max ** (1 / rho) + i / (n - 1) * (u_min ** (1 / rho) - u_max ** (1 / rho))) ** rho
    return np.append(u, 0.0)
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
            expo("return sigma_s / sigma_t * x_t + (alpha_s - alpha_t * sigma_s / sigma_t) * x0"),
            expo("""
                eps = (x_t - alpha_t * x0) / sigma_t
                return alpha_s * x0 + sigma_s * eps
            """),
            expo("""
                k = sigma_s / sigma_t
                if np.ndim(x_t) == 0:
                    return k * x_t + (alpha_s - alpha_t * k) * x0
                return [k * a + (alpha_s - alpha_t * k) * b for a, b in zip(x_t, x0)]
            """),
            expo("""
                x_t, x0 = torch.as_tensor(x_t, dtype=torch.float64), torch.as_tensor(x0, dtype=torch.float64)
                return torch.lerp(alpha_t * x0, x_t, sigma_s / sigma_t) + (alpha_s - alpha_t) * x0
            """),
        ],
        "wrong": [
            expo("return sigma_s / sigma_t * x_t + alpha_s * x0"),
            expo("return sigma_s / sigma_t * x_t + (alpha_s - alpha_t) * x0"),
            expo("return sigma_t / sigma_s * x_t + (alpha_s - alpha_t * sigma_t / sigma_s) * x0"),
            expo("return sigma_s / sigma_t * x_t + (alpha_s - alpha_t * sigma_t / sigma_s) * x0"),
            expo("return sigma_s / sigma_t * x_t + (alpha_t - alpha_s * sigma_s / sigma_t) * x0"),
            expo("return sigma_s / sigma_t * x_t + (alpha_s + alpha_t * sigma_s / sigma_t) * x0"),
            expo("return sigma_s / sigma_t * x_t + alpha_s * (1 - sigma_s / sigma_t) * x0"),
            expo("return sigma_s / sigma_t * x_t + (1 - sigma_s / sigma_t) * x0"),
            expo("return alpha_s / alpha_t * x_t + (alpha_s - alpha_t * sigma_s / sigma_t) * x0"),
            expo("return sigma_s / sigma_t * x_t + (1 - alpha_t * sigma_s / sigma_t) * x0"),
            expo(
                "return np.sqrt(1 - alpha_s**2) / np.sqrt(1 - alpha_t**2) * x_t + (alpha_s - alpha_t * np.sqrt(1 - alpha_s**2) / np.sqrt(1 - alpha_t**2)) * x0"
            ),
            expo("return sigma_s**2 / sigma_t**2 * x_t + (alpha_s - alpha_t * sigma_s**2 / sigma_t**2) * x0"),
            expo("return sigma_s / sigma_t * x_t - (alpha_s - alpha_t * sigma_s / sigma_t) * x0"),
            expo("return sigma_s / sigma_t * x_t + alpha_s * (1 - alpha_t * sigma_s / sigma_t) * x0"),
            expo("return sigma_s / sigma_t * x0 + (alpha_s - alpha_t * sigma_s / sigma_t) * x_t"),
            expo("return alpha_s * x0 + sigma_s * (x_t - x0) / sigma_t"),
            expo("return sigma_s / sigma_t * x_t + alpha_s * (1 - np.exp(sigma_s / sigma_t)) * x0"),
        ],
    },
    "10.4": {
        "right": [
            _TWO,
            two("""
                l = [-math.log(k) for k in (u_before, u, u_next)]
                h, hp = l[2] - l[1], l[1] - l[0]
                D = (1 + h / (2 * hp)) * x0 - h / (2 * hp) * x0_before
                return math.exp(-h) * y - math.expm1(-h) * D
            """),
            two("""
                u_before, u, u_next = torch.tensor([u_before, u, u_next], dtype=torch.float64)
                r = torch.log(u_before / u) / torch.log(u / u_next)
                D = x0 + (x0 - x0_before) / (2 * r)
                return (u_next / u) * (y - D) + D
            """),
        ],
        "wrong": [
            *slips(
                _TWO,
                ("np.log(u / u_next), np.log(u_before / u)", "u - u_next, u_before - u"),
                ("h / (2 * before)", "before / (2 * h)"),
                ("x0 + h", "x0 - h"),
                ("(2 * before)", "before"),
                ("x0 + h / (2 * before) * (x0 - x0_before)", "(x0 + x0_before) / 2"),
                ("(2 * before)", "2 * before"),
                ("u_before / u", "u_before / u_next"),
                ("u_next / u * y + (1 - u_next / u)", "u / u_next * y + (1 - u / u_next)"),
                ("h, before = np.log(", "h, before = np.log10("),
                ("D = x0", "D = x0_before"),
                ("u / u_next", "u_next / u"),
                ("x0 - x0_before", "x0_before - x0"),
                ("1 - u_next / u", "1 - np.exp(h)"),
                ("(1 - u_next / u) * D", "D"),
                (
                    "D = x0 + h / (2 * before) * (x0 - x0_before)",
                    "w = u_next / u",
                    "u_next / u * y + (1 - u_next / u) * D",
                    "w * y + (1 - w) * x0 + (h - 1 + w) * (x0 - x0_before) / before",
                ),
            ),
            two("""
                D = x0 + 0.5 * (x0 - x0_before)
                return u_next / u * y + (1 - u_next / u) * D
            """),
            two("""
                return u_next / u * y + (1 - u_next / u) * x0
            """),
        ],
    },
    "10.5": {
        "right": [
            slope("return -np.polyfit(np.log(steps), np.log(errors), 1)[0]"),
            slope("""
                a, b = np.log(steps), np.log(errors)
                return -((a - a.mean()) * (b - b.mean())).sum() / ((a - a.mean()) ** 2).sum()
            """),
            slope("""
                a = [math.log10(s) for s in steps]
                b = [math.log10(e) for e in errors]
                m = len(a)
                return (sum(a) * sum(b) - m * sum(i * j for i, j in zip(a, b))) / (m * sum(i * i for i in a) - sum(a) ** 2)
            """),
            slope("""
                A = np.stack([np.log(steps), np.ones(len(steps))], axis=1)
                return -np.linalg.lstsq(A, np.log(errors), rcond=None)[0][0]
            """),
            slope("""
                from scipy.stats import linregress
                return -linregress(np.log2(steps), np.log2(errors)).slope
            """),
        ],
        "wrong": [
            slope("return np.polyfit(np.log(steps), np.log(errors), 1)[0]"),
            slope("return abs(np.polyfit(np.log(steps), np.log(errors), 1)[0])"),
            slope("return -np.polyfit(steps, errors, 1)[0]"),
            slope("return -np.polyfit(steps, np.log(errors), 1)[0]"),
            slope("return -np.polyfit(np.log(steps), errors, 1)[0]"),
            slope("return -np.polyfit(np.log(errors), np.log(steps), 1)[0]"),
            slope("return np.polyfit(np.log(steps), np.log(errors), 1)[1]"),
            slope("return -np.polyfit(np.log(steps), np.log(errors), 1)[1]"),
            slope("return np.log(errors[0] / errors[-1]) / np.log(steps[-1] / steps[0])"),
            slope("""
                p = -np.diff(np.log(errors)) / np.diff(np.log(steps))
                return p.mean()
            """),
            slope("return -np.polyfit(np.log2(steps), np.log(errors), 1)[0]"),
            slope("return np.log2(errors[0] / errors[1])"),
            slope("return -np.polyfit(np.log(steps), np.log(errors), 1)"),
            slope("return np.exp(-np.polyfit(np.log(steps), np.log(errors), 1)[0])"),
            slope("return -np.sum(np.log(steps) * np.log(errors)) / np.sum(np.log(steps) ** 2)"),
            slope("return -np.corrcoef(np.log(steps), np.log(errors))[0, 1]"),
            slope("return -np.log(errors[-1] / errors[-2]) / np.log(steps[-1] / steps[-2])"),
        ],
    },
    "10.6": {
        "right": [
            _GRID,
            grid("""
                return [*np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n) ** rho, 0]
            """),
            grid("""
                a, b = u_max ** (1 / rho), u_min ** (1 / rho)
                levels = []
                for i in range(n):
                    levels.append((a + i * (b - a) / (n - 1)) ** rho)
                levels.append(0)
                return levels
            """),
            grid("""
                ramp = torch.linspace(0, 1, n, dtype=torch.float64)
                lo, hi = u_min ** (1 / rho), u_max ** (1 / rho)
                return torch.cat([(hi + ramp * (lo - hi)) ** rho, torch.zeros(1, dtype=torch.float64)])
            """),
        ],
        "wrong": [
            *slips(
                _GRID,
                ("(n - 1)", "n"),
                (
                    "(u_max ** (1 / rho) + i / (n - 1) * (u_min ** (1 / rho) - u_max ** (1 / rho))) ** rho",
                    "(u_max**rho + i / (n - 1) * (u_min**rho - u_max**rho)) ** (1 / rho)",
                ),
                (
                    "u_max ** (1 / rho) + i / (n - 1) * (u_min ** (1 / rho) - u_max ** (1 / rho))",
                    "u_min ** (1 / rho) + i / (n - 1) * (u_max ** (1 / rho) - u_min ** (1 / rho))",
                ),
                (
                    "(u_max ** (1 / rho) + i / (n - 1) * (u_min ** (1 / rho) - u_max ** (1 / rho))) ** rho",
                    "u_max ** (1 / rho) + i / (n - 1) * (u_min ** (1 / rho) - u_max ** (1 / rho))",
                ),
                ("u_min ** (1 / rho) - u_max", "u_max ** (1 / rho) - u_min"),
                ("0.0", "u_min"),
                ("(n)", "(1, n + 1)"),
            ),
            grid("""
                i = np.arange(n)
                return (u_max ** (1 / rho) + i / (n - 1) * (u_min ** (1 / rho) - u_max ** (1 / rho))) ** rho
            """),
            grid("""
                return np.append(np.linspace(u_max, u_min, n), 0.0)
            """),
            grid("""
                return np.append(np.geomspace(u_max, u_min, n), 0.0)
            """),
            grid("""
                i = np.arange(n + 1)
                return (u_max ** (1 / rho) + i / n * (u_min ** (1 / rho) - u_max ** (1 / rho))) ** rho
            """),
            grid("""
                i = np.arange(n + 1)
                u = (u_max ** (1 / rho) + i / n * (u_min ** (1 / rho) - u_max ** (1 / rho))) ** rho
                u[-1] = 0
                return u
            """),
            grid("""
                return np.linspace(u_max ** (1 / rho), 0, n + 1) ** rho
            """),
            grid("""
                u = np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n - 1) ** rho
                return np.append(u, 0.0)
            """),
            grid("""
                u = np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n) ** rho
                return np.append(0.0, u)
            """),
            grid("""
                return np.append(np.linspace(u_max ** (1 / 7), u_min ** (1 / 7), n) ** 7, 0.0)
            """),
            grid("""
                u = np.linspace(u_max ** (1 // rho), u_min ** (1 // rho), n) ** rho
                return np.append(u, 0.0)
            """),
            grid("""
                u = np.linspace(u_max**1 / rho, u_min**1 / rho, n) ** rho
                return np.append(u, 0.0)
            """),
        ],
    },
    "10.7": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "10.8": {
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
