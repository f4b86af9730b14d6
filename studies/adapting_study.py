"""Adapting a trained denoiser of digits: a new class from ten or thirty examples, control by edges, SDEdit. For 13.

    python -m studies.adapting_study [--scheduler ADDRESS] [--fresh]

Some eight minutes on one thread; it goes on where it was stopped. A task is one split of the digits and one question.
A budget in seconds is turned into steps by the CPU time of the first 15 steps: the machine's load does not count.
"""

import argparse
import os
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
from torch import nn

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.digits import load_digits
from utils.generative import schedules, solvers
from utils.generative.adaptation import Beside, Control, Given, edges, from_picture, with_label_row, with_low_rank
from utils.generative.descent import descend
from utils.generative.memory import near_copies
from utils.generative.metrics import nearest_distance
from utils.generative.networks import NO_LABEL, Denoiser, Net
from utils.generative.samplers import sample
from utils.generative.training import log_normal_times, train

PARTS = "adaptation descent memory metrics networks samplers schedule schedules solvers training"
MODULES = [
    "studies/adapting_study.py",
    "studies/ensemble.py",
    "utils/data/digits.py",
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SPLITS, EDM, NEW = 2026, 3, schedules.edm(), 9
BATCH, TIMES, DOWN = 128, log_normal_times(EDM, -0.5, 1.0), solvers.karras_times(18, 0.02, 20.0)
BASE_SECONDS, DROPPED = 20, 0.1
COUNTS = (10, 30)
#            network, learning rate, old digits among the training rows
WAYS = {
    "label row": ("row", 3e-2, False),
    "low rank": ("low", 4e-3, False),
    "full": ("full", 1e-3, False),
    "low rank + old": ("low", 4e-3, True),
    "full + old": ("full", 1e-3, True),
    "anew": ("anew", 4e-3, False),
    "anew + old": ("anew", 4e-3, True),
}
ONE_SECOND = [way for way in WAYS if way != "label row"]
FIVE_SECONDS = {10: [way for way in WAYS if way != "anew"], 30: ["low rank", "full", "low rank + old", "anew + old"]}
CONTROLS = {"beside, anew": ("beside", 4e-3), "zero layers": ("zero", 4e-3), "copied blocks": ("copy", 4e-3)}
LEVELS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class Split:
    """A split of the digits: three quarters to train on, a quarter held out, and the judge."""

    def __init__(self, number: int) -> None:
        digits, self.number = load_digits(), number
        order = np.random.default_rng([SEED, number]).permutation(len(digits.labels))
        held, kept = np.split(order, [450])
        self.images, self.labels = digits.images[kept].astype(np.float32), digits.labels[kept]
        self.held, self.held_labels = digits.images[held].astype(np.float32), digits.labels[held]
        self.old, self.old_labels = self.held[self.held_labels < NEW], self.held_labels[self.held_labels < NEW]
        self.std = float(self.images.std())
        self.judge = SVC(gamma="scale").fit(self.flat(self.images), self.labels)

    @staticmethod
    def flat(pictures: np.ndarray) -> np.ndarray:
        return np.asarray(pictures).reshape(len(pictures), -1)

    def read(self, pictures: np.ndarray) -> np.ndarray:
        return self.judge.predict(self.flat(pictures))

    def denoiser(self, net: nn.Module) -> Denoiser:
        return Denoiser(net, EDM, data_std=self.std)


split_of = cache(Split)


def fresh(seed: int, shape: tuple = (8, 8)) -> Net:
    return Net(shape, 256, 4, classes=10, generator=torch.Generator().manual_seed(seed))


def steps_for(seconds: float, steps: Iterator) -> int:
    """How many of these steps fit into so many CPU seconds, by the first 15 (5 more come before, unmeasured)."""
    for _ in zip(range(5), steps):
        pass
    begin = time.thread_time()
    for _ in zip(range(15), steps):
        pass
    return max(20, round(seconds * 15 / (time.thread_time() - begin)))


def trained(split: Split, net: Any, rows: np.ndarray, labels: np.ndarray, seconds: float, lr: float) -> tuple:
    """(the averaged denoiser, steps, CPU seconds) of `net()` trained on these rows."""
    known = dict(labels=labels, batch=BATCH, lr=lr, decay=0.98, times=TIMES, drop_labels=DROPPED, warmup=20)

    def start(steps: int) -> Iterator:
        generator = torch.Generator().manual_seed(split.number)
        return train(split.denoiser(net()), rows, steps=steps, generator=generator, **known)

    return ended(start, steps_for(seconds, start(1000)))


def ended(start: Any, steps: int) -> tuple:
    begin = time.thread_time()
    *_, state = start(steps)
    return state.average, steps, round(time.thread_time() - begin, 2)


@cache
def base(number: int) -> Denoiser:
    """Trained for 20 s on the digits 0 to 8."""
    split = split_of(number)
    used = split.labels < NEW
    rows, labels = split.images[used], split.labels[used]
    return trained(split, lambda: fresh(number), rows, labels, BASE_SECONDS, 4e-3)[0]


def generated(denoiser: Denoiser, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    start = np.hypot(20, denoiser.data_std) * rng.standard_normal((len(labels), 8, 8)).astype(np.float32)
    *_, (_, x) = sample(solvers.dpm_solver_2m(denoiser.given(labels), EDM), DOWN, start)
    return x


def pair_distance(x: np.ndarray) -> float:
    rows = Split.flat(x)
    return float(np.sqrt(((rows[:, None] - rows[None]) ** 2).sum(-1)).sum() / (len(rows) * (len(rows) - 1)))


def use(split: Split, nines: np.ndarray) -> float:
    """Recall of the held-out 9s by a forest taught by the real 0 to 8 and these 9s, rounded to grey levels."""
    old = split.labels < NEW
    rows = np.concatenate([split.images[old], np.clip(np.round((nines + 1) * 8), 0, 16) / 8 - 1])
    labels = np.concatenate([split.labels[old], np.full(len(nines), NEW)])
    forest = RandomForestClassifier(100, random_state=0).fit(Split.flat(rows), labels)
    real = split.held[split.held_labels == NEW]
    return float(np.mean(forest.predict(Split.flat(real)) == NEW))


def judged(split: Split, nines: np.ndarray, shown: np.ndarray) -> dict[str, float]:
    """What the 9s are worth: called a 9, nearest of the shown ones, copies by two rules, spread, use."""
    real, distance = split.held[split.held_labels == NEW], nearest_distance(nines, shown)
    limit = nearest_distance(real, shown).mean() / 2
    return dict(
        called=float(np.mean(split.read(nines) == NEW)),
        nearest=float(distance.mean()),
        copies=float(np.mean(distance < limit)),
        third=near_copies(nines, shown),
        spread=pair_distance(nines) / pair_distance(real),
        use=use(split, nines[:130]),
    )


def shown_nines(split: Split, count: int) -> np.ndarray:
    return split.images[split.labels == NEW][:count]


def new_class(split: Split, way: str, count: int, seconds: int, rng: np.random.Generator) -> dict[str, Any]:
    """One way to learn the 9 from `count` examples in so many CPU seconds."""
    kind, lr, with_old = WAYS[way]
    rows, old = shown_nines(split, count), split.labels < NEW
    labels = np.full(count, NEW)
    if with_old:  # so often that half of a batch are 9s
        again = int(old.sum()) // count
        rows = np.concatenate([split.images[old], *[rows] * again])
        labels = np.concatenate([split.labels[old], np.full(again * count, NEW)])
    nets = dict(
        row=lambda: with_label_row(base(split.number).net, NEW),
        low=lambda: with_low_rank(
            base(split.number).net, 4, generator=torch.Generator().manual_seed(split.number), label=NEW
        ),
        full=lambda: base_copy(split.number),
        anew=lambda: fresh(split.number + 100),
    )
    denoiser, steps, spent = trained(split, nets[kind], rows, labels, seconds, lr)
    nines = generated(denoiser, np.full(300, NEW), rng)
    asked = np.arange(270) % NEW
    others = generated(denoiser, asked, rng)
    return judged(split, nines, shown_nines(split, count)) | dict(
        kept=float(np.mean(split.read(others) == asked)),
        steps=steps,
        seconds=spent,
        pictures=[as_text(one) for one in (*nines[:4], *others[3:7])] if split.number == 0 else [],
    )


def base_copy(number: int) -> Net:
    net = fresh(0)
    net.load_state_dict(base(number).net.state_dict())
    return net


def references(split: Split, count: int, rng: np.random.Generator) -> dict[str, Any]:
    """The base untouched, the examples themselves given back, and all real 9s."""
    shown, every = shown_nines(split, count), split.images[split.labels == NEW]
    asked = np.arange(450) % NEW
    kept = float(np.mean(split.read(generated(base(split.number), asked, rng)) == asked))
    untouched = generated(base(split.number), np.full(400, NEW), rng)
    held = split.held[split.held_labels == NEW]
    return dict(
        untouched=judged(split, untouched, shown) | dict(kept=kept),
        copied=judged(split, shown[np.arange(400) % count], shown),
        real=judged(split, every[count:][:130], shown),
        judge=float(np.mean(split.read(split.held) == split.held_labels)),
        limit=float(nearest_distance(held, shown).mean() / 2),
    )


def control(split: Split, way: str, seconds: int, rng: np.random.Generator) -> dict[str, Any]:
    """One way to be told the edges: how far the samples obey them, and those of another digit."""
    kind, lr = CONTROLS[way]
    old = split.labels < NEW
    rows, labels = torch.from_numpy(split.images[old]), torch.from_numpy(split.labels[old])
    conditions = torch.from_numpy(edges(rows)).float()
    generator = torch.Generator().manual_seed(split.number)

    def loss(network: nn.Module, _: nn.Module) -> torch.Tensor:
        index = torch.randint(len(rows), (BATCH,), generator=generator)
        eps = torch.randn(BATCH, 8, 8, generator=generator)
        hidden = torch.rand(BATCH, generator=generator) < 0.5  # half of the batch must do without the label
        given = torch.where(hidden, NO_LABEL, labels[index])
        here = split.denoiser(Given(network, conditions[index]))
        return here.loss(rows[index], TIMES(BATCH, generator), eps, given).mean()

    def start(steps: int) -> Iterator:
        nets = dict(
            beside=lambda: Beside(fresh(split.number + 100, (2, 8, 8))),
            zero=lambda: Control(base(split.number).net, copied=False),
            copy=lambda: Control(base(split.number).net),
        )
        return descend(nets[kind](), loss, steps=steps, generator=generator, lr=lr, decay=0.98, warmup=20)

    network, steps, spent = ended(start, steps_for(seconds, start(1000)))
    found: dict[str, Any] = dict(steps=steps, seconds=spent)
    condition = torch.from_numpy(edges(split.old)).float()
    for name, asked in (("untold", np.full_like(split.old_labels, NO_LABEL)), ("wrong", (split.old_labels + 3) % NEW)):
        found[name] = obeyed(split, generated(split.denoiser(Given(network, condition)), asked, rng), asked)
    return found


def obeyed(split: Split, made: np.ndarray, asked: np.ndarray) -> dict[str, float]:
    """Pixels that agree with the edges asked for, and with another digit's; the label of the source."""
    wanted, got = edges(split.old), edges(made)
    another = np.roll(wanted, 1, axis=0)
    return dict(
        agree=float(np.mean(got == wanted)),
        another=float(np.mean(got == another)),
        overlap=overlap(got, wanted),
        overlap_another=overlap(got, another),
        source=float(np.mean(split.read(made) == split.old_labels)),
        asked=float(np.mean(split.read(made) == asked)),
    )


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Edge pixels of both over those of either, a mean over pictures."""
    return float(np.mean((a * b).sum((1, 2)) / np.maximum((a + b > 0).sum((1, 2)), 1)))


def no_control(split: Split, rng: np.random.Generator) -> dict[str, Any]:
    """The base told the label alone, told nothing, and the real digits themselves."""
    trained_one = base(split.number)
    return {
        name: obeyed(split, made, split.old_labels)
        for name, made in (
            ("label alone", generated(trained_one, split.old_labels, rng)),
            ("nothing", generated(trained_one, np.full_like(split.old_labels, NO_LABEL), rng)),
            ("real", split.old),
        )
    }


def sdedit(split: Split, rng: np.random.Generator) -> list[dict[str, Any]]:
    """From each noise level down, told another digit (label + 3), or none: class and distance of what comes out."""
    denoiser, target, found = base(split.number), (split.old_labels + 3) % NEW, []
    other = np.sqrt(np.mean((split.old - np.roll(split.old, 1, axis=0)) ** 2, axis=(1, 2))).mean()
    for level in LEVELS:
        row: dict[str, Any] = dict(level=level, other=float(other))
        for name, labels in (("told", target), ("untold", np.full_like(split.old_labels, NO_LABEL))):
            step = solvers.dpm_solver_2m(denoiser.given(labels), EDM)
            *_, (_, made) = from_picture(step, EDM, split.old, solvers.karras_times(18, 0.02, level), rng)
            called = split.read(made)
            row[name] = dict(
                target=float(np.mean(called == target)),
                changed=float(np.mean(called != split.old_labels)),
                distance=float(np.sqrt(np.mean((made - split.old) ** 2, axis=(1, 2))).mean()),
            )
        found.append(row)
    return found


def edited(split: Split, rng: np.random.Generator) -> dict[str, Any]:
    """Four held-out digits from 24 levels down, with one noise, told label + 3: what a scrub shows."""
    denoiser, levels = base(split.number), np.geomspace(0.05, 10, 24)
    index = np.array([int(np.flatnonzero(split.old_labels == digit)[0]) for digit in (0, 3, 4, 5)])
    source, labels = split.old[index], (split.old_labels[index] + 3) % NEW
    noise, frames = int(rng.integers(2**31)), []
    for level in levels:
        step = solvers.dpm_solver_2m(denoiser.given(labels), EDM)
        start = from_picture(step, EDM, source, solvers.karras_times(18, 0.02, level), np.random.default_rng(noise))
        (_, noisy), *_, (_, made) = start
        frames.append([[as_text(one) for one in noisy], [as_text(one) for one in made], split.read(made).tolist()])
    return dict(
        levels=levels.round(4).tolist(), frames=frames, sources=[as_text(one) for one in source], asked=labels.tolist()
    )


def as_text(picture: np.ndarray) -> str:
    """64 grey levels 0..16 as a letter each, 0-9 and a-g."""
    levels = np.clip(np.round((np.asarray(picture, float).ravel() + 1) * 8), 0, 16).astype(int)
    return "".join("0123456789abcdefg"[level] for level in levels)


def measure(key: str, rng: np.random.Generator) -> Any:
    what, number, *rest = key.split("|")
    split = split_of(int(number))
    if what == "new":
        return new_class(split, rest[0], int(rest[1]), int(rest[2]), rng)
    if what == "control":
        return control(split, rest[0], int(rest[1]), rng)
    if what == "references":
        return references(split, int(rest[0]), rng)
    return {"no_control": no_control, "sdedit": sdedit, "edited": edited}[what](split, rng)


def mean_and_error(values: list) -> Any:
    """Number by number [mean, its standard error] over the splits, in dictionaries and lists alike."""
    if isinstance(values[0], dict):
        return {name: mean_and_error([one[name] for one in values]) for name in values[0] if name != "pictures"}
    if isinstance(values[0], list):
        return [mean_and_error(list(ones)) for ones in zip(*values)]
    return [round(float(np.mean(values)), 4), round(float(np.std(values, ddof=1) / np.sqrt(len(values))), 4)]


def tasks() -> list[tuple[str, ...]]:
    """What is asked of every split, as the parts of a key; the split's number comes after the first."""
    return [
        ("sdedit",),
        ("no_control",),
        *(("references", str(count)) for count in COUNTS),
        *(("new", way, str(count), "1") for count in COUNTS for way in ONE_SECOND),
        *(("new", way, str(count), "5") for count in COUNTS for way in FIVE_SECONDS[count]),
        *(("control", way, "5") for way in CONTROLS),
    ]


def key_of(parts: tuple[str, ...], number: int) -> str:
    return "|".join((parts[0], str(number), *parts[1:]))


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    over = {" ".join(parts): [found[key_of(parts, number)] for number in range(SPLITS)] for parts in tasks()}
    pictures = {name: ones[0]["pictures"] for name, ones in over.items() if name.startswith("new")}
    return dict(
        measures={name: mean_and_error(ones) for name, ones in over.items()},
        least={name: min(one["kept"] for one in ones) for name, ones in over.items() if name.startswith("new")},
        pictures=pictures,
        edited=found["edited|0"],
    )


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "adapting_study")
    torch.set_num_threads(1)
    keys = ["edited|0", *(key_of(parts, number) for number in range(SPLITS) for parts in tasks())]
    code = code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    command = "python -m studies.adapting_study"
    print(store("adapting_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
