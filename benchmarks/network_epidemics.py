"""SIR on a network: ours against EoN and NDlib, in one run.

    python benchmarks/network_epidemics.py [--nodes 10000 100000] [--rounds 5] [--largest 1000000]

Preferential attachment with m = 5, β = .03 along a tie, γ = .2, 1 % infectious at the start, the whole epidemic;
seconds of processor time on one thread, the best of some rounds that alternate between the programs. Ours and
EoN.fast_SIR draw from the same law, in continuous time. NDlib goes in steps of one unit of time, with β and γ as
probabilities; 100 steps of our `in_steps`, the same model, are timed beside it. NDlib is installed into build/ndlib, an
environment of its own: PyPI's package does not say that it needs six, and does not import without it. The largest
network runs once, in a process of its own whose peak memory is read (graph and its making included).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from scipy.sparse import csr_array

from utils.networks.generators import preferential_attachment
from utils.networks.graphs import edges_of, to_networkx
from utils.networks.outbreaks import final_sizes, first_passage
from utils.networks.temporal import in_steps

ROOT = Path(__file__).resolve().parents[1]
M, BETA, GAMMA, SHARE = 5, 0.03, 0.2, 0.01
NDLIB = ("ndlib==6.0.1", "six==1.17.0", "networkx==3.6.1", "numpy==2.4.6", "scipy==1.17.1")
NDLIB_RUN = """
import json, sys, time
import networkx, numpy
import ndlib.models.epidemics as epidemics
from ndlib.models.ModelConfig import Configuration
ties, (seed, seeds, beta, gamma) = numpy.load(sys.argv[1]), json.load(sys.stdin)
model, config = epidemics.SIRModel(networkx.Graph(ties.tolist()), seed=seed), Configuration()
config.add_model_parameter("beta", beta)
config.add_model_parameter("gamma", gamma)
config.add_model_initial_configuration("Infected", seeds)
model.set_initial_status(config)
begin, count = time.process_time(), {1: 1}
while count[1]:
    count = model.iteration(node_status=False)["node_count"]
print(time.process_time() - begin, count[2])
"""
LARGEST = """
import resource, sys, time
import numpy as np
from network_epidemics import BETA, GAMMA, M, SHARE, first_passage, final_sizes, preferential_attachment
n, rng = int(sys.argv[1]), np.random.default_rng(0)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "linux" else 2**30)
A = preferential_attachment(n, M, rng)
made = peak()
begin = time.process_time()
found = first_passage(A, rng.choice(n, int(SHARE * n), replace=False), BETA, GAMMA, rng)
print(time.process_time() - begin, int(final_sizes(found)), made, peak())
"""
Run = Callable[[int, np.ndarray], tuple[float, float]]  # (seed, seeds) -> seconds, how many were infected


def ndlib_python() -> tuple[str, str]:
    """The interpreter of NDlib's own environment, made if it is not there, and "": or "", and why there is none."""
    folder = ROOT / "build" / "ndlib"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    works = [str(python), "-c", "import ndlib.models.epidemics"]
    if not python.exists() or subprocess.run(works, capture_output=True).returncode:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *NDLIB], capture_output=True)
        if (tried := subprocess.run(works, capture_output=True, encoding="utf-8")).returncode:
            return "", (tried.stderr.strip().splitlines() or ["it does not import"])[-1]
    return str(python), ""


def timed(run: Callable[[], float]) -> tuple[float, float]:
    begin = time.process_time()
    infected = run()
    return time.process_time() - begin, infected


def runs(A: csr_array, python: str, ties: Path) -> dict[str, Run]:
    """By name. EoN gets networkx's graph, NDlib the ties in a file."""
    import EoN

    rng, G = np.random.default_rng(0), to_networkx(A)
    np.save(ties, edges_of(A))

    def ndlib(seed: int, seeds: np.ndarray) -> tuple[float, float]:
        request = json.dumps([seed, seeds.tolist(), BETA, GAMMA])
        done = subprocess.run(
            [python, "-c", NDLIB_RUN, str(ties)], input=request, check=True, stdout=subprocess.PIPE, encoding="utf-8"
        )
        seconds, infected = map(float, done.stdout.split())
        return seconds, infected

    found: dict[str, Run] = {
        "ours": lambda _, seeds: timed(lambda: int(final_sizes(first_passage(A, seeds, BETA, GAMMA, rng)))),
        "EoN.fast_SIR": lambda _, seeds: timed(
            lambda: EoN.fast_SIR(G, BETA, GAMMA, initial_infecteds=seeds.tolist())[3][-1]
        ),
        "ours, 100 steps": lambda _, seeds: timed(
            lambda: int((in_steps(A, seeds, BETA, GAMMA, 100, rng)[-1] > 0).sum())
        ),
    }
    return found | ({"NDlib": ndlib} if python else {})


def compared(n: int, rounds: int, python: str) -> list[tuple[str, str, str, str]]:
    """One network: every program's best round, and how many it infected on average."""
    rng = np.random.default_rng(n)
    A = preferential_attachment(n, M, rng)
    out = []
    with tempfile.TemporaryDirectory() as folder:
        programs = runs(A, python, Path(folder) / "ties.npy")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for number in range(rounds):
            seeds = rng.choice(n, int(SHARE * n), replace=False)
            for name, run in programs.items():
                repeats = 5 if name == "ours" else 1  # too short for one reading: the mean of five
                seconds, infected = np.mean([run(number, seeds) for _ in range(repeats)], axis=0)
                found[name].append((seconds, infected))
    best = {name: min(seconds for seconds, _ in ones) for name, ones in found.items()}
    targets = {"EoN.fast_SIR": 20, "NDlib": 100}
    for name, ones in found.items():
        infected, ratio = np.mean([infected for _, infected in ones]), best[name] / best["ours"]
        text = f"{best[name]:.4f} s; {ratio:.1f} × ours; {infected:.0f} infected"
        least = targets.get(name)
        row = (f"SIR on {n} nodes: {name}", text)
        out.append((*row, f"≥ {least} × ours", "yes" if ratio >= least else "NO") if least else (*row, "", ""))
    return out


def largest(n: int) -> tuple[str, str, str, str]:
    """One run on n nodes in a process of its own."""
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")])}
    command = [sys.executable, "-c", LARGEST, str(n)]
    done = subprocess.run(command, env=here, check=True, capture_output=True, encoding="utf-8").stdout.split()
    seconds, infected, made, peak = (float(part) for part in done)
    text = (
        f"{seconds:.2f} s; {infected:.0f} infected; peak memory {peak:.2f} GB ({made:.2f} GB with the graph just made)"
    )
    return f"SIR on {n} nodes: ours, once", text, "", ""


def rows(nodes: tuple[int, ...] = (10_000, 100_000), rounds: int = 5, most: int = 1_000_000) -> list:
    """(what, value, target, whether met) of each run, as in table.py."""
    python, why = ndlib_python()
    out = [("SIR on a network: NDlib", f"not compared: {why}", "", "")] if why else []
    for n in nodes:
        out += compared(n, rounds, python)
    return out + ([largest(most)] if most else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=1_000_000, help="0: none")
    options = parser.parse_args()
    print("| measured | value | target | met |\n|---|---|---|---|")
    for row in rows(tuple(options.nodes), options.rounds, options.largest):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
