"""Answers to lecture 16 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

divergence = of("kl(mean, log_v)")
density = of("log_density(x, s, t)")
masked = of("masks(d, degrees)")
bitrate = of("bits(logits, levels)")

_KL = divergence("""
    v = np.exp(log_v)
    return (mean**2 + v - log_v - 1).sum(axis=1) / 2
""")
_DENSITY = density("""
    h = x.shape[1] // 2
    z1 = x[:, :h]
    z2 = (x[:, h:] - t(z1)) / np.exp(s(z1))
    z = np.hstack([z1, z2])
    log_prior = -0.5 * (z**2 + np.log(2 * np.pi)).sum(axis=1)
    return log_prior - s(z1).sum(axis=1)
""")
_MASKS = masked("""
    pixel = np.arange(1, d + 1)
    mask_in = (degrees[:, None] >= pixel).astype(int)
    mask_out = (pixel[:, None] > degrees).astype(int)
    return mask_in, mask_out
""")
_BITS = bitrate("""
    log_p = logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))
    chosen = np.take_along_axis(log_p, levels[..., None], axis=2)[..., 0]
    return -chosen.mean(axis=1) / np.log(2)
""")

ANSWERS = {
    "16.1": {
        "right": [
            _KL,
            divergence("""
                out = []
                for m, l in zip(mean, log_v):
                    out.append(sum(0.5 * (a * a + math.exp(b) - 1 - b) for a, b in zip(m, l)))
                return out
            """),
            divergence("""
                m, l = torch.as_tensor(mean), torch.as_tensor(log_v)
                return -0.5 * torch.sum(1 + l - m.pow(2) - l.exp(), dim=1)
            """),
        ],
        "wrong": [
            *slips(
                _KL,
                ("sum(axis=1)", "mean(axis=1)"),
                ("sum(axis=1)", "sum()"),
                ("sum(axis=1)", "mean()"),
                ("sum(axis=1)", "sum(axis=0)"),
                ("/ 2", "/ -2"),
                (" / 2", ""),
                ("- 1)", ")"),
                ("np.exp(log_v)", "np.exp(2 * log_v)"),
                ("np.exp(log_v)", "np.exp(log_v / 2)"),
                ("np.exp(log_v)", "log_v"),
                ("mean**2", "mean"),
                ("- log_v", "+ log_v"),
                ("v - log_v", "v**2 - log_v"),
                ("(mean**2 + v - log_v - 1).sum(axis=1) / 2", "((mean**2 + v - log_v).sum(axis=1) - 1) / 2"),
                ("v - log_v", "1 / v + log_v"),
                ("v - log_v", "v - 2 * log_v"),
                ("+ v - log_v - 1", ""),
                (
                    "return (mean**2 + v - log_v - 1).sum(axis=1) / 2",
                    "return ((mean**2 + v - log_v - 1).sum(axis=1) / 2).mean()",
                ),
                ("/ 2", "/ 2 / np.log(2)"),
            ),
            divergence("""
                sigma = np.exp(log_v)
                return 0.5 * (mean**2 + sigma**2 - 2 * log_v - 1).sum(axis=1)
            """),
            divergence("""
                v = np.exp(log_v)
                return 0.5 * (mean**2 / v + 1 / v - 1 + log_v).sum(axis=1)
            """),
        ],
    },
    "16.2": {
        "right": [
            _DENSITY,
            density("""
                a, b = np.split(x, 2, axis=1)
                e = (b - t(a)) * np.exp(-s(a))
                squares = (a**2).sum(1) + (e**2).sum(1) + 2 * s(a).sum(1)
                return -0.5 * squares - x.shape[1] / 2 * np.log(2 * np.pi)
            """),
            density("""
                out = []
                for row in x:
                    h = len(row) // 2
                    a = row[:h][None]
                    S, T = s(a)[0], t(a)[0]
                    total = 0.0
                    for j in range(h):
                        total += -0.5 * row[j] ** 2 - 0.5 * math.log(2 * math.pi)
                        total += -0.5 * ((row[h + j] - T[j]) / math.exp(S[j])) ** 2
                        total += -0.5 * math.log(2 * math.pi) - S[j]
                    out.append(total)
                return np.array(out)
            """),
        ],
        "wrong": [
            *slips(
                _DENSITY,
                ("log_prior - s", "log_prior + s"),
                ("- s(z1).sum(axis=1)", ""),
                ("- s(z1).sum(axis=1)", "- s(z1).sum()"),
                ("- s(z1).sum(axis=1)", "- s(z1).mean(axis=1)"),
                ("- s(z1).sum(axis=1)", "- np.exp(s(z1)).prod(axis=1)"),
                ("- s(z1).sum(axis=1)", "- s(z1).prod(axis=1)"),
                ("- s(z1).sum(axis=1)", "- np.exp(s(z1)).sum(axis=1)"),
                ("(x[:, h:] - t(z1)) / np.exp(s(z1))", "x[:, h:] * np.exp(s(z1)) + t(z1)"),
                ("(x[:, h:] - t(z1)) / np.exp(s(z1))", "x[:, h:] / np.exp(s(z1)) - t(z1)"),
                ("(x[:, h:] - t(z1)) / np.exp(s(z1))", "(x[:, h:] - t(z1)) * np.exp(s(z1))"),
                ("(x[:, h:] - t(z1)) / np.exp(s(z1))", "x[:, h:]"),
                ("np.hstack([z1, z2])", "z2"),
                (" + np.log(2 * np.pi)", ""),
                (
                    "(x[:, h:] - t(z1)) / np.exp(s(z1))",
                    "x[:, h:] * np.exp(s(z1)) + t(z1)",
                    "log_prior - s",
                    "log_prior + s",
                ),
                ("return log_prior - s(z1).sum(axis=1)", "return np.exp(log_prior - s(z1).sum(axis=1))"),
                ("x[:, :h]", "x[:, ::2]", "x[:, h:]", "x[:, 1::2]"),
                ("- t(z1)", "+ t(z1)"),
                (
                    "-0.5 * (z**2 + np.log(2 * np.pi)).sum(axis=1)",
                    "-0.5 * (z**2).sum(axis=1) - 0.5 * np.log(2 * np.pi)",
                ),
                ("-0.5 * (z**2", "-0.5 * (2 * z**2"),
                ("return log_prior - s(z1).sum(axis=1)", "return -log_prior + s(z1).sum(axis=1)"),
                ("(z1)", "(x[:, h:])"),
            ),
        ],
    },
    "16.3": {
        "right": [
            _MASKS,
            masked("""
                mask_in = [[1 if m >= i else 0 for i in range(1, d + 1)] for m in degrees]
                mask_out = [[1 if m <= i - 1 else 0 for m in degrees] for i in range(1, d + 1)]
                return np.array(mask_in), np.array(mask_out)
            """),
            masked("""
                pixel = np.arange(d) + 1.0
                return (degrees[:, None] >= pixel) * 1.0, (degrees[None, :] < pixel[:, None]) * 1.0
            """),
        ],
        "wrong": [
            *slips(
                _MASKS,
                ("] > degrees", "] >= degrees"),
                ("] > degrees", "] >= degrees", ">= pixel", "> pixel"),
                (">= pixel", "> pixel"),
                ("] > degrees", "] < degrees"),
                ("] > degrees", "] <= degrees"),
                (">= pixel", "<= pixel"),
                (">= pixel", "< pixel"),
                ("np.arange(1, d + 1)", "np.arange(d)"),
                ("return mask_in, mask_out", "return mask_out, mask_in"),
                ("return mask_in, mask_out", "return mask_in.T, mask_out.T"),
                ("] > degrees", "] > degrees + 1"),
                ("] > degrees", "] >= degrees", "np.arange(1, d + 1)", "np.arange(d)"),
                (">= pixel", "== pixel"),
                (">= pixel", ">= pixel - 1"),
                ("] > degrees", "] == degrees + 1"),
                ("(pixel[:, None] > degrees).astype(int)", "np.ones((d, len(degrees)), int)"),
                ("(pixel[:, None] > degrees).astype(int)", "(pixel > degrees[:, None]).astype(int)"),
            ),
        ],
    },
    "16.4": {
        "right": [
            _BITS,
            bitrate("""
                log_p = torch.log_softmax(torch.as_tensor(logits), dim=2)
                chosen = log_p.gather(2, torch.as_tensor(levels)[:, :, None])[:, :, 0]
                return -(chosen / math.log(2)).mean(dim=1)
            """),
            bitrate("""
                out = []
                for picture, level in zip(logits, levels):
                    total = 0.0
                    for pixel, k in zip(picture, level):
                        p = np.exp(pixel - pixel.max())
                        total -= np.log2(p[k] / p.sum())
                    out.append(total / len(level))
                return out
            """),
        ],
        "wrong": [
            *slips(
                _BITS,
                (" / np.log(2)", ""),
                ("/ np.log(2)", "* np.log(2)"),
                ("mean(axis=1)", "sum(axis=1)"),
                ("-chosen", "chosen"),
                ("mean(axis=1)", "mean()"),
                ("mean(axis=1)", "mean(axis=0)"),
                ("logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))", "logits"),
                ("logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))", "np.log(logits**2 + 1e-9)"),
                ("-chosen.mean(axis=1)", "-chosen.mean(axis=1) / logits.shape[2]"),
                ("-chosen.mean(axis=1) / np.log(2)", "-np.log2(np.exp(chosen).mean(axis=1))"),
                ("-chosen.mean(axis=1) / np.log(2)", "np.exp(chosen).mean(axis=1)"),
                ("sum(axis=2, keepdims=True)", "mean(axis=2, keepdims=True)"),
                ("np.take_along_axis(log_p, levels[..., None], axis=2)[..., 0]", "log_p.max(axis=2)"),
                ("np.take_along_axis(log_p, levels[..., None], axis=2)[..., 0]", "log_p.sum(axis=2)"),
                ("sum(axis=2, keepdims=True)", "sum(axis=1, keepdims=True)"),
                ("sum(axis=2, keepdims=True)", "sum()"),
                ("mean(axis=1)", "sum(axis=1) / logits.shape[2]"),
                ("np.log(2)", "np.log(logits.shape[2])"),
                ("-chosen.mean(axis=1) / np.log(2)", "2 ** (-chosen.mean(axis=1) / np.log(2))"),
                ("-chosen.mean(axis=1)", "-chosen"),
                ("-chosen.mean(axis=1) / np.log(2)", "-chosen.mean(axis=1) / np.log(2) + 3"),
            ),
            bitrate("""
                log_p = logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))
                return -(np.exp(log_p) * log_p).sum(axis=2).mean(axis=1) / np.log(2)
            """),
            bitrate("""
                p = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
                log_p = p - np.log(np.exp(p).sum(axis=2, keepdims=True))
                chosen = np.take_along_axis(log_p, levels[..., None], axis=2)[..., 0]
                return -chosen.mean(axis=1) / np.log(2)
            """),
        ],
    },
    "16.5": {
        "right": ["(d + d*(d + 1)/4)*(1/n + 1/m)", "d*(d + 5)*(n + m)/(4*n*m)", "d/n + d/m + (d**2 + d)/4*(1/n + 1/m)"],
        "wrong": [
            "1.5*d*(1/n + 1/m)",
            "d*(1/n + 1/m)",
            "d*(d + 1)/4*(1/n + 1/m)",
            "(d + d*(d + 1))*(1/n + 1/m)",
            "(d + d*(d + 1)/2)*(1/n + 1/m)",
            "(d + d*(d + 1)/4)/n",
            "(d + d*(d + 1)/4)/m",
            "(d + d*(d + 1)/4)/(n + m)",
            "(d + d**2/4)*(1/n + 1/m)",
            "0",
            "(d + d*(d + 1)/4)*2/n",
            "1.5*(1/n + 1/m)",
            "(d + d*(d + 1)/4)*(1/sqrt(n) + 1/sqrt(m))",
            "(d + d*(d + 1)/4)*(1/n - 1/m)",
            "(d + d*(d + 1)/4)*(1/n + 1/m)/2",
            "(d + d*(d + 1)/4)*(1/n + 1/m)*2",
            "(d + d**2/2)*(1/n + 1/m)",
            "(d + d*(d - 1)/4)*(1/n + 1/m)",
            "(d + d*(d + 1)/8)*(1/n + 1/m)",
            "(d + d*(d + 3)/8)*(1/n + 1/m)",
            "(1 + d*(d + 1)/4)*(1/n + 1/m)",
            "(d + d*(d + 1)/4)/(n*m)",
            "2*(d + d*(d + 1)/4)/(n + m)",
            "1.5*d**2*(1/n + 1/m)",
            "(d + d*(d + 1)/4)*sqrt(1/n + 1/m)",
        ],
    },
    "16.6": {
        "right": [0.2, 1 / 5, 4 * 0.05],
        "wrong": [0.1, 0.15, 0.25, 0.0, 0.05, 0.3],
    },
}
