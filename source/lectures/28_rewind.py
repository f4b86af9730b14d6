# %% [markdown]
r"""
# 28 · Can a spread be run backwards?

{badges}

| | |
|---|---|
| **You will be able to** | reverse any jump process by one application of Bayes' rule, and learn the reverse from forward paths alone · say in what sense a score, a ratio and a reverse rate are one object · write the exact posterior of patient zero, and say how often even that must be wrong · give a promise of privacy with the right scale, and name what it does not hide · ask of any such method whom it accuses |
| **You need** | [lecture 01](01_one_equation.ipynb) (jump rates, $\dot P = Q^{\mathsf T}P$), [lecture 04](04_exact_reverse.ipynb) (Bayes, one step back), [lecture 06](06_score.ipynb) (score matching), [lecture 19](19_adoption.ipynb) (adoption one person at a time, $\epsilon$), [lecture 23](23_networks.ipynb) (epidemics on networks) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.linalg import expm
from scipy.optimize import least_squares
from scipy.stats import binom, norm

from studies import stored
from utils.data.karate import load_karate
from utils.data.outbreaks import load_boarding_school
from utils.exercises import check, hint
from utils.generative.mixtures import bimodal
from utils.networks.generators import small_world
from utils.networks.graphs import adjacency, edges_of
from utils.networks.message_passing import snapshot_posterior
from utils.networks.outbreaks import first_passage
from utils.networks.sources import CENTRES, centre, detection, exact_posterior, histories, named, reliability
from utils.networks.temporal import in_steps
from utils.populations import rewind as back
from utils.populations.adoption import BassChain
from utils.populations.epidemics import SIR
from utils.processes.chains import uniformised
from utils.processes.jumps import mean_field
from utils.processes.privacy import laplace_counts, randomised_response, response_total
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Line, Links, Panel, Picks, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(28)

# %% [markdown]
r"""
## The picture first

100 people adopt one by one, as in [lecture 19](19_adoption.ipynb).
In some villages about 6 had adopted at the start, in others about 25: the left picture at $t = 0$.
By $t = 5$ the two kinds of village can no longer be told apart.
The right picture takes 20 000 villages as they are at $t = 5$ and runs each *backwards*, at random.
Start at the right end, and drag time to the left.

1. At $t = 5$ there is one mode.
   Where does the rewind get two from?
2. Set the knob to *ratio upside down*, then to *no ratio*.
   Which is worse, and when does it begin to show?
3. *Learned* knows no law, only forward paths.
   Would you rather learn with a table of counts, or with a neural network?
"""

# %% tags=["picture"]
N, T = 100, 5.0
people, times = np.arange(N + 1), np.linspace(0, T, 101)
births = BassChain(0.1, 0.2, N).rates(people[None].astype(float))[0]  # q from n to n + 1
Q = np.diag(births[:-1], 1) - np.diag(births)
start = 0.6 * binom.pmf(people, N, 0.06) + 0.4 * binom.pmf(people, N, 0.25)
laws = uniformised(Q, start, times)  # (101, N + 1)
walked = back.birth_paths(births, rng.choice(N + 1, 20_000, p=start), rng)
ends = back.states_at(walked, [T])[:, 0]


# %% tags=["picture"]
def share_of(states, N=N):
    """How many of the paths are at each n: (times, N + 1)."""
    return np.array([np.bincount(column, minlength=N + 1) for column in states.T]) / len(states)


def total_variation(a, b):
    return 0.5 * np.abs(a - b).sum(axis=-1)


right = back.reverse_rates(births, laws, times)  # of n to n − 1, in 100 cells of time
enters = np.r_[0, births[:-1]]  # forward rate of the jump into n
upside_down = np.divide(enters**2, right, out=np.zeros_like(right), where=right > 0)
of_table = back.table_of_rates(*back.jumps_and_occupancy(walked, times))
# NETWORK
knob = {"right": right, "ratio upside down": upside_down, "no ratio": np.broadcast_to(enters, right.shape), "learned: table": of_table}


# %% tags=["picture"]
def rewinding(rates, knob=knob, times=times, ends=ends, laws=laws, people=people, forward=share_of(back.states_at(walked, times[::2]))):
    shown, law = times[::2], laws[::2]
    found = share_of(back.states_at(back.rewind(knob[rates], times, ends, np.random.default_rng(1)), shown))
    panels = [Panel(Line(people, counted, fill=True, label="20 000 villages"), Line(people, law, label="exact law"), title=title, xlabel="adopters n", ylabel="share", ylim=(0, 0.12))
              for counted, title in ((forward, "forward"), (found, "rewound from t = 5"))]
    gap = total_variation(found, law)
    return dict(panels=[*panels, Formula("distance of the rewound from the law (total variation): {TV:.3f}")], times=shown, t=len(shown) - 1, title="Rewind",
                values={"TV": gap}, status="t = {t:.1f}: total variation {TV:.3f}")


controlled(rewinding, rates=choose("reverse rates", knob))

# %% [markdown]
r"""
## 1 · Which way did it come?

**Claim.**
Seen backwards in time, a jump process is again a jump process, and Bayes' rule gives its rates.

**Derivation.**
Let $p_i(t)$ be the probability of state $i$ at $t$, with $\dot p = Q^{\mathsf T}p$ ([lecture 01](01_one_equation.ipynb)).
Given that the process is in $j$ at $t$, how likely was it in $i \ne j$ a short $\Delta$ before?
It must have jumped, which has probability $q_{ij}\Delta + O(\Delta^2)$ from $i$:

$$\frac{P(x_{t-\Delta} = i \mid x_t = j)}{\Delta} = \frac{P(x_t = j\mid x_{t-\Delta} = i)}{\Delta}\,\frac{p_i(t-\Delta)}{p_j(t)} \;\xrightarrow{\Delta\to0}\; \tilde q_{ji}(t) = q_{ij}\,\frac{p_i(t)}{p_j(t)} . \tag{28.1}$$

Nothing later than $t$ matters, given $x_t$ (Markov), so these are the rates of a jump process, wherever $p_j(t) > 0$.
The ratio $p_i/p_j$ is all that the reverse needs beyond $Q$, and all that it knows of where the process started.

**Check.**
Let $\tilde Q$ have these rates, and rows of sum 0.
Its law changes, per unit of time *backwards*, by $\tilde Q^{\mathsf T}p$.
What comes into $i$ is $\sum_j p_j\tilde q_{ji} = p_i\sum_j q_{ij}$: all that leaves $i$ forward.
What goes out of $i$ is $p_i\sum_k \tilde q_{ik} = \sum_k p_kq_{ki}$: all that enters it forward.
So

$$\tilde Q^{\mathsf T}p = -Q^{\mathsf T}p = -\frac{dp}{dt} : \tag{28.2}$$

the reversed process passes through the same laws in the opposite order.
($-Q$ would do that too, and is no generator: its rates are negative.)

For adoption, $n$ falls to $n-1$ at the rate $r_{n-1}P_{n-1}(t)/P_n(t)$, with lecture 19's $r_n$.

Witness: the limit on the chain of the picture (halve $\Delta$, and the gap must halve), and the identity on a random generator.
"""

# %%
t, at_two = 2.0, laws[40]  # the law at t = 2


def gap_of_28_1(delta):
    before = uniformised(Q, start, t - delta)
    jumped = (before[:, None] * expm(delta * Q) / at_two)[people[:-1], people[1:]]  # from n at t − Δ to n + 1 at t
    return np.abs(jumped / delta - births[:-1] * at_two[:-1] / at_two[1:])[:60].max()


# %% tags=["witness"]
witness("(28.1), gap at Δ/2 over gap at Δ", gap_of_28_1(5e-4) / gap_of_28_1(1e-3), 0.5, atol=0.01)
some = rng.uniform(0.1, 2, (6, 6))
some -= np.diag(some.sum(axis=1))
p = rng.dirichlet(np.ones(6))
witness("(28.2)", back.reverse_generator(some, p).T @ p, -some.T @ p)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.1

Write the generator $\tilde Q$ of the reversed process.

- `Q`: array $(n, n)$, `Q[i, j]` the rate from $i$ to $j \ne i$, rows of sum 0; `p`: array $(n,)$, all above 0, sum 1.
- Returns an array $(n, n)$, `[j, i]` the reverse rate from $j$ to $i$, rows of sum 0.
- Worked value: for $Q = \begin{pmatrix}-2 & 2\\1 & -1\end{pmatrix}$ and $p = (\frac14, \frac34)$ it is $\begin{pmatrix}-3 & 3\\ \frac23 & -\frac23\end{pmatrix}$.
"""

# %% tags=["exercise"]
def reverse_generator(Q, p):
    """The generator of the process run backwards."""
    ### BEGIN SOLUTION
    reverse = Q.T * p / p[:, None]
    np.fill_diagonal(reverse, 0)
    np.fill_diagonal(reverse, -reverse.sum(axis=1))
    return reverse
    ### END SOLUTION


reverse_generator = check("28.1", reverse_generator)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Row $j$, column $i$ holds $q_{ij}p_i/p_j$: the transpose of $Q$, column $i$ times $p_i$, row $j$ over $p_j$.
Here $\tilde q_{01} = q_{10}\,p_1/p_0 = 1\cdot3$ and $\tilde q_{10} = q_{01}\,p_0/p_1 = \frac23$.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.2

$N$ people adopt independently of each other, each at the rate $r$, and at time 0 nobody had.
At time $t$, $n \ge 1$ have.
Derive the rate at which $n$ falls to $n-1$ when time runs backwards.

Write a formula in (some of) `n`, `N`, `r`, `t`, such as `"n*r*sqrt(t)/N"`.
At $n = 10$, $N = 50$, $r = .1$, $t = 5$ it is 1.5415.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
unadopt = "n*r/(exp(r*t) - 1)"
### END SOLUTION
unadopt = check("28.2", unadopt)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$n$ is binomial with $F = 1-e^{-rt}$, so $P_{n-1}/P_n = \frac{n}{N-n+1}\cdot\frac{1-F}{F}$.
Times the forward rate $(N-n+1)\,r$: $n\,r\,\frac{1-F}{F} = \frac{nr}{e^{rt}-1}$.
$N$ has dropped out: each adopter is undone alone, with the density of *when* given *that*.
Near $t = 0$ it is $n/t$, large enough to undo everybody in time.
### END SOLUTION
"""

# %% [markdown]
r"""
**How good, how bad?**
Twenty thousand rewound paths at $t = 0$, five times each.
Total variation is half the sum of $|\text{share} - \text{law}|$; its floor is what 20 000 samples of the law itself have.
"""

# %%
def at_zero(rates, ends, seed):
    return share_of(back.states_at(back.rewind(rates, times, ends, np.random.default_rng(seed)), [0.0]))[0]


def spread(values):
    return np.mean(values), np.std(values, ddof=1)


def ends_of(seed, how_many=20_000):
    return np.random.default_rng([seed, 1]).choice(N + 1, how_many, p=laws[-1])


tv = {name: spread([total_variation(at_zero(rates, ends_of(seed), seed), start) for seed in range(5)]) for name, rates in knob.items() if "learned" not in name}
floor = spread([total_variation(rng.multinomial(20_000, start) / 20_000, start) for _ in range(5)])
table([*tv.items(), ("floor: sampling the law", floor)], "reverse rates", "total variation at t = 0", digits=3, caption="mean ± standard deviation over 5 repetitions")

# %% [markdown]
r"""
**Rewinding one village.**
Start all backward paths at the *one* count seen today, and they are samples of the past given today: a posterior.
How likely had the village been one of those with more than 15 adopters at the start?
Witness: rewound paths against Bayes' rule over the whole time.
"""

# %% tags=["witness"]
transition = expm(T * Q)
for seen in (55, 65, 75):
    bayes = start * transition[:, seen] / laws[-1, seen]
    rewound = at_zero(right, np.full(20_000, seen), 7)
    exact = bayes[16:].sum()
    witness(f"(28.1), n = {seen} seen", rewound[16:].sum(), exact, standard_error=np.sqrt(exact * (1 - exact) / 20_000))
    print(f"  more than 15 at the start: {exact:.2f}, before looking {start[16:].sum():.2f}")

# %% [markdown]
r"""
A rewind does not return *the* past.
It returns pasts, each as often as it is probable.

## 2 · Learn the way back from paths

Suppose you have no $p$, only recorded forward paths.
Run each backwards, and ask: under which rates would these reversed paths be most probable?

Let a candidate jump from $n$ at the rates $r_{n\to i}(t)$.
Running backwards it waits, with the probability $e^{-\int\sum_i r}$ of no jump, and at each jump it contributes that jump's rate.
With minus the logarithm, averaged over paths,

$$J(r) = \operatorname E\left[\int_0^T\sum_i r_{x_t\to i}(t)\,dt - \sum_{\text{jumps } i\to j} \log r_{j\to i}(t)\right], \tag{28.3}$$

where $i \to j$ are the jumps forward, each of which is undone.

**Claim.**
$J$ is least at the true reverse, and what is lost elsewhere is known.

**Derivation.**
Forward jumps $i\to j$ happen at the rate $p_iq_{ij} = p_j\tilde q_{ji}$ per unit of time, by (28.1).
So the second term's mean is $\int\sum_{i\ne j}p_j\,\tilde q_{ji}\log r_{ji}\,dt$, the first's $\int\sum_{i\ne j} p_j\,r_{ji}\,dt$.
Subtract the same for $r = \tilde q$:

$$J(r) - J(\tilde q) = \int_0^T\sum_{i\ne j} p_j\,\tilde q_{ji}\;\varphi\!\left(\frac{r_{ji}}{\tilde q_{ji}}\right)dt, \qquad \varphi(a) = a - 1 - \log a \;\ge\; 0, \tag{28.4}$$

and $\varphi(a) = 0$ only at $a = 1$.
This is lecture 06's [(6.11)](06_score.ipynb#3-·-How-a-network-can-learn-it) over again: a loss one can compute, and one that knows the truth, differ by a constant.

Witness: (28.3) on 20 000 paths, walked backwards jump by jump; the differences of three candidates from the truth, against (28.4) from the exact law.
"""

# %% tags=["witness"]
jumps, occupancy = back.jumps_and_occupancy(walked, times)
log_density = back.reversed_log_likelihood(right, times, walked)
witness("(28.3), by jumps and times of all paths", -log_density.mean(), back.implicit_score_entropy(right, jumps, occupancy), atol=1e-8)
all_jumps, all_time = back.expected_jumps_and_occupancy(births, laws, times)
for name, rates in {"no ratio": knob["no ratio"], "a fifth too fast": 1.2 * right, "slower with n": right * (1.2 - 0.004 * people)}.items():
    paired = log_density - back.reversed_log_likelihood(rates, times, walked)
    a = np.divide(rates, right, out=np.ones_like(right), where=all_jumps > 0)
    witness(f"(28.4), {name}", paired.mean(), np.sum(all_jumps * (a - 1 - np.log(a))), standard_error=paired.std() / np.sqrt(len(paired)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.3

The simplest thing to learn is a table: one rate for each $n$ in each bin of time.
Find, from recorded adoption paths, the table that makes (28.3) least.

- `starts`: list of whole numbers, $n$ at time 0 of each path; `jumps`: a list with one increasing array a path, the times at which $n$ went up by 1, all inside $(0, T)$ and none on an edge.
- `edges`: array $(K+1,)$ from 0 to $T$; `N`: whole number, never exceeded.
- Returns an array $(K, N+1)$: in bin $k$, the rate of $n\to n-1$; 0 where no path ever was.
- Worked value: one path from $n = 0$ with jumps at 0.5 and 1.5, `edges` $(0, 1, 2)$, `N = 2`: $\begin{pmatrix}0 & 2 & 0\\0 & 0 & 2\end{pmatrix}$.
"""

# %% tags=["exercise"]
def reverse_table(starts, jumps, edges, N):
    """The reverse rates that make the paths most probable."""
    ### BEGIN SOLUTION
    count, time = np.zeros((len(edges) - 1, N + 1)), np.zeros((len(edges) - 1, N + 1))
    for n, moments in zip(starts, jumps):
        before = edges[0]
        for moment in [*moments, edges[-1]]:
            time[:, n] += np.clip(np.minimum(moment, edges[1:]) - np.maximum(before, edges[:-1]), 0, None)
            if moment < edges[-1]:
                n, before = n + 1, moment
                count[np.searchsorted(edges, moment) - 1, n] += 1
    return np.divide(count, time, out=np.zeros_like(count), where=time > 0)
    ### END SOLUTION


reverse_table = check("28.3", reverse_table)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In bin $k$ at $n$ the loss is $r\cdot(\text{time at } n) - (\text{jumps into } n)\log r$.
Its derivative is 0 at $r = $ jumps over time.
Jumps *into* $n$ over time *at* $n$: with jumps out of $n$ it would be the forward rate.
### END SOLUTION
"""
