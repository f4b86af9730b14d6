"""One token: kept with probability α, else drawn anew from a law π.

    P(x_t = j | x_s = i) = a 1[i = j] + (1 − a) π_j,    a = α_t/α_s

π uniform over the K values: the uniform chain. π all on one further value, the mask: the absorbing chain. Both are jump
processes with dP/dt = Qᵀ P, run at a speed that depends on t: after the time −log a at Q = 1 πᵀ − I.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from utils.common import arrays
from utils.common.checks import probability, whole_number, within
from utils.processes.chains import generator_matrix


@dataclass(frozen=True, eq=False)
class Chain:
    """values: K, how many values a token of the data has, 0..K − 1. law: π (S,), with S = K or, with a mask, K + 1.

    Made by `uniform` and `absorbing`; in the second the mask is the value K.
    """

    values: int
    law: np.ndarray

    @property
    def states(self) -> int:
        """S: the values, and the mask if there is one."""
        return len(self.law)

    def kernel(self, a: float) -> np.ndarray:
        """P(x_t = j | x_s = i) (S, S), where a token is kept with probability a = α_t/α_s."""
        a = probability("a", a)
        return a * np.eye(self.states) + (1 - a) * self.law

    def rates(self) -> sparse.csr_array:
        """Q (S, S) = 1 πᵀ − I: each token is drawn anew once per unit of time. exp(Q τ) is the kernel of a = e^−τ."""
        return generator_matrix(np.ones((self.states, 1)) * self.law - np.eye(self.states))

    def posterior(self, x_t: Any, alpha_s: float, alpha_t: float) -> np.ndarray:
        """q(x_s | x_t, x_0) (..., K, S) for each x_0 = 0..K − 1, given x_t, whole numbers (...) in 0..S − 1.

            q(x_s | x_t, x_0) = q(x_t | x_s) q(x_s | x_0) / q(x_t | x_0)

        Rows of an x_0 from which x_t cannot come (another token than x_0, in the absorbing chain) are 0.
        Source: Austin et al. 2021, Structured denoising diffusion models in discrete state-spaces, equation 3.
        """
        alpha_s = within("alpha_s", alpha_s, "(0, 1]")
        alpha_t = within("alpha_t", alpha_t, f"[0, {alpha_s!r}]")
        x_t = arrays.whole_numbers("x_t", x_t)
        if np.any((x_t < 0) | (x_t >= self.states)):
            raise ValueError(f"x_t must be whole numbers in 0..{self.states - 1}, got {x_t}")
        before = self.kernel(alpha_s)[: self.values]
        joint = self.kernel(alpha_t / alpha_s).T[x_t][..., None, :] * before
        total = joint.sum(axis=-1, keepdims=True)
        return np.divide(joint, total, out=np.zeros_like(joint), where=total > 0)


def uniform(values: int) -> Chain:
    """The chain that forgets by drawing anew, evenly from all K ≥ 2 values.

    Source: Hoogeboom et al. 2021, Argmax flows and multinomial diffusion.
    """
    values = whole_number("values", values, least=2)
    return Chain(values, np.full(values, 1 / values))


def absorbing(values: int) -> Chain:
    """The chain that forgets by masking: a token is kept or becomes the mask, K, and stays it. K ≥ 2.

    Source: Austin et al. 2021, Structured denoising diffusion models in discrete state-spaces, section 3.1.
    """
    values = whole_number("values", values, least=2)
    return Chain(values, np.eye(values + 1)[values])
