"""23.3, 23.4 and 23.6: an outbreak from its waits, a threshold with unequal recoveries, a step with a fault."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 23.3 ----------------------------------------------------------------- one outbreak, from its waits
def infected_at(n, arcs, waits, lasts, seed, end):
    """Relax (23.5) until nothing changes; whoever is not infected by `end` gets `end`."""
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + wait)
    return np.minimum(t, end)


def _waiting(n, ties, rng, seed, end):
    arcs = np.concatenate([ties, np.asarray(ties)[:, ::-1]])
    arcs = arcs[rng.permutation(len(arcs))]
    return n, arcs, rng.exponential(1.0, len(arcs)), rng.exponential(1.2, n), seed, end


def waits_inputs(rng):
    """A triangle where the way round is faster, a chain listed backwards, an early end, a wait as long as the
    infection, and random networks."""
    triangle = (3, np.array([[0, 2], [1, 2], [0, 1]]), np.array([5.0, 1.0, 1.5]), np.array([9.0, 2.0, 1.0]), 0, 10.0)
    chain = (
        4,
        np.array([[2, 3], [1, 2], [0, 1], [1, 0]]),
        np.array([0.5, 1.0, 2.0, 0.3]),
        np.array([3.0, 1.5, 0.4, 2.0]),
    )
    as_long = (3, np.array([[0, 1], [0, 2], [2, 1]]), np.array([2.0, 1.0, 4.0]), np.array([2.0, 5.0, 9.0]), 0, 10.0)
    random = []
    for n, extra, end in ((6, 5, 4.0), (9, 12, 6.0), (14, 25, 8.0)):
        ties = [(i, i + 1) for i in range(n - 1)]
        ties += [(int(i), int(j)) for i, j in rng.integers(0, n, size=(extra, 2)) if abs(i - j) > 1]
        random += [_waiting(n, list(dict.fromkeys(ties)), rng, int(rng.integers(n)), end) for _ in range(3)]
    return [triangle, (*chain, 0, 20.0), (*triangle[:5], 2.0), as_long, *random]


def _hops(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + 1)
    return np.minimum(t, end)


def _both_ways(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + wait)
            if wait < lasts[j]:
                t[i] = min(t[i], t[j] + wait)
    return np.minimum(t, end)


def _first_come(n, arcs, waits, lasts, seed, end):
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i] and t[i] < np.inf and t[j] == np.inf:
                t[j] = t[i] + wait
    return np.minimum(t, end)


def _in_a_queue(n, arcs, waits, lasts, seed, end):
    t, queue = np.full(n, np.inf), [seed]
    t[seed] = 0.0
    for now in queue:
        for (i, j), wait in zip(arcs, waits):
            if i == now and wait < lasts[i] and t[j] == np.inf:
                t[j] = t[i] + wait
                queue.append(int(j))
    return np.minimum(t, end)


LASTS = "Person $i$ passes it on only while infectious: the wait of $i\\to j$ against how long *$i$* lasts."

WAITS = Function(
    "23.3",
    title="One outbreak, from its waits",
    points=3,
    reference=infected_at,
    inputs=waits_inputs,
    mistakes=[
        Mistake(
            "how long the other one lasts",
            edit("wait < lasts[i]", "wait < lasts[j]"),
            LASTS + " You asked how long the person infected will be infectious.",
        ),
        Mistake(
            "nobody recovers",
            edit("wait < lasts[i]", "wait < np.inf"),
            "In yours nobody recovers, so every contact counts. " + LASTS,
        ),
        Mistake(
            "a duration read as a date",
            edit("wait < lasts[i]", "t[i] + wait < lasts[i]"),
            "`lasts` is a duration that starts at infection, and so does the wait: compare these two, not a date.",
        ),
        Mistake(
            "counted in steps",
            _hops,
            "You counted ties. Each tie takes its own wait, and a longer way may be faster.",
        ),
        Mistake(
            "arcs used backwards",
            _both_ways,
            "An arc leads one way, and the way back has a wait of its own. Use each arc only from first to second.",
        ),
        Mistake(
            "the first way found",
            _first_come,
            "Whoever is found first is not yet infected earliest. Take the smallest of all arrivals.",
        ),
        Mistake(
            "the way of fewest ties",
            _in_a_queue,
            "A queue finds the way of fewest ties, and a longer one may be faster. Always go on from whoever was "
            "infected earliest, or let later arrivals be improved.",
        ),
        Mistake(
            "arcs turned round",
            edit("for (i, j), wait", "for (j, i), wait"),
            "You read the arcs from second to first. A row is $(i, j)$: $i$ infects $j$.",
        ),
        Mistake(
            "never is 0",
            edit("np.minimum(t, end)", "np.where(t < end, t, 0.0)"),
            "Those who are not infected before `end` get `end`; 0 is the time of the seed.",
        ),
        Mistake(
            "one pass over the arcs",
            edit("range(n)", "range(1)"),
            "One pass only finds ways that stand in the list in their order. Repeat until nothing changes.",
        ),
        Mistake(
            "the wait alone",
            edit("t[i] + wait)", "wait)"),
            "The wait starts when $i$ is infected: add $t_i$ to it.",
        ),
        Mistake(
            "the end forgotten",
            edit("np.minimum(t, end)", "np.where(t < np.inf, t, end)"),
            "Some are infected after `end`, and nobody saw it: they get `end` as well.",
        ),
    ],
    hints=[
        "Start with $t = \\infty$ for all but the seed. What does an arc $i\\to j$ say about $t_j$ once $t_i$ is "
        "known?",
        "If the wait is shorter than `lasts[i]`, then $t_j$ is at most $t_i$ + wait. Go over all arcs again and again.",
        "After $n$ passes over all arcs every shortest way is found: none has more than $n-1$ arcs.",
    ],
)


# 23.4 ----------------------------------------------------------------- a threshold with unequal recoveries
def critical_beta(A, gamma):
    """1 over the largest eigenvalue of Γ^−½ A Γ^−½."""
    root = np.sqrt(gamma)
    return 1 / np.linalg.eigvalsh(A / np.outer(root, root)).max()


def _ties(n, rng, p, weighted=False):
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
        (_ties(n, rng, p, w), rng.uniform(0.2, 2.0, n))
        for n, p, w in ((6, 0.3, False), (10, 0.3, True), (15, 0.2, True))
    ]
    return [
        (chain, np.array([1.0, 2.0, 4.0])),
        (star, np.r_[4.0, np.ones(6)]),
        (_ties(8, rng, 0.0), slow),
        (_ties(9, rng, 0.4), np.full(9, 0.5)),
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


# 23.6 ----------------------------------------------------------------- a step with a fault
def step(state, A, catch, heal, p, r):
    """All changes of one day from the states of its morning."""
    infectious = state == 1
    reached = (A > 0) & (catch < p) & infectious[:, None]
    evening = np.where((state == 0) & reached.any(axis=0), 1, state)
    return np.where(infectious & (heal < r), 2, evening)


def step_inputs(rng):
    """A fault that runs to the end of a chain, nobody infectious, p and r of 0 and 1, weak ties one way, and random."""
    chain = np.diag(np.ones(4), 1) + np.diag(np.ones(4), -1)
    first, sure = np.array([1, 0, 0, 0, 0]), np.zeros((5, 5))
    made = [
        (first, chain, sure, np.full(5, 0.9), 0.5, 0.2),
        (first, chain, sure, np.full(5, 0.1), 0.5, 0.2),
        (first[::-1], chain, sure, np.full(5, 0.1), 0.5, 0.2),
        (np.array([2, 0, 0, 2, 0]), chain, sure, np.full(5, 0.1), 0.5, 0.2),
        (np.array([0, 1, 0, 1, 2]), chain, rng.random((5, 5)), rng.random(5), 0.0, 1.0),
        (np.array([0, 1, 0, 1, 2]), chain, rng.random((5, 5)), rng.random(5), 1.0, 0.0),
    ]
    one_way = (np.array([0, 0, 1, 0, 0]), np.diag(np.full(4, 0.3), 1), np.full((5, 5), 0.25), np.full(5, 0.9), 0.5, 0.2)
    made.append(one_way)
    for n, p, r in ((8, 0.3, 0.3), (12, 0.5, 0.4), (20, 0.3, 0.6)):
        state = rng.choice([0, 1, 2], n, p=[0.6, 0.3, 0.1])
        made.append((state, _ties(n, rng, 0.15), rng.random((n, n)), rng.random(n), p, r))
    return made


def _in_place(state, A, catch, heal, p, r):
    state = state.copy()
    for i in range(len(state)):
        if state[i] == 1:
            for j in range(len(state)):
                if A[i, j] > 0 and state[j] == 0 and catch[i, j] < p:
                    state[j] = 1
            if heal[i] < r:
                state[i] = 2
    return state


def _reads_evening(state, A, catch, heal, p, r):
    evening = state.copy()
    for i in range(len(state)):
        if state[i] == 1:
            for j in range(len(state)):
                if A[i, j] > 0 and catch[i, j] < p:
                    evening[j] = 1
            if heal[i] < r:
                evening[i] = 2
    return evening


def _heal_first(state, A, catch, heal, p, r):
    evening = np.where((state == 1) & (heal < r), 2, state)
    reached = (A > 0) & (catch < p) & (evening == 1)[:, None]
    return np.where((evening == 0) & reached.any(axis=0), 1, evening)


def _heals_new(state, A, catch, heal, p, r):
    reached = (A > 0) & (catch < p) & (state == 1)[:, None]
    evening = np.where((state == 0) & reached.any(axis=0), 1, state)
    return np.where((evening == 1) & (heal < r), 2, evening)


def _infections_first_in_place(state, A, catch, heal, p, r):
    evening = state.copy()
    for i in range(len(state)):
        if evening[i] == 1:
            for j in range(len(state)):
                if A[i, j] > 0 and evening[j] == 0 and catch[i, j] < p:
                    evening[j] = 1
    return np.where((state == 1) & (heal < r), 2, evening)


def _asks_the_evening(state, A, catch, heal, p, r):
    evening = state.copy()
    for i in range(len(state)):
        if evening[i] == 1:
            for j in range(len(state)):
                if A[i, j] > 0 and state[j] == 0 and catch[i, j] < p:
                    evening[j] = 1
            if heal[i] < r:
                evening[i] = 2
    return evening


MORNING = "Everything that happens on a day happens to the states of its *morning*."

FAULTY_STEP = Function(
    "23.6",
    title="A simulator that runs ahead",
    points=3,
    reference=step,
    inputs=step_inputs,
    mistakes=[
        Mistake(
            "as it was",
            _in_place,
            "That is the code as it was. On a chain of five, all of whose coins say yes, how many does one day infect? "
            + MORNING,
        ),
        Mistake(
            "infections still in place",
            _infections_first_in_place,
            "Recovery now looks at the morning, but whoever is infected this day still infects on the same day.",
        ),
        Mistake(
            "the recovered infected again",
            _reads_evening,
            "The evening is a copy, good; but yours infects people who are not susceptible. Look at `state[j] == 0`.",
        ),
        Mistake(
            "the evening asked who is infectious",
            _asks_the_evening,
            "You made a copy, and then ask the copy who is infectious: whoever was infected this day is among them. "
            + MORNING,
        ),
        Mistake(
            "ties in the other direction",
            edit("(A > 0)", "(A.T > 0)"),
            "`A[i, j]` is positive where $i$ can infect $j$; it need not be symmetric. You looked at `A[j, i]`.",
        ),
        Mistake(
            "weights in the coins",
            edit("(catch < p)", "(catch < p * A)"),
            "Here a tie is there or not: every tie carries with probability `p`, whatever its weight.",
        ),
        Mistake(
            "recovery first",
            _heal_first,
            "Yours recover before they can infect. Those infectious in the morning infect on this day, too.",
        ),
        Mistake(
            "the newly infected recover",
            _heals_new,
            "Those infected this day may recover only from the next: ask who was infectious in the morning.",
        ),
        Mistake(
            "rows for columns",
            edit("reached.any(axis=0)", "reached.any(axis=1)"),
            "`reached[i, j]` is $i$ infecting $j$: whoever is infected is a *column* of it.",
        ),
        Mistake(
            "coins of the other direction",
            edit("(catch < p)", "(catch.T < p)"),
            "`catch[i, j]` is the coin of $i$ infecting $j$. You looked at the one of $j$ infecting $i$.",
        ),
        Mistake(
            "anybody can pass it on",
            edit(" & infectious[:, None]", ""),
            "Only those who are infectious in the morning pass it on.",
        ),
        Mistake(
            "whether tied or not",
            edit("(A > 0) & (catch < p)", "(catch < p)"),
            "Infection needs a tie: yours reaches people who are not tied to anybody infectious.",
        ),
        Mistake(
            "nobody recovers",
            edit("return np.where(infectious & (heal < r), 2, evening)", "return evening"),
            "In yours nobody recovers: those infectious in the morning do so where `heal[i] < r`.",
        ),
        Mistake(
            "recovered are susceptible",
            edit("(heal < r), 2, evening", "(heal < r), 0, evening"),
            "State 2 is recovered and immune. With 0 you wrote SIS.",
        ),
    ],
    hints=[
        "Follow the loop by hand on a chain 0–1–2–3–4 with 0 infectious, every `catch` 0 and every `heal` .9.",
        "Which lines read `state` after another line of the same day has changed it?",
        "Make a copy for the evening. Ask only the morning who is infectious and who is susceptible; write only into "
        "the evening.",
    ],
)
