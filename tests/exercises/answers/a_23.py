"""Answers to lecture 23 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

friends = of("friends(ties)")
_imports = "from scipy.optimize import minimize_scalar\nfrom scipy.special import zeta\n"
_exponent = of("exponent(degrees, smallest)")
infected = of("infected_at(n, arcs, waits, lasts, seed, end)")


def exponent(body):
    """With what the set-up cell imports."""
    return _imports + _exponent(body)


critical = of("critical_beta(A, gamma)")
step = of("step(state, A, catch, heal, p, r)")

FRIENDS = friends("""
    n = ties.max() + 1
    near = [[] for _ in range(n)]
    for i, j in ties:
        near[i].append(j)
        near[j].append(i)
    k = [len(one) for one in near]
    ends = np.mean([k[i] for tie in ties for i in tie])
    people = np.mean([np.mean([k[j] for j in near[i]]) for i in range(n)])
    return ends, people
""")

INFECTED = infected("""
    t = [float("inf")] * n
    t[seed] = 0.0
    changed = True
    while changed:
        changed = False
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i] and t[i] + wait < t[j]:
                t[j] = t[i] + wait
                changed = True
    return np.array([min(one, end) for one in t])
""")

STEP = step("""
    n = len(state)
    new = np.array(state)
    for i in range(n):
        if state[i] == 1:
            for j in range(n):
                if A[i, j] > 0 and state[j] == 0 and catch[i, j] < p:
                    new[j] = 1
            if heal[i] < r:
                new[i] = 2
    return new
""")

ANSWERS = {
    "23.1": {
        "right": [
            FRIENDS,
            friends("""
                n = int(ties.max()) + 1
                A = np.zeros((n, n))
                A[ties[:, 0], ties[:, 1]] = A[ties[:, 1], ties[:, 0]] = 1
                k = A.sum(axis=1)
                return (k @ k) / k.sum(), (A @ k / k).mean()
            """),
            friends("""
                from collections import Counter
                from fractions import Fraction
                k = Counter(int(i) for i in ties.ravel())
                ends = Fraction(sum(v * v for v in k.values()), sum(k.values()))
                people = sum(Fraction(k[int(a)], k[int(b)]) + Fraction(k[int(b)], k[int(a)]) for a, b in ties) / len(k)
                return ends, people
            """),
            friends("""
                k = torch.bincount(torch.as_tensor(ties).flatten()).double()
                i, j = torch.as_tensor(ties).T
                return [(k**2).sum() / k.sum(), ((k[j] / k[i]).sum() + (k[i] / k[j]).sum()) / len(k)]
            """),
        ],
        "wrong": slips(
            FRIENDS,
            ("np.mean([k[i] for tie in ties for i in tie])", "np.mean(k)"),
            ("np.mean([k[i] for tie in ties for i in tie])", "np.mean(k) ** 2"),
            ("np.mean([k[i] for tie in ties for i in tie])", "np.mean(np.array(k) ** 2)"),
            (
                "np.mean([np.mean([k[j] for j in near[i]]) for i in range(n)])",
                "np.mean([k[j] for i in range(n) for j in near[i]])",
            ),
            ("np.mean([k[j] for j in near[i]])", "np.sum([k[j] for j in near[i]])"),
            ("return ends, people", "return people, ends"),
            ("k[i] for tie in ties", "k[i] - 1 for tie in ties"),
            ("for tie in ties for i in tie", "for _, i in ties"),
            ("return ends, people", "return ends, ends"),
            ("np.mean([k[j] for j in near[i]])", "max(k[j] for j in near[i])"),
            ("np.mean([k[j] for j in near[i]])", "np.mean([k[i], *(k[j] for j in near[i])])"),
            ("np.mean([k[j] for j in near[i]])", "sum(k[b] for a, b in ties if a == i) / k[i]"),
        ),
    },
    "23.2": {
        "right": [
            exponent("""
                k = np.array([d for d in degrees if d >= smallest], dtype=float)
                from scipy.optimize import minimize
                return minimize(lambda a: len(k) * np.log(zeta(a[0], smallest)) + a[0] * np.log(k).sum(), [2.5], method="Nelder-Mead", options=dict(xatol=1e-7, fatol=1e-9)).x[0]
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                mean = np.log(k).mean()
                from scipy.optimize import brentq
                slope = lambda a, e=1e-5: (np.log(zeta(a + e, smallest)) - np.log(zeta(a - e, smallest))) / (2 * e) + mean
                return brentq(slope, 1.01, 12)
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                grid, best = np.linspace(1.05, 8, 2000), None
                for _ in range(4):
                    values = [-len(k) * np.log(zeta(a, smallest)) - a * np.sum(np.log(k)) for a in grid]
                    best = grid[int(np.argmax(values))]
                    grid = np.linspace(max(1.0001, best - (grid[1] - grid[0])), best + (grid[1] - grid[0]), 201)
                return best
            """),
        ],
        "wrong": [
            exponent("""
                k, many = np.unique(degrees[degrees >= smallest], return_counts=True)
                return -np.polyfit(np.log(k), np.log(many / many.sum()), 1)[0]
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                return 1 + len(k) / np.log(k / (smallest - 0.5)).sum()
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                return 1 + len(k) / np.log(k / smallest).sum()
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                return minimize_scalar(lambda a: len(k) * np.log(zeta(a)) + a * np.log(k).sum(), bounds=(1.05, 9), method="bounded", options=dict(xatol=1e-7)).x
            """),
            exponent("""
                k = degrees
                return minimize_scalar(lambda a: len(k) * np.log(zeta(a, smallest)) + a * np.log(k).sum(), bounds=(1.05, 9), method="bounded", options=dict(xatol=1e-7)).x
            """),
            exponent("""
                k = degrees[degrees > smallest]
                return minimize_scalar(lambda a: len(k) * np.log(zeta(a, smallest)) + a * np.log(k).sum(), bounds=(1.05, 9), method="bounded", options=dict(xatol=1e-7)).x
            """),
            exponent("""
                k, a = degrees[degrees >= smallest], np.arange(1.01, 12, 0.0005)
                return a[np.argmax(-len(degrees) * np.log(zeta(a, smallest)) - a * np.log(k).sum())]
            """),
            exponent("""
                a = np.arange(1.01, 12, 0.0005)
                return a[np.argmax(-len(degrees) * np.log(zeta(a, smallest)) - a * np.log(degrees).sum())]
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                return minimize_scalar(lambda a: len(k) * np.log(zeta(a, smallest)) + a * np.log(k).sum(), bounds=(1.05, 9), method="bounded").fun
            """),
            exponent("""
                k = degrees[degrees >= smallest]
                return len(k) / np.log(k / (smallest - 0.5)).sum()
            """),
        ],
    },
    "23.3": {
        "right": [
            INFECTED,
            infected("""
                import heapq
                out, t = [(0.0, seed)], {}
                while out:
                    now, i = heapq.heappop(out)
                    if i in t:
                        continue
                    t[i] = now
                    for (a, b), wait in zip(arcs, waits):
                        if a == i and wait < lasts[i] and b not in t:
                            heapq.heappush(out, (now + wait, int(b)))
                return [min(t.get(i, end), end) for i in range(n)]
            """),
            infected("""
                D = np.full((n, n), np.inf)
                np.fill_diagonal(D, 0)
                for (i, j), w in zip(arcs, waits):
                    if w < lasts[i]:
                        D[i, j] = min(D[i, j], w)
                for k in range(n):
                    D = np.minimum(D, D[:, k, None] + D[None, k])
                return np.minimum(D[seed], end)
            """),
            infected("""
                good = torch.as_tensor(waits) < torch.as_tensor(lasts)[torch.as_tensor(arcs[:, 0])]
                t = torch.full((n,), float("inf"), dtype=torch.float64)
                t[seed] = 0
                for _ in range(n):
                    for e in torch.nonzero(good).flatten():
                        i, j = arcs[e]
                        t[j] = torch.minimum(t[j], t[i] + waits[e])
                return torch.clamp(t, max=end)
            """),
        ],
        "wrong": slips(
            INFECTED,
            ("wait < lasts[i]", "wait < lasts[j]"),
            ("wait < lasts[i] and ", ""),
            ("wait < lasts[i]", "t[i] + wait < lasts[i]"),
            ("t[i] + wait", "t[i] + 1"),
            ("    while changed:\n        changed = False", "    for _ in range(1):\n        pass"),
            ("min(one, end)", "one if one < float('inf') else end"),
            ("min(one, end)", "one if one < end else 0"),
            ("for (i, j), wait", "for (j, i), wait"),
            ("wait < lasts[i]", "wait <= lasts[i]"),
            ("wait < lasts[i]", "wait > lasts[i]"),
            ("min(one, end)", "one"),
        )
        + [
            infected("""
                t = np.full(n, np.inf)
                t[seed], fresh = 0, [seed]
                while fresh:
                    i = fresh.pop(0)
                    for (a, b), wait in zip(arcs, waits):
                        if a == i and wait < lasts[i] and np.isinf(t[b]):
                            t[b] = t[i] + wait
                            fresh.append(b)
                return np.minimum(t, end)
            """),
            infected("""
                t = np.full(n, np.inf)
                t[seed] = 0
                for _ in range(n):
                    for (i, j), wait in zip(arcs, waits):
                        if wait < lasts[i]:
                            t[j] = t[i] + wait
                return np.minimum(t, end)
            """),
        ],
    },
    "23.4": {
        "right": [
            critical("return 1 / np.abs(np.linalg.eigvals(np.diag(1 / gamma) @ A)).max()"),
            critical("""
                x = np.ones(len(A)) + 0.01 * np.arange(len(A))
                M = A / gamma[:, None] + np.eye(len(A))
                for _ in range(20000):
                    x = M @ x
                    size = np.linalg.norm(x)
                    x = x / size
                return 1 / (size - 1)
            """),
            critical("""
                from scipy.optimize import brentq
                top = lambda beta: np.linalg.eigvalsh(beta * A - np.diag(gamma)).max()
                return brentq(top, 0, 1e3, xtol=1e-14, rtol=1e-12)
            """),
            critical("""
                from scipy.linalg import eigh
                return 1 / eigh(A, np.diag(gamma), eigvals_only=True)[-1]
            """),
        ],
        "wrong": [
            critical("return gamma.mean() / np.linalg.eigvalsh(A).max()"),
            critical("return gamma.min() / np.linalg.eigvalsh(A).max()"),
            critical("return 1 / np.linalg.eigvalsh(A).max() / np.mean(1 / gamma)"),
            critical("return gamma.mean() / A.sum(axis=1).mean()"),
            critical("""
                L = np.diag(A.sum(axis=1)) - A
                root = np.sqrt(gamma)
                return 1 / np.linalg.eigvalsh(L / root / root[:, None]).max()
            """),
            critical("return np.abs(np.linalg.eigvals(np.diag(1 / gamma) @ A)).max()"),
            critical("return 1 / np.abs(np.linalg.eigvals(np.diag(gamma) @ A)).max()"),
            critical("return 1 / np.linalg.eigvalsh(A / gamma[:, None]).max()"),
            critical("return 1 / np.linalg.eigvalsh(A @ np.diag(1 / gamma)).max()"),
            critical("return (gamma / A.sum(axis=1)).min()"),
            critical("return 1 / np.linalg.eigvalsh(A / np.outer(gamma, gamma)).max()"),
            critical("return np.exp(np.log(gamma).mean()) / np.linalg.eigvalsh(A).max()"),
        ],
    },
    "23.5": {"right": ["9.0", "8.7", "9.6"], "wrong": ["1.0", "0.11", "45.0", "50.0", "5.5"]},
    "23.6": {
        "right": [
            STEP,
            step("""
                morning = list(state)
                evening = list(state)
                for j, s in enumerate(morning):
                    if s == 0 and any(morning[i] == 1 and A[i, j] > 0 and catch[i, j] < p for i in range(len(morning))):
                        evening[j] = 1
                    elif s == 1 and heal[j] < r:
                        evening[j] = 2
                return evening
            """),
            step("""
                s = torch.as_tensor(np.array(state))
                hit = ((torch.as_tensor(A) > 0) & (torch.as_tensor(catch) < p) & (s == 1)[:, None]).any(0)
                out = s.clone()
                out[(s == 0) & hit] = 1
                out[(s == 1) & (torch.as_tensor(heal) < r)] = 2
                return out
            """),
        ],
        "wrong": slips(
            STEP,
            ("if state[i] == 1", "if new[i] == 1", "state[j] == 0", "new[j] == 0"),
            (" and state[j] == 0", ""),
            ("A[i, j] > 0 and ", ""),
            ("catch[i, j]", "catch[j, i]"),
            ("new[i] = 2", "new[i] = 0"),
            ("            if heal[i] < r:\n                new[i] = 2\n", ""),
            ("if state[i] == 1", "if new[i] == 1"),
            ("A[i, j] > 0", "A[j, i] > 0"),
            ("catch[i, j] < p", "catch[i, j] < p * A[i, j]"),
            ("heal[i] < r", "heal[i] < p"),
            (
                "            if heal[i] < r:\n                new[i] = 2\n    return new",
                "    new[(new == 1) & (heal < r)] = 2\n    return new",
            ),
        ),
    },
}
