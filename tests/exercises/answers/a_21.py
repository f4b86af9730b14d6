"""Answers to lecture 21 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of

times = of("adoption_log_likelihood(counts, never, p, q, c)")
codes = of("from_codes(codes, years)")
ratio = of("pair_ratio(S0, I0, S1, I1)")

BASS = """
t = np.arange(len(counts) + 1)
e = np.exp(-(p + q) * t)
F = (1 - e) / (1 + q / p * e)
"""

ANSWERS = {
    "21.1": {"right": ["a", "A", "(a)"], "wrong": ["b", "c", "d"]},
    "21.2": {
        "right": [
            times(BASS + "return np.sum(counts * np.log(c * (F[1:] - F[:-1]))) + never * np.log(1 - c * F[-1])"),
            times("""
                def F(t):
                    e = math.exp(-(p + q) * t)
                    return (1 - e) / (1 + q / p * e)
                total = never * math.log(1 - c * F(len(counts)))
                for i, y in enumerate(counts):
                    total += y * math.log(c * (F(i + 1) - F(i)))
                return total
            """),
            times("""
                from utils.populations.curves import Bass
                cells = Bass(p, q, c).per_interval(np.arange(len(counts) + 1.0))
                return float(np.dot(counts, np.log(cells)) + never * np.log1p(-cells.sum()))
            """),
            times("""
                t = torch.arange(len(counts) + 1, dtype=torch.float64)
                e = torch.exp(-(p + q) * t)
                F = c * (1 - e) / (1 + q / p * e)
                y = torch.as_tensor(np.asarray(counts, dtype=float))
                return (y * torch.log(torch.diff(F))).sum() + never * torch.log(1 - F[-1])
            """),
            times(
                BASS
                + "cells = [*(c * np.diff(F)), 1 - c * F[-1]]\nreturn sum(y * np.log(x) for y, x in zip([*counts, never], cells))"
            ),
        ],
        "wrong": [
            times(BASS + "return np.sum(counts * np.log(c * np.diff(F)))"),
            times(BASS + "return np.sum(counts * np.log(np.diff(F))) + never * np.log(1 - F[-1])"),
            times(BASS + "return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(1 - F[-1])"),
            times(BASS + "return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(1 - c)"),
            times(BASS + "return np.sum(counts * np.log(c * np.diff(F))) + np.log(1 - c * F[-1])"),
            times(BASS + "return np.sum(np.log(c * np.diff(F))) + never * np.log(1 - c * F[-1])"),
            times(BASS + "return np.sum(counts * np.log(c * F[1:])) + never * np.log(1 - c * F[-1])"),
            times(
                BASS
                + "f = (p + q * F) * (1 - F)\nreturn np.sum(counts * np.log(c * f[1:])) + never * np.log(1 - c * F[-1])"
            ),
            times(
                BASS
                + "f = (p + q * F) * (1 - F)\nreturn np.sum(counts * np.log(f[1:])) + never * np.log(1 - c * F[-1])"
            ),
            times(BASS + "return -np.sum(counts * np.log(c * np.diff(F))) - never * np.log(1 - c * F[-1])"),
            times(BASS + "return np.sum(counts * np.log10(c * np.diff(F))) + never * np.log10(1 - c * F[-1])"),
            times(BASS + "return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(c * (1 - F[-1]))"),
            times(BASS + "return np.mean(counts * np.log(c * np.diff(F))) + never * np.log(1 - c * F[-1])"),
            times(BASS + "return np.sum(counts * np.log(np.diff(F))) + never * np.log(1 - c * F[-1])"),
            times(BASS + "return np.sum(np.log(counts * c * np.diff(F))) + never * np.log(1 - c * F[-1])"),
            times(
                BASS.replace("len(counts) + 1", "1, len(counts) + 2")
                + "return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(1 - c * F[-1])"
            ),
            times(
                BASS.replace("q / p", "p / q")
                + "return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(1 - c * F[-1])"
            ),
        ],
    },
    "21.3": {
        "right": [
            codes("counts = np.bincount(codes, minlength=years + 2)\nreturn counts[1 : years + 1], counts[years + 1]"),
            codes(
                "return [int(np.sum(codes == year)) for year in range(1, years + 1)], int(np.sum(codes == years + 1))"
            ),
            codes("""
                counts, never = [0] * years, 0
                for code in codes:
                    if code > years:
                        never += 1
                    else:
                        counts[code - 1] += 1
                return counts, never
            """),
            codes(
                "counts, _ = np.histogram(codes, bins=np.arange(0.5, years + 1))\nreturn counts, len(codes) - counts.sum()"
            ),
            codes(
                "adopted = codes[codes <= years]\nreturn np.bincount(adopted - 1, minlength=years), np.count_nonzero(codes > years)"
            ),
        ],
        "wrong": [
            codes("counts = np.bincount(codes)[1:]\nreturn counts, 0"),
            codes("counts = np.bincount(codes)[1:]\nreturn counts[:-1], counts[-1]"),
            codes("counts = np.bincount(codes, minlength=years + 2)[1:]\nreturn counts, counts[-1]"),
            codes("counts = np.bincount(codes, minlength=years + 2)\nreturn counts[:years], counts[years]"),
            codes("counts = np.bincount(codes, minlength=years + 2)[1:]\nreturn counts[:years], 0"),
            codes("counts = np.bincount(codes[codes <= years])[1:]\nreturn counts, np.sum(codes > years)"),
            codes(
                "counts = np.bincount(codes, minlength=years + 2)[1:]\nreturn np.cumsum(counts[:years]), counts[years]"
            ),
            codes("counts = np.bincount(codes, minlength=years + 2)[1:]\nreturn counts[:years], len(codes)"),
            codes(
                "counts = np.bincount(codes, minlength=years + 2)[1:]\nreturn counts[: years - 1], counts[years - 1]"
            ),
            codes("return np.unique(codes[codes <= years], return_counts=True)[1], np.sum(codes > years)"),
        ],
    },
    "21.4": {
        "right": [
            "1.25",
            "1.251",
            "20642 / 16497",
            "20642.463 / 16497.005",
        ],
        "wrong": [
            "0.8",
            "0.799",
            "1.04",
            "20642.46",
            "16497.00",
            "4145.46",
            "0.25",
            "125.13",
            "25",
            "1.3",
            "1",
            "1.51",
        ],
    },
    "21.5": {
        "right": [
            ratio("return np.log(S0 / S1) / (S0 + I0 - S1 - I1)"),
            ratio("removed = (S0 + I0) - (S1 + I1)\nreturn (math.log(S0) - math.log(S1)) / removed"),
            ratio("rho = ((S1 + I1) - (S0 + I0)) / (np.log(S1) - np.log(S0))\nreturn 1 / rho"),
            ratio("return np.log(S1 / S0) / (S1 + I1 - S0 - I0)"),
            ratio("return float(torch.log(torch.tensor(float(S0)) / S1)) / (S0 - S1 + I0 - I1)"),
        ],
        "wrong": [
            ratio("return np.log(S0 / S1) / (S0 - S1)"),
            ratio("return np.log(S0 / S1) / (S0 - S1 - I1)"),
            ratio("return np.log(S0 / S1) / (S0 + I0 - S1)"),
            ratio("return (S0 + I0 - S1 - I1) / np.log(S0 / S1)"),
            ratio("return np.log(S1 / S0) / (S0 + I0 - S1 - I1)"),
            ratio("return np.log10(S0 / S1) / (S0 + I0 - S1 - I1)"),
            ratio("return np.log(S0 / S1) / (S0 + I0)"),
            ratio("return (S0 + I0) * np.log(S0 / S1) / (S0 + I0 - S1 - I1)"),
            ratio("return np.log(S0 / S1) / (S0 - I0 - S1 + I1)"),
            ratio("return np.log(S0 / S1) / (S0 + I0 - S1 + I1)"),
            ratio("return (S0 / S1) / (S0 + I0 - S1 - I1)"),
            ratio("return np.log((S0 + I0) / (S1 + I1)) / (S0 + I0 - S1 - I1)"),
            ratio("return np.log(S0 / S1) / (S0 - I0 - S1 - I1)"),
            ratio("return S0 * np.log(S0 / S1) / (S0 + I0 - S1 - I1)"),
        ],
    },
    "21.6": {
        "right": [
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    def log_q(to, of, slope):
        return -np.linalg.norm(to - of - h * slope) ** 2 / (4 * h)
    return np.minimum(0, log_pi_new + log_q(theta, theta_new, score_new) - log_pi - log_q(theta_new, theta, score))
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    ratio = log_pi_new - log_pi
    for a, b, s, t in zip(theta, theta_new, score, score_new):
        ratio += ((b - a - h * s) ** 2 - (a - b - h * t) ** 2) / (4 * h)
    return ratio if ratio < 0 else 0.0
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    # multiplied out: the squared distances cancel
    a, b, s, t = (torch.as_tensor(v) for v in (theta, theta_new, score, score_new))
    correction = -0.5 * torch.dot(b - a, s + t) + h / 4 * (s @ s - t @ t)
    return min(torch.tensor(0.0), log_pi_new - log_pi + correction)
""",
            """
from scipy.stats import norm

def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    back = norm.logpdf(theta, theta_new + h * score_new, np.sqrt(2 * h)).sum()
    forth = norm.logpdf(theta_new, theta + h * score, np.sqrt(2 * h)).sum()
    return min(0.0, float(log_pi_new + back - log_pi - forth))
""",
        ],
        "wrong": [
            """
from scipy.stats import norm

def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    back = norm.logpdf(theta, theta_new + h * score_new, np.sqrt(2 * h)).sum()
    forth = norm.logpdf(theta_new, theta + h * score, np.sqrt(2 * h)).sum()
    return float(np.log(min(1.0, np.exp(log_pi_new + back - log_pi - forth))))
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    back = -np.sum((theta - theta_new - h * score_new) ** 2) / (4 * h)
    forth = -np.sum((theta_new - theta - h * score) ** 2) / (4 * h)
    return min(0.0, min(0.0, log_pi_new - log_pi) + back - forth)
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    return min(0.0, log_pi_new - log_pi)
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    forth = -np.sum((theta_new - theta - h * score) ** 2) / (4 * h)
    back = -np.sum((theta - theta_new - h * score) ** 2) / (4 * h)
    return min(0.0, log_pi_new - log_pi + back - forth)
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    forth = -np.sum((theta_new - theta - h * score) ** 2) / (4 * h)
    back = -np.sum((theta - theta_new - h * score_new) ** 2) / (4 * h)
    return min(0.0, log_pi_new - log_pi + forth - back)
""",
            """
from scipy.stats import norm

def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    back = norm.logpdf(theta, theta_new + h * score_new, 2 * h).sum()
    forth = norm.logpdf(theta_new, theta + h * score, 2 * h).sum()
    return min(0.0, log_pi_new + back - log_pi - forth)
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    forth = -np.sum((theta_new - theta - h * score) ** 2) / (2 * h)
    back = -np.sum((theta - theta_new - h * score_new) ** 2) / (2 * h)
    return min(0.0, log_pi_new - log_pi + back - forth)
""",
            """
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    forth = -np.sum((theta_new - theta - h * score) ** 2) / (4 * h)
    back = -np.sum((theta - theta_new - h * score_new) ** 2) / (4 * h)
    return log_pi_new - log_pi + back - forth
""",
        ],
    },
    "21.7": {
        "right": [
            "def log_density_of_logs(ell, phi):\n    return ell + sum(phi)",
            "def log_density_of_logs(ell, phi):\n    return ell + np.log(np.prod(np.exp(phi)))",
            "def log_density_of_logs(ell, phi):\n    return float(torch.as_tensor(phi).sum()) + ell",
        ],
        "wrong": [
            "def log_density_of_logs(ell, phi):\n    return ell",
            "def log_density_of_logs(ell, phi):\n    return ell - np.sum(phi)",
            "def log_density_of_logs(ell, phi):\n    return ell + np.sum(np.exp(phi))",
            "def log_density_of_logs(ell, phi):\n    return ell - np.sum(np.log(np.abs(phi)))",
            "def log_density_of_logs(ell, phi):\n    return ell + np.log(np.sum(np.exp(phi)))",
        ],
    },
}
