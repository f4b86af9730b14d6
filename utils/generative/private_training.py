"""Training that tells little of any one row: DP-SGD and its accountant, and the rival, a histogram with noise.

(ε, δ)-private: with or without any one row, whatever is published has probabilities P ≤ e^ε P' + δ, both ways. So an
attack with false positive rate F names at most e^ε F + δ of the members. One step of DP-SGD publishes

    G = (Σ_{i drawn} g_i min(1, C/|g_i|) + σ C z) / (q n),    z ~ N(0, I)

g_i: the gradient of row i's loss over all weights; C the clip; σ the multiplier; each row drawn with chance q alone.
Source: Abadi et al. 2016, Deep Learning with Differential Privacy, algorithm 1.
"""

import copy
import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from scipy.optimize import brentq
from scipy.special import logsumexp
from scipy.stats import binom
from torch import Tensor
from torch.func import functional_call, grad, vmap

from utils.common import arrays
from utils.common.checks import a_function, an_instance, not_negative, positive, whole_number, within
from utils.generative.backend import as_points, column, normal_like, torch_generator
from utils.generative.networks import Denoiser, Net
from utils.generative.training import Times, TrainingState, learning_rate, uniform_times, update_average
from utils.processes.privacy import laplace_counts

ORDERS = np.arange(2, 257)  # α of the Rényi divergences that the accountant tries


def train_privately(
    denoiser: Denoiser,
    data: Any,
    *,
    steps: int,
    rate: float,
    clip: float,
    multiplier: float,
    generator: torch.Generator,
    lr: float = 2e-3,
    noises: int = 8,
    times: Times | None = None,
    decay: float = 0.99,
) -> Iterator[TrainingState]:
    """Train `denoiser` in place by DP-SGD, with Adam on the noisy gradients; yields a TrainingState after each step.

    data (n, *shape): private; n, data_std and all settings count as known. rate: q in (0, 1]; clip: C > 0;
    multiplier: σ ≥ 0, 0 is no privacy. What it costs: `renyi_epsilon(rate, multiplier, steps, delta)`.
    noises: draws of t and noise over which a row's own gradient is averaged, before the clip: they cost no privacy.
    lr, times, decay: as in `training.train`; Adam and the average see noisy gradients alone, so they cost none either.
    The state's loss is nan: a batch's loss tells of its rows, and no ε here covers it.
    """
    net = an_instance("net", an_instance("denoiser", denoiser, Denoiser).net, Net)
    data = torch.as_tensor(as_points("data", data, ("n", *net.shape))).to(next(net.parameters()))
    steps, noises, rate = whole_number("steps", steps), whole_number("noises", noises), within("rate", rate, "(0, 1]")
    clip, multiplier = positive("clip", clip), not_negative("multiplier", multiplier)
    lr, decay, generator = positive("lr", lr), within("decay", decay, "[0, 1)"), torch_generator("generator", generator)
    draw = uniform_times(denoiser.schedule) if times is None else a_function("times", times)

    def loss(weights: dict[str, Tensor], x: Tensor, log_noise: Tensor, target: Tensor) -> Tensor:
        """Of one row, over its noises: (noises, *shape)."""
        return (functional_call(net, weights, (x, log_noise)) - target).square().mean()

    def noisy_gradient(weights: dict[str, Tensor]) -> dict[str, Tensor]:
        drawn = (torch.rand(len(data), generator=generator, device=generator.device) < rate).to(data.device)
        x0 = data[drawn].repeat_interleave(noises, 0)
        t, eps = draw(len(x0), generator), normal_like(x0, generator)
        _, _, c_in, c_noise = denoiser.scalings(t)
        x = column(c_in, x0) * denoiser.schedule.noise(x0, t, eps)
        inputs = (x, column(c_noise, x0.flatten(1)[:, 0]), denoiser.target(x0, t, eps))
        rows = (y.unflatten(0, (int(drawn.sum()), noises)) for y in inputs)
        total = clipped_sum(vmap(grad(loss), in_dims=(None, 0, 0, 0))(weights, *rows), clip)
        noisy = {name: g + multiplier * clip * normal_like(g, generator) for name, g in total.items()}
        return {name: g / (rate * len(data)) for name, g in noisy.items()}

    def states() -> Iterator[TrainingState]:
        average, seconds = copy.deepcopy(denoiser).requires_grad_(False), 0.0
        optimiser = torch.optim.Adam(denoiser.parameters(), lr=lr)
        for step in range(1, steps + 1):
            begin = time.perf_counter()
            gradient = noisy_gradient({name: weight.detach() for name, weight in net.named_parameters()})
            for name, weight in net.named_parameters():
                weight.grad = gradient[name]
            optimiser.param_groups[0]["lr"] = learning_rate(step, steps, lr)
            optimiser.step()
            update_average(average, denoiser, step, decay)
            seconds += time.perf_counter() - begin
            yield TrainingState(step, math.nan, seconds, denoiser, average, optimiser, generator)

    return states()


def clipped_sum(gradients: dict[str, Tensor], clip: float) -> dict[str, Tensor]:
    """Σ_i g_i min(1, C/|g_i|): {name: (B, *size)} -> {name: size}, |g_i| the norm of row i over all names together.

    One row changes the sum by at most C = clip, in norm: its sensitivity.
    """
    clip = positive("clip", clip)
    if not isinstance(gradients, dict) or not gradients or not all(isinstance(g, Tensor) for g in gradients.values()):
        raise ValueError(f"gradients must be a dict of tensors with a row for each example, got {gradients!r:.80}")
    norms = torch.stack([g.flatten(1).norm(dim=1) for g in gradients.values()]).norm(dim=0)
    factors = (clip / norms).clamp(max=1)  # a gradient of 0 has the factor 1
    return {name: torch.tensordot(factors, g, 1) for name, g in gradients.items()}


def renyi_epsilon(rate: float, multiplier: float, steps: int, delta: float) -> float:
    """ε for which `steps` steps of DP-SGD are (ε, δ)-private, a row added or not: the least over α = 2..256 of

        steps/(α − 1) · log Σ_{k=0}^α C(α, k) (1 − q)^{α−k} q^k e^{(k² − k)/2σ²} + log(1 − 1/α) − log(δ α)/(α − 1)

    rate: q in (0, 1]; multiplier: σ > 0. The first term is the Rényi divergence of one step, which adds up over steps.
    An upper bound: for one full-batch step at σ = 1, δ = 1e-5 it gives 4.75, the exact ε is 4.38.
    Source: Mironov, Talwar & Zhang 2019, Rényi Differential Privacy of the Sampled Gaussian Mechanism, equation 30;
    from Rényi to (ε, δ): Canonne, Kamath & Steinke 2020, The Discrete Gaussian, proposition 12.
    """
    q, multiplier = within("rate", rate, "(0, 1]"), positive("multiplier", multiplier)
    steps, delta = whole_number("steps", steps), within("delta", delta, "(0, 1)")
    a, k = ORDERS[:, None], np.arange(ORDERS[-1] + 1)
    weights = binom.logpmf(k, a, q) + (k**2 - k) / (2 * multiplier**2)  # log of each term; −∞ for k > α
    bounds = (steps * logsumexp(weights, axis=1) - np.log(delta * ORDERS)) / (ORDERS - 1) + np.log1p(-1 / ORDERS)
    return max(0.0, float(bounds.min()))


def multiplier_for(epsilon: float, rate: float, steps: int, delta: float) -> float:
    """The least multiplier σ with renyi_epsilon(rate, σ, steps, delta) ≤ epsilon, to a relative 1e-6.

    Raises ValueError where the orders tried do not reach so small an ε: about log(1/δ)/255.
    """
    epsilon = positive("epsilon", epsilon)
    excess = lambda log: renyi_epsilon(rate, math.exp(log), steps, delta) - epsilon  # noqa: E731
    if excess(20.0) > 0:
        raise ValueError(f"epsilon must be within reach of orders up to {ORDERS[-1]}, got {epsilon!r}")
    return math.exp(brentq(excess, -5.0, 20.0, xtol=1e-7) + 1e-7)


def noisy_histogram(
    rows: Any, edges: Any, epsilon: float, rng: np.random.Generator
) -> Callable[[int, np.random.Generator], np.ndarray]:
    """A generator sample(n, rng) -> (n, d) from a histogram with Laplace noise of scale 1/ε on each cell: ε-private.

    rows (n, d); edges: an increasing list for each of the d columns, chosen without a look at the rows, which must lie
    within. Counts below 0 become 0, which looks at noisy counts alone, so costs nothing; within a cell it is uniform.
    Raises ValueError if no count is above 0.
    """
    rows = arrays.points("rows", rows, ("n", "d"))
    edges = [arrays.points("edges", one, ("k",), least=2) for one in an_instance("edges", edges, list)]
    if len(edges) != rows.shape[1] or any(np.any(np.diff(one) <= 0) for one in edges):
        raise ValueError(
            f"edges must be {rows.shape[1]} increasing lists, one for each column of rows, got {edges!r:.80}"
        )
    if any(of.min() < one[0] or of.max() > one[-1] for of, one in zip(rows.T, edges)):
        raise ValueError(f"rows must lie within the edges, got {rows.min(0)} to {rows.max(0)}")
    counts = np.maximum(laplace_counts(np.histogramdd(rows, edges)[0], epsilon, 1.0, rng), 0.0)
    if counts.sum() == 0:
        raise ValueError(f"epsilon must leave some count above 0, got {epsilon!r} and none")

    def sample(n: int, rng: np.random.Generator) -> np.ndarray:
        n, rng = whole_number("n", n), arrays.numpy_generator("rng", rng)
        cells = np.unravel_index(rng.choice(counts.size, n, p=counts.ravel() / counts.sum()), counts.shape)
        return np.stack([rng.uniform(one[cell], one[cell + 1]) for one, cell in zip(edges, cells)], axis=1)

    return sample
