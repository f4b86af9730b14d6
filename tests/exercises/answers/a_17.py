"""Answers to lecture 17 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

noise = of("noise_variance(betas, n)")
stop = of("stop_at(losses, patience)")
wilson = of("wilson_interval(successes, n)")
elsewhere = of("precision_elsewhere(precision, prevalence, other)")
recall = of("recall_at(labels, scores, least)")
lines = of("buggy_lines()")

# Right answers, of which the slips are wrong ones.
_STOP = stop("""
    best, kept, without = math.inf, 0, 0
    for look, loss in enumerate(losses, 1):
        if loss < best:
            best, kept, without = loss, look, 0
        else:
            without += 1
        if without == patience:
            break
    return look, kept
""")
_WILSON = wilson("""
    z, p = 1.96, successes / n
    centre = p + z**2 / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)
""")
_ELSEWHERE = elsewhere("""
    odds = precision / (1 - precision) * (1 - prevalence) / prevalence * other / (1 - other)
    return odds / (1 + odds)
""")
_RECALL = recall("""
    best = 0.0
    for threshold in scores:
        alarm = scores >= threshold
        if labels[alarm].mean() >= least:
            best = max(best, labels[alarm].sum() / labels.sum())
    return best
""")

ANSWERS = {
    "17.1": {
        "right": [
            noise("return 1 - np.prod(1 - betas[:n])"),
            noise("""
                variance = 0.0
                for beta in betas[:n]:
                    variance = (1 - beta) * variance + beta
                return variance
            """),
            noise("return -np.expm1(np.log1p(-np.asarray(betas)[:n]).sum())"),
            noise("""
                kept = Fraction(1)
                for k in range(n):
                    kept *= 1 - Fraction(float(betas[k]))
                return 1 - kept
            """),
            noise("return 1 - torch.cumprod(1 - torch.as_tensor(betas), 0)[n - 1]"),
        ],
        "wrong": [
            noise("return 1 - np.prod(1 - betas)"),
            noise("return np.sum(betas[:n])"),
            noise("return np.prod(1 - betas[:n])"),
            noise("return np.sqrt(1 - np.prod(1 - betas[:n]))"),
            noise("return 1 - np.prod(1 - betas[: n - 1])"),
            noise("return 1 - np.prod(1 - betas[: n + 1])"),
            noise("return 1 - np.prod(1 - betas[1:n])"),
            noise("return 1 - np.prod(betas[:n])"),
            noise("return betas[n - 1]"),
            noise("return 1 - np.prod(np.sqrt(1 - betas[:n]))"),
            noise("return 1 - np.prod(1 - betas[:n]) ** 2"),
            noise("return 1 - np.exp(-np.sum(betas[:n]))"),
            noise("return np.prod(betas[:n])"),
            noise("return 1 - (1 - betas[n - 1]) ** n"),
            noise("return 1 - np.cumprod(1 - betas)[n]"),
            noise("return 1 - np.prod(1 - betas[:n] ** 2)"),
            noise("""
                variance = 0.0
                for beta in betas[:n]:
                    variance = np.sqrt(1 - beta) * variance + beta
                return variance
            """),
            noise("return 1 - np.exp(-2 * np.sum(betas[:n]))"),
        ],
    },
    "17.2": {
        "right": [
            "-log(1 - beta)/2",
            "-0.5*log(1-beta)",
            "log(1/sqrt(1-beta))",
            "-log(sqrt(1-beta))",
            "0.5*log(1/(1-beta))",
        ],
        "wrong": [
            "-log(1-beta)",
            "log(1-beta)/2",
            "beta/2",
            "-log(beta)/2",
            "1 - exp(-2*beta)",
            "-log(sqrt(beta))",
            "1 - exp(-beta)",
            "-log(1-sqrt(beta))",
            "-2*log(1-beta)",
            "-log(1-beta**2)/2",
            "1-sqrt(1-beta)",
            "sqrt(1-beta)",
            "beta",
            "-0.5*log(1+beta)",
            "log(1-beta)",
        ],
    },
    "17.3": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "17.4": {
        "right": [
            _STOP,
            stop("""
                for n in range(1, len(losses) + 1):
                    kept = losses.index(min(losses[:n])) + 1
                    if n - kept >= patience or n == len(losses):
                        return n, kept
            """),
            stop("""
                kept = 0
                look = 0
                while look + 1 < len(losses) and look - kept < patience:
                    look += 1
                    if losses[look] < losses[kept]:
                        kept = look
                return [look + 1, kept + 1]
            """),
            stop("""
                losses = np.asarray(losses)
                kept = np.array([np.argmin(losses[: i + 1]) for i in range(len(losses))])
                waited = np.arange(len(losses)) - kept
                end = int(np.argmax(waited >= patience)) if (waited >= patience).any() else len(losses) - 1
                return np.array([end + 1, kept[end] + 1])
            """),
        ],
        "wrong": [
            *slips(
                _STOP,
                ("< best", "<= best"),
                ("without == patience", "without > patience"),
                ("losses, 1", "losses"),
                ("kept, without = loss, look, 0", "kept = loss, look"),
                ("look, kept", "look, look"),
                ("look, kept", "look, losses.index(min(losses)) + 1"),
                ("look, kept", "kept, look"),
                ("look, kept", "look, look - patience"),
                ("math.inf", "1.0"),
                ("look, kept", "look - patience, kept"),
            ),
            stop("""
                return len(losses), losses.index(min(losses)) + 1
            """),
            stop("""
                without, last, look = 0, math.inf, 0
                for look, loss in enumerate(losses, 1):
                    if loss < last:
                        without = 0
                    else:
                        without += 1
                    last = loss
                    if without == patience:
                        break
                seen = losses[:look]
                return look, seen.index(min(seen)) + 1
            """),
            stop("""
                best, kept, without = math.inf, 0, 0
                for look, loss in enumerate(losses, 1):
                    if loss < best:
                        best, kept, without = loss, look, 0
                    else:
                        without += 1
                    if without == patience:
                        return look, kept
                return len(losses) + 1, kept
            """),
            stop("""
                best, kept, without = losses[0], 1, 0
                for look in range(1, len(losses)):
                    if losses[look] < best:
                        best, kept, without = losses[look], look + 1, 0
                    else:
                        without += 1
                        if without == patience:
                            return look + 1, kept
                return look + 1, kept
            """),
            stop("""
                for i in range(len(losses)):
                    if i >= patience and min(losses[i - patience + 1 : i + 1]) > losses[i - patience]:
                        return i + 1, losses.index(min(losses[: i + 1])) + 1
                return len(losses), losses.index(min(losses)) + 1
            """),
            stop("""
                best, kept, without = math.inf, 0, 0
                for look, loss in enumerate(losses, 1):
                    if loss < best:
                        best, kept, without = loss, look, 0
                    without += 1
                    if without == patience:
                        break
                return look, kept
            """),
            stop("""
                best, kept, without = math.inf, 0, 0
                for look, loss in enumerate(losses, 1):
                    if loss < best:
                        best, kept, without = loss, look, 0
                    elif without == patience:
                        break
                    else:
                        without += 1
                return look, kept
            """),
        ],
    },
    "17.5": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "17.6": {
        "right": [
            _WILSON,
            wilson("""
                z2 = 1.96**2
                root = 1.96 * math.sqrt(successes * (n - successes) / n + z2 / 4)
                return [(successes + z2 / 2 + sign * root) / (n + z2) for sign in (-1, 1)]
            """),
            wilson("""
                p, z = successes / n, 1.96
                a, b, c = 1 + z**2 / n, -(2 * p + z**2 / n), p**2
                d = math.sqrt(b * b - 4 * a * c)
                return np.array([(-b - d) / (2 * a), (-b + d) / (2 * a)])
            """),
            wilson("""
                p, z = successes / n, 1.96
                roots = np.roots([1 + z**2 / n, -2 * p - z**2 / n, p**2])
                return tuple(sorted(roots.real))
            """),
        ],
        "wrong": [
            *slips(
                _WILSON,
                ("(centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)", "centre - half, centre + half"),
                ("centre - half", "centre + lower", "centre + half", "centre - half", "lower", "half"),
                ("n**2", "n"),
                ("(2 * n)", "2 * n"),
                ("1.96", "1.645"),
                ("1.96", "2"),
                ("z * np", "np"),
                ("n + z**2 / (4 * n**2)", "n"),
                ("(4 * n**2)", "4 * n**2"),
                ("p + z**2", "p + z"),
                ("(2 * n)", "n"),
                (
                    "(centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)",
                    "max(0, centre - half), min(1, centre + half)",
                ),
                ("np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))", "(p * (1 - p) / n + z**2 / (4 * n**2))"),
                ("(centre - half)", "centre - half", "(centre + half)", "centre + half"),
            ),
            wilson("""
                z, p = 1.96, successes / n
                half = z * np.sqrt(p * (1 - p) / n)
                return p - half, p + half
            """),
            wilson("""
                z, p = 1.96, successes / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                return (p - half) / (1 + z**2 / n), (p + half) / (1 + z**2 / n)
            """),
            wilson("""
                z, p = 1.96, successes / n
                half = z * np.sqrt(p * (1 - p) / n)
                return max(0, p - half), min(1, p + half)
            """),
            wilson("""
                z, p = 1.96, (successes + 2) / (n + 4)
                half = z * np.sqrt(p * (1 - p) / (n + 4))
                return p - half, p + half
            """),
        ],
    },
    "17.7": {
        "right": [
            _ELSEWHERE,
            elsewhere("""
                P, p, q = precision, prevalence, other
                ratio = (1 - P) * p / (P * (1 - p))
                return q / (q + (1 - q) * ratio)
            """),
            elsewhere("""
                logit = lambda a: math.log(a / (1 - a))
                return 1 / (1 + math.exp(-(logit(precision) - logit(prevalence) + logit(other))))
            """),
            elsewhere("""
                P, p, q = (Fraction(k) for k in (precision, prevalence, other))
                odds = P / (1 - P) / (p / (1 - p)) * (q / (1 - q))
                return odds / (1 + odds)
            """),
        ],
        "wrong": [
            *slips(
                _ELSEWHERE,
                ("odds / (1 + odds)", "odds"),
                (
                    "(1 - prevalence) / prevalence * other / (1 - other)",
                    "prevalence / (1 - prevalence) * (1 - other) / other",
                ),
                ("(1 - prevalence) / prevalence * other / (1 - other)", "other / prevalence"),
                ("(1 - prevalence) / prevalence * other", "other"),
                ("precision / (1 - precision) * (1 - prevalence)", "precision * (1 - prevalence)"),
                ("1 + odds", "1 - odds"),
                ("return odds", "return 1"),
                ("(1 - prevalence) / prevalence", "prevalence / (1 - prevalence)"),
                ("(1 - prevalence) / prevalence * other / (1 - other)", "(1 - other) / (1 - prevalence)"),
            ),
            elsewhere("return precision * other / prevalence"),
            elsewhere("return precision"),
            elsewhere("""
                return precision * other / (precision * other + (1 - precision) * (1 - other))
            """),
            elsewhere("""
                return precision * other / (precision * other + (1 - precision) * prevalence)
            """),
            elsewhere("""
                return precision * other * (1 - prevalence) / (prevalence * (1 - other))
            """),
            elsewhere("""
                false_rate = 1 - precision
                return other * precision / (other * precision + (1 - other) * false_rate)
            """),
            elsewhere("""
                return min(1, precision * other / prevalence)
            """),
        ],
    },
    "17.8": {
        "right": [
            recall("""
                from sklearn.metrics import precision_recall_curve
                precision, recall, _ = precision_recall_curve(labels, scores)
                return recall[precision >= least][0]
            """),
            _RECALL,
            recall("""
                order = np.argsort(-scores, kind="stable")
                s, y = scores[order], labels[order]
                hits = np.cumsum(y)
                last = np.append(s[1:] != s[:-1], True)
                ok = last & (hits >= least * np.arange(1, len(y) + 1))
                return hits[ok].max() / hits[-1] if ok.any() else 0
            """),
            recall("""
                from sklearn.metrics import precision_recall_curve
                precision, recall, _ = precision_recall_curve(labels, scores)
                return recall[:-1][precision[:-1] >= least].max(initial=0)
            """),
            recall("""
                rows = sorted(zip([float(s) for s in scores], [int(l) for l in labels]), reverse=True)
                frauds, best, hits = sum(l for _, l in rows), 0, 0
                for i, (s, l) in enumerate(rows):
                    hits += l
                    if i + 1 == len(rows) or rows[i + 1][0] != s:
                        if hits / (i + 1) >= least:
                            best = hits
                return best / frauds
            """),
            recall("""
                labels, scores = torch.as_tensor(labels), torch.as_tensor(scores)
                alarm = scores[None, :] >= scores[:, None]
                hits = (alarm * labels).sum(1)
                good = hits / alarm.sum(1) >= least
                return (hits * good).max() / labels.sum()
            """),
        ],
        "wrong": [
            *slips(
                _RECALL,
                (">= threshold", "> threshold", "if labels", "if alarm.any() and labels"),
                (">= least", "> least"),
                (
                    "labels[alarm].mean()",
                    "labels[alarm].sum() / labels.sum()",
                    "best, labels[alarm].sum() / labels.sum()",
                    "best, labels[alarm].mean()",
                ),
                ("labels.sum()", "len(labels)"),
                ("if labels[alarm]", "if (labels == alarm)"),
                (">= threshold", "<= threshold"),
                ("0.0", "1.0", "max", "min"),
                ("labels[alarm].sum", "alarm.sum"),
                ("labels[alarm].sum() / labels.sum()", "labels[alarm].mean()"),
                ("scores:", "np.linspace(0, 1, 101):", "if labels", "if alarm.any() and labels"),
                ("labels[alarm].sum() / labels.sum()", "threshold"),
                ("max(best, labels[alarm].sum() / labels.sum())", "labels[alarm].sum() / labels.sum()"),
            ),
            recall("""
                y = labels[np.argsort(-scores)]
                hits = np.cumsum(y)
                ok = hits / np.arange(1, len(y) + 1) >= least
                return hits[ok].max() / hits[-1] if ok.any() else 0
            """),
            recall("""
                order = np.argsort(-scores, kind="stable")
                y = labels[order]
                hits = np.cumsum(y)
                ok = hits / np.arange(1, len(y) + 1) >= least
                return hits[ok].max() / hits[-1] if ok.any() else 0
            """),
            recall("""
                best = 0.0
                for threshold in sorted(scores, reverse=True):
                    alarm = scores >= threshold
                    if labels[alarm].mean() < least:
                        break
                    best = labels[alarm].sum() / labels.sum()
                return best
            """),
            recall("""
                alarm = scores >= least
                return labels[alarm].sum() / labels.sum()
            """),
            recall("""
                for threshold in sorted(scores, reverse=True):
                    alarm = scores >= threshold
                    if labels[alarm].mean() >= least:
                        return labels[alarm].sum() / labels.sum()
                return 0
            """),
            recall("""
                order = np.argsort(scores)
                y = labels[order]
                hits = np.cumsum(y)
                ok = hits / np.arange(1, len(y) + 1) >= least
                return hits[ok].max() / hits[-1] if ok.any() else 0
            """),
        ],
    },
    "17.9": {
        "right": [
            lines("return 2, 8, 15"),
            lines("return [15, 2, 8]"),
            lines("return {2, 8, 15}"),
            lines("return np.array([8, 15, 2])"),
        ],
        "wrong": [
            lines("return 2, 7, 15"),
            lines("return 2, 9, 15"),
            lines("return 3, 8, 15"),
            lines("return 2, 8, 14"),
            lines("return 2, 8"),
            lines("return 2, 8, 15, 17"),
            lines("return 1, 5, 9"),
            lines("return 2, 10, 15"),
            lines("return 2, 8, 13"),
            lines("return 2, 8, 12"),
            lines("return 4, 8, 15"),
            lines("return 2, 8, 17"),
            lines("return 2, 6, 15"),
            lines("return 2, 7, 14"),
            lines("return 2, 8, 16"),
            lines("return 7, 8, 15"),
            lines("return 2"),
        ],
    },
}
