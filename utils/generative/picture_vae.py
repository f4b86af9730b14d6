"""A variational autoencoder as the encoder of a latent diffusion: its rate, its distortion, its loss with a weight β.

    loss = |x − m(h)|²/2s² + d log s + β KL(N(μ(x), diag v(x)) ‖ N(0, I)),    h = μ(x) + √v(x) z

β = 1 is the negative evidence bound of `tabular.vae`; β < 1 gives the code more nats. s is learned.
Source: Higgins et al. 2017, β-VAE, equation 4; Alemi et al. 2018, Fixing a Broken ELBO, for rate and distortion.
"""

from typing import Any

import torch
from torch import Tensor

from utils.common.checks import an_instance, not_negative
from utils.generative.backend import as_points
from utils.generative.latents import Latent, fit_scale
from utils.generative.tabular.vae import Autoencoder


def rate_and_distortion(network: Autoencoder, x: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
    """KL(q(h | x) ‖ N(0, I)) in nats and |x − m(h)|², each (n,), for rows x (n, d) and noises z (n, hidden)."""
    x = as_points("x", x, ("n", an_instance("network", network, Autoencoder).d))
    z, (mean, log_v) = as_points("z", z, (len(x), network.hidden)), network.encode(x)
    distortion = (x - network.decode(mean + (0.5 * log_v).exp() * z)).square().sum(1)
    return 0.5 * (mean.square() + log_v.exp() - 1 - log_v).sum(1), distortion


def beta_loss(network: Autoencoder, x: Tensor, z: Tensor, beta: float) -> Tensor:
    """The loss at the top of the module, (n,). beta ≥ 0."""
    rate, distortion = rate_and_distortion(network, x, z)
    return distortion / (2 * (2 * network.log_s).exp()) + network.d * network.log_s + not_negative("beta", beta) * rate


def code(network: Autoencoder, rows: Any) -> Latent:
    """The Latent x -> μ(x), h -> m(h), with one scale for all numbers of the code."""
    own = an_instance("network", network, Autoencoder).log_s.detach()

    def on_arrays(function: Any) -> Any:
        return torch.no_grad()(lambda x: function(torch.as_tensor(x).to(own)).double().numpy())

    return fit_scale(on_arrays(lambda x: network.encode(x)[0]), on_arrays(network.decode), rows)
