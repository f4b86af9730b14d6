"""Answers to lecture 01 as learners write them, from the statements alone."""

ANSWERS = {
    "01.1": {
        "right": ["9", "9.0", "3**2", "Fraction(9, 1)", "Decimal('9')", "np.float32(9)"],
        "wrong": ["3", "np.sqrt(3)", "6", "27", "4.5", "18", "1/3", "8", "1.73", "81"],
    },
    "01.2": {
        "right": [
            "def rate_matrix(rates):\n    r = torch.tensor(rates, dtype=torch.float64)\n    return r.T - torch.diag(r.sum(1))\n",
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
            "def decay_rate(adjacency):\n    a = torch.tensor(adjacency, dtype=torch.float64)\n    L = torch.diag(a.sum(0)) - a\n    return torch.linalg.eigvalsh(L)[1]\n",
            "def decay_rate(adjacency):\n    A = np.array(adjacency, float)\n    n = len(A)\n    M = A - np.diag(A.sum(1))\n    w = sorted(np.linalg.eigvalsh(M))\n    return -w[-2]\n",
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
        "right": ["1 / 17", "0.0588", "Fraction(1, 17)", "Decimal('0.0588')"],
        "wrong": [
            "1 / 16",
            "0.0625",
            "17",
            "1 / 34",
            "0.2",
            "1.0",
            "34 / 156",
            "0.05514",
            "0.1103",
            "1 / 0.4685",
            "1 / 33",
            "1 / 18",
            "0.059",
            "0.06",
            "-1 / 17",
            "1 / 17**2",
            ("0.05", "a step tried and found to work, not the longest"),
        ],
    },
    "01.6": {
        "right": [
            "def reverse_rates(rates, shares):\n    flow = torch.tensor(rates)*torch.tensor(shares)[:, None]\n    return flow.T/torch.tensor(shares)[:, None]\n",
            "def reverse_rates(rates, shares):\n    return [[float(Fraction(float(shares[i]))*Fraction(float(rates[i][j]))/Fraction(float(shares[j]))) for i in range(len(shares))] for j in range(len(shares))]\n",
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
            "def reverse_rates(rates, shares):\n    return rates.T*shares[None, :]/shares[:, None] - np.diag(rates.sum(axis=1))\n",
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
