"""Execution: run a notebook in its own folder and leave only outputs that are the same on every run."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from .saving import WIDGET_VIEW, strip_views

CELL_SECONDS = 600
MEGABYTES = 900  # Binder promises 1 GB
# In kB. Not ru_maxrss where it can be helped: on Linux a new process inherits its parent's.
PEAK = (
    "int(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]) "
    "if __import__('os').path.exists('/proc/self/status') else __import__('resource').getrusage(0).ru_maxrss"
)
SECONDS = "__import__('time').process_time()"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class CellFailure(RuntimeError):
    """A cell failed, or its output is no output to keep: index of the cell, and what is wrong."""

    def __init__(self, index: int, message: str):
        super().__init__(message)
        self.index = index


@dataclass(frozen=True)
class Run:
    """What a run cost: the kernel's processor seconds, its start included, and its peak memory in megabytes.

    On one thread these are the seconds it takes on an idle machine, also when they are measured on a busy one.
    """

    seconds: float
    megabytes: float


def execute(notebook: nbformat.NotebookNode, folder: Path) -> Run:
    """Run every cell in place, one thread, working directory `folder`, progress in a throw-away file.

    Raises CellFailure for an exception in a cell, a cell over 600 s, a dead kernel,
    a peak above 900 MB, or an output that `problems` would name.
    """
    if not any(cell.cell_type == "code" for cell in notebook.cells):
        return Run(0.0, 0.0)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        record_timing=False,
        allow_errors=True,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=50"],
        resources={"metadata": {"path": str(folder)}},
    )
    with tempfile.TemporaryDirectory() as scratch:
        env = {
            **os.environ,
            "OMP_NUM_THREADS": "1",
            "COURSE_PROGRESS": str(Path(scratch, "progress.json")),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        }
        before = os.environ.get("JUPYTER_PREFER_ENV_PATH")
        os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # this environment's kernel, not one registered in the home folder
        try:
            seconds, peak = asyncio.run(_run(client, env))
        finally:
            os.environ.pop("JUPYTER_PREFER_ENV_PATH")
            if before is not None:
                os.environ["JUPYTER_PREFER_ENV_PATH"] = before
    clean(notebook)
    for index, message in problems(notebook):
        raise CellFailure(index, message)
    megabytes = peak / (1024 if sys.platform != "darwin" else 1024 * 1024)
    if megabytes > MEGABYTES:
        raise CellFailure(0, f"peak memory must stay below {MEGABYTES} MB, was {megabytes:.0f} MB")
    return Run(seconds, megabytes)


async def _run(client: NotebookClient, env: dict[str, str]) -> tuple[float, int]:
    client.reset_execution_trackers()
    async with client.async_setup_kernel(env=env):
        for index, cell in enumerate(client.nb.cells):
            try:
                await client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
            except (CellTimeoutError, DeadKernelError) as error:
                raise CellFailure(index, str(error).strip().splitlines()[0]) from None
            failed = next((out for out in cell.get("outputs", ()) if out.output_type == "error"), None)
            if failed:
                raise CellFailure(index, COLOURS.sub("", "\n".join(failed.traceback)))
        kernel: Any = client.kc  # nbclient makes an asynchronous one
        reply = await kernel.execute("", silent=True, user_expressions={"seconds": SECONDS, "peak": PEAK}, reply=True)
    seconds, peak = (reply["content"]["user_expressions"][name]["data"]["text/plain"] for name in ("seconds", "peak"))
    return float(seconds), int(peak)


def keep_outputs(new: nbformat.NotebookNode, old: nbformat.NotebookNode) -> bool:
    """Copy the outputs of `old` into `new` if their code cells are the same; False if they are not.

    The cell for Colab does nothing here and shows nothing, so it may come, change and go.
    """
    ours, theirs = ([cell for cell in book.cells if _runs(cell)] for book in (new, old))
    if [cell.source for cell in ours] != [cell.source for cell in theirs]:
        return False
    for number, (cell, before) in enumerate(zip(ours, theirs), start=1):
        cell.outputs, cell.execution_count = before.outputs, number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
    clean(new)
    return True


def _runs(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and "colab" not in cell.metadata.get("tags", ())


def clean(notebook: nbformat.NotebookNode) -> None:
    """Drop what differs from run to run and helps no reader: widget views that have a still."""
    strip_views(notebook)
    notebook.metadata.pop("widgets", None)


def problems(notebook: nbformat.NotebookNode) -> list[tuple[int, str]]:
    """[(cell index, what is wrong)] for outputs that no two runs share or that a reader must not meet."""
    found = []
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            text = output.get("text", "") + "".join(
                value for key, value in output.get("data", {}).items() if key in ("text/plain", "text/markdown")
            )
            if output.get("name") == "stderr":
                found.append((index, f"prints to stderr (warnings are errors here): {text.strip()[:300]}"))
            if WIDGET_VIEW in output.get("data", {}):
                found.append(
                    (index, "shows a widget without a text/html still, so a reader without a kernel sees nothing")
                )
            if re.search(r"\bat 0x[0-9a-f]+", text):
                found.append((index, f"prints a memory address, which changes at every run: {text.strip()[:120]}"))
    return found
