"""Answers to lecture 28 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

reverse_table = of("reverse_table(starts, jumps, edges, N)")
posterior = of("posterior(A, cases)")
publish = of("publish(arrival, stay, days, cap, epsilon, z)")

BY_STRETCHES = reverse_table("""
    K = len(edges) - 1
    count, time = np.zeros((K, N + 1)), np.zeros((K, N + 1))
    for n, moments in zip(starts, jumps):
        stops = [edges[0]] + list(moments) + [edges[-1]]
        for i in range(len(stops) - 1):
            for k in range(K):
                time[k, n + i] += max(0, min(stops[i + 1], edges[k + 1]) - max(stops[i], edges[k]))
                if i > 0 and edges[k] < stops[i] < edges[k + 1]:
                    count[k, n + i] += 1
    rates = np.zeros((K, N + 1))
    for k in range(K):
        for n in range(N + 1):
            if time[k, n] > 0:
                rates[k, n] = count[k, n] / time[k, n]
    return rates
""")
BY_ORDERS = posterior("""
    from itertools import permutations
    like = {v: 0.0 for v in cases}
    for order in permutations(cases):
        prob = 1.0
        for m in range(1, len(order)):
            S = list(order[:m])
            e = sum(A[u][order[m]] for u in S)
            cut = sum(A[u][w] for u in S for w in range(len(A)) if w not in S)
            prob *= e / cut if cut else 0
        like[order[0]] += prob
    total = sum(like.values())
    return [like[v] / total for v in cases]
""")

ANSWERS = {
    "28.1": {
        "right": ["p_s * exp(-q*(t-s)) / p_t", "p_s/p_t * exp(q*(s-t))", "exp(-(log(p_t/p_s) + q*(t-s)))"],
        "wrong": [
            "exp(-q*(t-s))",
            "p_t*exp(-q*(t-s))/p_s",
            "p_s*exp(-q*(t-s))",
            "p_s/p_t*(1-exp(-q*(t-s)))",
            "p_s/p_t*exp(-q*t)",
            "p_s*exp(-q*p_s/p_t*(t-s))",
            "p_s/p_t",
            "p_s*q*exp(-q*(t-s))/p_t",
            "p_s*(1-q)**(t-s)/p_t",
            "p_s/p_t*exp(q*(t-s))",
            "1 - p_s/p_t*exp(-q*(t-s))",
            "p_s*exp(-q*(t-s))/(p_s*exp(-q*(t-s)) + p_t)",
            "p_s*p_t*exp(-q*(t-s))",
            "p_s*(1-q*(t-s))/p_t",
            "p_s/p_t*exp(-q*s)",
        ],
    },
    "28.2": {
        "right": [
            "n*r/(exp(r*t) - 1)",
            "n*r*exp(-r*t)/(1 - exp(-r*t))",
            "(N-n+1)*r * n/(N-n+1) * (1/(1-exp(-r*t)) - 1)",
        ],
        "wrong": [
            "n*r",
            "(N-n)*r",
            "n/t",
            "n*r*exp(-r*t)",
            "n*r/(1 - exp(-r*t))",
            "(N-n+1)*r",
            "n*r*(exp(r*t) - 1)",
            "r/(exp(r*t)-1)",
            "(N-n+1)*r/(exp(r*t)-1)",
            "n*r*exp(r*t)/(exp(r*t)-1)",
            "(n+1)*r/(exp(r*t)-1)",
            "n*r/(exp(-r*t) - 1)",
            "n/(N-n+1)/(exp(r*t) - 1)",
            "(N-n+1)**2*r/n*(exp(r*t) - 1)",
            "(N-n)*r*n/(N-n+1)/(exp(r*t) - 1)",
            "(N-n+1)*r*exp(-r*t)",
            "N*r/(exp(r*t) - 1)",
            "n*r/(exp(r*t) - 1)/N",
        ],
    },
    "28.3": {
        "right": [
            BY_STRETCHES,
            reverse_table("""
                K = len(edges) - 1
                arrive, spent = defaultdict(int), defaultdict(float)
                for n0, moments in zip(starts, jumps):
                    cuts = sorted(set(moments) | set(edges))
                    for a, b in zip(cuts, cuts[1:]):
                        middle = (a + b) / 2
                        n = n0 + sum(m < middle for m in moments)
                        k = sum(e < middle for e in edges) - 1
                        spent[k, n] += b - a
                    for i, m in enumerate(moments):
                        arrive[sum(e < m for e in edges) - 1, n0 + i + 1] += 1
                return [[arrive[k, n] / spent[k, n] if spent[k, n] else 0 for n in range(N + 1)] for k in range(K)]
            """).replace("arrive, spent", "from collections import defaultdict\n    arrive, spent", 1),
            reverse_table("""
                edges = torch.tensor(np.asarray(edges))
                low, high = edges[:-1], edges[1:]
                came = torch.zeros(len(low), N + 1, dtype=torch.float64)
                was = torch.zeros_like(came)
                for n, moments in zip(starts, jumps):
                    marks = [float(edges[0]), *map(float, moments), float(edges[-1])]
                    for j in range(len(marks) - 1):
                        overlap = torch.clamp(torch.clamp(high, max=marks[j + 1]) - torch.clamp(low, min=marks[j]), min=0)
                        was[:, n + j] += overlap
                        if j:
                            came[:, n + j] += ((low < marks[j]) & (marks[j] <= high)).double()
                return torch.where(was > 0, came / torch.where(was > 0, was, 1.0), 0.0)
            """),
        ],
        "wrong": [
            *slips(
                BY_STRETCHES,
                ("count[k, n + i] += 1", "count[k, n + i - 1] += 1"),
                ("count[k, n] / time[k, n]", "count[k, n]"),
                ("count[k, n] / time[k, n]", "count[k, n] / len(starts)"),
                ("count[k, n] / time[k, n]", "time[k, n] / count[k, n] if count[k, n] else 0"),
                ("count[k, n] / time[k, n]", "count[k, n] / time[:, n].sum()"),
                ("count[k, n] / time[k, n]", "count[k, n] / time[k, n - 1] if n and time[k, n - 1] else 0"),
                ("count[k, n] / time[k, n]", "count[k, n] / (edges[k + 1] - edges[k])"),
                ("list(moments) + [edges[-1]]", "list(moments)"),
                ("if i > 0 and edges[k] <", "if edges[k] <="),
                ("count[k, n] / time[k, n]", "count[k, n] / time.sum()"),
                ("count[k, n + i] += 1", "count[k, n + i - 1] += 1", "time[k, n + i] +=", "time[k, n + i - 1] +="),
                ("count[k, n + i] += 1", "count[k - 1, n + i] += 1"),
                ("if time[k, n] > 0:", "if n:", "count[k, n] / time[k, n]", "(count[k, n] + 1) / (time[k, n] + 1)"),
            ),
        ],
    },
    "28.4": {
        "right": [
            BY_ORDERS,
            posterior("""
                cases = list(cases)
                def f(S, first):
                    if S == frozenset([first]):
                        return 1.0
                    total = 0.0
                    for v in S - {first}:
                        rest = list(S - {v})
                        e = A[v, rest].sum()
                        if e:
                            outside = [w for w in range(len(A)) if w not in rest]
                            total += f(S - {v}, first) * e / A[np.ix_(rest, outside)].sum()
                    return total
                like = np.array([f(frozenset(cases), v) for v in cases])
                return like / like.sum()
            """),
            posterior("""
                like = [Fraction(0)] * len(cases)
                for i, v in enumerate(cases):
                    stack = [((v,), Fraction(1))]
                    while stack:
                        S, p = stack.pop()
                        if len(S) == len(cases):
                            like[i] += p
                            continue
                        cut = sum(int(A[u, w]) for u in S for w in range(len(A)) if w not in S)
                        for w in cases:
                            e = sum(int(A[u, w]) for u in S) if w not in S else 0
                            if e:
                                stack.append((S + (w,), p * Fraction(e, cut)))
                return [float(x / sum(like)) for x in like]
            """).replace("like = [", "from fractions import Fraction\n    like = [", 1),
        ],
        "wrong": [
            *slips(
                BY_ORDERS,
                ("for w in range(len(A)) if w not in S", "for w in cases if w not in S"),
                ("for w in range(len(A)) if w not in S", "for w in range(len(A))"),
                ("prob *= e / cut if cut else 0", "prob *= e > 0"),
                ("prob *= e / cut if cut else 0", "prob *= (e > 0) / cut if cut else 0"),
                ("prob *= e / cut if cut else 0", "prob *= e"),
                ("like[order[0]] += prob", "like[order[-1]] += prob"),
                ("like[order[0]] += prob", "like[order[0]] = max(like[order[0]], prob)"),
                ("S = list(order[:m])", "S = [order[m - 1]]"),
                ("S = list(order[:m])", "S = list(order[:m + 1])"),
                ("like[v] / total", "like[v]"),
                ("cut = sum(A[u][w] for u in S for w", "cut = sum(max(A[u][w] for u in S) for w"),
                ("S = list(order[:m])", "S = [order[0]]"),
                (
                    "return [like[v] / total for v in cases]",
                    "return sorted((p / total for p in like.values()), reverse=True)",
                ),
                ("sum(A[u][order[m]] for u in S)", "sum(A[u][order[m]] for u in S) / A[order[m]].sum()"),
                ("e / cut if cut", "(cut - e) / cut if cut"),
                ("for v in cases]", "for v in range(len(A)) if v in like]"),
            ),
            posterior("return A[cases].sum(axis=1) / A[cases].sum()"),
            posterior("return np.ones(len(cases)) / len(cases)"),
        ],
    },
    "28.5": {
        "right": ["0.293", "0.384 - 0.091", "np.mean([0.38, 0.385]) - 0.092"],
        "wrong": ["0.384", "0.091", "-0.293", "0.0", "4.2", "29.3", "0.27", "0.042", "0.014"],
    },
    "28.6": {
        "right": [
            publish("""
                counts = np.zeros(days)
                for first, length in zip(arrival, stay):
                    for d in range(first, min(first + min(length, cap), days)):
                        counts[d] += 1
                return counts + cap / epsilon * z
            """),
            publish("""
                stay = np.minimum(stay, cap)
                day = np.arange(days)[:, None]
                present = (np.asarray(arrival) <= day) & (day < np.asarray(arrival) + stay)
                return present.sum(axis=1) + z * cap / epsilon
            """),
            publish("""
                counts = [0] * days
                for first, length in zip(arrival, stay):
                    for k in range(int(length)):
                        if k < cap and first + k < days:
                            counts[first + k] += 1
                return [c + cap * e / epsilon for c, e in zip(counts, z)]
            """),
        ],
        "wrong": slips(
            publish("""
                counts = np.zeros(days)
                for first, length in zip(arrival, stay):
                    counts[first : first + length] += 1
                return counts + cap / epsilon * z
            """),
            ("cap / epsilon", "max(stay) / epsilon"),
            ("cap / epsilon", "1 / epsilon"),
            ("cap / epsilon", "epsilon / cap"),
            ("cap / epsilon", "epsilon"),
            ("return counts", "return np.minimum(counts, cap)"),
            ("first + length] += 1", "first + cap] += 1"),
            ("first + length] += 1", "first + min(length, cap) - 1] += 1"),
            ("        counts[first", "        if length <= cap: counts[first"),
            ("first : first + length", "max(first, first + length - cap) : first + length"),
            ("cap / epsilon", "days / epsilon"),
            ("first + length] += 1", "first + min(length, cap)] += 1", "cap / epsilon", "1 / epsilon"),
            ("first + length] += 1", "first + min(length, cap)] += 1", "cap / epsilon", "2 * cap / epsilon"),
            ("first + length] += 1", "first + 1] += 1"),
            ("first + length] += 1", "first + min(length, cap) + 1] += 1"),
            ("return counts + cap / epsilon * z", "return np.maximum(counts + cap / epsilon * z, 0)"),
            (
                "first + length] += 1",
                "first + min(length, cap)] += 1",
                "return counts + cap / epsilon * z",
                "return np.round(counts + cap / epsilon * z)",
            ),
        ),
    },
}
