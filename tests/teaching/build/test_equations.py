"""Every numbered equation is witnessed, tested or a definition; what is none of these is named with file and line."""

import pytest

from utils.teaching.build import build
from utils.teaching.build import course as source
from utils.teaching.build.equations import listing, register
from utils.teaching.build.master import read

TEXT = r'''# %% [markdown]
r"""
# 02 · Why? {badges} {minutes} {seconds}

$$a = b \tag{2.1}$$

<!-- 2.2: definition -->
$$c := d \tag{2.2}$$

$$e = f \tag{2.3}$$
<!-- 2.3: tests/test_e.py::test_e -->
"""

# %% tags=["witness"]
for name in ["(2.1), left"]:
    witness(name, 1, 1)
witness(f"(2.1) at {3}", 1, 1)
'''


@pytest.fixture
def course(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_e.py").write_text("def test_e():\n    assert True\n", encoding="utf-8")
    (tmp_path / "source/lectures").mkdir(parents=True)

    def master(text, name="02_small.py"):
        path = tmp_path / "source/lectures" / name
        path.write_text(text, encoding="utf-8")
        return read(path)

    return master


def line_of(text, words):
    return text[: text.index(words)].count("\n") + 1


def test_each_equation_lists_what_vouches_for_it(course):
    equations, errors = register([course(TEXT)])
    assert errors == []
    assert {one.number: one.vouched for one in equations} == {
        "2.1": ["02_small.py:16", "02_small.py:17"],
        "2.2": ["definition"],
        "2.3": ["tests/test_e.py::test_e"],
    }
    assert [one.line for one in equations] == [line_of(TEXT, rf"\tag{{2.{k}}}") for k in (1, 2, 3)]
    assert listing(equations).splitlines()[-1] == "3 equations: 2 evaluated, 1 definitions, 0 neither"


def test_another_lecture_may_witness_an_equation(course):
    first = course(TEXT.replace("<!-- 2.2: definition -->\n", ""))
    second = course('# %% [markdown]\n# # 03 · And?\n\n# %% tags=["witness"]\nwitness("(2.2)", 1, 1)\n', "03_more.py")
    equations, errors = register([first, second])
    assert errors == [] and equations[1].vouched == ["03_more.py:5"]


SLIPS = {
    "no witness": ("<!-- 2.2: definition -->\n", "", r"\tag{2.2}", "equation (2.2) has no witness"),
    "unknown equation": ("(2.1) at", "(2.7) at", 'witness(f"', "witness of equation (2.7), which no text displays"),
    "twice": (r"f \tag{2.3}", r"f \tag{2.2}", r"\tag{2.2}", "equation (2.2) stands in 02_small.py:8 already"),
    "another lecture's": (r"\tag{2.3}", r"\tag{3.3}", r"\tag{3.3}", "must start with 2"),
    "mark elsewhere": ("2.2: def", "2.9: def", "<!-- 2.9", "a mark of equation (2.9), which this cell does not"),
    "no such test": ("::test_e", "::test_f", "<!-- 2.3", "expected 'definition' or a test that exists"),
    "no such file": ("/test_e.py", "/test_f.py", "<!-- 2.3", "expected 'definition' or a test that exists"),
    "no reason": ("2.2: definition", "2.2: obvious", "<!-- 2.2", "got 'obvious'"),
    "untagged": (' tags=["witness"]', "", "for name", "is tagged witness"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_file_and_line(course, slip):
    old, new, where, message = SLIPS[slip]
    text = TEXT.replace(old, new)
    assert text != TEXT
    master = course(text)
    errors = [error for _, error in register([master])[1]]
    assert any(error.startswith(f"{master.path}:{line_of(text, where)}: ") and message in error for error in errors)


def test_marks_do_not_reach_the_reader(course, tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[project.urls]\nRepository = "https://github.com/OWNER/small"\n', encoding="utf-8"
    )
    [lesson] = source.woven(tmp_path, "lectures", course(TEXT))
    assert "<!--" not in "".join(cell.source for cell in lesson.cells)
    assert r"\tag{2.2}" in lesson.cells[0].source


def test_the_register_is_printed_on_request(course, tmp_path, capsys):
    (tmp_path / "pyproject.toml").write_text(
        '[project.urls]\nRepository = "https://github.com/OWNER/small"\n', encoding="utf-8"
    )
    course(TEXT.replace("<!-- 2.2: definition -->\n", ""))
    assert build.main(["--equations"], tmp_path) == 1
    out, err = capsys.readouterr()
    assert "(2.2)  02_small.py:7  NOTHING" in out and "1 neither" in out and "02_small.py:7: equation (2.2)" in err
