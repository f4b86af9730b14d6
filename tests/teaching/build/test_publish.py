"""`make publish`: one address, written everywhere it belongs, and every link made from it looked at."""

import json
import urllib.error

import pytest
from small_course import write

from utils.teaching.build import build, drift, links, publish, readme


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course built before it has an address."""
    root = tmp_path_factory.mktemp("course")
    write(root)
    project = root / "pyproject.toml"
    project.write_text(project.read_text(encoding="utf-8").replace("ada/small", "OWNER/small"), encoding="utf-8")
    (root / "CITATION.cff").write_text("title: Small\nrepository-code: old\n", encoding="utf-8")
    (root / "source/course.toml").write_text(
        '[[part]]\ntitle = "One"\n[part.lectures]\n02_small = "x"\n[appendices]\nA_signs = "y"\n', encoding="utf-8"
    )
    (root / "README.md").write_text(f"{readme.FIRST}\n{readme.LAST}\n", encoding="utf-8")
    assert build.main([], root) == 0
    return root


def outputs(root):
    book = json.loads((root / "lectures/02_small.ipynb").read_text(encoding="utf-8"))
    return [
        cell["outputs"]
        for cell in book["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("tags") != ["colab"]
    ]


def test_an_address_that_is_none_is_refused_and_nothing_is_written(built, capsys):
    before = (built / "pyproject.toml").read_text(encoding="utf-8")
    for slug, branch in (
        ("small", "main"),
        ("https://github.com/a/b", "main"),
        ("a/b", "two words"),
        ("a/b/c", "main"),
    ):
        assert publish.main([slug, branch], built) == 2
        assert "expected" in capsys.readouterr().err
    assert publish.main(["", ""], built) == 2 and "usage" in capsys.readouterr().err
    assert (built / "pyproject.toml").read_text(encoding="utf-8") == before


def test_publishing_changes_links_and_no_output_and_checks_each_link(built, capsys, monkeypatch):
    monkeypatch.setattr(publish, "unreachable", lambda root: "not tried")
    executed = []
    monkeypatch.setattr(build.execute, "execute", lambda *given: executed.append(given))
    before, pages = outputs(built), ("lectures/02_small.ipynb", "README.md")
    assert not any("https://" in (built / page).read_text(encoding="utf-8") for page in pages)
    assert publish.main(["ada/else", "spring-2027"], built) == 0
    assert "10 of 10 launch links lead to a file" in capsys.readouterr().out  # two a notebook, two a row of README
    assert outputs(built) == before and not executed
    for page in pages:
        assert "mybinder.org/v2/gh/ada/else/spring-2027" in (built / page).read_text(encoding="utf-8")
    assert "git+https://github.com/ada/else" in (built / pages[0]).read_text(encoding="utf-8")
    assert (built / "CITATION.cff").read_text(
        encoding="utf-8"
    ) == 'title: Small\nrepository-code: "https://github.com/ada/else"\n'
    assert drift.drift(built) == {}


def test_a_link_of_another_branch_or_to_a_missing_file_is_named(built):
    known = links.settings(built)
    right = links.colab(built, "README.md")
    assert publish.wrong(built, right) == ""
    assert "no file" in publish.wrong(built, links.binder(built, "lectures/99.ipynb"))
    assert publish.wrong(built, links.binder(built, "README.md").replace(known["branch"], "old")) != ""


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (urllib.error.HTTPError("", 404, "Not Found", None, None), "holds no README.md"),
        (urllib.error.URLError("no route"), "did not answer"),
    ],
)
def test_what_the_network_says_is_told_apart(built, monkeypatch, answer, says):
    def refuse(*given, **options):
        raise answer

    monkeypatch.setattr(publish.urllib.request, "urlopen", refuse)
    assert says in publish.unreachable(built)
