"""What crosses the wall: every value as it was, and nothing that a forger writes does harm."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading.wall import messages
from grading.wall.messages import Job, Report, job_message, message, read_job, read_report, report_message, split
from grading.wall.values import DEEPEST, LARGEST, Malformed, Packer, Unpacker
from utils.exercises import registry
from utils.teaching.exercise.outcomes import Failure, Outcome, Ran
from utils.teaching.exercise.plain import Other, freeze

NUMBERS = arrays.arrays(
    st.sampled_from(["?", "i1", "<i8", ">u4", "f2", "f4", "<f8", ">f8", "c8", "c16"]), arrays.array_shapes(min_dims=0)
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT, st.complex_numbers(), NUMBERS)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(TEXT, inner), st.frozensets(st.integers() | TEXT)
    ),
    max_leaves=8,
)
FROZEN = st.recursive(
    st.one_of(st.none(), st.just(...), TEXT, NUMBERS, TEXT.map(lambda name: Other(name[:200]))),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


def alike(one, other) -> bool:
    """Whether two values are the same in kind and content, NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (np.ndarray, np.generic)):
        same = one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
        return same and one.flags.f_contiguous == other.flags.f_contiguous
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(alike, one.values(), other.values()))
    if isinstance(one, float):
        return math.copysign(1, one) == math.copysign(1, other) and (one == other or one != one)
    return one == other or repr(one) == repr(other)


def crossed(value, frozen=False):
    packer = Packer(frozen)
    tree = packer.tree(value)
    return Unpacker(bytes(packer.blob), frozen).value(json.loads(json.dumps(tree)))


@given(VALUES)
@settings(max_examples=50)
def test_an_input_crosses_as_it_is(value):
    assert alike(crossed(value), value)


@given(FROZEN)
@settings(max_examples=50)
def test_a_result_crosses_as_it_is(value):
    assert alike(crossed(value, frozen=True), value)


@pytest.mark.parametrize("value", [np.float64(1.5), np.int32(3), np.bool_(True), range(3, 9, 2), {1, 2}, 10**40, -0.0])
def test_numbers_keep_their_kind(value):
    assert alike(crossed(value), value)


def test_an_array_by_columns_stays_one():
    assert crossed(np.asfortranarray(np.eye(3)[:, :2])).flags.f_contiguous


@pytest.mark.parametrize("module", registry.modules())
def test_every_input_of_every_exercise_crosses(module):
    for exercise in registry.exercises(module):
        for inputs in (exercise.draw(), exercise.draw(1)):
            job = Job("", (), "", exercise.id, type(exercise).__name__, exercise.names(), [inputs], 1.0)
            (there,) = read_job(job_message(job)).batches
            for one, other in zip(inputs, there, strict=True):
                values = [list(side.values()) if isinstance(side, dict) else side for side in (one, other)]
                for mine, theirs in zip(*values, strict=True):
                    if callable(mine):
                        assert type(mine).__name__ == type(theirs).__name__
                        mine, theirs = freeze(mine), freeze(theirs)
                    if isinstance(mine, np.ndarray) and not mine.flags.forc:  # a view, of which the check makes a copy
                        mine = mine.copy()
                    assert alike(mine, theirs)


def test_a_small_network_computes_the_same_on_both_sides():
    exercise = registry.find("07.1")
    for one in exercise.draw():
        network = crossed(one[0])
        assert np.array_equal(network(one[1], one[3]), one[0](one[1], one[3]))


@pytest.mark.parametrize("value", [lambda x: x, open, np.sin, object(), iter([1]), np.array([None]), Exception])
def test_what_cannot_cross_is_named(value):
    with pytest.raises(ValueError, match="cannot cross the wall"):
        Packer().tree(value)


def test_a_function_that_leans_on_its_module_cannot_cross():
    with pytest.raises(ValueError, match="it uses crossed of its module"):
        Packer().tree(leaning)


def leaning(x):
    return crossed(x)


# what comes back ---------------------------------------------------------------
RAN = Ran(
    outcomes=(
        Outcome(np.array([1.0, 2.0]), None, (np.eye(2), "a", ...)),
        Outcome(failure=Failure("ValueError", "no", (3, "x = 1"), True)),
    ),
    gap=True,
    printed="hello",
)


def test_a_report_crosses_as_it_is():
    ((tree, blob),) = split(report_message(Report([RAN], fault="none")))
    report = read_report(tree, blob)
    assert report.fault == "none" and report.ran[0].printed == "hello" and report.ran[0].gap
    assert [alike(one.value, other.value) for one, other in zip(report.ran[0].outcomes, RAN.outcomes)] == [True, True]
    assert report.ran[0].outcomes[1].failure == RAN.outcomes[1].failure
    assert alike(report.ran[0].outcomes[0].arguments, RAN.outcomes[0].arguments)


def test_what_is_too_large_is_named_only():
    assert crossed((np.zeros(LARGEST + 1), "x" * 10**6), True) == (
        Other(f"array of shape ({LARGEST + 1},)"),
        "x" * LARGEST,
    )


DEEP: dict = {"tuple": []}
for _ in range(DEEPEST + 1):
    DEEP = {"tuple": [DEEP]}
FORGED = [
    {"list": []}, {"set": [1]}, {"callable": ["import os", "os", {}]}, [1], 7, True, 1.5, {}, DEEP, {"tuple": 5},
    {"array": ["O", [1], "C", 0]}, {"array": ["V8", [1], "C", 0]}, {"array": ["U4", [1], "C", 0]}, {"array": 1},
    {"array": ["f8,f8", [1], "C", 0]}, {"array": ["<M8[s]", [1], "C", 0]}, {"array": [{}, [1], "C", 0]},
    {"array": ["<f8", [10**9], "C", 0]}, {"array": ["<f8", [-1], "C", 0]}, {"array": ["<f8", [1], "C", -8]},
    {"array": ["<f8", [1e3], "C", 0]}, {"array": ["<f8", [1], "C", 10**30]}, {"array": ["<f8", [1] * 99, "C", 0]},
    {"dict": [[{"tuple": []}, None]], "tuple": []}, {"dict": [[{"dict": []}, None]]}, {"other": {}},
    {"complex": [1, 2]}, {"range": [0, 10**12, 1]}, {"...": 0, "a": 1},
]  # fmt: skip


@pytest.mark.parametrize("tree", FORGED)
def test_a_forged_value_is_refused(tree):
    with pytest.raises(Malformed):
        Unpacker(bytes(64), frozen=True).value(tree)


def test_a_truth_value_is_0_or_1():
    value = Unpacker(b"\x02\x00\xff", frozen=True).value({"array": ["|b1", [3], "C", 0]})
    assert value.view(np.uint8).tolist() == [1, 0, 1]


def test_half_a_character_is_made_whole():
    assert Unpacker(b"", frozen=True).value("a\ud800") == "a?"


TREE = json.loads(report_message(Report([RAN]))[16:].split(b"\0")[0].rpartition(b"}")[0] + b"}")


@given(st.data())
@settings(max_examples=100)
def test_a_report_changed_anywhere_is_a_report_or_malformed(data):
    tree = json.loads(json.dumps(TREE))
    holder, key = tree, data.draw(st.sampled_from(sorted(tree)))
    while isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.booleans()):
        holder = holder[key]
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = data.draw(st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.just([]) | st.just({}))
    try:
        report = read_report(tree, bytes(80))
    except Malformed:
        return
    assert all(isinstance(one, Ran) and one.stopped in ("", "time", "memory") for one in report.ran)


@given(st.binary(max_size=60))
def test_any_bytes_are_messages_or_malformed(data):
    try:
        for tree, blob in split(data):
            read_report(tree, blob)
    except Malformed:
        pass


@pytest.mark.parametrize(
    "data",
    [b"\xff" * 16, messages._HEAD.pack(2**40, 0), messages._HEAD.pack(4, 0) + b"[[[[", message([])[:16] + b"{]"],
)
def test_what_is_no_message_is_malformed(data):
    with pytest.raises(Malformed):
        split(data)


def test_brackets_without_end_are_malformed():
    with pytest.raises(Malformed):
        split(messages._HEAD.pack(10**6, 0) + b"[" * 10**6)
