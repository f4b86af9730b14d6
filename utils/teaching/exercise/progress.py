"""What a learner has done, in one small JSON file that nothing can lose.

    {"version": 1, "exercises": {"02.1": {"best": 2, "last": "mistake", "hints": 1}}}

best   most points earned: a passed exercise stays passed
last   status of the latest check
hints  hints opened by `hint()`

A write goes to a temporary file which then replaces the old one. Each write reads the file
again first, under a lock, so that two notebooks can be open at once. Trouble with the disk
becomes one line of message; the check goes on and this session remembers.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from utils.common.files import course_folder, replacing

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt  # Windows
except ImportError:
    msvcrt = None  # type: ignore[assignment]

PATIENCE = 0.2  # seconds a check may wait for another notebook's write


def default_path() -> Path:
    """$COURSE_PROGRESS, or .progress/progress.json in the folder of the course (`course_folder`)."""
    if os.environ.get("COURSE_PROGRESS"):
        return Path(os.path.expanduser(os.environ["COURSE_PROGRESS"]))
    return course_folder() / ".progress" / "progress.json"


class Progress:
    """The record of one learner, kept in the file `path`. No method raises for a disk's sake."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path) if path is not None else default_path()
        self._unsaved: dict[str, dict] = {}
        self._warned = False

    def entries(self) -> tuple[dict[str, dict], str]:
        """id -> {"best", "last", "hints"}, from the file and from what could not be saved yet; and a message or ""."""
        try:
            saved, trouble = self._read()
        except OSError as error:
            saved, trouble = {}, error.strerror or type(error).__name__
        message = f"The progress file {self.path.name} is not readable in full ({trouble})." if trouble else ""
        return _merged(saved, self._unsaved), message

    def record(self, id: str, status: str, points: int) -> str:
        """Note a check. Returns a message for the learner if something was wrong with the file, else ""."""
        return self._add(id, {"best": points, "last": status})

    def open_hint(self, id: str, total: int) -> tuple[int, str]:
        """Open one more hint of `total`: how many are open now, and a message or ""."""
        opened = min(self.entries()[0].get(id, {}).get("hints", 0) + 1, total)
        return opened, self._add(id, {"hints": opened})

    def _add(self, id: str, change: dict) -> str:
        self._unsaved = _merged(self._unsaved, {id: change})
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _lock(self.path.with_suffix(".lock")) as held:
                if not held:
                    return "Another notebook is saving progress; the next check saves this one too."
                entries, trouble = self._read()
                message = self._set_aside(trouble) if trouble else ""
                self._write(_merged(entries, self._unsaved))
                self._unsaved = {}
                return message
        except OSError as error:
            if self._warned:
                return ""
            self._warned = True
            reason = error.strerror or type(error).__name__
            return f"Progress cannot be saved ({reason}: {self.path}); this session remembers it."

    def _read(self) -> tuple[dict[str, dict], str]:
        """The file's valid entries, and what is wrong with it or "". Raises OSError: unread is not empty."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return {}, ""
        try:
            entries = json.loads(text)["exercises"]
            valid = {id: entry for id, entry in entries.items() if _valid(entry)}
            return valid, "" if len(valid) == len(entries) else "some entries cannot be read"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}, "it cannot be read"

    def _set_aside(self, trouble: str) -> str:
        """Keep a damaged file under another name."""
        number = 1
        while (backup := self.path.with_name(f"{self.path.stem}.damaged-{number}.json")).exists():
            number += 1
        backup.write_bytes(self.path.read_bytes())
        return f"The progress file was damaged ({trouble}); it is kept as {backup.name} and a new one was begun."

    def _write(self, entries: dict[str, dict]) -> None:
        text = json.dumps({"version": 1, "exercises": dict(sorted(entries.items()))}, indent=1)
        with replacing(self.path) as file:
            file.write(text.encode())


def _valid(entry: object) -> bool:
    def count(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    return (
        isinstance(entry, dict)
        and count(entry.get("best", 0))
        and count(entry.get("hints", 0))
        and isinstance(entry.get("last", ""), str)
    )


def _merged(old: dict[str, dict], new: dict[str, dict]) -> dict[str, dict]:
    """`new` over `old`; best and hints never go down."""
    result = {id: dict(entry) for id, entry in old.items()}
    for id, change in new.items():
        entry = result.setdefault(id, {})
        for key, value in change.items():
            entry[key] = value if key == "last" else max(entry.get(key, 0), value)
    return result


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Whether the lock was had within PATIENCE. The system frees it if its holder dies."""
    with open(path, "a+b") as file:
        end = time.monotonic() + PATIENCE
        while not (held := _try(file)) and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield held
        finally:
            if held and msvcrt is not None:
                with contextlib.suppress(OSError):
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]


def _try(file: IO[bytes]) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a disk without locks: writes are still atomic
        return True
    return True
