"""23.5: a control experiment: what does swapping ties change, on a village of cliques?"""

from __future__ import annotations

from functools import cache

import networkx as nx
import numpy as np

from utils.networks.generators import rewire
from utils.networks.graphs import from_networkx
from utils.networks.outbreaks import final_sizes, first_passage
from utils.teaching.exercise import Mistake, Number


def infected(A, rng, replicas):
    """Mean number infected at β/γ = ½, over all seeds."""
    seeds = range(A.shape[0])
    return np.mean([final_sizes(first_passage(A, [one], 0.5, 1.0, rng, replicas=replicas)) for one in seeds])


@cache
def sizes():
    """Mean numbers infected: the village, and swapped (mean of ten)."""
    rng = np.random.default_rng(235)
    village = from_networkx(nx.connected_caveman_graph(30, 6))
    swapped = [infected(rewire(village, 10 * village.nnz, rng), rng, 2) for _ in range(10)]
    return infected(village, rng, 12), np.mean(swapped)


def factor():
    """How many times as many are infected after swapping."""
    before, after = sizes()
    return after / before


CONTROL = Number(
    "23.5",
    title="A control experiment of your own",
    points=2,
    reference=factor,
    rtol=0.2,
    mistakes=[
        Mistake(
            "upside down",
            lambda: 1 / factor(),
            "You divided the village by the control. How many times as many are infected *after* swapping?",
        ),
        Mistake(
            "the control alone, or the difference",
            lambda: sizes()[1],
            "That is a number of people: how many are infected after swapping, or how many more than before. Divide "
            "the one by the other.",
        ),
        Mistake(
            "the village alone",
            lambda: sizes()[0],
            "That is how many are infected in the village. What happens after swapping?",
        ),
        Mistake(
            "no change",
            1.0,
            "If nothing changed, the number of swaps was too small, or both runs used the village itself. Look at the "
            "transitivity of what you compare.",
        ),
    ],
    hints=[
        "`swapped = generators.rewire(village, 10 * village.nnz, rng)` swaps often enough to forget the cliques.",
        "`mean_size(A, 0.5, rng, 400)` of section 5 for both, on the swapped one for several rewirings; then the "
        "quotient.",
    ],
)
