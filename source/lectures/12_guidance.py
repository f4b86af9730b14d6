# %% [markdown]
r"""
# 12 · What does guidance sample?

{badges}

| | |
|---|---|
| **You will be able to** | write guidance in any convention, and translate between them · say which law guidance is meant to sample, and which it does sample · correct it by weighting particles · explain guidance intervals and autoguidance · complete data of which a part is seen, and say which ways of doing so are right |
| **You need** | Tweedie's formula and the score, [lecture 06](06_score.ipynb); ancestral sampling, [lecture 08](08_sampling.ipynb); flow and reverse SDE, [lecture 09](09_continuous_time.ipynb); Heun's rule, [lecture 10](10_solvers.ipynb); conditional Gaussians, [appendix B](../appendices/B_gaussians.ipynb) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.stats import norm

from studies import stored
from utils.exercises import check, hint
from utils.generative import samplers, schedules, solvers
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.guidance import classifier_guided, guided, weighted_guidance
from utils.generative.inpainting import conditional, dps, pullback, repaint, replacement, twisted
from utils.generative.mixtures import GaussianMixture
from utils.generative.particles import normalised, resample
from utils.generative.reverse import step_coefficients, true_reverse
from utils.generative.tilts import GridDenoiser, tilt
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Line, Panel, Points
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(12)
one_class = GaussianMixture([0.7, 0.3], [[1.0], [2.2]], np.full((2, 1, 1), 0.0625))  # p(x | y)
everybody = GaussianMixture([0.35, 0.15, 0.3, 0.2], [[1.0], [2.2], [-1.0], [0.2]], np.full((4, 1, 1), 0.0625))  # p(x)
line = schedules.edm(2000.0)  # α = 1, σ = t
D_c, D_u = MixtureDenoiser(one_class, line), MixtureDenoiser(everybody, line)
grid, ranks = np.linspace(-3, 5, 501), (np.arange(400) + 0.5) / 400
levels = np.geomspace(2000, 0.02, 61)


def paths(denoiser, levels=levels):
    """400 particles from the quantiles of N(0, 2000²) along the flow, by Heun's rule: (61, 400)."""
    start = levels[0] * norm.ppf(ranks)[:, None]
    return np.array([x[:, 0] for _, x in samplers.sample(solvers.heun(denoiser, line), levels, start)])


def end_of_ode(w):
    """Where the particles of D_w end: (400,)."""
    return paths(guided(D_c, D_u, w))[-1]


def quantiles(shares, axis=grid):
    """The quantiles at `ranks` of a law given as shares of the points of an axis."""
    return np.interp(ranks, np.cumsum(shares) - shares / 2, axis)


def distance(x, y):
    """Wasserstein-2 distance of two samples on the line, both sorted."""
    return float(np.sqrt(np.mean((x - y) ** 2)))

# %% [markdown]
r"""
## The picture first

On the line live three classes.
Class $y$ has two modes, at 1 (70 % of it) and at 2.2; half of all points belong to it.
You want samples of the class, and more typical ones than the class itself gives: this is what guidance is for.
It is said to sample the **tilt** $p(x\mid y)^w\,p(x)^{1-w}$, up to a factor.

The broken line is that law with noise of the level shown (drawn over $\sqrt{1+\sigma^2}$, so that its width stays).
The shaded densities are particles that follow two fields from pure noise down: on the left classifier-free guidance with the same $w$, on the right the exact denoiser of the tilt.
Both denoisers are exact, and 60 steps are enough.
$W_2$ is the Wasserstein-2 distance of [lecture 03](03_schedules.ipynb): on the line, the root mean square difference of the quantiles.
Drag the noise level down.

1. Where do the two fields part: at high noise, in the middle, or at the end?
2. Go through the $w$.
   What does guidance do to the smaller mode, and what does the tilt do?
3. What would repair it: more steps, guidance at some noise levels only, or something else?
"""

# %% tags=["picture"]
axis, shown = np.linspace(-4.0, 4.4, 253), slice(24, 61)
noise = levels[shown]
scale = np.sqrt(1 + noise**2)[:, None]  # drawn is x / √(1 + σ²)


def density(x):
    """Densities of sorted particles (frames, 400) on the drawn axis."""
    z = x / scale
    middle, height = (z[:, 1:] + z[:, :-1]) / 2, 1 / len(ranks) / np.diff(z)
    return np.array([np.interp(axis, m, h, left=0, right=0) for m, h in zip(middle, height)])


# %% tags=["picture"]
def noised(shares):
    """Densities of the tilt plus noise on the drawn axis, (frames, 253)."""
    return np.array([np.exp(-0.5 * ((axis[:, None] * s - grid) / u) ** 2) @ shares * s / u for s, u in zip(scale, noise)]) / np.sqrt(2 * np.pi)


def apart(x, law):
    """W₂ of particles to the noised tilt at each frame, on the drawn scale."""
    cells = axis[1] - axis[0]
    return np.array([distance(z, quantiles(q * cells, axis)) for z, q in zip(x / scale, law)])


# %% tags=["picture"]
def two_fields(w):
    shares = tilt(one_class, everybody, w, grid)
    law = noised(shares)
    runs = {"guidance": paths(guided(D_c, D_u, w))[shown], "exact": paths(GridDenoiser(grid, shares, line))[shown]}
    errors = {name: apart(x, law) for name, x in runs.items()}
    look = dict(xlabel="x / √(1 + σ²)", ylim=(0, 2.2), xlim=(-2.2, 3.2))
    panels = [Panel(Line(axis, density(x), fill=True, label="particles"), Line(axis, law, dash=True, label="noised tilt"), title=title, **look)
              for x, title in ((runs["guidance"], "classifier-free guidance"), (runs["exact"], "field of the noised tilt"))]
    far = Panel(*(Curve(-np.log10(noise), e, label=name) for name, e in errors.items()), title="W₂ to the noised tilt", xlabel="−log₁₀ σ: less noise →", ylim=(0, 1.2))
    formula = Formula("σ = {u:.2f}: distance {g:.3f} by guidance, {e:.3f} by the exact field")
    return dict(panels=[*panels, far, formula], times=noise, values={"u": noise, "g": errors["guidance"], "e": errors["exact"]}, t=36,
                title="Guidance and the tilt", status="noise level {u:.2f}: {g:.3f} by guidance, {e:.3f} by the exact field")


# %%
controlled(two_fields, w=choose("w", [1.0, 1.5, 2.0, 3.0, 5.0], value=3.0))

# %% [markdown]
r"""
## 1 · The law that is meant, and the field that is used

By Bayes' rule $p(y\mid x) = p(x\mid y)\,p(y)/p(x)$ says how surely $x$ belongs to $y$.
To prefer points that surely do, raise it to a power:

$$q_w(x) = \frac{p(x)\;p(y\mid x)^w}{\text{constant}} = \frac{p(x\mid y)^w\;p(x)^{1-w}}{Z}. \tag{12.1}$$

<!-- 12.1: definition -->

($Z$ is finite for every $w\ge0$, since $p(y\mid x)\le1$.)
$w=0$ is the unconditional law, $w=1$ the conditional one, $w>1$ the **tilt** that guidance is after.
Now do the same with denoisers.
Let $D_c(x_t,t)=\operatorname E[x_0\mid x_t,y]$ and $D_u(x_t,t)=\operatorname E[x_0\mid x_t]$.
**Classifier-free guidance** uses in any sampler

$$D_w = D_u + w\,(D_c - D_u). \tag{12.2}$$

<!-- 12.2: definition -->

One network learns both: in training the label is withheld now and then (here from 15 % of the examples), and "no label" gets an embedding of its own.

*As scores.*
By Tweedie's formula of [lecture 06](06_score.ipynb) a score is $(\alpha_tD-x_t)/\sigma_t^2$, linear in $D$, and the weights $w$ and $1-w$ sum to 1.
So with $p_t$ for the densities of $x_t$, and the scores $s_c=\nabla\log p_t(x_t\mid y)$ and $s_u=\nabla\log p_t(x_t)$,

$$\frac{\alpha_tD_w-x_t}{\sigma_t^2} = w\,s_c+(1-w)\,s_u = \nabla\log\left[p_t(x_t\mid y)^w\,p_t(x_t)^{1-w}\right]. \tag{12.3}$$

*With a classifier.*
By Bayes $s_c - s_u=\nabla\log p_t(y\mid x_t)$: a classifier of **noised** points replaces $D_c$,

$$D_w = D_u + w\,\frac{\sigma_t^2}{\alpha_t}\,\nabla_{x_t}\log p_t(y\mid x_t). \tag{12.4}$$

This is classifier guidance, which came first.
Where classifier and denoisers are exact the two are one; trained ones differ.

**A warning about scales.**
Ho and Salimans write $(1+w)\,\hat\varepsilon_c-w\,\hat\varepsilon_u$: their $w$ is our $w-1$.
Imagen, `diffusers` and this course start from $D_u$.
Before you compare two numbers, ask what 1 means.

Witness: (12.3) on a variance-preserving schedule by differences of the logarithm; (12.4) with Bayes' classifier.
"""

# %% tags=["witness"]
vp, w, t, x, h = schedules.cosine_vp(), 2.5, 0.4, np.linspace(-1, 2.5, 8)[:, None], 1e-5
c, u = MixtureDenoiser(one_class, vp), MixtureDenoiser(everybody, vp)
alpha, sigma = vp(t)
log_p = lambda mixture, x: mixture.noised(alpha, sigma).log_density(x)
power = lambda x: w * log_p(one_class, x) + (1 - w) * log_p(everybody, x)
slope = lambda f: (f(x + h) - f(x - h))[:, None] / (2 * h)
witness("(12.3)", (alpha * guided(c, u, w)(x, t) - x) / sigma**2, slope(power), atol=1e-6)
log_posterior = lambda x: log_p(one_class, x) - log_p(everybody, x) + np.log(0.5)  # log p(y | x_t)
witness("(12.4)", classifier_guided(u, lambda x, t: slope(log_posterior), vp, w)(x, t), guided(c, u, w)(x, t), atol=1e-6)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 12.1

This function is to guide a network's answers by (12.2).
It has three faults. Mend it.

```python
def guide(answers, labels, w):
    rows = np.arange(len(labels))
    conditional, unconditional = answers[0, rows], answers[labels, rows]
    return conditional + w * (conditional - unconditional)
```

- `answers`: array $(K+1, n, d)$. `answers[k, i]` is what the network returns for point $i$ with label $k$; the last, `answers[K, i]`, without a label.
- `labels`: whole numbers $(n,)$ from 0 to $K-1$, the labels wanted. `w`: a number.
- Returns the guided answers $(n, d)$.
- Worked value: with `answers = np.array([[[1.0], [2.0]], [[3.0], [5.0]], [[0.0], [1.0]]])`, `labels = np.array([1, 0])` and `w = 2.0` it is `[[6.0], [3.0]]`.
"""

# %% tags=["exercise"]
def guide(answers, labels, w):
    """D_w for each point."""
    ### BEGIN SOLUTION
    rows = np.arange(len(labels))
    conditional, unconditional = answers[labels, rows], answers[-1, rows]
    return unconditional + w * (conditional - unconditional)
    ### END SOLUTION


guide = check("12.1", guide)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The row of the wanted label is conditional, the last is without a label (class 0 is a class), and $w=1$ must give the conditional answer.
On digits swapped branches ruin everything, class 0 as null a lot, and the scale nothing that you would notice: section 7.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · Gaussians: three laws from one guided score

Bradley and Nakkiran's example: $x_0\sim N(0,1)$, and what is known is $y=x_0+N(0,1)$.
Then $p(x\mid y)=N(\frac y2,\frac12)$, and $p(y\mid x)^w$ is a Gaussian in $x$ with precision $w$.
Precisions add, so

$$q_w = N\!\left(\frac{wy}{1+w},\ \frac1{1+w}\right). \tag{12.5}$$

What do the samplers give?
There are two: the flow of [lecture 09](09_continuous_time.ipynb) (the probability-flow ODE, without fresh noise) and its reverse SDE (with it).
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 12.2

The same guided score (12.3), infinitely small steps, $w=3$: once with the flow, once with the reverse SDE.
What do you expect of the two variances at the end?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
narrower = "c"
### END SOLUTION
narrower = check("12.2", narrower)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Flow and SDE share their laws only if the field is the score of the law that the particles have.
Here it is not, at any $v$; the flow then narrows by (12.6), and fresh noise undoes a part of it at every level.
### END SOLUTION
"""

# %% [markdown]
r"""
**Derivation.**
Take $\alpha=1$ and write $v=\sigma^2$ for the noise level.
The noised laws are $N(\frac y2,\frac12+v)$ and $N(0,1+v)$, so by (12.3) the guided score is $-w\,\frac{x-y/2}{1/2+v}-(1-w)\frac{x}{1+v}$.
The flow is $dx/dv=-\frac12\,\text{score}$ ($d\sigma^2 = 2\sigma\,d\sigma$).
All of it is linear in $x$: the variance $V$ of the particles obeys

$$\frac{dV}{dv} = \left[\frac{w}{\frac12+v}+\frac{1-w}{1+v}\right]V, \qquad V(v) = \left(\tfrac12+v\right)^w(1+v)^{1-w}. \tag{12.6}$$

(The logarithm of the right side has the derivative in brackets, and at $v\to\infty$ it is $v$, as it must be.)
At the end, $V(0)=2^{-w}$.

With fresh noise, the reverse SDE: each step of length $dv$ follows the whole score and adds a variance $dv$, so that $-\frac{dV}{dv}=1-2[\dots]V$ with the same bracket.
Its solution is $V(v)=A^2\int_v^\infty A^{-2}dv'$, with $A$ the right side of (12.6).
At $v=0$ put $r=(\frac12+v')/(1+v')$, $dr=\frac12dv'/(1+v')^2$:

$$V_{\text{SDE}} = 2^{-2w}\int_{1/2}^1 2\,r^{-2w}\,dr = \frac{1-2^{1-2w}}{2w-1}, \qquad m_{\text{SDE}} = y\left(1-2^{-w}\right). \tag{12.7}$$

(The mean the same way: $\frac{dm}{dv}=[\dots]m-\frac{wy/2}{1/2+v}$ has the solution $m=yA\,w\int_v^\infty\frac{dv'}{2(1/2+v')A}$.)
"""

# %% tags=["picture"]
normal = lambda mean, variance: GaussianMixture([1.0], [[mean]], [[[variance]]])
G_c, G_u = MixtureDenoiser(normal(1.0, 0.5), line), MixtureDenoiser(normal(0.0, 1.0), line)  # y = 2


def affine(denoiser, top=2000.0):
    """Mean and variance at the end of the flow: the map is affine, so two particles show it."""
    *_, (_, x) = samplers.sample(solvers.heun(denoiser, line), np.geomspace(top, 1e-3, 401), top * np.array([[1.0], [-1.0]]))
    return x.mean(), (x[0, 0] - x[1, 0]) ** 2 / 4


# %% tags=["reveal"]
rows = []
for w in (1, 2, 3, 5):
    sde = 2 * (1 - 2.0**-w), (1 - 2.0 ** (1 - 2 * w)) / (2 * w - 1)
    mean, variance = affine(guided(G_c, G_u, w))
    rows.append((w, 2 * w / (1 + w), 1 / (1 + w), mean, variance, *sde))
print("The answer:")
table(rows, "w", "tilt: mean", "variance", "flow: mean", "variance ", "SDE: mean", "variance  ", digits=3, caption="y = 2")

# %% tags=["witness"]
for w, *_, variance, _, _ in rows:
    witness(f"(12.6) at w = {w}", variance, 2.0**-w, atol=2e-4)
shares = tilt(normal(1.0, 0.5), normal(0.0, 1.0), 3.0, np.linspace(-6, 6, 601))
mean = shares @ np.linspace(-6, 6, 601)
witness("(12.5) at w = 3", [mean, shares @ (np.linspace(-6, 6, 601) - mean) ** 2], [1.5, 0.25], atol=1e-9)
r = np.linspace(0.5, 1, 20_001)
integral = 2.0**-6 * np.sum((2 * r[1:] ** -6 + 2 * r[:-1] ** -6) / 2) * (r[1] - r[0])
witness("(12.7), the integral at w = 3", integral, (1 - 2.0**-5) / 5, atol=1e-8)
*_, (_, x) = samplers.sample(samplers.ddpm(guided(G_c, G_u, 3.0), line, rng), np.geomspace(200, 1e-3, 301), 200 * rng.normal(size=(10_000, 1)))
witness("(12.7), the variance of 10 000 particles", x.var(), 31 / 160, standard_error=31 / 160 * np.sqrt(2 / 10_000) + 5e-4)
witness("(12.7), their mean", x.mean(), 1.75, standard_error=np.sqrt(31 / 160 / 10_000) + 1e-3)

# %% [markdown]
r"""
Three laws from one score, and only at $w=1$ one and the same.
At $w=5$ the flow's mean is beyond $y=2$, which no tilt reaches: $wy/(1+w)<y$.

## 3 · What is missing

**Claim.**
(12.3) is the score of a power of *noised* densities.
What a sampler of $q_w$ needs is the score of the *noised power*, $q_{w,t}(x_t)=\int q_w(x_0)\,N(x_t;\alpha_tx_0,\sigma_t^2I)\,dx_0$.
They differ by a factor that can be written down.

**Derivation.**
By Bayes' rule $p(x_0\mid y)\,N(x_t;\alpha_tx_0,\sigma_t^2I)=p_t(x_t\mid y)\,p(x_0\mid x_t,y)$, and the same without $y$.
Raise the first to the power $w$, the second to $1-w$, multiply (the two powers of $N$ make one $N$), and integrate over $x_0$:

$$\begin{gathered}Z\,q_{w,t}(x_t) = p_t(x_t\mid y)^w\,p_t(x_t)^{1-w}\;R_t(x_t),\\[4pt] R_t(x_t) = \int p(x_0\mid x_t,y)^w\,p(x_0\mid x_t)^{1-w}\,dx_0 .\end{gathered} \tag{12.8}$$

Take $\nabla\log$, and Tweedie's formula again:

$$D_{q_w} = D_w + \frac{\sigma_t^2}{\alpha_t}\,\nabla\log R_t. \tag{12.9}$$

$\log R_t$ is $w-1$ times the **Rényi divergence** of order $w$ between the two posteriors of $x_0$ (as in [lecture 18](18_memory_privacy_fairness.ipynb)).
The missing term pushes towards places where the label still makes a difference to what $x_0$ may be.
As $\sigma_t\to0$ both posteriors shrink to a point, and it vanishes; at $w=1$ and $w=0$ it is 0, since then $R_t=1$.
It needs the whole posteriors, not their means, so no network that was trained as in [lecture 07](07_training.ipynb) knows it.

Witness: both sides of (12.8) by quadrature; (12.9) by differences of $\log R_t$.
"""

# %%
x_t, cell, w = np.linspace(-1.5, 3.5, 11), grid[1] - grid[0], 3.0
shares = tilt(one_class, everybody, w, grid)
to_powers = lambda c, u: np.exp(w * c.log_density(grid[:, None]) + (1 - w) * u.log_density(grid[:, None])).sum() * cell


def R(x_t, t):
    """R_t by quadrature over the exact posteriors of x_0."""
    return np.array([to_powers(*(true_reverse(m, line, t, 0.0, [x]) for m in (one_class, everybody))) for x in x_t])


# %% tags=["witness"]
gaps = []
for t in (0.3, 1.0, 3.0):
    noisy = np.exp(-0.5 * ((x_t[:, None] - grid) / t) ** 2) @ shares / (t * np.sqrt(2 * np.pi))
    powers = np.exp(w * one_class.noised(1.0, t).log_density(x_t[:, None]) + (1 - w) * everybody.noised(1.0, t).log_density(x_t[:, None]))
    witness(f"(12.8) at σ = {t}", to_powers(one_class, everybody) * noisy, powers * R(x_t, t), atol=1e-7)
    missing = t**2 * (np.log(R(x_t + 1e-4, t)) - np.log(R(x_t - 1e-4, t))) / 2e-4
    exact = GridDenoiser(grid, shares, line)(x_t[:, None], t)
    witness(f"(12.9) at σ = {t}", exact[:, 0], guided(D_c, D_u, w)(x_t[:, None], t)[:, 0] + missing, atol=2e-5)
    gaps.append((t, np.abs(missing).max()))
table(gaps, "σ", "largest |σ² ∇ log R| among these x", digits=2)

# %% [markdown]
r"""
**Does it matter?**
The same flow with three fields: (12.2), (12.9), and (12.2) within a **guidance interval**, noise levels from 0.2 to 2, with $D_c$ outside it (Kynkäänniemi and others 2024).
Commit to a guess before you open the table.
Is the interval nearer to the tilt than guidance at all levels? Is it nearer than *no* guidance?
"""

# %% tags=["reveal"]
rows, plain = [], quantiles(tilt(one_class, everybody, 1.0, grid))
for w in (1.5, 2.0, 3.0, 5.0, 8.0):
    shares = tilt(one_class, everybody, w, grid)
    target, ends = quantiles(shares), [end_of_ode(w), paths(guided(D_c, D_u, w, line, (0.2, 2.0)))[-1], end_of_ode(1.0)]
    exact = paths(GridDenoiser(grid, shares, line))[-1]
    rows.append((w, distance(exact, target), *(distance(x, target) for x in ends), np.mean(target < 1.6), np.mean(ends[0] < 1.6), ends[0].std()))
print("The answer:")
table(rows, "w", "exact field (12.9)", "guidance (12.2)", "in an interval", "no guidance", "lower mode: tilt", "guidance", "its deviation", digits=3,
      caption="W₂ to the tilt at the end of the flow; then the share below 1.6, and the standard deviation under guidance")

# %% [markdown]
r"""
The exact field ends within 0.005 of the tilt, at every $w$.
Guidance does not: at $w=3$ it is 0.70 away, and two thirds of the lower mode have gone to the upper, where the tilt moves 3 %.
The tilt barely changes the class here, because the class is well separated already; guidance empties its larger mode.
The interval is nearer to the tilt than guidance at all levels.
But not because guidance is right in the middle: *no* guidance is nearer still, in every row.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 12.3

Which weight of *guidance* comes closest to the tilt $q_3$, measured by $W_2$ at the end of the flow?
Try the weights from 1 to 3 in steps of 0.05.

`end_of_ode(w)`, `quantiles(shares)`, `tilt(one_class, everybody, w, grid)` and `distance(x, y)` are those of the set-up cell.
Give the weight, to 0.05.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
target = quantiles(tilt(one_class, everybody, 3.0, grid))
weights = np.arange(1, 3.01, 0.05)
closest = weights[np.argmin([distance(end_of_ode(w), target) for w in weights])]
### END SOLUTION
closest = check("12.3", closest)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Guidance overshoots by far at high noise, so a little of it does what the tilt asks.
No rule gives this number in general: it depends on the law, which is why the weight is tuned by looking.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Weights repair it

(12.3) is wrong as a *score* of the noised tilt.
But the densities $\gamma_t=p_t(x_t\mid y)^w\,p_t(x_t)^{1-w}$, though no noising process passes through them, end where we want: $\gamma_0\propto q_w$.
Can particles follow *them*?

**Claim.**
Move by the two reverse steps raised to the powers, and $\gamma_t$ becomes $\gamma_s$, exactly:

$$\int\gamma_t(x_t)\;p(x_s\mid x_t,y)^w\,p(x_s\mid x_t)^{1-w}\,dx_t = \gamma_s(x_s). \tag{12.10}$$

**Derivation.**
By Bayes $p_t(x_t\mid y)\,p(x_s\mid x_t,y)=p_s(x_s\mid y)\,q(x_t\mid x_s)$, the noising kernel, and the same without $y$.
To the powers $w$ and $1-w$ and multiplied: the left integrand is $\gamma_s(x_s)\,q(x_t\mid x_s)$, and $q$ integrates to 1.
$\square$

For short steps both reverse steps are Gaussian with one variance $\kappa^2$ ([lecture 04](04_exact_reverse.ipynb)), with means $m_c=ax_t+bD_c$, $m_u=ax_t+bD_u$.
Completing the square, with $m_w=ax_t+bD_w$,

$$N(x;m_c,\kappa^2I)^w\,N(x;m_u,\kappa^2I)^{1-w} = N(x;m_w,\kappa^2I)\;e^{\frac12w(w-1)|m_c-m_u|^2/\kappa^2}. \tag{12.11}$$

The first factor is the guided step of ancestral sampling.
The second does not depend on where the step goes: it is a **weight**.
By [(8.3)](08_sampling.ipynb) $\kappa=\sigma_s\sigma_{t|s}/\sigma_t$ and $b=\alpha_s\sigma_{t|s}^2/\sigma_t^2$, where $\sigma_{t|s}^2=\sigma_t^2-(\alpha_t/\alpha_s)^2\sigma_s^2$, so that $b^2/\kappa^2=\alpha_s^2\sigma_{t|s}^2/(\sigma_s^2\sigma_t^2)=\mathrm{SNR}_s-\mathrm{SNR}_t$ and

$$\log W \;\leftarrow\; \log W + \tfrac12\,w\,(w-1)\,|D_c-D_u|^2\,(\mathrm{SNR}_s-\mathrm{SNR}_t). \tag{12.12}$$

This is the Feynman–Kac corrector of Skreta and others (2025).
It is made of two numbers that the sampler has already, and costs no call.
When the weights have become uneven, **resample**: draw the particles anew in proportion to them, and set the weights to 1.
"""

# %% tags=["witness"]
t, s, w, x_s = 1.0, 0.7, 3.0, 1.7
x_t, power = np.linspace(-6, 9, 601), lambda c, u: np.exp(w * c + (1 - w) * u)
gamma = power(*(m.noised(1.0, t).log_density(x_t[:, None]) for m in (one_class, everybody)))
steps = [np.array([true_reverse(m, line, t, s, [x]).log_density(np.array([x_s])) for x in x_t]) for m in (one_class, everybody)]
after = power(*(m.noised(1.0, s).log_density(np.array([x_s])) for m in (one_class, everybody)))
witness("(12.10)", np.sum(gamma * power(*(np.ravel(step) for step in steps))) * (x_t[1] - x_t[0]), after, atol=1e-8)

# %% tags=["witness"]
a, b, std = step_coefficients(vp, 0.6, 0.45)
x_t, x, d_c, d_u = 0.3, -0.8, 0.9, -0.4
log_n = lambda d: -0.5 * (x - a * x_t - b * d) ** 2 / std**2
rest = w * log_n(d_c) + (1 - w) * log_n(d_u) - log_n(d_u + w * (d_c - d_u))
witness("(12.11)", rest, 0.5 * w * (w - 1) * (b * (d_c - d_u)) ** 2 / std**2)
witness("(12.12)", rest, 0.5 * w * (w - 1) * (d_c - d_u) ** 2 * float(vp.snr(0.45) - vp.snr(0.6)), atol=1e-10)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 12.4

Two conditions, each with its own strength: the target is $p(x\mid y_1)^a\,p(x\mid y_2)^b\,p(x)^{1-a-b}$, up to a factor, and the particles move with $D_u+a(D_1-D_u)+b(D_2-D_u)$.
Derive what is added to the logarithm of a particle's weight in the step from $t$ to $s$, and write the function.

- `d_1`, `d_2`, `d_u`: arrays $(n, d)$, the three denoisers at the particles. `a`, `b`: any numbers. `snr_t < snr_s`.
- Returns $(n,)$.
- Worked value: with `d_1 = np.array([[1.0]])`, `d_2 = np.array([[0.0]])`, `d_u = np.array([[-1.0]])`, `a = 2.0`, `b = 1.0`, `snr_t = 0.25` and `snr_s = 0.75` it is `[4.0]`.
"""

# %% tags=["exercise"]
def log_factor(d_1, d_2, d_u, a, b, snr_t, snr_s):
    """What the step adds to each log weight."""
    ### BEGIN SOLUTION
    first, second = d_1 - d_u, d_2 - d_u
    together = np.sum((a * first + b * second) ** 2, axis=1)
    apart = a * np.sum(first**2, axis=1) + b * np.sum(second**2, axis=1)
    return 0.5 * (together - apart) * (snr_s - snr_t)
    ### END SOLUTION


log_factor = check("12.4", log_factor)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
With $\delta_i=D_i-D_u$ and $m_u$ as origin, the exponents are $-\frac1{2\kappa^2}\left(a|x-b'\delta_1|^2+\dots\right)$, $b'$ the step's coefficient; the terms in $x$ make the guided step, and $\frac{b'^2}{2\kappa^2}\left(|a\delta_1+b\delta_2|^2-a|\delta_1|^2-b|\delta_2|^2\right)$ is left.
The product $ab\,\delta_1\cdot\delta_2$ in it is what two guided steps one after the other would miss.
### END SOLUTION
"""

# %% [markdown]
r"""
**Measured.**
20 000 particles and 200 steps, with three seeds.
First without weights; then with (12.12); then with particles driven by $D_c$ instead of $D_w$, and weighted for that too: by (12.12) times the ratio of the two Gaussian steps.
Any drive gives the right law with enough particles; which needs fewest has to be measured.
"""

# %%
cloud, steps_down = schedules.edm(100.0), np.geomspace(100, 0.01, 201)
C, U = MixtureDenoiser(one_class, cloud), MixtureDenoiser(everybody, cloud)


def particles(w, drive, seed, n=20_000):
    """W₂ to the tilt and the error of the lower mode's share; drive None: guided steps without weights; "exact": the tilt's own samples."""
    chance = np.random.default_rng(seed)
    start, log_weights, shares = 100 * chance.normal(size=(n, 1)), np.zeros(n), tilt(one_class, everybody, w, grid)
    if drive == "exact":
        x = np.interp(chance.random((n, 1)), np.cumsum(shares) - shares / 2, grid)
    elif drive is None:
        *_, (_, x) = samplers.sample(samplers.ddpm(guided(C, U, w), cloud, chance), steps_down, start)
    else:
        *_, (_, x, log_weights) = weighted_guidance(C, U, cloud, w, steps_down, start, chance, drive)
    W, order = normalised(log_weights), np.argsort(x[:, 0])
    found = np.interp(ranks, np.cumsum(W[order]) - W[order] / 2, x[order, 0])
    return distance(found, quantiles(shares)), W @ (x[:, 0] < 1.6) - shares @ (grid < 1.6)


# %% tags=["reveal"]
rows, cases = [], [("no weights", 3.0, None), ("driven by D_w", 3.0, 3.0), *(("driven by D_c", w, 1.0) for w in (1.5, 3.0, 5.0)), ("exact samples", 3.0, "exact")]
for name, w, drive in cases:
    found = np.array([particles(w, drive, seed) for seed in range(3)])
    rows.append((name, w, *found[:, 0], (found[:, 1].mean(), found[:, 1].std(ddof=1) / np.sqrt(3))))
print("The answer:")
table(rows, "particles", "w", "W₂, seed 0", "seed 1", "seed 2", "error of the lower mode's share", digits=3, caption="standard error over three seeds")

# %% [markdown]
r"""
Without weights the particles end about 0.41 from the tilt (with the flow it was 0.70: again two laws from one score).
Driven by $D_c$ and weighted they are within 0.03 at every seed up to $w=3$; as many exact samples are within 0.01 (last row).
Driven by $D_w$, as the corrector is published, each seed at $w=3$ is farther off.

Why would that be?
By (12.10)'s argument the exact weight of a whole path driven by the *conditional* reverse steps is a product that telescopes, $\left[p_s(x_s\mid y)/p_s(x_s)\right]^{w-1}$: it depends on where the particle is, not on how it came there.
With another drive the weight depends on the whole path, and scatters.
(So weighting conditional samples by a classifier's $p(y\mid x)^{w-1}$ would do the same; (12.12) does it without a classifier.)

At $w=5$ the spread over seeds is larger than 0.03: the weights are raised to a higher power, and fewer particles count.
This is the limit of the method: where tilt and conditional law are far apart, as in pictures, nearly all the weight may be on a few particles.

## 5 · Autoguidance: a worse model instead of no label

Look at (12.2) again: nothing in it needs $D_u$ to be unconditional.
Karras and others (2024) take for it a **worse version of the same model**, an earlier snapshot or a smaller network, with the same label.
Then $D_c - D_u$ points from the errors of the bad model to the lesser errors of the good one, and $w>1$ goes on in that direction.

In closed form: let the truth be $N(0,v_0)$, and let two trained models have learned $N(0,v_1)$ and $N(0,v_2)$, the second the worse one.
By (12.6) with $v_1$ and $v_2$ for $\frac12$ and 1, the flow ends with the variance

$$V = v_1^{\,w}\;v_2^{\,1-w}. \tag{12.13}$$
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 12.5

At which $w$ is autoguidance exact?

Write a formula in `v0`, `v1`, `v2`, such as `"sqrt(v1 * v2) / v0"`.
At `v0 = 1`, `v1 = 1.21`, `v2 = 1.44` it is 2.0953.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
auto_w = "log(v2/v0) / log(v2/v1)"
### END SOLUTION
auto_w = check("12.5", auto_w)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$w\log v_1+(1-w)\log v_2=\log v_0$.
It exists whenever the two models are wrong in the same direction and by different amounts.
If the good model errs to one side and the bad one to the other, $w$ lies between 0 and 1: a compromise, no guidance.
### END SOLUTION
"""

# %% tags=["witness"]
good, bad = MixtureDenoiser(normal(0.0, 1.21), line), MixtureDenoiser(normal(0.0, 1.44), line)
for w in (1.0, 2.0, 3.0):
    witness(f"(12.13) at w = {w}", affine(guided(good, bad, w))[1], 1.21**w * 1.44 ** (1 - w), atol=2e-3)

# %% [markdown]
r"""
So autoguidance corrects an error that both models share, if they share it; it does not aim at a tilt.
It is a bet on *how* networks fail.
(The *negative prompt* of image pipelines is the same formula once more, with another condition in the place of no label.)
Section 7 tries it on digits.

## 6 · Inpainting: a part of x is seen

Now the condition is a part of $x_0$ itself: coordinates `seen` have known values, the others are wanted.
The target is no tilt but the conditional law,

$$p(x_h\mid x_o=y) = \frac{p(x_h,\,x_o=y)}{p(x_o=y)}, \tag{12.14}$$

<!-- 12.14: definition -->

$o$ for the observed coordinates, $h$ for the hidden ones.
All that is given is an *unconditional* denoiser.
Three methods that are in use, and a fourth:

- **Replacement.** After each step overwrite the seen coordinates with data noised to the level reached (Song and others 2021):

$$x_{s,o} \;\leftarrow\; \alpha_s\,y+\sigma_s z . \tag{12.15}$$

<!-- 12.15: definition -->

- **RePaint** (Lugmayr and others 2022): replacement, but every stretch of steps is run several times, with noise added back between, so that both parts can come to terms.
- **Diffusion posterior sampling** (DPS, Chung and others 2023): after each step go down the gradient of the misfit of the denoiser's estimate,

$$x_s \;\leftarrow\; x_s-\frac{\zeta}{|y-D_o|}\,\nabla_{x_t}\left|y-D_o(x_t,t)\right|^2 . \tag{12.16}$$

<!-- 12.16: definition -->

- **Twisted particles** (Wu and others 2023): guess how well $x_t$ will fit by $h_t=N(y;D_o(x_t,t),r_t^2I)$ with $r_t^2=\sigma_t^2/(\alpha_t^2+\sigma_t^2)$, push the step by its gradient, and *weight* for what the guess gets wrong:

$$W \;\leftarrow\; W\;\frac{N(x_s;\,m,\,\kappa^2I)}{N(x_s;\,\tilde m,\,\kappa^2I)}\;\frac{h_s(x_s)}{h_t(x_t)}, \tag{12.17}$$

<!-- 12.17: tests/generative/test_inpainting.py::test_only_weighted_particles_have_the_shares_of_the_conditional_law -->

with $m$ the unconditional mean of the step and $\tilde m$ the pushed one.
The ratios of $h$ telescope: at the end the weighted particles follow $p_s\,h_s$ whatever the guesses were, and $h_s$ is sharp.

First the truth.
For a mixture (12.14) is again a mixture.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 12.6

For a mixture of Gaussians in the plane, derive the law of $x_2$ given $x_1$, and write the function.

- `weights` $(K,)$, `means` $(K, 2)$, `covs` $(K, 2, 2)$: the mixture. `value`: the $x_1$ that was seen.
- Returns three arrays $(K,)$: weights, means and variances of the mixture that $x_2$ has.
- Worked value: with `weights = np.array([0.5, 0.5])`, `means = np.array([[0.0, 0.0], [2.0, 1.0]])`, `covs = np.array([[[1.0, 0.6], [0.6, 1.0]], [[1.0, 0.0], [0.0, 0.25]]])` and `value = 0.5` it is `[0.7311, 0.2689]`, `[0.3, 1.0]`, `[0.64, 0.25]`.
"""

# %% tags=["exercise"]
def given(weights, means, covs, value):
    """Weights, means and variances of x_2 given x_1 = value."""
    ### BEGIN SOLUTION
    seen, hidden, both = covs[:, 0, 0], covs[:, 1, 1], covs[:, 0, 1]
    density = np.exp(-0.5 * (value - means[:, 0]) ** 2 / seen) / np.sqrt(seen)
    new = weights * density
    return new / new.sum(), means[:, 1] + both / seen * (value - means[:, 0]), hidden - both**2 / seen
    ### END SOLUTION


given = check("12.6", given)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Within a component it is the conditional of a Gaussian, [appendix B](../appendices/B_gaussians.ipynb); which component it is, Bayes' rule says, from the density at what was seen.
### END SOLUTION
"""

# %% tags=["picture"]
three = GaussianMixture([0.2, 0.5, 0.3], [[-0.9, -1.0], [0.3, 0.9], [1.2, -0.6]],
                        [0.09 * np.eye(2), [[0.09, 0.03], [0.03, 0.09]], 0.09 * np.eye(2)])
plane, seen, values = schedules.edm(20.0), [0], [0.617]
E, down = MixtureDenoiser(three, plane), np.geomspace(20, 0.02, 61)
truth = conditional(three, seen, values)
lower = float(truth.weights @ norm.cdf(-truth.means[:, 0] / np.sqrt(truth.covs[:, 0, 0])))  # P(x_2 < 0 | x_1)
ways = {"replacement": None, "RePaint, 5 times": 5, "RePaint, 20 times": 20, "RePaint, 80 times": 80, "DPS, ζ = 0.05": 0.05, "DPS, ζ = 0.3": 0.3, "DPS, ζ = 1": 1.0, "twisted particles": None}


# %% tags=["picture"]
def inpainted(name, n, seed):
    """{level: (points, log weights)} of one of `ways`; RePaint's last visit of each level."""
    chance = np.random.default_rng(seed)
    start, ancestral, even = 20 * chance.normal(size=(n, 2)), samplers.ddpm(E, plane, chance), np.zeros(n)
    replaced = replacement(ancestral, plane, seen, values, chance)
    if name.startswith("twisted"):
        return {t: (x, W) for t, x, W in twisted(E, pullback(E), plane, seen, values, down, start, chance)}
    if name.startswith("DPS"):
        states = samplers.sample(dps(ancestral, E, pullback(E), seen, values, ways[name]), down, start)
    else:
        states = repaint(replaced, plane, down, start, chance, 10, ways[name]) if ways[name] else samplers.sample(replaced, down, start)
    return {t: (x, even) for t, x in states}


# %% [markdown]
r"""
Three modes in the plane; $x_1=0.617$ is seen (the vertical line), between the middle mode and the right one.
The curve on the right is the share of particles in the lower half; the broken line is the exact one, 0.134, which it should meet at the end.
Replacement, shown first, ends near 0.43.
Commit to a guess before you go through the others: where does RePaint go with more and more repeats, and where DPS with a larger and larger $\zeta$?
Then drag the noise level: at which levels is the share decided?
"""

# %% tags=["picture"]
outline = three.sample(300, np.random.default_rng(0))


def completing(way):
    chance, states = np.random.default_rng(5), inpainted(way, 1200, 1)
    shares = np.array([normalised(W) @ (x[:, 1] < 0) for x, W in states.values()])
    drawn = np.stack([x[resample(W, chance)[::4]] / np.sqrt(1 + t**2) for t, (x, W) in states.items()])
    seen_at = np.array([[[0.617 / np.sqrt(1 + t**2), y] for y in np.linspace(-2.5, 2.5, 26)] for t in states])
    panels = [Panel(Points(frames=np.broadcast_to(outline, (61, 300, 2)), colour=7, size=1.2, trail=False, label="unconditional law"),
                    Points(frames=seen_at, colour=5, size=1.2, trail=False, label="x₁ seen"), Points(frames=drawn.round(3), colour=6, size=2, trail=False, label="particles"),
                    title=way, xlabel="x₁ / √(1 + σ²)", ylabel="x₂ / √(1 + σ²)", xlim=(-2.6, 2.6), ylim=(-2.6, 2.6), aspect="equal"),
              Panel(Curve(-np.log10(down), shares, label="particles"), Line(-np.log10(down), np.full(61, lower), dash=True, label="exact, at the end"), title="share with x₂ < 0", xlabel="−log₁₀ σ: less noise →", ylim=(0, 0.7)),
              Formula("σ = {u:.2f}: share in the lower half {p:.3f}")]
    return dict(panels=panels, times=down, values={"u": down, "p": shares}, t=60, title="Completing a point", status="noise level {u:.2f}: share {p:.3f}")


# %%
controlled(completing, way=choose("way", [way for way in ways if "80" not in way]))  # 80 take long: see the table

# %% tags=["reveal"]
rows = []
for name in ways:
    runs, n = [], 4000 if name.startswith("twisted") else 1000 if "80" in name else 1500
    for chance in range(8 if name.startswith("twisted") else 1):
        x, log_weights = list(inpainted(name, n, 10 + chance).values())[-1]
        W = normalised(log_weights)
        runs.append((W @ (x[:, 1] < 0), W @ np.abs(x[:, 0] - values[0])))
    share, off = np.array(runs).T
    error = share.std(ddof=1) / np.sqrt(8) if len(runs) > 1 else np.sqrt(share[0] * (1 - share[0]) / n)
    rows.append((name, (share.mean(), error), off.mean()))
print("The answer:")
table([("exact", lower, 0.0), *rows], "way", "share with x₂ < 0", "mean |x₁ − value|", digits=3,
      caption=f"± standard error; 1 500 independent particles (80 times: 1 000); twisted: 8 runs of 4 000, from {share.min():.3f} to {share.max():.3f}, {np.sum(share < lower)} of them below the truth")

# %% [markdown]
r"""
**Replacement** returns three times the true share.
It conditions the hidden part at every level on *noised* values, drawn afresh, and at high noise these say little: by the time they say something, the modes have been chosen.
**RePaint** takes some of that back, and pays for it: with 20 times the calls it is still near twice the truth, and 80 times are not enough.
However often a stretch is repeated, it knows the value only with the noise of its own levels, and by the last stretch the mode is fixed.
**DPS** has a dial.
As $\zeta$ grows the share passes the truth and goes on, from about 0.4 to 0.06, while $x_1$ moves *away* from the value that was seen, by 1.0 in the end: the step overshoots.
At some $\zeta$ in between the share is right by accident.
(60 steps here; the paper takes 1000.)
**Twisted particles** agree with the truth within their standard error, as a mean of eight runs.
A single run need not: look at the range in the caption.
The weights are uneven, so that most runs end a little too low, and now and then one far too high.

A picture completed by the first three looks right: each sample is near a mode.
That the *shares* are wrong shows only against a known law.

## 7 · Digits

No promises here.
[A study](../studies/guidance_study.py) trains a small network on 1 350 digits, the label withheld from 15 %, on four splits, and samples from the same noise with every arm.
Four measures ([lecture 07](07_training.ipynb) has the first three): how well a forest taught by 1 350 samples names 447 held-out digits, sliced $W_2$, how well a forest tells samples from real digits (AUC, ½ is best), and the variance within a class.
Commit to a guess: does $w=2$ teach the forest better than $w=1$?
"""

# %%
study = stored.read("guidance_study")["result"]
digits = {arm: {name: np.array(found) for name, found in one.items()} for arm, one in study["measures"].items()}
with_error = lambda x: (x.mean(), x.std(ddof=1) / np.sqrt(len(x)))

# %% tags=["reveal"]
print("The answer:")
table([(arm, *(with_error(one[name]) for name in ("forest", "sw", "auc", "variance"))) for arm, one in digits.items()],
      "samples", "forest taught", "sliced W₂", "AUC", "variance within a class", digits=[None, 3, 3, 3, 1], caption="four splits, ± standard error")

# %% tags=["reveal"]
base = digits["w = 1"]
paired = [(arm, *(with_error(one[name] - base[name]) for name in ("forest", "sw", "auc", "variance"))) for arm, one in digits.items() if arm not in ("real", "w = 1")]
print("The answer:")
table(paired, "less w = 1, split by split", "forest taught", "sliced W₂", "AUC", "variance within a class", digits=[None, 3, 3, 3, 1])

# %% tags=["picture"]
fig, axes = figures.figure(nrows=1, ncols=1, width=7.0, height=3.2)
pictures = {arm: np.array([[int(c, 16) for c in text] for text in ten]).reshape(10, 8, 8) for arm, ten in study["pictures"].items()}
mosaic = np.full((9 * len(pictures), 90), 0.0)
for row, ten in enumerate(pictures.values()):
    for k, picture in enumerate(ten):
        mosaic[9 * row : 9 * row + 8, 9 * k : 9 * k + 8] = picture
axes.imshow(mosaic, cmap="Greys", interpolation="nearest", aspect="equal")
axes.set_yticks([9 * row + 4 for row in range(len(pictures))], list(pictures))
axes.set_xticks([9 * k + 4 for k in range(10)], [str(k) for k in range(10)])
axes.grid(False)
axes.set(xlabel="label", title="The same noise under five arms")
figures.show(fig)

# %% [markdown]
r"""
- **Guidance does not help the forest.**
  From $w=1.5$ on each step of $w$ lowers it, and at $w\ge2$ the loss is more than five of its standard errors.
  What it does improve is the AUC: at $w=2$ to 3 samples are harder to tell from real digits, though still easy. Easier to take for real ones, they are worse teachers.
  The sliced distance is least at $w=1.5$.
- **It does not make classes narrower here.**
  The unguided samples have too little variance already (8.7 for 11.0); from $w=2$ on guidance adds some, and at $w=5$ it is beyond the real.
- **Within levels** from 0.3 to 3, $w=3$ lies between $w=1$ and $w=3$ in forest and AUC.
- **Autoguidance** by the snapshot of step 250 does better at $w=1.5$ than guidance at any $w$, in forest, sliced distance and variance.
  Against $w=1$ its forest gains 0.006 there and 0.007 at $w=2$, two and almost four of its standard errors, on four splits: little, and not proven.
  At $w=3$ it overshoots in variance, 15.8 for 11.0: as in (12.13) there is one right $w$.
- **Slips.** With branches swapped the digits *avoid* their label: the forest is at 0.003, and the last row of the picture shows what they are instead.
  With class 0 as null it loses 0.1.
  With $1+w$ for $w$, who asks for 2 gets the row of 3: nobody would notice, and the AUC cannot tell the two rows apart.

## 8 · Break it: more steps

A sampler that is wrong at 60 steps may be right at 600, if its field is.
Refine both fields at $w=3$, from 15 steps to 120: what do you expect of each?
"""

# %% tags=["reveal"]
target, shares = quantiles(tilt(one_class, everybody, 3.0, grid)), tilt(one_class, everybody, 3.0, grid)
rows = [(n, *(distance(paths(field, np.geomspace(2000, 0.02, n + 1))[-1], target) for field in (guided(D_c, D_u, 3.0), GridDenoiser(grid, shares, line))))
        for n in (15, 30, 60, 120)]
print("The answer:")
table(rows, "steps", "guidance", "exact field", digits=3, caption="W₂ to the tilt")

# %% [markdown]
r"""
The exact field's error falls towards 0.
Guidance converges as fast, to another law: by [lecture 09](09_continuous_time.ipynb)'s argument a well-defined one, which has no closed form here.
More compute does not tell the two apart; an exact target does.

## 9 · In the wild

- **The interval.** On ImageNet-512, EDM2's Fréchet inception distance falls from 1.81 to 1.40 when guidance is limited to an interval (Kynkäänniemi and others 2024, abstract).
- **Autoguidance.** 1.01 on ImageNet-64 and 1.25 on ImageNet-512 (Karras and others 2024, abstract).
- **The scale.** `diffusers` takes Imagen's scale, chosen in a review of August 2022 (pull request 168); users found that it is not the paper's (issue 5882), and that scales 0 and 1 give the same picture, since guidance is switched off for all scales up to 1 (issue 9680).
  In January 2026 a pipeline with the *other* formula, $D_c+w(D_c-D_u)$, was found to use that same switch: scales up to 1 did nothing (issue 12905, mended by pull request 13183).
- **RePaint.** Line 5 of its algorithm 1 prints $(1-\bar\alpha)\,\varepsilon$ for $\sqrt{1-\bar\alpha}\,\varepsilon$; `diffusers` took the misprint over as a fix (pull request 10185) and took it back some six weeks later (10644).

What these do not show: that guidance samples a tilt.
FID rewards typical pictures of every class, and a network's own errors are largest where data are few; leaving those places can lower it whatever the law is.
The two records are for networks and data far larger than ours, and nobody can rerun them here.

## 10 · What you can now say

| | result | witness |
|---|---|---|
| (12.3) | Guidance uses the score of a power of noised densities | [section 1](#1-·-The-law-that-is-meant,-and-the-field-that-is-used) |
| (12.4) | Classifier guidance is the same, where the classifier is exact | [section 1](#1-·-The-law-that-is-meant,-and-the-field-that-is-used) |
| (12.5)–(12.7) | On Gaussians tilt, flow and SDE have variances $\frac1{1+w}$, $2^{-w}$, $\frac{1-2^{1-2w}}{2w-1}$ | [section 2](#2-·-Gaussians:-three-laws-from-one-guided-score) |
| (12.8), (12.9) | The score of the noised tilt has a further term, a Rényi divergence | [section 3](#3-·-What-is-missing) |
| (12.10)–(12.12) | Weights, from numbers at hand, make guided particles follow the tilt | [section 4](#4-·-Weights-repair-it) |
| (12.13) | Autoguidance multiplies powers of variances; exact at one $w$ | [section 5](#5-·-Autoguidance:-a-worse-model-instead-of-no-label) |
| measured | Of four ways of inpainting the weighted one has the exact shares | [section 6](#6-·-Inpainting:-a-part-of-x-is-seen) |

**The title's question.**
A law without a name: with the flow one, with fresh noise another, narrower than the tilt on Gaussians and with the larger mode drained on the line.
It is the tilt where $w$ is 0 or 1, or where particles are weighted.

**The opening questions.**
1. At noise levels from some 10 down to 1, where the modes merge: the curves of the opening picture. Below, the field becomes right, but the particles are in the wrong mode, and stay there.
2. Guidance pushes away from the other classes, which lie to the left, and beyond the larger mode into the smaller; the tilt hardly changes either.
3. Not more steps (section 8), not an interval (section 3: it is nearer only because it guides less). Weights, or the term of (12.9), which only an exact law has.

**Next question.**
Guidance steers one model.
Can several, from coarse to fine, share the work? That is [lecture 13](13_coarse_to_fine.ipynb), which also shows how a trained model is adapted: fine-tuning with few numbers, a second input, and image-to-image.

## 11 · Sources

- J. Ho, T. Salimans, *Classifier-free diffusion guidance*, 2022 (arXiv 2207.12598), equation 6. P. Dhariwal, A. Nichol, *Diffusion models beat GANs on image synthesis*, NeurIPS 2021, section 4. C. Saharia and others, *Imagen*, 2022 (arXiv 2205.11487), equation 2: the scale used here.
- A. Bradley, P. Nakkiran, *Classifier-free guidance is a predictor-corrector*, 2024 (arXiv 2408.09000): the example of section 2.
- B. Moufad and others, *Conditional diffusion models with classifier-free Gibbs-like guidance*, 2025 (arXiv 2505.21101): the Rényi term.
- M. Skreta and others, *Feynman–Kac correctors in diffusion*, ICML 2025 (arXiv 2503.02819): (12.12) in continuous time. The derivation by (12.10) and the drive by $D_c$ are ours.
- T. Kynkäänniemi and others, *Applying guidance in a limited interval*, 2024 (arXiv 2404.07724). T. Karras and others, *Guiding a diffusion model with a bad version of itself*, NeurIPS 2024 (arXiv 2406.02507).
- Y. Song and others, *Score-based generative modeling*, ICLR 2021, appendix I.2. A. Lugmayr and others, *RePaint*, CVPR 2022, algorithm 1. H. Chung and others, *Diffusion posterior sampling*, ICLR 2023, algorithm 1. L. Wu and others, *Practical and asymptotically exact conditional sampling in diffusion models*, NeurIPS 2023, algorithm 1.
- Ours: the mixtures, the measurements, (12.13), the exercises, the study.
"""
