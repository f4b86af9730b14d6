"""What a sample of pictures scores with every judge, in one row; precision and recall by nearest neighbours."""

from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from utils.common import arrays
from utils.common.checks import whole_number
from utils.generative.judges import accuracy_on_real
from utils.generative.memory import near_copies
from utils.generative.metrics import nearest_distance, sliced_wasserstein, two_sample_auc
from utils.generative.rivals.rival import pictures


def precision_recall(made: Any, real: Any, k: int = 3) -> tuple[float, float]:
    """(precision, recall): shares of made rows inside balls of real ones, and of real ones inside those of made.

    A row's ball reaches to its k-th nearest other row of its own sample. made (n, ...), real (m, ...), rows of one
    shape; n and m above k.
    Source: Kynkäänniemi et al. 2019, Improved Precision and Recall Metric for Assessing Generative Models, equation 1.
    """
    k, real = whole_number("k", k), pictures("real", real)
    made = arrays.points("made", made, ("n", *real.shape[1:]))
    if min(len(made), len(real)) <= k:
        raise ValueError(f"k must be below the number of rows {min(len(made), len(real))}, got {k}")
    made, real = made.reshape(len(made), -1), real.reshape(len(real), -1)
    return _share_inside(made, real, k), _share_inside(real, made, k)


def _share_inside(x: np.ndarray, y: np.ndarray, k: int) -> float:
    reach = np.sort(cdist(y, y), axis=1)[:, k]  # column 0 is the row itself
    return float(np.mean(np.any(cdist(x, y) <= reach, axis=1)))


def scores(
    made: Any, wanted: Any, trained: Any, held: Any, held_labels: Any, rng: np.random.Generator
) -> dict[str, float]:
    """Every judge's score of made (n, ...) of labels wanted (n,), n at least m, against m pictures held out.

    forest: accuracy on the held of a forest taught by all of made. The others judge the first len(held) of made. sw:
    sliced Wasserstein; auc: of a forest that tells made from held; to_trained, to_held: mean distance to the nearest;
    copies: near copies of trained pictures; precision, recall: k = 3, on pixels.
    """
    rng, held = arrays.numpy_generator("rng", rng), pictures("held", held)
    made = arrays.points("made", made, ("n", *held.shape[1:]), least=len(held))
    trained = arrays.points("trained", trained, ("k", *held.shape[1:]))
    wanted = arrays.whole_numbers("wanted", wanted, (len(made),))
    held_labels = arrays.whole_numbers("held_labels", held_labels, (len(held),))
    few = made[: len(held)]
    precision, recall = precision_recall(few, held)
    return dict(
        forest=accuracy_on_real(made, wanted, held, held_labels, int(rng.integers(1000))),
        sw=sliced_wasserstein(few, held, rng),
        auc=two_sample_auc(few, held, rng),
        to_trained=float(nearest_distance(few, trained).mean()),
        to_held=float(nearest_distance(few, held).mean()),
        copies=near_copies(few, trained),
        precision=precision,
        recall=recall,
    )
