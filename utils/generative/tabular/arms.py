"""The arms of the augmentation study: every way to get further positives, and the two that add no row.

rows = added_rows("diffusion", data, 2000, rng)          # data: a Split
"""

import numpy as np

from utils.common.arrays import numpy_generator
from utils.common.checks import one_of, whole_number
from utils.generative.tabular.generator import Generator
from utils.generative.tabular.resampling import Adasyn, Copies, Jitter, Smote
from utils.generative.tabular.split import Split

BASELINE, WEIGHTS, ORACLE = "none", "class weights", "oracle"


def generators() -> dict[str, Generator]:
    """name -> an unfitted generator: rivals differ in one name only."""
    from utils.generative.tabular.diffusion import Diffusion, PerCluster  # here: they need torch
    from utils.generative.tabular.gan import GAN
    from utils.generative.tabular.vae import VAE

    return {
        "random oversampling": Copies(),
        "jitter": Jitter(),
        "SMOTE": Smote(),
        "ADASYN": Adasyn(),
        "VAE": VAE(),
        "GAN": GAN(),
        "diffusion": Diffusion(),
        "diffusion per cluster": PerCluster(),
    }


def arms() -> tuple[str, ...]:
    """Names of all arms, in the order of the table: no change, class weights, the generators, genuine positives."""
    return (BASELINE, WEIGHTS, *generators(), ORACLE)


def added_rows(arm: str, data: Split, n: int, rng: np.random.Generator) -> np.ndarray:
    """The rows (about n, d) that an arm adds to the training positives; none for "none" and "class weights".

    Raises ValueError for an unknown arm, or if the oracle has fewer than n genuine rows.
    """
    arm, n, rng = one_of("arm", arm, arms()), whole_number("n", n), numpy_generator("rng", rng)
    if arm in (BASELINE, WEIGHTS):
        return data.x[:0]
    if arm == ORACLE:
        if data.further is None:
            raise ValueError(
                "the oracle needs genuine further positives; this source has none beyond its training and test rows"
            )
        if len(data.further) < n:
            raise ValueError(f"the oracle needs {n} genuine further positives, got {len(data.further)}")
        return data.further[:n]
    return generators()[arm].fit(data.positives, rng, data.negatives).sample(n, rng)
