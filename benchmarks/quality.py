"""How good and how fast the course's generative models are, beside a common recipe, in one run on one thread.

    python benchmarks/quality.py [--quick] [--repeats 5]

Prints a table, writes it to build/quality.md and the quality at 5, 10, 18 and 50 calls of the network to
build/quality.png. Some ten minutes. Seconds are of processor time, of this process. Every distance stands beside its
floor: what two real samples of the same sizes score. --quick trains for a tenth of the steps: to see it run only.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import matplotlib  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from plain_ddpm import PlainDDPM  # noqa: E402

from utils.data.digits import load_digits  # noqa: E402
from utils.data.toys import two_moons  # noqa: E402
from utils.generative import metrics, samplers, schedules, solvers  # noqa: E402
from utils.generative.judges import FeatureNet, accuracy_on_real  # noqa: E402
from utils.generative.networks import Denoiser, Net  # noqa: E402
from utils.generative.training import log_normal_times, train  # noqa: E402

Row = tuple[str, str, str, str]
EDM = schedules.edm()
LOW, HIGH = 0.02, 20.0  # noise levels at which sampling ends and starts
CALLS = (5, 10, 18, 50)
SPLITS = (1, 2, 3, 4, 5, 6)  # of the digits; settings were chosen on split 0, the number of steps also on 1 to 3
# name -> (step, steps for n calls); Heun asks twice a step, but once in the last, which ends at σ = 0
SOLVERS = {
    "Euler": (solvers.euler, lambda n: n),
    "Heun": (solvers.heun, lambda n: (n + 1) // 2),
    "DPM-Solver++(2M)": (solvers.dpm_solver_2m, lambda n: n),
}


class Counted:
    """A denoiser that counts its calls."""

    def __init__(self, denoiser):
        self.denoiser, self.calls = denoiser, 0

    def __call__(self, x_t, t):
        self.calls += 1
        return self.denoiser(x_t, t)


def generate(denoiser, solver, calls, n, shape, data_std, rng):
    """n samples with at most `calls` calls, float32: (samples, calls really made)."""
    make, steps = SOLVERS[solver]
    counted = Counted(denoiser)
    start = np.hypot(HIGH, data_std) * rng.standard_normal((n, *shape)).astype(np.float32)
    *_, (_, x) = samplers.sample(make(counted, EDM), solvers.karras_times(steps(calls), LOW, HIGH), start)
    return x, counted.calls


def fit(net, data, steps, generator, data_std, times, **options):
    """(averaged denoiser, processor seconds)."""
    denoiser, begin = Denoiser(net, EDM, data_std=data_std), time.process_time()
    for state in train(  # noqa: B007  (the last one is wanted)
        denoiser, data, steps=steps, generator=generator, times=log_normal_times(EDM, *times), **options
    ):
        pass
    return state.average, time.process_time() - begin


def verdict(is_met: bool) -> str:
    return "yes" if is_met else "NO"


def spread(values, digits: int = 3) -> str:
    return f"{np.mean(values):.{digits}f} ± {np.std(values):.{digits}f}"


def moons(repeats: int, share: float) -> tuple[list[Row], dict]:
    rng, generator, n = np.random.default_rng(0), torch.Generator().manual_seed(0), 4000
    data = two_moons(50_000, rng)
    real = [(two_moons(n, rng), two_moons(n, rng)) for _ in range(4 * repeats)]
    floor = [metrics.sliced_wasserstein(x, y, rng) for x, y in real]
    rows: list[Row] = [("two moons, floor (4000 against 4000)", spread(floor), "", "")]
    average, seconds = fit(Net(2, 128, 3, generator=generator), data, int(3000 * share), generator, 1.0, (-1.2, 1.2))
    rows.append(("two moons, training", f"{seconds:.1f} s", "< 20 s", verdict(seconds < 20)))
    curves: dict = {"floor": np.mean(floor)}
    for solver in SOLVERS:
        for calls in CALLS:
            begin, found = time.process_time(), []
            for _ in range(repeats):
                x, made = generate(average, solver, calls, n, (2,), 1.0, rng)
                found.append(metrics.sliced_wasserstein(x, two_moons(n, rng), rng))
            each = (time.process_time() - begin) / repeats
            ratio, limit = np.mean(found) / np.mean(floor), {18: 3, 50: 2}.get(calls)
            curves.setdefault(solver, []).append((made, np.mean(found)))
            is_target = limit and solver == "DPM-Solver++(2M)"
            rows.append(
                (
                    f"two moons, {solver}, {made} calls",
                    f"{spread(found)} = {ratio:.1f} × floor, {each:.2f} s",
                    f"≤ {limit} × floor" if is_target else "",
                    verdict(ratio <= limit) if is_target else "",
                )
            )
    rival = PlainDDPM(torch.Generator().manual_seed(0))
    begin = time.process_time()
    rival.fit(data, int(50_000 * share))
    seconds = time.process_time() - begin
    for name, fair in (("plain DDPM", False), ("plain DDPM from the true x_T", True)):
        found = [
            metrics.sliced_wasserstein(rival.sample(n, two_moons(n, rng) if fair else None), two_moons(n, rng), rng)
            for _ in range(repeats)
        ]
        curves[name] = [(50, np.mean(found))]
        rows.append(
            (
                f"two moons, {name}, 50 calls",
                f"{spread(found)} = {np.mean(found) / np.mean(floor):.1f} × floor, {seconds:.1f} s of training",
                "",
                "",
            )
        )
    return rows, curves


def to_levels(images):
    """Pixels put on the 17 grey levels the real digits have."""
    return np.clip(np.round((images + 1) * 8), 0, 16) / 8 - 1


def fitted_digits(split: int, share: float):
    """A quarter held out by `split`, the rest trained on: (denoiser, seconds, images, labels, held, held_labels)."""
    from sklearn.model_selection import train_test_split

    data, generator = load_digits(), torch.Generator().manual_seed(split)
    ours, held, labels, held_labels = train_test_split(
        data.images, data.labels, test_size=0.25, random_state=split, stratify=data.labels
    )
    # Labels are told to the network in training and asked of it in sampling: no classifier labels anything.
    average, seconds = fit(
        Net((8, 8), 256, 4, 10, generator=generator),
        ours,
        int(2700 * share),
        generator,
        float(ours.std()),
        (-0.5, 1.0),
        labels=labels,
        lr=4e-3,
        decay=0.995,
    )
    return average, seconds, ours, labels, held, held_labels


def taught(average, solver, calls, data_std, held, held_labels, rng, seed):
    """1500 digits, what they teach a forest as they are and on grey levels: (images, raw, rounded, calls made)."""
    wanted = np.arange(1500) % 10
    x, made = generate(average.given(wanted), solver, calls, 1500, (8, 8), data_std, rng)
    raw, rounded = (accuracy_on_real(y, wanted, held, held_labels, seed) for y in (x, to_levels(x)))
    return x, raw, rounded, made


def digits(repeats: int, share: float) -> tuple[list[Row], dict]:
    """The target over SPLITS; solvers compared on the first of them."""
    rng, curves, found, rows, later = np.random.default_rng(0), {}, [], [], []
    for split in SPLITS:
        average, seconds, ours, labels, held, held_labels = fitted_digits(split, share)
        std = float(ours.std())
        real = [accuracy_on_real(ours, labels, held, held_labels, seed) for seed in range(repeats)]
        made = [taught(average, "Heun", 35, std, held, held_labels, rng, seed) for seed in range(repeats)]
        near = [metrics.nearest_distance(y, ours).mean() for y in (made[0][0], held)]
        found.append((seconds, np.mean(real), np.mean([m[1] for m in made]), np.mean([m[2] for m in made]), *near))
        if split != SPLITS[0]:
            continue
        judge = FeatureNet(ours, labels)
        features = [
            judge.features(y) for y in (held, made[0][0][: len(held)], ours[rng.permutation(len(ours))[: len(held)]])
        ]
        for name, these in zip(("held out", "generated"), features):
            later.append(
                (
                    f"digits, Fréchet distance of {len(held)} {name} from as many training digits",
                    f"{metrics.frechet_distance(these, features[2]):.2f}",
                    "",
                    "",
                )
            )
        curves["floor"] = np.mean(real)
        for solver in SOLVERS:
            for calls in CALLS:
                scores = [taught(average, solver, calls, std, held, held_labels, rng, seed) for seed in range(2)]
                curves.setdefault(solver, []).append((scores[0][3], np.mean([score[2] for score in scores])))
                later.append(
                    (
                        f"digits, forest taught by {solver}, {scores[0][3]} calls, one split",
                        f"{spread([score[2] for score in scores])}",
                        "",
                        "",
                    )
                )
    seconds, real, raw, rounded, generated, held = np.array(found).T
    rows.append(
        (
            f"digits, training, over {len(SPLITS)} splits",
            f"{spread(seconds, 1)} s",
            "< 45 s",
            verdict(seconds.mean() < 45),
        )
    )
    rows.append(("digits, forest taught by 1347 real ones", spread(real), "", ""))
    rows.append(
        (
            "digits, forest taught by 1500 generated, 18 steps of Heun, on grey levels",
            spread(rounded),
            "≥ 0.97",
            verdict(rounded.mean() >= 0.97),
        )
    )
    rows.append(("digits, the same before rounding to grey levels", spread(raw), "", ""))
    rows.append(
        (
            "digits, mean distance to the nearest training digit",
            f"{generated.mean():.2f} generated, {held.mean():.2f} held out",
            "",
            "",
        )
    )
    return rows + later, curves


def plot(curves: dict[str, dict], path: Path) -> None:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axis, (title, found) in zip(axes, curves.items()):
        axis.axhline(found["floor"], color="grey", linestyle=":", label="real data")
        for name, points in found.items():
            if name != "floor":
                axis.plot(*zip(*points), marker="o", label=name)
        axis.set(title=title, xlabel="calls of the network", xscale="log")
        axis.set_xticks(CALLS, map(str, CALLS))
        axis.minorticks_off()
    axes[0].set(yscale="log", ylabel="sliced Wasserstein-2 (lower is better)")
    axes[1].set(ylabel="accuracy on real digits")
    axes[0].legend()
    figure.savefig(path, dpi=120)
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the training: to see it run")
    parser.add_argument("--repeats", type=int, default=5, help="generated samples a figure")
    options = parser.parse_args()
    torch.set_num_threads(1)
    share = 0.1 if options.quick else 1.0
    (first, moon_curves), (second, digit_curves) = (part(options.repeats, share) for part in (moons, digits))
    head: list[Row] = [("measured", "value (mean ± standard deviation)", "target", "met"), ("---",) * 4]
    text = "\n".join("| " + " | ".join(row) + " |" for row in [*head, *first, *second]) + "\n"
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "quality.md").write_text(text, encoding="utf-8")
    plot({"Two moons": moon_curves, "Digits": digit_curves}, ROOT / "build" / "quality.png")
    print(text)


if __name__ == "__main__":
    main()
