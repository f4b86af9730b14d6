"""Answers to lecture 00 as learners write them, from the statements alone."""

ANSWERS = {
    "00.1": {
        "right": [
            "def blend(x0, eps, alpha, sigma):\n    x0 = torch.as_tensor(x0, dtype=torch.float64); eps = torch.as_tensor(eps, dtype=torch.float64)\n    return x0*alpha + eps*sigma\n",
            "def blend(x0, eps, alpha, sigma):\n    if np.ndim(x0) == 0:\n        return float(Fraction(float(x0))*Fraction(float(alpha)) + Fraction(float(eps))*Fraction(float(sigma)))\n    return [blend(a, b, alpha, sigma) for a, b in zip(x0, eps)]\n",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + sigma * eps",
            "def blend(x0, eps, alpha, sigma):\n    return torch.as_tensor(alpha) * x0 + torch.as_tensor(sigma) * eps",
            "def blend(x0, eps, alpha, sigma):\n    signal = np.multiply(alpha, x0)\n    noise = np.multiply(sigma, "
            "eps)\n"
            "    return np.add(signal, noise)",
            "def blend(x0, eps, alpha, sigma):\n    return np.tensordot([alpha, sigma], np.stack([x0, eps]), axes=1)",
            "def blend(x0, eps, alpha, sigma):\n    x = np.array(x0, dtype=float)\n    x *= alpha\n    x += sigma * "
            "eps\n    return x",
            "blend = lambda x0, eps, alpha, sigma: np.einsum('k,k...->...', [alpha, sigma], np.array([x0, eps]))",
        ],
        "wrong": [
            "def blend(x0, eps, alpha, sigma):\n    return sigma * x0 + alpha * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 - sigma * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + eps",
            "def blend(x0, eps, alpha, sigma):\n    return x0 + sigma * eps",
            "def blend(x0, eps, alpha, sigma):\n    return np.sqrt(alpha) * x0 + np.sqrt(sigma) * eps",
            "def blend(x0, eps, alpha, sigma):\n    return np.sqrt(alpha) * x0 + np.sqrt(1 - alpha) * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + (1 - alpha) * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha**2 * x0 + sigma**2 * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + sigma**2 * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + np.sqrt(sigma) * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * eps + sigma * x0",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + np.sqrt(1 - alpha**2) * eps",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0 + sigma * np.random.normal(size=np.shape(x0))",
            "def blend(x0, eps, alpha, sigma):\n    return (alpha + sigma) * (x0 + eps)",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * (x0 + sigma * eps)",
            "def blend(x0, eps, alpha, sigma):\n    print(alpha * x0 + sigma * eps)",
            "def blend(x0, eps, alpha, sigma):\n    return alpha * x0, sigma * eps",
            "def blend(x0, eps, alpha, sigma):\n    return np.linalg.norm(alpha * x0 + sigma * eps)",
        ],
    },
    "00.2": {"right": ["b", "B", " b "], "wrong": ["a", "c", "d"]},
}
