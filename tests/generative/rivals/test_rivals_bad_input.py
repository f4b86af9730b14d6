"""Every public function of utils.generative.rivals, called with what it must refuse: see bad_input."""

from dataclasses import replace

import numpy as np
import pytest
from bad_input import Case, count, labels, missing, numpy_rng, points, positive, public

import utils.generative.rivals
from utils.generative.rivals import fools, judging, rival
from utils.generative.rivals.coupling import Flow
from utils.generative.rivals.denoising import Denoising
from utils.generative.rivals.gan import GAN
from utils.generative.rivals.made import MADE
from utils.generative.rivals.vae import VAE

RNG = np.random.default_rng(0)
IMAGES, CLASSES, WANTED = RNG.integers(0, 17, (40, 2, 3)) / 8 - 1, np.arange(40) % 2, np.arange(6) % 2
QUICK = dict(width=8, steps=2, batch=8)
SETTINGS = [VAE(**QUICK), GAN(**QUICK), Flow(layers=2, **QUICK), MADE(**QUICK), Denoising(depth=1, calls=2, **QUICK)]
PICTURES = points(IMAGES, without=("one axis more", "one axis less", "one column more"))  # of any shape


def own():
    """Labels of the pictures: any number from 0, one for each."""
    return some(CLASSES, "too large")


def some(value, *fine):
    """Labels of which some otherwise bad ones are fine."""
    made = labels(value, 2)
    return replace(made, bad={name: one for name, one in made.bad.items() if name not in fine})


def fit(setting):
    return Case(setting.fit, images=PICTURES, rng=numpy_rng(), labels=own())


def sample(setting):
    fitted = setting.fit(IMAGES, np.random.default_rng(0), CLASSES)
    return Case(fitted.sample, n=count(6), rng=numpy_rng(), labels=labels(WANTED, 2))


ANY = ("one axis more", "one axis less", "one column more")
FOOL = dict(images=points(IMAGES, without=ANY), labels=own(), wanted=some(WANTED, "one too few"), rng=numpy_rng())
CASES = [
    *map(fit, SETTINGS),
    *map(sample, SETTINGS),
    Case(
        VAE(**QUICK).fit(IMAGES, RNG, CLASSES).log_likelihood,
        images=PICTURES,
        rng=numpy_rng(),
        labels=own(),
        draws=count(2),
    ),
    Case(rival.to_levels, images=points(IMAGES, without=("empty", *ANY))),
    Case(rival.bits_a_pixel, log_likelihoods=points(np.ones(3)), d=count(4), width=positive(0.5)),
    *(Case(fool, **FOOL) for fool in fools.FOOLS.values()),
    Case(
        judging.precision_recall,
        made=points(IMAGES[:6]),
        real=points(IMAGES[6:13], without=ANY),  # another size than the other sample's is refused by its name
        k=count(3),
    ),
    Case(
        judging.scores,
        made=points(IMAGES),
        wanted=some(CLASSES, "too large", "too small"),
        trained=points(IMAGES),
        held=points(IMAGES[:9], without=ANY),
        held_labels=some(CLASSES[:9], "too large", "too small"),
        rng=numpy_rng(),
    ),
]
INNER = "called by fit, sample and log_likelihood with what they have checked"
CLASSES_OF = {
    "rival": "Rival",
    "vae": "VAE",
    "gan": "GAN",
    "coupling": "Flow",
    "made": "MADE",
    "denoising": "Denoising",
}
ELSEWHERE = {
    "generative.rivals.rival.pictures": "is such a check",
    **{f"generative.rivals.{module}.{name}": "its settings are checked by fit" for module, name in CLASSES_OF.items()},
    **{
        f"generative.rivals.{name}": INNER
        for name in (
            *("rival.Rival.draw", "rival.Rival.loss", "rival.Rival.one_hot", "rival.Rival.start"),
            *("rival.Rival.training", "rival.Rival.updates", "rival.dequantised"),
            *("vae.Autoencoder", "vae.VAE.draw", "vae.VAE.loss", "vae.VAE.start", "vae.gaussian_kl_terms"),
            *("gan.Conditional", "gan.Conditional.forward", "gan.Conditional.picture", "gan.GAN.draw"),
            *("gan.GAN.updates", "denoising.Denoising.draw", "denoising.Denoising.updates"),
            *("coupling.Couplings", "coupling.Couplings.forward", "coupling.Couplings.inverse"),
            *("coupling.Couplings.parts", "coupling.Flow.draw", "coupling.Flow.loss", "coupling.Flow.start"),
            *("made.Masked", "made.Masked.dropped", "made.Masked.forward"),
            *("made.MADE.draw", "made.MADE.loss", "made.MADE.start"),
        )
    },
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_raises_an_error_that_names_the_argument(case):
    assert list(case.faults()) == []


def test_every_public_function_is_in_the_table():
    assert missing(CASES, ELSEWHERE, public(utils.generative.rivals)) == []
