"""Bring a copy of the course up to date in which somebody has worked: nothing written is lost, answers move along.

    make update        python -m utils.teaching.build.update

Where the newest course has another version of a notebook that was answered, edited or only run here, the new one takes
its place. What was written is kept beside it as NAME.mine.ipynb, and each answer is put into the new notebook if its
exercise is still the same. Notebooks that did not change upstream stay as they are.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat

from . import learners

ID = re.compile(r'\bcheck\("(\w+\.\d+)"')


class CannotUpdate(ValueError):
    """Why nothing was changed, and what to do."""


def update(root: Path) -> list[str]:
    """Fetch and take over what is new upstream; what happened, line by line. CannotUpdate leaves all as it was."""
    git = Git(root)
    upstream = git.ask("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    if not upstream:
        raise CannotUpdate("This folder follows no repository that could be newer: clone the course to update it.")
    git.do("fetch")
    kept = _after_a_halfway_merge(root, git)
    base = git.do("merge-base", "HEAD", upstream).strip()
    if base == git.do("rev-parse", upstream).strip():
        return ["Nothing is new.", *(f"{path}: what a merge had left is kept beside it" for path in kept)]
    new, here = git.names(f"{base}", upstream), git.names(base) | git.untracked()
    clash = new & here
    others = sorted(path for path in clash if not _is_notebook(path))
    if others:
        raise CannotUpdate(
            f"Changed here and upstream: {', '.join(others)}. Undo it, or commit it and merge by hand (git pull)."
        )
    mine = {path: learners.saved(root / path) for path in sorted(clash)}
    copies = {path: learners.keep(root / path) for path, text in mine.items() if text and learners.edited(text, "")}
    _take_over(root, git, upstream, base, sorted(clash))
    lines = [f"{len(new)} files are new or changed."]
    for path, where in copies.items():
        lines.append(f"{path}: yours is kept as {', '.join(one.relative_to(root).as_posix() for one in where)}")
        lines += _carried(root / path, git.ask("show", f"{base}:./{path}"), [mine[path], *map(learners.saved, where)])
    return lines


def answers(text: str) -> dict[str, str]:
    """Exercise id -> the source of the cell that checks it; empty if `text` is no notebook."""
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError):
        return {}
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return {found[1]: source for source in sources if (found := ID.search(source))}


def _carried(target: Path, before: str, mine: list[str]) -> list[str]:
    """Put the answers of the first version in `mine` that is a notebook into `target`; what was done, in words.

    before: the notebook that the answers were written into. A cell that differs from its own there is an answer.
    """
    asked, now = answers(before), answers(learners.saved(target))
    given = next((found for text in mine if (found := answers(text))), {})
    given = {number: source for number, source in given.items() if source != asked.get(number)}
    same = [number for number in given if now.get(number) == asked.get(number, "") or now.get(number) == given[number]]
    if same:
        book = nbformat.read(target, 4)
        for cell in book.cells:
            checked = ID.search(cell.source) if cell.cell_type == "code" else None
            if checked and checked[1] in same:
                cell.source, cell.outputs, cell.execution_count = given[checked[1]], [], None
        target.write_text(nbformat.writes(book).rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    lost = [number for number in given if number not in same]
    said = [f"  answers carried over: {', '.join(same)}"] if same else []
    return said + ([f"  the exercise changed, so your answer is in your copy only: {', '.join(lost)}"] if lost else [])


def _take_over(root: Path, git: Git, upstream: str, base: str, notebooks: list[str]) -> None:
    """Fast-forward, or merge commits made here, with upstream's version of these notebooks. They are kept already."""
    for path in notebooks:
        if not git.ask("ls-files", "--", path):
            (root / path).unlink(missing_ok=True)
    tracked = [path for path in notebooks if git.ask("ls-tree", "-r", "HEAD", "--", path)]
    if tracked:
        git.do("checkout", "HEAD", "--", *tracked)
    if git.do("rev-parse", "HEAD").strip() == base:
        git.do("merge", "--ff-only", "--quiet", upstream)
        return
    git.ask("merge", "--no-commit", "--no-ff", "--quiet", upstream)
    there = [path for path in notebooks if git.ask("ls-tree", "-r", upstream, "--", path)]
    if there:
        git.do("checkout", upstream, "--", *there)
    if left := git.ask("diff", "--name-only", "--diff-filter=U").split():
        git.do("merge", "--abort")
        raise CannotUpdate(f"Your commits and upstream's both change {', '.join(left)}: merge by hand (git pull).")
    git.do("commit", "--quiet", "--no-edit")


def _after_a_halfway_merge(root: Path, git: Git) -> list[str]:
    """Keep both sides of notebooks that an earlier merge left half done, and undo that merge."""
    unmerged = sorted(set(git.ask("diff", "--name-only", "--relative", "--diff-filter=U").splitlines()))
    if not unmerged:
        return []
    if wrong := [path for path in unmerged if not _is_notebook(path)]:
        raise CannotUpdate(f"A merge stopped halfway, in {', '.join(wrong)}: finish it, or git merge --abort.")
    for path in unmerged:
        learners.keep(root / path)
    git.do("checkout", "HEAD", "--", *unmerged)
    if git.ask("rev-parse", "--quiet", "--verify", "MERGE_HEAD"):
        git.do("merge", "--abort")
    return unmerged


def _is_notebook(path: str) -> bool:
    return path.endswith(".ipynb") and path.split("/")[0] in learners.FOLDERS


class Git:
    """Git in one folder: `do` raises CannotUpdate where git fails, `ask` answers "" then."""

    def __init__(self, root: Path):
        self.root = root

    def _run(self, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                ["git", *words], cwd=self.root, capture_output=True, encoding="utf-8", errors="replace"
            )
        except OSError as error:
            raise CannotUpdate(f"git does not run here: {error}") from None

    def do(self, *words: str) -> str:
        done = self._run(words)
        if done.returncode:
            raise CannotUpdate(f"git {words[0]}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def ask(self, *words: str) -> str:
        done = self._run(words)
        return "" if done.returncode else done.stdout.strip()

    def names(self, *between: str) -> set[str]:
        """Files of this folder that differ between two commits, or between one and the folder."""
        return set(self.do("diff", "--name-only", "--no-renames", "--relative", "-z", *between).split("\0")) - {""}

    def untracked(self) -> set[str]:
        return set(self.do("ls-files", "--others", "--exclude-standard", "-z").split("\0")) - {""}


def main(root: Path | None = None) -> int:
    try:
        print("\n".join(update(root or Path.cwd())))
    except CannotUpdate as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
