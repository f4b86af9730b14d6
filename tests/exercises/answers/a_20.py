"""Answers to lecture 20 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of

forward = of("forward(P, beta, gamma)")
ratio = of("pair_ratio(S0, I0, S_end)")
extinct = of("extinct_fixed(R0, I0)")

ANSWERS = {
    "20.1": {
        "right": [
            forward("""
                N = len(P) - 1
                out = np.zeros(N + 1)
                for i in range(N + 1):
                    a, b = beta * i * (N - i) / N, gamma * i
                    out[i] -= (a + b) * P[i]
                    if i < N:
                        out[i + 1] += a * P[i]
                    if i > 0:
                        out[i - 1] += b * P[i]
                return out
            """),
            forward("""
                N = len(P) - 1
                Q = np.zeros((N + 1, N + 1))
                for i in range(N + 1):
                    if i < N:
                        Q[i, i + 1] = beta * i * (N - i) / N
                    if i > 0:
                        Q[i, i - 1] = gamma * i
                Q -= np.diag(Q.sum(axis=1))
                return Q.T @ P
            """),
            forward("""
                N = len(P) - 1
                I = torch.arange(N + 1, dtype=torch.float64)
                P = torch.as_tensor(P, dtype=torch.float64)
                up, down = beta * I * (N - I) / N * P, gamma * I * P
                return torch.cat([torch.zeros(1), up[:-1]]) + torch.cat([down[1:], torch.zeros(1)]) - up - down
            """),
            forward("""
                N = len(P) - 1
                a = lambda i: beta * i * (N - i) / N if 0 <= i <= N else 0
                p = lambda i: P[i] if 0 <= i <= N else 0
                return [a(i - 1) * p(i - 1) + gamma * (i + 1) * p(i + 1) - (a(i) + gamma * i) * p(i) for i in range(N + 1)]
            """),
        ],
        "wrong": [
            forward("""
                N = len(P) - 1
                Q = np.zeros((N + 1, N + 1))
                for i in range(N + 1):
                    if i < N:
                        Q[i, i + 1] = beta * i * (N - i) / N
                    if i > 0:
                        Q[i, i - 1] = gamma * i
                Q -= np.diag(Q.sum(axis=1))
                return Q @ P
            """),
            forward("""
                N = len(P) - 1
                I = np.arange(N + 1)
                rate_up, rate_down = beta * I * (N - I) / N, gamma * I
                dP = -(rate_up + rate_down) * P
                dP[1:] += rate_up[1:] * P[:-1]
                dP[:-1] += rate_down[:-1] * P[1:]
                return dP
            """),
            forward("""
                N = len(P) - 1
                I = np.arange(N + 1)
                up, down = beta * I * (N - I), gamma * I
                dP = -(up + down) * P
                dP[1:] += up[:-1] * P[:-1]
                dP[:-1] += down[1:] * P[1:]
                return dP
            """),
            forward("""
                N = len(P)
                I = np.arange(N)
                up, down = beta * I * (N - I) / N, gamma * I
                dP = -(up + down) * P
                dP[1:] += up[:-1] * P[:-1]
                dP[:-1] += down[1:] * P[1:]
                return dP
            """),
            forward("""
                N = len(P) - 1
                I = np.arange(N + 1)
                up, down = beta * I * (N - I) / N, gamma * I
                dP = np.zeros(N + 1)
                dP[1:] += up[:-1] * P[:-1]
                dP[:-1] += down[1:] * P[1:]
                return dP
            """),
            forward("""
                N = len(P) - 1
                I = np.arange(N + 1)
                return beta * I * (N - I) / N * P - gamma * I * P
            """),
        ],
    },
    "20.2": {"right": ["0.8", "0.797"], "wrong": ["0.5", "1", "0.95", "2 / 3", "0.9"]},
    "20.3": {
        "right": [
            ratio("return np.log(S0 / S_end) / (S0 + I0 - S_end)"),
            ratio("return (math.log(S0) - math.log(S_end)) / (S0 - S_end + I0)"),
            ratio("""
                ever = S0 + I0 - S_end
                return torch.log(torch.tensor(S0 / S_end, dtype=torch.float64)) / ever
            """),
            ratio("return -np.log(S_end / S0) / ((S0 - S_end) + I0)"),
        ],
        "wrong": [
            ratio("return np.log(S0 / S_end) / (S0 - S_end)"),
            ratio("return np.log((S0 + I0) / S_end) / (S0 + I0 - S_end)"),
            ratio("return np.log(S0 / S_end) / (S0 - I0 - S_end)"),
            ratio("return (S0 + I0) * np.log(S0 / S_end) / (S0 + I0 - S_end)"),
            ratio("return np.log(S0 / S_end) / (S0 + I0)"),
            ratio("return np.log10(S0 / S_end) / (S0 + I0 - S_end)"),
        ],
    },
    "20.4": {
        "right": [
            extinct("""
                q = 0.0
                for _ in range(5000):
                    q = math.exp(R0 * (q - 1))
                return q ** I0
            """),
            extinct("""
                from scipy.special import lambertw
                if R0 <= 1:
                    return 1.0
                return float((-lambertw(-R0 * np.exp(-R0)).real / R0) ** I0)
            """),
            extinct("""
                from scipy.optimize import brentq
                if R0 <= 1:
                    return 1.0
                q = brentq(lambda q: q - np.exp(-R0 * (1 - q)), 0, 1 - 1e-6)
                return q ** I0
            """),
            extinct(
                "return (1 - final_size(R0)) ** I0".replace(
                    "final_size", "__import__('utils.populations.epidemics', fromlist=['x']).final_size"
                )
            ),
        ],
        "wrong": [
            extinct("return min(1, 1 / R0) ** I0 if R0 > 0 else 1.0"),
            extinct("return np.exp(-R0) ** I0"),
            extinct("""
                q = 1.0
                for _ in range(1000):
                    q = np.exp(-R0 * (1 - q))
                return q ** I0
            """),
            extinct("""
                q = 0.0
                for _ in range(2000):
                    q = np.exp(-R0 * (1 - q))
                return I0 * q
            """),
            extinct("""
                q = 0.0
                for _ in range(2000):
                    q = np.exp(-R0 * (1 - q))
                return 1 - q ** I0
            """),
            extinct("""
                q = 0.0
                for _ in range(2000):
                    q = np.exp(-R0 * (1 - q))
                return q
            """),
        ],
    },
    "20.5": {"right": ["a", "(a)"], "wrong": ["b", "c", "d"]},
    "20.6": {"right": ["23", "np.int64(23)", "23.0"], "wrong": ["17", "0", "27", "5604.17", "53", "80"]},
}
