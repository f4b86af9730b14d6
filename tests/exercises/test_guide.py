"""The instructor's guide: plans that fit and respect what a lecture needs, and advice on exercises that exist."""

import json
import re
from pathlib import Path

import pytest

from utils.exercises import guide, registry
from utils.exercises.guide import ADVICE, PLANS

ROOT = Path(__file__).parents[2]
KNOWN = guide.lectures()
each_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
each_lecture = pytest.mark.parametrize("number", KNOWN)


@each_plan
def test_a_plan_fits_into_its_sessions(plan):
    assert all(taught <= plan.room and read <= plan.home for taught, read in plan.minutes()), plan.minutes()


@each_plan
def test_a_plan_uses_no_lecture_before_what_it_needs_and_none_twice(plan):
    assert guide.early(plan.order) == []
    assert len(set(plan.order)) == len(plan.order) and set(plan.order) <= set(KNOWN)


def test_the_longest_plan_has_every_lecture():
    assert set(PLANS[-1].order) == set(KNOWN)


def test_an_order_that_skips_a_need_is_named():
    assert guide.early(["02", "08"]) == [("08", "03")]
    assert guide.early(["03", "02"]) == [("03", "02")]


def test_needs_are_lectures_and_go_round_in_no_circle():
    left = {number: set(one.needs) for number, one in KNOWN.items()}
    assert {need for needs in left.values() for need in needs} <= set(left)
    while free := [number for number, needs in left.items() if not needs & set(left)]:
        for number in free:
            del left[number]
    assert not left


@each_lecture
def test_minutes_are_those_of_the_built_notebook(number):
    path = next((ROOT / "lectures").glob(f"{number}_*.ipynb"))
    first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    assert re.search(r"(\d+) minutes to read", first)[1] == str(KNOWN[number].minutes)


@each_lecture
def test_advice_names_what_there_is(number):
    advice = ADVICE[number]
    assert len(advice.ask) == 2 and all(question.endswith("?") for question in advice.ask)
    assert advice.separates in [exercise.title for exercise in registry.exercises(_module(number))]
    assert advice.why and advice.cut and all(map(registry.find, re.findall(r"\b\d\d\.\d+", advice.why + advice.cut)))
    for id, name in advice.expect:
        exercise = registry.find(id)
        assert exercise.lecture == number and not exercise.options, id
        assert name in [mistake.name for mistake in exercise.mistakes], (id, name)


@each_lecture
def test_a_card_holds_the_advice_and_no_hint(number):
    card = guide.card(number)
    assert all(question in card.html.replace("&lt;", "<") for question in ADVICE[number].ask)
    assert not any(m.hint in card.html for e in registry.exercises(_module(number)) for m in e.mistakes)


def test_there_is_advice_for_every_lecture_and_no_other():
    assert set(ADVICE) == set(KNOWN)


def test_the_guide_is_not_taken_for_exercises():
    assert not any("guide" in name for name in registry.modules())


def _module(number):
    return next(name for name in registry.modules() if name.startswith(f"{number}_"))
