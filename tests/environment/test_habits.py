"""What stands around the code says the same as the code: versions, commands, settings."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.M))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def of_yaml(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def commands(workflow):
    return [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]


def test_one_version_stands_in_pyproject_citation_and_changelog():
    newest = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M).group(1)
    assert of_yaml("CITATION.cff")["version"] == newest == PROJECT["version"]


def test_the_citation_has_what_its_format_requires():
    citation = of_yaml("CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= set(citation) and citation["authors"]
    assert " AND ".join(["MIT", "CC-BY-4.0"]) == PROJECT["license"] and citation["license"] == ["MIT", "CC-BY-4.0"]


def test_the_workflow_calls_readmes_two_commands_and_its_conda_lines():
    run = "\n".join(commands(of_yaml(".github/workflows/test.yml")))
    for command in ("make lab", "make test"):
        assert command in run and f"    {command}" in README
    assert "pip install --no-deps -e ." in run and "    pip install --no-deps -e ." in README
    assert (
        "environment.yml" in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
        and "environment.yml" in README
    )


def test_every_target_that_the_workflow_makes_is_one():
    workflow = of_yaml(".github/workflows/test.yml")
    made = set(re.findall(r"make ([a-z-]+)", "\n".join(commands(workflow))))
    made |= set(workflow["jobs"]["versions"]["strategy"]["matrix"]["target"])
    assert made <= TARGETS, made - TARGETS


def test_the_workflow_tries_every_python_that_is_promised():
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert of_yaml(".github/workflows/test.yml")["jobs"]["make"]["strategy"]["matrix"]["python"] == promised
    assert promised[0] == PROJECT["requires-python"].removeprefix(">=")


@pytest.mark.parametrize("path", sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.name)
def test_issue_forms_are_forms(path):
    form = of_yaml(path)
    if path.name != "config.yml":
        assert {"name", "description", "body"} <= set(form)
        assert all({"type", "attributes"} <= set(field) and field["attributes"]["label"] for field in form["body"])


def test_what_is_checked_before_a_commit_is_what_make_lint_checks():
    hooks = " ".join(hook["entry"] for repo in of_yaml(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"])
    lint = re.search(r"^lint:.*\n\t(.*)$", MAKEFILE, flags=re.M).group(1)
    for tool in ("ruff check", "ruff format", "mypy"):
        assert tool in hooks and tool in lint
