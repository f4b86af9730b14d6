"""`make test` starts with what takes longest: a long notebook that begins last would leave one worker alone with it."""

import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("course_conftest", ROOT / "conftest.py")
conftest = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(conftest)


def test_notebooks_come_by_their_seconds_and_then_files_by_their_tests(tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    table = {"lectures/02_quick": {"seconds": 5}, "lectures/03_slow": {"seconds": 60}}
    (tmp_path / "source/timings.json").write_text(json.dumps(table), encoding="utf-8")
    monkeypatch.setattr(conftest, "ROOT", tmp_path)
    names = ["a.py", "lectures/02_quick.ipynb", "lectures/02_quick.ipynb", "b.py", "b.py", "lectures/03_slow.ipynb"]
    items = [SimpleNamespace(path=tmp_path / name, place=place) for place, name in enumerate(names)]
    conftest.longest_first(items)
    assert [item.place for item in items] == [5, 1, 2, 3, 4, 0]


def test_make_test_hands_the_files_out_in_that_order():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "--dist loadfile --no-loadscope-reorder" in makefile
