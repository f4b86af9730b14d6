"""19.6: how much noise hides a person in k maps of the same village."""

from __future__ import annotations

from utils.teaching.exercise import Formula, Mistake


def noise_inputs(rng):
    return [
        {"k": 12.0, "eps": 1.0},
        {"k": 1.0, "eps": 0.5},
        {"k": 4.0, "eps": 2.0},
        *({"k": float(k), "eps": float(e)} for k, e in zip(rng.integers(2, 40, 4), rng.uniform(0.1, 3, 4))),
    ]


ALL_K = (
    "A woman who adopts in the first month is counted in every one of the $k$ maps. "
    "All of them together change by $k$ when she does."
)
SCALE = r"A Laplace variable of scale $b$ has the variance $2b^2$."
STRICT = r"A smaller $\varepsilon$ is the stricter promise and needs more noise, not less."

MAP_NOISE = Formula(
    "19.6",
    title="The noise for k maps",
    points=2,
    reference="sqrt(2) * k / eps",
    inputs=noise_inputs,
    mistakes=[
        Mistake("sensitivity 1", "sqrt(2) / eps", ALL_K + " With noise for one map the promise is false."),
        Mistake("sensitivity 1, and the scale", "1 / eps", ALL_K + " And " + SCALE),
        Mistake("the scale, not the standard deviation", "k / eps", "That is the scale. " + SCALE),
        Mistake("the variance", "2 * k**2 / eps**2", "That is the variance. Its root is asked."),
        Mistake(
            "√k: as if the maps were independent",
            "sqrt(2 * k) / eps",
            "That the noises of $k$ maps are independent does not help: what they hide is the same person. " + ALL_K,
        ),
        Mistake("√k, and the scale", "sqrt(k) / eps", ALL_K + " And " + SCALE),
        Mistake("ε above", "sqrt(2) * k * eps", STRICT),
        Mistake("ε above, and the scale", "k * eps", STRICT + " And " + SCALE),
        Mistake("scale ε", "sqrt(2) * eps", STRICT + " " + ALL_K),
        Mistake("ε itself", "eps", STRICT + " " + ALL_K),
        Mistake("shared among the maps", "sqrt(2) * eps / k", STRICT),
        Mistake("shared, and the scale", "eps / k", STRICT + " And " + SCALE),
        Mistake("divided among the maps", "sqrt(2) / (k * eps)", "More maps tell more, so they need more noise each."),
        Mistake("divided among the maps, and the scale", "1 / (k * eps)", "More maps tell more: more noise each."),
        Mistake("twice for √2", "2 * k / eps", SCALE + " Take the root of it."),
        Mistake("over √2", "k / (sqrt(2) * eps)", SCALE),
        Mistake("ε squared", "sqrt(2) * k / eps**2", r"The scale is sensitivity over $\varepsilon$, without a square."),
        Mistake(
            "k more maps than the first",
            "sqrt(2) * (k - 1) / eps",
            "The map of the month in which she adopts counts her too: $k$ maps, not $k-1$.",
        ),
        Mistake(
            "k + 1 maps",
            "sqrt(2) * (k + 1) / eps",
            "There are $k$ maps, and she is counted at most once in each.",
        ),
        Mistake(
            "the months' mean",
            "sqrt(2) * (k + 1) / (2 * eps)",
            "On average over the month she adopts in. The promise is for everybody, so the worst case counts: "
            "a person who adopts in the first month.",
        ),
        Mistake("all maps' noise together", "sqrt(2 * k) * k / eps", "One map's noise is asked, not the sum's."),
    ],
    hints=[
        "By how much do all $k$ maps together change, if one woman who never adopted had adopted in the first month?",
        r"Scale: that number over $\varepsilon$. Standard deviation: $\sqrt2$ times the scale.",
    ],
)
