# %% [markdown]
r"""
# 09 · What is left of the chain when its steps become infinitely small?

{badges}

| | |
|---|---|
| **You will be able to** | turn any schedule into a stochastic differential equation and back · derive the equation its density obeys, and check it by finite differences · run the noise backwards with as much or as little randomness as you like · compute the density of a generated sample from a trace |
| **You need** | [lecture 02](02_noising.ipynb), [lecture 06](06_score.ipynb) (score, Tweedie, Langevin), integration by parts |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.stats import norm

from utils.exercises import check, hint
from utils.generative import schedules, solvers
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.likelihood import log_likelihood
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.teaching import figures
from utils.teaching.controls import controlled, slider
from utils.teaching.scene import Curve, Formula, Line, Panel
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(9)

# %% [markdown]
r"""
## The picture first

Generation, with the exact score of a density with two modes.
On the left the density at time $t$, and 3000 particles that started at $t = 1$ and go back to 0.
On the right the paths of eight of them.
The knob sets how much fresh noise they get on the way: at $\eta = 0$ none at all.

Drag $t$ from right to left.
Then turn $\eta$ to 0, and to 2, and drag again.
(The knob needs a running kernel.)

1. Does the histogram on the left depend on the knob?
2. Do the paths on the right?
3. At $\eta = 0$: do two paths ever cross?
"""

# %% tags=["picture"]
schedule = schedules.linear_vp(beta_min=0.1, beta_max=20.0)


def score(x, t):
    """s_t at places x (n,), exactly."""
    return bimodal.noised(*schedule(t)).score(x[:, None])[:, 0]


def density_at(t, x):
    """q_t at places x (n,), exactly."""
    return bimodal.noised(*schedule(t)).density(x[:, None])


start = schedule.noise(bimodal.sample(3000, rng)[:, 0], 1.0, rng.normal(size=3000))

# %% tags=["picture"]
def reverse_paths(eta, steps, begin, rng):
    """Places at the times 1, 1 − 1/steps, ..., 0: (steps + 1, n). Section 4 derives the line that moves x."""
    x, out, delta = begin, [begin], 1 / steps
    for t in np.linspace(1, 0, steps + 1)[:-1]:
        f, g = schedule.sde(t)
        drift = f * x - 0.5 * (1 + eta**2) * g**2 * score(x, t)
        x = x - delta * drift + eta * g * np.sqrt(delta) * rng.normal(size=x.size)
        out.append(x)
    return np.array(out)


# %% tags=["picture"]
times, edges = np.linspace(0, 1, 101), np.linspace(-4, 4, 65)
middle = (edges[1:] + edges[:-1]) / 2
density = np.array([density_at(t, middle) for t in times[::4]])
constant, two_numbers = np.ones(times.size), {"α": schedule.alpha(times), "σ": schedule.sigma(times)}
exact_density = Line(middle, density, fill=True, label="density q_t")
look = dict(t=10, title="Back, with more or less noise", status="t = {t:.2f}: signal {α:.2f}, noise {σ:.2f}")

# %% tags=["picture"]
def dial(eta):
    paths = reverse_paths(eta, 200, start, np.random.default_rng(0))[::-2]  # 101 times, from data to noise
    counted = np.array([np.histogram(p, edges)[0] / (p.size * 0.125) for p in paths[::4]])
    particles = Line(middle, counted, label="3000 particles", colour=6)
    tracks = [Curve(paths[:, k], dash=False) for k in range(8)]
    panels = [Panel(exact_density, particles, title="3000 particles", xlabel="x", ylabel="density", ylim=(0, 0.85)),
              Panel(*tracks, title="eight paths", xlabel="t", ylabel="x", ylim=(-3.4, 3.4)),
              Formula("η = {η:.1f}: fresh noise of variance {share:.2f} g² dt in the reverse process")]
    values = two_numbers | {"η": eta * constant, "share": eta**2 * constant}
    return dict(panels=panels, times=times, values=values, **look)


# %%
controlled(dial, eta=slider("fresh noise η", 1.0, low=0.0, high=2.0, step=0.1))

# %% [markdown]
r"""
Note what you saw; section 8 answers.
This lecture derives why, and what each $\eta$ is good for.

Conventions: $\dot\alpha = d\alpha/dt$; $\alpha, \sigma$ are differentiable in $t$, $\alpha>0$, $\sigma>0$ for $t>0$, and $\alpha/\sigma$ never rises; $t$ runs from 0 to $T$ (here mostly $T=1$); $X_t$ is the random place at time $t$ (also written $x_t$), $q_t$ its density, $s_t=\nabla\log q_t$ its score; $\nabla\cdot$ is the divergence, $\operatorname{tr}\nabla^2$ the sum of second derivatives (the Laplacian).
Numbers: $\alpha,\sigma,f,g,\eta,\Delta$.
Random: $X$, $B$, $z$.

## 1 · The chain in the limit

Take the kernel from $t$ to $t+\Delta$, equation [(2.8)](02_noising.ipynb), for a short time $\Delta$, and expand:

$$\begin{aligned}\alpha_{t+\Delta|t} &= \frac{\alpha(t+\Delta)}{\alpha(t)} = 1+\frac{\dot\alpha}{\alpha}\,\Delta + O(\Delta^2),\\[4pt] \sigma^2_{t+\Delta|t} &= \sigma^2(t+\Delta)-\alpha^2_{t+\Delta|t}\,\sigma^2(t) = \left(\frac{d\sigma^2}{dt}-2\,\frac{\dot\alpha}{\alpha}\,\sigma^2\right)\Delta + O(\Delta^2). \end{aligned}$$

($\sigma^2$ is subtracted with the factor $\alpha_{t+\Delta|t}^2=1+2\frac{\dot\alpha}\alpha\Delta+O(\Delta^2)$.)
A step is: move by $f X\Delta$, add noise of variance $g^2\Delta$.
As $\Delta\to0$ this is written as a **stochastic differential equation** (SDE),

$$\begin{gathered}dX = f(t)\,X\,dt + g(t)\,dB,\\[4pt] f = \frac{\dot\alpha}{\alpha}, \qquad g^2=\frac{d\sigma^2}{dt}-2f\sigma^2,\end{gathered} \tag{9.1}$$

with **drift** $fX$ and **diffusion** $g$.
($g^2\ge0$ just when $\sigma/\alpha$ does not fall: $g^2=2\sigma^2\frac{d}{dt}\log\frac\sigma\alpha$.)
$B$ is Brownian motion, as in [(2.12)](02_noising.ipynb).

**Variance preserving (VP)**, $\alpha^2+\sigma^2=1$: then $\frac{d\sigma^2}{dt}=-2\alpha\dot\alpha=-2f\alpha^2$, so $g^2=-2f(\alpha^2+\sigma^2)=-2f$.
With $\beta(t)=-2f(t)$,

$$dX=-\tfrac12\beta(t)\,X\,dt+\sqrt{\beta(t)}\,dB. \tag{9.2}$$

It is DDPM's chain with $\beta_n\approx\beta(t_n)\,\Delta$, where $t_n=n\Delta$; constant $\beta=2$ is the Ornstein–Uhlenbeck process.
**Variance exploding (VE)**, $\alpha=1$: no drift, noise is only added,

$$dX=\sqrt{\frac{d\sigma^2}{dt}}\;dB. \tag{9.3}$$

Witness.
Left, the kernels of `utils` over a short $\Delta$, divided by $\Delta$.
Right, (9.1) with derivatives done by hand.
The gap must halve with $\Delta$.
"""

# %%
by_hand = {"linear VP": (schedule, -0.5 * (0.1 + 19.9 * 0.4), 0.1 + 19.9 * 0.4),
           "VE, σ = t": (schedules.edm(sigma_max=5.0), 0.0, 2 * 0.4),
           "flow, α = 1 − t, σ = t": (schedules.flow(), -1 / 0.6, 2 * 0.4 + 2 / 0.6 * 0.4**2)}

# %% tags=["witness"]
rows = []
for name, (other, f, g2) in by_hand.items():
    gaps = []
    for delta in [0.002, 0.001]:
        scale, std = other.kernel(0.4, 0.4 + delta)
        gaps.append(abs((scale - 1) / delta - f) + abs(std**2 / delta - g2))
    rows.append((name, f, g2, *gaps))
    witness(f"(9.1), {name}: halved", gaps[1] / gaps[0], 0.5, atol=0.01)
    witness(f"(9.1), {name}: utils", other.sde(0.4), [f, np.sqrt(g2)])
table(rows, "at t = 0.4", "f", "g²", "gap at Δ = 0.002", "gap at Δ = 0.001", digits=4)

# %% tags=["witness"]
inside = np.linspace(0.05, 0.95, 19)
beta = 0.1 + 19.9 * inside
witness("(9.2)", schedule.sde(inside), [-0.5 * beta, np.sqrt(beta)])
witness("(9.3)", schedules.edm(sigma_max=5.0).sde(inside), [0 * inside, np.sqrt(2 * inside)])
chain = schedules.linear(T=1000, beta_min=0.1 / 1000, beta_max=20 / 1000)
halfway = chain.alpha_bar(500), schedule.alpha_bar(0.5)
print(f"ᾱ at half of the way: DDPM's chain of 1000 steps {halfway[0]:.4f}, the limit {halfway[1]:.4f}")

# %% tags=["picture"]
def forward_paths(process, n=20, steps=200):
    """Exact paths of n particles at steps + 1 times, by the kernel."""
    t = process.grid(steps)
    paths = [bimodal.sample(n, np.random.default_rng(1))[:, 0]]
    for now, after in zip(t[:-1], t[1:]):
        scale, std = process.kernel(now, after)
        paths.append(scale * paths[-1] + std * rng.normal(size=n))
    return t, np.array(paths)


# %% tags=["picture"]
fig, axes = figures.figure(1, 2)
shown = {"VP: pulled in, noise added": schedule, "VE, σ = t: noise added": schedules.edm(sigma_max=3.0)}
for ax, (title, process) in zip(axes, shown.items()):
    ax.plot(*forward_paths(process), color="#0072B2", alpha=0.5, linewidth=0.7)
    ax.set(xlabel="t", ylabel="$X_t$", title=title)
figures.show(fig)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.1

Write (9.1).

- `alpha`, `sigma`: numbers $\alpha(t)>0$, $\sigma(t)>0$; `alpha_rate`, `sigma_rate`: their derivatives $\dot\alpha$, $\dot\sigma$ at the same $t$.
- Returns the two numbers `(f, g)`.
- Worked value: the straight path $\alpha=1-t$, $\sigma=t$ at $t=\frac14$: `drift_and_diffusion(0.75, 0.25, -1.0, 1.0)` is $(-1.3333, 0.8165)$.
"""

# %% tags=["exercise"]
def drift_and_diffusion(alpha, sigma, alpha_rate, sigma_rate):
    """f and g of dX = f X dt + g dB."""
    ### BEGIN SOLUTION
    f = alpha_rate / alpha
    return f, np.sqrt(2 * sigma * sigma_rate - 2 * f * sigma**2)
    ### END SOLUTION


drift_and_diffusion = check("09.1", drift_and_diffusion)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\frac{d\sigma^2}{dt}=2\sigma\dot\sigma$ by the chain rule.
The old noise shrinks at the rate $f<0$; what that takes, $-2f\sigma^2$, must be added to the growth wanted.
The radicand is $2\sigma^2\frac{d}{dt}\log\frac\sigma\alpha$: not negative as long as the signal-to-noise ratio never rises.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · The density: Fokker–Planck

Particles move at random, but their density obeys a deterministic equation.
We find it as in [lecture 06](06_score.ipynb), with a smooth test function $\varphi$ that vanishes far out, for $t>0$, where $q_t$ is smooth.
In one dimension, let $\delta = fX\Delta+g\sqrt\Delta\,z$ be one short step of (9.1).
Taylor's formula gives $\varphi(X+\delta) = \varphi+\varphi'\delta+\frac12\varphi''\delta^2+\frac16\varphi'''\delta^3+O(\delta^4)$; given $X$, $\delta$ has mean $fX\Delta$, mean square $g^2\Delta+O(\Delta^2)$, and third and fourth moments of order $\Delta^2$ ([appendix D](../appendices/D_stochastic_calculus.ipynb) makes this Itô's formula).
Divide by $\Delta$ and let it tend to 0:

$$\frac{d}{dt}\operatorname E\varphi(X_t) = \operatorname E\left[\varphi'(X_t)\,f X_t+\tfrac12g^2\varphi''(X_t)\right]. \tag{9.4}$$

Write both sides as integrals against $q_t$, and integrate by parts until no derivative is left on $\varphi$ (one integration by parts changes the sign of the first term; two leave the second unchanged):

$$\int\varphi\;\partial_tq_t\,dx = \int\varphi\left[-\partial_x(f x\,q_t)+\tfrac12g^2\,\partial_x^2q_t\right]dx .$$

This holds for every such $\varphi$, so the coefficients of $\varphi$ in the two integrands are equal.
In $d$ dimensions the same, coordinate by coordinate:

$$\partial_tq_t = -\nabla\cdot\left(f x\,q_t\right)+\tfrac12g^2\operatorname{tr}\nabla^2q_t. \tag{9.5}$$

This is the **Fokker–Planck equation**: probability is carried along by the drift and spread by the noise.
$fx$ stands *inside* the derivative: the drift also compresses the population, which is the term $-f\,q_t$ of the product rule.
"""

# %% [markdown]
r"""
Witness for (9.4), with $\varphi=\cos$ and exact integrals.
(It does not vanish far out, but $q_t$ does, fast enough.)
Left, a central difference in time; right, the expectation.
"""

# %% tags=["witness"]
fine, weight = np.linspace(-8, 8, 4001), 16 / 4000
for t in [0.1, 0.4]:
    f, g = schedule.sde(t)
    change = (density_at(t + 1e-4, fine) - density_at(t - 1e-4, fine)) @ np.cos(fine) * weight / 2e-4
    expected = density_at(t, fine) @ (-np.sin(fine) * f * fine - 0.5 * g**2 * np.cos(fine)) * weight
    witness("(9.4)", change, expected, atol=1e-5)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.2

We shall check (9.5) with the exact $q_t$ of a mixture and central differences, $\frac{q(t+\delta)-q(t-\delta)}{2\delta}$ and the like, on a grid of places.
Even if (9.5) is true, left and right will differ a little: the **residual**.
When the spacing in $x$ *and* in $t$ is halved, the residual is divided by about

{options}

Write a letter in quotation marks; you get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
residual_falls = "b"
### END SOLUTION
residual_falls = check("09.2", residual_falls)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Expand $q(t\pm\delta)$: the first-order and third-order terms survive in the difference, the second-order ones cancel.
What is left over is $\frac{\delta^2}{6}\dddot q$: second order.
The same holds for both differences in $x$.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.3

Write left side minus right side of (9.5) in one dimension with central differences, at the inner points of the grid.

- `q_before`, `q`, `q_after`: arrays $(m,)$, the density on the grid at times $t-\delta$, $t$, $t+\delta$; `x`: array $(m,)$, the grid, evenly spaced; `dt`: the number $\delta$; `f`, `g`: numbers, at time $t$.
- Returns an array $(m-2,)$.
- Worked value: `fp_residual(np.array([0.1, 0.3, 0.2]), np.array([0.12, 0.28, 0.22]), np.array([0.14, 0.27, 0.21]), np.array([-1.0, 0.5, 2.0]), 0.1, -0.8, 1.2)` is `[-0.2289]`.
"""

# %% tags=["exercise"]
def fp_residual(q_before, q, q_after, x, dt, f, g):
    """∂q/∂t + ∂(f x q)/∂x − ½ g² ∂²q/∂x² at the inner grid points."""
    ### BEGIN SOLUTION
    dx = x[1] - x[0]
    in_time = (q_after - q_before)[1:-1] / (2 * dt)
    flux = f * x * q
    carried = (flux[2:] - flux[:-2]) / (2 * dx)
    spread = (q[2:] - 2 * q[1:-1] + q[:-2]) / dx**2
    return in_time + carried - 0.5 * g**2 * spread
    ### END SOLUTION


fp_residual = check("09.3", fp_residual)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`flux` is differentiated as a whole, so the product rule's second term $f q$ is in.
`q_after` and `q_before` are $2\delta$ apart.
### END SOLUTION
"""

# %% [markdown]
r"""
Witness for (9.5).
The exact density of the noised mixture at $t=0.1$; spacing in $x$ from 0.2 down, in $t$ a tenth of it.
Beside the right equation three slips: $\frac12$ left out, $g$ for $g^2$, and the drift outside of the derivative.
"""

# %%
def largest_residual(dx, slip="none", t=0.1):
    """Largest |residual| on −5..5 with spacing dx and dt = dx/10, for the right equation or a slip."""
    x, dt = np.arange(-5, 5 + dx / 2, dx), dx / 10
    f, g = schedule.sde(t)
    q = density_at(t, x)
    g = {"½ left out": np.sqrt(2) * g, "g for g²": np.sqrt(g)}.get(slip, g)
    out = fp_residual(density_at(t - dt, x), q, density_at(t + dt, x), x, dt, f, g)
    return np.abs(out - (f * q[1:-1] if slip == "drift outside" else 0)).max()


# %% tags=["reveal", "witness"]
spacings, slips = [0.2, 0.1, 0.05, 0.025, 0.0125], ["none", "½ left out", "g for g²", "drift outside"]
residuals = {slip: np.array([largest_residual(dx, slip) for dx in spacings]) for slip in slips}
fall = [None, *(residuals["none"][:-1] / residuals["none"][1:])]
table([*zip(spacings, fall, *residuals.values())], "spacing", "divided by", "(9.5)", *slips[1:], digits=[4, 2, 5, 3, 3, 3])
order = np.log2(residuals["none"][-2] / residuals["none"][-1])
print(f"order of the fall: {order:.3f}")
witness("(9.5), the residual falls with order 2", order, 2, atol=0.01)
assert all(residuals[slip][-1] > 0.5 * residuals[slip][-2] for slip in slips[1:])  # no slip falls

# %% tags=["picture", "reveal"]
fig, ax = figures.figure()
for slip, style in zip(slips, ["-o", "--s", "-.^", ":v"]):
    ax.loglog(spacings, residuals[slip], style, label="equation (9.5)" if slip == "none" else slip)
reference = 0.5 * residuals["none"][0] * (np.array(spacings) / 0.2) ** 2
ax.loglog(spacings, reference, color="0.6", linewidth=1, label="slope 2")
ax.set(xlabel="spacing in x", ylabel="largest residual", title="A residual must fall, and at the right rate")
ax.set_xticks(spacings, [str(dx) for dx in spacings])
ax.minorticks_off()
ax.legend(fontsize=8)
figures.show(fig)

# %% [markdown]
r"""
A single small residual proves little; one that falls fourfold at each refinement is on its way to 0.
The residuals of the three wrong equations do not shrink; they converge to the error of the equation.

## 3 · The same density without noise: the probability flow

The noise term can be written as a drift.
Since $\nabla q=q\,\nabla\log q=q\,s$,

$$\tfrac12g^2\operatorname{tr}\nabla^2q_t=\nabla\cdot\left(\tfrac12g^2\,s_t\,q_t\right). \tag{9.6}$$

Put it into (9.5) and collect:

$$\partial_tq_t=-\nabla\cdot\left(v_t\,q_t\right), \qquad v_t(x)=f x-\tfrac12g^2\,s_t(x). \tag{9.7}$$

This is a Fokker–Planck equation *without* noise: the density is carried along by the velocity $v_t$.
So if each particle follows the ordinary differential equation

$$\frac{dx}{dt}=v_t(x), \tag{9.8}$$

forwards or backwards, from a start with the right density, the particles have density $q_t$ at every $t$.
It is the **probability-flow ODE**.
Each path is now fixed by its start, and paths of an ODE with a smooth velocity do not cross.

The velocity has a second face.
Insert Tweedie, [(6.5) and (6.6)](06_score.ipynb), which need $\alpha,\sigma>0$:

$$v_t(x)=\dot\alpha\,\operatorname E[x_0\mid x_t=x]+\dot\sigma\,\operatorname E[\varepsilon\mid x_t=x]. \tag{9.9}$$

*Check:* with $\operatorname E[\varepsilon\mid x]=-\sigma s$ and $\operatorname E[x_0\mid x]=(x+\sigma^2s)/\alpha$ the right side is $\frac{\dot\alpha}\alpha x+\left(\frac{\dot\alpha}{\alpha}\sigma^2-\dot\sigma\sigma\right)s=fx-\frac12g^2s$, by (9.1).
$\square$ The velocity at $x$ is the mean of the velocities $\dot\alpha x_0+\dot\sigma\varepsilon$ of all the one-line paths $\alpha x_0+\sigma\varepsilon$ that pass there: the gliding particles of lecture 02, averaged so that they no longer cross.
[Lecture 11](11_flow_matching.ipynb) trains a network on those lines directly, and joins their ends in other ways.

Witness for (9.6): both sides by differences, at $t=0.4$.
Witness for (9.9): the mean over $x_0$ by summation on a grid (Bayes' rule), against (9.7) and against `utils`.
Witness for (9.8): in one dimension a flow keeps the order of the particles, so the share of particles to the left of one, $F_t(x(t))$, must not change: [(3.10)](03_schedules.ipynb).
We integrate with the classical Runge–Kutta rule.
"""

# %% tags=["witness"]
law, line, h = bimodal.noised(*schedule(0.4)), np.linspace(-3, 3, 61), 1e-3
q = lambda x: law.density(x[:, None])
pushed = lambda x: law.score(x[:, None])[:, 0] * q(x)
curvature = (q(line + h) - 2 * q(line) + q(line - h)) / h**2
witness("(9.6), without ½g²", curvature, (pushed(line + h) - pushed(line - h)) / (2 * h), atol=1e-5)

# %%
places, x0 = np.linspace(-2.5, 2.5, 11), np.linspace(-4, 4, 4001)
denoiser = MixtureDenoiser(bimodal, schedule)

# %% tags=["witness"]
for t in [0.1, 0.4, 0.8]:
    alpha, sigma = schedule(t)
    share = norm.pdf(places[:, None], alpha * x0, sigma) * bimodal.density(x0[:, None])
    alpha_rate, sigma_rate = schedule.rates(t)
    velocities = alpha_rate * x0 + sigma_rate * (places[:, None] - alpha * x0) / sigma
    mean_velocity = (share * velocities).sum(axis=1) / share.sum(axis=1)
    f, g = schedule.sde(t)
    witness(f"(9.9) at t = {t}", mean_velocity, f * places - 0.5 * g**2 * score(places, t), atol=1e-8)
    in_utils = solvers.velocity(denoiser, schedule)(places[:, None], t)[:, 0]
    witness(f"(9.7) in utils at t = {t}", in_utils, mean_velocity, atol=1e-8)

# %%
def velocity_at(x, t):
    f, g = schedule.sde(t)
    return f * x - 0.5 * g**2 * score(x, t)


def runge_kutta(rate, x, t, h):
    """One classical step of dx/dt = rate(x, t) from t to t + h; h may be negative."""
    k1 = rate(x, t)
    k2 = rate(x + h / 2 * k1, t + h / 2)
    k3 = rate(x + h / 2 * k2, t + h / 2)
    k4 = rate(x + h * k3, t + h)
    return x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


# %% tags=["witness"]
def share_left(x, t):
    """F_t(x) of the noised mixture."""
    noised = bimodal.noised(*schedule(t))
    return norm.cdf((x[:, None] - noised.means[:, 0]) / np.sqrt(noised.covs[:, 0, 0])) @ noised.weights


x, clock = np.linspace(-2.5, 2.5, 11), np.linspace(1, 0, 201)
before = share_left(x, 1.0)
for t, after in zip(clock[:-1], clock[1:]):
    x = runge_kutta(velocity_at, x, t, after - t)
witness("(9.8), F_0(x(0)) = F_1(x(1))", share_left(x, 0.0), before, atol=1e-6)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.4

This one was not shown: a flow that can be solved.
The data are $N(0, v)$, nothing is shrunk, and noise of variance $t^2$ is added: $\alpha = 1$, $\sigma = t$, VE of (9.3).
A particle follows the probability flow from $x_T$ at time $T$ back to time $t<T$.
Where does it arrive?

- `x_T`: a number or an array, its place at time `T`; `T`, `t`: numbers, $0\le t<T$; `v`: a number $>0$.
- Returns its place at time `t`, shaped like `x_T`.
- Worked value: `flow_back(2.0, 3.0, 1.0, 1.0)` is $0.8944$.
"""

# %% tags=["exercise"]
def flow_back(x_T, T, t, v):
    """Place at time t of a particle of the flow for data N(0, v) under VE, σ = t."""
    ### BEGIN SOLUTION
    return x_T * np.sqrt((v + t**2) / (v + T**2))
    ### END SOLUTION


flow_back = check("09.4", flow_back)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$q_t = N(0, v+t^2)$, so $s_t(x) = -x/(v+t^2)$; with $f = 0$ and $g^2 = 2t$, (9.7) is $\frac{dx}{dt} = \frac{t\,x}{v+t^2}$.
Separate: $\log x$ changes by $\frac12\log(v+t^2)$.
The flow keeps each particle at the same number of standard deviations, as (3.10) demands.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Backwards, with any amount of noise

Now the same trick with a free number.
For any $\eta\ge0$, (9.6) times $\eta^2$ is $0=\nabla\cdot\left(\frac12\eta^2g^2\,s_tq_t\right)-\frac12\eta^2g^2\operatorname{tr}\nabla^2q_t$.
Add it to (9.7):

$$\partial_tq_t=-\nabla\cdot\left(\left[f x-\tfrac12(1+\eta^2)\,g^2s_t\right]q_t\right)-\tfrac12\eta^2g^2\operatorname{tr}\nabla^2q_t. \tag{9.10}$$

The last term has the wrong sign for a noise: diffusion with a negative coefficient.
Read it with the clock turned round, $\tau=T-t$, so that $\partial_\tau=-\partial_t$, and every sign changes:

$$\partial_\tau q=-\nabla\cdot\left(-\left[f x-\tfrac12(1+\eta^2)\,g^2s_t\right]q\right)+\tfrac12\eta^2g^2\operatorname{tr}\nabla^2q .$$

That *is* a Fokker–Planck equation, with drift $-[\dots]$ and diffusion $\eta g$.
So particles with density $q_T$ at $t=T$ that make small steps **back** from $t$ to $t-\Delta$ by

$$\begin{gathered}X_{t-\Delta}=X_t-\Delta\left[f X_t-\tfrac12(1+\eta^2)\,g^2\,s_t(X_t)\right]+\eta\,g\,\sqrt\Delta\;z,\\[4pt] z\sim N(0,I),\end{gathered} \tag{9.11}$$

have, in the limit $\Delta\to0$, the density $q_t$ at every $t>0$.
(A density is fixed by its start and its Fokker–Planck equation when the drift is smooth and grows at most in proportion to $|x|$; for noised mixtures it does.)
At $\eta=0$ it is the probability flow.
At $\eta=1$ it is the **reverse SDE** (Anderson 1982), with drift $f x-g^2s_t$.
Beyond 1 it is the reverse SDE with extra Langevin steps in between: the surplus, $\frac12(\eta^2-1)g^2s\,\Delta$ with noise of variance $(\eta^2-1)g^2\Delta$, is [(6.14)](06_score.ipynb) with $h=\frac12(\eta^2-1)g^2\Delta$.
(Made as separate steps, at a level that is held fixed, they are the *corrector* of a **predictor–corrector** sampler: below.)
It is the $\eta$ of DDIM in [lecture 08](08_sampling.ipynb), whose step has noise of standard deviation $\eta\,\sigma_s\sigma_{t|s}/\sigma_t\approx\eta\,g\sqrt\Delta$ for small $\Delta=t-s$.

To run (9.11) you need only the score of $q_t$, which lecture 06 can learn from noise.

Witness for (9.10): left side by a central difference in $t$, right side by differences in $x$, for four values of $\eta$.
The largest gap must fall fourfold when the spacings are halved.
"""

# %%
def gap_of_910(eta, dx, t=0.3):
    x, dt = np.arange(-5, 5 + dx / 2, dx), dx / 10
    f, g = schedule.sde(t)
    q, left = density_at(t, x), (density_at(t + dt, x) - density_at(t - dt, x)) / (2 * dt)
    flux = (f * x - 0.5 * (1 + eta**2) * g**2 * score(x, t)) * q
    carried = (flux[2:] - flux[:-2]) / (2 * dx)
    return np.abs(left[1:-1] + carried + 0.5 * eta**2 * g**2 * (q[2:] - 2 * q[1:-1] + q[:-2]) / dx**2).max()


# %% tags=["witness"]
rows = []
for eta in [0.0, 0.5, 1.0, 2.0]:
    coarse, refined = gap_of_910(eta, 0.05), gap_of_910(eta, 0.025)
    rows.append((eta, coarse, refined))
    witness(f"(9.10), η = {eta}: fourfold", coarse / refined, 4, atol=0.1)
table(rows, "η", "largest gap, spacing 0.05", "spacing 0.025", digits=[1, 5, 5])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.5

Start from the exact $q_T$ and run (9.11) with $\eta=0.5$ and infinitely small steps.
Compared with the forward process (9.1), what agrees?

{options}

You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
half_noise = "b"
### END SOLUTION
half_noise = check("09.5", half_noise)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(9.10) is about $q_t$ at each $t$, and holds for every $\eta$.
The joint law of $X_s$ and $X_t$ is another matter: (9.12) below is their correlation.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.6

This step has two faults, and at $\eta = 0$ and 1 one of them cannot be seen. Mend it.

```python
def step_back(x, score, f, g, delta, eta, z):
    drift = f * x - 0.5 * (1 + eta) * g**2 * score
    return x + delta * drift + eta * g * np.sqrt(delta) * z
```

- `x`, `score`, `z`: arrays of one shape; `f`, `g`, `delta` ($\Delta>0$), `eta`: numbers.
- Returns an array of the same shape, $X_{t-\Delta}$.
- Worked value: `step_back(1.0, -0.5, -3.0, 2.0, 0.1, 0.5, 1.5)` is $1.175+0.4743=1.6493$.
"""

# %% tags=["exercise"]
def step_back(x, score, f, g, delta, eta, z):
    """From t to t − delta, with the share eta of the reverse SDE's noise."""
    ### BEGIN SOLUTION
    drift = f * x - 0.5 * (1 + eta**2) * g**2 * score
    return x - delta * drift + eta * g * np.sqrt(delta) * z
    ### END SOLUTION


step_back = check("09.6", step_back)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Drift: $-3\cdot1-\frac12\cdot1.25\cdot4\cdot(-0.5)=-1.75$, and time runs back, so $x$ moves by $+0.175$.
Noise: $0.5\cdot2\cdot\sqrt{0.1}\cdot1.5=0.4743$.
The noise enters with its variance $\eta^2g^2\Delta$ also when time runs back: there is no negative noise.
The faults: $\eta$ for $\eta^2$, which agree at 0 and 1, and a step forwards in time.
### END SOLUTION
"""

# %% [markdown]
r"""
`solvers.euler_maruyama` of `utils` is this step; its `noise` is our $\eta$.
With the same random numbers both agree:
"""

# %% tags=["witness"]
for eta in [0.0, 0.7, 1.0]:
    f, g = schedule.sde(0.4)
    ready = solvers.euler_maruyama(denoiser, schedule, np.random.default_rng(4), noise=eta)
    z = np.random.default_rng(4).standard_normal(start.shape)
    ours = step_back(start, score(start, 0.4), f, g, 0.1, eta, z)
    witness(f"(9.11) in utils, η = {eta}", ready(start[:, None], 0.4, 0.3)[:, 0], ours, atol=1e-10)

# %% [markdown]
r"""
**Two times of one path.**
Take standard normal data under a VP schedule.
Then $q_t=N(0,1)$ and $s_t(x)=-x$ at every $t$.
Forwards, by (9.2), the correlation of two times $s<t$ is $\alpha_t/\alpha_s$.
Backwards, the bracket in (9.11) is $-\frac12\beta x+\frac12(1+\eta^2)\beta x=\frac12\eta^2\beta x$, so each step multiplies by $1-\frac12\eta^2\beta\Delta$ and adds independent noise.
The variance stays 1, and with $\log(1-a)\approx-a$ for small $a$ the product of the factors gives

$$\operatorname{Corr}(X_s,X_t)=\exp\!\left(-\tfrac12\eta^2\int_s^t\beta\,du\right)=\left(\frac{\alpha_t}{\alpha_s}\right)^{\eta^2}. \tag{9.12}$$

Only $\eta=1$ has the forward correlation. (That it has the forward law of whole paths, for any data, is Anderson's theorem, which we quote.)
At $\eta=0$ it is 1: for these data the flow does not move at all.

Witness: the exact second moments of (9.11), step by step, from $t=0.6$ to $s=0.3$.
"""

# %% tags=["reveal", "witness"]
rows = []
for eta in [0.0, 0.5, 1.0, 2.0]:
    variance, covariance, delta = 1.0, 1.0, 1e-4
    for t in 0.6 - delta * np.arange(3000):
        factor = 1 - 0.5 * eta**2 * (0.1 + 19.9 * t) * delta
        variance, covariance = factor**2 * variance + eta**2 * (0.1 + 19.9 * t) * delta, factor * covariance
    predicted = (schedule.alpha(0.6) / schedule.alpha(0.3)) ** eta**2
    rows.append((eta, covariance / np.sqrt(variance), predicted))
    witness("(9.12)", rows[-1][1], predicted, atol=2e-3)
table(rows, "η", "correlation of X at 0.3 and 0.6: (9.11), 3000 steps", "(9.12)", digits=[1, 4, 4])

# %% [markdown]
r"""
**What $\eta$ is good for.**
In the limit of small steps and with the right start, nothing: all $\eta$ give the same density.
Otherwise they differ.
Here 20 000 particles go back with 10 to 100 steps.
The error is the Wasserstein-2 distance to the data, by quantiles; the last row is the **floor**, the distance of another 20 000 exact samples; the last but one starts half a unit too far right.
Ten groups of 2000 give the spread.
"""

# %%
def distance(x):
    """W2 between particles and exact data in groups of 2000: mean and standard deviation over ten groups."""
    truth = np.sort(bimodal.sample(20_000, np.random.default_rng(5))[:, 0])
    quantiles = truth.reshape(2000, 10).mean(axis=1)
    each = np.sqrt(np.mean((np.sort(x.reshape(10, 2000)) - quantiles) ** 2, axis=1))
    return each.mean(), each.std()


# %%
begin = schedule.noise(bimodal.sample(20_000, rng)[:, 0], 1.0, rng.normal(size=20_000))
cases = [(str(steps), steps, begin) for steps in [10, 20, 50, 100]] + [("100, wrong start", 100, begin + 0.5)]
rows = [(name, *(distance(reverse_paths(eta, steps, x, rng)[-1]) for eta in [0.0, 0.5, 1.0, 2.0])) for name, steps, x in cases]
floor = distance(bimodal.sample(20_000, rng)[:, 0])
table([*rows, ("floor", *[floor] * 4)], "steps", *(f"W₂, η = {eta}" for eta in [0.0, 0.5, 1.0, 2.0]), digits=3)

# %% [markdown]
r"""
With 10 steps noise does harm; $\eta=2$ explodes: at $t=1$, where $f=-10$, $g^2=20$ and $s\approx-x$, the bracket of (9.11) is about $40x$, and a step of 0.1 turns $x$ into $-3x$.
The step is too long for the pull, as $h>2v$ is in [(6.17)](06_score.ipynb).
But noise also *forgets*.
The flow carries a wrong start to a wrong end ([lecture 03](03_schedules.ipynb), section 4); at $\eta=1$ and 100 steps the wrong start leaves no trace above the floor's spread.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.7

Data $N(0,1)$, linear VP: $\beta(t) = 0.1+19.9\,t$ on $[0,1]$.
From $N(0,1)$ at $t=1$, (9.11) makes $n$ equal steps to 0, with $f$, $g$, $s$ at the start of each step.
No particles are needed: all means are 0, so follow the variance.
With which $n$ does it arrive within `tol` of 1?
Commit yourself before you open the table: when $\eta$ doubles, must $n$ double or quadruple?

- `eta`: number $\ge0$; `tol`: number in $(0,1)$; `counts`: rising list of whole numbers $\ge1$.
- Returns two numbers: the first $n$ of the list that will do, or the last if none does, and the variance with which it arrives.
- Worked value: `steps_needed(1.0, 0.05, [10, 20, 30, 40])` is $(30, 1.0487)$.
"""

# %% tags=["exercise"]
def steps_needed(eta, tol, counts):
    """(n, variance at t = 0) for the first n of counts that arrives within tol of 1, or the last."""
    ### BEGIN SOLUTION
    for n in counts:
        variance = 1.0
        for t in 1 - np.arange(n) / n:
            share = eta**2 * (0.1 + 19.9 * t) / n
            variance = (1 - share / 2) ** 2 * variance + share
        if abs(variance - 1) <= tol:
            break
    return n, variance
    ### END SOLUTION


steps_needed = check("09.7", steps_needed)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
As before (9.12), the bracket of (9.11) is $\frac12\eta^2\beta x$.
A step adds $\frac14(\eta^2\beta\Delta)^2$ to a variance of 1, and the later steps halve such an excess within $\int\eta^2\beta\,dt = \log 2$.
So what arrives was made in the last stretch, where $\eta^2\beta t\approx1$ with $\beta\approx20t$: there $\eta^2\beta\Delta\propto\eta\Delta$.
$n$ is in proportion to $\eta$, and to 1/`tol`.
### END SOLUTION
"""

# %% tags=["reveal"]
rows = [(eta, *(steps_needed(eta, tol, range(1, 700))[0] for tol in (0.05, 0.02, 0.01))) for eta in (0.5, 1.0, 2.0)]
table(rows, "η", *(f"steps for {tol}" for tol in (0.05, 0.02, 0.01)), digits=[1, 0, 0, 0])

# %% [markdown]
r"""
**Predictor and corrector.**
Song and others (2021) spend the same calls otherwise: after each step of the reverse SDE (the predictor) a Langevin step (6.14) at the new level (the corrector), of size $h = r\,\sigma^2$.
Predict: at 100 calls in all, is it better than 100 steps of $\eta = 1$ or $\eta = 2$?
"""

# %%
def predictor_corrector(score_at, steps, r, begin, rng):
    """Half of the calls for the reverse SDE, half for one Langevin step at each level; places at t = 0."""
    x, delta = begin, 1 / steps
    for t in np.linspace(1, 0, steps + 1)[:-1]:
        f, g = schedule.sde(t)
        x = x - delta * (f * x - g**2 * score_at(x, t)) + g * np.sqrt(delta) * rng.normal(size=x.size)
        if t - delta > 1e-9:  # no corrector at the data
            h = r * schedule.sigma(t - delta) ** 2
            x = x + h * score_at(x, t - delta) + np.sqrt(2 * h) * rng.normal(size=x.size)
    return x


# %% tags=["reveal"]
rows = [(r, *(distance(predictor_corrector(score, 50, r, x, rng)) for x in (begin, begin + 0.5))) for r in (0.02, 0.1, 0.5)]
table(rows, "corrector r", "W₂, 50 + 50 calls", "the same, wrong start", digits=[2, 3, 3])

# %% [markdown]
r"""
**And with a learned score?**
Three small networks, three seeds, 600 steps of [lecture 07](07_training.ipynb)'s training on 4000 numbers each.
The same particles, 100 steps of (9.11).
"""

# %%
import torch

from utils.generative.networks import Denoiser, Net
from utils.generative.training import train

torch.set_num_threads(1)


def learned_score(seed):
    """s(x, t) = (α x̂_0 − x)/σ² from a network's x̂_0; float64, so that every computer prints the same."""
    generator = torch.Generator().manual_seed(seed)
    network = Denoiser(Net(1, width=64, depth=2, generator=generator).double(), schedule)
    data = bimodal.sample(4000, np.random.default_rng(seed))
    *_, state = train(network, data, steps=600, generator=generator)
    return lambda x, t: ((schedule.alpha(t) * state.average(x[:, None], t) - x[:, None]) / schedule.sigma(t) ** 2)[:, 0]


# %%
def arrives(score_at, eta, x):
    """W2 to the data after 100 steps of (9.11) from places x."""
    for t in np.linspace(1, 0.01, 100):
        f, g = schedule.sde(t)
        x = step_back(x, score_at(x, t), f, g, 0.01, eta, rng.normal(size=x.size))
    return np.sqrt(np.mean((np.sort(x) - np.sort(bimodal.sample(x.size, rng)[:, 0])) ** 2))


sources = {"exact score": [score] * 3, "three networks": [learned_score(seed) for seed in range(3)]}
rows = []
for name, scores in sources.items():
    found = [[arrives(one, eta, begin[4000 * k : 4000 * (k + 1)]) for k, one in enumerate(scores)] for eta in (0.0, 0.5, 1.0, 2.0)]
    rows.append((name, *((np.mean(w), np.std(w)) for w in found)))
table(rows, "100 steps", *(f"W₂, η = {eta}" for eta in (0.0, 0.5, 1.0, 2.0)), digits=2, caption="mean ± deviation over three runs")

# %% [markdown]
r"""
The corrector first: with an exact score its three sizes, $\eta=1$ and $\eta=2$ at 100 calls differ, from either start, by no more than the larger of two spreads: no ranking.
With the networks the distance is some four times that with the exact score, at every $\eta$, and the four $\eta$ differ by about their spread: which is best cannot be told from three networks.
Here the network's error outweighs what $\eta$ does; on pictures, Karras and others (2022) report data sets on which some noise helps and others on which it does not.

## 5 · The density of a sample, from a trace

The flow gives its samples a density.
Follow one particle along (9.8).
The density *at the particle* changes because time passes and because the particle moves; with (9.7), $\partial_tq=-q\,\nabla\cdot v-v\cdot\nabla q$,

$$\frac{d}{dt}\log q_t(x(t))=\frac{\partial_tq_t+v_t\cdot\nabla q_t}{q_t}=-\nabla\cdot v_t(x(t)). \tag{9.13}$$

The divergence is the trace of the velocity's slope: $\nabla\cdot v=\operatorname{tr}\frac{\partial v}{\partial x}$.
Integrate from 0 to $T$:

$$\log q_0(x_0)=\log q_T(x_T)+\int_0^T\nabla\cdot v_t(x(t))\,dt. \tag{9.14}$$

With $N(x_T;0,I)$ for $q_T$ (VP, $T$ large enough) it is, exactly, the density of the flow's samples when started from $N(0, I)$: the **model's likelihood**, and no bound.
For a network the trace of a slope matrix costs $d$ derivatives; **Hutchinson's estimate** costs one, with a vector $z$ of independent random signs $\pm1$ and $J$ the slope matrix, for

$$\begin{gathered}\operatorname E\left[z^{\mathsf T}Jz\right]=\sum_{ij}J_{ij}\operatorname E[z_iz_j]=\operatorname{tr}J,\\[4pt] \operatorname E[z_iz_j]=1\text{ if }i=j,\ 0\text{ otherwise.}\end{gathered} \tag{9.15}$$

Witness for (9.13): the change of $\log q$ along a short piece of path.
Witness for (9.14): 61 points, from $t=0$ to 1 with 200 Runge–Kutta steps; the divergence by central differences.
The target is the mixture's own density, to $10^{-3}$.
"""

# %%
def place_and_log(state, t, h=1e-5):
    """Rates of (x, gained): velocity and divergence, for a state of shape (2, n)."""
    divergence = (velocity_at(state[0] + h, t) - velocity_at(state[0] - h, t)) / (2 * h)
    return np.array([velocity_at(state[0], t), divergence])


def flow_log_density(x0, steps, log_end=norm.logpdf):
    """log p(x0) by (9.14), with N(0, 1) at t = 1 unless another log-density is given."""
    state, clock = np.array([x0, np.zeros(x0.size)]), np.linspace(0, 1, steps + 1)
    for t, after in zip(clock[:-1], clock[1:]):
        state = runge_kutta(place_and_log, state, t, after - t)
    return log_end(state[0]) + state[1]


# %% tags=["witness"]
x0 = np.linspace(-3, 2.5, 61)
truth = bimodal.log_density(x0[:, None])
log_q = lambda x, t=1.0: np.log(density_at(t, x))
error = lambda steps, end: np.abs(flow_log_density(x0, steps, end) - truth).max()
rows = [(steps, error(steps, norm.logpdf), error(steps, log_q)) for steps in [25, 50, 100, 200]]
table(rows, "steps", "largest error of log p (nats), N(0, 1) at t = 1", "exact q_T at t = 1", digits=[0, ".1e", ".1e"])
witness("(9.14)", flow_log_density(x0, 200), truth, atol=1e-3)

# %% tags=["witness"]
x, t, small = x0[20:40], 0.3, 1e-5
moved = small * velocity_at(x, t)
along = (log_q(x + moved, t + small) - log_q(x - moved, t - small)) / (2 * small)
witness("(9.13) at t = 0.3", along, -place_and_log([x, 0], t)[1], atol=1e-5)

# %% [markdown]
r"""
In the first column the errors fall steeply and then stop: what is left is the difference between $q_T$ and $N(0,1)$, the prior gap of lecture 03.
With the exact $q_T$, in the second, they go on falling.
So "exact likelihood" means: exact for the density of the model.
The same in two dimensions with `utils`, which steps in $\log(\sigma/\alpha)$ and takes the trace from [(6.9)](06_score.ipynb): $\operatorname{tr}\frac{\partial}{\partial x}\operatorname E[x_0\mid x]=\frac{\alpha}{\sigma^2}\operatorname{tr}\operatorname{Cov}[x_0\mid x]$.
It starts a little after 0, where $\log(\sigma/\alpha)$ is finite.
"""

# %% tags=["witness"]
islands = GaussianMixture(
    weights=[0.5, 0.3, 0.2], means=[[-0.9, -0.5], [0.9, 1.1], [0.9, -0.4]],
    covs=[[[0.20, -0.15], [-0.15, 0.16]], [[0.05, 0.0], [0.0, 0.05]], [[0.01, 0.0], [0.0, 0.01]]])
points = islands.sample(200, rng)
of_islands = MixtureDenoiser(islands, schedule)
found, _ = log_likelihood(points, of_islands, schedule, start=1e-5, steps=200)
print(f"largest error {np.abs(found - islands.log_density(points)).max():.1e} nats")
witness("(9.14) in two dimensions, utils", found, islands.log_density(points), atol=1e-3)

# %% tags=["witness"]
J, signs = rng.normal(size=(8, 8)), rng.choice([-1.0, 1.0], size=(100_000, 8))
estimates = np.einsum("ni,ij,nj->n", signs, J, signs)
error = estimates.std() / np.sqrt(estimates.size)
print(f"zᵀJz: mean {estimates.mean():.3f} ± {error:.3f}, trace {np.trace(J):.3f}")
witness("(9.15)", estimates.mean(), np.trace(J), standard_error=error)

# %% [markdown]
r"""
## 6 · Break it: drift and noise that do not belong together

(9.11) couples them: with noise $\eta g$ goes the drift $fx-\frac12(1+\eta^2)g^2s$.
Three slips, each a correct drift paired with the noise of another rule, run with 300 small steps:

- **flow's drift, full noise**: $\frac12g^2s$ with $g\sqrt\Delta z$;
- **reverse SDE's drift, no noise**: $g^2s$ with nothing, "to make it deterministic";
- **noise $g\Delta$ for $g\sqrt\Delta$**: the wrong power, as in lecture 06.

Which give samples too wide, which too narrow?
Decide first.
"""

# %%
# factor of g² s, and the power of Δ in the noise
rules = {"(9.11), η = 1": (1.0, 0.5), "flow's drift, full noise": (0.5, 0.5),
         "reverse drift, no noise": (1.0, None), "noise gΔ": (1.0, 1.0)}


# %%
def broken_reverse(rule, steps=300):
    """Where 5000 particles arrive at t = 0."""
    factor, power = rules[rule]
    x, delta = begin[:5000], 1 / steps
    for t in np.linspace(1, 0, steps + 1)[:-1]:
        f, g = schedule.sde(t)
        x = x - delta * (f * x - factor * g**2 * score(x, t))
        x = x if power is None else x + g * delta**power * rng.normal(size=x.size)
    return x


# %% tags=["reveal"]
arrived = {rule: broken_reverse(rule) for rule in rules}
rows = []
for rule, x in (arrived | {"exact samples": bimodal.sample(5000, rng)[:, 0]}).items():
    within = np.mean(np.minimum((x + 1.4) ** 2, (x - 0.6) ** 2))  # about the nearer mode
    rows.append((rule, x.var(), within, np.mean(x > -0.4)))
table(rows, "rule", "variance", "variance within modes", "share right of −0.4", digits=3)

# %% tags=["picture", "reveal"]
fig, axes = figures.figure(2, 2, width=5.6, height=4.6, sharex=True, sharey=True)
for ax, (rule, x) in zip(axes.flat, arrived.items()):
    ax.hist(x, bins=60, range=(-3, 3), density=True, color="0.75", label="arrived")
    ax.plot(middle, bimodal.density(middle[:, None]), label="data")
    ax.set(title=rule, xlim=(-3, 3), ylim=(0, 1.6))
axes[0, 0].legend()
fig.supxlabel("x", fontsize=11)
fig.supylabel("density", fontsize=11)
figures.show(fig)

# %% [markdown]
r"""
<details><summary>After your guess: what happened, and why</summary>

The panels end at density 1.6; the two spikes go on.
Too much noise for the drift: more than four times the variance, the modes washed out.
Too little: all particles in *one* place, on the side of the heavier mode, and none on the other.
Why one? Near $t=1$, where $s\approx-x$, the reverse drift alone contracts by $f+g^2 = 10$ per unit of time, so before the modes separate all particles are at one point, and a deterministic path then takes one side.
The wrong power of $\Delta$ looks the same as no noise at all.
</details>
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 09.8

This one was not shown: from an equation to its schedule.
A paper gives, for $X_0=x_0$,

$$dX=-\tfrac12\beta(t)\,X\,dt+\sqrt{\beta(t)\left(1-e^{-2b(t)}\right)}\;dB,\qquad b(t)=\int_0^t\beta(u)\,du,$$

and calls it *sub-VP*.
Find $\alpha$ and $\sigma$ of $X_t=\alpha x_0+\sigma\varepsilon$ as functions of $b$.

- `b`: a number $\ge0$, the value of $b(t)$.
- Returns the two numbers `(alpha, sigma)`.
- Worked value: `sub_vp(1.0)` is $(0.6065, 0.6321)$.
"""

# %% tags=["exercise"]
def sub_vp(b):
    """α and σ of the sub-VP process when ∫β = b."""
    ### BEGIN SOLUTION
    return np.exp(-b / 2), 1 - np.exp(-b)
    ### END SOLUTION


sub_vp = check("09.8", sub_vp)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Turn (9.1) round.
$\dot\alpha=f\alpha$ with $f=-\frac12\beta$ gives $\alpha=e^{-b/2}$.
$\frac{d\sigma^2}{dt}=2f\sigma^2+g^2=-\beta\sigma^2+\beta(1-e^{-2b})$; with $b$ as the clock, $\frac{d\sigma^2}{db}=-\sigma^2+1-e^{-2b}$.
Multiply by $e^b$: $\frac{d}{db}(e^b\sigma^2)=e^b-e^{-b}$, so $e^b\sigma^2=e^b+e^{-b}-2$ and $\sigma^2=1-2e^{-b}+e^{-2b}=(1-e^{-b})^2$.
At every time there is less noise than in VP, whose variance is $1-e^{-b}$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · In the wild

Song and others (2021) put DDPM (as VP) and annealed Langevin (as VE) into this one frame.
On CIFAR-10, 32 × 32 pixels in 3 colours, their best Fréchet inception distance was 2.20, and their best likelihood, by (9.14) with Hutchinson's estimate and the sub-VP process of the last exercise, 2.99 bits a dimension.
(9.14) is the logarithm of a *density*, and a picture with 256 grey levels has a *probability*.
**Dequantisation** connects them: give each pixel uniform noise within its level, of width $\Delta = \frac2{256}$ on $[-1, 1]$.
By Jensen's inequality the logarithm of a box's probability is at least the mean of $\log p$ over the box plus the logarithm of its volume, so, with the expectation over the uniform noise,

$$\begin{gathered}-\frac{\log_2P(\text{picture})}{d} \;\le\; -\frac{\operatorname E\log_2p(x)}{d} - \log_2\Delta\\[4pt] = -\frac{\operatorname E\log_2p(x)}{d}+7,\end{gathered} \tag{9.16}$$

and the right side is what is reported.
Witness, in one dimension, for the mixture in boxes of width $\Delta$, averaged over the levels: the left side by distribution functions, the right side by a sum over each box.
"""

# %% tags=["witness"]
bounds = []
for delta in (1.0, 0.5, 0.1, 2 / 256):
    corners = np.arange(-4, 4, delta)
    P = share_left(corners + delta, 0.0) - share_left(corners, 0.0)  # of each level
    within = corners[:, None] + delta * (np.arange(40) + 0.5) / 40  # the pixel, with uniform noise
    log_p = bimodal.log_density(within[..., None]).mean(axis=1) / np.log(2)
    bounds.append((delta, -P @ np.log2(np.maximum(P, 1e-300)), -P @ log_p - np.log2(delta)))
table(bounds, "Δ", "bits by probabilities", "right side of (9.16)", digits=[3, 3, 3])
witness("(9.16)", np.minimum(*np.array(bounds).T[1:]), np.array(bounds)[:, 1])

# %%
dimensions, bits = 3 * 32 * 32, 2.99
print(f"{bits} bits a dimension: {bits * dimensions:.0f} bits a picture; stored plainly, 8 bits each, {8 * dimensions}")
print(f"(9.14) itself, −log p with x on [−1, 1]: {(bits - 7) * dimensions * np.log(2):.0f} nats")

# %% [markdown]
r"""
A code built on the model would store a test picture in about that many bits on average.
The density's own logarithm is positive (a density may exceed 1, in 3072 dimensions by much), so its "cost" is negative: without the 7 a number of bits means nothing.
What 2.99 does not show: that the pictures look good.
In the paper the best likelihood and the best pictures are of different models.
Nor is 2.99 the likelihood of samples of the *reverse SDE*: away from the exact score, each $\eta$ samples a different density, and (9.14) is that of $\eta=0$.

## 8 · What you can now say

| | result | witness |
|---|---|---|
| (9.1)–(9.3) | A schedule is an SDE: $f=\dot\alpha/\alpha$, $g^2=\frac{d\sigma^2}{dt}-2f\sigma^2$; VP and VE | [section 1](#1-·-The-chain-in-the-limit) |
| (9.5) | Fokker–Planck, with a residual that falls at order 2 | [section 2](#2-·-The-density:-Fokker–Planck) |
| (9.7)–(9.9) | The probability flow: the same densities without noise | [section 3](#3-·-The-same-density-without-noise:-the-probability-flow) |
| (9.10)–(9.12) | The reverse process with any $\eta$: the same density at each $t$, other paths, steps in proportion to $\eta$ | [section 4](#4-·-Backwards,-with-any-amount-of-noise) |
| (9.13)–(9.15) | The density of a sample is an integral of a trace | [section 5](#5-·-The-density-of-a-sample,-from-a-trace) |
| (9.16) | Bits per dimension, from a density and the width of a grey level | [section 7](#7-·-In-the-wild) |

**The title's question.**
Two functions of time, $f$ and $g$.
With the score they give the density's equation (9.5) and a family of reverse processes (9.11) with that density; of these only the score must be learned.

**The opening questions.**
1. No, but for chance and the steps: (9.10).
2. Yes: (9.12).
3. No: a path of the flow keeps its rank, the witness of (9.8).

**Next question.**
Network calls take the time.
How few steps does the flow need, if each is taken cleverly?
That is lecture 10.

## 9 · Sources

- Y. Song and others, *Score-based generative modeling through stochastic differential equations*, ICLR 2021: (9.1) to (9.3) in section 3.4 and appendix B, the probability flow in appendix D.1, the likelihood in D.2, the figures of section 7 in the abstract.
- Y. Song and others, *Maximum likelihood training of score-based diffusion models*, NeurIPS 2021: the loss weight $g^2$ that bounds a likelihood.
- L. Theis, A. van den Oord, M. Bethge, *A note on the evaluation of generative models*, ICLR 2016: (9.16).
- B. D. O. Anderson, *Reverse-time diffusion equation models*, 1982: (9.11) at $\eta=1$, and that there the law of whole paths agrees.
- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022: the family (9.11), their equation 6 and appendix B.
- H. Risken, *The Fokker–Planck equation*, 1989.
  M. F. Hutchinson, 1990: (9.15).
  W. Grathwohl and others, *FFJORD*, ICLR 2019: Hutchinson's estimate for flows.
- Ours: the residual tests, (9.12), exercise 09.7, the experiments of sections 4 and 6.
"""
