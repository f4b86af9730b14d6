"""One-token changes of right answers: they are found, and the inputs of the exercises tell them apart."""

import numpy as np
import pytest

from tests.exercises import mutants as mutation
from utils.exercises import registry
from utils.teaching.exercise import Formula, Function
from utils.teaching.exercise.mutants import mutants

ALL = [exercise for module in registry.modules() for exercise in registry.exercises(module)]
SAMPLE = [exercise for exercise in ALL if exercise.inputs and mutants(exercise)][::3]  # all of them: make mutants


def scaled(x, n):
    """Not changed: 7 + 7."""
    if n < 0:
        raise ValueError(f"n={n + 1}")
    return -(np.sqrt(x[:n]).sum(axis=0) ** 2) + helper(x, n) / (n + 1)


def helper(x, n):
    return max(x[n - 1], 0.0) @ np.eye(1) if n is None else x[n - 1] * 2


SCALED = Function(
    "01.1",
    title="t",
    points=1,
    reference=scaled,
    inputs=lambda rng: [(rng.uniform(1, 2, size=5), n) for n in (0, 2, 3)],
)


def test_every_kind_of_change_is_made_once_and_none_in_what_only_describes():
    made = mutants(SCALED)
    texts = [mutant.text for mutant in made]
    assert len(set(texts)) == len(texts)
    expected = {
        "n < 0 -> n <= 0",
        "n < 0 -> n > 0",
        "-np.sqrt(x[:n]).sum(axis=0) ** 2 -> np.sqrt(x[:n]).sum(axis=0) ** 2",
        "np.sqrt(x[:n]).sum(axis=0) ** 2 -> np.sqrt(x[:n]).sum(axis=0) ** 3",
        "np.sqrt(x[:n]).sum(axis=0) ** 2 -> np.sqrt(x[:n]).sum(axis=0) ** 1",
        "np.sqrt(x[:n]) -> x[:n]",
        "np.sqrt(x[:n]).sum(axis=0) -> np.sqrt(x[:n]).mean(axis=0)",
        "axis=0 -> axis=1",
        "x[:n] -> x[:n + 1]",
        "x[:n] -> x[1:n]",
        "helper(x, n) -> helper(n, x)",
        "n + 1 -> n - 1",
        "helper: max(x[n - 1], 0.0) -> min(x[n - 1], 0.0)",
        "helper: x[n - 1] * 2 -> x[n - 1] / 2",
        "helper: x[n - 1] * 2 -> x[n - 1] * 3",
        "helper: n - 1 -> n - 2 #2",
    }
    assert expected <= set(texts), expected - set(texts)
    assert not any("7 + 7" in text or "n={" in text for text in texts)


def test_a_mutant_is_the_reference_but_for_its_change():
    x = np.arange(1.0, 6.0)
    made = {mutant.text: mutant.answer() for mutant in mutants(SCALED)}
    assert made["n + 1 -> n - 1"](x, 3) == pytest.approx(-(np.sqrt(x[:3]).sum() ** 2) + 6 / 2)
    assert made["helper: x[n - 1] * 2 -> x[n - 1] * 3"](x, 3) == pytest.approx(-(np.sqrt(x[:3]).sum() ** 2) + 9 / 4)
    assert scaled(x, 3) == pytest.approx(-(np.sqrt(x[:3]).sum() ** 2) + 6 / 4)


def test_formulas_have_mutants_too():
    formula = Formula("01.2", title="t", points=1, reference="sqrt(1 - ᾱ_t) / 2", inputs=lambda rng: [{"ᾱ_t": 0.3}])
    texts = {mutant.text for mutant in mutants(formula)}
    assert {"sqrt(1 - ᾱ_t) / 2 -> sqrt(1 - ᾱ_t) * 2", "sqrt(1 - ᾱ_t) -> 1 - ᾱ_t", "1 - ᾱ_t -> 1 + ᾱ_t"} <= texts


def test_survivors_and_stale_explanations_are_reported(monkeypatch):
    blind = Function(
        "01.1", title="t", points=1, reference=scaled, inputs=lambda rng: [(np.ones(5), 1)]
    )  # with ones a root changes nothing
    listed = {"np.sqrt(x[:n]) -> x[:n]": "ones", "n + 1 -> n - 1": "wrong", "no such": "gone"}
    monkeypatch.setattr(mutation, "equivalent", lambda id: listed)
    report = mutation.examine(blind)
    assert "np.sqrt(x[:n]).sum(axis=0) ** 2 -> np.sqrt(x[:n]).sum(axis=0) ** 3" in report.survived
    assert report.explained == {"np.sqrt(x[:n]) -> x[:n]": "ones"} and report.stale == ["n + 1 -> n - 1", "no such"]


def test_a_mutant_that_never_ends_is_no_survivor(monkeypatch):
    monkeypatch.setattr(mutation, "LIMIT", 0.2)
    made = Function("01.1", title="t", points=1, reference=counted, inputs=lambda rng: [(3,)])
    assert "n - 1 -> n + 1" not in mutation.examine(made).survived


def counted(n):
    while n > 0:
        n = n - 1
    return n


@pytest.mark.parametrize("exercise", SAMPLE, ids=lambda exercise: exercise.id)
def test_the_inputs_of_a_sample_of_exercises_tell_every_mutant(exercise):
    report = mutation.examine(exercise)
    assert not report.survived and not report.stale
