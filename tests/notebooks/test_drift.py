"""Every notebook in the repository is, byte for byte, what its master gives (its outputs are nbval's business)."""

from pathlib import Path

import nbformat
import pytest

from utils.teaching.build import course, drift, execute, learners, trust
from utils.teaching.build.timing import Timings

ROOT = Path(__file__).parents[2]
FOUND, ERRORS = course.masters(ROOT)
NOTEBOOKS = learners.notebooks(ROOT)
LIMIT = 3_000_000  # bytes; the budget of one demo of pictures


def test_there_are_masters_and_all_of_them_parse():
    assert ERRORS == [] and len(FOUND) >= 3


def test_source_metadata_ids_and_layout_are_as_built():
    theirs = drift.owned_by_reader(ROOT)
    assert {path: why for path, why in drift.drift(ROOT).items() if path not in theirs} == {}, drift.ADVICE
    if theirs:
        pytest.skip("; ".join(f"{path}: {why}" for path, why in theirs.items()) + "; your copies are not tested")


def test_outputs_are_those_that_the_build_wrote():
    """source/built.json vouches for each file: `make lab` signs those, and no others."""
    theirs = drift.owned_by_reader(ROOT)
    files = {path.relative_to(ROOT).as_posix() for path in NOTEBOOKS} - set(theirs)
    assert files - {path.relative_to(ROOT).as_posix() for path in trust.own(ROOT)} == set()
    assert set(trust.written(ROOT)) >= files


def test_timings_belong_to_notebooks_that_exist():
    built = {f"{one.folder}/{one.name}" for kind, master in FOUND for one in course.woven(ROOT, kind, master)}
    assert set(Timings(ROOT / "source/timings.json").entries) == built


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_code_cell_was_run_in_order_and_its_output_may_stay(path):
    """nbval checks no output of a cell without an execution count, so every cell must have one."""
    notebook = nbformat.read(path, 4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert execute.problems(notebook) == []
    assert path.stat().st_size < LIMIT


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_cell_is_exempt_from_comparison(path):
    text = path.read_text(encoding="utf-8")
    for exemption in ("NBVAL_", "PYTEST_VALIDATE_IGNORE_OUTPUT", "nbval-"):
        assert exemption not in text
