"""One list of dependencies, installed as it says; one address, and links that lead somewhere."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from packaging.requirements import Requirement

from utils.teaching.build import learners, links, readme

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
PIP = next(entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict))
EXTRAS = PROJECT["optional-dependencies"]
WRITTEN = [path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md") if path.exists()]
WRITTEN += learners.notebooks(ROOT)
REPOSITORY = PROJECT["urls"]["Repository"]


def targets(path):
    """Link and picture targets of a page's own text; a notebook's outputs are not its text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        import nbformat

        text = "\n".join(cell.source for cell in nbformat.reads(text, 4).cells if cell.cell_type == "markdown")
    return re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`|\$[^$]*\$", "", text))


def test_pip_part_of_environment_yml_is_pyprojects_list():
    assert [entry for entry in PIP if not entry.startswith("-")] == PROJECT["dependencies"]


def test_torch_comes_from_the_cpu_index_as_an_extra_one():
    assert [entry for entry in PIP if entry.startswith("-")] == [
        "--extra-index-url https://download.pytorch.org/whl/cpu"
    ]


def test_conda_part_is_python_and_pip_from_conda_forge_alone():
    conda = [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]
    assert [re.split(r"[<>=]", entry)[0] for entry in conda] == ["python", "pip"]
    lowest = re.search(r">=([\d.]+)", conda[0]).group(1)
    assert PROJECT["requires-python"] == f">={lowest}"


def test_post_build_installs_the_course_without_dependencies():
    script = ROOT / "postBuild"
    assert script.stat().st_mode & 0o111 and script.read_text(encoding="utf-8").startswith("#!/bin/bash\n")
    assert "pip install --no-deps -e ." in script.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", PROJECT["dependencies"] + EXTRAS["test"])
def test_what_is_installed_satisfies_the_range(line):
    requirement = Requirement(line)
    if requirement.marker is None or requirement.marker.evaluate():
        assert version(requirement.name) in requirement.specifier


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "xgboost-cpu"),
        ("win32", "AMD64", "xgboost-cpu"),
        ("linux", "aarch64", "xgboost"),
        ("darwin", "arm64", "xgboost"),
        ("darwin", "x86_64", "xgboost"),
        ("win32", "ARM64", "xgboost"),
    ],
)
def test_every_platform_gets_one_xgboost_without_gpu_libraries_where_there_is_one(system, machine, name):
    lines = [Requirement(line) for line in PROJECT["dependencies"] if line.startswith("xgboost")]
    chosen = [line for line in lines if line.marker.evaluate({"sys_platform": system, "platform_machine": machine})]
    assert [line.name for line in chosen] == [name]


def test_makefile_asks_for_torch_in_pyprojects_range():
    line = next(line for line in PROJECT["dependencies"] if line.startswith("torch"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"'{line}'" in makefile
    assert re.search(r"torch==([\d.]+)", makefile).group(1) in Requirement(line).specifier


@pytest.mark.parametrize("name", ["labconfig/page_config.d", "jupyter_server_config.d"])
def test_jupyter_finds_the_courses_settings(name):
    assert (Path(sys.prefix) / "etc/jupyter" / name / "diffusion_course.json").is_file()


def test_the_public_address_stands_in_pyproject_and_in_what_is_built_from_it():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8").stdout.split()
    slug = REPOSITORY.removeprefix("https://github.com/")
    built = re.compile(r"(lectures|solutions|appendices)/.*\.ipynb|README\.md|pyproject\.toml|CITATION\.cff")
    holders = [name for name in listed if (ROOT / name).is_file() and slug.encode() in (ROOT / name).read_bytes()]
    assert [name for name in holders if not built.fullmatch(name)] == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_to_one(page):
    local = [target.split("#")[0] for target in targets(page) if not urlsplit(target).scheme]
    assert [target for target in local if target and not (page.parent / unquote(target)).exists()] == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_launch_link_opens_a_file_of_this_repository(page):
    for target in targets(page):
        address = urlsplit(target)
        if address.netloc == "mybinder.org" and "/v2/" in address.path:
            path = parse_qs(address.query)["urlpath"][0].removeprefix("lab/tree/")
            assert target == links.binder(ROOT, path) and (ROOT / path).is_file()
        elif address.netloc == "colab.research.google.com" and "/github/" in address.path:
            path = unquote(address.path).split(f"/blob/{links.settings(ROOT)['branch']}/")[1]
            assert target == links.colab(ROOT, path) and (ROOT / path).is_file()


@pytest.mark.parametrize(
    "notebook",
    [page for page in WRITTEN if page.suffix == ".ipynb"],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_every_lecture_can_be_launched_once_there_is_an_address_and_no_link_names_nobody(notebook):
    path = notebook.relative_to(ROOT).as_posix()
    if not links.published(ROOT):
        pages = (notebook, ROOT / "README.md")
        assert not [target for page in pages for target in targets(page) if links.NOBODY in target]
    elif path.startswith("lectures/"):
        assert {links.binder(ROOT, path), links.colab(ROOT, path)} <= set(targets(notebook))
        assert {links.binder(ROOT, path), links.colab(ROOT, path)} <= set(targets(ROOT / "README.md"))


def test_readmes_course_map_is_as_written_by_the_build():
    assert readme.course_map(ROOT) in (ROOT / "README.md").read_text(encoding="utf-8")
