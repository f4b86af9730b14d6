"""What a check hands back works in the rest of a notebook, whatever style the passed answer has."""

import decimal
import fractions
import functools
import math

import numpy as np
import pytest

from utils.exercises import registry
from utils.teaching.exercise import Choice, Function, Number
from utils.teaching.exercise.evaluate import evaluate
from utils.teaching.exercise.lending import CONVERTED, SINGLE, handed_back, is_lent, lend

torch = pytest.importorskip("torch")


def rates(x, t):
    return np.exp(-t) * x, np.sqrt(1 - np.exp(-2 * t))


RATES = Function(
    "01.1",
    title="Rates",
    points=1,
    reference=rates,
    inputs=lambda rng: [(1.0, 0.5), (-2.0, 0.0), (0.3, float(rng.uniform(1, 2)))],
)


def test_an_answer_that_can_be_used_like_the_course_s_comes_back_itself():
    def mine(x, t):
        alpha = math.e**-t
        return alpha * x, (1 - alpha**2) ** 0.5

    assert handed_back(RATES, mine) == (mine, "") and handed_back(RATES, rates) == (rates, "")


@pytest.mark.parametrize("form", [np.ndarray.tolist, torch.tensor, iter])
def test_right_values_in_another_form_come_back_as_numpy(form):
    def mine(x, t):
        return form(np.array(rates(x, t)))

    given, note = handed_back(RATES, mine)
    got = given(1.0, 0.5)
    assert note == CONVERTED and isinstance(got, tuple) and all(isinstance(one, (float, np.ndarray)) for one in got)
    np.testing.assert_allclose(given(1.0, 0.5), rates(1.0, 0.5), rtol=1e-6)
    assert evaluate(RATES, given).status == "passed"  # handed in again, it is still the learner's


@pytest.mark.parametrize("form", [tuple, lambda rows: tuple(map(tuple, rows)), lambda rows: (row for row in rows)])
def test_rows_in_tuples_come_back_as_one_array(form):
    square = Function("01.7", title="t", points=1, reference=lambda x: x @ x.T, inputs=lambda rng: [(np.ones((3, 2)),)])

    def mine(x):
        return form(x @ x.T)

    assert evaluate(square, mine).status == "passed"
    given, note = handed_back(square, mine)
    assert type(given(np.ones((4, 2)))) is np.ndarray and given(np.ones((4, 2))).shape == (4, 4) and note == CONVERTED


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_comes_back_as_a_plain_array():
    square = Function("01.7", title="t", points=1, reference=lambda x: x @ x.T, inputs=lambda rng: [(np.ones((3, 2)),)])
    given, note = handed_back(square, lambda x: np.matrix(x) * x.T)
    assert type(given(np.ones((3, 2)))) is np.ndarray and note == CONVERTED


@pytest.mark.parametrize("form", [np.float32, torch.Tensor])
def test_single_precision_gives_way_since_its_rounding_may_grow(form):
    given, note = handed_back(RATES, lambda x, t: form(np.array(rates(x, t))))
    assert is_lent(given) and note == SINGLE
    short = Function("01.8", title="t", points=1, reference=np.float32, inputs=lambda rng: [(0.5,), (np.ones(3),)])
    assert handed_back(short, mine := lambda x: np.float32(x)) == (mine, "")  # where the course's own has as many


def test_an_answer_may_call_itself_by_the_name_that_later_cells_use():
    space = {}
    exec("def count(n):\n    return [n] + count(n - 1) if n else []", space)
    down = Function(
        "01.9", title="t", points=1, reference=lambda n: np.arange(n, 0, -1), inputs=lambda rng: [(3,), (5,), (7,)]
    )
    assert evaluate(down, space["count"]).status == "passed"
    space["count"], note = handed_back(down, space["count"])
    for _ in range(2):
        np.testing.assert_array_equal(space["count"](4), [4, 3, 2, 1])
    with pytest.raises(TypeError):
        space["count"]("four")
    np.testing.assert_array_equal(space["count"](4), [4, 3, 2, 1])  # also after it failed
    assert note == CONVERTED


def test_a_generator_that_fails_on_what_later_cells_ask_is_no_error(capsys):
    def mine(x, t):
        yield math.exp(-t) * x
        yield math.sqrt(1 - math.exp(-2 * t))

    given, note = handed_back(RATES, mine)
    many = np.array([0.5, 1.0])
    np.testing.assert_allclose(given(1.0, many), rates(1.0, many))
    assert not note and "steps in" in capsys.readouterr().out


def test_the_course_s_own_steps_in_where_an_answer_for_numbers_only_is_given_arrays_and_that_is_said_once(capsys):
    def mine(x, t):
        return math.exp(-t) * x, math.sqrt(1 - math.exp(-2 * t)) if t > 0 else 0.0

    assert evaluate(RATES, mine).status == "passed"
    given, note = handed_back(RATES, mine)
    assert given(1.0, 0.5) == mine(1.0, 0.5) and not note and capsys.readouterr().out == ""
    many = np.array([0.5, 1.0])
    for _ in range(2):
        np.testing.assert_allclose(given(1.0, many), rates(1.0, many))
    assert capsys.readouterr().out.count("your answer to exercise 01.1 is right".capitalize()) == 1
    assert evaluate(RATES, given).status == "passed" and not is_lent(given)


def test_the_course_s_own_steps_in_where_an_answer_is_silently_wrong_on_arrays(capsys):
    def mine(x, t):
        first = float(np.ravel(t)[0])
        return np.exp(-first) * x, np.sqrt(1 - np.exp(-2 * first))

    given, _ = handed_back(RATES, mine)
    many = np.array([0.5, 1.0])
    np.testing.assert_allclose(given(1.0, many), rates(1.0, many))
    assert "steps in" in capsys.readouterr().out


def test_an_answer_that_never_ends_on_what_later_cells_ask_gives_way_too():
    def mine(x, t):
        while np.ndim(t):
            pass
        return rates(x, t)

    given, note = handed_back(RATES, mine, limit=0.2)
    assert is_lent(given) and note


def test_whole_numbers_stay_whole_and_numbers_and_letters_become_plain():
    first = Function(
        "01.2", title="t", points=1, reference=lambda x: (int(np.argmin(x)), len(x)), inputs=lambda rng: [([3, 1],)]
    )
    given, _ = handed_back(first, lambda x: [float(np.argmin(x)), torch.tensor(2)])
    assert [type(one) for one in given([3, 1])] == [int, int]
    half = Number("01.3", title="t", points=1, reference=0.5)
    for answer in (fractions.Fraction(1, 2), decimal.Decimal("0.5"), torch.tensor(0.5), np.array(0.5), (0.5,)):
        given, note = handed_back(half, answer)
        assert given * 2.0 == 1.0 and isinstance(given, (float, np.floating)) and not note
    pick = Choice("01.4", title="t", points=1, options={"a": "one", "b": "two"}, reference="b")
    assert handed_back(pick, "(B)") == ("b", "")


def test_lent_answers_are_known_as_such_and_copies_of_their_attributes_are_not():
    lent = lend(RATES)

    @functools.wraps(lent)
    def mine(x, t):
        return rates(x, t)

    assert is_lent(lent) and not is_lent(mine) and not is_lent(rates) and not is_lent(0.5)


@pytest.mark.parametrize("id", ["01.2", "01.6", "02.1", "06.6", "09.3", "09.6"])
def test_lists_tensors_and_single_precision_work_in_the_lectures_that_go_on_with_them(id):
    exercise = registry.find(id)

    def each(change, value):
        return tuple(change(one) for one in value) if isinstance(value, tuple) else change(value)

    changes = {
        "list": lambda value: np.asarray(value).tolist(),
        "torch": lambda value: torch.tensor(np.asarray(value, dtype=float)),
        "single": np.float32,
    }
    for name, change in changes.items():

        @functools.wraps(exercise.reference)
        def answer(*args, change=change):
            return each(change, exercise.reference(*args))

        given, _ = handed_back(exercise, answer)
        for one in exercise.draw(3):
            got, right = given(*one), exercise.reference(*one)
            for mine, theirs in zip(*((value if isinstance(value, tuple) else (value,)) for value in (got, right))):
                assert isinstance(mine, (float, np.ndarray)), (name, type(mine))
                np.testing.assert_allclose(mine + 0.0, theirs, rtol=1e-4, atol=1e-6, err_msg=name)
