"""Answers to lecture 17 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

stop = of("stop_at(losses, patience)")
test = of("sign_test(gained, lost)")
alarm = of("alarm_from(alarm, loss, share, trained)")
carried = of("carried_over(labels, scores, other_labels, other_scores, least)")
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
_TEST = test("""
    from scipy.stats import binom
    n = gained + lost
    return min(1, 2 * binom.sf(max(gained, lost) - 1, n, 0.5))
""")
_ALARM = alarm("""
    tau = alarm / loss
    odds = tau / (1 - tau) * trained / (1 - trained) * (1 - share) / share
    return odds / (1 + odds)
""")
_CARRIED = carried("""
    good = [t for t in scores if labels[scores >= t].mean() >= least]
    flag = other_scores >= min(good)
    return other_labels[flag].mean(), other_labels[flag].sum() / other_labels.sum()
""")

ANSWERS = {
    "17.1": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "17.2": {
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
            stop("""
                last, kept, bad = float("inf"), 1, 0
                for i, l in enumerate(losses, 1):
                    if l < last:
                        kept, bad = i, 0
                    else:
                        bad += 1
                        if bad == patience:
                            break
                    last = l
                return i, kept
            """),
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
    "17.3": {"right": ["c"], "wrong": ["a", "b", "d"]},
    "17.4": {
        "right": [
            _TEST,
            test("""
                if gained == lost:
                    return 1
                n, few = gained + lost, min(gained, lost)
                return 2 * sum(math.comb(n, k) for k in range(few + 1)) / 2**n
            """),
            test("""
                from scipy.stats import binomtest
                return binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
            """),
            test("""
                n = gained + lost
                ways = [math.comb(n, k) for k in range(n + 1)]
                return Fraction(sum(w for k, w in enumerate(ways) if abs(2 * k - n) >= abs(gained - lost)), 2**n)
            """),
            test("""
                chances = np.ones(1)
                for _ in range(gained + lost):
                    chances = np.convolve(chances, [0.5, 0.5])
                return np.minimum(1, 2 * chances[max(gained, lost) :].sum())
            """),
        ],
        "wrong": [
            *slips(
                _TEST,
                ("2 * ", ""),
                ("min(1, 2 * binom.sf(max(gained, lost) - 1, n, 0.5))", "2 * binom.sf(max(gained, lost) - 1, n, 0.5)"),
                (" - 1", ""),
                ("max(gained, lost)", "gained"),
                ("max(gained, lost)", "lost"),
                ("max(gained, lost)", "min(gained, lost)"),
                ("sf(max(gained, lost) - 1", "pmf(max(gained, lost)"),
                ("sf(max(gained, lost) - 1", "cdf(max(gained, lost)"),
                ("min(1, 2 * binom.sf(max(gained, lost) - 1, n, 0.5))", "binom.pmf(gained, n, 0.5)"),
                ("min(1, 2 * binom.sf(max(gained, lost) - 1, n, 0.5))", "binom.sf(gained - 1, n, 0.5)"),
            ),
            test("return 2 * 0.5 ** (gained + lost)"),
            test("return min(1, 2 * 0.5 ** (gained + lost))"),
            test("""
                from scipy.stats import chi2
                if gained + lost == 0:
                    return 1
                return chi2.sf((gained - lost) ** 2 / (gained + lost), 1)
            """),
            test("""
                from scipy.stats import chi2
                if gained + lost == 0:
                    return 1
                return chi2.sf(max(0, abs(gained - lost) - 1) ** 2 / (gained + lost), 1)
            """),
            test("""
                n, most = gained + lost, max(gained, lost)
                return min(1, 2 * sum(math.comb(n, k) for k in range(most, n)) / 2**n)
            """),
            test("""
                n, most = gained + lost, max(gained, lost)
                return min(1, 2 * sum(math.comb(n, k) for k in range(most, n + 1)))
            """),
        ],
    },
    "17.5": {
        "right": [
            _ALARM,
            alarm("""
                logit = lambda p: math.log(p / (1 - p))
                return 1 / (1 + math.exp(-(logit(alarm / loss) + logit(trained) - logit(share))))
            """),
            alarm("""
                a, l, p, q = (Fraction(k) for k in (alarm, loss, share, trained))
                up = a * q * (1 - p)
                return up / (up + (l - a) * (1 - q) * p)
            """),
            alarm("""
                low, high = 0.0, 1.0
                for _ in range(200):
                    s = (low + high) / 2
                    there = s * share / trained
                    there /= there + (1 - s) * (1 - share) / (1 - trained)
                    low, high = (s, high) if there * loss < alarm else (low, s)
                return s
            """),
        ],
        "wrong": [
            alarm("""
                c = trained / (1 - trained) * (1 - share) / share
                t = alarm / (loss - alarm)
                return c * t / (c * t + 1 - t)
            """),
            *slips(
                _ALARM,
                (" * trained / (1 - trained) * (1 - share) / share", ""),
                ("trained / (1 - trained) * (1 - share) / share", "(1 - trained) / trained * share / (1 - share)"),
                ("trained / (1 - trained) * (1 - share) / share", "trained / share"),
                ("trained / (1 - trained) * (1 - share) / share", "share / trained"),
                ("trained / (1 - trained) * (1 - share) / share", "trained / (1 - trained)"),
                ("(1 - share) / share", "share / (1 - share)"),
                ("tau / (1 - tau)", "tau"),
                ("alarm / loss", "alarm / (alarm + loss)"),
                ("return odds / (1 + odds)", "return odds"),
                ("return odds / (1 + odds)", "return min(1, odds)"),
                ("alarm / loss", "0.5"),
                ("odds / (1 + odds)", "1 / (1 + odds)"),
                ("alarm / loss", "(loss - alarm) / loss"),
                ("(1 + odds)", "1 + odds"),
            ),
            alarm("return min(1, alarm / loss * trained / share)"),
            alarm("return alarm / loss * trained / share"),
            alarm("return alarm / loss"),
            alarm("""
                tau, c = alarm / loss, trained / (1 - trained) * (1 - share) / share
                return c * tau
            """),
            alarm("""
                tau, c = alarm / loss, trained / share
                return c * tau / (1 - tau + c * tau)
            """),
        ],
    },
    "17.6": {
        "right": [
            _CARRIED,
            carried("""
                order = np.argsort(-scores, kind="stable")
                s, y = scores[order], labels[order]
                last = np.append(s[1:] != s[:-1], True)
                ok = last & (np.cumsum(y) >= least * np.arange(1, len(y) + 1))
                t = s[np.flatnonzero(ok)[-1]]
                tp = sum(1 for l, v in zip(other_labels, other_scores) if v >= t and l == 1)
                return [tp / sum(v >= t for v in other_scores), tp / sum(other_labels)]
            """),
            carried("""
                from sklearn.metrics import precision_recall_curve
                p, _, t = precision_recall_curve(labels, scores)
                flag = other_scores >= t[p[:-1] >= least].min()
                return other_labels[flag].mean(), other_labels[flag].sum() / other_labels.sum()
            """),
            carried("""
                best = None
                for t in np.sort(np.unique(scores)):
                    if labels[scores >= t].sum() / (scores >= t).sum() >= least:
                        best = t
                        break
                flag = (other_scores >= best).astype(int)
                from sklearn.metrics import precision_score, recall_score
                return precision_score(other_labels, flag), recall_score(other_labels, flag)
            """),
        ],
        "wrong": [
            *slips(
                _CARRIED,
                ("min(good)", "max(good)"),
                ("min(good)", "good[0]"),
                ("min(good)", "good[-1]"),
                (">= least", "> least", "min(good)", "min(good, default=np.inf)"),
                ("other_scores >= min", "other_scores > min"),
                ("labels[scores >= t].mean()", "labels[scores >= t].sum() / labels.sum()"),
                (
                    "return other_labels[flag].mean(), ",
                    "return ",
                    "other_labels.sum()",
                    "other_labels.sum(), other_labels[flag].mean()",
                ),
                ("other_labels.sum()", "len(other_labels)"),
                ("other_labels[flag].sum()", "flag.sum()"),
                ("min(good)", "least"),
                ("min(good)", "0.5"),
                ("for t in scores", "for t in other_scores", "if labels[scores", "if other_labels[other_scores"),
                ("scores >= t", "scores > t", "min(good)", "min(good, default=np.inf)"),
            ),
            carried("""
                good = [t for t in scores if labels[scores >= t].mean() >= least]
                flag = scores >= min(good)
                return labels[flag].mean(), labels[flag].sum() / labels.sum()
            """),
            carried("""
                for t in sorted(scores, reverse=True):
                    if labels[scores >= t].mean() < least:
                        break
                    chosen = t
                flag = other_scores >= chosen
                return other_labels[flag].mean(), other_labels[flag].sum() / other_labels.sum()
            """),
            carried("""
                order = np.argsort(-scores, kind="stable")
                ok = np.cumsum(labels[order]) / np.arange(1, len(order) + 1) >= least
                t = scores[order][ok].min()
                flag = other_scores >= t
                return other_labels[flag].mean(), other_labels[flag].sum() / other_labels.sum()
            """),
            carried("""
                order = np.argsort(scores)[::-1]
                ok = np.cumsum(labels[order]) / np.arange(1, len(order) + 1) >= least
                t = scores[order][ok].min()
                flag = other_scores >= t
                return other_labels[flag].mean(), other_labels[flag].sum() / other_labels.sum()
            """),
            carried("""
                good = [t for t in np.linspace(0, 1, 101) if labels[scores >= t].mean() >= least]
                flag = other_scores >= min(good)
                return other_labels[flag].mean(), other_labels[flag].sum() / other_labels.sum()
            """),
        ],
    },
    "17.7": {
        "right": [
            lines("return 2, 8, 15"),
            lines("return [15, 2, 8]"),
            lines("return {2, 8, 15}"),
            lines("return np.array([8, 15, 2])"),
            lines("return torch.tensor([15, 2, 8])"),
            lines("return frozenset({2, 8, 15})"),
            lines("return (15.0, 8.0, 2.0)"),
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
