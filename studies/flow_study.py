"""Straight and curved flows on two moons: the coupling, the number of Euler steps, and labels. For lecture 11.

    python -m studies.flow_study [--scheduler ADDRESS] [--fresh]

Some ten minutes on one thread; it goes on where it was stopped. A task is one seed of one coupling. Distances are
sliced Wasserstein-2 against five fresh real samples, divided by what two real samples of that size score.
"""

import argparse
import os
import time
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data import toys
from utils.generative import schedules, solvers
from utils.generative.couplings import cost, optimal_order, reflow
from utils.generative.flow_matching import Pairs, fresh_pairs, kept_pairs, logit_normal_times, match
from utils.generative.interpolants import straightness
from utils.generative.metrics import sliced_wasserstein
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import Denoiser, Net
from utils.generative.samplers import sample

PARTS = "couplings flow_matching interpolants metrics mixtures networks samplers schedule schedules solvers training"
MODULES = ["studies/ensemble.py", "studies/flow_study.py", "utils/data/toys.py"]
MODULES += [f"utils/generative/{part}.py" for part in PARTS.split()]
SEED, SEEDS, FLOW = 2026, 5, schedules.flow()
ROWS, STEPS, SAMPLES, REAL, PAIRS = 8000, 1500, 2000, 5, 20_000
CALLS = (1, 2, 4, 8, 18, 50)
COUPLINGS = ("reflow", "logit-normal t", "blocks of 16", "blocks of 64", "blocks of 256")
LABELLED = ("independent", "blocks of 64, labels ignored", "blocks of 64, within a label")
ISLANDS = GaussianMixture(  # three classes in the plane, with mean 0
    [1 / 3] * 3, [[-1.2, 0.6], [1.2, 0.6], [0.0, -1.2]], [0.15**2 * np.eye(2)] * 3
)


def fresh_denoiser(seed: int, classes: int = 0) -> Denoiser:
    generator = torch.Generator().manual_seed(seed)
    return Denoiser(Net(2, 64, 2, classes, generator=generator), FLOW, prediction="flow")


def matched(pairs: Pairs, seed: int, classes: int = 0, **settings: Any) -> tuple[Denoiser, float]:
    """The averaged network after STEPS steps, and seconds of the processor."""
    begin = time.process_time()
    generator = torch.Generator().manual_seed(1000 + seed)
    *_, state = match(fresh_denoiser(seed, classes), pairs, steps=STEPS, generator=generator, **settings)
    return state.average, time.process_time() - begin


def along(denoiser: Any, n: int, x1: np.ndarray) -> np.ndarray:
    """All states of n even Euler steps, (n + 1, samples, 2)."""
    steps = sample(solvers.euler(denoiser, FLOW), np.linspace(1, 0, n + 1), x1.astype(np.float32))
    return np.array([x for _, x in steps])


def moons(n: int, rng: np.random.Generator) -> np.ndarray:
    return toys.two_moons(n, rng).astype(np.float32)


def distance(x: np.ndarray, real: list[np.ndarray], rng: np.random.Generator) -> float:
    return float(np.mean([sliced_wasserstein(x, one, rng, 200) for one in real]))


def generated(denoiser: Any, rng: np.random.Generator) -> dict[str, Any]:
    """Distance over the floor for each number of steps; straightness and cost of the map, by 50 steps."""
    real = [moons(SAMPLES, rng) for _ in range(2 * REAL)]
    floor = float(np.mean([sliced_wasserstein(a, b, rng, 200) for a, b in zip(real[::2], real[1::2])]))
    x1 = rng.standard_normal((SAMPLES, 2))
    paths = {n: along(denoiser, n, x1) for n in CALLS}
    wrong = {name: distance(x, real[:REAL], rng) / floor for name, x in slips(denoiser, x1).items()}
    return dict(
        slips=list(wrong.values()),
        off=[distance(paths[n][-1], real[:REAL], rng) / floor for n in CALLS],
        straightness=straightness(np.linspace(1, 0, 51), paths[50]),
        map_cost=cost(paths[50][-1], x1),
    )


def slips(denoiser: Denoiser, x1: np.ndarray, n: int = 50) -> dict[str, np.ndarray]:
    """Where n Euler steps end, by the rule x ← x + rate · v(x, told) / n with k rising from 0: right, and slipped."""
    rules = {
        "right": lambda k: (-1, 1 - k / n),
        "told 1 − t": lambda k: (-1, k / n),
        "time run the other way": lambda k: (1, k / n),
        "sign of v": lambda k: (1, 1 - k / n),
        "t = 1 left out": lambda k: (-1, 1 - max(k, 1) / n),
    }
    ends = {}
    for name, rule in rules.items():
        x = torch.as_tensor(x1, dtype=torch.float32)
        for k in range(n):
            rate, told = rule(k)
            with torch.no_grad():
                x = x + rate / n * denoiser.answer(x, told)
        ends[name] = x.numpy()
    return ends


def straightened(teacher: Any, seed: int) -> tuple[Denoiser, float]:
    """A network on the ends of the teacher's paths; seconds of the processor, making the pairs included."""
    begin = time.process_time()
    x1 = np.random.default_rng(500 + seed).standard_normal((PAIRS, 2)).astype(np.float32)
    x0, _ = reflow(solvers.heun(teacher, FLOW), np.linspace(1, 0, 26), x1)
    making = time.process_time() - begin
    network, seconds = matched(kept_pairs(x0, x1), 100 + seed)
    return network, seconds + making


def coupling(name: str, seed: int, rng: np.random.Generator) -> dict[str, Any]:
    """{name: what was measured}; "reflow" stands for independent pairs, and reflow once and twice from them."""
    rows = moons(ROWS, np.random.default_rng(seed))
    block = int(name.split()[-1]) if "blocks" in name else None
    settings = dict(times=logit_normal_times()) if "logit" in name else {}
    network, seconds = matched(fresh_pairs(rows, block), seed, **settings)
    if name != "reflow":
        return {name: generated(network, rng) | dict(seconds=seconds)}
    found = {"independent": generated(network, rng) | dict(seconds=seconds)}
    for again in ("reflow", "reflow twice"):
        network, seconds = straightened(network, seed)
        found[again] = generated(network, rng) | dict(seconds=seconds)
    return found


def labelled(name: str, seed: int, rng: np.random.Generator) -> dict[str, Any]:
    """One class asked for, from N(0, I): distance over the floor, mean over classes, for each number of steps."""
    rows, labels = ISLANDS.sample_labelled(ROWS, np.random.default_rng(seed))
    block = 64 if "blocks" in name else None
    pairs = fresh_pairs(rows.astype(np.float32), block, labels, blind="ignored" in name)
    network, _ = matched(pairs, seed, classes=3)
    _, x1, kinds = pairs(6400, torch.Generator().manual_seed(seed))
    means = [float(x1[kinds == k].mean(0).norm()) for k in range(3)]
    off = []
    for k in range(3):
        real = [ISLANDS.means[k] + 0.15 * rng.standard_normal((SAMPLES, 2)) for _ in range(2 * REAL)]
        floor = np.mean([sliced_wasserstein(a, b, rng, 200) for a, b in zip(real[::2], real[1::2])])
        x1 = rng.standard_normal((SAMPLES, 2))
        off.append([distance(along(network.given(k), n, x1)[-1], real[:REAL], rng) / floor for n in CALLS])
    return {name: dict(off=np.mean(off, axis=0).tolist(), noise_mean=float(np.mean(means)))}


def blocks(name: str, seed: int, rng: np.random.Generator) -> dict[str, Any]:
    """Cost of pairs in blocks of so many, and milliseconds of the processor for 1024 pairs."""
    x0, x1 = moons(8192, rng), rng.standard_normal((8192, 2))
    begin = time.process_time()
    order = optimal_order(x0, x1, int(name))
    return {name: dict(cost=cost(x0[order], x1), ms=1000 * (time.process_time() - begin) / 8)}


def measure(key: str, rng: np.random.Generator) -> Any:
    what, name, seed = key.split(" | ")
    return {"coupling": coupling, "labelled": labelled, "blocks": blocks}[what](name, int(seed), rng)


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    """{what: {name: {measure: values over seeds}}}."""
    result: dict[str, Any] = dict(calls=CALLS)
    for key, named in found.items():
        for name, values in named.items():
            kept = result.setdefault(key.split(" | ")[0], {}).setdefault(name, {})
            for measured, value in values.items():
                kept.setdefault(measured, []).append(np.round(value, 5).tolist())
    return result


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "flow_study")
    asked = [("coupling", COUPLINGS), ("labelled", LABELLED), ("blocks", ("1", "4", "16", "64", "256"))]
    keys = [f"{what} | {name} | {seed}" for seed in range(SEEDS) for what, names in asked for name in names]
    code = code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    command = "python -m studies.flow_study"
    print(store("flow_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
