"""04.5 to 04.7: what half a step costs, the largest Gaussian step, and a bit instead of a number."""

from __future__ import annotations

import functools

import numpy as np  # noqa: F401 (an edit uses it)

from utils.teaching.exercise import Function, Mistake, Number, Prediction, edit

HALF_STEP = Prediction(
    "04.5",
    title="Predict: half the step",
    points=1,
    reference=8,
    rtol=0.15,
    mistakes=[
        Mistake(
            "in proportion",
            2,
            "Then two half steps would lose as much as one whole step, and small steps would gain nothing.",
        ),
        Mistake(
            "the square",
            4,
            r"The skewness falls like the step to the power $\frac32$, and the divergence is its square.",
        ),
        Mistake("upside down", 0.125, "That is the new KL divergence over the old. By what factor does it fall?"),
        Mistake("the fourth power", 16, "That would be the next term, which counts if the first happens to vanish."),
    ],
    reveal="The divergence of one step falls like the third power of the step: half the step, an eighth. The whole "
    "reverse process needs twice as many half steps, so its sum falls to a quarter.",
)


@functools.cache
def divergences(t=80, x_t=None):
    """KL of the step from t to t − k in nats, for k = 1, ..., t: averaged over x_t, or at one."""
    from utils.generative import schedules
    from utils.generative.mixtures import bimodal
    from utils.generative.reverse import one_step_kl

    schedule = schedules.linear(T=200, beta_min=5e-4, beta_max=0.1)
    return [float(one_step_kl(bimodal, schedule, t, t - k, x_t)) for k in range(1, t + 1)]


def largest_step():
    """The largest k for which the mean KL of the step from t = 80 to 80 − k is below 0.01 nats."""
    return sum(kl < 0.01 for kl in divergences(80))


LARGEST_STEP = Number(
    "04.6",
    title="The largest Gaussian step",
    points=2,
    reference=largest_step,
    rtol=0.0,
    atol=0.0,
    mistakes=[
        Mistake(
            "the first that fails",
            edit(
                "return sum(kl < 0.01 for kl in divergences(80))",
                "return sum(kl < 0.01 for kl in divergences(80)) + 1",
            ),
            "With this $k$ the mean divergence has just passed 0.01. The last $k$ below it is asked.",
        ),
        Mistake(
            "one too few",
            edit(
                "return sum(kl < 0.01 for kl in divergences(80))",
                "return sum(kl < 0.01 for kl in divergences(80)) - 1",
            ),
            r"One more still stays below 0.01 on average. Where does your loop stop? (At $x_t=0$ alone this would be "
            "the last.)",
        ),
        Mistake(
            "the time s",
            edit(
                "return sum(kl < 0.01 for kl in divergences(80))",
                "return 80 - sum(kl < 0.01 for kl in divergences(80))",
            ),
            "That is the time at which the step arrives. Its length is asked.",
        ),
        Mistake(
            "the time s of the first that fails",
            edit(
                "return sum(kl < 0.01 for kl in divergences(80))",
                "return 80 - sum(kl < 0.01 for kl in divergences(80)) - 1",
            ),
            "That is the time at which the first step that is too long arrives. The length of the longest one below "
            "0.01 is asked.",
        ),
        Mistake("a tenth of a nat", edit("kl < 0.01", "kl < 0.1"), "Your bound is 0.1 nats. It should be 0.01."),
        Mistake("a thousandth", edit("kl < 0.01", "kl < 0.001"), "Your bound is 0.001 nats. It should be 0.01."),
        Mistake(
            "in bits",
            edit("kl < 0.01", "kl / np.log(2) < 0.01"),
            r"You stopped at 0.01 bits. A nat is longer: $1/\log 2$ bits.",
        ),
        Mistake(
            "at one point",
            edit("divergences(80)", "divergences(80, 0.6)"),
            r"That is the answer at $x_t = 0.6$. Leave $x_t$ out: `one_step_kl` then averages over it.",
        ),
        Mistake(
            "from t = 60",
            edit("divergences(80)", "divergences(60)"),
            "You stepped back from $t=60$. The step starts at $t=80$.",
        ),
        Mistake(
            "from t = 100",
            edit("divergences(80)", "divergences(100)"),
            "You stepped back from $t=100$. The step starts at $t=80$.",
        ),
        Mistake(
            "from t = 120",
            edit("divergences(80)", "divergences(120)"),
            "You stepped back from $t=120$. The step starts at $t=80$.",
        ),
        Mistake(
            "from the end",
            edit("divergences(80)", "divergences(200)"),
            "You stepped back from $t=200$. The step starts at $t=80$.",
        ),
    ],
    hints=[
        "`one_step_kl(bimodal, chain, 80, 80 - k)` is the mean divergence for one $k$. Raise $k$ while it stays "
        "below 0.01.",
        "Look one ahead: while the divergence for $k + 1$ is below 0.01, add 1 to $k$.",
    ],
)


def bit_posterior(x_t, x0, t, p):
    """P(x_{t−1} = 1 | x_t, x_0) for a bit that is flipped with probability p at every step."""
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    before = f if x0 == 0 else 1 - f
    one = before * (1 - p if x_t == 1 else p)
    zero = (1 - before) * (p if x_t == 1 else 1 - p)
    return one / (one + zero)


def bit_inputs(rng):
    """The worked value, both bits both ways at t = 1 and 2, long chains, p near its ends."""
    cases = [(a, b, t, 0.3) for t in (1, 2) for a in (0, 1) for b in (0, 1)]
    more = [
        (int(a), int(b), int(t), float(p))
        for a, b, t, p in zip(
            rng.integers(2, size=4), rng.integers(2, size=4), rng.integers(3, 8, size=4), rng.uniform(0.05, 0.4, size=4)
        )
    ]
    return [(1, 0, 3, 0.1), *cases, (0, 0, 6, 0.05), (1, 1, 4, 0.01), (0, 1, 30, 0.2), (0, 1, 5, 0.49), *more]


def _equals_x0(x_t, x0, t, p):
    chance = bit_posterior(x_t, x0, t, p)
    return chance if x0 == 1 else 1 - chance


def _equals_xt(x_t, x0, t, p):
    chance = bit_posterior(x_t, x0, t, p)
    return chance if x_t == 1 else 1 - chance


_FLIPPED = "0.5 * (1 - (1 - 2 * p) ** (t - 1))"
_ANY = r"$1-(1-p)^n$ is the probability of at least one flip. An even number of flips leaves the bit as it was."

A_BIT = Function(
    "04.7",
    title="A bit instead of a number",
    points=3,
    reference=bit_posterior,
    inputs=bit_inputs,
    mistakes=[
        Mistake(
            "t steps before",
            edit("** (t - 1)", "** t"),
            "Between 0 and $t-1$ lie $t-1$ steps. Check $t=1$: $x_0$ is then known for certain.",
        ),
        Mistake(
            "t − 2 steps before",
            edit("** (t - 1)", "** (t - 2)"),
            "Between 0 and $t-1$ lie $t-1$ steps. Check $t=1$: no step, so the bit is $x_0$.",
        ),
        Mistake(
            "one step before",
            edit(_FLIPPED, "p"),
            "Between 0 and $t-1$ lie $t-1$ steps, not one. The statement gives the probability of an odd number of "
            "flips.",
        ),
        Mistake(
            "flips added up",
            edit(_FLIPPED, "(t - 1) * p"),
            "A second flip undoes the first. The probability of being flipped after two steps is $2p(1-p)$, not $2p$.",
        ),
        Mistake("any flip counts", edit(_FLIPPED, "1 - (1 - p) ** (t - 1)"), _ANY),
        Mistake(
            "a flip at every step",
            edit(_FLIPPED, "p ** (t - 1)"),
            "$p^n$ is the probability of a flip at each of $n$ steps. Any odd number of flips changes the bit.",
        ),
        Mistake(
            "the half is missing",
            edit(_FLIPPED, "1 - (1 - 2 * p) ** (t - 1)"),
            r"$f_n=\frac12\left(1-(1-2p)^n\right)$: after many steps the bit is as likely 0 as 1.",
        ),
        Mistake(
            "p for 2p",
            edit("(1 - 2 * p)", "(1 - p)"),
            r"$f_n=\frac12\left(1-(1-2p)^n\right)$, with $2p$. Check $n=1$: it must be $p$.",
        ),
        Mistake(
            "x_t ignored",
            edit("return one / (one + zero)", "return before"),
            "That is the probability before $x_t$ is seen. Bayes' rule multiplies it by the probability of $x_t$ "
            "given $x_{t-1}$.",
        ),
        Mistake(
            "x₀ ignored",
            edit("f if x0 == 0 else 1 - f", "0.5"),
            r"That uses $x_t$ alone, as if $x_{t-1}$ could be 0 or 1 equally well before. $x_0$ says more.",
        ),
        Mistake(
            "not divided by the total",
            edit("one / (one + zero)", "one"),
            "That is the probability of $x_{t-1}=1$ and $x_t$ together. Divide by the probability of $x_t$ given "
            "$x_0$.",
        ),
        Mistake(
            "odds for a probability",
            edit("one / (one + zero)", "one / zero"),
            "You divided 1's part by 0's part: those are odds. A probability divides by both parts together.",
        ),
        Mistake(
            "always divided by f_t",
            edit("one / (one + zero)", "one / (0.5 * (1 - (1 - 2 * p) ** t))"),
            "$f_t$ is the probability of $x_t$ given $x_0$ if the two differ, as in the worked value. If they are "
            "equal it is $1-f_t$.",
        ),
        Mistake(
            "f_t and 1 − f_t exchanged below",
            edit("one / (one + zero)", "one / (zero + one if zero + one == 0 else 1 - one - zero)"),
            r"Below stands the probability of $x_t$ given $x_0$: $f_t$ if they differ, $1-f_t$ if they are equal.",
        ),
        Mistake(
            "f_t below, whatever x_t is",
            edit("one / (one + zero)", "one / (one + zero if x_t == 1 else 1 - one - zero)"),
            r"Below stands the probability of $x_t$ given $x_0$: it depends on $x_t$ too.",
        ),
        Mistake(
            "one step from x₀ and t − 1 from x_t",
            edit("x_t, x0, t, p):", "x0, x_t, t, p):"),
            r"$x_t$ is one step away and $x_0$ is $t-1$ steps away. You have them the other way round.",
        ),
        Mistake(
            "only x_t = 1 thought of",
            edit("(1 - p if x_t == 1 else p)", "(1 - p)", "(p if x_t == 1 else 1 - p)", "p"),
            "Your answer does not depend on $x_t$. With $x_t=0$ the probabilities of $x_t$ given $x_{t-1}$ change "
            "places.",
        ),
        Mistake(
            "only x₀ = 0 thought of",
            edit("f if x0 == 0 else 1 - f", "f"),
            "Your answer does not depend on $x_0$. With $x_0=1$ the probabilities of $x_{t-1}$ given $x_0$ change "
            "places.",
        ),
        Mistake(
            "the worked value's bits for all",
            edit(
                "f if x0 == 0 else 1 - f",
                "f",
                "(1 - p if x_t == 1 else p)",
                "(1 - p)",
                "(p if x_t == 1 else 1 - p)",
                "p",
            ),
            r"Your answer depends on neither $x_t$ nor $x_0$: it is that of $x_t=1$, $x_0=0$, as in the worked value.",
        ),
        Mistake(
            "x₀ = 0 and x₀ = 1 exchanged",
            edit("f if x0 == 0 else 1 - f", "1 - f if x0 == 0 else f"),
            r"$f$ is the probability that the bit has changed. Starting from $x_0=0$, is it then 0 or 1?",
        ),
        Mistake(
            "flip and no flip exchanged",
            edit(
                "(1 - p if x_t == 1 else p)",
                "(p if x_t == 1 else 1 - p)",
                "(p if x_t == 1 else 1 - p)",
                "(1 - p if x_t == 1 else p)",
            ),
            r"$p$ is the probability of a flip. If $x_{t-1}=1$ and $x_t=1$ nothing was flipped.",
        ),
        Mistake(
            "the probability of 0",
            edit("one / (one + zero)", "zero / (one + zero)"),
            r"That is the probability of $x_{t-1}=0$. The probability of 1 is asked.",
        ),
        Mistake(
            "the probability of x₀",
            _equals_x0,
            r"That is the probability that $x_{t-1}$ equals $x_0$. The probability that it is 1 is asked.",
        ),
        Mistake(
            "the probability of x_t",
            _equals_xt,
            r"That is the probability that $x_{t-1}$ equals $x_t$. The probability that it is 1 is asked.",
        ),
        Mistake(
            "t = 1 answered by x_t",
            edit("    return one", "    if t == 1:\n        return x_t\n    return one"),
            r"At $t=1$ the bit asked for is $x_{t-1}=x_0$, which is known, whatever $x_t$ is.",
        ),
    ],
    hints=[
        r"The bit differs from $x_0$ after $n$ steps with probability $f_n=\frac12\left(1-(1-2p)^n\right)$: an odd "
        "number of flips.",
        "Multiply, for $x_{t-1}=0$ and for 1, its probability given $x_0$ by the probability of $x_t$ given it. "
        "Then normalise.",
    ],
)
