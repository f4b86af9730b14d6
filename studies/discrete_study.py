"""Digits of black and white pixels, names of colours and a table of penguins, by masked diffusion. For lecture 15.

    python -m studies.discrete_study [--scheduler ADDRESS] [--fresh]

Some fifteen minutes on one thread; it goes on where it was stopped. A task is one split of the data and one training.
Figures are [mean, standard deviation] over splits. Two networks of the first split are kept in
results/discrete_digits.npz and discrete_names.npz, in float16.
"""

import argparse
import os
import time
from collections import Counter
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from studies.ensemble import options, run
from studies.stored import RESULTS, code_hash, store
from utils.common.files import replacing
from utils.data.colours import load_colour_names
from utils.data.digits import load_digits
from utils.data.penguins import load_penguins
from utils.generative.discrete.masked import TokenDenoiser, bound, reveal
from utils.generative.discrete.tables import IndependentColumns, MixedDiffusion, SmoteNC
from utils.generative.judges import accuracy_on_real
from utils.generative.metrics import nearest_distance, two_sample_auc
from utils.generative.networks import Net
from utils.generative.training import train

PARTS = "discrete/masked discrete/tables judges metrics networks training"
MODULES = [
    "studies/discrete_study.py",
    "studies/ensemble.py",
    *(f"utils/data/{name}.py" for name in ("colours", "digits", "penguins")),
    *(f"utils/generative/{part}.py" for part in PARTS.split()),
]
SEED, SPLITS, NAME_SPLITS, TABLE_SPLITS = 2026, 5, 10, 10
STEPS = (1, 2, 4, 16, 64)
WEIGHTS = {"1/t": lambda t: 1 / t, "1": None}
NAME_TRAINING: dict[str, Any] = dict(steps=1000, batch=128, lr=1e-3, decay=0.99, warmup=20)
SIZES = (3, 3, 2)
STATES = {what: RESULTS / f"discrete_{what}.npz" for what in ("digits", "names")}


def keep(what: str, denoiser: TokenDenoiser) -> None:
    """Its numbers in float16, for the lecture."""
    state = {name: value.numpy().astype(np.float16) for name, value in denoiser.net.state_dict().items()}
    with replacing(STATES[what]) as file:
        np.savez_compressed(file, **state)


def kept(what: str, denoiser: TokenDenoiser) -> TokenDenoiser:
    """The denoiser with the numbers of a file that `keep` wrote. Nothing in the file is run."""
    with np.load(STATES[what], allow_pickle=False) as file:
        state = {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}
    denoiser.net.load_state_dict(state)
    return denoiser


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


# ---------------------------------------------------------------------------------------------------------- digits
def split_digits(seed: int) -> tuple[np.ndarray, ...]:
    """(train, held out) pixels (n, 64) of 0 and 1, then their labels: a quarter held out. Ink is 8 of 16 or more."""
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    pixels = (digits.images >= 0).reshape(-1, 64).astype(int)
    return tuple(train_test_split(pixels, digits.labels, test_size=0.25, random_state=1 + seed, stratify=digits.labels))


def digit_denoiser(seed: int = 0) -> TokenDenoiser:
    return TokenDenoiser(Net(128, 128, 2, classes=10, generator=seeded(seed)), (2,) * 64)


def independent_pixels(pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Chance of ink (10, 64) by digit, half a picture of either kind added."""
    return np.array([(pixels[labels == c].sum(0) + 0.5) / (np.sum(labels == c) + 1) for c in range(10)])


def nats(chance: np.ndarray, pixels: np.ndarray) -> float:
    return float(-np.log(np.where(pixels == 1, chance, 1 - chance)).sum(1).mean())


def judged(made: np.ndarray, labels: np.ndarray, held: np.ndarray, held_labels: np.ndarray, seed: int) -> list[float]:
    """[what a forest taught by them names rightly, AUC of a forest that tells them from the held-out ones]."""
    auc = two_sample_auc(made[: len(held)], held, np.random.default_rng(seed))
    return [accuracy_on_real(made, labels, held, held_labels), auc]


def digits(weight: str, seed: int, rng: np.random.Generator) -> dict[str, Any]:
    ours, held, labels, held_labels = split_digits(seed)
    denoiser, generator, begin = digit_denoiser(seed), seeded(seed), time.process_time()
    settings: dict[str, Any] = dict(batch=128, lr=4e-3, decay=0.995, weight=WEIGHTS[weight])
    *_, state = train(denoiser, denoiser.encode(ours), steps=2500, labels=labels, generator=generator, **settings)
    seconds, average = time.process_time() - begin, state.average
    found: dict[str, Any] = dict(
        seconds=seconds,
        bound=float(bound(average, held, seeded(1), held_labels).mean()),
        bound_train=float(bound(average, ours, seeded(1), labels).mean()),
    )
    if weight == "1/t":
        chance = independent_pixels(ours, labels)
        alone = np.full(held.shape, 0.0) + (ours.sum(0) + 0.5) / (len(ours) + 1)
        found |= dict(given_label=nats(chance[held_labels], held), independent=nats(alone, held))
        order = rng.permutation(len(ours))
        pixels = (rng.random(ours.shape) < chance[labels]).astype(int)[order]
        found["real"] = judged(ours[order], labels[order], held, held_labels, seed)
        found["independent given the digit"] = judged(pixels, labels[order], held, held_labels, seed)
    wanted = torch.from_numpy(rng.permutation(labels))
    for steps, which in [*((steps, "random") for steps in STEPS), (16, "surest")]:
        *_, (made, _) = reveal(average, len(ours), steps, generator, wanted, which)
        found[f"{which} {steps}"] = judged(made, wanted.numpy(), held, held_labels, seed)
    if weight == "1" and seed == 0:
        keep("digits", average)
    return found


# ---------------------------------------------------------------------------------------------------------- names
def names() -> tuple[list[str], np.ndarray]:
    """The words that occur twice or more, "" the first; and names of one to three of them, (n, 3) places in it."""
    split = [name.replace("/", " ").split() for name in load_colour_names()]
    count = Counter(word for name in split for word in name)
    words = ["", *sorted(word for word, times in count.items() if times > 1)]
    place = {word: i for i, word in enumerate(words)}
    kept = [[place[word] for word in name] for name in split if len(name) < 4 and all(w in place for w in name)]
    return words, np.array([name + [0] * (3 - len(name)) for name in kept])


def name_nats(ours: np.ndarray, held: np.ndarray, V: int, extra: float, trust: float = np.inf) -> float:
    """Nats a held-out name, word after word. extra: added to each count of a word at its place; trust: how many pairs
    seen weigh as much as the words alone, which for np.inf are all that there is: independent words."""
    p = np.array([np.bincount(ours[:, l], minlength=V) + extra for l in range(3)])
    p = p / p.sum(1, keepdims=True)
    total = -np.log(p[0, held[:, 0]])
    for l in (1, 2):
        pairs = np.zeros((V, V))
        np.add.at(pairs, (ours[:, l - 1], ours[:, l]), 1)
        seen = pairs.sum(1, keepdims=True)
        share = 0.0 if trust == np.inf else seen / (seen + trust)
        chance = share * pairs / np.maximum(seen, 1) + (1 - share) * p[l]
        total = total - np.log(chance[held[:, l - 1], held[:, l]])
    return float(total.mean())


def rival_names(ours: np.ndarray, held: np.ndarray, V: int) -> dict[str, float]:
    """Nats a held-out name by independent words, and by pairs; smoothed as suits a fifth of the training names best."""
    fifth, rest, found = ours[: len(ours) // 5], ours[len(ours) // 5 :], {}
    extras = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
    for name, trusts in (("independent", (np.inf,)), ("pairs", (1.0, 2.0, 4.0, 8.0, 16.0, 64.0))):
        settings = [(extra, trust) for extra in extras for trust in trusts]
        best = min(settings, key=lambda one: name_nats(rest, fifth, V, *one))
        found[name] = name_nats(ours, held, V, *best)
    return found


def name_denoiser(V: int, seed: int) -> TokenDenoiser:
    return TokenDenoiser(Net(3 * V, 32, 1, generator=seeded(seed)), (V,) * 3)


def colour_names(seed: int, rng: np.random.Generator) -> dict[str, Any]:
    words, rows = names()
    order = np.random.default_rng([SEED, seed]).permutation(len(rows))
    held, ours, V = rows[order[:80]], rows[order[80:]], len(words)
    denoiser, begin = name_denoiser(V, seed), time.process_time()
    *_, state = train(denoiser, denoiser.encode(ours), generator=seeded(seed), **NAME_TRAINING)
    seconds = time.process_time() - begin
    found: dict[str, Any] = rival_names(ours, held, V) | dict(seconds=seconds)
    if seed == 0:
        keep("names", state.average)
    found["bound"] = float(bound(state.average, held, seeded(1), repeats=100).mean())
    ours_set, held_set = {tuple(row) for row in ours.tolist()}, {tuple(row) for row in held.tolist()}
    for steps in (1, 3, 16):
        *_, (made, _) = reveal(state.average, 2000, steps, seeded(steps))
        gap = (made[:, 0] == 0) | ((made[:, 1] == 0) & (made[:, 2] > 0))
        drawn = [tuple(row) for row in made.tolist()]
        found[f"ill-formed {steps}"] = float(gap.mean())
        found[f"known {steps}"] = float(np.mean([row in ours_set for row in drawn]))
        found[f"held out found {steps}"] = len(held_set & set(drawn))
    return found


# ---------------------------------------------------------------------------------------------------------- tables
def unseen(rows: np.ndarray, real: np.ndarray) -> float:
    """Share of rows whose species and island are together in no real row."""
    known = {tuple(row) for row in real[:, 4:6]}
    return float(np.mean([tuple(row) not in known for row in rows[:, 4:6]]))


def table_judged(made: np.ndarray, ours: np.ndarray, held: np.ndarray, seed: int) -> dict[str, float]:
    auc = two_sample_auc(made, held, np.random.default_rng(seed))
    taught = {}
    for name, column in (("species", 4), ("island", 5), ("sex", 6)):
        given = [c for c in range(7) if c != column] if column > 4 else [0, 1, 2, 3]
        answers = (rows[:, column].astype(int) for rows in (made, held))
        taught[name] = accuracy_on_real(made[:, given], next(answers), held[:, given], next(answers))
    std = np.append(ours[:, :4].std(0), np.ones(3))
    near = nearest_distance(made / std, ours / std)
    return dict(auc=auc, **taught, unseen=unseen(made, load_penguins().table), nearest=float(np.median(near)))


def penguins(seed: int, rng: np.random.Generator) -> dict[str, Any]:
    """A third of the rows held out, another third to train, another to stand for what is perfect."""
    rows = rng.permutation(load_penguins().table)
    held, ours, fresh = np.split(rows, 3)
    found = {"fresh rows": table_judged(fresh, ours, held, seed)}
    arms: dict[str, Any] = {
        "independent columns": IndependentColumns(SIZES),
        "SMOTE-NC": SmoteNC(SIZES),
        "diffusion": MixedDiffusion(SIZES),
    }
    for name, generator in arms.items():
        begin = time.process_time()
        made = generator.fit(ours, rng).sample(len(held), rng)
        found[name] = table_judged(made, ours, held, seed) | dict(seconds=time.process_time() - begin)
    apart = np.column_stack([made[:, :4], made[rng.permutation(len(made)), 4:]])
    return found | {"diffusion, numbers and categories apart": table_judged(apart, ours, held, seed)}


# ------------------------------------------------------------------------------------------------------------- all
def measure(key: str, rng: np.random.Generator) -> Any:
    what, *rest = key.split()
    if what == "digits":
        return digits(rest[0], int(rest[1]), rng)
    return {"names": colour_names, "penguins": penguins}[what](int(rest[0]), rng)


def mean_and_spread(values: list) -> list:
    rows = np.array(values, dtype=float)
    return [rows.mean(0).round(4).tolist(), rows.std(0, ddof=1).round(4).tolist()]


def over_splits(found: list[dict]) -> dict[str, list]:
    return {name: mean_and_spread([one[name] for one in found]) for name in found[0]}


def gathered(found: dict[str, Any]) -> dict[str, Any]:
    tables = [found[f"penguins {seed}"] for seed in range(TABLE_SPLITS)]
    by_name = [found[f"names {seed}"] for seed in range(NAME_SPLITS)]
    gains = {rival: [one[rival] - one["bound"] for one in by_name] for rival in ("independent", "pairs")}
    against = {
        measure: mean_and_spread([one["diffusion"][measure] - one["SMOTE-NC"][measure] for one in tables])
        for measure in tables[0]["SMOTE-NC"]
    }
    return dict(
        digits={
            weight: over_splits([found[f"digits {weight} {seed}"] for seed in range(SPLITS)]) for weight in WEIGHTS
        },
        names=over_splits(by_name)
        | {f"{rival} less bound": mean_and_spread(gain) for rival, gain in gains.items()}
        | {f"{rival} less bound, least": round(min(gain), 4) for rival, gain in gains.items()},
        penguins={arm: over_splits([one[arm] for one in tables]) for arm in tables[0]},
        diffusion_less_smote=against,
    )


def main() -> None:
    chosen = options(argparse.ArgumentParser(description=__doc__.splitlines()[0]), "discrete_study")
    keys = [
        *(f"digits {weight} {seed}" for seed in range(SPLITS) for weight in WEIGHTS),
        *(f"names {seed}" for seed in range(NAME_SPLITS)),
        *(f"penguins {seed}" for seed in range(TABLE_SPLITS)),
    ]
    code = code_hash(MODULES)
    found = run(measure, keys, seed=SEED, partial=chosen.partial, code=code, scheduler=chosen.scheduler)
    command = "python -m studies.discrete_study"
    print(store("discrete_study", command=command, seeds=[SEED], modules=MODULES, result=gathered(found)))


if __name__ == "__main__":
    main()
