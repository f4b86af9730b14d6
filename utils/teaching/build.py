"""Build: masters in `source/` -> executed notebooks in `lectures/`, `solutions/` and `appendices/`.

    python -m utils.teaching.build [--force] [--check] [--retime] [name ...]

A notebook is executed when a code cell of it changed (or with --force: after a change in utils, say); when only
text changed, its outputs stay. --check executes nothing and writes nothing: it names every notebook whose source,
metadata or ids are not, byte for byte, what its master gives.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat

from . import execute, links
from .master import Master, MasterError, read
from .timing import Timings, reading_minutes
from .weave import Woven, lecture, solutions

KINDS = ("lectures", "appendices")


def masters(root: Path) -> tuple[list[tuple[str, Master]], list[str]]:
    """([(kind, master)], errors): every master that parses, and a `file:line: message` for every one that does not."""
    good, errors = [], []
    for kind in KINDS:
        for path in sorted((root / "source" / kind).glob("*.py")):
            try:
                master = read(path)
                if kind == "appendices" and master.tasks:
                    raise MasterError(path, master.tasks[0].statement.line, "an appendix can hold no exercise")
                good.append((kind, master))
            except MasterError as error:
                errors.append(str(error))
    return good, errors


def unknown_ids(found: list[tuple[str, Master]], known: Callable[[str], bool]) -> list[str]:
    """A `file:line: message` for every exercise of the text that the registry does not hold."""
    return [str(MasterError(master.path, task.statement.line, f"exercise id {task.id!r} is not in the registry"))
            for _, master in found for task in master.tasks if not known(task.id)]


def woven(root: Path, kind: str, master: Master) -> list[Woven]:
    """The notebooks of one master."""
    known = links.settings(root)
    made = [lecture(master, kind, known["repository"]), solutions(master, known["repository"], known["exercises"])]
    return [one for one in made if one is not None]


def expected(root: Path, one: Woven, timings: Timings) -> nbformat.NotebookNode:
    """The notebook as it must stand on disk, without outputs."""
    path, seconds = f"{one.folder}/{one.name}.ipynb", timings.seconds(one)
    return one.notebook({"badges": links.launch_line(root, path), "minutes": str(reading_minutes(one)),
                         "seconds": "?" if seconds is None else str(seconds)})


def keep_outputs(new: nbformat.NotebookNode, old: nbformat.NotebookNode) -> bool:
    """Copy the outputs of `old` into `new` if their code cells are the same; False if they are not."""
    ours, theirs = ([cell for cell in book.cells if cell.cell_type == "code"] for book in (new, old))
    if [(cell.source, cell.metadata) for cell in ours] != [(cell.source, cell.metadata) for cell in theirs]:
        return False
    for number, (cell, before) in enumerate(zip(ours, theirs), start=1):
        cell.outputs, cell.execution_count = before.outputs, number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
    execute.clean(new)
    return True


def text_of(notebook: nbformat.NotebookNode) -> str:
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def build_one(root: Path, one: Woven, timings: Timings, force: bool = False, retime: bool = False) -> str:
    """Bring one notebook up to date; "unchanged", "text" or the cost of its run. Raises CellFailure."""
    target = root / one.folder / f"{one.name}.ipynb"
    book = expected(root, one, timings)
    old = target.read_text(encoding="utf-8") if target.exists() else ""
    if old and not force and timings.seconds(one) is not None and keep_outputs(book, nbformat.reads(old, 4)):
        report = "text"
    else:
        target.parent.mkdir(exist_ok=True)
        run = execute.execute(book, target.parent)
        report = f"{run.seconds:.1f} s, {run.megabytes:.0f} MB"
        if retime or timings.seconds(one) is None:
            timings.record(one, run.seconds)
        ran, book = book, expected(root, one, timings)
        keep_outputs(book, ran)
    if text_of(book) == old:
        return "unchanged" if report == "text" else f"{report}, unchanged"
    target.write_text(text_of(book), encoding="utf-8")
    return report


def drift(root: Path) -> list[str]:
    """What `make build` would change, one line a notebook; empty when everything on disk is as built."""
    found, errors = masters(root)
    timings, wanted = Timings(root / "source" / "timings.json"), set()
    for one in (one for kind, master in found for one in woven(root, kind, master)):
        path = f"{one.folder}/{one.name}.ipynb"
        wanted.add(path)
        old = (root / path).read_text(encoding="utf-8") if (root / path).exists() else None
        book = expected(root, one, timings)
        if old is None:
            errors.append(f"{path}: not built")
        elif timings.seconds(one) is None or not keep_outputs(book, nbformat.reads(old, 4)) or text_of(book) != old:
            errors.append(f"{path}: differs from its master")
    there = {f"{folder}/{path.name}" for folder in (*KINDS, "solutions") for path in (root / folder).glob("*.ipynb")}
    return errors + [f"{path}: has no master" for path in sorted(there - wanted)]


def registry(root: Path) -> Callable[[str], bool]:
    """Whether an exercise id is known: asks registry.find of the package that pyproject's [tool.course] names, if any."""
    name = links.settings(root)["exercises"]  # by name, since teaching/ knows nothing of what is taught
    find = importlib.import_module(f"{name}.registry").find if name else str

    def known(number: str) -> bool:
        try:
            find(number)
        except KeyError:
            return False
        return True

    return known


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m utils.teaching.build", description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="execute unchanged notebooks too")
    parser.add_argument("--check", action="store_true", help="only say what a build would change")
    parser.add_argument("--retime", action="store_true", help="with --force: measure the seconds to run again")
    parser.add_argument("names", nargs="*", help="masters to build, such as 02_noising or 02 (default: all)")
    options = parser.parse_args(arguments)
    root = root or Path.cwd()
    if options.check:
        found = drift(root)
        print("\n".join(found) or "every notebook is as built")
        return int(bool(found))
    found, errors = masters(root)
    chosen = [(kind, master) for kind, master in found
              if not options.names or any(master.name == name or master.name.startswith(f"{name}_") for name in options.names)]
    errors += unknown_ids(chosen, registry(root))
    timings = Timings(root / "source" / "timings.json")
    for kind, master in chosen:
        for one in woven(root, kind, master):
            try:
                report = build_one(root, one, timings, options.force, options.retime)
                print(f"{one.folder}/{one.name}.ipynb: {report}", flush=True)
            except execute.CellFailure as failure:
                errors.append(str(MasterError(master.path, one.cells[failure.index].line, str(failure))))
    print("\n".join(errors), file=sys.stderr, end="\n" if errors else "")
    return int(bool(errors))


if __name__ == "__main__":
    sys.exit(main())
