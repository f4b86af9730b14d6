"""Every knob and every handle of every lecture: each setting works, and still shows the same once later cells have run.

A knob's callback runs long after its cell. Here only the cells it needs are run; then every setting is tried, every
name that a later cell assigns is taken away (Run All can do no worse), and every setting is tried again. No browser
is needed for this; test_knobs_in_lab.py does it with real clicks for two lectures.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import pytest

from utils.teaching.build.cells import Cell, read_cells
from utils.teaching.build.markers import worked
from utils.teaching.scene.controls import Controlled
from utils.teaching.scene.scene import Scene

ROOT = Path(__file__).resolve().parents[2]
MASTERS = [
    path for path in sorted((ROOT / "source" / "lectures").glob("*.py")) if "controlled(" in path.read_text("utf-8")
]
TRAIN = ("07_training", "17_imbalanced")  # each setting trains networks: these two are run whole in the browser

SCOPES = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)


def code(path: Path) -> list[ast.Module]:
    """The code cells of a master, exercises solved, without magics."""
    cells: list[Cell] = [cell for cell in read_cells(path) if cell.kind == "code"]
    sources = [worked(cell.source) if "exercise" in cell.tags else cell.source for cell in cells]
    return [ast.parse("\n".join(line for line in source.splitlines() if line[:1] != "%")) for source in sources]


def reads(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def binds(tree: ast.Module, imports: bool = True) -> set[str]:
    """Names that running the cell binds at its top level, or whose content it changes: x[0] = ..., x.append(...)."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom) and imports:
            found.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.update(name.id for name in ast.walk(node.value) if isinstance(name, ast.Name))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            found.update(name.id for name in ast.walk(node.value.func) if isinstance(name, ast.Name))
        if not isinstance(
            node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.ListComp | ast.DictComp | ast.SetComp
        ):
            for child in ast.iter_child_nodes(node):
                visit(child)

    visit(tree)
    return found


def needed(trees: list[ast.Module], target: int) -> list[int]:
    """The cells that `target` needs: those before it that bind what it, or another needed one, reads."""
    cells = {target}
    while True:
        wanted = set().union(*(reads(trees[index]) for index in cells))
        more = {index for index in range(target) if binds(trees[index]) & wanted}
        if more <= cells:
            return sorted(cells)
        cells |= more


def run(trees: list[ast.Module], cells: list[int], target: int) -> tuple[dict[str, object], object]:
    """(names, what the cell `target` shows) after the cells have run."""
    names: dict[str, object] = {"__name__": "__main__"}
    shown = None
    for index in cells:
        body, last = trees[index].body, None
        if index == target and body and isinstance(body[-1], ast.Expr):
            body, last = body[:-1], ast.Expression(body[-1].value)
        exec(compile(ast.Module(body, []), f"cell {index}", "exec"), names)
        if last is not None:
            shown = eval(compile(last, f"cell {index}", "eval"), names)
    return names, shown


def settings(control: ipywidgets.Widget) -> list[object]:
    """Values to try: every option, both ends of a slider."""
    if isinstance(control, ipywidgets.Dropdown):
        return [value for _, value in control._options_full]
    return [control.min, control.max]


def picture(scene: Scene) -> str:
    return hashlib.sha256(repr(scene._payload["spec"]).encode() + scene._payload["data"]).hexdigest()


def try_all(shown: Controlled | Scene) -> Iterator[tuple[str, str]]:
    """(setting, what the scene then shows) for every control and every handle, one at a time."""
    if isinstance(shown, Controlled):
        for name, control in shown.controls.items():
            start = control.value
            for value in settings(control):
                control.value = value
                assert shown.message.value == "", f"{name} = {value!r}: {shown.message.value}"
                yield f"{name} = {value!r}", picture(shown.scene)
            control.value = start
    else:
        start = [list(place) for place in shown.handles]
        for k in range(len(start)):
            shown.handles = [[x, y + 0.3 * (j == k)] for j, (x, y) in enumerate(start)]
            yield f"handle {k}", picture(shown)
        shown.handles = start


class Later:
    """Stands where a later cell has put something else: any use of it is an error."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("a callback reads a name that a later cell assigns")

    __call__ = __iter__ = __len__ = __getitem__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __getattr__
    __bool__ = __float__ = __index__ = __array__ = __lt__ = __gt__ = lambda self, *_: self.used


def targets(trees: list[ast.Module]) -> list[int]:
    """The cells that show a knob or handles."""
    called = [
        {getattr(n.func, "id", getattr(n.func, "attr", "")) for n in ast.walk(t) if isinstance(n, ast.Call)}
        for t in trees
    ]
    return [k for k, names in enumerate(called) if names & {"controlled", "observe"}]


def test_the_lectures_have_knobs_and_handles_to_try() -> None:
    assert len(MASTERS) >= 11
    assert sum(len(targets(code(path))) for path in MASTERS) >= 14


CELLS = [(path, target) for path in MASTERS if path.stem not in TRAIN for target in targets(code(path))]


@pytest.mark.parametrize("path, target", CELLS, ids=[f"{path.stem}-{target}" for path, target in CELLS])
def test_every_setting_works_and_shows_the_same_after_run_all(
    path: Path, target: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT / "lectures")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    trees = code(path)
    names, shown = run(trees, needed(trees, target), target)
    assert isinstance(shown, Controlled | Scene)
    before = list(try_all(shown))
    assert len({drawn for _, drawn in before}) > 1, "no setting changes anything"
    for tree in trees[target + 1 :]:
        names.update({name: Later() for name in binds(tree, imports=False) if name in names})
    assert list(try_all(shown)) == before
