"""15.1, 15.2 and 15.6: the posterior of a uniform token, the chance of being revealed, a sampler's step to mend."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, edit


# 15.1 ----------------------------------------------------------------- the posterior of the uniform chain
def posterior(x_t, x_0, alpha_s, alpha_t, K):
    """q(x_s | x_t, x_0) of the uniform chain, (K,)."""
    states = np.arange(K)
    a = alpha_t / alpha_s
    step = a * (states == x_t) + (1 - a) / K
    before = alpha_s * (states == x_0) + (1 - alpha_s) / K
    return step * before / np.sum(step * before)


def posterior_inputs(rng):
    """The worked value; x_t equal to x_0 and not; early and late times, short and long steps; α_s = 1."""
    drawn = [(0, 0, 0.5, 0.25, 2), (2, 2, 0.9, 0.8, 5), (1, 3, 0.6, 0.5, 4), (0, 2, 1.0, 0.4, 3), (2, 0, 0.3, 0.1, 6)]
    for _ in range(5):
        K = int(rng.integers(2, 8))
        x_t, x_0 = (int(x) for x in rng.integers(0, K, 2))
        alpha_s = float(rng.uniform(0.2, 0.95))
        drawn.append((x_t, x_0, alpha_s, float(alpha_s * rng.uniform(0.1, 0.95)), K))
    return drawn


def _normalised(p):
    return p / np.sum(p)


def _two_places(x_t, x_0, chance, K):
    states = np.arange(K)
    return chance * (states == x_t) + (1 - chance) * (states == x_0)


def _of(x, a, K, values=None):
    return a * (np.arange(K) == x) + (1 - a) / (values or K)


def _over_the_right_total(first, second):
    """Bayes' rule with the right q(x_t | x_0) below, and two factors that are not."""

    def answer(x_t, x_0, alpha_s, alpha_t, K):
        total = alpha_t * (x_0 == x_t) + (1 - alpha_t) / K
        return first(x_0, alpha_s, K) * second(x_t, alpha_s, alpha_t, K) / total

    return answer


def _second(x_t, alpha_s, alpha_t, K):
    return _of(x_t, alpha_t / alpha_s, K)


BAYES = "By Bayes' rule (15.3) both count: how $x_s$ came from $x_0$, and how $x_t$ came from $x_s$. "

POSTERIOR = Function(
    "15.1",
    title="One step back, for the uniform chain",
    points=2,
    reference=posterior,
    inputs=posterior_inputs,
    rtol=1e-7,
    mistakes=[
        Mistake(
            "the prior forgotten",
            lambda x_t, x_0, alpha_s, alpha_t, K: _normalised(_of(x_t, alpha_t / alpha_s, K)),
            BAYES + "Yours does not depend on $x_0$.",
        ),
        Mistake(
            "as in the absorbing chain",
            lambda x_t, x_0, alpha_s, alpha_t, K: _two_places(x_t, x_0, (alpha_s - alpha_t) / (1 - alpha_t), K),
            "That is (15.4), where a token is either $x_0$ or the mask. Here it may have been drawn anew twice: every "
            "value has a chance.",
        ),
        Mistake(
            "the evidence forgotten",
            lambda x_t, x_0, alpha_s, alpha_t, K: _of(x_0, alpha_s, K),
            BAYES + "Yours does not depend on $x_t$.",
        ),
        Mistake(
            "alpha_t for the step",
            edit("a = alpha_t / alpha_s", "a = alpha_t"),
            "From $s$ to $t$ a token is kept with probability $\\alpha_t/\\alpha_s$; $\\alpha_t$ is for the whole way "
            "from 0.",
        ),
        Mistake(
            "the step upside down",
            edit("alpha_t / alpha_s", "alpha_s / alpha_t"),
            "$\\alpha_s/\\alpha_t$ is above 1 and no probability. The token is kept with $\\alpha_t/\\alpha_s$.",
        ),
        Mistake(
            "alpha_t for the step, over the right total",
            _over_the_right_total(_of, lambda x_t, alpha_s, alpha_t, K: _of(x_t, alpha_t, K)),
            "From $s$ to $t$ a token is kept with probability $\\alpha_t/\\alpha_s$; $\\alpha_t$ is for the whole way "
            "from 0.",
        ),
        Mistake(
            "the step upside down, over the right total",
            _over_the_right_total(_of, lambda x_t, alpha_s, alpha_t, K: _of(x_t, alpha_s / alpha_t, K)),
            "$\\alpha_s/\\alpha_t$ is above 1 and no probability. The token is kept with $\\alpha_t/\\alpha_s$.",
        ),
        Mistake(
            "divided by K − 1, over the right total",
            _over_the_right_total(
                lambda x, a, K: _of(x, a, K, K - 1),
                lambda x_t, alpha_s, alpha_t, K: _of(x_t, alpha_t / alpha_s, K, K - 1),
            ),
            "It is drawn from all $K$ values, its own among them: divide by $K$.",
        ),
        Mistake(
            "nothing drawn anew, over the right total",
            _over_the_right_total(_of, lambda x_t, alpha_s, alpha_t, K: alpha_t / alpha_s * (np.arange(K) == x_t)),
            "Then $x_s$ could only be $x_t$. With $1-a$ the token was drawn anew since: add $(1-a)/K$.",
        ),
        Mistake(
            "a token that is not drawn anew before s, over the right total",
            _over_the_right_total(lambda x, a, K: a * (np.arange(K) == x), _second),
            "Then $x_s$ could only be $x_0$. With $1-\\alpha_s$ the token was drawn anew before $s$.",
        ),
        Mistake(
            "a difference for the ratio",
            edit("a = alpha_t / alpha_s", "a = alpha_s - alpha_t"),
            "A token is kept up to $t$ if it is kept up to $s$, and then from $s$ to $t$: $\\alpha_t = a\\,\\alpha_s$.",
        ),
        Mistake(
            "not normalised",
            edit("step * before / np.sum(step * before)", "step * before"),
            "The product is right. Probabilities sum to 1: divide by $q(x_t\\mid x_0)$, which is its sum.",
        ),
        Mistake(
            "the two ends swapped",
            lambda x_t, x_0, alpha_s, alpha_t, K: posterior(x_0, x_t, alpha_s, alpha_t, K),
            "You start at $x_t$ and end at $x_0$. $x_s$ is reached *from* $x_0$ with $\\alpha_s$, and $x_t$ from "
            "$x_s$.",
        ),
        Mistake(
            "another value than before",
            lambda x_t, x_0, alpha_s, alpha_t, K: _normalised(
                np.where(np.arange(K) == x_t, alpha_t / alpha_s, (1 - alpha_t / alpha_s) / (K - 1))
                * np.where(np.arange(K) == x_0, alpha_s, (1 - alpha_s) / (K - 1))
            ),
            "A token that is drawn anew can get its old value: each value has $(1-a)/K$, the old one $a + (1-a)/K$.",
        ),
        Mistake(
            "divided by K − 1",
            edit("(1 - a) / K", "(1 - a) / (K - 1)", "(1 - alpha_s) / K", "(1 - alpha_s) / (K - 1)"),
            "It is drawn from all $K$ values, its own among them: divide by $K$.",
        ),
        Mistake(
            "nothing drawn anew",
            edit("step = a * (states == x_t) + (1 - a) / K", "step = a * (states == x_t)"),
            "Then $x_s$ could only be $x_t$. With $1-a$ the token was drawn anew since: add $(1-a)/K$.",
        ),
        Mistake(
            "a token that is not drawn anew before s",
            edit("+ (1 - alpha_s) / K", ""),
            "Then $x_s$ could only be $x_0$. With $1-\\alpha_s$ the token was drawn anew before $s$.",
        ),
        Mistake(
            "added",
            lambda x_t, x_0, alpha_s, alpha_t, K: _normalised(_of(x_t, alpha_t / alpha_s, K) + _of(x_0, alpha_s, K)),
            "Both must have happened: multiply the probabilities, do not add them.",
        ),
        Mistake(
            "the posterior of the absorbing chain",
            lambda x_t, x_0, alpha_s, alpha_t, K: (
                np.where(np.arange(K) == x_0, (alpha_s - alpha_t) / (1 - alpha_t), 0.0)
                + np.where(np.arange(K) == x_t, (1 - alpha_s) / (1 - alpha_t), 0.0)
            ),
            "That is a masked token's choice, between $x_0$ and staying. In the uniform chain all $K$ values are "
            "possible.",
        ),
    ],
    hints=[
        "`states == x_0` is 1 at $x_0$ and 0 elsewhere; how probable is each state at $s$, from $x_0$?",
        "From each state at $s$, how probable is $x_t$? $a = \\alpha_t/\\alpha_s$: `a*(states == x_t) + (1 - a)/K`.",
        "Multiply the two and divide by the sum.",
    ],
)


# 15.2 ----------------------------------------------------------------- the chance of being revealed
def revealed_inputs(rng):
    """The worked value, α_t = 0, α_s = 1, short and long steps."""
    drawn = [dict(alpha_s=0.5, alpha_t=0.2), dict(alpha_s=0.3, alpha_t=0.0), dict(alpha_s=1.0, alpha_t=0.6)]
    for low, high in np.sort(rng.uniform(0.02, 0.98, (6, 2)), axis=1):
        drawn.append(dict(alpha_s=float(high), alpha_t=float(low)))
    return drawn


REVEALED = Formula(
    "15.2",
    title="Derive: the chance of being revealed",
    points=1,
    reference="(alpha_s - alpha_t)/(1 - alpha_t)",
    inputs=revealed_inputs,
    mistakes=[
        Mistake(
            "not given that it is masked",
            "alpha_s - alpha_t",
            "That is the probability that *any* token is shown at $s$ and masked at $t$. Here it is known to be masked "
            "at $t$: divide by the probability of that. (This slip is in section 7.)",
        ),
        Mistake(
            "given that it is masked at s",
            "(alpha_s - alpha_t)/(1 - alpha_s)",
            "What is known is that it is masked at $t$: divide by $1-\\alpha_t$.",
        ),
        Mistake(
            "the forward chance",
            "1 - alpha_t/alpha_s",
            "That is the chance of being masked between $s$ and $t$, given that it is shown at $s$. Turn it round with "
            "Bayes' rule.",
        ),
        Mistake("the chance of staying", "(1 - alpha_s)/(1 - alpha_t)", "That is the chance of staying masked."),
        Mistake(
            "shown at s",
            "alpha_s",
            "That is the chance of being shown at $s$ before anything is known. It is known to be masked at $t$.",
        ),
        Mistake(
            "a frozen rate",
            "1 - exp(-(alpha_s - alpha_t)/(1 - alpha_t))",
            "That holds the rate fixed during the step. It rises: do not exponentiate, use Bayes' rule.",
        ),
        Mistake(
            "over alpha_t",
            "(alpha_s - alpha_t)/alpha_t",
            "$\\alpha_t$ is the probability of being *shown* at $t$. It is masked.",
        ),
        Mistake(
            "kept from s to t",
            "alpha_t/alpha_s",
            "That is the chance of being kept from $s$ to $t$. Asked is what is known of $s$, from $t$.",
        ),
        Mistake(
            "every token shown at s",
            "alpha_s/(1 - alpha_t)",
            "Of those shown at $s$ some are still shown at $t$: only $\\alpha_s-\\alpha_t$ are masked in between.",
        ),
        Mistake(
            "the sign",
            "(alpha_t - alpha_s)/(1 - alpha_t)",
            "$\\alpha_s$ is the larger of the two: $s$ is nearer to the data.",
        ),
    ],
    hints=[
        "Bayes' rule: P(shown at $s$ and masked at $t$) over P(masked at $t$).",
        "A token shown at $t$ was shown at $s$: so $\\alpha_s-\\alpha_t$ is the probability of both.",
    ],
)


# 15.6 ----------------------------------------------------------------- a step to mend
def unmask(x, p, t, s, u, v):
    """Tokens (L,) at s, from those at t."""
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where((u < (t - s) / t) & (x == K), drawn, x)


def unmask_inputs(rng):
    """The worked value; all masked, few masked, none; the last step to s = 0; short steps near 0 and near 1."""
    by_hand = np.array([[0.2, 0.5, 0.3]] * 3)
    drawn = [(np.array([3, 1, 3]), by_hand, 0.5, 0.25, np.array([0.4, 0.1, 0.6]), np.array([0.6, 0.9, 0.1]))]
    for L, K, share, t, s in (
        (40, 4, 1.0, 1.0, 0.9),
        (60, 3, 0.5, 0.5, 0.3),
        (30, 6, 0.3, 0.2, 0.0),
        (50, 2, 0.6, 0.9, 0.2),
    ):
        x = np.where(rng.random(L) < share, K, rng.integers(0, K, L))
        drawn.append((x, rng.dirichlet(np.ones(K), L), t, s, rng.random(L), rng.random(L)))
    return drawn


def _with(chance, where=None):
    def step(x, p, t, s, u, v):
        drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
        now = u < chance(t, s)
        return np.where(now if where is None else now & where(x, p.shape[1]), drawn, x)

    return step


def _masked(x, K):
    return x == K


CHANCE = "Which tokens may change is right now. The chance is not: a masked token is revealed with $(t-s)/t$. "

UNMASK = Function(
    "15.6",
    title="A sampler that never ends",
    points=2,
    reference=unmask,
    inputs=unmask_inputs,
    mistakes=[
        Mistake(
            "as it was",
            _with(lambda t, s: t - s),
            "Try it with `t = 0.5`, `s = 0`: that is the last step, and every mask must go. Then with `s` just below "
            "`t`: a token shown before must stay.",
        ),
        Mistake(
            "the chance not given the mask",
            _with(lambda t, s: t - s, _masked),
            CHANCE + "$t-s$ is that of *all* tokens; with it $(1-1/T)^T$ of them, a third, stay masked to the end.",
        ),
        Mistake(
            "tokens shown are drawn anew",
            _with(lambda t, s: (t - s) / t),
            "The chance is right now. But tokens shown already are drawn anew: in the absorbing chain they stay.",
        ),
        Mistake(
            "a frozen rate",
            _with(lambda t, s: 1 - np.exp(-(t - s) / t), _masked),
            CHANCE + "$1-e^{-(t-s)/t}$ holds the rate $1/t$ fixed during the step; it rises. In the last step, to "
            "$s = 0$, it leaves $e^{-1}$ of the masks.",
        ),
        Mistake(
            "the chance of staying",
            _with(lambda t, s: s / t, _masked),
            CHANCE + "$s/t$ is the chance of *staying* masked.",
        ),
        Mistake(
            "over 1 − s",
            _with(lambda t, s: (t - s) / (1 - s), _masked),
            CHANCE + "$(t-s)/(1-s)$ is the forward chance: of being masked by $t$, if shown at $s$.",
        ),
        Mistake(
            "over s",
            _with(lambda t, s: (t - s) / s if s else 1.0, _masked),
            CHANCE + "It is known that the token is masked at $t$, with probability $t$ beforehand: divide by $t$.",
        ),
        Mistake(
            "only shown tokens change",
            _with(lambda t, s: (t - s) / t, lambda x, K: x != K),
            "The chance is right. You change the tokens that are shown; those that are *masked*, `x == K`, change.",
        ),
        Mistake(
            "all masks at once",
            _with(lambda t, s: 2.0, _masked),
            CHANCE + "All at once they are drawn as if they knew nothing of each other.",
        ),
        Mistake(
            "the most probable value",
            lambda x, p, t, s, u, v: np.where((u < (t - s) / t) & (x == p.shape[1]), p.argmax(axis=1), x),
            "Which and when is right. *What* is a sample from `p`, by `v`, as it was: not the most probable value.",
        ),
        Mistake(
            "whether and what by one number",
            lambda x, p, t, s, u, v: unmask(x, p, t, s, u, u),
            "Whether and what must be independent: `u` decides the first, `v` the second.",
        ),
    ],
    hints=[
        "Two things are wrong: how probable a change is, and which tokens it may happen to.",
        "At `s = 0` all masks must be gone. What chance does that need?",
        "`(u < (t - s) / t) & (x == K)`",
    ],
)
