"""13.3 to 13.5: the noise that hides a component, what the drowned ones still say, the fine given the coarse."""

from __future__ import annotations

from utils.teaching.exercise import Formula, Mistake, Number


# 13.3 ----------------------------------------------------------------- the level of a component
def level_inputs(rng):
    drawn = [
        dict(lam=float(lam), r=float(r)) for lam, r in zip(rng.uniform(0.05, 4, 6), (0.05, 0.3, 0.5, 0.6, 0.9, 0.97))
    ]
    return [dict(lam=2.25, r=0.2), *drawn]


LEFT = (
    "The best estimate has the error $\\lambda\\sigma^2/(\\lambda+\\sigma^2)$, a share "
    "$\\sigma^2/(\\lambda+\\sigma^2)$ of $\\lambda$. "
)

LEVEL = Formula(
    "13.3",
    title="Derive: how much noise hides a component?",
    points=1,
    reference="sqrt(lam*r/(1 - r))",
    inputs=level_inputs,
    mistakes=[
        Mistake(
            "the variance of the noise", "lam*r/(1 - r)", "That is $\\sigma^2$. Asked is $\\sigma$: take the root."
        ),
        Mistake(
            "the share explained",
            "sqrt(lam*(1 - r)/r)",
            "With that noise a share $r$ is *explained* by the estimate. Asked is the share that is left as error.",
        ),
        Mistake("equal to the noise", "sqrt(lam)", "That is right for $r = \\frac12$ only. " + LEFT),
        Mistake("the ratio of variances", "sqrt(lam*r)", "$r$ is not $\\sigma^2/\\lambda$. " + LEFT),
        Mistake(
            "the root of the eigenvalue left out",
            "lam*sqrt(r/(1 - r))",
            "$\\lambda$ is a variance already: it belongs under the root.",
        ),
        Mistake("a share of deviations", "sqrt(lam)*r/(1 - r)", "$r$ is a share of *variance*: take its root, too."),
        Mistake(
            "the error squared of the gain",
            "sqrt(lam*sqrt(r)/(1 - sqrt(r)))",
            "$(1-g)^2$ is only the part of the error that comes from shrinking the signal; noise adds $g^2\\sigma^2$.",
        ),
        Mistake("the sign", "sqrt(lam*r/(1 + r))", "Solve $\\sigma^2 = r(\\lambda+\\sigma^2)$ once more: a sign."),
        Mistake("the allowed error", "lam*r", "That is the error's variance. Which $\\sigma$ leads to it? " + LEFT),
        Mistake(
            "a share of the deviation", "sqrt(lam)*r", "The share $r$ is one of the *error*, not of the noise. " + LEFT
        ),
        Mistake(
            "the share taken as a number",
            "sqrt(lam*r/(lam - r))",
            "The error is to be the share $r$ *of λ*: $r\\lambda$, not $r$. " + LEFT,
        ),
        Mistake(
            "the variance below the share",
            "sqrt(lam**2*r/(lam - r))",
            "The error is to be the share $r$ *of λ*: $r\\lambda$, not $r$. " + LEFT,
        ),
        Mistake("the share squared", "sqrt(lam*r**2/(1 - r**2))", "$r$ is a share of *variance* already: no square."),
        Mistake("divided by the share", "sqrt(lam/r)", "A smaller share of error needs *less* noise. " + LEFT),
        Mistake("upside down", "sqrt((1 - r)/(lam*r))", "More variance needs *more* noise to hide it."),
        Mistake("one minus the share", "sqrt(lam*(1 - r))", LEFT + "Set it to $r$ and solve."),
    ],
    hints=[
        LEFT,
        "$\\sigma^2 = r\\,(\\lambda + \\sigma^2)$; solve for $\\sigma$.",
    ],
)

# 13.4 ----------------------------------------------------------------- what the drowned ones still say
# Accuracies over 400 noises, each with a standard error of .001; a difference over 20 noises has one of .0056.
ALL, ABOVE, BELOW, SIXTEEN = 0.7882, 0.6052, 0.3900, 0.7645
CLEAN_ALL, CLEAN_ABOVE = 0.9822, 0.9022

DROWNED = Number(
    "13.4",
    title="Run: what do the drowned components still say?",
    points=2,
    reference=ALL - ABOVE,
    rtol=0.0,
    atol=0.019,
    mistakes=[
        Mistake("all components", ALL, "That is the accuracy with all 64. Subtract that with those above the noise."),
        Mistake(
            "those above", ABOVE, "That is the accuracy with the components above the noise. Subtract it from all."
        ),
        Mistake("the sign", ABOVE - ALL, "Turn the difference round: all 64 less those above the noise."),
        Mistake(
            "without noise",
            CLEAN_ALL - CLEAN_ABOVE,
            "That is the difference without noise. Add noise of $\\sigma = 1$ to the held-out coordinates.",
        ),
        Mistake(
            "those below alone",
            BELOW,
            "That is the accuracy with the drowned components *alone*. Asked is what they add to the others.",
        ),
        Mistake(
            "sixteen kept",
            ALL - SIXTEEN,
            "At $\\sigma = 1$ five eigenvalues exceed $\\sigma^2$; sixteen are above $\\sigma = .5$.",
        ),
        Mistake(
            "noise on both",
            0.4486 - 0.5083,
            "The training digits stay clean: only what is to be named is noisy.",
        ),
        Mistake("in per cent", 100 * (ALL - ABOVE), "That is in per cent. Asked is the difference of two shares."),
        Mistake("nothing", 0.0, "One by one they are below the noise. Run it: there are 59 of them."),
        Mistake("a ratio", ALL / ABOVE, "That is the ratio of the two. Asked is their difference."),
    ],
    hints=[
        "`noisy = held_c + rng.standard_normal(held_c.shape)`; `accuracy(noisy, k)` for $k = 64$ and for those above.",
        "Above the noise are `np.sum(basis.variances > 1)` components.",
        "Average the difference over 20 noises.",
    ],
)


# 13.5 ----------------------------------------------------------------- the fine given the coarse
def fine_inputs(rng):
    drawn = [
        dict(y=y, m_c=m, m_f=f, v_c=v, v_fc=c, sigma=s)
        for y, m, f, v, c, s in zip(*(rng.normal(size=(3, 6))), *(rng.uniform(0.3, 2, size=(3, 6))))
    ]
    drawn[1]["v_fc"] *= -1
    return [dict(y=3.0, m_c=1.0, m_f=2.0, v_c=1.0, v_fc=0.5, sigma=1.0), *drawn]


GIVEN = "What is seen is $y = c + \\sigma\\varepsilon$, with variance $v_c + \\sigma^2$ and mean $m_c$. "

FINE = Formula(
    "13.5",
    title="Derive: the fine, given a coarse with noise on it",
    points=2,
    reference="m_f + v_fc/(v_c + sigma**2)*(y - m_c)",
    inputs=fine_inputs,
    mistakes=[
        Mistake(
            "as if the coarse were clean",
            "m_f + v_fc/v_c*(y - m_c)",
            "That believes the noisy coarse number as if it were clean. " + GIVEN,
        ),
        Mistake(
            "noise for its variance",
            "m_f + v_fc/(v_c + sigma)*(y - m_c)",
            "$\\sigma$ is a standard deviation: its square adds.",
        ),
        Mistake(
            "from mean 0", "m_f + v_fc/(v_c + sigma**2)*y", "Only the deviation of $y$ from its mean says anything."
        ),
        Mistake("the mean forgotten", "v_fc/(v_c + sigma**2)*(y - m_c)", "Add the mean of the fine number."),
        Mistake(
            "the covariance noised, too",
            "m_f + (v_fc + sigma**2)/(v_c + sigma**2)*(y - m_c)",
            "The noise is independent of the fine number: $\\operatorname{Cov}(f, y) = v_{fc}$.",
        ),
        Mistake(
            "the other regression",
            "m_f + (v_c + sigma**2)/v_fc*(y - m_c)",
            "Divide the covariance by the variance of what is *known*, not the other way round.",
        ),
        Mistake(
            "a correlation",
            "m_f + v_fc/sqrt(v_c + sigma**2)*(y - m_c)",
            "Divide by the variance of $y$, not by its standard deviation: the units have to fit.",
        ),
        Mistake(
            "shrunk twice",
            "m_f + v_fc/v_c*(v_c/(v_c + sigma**2))**2*(y - m_c)",
            "First estimate $c$ from $y$ (one gain), then $f$ from it by $v_{fc}/v_c$: one gain in all.",
        ),
        Mistake(
            "the noise subtracted",
            "m_f + v_fc/(v_c - sigma**2)*(y - m_c)",
            GIVEN + "Variances of independent parts add.",
        ),
        Mistake(
            "the coarse itself",
            "m_c + v_c/(v_c + sigma**2)*(y - m_c)",
            "That estimates the *coarse* number. Asked is the fine one.",
        ),
        Mistake(
            "the sign of the deviation",
            "m_f - v_fc/(v_c + sigma**2)*(y - m_c)",
            "With $v_{fc} > 0$ it goes up with $y$.",
        ),
        Mistake(
            "means mixed up",
            "m_c + v_fc/(v_c + sigma**2)*(y - m_f)",
            "$y$ deviates from $m_c$, the answer starts at $m_f$.",
        ),
        Mistake(
            "the variance for the covariance",
            "m_f + v_c/(v_c + sigma**2)*(y - m_c)",
            "That gain estimates $c$ itself. From $c$ to $f$ the slope is $v_{fc}/v_c$.",
        ),
        Mistake(
            "the deviation from the fine mean",
            "m_f + v_fc/(v_c + sigma**2)*(y - m_f)",
            "$y$ has the mean $m_c$: subtract that.",
        ),
        Mistake(
            "one standard deviation clean",
            "m_f + v_fc/sqrt(v_c*(v_c + sigma**2))*(y - m_c)",
            "Divide by the variance of $y$ alone, $v_c + \\sigma^2$: $c$ itself is not seen.",
        ),
        Mistake(
            "noise of variance v_c σ²",
            "m_f + v_fc/(v_c*(1 + sigma**2))*(y - m_c)",
            "The noise has the variance $\\sigma^2$, whatever $v_c$ is: variances add.",
        ),
        Mistake(
            "variances multiplied",
            "m_f + v_fc/(v_c*sigma**2)*(y - m_c)",
            GIVEN + "Variances of independent parts add.",
        ),
        Mistake(
            "the noise subtracted from y",
            "m_f + v_fc/v_c*(y - sigma - m_c)",
            "$\\varepsilon$ is random and not known: it cannot be taken off $y$. " + GIVEN,
        ),
        Mistake("the mean alone", "m_f", "That uses nothing of $y$. " + GIVEN),
    ],
    hints=[
        GIVEN + "How large is $\\operatorname{Cov}(f, y)$?",
        "For jointly Gaussian numbers $\\operatorname E[f\\mid y] = \\operatorname E f + "
        "\\frac{\\operatorname{Cov}(f, y)}{\\operatorname{Var} y}(y - \\operatorname E y)$, as in appendix B.",
    ],
)
