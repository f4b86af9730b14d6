"""Guidance on the 8 × 8 digits: weights, an interval, an earlier snapshot, and two slips. For lecture 12.

    python -m studies.guidance_study [--scheduler ADDRESS] [--fresh]

Some seven minutes on one thread; it goes on where it was stopped. A task is one split of the digits with one training,
whose label is withheld from 15 % of the examples. All arms of a split start from the same noise.
"""

import argparse
import os
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.digits import load_digits
from utils.generative import schedules, solvers
from utils.generative.guidance import guided
from utils.generative.judges import accuracy_on_real
from utils.generative.metrics import sliced_wasserstein, two_sample_auc
from utils.generative.networks import Denoiser, Net
from utils.generative.samplers import Denoise, sample
from utils.generative.training import log_normal_times, train

PARTS = "guidance judges metrics networks samplers schedule schedules solvers training"
MODULES = [
    "studies/ensemble.py",
    "studies/guidance_study.py",
    "utils/data/digits.py",
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SPLITS, EDM = 2026, 4, schedules.edm()
TRAINED, STEPS, EARLY, DROPPED, LEVELS = 1350, 1500, 250, 0.15, (0.3, 3.0)
MEASURES = ("forest", "sw", "auc", "variance")
SHOWN = ("w = 1", "w = 2", "w = 5", "snapshot, w = 3", "swapped, w = 2")


def arms(last: Denoiser, early: Denoiser, labels: np.ndarray) -> Iterator[tuple[str, Denoise]]:
    """Every guidance that is compared, by name."""
    given, snapshot, zero = last.given(labels), early.given(labels), last.given(np.zeros_like(labels))
    yield from ((f"w = {w:g}", guided(given, last, w)) for w in (1.0, 1.5, 2.0, 3.0, 5.0))
    yield "within levels, w = 3", guided(given, last, 3.0, EDM, LEVELS)
    yield "snapshot alone", snapshot
    yield from ((f"snapshot, w = {w:g}", guided(given, snapshot, w)) for w in (1.5, 2.0, 3.0))
    yield "swapped, w = 2", guided(last, given, 2.0)
    yield "class 0 as null, w = 2", guided(given, zero, 2.0)


def within_classes(images: np.ndarray, labels: np.ndarray) -> float:
    """Variance within a class, summed over the pixels, mean over the classes."""
    return float(np.mean([images[labels == k].var(axis=0, ddof=1).sum() for k in range(10)]))


def judged(images: np.ndarray, labels: np.ndarray, held: np.ndarray, its: np.ndarray) -> list[float]:
    """MEASURES of pictures with these labels, against held-out ones. The seeds are the same for all."""
    rng = np.random.default_rng(SEED)
    return [
        accuracy_on_real(images, labels, held, its),
        sliced_wasserstein(images, held, rng, 200),
        two_sample_auc(images[: len(held)], held, rng),
        within_classes(images, labels),
    ]


def measure(key: str, rng: np.random.Generator) -> dict[str, Any]:
    """One split: training on 1350 digits, then each arm's measures, and ten pictures of some."""
    digits, seed = load_digits(), int(key.split()[1])
    order, std = rng.permutation(len(digits.images)), float(digits.images.std())
    images, labels = digits.images[order], digits.labels[order]
    real, held, own = images[:TRAINED], images[TRAINED:], labels[:TRAINED]
    chance = torch.Generator().manual_seed(seed)
    start = Denoiser(Net((8, 8), 256, 3, 10, generator=chance), EDM, data_std=std)
    settings: dict[str, Any] = dict(
        lr=4e-3, decay=0.995, times=log_normal_times(EDM, -0.5, 1.0), labels=own, drop_labels=DROPPED
    )
    for state in train(start, real, steps=STEPS, generator=chance, **settings):
        if state.step == EARLY:
            early = state.snapshot()
    noise = np.hypot(20, std) * rng.standard_normal((TRAINED, 8, 8)).astype(np.float32)
    found, first = {"real": judged(real, own, held, labels[TRAINED:])}, [np.flatnonzero(own == k)[0] for k in range(10)]
    pictures = {}
    for name, denoiser in arms(state.average, early, own):
        step = solvers.dpm_solver_2m(denoiser, EDM)
        *_, (_, made) = sample(step, solvers.karras_times(18, 0.02, 20.0), noise)
        made = np.clip(np.round(8 * made), -8, 8) / 8  # 17 grey levels, as the digits have: else a forest sees that
        found[name] = judged(made, own, held, labels[TRAINED:])
        if name in SHOWN:
            pictures[name] = [as_text(picture) for picture in made[first]]
    return dict(measures=found, pictures=pictures)


def as_text(picture: np.ndarray) -> str:
    """64 grey levels 0..15, a hexadecimal digit each."""
    return "".join(f"{level:x}" for level in np.clip(np.round((picture.ravel() + 1) * 7.5), 0, 15).astype(int))


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    """For each arm and measure the values of the splits; the pictures of the first split."""
    splits = [one["measures"] for one in found.values()]
    return dict(
        measures={
            arm: {name: [round(split[arm][i], 5) for split in splits] for i, name in enumerate(MEASURES)}
            for arm in splits[0]
        },
        pictures=next(iter(found.values()))["pictures"],
    )


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "guidance_study")
    keys, code = [f"split {split}" for split in range(SPLITS)], code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    command = "python -m studies.guidance_study"
    print(store("guidance_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
