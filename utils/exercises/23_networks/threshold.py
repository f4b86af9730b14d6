"""23.4: a threshold with unequal recoveries."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def critical_beta(A, gamma):
    """1 over the largest eigenvalue of Γ^−½ A Γ^−½."""
    root = np.sqrt(gamma)
    return 1 / np.linalg.eigvalsh(A / np.outer(root, root)).max()


def ties_on_a_ring(n, rng, p, weighted=False):
    """A random symmetric matrix on a ring of n."""
    ring = np.roll(np.eye(n), 1, axis=1)
    more = np.triu(rng.random((n, n)) < p, 2)
    A = ((ring + ring.T + more + more.T) > 0).astype(float)
    W = np.triu(rng.uniform(0.5, 3.0, (n, n)), 1) if weighted else np.triu(np.ones((n, n)), 1)
    return A * (W + W.T)


def threshold_inputs(rng):
    """A chain of three, a star, a ring with one slow person, equal recoveries, and random ones, some weighted."""
    chain = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    star = np.zeros((7, 7))
    star[0, 1:] = star[1:, 0] = 1
    slow = np.ones(8)
    slow[2] = 0.1
    made = [
        (ties_on_a_ring(n, rng, p, w), rng.uniform(0.2, 2.0, n))
        for n, p, w in ((6, 0.3, False), (10, 0.3, True), (15, 0.2, True))
    ]
    return [
        (chain, np.array([1.0, 2.0, 4.0])),
        (star, np.r_[4.0, np.ones(6)]),
        (ties_on_a_ring(8, rng, 0.0), slow),
        (ties_on_a_ring(9, rng, 0.4), np.full(9, 0.5)),
        *made,
    ]


def _laplacian(A, gamma):
    root = np.sqrt(gamma)
    L = np.diag(A.sum(axis=1)) - A
    return 1 / np.linalg.eigvalsh(L / np.outer(root, root)).max()


def _mean_degree(A, gamma):
    return np.mean(gamma) / A.sum(axis=1).mean()


def _mean_gamma(A, gamma):
    return np.mean(gamma) / np.linalg.eigvalsh(A).max()


def _smallest_gamma(A, gamma):
    return np.min(gamma) / np.linalg.eigvalsh(A).max()


def _largest_gamma(A, gamma):
    return np.max(gamma) / np.linalg.eigvalsh(A).max()


def _mean_time(A, gamma):
    return 1 / (np.mean(1 / gamma) * np.linalg.eigvalsh(A).max())


def _mean_reach(A, gamma):
    return 1 / np.mean(A.sum(axis=1) / gamma)


def _shifted(A, gamma):
    return -1 / np.linalg.eigvalsh(A - np.diag(gamma)).max()


def _worst_person(A, gamma):
    return np.min(gamma / A.sum(axis=1))


CRITICAL = r"When does $\beta Ax = \operatorname{diag}(\gamma)\,x$ have a solution with all $x_i > 0$?"

THRESHOLD = Function(
    "23.4",
    title="A threshold where people recover at different rates",
    points=3,
    reference=critical_beta,
    inputs=threshold_inputs,
    mistakes=[
        Mistake(
            "the mean rate for all",
            _mean_gamma,
            r"That is (23.8) with the mean of the $\gamma_i$. Who is slow matters, and where they are. " + CRITICAL,
        ),
        Mistake(
            "the mean time for all",
            _mean_time,
            r"That is (23.8) with the mean infectious time $1/\gamma_i$. It matters where the slow are. " + CRITICAL,
        ),
        Mistake(
            "the smallest rate for all",
            _smallest_gamma,
            "With everybody as slow as the slowest it spreads more easily than it does: a bound, not the threshold.",
        ),
        Mistake(
            "the largest rate for all",
            _largest_gamma,
            "With everybody as fast as the fastest it spreads less easily than it does: a bound, not the threshold.",
        ),
        Mistake(
            "the mean degree",
            _mean_degree,
            "A mean over people knows nothing of who is tied to whom: linearise, and look for a growing vector.",
        ),
        Mistake(
            "the mean number infected",
            _mean_reach,
            r"$\beta k_i/\gamma_i$ averaged over people is not the growth: the infected are not a random sample of "
            "people. " + CRITICAL,
        ),
        Mistake(
            "the Laplacian",
            _laplacian,
            "$L$ moves something that is conserved. An infection is copied, not moved: it is $A$ that enters.",
        ),
        Mistake(
            "the second eigenvalue",
            edit("(A / np.outer(root, root)).max()", "(A / np.outer(root, root))[-2]"),
            "The second eigenvalue says how fast parts equalise. Growth is the largest one's.",
        ),
        Mistake(
            "multiplied by the rates",
            edit("A / np.outer", "A * np.outer"),
            "You multiplied by the $\\gamma_i$: whoever recovers faster would spread more. Divide.",
        ),
        Mistake(
            "the roots left out",
            edit("root = np.sqrt(gamma)", "root = gamma"),
            r"Each $\gamma_i$ must enter once in all, not once on each side: $\gamma_i^{-1/2}$ on the left and right.",
        ),
        Mistake(
            "not symmetric, by rows",
            edit("A / np.outer(root, root)", "A / gamma[:, None]"),
            r"`eigvalsh` reads half of the matrix and takes it for symmetric, and $\operatorname{diag}(1/\gamma)A$ is "
            r"not: use `eigvals`, or divide $A_{ij}$ by $\sqrt{\gamma_i\gamma_j}$.",
        ),
        Mistake(
            "not symmetric, by columns",
            edit("A / np.outer(root, root)", "A / gamma"),
            r"`eigvalsh` reads half of the matrix and takes it for symmetric, and $A\operatorname{diag}(1/\gamma)$ is "
            r"not: use `eigvals`, or divide $A_{ij}$ by $\sqrt{\gamma_i\gamma_j}$.",
        ),
        Mistake(
            "the worst person alone",
            _worst_person,
            r"If $\beta k_i < \gamma_i$ for everybody, it dies out, but that is more than is needed: not all are "
            "surrounded by people like themselves. " + CRITICAL,
        ),
        Mistake(
            "the eigenvalue itself",
            edit("return 1 / np", "return np"),
            "You give the eigenvalue, which would be larger for a network that spreads better. The threshold is 1 "
            "over it.",
        ),
        Mistake(
            "rates subtracted from A",
            _shifted,
            r"The eigenvalues of $\beta A - \operatorname{diag}(\gamma)$ must be looked at for every $\beta$: $\beta$ "
            "multiplies $A$ alone. " + CRITICAL,
        ),
    ],
    hints=[
        r"Write (23.7) with $\gamma_i$ in the place of $\gamma$, and drop the factor $1 - X_i$: "
        r"$\dot x = (\beta A - \operatorname{diag}(\gamma))\,x$.",
        r"At the threshold its largest eigenvalue is 0: $\beta Ax = \operatorname{diag}(\gamma)\,x$, that is "
        r"$\operatorname{diag}(1/\gamma)Ax = x/\beta$.",
        r"$\operatorname{diag}(1/\gamma)A$ has the same eigenvalues as the symmetric matrix with entries "
        r"$A_{ij}/\sqrt{\gamma_i\gamma_j}$.",
    ],
)
