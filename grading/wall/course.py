"""What stands behind the wall: a copy of the course without its exercises, and Python with its packages.

Everything is listed that is there; what is not listed, is not: no references, masters, solutions, tests, submissions.
"""

from __future__ import annotations

import json
import os
import shutil
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("utils", "studies", "grading/wall")
SYSTEM = (
    *("/usr", "/lib", "/lib64", "/lib32", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime", "/etc/mime.types"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/sys/devices/system/cpu"),
)


def copied(place: Path) -> None:
    """Copy the course to `place` with its compiled files, the stand-in in place of the exercises."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {"exercises", "build"} & set(names) if Path(folder).name in ("utils", "teaching") else set()

    for name in COPIED:
        shutil.copytree(ROOT / name, place / name, ignore=left_out)
    (place / "grading" / "__init__.py").touch()
    (place / "utils" / "exercises").mkdir()
    shutil.copy2(ROOT / "grading" / "wall" / "stand_in.py", place / "utils" / "exercises" / "__init__.py")


def font_list(place: Path) -> None:
    """Copy matplotlib's list of fonts, if it has made one: making it takes seconds."""
    place.mkdir()
    try:
        import matplotlib

        for file in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
            shutil.copy(file, place)
    except (ImportError, OSError):
        pass


def set_up(lecture: str) -> str:
    """The lecture's own set-up cell. Raises ValueError if there is no such lecture beside the course."""
    found = sorted((ROOT / "lectures").glob(f"{lecture}_*.ipynb"))
    if len(found) != 1:
        raise ValueError(f"lecture must be the number of one notebook in {ROOT / 'lectures'}, got {lecture!r}")
    cells = json.loads(found[0].read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if "setup" in cell["metadata"].get("tags", ()))


def readable(hidden: Iterable[Path] = ()) -> list[str]:
    """Files and folders that may be read behind the wall, beside the copy: none is, lies in, or holds what is hidden.

    hidden  beside the course itself; each matters only if it lies among Python's packages or the system's files
    """
    paths = sysconfig.get_paths()
    places = [sys.prefix, sys.base_prefix, *(paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))]
    places += site.getsitepackages() + ([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])
    places += os.environ.get("LD_LIBRARY_PATH", "").split(":")
    installed = str(ROOT) in places
    away = [one.resolve() for one in hidden] + [ROOT / name for name in ("utils", "studies", "grading")]
    away += [] if installed else [ROOT]
    copies = [Path(place).resolve() for place in places if place and (Path(place) / "utils/exercises").is_dir()]
    away += [copy / name for copy in copies for name in ("utils", "studies", "grading")]  # installed beside this one
    found = {path: None for place in [*SYSTEM, *places] if place for path in _without(Path(place), away)}
    return [path for path in found if not any(path != other and Path(path).is_relative_to(other) for other in found)]


def _without(place: Path, hidden: list[Path]) -> Iterator[str]:
    """`place`, or if something hidden lies in it, whatever else does."""
    real = place.resolve()
    if not any(one.is_relative_to(real) for one in hidden):
        if place.exists():
            yield str(place)
    elif real not in hidden and not place.is_symlink():
        for child in sorted(place.iterdir()):
            yield from _without(child, hidden)
