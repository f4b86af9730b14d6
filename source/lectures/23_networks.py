# %% [markdown]
r"""
# 23 · What does structure do to spread?

{badges}

| | |
|---|---|
| **You will be able to** | say who your friends are, in numbers, and estimate the exponent of a tail · simulate an epidemic on a network exactly, by one shortest-path search · derive two thresholds, and say where each fails · separate what degrees, triangles, shortcuts and communities do, by a control experiment |
| **You need** | $dP/dt = Q^{\mathsf T}P$ and graphs from [lecture 01](01_one_equation.ipynb), SIR, its final size and its extinction from [lecture 20](20_epidemics.ipynb), likelihood from [lecture 21](21_estimation.ipynb); eigenvalues |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import networkx as nx
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.special import zeta

from studies import stored
from utils.data.celegans import load_celegans
from utils.data.karate import load_karate
from utils.exercises import check
from utils.networks import generators, measures, temporal, thresholds
from utils.networks.graphs import edges_of, from_edges, from_networkx
from utils.networks.outbreaks import final_sizes, first_passage
from utils.networks.reinfection import sis_paths
from utils.processes.chains import from_transitions, uniformised
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Line, Links, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(23)

# %% [markdown]
r"""
## The picture first

A hundred and twenty people in a ring, each tied to the three nearest on both sides, and one of them infected.
Drag the time: two fronts creep round the ring.
Then rewire a few ties, so that they lead to anybody (the knob needs a kernel; the slider does not).

Three questions for the way.

1. How few rewired ties are enough to lose the fronts?
2. Rewiring makes it *faster*. Does it also make it *larger*, and if so, is that the shortcuts' doing?
3. Everybody here has six ties, more or less. What if a few have sixty?
"""

# %% tags=["picture"]
clock = np.linspace(0, 30, 61)
turn = 2 * np.pi * np.arange(120) / 120
ring_places = np.column_stack([np.cos(turn), np.sin(turn)])


# %% tags=["picture"]
def two_hundred(rewired):
    """A, the run of median size (came, gone) as (times, n), and the mean numbers (infectious at each time, ever)."""
    A = generators.small_world(120, 6, rewired, np.random.default_rng(5))
    runs = first_passage(A, [30], 0.5, 0.3, np.random.default_rng(2), replicas=200)
    came, gone = (np.array([one <= t for t in clock]) for one in (runs.infected, runs.recovered))
    middle = int(np.argsort(came[-1].sum(axis=1), kind="stable")[100])
    return A, came[:, middle], gone[:, middle], (came.sum(axis=2) - gone.sum(axis=2)).mean(axis=1), came[-1].sum(axis=1).mean()


# %% tags=["picture"]
without = two_hundred(0.0)[3]


def on_the_ring(rewired):
    A, came, gone, mean, ever = two_hundred(rewired)
    people = Points(ring_places, colour_by=6 * came + gone.astype(int), size=3, label="people")
    panels = [Panel(Links(edges_of(A)), people, title=f"one epidemic, {rewired:.0%} of ties rewired", aspect="equal"),
              Panel(Curve(clock, mean, label=f"{rewired:.0%} rewired"), Line(clock, without, label="none rewired", dash=True),
                    title="infectious, mean of 200 epidemics", xlabel="time", ylabel="people", ylim=(0, 55)),
              Formula("in this one {infectious:.0f} infectious, {infected:.0f} infected so far; in the end {mean_in_the_end:.0f} on average")]
    values = {"infectious": (came & ~gone).sum(axis=1), "infected": came.sum(axis=1), "mean_in_the_end": np.full(61, ever)}
    return dict(panels=panels, values=values, times=clock, t=8, title="An epidemic, and shortcuts", status="time {t:.1f}: {infectious:.0f} infectious")


# %% tags=["picture"]
shares = [("2 %", 0.02), ("none", 0.0), ("10 %", 0.1), ("50 %", 0.5), ("all", 1.0)]
controlled(on_the_ring, rewired=choose("share of ties rewired", shares))

# %% [markdown]
r"""
## 1 · Who are your friends?

**Claim.**
Your friends have more friends than you, on average, unless everybody has equally many.

A network of $n$ people is its **adjacency matrix** $A$: $A_{ij}$ is the weight of the tie from $i$ to $j$, 0 for none.
Until section 6 ties have weight 1 and no direction.
Person $i$ has **degree** $k_i = \sum_j A_{ij}$; a share $p_k$ of people has degree $k$, and

$$\langle k\rangle = \frac1n\sum_i k_i = \sum_k k\,p_k, \qquad \langle k^2\rangle = \sum_k k^2\,p_k. \tag{23.1}$$

<!-- 23.1: definition -->

Choose a tie at random, and one of its ends: a random *friend*.
A person with $k$ ties is the end of $k$ of them, so is chosen with a probability proportional to $k$: $q_k = k\,p_k/\langle k\rangle$, divided by $\langle k\rangle$ so that it sums to 1.
The mean degree of a friend is therefore

$$\sum_k k\,q_k = \frac{\langle k^2\rangle}{\langle k\rangle} = \langle k\rangle + \frac{\operatorname{Var}(k)}{\langle k\rangle}. \tag{23.2}$$

This is the **friendship paradox** (Feld 1991).
The excess over $\langle k\rangle$ is the variance of the degree over its mean, and that quotient will return in every threshold below.

Four networks: the karate club of lecture 01; the characters of *Les Misérables*, tied if they share a chapter (Knuth 1993); a random network in which every pair is tied with equal probability (**Erdős–Rényi**); and one grown by **preferential attachment** (Barabási and Albert 1999), where newcomers tie themselves to three people chosen in proportion to degree.
The witness walks to both ends of every tie and averages what it finds there.
"""

# %%
club, novel = load_karate().adjacency, from_networkx(nx.les_miserables_graph(), weight=None)
networks = {"karate club": csr_array(club), "Les Misérables": novel,
            "Erdős–Rényi": generators.erdos_renyi(1_000, 6.0, rng), "preferential attachment": generators.preferential_attachment(1_000, 3, rng)}
rows = []
for name, A in networks.items():
    k = measures.degrees(A)
    theirs = (A != 0) @ k / np.maximum(k, 1)  # the mean degree of each person's friends
    rows.append((name, len(k), k.mean(), (k**2).mean() / k.mean(), int(k.max()), np.mean(theirs > k)))
table(rows, "network", "people", "mean degree", "mean degree of a friend", "largest", "share below their friends' mean", digits=[0, 0, 2, 2, 0, 2])

# %% tags=["witness"]
for name, A in networks.items():
    k, ends = measures.degrees(A), edges_of(A).ravel()
    witness(f"(23.2), {name}", k[ends].mean(), k.mean() + k.var() / k.mean(), atol=1e-10)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 23.1

There are two averages over friends.
One takes every end of every tie once, as (23.2).
The other first takes for each person the mean degree of that person's friends, then the mean over people; it is not shown above.
Write both.

- `ties`: array $(m, 2)$ of pairs of people, each tie once; people are $0, \dots, n-1$, and everybody has at least one tie.
- Returns two numbers: the average over ends, the average over people.
- Worked value: `friends(np.array([[0, 1], [0, 2], [0, 3], [3, 4]]))` is $(2, 2.2\overline{6})$: degrees 3, 1, 1, 2, 1.
"""

# %% tags=["exercise"]
def friends(ties):
    """Mean degree of a friend: over ends of ties, and over people."""
    ### BEGIN SOLUTION
    k = np.bincount(ties.ravel())
    people, others = np.concatenate([ties, ties[:, ::-1]]).T
    total = np.bincount(people, weights=k[others])
    return np.sum(k**2) / np.sum(k), np.mean(total / k)
    ### END SOLUTION


friends = check("23.1", friends)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In `ties` person $i$ stands $k_i$ times, so the average over ends is $\sum_i k_i\cdot k_i/\sum_i k_i$.
In the second average each person counts once, however many friends there are.
Both are at least $\langle k\rangle$; for the second, $\frac1n\sum_{\text{ties}}\left(\frac{k_i}{k_j} + \frac{k_j}{k_i}\right) \ge \frac1n\sum_{\text{ties}}2 = \langle k\rangle$.
They differ where degrees of friends are correlated.
### END SOLUTION
"""

# %% [markdown]
r"""
### How heavy is the tail?

In the last network the largest degree is far above the mean.
For preferential attachment with $m$ ties a newcomer, $p_k = \frac{2m(m+1)}{k(k+1)(k+2)}$ (Bollobás and others 2001): a **power law** $p_k\propto k^{-a}$ with exponent $a = 3$ for large $k$.
How does one estimate $a$ from a list of degrees?

Let $p_k = k^{-a}/\zeta(a, k_0)$ for $k\ge k_0$, where $\zeta(a, k_0) = \sum_{k\ge k_0}k^{-a}$ makes the sum 1, and say nothing about those below $k_0$.
The log-likelihood of the $n_0$ degrees $k_i\ge k_0$ is

$$\ell(a) = -n_0\log\zeta(a, k_0) - a\sum_{k_i\ge k_0}\log k_i . \tag{23.3}$$

Many texts draw the histogram with logarithmic axes and fit a line through its points instead.
Here are both, on ten networks of 10 000 people grown with $m = 3$ and on ten samples from the power law itself.
"""

# %% tags=["witness"]
sample = generators.power_law_degrees(500, 2.6, 3, rng)
k = np.arange(3, 10**6)
p = k**-2.6 / np.sum(k**-2.6)
witness("(23.3)", np.log(p[sample - 3]).sum(), -500 * np.log(zeta(2.6, 3)) - 2.6 * np.log(sample).sum(), atol=1e-4)


# %%
def line(k):
    """Exponent by least squares through the log–log histogram."""
    values, many = np.unique(k, return_counts=True)
    return -np.polyfit(np.log(values), np.log(many), 1)[0]


grown = [measures.degrees(generators.preferential_attachment(10_000, 3, np.random.default_rng(seed))) for seed in range(10)]
drawn = [generators.power_law_degrees(10_000, 3.0, 3, np.random.default_rng(seed)) for seed in range(10)]
fits = [("line through the histogram", line)] + [(f"maximum likelihood, k₀ = {k_0}", lambda k, k_0=k_0: measures.degree_exponent(k, k_0)[0]) for k_0 in (3, 10)]
table([(name, *((np.mean([fit(k) for k in ten]), np.std([fit(k) for k in ten], ddof=1)) for ten in (grown, drawn))) for name, fit in fits],
      "estimate", "preferential attachment, ± sd of ten", "power law with a = 3, ± sd of ten", digits=2)

# %% [markdown]
r"""
The line is off by nearly 1, on both.
Each degree that occurs is one point to it: the largest degrees, each seen once and drawn as a row of points at height 1, pull as hard as the small ones that most people have; and degrees seen zero times are left out, because their logarithm is $-\infty$.
Maximum likelihood weighs each *person* once.
Note its own error in the first column: with $k_0 = 3$ it is wrong by more than its spread, since $k(k+1)(k+2)$ is no power of $k$ for small $k$.
Where a tail begins is part of the question (Clauset, Shalizi and Newman 2009 choose $k_0$ by the distance between data and fit; `degree_exponent` does so if you leave $k_0$ out), and whether a power law fits at all is another.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 23.2

Estimate the exponent by maximum likelihood.

- `degrees`: array $(n,)$ of whole numbers from 1 on; `smallest`: $k_0$, a whole number from 1 on; at least eight degrees reach it, and not all of them are equal to it.
- Returns the $a > 1$ that maximises (23.3), to three decimals.
- Worked value: `exponent(np.array([1, 2, 2, 3, 3, 3, 5, 8]), 2)` is $2.366$.
"""

# %% tags=["exercise"]
def exponent(degrees, smallest):
    """The most likely exponent of the degrees from `smallest` on."""
    ### BEGIN SOLUTION
    k = degrees[degrees >= smallest]


    def loss(a):
        return len(k) * np.log(zeta(a, smallest)) + a * np.sum(np.log(k))

    return minimize_scalar(loss, bounds=(1.05, 9.0), method="bounded", options={"xatol": 1e-7}).x
    ### END SOLUTION


exponent = check("23.2", exponent)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
It is (23.3) with its sign turned, over the degrees from $k_0$ on, and `zeta(a, smallest)` starts its sum there, too.
The sum has no closed inverse, so the maximum is searched; $\ell$ is concave, so that there is one.
Replacing the sum by an integral gives $1 + n_0/\sum\log\frac{k_i}{k_0 - 1/2}$, a good approximation from $k_0 = 6$ or so.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · An epidemic on a network, exactly

**Claim.**
When everybody is infected is a shortest path.

**The process.**
Each person is susceptible, infectious or removed, and random are the times at which

$$i \text{ infects } j\ \text{ at rate }\ \beta A_{ij}\ \text{ while } i \text{ is infectious and } j \text{ susceptible}, \qquad i \text{ recovers at rate }\ \gamma. \tag{23.4}$$

<!-- 23.4: definition -->

That is **SIR**; with $\gamma = 0$ it is **SI**; and in **SIS** whoever recovers is susceptible again.
Compare (20.1): there everybody could infect everybody.
The state is now a list of $n$ letters, so the master equation $\frac{dP}{dt} = Q^{\mathsf T}P$ of lecture 01 has $3^n$ unknowns: 81 for four people, more than there are atoms in the universe for 200.
Here is $Q$ for four people, a triangle with a tail.
"""

# %%
tiny = from_edges(4, [(0, 1), (0, 2), (1, 2), (2, 3)])
states = np.array(list(np.ndindex(3, 3, 3, 3)))  # 0 susceptible, 1 infectious, 2 removed
beta, gamma = 1.0, 0.7


def generator_of(A, beta, gamma):
    """Q of (23.4), by walking through all states."""
    jumps = []
    for number, state in enumerate(states):
        for j in range(len(state)):
            rate = [beta * A[:, [j]].sum(axis=1)[state == 1].sum(), gamma, 0.0][state[j]]  # 0 → 1 → 2
            if rate:
                jumps.append((number, number + 3 ** (3 - j), rate))
    return from_transitions(len(states), *zip(*jumps))


Q = generator_of(tiny, beta, gamma)
start = int(np.flatnonzero((states == [1, 0, 0, 0]).all(axis=1))[0])
print(f"{len(states)} states, {(Q > 0).sum()} different jumps")

# %% [markdown]
r"""
**Derivation.**
Draw all the chance there is *before* anybody is infected: for each person $i$ how long an infection would last, $D_i\sim\operatorname{Exp}(\gamma)$; for each tie and direction how long $i$, once infected, would take to make an infectious contact with $j$, $W_{ij}\sim\operatorname{Exp}(\beta A_{ij})$.
An exponential wait has no memory, so whether it is drawn in advance or decided moment by moment is the same.
Only the first contact along a tie matters: after it $j$ is no longer susceptible.
And it happens if $i$ is still infectious, $W_{ij} < D_i$.
So the time $t_j$ at which $j$ is infected obeys, with $t = 0$ at the seeds,

$$t_j = \min_{i:\ W_{ij} < D_i}\left(t_i + W_{ij}\right). \tag{23.5}$$

This is the equation of a **shortest path** along the ties that carry, with lengths $W_{ij}$, and Dijkstra's algorithm solves it in one pass.
Nothing is approximated and no time step is chosen.
(The name in mathematics is **first-passage percolation**.)
Seven lines:
"""

# %%
def outbreak(A, seed, beta, gamma, rng):
    """When each is infected (inf: never) and when each recovers."""
    lasts = rng.exponential(1 / gamma, A.shape[0])
    waits = rng.exponential(1.0, A.nnz) / (beta * A.data)
    source = np.repeat(np.arange(A.shape[0]), np.diff(A.indptr))  # of each stored tie
    carries = waits < lasts[source]
    ways = csr_array((waits[carries], (source[carries], A.indices[carries])), shape=A.shape)
    infected = dijkstra(ways, indices=seed)
    return infected, infected + lasts


# %% [markdown]
r"""
Witness: 10 000 such outbreaks among the four, looked at at time 1, against $e^{Q^{\mathsf T}}P(0)$.
The counts of all states are compared, each within 4.5 standard errors; so are those of `first_passage`, the tested version.
"""

# %% tags=["witness"]
exact = uniformised(Q, np.eye(1, len(states), start)[0], 1.0)
ours = np.array([outbreak(tiny, 0, beta, gamma, rng) for _ in range(10_000)]).swapaxes(0, 1)  # infected, recovered
tested = first_passage(tiny, [0], beta, gamma, rng, replicas=10_000)
error = np.sqrt(exact * (1 - exact) / 10_000) + 1e-9
for name, (infected, recovered) in [("seven lines", ours), ("first_passage", (tested.infected, tested.recovered))]:
    found = (infected <= 1.0).astype(int) + (recovered <= 1.0)
    share = np.bincount(found @ 3 ** np.arange(3, -1, -1), minlength=81) / 10_000
    witness(f"(23.5), {name}", share, exact, standard_error=error)

# %% [markdown]
r"""
The probability that a tie carries, once its first end is infected, is that of one exponential time before another:

$$T = P(W_{ij} < D_i) = \frac{\beta}{\beta+\gamma}, \tag{23.6}$$

the **transmissibility** (for a tie of weight 1).
All ties out of $i$ share the one $D_i$: whoever is infectious for long infects many.
Section 9 shows what goes wrong if this is forgotten.

SIS cannot be had from one search, since a person is infected many times; there events are followed one by one (`sis_paths`).
"""

# %% tags=["witness"]
pair = from_edges(2, [(0, 1)])
carried = final_sizes(first_passage(pair, [0], 0.6, 0.4, rng, replicas=10_000)) == 2
witness("(23.6)", carried.mean(), 0.6 / (0.6 + 0.4), standard_error=np.sqrt(0.24 / 10_000))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 23.3

The chance is drawn; find out what happens, without a library for shortest paths.

- `n`: people; `arcs`: array $(m, 2)$, each row leads from $i$ to $j$, in this direction only; `waits`: array $(m,)$, the wait $W_{ij}$ of each arc; `lasts`: array $(n,)$, how long each person's infection lasts; `seed`: who is infected at time 0; `end`: when observation ends.
- Returns array $(n,)$: when each person is infected, or `end` for those who are not infected before it. An arc carries if its wait is *shorter* than the infection of its first person lasts.
- Worked value: three people, `arcs` $0\to2$, $1\to2$, $0\to1$ with waits 5, 1, 1.5, `lasts` 9, 2, 1, seed 0, `end` 10: $(0, 1.5, 2.5)$.
"""

# %% tags=["exercise"]
def infected_at(n, arcs, waits, lasts, seed, end):
    """When each of n people is infected."""
    ### BEGIN SOLUTION
    t = np.full(n, np.inf)
    t[seed] = 0.0
    for _ in range(n):
        for (i, j), wait in zip(arcs, waits):
            if wait < lasts[i]:
                t[j] = min(t[j], t[i] + wait)
    return np.minimum(t, end)
    ### END SOLUTION


infected_at = check("23.3", infected_at)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Each pass applies (23.5) to every arc, so that after $r$ passes $t_j$ is at most the length of the shortest way of $r$ arcs; a shortest way has at most $n-1$ of them (Bellman and Ford; Dijkstra's order saves the repetitions).
`lasts[i]` belongs to the person who passes it on, and is compared with a duration, not with a date.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · When can it spread at all?

**Claim.**
The largest eigenvalue of $A$ gives a bound that always holds; the degrees give the threshold of networks that are otherwise random; neither is the threshold of a network full of triangles.

**The bound.**
Let $X_i$ be 1 while $i$ is infectious in SIS, else 0; the two rates of (23.4) give exactly

$$\frac{d}{dt}\operatorname E X_i = \beta\sum_j A_{ji}\operatorname E\left[(1-X_i)X_j\right] - \gamma\operatorname E X_i . \tag{23.7}$$

The products are the trouble: their expectations need equations of their own, and those need triples.
Two ways out.
*Drop the factor* $1-X_i\le1$: then, since no $A_{ji}$ is negative, $x_i = \operatorname E X_i$ grows at most like the linear system $\dot x = (\beta A^{\mathsf T} - \gamma)x$, whose fastest growth is $\beta\lambda_{\max} - \gamma$.
So for **any** network, SIS dies out, exponentially fast, if

$$\frac\beta\gamma < \frac1{\lambda_{\max}(A)}, \tag{23.8}$$

and SIR, in which fewer can be infected, with it.
*Or take the product for a product of expectations*, $(1-x_i)x_j$: the **quenched mean field** (*quenched*: the network stands still).
Linearised at 0 it gives the same number, now claimed to be *the* threshold (Wang and others 2003).
The first is a theorem, the second an approximation: it forgets that if $j$ is infectious, $i$ probably is already, because one infected the other.

Witness of (23.7): the exact master equation of SIS on the four, 16 states. Witness of (23.8): the exact expectation never exceeds the linear system.
"""

# %% tags=["witness"]
beta, gamma, dense, sick = 0.4, 1.0, tiny.toarray(), np.array(list(np.ndindex(2, 2, 2, 2)))
moves = [(s, s ^ (1 << (3 - j)), gamma if sick[s, j] else beta * dense[j] @ sick[s]) for s in range(16) for j in range(4)]
sis = from_transitions(16, *zip(*[move for move in moves if move[2] > 0]))
law = uniformised(sis, np.eye(16)[8], np.linspace(0, 6, 25))  # state 8: the first one infectious
products = law @ np.einsum("sj,ji,si->si", sick, dense, 1 - sick)  # Σ_j A_ji E[(1 − X_i) X_j]
witness("(23.7)", (sis.T @ law.T).T @ sick, beta * products - gamma * law @ sick)
growth, U = np.linalg.eigh(beta * dense - gamma * np.eye(4))
linear = np.exp(np.linspace(0, 6, 25)[:, None] * growth) * U[0] @ U.T
witness("(23.8): never above", np.maximum(law @ sick - linear, 0), 0)
witness("(23.8): the growth rate", growth.max(), beta / thresholds.epidemic_threshold(tiny) - gamma, atol=1e-9)

# %% [markdown]
r"""
**Branching.**
SIR on a large network that is random but for its degrees.
A case that was reached along a tie is a friend, of degree $k$ with probability $q_k$, and one of its ties leads back to where it came from.
Along each of the other $k-1$ it infects with probability $T$, and early on all of them lead to somebody susceptible.
So each case infects on average

$$R = T\sum_k q_k(k-1) = T\,\frac{\langle k^2\rangle - \langle k\rangle}{\langle k\rangle} \tag{23.9}$$

others, and the threshold is $R = 1$ (as for $R_0$ in lecture 20): $T > \frac{\langle k\rangle}{\langle k^2\rangle - \langle k\rangle}$.
By (23.2) the fraction in (23.9) is a mean friend's degree less one: *variance of the degree lowers the threshold*.
If $\langle k^2\rangle$ grows without limit with $n$, as for exponents $a\le3$, the threshold goes to 0 (Pastor-Satorras and Vespignani 2001).

Witness: on a network of 50 000, how many do those infect who were infected by a seed?
"""

# %% tags=["witness"]
mixed = np.repeat([3, 12], [40_000, 10_000])
A, cases = generators.configuration(mixed, rng), []
for _ in range(40):
    seeds = rng.choice(50_000, 200, replace=False)
    infector = first_passage(A, seeds, 0.1, 0.9, rng).infector
    first = np.flatnonzero(np.isin(infector, seeds))
    cases += list(np.bincount(infector[infector >= 0], minlength=50_000)[first])
R = 0.1 / thresholds.branching_threshold(mixed)
print(f"{len(cases)} cases, each infected {np.mean(cases):.3f} others; (23.9) gives {R:.3f}")
witness("(23.9)", np.mean(cases), R, standard_error=np.std(cases) / np.sqrt(len(cases)))

# %% [markdown]
r"""
**Where is each right?**
Five networks of 1 000 people with six ties each, or six on average.
*Triangles* is the regular network with ties exchanged until 40 % of paths of two ties are closed; nobody's degree changes.
Measured are: for SIS, the $\beta/\gamma$ (on a grid of steps of a fifth) from which on somebody is still infected at time $60/\gamma$, in at least half of ten runs from everybody infected (networks of 500); for SIR, the $\beta/\gamma$ at which the mean outbreak from one random seed passes 5 % of people, on three networks each.
The fourth column is what the theory that begins with (23.9), and goes on in sections 4 and 9, expects for the latter.

Before you open the result: in which row will the theory be furthest off, and to which side?
"""

# %%
def five(n, rng):
    regular = generators.configuration(np.full(n, 6), rng)
    return {"ring": generators.small_world(n, 6, 0.0, rng), "triangles": generators.clustered(regular, 0.4, rng), "regular": regular,
            "Erdős–Rényi": generators.erdos_renyi(n, 6.0, rng), "preferential attachment": generators.preferential_attachment(n, 3, rng)}


def crossing(grid, values, level):
    """Where the values, made non-decreasing, pass the level, on logarithmic axes."""
    return np.exp(np.interp(np.log(level), np.log(np.maximum.accumulate(values) + 1e-9), np.log(grid)))


def sir_from(A, grid, rng, runs=60):
    n = A.shape[0]
    sizes = [[final_sizes(first_passage(A, [rng.integers(n)], ratio, 1.0, rng)) / n for _ in range(runs)] for ratio in grid]
    return crossing(grid, np.mean(sizes, axis=1), 0.05)


def sis_from(A, rng):
    grid = np.geomspace(0.05, 0.45, 14)
    lives = [sis_paths(A, np.arange(A.shape[0]), ratio, 1.0, [60.0], rng, replicas=10).any(axis=(1, 2)).mean() for ratio in grid]
    return grid[np.argmax(np.array(lives) >= 0.5)]


def sir_expected(k):
    grid = np.geomspace(0.02, 1.0, 200)
    return crossing(grid, [thresholds.outbreak_probability(k, g, 1.0) * thresholds.configuration_size(k, g, 1.0) for g in grid], 0.05)


# %% tags=["reveal"]
large, found = np.geomspace(0.06, 1.6, 14), {}
for seed in range(3):
    for name, A in five(1_000, np.random.default_rng(seed)).items():
        found.setdefault(name, []).append((thresholds.epidemic_threshold(A), sir_expected(measures.degrees(A)), sir_from(A, large, np.random.default_rng([seed, 1]))))
small = {name: sis_from(A, np.random.default_rng(4)) for name, A in five(500, np.random.default_rng(3)).items()}
table([(name, np.mean([v[0] for v in three]), small[name], np.mean([v[1] for v in three]), (np.mean([v[2] for v in three]), np.std([v[2] for v in three], ddof=1)))
       for name, three in found.items()], "network", "1/λ_max", "SIS lives from (β/γ)", "SIR, 5 % expected", "SIR, 5 % measured, ± sd of three", digits=[0, 3, 2, 3, 3])

# %% [markdown]
r"""
Where ties are random given the degrees, the last three rows, SIR passes 5 % where (23.9) and its theory expect it, within a tenth.
On the ring it needs four times as much, among triangles a third more: much of what a case passes on goes to people who have it already, and on a line an epidemic has to pass every point on its way.
$1/\lambda_{\max}$ is below the SIS column in every row, as a bound must be, and nowhere equal to it; it is the same for the first three rows, because every network in which all have six ties has $\lambda_{\max} = 6$.
It cannot tell a ring from a random network.
"""

# %% [markdown]
r"""
Now the threshold with a slider: the mean degree.
Ties are added one by one among 100 people, at $\beta/\gamma = \frac12$, so that each carries with $T = \frac13$; all waits are drawn once, and one person is the seed (a draw that catches on: more than half never do).
In the middle, for an Erdős–Rényi network of many people, the share infected in a large outbreak and the probability of one, beside outbreaks among 2 000.
On the right, two numbers that ought to be 1 at the threshold, for the hundred: $R$ of (23.9), and $\beta\lambda_{\max}/\gamma$.
"""

# %% tags=["picture"]
means, total = np.linspace(0, 5, 26), 250
angle, away = np.arange(100) * np.pi * (3 - np.sqrt(5)), np.sqrt((np.arange(100) + 0.5) / 100)
places = np.column_stack([away * np.cos(angle), away * np.sin(angle)])
pairs = edges_of(generators.erdos_renyi(100, 8.0, np.random.default_rng(8)))
pairs = np.random.default_rng(8).permutation(pairs)[:total]
luck = np.random.default_rng(3)
lasts, waits = luck.exponential(0.5, 100), luck.exponential(1.0, (total, 2))  # β = 1, γ = 2
shown = [round(mean * 50) for mean in means]


# %% tags=["picture"]
def reached(many, seed=int(pairs[0, 0])):
    """Who is infected along the first `many` ties."""
    arcs, length = np.concatenate([pairs[:many], pairs[:many, ::-1]]), waits[:many].T.ravel()
    carries = length < lasts[arcs[:, 0]]
    return np.isfinite(dijkstra(csr_array((length[carries], arcs[carries].T), shape=(100, 100)), indices=seed))


ends = np.array([np.where(np.arange(total)[:, None] < many, pairs, pairs[:, :1]) for many in shown])  # (26, ties, 2): both ends alike: no tie yet
infected = np.array([reached(many) for many in shown])
graphs = [from_edges(100, pairs[:many]) for many in shown]
radius = np.array([measures.spectral_radius(A) / 2 if A.nnz else 0 for A in graphs]).round(3)
branches = np.array([1 / 3 / thresholds.branching_threshold(measures.degrees(A)) if A.nnz else 0 for A in graphs]).round(3)

# %% tags=["picture"]
many_people = {mean: generators.erdos_renyi(2_000, mean, np.random.default_rng(4)) for mean in np.arange(1.0, 5.1, 0.5)}
dots = [(mean, final_sizes(first_passage(A, [luck.integers(2_000)], 0.5, 1.0, luck)) / 2_000) for mean, A in many_people.items() for _ in range(12)]
sequences = {mean: np.random.default_rng(1).poisson(mean, 200_000) for mean in means}
size, catches = (np.array([f(k, 0.5, 1.0) if k.any() else 0 for k in sequences.values()]).round(3) for f in (thresholds.configuration_size, thresholds.outbreak_probability))

# %% tags=["picture"]
ties = Points(frames=places[ends].reshape(26, -1, 2), size=0.01, name="ends", colour=0)
people = Points(places, colour_by=6 * infected, size=4, label="people")
crossed = Scene([Panel(Links(np.arange(2 * total).reshape(-1, 2), nodes="ends"), ties, people, title="100 people, one seed", aspect="equal"),
       Panel(Points(np.array(dots), size=2, colour=5, label="outbreaks among 2 000"), Curve(means, size, label="share infected"), Curve(means, catches, label="probability"),
             title="large outbreaks", xlabel="mean degree", ylim=(0, 1)),
       Panel(Line([0, 5], [1, 1], dash=False), Curve(means, branches, label="R of (23.9)"), Curve(means, radius, label="β λ / γ"), title="two thresholds", xlabel="mean degree", ylim=(0, 4)),
       Formula("{infected:.0f} of 100 infected; R = {R:.2f}, βλ/γ = {radius:.2f}")],
      times=means, t=14, title="Crossing the threshold", values={"infected": infected.sum(axis=1), "R": branches, "radius": radius}, status="mean degree {t:.1f}: {infected:.0f} infected, R = {R:.2f}")
crossed

# %% [markdown]
r"""
$R$ passes 1 at a mean degree near 3, where the large outbreaks begin; $\beta\lambda_{\max}/\gamma$ is above 1 long before, at a mean degree below 1.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 23.4

This one was not shown.
Let person $i$ recover at a rate $\gamma_i$ of their own.
Derive the $\beta$ below which SIS dies out whatever the start, by the argument of (23.8).

- `A`: array $(n, n)$, symmetric weights of a connected network; `gamma`: array $(n,)$, all positive. Returns $\beta$.
- Worked value: a chain of three with `gamma` 1, 2, 4: $1.264911$.
"""

# %% tags=["exercise"]
def critical_beta(A, gamma):
    """The largest β for which the linear system does not grow."""
    ### BEGIN SOLUTION
    root = np.sqrt(gamma)
    return 1 / np.linalg.eigvalsh(A / np.outer(root, root)).max()
    ### END SOLUTION


critical_beta = check("23.4", critical_beta)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The linear system is $\dot x = (\beta A - \Gamma)x$ with $\Gamma = \operatorname{diag}(\gamma_i)$.
With $x = \Gamma^{-1/2}y$, the quadratic form of its right side is $y^{\mathsf T}(\beta\,\Gamma^{-1/2}A\Gamma^{-1/2} - I)\,y$: it is negative for all $y$, so that nothing grows, exactly if $\beta\lambda_{\max}(\Gamma^{-1/2}A\Gamma^{-1/2}) < 1$.
With all $\gamma_i = \gamma$ this is (23.8).
A person who is infectious for long counts most where the ties are.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · How many in the end?

**Claim.**
Variance of the degree lowers the threshold, and well above it makes the epidemic *smaller*.

**Derivation.**
Ask backwards: who would have infected me?
Let $v$ be the probability that nothing reaches me along a given tie.
Either the tie does not carry, $1-T$; or it does, but my friend is never infected: along none of the friend's other $k-1$ ties did anything come.
The friend has degree $k$ with probability $q_k$, and on a large random network these ties are independent of each other:

$$v = 1 - T + T\,G_1(v), \qquad z = 1 - G_0(v), \qquad G_0(v) = \sum_k p_kv^k,\quad G_1(v) = \sum_k q_kv^{k-1}. \tag{23.10}$$

I have degree $k$ with probability $p_k$ and escape if nothing comes along any tie, so $z$ is the share infected, the **final size** of a large outbreak (Newman 2002).
$G_0$ and $G_1$ are **generating functions**.
$v = 1$ is always a root; a smaller one exists exactly if the right side is steeper than 1 there, $T\,G_1'(1) > 1$, which is $R > 1$ of (23.9).
With Poisson degrees $G_0 = G_1 = e^{\langle k\rangle(v-1)}$, and (23.10) becomes $z = 1 - e^{-Rz}$: (20.8) with $s_0 = 1$.
(*When* it comes obeys a few ODEs in the same functions: Volz 2008; Miller, Slim and Volz 2012.)

Three networks of 10 000 with mean degree 6: all have 6; Poisson degrees; nine in ten have 3 and one in ten 33.
"""

# %%
degrees = {"all have 6": np.full(10_000, 6), "Poisson": np.repeat(np.random.default_rng(0).poisson(6, 5_000), 2), "3 or 33": np.repeat([3, 33], [9_000, 1_000])}
built = {name: generators.configuration(k, rng) for name, k in degrees.items()}


def large_outbreaks(A, T, rng, runs=8):
    """Shares infected in those of `runs` outbreaks from 20 seeds that pass a fiftieth."""
    n = A.shape[0]
    shares = [final_sizes(first_passage(A, rng.choice(n, 20, replace=False), T, 1 - T, rng)) / n for _ in range(runs)]
    return [share for share in shares if share > 0.02] or [0.0]


# %% tags=["witness"]
for name, A in built.items():
    T = [0.3, 0.5]
    witness(f"(23.10), {name}", [np.mean(large_outbreaks(A, one, rng)) for one in T],
            [thresholds.configuration_size(degrees[name], one, 1 - one) for one in T], atol=0.015)

# %% tags=["picture"]
along = np.linspace(0.01, 0.99, 99)
fig, ax = figures.figure(width=7, height=3.2)
for number, (name, k) in enumerate(degrees.items()):
    ax.plot(along, [thresholds.configuration_size(k, T, 1 - T) for T in along], label=name, linestyle=["-", "--", ":"][number])
    ax.plot(np.arange(0.1, 1, 0.1), [np.mean(large_outbreaks(built[name], T, rng, 3)) for T in np.arange(0.1, 1, 0.1)], "o^s"[number], color=f"C{number}", markersize=4)
ax.set(xlabel="transmissibility T", ylabel="share infected", title="One mean degree, three variances (marks: simulated)")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
The network with hubs has outbreaks at $T = 0.1$, where the others have none, and fewer infected from $T = 0.25$ or so on.
Its hubs, once infected, keep a small epidemic going; but those of degree 3 are hard to reach, and they are nine in ten.
"""

# %% [markdown]
r"""
## 5 · Shortcuts, and triangles

Rewiring the ring of the opening scene changes three things at once: distances fall, triangles go, and degrees begin to vary.
First the plain experiment (Watts and Strogatz 1998): a ring of 1 000 people with six ties, and SI from one seed until half are infected.

Guess before you open it: at which share of rewired ties is the time to reach half of them half of what it was on the ring?
"""

# %% tags=["reveal"]
rewired = [0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]


def half_time(A, rng, runs=10):
    """Median time at which SI with β = 1 has reached half of the people, from random seeds."""
    n = A.shape[0]
    return np.median([np.median(first_passage(A, [rng.integers(n)], 1.0, 0.0, rng).infected) for _ in range(runs)])


def measured(share, seed):
    rng = np.random.default_rng([seed, 5])
    A = generators.small_world(1_000, 6, share, rng)
    return measures.transitivity(A), measures.path_lengths(A, rng, 30)[0], half_time(A, rng)


worlds = np.array([[measured(share, seed) for seed in range(5)] for share in rewired])
table([(f"{share:.1%}", *zip(five.mean(axis=0), five.std(axis=0, ddof=1))) for share, five in zip(rewired, worlds)],
      "ties rewired", "transitivity", "mean path (ties)", "time to half (1/β)", digits=[0, 3, 1, 2], caption="means ± sd over five networks")

# %% [markdown]
r"""
At 0.3 % the time is half, at 1 % less than a quarter, while the **transitivity** (the share of paths of two ties that are closed to a triangle) has hardly moved.
That is a **small world**: looked at from any one person it is still the ring.

Now the three changes apart, by controls.
*Swapping* (`rewire`) takes two ties $i$–$j$ and $i'$–$j'$ and makes them $i$–$j'$ and $i'$–$j$: every degree stays, all else becomes random.
It is the experiment to remember: **what survives swapping is due to the degrees; what it changes is not.**
"""

# %%
def arms(rng):
    ring, random = generators.small_world(1_000, 6, 0.0, rng), generators.configuration(np.full(1_000, 6), rng)
    return {"ring": ring, "ring, 5 % of ties swapped": generators.rewire(ring, 75, rng), "triangles, ends random": generators.clustered(random, 0.4, rng), "ring, fully swapped": generators.rewire(ring, 30_000, rng)}


def mean_size(A, ratio, rng, runs=150):
    return np.mean([final_sizes(first_passage(A, [rng.integers(A.shape[0])], ratio, 1.0, rng)) for _ in range(runs)]) / A.shape[0]


rows = {}
for seed in range(4):
    for name, A in arms(np.random.default_rng(seed)).items():
        r = np.random.default_rng([seed, 6])
        rows.setdefault(name, []).append((measures.transitivity(A), measures.path_lengths(A, r, 30)[0], half_time(A, r), mean_size(A, 0.5, r), mean_size(A, 1.5, r, 60)))
table([(name, *zip(np.mean(four, axis=0), np.std(four, axis=0, ddof=1))) for name, four in rows.items()],
      "all have degree 6", "transitivity", "mean path", "time to half, SI", "final size at β/γ = ½", "at β/γ = 1.5", digits=[0, 2, 1, 2, 3, 3], caption="means ± sd over four networks")

# %% [markdown]
r"""
Few swaps on the ring bring most of the speed.
Do they bring size?
At $\beta/\gamma = \frac12$ hardly any, and triangles whose ends lead anywhere cost two fifths of it: they waste infections on people who are infected already.
Well above the threshold it is the other way round: few swaps bring nearly all of the size, because on a ring an epidemic ends wherever it does not get past, and a shortcut starts it anew elsewhere; triangles cost next to nothing.
So question 2 of the opening, where $\beta/\gamma = 1.7$: both the speed and the size are the shortcuts' doing.

## 6 · Communities, and ties that differ

**Claim.**
Two equal communities change when an epidemic comes, and neither whether nor how large.

Two blocks of 500, mean degree $c = 8$, of which a share $\mu$ leads to the other block (a **stochastic block model**).
A case in one block infects $T(1-\mu)c$ in its own and $T\mu c$ in the other, as in (20.16):

$$K = Tc\begin{pmatrix}1-\mu & \mu\\ \mu & 1-\mu\end{pmatrix}, \qquad \text{eigenvalues } Tc \text{ and } Tc\,(1-2\mu). \tag{23.11}$$

The first is $R$, whatever $\mu$.
The second belongs to the vector $(1, -1)$, the *difference* of the blocks: it grows as well if $Tc(1-2\mu) > 1$, so that a head start is kept, and lasts the longer the smaller $\mu$ is.
"""

# %% tags=["witness"]
T, c, mu = 0.3, 8.0, 0.1
K = T * c * np.array([[1 - mu, mu], [mu, 1 - mu]])
witness("(23.11)", np.linalg.eigvalsh(K), [T * c * (1 - 2 * mu), T * c])


# %%
def blocks(mu, rng, c=8.0, n=500):
    within, across = (1 - mu) * c / n, mu * c / n
    return generators.block_model([n, n], [[within, across], [across, within]], rng)


def second_block(mu, seed, ratio=0.4):
    """Of outbreaks that catch on in the first block: shares infected there and in the second, and the lag of the medians."""
    rng = np.random.default_rng([seed, 66])
    A, found = blocks(mu, rng), []
    for one in rng.integers(500, size=25):
        times = first_passage(A, [one], ratio, 1.0, rng).infected.reshape(2, 500)
        shares = np.isfinite(times).mean(axis=1)
        if shares[0] > 0.1:
            medians = [np.median(part[np.isfinite(part)]) if share > 0.1 else np.nan for part, share in zip(times, shares)]
            found.append((*shares, medians[1] - medians[0]))
    return np.nanmean(found, axis=0)


rows = [(mu, np.array([second_block(mu, seed) for seed in range(4)])) for mu in (0.5, 0.1, 0.02, 0.005)]
table([(f"{mu:.1%}", *zip(four.mean(axis=0), four.std(axis=0, ddof=1))) for mu, four in rows],
      "ties across, μ", "infected, first block", "infected, second block", "lag of the second (1/γ)", digits=2, caption="β/γ = 0.4; means ± sd over four networks")

# %% [markdown]
r"""
The sizes agree down to $\mu = 2\,\%$, 80 of 4 000 ties; with 20 the second block is missed by some outbreaks, which lowers its mean.
The lag grows from none to nearly three infectious times.

**Ties that differ.**
Let ties have weights, drawn independently with mean 1.
A tie of weight $w$ carries with probability $T(w) = \beta w/(\beta w+\gamma)$, and this is a concave function, so by Jensen's inequality

$$\operatorname E\,T(w) \le T(\operatorname E w), \tag{23.12}$$

with equality only if all weights are equal.
What counts on a large random network is the mean of $T(w)$ over ties, in (23.9) as in (23.10): at a given *mean* intensity, uneven ties spread **less**.
The strong tie wastes its strength, because nobody can be infected twice along it.
(Unequal *degrees* lower the threshold, unequal *weights* raise it.)
"""

# %% tags=["witness"]
regular = generators.configuration(np.full(2_000, 6), rng)
ties = edges_of(regular)
kinds = {"all 1": np.ones(len(ties)), "exponential": rng.exponential(1.0, len(ties)), "a fifth 4, the others ¼": np.where(rng.random(len(ties)) < 0.2, 4.0, 0.25)}
rows = []
for name, weight in kinds.items():
    T = np.mean(0.8 * weight / (0.8 * weight + 1))
    A = from_edges(2_000, ties, weight)
    rows.append((name, T, thresholds.configuration_size(np.full(2_000, 6), T, 1 - T), np.mean([final_sizes(first_passage(A, rng.choice(2_000, 10, replace=False), 0.8, 1.0, rng)) / 2_000 for _ in range(20)])))
    witness(f"(23.12), {name}", np.maximum(T - 0.8 * weight.mean() / (0.8 * weight.mean() + 1), 0), 0)
table(rows, "weights, mean 1", "mean T", "final size by (23.10)", "simulated", digits=[0, 3, 3, 3], caption="regular network of 2 000, six ties each, β/γ = 0.8")

# %% [markdown]
r"""
**Ties that come and go.**
In each step person $i$ is active with probability $\alpha_i$, makes $m$ ties to anybody, and the next step forgets them (Perra and others 2012).
In a step $i$ and $j$ meet with probability $m(\alpha_i + \alpha_j)/n$, nearly.
If a meeting infects with a small probability $p$, and recovery has a small probability $r$ a step, only how often two meet matters: (23.8) with this matrix.
It maps the vector $\mathbf 1$ to $m(\alpha + \langle\alpha\rangle\mathbf 1)$ and $\alpha$ to $m(\langle\alpha\rangle\alpha + \langle\alpha^2\rangle\mathbf 1)$, so that

$$\lambda_{\max} = m\left(\langle\alpha\rangle + \sqrt{\langle\alpha^2\rangle}\right), \qquad \text{threshold}\quad \frac pr = \frac1{\lambda_{\max}}. \tag{23.13}$$
"""

# %% tags=["witness"]
active = {"all .05": np.full(1_000, 0.05), "one in ten .41, others .01": np.tile([0.41, *9 * [0.01]], 100)}
for name, alpha in active.items():
    witness(f"(23.13), {name}", np.linalg.eigvalsh(2 * (alpha[:, None] + alpha) / 1_000).max(), 1 / temporal.activity_threshold(alpha, 2), atol=1e-9)


# %%
def ever(alpha, ratio, seed, r=0.05):
    """Share ever infected in 200 steps from ten seeds, m = 2."""
    rng = np.random.default_rng([seed, 61])
    steps = temporal.in_steps(temporal.activity_driven(alpha, 2, 200, rng), rng.choice(1_000, 10, replace=False), ratio * r, r, 200, rng)
    return np.mean(steps[-1] > 0)


rows = []
for name, alpha in active.items():
    shares = [[ever(alpha, ratio, seed) for seed in range(3)] for ratio in (2.0, 4.0)]
    rows.append((name, alpha.mean(), temporal.activity_threshold(alpha, 2), *zip(np.mean(shares, axis=1), np.std(shares, axis=1, ddof=1))))
table(rows, "activity α", "mean", "threshold of p/r", "infected at p/r = 2", "at p/r = 4", digits=[0, 3, 2, 3, 3], caption="means ± sd over three seeds")

# %% [markdown]
r"""
### All of it on one scale

From a stored study: nine kinds of network, 5 000 people with ten ties on average, 30 networks a kind, 20 outbreaks on each from ten seeds.
Each column is another $\beta/\gamma$.
"""

# %%
kinds = stored.read("network_ensemble")["result"]["kinds"]
table([(kind, *((found[beta]["final size"]["mean"], found[beta]["final size"]["sd over networks"]) for beta in ("0.02", "0.04", "0.16")), found["0.16"]["peak time"]["mean"] * 0.2)
       for kind, found in kinds.items()], "kind", "final size at 0.1", "at 0.2", "at 0.8", "time of the peak at 0.8 (1/γ)", digits=[0, 3, 3, 3, 1], caption="means ± sd over networks")

# %% [markdown]
r"""
Read the first column from below: degrees decide who has an outbreak at all.
In the second a ring with a tenth of its ties rewired has a third of a random network's: what is passed on stays near.
In the third nearly everybody is infected, save on the ring, where one tie in a hundred makes the difference (section 5), and on the heavy tail, where people with few ties escape.

## 7 · A worm, a club and a novel

Now networks that nobody generated: the club, the novel, and the nervous system of the worm *C. elegans*, 297 neurons (White and others 1986, in the compilation of Watts and Strogatz).
Here neurons are tied if there is a synapse in either direction, and "infection" is activity handed on.
Directions and numbers of synapses are left out.
For comparison each network is swapped, with ten swaps for each tie, eight times.
The last row for each is what its degrees alone promise: size of a large outbreak by (23.10), times the probability of one, (23.14) in section 9.

The worm's neurons form more triangles than those of a swapped network.
By section 5 triangles make an outbreak smaller.
Before you open the result: in which of the three will swapping change the final size, and by how much?
"""

# %%
worm = load_celegans().adjacency
nerves = worm.maximum(worm.T) > 0
real = {"karate club": networks["karate club"], "Les Misérables": novel, "worm": csr_array(nerves, dtype=float)}


def portrait(A, rng):
    """Transitivity, mean path in the largest part, λ_max, final size at β/γ = 2/⟨k⟩ (mean over every seed)."""
    n, part, ratio = A.shape[0], measures.largest_component(A), 2 / measures.degrees(A).mean()
    size = np.mean([final_sizes(first_passage(A, [seed], ratio, 1.0, rng, replicas=3_000 // n)) for seed in range(n)]) / n
    return measures.transitivity(A), measures.path_lengths(A[part][:, part], rng, 300)[0], measures.spectral_radius(A), size


# %% tags=["reveal"]
rows = []
for number, (name, A) in enumerate(real.items()):
    r, k = np.random.default_rng([number, 7]), measures.degrees(A)
    now, swapped = ([portrait(make(), r) for _ in range(times)] for make, times in ((lambda A=A: A, 4), (lambda A=A, r=r: generators.rewire(A, 5 * A.nnz, r), 8)))
    for label, some in ((name, now), (f"{name}, swapped", swapped)):
        rows.append((label, *zip(np.mean(some, axis=0), np.std(some, axis=0, ddof=1))))
    rows.append((f"{name}, by degrees alone", None, None, None, thresholds.outbreak_probability(k, 2 / k.mean(), 1.0) * thresholds.configuration_size(k, 2 / k.mean(), 1.0)))
table(rows, "network", "transitivity", "mean path", "λ_max", "final size", digits=[0, 3, 2, 1, 3], caption="± sd over four times 3 000 outbreaks or nearly so, or over eight swapped networks")

# %% [markdown]
r"""
The **novel** has the most triangles, and without them a quarter more are infected: chapters are cliques, and cliques hold an outbreak in.
In the **club** and the **worm** the difference is a few per cent, less than two standard deviations of swapped networks, although swapping takes away a third of the worm's transitivity.
The worm's hubs, with up to 134 of 296 possible ties, survive every swap, and what the degrees alone promise lies within a few per cent of what happens.
(For the club, which is no large network, it is too low by a quarter: there the outbreaks that stay small count as well.)

So "many triangles" is no explanation of an outbreak's size before the control has been run.
And swapping destroys more than triangles (communities, correlations of neighbours' degrees): it says *that* something beyond degrees matters, not *what*.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 23.5

Run a control of your own.
A village of 30 households with six people each: everybody is tied to everybody at home, and one tie of each household leads to the next instead (`nx.connected_caveman_graph(30, 6)`).
How many *times* as many people are infected, on average over random seeds, in the swapped village as in the village?
Take $\beta/\gamma = \frac12$, several swapped villages, and enough outbreaks that your answer is within a fifth.
"""

# %% tags=["exercise"]
village = from_networkx(nx.connected_caveman_graph(30, 6))
### BEGIN SOLUTION
def mean_infected(A, rng, runs=400):
    return np.mean([final_sizes(first_passage(A, [rng.integers(A.shape[0])], 0.5, 1.0, rng)) for _ in range(runs)])


rng = np.random.default_rng(1)
swapped = [mean_infected(generators.rewire(village, 10 * village.nnz, rng), rng) for _ in range(10)]
factor = np.mean(swapped) / mean_infected(village, rng, 2_000)
### END SOLUTION
factor = check("23.5", factor)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Swapping leaves every degree as it was, so the factor is not the degrees' doing.
In the village an outbreak is caught in a household or two: nearly all that a case passes on goes to people at home, and the way out is one tie.
By (23.9) the degrees alone, 4 to 6, promise $R\approx\frac13\cdot4.1 = 1.4$, and after swapping that promise is kept.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · Whom to immunise?

With doses for a fifth of people, three rules: at random; the highest degrees; and **a friend of a random person**, which needs no list of degrees at all (Cohen, Havlin and ben-Avraham 2003) and works because of (23.2).
"""

# %%
def immunised(A, rule, rng):
    """A fifth of the people."""
    n, k = A.shape[0], measures.degrees(A)
    if rule == "highest degree":
        return np.argsort(-k, kind="stable")[: n // 5]
    chosen = set()
    while len(chosen) < n // 5:
        person = int(rng.integers(n))
        if rule == "random":
            chosen.add(person)
        elif k[person]:
            chosen.add(int(rng.choice(A.indices[A.indptr[person] : A.indptr[person + 1]])))
    return np.array(sorted(chosen))


makers = {"Erdős–Rényi": lambda rng: generators.erdos_renyi(1_000, 6.0, rng), "preferential attachment": lambda rng: generators.preferential_attachment(1_000, 3, rng)}
rows = []
for rule in ("nobody", "random", "friend of a random person", "highest degree"):
    row = []
    for make in makers.values():
        sizes = []
        for seed in range(4):
            r = np.random.default_rng([seed, 8])
            A = make(r)
            left = np.setdiff1d(np.arange(1_000), immunised(A, rule, r) if rule != "nobody" else [])
            sizes.append(len(left) / 1_000 * mean_size(A[left][:, left], 0.5, r, 60))
        row.append((np.mean(sizes), np.std(sizes, ddof=1)))
    rows.append((rule, *row))
table(rows, "immune", *makers, digits=3, caption="mean share infected from a random seed at β/γ = ½; means ± sd over four networks")

# %% [markdown]
r"""
On Erdős–Rényi, where degrees vary little, friends are worth little more than random people; where they vary much, immunising friends leaves a ninth of the infections that immunising at random does.
The highest degrees are best on both, for whoever knows them.

## 9 · Break it

Section 2 said that all ties out of $i$ share one $D_i$.
Forget it: let every tie carry with probability $T$, independently (**bond percolation**, Newman's 2002 account of SIR).
Each tie alone is right, so (23.9) and (23.10), which look at one tie into each person, stay as they are.
But who infects *nobody*?
Let $h_k$ be the probability that a case with $k$ ties to pass it on sets off nothing large, if $u$ is the probability that an infected friend does not.
First event first: the case recovers, or one of the $k$ ties carries:

$$h_k = \frac{\gamma + \beta k\,u\,h_{k-1}}{\gamma + \beta k}, \quad h_0 = 1, \qquad u = \sum_k q_k h_{k-1}, \qquad P(\text{large outbreak}) = 1 - \sum_k p_kh_k . \tag{23.14}$$

With independent ties $h_k$ would be $(1-T+Tu)^k$, and $P = z$.
Since the $k$ events share a duration, $h_k$ is larger than that: **the probability of an outbreak is below its size.**
"""

# %% tags=["witness"]
uneven = np.repeat([3, 33], [1_800, 200])
luck, ratio, runs = np.random.default_rng(9), 0.25, 1_500
A = generators.configuration(uneven, luck)
source = np.repeat(np.arange(2_000), np.diff(A.indptr))


def independent_ties(seed):
    """The final size if every tie carries on its own."""
    carries = luck.random(A.nnz) < ratio / (ratio + 1)
    ways = csr_array((np.ones(carries.sum()), (source[carries], A.indices[carries])), shape=A.shape)
    return np.isfinite(dijkstra(ways, indices=seed, unweighted=True)).mean()


def shared_duration(seed):
    return final_sizes(first_passage(A, [seed], ratio, 1.0, luck)) / 2_000


rows = []
for name, run in [("one duration a case", shared_duration), ("every tie on its own", independent_ties)]:
    sizes = np.array([run(one) for one in luck.integers(2_000, size=runs)])
    large = sizes > 0.1
    rows.append((name, (large.mean(), large.std() / np.sqrt(runs)), (sizes[large].mean(), sizes[large].std() / np.sqrt(large.sum()))))
P, z = thresholds.outbreak_probability(uneven, ratio, 1.0), thresholds.configuration_size(uneven, ratio, 1.0)
table([*rows, ("by (23.14) and (23.10)", P, z)], "", "probability of a large outbreak", "its size", digits=3)
witness("(23.14)", rows[0][1][0], P, standard_error=rows[0][1][1] + 0.002)

# %% [markdown]
r"""
The sizes agree, the probabilities do not, and no plot of large outbreaks shows it (Kenah and Robins 2007).
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 23.6

A day of SIR in discrete time: everybody who is infectious in the morning infects each susceptible friend with probability $p$, and then recovers with probability $r$ by the evening.
Somebody wrote

    def step(state, A, catch, heal, p, r):
        state = state.copy()
        for i in range(len(state)):
            if state[i] == 1:
                for j in range(len(state)):
                    if A[i, j] > 0 and state[j] == 0 and catch[i, j] < p:
                        state[j] = 1
                if heal[i] < r:
                    state[i] = 2
        return state

and its epidemics are too fast, more so if people are numbered along the ring.
Mend it.

- `state`: array $(n,)$ of 0 susceptible, 1 infectious, 2 recovered; `A`: array $(n, n)$, $A_{ij} > 0$ where $i$ can infect $j$; `catch`: array $(n, n)$ and `heal`: array $(n,)$, uniform random numbers in $[0, 1)$, the coins of this day; `p`, `r`: probabilities.
- Returns the states of the evening; `state` itself is left alone.
- Worked value: a chain of five, the first infectious, all `catch` 0, all `heal` .9, $p = .5$, $r = .2$: $(1, 1, 0, 0, 0)$.
"""

# %% tags=["exercise"]
def step(state, A, catch, heal, p, r):
    """The states in the evening."""
    ### BEGIN SOLUTION
    infectious = state == 1
    reached = (A > 0) & (catch < p) & infectious[:, None]
    evening = np.where((state == 0) & reached.any(axis=0), 1, state)
    return np.where(infectious & (heal < r), 2, evening)
    ### END SOLUTION


step = check("23.6", step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The loop writes into the array it reads: whoever is infected by a person of lower number infects others on the same day, and may recover on it.
On a chain whose coins all say yes, one day infects everybody.
All changes of a day must be made to the states of its morning.
### END SOLUTION
"""

# %% [markdown]
r"""
## 10 · In the wild

**Christakis and Fowler** (PLoS ONE 2010) followed 744 Harvard students through the influenza outbreak of late 2009 (figures from their paper, which nobody can rerun here): a random group, and a group of people whom the random ones had named as friends.
The epidemic among the friends ran 13.9 days ahead of the random group (95 % confidence interval 9.9 to 16.6), and by day 16, 46 days before the peak in daily incidence, the difference was significant.
Nobody had to know the network.

Would our networks do that?
The mean time of infection of 400 random people, less that of a friend of each, in outbreaks from five seeds:
"""

# %%
def lead(A, rng, runs=10):
    """How much earlier friends are infected than random people, mean over outbreaks (1/γ)."""
    k, found = measures.degrees(A), []
    for _ in range(runs):
        times = first_passage(A, rng.choice(len(k), 5, replace=False), 0.5, 1.0, rng).infected
        people = rng.choice(np.flatnonzero(k), 400)
        friends = np.array([rng.choice(A.indices[A.indptr[i] : A.indptr[i + 1]]) for i in people])
        if np.isfinite(times).mean() > 0.1:
            found.append(np.mean(times[people][np.isfinite(times[people])]) - np.mean(times[friends][np.isfinite(times[friends])]))
    return np.mean(found)


rows = {}
for seed in range(6):
    r = np.random.default_rng([seed, 10])
    for name, A in {"regular": generators.configuration(np.full(1_000, 6), r), **{name: make(r) for name, make in makers.items()}}.items():
        rows.setdefault(name, []).append(lead(A, r))
table([(name, (np.mean(six), np.std(six, ddof=1))) for name, six in rows.items()], "network", "friends earlier by (1/γ), ± sd of six", digits=2)

# %% [markdown]
r"""
On the network with hubs friends are earlier, on the regular one they are not, and on Erdős–Rényi hardly: that is (23.2) on a clock.
But a quarter of an infectious time would be a day or so for influenza, not two weeks: degree alone does not give us a lead like theirs.
What the study does not show: that friends are earlier because of their *number* of ties (they may differ in other ways, and were named, not drawn); that it holds in another season or another city; or how early an alarm raised day by day would have come.

## 11 · What you can now say

*What does structure do to spread?* The variance of degrees decides whether it starts; degrees, triangles and, where friends of friends are friends, shortcuts decide how far it goes; shortcuts and communities when it arrives.

| | result | witness |
|---|---|---|
| (23.2), (23.3) | A friend has $\langle k^2\rangle/\langle k\rangle$ friends; the likelihood of a tail | [section 1](#1-·-Who-are-your-friends?) |
| (23.5), (23.6) | SIR on a network is a shortest path; $T = \beta/(\beta+\gamma)$ | [section 2](#2-·-An-epidemic-on-a-network,-exactly) |
| (23.7)–(23.9) | Below $1/\lambda_{\max}$ it dies out everywhere; $R = T(\langle k^2\rangle-\langle k\rangle)/\langle k\rangle$ on random networks | [section 3](#3-·-When-can-it-spread-at-all?) |
| (23.10) | The final size from the degrees | [section 4](#4-·-How-many-in-the-end?) |
| (23.11)–(23.13) | Mixing leaves $R$ and delays; uneven ties spread less; ties that come and go | [section 6](#6-·-Communities,-and-ties-that-differ) |
| (23.14) | An outbreak's probability is below its size | [section 9](#9-·-Break-it) |

The opening questions.
(1) Three ties in a thousand halve the time to reach half of the people, and one in a hundred cuts it to a quarter (section 5).
(2) Larger as well, and both by shortcuts; but near the threshold few shortcuts make it faster only, and size comes when the triangles go (section 5).
(3) It starts at a far lower $T$, and ends with fewer infected where $T$ is high (section 4).

**Next question.**
If a few people matter so much for spread, who are they, and how does one find them?
[Lecture 24](24_influence.ipynb).

## 12 · Sources

- S. L. Feld, *Why your friends have more friends than you do*, Am. J. Sociology 96, 1991: (23.2).
- A.-L. Barabási, R. Albert, *Emergence of scaling in random networks*, Science 286, 1999; B. Bollobás, O. Riordan, J. Spencer, G. Tusnády, *The degree sequence of a scale-free random graph process*, Random Structures & Algorithms 18, 2001.
- A. Clauset, C. R. Shalizi, M. E. J. Newman, *Power-law distributions in empirical data*, SIAM Review 51, 2009: (23.3), and what is wrong with the line.
- D. J. Watts, S. H. Strogatz, *Collective dynamics of 'small-world' networks*, Nature 393, 1998: section 5, the worm's network.
- M. E. J. Newman, *Spread of epidemic disease on networks*, Phys. Rev. E 66, 016128, 2002: (23.9), (23.10).
- E. Kenah, J. M. Robins, *Second look at the spread of epidemics on networks*, Phys. Rev. E 76, 036113, 2007: section 9.
- R. Pastor-Satorras, A. Vespignani, *Epidemic spreading in scale-free networks*, Phys. Rev. Lett. 86, 2001.
- Y. Wang, D. Chakrabarti, C. Wang, C. Faloutsos, *Epidemic spreading in real networks: an eigenvalue viewpoint*, SRDS 2003: $1/\lambda_{\max}$.
- E. Volz, *SIR dynamics in random networks with heterogeneous connectivity*, J. Math. Biol. 56, 2008; J. C. Miller, A. C. Slim, E. M. Volz, *Edge-based compartmental modelling for infectious disease spread*, J. R. Soc. Interface 9, 2012: the course in time.
- N. Perra, B. Gonçalves, R. Pastor-Satorras, A. Vespignani, *Activity driven modeling of time varying networks*, Scientific Reports 2, 469, 2012: (23.13), with $a_i$ for $\alpha_i$.
- I. Z. Kiss, J. C. Miller, P. L. Simon, *Mathematics of epidemics on networks*, Springer 2017: all of it, with code.
- S. Maslov, K. Sneppen, *Specificity and stability in topology of protein networks*, Science 296, 2002: swapping as a control.
- R. Cohen, S. Havlin, D. ben-Avraham, *Efficient immunization strategies for computer networks and populations*, Phys. Rev. Lett. 91, 2003.
- N. A. Christakis, J. H. Fowler, *Social network sensors for early detection of contagious outbreaks*, PLoS ONE 5, e12948, 2010.
- J. G. White, E. Southgate, J. N. Thomson, S. Brenner, *The structure of the nervous system of the nematode Caenorhabditis elegans*, Phil. Trans. R. Soc. B 314, 1986; W. W. Zachary 1977 (lecture 01); D. E. Knuth, *The Stanford GraphBase*, 1993: the networks of section 7.
- Ours: the comparisons, the exercises.
"""
