"""A stored result says how it was found, and is refused once the code that found it computes something else."""

import json
import re

import numpy as np
import pytest

from studies import stored
from studies.fraud_study import FRESH, FRESH_FRAUDS, MODULES, PUBLISHED, own_test
from studies.stored import RESULTS, ROOT, code_hash, read, store
from utils.generative.tabular.classifiers import CLASSIFIERS
from utils.generative.tabular.split import Split
from utils.generative.tabular.study import Cell

ALL = sorted(path.stem for path in RESULTS.glob("*.json"))
CODE = '''
"""A module."""
from math import exp, log  # two functions


def f(x: float, *, y: float = 2.0) -> float:
    """A docstring."""
    # a comment
    if x > 0:
        return exp(x) + y * f"{x:.3f}".count("1")
    return log(y)
'''


@pytest.fixture
def hash_of(tmp_path):
    def code(text):
        (tmp_path / "module.py").write_text(text, encoding="utf-8")
        return code_hash(["module.py"], tmp_path)

    return code


@pytest.mark.parametrize("name", ALL)
def test_no_stored_result_is_stale(name):
    found = read(name)
    assert found["code"]["hash"] == code_hash(found["code"]["modules"]), (
        f"the code of studies/results/{name}.json has changed: run `{found['command']} --fresh` and build its lectures"
    )


@pytest.mark.parametrize("name", ALL)
def test_a_stored_result_says_how_it_was_found(name):
    found = read(name)
    assert list(found) == ["command", "versions", "seeds", "code", "result"]
    assert re.fullmatch(rf"python -m studies\.{name}( .*)?", found["command"]) and found["seeds"]
    assert {"python", "numpy", "torch"} <= set(found["versions"]) and all(found["versions"].values())


def test_the_fraud_study_is_stored_with_the_modules_it_names():
    found = read("fraud_study")
    assert found["code"]["modules"] == sorted(MODULES) and all((ROOT / module).is_file() for module in MODULES)
    assert max(found["result"]["difference_from"]["none"]["seeds"]) == len(found["seeds"]) == 3
    assert not any(found["result"]["difference_from"]["none"]["error"])


def test_the_published_protocol_is_stored_for_every_way_classifier_and_split():
    found = read("fraud_study")
    stored = {(one["arm"], one["classifier"], one["measure"]): one["values"] for one in found["result"]["own_test"]}
    assert len(stored) == len(PUBLISHED) * len(CLASSIFIERS) * 3
    for arm in PUBLISHED:
        for classifier in CLASSIFIERS:
            p, r, f1 = (np.array(stored[arm, classifier, measure]) for measure in ("precision", "recall", "F1"))
            assert p.shape == (len(found["seeds"]),)
            np.testing.assert_allclose(f1, 2 * p * r / (p + r), atol=2e-4)
            np.testing.assert_allclose(r * 98, np.round(r * 98), atol=0.01)  # shares of the 98 frauds of a split's test


def test_the_published_protocol_counts_the_split_s_own_test_rows_only():
    own, more = np.array([1, 1, 1, 0, 0]), FRESH + FRESH_FRAUDS
    labels = np.r_[own, np.ones(FRESH_FRAUDS, dtype=int), np.zeros(FRESH, dtype=int)]
    rows, zeros = np.zeros((len(labels), 1)), np.zeros(len(labels))
    data = {5: Split(rows, labels, rows, labels, zeros)}
    scores = np.r_[[0.9, 0.1, 0.2, 0.7, 0.2], np.full(more, 0.4)]  # own rows: one caught, two missed, one false alarm
    found = own_test([Cell(5, arm, name, scores) for arm in PUBLISHED for name in CLASSIFIERS], data)
    assert len(found) == len(PUBLISHED) * len(CLASSIFIERS) * 3
    assert {(one["measure"], *one["values"]) for one in found} == {("precision", 0.5), ("recall", 0.3333), ("F1", 0.4)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x > 0", "x >= 0"),
        ("y * f", "f"),
        ("2.0", "2.5"),
        (".3f", ".2f"),
        ("exp(x)", "log(x)"),
        ("return log(y)", "pass"),
    ],
)
def test_a_change_of_what_is_computed_changes_the_hash(hash_of, old, new):
    assert CODE.count(old) == 1 and hash_of(CODE.replace(old, new)) != hash_of(CODE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# a comment", "# another"),
        ("A docstring.", "Another,\n\n    longer."),
        ("x: float,", "x,"),
        (" -> float", ""),
        ("from math import exp, log  # two functions", "from math import log, exp\nimport os"),
        ("return exp(x) +", "return (exp(x)) + \\\n            "),
    ],
)
def test_a_change_of_words_hints_or_layout_does_not(hash_of, old, new):
    assert CODE.count(old) == 1 and hash_of(CODE.replace(old, new)) == hash_of(CODE)


def test_the_hash_is_the_same_in_every_version_of_python(hash_of):
    assert hash_of(CODE) == "02512ca89409edd39ba1972525cebc43fb4d22caee32fc79efa3f249c543ca9c"


def test_what_is_stored_is_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "RESULTS", tmp_path)
    store(
        "one", command="python -m studies.one", seeds=range(2), modules=["studies/stored.py"], result={"σ": [1, None]}
    )
    found = read("one")
    assert found["result"] == {"σ": [1, None]} and found["seeds"] == [0, 1]
    assert found["code"] == {"hash": code_hash(["studies/stored.py"]), "modules": ["studies/stored.py"]}
    assert json.loads((tmp_path / "one.json").read_text(encoding="utf-8")) == found
    with pytest.raises(ValueError, match="name must be that of a stored study, one of one, got 'two'"):
        read("two")
