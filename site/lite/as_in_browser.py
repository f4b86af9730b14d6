"""A Python as the browser has it: without threads, processes and the packages that Pyodide lacks.

    python site/lite/as_in_browser.py importable PATH ...   prints those of the notebooks whose imports work in it
    python site/lite/as_in_browser.py run PATH              runs one, and compares what it shows with what is stored

Nothing here is Pyodide: numbers may differ there, and packages may be older. It holds what the course can promise.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Of what the course and its packages import: not in Pyodide 314, or not among what the wheel asks for.
LACKING = {"torch", "xgboost", "imblearn", "pyarrow", "jupyterlab", "nbclient", "jupytext", "zmq", "distributed"}
LACKING |= {"grp", "pwd", "resource", "syslog"}  # of the standard library


class Lacking:
    """Among sys.meta_path: those packages do not exist."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name.split(".")[0] in LACKING:
            raise ModuleNotFoundError(f"No module named {name!r} in the browser", name=name)


def become() -> None:
    """Make this Python one as in the browser, once and for all."""

    def no_thread(*_: object, **__: object) -> None:
        raise RuntimeError("can't start new thread")  # as Pyodide says

    def no_process(*_: object, **__: object) -> None:
        raise OSError(138, "emscripten does not support processes.")

    for name in [name for name in sys.modules if name.split(".")[0] in LACKING]:
        del sys.modules[name]
    sys.meta_path.insert(0, Lacking)  # type: ignore[arg-type]
    threading.Thread.start = no_thread  # type: ignore[method-assign]
    subprocess.Popen.__init__ = no_process  # type: ignore[method-assign]


def code(path: Path) -> list[dict]:
    """The code cells of a notebook, Colab's left out."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [c for c in cells if c["cell_type"] == "code" and "colab" not in c["metadata"].get("tags", ())]


def importable(path: Path) -> bool:
    """Whether every import of a notebook works here, and it reads no source/; its other code is not run."""
    for cell in code(path):
        if "source/" in "".join(cell["source"]):
            return False
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                try:
                    exec(compile(ast.Module([node], []), str(path), "exec"), {})
                except ImportError:
                    return False
    return True


def shown(outputs: list) -> str:
    """The words of a cell's outputs, as stored or as captured."""
    texts = [o.get("text", o.get("data", {}).get("text/plain", "")) for o in outputs]
    return " ".join(" ".join("".join(text) for text in texts).split())


def run(path: Path) -> list[str]:
    """What differs when every cell of the notebook runs here, but for the check's word on time: one line a cell."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    from utils.teaching.exercise.run import UNLIMITED

    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    wrong = []
    for number, cell in enumerate(code(path)):
        with capture_output() as captured:
            result = shell.run_cell("".join(cell["source"]))
        if result.error_in_exec or result.error_before_exec:
            return [*wrong, f"cell {number}: {result.error_in_exec or result.error_before_exec!r}"]
        made = [{"text": re.sub(r"^Out\[\d*\]: ", "", captured.stdout, flags=re.M)}]
        made += [{"data": output.data} for output in captured.outputs]
        if sorted(shown(made).replace(UNLIMITED, "").split()) != sorted(shown(cell["outputs"]).split()):
            wrong.append(f"cell {number} shows {shown(made)[:200]!r}, stored is {shown(cell['outputs'])[:200]!r}")
    return wrong


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    become()
    action, *paths = sys.argv[1:]
    if action == "importable":
        print("\n".join(path for path in paths if importable(ROOT / path)))
    else:
        differences = [f"{path}: {difference}" for path in paths for difference in run(ROOT / path)]
        print("\n".join(differences) or "as stored")
        sys.exit(bool(differences))
