"""23.6: a step with a fault."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit

from .threshold import ties_on_a_ring


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
        made.append((state, ties_on_a_ring(n, rng, 0.15), rng.random((n, n)), rng.random(n), p, r))
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
