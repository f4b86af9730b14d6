"""Weaving: from a parsed master to the unexecuted notebooks a learner opens. Same master, same bytes.

A cell's id is a hash of its own text, so it stays when other cells change. In the first cell the tokens {badges},
{minutes} and {seconds} are filled in last, after the id is taken.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .cells import Cell, cell_metadata
from .equations import unmarked
from .learners import EXERCISES, KEY, digest
from .markers import stub, worked
from .master import Master

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
COLAB = (
    'if "google.colab" in str(get_ipython()): '
    'get_ipython().run_line_magic("pip", "install -q --no-deps anywidget psygnal git+{repository}"); '
    "from google.colab import output; output.enable_custom_widget_manager()  # does nothing outside Colab"
)


@dataclass(frozen=True)
class Woven:
    """A notebook's folder and name, its cells (tags as they will stand), and the source line each came from."""

    folder: str
    name: str
    cells: tuple[Cell, ...]
    exercises: str = ""  # a hash of the code of the exercises that it shows

    @property
    def path(self) -> str:
        """The notebook's place in the course."""
        return f"{self.folder}/{self.name}.ipynb"

    def notebook(self, tokens: dict[str, str]) -> nbformat.NotebookNode:
        """The notebook without outputs, its first cell's {token}s replaced."""
        made, seen = [], Counter[str]()
        for position, cell in enumerate(self.cells):
            name = hashlib.sha256(f"{cell.kind}\n{cell.source}".encode()).hexdigest()[:8]
            seen[name] += 1
            identity = name if seen[name] == 1 else f"{name}-{seen[name]}"
            source = _fill(cell.source, tokens) if position == 0 else cell.source
            new = new_markdown_cell if cell.kind == "markdown" else new_code_cell
            made.append(new(source, id=identity, metadata=cell_metadata(cell.tags)))
        shown = {EXERCISES: self.exercises} if self.exercises else {}
        return new_notebook(cells=made, metadata={**METADATA, **shown, KEY: digest(made)})

    @property
    def code(self) -> list[str]:
        """The source of every code cell but Colab's: what decides whether the notebook must run again."""
        return [cell.source for cell in self.cells if cell.kind == "code" and "colab" not in cell.tags]


def lecture(master: Master, folder: str, repository: str) -> Woven:
    """The notebook as a learner meets it: exercises unsolved, reasons left out, and after the title the cell for Colab.

    repository: the course's public address; "" for none, and then no cell for Colab.
    """
    reasons = [task.why for task in master.tasks]
    cells = []
    for cell in master.cells:
        if not any(cell is why for why in reasons):
            cells.append(replace(cell, source=stub(cell.source)) if cell.kind == "code" else cell)
    return Woven(folder, master.name, _finished(cells, repository))


def solutions(master: Master, repository: str, exercises: str = "") -> Woven | None:
    """The companion: set-up, then for each exercise its statement, the worked answer, why, and the mistakes.

    `exercises` names the package whose `mistakes(id)` shows the last; without it they are left out.
    None for a master without exercises.
    """
    if not master.tasks:
        return None
    top = master.cells[0]
    text = (
        f"# Solutions · {master.title}\n\nBack to the [lecture](../lectures/{master.name}.ipynb). "
        "Each answer is checked as yours is; the table under it shows the mistakes people make "
        "and what each gives.\n\n{badges}"
    )
    cells = [Cell("markdown", text, (), top.line)]
    cells += [cell for cell in master.cells if "setup" in cell.tags]
    if exercises:
        cells.append(Cell("code", f"from {exercises} import mistakes", ("setup",), top.line))
    for task in master.tasks:
        cells.append(task.statement)
        shown = tuple(tag for tag in task.work.tags if tag != "reveal")
        cells.append(replace(task.work, source=worked(task.work.source), tags=shown))
        if task.why:
            cells.append(replace(task.why, source=worked(task.why.source)))
        if exercises:
            cells.append(Cell("code", f'mistakes("{task.id}")', (), task.work.line))
    return Woven("solutions", master.name, _finished(cells, repository))


def _finished(cells: list[Cell], repository: str) -> tuple[Cell, ...]:
    """The cells without their marks of equations, and with the cell for Colab."""
    cells = [replace(cell, source=unmarked(cell.source)) if cell.kind == "markdown" else cell for cell in cells]
    if not repository or not any(cell.kind == "code" for cell in cells):
        return tuple(cells)
    colab = Cell("code", COLAB.format(repository=repository), ("colab",), cells[0].line)
    return (cells[0], colab, *cells[1:])


def _fill(source: str, tokens: dict[str, str]) -> str:
    for token, value in tokens.items():
        source = source.replace("{" + token + "}", value)
    return source
