"""Answers to lecture 03 as learners write them, from the statements alone."""

ANSWERS = {
    "03.1": {
        "right": [
            "def snr(betas, t):\n    ab = Fraction(1)\n    for b in list(betas)[:t]:\n        ab *= 1 - Fraction(float(b))\n    return float(ab/(1-ab))\n",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.cumprod(1 - betas)[t - 1]\n    return alpha_bar / (1 - alpha_bar)",
            """
def snr(betas, t):
    signal, noise = 1.0, 0.0
    for beta in list(betas)[:t]:
        signal, noise = (1 - beta) * signal, (1 - beta) * noise + beta
    return signal / noise
""",
            """
def snr(betas, t):
    log_alpha_bar = np.log1p(-betas[:t]).sum()
    return 1 / np.expm1(-log_alpha_bar)
""",
            """
def snr(betas, t):
    a = torch.cumprod(1 - torch.as_tensor(betas), dim=0)[t - 1]
    return (a / (1 - a)).item()
""",
            "def snr(betas, t):\n    from functools import reduce\n"
            "    a = reduce(lambda p, b: p * (1 - b), betas[:t], 1.0)\n    return 1 / (1 / a - 1)",
        ],
        "wrong": [
            "def snr(betas, t):\n    alpha_bar = np.cumprod(1 - betas)[t]\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[: t - 1])\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[: t + 1])\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return np.sqrt(alpha_bar) / np.sqrt(1 - "
            "alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar**2 / (1 - alpha_bar) ** "
            "2",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar**2 / (1 - alpha_bar**2)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return (1 - alpha_bar) / alpha_bar",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return np.log(alpha_bar / (1 - "
            "alpha_bar))",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas)\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = 1 - betas[t - 1]\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    return (1 - betas[t]) / betas[t]",
            "def snr(betas, t):\n    alpha_bar = np.prod(betas[:t])\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.cumprod(1 - betas)[:t]\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.cumprod(1 - betas)\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.exp(-np.sum(betas[:t]))\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = 1 - np.sum(betas[:t])\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.cumsum(1 - betas)[t - 1]\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar / np.sqrt(1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return np.sqrt(alpha_bar) / (1 - "
            "alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[1:t])\n    return alpha_bar / (1 - alpha_bar)",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar / 1 - alpha_bar",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return 10 * np.log10(alpha_bar / (1 - "
            "alpha_bar))",
            "def snr(betas, t):\n    alpha_bar = np.prod(1 - betas[:t])\n    return alpha_bar",
            """
def snr(betas, t):
    alpha_bar = 1
    for s in range(1, t):
        alpha_bar *= 1 - betas[s]
    return alpha_bar / (1 - alpha_bar)
""",
            "def snr(betas, t):\n    alpha = np.prod(np.sqrt(1 - betas[:t]))\n    sigma = np.prod(np.sqrt(betas[:t]))\n"
            "    return alpha**2 / sigma**2",
            "def snr(betas, t):\n    signal = np.prod(1 - betas[:t])\n    noise = np.sum(betas[:t])\n    return signal "
            "/ noise",
        ],
    },
    "03.2": {
        "right": ["260", "260.0", "np.int64(260)", "250", "258", "280"],  # a guess that is close counts as right
        "wrong": ["500", "100", "707", "50", "900", "350", "200", "750", "10", "1000"],
    },
    "03.3": {
        "right": [
            "def cosine_density(log_snr):\n    t = lambda l: 2/math.pi*math.atan(math.exp(-l/2))\n    h = 1e-5\n    return (t(log_snr-h)-t(log_snr+h))/(2*h)\n",
            "def cosine_density(log_snr):\n    l = torch.tensor(float(log_snr), dtype=torch.float64, requires_grad=True)\n    t = 2/math.pi*torch.atan(torch.exp(-l/2))\n    t.backward()\n    return -l.grad\n",
            "def cosine_density(log_snr):\n    return 1 / np.pi / (np.exp(log_snr / 2) + np.exp(-log_snr / 2))",
            """
def cosine_density(log_snr):
    h = 1e-5
    t = lambda l: 2 / math.pi * math.atan(math.exp(-l / 2))
    return (t(log_snr - h) - t(log_snr + h)) / (2 * h)
""",
            """
def cosine_density(log_snr):
    lam = torch.tensor(float(log_snr), dtype=torch.float64, requires_grad=True)
    t = 2 / math.pi * torch.atan(torch.exp(-lam / 2))
    t.backward()
    return lam.grad.abs()
""",
            """
def cosine_density(log_snr):
    t = 2 / np.pi * np.arctan(np.exp(-log_snr / 2))
    return np.sin(np.pi * t) / (2 * np.pi)
""",
        ],
        "wrong": [
            "def cosine_density(log_snr):\n    return 2/np.pi*np.arctan(np.exp(-log_snr/2))\n",
            "def cosine_density(log_snr):\n    t = log_snr\n    return np.sin(np.pi*t)/(2*np.pi)\n",
            "def cosine_density(log_snr):\n    return 1/np.pi*np.exp(log_snr/2)/(1+np.exp(-log_snr))\n",
            "def cosine_density(log_snr):\n    return 1/np.pi/(1+np.exp(-log_snr))\n",
            "def cosine_density(log_snr):\n    return 1/np.pi/(1+log_snr**2)\n",
            "def cosine_density(log_snr):\n    return -1 / np.pi / (np.exp(log_snr / 2) + np.exp(-log_snr / 2))",
            "def cosine_density(log_snr):\n    return np.pi * (np.exp(log_snr / 2) + np.exp(-log_snr / 2))",
            "def cosine_density(log_snr):\n    return 2 / np.pi * np.exp(-log_snr / 2) / (1 + np.exp(-log_snr))",
            "def cosine_density(log_snr):\n    return 1 / np.pi / (np.exp(log_snr) + np.exp(-log_snr))",
            "def cosine_density(log_snr):\n    return 0.5 * np.exp(-log_snr / 2) / (1 + np.exp(-log_snr))",
            "def cosine_density(log_snr):\n    a = 1 / (1 + np.exp(-log_snr))\n    return a * (1 - a)",
            "def cosine_density(log_snr):\n    return 2 / np.pi * np.arctan(np.exp(-log_snr / 2))",
            "def cosine_density(log_snr):\n    return 2 / np.pi / (1 + np.exp(-log_snr))",
            "def cosine_density(log_snr):\n    return 1 / (np.pi * np.cosh(log_snr / 2))",
        ],
    },
    "03.4": {
        "right": [
            "0.9237",
            "-np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "float(-np.log1p(-np.exp(np.log1p(-np.linspace(1e-4, 0.02, 50)).sum())))",
            "-2 / 2 * math.log(1 - math.prod(1 - b for b in np.linspace(1e-4, 0.02, 50)))",
            "torch.log(1 - torch.prod(1 - torch.linspace(1e-4, 0.02, 50, dtype=torch.float64))) * -1",
        ],
        "wrong": [
            "-0.5 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "-np.log(np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "-np.log(1 - np.sqrt(np.prod(1 - np.linspace(1e-4, 0.02, 50))))",
            "-np.log2(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "-2 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "-np.log10(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "-np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 1000)))",
            "-np.log(1 - np.exp(-np.linspace(1e-4, 0.02, 50).sum()))",
            "-np.log(1 - np.prod(np.linspace(1e-4, 0.02, 50)))",
            "-np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50))**2)",
            "np.prod(1 - np.linspace(1e-4, 0.02, 50))",
            "0.92",
            "-np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)[:-1]))",
            "-25 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, 50)))",
            "-np.log(0.02)",
            "-np.log(1 - (1 - 0.02))",
        ],
    },
    "03.5": {"right": ["b"], "wrong": ["a", "c", "d"]},
    "03.6": {
        "right": [
            """
def zero_terminal(alpha_bar):
    root = np.sqrt(alpha_bar)
    return ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
""",
            """
def zero_terminal(alpha_bar):
    root = [math.sqrt(a) for a in alpha_bar]
    factor = root[0] / (root[0] - root[-1])
    return [((r - root[-1]) * factor) ** 2 for r in root]
""",
            """
def zero_terminal(alpha_bar):
    root = torch.as_tensor(alpha_bar).sqrt()
    first, last = root[0].clone(), root[-1].clone()
    root = root - last
    root = root * first / (first - last)
    return root**2
""",
            """
def zero_terminal(alpha_bar):
    a = np.sqrt(alpha_bar)
    return np.interp(a, [a[-1], a[0]], [0, a[0]]) ** 2
""",
            """
def zero_terminal(alpha_bar):
    out = np.zeros_like(alpha_bar)
    first, last = alpha_bar[0] ** 0.5, alpha_bar[-1] ** 0.5
    for t in range(len(alpha_bar)):
        out[t] = (alpha_bar[t] ** 0.5 - last) ** 2 * alpha_bar[0] / (first - last) ** 2
    return out
""",
        ],
        "wrong": [
            "def zero_terminal(alpha_bar):\n    r = alpha_bar**2\n    s = r-r[-1]\n    return np.sqrt(s*r[0]/s[0])\n",
            "def zero_terminal(alpha_bar):\n    r = np.log(alpha_bar)\n    s = r-r[-1]\n    return s*alpha_bar[0]/s[0]\n",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return (root - root[-1]) * root[0] / (root[0] - root[-1])",
            "def zero_terminal(alpha_bar):\n    a = alpha_bar\n    return (a - a[-1]) * a[0] / (a[0] - a[-1])",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n    return (root - root[-1]) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root[-1]) / (root[0] - root[-1])) ** 2",
            "def zero_terminal(alpha_bar):\n    return alpha_bar - alpha_bar[-1]",
            """
def zero_terminal(alpha_bar):
    new = alpha_bar.copy()
    new[-1] = 0
    return new
""",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root[-1]) * root[0] / (root[0] + root[-1])) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root[-1]) * (root[0] - root[-1]) / root[0]) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root[-1]) * root[1] / (root[1] - root[-1])) ** 2",
            "def zero_terminal(alpha_bar):\n    root = alpha_bar\n"
            "    return ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return np.sqrt((root - root[-1]) * root[0] / (root[0] - root[-1]))",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root[0]) * root[-1] / (root[-1] - root[0])) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n    root -= root[-1]\n"
            "    root *= root[0] / (root[0] - root[-1])\n    return root**2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return (root - root[-1] * root[0] / (root[0] - root[-1])) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root[-1]) * root[0] / root[0] - root[-1]) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return ((root - root.min()) / (root.max() - root.min())) ** 2",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return (root - root[-1]) ** 2 * root[0] / (root[0] - root[-1])",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n    T = len(root)\n"
            "    return (root - root[-1] * np.arange(T) / (T - 1)) ** 2",
            "def zero_terminal(alpha_bar):\n    a = alpha_bar\n    root = np.sqrt(a)\n"
            "    return ((root - a[-1]) * root[0] / (root[0] - a[-1])) ** 2",
            "def zero_terminal(alpha_bar):\n    return alpha_bar * (1 - np.linspace(0, 1, len(alpha_bar)))",
            "def zero_terminal(alpha_bar):\n    root = np.sqrt(alpha_bar)\n"
            "    return 1 - ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2",
        ],
    },
    "03.7": {
        "right": [
            "233",
            "next(T for T in range(1, 2000) if -np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.1)",
            "233.0",
            "np.int64(233)",
            "Fraction(233)",
        ],
        "wrong": [
            "117",
            "232",
            "234",
            "1000",
            "230",
            "250",
            "456",
            "228",
            "next(T for T in range(1, 3000) if -0.5 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.1)",
            "next(T for T in range(1, 3000) if np.prod(1 - np.linspace(1e-4, 0.02, T)) <= 0.01)",
            "next(T for T in range(1, 3000) if np.sqrt(np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.1)",
            "next(T for T in range(1, 3000) if -2 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.1)",
            "max(T for T in range(1, 3000) if -np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) >= 0.1)",
            "len([T for T in range(1, 3000) if -np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.1])",
            "np.argmax(-np.log(1 - np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))) <= 0.1) + 1",
            "next(T for T in range(1, 3000) if -np.log2(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.1)",
            "next(T for T in range(1, 3000) if -np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, T))) <= 0.01)",
            "next(T for T in range(1, 3000) if -np.log(1 - np.sqrt(np.prod(1 - np.linspace(1e-4, 0.02, T)))) <= 0.1)",
        ],
    },
    "03.8": {
        "right": [
            """
def shifted_alpha_sigma(log_snr, k):
    shifted = log_snr - 2 * np.log(k)
    return np.sqrt(1 / (1 + np.exp(-shifted))), np.sqrt(1 / (1 + np.exp(shifted)))
""",
            """
def shifted_alpha_sigma(log_snr, k):
    snr = np.exp(log_snr) / k**2
    return np.sqrt(snr / (1 + snr)), np.sqrt(1 / (1 + snr))
""",
            """
def shifted_alpha_sigma(log_snr, k):
    ratio = k * np.exp(-log_snr / 2)
    alpha = 1 / np.hypot(1, ratio)
    return [alpha, ratio * alpha]
""",
            """
def shifted_alpha_sigma(log_snr, k):
    lam = torch.tensor(float(log_snr), dtype=torch.float64) - 2 * math.log(k)
    return torch.sqrt(torch.sigmoid(lam)), torch.sqrt(torch.sigmoid(-lam))
""",
            """
def shifted_alpha_sigma(log_snr, k):
    def sigmoid(v):
        return 1 / (1 + math.exp(-v))
    lam = log_snr - math.log(k * k)
    return math.sqrt(sigmoid(lam)), math.sqrt(sigmoid(-lam))
""",
        ],
        "wrong": [
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2*np.log(k)\n    a = np.exp(l/2)\n    return a, np.sqrt(1-a**2)\n",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2*np.log(k)\n    return np.sqrt(np.exp(l)), np.sqrt(1-np.exp(l))\n",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr + 2 * np.log(k)\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - np.log(k)\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 4 * np.log(k)\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr / k**2\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2 * np.log(k)\n"
            "    return 1 / (1 + np.exp(-l)), 1 / (1 + np.exp(l))",
            "def shifted_alpha_sigma(log_snr, k):\n"
            "    return np.sqrt(1 / (1 + np.exp(-log_snr))), np.sqrt(1 / (1 + np.exp(log_snr)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2 * np.log(k)\n"
            "    return np.sqrt(1 / (1 + np.exp(l))), np.sqrt(1 / (1 + np.exp(-l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - k**2\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2 * np.log10(k)\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    alpha = np.sqrt(1 / (1 + np.exp(-log_snr)))\n"
            "    sigma = np.sqrt(1 / (1 + np.exp(log_snr)))\n    return alpha, k * sigma",
            "def shifted_alpha_sigma(log_snr, k):\n    alpha = np.sqrt(1 / (1 + np.exp(-log_snr)))\n"
            "    sigma = np.sqrt(1 / (1 + np.exp(log_snr)))\n    return alpha, sigma / k",
            "def shifted_alpha_sigma(log_snr, k):\n    alpha = np.sqrt(1 / (1 + np.exp(-log_snr)))\n"
            "    sigma = np.sqrt(1 / (1 + np.exp(log_snr)))\n    return alpha / k, np.sqrt(1 - (alpha / k) ** 2)",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2 * np.log(k)\n    alpha = np.sqrt(1 / (1 + "
            "np.exp(-l)))\n"
            "    return alpha, 1 - alpha",
            "def shifted_alpha_sigma(log_snr, k):\n    snr = np.exp(log_snr) / k\n"
            "    return np.sqrt(snr / (1 + snr)), np.sqrt(1 / (1 + snr))",
            "def shifted_alpha_sigma(log_snr, k):\n    snr = np.exp(log_snr) * k**2\n"
            "    return np.sqrt(snr / (1 + snr)), np.sqrt(1 / (1 + snr))",
            "def shifted_alpha_sigma(log_snr, k):\n    snr = np.exp(log_snr) / k**2\n"
            "    return snr / (1 + snr), 1 / (1 + snr)",
            "def shifted_alpha_sigma(log_snr, k):\n    snr = np.exp(log_snr) / k**4\n"
            "    return np.sqrt(snr / (1 + snr)), np.sqrt(1 / (1 + snr))",
            "def shifted_alpha_sigma(log_snr, k):\n    snr = log_snr / k**2\n"
            "    return np.sqrt(snr / (1 + snr)), np.sqrt(1 / (1 + snr))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 0.5 * np.log(k)\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - 2 * np.log(k)\n    alpha = np.sqrt(1 / (1 + "
            "np.exp(-l)))\n"
            "    return alpha, np.sqrt(1 - alpha)",
            "def shifted_alpha_sigma(log_snr, k):\n    alpha = np.sqrt(1 / (1 + np.exp(-log_snr)))\n"
            "    sigma = k * np.sqrt(1 / (1 + np.exp(log_snr)))\n    return np.sqrt(1 - sigma**2), sigma",
            "def shifted_alpha_sigma(log_snr, k):\n    l = log_snr - np.log(2 * k)\n"
            "    return np.sqrt(1 / (1 + np.exp(-l))), np.sqrt(1 / (1 + np.exp(l)))",
        ],
    },
}
