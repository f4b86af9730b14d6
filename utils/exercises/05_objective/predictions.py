"""05.1, 05.6 and 05.7: which picture suffers most, the weight of v, the five predictions converted."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Formula, Function, Mistake, Prediction, edit

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

# 05.6 ----------------------------------------------------------------- the weight of v
WEIGHT_OF_V = Formula(
    "05.6",
    title="The weight of v",
    points=2,
    reference="1 + exp(lam)",
    inputs=lambda rng: [{"lam": float(v)} for v in (0.0, 2.0, -3.0, *rng.normal(0, 2, size=3))],
    mistakes=[
        Mistake(
            "the weight of ε",
            edit("1 + exp(lam)", "exp(lam)"),
            r"That is SNR, the weight of the noise error. Express $\hat x_0-x_0$ by $\hat v-v$ first.",
        ),
        Mistake(
            "upside down",
            edit("1 + exp(lam)", "1 / (1 + exp(lam))"),
            r"You have how an error of $v$ arrives in $x_0$. The weight says how an error of $x_0$ shows in $v$.",
        ),
        Mistake(
            "not squared",
            edit("1 + exp(lam)", "sqrt(1 + exp(lam))"),
            "The loss is a squared error. Square the factor between the errors.",
        ),
        Mistake(
            "the signal's power",
            edit("1 + exp(lam)", "exp(lam) / (1 + exp(lam))"),
            r"That is $\alpha^2$. The factor between the errors of $x_0$ and $v$ is $\sigma$.",
        ),
        Mistake(
            "one over the signal's power",
            edit("lam", "-lam"),
            r"That is $1/\alpha^2$. $\sigma^2=1/(1+e^\lambda)$: much noise is small $\lambda$. Which sign has "
            r"$\lambda$ in $1/\sigma^2$?",
        ),
        Mistake(
            "λ for 2λ",
            edit("lam", "2 * lam"),
            r"$\lambda$ is the logarithm of $\alpha^2/\sigma^2$, of the squares "
            "already.",
        ),
        Mistake(
            "λ for λ/2",
            edit("lam", "lam / 2"),
            r"$e^{\lambda/2}$ is $\alpha/\sigma$. In $\alpha^2/\sigma^2$ stand squares.",
        ),
        Mistake(
            "squared once too often",
            edit("1 + exp(lam)", "(1 + exp(lam))**2"),
            r"$1/\sigma^2$ is the square of the factor $1/\sigma$ already.",
        ),
        Mistake(
            "a minus",
            edit("1 + exp(lam)", "1 - exp(lam)"),
            r"A weight is positive. $\alpha^2+\sigma^2=1$, divided by $\sigma^2$, gives …?",
        ),
        Mistake(
            "the minus the other way round",
            edit("1 +", "-1 +"),
            r"A weight is positive everywhere. $\alpha^2+\sigma^2=1$, divided by $\sigma^2$, gives …?",
        ),
        Mistake(
            "the first order in λ",
            edit("1 + exp(lam)", "2 + lam"),
            r"That is the tangent at $\lambda=0$. The formula must hold for every $\lambda$.",
        ),
        Mistake(
            "powers of ten",
            edit("exp(lam)", "10**lam"),
            r"$\lambda$ is a natural logarithm: the ratio is $e^\lambda$.",
        ),
        Mistake(
            "the exponential missing",
            edit("exp(lam)", "lam"),
            r"$\lambda$ is a logarithm. The ratio itself is $e^\lambda$.",
        ),
        Mistake(
            "the value at λ = 0",
            edit("1 + exp(lam)", "2"),
            r"That is the value at $\lambda=0$. Elsewhere the weight is another.",
        ),
        Mistake(
            "twice the weight of ε",
            edit("1 +", "2 *"),
            r"Right at $\lambda=0$ only. $w=1/\sigma^2$, and $\alpha^2+\sigma^2=1$.",
        ),
        Mistake(
            "the weight that makes it the bound",
            edit("1 + exp(lam)", "exp(lam) / (2 * (1 + exp(lam)))"),
            r"That is $\frac12e^\lambda/w$, what the loss of $v$ is multiplied by in the bound. $w$ itself is asked.",
        ),
        Mistake(
            "the error of ε for that of v",
            edit("1 + exp(lam)", "exp(-lam)"),
            r"That is $\sigma^2/\alpha^2$, how an error of $\varepsilon$ arrives in $x_0$. Here $v$ is asked, and "
            "the other way round.",
        ),
        Mistake(
            "the root of the SNR",
            edit("1 + exp(lam)", "exp(lam / 2)"),
            r"That is $\alpha/\sigma$. $w$ is the square of $1/\sigma$.",
        ),
        Mistake(
            "the weight of the score",
            edit("1 + exp(lam)", "exp(lam) * (1 + exp(lam))"),
            r"That is $\alpha^2/\sigma^4$, the weight of the score's error.",
        ),
        Mistake(
            "the weight of flow",
            edit("1 + exp(lam)", "(1 + exp(lam / 2))**2"),
            r"That belongs to $u=\varepsilon-x_0$. $v$ weighs the two with $\alpha$ and $\sigma$.",
        ),
        Mistake(
            "half the weight of flow",
            edit("1 + exp(lam)", "(1 + exp(lam / 2))**2 / 2"),
            r"Right at $\lambda=0$ only: that is half the weight of $u=\varepsilon-x_0$.",
        ),
    ],
    hints=[
        r"$x_0=\alpha x_t-\sigma v$, so $\hat x_0-x_0=-\sigma(\hat v-v)$. Then "
        r"$\|\hat v-v\|^2=\dots\|\hat x_0-x_0\|^2$.",
        r"$1/\sigma^2$, with $\sigma^2=1/(1+e^\lambda)$.",
    ],
)


# 05.7 ----------------------------------------------------------------- convert among the five
def to_x0(value, x_t, alpha, sigma, kind):
    """x̂_0 from any of the five predictions; α² + σ² = 1."""
    match kind:
        case "x0":
            return value
        case "eps":
            return (x_t - sigma * value) / alpha
        case "v":
            return alpha * x_t - sigma * value
        case "score":
            return (x_t + sigma**2 * value) / alpha
        case "flow":
            return (x_t - sigma * value) / (alpha + sigma)


def convert_inputs(rng):
    """The worked value; each kind on a number and on arrays, with little and with much noise."""
    out = [(-1.5, -0.2, 0.8, 0.6, "flow")]
    for shape in ((), (3,), (2, 4)):
        for kind in ("x0", "eps", "v", "score", "flow"):
            alpha = float(rng.choice([rng.uniform(0.1, 0.6), rng.uniform(0.75, 0.995)]))
            value, x_t = (rng.normal(size=shape) if shape else float(rng.normal()) for _ in range(2))
            out.append((value, x_t, alpha, float(np.sqrt(1 - alpha**2)), kind))
    return out


def _noise_found(value, x_t, alpha, sigma, kind):
    return (x_t - alpha * to_x0(value, x_t, alpha, sigma, kind)) / sigma


_EPS = "(x_t - sigma * value) / alpha"
_V = "alpha * x_t - sigma * value"
_SCORE = "(x_t + sigma**2 * value) / alpha"
_FLOW = "(x_t - sigma * value) / (alpha + sigma)"

TO_X0 = Function(
    "05.7",
    title="Convert among the five",
    points=3,
    reference=to_x0,
    inputs=convert_inputs,
    mistakes=[
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
            edit(_V, "alpha * x_t + sigma * value"),
            r"kind v: put $v=\alpha\varepsilon-\sigma x_0$ and $x_t=\alpha x_0+\sigma\varepsilon$ into your line; "
            r"$\varepsilon$ must cancel.",
        ),
        Mistake(
            "v: the noise found",
            edit(_V, "sigma * x_t + alpha * value"),
            r"kind v: with these factors $x_0$ cancels "
            r"and $\varepsilon$ is left.",
        ),
        Mistake(
            "v: α and σ exchanged",
            edit(_V, "sigma * x_t - alpha * value"),
            r"kind v: put $v=\alpha\varepsilon-\sigma x_0$ into your line; $\varepsilon$ must cancel.",
        ),
        Mistake(
            "v: output and x_t exchanged",
            edit(_V, "alpha * value - sigma * x_t"),
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
        r"Eliminate $\varepsilon$.",
        r"v: $\alpha x_t-\sigma v$. flow: $(x_t-\sigma u)/(\alpha+\sigma)$.",
    ],
)
