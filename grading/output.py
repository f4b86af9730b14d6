"""What a run leaves in its folder, made from the records alone: pages, gradebook, worksheet, files to upload."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from utils.common.files import replacing

from .feedback import comment, feedback
from .gradebook import gradebook
from .gradescope import results
from .lecture import Lecture
from .platforms import fill
from .records import Record
from .summary import summary

UPLOAD = {
    "moodle": "upload it by the assignment's grading action “Upload multiple feedback files in a zip”",
    "canvas": "upload it by “Upload Submissions” in the assignment's gradebook menu",
}


def write(
    folder: Path,
    lecture: Lecture,
    records: Sequence[Record],
    worksheet: Path | None = None,
    to: str = "",
    column: str = "",
) -> list[str]:
    """Write everything; what was there before is replaced, file by file. Returns lines for the teacher.

    to: the platform whose upload file is wanted. Raises ValueError if the worksheet cannot be filled; the rest is
    written all the same.
    """
    lines, notes, fault = [], [], None
    if worksheet is not None:
        try:
            filled = fill(worksheet.read_bytes(), lecture, records, functools.partial(comment, lecture), column)
        except ValueError as error:
            fault, notes = error, [str(error)]
        else:
            name = f"{worksheet.stem}_filled.csv"
            _put(folder / name, filled.raw)
            records = [replace(one, name=filled.called.get(one.key, one.name)) for one in records]
            count = len(filled.called)
            lines.append(f"{folder / name}: {count} learner{'s' * (count != 1)} filled in")
            notes += filled.notes
            notes += [f"{name} handed in, and has no row in the worksheet." for name in filled.without_row]
            notes += [
                f"{name} has a row in the worksheet, and handed in nothing." for name in filled.without_submission
            ]
    pages = {record.key: feedback(lecture, record).encode("utf-8", "replace") for record in records}
    _put_all(folder / "feedback", {f"{key}.html": text for key, text in pages.items()})
    _put(folder / "gradebook.csv", gradebook(lecture, records))
    _put(folder / "class.html", summary(lecture, records, notes).encode("utf-8", "replace"))
    lines.insert(0, f"{folder / 'gradebook.csv'}, {folder / 'class.html'}, {folder / 'feedback'}")
    if to in UPLOAD:
        named = {upload_name(record, to): pages[record.key] for record in records}
        _put(folder / f"feedback_for_{to}.zip", _zip((one, text) for one, text in named.items() if one))
        lines.append(f"{folder / f'feedback_for_{to}.zip'}: {UPLOAD[to]}")
    if to == "gradescope":
        found = {f"{one.key}.json": json.dumps(results(lecture, one), ensure_ascii=False, indent=1) for one in records}
        _put_all(folder / to, {name: text.encode("utf-8", "replace") for name, text in found.items()})
        lines.append(f"{folder / to}: what Gradescope would be given, a results.json a learner")
    if fault is not None:
        raise fault
    return lines + notes


def upload_name(record: Record, to: str) -> str:
    """The name under which the platform takes a feedback page for this learner; "" if it would not know whose it is.

    Moodle splits it at _ into name, number, plugin; Canvas takes the first two numbers between _ (learner, file).
    """
    name = re.sub(r"[^\w .-]|_", " ", record.name).strip() or "learner"
    if to == "moodle":
        return f"{name}_{record.id}_assignfeedback_file_feedback.html" if record.id.isdigit() else ""
    word = re.sub(r"\W|\d", "", name).lower() or "learner"
    known = record.id.isdigit() and record.version.isdigit()
    return f"{word}_{record.id}_{record.version}_feedback.html" if known else ""


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip that is the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files:
            entry = zipfile.ZipInfo(name)  # of 1980
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            file.writestr(entry, text)
    return out.getvalue()


def _put_all(folder: Path, files: dict[str, bytes]) -> None:
    """Exactly these files in a folder of the run's own: one of a learner whose submission is gone goes too."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        _put(folder / name, content)


def _put(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
