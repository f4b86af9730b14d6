"""Masters parse into cells and exercises; every slip of the author's is named with its file and line."""

import re

import pytest
from small_course import LECTURE, write

from utils.teaching.build.cells import TAGS, MasterError
from utils.teaching.build.master import read

SECOND = "# ### Exercise 02.2"


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_cells_carry_kind_tags_and_the_line_they_start_on(tmp_path):
    master = read(write(tmp_path))
    assert [cell.kind for cell in master.cells].count("markdown") == 5
    assert {tag for cell in master.cells for tag in cell.tags} <= TAGS
    for words in (
        "Why is two",
        "import math",
        "Text with",
        'print("one")',
        'len("picture")',
        "### Exercise 02.2",
        "math.floor",
    ):
        cell = next(cell for cell in master.cells if words in cell.source)
        assert cell.line == line_of(LECTURE, words)


def test_exercises_carry_id_and_reason(tmp_path):
    first, second = read(write(tmp_path)).tasks
    assert (first.id, second.id) == ("02.1", "02.2")
    assert "Because two is two." in first.why.source and second.why is None


def test_a_title_that_is_a_question_keeps_its_hash(tmp_path):
    """jupytext takes a comment line of one word and a question mark for a request for help."""
    master = read(write(tmp_path, LECTURE.replace("# # 02 · Why is two not three?", "# # Why?")))
    assert master.cells[0].source.startswith("# Why?") and master.title == "Why?"


SLIPS = {
    "unclosed marker": (LECTURE.replace("    ### END SOLUTION", "    pass"), "### BEGIN SOLUTION", "unclosed marker"),
    "unclosed marker in text": (
        LECTURE.replace("# Because two is two.\n# ### END SOLUTION", "# Because."),
        "# ### BEGIN SOLUTION",
        "unclosed marker",
    ),
    "missing id": (
        LECTURE.replace(SECOND, "# ### Exercise · A number"),
        "# ### Exercise · A",
        "missing exercise id",
    ),
    "missing statement": (
        LECTURE.replace(f'# %% [markdown] tags=["exercise"]\n{SECOND}', "# %% [markdown]\n# Text."),
        "### BEGIN SOLUTION\ntotal",
        "missing exercise id",
    ),
    "duplicate id": (
        LECTURE.replace(SECOND, "# ### Exercise 02.1\n# again"),
        "# ### Exercise 02.1\n# again",
        "duplicate exercise id '02.1'",
    ),
    "another lecture's id": (
        LECTURE.replace(SECOND, SECOND.replace("02.2", "03.2")),
        "# ### Exercise 03.2",
        "must start with '02'",
    ),
    "no check": (
        LECTURE.replace('total = check("02.2", total)', "total"),
        "### BEGIN SOLUTION\ntotal",
        "02.2 without a check",
    ),
    "another exercise's check": (
        LECTURE.replace('check("02.2", total)', 'check("02.1", total)'),
        "### BEGIN SOLUTION\ntotal",
        "02.2 without a check",
    ),
    "check inside the markers": (
        LECTURE.replace(
            '### END SOLUTION\ntotal = check("02.2", total)', 'total = check("02.2", total)\n### END SOLUTION'
        ),
        "### BEGIN SOLUTION\ntotal",
        "02.2 without a check",
    ),
    "no code cell": (
        LECTURE.replace('# %% tags=["exercise"]\n### BEGIN', "# %%\n### BEGIN"),
        SECOND,
        "02.2 without a code cell",
    ),
    "unknown tag": (LECTURE.replace('["setup"]', '["set-up"]'), '# %% tags=["set-up"]', "unknown tag 'set-up'"),
    "tags that are no list": (LECTURE.replace('["setup"]', '"setup"'), '# %% tags="setup"', "tags are a list"),
    "check that is not assigned": (
        LECTURE.replace('total = check("02.2", total)', 'check("02.2", total)'),
        "### BEGIN SOLUTION\ntotal",
        "02.2 without a check",
    ),
    "check under another name": (
        LECTURE.replace('total = check("02.2", total)', 'result = check("02.2", total)'),
        "### BEGIN SOLUTION\ntotal",
        "02.2 without a check",
    ),
    "misspelt marker": (
        LECTURE.replace("### BEGIN SOLUTION\ntotal", "## Begin solution\ntotal"),
        "## Begin",
        "no marker",
    ),
    "misspelt markers": (
        LECTURE.replace(
            "### BEGIN SOLUTION\ntotal = 1 + 1\n### END SOLUTION", "#BEGIN SOLUTIN\ntotal = 2\n# END SOLUTIONS"
        ),
        "#BEGIN SOLUTIN",
        "no marker",
    ),
    "no markers": (
        LECTURE.replace("### BEGIN SOLUTION\ntotal = 1 + 1\n### END SOLUTION", "total = 2"),
        "total = 2",
        "without an answer between",
    ),
    "reason without markers": (
        LECTURE.replace(
            "# ### BEGIN SOLUTION\n# Because two is two.\n# ### END SOLUTION", "# **Why this is right.** Two."
        ),
        "# **Why this",
        "would show the answer",
    ),
    "unknown option": (LECTURE.replace('tags=["setup"]', 'tag="setup"'), '# %% tag="setup"', "tags only"),
    "answer outside an exercise": (
        LECTURE.replace("math.floor(2.5)", "### BEGIN SOLUTION\n3\n### END SOLUTION"),
        "### BEGIN SOLUTION\n3",
        "outside an exercise",
    ),
    "no title": (LECTURE.replace("# # 02 · Why", "# Why"), "# Why is", "'# Title'"),
    "answer that does not parse": (LECTURE.replace("return 2 * x", "return 2 *"), "def double", "does not parse"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_file_and_line(tmp_path, slip):
    text, where, message = SLIPS[slip]
    assert text != LECTURE
    path = write(tmp_path, text)
    line = text[: text.index(where)].count("\n") + 1
    with pytest.raises(MasterError, match=re.escape(message)) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


FILES = {
    "text before the first cell": ("import math\n\n" + LECTURE, 1, "give every cell its own"),
    "a header": ("\n# ---\n# jupyter:\n#   x: 1\n# ---\n\n" + LECTURE, 2, "a header before the first cell"),
    "a byte order mark": ("\ufeff" + LECTURE, 1, "byte order mark"),
    "not UTF-8": (LECTURE.replace("Text with", "Text é").encode("latin-1", "replace"), 2, "is not UTF-8: byte 0xb7"),
}


@pytest.mark.parametrize("slip", FILES)
def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path, slip):
    text, line, message = FILES[slip]
    path = write(tmp_path)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MasterError, match=re.escape(message)) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
