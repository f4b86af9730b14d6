"""What it costs to grade a submission: processor seconds here and of `nbgrader autograde`, and the memory it takes.

    python benchmarks/grading_a_class.py [--quick]

The submission is the lecture with every answer right, judged on three sets of inputs. nbgrader runs the same answers
from its own source notebook (see grading/nbgrader_source.py); both are measured in this run, in processor seconds.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

import nbformat  # noqa: E402

from grading.judge import grade  # noqa: E402
from grading.nbgrader_source import notebook as source_notebook  # noqa: E402
from grading.notebook import read  # noqa: E402
from grading.wall import Wall  # noqa: E402
from tests.grading.honest import dumped, exercises, lecture, solved  # noqa: E402

Row = tuple[str, str, str, str]
TARGETS = {"02": 0.3, "04": 0.8}  # processor seconds a submission
TIMES_LESS, MEGABYTES, CLASS, MINUTES = 20, 320, 1000, 10


def rows(times: int = 20, students: int = 200, rivals: bool = True) -> list[Row]:
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, target in TARGETS.items():
            spent = statistics.median(submissions(number, Path(folder), times))
            found.append(
                (f"grade a submission of {number}", f"{spent:.2f} CPU s", f"≤ {target} s", met(spent <= target))
            )
            if rivals:
                theirs = autograde(number, Path(folder) / number)
                text = f"{theirs:.1f} CPU s, {theirs / spent:.0f} times as much"
                goal = f"≥ {TIMES_LESS} times"
                found.append((f"nbgrader autograde of {number}", text, goal, met(theirs >= TIMES_LESS * spent)))
    for number, needs in {"02": "numpy", "07": "torch", "17": "torch, scikit-learn and xgboost"}.items():
        size, words = warm_megabytes(number), f"memory of the warm process, {number} ({needs})"
        target = ("", "") if number == "17" else (f"≤ {MEGABYTES} MB", met(size <= MEGABYTES))
        found.append((words, f"{size:.0f} MB", *target))
    start, pace = a_class(students)
    minutes = (start + pace * CLASS) / 60
    text = f"{start:.0f} s to start, {pace:.2f} s each ({students} graded): {minutes:.1f} min for {CLASS}"
    found.append(("a class of 02 on two workers", text, f"≤ {MINUTES} min for {CLASS}", met(minutes <= MINUTES)))
    return found


def met(holds: bool) -> str:
    return "yes" if holds else "NO"


def submissions(number: str, folder: Path, times: int) -> list[float]:
    """Processor seconds to read and grade the solved lecture, again and again behind one wall."""
    path = folder / f"{lecture(number)}.ipynb"
    path.write_bytes(dumped(solved(number)))
    spent = []
    with Wall(number) as wall:
        for turn in range(times + 1):
            begin = time.process_time() + wall.spent
            verdicts = grade(wall, read(path), exercises(number), b"secret", f"run {min(turn, 1)}")
            assert all(one.status == "passed" for one in verdicts.values()), verdicts
            spent.append(time.process_time() + wall.spent - begin)
    return spent[2:]  # the first of a run draws the inputs and works out what is right


def autograde(number: str, course: Path) -> float:
    """Processor seconds of `nbgrader autograde` for the same answers."""
    name = lecture(number)
    for folder in ("source/week", "submitted/learner/week"):
        (course / folder).mkdir(parents=True)
    source = source_notebook(REPOSITORY / "source/lectures" / f"{name}.py", seeds=[1, 2])
    nbformat.write(source, course / "source/week" / f"{name}.ipynb")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # it calls alembic by its name
    places = {one: str(course / "jupyter") for one in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    more = {"PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1", "COURSE_PROGRESS": str(course / "progress.json")}
    environment = {**os.environ, "PATH": path, **places, **more}

    def run(*words: str) -> None:
        command = [sys.executable, "-m", "nbgrader", *words, f"--course-dir={course}"]
        done = subprocess.run(command, cwd=course, env=environment, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr[-3000:]

    run("generate_assignment", "week", "--create")
    nbformat.write(source, course / "submitted/learner/week" / f"{name}.ipynb")
    before = _children()
    run("autograde", "week", "--create", "--ExecutePreprocessor.timeout=600")
    spent = _children() - before
    graded = json.loads((course / "autograded/learner/week" / f"{name}.ipynb").read_text(encoding="utf-8"))
    errors = [out for cell in graded["cells"] for out in cell.get("outputs", ()) if out["output_type"] == "error"]
    assert not errors, errors
    return spent


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def warm_megabytes(number: str) -> float:
    """Memory of the process that clones are made of, once the lecture's imports are done."""
    with Wall(number) as wall:
        place = str(wall._place)
        sizes = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if place in (folder / "cmdline").read_text(encoding="utf-8") and "bwrap" not in os.readlink(
                    folder / "exe"
                ):
                    lines = (folder / "status").read_text(encoding="utf-8").splitlines()
                    sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")]
            except OSError:
                continue
        return max(sizes)


def a_class(students: int) -> tuple[float, float]:
    """Seconds by the clock until the first submission of 02 is graded by two workers, and for each further one."""
    with tempfile.TemporaryDirectory() as folder:
        submitted, out = Path(folder) / "submitted", Path(folder) / "out"
        submitted.mkdir()
        content = dumped(solved("02"))
        for student in range(students):
            (submitted / f"student{student:04d}.ipynb").write_bytes(content)
        command = [sys.executable, "-m", "grading", "02", str(submitted), "--out", str(out), "--workers", "2"]
        begin = time.time()
        subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        graded = sorted(path.stat().st_mtime for path in (out / "records").iterdir())
        return graded[0] - begin, (graded[-1] - graded[0]) / (len(graded) - 1)


if __name__ == "__main__":
    from table import table

    quick = "--quick" in sys.argv
    print(table(rows(times=5, students=20) if quick else rows()))
