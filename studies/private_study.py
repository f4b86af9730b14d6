"""Private training beside its rival: DP-SGD and a noisy histogram by ε, on a model that leaks without. For lecture 18.

    python -m studies.private_study [--scheduler ADDRESS] [--fresh]

Some minutes on one thread; it goes on where it was stopped. A task is one model of the rows of a mixture.
Settings (clip, steps, rate of learning; cells a column) were chosen on seed 100, which is not among those reported.
"""

import argparse
import os
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.ensemble import options, run
from studies.memory_study import EDM, FPR, attack, fresh_net, generated, mean_and_error, steps_of
from studies.stored import code_hash, store
from utils.generative.memory import tpr_at_fpr
from utils.generative.metrics import floor, nearest_distance, sliced_wasserstein
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import Denoiser
from utils.generative.private_training import multiplier_for, noisy_histogram, train_privately
from utils.generative.tabular.audit import separation
from utils.generative.training import log_normal_times

PARTS = "memory metrics mixtures networks private_training samplers schedule schedules solvers training tabular/audit"
MODULES = [
    "studies/ensemble.py",
    "studies/memory_study.py",
    "studies/private_study.py",
    "utils/processes/privacy.py",
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SEEDS, DELTA, MADE = 2026, 3, 1e-5, 2000
EPSILONS, LEVEL, WIDTH, REACH = ("8", "3", "1"), 0.1, 64, 3.0
PLAIN = dict(steps=3000, batch=128, decay=0.99)
PRIVATE = dict(clip=1.0, lr=1e-2, noises=4, decay=0.98)
SETTINGS: dict[str, dict[str, Any]] = {  # cells: of the histogram, a column, by ε
    "2": dict(d=2, n=100, rate=1.0, steps=200, cells={"8": 8, "3": 6, "1": 4, "0.3": 4}),
    "4": dict(d=4, n=100, rate=1.0, steps=200, cells={"8": 4, "3": 3, "1": 3, "0.3": 3}),
    "many": dict(d=2, n=2000, rate=0.05, steps=400, cells={"8": 15, "3": 10, "1": 10, "0.3": 8}),
}
TIMES = log_normal_times(EDM, -1.5)


def law(d: int) -> GaussianMixture:
    """Five modes of deviation .3 in d dimensions; the last holds 5 %."""
    means = np.random.default_rng(7).normal(size=(5, d))
    return GaussianMixture([0.35, 0.25, 0.2, 0.15, 0.05], means, [0.3**2 * np.eye(d)] * 5)


def measure(key: str, rng: np.random.Generator) -> dict[str, float]:
    """key: arm, ε, setting, seed. Distance over floor, membership by network and by samples alone, smallest group."""
    arm, epsilon, name, seed = key.split()
    setting = SETTINGS[name]
    d, truth = setting["d"], law(setting["d"])
    rows = truth.sample(setting["n"], np.random.default_rng([SEED, int(seed)]))  # the same for every arm
    others, real = truth.sample(4000, rng), truth.sample(2 * MADE, rng)
    average = model(arm, epsilon, setting, rows, int(seed))
    if average is not None:
        made = generated(average, MADE, 1.0, rng)
    elif arm == "histogram":
        edges = [np.linspace(-REACH, REACH, setting["cells"][epsilon] + 1)] * d
        # Each row is brought within reach by itself, whatever the others are: that costs no privacy.
        made = noisy_histogram(np.clip(rows, -REACH, REACH), edges, float(epsilon), rng)(MADE, rng)
    elif arm == "rows":
        made = rows
    elif arm == "gaussian":
        made = rng.multivariate_normal(rows.mean(0), np.cov(rows.T), MADE)
    else:
        made = rng.standard_normal((MADE, d))  # what an untrained network gives

    def distance(x: np.ndarray, y: np.ndarray) -> float:
        return sliced_wasserstein(x, y, np.random.default_rng(SEED), 200)

    by_samples = [-nearest_distance(x, made) for x in (rows, others)]
    by_error = by_samples if average is None else attack(average, rows, others, LEVEL, rng)
    return dict(
        distance=float(np.mean([distance(made, half) for half in np.split(real, 2)]))
        / floor(distance, real, rng, 5).mean,
        auc=separation(*by_error),
        tpr=tpr_at_fpr(*by_error, FPR),
        samples_auc=separation(*by_samples),
        smallest=float(np.mean(truth.responsibilities(made).argmax(1) == 4)),
        multiplier=multiplier(epsilon, setting) if arm == "dp-sgd" else 0.0,
    )


def multiplier(epsilon: str, setting: dict[str, Any]) -> float:
    return multiplier_for(float(epsilon), setting["rate"], setting["steps"], DELTA)


def model(arm: str, epsilon: str, setting: dict[str, Any], rows: np.ndarray, seed: int) -> Denoiser | None:
    """The averaged network of an arm that has one."""
    denoiser = Denoiser(fresh_net(rows.shape[1], WIDTH, seed), EDM)
    if arm == "plain":
        *_, state = steps_of(denoiser, rows, seed, times=TIMES, **PLAIN)
    elif arm in ("dp-sgd", "clipped"):
        options = PRIVATE | {name: setting[name] for name in ("rate", "steps")}
        options["multiplier"] = multiplier(epsilon, setting) if arm == "dp-sgd" else 0.0
        generator = torch.Generator().manual_seed(seed)
        *_, state = train_privately(denoiser, rows, generator=generator, times=TIMES, **options)
    else:
        return None
    return state.average


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "private_study")
    arms = [
        *(f"{arm} -" for arm in ("plain", "clipped", "rows", "gaussian", "untrained")),
        *(f"dp-sgd {epsilon}" for epsilon in EPSILONS),
        *(f"histogram {epsilon}" for epsilon in (*EPSILONS, "0.3")),
    ]
    keys = [f"{arm} {d} {seed}" for seed in range(SEEDS) for d in SETTINGS for arm in arms]
    code = code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    result = {
        d: {
            arm: {
                name: mean_and_error([found[f"{arm} {d} {seed}"][name] for seed in range(SEEDS)])
                for name in found[f"{arm} {d} 0"]
            }
            for arm in arms
        }
        for d in SETTINGS
    }
    settings = dict(settings=SETTINGS, delta=DELTA, width=WIDTH, plain=PLAIN, private=PRIVATE, level=LEVEL, fpr=FPR)
    command = "python -m studies.private_study"
    print(store("private_study", command=command, seeds=[SEED], modules=MODULES, result={"arms": result} | settings))


if __name__ == "__main__":
    main()
