"""Settings every test shares, the notebooks among them."""

import json
import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("course", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "course"))

# A shell starts background jobs with Ctrl-C ignored; tests of interrupts need it answered.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent
collect_ignore_glob = ["*.mine*.ipynb"]  # what a learner wrote, kept by the build


def pytest_collection_modifyitems(items):
    leave_to_learners(items)
    longest_first(items)


def longest_first(items):
    """Notebooks by the seconds they take, then the other files by how many tests they hold: no long one at the end."""
    table = ROOT / "source" / "timings.json"
    entries = json.loads(table.read_text(encoding="utf-8")) if table.exists() else {}
    seconds = {ROOT / f"{name}.ipynb": entry["seconds"] for name, entry in entries.items()}
    tests = Counter(item.path for item in items)
    items.sort(
        key=lambda item: (-seconds.get(item.path, 0), -tests[item.path])
    )  # stable: a file's tests keep their order


def leave_to_learners(items):
    """A notebook its learner has edited, or only run, is theirs: no test judges it. See drift.owned_by_reader."""
    about = {}
    for item in items:
        values = getattr(item, "callspec", None)
        paths = [item.path, *(values.params.values() if values else ())]
        about[item] = next((path for path in paths if isinstance(path, Path) and path.suffix == ".ipynb"), None)
    if any(about.values()):
        from utils.teaching.build import drift

        theirs = {ROOT / path: why for path, why in drift.owned_by_reader(ROOT).items()}
        for item, path in about.items():
            if path in theirs:
                item.add_marker(pytest.mark.skip(reason=f"{theirs[path]}; your copy is not tested"))


@pytest.fixture(autouse=True, scope="session")
def own_progress(tmp_path_factory):
    """Tests never touch a learner's progress file."""
    os.environ["COURSE_PROGRESS"] = str(tmp_path_factory.mktemp("progress") / "progress.json")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Each notebook starts its kernel as the build does: no progress yet, inline figures, one thread."""
    if item.path.suffix == ".ipynb" and item.parent.kernel is None:
        os.environ["COURSE_PROGRESS"] = str(item.config._tmp_path_factory.mktemp("notebook") / "progress.json")
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        os.environ["OMP_NUM_THREADS"] = "1"
