"""A cascade: first the coarse numbers of a picture, then the fine ones by a denoiser that is given the coarse.

p(coarse) p(fine | coarse)
"""

import torch
from torch import Tensor, nn

from utils.common.checks import an_instance
from utils.generative.backend import as_points
from utils.generative.networks import Net


class Beside(nn.Module):
    """F for the fine numbers (n, f), with the coarse ones (n, c) unnoised beside them, through a Net on c + f numbers.

    Denoiser(Beside(net, coarse), schedule) is E[fine | noisy fine, coarse], and its loss that of the fine numbers
    alone; it is made anew for each `coarse`. coarse: in the dtype and on the device of the net.
    Source: Ho et al. 2022, Cascaded Diffusion Models for High Fidelity Image Generation, section 2.
    """

    def __init__(self, net: Net, coarse: Tensor) -> None:
        super().__init__()
        self.net, self.coarse = an_instance("net", net, Net), as_points("coarse", coarse, ("n", "c"))
        self.known = coarse.shape[1]
        if len(net.shape) != 1 or net.shape[0] <= self.known:
            raise ValueError(f"net must take more than the {self.known} numbers of coarse, got shape {net.shape}")
        self.shape = (net.shape[0] - self.known,)

    def forward(self, x: Tensor, log_noise: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.net(torch.cat([self.coarse, x], dim=1), log_noise, labels)[:, self.known :]
