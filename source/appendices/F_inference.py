# %% [markdown]
r"""
# F · Why does a chain of random steps sample a posterior, and when may it be believed?

{badges}

| | |
|---|---|
| **You will be able to** | prove that a chain forgets its start, and say how fast · build a chain for any density you can evaluate up to a constant · say what Metropolis, MALA and HMC each get wrong without their acceptance step · compute the standard error of a chain's mean · name five ways in which chains mislead, and which of them R-hat sees |
| **You need** | probabilities of a few states, matrices, the normal density; [lecture 01](../lectures/01_one_equation.ipynb) for $\dot P = Q^{\mathsf T}P$, [lecture 06](../lectures/06_score.ipynb) for the Langevin step; [lecture 21](../lectures/21_estimation.ipynb) uses all of this on data |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np

from utils.inference.diagnostics import effective_sample_size, split_rhat
from utils.inference.samplers import hmc, metropolis
from utils.inference.target import Target
from utils.processes.chains import stationary
from utils.processes.langevin import langevin_step
from utils.teaching import figures
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(66)

# %% [markdown]
r"""
## 1 · A chain forgets where it began

A **Markov chain** on $n$ states is a matrix $K$ of probabilities: $K_{ij}\ge0$ is the chance of going from $i$ to $j$, and each row sums to 1.
If $P_k$ is the law after $k$ steps (a column), then

$$P_{k+1} = K^{\mathsf T}P_k, \tag{F.1}$$

<!-- F.1: definition -->

the discrete twin of $\dot P = Q^{\mathsf T}P$: with $Q = K - I$ jumps happen at random times instead of at every tick, and the stationary laws are the same.
$\pi$ is **stationary** if $K^{\mathsf T}\pi = \pi$.

**Claim.**
If each state can be reached from each other in exactly $m$ steps, there is one stationary law, and every start ends there.

Let $0<\varepsilon<1$ be such that $(K^m)_{ij}\ge\varepsilon\,\nu_j$ for some law $\nu$ and all $i$: the smallest entry of each column will do (if their sum is 1 all rows are equal, and one visit forgets everything).
Then $K^m = \varepsilon\,\mathbf 1\nu^{\mathsf T} + (1-\varepsilon)R$, where $R$ is again a matrix of probabilities.
Apply it to two laws $\mu$, $\mu'$: the first part gives $\varepsilon\nu$ for both, and cancels in the difference.
The second cannot make a difference larger, since $\sum_j|\sum_i R_{ij}x_i|\le\sum_i|x_i|$.
So in **total variation**, $\mathrm{TV}(\mu, \mu') = \frac12\sum_i|\mu_i-\mu'_i|$,

$$\mathrm{TV}\left((K^m)^{\mathsf T}\mu,\ (K^m)^{\mathsf T}\mu'\right) \le (1-\varepsilon)\,\mathrm{TV}(\mu, \mu'). \tag{F.2}$$

Every $m$ steps the memory of the start shrinks by the factor $1-\varepsilon$ at least (Doeblin's condition).
So any two starts meet, and two stationary laws would be equal.
There is one: with $\mu' = K^{\mathsf T}\mu$, (F.2) makes $(K^{\mathsf T})^k\mu$ a Cauchy sequence, and its limit does not change under $K^{\mathsf T}$.

Witness: 300 pairs of laws on six states, with $\varepsilon = \sum_j\min_iK_{ij}$ and $m = 1$.
"""

# %% tags=["witness"]
K = rng.dirichlet(np.full(6, 0.8), size=6)
epsilon = K.min(axis=0).sum()
one, other = rng.dirichlet(np.ones(6), size=(2, 300))
tv = lambda p, q: np.abs(p - q).sum(axis=-1) / 2
after, bound = tv(one @ K, other @ K), (1 - epsilon) * tv(one, other)
witness("(F.2)", np.minimum(after, bound), after, atol=1e-15)
print(f"ε = {epsilon:.3f}; the worst pair shrinks to {np.max(after / tv(one, other)):.3f} of its distance, the bound says {1 - epsilon:.3f}")
witness("(F.2), its consequence", one[0] @ np.linalg.matrix_power(K, 200), stationary(K - np.eye(6)), atol=1e-12)

# %% [markdown]
r"""
The bound is safe and often far too careful.
The exact speed is an eigenvalue's: 1 is one of them, and if the others are at most $|\lambda_2|<1$ in size, then

$$\mathrm{TV}(P_k, \pi) = O\left(|\lambda_2|^k\right) \tag{F.3}$$

(for a $K$ with a full set of eigenvectors: expand $P_0$ in those of $K^{\mathsf T}$).
The number of steps to forget is $1/(1-|\lambda_2|)$ in order of size; all of this appendix is about making it small for a $\pi$ that we choose.
"""

# %% [markdown]
r"""
Witness: a walker on a ring of six states who stays with probability one half; there $\lambda_2 = \frac12+\frac12\cos60^\circ = \frac34$.
"""

# %% tags=["witness"]
ring = np.eye(6) / 2 + (np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)) / 4
distances = [tv(np.linalg.matrix_power(ring, k)[0], np.full(6, 1 / 6)) for k in (40, 41)]
witness("(F.3)", distances[1] / distances[0], 3 / 4, atol=1e-3)

# %% [markdown]
r"""
## 2 · A chain for a given law: detailed balance

Now $\pi$ is given, up to a constant, and $K$ is wanted.
Demand more than stationarity: that each pair of states be in balance by itself,

$$\pi_i\,K_{ij} = \pi_j\,K_{ji} \quad\text{for all } i, j. \tag{F.4}$$

Sum over $i$: $\sum_i\pi_iK_{ij} = \pi_j\sum_iK_{ji} = \pi_j$, so $\pi$ is stationary.
A film of such a chain looks the same run backwards: it is **reversible**.

Take any proposal $q_{ij}$ (with $q_{ij}>0$ where $q_{ji}>0$), and accept with probability $a_{ij}$, else stay.
Then $K_{ij} = q_{ij}a_{ij}$ for $i\ne j$, and (F.4) reads $a_{ij}/a_{ji} = \frac{\pi_jq_{ji}}{\pi_iq_{ij}} =: r_{ij}$.
Every function with $g(r) = r\,g(1/r)$ gives a solution $a = g(r)$, two of them being

$$a_{ij} = \min(1, r_{ij}) \ \text{(Metropolis and Hastings)}, \qquad a_{ij} = \frac{r_{ij}}{1+r_{ij}} \ \text{(Barker)}. \tag{F.5}$$

Of $a_{ij}$ and $a_{ji}$ neither can exceed 1, so the larger of the two is at most 1 and $a_{ij}\le\min(1, r_{ij})$: Metropolis' choice accepts most, and for the same proposals no other gives a smaller asymptotic variance of the mean, of any function (Peskun 1973).
For densities read $\pi(\theta)$, $q(\theta'\mid\theta)$ and integrals for sums; that one sometimes stays is an atom of probability at $\theta$, which is in balance with itself.

Witness: a proposal with no symmetry on six states, both rules; and (F.4).
"""

# %% tags=["witness"]
pi, q = rng.dirichlet(np.ones(6)), rng.dirichlet(np.ones(6), size=6)
r = (pi[None] * q.T) / (pi[:, None] * q)
chains_of = {}
for name, a in {"Metropolis": np.minimum(1, r), "Barker": r / (1 + r)}.items():
    chain = q * a * (1 - np.eye(6))
    chain += np.diag(1 - chain.sum(axis=1))
    chains_of[name] = chain
    witness(f"(F.4), {name}", pi[:, None] * chain, (pi[:, None] * chain).T, atol=1e-15)
    witness(f"(F.5), {name}", stationary(chain - np.eye(6)), pi, atol=1e-12)
table([(name, np.sum(pi * np.diag(chain)), np.sort(np.abs(np.linalg.eigvals(chain)))[-2]) for name, chain in chains_of.items()],
      "rule", "share of steps that stay", "second eigenvalue, in size", digits=3)

# %% [markdown]
r"""
## 3 · Langevin: what the acceptance step repairs

The Langevin step $\theta' = \theta+h\,s(\theta)+\sqrt{2h}\,z$ with $s=\nabla\log\pi$ is a proposal with density $\log q(\theta'\mid\theta) = -\|\theta'-\theta-hs(\theta)\|^2/4h$ + constant.
Multiply out $\log r = \log\pi(\theta')-\log\pi(\theta)+\log q(\theta\mid\theta')-\log q(\theta'\mid\theta)$; the squared distances cancel:

$$\log r = \log\frac{\pi(\theta')}{\pi(\theta)} - \frac{(\theta'-\theta)\cdot(s+s')}2 + \frac h4\left(\|s\|^2-\|s'\|^2\right), \qquad s = s(\theta),\ s' = s(\theta'). \tag{F.6}$$

The first two terms are the error of the trapezoidal rule for $\int s\cdot d\theta$ from $\theta$ to $\theta'$, of third order in the distance, and a distance is of order $\sqrt h$.
The last is $h$ times a difference of order $\sqrt h$.
So $\log r$ is of order $h^{3/2}$: short Langevin steps are nearly always accepted.
For a random walk with the same noise $\sqrt{2h}\,z$, $\log r = \log\pi(\theta')/\pi(\theta)$ is of order $h^{1/2}$.
That is why MALA may take longer steps: in $d$ dimensions the terms add up, and the best $h$ shrinks as $d^{-1/3}$, against $d^{-1}$ for the walk.

Witness: on a skew density, $\log\pi = 3x-e^x$, (F.6) against the definition; and the two typical sizes when $h$ is divided by 4, which are 8 times and 2 times smaller.
"""

# %% tags=["witness"]
log_pi, slope = lambda x: 3 * x - np.exp(x), lambda x: 3 - np.exp(x)
x = np.log(rng.gamma(3.0, size=100_000))  # exact samples of this density
log_q = lambda to, of, h: -((to - of - h * slope(of)) ** 2) / (4 * h)
sizes = []
for h in (0.04, 0.01):
    there = langevin_step(x, slope(x), h, rng.normal(size=x.size))
    by_definition = log_pi(there) - log_pi(x) + log_q(x, there, h) - log_q(there, x, h)
    expanded = log_pi(there) - log_pi(x) - (there - x) * (slope(x) + slope(there)) / 2 + h / 4 * (slope(x) ** 2 - slope(there) ** 2)
    witness(f"(F.6), h = {h}", by_definition, expanded, atol=1e-9)
    walked = log_pi(x + np.sqrt(2 * h) * rng.normal(size=x.size)) - log_pi(x)
    sizes.append([np.sqrt(np.mean(log_r**2)) for log_r in (expanded, walked)])
orders = np.log(np.divide(*sizes)) / np.log(4)
witness("(F.6), orders 3/2 and 1/2", orders, np.array([1.5, 0.5]), atol=0.1)

# %% [markdown]
r"""
## 4 · Hamilton: the leapfrog has an energy of its own

With a momentum $p$ and $H = -\log\pi(\theta)+\frac12\|p\|^2$, the leapfrog step of [lecture 21](../lectures/21_estimation.ipynb) keeps volume and can be run backwards, so $a = \min(1, e^{H-H'})$ gives detailed balance.
How large is $H'-H$ after a long path?
For a standard Gaussian $-\log\pi = \theta^2/2$ the step is a matrix,

$$\begin{pmatrix}\theta'\\ p'\end{pmatrix} = \begin{pmatrix}1-\frac{h^2}2 & h\\ -h\left(1-\frac{h^2}4\right) & 1-\frac{h^2}2\end{pmatrix}\begin{pmatrix}\theta\\ p\end{pmatrix}, \qquad \tilde H = \tfrac12p^2+\tfrac12\left(1-\tfrac{h^2}4\right)\theta^2 \ \text{ stays as it is.} \tag{F.7}$$

(Insert: with $c = 1-\frac{h^2}2$ and $1-\frac{h^2}4 =: w$, $c^2 + h^2w = 1$, so $p'^2+w\theta'^2 = p^2+w\theta^2$.)
The path is an exact path of a slightly different hill.
So the error $H'-H = \frac{h^2}8(\theta'^2-\theta^2)$ does not grow with the length of the path: for a Gaussian, many leapfrog steps cost computation, not acceptances.
(In general the error stays bounded for small $h$ and over times exponentially long in $1/h$; where widths differ much from place to place, as in the funnel of section 6, no $h$ is small everywhere.)
For $h>2$, $\tilde H$ is no longer a sum of squares, and the path runs away: in $d$ directions of different widths the narrowest sets the limit.
"""

# %% tags=["witness"]
h, theta, p = 0.9, 1.3, -0.4
by_matrix = np.array([[1 - h**2 / 2, h], [-h * (1 - h**2 / 4), 1 - h**2 / 2]]) @ [theta, p]
half = p - h / 2 * theta
leap = np.array([theta + h * half, half - h / 2 * (theta + h * half)])
witness("(F.7), the step", leap, by_matrix)
state, kept = np.array([theta, p]), []
for _ in range(1000):
    half = state[1] - h / 2 * state[0]
    state = np.array([state[0] + h * half, half - h / 2 * (state[0] + h * half)])
    kept.append(state[1] ** 2 / 2 + (1 - h**2 / 4) * state[0] ** 2 / 2)
witness("(F.7), 1000 steps", np.array(kept), p**2 / 2 + (1 - h**2 / 4) * theta**2 / 2, atol=1e-10)

# %% [markdown]
r"""
**Predict before you run.**
A Gaussian's path is a circle, once round in a time of $2\pi$.
Which path length gives the most effective samples of the *mean*: $\pi/4$, $\pi/2$, $\pi$ or $2\pi$?
And of the *variance*?
"""

# %% tags=["reveal"]
normal = Target(lambda x: -(x**2).sum(axis=1) / 2, ("a", "b"), lambda x: -x, vectorised=True)
rows = []
for name, length in {"π/4": np.pi / 4, "π/2": np.pi / 2, "π": np.pi, "2π": 2 * np.pi}.items():
    run = hmc(normal, rng.normal(size=(12, 2)), 400, rng, warm_up=0, step=np.pi / 16, length=length, scale=np.eye(2))
    groups = [run.samples[k::3] for k in range(3)]
    mean, square = ([effective_sample_size(f(one), "mean").min() / 1600 for one in groups] for f in (lambda x: x, np.square))
    rows.append((name, np.mean(mean), min(mean), max(mean), np.mean(square), min(square), max(square)))
table(rows, "length", "mean: effective a sample", "least of 3 groups", "most", "variance: effective a sample", "least", "most", digits=2)

# %% [markdown]
r"""
After $\pi$ each path ends near $-\theta$: means profit beyond independence, since the errors cancel (3.2 is the most that this estimate of the effective size ever reports, $\log_{10}$ of the number of samples), and $\theta^2$ learns next to nothing, since it comes back to where it was.
After $2\pi$ both are nearly back.
After $\pi/2$ position and momentum have changed places: close to independent.
(The sampler draws each path's step within 20 %; with equal steps the last two rows would be worse still.)
NUTS stops a path when it begins to turn back, and so needs no such choice (Hoffman and Gelman 2014).

## 5 · What a chain's mean is worth

Let $x_1, \dots, x_S$ be a stationary chain's values of some function, with variance $\sigma^2$ and autocorrelation $\rho_t$.
Then

$$\operatorname{Var}(\bar x) = \frac{\sigma^2}S\left(1+2\sum_{t=1}^{S-1}\left(1-\frac tS\right)\rho_t\right) \approx \frac{\sigma^2}{\mathrm{ESS}}, \qquad \mathrm{ESS} = \frac S{1+2\sum_{t\ge1}\rho_t}: \tag{F.8}$$

write the variance of a sum as the sum of all covariances; the lag $t$ occurs $2(S-t)$ times.
The sum of *estimated* autocorrelations must end somewhere, or it is noise: Geyer (1992) stops at the first pair $\rho_{2k}+\rho_{2k+1}$ that is not positive, since for a reversible chain these pairs are positive and fall.

**R-hat.**
Of $M$ chains of $n$ samples let $W$ be the mean variance within and $B/n$ the variance of their means.
If all sample one law, $B/n$ is on average $\sigma^2$ over the effective size of *one* chain, so

$$\hat R^2 = \frac{n-1}n+\frac{B/n}{W} \approx 1+\frac1{\mathrm{ESS}\text{ of one chain}}. \tag{F.9}$$

So the limit $\hat R<1.01$ asks for some 50 effective samples in each half chain: R-hat measures length as well as agreement.
With the usual four chains that is $8\times50 = 400$, the limit for the effective size.

Witness: 4000 autoregressions with $\rho = 0.8$.
"""

# %% tags=["witness"]
rho, S = 0.8, 200
many = rng.normal(size=(4000, S))
for t in range(1, S):
    many[:, t] = rho * many[:, t - 1] + np.sqrt(1 - rho**2) * many[:, t]
lags = np.arange(1, S)
exact = (1 + 2 * np.sum((1 - lags / S) * rho**lags)) / S
means = many.mean(axis=1)
witness("(F.8)", means.var(), exact, standard_error=exact * np.sqrt(2 / 4000))
one_chain = many.var(axis=1, ddof=1).mean()
excess = means.var(ddof=1) / one_chain - 1 / S
witness("(F.9)", excess, (1 + rho) / (1 - rho) / S - 1 / S, atol=0.004)

# %% [markdown]
r"""
What we report is the version of Vehtari et al. (2021): chains are split in halves, values replaced by the normal scores of their ranks (so that heavy tails do no harm), once for the values and once for their distances from the median, and the larger R-hat counts; the effective size is given for the bulk and for the tails.

## 6 · What goes wrong

Each row of the table is an experiment with 4 Metropolis chains of 2000 steps, done three times, and a number that is known exactly.

- **Two modes**, $\frac12N(-6,1)+\frac12N(6,1)$, all chains started in the right one; then two in each.
- **The chain that adapts to where it stands**: its step is $0.3+|\theta|$, larger far out, and the proposal's asymmetry is not corrected.
  The target is $N(0,1)$.
- **A funnel** (Neal 2003): $v\sim N(0, 3^2)$, and nine $x_i\sim N(0, e^v)$ given $v$: the $x_i$ have the width $e^{v/2}$, which from $v=-6$ to $6$ (two standard deviations) grows 400 times.
  Then the same law in other coordinates, $x_i = e^{v/2}u_i$ with $u_i\sim N(0,1)$.
"""

# %%
two = Target(lambda x: np.logaddexp(-((x[:, 0] - 6) ** 2) / 2, -((x[:, 0] + 6) ** 2) / 2), ("x",), vectorised=True)
funnel = Target(lambda x: -x[:, 0] ** 2 / 18 - 4.5 * x[:, 0] - (x[:, 1:] ** 2).sum(axis=1) * np.exp(-x[:, 0]) / 2,
                ("v", *(f"x{i}" for i in range(1, 10))), vectorised=True)
flat = Target(lambda x: -x[:, 0] ** 2 / 18 - (x[:, 1:] ** 2).sum(axis=1) / 2, funnel.names, vectorised=True)


def adapting(steps, theta):
    """Metropolis' rule for N(0, 1), but with a step that depends on where it stands."""
    path = []
    for _ in range(steps):
        there = theta + (0.3 + np.abs(theta)) * rng.normal(size=theta.shape)
        theta = np.where(np.log(rng.random(theta.shape)) < (theta**2 - there**2) / 2, there, theta)
        path.append(theta)
    return np.array(path).T

# %% tags=["reveal"]
def modes(start):
    return lambda: metropolis(two, start, 2000, rng, warm_up=0, step=1.5, scale=np.eye(1)).samples[..., 0]


below = ("P(v < −3)", lambda v: np.mean(v < -3), 0.1587)
experiments = {
    "two modes, all started in one": (modes([[5.0], [6], [7], [6.5]]), "mean", np.mean, 0.0),
    "two modes, started in both": (modes([[6.0], [-6], [5], [-5]]), "mean", np.mean, 0.0),
    "adapting to where it stands": (lambda: adapting(2000, rng.normal(size=4)), "variance", np.var, 1.0),
    "funnel": (lambda: metropolis(funnel, rng.normal(size=(4, 10)), 2000, rng).samples[..., 0], *below),
    "funnel in other coordinates": (lambda: metropolis(flat, rng.normal(size=(4, 10)), 2000, rng).samples[..., 0], *below),
}
sets = {name: [run() for _ in range(3)] for name, (run, *_) in experiments.items()}
span = lambda f, runs, digits: f"{min(map(f, runs)):.{digits}f} to {max(map(f, runs)):.{digits}f}"
table([(name, what, span(measure, sets[name], 3), true, span(split_rhat, sets[name], 3), span(effective_sample_size, sets[name], 0))
       for name, (_, what, measure, true) in experiments.items()],
      "experiment", "quantity", "by the chains, 3 runs", "true", "R-hat", "ESS bulk", digits=3)

# %% tags=["picture"]
fig, axes = figures.figure(1, 2)
side = np.linspace(-10, 10, 81)
for ax, (name, colour) in zip(axes, {"funnel": "C0", "funnel in other coordinates": "C1"}.items()):
    ax.hist(np.ravel(sets[name]), bins=side[::2], density=True, color=colour, alpha=0.5, label="chains")
    ax.plot(side, np.exp(-(side**2) / 18) / np.sqrt(18 * np.pi), "k--", label="exact")
    ax.set(title=name, xlabel="v", ylabel="density")
    ax.legend()
figures.show(fig)

# %% [markdown]
r"""
Read the table row by row.

1. **All chains in one mode agree perfectly.** R-hat compares chains with each other, not with $\pi$.
   Only starts spread wider than the target can show a second mode, and only if one of them falls into it.
2. Started in both, they disagree, and R-hat says so.
   (It does not say which mode weighs more: chains that never cross cannot know.)
3. **A wrong chain converges as well as a right one.** This one converges to a law of variance about 0.7 (all three runs agree on it), which is not $\pi$, and no diagnostic of agreement can see that.
   Adapt in the warm-up only, or correct the asymmetry by $q$.
4. **The funnel's neck**: a step that suits the mouth is too long there, so the neck is hardly entered, and all three estimates are far too small.
   Here R-hat and the effective size do warn.
5. **Other coordinates open the neck**: the same sampler, with as many steps, now enters it, and its effective size is more than ten times as large.
   (It is below 400 still, and R-hat above 1.01: run longer.)
   The posterior of hierarchical models is often such a funnel.

Four more, in words.

- **A slope that is wrong** costs acceptances only: (F.5) contains the true $\pi$, and the same wrong slope in $q$ both ways (tests run each sampler with one).
- **Walkers that learn from each other** (emcee's ensemble) are not independent chains: R-hat between them is too small. Use their own autocorrelation time, or several ensembles.
- **Improper posteriors**: a flat prior on $\log k$, where the likelihood tends to a positive constant as $k\to\infty$, has no total probability; a chain drifts off for ever, slowly.
- **Thinning** (keeping every tenth sample) saves memory and loses information: the mean of all is the better one (Geyer 1992).

## 7 · When to take a library

What is derived here is enough for a posterior of a few parameters whose density you can evaluate for many points at once.
Take **NUTS**, from Stan, PyMC, NumPyro or BlackJAX, when there are more than some twenty parameters, when the model is hierarchical, or when others must maintain it: it has the gradient by automatic differentiation, chooses path lengths by itself, and reports *divergences*, paths whose energy ran away, which point at funnels.
What stays yours with any library: the model, the prior, starts that are spread out, and reading R-hat and the effective size before the intervals.
"""

# %% [markdown]
r"""
## 8 · What you can now say

A chain that is in balance with $\pi$, pair by pair, has $\pi$ as its stationary law; it forgets its start at a rate that an eigenvalue sets; its mean is worth $S/(1+2\sum\rho_t)$ independent samples; and that chains agree is necessary, not sufficient.

| | result |
|---|---|
| (F.2), (F.3) | Every start ends in the one stationary law, at a geometric rate |
| (F.4), (F.5) | Detailed balance; Metropolis accepts most of all rules that have it |
| (F.6) | Langevin's proposals are refused with probability of order $h^{3/2}$ |
| (F.7) | The leapfrog keeps an energy close to the true one, for ever |
| (F.8), (F.9) | Standard error of a chain's mean; what R-hat measures |

## 9 · Sources

- N. Metropolis et al., *Equation of state calculations by fast computing machines*, Journal of Chemical Physics 21, 1953. W. K. Hastings, Biometrika 57, 1970. A. A. Barker 1965. P. H. Peskun, *Optimum Monte-Carlo sampling using Markov chains*, Biometrika 60, 1973: (F.5).
- G. O. Roberts, R. L. Tweedie, Bernoulli 2, 1996; G. O. Roberts, J. S. Rosenthal, *Optimal scaling of discrete approximations to Langevin diffusions*, JRSS B 60, 1998: section 3.
- S. Duane et al. 1987; R. M. Neal, *MCMC using Hamiltonian dynamics*, 2011: section 4. R. M. Neal, *Slice sampling*, Annals of Statistics 31, 2003: the funnel. M. D. Hoffman, A. Gelman, *The No-U-Turn sampler*, JMLR 15, 2014.
- C. J. Geyer, *Practical Markov chain Monte Carlo*, Statistical Science 7, 1992: section 5. A. Vehtari et al., Bayesian Analysis 16, 2021: R-hat and the limits 1.01 and 400.
- L. Tierney, *Markov chains for exploring posterior distributions*, Annals of Statistics 22, 1994: the proofs for densities.
- Ours: the witnesses and the table of section 6.
"""
