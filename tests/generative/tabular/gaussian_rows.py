"""A correlated Gaussian in unlike units, its yardstick, and what must not change: the global sources of chance."""

import numpy as np
import pytest
import torch

MEAN, COV = np.array([3.0, -50.0]), np.array([[4.0, 30.0], [30.0, 400.0]])


def gaussian(n, seed=0):
    """n rows from N(MEAN, COV), (n, 2)."""
    return np.random.default_rng(seed).multivariate_normal(MEAN, COV, n)


def standardised(rows):
    """Rows of N(MEAN, COV) as rows of N(0, I)."""
    return np.linalg.solve(np.linalg.cholesky(COV), (rows - MEAN).T).T


def chance_of():
    """The global random states of numpy and torch, to be compared."""
    return np.random.get_state()[1].tolist(), np.random.get_state()[2], torch.get_rng_state().tolist()


@pytest.fixture(autouse=True)
def one_thread():
    """Small networks are fastest on one thread. A test file gets this by importing it."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
