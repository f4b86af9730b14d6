"""What levels are good for, and where a rival does better: textures, networks, forecasts, noise, cost. For lecture 27.

    python -m studies.hierarchy_study [--scheduler ADDRESS] [--fresh]

Some ten minutes on one thread; it goes on where it was stopped. A task is one question and one seed. Everything is a
mean over three seeds with their standard deviation; a seed makes new textures, networks, series and noise. The figures
of "cost" are medians of seconds on the machine that ran it.

The textures, the networks' size and density and the noise of the series are ours, chosen out of several that were tried
so that the methods differ: the tables show where a method wins and loses, not how often it does elsewhere.
"""

import argparse
import os
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import networkx as nx
import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.sparse import csr_array

from studies.ensemble import options, run
from studies.stored import code_hash, store
from utils.data.digits import load_digits
from utils.hierarchy.builders import merge_graph, quadtree, ward_tree
from utils.hierarchy.energies import denoising_gains, energies, level_features, noise_energies
from utils.hierarchy.graph import coarse_ties
from utils.hierarchy.passes import Analysis, down, up
from utils.hierarchy.reconcile import bottom_up, mint, shrunk_covariance, summing, top_down
from utils.hierarchy.streaming import gather, observe
from utils.hierarchy.tree import Hierarchy

PARTS = "builders energies graph passes reconcile streaming tree"
MODULES = [
    "studies/ensemble.py",
    "studies/hierarchy_study.py",
    "utils/data/digits.py",
    *(f"utils/hierarchy/{part}.py" for part in PARTS.split()),
]
SEED, SEEDS = 2026, (0, 1, 2)
Rows = dict[str, Any]

# Textures: 32 × 32 pixels that wrap around; a twin has the same spectrum and random phases.
SIDE, A_CLASS, PIXEL_NOISE = 32, 700, 0.6
ROW, COLUMN = np.indices((SIDE, SIDE))


def discs(rng: np.random.Generator) -> np.ndarray:
    """Twenty discs of radius 2 to 3.2 that add up where they overlap."""
    picture = np.zeros((SIDE, SIDE))
    for place, radius, height in zip(rng.uniform(0, SIDE, (20, 2)), rng.uniform(2, 3.2, 20), rng.uniform(0.5, 1, 20)):
        picture += height * (_square_distance(place) < radius**2)
    return picture


def stripes(rng: np.random.Generator) -> np.ndarray:
    """Stripes of width 1.6 to 3 in any direction."""
    angle, width, phase = rng.uniform(0, np.pi), rng.uniform(1.6, 3), rng.uniform()
    return ((np.cos(angle) * COLUMN + np.sin(angle) * ROW) / (2 * width) + phase) % 1 < 0.5


def cells(rng: np.random.Generator) -> np.ndarray:
    """The cells of twelve random points, each of one grey level."""
    nearest = np.argmin([_square_distance(place) for place in rng.uniform(0, SIDE, (12, 2))], axis=0)
    return rng.normal(size=12)[nearest]


def _square_distance(place: np.ndarray) -> np.ndarray:
    """From each pixel to a place, around the edge if that is shorter."""
    apart = ((axis - one + SIDE / 2) % SIDE - SIDE / 2 for axis, one in zip((ROW, COLUMN), place))
    return sum(one**2 for one in apart)


def twin(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same power spectrum, the phases of white noise."""
    noise = np.fft.fft2(rng.normal(size=picture.shape))
    return np.fft.ifft2(abs(np.fft.fft2(picture)) * noise / abs(noise)).real


def textures(classes: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (n, 1024) of mean 0 and variance 1, and their classes; with six, the last three are twins."""
    pictures, labels = [], []
    for label in range(classes):
        for _ in range(A_CLASS):
            one = (discs, stripes, cells)[label % 3](rng).astype(float)
            one = standard(twin(one, rng) if label > 2 else one)
            pictures.append(standard(one + PIXEL_NOISE * rng.normal(size=one.shape)).ravel())
            labels.append(label)
    return np.array(pictures), np.array(labels)


def standard(picture: np.ndarray) -> np.ndarray:
    return (picture - picture.mean()) / picture.std()


def texture_features(pictures: np.ndarray) -> dict[str, np.ndarray]:
    """Name -> (n, numbers). Of wavelets: the mean modulus and the mean square of each oriented Haar band."""
    a = up(quadtree((SIDE, SIDE)), pictures.T)
    (first, second), E = level_features(a), energies(a)
    levels = np.log(np.concatenate([first, second]) + 1e-9).T
    return {
        "raw pixels": pictures,
        "details without modulus": np.concatenate(a.details).T,
        "finest level": np.log(np.stack([first[0], E[0]]) + 1e-9).T,
        "order 1": levels[:, : len(first)],
        "orders 1 and 2": levels,
        "wavelets": haar_bands(pictures.reshape(-1, SIDE, SIDE)),
        "raw pixels and levels": np.hstack([pictures, levels]),
    }


def haar_bands(x: np.ndarray) -> np.ndarray:
    """log mean |w| and log mean w² of the three orientations on each level, (n, 2 · 3 · levels)."""
    found = []
    while x.shape[1] > 1:
        a, b, c, d = x[:, ::2, ::2], x[:, ::2, 1::2], x[:, 1::2, ::2], x[:, 1::2, 1::2]
        for band in (a + b - c - d, a - b + c - d, a - b - c + d):
            found += [abs(band / 2).mean(axis=(1, 2)), (band**2 / 4).mean(axis=(1, 2))]
        x = (a + b + c + d) / 2
    return np.log(np.array(found) + 1e-9).T


def accuracy(train: tuple, test: tuple, boosted: bool = False) -> float:
    """Of logistic regression on standardised features, or of boosted trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    weak = 1.0 if train[0].shape[1] < 300 else 0.01  # a penalty for a thousand pixels
    linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, C=weak))
    trees = HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=15, max_bins=32, random_state=0)
    model = trees if boosted else linear
    return float(model.fit(*train).score(*test))


def texture_accuracies(classes: str, rng: np.random.Generator) -> Rows:
    (x, y), (x_new, y_new) = (textures(int(classes), rng) for _ in range(2))
    old, new = texture_features(x), texture_features(x_new)
    both = old.pop("raw pixels and levels"), new.pop("raw pixels and levels")
    found = {name: accuracy((old[name], y), (new[name], y_new)) for name in old}
    found["boosted trees on raw pixels"] = accuracy((x, y), (x_new, y_new), boosted=True)
    found["boosted trees on raw pixels and levels"] = accuracy((both[0], y), (both[1], y_new), boosted=True)
    return found


def digit_accuracies(setting: str, rng: np.random.Generator) -> Rows:
    """300 digits to learn from, the others to test; levels: |d_l| of every node, not only their mean."""
    digits = load_digits()
    x, order = digits.images.reshape(-1, 64), rng.permutation(len(digits.labels))
    levels = np.hstack([x, abs(np.concatenate(up(quadtree((8, 8)), x.T).details)).T])
    found = {}
    for boosted, names in (
        (False, ("raw pixels", "raw pixels and levels")),
        (True, ("boosted trees on raw pixels", "boosted trees on both")),
    ):
        for name, features in zip(names, (x, levels)):
            train, test = ((features[part], digits.labels[part]) for part in (order[:300], order[300:]))
            found[name] = accuracy(train, test, boosted)
    return found


# Networks: 512 people in 16 blocks of 32, in pairs, in pairs of pairs ...; ties are rarer by `ratio` at each step out.
PEOPLE, BLOCKS, WITHIN, RATIOS = 512, 16, 0.45, ("0.25", "0.35", "0.5", "0.6")


def planted(ratio: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A (512, 512) and each one's block; two blocks whose numbers first differ in bit k are k + 1 steps apart."""
    block = np.arange(PEOPLE) * BLOCKS // PEOPLE
    apart = np.frexp((block[:, None] ^ block).astype(float))[1]
    A = np.triu(rng.random(apart.shape) < WITHIN * ratio**apart, 1).astype(float)
    return A + A.T, block


def agreement(block: np.ndarray, levels: dict[int, np.ndarray] | list[np.ndarray]) -> float:
    """Adjusted mutual information with 2, 4, 8, 16 planted groups, on average. A list: the best of its partitions."""
    from sklearn.metrics import adjusted_mutual_info_score as ami

    truth = {2**k: block >> (4 - k) for k in (1, 2, 3, 4)}
    if isinstance(levels, dict):
        return float(np.mean([ami(groups, levels[k]) for k, groups in truth.items()]))
    return float(np.mean([max(ami(groups, one) for one in levels) for groups in truth.values()]))


def cuts(tree: Hierarchy) -> dict[int, np.ndarray]:
    """Each one's group, by how many groups there are."""
    return dict(zip(tree.sizes, tree.ancestors))


def walktrap(A: np.ndarray) -> Hierarchy:
    """Pons & Latapy's: steps that are not lazy, masses of 1."""
    degrees = A.sum(axis=1)
    reached = np.linalg.matrix_power(A / degrees[:, None], 4) / np.sqrt(degrees)
    return ward_tree(csr_array(A), reached, np.ones(len(A)))


def doubled(A: np.ndarray) -> dict[int, np.ndarray]:
    """Level by level: half as many groups, then twice as many lazy steps between them."""
    found, here, steps, W = {}, np.arange(len(A)), 4, A
    while len(W) > 2:
        tree = merge_graph(W, steps, [len(W) // 2, 1])
        here = tree.parents[0][here]
        W = coarse_ties(tree, W)[1].toarray()
        found[len(W)], steps = here, 2 * steps
    return found


def fiedler(A: np.ndarray) -> dict[int, np.ndarray]:
    """From the top: each group is halved at the median of its second eigenvector."""
    found, group = {}, np.zeros(len(A), int)
    while group.max() + 1 < BLOCKS:
        halves = 2 * group
        for one in range(group.max() + 1):
            who = np.flatnonzero(group == one)
            part = A[np.ix_(who, who)]
            root = np.sqrt(np.maximum(part.sum(axis=1), 1e-9))
            second = np.linalg.eigh(part / np.outer(root, root))[1][:, -2] / root
            halves[who] += second > np.median(second)
        group = halves
        found[group.max() + 1] = group
    return found


def louvain(A: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Its levels, whatever their sizes."""
    found = []
    for groups in nx.community.louvain_partitions(nx.from_numpy_array(A), seed=int(rng.integers(2**31))):
        label = np.zeros(len(A), int)
        for k, people in enumerate(groups):
            label[list(people)] = k
        found.append(label)
    return found


def network_agreement(ratio: str, rng: np.random.Generator) -> Rows:
    """Agreement of each method, and its processor seconds."""
    A, block = planted(float(ratio), rng)
    methods: dict[str, Callable] = {
        "bottom-up": lambda: cuts(merge_graph(A)),
        "Walktrap": lambda: cuts(walktrap(A)),
        "Louvain": lambda: louvain(A, rng),
        "top-down Fiedler": lambda: fiedler(A),
        "bottom-up, steps doubled": lambda: doubled(A),
    }
    found: Rows = {"seconds": {}}
    for name, method in methods.items():
        begin = time.process_time()
        levels = method()
        found["seconds"][name] = time.process_time() - begin
        found[name] = agreement(block, levels)
    return found


# Forecasts: 32 leaves in a binary tree, one step ahead by an autoregression fitted to each series on its own.
TREE = Hierarchy(tuple(np.arange(2**k) // 2 for k in range(5, 0, -1)), np.ones(32))
PAST, AHEAD, REPEATS = 200, 30, 60
PLACES = {"leaves": (0,), "middle": (1, 2, 3, 4), "total": (5,)}


def autoregression(n: int, phi: float, sd: float, rng: np.random.Generator) -> np.ndarray:
    x = np.zeros(n)
    x[0] = sd * rng.normal() / np.sqrt(1 - phi**2)
    for t, shock in enumerate(sd * rng.normal(size=n - 1), start=1):
        x[t] = phi * x[t - 1] + shock
    return x


def noisy_leaves(n: int, rng: np.random.Generator) -> np.ndarray:
    """One signal in all leaves, more in some, and noise as large as the signal is."""
    signal = autoregression(n, 0.8, 1, rng)
    return rng.uniform(0.5, 1.5, 32)[:, None] * signal + 1.6 * rng.normal(size=(32, n))


def leaves_that_differ(n: int, rng: np.random.Generator) -> np.ndarray:
    """A common signal, and a slow one of each leaf's own."""
    common = autoregression(n, 0.9, 1, rng)
    return common + np.array([autoregression(n, 0.9, 0.3, rng) for _ in range(32)])


def forecast_errors(scenario: str, rng: np.random.Generator) -> Rows:
    """{method: {place: root mean square error in % above the best method there}}."""
    squares: dict[str, list] = {}
    world = {"noisy leaves": noisy_leaves, "leaves that differ": leaves_that_differ}[scenario]
    for _ in range(REPEATS):
        leaves = 20 + world(PAST + AHEAD, rng)
        y = summing(TREE) @ leaves
        before, after = y[:, : PAST - 1], y[:, 1:PAST]
        centre, next_centre = before.mean(axis=1), after.mean(axis=1)
        off = (before.T - centre).T
        slope = ((after.T - next_centre).T * off).sum(axis=1) / (off**2).sum(axis=1)
        predicted = (next_centre - slope * centre)[:, None] + slope[:, None] * y[:, :-1]
        W, _ = shrunk_covariance((y[:, 1:] - predicted)[:, : PAST - 1].T)
        ahead, truth = predicted[:, PAST - 1 :], y[:, PAST:]
        share = leaves[:, :PAST].sum(axis=1) / leaves[:, :PAST].sum()
        for method, forecast in {
            "unreconciled": ahead,
            "bottom-up": bottom_up(TREE, ahead),
            "top-down": top_down(TREE, ahead, share),
            "MinT-shrink": mint(TREE, ahead, W),
        }.items():
            squares.setdefault(method, []).append(((forecast - truth) ** 2).mean(axis=1))
    level = np.repeat(np.arange(TREE.depth + 1), TREE.sizes)
    errors = {
        method: {place: float(np.sqrt(np.mean(np.array(one)[:, np.isin(level, on)]))) for place, on in PLACES.items()}
        for method, one in squares.items()
    }
    best = {place: min(one[place] for one in errors.values()) for place in PLACES}
    return {m: {place: 100 * (one[place] / best[place] - 1) for place in PLACES} for m, one in errors.items()}


# Noise: a photograph of 256 × 256 grey levels in [0, 1].


def photograph() -> np.ndarray:
    from sklearn.datasets import load_sample_image

    return load_sample_image("china.jpg")[100:356, 150:406].mean(axis=2) / 255


def soft(a: Analysis, sigma: float) -> list[np.ndarray]:
    """Gains max(0, 1 − T_l/|d|) that shrink each detail by T_l = σ_l²/s_l of its level: noise over signal.

    Source: Chang, Yu & Vetterli 2000, Adaptive wavelet thresholding (BayesShrink).
    """
    found, E = [], energies(a)
    for d, noise, seen in zip(a.details, noise_energies(a.tree, sigma), E):
        threshold = noise / np.sqrt(max(seen - noise, 1e-12))
        found.append(np.maximum(0, 1 - threshold / np.maximum(abs(d), 1e-12)))
    return found


def denoising_errors(sigma: str, rng: np.random.Generator) -> Rows:
    """Root mean square errors. One gain for all and the filter's width are the best there are for this very picture."""
    truth, noise = photograph(), float(sigma)
    seen = truth + noise * rng.normal(size=truth.shape)
    a = up(quadtree(truth.shape), seen.ravel())

    def error(picture: np.ndarray) -> float:
        return float(np.sqrt(np.mean((picture.reshape(truth.shape) - truth) ** 2)))

    return {
        "nothing": error(seen),
        "one gain for all": min(error(down(a, g)) for g in np.linspace(0, 1, 51)),
        "a gain a level": error(down(a, denoising_gains(a, noise))),
        "soft threshold a level": error(down(a, soft(a, noise))),
        "Gaussian filter": min(error(gaussian_filter(seen, width)) for width in np.linspace(0.2, 3, 29)),
    }


def branching(leaves: int, depth: int) -> Hierarchy:
    """About the same number of children everywhere."""
    sizes = [max(1, round(leaves ** (1 - l / depth))) for l in range(depth + 1)]
    return Hierarchy(tuple(np.arange(n) * above // n for n, above in pairwise(sizes)), np.ones(leaves))


def costs(shape: str, rng: np.random.Generator) -> Rows:
    """Milliseconds to analyse, microseconds to update, medians; 10^N leaves, depth D."""
    leaves, depth = (int(part) for part in shape.split(","))
    tree = branching(leaves, depth)
    x = rng.normal(size=leaves)
    sums = gather(tree, np.arange(leaves), x)
    observe(sums, 0, 0.0)

    def median(work: Callable[[int], object], times: int) -> float:
        found = []
        for leaf in rng.integers(leaves, size=times).tolist():
            begin = time.perf_counter()
            work(leaf)
            found.append(time.perf_counter() - begin)
        return float(np.median(found))

    return {
        "analyse ms": 1e3 * median(lambda _: energies(up(tree, x)), 7),
        "update us": 1e6 * median(lambda leaf: observe(sums, leaf, 1.0), 1000),
    }


TASKS: dict[str, tuple[Callable[[str, np.random.Generator], Rows], tuple[str, ...]]] = {
    "textures": (texture_accuracies, ("3", "6")),
    "digits": (digit_accuracies, ("all",)),
    "networks": (network_agreement, RATIOS),
    "forecasting": (forecast_errors, ("noisy leaves", "leaves that differ")),
    "denoising": (denoising_errors, ("0.05", "0.1", "0.2")),
    "cost": (costs, ("10000,8", "100000,2", "100000,4", "100000,8", "100000,16", "1000000,8")),
}


def task(key: str, rng: np.random.Generator) -> Rows:
    """One question, setting and seed, written "textures: 3, seed 0"."""
    question, setting = key.split(": ")
    measure, _ = TASKS[question]
    return measure(setting.split(" seed ")[0], rng)


def summary(rows: list[Rows]) -> Rows:
    """Mean and standard deviation over seeds of each number, however deep it lies."""
    if isinstance(rows[0], dict):
        return {name: summary([row[name] for row in rows]) for name in rows[0]}
    return {"mean": float(np.mean(rows)), "sd": float(np.std(rows, ddof=1))}


def gathered(found: dict[str, Rows]) -> Rows:
    """The results in the order in which the lecture reads them."""
    by = {
        question: {one: summary([found[f"{question}: {one} seed {s}"] for s in SEEDS]) for one in settings}
        for question, (_, settings) in TASKS.items()
    }
    seconds = {ratio: [found[f"networks: {ratio} seed {s}"]["seconds"] for s in SEEDS] for ratio in RATIOS}
    times = [one["top-down Fiedler"] / one["bottom-up"] for rows in seconds.values() for one in rows]
    methods = [name for name in by["networks"][RATIOS[0]] if name != "seconds"]
    cost = by["cost"].items()
    return by | {
        "digits": by["digits"]["all"],
        "networks": {name: {ratio: by["networks"][ratio][name] for ratio in RATIOS} for name in methods}
        | {"times longer": {"top-down Fiedler": summary(times)}},
        "cost": {
            "leaves": {shape.split(",")[0]: one for shape, one in cost if shape.endswith(",8")},
            "depth": {shape.split(",")[1]: one for shape, one in cost if shape.startswith("100000,")},
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = options(parser, "hierarchy_study")
    asked = [(question, one) for question, (_, settings) in TASKS.items() for one in settings]
    keys = [f"{question}: {one} seed {s}" for question, one in asked for s in SEEDS]
    found = run(task, keys, seed=SEED, partial=chosen.partial, code=code_hash(MODULES), scheduler=chosen.scheduler)
    store(
        "hierarchy_study",
        command="python -m studies.hierarchy_study",
        seeds=[SEED, *SEEDS],
        modules=MODULES,
        result=gathered(found),
    )


if __name__ == "__main__":
    main()
