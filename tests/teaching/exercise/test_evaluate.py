"""Verdicts: what each kind of answer is told."""

import collections
import copy
import decimal
import fractions
import itertools
import pickle
import random
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.teaching.exercise import Choice, Formula, Function, Mistake, Number, Prediction, sandbox
from utils.teaching.exercise import evaluate as evaluate_module
from utils.teaching.exercise.evaluate import STATUSES, answer_key, evaluate, grade
from utils.teaching.exercise.judge import judge
from utils.teaching.exercise.run import run


def scale(x, c):
    return np.sqrt(c) * x


SCALE = Function(
    "01.1",
    title="Scale",
    points=3,
    reference=scale,
    inputs=lambda rng: [(rng.normal(size=(5, 2)), c) for c in (0.5, 1.0, 2.0)],
    mistakes=[
        Mistake("no root", lambda x, c: c * x, "Take the root."),
        Mistake("turned", lambda x, c: (np.sqrt(c) * x).T, "Turn it."),
    ],
    reveal="Because.",
)
PAIR = Function(
    "01.2",
    title="Pair",
    points=1,
    reference=lambda x: (x.mean(), x.std()),
    inputs=lambda rng: [(rng.normal(size=9),) for _ in range(3)],
    mistakes=[Mistake("variance", lambda x: (x.mean(), x.var()), "Root.")],
)
HALF = Number(
    "01.3",
    title="Half",
    points=1,
    reference=lambda: 0.5,
    mistakes=[Mistake("inverted", lambda: 2.0, "Turn it over."), Mistake("sign", -0.5, "Sign.")],
)
SIGMA = Formula(
    "01.4",
    title="Sigma",
    points=2,
    reference="sqrt(1 - ᾱ_t)",
    inputs=lambda rng: [{"ᾱ_t": v} for v in rng.uniform(size=4)],
    mistakes=[Mistake("variance", "1 - ᾱ_t", "Root.")],
)
PICK = Choice(
    "01.5",
    title="Pick",
    points=1,
    options={"A": "grows", "B": "shrinks", "C": "stays"},
    reference="B",
    mistakes=[Mistake("grows", "A", "Look again.")],
)
GUESS = Prediction(
    "01.6",
    title="Guess",
    points=1,
    reference=10.0,
    mistakes=[Mistake("added", 14.0, "They do not add.")],
    reveal="It is ten.",
)
GUESS_LETTER = Prediction(
    "01.7", title="Guess", points=1, reference="B", mistakes=[Mistake("grows", "A", "No.")], options=PICK.options
)


def test_a_right_function_passes_with_its_points_and_reveal():
    verdict = evaluate(SCALE, lambda x, c: x * c**0.5)
    assert (verdict.status, verdict.points, verdict.message) == ("passed", 3, "Because.")


def test_argument_names_and_extra_defaults_are_free():
    assert evaluate(SCALE, lambda points, factor, verbose=False: points * factor**0.5).status == "passed"


def test_a_mistake_is_named_even_where_its_shape_is_wrong_too():
    assert evaluate(SCALE, lambda x, c: c * x).mistake.name == "no root"
    assert evaluate(SCALE, lambda x, c: (x * c**0.5).T).mistake.name == "turned"


def test_an_answer_that_is_a_mistake_on_some_inputs_only_is_not_that_mistake():
    verdict = evaluate(SCALE, lambda x, c: c * x if c < 1.5 else 7 * x)
    assert (verdict.status, verdict.mistake) == ("wrong", None)


@pytest.mark.parametrize(
    "answer, says",
    [
        (lambda x, c: x.sum(1), "shape (5,), expected shape (5, 2)"),
        (lambda x, c: x * np.nan, "NaN in 10 of 10 entries"),
        (lambda x, c: x / 0, "infinity"),
        (lambda x, c: x > 0, "dtype bool, expected float64"),
        (lambda x, c: np.cos(x) + 0j, "dtype complex128"),
        (lambda x, c: (x, c), "2 values, expected shape (5, 2)"),
        (lambda x, c: print(end="") if c == 1 else np.cos(x), "expected"),
        (lambda x, c: "x", "text"),
        (lambda x, c: x.astype(str), "array of dtype"),
        (lambda x, c: scale, "type function"),
        (lambda x, c: {"a": x}, "named values a"),
        (
            lambda x, c: np.where(np.arange(10).reshape(5, 2) == 7, 9.0, scale(x, c)),
            "1 of 10 entries differ; in the first of them, [3, 1], you give 9, expected",
        ),
        (lambda x, c: np.array([[1, 2], [3]], dtype=object), "object"),
        (lambda x, c: iter(range(3)), "shape (3,)"),
    ],
)
def test_what_is_wrong_is_named(answer, says):
    verdict = evaluate(SCALE, answer)
    assert verdict.status == "wrong" and says in verdict.message
    assert [label for label, _ in verdict.detail] == ["input", "got", "expected"]
    assert verdict.detail[0][1].startswith("x = ")


def test_an_answer_that_draws_noise_of_its_own_is_told_so():
    own = np.random.default_rng(0)  # in another cell of the notebook
    draws = [
        lambda x, c: scale(x, c) + np.random.normal(size=x.shape),
        lambda x, c: scale(x, c) + np.random.default_rng().normal(size=x.shape),
        lambda x, c: scale(x, c) + own.normal(size=x.shape),
        lambda x, c: x + random.random(),
    ]
    for answer in draws:
        verdict = evaluate(SCALE, answer)
        assert verdict.status == "mistake" and verdict.mistake.name == "another result each time"
        assert "another result each time it is called" in verdict.message and verdict.points == 0
    alike = lambda x, c: np.cos(x) + np.random.default_rng(0).normal(size=x.shape)  # noqa: E731
    for answer in (np.cos, lambda x, c: x.__imul__(1.5), alike):  # wrong, and the same each time
        assert evaluate(SCALE, answer).mistake is not evaluate_module.RESTLESS
    assert evaluate(SCALE, lambda x, c: (np.random.normal(), scale(x, c))[1]).status == "passed"


def test_an_iterator_that_may_never_end_is_not_cut_in_silence():
    most = np.arange(10_000.0)
    long = Function("01.8", title="Long", points=1, reference=lambda x: most + x, inputs=lambda rng: [(1.0,)])
    assert evaluate(long, lambda x: (n + x for n in range(10_000))).status == "passed"
    for answer in (
        lambda x: (n + x for n in range(10_001)),
        lambda x: itertools.count(x),
        lambda x: set(range(10_001)),
    ):
        verdict = evaluate(long, answer)
        assert verdict.status == "error" and "more than 10000 values" in verdict.message
    for exercise in (long, HALF, SIGMA, PICK):
        assert "more than 10000 values" in evaluate(exercise, itertools.count()).message.lower()


def test_a_difference_too_small_for_four_digits_is_still_shown():
    verdict = evaluate(PAIR, lambda x: (x.mean() * (1 + 1e-5), x.std()))
    got, expected = verdict.message.split("value 1 of 2: you give ")[1].rstrip(".").split(", expected ")
    assert float(got) != float(expected) and verdict.status == "wrong"


def test_a_pair_may_come_as_list_or_array_but_not_as_three():
    assert evaluate(PAIR, lambda x: [x.mean(), x.std()]).status == "passed"
    assert evaluate(PAIR, lambda x: np.array([x.mean(), x.std()])).status == "passed"
    assert evaluate(PAIR, lambda x: (x.mean(), x.std(), 1)).message == "Expected two numbers, got three."
    assert "value 2 of 2" in evaluate(PAIR, lambda x: (x.mean(), x.std() + 1)).message.lower()


def test_a_wrong_count_and_a_wrong_order_of_numbers_are_said_in_words():
    assert evaluate(PAIR, lambda x: x.mean()).message == "Expected two numbers, got one."
    assert evaluate(PAIR, lambda x: np.zeros((3, 2))).message == "Expected two numbers, got an array of shape (3, 2)."
    assert evaluate(PAIR, lambda x: "both").message == "Expected two numbers, got text."
    assert evaluate(PAIR, lambda x: print(end="")).message == "Your function returned None: is a `return` missing?"
    for swapped in (lambda x: (x.std(), x.mean()), lambda x: np.array([x.std(), x.mean()])):
        assert evaluate(PAIR, swapped).message == "Right values, in the wrong order."
    assert "order" not in evaluate(PAIR, lambda x: (x.std(), x.mean() + 1)).message


def test_mistakes_that_return_an_array_are_known_beside_a_reference_that_returns_a_tuple():
    pair = Function(
        "01.2",
        title="Pair",
        points=1,
        reference=PAIR.reference,
        inputs=PAIR.inputs,
        mistakes=[Mistake("variance", lambda x: np.array([x.mean(), x.var()]), "Root.")],
    )
    for answer in (
        lambda x: (x.mean(), x.var()),
        lambda x: np.array([x.mean(), x.var()]),
        lambda x: [x.mean(), x.var()],
    ):
        assert evaluate(pair, answer).mistake.name == "variance"


AT = [(t,) for t in (1.0, 0.0, 2.0)]
LINE = Function(
    "01.1",
    title="Line",
    points=1,
    reference=lambda t: 5.0 + t,
    inputs=lambda rng: AT,
    mistakes=[Mistake("turned", lambda t: 5.0 - t, "No.")],
)


def test_an_unknown_wrong_number_is_said_once_with_its_input_and_how_many_are_right():
    verdict = evaluate(LINE, lambda t: 5.0 + t if t else 8.0)
    assert (
        verdict.message
        == "Not a mistake I know. Right on 2 of 3 inputs; on the first that fails (t = 0), you give 8, expected 5."
    )
    assert not verdict.detail
    assert (
        evaluate(LINE, lambda t: 9 + t**3).message
        == "Not a mistake I know. Wrong on all 3 inputs; on the first (t = 1), you give 10, expected 6."
    )
    single = Function(
        "01.1", title="Line", points=1, reference=lambda t: 5.0 + t, inputs=lambda rng: AT[:1], mistakes=[]
    )
    assert evaluate(single, lambda t: 9.0).message == "Not a mistake I know. For t = 1, you give 9, expected 6."
    assert evaluate(LINE, lambda t: None if t else 5.0).message == (
        "Right on 1 of 3 inputs; on the first that fails, your function returned None: is a `return` missing?"
    )


def test_the_one_case_that_fails_is_said():
    def power(x, kind):
        return {"square": x * x, "cube": x**3, "same": x}[kind]

    inputs = [(x, kind) for x in (1.5, 3.0) for kind in ("square", "cube", "same")]
    exercise = Function("01.1", title="Power", points=1, reference=power, inputs=lambda rng: inputs)
    verdict = evaluate(exercise, lambda x, kind: x * (x + 0.3) if kind == "square" else power(x, kind))
    assert "Wrong wherever kind = 'square', right elsewhere; on the first of these (x = 1.5" in verdict.message
    assert "wherever" not in evaluate(exercise, lambda x, kind: np.cos(x)).message


@pytest.mark.parametrize("shape", [(4, 3, 3), (6, 6), (3, 12), (36,)])
def test_large_arrays_are_shown_by_their_first_few_entries(shape):
    large = Function(
        "01.1",
        title="Large",
        points=1,
        reference=lambda x: 2 * x,
        inputs=lambda rng: [(np.arange(36.0).reshape(shape),)],
        mistakes=[],
    )
    verdict = evaluate(large, lambda x: 2 * x + (x > 30))
    assert (
        "5 of 36 entries differ; in the first of them, [" in verdict.message
        and "you give 63, expected 62" in verdict.message
    )
    assert all(len(text.split()) < 15 and f"shape {shape}" in text and "..." in text for _, text in verdict.detail)


@pytest.mark.filterwarnings("error")
def test_a_mistake_that_gives_nan_with_a_warning_is_known_before_nan_is_complained_of():
    root = Function(
        "01.1",
        title="Root",
        points=1,
        reference=lambda x: np.array([x, 1.0]),
        inputs=lambda rng: [(2.0,), (0.5,)],
        mistakes=[Mistake("root", lambda x: np.array([x, np.sqrt(1 - x)]), "Not below 0.")],
    )
    assert evaluate(root, lambda x: (x, np.sqrt(1 - x))).mistake.name == "root"
    assert "NaN in 1 of 2 entries" in evaluate(root, lambda x: np.array([x, np.sqrt(1 - x) + 1])).message


def test_a_mistake_that_raises_on_some_inputs_is_known_by_the_exception_s_type():
    beta = np.array([0.1, 0.2, 0.3])
    late = Function(
        "01.1",
        title="Entry",
        points=1,
        reference=lambda t: beta[t - 1],
        inputs=lambda rng: [(1,), (3,)],
        mistakes=[Mistake("one too far", lambda t: beta[t], "Entry 0 is the first.")],
    )
    assert evaluate(late, lambda t: list(beta)[t]).mistake.name == "one too far"
    assert evaluate(late, lambda t: {0: 0.1, 1: 0.2, 2: 0.3}[t]).status == "error"  # a KeyError is another
    assert evaluate(late, lambda t: [0.5, 0.5, 0.5][t]).status == "error"  # values differ where none is raised


def test_single_precision_passes_and_single_precision_mistakes_do_not():
    assert evaluate(SCALE, lambda x, c: np.float32(x) * np.float32(c) ** np.float32(0.5)).status == "passed"
    assert evaluate(SCALE, lambda x, c: np.float32(c * x)).mistake.name == "no root"


def test_torch_tensors_are_results_once_torch_is_loaded():
    torch = pytest.importorskip("torch")
    assert evaluate(SCALE, lambda x, c: torch.tensor(x, requires_grad=True) * c**0.5).status == "passed"
    assert evaluate(SCALE, lambda x, c: c * torch.tensor(x)).mistake.name == "no root"


def test_an_error_names_the_learner_s_line_and_not_ours():
    def broken(x, c):
        y = np.zeros(3)
        return np.linalg.inv(y)  # fails deep inside numpy

    verdict = evaluate(SCALE, broken)
    number, text = verdict.line
    assert verdict.status == "error" and "LinAlgError" in verdict.message
    assert text == "return np.linalg.inv(y)  # fails deep inside numpy" and number == broken.__code__.co_firstlineno + 2


def test_an_error_on_an_edge_case_shows_that_case():
    def broken(x, c):
        return scale(x, c) if c != 2.0 else 1 / 0

    assert "c = 2" in evaluate(SCALE, broken).detail[0][1]


def test_endless_recursion_is_an_error_like_any_other():
    def deeper(x, c):
        return deeper(x, c)

    assert "RecursionError" in evaluate(SCALE, deeper).message


def test_an_exception_that_cannot_be_printed_is_named_by_its_type():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    def broken(x, c):
        raise Mute

    assert evaluate(SCALE, broken).message == "Mute"


def test_a_wrong_number_of_parameters_is_named():
    assert "takes (x), but it is called with 2 arguments: (x, c)" in evaluate(SCALE, lambda x: x).message


def test_learner_code_cannot_change_the_inputs_of_the_check():
    def spoil(x, c):
        x *= np.sqrt(c)
        return x

    verdict = evaluate(SCALE, spoil)
    assert verdict.status == "wrong" and "in place" in verdict.message


@pytest.mark.parametrize(
    "target, name", [(np, "sqrt"), (np, "isclose"), (np, "asarray"), (np.random, "default_rng"), (np, "array")]
)
def test_replacing_numpy_functions_does_not_pass_a_wrong_answer(monkeypatch, target, name):
    original = getattr(target, name)
    monkeypatch.setattr(target, name, lambda *args, **kwargs: np.ones(3, bool))
    replaced = getattr(target, name)
    assert evaluate(SCALE, lambda x, c: c * x).mistake.name == "no root"
    assert evaluate(SCALE, lambda x, c: c**0.5 * x).status == "passed"
    assert getattr(target, name) is replaced is not original  # the learner's notebook is as it was


def test_replacing_numpy_inside_the_answer_does_not_pass_it_and_stays_theirs(monkeypatch):
    monkeypatch.setattr(np, "isclose", np.isclose)  # undone by monkeypatch afterwards

    def cheat(x, c):
        np.isclose = lambda *a, **k: np.ones(a[0].shape, bool)
        return x

    assert evaluate(SCALE, cheat).status != "passed"
    assert np.isclose(np.zeros(1), 5).all()


def test_the_notebook_s_random_numbers_are_not_disturbed():
    np.random.seed(3), random.seed(3)
    after = np.random.rand(), random.random()
    np.random.seed(3), random.seed(3)
    seen = []
    for _ in range(2):
        evaluate(SCALE, lambda x, c: seen.append(np.random.rand()) or np.random.seed(1) or x)
    assert (np.random.rand(), random.random()) == after
    assert seen[:3] == seen[3:]  # and the check itself repeats


class Half:
    """What another library's number looks like: all that is known is that it is one."""

    def __float__(self):
        return 0.5


@pytest.mark.parametrize(
    "answer, status, says",
    [
        (0.5, "passed", ""),
        (np.float32(0.5), "passed", ""),
        (fractions.Fraction(1, 2), "passed", ""),
        (decimal.Decimal("0.5"), "passed", ""),
        (np.array(0.5), "passed", ""),
        ((0.5,), "passed", ""),  # 0.5, with a comma behind it
        (Half(), "passed", ""),
        (10**400, "wrong", "Expected a finite number, got inf."),
        ((0.5, 1), "wrong", "2 values"),
        (2.0, "mistake", "Turn it over."),
        (-0.5, "mistake", "Sign."),
        (0.6, "wrong", "too large"),
        (0, "wrong", "too small"),
        (float("nan"), "wrong", "Expected a finite number, got nan."),
        (-np.inf, "wrong", "Expected a finite number, got -inf."),
        ("0.5", "wrong", "Got text: write the number without quotation marks."),
        (True, "wrong", "Expected a number, not True or False."),
        (1j, "wrong", "a real number"),
        ({"a": 1}, "wrong", "one number, got named"),
        ([0.5], "wrong", "shape (1,)"),
        (lambda: 0.5, "error", "call it"),
    ],
)
def test_numbers(answer, status, says):
    verdict = evaluate(HALF, answer)
    assert verdict.status == status and says in verdict.message
    assert status == "passed" or "0.5" not in verdict.message.replace("-0.5", "")  # the answer is not given away


@pytest.mark.parametrize(
    "answer, status, says",
    [
        ("sqrt(1 - ᾱ_t)", "passed", ""),
        ("(1 - alpha_bar_t)**0.5", "passed", ""),
        ("1 - alphabar_t", "mistake", "Root."),
        ("ᾱ_t", "wrong", "expected"),
        ("1^ᾱ_t", "error", "**"),
        ("beta", "error", "known are ᾱ_t"),
        (0.5, "error", "quotes"),
        ("", "error", "read"),
    ],
)
def test_formulas(answer, status, says):
    verdict = evaluate(SIGMA, answer)
    assert verdict.status == status and says in verdict.message


@pytest.mark.parametrize(
    "answer, status",
    [
        ("B", "passed"),
        (" b) ", "passed"),
        ("(b)", "passed"),
        ("b.", "passed"),
        (("b",), "passed"),
        ("shrinks", "passed"),
        ("A", "mistake"),
        ("C", "wrong"),
        ("D", "error"),
        (2, "error"),
        ("", "error"),
    ],
)
def test_choices(answer, status):
    verdict = evaluate(PICK, answer)
    assert verdict.status == status
    assert status in ("passed", "error") or "shrinks" not in verdict.message  # the answer is not given away


THIRD = Number(
    "01.3",
    title="Third",
    points=1,
    reference=2 / 3,
    mistakes=[Mistake("too few by one", 0.6, "That is three fifths.")],
    rtol=1e-4,
)


@pytest.mark.parametrize(
    "answer, says",
    [
        (0.67, "Close: right so far"),
        (np.float32(0.667), "Close: right so far"),
        (0.6667, ""),
        (0.66, "too small"),
        (0.6662, "round on the way"),
        (0.668, "too large"),
        (0.7, "too large"),
        (0.6, "three fifths"),
    ],
)
def test_a_number_rounded_too_far_is_called_close_and_others_nearby_are_not(answer, says):
    verdict = evaluate(THIRD, answer)
    assert says in verdict.message and ("Close" in says) == ("Close" in verdict.message)
    assert verdict.status == ("passed" if not says else "wrong" if "too" in says else "mistake")


def test_any_guess_is_accepted_and_the_tempting_one_is_named():
    assert evaluate(GUESS, 10.4).message.startswith("Close. You said 10.4; the answer is 10.")
    assert evaluate(GUESS, 10).message == evaluate(GUESS, 10.0001).message == "Right. The answer is 10. It is ten."
    rounded = Prediction("01.6", title="Guess", points=1, reference=259.6, mistakes=[], atol=20, reveal="So.")
    assert evaluate(rounded, 260).message == "Right. You said 260; the answer is 259.6. So."
    assert evaluate(rounded, 250).message.startswith("Close.")
    assert evaluate(GUESS, 100).message == "Not so. You said 100; the answer is 10. It is ten."
    tempting = evaluate(GUESS, 14)
    assert (tempting.status, tempting.points, tempting.mistake.name) == ("passed", 1, "added")
    assert "They do not add. It is ten." in tempting.message
    assert evaluate(GUESS_LETTER, "B").message.startswith("Right.")
    assert evaluate(GUESS_LETTER, "A").mistake.name == "grows"


def test_a_guess_that_is_none_earns_nothing():
    assert [evaluate(GUESS, guess).status for guess in ("ten", float("nan"), [1, 2], True, lambda: 1)] == ["error"] * 5
    assert evaluate(GUESS, float("nan")).message == "Expected a finite number, got nan."
    assert "without quotation marks" in evaluate(GUESS, "10").message
    assert evaluate(GUESS_LETTER, "Z").status == "error"


def _gap_given(x, c):
    root = ...  # your code here
    return root


def _gap_none(x, c):
    x = x + 1
    ...  # your code here


def _gap_used(x, c):
    root = ...  # your code here
    return root * x


def _gap_raised(x, c):
    x = x + 1
    raise NotImplementedError


def _only_doc(x, c):
    """What is asked for."""


@pytest.mark.parametrize("stub", [_gap_given, _gap_none, _gap_used, _gap_raised, _only_doc, lambda x, c: ...])
def test_partly_given_stubs_read_not_attempted(stub):
    assert evaluate(SCALE, stub).status == "not attempted"


def test_a_not_implemented_error_of_a_library_is_an_error_and_only_the_stub_s_own_is_none():
    def own(x, c):
        y = x + 1
        raise NotImplementedError(f"to do: {y.shape}")

    elsewhere = {}
    exec(compile("def abstract(x): raise NotImplementedError('forward')", "<library>", "exec"), elsewhere)
    assert evaluate(SCALE, own).status == "not attempted"
    verdict = evaluate(SCALE, lambda x, c: elsewhere["abstract"](x))
    assert verdict.status == "error" and "NotImplementedError: forward" in verdict.message
    torch = pytest.importorskip("torch")
    verdict = evaluate(SCALE, lambda x, c: torch.nn.Module()(x))
    assert verdict.status == "error" and "NotImplementedError" in verdict.message
    verdict = evaluate(SCALE, lambda x, c: torch.ones(3, device="meta").numpy())
    assert verdict.status != "not attempted"


def test_what_used_up_its_time_or_memory_is_told_which(monkeypatch):
    def endless(x, c):
        while True:
            pass

    def hoard(x, c):
        kept = []
        while True:
            kept.append(x + 1.0)

    assert "after 1 second." in evaluate(SCALE, endless, limit=1).message
    monkeypatch.setattr(sandbox, "GROWTH", 2**26)
    verdict = evaluate(SCALE, hoard, limit=60)
    assert verdict.status == "memory" and "of memory" in verdict.message and not verdict.printed


def test_the_check_works_where_threads_cannot_start(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    verdict = evaluate(SCALE, scale)
    assert verdict.status == "passed" and "without a time limit" in verdict.note
    assert evaluate(SCALE, lambda x, c: c * x).mistake.name == "no root"
    assert evaluate(SCALE, lambda x, c: np.cos(x)).status == "wrong"
    assert evaluate(SCALE, lambda x, c: 1 / 0).status == "error"


def test_what_running_gives_is_plain_data_that_is_judged_without_the_answer():
    class Mine:
        def __array__(self, dtype=None, copy=None):
            return np.ones(2)

    key = answer_key(SCALE)
    for answer in (scale, lambda x, c: c * x, lambda x, c: Mine(), lambda x, c: 1 / 0, lambda x: x, None, _dots):
        ran = run(Function, answer, [copy.deepcopy(one) for one in key.inputs], SCALE.names())
        again = pickle.loads(pickle.dumps(ran))
        assert judge(key, again) == evaluate(SCALE, answer)


def _dots(x, c): ...


def test_grade_uses_every_seed():
    first = SCALE.inputs(np.random.default_rng(7))[0][0]
    learned = lambda x, c: scale(x, c) if not np.array_equal(x, first) else x * 0  # noqa: E731
    assert grade(SCALE, learned, seeds=[5, 6]).status == "passed"
    assert grade(SCALE, learned, seeds=[5, 6, 7]).status == "wrong"


def test_values_in_any_order_may_come_in_any_collection_and_are_not_given_away():
    lines = Function(
        "01.8",
        title="Lines",
        points=1,
        reference=lambda: (2, 8, 15),
        inputs=lambda rng: [()],
        any_order=True,
        mistakes=[Mistake("the ninth", lambda: (2, 9, 15), "Look at line 9.")],
    )
    for right in (
        lambda: [15, 2, 8],
        lambda: {8, 2, 15},
        lambda: (n for n in (8, 15, 2)),
        lambda: np.array([8, 2, 15]),
        lambda: {2: "a", 8: "b", 15: "c"}.keys(),
        lambda: collections.deque([15, 8, 2]),
        lambda: [fractions.Fraction(2), 8.0, np.int64(15)],
    ):
        assert evaluate(lines, right).status == "passed"
    assert evaluate(lines, lambda: {15, 9, 2}).mistake.name == "the ninth"
    for wrong in (lambda: (1, 2, 3), lambda: (2, 8), lambda: 7, lambda: [2, 9, 15], lambda: "2 8 15", lambda: 1 / 0):
        verdict = evaluate(lines, wrong)
        said = f"{verdict.message} {verdict.detail}"
        assert verdict.status != "passed" and "8" not in said and "15" not in said, said
    assert "1 of the 3 values is right" in evaluate(lines, lambda: (1, 2, 3)).message


def test_what_has_no_input_never_shows_its_value():
    three = Function("01.8", title="t", points=1, reference=lambda: 0.375, inputs=lambda rng: [()])
    both = Function("01.8", title="t", points=1, reference=lambda: (0.375, 0.625), inputs=lambda rng: [()])
    plain = Formula("01.8", title="t", points=1, reference="3 / 8", inputs=lambda rng: [{}])
    several = Number("01.8", title="t", points=1, reference=lambda: np.array([0.375, 0.625]))
    number = Number("01.8", title="t", points=1, reference=0.375)
    wrongs = [0.5, 0.38, 0.4, 0.37, (0.375 + 1e-3), np.zeros(2), (0.1, 0.2), "x", None, 1j, np.nan, -0.1, [1, 2, 3]]
    for value in wrongs:
        verdicts = [evaluate(three, lambda value=value: value), evaluate(both, lambda value=value: value)]
        verdicts += [evaluate(several, value), evaluate(number, value), evaluate(plain, "0.38 + 0 * pi")]
        for verdict in verdicts:
            said = f"{verdict.message} {verdict.detail}"
            assert verdict.status != "passed" and "0.375" not in said and "0.625" not in said, (value, said)


def test_a_fault_of_the_exercise_is_not_blamed_on_the_learner():
    broken = Function(
        "01.9", title="Broken", points=1, reference=lambda x: 1 / 0, inputs=lambda rng: [(1,)], mistakes=[]
    )
    verdict = evaluate(broken, lambda x: 1)
    assert verdict.status == "error" and "not your doing" in verdict.message


@settings(deadline=None, max_examples=60)  # each example starts five threads
@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.text(),
        st.binary(),
        st.lists(st.floats()),
        st.complex_numbers(),
        st.dictionaries(st.text(), st.integers()),
        st.integers(),
        st.tuples(st.text(), st.floats()),
    )
)
def test_no_result_makes_the_check_fail(result):
    for exercise, answer in [
        (SCALE, lambda x, c: result),
        (HALF, result),
        (SIGMA, result),
        (PICK, result),
        (GUESS, result),
    ]:
        verdict = evaluate(exercise, answer)
        assert verdict.status in STATUSES and "check itself" not in verdict.message
