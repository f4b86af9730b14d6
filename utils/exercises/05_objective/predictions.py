"""05.1 and 05.6: which picture suffers most, a converter of the five predictions with two faults."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, Prediction, edit

# 05.1 ----------------------------------------------------------------- predict: which picture is worst?
WORST_PICTURE = Prediction(
    "05.1",
    title="Predict: which picture suffers most?",
    points=1,
    options={"a": "x₀", "b": "ε", "c": "v", "d": "score", "e": "flow"},
    reference="a",
    mistakes=[
        Mistake(
            "the noise",
            "b",
            r"With little noise $x_t$ is nearly the picture. What $\varepsilon$ adds is multiplied "
            r"by the small $\sigma$.",
        ),
        Mistake("v", "c", r"$x_0=\alpha x_t-\sigma v$: an error in $v$ arrives multiplied by the small $\sigma$."),
        Mistake(
            "the score",
            "d",
            r"The score is the largest of the five numbers there, but its error arrives multiplied by "
            r"$\sigma^2/\alpha$.",
        ),
        Mistake(
            "flow",
            "e",
            r"$x_0=(x_t-\sigma u)/(\alpha+\sigma)$: an error in $u$ arrives multiplied by the small $\sigma$.",
        ),
    ],
    reveal=r"With little noise four of the five outputs only correct $x_t$, and the correction is multiplied by the "
    r"small $\sigma$ "
    r"(or $\sigma^2$). The prediction of $x_0$ ignores that $x_t$ is nearly the answer, so its error arrives whole.",
)


# 05.6 ----------------------------------------------------------------- mend the converter
def to_x0(value, x_t, alpha, sigma, kind):
    """x̂_0 from any of the five predictions, at any α and σ."""
    match kind:
        case "x0":
            return value
        case "eps":
            return (x_t - sigma * value) / alpha
        case "v":
            return (alpha * x_t - sigma * value) / (alpha**2 + sigma**2)
        case "score":
            return (x_t + sigma**2 * value) / alpha
        case "flow":
            return (x_t - sigma * value) / (alpha + sigma)


def convert_inputs(rng):
    """The worked value; each kind on a number and on arrays, with little and with much noise, on any schedule."""
    out = [(-1.5, -0.2, 0.8, 0.4, "v")]
    for shape in ((), (3,), (2, 4)):
        for kind in ("x0", "eps", "v", "score", "flow"):
            alpha = float(rng.choice([rng.uniform(0.1, 0.6), rng.uniform(0.75, 0.995)]))
            value, x_t = (rng.normal(size=shape) if shape else float(rng.normal()) for _ in range(2))
            out.append((value, x_t, alpha, float(rng.uniform(0.3, 1.7) * np.sqrt(1 - alpha**2)), kind))
    return out


def _noise_found(value, x_t, alpha, sigma, kind):
    return (x_t - alpha * to_x0(value, x_t, alpha, sigma, kind)) / sigma


_EPS = "(x_t - sigma * value) / alpha"
_GIVEN_V = "alpha * x_t - sigma * value"
_V = "(alpha * x_t - sigma * value) / (alpha**2 + sigma**2)"
_SCORE = "(x_t + sigma**2 * value) / alpha"
_FLOW = "(x_t - sigma * value) / (alpha + sigma)"

TO_X0 = Function(
    "05.6",
    title="Mend the converter",
    points=3,
    reference=to_x0,
    inputs=convert_inputs,
    mistakes=[
        Mistake(
            "as it was given",
            edit(_V, _GIVEN_V, _SCORE, "(x_t + sigma * value) / alpha"),
            r"That is the faulty code itself. Put $v=\alpha\varepsilon-\sigma x_0$ and the score $-\varepsilon/\sigma$ "
            "into their lines: what is left besides $x_0$?",
        ),
        Mistake(
            "v: variance preserving taken for granted",
            edit(_V, _GIVEN_V),
            r"kind v: $\alpha x_t-\sigma v=(\alpha^2+\sigma^2)x_0$, and $\alpha^2+\sigma^2$ need not be 1 here.",
        ),
        Mistake(
            "v: divided by the root",
            edit(_V, "(alpha * x_t - sigma * value) / np.sqrt(alpha**2 + sigma**2)"),
            r"kind v: $\alpha x_t-\sigma v=(\alpha^2+\sigma^2)x_0$, without a root.",
        ),
        Mistake(
            "x0: x_t returned",
            edit("return value", "return x_t"),
            "kind x0: the network's output is the answer already.",
        ),
        Mistake(
            "x0: treated as noise",
            edit("return value", "return (x_t - sigma * value) / alpha"),
            "kind x0: the network's output is the answer already, nothing is to be taken away.",
        ),
        Mistake(
            "ε: not divided by α",
            edit(_EPS, "x_t - sigma * value"),
            r"kind eps: after the noise is taken away, "
            r"$\alpha x_0$ is left.",
        ),
        Mistake(
            "ε: brackets missing",
            edit(_EPS, "x_t - sigma * value / alpha"),
            r"kind eps: $x_t-\sigma\varepsilon$ is "
            r"$\alpha x_0$ as a whole. Divide both parts.",
        ),
        Mistake(
            "ε: the sign",
            edit(_EPS, "(x_t + sigma * value) / alpha"),
            r"kind eps: "
            r"$x_t=\alpha x_0+\sigma\varepsilon$. The noise was added; take it away.",
        ),
        Mistake(
            "ε: α and σ exchanged",
            edit(_EPS, "(x_t - alpha * value) / sigma"),
            r"kind eps: in "
            r"$x_t=\alpha x_0+\sigma\varepsilon$, which number belongs to the noise?",
        ),
        Mistake(
            "ε: σ² for σ",
            edit(_EPS, "(x_t - sigma**2 * value) / alpha"),
            r"kind eps: the noise is multiplied by "
            r"$\sigma$, the standard deviation.",
        ),
        Mistake(
            "ε: σ and α missing",
            edit(_EPS, "x_t - value"),
            r"kind eps: $x_t=\alpha x_0+\sigma\varepsilon$, with two factors.",
        ),
        Mistake(
            "ε: multiplied by α",
            edit(_EPS, "alpha * (x_t - sigma * value)"),
            r"kind eps: $x_t-\sigma\varepsilon$ is $\alpha x_0$. Undo the $\alpha$.",
        ),
        Mistake(
            "ε: σ missing", edit(_EPS, "(x_t - value) / alpha"), r"kind eps: the noise in $x_t$ is $\sigma\varepsilon$."
        ),
        Mistake(
            "v: the sign",
            edit(_V, "(alpha * x_t + sigma * value) / (alpha**2 + sigma**2)"),
            r"kind v: put $v=\alpha\varepsilon-\sigma x_0$ and $x_t=\alpha x_0+\sigma\varepsilon$ into your line; "
            r"$\varepsilon$ must cancel.",
        ),
        Mistake(
            "v: the noise found",
            edit(_V, "(sigma * x_t + alpha * value) / (alpha**2 + sigma**2)"),
            r"kind v: with these factors $x_0$ cancels "
            r"and $\varepsilon$ is left.",
        ),
        Mistake(
            "v: α and σ exchanged",
            edit(_V, "(sigma * x_t - alpha * value) / (alpha**2 + sigma**2)"),
            r"kind v: put $v=\alpha\varepsilon-\sigma x_0$ into your line; $\varepsilon$ must cancel.",
        ),
        Mistake(
            "v: output and x_t exchanged",
            edit(_V, "(alpha * value - sigma * x_t) / (alpha**2 + sigma**2)"),
            r"kind v: $\alpha\varepsilon-\sigma x_0$ is how $v$ is made. Solve for $x_0$, with $x_t$ as the second "
            r"equation.",
        ),
        Mistake(
            "v: α missing",
            edit(_V, "x_t - sigma * value"),
            r"kind v: put $v=\alpha\varepsilon-\sigma x_0$ and $x_t$ into your line; $\varepsilon$ must cancel.",
        ),
        Mistake(
            "v: α over everything",
            edit(_V, "alpha * (x_t - sigma * value)"),
            r"kind v: only $x_t$ is multiplied by $\alpha$. Check the brackets.",
        ),
        Mistake(
            "v: divided by α",
            edit(_V, "(alpha * x_t - sigma * value) / alpha"),
            r"kind v: $\alpha x_t-\sigma v=(\alpha^2+\sigma^2)x_0$. What is $\alpha^2+\sigma^2$?",
        ),
        Mistake(
            "v: divided by α + σ",
            edit(_V, "(alpha * x_t - sigma * value) / (alpha + sigma)"),
            r"kind v: $\alpha x_t-\sigma v=(\alpha^2+\sigma^2)x_0$. What is $\alpha^2+\sigma^2$?",
        ),
        Mistake(
            "v: treated as flow",
            edit(_V, "(x_t - sigma * value) / (alpha + sigma)"),
            r"kind v: $v=\alpha\varepsilon-\sigma x_0$, not $\varepsilon-x_0$.",
        ),
        Mistake(
            "v: treated as noise",
            edit(_V, "(x_t - sigma * value) / alpha"),
            r"kind v: $v=\alpha\varepsilon-\sigma x_0$, not $\varepsilon$.",
        ),
        Mistake(
            "v: x_t taken for ε",
            edit(_V, "(alpha * x_t - value) / sigma"),
            r"kind v: you solved $v=\alpha\varepsilon-\sigma x_0$ with $x_t$ in the place of $\varepsilon$. "
            r"$\varepsilon$ must be eliminated.",
        ),
        Mistake(
            "v: its definition solved the wrong way",
            edit(_V, "(alpha * value - x_t) / sigma"),
            r"kind v: eliminate $\varepsilon$ from $v=\alpha\varepsilon-\sigma x_0$ and "
            r"$x_t=\alpha x_0+\sigma\varepsilon$, then collect $x_0$.",
        ),
        Mistake(
            "score: the sign",
            edit(_SCORE, "(x_t - sigma**2 * value) / alpha"),
            r"kind score: the score points "
            r"towards the data, against the noise. It is $-\varepsilon/\sigma$.",
        ),
        Mistake(
            "score: σ for σ²",
            edit(_SCORE, "(x_t + sigma * value) / alpha"),
            r"kind score: the score is "
            r"$-\varepsilon/\sigma$, so $\sigma\varepsilon$ is not $\sigma$ times the score.",
        ),
        Mistake(
            "score: treated as noise",
            edit(_SCORE, "(x_t - sigma * value) / alpha"),
            r"kind score: the score is "
            r"$-\varepsilon/\sigma$, not $\varepsilon$.",
        ),
        Mistake(
            "score: divided by σ",
            edit(_SCORE, "(x_t + value / sigma) / alpha"),
            r"kind score: the score is "
            r"$-\varepsilon/\sigma$, so $\varepsilon$ is $-\sigma$ times the score.",
        ),
        Mistake(
            "score: σ² missing",
            edit(_SCORE, "(x_t + value) / alpha"),
            r"kind score: $\sigma\varepsilon$ is "
            r"$-\sigma^2$ times the score.",
        ),
        Mistake(
            "score: the noise returned",
            edit(_SCORE, "-sigma * value"),
            r"kind score: $-\sigma s$ is the noise. $x_0$ is asked.",
        ),
        Mistake(
            "score: multiplied by α",
            edit(_SCORE, "alpha * (x_t + sigma**2 * value)"),
            r"kind score: $x_t+\sigma^2s$ is $\alpha x_0$. Undo the $\alpha$.",
        ),
        Mistake(
            "score: brackets missing",
            edit(_SCORE, "x_t + sigma**2 * value / alpha"),
            r"kind score: $x_t+\sigma^2s$ "
            r"is $\alpha x_0$ as a whole. Divide both parts by $\alpha$.",
        ),
        Mistake(
            "score: not divided by α",
            edit(_SCORE, "x_t + sigma**2 * value"),
            r"kind score: what you have is "
            r"$\operatorname E[\alpha x_0\mid x_t]$. $x_0$ is asked.",
        ),
        Mistake(
            "flow: α + σ forgotten",
            edit(_FLOW, "x_t - sigma * value"),
            r"kind flow: $x_t-\sigma u$ still contains "
            r"$x_0$ with the factor $\alpha+\sigma$.",
        ),
        Mistake(
            "flow: divided by α alone",
            edit(_FLOW, "(x_t - sigma * value) / alpha"),
            r"kind flow: $x_t-\sigma u$ "
            "contains $x_0$ twice, once from $x_t$ and once from $u$.",
        ),
        Mistake(
            "flow: α − σ",
            edit(_FLOW, "(x_t - sigma * value) / (alpha - sigma)"),
            r"kind flow: "
            r"$\alpha x_0+\sigma\varepsilon-\sigma(\varepsilon-x_0)$: which sign has $\sigma x_0$?",
        ),
        Mistake(
            "flow: the sign",
            edit(_FLOW, "(x_t + sigma * value) / (alpha + sigma)"),
            r"kind flow: "
            r"$u=\varepsilon-x_0$. Put it into your line; $\varepsilon$ must cancel.",
        ),
        Mistake(
            "flow: plus, nothing divided",
            edit(_FLOW, "x_t + sigma * value"),
            r"kind flow: $u=\varepsilon-x_0$, and "
            "$x_t$ is no straight line here. Put both into your line.",
        ),
        Mistake(
            "flow: σ missing",
            edit(_FLOW, "(x_t - value) / (alpha + sigma)"),
            r"kind flow: to remove "
            r"$\sigma\varepsilon$, subtract $\sigma$ times $u$.",
        ),
        Mistake(
            "flow: only u subtracted",
            edit(_FLOW, "x_t - value"),
            r"kind flow: to remove $\sigma\varepsilon$, "
            r"subtract $\sigma$ times $u$, and divide what is left.",
        ),
        Mistake(
            "flow: as if x_t were x₀",
            edit(_FLOW, "value - x_t"),
            r"kind flow: $u=\varepsilon-x_0$; and $\varepsilon$ is not $x_t$. Take $x_t=\alpha "
            r"x_0+\sigma\varepsilon$ as the second equation.",
        ),
        Mistake(
            "flow: α for σ",
            edit(_FLOW, "(x_t - alpha * value) / (alpha + sigma)"),
            r"kind flow: to remove $\sigma\varepsilon$, subtract $\sigma$ times $u$.",
        ),
        Mistake(
            "flow: treated as v",
            edit(_FLOW, "alpha * x_t - sigma * value"),
            r"kind flow: $u=\varepsilon-x_0$, without $\alpha$ and $\sigma$. The line of v does not fit.",
        ),
        Mistake(
            "flow: ε found",
            edit(_FLOW, "(x_t + alpha * value) / (alpha + sigma)"),
            r"kind flow: you solved for $\varepsilon$. $x_0$ is asked.",
        ),
        Mistake("the noise in every case", _noise_found, r"You return $\varepsilon$, the noise. $\hat x_0$ is asked."),
        Mistake(
            "everything treated as noise",
            edit(
                _V,
                "(x_t - sigma * value) / alpha",
                _SCORE,
                "(x_t - sigma * value) / alpha",
                _FLOW,
                "(x_t - sigma * value) / alpha",
            ),
            r"Only for `eps` is the output the noise. v, score and flow are other combinations of $x_0$ and "
            r"$\varepsilon$.",
        ),
        Mistake(
            "two kinds missing",
            edit(_SCORE, "None", _FLOW, "None"),
            "Your function returns nothing for `score` and `flow`. Five kinds are asked.",
        ),
    ],
    hints=[
        r"Each kind is one equation between $x_0$ and $\varepsilon$; $x_t=\alpha x_0+\sigma\varepsilon$ is the second. "
        r"Eliminate $\varepsilon$, line by line.",
        r"One fault is in the line of v, which is right only where $\alpha^2+\sigma^2=1$; the other is in the score's.",
    ],
)
