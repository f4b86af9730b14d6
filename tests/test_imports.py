"""Who may import whom, read off the source; an `import utils` that costs nothing and opens no connection."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUBJECTS = ("generative", "populations", "networks", "hierarchy")
NETWORKS = {
    "utils.generative.networks",
    "utils.generative.picture_networks",
    "utils.generative.training",
    "utils.generative.checkpoint",
    "utils.populations.learned_reverse",
    "utils.generative.private_training",
    "utils.generative.flow_matching",
    *(f"utils.generative.{name}" for name in ("adaptation", "cascade", "consistency", "descent")),
    *(f"utils.generative.{name}" for name in ("mean_flow", "picture_vae")),
    *(f"utils.generative.tabular.{name}" for name in ("early_stopping", "layers", "trained")),
    *(f"utils.generative.tabular.{name}" for name in ("diffusion", "gan", "vae")),
    *(f"utils.generative.discrete.{name}" for name in ("masked", "tables")),
    "utils.generative.descent",
    *(
        f"utils.generative.rivals.{name}"
        for name in ("rival", "fools", "judging", "vae", "gan", "coupling", "made", "denoising")
    ),
}  # torch's
REFEREES = {"arviz_stats", "diffusers", "EoN", "emcee", "hypothesis", "pywt", "SALib", "pytest"}

# What each part of utils may import of the others. utils/exercises may import anything.
SHARED = {"common", "processes", "data"}
MAY_IMPORT = {
    "common": set(),
    "processes": {"common"},
    "data": {"common"},
    "teaching": {"common"},
    "inference": {"common", "processes"},
    **dict.fromkeys(SUBJECTS, SHARED),
    "grading": {"teaching", "common"},  # of utils; it finds exercises by name
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for folder in ("utils", "grading") for path in sorted((ROOT / folder).rglob("*.py"))}


@cache
def imported(path: Path, for_types: bool = True) -> frozenset[str]:
    """Full names of the modules a file imports, anywhere in it, relative ones resolved.

    for_types=False leaves out what stands under `if TYPE_CHECKING:` and is never imported when the course runs.
    """
    package = path.relative_to(ROOT).parent.parts
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unrun = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in unrun and not for_types:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names |= {stem, *(f"{stem}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def parts(path: Path) -> set[str]:
    """The sub-packages of utils that a file imports."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("utils.")}


def part_of(path: Path) -> str:
    """generative for utils/generative/reverse.py; grading for grading/report.py; "" for utils/__init__.py."""
    first, *rest = path.relative_to(ROOT).parts
    return first if first == "grading" else rest[0] if len(rest) > 1 else ""


def broken_layers(modules: dict[str, Path]) -> list[str]:
    """One line for each import that MAY_IMPORT does not list."""
    return [
        f"{name} imports utils.{other}; utils.{part} may import {', '.join(sorted(allowed)) or 'nothing'} and itself"
        for name, path in modules.items()
        if (part := part_of(path)) not in ("", "exercises")
        for allowed in [MAY_IMPORT[part]]
        for other in sorted(parts(path) - allowed - {part})
    ]


def cycles(imports: dict[str, set[str]]) -> list[str]:
    """Each cycle found as "a → b → a"; imports: module -> the modules it imports."""
    found, done = [], set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            found.append(" → ".join([*trail[trail.index(name) :], name]))
        elif name not in done:
            for other in sorted(imports[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in imports:
        visit(name, ())
    return found


def modules_imported(name: str) -> set[str]:
    """The modules of the course that a module imports: of `from utils.a import b`, utils.a.b if that is a module."""
    names = imported(MODULES[name], for_types=False)
    within = {n for n in names if n in MODULES and n != name}
    return {n for n in within if not any(longer.startswith(f"{n}.") for longer in within)}


class Imaginary(type(ROOT)):
    """A file of utils/teaching that exists in this test alone."""

    text = ""

    def read_text(self, encoding=None):
        return self.text


def imaginary(place: str, text: str) -> Path:
    file = Imaginary(ROOT / place)
    file.text = text
    return file


def test_the_reader_of_imports_sees_every_form():
    text = (
        "import utils.data.toys as t\nfrom utils.exercises import check\n"
        "from . import view\nfrom ..generative import schedules\n"
        "def f():\n    import torch\n"
    )
    file = imaginary("utils/teaching/imaginary.py", text)
    names = {"utils.data.toys", "utils.exercises", "utils.teaching.view", "utils.generative.schedules", "torch"}
    assert names <= imported(file)
    assert parts(file) == {"data", "exercises", "teaching", "generative"}


def test_every_part_keeps_to_what_it_may_import():
    assert broken_layers(MODULES) == []


def test_a_module_that_breaks_the_layers_is_named():
    file = imaginary("utils/networks/sir.py", "from utils.common import checks\nfrom utils.generative import schedules")
    [line] = broken_layers({"utils.networks.sir": file})
    assert line.startswith("utils.networks.sir imports utils.generative; utils.networks may import common, data, proc")


def test_no_module_is_part_of_an_import_cycle():
    assert cycles({name: modules_imported(name) for name in MODULES}) == []


def test_a_cycle_is_found_and_named():
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == ["b → c → b"]


def test_referees_stay_in_tests():
    assert [name for name, path in MODULES.items() if roots(path) & REFEREES] == []


def test_teaching_never_imports_torch():
    assert [name for name, path in MODULES.items() if part_of(path) == "teaching" and "torch" in roots(path)] == []


def fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_utils_loads_nothing_heavy():
    heavy = "{'torch', 'matplotlib', 'numpy', 'scipy', 'ipywidgets', 'sklearn'}"
    assert fresh(f"import sys, utils; print(sorted({heavy} & set(sys.modules)))") == "[]"


def test_no_module_of_utils_opens_a_connection_when_imported_and_only_networks_load_torch():
    names = [name for name in MODULES if name.startswith("utils")]
    code = f"""
import importlib, socket, sys
def refuse(*arguments, **options):
    raise AssertionError("a connection at import")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
for name in {names!r}:
    if name not in {NETWORKS!r}:
        importlib.import_module(name)
        if "torch" in sys.modules:
            print(name, "loads torch at import: import torch inside the function, or list the module in NETWORKS")
            break
for name in {names!r}:
    importlib.import_module(name)
"""
    assert fresh(code) == ""
