# %% [markdown]
r"""
# 26 · In what order do places adopt, and can the order tell how it spread?

{badges}

| | |
|---|---|
| **You will be able to** | name the geographers' kinds of diffusion · derive one rate matrix that contains four of them, and simulate it by one shortest path · tell them apart by four numbers, and say which are confused · write the likelihood of places and distances, and say what it cannot see · judge a claim of *reverse hierarchical diffusion* on real data, with towns missing |
| **You need** | $dP/dt = Q^{\mathsf T}P$ from [lecture 01](01_one_equation.ipynb), shortest paths as epidemics from [lecture 23](23_networks.ipynb), likelihood and information from [lecture 21](21_estimation.ipynb) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import combinations

import numpy as np
from scipy.linalg import expm
from scipy.optimize import minimize_scalar
from scipy.spatial import cKDTree
from scipy.stats import kendalltau, linregress, rankdata

from studies.settlement_study import first_openings, on_sphere
from studies.stored import read
from utils.data.stores import load_cities, load_stores
from utils.exercises import check
from utils.hierarchy.builders import dominators
from utils.hierarchy.gravity import fit_gravity, log_likelihood
from utils.hierarchy.settlements import Settlements, christaller, rank_size
from utils.hierarchy.spreading import MODES, Mode, climbing_time, diffuse, rates
from utils.hierarchy.telling import OBSERVABLES, observables
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Bars, Curve, Formula, Links, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(26)
land = rank_size(88, rng)  # 88 places in a square; place 0 is the largest

# %% [markdown]
r"""
## The picture first

One country of 88 places, and five things that spread in it, each by a rule of its own.
All maps share one clock: at time 1 half of the places that ever adopt have done so.
Rings have not adopted, squares have since the last step, dots before; large discs mark the eight largest places.
The bars measure each map as it fills: $\tau > 0$ if large places come first, Moran's $I > 0$ if neighbours adopt at about the same time.

1. On which maps can you tell, half-way, where it began?
2. Two maps have nearly the same measures at the end.
   Which, and what differs in truth?
3. On which map do the large places come last?
"""

# %% tags=["picture"]
clock = np.linspace(0, 3, 31)
five = {mode: diffuse(mode, land, np.random.default_rng([26, k])) for k, mode in enumerate(MODES)}


def half(times):  # when half of those who ever adopt have
    return np.median(times[np.isfinite(times)])


def fill(times, clock=clock):
    """Class of each place at each time: 0 not yet, 4 since the last step, 1 before."""
    now = clock[:, None] * half(times)
    have, before = times <= now, times <= now - (clock[1] - clock[0]) * half(times)
    return np.where(before, 1, np.where(have, 4, 0))


def measured(times, system=land, clock=clock):
    """Observables of the places reached by each time; until eight are, those of no pattern at all."""
    out = np.tile([0.0, 0.0, 0.5, 0.0], (len(clock), 1))
    for row, now in zip(out, clock * half(times)):
        if (times <= now).sum() >= 8:
            row[:] = observables(system, np.where(times <= now, times, np.inf))
    return out


# %% tags=["picture"]
size_class = Points(land.positions[:8], size=9, colour=7, label="eight largest")
maps = [Panel(size_class, Points(land.positions, colour_by=fill(one.times), size=3.5, label="places"), title=f"{k}: {mode}", aspect="equal")
        for k, (mode, one) in enumerate(five.items(), start=1)]
course = {mode: measured(one.times) for mode, one in five.items()}
bars = [Panel(Bars(np.stack([y[:, k] for y in course.values()], axis=1), labels="12345"), title=title, xlabel="map", ylabel=title, ylim=limits)
        for k, title, limits in ((0, "τ of rank and time", (-0.6, 0.6)), (3, "Moran's I", (-0.3, 0.8)))]
Scene([*maps, *bars], times=clock, t=10, title="Five kinds of diffusion", status="time {t:.1f} (1: half have adopted)")

# %% [markdown]
r"""
## 1 · What geographers call it

| kind | what happens | a case, with its source |
|---|---|---|
| **Relocation** diffusion | Carriers move and take it along; where they leave, it is gone | The Mormons' move from Nauvoo to Utah, 1846–47 (Meinig 1965) |
| **Expansion** diffusion, of four kinds: | Who has it keeps it and passes it on | |
| – **contagious** | to those nearby | Grazing subsidies among Swedish farms, 1928–33 (Hägerstrand 1967) |
| – **hierarchical** | from large places to smaller ones | Cholera in the United States in 1866; in 1832 it had followed the waterways (Pyle 1969) |
| – **reverse hierarchical** | from small places up to larger ones | Wal-Mart's stores (Graff & Ashton 1994) |
| – **stimulus** | the idea goes on, its form changes | Sequoyah's Cherokee syllabary: the idea of writing, with signs of his own (Kroeber 1940) |

> **Name card: reverse hierarchical diffusion.**
> *In geography*: the order of adoption runs up the hierarchy of settlements, small before large.
> The standard case is Wal-Mart: Graff and Ashton saw "elements of both neighborhood contagious diffusion and reverse hierarchical diffusion" in it.
> *In some web texts* it names a way of processing data from the finest level upward, without a definition; [lecture 27](27_hierarchy.ipynb) gives one that works.
> Here the word has geography's meaning.

A kind is a claim about *mechanism*: who infects whom.
A map shows *order*, and different mechanisms may give one order.

## 2 · Where places are: two settlement systems

**Christaller's hexagons.**
Villages lie on a triangular lattice, at distance 1.
Every place of some order is also a place of all lower orders, and places of order $k$ form the same lattice, wider by $\sqrt{K}$ for each order, perhaps turned.
A lattice vector $v_1 e_1 + v_2 e_2$ with the angle 120° between $e_1, e_2$ has the squared length $v_1^2 + v_2^2 + 2v_1v_2\cos 120°$, so

$$K = v_1^2 - v_1v_2 + v_2^2 \in \{1, 3, 4, 7, \dots\}. \tag{26.1}$$

$K$ is also how many places of the next lower order a centre serves, itself included: the area of its hexagon is $K$ times theirs.
The six lower places around it are shared by three centres ($K = 1 + 6/3 = 3$, the market principle), lie between two ($1 + 6/2 = 4$, the traffic principle), or belong to it alone ($1 + 6 = 7$, the administrative principle).
Witness: the distance between neighbouring places of order at least 1; and the places shared out, a place at equal distance from several centres counting in parts.
"""

# %% tags=["witness"]
vectors = {3: (1, -1), 4: (2, 0), 7: (3, 1)}
squared, served = [], []
for K in vectors:
    system = christaller(K, 2)
    centres = np.flatnonzero(system.populations >= K)  # order at least 1; place 0 is the metropolis
    squared.append(np.sort(system.distances[0, centres])[1] ** 2)
    away = system.distances[:, centres]
    nearest = np.isclose(away, away.min(axis=1, keepdims=True))
    served.append(np.sum(nearest[:, centres == 0].ravel() / nearest.sum(axis=1)))
formula = [v1 * v1 - v1 * v2 + v2 * v2 for v1, v2 in vectors.values()]
witness("(26.1)", [squared, served], [formula, formula], atol=1e-9)

# %% [markdown]
r"""
**Rank and size.**
Give a place of order $k$ the population $K^k$.
In a region of $N$ places $N K^{-k}$ have order at least $k$, so

$$\#\{\text{places of population} \ge P\} = \frac{N}{P} \quad\text{for } P = K^k : \qquad \text{rank} \times \text{population is constant.} \tag{26.2}$$

This is the **rank-size rule** (Zipf 1949), slope −1 in logarithms, here derived up to the steps of the ladder (Beckmann 1958).
Witness: count in the hexagon of one metropolis, where a place on the border between $m$ metropolises counts $1/m$.
Real cities' slope stands below.
"""

# %% tags=["witness"]
for K, levels in ((3, 6), (4, 5), (7, 4)):
    system, (v1, v2) = christaller(K, levels), vectors[K]
    z = system.positions @ [1, 1j]
    others = (v1 + v2 * np.exp(2j * np.pi / 3)) ** levels * np.exp(1j * np.pi / 3 * np.arange(6))  # the six nearest metropolises
    weight = 1 / (1 + np.isclose(np.abs(z), np.abs(z - others[:, None])).sum(axis=0))
    P = np.unique(system.populations)
    witness(f"(26.2), K = {K}", [weight[system.populations >= one].sum() * one for one in P], K**levels, atol=1e-6)

# %%
cities = load_cities()
top = np.sort(cities.populations)[::-1][:1_000]
line = linregress(np.log(np.arange(1_000) + 0.5), np.log(top))  # rank − ½ removes most of the bias
table([(line.slope, abs(line.slope) * np.sqrt(2 / 1_000))], "slope of the 1 000 largest US cities", "standard error", digits=3)

# %% [markdown]
r"""
US cities within their legal boundaries are less unequal than the rule: the slope lies far from −1, by many standard errors (Gabaix & Ibragimov 2011, for both).
Our laboratory below is a rank-size system: place $r$ has $P_r = 1000/r$ and lies far from all larger ones.

## 3 · One rate matrix, one shortest path

$T_i$ is the time at which place $i$ adopts, $d_{ij}$ the distance.
Once $i$ has adopted, it makes $j$ adopt at the rate

$$\kappa_{ij} = k_0\, P_i^{\alpha} P_j^{\gamma} d_{ij}^{-c} \quad (i \ne j), \qquad \kappa_{ii} = 0, \tag{26.3}$$

<!-- 26.3: definition -->

independently of all others.
$\alpha$ says how **infectious** large places are, $\gamma$ how **receptive**, $c$ how distance deters, $k_0$ sets the pace.
With $\alpha = \gamma = 1$, $c = 2$ it has the form of Newton's law: hence **gravity model**.
"""

# %% tags=["picture"]
table([(name, m.alpha, m.gamma, m.c, {"top": "the largest place", "village": "one of the smaller half", "any": "any place"}[m.start], m.retention if not m.carriers else None)
       for name, m in MODES.items()],
      "kind", "α", "γ", "c", "starts in", "a hop keeps the form with probability", digits=[None, ".3g", ".3g", ".3g", None, 2], caption="Our five rules (relocation: carriers move at rate ∝ P_j/d)")

# %% [markdown]
r"""
**Claim.**
An entire diffusion is one shortest-path computation.

**Derivation.**
If clocks run out after independent exponential times with rates $\lambda_1, \lambda_2, \dots$, none has run out by time $t$ with probability $\prod_i e^{-\lambda_i t}$: the minimum is exponential with rate $\sum_i\lambda_i$, and it is clock $j$ with probability $\lambda_j/\sum_i\lambda_i$.
Let $C_{ij} \sim \mathrm{Exp}(\kappa_{ij})$ be how long $i$ would take to convince $j$, counted from $T_i$.
$j$ adopts when the first of those who have it has convinced it:

$$T_j = \min_{i \ne j}\,(T_i + C_{ij}), \qquad T_{\text{source}} = 0. \tag{26.4}$$

All $C_{ij}$ can be drawn before anybody adopts, since each is used at most once.
Then (26.4) is the equation of shortest paths, with $C_{ij}$ the length of the road from $i$ to $j$ (**first-passage percolation**): one run of Dijkstra's algorithm.

**The same as a chain.**
Let $S$ be the set of places that have adopted, and $p_S(t)$ its probability (elsewhere in the course $P$; here $P$ is population).
The exponential has no memory: given $S$, each $j \notin S$ adopts next at rate $\sum_{i \in S}\kappa_{ij}$, whatever happened before.
So

$$\frac{dp}{dt} = Q^{\mathsf T}p, \qquad Q_{S,\,S \cup \{j\}} = \sum_{i \in S}\kappa_{ij}, \quad Q_{SS} = -\sum_{j \notin S} Q_{S,\,S\cup\{j\}}. \tag{26.5}$$

The equation of lecture 01, on $2^{n-1}$ sets.
Witness: five places, sixteen sets; the probability that each has adopted by $t = 1$, exactly by $e^{Q^{\mathsf T}t}$ and from 5 000 shortest paths.
"""

# %%
few = rank_size(5, rng)
kappa = rates(few, MODES["reverse hierarchical"])
sets = [{0, *more} for k in range(5) for more in combinations(range(1, 5), k)]  # it starts in place 0
Q = np.zeros((16, 16))
for a, S in enumerate(sets):
    for j in set(range(5)) - S:
        Q[a, sets.index(S | {j})] = kappa[list(S), j].sum()
Q -= np.diag(Q.sum(axis=1))
law = expm(Q.T)[:, 0]  # t = 1
exact = [sum(p for p, S in zip(law, sets) if j in S) for j in range(1, 5)]

# %% tags=["witness"]
T = np.array([diffuse(MODES["reverse hierarchical"], few, rng, source=0).times[1:] for _ in range(5_000)])
hit = T <= 1
witness("(26.4), (26.5)", hit.mean(axis=0), exact, standard_error=hit.std(axis=0) / np.sqrt(5_000))

# %% [markdown]
r"""
**Relocation** is another chain: a fixed number of carriers, each moving from $i$ to $j$ at the rate $\kappa_{ij} \propto P_j^{\gamma}d_{ij}^{-c}$.
A place adopts when the first comes and has lost it when the last has left.
$P_i^{\gamma}\kappa_{ij}$ is symmetric in $i$ and $j$, so flows along each pair balance if the share of carriers in $i$ is

$$\pi_i = \frac{P_i^{\gamma}}{\sum_j P_j^{\gamma}} : \qquad \pi_i\kappa_{ij} = \pi_j\kappa_{ji}, \quad\text{hence}\quad Q^{\mathsf T}\pi = 0. \tag{26.6}$$

In the long run the carriers follow population.
"""

# %% tags=["witness"]
moving = rates(land, MODES["relocation"])
generator = moving - np.diag(moving.sum(axis=1))
after = expm(200 * generator.T)[:, 60]  # all carriers began in place 60
witness("(26.6)", after, land.populations / land.populations.sum(), atol=1e-6)

# %% [markdown]
r"""
Now turn the exponents yourself (all start in one place of middling size).
Which of the three moves $\tau$, which Moran's $I$?
Does $\alpha$ alone change anything that you can see?
"""

# %% tags=["picture"]
def turned(alpha, gamma, c):
    times = diffuse(Mode(alpha, gamma, c), land, np.random.default_rng(9), source=60).times
    look, marks = fill(times), measured(times)
    share = [(times[who] <= clock[:, None] * half(times)).mean(axis=1) for who in (slice(0, 16), slice(44, 88))]
    return dict(panels=[Panel(Points(land.positions[:8], size=9, colour=7, label="eight largest"), Points(land.positions, colour_by=look, size=4, label="places"), title="the map", aspect="equal"),
                        Panel(Curve(share[0], label="16 largest places"), Curve(share[1], label="smaller half"), title="who has adopted", xlabel="time (1: half of all)", ylabel="share", ylim=(0, 1.05)),
                        Formula("so far: τ = {tau:+.2f}, ρ = {rho:+.2f}, neighbour percentile {neighbour:.2f}, Moran's I = {moran:+.2f}")],
                times=clock, t=12, title="One rate matrix", status="time {t:.1f}", values=dict(zip(OBSERVABLES, marks.T)))


controlled(turned, alpha=slider("α: infectious", 0.0, -2.0, 2.0, 0.25), gamma=slider("γ: receptive", 1.0, -2.0, 2.0, 0.25), c=slider("c: distance", 1.0, 0.0, 5.0, 0.25))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 26.1

Write the rates (26.3) with $k_0 = 1$.

- `P`: populations $(n,)$, positive; `d`: distances $(n, n)$, 0 on the diagonal, else positive; `alpha`, `gamma`, `c`: numbers.
- Returns $\kappa$, an array $(n, n)$: row $i$ infects, column $j$ is infected; 0 on the diagonal.
- Worked value: for `P = [4, 1]`, two places at distance 2, `alpha, gamma, c = 0.5, 1, 1`, it is $\begin{pmatrix}0 & 1\\ 2 & 0\end{pmatrix}$.
"""

# %% tags=["exercise"]
def rate_matrix(P, d, alpha, gamma, c):
    """P_i^alpha P_j^gamma d_ij^-c, 0 on the diagonal."""
    ### BEGIN SOLUTION
    apart = np.where(d > 0, d, 1.0)
    kappa = np.outer(P**alpha, P**gamma) / apart**c
    np.fill_diagonal(kappa, 0)
    return kappa
    ### END SOLUTION


rate_matrix = check("26.1", rate_matrix)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`np.outer(a, b)[i, j]` is $a_i b_j$, so the source's exponent goes first.
The diagonal of $d$ is 0 and would divide by 0: put any number there, and 0 into the result.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Four numbers of a map

The pace is not known, so we measure what depends on the order of adoption alone.
With the rank $r_i$ of place $i$ by size (1 the largest), its time $T_i$ and place $s$ the first,

$$\tau = \frac{\#\text{concordant} - \#\text{discordant}}{\text{pairs}}\ \text{of}\ (r_i, T_i), \quad \rho = \operatorname{corr}\left(\operatorname{rk} d_{si}, \operatorname{rk} T_i\right), \quad I = \frac{\frac1{6n}\sum_i\sum_{j \in N_6(i)}(y_i - \bar y)(y_j - \bar y)}{\frac1n\sum_i (y_i - \bar y)^2}, \tag{26.7}$$

Kendall's $\tau$ (a pair of places is concordant if the larger adopts first, discordant if the smaller does; pairs alike in one of the two are left out under the root of each count), Spearman's $\rho$ (the correlation of the ranks rk; $s$ itself left out), and Moran's $I$ of $y = \operatorname{rk} T$ over each place's six nearest.
$\tau > 0$: large places first. $\rho > 0$: near ones first. $I > 0$: neighbours adopt at about the same time.
The fourth is the **neighbour percentile**.
When a place adopts, compare its distance to the nearest adopter with that of all *other* places still without: the share of them that lie nearer (half of those at the same distance).
Its mean over adoptions is 0 if the nearest is always next, ½ if distance plays no part.

Witness: (26.7) written out in loops.
"""

# %% tags=["witness"]
one = five["contagious"].times
n, source, y = len(one), int(np.argmin(one)), rankdata(one)
pairs = [np.sign((i - j) * (one[i] - one[j])) for i in range(n) for j in range(i)]  # place i has rank i + 1: none alike
far = rankdata(np.delete(land.distances[source], source))
near = np.argsort(land.distances, axis=1)[:, 1:7]
moran = np.mean([[(y[i] - y.mean()) * (y[j] - y.mean()) for j in near[i]] for i in range(n)]) / y.var()
witness("(26.7)", [np.mean(pairs), np.corrcoef(far, np.delete(y, source))[0, 1], moran], observables(land, one)[[0, 1, 3]], atol=1e-9)

# %% [markdown]
r"""
Each kind on 40 countries of 128 places.
Three more columns need more than the order: the share of places that lost it again, of those that have it in its first form, and of hops that kept the form (the first form survives each hop with that probability).
"""

# %%
countries = [rank_size(128, np.random.default_rng([1, s])) for s in range(40)]
runs = {mode: [diffuse(mode, country, np.random.default_rng([2, s, k])) for s, country in enumerate(countries)] for k, mode in enumerate(MODES)}
X = {mode: np.array([observables(country, one.times) for country, one in zip(countries, found)]) for mode, found in runs.items()}

# %%
def kept(found):  # share of hops that left the form as it was
    return np.mean(np.concatenate([(one.forms == one.forms[one.origins])[one.origins >= 0] for one in found]))


def over(values):  # the countries
    return np.mean(values), np.std(values, ddof=1)


table([(mode, *(over(x) for x in X[mode].T), over([one.abandoned for one in runs[mode]]), over([one.fidelity for one in runs[mode]]), kept(runs[mode]))
       for mode in MODES],
      "kind", "τ", "ρ", "neighbour percentile", "Moran's I", "abandoned", "in the first form", "hops that keep the form", digits=2, caption="mean ± standard deviation over 40 countries")
at_the_edge = np.array([np.minimum(one.positions, 1 - one.positions).min(axis=1) < 0.1 for one in countries])
table([(name, over(at_the_edge[:, who].mean(axis=1))) for name, who in (("the eight largest", slice(0, 8)), ("all", slice(None)))],
      "places", "share within 0.1 of the edge", digits=2, caption="mean ± standard deviation over 40 countries")

# %% [markdown]
r"""
Size shows in $\tau$, distance in the other three.
Even under the *hierarchical* rule $\tau$ is but a third.
Under contagion it is a little below 0: the largest places stand mostly at the edge, where contagion comes late.

**Predict.**
A classifier gets the four numbers of maps from countries it has not seen.
Which two kinds will it confuse most?
"""

# %% tags=["reveal"]
train, test = (np.stack([X[mode][part] for mode in MODES]) for part in (slice(0, 20), slice(20, 40)))
centre = train.mean(axis=1)
within = sum(np.cov(x.T) for x in train) / 5  # one covariance for all kinds
deviation = test[:, :, None] - centre
said = np.einsum("abkx,xy,abky->abk", deviation, np.linalg.inv(within), deviation).argmin(axis=2)
counts = np.array([np.bincount(row, minlength=5) for row in said])
table([(mode, *map(int, row)) for mode, row in zip(MODES, counts)], "true kind", *(f"said: {mode}" for mode in MODES), caption="20 countries each, none used for fitting; nearest mean in the metric of the pooled covariance (linear discriminant analysis)")
judged = read("settlement_study")["result"]["classifier"]
table([(np.trace(counts) / counts.sum(), judged["held out"]["accuracy"], judged["lattices"]["accuracy"], judged["with halfway"]["held out"]["accuracy"])],
      "right, of these 100", "study: 50 countries of 256 places", "study: Christaller's lattices", "study: with one number of the clock", digits=2)

# %% [markdown]
r"""
Carriers who prefer large places ($P_j/d$) and an idea that large places take up first leave nearly the same order.
A study of countries of 256 places agrees; taught on such countries, the classifier does worse on Christaller's lattices.
What the order lacks, another kind of data has: whether the source still has it (*abandoned*), or the clock (last number: the time of half of all adoptions over that of the last).

"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 26.2

Compute the neighbour percentile of an order of adoption.

- `d`: distances $(n, n)$, symmetric; `order`: all $n$ places, the first adopter first.
- At each adoption after the first: among the *other* places still without, the share that lies nearer to its nearest adopter than the one that adopts does to its own; a place at exactly the same distance counts ½. The last adoption has no others and is left out.
- Returns the mean over the adoptions.
- Worked value: four places on a line at 0, 1, 3, 7, adopting in the order `[0, 2, 1, 3]`: ½ at the first, 0 at the second, so 0.25.
"""

# %% tags=["exercise"]
def neighbour_percentile(d, order):
    """Mean share of the others still without that lie nearer to an adopter."""
    ### BEGIN SOLUTION
    shares = []
    for k in range(1, len(order) - 1):
        gap = d[:, order[:k]].min(axis=1)
        mine, others = gap[order[k]], gap[order[k + 1 :]]
        shares.append(np.mean(others < mine) + np.mean(others == mine) / 2)
    return np.mean(shares)
    ### END SOLUTION


neighbour_percentile = check("26.2", neighbour_percentile)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`gap` is each place's distance to the nearest of those that have adopted *before* this adoption.
The one that adopts is not among the others, and neither are those that have it.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 26.3

A student measured $\tau$ of rank and time on maps of *hierarchical* diffusion, and got values about 0, or negative.
Find what is wrong, and mend it.

- `P`: populations $(n,)$, no two alike; `times`: of adoption $(n,)$, `np.inf` for a place that never adopted.
- Asked: Kendall's $\tau$ of rank (1 the largest) and time over the places that adopted.
- Worked value: for `P = [10, 40, 20, 30]`, `times = [3.0, 0.0, np.inf, 1.0]`, it is 1.

```python
def rank_and_time(P, times):
    rank = np.argsort(P)
    return kendalltau(rank, times).statistic
```
"""

# %% tags=["exercise"]
def rank_and_time(P, times):
    """Kendall's τ of rank and time of adoption, mended."""
    ### BEGIN SOLUTION
    adopted = np.isfinite(times)
    return kendalltau(rankdata(-P[adopted]), times[adopted]).statistic
    ### END SOLUTION


rank_and_time = check("26.3", rank_and_time)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Three faults: `argsort` lists *which* place is smallest, next, and so on, and is not each place's rank; it sorts ascending, so that 1 would be the smallest; and places that never adopted enter as if they were last, all at once.
(Where size and listing agree the first fault is invisible, which is how it survives.)
### END SOLUTION
"""

# %% [markdown]
r"""
### Mystery maps

Six maps, begun in one place of middling size, each by one of the five kinds (one kind twice).
Choose a map, drag the time, watch the numbers; when you give your guess (with a kernel), the page shows the name and who passed it to whom.
"""

# %% tags=["picture"]
bag = np.random.default_rng(41).permutation([*MODES, "contagious"])
letter, guess = choose("map", "ABCDEF"), choose("your guess", ["not yet", *MODES])


def mystery(letter, guess):
    k = "ABCDEF".index(letter)
    one, told = diffuse(bag[k], land, np.random.default_rng([41, k]), source=60), guess != "not yet"
    passed = np.flatnonzero(one.origins >= 0)
    answer = Links(np.c_[one.origins[passed], passed], nodes="places", name="who passed it to whom", hidden=not told)
    title = f"map {letter}: {bag[k]}; you said {guess}" if told else f"map {letter}"
    return dict(panels=[Panel(answer, Points(land.positions[:8], size=9, colour=7, label="eight largest"), Points(land.positions, colour_by=fill(one.times), size=4, name="places", label="places"), title=title, aspect="equal"),
                        Formula("so far: τ = {tau:+.2f}, ρ = {rho:+.2f}, neighbour percentile {neighbour:.2f}, Moran's I = {moran:+.2f}")],
                times=clock, t=8, title="Which kind of diffusion?", status="time {t:.1f}", values=dict(zip(OBSERVABLES, measured(one.times).T)))


# %% tags=["picture"]
letter.observe(lambda change: guess.set_trait("value", "not yet"), "value")
controlled(mystery, letter=letter, guess=guess)

# %% tags=["reveal"]
table(zip("ABCDEF", map(str, bag)), "map", "kind")

# %% [markdown]
r"""
## 5 · The likelihood of places and distances

Four numbers throw most of a map away.
What is the probability of all its times?

**Derivation.**
Watch from time $a$ to $b$; whoever has adopted by $a$ is given.
Before $j$ adopts, its rate at time $t$ is $\Lambda_j(t) = \sum_{i:\,T_i < t}\kappa_{ij}$: those count who have adopted *by then*.
In a short time $\Delta$ it adopts with probability $\Lambda_j\Delta$, or not, with probability $1 - \Lambda_j\Delta \approx e^{-\Lambda_j\Delta}$.
Multiply over all short times: **rate** at the moment of each adoption, times **survival** $e^{-\int\Lambda_j}$ of each place until it adopts or the window closes.
In $\int\Lambda_j$ the source $i$ counts as long as $i$ has it and $j$ has not, within the window; call that time $E_{ij}$.
So

$$\ell = \sum_{j:\,a < T_j \le b}\log\sum_{i:\,T_i < T_j}\kappa_{ij} \;-\; \sum_{i,j}\kappa_{ij}E_{ij}, \qquad E_{ij} = \max\bigl(0,\ \min(T_j, b) - \max(T_i, a)\bigr). \tag{26.8}$$

Places that never adopt have $T_j = \infty$: they appear in the second sum alone, and may not be left out.

Write $\kappa_{ij} = k_0w_{ij}$ with $w_{ij} = P_i^\alpha P_j^\gamma d_{ij}^{-c}$, and let $D$ be the number of adoptions in the window.
Then $\ell = D\log k_0 - k_0\sum w_{ij}E_{ij} + \dots$, largest at $\hat k_0$, and what is left depends on the three exponents.
Its slope in $\alpha$ (the others alike) is

$$\hat k_0 = \frac{D}{\sum_{ij}w_{ij}E_{ij}}, \qquad \frac{\partial\ell}{\partial\alpha} = \sum_j\bigl\langle\log P_i\bigr\rangle_j - D\,\bigl\langle\log P_i\bigr\rangle_E, \tag{26.9}$$

where $\langle\cdot\rangle_j$ is the mean over those who may have passed it on to $j$, weighted by $w_{ij}$, and $\langle\cdot\rangle_E$ the mean over all pairs, weighted by $w_{ij}E_{ij}$.
In words: were the likely sources of adoptions larger than those of mere chances to adopt?

Witness of (26.8): at the true parameters the slope of a likelihood is 0 on average (lecture 21), here over 3 000 diffusions among eight places.
Of (26.9): $\hat k_0$ put into (26.8) gives the course's function, and the slope a difference quotient of it.
"""

# %%
def ell(kappa, times, a, b):
    """(26.8)."""
    E = np.maximum(0, np.minimum(times, b) - np.maximum(times[:, None], a))
    adopts = (times > a) & (times <= b)
    rate = (kappa * (times[:, None] < times)).sum(axis=0)
    return np.log(rate[adopts]).sum() - (kappa * np.where(kappa > 0, E, 0)).sum()


eight = rank_size(8, rng)
truth = Mode(-0.5, 0.7, 1.5)
x = np.array(np.broadcast_arrays(np.log(eight.populations)[:, None], np.log(eight.populations), -np.log(eight.distances + np.eye(8))))


def kappas(shift):
    """The rates with each exponent in turn moved by `shift`, the pace k_0 left alone."""
    return [rates(eight, truth) * np.exp(shift * one) for one in x]


# %% tags=["witness"]
up, down = kappas(1e-4), kappas(-1e-4)
maps = [diffuse(truth, eight, rng, source=3).times for _ in range(3_000)]
slopes = np.array([[(ell(p, T, 0.2, 2.5) - ell(m, T, 0.2, 2.5)) / 2e-4 for p, m in zip(up, down)] for T in maps])
witness("(26.8)", slopes.mean(axis=0), 0, standard_error=slopes.std(axis=0) / np.sqrt(3_000))

# %% tags=["witness"]
T, w, end = maps[0], rates(eight, truth), maps[0].max()
E = np.where(w > 0, np.maximum(0, np.minimum(T, end) - T[:, None]), 0)
witness("(26.9): k_0", ell(7 / (w * E).sum() * w, T, 0, end), log_likelihood(eight, T, (-0.5, 0.7, 1.5)))
may = w * (T[:, None] < T)
slope_alpha = np.sum((x[0] * may)[:, T > 0].sum(axis=0) / may[:, T > 0].sum(axis=0)) - 7 * (x[0] * w * E).sum() / (w * E).sum()
quotient = (log_likelihood(eight, T, (-0.4999, 0.7, 1.5)) - log_likelihood(eight, T, (-0.5001, 0.7, 1.5))) / 2e-4
witness("(26.9): slope", slope_alpha, quotient, atol=1e-5)

# %% [markdown]
r"""
**Does it find the exponents?**
The first twenty of the countries above, all times known.
The last column is how much the sizes of those who may have passed it on differ: the standard deviation of $\log P_i$ under the weights of $\langle\cdot\rangle_j$, averaged over adoptions.
"""

# %%
def difference(country, one, mode):
    """Mean standard deviation of log P_i among the possible sources of an adoption."""
    w, size = rates(country, mode) * (one.times[:, None] < one.times), np.log(country.populations)
    w = w[:, one.origins >= 0] / w[:, one.origins >= 0].sum(axis=0)
    return np.sqrt(np.maximum(size**2 @ w - (size @ w) ** 2, 0)).mean()


expansion = [mode for mode in MODES if mode != "relocation"]
fits = {mode: [fit_gravity(country, one.times) for country, one in zip(countries[:20], runs[mode])] for mode in expansion}

# %%
rows = []
for mode in expansion:
    m, found = MODES[mode], np.array([one.estimates for one in fits[mode]])
    inside = np.mean([(one.low <= [m.alpha, m.gamma, m.c]) & ([m.alpha, m.gamma, m.c] <= one.high) for one in fits[mode]])
    unlike = np.mean([difference(country, one, m) for country, one in zip(countries[:20], runs[mode])])
    rows.append((mode, f"{m.alpha:g}, {m.gamma:g}, {m.c:g}", *(over(one) for one in found.T), inside, unlike))
table(rows, "kind", "true α, γ, c", "α", "γ", "c", "95 % intervals that contain the truth", "sizes of sources differ by", digits=[None, None, 2, 2, 2, 2, 2], caption="mean ± standard deviation of 20 estimates")

# %% [markdown]
r"""
Receptivity $\gamma$ is found well under every kind: each adoption compares the place that adopted with all that did not.
$\alpha$ compares those who have it with each other, and nobody sees which of them passed it on.
Under the reverse rule $P_i^{-1}$ leaves the smallest places as sources, which are nearly of one size (last column): from them nothing can be learned about size, and $\alpha$ is **weakly identified**.
Where distance hardly matters, as under the hierarchical rule with a few large sources, $c$ suffers likewise.
So the word "hierarchical" is better tested by $\gamma$ than by $\alpha$: by who adopts, not by who teaches.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 26.4

Compute the log-likelihood (26.8) of one window, from given rates.

- `kappa`: rates $(n, n)$, row $i$ infects column $j$, 0 on the diagonal, else positive; `times`: $(n,)$, no two alike, `np.inf` for never; at least one is at most `a`; `a` and `b`: the window, $a < b$, both finite.
- Returns $\ell$, a number.
- Worked value: two places, `kappa = [[0, 2], [1, 0]]`, `times = [0.0, 0.5]`, window from 0 to 1: $\log 2 - 2\cdot 0.5 = -0.306853$.
"""

# %% tags=["exercise"]
def window_likelihood(kappa, times, a, b):
    """Rate at each adoption in the window, survival of all at risk."""
    ### BEGIN SOLUTION
    total = 0.0
    for j in range(len(times)):
        if times[j] <= a:
            continue
        if times[j] <= b:
            total += np.log(kappa[times < times[j], j].sum())
        for i in range(len(times)):
            exposed = min(times[j], b) - max(times[i], a)
            if i != j and exposed > 0:
                total -= kappa[i, j] * exposed
    return total
    ### END SOLUTION


window_likelihood = check("26.4", window_likelihood)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
A source presses on $j$ from when it adopts, or from $a$, until $j$ adopts, or $b$.
Places that adopt after $b$ or never have survived the whole window, and pay for it in the second sum.
### END SOLUTION
"""

# %%
small = rank_size(40, np.random.default_rng(265))
seen = np.array([
    0, 3.6, 1.59, 1.01, 1.55, 1.8, 1.11, 1.37, 1.49, 2.5,
    1.37, 0.42, 0.98, 0.65, 1.33, 0.99, 1.17, 0.89, 1.46, 0.95,
    0.29, 1.36, 0.93, 0.46, 0.5, 1.03, 1.55, 0.96, 0.92, 0.8,
    0.67, 0.9, 1.2, 1.02, 0.88, 1.02, 0.88, 0.95, 0.75, 1.01,
])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 26.5

Times of adoption in `small`, a country of 40 places, are below; it began in the largest.
Which rule made them?
Decide by experiment: the four numbers, against many runs of each rule *from place 0* in this country, or the likelihood.

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
kind = "c"
### END SOLUTION
kind = check("26.5", kind)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The likelihood of each rule's exponents, `log_likelihood(small, seen, (m.alpha, m.gamma, m.c))`, is largest by a wide margin for this one.
That it began in the largest place says nothing about how it went on.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · A tree of towns

Let every place look up to the nearest place that is larger, its **dominator**.
That is a tree with the largest place as root: a hierarchy, of the class that [lecture 27](27_hierarchy.ipynb) is about.
A hop goes *down* the tree if it leads from a place to one of those below it (children, their children, and so on), *up* in the opposite case, and else *across*.
If diffusion "runs down the hierarchy", hops should go down.
"""

# %%
def directions(country, one):
    """Shares of hops that go down the dominance tree, up, and across; and that lead to a larger place."""
    above = dominators(country.positions, country.populations)
    below = np.zeros((128, 128), bool)  # below[i, j]: j lies below i
    for j in range(1, 128):  # largest first
        below[:, j] = below[:, above[j]]
        below[above[j], j] = True
    j = np.flatnonzero(one.origins >= 0)
    i = one.origins[j]
    down, up = below[i, j].mean(), below[j, i].mean()
    return down, up, 1 - down - up, np.mean(country.populations[j] > country.populations[i])


# %%
shares = {mode: np.array([directions(country, one) for country, one in zip(countries[:20], runs[mode])]) for mode in MODES}
table([(mode, *(over(x) for x in share.T)) for mode, share in shares.items()], "kind", "down", "up", "across", "to a larger place", digits=2, caption="shares of hops, mean ± standard deviation over 20 countries")

# %% [markdown]
r"""
Even under the hierarchical rule about half of the hops run *across*, to places that look up to somebody else.
And *reverse* is no mirror image: most hops lead to a larger place, but few climb the tree.
"Up the hierarchy" describes the order of sizes, not a path from a village to its market town and on to the city.

**A walk that does climb.**
Let a message go from place to place of a tree of depth $H$, the same for all leaves: up with probability $u$, else down to one of the children; from a leaf always up.
Of its height only this matters:

$$\Pr(k \to k+1) = u, \quad \Pr(k \to k-1) = 1 - u \quad (0 < k < H), \qquad \Pr(0 \to 1) = 1. \tag{26.10}$$

**Predict.**
With $H = 5$, $u = .55$ and three children each, the mean number of steps from a leaf to the root is a number you will see.
Is it larger, smaller, or the same with two children each?
With one?
"""

# %% tags=["reveal"]
def by_tree(children, depth=5, up=0.55):
    """Mean number of steps from a leaf to the root, from the walk on all nodes; node k hangs from (k - 1) // children."""
    n = sum(children**level for level in range(depth + 1))
    M, node = np.zeros((n, n)), np.arange(1, n)
    M[node, (node - 1) // children] = np.where(node < n - children**depth, up, 1)
    M[(node - 1) // children, node] = (1 - up) / children
    return np.linalg.solve(np.eye(n - 1) - M[1:, 1:], np.ones(n - 1))[-1]


table([(children, children**5, by_tree(children)) for children in (1, 2, 3)], "children", "leaves", "mean steps to the root", digits=6)

# %% tags=["witness"]
witness("(26.10)", [by_tree(b, 4, u) for b in (2, 3) for u in (0.3, 0.55, 0.9)], [climbing_time(4, u) for _ in (2, 3) for u in (0.3, 0.55, 0.9)], atol=1e-9)

# %% [markdown]
r"""
The same: (26.10) does not contain the number of children.
Depth and $u$ decide.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 26.6

Derive the mean number of steps from a leaf to the root of a tree of depth 3, as a formula in `u`, such as `"3/u"`.
(Let $h_k$ be the mean number of steps from height $k$ until $k+1$ is first reached.)
At $u = \frac12$ it is 9.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
climb = "1 + (2 - u)/u + (1 + (1 - u)*(2 - u)/u)/u"
### END SOLUTION
climb = check("26.6", climb)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$h_0 = 1$.
From height $k$ one step is taken; with probability $1 - u$ it leads down, and then $h_{k-1}$ steps lead back to $k$, from where $h_k$ more are needed: $h_k = 1 + (1-u)(h_{k-1} + h_k)$, so $h_k = \frac{1 + (1-u)h_{k-1}}{u}$.
Add $h_0 + h_1 + h_2$; multiplied out, that is $1 + 2/u^2$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · The real case: Wal-Mart

2 992 openings from 1962 to 2006 (compiled by T. Holmes), beside 2 716 towns of the United States with their populations of 2014 ([appendix H](../appendices/H_data.ipynb)).
The middle panel shows how large the nearest listed town is, the right one how far from the first store: medians over the openings of five years.
In the geographers' words, what do you see until 1980, and what after 1990?
"""

# %% tags=["picture"]
stores = load_stores()
globe, towns = on_sphere(stores.positions), on_sphere(cities.positions)
gap, nearest = cKDTree(towns).query(globe)  # of each store, the nearest listed town
years = np.arange(1967, 2007)
recent = [(stores.years < year + 1) & (stores.years >= year - 4) for year in years]
size = np.array([np.median(cities.populations[nearest[now]]) for now in recent]) / 1_000
far = np.array([np.median(6371 * np.linalg.norm(globe[now] - globe[0], axis=1)) for now in recent])

# %% tags=["picture"]
squeeze = [np.cos(np.radians(38)), 1]  # a degree of longitude is shorter
third, shown = stores.positions[::3] * squeeze, np.abs(cities.positions[:, 0] + 96) < 30
there = np.where((stores.years[::3] < years[:, None] + 1)[..., None], third, third[0])  # those to come wait at the first
Scene([Panel(Points(cities.positions[shown] * squeeze, size=0.8, colour=7, label="listed towns"), Points(frames=there, size=2, colour=6, label="stores"), title="every third store", aspect="equal", xlabel="longitude × cos 38° (degrees)", ylabel="latitude", xlim=(-99, -52), ylim=(24, 50)),
       Panel(Curve(years, size, label="median"), title="nearest listed town", xlabel="year", ylabel="thousand inhabitants", ylim=(0, 32)),
       Panel(Curve(years, far, label="median"), title="distance from the first store", xlabel="year", ylabel="km", ylim=(0, 2_000))],
      times=years, t=11, title="Wal-Mart, 1962–2006", status="{t:.0f}: median town {size:.0f} thousand, median distance {far:.0f} km", values={"size": size, "far": far})

# %% [markdown]
r"""
**From stores to adopting towns.**
A town adopts when its first store opens.
But many stores stand where no listed town is: the list ends at 7 000 inhabitants, and Wal-Mart began in smaller places.
Two ways out: **own town**, only stores within 10 km of a listed town count; **nearest**, a store counts for the nearest listed town within 25 km, though it may stand in a village between.
"""

# %%
adopted = {"own town": first_openings(cities.positions, 10), "nearest": first_openings(cities.positions, 25)}  # in years since the first store
periods = {"1962–69": (1962, 1970), "1970–74": (1970, 1975), "1975–mid 1981": (1975, 1981.5), "mid 1981–89": (1981.5, 1990), "1990–2006": (1990, 2007)}
opened = {name: (stores.years >= a) & (stores.years < b) for name, (a, b) in periods.items()}
table([(name, int(now.sum()), *(np.mean(6371 * gap[now] <= km) for km in (10, 25))) for name, now in opened.items()],
      "years", "stores opened", "within 10 km of a listed town", "within 25 km", digits=[None, 0, 2, 2])

# %% [markdown]
r"""
The list places fewest of the stores before mid 1981; section 8 asks what that does to the answer.

**The fit** in windows of time.
The second ends in mid 1981, when Wal-Mart took over a chain in the South-East (Kuhn's Big K): a jump that no contact explains.
With all three exponents free $\alpha$ is weakly identified until 1974.
In the second window it lies far below 0, and the log-likelihood gains far more than chance would give: new towns lie near those *small* towns that have a store.
Infectious villages, or a planner who keeps away from cities that have one?
Order and distance alone do not tell.
Since freeing $\alpha$ moves $\gamma$ by less than its error, we hold $\alpha$ at 0 and ask for $\gamma$ and $c$.
The last four columns answer *which of our rules could it be*: by how much the log-likelihood of each rule, $c$ at its best, falls short of that fit.
The contagious rule differs from the fit in $\gamma$ alone; below $-1.9$ it is rejected at level 5 % ($\chi^2$ with one degree of freedom, halved).
"""

# %%
us = Settlements(cities.positions, cities.populations, earth=True)
spans = {name: tuple(np.array(periods[name]) - stores.years[0]) for name in ("1970–74", "1975–mid 1981")}


def interval(fit, k):
    return f"{fit.estimates[k]:+.2f} [{fit.low[k]:+.2f}, {fit.high[k]:+.2f}]"


def short_of(fit, T, span, mode):  # ℓ of a rule at its best c, less that of the fit
    m = MODES[mode]
    best = minimize_scalar(lambda c: -log_likelihood(us, T, (m.alpha, m.gamma, c), span), bounds=(0, 4), method="bounded", options={"xatol": 0.02})
    return -best.fun - fit.log_likelihood


# %%
rows = []
for name, span in spans.items():
    for how, T in adopted.items():
        free, held = fit_gravity(us, T, span), fit_gravity(us, T, span, alpha=0.0)
        rows.append((name, how, held.adoptions, interval(free, 0), free.log_likelihood - held.log_likelihood, interval(free, 1), interval(held, 1), interval(held, 2), *(short_of(held, T, span, mode) for mode in expansion)))
table(rows, "years", "stores placed by", "towns that adopt", "α, all free", "freeing α gains", "γ, all free", "γ, α = 0", "c, α = 0", *expansion, digits=1, caption="estimates with 95 % intervals")

# %% [markdown]
r"""
**How much hangs on the list?**
The study (`studies/settlement_study.py`, five minutes) repeats the fit with $\alpha = 0$ in five windows, and on other lists.
*Stores within 10 km only* is *own town*; all others place stores by *nearest*, but for those *filled in*.
These add what is missing, as many small towns as the rank-size rule demands down to 5 000, 3 500 or 2 500 inhabitants: one wherever a store stands without a town, the others, without a store, near listed towns.
The last rows give $c$, and $\alpha$ where it is free.
"""

# %%
found = read("settlement_study")["result"]
windows = list(found["walmart"]["all listed cities"])


def across(what, name, k, free=False):
    """One row: an exponent in each window, with its standard error."""
    fits = [found["walmart"][name].get(when) for when in windows]
    values = [fit and (fit["alpha free"][:2] if free else (fit["estimates"], fit["errors"])) for fit in fits]
    return what, name, *(pair and (pair[0][k], pair[1][k]) for pair in values)


table([*(across("γ", name, 1) for name in found["walmart"]),
       *(across(what, name, k, free) for what, k, free in (("c", 2, False), ("α, all free", 0, True)) for name in ("all listed cities", "stores within 10 km only"))],
      "exponent", "list", *windows, digits=2, caption="estimates ± standard errors")
openings = found["classifier"]["openings"]
table([(*openings["observables"].values(), openings["probabilities"]["contagious"])], "τ", "ρ", "neighbour percentile", "Moran's I", "contagious, says the classifier",
      digits=2, caption="all openings 1962–2006 by nearest: the four numbers, and the probability that the study's classifier gives")

# %% [markdown]
r"""
**What the fit shows.**
*Contagious*: $c$ is above 0 in every window, by more than two errors, and largest early.
*Reverse hierarchical, at first*: until 1974 $\gamma$ is negative on the list as it stands, by either placement, and with $\alpha = 0$ its interval contains no 0 (barely, for *own town*): of two towns equally near, the smaller got its store first.
By 1981 it has shrunk.
*Hierarchical, later*: from 1990 to 1997 $\gamma > 0$ on every list tried (the filled ones were not), by about two errors or more; after that on some by hardly one. Distance counts for less.
The hierarchical and the stimulus rule of ours are out of the question before 1981.
The four numbers of section 4 are those of contagion, and the classifier has no doubt; but it knows five pure rules, no mixture of them and no list with gaps.
*Relocation* is not tested: the data list openings, and no town that lost its store again.

**What it does not show.**
Until 1974 the contagious and the reverse rule differ by no more than two in log-likelihood: so few adoptions cannot tell them apart, and fit best in between.
The negative $\gamma$ hangs on the list: with small towns filled in it is anything from −.5 to 0, by how small one believes the towns to be.
Until 1974 it is within about an error of 0 on a random 70 % of the towns, on those of 30 000 and more, and with all towns moved by some 10 km; but these lists place stores by *nearest*, and section 8 shows which way that errs.
$\alpha$ has either sign, by list and by window: nothing can be built on it.
Some listed towns lie in the wrong place; without those that a store's town contradicts little changes.
And the populations are of 2014: where Wal-Mart settled early, towns have had forty years to grow, which would hide a negative $\gamma$ rather than make one.

"Contagious and reverse hierarchical elements", say Graff and Ashton.
The first is plain; the second is the better reading of the early years, and not established by these data.

## 8 · Break it: the small towns are missing

A country of 200 places whose truth we know; *the smaller half is taken off the list*.
An adoption in an unlisted place can be left out (*own town*), or be counted for the nearest listed one (*nearest*).
Or those small places that have adopted are added to the list: *adopters added*.
Three truths, until half of all places have adopted, 20 countries each.
"""

# %%
def with_gaps(alpha, gamma, c, seed):
    """Estimates of γ, and whether their 95 % intervals contain it: all places known, own town, nearest, adopters added."""
    country = rank_size(200, np.random.default_rng([8, seed]))
    T = diffuse(Mode(alpha, gamma, c), country, np.random.default_rng([9, seed]), source=150).times
    listed, end = np.arange(100), np.median(T)
    fewer = Settlements(country.positions[listed], country.populations[listed])
    moved = np.full(100, np.inf)
    np.minimum.at(moved, country.distances[:, listed].argmin(axis=1), T)
    known = (np.arange(200) < 100) | (end >= T)
    more = Settlements(country.positions[known], country.populations[known])
    cases = [(country, T, 0, end), (fewer, T[listed], T[listed].min(), end), (fewer, moved, 0, end), (more, T[known], 0, end)]
    fits = [fit_gravity(system, times, (a, b)) for system, times, a, b in cases]
    return [(fit.estimates[1], fit.low[1] <= gamma <= fit.high[1]) for fit in fits]


truths = [(0, -0.5, 1.8), (-1, -1, 1), (0, 0, 2)]
hid = [np.array([with_gaps(*truth, seed) for seed in range(20)]) for truth in truths]
ways = ("all known", "own town", "nearest", "adopters added")
table([("{:g}, {:g}, {:g}".format(*truth), *(over(x) for x in found[:, :, 0].T), *found[:, :, 1].mean(axis=0)) for truth, found in zip(truths, hid)],
      "true α, γ, c", *(f"γ, {way}" for way in ways), *(f"contain it, {way}" for way in ways), digits=2, caption="mean ± standard deviation of 20 estimates; share of their 95 % intervals that contain the true γ")

# %%
table([(order, f"{truth:g}", *(tuple(case[0]) for case in found["hidden"][order].values())) for order, truth in (("small first", -0.4), ("large first", 0.4))],
      "order", "true γ", *(f"γ, {case}" for case in found["hidden"]["small first"]), digits=2, caption="the study: 400 places, the 280 smallest hidden; mean ± standard deviation of 20 estimates")

# %% [markdown]
r"""
Leaving unlisted places out does little harm to $\gamma$ when half are hidden: those that remain are compared fairly.
With seven in ten hidden it comes out lower by not quite .1, in both orders: less than one estimate scatters, but towards *reverse*.
Counting a village's shop for the next larger town *hides* reverse hierarchical diffusion: a $\gamma$ of −1 comes out as nearly 0.
Adding only the villages that adopted *invents* it, even where the truth is 0, since the villages that did not adopt are missing.
Nothing warns you: every fit converges, and where $\gamma < 0$ most intervals of the last two ways miss it.

So for Wal-Mart believe *own town* more than *nearest*, and take its $\gamma$ for a little too low.
The filled-in columns of section 7 add villages without a store as well, against the third mistake; how many is a guess, and the answer follows the guess.

## 9 · In the wild

**Measles in England and Wales**, weekly, before vaccination: Grenfell, Bjørnstad and Kappey (Nature 2001) found waves that "moved regionally from large cities to small towns", and explained them by sparks from large *core* cities into small towns where the infection had died out.
There is a mechanism beneath it: below 300 000 to 500 000 inhabitants measles does not persist (Bjørnstad and others 2002) and must come from above, again and again.
Xia, Bjørnstad and Grenfell (2004) put a gravity model of the form (26.3) on it, with the number infectious in the place of one of the populations.

**Wal-Mart again.**
Holmes (2011), whose openings these are, explains their order by *economies of density*: a store close to other stores and to a distribution centre is cheap to supply, so the network grew from the inside outward and never jumped ahead to profitable places far away.
No store infects another; a planner decides, and $c$ is not a contact but a cost.

## 10 · What you can now say

*In what order do places adopt?* By size and by distance, mixed by $\gamma$ and $c$; the source's size shows less.
*Can the order tell how it spread?* It tells a contagious, a hierarchical and a reverse rule apart when all places are known; not relocation from hierarchical expansion, nor contact from a planner; and with places missing, what the list lets it.

| | result | witness |
|---|---|---|
| (26.1), (26.2) | Christaller's $K = 3, 4, 7$; rank-size from a ladder of orders | [section 2](#2-·-Where-places-are:-two-settlement-systems) |
| (26.4), (26.5) | A diffusion is one shortest path, and $\dot p = Q^{\mathsf T}p$ on sets | [section 3](#3-·-One-rate-matrix,-one-shortest-path) |
| (26.6) | Carriers end where the people are | [section 3](#3-·-One-rate-matrix,-one-shortest-path) |
| (26.7) | Three of the four numbers of a map | [section 4](#4-·-Four-numbers-of-a-map) |
| (26.8), (26.9) | The likelihood, its pace, its slope in $\alpha$ | [section 5](#5-·-The-likelihood-of-places-and-distances) |
| (26.10) | A climb depends on depth and $u$ alone | [section 6](#6-·-A-tree-of-towns) |

The opening questions.
(1) On the contagious map, and less so under stimulus; elsewhere the first places lie all over.
(2) Relocation and hierarchical: on the first, most places have lost it again.
(3) Reverse hierarchical.

**Next question.**
A tree of places, each level the average of the one below: what is lost on the way up, and can it be put back?
[Lecture 27](27_hierarchy.ipynb).

## 11 · Sources

- T. Hägerstrand, *Innovation Diffusion as a Spatial Process*, University of Chicago Press 1967 (Swedish 1953); L. A. Brown, *Innovation Diffusion: A New Perspective*, 1981: the kinds and their names.
- D. W. Meinig, *The Mormon culture region*, Annals of the Association of American Geographers 55, 1965. G. F. Pyle, *The diffusion of cholera in the United States in the nineteenth century*, Geographical Analysis 1, 1969. A. L. Kroeber, *Stimulus diffusion*, American Anthropologist 42, 1940.
- T. O. Graff, D. Ashton, *Spatial diffusion of Wal-Mart: contagious and reverse hierarchical elements*, The Professional Geographer 46, 1994, 19–29; the quotation is from its abstract.
- T. J. Holmes, *The diffusion of Wal-Mart and economies of density*, Econometrica 79, 2011, 253–302.
- W. Christaller, *Die zentralen Orte in Süddeutschland*, 1933; G. K. Zipf, *Human Behavior and the Principle of Least Effort*, 1949; M. J. Beckmann, *City hierarchies and the distribution of city size*, Economic Development and Cultural Change 6, 1958: (26.1), (26.2).
- X. Gabaix, R. Ibragimov, *Rank − 1/2: a simple way to improve the OLS estimation of tail exponents*, J. Business & Economic Statistics 29, 2011.
- J. M. Hammersley, D. J. A. Welsh, *First-passage percolation*, 1965: (26.4).
- M. G. Kendall, *A new measure of rank correlation*, Biometrika 30, 1938; P. A. P. Moran, *Notes on continuous stochastic phenomena*, Biometrika 37, 1950: (26.7).
- B. T. Grenfell, O. N. Bjørnstad, J. Kappey, *Travelling waves and spatial hierarchies in measles epidemics*, Nature 414, 2001; O. N. Bjørnstad, B. F. Finkenstädt, B. T. Grenfell, *Dynamics of measles epidemics*, Ecological Monographs 72, 2002; Y. Xia, O. N. Bjørnstad, B. T. Grenfell, *Measles metapopulation dynamics: a gravity model for epidemiological coupling and dynamics*, American Naturalist 164, 2004.
- Ours: the neighbour percentile, the five rules' exponents, the fits, the countries with missing towns, the exercises.
"""
