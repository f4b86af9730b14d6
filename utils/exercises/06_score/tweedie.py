"""06.2, 06.3 and 06.5: a best estimate, the loss of a perfect network, the constant of score matching."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Mistake, Prediction, edit

# 06.2 ----------------------------------------------------------------- predict: the best estimate between two points
TWO_POINTS = Prediction(
    "06.2",
    title="Predict: the best estimate between two points",
    points=1,
    reference=float(np.tanh(1)),
    rtol=0.0,
    atol=0.03,
    mistakes=[
        Mistake(
            "the nearer point",
            1.0,
            "1 is the most likely value. But −1 is possible too, and a mean takes that into account.",
        ),
        Mistake(
            "a probability",
            float(1 / (1 + np.exp(-2))),
            "0.88 is the probability of +1. The mean counts −1 with the rest of the probability.",
        ),
        Mistake(
            "the observation, or σ² forgotten",
            0.25,
            r"0.25 is what you saw. (And $\tanh(0.25)$ is what comes out without $\sigma^2$.) You know more: the "
            r"data are at $\pm1$.",
        ),
        Mistake("the mean of the data", 0.0, "0 is right before you look. The observation leans towards +1."),
        Mistake(
            "shrunk towards the middle",
            0.2,
            r"0.2 would be the best straight-line estimate, $0.25\cdot1/(1+0.25)$. Bayes' rule is not a straight line "
            "here.",
        ),
        Mistake(
            "σ for σ²",
            float(np.tanh(0.5)),
            r"0.46 is $\tanh(0.25/0.5)$. The distances are squared and divided by $2\sigma^2=0.5$; the odds are "
            r"$e^{2\cdot0.25/\sigma^2}$.",
        ),
        Mistake(
            "half way to the point",
            0.6,
            "The odds are steeper than that: the two distances, 0.75 and 1.25, are squared and divided by "
            r"$2\cdot0.25$.",
        ),
        Mistake(
            "the factor 2 counted twice",
            float(np.tanh(2)),
            r"0.96 is $\tanh(2)$. The odds of +1 are $e^2$, and $(e^2-1)/(e^2+1)=\tanh(1)$.",
        ),
    ],
    reveal=r"The odds of +1 against −1 are $e^2=7.4$ to 1, so the best estimate is $\tanh(1)=0.76$. No data point lies "
    "there: "
    "a best estimate is an average of what is possible, not a sample.",
)

# 06.3 ----------------------------------------------------------------- predict: the loss of a perfect network
PERFECT_LOSS = Prediction(
    "06.3",
    title="Predict: the loss of a perfect network",
    points=1,
    reference=0.5,
    rtol=0.0,
    atol=0.02,
    mistakes=[
        Mistake(
            "no loss at all",
            0.0,
            r"0 would need the noise to be a function of $x_t$. Given $x_t$, both $x_0$ and $\varepsilon$ are still "
            "uncertain.",
        ),
        Mistake(
            "the loss of zero",
            1.0,
            r"1 is the loss of a network that always returns 0. $x_t$ tells something about $\varepsilon$.",
        ),
        Mistake(
            "a quarter",
            0.25,
            r"$\frac14=\alpha^2\sigma^2$ is what multiplying two shares gives. Subtract the part of "
            r"$\operatorname{Var}(\varepsilon)$ that $x_t$ explains.",
        ),
        Mistake("the standard deviation", float(np.sqrt(0.5)), "0.71 is the root mean squared error."),
    ],
    reveal=r"Signal and noise are equally strong, so half of the variance of $\varepsilon$ is explained by $x_t$ and "
    "half is not: 0.5. "
    "A training loss that stops there is perfect.",
)

# 06.5 ----------------------------------------------------------------- the constant for Gaussian data
_V = "alpha**2 * v + sigma**2"
_INVERSE = f"1 / ({_V})"
_WHOLE = f"1 / sigma**2 - {_INVERSE}"
_GUESS = r"That is $\operatorname{Var}[x_0\mid x_t]$, (B.7). (6.12) multiplies it by $\alpha^2/\sigma^4$."

DSM_CONSTANT = Formula(
    "06.5",
    title="The constant for Gaussian data",
    points=2,
    reference=_WHOLE,
    inputs=lambda rng: (
        [{"alpha": 0.8, "sigma": 0.6, "v": 2.0}, {"alpha": 0.6, "sigma": 0.8, "v": 0.3}]
        + [
            {"alpha": float(a), "sigma": float(s), "v": float(v)}
            for a, s, v in zip(*rng.uniform(0.3, 1.8, size=(3, 5)))
        ]
    ),
    mistakes=[
        Mistake(
            "the target's mean square alone",
            edit(f" - {_INVERSE}", ""),
            r"That is $\operatorname E|\varepsilon/\sigma|^2$, the loss of returning 0. What does the explicit loss "
            "of returning 0 amount to?",
        ),
        Mistake(
            "the score's mean square alone",
            edit("1 / sigma**2 - ", ""),
            r"That is $\operatorname E|s_t|^2$. In (6.11) it is subtracted from something.",
        ),
        Mistake("a sum", edit(" - ", " + "), "Look at the sign in (6.11)."),
        Mistake(
            "the difference the wrong way round",
            edit(_WHOLE, f"{_INVERSE} - 1 / sigma**2"),
            r"The constant is a mean square, $\operatorname E|s_t-u|^2$. Can it be negative?",
        ),
        Mistake(
            "data not noised",
            edit(_INVERSE, "1 / v"),
            r"$1/v$ is the mean squared score of the data. The score at time $t$ is wanted.",
        ),
        Mistake("α without the square", edit("alpha**2", "alpha"), r"$\alpha x_0$ has the variance $\alpha^2v$."),
        Mistake("v squared", edit("* v", "* v**2"), "`v` is a variance already."),
        Mistake(
            "σ without the square",
            edit("v + sigma**2", "v + sigma"),
            r"$\sigma\varepsilon$ has the variance $\sigma^2$.",
        ),
        Mistake(
            "shrinking forgotten",
            edit("alpha**2 * v", "v"),
            r"$x_t=\alpha x_0+\sigma\varepsilon$: what is its variance?",
        ),
        Mistake(
            "v forgotten",
            edit("alpha**2 * v", "alpha**2"),
            r"$x_t=\alpha x_0+\sigma\varepsilon$: what is its variance, when that of $x_0$ is $v$?",
        ),
        Mistake(
            "variance preserving, data of variance 1",
            edit(_INVERSE, "1"),
            r"The mean squared score is 1 if $x_t$ has variance 1. Here its variance is another.",
        ),
        Mistake(
            "1 for the target's mean square",
            edit("1 / sigma**2", "1"),
            r"$u=-\varepsilon/\sigma$ has the mean square $1/\sigma^2$.",
        ),
        Mistake(
            "σ² for 1/σ²",
            edit("1 / sigma**2", "sigma**2"),
            r"$u=-\varepsilon/\sigma$ is divided by $\sigma$, its mean square by $\sigma^2$.",
        ),
        Mistake(
            "the variance of the estimate",
            edit(_WHOLE, f"v * sigma**2 / ({_V})"),
            _GUESS,
        ),
        Mistake(
            "one factor α²/σ² for α²/σ⁴",
            edit(_WHOLE, f"alpha**2 * v / ({_V})"),
            r"That is $\sigma^2$ times the constant: the loss of predicting $\varepsilon$, not of predicting the "
            "score.",
        ),
        Mistake(
            "α for α² in front",
            edit(_WHOLE, f"alpha * v / (sigma**2 * ({_V}))"),
            r"$x_0$ comes in with the factor $\alpha/\sigma^2$; its variance with the square of that.",
        ),
        Mistake(
            "the variance of x_t missing",
            edit(_WHOLE, "alpha**2 * v / sigma**2"),
            "That is the SNR. (6.12) has the variance of $x_0$ given $x_t$, which divides by the variance of $x_t$, "
            "too.",
        ),
        Mistake(
            "σ for σ² in front",
            edit(_WHOLE, f"alpha**2 * v / (sigma * ({_V}))"),
            r"Of $\sigma^4$ below and $\sigma^2$ above remains $\sigma^2$ below.",
        ),
        Mistake(
            "α² missing in front",
            edit(_WHOLE, f"v / (sigma**2 * ({_V}))"),
            r"$x_0$ comes in with the factor $\alpha/\sigma^2$; its variance with the square of that.",
        ),
        Mistake(
            "α² counted twice",
            edit(_WHOLE, f"alpha**4 * v / (sigma**2 * ({_V}))"),
            r"In (6.12) stands $\alpha^2$ once, times $\operatorname{Var}[x_0\mid x_t]$, whose numerator is "
            r"$v\sigma^2$.",
        ),
        Mistake(
            "x_t tells nothing",
            edit(_WHOLE, "alpha**2 * v / sigma**4"),
            r"You used the variance of $x_0$ before $x_t$ is seen. (6.12) has that of $x_0$ given $x_t$.",
        ),
        Mistake(
            "a product for a division",
            edit(_WHOLE, f"alpha**2 * v / sigma**2 * ({_V})"),
            r"Check the brackets: the variance of $x_t$ stands in the denominator.",
        ),
        Mistake(
            "the variance for its inverse",
            edit(_INVERSE, f"({_V})"),
            r"You subtracted the variance of $x_t$. Its score, $-(x-\alpha m)/V$, has another mean square: check the "
            "unit.",
        ),
        Mistake(
            "the variance squared",
            edit(_INVERSE, f"1 / ({_V})**2"),
            r"The score is divided by $V$, so its square by $V^2$. But what is the mean of $(x-\alpha m)^2$?",
        ),
        Mistake(
            "the data's score for the target",
            edit("1 / sigma**2", "1 / v"),
            r"The first term of $C_t$ is the mean square of $\varepsilon/\sigma$, not of the data's score.",
        ),
        Mistake(
            "σ² above",
            edit(_INVERSE, f"sigma**2 / ({_V})"),
            r"The mean square of the score of $N(m, V)$ is $1/V$. Nothing else stands above.",
        ),
        Mistake(
            "the noise forgotten",
            edit(" + sigma**2", ""),
            r"$x_t=\alpha x_0+\sigma\varepsilon$: its variance contains the noise, too.",
        ),
        Mistake(
            "v above",
            edit(_INVERSE, f"v / ({_V})"),
            r"The mean square of the score of $N(m, V)$ is $1/V$. Nothing else stands above.",
        ),
        Mistake(
            "standard deviations",
            edit(_WHOLE, f"1 / sigma - 1 / sqrt({_V})"),
            "The mean square of the score of $N(m, V)$ is $1/V$, with $V$ the variance.",
        ),
        Mistake(
            "nothing",
            edit(_WHOLE, "0"),
            "0 is the smallest value of the explicit loss. That of the denoising loss is larger by $C_t$.",
        ),
    ],
    hints=[
        r"What is the variance of $x_t$? The score of $N(m, V)$ is $-(x-m)/V$. What is its mean square?",
        r"The mean square of $(x-m)/V$ is $V/V^2=1/V$.",
    ],
)
