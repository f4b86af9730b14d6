"""Answers to lecture 13 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

fewest = of("fewest(variances, share)")
pictures = of("pictures(z, decoder, codes)")

BY_CUMSUM = fewest("""
    v = sorted(map(float, variances), reverse=True)
    total = sum(v)
    left = total
    for k, one in enumerate(v, 1):
        left -= one
        if left <= share * total + 1e-12:
            return k
""")
BY_PICTURE = pictures("""
    mu = np.mean(codes, axis=0)
    sd = np.std(codes, axis=0)
    h = z * sd + mu
    return decoder(h)
""")
adapter = of("extracted(before, after, r)")

BY_SVD = adapter("""
    delta = after - before
    u, s, vh = np.linalg.svd(delta)
    B = u[:, :r] * np.sqrt(s[:r])
    A = np.sqrt(s[:r])[:, None] * vh[:r, :]
    return before + B @ A
""")

ANSWERS = {
    "13.1": {
        "right": [
            BY_CUMSUM,
            fewest("""
                v = np.sort(np.asarray(variances))[::-1]
                left = v.sum() - np.cumsum(v)
                return int(np.argmax(left <= share * v.sum() * (1 + 1e-12))) + 1
            """),
            fewest("""
                v, _ = torch.sort(torch.tensor(np.asarray(variances)), descending=True)
                tails = torch.flip(torch.cumsum(torch.flip(v, [0]), 0), [0])
                return max(1, int((tails > share * v.sum()).sum()))
            """),
        ],
        "wrong": [
            *slips(
                BY_CUMSUM,
                (", reverse=True", ""),
                ("left <= share * total + 1e-12", "left < share * total"),
                ("left <= share * total + 1e-12", "left <= share"),
                ("left <= share * total + 1e-12", "left <= (1 - share) * total"),
                ("return k", "return k - 1"),
                ("return k", "return k + 1"),
                ("return k", "return len(v) - k"),
                ("map(float, variances)", "map(np.sqrt, variances)"),
                ("sorted(map(float, variances), reverse=True)", "list(variances)"),
            ),
            fewest("return int(np.argmax(np.cumsum(np.sort(variances)[::-1]) >= share * np.sum(variances))) + 1"),
            fewest("return int(np.ceil(len(variances) * (1 - share)))"),
            fewest("v = np.asarray(variances)\nreturn int((v / v.sum() > share).sum())"),
            fewest("v = np.sort(variances)[::-1]\nreturn int(np.sum(np.cumsum(v) / v.sum() <= 1 - share))"),
            *slips(
                BY_CUMSUM,
                ("total = sum(v)", "total = max(v)", "left = total", "left = sum(v)"),
                ("left <= share * total", "left**0.5 <= share * total"),
                ("total = sum(v)", "v = [x**2 for x in v]\n    total = sum(v)"),
                ("for k, one in enumerate(v, 1)", "for k, one in enumerate(v)"),
            ),
            fewest("""
                v = sorted(variances, reverse=True)
                k = 1
                while v[k] > share * sum(v):
                    k += 1
                return k
            """),
        ],
    },
    "13.2": {
        "right": [
            BY_PICTURE,
            pictures("return decoder(np.array([codes.std(axis=0) * row + codes.mean(axis=0) for row in z]))"),
            pictures("""
                c = torch.tensor(codes)
                h = torch.tensor(z) * c.std(dim=0, unbiased=False) + c.mean(dim=0)
                return decoder(h.numpy())
            """),
        ],
        "wrong": [
            *slips(
                BY_PICTURE,
                ("z * sd + mu", "z + mu"),
                ("z * sd + mu", "z * sd"),
                ("z * sd + mu", "z / sd + mu"),
                ("z * sd + mu", "(z + mu) * sd"),
                ("z * sd + mu", "z * sd - mu"),
                ("z * sd + mu", "(z - mu) / sd"),
                ("z * sd + mu", "z * sd.mean() + mu"),
                ("np.std(codes, axis=0)", "np.std(codes)"),
                ("np.std(codes, axis=0)", "np.var(codes, axis=0)"),
                ("np.std(codes, axis=0)", "np.std(codes, axis=0, ddof=1)"),
                ("np.std(codes, axis=0)", "np.std(z, axis=0)"),
                ("return decoder(h)", "return decoder(h) * sd.mean()"),
                ("return decoder(h)", "return decoder(z) * sd.mean() + mu.mean()"),
            ),
            pictures("return decoder(z + codes.mean(axis=0)) * codes.std(axis=0).mean()"),
            pictures("return decoder(z)"),
            *slips(
                BY_PICTURE,
                ("z * sd + mu", "z / sd - mu"),
                ("z * sd + mu", "z * mu + sd"),
                ("np.mean(codes, axis=0)", "np.mean(codes)"),
                ("np.mean(codes, axis=0)", "np.mean(codes, axis=1)", "np.std(codes, axis=0)", "np.std(codes, axis=1)"),
                ("np.mean(codes, axis=0)", "np.mean(z, axis=0)", "np.std(codes, axis=0)", "np.std(z, axis=0)"),
                ("return decoder(h)", "return decoder(z) * sd + mu"),
                ("return decoder(h)", "return decoder(z + mu) * sd"),
                ("return decoder(h)", "return decoder(z * sd) + mu.mean()"),
                ("return decoder(h)", "return h"),
            ),
        ],
    },
    "13.3": {
        "right": ["sqrt(lam*r/(1-r))", "(lam/(1/r - 1))**0.5", "sqrt(lam)*sqrt(r)/sqrt(1-r)"],
        "wrong": [
            "lam*r/(1-r)",
            "sqrt(lam*(1-r)/r)",
            "sqrt(lam*r)",
            "sqrt(lam)",
            "lam*sqrt(r/(1-r))",
            "sqrt(lam)*r/(1-r)",
            "sqrt(lam*(1-r))",
            "sqrt(lam/r)",
            "sqrt(lam*r/(1+r))",
            "r*lam",
            "r*sqrt(lam)",
            "sqrt(lam/2)",
            "sqrt(r/(lam*(1-r)))",
            "sqrt(lam/(1-r))",
            "sqrt(r/(1-r))",
            "sqrt(r*lam/(lam-r))",
            "lam*sqrt(r/(lam-r))",
            "sqrt(lam*r)/(1-r)",
            "sqrt(lam*r**2/(1-r**2))",
            "sqrt(lam)/r",
            "sqrt(lam*sqrt(r)/(1-sqrt(r)))",
        ],
    },
    "13.4": {
        "right": ["0.183", "0.18", "0.188"],
        "wrong": ["0.79", "0.605", "-0.183", "0.08", "0.39", "0.024", "18.3", "0", "1.30", "0.013", "-0.06", "0.5"],
    },
    "13.5": {
        "right": [
            "m_f + v_fc/(v_c + sigma**2)*(y - m_c)",
            "m_f + (y - m_c)*v_fc/(sigma*sigma + v_c)",
            "m_f + v_fc/v_c * (v_c/(v_c+sigma**2)) * (y-m_c)",
        ],
        "wrong": [
            "m_f + v_fc/v_c*(y - m_c)",
            "m_f + v_fc/(v_c + sigma)*(y - m_c)",
            "m_f + v_fc/(v_c + sigma**2)*y",
            "v_fc/(v_c + sigma**2)*(y - m_c)",
            "m_f",
            "m_f + v_fc*(y - m_c)",
            "m_c + v_c/(v_c + sigma**2)*(y - m_c)",
            "m_f + (v_fc + sigma**2)/(v_c + sigma**2)*(y - m_c)",
            "m_f - v_fc/(v_c + sigma**2)*(y - m_c)",
            "m_f + v_fc/(v_c - sigma**2)*(y - m_c)",
            "m_f + v_fc/sqrt(v_c + sigma**2)*(y - m_c)",
            "m_f + v_c/(v_c + sigma**2)*(y - m_c)",
            "m_f + v_fc/sigma**2*(y - m_c)",
            "m_f + v_fc/(v_c + sigma**2)*(m_c - y)",
            "m_c + v_fc/(v_c + sigma**2)*(y - m_f)",
            "m_f + v_fc/(v_c + sigma**2)*(y - m_f)",
            "m_f + v_fc/sqrt(v_c*(v_c + sigma**2))*(y - m_c)",
            "m_f + v_fc/v_c*(y - m_c)/(1 + sigma**2)",
            "m_f + v_fc/(v_c*sigma**2)*(y - m_c)",
            "m_f + v_fc/v_c*(y - sigma - m_c)",
            "m_f + v_fc**2/(v_c + sigma**2)*(y - m_c)",
        ],
    },
    "13.6": {
        "right": [
            BY_SVD,
            adapter("""
                W = torch.as_tensor(after - before)
                U, S, V = torch.svd(W)
                return before + (U[:, :r] @ torch.diag(S[:r]) @ V[:, :r].T).numpy()
            """),
            adapter("""
                d = after - before
                values, vectors = np.linalg.eigh(d.T @ d)
                V = vectors[:, ::-1][:, :r]
                return before + d @ V @ V.T
            """),
            adapter("""
                U, s, Vt = np.linalg.svd(after - before, full_matrices=False)
                update = np.zeros_like(before)
                for k in range(r):
                    update += s[k] * np.outer(U[:, k], Vt[k])
                return before + update
            """),
            adapter("""
                import scipy.linalg
                U, s, Vt = scipy.linalg.svd(after - before, full_matrices=False)
                s[r:] = 0
                return U @ np.diag(s) @ Vt + before
            """),
        ],
        "wrong": [
            *slips(
                BY_SVD,
                ("return before + B @ A", "return B @ A"),
                ("return before + B @ A", "return B, A"),
                ("return before + B @ A", "return after + B @ A"),
                ("return before + B @ A", "return before - B @ A"),
                ("delta = after - before", "delta = after", "return before + B @ A", "return B @ A"),
                ("delta = after - before", "delta = after"),
                ("* np.sqrt(s[:r])", "* s[:r]"),
                ("* np.sqrt(s[:r])", "", "np.sqrt(s[:r])[:, None] * ", ""),
                ("* np.sqrt(s[:r])", ""),
                (" vh[:r, :]", " vh[:, :r].T"),
                ("u[:, :r]", "u[:, -r:]", "s[:r]", "s[-r:]", "vh[:r, :]", "vh[-r:, :]"),
                ("[:r]", "[:r + 1]", "u[:, :r]", "u[:, :r + 1]", "vh[:r, :]", "vh[:r + 1, :]"),
            ),
            adapter("""
                d = after - before
                values, vectors = np.linalg.eigh(d.T @ d)
                V = vectors[:, :r]
                return before + d @ V @ V.T
            """),
            adapter("""
                d = after - before
                keep = np.argsort(-np.abs(d).ravel())[: r * sum(d.shape)]
                out = before.copy().ravel()
                out[keep] = after.ravel()[keep]
                return out.reshape(before.shape)
            """),
            adapter("""
                d = after - before
                keep = np.argsort(-np.linalg.norm(d, axis=1))[:r]
                out = before.copy()
                out[keep] = after[keep]
                return out
            """),
            adapter("""
                rng = np.random.default_rng(0)
                A = rng.normal(size=(r, before.shape[1]))
                B = np.linalg.lstsq(A.T, (after - before).T, rcond=None)[0].T
                return before + B @ A
            """),
            adapter("""
                A = np.zeros((r, before.shape[1]))
                B = np.zeros((before.shape[0], r))
                return before + B @ A
            """),
            adapter("return after"),
            adapter("return before"),
            adapter("""
                d = after - before
                low = np.zeros_like(d)
                low[:r, :r] = d[:r, :r]
                return before + low
            """),
            adapter("""
                U, s, Vt = np.linalg.svd(after, full_matrices=False)
                a = (U[:, :r] * s[:r]) @ Vt[:r]
                U, s, Vt = np.linalg.svd(before, full_matrices=False)
                return before + a - (U[:, :r] * s[:r]) @ Vt[:r]
            """),
            adapter("""
                U, s, Vt = np.linalg.svd(after, full_matrices=False)
                return before + U[:, :r] @ U[:, :r].T @ (after - before)
            """),
        ],
    },
}
