"""Sentences with numbers in them: "signal {α:.2f}", and labels such as x_t or R^2.

The browser fills the same templates (scene/js/text.js), so only the formats both know
are accepted: {name}, {name:.2f}, {name:.3g}, {name:.1e}, {name:d}, {name:.0%},
each with an optional leading +.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection

FIELD = re.compile(r"(?<![_^])\{([^{}:\s]+)(?::(\+?)(?:\.(\d+))?([fged%]))?\}")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|(\S))")


def fields(template: str) -> list[str]:
    """Names used in a template, in order, each once."""
    return list(dict.fromkeys(match[1] for match in FIELD.finditer(template)))


def check_template(name: str, template: str, known: Collection[str]) -> None:
    """Raise ValueError if `template` uses an unknown name or format."""
    unknown = [field for field in fields(template) if field not in known]
    if unknown:
        raise ValueError(f"{name}: unknown {{{unknown[0]}}}, expected one of {', '.join(sorted(known))}")
    rest = re.sub(r"[_^]\{[^{}]*\}", "", FIELD.sub("", template))
    if "{" in rest or "}" in rest:
        raise ValueError(f"{name}: can't read {template!r}, expected fields such as {{t}} or {{α:.2f}}")


def fill(template: str, values: dict[str, float]) -> str:
    """The template with its numbers filled in."""
    return FIELD.sub(lambda m: number(values[m[1]], m[2] or "", m[3], m[4] or ""), template)


def number(value: float, sign: str = "", digits: str | None = None, kind: str = "") -> str:
    """One number as text, with a true minus sign and ∞."""
    value = float(value)
    if math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if kind == "d" or (not kind and value == int(value)):
        text = f"{round(value):{sign}d}"
    elif not kind:
        text = f"{value:.4g}"
    else:
        text = f"{value:{sign}.{digits if digits is not None else 6}{kind}}"
    if float(text.rstrip("%")) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def plain(label: str) -> str:
    """A label without its marks: x_t -> x_t is kept readable, braces are dropped."""
    return _SCRIPT.sub(lambda m: m[1] + (m[2] if m[2] is not None else m[3]), label)


def mathtext(label: str) -> str:
    r"""A label for matplotlib: x_t becomes x$_\mathrm{t}$."""

    def script(match: re.Match) -> str:
        body = match[2] if match[2] is not None else match[3]
        return rf"${match[1]}\mathrm{{{body}}}$"

    return _SCRIPT.sub(script, label.replace("$", r"\$"))


def unmathed(label: str) -> str:
    r"""Matplotlib's mathtext as plain words: "$\alpha_t^2$" becomes "alpha_t^2"."""
    label = re.sub(
        r"\\(?:mathrm|mathbf|mathcal|mathbb|bar|hat|tilde|text|sqrt)\s*", lambda m: "√" if "sqrt" in m[0] else "", label
    )
    return re.sub(r"\s+", " ", re.sub(r"[${}\\]", "", label)).strip()
