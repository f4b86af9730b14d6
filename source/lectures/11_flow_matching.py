# %% [markdown]
r"""
# 11 · The training lines are straight: why is a sample's path curved?

{badges}

| | |
|---|---|
| **You will be able to** | derive flow matching from straight lines, and show that it is the probability flow on another clock · split the cost of a coupling into what the flow costs, its curvature, and the crossing of lines · straighten a flow by reflow or by optimal transport within a batch, and measure what that gains · transport any law to any other by a stochastic interpolant · find the four slips that most often break such code |
| **You need** | [lecture 05](05_objective.ipynb) (the flow prediction), [lecture 09](09_continuous_time.ipynb) (the probability flow, (9.7) to (9.9)), [lecture 10](10_solvers.ipynb) (Euler, Heun, the quantile map), [lecture 07](07_training.ipynb) (training), [appendix B](../appendices/B_gaussians.ipynb) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import combinations, permutations

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from scipy.stats import norm

from studies import stored
from utils.data import toys
from utils.exercises import check, hint
from utils.generative import schedules, solvers
from utils.generative.couplings import cost, optimal_order, reflow
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.flow_matching import fresh_pairs, kept_pairs, match
from utils.generative.interpolants import bridge, mixture_velocity, of_schedule, shifted, straightness
from utils.generative.metrics import sliced_wasserstein
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.networks import Denoiser, Net
from utils.generative.samplers import sample
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(11)
flow = schedules.flow()
study = stored.read("flow_study")["result"]

# %% [markdown]
r"""
## The picture first

Take data points $x_0$ and noises $x_1$, join them in pairs by straight lines, and let a network learn the velocity of what passes each place at each time.
Left: the lines of 19 pairs.
Right: the paths of particles that start at noise and follow the *exact* velocity of all such pairs.
The data are the course's two modes; nothing here is learned.
The knob says how strongly a pair's two ranks are correlated; the laws of $x_0$ and of $x_1$, each alone, stay the same.
Drag the slider to the right: time runs from noise, $t = 1$, to data, $t = 0$.

1. The left lines are straight. Why do the right ones bend, and where?
2. On the right, extend each path straight on from $t = 1$: one single Euler step.
   Where do these tangents end?
3. Set the knob to higher correlations.
   What becomes of lines, paths, and the two curves?
"""

# %% tags=["picture"]
w = np.linspace(-7, 7, 801)  # x_0 by its rank: x_0 = F⁻¹(Φ(w)), w ~ N(0, 1)
line = np.linspace(-3.2, 2.4, 4001)
data_at = np.interp(norm.cdf(w), norm.cdf((line[:, None] - bimodal.means[:, 0]) / 0.4) @ bimodal.weights, line)
weight = norm.pdf(w) * (w[1] - w[0])
clock, grid = np.linspace(1, 0, 51), np.linspace(-4.5, 4.5, 301)


def passing(rho, t):
    """Places x, density of x_t there, v(x, t) and Var(x_1 − x_0 | x_t = x), for x_1 = ρ w + √(1 − ρ²) z."""
    centre, spread = (1 - t) * data_at + t * rho * w, t * np.sqrt(1 - rho**2)
    share = weight * norm.pdf(grid[:, None], centre, spread)
    density = np.maximum(share.sum(axis=1), 1e-300)
    mean, square = share @ data_at / density, share @ data_at**2 / density
    return density, (grid - mean) / t, np.maximum(square - mean**2, 0) / t**2


# %% tags=["picture"]
def energies(rho):
    """E|v|² and E Var(u | x_t) at each time of the clock."""
    found = [passing(rho, t) for t in clock[:-1]]
    inside = np.array([[density @ v**2, density @ var] for density, v, var in found]).T * (grid[1] - grid[0])
    return np.c_[inside, [weight @ (rho * w - data_at) ** 2, 1 - rho**2]]  # at t = 0 the place is x_0 itself


def paths(rho, ranks):
    """The flow in one dimension keeps ranks: quantiles of x_t, (times, particles)."""
    found = []
    for t in clock[:-1]:
        centre, spread = (1 - t) * data_at + t * rho * w, t * np.sqrt(1 - rho**2)
        found.append(np.interp(ranks, norm.cdf(grid[:, None], centre, spread) @ weight, grid))
    return np.array([*found, np.interp(norm.ppf(ranks), w, data_at)])


# %% tags=["picture"]
ranks = (np.arange(19) + 0.5) / 19
z_of = norm.ppf(rng.permutation(ranks))
couplings = {"independent": 0.0, "correlation 0.7": 0.7, "correlation 0.95": 0.95, "correlation 0.99": 0.99}


def show_coupling(rho):
    x0, x1 = np.interp(norm.ppf(ranks), w, data_at), rho * norm.ppf(ranks) + np.sqrt(1 - rho**2) * z_of
    lines, flowing = x0 + clock[:, None] * (x1 - x0), paths(rho, ranks)
    speed, crossing = energies(rho)
    place, axis = 1 - clock, dict(xlabel="1 − t: from noise to data →", ylim=(-3.2, 3.2))
    dots = [Points(frames=np.stack([np.broadcast_to(place[:, None], y.shape), y], axis=2).round(3), trail=False, colour=c, size=4, label=name)
            for y, c, name in ((lines, 6, "on their lines"), (flowing, 5, "on the flow's paths"))]
    bent = [Line(place, y.round(3), colour=5, dash=False) for y in flowing.T]
    panels = [Panel(*(Line(place, y.round(3), colour=6, dash=False) for y in lines.T), dots[0], title="training: lines of pairs", ylabel="x_t", **axis),
              Panel(*bent, dots[1], title="sampling: paths of the flow", **axis),
              Panel(Curve(place, speed.round(3), label="E|v|²"), Curve(place, crossing.round(3), label="E Var(x_1 − x_0 | x_t)"), title="energy and crossing", xlabel="1 − t", ylim=(0, 2.1)),
              Formula("E|v|² = {v:.2f}, E Var = {c:.2f}, sum {s:.2f}")]
    values = {"v": speed.round(3), "c": crossing.round(3), "s": (speed + crossing).round(3)}
    return dict(panels=panels, times=clock.round(2), values=values, t=20, title="Lines and paths", status="t = {t:.2f}: E|v|² {v:.2f}, crossing {c:.2f}")


# %%
controlled(lambda pairs, show=show_coupling, couplings=couplings: show(couplings[pairs]), pairs=choose("pairs", couplings))

# %% [markdown]
r"""
## 1 · Straight lines to train on, one velocity to follow

**Claim.**
Draw pairs $(x_0, x_1)$ from *any* joint law, and join each by a line.
Particles that move with the *mean* velocity of the lines through their place have, at every time, the law of the lines.

Let

<!-- 11.1: definition -->
<!-- 11.2: definition -->
$$x_t = (1-t)\,x_0 + t\,x_1, \qquad \dot x_t = x_1 - x_0 =: u, \qquad 0\le t\le1, \tag{11.1}$$

with $x_0$ from the data and $x_1\sim N(0, I)$.
(Here $x_1$ is the state at time 1, not after one step of a chain.)
If the two are independent, $x_1$ is the $\varepsilon$ of the other lectures and this is the schedule `flow()`: $\alpha = 1-t$, $\sigma = t$.
How $x_0$ and $x_1$ are paired is called the **coupling**.
Define the **marginal velocity**

$$v(x, t) = \operatorname E\left[x_1 - x_0 \mid x_t = x\right]. \tag{11.2}$$

*Derivation of the claim.*
For any smooth $\varphi$, bounded with its derivatives, by the chain rule along each line and then by taking the mean given $x_t$,

$$\frac{d}{dt}\operatorname E\varphi(x_t) = \operatorname E\left[\nabla\varphi(x_t)\cdot u\right] = \operatorname E\left[\nabla\varphi(x_t)\cdot v(x_t, t)\right]. \tag{11.3}$$

Particles with $\dot x = v(x, t)$ change $\operatorname E\varphi$ by the same formula: both laws obey one continuity equation, as in [lecture 09](09_continuous_time.ipynb).
So the law of the particles is that of the lines at every $t$ (if $v$ is smooth enough to have one path through each point).
$\square$

Two lines can meet, and two paths of an ODE cannot: where lines cross, the mean of their velocities is neither.
That is why paths bend.

Witness: both sides of (11.3) for $\varphi = \cos$ and correlated pairs, the left by differences in time.
"""

# %% tags=["witness"]
for rho, t, h in ((0.0, 0.6, 1e-4), (0.7, 0.5, 1e-4)):
    step = grid[1] - grid[0]
    before, after = (np.cos(grid) @ passing(rho, t + side)[0] * step for side in (-h, h))
    density, v, _ = passing(rho, t)
    witness(f"(11.3), ρ = {rho}", (after - before) / (2 * h), -np.sin(grid) * v @ density * step, atol=1e-6)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 11.1

Pairs are independent, $t = 1$ is noise, and the network has learned $v$ perfectly.
You take **one** Euler step, from $t = 1$ to $t = 0$, with 10 000 noises: $x_1 - v(x_1, 1)$.
What do you get?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
one_step = "c"
### END SOLUTION
one_step = check("11.1", one_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_t$ at $t = 1$ is the noise itself, and independent of $x_0$.
So $v(x, 1) = x - \operatorname E x_0$, and $x - v(x, 1) = \operatorname E x_0$ for every $x$.
### END SOLUTION
"""

# %% tags=["reveal"]
islands = GaussianMixture([0.2, 0.5, 0.3], [[-1.2, 0.6], [1.0, 0.7], [0.0, -1.2]], [0.09 * np.eye(2)] * 3)
perfect = solvers.velocity(MixtureDenoiser(islands, flow), flow)
noises = rng.standard_normal((10_000, 2))
landed = noises - perfect(noises, 1.0)
print("The answer:")
print(f"mean of the 10 000: {landed.mean(axis=0).round(6)}, of the data: {islands.mean.round(6)}; variance below 1e-20: {landed.var(axis=0).max() < 1e-20}")
rows = []
for n in (1, 2, 4, 8, 32, 128):
    *_, (_, x) = sample(solvers.euler(MixtureDenoiser(islands, flow), flow), np.linspace(1, 0, n + 1), noises)
    rows.append((n, sliced_wasserstein(x, islands.sample(10_000, rng), rng, 100)))
table(rows, "Euler steps, exact velocity", "sliced W₂ to the data", digits=3)

# %% [markdown]
r"""
A straight *line* is no straight *path*.
The exact field needs dozens of steps like any other.

## 2 · The loss never falls to zero, and need not

$v$ cannot be computed from data, but $u = x_1 - x_0$ can be drawn.
So a network $F$ is trained on the lines, $\operatorname E\|F(x_t, t) - u\|^2$, with $t$ uniform.
As in denoising score matching (lecture 06), the difference is a constant.

**Claim.**
For every function $F$ and every $t$,

$$\operatorname E\|F(x_t, t) - u\|^2 = \operatorname E\|F(x_t, t) - v(x_t, t)\|^2 + \operatorname E\operatorname{tr}\operatorname{Cov}(u\mid x_t). \tag{11.4}$$

*Derivation.*
Write $F - u = (F - v) + (v - u)$ and square.
Given $x_t$, the first bracket is fixed and the second has mean 0 by (11.2): the mixed term vanishes.
$\square$

The last term does not contain $F$: both losses have the same gradient and the same minimum, $F = v$.
It is what the loss falls to.
It measures how much the lines of the pairs **cross**: 0 if each place belongs to one line.
Witness: by quadrature on the bimodal data with an arbitrary $F$; left over $(x_0, x_1)$, right over $x_t$.
"""

# %%
nodes, masses = np.polynomial.hermite_e.hermegauss(80)
masses = masses / np.sqrt(2 * np.pi)
F = lambda x, t: np.sin(2 * x) + t * x
exact = mixture_velocity(of_schedule(flow), bimodal, GaussianMixture([1.0], [[0.0]], [[[1.0]]]))

# %% tags=["witness"]
for t in (0.3, 0.7):
    mode, z, x1 = np.meshgrid([0, 1], nodes, nodes, indexing="ij")
    chance = bimodal.weights[:, None, None] * masses[:, None] * masses
    x0 = bimodal.means[:, 0][mode] + 0.4 * z
    lines = np.sum(chance * (F((1 - t) * x0 + t * x1, t) - (x1 - x0)) ** 2)
    places = np.linspace(-9, 9, 6001)
    density = bimodal.noised(1 - t, t).density(places[:, None]) * (places[1] - places[0])
    crossing = bimodal.posterior_cov(places[:, None], 1 - t, t)[:, 0, 0] / t**2  # u = (x_t − x_0)/t
    field = density @ ((F(places, t) - exact(places[:, None], t)[:, 0]) ** 2 + crossing)
    witness(f"(11.4) at t = {t}", lines, field, atol=1e-10)

# %% [markdown]
r"""
## 3 · It is the probability flow, on another clock

From here to the end of this section pairs are independent.

**The velocity is the one of lecture 09.**
On a line $x_1 - x_0 = (x_t - x_0)/t$.
Take the mean given $x_t = x$; the rest is (9.7) with $f = \dot\alpha/\alpha = -\frac1{1-t}$ and $g^2 = \frac{2t}{1-t}$:

$$\begin{gathered}v(x, t) = \frac{x - D(x, t)}{t} = f\,x - \tfrac12 g^2\,s_t(x) = -\frac{x + t\,s_t(x)}{1-t},\\[4pt] D = \operatorname E[x_0\mid x_t = x].\end{gathered} \tag{11.5}$$

So a flow-matching network, a denoiser and a score are one function in three notations; training differs by a weight over $t$ (lecture 05's table).

**One network serves every schedule.**
Let another schedule have $x_\tau = \alpha_\tau x_0 + \sigma_\tau\varepsilon$.
Divide it by $\alpha_\tau + \sigma_\tau$, and it is on the straight path, at the time when the noise-to-signal ratios agree:

$$\begin{gathered}\frac{x_\tau}{\alpha_\tau + \sigma_\tau} = (1-t)\,x_0 + t\,\varepsilon, \qquad t = \frac{\sigma_\tau}{\alpha_\tau+\sigma_\tau},\\[4pt] D(x_\tau, \tau) = D_{\text{flow}}\!\left(\frac{x_\tau}{\alpha_\tau + \sigma_\tau},\; t\right).\end{gathered} \tag{11.6}$$

The same random pair stands on both sides, so knowing one state is knowing the other, and the conditional means agree.
For EDM ($\alpha = 1$, $\sigma = \tau$, *variance exploding*) $t = \tau/(1+\tau)$; for a *variance preserving* schedule $t = \sigma/(\sigma + \sqrt{1-\sigma^2})$.
The velocities follow by the chain rule.
With $c = \alpha_\tau+\sigma_\tau$, $x_\tau = c\,x_t$,

$$v_\tau(c\,x_t, \tau) = \dot c\,x_t + c\,\dot t\;v(x_t, t), \qquad \dot c = \frac{dc}{d\tau},\ \ \dot t = \frac{dt}{d\tau}. \tag{11.7}$$

So the flow of any schedule is this flow, stretched by $c$ and run on another clock.
At $t = 0$ $c = 1$; at the noise end $c$ is a known number.
(A schedule that stops short of $t = 1$, as EDM does at $\tau = 80$, $t = \frac{80}{81}$, starts from the flow's state at that time.)
So *the same noise goes to the same data point*: **a schedule changes the paths, not where they lead.**
What changes where they lead is the coupling (section 4).

Witness: $v$ three ways; from an EDM and a cosine network's exact answers; and (11.7).
"""

# %% tags=["witness"]
x = rng.normal(size=(500, 2)) * 1.5
for t in (0.01, 0.3, 0.7, 0.99):
    v = perfect(x, t)
    (f, g), score = flow.sde(t), islands.noised(1 - t, t).score(x)
    witness(f"(11.5) at t = {t}", [(x - islands.posterior_mean(x, 1 - t, t)) / t, -(x + t * score) / (1 - t)], [v, v], atol=1e-10)
    witness(f"(11.5), f and g² at t = {t}", f * x - 0.5 * g**2 * score, v, atol=1e-10)
    by_edm = MixtureDenoiser(islands, schedules.edm(100.0))(x / (1 - t), t / (1 - t))  # α + σ = 1/(1 − t)
    witness(f"(11.6), EDM at t = {t}", (x - by_edm) / t, v, atol=1e-10)

# %% tags=["witness"]
cosine = schedules.cosine_vp()
for tau in (0.1, 0.5, 0.9):
    (alpha, sigma), (alpha_rate, sigma_rate) = cosine(tau), cosine.rates(tau)
    c, t = alpha + sigma, sigma / (alpha + sigma)
    witness(f"(11.6), cosine at τ = {tau}", MixtureDenoiser(islands, cosine)(c * x, tau), MixtureDenoiser(islands, flow)(x, t), atol=1e-10)
    t_rate = (sigma_rate * alpha - sigma * alpha_rate) / c**2
    right = (alpha_rate + sigma_rate) * x + c * t_rate * perfect(x, t)
    witness(f"(11.7) at τ = {tau}", solvers.velocity(MixtureDenoiser(islands, cosine), cosine)(c * x, tau), right, atol=1e-10)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 11.2

Somebody gives you a network that was trained by flow matching: `v(x, t)`, for $x_t = (1-t)\,x_0 + t\,\varepsilon$.
You need a denoiser for EDM's process, $\operatorname E[x_0\mid x_0 + \sigma\varepsilon = y]$.

- `v`: a function of `x` (a number or an array) and `t`; `y`: a number or an array; `sigma`: a number $\ge 0$.
- Returns the estimate of $x_0$, shaped like `y`.
- Worked value: for `v = lambda x, t: x / 2 + t`, `denoiser_from_flow(v, 3.0, 0.5)` is $1.5556$.
"""

# %% tags=["exercise"]
def denoiser_from_flow(v, y, sigma):
    """E[x_0 | x_0 + sigma eps = y] from the velocity of the straight path."""
    ### BEGIN SOLUTION
    t = sigma / (1 + sigma)
    x = y / (1 + sigma)
    return x - t * v(x, t)
    ### END SOLUTION


denoiser_from_flow = check("11.2", denoiser_from_flow)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(11.6) with $\alpha = 1$: $t = 0.5/1.5 = \frac13$, $x = 3/1.5 = 2$, $v = \frac43$, and by (11.5) $D = 2 - \frac13\cdot\frac43 = \frac{14}9$.
### END SOLUTION
"""

# %% [markdown]
r"""
**A clock can also be changed on purpose.**
Large pictures need more noise before their content is gone: neighbouring pixels are alike, and averages over many of them remove noise.
Stable Diffusion 3 therefore multiplies the noise-to-signal ratio $t/(1-t)$ by a constant $\kappa$, its *shift*.
Solve $\frac{t'}{1-t'} = \kappa\,\frac{t}{1-t}$ for $t'$:

$$t' = \frac{\kappa\,t}{1 + (\kappa-1)\,t} . \tag{11.8}$$
"""

# %% tags=["witness"]
for kappa in (0.5, 3.0):
    t = np.linspace(0.05, 0.95, 7)
    witness(f"(11.8), κ = {kappa}", shifted(t, kappa) / (1 - shifted(t, kappa)), kappa * t / (1 - t))
table([(kappa, *shifted(np.array([0.25, 0.5, 0.75]), kappa)) for kappa in (1.0, 3.0, 6.0)], "shift", "t = 0.25", "0.5", "0.75", digits=[0, 3, 3, 3])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 11.3

Write the sampler: `n` steps of Euler's rule from noise at $t = 1$ to data at $t = 0$.
The times are first even, $1, 1-\frac1n, \dots, 0$, and then moved by (11.8).

- `v`: a function of `x` and `t`, the velocity (11.2), trained with $t = 1$ for noise; `x`: the noise, a number or an array; `n`: whole number $\ge1$; `shift`: $\kappa > 0$.
- Returns $x_0$, shaped like `x`.
- Worked value: for `v = lambda x, t: x * t`, `generate(v, 2.0, 2, 3.0)` is $0.65625$ (after the first step $1.5$).
"""

# %% tags=["exercise"]
def generate(v, x, n, shift):
    """n Euler steps from noise (t = 1) to data (t = 0)."""
    ### BEGIN SOLUTION
    even = np.linspace(1, 0, n + 1)
    times = shift * even / (1 + (shift - 1) * even)
    for t, s in zip(times[:-1], times[1:]):
        x = x + (s - t) * v(x, t)
    return x
    ### END SOLUTION


generate = check("11.3", generate)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The times are $1$, $\frac{1.5}{2} = 0.75$ and $0$.
First step: $2 - 0.25\cdot2\cdot1 = 1.5$; second: $1.5 - 0.75\cdot1.5\cdot0.75 = 0.65625$.
With $\kappa = 1$ and $v$ from a denoiser it is `FlowMatchEulerDiscreteScheduler` of `diffusers`; a test compares them.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · What curvature and crossing cost

Let the pairs have any coupling again.
Its **transport cost** is

<!-- 11.9: definition -->
$$C = \operatorname E\|x_1 - x_0\|^2 . \tag{11.9}$$

Following $v$ from $x_1$ down to $t = 0$ joins each $x_1$ to an end of its own, $x_0' = T(x_1)$: another coupling of the same two laws, of cost $C_{\text{flow}} = \operatorname E\|x_1 - T(x_1)\|^2$.

**Claim.**
With $x_t'$ for the flow's path,

$$\begin{gathered}C = C_{\text{flow}} + S + V,\\[4pt] S = \int_0^1\operatorname E\bigl\|v(x_t', t) - (x_1 - x_0')\bigr\|^2dt, \qquad V = \int_0^1\operatorname E\operatorname{tr}\operatorname{Cov}(u\mid x_t)\,dt .\end{gathered} \tag{11.10}$$

$S$ is the **straightness**: 0 if and only if each path is straight and run at constant speed, so that one Euler step is exact.
$V$ is the crossing of (11.4).

*Derivation.*
(11.4) with $F = 0$ reads $\operatorname E\|u\|^2 = \operatorname E\|v\|^2 + \operatorname E\operatorname{tr}\operatorname{Cov}(u\mid x_t)$, and the left side is $C$ at every $t$.
Integrate: $C = \int\operatorname E\|v\|^2dt + V$.
Paths and lines have the same law at $t$, so $\operatorname E\|v\|^2$ is the mean squared speed of the paths.
A path's mean velocity over $[0, 1]$ is $x_1 - x_0'$; mean square is square of the mean plus mean square deviation: $\int\|v\|^2dt = \|x_1-x_0'\|^2 + \int\|v - (x_1-x_0')\|^2dt$.
Take the expectation.
$\square$

This was the third panel of the opening scene: the two curves add up to $C$ at every time.
Three consequences:

- $C_{\text{flow}}\le C$: a flow never costs more than the pairs it was trained on.
- If lines do not cross, $V = 0$, then $v(x_t, t) = u$ along each line: the paths *are* the lines, and $S = 0$.
- Replace the pairs by $(T(x_1), x_1)$ and train again: **reflow**.
  With $C_k$ the cost of the $k$th coupling, $C_{k+1} = C_k - S_k - V_k$.
  Add up: since no cost is negative,

$$\begin{gathered}\sum_{k=0}^{K-1}\left(S_k + V_k\right) = C_0 - C_K \;\le\; C_0,\\[4pt] \min_{k<K}\left(S_k+V_k\right) \le \frac{C_0}{K} .\end{gathered} \tag{11.11}$$

In one dimension the flow keeps ranks, whatever the coupling, so $T$ is the quantile map, and no coupling costs less; after one reflow lines no longer cross.
In more dimensions *straight* is not *optimal*.
Let $x_0$ be $x_1\sim N(0, I)$ in the plane, turned by 90°: no two lines are at one place at one time, since $\det\bigl((1-t)R + t\,I\bigr) = (1-t)^2+t^2 > 0$ for the rotation $R$.
So $S = V = 0$, and reflow changes nothing, though pairing every $x_1$ with itself would cost nothing.
From independent pairs the flow's map need not be optimal either (Hertrich and others, 2025); whether it is near, one can test: exchange its pairs.

Witness: (11.10) for the coupling of the opening scene, $S$ from the paths alone, $V$ from the lines alone (a grid of 51 times: to 0.004); independent pairs to eight digits, with the integrals by Gauss–Legendre; reflowed pairs in one dimension, as (11.11) predicts.
"""

# %% tags=["witness"]
fine = (np.arange(200) + 0.5) / 200
cheapest = np.sum(weight * (data_at - w) ** 2)  # of the quantile map
rows = []
for name, rho in couplings.items():
    C = np.sum(weight * ((data_at - rho * w) ** 2 + 1 - rho**2))
    S, V = straightness(clock, paths(rho, fine)[:, :, None]), np.trapezoid(energies(rho)[1], -clock)
    rows.append((name, C, cheapest, S, V, cheapest + S + V))
    witness(f"(11.10), {name}", cheapest + S + V, C, atol=0.004)
table(rows, "pairs", "C", "C of the flow", "S", "V", "their sum", digits=[None, 3, 3, 3, 3, 3])

# %% tags=["witness"]
nodes, lengths = np.polynomial.legendre.leggauss(40)
places, parts = np.linspace(-9, 9, 4001), []
for t in (nodes + 1) / 2:
    density = bimodal.noised(1 - t, t).density(places[:, None]) * (places[1] - places[0])
    parts.append([density @ exact(places[:, None], t)[:, 0] ** 2, density @ bimodal.posterior_cov(places[:, None], 1 - t, t)[:, 0, 0] / t**2])
kinetic, V = lengths / 2 @ np.array(parts)
witness("(11.10), C = ∫E|v|² + V", kinetic + V, 2.0, atol=1e-8)

# %% tags=["witness"]
ends = np.interp(norm.ppf(fine), w, data_at)
again = ends + clock[:, None] * (norm.ppf(fine) - ends)  # the lines of reflowed pairs, in one dimension
witness("(11.11), K = 1: reflowed lines keep their order", np.diff(again, axis=1).min() > 0, True)
witness("(11.11), K = 1: C_1 = C_0 − S_0 − V_0, S_1 = 0", [rows[0][1] - rows[0][3] - rows[0][4], straightness(clock, again[:, :, None])], [cheapest, 0.0], atol=0.02)

# %%
x0, x1 = reflow(solvers.heun(MixtureDenoiser(islands, flow), flow), np.linspace(1, 0, 101), noises[:1_000])
turned = noises[:1_000] @ np.array([[0.0, 1.0], [-1.0, 0.0]])
rows = [("islands, independent", islands.sample(1_000, rng), x1), ("islands, ends of their exact flow", x0, x1), ("turned by 90°", turned, x1)]
table([(name, cost(a, b), cost(a[optimal_order(a, b)], b)) for name, a, b in rows], "1 000 pairs", "cost", "after the best exchange", digits=3)

# %% [markdown]
r"""
Of the flow's own 1 000 pairs no exchange gains anything; of the turned ones nearly all is gained.
(`optimal_order` finds the best exchange; section 5.)
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 11.4

Not shown yet: a case in closed form.
In one dimension let $x_0\sim N(0, v)$ and $x_1\sim N(0, 1)$ be independent.
What is the straightness $S$ of their flow?
Write a formula in `v`, as text.
(Two facts may help: the flow keeps ranks, and $\int_0^1\frac{dt}{a^2(1-t)^2+t^2} = \frac\pi{2a}$ for $a>0$.)

Worked value: for $v = 1$, where data and noise have *the same law*, it is $0.4292$, not 0.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
straightness_of_gaussian = "(2 - pi/2)*sqrt(v)"
### END SOLUTION
straightness_of_gaussian = check("11.4", straightness_of_gaussian)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$C = 1 + v$.
Keeping ranks, the flow maps $x_1$ to $\sqrt v\,x_1$: $C_{\text{flow}} = (1-\sqrt v)^2$, so $S + V = 2\sqrt v$.
By (B.7) $\operatorname{Var}(x_0\mid x_t) = \frac{v\,t^2}{(1-t)^2v+t^2}$, so $V = \int_0^1\frac{v\,dt}{(1-t)^2v+t^2} = \frac\pi2\sqrt v$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · Straighten it

Two ways to pairs that cross less.
**Reflow** needs a trained flow, and pays with its errors: the new network learns the *old network's* samples.
**Optimal transport within a batch** needs none.
Of all ways to pair $n$ data points with $n$ noises, take the cheapest,

$$\pi^* = \operatorname*{arg\,min}_{\text{permutations } \pi}\ \frac1n\sum_{i=1}^{n}\bigl\|x_1^{(i)} - x_0^{(\pi(i))}\bigr\|^2 . \tag{11.12}$$

This is an assignment problem: `scipy.optimize.linear_sum_assignment` solves it exactly, in time $O(n^3)$.
Both laws stay as they are, as each point is used once; so (11.3) still holds.
But the best pairs *within a batch* are not the best pairs of the two laws: for small $n$ lines still cross.

Witness: all $720$ permutations of six pairs; and in one dimension, sorting.
"""

# %% tags=["witness"]
six, six_noises = toys.two_moons(6, rng), rng.standard_normal((6, 2))
every = [cost(six[list(order)], six_noises) for order in permutations(range(6))]
witness("(11.12), 720 permutations", cost(six[optimal_order(six, six_noises)], six_noises), min(every))
left, right = rng.normal(size=(50, 1)), rng.normal(size=(50, 1))
witness("(11.12), one dimension", left[optimal_order(left, right)][np.argsort(right[:, 0])], np.sort(left, axis=0))

# %% [markdown]
r"""
What does it cost to pair, and what is left? Two moons against noise, from [the study](../studies/flow_study.py):
"""

# %%
rows = [(int(n), (np.mean(one["cost"]), np.std(one["cost"], ddof=1)), np.mean(one["ms"])) for n, one in study["blocks"].items()]
table(rows, "block", "cost of the pairs", "ms for 1024 pairs", digits=[None, 3, 0], caption="mean ± standard deviation over five seeds; independent pairs have cost 4")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 11.5

This function is to pair a batch by (11.12), for a network that is also given labels.
It runs, and trains a network that generates rubbish.
Three things are wrong. Mend it.

```python
def pair_batch(x0, labels, noise):
    cost = cdist(noise, x0)
    rows, columns = linear_sum_assignment(cost)
    return x0[columns], labels, noise[columns]
```

- `x0`, `noise`: arrays (n, d); `labels`: array (n,), the label of each row of `x0`.
- Returns `x0`, `labels`, `noise`, so that row $i$ of all three belongs together, and `noise` has the order in which it came.
- Worked value: for `x0 = [[2, -1], [-3, 3], [3, -3]]`, `labels = [0, 1, 2]` and `noise = [[1, 2], [2, -1], [3, 2]]` (as arrays) the labels are returned as `[1, 2, 0]`.
"""

# %% tags=["exercise"]
def pair_batch(x0, labels, noise):
    """The batch, paired at least cost."""
    ### BEGIN SOLUTION
    cost = cdist(noise, x0) ** 2
    rows, columns = linear_sum_assignment(cost)
    return x0[columns], labels[columns], noise
    ### END SOLUTION


pair_batch = check("11.5", pair_batch)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`cdist` gives distances, (11.12) asks for their squares.
`columns[i]` says which row of `x0` goes with `noise[i]`; a label moves with its row, and moving the noise too would only rename the pairs that came in.
### END SOLUTION
"""

# %% [markdown]
r"""
**Predict before you run.**
Three small networks are trained on two moons, 1 200 steps each: on independent pairs; on pairs in blocks of 64; on the ends of the first network's own paths (reflow).
Their samples are measured by the sliced Wasserstein distance, divided by what two real samples of 2 000 score.
Which is best with *one* Euler step?
And which with 50?
"""

# %%
moons = toys.two_moons(8_000, rng)


def trained(pairs, seed):
    """A residual network of 64 units whose answer is the velocity; the average of its weights."""
    network = Denoiser(Net(2, 64, 2, generator=torch.Generator().manual_seed(seed)), flow, prediction="flow").double()
    *_, last = match(network, pairs, steps=1_200, lr=3e-3, generator=torch.Generator().manual_seed(seed))
    return last.average


networks = {"independent": trained(fresh_pairs(moons), 0), "blocks of 64": trained(fresh_pairs(moons, 64), 0)}

# %%
x1 = rng.standard_normal((8_000, 2))
pairs = reflow(solvers.heun(networks["independent"], flow), np.linspace(1, 0, 26), x1)
networks["reflow"] = trained(kept_pairs(*pairs), 1)


# %% tags=["picture"]
def along(network, n, x1):
    """All states of n even Euler steps, (n + 1, samples, 2)."""
    return np.array([x for _, x in sample(solvers.euler(network, flow), np.linspace(1, 0, n + 1), x1)])


real = [toys.two_moons(2_000, rng) for _ in range(6)]
start = rng.standard_normal((6_000, 2))
distance = lambda ones, others: np.mean([sliced_wasserstein(one, other, rng, 60) for one, other in zip(ones, others)])
floor = distance(*zip(*combinations(real, 2)))  # 15 pairs

# %% tags=["reveal"]
rows = [(name, *(distance(np.split(along(network, n, start)[-1], 3), real[:3]) / floor for n in (1, 2, 8, 50))) for name, network in networks.items()]
table(rows, "these three networks", "1 Euler step", *(f"{n} steps" for n in (2, 8, 50)), digits=1, caption="sliced W₂ over the floor, three times 2 000 samples")

# %% [markdown]
r"""
One seed shows little where numbers are close.
Five, from the study (1 500 steps), with straightness, the cost of the map, and seconds of the processor for the training (pairing included; reflow without its teacher):
"""

# %% tags=["reveal"]
calls, arms = study["calls"], study["coupling"]
over = lambda values: (np.mean(values, axis=0), np.std(values, axis=0, ddof=1))
rows = [(name, *zip(*over(one["off"])), over(one["straightness"]), over(one["map_cost"]), np.mean(one["seconds"])) for name, one in arms.items()]
table(rows, "pairs", *(f"{n}" for n in calls), "S", "C of the map", "seconds", digits=[None, *[1] * len(calls), 4, 2, 0], caption="sliced W₂ over the floor by number of Euler steps, mean ± standard deviation over five seeds")

# %% [markdown]
r"""
What it shows, and what not:

- With one step, pairs in blocks and reflow are near the floor where independent pairs are far from it.
  That is what straightness is for, and $S$ shows it without a sample of the data.
- With 50 steps no arm differs from independent pairs by more than twice the spread.
  What straightening gains for certain is *speed*.
- From blocks of 64 to 256 the training takes twice as long, and one step does not gain beyond the spread; nor does a second reflow.
- *Logit-normal* times draw more of the middle $t$, as Stable Diffusion 3 does.
  Here they gain nothing at 50 steps; with 4 and 8 they are nearer to the data by more than twice the spread.
  At one step they look good for a bad reason: the right velocity at $t = 1$ leads to the mean, so a network that lands elsewhere is wrong there, where hardly any $t$ was drawn.
  How much of the gain at 4 and 8 steps comes from that first step, the table does not show.

Now look at it.
Same noises, three networks; the knob chooses the pairs they were trained on.
"""

# %% tags=["picture"]
shown, times = start[:150], np.linspace(1, 0, 31)
highlighted = int(np.argmax(np.sum(np.diff(along(networks["independent"], 30, shown), n=2, axis=0) ** 2, axis=(0, 2))))
partners = {"independent": (moons[:150], shown), "reflow": (pairs[0][:150], pairs[1][:150])}
chosen = optimal_order(moons[:192], start[:192], 64)[:150]
partners["blocks of 64"] = (moons[chosen], shown)


def show_moons(kind, networks=networks, partners=partners, shown=shown, times=times):
    flowing, (x0, x1) = along(networks[kind], 30, shown), partners[kind]
    lines = (1 - times[:, None, None]) * x0 + times[:, None, None] * x1
    jump = shown + times[:, None, None] * 0 - (1 - times[:, None, None]) * (shown - along(networks[kind], 1, shown)[-1])
    axis = dict(xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
    gap = np.sqrt(np.mean(np.sum((flowing - jump) ** 2, axis=2), axis=1))
    panels = [Panel(Points(frames=lines.round(2), highlight=highlighted, colour=6, label="pairs"), title="lines of the pairs", **axis),
              Panel(Points(frames=flowing.round(2), highlight=highlighted, colour=5, label="particles, 30 steps"), title="flow, 30 Euler steps", **axis),
              Panel(Points(frames=jump.round(2), highlight=highlighted, colour=6, label="particles, 1 step"), title="flow, 1 Euler step", **axis),
              Formula("distance between 30 steps and 1: {gap:.2f} (root mean square)")]
    return dict(panels=panels, times=times.round(3), values={"gap": gap.round(2)}, t=30, title="Straight and curved", status="t = {t:.2f}: 1 step is off by {gap:.2f}")


# %%
controlled(show_moons, kind=choose("trained on", networks))

# %% [markdown]
r"""
**What pairing costs.**
By (11.5) independent pairs give the score as well, and with it the samplers with noise of lecture 09.
That used $x_1$ being independent of $x_0$.
With another coupling $x - t\,v$ is still the mean of $x_0$ (on every line $x_t - t\,u = x_0$), and Euler and Heun run as before; but $-\operatorname E[x_1\mid x_t]/t$ is no longer the score:
"""

# %%
rows = []
for rho in (0.0, 0.7, 0.95):
    density, v, _ = passing(rho, 0.5)
    inner = np.abs(grid) < 2.5
    score = np.gradient(np.log(density), grid)[inner]
    by_noise = -(grid + 0.5 * v)[inner] / 0.5  # E[x_1 | x_t] = x + (1 − t) v
    share = density[inner] / density[inner].sum()
    rows.append((rho, np.sqrt(share @ score**2), np.sqrt(share @ (by_noise - score) ** 2)))
table(rows, "correlation of the pairs", "size of the score", "error of −E[x₁|x_t]/t", digits=[2, 3, 3], caption="at t = 0.5, root mean square over x_t")

# %% [markdown]
r"""
## 6 · From any law to any other

Nothing in (11.3) needed $x_1$ to be noise.
A **stochastic interpolant** joins two laws, with noise in between if wanted:

<!-- 11.13: definition -->
$$x_t = a_t\,x_0 + b_t\,x_1 + c_t\,z, \qquad z\sim N(0, I) \text{ independent of } (x_0, x_1), \tag{11.13}$$

with $a_0 = b_1 = 1$ and $a_1 = b_0 = c_0 = c_1 = 0$.
By the same two lines as in section 1,

$$\begin{gathered}v(x, t) = \operatorname E\left[\dot a\,x_0 + \dot b\,x_1 + \dot c\,z\mid x_t = x\right],\\[4pt] s_t(x) = -\frac{\operatorname E[z\mid x_t = x]}{c_t} \quad (c_t>0).\end{gathered} \tag{11.14}$$

The score is Tweedie's formula (lecture 06) for the noise $c_tz$, whatever the coupling: what pairing lost in section 5, a little noise brings back.
A schedule that ends in pure noise is the member $a = \alpha$, $b = \sigma$, $c = 0$, $x_1 = \varepsilon$.
Conversely, with $x_1\sim N(0, I)$ independent of $x_0$, (11.13) has the laws of a schedule with $\sigma^2 = b^2 + c^2$.
In one dimension, two mixtures, $a = 1-t$, $b = t$, $c = 0.7\sqrt{t(1-t)}$:
"""

# %% tags=["witness"]
other = GaussianMixture([0.5, 0.5], [[-1.0], [1.5]], [[[0.3]], [[0.1]]])
path = bridge(0.7)
velocity = mixture_velocity(path, bimodal, other)


def joined(t):
    """The law of x_t: one Gaussian for each pair of components."""
    a, b, c = path(t)
    means = a * bimodal.means[:, None] + b * other.means
    covs = a**2 * bimodal.covs[:, None] + b**2 * other.covs + c**2
    return GaussianMixture(np.outer(bimodal.weights, other.weights).ravel(), means.reshape(-1, 1), covs.reshape(-1, 1, 1))


# %% tags=["witness"]
wide, dx, h = np.linspace(-8, 8, 4001)[:, None], 16 / 4000, 1e-4
for t in (0.2, 0.6):
    change = np.cos(wide[:, 0]) @ (joined(t + h).density(wide) - joined(t - h).density(wide)) * dx / (2 * h)
    witness(f"(11.14), v by (11.3) at t = {t}", change, -np.sin(wide[:, 0]) * velocity(wide, t)[:, 0] @ joined(t).density(wide) * dx, atol=1e-6)
    a, b, c = path(t)
    draws = [law.sample(400_000, rng)[:, 0] for law in (bimodal, other)]
    z = rng.standard_normal(400_000)
    weighed = np.cos(a * draws[0] + b * draws[1] + c * z) * -z / c  # E[cos(x_t) s_t(x_t)], by (11.14) and exactly
    witness(f"(11.14), score at t = {t}", weighed.mean(), np.cos(wide[:, 0]) * joined(t).score(wide)[:, 0] @ joined(t).density(wide) * dx,
            standard_error=weighed.std() / np.sqrt(400_000))

# %% [markdown]
r"""
In the plane, from a ring of eight modes to three islands, no Gaussian noise at either end and the velocity exact:
"""

# %% tags=["picture"]
angles = 2 * np.pi * np.arange(8) / 8
ring = GaussianMixture(np.full(8, 1 / 8), 1.6 * np.c_[np.cos(angles), np.sin(angles)], [0.01 * np.eye(2)] * 8)
from_ring, kind = ring.sample_labelled(200, rng)


def bridged(width, ring=ring, from_ring=from_ring, kind=kind):
    path, ts = bridge(width), np.linspace(0.999, 0.001, 121)
    move = mixture_velocity(path, islands, ring)
    states = [from_ring]
    for t, s in zip(ts, ts[1:]):
        first = move(states[-1], t)
        states.append(states[-1] + (s - t) / 2 * (first + move(states[-1] + (s - t) * first, s)))
    frames, axis = np.array(states)[::4].round(2), dict(xlim=(-2.4, 2.4), ylim=(-2.4, 2.4), aspect="equal")
    return dict(panels=[Panel(Points(frames=frames, colour_by=kind, highlight=3, label="by the mode they start in"), title="ring to islands", **axis)],
                times=ts[::4].round(3), t=30, title="From a ring to three islands", status="t = {t:.2f}")


controlled(bridged, width=choose("width of the bridge", [0.1, 0.5, 1.0], value=0.5))

# %% [markdown]
r"""
## 7 · Break it: pairs and labels

Now the network is also given a label: three classes, three Gaussian islands.
Pairs are made in blocks of 64, once from the whole batch, whatever the labels, and once within each label; independent pairs for comparison.
Each network is asked for one class at a time and starts from $N(0, I)$.

**Predict before you run**: which of the three is worst with 50 steps?
"""

# %% tags=["reveal"]
rows = [(name, *zip(*over(np.array(one["off"])[:, [0, 2, 5]]))) for name, one in study["labelled"].items()]
table(rows, "pairs", "1 step", "4 steps", "50 steps", digits=[None, 1, 1, 1], caption="asked for one class: sliced W₂ over the floor, mean over classes ± standard deviation over five seeds")

# %% [markdown]
r"""
With 4 and with 50 steps, pairs made without labels are worst, and more steps make it worse: the solver is not to blame but the law it starts from.
The coupling of the *whole* data is fine.
But for one class $k$, by Bayes' rule,

$$p(x_1\mid k) = N(x_1; 0, I)\;\frac{P(k\mid x_1)}{P(k)}, \tag{11.15}$$

which is $N(0, I)$ only if noise and class are independent.
Here it does: noise on the left goes to classes on the left.
The network for this class has seen only part of the noise, and when you ask for the class you start it from all of it.
The remedy: pair within each label.
"""

# %%
labelled = GaussianMixture([1 / 3] * 3, [[-1.2, 0.6], [1.2, 0.6], [0.0, -1.2]], [0.0225 * np.eye(2)] * 3)
x0, labels = labelled.sample_labelled(6_400, rng)
x1 = rng.standard_normal((6_400, 2))
rows = []
for name, given in (("labels ignored", None), ("within each label", labels)):
    order = optimal_order(x0, x1, 64, given)
    means = [x1[labels[order] == k].mean(axis=0) for k in range(3)]
    rows.append((name, *(f"({m[0]:+.2f}, {m[1]:+.2f})".replace("-", "−") for m in means)))
table(rows, "pairs in blocks of 64", *(f"mean noise of class {k}" for k in range(3)))

# %% tags=["witness"]
two, kinds = bimodal.sample_labelled(1_000, rng)  # in one dimension, where the cheapest map is known: x_0 = F⁻¹(Φ(x_1))
their_noise = rng.standard_normal((1_000, 1))
given = kinds[optimal_order(two, their_noise)]
for k in (0, 1):
    shares = bimodal.responsibilities(data_at[:, None])[:, k]  # P(k | x_1)
    mean_noise = np.sum(weight * w * shares) / bimodal.weights[k]
    witness(f"(11.15), mean noise of class {k}", their_noise[given == k].mean(), mean_noise, standard_error=1 / np.sqrt(np.sum(given == k)))

# %% [markdown]
r"""
The other slips, measured on networks trained on independent pairs, 50 Euler steps, five seeds:
"""

# %%
names = ["right", "network given 1 − t", "time run the other way", "sign of v", "1 − 1/n given in place of t = 1"]
rows = [(name, over(np.array(arms["independent"]["slips"])[:, i])) for i, name in enumerate(names)]
table(rows, "sampler", "sliced W₂ over the floor", digits=1)

# %% [markdown]
r"""
Three of them destroy everything, and none raises an error.
The last does no harm that this measure can see: $v$ is smooth near $t = 1$, so a network that was never trained *exactly* at 1 is nearly right there.
But a range of times that is hardly trained does harm, or pretends to do good: the row of logit-normal times above.

Papers disagree about the direction of time: data at $t = 0$ here, in the rectified flows of Stable Diffusion 3 and in `diffusers`; data at $t = 1$ in the first papers on flow matching and rectified flow, in `torchcfm` and in Meta's `flow_matching` library.
One test finds all three slips.
By exercise 11.1 a single step of a network trained on independent pairs must land near the mean of the data:
"""

# %%
with torch.no_grad():
    first, last = (networks["independent"].answer(torch.as_tensor(start[:2_000]), t).numpy() for t in (1.0, 0.0))
rows = [("right", -first), ("network given 1 − t", -last), ("time run the other way", last), ("sign of v", first)]
table([(name, np.sqrt(np.mean((start[:2_000] + moved - moons.mean(axis=0)) ** 2))) for name, moved in rows], "one step", "distance from the mean (root mean square)", digits=1)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 11.6

In one dimension, class A is $N(-1, 0.1^2)$ and has a quarter of the data, class B is $N(1, 0.1^2)$ and has the rest.
Pair a large number of data points with as many noises from $N(0, 1)$ at least cost, *without* looking at labels.
What is the mean of the noise that class A is paired with?
Run it, or calculate; an error up to 0.05 is allowed.
(`optimal_order` is slow beyond some thousands; in one dimension the cheapest pairs keep the order, so sorting both sides does the same for any number.)
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
is_a = rng.random(200_000) < 0.25
x0 = np.where(is_a, -1.0, 1.0) + 0.1 * rng.standard_normal(200_000)
x1 = np.sort(rng.standard_normal(200_000))
noise_of_a = x1[is_a[np.argsort(x0)]].mean()
### END SOLUTION
noise_of_a = check("11.6", noise_of_a)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In one dimension the cheapest pairs keep the order, so class A gets the lowest quarter of the noise.
Its mean is $-\varphi(z)/\frac14 = -1.27$, with $z = -0.674$ the lower quartile.
A sampler that starts class A from $N(0, 1)$ starts three times in four where the network of that class was never trained.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · In the wild

- **Stable Diffusion 3** (Esser and others, 2024) is a rectified flow of up to 8 billion parameters, trained on independent pairs along (11.1), with logit-normal $t$; its published scheduler has `shift = 3.0`, (11.8).
  Their lines cross, so by section 4 its paths are curved.
  **FLUX.1 [schnell]** (Black Forest Labs, 2024), a rectified flow of 12 billion, needs 1 to 4 steps by its model card: it was trained by *adversarial distillation* ([lecture 14](14_few_steps.ipynb) has distillation), not by straightening.
- **InstaFlow** (Liu and others, ICLR 2024) did reflow Stable Diffusion, then distilled it: FID 23.3 on MS COCO 2017-5k in a single step, where progressive distillation had 37.2; 0.09 seconds a picture, 199 A100 GPU days of training.
  What it does not show: how much of that is reflow alone; its abstract credits reflow with a better assignment of noise to pictures for the distillation.
- **Hugging Face's diffusion course**, unit 1, builds its first sampler "from scratch": at each of $n$ steps it mixes $\frac1{n-i}$ of the network's estimate of $x_0$ into $x$.
  Put $t = (n-i)/n$ into an Euler step of (11.5): $x - \frac1n\frac{x-D}{t} = x + \frac1{n-i}(D - x)$.
  It *is* flow matching, with uniform noise for Gaussian and a network that $t$ is not given to.
- **Drawn with replacement.**
  `torchcfm` draws a batch's pairs at random from the optimal plan (issue 142 there).
  Each of $n$ rows is then missing with probability $(1-\frac1n)^n$:
"""

# %%
print(f"of a batch of 256, {1 - (1 - 1 / 256) ** 256:.0%} of the rows are used")

# %% [markdown]
r"""
## 9 · What you can now say

*The training lines are straight: why is a sample's path curved?*
Because lines cross and paths cannot: the velocity is a mean over the lines, and (11.10) is the account: cost of the pairs = cost of the flow + curvature + crossing.
What straightens it is another pairing; a schedule does not.

| | result | witness |
|---|---|---|
| (11.2), (11.3) | Any coupling, one velocity, the right law at every time | [section 1](#1-·-Straight-lines-to-train-on,-one-velocity-to-follow) |
| (11.4) | Loss on lines = loss on the field + crossing | [section 2](#2-·-The-loss-never-falls-to-zero,-and-need-not) |
| (11.5)–(11.8) | With independent pairs: the probability flow on another clock | [section 3](#3-·-It-is-the-probability-flow,-on-another-clock) |
| (11.10), (11.11) | $C = C_{\text{flow}} + S + V$; reflow never costs more | [section 4](#4-·-What-curvature-and-crossing-cost) |
| (11.12), measured | Pairs in blocks of 64, or reflow: one step near the floor | [section 5](#5-·-Straighten-it) |
| (11.13), (11.14) | Between any two laws, with the score if there is noise | [section 6](#6-·-From-any-law-to-any-other) |
| (11.15), measured | Pairing without labels skews the noise of each class | [section 7](#7-·-Break-it:-pairs-and-labels) |

**The opening questions.**
(1) Where lines of different pairs cross, between noise and the two modes; the mean of their velocities is neither.
(2) At the mean of the data, whatever the noise: at $t = 1$ the lines to all data pass through every place.
(3) Fewer lines cross, paths become straight, the crossing falls to 0, and $\operatorname E|v|^2$ becomes the same at all times.

**What a course elsewhere adds.**
Flows on spheres and other manifolds, and optimal transport in continuous time (Schrödinger bridges): see the sources.

**Next question.**
The sampler so far draws from all of the data.
How does one ask it for *something*?
That is [lecture 12](12_guidance.ipynb), guidance.

## 10 · Sources

- Y. Lipman and others, *Flow matching for generative modeling*, ICLR 2023, arXiv 2210.02747: (11.4), (11.5) for Gaussian paths (data at $t = 1$).
- X. Liu, C. Gong, Q. Liu, *Flow straight and fast: learning to generate and transfer data with rectified flow*, ICLR 2023, arXiv 2209.03003: (11.3) for any coupling, reflow, straightness, (11.11).
- M. S. Albergo, N. M. Boffi, E. Vanden-Eijnden, *Stochastic interpolants: a unifying framework for flows and diffusions*, 2023, arXiv 2303.08797: (11.13), (11.14).
- A. Tong and others, *Improving and generalizing flow-based generative models with minibatch optimal transport*, TMLR 2024, arXiv 2302.00482; A. Pooladian and others, *Multisample flow matching*, ICML 2023, arXiv 2304.14772: pairs within a batch.
- J. Hertrich, A. Chambolle, J. Delon, *On the relation between rectified flows and optimal transport*, 2025, arXiv 2505.19712: section 4's caveat.
- H. K. Cheng, A. Schwing, *The curse of conditions*, 2025, arXiv 2503.10636: section 7.
- P. Esser and others, *Scaling rectified flow transformers for high-resolution image synthesis*, ICML 2024, arXiv 2403.03206 (section 5.3.2: the shift); model cards of stable-diffusion-3-medium and FLUX.1 [schnell].
- X. Liu and others, *InstaFlow*, ICLR 2024, arXiv 2309.06380: the abstract for the numbers of section 8.
- Hugging Face, *diffusion-models-class*, unit 1, notebook 02 (commit 8243e35); `torchcfm`, `optimal_transport.py` (commit cacd4dc).
- `tests/generative/test_flow_matching.py` compares the sampler with `FlowMatchEulerDiscreteScheduler` of `diffusers` and the pairing with `scipy`.
- Ours: the account (11.10) with its two measured parts, all tables and experiments, the exercises.
"""
