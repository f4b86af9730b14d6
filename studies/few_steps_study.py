"""From fifty calls to one on two moons: a teacher, five ways to a network of one call, four slips. For lecture 14.

    python -m studies.few_steps_study [--scheduler ADDRESS] [--fresh]

Some twenty minutes on one thread; it goes on where it was stopped. A task is one training. Distances are sliced
Wasserstein-2 of samples of 2 000 against fresh real samples, divided by what two real samples of that size have in the
mean. Seconds are those of the processor, making pairs included, the teacher's training not. MeanFlow, which has no
teacher, takes about as long as another and its teacher. A slip is one of the methods, from the same random stream, with
one thing wrong. Of the first seed's teacher and distilled consistency model it writes results/few_steps_networks.npz:
numbers alone, in half precision.
"""

import argparse
import copy
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from torch import Tensor, nn

from studies.ensemble import options, run
from studies.stored import RESULTS, code_hash, store
from utils.common.files import replacing
from utils.data import toys
from utils.generative import samplers, schedules, solvers
from utils.generative.backend import column
from utils.generative.consistency import ConsistencyModel, boundary, consistency_loss, multistep
from utils.generative.descent import descend
from utils.generative.mean_flow import AverageVelocity, mean_flow_loss, mean_flow_step, mean_flow_target
from utils.generative.metrics import sliced_wasserstein
from utils.generative.networks import Denoiser, Net
from utils.generative.progressive import one_step_for_two
from utils.generative.training import log_normal_times, train

PARTS = """backend consistency descent mean_flow metrics networks predictions progressive samplers schedule schedules
solvers training"""
MODULES = ["studies/ensemble.py", "studies/few_steps_study.py", "utils/data/toys.py"]
MODULES += [f"utils/generative/{part}.py" for part in PARTS.split()]
SEED, SEEDS, HIGHEST, LOWEST, BATCH = 2026, 3, 80.0, 0.002, 256
EDM, ROWS, SAMPLES, SETS, REAL, FLOORS = schedules.edm(HIGHEST), 20_000, 2000, 4, 3, 60
CALLS, LEVELS, SHOWN = (1, 2, 4), {1: [80.0], 2: [80.0, 1.0], 4: [80.0, 5.0, 1.0, 0.3]}, 200
NETWORKS = RESULTS / "few_steps_networks.npz"
Sampler = Callable[[np.ndarray, Any], np.ndarray]


def moons(n: int, rng: np.random.Generator) -> np.ndarray:
    return toys.two_moons(n, rng).astype(np.float32)


def distance(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> float:
    return sliced_wasserstein(x, y, rng, 200)


def starts(n: int, seed: int) -> np.ndarray:
    """Standard normal noise; a process that starts at u = 80 multiplies it."""
    return np.random.default_rng([SEED, 7, seed]).standard_normal((n, 2)).astype(np.float32)


def scored(generate: Sampler, rng: np.random.Generator) -> dict[str, Any]:
    """Mean distance of SETS samples to REAL real samples each; the first points of the first sample."""
    made = [generate(starts(SAMPLES, k), np.random.default_rng([SEED, 8, k])) for k in range(SETS)]
    off = [distance(x, moons(SAMPLES, rng), rng) for x in made for _ in range(REAL)]
    return dict(off=float(np.mean(off)), points=made[0][:SHOWN].round(3).tolist())


def seeded(seed: int, name: str) -> torch.Generator:
    return torch.Generator().manual_seed(1000 * (METHODS | SLIPS)[name][1] + seed)


def halved(network: Any) -> Any:
    """The network with its numbers rounded to half precision, as they are stored."""
    for weights in network.parameters():
        weights.data = weights.data.half().float()
    return network


@lru_cache(maxsize=1)
def teacher(seed: int) -> tuple[Any, np.ndarray, float]:
    """A denoiser, the rows it was trained on, and the processor's seconds."""
    begin, generator = time.process_time(), seeded(seed, "teacher")
    rows = moons(ROWS, np.random.default_rng([SEED, 9, seed]))
    denoiser = Denoiser(Net(2, 128, 3, generator=generator), EDM, data_std=1.0)
    settings = dict(steps=4000, batch=BATCH, lr=3e-3, times=log_normal_times(EDM, -0.8, 1.4))
    *_, state = train(denoiser, rows, generator=generator, **settings)
    return halved(state.average), rows, time.process_time() - begin


def started_as(network: nn.Module, kind: type[ConsistencyModel] = ConsistencyModel) -> ConsistencyModel:
    """A consistency model whose F has the teacher's weights."""
    return kind(copy.deepcopy(network.net).requires_grad_(True), 1.0, LOWEST)


def batches(rows: Any, generator: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """(x_0, z) without end."""
    data = torch.as_tensor(rows)
    while True:
        chosen = torch.randint(len(data), (BATCH,), generator=generator)
        yield data[chosen], torch.randn(BATCH, 2, generator=generator)


def trained(
    network: nn.Module, loss: Callable, steps: int, generator: torch.Generator, lr: float = 3e-3, **more: Any
) -> Any:
    *_, state = descend(network, loss, steps=steps, generator=generator, lr=lr, **more)
    return halved(state.average)


def regression(seed: int, generator: torch.Generator) -> dict[int, Sampler]:
    denoiser, _, _ = teacher(seed)
    z = torch.as_tensor(HIGHEST * np.random.default_rng([SEED, 10, seed]).standard_normal((ROWS, 2)))
    y = z.float()
    *_, (_, x) = samplers.sample(
        solvers.dpm_solver_2m(denoiser, EDM), solvers.karras_times(25, LOWEST, HIGHEST), y.numpy()
    )
    ends, network = torch.as_tensor(x), ConsistencyModel(Net(2, 128, 3, generator=generator), 1.0, LOWEST)

    def loss(f: Any, _: Any) -> Tensor:
        chosen = torch.randint(ROWS, (BATCH,), generator=generator)
        return (f(y[chosen], HIGHEST) - ends[chosen]).square().mean()

    f = trained(network, loss, 3000, generator)
    return {1: lambda noise, rng: f(HIGHEST * noise, HIGHEST)}


def progressive(seed: int, generator: torch.Generator) -> dict[int, Sampler]:
    """32 steps of DDIM, halved five times."""
    denoiser, rows, _ = teacher(seed)
    times, draw, found = solvers.karras_times(32, LOWEST, HIGHEST), batches(rows, generator), {}
    while len(times) > 2:
        student, coarse = copy.deepcopy(denoiser).requires_grad_(True), times[::2]

        def loss(network: Any, _: Any, before: Any = denoiser, times: np.ndarray = times) -> Tensor:
            (x0, z), k = next(draw), 2 * torch.randint(len(times) // 2, (BATCH,), generator=generator).numpy()
            y, (u, m, w) = x0 + column(times[k], x0) * z, (times[k + i] for i in range(3))
            with torch.no_grad():
                goal = one_step_for_two(before, EDM, y, u, m, w)
            c_out = network.scalings(u)[1]
            return ((network(y, u) - goal) / column(c_out, y)).square().mean()

        denoiser, times = trained(student, loss, 700, generator, decay=0.99), coarse
        found[len(times) - 1] = by_ddim(denoiser, times)
    return {n: found[n] for n in CALLS}


def by_ddim(denoiser: Any, times: np.ndarray) -> Sampler:
    return lambda noise, rng: list(samplers.sample(samplers.ddim(denoiser, EDM), times, HIGHEST * noise))[-1][1]


def by_consistency(f: ConsistencyModel) -> dict[int, Sampler]:
    return {
        n: lambda noise, rng, levels=levels: list(multistep(f, levels, HIGHEST * noise, rng))[-1][1]
        for n, levels in LEVELS.items()
    }


def distilled(seed: int, generator: torch.Generator) -> dict[int, Sampler]:
    """18 levels, one step of Heun with the teacher from each to the next."""
    denoiser, rows, _ = teacher(seed)
    levels, draw = solvers.karras_times(18, LOWEST, HIGHEST, last_zero=False), batches(rows, generator)

    def loss(f: Any, average: Any) -> Tensor:
        (x0, z), k = next(draw), torch.randint(len(levels) - 1, (BATCH,), generator=generator).numpy()
        u, w = levels[k], levels[k + 1]
        y, length = x0 + column(u, x0) * z, column(w - u, x0)
        with torch.no_grad():
            slope = (y - denoiser(y, u)) / column(u, y)
            trial = y + length * slope
            y_w = y + length / 2 * (slope + (trial - denoiser(trial, w)) / column(w, y))
        return consistency_loss(f, average, y, u, y_w, w)

    f = trained(started_as(denoiser), loss, 2000, generator, decay=0.95)
    if seed == 0:
        keep({"teacher": denoiser.net, "distilled": f.net})
    return by_consistency(f)


class Published(ConsistencyModel):
    """With the scalings of exercise 14.3: no root in c_in, the boundary at 0, no σ_d (here 1) in c_out."""

    def scalings(self, u: Any) -> tuple[Any, Any, Any]:
        return 1 / (u**2 + 1), u / np.hypot(u, 1), 1 / (u**2 + 1)


def tuned(
    seed: int,
    generator: torch.Generator,
    kind: type[ConsistencyModel] = ConsistencyModel,
    mean: float = -1.1,
    fresh: bool = False,
    steps: int = 2000,
) -> dict[int, Sampler]:
    """Consistency training from the teacher's weights, w/u = 1/2, 3/4, ..., 63/64; levels log-normal.

    mean: of log u. fresh: draw the noise of the second level anew.
    """
    denoiser, rows, _ = teacher(seed)
    draw, done = batches(rows, generator), iter(range(steps))

    def loss(f: Any, _: Any) -> Tensor:
        x0, z = next(draw)
        normal = torch.randn(BATCH, generator=generator, dtype=torch.float64).numpy()
        u = np.clip(np.exp(mean + 2.0 * normal), 2 * LOWEST, HIGHEST)
        w = np.maximum(u * (1 - 0.5 ** (1 + next(done) * 6 // steps)), LOWEST)
        z_w = torch.randn(z.shape, generator=generator) if fresh else z
        y_u, y_w = x0 + column(u, x0) * z, x0 + column(w, x0) * z_w
        return consistency_loss(f, f, y_u, u, y_w, w, 1 / boundary(u, 1.0, LOWEST)[1] ** 2)

    return by_consistency(trained(started_as(denoiser, kind), loss, steps, generator, decay=0.99))


def mean_flow(seed: int, generator: torch.Generator, total: bool = True) -> dict[int, Sampler]:
    """From scratch; r and t uniform, half of them equal. total: whether place moves in the derivative.

    Its rate was chosen in a pilot; at the others' it ended between 3 and 8 floors.
    """
    draw = batches(moons(ROWS, np.random.default_rng([SEED, 9, seed])), generator)

    def loss(model: Any, _: Any) -> Tensor:
        (x0, eps), both = next(draw), torch.rand(BATCH, 2, generator=generator).sort(dim=1).values
        t = both[:, 1].contiguous()
        r = torch.where(torch.arange(BATCH) % 2 == 0, t, both[:, 0])
        if total:
            return mean_flow_loss(model, x0, eps, r, t)
        v, z = eps - x0, (1 - t[:, None]) * x0 + t[:, None] * eps
        now, rest = mean_flow_target(model, z, r, t, torch.zeros_like(z))
        return (now - (v + rest)).square().mean()

    model = trained(AverageVelocity(Net(3, 128, 3, generator=generator)), loss, 2000, generator, lr=1e-3)
    step = mean_flow_step(model)
    return {
        n: lambda noise, rng, n=n: list(samplers.sample(step, np.linspace(1, 0, n + 1), noise))[-1][1] for n in CALLS
    }


def the_teacher(seed: int, generator: torch.Generator) -> dict[str, Sampler]:
    denoiser, _, _ = teacher(seed)
    found = {}
    for n in (1, 2, 4, 8, 18, 50):
        times = solvers.karras_times(n + 1, LOWEST, HIGHEST, last_zero=False)
        found[f"DDIM {n}"] = by_ddim(denoiser, times)
        if n in (4, 8, 18):
            step = solvers.dpm_solver_2m(denoiser, EDM)
            found[f"2M {n}"] = lambda noise, rng, step=step, times=times: list(
                samplers.sample(step, times, HIGHEST * noise)
            )[-1][1]
    return found


METHODS: dict[str, tuple[Callable, int]] = {  # and the number of its random stream
    "teacher": (the_teacher, 0),
    "regression on pairs": (regression, 1),
    "progressive distillation": (progressive, 2),
    "consistency distillation": (distilled, 3),
    "consistency training": (tuned, 4),
    "MeanFlow": (mean_flow, 6),
}
SLIPS: dict[str, tuple[Callable, int]] = {
    "consistency training, fresh noise": (partial(tuned, fresh=True), 4),
    "consistency training, the published scalings": (partial(tuned, kind=Published), 4),
    "consistency training, levels of mean +1.1": (partial(tuned, mean=1.1), 4),
    "MeanFlow, derivative at a fixed place": (partial(mean_flow, total=False), 6),
}


def keep(networks: dict[str, nn.Module]) -> None:
    """Write their numbers to NETWORKS, in half precision, upper bytes apart from lower ones, which packs better."""
    numbers = {
        n: nn.utils.parameters_to_vector(net.parameters()).detach().half().numpy() for n, net in networks.items()
    }
    with replacing(NETWORKS) as file:
        np.savez_compressed(file, **{n: one.view(np.uint8).reshape(-1, 2).T.copy() for n, one in numbers.items()})


def checksum() -> str:
    return hashlib.sha256(NETWORKS.read_bytes()).hexdigest()


def measure(key: str, rng: np.random.Generator) -> Any:
    if key == "floor":
        return [distance(moons(SAMPLES, rng), moons(SAMPLES, rng), rng) for _ in range(FLOORS)]
    name, seed = key.split(" | ")
    seconds = 0.0 if name.startswith("MeanFlow") else teacher(int(seed))[2]
    begin = time.process_time()
    samplers_by_calls = (METHODS | SLIPS)[name][0](int(seed), seeded(int(seed), name))
    seconds = seconds if name == "teacher" else time.process_time() - begin
    return dict(seconds=seconds, calls={str(n): scored(generate, rng) for n, generate in samplers_by_calls.items()})


def in_hundredths(points: list) -> str:
    """x and y of each point in turn, times 100."""
    return " ".join(f"{number:.0f}" for number in 100 * np.ravel(points))


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    """Per method: seconds and distances over the floor by number of calls, values over seeds; points of seed 0."""
    floor = found["floor"]
    methods: dict[str, Any] = {}
    for name in METHODS | SLIPS:
        runs = [found[f"{name} | {seed}"] for seed in range(SEEDS)]
        calls = runs[0]["calls"]
        methods[name] = dict(
            seconds=[round(one["seconds"], 1) for one in runs],
            off={n: [round(one["calls"][n]["off"] / np.mean(floor), 3) for one in runs] for n in calls},
            points={n: in_hundredths(calls[n]["points"]) for n in calls if n.split()[-1] in "124" and "2M" not in n},
        )
    return dict(
        floor=[float(np.mean(floor)), float(np.std(floor, ddof=1))],
        levels=LEVELS,
        methods={name: methods[name] for name in METHODS},
        slips={name: methods[name] for name in SLIPS},
        networks=checksum(),
    )


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "few_steps_study")
    keys = ["floor", *(f"{name} | {seed}" for seed in range(SEEDS) for name in METHODS | SLIPS)]
    code = code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    command = "python -m studies.few_steps_study"
    print(store("few_steps_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
