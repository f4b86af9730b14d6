"""Six rivals on the 8 × 8 digits with the same seconds of one core each, and four fools; every judge. For lecture 16.

    python -m studies.rivals_study [--scheduler ADDRESS] [--fresh]

Some fifteen minutes on one thread; it goes on where it was stopped. A task is one rival, or all fools, on one split of
the digits: three quarters to train on, stratified, the rest held out. Seconds are the thread's, not the clock's; how
many steps they allow is measured first. "real" is what other real pictures score. Also written:
results/rivals_samples.npz, pictures of the first split at each mark.
"""

import argparse
import os
import time
from dataclasses import replace
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.ensemble import options, run
from studies.stored import RESULTS, code_hash, store
from utils.common.files import replacing
from utils.data.digits import load_digits
from utils.generative.memory import near_copies
from utils.generative.metrics import nearest_distance
from utils.generative.rivals.coupling import Flow
from utils.generative.rivals.denoising import Denoising
from utils.generative.rivals.fools import FOOLS
from utils.generative.rivals.gan import GAN
from utils.generative.rivals.judging import scores
from utils.generative.rivals.made import MADE
from utils.generative.rivals.rival import LEVELS, Rival, bits_a_pixel, to_levels
from utils.generative.rivals.vae import VAE

PARTS = """backend couplings denoisers descent judges memory metrics mixtures networks samplers schedule schedules
solvers training tabular/early_stopping tabular/gan tabular/layers rivals/coupling rivals/denoising rivals/fools
rivals/gan rivals/judging rivals/made rivals/rival rivals/vae"""
MODULES = [
    "studies/ensemble.py",
    "studies/rivals_study.py",
    "utils/data/digits.py",
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SPLITS, SECONDS, MADE_PICTURES = 2026, 3, 20.0, 1500
MARKS = (1, 2, 4, 7, 12, 20)  # seconds; on the first split the judges look at each, else at the last
SHOWN, JUDGED = 10, 450  # pictures kept of each mark, and of the last
RIVALS: dict[str, Rival] = {
    "VAE": VAE(),
    "GAN": GAN(),
    "coupling flow": Flow(width=128),
    "MADE": MADE(),
    "diffusion": Denoising(),
    "flow matching": Denoising(method="flow matching"),
}


def split_digits(split: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(images, labels, held, held_labels)."""
    from sklearn.model_selection import train_test_split

    data = load_digits()
    ours, held, labels, held_labels = train_test_split(
        data.images, data.labels, test_size=0.25, random_state=split, stratify=data.labels
    )
    return ours, labels, held, held_labels


def steps_in(rival: Rival, images: np.ndarray, labels: np.ndarray, seconds: float) -> int:
    """How many steps of a training these seconds of the thread allow, measured over some after the first ones."""
    begin = None
    for state, _ in replace(rival, steps=100_000).training(images, np.random.default_rng(0), labels):
        if state.step == 10:
            begin = time.thread_time()
        if begin is not None and (spent := time.thread_time() - begin) > 0.06 * seconds and state.step % 25 == 0:
            return round(seconds * (state.step - 10) / spent)
    raise RuntimeError("a training ended before it was measured")


def one_rival(name: str, split: int, rng: np.random.Generator, seconds: float = SECONDS) -> dict[str, Any]:
    """Trained for `seconds`: steps, the seconds they took, of sampling; a row of scores and pictures for each mark."""
    images, labels, held, held_labels = split_digits(split)
    rival = replace(RIVALS[name], steps=steps_in(RIVALS[name], images, labels, seconds))
    marks = [round(rival.steps * mark / MARKS[-1]) for mark in (MARKS if split == 0 else MARKS[-1:])]
    wanted, rows, pictures, spent, begin = np.arange(MADE_PICTURES) % 10, [], [], 0.0, time.thread_time()
    for state, now in rival.training(images, rng, labels):
        if state.step not in marks:
            continue
        spent += time.thread_time() - begin
        begin = time.thread_time()
        made = to_levels(now.sample(MADE_PICTURES, np.random.default_rng([SEED, split]), wanted))
        sampling = time.thread_time() - begin
        rows.append(scores(made, wanted, images, held, held_labels, np.random.default_rng([SEED, split, 1])))
        pictures.append(as_text(made[: JUDGED if state.step == rival.steps and split == 0 else SHOWN]))
        begin = time.thread_time()
    bits = []
    if name in ("VAE", "coupling flow", "MADE"):
        for x, kind in ((held, held_labels), (images, labels)):
            nats = now.log_likelihood(x, np.random.default_rng(split), kind)
            bits.append(float(bits_a_pixel(nats, 64, now.level_width).mean()))
    return dict(steps=rival.steps, seconds=spent, sampling=sampling, marks=rows, bits=bits, pictures=pictures)


def all_fools(split: int, rng: np.random.Generator) -> dict[str, dict[str, float]]:
    """A row of scores for each fool, and for real pictures: those of the training set, as if generated."""
    images, labels, held, held_labels = split_digits(split)
    wanted, found = np.arange(MADE_PICTURES) % 10, {}
    for name, fool in FOOLS.items():
        made = fool(images, labels, wanted, rng)
        found[name] = scores(
            to_levels(made), wanted, images, held, held_labels, np.random.default_rng([SEED, split, 1])
        )
    order = rng.permutation(len(images))  # what the judge sees of the real ones are other pictures than the held
    real = scores(images[order], labels[order], images, held, held_labels, np.random.default_rng([SEED, split, 1]))
    own = dict(to_trained=float(nearest_distance(held, images).mean()), copies=near_copies(held, images))
    return found | {"real": real | own}


def as_text(pictures: np.ndarray) -> str:
    """Grey levels 0..16 as a letter each, 0-9 and a-g, picture after picture."""
    return "".join(
        "0123456789abcdefg"[level] for level in np.round((pictures.ravel() + 1) * (LEVELS - 1) / 2).astype(int)
    )


def from_text(text: str) -> np.ndarray:
    """What `as_text` was given: (n, 8, 8), as whole grey levels 0..16."""
    return np.array([int(letter, LEVELS) for letter in text], dtype=np.uint8).reshape(-1, 8, 8)


def measure(key: str, rng: np.random.Generator) -> Any:
    name, split = key.rsplit(" ", 1)
    return all_fools(int(split), rng) if name == "fools" else one_rival(name, int(split), rng)


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    """Scores by name, a list over splits; the marks of the first split; steps, seconds, bits."""
    runs = {name: [found[f"{name} {split}"] for split in range(SPLITS)] for name in RIVALS}
    fools = [found[f"fools {split}"] for split in range(SPLITS)]
    names = list(fools[0]["real"])
    return dict(
        rivals={
            name: {key: [one["marks"][-1][key] for one in ones] for key in names}
            | {key: [one[key] for one in ones] for key in ("steps", "seconds", "sampling", "bits")}
            for name, ones in runs.items()
        },
        fools={fool: {key: [one[fool][key] for one in fools] for key in names} for fool in fools[0]},
        marks={name: ones[0]["marks"] for name, ones in runs.items()},
        seconds=MARKS,
    )


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "rivals_study")
    torch.set_num_threads(1)
    keys = [f"{name} {split}" for split in range(SPLITS) for name in ("fools", *RIVALS)]
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code_hash(MODULES), scheduler=chosen.scheduler)
    pictures = {
        f"{name} {mark}": from_text(text)
        for name in RIVALS
        for mark, text in zip(MARKS, found[f"{name} 0"]["pictures"])
    }
    with replacing(RESULTS / "rivals_samples.npz") as file:
        np.savez_compressed(file, **pictures)  # type: ignore[arg-type]
    command = "python -m studies.rivals_study"
    print(store("rivals_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
