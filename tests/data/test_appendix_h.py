"""Appendix H names every data set with its loader, and each lecture that uses it, itself or through a study."""

import re
from pathlib import Path

from utils.data import CATALOGUE

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "source" / "appendices" / "H_data.py").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## \d+ · ", TEXT, flags=re.M)
LOADED = re.compile(r"^\*\*Loaded by\*\* (.+)$", re.M)
NO_SETS = {"counts", "counts_file", "provenance", "fraud_generator", "transaction_files", "transaction_table"}


def modules(text: str) -> set[str]:
    """Modules of utils.data that a master, a study or an exercise imports."""
    several = re.findall(r"^ *from utils\.data import \(?([^)\n]+(?:\n[^)]+\))?)", text, re.M)
    names = re.findall(r"^ *from utils\.data\.(\w+) import", text, re.M) + re.findall(r"\w+", " ".join(several))
    return {name for name in names if (ROOT / "utils" / "data" / f"{name}.py").exists()} - NO_SETS


def lectures() -> dict[str, set[str]]:
    """The data that each lecture uses: its own, its exercises', its studies'."""
    used = {}
    for master in (ROOT / "source" / "lectures").glob("*.py"):
        text, exercises = master.read_text(encoding="utf-8"), ROOT / "utils" / "exercises" / master.stem
        studies = {ROOT / "studies" / f"{name}.py" for name in re.findall(r"\b(\w+_study)\b", text)}
        others = [*studies, *exercises.glob("*.py"), exercises.with_suffix(".py")]
        used[master.stem] = modules(text).union(*(modules(path.read_text("utf-8")) for path in others if path.exists()))
    return used


def test_every_set_of_the_catalogue_is_named_in_the_text():
    prose = "\n".join(re.findall(r'^r"""\n(.*?)^"""', TEXT, re.M | re.S))
    assert not [record.name for record in CATALOGUE if f"`{record.name}`" not in prose]


def test_every_loader_is_named_and_each_section_lists_the_lectures_that_use_it():
    uses, told = lectures(), {}
    for section in SECTIONS:
        if loaded := LOADED.search(section):
            module = re.findall(r"utils\.data\.(\w+)\.", loaded[1])
            listed = set(
                re.findall(r"\.\./lectures/(\w+)\.ipynb", re.search(r"^\*\*Used in\*\* .+$", section, re.M)[0])
            )
            assert listed == {name for name, used in uses.items() if used & set(module)}, section.splitlines()[0]
            told.update(dict.fromkeys(module, loaded[1]))
    for path in (ROOT / "utils" / "data").glob("*.py"):
        for loader in re.findall(r"^def (load_\w+)", path.read_text(encoding="utf-8"), re.M):
            assert f"{loader}(" in told.get(path.stem, ""), loader
