"""Dots the learner picks: who is reached, what is said of it, and what is refused."""

import itertools

import numpy as np
import pytest
import traitlets
from scenes import cloud, lines, network

from utils.teaching.scene import Panel, Picks, Points, Scene

DOTS = Points(np.zeros((4, 2)))
FOUR = np.zeros((2, 4, 4), dtype=int)


def by_hand(picks: Picks, picked: list[int]) -> list[int]:
    """Number of dots reached in each run, one after another."""
    runs, n, _ = picks.arrival.shape
    return [sum(any(picks.arrival[s, v, w] != 255 for v in picked) for w in range(n)) for s in range(runs)]


def test_the_score_is_the_mean_number_reached_with_its_standard_error():
    picks, _ = network(12, runs=7)
    for picked in itertools.chain([[]], itertools.combinations(range(12), 2)):
        counts = by_hand(picks, picked)
        error = np.std(counts, ddof=1) / np.sqrt(7)
        assert picks.score(picked) == pytest.approx((np.mean(counts), error))
    assert network(12, runs=1)[0].score([3])[1] == 0  # one run says nothing of its error


def test_a_dot_is_reached_from_the_nearest_of_those_picked():
    arrival = np.full((1, 4, 4), 255)
    arrival[0, 0], arrival[0, 3] = [0, 2, 255, 255], [255, 1, 5, 0]
    assert Picks(arrival).reached([0, 3]).tolist() == [[0, 1, 5, 0]]
    assert Picks(arrival).reached([]).tolist() == [[255] * 4]


def test_words_and_film_follow_what_is_picked():
    picks, scene = network()
    assert scene.picked == [0, 11]
    mean, error = picks.score([0, 11])
    line = f"2 of 3 picked: member 0, member 11. Reached in the end: {mean:.1f} ± {error:.1f} of 34"
    assert line in scene.alt_text() and picks.text([0, 11]).startswith(line)
    before = scene.film()
    scene.picked = [0, np.int64(20), 33]
    assert scene.picked == [0, 20, 33]
    assert "3 of 3 picked: member 0, member 20, member 33. " in scene.alt_text()
    assert scene.film() != before
    scene.picked = [0, 11]
    assert scene.film() == before


def test_names_and_answer_may_be_left_out():
    picks = Picks(FOUR, answer="")
    assert [picks.text(picked) for picked in ([], [2, 1])] == ["0 of 3 picked", "2 of 3 picked: 2, 1"]


def test_page_and_words_are_the_same_for_the_same_picks_and_hold_little():
    (_, one), (_, two) = network(), network(start=[])
    assert one.html(b"poster") != two.html(b"poster")
    two.picked = [0, 11]
    assert (one.html(b"poster"), one.alt_text()) == (two.html(b"poster"), two.alt_text())
    assert len(one._payload["data"]) <= 118_000 and len(one.html(b"poster")) <= 300_000


def test_picks_outlive_new_arrays_for_the_same_dots_and_no_others():
    _, scene = network(12)
    scene.picked = [5]
    scene.update(panels=network(12, seed=1)[1]._state.panels)
    assert scene.picked == [5]
    scene.update(panels=network(20)[1]._state.panels)
    assert scene.picked == [0, 6]
    scene.update(panels=cloud(20)._state.panels, values=cloud(20)._state.given["values"], times=range(51))
    assert scene.picked == []


@pytest.mark.parametrize("picked", [[0, 0], [0, 1, 2, 3], [34], [-1], [0.5], ["member 1"], None])
def test_picks_that_cannot_be_are_refused(picked):
    _, scene = network()
    with pytest.raises((ValueError, traitlets.TraitError), match="picked"):
        scene.picked = picked
    assert scene.picked == [0, 11]


def test_a_scene_without_dots_to_pick_has_no_picks():
    with pytest.raises(ValueError, match=r"picked: got \[0\], expected at most 0 of 0"):
        lines(np.ones(4)).picked = [0]


BAD = {
    "no arrival": ({"arrival": None}, "arrival: got object of shape"),
    "fractions": ({"arrival": FOUR / 2}, r"arrival: got float64 of shape \(2, 4, 4\), expected integers of shape"),
    "not square": ({"arrival": FOUR[:, :3]}, r"arrival: got int64 of shape \(2, 3, 4\)"),
    "a run alone": ({"arrival": FOUR[0]}, r"arrival: got int64 of shape \(4, 4\)"),
    "no runs": ({"arrival": FOUR[:0]}, r"arrival: got int64 of shape \(0, 4, 4\)"),
    "negative": ({"arrival": FOUR - 1}, "arrival: got -1, expected an index of a time, 0 to 4, or 255 for never"),
    "after the end": ({"arrival": FOUR + 5}, "arrival: got 5, expected an index of a time, 0 to 4, or 255"),
    "other dots": ({"arrival": FOUR[:, :3, :3]}, "arrival: got 3 dots and Points of 4 dots in the panel"),
    "no such dots": ({"nodes": "people"}, "arrival: got 4 dots and no Points in the panel"),
    "names": ({"names": ["a"]}, "names: got 1, expected 4, one a dot"),
    "none to pick": ({"most": 0}, "most: got 0, expected 1 to 4"),
    "more than there are": ({"most": 5}, "most: got 5, expected 1 to 4"),
    "start": ({"start": [4]}, r"start: got \[4\], expected at most 3 of 4 dots' indices, each once"),
    "answer": ({"answer": "{median}"}, "answer: unknown {median}"),
}


@pytest.mark.parametrize("given, message", BAD.values(), ids=BAD)
def test_bad_input_is_named_with_what_was_received(given, message):
    with pytest.raises(ValueError, match=message):
        Scene(Panel(DOTS, Picks(**{"arrival": FOUR, **given})), times=range(5))


def test_one_layer_of_picks_a_scene_and_a_byte_for_a_time():
    with pytest.raises(ValueError, match="panels: got 2 Picks layers, expected at most one"):
        Scene([Panel(DOTS, Picks(FOUR)), Panel(DOTS, Picks(FOUR))], times=range(5))
    assert Scene(Panel(DOTS, Picks(FOUR + 239)), times=range(300)).film([299])
    with pytest.raises(ValueError, match="arrival: got 240, expected an index of a time, 0 to 239"):
        Scene(Panel(DOTS, Picks(FOUR + 240)), times=range(300))
