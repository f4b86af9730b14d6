"""The museum: every published slip is taught by what it names, shown in the appendix, and shown whole."""

import re
from pathlib import Path

import pytest

from utils.exercises import museum, registry
from utils.exercises.museum import KINDS, SLIPS
from utils.teaching.exercise import Formula, Function

MASTER = Path(__file__).parents[2] / "source" / "appendices" / "I_museum_of_bugs.py"
each_slip = pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name[:40])


@each_slip
def test_a_slip_says_where_and_what_finds_it_and_shows_its_line(slip):
    assert slip.kind in KINDS and slip.where and slip.found
    removed, put = (re.findall(rf"^{re.escape(sign)} (.+)", museum.lines(slip), flags=re.M) for sign in "-+")
    assert removed and put and removed != put


@each_slip
def test_the_mistake_that_teaches_a_slip_exists_and_is_no_option_or_number(slip):
    if slip.mistake is None:
        return
    exercise, mistake = museum.taught(slip)
    assert isinstance(exercise, Function | Formula), "the answer of any other kind would be shown"
    where, got, right = museum.telling(exercise, mistake)
    assert where and got != right


def test_names_are_unique_and_every_kind_has_slips():
    assert len({slip.name for slip in SLIPS}) == len(SLIPS)
    assert {slip.kind for slip in SLIPS} == set(KINDS)


def test_the_appendix_shows_every_kind_and_says_of_every_slip_what_it_does():
    text = MASTER.read_text(encoding="utf-8")
    assert re.findall(r'^exhibits\("([^"]+)", \{$', text, flags=re.M) == list(KINDS)
    assert [slip.name for slip in SLIPS if f'"{slip.name}": ' not in text] == []


def test_an_exhibit_without_its_effect_is_refused():
    does = {slip.name: "-1 for 1" for slip in SLIPS if slip.kind == "root"}
    assert "−1 for 1" in museum.exhibits("root", does).html
    with pytest.raises(ValueError, match="missing"):
        museum.exhibits("root", dict(list(does.items())[1:]))
    with pytest.raises(ValueError, match="unknown"):
        museum.exhibits("root", does | {"another": ""})
    with pytest.raises(ValueError, match="kind: got 'x'"):
        museum.exhibits("x", {})


def test_the_catalogue_and_the_search_leave_options_out():
    closed = {one.id for ones in registry.everything().values() for one in ones if one.options}
    found = {id for id, *_ in museum.search("")}
    assert closed and not closed & found
    text = museum.catalogue().text
    assert all(f"  {id} " in text for id in found) and not any(f"  {id} " in text for id in closed)


def test_an_unknown_mistake_is_named():
    with pytest.raises(KeyError, match="02.1 has no mistake 'x'"):
        museum.taught(museum.Slip("root", "", "", "", ("02.1", "x")))


def test_the_museum_is_not_taken_for_exercises():
    assert not any("museum" in name for name in registry.modules())
