"""Answers to lecture 26 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of

rate_matrix = of("rate_matrix(P, d, alpha, gamma, c)")
percentile = of("neighbour_percentile(d, order)")
measure = of("rank_and_time(P, times)")
window = of("window_likelihood(kappa, times, a, b)")

ANSWERS = {
    "26.1": {
        "right": [
            rate_matrix("""
                n = len(P)
                kappa = [[0.0] * n for _ in range(n)]
                for i in range(n):
                    for j in range(n):
                        if i != j:
                            kappa[i][j] = P[i] ** alpha * P[j] ** gamma * d[i][j] ** (-c)
                return kappa
            """),
            rate_matrix("""
                d = d + np.eye(len(P))
                return (P[:, None] ** alpha * P[None, :] ** gamma * d ** -c) * (1 - np.eye(len(P)))
            """),
            rate_matrix("""
                P, d = torch.as_tensor(P), torch.as_tensor(d)
                logs = alpha * torch.log(P)[:, None] + gamma * torch.log(P) - c * torch.log(d)
                kappa = torch.exp(logs)
                kappa.fill_diagonal_(0)
                return kappa
            """),
        ],
        "wrong": [
            rate_matrix("""
                d = d + np.eye(len(P))
                return (P[:, None] ** gamma * P[None, :] ** alpha * d ** -c) * (1 - np.eye(len(P)))
            """),
            rate_matrix("""
                return P[:, None] ** alpha * P ** gamma * d ** c
            """),
            rate_matrix("""
                kappa = P[:, None] ** alpha * P ** gamma / d ** c
                return kappa
            """),
            rate_matrix("""
                d = d + np.eye(len(P))
                return P[:, None] ** alpha * P ** gamma / d ** c
            """),
            rate_matrix("""
                kappa = np.outer(P, P) ** alpha / (d + np.eye(len(P))) ** c
                np.fill_diagonal(kappa, 0)
                return kappa
            """),
            rate_matrix("""
                kappa = np.outer(P ** alpha, P ** gamma) / (d + np.eye(len(P))) ** 2
                np.fill_diagonal(kappa, 0)
                return kappa
            """),
            rate_matrix("""
                kappa = np.outer(P ** alpha, P ** gamma) / (d + np.eye(len(P))) ** c
                np.fill_diagonal(kappa, 0)
                return kappa / kappa.sum(axis=1, keepdims=True)
            """),
        ],
    },
    "26.2": {
        "right": [
            percentile("""
                n, total, count = len(order), 0.0, 0
                have = {int(order[0])}
                for k in range(1, n):
                    new = int(order[k])
                    gap = {j: min(d[i, j] for i in have) for j in range(n) if j not in have}
                    others = [gap[j] for j in gap if j != new]
                    if others:
                        total += sum((g < gap[new]) + 0.5 * (g == gap[new]) for g in others) / len(others)
                        count += 1
                    have.add(new)
                return total / count
            """),
            percentile("""
                x = d[np.ix_(order, order)]
                out = []
                for k in range(1, len(x) - 1):
                    gap = np.min(x[:k], axis=0)
                    out.append((np.sign(gap[k] - gap[k + 1:]).mean() + 1) / 2)
                return sum(out) / len(out)
            """),
            percentile("""
                d, order = torch.as_tensor(d), torch.as_tensor(np.array(order))
                gap = d[order[0]].clone()
                out = []
                for k in range(1, len(order) - 1):
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    out.append(((rest < mine).double() + 0.5 * (rest == mine).double()).mean())
                    gap = torch.minimum(gap, d[order[k]])
                return float(torch.stack(out).mean())
            """),
        ],
        "wrong": [
            percentile("""
                out = []
                for k in range(1, len(order) - 1):
                    gap = d[order[:k]].min(axis=0)
                    out.append(np.mean(gap[order[k + 1:]] < gap[order[k]]))
                return np.mean(out)
            """),
            percentile("""
                out = []
                for k in range(1, len(order) - 1):
                    gap = d[order[0]]
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    out.append(np.mean(rest < mine) + 0.5 * np.mean(rest == mine))
                return np.mean(out)
            """),
            percentile("""
                out = []
                for k in range(1, len(order) - 1):
                    gap = d[order[k - 1]]
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    out.append(np.mean(rest < mine) + 0.5 * np.mean(rest == mine))
                return np.mean(out)
            """),
            percentile("""
                out = []
                for k in range(1, len(order) - 1):
                    gap = d[order[:k]].min(axis=0)
                    mine, rest = gap[order[k]], gap[order[k:]]
                    out.append(np.mean(rest < mine) + 0.5 * np.mean(rest == mine))
                return np.mean(out)
            """),
            percentile("""
                out = []
                for k in range(1, len(order) - 1):
                    gap = d[order[:k]].mean(axis=0)
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    out.append(np.mean(rest < mine) + 0.5 * np.mean(rest == mine))
                return np.mean(out)
            """),
            percentile("""
                out = []
                for k in range(1, len(order) - 1):
                    gap = d[order[:k]].min(axis=0)
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    out.append(np.mean(rest > mine) + 0.5 * np.mean(rest == mine))
                return np.mean(out)
            """),
        ],
    },
    "26.3": {
        "right": [
            measure("""
                pairs = [(p, t) for p, t in zip(P, times) if t < np.inf]
                good = bad = 0
                for i in range(len(pairs)):
                    for j in range(i):
                        s = (pairs[j][0] - pairs[i][0]) * (pairs[i][1] - pairs[j][1])
                        good += s > 0
                        bad += s < 0
                return (good - bad) / (good + bad)
            """),
            measure("""
                from scipy.stats import kendalltau
                keep = np.isfinite(times)
                return kendalltau(-P[keep], times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau
                keep = ~np.isinf(times)
                rank = np.argsort(np.argsort(-P[keep])) + 1
                return kendalltau(rank, times[keep])[0]
            """),
        ],
        "wrong": [
            measure("""
                from scipy.stats import kendalltau
                rank = np.argsort(-P)
                return kendalltau(rank, times).statistic
            """),
            measure("""
                from scipy.stats import kendalltau
                rank = np.argsort(np.argsort(-P))
                return kendalltau(rank, times).statistic
            """),
            measure("""
                from scipy.stats import kendalltau
                keep = np.isfinite(times)
                rank = np.argsort(-P[keep])
                return kendalltau(rank, times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata
                keep = np.isfinite(times)
                return kendalltau(rankdata(P[keep]), times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau
                return kendalltau(np.argsort(P), times).statistic
            """),
            measure("""
                from scipy.stats import kendalltau
                return kendalltau(P, times).statistic
            """),
        ],
    },
    "26.4": {
        "right": [
            window("""
                n, total = len(times), 0.0
                for j in range(n):
                    if times[j] > a:
                        for i in range(n):
                            total -= kappa[i][j] * max(0, min(times[j], b) - max(times[i], a))
                        if times[j] <= b:
                            total += math.log(sum(kappa[i][j] for i in range(n) if times[i] < times[j]))
                return total
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b)[None, :] - np.maximum(times, a)[:, None])
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                inside = (times > a) & (times <= b)
                return np.log(rate[inside]).sum() - (kappa * E).sum()
            """),
            window("""
                t, k = torch.as_tensor(times), torch.as_tensor(kappa)
                E = (t.clamp(max=b) - t.clamp(min=a)[:, None]).clamp(min=0)
                now = (t > a) & (t <= b)
                rate = (k * (t[:, None] < t)).sum(dim=0)[now]
                return float(rate.log().sum() - (k * E).sum())
            """),
        ],
        "wrong": [
            window("""
                inside = (times > a) & (times <= b)
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                return np.log(rate[inside]).sum() - (kappa * E)[:, inside].sum()
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - a)
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                inside = (times > a) & (times <= b)
                return np.log(rate[inside]).sum() - (kappa * E).sum()
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                inside = (times > a) & (times <= b)
                return np.log(kappa.sum(axis=0)[inside]).sum() - (kappa * E).sum()
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                inside = (times > a) & (times <= b)
                return np.log(rate[inside]).sum() + (kappa * E).sum()
            """),
            window("""
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                inside = (times > a) & (times <= b)
                return np.log(rate[inside]).sum()
            """),
            window("""
                kappa = kappa.T
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                inside = (times > a) & (times <= b)
                return np.log(rate[inside]).sum() - (kappa * E).sum()
            """),
        ],
    },
    "26.5": {
        "right": ["c", "C", "reverse hierarchical"],
        "wrong": ["a", "b", "d"],
    },
    "26.6": {
        "right": [
            "1 + (2-u)/u + (1 + (1-u)*(2-u)/u)/u",
            "1 + (2-u)/u + 1/u + (1-u)*(2-u)/u**2",
            "2/u + 1/u + (1-u)*(2-u)/u**2",
        ],
        "wrong": ["3/u", "1 + 2/u", "3/(2*u-1)", "3", "1 + (2-u)/u", "(1 + (1-u)*(2-u)/u)/u", "1 + 2*(2-u)/u"],
    },
}
