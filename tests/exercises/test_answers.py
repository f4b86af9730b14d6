"""Answers as learners write them, from the statements alone: right ones pass in every style, wrong ones are named."""

import pytest

from tests.exercises.answer_sets import LECTURES, answers, judged
from utils.exercises import registry

NAMED = 0.8  # share of a lecture's wrong answers that get a name
each = pytest.mark.parametrize("lecture", LECTURES)


@each
def test_every_exercise_has_answers_of_both_sorts(lecture):
    ids = {exercise.id for module in registry.modules() for exercise in registry.exercises(module)}
    assert set(answers(lecture)) == {id for id in ids if id.startswith(f"{lecture}.")}
    assert all(sides["right"] and sides["wrong"] for sides in answers(lecture).values())


@each
def test_right_answers_pass(lecture):
    refused = [
        (one.exercise.id, one.text, one.verdict.message)
        for one in judged(lecture, "right")
        if one.verdict.status != "passed"
    ]
    assert not refused


@each
def test_wrong_answers_are_rejected_and_most_are_named(lecture):
    found = judged(lecture, "wrong")
    passed = [(one.exercise.id, one.text) for one in found if not one.rejected]
    assert not passed
    unnamed = [f"{one.exercise.id}: {one.text}" for one in found if not one.named]
    assert 1 - len(unnamed) / len(found) >= NAMED, "\n\n".join(unnamed)
