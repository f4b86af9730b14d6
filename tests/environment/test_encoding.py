"""Text is read and written as UTF-8 wherever the course runs, whatever that machine's own encoding is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("utils", "tests", "benchmarks", "studies", "source", "grading", "site", "hub", ".ci")
FOUND = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
FILES = [ROOT / "conftest.py", *(path for path in FOUND if path.parent.name != "hostile")]  # attacks run on Linux only
PROGRAMS = ("run", "Popen", "check_output")


def unsaid(source: str) -> list[int]:
    """The lines on which text is read or written without an encoding."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _unsaid(node)]


def _unsaid(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    owner = getattr(getattr(call.func, "value", None), "id", "")
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if "encoding" in given or None in given:
        return False
    if name in ("read_text", "write_text"):
        return isinstance(call.func, ast.Attribute) and len(call.args) <= (name == "write_text")
    if name == "open" and owner not in ("Image", "os", "webbrowser", "tarfile", "zipfile"):
        after = call.args[1:] if isinstance(call.func, ast.Name) else call.args
        mode = after[0] if after else given.get("mode", ast.Constant("r"))
        return isinstance(mode, ast.Constant) and "b" not in str(mode.value)
    return name in PROGRAMS and ("text" in given or "universal_newlines" in given)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_text_is_read_and_written_in_a_stated_encoding(path):
    assert unsaid(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["open('x')", "p.open('w')", "p.read_text()", "p.write_text('x')", "subprocess.run(['x'], text=True)", "p.open()"],
)
def test_what_leaves_it_out_is_seen(source):
    assert unsaid(source) == [1]


@pytest.mark.parametrize(
    "source",
    ["open('x', 'rb')", "p.open(encoding='utf-8')", "p.read_text('utf-8')", "Image.open(x)", "subprocess.run(['x'])"],
)
def test_what_states_it_or_needs_none_is_not(source):
    assert unsaid(source) == []
