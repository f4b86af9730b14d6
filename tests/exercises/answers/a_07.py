"""Answers to lecture 07 as learners write them, from the statements alone."""

import torch

from tests.exercises.answers.shorthand import of

loss = of("batch_loss(predict, x0, eps, t, alpha_bar)")
times = of("importance_times(history)")

ANSWERS = {
    "07.1": {
        "right": [
            loss("""
                total = 0
                for i, time in enumerate(t):
                    x_t = np.sqrt(alpha_bar[time]) * x0[i] + np.sqrt(1 - alpha_bar[time]) * eps[i]
                    total += np.mean((predict(x_t, time) - eps[i]) ** 2)
                return total / len(t)
            """),
            loss("""
                a = torch.tensor(alpha_bar)[t][:, None]
                x0, eps = torch.tensor(x0), torch.tensor(eps)
                guess = predict(torch.sqrt(a) * x0 + torch.sqrt(1 - a) * eps, torch.tensor(t))
                return torch.nn.functional.mse_loss(guess, eps)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                total = 0.0
                for i in range(len(t)):
                    a = alpha_bar[t[i]]
                    x_t = a**0.5 * x0[i : i + 1] + (1 - a) ** 0.5 * eps[i : i + 1]
                    total += ((predict(x_t, [t[i]]) - eps[i : i + 1]) ** 2).sum()
                return total / (len(x0) * len(x0[0]))
            """),
            loss("""
                a = torch.as_tensor(alpha_bar)[torch.as_tensor(t)].unsqueeze(1)
                x0, eps = torch.as_tensor(x0), torch.as_tensor(eps)
                x_t = (a.sqrt() * x0 + (1 - a).sqrt() * eps).numpy()
                return torch.nn.functional.mse_loss(torch.as_tensor(predict(x_t, t)), eps).item()
            """),
            loss("""
                n, d = np.shape(x0)
                x_t = np.empty((n, d))
                for i in range(n):
                    for j in range(d):
                        x_t[i, j] = math.sqrt(alpha_bar[t[i]]) * x0[i, j] + math.sqrt(1 - alpha_bar[t[i]]) * eps[i, j]
                guess = predict(x_t, t)
                return sum((guess[i, j] - eps[i, j]) ** 2 for i in range(n) for j in range(d)) / n / d
            """),
            loss("""
                a = np.take(alpha_bar, t).reshape(-1, 1)
                error = predict(np.sqrt(a) * x0 + np.sqrt(1 - a) * eps, t) - eps
                return np.linalg.norm(error) ** 2 / error.size
            """),
            loss("""
                a = alpha_bar[t]
                x_t = (np.sqrt(a) * x0.T + np.sqrt(1 - a) * eps.T).T
                error = predict(x_t, t) - eps
                return float(np.einsum('ij,ij', error, error) / error.size)
            """),
            loss("""
                a = np.array([alpha_bar[k] for k in t])
                x_t = np.diag(np.sqrt(a)) @ x0 + np.diag(np.sqrt(1 - a)) @ eps
                return ((predict(x_t, t) - eps) ** 2).mean(axis=1).mean()
            """),
        ],
        "wrong": [
            loss("""
                a, eps = alpha_bar[t][:, None], np.random.standard_normal(np.shape(x0))
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = a * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + (1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = a * x0 + (1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.sum((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.sum((predict(x_t, t) - eps) ** 2) / len(t)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - x0) ** 2)
            """),
            loss("""
                a = alpha_bar[np.array(t) - 1][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean(np.abs(predict(x_t, t) - eps))
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.sqrt(np.mean((predict(x_t, t) - eps) ** 2))
            """),
            loss("""
                a = alpha_bar[t]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                return np.mean((predict(x0, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean(predict(x_t, t) - eps) ** 2
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(1 - a) * x0 + np.sqrt(a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = np.cumprod(alpha_bar)[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                total = 0
                for i in range(len(t)):
                    a = alpha_bar[i]
                    x_t = np.sqrt(a) * x0[i] + np.sqrt(1 - a) * eps[i]
                    total += np.sum((predict(x_t, t[i]) - eps[i]) ** 2)
                return total / x0.size
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.linalg.norm(predict(x_t, t) - eps) / x0.size
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean(a / (1 - a) * (predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 - np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - (np.sqrt(a) * eps - np.sqrt(1 - a) * x0)) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, np.array(t) / (len(alpha_bar) - 1)) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a**2) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * (x0 + np.sqrt(1 - a) * eps)
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.var(predict(x_t, t) - eps)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, range(len(t))) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.median((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) + eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, alpha_bar[t]) - eps) ** 2)
            """),
            loss("""
                a = np.sqrt(alpha_bar)[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                x_t = x0 + eps
                return np.mean((predict(x_t, t) - eps) ** 2)
            """),
            loss("""
                a = alpha_bar[t][:, None]
                x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
                return np.mean(predict(x_t, t) ** 2 - eps ** 2)
            """),
        ],
    },
    "07.2": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "07.3": {
        "right": [
            0.0872,
            0.0855,
            0.0835,
            torch.tensor(0.0872),
        ],
        "wrong": [
            0.005025,
            0.2953,
            0.9128,
            11.47,
            0.0046,
            0.0526,
            0.501,
            0.0003,
            0.99,
            0.1,
            0.01,
            0.0062,
            1.0,
            0.19,
            17.35,
        ],
    },
    "07.4": {"right": ["c", "C"], "wrong": ["a", "b", "d"]},
    "07.5": {"right": ["c", "C"], "wrong": ["a", "b", "d"]},
    "07.6": {
        "right": [
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                roots = [math.sqrt(sum(l * l for l in row) / len(row)) for row in history]
                p = [r / sum(roots) for r in roots]
                return p, [1 / (len(p) * q) for q in p]
            """),
            times("""
                h = torch.as_tensor(history, dtype=torch.float64)
                root = h.pow(2).mean(1).sqrt()
                return [root / root.sum(), root.mean() / root]
            """),
            times("""
                norms = np.linalg.norm(history, axis=1)
                return norms / norms.sum(), norms.sum() / norms / len(norms)
            """),
            times("""
                p = np.sqrt(np.einsum('ij,ij->i', history, history))
                p /= sum(p)
                return p, np.full(len(p), 1 / len(p)) / p
            """),
            times("""
                rms = [np.std(row) ** 2 + np.mean(row) ** 2 for row in history]
                rms = np.power(rms, 0.5)
                return list(rms / np.sum(rms)), tuple(np.mean(rms) / rms)
            """),
            times("""
                from scipy.special import softmax
                p = softmax(0.5 * np.log(np.mean(np.square(history), axis=1)))
                return np.array([p, 1 / (p * history.shape[0])])
            """),
        ],
        "wrong": [
            times("""
                p = (history**2).mean(axis=1)
                p = p / p.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                p = history.mean(axis=1)
                p = p / p.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, 1 / p
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                w = 1 / p
                return p, w / w.sum()
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, np.ones(len(p))
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=0))
                p = root / root.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = 1 / np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, len(p) * p
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, p / len(p)
            """),
            times("""
                root = history.std(axis=1)
                p = root / root.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = np.exp(root) / np.exp(root).sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                return root, 1 / (len(root) * root)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, 1 / (history.shape[1] * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                w = 1 / (len(p) * p)
                return p, w / w.mean()
            """),
            times("""
                p = np.full(len(history), 1 / len(history))
                return p, np.ones(len(history))
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return 1 / (len(p) * p), p
            """),
            times("""
                root = np.sqrt((history**2).mean())
                p = np.full(len(history), root)
                p = p / p.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, len(p) / p
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.max()
                return p, 1 / (len(p) * p)
            """),
            times("""
                m = np.median(history, axis=1)
                p = m / m.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                m = history.max(axis=1)
                p = m / m.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                v = history.var(axis=1)
                p = v / v.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, 1 / root
            """),
            times("""
                p = np.sqrt(history.mean(axis=1))
                p = p / p.sum()
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = 0.5 * root / root.sum() + 0.5 / len(root)
                return p, 1 / (len(p) * p)
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, root.max() / root
            """),
            times("""
                root = np.sqrt((history**2).mean(axis=1))
                p = root / root.sum()
                return p, root / root.mean()
            """),
            times("""
                p = (history**2).mean(axis=1)
                p = np.sqrt(p / p.sum())
                return p, 1 / (len(p) * p)
            """),
        ],
    },
}
