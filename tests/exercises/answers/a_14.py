"""Answers to lecture 14 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

two = of("two_in_one(D, y, u, m, w)")
scale = of("scalings(u, s, e)")
target = of("mean_flow_target(u, z, r, t, v)")
more = of("more_calls(f, y, levels, z, e)")

_TWO = two("""
    first = D(y, u)
    y_m = first + (m / u) * (y - first)
    second = D(y_m, m)
    y_w = second + (w / m) * (y_m - second)
    return (y_w - (w / u) * y) / (1 - w / u)
""")
_SCALE = scale("""
    c_in = 1 / np.sqrt(u**2 + s**2)
    c_skip = s**2 / ((u - e)**2 + s**2)
    c_out = s * (u - e) / np.sqrt(u**2 + s**2)
    return c_in, c_skip, c_out
""")
_TARGET = target("""
    h = 1e-4
    ahead = u(z + h * v, r, t + h)
    behind = u(z - h * v, r, t - h)
    return v - (t - r) * (ahead - behind) / (2 * h)
""")
_MORE = more("""
    x = f(y, levels[0])
    for k in range(1, len(levels)):
        add = np.sqrt(levels[k]**2 - e**2)
        x = f(x + add * np.asarray(z[k - 1]), levels[k])
    return x
""")

ANSWERS = {
    "14.1": {
        "right": [
            "m + (y - m)*sqrt((v + e**2)/(v + u**2))",
            "m + (y - m)*sqrt(e**2 + v)/sqrt(u**2 + v)",
            "m*(1 - sqrt((v + e*e)/(v + u*u))) + y*((v + e*e)/(v + u*u))**0.5",
        ],
        "wrong": [
            "m + (y - m)*v/(v + u**2)",
            "m + (y - m)*sqrt(v/(v + u**2))",
            "y*sqrt((v + e**2)/(v + u**2))",
            "m + (y - m)*(v + e**2)/(v + u**2)",
            "m + (y - m)*sqrt((v + u**2)/(v + e**2))",
            "m + (y - m)*(sqrt(v) + e)/(sqrt(v) + u)",
            "m + (y - m)*sqrt((v + e)/(v + u))",
            "m + (y - m)*e/u",
            "(y - m)*sqrt((v + e**2)/(v + u**2))",
            "m + (y - m)*(v + e*u)/(v + u**2)",
            "m + y*sqrt((v + e**2)/(v + u**2))",
            "m + (y - m)*sqrt((v**2 + e**2)/(v**2 + u**2))",
            "m + (y - m)*v/(v + u**2) + e/u*(y - m - (y - m)*v/(v + u**2))",
            "m + (y - m)*(v + e)/(v + u)",
            "m + (y - m)*sqrt((v + e**2)/(v + (u - e)**2))",
            "m + (y - m)*sqrt(v/(v + u**2 - e**2))",
        ],
    },
    "14.2": {
        "right": [
            _TWO,
            two("""
                def ddim(z, a, b):
                    x = D(z, a)
                    return x + b / a * (z - x)
                z = ddim(ddim(y, u, m), m, w)
                return (u * z - w * y) / (u - w)
            """),
            two("""
                a, b, r = m / u, w / m, w / u
                y1 = (1 - a) * D(y, u) + a * y
                y2 = (1 - b) * D(y1, m) + b * y1
                return y2 / (1 - r) - y * r / (1 - r)
            """),
        ],
        "wrong": [
            *slips(
                _TWO,
                ("(y_w - (w / u) * y) / (1 - w / u)", "y_w"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "y_w - (w / u) * y"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - (w / u) * y) / (w / u)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - (u / w) * y) / (1 - u / w)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w + (w / u) * y) / (1 - w / u)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - (w / u) * y) / (1 + w / u)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - (w / m) * y_m) / (1 - w / m)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "second"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(first + second) / 2"),
                ("D(y_m, m)", "D(y_m, u)"),
                ("D(y_m, m)", "D(y, m)"),
                ("(m / u)", "(u / m)"),
                ("(w / m)", "(w / u)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - (w / m) * y) / (1 - w / m)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - (w / u) * y_m) / (1 - w / u)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w + (w / u) * y) / (1 + w / u)"),
                ("(y_w - (w / u) * y) / (1 - w / u)", "(y_w - y) / (1 - w / u)"),
                ("(y_m - second)", "(y - second)"),
            ),
            *(
                two(body)
                for body in (
                    """
                    x = D(y, u)
                    y_w = x + w / u * (y - x)
                    return (y_w - w / u * y) / (1 - w / u)
                    """,
                    """
                    x = D(y, u)
                    y_m = x + m / u * (y - x)
                    y_w = x + w / m * (y_m - x)
                    return (y_w - w / u * y) / (1 - w / u)
                    """,
                    """
                    y_m = y - m / u * (y - D(y, u))
                    y_w = y_m - w / m * (y_m - D(y_m, m))
                    return (y_w - w / u * y) / (1 - w / u)
                    """,
                )
            ),
        ],
    },
    "14.3": {
        "right": [
            _SCALE,
            scale("""
                total = (u * u + s * s) ** 0.5
                return [1 / total, s * s / (s * s + (u - e) ** 2), s * (u - e) / total]
            """),
            scale("""
                d = u - e
                return 1 / np.hypot(u, s), 1 / (1 + (d / s) ** 2), d * s / np.hypot(u, s)
            """),
        ],
        "wrong": [
            *slips(
                _SCALE,
                ("1 / np.sqrt(u**2 + s**2)", "1 / (u**2 + s**2)"),
                ("c_skip = s**2 / ((u - e)**2 + s**2)", "c_skip = s**2 / (u**2 + s**2)"),
                ("c_out = s * (u - e)", "c_out = s * u"),
                ("c_out = s * (u - e)", "c_out = (u - e)"),
                ("c_out = s * (u - e)", "c_out = u"),
                ("(u - e)**2", "(u - e)", "s**2 / ", "s / "),
                ("c_out = s * (u - e) / np.sqrt(u**2 + s**2)", "c_out = s * (u - e) / np.sqrt((u - e)**2 + s**2)"),
                ("c_in = 1 / np.sqrt(u**2 + s**2)", "c_in = 1 / np.sqrt((u - e)**2 + s**2)"),
                ("(u - e)**2", "u**2", "s * (u - e)", "s * u"),
                ("(u - e)**2", "u**2", "s * (u - e)", "u"),
                ("1 / np.sqrt(u**2 + s**2)", "1 / (u**2 + s**2)", "s * (u - e)", "(u - e)"),
                ("c_in = 1 / np.sqrt(u**2 + s**2)", "c_in = np.sqrt(u**2 + s**2)"),
                ("c_in = 1 / np.sqrt(u**2 + s**2)", "c_in = 1 / (u + s)"),
                ("(u - e)**2", "u**2", "s * (u - e)", "(u - e)"),
                ("u - e", "u + e"),
                ("(u - e)**2", "u**2 - e**2", "(u - e)", "np.sqrt(u**2 - e**2)"),
                ("s * (u - e)", "s**2 * (u - e)"),
                ("return c_in, c_skip, c_out", "return c_in, c_out, c_skip"),
            ),
            scale("""
                return 1 / (u**2 + s**2), s**2 / (u**2 + s**2), u / np.sqrt(u**2 + s**2)
            """),
        ],
    },
    "14.4": {
        "right": [
            "y*v/(v + u**2)*sqrt(v/(v + w**2))",
            "y*v**1.5/((v + u**2)*sqrt(v + w**2))",
            "sqrt(v)*v*y/(u*u + v)/(v + w*w)**0.5",
        ],
        "wrong": [
            "y*v/(v + u**2)",
            "y*sqrt(v/(v + u**2))",
            "y*(v + u*w)/(v + u**2)*sqrt(v/(v + w**2))",
            "y*sqrt(v/(v + w**2))",
            "y*v/(v + u**2)*v/(v + w**2)",
            "y*sqrt(v/(v + u**2))*sqrt(v/(v + w**2))",
            "y*v/(v + u**2)*sqrt(v/(v + u**2))",
            "y*v/(v + u**2 + w**2)",
            "y*v/(v + w**2)*sqrt(v/(v + w**2))",
            "y*v/(v + w**2)*sqrt(v/(v + u**2))",
            "y*v/(v + u)*sqrt(v/(v + w))",
            "y*v/(v + u**2)*sqrt((v + w**2)/v)",
            "y*sqrt(v/(v + u**2 + w**2))",
            "y*u**2/(v + u**2)*sqrt(v/(v + w**2))",
            "y*v**2/(v**2 + u**2)*v/sqrt(v**2 + w**2)",
            "y*w/u*sqrt(v/(v + w**2))",
            "(y*v/(v + u**2) + w)*sqrt(v/(v + w**2))",
            "0",
        ],
    },
    "14.5": {
        "right": [
            _TARGET,
            target("""
                h = 1e-4
                along = lambda s: u(z + s * v, r, t + s)
                return v - (t - r) * (along(h) - along(-h)) / (2 * h)
            """),
            target("""
                h = 1e-4
                dt = (u(z, r, t + h) - u(z, r, t - h)) / (2 * h)
                dz = (u(z + h * v, r, t) - u(z - h * v, r, t)) / (2 * h)
                return v - (t - r) * (dz + dt)
            """),
        ],
        "wrong": [
            *slips(
                _TARGET,
                ("z + h * v", "z", "z - h * v", "z"),
                ("t + h", "t", "t - h", "t"),
                ("z + h * v", "z + h", "z - h * v", "z - h"),
                ("v - (t - r)", "v + (t - r)"),
                ("(t - r)", "(r - t)"),
                ("(t - r) * ", ""),
                ("(2 * h)", "h"),
                ("r, t + h", "r + h, t + h", "r, t - h", "r - h, t - h"),
                ("v - (t - r) * (ahead - behind) / (2 * h)", "(ahead - behind) / (2 * h)"),
                ("v - (t - r)", "u(z, r, t) - (t - r)"),
                ("(t - r)", "t"),
                ("ahead - behind", "behind - ahead"),
                ("v - (t - r) * (ahead - behind) / (2 * h)", "v"),
                ("r, t + h", "t + h, r", "r, t - h", "t - h, r"),
                ("v - (t - r)", "-(t - r)"),
                ("h * v", "v"),
                ("h * v", "h * u(z, r, t)"),
                ("t + h", "min(t + h, 1)"),
                ("z - h * v, r, t - h", "z, r, t", "(2 * h)", "h"),
            ),
            target("""
                h = 1e-4
                dz = (u(z + h, r, t) - u(z - h, r, t)) / (2 * h)
                dt = (u(z, r, t + h) - u(z, r, t - h)) / (2 * h)
                return v - (t - r) * (dz * v + dt)
            """),
            target("""
                h = 1e-4
                dz = (u(z + h, r, t) - u(z - h, r, t)) / (2 * h)
                dt = (u(z, r, t + h) - u(z, r, t - h)) / (2 * h)
                return v - (t - r) * (dz + dt)
            """),
        ],
    },
    "14.6": {
        "right": [
            _MORE,
            more("""
                x = f(y, levels[0])
                for u, noise in zip(levels[1:], z):
                    x = f(x + (u * u - e * e) ** 0.5 * noise, u)
                return x
            """),
            more("""
                levels, z = list(levels), list(z)
                y = f(y, levels.pop(0))
                while levels:
                    u = levels.pop(0)
                    y = y + np.sqrt((u - e) * (u + e)) * z.pop(0)
                    y = f(y, u)
                return y
            """),
        ],
        "wrong": [
            *slips(
                _MORE,
                ("np.sqrt(levels[k]**2 - e**2)", "levels[k]"),
                ("np.sqrt(levels[k]**2 - e**2)", "levels[k] - e"),
                ("np.sqrt(levels[k]**2 - e**2)", "levels[k]**2 - e**2"),
                ("np.sqrt(levels[k]**2 - e**2)", "np.sqrt(levels[k] - e)"),
                ("np.sqrt(levels[k]**2 - e**2)", "np.sqrt(levels[k]**2 + e**2)"),
                ("np.sqrt(levels[k]**2 - e**2)", "e"),
                ("f(x + add", "f(y + add"),
                (", levels[k])", ", levels[0])"),
                ("x + add * np.asarray(z[k - 1])", "x"),
                ("x = f(x + add * np.asarray(z[k - 1]), levels[k])", "x = x + add * np.asarray(z[k - 1])"),
                ("range(1, len(levels))", "range(1, len(levels) - 1)"),
                (", levels[k])", ", levels[k - 1])"),
                (", levels[k])", ", e)"),
                ("f(y, levels[0])", "y"),
                ("np.sqrt(levels[k]**2 - e**2)", "np.sqrt(levels[k - 1]**2 - levels[k]**2)"),
                ("x + add * np.asarray(z[k - 1])", "x + add * f(np.asarray(z[k - 1]), levels[k])"),
                ("np.asarray(z[k - 1])", "np.random.standard_normal(np.shape(y))"),
            ),
            more("return f(y, levels[0])"),
            more("""
                x = f(y, levels[0])
                for u, noise in zip(levels[1:], z):
                    x = f(x, u) + np.sqrt(u**2 - e**2) * noise
                return x
            """),
        ],
    },
    "14.7": {
        "right": [44, 44.0],
        "wrong": [45, 43, 35, 9, 153, 17, 15, 30, 22, 1, 50],
    },
}
