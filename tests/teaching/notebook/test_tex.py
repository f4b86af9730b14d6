"""Formulas of hints as plain text: readable, complete, and nothing else is touched."""

import re

import pytest

from utils.exercises import registry
from utils.teaching.notebook.html import rich
from utils.teaching.notebook.tex import formula, readable


@pytest.mark.parametrize(
    "tex, plain",
    [
        (r"\sqrt{\bar\alpha}\,x_0 + \sqrt{1-\bar\alpha}\,\varepsilon", "√ᾱ x_0 + √(1−ᾱ) ε"),
        (r"\frac{dP}{dt} = Q^{\mathsf T} P", "(dP)/(dt) = Q^T P"),
        (r"\alpha^2+\sigma^2 = 1", "α²+σ² = 1"),
        (r"e^{-2\theta t}", "e^{−2θ t}"),
        (r"q(x_t\mid x_0)", "q(x_t | x_0)"),
        (r"\hat x_0(x_t)", "x̂_0(x_t)"),
        (r"\frac12", "1/2"),
        (r"\frac{1}{\sqrt{n}}", "1/(√n)"),
        (r"\left\|\Delta\lambda\right\|", "‖Δλ‖"),
        (r"\log p \le \tfrac{1}{2}", "log p ≤ 1/2"),
        (r"x_{t-1}", "x_{t−1}"),
        (r"10^{-3}", "10⁻³"),
        (r"\sum_{i\ne j} Q_{ij}", "∑_{i≠ j} Q_{ij}"),
        (r"\operatorname{Var}[x]", "Var[x]"),
        (r"{", ""),
        (r"\sqrt", "√()"),
    ],
)
def test_a_formula_reads_as_one_would_write_it(tex, plain):
    assert formula(tex) == plain


def test_only_formulas_change_and_html_keeps_their_tex():
    text = r"For $\beta<1$ use `a$b` & `c$d`: 5 < 6."
    assert readable(text) == "For β<1 use `a$b` & `c$d`: 5 < 6."
    assert rich(text) == r"For $\beta&lt;1$ use <code>a$b</code> &amp; <code>c$d</code>: 5 &lt; 6."


def test_every_formula_of_the_exercises_is_readable():
    for exercises in registry.everything().values():
        for exercise in exercises:
            hints = [*exercise.hints, exercise.reveal, *(mistake.hint for mistake in exercise.mistakes)]
            for text in [*hints, exercise.title, *(exercise.options or {}).values()]:
                assert text.count("$") % 2 == 0, (exercise.id, text)
                plain = readable(text)
                assert "$" not in plain and not re.search(r"\\[A-Za-z]", plain), (exercise.id, plain)
