"""Answers to lecture 24 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

cascade = of("cascade(A, p, U, seeds)")
next_seed = of("next_seed(reach, chosen)")
backward = of("backward_spread(live, roots, seeds)")
weights = of("weights(T)")
likelihood = of("log_likelihood(p, A, steps)")

BY_PERSON = likelihood("""
    total = 0.0
    for v in range(len(A)):
        if steps[v] == 0:
            continue
        for t in range(steps.max() + 1):
            k = sum(A[u, v] for u in range(len(A)) if steps[u] == t)
            if steps[v] == t + 1:
                total += math.log(1 - (1 - p) ** k)
                break
            total += k * math.log(1 - p)
    return total
""")

ANSWERS = {
    "24.1": {
        "right": [
            cascade("""
                n = len(A)
                step = [-1] * n
                for s in seeds:
                    step[s] = 0
                frontier = list(seeds)
                t = 0
                while frontier:
                    new = []
                    for u in frontier:
                        for v in range(n):
                            if A[u][v] and step[v] == -1 and U[t][u][v] < p:
                                step[v] = t + 1
                                new.append(v)
                    frontier = new
                    t += 1
                return step
            """),
            cascade("""
                when = {s: 0 for s in seeds}
                t, last = 0, set(seeds)
                while last:
                    new = {v for u in last for v in np.flatnonzero(A[u]) if U[t, u, v] < p} - set(when)
                    t += 1
                    when.update((v, t) for v in new)
                    last = new
                return np.array([when.get(v, -1) for v in range(len(A))])
            """),
            cascade("""
                A, U = torch.as_tensor(A), torch.as_tensor(U)
                step = torch.full((len(A),), -1)
                step[list(seeds)] = 0
                for t in range(len(U)):
                    trying = (step == t)[:, None]
                    hit = ((U[t] < p) & (A == 1) & trying).any(dim=0)
                    step = torch.where(hit & (step < 0), t + 1, step)
                return step
            """),
        ],
        "wrong": [
            cascade("""
                n = len(A)
                step = np.full(n, -1)
                step[seeds] = 0
                for t in range(len(U)):
                    active = [u for u in range(n) if step[u] != -1]
                    for u in active:
                        for v in range(n):
                            if A[u, v] and step[v] == -1 and U[t, u, v] < p:
                                step[v] = t + 1
                return step
            """),
            cascade("""
                n = len(A)
                step = np.full(n, -1)
                step[seeds] = 0
                queue = list(seeds)
                t = 0
                while queue:
                    u = queue.pop(0)
                    for v in range(n):
                        if A[u, v] and step[v] == -1 and U[t % n, u, v] < p:
                            step[v] = step[u] + 1
                            queue.append(v)
                    t += 1
                return step
            """),
            cascade("""
                n = len(A)
                step = np.full(n, -1)
                step[seeds] = 0
                for t in range(len(U)):
                    for u in np.flatnonzero(step == t):
                        for v in range(n):
                            if A[v, u] and step[v] == -1 and U[t, u, v] < p:
                                step[v] = t + 1
                return step
            """),
            cascade("""
                n = len(A)
                step = np.full(n, -1)
                step[seeds] = 0
                for t in range(len(U)):
                    for u in range(n):
                        if step[u] in (t, t + 1):
                            for v in range(n):
                                if A[u, v] and step[v] == -1 and U[t, u, v] < p:
                                    step[v] = t + 1
                return step
            """),
            cascade("""
                n = len(A)
                step = np.full(n, -1)
                step[seeds] = 0
                for t in range(len(U)):
                    trying = step == t
                    k = A[trying].sum(axis=0)
                    hit = U[t].min(axis=0) < 1 - (1 - p) ** k
                    step[hit & (step == -1)] = t + 1
                return step
            """),
            cascade("""
                reached = set(seeds)
                frontier, t = set(seeds), 0
                while frontier:
                    new = {v for u in frontier for v in np.flatnonzero(A[u]) if U[t, u, v] < p} - reached
                    reached |= new
                    frontier, t = new, t + 1
                return len(reached)
            """),
            cascade("""
                step = np.full(len(A), -1)
                step[seeds] = 0
                for t in range(len(A) - 1):
                    told = ((U[t + 1] < p) & (A > 0))[step == t].any(axis=0)
                    step[told & (step == -1)] = t + 1
                return step
            """),
            cascade("""
                step = np.full(len(A), -1)
                step[seeds] = 0
                for t in range(len(A)):
                    told = ((U[0] < p) & (A > 0))[step == t].any(axis=0)
                    step[told & (step == -1)] = t + 1
                return step
            """),
            cascade("""
                step = np.full(len(A), -1)
                step[seeds] = 0
                for t in range(len(A)):
                    step[((U[t] < p) & (A > 0))[step == t].any(axis=0)] = t + 1
                return step
            """),
        ],
    },
    "24.2": {
        "right": [
            "1 + 2*p + 2*p**2 + 2*p**3 - 3*p**4",
            "1 + 2*(1 - (1-p)*(1-p**3)) + 1 - (1-p**2)**2",
            "2 + 2*(p + p**3*(1-p)) - (1 - p**2)**2",
            "4*p**4 + 16*p**3*(1-p) + 14*p**2*(1-p)**2 + 6*p*(1-p)**3 + (1-p)**4",
        ],
        "wrong": [
            "1 + 2*p + 2*p**2",
            "1 + 2*p + p**2",
            "1 + 2*p + 2*p**2 - p**4",
            "2*p + 2*p**2 + 2*p**3 - 3*p**4",
            "1 + 2*p + 2*p**2 + 2*p**3",
            "1 + 3*p",
            "4*p",
            "1 + 2*p + 1 - (1-p)**2",
            "1 + 2*p + p*(1 - (1-p)**2)",
            "1 + 2*(1 - (1-p)*(1-p**3)) + p**2",
            "1 + 2*(p + p**3) + 2*p**2 - p**4",
            "1 + 2*p + 2*p**2*(1-p) + p**4",
        ],
    },
    "24.3": {
        "right": [
            next_seed("""
                L, n, _ = reach.shape
                best, gain = 0, -1.0
                for v in range(n):
                    total = 0
                    for l in range(L):
                        have = set()
                        for c in chosen:
                            have |= set(np.flatnonzero(reach[l, c]))
                        total += len(set(np.flatnonzero(reach[l, v])) - have)
                    if total / L > gain + 1e-12:
                        best, gain = v, total / L
                return best, gain
            """),
            next_seed("""
                def spread(S):
                    return reach[:, S].any(axis=1).sum() / len(reach)
                base = spread(chosen)
                gains = [spread(list(chosen) + [v]) - base for v in range(reach.shape[1])]
                gains = np.round(gains, 9)
                return np.argmax(gains), np.max(gains)
            """),
            next_seed("""
                R = torch.as_tensor(reach)
                told = R[:, list(chosen)].any(dim=1, keepdim=True) if len(chosen) else torch.zeros(len(R), 1, R.shape[2], dtype=torch.bool)
                new = (R & ~told).sum(dim=2).double().mean(dim=0)
                return [int(new.argmax()), float(new.max())]
            """),
        ],
        "wrong": [
            next_seed("""
                already = reach[:, chosen].any(axis=1).sum(axis=1).mean()
                gain = reach.sum(axis=2).mean(axis=0) - already
                return int(np.argmax(gain)), gain.max()
            """),
            next_seed("""
                spread = reach.sum(axis=2).mean(axis=0)
                spread[chosen] = 0
                v = np.argmax(spread)
                return v, spread[v]
            """),
            next_seed("""
                n = reach.shape[1]
                gains = [reach[:, list(chosen) + [v]].any(axis=1).sum(axis=1).mean() for v in range(n)]
                v = int(np.argmax(gains))
                return v, gains[v]
            """),
            next_seed("""
                prob = reach.mean(axis=0)
                missed = np.prod(1 - prob[chosen], axis=0)
                gain = (prob * missed).sum(axis=1)
                return int(np.argmax(gain)), gain.max()
            """),
            next_seed("""
                told = reach[:, chosen].any(axis=1)
                gain = (reach & ~told[:, None, :]).sum(axis=(0, 2))
                return int(np.argmax(gain)), float(gain.max())
            """),
            next_seed("""
                told = reach[:, chosen].any(axis=(0, 1))
                gain = (reach & ~told).sum(axis=2).mean(axis=0)
                return int(np.argmax(gain)), float(gain.max())
            """),
            next_seed("""
                told = reach[:, chosen].any(axis=1)
                gain = (reach.sum(axis=2) * ~told).mean(axis=0)
                return int(np.argmax(gain)), float(gain.max())
            """),
            next_seed("""
                told = reach[:, chosen].any(axis=1)
                gain = (reach & ~told[:, None, :]).sum(axis=2).mean(axis=0) - 1
                return int(np.argmax(gain)), float(gain.max())
            """),
            next_seed("""
                told = reach[:, :, chosen].any(axis=2)
                gain = (reach & ~told[:, :, None]).sum(axis=1).mean(axis=0)
                return int(np.argmax(gain)), float(gain.max())
            """),
            next_seed("""
                told = reach[:, chosen].any(axis=1)
                gain = (reach & ~told[:, None, :]).mean(axis=(0, 2))
                return int(np.argmax(gain)), float(gain.max())
            """),
        ],
    },
    "24.4": {
        "right": [
            backward("""
                n = live.shape[1]
                count = 0
                for r, root in enumerate(roots):
                    reach = live[r] | np.eye(n, dtype=bool)
                    for _ in range(n):
                        reach = reach @ reach
                    count += reach[list(seeds), root].any()
                return n * count / len(roots)
            """),
            backward("""
                count = 0
                for ties, root in zip(live, roots):
                    told = set(seeds)
                    for _ in range(len(ties)):
                        told |= {v for u in list(told) for v in range(len(ties)) if ties[u, v]}
                    count += int(root) in told
                return count / len(roots) * live.shape[2]
            """),
            backward("""
                n, hit = live.shape[1], []
                for ties, root in zip(torch.as_tensor(live).float(), roots):
                    x = torch.zeros(n)
                    x[int(root)] = 1
                    for _ in range(n):
                        x = ((x + ties @ x) > 0).float()
                    hit.append(bool(x[list(seeds)].any()))
                return n * sum(hit) / len(hit)
            """),
        ],
        "wrong": [
            backward("""
                n = live.shape[1]
                count = 0
                for r, root in enumerate(roots):
                    reach = live[r] | np.eye(n, dtype=bool)
                    for _ in range(n):
                        reach = reach @ reach
                    count += reach[root, list(seeds)].any()
                return n * count / len(roots)
            """),
            backward("""
                n = live.shape[1]
                count = 0
                for r, root in enumerate(roots):
                    reach = live[r] | np.eye(n, dtype=bool)
                    for _ in range(n):
                        reach = reach @ reach
                    count += reach[list(seeds), root].any()
                return count / len(roots)
            """),
            backward("""
                n = live.shape[1]
                count = 0
                for r, root in enumerate(roots):
                    reach = live[r] | np.eye(n, dtype=bool)
                    for _ in range(n):
                        reach = reach @ reach
                    count += reach[list(seeds), root].sum()
                return n * count / len(roots)
            """),
            backward("""
                count = 0
                for r, root in enumerate(roots):
                    count += any(live[r, s, root] for s in seeds)
                return live.shape[1] * count / len(roots)
            """),
            backward("""
                n = live.shape[1]
                sizes = []
                for r, root in enumerate(roots):
                    reach = live[r] | np.eye(n, dtype=bool)
                    for _ in range(n):
                        reach = reach @ reach
                    sizes.append(reach[list(seeds)].any(axis=0).sum())
                return np.mean(sizes)
            """),
            backward("""
                n = live.shape[1]
                sizes = []
                for r, root in enumerate(roots):
                    reach = live[r] | np.eye(n, dtype=bool)
                    for _ in range(n):
                        reach = reach @ reach
                    sizes.append(reach[:, root].sum())
                return np.mean(sizes)
            """),
            backward("""
                hits = 0
                for ties, root in zip(live, roots):
                    members, fresh = set(), [root]
                    while fresh:
                        v = fresh.pop()
                        new = set(np.flatnonzero(ties[:, v])) - members - {root}
                        members |= new
                        fresh += new
                    hits += any(s in members for s in seeds)
                return live.shape[1] * hits / len(roots)
            """),
            backward("""
                n = live.shape[1]
                reach = [np.linalg.matrix_power(np.eye(n) + (ties | ties.T), n) for ties in live]
                return n * np.mean([(R[seeds, root] > 0).any() for R, root in zip(reach, roots)])
            """),
            backward("""
                n = live.shape[1]
                reach = np.linalg.matrix_power(np.eye(n) + live.any(axis=0), n)
                return n * np.mean([(reach[seeds, root] > 0).any() for root in roots])
            """),
            backward("""
                n = live.shape[1]
                reach = [np.linalg.matrix_power(np.eye(n) + ties, n) for ties in live]
                share = np.mean([(R[seeds, root] > 0).any() for R, root in zip(reach, roots)])
                return len(seeds) + (n - len(seeds)) * share
            """),
            backward("""
                n = live.shape[1]
                reach = [np.linalg.matrix_power(np.eye(n) + ties, 2) for ties in live]
                return n * np.mean([(R[seeds, root] > 0).any() for R, root in zip(reach, roots)])
            """),
        ],
    },
    "24.5": {
        "right": ["3.3", "3.4", "np.float64(3.2)"],
        "wrong": ["0", "-3.3", "1.17", "22.7", "19.3", "0.098", "9.8"],
    },
    "24.6": {
        "right": [
            weights("""
                n = len(T)
                M = np.vstack([T.T - np.eye(n), np.ones(n)])
                b = np.zeros(n + 1)
                b[-1] = 1
                return np.linalg.lstsq(M, b, rcond=None)[0]
            """),
            weights("""
                import scipy.linalg
                w, left, right = scipy.linalg.eig(T, left=True)
                v = np.real(left[:, np.argmin(np.abs(w - 1))])
                return v / v.sum()
            """),
            weights("""
                lazy = (T + np.eye(len(T))) / 2
                return np.linalg.matrix_power(lazy, 4000).mean(axis=0)
            """),
            weights("""
                w, v = torch.linalg.eig(torch.as_tensor(T).T.to(torch.complex128))
                x = v[:, (w - 1).abs().argmin()].real
                return x / x.sum()
            """),
            weights("""
                M = T.T - np.eye(len(T))
                M[-1] = 1
                return np.linalg.solve(M, np.eye(len(T))[-1]).tolist()
            """),
            weights("""
                w, v = np.linalg.eig(T.T)
                x = np.abs(v[:, np.argmax(np.abs(w))])
                return x / x.sum()
            """),
        ],
        "wrong": [
            weights("""
                w, v = np.linalg.eig(T.T)
                x = v[:, np.argmax(np.abs(w))].real
                return x / x.sum()
            """),
            weights("""
                x = np.linalg.eigh(T)[1][:, -1]
                return x / x.sum()
            """),
            weights("""
                w, v = np.linalg.eig(T)
                x = np.real(v[:, np.argmin(np.abs(w - 1))])
                return x / x.sum()
            """),
            weights("""
                w, v = np.linalg.eig(T.T)
                return np.real(v[:, np.argmin(np.abs(w - 1))])
            """),
            weights("""
                return np.linalg.matrix_power(T, 500)[0]
            """),
            weights("""
                return T.sum(axis=0) / T.sum()
            """),
            weights("""
                w, v = np.linalg.eig(T.T)
                x = np.real(v[:, 0])
                return x / x.sum()
            """),
            weights("""
                d = (T > 0).sum(axis=1)
                return d / d.sum()
            """),
            weights("""
                pi = np.ones(len(T)) / len(T)
                for _ in range(2000):
                    pi = pi @ T
                return pi
            """),
            weights("""
                return np.linalg.matrix_power(T.T, 1000)[0]
            """),
            weights("""
                x = np.linalg.eigh(T.T)[1][:, -1]
                return x / x.sum()
            """),
            weights("""
                d = ((T + T.T) > 0).sum(axis=1)
                return d / d.sum()
            """),
        ],
    },
    "24.7": {
        "right": [
            BY_PERSON,
            likelihood("""
                n, total = len(A), 0.0
                for v in range(n):
                    last = steps.max() + 1 if steps[v] == -1 else steps[v]
                    for t in range(last):
                        k = sum(1 for u in range(n) if A[u, v] and steps[u] == t)
                        if steps[v] == t + 1:
                            total += math.log(1 - (1 - p) ** k)
                        else:
                            total += k * math.log(1 - p)
                return total
            """),
            likelihood("""
                total = 0.0
                for t in range(steps.max() + 1):
                    tries = A[steps == t].sum(axis=0)
                    reached = steps == t + 1
                    before = (steps >= 0) & (steps <= t)
                    escaped = ~reached & ~before
                    total += np.log1p(-(1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log1p(-p)
                return total
            """),
            likelihood("""
                A, s = torch.as_tensor(A, dtype=torch.float64), torch.as_tensor(steps)
                out = torch.zeros((), dtype=torch.float64)
                for t in range(int(s.max()) + 1):
                    k = (A * (s == t)[:, None]).sum(dim=0)
                    later = torch.where(s == -1, 10**6, s)
                    out = out + torch.log(1 - (1 - p) ** k[later == t + 1]).sum() + (k[later > t + 1]).sum() * math.log(1 - p)
                return out
            """),
        ],
        "wrong": [
            likelihood("""
                total = 0.0
                for t in range(steps.max() + 1):
                    tries = A[steps == t].sum(axis=0)
                    reached = steps == t + 1
                    escaped = ~reached
                    total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
                return total
            """),
            likelihood("""
                total = 0.0
                for t in range(steps.max() + 1):
                    tries = A[steps == t].sum(axis=0)
                    reached = steps == t + 1
                    escaped = steps == -1
                    total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
                return total
            """),
            likelihood("""
                total = 0.0
                for t in range(steps.max() + 1):
                    tries = A[steps == t].sum(axis=0)
                    reached = steps == t + 1
                    escaped = steps > t
                    total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
                return total
            """),
            likelihood("""
                total = 0.0
                for t in range(steps.max() + 1):
                    tries = A[steps == t].sum(axis=0)
                    reached = steps == t + 1
                    escaped = (steps > t + 1) | (steps == -1)
                    total += reached.sum() * np.log(p) + tries[escaped].sum() * np.log(1 - p)
                return total
            """),
            likelihood("""
                total = 0.0
                for t in range(steps.max() + 1):
                    tries = A[steps <= t].sum(axis=0)
                    reached = steps == t + 1
                    escaped = (steps > t + 1) | (steps == -1)
                    total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
                return total
            """),
            likelihood("""
                total = 0.0
                for t in range(steps.max()):
                    tries = A[steps == t].sum(axis=0)
                    reached = steps == t + 1
                    escaped = (steps > t + 1) | (steps == -1)
                    total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
                return total
            """),
            *slips(
                BY_PERSON,
                ("if steps[v] == 0:", "if False:"),
                (
                    "                break\n",
                    "",
                    "            total += k",
                    "            else:\n                total += k",
                ),
                ("k * math.log(1 - p)", "(k > 0) * math.log(1 - p)"),
                ("A[u, v]", "A[v, u]"),
            ),
        ],
    },
}
