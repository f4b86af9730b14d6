"""Every launch link comes from pyproject's one address, and README's map shows only what exists."""

import shutil

import pytest
from small_course import write

from utils.teaching.build import links, readme

COURSE = """\
[[part]]
title = "Part I: One"
[part.lectures]
01_missing = "not written yet"
02_small = "two and three"
[appendices]
A_signs = "signs"
"""
NOTEBOOK = '{"cells": [{"cell_type": "markdown", "source": ["# 02 · Why is two not three?\\n", "text"]}]}'


@pytest.fixture
def root(tmp_path):
    write(tmp_path)
    (tmp_path / "source/course.toml").write_text(COURSE, encoding="utf-8")
    for folder in ("lectures", "solutions"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "02_small.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    (tmp_path / "README.md").write_text(f"# Before\n\n{readme.FIRST}\nold\n{readme.LAST}\n\nAfter.\n", encoding="utf-8")
    return tmp_path


def test_launch_links_follow_the_address_in_pyproject(root):
    path = "lectures/02_small.ipynb"
    assert (
        links.binder(root, path)
        == "https://mybinder.org/v2/gh/ada/small/main?urlpath=lab%2Ftree%2Flectures%2F02_small.ipynb"
    )
    assert (
        links.colab(root, path)
        == "https://colab.research.google.com/github/ada/small/blob/main/lectures/02_small.ipynb"
    )
    text = (root / "pyproject.toml").read_text(encoding="utf-8").replace("ada/small", "someone/else")
    (root / "pyproject.toml").write_text(text, encoding="utf-8")
    assert "/someone/else/" in links.binder(root, path) and "/someone/else/" in links.colab(root, path)


def test_a_notebook_asks_for_no_picture_over_the_network(root):
    assert "![" not in links.launch_line(root, "lectures/02_small.ipynb")


def test_the_map_links_what_exists_and_names_the_rest(root):
    rows = readme.course_map(root).splitlines()
    assert "| 01 | *planned:* not written yet | |" in rows and "| A | *planned:* signs | |" in rows
    row = next(row for row in rows if row.startswith("| 02 |"))
    assert (
        "[Why is two not three?](lectures/02_small.ipynb): two and three · [solutions](solutions/02_small.ipynb)" in row
    )
    assert links.binder(root, "lectures/02_small.ipynb") in row and links.colab(root, "lectures/02_small.ipynb") in row


def test_writing_readme_touches_only_the_marked_block_and_twice_is_once(root):
    assert readme.write_readme(root) is True
    text = (root / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Before\n") and text.endswith("\nAfter.\n") and "old" not in text
    assert readme.write_readme(root) is False
    shutil.rmtree(root / "lectures")
    assert readme.write_readme(root) is True and "lectures/02_small.ipynb" not in (root / "README.md").read_text(
        encoding="utf-8"
    )


def test_a_readme_without_its_marks_is_an_error(root):
    (root / "README.md").write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="once each"):
        readme.write_readme(root)


def test_a_course_without_a_public_address_links_to_none_and_says_what_to_do(root):
    project = root / "pyproject.toml"
    project.write_text(project.read_text(encoding="utf-8").replace("ada/small", "OWNER/small"), encoding="utf-8")
    shown = readme.course_map(root)
    assert "make publish REPO=owner/name" in shown and "https://" not in shown and "Run it there" not in shown
    assert "(lectures/02_small.ipynb)" in shown and "| A | *planned:* signs |" in shown.splitlines()
    assert "https://" not in links.launch_line(root, "lectures/02_small.ipynb")


def test_the_map_says_how_much_stands_and_what_it_costs(root):
    timed = NOTEBOOK.replace('"text"', '"| **Time** | 90 minutes to read and work through, 120 seconds to run |"')
    (root / "lectures/02_small.ipynb").write_text(timed, encoding="utf-8")
    shown = readme.course_map(root)
    assert "1 of 2 lectures are finished" in shown and "some 2 hours, and to run it 2 minutes" in shown
