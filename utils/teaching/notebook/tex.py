r"""Formulas in words for the learner: `$\sqrt{1-\beta}$` is typeset in HTML, and reads √(1−β) as plain text.

Only what hints and verdicts hold: letters, accents, roots, fractions, powers, indices, a few signs.
"""

from __future__ import annotations

import re
import unicodedata

ACCENTS = {"bar": "\u0304", "hat": "\u0302", "tilde": "\u0303", "dot": "\u0307", "overline": "\u0304"}
NAMED = """cdot · times × le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ to → infty ∞ sum ∑ prod ∏ int ∫ partial ∂ nabla ∇ approx ≈
sim ∼ propto ∝ pm ± | ‖ dots … ldots … cdots ⋯ ell ℓ in ∈ ast ∗ { { } } % % varepsilon ε epsilon ϵ varphi φ"""
SPACES = {"mid": " | ", "quad": " ", ",": " ", ";": " ", " ": " ", "!": "", "left": "", "right": ""}
SIGNS = dict(zip(NAMED.split()[::2], NAMED.split()[1::2])) | SPACES
PLAIN = {"text", "operatorname", "mathrm", "mathsf", "mathbf", "mathbb", "mathcal", "boldsymbol"}  # their argument
POWERS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)


def readable(text: str) -> str:
    """The text with each `$formula$` in Unicode; what stands in `code` is left alone."""
    parts = re.split(r"(`[^`\n]*`|\$[^$]+\$)", text)
    return "".join(formula(part[1:-1]) if part[:1] == "$" and len(part) > 2 else part for part in parts)


def formula(tex: str) -> str:
    r"""One formula in Unicode.

    >>> formula(r"\frac{\sqrt{1-\bar\alpha_t}}{\sigma^2} x_{t-1}")
    '√(1−ᾱ_t)/σ² x_{t−1}'
    """
    tokens, out = TOKEN.findall(tex), ""
    try:
        while tokens:
            out += _next(tokens)
    except RecursionError:  # a learner's text, nested without end
        return tex
    return re.sub(r" +", " ", unicodedata.normalize("NFC", out)).strip()


def _next(tokens: list[str]) -> str:
    """The next piece of a formula, taken off `tokens`."""
    token = tokens.pop(0)
    if token == "{":
        return _group(tokens)
    if token in ("^", "_"):
        inner = _argument(tokens)
        if token == "^":
            raised = inner.translate(POWERS)
            return raised if not set(raised) & set(inner) else f"^{_braced(inner)}"
        return f"_{_braced(inner)}"
    if not token.startswith("\\"):
        return {"-": "−", "'": "′", "~": " "}.get(token, " " if token.isspace() else token)
    name = token[1:]
    if name in ACCENTS:
        inner = _argument(tokens)
        return inner[:1] + ACCENTS[name] + inner[1:]
    if name == "sqrt":
        return "√" + _bracketed(_argument(tokens))
    if name in ("frac", "tfrac", "dfrac"):
        return f"{_bracketed(_argument(tokens))}/{_bracketed(_argument(tokens))}"
    word = _argument(tokens) if name in PLAIN else SIGNS[name] if name in SIGNS else _greek(name)
    apart = len(word) > 1 and word.isalpha() and tokens and re.match(r"\w|\\[A-Za-z]", tokens[0])
    return f"{word} " if apart else word  # log p, not logp


def _group(tokens: list[str]) -> str:
    """What stands up to the closing brace, which is taken off too."""
    out = ""
    while tokens and tokens[0] != "}":
        out += _next(tokens)
    tokens[:1] = []
    return out


def _argument(tokens: list[str]) -> str:
    """What a command or an index applies to: a group, or one piece."""
    while tokens and tokens[0].isspace():
        tokens.pop(0)
    return _next(tokens) if tokens else ""


def _greek(name: str) -> str:
    """A Greek letter by its name, else the name itself: log, exp."""
    size = "CAPITAL" if name[:1].isupper() else "SMALL"
    word = {"lambda": "LAMDA"}.get(name.lower(), name.upper())
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {word}")
    except KeyError:
        return name


def _braced(inner: str) -> str:
    return inner if len(unicodedata.normalize("NFC", inner)) == 1 else f"{{{inner}}}"


def _bracketed(inner: str) -> str:
    """In brackets if it is more than one quantity: a letter with its index, or a number, needs none."""
    one = re.fullmatch(r"[\d.]+|\w[\u0300-\u036f]?(_\w|_\{[^}]*\})?[²³]?", unicodedata.normalize("NFC", inner))
    return inner if one else f"({inner})"
