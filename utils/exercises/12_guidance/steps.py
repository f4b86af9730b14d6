"""12.1 and 12.4: the guided answer of a network, and the weight of a step with two conditions."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 12.1 ----------------------------------------------------------------- a guided answer with faults
def guide(answers, labels, w):
    """D_u + w (D_c − D_u); the last row of answers is for no label."""
    rows = np.arange(len(labels))
    conditional, unconditional = answers[labels, rows], answers[-1, rows]
    return unconditional + w * (conditional - unconditional)


def _inputs_for_guide(rng):
    """The worked value; w = 0, 1, below 0 and above 1; all classes, one class, one row."""
    worked = np.array([[[1.0], [2.0]], [[3.0], [5.0]], [[0.0], [1.0]]]), np.array([1, 0]), 2.0
    drawn = [(4, 6, 3, 3.0), (2, 5, 2, 1.0), (3, 1, 4, 0.0), (10, 12, 2, -0.5), (3, 3, 1, 7.5)]
    return [
        worked,
        *((rng.normal(size=(k + 1, n, d)), rng.integers(0, k, n), w) for k, n, d, w in drawn),
        (rng.normal(size=(4, 5, 2)), np.full(5, 2), 1.5),
    ]


_LAST = "return unconditional + w * (conditional - unconditional)"
_BOTH = "answers[labels, rows], answers[-1, rows]"
SCALE = "In (12.2) $w=0$ gives the unconditional answer and $w=1$ the conditional one. Try both."
BRANCHES = "Which is which? The row with the label is the conditional answer."
NULL = "No label is not class 0: the network has a row of its own for it, the last."

GUIDE = Function(
    "12.1",
    title="Find the faults: a guided answer",
    points=2,
    reference=guide,
    inputs=_inputs_for_guide,
    mistakes=[
        Mistake(
            "as it was",
            edit(
                _BOTH,
                "answers[0, rows], answers[labels, rows]",
                _LAST,
                "return conditional + w * (conditional - unconditional)",
            ),
            "That is the function as it was. Try $w=0$ and $w=1$; ask which row is the conditional answer.",
        ),
        Mistake("1 + w for w", edit(_LAST, "return conditional + w * (conditional - unconditional)"), SCALE),
        Mistake("w − 1 for w", edit(_LAST, "return unconditional + (w - 1) * (conditional - unconditional)"), SCALE),
        Mistake("branches swapped", edit(_BOTH, "answers[-1, rows], answers[labels, rows]"), BRANCHES),
        Mistake("class 0 as null", edit("answers[-1, rows]", "answers[0, rows]"), NULL),
        Mistake(
            "class 0 as null, 1 + w for w",
            edit(
                "answers[-1, rows]", "answers[0, rows]", _LAST, "return conditional + w * (conditional - unconditional)"
            ),
            NULL + " And try $w=0$.",
        ),
        Mistake(
            "class 0 as null, swapped",
            edit(_BOTH, "answers[0, rows], answers[labels, rows]"),
            "The scale is right now. Two faults are left, both in the line above it.",
        ),
        Mistake(
            "swapped, 1 + w for w",
            edit(
                _BOTH,
                "answers[-1, rows], answers[labels, rows]",
                _LAST,
                "return conditional + w * (conditional - unconditional)",
            ),
            BRANCHES + " And try $w=0$.",
        ),
        Mistake(
            "the difference alone",
            edit(_LAST, "return w * (conditional - unconditional)"),
            "Add it to $D_u$: a denoiser is wanted.",
        ),
        Mistake(
            "weights that do not sum to 1",
            edit(_LAST, "return w * conditional - unconditional"),
            "The weights of $D_c$ and $D_u$ must sum to 1: $w$ and $1-w$.",
        ),
        Mistake(
            "the mean over the classes as null",
            edit("answers[-1, rows]", "answers[:-1].mean(axis=0)"),
            "The mean over the classes is not the unconditional answer: $D_u$ weights them by "
            "$p(y\\mid x_t)$. Take the last row.",
        ),
        Mistake(
            "the mean over all rows as null",
            edit("answers[-1, rows]", "answers.mean(axis=0)"),
            "The unconditional answer is one row, the last, not a mean over rows.",
        ),
        Mistake(
            "no guidance",
            edit(_LAST, "return conditional"),
            "That is the conditional answer, right at $w=1$ only.",
        ),
        Mistake(
            "w times the conditional answer",
            edit(_LAST, "return w * conditional"),
            "The weights of $D_c$ and $D_u$ must sum to 1: $(1-w)D_u$ is missing.",
        ),
        Mistake(
            "the unconditional answer in full",
            edit(_LAST, "return unconditional + w * conditional"),
            "The weights of $D_c$ and $D_u$ must sum to 1: in (12.2) $w$ multiplies the *difference*.",
        ),
        Mistake(
            "every point with every label",
            edit("answers[labels, rows]", "answers[labels]"),
            "`answers[labels]` takes for each label the answers of *all* points. Point $i$ needs row `labels[i]`: "
            "index both axes, `answers[labels, rows]`.",
        ),
        Mistake(
            "the last class as null",
            edit("answers[-1, rows]", "answers[-2, rows]"),
            NULL,
        ),
    ],
    hints=[
        "Three things: which answers are taken as which, which row stands for no label, and what $w=1$ gives.",
        "`conditional, unconditional = answers[labels, rows], answers[-1, rows]`; then (12.2).",
    ],
)


# 12.4 ----------------------------------------------------------------- two conditions at once
def log_factor(d_1, d_2, d_u, a, b, snr_t, snr_s):
    """½ (|a δ_1 + b δ_2|² − a |δ_1|² − b |δ_2|²) (SNR_s − SNR_t), δ_i = D_i − D_u."""
    first, second = d_1 - d_u, d_2 - d_u
    together = np.sum((a * first + b * second) ** 2, axis=1)
    apart = a * np.sum(first**2, axis=1) + b * np.sum(second**2, axis=1)
    return 0.5 * (together - apart) * (snr_s - snr_t)


def _inputs_for_two(rng):
    """The worked value; one condition alone; a + b = 1; a weight below 0; more rows and coordinates."""
    drawn = [(5, 3, 2.0, 0.0), (4, 2, 0.4, 0.6), (6, 4, 1.5, -0.7), (3, 2, 3.0, 2.5), (1, 5, 0.0, 4.0)]
    return [
        (np.array([[1.0]]), np.array([[0.0]]), np.array([[-1.0]]), 2.0, 1.0, 0.25, 0.75),
        *((*rng.normal(size=(3, n, d)), a, b, rng.uniform(0.1, 1), rng.uniform(1, 4)) for n, d, a, b in drawn),
    ]


_TOGETHER = "np.sum((a * first + b * second) ** 2, axis=1)"
_APART = "a * np.sum(first**2, axis=1) + b * np.sum(second**2, axis=1)"
SQUARES = (
    "Multiply the three powers, complete the square in $x_s$: what is left is "
    "$|m|^2-a|m_1|^2-b|m_2|^2-(1-a-b)|m_u|^2$ over $2\\kappa^2$."
)

TWO = Function(
    "12.4",
    title="Derive: two conditions at once",
    points=3,
    reference=log_factor,
    inputs=_inputs_for_two,
    atol=1e-9,
    mistakes=[
        Mistake(
            "each condition alone",
            edit(_TOGETHER, "np.sum((a * first) ** 2 + (b * second) ** 2, axis=1)"),
            "That adds (12.12) of one condition to that of the other. Their product "
            "$ab\\,\\delta_1\\cdot\\delta_2$ is missing. " + SQUARES,
        ),
        Mistake("no ½", edit("0.5 * (together", "(together"), "The exponent of a Gaussian has a ½."),
        Mistake(
            "the sign",
            edit("together - apart", "apart - together"),
            "The sign: with $b=0$ it must be (12.12), and $\\mathrm{SNR}_s-\\mathrm{SNR}_t>0$.",
        ),
        Mistake(
            "variances for SNR",
            edit("(snr_s - snr_t)", "(1 / snr_t - 1 / snr_s)"),
            "(12.12) has the difference of the signal-to-noise ratios, not of their inverses.",
        ),
        Mistake(
            "the larger SNR alone",
            edit("(snr_s - snr_t)", "snr_s"),
            "The factor is the gain $\\mathrm{SNR}_s-\\mathrm{SNR}_t$, not $\\mathrm{SNR}_s$ alone.",
        ),
        Mistake(
            "the weights squared twice",
            edit(_APART, "a**2 * np.sum(first**2, axis=1) + b**2 * np.sum(second**2, axis=1)"),
            "The powers $a$, $b$ multiply the exponents: $a|\\delta_1|^2$, not $a^2|\\delta_1|^2$.",
        ),
        Mistake("weights not subtracted", edit("(together - apart)", "together"), SQUARES),
        Mistake(
            "a mean over the coordinates",
            edit(
                _TOGETHER,
                "np.mean((a * first + b * second) ** 2, axis=1)",
                _APART,
                "a * np.mean(first**2, axis=1) + b * np.mean(second**2, axis=1)",
            ),
            "$|\\cdot|^2$ is the *sum* over the coordinates.",
        ),
        Mistake(
            "summed over the particles",
            edit(
                "return 0.5 * (together - apart) * (snr_s - snr_t)",
                "return np.sum(0.5 * (together - apart) * (snr_s - snr_t))",
            ),
            "One number for each particle: sum over the coordinates, `axis=1`.",
        ),
        Mistake(
            "the product counted once",
            edit(_APART, _APART + " + a * b * np.sum(first * second, axis=1)"),
            "Nearly: in $|a\\delta_1+b\\delta_2|^2$ the product $ab\\,\\delta_1\\cdot\\delta_2$ stands twice.",
        ),
        Mistake(
            "the distance of the two for their product",
            edit(
                _TOGETHER,
                "np.sum((a * first) ** 2 + (b * second) ** 2 + a * b * (d_1 - d_2) ** 2, axis=1)",
            ),
            "The two conditions are joined by the product $2ab\\,\\delta_1\\cdot\\delta_2$, not by their distance.",
        ),
        Mistake(
            "one after the other",
            edit(
                _TOGETHER,
                "np.sum((a * first) ** 2, axis=1) + b**2 * np.sum((second - a * first) ** 2, axis=1)",
                _APART,
                "a * np.sum(first**2, axis=1) + b * np.sum((second - a * first) ** 2, axis=1)",
            ),
            "Two guided steps one after the other have another factor. Raise the three to their powers *at once*. "
            + SQUARES,
        ),
        Mistake(
            "summed before the square",
            edit(
                _TOGETHER,
                "np.sum(a * first + b * second, axis=1) ** 2",
                _APART,
                "a * np.sum(first, axis=1) ** 2 + b * np.sum(second, axis=1) ** 2",
            ),
            "Square each coordinate, then sum: $|\\delta|^2=\\sum_j\\delta_j^2$.",
        ),
        Mistake(
            "summed along the wrong axis",
            edit(
                _TOGETHER,
                "np.sum((a * first + b * second) ** 2, axis=0)",
                _APART,
                "a * np.sum(first**2, axis=0) + b * np.sum(second**2, axis=0)",
            ),
            "One number for each particle: sum over the coordinates, `axis=1`.",
        ),
        Mistake(
            "roots of the SNR",
            edit("(snr_s - snr_t)", "(np.sqrt(snr_s) - np.sqrt(snr_t))"),
            "$\\mathrm{SNR}=\\alpha^2/\\sigma^2$ is taken as it is, without a root.",
        ),
        Mistake(
            "the guided answer itself",
            edit(_TOGETHER, "np.sum((d_u + a * first + b * second) ** 2, axis=1)"),
            "Take *every* difference to $D_u$, the guided one too: $D_w-D_u=a\\delta_1+b\\delta_2$.",
        ),
        Mistake(
            "differences to each other",
            edit("d_1 - d_u, d_2 - d_u", "d_1 - d_u, d_2 - d_1"),
            "Both differences are to the unconditional $D_u$.",
        ),
        Mistake(
            "the denoisers themselves",
            edit("d_1 - d_u, d_2 - d_u", "d_1, d_2"),
            "$D_u$ has the power $1-a-b$ and does not drop out: take differences to it.",
        ),
        Mistake(
            "the factor, not its logarithm",
            edit(
                "return 0.5 * (together - apart) * (snr_s - snr_t)",
                "return np.exp(0.5 * (together - apart) * (snr_s - snr_t))",
            ),
            "Asked is the *logarithm* of the factor.",
        ),
        Mistake(
            "one condition of weight a + b",
            edit(_TOGETHER, "(a + b) ** 2 * np.sum(first**2, axis=1)", _APART, "(a + b) * np.sum(first**2, axis=1)"),
            "The two conditions have different denoisers.",
        ),
        Mistake(
            "norms for their squares",
            edit(
                _TOGETHER,
                "np.linalg.norm(a * first + b * second, axis=1)",
                _APART,
                "a * np.linalg.norm(first, axis=1) + b * np.linalg.norm(second, axis=1)",
            ),
            "The norms are squared in the factor.",
        ),
    ],
    hints=[
        "The three steps have one variance $\\kappa^2$ and means $m_i=ax_t+bD_i$ in (12.11). Write the "
        "exponents as squares and collect.",
        "$-a|x-m_1|^2-b|x-m_2|^2-(1-a-b)|x-m_u|^2+|x-m|^2$, $m$ the weighted mean: $x$ drops out. Put $m_u=0$.",
        "With $\\Delta$ for the difference of the ratios: "
        "$\\frac12\\left(|a\\delta_1+b\\delta_2|^2-a|\\delta_1|^2-b|\\delta_2|^2\\right)\\Delta$",
    ],
)
