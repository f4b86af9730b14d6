"""Where exercises are found: "02.3" is in the module `02_*.py`, or in the folder `02_*`, beside this file."""

from __future__ import annotations

import importlib
from pathlib import Path

from utils.teaching.exercise import Exercise

FOLDER = Path(__file__).parent


def modules() -> list[str]:
    """Names of the modules that hold exercises, in the course's order; a long one is a folder."""
    found = FOLDER.glob("[0-9A-Z]*_*")
    return sorted(path.stem for path in found if path.suffix == ".py" or (path / "__init__.py").is_file())


def exercises(module: str) -> list[Exercise]:
    """The exercises of one module, such as "02_noising"."""
    return list(importlib.import_module(f"{__package__}.{module}").EXERCISES)


def find(id: str) -> Exercise:
    """The exercise with this id. Raises KeyError, whose text says which ids there are."""
    lecture = str(id).split(".")[0]
    here = [module for module in modules() if module.split("_")[0] == lecture]
    known = [exercise for module in here for exercise in exercises(module)]
    for exercise in known:
        if exercise.id == id:
            return exercise
    if known:
        raise KeyError(f"There is no exercise {id!r}; lecture {lecture} has {', '.join(e.id for e in known)}.")
    lectures = ", ".join(module.split("_")[0] for module in modules())
    raise KeyError(f'There is no exercise {id!r}; ids look like "02.1", and these lectures have exercises: {lectures}.')


def everything() -> dict[str, list[Exercise]]:
    """Lecture title, such as "02 noising", -> its exercises."""
    return {module.replace("_", " "): exercises(module) for module in modules()}
