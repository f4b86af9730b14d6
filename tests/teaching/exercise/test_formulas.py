"""Formulas as text do arithmetic and nothing else, and say what is wrong with the others."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.teaching.exercise.formulas import FormulaError, evaluate, spelled


@pytest.mark.parametrize(
    "text, value",
    [
        ("1 + 2*3", 7),
        ("2**3**2", 512),
        ("-x**2", -4),
        ("sqrt(x)/x", math.sqrt(2) / 2),
        ("exp(log(x))", 2),
        ("+x", 2),
        ("sin(pi/2) + cos(0) + tan(0)", 2),
        ("log(e)", 1),
        (" x ", 2),
        ("1e-3", 1e-3),
        ("π", math.pi),
    ],
)
def test_value(text, value):
    assert evaluate(text, {"x": 2.0}) == pytest.approx(value, rel=1e-14)


@settings(deadline=None)
@given(st.floats(-50, 50), st.floats(0.1, 50))
def test_arithmetic_is_python_s(a, b):
    for text in ("a + b", "a - b*a", "a/b", "(a + b)*(a - b)", "b**2 - -a"):
        assert evaluate(text, {"a": a, "b": b}) == pytest.approx(eval(text, {"a": a, "b": b}), rel=1e-15, abs=1e-300)


def test_arrays_and_constants_take_the_variables_shape():
    x = np.array([[1.0, 4.0], [9.0, 16.0]])
    assert np.array_equal(evaluate("sqrt(x)", {"x": x}), np.sqrt(x))
    assert evaluate("1", {"x": x}).shape == (2, 2)


@pytest.mark.parametrize(
    "name, other",
    [
        ("ᾱ_t", "alpha_bar_t"),
        ("ᾱ_t", "alphabar_t"),
        ("α\u0304_t", "ᾱ_t"),
        ("ϵ", "ε"),
        ("ε", "eps"),
        ("ε", "epsilon"),
        ("β̃_t", "beta_tilde_t"),
        ("σ", "sigma"),
        ("ᾱₜ", "ᾱ_t"),
        ("Σ", "Sigma"),
        ("x_0", "x0"),
        ("µ", "mu"),
    ],
)
def test_names_may_be_greek_or_spelled(name, other):
    assert spelled(name) == spelled(other)
    assert evaluate(f"2*{other}", {name: 1.5}) == evaluate(f"2*{name}", {other: 1.5}) == 3


def test_case_matters():
    assert spelled("Σ") != spelled("σ") and spelled("T") != spelled("t")


@pytest.mark.parametrize(
    "text, says",
    [
        ("x^2", r"\*\*"),
        ("x²", r"\*\*2"),
        ("√x", "sqrt"),
        ("2×x", r"\*"),
        ("1 − x", "-"),
        ("y = x", "right-hand"),
        (r"\sqrt{x}", "LaTeX"),
        ("y + 1", "unknown name `y`; known are x"),
        ("np.sqrt(x)", "without a module"),
        ("ln(x)", "log"),
        ("2 x", r"write \*"),
        ("2x", r"write \*"),
        ("(x", "brackets"),
        ("x(1 - x)", r"\* for a product"),
        ("sqrt", "brackets"),
        ("sqrt(x, x)", "one value"),
        ("x if x else 1", "not allowed"),
        ("[x]", "not allowed"),
        ("x.real", "not allowed"),
        ("lambda: x", "not allowed"),
        ("__import__('os')", "call"),
        ("'a'", "not a real number"),
        ("True", "not a real number"),
        ("2j", "not a real number"),
        ("x < 1", "not allowed"),
        ("", "cannot be read"),
        ("x" * 2000, "characters"),
        ("(" * 400 + "x" + ")" * 400, "cannot be read"),
        ("x\0", "cannot be read"),
        ("1 - abar_{t-1}", "`abar_{t-1}` cannot be read: write no braces.*names as given: x"),
        ("1 - ᾱ_{t−1}", "`ᾱ_{t−1}`.*names as given: x"),
        ("{1 - x}", r"group with \( \)"),
        ("x_{", "no braces"),
        ("abar[t-1]", "names as given: x"),
        ("abar(t-1)", "names given are x"),
        (r"\bar{x}_t", "names as given: x"),
        ("x₋₁", "names as given: x"),
    ],
)
def test_what_is_not_a_formula_is_named(text, says):
    with pytest.raises(FormulaError, match=says):
        evaluate(text, {"x": 2.0})


def test_a_formula_that_is_no_text_is_named():
    with pytest.raises(FormulaError, match="quotes"):
        evaluate(3.0, {"x": 1})


def test_towers_of_powers_overflow_instead_of_running_for_ever():
    assert evaluate("9**9**9**9", {"x": 1.0}) == np.inf  # in exact integers this would not end


def test_two_variables_that_read_the_same_are_refused():
    with pytest.raises(ValueError, match="read the same"):
        evaluate("alpha", {"α": 1, "alpha": 2})
