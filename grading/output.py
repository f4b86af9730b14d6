"""What a run leaves in its folder, made from the records alone: pages, gradebook, worksheet, files to upload."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
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
    (folder / "feedback").mkdir(exist_ok=True)
    pages = {record.key: feedback(lecture, record).encode("utf-8", "replace") for record in records}
    for old in (folder / "feedback").glob("*.html"):
        if old.stem not in pages:
            old.unlink()  # of a learner whose submission is gone
    for key, text in pages.items():
        _put(folder / "feedback" / f"{key}.html", text)
    _put(folder / "gradebook.csv", gradebook(lecture, records))
    lines = [f"{folder / 'gradebook.csv'}, {folder / 'class.html'}, {folder / 'feedback'}"]
    if to in ("moodle", "canvas"):
        name = folder / f"feedback_for_{to}.zip"
        named = {upload_name(record, to): pages[record.key] for record in records}
        _put(name, _zip((one, text) for one, text in named.items() if one))
        lines.append(f"{name}: {UPLOAD[to]}")
    if to == "gradescope":
        (folder / "gradescope").mkdir(exist_ok=True)
        for record in records:
            found = json.dumps(results(lecture, record), ensure_ascii=False, indent=1)
            _put(folder / "gradescope" / f"{record.key}.json", found.encode("utf-8", "replace"))
        lines.append(f"{folder / 'gradescope'}: what Gradescope would be given (results.json), a file a learner")
    notes: list[str] = []
    if worksheet is not None:
        try:
            filled = fill(worksheet.read_bytes(), lecture, records, functools.partial(comment, lecture), column)
        except ValueError as error:
            _put(folder / "class.html", summary(lecture, records, [str(error)]).encode())
            raise
        _put(folder / worksheet.name, filled.raw)
        lines.append(
            f"{folder / worksheet.name}: {filled.count} {'learner' if filled.count == 1 else 'learners'} filled in"
        )
        notes += filled.notes
        notes += [f"{name} handed in, and has no row in the worksheet." for name in filled.without_row]
        notes += [f"{name} has a row in the worksheet, and handed in nothing." for name in filled.without_submission]
    _put(folder / "class.html", summary(lecture, records, notes).encode("utf-8", "replace"))
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


def _put(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
