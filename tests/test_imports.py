"""Who may import whom, read off the source; and an `import utils` that costs nothing and asks nothing of the network."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SUBJECTS = ("generative", "populations", "networks", "hierarchy")
NETWORKS = {
    "utils.generative.networks",
    "utils.generative.training",
    "utils.generative.checkpoint",
    *(f"utils.generative.tabular.{name}" for name in ("early_stopping", "trained", "diffusion", "vae", "gan")),
}  # torch's
REFEREES = {"diffusers", "EoN", "emcee", "hypothesis", "pywt", "SALib", "pytest"}
MODULES = sorted((ROOT / "utils").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Full names of the modules a file imports, anywhere in it, relative ones resolved."""
    package = path.relative_to(ROOT).parent.parts
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names |= {stem, *(f"{stem}.{alias.name}" for alias in node.names)}
    return names


def parts(path: Path) -> set[str]:
    """The sub-packages of utils that a file imports."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("utils.")}


def within(package: str) -> list:
    files = [path for path in MODULES if path.relative_to(ROOT / "utils").parts[0] == package]
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in files]


def test_the_reader_of_imports_sees_every_form(tmp_path):
    file = ROOT / "utils" / "teaching" / "imaginary.py"
    text = (
        "import utils.data.toys as t\nfrom utils.exercises import check\nfrom . import view\nfrom ..generative import schedules\n"
        "def f():\n    import torch\n"
    )

    class Imaginary(type(file)):
        def read_text(self, encoding=None):
            return text

    names = imported(Imaginary(file))
    assert {
        "utils.data.toys",
        "utils.exercises",
        "utils.teaching.view",
        "utils.generative.schedules",
        "torch",
    } <= names
    assert parts(Imaginary(file)) == {"data", "exercises", "teaching", "generative"}


@pytest.mark.parametrize("path", within("teaching"))
def test_teaching_knows_nothing_of_diffusion(path):
    assert parts(path) <= {"teaching"}


@pytest.mark.parametrize("path", [case for subject in SUBJECTS for case in within(subject)])
def test_subjects_know_data_and_themselves_only(path):
    own = path.relative_to(ROOT / "utils").parts[0]
    assert parts(path) <= {own, "data"}


@pytest.mark.parametrize("path", within("data"))
def test_data_knows_only_itself(path):
    assert parts(path) <= {"data"}


@pytest.mark.parametrize("path", [case for folder in ("teaching", "data", *SUBJECTS) for case in within(folder)])
def test_nothing_imports_exercises(path):
    assert "exercises" not in parts(path)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_referees_stay_in_tests(path):
    assert not {name.split(".")[0] for name in imported(path)} & REFEREES


@pytest.mark.parametrize("path", within("teaching"))
def test_teaching_never_imports_torch(path):
    assert "torch" not in {name.split(".")[0] for name in imported(path)}


def fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_utils_loads_nothing_heavy():
    heavy = "{'torch', 'matplotlib', 'numpy', 'scipy', 'ipywidgets', 'sklearn'}"
    assert fresh(f"import sys, utils; print(sorted({heavy} & set(sys.modules)))") == "[]"


def test_no_module_of_utils_opens_a_connection_when_imported_and_only_networks_load_torch():
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in MODULES]
    code = f"""
import importlib, socket, sys
def refuse(*arguments, **options):
    raise AssertionError("a connection at import")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
for name in {names!r}:
    if name not in {NETWORKS!r}:
        importlib.import_module(name)
print("torch" in sys.modules)
for name in {names!r}:
    importlib.import_module(name)
"""
    assert fresh(code) == "False"
