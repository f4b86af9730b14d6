"""27.1 and 27.4: one step of the up-pass where leaves are missing, and the gains that denoise."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


# 27.1 ----------------------------------------------------------------- one step up, with missing leaves
def climb(x, masses, parents, size):
    """(means of the parents, details of the children); a child without mass counts for nothing and has detail 0."""
    known = masses > 0
    x = np.where(known, x, 0.0)
    mass = np.bincount(parents, masses, size)
    means = np.bincount(parents, masses * x, size) / mass
    return means, np.where(known, x - means[parents], 0.0)


def climb_inputs(rng):
    """All known, some missing, an only child, unequal masses; parents in any order."""
    cases = [(np.array([2.0, 4.0, np.nan, 9.0]), np.array([1.0, 3.0, 0.0, 2.0]), np.array([0, 0, 1, 1]), 2)]
    for n, size in ((5, 1), (9, 3), (12, 4), (20, 6)):
        parents = rng.permutation(np.append(np.arange(size), rng.integers(0, size, n - size)))
        masses = rng.uniform(0.5, 4, n)
        first = np.unique(parents, return_index=True)[1]  # one child of each parent stays known
        missing = rng.permutation(np.setdiff1d(np.arange(n), first))[: n // 3]
        masses[missing] = 0
        x = rng.normal(1, 2, n)
        x[missing] = np.nan
        cases.append((x, masses, parents, size))
    cases.append((rng.normal(size=6), np.ones(6), np.array([0, 1, 0, 1, 2, 2]), 3))
    return cases


def _unweighted(x, masses, parents, size):
    known = masses > 0
    x = np.where(known, x, 0.0)
    means = np.bincount(parents, x, size) / np.bincount(parents, known, size)
    return means, np.where(known, x - means[parents], 0.0)


def _zeros(x, masses, parents, size):
    x = np.nan_to_num(x)
    means = np.bincount(parents, x, size) / np.bincount(parents, minlength=size)
    return means, x - means[parents]


def _zeros_known(x, masses, parents, size):
    x = np.where(masses > 0, x, 0.0)
    means = np.bincount(parents, x, size) / np.bincount(parents, minlength=size)
    return means, np.where(masses > 0, x - means[parents], 0.0)


def _nan(x, masses, parents, size):
    means = np.bincount(parents, masses * x, size) / np.bincount(parents, masses, size)
    return means, x - means[parents]


def _filled(x, masses, parents, size):
    known = masses > 0
    x = np.where(known, x, x[known].mean())
    means = np.bincount(parents, x, size) / np.bincount(parents, minlength=size)
    return means, np.where(known, x - means[parents], 0.0)


def _medians(x, masses, parents, size):
    means = np.array([np.nanmedian(x[parents == p]) for p in range(size)])
    return means, np.where(masses > 0, x - means[parents], 0.0)


WEIGH = r"A parent's value is $\sum_i m_i x_i/\sum_i m_i$ over its children: "

CLIMB = Function(
    "27.1",
    title="One step up, with missing leaves",
    points=2,
    reference=climb,
    inputs=climb_inputs,
    mistakes=[
        Mistake(
            "every child counts alike",
            _unweighted,
            WEIGH + "yours weighs every known child alike. A region's mean is not the mean of its counties' means.",
        ),
        Mistake(
            "missing counts as 0",
            _zeros,
            "A missing child is not a child of value 0: give it weight 0 above *and* below the fraction line. "
            + WEIGH
            + "masses are the weights.",
        ),
        Mistake(
            "missing counts as 0 in the mean",
            _zeros_known,
            "You divided by the number of children, the missing ones included. Divide by the sum of the masses.",
        ),
        Mistake(
            "nan spreads",
            _nan,
            "0 · nan is nan: a missing value spoils its whole family. Replace it before you multiply.",
        ),
        Mistake(
            "divided by the number of children",
            edit("masses * x, size) / mass", "masses * x, size) / np.bincount(parents, minlength=size)"),
            "You weighted by mass and divided by the number of children. Divide by the sum of the masses.",
        ),
        Mistake(
            "the sum for the mean",
            edit("masses * x, size) / mass", "masses * x, size)"),
            "That is $\\sum m x$, the sum. Divide by the mass of the parent.",
        ),
        Mistake(
            "the mass of the whole level",
            edit("masses * x, size) / mass", "masses * x, size) / masses.sum()"),
            "You divided by the mass of the whole level. Divide each parent's sum by the mass of its own children.",
        ),
        Mistake(
            "nan left in the details",
            edit("np.where(known, x - means[parents], 0.0)", "np.where(known, x - means[parents], np.nan)"),
            "The means are right. A missing child's detail is asked to be 0, so that down gives it its parent's value.",
        ),
        Mistake(
            "the detail turned",
            edit("x - means[parents]", "means[parents] - x"),
            "The detail is what the step up *loses*, $d = x - Px'$: the child's value less its parent's.",
        ),
        Mistake(
            "a missing child has a detail",
            edit("np.where(known, x - means[parents], 0.0)", "x - means[parents]"),
            "A missing child is best guessed by its parent: its detail is 0, not 0 less the parent's mean.",
        ),
        Mistake(
            "a missing child's detail is its parent",
            edit("np.where(known, x - means[parents], 0.0)", "np.where(known, x - means[parents], means[parents])"),
            "A missing child is best guessed by its parent, and down adds its detail to the parent's value: it is 0.",
        ),
        Mistake(
            "details from the mean of all",
            edit("x - means[parents]", "x - means.mean()"),
            "The detail is what *this* step loses: the child's value less its own parent's, `means[parents]`.",
        ),
        Mistake(
            "missing filled with the mean of all",
            _filled,
            "You gave missing children the mean of all others. They have mass 0, and count for nothing in any mean. "
            + WEIGH
            + "masses are the weights.",
        ),
        Mistake(
            "medians",
            _medians,
            WEIGH + "a mean by mass, and no median.",
        ),
        Mistake(
            "details weighted",
            edit("np.where(known, x - means[parents], 0.0)", "masses * (x - means[parents])"),
            "Masses belong into the mean only. The detail is a plain difference, so that down can add it again.",
        ),
        Mistake(
            "details only",
            edit(
                "return means, np.where(known, x - means[parents], 0.0)",
                "return np.where(known, x - means[parents], 0.0)",
            ),
            "Two arrays are asked: the parents' means first, then the children's details.",
        ),
    ],
    hints=[
        "First make the missing harmless: `x = np.where(masses > 0, x, 0)`.",
        "`np.bincount(parents, weights, size)` adds up the weights of each parent's children.",
        "Means: one such sum of $m x$ over one of $m$. Details: `x - means[parents]`, 0 where the mass is 0.",
    ],
)


# 27.4 ----------------------------------------------------------------- gains from what was seen
def level_gains(seen, sizes, sigma):
    """max(0, seen − noise)/seen with the noise's energy σ² (n_l − n_{l+1})/n_0; 0 where nothing was seen."""
    seen, sizes = np.asarray(seen), np.asarray(sizes)
    noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]
    return np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)


def gains_inputs(rng):
    """Binary, quaternary and uneven trees; a level below its noise, one without energy, one without noise."""
    cases = [
        (np.array([0.5, 0.25]), np.array([4, 2, 1]), 0.5),
        (np.array([0.1, 0.3, 0.2]), np.array([64, 16, 4, 1]), 0.5),
        (np.array([0.0, 0.3]), np.array([9, 3, 1]), 0.3),
    ]
    for sizes in ((64, 16, 4, 1), (20, 7, 3, 1), (8, 4, 2, 1), (30, 1)):
        cases.append((rng.uniform(0.3, 2, len(sizes) - 1), np.array(sizes), float(rng.uniform(0.1, 0.6))))
    cases.append((rng.uniform(0.3, 2, 2), np.array([9, 3, 1]), 0.0))
    cases.append((np.array([0.0, 0.4]), np.array([9, 3, 1]), 0.0))
    return cases


ENERGY = r"How much energy has pure noise on level $l$? There are $n_l$ means and $n_{l+1}$ of them are used up above. "

GAINS = Function(
    "27.4",
    title="Gains from what was seen",
    points=3,
    reference=level_gains,
    inputs=gains_inputs,
    mistakes=[
        Mistake(
            "the noise of one leaf on every level",
            edit("sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]", "sigma**2 * np.ones(len(seen))"),
            "σ² is the noise's energy on all levels *together*: by Parseval the levels share it. " + ENERGY,
        ),
        Mistake(
            "the noise of a mean",
            edit("(sizes[:-1] - sizes[1:]) / sizes[0]", "sizes[:-1] / sizes[0]"),
            r"$\sigma^2 n_l/n_0$ is the noise of a level's *means* $x_l$. Details are means less their parent's: what "
            "the parent keeps is not theirs. " + ENERGY,
        ),
        Mistake(
            "blocks of four",
            edit("(sizes[:-1] - sizes[1:]) / sizes[0]", "0.25 ** np.arange(len(seen))"),
            r"$\sigma^2/4^l$ is the noise of means over blocks of four, as for (27.9). Families here may have "
            "any size: count nodes by `sizes`. " + ENERGY,
        ),
        Mistake(
            "the noise counted twice",
            edit("np.where(seen > 0, seen, 1)", "np.where(seen > 0, seen + noise, 1)"),
            "What was seen is signal *and* noise already: it is the whole denominator.",
        ),
        Mistake(
            "the signal's energy",
            edit(" / np.where(seen > 0, seen, 1)", ""),
            "That is the signal's energy on each level. The gain is its share in what was seen: divide.",
        ),
        Mistake(
            "the parents' noise",
            edit("(sizes[:-1] - sizes[1:]) / sizes[0]", "sizes[1:] / sizes[0]"),
            "That is the noise that goes on to the parents. " + ENERGY,
        ),
        Mistake(
            "shared by level, not by number",
            edit("(sizes[:-1] - sizes[1:]) / sizes[0]", "np.ones(len(seen)) / len(seen)"),
            "The levels do not share the noise equally: most of it lives where most nodes are. " + ENERGY,
        ),
        Mistake(
            "divided by the level's own number",
            edit("/ sizes[0]", "/ sizes[:-1]"),
            "Energies are averages over the *leaves*: divide by $n_0$ on every level.",
        ),
        Mistake(
            "numbers of nodes for numbers of leaves",
            edit("(sizes[:-1] - sizes[1:]) / sizes[0]", "(1 / sizes[1:] - 1 / sizes[:-1])"),
            r"A mean over $k$ leaves has variance $\sigma^2/k$, and `sizes` counts *nodes*: a node of level $l$ has "
            r"$n_0/n_l$ leaves on average. " + ENERGY,
        ),
        Mistake(
            "not divided",
            edit(" / sizes[0]", ""),
            "Energies are averages over the leaves, not sums: divide by $n_0$.",
        ),
        Mistake(
            "σ not squared",
            edit("sigma**2", "sigma"),
            "Energies are variances: the noise has σ².",
        ),
        Mistake(
            "the seen energy taken for the signal's",
            edit("np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)", "seen / (seen + noise)"),
            r"What was seen is $s^2+\sigma_l^2$ already. The signal's energy is what is left when the noise's is "
            "taken off.",
        ),
        Mistake(
            "below 0",
            edit("np.maximum(0, seen - noise)", "(seen - noise)"),
            "Where less was seen than noise alone would give, yours is negative and would turn details round. An "
            "energy is at least 0.",
        ),
        Mistake(
            "the noise's share",
            edit(
                "np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)",
                "np.minimum(1, noise / np.where(seen > 0, seen, 1))",
            ),
            "That is the share of the noise, $1 - g_l$. The gain keeps the signal's share.",
        ),
        Mistake(
            "the root of it",
            edit(
                "return np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)",
                "return np.sqrt(np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1))",
            ),
            "The root would give back the right *energy*. The conditional mean shrinks further, by the ratio of "
            "variances itself.",
        ),
        Mistake(
            "0 divided by 0",
            edit("np.where(seen > 0, seen, 1)", "seen"),
            "Right but for a level on which nothing at all was seen: its gain is 0, not nan.",
        ),
        Mistake(
            "0 divided by 0, without noise",
            edit("np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)", "np.maximum(0, 1 - noise / seen)"),
            "Right but where neither energy nor noise is left, E_l = 0 and σ = 0: the gain is 0, not nan.",
        ),
        Mistake(
            "from the root down",
            edit("(sizes[:-1] - sizes[1:])", "(sizes[:-1] - sizes[1:])[::-1]"),
            "`sizes` begins with the leaves, as the energies do. Yours gives the leaves' noise to the top level.",
        ),
    ],
    hints=[
        r"Take $x$ to be noise alone. The mean over $n_0/n_l$ leaves has variance $\sigma^2 n_l/n_0$: what "
        "is lost from one level's means to the next's?",
        r"Noise adds $N_l = \sigma^2\,(n_l - n_{l+1})/n_0$ to $E_l$; over all levels that is nearly $\sigma^2$.",
        r"The signal has the rest, $\max(0, E_l-N_l)$. The gain is its share of $E_l$, and 0 where $E_l = 0$.",
    ],
)
