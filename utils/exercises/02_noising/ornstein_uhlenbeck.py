"""02.7 and 02.8: any Ornstein–Uhlenbeck process, and a slip that pulls twice as hard."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Number, edit


# 02.7 ----------------------------------------------------------------- any Ornstein–Uhlenbeck process
def ou_moments(x0, t, theta, s):
    """Mean and standard deviation of X_t given x_0 for dX = −θ X dt + s dB."""
    mean = x0 * np.exp(-theta * t)
    variance = s**2 / (2 * theta) * (1 - np.exp(-2 * theta * t))
    return mean, np.sqrt(variance)


def ou_inputs(rng):
    drawn = [tuple(float(v) for v in rng.uniform(0.3, 2.5, size=4)) for _ in range(4)]
    return [(2.0, 0.5, 3.0, 4.0), (1.0, 0.0, 0.7, 0.4), (-1.5, 40.0, 0.5, 2.0), (0.0, 0.8, 1.7, 0.6), *drawn]


def the_lecture_s(x0, t, theta, s):
    return x0 * np.exp(-t), np.sqrt(1 - np.exp(-2 * t))


def one_recipe_step(x0, t, theta, s):
    return x0 * (1 - theta * t), s * np.sqrt(t)


def time_stretched(x0, t, theta, s):
    return x0 * np.exp(-theta * t / 2), np.sqrt(s**2 / theta * (1 - np.exp(-theta * t)))


INTEGRAL = r"The variance is $s^2\int_0^t e^{-2\theta(t-u)}\,du$. Do that integral once more."
CHECK = r" Check $\theta = 1$, $s = \sqrt2$: it must become the lecture's $\sqrt{1-e^{-2t}}$."

ANY_OU = Function(
    "02.7",
    title="Any Ornstein–Uhlenbeck process",
    points=3,
    reference=ou_moments,
    inputs=ou_inputs,
    mistakes=[
        Mistake(
            "θ forgotten in the final variance",
            edit("(2 * theta) * (1", "2 * (1"),
            r"Integrate $e^{-2\theta(t-u)}$ over $u$ once more: $\theta$ comes out. A stronger pull must keep the "
            "population closer together.",
        ),
        Mistake(
            "e^{−θt} where e^{−2θt} belongs",
            edit("-2 * theta", "-theta"),
            r"The Itô isometry integrates the square of $e^{-\theta(t-u)}$, which is $e^{-2\theta(t-u)}$.",
        ),
        Mistake(
            "the square of the difference",
            edit("(1 - np.exp(-2 * theta * t))", "(1 - np.exp(-theta * t)) ** 2"),
            r"$\int_0^t$ of a square is not the square of an integral: square $e^{-\theta(t-u)}$ first, then "
            r"integrate.",
        ),
        Mistake(
            "noise taken as √2 s",
            edit("(2 * theta) * (1", "theta * (1"),
            r"Your variance is twice too large. The lecture's $\sqrt2$ belongs to $s$: there $\theta = 1$ and "
            r"$s = \sqrt2$.",
        ),
        Mistake(
            "s put where 1 stood",
            edit(" / (2 * theta)", ""),
            r"For $\theta = 1$ and $s = \sqrt2$ yours gives twice the variance of the lecture. "
            r"Follow $s$ and $\theta$ through the integral.",
        ),
        Mistake(
            "s and θ forgotten in the variance",
            edit("s**2 / (2 * theta) * ", ""),
            "Your variance does not depend on $s$, but without noise ($s = 0$) it must vanish.",
        ),
        Mistake(
            "s forgotten",
            edit("s**2 / (2 * theta)", "1 / (2 * theta)"),
            "Your variance does not depend on $s$, but without noise ($s = 0$) it must vanish.",
        ),
        Mistake(
            "s not squared",
            edit("s**2", "s"),
            r"$s\,dB$ has the variance $s^2\,dt$: square $s$.",
        ),
        Mistake(
            "s² outside the root",
            edit("s**2", "s**4"),
            "Your standard deviation grows like $s^2$. It is the variance that does.",
        ),
        Mistake(
            "θ missing from the mean",
            edit("np.exp(-theta * t)\n", "np.exp(-t)\n"),
            r"Your variance is right. The mean decays at rate $\theta$, not 1.",
        ),
        Mistake(
            "the mean decays like the variance",
            edit("x0 * np.exp(-theta * t)", "x0 * np.exp(-2 * theta * t)"),
            r"The mean follows $dm = -\theta m\,dt$. It is the variance that decays at twice this rate.",
        ),
        Mistake(
            "the mean grows",
            edit("x0 * np.exp(-theta * t)", "x0 * np.exp(theta * t)"),
            r"The pull brings $X$ back to 0: with the minus sign of $-\theta X\,dt$ the mean decays.",
        ),
        Mistake(
            "everything grows",
            edit(
                "x0 * np.exp(-theta * t)",
                "x0 * np.exp(theta * t)",
                "(1 - np.exp(-2 * theta * t))",
                "(np.exp(2 * theta * t) - 1)",
            ),
            r"You have left out the minus sign of $-\theta X\,dt$: yours is pushed away from 0, and has no end.",
        ),
        Mistake(
            "the mean is 0",
            edit("x0 * np.exp(-theta * t)", "0.0"),
            "That is the mean in the end. At time $t$ something of $x_0$ is left.",
        ),
        Mistake(
            "the mean stays at x₀",
            edit("x0 * np.exp(-theta * t)", "x0"),
            "Without the pull it would. What does the pull do to the mean?",
        ),
        Mistake(
            "x₀ left out",
            edit("x0 * np.exp(-theta * t)", "np.exp(-theta * t)"),
            "The mean is proportional to where the process started.",
        ),
        Mistake(
            "noise gathered without decay",
            edit("s**2 / (2 * theta) * (1 - np.exp(-2 * theta * t))", "s**2 * t"),
            r"$s^2t$ is the variance of free Brownian motion. Here earlier noise decays too: "
            r"the noise of time $u$ is multiplied by $e^{-\theta(t-u)}$.",
        ),
        Mistake(
            "one step of the recipe",
            one_recipe_step,
            "One step of the recipe is right for a short time only. Let the steps become many and small.",
        ),
        Mistake(
            "the variance in the end",
            edit(" * (1 - np.exp(-2 * theta * t))", ""),
            "That is the standard deviation after a long time. At $t = 0$ it must be 0: $X_0 = x_0$ is known.",
        ),
        Mistake(
            "plus for minus",
            edit("(1 - np", "(1 + np"),
            "At $t = 0$ your variance is not 0, though $X_0 = x_0$ is known.",
        ),
        Mistake(
            "without the 1",
            edit("(1 - np.exp(-2 * theta * t))", "np.exp(-2 * theta * t)"),
            "Mind both limits of the integral: at $t = 0$ the variance must be 0, and it must grow from there.",
        ),
        Mistake("multiplied by 2θ", edit("/ (2 * theta) * (1", "* (2 * theta) * (1"), INTEGRAL + CHECK),
        Mistake(
            "no brackets",
            edit("/ (2 * theta) * (1", "/ 2 * theta * (1"),
            r"Python reads `s**2 / 2 * theta` as $\frac{s^2}{2}\cdot\theta$. Put brackets round `2 * theta`.",
        ),
        Mistake("2θ squared", edit("(2 * theta) * (1", "(2 * theta) ** 2 * (1"), INTEGRAL + CHECK),
        Mistake("θ squared", edit("(2 * theta) * (1", "(2 * theta**2) * (1"), INTEGRAL + CHECK),
        Mistake(
            "θ missing in the exponent",
            edit("-2 * theta * t", "-2 * t"),
            r"The noise decays at the rate $\theta$, so its variance at the rate $2\theta$.",
        ),
        Mistake(
            "θ missing in both exponents",
            edit("x0 * np.exp(-theta * t)", "x0 * np.exp(-t)", "-2 * theta * t", "-2 * t"),
            r"The integrating factor is $e^{\theta t}$: what decays, decays at the rate $\theta$ and not 1.",
        ),
        Mistake(
            "the lecture's own",
            the_lecture_s,
            r"That is (2.13), for $\theta = 1$ and $s = \sqrt2$. Derive it again with $\theta$ and $s$.",
        ),
        Mistake(
            "half the time",
            time_stretched,
            r"That is the process with half the pull, $-\frac\theta2X\,dt$, as papers on continuous-time diffusion "
            r"write it. "
            r"Here the pull is $\theta$.",
        ),
        Mistake(
            "not divided by e^{2θt}",
            edit("(1 - np.exp(-2 * theta * t))", "(np.exp(2 * theta * t) - 1)"),
            r"That is the variance of $e^{\theta t}X_t$. Divide it by $e^{2\theta t}$: the mean you have divided.",
        ),
        Mistake(
            "the root over the first factor only",
            edit("np.sqrt(variance)", "np.sqrt(s**2 / (2 * theta)) * (1 - np.exp(-2 * theta * t))"),
            r"The root goes over the whole variance, the bracket $1-e^{-2\theta t}$ included.",
        ),
        Mistake(
            "noise that grows like t",
            edit("np.sqrt(variance)", "s * t"),
            r"Independent noises add their variances, $s^2\,dt$ each, and the earlier ones have decayed.",
        ),
        Mistake(
            "the variance returned",
            edit("np.sqrt(variance)", "variance"),
            "Your second number is the variance. Return the standard deviation.",
        ),
        Mistake(
            "the second moment",
            edit("np.sqrt(variance)", "np.sqrt(variance + mean**2)"),
            "That is the root of the mean square. The standard deviation is measured from the mean.",
        ),
        Mistake(
            "standard deviation first",
            edit("return mean, np.sqrt(variance)", "return np.sqrt(variance), mean"),
            "Right values, in the wrong order: the mean comes first.",
        ),
    ],
    hints=[
        r"Repeat the lecture's derivation with $e^{\theta t}$ as integrating factor.",
        r"Check your result: $\theta = 1$ and $s = \sqrt2$ must give $e^{-t}x_0$ and $\sqrt{1-e^{-2t}}$.",
    ],
)


# 02.8 ----------------------------------------------------------------- a slip that pulls twice as hard
def final_variance():
    """v_T of v_t = (1 − β_t)² v_{t−1} + β_t from v_0 = 1, for the lecture's schedule."""
    v = 1.0
    for beta in np.linspace(5e-4, 0.1, 200):
        v = (1 - beta) ** 2 * v + beta
    return v


FOURTH_SLIP = Number(
    "02.8",
    title="A fourth slip",
    points=2,
    reference=final_variance,
    rtol=0.0,
    atol=0.012,  # that of 20 000 samples, and two decimals
    mistakes=[
        Mistake(
            "the right step",
            edit("(1 - beta) ** 2 * v", "(1 - beta) * v"),
            r"That is the variance of the right step, which keeps $\sqrt{1-\beta}\,x$. Here $(1-\beta)\,x$ is kept: "
            "its variance has the factor squared.",
        ),
        Mistake(
            "the standard deviation",
            edit("return v", "return np.sqrt(v)"),
            "That is the standard deviation at the end. Its square, the variance, is asked.",
        ),
        Mistake(
            "the limit for small β",
            edit("return v", "return 0.5"),
            r"One half is where a small constant $\beta$ would lead. Here the last $\beta$ is 0.1: run the chain.",
        ),
        Mistake(
            "the noise not rooted",
            edit("v + beta", "v + beta**2"),
            r"You multiplied the noise by $\beta$. It is right in this slip: $\sqrt{\beta}\,\varepsilon$, of variance "
            r"$\beta$.",
        ),
        Mistake(
            "the first or the second slip",
            edit("(1 - beta) ** 2 * v + beta", "(1 - beta) * v + beta**2"),
            r"That is where the first two of the three slips end. In the fourth the noise is right, and the signal "
            r"keeps $1-\beta$.",
        ),
        Mistake(
            "what is left of the data",
            edit(" + beta", ""),
            "That is what remains of the data's variance. The noise that every step adds is missing.",
        ),
        Mistake(
            "no shrinking",
            edit("(1 - beta) ** 2 * v", "v"),
            r"You kept all of $x$. This slip keeps $(1-\beta)\,x$, whose variance is $(1-\beta)^2$ times that of $x$.",
        ),
        Mistake(
            "the root left as it is",
            edit("(1 - beta) ** 2 * v", "np.sqrt(1 - beta) * v"),
            r"The variance of $c\,x$ is $c^2$ times that of $x$: with $c = 1-\beta$, the factor is $(1-\beta)^2$.",
        ),
    ],
    hints=[
        "In the experiment of section 7 change what is kept: `kept = (1 - b) * x`. Then read the last variance.",
        r"Without samples: the variance of one step is $(1-\beta)^2v+\beta$. Start at $v=1$ and repeat.",
    ],
)
