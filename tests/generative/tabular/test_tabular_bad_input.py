"""Every public function of utils.generative.tabular, called with what it must refuse: see bad_input."""

import numpy as np
import pytest
import torch
from bad_input import (
    Case,
    argument,
    count,
    flag,
    missing,
    number,
    numpy_rng,
    points,
    positive,
    public,
    torch_rng,
    word,
)
from small_frauds import small_split

import utils.generative.tabular
from utils.generative.tabular import arms, audit, classifiers, early_stopping, layers, scaling, scores, study
from utils.generative.tabular.diffusion import Diffusion, PerCluster, row_losses
from utils.generative.tabular.gan import GAN
from utils.generative.tabular.resampling import Adasyn, Copies, Jitter, Smote
from utils.generative.tabular.trained import normals
from utils.generative.tabular.vae import VAE

DATA = small_split()
X, Y = DATA.positives[:12, :3], DATA.negatives[:12, :3]
LABELS, SCORES = np.arange(8) % 2, np.linspace(0.1, 0.9, 8)
QUICK = dict(width=8, steps=2, batch=8)
TRAINED = [VAE(**QUICK), GAN(**QUICK), Diffusion(depth=1, **QUICK)]
GENERATORS = [Copies(), Jitter(), Smote(), Adasyn(), *TRAINED, PerCluster(Copies())]
ROWS = points(X, without=("one column more",))  # before a fit, any number of columns will do
SAME = points(X)


def share(value, ends):
    return number(value, (-0.1, 1.5, *ends))


def fit(generator):
    compares = isinstance(generator, Smote)  # ADASYN too: they look at the others' columns
    others = points(Y) if compares else argument(None, {})
    return Case(generator.fit, rows=SAME if compares else ROWS, rng=numpy_rng(), others=others)


def sample(generator):
    fitted = generator.fit(X, np.random.default_rng(0), Y)
    return Case(fitted.sample, n=count(30), rng=numpy_rng())


CASES = [
    *(fit(generator) for generator in GENERATORS),
    *(sample(generator) for generator in GENERATORS),
    Case(
        scaling.checked_rows,
        name=argument("rows", {}),
        rows=ROWS,
        least=argument(1, {}),
        columns=argument(None, {}),
        like=argument("", {}),
    ),
    Case(scaling.fit_scaling, rows=ROWS, kind=word("quantile")),
    Case(audit.marginal_gaps, x=SAME, y=SAME),
    Case(audit.correlation_gap, x=SAME, y=SAME),
    Case(audit.closest_records, x=SAME, trained=SAME, fresh=SAME),
    Case(audit.copied_share, x=SAME, trained=SAME, fresh=SAME, ratio=positive(1 / 3)),
    Case(audit.separation, members=points(SCORES), others=points(SCORES)),
    Case(arms.added_rows, arm=word("jitter"), data=argument(DATA, {}), n=count(5), rng=numpy_rng()),
    Case(
        classifiers.classify,
        classifier=word("XGBoost"),
        data=argument(DATA, {}),
        rows=points(DATA.positives[:5], optional=True, without=("empty",)),
        weighted=flag(False),
        seed=count(0, least=0),
    ),
    Case(row_losses, rows=ROWS, generator=torch_rng(), repeats=count(2)),
    Case(early_stopping.prepared, rows=ROWS, held_out=share(0.2, (0, 1.0)), kind=word("standard"), rng=numpy_rng()),
    Case(early_stopping.torch_generator, rng=numpy_rng()),
    Case(normals, rng=numpy_rng(), n=count(3), d=count(2)),
    Case(study.stream, seed=count(0, least=0), arm=argument("jitter", {"None": None, "a number": 1})),
    Case(
        study.run,
        splits=argument({0: DATA}, {}),
        chosen=argument((), {"text": "x", "a word": ("smote",)}),
        classifiers=argument((), {"text": "x", "a word": ("SVM",)}),
        n=count(5),
        folder=argument(None, {}),
    ),
    Case(
        scores.measures,
        labels=points(LABELS),
        scores=points(SCORES),
        amounts=points(SCORES),
        threshold=number(0.5),
        weights=points(np.ones((2, 8)), optional=True, without=("one axis more",)),
        alarm_cost=number(5.0, (-1.0,)),
    ),
    Case(scores.resampled, labels=points(LABELS), replicates=count(3), rng=numpy_rng()),
    Case(
        scores.bootstrap,
        labels=points(LABELS),
        answers=argument({"a": SCORES}, {}),
        amounts=points(SCORES),
        rng=numpy_rng(),
        replicates=count(3),
        threshold=number(0.5),
    ),
    Case(scores.at_prevalence, precision=share(0.9, ()), prevalence=share(0.1, (0, 1)), other=share(0.2, (0, 1))),
    Case(scores.wilson, successes=number(5, (-1, 11)), n=count(10), z=positive(1.96)),
    Case(scores.checked_labels, labels=points(LABELS)),
    Case(scores.checked_answers, labels=points(LABELS), scores=points(SCORES), amounts=points(SCORES)),
    Case(
        layers.mlp,
        sizes=argument([2, 3, 1], {"None": None, "text": "x", "a half": [2, 1.5], "none": [2, 0]}),
        generator=torch_rng(),
        activation=argument(torch.nn.SiLU, {}),
    ),
]

INNER = "called by fit and training with what they have checked"
RECORD = "a record made by the course"
ELSEWHERE = {
    **{
        f"generative.tabular.{name}": RECORD
        for name in ("early_stopping.Checked", "scaling.Scaling", "split.Split", "study.Cell")
    },
    **{
        f"generative.tabular.{name}": "a protocol"
        for name in ("generator.Generator", "generator.Generator.fit", "generator.Generator.sample", "split.Labelled")
    },
    **{
        f"generative.tabular.{module}.{name}.{method}": INNER
        for module, name in (("trained", "Trained"), ("vae", "VAE"), ("gan", "GAN"), ("diffusion", "Diffusion"))
        for method in ("start", "loss_on", "updates")
    },
    **{
        f"generative.tabular.{name}": "its settings are checked by fit: test_contract.py"
        for name in (
            "resampling.Copies",
            "resampling.Jitter",
            "resampling.Smote",
            "resampling.Adasyn",
            "vae.VAE",
            "gan.GAN",
            "diffusion.Diffusion",
            "diffusion.PerCluster",
            "trained.Trained",
        )
    },
    **{f"generative.tabular.vae.Autoencoder{name}": INNER for name in ("", ".encode", ".loss")},
    "generative.tabular.trained.Trained.sample": "of each subclass",
    "generative.tabular.trained.Trained.training": "test_contract.py",
    "generative.tabular.trained.Trained.refit": "test_contract.py",
    "generative.tabular.classifiers.cuts": "of rows that classify has checked",
    "generative.tabular.classifiers.ranks": "of rows that classify has checked",
    "generative.tabular.early_stopping.early_stopping": "test_early_stopping.py",
    "generative.tabular.generator.fitted": "test_contract.py",
    "generative.tabular.scores.verdict": "test_scores.py",
    "generative.tabular.split.split": "test_split.py",
    "generative.tabular.study.fingerprint": "of a Split",
    "generative.tabular.study.table": "test_study.py",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.generative.tabular)) == []
