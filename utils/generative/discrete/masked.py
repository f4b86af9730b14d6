"""The network that learns p(x_0^l | what is not masked), its bound in nats, and a sampler that reveals.

A row is k numbers and L tokens; token l has sizes[l] values, −1 is the mask. For the network it is k + Σ sizes columns:
the numbers, then a 1 among 0s for each token, and 0s alone for a masked one. At time t each token is masked with
probability t, α = 1 − t; the numbers are noised by their own schedule, on the same clock.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from utils.common import arrays
from utils.common.checks import an_instance, one_of, whole_number
from utils.generative import samplers, schedules
from utils.generative.backend import as_times, column, torch_generator
from utils.generative.networks import Denoiser, Net, whole_tensor

MASK, ORDERS = -1, ("random", "surest")


class TokenDenoiser(Denoiser):
    """A `Denoiser` for rows of k numbers and L tokens: `training.train` trains it on what `encode` gives.

    net: a Net of k + Σ sizes numbers. sizes: how many values each token has. Without numbers the network is not told
    the time: which tokens are masked is all that there is to know. classes of the net: labels, as everywhere.
    """

    place: Tensor

    def __init__(self, net: Net, sizes: Sequence[int]) -> None:
        super().__init__(net, schedules.cosine_vp())
        self.sizes = tuple(arrays.whole_numbers("sizes", sizes, ("L",)).tolist())
        self.numbers = net.shape[0] - sum(self.sizes)
        if len(net.shape) != 1 or min(self.sizes) < 2 or self.numbers < 0:
            raise ValueError(f"sizes must be at least 2 and fit into a row of net {net.shape}, got {self.sizes}")
        first = self.numbers + np.cumsum([0, *self.sizes[:-1]])
        values = range(max(self.sizes))
        place = [[at + v if v < size else -1 for v in values] for at, size in zip(first, self.sizes)]
        self.register_buffer("place", torch.tensor(place), persistent=False)  # (L, most values): columns of token l

    def encode(self, tokens: Any, numbers: Any = None) -> Tensor:
        """Whole numbers (n, L), −1 where masked, and numbers (n, k) -> the network's rows (n, k + Σ sizes)."""
        tokens = self._tokens(tokens)
        rows = torch.zeros(len(tokens), *self.net.shape, dtype=next(self.net.parameters()).dtype)
        if self.numbers:
            rows[:, : self.numbers] = torch.tensor(arrays.points("numbers", numbers, (len(tokens), self.numbers)))
        at = self.place.cpu().gather(1, tokens.T.clamp(min=0)).T  # (n, L)
        return rows.scatter_add(1, at, (tokens != MASK).to(rows.dtype)).to(self.place.device)

    def loss(self, x0: Tensor, t: Any, eps: Tensor, labels: Any = None) -> Tensor:
        """(n,): Σ −log p(x_0^l | x_t) over the masked tokens, over L; plus the mean squared error of the numbers.

        A token is masked where the noise eps, standard normal, lies below its t-quantile: with probability t. Weighted
        by 1/t the tokens' part estimates the bound of `bound`, over L.
        """
        t, L, k = as_times("t", t, len(x0)), len(self.sizes), self.numbers
        masked = torch.special.ndtr(eps[:, self.place[:, 0]]) < column(t, eps)
        x_t = self._hidden(x0, masked)
        if k:
            x_t[:, :k] = self.schedule.noise(x0[:, :k], t, eps[:, :k])
        answer = self._answer(x_t, t, labels)
        truth = self._padded(x0, 0.0).argmax(2, keepdim=True)
        lost = -self._log_softmax(answer).gather(2, truth)[..., 0]
        total = (lost * masked).sum(1) / L
        if k:
            total = total + (answer[:, :k] - self.target(x0[:, :k], t, eps[:, :k])).square().mean(1)
        return total

    def log_probabilities(self, x_t: Tensor, t: Any = 1.0, labels: Any = None) -> tuple[Tensor, Tensor]:
        """At rows x_t of `encode`: E[numbers | x_t] (n, k) and log p(x_0^l = v | x_t) (n, L, most values)."""
        answer, k = self._answer(x_t, t, labels), self.numbers
        c_skip, c_out, _, _ = self.scalings(as_times("t", t, len(x_t)))
        return column(c_skip, x_t) * x_t[:, :k] + column(c_out, x_t) * answer[:, :k], self._log_softmax(answer)

    def _answer(self, x_t: Tensor, t: Any, labels: Any) -> Tensor:
        k, t = self.numbers, as_times("t", t, len(x_t))
        _, _, c_in, c_noise = self.scalings(t)
        x = torch.cat([column(c_in, x_t) * x_t[:, :k], x_t[:, k:]], dim=1)
        told = torch.as_tensor(c_noise if k else 0.0, dtype=x.dtype, device=x.device).expand(len(x))
        return self.net(x, told, None if labels is None else whole_tensor("labels", labels).to(x.device))

    def _hidden(self, rows: Tensor, masked: Tensor) -> Tensor:
        """The rows with their masked tokens, (n, L), set to 0."""
        kept = torch.repeat_interleave(~masked, torch.tensor(self.sizes, device=rows.device), dim=1)
        return torch.cat([rows[:, : self.numbers], rows[:, self.numbers :] * kept], dim=1)

    def _padded(self, rows: Tensor, fill: float) -> Tensor:
        return rows[:, self.place].masked_fill(self.place < 0, fill)

    def _log_softmax(self, answer: Tensor) -> Tensor:
        return nn.functional.log_softmax(self._padded(answer, -torch.inf), dim=2)

    def _tokens(self, value: Any) -> Tensor:
        tokens = arrays.whole_numbers("tokens", value, ("n", len(self.sizes)))
        if np.any((tokens < MASK) | (tokens >= np.array(self.sizes))):
            raise ValueError(f"tokens must be −1 or from 0 below {self.sizes}, got {tokens.min()} to {tokens.max()}")
        return torch.from_numpy(tokens)


@torch.no_grad()
def bound(
    denoiser: TokenDenoiser, tokens: Any, generator: torch.Generator, labels: Any = None, repeats: int = 1
) -> np.ndarray:
    """−log p(x) ≤ this, in nats, (n,), estimated without bias for rows of tokens alone (n, L); labels: (n,) or None.

        ∫_0^1 dt/t E[Σ_{l masked} −log p(x^l | rest)] = Σ_{k=1}^L E_{k masked}[mean over them of −log p(x^l | rest)]

    Each of `repeats` rounds takes every k from 1 to L once, with places drawn at random: the right side of it.
    """
    generator, repeats = torch_generator("generator", generator), whole_number("repeats", repeats)
    if an_instance("denoiser", denoiser, TokenDenoiser).numbers:
        raise ValueError(f"denoiser must be of tokens alone, got one with {denoiser.numbers} numbers")
    x, L = denoiser.encode(tokens), len(denoiser.sizes)
    truth = denoiser._tokens(tokens).to(x.device)
    total = torch.zeros(len(x), dtype=torch.float64)
    for k in np.tile(np.arange(1, L + 1), repeats):
        masked = torch.rand(len(x), L, generator=generator).argsort(1).argsort(1).to(x.device) < int(k)
        _, log_p = denoiser.log_probabilities(denoiser._hidden(x, masked), labels=labels)
        total -= ((log_p.gather(2, truth[..., None])[..., 0] * masked).sum(1) / int(k)).double().cpu()
    return (total / repeats).numpy()


@torch.no_grad()
def reveal(
    denoiser: TokenDenoiser, n: int, steps: int, generator: torch.Generator, labels: Any = None, order: str = "random"
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yields (tokens (n, L), numbers (n, k)) at t = 1, 1 − 1/T, ..., 0, T = `steps`: T + 1 states; −1 is masked.

    A step from t to s reveals each masked token with probability (t − s)/t, as a sample of p(x_0^l | x_t). First
    whether, then what, with a random number each: one race for both in float32 misses rare values. order "surest": a
    step reveals as many as that is on average, those whose sampled value is most probable. Numbers take a DDIM step.
    """
    generator = torch_generator("generator", generator)
    n, steps = whole_number("n", n), whole_number("steps", steps)
    L, surest = len(an_instance("denoiser", denoiser, TokenDenoiser).sizes), one_of("order", order, ORDERS) == "surest"
    tokens = torch.full((n, L), MASK)
    numbers = torch.randn(n, denoiser.numbers, generator=generator)
    yield tokens.numpy(), numbers.numpy()
    for j in range(steps, 0, -1):
        t, s = j / steps, (j - 1) / steps
        x0, log_p = denoiser.log_probabilities(denoiser.encode(tokens, numbers), t, labels)
        p = log_p.double().exp().cpu().reshape(n * L, -1)
        drawn = torch.multinomial(p, 1, generator=generator).reshape(n, L)
        hidden = tokens == MASK
        if surest:
            chance = p.gather(1, drawn.reshape(-1, 1)).reshape(n, L).masked_fill(~hidden, 2.0)
            now = hidden & (chance.argsort(1, descending=True).argsort(1) < round(L * (1 - s)))
        else:
            now = hidden & (torch.rand(n, L, generator=generator, dtype=torch.float64) < (t - s) / t)
        tokens = torch.where(now, drawn, tokens)
        if denoiser.numbers:
            numbers = samplers.ddim(lambda *_: x0.cpu(), denoiser.schedule)(numbers, t, s)  # noqa: B023
        yield tokens.numpy(), numbers.numpy()
