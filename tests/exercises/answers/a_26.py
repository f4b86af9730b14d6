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
            rate_matrix("""
                with np.errstate(divide="ignore"):
                    kappa = np.exp(alpha * np.log(P)[:, None] + gamma * np.log(P) - c * np.log(d))
                kappa[np.eye(len(P), dtype=bool)] = 0
                return kappa
            """),
            rate_matrix("""
                from fractions import Fraction
                n = len(P)
                return [[0 if i == j else math.exp(alpha * math.log(P[i]) + gamma * math.log(P[j]) - c * math.log(d[i, j])) for j in range(n)] for i in range(n)]
            """),
            rate_matrix("""
                off = d > 0
                kappa = np.zeros(d.shape)
                i, j = np.nonzero(off)
                kappa[i, j] = P[i] ** alpha * P[j] ** gamma * d[i, j] ** -c
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
            rate_matrix("""
                d = d + np.eye(len(P))
                kappa = np.outer(P ** alpha, P ** gamma) * d ** -c
                return kappa - np.diag(kappa.sum(axis=1))
            """),
            rate_matrix("""
                kappa = np.outer(P ** alpha, P ** gamma) * np.exp(-c * d)
                np.fill_diagonal(kappa, 0)
                return kappa
            """),
            rate_matrix("""
                d = d + np.eye(len(P))
                kappa = np.outer(P, P) ** (alpha * gamma) / d ** c
                np.fill_diagonal(kappa, 0)
                return kappa
            """),
            rate_matrix("""
                d = d + np.eye(len(P))
                kappa = (alpha * P[:, None]) * (gamma * P) / d ** c
                np.fill_diagonal(kappa, 0)
                return kappa
            """),
            rate_matrix("""
                d = d + np.eye(len(P))
                kappa = np.outer(P ** alpha, P ** gamma) * d ** -c
                np.fill_diagonal(kappa, 1)
                return kappa
            """),
            rate_matrix("""
                kappa = np.outer(P ** alpha, P ** gamma) / (1 + d) ** c
                np.fill_diagonal(kappa, 0)
                return kappa
            """),
            rate_matrix("""
                k = np.outer(P**alpha, P**gamma) / (d + np.eye(len(P)))**c
                np.fill_diagonal(k, 0)
                return k.T
            """),
            rate_matrix("""
                k = alpha*np.log(P)[:, None] + gamma*np.log(P) - c*np.log(d + np.eye(len(P)))
                np.fill_diagonal(k, 0)
                return k
            """),
            rate_matrix("""
                k = np.outer(P**alpha, P**gamma) / (d + np.eye(len(P)))**c
                np.fill_diagonal(k, 0)
                return (k + k.T)/2
            """),
            rate_matrix("""
                k = np.outer(P**alpha, np.ones(len(P))) / (d + np.eye(len(P)))**c
                np.fill_diagonal(k, 0)
                return k
            """),
            rate_matrix("""
                k = np.outer(P**alpha, P**gamma) / (d + np.eye(len(P)))**(2*c)
                np.fill_diagonal(k, 0)
                return k
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
            percentile("""
                gap = np.full(len(d), np.inf)
                left = list(map(int, order))
                u = []
                while len(left) > 2:
                    gap = np.minimum(gap, d[left.pop(0)])
                    new, rest = gap[left[0]], gap[left[1:]]
                    u.append(((rest < new).sum() + (rest <= new).sum()) / (2 * len(rest)))
                return float(np.average(u))
            """),
            percentile("""
                n = len(order)
                near = np.minimum.accumulate(d[order], axis=0)[:, order]
                score = 0
                for k in range(n - 2):
                    score += np.heaviside(near[k, k + 1] - near[k, k + 2:], 0.5).mean()
                return score / (n - 2)
            """),
            percentile("""
                from fractions import Fraction
                n, u = len(order), Fraction(0)
                for k in range(1, n - 1):
                    near = lambda p: min(d[p][q] for q in order[:k])
                    others = [near(p) for p in order[k + 1:]]
                    mine = near(order[k])
                    u += Fraction(sum(2 if x < mine else 1 if x == mine else 0 for x in others), 2 * len(others))
                return float(u / (n - 2))
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
            percentile("""
                u = []
                for k in range(1, len(order)):
                    gap = d[order[:k]].min(axis=0)
                    rest = gap[order[k:]]
                    u.append(np.mean(rest < gap[order[k]]))
                return np.mean(u)
            """),
            percentile("""
                n = len(order)
                u = 0
                for k in range(1, n - 1):
                    gap = d[order[:k]].min(axis=0)
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    u += np.mean(rest < mine) + np.mean(rest == mine) / 2
                return u / n
            """),
            percentile("""
                u = []
                for k in range(1, len(order) - 1):
                    gap = d[order[k]]
                    mine, rest = gap[order[:k]].min(), gap[order[k + 1:]]
                    u.append(np.mean(rest < mine) + np.mean(rest == mine) / 2)
                return np.mean(u)
            """),
            percentile("""
                n = len(order)
                num = den = 0
                for k in range(1, n - 1):
                    gap = d[order[:k]].min(axis=0)
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    num += np.sum(rest < mine) + np.sum(rest == mine) / 2
                    den += len(rest)
                return num / den
            """),
            percentile("""
                rank = np.argsort(order)
                u = []
                for k in range(1, len(order) - 1):
                    gap = d[rank[:k]].min(axis=0)
                    mine, rest = gap[rank[k]], gap[rank[k + 1:]]
                    u.append(np.mean(rest < mine) + np.mean(rest == mine) / 2)
                return np.mean(u)
            """),
            percentile("""
                u = []
                for k in range(1, len(order) - 1):
                    gap = d[order[:k]].min(axis=0)
                    mine, rest = gap[order[k]], gap[order[k + 1:]]
                    u.append(np.mean(rest <= mine))
                return np.mean(u)
            """),
            percentile("""
                u = []
                for k in range(len(order) - 2):
                    gap = d[order[:k + 1]].min(axis=0)
                    mine, rest = gap[order[k + 1]], gap[order[k + 2:]]
                    u.append(np.mean(rest < mine) + np.mean(rest == mine) / 2)
                return np.median(u)
            """),
            percentile("""
                u=[]
                for k in range(1,len(order)-1):
                    g=d[order[:k]].min(axis=0)
                    m,r=g[order[k]],g[order[k+1:]]
                    u.append(1-np.mean(r<m)-np.mean(r==m)/2)
                return np.mean(u)
            """),
            percentile("""
                u=[]
                for k in range(1,len(order)-1):
                    g=d[order[:k]].min(axis=0)
                    u.append(float(g[order[k]]>g[order[k+1:]].mean()))
                return np.mean(u)
            """),
            percentile("""
                u=[]
                for k in range(1,len(order)-1):
                    g=d[order[:k]].min(axis=0)
                    u.append(g[order[k]]/g[order[k+1:]].max())
                return np.mean(u)
            """),
            percentile("""
                u=[]
                for k in range(1,len(order)-2):
                    g=d[order[:k]].min(axis=0)
                    m,r=g[order[k]],g[order[k+1:]]
                    u.append(np.mean(r<m)+np.mean(r==m)/2)
                return np.mean(u)
            """),
            percentile("""
                u=[]
                for k in range(1,len(order)-1):
                    g=d[order[:k]].max(axis=0)
                    m,r=g[order[k]],g[order[k+1:]]
                    u.append(np.mean(r<m)+np.mean(r==m)/2)
                return np.mean(u)
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
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                keep = np.isfinite(times)
                p, t = P[keep], times[keep]
                i, j = np.triu_indices(len(p), 1)
                return np.mean(np.sign(p[i] - p[j]) * np.sign(t[j] - t[i]))
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                order = np.argsort(-P)
                t = times[order]
                t = t[t < np.inf]
                return kendalltau(np.arange(len(t)), t).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                rank = np.empty(len(P))
                rank[np.argsort(-P)] = np.arange(1, len(P) + 1)
                keep = times != np.inf
                return kendalltau(rank[keep], times[keep]).correlation
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
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                keep = np.isfinite(times)
                rank = np.argsort(np.argsort(P[keep]))
                return kendalltau(rank, times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                rank = np.argsort(-P)
                keep = np.isfinite(times)
                return kendalltau(rank[keep], times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                rank = len(P) - np.argsort(P)
                return kendalltau(rank, times).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                keep = np.isfinite(times)
                return spearmanr(-P[keep], times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                rank = rankdata(-P)
                t = np.where(np.isfinite(times), times, times[np.isfinite(times)].max() + 1)
                return kendalltau(rank, t).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                keep = np.isfinite(times)
                return kendalltau(np.argsort(-P[keep]), np.argsort(times[keep])).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata, spearmanr
                keep = np.isfinite(times)
                return -kendalltau(rankdata(-P[keep]), times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata
                keep = np.isfinite(times)
                return kendalltau(-P[keep], times[keep]).pvalue
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata
                keep = np.isfinite(times)
                return abs(kendalltau(-P[keep], times[keep]).statistic)
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata
                keep = np.isfinite(times)
                return np.corrcoef(-P[keep], times[keep])[0, 1]
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata
                keep = np.isfinite(times)
                r = np.argsort(np.argsort(P))
                return kendalltau(r[keep], times[keep]).statistic
            """),
            measure("""
                from scipy.stats import kendalltau, rankdata
                keep = np.isfinite(times)
                return kendalltau(np.argsort(-P), np.where(keep, times, np.nan), nan_policy='omit').statistic
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
            window("""
                events = np.unique(np.clip(times[np.isfinite(times)], a, b))
                cuts = np.unique(np.r_[a, events, b])
                total = 0.0
                for lo, hi in zip(cuts[:-1], cuts[1:]):
                    had, risk = times <= lo, times > lo
                    total -= (hi - lo) * kappa[np.ix_(had, risk)].sum()
                for j in np.flatnonzero((times > a) & (times <= b)):
                    total += np.log(kappa[times < times[j], j].sum())
                return total
            """),
            window("""
                order = np.argsort(times)
                ell = 0
                for k, j in enumerate(order):
                    if times[j] <= a:
                        continue
                    before = order[:k]
                    stop = min(times[j], b)
                    ell -= np.sum(kappa[before, j] * np.clip(stop - np.maximum(times[before], a), 0, None)) if k else 0
                    if times[j] <= b:
                        ell += np.log(kappa[before, j].sum())
                return ell
            """),
            window("""
                end = [min(t, b) for t in times]
                start = [max(t, a) for t in times]
                n = len(times)
                survival = math.fsum(float(kappa[i][j]) * max(0.0, end[j] - start[i]) for i in range(n) for j in range(n))
                rates = [math.fsum(float(kappa[i][j]) for i in range(n) if times[i] < times[j]) for j in range(n) if a < times[j] <= b]
                return math.log(math.prod(rates)) - survival
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
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                total = -(kappa * E).sum()
                for j in range(len(times)):
                    if times[j] <= b and times[j] > times.min():
                        total += np.log(kappa[times < times[j], j].sum())
                return total
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - times[:, None])
                inside = (times > a) & (times <= b)
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                return np.log(rate[inside]).sum() - (kappa * np.where(np.isfinite(E), E, 0)).sum()
            """),
            window("""
                E = np.maximum(0, np.where(np.isfinite(times), times, b) - np.maximum(times, a)[:, None])
                inside = (times > a) & (times <= b)
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                return np.log(rate[inside]).sum() - (kappa * E).sum()
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                inside = (times > a) & (times <= b)
                rate = kappa[times <= a].sum(axis=0)
                return np.log(rate[inside]).sum() - (kappa * E).sum()
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                inside = (times > a) & (times <= b)
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                return np.log(rate[inside].sum()) - (kappa * E).sum()
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                inside = (times > a) & (times <= b)
                rate = (kappa * (times[:, None] < times)).sum(axis=0)
                return np.log(np.prod(rate[inside]) - (kappa * E).sum())
            """),
            window("""
                E = np.maximum(0, np.minimum(times, b) - np.maximum(times, a)[:, None])
                inside = (times > a) & (times <= b)
                rate = (kappa * (times[:, None] < b)).sum(axis=0)
                return np.log(rate[inside]).sum() - (kappa * E).sum()
            """),
            window("""
                E=np.maximum(0,np.minimum(times,b)-np.maximum(times,a)[:,None])
                r=(kappa*(times[:,None]<times)).sum(axis=0)
                i=(times>a)&(times<=b)
                D=i.sum()
                t=(kappa*E).sum()
                return np.log(r[i]).sum()+D*np.log(D/t)-D
            """),
            window("""
                E=np.maximum(0,np.minimum(times,b)-np.maximum(times,a)[:,None])
                r=(kappa*(times[:,None]<times)).sum(axis=0)
                i=(times>a)&(times<b)
                return np.log(r[i]).sum()-(kappa*E).sum()
            """),
            window("""
                E=np.maximum(0,np.minimum(times,b)-np.maximum(times,a)[:,None])
                E[times<=a]=0
                r=(kappa*(times[:,None]<times)).sum(axis=0)
                i=(times>a)&(times<=b)
                return np.log(r[i]).sum()-(kappa*E).sum()
            """),
            window("""
                r=(kappa*(times[:,None]<times)).sum(axis=0)
                i=(times>a)&(times<=b)
                return np.log(r[i]).sum()-(r[times>a]).sum()*(b-a)
            """),
            window("""
                E=np.maximum(0,np.minimum(times,b)-np.maximum(times,a)[:,None])
                r=(kappa*(times[:,None]<times)).sum(axis=0)
                i=(times>a)&(times<=b)
                return np.log10(r[i]).sum()-(kappa*E).sum()
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
            "1 + 2/u**2",
            "(u**2 + 2)/u**2",
            "1 + (1/u + (1-u)/u) + (1/u + (1-u)/u*(1/u + (1-u)/u))",
        ],
        "wrong": [
            "3/u",
            "1 + 2/u",
            "3/(2*u-1)",
            "3",
            "1 + (2-u)/u",
            "(1 + (1-u)*(2-u)/u)/u",
            "1 + 2*(2-u)/u",
            "1/u + (1 + (1-u)/u)/u + (1 + (1-u)*(1 + (1-u)/u)/u)/u",
            "1/u**2",
            "1/u**3",
            "u**3",
            "2/u**2",
            "1 + 1/u**2",
            "1 + (2-u)/u + (1 + (1-u)*(1+(2-u)/u))/u",
            "1 + 1/u + 1/u**2",
            "9",
            "3/u**2",
            "2 + 1/u**2",
            "(1 + 2/u**2)/u",
        ],
    },
}
