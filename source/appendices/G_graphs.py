# %% [markdown]
r"""
# G · What do matrices say about what spreads on a graph?

{badges}

| | |
|---|---|
| **You will be able to** | turn a graph into matrices and read walks, cuts and the speed of spreading off their eigenvalues · prove that your friends have more friends than you · say what clustering, modularity, PageRank and cores measure, and what chance alone gives · build a random graph with given degrees |
| **You need** | eigenvectors of symmetric matrices, means and variances; [lecture 01](../lectures/01_one_equation.ipynb) for heat on a graph |
| **Used in** | [lecture 23](../lectures/23_networks.ipynb) (networks), [lecture 24](../lectures/24_influence.ipynb) (influence) |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import product

import numpy as np
from scipy.linalg import expm
from scipy.sparse import csgraph

from utils.data.celegans import load_celegans
from utils.data.karate import load_karate
from utils.networks import communities, generators, graphs, influence, measures
from utils.teaching import figures
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(77)
club = load_karate()
A = graphs.adjacency(club.adjacency)  # scipy.sparse
dense, k, n = club.adjacency, measures.degrees(A), len(club.club)

# %% [markdown]
r"""
## 1 · A graph is a matrix

A **graph** has $n$ nodes and $m$ ties.
Its **adjacency matrix** has $A_{ij}>0$ where $i$ is tied to $j$ (1, or the weight of the tie) and 0 elsewhere, also on the diagonal.
It is undirected if $A = A^{\mathsf T}$, which is assumed up to section 8.
The **degree** of $i$ and the mean degree are

$$k_i = \sum_jA_{ij}, \qquad \langle k\rangle = \frac1n\sum_ik_i = \frac{2m}n. \tag{G.1}$$

<!-- G.1: definition -->

(With weights, $k_i$ is called strength.)
A **walk** of length $\ell$ is a sequence of $\ell$ ties, each starting where the last one ended.
With weights 1,

$$(A^\ell)_{ij} = \text{number of walks of length } \ell \text{ from } i \text{ to } j: \tag{G.2}$$

a walk of length $\ell$ to $j$ is one of length $\ell-1$ to a neighbour of $j$, and one tie more; that is the rule of the matrix product.
So $(A^2)_{ii} = k_i$, and $(A^3)_{ii}$ is twice the number of triangles at $i$.

A network of your own, a file with one tie a line, is read by `graphs.read_edges`, which names the line it cannot read; `graphs.from_networkx` and `graphs.to_networkx` lead to networkx and back.
"""

# %% tags=["witness"]
def walks(i, j, length):
    """How many walks there are, one tie at a time."""
    return int(i == j) if length == 0 else sum(walks(step, j, length - 1) for step in np.flatnonzero(dense[i]))


witness("(G.2)", np.linalg.matrix_power(dense, 4)[0, [0, 1, 33]], [walks(0, j, 4) for j in (0, 1, 33)])
witness("(G.2), triangles", np.diag(np.linalg.matrix_power(dense, 3)) / 2, measures.triangles(A))

# %% [markdown]
r"""
## 2 · Three Laplacians

With $D = \operatorname{diag}(k)$, the **Laplacian**, the **random-walk** and the **normalised** one are

$$L = D - A, \qquad L_{\mathrm{rw}} = D^{-1}L, \qquad \mathcal L = D^{-1/2}LD^{-1/2}. \tag{G.3}$$

<!-- G.3: definition -->

$(Lx)_i = \sum_jA_{ij}(x_i-x_j)$: how far $i$ is above its neighbours, added up.
For every vector $x$,

$$x^{\mathsf T}Lx = \sum_{i<j}A_{ij}(x_i-x_j)^2. \tag{G.4}$$

*Proof.* $x^{\mathsf T}Lx = \sum_ik_ix_i^2-\sum_{ij}A_{ij}x_ix_j$; write $k_i = \sum_jA_{ij}$ and collect the terms of each tie. $\square$

So no eigenvalue is negative, and $x^{\mathsf T}Lx = 0$ exactly where $x$ is constant on each connected part: **the eigenvalue 0 occurs as often as the graph has components.**
We number $0=\lambda_1\le\lambda_2\le\dots\le\lambda_n$, with eigenvectors $u_1 = \mathbf 1/\sqrt n, u_2, \dots$ of length 1.
$L_{\mathrm{rw}}$ is not symmetric, but

$$L_{\mathrm{rw}} = D^{-1/2}\,\mathcal L\,D^{1/2}, \tag{G.5}$$

so it has the eigenvalues of $\mathcal L$, all real; they lie in $[0, 2]$, since $(x_i-x_j)^2\le2x_i^2+2x_j^2$ makes $x^{\mathsf T}Lx\le2x^{\mathsf T}Dx$.
"""

# %% tags=["witness"]
L, walk, normal = (measures.laplacian(A, kind).toarray() for kind in measures.LAPLACIANS)
x = rng.normal(size=n)
witness("(G.4)", x @ L @ x, sum((x[i] - x[j]) ** 2 for i, j in club.edges))
witness("(G.5)", walk, np.diag(k**-0.5) @ normal @ np.diag(k**0.5))
three_parts = np.kron(np.eye(3), dense)  # three clubs that know nothing of each other
zero = np.linalg.eigvalsh(np.diag(three_parts.sum(axis=0)) - three_parts) < 1e-9
print(f"three separate clubs: the eigenvalue 0 occurs {zero.sum()} times")

# %% [markdown]
r"""
## 3 · Heat, and walkers

Something flows along each tie, from the fuller end to the emptier, in proportion to the difference; or a walker leaves along each of its ties at rate 1.
Both are

$$\dot P = -LP, \qquad P(t) = \sum_{j=1}^ne^{-\lambda_jt}\,(u_j\cdot P(0))\,u_j. \tag{G.6}$$

The first term is $\mathbf 1/n$ for every law $P(0)$; all others vanish, the slowest at the rate $\lambda_2$.
So on a connected graph

$$\left\|P(t)-\tfrac1n\mathbf 1\right\| \le e^{-\lambda_2t}\left\|P(0)-\tfrac1n\mathbf 1\right\|. \tag{G.7}$$

$\lambda_2$ is the **algebraic connectivity** (Fiedler 1973).
In the long run everybody has an equal share, hubs too: they receive more, and leave faster.

A walker who waits a time of mean 1 *wherever it is*, then takes one of its ties at random, has the rates $-L_{\mathrm{rw}}$, and

$$\dot P = -L_{\mathrm{rw}}^{\mathsf T}P, \qquad \pi_i = \frac{k_i}{2m}, \qquad L_{\mathrm{rw}}^{\mathsf T}\pi = 0: \tag{G.8}$$

$L_{\mathrm{rw}}^{\mathsf T}D\mathbf 1 = L\mathbf 1 = 0$.
**It is found at a hub in proportion to its ties.**
Which of the two is meant changes the answer; a paper that says "diffusion on a network" should say which.
"""

# %% tags=["witness"]
values, U = np.linalg.eigh(L)
start, t = np.eye(n)[16], np.array([0.2, 1.0, 3.0])
heat = np.array([expm(-L * one) @ start for one in t])
witness("(G.6)", heat, [U @ (np.exp(-values * one) * (U.T @ start)) for one in t], atol=1e-10)
off, bound = np.linalg.norm(heat - 1 / n, axis=1), np.exp(-values[1] * t) * np.linalg.norm(start - 1 / n)
witness("(G.7)", np.minimum(off, bound), off, atol=1e-14)
late = np.linalg.norm([expm(-L * one) @ start - 1 / n for one in (20, 21)], axis=1)
witness("(G.7), its rate", np.log(late[0] / late[1]), values[1], atol=1e-3)
witness("(G.8)", expm(-walk.T * 300) @ start, k / k.sum(), atol=1e-10)

# %% tags=["picture"]
fig, axes = figures.figure(1, 2, subplot_kw={"frame_on": False, "xticks": [], "yticks": []})
for ax, law, title in ((axes[0], np.full(n, 1 / n), "a walker who leaves each tie at rate 1"), (axes[1], k / k.sum(), "a walker who waits as long everywhere")):
    for edge in club.edges:
        ax.plot(*club.positions[edge].T, "0.8", lw=0.8, zorder=0)
    ax.scatter(*club.positions.T, s=4000 * law, zorder=1)
    ax.set_title(title, fontsize=10)
figures.show(fig, f"The karate club twice, dots as large as the stationary probability: all equal on the left; on the right in proportion to the ties, {k.max()} for one member and {k.min()} for another.")

# %% [markdown]
r"""
## 4 · λ₂ and cuts

For $x\perp\mathbf 1$, expand in the $u_j$: $x^{\mathsf T}Lx = \sum_j\lambda_j(u_j\cdot x)^2\ge\lambda_2\|x\|^2$, with equality for $u_2$.
So

$$\lambda_2 = \min_{x\perp\mathbf 1}\frac{x^{\mathsf T}Lx}{x^{\mathsf T}x}, \qquad\text{and for every set } S \text{ of nodes}\qquad \lambda_2 \le \frac{n\,\mathrm{cut}(S)}{|S|\,(n-|S|)}, \tag{G.9}$$

where $\mathrm{cut}(S)$ is the number of ties between $S$ and the rest: take $x = 1/|S|$ on $S$ and $-1/(n-|S|)$ elsewhere.
**A graph with a bottleneck has a small $\lambda_2$, and spreads slowly.**

The reverse is true as well, for the normalised Laplacian.
Let $\mathrm{vol}(S) = \sum_{i\in S}k_i$, and let the **conductance** of a connected graph be that of its worst bottleneck,

$$h = \min_S\frac{\mathrm{cut}(S)}{\min(\mathrm{vol}(S),\ \mathrm{vol}(\bar S))}. \tag{G.10}$$

<!-- G.10: definition -->

**Cheeger's inequality**, with $\lambda_2$ now of $\mathcal L$:

$$\frac{\lambda_2}2 \le h \le \sqrt{2\lambda_2}. \tag{G.11}$$

*Proof, left.*
As for (G.9), with $x = 1/\mathrm{vol}(S)$ on $S$ and $-1/\mathrm{vol}(\bar S)$ elsewhere: $\lambda_2\le x^{\mathsf T}Lx/x^{\mathsf T}Dx = \mathrm{cut}(S)\left(\frac1{\mathrm{vol}(S)}+\frac1{\mathrm{vol}(\bar S)}\right)\le2h$ for the worst $S$.

*Proof, right.*
Let $Ly = \lambda_2Dy$ (so $y = D^{-1/2}$ times the eigenvector of $\mathcal L$), and let $\{y>0\}$ have at most half the volume (else take $-y$).
Put $z_i = \max(y_i, 0)$.
Where $z_i>0$, $(Lz)_i\le(Ly)_i = \lambda_2k_iz_i$, because no $z_j$ is below $y_j$.
Multiply by $z_i$ and add up: $\sum_{i<j}A_{ij}(z_i-z_j)^2\le\lambda_2\sum_ik_iz_i^2$.
By Cauchy and Schwarz

$$\sum_{i<j}A_{ij}\,|z_i^2-z_j^2| \le \sqrt{\sum_{i<j}A_{ij}(z_i-z_j)^2}\,\sqrt{\sum_{i<j}A_{ij}(z_i+z_j)^2} \le \sqrt{2\lambda_2}\,\sum_ik_iz_i^2. \tag{G.12}$$

The left side is $\int_0^\infty\mathrm{cut}(\{z^2>s\})\,ds$, since a tie is cut for $s$ between $z_i^2$ and $z_j^2$; and $\sum_ik_iz_i^2 = \int_0^\infty\mathrm{vol}(\{z^2>s\})\,ds$.
So for at least one $s$ the ratio of the two is at most $\sqrt{2\lambda_2}$. $\square$

The proof is an algorithm, **spectral partitioning**: order the nodes by $y$, and of the $n-1$ cuts between neighbours in this order take the best.
Its conductance is at most $\sqrt{2\lambda_2}$ too.

Witness: ten random graphs of ten nodes, where all $2^9-1$ cuts can be tried.
"""

# %% tags=["witness"]
def conductances(B, sets):
    """Of each set, a row of zeros and ones."""
    k, rest = B.sum(axis=0), 1 - sets
    return np.einsum("si,ij,sj->s", sets, B, rest) / np.minimum(sets @ k, rest @ k)


def sweep(B):
    """λ₂ of the normalised Laplacian, and the sets that its eigenvector's order makes."""
    second, vector = measures.fiedler(B, "normalised")
    order = np.argsort(vector / np.sqrt(B.sum(axis=0)))
    return second, np.tri(len(B) - 1, len(B))[:, np.argsort(order)]


every = np.array([(1, *rest) for rest in product((0, 1), repeat=9)])[:-1]
found = []
for _ in range(10):
    B = generators.small_world(10, 4, 0.6, rng)
    B = B[(most := measures.largest_component(B))][:, most].toarray()
    subsets = np.unique(every[:, : len(B)], axis=0)
    subsets = subsets[subsets.sum(axis=1) < len(B)]
    second, ordered = sweep(B)
    found.append((second / 2, conductances(B, subsets).min(), conductances(B, ordered).min(), np.sqrt(2 * second)))
low, h, swept, high = np.array(found).T
witness("(G.11)", np.clip(h, low, high), h)
witness("(G.11), its algorithm", np.clip(swept, h, high), swept)

# %% tags=["witness"]
sets = (rng.random((200, n)) < 0.5).astype(float)
cut = np.einsum("si,ij,sj->s", sets, dense, 1 - sets)
limits = n * cut / (sets.sum(axis=1) * (n - sets.sum(axis=1)))
witness("(G.9), 200 cuts of the club", np.maximum(limits, values[1]), limits)
witness("(G.9), the minimum", U[:, 1] @ L @ U[:, 1], measures.fiedler(A)[0])
second, vector = measures.fiedler(A, "normalised")
y = vector / np.sqrt(k)
y = y if k[y > 0].sum() <= k.sum() / 2 else -y
z, (i, j) = np.maximum(y, 0), club.edges.T
middle = np.sqrt(np.sum((z[i] - z[j]) ** 2) * np.sum((z[i] + z[j]) ** 2))
chain = [np.sum(np.abs(z[i] ** 2 - z[j] ** 2)), middle, np.sqrt(2 * second) * np.sum(k * z**2)]
witness("(G.12)", np.sort(chain), chain)

# %% [markdown]
r"""
**Predict before you run.**
The karate club split in two.
Order its members by the eigenvector and take the best cut: knowing only who met whom, of how many of the 34 members does it get the side right?
"""

# %% tags=["reveal"]
second, ordered = sweep(dense)
best = ordered[np.argmin(conductances(dense, ordered))]
real = (club.club == 0).astype(float)
table([(name, side @ dense @ (1 - side), conductances(dense, side[None])[0], max(np.sum(side == real), np.sum(side != real)))
       for name, side in (("the split that happened", real), ("best cut in the eigenvector's order", best))],
      "cut", "ties cut", "conductance", "members on the right side", digits=[None, 0, 3, 0])
print(f"Cheeger: {second / 2:.3f} ≤ h ≤ {np.sqrt(2 * second):.3f}")

# %% [markdown]
r"""
## 5 · λ_max and walks

$A$ itself has a largest eigenvalue $\lambda_{\max}$.
On a connected graph its eigenvector can be chosen positive (Perron and Frobenius), and the number of walks of length $\ell$ grows like its power:

$$\frac{\mathbf 1^{\mathsf T}A^{\ell+1}\mathbf 1}{\mathbf 1^{\mathsf T}A^{\ell}\mathbf 1} \to \lambda_{\max} \qquad (\ell\to\infty;\text{ for a bipartite graph, over steps of two}). \tag{G.13}$$

An infection that takes each tie at rate $\beta$ and ends at rate $\gamma$ follows walks while few are ill: $\dot x = (\beta A-\gamma)x$ grows if $\beta\lambda_{\max}>\gamma$.
That is where the threshold $1/\lambda_{\max}$ of [lecture 23](../lectures/23_networks.ipynb) comes from.
How large is it?
With weights 1, $\langle k^2\rangle = \frac1n\sum_ik_i^2$ and the largest degree $k_{\max}$,

$$\max\left(\sqrt{\langle k^2\rangle},\ \sqrt{k_{\max}}\right) \le \lambda_{\max} \le k_{\max}. \tag{G.14}$$

*Proof.*
$\lambda_{\max}^2$ is the largest eigenvalue of $A^2$, so it is at least $\mathbf 1^{\mathsf T}A^2\mathbf 1/n = \|A\mathbf 1\|^2/n = \langle k^2\rangle$, and at least $(A^2)_{ii} = k_i$ for every $i$.
From above: at the largest entry $v_i$ of the eigenvector, $\lambda_{\max}v_i = \sum_jA_{ij}v_j\le k_iv_i$. $\square$

So **one hub of degree 100 keeps $\lambda_{\max}$ at 10 or more, whatever the others do.**
(If ties are random given the degrees, and $k_{\max}^2\le2m$, $\lambda_{\max}$ is near the larger of $\langle k^2\rangle/\langle k\rangle$ and $\sqrt{k_{\max}}$, where one of them is much larger: Chung, Lu and Vu 2003. The power law in the table has a larger hub, and a smaller $\lambda_{\max}$.)
"""

# %% tags=["witness"]
count = [np.ones(n) @ np.linalg.matrix_power(dense, steps) @ np.ones(n) for steps in (40, 41)]
witness("(G.13)", count[1] / count[0], measures.spectral_radius(A), atol=1e-6)
worm = load_celegans().adjacency
worm = graphs.adjacency(((worm + worm.T) > 0).astype(float))
degrees = generators.power_law_degrees(5000, 2.5, 2, rng)
many = {"karate club": A, "the worm's neurons": worm, "pairs at random": generators.erdos_renyi(5000, 6.0, rng),
        "ring, 5 % rewired": generators.small_world(5000, 6, 0.05, rng), "attachment": generators.preferential_attachment(5000, 3, rng),
        "power law, exponent 2.5": generators.configuration(degrees, rng), "star": graphs.from_edges(101, [(0, i) for i in range(1, 101)])}
moment = lambda B, power: np.mean(measures.degrees(B).astype(float) ** power)
rows = [(name, moment(B, 1), np.sqrt(moment(B, 2)), np.sqrt(measures.degrees(B).max()), moment(B, 2) / moment(B, 1),
         measures.spectral_radius(B), measures.degrees(B).max()) for name, B in many.items()]
bounds = np.array([row[1:] for row in rows])
witness("(G.14)", np.clip(bounds[:, 4], bounds[:, 1:3].max(axis=1) - 1e-9, bounds[:, 5]), bounds[:, 4])
table(rows, "graph", "⟨k⟩", "√⟨k²⟩", "√k_max", "⟨k²⟩/⟨k⟩", "λ_max", "k_max", digits=1)

# %% [markdown]
r"""
## 6 · Your friends have more friends

Follow a random tie in a random direction: whom do you meet?
Somebody with many ties is met more often.
If $p_k$ is the share of nodes with degree $k$,

$$P(\text{degree of an end} = k) = \frac{k\,p_k}{\langle k\rangle}, \qquad \text{with mean}\quad \frac{\langle k^2\rangle}{\langle k\rangle} = \langle k\rangle+\frac{\operatorname{Var}(k)}{\langle k\rangle}. \tag{G.15}$$

*Proof.* There are $2m = n\langle k\rangle$ ends of ties, and $k\,np_k$ of them are at nodes of degree $k$.
The mean is $\sum_kk\cdot kp_k/\langle k\rangle$. $\square$

Of the other ties that this neighbour has, there are on average $\kappa = \langle k^2\rangle/\langle k\rangle-1$: on a tree the number of new people that a case can infect.

The other average is taken by people, not by ties: ask everybody for the mean degree of their friends.
With all $k_i>0$,

$$\frac1n\sum_i\frac1{k_i}\sum_jA_{ij}k_j = \frac1n\sum_{i<j}A_{ij}\left(\frac{k_j}{k_i}+\frac{k_i}{k_j}\right) \ge \langle k\rangle. \tag{G.16}$$

*Proof.* Each tie occurs from both of its ends, and $r+1/r\ge2$; so the sum is at least $\frac{2m}n$. $\square$

**On average your friends have more friends than you, on every graph that is not regular in each part, and by either average.**
The two averages are equal where the degrees at the two ends of a tie are independent.
Where hubs are tied to small nodes, few-tied people name them often, and the second average is the larger.
The correlation of the two degrees over all ties is the **assortativity** (Newman 2002).
"""

# %% tags=["witness"]
ends = np.concatenate([k[club.edges[:, 0]], k[club.edges[:, 1]]])  # each tie from both sides
share = np.bincount(k, minlength=20) / n
witness("(G.15)", np.bincount(ends, minlength=20) / len(ends), np.arange(20) * share / k.mean())
witness("(G.15), the mean", [ends.mean(), k.mean() + k.var() / k.mean()], np.mean(k**2) / k.mean())
asked = np.mean(dense @ k / k)
witness("(G.16)", asked, sum(k[j] / k[i] + k[i] / k[j] for i, j in club.edges) / n)
rows = []
for name, B in many.items():
    B = B[(part := measures.largest_component(B))][:, part]
    d = measures.degrees(B).astype(float)
    rows.append((name, d.mean(), np.mean(d**2) / d.mean(), np.mean(B @ d / d), measures.assortativity(B)))
witness("(G.16), the inequality", np.minimum([row[3] for row in rows], [row[1] for row in rows]), [row[1] for row in rows])
table(rows, "graph (largest component)", "mean degree", "of an end of a tie", "of friends, asked from all", "assortativity", digits=2)

# %% [markdown]
r"""
## 7 · Triangles, and what chance gives

The **local clustering** of $i$ is the share of pairs of its neighbours that are tied; **transitivity** is the share of all wedges $j$–$i$–$l$ that are closed:

$$C_i = \frac{(A^3)_{ii}}{k_i(k_i-1)}, \qquad T = \frac{\sum_i(A^3)_{ii}}{\sum_ik_i(k_i-1)} = \frac{\sum_ik_i(k_i-1)\,C_i}{\sum_ik_i(k_i-1)}. \tag{G.17}$$

The second is the first averaged over wedges, not over nodes.
Where hubs have few triangles among many neighbours, $T$ is far below the mean of $C_i$: a paper that says "the clustering coefficient" should say which.

**The configuration model** is what they are compared with: a random graph with given degrees.
Give node $i$ its $k_i$ half-ties, *stubs*, and pair all $2m$ stubs at random.
A stub of $i$ meets each of the other $2m-1$ stubs equally often, so the mean number of ties between $i\ne j$ and of self-loops at $i$ is

$$\operatorname{E}[A_{ij}] = \frac{k_ik_j}{2m-1}, \qquad \operatorname{E}[\text{self-loops at } i] = \frac{k_i(k_i-1)}{2(2m-1)}. \tag{G.18}$$

Added up, there are $\frac{\kappa m}{2m-1}\approx\kappa/2$ self-loops: few in a large graph, if $\langle k^2\rangle$ is not large.
In a **simple** graph there are none, and no tie comes twice.
Two ways are common: to *erase* what is too much, which takes ties from the hubs; or to *switch* it with other ties, which keeps every degree.
`generators.configuration` switches.
`generators.rewire` switches ties of a graph you have, $i$–$j$ and $i'$–$j'$ becoming $i$–$j'$ and $i'$–$j$: the reverse switch is as likely, so by [(F.4)](F_inference.ipynb) **all simple graphs with these degrees become equally likely** (that each can be reached is a theorem).

How many triangles does chance give?
The two neighbours of $i$ in a wedge have $\kappa$ further stubs each on average, and any two stubs meet with probability $1/(2m)$:

$$T \approx \frac{\kappa^2}{n\langle k\rangle} \qquad\text{in a large random graph without hubs.} \tag{G.19}$$

So clustering at random vanishes as the graph grows; in real networks it does not.
"""

# %% tags=["witness"]
C, wedges = measures.clustering(A), k * (k - 1)
by_pairs = [np.mean(dense[np.ix_(near, near)][np.triu_indices(len(near), 1)]) if len(near) > 1 else 0 for near in map(np.flatnonzero, dense)]
witness("(G.17), local", C, by_pairs)
witness("(G.17), transitivity", measures.transitivity(A), np.sum(wedges * C) / wedges.sum())
stubs, runs = np.repeat(np.arange(n), k), 4000
loops, tie = np.zeros((runs, 2)).T
for r in range(runs):
    a, b = rng.permutation(stubs).reshape(-1, 2).T
    loops[r], tie[r] = np.sum(a == b), np.sum((a == 0) & (b == 33)) + np.sum((a == 33) & (b == 0))
right = np.sum(k * (k - 1)) / 2 / (k.sum() - 1), k[0] * k[33] / (k.sum() - 1)
witness("(G.18)", [loops.mean(), tie.mean()], right, standard_error=[loops.std() / np.sqrt(runs), tie.std() / np.sqrt(runs)])

# %% tags=["witness"]
degrees = rng.poisson(6.0, size=1000)
degrees[0] += degrees.sum() % 2
kappa = np.mean(degrees.astype(float) ** 2) / degrees.mean() - 1
chance = np.array([measures.transitivity(generators.configuration(degrees, rng)) for _ in range(20)])
witness("(G.19)", chance.mean(), kappa**2 / (1000 * degrees.mean()), standard_error=chance.std(ddof=1) / np.sqrt(20))
rows = []
for name, B in (("karate club", A), ("the worm's neurons", worm)):
    again = [generators.rewire(B, 5 * B.nnz, rng) for _ in range(5)]
    real, random = (np.array([(measures.clustering(G).mean(), measures.transitivity(G)) for G in sets]) for sets in ([B], again))
    rows += [(name, *real[0]), (f"{name}, rewired (5 graphs)", *zip(random.mean(axis=0), random.std(axis=0, ddof=1) / np.sqrt(5)))]
table(rows, "graph", "mean of C_i", "transitivity", digits=3)

# %% [markdown]
r"""
About half of the worm's mean clustering, and two thirds of the club's, is what their degrees alone give.
A network's number means something beside the numbers of rewired ones.

## 8 · Distances

The **distance** $d_{ij}$ is the length of the shortest path.
In a random graph with given degrees, the mean number of nodes at distance $\ell$ from a random node is at first

$$z_\ell = \langle k\rangle\,\kappa^{\ell-1}, \qquad\text{so that}\qquad d \approx 1+\frac{\log(n/\langle k\rangle)}{\log\kappa} \quad\text{where } z_d = n: \tag{G.20}$$

each of those at distance $\ell-1$ has $\kappa$ further ties, and while few nodes are reached, nearly all of them lead to new ones.
**Ten times as many people are one fixed number of steps more.**
On a ring of the same degree, ten times as many people are ten times as far.
A few shortcuts suffice to go from the one to the other (Watts and Strogatz 1998).
"""

# %% tags=["witness"]
degrees = np.full(20_000, 4)
hops = csgraph.dijkstra(generators.configuration(degrees, rng), unweighted=True, indices=np.arange(200), limit=4)
for length in (1, 2, 3, 4):
    reached, right = np.mean(np.sum(hops <= length, axis=1)), 4 * 3 ** (length - 1)  # a tie leads back to them by chance
    witness(f"(G.20), ℓ = {length}", np.mean(np.sum(hops == length, axis=1)), right, atol=2 * right * reached / 20_000)
rows = []
for size in (300, 3000, 30_000):
    make = {"random": lambda: generators.configuration(np.full(size, 4), rng), "few": lambda: generators.small_world(size, 4, 0.05, rng)}
    mean = {name: [measures.path_lengths(B[(on := measures.largest_component(B))][:, on], rng, 20)[0] for B in (one(), one(), one())] for name, one in make.items()}
    rows.append((size, size / 8, *((np.mean(two), np.std(two, ddof=1) / np.sqrt(3)) for two in (mean["few"], mean["random"])), 1 + np.log(size / 4) / np.log(3)))
table(rows, "nodes, degree 4", "ring", "ring, 5 % rewired (3 graphs)", "random (3 graphs)", "d of (G.20)", digits=1)

# %% [markdown]
r"""
## 9 · Communities

Give each node a block $b_i$.
By (G.18) chance puts about $k_ik_j/2m$ ties between $i$ and $j$; the **modularity** is the share of ties within blocks beyond that (Newman and Girvan 2004):

$$\mathcal Q = \frac1{2m}\sum_{ij}\left(A_{ij}-\frac{k_ik_j}{2m}\right)[b_i=b_j] = \sum_a\left(e_{aa}-\Big(\sum_be_{ab}\Big)^2\right), \tag{G.21}$$

with $e_{ab}$ the share of all ends of ties that start in block $a$ and end in block $b$.
One block has $\mathcal Q = 0$.
The largest $\mathcal Q$ is hard to find; the method of Louvain moves nodes while it rises, then merges blocks into nodes and begins again (Blondel et al. 2008).
Two cautions: random graphs have partitions of high modularity as well, and blocks with fewer than about $\sqrt{2m}$ ties are not told apart (Fortunato and Barthélemy 2007).
"""

# %% tags=["witness"]
same = club.club[:, None] == club.club
witness("(G.21)", np.sum((dense - np.outer(k, k) / k.sum()) * same) / k.sum(), communities.modularity(A, club.club))
rows = [("karate club", communities.modularity(A, communities.louvain(A, rng)))]
random = [communities.modularity(B, communities.louvain(B, rng)) for B in (generators.rewire(A, 2000, rng) for _ in range(10))]
rows.append(("rewired, same degrees (10 graphs)", (np.mean(random), np.std(random, ddof=1) / np.sqrt(10))))
table(rows, "graph", "modularity found by Louvain's method", digits=2)

# %% [markdown]
r"""
## 10 · Who is in the middle?

**PageRank** (Brin and Page 1998): a walker follows a random tie, but with probability $q$ (usually 0.15) jumps to a random node.
On a directed graph, with $k_i$ ties out of $i$ (all above 0),

$$r_j = \frac qn+(1-q)\sum_i\frac{A_{ij}}{k_i}\,r_i. \tag{G.22}$$

By [(F.2)](F_inference.ipynb) there is one such law, and every start ends there: each step forgets at least the share $q$.
For $q = 0$ and an undirected graph it is $\pi$ of (G.8).

The **$c$-core** is the largest set of nodes each of which has at least $c$ ties *within the set*:

$$\text{core}_c = \bigcup\Big\{S : \sum_{j\in S}A_{ij}\ge c \text{ for all } i\in S\Big\}. \tag{G.23}$$

The union of two such sets is one again, since ties only become more; so there is a largest.
It is found by peeling: remove whoever has fewer than $c$ ties left, until nobody does.
(No member of such a set is ever the first of it to go.)
A hub among people without other ties has a high degree and lies in the 1-core.
"""

# %% tags=["witness"]
r = influence.centrality(A, "pagerank")
witness("(G.22)", r, np.linalg.solve(np.eye(n) - 0.85 * dense / k, np.full(n, 0.15 / n)), atol=1e-8)
small = dense[:12, :12]
subsets = np.array(list(product((0, 1), repeat=12)))
inside = subsets @ small  # ties of each node into each set
for c in (1, 2, 3, 4):
    union = subsets[np.all((inside >= c) | (subsets == 0), axis=1)].max(axis=0)
    witness(f"(G.23), c = {c}, the first 12 members", influence.centrality(small, "core") >= c, union)

# %% [markdown]
r"""
## 11 · What you can now say

What spreads on a graph follows its walks: the flow between parts is as slow as their bottleneck, $\lambda_2$; what multiplies along ties grows at $\lambda_{\max}$, which one hub keeps up; whom you meet along a tie has more ties than most; and clustering, distances and communities mean something beside a random graph with the same degrees.

| | result |
|---|---|
| (G.2) | Powers of $A$ count walks |
| (G.4), (G.5) | $L$ adds up squared differences; two of the three Laplacians share their eigenvalues |
| (G.6) to (G.8) | Heat forgets at the rate $\lambda_2$; a walker is at hubs in proportion to their ties |
| (G.9), (G.11), (G.12) | Bottlenecks make $\lambda_2$ small, and a small $\lambda_2$ shows where one is |
| (G.13), (G.14) | Walks multiply by $\lambda_{\max}$, at least $\sqrt{k_{\max}}$ |
| (G.15), (G.16) | Friends have more friends, by ties and by people |
| (G.17) to (G.19) | Two clusterings; ties, loops and triangles by chance |
| (G.20) | Distances grow with the logarithm |
| (G.21) to (G.23) | Modularity, PageRank, cores |

## 12 · Sources

- F. R. K. Chung, *Spectral Graph Theory*, 1997, chapters 1 and 2: sections 2 to 4. M. Fiedler, *Algebraic connectivity of graphs*, Czechoslovak Mathematical Journal 23, 1973. N. Alon, V. D. Milman, JCTB 38, 1985; A. Sinclair, M. Jerrum, Information and Computation 82, 1989: Cheeger's inequality for graphs.
- F. Chung, L. Lu, V. Vu, *Spectra of random graphs with given expected degrees*, PNAS 100, 2003.
- S. L. Feld, *Why your friends have more friends than you do*, American Journal of Sociology 96, 1991: section 6. M. E. J. Newman, *Assortative mixing in networks*, PRL 89, 2002.
- D. J. Watts, S. H. Strogatz, Nature 393, 1998; M. E. J. Newman, S. H. Strogatz, D. J. Watts, *Random graphs with arbitrary degree distributions and their applications*, Physical Review E 64, 026118, 2001: (G.20), and transitivity. M. E. J. Newman, *The structure and function of complex networks*, SIAM Review 45, 2003: (G.19). B. K. Fosdick et al., *Configuring random graph models with fixed degree sequences*, SIAM Review 60, 2018: section 7.
- M. E. J. Newman, M. Girvan, Physical Review E 69, 026113, 2004; V. D. Blondel et al., J. Stat. Mech. P10008, 2008; S. Fortunato, M. Barthélemy, *Resolution limit in community detection*, PNAS 104, 2007.
- S. Brin, L. Page, *The anatomy of a large-scale hypertextual web search engine*, 1998. S. B. Seidman, *Network structure and minimum degree*, Social Networks 5, 1983.
- Ours: the witnesses and the tables.
"""
