"""The machinery of tests/bad_input.py finds what it is there to find."""

import types

import numpy as np
from bad_input import Case, count, missing, number, points


def careful(x, n):
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"n must be a whole number of at least 1, got {n!r}")
    return np.asarray(x)


def obscure(n):
    return [1, 2, 3][n]


def only_half(t):
    if not 0 <= t <= 1:
        raise ValueError("a number out of range")
    return t


def test_a_bad_value_that_is_accepted_is_a_fault():
    faults = list(Case(careful, x=points(np.ones((3, 2))), n=count(2)).faults())
    assert any("careful(x = nan) was accepted" in line for line in faults)
    assert any("careful(x = one axis more) was accepted" in line for line in faults)
    assert not any("careful(n" in line for line in faults)


def test_an_error_that_does_not_name_the_argument_is_a_fault():
    faults = "\n".join(Case(obscure, n=count(1)).faults())
    assert "obscure(n = None) does not name n: TypeError" in faults  # "list indices must be integers"
    assert "obscure(n = -7) raised IndexError" in faults
    assert "only_half(t = -0.1) does not name t" in "\n".join(Case(only_half, t=number(0.5, (-0.1,))).faults())


def test_what_is_listed_as_valid_must_give_what_the_table_says():
    def faults(right):
        one = points(np.ones((3, 2)), valid={"empty": right})
        return [line for line in Case(careful, x=one, n=count(2)).faults() if "empty" in line]

    assert faults(lambda result: result.shape == (0, 2)) == []
    assert faults(lambda result: result.shape == (1, 2))[0].startswith(
        "test_bad_input.careful(x = empty) is valid, but"
    )


def test_a_table_must_list_every_parameter_and_every_function():
    assert "the table must list ['n', 'x'], got ['n']" in next(iter(Case(careful, n=count(2)).faults()))
    case = Case(obscure, n=count(1))
    assert missing([case], {}, {case.name, "more.forgotten"}) == ["more.forgotten is in no table"]
    assert missing([case], {"gone": "why"}, {case.name}) == ["gone is listed, but no public function"]


def test_functions_and_methods_are_public_where_they_are_defined(monkeypatch):
    import bad_input

    module = types.ModuleType("utils.part")
    exec("def f(x): pass\ndef _g(x): pass\nclass C:\n def m(self, x): pass\n def _n(self, x): pass", vars(module))
    for thing in (module.f, module._g, module.C):
        thing.__module__ = "utils.part"
    module.imported = careful
    found = {name for thing in vars(module).values() for name in bad_input._public(thing, "utils.part")}
    assert found == {"part.f", "part.C", "part.C.m"}
