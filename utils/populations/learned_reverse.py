"""A small network for the ratio p_{n−1}(t)/p_n(t) of a birth chain, taught by the implicit score entropy.

The reverse rate is then births[n − 1] times the ratio: the forward rates are known, as in every diffusion model, and
only the ratio is learned. Notation as in `rewind`; float64 throughout.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from utils.common.checks import an_instance, positive, whole_number
from utils.common.files import replacing
from utils.populations.rewind import checked_births, checked_times, implicit_score_entropy


class LogRatio(nn.Module):
    """log(p_{n−1}(t)/p_n(t)) for counts up to N and times in (0, T]: two layers of `width` on n/N, t/T and log(t/T).

    seed: of the first weights; torch's own random numbers are neither used nor changed.
    """

    scale: Tensor

    def __init__(self, N: int, T: float, width: int = 48, seed: int = 0) -> None:
        super().__init__()
        sizes = (3, whole_number("width", width), width, 1)
        rng = np.random.default_rng(whole_number("seed", seed, least=0))
        self.register_buffer("scale", torch.tensor([whole_number("N", N), positive("T", T)], dtype=torch.float64))
        self.layers = nn.ModuleList(
            nn.utils.skip_init(nn.Linear, a, b, dtype=torch.float64) for a, b in pairwise(sizes)
        )
        for weights in self.parameters():
            weights.data = torch.from_numpy(rng.uniform(-1, 1, weights.shape) / np.sqrt(weights.shape[-1]))

    def forward(self, n: Tensor, t: Tensor) -> Tensor:
        """Counts and times of one shape -> a tensor of that shape."""
        share = t / self.scale[1]
        h = torch.stack([n / self.scale[0], share, share.log()], dim=-1)
        for layer in self.layers[:-1]:
            h = nn.functional.silu(layer(h))
        return self.layers[-1](h)[..., 0]


def learned_rates(net: LogRatio, births: Any, times: Any) -> np.ndarray:
    """Reverse rates (k, N + 1) for `rewind`: births[n − 1] times the network's ratio in the middle of each cell."""
    with torch.no_grad():
        return np.pad(_log_rates(net, births, times).exp().numpy(), ((0, 0), (1, 0)))


def train(
    net: LogRatio, births: Any, times: Any, jumps: Any, occupancy: Any, steps: int, lr: float = 0.02
) -> Iterator[float]:
    """Change the network by `steps` steps of Adam; yields the implicit score entropy before each.

    jumps, occupancy (k, N + 1): of paths, from rewind.jumps_and_occupancy. All that the loss needs of the paths is in
    them, so each step sees all paths, whatever their number. lr: of the steps in between; the first and last are small.
    """
    implicit_score_entropy(learned_rates(net, births, times), jumps, occupancy)  # refuses what does not fit
    came, spent = (torch.from_numpy(np.asarray(seen, dtype=float)[:, 1:]) for seen in (jumps, occupancy))
    optimiser = torch.optim.Adam(net.parameters(), positive("lr", lr))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, lr, total_steps=whole_number("steps", steps) + 1)
    for _ in range(steps):
        log_rates = _log_rates(net, births, times)
        loss = torch.sum(spent * log_rates.exp() - came * log_rates)
        optimiser.zero_grad()
        loss.backward()
        yield loss.item()
        optimiser.step()
        schedule.step()


def save_network(path: Path | str, net: LogRatio) -> None:
    """Write its numbers to `path`, a .npz of arrays alone."""
    state = an_instance("net", net, LogRatio).state_dict()
    with replacing(path) as file:
        np.savez(file, **{name: value.numpy() for name, value in state.items()})


def load_network(path: Path | str) -> LogRatio:
    """What save_network wrote. Nothing in the file is run. Raises ValueError if it is no such file."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            state = {name: torch.from_numpy(kept[name]) for name in kept.files}
        net = LogRatio(int(state["scale"][0]), float(state["scale"][1]), len(state["layers.0.bias"]))
        net.load_state_dict(state)
    except (OSError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"path must be a file written by save_network, got {path!r}: {error}") from None
    return net


def _log_rates(net: LogRatio, births: Any, times: Any) -> Tensor:
    """log r_n in the middle of each cell, n = 1..N: (k, N)."""
    births, times = checked_births(births), checked_times(times)
    n = torch.arange(1, len(births), dtype=torch.float64)
    if n[-1] != an_instance("net", net, LogRatio).scale[0]:
        raise ValueError(f"births must be as many as the network has counts, {net.scale[0]:g} + 1, got {len(births)}")
    middle = torch.from_numpy((times[1:] + times[:-1]) / 2)[:, None]
    return torch.from_numpy(np.log(births[:-1])) + net(*torch.broadcast_tensors(n, middle))
