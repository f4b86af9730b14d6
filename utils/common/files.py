"""The folder of the course, and files that are whole or not there."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def course_folder() -> Path:
    """The nearest folder upwards from the working directory that holds pyproject.toml and source/.

    Without one: the working directory itself (also if it was deleted meanwhile).
    """
    try:
        here = Path.cwd()
    except OSError:  # the working directory was deleted
        return Path(".")
    for folder in (here, *here.parents):
        if (folder / "pyproject.toml").is_file() and (folder / "source").is_dir():
            return folder
    return here


@contextlib.contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """A binary file to write to, which takes the place of `path` when the block has ended without an error.

        with replacing("run.pt") as file:
            file.write(...)

    What was at `path` stays until everything is on the disk: a crash or a full disk leaves the old file or the new
    one, never half of one, and no other file beside it.
    """
    if not isinstance(path, str | os.PathLike):
        raise ValueError(f"path must be the name of a file, got {path!r}")
    path = Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):  # gone already if the interrupt came just after it was put in place
            os.unlink(name)
        raise
