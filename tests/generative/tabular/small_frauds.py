"""A few hundred transactions, small enough to teach a classifier in a tenth of a second."""

import numpy as np

from utils.data.transactions import Transactions, draw_transactions
from utils.generative.tabular.split import split

SMALL = draw_transactions(540, 60, np.random.default_rng(0))


def rng(seed=0):
    return np.random.default_rng(seed)


def small_split(seed=0, **options):
    return split(SMALL, seed, **options)


def with_copies():
    """(transactions, groups): SMALL, 10 legitimate rows and 6 frauds once more, and a fraud's row as legitimate."""
    frauds, others = np.flatnonzero(SMALL.labels == 1), np.flatnonzero(SMALL.labels == 0)
    again = np.concatenate([others[:10], frauds[:6], frauds[6:7]])
    labels = np.concatenate([SMALL.labels, SMALL.labels[again[:-1]], [0]])
    groups = np.concatenate([np.arange(600), again])
    return Transactions(SMALL.features[np.concatenate([np.arange(600), again])], labels, SMALL.columns, "here"), groups
