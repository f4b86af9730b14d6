"""Build: masters in `source/` -> executed notebooks in `lectures/`, `solutions/` and `appendices/`.

    python -m utils.teaching.build [--force] [--check] [--equations] [--retime] [name ...]

A notebook is executed when a code cell of it or one of its exercises changed (or with --force: after a change in utils,
say); when only text changed, its outputs stay. Cells that a reader wrote are first kept beside it, as NAME.mine.ipynb.
The notebooks of a master are written together, when each has run without an error. --check executes nothing and writes
nothing: it names every notebook whose source, metadata or ids are not, byte for byte, its master's.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import nbformat

from . import equations, execute, learners, trust
from .cells import MasterError
from .course import expected, masters, readable, sources, woven
from .drift import ADVICE, drift, text_of
from .master import Master
from .timing import Timings
from .weave import Woven


def build_master(
    root: Path, kind: str, master: Master, timings: Timings, force: bool = False, retime: bool = False
) -> list[str]:
    """Bring a master's notebooks up to date; one line of report each. Raises MasterError, and then writes nothing."""
    made = []
    for one in woven(root, kind, master):
        try:
            made.append((one, *_made(root, one, timings, force, retime)))
        except execute.CellFailure as failure:
            timings.forget()
            where = f"in {one.path}: {failure}"
            raise MasterError(master.path, one.cells[failure.index].line, where) from None
    timings.write()
    reports = [f"{one.path}: {_written(root, one, book, report)}" for one, book, report in made]
    trust.record(root, {one.path: text_of(book) for one, book, _ in made})
    return reports


def _made(root: Path, one: Woven, timings: Timings, force: bool, retime: bool) -> tuple[nbformat.NotebookNode, str]:
    """(the notebook with its outputs, "" or what running it cost). Raises CellFailure."""
    book, old = expected(root, one, timings), learners.saved(root / one.path)
    if (
        not force
        and timings.seconds(one) is not None
        and learners.as_left(old, book.metadata)
        and learners.exercises(old) == one.exercises
        and execute.keep_outputs(book, nbformat.reads(old, 4))
    ):
        return book, ""
    target = root / one.path
    target.parent.mkdir(exist_ok=True)
    run = execute.execute(book, target.parent)
    if retime or timings.seconds(one) is None:
        timings.record(one, run.seconds)
    ran, book = book, expected(root, one, timings)
    execute.keep_outputs(book, ran)
    return book, f"{run.seconds:.1f} s, {run.megabytes:.0f} MB"


def _written(root: Path, one: Woven, book: nbformat.NotebookNode, cost: str) -> str:
    """Write the notebook, its reader's kept beside it; what was done, in words."""
    target = root / one.path
    old = learners.saved(target)  # a run takes a while, and its reader may have saved meanwhile
    if text_of(book) == old:
        return f"{cost}, unchanged".lstrip(", ")
    report = cost or "text"
    if old and learners.edited(old, book.metadata[learners.KEY]):
        kept = ", ".join(path.relative_to(root).as_posix() for path in learners.keep(target))
        report += f"; yours, edited by hand, is kept as {kept}" if kept else ""
    target.write_text(text_of(book), encoding="utf-8", newline="\n")
    return report


def chosen(root: Path, names: list[str]) -> set[str]:
    """The masters asked for, as "02_noising" or "02"; all of them without names. ValueError for an unknown one."""
    known = [path.stem for _, path in sources(root)]
    for name in names:
        if not any(_called(stem, name) for stem in known):
            raise ValueError(f"no master is called {name!r}; there are {', '.join(known)}")
    return {stem for stem in known if not names or any(_called(stem, name) for name in names)}


def _called(stem: str, name: str) -> bool:
    return stem == name or stem.startswith(f"{name}_")


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m utils.teaching.build", description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="execute unchanged notebooks too")
    parser.add_argument("--check", action="store_true", help="only say what a build would change")
    parser.add_argument("--equations", action="store_true", help="print every equation and what vouches for it")
    parser.add_argument("--retime", action="store_true", help="with --force: measure the seconds to run again")
    parser.add_argument("names", nargs="*", help="masters to build, such as 02_noising or 02 (default: all)")
    options = parser.parse_args(arguments)
    root = root or Path.cwd()
    try:
        wanted = chosen(root, options.names)
        found, errors = masters(root)
        if options.check:
            lines = errors + [f"{path}: {why}" for path, why in drift(root).items()]
            print("\n".join([*lines, ADVICE]) if lines else "every notebook is as built")
            return int(bool(lines))
        if options.equations:
            print(equations.listing(equations.register([master for _, master in readable(root)[0]])[0]))
            return _said(errors)
        timings = Timings(root / "source" / "timings.json")
    except ValueError as error:
        return _said([str(error)])
    for kind, master in found:
        if master.name in wanted:
            try:
                print("\n".join(build_master(root, kind, master, timings, options.force, options.retime)), flush=True)
            except MasterError as error:
                errors.append(str(error))
    if not options.names:  # a lecture that is gone takes its seconds along
        names = {f"{folder}/{path.stem}" for kind, path in sources(root) for folder in (kind, "solutions")}
        timings.write(names)
    return _said(errors)


def _said(errors: list[str]) -> int:
    """The exit status, after the errors have been printed."""
    print("\n".join(errors), file=sys.stderr, end="\n" if errors else "")
    return int(bool(errors))
