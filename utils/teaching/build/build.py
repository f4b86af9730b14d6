"""Build: masters in `source/` -> executed notebooks in `lectures/`, `solutions/` and `appendices/`.

    python -m utils.teaching.build [--force] [--check] [--equations] [--retime] [name ...]

A notebook is executed when a code cell of it changed (or with --force: after a change in utils, say); when only
text changed, its outputs stay. Cells that a reader wrote are first kept beside it, as NAME.mine.ipynb. --check executes
nothing and writes nothing: it names every notebook whose source, metadata or ids are not, byte for byte, its master's.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import nbformat

from . import callbacks, equations, execute, learners, links
from .master import Master, MasterError, read
from .statements import registry
from .timing import Timings, reading_minutes
from .weave import Woven, lecture, solutions

KINDS = ("lectures", "appendices")
EDITED, SAVED, STRAY = "edited here since the last build", "run or saved here since the last build", "has no master"
ADVICE = "`make build` brings them up to date, and keeps what you wrote as NAME.mine.ipynb beside each."


def masters(root: Path) -> tuple[list[tuple[str, Master]], list[str]]:
    """([(kind, master)], errors): every master that parses, and a `file:line: message` for every one that does not."""
    good, errors = [], []
    find = registry(links.settings(root)["exercises"])
    for kind in KINDS:
        for path in sorted((root / "source" / kind).glob("*.py")):
            try:
                master = read(path, find)
                if kind == "appendices" and master.tasks:
                    raise MasterError(path, master.tasks[0].statement.line, "an appendix can hold no exercise")
            except MasterError as error:
                errors.append(str(error))
                continue
            slips = callbacks.late(master)
            errors += slips
            if not slips:
                good.append((kind, master))
    return good, errors


def woven(root: Path, kind: str, master: Master) -> list[Woven]:
    """The notebooks of one master."""
    known = links.settings(root)
    address = known["repository"] if links.published(root) else ""
    made = [lecture(master, kind, address), solutions(master, address, known["exercises"])]
    return [one for one in made if one is not None]


def expected(root: Path, one: Woven, timings: Timings) -> nbformat.NotebookNode:
    """The notebook as it must stand on disk, without outputs."""
    path, seconds = f"{one.folder}/{one.name}.ipynb", timings.seconds(one)
    return one.notebook(
        {
            "badges": links.launch_line(root, path),
            "minutes": str(reading_minutes(one)),
            "seconds": "?" if seconds is None else str(seconds),
        }
    )


def text_of(notebook: nbformat.NotebookNode) -> str:
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def build_one(root: Path, one: Woven, timings: Timings, force: bool = False, retime: bool = False) -> str:
    """Bring one notebook up to date; "unchanged", "text" or the cost of its run. Raises CellFailure."""
    target = root / one.folder / f"{one.name}.ipynb"
    book, old = expected(root, one, timings), _saved(target)
    if (
        not force
        and timings.seconds(one) is not None
        and learners.as_left(old, book.metadata)
        and execute.keep_outputs(book, nbformat.reads(old, 4))
    ):
        report = "text"
    else:
        target.parent.mkdir(exist_ok=True)
        run = execute.execute(book, target.parent)
        report = f"{run.seconds:.1f} s, {run.megabytes:.0f} MB"
        if retime or timings.seconds(one) is None:
            timings.record(one, run.seconds)
        ran, book = book, expected(root, one, timings)
        execute.keep_outputs(book, ran)
        old = _saved(target)  # a run takes a while, and its reader may have saved meanwhile
    if text_of(book) == old:
        return "unchanged" if report == "text" else f"{report}, unchanged"
    if old and learners.edited(old, book.metadata[learners.KEY]):
        report += f"; yours, edited by hand, is kept as {learners.keep(target).relative_to(root).as_posix()}"
    target.write_text(text_of(book), encoding="utf-8")
    return report


def drift(root: Path) -> dict[str, str]:
    """Notebook -> how it differs from what `make build` writes; empty when every notebook on disk is as built."""
    timings, wrong = Timings(root / "source" / "timings.json"), {}
    there = {path.relative_to(root).as_posix(): STRAY for path in learners.notebooks(root)}
    for one in (one for kind, master in masters(root)[0] for one in woven(root, kind, master)):
        path = f"{one.folder}/{one.name}.ipynb"
        there.pop(path, None)
        book, old = expected(root, one, timings), _saved(root / path)
        if not old:
            wrong[path] = "not built"
        elif learners.edited(old, book.metadata[learners.KEY]):
            wrong[path] = EDITED
        elif (
            timings.seconds(one) is None
            or not execute.keep_outputs(book, nbformat.reads(old, 4))
            or text_of(book) != old
        ):
            same = learners.digest(json.loads(old)["cells"]) == book.metadata[learners.KEY]
            wrong[path] = SAVED if same and not learners.as_left(old, book.metadata) else "differs from its master"
    return wrong | there


def owned_by_reader(root: Path) -> dict[str, str]:
    """Notebook -> why it is its reader's and no business of the tests: git knows it otherwise, and no build wrote it.

    Empty on a clean checkout, where a committed notebook must be as built, and without git.
    """
    changed = learners.uncommitted(root)
    found = drift(root) if changed else {}
    return {path: why for path, why in found.items() if path in changed and why in (EDITED, SAVED, STRAY)}


def _saved(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m utils.teaching.build", description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="execute unchanged notebooks too")
    parser.add_argument("--check", action="store_true", help="only say what a build would change")
    parser.add_argument("--equations", action="store_true", help="print every equation and what vouches for it")
    parser.add_argument("--retime", action="store_true", help="with --force: measure the seconds to run again")
    parser.add_argument("names", nargs="*", help="masters to build, such as 02_noising or 02 (default: all)")
    options = parser.parse_args(arguments)
    root = root or Path.cwd()
    if options.equations:
        found, errors = masters(root)
        known, slips = equations.register([master for _, master in found])
        print(equations.listing(known))
        errors += [message for _, message in slips]
        print("\n".join(errors), file=sys.stderr, end="\n" if errors else "")
        return int(bool(errors))
    if options.check:
        lines = masters(root)[1] + [f"{path}: {why}" for path, why in drift(root).items()]
        print("\n".join([*lines, ADVICE]) if lines else "every notebook is as built")
        return int(bool(lines))
    found, errors = masters(root)
    chosen = [
        (kind, master)
        for kind, master in found
        if not options.names or any(master.name == name or master.name.startswith(f"{name}_") for name in options.names)
    ]
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
