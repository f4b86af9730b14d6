"""Answers to lecture 18 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

tpr = of("tpr_at(members, others, rate)")
noise = of("least_noise(eps, delta)")
lines = of("buggy_lines()")

RANKED = tpr("""
    allowed = int(rate * len(others) + 1e-9)
    if allowed == len(others):
        return 1.0
    limit = sorted(others, reverse=True)[allowed]
    return sum(1 for s in members if s > limit) / len(members)
""")

BISECTED = noise("""
    from scipy.stats import norm
    low, high = 1e-3, 1e4
    for _ in range(200):
        z = (low * high) ** 0.5
        mu = 1 / z
        d = norm.cdf(mu / 2 - eps / mu) - np.exp(eps) * norm.cdf(-mu / 2 - eps / mu)
        if d > delta:
            low = z
        else:
            high = z
    return high
""")

ANSWERS = {
    "18.1": {
        "right": [
            RANKED,
            tpr("""
                thresholds = np.concatenate([members, others, [np.inf]])
                fpr = np.array([(others >= t).mean() for t in thresholds])
                tpr = np.array([(members >= t).mean() for t in thresholds])
                return tpr[fpr <= rate].max()
            """),
            tpr("""
                members, others = torch.as_tensor(members), torch.as_tensor(others)
                false = (others[None] >= members[:, None]).double().mean(dim=1)
                named = (members[None] >= members[:, None]).double().mean(dim=1)
                ok = false <= rate
                return named[ok].max().item() if ok.any() else 0.0
            """),
            tpr("""
                for t in sorted(set(members.tolist())):
                    if sum(o >= t for o in others) / len(others) <= rate:
                        return sum(m >= t for m in members) / len(members)
                return 0
            """),
            tpr("""
                from fractions import Fraction
                false = lambda t: Fraction(int((others >= t).sum()), len(others))
                ok = [t for t in list(members) if false(t) <= rate]
                return float(Fraction(int((members >= min(ok)).sum()), len(members))) if ok else 0.0
            """),
        ],
        "wrong": [
            *slips(
                RANKED, ("s > limit", "s >= limit"), ("[allowed]", "[allowed - 1]"), ("reverse=True", "reverse=False")
            ),
            tpr("return np.mean(members >= np.quantile(others, 1 - rate))"),
            tpr("return np.mean(members > np.quantile(others, 1 - rate))"),
            tpr("return np.mean(members > np.percentile(others, 100 - rate))"),
            tpr("return np.mean(members >= np.quantile(members, 1 - rate))"),
            tpr("return np.mean(members >= np.quantile(np.concatenate([members, others]), 1 - rate))"),
            tpr("""
                from sklearn.metrics import roc_curve
                y = np.r_[np.ones(len(members)), np.zeros(len(others))]
                fpr, tpr, _ = roc_curve(y, np.r_[members, others])
                return np.interp(rate, fpr, tpr)
            """),
            tpr("""
                from sklearn.metrics import roc_auc_score
                y = np.r_[np.ones(len(members)), np.zeros(len(others))]
                return roc_auc_score(y, np.r_[members, others])
            """),
            tpr("""
                best = 0
                for t in others:
                    if np.mean(others >= t) <= rate:
                        best = max(best, np.mean(members >= t))
                return best
            """),
            tpr("""
                best = 0
                for t in np.linspace(0, 1, 101):
                    if np.mean(others >= t) <= rate:
                        best = max(best, np.mean(members >= t))
                return best
            """),
            tpr("""
                best = 0
                for t in members:
                    alarms = np.concatenate([others, members]) >= t
                    if alarms[: len(others)].sum() / alarms.sum() <= rate:
                        best = max(best, np.mean(members >= t))
                return best
            """),
            tpr("return np.mean(members >= rate)"),
            tpr("""
                k = int(rate * len(others))
                tau = np.sort(others)[-k]
                return np.mean(members > tau)
            """),
            tpr("""
                tau = np.sort(others)[::-1][int(rate * len(others)) - 1]
                return np.mean(members >= tau)
            """),
            tpr("""
                tau = np.sort(others)[min(int((1 - rate) * len(others)), len(others) - 1)]
                return (members >= tau).mean()
            """),
            tpr("return np.mean(members >= np.quantile(others, 1 - rate, method='higher'))"),
            tpr("""
                best = 0
                for t in members:
                    false, true = np.mean(others >= t), np.mean(members >= t)
                    if false <= rate:
                        best = max(best, true - false)
                return best
            """),
            tpr("""
                best = 0
                for t in members:
                    if np.mean(others >= t) <= rate:
                        best = max(best, np.mean(members < t))
                return best
            """),
            tpr("""
                everybody = np.concatenate([members, others])
                best = 0
                for t in members:
                    if np.sum(others >= t) / len(everybody) <= rate:
                        best = max(best, np.mean(members >= t))
                return best
            """),
            tpr("""
                for t in sorted(members):
                    if np.mean(others >= t) < rate:
                        return np.mean(members >= t)
                return 0.0
            """),
        ],
    },
    "18.2": {"right": ["d", "D"], "wrong": ["e", "0.9"]},
    "18.3": {
        "right": [
            BISECTED,
            noise("from utils.processes.privacy import gaussian_sigma\nreturn gaussian_sigma(eps, delta)"),
            noise("""
                from scipy.optimize import root_scalar
                from utils.processes.privacy import gaussian_delta
                f = lambda logz: gaussian_delta(eps, np.exp(logz)) - delta
                return np.exp(root_scalar(f, bracket=[-5, 10]).root)
            """),
        ],
        "wrong": [
            *slips(
                BISECTED,
                ("mu = 1 / z", "mu = z"),
                ("mu / 2 - eps / mu) - np", "mu - eps / mu) - np", "-mu / 2", "-mu"),
                ("- np.exp(eps) *", "-"),
                ("norm.cdf(-mu / 2 - eps / mu)", "norm.cdf(-mu / 2 + eps / mu)"),
                ("norm.cdf(-mu / 2 - eps / mu)", "norm.cdf(mu / 2 - eps / mu)"),
                ("return high", "return 1 / high"),
                ("return high", "return high**2"),
                ("np.exp(eps)", "np.exp(-eps)"),
            ),
            noise("return np.sqrt(2 * np.log(1.25 / delta)) / eps"),
            noise("""
                from utils.processes.privacy import gaussian_sigma
                return np.sqrt(2 * np.log(1.25 / delta)) / eps if eps < 1 else gaussian_sigma(eps, delta)
            """),
            noise("return np.sqrt(2 * np.log10(1.25 / delta)) / eps"),
            noise("return 1 / eps"),
            noise("return np.sqrt(np.log(1 / delta)) / eps"),
            noise("return np.sqrt(2 * np.log(2 / delta)) / eps"),
            noise("return np.log(1 / delta) / eps"),
            noise("""
                from scipy.optimize import brentq
                from scipy.special import ndtr
                mu = brentq(lambda mu: ndtr(mu / 2 - eps / mu) - np.exp(eps) * ndtr(-mu / 2 - eps / mu) - delta, .01, 50)
                return mu
            """),
            noise("""
                from utils.processes.privacy import gaussian_sigma
                return 2 * gaussian_sigma(eps, delta)
            """),
            noise("""
                from scipy.optimize import brentq
                from scipy.special import ndtr
                return brentq(lambda z: ndtr(-eps * z) - delta, 1e-3, 1e5)
            """),
            noise("""
                from scipy.optimize import brentq
                from scipy.special import ndtr
                f = lambda z: ndtr(0.5 / z - eps / z) - np.exp(eps) * ndtr(-0.5 / z - eps / z) - delta
                return brentq(f, 1e-3, 1e5)
            """),
        ],
    },
    "18.4": {
        "right": [lines("return 3, 5, 7"), lines("return [7, 3, 5]"), lines("return {5, 3, 7}")],
        "wrong": [
            lines("return 3, 7, 8"),
            lines("return 3, 5, 8"),
            lines("return 7, 8, 9"),
            lines("return 3, 7, 10"),
            lines("return 2, 5, 7"),
            lines("return 5, 6, 7"),
            lines("return 3, 5, 6"),
            lines("return 5, 7, 10"),
            lines("return 3, 7, 9"),
            lines("return 2, 3, 7"),
            lines("return 6, 8, 9"),
            lines("return 3, 5"),
        ],
    },
    "18.5": {
        "right": [
            "1 / (1 + ((1 - w)/w)**gamma * s**(d*(gamma - 1)))",
            "w**gamma * s**(-d*(gamma-1)) / (w**gamma * s**(-d*(gamma-1)) + (1-w)**gamma)",
            "w**gamma * s**(d - d*gamma) / (s**(d - d*gamma)*w**gamma + (1 - w)**gamma)",
        ],
        "wrong": [
            "w**gamma / (w**gamma + (1-w)**gamma)",
            "w**gamma * s**d / (w**gamma * s**d + (1-w)**gamma)",
            "(w/s**d)**gamma / ((w/s**d)**gamma + (1-w)**gamma)",
            "w**gamma * s**(d*(1-gamma))",
            "w**gamma * s**(d*(1-gamma)) / (w**gamma * s**(d*(1-gamma)) + 1 - w)",
            "w**gamma * s**(1-gamma) / (w**gamma * s**(1-gamma) + (1-w)**gamma)",
            "w**gamma * s**(-d*gamma/2) / (w**gamma * s**(-d*gamma/2) + (1-w)**gamma)",
            "w**gamma * s**(d*(gamma-1)) / (w**gamma * s**(d*(gamma-1)) + (1-w)**gamma)",
            "w**gamma * (s**2/gamma)**(d/2) / (w**gamma * (s**2/gamma)**(d/2) + (1-w)**gamma)",
            "w**gamma * s**(d*(1-gamma)) * gamma**(-d/2) / (w**gamma * s**(d*(1-gamma)) * gamma**(-d/2) + (1-w)**gamma)",
            "w**gamma * s**(2*d*(1-gamma)) / (w**gamma * s**(2*d*(1-gamma)) + (1-w)**gamma)",
            "w**gamma * s**(d/gamma) / (w**gamma * s**(d/gamma) + (1-w)**gamma)",
            "w * s**(d*(1-gamma)) / (w * s**(d*(1-gamma)) + 1 - w)",
            "1 - w**gamma * s**(d*(1-gamma)) / (w**gamma * s**(d*(1-gamma)) + (1-w)**gamma)",
        ],
    },
    "18.6": {
        "right": ["1000", "980", "960.0", "1020"],
        "wrong": ["920", "50", "500", "480", "100", "20", "2000", "0.01", "90", "460", "48", "800", "1960", "400"],
    },
}
