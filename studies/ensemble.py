"""A long study as many small tasks: it goes on where it was stopped, says how long it will take, and runs on Dask.

    found = run(measure, keys, seed=2026, partial=Path("build/my_study.jsonl"))     {key: measure(key, rng)}

A task is named by its key, a text, and draws from a generator made of seed and key alone: its numbers depend neither on
which tasks ran before it nor on where it runs. With `scheduler`, the address of a Dask scheduler, the same tasks run
there, with the same numbers: on as many machines as there are, each with this course and its extra `cluster`,

    .venv/bin/pip install -e '.[cluster]'
    .venv/bin/dask scheduler            on one of them; it prints its ADDRESS
    .venv/bin/dask worker ADDRESS       on each
"""

import argparse
import json
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from utils.common.files import replacing
from utils.teaching.notebook.progressbar import clock_time

Task = Callable[[str, np.random.Generator], Any]


def run(task: Task, keys: Sequence[str], *, seed: int, partial: Path, code: str = "", scheduler: str = "") -> dict:
    """{key: what task(key, rng) gave}, in the order of keys.

    task: a function of a module, whose result JSON can hold. keys: different texts.
    partial: where finished tasks are kept, a line each, the first says by what seed and code; a file that says another
    one is begun anew. code: say, a hash of the modules that compute. scheduler: "" for this process alone.
    Raises what a task raises; the finished ones are kept.
    """
    if len(set(keys)) < len(keys) or not keys:
        raise ValueError(f"keys must be different texts, one at least, got {list(keys)!r:.80}")
    found = {key: value for key, value in _kept(partial, seed, code).items() if key in keys}
    left, begin = [key for key in keys if key not in found], time.monotonic()
    if found:
        print(f"{len(found)} of {len(keys)} were done before: {partial}", file=sys.stderr)
    finished = _on_dask(task, left, seed, scheduler) if scheduler else ((key, draw(task, key, seed)) for key in left)
    with partial.open("ab", buffering=0) as file:
        for done, (key, value) in enumerate(finished, 1):
            file.write((json.dumps([key, value]) + "\n").encode())  # in one go: a line is whole, or the last
            os.fsync(file.fileno())
            found[key] = json.loads(json.dumps(value))  # as it will be read back
            rest = (time.monotonic() - begin) / done * (len(left) - done)
            bar = ("#" * round(20 * len(found) / len(keys))).ljust(20, ".")
            print(f"[{bar}] {len(found)} of {len(keys)}, {clock_time(rest)} left: {key}", file=sys.stderr, flush=True)
    return {key: found[key] for key in keys}


def draw(task: Task, key: str, seed: int) -> Any:
    """task(key, rng) with the key's own generator."""
    return task(key, np.random.default_rng([seed, zlib.crc32(key.encode())]))


def options(parser: argparse.ArgumentParser, name: str) -> argparse.Namespace:
    """What every such study is asked: --scheduler, --partial, --fresh; the last has forgotten the finished tasks."""
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="of Dask, such as tcp://10.0.0.1:8786")
    parser.add_argument("--partial", type=Path, default=Path("build") / f"{name}.jsonl", help="where it goes on")
    parser.add_argument("--fresh", action="store_true", help="forget the finished tasks first")
    chosen = parser.parse_args()
    chosen.partial.parent.mkdir(parents=True, exist_ok=True)
    if chosen.fresh:
        chosen.partial.unlink(missing_ok=True)
    return chosen


def _on_dask(task: Task, keys: list[str], seed: int, scheduler: str) -> Iterator[tuple[str, Any]]:
    from distributed import Client, as_completed

    with Client(scheduler) as client:
        names = {client.submit(draw, task, key, seed, pure=False): key for key in keys}
        for future in as_completed(names):
            yield names[future], future.result()


def _kept(partial: Path, seed: int, code: str) -> dict[str, Any]:
    """Results of the finished tasks in the file, which is begun anew unless it is of this seed and code."""
    head = json.dumps({"seed": seed, "code": code})
    text = partial.read_text(encoding="utf-8") if partial.is_file() else ""
    lines = text[: text.rfind("\n") + 1].splitlines()  # a last line without an end was cut off
    if lines[:1] != [head]:
        lines = [head]
    with replacing(partial) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
    return dict(json.loads(line) for line in lines[1:])
