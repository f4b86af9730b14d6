"""One record a submission: everything that gradebook and feedback need, so that nothing runs twice.

A record is written whole or not at all, and carries a stamp of what it was made from: the submission's bytes, the
exercises, the secret, the run, the limit. With another stamp it is stale, and the submission is graded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from utils.common.files import replacing
from utils.teaching.exercise import Mistake
from utils.teaching.exercise.outcomes import Verdict

from .submissions import HandedIn

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

GRADED, UNREADABLE, UNGRADED = "graded", "unreadable", "ungraded"


@dataclass(frozen=True)
class Record(HandedIn):
    """What grading one submission gave.

    stamp     of what it was made from
    status    GRADED; UNREADABLE: no notebook to grade; UNGRADED: the grading itself failed, and can be tried again
    reason    why it was not graded
    remarks   what had to be guessed
    verdicts  exercise's id -> its verdict
    force     the wall that was in force
    """

    stamp: str
    status: str
    reason: str = ""
    remarks: tuple[str, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    force: str = ""

    @property
    def points(self) -> int | None:
        """Points earned; None where nothing was graded, which is not 0."""
        return sum(verdict.points for verdict in self.verdicts.values()) if self.status == GRADED else None


class Results:
    """The folder that a run writes to: `run.json`, `records/`, `secret`; pages and gradebooks lie beside them."""

    def __init__(self, folder: Path, lecture: str, secret: Path | None = None) -> None:
        """Begin a run in `folder`, or go on with the one that is there.

        Raises ValueError if it is another lecture's, or if the secret's file is empty.
        """
        self.folder = folder
        (folder / "records").mkdir(parents=True, exist_ok=True)
        known = self._about()
        if known and known.get("lecture") != lecture:
            raise ValueError(f"out: {folder} holds results of {known.get('lecture')}; give {lecture} another folder")
        self.run: str = known.get("run") or secrets.token_hex(8)
        if not known:
            _write(folder / "run.json", {"version": 1, "lecture": lecture, "run": self.run})
        self.secret = (secret or _made(folder / "secret")).read_bytes().strip()
        if not self.secret:
            raise ValueError(f"secret: {secret} is empty")

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out of the folder, and clear away what a killed one left half written.

        Raises ValueError if another run is under way there.
        """
        with open(self.folder / "run.json", "rb") as file:
            if fcntl is not None:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system frees it if this process dies
                except BlockingIOError:
                    raise ValueError(f"out: another run is under way in {self.folder}") from None
            for path in self.folder.rglob(".*"):
                if re.fullmatch(r"\..+\.[a-z0-9_]{8}", path.name):  # as `replacing` calls a file that is not whole
                    path.unlink(missing_ok=True)
            yield

    def _about(self) -> dict:
        try:
            return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def stamp(self, raw: bytes, digest: str, limit: float, trusted: bool) -> str:
        """What a record of these bytes must carry, the exercises' digest given."""
        secret = hashlib.sha256(self.secret).hexdigest()
        parts = (hashlib.sha256(raw).hexdigest(), digest, secret, self.run, limit, trusted)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]

    def read(self, key: str) -> Record | None:
        """The record of a submission; None if there is none, or none that can be read."""
        try:
            return _record(json.loads(self._path(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, record: Record) -> None:
        """Keep a record, in the place of an older one."""
        verdicts = {id: _plain(verdict) for id, verdict in record.verdicts.items()}
        fields = {name: getattr(record, name) for name in Record.__dataclass_fields__}
        _write(self._path(record.key), {"format": 1, **fields, "verdicts": verdicts})

    def _path(self, key: str) -> Path:
        return self.folder / "records" / f"{key}.json"


def _made(path: Path) -> Path:
    """The file of a secret, made if there is none; only its owner may read it."""
    if not path.exists():
        with replacing(path) as file:  # mkstemp gives it mode 600
            file.write(secrets.token_hex(32).encode() + b"\n")
    os.chmod(path, 0o600)
    return path


def _write(path: Path, value: Any) -> None:
    with replacing(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace"))


def as_data(verdict: Verdict) -> Verdict:
    """The verdict without the mistake's own code: what is left can be sent and stored."""
    mistake = verdict.mistake
    return verdict if mistake is None else replace(verdict, mistake=Mistake(mistake.name, None, mistake.hint))


def _plain(verdict: Verdict) -> dict:
    """A verdict as JSON can hold it; of a mistake its name and hint are kept."""
    mistake = None if verdict.mistake is None else [verdict.mistake.name, verdict.mistake.hint]
    return {**{name: getattr(verdict, name) for name in Verdict.__dataclass_fields__}, "mistake": mistake}


def _verdict(value: dict) -> Verdict:
    mistake = None if value["mistake"] is None else Mistake(value["mistake"][0], None, value["mistake"][1])
    detail = tuple((label, text) for label, text in value["detail"])
    line = None if value["line"] is None else (value["line"][0], value["line"][1])
    return Verdict(**value | {"mistake": mistake, "detail": detail, "line": line})


def _record(value: dict) -> Record:
    if value.pop("format") != 1:
        raise ValueError("a record of another format")
    verdicts = {id: _verdict(one) for id, one in value["verdicts"].items()}
    return Record(**value | {"verdicts": verdicts, "remarks": tuple(value["remarks"])})
