"""Answers to lecture 01 as learners write them, from the statements alone."""

ANSWERS = {
    "01.1": {
        "right": ["9", "9.0", "3**2", "Fraction(9, 1)", "Decimal('9')", "np.float32(9)"],
        "wrong": ["3", "np.sqrt(3)", "6", "27", "4.5", "18", "1/3", "8", "1.73", "81"],
    },
    "01.2": {
        "right": [
            "def rate_matrix(rates):\n    return rates.T - np.diag(rates.sum(axis=1))",
            """
def rate_matrix(rates):
    n = len(rates)
    M = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                M[j, i] += rates[i, j]
                M[i, i] -= rates[i, j]
    return M
""",
            """
def rate_matrix(rates):
    Q = np.array(rates, dtype=float)
    np.fill_diagonal(Q, -Q.sum(axis=1))
    return Q.transpose()
""",
            """
def rate_matrix(rates):
    r = torch.as_tensor(rates, dtype=torch.float64)
    return r.T - torch.diag(r.sum(dim=1))
""",
            """
def rate_matrix(rates):
    n = len(rates)
    return [[-sum(rates[i]) if i == j else rates[j][i] for j in range(n)] for i in range(n)]
""",
            "def rate_matrix(rates):\n    return np.einsum('ij->ji', rates) - np.eye(len(rates)) * np.einsum('ij->i', "
            "rates)",
        ],
        "wrong": [
            "def rate_matrix(rates):\n    return rates - np.diag(rates.sum(axis=1))",
            "def rate_matrix(rates):\n    return rates.T - np.diag(rates.sum(axis=0))",
            "def rate_matrix(rates):\n    return rates.T",
            "def rate_matrix(rates):\n    return rates",
            "def rate_matrix(rates):\n    return rates.T + np.diag(rates.sum(axis=1))",
            "def rate_matrix(rates):\n    return np.diag(rates.sum(axis=1)) - rates.T",
            "def rate_matrix(rates):\n    return np.diag(rates.sum(axis=1)) - rates",
            "def rate_matrix(rates):\n    return rates - np.diag(rates.sum(axis=0))",
            "def rate_matrix(rates):\n    return rates.T - rates.sum(axis=1)",
            "def rate_matrix(rates):\n    return rates.T - np.eye(len(rates))",
            "def rate_matrix(rates):\n    return rates.T / rates.sum(axis=1) - np.eye(len(rates))",
            "def rate_matrix(rates):\n    return rates.T - rates",
            "def rate_matrix(rates):\n    return rates.T - np.diag(rates.mean(axis=1))",
            "def rate_matrix(rates):\n    return rates.T - np.diag(np.diag(rates))",
            """
def rate_matrix(rates):
    n = len(rates)
    M = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            M[j, i] = rates[i, j]
            M[i, i] -= rates[i, j]
    return M
""",
            """
def rate_matrix(rates):
    M = rates.T.copy()
    for i in range(len(rates)):
        M[i, i] = -M[i].sum()
    return M
""",
            """
def rate_matrix(rates):
    Q = rates
    Q[np.diag_indices(len(Q))] = -Q.sum(axis=0)
    return Q.T
""",
            "def rate_matrix(rates):\n    return rates.T - rates.sum() * np.eye(len(rates))",
            "def rate_matrix(rates):\n    return -rates.T + np.diag(rates.sum(axis=0))",
            """
def rate_matrix(rates):
    n = len(rates)
    M = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            M[i, j] = rates[j, i] if i != j else -sum(rates[k, j] for k in range(n))
    return M
""",
        ],
    },
    "01.3": {"right": ["c", "C"], "wrong": ["a", "b", "d"]},
    "01.4": {
        "right": [
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return np.linalg.eigvalsh(L)[1]",
            """
def decay_rate(adjacency):
    A = torch.as_tensor(np.array(adjacency, dtype=float))
    return torch.linalg.eigvalsh(torch.diag(A.sum(0)) - A)[1]
""",
            """
def decay_rate(adjacency):
    n = len(adjacency)
    L = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if adjacency[i][j]:
                L[i, j] -= 1
                L[i, i] += 1
    return sorted(np.linalg.eigvals(L).real)[1]
""",
            """
def decay_rate(adjacency):
    M = adjacency.T - np.diag(adjacency.sum(axis=1))
    rates = np.sort(-np.linalg.eigvalsh(M))
    return max(0.0, float(rates[1]))
""",
            """
def decay_rate(adjacency):
    A = np.asarray(adjacency, dtype=float)
    L = np.diag(A.sum(axis=0)) - A
    n = len(A)
    # push the constant vector out of the way
    return min(np.linalg.eigvalsh(L + np.ones((n, n))))
""",
            """
def decay_rate(adjacency):
    L = np.diag(adjacency.sum(axis=1)) - adjacency
    return np.partition(np.linalg.eigvalsh(L), 1)[1].round(10)
""",
        ],
        "wrong": [
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return np.linalg.eigvalsh(L)[0]",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return np.linalg.eigvalsh(L)[-1]",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return np.linalg.eigvalsh(L)[2]",
            "def decay_rate(adjacency):\n    return np.linalg.eigvalsh(adjacency)[1]",
            "def decay_rate(adjacency):\n    Q = adjacency - np.diag(adjacency.sum(axis=1))\n"
            "    return np.linalg.eigvalsh(Q)[1]",
            "def decay_rate(adjacency):\n    Q = adjacency - np.diag(adjacency.sum(axis=1))\n"
            "    return np.linalg.eigvalsh(Q)[-2]",
            """
def decay_rate(adjacency):
    L = np.diag(adjacency.sum(axis=1)) - adjacency
    values = np.linalg.eigvalsh(L)
    return values[values > 1e-9].min()
""",
            """
def decay_rate(adjacency):
    L = np.diag(adjacency.sum(axis=1)) - adjacency
    values = np.linalg.eigvalsh(L)
    positive = values[values > 1e-9]
    return positive[0] if len(positive) else 0.0
""",
            """
def decay_rate(adjacency):
    degree = adjacency.sum(axis=1)
    L = np.eye(len(adjacency)) - adjacency / np.sqrt(np.outer(degree, degree))
    return np.linalg.eigvalsh(L)[1]
""",
            """
def decay_rate(adjacency):
    degree = adjacency.sum(axis=1)
    D = np.diag(1 / np.sqrt(np.maximum(degree, 1)))
    L = np.eye(len(adjacency)) - D @ adjacency @ D
    return np.linalg.eigvalsh(L)[1]
""",
            "def decay_rate(adjacency):\n    return adjacency.sum(axis=1).min()",
            "def decay_rate(adjacency):\n    return 1 / np.linalg.eigvalsh(np.diag(adjacency.sum(axis=1)) - "
            "adjacency)[1]",
            "def decay_rate(adjacency):\n    return np.exp(-np.linalg.eigvalsh(np.diag(adjacency.sum(axis=1)) - "
            "adjacency)[1])",
            "def decay_rate(adjacency):\n    return 2 * np.linalg.eigvalsh(np.diag(adjacency.sum(axis=1)) - "
            "adjacency)[1]",
            "def decay_rate(adjacency):\n    return np.linalg.eigvalsh(np.diag(adjacency.sum(axis=1)) + adjacency)[1]",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return np.linalg.eigvals(L)[1]",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return np.sqrt(abs(np.linalg.eigvalsh(L)[1]))",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    values, vectors = np.linalg.eigh(L)\n    return vectors[1]",
            "def decay_rate(adjacency):\n    return np.linalg.eigvalsh(adjacency)[-1] - "
            "np.linalg.eigvalsh(adjacency)[-2]",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    v = np.linalg.eigvalsh(L)\n    return v[2] - v[1]",
            "def decay_rate(adjacency):\n    return np.linalg.eigvalsh(np.eye(len(adjacency)) - adjacency)[1]",
            "def decay_rate(adjacency):\n    L = np.diag(adjacency.sum(axis=1)) - adjacency\n"
            "    return sorted(set(np.linalg.eigvalsh(L).round(8)))[1]",
        ],
    },
    "01.5": {
        "right": [
            "def pull_rates(x, h):\n    return 1 / h**2 - x / (2 * h), 1 / h**2 + x / (2 * h)",
            "def pull_rates(x, h):\n    up = (2 / h**2 - x / h) / 2\n    return up, up + x / h",
            "def pull_rates(x, h):\n    return np.array([(2 - h * x) / (2 * h * h), (2 + h * x) / (2 * h * h)])",
            """
def pull_rates(x, h):
    A = np.array([[h, -h], [h * h, h * h]])
    xs = np.atleast_1d(x).astype(float)
    rates = np.linalg.solve(A, np.stack([-xs, np.full(xs.shape, 2.0)]))
    up, down = rates
    return (up, down) if np.ndim(x) else (up[0], down[0])
""",
            """
def pull_rates(x, h):
    total = 2 / h**2
    difference = -x / h
    return [(total + difference) / 2, (total - difference) / 2]
""",
            """
def pull_rates(x, h):
    k = x / h
    return (1 - k * h * h / 2) / h**2, (1 + k * h * h / 2) / h**2
""",
        ],
        "wrong": [
            "def pull_rates(x, h):\n    return 1 / h**2 + x / (2 * h), 1 / h**2 - x / (2 * h)",
            "def pull_rates(x, h):\n    return 1 / h**2 - x / h, 1 / h**2 + x / h",
            "def pull_rates(x, h):\n    return 2 / h**2 - x / h, 2 / h**2 + x / h",
            "def pull_rates(x, h):\n    return 1 / h - x / 2, 1 / h + x / 2",
            "def pull_rates(x, h):\n    return 1 / h**2 - x / 2, 1 / h**2 + x / 2",
            "def pull_rates(x, h):\n    return 1 / h**2 - x * h / 2, 1 / h**2 + x * h / 2",
            "def pull_rates(x, h):\n    return 1 / h**2 - x / 2 * h, 1 / h**2 + x / 2 * h",
            "def pull_rates(x, h):\n    return 1 / h**2 - x / (2 * h**2), 1 / h**2 + x / (2 * h**2)",
            "def pull_rates(x, h):\n    return 1 / (2 * h**2) - x / (2 * h), 1 / (2 * h**2) + x / (2 * h)",
            "def pull_rates(x, h):\n    up = 1 / h**2 - x / (2 * h)\n    return up, 1 - up",
            "def pull_rates(x, h):\n    return 1 / h**2, 1 / h**2 + x / h",
            "def pull_rates(x, h):\n    return 2 - x / (2 * h), 2 + x / (2 * h)",
            "def pull_rates(x, h):\n    return 1 / h**2 - x / (2 * h)",
            "def pull_rates(x, h):\n    return 1 / h**2 - x / (2 * h), 1 / h**2 - x / (2 * h)",
            "def pull_rates(x, h):\n    return 1 / h**2 - abs(x) / (2 * h), 1 / h**2 + abs(x) / (2 * h)",
            "def pull_rates(x, h):\n    return (2 / h**2 - x / h) // 2, (2 / h**2 + x / h) // 2",
            "def pull_rates(x, h):\n    return h**2 - x * h / 2, h**2 + x * h / 2",
            "def pull_rates(x, h):\n    return max(1 / h**2 - x / h, 0), max(1 / h**2 + x / h, 0)",
            "def pull_rates(x, h):\n    return (2 - x) / (2 * h), (2 + x) / (2 * h)",
            "def pull_rates(x, h):\n    N = 4 / h**2\n    k = x / h\n    return (N - k) / 2, k / 2",
        ],
    },
    "01.6": {
        "right": [
            "def reverse_rates(rates, shares):\n    return (shares[:, None] * rates / shares[None, :]).T",
            """
def reverse_rates(rates, shares):
    n = len(shares)
    back = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            back[j, i] = shares[i] * rates[i, j] / shares[j]
    return back
""",
            "def reverse_rates(rates, shares):\n    return np.diag(1 / shares) @ rates.T @ np.diag(shares)",
            "def reverse_rates(rates, shares):\n    return np.einsum('i,ij,j->ji', shares, rates, 1 / shares)",
            """
def reverse_rates(rates, shares):
    r, p = torch.as_tensor(rates), torch.as_tensor(shares)
    flow = p.unsqueeze(1) * r
    return (flow / p).T
""",
            """
def reverse_rates(rates, shares):
    n = len(shares)
    return [[float(shares[i] * rates[i][j] / shares[j]) for i in range(n)] for j in range(n)]
""",
        ],
        "wrong": [
            "def reverse_rates(rates, shares):\n    return rates.T",
            "def reverse_rates(rates, shares):\n    return shares[:, None] * rates / shares[None, :]",
            "def reverse_rates(rates, shares):\n    return rates.T * shares[:, None] / shares[None, :]",
            "def reverse_rates(rates, shares):\n    return -rates",
            "def reverse_rates(rates, shares):\n    return -rates.T",
            "def reverse_rates(rates, shares):\n    return rates.T * shares",
            "def reverse_rates(rates, shares):\n    return rates.T * shares[:, None]",
            "def reverse_rates(rates, shares):\n    return rates.T / shares",
            "def reverse_rates(rates, shares):\n    return rates.T / shares[:, None]",
            "def reverse_rates(rates, shares):\n    return rates * shares[:, None]",
            "def reverse_rates(rates, shares):\n    return rates * shares / shares[:, None]",
            "def reverse_rates(rates, shares):\n    return rates",
            "def reverse_rates(rates, shares):\n    return rates.T * np.outer(shares, shares)",
            "def reverse_rates(rates, shares):\n    return rates.T * np.sqrt(shares / shares[:, None])",
            "def reverse_rates(rates, shares):\n    return np.linalg.inv(rates)",
            "def reverse_rates(rates, shares):\n    return 1 / rates",
            """
def reverse_rates(rates, shares):
    back = shares[None, :] * rates.T / shares[:, None]
    return back - np.diag(back.sum(axis=1))
""",
            """
def reverse_rates(rates, shares):
    back = rates.T * shares / shares[:, None]
    back -= np.diag(back.sum(axis=0))
    return back
""",
            """
def reverse_rates(rates, shares):
    n = len(shares)
    back = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            back[i, j] = shares[i] * rates[i, j] / shares[j]
    return back
""",
            """
def reverse_rates(rates, shares):
    back = rates.T * shares
    return back / back.sum(axis=1, keepdims=True)
""",
            """
def reverse_rates(rates, shares):
    n = len(shares)
    back = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            back[j, i] = shares[j] * rates[i, j] / shares[i]
    return back
""",
            "def reverse_rates(rates, shares):\n    return (shares * rates / shares[:, None]).T",
        ],
    },
}
