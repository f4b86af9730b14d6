"""24.3: one step of greedy on live-edge graphs."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def next_seed(reach, chosen):
    """Whoever adds most people whom those chosen do not reach, on average over the graphs."""
    told = reach[:, chosen].any(axis=1)
    gain = (reach & ~told[:, None, :]).sum(axis=2).mean(axis=0)
    v = int(gain.argmax())
    return v, float(gain[v])


def _reach(rng, snapshots, n, p):
    """Reachability (snapshots, n, n) of random directed graphs with a tie with probability p."""
    made = (rng.random((snapshots, n, n)) < p) | np.eye(n, dtype=bool)
    for _ in range(n.bit_length()):
        made = (made.astype(int) @ made.astype(int)) > 0
    return made


def next_inputs(rng):
    """Nobody chosen, one, several, all but one; a hub that overlaps the one chosen; ties between equals."""
    hubs = np.eye(6, dtype=bool)[None].repeat(2, axis=0)
    hubs[:, 0, 1:4] = hubs[:, 1, 2:4] = True
    hubs[0, 4, 5] = True
    return [
        (hubs, [0]),
        (hubs, []),
        (np.eye(4, dtype=bool)[None], [0]),
        (_reach(rng, 9, 8, 0.1), []),
        (_reach(rng, 12, 8, 0.12), [3]),
        (_reach(rng, 15, 12, 0.1), [5, 0]),
        (_reach(rng, 20, 12, 0.07), [1, 7, 4]),
        (_reach(rng, 30, 15, 0.06), [2, 9]),
        (_reach(rng, 6, 4, 0.2), [0, 2, 3]),
    ]


def _independent(reach, chosen):
    """P(v reaches w)(1 − P(chosen reach w)): as if the two had coins of their own."""
    told = reach[:, chosen].any(axis=1).mean(axis=0)
    gain = (reach.mean(axis=0) * (1 - told)).sum(axis=1)
    return int(gain.argmax()), float(gain.max())


def _product_of_misses(reach, chosen):
    prob = reach.mean(axis=0)
    gain = (prob * np.prod(1 - prob[chosen], axis=0)).sum(axis=1)
    return int(gain.argmax()), float(gain.max())


def _if_not_told(reach, chosen):
    told = reach[:, chosen].any(axis=1)
    gain = (reach.sum(axis=2) * ~told).mean(axis=0)
    return int(gain.argmax()), float(gain.max())


def _sizes_subtracted(reach, chosen):
    gain = reach.sum(axis=2).mean(axis=0) - reach[:, chosen].any(axis=1).sum(axis=1).mean()
    return int(gain.argmax()), float(gain.max())


def _last_on_ties(reach, chosen):
    told = reach[:, chosen].any(axis=1)
    gain = (reach & ~told[:, None, :]).sum(axis=2).mean(axis=0)
    best = np.flatnonzero(gain == gain.max())[-1]
    return int(best), float(gain[best])


def _alone_among_the_rest(reach, chosen):
    alone = reach.sum(axis=2).mean(axis=0)
    alone[chosen] = -1
    return int(alone.argmax()), float(alone.max())


SAME = "Both reaches must be looked at in the *same* graph. "

NEXT_SEED = Function(
    "24.3",
    title="Greedy's next seed",
    points=3,
    reference=next_seed,
    inputs=next_inputs,
    mistakes=[
        Mistake(
            "spread alone",
            edit("reach & ~told[:, None, :]", "reach"),
            "That is whoever reaches most *alone*. Those whom the chosen already reach count for nothing: take "
            "them out.",
        ),
        Mistake(
            "spread alone, among the others",
            _alone_among_the_rest,
            "That is whoever reaches most *alone*, of those not yet chosen. What they reach may overlap with what the "
            "chosen reach: count the new people only.",
        ),
        Mistake(
            "sizes subtracted",
            _sizes_subtracted,
            "You subtract all whom the chosen reach. Only those whom $v$ reaches as well are no gain: take them out.",
        ),
        Mistake(
            "coins of their own",
            _independent,
            SAME + "You multiplied two averages, as if the reach of the chosen and that of $v$ were independent.",
        ),
        Mistake(
            "coins of their own, one by one",
            _product_of_misses,
            SAME + "You multiplied averages over the graphs, as if all reaches were independent.",
        ),
        Mistake(
            "all or nothing",
            _if_not_told,
            "You count all whom $v$ reaches wherever $v$ itself is not told. That is right where ties go both ways; on "
            "directed ties $v$ may be untold and some of those it reaches told: take *them* out.",
        ),
        Mistake(
            "reached in some graph",
            edit("told = reach[:, chosen].any(axis=1)", "told = reach[:, chosen].any(axis=1).any(axis=0)[None]"),
            SAME + "You take people out of all graphs who are reached in one of them.",
        ),
        Mistake(
            "reached by all chosen",
            edit("reach[:, chosen].any(axis=1)", "reach[:, chosen].all(axis=1)"),
            "It is enough that *one* of the chosen reaches somebody: `any`, not `all`.",
        ),
        Mistake(
            "backwards",
            edit("reach[:, chosen].any(axis=1)", "reach[:, :, chosen].any(axis=2)"),
            "`reach[l, u, v]` says that $u$ reaches $v$. You took out those who reach the chosen.",
        ),
        Mistake(
            "who reaches v",
            edit("told[:, None, :]).sum(axis=2)", "told[:, :, None]).sum(axis=1)"),
            "`reach[l, u, v]` says that $u$ reaches $v$. You counted those by whom a person is reached.",
        ),
        Mistake(
            "not an average",
            edit(".mean(axis=0)", ".sum(axis=0)"),
            "You summed over the graphs. The gain is an average over them.",
        ),
        Mistake(
            "only the last seed",
            edit("reach[:, chosen].any(axis=1)", "reach[:, chosen[-1:]].any(axis=1)"),
            "Only the last of the chosen is looked at. People reached by any of them are no gain.",
        ),
        Mistake(
            "the whole spread",
            edit("return v, float(gain[v])", "return v, float(gain[v] + told.sum(axis=1).mean())"),
            "That is the spread of all, the chosen included. Asked is what the new one adds.",
        ),
        Mistake(
            "the new one not counted",
            edit("return v, float(gain[v])", "return v, float(gain[v]) - 1"),
            "Whoever is chosen is reached, too (`reach[l, v, v]` is true): count the new one with the others.",
        ),
        Mistake(
            "the last of equals",
            _last_on_ties,
            "Right but for a tie between equals: the smallest number wins.",
        ),
        Mistake(
            "the first chosen only",
            edit("reach[:, chosen].any(axis=1)", "reach[:, chosen[:1]].any(axis=1)"),
            "Only the first of the chosen is looked at. People reached by any of them are no gain.",
        ),
        Mistake(
            "per person",
            edit(".sum(axis=2).mean(axis=0)", ".mean(axis=2).mean(axis=0)"),
            "You divided by the number of people. The gain is a number of people.",
        ),
    ],
    hints=[
        "In each graph: whom do the chosen reach together? An array (graphs, n) of truth values.",
        "`told = reach[:, chosen].any(axis=1)`. Of the people whom $u$ reaches, the ones not told are its gain.",
        "`(reach & ~told[:, None, :]).sum(axis=2)` is the gain of each in each graph; average it over the graphs.",
    ],
)
