"""What every generator of the study promises: fit returns a fitted copy, rows depend on seeds alone, errors name."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from gaussian_rows import chance_of, gaussian, one_thread  # noqa: F401  (a fixture)

from utils.generative.tabular.arms import generators

SMALL = dict(width=16, steps=40, batch=32)


def quick(generator):
    """The generator, made so small that it is fitted in a tenth of a second."""
    if hasattr(generator, "generator"):
        return replace(generator, generator=quick(generator.generator))
    return replace(generator, **SMALL) if hasattr(generator, "steps") else generator


ALL = {name: quick(generator) for name, generator in generators().items()}
every = pytest.mark.parametrize("generator", ALL.values(), ids=ALL)
trained = pytest.mark.parametrize("name", ["VAE", "GAN", "diffusion"])


def rng(seed=0):
    return np.random.default_rng(seed)


def fit(generator, seed=1):
    return generator.fit(gaussian(50), rng(seed), gaussian(80, seed=1))


@every
def test_rows_depend_on_the_seeds_and_on_no_global_state(generator):
    before = chance_of()
    first = fit(generator).sample(30, rng(2))
    assert chance_of() == before
    torch.manual_seed(99)
    np.random.seed(99)
    again = fit(generator)
    assert np.array_equal(again.sample(30, rng(2)), first) and not np.array_equal(again.sample(30, rng(3)), first)
    keeps_the_rows = not hasattr(generator, "steps") and not hasattr(generator, "generator")
    assert np.array_equal(fit(generator, seed=4).sample(30, rng(2)), first) == keeps_the_rows


@every
def test_there_are_as_many_rows_as_asked_for_and_they_are_finite(generator):
    made = fit(generator)
    for n in (1, 7, 200):
        if type(generator).__name__ == "Adasyn" and n < 10:  # every row's share is rounded to 0
            with pytest.raises(ValueError, match=f"n must be larger for Adasyn, got {n}"):
                made.sample(n, rng())
            continue
        rows = made.sample(n, rng())
        assert rows.shape[1:] == (2,) and rows.dtype == float and np.all(np.isfinite(rows))
        assert len(rows) == n or type(generator).__name__ == "Adasyn"  # shares are rounded


@every
def test_fit_leaves_its_setting_alone_and_says_so_where_that_was_forgotten(generator):
    fit(generator)
    with pytest.raises(ValueError, match=r"got one before fit\. fit returns it .* generator = generator\.fit"):
        generator.sample(3, rng())


@every
def test_bad_rows_numbers_and_generators_are_named(generator):
    made, others = fit(generator), gaussian(80, seed=1)
    for n in (0, 2.5, True, "3", None):
        with pytest.raises(ValueError, match=f"n must be a whole number of at least 1, got {n!r}"):
            made.sample(n, rng())
    for bad in (None, 0, np.random.RandomState(0), torch.Generator()):
        with pytest.raises(ValueError, match="rng must be a numpy Generator"):
            generator.fit(gaussian(50), bad, others)
        with pytest.raises(ValueError, match="rng must be a numpy Generator"):
            made.sample(3, bad)
    for rows in (None, "rows", [], np.zeros((50, 2, 2)), np.full((50, 2), np.nan), np.full((50, 2), "1")):
        with pytest.raises(ValueError, match="rows must"):
            generator.fit(rows, rng(), others)


@trained
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(("steps", value) for value in (0, 2.5, None)),
        *(("batch", value) for value in (0, 2.5)),
        *(("lr", value) for value in (-1, 0, np.nan, "fast")),
        *(("held_out", value) for value in (0, 1.0, np.nan)),
        ("width", 0),
        ("patience", 0),
        ("scaling", "log"),
    ],
)
def test_a_bad_setting_of_a_training_is_named(name, setting, value):
    said = {"scaling": "kind"}.get(setting, setting)
    with pytest.raises(ValueError, match=f"{said} must"):
        fit(replace(ALL[name], **{setting: value}))


@trained
def test_a_training_needs_ten_rows(name):
    with pytest.raises(ValueError, match=r"rows must have shape \(n, d\) with n of at least 10, got \(9, 2\)"):
        ALL[name].fit(gaussian(9), rng())


@pytest.mark.parametrize(("name", "setting"), [("VAE", "hidden"), ("GAN", "hidden"), ("GAN", "gamma")])
def test_a_bad_setting_of_its_own_is_named(name, setting):
    with pytest.raises(ValueError, match=f"{setting} must"):
        fit(replace(ALL[name], **{setting: -1}))
