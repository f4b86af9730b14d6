"""What a study found, kept in results/NAME.json beside how it was found; and whether the code has changed since.

    store("fraud_study", command="...", seeds=[0, 1, 2], modules=MODULES, result={...})
    found = read("fraud_study")["result"]

A lecture reads it; a test holds that no module named there has changed in what it computes.
"""

import ast
import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from utils.common.files import replacing

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).resolve().parent / "results"
PACKAGES = ("numpy", "scipy", "torch", "scikit-learn", "imbalanced-learn", "xgboost-cpu")


def store(name: str, *, command: str, seeds: Sequence[int], modules: Iterable[str], result: Any) -> Path:
    """Write results/NAME.json. modules: files whose change makes the result stale, from the course's folder on."""
    modules = sorted(modules)
    kept = dict(
        command=command,
        versions={"python": platform.python_version()} | {package: version(package) for package in PACKAGES},
        seeds=list(seeds),
        code=dict(hash=code_hash(modules), modules=modules),
        result=result,
    )
    path = RESULTS / f"{name}.json"
    with replacing(path) as file:
        file.write((json.dumps(kept, indent=1, ensure_ascii=False) + "\n").encode())
    return path


def read(name: str) -> dict[str, Any]:
    """command, versions, seeds, code (hash and modules) and result of a stored study."""
    path = RESULTS / f"{name}.json"
    if not path.is_file():
        there = ", ".join(sorted(path.stem for path in RESULTS.glob("*.json"))) or "none"
        raise ValueError(f"name must be that of a stored study, one of {there}, got {name!r}")
    return json.loads(path.read_text(encoding="utf-8"))


def code_hash(modules: Iterable[str], root: Path = ROOT) -> str:
    """SHA-256 of what these files compute: comments, docstrings, hints, imports and layout do not count."""
    digest = hashlib.sha256()
    for module in modules:
        digest.update(repr(_computed(ast.parse((root / module).read_text(encoding="utf-8")))).encode())
    return digest.hexdigest()


def _computed(node: Any) -> Any:
    """A syntax tree as nested tuples, the same in every version of Python."""
    if isinstance(node, list):
        return tuple(_computed(part) for part in node if not isinstance(part, ast.Import | ast.ImportFrom))
    if not isinstance(node, ast.AST):
        return node
    fields = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    for hint in ("annotation", "returns", "type_comment", "ctx", "kind"):
        fields.pop(hint, None)
    if "body" in fields and isinstance(fields["body"], list):
        fields["body"] = [part for part in fields["body"] if not _is_text(part)]
    return (type(node).__name__, *((name, _computed(value)) for name, value in fields.items()))


def _is_text(node: ast.AST) -> bool:
    """A docstring, or ... in place of a body."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
