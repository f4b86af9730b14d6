"""Files and names that attack whoever reads them: they are read or named, and what is written then is harmless."""

import csv
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser

import pytest

from grading.archive import Unsafe
from grading.notebook import Unreadable, read
from grading.submissions import find
from tests.grading.honest import ROOT, dumped, short
from tests.grading.hostile_files import HONEST, KINDS, book, html

SCRIPT = "<script>alert(1)</script>"
NAMES = [
    f"{SCRIPT}",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(1)",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp",
    "a\nb\rc",
    "ü ñ 名 🎉",
    "-" * 200,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_hostile_is_read_or_named_and_the_honest_answer_is_found(kind, tmp_path):
    (tmp_path / "submitted.ipynb").write_bytes(kind())
    try:
        notebook = read(tmp_path / "submitted.ipynb", {"02.1": "noise_step", "02.3": "from_step_1"})
    except Unreadable as error:
        assert len(str(error)) < 300
    else:
        assert notebook.answers["02.3"].source.endswith(HONEST)


def archive(path, *entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return path


OUTSIDE = [(name, 0o644) for name in ("../a.ipynb", "/etc/a.ipynb", "a/../../b.ipynb", "..\\a.ipynb", "C:\\a.ipynb")]
NO_FILES = [("link.ipynb", 0o120777), ("pipe.ipynb", 0o010644), ("device.ipynb", 0o020644)]


@pytest.mark.parametrize(("name", "mode"), OUTSIDE + NO_FILES)
def test_a_zip_that_leaves_its_folder_is_refused(name, mode, tmp_path):
    with pytest.raises(Unsafe, match=r"submissions\.zip"):
        find(archive(tmp_path / "submissions.zip", ("good.ipynb", b"{}", 0o644), (name, b"/etc/passwd", mode)))


def test_a_zip_bomb_is_refused(tmp_path):
    with pytest.raises(Unsafe, match=r"times its size"):
        find(archive(tmp_path / "submissions.zip", ("a.ipynb", b"0" * 2**25, 0o644)))


def test_links_in_a_folder_are_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(book("x = 1"))
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed/eve.ipynb").symlink_to(secret)
    (tmp_path / "handed/mallory").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "handed/pipe.ipynb")
    assert find(tmp_path / "handed") == []


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.attributes = [], []

    def handle_starttag(self, tag, attributes):
        self.found.append(tag)
        self.attributes += attributes


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A class whose names and answers are hostile, graded by the command; its folder, and what a terminal was sent."""
    if sys.platform != "linux":
        pytest.skip("the wall is made of Linux")
    folder = tmp_path_factory.mktemp("class")
    (folder / "handed").mkdir()
    for number, name in enumerate(NAMES):
        (folder / "handed" / f"{name.replace('/', '')}{number}.ipynb").write_bytes(html())
    (folder / "handed" / "honest.ipynb").write_bytes(dumped(short("02")))
    (folder / "handed" / f"cut {SCRIPT.replace('/', '')} \x1b[2J\x1b]0;owned\x07\u202e.ipynb").write_bytes(b"{")
    command = [
        sys.executable,
        "-m",
        "grading",
        "02",
        str(folder / "handed"),
        "--out",
        str(folder / "out"),
        "--workers",
        "1",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace")
    assert done.returncode == 1, done.stderr[-3000:]  # one could not be read
    return folder / "out", done.stdout + done.stderr


def test_pages_run_nothing_and_load_nothing(results):
    pages = [*(results[0] / "feedback").glob("*.html"), results[0] / "class.html"]
    assert len(pages) == len(NAMES) + 3
    for page in pages:
        tags = Tags()
        tags.feed(page.read_text(encoding="utf-8"))
        assert not {"script", "iframe", "object", "embed", "link", "form", "base"} & set(tags.found), page.name
        assert "img" not in tags.found or page.name == "class.html"
        links = [value for name, value in tags.attributes if name in ("src", "href", "action")]
        assert all(link.startswith(("#", "data:image/", "feedback/")) for link in links), links
        assert not [name for name, _ in tags.attributes if name.startswith("on")]
        assert re.fullmatch(r"[\w.-]+", page.name)


def test_a_terminal_gets_no_control_characters(results):
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", results[1].replace("\r", ""))


def test_a_spreadsheet_gets_no_formulas(results):
    with open(results[0] / "gradebook.csv", newline="", encoding="utf-8-sig") as file:
        table = list(csv.reader(file))
    assert len(table) == len(NAMES) + 3
    assert not [
        cell for row in table[1:] for cell in row if cell.startswith(("=", "+", "@", "\t", "\r")) or cell[:1] == "-"
    ]


def test_the_honest_one_keeps_all_points_beside_them(results):
    with open(results[0] / "gradebook.csv", newline="", encoding="utf-8-sig") as file:
        (row,) = (row for row in csv.reader(file) if "honest" in row)
    assert "passed" in " ".join(row) or any(cell.isdigit() and int(cell) > 5 for cell in row)
