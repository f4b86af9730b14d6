"""Formulas as text: read by Python's parser, evaluated from a short list of allowed pieces.

Allowed: the variables given, numbers, + - * / **, parentheses, pi, e, and sqrt, exp, log,
sin, cos, tan. Nothing else runs, so a formula cannot do anything but arithmetic.

Greek letters may be typed or spelled, with or without underscores: ᾱ_t, alpha_bar_t and
alphabar_t are one name (`spelled`). Python itself folds look-alikes in names (NFKC: ϵ is ε).
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Mapping

import numpy as np

FUNCTIONS = {"sqrt": np.sqrt, "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan}
CONSTANTS = {"pi": np.pi, "π": np.pi, "e": np.e}
OPERATORS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.true_divide, ast.Pow: np.power}
LOOK_ALIKES = {
    "√": "sqrt(...)",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "²": "**2",
    "³": "**3",
    "½": "1/2",
    "=": "only the right-hand side",
}
LONGEST = 1000


class FormulaError(ValueError):
    """The text is not a formula in the allowed pieces; the message says what to change."""


def spelled(name: str) -> str:
    """One spelling for each name: Greek letters by name, accents as words, no underscores.

    >>> spelled("ᾱ_t") == spelled("alpha_bar_t") == "alphabart"
    True
    """
    accents = {"MACRON": "bar", "OVERLINE": "bar", "TILDE": "tilde", "CIRCUMFLEX ACCENT": "hat"}
    out = []
    for letter in unicodedata.normalize("NFKD", name).replace("_", ""):
        words = unicodedata.name(letter, "")
        if words.startswith("GREEK "):
            word = words.split("LETTER ")[-1].split()[-1].lower()
            word = {"lamda": "lambda"}.get(word, word)  # Unicode's own spelling
            out.append(word.capitalize() if letter.isupper() else word)
        elif words.startswith("COMBINING "):
            out.append(accents.get(words.removeprefix("COMBINING "), words))
        else:
            out.append(letter)
    text = "".join(out)
    return "epsilon" if text == "eps" else text


def evaluate(text: str, variables: Mapping[str, float | np.ndarray]) -> np.ndarray:
    """The value of the formula `text` at `variables`, broadcast over them, in float64.

    Raises FormulaError if the text cannot be read or uses anything not allowed.
    """
    tree = _parse(text, list(variables))
    values = {spelled(name): np.asarray(value, dtype=float) for name, value in variables.items()}
    if len(values) < len(variables):
        raise ValueError(f"variables={list(variables)}: two of these names read the same")
    shape = np.broadcast_shapes(*(value.shape for value in values.values()))
    with np.errstate(all="ignore"):
        result = _value(tree.body, values, list(variables))
    return np.array(np.broadcast_to(result, np.broadcast_shapes(shape, np.shape(result))))


def _parse(text: str, known: list[str]) -> ast.Expression:
    if not isinstance(text, str):
        raise FormulaError(f'expected a formula in quotes, such as "2 * sqrt(x)"; got {type(text).__name__}')
    if len(text) > LONGEST:
        raise FormulaError(f"the formula has {len(text)} characters; at most {LONGEST} are read")
    names = f"use the names as given: {', '.join(known)}"
    if "\\" in text:
        raise FormulaError(f"`\\` cannot be read here: write plain text, not LaTeX, and {names}")
    if braces := re.search(r"[^\s()*/+^{}-]*[{}][^{}]*}?", text):
        raise FormulaError(f"`{braces[0].strip()[:40]}` cannot be read: write no braces, group with ( ), and {names}")
    for sign, instead in LOOK_ALIKES.items():
        if sign in text:
            raise FormulaError(f"`{sign}` cannot be read here: write {instead}")
    try:
        return ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        where = (error.text or text)[max((error.offset or 1) - 1, 0) :][:20].strip()
        near = f" near `{where}`" if where else ""
        raise FormulaError(
            f"the formula cannot be read{near}: check brackets, write * for every product, and {names}"
        ) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError("the formula cannot be read: too deeply nested, or not text") from None


def _value(node: ast.AST, values: Mapping[str, np.ndarray], known: list[str]) -> np.ndarray:
    match node:
        case ast.Constant(value=bool() | str() | bytes() | None) | ast.Constant(value=complex()):
            raise FormulaError(f"`{ast.unparse(node)}` is not a real number")
        case ast.Constant(value=int() | float() as constant):
            return np.asarray(float(constant))  # not int: 9**9**9 must overflow, not run for ever
        case ast.Name(id=name):
            if spelled(name) in values:
                return values[spelled(name)]
            if name in CONSTANTS:
                return np.asarray(CONSTANTS[name])
            if name in FUNCTIONS:
                raise FormulaError(f"`{name}` needs brackets: {name}(...)")
            raise FormulaError(f"unknown name `{name}`; known are {', '.join(known)}, pi, e and {', '.join(FUNCTIONS)}")
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner, values, known)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return np.negative(_value(inner, values, known))
        case ast.BinOp(op=ast.BitXor()):
            raise FormulaError("`^` is not a power in Python: write ** (x**2 is x squared)")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, values, known), _value(right, values, known))
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](_value(inner, values, known))
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            raise FormulaError(f"`{name}` takes one value: {name}(...)")
        case ast.Call(func=ast.Attribute(attr=name)) if name in FUNCTIONS:
            raise FormulaError(f"write {name}(...) without a module before it")
        case ast.Call():
            raise FormulaError(
                f"`{ast.unparse(node)}` is read as a call of a function; write * for a product, "
                f"or use one of {', '.join(FUNCTIONS)}; the names given are {', '.join(known)}"
            )
    raise FormulaError(
        f"`{ast.unparse(node)}` is not allowed; use numbers, + - * / ** and brackets, "
        f"and the names as given: {', '.join(known)}"
    )
