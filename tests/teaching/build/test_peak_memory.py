"""The memory that a notebook is said to need is its own, not that of whoever runs it."""

import subprocess
import sys

from utils.teaching.build.execute import PEAK


def peak(code=""):
    """kB, of a new process that runs `code`, as the build asks a kernel for it."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nprint(eval({PEAK!r}))"], capture_output=True, encoding="utf-8", check=True
    )
    return int(done.stdout)


def test_what_a_process_used_counts_even_if_it_was_given_back():
    assert peak("x = bytearray(200_000_000); del x") - peak() > 180_000


def test_a_large_parent_does_not_count():
    before = peak()
    mine = bytearray(300_000_000)
    assert peak() - before < 100_000 and len(mine) == 300_000_000
