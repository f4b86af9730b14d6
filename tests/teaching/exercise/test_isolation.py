"""The real numpy, math, random and torch are there while it matters, and the learner's come back."""

import math

import numpy as np
import pytest

from utils.teaching.exercise.isolation import pristine


@pytest.mark.parametrize("module, name", [(np, "sum"), (np.linalg, "norm"), (math, "sqrt"), (np.random, "default_rng")])
def test_a_replaced_attribute_is_real_inside_and_replaced_outside(monkeypatch, module, name):
    real = getattr(module, name)
    monkeypatch.setattr(module, name, "mine")
    with pristine():
        assert getattr(module, name) is real
    assert getattr(module, name) == "mine"


def test_a_deleted_attribute_is_there_inside(monkeypatch):
    monkeypatch.delattr(np, "sqrt")
    with pristine():
        assert np.sqrt(4.0) == 2
    assert not hasattr(np, "sqrt")


def test_replacements_come_back_after_an_exception(monkeypatch):
    monkeypatch.setattr(np, "cos", "mine")
    with pytest.raises(ZeroDivisionError), pristine():
        _ = 1 / 0
    assert np.cos == "mine"


def test_torch_is_covered_once_it_is_loaded(monkeypatch):
    torch = pytest.importorskip("torch")
    with pristine():
        pass
    monkeypatch.setattr(torch, "sqrt", "mine")
    monkeypatch.setattr(torch.Tensor, "mean", "mine")
    with pristine():
        assert float(torch.sqrt(torch.ones(2)).mean()) == 1
    assert torch.sqrt == torch.Tensor.mean == "mine"
