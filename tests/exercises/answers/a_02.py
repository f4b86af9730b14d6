"""Answers to lecture 02 as learners write them, from the statements alone."""

ANSWERS = {
    "02.1": {
        "right": [
            "def noise_step(x, beta, eps):\n    return math.sqrt(1 - beta)*torch.as_tensor(x) + math.sqrt(beta)*torch.as_tensor(eps)\n",
            "def noise_step(x, beta, eps):\n    return np.exp(0.5*np.log1p(-beta))*x + np.sqrt(beta)*eps\n",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps",
            "def noise_step(x, beta, eps):\n    return (1 - beta) ** 0.5 * x + beta**0.5 * eps",
            "def noise_step(x, beta, eps):\n    alpha = 1 - beta\n"
            "    return math.sqrt(alpha) * np.asarray(x) + math.sqrt(1 - alpha) * np.asarray(eps)",
            "def noise_step(x, beta, eps):\n    b = torch.tensor(beta, dtype=torch.float64)\n"
            "    return torch.sqrt(1 - b) * torch.as_tensor(x) + torch.sqrt(b) * torch.as_tensor(eps)",
            "def noise_step(x, beta, eps):\n    mean = np.exp(0.5 * np.log1p(-beta)) * x\n"
            "    std = np.exp(0.5 * np.log(beta))\n    return mean + std * eps",
            """
def noise_step(x, beta, eps):
    x, eps = np.array(x), np.array(eps)
    out = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        out[index] = (1 - beta) ** 0.5 * x[index] + beta**0.5 * eps[index]
    return out
""",
        ],
        "wrong": [
            "def noise_step(x, beta, eps):\n    return np.sqrt((1-beta)*x + beta*eps)\n",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + beta * eps",
            "def noise_step(x, beta, eps):\n    return (1 - beta) * x + beta * eps",
            "def noise_step(x, beta, eps):\n    return (1 - beta) * x + np.sqrt(beta) * eps",
            "def noise_step(x, beta, eps):\n    return x + np.sqrt(beta) * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(beta) * x + np.sqrt(1 - beta) * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x - np.sqrt(beta) * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + np.sqrt(beta) * "
            "np.random.randn(*np.shape(x))",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + beta**2 * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta**2) * x + beta * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta * x) + np.sqrt(beta * eps)",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * (x + np.sqrt(beta) * eps)",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + np.sqrt(1 - beta) * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * eps + np.sqrt(beta) * x",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 + beta) * x + np.sqrt(beta) * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + np.sqrt(2 * beta) * eps",
            "def noise_step(x, beta, eps):\n    return (1 - beta / 2) * x + np.sqrt(beta) * eps",
            "def noise_step(x, beta, eps):\n    return (1 - beta) ** (1 / 2) * x + beta ** (-1 / 2) * eps",
            "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x",
        ],
    },
    "02.2": {
        "right": ["5", "np.sqrt(3**2 + 4**2)", "math.hypot(3, 4)", "Decimal('5.0')"],
        "wrong": ["7", "25", "3.5", "12", "np.sqrt(7)", "1", "4", "np.sqrt(12)", "6", "2.5"],
    },
    "02.3": {
        "right": [
            "0.1216",
            "0.19 * 0.64",
            "(1 - 0.36) * 0.19",
            "Fraction(19, 100) * Fraction(64, 100)",
            "Decimal('0.1216')",
        ],
        "wrong": [
            "0.19",
            "0.36",
            "0.19 * 0.8",
            "0.0684",
            "0.19 * 0.36 * 0.64",
            "0.3487",
            "0.81 * 0.36",
            "0.4816",
            "0.152",
            "0.64 * 0.19**2",
            "0.64 * np.sqrt(0.19)",
            "np.sqrt(0.1216)",
            "0.122",
            "0.12",
            "0.1539",
            "0.5184",
            "0.55",
            "0.8 * 0.4359",
        ],
    },
    "02.4": {
        "right": [
            "def noised(x0, t, betas, eps):\n    ab = torch.prod(1 - torch.tensor(betas[:t], dtype=torch.float64))\n    return ab.sqrt()*torch.as_tensor(x0) + (1-ab).sqrt()*torch.as_tensor(eps)\n",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.concatenate([[1.0], np.cumprod(1 - betas)])[t]\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            """
def noised(x0, t, betas, eps):
    alpha_bar = 1.0
    for s in range(t):
        alpha_bar *= 1 - betas[s]
    return alpha_bar**0.5 * x0 + (1 - alpha_bar) ** 0.5 * eps
""",
            """
def noised(x0, t, betas, eps):
    if t == 0:
        return x0
    alpha_bar = np.cumprod(1 - betas)[t - 1]
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps
""",
            """
def noised(x0, t, betas, eps):
    log_alpha_bar = np.sum(np.log1p(-betas[:t]))
    return np.exp(log_alpha_bar / 2) * x0 + np.sqrt(-np.expm1(log_alpha_bar)) * eps
""",
            """
def noised(x0, t, betas, eps):
    b = torch.as_tensor(betas)
    alpha_bar = torch.cat([torch.ones(1, dtype=b.dtype), torch.cumprod(1 - b, dim=0)])[t]
    return alpha_bar.sqrt() * torch.as_tensor(x0) + (1 - alpha_bar).sqrt() * torch.as_tensor(eps)
""",
            """
def noised(x0, t, betas, eps):
    def alpha_bar(s):
        return 1.0 if s == 0 else (1 - betas[s - 1]) * alpha_bar(s - 1)
    return math.sqrt(alpha_bar(t)) * x0 + math.sqrt(1 - alpha_bar(t)) * eps
""",
        ],
        "wrong": [
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.cumprod(1 - betas)[t]\n    return np.sqrt(alpha_bar) * x0 + (1 - alpha_bar) * eps\n",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.cumprod(1 - betas)[t]\n    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps\n",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.cumprod(1 - betas)[t]\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.cumprod(1 - betas)[t - 1]\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar * x0 + (1 - "
            "alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + (1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n"
            "    return alpha_bar * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n"
            "    return alpha_bar * x0 + np.sqrt(1 - alpha_bar**2) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(betas[:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas)\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[: t + 1])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[1:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[: t - 1])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = 1 - betas[t - 1]\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.sum(1 - betas[:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = 1 - np.sum(betas[:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.exp(-np.sum(betas[:t]))\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n"
            "    return np.sqrt(1 - alpha_bar) * x0 + np.sqrt(alpha_bar) * eps",
            """
def noised(x0, t, betas, eps):
    if t == 0:
        return x0
    alpha_bar = np.cumprod(1 - betas)[t - 1]
    return alpha_bar * x0 + np.sqrt(1 - alpha_bar) * eps
""",
            """
def noised(x0, t, betas, eps):
    if t == 0:
        return x0
    alpha_bar = np.cumprod(1 - betas)[t - 1]
    return np.sqrt(alpha_bar) * x0 + (1 - alpha_bar) * eps
""",
            """
def noised(x0, t, betas, eps):
    if t == 0:
        return x0
    alpha_bar = np.cumprod(1 - betas)[t]
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps
""",
            """
def noised(x0, t, betas, eps):
    x = x0
    for s in range(t):
        x = np.sqrt(1 - betas[s]) * x + np.sqrt(betas[s]) * eps
    return x
""",
            """
def noised(x0, t, betas, eps):
    alpha_bar = 1
    for beta in betas[:t]:
        alpha_bar = alpha_bar - beta * alpha_bar
    return np.sqrt(alpha_bar) * x0 - np.sqrt(1 - alpha_bar) * eps
""",
            """
def noised(x0, t, betas, eps):
    alpha_bar = 1
    for s in range(1, t):
        alpha_bar *= 1 - betas[s]
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps
""",
            """
def noised(x0, t, betas, eps):
    alpha_bar = np.cumprod(1 - np.insert(betas, 0, 0))
    return np.sqrt(alpha_bar[t]) * x0 + np.sqrt(1 - alpha_bar[t - 1]) * eps
""",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.cumsum(1 - betas)[t - 1]\n"
            "    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps",
            "def noised(x0, t, betas, eps):\n    alpha = np.prod(np.sqrt(1 - betas[:t]))\n    return alpha * x0 + "
            "np.sqrt(1 - alpha) * eps",
            "def noised(x0, t, betas, eps):\n    alpha_bar = np.prod(1 - betas[:t])\n"
            "    return np.sqrt(alpha_bar) * x0 + eps",
        ],
    },
    "02.5": {
        "right": [
            "def kernel(alpha_bar_s, alpha_bar_t):\n    r = Fraction(float(alpha_bar_t))/Fraction(float(alpha_bar_s))\n    return [math.sqrt(r), math.sqrt(1-r)]\n",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    ratio = alpha_bar_t / alpha_bar_s\n"
            "    return np.sqrt(ratio), np.sqrt(1 - ratio)",
            """
def kernel(alpha_bar_s, alpha_bar_t):
    scale = np.sqrt(alpha_bar_t) / np.sqrt(alpha_bar_s)
    variance = (1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)
    return scale, np.sqrt(max(variance, 0.0))
""",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    return [(alpha_bar_t / alpha_bar_s) ** 0.5,"
            " ((alpha_bar_s - alpha_bar_t) / alpha_bar_s) ** 0.5]",
            """
def kernel(alpha_bar_s, alpha_bar_t):
    s, t = torch.tensor(alpha_bar_s, dtype=torch.float64), torch.tensor(alpha_bar_t, dtype=torch.float64)
    return torch.sqrt(t / s), torch.sqrt(1 - t / s)
""",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    duration = -0.5 * np.log(alpha_bar_t / alpha_bar_s)\n"
            "    return np.exp(-duration), np.sqrt(-np.expm1(-2 * duration))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    yield math.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    yield math.sqrt(1 - alpha_bar_t / alpha_bar_s)",
        ],
        "wrong": [
            "def kernel(alpha_bar_s, alpha_bar_t):\n    r = alpha_bar_s/alpha_bar_t\n    return np.sqrt(r), np.sqrt(r-1)\n",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    return np.sqrt(alpha_bar_t-alpha_bar_s), np.sqrt(1-alpha_bar_t+alpha_bar_s)\n",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    ratio = alpha_bar_t / alpha_bar_s\n    return ratio, np.sqrt(1 "
            "- ratio)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    ratio = alpha_bar_t / alpha_bar_s\n    return np.sqrt(ratio), "
            "1 - ratio",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    ratio = alpha_bar_t / alpha_bar_s\n    return ratio, 1 - ratio",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    ratio = alpha_bar_t / alpha_bar_s\n    return ratio, np.sqrt(1 "
            "- ratio**2)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    ratio = alpha_bar_s / alpha_bar_t\n"
            "    return np.sqrt(ratio), np.sqrt(1 - ratio)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt((1 - alpha_bar_t) - (1 - alpha_bar_s))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt(alpha_bar_s - alpha_bar_t)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, (1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt((1 - alpha_bar_t) - scale * (1 - alpha_bar_s))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt(1 - alpha_bar_t)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt(1 - alpha_bar_t) - scale * np.sqrt(1 - alpha_bar_s)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt(1 - alpha_bar_t) - np.sqrt(1 - alpha_bar_s)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt(1 - scale)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t) - np.sqrt(alpha_bar_s)\n"
            "    return scale, np.sqrt(1 - scale**2)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    return np.sqrt(alpha_bar_t), np.sqrt(1 - alpha_bar_t)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return np.sqrt(1 - scale**2), scale",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t * alpha_bar_s)\n"
            "    return scale, np.sqrt(1 - scale**2)",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt((1 - alpha_bar_t) / (1 - alpha_bar_s))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = np.sqrt(alpha_bar_t / alpha_bar_s)\n"
            "    return scale, np.sqrt((1 - alpha_bar_t) + scale**2 * (1 - alpha_bar_s))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = alpha_bar_t / alpha_bar_s\n"
            "    return scale, np.sqrt((1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    scale = alpha_bar_t / alpha_bar_s\n"
            "    return scale, np.sqrt((1 - alpha_bar_t**2) - scale**2 * (1 - alpha_bar_s**2))",
            "def kernel(alpha_bar_s, alpha_bar_t):\n    return np.sqrt(1 - alpha_bar_t / alpha_bar_s)",
        ],
    },
    "02.6": {
        "right": [
            "1 - alpha_bar_t / alpha_bar_prev",
            "(alpha_bar_prev - alpha_bar_t) / alpha_bar_prev",
            "1 - sqrt(alpha_bar_t / alpha_bar_prev) ** 2",
            "1 - exp(log(alpha_bar_t) - log(alpha_bar_prev))",
            "-(alpha_bar_t / alpha_bar_prev - 1)",
        ],
        "wrong": [
            "alpha_bar_t / alpha_bar_prev",
            "1 - alpha_bar_prev / alpha_bar_t",
            "alpha_bar_prev - alpha_bar_t",
            "1 - sqrt(alpha_bar_t / alpha_bar_prev)",
            "sqrt(1 - alpha_bar_t / alpha_bar_prev)",
            "1 - alpha_bar_t",
            "(1 - alpha_bar_t) / (1 - alpha_bar_prev)",
            "1 - (1 - alpha_bar_t) / (1 - alpha_bar_prev)",
            "alpha_bar_t / alpha_bar_prev - 1",
            "1 - alpha_bar_t * alpha_bar_prev",
            "(alpha_bar_prev - alpha_bar_t) / alpha_bar_t",
            "(alpha_bar_prev - alpha_bar_t) / (1 - alpha_bar_prev)",
            "(alpha_bar_prev - alpha_bar_t) / (1 - alpha_bar_t)",
            "log(alpha_bar_prev / alpha_bar_t)",
            "1 - alpha_bar_t**2 / alpha_bar_prev**2",
            "0.25",
            "(1 - alpha_bar_prev) / (1 - alpha_bar_t) * (1 - alpha_bar_t / alpha_bar_prev)",
            "1 - alpha_bar_t - alpha_bar_prev",
            "sqrt(alpha_bar_t) / sqrt(alpha_bar_prev)",
        ],
    },
    "02.7": {
        "right": [
            "def ou_moments(x0, t, theta, s):\n    return [x0*np.exp(-theta*t), np.sqrt(-s**2*np.expm1(-2*theta*t)/2/theta)]\n",
            "def ou_moments(x0, t, theta, s):\n    t = torch.tensor(t, dtype=torch.float64)\n    return torch.stack([x0*torch.exp(-theta*t), torch.sqrt(s**2/(2*theta)*(1-torch.exp(-2*theta*t)))])\n",
            """
def ou_moments(x0, t, theta, s):
    mean = x0 * np.exp(-theta * t)
    variance = s**2 / (2 * theta) * (1 - np.exp(-2 * theta * t))
    return mean, np.sqrt(variance)
""",
            "def ou_moments(x0, t, theta, s):\n    return math.exp(-theta * t) * x0,"
            " s * math.sqrt(-math.expm1(-2 * theta * t) / (2 * theta))",
            """
def ou_moments(x0, t, theta, s):
    decay = np.exp(-theta * t)
    return [decay * x0, s * np.sqrt((1 - decay**2) / (2 * theta))]
""",
            """
def ou_moments(x0, t, theta, s):
    x0, t, theta, s = (torch.tensor(float(a), dtype=torch.float64) for a in (x0, t, theta, s))
    return torch.exp(-theta * t) * x0, torch.sqrt(s**2 * (1 - torch.exp(-2 * theta * t)) / (2 * theta))
""",
            """
def ou_moments(x0, t, theta, s):
    from scipy.integrate import quad
    variance, _ = quad(lambda u: s**2 * np.exp(-2 * theta * (t - u)), 0, t, epsabs=1e-13)
    return x0 * np.exp(-theta * t), np.sqrt(variance)
""",
            """
def ou_moments(x0, t, theta, s):
    stationary = s / np.sqrt(2 * theta)
    return np.array([x0 * np.exp(-theta * t), stationary * np.sqrt(1 - np.exp(-2 * theta * t))])
""",
        ],
        "wrong": [
            """
def ou_moments(x0, t, theta, s):
    return x0 * np.exp(-theta * t), s**2 / (2 * theta) * (1 - np.exp(-2 * theta * t))
""",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(1 - np.exp(-2 * theta * t))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s * np.sqrt(1 - np.exp(-2 * theta * "
            "t))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-t), np.sqrt(1 - np.exp(-2 * t))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s**2 / (2 * theta) * (1 - "
            "np.exp(-theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s**2 / theta * (1 - "
            "np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s / (2 * theta) * (1 - "
            "np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-2 * theta * t), np.sqrt(s**2 / (2 * theta) * (1 "
            "- np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t / 2), np.sqrt(s**2 / theta * (1 - "
            "np.exp(-theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * (1 - theta * t), s * np.sqrt(t)",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s * np.sqrt(t)",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(theta * t), np.sqrt(s**2 / (2 * theta) * "
            "(np.exp(2 * theta * t) - 1))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s / np.sqrt(2 * theta)",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s**2 / 2 * theta * (1 - "
            "np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s**2 / 2 * (1 - np.exp(-2 * "
            "theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s**2 / (2 * theta) * (1 + "
            "np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return 0.0, np.sqrt(s**2 / (2 * theta) * (1 - np.exp(-2 * theta * "
            "t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0, np.sqrt(s**2 / (2 * theta) * (1 - np.exp(-2 * theta * "
            "t)))",
            "def ou_moments(x0, t, theta, s):\n    return np.exp(-theta * t), np.sqrt(s**2 / (2 * theta) * (1 - "
            "np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s**2 / np.sqrt(2 * theta) * "
            "np.sqrt(1 - np.exp(-2 * theta * t))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s / (2 * theta) * np.sqrt(1 - "
            "np.exp(-2 * theta * t))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), s * np.sqrt(2 * theta * (1 - "
            "np.exp(-2 * theta * t)))",
            "def ou_moments(x0, t, theta, s):\n    return x0 * np.exp(-theta * t), np.sqrt(s**2 * (1 - np.exp(-2 * "
            "theta * t)) / (2 * theta**2))",
            "def ou_moments(x0, t, theta, s):\n    return np.sqrt(s**2 / (2 * theta) * (1 - np.exp(-2 * theta * t))), "
            "x0 * np.exp(-theta * t)",
            """
def ou_moments(x0, t, theta, s):
    rng = np.random.default_rng(0)
    x = np.full(10_000, float(x0))
    for _ in range(100):
        x = x - theta * x * t / 100 + s * np.sqrt(t / 100) * rng.normal(size=x.size)
    return x.mean(), x.std()
""",
            """
def ou_moments(x0, t, theta, s):
    mean, variance = x0, 0.0
    for _ in range(1000):
        mean = mean - theta * mean * t / 1000
        variance = (1 - theta * t / 1000) ** 2 * variance + s**2 * t / 1000
    return mean, np.sqrt(variance)
""",
        ],
    },
    "02.8": {
        "right": ["0.526", "0.53", "np.float64(0.522)"],
        "wrong": ["0.0953", "0.0834", "1.0", "0.725", "0.5", "0.103", "0.1", "1.9"],
    },
}
