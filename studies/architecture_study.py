"""MLP, U-Net and DiT on digits at equal seconds, judged five ways; noise levels; the same by diffusers. For lecture 07.

    python -m studies.architecture_study [--scheduler ADDRESS] [--fresh]

A quarter of an hour on one thread; it goes on where it was stopped. A split is 1347 training and 450 held-out digits,
with first weights, batches and starts of its own. Steps are given, so that the numbers do not depend on the machine's
load: so many as one thread of ours makes in 20 or 40 seconds; the seconds it took are stored beside. Needs the extra
`test`, which holds diffusers.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from torch import nn

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.digits import load_digits
from utils.generative import schedules, solvers
from utils.generative.judges import accuracy_on_real
from utils.generative.memory import near_copies
from utils.generative.metrics import nearest_distance, sliced_wasserstein, two_sample_auc
from utils.generative.networks import Denoiser, Net
from utils.generative.picture_networks import DiT, UNet
from utils.generative.samplers import ddim, even_times, sample
from utils.generative.training import learning_rate, log_normal_times, train, uniform_times

PARTS = "judges memory metrics networks picture_networks samplers schedule schedules solvers training"
MODULES = [
    "studies/architecture_study.py",
    "studies/ensemble.py",
    "utils/data/digits.py",
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SPLITS, TRAINED, MADE, EDM = 2026, 3, 1347, 1500, schedules.edm()
NETS: dict[str, tuple[Callable[..., nn.Module], int, float, int]] = {  # net, batch, lr, steps a second
    "MLP": (lambda **of: Net((8, 8), 256, 4, 10, **of), 256, 4e-3, 70),
    "U-Net": (lambda **of: UNet((8, 8), classes=10, **of), 64, 4e-3, 48),
    "DiT": (lambda **of: DiT((8, 8), classes=10, **of), 64, 3e-3, 52),
}
MARKS, SHOWN = np.array([1, 2, 3, 4, 6, 8, 10, 12, 14, 16]) / 16, 10
LEVELS = (0.1, 0.2, 0.4, 0.8, 1.6)  # of noise, at which the loss is measured
CHAIN, CHAIN_CALLS, SIDE_STEPS = schedules.linear(1000), 50, 560


def uniform_cosine(n: int, generator: torch.Generator) -> np.ndarray:
    """σ of x_0 + σ ε for t uniform on the cosine schedule: σ/α = tan(π t/2). EDM's levels end at 80."""
    u = torch.rand(n, generator=generator, dtype=torch.float64).numpy()
    return np.minimum(np.tan(np.pi / 2 * (1 - u)), 80)


TIMES = {
    "t uniform, cosine": uniform_cosine,
    "log-normal, EDM's −1.2, 1.2": log_normal_times(EDM, -1.2, 1.2),
    "log-normal, −0.5 and 1": log_normal_times(EDM, -0.5, 1.0),
}


class Split:
    """Digits of one split, in grey levels −1 to 1."""

    def __init__(self, number: int) -> None:
        digits = load_digits()
        order = np.random.default_rng([SEED, number]).permutation(len(digits.images))
        images, labels = digits.images[order].astype(np.float32), digits.labels[order]
        self.train, self.labels = images[:TRAINED], labels[:TRAINED]
        self.held, self.held_labels = images[TRAINED:], labels[TRAINED:]
        self.std, self.generator = float(self.train.std()), torch.Generator().manual_seed(number)


def generated(denoise: Denoiser, split: Split, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    """MADE digits, as many of each label; of the first SHOWN every state, x/√(1 + σ²), as text."""
    start = (np.hypot(20, split.std) * rng.standard_normal((MADE, 8, 8))).astype(np.float32)
    told = denoise.given(np.arange(MADE) % 10)
    states, step = [], solvers.dpm_solver_2m(told, EDM)
    for sigma, x in sample(step, solvers.karras_times(18, 0.02, 20.0), start):
        states.append(as_text(x[:SHOWN] / np.hypot(1, sigma)))
    return x, states


def as_text(pictures: np.ndarray) -> str:
    """Grey levels −1..1 as a letter each, 0-9 and a-g; what is outside is brought to the ends."""
    return "".join("0123456789abcdefg"[k] for k in np.clip(np.round((pictures.ravel() + 1) * 8), 0, 16).astype(int))


def judged(made: np.ndarray, split: Split, rng: np.random.Generator) -> dict[str, Any]:
    """What five judges find in MADE digits rounded to grey levels."""
    made = np.clip(np.round((made + 1) * 8), 0, 16) / 8 - 1
    n = len(split.held)
    parts = [made[k * n : (k + 1) * n] for k in range(2)]
    return dict(
        wasserstein=sliced_wasserstein(made, split.held, rng),
        auc=float(np.mean([two_sample_auc(part, split.held, rng) for part in parts])),
        nearest=float(nearest_distance(made, split.train).mean()),
        copies=near_copies(made, split.train),
        forest=accuracy_on_real(made, np.arange(MADE) % 10, split.held, split.held_labels),
    )


def losses(average: Denoiser, split: Split) -> list[float]:
    """F's loss on 450 training digits and on the held-out ones: the same noises at each of LEVELS."""
    rng, found = np.random.default_rng(1), []
    sigma = np.resize(LEVELS, len(split.held))
    for images, labels in ((split.train[: len(sigma)], split.labels[: len(sigma)]), (split.held, split.held_labels)):
        eps = torch.from_numpy(rng.standard_normal(images.shape).astype(np.float32))
        with torch.no_grad():
            found.append(average.loss(torch.from_numpy(images), sigma, eps, labels).mean().item())
    return found


def architecture(name: str, number: str, seconds: str, rng: np.random.Generator) -> dict[str, Any]:
    """One training with labels."""
    split, (make, batch, lr, speed) = Split(int(number)), NETS[name]
    steps = int(seconds) * speed
    denoiser = Denoiser(make(generator=split.generator), EDM, data_std=split.std)
    settings = dict(steps=steps, batch=batch, lr=lr, decay=0.99, labels=split.labels, generator=split.generator)
    marks, curve, spent, begin = {round(mark * steps) for mark in MARKS}, [], 0.0, time.thread_time()
    for state in train(denoiser, split.train, times=TIMES["log-normal, −0.5 and 1"], **settings):
        if state.step in marks:
            spent += time.thread_time() - begin
            curve.append(losses(state.average, split))
            begin = time.thread_time()
    begin = time.thread_time()
    made, states = generated(state.average, split, rng)
    found: dict[str, Any] = dict(sampling=time.thread_time() - begin) | judged(made, split, rng)
    parameters = sum(weights.numel() for weights in denoiser.parameters())
    return found | dict(seconds=spent, steps=steps, parameters=parameters, losses=curve, states=states)


def noise_levels(name: str, number: str, rng: np.random.Generator) -> dict[str, float]:
    """The MLP trained with noise levels drawn in this way."""
    split, (make, batch, lr, _) = Split(int(number)), NETS["MLP"]
    denoiser = Denoiser(make(generator=split.generator), EDM, data_std=split.std)
    settings = dict(batch=batch, lr=lr, decay=0.99, labels=split.labels, generator=split.generator)
    *_, state = train(denoiser, split.train, steps=SIDE_STEPS, times=TIMES[name], **settings)
    return judged(generated(state.average, split, rng)[0], split, rng) | dict(held_out=losses(state.average, split)[1])


def by_this_course(split: Split, noise: torch.Tensor) -> torch.Tensor:
    """DDPM's chain of 1000 steps and its simple loss, by the course's own train and ddim."""
    make, batch, lr, _ = NETS["MLP"]
    denoiser = Denoiser(make(generator=split.generator), CHAIN, "eps")
    settings = dict(steps=SIDE_STEPS, batch=batch, lr=lr, decay=0.99, labels=split.labels, generator=split.generator)
    *_, state = train(denoiser, split.train, times=uniform_times(CHAIN), **settings)
    told = state.average.given(np.arange(len(noise)) % 10)
    *_, (_, x) = sample(ddim(told, CHAIN), even_times(CHAIN, CHAIN_CALLS), noise)
    return x


def by_diffusers(split: Split, noise: torch.Tensor) -> torch.Tensor:
    """The same network and learning rates in the library's own words: its schedulers and its average of weights."""
    from diffusers import DDIMScheduler, DDPMScheduler
    from diffusers.training_utils import EMAModel

    make, batch, lr, _ = NETS["MLP"]
    net, generator = make(generator=split.generator), split.generator
    data, labels = torch.from_numpy(split.train), torch.from_numpy(split.labels)
    scheduler = DDPMScheduler(num_train_timesteps=1000)  # betas even from 1e-4 to 0.02
    log_noise = 0.5 * ((1 - scheduler.alphas_cumprod) / scheduler.alphas_cumprod).log()  # what our network is told
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda done: learning_rate(min(done + 1, SIDE_STEPS), SIDE_STEPS, 1.0)
    )
    ema = EMAModel(net.parameters(), decay=0.99)
    for _ in range(SIDE_STEPS):
        rows = torch.randint(len(data), (batch,), generator=generator)
        noises = torch.randn(batch, 8, 8, generator=generator)
        timesteps = torch.randint(0, scheduler.config.num_train_timesteps, (batch,), generator=generator)
        noisy = scheduler.add_noise(data[rows], noises, timesteps)
        loss = nn.functional.mse_loss(net(noisy, log_noise[timesteps], labels[rows]), noises)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rate.step()
        ema.step(net.parameters())
    ema.copy_to(net.parameters())
    spacing = dict(timestep_spacing="trailing", set_alpha_to_one=True)  # 1000, 980, ..., 20 and then 0, as even_times
    sampler = DDIMScheduler.from_config(scheduler.config, clip_sample=False, **spacing)
    sampler.set_timesteps(CHAIN_CALLS)
    told = torch.arange(len(noise)) % 10
    for t in sampler.timesteps:
        with torch.no_grad():
            noise = sampler.step(net(noise, log_noise[t].expand(len(noise)), told), t, noise).prev_sample
    return noise


def library(name: str, number: str, rng: np.random.Generator) -> dict[str, float]:
    split = Split(int(number))
    noise = torch.from_numpy(rng.standard_normal((MADE, 8, 8)).astype(np.float32))
    way = {"this course": by_this_course, "diffusers": by_diffusers}[name]
    return judged(way(split, noise).detach().numpy(), split, rng)


def floors(number: str, rng: np.random.Generator) -> dict[str, float]:
    """The same judges on real digits: training ones in the place of generated ones; "nearest" is of held-out ones."""
    split = Split(int(number))
    real, n = split.train.astype(float), len(split.held)
    return dict(
        wasserstein=sliced_wasserstein(real, split.held, rng),
        auc=float(np.mean([two_sample_auc(real[k * n : (k + 1) * n], split.held, rng) for k in range(2)])),
        nearest=float(nearest_distance(split.held, real).mean()),
        copies=near_copies(split.held, real),
        forest=accuracy_on_real(real, split.labels, split.held, split.held_labels),
    )


def measure(key: str, rng: np.random.Generator) -> Any:
    """One task."""
    question, *of = key.split(" | ")
    task: Callable[..., Any] = {
        "architecture": architecture,
        "noise levels": noise_levels,
        "library": library,
        "floors": floors,
    }[question]
    torch.set_num_threads(1)
    return task(*of, rng)


def rounded(value: Any) -> Any:
    """Four digits."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def over_splits(found: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """{name: {measure: one value a split}}; pictures of the first split alone."""
    table: dict[str, Any] = {}
    for name in names:
        ones = [found[name.format(k)] for k in range(SPLITS)]
        values = {measure: [one[measure] for one in ones] for measure in ones[0] if measure != "states"}
        table[name.split(" | ")[1].format("real digits")] = values
        if "states" in ones[0]:
            values["states"] = ones[0]["states"]
    return rounded(table)


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "architecture_study")
    asked = {
        "20": [f"architecture | {net} | {{}} | 20" for net in NETS],
        "floors": ["floors | {}"],
        "library": [f"library | {name} | {{}}" for name in ("this course", "diffusers")],
        "noise levels": [f"noise levels | {name} | {{}}" for name in TIMES],
        "40": [f"architecture | {net} | {{}} | 40" for net in NETS],
    }
    settings = dict(trained=TRAINED, held=450, made=MADE, levels=LEVELS, marks=MARKS.tolist(), side_steps=SIDE_STEPS)
    settings |= dict(diffusers=version("diffusers"), batch={name: one[1] for name, one in NETS.items()})
    keys: list[str] = []
    result: dict[str, Any] = dict(settings=settings)
    for question, names in asked.items():  # what is answered is stored at once
        keys += [name.format(k) for k in range(SPLITS) for name in names]
        where = dict(partial=chosen.partial, code=code_hash(MODULES), scheduler=chosen.scheduler)
        result[question] = over_splits(run(measure, keys, seed=SEED, **where), names)
        how = dict(command="python -m studies.architecture_study", seeds=[SEED, *range(SPLITS)], modules=MODULES)
        print(store("architecture_study", result=result, **how))


if __name__ == "__main__":
    main()
