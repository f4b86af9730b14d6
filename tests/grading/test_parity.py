"""Verdicts through the wall are the notebook's own, field by field, on answers as learners write them."""

import ast
import linecache
import os
import random
import sys
import time

import pytest

from grading.judge import grade
from grading.notebook import Answer, Notebook
from grading.wall import Wall
from tests.exercises.answer_sets import LECTURES, answers
from tests.grading.honest import built, code, exercise_cells, exercises, setup_cell
from utils.exercises import registry
from utils.teaching.exercise import Function, Number, Prediction, sandbox
from utils.teaching.exercise.evaluate import evaluate

SETUP = """
import decimal, fractions, math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import torch

from utils.exercises import check
"""
WHOLE = os.environ.get("GRADING") == "whole"  # make test-grading
EACH = 12  # answers a lecture, of about 115; `make test-grading` takes all
linux = pytest.mark.skipif(sys.platform != "linux", reason="the wall is made of Linux")


def texts(lecture):
    """(exercise, cell) for every answer of a lecture that is given as text."""
    for id, sides in answers(lecture).items():
        exercise = registry.find(id)
        for side, entries in sides.items():
            for entry in entries:
                entry = entry[0] if isinstance(entry, tuple) and side == "wrong" else entry
                if isinstance(entry, str):
                    yield exercise, cell(exercise, entry.strip("\n"))


def cell(exercise, text):
    """The cell of a learner who gives this answer."""
    if isinstance(exercise, Function):
        defined = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
        defined += [name.id for node in ast.parse(text).body if isinstance(node, ast.Assign) for name in node.targets]
        name = exercise.reference.__name__ if exercise.reference.__name__ in defined else defined[-1]
        return f'{text}\n\n\n{name} = check("{exercise.id}", {name})'
    if isinstance(exercise, Number | Prediction) and exercise.options is None:
        space = {}
        exec(SETUP, space)
        try:
            eval(text, space)
        except (SyntaxError, NameError):
            text = repr(text)
    else:
        text = repr(text)
    return f'answer = {text.strip()}\nanswer = check("{exercise.id}", answer)'


def in_a_notebook(exercise, source):
    """What the notebook's own check says of the cell, its limit in seconds of the processor as behind the wall."""
    found, space = [], {"__name__": "__main__"}
    exec(SETUP, space)
    space["check"] = lambda id, answer: found.append(evaluate(exercise, answer)) or answer
    linecache.cache["answer"] = (len(source), None, source.splitlines(keepends=True), "answer")
    exec(compile(source, "answer", "exec"), space)
    return found[0]


def fields(verdict):
    """A verdict as plain texts."""
    mistake = verdict.mistake and (verdict.mistake.name, verdict.mistake.hint)
    return {**vars(verdict), "mistake": mistake, "detail": [tuple(map(str, pair)) for pair in verdict.detail]}


@pytest.fixture(scope="module")
def wall():
    if sys.platform != "linux":
        pytest.skip("the wall is made of Linux")
    with Wall("02", setup=SETUP) as wall:
        yield wall


def unlike(wall, found):
    """Those of the answers whose verdicts differ."""
    for exercise, source in found:
        notebook = Notebook(SETUP, {exercise.id: Answer(source)})
        through = fields(grade(wall, notebook, [exercise], b"secret", "run")[exercise.id])
        here = fields(in_a_notebook(exercise, source))
        if through != here:
            yield source, {key: (here[key], through[key]) for key in here if here[key] != through[key]}


@pytest.mark.parametrize("lecture", LECTURES)
def test_verdicts_through_the_wall_are_the_notebooks(lecture, wall, monkeypatch):
    monkeypatch.setattr(sandbox.run, "__defaults__", (time.process_time,))
    found = list(texts(lecture))
    if not WHOLE:
        found = random.Random(lecture).sample(found, min(EACH, len(found)))
    assert list(unlike(wall, found)) == []


@linux
@pytest.mark.parametrize("lecture", LECTURES)
def test_worked_answers_pass_through_the_wall(lecture):
    book = built(lecture, "solutions") | {"number": lecture}
    answers = {id: Answer(code(cell)) for id, cell in exercise_cells(book)}
    with Wall(lecture) as wall:
        verdicts = grade(wall, Notebook(code(setup_cell(book)), answers), exercises(lecture), b"secret", "run")
    told = {id: (one.status, one.points, one.message) for id, one in verdicts.items()}
    assert {id: one for id, one in told.items() if one[0] != "passed"} == {} and len(told) == len(exercises(lecture))
    assert [one.points for one in verdicts.values()] == [one.points for one in exercises(lecture)]
