"""02.1 to 02.3: one step of noising, and what two independent noises make together."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Number, Prediction, edit


# 02.1 ----------------------------------------------------------------- one step of noising
def noise_step(x, beta, eps):
    """x_t = √(1 − β) x_{t−1} + √β ε."""
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps


def step_inputs(rng):
    def drawn(shape, beta):
        return rng.normal(size=shape), beta, rng.normal(size=shape)

    betas = [float(rng.uniform(0.01, 0.5)), float(rng.uniform(0.5, 0.9)), 1e-4, 0.999]
    return [(1.0, 0.36, 0.5), *map(drawn, [(3,), (4, 2), (2, 3, 3), (5,)], betas)]


ROOM = "Shrink $x$ first, to make room for the noise: then the variance stays where it was."
STD = (
    r"$\beta$ is the variance of the noise you add. A number multiplied by $c$ has its variance multiplied by $c^2$. "
    r"Which $c$ gives $\varepsilon$ the variance $\beta$? With $c = \beta$ the variance of the chain shrinks step by "
    r"step."
)
EULER = r"Right to first order for a small $\beta$. But (2.1) keeps the variance at exactly 1, for every $\beta$."

ONE_STEP = Function(
    "02.1",
    title="One step of noising",
    points=1,
    reference=noise_step,
    inputs=step_inputs,
    mistakes=[
        Mistake("the variance where the standard deviation belongs", edit("np.sqrt(beta)", "beta"), STD),
        Mistake(
            "the signal is not shrunk",
            edit("np.sqrt(1 - beta) * x", "x"),
            r"You added noise but kept $x$ whole, so the variance grows by $\beta$ at every step. " + ROOM,
        ),
        Mistake(
            "the signal is shrunk by 1 − β",
            edit("np.sqrt(1 - beta)", "(1 - beta)"),
            r"The variance of $cx$ is $c^2$ times the variance of $x$, and it should become $1-\beta$. "
            r"With $c = 1-\beta$ it becomes less.",
        ),
        Mistake(
            "neither root",
            edit("np.sqrt(1 - beta)", "(1 - beta)", "np.sqrt(beta)", "beta"),
            r"$1-\beta$ and $\beta$ are what the two variances should be. What multiplies is not the variance.",
        ),
        Mistake(
            "β squared under the root",
            edit("1 - beta", "1 - beta**2", "np.sqrt(beta)", "beta"),
            r"You took $\beta$ for the standard deviation of the noise. Here $\beta$ is its variance.",
        ),
        Mistake(
            "only the first β squared",
            edit("1 - beta", "1 - beta**2"),
            r"No square under the root: $\beta$ is a variance already, and the signal keeps $1-\beta$ of its own.",
        ),
        Mistake("no noise", edit(" + np.sqrt(beta) * eps", ""), "You shrink $x$ but add no noise."),
        Mistake("no signal", edit("np.sqrt(1 - beta) * x + ", ""), "Only the noise is left. Where is $x$?"),
        Mistake(
            "signal and noise have changed places",
            edit("np.sqrt(1 - beta) * x + np.sqrt(beta) * eps", "np.sqrt(beta) * x + np.sqrt(1 - beta) * eps"),
            r"For small $\beta$ the picture should hardly change. Try $\beta = 0$: your step returns pure noise.",
        ),
        Mistake(
            "the noise not scaled",
            edit("np.sqrt(beta) * eps", "eps"),
            r"You add the whole $\varepsilon$, of variance 1. One step adds noise of variance $\beta$ only.",
        ),
        Mistake(
            "a minus sign",
            edit("+ np.sqrt(beta)", "- np.sqrt(beta)"),
            r"Your noise is subtracted. The law is the same, but the given $\varepsilon$ is to be added.",
        ),
        Mistake(
            "β squared before ε",
            edit("np.sqrt(beta)", "beta**2"),
            r"You squared where a root belongs: $c^2 = \beta$ is wanted, so $c = \sqrt\beta$.",
        ),
        Mistake(
            "the noise shrunk too",
            edit("x + np.sqrt(beta) * eps", "(x + np.sqrt(beta) * eps)"),
            r"Your bracket multiplies the noise by $\sqrt{1-\beta}$ as well. Shrink $x$ alone, then add.",
        ),
        Mistake(
            "the same root twice",
            edit("np.sqrt(beta)", "np.sqrt(1 - beta)"),
            r"You multiply both by $\sqrt{1-\beta}$. The noise of one step has the variance $\beta$.",
        ),
        Mistake(
            "the same root twice, √β",
            edit("np.sqrt(1 - beta)", "np.sqrt(beta)"),
            r"You multiply both by $\sqrt\beta$. What is left of the signal has the variance $1-\beta$.",
        ),
        Mistake(
            "1 + β",
            edit("1 - beta", "1 + beta"),
            r"Your signal grows. To make room for the noise it must shrink: $1-\beta$.",
        ),
        Mistake(
            "noise of variance 2β",
            edit("np.sqrt(beta)", "np.sqrt(2 * beta)"),
            r"Your noise has the variance $2\beta$: that is the recipe of the Ornstein–Uhlenbeck process, "
            r"where a step of length $\Delta$ adds $2\Delta$.",
        ),
        Mistake(
            "a step of the recipe (2.12)",
            edit("np.sqrt(1 - beta)", "(1 - beta)", "np.sqrt(beta)", "np.sqrt(2 * beta)"),
            r"That is one step of length $\beta$ of the recipe for (2.12). " + EULER,
        ),
        Mistake("the root expanded", edit("np.sqrt(1 - beta)", "(1 - beta / 2)"), EULER),
        Mistake(
            "1 − √β",
            edit("np.sqrt(1 - beta)", "(1 - np.sqrt(beta))"),
            r"The root of a difference is not the difference of the roots: $\sqrt{1-\beta}\ne1-\sqrt\beta$.",
        ),
        Mistake(
            "1 − √(1 − β) for the noise",
            edit("np.sqrt(beta)", "(1 - np.sqrt(1 - beta))"),
            "The squares of the two factors add up to 1, not the factors.",
        ),
        Mistake(
            "e^{−β/2} for the root",
            edit("np.sqrt(1 - beta)", "np.exp(-beta / 2)", "np.sqrt(beta)", "np.sqrt(1 - np.exp(-beta))"),
            r"That is a step of length $\beta/2$ of the Ornstein–Uhlenbeck process. " + EULER,
        ),
        Mistake(
            "e^{−β}",
            edit("np.sqrt(1 - beta)", "np.exp(-beta)", "np.sqrt(beta)", "np.sqrt(1 - np.exp(-2 * beta))"),
            r"That is a step of length $\beta$ of the Ornstein–Uhlenbeck process, not a step of (2.1).",
        ),
        Mistake(
            "ε under the root",
            edit("np.sqrt(beta) * eps", "np.sqrt(beta * eps)"),
            r"$\varepsilon$ has come under the root. Only $\beta$ stands there.",
        ),
        Mistake(
            "ε left out",
            edit("np.sqrt(beta) * eps", "np.sqrt(beta)"),
            r"You add the standard deviation itself. It multiplies $\varepsilon$.",
        ),
        Mistake(
            "what is lost, not what is kept",
            edit("np.sqrt(1 - beta) * x", "(1 - np.sqrt(1 - beta)) * x"),
            r"That is what the step takes away from $x$. $\sqrt{1-\beta}\,x$ is what it keeps.",
        ),
        Mistake(
            "** 1/2 without brackets",
            edit("np.sqrt(1 - beta)", "(1 - beta) ** 1 / 2", "np.sqrt(beta)", "beta**1 / 2"),
            "Python reads `c ** 1/2` as `(c ** 1) / 2`. Write `c ** 0.5` or `np.sqrt(c)`.",
        ),
        Mistake(
            "x and ε under the root",
            edit("np.sqrt(1 - beta) * x + np.sqrt(beta) * eps", "np.sqrt((1 - beta) * x) + np.sqrt(beta * eps)"),
            r"$x$ and $\varepsilon$ have come under the roots. Only $1-\beta$ and $\beta$ stand there.",
        ),
        Mistake(
            "a bracket closed too late",
            edit("np.sqrt(1 - beta) * x + np.sqrt(beta) * eps", "np.sqrt(1 - beta * x) + np.sqrt(beta * eps)"),
            r"$x$ and $\varepsilon$ have come under the roots. Only $1-\beta$ and $\beta$ stand there.",
        ),
        Mistake(
            "a root over the sum",
            edit("np.sqrt(1 - beta) * x + np.sqrt(beta) * eps", "np.sqrt((1 - beta) * x + beta * eps)"),
            r"A root of a sum is not the sum of the roots, and $x$ and $\varepsilon$ do not belong under it. "
            r"Each has its own factor.",
        ),
        Mistake(
            "one root over everything",
            edit("np.sqrt(1 - beta) * x + np.sqrt(beta) * eps", "np.sqrt((1 - beta) * x**2 + beta * eps**2)"),
            "Variances add under one root; the numbers themselves do not. Two products, then their sum.",
        ),
    ],
    hints=[
        r"Which number must multiply $\varepsilon$ so that the noise has variance $\beta$?",
        r"$x$ has variance 1. After scaling it must have variance $1-\beta$, so that both add up to 1.",
    ],
)

# 02.2 ----------------------------------------------------------------- predict: 3 and 4 make 5
MEAN = "The total is never below the larger of the two, and any mean of 3 and 4 is below 4."

THREE_FOUR = Prediction(
    "02.2",
    title="Predict: two noises, one after the other",
    points=1,
    reference=5.0,
    rtol=0.0,
    atol=0.1,
    mistakes=[
        Mistake("standard deviations added", 7.0, "3 + 4 = 7 would need the two noises always to push the same way."),
        Mistake("variance given", 25.0, "25 = 3² + 4² is the variance. The standard deviation is its square root."),
        Mistake("a mean of the two", 3.5, MEAN),
        Mistake(
            "the difference",
            1.0,
            "Noises with independent signs do not cancel as a rule; they cancel and add equally often.",
        ),
        Mistake(
            "the product",
            12.0,
            "Standard deviations multiply when numbers are multiplied by a constant, not when noises are added.",
        ),
        Mistake(
            "the root of the sum",
            np.sqrt(7),
            "3 and 4 are standard deviations already. Square them, add, and then take the root.",
        ),
        Mistake("the larger alone", 4.0, "The larger one hides much of the smaller, but not all of it."),
        Mistake("the smaller alone", 3.0, "Two noises are never less than one of them."),
        Mistake(
            "the mean of two sensors",
            2.5,
            "2.5 is the standard deviation of the *mean* of the two noises. Here they are added.",
        ),
        Mistake("between the larger and the sum", 6.0, "More than 5 would need the two noises to push the same way."),
        Mistake("a little more than the larger", 4.5, "Almost. Square, add, take the root."),
        Mistake("the first variance", 9.0, "9 is the variance of the first noise alone."),
        Mistake("the second variance", 16.0, "16 is the variance of the second noise alone."),
        Mistake("the sum squared", 49.0, "49 = (3 + 4)². Square first, then add, then take the root."),
    ],
    reveal="Half of the time the two noises pull in opposite directions and partly cancel. "
    r"Variances add: $3^2 + 4^2 = 25$, and $\sqrt{25} = 5$.",
)


# 02.3 ----------------------------------------------------------------- two steps by hand
def from_step_1():
    """The part of Var(x_2) that comes from the noise of step 1."""
    beta_1, beta_2 = 0.19, 0.36
    return (1 - beta_2) * beta_1


TWO_STEPS = Number(
    "02.3",
    title="Two steps, two noises",
    points=1,
    reference=from_step_1,
    rtol=0.0,
    atol=5e-5,
    mistakes=[
        Mistake(
            "the first noise not shrunk",
            edit("(1 - beta_2) * ", ""),
            r"$\beta_1$ is its variance in $x_1$. The second step multiplies everything it receives by "
            r"$\sqrt{1-\beta_2}$, "
            "and the noise of the first step is part of what it receives.",
        ),
        Mistake(
            "shrunk by (1 − β₂)²",
            edit("(1 - beta_2)", "(1 - beta_2) ** 2"),
            r"The second step multiplies the old noise by $\sqrt{1-\beta_2}$, so its variance by $1-\beta_2$, once.",
        ),
        Mistake(
            "shrunk by √(1 − β₂)",
            edit("(1 - beta_2)", "np.sqrt(1 - beta_2)"),
            r"The noise is multiplied by $\sqrt{1-\beta_2}$. What happens to its variance?",
        ),
        Mistake(
            "the standard deviation",
            edit("(1 - beta_2) * beta_1", "np.sqrt((1 - beta_2) * beta_1)"),
            "That is the standard deviation of this part. Its variance is asked.",
        ),
        Mistake(
            "the standard deviation in x₁",
            edit("(1 - beta_2) * beta_1", "np.sqrt(beta_1)"),
            r"$\sqrt{\beta_1}$ is what multiplies $\varepsilon_1$ in $x_1$. Its variance in $x_2$ is asked.",
        ),
        Mistake(
            "a standard deviation, shrunk like a variance",
            edit("(1 - beta_2) * beta_1", "(1 - beta_2) * np.sqrt(beta_1)"),
            r"$\varepsilon_1$ is multiplied by $\sqrt{1-\beta_2}\,\sqrt{\beta_1}$. Square that whole factor.",
        ),
        Mistake(
            "β₁ squared",
            edit("(1 - beta_2) * beta_1", "(1 - beta_2) * beta_1**2"),
            r"$\beta_1$ is a variance already: no square.",
        ),
        Mistake(
            "shrunk by 1 − β₂²",
            edit("(1 - beta_2)", "(1 - beta_2**2)"),
            r"The second step keeps $1-\beta_2$ of every variance it receives, without a square.",
        ),
        Mistake(
            "the steps exchanged",
            edit("(1 - beta_2) * beta_1", "(1 - beta_1) * beta_2"),
            "You shrank the noise of the second step by the first. Which comes first?",
        ),
        Mistake(
            "shrunk by its own step",
            edit("(1 - beta_2)", "(1 - beta_1)"),
            r"The first step does not shrink its own noise: it shrinks $x_0$. Which step shrinks $\varepsilon_1$?",
        ),
        Mistake(
            "shrunk by both steps",
            edit("(1 - beta_2)", "(1 - beta_1) * (1 - beta_2)"),
            r"The first step shrinks $x_0$ and then adds $\varepsilon_1$. So $\varepsilon_1$ is shrunk by the second "
            r"alone.",
        ),
        Mistake(
            "the second noise",
            edit("(1 - beta_2) * beta_1", "beta_2"),
            r"$\beta_2$ is the part of the second noise. The part of the first is asked.",
        ),
        Mistake(
            "the second noise, shrunk",
            edit("(1 - beta_2) * beta_1", "(1 - beta_2) * beta_2"),
            r"The second step shrinks what it receives: the noise of the first, $\beta_1$. Not its own.",
        ),
        Mistake(
            "the product of the two",
            edit("(1 - beta_2)", "beta_2"),
            r"The second step keeps $1-\beta_2$ of the old variance. $\beta_2$ is what it adds.",
        ),
        Mistake(
            "a product of three",
            edit("(1 - beta_2)", "(1 - beta_2) * beta_2"),
            r"$\beta_2$ is the variance that the second step adds. It does not multiply the first noise.",
        ),
        Mistake(
            "both noises",
            edit("(1 - beta_2) * beta_1", "(1 - beta_2) * beta_1 + beta_2"),
            "That is the variance of both noises together. Only the part of the first is asked.",
        ),
        Mistake(
            "the sum of the two",
            edit("(1 - beta_2) * beta_1", "beta_1 + beta_2"),
            "You added both variances. Only the part of the first is asked, and the second step has shrunk it.",
        ),
        Mistake(
            "what is left of the signal",
            edit("(1 - beta_2) * beta_1", "(1 - beta_1) * (1 - beta_2)"),
            r"That is $\bar\alpha_2$, what is left of the variance of $x_0$. The noise of the first step is asked.",
        ),
        Mistake(
            "its share of the noise",
            edit("(1 - beta_2) * beta_1", "(1 - beta_2) * beta_1 / (1 - (1 - beta_1) * (1 - beta_2))"),
            "That is its share of all the noise in $x_2$. The variance itself is asked.",
        ),
        Mistake(
            "β₂ subtracted",
            edit("(1 - beta_2) * beta_1", "beta_2 - beta_1"),
            "Variances of independent noises add. How is the first one shrunk by the second step?",
        ),
        Mistake(
            "the factor alone",
            edit("(1 - beta_2) * beta_1", "(1 - beta_2)"),
            "That is the factor by which the second step shrinks the variances it receives. What does it receive?",
        ),
    ],
    hints=[
        r"Write $x_2$ in terms of $x_1$, then put $x_1 = \sqrt{1-\beta_1}\,x_0 + \sqrt{\beta_1}\,\varepsilon_1$ into "
        r"it. "
        r"What multiplies $\varepsilon_1$?",
        r"$\varepsilon_1$ is multiplied by $\sqrt{1-\beta_2}\,\sqrt{\beta_1}$.",
    ],
)
