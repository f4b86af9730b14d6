"""Bad input, driven by tables: a valid call of every public function, then each argument replaced by what it is not.

A table is a list of Case. A Case is a function and an Argument for each of its parameters:

    Case(sliced_wasserstein, x=points(X), y=points(Y), rng=numpy_rng(), projections=count(20))

An Argument makes a valid value and knows what is bad in its place, each under a short name:

    points(X).bad  ->  {"None": None, "text": "x", "nan": ..., "one axis more": ..., ...}

Every bad value must raise ValueError or TypeError with a message that names the argument. Where a value that is bad
elsewhere is valid here, say what it gives:  points(X, valid={"empty": lambda result: result.shape == (0,)}).
A package's test: `list(case.faults()) == []` for each case, and `missing(...) == []`, which names a public function
that no table lists. See tests/generative/test_generative_bad_input.py.
"""

import importlib
import inspect
import pkgutil
import re
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

Check = Callable[[Any], bool]
ANYTHING = {"None": None, "text": "x", "an object": object()}
NO_GENERATOR = ANYTHING | {"a seed": 3, "a RandomState": np.random.RandomState(0), "numpy.random": np.random}


@dataclass(frozen=True)
class Argument:
    """make() -> a valid value. bad: name -> a value that must be refused. valid: name of a bad one -> what is right."""

    make: Callable[[], Any]
    bad: dict[str, Any]
    valid: dict[str, Check] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = set(self.valid) - set(self.bad)
        assert not unknown, f"valid lists {unknown}, which is not among the bad values {set(self.bad)}"


def argument(
    value: Any, bad: dict[str, Any], valid: dict[str, Check] | None = None, optional: bool = False
) -> Argument:
    """optional: None means "the default" and is no bad value."""
    bad = {name: one for name, one in bad.items() if not (optional and one is None)}
    return Argument(value if isinstance(value, types.FunctionType) else lambda: value, bad, valid or {})


def number(
    value: float, bad: Iterable[float] = (), valid: dict[str, Check] | None = None, optional: bool = False
) -> Argument:
    """One finite number; bad: numbers out of its range."""
    garbage = ANYTHING | {
        "nan": float("nan"),
        "infinity": float("inf"),
        "a truth value": True,
        "a complex number": 1j,
        "two numbers": np.array([0.5, 0.6]),
    }
    return argument(value, garbage | {f"{one}": one for one in bad}, valid, optional)


def positive(value: float, bad: Iterable[float] = (), **more: Any) -> Argument:
    return number(value, (0, -1.0, *bad), **more)


def count(value: int, least: int = 1, **more: Any) -> Argument:
    """A whole number of at least `least`."""
    return number(value, (least - 1, -7, 2.5, 3.0), **more)


def word(value: str) -> Argument:
    return argument(value, {"None": None, "another word": "something else", "a number": 1})


def flag(value: bool) -> Argument:
    return argument(value, ANYTHING | {"1": 1})


def points(
    value: Any,
    shape_matters: bool = True,
    valid: dict[str, Check] | None = None,
    optional: bool = False,
    without: tuple[str, ...] = (),
) -> Argument:
    """An array of finite numbers (n, ...). shape_matters: another number of axes or columns is bad.

    without: what is not tried, because this function cannot know that it is bad.
    """
    value = np.asarray(value, dtype=float)
    spoilt = {
        name: np.where(np.arange(value.size).reshape(value.shape) == 0, one, value)
        for name, one in {"nan": np.nan, "infinity": np.inf}.items()
    }
    bad = (
        ANYTHING
        | spoilt
        | {
            "complex numbers": value + 1j,
            "truth values": value > 0,
            "text in an array": value.astype(str),
            "ragged lists": [[1.0], [1.0, 2.0]],
            "a dict": {"x": 1.0},
        }
    )
    if value.ndim:
        bad["empty"] = value[:0]
    if shape_matters:
        bad["one axis more"] = value[None].repeat(2, 0)
        bad |= {"one column more": np.concatenate([value, value], axis=-1)} if value.ndim > 1 else {}
        bad |= {"one axis less": value[0]} if value.ndim else {}
    return argument(value, {name: one for name, one in bad.items() if name not in without}, valid, optional)


def times(value: float, T: float, **more: Any) -> Argument:
    """One time of a schedule on [0, T]."""
    return number(value, (-0.1, T + 1), **more)


def labels(value: Any, classes: int, optional: bool = False) -> Argument:
    value = np.asarray(value)
    bad = {
        "text": "x",
        "floats": value + 0.5,
        "truth values": value > 0,
        "too large": value + classes,
        "too small": value - classes - 2,
        "one too few": value[:-1],
        "one axis more": value[:, None],
    }
    return argument(value, bad if optional else bad | {"None": None})


def numpy_rng(optional: bool = False) -> Argument:
    return argument(lambda: np.random.default_rng(0), NO_GENERATOR | {"torch's": torch.Generator()}, None, optional)


def any_rng() -> Argument:
    """numpy's or torch's, as the points need it."""
    return argument(lambda: np.random.default_rng(0), NO_GENERATOR)


def torch_rng() -> Argument:
    bad = NO_GENERATOR | {"numpy's": np.random.default_rng(0), "torch": torch}
    return argument(lambda: torch.Generator().manual_seed(0), bad)


def function(value: Callable, optional: bool = False) -> Argument:
    return argument(lambda: value, ANYTHING | {"a number": 3.0}, None, optional)


def instance(value: Any) -> Argument:
    """An object of the course's own: a schedule, a mixture, a network."""
    return argument(lambda: value, ANYTHING | {"a number": 3.0, "a function": len, "a class": type(value)})


class Case:
    """A function of the course, and an Argument for each of its parameters."""

    def __init__(self, function: Callable, /, **arguments: Argument) -> None:
        self.function, self.arguments = function, arguments

    @property
    def name(self) -> str:
        """module.function or module.Class.method, without `utils.`"""
        where = self.function.__func__ if inspect.ismethod(self.function) else self.function
        return f"{where.__module__.removeprefix('utils.')}.{where.__qualname__}"

    def call(self, **other: Any) -> Any:
        """The valid call, with some arguments replaced."""
        made = {name: argument.make() for name, argument in self.arguments.items() if name not in other}
        result = self.function(**made, **other)
        return list(result) if inspect.isgenerator(result) else result

    def faults(self) -> Iterable[str]:
        """One line for each bad value that is accepted, or refused without the argument's name."""
        parameters = {name for name in inspect.signature(self.function).parameters if not name.startswith("_")}
        if parameters != set(self.arguments):
            yield f"{self.name}: the table must list {sorted(parameters)}, got {sorted(self.arguments)}"
            return
        self.call()
        for name, argument in self.arguments.items():
            for what, value in argument.bad.items():
                try:
                    result = self.call(**{name: value})
                except (ValueError, TypeError) as error:
                    if what in argument.valid:
                        yield f"{self.name}({name} = {what}) should be valid, raised {error!r}"
                    elif not re.search(rf"(?<![\w']){re.escape(name)}(?!\w)", str(error)):
                        yield f"{self.name}({name} = {what}) does not name {name}: {error!r}"
                except Exception as error:
                    yield f"{self.name}({name} = {what}) raised {error!r}"
                else:
                    right = argument.valid.get(what)
                    if right is None:
                        yield f"{self.name}({name} = {what}) was accepted and gave {result!r:.80}"
                    elif not right(result):
                        yield f"{self.name}({name} = {what}) is valid, but gave {result!r:.80}"


def public(package: types.ModuleType, without: tuple[str, ...] = ()) -> set[str]:
    """Names of the public functions, classes and methods of a package's modules, sub-packages `without` excepted."""
    names = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.startswith(without):
            found = vars(importlib.import_module(module.name))
            names |= {one for thing in found.values() for one in _public(thing, module.name)}
    return names


def _public(thing: Any, module: str) -> Iterable[str]:
    if getattr(thing, "__module__", None) != module or getattr(thing, "__name__", "_").startswith("_"):
        return
    stem = f"{module.removeprefix('utils.')}.{thing.__name__}"
    if inspect.isclass(thing):
        yield stem
        for name, method in vars(thing).items():
            known = name == "__call__" or not name.startswith("_")
            if known and inspect.isfunction(method) and len(inspect.signature(method).parameters) > 1:  # self apart
                yield f"{stem}.{name}"
    elif inspect.isfunction(thing) and inspect.signature(thing).parameters:
        yield stem


def missing(cases: Iterable[Case], elsewhere: dict[str, str], names: set[str]) -> list[str]:
    """Public names that stand neither in the table nor in `elsewhere` (name -> why not), and names of nothing."""
    listed = {case.name for case in cases} | set(elsewhere)
    return sorted(f"{name} is in no table" for name in names - listed) + sorted(
        f"{name} is listed, but no public function" for name in set(elsewhere) - names
    )
