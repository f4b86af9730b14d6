"""12.2, 12.3 and 12.5: flow against SDE, the closest weight, autoguidance's weight."""

from __future__ import annotations

from utils.teaching.exercise import Formula, Mistake, Number, Prediction

# 12.2 ----------------------------------------------------------------- predict: flow or noise
FLOW_OR_NOISE = Prediction(
    "12.2",
    title="Predict: with noise or without",
    points=1,
    options={
        "a": "both have the tilt's variance",
        "b": "the same as each other, but not the tilt's",
        "c": "the deterministic sampler is narrower than the stochastic one, and that narrower than the tilt",
        "d": "the stochastic sampler is narrower than the deterministic one, and that narrower than the tilt",
    },
    reference="c",
    mistakes=[
        Mistake("the tilt", "a", "Then $D_w$ would have to be the tilt's denoiser at every noise level."),
        Mistake(
            "equal marginals",
            "b",
            "Lecture 09 shows equal marginals where the field is the score of the law that the "
            "particles have. Is it, here?",
        ),
        Mistake("the noise forgets", "d", "Fresh noise widens at every level what guidance has narrowed."),
    ],
    reveal="At $w=3$ the variances are .125 (ODE), .194 (SDE) and .25 (tilt). Lecture 09's argument needs the score of "
    "the particles' own law; the guided score is that of no law that particles here have.",
)


# 12.5 ----------------------------------------------------------------- autoguidance's weight
def _inputs_for_auto(rng):
    """The worked value; models too wide, and too narrow; a w between 0 and 1 when the truth lies between."""
    wide = [
        dict(v0=v, v1=v * a, v2=v * a * b)
        for v, a, b in zip(rng.uniform(0.3, 2, 4), rng.uniform(1.05, 1.5, 4), rng.uniform(1.1, 2, 4))
    ]
    return [
        dict(v0=1.0, v1=1.21, v2=1.44),
        *({k: float(x) for k, x in one.items()} for one in wide),
        dict(v0=1.0, v1=0.8, v2=0.5),
        dict(v0=1.1, v1=0.9, v2=2.0),
    ]


SET = "Set the variance at the end equal to $v_0$: $v_1^w\\,v_2^{1-w}=v_0$, and take logarithms. "

AUTO = Formula(
    "12.5",
    title="Derive: how much of a bad model",
    points=2,
    reference="log(v2/v0)/log(v2/v1)",
    inputs=_inputs_for_auto,
    mistakes=[
        Mistake(
            "no logarithms", "(v2 - v0)/(v2 - v1)", SET + "The exponent $w$ is not a weight in a mean of variances."
        ),
        Mistake(
            "precisions",
            "(1/v0 - 1/v2)/(1/v1 - 1/v2)",
            "That makes the *tilt* of the two models right. The ODE gives another variance.",
        ),
        Mistake("upside down", "log(v2/v1)/log(v2/v0)", "The ratio stands upside down."),
        Mistake(
            "w − 1",
            "log(v1/v0)/log(v2/v1)",
            "That is $w-1$, the scale of Ho and Salimans. Here $w=1$ is the better model alone.",
        ),
        Mistake("1 − w", "log(v0/v1)/log(v2/v1)", "That is $1-w$. " + SET),
        Mistake("the sign", "-log(v2/v0)/log(v2/v1)", SET + "Check the sign."),
        Mistake("the better model's ratio", "log(v1/v0)/log(v2/v0)", SET + "Collect the terms with $w$."),
        Mistake(
            "the ratio of the errors", "log(v2/v0)/log(v1/v0)", SET + "Collect the terms with $w$: $w\\log(v_1/v_2)$."
        ),
        Mistake("ratios without logarithms", "(v2/v0)/(v2/v1)", SET),
        Mistake(
            "a difference of logarithms", "log(v2/v0) - log(v2/v1)", "Divide by $\\log(v_2/v_1)$, do not subtract it."
        ),
        Mistake("half", "log(v2/v0)/log(v2/v1)/2", SET + "Variances on both sides: no half."),
        Mistake("twice", "2*log(v2/v0)/log(v2/v1)", SET + "Variances on both sides: no factor 2."),
        Mistake("true model for the worse", "log(v0)/log(v1)", "That is right for $v_2=1$ only."),
        Mistake(
            "divided by one logarithm",
            "log(v0/v2)/log(v1)",
            SET + "$w$ stands in both exponents: collect $w\\,(\\log v_1-\\log v_2)$ before you divide.",
        ),
        Mistake(
            "the truth without the worse model",
            "log(v0)/log(v1/v2)",
            SET + "The $1$ of $1-w$ leaves $\\log v_2$ on the other side: $\\log v_0-\\log v_2$.",
        ),
        Mistake("the models alone", "log(v1)/log(v2)", SET + "The truth $v_0$ must appear."),
        Mistake(
            "standard deviations, linear",
            "(sqrt(v2) - sqrt(v0))/(sqrt(v2) - sqrt(v1))",
            SET + "Neither variances nor standard deviations add with weights $w$ and $1-w$: their logarithms do.",
        ),
        Mistake(
            "no logarithms, the sign",
            "(v2 - v0)/(v1 - v2)",
            SET + "The exponent $w$ is not a weight in a mean of variances. Check the sign, too.",
        ),
        Mistake("for v0 = 1", "log(v2)/log(v2/v1)", "That is right for $v_0=1$ only."),
    ],
    hints=[
        "(12.13) gives the variance at the end. Which one do you want there?",
        "$w\\log v_1+(1-w)\\log v_2=\\log v_0$; solve for $w$.",
    ],
)


# 12.3 ----------------------------------------------------------------- run: the closest weight
CLOSEST_W, CLOSEST_W2 = 1.1, 0.019

CLOSEST = Number(
    "12.3",
    title="Run: which w comes closest?",
    points=2,
    reference=CLOSEST_W,
    rtol=0.0,
    atol=0.021,
    mistakes=[
        Mistake("the tilt's own w", 3.0, "That is the tilt's $w$. Which weight *in the sampler* comes closest to it?"),
        Mistake(
            "no guidance", 1.0, "At $w=1$ the distance is larger than at the best weight. Is your grid fine enough?"
        ),
        Mistake(
            "the place in the list",
            2.0,
            "That is the index in the list of weights, or a distance of another kind. Asked is the weight.",
        ),
        Mistake("the distance", CLOSEST_W2, "That is the smallest distance. Asked is the weight that gives it."),
        Mistake("too coarse", 1.5, "There is a better weight: try a grid of steps of 0.05."),
        Mistake("Ho and Salimans' scale", 0.1, "That is $w-1$. In the scale of (12.2), what is it?"),
        Mistake(
            "nearest to the conditional law",
            1.05,
            "Compare with $q_3$, not with the conditional law, and take the nearest weight.",
        ),
    ],
    hints=[
        "`distance(end_of_ode(w), quantiles(tilt(one_class, everybody, 3.0, grid)))` for each `w` "
        "in `np.arange(1, 3.01, 0.05)`.",
        "`np.argmin` of the list of distances is the index; take the weight there.",
    ],
)
