"""Ways to get further frauds, and the classifiers taught with them: the two sides of the augmentation study.

data = split(transactions, seed=0)
rows = further_frauds("diffusion", data, 2000, rng)
scores = classify("XGBoost", data, rows)             # of the test rows; everything else follows from them
"""

from dataclasses import dataclass

import numpy as np

from utils.generative.tabular.resampling import Adasyn, Copies, Jitter, Smote

BASELINE, WEIGHTS, ORACLE = "none", "class weights", "oracle"
CLASSIFIERS = ("XGBoost", "Random Forest")


@dataclass(frozen=True, eq=False)
class Split:
    """x (n, d), y (n,): training rows and labels. test_x, test_y, amounts (m,): test rows, labels and what they are worth.

    further (k, d): genuine frauds in neither part, or None where the source has no more.
    """

    x: np.ndarray
    y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray
    amounts: np.ndarray
    further: np.ndarray | None = None

    @property
    def frauds(self):
        return self.x[self.y == 1]

    @property
    def legitimate(self):
        return self.x[self.y == 0]


def split(transactions, seed, groups=None, test_share=0.2, further=None, fresh=None):
    """A Split, stratified by label, before any scaling or resampling. Time is dropped, as in the study reproduced.

    transactions: with features, labels, columns (as `utils.data.transactions` gives them). seed: of the shuffle.
    groups (n,): rows with the same number stay in the same part, so that no test row is a copy of a training row:
        `utils.data.transactions.duplicate_groups` of the features without Time, since more rows are equal without it.
    fresh: further transactions added to the test part, where a source can be asked for more. further: see Split.
    """
    if not 0 < test_share < 1:
        raise ValueError(f"test_share must lie in (0, 1), got {test_share!r}")
    labels, rng = transactions.labels, np.random.default_rng(seed)
    groups = np.arange(len(labels)) if groups is None else np.asarray(groups)
    if groups.shape != labels.shape:
        raise ValueError(f"groups must have shape {labels.shape}, one a row, got {groups.shape}")
    is_test = np.zeros(len(labels), dtype=bool)
    with_fraud = np.unique(groups[labels == 1])  # a group of both classes counts among these
    for part in (with_fraud, np.setdiff1d(groups, with_fraud)):
        is_test |= np.isin(groups, rng.permutation(part)[: round(test_share * len(part))])
    kept = [place for place, name in enumerate(transactions.columns) if name != "Time"]
    amount = transactions.columns.index("Amount")
    test = [(transactions.features[is_test], labels[is_test])] + (
        [] if fresh is None else [(fresh.features, fresh.labels)]
    )
    test_rows, test_y = np.concatenate([rows for rows, _ in test]), np.concatenate([y for _, y in test])
    return Split(
        transactions.features[~is_test][:, kept],
        labels[~is_test],
        test_rows[:, kept],
        test_y,
        test_rows[:, amount],
        None if further is None else further.features[further.labels == 1][:, kept],
    )


def generators():
    """name -> a generator with fit(frauds, rng, legitimate) and sample(n, rng): rivals differ in one name only."""
    from utils.generative.tabular.diffusion import Diffusion, PerCluster  # here: they need torch
    from utils.generative.tabular.gan import GAN
    from utils.generative.tabular.vae import VAE

    return {
        "random oversampling": Copies(),
        "jitter": Jitter(),
        "SMOTE": Smote(),
        "ADASYN": Adasyn(),
        "VAE": VAE(),
        "GAN": GAN(),
        "diffusion": Diffusion(),
        "diffusion per cluster": PerCluster(),
    }


def ways():
    """Names of all ways, in the order of the table: no change, class weights, the generators, genuine frauds."""
    return (BASELINE, WEIGHTS, *generators(), ORACLE)


def further_frauds(way, data, n, rng):
    """The rows (about n, d) that a way adds to the training frauds of a Split; none for "none" and "class weights"."""
    if way in (BASELINE, WEIGHTS):
        return data.x[:0]
    if way == ORACLE:
        if data.further is None:
            raise ValueError(
                "the oracle needs genuine further frauds; this source has none beyond its training and test rows"
            )
        if len(data.further) < n:
            raise ValueError(f"the oracle needs {n} genuine further frauds, got {len(data.further)}")
        return data.further[:n]
    known = generators()
    if way not in known:
        raise ValueError(f"way must be one of {', '.join(ways())}, got {way!r}")
    return known[way].fit(data.frauds, rng, data.legitimate).sample(n, rng)


def classify(classifier, data, rows=(), weighted=False, seed=0):
    """Scores (m,) of the test rows, by a classifier taught with `rows` (k, d) as additional frauds; one thread.

    "XGBoost": its defaults. "Random Forest": 50 trees. weighted: all frauds together weigh as much as all others.
    """
    rows = np.reshape(rows, (-1, data.x.shape[1]))
    x, y = np.concatenate([data.x, rows]), np.concatenate([data.y, np.ones(len(rows), dtype=int)])
    weight = np.where(y == 1, np.sum(y == 0) / np.sum(y == 1), 1.0) if weighted else None
    if classifier == "XGBoost":
        from xgboost import XGBClassifier  # here, because it takes a second to import

        model = XGBClassifier(n_jobs=1, random_state=seed)
    elif classifier == "Random Forest":
        from sklearn.ensemble import RandomForestClassifier

        model = RandomForestClassifier(50, n_jobs=1, random_state=seed)
    else:
        raise ValueError(f"classifier must be one of {', '.join(CLASSIFIERS)}, got {classifier!r}")
    return model.fit(x, y, sample_weight=weight).predict_proba(data.test_x)[:, 1].astype(float)
