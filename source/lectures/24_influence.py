# %% [markdown]
r"""
# 24 · Whom should one tell first?

{badges}

| | |
|---|---|
| **You will be able to** | turn a cascade into a question about paths, by tossing its coins beforehand · prove why greedy choice is nearly optimal, and say where the proof stops · estimate spread by asking backwards, and correct what the choice made too good · say when counting friends is enough · tell contagion from homophily in data, where that can be told |
| **You need** | [lecture 23](23_networks.ipynb) (networks, epidemics on them), [lecture 20](20_epidemics.ipynb) (final size), [lecture 21](21_estimation.ipynb) (likelihood); eigenvectors |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import combinations, product

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse.csgraph import shortest_path

from studies import influence_study as study
from studies import stored
from utils.data.karate import load_karate
from utils.exercises import check, hint
from utils.networks.cascades import complex_contagion, independent_cascade, linear_threshold, live_edges, reached, spread, threshold_edges
from utils.networks.contagion import estimate, exposures
from utils.networks.generators import preferential_attachment, small_world
from utils.networks.graphs import adjacency, edges_of
from utils.networks.influence import greedy_on_snapshots, rank_by
from utils.networks.opinions import consensus, degroot, social_influence, trust
from utils.networks.reverse_reachable import cover, reverse_reachable, reverse_sets
from utils.networks.rumours import never_hear, rumour
from utils.networks.seeding import affordable, budgeted, gain_over
from utils.teaching import figures
from utils.teaching.controls import controlled, slider
from utils.teaching.scene import Curve, Links, Panel, Picks, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(24)
karate = load_karate()
club = adjacency(karate.adjacency)  # 34 members, 78 ties

# %% [markdown]
r"""
## The picture first

The karate club of [lecture 01](01_one_equation.ipynb).
You may tell five members a piece of news.
Whoever hears it tells each friend once, and each time it catches on with probability ¼.
Two are picked; click three more (a second click takes one away), then drag the step.
Colours show one run of chance, at first the longest; the line below the picture counts over 200 runs.

1. Can you beat the five who have the most friends (a button shows them), and then the greedy choice?
2. The two hubs are picked already.
   Is the best third pick close to them, or far away?
3. Keep the best of many tries.
   Is its number on these 200 runs a fair estimate of what it would reach in others?
"""

# %% tags=["picture"]
friends_first = rank_by(club, "degree")[:5]
greedy_five = greedy_on_snapshots(live_edges(club, 0.25, 2_000, rng), 5).seeds
coins_of_200 = [live_edges(club, 0.25, 1, rng) for _ in range(200)]
arrival = np.array([np.minimum(shortest_path(live, unweighted=True), 255) for live in coins_of_200]).astype(int)  # (run, from, to), in steps
from_hubs = arrival[:, [0, 33]].min(axis=1)
arrival = arrival[np.argsort(-np.where(from_hubs < 255, from_hubs, 0).max(axis=1), kind="stable")]  # the longest run is shown first


# %% tags=["picture"]
picks = Picks(arrival, most=5, start=[0, 33], label="reached")
members = Points(karate.positions, colour_by=np.zeros(34, int), size=4, label="members")
shown = [Points(karate.positions[who], size=size, colour=colour, name=name, hidden=True, label=f"{name}: {picks.score(who.tolist())[0]:.1f}")
         for who, size, colour, name in ((friends_first, 16, 1, "most friends"), (greedy_five, 11, 3, "greedy"))]
Scene(Panel(Links(karate.edges), members, *shown, picks, title="Whom would you tell?", aspect="equal"), times=range(arrival[arrival < 255].max() + 1), t=2, title="Five to tell", status="step {t} of {T}")

# %% [markdown]
r"""
## 1 · Toss the coins beforehand

**The model.**
$A_{uv} = 1$ if $u$ can tell $v$.
The seeds $S$ know at step 0.
Whoever is reached at step $t$ tries once on everybody they can tell who has not been reached, and each try succeeds with probability $p$, independently of all others.
So $v$, not reached by step $t$, with $a_v(t)$ friends reached exactly at step $t$, has

$$P(v \text{ is reached at } t+1) = 1 - (1-p)^{a_v(t)} . \tag{24.1}$$

<!-- 24.1: definition -->

This is the **independent cascade**.
Random are the tries; its **spread** $\sigma(S)$ is the expected number reached in the end, the seeds included.

**Claim.**
It makes no difference when a coin is tossed.

**Derivation.**
In a whole cascade each tie $u \to v$ is tried at most once, since $u$ is reached at most once.
So its coin may as well be tossed before anything happens, and be looked at when needed.
Call a tie **live** if its coin is a success.
Then $v$ is reached if and only if a path of live ties leads from $S$ to $v$.
Let $L$ be the set of live ties and $R_L(S)$ whom $S$ reaches along them:

$$\sigma(S) = \sum_L P(L)\,|R_L(S)|, \qquad P(L) = p^{|L|}(1-p)^{m-|L|}, \tag{24.2}$$

with $m$ ties in all.
The process in time has become a question about paths: bond percolation.

Witness: six people, eight ties.
On the left (24.1) step by step, every outcome of every step; on the right all $2^8$ live graphs.
"""

# %% tags=["picture"]
ties = np.array([(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (3, 4), (4, 0), (5, 4)])
places = np.array([(0, 1), (1, 2), (1, 0), (2, 1), (3.2, 1), (4.4, 1)], dtype=float)
fig, ax = figures.figure(width=5, height=2.1)
for u, v in ties:
    bend = "arc3,rad=0.7" if (u, v) == (4, 0) else "arc3"
    ax.annotate("", places[v], places[u], arrowprops=dict(arrowstyle="-|>", shrinkA=10, shrinkB=10, connectionstyle=bend))
for v, (x, y) in enumerate(places):
    ax.text(x, y, str(v), ha="center", va="center", bbox=dict(boxstyle="circle", fc="white", ec="0.4"))
ax.set(xlim=(-0.6, 4.9), ylim=(-0.3, 3.7))
ax.axis("off")
figures.show(fig)

# %%
def closure(live):
    """reach[..., u, v]: u reaches v along live ties (..., n, n)."""
    reach = live | np.eye(live.shape[-1], dtype=bool)
    for _ in range(3):  # paths of 1, 2, 4, 8 ties
        reach = reach @ reach
    return reach


coins = np.array(list(product([False, True], repeat=len(ties))))
live = np.zeros((len(coins), 6, 6), dtype=bool)
live[:, ties[:, 0], ties[:, 1]] = coins
reach, weight = closure(live), np.where(coins, 0.4, 0.6).prod(axis=1)  # p = 0.4


# %%
def sigma(S, reach=reach, weight=weight):
    """The spread by (24.2)."""
    return weight @ reach[:, list(S)].any(axis=1).sum(axis=1)


def step_by_step(known, trying, p=0.4):
    """Expected number reached in the end by (24.1); `trying` were reached in the last step."""
    if not trying:
        return len(known)
    a = {v: sum((u, v) in set(map(tuple, ties)) for u in trying) for v in range(6) if v not in known}
    a = {v: count for v, count in a.items() if count}
    total = 0.0
    for lucky in product([False, True], repeat=len(a)):
        new = {v for v, hit in zip(a, lucky) if hit}
        chance = np.prod([1 - (1 - p) ** k if hit else (1 - p) ** k for k, hit in zip(a.values(), lucky)])
        total += chance * step_by_step(known | new, new)
    return total


# %% tags=["witness"]
starts = [set(S) for k in (1, 2) for S in combinations(range(6), k)]
witness("(24.2)", [step_by_step(S, S) for S in starts], [sigma(S) for S in starts])

# %% [markdown]
r"""
(Ties both ways between friends may share one coin: of the two tries at most one can matter, since its target must not know yet.)
From here on a cascade is a sample of $L$: `live_edges` generates many, and whoever is to be compared is compared on the same ones.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.1

Run one cascade, step by step, from given coins.

- `A`: array $(n, n)$, `A[u, v] = 1` if $u$ can tell $v$, else 0; `p`: in $[0, 1]$; `seeds`: a list of people.
- `U`: array $(n, n, n)$ of uniform numbers in $[0, 1)$. A try of $u$ on $v$ in step $t$ succeeds if `U[t, u, v] < p`. Steps are counted from $t = 0$, in which the seeds try.
- Returns an array $(n,)$: the step at which each is reached, 0 for the seeds, −1 for never.
- Worked value: on the chain 0 → 1 → 2 → 3 with `p = 0.5`, `seeds = [0]`, `U[0, 0, 1] = U[1, 1, 2] = 0.2` and all other coins 0.9, it is $(0, 1, 2, -1)$.
"""

# %% tags=["exercise"]
def cascade(A, p, U, seeds):
    """The step at which each is reached."""
    ### BEGIN SOLUTION
    reached = np.full(len(A), -1)
    reached[seeds] = 0
    for t in range(len(U)):
        trying = reached == t
        told = ((U[t] < p) & (A > 0))[trying].any(axis=0)
        reached[told & (reached == -1)] = t + 1
    return reached
    ### END SOLUTION


cascade = check("24.1", cascade)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In step $t$ exactly those try who were reached at step $t$: each person once, so each tie once.
Two who succeed on the same person in one step reach one person.
$n$ people are reached by step $n - 1$ at the latest, so the coins suffice.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.2

Four people sit in a square, and each tie lets news pass both ways with probability $p$.
One corner is told.
Derive the spread $\sigma$ as a formula in `p`, such as `"1 + 4*p**2"`.
At $p = \frac12$ it is 2.5625.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
square = "1 + 2*(p + p**3 - p**4) + 2*p**2 - p**4"
### END SOLUTION
square = check("24.2", square)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Take $\sigma = \sum_v P(\text{a live path leads to } v)$ by (24.2).
To a neighbour lead one way of one tie and one of three, over different ties, hence independent: $1 - (1-p)(1-p^3) = p + p^3 - p^4$.
To the corner opposite lead two ways of two ties: $1 - (1-p^2)^2 = 2p^2 - p^4$.
The seed itself adds 1.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · One friend is enough, or several must agree

**Linear threshold.**
Friend $u$ has the weight $w_{uv}$ with $v$, and $\sum_u w_{uv} \le 1$.
Everybody has a random threshold $\theta_v$, uniform on $[0, 1]$, and joins once the weight of those friends who have joined reaches it.
Write $w_v(X) = \sum_{u \in X} w_{uv}$, and let $X_t$ have joined by step $t$.
Who has not joined by step $t$ has $\theta_v > w_v(X_{t-1})$, and joins next if $\theta_v \le w_v(X_t)$:

$$P(v \text{ joins at } t+1 \mid v \text{ has not by } t) = \frac{w_v(X_t) - w_v(X_{t-1})}{1 - w_v(X_{t-1})} . \tag{24.3}$$

**Claim.**
Here, too, coins can be tossed beforehand: each $v$ picks *at most one* tie to be live, that from $u$ with probability $w_{uv}$.

**Derivation.**
Follow live paths from $S$ step by step.
If $v$ has not been reached by step $t$, its tie does not come from $X_{t-1}$, which has the probability $1 - w_v(X_{t-1})$.
It comes from somebody new in $X_t$ with probability $w_v(X_t) - w_v(X_{t-1})$.
The ratio is (24.3), and $v$'s choice is independent of all others': both processes have the same law.

Witness: everybody on the six-person network gives their friends equal weights; thresholds on the left, the 8 ways of choosing a tie each on the right; and the karate club, simulated both ways.
"""

# %%
w = np.zeros((6, 6))
w[ties[:, 0], ties[:, 1]] = 1
w /= np.maximum(w.sum(axis=0), 1)


def by_thresholds(before, now):
    """Expected number who join in the end by (24.3)."""
    old, new = w[list(before)].sum(axis=0), w[list(now)].sum(axis=0)
    chance = {v: (new[v] - old[v]) / (1 - old[v]) for v in range(6) if v not in now and new[v] > old[v]}
    if not chance:
        return len(now)
    total = 0.0
    for joins in product([False, True], repeat=len(chance)):
        more = {v for v, hit in zip(chance, joins) if hit}
        total += np.prod([c if hit else 1 - c for c, hit in zip(chance.values(), joins)]) * by_thresholds(now, now | more)
    return total


# %% tags=["witness"]
options = [np.flatnonzero(w[:, v]) for v in range(5)]  # nobody tells person 5
chosen = np.zeros((8, 6, 6), dtype=bool)
for one, kept in zip(chosen, product(*options)):
    one[kept, range(5)] = True
witness("(24.3)", [by_thresholds(set(), S) for S in starts], [closure(chosen)[:, list(S)].any(axis=1).sum(axis=1).mean() for S in starts])
by_steps = (linear_threshold(club, [0, 33], 4_000, rng) >= 0).sum(axis=1)
by_ties = reached(threshold_edges(club, 4_000, rng), [0, 33]).sum(axis=1)
witness("(24.3), in the club", by_steps.mean(), by_ties.mean(), standard_error=np.hypot(by_steps.std(), by_ties.std()) / np.sqrt(4_000))

# %% [markdown]
r"""
**Complex contagion.**
With *random* thresholds one friend may be enough.
For what is costly or doubtful (a new app that needs company, a protest) *several* friends must have joined: the same threshold of two for all, say.
No coin decides then, and no single live path.

Below, 100 people on a ring know their six nearest, and a share of all ties is rewired to anybody.
On both sides the same five neighbours start on the same clock (rings: not reached; squares: reached in this step; dots: before).
Set the knob to 0, then raise it: what do a few shortcuts do to the left, what to the right?
"""

# %% tags=["picture"]
angle = 2 * np.pi * np.arange(100) / 100
ring = np.c_[np.sin(angle), np.cos(angle)]


def side_by_side(rewiring, p, ring=ring):
    A = small_world(100, 6, rewiring, np.random.default_rng(7))
    one = independent_cascade(A, range(5), p, 1, np.random.default_rng(4))[0]
    two = complex_contagion(A, range(5), needed=2)
    clock = np.arange(26)
    panels, counts = [], []
    for steps, title in ((one, "one friend, with probability p"), (two, "two friends needed")):
        known = (steps >= 0) & (steps <= clock[:, None])
        fresh = steps == clock[:, None]
        counts.append(known.sum(axis=1))
        panels.append(Panel(Links(edges_of(A)), Points(ring, size=4, colour_by=known + 4 * fresh, label="people"), title=title, aspect="equal"))
    panels.append(Panel(Curve("one", label="one friend"), Curve("two", label="two friends"), title="reached so far", xlabel="step", ylabel="people", ylim=(0, 105)))
    return dict(panels=panels, times=clock, t=6, values={"one": counts[0], "two": counts[1]}, title="Simple and complex contagion",
                status="step {t}: {one:.0f} reached by simple contagion, {two:.0f} by complex")


# %% tags=["picture"]
controlled(side_by_side, rewiring=slider("share rewired", 0.1, 0.0, 1.0, 0.05), p=slider("p", 0.3, 0.1, 1.0, 0.05))

# %% [markdown]
r"""
Every shortcut helps what needs one friend.
What needs two spreads along neighbours who share friends; a few shortcuts leave them enough, many do not, and the far end of a single shortcut finds nobody to agree with it.
Over 20 networks of 1 000 people (the seeds again five neighbours):
"""

# %%
def reach_of_both(rewiring, seed):
    rng = np.random.default_rng([seed, 2])
    A = small_world(1_000, 6, rewiring, rng)
    return (independent_cascade(A, range(5), 0.2, 50, rng) >= 0).sum(axis=1).mean(), (complex_contagion(A, range(5), needed=2) >= 0).sum()


both = {rewiring: np.array([reach_of_both(rewiring, seed) for seed in range(20)]) for rewiring in (0.0, 0.01, 0.1, 0.3, 1.0)}
table([(rewiring, *zip(x.mean(axis=0), x.std(axis=0, ddof=1) / np.sqrt(20))) for rewiring, x in both.items()],
      "share rewired", "reached, one friend, p = .2", "reached, two friends needed", digits=[2, 0, 0], caption="mean ± standard error over 20 networks")

# %% [markdown]
r"""
**Communities** act the same way.
Two blocks of 500, all seeds in the first; of all ties a share leads across (.5: no blocks at all).
Shares reached, from [a study](../studies/influence_study.py) of ten networks; the complex kind needs 35 % of one's friends:
"""

# %% tags=["picture"]
two_blocks = stored.read("influence_study")["result"]["blocks"]["two blocks"]
table([(across, *map(tuple, one + several)) for across, (one, several) in two_blocks.items()],
      "ties across", "one friend: own block", "other block", "several: own block", "other block ", digits=[None, 2, 2, 2, 2], caption="mean ± standard error")

# %% [markdown]
r"""
Few ties across let a cascade through, thinned.
What needs several friends fills its own block and stops at the border, until ties across are many; and where there are no blocks it does not even fill its own, since the seeds are too thinly spread.

## 3 · Greedy, and how good it must be

Which $k$ seeds have the largest spread?
That question is NP-hard: no method is known that is fast on every network.
(Even the exact $\sigma$ of one set is #P-hard, as hard as counting the live graphs in which one person reaches another: Chen, Wang and Wang 2010; hence the sampling below.)
**Greedy** starts with nobody and adds, $k$ times, whoever raises $\sigma$ most.

**Claim.**
Greedy, given $\sigma$, reaches at least $1 - 1/e \approx .632$ of the best possible spread, whatever the network.

**Derivation, first half: gains shrink.**
In one live graph, adding $v$ to $S$ adds the people $R_L(v)$ less those in $R_L(S)$.
A larger $Q \supseteq S$ has reached at least as many, so it leaves no more for $v$.
That holds in every $L$, hence for the average over $L$:

$$\sigma(S \cup v) - \sigma(S) \;\ge\; \sigma(Q \cup v) - \sigma(Q) \;\ge\; 0 \qquad \text{for } S \subseteq Q. \tag{24.4}$$

The first inequality is called **submodularity**, the second says that $\sigma$ is monotone.
Both models of sections 1 and 2 have live graphs, so both have it.

**Second half: the gap shrinks by a factor.**
Let $O$ be the best $k$ seeds, and $S_i$ greedy's first $i$.
Add $O$'s members to $S_i$ one by one: by (24.4) none adds more than it would to $S_i$ alone, and that is at most what greedy's next seed adds.
So $\sigma(O) \le \sigma(S_i \cup O) \le \sigma(S_i) + k\,[\sigma(S_{i+1}) - \sigma(S_i)]$, or

$$\sigma(O) - \sigma(S_{i+1}) \;\le\; \left(1 - \frac1k\right)\left[\sigma(O) - \sigma(S_i)\right]. \tag{24.5}$$

After $k$ steps from $\sigma(\emptyset) = 0$

$$\sigma(S_k) \;\ge\; \left[1 - \left(1 - \frac1k\right)^{k}\right]\sigma(O) \;\ge\; \left(1 - \frac1e\right)\sigma(O). \tag{24.6}$$

No fast method can guarantee more on every network, unless P = NP (Feige 1998); if all ties of a cascade go both ways, greedy itself does, by a small constant (Khanna and Lucier 2014).
Where $\sigma$ is only estimated, the guarantee is as much smaller as the estimates are off.

Witness: 200 random networks of six people and ten ties, everything by enumeration.
How often is each inequality violated?
"""

# %%
subsets = [S for k in range(7) for S in combinations(range(6), k)]
pairs_of_six = np.array([(u, v) for u in range(6) for v in range(6) if u != v])
many_coins = np.array(list(product([False, True], repeat=10)))


def all_spreads(rng):
    """σ of every set, for a random network with ten ties and a random p of its own for each."""
    kept, p = pairs_of_six[rng.choice(30, 10, replace=False)], rng.uniform(0.1, 0.9, 10)
    live = np.zeros((1024, 6, 6), dtype=bool)
    live[:, kept[:, 0], kept[:, 1]] = many_coins
    reach, weight = closure(live), np.where(many_coins, p, 1 - p).prod(axis=1)
    return {S: float(sigma(S, reach, weight)) if S else 0.0 for S in subsets}


# %%
def joined(S, v):
    return tuple(sorted({*S, v}))


def violations_of_24_4(value):
    return sum(value[joined(Q, v)] - value[Q] > value[joined(S, v)] - value[S] + 1e-9 or value[joined(Q, v)] < value[Q] - 1e-9
               for Q in subsets for S in subsets if set(S) <= set(Q) for v in range(6))


def greedy_run(value, k):
    """Greedy's spread after 0, 1, ..., k seeds, and the best."""
    S, along = (), [0.0]
    for _ in range(k):
        S = joined(S, max((v for v in range(6) if v not in S), key=lambda v: value[joined(S, v)]))
        along.append(value[S])
    return np.array(along), max(value[O] for O in subsets if len(O) == k)


# %% tags=["witness"]
worlds = [all_spreads(np.random.default_rng(seed)) for seed in range(200)]
witness("(24.4), violations", sum(map(violations_of_24_4, worlds[:20])), 0)
ends = [greedy_run(value, 3) for value in worlds]
witness("(24.5), violations", sum(np.sum(best - along[1:] > (1 - 1 / 3) * (best - along[:-1]) + 1e-9) for along, best in ends), 0)
shares = np.array([along[-1] / best for along, best in ends])
witness("(24.6), violations", np.sum(shares < 1 - (1 - 1 / 3) ** 3), 0)

# %% [markdown]
r"""
The bound for $k = 3$ is .704.
How bad was greedy at its worst among the 200 networks: near .70, near .85, or near 1?
Decide, then open the cell.
"""

# %% tags=["reveal"]
table([(shares.min(), np.median(shares), int(np.sum(shares > 1 - 1e-9)))], "worst of 200", "median", "networks in which greedy was optimal", digits=[3, 3, 0])

# %% [markdown]
r"""
The bound is for the worst of all networks; random ones are kinder.

**Lazy greedy (CELF).**
Gains only shrink, so a gain computed earlier is an upper bound now.
Keep the candidates sorted by their last known gain; evaluate the first again; if it stays first, take it without a look at the others.
The choice is the same, with far fewer evaluations (Minoux 1978; Leskovec and others 2007):
"""

# %%
hubs = preferential_attachment(1_000, 2, np.random.default_rng(1))
lazy = greedy_on_snapshots(live_edges(hubs, 0.1, 100, rng), 10)
print(f"evaluations of a gain: {lazy.evaluations} lazily, {10 * 1_000 - 45} otherwise (1 000, then 999, ...)")

# %% [markdown]
r"""
**Close or far?**
The second opening question: what does a third seed add to the two hubs of the club, by its distance from the nearer hub?
"""

# %%
tossed = live_edges(club, 0.25, 4_000, np.random.default_rng(3))
two = reached(tossed, [0, 33]).sum(axis=1).mean()
adds = {v: reached(tossed, [0, 33, v]).sum(axis=1).mean() - two for v in range(34) if v not in (0, 33)}
away = shortest_path(club, unweighted=True, indices=[0, 33]).min(axis=0)
groups = [(ties_away, [adds[v] for v in adds if away[v] == ties_away]) for ties_away in (1, 2)]
table([(k, len(x), min(x), np.mean(x), max(x)) for k, x in groups], "ties to the nearer hub", "members", "least added", "mean", "most added", digits=[0, 0, 2, 2, 2])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.3

One step of greedy on sampled live graphs.

- `reach`: array of truth values (graphs, n, n); `reach[l, u, v]` is true where $u$ reaches $v$ in graph $l$ (everybody reaches themselves). Ties may be directed.
- `chosen`: the list of those already chosen, perhaps empty.
- Returns `(v, gain)`: who raises the average number reached most, and by how much. Of equals, the smallest number.
- Worked value: two people and one graph in which 0 reaches both and 1 only itself: with `chosen = []` it is `(0, 2.0)`.
"""

# %% tags=["exercise"]
def next_seed(reach, chosen):
    """Greedy's next seed and its gain."""
    ### BEGIN SOLUTION
    told = reach[:, chosen].any(axis=1)
    gain = (reach & ~told[:, None, :]).sum(axis=2).mean(axis=0)
    v = int(gain.argmax())
    return v, float(gain[v])
    ### END SOLUTION


next_seed = check("24.3", next_seed)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In each graph the gain is the number of people whom $v$ reaches and the chosen do not: (24.4)'s first half, before the average.
Averages of the two reaches, taken apart, would not do: both depend on the same coins.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Ask backwards

Greedy asks of everybody: whom would you reach?
Ask instead of somebody drawn at random: *who would have reached you?*

**Derivation.**
Draw a root $r$ uniformly from the $n$ people, and $L$; let $B$ be all who reach $r$ along live ties: a **reverse-reachable set**.
$S$ reaches $r$ exactly if it has a member in $B$.
By (24.2), with the sum over people outside,

$$\sigma(S) = \sum_r P(S \text{ reaches } r) = n\,P(S \cap B \ne \emptyset). \tag{24.7}$$

So the share of sets that $S$ hits, times $n$, estimates the spread of *every* $S$ at once, and greedy becomes: choose whoever is in most sets, cross those sets out, repeat.
A set is found by walking from $r$ against the ties, tossing coins on the way; on average it is as large as the cascade of one person drawn at random (Borgs and others 2014).

Witness: 40 000 sets on the six-person network, against (24.2).
(Walking *along* the ties would fail here: they are directed.)
"""

# %% tags=["witness"]
six = np.zeros((6, 6))
six[ties[:, 0], ties[:, 1]] = 1
B = reverse_sets(six, 0.4, 40_000, rng).toarray() > 0
share = np.array([B[:, list(S)].any(axis=1).mean() for S in starts])
witness("(24.7)", 6 * share, [sigma(S) for S in starts], standard_error=6 * np.sqrt(share * (1 - share) / 40_000))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.4

Estimate a spread from given coins, backwards.

- `live`: truth values (samples, n, n); `live[i, u, v]` is true where the tie $u \to v$ is live in sample $i$. Ties are directed.
- `roots`: array (samples,), the root of sample $i$; `seeds`: a list.
- Returns the estimate of $\sigma$(seeds) by (24.7).
- Worked value: three people, two samples, both with root 2. In the first $0 \to 1 \to 2$ is live, in the second only $0 \to 1$. For `seeds = [0]` it is 1.5.
"""

# %% tags=["exercise"]
def backward_spread(live, roots, seeds):
    """n times the share of roots that the seeds reach."""
    ### BEGIN SOLUTION
    hits = 0
    for ties, root in zip(live, roots):
        members, fresh = {root}, [root]
        while fresh:
            v = fresh.pop()
            for u in np.flatnonzero(ties[:, v]):
                if u not in members:
                    members.add(u)
                    fresh.append(u)
        hits += any(seed in members for seed in seeds)
    return live.shape[1] * hits / len(roots)
    ### END SOLUTION


backward_spread = check("24.4", backward_spread)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`members` is $B$: everybody from whom live ties lead to the root, found by going against them.
A root counts once, however many seeds are in its set, because it is reached once.
The root belongs to its own set: a seed has reached itself.
### END SOLUTION
"""

# %% [markdown]
r"""
### The winner's curse

The sets have two jobs: they choose the seeds, and the share hit estimates the spread.
Write $\hat\sigma(S)$ for the estimate, unbiased for each fixed $S$.
The chosen $\hat S$ maximises $\hat\sigma$ (nearly), so it prefers sets whose luck was good:

$$\operatorname E\left[\max_S \hat\sigma(S)\right] \;\ge\; \max_S \operatorname E\left[\hat\sigma(S)\right] = \max_S \sigma(S), \tag{24.8}$$

since the maximum is at least $\hat\sigma(O)$, whose expectation is $\sigma(O)$.
The estimate that chose is too high even for the *best* seeds, the more so for the ones chosen.
The cure costs nothing but fresh samples: choose on some, judge on others.

Witness: the best pair of the six-person network, by 60 sets, 2 000 times.
"""

# %% tags=["witness"]
couples = [list(S) for S in combinations(range(6), 2)]
best_pair = max(sigma(S) for S in couples)
blocks = reverse_sets(six, 0.4, 120_000, rng).toarray().reshape(2_000, 60, 6) > 0
hits = np.array([6 * blocks[:, :, S].any(axis=2).mean(axis=1) for S in couples])  # (pair, repetition)
top, error = hits.max(axis=0), hits.max(axis=0).std() / np.sqrt(2_000)
fixed = hits[np.argmax([sigma(S) for S in couples])]
witness("(24.8): a fixed pair", fixed.mean(), best_pair, standard_error=fixed.std() / np.sqrt(2_000))
witness("(24.8), violations", float(top.mean() < best_pair), 0)
print(f"best pair: {best_pair:.2f}; own estimate of whichever pair wins: {top.mean():.2f} ± {error:.2f}")

# %% [markdown]
r"""
Now the thousand people of lazy greedy, $p = .1$, ten seeds chosen by 1 000 sets, by 10 000, by 100 000; 5 repetitions each.
Before you open the table: with 1 000 sets, does the chosen set beat the ten who have most friends?
"""

# %% tags=["reveal"]
rows = []
for sets in (1_000, 10_000, 100_000):
    found = [reverse_reachable(hubs, 0.1, 10, np.random.default_rng(seed), sets=sets, fresh=4_000) for seed in range(5)]
    own, fresh = np.array([(one.own, one.corrected.mean) for one in found]).T
    rows.append((sets, (own.mean(), own.std(ddof=1)), (fresh.mean(), fresh.std(ddof=1)), own.mean() - fresh.mean()))
friends = spread(hubs, rank_by(hubs, "degree")[:10], 0.1, rng, 20_000)
table(rows, "sets", "own estimate", "on fresh cascades", "winner's curse", digits=1, caption="mean ± standard deviation over 5 repetitions")
print(f"the ten with most friends, on fresh cascades: {friends.mean:.1f} ± {friends.error:.1f}")

# %% [markdown]
r"""
By its own account the choice of 1 000 sets is the best in the table; on fresh cascades it is the worst, below the list of friends.
An estimate that chose must not judge.
The same curse is on your record in the first picture, and on greedy's estimate on snapshots; [lecture 17](17_imbalanced.ipynb) met it as a threshold chosen on the test set.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.5

How large is the curse in the karate club with 100 sets?
$p = .25$, five seeds.
`B = reverse_sets(club, 0.25, 100, rng)` generates sets; `seeds, hit, _ = cover(B, 5)` chooses five members by greedy and counts how many of the 100 they hit; `B[:, seeds].sum(axis=1) > 0` shows which.
Judge every choice by the same 20 000 fresh sets, drawn once.
Average over 200 repetitions: by how many *people* is the own estimate higher than the fresh one?
A number; ±.6 is close enough.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
judge = reverse_sets(club, 0.25, 20_000, rng)
excess = []
for _ in range(200):
    seeds, hit, _ = cover(reverse_sets(club, 0.25, 100, rng), 5)
    excess.append(34 * hit / 100 - 34 * np.mean(judge[:, seeds].sum(axis=1) > 0))
curse = np.mean(excess)
### END SOLUTION
curse = check("24.5", curse)

# %% [markdown]
r"""
## 5 · When counting friends is enough

A choice by friends needs no $p$, no coins, no computer.
When does it lose?
One network first, with a block of 100 in which people have 25 ties on average, and 20 blocks of 45 in which they have 6; $p = .15$, ten seeds, all judged on fresh cascades.
"""

# %%
draw, p_block = study.KINDS["dense block"]
blocks = draw(np.random.default_rng(5))
choices = {"most friends": rank_by(blocks, "degree")[:10],
           "greedy on 200 snapshots": greedy_on_snapshots(live_edges(blocks, p_block, 200, rng), 10).seeds}
table([(name, int(np.sum(S < 100)), spread(blocks, S, p_block, rng, 4_000)) for name, S in choices.items()],
      "ten seeds", "of them in the block of 100", "people reached", digits=[None, 0, 1])
chance = [spread(blocks, rng.choice(1_000, 10, replace=False), p_block, rng, 2).mean for _ in range(1_000)]
print(f"ten at random, mean of 1 000 choices: {np.mean(chance):.1f} ± {np.std(chance) / np.sqrt(1_000):.1f}")

# %% [markdown]
r"""
All ten with most friends sit in one block and tell each other's friends: ten at random reach more on average.
[A study](../studies/influence_study.py) did the same on six networks of seven kinds: preferential attachment (*hubs*), a *heavy tail* of degrees, *random* ties, a *small world*, that dense block, 20 hubs with *shared friends*, and the nerve cells of a *worm*.
Beside the degree it tried the **core number**, the largest $c$ such that one belongs to a group all of whom have at least $c$ friends in it; and the **discounted degree**, which takes off what friends of seeds no longer add (Chen, Wang and Yang 2009).
In which of the other six networks do the best connected lose more than a twentieth to greedy?
Write down your guesses.
"""

# %% tags=["reveal"]
influence = stored.read("influence_study")["result"]
rules = ["random", "degree", "core", "discounted degree", "reverse-reachable"]
table([(kind, *(tuple(found["of greedy"].get(rule, ())) or None for rule in rules)) for kind, found in influence["rules"].items()], "network", *rules, digits=3,
      caption="spread / that of greedy on snapshots, ± standard error over 6 networks (worm: 6 repetitions)")

# %% [markdown]
r"""
Where hubs are spread over the network, counting friends comes within about 2 % of greedy; on *random* ties the two are equal.
It loses where the well connected share their friends, as built, and in the *worm*.
The discounted degree is cheap, and on the first four kinds no worse than greedy; it does not see a block.
The core number, meant for single seeds (Kitsak and others 2010), is clearly below the degree in five of seven rows: a core is where everybody knows each other.
"""

# %% [markdown]
r"""
## 6 · Money, and whom it leaves out

**A budget.**
Seeds cost money, and whoever has many friends knows it.
Within a budget of 40, two price lists: $1 + d_v$, with $d_v$ the number of friends, or $1 + \sqrt{d_v}$.
Greedy now adds whoever gains most *per unit of money*, or takes the best single seed if that beats it: so it reaches at least $\frac12(1 - 1/e)$ of the best that the budget buys (Khuller, Moss and Naor 1999); without the second half no share is guaranteed.
The gain is that over the cheapest rule, as many cheap seeds as the budget buys, on the same fresh live graphs; five networks.
"""

# %%
def by_budget(price, seed):
    """By rule: seeds, people reached on fresh live graphs, the same a unit of money."""
    rng = np.random.default_rng([seed, 6])
    A = preferential_attachment(1_000, 2, rng)
    costs, fresh = price(np.diff(A.indptr)), live_edges(A, 0.1, 400, rng)
    chosen = [affordable(np.argsort(costs, kind="stable"), costs, 40), affordable(rank_by(A, "degree"), costs, 40), budgeted(live_edges(A, 0.1, 200, rng), costs, 40).seeds]
    return [(len(S), size := reached(fresh, S).sum(axis=1).mean(), size / costs[S].sum()) for S in chosen]


rows = []
for price, formula in {"1 + d": lambda d: 1.0 + d, "1 + √d": lambda d: 1 + np.sqrt(d)}.items():
    found = np.array([by_budget(formula, seed) for seed in range(5)])
    for rule, of in zip(("cheapest first", "most friends first", "greedy per money"), found.swapaxes(0, 1)):
        gain = gain_over(of[:, 1], found[:, 0, 1])
        rows.append((price, rule, *of.mean(axis=0), f"{gain.mean:+.1f} ({gain.low:+.1f} to {gain.high:+.1f})" if rule != "cheapest first" else None))
table(rows, "price", "rule", "seeds", "people reached", "a unit of money", "gain over cheapest, 95 % interval", digits=[None, None, 1, 1, 2, None], caption="means over 5 networks")

# %% [markdown]
r"""
Where every friend is paid for, hubs are a bad buy, worse than as many cheap people as the money buys; greedy picks, among the cheap, those who stand well.
Where a hub's price grows more slowly than its friends, the plain list of hubs wins, and greedy does no better.

**Fairness.**
A majority of 800 with nine ties each, a minority of 200 with five, one tie in twenty across; ten seeds.
Greedy maximises the number reached.
Fair seeding maximises $\sum_g n_g \log(1 + \sigma_g(S))$, with $n_g$ the size of group $g$ and $\sigma_g$ how many of it are reached: one more person of group $g$ adds about $n_g/(1+\sigma_g)$, most where the *share* reached is smallest.
It is monotone and submodular too, so greedy keeps its guarantee.
"""

# %% tags=["picture"]
table([(rule, *map(tuple, numbers)) for rule, numbers in influence["fair"]["majority and minority"].items() if len(numbers) == 4],
      "choice", "people reached", "share of majority", "share of minority", "seeds in the minority", digits=[None, 1, 3, 3, 1], caption="mean ± standard error over 10 networks")
loss = influence["fair"]["majority and minority"]["fair less greedy"]
print(f"fair less greedy: {loss[0][0]:.1f} ± {loss[0][1]:.1f} people, mean over 10 networks (paired)")

# %% [markdown]
r"""
Greedy spends nothing on the minority, where cascades die young.
Fair seeding reaches four times as many of them, and fewer people in all.
Two seeds for the minority by quota do much of it for less.
What each column is worth, a model can price and not decide.

## 7 · Rumours and opinions

**A rumour ends by itself.**
Spreaders call people at random.
Who has not heard becomes a spreader; but a spreader who calls somebody who *has* heard stops: no news any more (Maki and Thompson 1973).
In a large population where all meet all, $y$ is the share that has not heard, $s$ the share spreading: $\dot y = -ys$ and $\dot s = ys - s(1-y)$.
Divide: $\frac{ds}{dy} = \frac1y - 2$, so from $y = 1$, $s = 0$ on $s = \log y + 2(1-y)$.
In the end $s = 0$:

$$y_\infty = e^{-2(1 - y_\infty)} . \tag{24.9}$$

One in five never hears it, however fast people talk.
With $z = 1 - y_\infty$ it is $z = 1 - e^{-2z}$: the final size of an epidemic with $R_0 = 2$ ([lecture 20](20_epidemics.ipynb)), whatever the rate.
Witness: the equations, solved.
"""

# %% tags=["witness"]
y, s = solve_ivp(lambda t, x: [-x[0] * x[1], x[0] * x[1] - x[1] * (1 - x[0])], (0, 200), [1 - 1e-8, 1e-8], rtol=1e-10, atol=1e-14).y[:, -1]
witness("(24.9)", y, np.exp(-2 * (1 - y)), atol=1e-6)
witness("(24.9), by utils", y, never_hear(), atol=1e-6)
print(f"never hear it: {y:.4f}")

# %%
everybody = adjacency(1 - np.eye(600))
networks = {"all meet all (600)": everybody, "hubs": hubs, "neighbours, tenth rewired": small_world(1_000, 6, 0.1, rng), "neighbours": small_world(1_000, 6, 0.0, rng)}
unheard = {name: [np.isinf(rumour(A, [5], np.random.default_rng(seed)).heard).mean() for seed in range(20)] for name, A in networks.items()}
table([(name, (np.mean(x), np.std(x, ddof=1))) for name, x in unheard.items()], "network", "never hear", digits=[None, 3], caption="mean ± standard deviation over 20 rumours")

# %% [markdown]
r"""
On a network the rumour meets itself: your friend heard it from your other friend.
On a ring it dies where it began.

**Opinions that are averaged.**
Let $x_u$ be a number, and let everybody replace theirs by an average, $x_u \leftarrow \sum_v T_{uv}x_v$, where $T_{uv}$ is how much $u$ trusts $v$ and rows sum to 1 (DeGroot 1974).
Take weights $\pi_u \ge 0$ with sum 1 and $\pi^{\mathsf T}T = \pi^{\mathsf T}$.
Then $\pi^{\mathsf T}x$ never changes, since $\pi^{\mathsf T}Tx = \pi^{\mathsf T}x$.
If all agree in the end, on $c$, then $\pi^{\mathsf T}x = c$:

$$\lim_{t\to\infty} x_u(t) = \sum_v \pi_v\,x_v(0), \qquad \pi^{\mathsf T}T = \pi^{\mathsf T}; \qquad \pi_v = \frac{d_v}{\sum_u d_u} \ \text{ if all trust their } d_u \text{ friends equally.} \tag{24.10}$$

(The last: $\sum_u d_u\frac{A_{uv}}{d_u} = d_v$. Trusting oneself as well, all by the same share, changes nothing.)

**Opinions that are copied.**
In the **voter model** everybody, at rate 1, copies a random friend.
$x$ is 0 or 1, and $\sum_u d_ux_u$ changes in the mean by $\sum_u d_u\left(\sum_v\frac{A_{uv}}{d_u}x_v - x_u\right) = 0$.
In the end all agree, so opinion 1 wins with the probability $\sum_v\pi_vx_v(0)$: the same weights.

Witness: averaging in the karate club; and 2 000 voter models in which only the two hubs hold opinion 1.
"""

# %% tags=["witness"]
degree = np.diff(club.indptr)
x = rng.normal(size=34)
settled = degroot(trust(club, 0.5), x, 3_000)[-1]
witness("(24.10)", settled, np.full(34, degree @ x / degree.sum()), atol=1e-9)
T = rng.dirichlet(np.full(34, 0.3), size=34)
witness("(24.10), any trust", degroot(T, x, 3_000)[-1], np.full(34, social_influence(T) @ x), atol=1e-9)
two_hubs = np.isin(np.arange(34), [0, 33])
won = consensus(club, two_hubs.astype(int), 2_000, rng).winners.mean()
witness("(24.10), voter model", won, degree[two_hubs].sum() / degree.sum(), standard_error=np.sqrt(0.21 * 0.79 / 2_000))

# %% [markdown]
r"""
So here the best two to convince *are* the two with most friends: opinions add up, cascades overlap.
How long agreement takes is a matter of structure.
60 people, half with opinion 1, in an order that puts neighbours on one side:
"""

# %%
def two_cliques(n=30):
    block = np.kron(np.eye(2), 1 - np.eye(n))
    block[n - 1, n] = block[n, n - 1] = 1  # one tie across
    return adjacency(block)


half = (np.arange(60) < 30).astype(int)
shapes = {"all know all": adjacency(1 - np.eye(60)), "hubs": preferential_attachment(60, 2, np.random.default_rng(1)),
          "neighbours, tenth rewired": small_world(60, 4, 0.1, np.random.default_rng(1)), "neighbours": small_world(60, 4, 0.0, rng), "two cliques, one tie": two_cliques()}
rows = []
for name, A in shapes.items():
    times = consensus(A, half, 60, np.random.default_rng(2)).times
    rows.append((name, int(np.argmax(np.ptp(degroot(trust(A, 0.5), half, 6_000), axis=1) < 0.01)), (times.mean(), times.std(ddof=1) / np.sqrt(60))))
table(rows, "network of 60", "averaging: rounds until all within .01", "copying: mean time to consensus", digits=[None, 0, 0])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.6

Whose opinion counts?
For any trust matrix, write the weights $\pi$ of (24.10).

- `T`: array $(n, n)$, at least 0, rows of sum 1; following trust, one gets from everybody to everybody. (Opinions may go round for ever; $\pi$ exists all the same.)
- Returns $\pi$, array $(n,)$ of sum 1.
- Worked value: for $T = \begin{pmatrix} \frac12 & \frac12 \\ \frac14 & \frac34\end{pmatrix}$ it is $(\frac13, \frac23)$.
"""

# %% tags=["exercise"]
def weights(T):
    """The weight of everybody's first opinion in the last one."""
    ### BEGIN SOLUTION
    values, vectors = np.linalg.eig(T.T)
    pi = vectors[:, np.abs(values - 1).argmin()].real
    return pi / pi.sum()
    ### END SOLUTION


weights = check("24.6", weights)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\pi^{\mathsf T}T = \pi^{\mathsf T}$ means that $\pi$ is an eigenvector of $T^{\mathsf T}$ for the eigenvalue 1: a *left* eigenvector of $T$.
The right one, for rows of sum 1, is constant and carries no information.
numpy returns eigenvalues in no order and eigenvectors of length 1 and any sign: choose, and divide by the sum.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · What can be told from who adopted when?

**The transmission probability.**
The network is known, and the step at which each was reached.
By (24.1) somebody on whom $a$ people try in a step adopts with probability $1 - (1-p)^a$.
If $n_a$ times somebody had $a$ tries on them in a step, and $h_a$ times it was a hit,

$$\ell(p) = \sum_a h_a\log\left[1 - (1-p)^a\right] + (n_a - h_a)\,a\log(1-p). \tag{24.11}$$

Witness: one cascade with $p = .1$; on the left person by person and step by step, on the right by the counts of `exposures` (who passes it on for one step only: `stops` one after `times`).
"""

# %% tags=["witness"]
steps = independent_cascade(hubs, rank_by(hubs, "degree")[:10], 0.1, 1, np.random.default_rng(8))[0]
times = np.where(steps < 0, np.inf, steps)
counts = exposures(hubs, times, steps.max() + 1, times + 1, stepwise=True)
by_person = 0.0
for v in range(1_000):
    for t in range(steps.max() + 1 if steps[v] < 0 else steps[v]):
        a = np.sum(steps[hubs.indices[hubs.indptr[v]:hubs.indptr[v + 1]]] == t)
        by_person += np.log(1 - 0.9**a) if steps[v] == t + 1 else a * np.log(0.9)
a, hit, tried = counts.exposure[1:], counts.adopted[1:], counts.at_risk[1:]  # a ≥ 1
witness("(24.11)", by_person, np.sum(hit * np.log(1 - 0.9**a) + (tried - hit) * a * np.log(0.9)), atol=1e-8)
found = estimate(counts, spontaneous=False).probability
print(f"p = {found[0]:.3f}, 90 % interval {found[1]:.3f} to {found[2]:.3f}, from {hit.sum():.0f} adopters")

# %% [markdown]
r"""
The work is in the denominator: who could have adopted, and did not?
A study took wrong ones on purpose ([studies/network_patterns.py](../studies/network_patterns.py)), in cascades as above and in others whose adopters try again in every step; estimate over truth:
"""

# %% tags=["picture"]
patterns = stored.read("network_patterns")["result"]
wrong = {"one chance, right": ("once", "right"), "one chance, counted for ever": ("once", "adopters go on trying for ever"),
         "right": ("in every step", "right"), "denominator: all who have not adopted": ("in every step", "all who have not adopted are tried on, with adopted friends or without"),
         "never-adopters dropped": ("in every step", "those who never adopt are left out")}
table([(*how, value, f"{low:.2f} to {high:.2f}") for key, how in wrong.items() for value, low, high in [patterns["faults"][key]]],
      "adopters try", "what is counted", "estimate / truth", "95 % interval over 200 networks", digits=[None, None, 2, None])

# %% [markdown]
r"""
### Contagion or homophily?

Friends adopt close in time.
Contagion does that; so does **homophily**: like people are friends, and like people adopt alike.
Below are five worlds of 300 people, made so that the curve of adopters in time is that of an epidemic: in the first world people infect each other, in the others nobody does.
Four tests, each at level 5 %:

- **likelihood**: is a rate of contagion above 0 needed, beside a constant rate?
- **shuffle**: deal the moments of adoption out among the adopters anew; are friends' moments closer in fact?
- **within the trait**: the same, among people alike in the trait that makes them adopt, *if it is known*;
- **reversal**: does adoption follow the direction of the ties more than the opposite one?

Which cell of the last row, if any, will be right?
"""

# %% tags=["reveal"]
named = {"likelihood": "likelihood", "shuffle": "shuffle", "shuffle within the known trait": "within the trait", "reversal": "reversal"}
table([(world, *(cells[test][0] for test in named)) for world, cells in patterns["tests"].items()], "world", *named.values(), digits=2,
      caption="how often the test finds contagion, of 150 networks (a share of .05 has a 95 % interval of about .03 to .10)")
print("contagion at a quarter of that rate, 80 networks:", ", ".join(f"{name} {patterns['power']['0.015'][test][0]:.2f}" for test, name in named.items()))

# %% [markdown]
r"""
The first row should be 1, the others .05; a weaker contagion is found less often (last line).
The likelihood with a constant rate calls homophily contagion every time, and pure chance in three of five networks: the curve speeds up, and so does everybody's exposure.
Shuffling helps where likes are alike in *whether* they adopt; direction, as does the known trait, where they are alike in *when*.
In the last row friends look to those a little ahead of themselves in the trait, and only the test that *knows the trait* is right.
So: with an unmeasured trait that directs both ties and timing, the data cannot tell (Shalizi and Thomas 2011).
An experiment can, by choosing the seeds at random.

## 9 · What the first hour tells

How large will a cascade be, from its first hour?
The **mechanism** estimates the rate from that hour, as above, and simulates on.
**Ridge** (a linear regression with a penalty) and **boosting** (many small trees, each fitted to what those before it left over) learn from features of cascades on other networks: how many were reached, how fast, how many friends they have.
Two worlds: in one, people pass it on at a steady rate, as the mechanism supposes; in the other news grows old, and the mechanism does not know.
All are judged on networks that nobody has seen.
Which is best in which world?
"""

# %% tags=["reveal"]
first = patterns["first hour"]
methods = ["the same for all", "ridge", "boosting", "mechanism", "boosting on the mechanism too"]
columns = [("steady", "held-out networks"), ("fading", "held-out networks"), ("steady", "trained in the other world")]
table([(name, *("{:.2f} ({:.2f} to {:.2f})".format(*first[world][how][name]["error"]) for world, how in columns)) for name in methods],
      "method", "steady", "fading", "steady, taught on fading", caption="mean |log(predicted/true size)| over 24 networks, 95 % interval")

# %% [markdown]
r"""
Where the mechanism is right, nothing learned beats it, and learning on top of it gains nothing.
Where it is wrong in one respect it is no better than the same number for all, and what was learned is better by far.
Taught in one world and used in the other, everything learned fails.
Neither is the better forecaster; each is as good as what it takes for granted.

**A learned score.**
Boosting, taught on 36 networks of 300 where everybody's own spread is known, ranks people on larger, unseen ones.
"""

# %% tags=["picture"]
score = patterns["score"]
table([(name, "{:.3f} ({:.3f} to {:.3f})".format(*score["rank"][name])) for name in ("degree", "walks of 4 steps", "boosting")], "score of a person", "rank correlation with the true spread")
table([(name, "{:.3f} ({:.3f} to {:.3f})".format(*score["spread"][name]["all"])) for name in ("random", "degree", "degree, discounted", "learned", "best single persons")],
      "ten seeds by", "spread / that of reverse-reachable sets", caption="mean over 48 networks, 95 % interval")

# %% [markdown]
r"""
It ranks single people better than their number of friends does, and no better than one formula, $\sum_t p^t(A^t\mathbf 1)_v$ over $t \le 4$ steps: expected walks.
For ten seeds it gains nothing over counting friends: the ten best *single* people overlap, which no score of single people can see.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 24.7

A student's log-likelihood of one cascade gives too small a $p$.
It has one fault.
Mend it.

- `p`: in $(0, 1)$; `A`: array $(n, n)$ of 0 and 1, `A[u, v] = 1` if $u$ can tell $v$; `steps`: whole numbers $(n,)$, the step at which each was reached, 0 for seeds, −1 for never. All tries follow (24.1).
- Returns $\log P(\text{these steps} \mid p, \text{seeds})$.
- Worked value: in a square with ties both ways (0 tied to 1 and 2, 3 to 1 and 2), `steps = [0, 1, -1, 2]` and `p = 0.5`, it is $4\log\frac12 = -2.772589$: one success at step 0 and one failure, a success at step 1, a failure at step 2.

```python
def log_likelihood(p, A, steps):
    total = 0.0
    for t in range(steps.max() + 1):
        tries = A[steps == t].sum(axis=0)
        reached = steps == t + 1
        escaped = ~reached
        total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
    return total
```
"""

# %% tags=["exercise"]
def log_likelihood(p, A, steps):
    """The log-likelihood, mended."""
    ### BEGIN SOLUTION
    total = 0.0
    for t in range(steps.max() + 1):
        tries = A[steps == t].sum(axis=0)
        reached = steps == t + 1
        escaped = (steps > t + 1) | (steps == -1)
        total += np.log(1 - (1 - p) ** tries[reached]).sum() + tries[escaped].sum() * np.log(1 - p)
    return total
    ### END SOLUTION


log_likelihood = check("24.7", log_likelihood)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
At step $t$ there are three kinds of people: those reached before, on whom a try shows nothing; those reached by these tries; and those who escaped them, who are reached later or never.
The student counts the first kind among the third, so that a friend who told you and whom you then "fail" to tell back makes $p$ look small.
### END SOLUTION
"""

# %% [markdown]
r"""
## 10 · Break it

**Several must agree.**
Greedy's guarantee rests on (24.4).
With complex contagion the second seed can add more than the first: count violations where two friends are needed, on a network of six.
Then let three friends be needed, and three seeds be chosen, on ten small worlds of 100 people (eight ties each, a twentieth rewired; of equals greedy takes the first of a random order):
"""

# %%
def complex_spread(A, S, needed=2):
    return int((complex_contagion(A, list(S), needed=needed) >= 0).sum()) if len(S) else 0


wheel = adjacency(np.array([[0, 1, 1, 0, 0, 1], [1, 0, 1, 1, 0, 0], [1, 1, 0, 1, 0, 0], [0, 1, 1, 0, 1, 1], [0, 0, 0, 1, 0, 1], [1, 0, 0, 1, 1, 0]]))
print(f"violations of (24.4): {violations_of_24_4({S: complex_spread(wheel, S) for S in subsets})}")


# %%
def three_ways(seed):
    rng = np.random.default_rng(seed)
    A, order, blind = small_world(100, 8, 0.05, rng), rng.permutation(100).tolist(), []
    for _ in range(3):
        blind.append(max((v for v in order if v not in blind), key=lambda v: complex_spread(A, [*blind, v], 3)))
    return [complex_spread(A, S, 3) for S in (blind, rank_by(A, "degree")[:3], [50, 51, 52])]


ends = np.array([three_ways(seed) for seed in range(10)])
table([(name, int(np.sum(x == 3)), int(np.sum(x == 100))) for name, x in zip(("greedy", "most friends", "three neighbours"), ends.T)],
      "three seeds", "networks in which nobody else joined", "networks in which all 100 joined")

# %% [markdown]
r"""
Alone, everybody adds exactly 1, so greedy's first two seeds are blind, and the third finds no two to join, save once, by luck.
Three neighbours, whom no ranking of single people would name, reach everybody.

**The seed inside the loop.**
A slip in a much copied tutorial (Kingi 2018): the random seed is set inside the loop over people, so that everybody tosses the same coins, and the first friend on each list is told by all, or by nobody.
The ten with most friends, 1 000 runs of each:
"""

# %%
def same_coins(A, seeds, p, run):
    known, fresh = set(seeds), set(seeds)
    while fresh:
        told = set()
        for u in fresh:
            friends = A.indices[A.indptr[u]:A.indptr[u + 1]]
            coins = np.random.default_rng(run).random(len(friends))  # the fault: one seed for all
            told |= set(friends[coins < p].tolist())
        fresh = told - known
        known |= told
    return len(known)


ten = rank_by(hubs, "degree")[:10].tolist()
right = (independent_cascade(hubs, ten, 0.1, 1_000, rng) >= 0).sum(axis=1)
faulty = np.array([same_coins(hubs, ten, 0.1, run) for run in range(1_000)])
table([(name, x.mean(), x.std(ddof=1)) for name, x in (("coins of their own", right), ("the seed inside the loop", faulty))], "simulator", "mean spread", "standard deviation", digits=1)

# %% [markdown]
r"""
Nothing looks wrong in one run, and yet the mean is too high by a third.
The standard deviation shows it: coins that are not independent do not average out within a cascade.

## 11 · In the wild

**Kim and others** (Lancet 2015) tried it in 32 villages of rural Honduras (5 773 people).
Water chlorination and multivitamins were given to 5 % of each village, with tickets to pass on.
Whom to give them to was drawn by lot, village by village, nine villages to each rule and product: people at random; those *named most often* as friends (in-degree); or a *friend named by* a person drawn at random, who has more friends than average and needs no map of the network.
Their published counts for the multivitamins:
"""

# %% tags=["picture"]
trial = {"random": (940, 1420), "named most often": (744, 1220), "a friend of a random person": (951, 1280)}
table([(name, used, given, used / given) for name, (used, given) in trial.items()], "first told", "tickets redeemed", "tickets", "share", digits=[None, 0, 0, 3])

# %% [markdown]
r"""
Those with most friends did no better than people at random, for either product (for the vitamins, worse); friends of random people did better, by 12.2 % of what random choice reached (their 95 % interval: 6.9 to 17.9 %), and the abstract reports that for the vitamins only.
That fits sections 2 and 5: the well connected overlap.
What it does not show: why.
Tickets in one village are not independent, so nine villages a rule is the sample size; no cascade was observed, only redemption; and nothing says that the rule that won for vitamins wins elsewhere.

## 12 · What you can now say

*Whom should one tell first?*
People whose reach is large *and different*: greedy on live edges, within a factor $1-1/e$ of the best; whoever has most friends, where the hubs are apart; neighbours of each other, where several must agree.
And judge the choice on cascades that did not make it.

| | result | witness |
|---|---|---|
| (24.2) | A cascade is reachability along coins tossed beforehand | [section 1](#1-·-Toss-the-coins-beforehand) |
| (24.3) | A random threshold is one live tie a person | [section 2](#2-·-One-friend-is-enough,-or-several-must-agree) |
| (24.4)–(24.6) | Gains shrink, so greedy reaches $1 - 1/e$ of the best | [section 3](#3-·-Greedy,-and-how-good-it-must-be) |
| (24.7), (24.8) | Spread by asking backwards; who chose must not judge | [section 4](#4-·-Ask-backwards) |
| (24.9), (24.10) | One in five never hears a rumour; opinions weigh by the left eigenvector | [section 7](#7-·-Rumours-and-opinions) |
| (24.11) | $p$ from who was reached when | [section 8](#8-·-What-can-be-told-from-who-adopted-when?) |

The opening questions.
(1) Greedy's five beat the five with most friends, and you may beat both.
(2) Far away: the three who know neither hub add most ([section 3](#3-·-Greedy,-and-how-good-it-must-be)), since the hubs reach what is close to them.
(3) No: it is the largest of many tries on the same 200 runs, the winner's curse.

**Next question.**
What do prices, rival products, herds and failing banks add to spread?
That is [lecture 25](25_economics.ipynb), economics.

## 13 · Sources

- D. Kempe, J. Kleinberg, É. Tardos, *Maximizing the spread of influence through a social network*, KDD 2003: (24.2), (24.3), (24.4), (24.6).
- G. L. Nemhauser, L. A. Wolsey, M. L. Fisher, *An analysis of approximations for maximizing submodular set functions*, Math. Programming 14, 1978: (24.5), (24.6).
- H. Kingi, *Influence maximization in Python: greedy vs CELF*, 2018, hautahi.com/im_greedycelf, function `IC`: the slip in section 10.
- U. Feige, *A threshold of ln n for approximating set cover*, J. ACM 45, 1998; S. Khanna, B. Lucier, *Influence maximization in undirected networks*, SODA 2014; W. Chen, C. Wang, Y. Wang, *Scalable influence maximization for prevalent viral marketing in large-scale social networks*, KDD 2010: what is hard.
- M. Minoux, *Accelerated greedy algorithms for maximizing submodular set functions*, 1978; J. Leskovec and others, *Cost-effective outbreak detection in networks*, KDD 2007: lazy greedy, budgets.
- S. Khuller, A. Moss, J. Naor, *The budgeted maximum coverage problem*, Inform. Process. Lett. 70, 1999: section 6.
- C. Borgs, M. Brautbar, J. Chayes, B. Lucier, *Maximizing social influence in nearly optimal time*, SODA 2014: (24.7).
- M. Granovetter, *Threshold models of collective behavior*, Am. J. Sociology 83, 1978; D. Centola, M. Macy, *Complex contagions and the weakness of long ties*, Am. J. Sociology 113, 2007: section 2.
- W. Chen, Y. Wang, S. Yang, *Efficient influence maximization in social networks*, KDD 2009; M. Kitsak and others, *Identification of influential spreaders in complex networks*, Nature Physics 6, 2010: section 5.
- A. Rahmattalabi and others, *Fair influence maximization: a welfare optimization approach*, AAAI 2021.
- D. J. Daley, D. G. Kendall, *Stochastic rumours*, 1965; D. P. Maki, M. Thompson, *Mathematical models and applications*, 1973: (24.9).
- M. H. DeGroot, *Reaching a consensus*, J. Am. Stat. Assoc. 69, 1974; V. Sood, S. Redner, *Voter model on heterogeneous graphs*, Phys. Rev. Lett. 94, 2005: (24.10).
- A. Anagnostopoulos, R. Kumar, M. Mahdian, *Influence and correlation in social networks*, KDD 2008; C. R. Shalizi, A. C. Thomas, *Homophily and contagion are generically confounded in observational social network studies*, Sociol. Methods Res. 40, 2011: section 8.
- A. Nematzadeh and others, *Optimal network modularity for information diffusion*, Phys. Rev. Lett. 113, 2014: the two blocks of section 2.
- D. A. Kim and others, *Social network targeting to maximise population behaviour change: a cluster randomised controlled trial*, Lancet 386, 2015, 145–153.
- Data: W. W. Zachary, J. Anthropological Research 33, 1977.
- Ours: the networks and prices, all tables but the trial's, the exercises.
"""
