# %% [markdown]
r"""
# 27 · What does one gain by diffusing from the finest data upward?

{badges}

| | |
|---|---|
| **You will be able to** | say what *reverse hierarchical diffusion* means here, and in geography · carry data up a tree and down again without loss, missing leaves included · derive heat on a tree, level by level · denoise with one gain a level and say why it is Tweedie's · choose between this method and its rivals from measurements |
| **You need** | $dP/dt = Q^{\mathsf T}P$ from [lecture 01](01_one_equation.ipynb), noising from [lecture 02](02_noising.ipynb), Tweedie from [lecture 06](06_score.ipynb), Laplacians from [appendix G](../appendices/G_graphs.ipynb); conditional Gaussians from [appendix B](../appendices/B_gaussians.ipynb) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import pairwise

import numpy as np
import pandas
from scipy.linalg import expm
from scipy.ndimage import gaussian_filter
from scipy.sparse import csr_array
from sklearn.datasets import load_sample_image
from sklearn.ensemble import HistGradientBoostingRegressor

from studies import stored
from utils.data.celegans import load_celegans
from utils.data.karate import load_karate
from utils.data.stores import load_stores
from utils.exercises import check, hint
from utils.hierarchy import builders, energies, graph, passes, pipeline, reconcile, streaming
from utils.hierarchy.collect import collect
from utils.hierarchy.tree import Hierarchy
from utils.networks.communities import louvain, modularity
from utils.networks.graphs import adjacency
from utils.networks.measures import fiedler
from utils.teaching import figures
from utils.teaching.scene import Bars, Handles, Image, Line, Links, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(27)


def cut(k):
    """64 × 64 grey levels in [−1, 1] out of a photograph, k pixels further down and to the right."""
    whole = load_sample_image("china.jpg").mean(axis=2) / 127.5 - 1
    return whole[6 * k :, 100 + 6 * k :][:384, :384].reshape(64, 6, 64, 6).mean(axis=(1, 3))


photo = cut(0)
tree = builders.quadtree(photo.shape)

# %% [markdown]
r"""
## The picture first

A photograph of 64 × 64 pixels.
Pixels are the **leaves** of a tree: four form a block, four blocks a larger block, and so on to the **root**, the whole picture.
Drag the time of *heat on this tree*.
In the middle: how much variance is left between the blocks of each size.
On the right: one pixel, the one least like its block, and the blocks it lies in, up to the whole picture.

1. Which blocks merge first, and which last?
2. At what time has the finest level lost half of its variance, and at what time the coarsest?
3. Could you get the photograph back from the state at $t = 0.3$?
   And what would you have to keep for it?
"""

# %% tags=["picture"]
ladder = passes.up(tree, photo.ravel())
clock, sizes = np.append(0, np.geomspace(0.01, 3, 29)), ["1", "2", "4", "8", "16", "32"]
warmed = [passes.up(tree, passes.tree_heat(ladder, t)) for t in clock]
left = np.array([energies.energies(one) for one in warmed])
line = tree.line(int(np.argmax(abs(ladder.details[0]))))  # of the pixel least like its block
routes = np.array([[x[i] for x, i in zip(one.values, line)] for one in warmed])

# %% tags=["picture"]
Scene(
    [Panel(Image(frames=np.array([one.values[0].reshape(64, 64) for one in warmed])), title="the picture at t"),
     Panel(Bars(np.sqrt(left), labels=sizes), title="left between blocks of side ...", xlabel="pixels", ylabel="standard deviation"),
     Panel(Line(np.arange(7.0), routes, label="at t"), Line(np.arange(7.0), routes[0], label="at 0", dash=True), title="one pixel and its blocks", xlabel="level: 0 the pixel, 6 the picture", ylabel="grey level", ylim=(-1, 1))],
    times=clock, t=17, title="Heat on a tree", status="t = {t:.2f}",
)

# %% [markdown]
r"""
Small blocks lose their differences first, and the borders between large blocks stay sharp to the end.
This lecture derives that, shows how to go back, and then asks where it is worth doing.

## 1 · One name, three meanings

**Reverse hierarchical diffusion** is not a settled term.

| where | what it means |
|---|---|
| human geography | An innovation spreads from small places *up* to large ones, against the usual order. The best known case is Wal-Mart, which opened in small towns first (Graff and Ashton 1994): [lecture 26](26_geography.ipynb). |
| some web texts | A technique of data processing, in five steps "from the most detailed data upward". They do not define it: no operator, no invariant, nothing that could be checked. |
| here | The up-pass of a tree: leaves are smoothed into their parents, parents into theirs, and each level keeps what it loses. It is (27.3) and (27.7) below. |

What joins the first and the last is the direction, from the leaves to the root.
The definition is ours; its parts have long had names: Haar wavelets, pyramids, multigrid, analysis of variance.

## 2 · Up, and down again

**The tree.**
Level 0 holds $n_0$ leaves, level $D$ the root.
Each node of level $l$ has one parent on level $l+1$.
Leaf $i$ has a value $x_0[i]$ and a **mass** $m_0[i] \ge 0$: how many pixels, people or measurements it stands for; 0 if it is missing.
A parent's mass is the sum of its children's.
Let $P_l$ copy each parent's value to its children, and let $R_l$ average children by mass, $M_l$ being the diagonal matrix of level $l$'s masses:

$$(P_l)_{ij} = 1 \text{ if } j \text{ is the parent of } i, \text{ else } 0; \qquad R_l = M_{l+1}^{-1}P_l^{\mathsf T}M_l . \tag{27.1}$$

<!-- 27.1: definition -->

Averaging copies gives the value back:

$$R_lP_l = I, \tag{27.2}$$

since $P_l^{\mathsf T}M_lP_l$ adds up the masses of each parent's children, which is $M_{l+1}$.
(A node without mass takes no part; it is given the value of its nearest ancestor with mass, and detail 0.)
The other product, $P_lR_l$, replaces each node by its family's mean: a projection.

**Up.**
Smooth a level by any linear $H_l$ (the identity, or steps of a random walk along ties within the level), average, and keep the **detail**:

$$x_{l+1} = R_lH_lx_l, \qquad d_l = x_l - P_lx_{l+1} . \tag{27.3}$$

<!-- 27.3: definition -->

**Down.**
Start at the root, and give each level its detail back, times a **gain** $g_l$:

$$\hat x_l = P_l\hat x_{l+1} + g_l\,d_l, \qquad \hat x_D = x_D; \qquad g = 1 \text{ gives } \hat x_0 = x_0 . \tag{27.4}$$

It must, for *any* $H_l$: if $\hat x_{l+1} = x_{l+1}$, then $\hat x_l = P_lx_{l+1} + (x_l - P_lx_{l+1}) = x_l$.
So going up loses nothing as long as the details are kept.

Witness: an irregular tree, a fifth of its leaves missing, and ties between the leaves along which $H_l$ takes random steps.
"""

# %%
def irregular(rng, sizes=(40, 15, 6, 2, 1)):
    """A random tree with these many nodes a level, every fifth leaf missing."""
    parents = [np.sort(np.append(np.arange(up), rng.integers(0, up, n - up))) for n, up in pairwise(sizes)]
    return Hierarchy(tuple(parents), rng.uniform(0.5, 3, sizes[0]) * (np.arange(sizes[0]) % 5 > 0))


bush = irregular(rng)
x = rng.normal(size=40)
ties = np.triu(1.0 * (rng.random((40, 40)) < 0.2), 1)
seen = bush.masses > 0  # what a missing leaf's value was, nothing can tell

# %% tags=["witness"]
witness("(27.2)", (bush.averaging[1] @ bush.copying[1]).toarray(), np.eye(bush.sizes[2]))
for H in (None, graph.lazy_steps(bush, ties + ties.T)):
    witness("(27.4)", passes.down(passes.up(bush, x, H))[seen], x[seen])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 27.1

Write one step of the up-pass with $H = I$ where leaves are missing.

- `x`, `masses`: arrays $(n,)$; where a mass is 0 the value is missing and `nan`. `parents`: array $(n,)$ of whole numbers below `size`. Every parent has a child with mass.
- Returns two arrays: the parents' values, (`size`,), and the details, $(n,)$, with 0 for a missing child.
- Worked value: `climb(np.array([2.0, 4.0, np.nan, 9.0]), np.array([1.0, 3.0, 0.0, 2.0]), np.array([0, 0, 1, 1]), 2)` gives $(3.5, 9)$ and $(-1.5, 0.5, 0, 0)$.
"""

# %% tags=["exercise"]
def climb(x, masses, parents, size):
    """One level up: (means of the parents, details of the children)."""
    ### BEGIN SOLUTION
    known = masses > 0
    x = np.where(known, x, 0.0)
    mass = np.bincount(parents, masses, size)
    means = np.bincount(parents, masses * x, size) / mass
    return means, np.where(known, x - means[parents], 0.0)
    ### END SOLUTION


climb = check("27.1", climb)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
A missing child has weight 0 in both sums, so it changes neither; `nan` has to go first, since $0\cdot$`nan` is `nan`.
Its best estimate is its parent's value, so its detail is 0, and the way down fills it in.
### END SOLUTION
"""

# %% [markdown]
r"""
**Where does the variance live?**
With $H = I$, $d_l$ is what a projection takes away, so details of different levels are orthogonal under the masses.
Let $E_l = \sum_i m_l[i]\,d_l[i]^2/m_D$ be the **level energy**. By Pythagoras, with $\bar x = x_D$ the mean,

$$\sum_i \frac{m_0[i]}{m_D}\left(x_0[i]-\bar x\right)^2 = \sum_{l=0}^{D-1}E_l . \tag{27.5}$$

This is Parseval's identity, or a nested analysis of variance.
The shares $E_l/\sum E$ are the **scale profile**.
And a value explains itself: $x_0[i] = \bar x + \sum_l d_l[\text{ancestor of } i]$, the right panel of the first picture.
"""

# %% tags=["witness"]
nested = passes.up(bush, x)
mean = np.average(x, weights=bush.masses)
witness("(27.5)", np.average((x - mean) ** 2, weights=bush.masses), energies.energies(nested).sum())
leaf = 7
witness("(27.4), a leaf's path", passes.path(nested, leaf)[1].sum(), x[leaf])

# %% [markdown]
r"""
## 3 · Heat on the tree

**Claim.**
Let differences die as heat does, and the finest die first.

Let $A_j$ replace each leaf by the mean within its ancestor of level $j$.
Pull each leaf towards these means, at rate $\kappa_j \ge 0$ for level $j$:

$$\frac{dx}{dt} = -L_Tx, \qquad L_T = \sum_{j=1}^{D}\kappa_j\,(I - A_j) . \tag{27.6}$$

<!-- 27.6: definition -->

$Q = -L_T$ has rows that sum to 0 and no negative entry off its diagonal: the rates of a walker who, at rate $\kappa_j$, jumps to a leaf chosen by mass under its level-$j$ ancestor.
Its law $P$ (no relation of $P_l$) obeys $\frac{dP}{dt} = Q^{\mathsf T}P$, [lecture 01](01_one_equation.ipynb) again, and $x(t)[i]$ is the expected value of $x_0$ where a walker is who began at $i$.

**Derivation.**
Copy $d_l$ down to the leaves.
It is constant within nodes of level $l$, so $A_jd_l = d_l$ for $j \le l$.
Its mean within each node of level $l+1$ or above is 0, so $A_jd_l = 0$ for $j > l$.
Hence $d_l$ is an eigenvector, $L_Td_l = \lambda_ld_l$, and

$$e^{-tL_T}x_0 = x_D + \sum_{l=0}^{D-1}e^{-\lambda_lt}\,d_l, \qquad \lambda_l = \sum_{j>l}\kappa_j . \tag{27.7}$$

$\lambda_l$ falls with $l$: leaves merge first, then their parents, and the root keeps the mean.
It is (27.4) with gains $e^{-\lambda_lt}$: one up-pass, one down-pass, whatever $t$.

Witness: against the matrix exponential, on the irregular tree.
"""

# %% tags=["witness"]
kappa = rng.uniform(0.2, 2, bush.depth)
A = [(bush.ancestors[j][:, None] == bush.ancestors[j]) * bush.masses for j in range(1, bush.depth + 1)]
L = sum(k * (np.eye(40) - same / same.sum(axis=1, keepdims=True)) for k, same in zip(kappa, A))
witness("(27.7)", passes.tree_heat(nested, 0.4, kappa)[seen], (expm(-0.4 * L) @ np.where(seen, x, 0))[seen])
lasting = [bush.copying[0] @ nested.details[1], bush.copying[0] @ (bush.copying[1] @ nested.details[2])]
witness("(27.7), eigenvectors", [L @ d for d in lasting], [kappa[l:].sum() * d for l, d in zip((1, 2), lasting)])

# %% [markdown]
r"""
Now the rates are yours: drag the dots on the left, one for each level $j$.
Set all to 0 but one: which levels die, which live for ever?
"""

# %% tags=["picture"]
def heated(handles):
    """The picture at each time, and how much of each level is left, for these κ."""
    rates = np.clip([k for _, k in sorted(handles)], 0, 2)
    gains = np.exp(-np.outer(clock, passes.decay_rates(tree, rates)))
    frames = np.array([passes.down(ladder, g).reshape(64, 64) for g in gains])
    panels = [Panel(Handles(np.arange(1.0, 7), rates, move="y", label="κ"), title="drag: rate of each level", xlabel="level j", ylabel="κ_j", xlim=(0.5, 6.5), ylim=(-0.1, 2.1)),
              Panel(Bars(gains, labels=sizes), title="left of the details of side ...", xlabel="pixels", ylim=(0, 1)),
              Panel(Image(frames=frames), title="the picture at t")]
    return dict(panels=panels)


# %% tags=["picture"]
knobs = Scene(times=clock, t=19, title="A rate for each level", status="t = {t:.2f}", **heated([[j, 1.5 * (j == 3)] for j in range(1, 7)]))
knobs.observe(lambda change: knobs.update(**heated(change.new)), "handles")
knobs

# %% [markdown]
r"""
With $\kappa_3$ alone, three levels die at one rate, and coarser ones never: every pixel goes to the mean of its block of side 8.

### A walk on the tree itself

Something that climbs one step at a time, an idea handed from clerk to boss to their boss, is another process.
From a leaf it goes up.
From an inner node it goes up with probability $u$, else to a child chosen at random.
On a ternary tree of depth 5 with $u = 0.55$: is the root reached sooner, later, or after as long as on a *binary* tree of depth 5?
And which of depth and $u$ matters more: one level more, or $u = 0.5$?
Write down both guesses, then open the cell.
"""

# %% tags=["reveal"]
def steps_to_root(depth, u, children, replicas, rng):
    """Steps of a walk from leaf 0 to the root; children of node i are c i, ..., c i + c − 1 on the level below."""
    level, node, steps = (np.zeros(replicas, int) for _ in range(3))
    while np.any(on := level < depth):
        up = (rng.random(replicas) < u) | (level == 0)
        node = np.where(up, node // children, node * children + rng.integers(0, children, replicas))
        level, steps = level + on * np.where(up, 1, -1), steps + on
    return steps


rows = []
for depth, u, children in ((5, 0.55, 3), (5, 0.55, 2), (6, 0.55, 3), (5, 0.5, 3)):
    steps = steps_to_root(depth, u, children, 20_000, rng)
    rows.append((depth, u, children, (steps.mean(), steps.std(ddof=1) / np.sqrt(20_000))))
table(rows, "depth", "u", "children a node", "steps to the root, ± standard error", digits=[0, 2, 0, 2])

# %% [markdown]
r"""
The number of children makes no difference: the level alone decides where the walk can go next.
One level more, or a fair coin, each cost about a third more.

**How long does heat take?** Two exercises.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 27.2

At which time has the *energy* of each level fallen to one half under (27.7)?

- `kappa`: array $(D,)$ with $\kappa_1, \dots, \kappa_D \ge 0$, the last positive. Returns an array $(D,)$, for levels $0$ to $D-1$.
- Worked value: `half_lives(np.array([3.0, 1.0]))` is $(0.0866434, 0.3465736)$.
"""

# %% tags=["exercise"]
def half_lives(kappa):
    """When e^{-t L_T} has halved E_l, for each level below the root."""
    ### BEGIN SOLUTION
    rates = np.cumsum(kappa[::-1])[::-1]
    return np.log(2) / (2 * rates)
    ### END SOLUTION


half_lives = check("27.2", half_lives)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\lambda_l = \sum_{j>l}\kappa_j$ is `kappa[l:].sum()`, since `kappa[0]` is $\kappa_1$.
The detail falls as $e^{-\lambda_lt}$, its square as $e^{-2\lambda_lt}$, which is one half at $\log 2/(2\lambda_l)$.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 27.3

Derive the expected number of steps of the walk above, from a leaf to the root, for any depth (exercise 26.6 had depth 3).

- `depth`: a whole number from 1 on; `u`: a number in $(0, 1]$. Returns a number.
- Worked value: `climb_steps(2, 0.5)` is $4$.
"""

# %% tags=["exercise"]
def climb_steps(depth, u):
    """Expected steps from a leaf to the root."""
    ### BEGIN SOLUTION
    total, one = 0.0, 1.0
    for _ in range(depth):
        total += one
        one = (1 + (1 - u) * one) / u
    return total
    ### END SOLUTION


climb_steps = check("27.3", climb_steps)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Let $e_l$ be the expected steps from level $l$ to $l+1$.
A leaf goes up: $e_0 = 1$.
From level $l$ one step is made; with probability $1-u$ it leads down, and then $e_{l-1}$ steps lead back and $e_l$ remain: $e_l = 1 + (1-u)(e_{l-1}+e_l)$.
Solve for $e_l$ and add up $e_0, \dots, e_{D-1}$.
For depth 5 and $u = .55$ that is 18.649068.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Two arrows, and generative diffusion

| arrow | in geography | here | in a generative model |
|---|---|---|---|
| leaf → root | reverse hierarchical | up: details die, the finest first | noising |
| root → leaf | hierarchical | down: $p(x_D)\prod_lp(d_l\mid x_{l+1})$, one level after another | denoising, sampling |

The last two columns can be written as one process.
Let $U_l = A_l - A_{l+1}$ (with $A_0 = I$, $U_D = A_D$) take out level $l$, so that $\sum_lU_l = I$.
Give each level its own schedule:

$$x_t = \sum_{l=0}^{D}U_l\left(\alpha_l(t)\,x_0 + \sigma_l(t)\,\varepsilon\right), \qquad \varepsilon \sim N(0, I) . \tag{27.8}$$

- One schedule for all levels: $x_t = \alpha(t)x_0 + \sigma(t)\varepsilon$, the noising of [lecture 02](02_noising.ipynb) (DDPM).
- $\alpha_l = e^{-\lambda_lt}$: heat on the tree plus a little noise, *blurring diffusion* (Rissanen and others 2023; Hoogeboom and Salimans 2023), with a tree in the place of cosines.
- Levels noised one after another, the finest first: a *cascade* (Ho and others 2022); its reverse generates coarse pictures, then detail.

Witness: the first two, level by level through `up`.
"""

# %% tags=["witness"]
def by_levels(tree, x, eps, alpha, sigma):
    """(27.8) with alpha, sigma (D + 1,), the root's last."""
    parts = zip(passes.up(tree, x).details, passes.up(tree, eps).details)
    signal, noise = passes.up(tree, x).values[-1], passes.up(tree, eps).values[-1]
    total = np.full(len(x), alpha[-1] * signal[0] + sigma[-1] * noise[0])
    return total + sum((a * d + s * e)[above] for (d, e), a, s, above in zip(parts, alpha, sigma, tree.ancestors))


eps, every = rng.normal(size=4096), np.ones(7)
witness("(27.8), DDPM", by_levels(tree, photo.ravel(), eps, 0.6 * every, 0.8 * every), 0.6 * photo.ravel() + 0.8 * eps)
blurring = np.append(np.exp(-0.3 * passes.decay_rates(tree)), 1)
witness("(27.8), blurring", by_levels(tree, photo.ravel(), eps, blurring, 0 * every), passes.tree_heat(ladder, 0.3))

# %% [markdown]
r"""
**The reverse process.**
Suppose a *Gaussian tree*: the root is Gaussian, each child its parent plus an independent Gaussian step whose variance depends on the level alone, all leaves have mass 1, and all nodes of a level have equally many children.
A node's value $x_l$ is what it shares with its siblings, plus its own step and the mean of what lies below: call the variance of these two $s_l^2$, and that of the mean of $\varepsilon$ below it $\nu_l^2$ (1 over the number of its leaves).
Siblings less their mean are independent of that mean, as in any Gaussian sample, so details of different levels are independent.
Within a family of $b$ the covariance of the details of $x_0$ is $s_l^2(I - \frac1b\mathbf 1\mathbf 1^{\mathsf T})$, of those of $\varepsilon$ the same with $\nu_l^2$: one matrix, two factors.
By (27.8) $d_l(x_t) = \alpha_ld_l(x_0) + \sigma_ld_l(\varepsilon)$, so the conditional mean is that of two Gaussian numbers, on each level:

$$\operatorname E[d_l(x_0)\mid x_t] = g_l\,d_l(x_t), \qquad g_l = \frac{\alpha_l s_l^2}{\alpha_l^2s_l^2+\sigma_l^2\nu_l^2} . \tag{27.9}$$

This is [Tweedie's formula](06_score.ipynb) level by level, and `down` with these gains is an exact denoiser with nothing to train (but for the root, one number with one more such factor).
Where the data are not Gaussian, these are still the best gains for denoising with one number a level, since squared errors of different levels add up by (27.5).
The plainest case is noise added to data, $\alpha_l = 1$ and $\sigma_l = \sigma$: then $g_l = s_l^2/(s_l^2+\sigma^2\nu_l^2)$.

Witness: 64 leaves and a schedule a level, drawn at random; the conditional mean with dense matrices.
"""

# %% tags=["witness"]
even = builders.quadtree((8, 8))
v, (alpha, sigma) = np.array([0.3, 0.5, 0.8]), rng.uniform(0.2, 1, (2, 4))
same = [1.0 * (above[:, None] == above) for above in even.ancestors]
C = sum(var * one for var, one in zip((*v, 2.0), same))  # the root's variance: 2
U = [a - b for a, b in pairwise([*(one / one[0].sum() for one in same), 0])]
signal, noise = (sum(k * one for k, one in zip(each, U)) for each in (alpha, sigma))
x_t = rng.normal(size=64)
exact = passes.up(even, C @ signal @ np.linalg.solve(signal @ C @ signal + noise @ noise, x_t))
s2 = v + np.array([0, v[0] / 4, v[1] / 4 + v[0] / 16])  # of a node's step, and of the means of what lies below
g = (alpha[:3] * s2) / (alpha[:3] ** 2 * s2 + sigma[:3] ** 2 / 4.0 ** np.arange(3))
witness("(27.9)", np.concatenate(exact.details), np.concatenate([a * d for a, d in zip(g, passes.up(even, x_t).details)]))

# %% [markdown]
r"""
**What does a schedule a level buy?**
Go from noise back to data by [DDIM](08_sampling.ipynb) in 20 steps, with (27.9) as denoiser and the photograph's ratios $s_l^2/\nu_l^2$ of signal to noise.
Each step multiplies all details of a level by one number, so that the energy a level ends with needs no sample.
Once all levels share $\alpha = \cos\varphi$, $\sigma = \sin\varphi$, with $\varphi$ from $\frac\pi2$ down to 0; once each level has $\alpha_l, \sigma_l$ of its own such that $\alpha_ls_l/(\sigma_l\nu_l) = \cot\varphi$, so that at any time all are equally noisy.
Which levels lose energy under the shared schedule, the fine ones, the coarse ones, or all alike?
"""

# %% tags=["reveal"]
def energy_left(alpha, sigma, ratio):
    """Energy of each level after DDIM with (27.9), over what it should be; alpha, sigma (steps + 1, D), noise first."""
    d = sigma[0] / np.sqrt(ratio)
    for a, s, a_next, s_next in zip(alpha, sigma, alpha[1:], sigma[1:]):
        g = a * ratio / (a**2 * ratio + s**2)
        d = d * (a_next * g + s_next / s * (1 - a * g))
    return d**2


ratio = energies.energies(ladder) / energies.noise_energies(tree, 1.0)  # s_l²/ν_l²
phi = np.linspace(np.pi / 2, 0, 21)[:, None] * np.ones(6)
root = np.hypot(np.cos(phi), np.sin(phi) * np.sqrt(ratio))  # so that α² + σ² = 1
schedules = {"one for all": (np.cos(phi), np.sin(phi)), "one a level": (np.cos(phi) / root, np.sin(phi) * np.sqrt(ratio) / root)}
table([("signal to noise, s²/ν²", *(f"{r:.3g}" for r in ratio)), *((name, *(f"{e:.2f}" for e in energy_left(*one, ratio))) for name, one in schedules.items())],
      "schedule", *(f"side {s}" for s in sizes), caption="energy after 20 steps, as a share of what it should be")

# %% [markdown]
r"""
The shared schedule loses most where signal and noise are least alike: on the coarsest level, and then on the finest.
Near $s_l^2/\nu_l^2 = 1$ it is as good as a schedule of the level's own.
With one a level the same 20 steps leave the same share everywhere.
"""
# %% [markdown] tags=["exercise"]
r"""
### Exercise 27.4

In practice $s_l^2$ is unknown.
Take noise added to data, $\alpha_l = 1$ and $\sigma_l = \sigma$: level energies of signal and noise add, on average, and are to each other as $s_l^2$ to $\sigma^2\nu_l^2$.
So take off what noise of standard deviation `sigma` on each leaf adds to $E_l$ on average; how much that is, you have to derive.
What is left, but at least 0, is the signal's.
All masses are 1; families may differ in size.

- `seen`: array $(D,)$, the level energies $E_l \ge 0$ of the noisy data. `sizes`: $n_0, \dots, n_D$. `sigma` $\ge 0$.
- Returns the gains, array $(D,)$: in $[0, 1]$, and 0 where $E_l = 0$.
- Worked value: `level_gains(np.array([0.5, 0.25]), np.array([4, 2, 1]), 0.5)` is $(0.75, 0.75)$.
"""

# %% tags=["exercise"]
def level_gains(seen, sizes, sigma):
    """Tweedie's gain of each level, from the energies of noisy data."""
    ### BEGIN SOLUTION
    seen, sizes = np.asarray(seen), np.asarray(sizes)
    noise = sigma**2 * (sizes[:-1] - sizes[1:]) / sizes[0]
    return np.maximum(0, seen - noise) / np.where(seen > 0, seen, 1)
    ### END SOLUTION


level_gains = check("27.4", level_gains)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Of noise alone, the mean of a node with $m$ leaves has variance $\sigma^2/m$, so $\sum_im_l[i]\,x_l[i]^2/n_0$ is $\sigma^2n_l/n_0$ on average, whatever the families' sizes.
$E_l$ is that of level $l$'s means less that of level $l+1$'s, by Pythagoras: $\sigma^2(n_l-n_{l+1})/n_0$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Does it pay?**
The photograph with noise, eight seeds for each $\sigma$.
One gain for all levels is the linear denoiser of a flat model; heat at its best time (chosen with the clean picture, which nobody has); a gain a level; soft thresholds on each detail (the practitioner's wavelet method, BayesShrink, on this tree); a Gaussian filter at *its* best width, chosen likewise.
Which will win, and does the order depend on $\sigma$?
"""

# %% tags=["reveal"]
def rmse(a, b):
    return np.sqrt(np.mean((np.ravel(a) - np.ravel(b)) ** 2))


def shrunk(noisy, sigma):
    """Soft thresholds on the details: variance of the noise over the signal's deviation (Chang, Yu and Vetterli 2000)."""
    noise = energies.noise_energies(tree, sigma)
    signal = np.maximum(energies.energies(noisy) - noise, 1e-9)
    cut = noise / np.sqrt(signal)
    return passes.down(noisy, [np.maximum(0, 1 - c / np.maximum(abs(d), 1e-12)) for c, d in zip(cut, noisy.details)])


def denoised(sigma, seed):
    y = photo + sigma * np.random.default_rng(seed).standard_normal(photo.shape)
    noisy, flat = passes.up(tree, y.ravel()), max(0, 1 - sigma**2 / y.var())
    return [rmse(passes.down(noisy, flat), photo), min(rmse(passes.tree_heat(noisy, t), photo) for t in np.arange(0, 1, 0.02)),
            rmse(passes.down(noisy, level_gains(energies.energies(noisy), tree.sizes, sigma)), photo), rmse(shrunk(noisy, sigma), photo),
            min(rmse(gaussian_filter(y, w), photo) for w in np.arange(0.2, 2, 0.1))]


rows = []
for sigma in (0.1, 0.2, 0.4):
    errors = np.array([denoised(sigma, seed) for seed in range(8)])
    rows.append((sigma, *zip(errors.mean(axis=0), errors.std(axis=0, ddof=1))))
table(rows, "σ", "one gain", "heat, best t", "a gain a level", "soft thresholds", "Gaussian filter, best width", digits=[1, 4, 4, 4, 4, 4], caption="root mean square error ± standard deviation over 8 seeds")

# %% [markdown]
r"""
A gain a level beats one gain and heat at every $\sigma$.
A single gain cannot tell a roof from noise; heat can, but its gains are tied to $e^{-\lambda_lt}$.
Soft thresholds are better where the noise is weak, since they also tell *nodes* of one level apart, and no better where it is strong.
And a Gaussian filter, which knows of no blocks, beats all of them: a tree separates neighbours that happen to lie in different blocks.
Section 10 looks at that.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 27.5

Run an experiment.
Heat the noisy photograph `noisy` below, with all $\kappa_j = 1$.
At which of the times $0, 0.02, 0.04, \dots, 1$ is it closest to the clean `photo` (least root mean square error)?
(`passes.tree_heat(passes.up(tree, noisy.ravel()), t)`)
"""

# %% tags=["exercise"]
noisy = photo + 0.2 * np.random.default_rng(5).standard_normal(photo.shape)
### BEGIN SOLUTION
times, noisy_ladder = np.arange(51) * 0.02, passes.up(tree, noisy.ravel())
best_time = times[np.argmin([np.mean((passes.tree_heat(noisy_ladder, t) - photo.ravel()) ** 2) for t in times])]
### END SOLUTION
best_time = check("27.5", best_time)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Before that time noise is left in the finest level; after it the roof goes as well.
The gains at that time are all close to 1 but for fine levels, as in exercise 27.4, and still worse: with one $t$ for all levels the ratio of their exponents is fixed.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · Five steps

Whatever the data are, the method is five steps: **collect** rows and masses, **preprocess** them (robust scale, missing means mass 0), **build** the tree, go **up**, **interpret** energies and details.
Here they are in the open, for a table: 2 992 Wal-Mart stores, the year in which each opened, by town, state and region.
"""

# %%
stores = load_stores()
REGIONS = {"Northeast": "CT ME MA NH RI VT NJ NY PA", "Midwest": "IL IN MI OH WI IA KS MN MO NE ND SD", "West": "AZ CO ID MT NV NM UT WY AK CA HI OR WA"}
region = {state: name for name, states in REGIONS.items() for state in states.split()}
states = [town[-2:] for town in stores.towns]
rows = {"region": [region.get(state, "South") for state in states], "state": states, "town": stores.towns, "year": stores.years}

columns, years, masses = collect(pandas.DataFrame(rows), ["region", "state", "town"], "year")  # 1 collect: checked cell by cell
scaled = pipeline.scaled(years, masses)  # 2 preprocess
places, leaf_of = builders.from_columns(columns)  # 3 build
opened = streaming.analysed(streaming.gather(places, leaf_of, scaled, masses))  # 4 up
reading = pipeline.interpret(opened)  # 5 interpret

# %%
table(zip(["towns within states", "states within regions", "regions"], places.sizes, reading.profile), "level", "nodes", "share of the variance", digits=[None, 0, 3])
scores = [(name, score) for level, _, name, score in pipeline.interpret(opened, 3_000).unusual if level == 1]
table(scores[:6], "state least like its region", "score", digits=2, caption="score: detail × √mass over its usual size on that level; below 0 is early")

# %% [markdown]
r"""
Three fifths of the variance lies between towns of one state: one state's stores opened over decades.
The states that stand out are early, and they are three neighbours: Missouri, Arkansas, where the first store opened, and Oklahoma.
[Lecture 26](26_geography.ipynb) fits how it spread from place to place; this profile says on which scale the years differ.

`read_picture` and `read_network` are the same five steps with another way to build.
In a picture the tree is given by position, in a network it has to be found (section 7); below, the photograph, and who of the karate club joined which of the two clubs after it split.
Most of that lies between two groups, which the tree found without knowing who joined which.
"""

# %%
club = load_karate()
readings = {"photograph": pipeline.read_picture(photo), "karate club": pipeline.read_network(club.adjacency, club.club)}
table([(name, one.analysis.tree.sizes[0], one.analysis.tree.depth, *(one.profile[-3:][::-1])) for name, one in readings.items()],
      "data", "leaves", "D", "share of the top level", "second", "third", digits=[None, 0, 0, 2, 2, 2])

# %% [markdown]
r"""
## 6 · Data mining and images

**Wavelets.**
On a quadtree of a square picture the three details of four siblings are what Haar's wavelet writes as three numbers: horizontal, vertical, diagonal.
So $E_l$ is the energy of Haar's three bands.

Witness: by hand; `tests/` compares with PyWavelets.
"""

# %% tags=["witness"]
a, b, c, d = photo[::2, ::2], photo[::2, 1::2], photo[1::2, ::2], photo[1::2, 1::2]
bands = [(a + b - c - d) / 2, (a - b + c - d) / 2, (a - b - c + d) / 2]
witness("(27.5), Haar", sum((band**2).sum() for band in bands) / photo.size, energies.energies(ladder)[0])

# %% [markdown]
r"""
Nothing new, then, where there is a grid; the tree also goes where there is none.

**Features.**
Energies forget *where* details are, which is what makes them features of a texture.
They also forget whether many small details or a few large ones made them up.
For this, take sizes, and go up again:

$$a_l = \frac1{m_D}\sum_im_l[i]\,|d_l[i]|, \qquad E_{l'}(|d_l|) \text{ for } l' \ge l; \qquad E_l = a_l^2 + \sum_{l'\ge l}E_{l'}(|d_l|) . \tag{27.10}$$

This is (27.5) for the signal $|d_l|$, whose mean is $a_l$; the two kinds are features of *order* 1 and 2.
The modulus is essential: details have mean 0, and details of details are linear in $x$ again.
(With wavelets in place of the tree: the scattering transform, Bruna and Mallat 2013.)

Two textures: dots, and their *twin* with the same spectrum and random phases.
"""

# %%
def dots(rng, n=32):
    """A few bright dots, standardised."""
    x = gaussian_filter((rng.random((n, n)) < 0.01).astype(float), 0.8, mode="wrap")
    return (x - x.mean()) / x.std()


def twin(x, rng):
    """The same amplitudes, phases those of noise."""
    phase = np.angle(np.fft.fft2(rng.normal(size=x.shape)))
    return np.fft.ifft2(np.abs(np.fft.fft2(x)) * np.exp(1j * phase)).real


grid = builders.quadtree((32, 32))
pairs = [(one := dots(rng), twin(one, rng)) for _ in range(40)]
kinds = {name: passes.up(grid, np.array(group).reshape(40, -1).T) for name, group in zip(("dots", "twins"), zip(*pairs))}

# %% tags=["picture"]
fig, axes = figures.figure(1, 2, width=5, height=2.2)
for ax, x, name in zip(axes, pairs[0], kinds):
    ax.imshow(x, cmap="gray")
    ax.set(title=name, xticks=[], yticks=[])
figures.show(fig)

# %% tags=["witness"]
first, second = energies.level_features(kinds["dots"])
top = grid.depth - np.arange(grid.depth)  # how many l' each l has
sums = np.add.reduceat(second, np.append(0, top.cumsum()[:-1]))
witness("(27.10)", energies.energies(kinds["dots"]), first**2 + sums)
numbers = {name: np.concatenate([energies.energies(one)[:2], energies.level_features(one)[0][:2]]) for name, one in kinds.items()}
table([(name, *zip(found.mean(axis=1), found.std(axis=1, ddof=1))) for name, found in numbers.items()], "texture", "E_0", "E_1", "a_0", "a_1", digits=3, caption="mean ± standard deviation over 40 pictures")

# %% [markdown]
r"""
Energies overlap, sizes tell them apart.
[A study](../studies/hierarchy_study.py) classified textures, three classes and six with spectrum-matched twins, and handwritten digits, over several seeds.
Its textures, and the networks and series of the next sections, are ours, chosen so that the methods differ: they show where one wins, not how often.
Where will levels help more: textures or digits?
"""

# %% tags=["reveal"]
study = stored.read("hierarchy_study")["result"]


def pair(cell):
    """Mean and standard deviation, for a table; None where the study has none."""
    return cell and (cell["mean"], cell["sd"])


table([(name, *(pair(study["textures"][k].get(name)) for k in ("3", "6"))) for name in study["textures"]["6"]], "textures: features", "3 classes", "6 classes", digits=3, caption="accuracy ± standard deviation over 3 seeds; linear classifier unless said")
table([(name, pair(cell)) for name, cell in study["digits"].items()], "digits: features", "accuracy", digits=3)

# %% [markdown]
r"""
Textures are about which scales vary and how, and there levels are the features to have.
Without the modulus they leave a linear model near chance, as raw pixels do.
Order 1 is nearly enough for three textures; twins need order 2.
Haar's bands (*wavelets*), a practitioner's choice, have directions but no order 2: as good as order 1 on three, better on twins, and on both behind orders 1 and 2.
Boosted trees gain most from levels where they are weakest, on twins, and then do as well as the linear model.
A digit is about *where* the ink is, which raw pixels say already: levels add a point or so.

## 7 · Networks

A network gives ties, not a tree.
`merge_graph` finds one from below: describe each node by where a short random walk from it is likely to be, and merge, pair by pair, those whose merging loses least (Ward's rule, by mass; Pons and Latapy's *Walktrap*, 2005, with lazy steps).
What a practitioner would use: Louvain's communities, or cuts from the top by the Fiedler vector of [appendix G](../appendices/G_graphs.ipynb).

Two real networks: the karate club, whose two sides are known, and the nerve cells of a worm, where only the modularity $\mathcal Q$ can be compared, which is what Louvain maximises.
"""

# %%
karate, worm = adjacency(club.adjacency), load_celegans().adjacency
worm = csr_array(worm + worm.T)
rows = []
for name, W in (("karate club", karate), ("worm", worm)):
    found, louvains = builders.merge_graph(W), [louvain(W, np.random.default_rng(seed)) for seed in range(5)]
    counts, quality = [int(one.max()) + 1 for one in louvains], [modularity(W, one) for one in louvains]
    level = min(range(1, found.depth), key=lambda l: abs(found.sizes[l] - np.median(counts)))
    rows.append((name, f"from below, {found.sizes[level]} groups", modularity(W, found.ancestors[level])))
    rows.append((name, f"Louvain, up to {max(counts)} groups, 5 seeds", (np.mean(quality), np.std(quality, ddof=1))))
table(rows, "network", "method", "modularity", digits=3)
sides = {"from below": builders.merge_graph(karate).ancestors[-2], "Fiedler": fiedler(karate, "normalised")[1] > 0}
table([(name, min(np.sum(side != club.club), np.sum(side == club.club))) for name, side in sides.items()], "two sides of the club", "members on the wrong side")

# %% [markdown]
r"""
Louvain has the higher modularity in both; merging from below aims at something else.
Both ways of cutting the club in two put two members on the wrong side.

Where the truth is known: 16 blocks within 8 within 4 within 2, ties rarer by a *ratio* with each level between two people.
"""

# %% tags=["reveal"]
ratios, longer = list(study["networks"]["bottom-up"]), study["networks"]["times longer"]["top-down Fiedler"]
table([(name, *(pair(cells.get(r)) for r in ratios)) for name, cells in study["networks"].items() if ratios[0] in cells], "method", *(f"ratio {r}" for r in ratios), digits=3,
      caption=f"adjusted mutual information with 2, 4, 8 and 16 blocks, mean over these, ± standard deviation over 3 seeds; cuts from the top take {longer['mean']:.1f} ± {longer['sd']:.1f} times as long as merging")

# %% [markdown]
r"""
Merging from below is ahead of Louvain, whose levels stop where modularity does, and of Walktrap from the second column on.
From there on it loses to cuts from the top, which see the whole network before they decide.
Here they are faster, too (dense eigenvectors, against merging in Python).
They cut at the median, though, and so assume that groups are equally large.
Doubling the number of steps on each level, as a "diffusion" upwards might suggest, ruins it: after a long walk everybody is reached alike.

### Engagement in a social network

256 users in 16 groups in 4 communities of a simulated network.
A user's level of engagement is the community's plus the group's plus their own (standard deviations .6, .5, .6); a week scatters about it by 1.5.
Two weeks are seen; predict each user's level.
Integration rather than rivalry: level means can be *features* of a boosted model, too.
"""

# %%
groups = Hierarchy((np.repeat(np.arange(16), 16), np.repeat(np.arange(4), 4), np.zeros(4, int)), np.ones(256))
effects, noise = (0.6, 0.5, 0.6, 0.0), 1.5  # standard deviations: user, group, community, all; a week


def levels_of(week, hierarchy):
    """A user's own week, and with it the means of group and community."""
    one = passes.up(groups, week)
    return np.column_stack([one.values[l][groups.ancestors[l]] for l in range(3 if hierarchy else 1)])


def engagement(seed):
    """Errors of five predictions of the true level."""
    rng = np.random.default_rng(seed)
    true = sum(sd * rng.standard_normal(n)[above] for sd, n, above in zip(effects, groups.sizes, groups.ancestors))
    weeks = true + noise * rng.standard_normal((2, 256))
    both = passes.up(groups, weeks.mean(axis=0))
    boosted = [np.mean([HistGradientBoostingRegressor(max_iter=60, max_leaf_nodes=8, random_state=0).fit(levels_of(a, h), b).predict(levels_of(b, h)) for a, b in (weeks, weeks[::-1])], axis=0) for h in (False, True)]
    guesses = [both.values[0], both.values[1][groups.ancestors[1]], *boosted, passes.down(both, energies.denoising_gains(both, noise / np.sqrt(2)))]
    return [rmse(guess, true) for guess in guesses]


# %%
errors = np.array([engagement(seed) for seed in range(20)])
names = ["own mean", "the group's mean", "boosted trees on own weeks", "boosted trees on own weeks and level means", "a gain a level"]
table([(name, (e.mean(), e.std(ddof=1)), (gap.mean(), gap.std(ddof=1) / np.sqrt(20))) for name, e, gap in zip(names, errors.T, (errors - errors[:, -1:]).T)],
      "prediction", "error ± sd over 20 networks", "more than the last, ± standard error", digits=2)

# %% [markdown]
r"""
Level means improve the boosted model, and still it loses, to the group's plain mean and more so to three gains, which have nothing to train.
That is their home ground: this network *is* a Gaussian tree, and they know its noise.

## 8 · Forecasts that add up

A firm forecasts sales of shops, of regions and of the whole, each by its own model.
The forecasts do not add up.
**Bottom-up** keeps the leaves' and adds; **top-down** keeps the root's and divides by past shares.
**MinT** uses all.
Let $S$ add up leaves to all nodes, $\hat y$ be unbiased forecasts of all nodes, and $W$ the covariance of their errors.
Of all forecasts $\tilde y = SG\hat y$ that stay unbiased ($GS = I$), generalised least squares has the least variance in every node (Wickramasuriya, Athanasopoulos and Hyndman 2019):

$$\tilde y = S\left(S^{\mathsf T}W^{-1}S\right)^{-1}S^{\mathsf T}W^{-1}\hat y, \qquad \operatorname{Cov}(\tilde y - y) = S\left(S^{\mathsf T}W^{-1}S\right)^{-1}S^{\mathsf T} . \tag{27.11}$$

It is the regression of $\hat y$ on the leaves; the second equation is the first one's $SG\,W\,G^{\mathsf T}S^{\mathsf T}$ with $G$ written out.
Witness: 20 000 errors of seven nodes; bottom-up on the same.
"""

# %% tags=["witness"]
firm = Hierarchy((np.array([0, 0, 1, 1]), np.array([0, 0])), np.ones(4))
S = reconcile.summing(firm).toarray()
root_of_W = np.tril(rng.normal(size=(7, 7))) / 2 + np.diag([1, 1, 1, 1, 1, 1, 0.5])
W = root_of_W @ root_of_W.T
wrong = root_of_W @ rng.standard_normal((7, 20_000))
mint = reconcile.mint(firm, wrong, W)  # y = 0: the forecast is its error
claimed = np.diag(S @ np.linalg.inv(S.T @ np.linalg.inv(W) @ S) @ S.T)
witness("(27.11)", np.mean(mint**2, axis=1), claimed, standard_error=claimed * np.sqrt(2 / 20_000))
table([(name, *np.sqrt(np.mean(f**2, axis=1))[[0, 4, 6]]) for name, f in (("each by its own model", wrong), ("bottom-up", reconcile.bottom_up(firm, wrong)), ("MinT", mint))],
      "forecast", "error, first leaf", "first region", "root", digits=2)

# %% [markdown]
r"""
In practice $W$ is estimated from past errors, shrunk towards its diagonal (*MinT-shrink*).
In the study 32 leaves are forecast, once with noisy leaves, once with leaves that differ in pattern.
For each, say which of bottom-up and top-down does harm, and on which level.
"""

# %% tags=["reveal"]
cells = [(kind, method, *(pair(at.get(level)) for level in ("leaves", "middle", "total"))) for kind, methods in study["forecasting"].items() for method, at in methods.items()]
table(cells, "series", "method", "leaves", "middle", "total", digits=1, caption="root mean square error, % above the best method at that level, ± standard deviation over 3 seeds")

# %% [markdown]
r"""
With noisy leaves bottom-up carries their noise up to the total, and top-down is best everywhere, since all leaves follow one signal.
With leaves that differ, top-down harms the leaves, to which it gives the total's pattern, and bottom-up is as good as any.
MinT is close to the best in both, and needs no choice between the two.

## 9 · A stream

Data arrive leaf by leaf.
Keep three sums at each node, $\sum m$, $\sum mx$, $\sum mx^2$: an observation changes those of its leaf and its ancestors, $D+1$ nodes, and everything above can be read off at any time.
Added up anew from the children in a fixed order, the sums are those of a batch *to the last bit*, however long the stream.

Below, 27 sensors in 9 rooms on 3 floors.
Drag: each step is one reading; squares are the nodes that it touches, circles those still without any.
After reading 150, one room is too warm.
"""

# %% tags=["picture"]
house = Hierarchy((np.repeat(np.arange(9), 3), np.repeat(np.arange(3), 3), np.zeros(3, int)), np.ones(27))
where = rng.integers(0, 27, 240)
readings = 20 + rng.normal(0, 0.5, 27)[where] + rng.normal(0, 0.7, 240) + 4 * ((where // 3 == 4) & (np.arange(240) >= 150))
sums = streaming.gather(house, where[:1], readings[:1])
first_node = np.append(0, np.cumsum(house.sizes))[:-1]  # numbers of all 40 nodes, the leaves first
spots = np.concatenate([np.column_stack([(np.arange(n) + 0.5) * 27 / n, np.full(n, l)]) for l, n in enumerate(house.sizes)])
upward = np.concatenate([np.column_stack([first_node[l] + np.arange(n), first_node[l + 1] + house.parents[l]]) for l, n in enumerate(house.sizes[:-1])])
known, states, surprise, spread = np.zeros(40, int), [], [], []

# %%
for leaf, value in zip(where[1:].tolist(), readings[1:].tolist()):
    (z,) = pipeline.read_stream(sums, [(leaf, value)])  # how unusual, by what was known; then it is taken in
    touched = first_node + house.line(leaf)
    known[touched] = 1
    states.append(known + np.isin(np.arange(40), touched))
    surprise.append(np.nan_to_num(z))
    spread.append(np.sqrt(energies.energies(streaming.analysed(sums))))
warm = int(np.flatnonzero((where[1:] // 3 == 4) & (np.arange(1, 240) >= 150))[0])  # the first reading of the warm room

# %% tags=["picture"]
stream = Scene(
    [Panel(Points(spots, colour_by=np.array(states), size=5, label="nodes"), Links(upward), title="touched by this reading", xlim=(-0.5, 27.5), ylim=(-0.4, 3.4), ylabel="level"),
     Panel(Bars(np.array(surprise), labels=["sensor", "room", "floor", "house"]), title="how unusual, in sd", ylim=(-6, 10)),
     Panel(Bars(np.array(spread), labels=["sensors", "rooms", "floors"]), title="left between siblings", ylabel="°C")],
    times=np.arange(2, 241), t=warm, title="A stream", status="reading {t:.0f}",
)
stream

# %%
batch = streaming.gather(house, where, readings)
print("the stream's sums are the batch's, bit for bit:", all(np.array_equal(a, b) for a, b in zip(sums.levels, batch.levels)))

# %% [markdown]
r"""
A reading that is unusual for its floor but not for its sensor is that sensor's habit.
The first reading of the warm room, where the slider stands, is unusual at all four.

**What does it cost?**
Up and down are one addition a leaf; an update touches $D+1$ nodes and adds up their children.
The study timed both, on the machine that ran it; `benchmarks/hierarchy_updates.py` compares them with a group-by of pandas and with PyWavelets.
"""

# %% tags=["picture"]
cost = study["cost"]
fig, axes = figures.figure(1, 2, width=7, height=2.6)
for ax, kind, xlabel in zip(axes, ("leaves", "depth"), ("leaves", "depth D (100 000 leaves)")):
    at = sorted(map(int, cost[kind]))
    for what, marker in (("analyse ms", "o-"), ("update us", "s--")):
        ax.plot(at, [cost[kind][str(n)][what]["mean"] for n in at], marker, label=what.replace("ms", "all (ms)").replace("us", "one leaf (µs)"))
    ax.set(xlabel=xlabel, ylabel="time (ms or µs)", yscale="log", xscale="log" if kind == "leaves" else "linear")
axes[0].legend(fontsize=7)
figures.show(fig)

# %% [markdown]
r"""
Additions are linear in the leaves, and the time grows a little faster than they do; an update hardly depends on their number, and costs more in a deep tree.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 27.6

A colleague keeps masses and means instead of sums.
Leaves come out right, but the root drifts away from the mean of all readings.

    def arrive(mass, mean, parents, leaf, value):
        mass, mean = mass.copy(), mean.copy()
        node = leaf
        while node >= 0:
            mass[node] += 1
            mean[node] += (value - mean[node]) / mass[node]
            value = mean[node]
            node = parents[node]
        return mass, mean

Find the fault and mend it.

- `mass`, `mean`: arrays over all nodes, how many readings lie under each, and their mean (0 where there are none). `parents`: the number of each node's parent, $-1$ at the root. `leaf`: the number of the node that a new reading `value` belongs to.
- Returns the new `mass` and `mean`; those given stay as they are.
- Worked value: with `parents` $(2, 2, -1)$, `mass` $(1, 1, 2)$, `mean` $(2, 6, 4)$ as arrays, `arrive(..., leaf=0, value=8.0)` gives $(2, 1, 3)$ and $(5, 6, 5.3333333)$.
"""

# %% tags=["exercise"]
def arrive(mass, mean, parents, leaf, value):
    """Masses and means after one more reading."""
    ### BEGIN SOLUTION
    mass, mean = mass.copy(), mean.copy()
    node = leaf
    while node >= 0:
        mass[node] += 1
        mean[node] += (value - mean[node]) / mass[node]
        node = parents[node]
    return mass, mean
    ### END SOLUTION


arrive = check("27.6", arrive)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The parent must learn what arrived, not its child's new mean: its own mean is over readings, not over means.
The colleague's root forgets slowly what each leaf knew long ago, again and again, and no line of the log shows it.
### END SOLUTION
"""

# %% [markdown]
r"""
## 10 · Break it

A chessboard with squares of 8 pixels, and the photograph, each seen through a camera that points some pixels further to the right and down.
To the eye nothing has changed.
"""

# %%
def board(k):
    i, j = np.indices((64, 64)) + k
    return np.where((i // 8 + j // 8) % 2, 1.0, -1.0)


table([(name, k, *energies.scale_profile(passes.up(tree, picture(k).ravel()))) for name, picture in (("chessboard", board), ("photograph", cut)) for k in (0, 1, 4)],
      "picture", "shift", *(f"side {s}" for s in sizes), digits=2, caption="scale profile")

# %% [markdown]
r"""
Squares that fit the blocks have one scale, 8; shifted by 4 pixels they have another, 4, and only that.
A profile belongs to a picture *and its tree*.
The photograph, whose edges lie anywhere, hardly changes.
Its denoiser suffers all the same, as neighbours across a border never help each other.
The remedy, *cycle spinning* (Coifman and Donoho 1995): denoise it shifted by 0 to 7 pixels each way, and average.
"""

# %%
def shifted(y, sigma):
    """A gain a level, averaged over 64 shifts of the picture continued by its mirror image."""
    gains = np.append(energies.denoising_gains(passes.up(tree, y.ravel()), sigma), 1)  # the larger tree has one level more
    large, wide, total = builders.quadtree((128, 128)), np.pad(y, 32, mode="symmetric"), 0
    for k in np.ndindex(8, 8):
        one = passes.down(passes.up(large, np.roll(wide, k, axis=(0, 1)).ravel()), gains).reshape(128, 128)
        total = total + np.roll(one, (-k[0], -k[1]), axis=(0, 1))[32:96, 32:96] / 64
    return total


errors = [rmse(shifted(photo + 0.2 * np.random.default_rng(seed).standard_normal(photo.shape), 0.2), photo) for seed in range(8)]
table([("a gain a level, 64 shifts averaged", (np.mean(errors), np.std(errors, ddof=1)))], "method, σ = 0.2", "error ± sd over 8 seeds", digits=4)

# %% [markdown]
r"""
Two thirds of the way to the Gaussian filter of section 4, at 64 times the cost and more.
Where the tree is a fact, as with places, firms and sensors, there is nothing to shift.

## 11 · In the wild

**The M5 competition** (Makridakis, Spiliotis and Assimakopoulos 2022) asked for forecasts of 42 840 series of Walmart's sales: 30 490 of a product in a shop, and their sums on eleven further levels, by shop, state, category.
Of 5 507 teams 48.4 % did better than the naive forecast; 7.5 % beat the best of the organisers' benchmarks, exponential smoothing summed *from below*.
(Figures as published; not rerun here.)
The winner averaged boosted trees, each trained on the series of one store, or of one store's category or department: levels as training sets.
What it does not show: how the same models would have done with MinT, since only leaves could be submitted.

## 12 · What you can now say

*What does one gain by diffusing from the finest data upward?*
A lossless account of the data by scale, in one pass over the leaves: where the variance lives, why a leaf has its value, a denoiser without training, and updates in $D+1$ steps.
Not, by itself, the best denoiser, communities or forecasts.

| | result | witness |
|---|---|---|
| (27.2), (27.4) | Copy and average; up and down lose nothing, for any $H$ | [section 2](#2-·-Up,-and-down-again) |
| (27.5), (27.10) | Level energies add up to the variance; features of second order to the energies | [section 2](#2-·-Up,-and-down-again), [section 6](#6-·-Data-mining-and-images) |
| (27.7) | Heat on the tree: details are eigenvectors, the finest die first | [section 3](#3-·-Heat-on-the-tree) |
| (27.8), (27.9) | One schedule a level; gains are Tweedie's denoiser | [section 4](#4-·-Two-arrows,-and-generative-diffusion) |
| (27.11) | The best forecasts that add up | [section 8](#8-·-Forecasts-that-add-up) |

The opening questions.
(1) The smallest blocks first, the four quarters last.
(2) At $\log 2/(2\lambda_l)$: with $\kappa_j = 1$ the finest has $\lambda_0 = 6$, the coarsest $\lambda_5 = 1$.
(3) Yes, from $e^{-\lambda_lt}d_l$ by dividing, as long as nothing was rounded or noisy; in practice keep the details.

**Next question.**
All this went up and down a tree without chance.
Can one reverse a random spread through a population, and find where it began?
Lecture 28.

## 13 · Sources

- T. O. Graff, D. Ashton, *Spatial diffusion of Wal-Mart: contagious and reverse hierarchical elements*, Professional Geographer 46, 1994: the geographers' term.
- A. Haar 1910; P. J. Burt, E. H. Adelson, *The Laplacian pyramid as a compact image code*, IEEE Trans. Comm. 31, 1983: up and down.
- S. G. Chang, B. Yu, M. Vetterli, *Adaptive wavelet thresholding for image denoising and compression*, IEEE Trans. Image Proc. 9, 2000: BayesShrink.
- R. R. Coifman, D. L. Donoho, *Translation-invariant de-noising*, in Wavelets and Statistics, 1995: section 10.
- J. Bruna, S. Mallat, *Invariant scattering convolution networks*, IEEE PAMI 35, 2013: (27.10).
- S. Rissanen, M. Heinonen, A. Solin, *Generative modelling with inverse heat dissipation*, ICLR 2023; E. Hoogeboom, T. Salimans, *Blurring diffusion models*, ICLR 2023; J. Ho and others, *Cascaded diffusion models*, JMLR 23, 2022: (27.8).
- P. Pons, M. Latapy, *Computing communities in large networks using random walks*, 2005; V. D. Blondel and others, *Fast unfolding of communities in large networks*, 2008 (Louvain).
- S. L. Wickramasuriya, G. Athanasopoulos, R. J. Hyndman, *Optimal forecast reconciliation for hierarchical and grouped time series through trace minimization*, JASA 114, 2019: (27.11).
- S. Makridakis, E. Spiliotis, V. Assimakopoulos, *M5 accuracy competition: results, findings, and conclusions*, Int. J. Forecasting 38, 2022.
- Photograph: *china.jpg* of scikit-learn, by danielbuechele on Flickr, CC BY 2.0. Stores, club, worm: [appendix H](../appendices/H_data.ipynb).
- Ours: the definition in section 1 and its name here, merging by mass with lazy steps, the simulated house and network, the exercises.
"""
