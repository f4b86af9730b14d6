# %% [markdown]
r"""
# 28 · Can a spread be run backwards?

{badges}

| | |
|---|---|
| **You will be able to** | reverse any jump process by one application of Bayes' rule, and learn the reverse from forward paths alone · say in what sense a score, a ratio and a reverse rate are one object · write the exact posterior of patient zero, and say how often even that must be wrong · give a promise of privacy with the right scale, and name what it does not hide · ask of any such method whom it accuses |
| **You need** | [lecture 01](01_one_equation.ipynb) (jump rates, $\dot P = Q^{\mathsf T}P$), [lecture 04](04_exact_reverse.ipynb) (Bayes, one step back), [lecture 06](06_score.ipynb) (score matching), [lecture 09](09_continuous_time.ipynb) (the reversed equation), [lecture 19](19_adoption.ipynb) (adoption one person at a time, $\epsilon$), [lecture 20](20_epidemics.ipynb) (SIR, $R_0$), [lecture 21](21_estimation.ipynb) (the boarding school), [lecture 23](23_networks.ipynb) (epidemics on networks) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import permutations

import numpy as np
from scipy.linalg import expm
from scipy.optimize import least_squares
from scipy.stats import beta, laplace, norm

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
from utils.populations.learned_reverse import learned_rates, load_network, train
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
karate = load_karate()
club = adjacency(karate.adjacency)  # 34 members


def outbreak_in(A, k, rng):
    """The first k cases from a random source, in the order in which they fell ill."""
    return np.argsort(first_passage(A, [rng.integers(A.shape[0])], 1.0, 0.0, rng).infected, kind="stable")[:k]

# %% [markdown]
r"""
## The picture first

100 people adopt one by one, as in [lecture 19](19_adoption.ipynb).
In some villages about 10 had adopted at the start, in others about 35: the left picture at $t = 0$.
By $t = 3$ most people have adopted everywhere, and the two kinds of village overlap.
The right picture takes 20 000 villages as they are at $t = 3$ and runs each *backwards*, at random.
Start at the right end, and drag time to the left.

1. What does the rewind have to know to get the two modes right again?
2. Set the knob to *ratio upside down*, then to *no ratio*.
   Which is worse, and when does it begin to show?
3. *Learned* knows no law, only forward paths.
   Would you rather learn with a table of counts, or with a neural network?
"""

# %% tags=["picture"]
N, T = 100, 3.0
people, times = np.arange(N + 1), np.linspace(0, T, 121)
births = BassChain(0.02, 1.2, N).rates(people[None].astype(float))[0]  # q from n to n + 1
Q = np.diag(births[:-1], 1) - np.diag(births)
start = 0.6 * norm.pdf(people, 10, 2.5) + 0.4 * norm.pdf(people, 35, 4)
start /= start.sum()
laws = uniformised(Q, start, times, 1e-12)  # (121, N + 1)
walked = back.birth_paths(births, rng.choice(N + 1, 20_000, p=start), rng)
ends = back.states_at(walked, [T])[:, 0]


# %% tags=["picture"]
def share_of(states, N=N):
    """How many of the paths are at each n: (times, N + 1)."""
    return np.array([np.bincount(column, minlength=N + 1) for column in states.T]) / len(states)


def total_variation(a, b):
    return 0.5 * np.abs(a - b).sum(axis=-1)


right = back.reverse_rates(births, laws, times)  # of n to n − 1, in 120 cells of time
enters = np.r_[0, births[:-1]]  # forward rate of the jump into n
upside_down = np.divide(enters**2, right, out=np.zeros_like(right), where=right > 0)
jumps, occupancy = back.jumps_and_occupancy(walked, times)
network = load_network(stored.RESULTS / "rewind_network.npz")
knob = {"right": right, "ratio upside down": upside_down, "no ratio": np.broadcast_to(enters, right.shape),
        "learned: table": back.table_of_rates(jumps, occupancy), "learned: network": learned_rates(network, births, times)}


# %% tags=["picture"]
def rewinding(rates, knob=knob, times=times, ends=ends, laws=laws, people=people, forward=share_of(back.states_at(walked, times[::3]))):
    shown, law = times[::3], laws[::3]
    found = share_of(back.states_at(back.rewind(knob[rates], times, ends, np.random.default_rng(1)), shown))
    panels = [Panel(Line(people, counted, fill=True, label="20 000 villages"), Line(people, law, label="exact law"), title=title, xlabel="adopters n", ylabel="share", ylim=(0, 0.18))
              for counted, title in ((forward, "forward"), (found, "rewound from t = 3"))]
    gap = total_variation(found, law)
    return dict(panels=[*panels, Formula("distance of the rewound from the law (total variation): {TV:.3f}")], times=shown, t=len(shown) - 1, title="Rewind",
                values={"TV": gap}, status="t = {t:.1f}: total variation {TV:.3f}")


controlled(rewinding, rates=choose("reverse rates", knob))

# %% [markdown]
r"""
## 1 · Which way did it come?

[Lecture 01](01_one_equation.ipynb#7-·-Break-it) filmed a population and played the film backwards: (1.26) gave the rates, from what flows between states, and $\tilde Q^{\mathsf T}p = -Q^{\mathsf T}p$, so that the backward film passes through the same laws.
Here is one village instead of a population, and what is known of *its* past.

**Claim.**
Given where it is now, a jump process run backwards is again a jump process, and it takes each *path* with the right probability.

**Derivation.**
Let $p_i(t)$ be the probability that the state $x_t$ is $i$, with $\dot p = Q^{\mathsf T}p$.
Given $j$ at $t$, how likely was $i \ne j$ a short $\delta$ before?
By Bayes' rule, since from $i$ it jumps to $j$ with probability $q_{ij}\delta + O(\delta^2)$,

$$\frac{P(x_{t-\delta} = i \mid x_t = j)}{\delta} = \frac{P(x_t = j\mid x_{t-\delta} = i)}{\delta}\,\frac{p_i(t-\delta)}{p_j(t)} \;\xrightarrow{\delta\to0}\; \tilde q_{ji}(t) = q_{ij}\,\frac{p_i(t)}{p_j(t)} . \tag{28.1}$$

By the Markov property nothing later than $t$ matters, given $x_t$.
So a whole path can be built up from its end, step by step: on a grid $p(x_0)\prod_k P(x_{k+1}\mid x_k) = p(x_T)\prod_k P(x_k\mid x_{k+1})$, both being the probability of the whole.
Let the grid become fine:

$$p_{x_0}(0)\prod_{\text{jumps } i\to j}q_{ij}\;e^{-\int_0^T q_{x_t}dt} \;=\; p_{x_T}(T)\prod_{\text{jumps } i\to j}\tilde q_{ji}\;e^{-\int_0^T\tilde q_{x_t}(t)\,dt}, \qquad q_i = \sum_{j\ne i}q_{ij},\ \ \tilde q_j = \sum_{i\ne j}\tilde q_{ji}: \tag{28.2}$$

the start, each jump's rate, and the probability of no other jump in between; from the front and from the back.
The ratio $p_i/p_j$ is all that the reverse needs beyond $Q$, and all that it knows of where the process started.
For adoption $n$ falls to $n-1$ at the rate $q_{n-1,n}\,p_{n-1}(t)/p_n(t)$.
(In the picture's code `births[n]` is $q_{n,n+1}$, [lecture 19](19_adoption.ipynb)'s $r_n$; `laws` holds $p$ at each of `times`, `right` these reverse rates, `walked` 20 000 forward paths; `back` is `utils.populations.rewind`.)

Witness: the limit on the chain of the picture (halve $\delta$, and the gap must halve); the logarithms of both sides of (28.2) for 2 000 paths, with $\tilde q$ averaged over cells of .0025, which is what the tolerance is for.
"""

# %%
t, at_one = 1.0, laws[40]  # the law at t = 1


def gap_of_28_1(delta):
    before = uniformised(Q, start, t - delta, 1e-12)
    jumped = (before[:, None] * expm(delta * Q) / at_one)[people[:-1], people[1:]]  # from n at t − δ to n + 1 at t
    return np.abs(jumped / delta - births[:-1] * at_one[:-1] / at_one[1:])[5:90].max()


# %% tags=["witness"]
witness("(28.1), gap at δ/2 over gap at δ", gap_of_28_1(5e-4) / gap_of_28_1(1e-3), 0.5, atol=0.01)
few, fine = walked[:2_000], np.linspace(0, T, 1_201)
first, last = back.states_at(few, [0, T]).T
came = np.minimum(np.c_[few, np.full(len(few), np.inf)], T)  # when each n was reached, T if later
forward = np.sum(np.log(births[:-1]) * ((few[:, 1:] > 0) & (few[:, 1:] <= T)), axis=1) - np.diff(came, axis=1) @ births
backward = back.reversed_log_likelihood(back.reverse_rates(births, uniformised(Q, start, fine, 1e-12), fine), fine, few)
witness("(28.2), logarithms", np.log(start[first]) + forward, np.log(laws[-1, last]) + backward, atol=0.1)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.1

A village has $n$ adopters at time $t$.
What is the probability that it has stood at $n$ ever since an earlier time $s$?
Derive it from the probabilities $p_s$ and $p_t$ of $n$ adopters at $s$ and at $t$ (before anybody looked), and the rate $q$ of the next adoption from $n$.

Write a formula in `p_s`, `p_t`, `q`, `s`, `t`, such as `"p_s * p_t * sqrt(q)"`.
At `p_s = 0.2`, `p_t = 0.1`, `q = 1.5`, `s = 1`, `t = 2` it is 0.4463.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
stood = "p_s * exp(-q*(t - s)) / p_t"
### END SOLUTION
stood = check("28.1", stood)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Bayes' rule: $P(n \text{ at } s \text{, no adoption until } t) = p_s\,e^{-q(t-s)}$, over the probability $p_t$ of what is known.
It is also $e^{-\int_s^t\tilde q}$, the probability that the reversed process makes no jump; so $\int_s^t\tilde q = \log\frac{p_t}{p_s} + q\,(t-s)$ without any integration, and `rewind` samples its waits by it, exactly.
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
$n$ is binomial with $F = 1-e^{-rt}$, so $p_{n-1}/p_n = \frac{n}{N-n+1}\cdot\frac{1-F}{F}$.
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
How likely had the village been one of those with more than 20 adopters at the start?
Witness: rewound paths against Bayes' rule over the whole time.
"""

# %% tags=["witness"]
transition = expm(T * Q)
for seen in (80, 90, 95):
    bayes = start * transition[:, seen] / laws[-1, seen]
    rewound = at_zero(right, np.full(20_000, seen), 7)
    exact = bayes[21:].sum()
    witness(f"(28.1), n = {seen} seen", rewound[21:].sum(), exact, standard_error=np.sqrt(exact * (1 - exact) / 20_000))
    print(f"  more than 20 at the start: {exact:.2f}, before looking {start[21:].sum():.2f}")

# %% [markdown]
r"""
A rewind does not return *the* past.
It returns pasts, each as often as it is probable.

## 2 · Learn the reverse from paths

Suppose you have no $p$, only recorded forward paths.
Run each backwards, and ask: under which rates would these reversed paths be most probable?

Let a candidate jump from $j$ to $i$ at the rate $r_{ji}(t)$.
Running backwards it waits, with the probability $e^{-\int\sum_i r}$ of no jump, and at each jump it contributes that jump's rate.
With minus the logarithm, averaged over paths,

$$J(r) = \operatorname E\left[\int_0^T\sum_i r_{x_ti}(t)\,dt - \sum_{\text{jumps } i\to j} \log r_{ji}(t)\right], \tag{28.3}$$

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

# %% [markdown]
r"""
The network has another handle on the same loss: the forward rates are known, so only the ratio is learned, $r_{n,n-1} = q_{n-1,n}\,e^{f_\theta(n, t)}$.
It was trained in [a study](../studies/rewind_study.py) on 20 000 paths; here it takes 20 more steps, on the 20 000 others of the picture, from which the table is made.
The villages that are rewound are new.
Before you open the cell: which comes closer to the law at $t = 0$, the table or the network?
"""

# %%
losses = list(train(network, births, times, jumps, occupancy, steps=20, lr=1e-4))
learned = {"table": knob["learned: table"], "network": learned_rates(network, births, times)}
print(f"(28.3) on the paths: network {losses[0]:.2f} before, {back.implicit_score_entropy(learned['network'], jumps, occupancy):.2f} after 20 steps;",
      f"table {back.implicit_score_entropy(learned['table'], jumps, occupancy):.2f}; the truth {back.implicit_score_entropy(right, jumps, occupancy):.2f}")

# %% tags=["reveal"]
by_learner = {name: spread([total_variation(at_zero(rates, ends_of(seed), seed), start) for seed in range(5)]) for name, rates in learned.items()}
table([("the truth", tv["right"]), *by_learner.items()], "reverse rates", "total variation at t = 0", digits=3, caption="mean ± standard deviation over 5 repetitions of 20 000 villages")

# %% [markdown]
r"""
Both come near what 20 000 samples can show, the table nearer.
But this is one network and one table; the repetitions are of the villages.
The table has less loss on the paths than the truth: it is fitted to their chance too, as any estimate is.
The study trained three of each, gave both fewer paths and a longer time ($t = 6$, when nearly everybody has adopted everywhere), and stopped the network early:
"""

# %%
study = stored.read("rewind_study")["result"]["rewind"]
rows = []
for key, found in study.items():
    span, paths = map(int, key.split(" | "))
    early, late = np.array(found["network 750"]), np.array(found["network 3000"])
    rows.append((span, paths, spread(found["exact"]), spread(np.array(found["table"])[:, 0]), spread(early[:, 0]), early[:, 1].mean(), spread(late[:, 0]), late[:, 1].mean()))
table(rows, "from t", "paths", "the truth", "table", "network, 750 steps", "its ratio is off by", "3 000 steps", "off by", digits=[0, 0, 3, 3, 2, ".0%", 3, ".0%"],
      caption="total variation at t = 0, mean ± standard deviation over 3 seeds; error of the ratio, mean over the law and time")
seconds = np.mean([np.array(found["network 3000"])[:, 2] / np.array(found["table"])[:, 1] for found in study.values()])
early, late = (np.concatenate([found[f"network {steps}"] for found in study.values()]) for steps in (750, 3000))
print(f"the network takes {seconds:.0f} times as long as the table; of 12 networks {np.sum(late[:, 0] > 0.4)} ended above .4")
print(f"stopped early, they rewind to means of {early[:, 3].min():.0f} to {early[:, 3].max():.0f} (true {start @ people:.0f}), and {early[:, 4].min():.0%} to {early[:, 4].max():.0%} lie from 16 to 24 (true {start[16:25].sum():.0%})")

# %% [markdown]
r"""
From $t = 3$ the network is no worse than the table, and better with few paths: what it sees at one $n$ it uses at the next.
From $t = 6$ it loses, and once it is as bad as one stopped early.
Stopped early, its ratio is off by a tenth on average, and the rewind by .3 to .5: the villages come back to nearly the right mean, but about a fifth of them between the modes, where hardly any began.
A tenth is all that the ratio of two modes differs by from that of a single broad one ([section 7](#7-·-Break-it)).
So judge a learned reverse by where it ends, not by its loss.

## 3 · The circle closes

A generative model of [lecture 06](06_score.ipynb) learns a score $\nabla\log p$ and runs noise backwards into pictures.
You have learned a ratio and run adoption backwards into its beginnings.
These are not similar; they are the same.

**One loss.**
Write the candidate as $r_{ji} = q_{ij}\,s_{ji}$, the known forward rate times a learned ratio.
Put this into (28.3) and split the logarithm:

$$J = \underbrace{\operatorname E\left[\int_0^T\sum_i q_{i x_t}s_{x_t i}\,dt - \sum_{\text{jumps } i\to j}\log s_{ji}\right]}_{\text{implicit score entropy}} - \operatorname E\sum_{\text{jumps } i\to j}\log q_{ij} . \tag{28.5}$$

The last term does not contain $s$.
The first is the **implicit score entropy** of discrete diffusion (Lou, Meng and Ermon 2024, who write the mean of its second sum as $\int\sum_jq_{x_tj}\log s_{jx_t}dt$).
So on the same paths the likelihood of the reversed paths and the score entropy differ by a constant, and have the *same gradient*.

**One limit.**
Let walkers jump on sites $h$ apart, at the rate $q = D/h^2$ each way: for $h\to0$ this is diffusion with $g^2 = 2D$ ([lecture 01](01_one_equation.ipynb), section 2).
In (28.1), $p(x\pm h)/p(x) = 1 \pm h\,s(x) + O(h^2)$ with the score $s = \nabla\log p$.
Take a candidate score $\hat s$, and from $x$ the rates $q\,e^{\pm h\hat s(x)}$.
Then the mean velocity of the reversed walk, the integrand of (28.4), where $\varphi(1+u) \approx \frac12u^2$, and that of (28.3) without its constant are

$$\begin{aligned}h\left(\tilde q_{x, x+h} - \tilde q_{x, x-h}\right) &= 2D\,s(x) + O(h^2),\\
\sum_{\pm}\tilde q_{x,x\pm h}\;\varphi\!\left(\frac{q\,e^{\pm h\hat s(x)}}{\tilde q_{x,x\pm h}}\right) &= D\left(\hat s(x)-s(x)\right)^2 + O(h^2),\\
\sum_{\pm}q\left(e^{\pm h\hat s(x)} - 1 \pm h\,\hat s(x\pm h)\right) &= D\left(\hat s(x)^2 + 2\,\hat s'(x)\right) + O(h^2) . \end{aligned} \tag{28.6}$$

(In the last, a forward jump to $x\pm h$ is undone from there, at the rate $q\,e^{\mp h\hat s(x\pm h)}$.)
They are the drift $g^2s$ of the reversed equation in [lecture 09](09_continuous_time.ipynb), and lecture 06's *explicit* and *implicit* score matching [(6.12a)](06_score.ipynb#3-·-How-a-network-can-learn-it), times $\frac12g^2$, the weight that the likelihood gives them.

Witness: both losses and their gradients in three parameters on the same 2 000 paths, $s_{ji}$ being the true ratio times $e^{\theta_0 + \theta_1 n/N + \theta_2 t/T}$; then (28.6) for the two-mode density of lecture 06 and $\hat s = -\frac x2 - \sin x$ (halve $h$, and the three gaps must fall to a quarter).
"""

# %%
few_jumps, few_time = back.jumps_and_occupancy(few, times)
features = np.stack(np.broadcast_arrays(1.0, people / N, ((times[1:] + times[:-1]) / 2 / T)[:, None]))  # (3, cells, N + 1)
into = np.where(enters > 0, enters, 1.0)
ratio = right / into


def path_loss(theta):
    return -back.reversed_log_likelihood(enters * ratio * np.exp(np.tensordot(theta, features, 1)), times, few).mean()


def score_entropy(theta):
    s = ratio * np.exp(np.tensordot(theta, features, 1))
    return np.sum(few_time * enters * s) - np.sum(few_jumps * np.log(np.where(few_jumps > 0, s, 1)))


def gradient(loss, theta, step=1e-5):
    return [(loss(theta + step * one) - loss(theta - step * one)) / (2 * step) for one in np.eye(3)]


# %% tags=["witness"]
for theta in np.array([[0, 0, 0], [0.3, -0.5, 0.2], [-0.4, 0.6, 0.1]]):
    witness("(28.5)", path_loss(theta) - score_entropy(theta), -np.sum(few_jumps * np.log(into)), atol=1e-8)
    witness("(28.5), gradients", gradient(path_loss, theta), gradient(score_entropy, theta), atol=1e-5)

# %% tags=["witness"]
x, D = np.linspace(-2, 2, 9), 0.7
noisy = bimodal.noised(0.8, 0.6)
score = noisy.score(x[:, None])[:, 0]


def guess(x):
    return -x / 2 - np.sin(x)


def gaps(h):
    q = D / h**2
    reverse = q * np.stack([noisy.density((x + way)[:, None]) for way in (h, -h)]) / noisy.density(x[:, None])
    candidate = q * np.exp([h * guess(x), -h * guess(x)])
    a = candidate / reverse
    implicit = np.sum(candidate - q, axis=0) + q * h * (guess(x + h) - guess(x - h))
    return np.stack([h * (reverse[0] - reverse[1]) - 2 * D * score, np.sum(reverse * (a - 1 - np.log(a)), axis=0) - D * (guess(x) - score) ** 2,
                     implicit - D * (guess(x) ** 2 + 2 * (-0.5 - np.cos(x)))])


witness("(28.6), gap at h/2 over gap at h", np.abs(gaps(0.01)).max(axis=1) / np.abs(gaps(0.02)).max(axis=1), 0.25, atol=0.01)

# %% [markdown]
r"""
| | generative diffusion | diffusion through people |
|---|---|---|
| state | a picture, a sentence | how many have adopted, who is infected |
| forward | $dX = f\,dt + g\,dB$, or tokens that jump | people who jump |
| its law | Fokker–Planck | master equation, $\dot p = Q^{\mathsf T}p$ |
| who sets the rates | you: a schedule, so that the end is noise | the world: estimated from data ([lecture 21](21_estimation.ipynb)) |
| the reverse needs | the score $\nabla\log p$ | the ratio $p_i/p_j$ |
| learned from | noised data | recorded paths |
| by | denoising score matching | the likelihood of reversed paths |
| the rewind starts at | fresh noise, each time | the one outcome that was seen |
| and returns | new data: a sample from $p_0$ | the past: a sample from $P(x_0\mid x_T)$ |
| goes wrong if | the end is not the noise assumed | the rates are not those of the world |

What differs is who sets the rates, where the rewind starts, and therefore what it returns.
(Where $x_0$ is known in training, $p_i/p_j$ is the mean of $p(i\mid x_0)/p(j\mid x_0)$ over what $x_0$ may have been given $j$: [(6.4)](06_score.ipynb) with a ratio for a gradient. That is how text models are trained in practice.)

## 4 · Patient zero

Now the state is *who* is infected.
The reverse of an epidemic on a network ends in one person, and (28.1) still holds; but there are $2^n$ states, and no table holds $p$.
For few cases it can be done all the same.

Eleven members of the karate club are ill, the large dots.
Whoever is ill infects each friend at the rate 1.
Who was the first?
Member 0 is picked, who has most friends among the ill.
**Click your suspect**, then drag the number of cases: you see one way in which that person would have infected exactly these eleven, sampled from all such ways.
Once you have decided, let the buttons below show what is known.
"""

# %% tags=["picture"]
outbreak = first_passage(club, [16], 1.0, 0.0, np.random.default_rng(3)).infected
order = np.argsort(outbreak, kind="stable")[:11]
ill = np.sort(order)
suspicion, jordan = exact_posterior(club, ill), centre(club, ill, "jordan")
true_step = np.array([int(np.flatnonzero(order == v)[0]) for v in ill])
pasts = histories(club, ill, 12, np.random.default_rng(4))
places = karate.positions


# %% tags=["picture"]
heat = np.array([2, 3, 6])[np.digitize(suspicion, [0.05, 0.2])]
real = np.where(true_step <= np.arange(11)[:, None], 6, 2)
known = [Points(places[ill], colour_by=heat, size=11, name="posterior", hidden=True, label="posterior: below .05, up to .2, above"),
         Points(places[ill[named(jordan) > 0]], size=15, colour=1, name="jordan", hidden=True, label="Jordan centre")]
left = Panel(Links(karate.edges, nodes="everybody"), Points(places, size=2, name="everybody", label="members"), Points(places[ill], size=6, name="ill", label="ill"), *known,
             Picks(pasts, most=1, start=[0], nodes="ill", names=[f"member {v}" for v in ill], answer="", label="would have infected"), title="Whom do you suspect?", aspect="equal")
happened = Points(places[ill], colour_by=real, size=6, name="what happened", hidden=True, label="what happened")
Scene([left, Panel(Links(karate.edges, nodes="everybody"), Points(places, size=2, name="everybody", label="members"), happened, title="What happened (a button shows it)", aspect="equal")],
      times=range(11), t=3, title="Patient zero", status="{t:.0f} others infected")

# %% [markdown]
r"""
**The likelihood of a suspect.**
At equal rates on all ties, the next case lies at the end of one of the ties that lead out of the infected, each of them equally likely to be the first to pass it on (exponential waits have no memory).
If $e(v, S)$ ties join $v$ to the infected $S$, and $\operatorname{cut}(S)$ ties lead out of $S$ in all, then for an order $v_1, v_2, \dots, v_k$ of the cases

$$P(v_2, \dots, v_k \mid v_1) = \prod_{m=2}^{k}\frac{e\left(v_m, \{v_1,\dots,v_{m-1}\}\right)}{\operatorname{cut}\left(\{v_1,\dots,v_{m-1}\}\right)} . \tag{28.7}$$

We see who is ill, not the order, and we look when there are $k$ cases.
With an equal prior the posterior of a suspect is proportional to the sum of (28.7) over all orders that begin there.
Healthy people count: a suspect with many healthy friends is less likely to have begun.
The histories in the picture are section 1 again: of the infected $S$ the last was $v$ with the probability $f(S\setminus v)\,\frac{e(v, S\setminus v)}{\operatorname{cut}(S\setminus v)}\big/f(S)$, a forward probability times a ratio, where $f$ is the sum of (28.7).
(The outbreak was chosen so that posterior and Jordan centre differ. How often each is right comes below.)

Witness: 200 000 outbreaks on six people; where just these five fell ill first, who was the first?
"""

# %% tags=["witness"]
small = np.zeros((6, 6), dtype=int)
for u, v in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 4), (2, 4), (3, 4), (3, 5)):
    small[u, v] = small[v, u] = 1
waits = rng.exponential(size=(200_000, 8))
sources = rng.integers(6, size=len(waits))
arrival = np.where(np.arange(6) == sources[:, None], 0.0, np.inf)
for _ in range(5):  # five rounds settle every path
    for wait, (u, v) in zip(waits.T, np.argwhere(np.triu(small))):
        arrival[:, u], arrival[:, v] = np.minimum(arrival[:, u], arrival[:, v] + wait), np.minimum(arrival[:, v], arrival[:, u] + wait)
first = arrival.argsort(axis=1)
these = sources[first[:, 5] == 5]
share = np.array([np.mean(these == v) for v in range(5)])
witness("(28.7), summed over orders", share, exact_posterior(small, range(5)), standard_error=np.sqrt(share * (1 - share) / len(these)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.4

Write the exact posterior of patient zero.

- `A`: array $(n, n)$ of 0 and 1, symmetric, the ties; `cases`: list of the 1 to 5 people who are ill, connected by ties among themselves.
- Returns an array (`len(cases)`,) that sums to 1, in the order of `cases`. (There are at most 120 orders.)
- Worked value: 1 is tied to 0, 2 and 3, and there are no other ties. For `cases = [0, 1, 2]` it is $(0.375, 0.25, 0.375)$: the one in the middle is the *least* suspect.
"""

# %% tags=["exercise"]
def posterior(A, cases):
    """How probable it is that each case was the first."""
    ### BEGIN SOLUTION
    total = np.zeros(len(cases))
    for order in permutations(range(len(cases))):
        p, infected = 1.0, [cases[order[0]]]
        for i in order[1:]:
            to_v = A[infected, cases[i]].sum()
            p *= to_v / (A[infected].sum() - A[np.ix_(infected, infected)].sum())
            if p == 0:
                break
            infected.append(cases[i])
        total[order[0]] += p
    return total / total.sum()
    ### END SOLUTION


posterior = check("28.4", posterior)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
From 0 only the order 0, 1, 2 is possible: $1\cdot\frac12$.
From 1 there are two, each $\frac13\cdot\frac12$; in sum $\frac13$.
So $(\frac12, \frac13, \frac12)$ over its sum $\frac43$.
Had 1 begun, 3 would be ill by now with probability $\frac23$; had 0 begun, with $\frac12$.
`exact_posterior` sums over subsets instead, since all orders of a subset go on alike: 2^k instead of k! terms.
### END SOLUTION
"""

# %% [markdown]
r"""
**On trees the sum is a formula.**
Let everybody have $d$ friends and no cycles.
Then $e = 1$ and $\operatorname{cut}(S) = (d-2)|S| + 2$ depends on the size alone: all orders are equally probable, and only their number counts.
Root the infected tree at $v$, and let $b_u$ be the size of the branch that hangs from $u$, $u$ included.
In a random order of all $k$ cases, $u$ comes first of its branch with probability $\frac1{b_u}$, independently from $u$ to $u$ (that it does tells nothing of the order of the others).
An order is possible if that is so for every $u$:

$$R(v) = k!\,\prod_{u}\frac{1}{b_u}, \qquad b_v = k, \tag{28.8}$$

the **rumour centrality** (Shah and Zaman 2011).
Move the root from $v$ to a neighbour $u$: only their two branches change, and $R$ is multiplied by $\frac{b_u}{k-b_u}$.
So it is largest at the case all of whose branches have at most half of the cases, and it names the source unless one of the source's $d$ branches has more than half.
How the branches grow is Pólya's urn: each new case joins a branch in proportion to the ties that lead out of it, 1 at first and $d-2$ more with every case.
In the limit the share of a branch is $\operatorname{Beta}\left(\frac1{d-2}, \frac{d-1}{d-2}\right)$, and two branches cannot both hold more than half, so

$$P(\text{the most suspect is the source}) \;\to\; \alpha_d = 1 - d\,P\!\left(\operatorname{Beta}\!\left(\tfrac1{d-2}, \tfrac{d-1}{d-2}\right) > \tfrac12\right), \qquad d \ge 3 . \tag{28.9}$$

Witness: (28.8) against the exact posterior on an infected tree of nine; urns of 201 cases against the exact probability for so many (a beta-binomial sum, `detection`), and that, for 200 001, against (28.9).
"""

# %%
def branch_sizes(parent):
    """b_u for a tree whose nodes follow their parents; the root's parent is −1."""
    b = np.ones(len(parent), dtype=int)
    for u in range(len(parent) - 1, 0, -1):
        b[parent[u]] += b[u]
    return b


parent = np.array([-1, 0, 0, 1, 1, 2, 3, 3, 6])  # nine cases, each of three friends; healthy ones fill up
whole = np.zeros((9 + 11, 9 + 11), dtype=int)
for u in range(1, 9):
    whole[u, parent[u]] = whole[parent[u], u] = 1
missing = np.repeat(np.arange(9), 3 - whole[:9, :9].sum(axis=1))
whole[missing, 9 + np.arange(11)] = whole[9 + np.arange(11), missing] = 1

# %% tags=["witness"]
tested = np.exp(centre(whole, range(9), "rumour"))
witness("(28.8), at the root", tested[0], np.prod(np.arange(1.0, 10)) / branch_sizes(parent).prod(), atol=1e-6)
witness("(28.8) is the exact posterior here", tested / tested.sum(), exact_posterior(whole, range(9)))
for d in (3, 4, 6):
    balls = np.ones((8_000, d))
    for _ in range(200):
        chosen = (rng.random((8_000, 1)) * balls.sum(axis=1, keepdims=True) > balls.cumsum(axis=1)).sum(axis=1)
        balls[np.arange(8_000), chosen] += d - 2
    caught = np.mean((balls.max(axis=1) - 1) / (d - 2) < 100.5)  # of 201 cases, the source is one
    witness(f"(28.9), d = {d}: urns", caught, detection(d, 201), standard_error=np.sqrt(caught * (1 - caught) / 8_000))
    witness(f"(28.9), d = {d}: the limit", detection(d, 200_001), 1 - d * beta.sf(0.5, 1 / (d - 2), (d - 1) / (d - 2)), atol=1e-4)
table([(d, *(detection(d, n) for n in (5, 21, 101)), detection(d)) for d in (2, 3, 4, 6, 100)],
      "friends each", "5 cases", "21", "101", "in the limit", digits=3, caption="probability that the most suspect is the source")

# %% [markdown]
r"""
This is the *exact* posterior at work, and in about seven large outbreaks of ten, or more, it names somebody innocent.
No method can do better here.

**Is the posterior right about itself?**
Of all suspects to whom it gives a probability of .2, one in five should be the source: it should be **calibrated**.
600 outbreaks of nine cases in the club, everybody as likely as anybody else to begin:
"""

# %%
many = [outbreak_in(club, 9, rng) for _ in range(600)]
by_exact = np.concatenate([exact_posterior(club, cases) for cases in many])
was_source = np.tile(np.arange(9) == 0, len(many))
found = reliability(by_exact, was_source, bins=10)
table(zip(found.forecast, zip(found.share, found.error), found.counts), "posterior (mean in a bin)", "were the source", "suspects", digits=[3, 3, 0])

# %% [markdown]
r"""
It is: the second column follows the first, within two standard errors.
How often is its favourite the source, beside guesses from places alone? [A study](../studies/source_study.py) of 1 000 outbreaks of eleven cases, on each of *BA* (preferential attachment, 200 people), *WS* (a small world, 200) and the club:
"""

# %%
sources_of = stored.read("source_study")["result"]
exactly = sources_of["exact"]
table([(rule, *(tuple(one["rules"][rule][0]) for one in exactly.values())) for rule in ("exact", "jordan", "distance", "rumour", "degree", "random case")],
      "names the source", *exactly, digits=3, caption="mean ± standard error over 10 networks (the club: 10 blocks of 100 outbreaks)")

# %% [markdown]
r"""
The **Jordan centre** is the case whose farthest fellow case is nearest, *distance* takes the least sum of distances, *rumour* (28.8) on the tree of shortest paths, though there are cycles, and *degree* the most friends.
On BA and in the club they are no match for the posterior; on WS, where distance is time, they come close.

**A thousand people.**
$2^k$ subsets are out of reach for a hundred cases, and more so if the ill recover.
The centres still work, and so does **message passing** (Lokhov and others 2014): for each suspect it evaluates everybody's probability of being healthy, ill or recovered after the known age of the outbreak, as if what comes along different ties were independent (exact on trees).
The suspect's score is the *product* over all people of the probability of the state they were seen in.
But states are not independent, given the source: neighbours are ill together.
The product counts one piece of evidence many times over.

The study: ten networks of 1 000 people of each of three kinds, BA (seen 5 steps after the start), WS (10 steps) and random trees (12 steps), 80 outbreaks on each, of 10 to 590 cases.
On which will message passing beat the Jordan centre, and how sure of itself will it be: as sure as it is right, or surer?
"""

# %% tags=["reveal"]
search = sources_of["search"]
rules = ["message passing", "jordan", "distance", "rumour", "degree", "random case"]
by_rule = {rule: [one["rules"][rule] for one in search.values()] for rule in rules}
table([(rule, *(tuple(hits) for hits, _ in found), *(place[0] for _, place in found)) for rule, found in by_rule.items()],
      "method", *(f"{kind}: names the source" for kind in search), *(f"{kind}: place" for kind in search), digits=[None, 3, 3, 3, 2, 2, 2],
      caption="mean ± standard error over 10 networks; place among the cases from 0 (most suspect) to 1")
table([(kind, "{:.2f} ({:.2f} to {:.2f})".format(*one["ratio"]), one["confidence"][0], one["rules"]["message passing"][0][0])
       for kind, one in search.items()],
      "networks", "hits, message passing / Jordan (95 % interval, paired)", "message passing: how sure", "how often right", digits=[None, None, 2, 2])

# %% [markdown]
r"""
On BA and on trees message passing names the source oftener than the Jordan centre, and the intervals lie above 1; on WS they tie (the interval contains 1), and the centre is the cheaper.
Distance, on BA and on trees, names the source no oftener than a random case, and rumour does so on trees, though both rank it better.
Degree is worst: the best connected are ill early in everybody's outbreak.
And message passing is sure of itself, and right one time in four or five: use its order, not its probabilities.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.5

Rumour centrality is exact where all have equally many friends and there are no cycles.
In the karate club neither is so.
Take $R(v)/\sum_u R(u)$ for a posterior there all the same: by how much is it surer of itself than it is right?

Take 2 000 outbreaks `cases = outbreak_in(club, 9, rng)`, and `centre(club, cases, "rumour")`, which returns $\log R$.
*Sure* is the largest probability.
*Right* is how often the most suspect is the source, `cases[0]`; where several are most suspect, one of them is named at random (`named(R)` holds the chance of each; `argmax` would take the first, and the source stands first).
Return the mean of the one less the mean of the other, a number; ±.019 is close enough.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
sure, hits = [], []
for _ in range(2_000):
    R = np.exp(centre(club, outbreak_in(club, 9, rng), "rumour"))
    sure.append(R.max() / R.sum())
    hits.append(named(R)[0])
excess = np.mean(sure) - np.mean(hits)
### END SOLUTION
excess = check("28.5", excess)

# %% [markdown]
r"""
## 5 · Who is accused

An answer that is wrong three times in four has a second question: wrong about *whom*?
In the club four members have ten friends or more.
Of the outbreaks that none of the four began, how often does each method accuse one of the four?
Before you open the cell, put the five methods in order.
"""

# %% tags=["reveal"]
leaders = np.flatnonzero(np.diff(club.indptr) >= 10)
methods = {rule: [named(centre(club, cases, rule)) for cases in many] for rule in CENTRES}
methods |= {"exact posterior": [named(exact_posterior(club, cases)) for cases in many], "a random case": [np.full(9, 1 / 9)] * len(many)}
guilty, rows = np.array([cases[0] in leaders for cases in many]), []
for name, chances in methods.items():
    on_leaders = np.array([chance[np.isin(cases, leaders)].sum() for chance, cases in zip(chances, many)])
    hit = np.array([chance[0] for chance in chances])
    rows.append((name, *((x.mean(), x.std() / np.sqrt(len(x))) for x in (on_leaders[~guilty], hit[~guilty], hit[guilty]))))
table(rows, "method", "accuses one of the four, wrongly", "finds another who began", "finds one of the four who began", digits=3,
      caption=f"600 outbreaks of nine cases, {guilty.sum()} of them begun by one of the four; mean ± standard error")
on_BA = sources_of["blame"]["BA"]
print("one of the 30 best connected wrongly accused, BA, 300 people: " + ", ".join(f"{rule} {on_BA[rule][1][0]:.2f}" for rule in ("random case", "message passing", *CENTRES)))

# %% [markdown]
r"""
The well connected fall ill early, stand in the middle of everything, and are innocent.
Every measure of centrality takes that for guilt.
The exact posterior almost never names one of them, *guilty or not*: from a leader the outbreak has many ways to go, so no one snapshot is probable.
It is right most often and spares those whom the others accuse, and yet a leader who did begin is hardly ever found: a calibrated posterior is one thing, naming its largest entry another.
To be accused because one knows many people is a property of the method, and can be measured before it is used.

**Who gets the doses.**
To be vaccinated, too, is decided by such rules: 100 doses for a majority of 800 with 10.5 ties each on average and a minority of 200 with 6, ten infected at random.
*Degree* vaccinates whoever has most ties; *degree within group* does so in each group, in proportion to its size.
Shares infected in the end, from the study; first where .2 of a minority member's six ties lead to the majority, then the difference of the two rules for other numbers of ties across.
"""

# %%
given = sources_of["doses"]
table([(rule, *map(tuple, numbers)) for rule, numbers in given["0.2"].items() if len(numbers) == 4],
      "100 doses", "majority infected", "minority infected", "all infected", "doses to the minority", digits=[None, 3, 3, 3, 1], caption="mean ± standard error over 60 networks")
table([(float(across), *map(tuple, one["within group less degree"])) for across, one in given.items()],
      "ties across", "majority", "minority", "all", digits=[2, 3, 3, 3], caption="degree within group less degree: shares infected, paired, mean ± standard error")

# %% [markdown]
r"""
By degree the minority gets next to nothing, since few of its members are among the best connected.
Within groups it is spared more than half of its cases, and the majority pays with about four in a hundred of its members.
On the whole fewer are infected where the groups mix little, since a minority apart is not protected by the majority's doses; with two ties across the difference is less than its standard error.
The table states the terms of the choice; it does not choose.

## 6 · What noise hides

Such methods need a list of who is ill.
Can it be published?

**Counts.**
[Lecture 19](19_adoption.ipynb#7-·-What-a-published-map-reveals-of-one-person) promised (19.18): whatever is published is nearly as probable with a person as without, up to the factor $e^{\pm\epsilon}$.
Laplace noise of scale $1/\epsilon$ keeps it for *one* count of people.
Now publish a series $c_1, \dots, c_m$, such as boys in bed day by day.
Leave a boy out, and the counts become $c'_t$.
The **sensitivity** $\Delta$ is the most that $\sum_t|c_t - c'_t|$ can be, for any boy.
With independent Laplace noise of scale $\Delta/\epsilon$ on each count,

$$\frac{p(y\mid c)}{p(y\mid c')} = \prod_t e^{\frac\epsilon\Delta\left(|y_t-c'_t| - |y_t-c_t|\right)} \;\le\; e^{\frac\epsilon\Delta\sum_t|c_t-c'_t|} \;\le\; e^\epsilon . \tag{28.10}$$

Who is in bed for a week stands in seven counts: $\Delta = 7$, not 1.
And $\Delta$ must be fixed *before* looking: the longest stay in the data is somebody's.
So stays are capped, and days beyond the cap are not counted.

**Single answers.**
No one to trust with the list?
Let everybody's answer be turned round before it leaves them, and kept with probability $\kappa$ only (**randomised response**, Warner 1965).
The two answers' probabilities differ by the factor $\frac{\kappa}{1-\kappa}$, which must be $e^\epsilon$.
Of $N$ people, $c$ of them ill, $Y$ are reported ill, with mean $c\kappa + (N-c)(1-\kappa)$ and variance $N\kappa(1-\kappa)$, so

$$\kappa = \frac{e^\epsilon}{1+e^\epsilon}, \qquad \hat c = \frac{Y - N(1-\kappa)}{2\kappa-1}, \qquad \operatorname{sd}(\hat c) = \frac{\sqrt{N\kappa(1-\kappa)}}{2\kappa-1} = \frac{\sqrt N\,e^{\epsilon/2}}{e^\epsilon-1} . \tag{28.11}$$

Witness: the largest ratio in (28.10) over 100 000 outputs $y$ near a series with and without a boy of seven days, for the right scale and for $1/\epsilon$; and (28.11) by simulation.
"""

# %% tags=["witness"]
school = load_boarding_school("A")  # boys in bed on 14 days of 1978, of 763
without = school.counts - ((np.arange(14) >= 3) & (np.arange(14) < 10))
y = school.counts + rng.laplace(scale=5, size=(100_000, 14))
largest = {Δ: np.max(laplace.logpdf(y, school.counts, Δ / 0.5).sum(axis=1) - laplace.logpdf(y, without, Δ / 0.5).sum(axis=1)) for Δ in (1, 7)}
witness("(28.10), Δ = 7, ε = .5: the largest log ratio is ε", largest[7], 0.5, atol=1e-9)
print(f"largest ratio: {np.exp(largest[7]):.2f} with Δ = 7, {np.exp(largest[1]):.2f} with Δ = 1; e^ε = {np.exp(0.5):.2f}")
truth = np.arange(763) < 298
for epsilon in (0.5, 1.0, 2.0):
    replies = randomised_response(np.tile(truth.astype(int), (4_000, 1)), epsilon, rng).sum(axis=1)
    estimates = response_total(replies, 763, epsilon)
    predicted = np.sqrt(763) * np.exp(epsilon / 2) / (np.exp(epsilon) - 1)
    witness(f"(28.11), ε = {epsilon}: mean and sd", [estimates.mean(), estimates.std()], [298, predicted], standard_error=predicted / np.sqrt([4_000, 8_000]))

# %% [markdown]
r"""
**What is left of $R_0$?**
The school's counts, private to each boy if nobody stayed longer than a week (it published no stays to cap), and the SIR curve fitted to them by least squares ($R_0$, $\gamma$ and the first infected free), 200 times each, from [the study](../studies/rewind_study.py); beside it the same with the sensitivity taken for 1:
"""

# %%
R0 = stored.read("rewind_study")["result"]["R0"]
fits = zip(map(float, R0["sensitivity 7"]), R0["sensitivity 7"].values(), R0["sensitivity 1"].values())
table([(epsilon, 7 * np.sqrt(2) / epsilon, tuple(kept[:2]), tuple(broken[:2])) for epsilon, kept, broken in fits],
      "ε", "noise on a count (sd)", "R₀, Δ = 7", "R₀, Δ = 1: a promise not kept", digits=[1, 1, 2, 2],
      caption=f"mean ± standard deviation; without noise {R0['without noise']:.2f}")

# %% [markdown]
r"""
From $\epsilon = .3$ on a curve of fourteen counts survives noise that hides every boy.
With $\Delta = 1$ it looks better still, and a boy who is in bed for a week is protected with $7\epsilon$ only.

What of patient zero?
Below, 300 people on a ring of neighbours with some shortcuts; one began, eight steps ago.
Everybody reports by (28.11) whether they have been ill, *healthy people too*.
Drag $\epsilon$ from right to left.
The middle panel gives the place of the true source among all 300, by message passing that knows $\epsilon$; the right one $R_0$ from the school's counts.
At which $\epsilon$ do *you* lose sight of the outbreak on the map, and at which is the source lost?
"""

# %% tags=["picture"]
def in_bed(theta):
    R0, gamma, I0 = np.exp(theta)
    return mean_field(SIR(R0 * gamma, gamma, 763), (763 - I0, I0), np.arange(14.0))[:, 1]


def R0_from(counts, first=np.log([4, 0.5, 2])):
    return np.exp(least_squares(lambda theta: in_bed(theta) - counts, first, bounds=(np.log([1, 0.05, 0.01]), np.log([30, 5, 100])), x_scale=0.1).x[0])


budgets = [0.3, 0.5, 1, 2, 3, 4, 6]
noisy_R0 = {epsilon: [R0_from(laplace_counts(school.counts, epsilon, 7, rng)) for _ in range(25)] for epsilon in budgets}

# %% tags=["picture"]
ring = small_world(300, 4, 0.1, np.random.default_rng(0))
angle = 2 * np.pi * np.arange(300) / 300


def reports_at(epsilon, seed, ring=ring):
    """Noisy reports, and the place of the source (person 150) among all suspects. The same coins for every ε."""
    states = in_steps(ring, [150], 0.5, 0.2, 8, np.random.default_rng(seed))[-1]
    kept = 1 / (1 + np.exp(-epsilon))
    noisy = randomised_response((states > 0).astype(int), epsilon, np.random.default_rng([seed, 1]))
    suspicion = snapshot_posterior(ring, noisy, 0.5, 0.2, 8, suspects=np.arange(300), channel=[[kept, 1 - kept], [1 - kept, kept], [1 - kept, kept]])
    return noisy, 1 + np.sum(suspicion > suspicion[150]), states > 0


# %% tags=["picture"]
maps = [[reports_at(epsilon, seed) for epsilon in budgets] for seed in range(12)]
ranks = np.array([[place for _, place, _ in row] for row in maps])
shown_map = np.array([np.where(noisy == 1, 6, 2) for noisy, _, _ in maps[1]])
middle, deviation = np.array([(np.mean(noisy_R0[epsilon]), np.std(noisy_R0[epsilon], ddof=1)) for epsilon in budgets]).T
low, middle, high = ((middle + k * deviation).round(2) for k in (-1.64, 0, 1.64))
circle = np.c_[np.sin(angle), np.cos(angle)]
Scene([Panel(Links(edges_of(ring)), Points(circle, colour_by=shown_map, size=3, highlight=150, trail=False, label="reported healthy, ill; large: the source"), title="the published map", aspect="equal"),
       Panel(Curve("rank", label="this map"), Curve("mean", label="mean of 12 maps"), title="place of the source", xlabel="ε", ylabel="place of 300", ylim=(0, 80)),
       Panel(Curve("high", label="mean + 1.64 sd"), Curve("middle", label="mean"), Curve("low", label="mean − 1.64 sd"), title="R₀ of the school", xlabel="ε", ylabel="R₀")],
      times=budgets, t=6, title="Privacy", values={"rank": ranks[1], "mean": ranks.mean(axis=0), "low": low, "middle": middle, "high": high},
      status="ε = {t:.1f}: the source is number {rank:.0f} of 300; R₀ from {low:.2f} to {high:.2f}")

# %% [markdown]
r"""
The same for 200 outbreaks on eight networks, from the study:
"""

# %%
private = sources_of["private"]["WS"]
private = {float(epsilon): numbers for epsilon, numbers in private.items() if epsilon != "snapshots"}
table([("none" if epsilon == np.inf else f"{epsilon:g}", 1 / (1 + np.exp(-epsilon)), *map(tuple, numbers[:2]), numbers[2][0]) for epsilon, numbers in private.items()],
      "ε", "reports kept", "source first of 300", "among the first five", "place (½: by chance)", digits=[None, 2, 2, 2, 3],
      caption="mean ± standard error over networks")

# %% [markdown]
r"""
At $\epsilon = 1$ more than a quarter of all reports are false, and in six maps of ten the source is still among the first five of 300.
Only at $\epsilon = .5$ is it mostly lost, and then $R_0$ could still be had.
**Noise on a record protects the record, not the source: the neighbours' records speak for it.**
The promise was kept to the letter; it never said that nothing can be learned about somebody from others.
Of ten people together it holds with $10\epsilon$ only (change them one by one), and an outbreak is many.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 28.6

This function is to keep the promise (19.18) for every person, whoever comes and however long they stay.
It has one fault.
Mend it so that as much as possible is still counted; where days must be left out, leave out a person's latest.

- `arrival`, `stay`: whole numbers (people,), the first day in bed and how many (at least 1); `days`: how many days are published; `cap`: whole number at least 1; `epsilon > 0`; `z`: array (days,) of Laplace noise of scale 1.
- Returns the noisy counts, array (days,).
- Worked value: `arrival = [0, 1]`, `stay = [1, 2]`, `days = 4`, `cap = 2`, `epsilon = 0.5` and no noise, `z = 0`: $(1, 1, 1, 0)$.

```python
def publish(arrival, stay, days, cap, epsilon, z):
    counts = np.zeros(days)
    for first, length in zip(arrival, stay):
        counts[first : first + length] += 1
    return counts + cap / epsilon * z
```
"""

# %% tags=["exercise"]
def publish(arrival, stay, days, cap, epsilon, z):
    """The counts, mended."""
    ### BEGIN SOLUTION
    counts = np.zeros(days)
    for first, length in zip(arrival, stay):
        counts[first : first + min(length, cap)] += 1
    return counts + cap / epsilon * z
    ### END SOLUTION


publish = check("28.6", publish)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The scale is that of (28.10) with $\Delta = $ `cap`, but a longer stay changes the counts by more than `cap`: it must not.
Taking the longest stay of the data for $\Delta$ would not mend it: then the amount of noise tells that somebody stayed so long.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · Break it

**The stricter, the barer.**
A slip found in teaching material: `laplace(0, epsilon)`, the scale $\epsilon$ for $\Delta/\epsilon$.
On one count ($\Delta = 1$), how large is the noise, and how often does an attacker who knows all others tell a person's presence, starting from even odds ([(19.19)](19_adoption.ipynb))?
"""

# %%
rows = []
for epsilon in (0.1, 0.5, 2.0):
    inside = rng.random(100_000) < 0.5
    for name, scale in (("1/ε", 1 / epsilon), ("ε", epsilon)):
        published = inside + rng.laplace(scale=scale, size=inside.size)
        rows.append((epsilon, name, np.sqrt(2) * scale, np.mean((published > 0.5) == inside)))
table(rows, "ε", "scale", "noise (sd)", "attacker right", digits=[1, None, 2, 3])

# %% [markdown]
r"""
Above 1 the slip hides more than promised, below 1 almost nothing: whoever turns the knob to *strict* publishes the bare count.
One test finds it: halve $\epsilon$, and the noise must double.

**The wrong start.**
The ratio contains the law of the start.
Rewind the villages with the ratio of another one, a single mode with the mean and the standard deviation of the true start:
"""

# %%
mean = start @ people
one_mode = norm.pdf(people, mean, np.sqrt(start @ (people - mean) ** 2))
one_mode /= one_mode.sum()
wrong = back.reverse_rates(births, uniformised(Q, one_mode, times, 1e-12), times)
rewound = at_zero(wrong, ends_of(0), 0)
posteriors = one_mode[:, None] * transition / (one_mode @ transition)
table([("the true start", total_variation(rewound, start)), ("the start assumed", total_variation(rewound, one_mode)), ("Bayes, with the wrong prior", total_variation(rewound, posteriors @ laws[-1]))],
      "rewound villages at t = 0, against", "total variation", digits=3)
error = np.sum(laws[1:] * np.abs(np.divide(wrong, right, out=np.ones_like(right), where=right > 0) - 1)) / len(right)
print(f"the ratio is off by {error:.0%}; rewound to a mean of {rewound @ people:.1f}, true {mean:.1f}; from 16 to 24 are {rewound[16:25].sum():.0%}, true {start[16:25].sum():.0%}")

# %% [markdown]
r"""
Neither the truth nor the assumption: each village is rewound by Bayes with the wrong prior, and what is left is what the data could correct.
The ratio is too large on one side of a mode and too small on the other, by a tenth; the mean comes out right, but the villages do not part.
So it was with the networks that were stopped early ([section 2](#2-·-Learn-the-reverse-from-paths)).

## 8 · In the wild

**"Patient 0".**
In 1984 a study of AIDS linked 40 men in ten cities by sexual contact (Auerbach and others), and one man was in the middle.
His label, the letter O for *outside California*, was read as zero, and the press made him the man who brought AIDS to America (McKay 2017).
In 2016 Worobey and others sequenced eight genomes of HIV from US blood samples of 1978–79, and his.
They date the virus' arrival in the US to about 1970, place it in New York with a posterior probability of .99, and find neither biological nor historical evidence that he was the first.
He stood in the middle because he had helped: he named 72 partners of three years to the investigators (Kucharski 2020), and whoever names most is most connected.
What it does not show: who *was* the first.
Eight genomes of an epidemic of thousands give a date and a city, not a person, and nobody needed one.

**And both meanings in one model.**
SL-Diff (2023) is a denoising diffusion model that finds the source of a spread on a graph: noise is added to *who began*, and the reverse is conditional on who is ill, from a first coarse guess on.
Its target is section 4's posterior, its means are Part I's; whether its samples are calibrated is the question to ask it.

## 9 · What you can now say

*Can a spread be run backwards?*
Its law, exactly: rate times ratio.
One spread, only in the sense of Bayes: you get pasts in proportion to their probability, and often no single one is probable.

| | result | witness |
|---|---|---|
| (28.1), (28.2) | The reverse rate is the forward rate times a ratio of probabilities; it retraces whole paths | [section 1](#1-·-Which-way-did-it-come?) |
| (28.3), (28.4) | The likelihood of reversed paths is least at the true reverse | [section 2](#2-·-Learn-the-reverse-from-paths) |
| (28.5), (28.6) | It is the score entropy, and on a fine grid score matching | [section 3](#3-·-The-circle-closes) |
| (28.7)–(28.9) | Patient zero exactly, and how often even that is wrong | [section 4](#4-·-Patient-zero) |
| (28.10), (28.11) | Noise for a series and for single answers | [section 6](#6-·-What-noise-hides) |

The opening questions.
(1) The ratio $p_{n-1}/p_n$ at every time, which contains the law of the start.
(2) Upside down is worse, and both begin to show within the first steps from the right.
(3) Either, from $t = 3$, the table much sooner, the network better if paths are few; from $t = 6$ the table ([section 2](#2-·-Learn-the-reverse-from-paths)).

**What you can do after lectures 00 to 28.**
Write down a process that spreads, in pixels, people or trees, as $\dot p = Q^{\mathsf T}p$, and check it against its limit.
Run it forward by simulation, estimate its rates with intervals, and say what the data cannot tell.
Run it backwards by Bayes, by a score or by a ratio; learn that from samples, and measure what was learned against a truth you know.
Steer it, judge it on cases that did not make it, name whom it helps, harms and reveals.
And when a formula is put before you, from a paper or from a machine: evaluate both sides.

## 10 · Sources

- F. P. Kelly, *Reversibility and stochastic networks*, 1979, section 1.7: reversed rates, for stationary laws; A. Campbell and others, *A continuous time framework for discrete denoising models*, NeurIPS 2022, arXiv 2205.14987: (28.1) for any law.
- A. Lou, C. Meng, S. Ermon, *Discrete diffusion modeling by estimating the ratios of the data distribution*, ICML 2024, arXiv 2310.16834: score entropy, (28.5); J. Benton and others, *From denoising diffusions to denoising Markov models*, 2022, arXiv 2211.03595: one loss for all state spaces, (28.4), (28.6).
- D. Shah, T. Zaman, *Rumors in a network: who's the culprit?*, IEEE Trans. Inf. Theory 57, 2011: (28.8); *Finding rumor sources on random trees*, Operations Research 64, 2016: (28.9). W. Dong, W. Zhang, C. W. Tan, *Rooting out the rumor culprit from suspects*, 2013, arXiv 1301.6312: finite numbers of cases.
- A. Y. Lokhov, M. Mézard, H. Ohta, L. Zdeborová, *Inferring the origin of an epidemic with a dynamic message-passing algorithm*, Phys. Rev. E 90, 2014: message passing; K. Zhu, L. Ying, *Information source detection in the SIR model*, IEEE/ACM Trans. Netw. 24, 2016: the Jordan centre.
- C. Dwork, F. McSherry, K. Nissim, A. Smith, *Calibrating noise to sensitivity in private data analysis*, 2006: (28.10); S. L. Warner, *Randomized response*, J. Am. Stat. Assoc. 60, 1965: (28.11).
- D. M. Auerbach, W. W. Darrow, H. W. Jaffe, J. W. Curran, *Cluster of cases of the acquired immune deficiency syndrome: patients linked by sexual contact*, Am. J. Medicine 76, 1984; R. A. McKay, *Patient Zero and the making of the AIDS epidemic*, 2017; A. Kucharski, *The rules of contagion*, 2020.
- M. Worobey and others, *1970s and 'Patient 0' HIV-1 genomes illuminate early HIV/AIDS history in North America*, Nature 539, 2016, 98–101.
- B. Huang and others, *Two-stage denoising diffusion model for source localization in graph inverse problems*, 2023, arXiv 2304.08841: SL-Diff.
- Data: the boarding school, as in [lecture 21](21_estimation.ipynb); W. W. Zachary, 1977 (the karate club).
- Ours: all tables and experiments, the exercises.
"""
