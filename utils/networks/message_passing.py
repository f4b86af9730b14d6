"""Dynamic message passing: what everybody's state is likely to be, and from that who began an outbreak of known age.

SIR in steps as in `temporal.in_steps`: an infectious i passes the infection to j with λ_ij = 1 − (1 − p)^{A_ij} in a
step, recovers with μ, and whoever is infected in a step neither infects nor recovers in it. With messages along ties,

    θ_{i→j}(t): i has not passed it on to j by t          φ_{i→j}(t): nor that, and i is infectious at t
    θ_{i→j}(t+1) = θ_{i→j}(t) − λ_ij φ_{i→j}(t)
    φ_{i→j}(t+1) = (1 − λ_ij)(1 − μ) φ_{i→j}(t) + P_S^{i→j}(t) − P_S^{i→j}(t+1)
    P_S^{i→j}(t) = P_S^i(0) Π_{k ∈ ∂i∖j} θ_{k→i}(t)       P_S^i(t) = P_S^i(0) Π_{k ∈ ∂i} θ_{k→i}(t)

exact on trees; where there are cycles, what comes back along one is taken for news.
Source: Lokhov, Mézard, Ohta & Zdeborová 2014, Inferring the origin of an epidemic with a dynamic message-passing
algorithm, Phys. Rev. E 90, 012801, arXiv 1303.5315, section III.
"""

from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.common.checks import probability, whole_number, within
from utils.networks.graphs import adjacency
from utils.networks.sources import nodes_of

TOGETHER = 2**16  # numbers (sources times ties) treated at once: what fits the processor's cache


def marginals(A: Any, sources: Any, p: float, recovery: float, steps: int) -> np.ndarray:
    """P(state of each node after `steps` | one source), (c, n, 3): susceptible, infectious, recovered.

    A: undirected graph (n, n). sources (c,): different nodes, one outbreak each. p in (0, 1); recovery in [0, 1].
    c · steps · (number of ties) operations. For formulas and source see the top of the module.
    """
    A = adjacency(A, directed=False)
    sources, n = nodes_of(A, "sources", sources), A.shape[0]
    p, mu, steps = within("p", p, "(0, 1)"), probability("recovery", recovery), whole_number("steps", steps)
    into = A.indices  # message m goes from row[m] to A.indices[m]
    row, ties = np.repeat(np.arange(n), np.diff(A.indptr)), A.nnz
    back = np.lexsort((row, into))  # of i → j: the place of j → i, since rows are sorted and A is symmetric
    gather = sparse.csr_array((np.ones(ties), (into, np.arange(ties))), shape=(n, ties))
    passes = (1 - (1 - p) ** A.data)[:, None]  # λ
    if A.nnz and passes.max() > 1 - 1e-9:  # log θ is taken
        raise ValueError(
            f"p must leave every tie a chance above 1e-9 to fail in a step, got {p} on a tie of {A.data.max():g}"
        )
    found = np.empty((len(sources), n, 3))
    for some in np.array_split(np.arange(len(sources)), -(-len(sources) * ties // TOGETHER) or 1):
        first = (np.arange(n)[:, None] == sources[some]).astype(float)  # (n, c): everything has the sources last
        healthy, ill, well = 1 - first, first, np.zeros_like(first)
        never, carried = np.ones((ties, len(some))), first[row]  # θ, φ
        alone = healthy[row]  # P_S^{i→j}
        for _ in range(steps):
            never = never - passes * carried
            logs = np.log(never)
            total = gather @ logs
            others = (1 - first)[row] * np.exp(total[row] - logs[back])
            carried = (1 - passes) * (1 - mu) * carried + alone - others
            left, alone = (1 - first) * np.exp(total), others
            well, ill, healthy = well + mu * ill, (1 - mu) * ill + healthy - left, left
        found[some] = np.stack([healthy, ill, well], axis=-1).swapaxes(0, 1)
    return found


def snapshot_posterior(
    A: Any, reports: Any, p: float, recovery: float, steps: int, suspects: Any = None, channel: Any = None
) -> np.ndarray:
    """P(source = i | reports), (k,) in the order of the suspects, as if people's states were independent given it:

        P(reports | i) ≈ Π_j Σ_x P_x^j(steps | i) P(report_j | x),     x ∈ {susceptible, infectious, recovered}

    They are not, not even on a tree: the order of suspects is of use, the probabilities are far too sure of themselves.
    reports (n,): whole numbers from 0 on, such as the states after `steps` steps, the age of the outbreak.
    suspects (k,): different nodes; None: all whose report is not 0. channel (3, r): P(report | state), rows of
    sum 1; None: the state itself. Raises ValueError if no suspect can have caused these reports.
    """
    A = adjacency(A, directed=False)
    O = np.eye(3) if channel is None else arrays.points("channel", channel, (3, "r"))
    if np.any(O < 0) or not np.allclose(O.sum(axis=1), 1):
        raise ValueError(f"channel must hold probabilities, each row of sum 1, got {O.tolist()}")
    reports = arrays.whole_numbers("reports", reports, (A.shape[0],))
    if reports.min() < 0 or reports.max() >= O.shape[1]:
        raise ValueError(f"reports must lie in 0 … {O.shape[1] - 1}, got {reports.min()} to {reports.max()}")
    if suspects is None and not reports.any():
        raise ValueError("reports must hold a case if suspects is None, got 0 from everybody")
    suspects = np.flatnonzero(reports) if suspects is None else nodes_of(A, "suspects", suspects)
    likely = (marginals(A, suspects, p, recovery, steps) * O.T[reports]).sum(axis=-1)
    with np.errstate(divide="ignore"):
        log = np.log(likely).sum(axis=1)
    if not np.isfinite(log.max()):
        raise ValueError(f"steps must leave time for one suspect to have caused these reports, got {steps}")
    weights = np.exp(log - log.max())
    return weights / weights.sum()
