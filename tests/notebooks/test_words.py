"""Terms a reader can look up: no word in a private sense where the field has one, and no symbol without its row."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LECTURES = sorted((ROOT / "source" / "lectures").glob("*.py"))
MASTERS = LECTURES + sorted((ROOT / "source" / "appendices").glob("*.py"))
PART_I = re.compile(r"(0\d|10|17|18)_")

# What stood for: mode, stationary, similarity, estimate, metric, value, log-SNR, reverse process, population.
PRIVATE = r"\bhump(s|ed)?\b|\bat rest\b|\blikeness|\bbest guess|\b(wrong|right) grade|\brungs? of\b|\bladder of λ"
PRIVATE_ON_NOISE = r"\bways? back\b|\bcrowds?\b|\btold \$?x_0"

LATEX = re.compile(
    r"\\(?:text|operatorname|mathrm|tag|begin|end)\*?\{[^{}]*\}"  # words
    r"|\\(?:[td]?frac|sqrt|left|right|[bB]igg?[lr]?|q?quad|(?:under|over)brace|wide(?:hat|tilde)|hat|bar|tilde|d?dot|over(?:set|line)"
    r"|sum|prod|int|infty|partial|nabla|cdots?|[vdl]?dots|[lg]eq?|neq?|approx|equiv|sim|propto|in|notin|to|mid|middle|cup|cap"
    r"|setminus|subset(?:eq)?|min|max|exp|log|sin|cos|tanh?|arctan|det|[lr](?:angle|floor|ceil|Vert|vert)|pm|mp|times|circ"
    r"|prime|forall|binom|(?:long)?(?:right|left)arrow|Long(?:right|left)arrow|Rightarrow|mapsto|top|limits|sup|inf|succeq|ll|gg"
    r"|lesssim|gtrsim|emptyset|uparrow|downarrow|xrightarrow|land|lor|mathsf|smallsetminus|star|ast|over|colon)(?![A-Za-z])"
)
MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.S)


def symbols(formula: str) -> set[str]:
    """The letters of a formula: Latin ones, Greek ones by name, and those of another alphabet such as \\mathcal{L}."""
    formula = LATEX.sub(" ", formula)
    script = re.compile(r"\\math(cal|bb|bf)\s*\{?([A-Za-z0-9])\}?")
    found = {f"{kind} {letter}" for kind, letter in script.findall(formula)}
    formula = script.sub(" ", formula)
    return (
        found
        | set(re.findall(r"\\[A-Za-z]+", formula))
        | set(re.findall(r"(?<!\\)\b[A-Za-z]\b|(?<![\\A-Za-z])[A-Za-z]", formula))
    )


def explained() -> set[str]:
    text = (ROOT / "source" / "appendices" / "A_notation.py").read_text(encoding="utf-8")
    return set().union(*(symbols(block or line) for block, line in MATH.findall(text)))


@pytest.mark.parametrize("master", LECTURES, ids=lambda path: path.stem)
def test_every_symbol_of_a_displayed_equation_is_in_appendix_a(master):
    blocks = re.findall(r"\$\$(.+?)\$\$", master.read_text(encoding="utf-8"), re.S)
    missing = set().union(*map(symbols, blocks)) - explained()
    assert not missing, f"appendix A lacks {sorted(missing)}"


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_no_term_in_a_private_sense(master):
    pattern = PRIVATE + ("|" + PRIVATE_ON_NOISE if PART_I.match(master.name) else "")
    lines = master.read_text(encoding="utf-8").splitlines()
    found = [f"{n}: {line.strip()[:90]}" for n, line in enumerate(lines, 1) if re.search(pattern, line)]
    assert not found, "use the field's term: " + "; ".join(found)


def test_a_symbol_that_is_not_explained_is_found():
    assert symbols(r"\frac{\alpha_t}{x} = \operatorname{E}\mathcal{L}") == {r"\alpha", "t", "x", "cal L"}
    assert "\\Xi" in symbols(r"\Xi + 1") - explained()
