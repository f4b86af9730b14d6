"""Notebooks as learners hand them in: a small one made of cells, and what runs one answer of it (no wall)."""

import json
import sys
import types

SETUP = "import numpy as np\n\nfrom utils.exercises import check, hint\n\nrng = np.random.default_rng(2)"
STEP = (
    "def noise_step(x, beta, eps):\n    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps\n\n\n"
    'noise_step = check("02.1", noise_step)'
)
STUB = (
    'def noise_step(x, beta, eps):\n    """x_t"""\n    ...  # your code here\n\n\n'
    'noise_step = check("02.1", noise_step)'
)
TOTAL = 'total_deviation = 5\ntotal_deviation = check("02.2", total_deviation)'
NAMES = {"02.1": "noise_step", "02.2": "total_deviation"}


def cell(source, kind="code", **extra):
    return {"cell_type": kind, "metadata": {}, "source": source, **({"outputs": []} if kind == "code" else {}), **extra}


def book(*cells, **extra):
    """The notebook of these cells (texts are code) as JSON."""
    cells = [one if isinstance(one, dict) else cell(one) for one in cells]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **extra})


def noted(notebook, id):
    """What the notebook hands to check(id, ...), or None."""
    answers = {}

    def check(id, answer=None, limit=10):
        answers[id] = answer
        return answer

    stand_in = types.ModuleType("utils.exercises")
    stand_in.check, stand_in.hint = check, lambda id: None
    real, sys.modules["utils.exercises"] = sys.modules.get("utils.exercises"), stand_in
    try:
        space = {"check": check, "np": __import__("numpy")}
        for part in (notebook.setup, *notebook.answers[id].before, notebook.answers[id].source):
            try:
                exec(part, space)
            except Exception:  # what has been noted by then counts
                pass
    finally:
        sys.modules.pop("utils.exercises")
        if real is not None:
            sys.modules["utils.exercises"] = real
    return answers.get(id)
