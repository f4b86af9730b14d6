"""The pages of the site before Sphinx sees them: what is folded, what is linked, what is left out."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from utils.teaching.build import learners, links, publish

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "site"))
import as_page as pages  # noqa: E402
import mended as html  # noqa: E402
import start_page  # noqa: E402

NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in learners.notebooks(ROOT)]
NOISING = "lectures/02_noising.ipynb"


@pytest.fixture(scope="module")
def made() -> dict[str, dict]:
    return {path: pages.as_page(ROOT, path) for path in NOTEBOOKS}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The course with a public address: its project file, one lecture and its answers."""
    for name in ("pyproject.toml", "README.md", NOISING, "solutions/02_noising.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    before = links.launch_line(tmp_path, NOISING)
    publish.set_address(tmp_path, "ada/diffusion", "main")
    for name in (NOISING, "solutions/02_noising.ipynb"):  # as a build would
        text = (tmp_path / name).read_text(encoding="utf-8")
        old, new = (json.dumps(line)[1:-1] for line in (before, links.launch_line(tmp_path, name)))
        (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


def text(page: dict) -> str:
    return "\n".join("".join(cell["source"]) for cell in page["cells"] if cell["cell_type"] == "markdown")


def test_what_is_collapsed_in_jupyterlab_is_folded_on_the_page(made):
    halves = {"source_hidden": "hide-input", "outputs_hidden": "hide-output"}
    for path, page in made.items():
        stored = {cell["id"]: cell for cell in json.loads((ROOT / path).read_text(encoding="utf-8"))["cells"]}
        for cell in page["cells"]:
            before = stored.get(cell["id"], cell)["metadata"].get("jupyter", {})
            assert set(cell["metadata"].get("tags", [])) == {halves[half] for half in before}, (path, cell["id"])


def test_the_line_that_opens_a_fold_says_what_is_in_it(made):
    words = {
        c["metadata"]["mystnb"]["code_prompt_show"]
        for p in made.values()
        for c in p["cells"]
        if "tags" in c["metadata"]
    }
    assert {"Show the imports", "Show the code of this picture", "Show the answer"} <= words


def test_every_exercise_leads_to_its_own_worked_answer_and_no_answer_stands_in_a_lecture(made):
    for path, page in made.items():
        if not path.startswith("lectures/"):
            continue
        asked = re.findall(r"^### (Exercise .+)$", text(page), re.M)
        led = re.findall(
            r"\[Worked answer to [\d.]+, and common mistakes\]\(<\.\./(solutions/[^#]+)#([^>]+)>\)", text(page)
        )
        assert led == [(path.replace("lectures", "solutions"), pages.anchor(title)) for title in asked]
        for solved, target in led:
            assert target in {pages.anchor(title) for title in re.findall(r"^#+ (.+)$", text(made[solved]), re.M)}


def test_answers_are_kept_out_of_the_search(made):
    assert {path for path, page in made.items() if page["metadata"].get("nosearch")} == {
        path for path in NOTEBOOKS if path.startswith("solutions/")
    }


def test_an_output_keeps_its_richest_form_alone_no_widget_and_no_picture_without_words(made):
    for path, page in made.items():
        for cell in page["cells"]:
            for output in cell.get("outputs", []):
                assert len(output.get("data", {"": ""})) == 1 and "view+json" not in json.dumps(output), path
                assert "image/png" not in output.get("data", {}), f"{path}: figures.show gives a figure its alt text"


@pytest.mark.skipif(links.published(ROOT), reason="the next test is about a course with an address")
def test_a_page_without_a_public_address_leads_nowhere_outside(made):
    first = text(made[NOISING]).split("\n## ")[0]
    assert "README" not in first and "mybinder" not in first and "make lab" not in first
    assert (
        '<a href="02_noising.ipynb" download>' in first and "[Worked answers to this lecture](../solutions/02" in first
    )
    assert "studies/" not in "".join(
        re.findall(r"\]\(([^)]+)\)", text(made["lectures/18_memory_privacy_fairness.ipynb"]))
    )


def test_a_published_page_has_the_links_that_the_notebook_has(published):
    first = text(pages.as_page(published, NOISING)).split("\n## ")[0]
    assert links.binder(published, NOISING) in first and links.colab(published, NOISING) in first
    assert "https://github.com/ada/diffusion/blob/main/CONTRIBUTING.md" in pages.within_site(
        published, "[x](CONTRIBUTING.md)"
    )


def test_links_between_pages_and_to_the_world_stay():
    for link in ("[a](../appendices/B_gaussians.ipynb)", "[b](#1-·-One-step)", "[c](https://arxiv.org)", "![d](x.png)"):
        assert pages.within_site(ROOT, link, "lectures") == link
    assert pages.within_site(ROOT, "[README](../README.md)", "lectures") == "[README](../index.md)"
    assert pages.within_site(ROOT, "[README](../README.md#start)", "lectures") == "[README](../index.md)"


def test_the_start_page_leads_to_every_page_with_its_minutes():
    start = start_page.start(ROOT)
    for path in NOTEBOOKS:
        if not path.startswith("solutions/"):
            assert f"]({path})" in start and path.removesuffix(".ipynb") in start, path
    assert re.search(r"\| 02 \| \[How does a picture turn into noise.*\d+ \|", start)
    assert "course map" not in start and "planned" not in start
    assert "[symbols and glossary](appendices/A_notation.ipynb)" in start
    answers = start_page.answers(ROOT)
    assert all(f"]({Path(path).name})" in answers for path in NOTEBOOKS if path.startswith("solutions/"))


def test_html_is_mended_for_screen_readers_and_mathjax():
    empty = '<th class="head"></th>'
    assert html.mended(f'<thead>\n<tr class="row-odd">{empty}\n{empty}\n</tr>\n</thead>\n<tbody>') == "<tbody>"
    assert html.mended(f'<thead><tr>{empty}<th class="head"><p>a</p></th></tr></thead>').count("<td></td>") == 1
    assert html.mended('<th scope="col" style="x"></th>') == "<td></td>"
    assert html.mended(r"\[\begin{split}a\\b \tag{1}\end{split}\]") == r"\[a\\b \tag{1}\]"
    assert html.mended('<summary aria-label="Toggle hidden content">') == "<summary>"
