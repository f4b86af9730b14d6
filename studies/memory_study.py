"""When a network remembers: digits by step and size, a mixture by width and size, a field in the plane. For 18.

    python -m studies.memory_study [--scheduler ADDRESS] [--fresh]

Some ten minutes on one thread; it goes on where it was stopped. A task is one training. Everything is a mean over
seeds with its standard error. What has to do with privacy is in private_study.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.digits import load_digits
from utils.generative import schedules, solvers
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.memory import denoising_error, distances_to_both, near_copies, tpr_at_fpr
from utils.generative.metrics import nearest_distance, two_nearest
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import Denoiser, Net
from utils.generative.samplers import sample
from utils.generative.tabular.audit import separation
from utils.generative.training import TrainingState, log_normal_times, train

PARTS = "denoisers memory metrics mixtures networks samplers schedule schedules solvers training tabular/audit"
MODULES = [
    "studies/ensemble.py",
    "studies/memory_study.py",
    "utils/data/digits.py",
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SEEDS, EDM, VP = 2026, 3, schedules.edm(), schedules.cosine_vp()
FPR, FPRS = 0.01, np.geomspace(0.002, 1, 25)

DIGITS, OUTSIDERS, LEVELS, SHOWN = (100, 600, 1350), 447, (0.2, 0.5, 1.0), 6
MARKS = (50, 100, 200, 300, 400, 600, 900, 1200, 1500)

LAW = GaussianMixture(
    [0.3, 0.25, 0.2, 0.15, 0.1], np.random.default_rng(7).normal(size=(5, 8)), [0.3**2 * np.eye(8)] * 5
)
WIDTHS, SIZES, TIMES = (32, 256), (10, 30, 100, 300, 1000), (0.1, 0.2, 0.4, 0.7, 1.0)

ISLANDS = GaussianMixture(  # those of lecture 07
    weights=[0.5, 0.3, 0.2],
    means=[[-0.9, -0.5], [0.9, 1.1], [0.9, -0.4]],
    covs=[[[0.20, -0.15], [-0.15, 0.16]], [[0.05, 0.0], [0.0, 0.05]], [[0.01, 0.0], [0.0, 0.01]]],
)
POINTS, AT, GRID = (10, 30, 100, 300, 1000, 3000), 0.3, np.linspace(-2.2, 2.2, 11)


def steps_of(denoiser: Denoiser, rows: np.ndarray, seed: int, **settings: Any) -> Iterator[TrainingState]:
    return train(denoiser, rows, generator=torch.Generator().manual_seed(seed), **settings)


def fresh_net(shape: Any, width: int, seed: int) -> Net:
    return Net(shape, width, 3, generator=torch.Generator().manual_seed(seed))


def generated(average: Denoiser, n: int, std: float, rng: np.random.Generator) -> np.ndarray:
    """n samples in 18 calls, starting at σ = 20."""
    start = np.hypot(20, std) * rng.standard_normal((n, *average.net.shape)).astype(np.float32)
    *_, (_, x) = sample(solvers.dpm_solver_2m(average, EDM), solvers.karras_times(18, 0.02, 20.0), start)
    return x


def attack(average: Denoiser, members: np.ndarray, others: np.ndarray, level: float, rng: np.random.Generator) -> list:
    """Scores of members and others: the negative of the denoising error at this level."""
    return [-denoising_error(average, EDM, rows.astype(np.float32), level, rng) for rows in (members, others)]


def as_text(picture: np.ndarray) -> str:
    """64 grey levels 0..16 as a letter each, 0-9 and a-g."""
    return "".join(
        "0123456789abcdefg"[level] for level in np.clip(np.round((picture.ravel() + 1) * 8), 0, 16).astype(int)
    )


def digits(n: int, seed: int, rng: np.random.Generator) -> dict[str, Any]:
    """One training on n digits: at each mark copies, nearest distance, and for each level AUC, TPR and ROC."""
    images = load_digits().images
    order = rng.permutation(len(images))
    kept, others, std = images[order[:n]], images[order[-OUTSIDERS:]], float(images.std())
    members, found = kept[:600], []
    denoiser = Denoiser(fresh_net((8, 8), 256, seed), EDM, data_std=std)
    settings = dict(lr=4e-3, decay=0.995, times=log_normal_times(EDM, -0.5, 1.0))
    for state in steps_of(denoiser, kept, seed, steps=MARKS[-1], **settings):
        if state.step not in MARKS:
            continue
        made = generated(state.average, OUTSIDERS, std, rng)
        distances, index = two_nearest(made, kept)
        scores = [attack(state.average, members, others, level, rng) for level in LEVELS]
        found.append(
            dict(
                copies=near_copies(made, kept),
                nearest=float(np.median(distances[:, 0])),
                nearest_mean=float(np.mean(distances[:, 0])),
                auc=[separation(*one) for one in scores],
                tpr=[tpr_at_fpr(*one, FPR) for one in scores],
                roc=[[round(tpr_at_fpr(*one, fpr), 4) for fpr in FPRS] for one in scores],
                samples_auc=separation(*(-nearest_distance(rows, made) for rows in (members, others))),
                pictures=[as_text(picture) for picture in made[:SHOWN]],
                their_nearest=order[index[:SHOWN]].tolist(),
            )
        )
    held_out = nearest_distance(others, kept)
    last = [(-one).round(5).tolist() for one in scores[0]] if n == 600 and seed == 0 else []
    return dict(marks=found, held_out=[float(np.median(held_out)), float(held_out.mean())], scores=last)


def mixture(width: int, n: int, seed: int, rng: np.random.Generator) -> dict[str, float]:
    """One training on n rows of the mixture in 8 dimensions."""
    rows, fresh, std = LAW.sample(n, rng), LAW.sample(1000, rng), float(np.sqrt(np.trace(LAW.cov) / 8))
    settings = dict(batch=128, decay=0.99, times=log_normal_times(EDM))
    *_, state = steps_of(Denoiser(fresh_net(8, width, seed), EDM, data_std=std), rows, seed, steps=1200, **settings)
    data, law = DataDenoiser(rows, EDM), MixtureDenoiser(LAW, EDM)
    again = np.tile(rows, (-(-1000 // n), 1))  # so that few rows are noised as often as many
    to_data, to_law = distances_to_both(state.average, data, law, again, TIMES, rng)
    scores = attack(state.average, rows, LAW.sample(4000, rng), 0.4, rng)
    return dict(
        to_data=to_data,
        to_law=to_law,
        to_law_fresh=distances_to_both(state.average, data, law, fresh, TIMES, rng)[1],
        data_to_law=distances_to_both(data, data, law, again, TIMES, rng)[1],
        copies=near_copies(generated(state.average, 500, std, rng), rows),
        auc=separation(*scores),
        tpr=tpr_at_fpr(*scores, FPR),
    )


def plane_rows(n: int, seed: int) -> np.ndarray:
    """The n training points in the plane: the first n of one sequence for each seed."""
    return ISLANDS.sample(POINTS[-1], np.random.default_rng([SEED, seed]))[:n]


def plane(n: int, seed: int, rng: np.random.Generator) -> dict[str, Any]:
    """One training on n points of the islands: E[x_0 | x_t] on a grid, 200 samples, distances to data and law."""
    rows, std = plane_rows(n, seed), float(np.sqrt(np.trace(ISLANDS.cov) / 2))
    denoiser = Denoiser(fresh_net(2, 64, seed), VP, data_std=std)
    *_, state = steps_of(denoiser, rows, seed, steps=1500, batch=128, decay=0.99)
    data, law = DataDenoiser(rows, VP), MixtureDenoiser(ISLANDS, VP)
    to_data, to_law = distances_to_both(state.average, data, law, np.tile(rows, (-(-3000 // n), 1)), [AT], rng)
    found = dict(to_data=to_data, to_law=to_law)
    if seed > 0:
        return found
    places = np.stack(np.meshgrid(GRID, GRID), axis=-1).reshape(-1, 2)
    start = np.random.default_rng(SEED).standard_normal((200, 2))
    *_, (_, made) = sample(solvers.heun(state.average, VP), np.linspace(0.98, 0.005, 25), start)
    return found | dict(field=state.average(places, AT).round(3).tolist(), samples=made.round(2).tolist())


def measure(key: str, rng: np.random.Generator) -> Any:
    what, *numbers = key.split()
    task = {"digits": digits, "mixture": mixture, "plane": plane}[what]
    return task(*map(int, numbers), rng)


def mean_and_error(values: list) -> list:
    """[mean, its standard error], each shaped like one value."""
    rows = np.array(values, dtype=float)
    return [rows.mean(0).round(5).tolist(), (rows.std(0, ddof=1) / np.sqrt(len(rows))).round(5).tolist()]


def over_seeds(found: list[dict], names: Iterable[str]) -> dict[str, list]:
    return {name: mean_and_error([one[name] for one in found]) for name in names}


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    """What the tasks gave, over seeds; pictures, scores, fields and samples are those of the first seed."""
    measures = ("copies", "nearest", "nearest_mean", "auc", "tpr", "roc", "samples_auc")
    runs = {n: [found[f"digits {n} {seed}"] for seed in range(SEEDS)] for n in DIGITS}
    planes = {n: [found[f"plane {n} {seed}"] for seed in range(SEEDS)] for n in POINTS}
    eights = {w: {n: [found[f"mixture {w} {n} {seed}"] for seed in range(SEEDS)] for n in SIZES} for w in WIDTHS}
    by_step = {
        n: [
            {"step": step} | over_seeds(marks, measures) for step, *marks in zip(MARKS, *(one["marks"] for one in ones))
        ]
        for n, ones in runs.items()
    }
    return dict(
        digits=dict(
            levels=LEVELS,
            fprs=FPRS.round(5).tolist(),
            steps=by_step,
            held_out={n: mean_and_error([one["held_out"] for one in ones]) for n, ones in runs.items()},
            scores=dict(zip(("members", "others"), runs[600][0]["scores"])),
            pictures={n: [[m["pictures"], m["their_nearest"]] for m in ones[0]["marks"]] for n, ones in runs.items()},
        ),
        mixture={w: {n: over_seeds(ones, ones[0]) for n, ones in sizes.items()} for w, sizes in eights.items()},
        plane={
            n: over_seeds(ones, ("to_data", "to_law")) | {key: ones[0][key] for key in ("field", "samples")}
            for n, ones in planes.items()
        },
    )


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "memory_study")
    keys = [
        *(f"plane {n} {seed}" for seed in range(SEEDS) for n in POINTS),
        *(f"digits {n} {seed}" for seed in range(SEEDS) for n in DIGITS),
        *(f"mixture {width} {n} {seed}" for seed in range(SEEDS) for width in WIDTHS for n in SIZES),
    ]
    code = code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    command = "python -m studies.memory_study"
    print(store("memory_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
