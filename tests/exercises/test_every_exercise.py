"""Every registered exercise: its mistakes are told apart, its reference passes, nonsense gets a sensible word.

Seeds, mistakes and kinds of nonsense loop inside one test an exercise; a failure names the case.
"""

import copy
import functools
import time
import warnings

import numpy as np
import pytest

from utils.exercises import registry
from utils.teaching.exercise import Function, Prediction
from utils.teaching.exercise.evaluate import evaluate

SEEDS = (None, 1, 20, 300)
ALL = [exercise for module in registry.modules() for exercise in registry.exercises(module)]
FUNCTIONS = [exercise for exercise in ALL if isinstance(exercise, Function)]
each = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
each_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.id)


def as_answer(exercise, value):
    """The reference or a mistake as a learner would hand it in: numbers computed."""
    return value() if callable(value) and not isinstance(exercise, Function) else value


def test_ids_are_unique_and_match_their_module():
    ids = [exercise.id for exercise in ALL]
    assert len(set(ids)) == len(ids) >= 8
    for module in registry.modules():
        own = [exercise.id for exercise in registry.exercises(module)]
        lecture = module.split("_")[0]
        assert own == [f"{lecture}.{n + 1}" for n in range(len(own))], module


def test_each_has_three_mistakes_with_a_hint_of_a_sentence_and_help():
    for exercise in ALL:
        assert len(exercise.mistakes) >= 3, exercise.id
        for mistake in exercise.mistakes:
            assert len(mistake.hint.split()) >= 5 and mistake.name.strip(), (exercise.id, mistake.name)
        helps = [exercise.reveal] if isinstance(exercise, Prediction) else exercise.hints
        assert helps and all(text.strip() for text in helps), exercise.id


@each
def test_reference_passes_and_each_mistake_is_rejected_and_recognised_as_itself(exercise):
    for seed in SEEDS if exercise.inputs else SEEDS[:1]:  # without inputs nothing is drawn
        verdict = evaluate(exercise, as_answer(exercise, exercise.reference), seed)
        assert (verdict.status, verdict.points, verdict.mistake) == ("passed", exercise.points, None), (seed, verdict)
        for mistake in exercise.mistakes:
            verdict = evaluate(exercise, as_answer(exercise, mistake.answer(exercise)), seed)
            assert verdict.mistake is mistake, (mistake.name, seed, verdict)
            if isinstance(exercise, Prediction):  # any guess earns the points; the tempting one is named
                assert verdict.status == "passed" and mistake.hint in verdict.message, (mistake.name, seed, verdict)
            else:
                told = verdict.status, verdict.points, verdict.message
                assert told == ("mistake", 0, mistake.hint), (mistake.name, seed, verdict)


def _dots(*args):
    """What is asked for."""
    ...  # your code here


def _pass(*args):
    pass


def _raise(*args):
    """What is asked for."""
    raise NotImplementedError("your code here")


def test_nothing_and_untouched_stubs_read_not_attempted():
    for exercise in ALL:
        stubs = (_dots, _pass, _raise) if isinstance(exercise, Function) else ()
        for answer in (None, ..., *stubs):
            assert evaluate(exercise, answer).status == "not attempted", (exercise.id, answer)


NONSENSE = (
    object(),
    print,
    {"a": 1},
    [[1], [2, 3]],
    b"abc",
    float("nan"),
    1e400,
    "",
    "@#?",
    1j,
    True,
    np.zeros((2, 0)),
    ValueError("x"),
    int,
    "x" * 10**6,
)


@each
def test_something_of_the_wrong_type_is_refused_with_a_message(exercise):
    for answer in NONSENSE:
        verdict = evaluate(exercise, answer, limit=2)
        guess = isinstance(exercise, Prediction) and verdict.status == "passed"
        assert guess or verdict.status in ("error", "wrong", "mistake"), (answer, verdict)
        assert 5 < len(verdict.message) < 400 and "check itself" not in verdict.message, (answer, verdict)


def _exception(*args):
    raise KeyError("lost")


def _exit(*args):
    raise SystemExit(3)


def _endless(*args):
    while True:
        pass


def _asleep(*args):
    while True:
        time.sleep(0.01)


GARBAGE = {
    "returns None": (lambda result: print(end=""), "wrong", "return"),
    "returns text": (lambda result: "0.5", "wrong", "text"),
    "returns an object": (lambda result: object(), "wrong", "object"),
    "returns one axis too many": (lambda result: np.zeros((1, 7, *np.shape(_one(result)))), "wrong", "expected"),
    "returns NaN": (lambda result: _map(result, lambda a: a * np.nan), "wrong", "NaN"),
    "returns infinity": (lambda result: _map(result, lambda a: a * 0 + np.inf), "wrong", "infinity"),
    "returns complex": (lambda result: _map(result, lambda a: a + 1j), "wrong", "complex"),
    "returns something huge": (lambda result: np.broadcast_to(0.0, (10**6, 10**6)), "wrong", "expected"),
    "raises": (_exception, "error", "KeyError"),
    "calls exit": (_exit, "error", "SystemExit"),
    "loops for ever": (_endless, "timeout", "stopped"),
    "sleeps for ever": (_asleep, "timeout", "stopped"),
}


def _one(result):
    return result[0] if isinstance(result, tuple) else result


def _map(result, change):
    return (
        tuple(change(np.asarray(a, float)) for a in result)
        if isinstance(result, tuple)
        else change(np.asarray(result, float))
    )


@each_function
def test_a_broken_function_gets_a_verdict_that_names_what_is_broken(exercise):
    for name, (spoil, status, word) in GARBAGE.items():

        @functools.wraps(exercise.reference)
        def answer(*args, spoil=spoil):
            return spoil(exercise.reference(*args))

        verdict = evaluate(exercise, answer, limit=0.03 if status == "timeout" else 10)
        told = verdict.status == status or (verdict.status, status) == ("mistake", "wrong")
        assert told and word.lower() in verdict.message.lower(), (name, verdict)
        assert verdict.points == 0, name


@each_function
def test_printing_and_warning_do_not_spoil_a_right_answer(exercise, capsys, recwarn):
    @functools.wraps(exercise.reference)
    def answer(*args):
        print("x" * 10**5)
        warnings.warn("careful", stacklevel=2)
        np.log(np.zeros(3)) / 0
        return exercise.reference(*args)

    verdict = evaluate(exercise, answer)
    assert verdict.status == "passed" and len(verdict.printed) < 2000
    assert capsys.readouterr() == ("", "") and not recwarn.list


@each_function
def test_a_right_answer_that_spoils_its_arguments_is_told_so(exercise):
    @functools.wraps(exercise.reference)
    def answer(*args):
        result = copy.deepcopy(exercise.reference(*args))  # it may be an argument itself
        for argument in args:
            if isinstance(argument, np.ndarray) and argument.ndim:
                argument[...] = ~argument if argument.dtype == bool else argument / 2
        return result

    arrays = any(isinstance(a, np.ndarray) and a.any() for one in exercise.draw() for a in one)
    verdict = evaluate(exercise, answer)
    assert (verdict.status, "in place" in verdict.message) == (("wrong", True) if arrays else ("passed", False))


def test_no_text_holds_a_control_character():
    """What "\\alpha" outside a raw string becomes: a bell, and "lpha"."""
    for exercise in ALL:
        options = getattr(exercise, "options", None) or {}
        slips = [text for mistake in exercise.mistakes for text in (mistake.name, mistake.hint)]
        for text in (exercise.title, exercise.reveal, *exercise.hints, *options.values(), *slips):
            assert not [c for c in text if ord(c) < 32 and c != "\n"], (exercise.id, text)
