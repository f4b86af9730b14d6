"""26.5 and 26.6: which rule made a map, and a climb up a tree."""

from __future__ import annotations

from utils.teaching.exercise import Choice, Formula, Mistake

# 26.5 ----------------------------------------------------------------- which rule?
ASK = "Compare `log_likelihood(small, seen, (m.alpha, m.gamma, m.c))` over the rules. "

KIND = Choice(
    "26.5",
    title="Which rule made this map?",
    points=2,
    options={"a": "contagious", "b": "hierarchical", "c": "reverse hierarchical", "d": "stimulus"},
    reference="c",
    mistakes=[
        Mistake(
            "contagious",
            "a",
            "Distance does show. But simulate contagion from place 0 many times: how often is $\\tau$ as far "
            "below 0 as here?",
        ),
        Mistake(
            "hierarchical",
            "b",
            "It began in the largest place; that says nothing about what followed. Look at $\\tau$: do large "
            "places come first?",
        ),
        Mistake(
            "stimulus",
            "d",
            "Stimulus has $\\gamma > 0$, so large places tend to come first. " + ASK + "Which is largest?",
        ),
    ],
    hints=[
        "`observables(small, seen)` gives the four numbers; compare their signs with the table of section 4.",
        ASK,
        "To see what chance does, simulate each rule twenty times with `diffuse(mode, small, rng, source=0)`.",
    ],
)


# 26.6 ----------------------------------------------------------------- a climb
def climb_inputs(rng):
    """The worked value, and any other probability."""
    return [{"u": 0.5}, *({"u": float(u)} for u in rng.uniform(0.15, 0.95, 6)), {"u": 1.0}]


CLIMB = Formula(
    "26.6",
    title="A climb up a tree",
    points=3,
    reference="1 + (2 - u)/u + (1 + (1 - u)*(2 - u)/u)/u",
    inputs=climb_inputs,
    mistakes=[
        Mistake(
            "depth over u",
            "3/u",
            "$3/u$ would be right if a failure cost one step. It leads *down*, and the way back costs steps.",
        ),
        Mistake(
            "failures cost one step, a leaf goes up",
            "1 + 2/u",
            "From a leaf it is one step: right. From heights 1 and 2 a failure leads *down*, from where the walk "
            "must climb "
            "again.",
        ),
        Mistake(
            "drift",
            "3/(2*u - 1)",
            "Depth over drift: that holds for a long climb without a floor, and is negative for $u < \\frac12$. "
            "At the leaves "
            "the walk turns round.",
        ),
        Mistake(
            "a leaf may fail",
            "1/u + (1 + (1 - u)/u)/u + (1 + (1 - u)*(1 + (1 - u)/u)/u)/u",
            "From a leaf the walk *always* goes up: $h_0 = 1$, not $1/u$.",
        ),
        Mistake(
            "the last climb only",
            "(1 + (1 - u)*(2 - u)/u)/u",
            "That is $h_2$, from height 2 to the root. Add the climbs from 0 to 1 and from 1 to 2.",
        ),
        Mistake("depth 2", "1 + (2 - u)/u", "That is the way to height 2. The root is at height 3: add $h_2$."),
        Mistake(
            "down without the way back up",
            "1 + (2 - u)/u + (2 - u)/u",
            "After a step down from height 2 the walk needs $h_1$ steps to come back, not $h_0$.",
        ),
        Mistake(
            "no second try",
            "1 + (1 + (1 - u)) + (1 + (1 - u)*(2 - u))",
            "Back at height $k$ the walk needs $h_k$ steps again: $h_k = 1 + (1-u)(h_{k-1} + h_k)$.",
        ),
        Mistake(
            "u and 1 - u exchanged",
            "1 + (1 + u)/(1 - u + 1e-12) + (1 + u*(1 + u)/(1 - u + 1e-12))/(1 - u + 1e-12)",
            "Up has the probability $u$, down $1 - u$. Yours has them exchanged.",
        ),
        Mistake(
            "one over the chance of going straight up",
            "1/u**2",
            "That is how many tries it takes if each begins at height 1. A step down only leads one level back.",
        ),
        Mistake(
            "one over the cube",
            "1/u**3",
            "That is how many tries it takes if one step down ends the try. It leads one level back, and steps are "
            "counted, not tries.",
        ),
        Mistake(
            "the chance of going straight up",
            "u**3",
            "That is a probability. Asked is a mean number of steps, at least 3.",
        ),
        Mistake(
            "depth alone", "3", "That is the number of steps if none leads down. With probability $1 - u$ one does."
        ),
        Mistake(
            "depth 4",
            "1 + (2 - u)/u + (1 + (1 - u)*(2 - u)/u)/u + (1 + (1 - u)*(1 + (1 - u)*(2 - u)/u)/u)/u",
            "That is a tree of depth 4: four climbs. Depth 3 has the three from heights 0, 1 and 2.",
        ),
    ],
    hints=[
        "$h_0 = 1$, since from a leaf the walk always goes up.",
        "From height 1: one step; with probability $1-u$ it leads down, and then $h_0 + h_1$ more are needed. "
        "Solve for $h_1$.",
        "The same for $h_2$, with $h_1$ in the place of $h_0$; then add the three.",
    ],
)
