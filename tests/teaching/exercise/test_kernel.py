"""check in a real notebook kernel: cells, their line numbers, what is displayed, what survives a restart."""

import nbformat
import pytest
from nbclient import NotebookClient

SETUP = """
from utils.exercises import check, progress
import numpy as np
"""
ERROR = '''"""A cell whose third line below is wrong."""

def noise_step(x, beta, eps):
    """One step."""
    scale = np.sqrt(1 - beta)
    return scale * x + unknown * eps

noise_step = check("02.1", noise_step)
noise_step(1.0, 0.36, 0.0)
'''
HELPER = """
def helper(x):
    return x / {}  # not a number
"""
CALLER = """
def noise_step(x, beta, eps):
    return helper(x)

check("02.1", noise_step);
"""
RIGHT = """
import time
noise_step = check("02.1", lambda x, beta, eps: [time.sleep(99)], limit=0.2)
noise_step = check("02.1", lambda x, beta, eps: np.sqrt(1 - beta) * x + np.sqrt(beta) * eps)
print("the notebook goes on")
"""


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """The notebook's outputs, cell by cell, after two kernels: the second only shows progress."""
    import os

    folder = tmp_path_factory.mktemp("kernel")
    outputs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(folder / "progress.json"))
        patch.setenv("PYTHONPATH", os.getcwd())
        patch.setenv("IPYTHONDIR", str(folder))
        for sources in ([SETUP, ERROR, HELPER, CALLER, RIGHT], [SETUP, 'progress("02")']):
            notebook = nbformat.v4.new_notebook(
                cells=[nbformat.v4.new_code_cell(source.strip("\n")) for source in sources]
            )
            NotebookClient(notebook, timeout=60, kernel_name="python3").execute(cwd=str(folder))
            outputs += [cell.outputs for cell in notebook.cells]
    return outputs


def shown(outputs):
    return [output.data["text/plain"] for output in outputs if "data" in output]


def test_an_error_is_numbered_within_its_cell_and_the_notebook_goes_on(cells):
    verdict, value = shown(cells[1])
    assert "line 6: return scale * x + unknown * eps" in verdict and "ipykernel" not in verdict
    assert value == "np.float64(0.8)" or value == "0.8"


def test_an_error_in_another_cell_points_at_the_call_in_this_one(cells):
    assert "line 2: return helper(x)" in shown(cells[3])[0]


def test_a_verdict_is_one_bundle_of_html_and_text(cells):
    display = [output for output in cells[1] if output.output_type == "display_data"]
    assert len(display) == 1 and set(display[0].data) == {"text/html", "text/plain"}


def test_a_sleeping_answer_times_out_and_the_next_cell_line_runs(cells):
    late, passed = shown(cells[4])
    assert "out of time" in late and "passed (1 of 1 point)" in passed
    assert cells[4][-1].text == "the notebook goes on\n"


def test_progress_survives_the_kernel(cells):
    assert any("02.1" in line and "passed" in line for line in shown(cells[6])[0].splitlines())
