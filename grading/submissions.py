"""Who handed in what: a folder, or the zip that Moodle or Canvas lets a teacher download.

A learner is a folder, or a file's name. Of several notebooks of one learner the one named like the lecture counts, else
the newest; it is said. A learner without a notebook is there all the same, with the reason.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from .archive import Archive, Unsafe, left_behind
from .cells import Unreadable, contents

MOODLE = re.compile(r"(?P<name>.*?)_(?P<id>\d+)_assignsubmission_(?P<plugin>file|onlinetext)(?:_(?P<file>.*))?", re.S)
CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<version>\d+)_(?P<file>.+)", re.S)
NAMELESS = re.compile(r"(?P<late>LATE_)?(?P<name>anon)_(?P<id>[A-Za-z0-9]+)_(?P<version>\d+)_(?P<file>.+)", re.S)
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ENDINGS = (".ipynb", ".py", ".json", ".txt", "")  # what may hold a notebook, the likeliest first


@dataclass(frozen=True)
class HandedIn:
    """Who handed in which file.

    key      names the learner's record and pages: letters, digits and hyphens, another for each learner
    name     as the learner is called in the gradebook
    id       the platform's number for the learner, "" if there is none
    version  the platform's number for the file, "" if there is none
    late     whether the platform marked it as late
    file     where it lies in the folder or zip, "" if there is no notebook
    """

    key: str
    name: str
    id: str
    version: str
    late: bool
    file: str

    def handed_in(self) -> dict[str, Any]:
        """These fields, by name."""
        return {one.name: getattr(self, one.name) for one in fields(HandedIn)}


@dataclass(frozen=True)
class Submission(HandedIn):
    """What one learner handed in, and where it is read.

    place    the folder or the zip
    remarks  what was decided, in sentences; without a notebook: why there is none
    """

    place: Path
    remarks: tuple[str, ...] = ()

    def read(self) -> bytes:
        """The notebook's bytes. Raises Unreadable."""
        if not self.file:
            raise Unreadable(" ".join(self.remarks))
        if self.place.is_dir():
            return contents(self.place / self.file)
        try:
            return _opened(self.place).read(self.file)
        except Unsafe as error:
            raise Unreadable(str(error)) from None


@dataclass(frozen=True)
class _File:
    path: str
    time: float
    name: str
    id: str = ""
    version: str = ""
    late: bool = False
    text: bool = False  # typed into the platform, and no file


def find(place: Path, lecture: str = "") -> list[Submission]:
    """The submissions in a folder or zip, by name. `lecture`, such as "02_noising", tells which of two files is meant.

    Raises Unsafe for a zip that is not read, ValueError if there is nothing at `place`.
    """
    if place.is_dir():
        found = list(_in_folder(place))
    elif place.is_file():
        found = list(Archive(place))
    else:
        raise ValueError(f"submissions: {place} is neither a folder nor a file")
    files = _parsed(found, place.is_file())
    learners: dict[tuple[str, str], list[_File]] = {}
    for file in files:
        learners.setdefault((file.id, file.name if not file.id else ""), []).append(file)
    chosen = [_chosen(group, place, lecture) for group in learners.values()]
    return sorted(chosen, key=lambda one: (one.name.casefold(), one.key))


def single(place: Path, lecture: str = "") -> Submission:
    """All that lies in a folder as one learner's submission. Raises ValueError if it is empty."""
    files = [_File(path, time, "submission") for path, time in _in_folder(place)]
    if not files:
        raise ValueError(f"submissions: {place} is empty")
    return _chosen(files, place, lecture)


_opened = functools.lru_cache(maxsize=1)(Archive)


def _in_folder(place: Path) -> Iterable[tuple[str, float]]:
    """The files of a folder; links are left out, for they may point anywhere."""
    for path in sorted(place.rglob("*")):
        inner = path.relative_to(place)
        linked = any((place / part).is_symlink() for part in (inner, *inner.parents))
        if not linked and path.is_file() and not left_behind(inner.parts):
            yield inner.as_posix(), path.stat().st_mtime


def _parsed(found: list[tuple[str, float]], zipped: bool) -> list[_File]:
    """Whose files they are, read off the names of their folders and their own."""
    names = [[unicodedata.normalize("NFC", part) for part in PurePosixPath(path).parts] for path, _ in found]
    tops = {parts[0] for parts in names}
    if zipped and len(tops) == 1 and all(len(parts) > 1 for parts in names) and not any(map(MOODLE.fullmatch, tops)):
        names = [parts[1:] for parts in names]  # one folder that was zipped
    canvas = 2 * sum(any(kind.fullmatch(parts[-1]) for kind in (NAMELESS, CANVAS)) for parts in names) > len(names)
    return [_whose(path, time, parts, canvas) for (path, time), parts in zip(found, names)]


def _whose(path: str, time: float, parts: list[str], canvas: bool) -> _File:
    for part in parts:
        if match := MOODLE.fullmatch(part):
            return _File(path, time, legible(match["name"]), match["id"], text=match["plugin"] == "onlinetext")
    for pattern in (NAMELESS, CANVAS) if canvas else ():
        if match := pattern.fullmatch(parts[-1]):
            name = match["name"] if pattern is CANVAS else f"anonymous {match['id']}"
            return _File(path, time, legible(name), match["id"], match["version"], bool(match["late"]))
    return _File(path, time, legible(parts[0] if len(parts) > 1 else PurePosixPath(parts[0]).stem))


def legible(text: str) -> str:
    """Without letters that steer a terminal or turn the reading direction round."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cc" and sign not in TURNING).strip()


def _chosen(files: list[_File], place: Path, lecture: str) -> Submission:
    """One learner's submission among the learner's files."""
    first, remarks = files[0], []
    by_ending = {ending: [f for f in files if PurePosixPath(f.path).suffix.lower() == ending] for ending in ENDINGS}
    able = next((group for ending in ENDINGS if (group := [f for f in by_ending[ending] if not f.text])), [])
    named = [f for f in able if lecture and lecture.lower() in PurePosixPath(f.path).name.lower()]
    best = max(named or able, key=lambda f: (int(f.version or 0), f.time, f.path), default=None)
    if best is None:
        names = ", ".join(sorted(PurePosixPath(f.path).name for f in files)[:5])
        remarks.append(f"No notebook was handed in, but {names}.")
    elif len(able) > 1:
        rule = "it is named like the lecture" if len(named) == 1 else "it is the newest"
        remarks.append(f"{len(able)} files were handed in; {PurePosixPath(best.path).name} was graded: {rule}.")
    mark = first.id or hashlib.sha256(first.name.encode()).hexdigest()[:6]
    slug = re.sub(r"[\W_]+", "-", first.name).strip("-")[:50]
    late = (best or first).late
    file, version = (best.path, best.version) if best else ("", first.version)
    return Submission(f"{slug}-{mark}".lstrip("-"), first.name, first.id, version, late, file, place, tuple(remarks))
