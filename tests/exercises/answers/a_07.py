"""Answers to lecture 07 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of

loss = of("batch_loss(predict, x0, eps, t, alpha_bar)")
mean = of("average(weights, decay)")
denoise = of("data_denoiser(x_t, points, alpha, sigma)")
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
        ],
    },
    "07.2": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "07.3": {
        "right": [
            mean("""
                n = len(weights)
                powers = decay ** np.arange(n - 1, -1, -1)
                return (1 - decay) / (1 - decay**n) * powers @ weights
            """),
            mean("""
                m, n = 0.0, 0
                for theta in weights:
                    m = decay * m + (1 - decay) * theta
                    n += 1
                return m / (1 - decay**n)
            """),
            mean("""
                result = weights[0]
                for n in range(2, len(weights) + 1):
                    result = result + (1 - decay) / (1 - decay**n) * (weights[n - 1] - result)
                return result
            """),
            mean("""
                w = np.array([decay ** (len(weights) - k) for k in range(1, len(weights) + 1)])
                return np.average(weights, axis=0, weights=w)
            """),
            mean("""
                w = torch.tensor(decay, dtype=torch.float64) ** torch.arange(len(weights) - 1, -1, -1)
                return torch.einsum("k,k...->...", w / w.sum(), torch.as_tensor(weights, dtype=torch.float64))
            """),
        ],
        "wrong": [
            mean("""
                n = len(weights)
                powers = decay ** np.arange(n)
                return (1 - decay) / (1 - decay**n) * powers @ weights
            """),
            mean("""
                m = 0.0
                for theta in weights:
                    m = decay * m + (1 - decay) * theta
                return m
            """),
            mean("""
                m = weights[0]
                for theta in weights[1:]:
                    m = decay * m + (1 - decay) * theta
                return m
            """),
            mean("""
                m = 0.0
                for theta in weights:
                    m = (1 - decay) * m + decay * theta
                return m / (1 - (1 - decay) ** len(weights))
            """),
            mean("""
                n = len(weights)
                powers = decay ** np.arange(n, 0, -1)
                return (1 - decay) / (1 - decay**n) * powers @ weights
            """),
            mean("""
                n = len(weights)
                powers = decay ** np.arange(n - 1, -1, -1)
                return powers @ weights / (1 - decay**n)
            """),
            mean("""
                n = len(weights)
                powers = decay ** np.arange(n - 1, -1, -1)
                return (1 - decay) * powers @ weights / (1 - decay ** (n - 1))
            """),
            mean("""
                return np.mean(weights, axis=0)
            """),
            mean("""
                m = 0.0
                for theta in weights:
                    m = decay * m + (1 - decay) * theta
                return m / (1 - decay)
            """),
            mean("""
                n = len(weights)
                total = 0
                for k in range(1, n):
                    total = total + decay ** (n - k) * weights[k - 1]
                return (1 - decay) / (1 - decay**n) * total
            """),
            mean("""
                n = len(weights)
                powers = decay ** np.arange(n - 1, -1, -1)
                return (1 - decay) / (1 - decay**n) * np.sum(powers * weights)
            """),
            mean("""
                m = 0.0
                for n, theta in enumerate(weights):
                    m = decay * m + (1 - decay) * theta
                return m / (1 - decay**n)
            """),
            mean("""
                m = weights[0]
                for theta in weights[1:]:
                    m = decay * m + (1 - decay) * theta
                return m / (1 - decay ** len(weights))
            """),
        ],
    },
    "07.4": {
        "right": ["log(1/2)/log(decay)", "-log(2)/log(decay)", "log(2)/log(1/decay)", "log(0.5) / log(decay)"],
        "wrong": [
            "log(2)/log(decay)",
            "log(decay)/log(0.5)",
            "1/(1-decay)",
            "decay/(1-decay)",
            "log(2)/(1-decay)",
            "log(2)*decay/(1-decay)",
            "-log(2)/log(1-decay)",
            "log(0.5/(1-decay))/log(decay)",
            "0.5/(1-decay)",
            "log(0.5/decay)",
            "-1/log(decay)",
            "1 - log(2)/log(decay)",
            "log(0.5)/log(decay) - 1",
        ],
    },
    "07.5": {
        "right": [
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = [-sum((a - alpha * b) ** 2 for a, b in zip(x_t, p)) / (2 * sigma**2) for p in points]
                top = max(logs)
                r = [math.exp(l - top) for l in logs]
                return [sum(w * p[j] for w, p in zip(r, points)) / sum(r) for j in range(len(x_t))]
            """),
            denoise("""
                x, p = torch.as_tensor(x_t, dtype=torch.float64), torch.as_tensor(points, dtype=torch.float64)
                r = torch.softmax(-((x - alpha * p) ** 2).sum(1) / (2 * sigma**2), dim=0)
                return r @ p
            """),
            denoise("""
                from scipy.special import softmax
                r = softmax(-np.linalg.norm(x_t - alpha * points, axis=1) ** 2 / (2 * sigma**2))
                return np.einsum("i,ij->j", r, points)
            """),
            denoise("""
                from scipy.special import logsumexp
                logs = -0.5 * np.sum(((x_t[None, :] - alpha * points) / sigma) ** 2, -1)
                return np.exp(logs - logsumexp(logs)) @ points
            """),
        ],
        "wrong": [
            denoise("""
                r = np.exp(-((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2))
                return r @ points / r.sum()
            """),
            denoise("""
                d = ((x_t - alpha * points) ** 2).sum(axis=1)
                r = np.exp(-(d - d.max()) / (2 * sigma**2))
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -((x_t - points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / sigma**2
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / 2 * sigma**2
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -np.linalg.norm(x_t - alpha * points, axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                return points[np.argmax(logs)]
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return alpha * r @ points / r.sum()
            """),
            denoise("""
                logs = ((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                r = np.exp(-((x_t - alpha * points) ** 2) / (2 * sigma**2))
                return (r * points).sum(axis=0) / r.sum(axis=0)
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return (x_t - sigma * (r @ points / r.sum())) / alpha
            """),
            denoise("""
                logs = -((x_t / alpha - points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).sum(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / len(points)
            """),
            denoise("""
                logs = -((x_t - alpha * points) ** 2).mean(axis=1) / (2 * sigma**2)
                r = np.exp(logs - logs.max())
                return r @ points / r.sum()
            """),
        ],
    },
    "07.6": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "07.7": {"right": ["c", "C"], "wrong": ["a", "b", "d"]},
    "07.8": {
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
        ],
    },
}
