"""Ctrl-C, the notebook's stop button, that waits for the end of a step."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[list[bool]]:
    """Hold back Ctrl-C while the block runs. Yields a list, no longer empty if Ctrl-C was pressed meanwhile.

    In another thread than the main one Python sends no interrupts, and this does nothing.
    """
    pressed: list[bool] = []
    try:
        before = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    except ValueError:  # not the main thread
        yield pressed
        return
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
