"""Seconds to run do not depend on what else the machine does: they are the kernel's processor time."""

from nbformat.v4 import new_code_cell, new_notebook

from utils.teaching.build.execute import execute


def test_waiting_costs_nothing_and_work_does(tmp_path):
    busy = "import time\nend = time.process_time() + 1\nwhile time.process_time() < end: pass"
    waited = execute(new_notebook(cells=[new_code_cell("import time\ntime.sleep(2)")]), tmp_path).seconds
    worked = execute(new_notebook(cells=[new_code_cell(busy)]), tmp_path).seconds
    assert worked >= 1 and waited < 5 and worked - waited > 0.5  # it would be −1, were waiting counted
