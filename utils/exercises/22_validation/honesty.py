"""22.1 to 22.3: the randomised PIT, the histogram of intervals that are too short, what a wrong mean costs."""

from __future__ import annotations

from scipy import stats

from utils.teaching.exercise import Formula, Function, Mistake, Prediction, edit


# 22.1 ----------------------------------------------------------------- the randomised PIT
def poisson_pit(y, mean, v):
    """F(y − 1) + v (F(y) − F(y − 1))."""
    return stats.poisson.cdf(y - 1, mean) + v * stats.poisson.pmf(y, mean)


def pit_inputs(rng):
    """The worked value; the ends of v, where the tile's ends show; y = 0, where F(y − 1) = 0; counts in both tails."""
    drawn = [
        (int(y), float(m), float(v)) for y, m, v in zip((1, 4, 9, 2, 15), (2.5, 3.2, 8.0, 6.0, 9.0), rng.random(5))
    ]
    return [(0, 2.0, 0.5), (3, 2.7, 0.0), (3, 2.7, 1.0), (0, 0.4, float(rng.random())), *drawn]


_BELOW = r"Below the tile of $y$ lie the counts up to $y - 1$: their probability is $F(y - 1)$."

PIT = Function(
    "22.1",
    title="The PIT of a count",
    points=2,
    reference=poisson_pit,
    inputs=pit_inputs,
    mistakes=[
        Mistake(
            "F(y) at the foot of the tile",
            edit("cdf(y - 1, mean)", "cdf(y, mean)"),
            _BELOW + " Yours starts where the tile ends, and can exceed 1.",
        ),
        Mistake(
            "F(y) alone",
            edit("stats.poisson.cdf(y - 1, mean) + v * stats.poisson.pmf(y, mean)", "stats.poisson.cdf(y, mean)"),
            r"$F(y)$ takes few values, so it cannot be uniform: it is too large on average. Spread each jump with $v$.",
        ),
        Mistake(
            "the tile's foot alone",
            edit(" + v * stats.poisson.pmf(y, mean)", ""),
            r"$F(y - 1)$ takes few values, so it cannot be uniform. Add a share $v$ of the jump at $y$.",
        ),
        Mistake(
            "v in the middle",
            edit("v * ", "0.5 * "),
            r"Half of the jump, always: the mid-PIT. Its mean is right, but it takes few values. Use the $v$ given.",
        ),
        Mistake(
            "the tile of y − 1",
            edit("pmf(y, mean)", "pmf(y - 1, mean)"),
            r"You spread the jump at $y - 1$. The jump at $y$ is $F(y) - F(y - 1)$, the probability of $y$ itself.",
        ),
        Mistake(
            "v of the whole F(y)",
            edit("stats.poisson.cdf(y - 1, mean) + v * stats.poisson.pmf(y, mean)", "v * stats.poisson.cdf(y, mean)"),
            r"You take a share of all that lies up to $y$. Only the jump at $y$ is spread; the rest counts in full.",
        ),
        Mistake(
            "from the top of the tile down",
            edit("v * stats", "(1 - v) * stats"),
            r"You go down from $F(y)$. The law is the same, but (22.2) goes up from $F(y-1)$ by the share $v$.",
        ),
        Mistake(
            "the tile of y + 1",
            edit("cdf(y - 1, mean)", "cdf(y, mean)", "pmf(y, mean)", "pmf(y + 1, mean)"),
            r"You spread the jump at $y + 1$. The tile of $y$ begins at $F(y - 1)$ and ends at $F(y)$.",
        ),
        Mistake(
            "probabilities for distribution functions",
            edit(
                "stats.poisson.cdf(y - 1, mean) + v * stats.poisson.pmf(y, mean)",
                "(1 - v) * stats.poisson.pmf(y - 1, mean) + v * stats.poisson.pmf(y, mean)",
            ),
            r"$F$ is the probability of $y$ *or less*: `stats.poisson.cdf`. `pmf` is the probability of one count.",
        ),
        Mistake(
            "the count made uneven instead",
            edit("stats.poisson.cdf(y - 1, mean) + v * stats.poisson.pmf(y, mean)", "stats.poisson.cdf(y - v, mean)"),
            r"$F$ is flat between whole numbers, so moving the count by $v$ spreads nothing. Spread the jump itself.",
        ),
        Mistake(
            "the upper tail",
            edit("stats.poisson.cdf(y - 1, mean)", "stats.poisson.sf(y, mean)"),
            r"`sf` is the probability of more than $y$. The PIT counts from below.",
        ),
        Mistake(
            "v not multiplied by the jump",
            edit("v * stats.poisson.pmf(y, mean)", "v"),
            r"$v$ is a share of the jump at $y$, not a probability of its own: $u$ must stay within $[F(y-1), F(y)]$.",
        ),
        Mistake(
            "the arguments exchanged",
            edit("cdf(y - 1, mean)", "cdf(mean, y)", "pmf(y, mean)", "pmf(mean, y)"),
            "scipy takes the count first and the mean second: `stats.poisson.cdf(count, mean)`.",
        ),
    ],
    hints=[
        r"$F$ is `stats.poisson.cdf(count, mean)`; what is $F(-1)$?",
        r"$F(y) - F(y - 1)$ is the probability of $y$: `stats.poisson.pmf(y, mean)`.",
    ],
)

# 22.2 ----------------------------------------------------------------- predict: intervals that are too short
SHAPE = Prediction(
    "22.2",
    title="Predict: a histogram of PIT values",
    points=1,
    reference="c",
    options={
        "a": "flat: the model is true, so its forecasts are calibrated",
        "b": "a mound: most outcomes fall into the middle of the forecast",
        "c": "a U: too many outcomes fall into both tails of the forecast",
        "d": "a slope: the outcomes are mostly above the forecast",
    },
    mistakes=[
        Mistake(
            "flat",
            "a",
            "The model is true, but its parameters are estimates, and the forecast hides how unsure they are.",
        ),
        Mistake(
            "a mound",
            "b",
            "A mound comes from forecasts that are too wide. These leave something out, so they are too narrow.",
        ),
        Mistake(
            "a slope",
            "d",
            "A slope needs errors in one direction. The estimates err in both, from one series to the next.",
        ),
    ],
    reveal="This forecast knows the noise of the counts and pretends to know the curve. Six years do not tell it.",
)

# 22.3 ----------------------------------------------------------------- what a wrong mean costs
POISSON_LOSS = Formula(
    "22.3",
    title="What a wrong mean costs",
    points=3,
    reference="mu * log(mu / nu) - mu + nu",
    inputs=lambda rng: [
        dict(mu=4.0, nu=2.0),
        dict(mu=2.0, nu=4.0),
        dict(mu=3.0, nu=3.0),
        *(dict(mu=float(a), nu=float(b)) for a, b in rng.uniform(0.2, 9, size=(5, 2))),
    ],
    mistakes=[
        Mistake(
            "only the logarithm",
            edit(" - mu + nu", ""),
            r"The two normalising factors $e^{-\mu}$ and $e^{-\nu}$ are missing. Yours is negative for $\mu < \nu$; "
            "no loss can be.",
        ),
        Mistake(
            "the forecast as the truth",
            edit("mu * log(mu / nu) - mu + nu", "nu * log(nu / mu) - nu + mu"),
            r"You took the mean under the forecast. Counts have the mean $\mu$, and $\operatorname{KL}(f\,\|\,g)$ "
            "is not symmetric.",
        ),
        Mistake(
            "the sign of the whole",
            edit("mu * log(mu / nu) - mu + nu", "mu - nu - mu * log(mu / nu)"),
            "That is the mean of the score's difference, below 0. How much is lost is its opposite.",
        ),
        Mistake(
            "the signs of the two means exchanged",
            edit("- mu + nu", "+ mu - nu"),
            r"$\log f$ contains $-\mu$, and $\log g$ contains $-\nu$. Which is subtracted from which?",
        ),
        Mistake(
            "one observation of 1",
            edit("mu * log", "log"),
            r"The logarithm of the ratio is multiplied by the count $y$. What is its mean?",
        ),
        Mistake(
            "the count's mean under the forecast",
            edit("mu * log", "nu * log"),
            r"The mean of $y$ is taken under the truth, so it is $\mu$.",
        ),
        Mistake(
            "half a squared difference",
            edit("mu * log(mu / nu) - mu + nu", "(mu - nu) ** 2 / (2 * nu)"),
            r"That is the loss for $\nu$ near $\mu$, its first term. Keep the logarithm.",
        ),
        Mistake(
            "half a squared difference over μ",
            edit("mu * log(mu / nu) - mu + nu", "(mu - nu) ** 2 / (2 * mu)"),
            r"That is the loss for $\nu$ near $\mu$, its first term. Keep the logarithm.",
        ),
        Mistake(
            "the squared error",
            edit("mu * log(mu / nu) - mu + nu", "(mu - nu) ** 2"),
            "That is a loss in squared counts. The log score is in nats.",
        ),
        Mistake(
            "a logarithm of base 2",
            edit("mu * log(mu / nu) - mu + nu", "(mu * log(mu / nu) - mu + nu) / log(2)"),
            "That is the loss in bits. Nats are asked: the natural logarithm.",
        ),
        Mistake(
            "the mean score itself",
            edit("mu * log(mu / nu) - mu + nu", "mu * log(nu) - nu"),
            r"That is the mean of $\log g(Y)$ without $-\log y!$. How much less is it than that of $\log f(Y)$?",
        ),
    ],
    hints=[
        r"Write $\log f(y) - \log g(y)$ with $f(y) = e^{-\mu}\mu^y/y!$. What cancels?",
        r"What is left is linear in $y$. Replace $y$ by its mean under the truth.",
    ],
)
