"""A zip that others made, read without trusting it: nothing is unpacked, and what could do harm is refused."""

from __future__ import annotations

import contextlib
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .cells import MOST_BYTES

MOST_FILES, MOST_TOTAL, MOST_RATIO = 50_000, 8 * 2**30, 300
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Unsafe(ValueError):
    """A zip that is not read; the text names the entry and says why."""


class Archive:
    """The files of a zip. Raises Unsafe if it is damaged, or if any entry of it is what no download holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unsafe(f"{path.name} is not a zip that can be read: {error}") from None
        entries = self.zip.infolist()
        if len(entries) > MOST_FILES:
            raise Unsafe(f"{path.name} has {len(entries)} entries; at most {MOST_FILES} are read")
        if sum(entry.file_size for entry in entries) > MOST_TOTAL:
            raise Unsafe(f"{path.name} would unpack to more than {MOST_TOTAL // 2**30} GB")
        self.files = {name: entry for entry in entries if (name := _safe(path.name, entry))}

    def read(self, name: str) -> bytes:
        """The bytes of an entry, one more than a notebook may have at most. Raises Unsafe if it is damaged."""
        try:
            with self.zip.open(self.files[name]) as file:
                return file.read(MOST_BYTES + 1)
        except Exception as error:  # each way to compress has errors of its own
            raise Unsafe(f"{name} in {self.path.name} is damaged: {error}") from None

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """(name, time as a number that grows) of each file."""
        for name, entry in self.files.items():
            yield name, float("".join(f"{part:02d}" for part in entry.date_time))


def _safe(archive: str, entry: zipfile.ZipInfo) -> str:
    """The entry's name with its letters put right; "" for a folder and for what systems leave behind."""
    name = entry.filename
    if not entry.flag_bits & 0x800:  # written as UTF-8 without saying so, and read as cp437
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    shown, parts, kind = ascii(name)[:80], name.split("/"), stat.S_IFMT(entry.external_attr >> 16)
    if ".." in parts or name.startswith("/") or parts[0].endswith(":") or "\0" in name:
        raise Unsafe(f"{archive}: the entry {shown} points outside the folder it is unpacked to")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unsafe(f"{archive}: the entry {shown} is a link or a device, not a file")
    if entry.flag_bits & 1:
        raise Unsafe(f"{archive}: the entry {shown} is encrypted")
    if entry.file_size > 2**20 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise Unsafe(f"{archive}: the entry {shown} unpacks to more than {MOST_RATIO} times its size")
    return "" if name.endswith("/") or left_behind(parts) else name


def left_behind(parts: list[str] | tuple[str, ...]) -> bool:
    """Whether a path is one that systems and editors leave behind."""
    return any(part in JUNK or part.startswith(".") for part in parts)
