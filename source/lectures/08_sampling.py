# %% [markdown]
r"""
# 08 · How is a sample generated, and what do a wrong start and a stray noise do to it?

{badges}

| | |
|---|---|
| **You will be able to** | derive one reverse step with any amount of fresh noise · place DDPM and DDIM in one family, and recognise both in code · say which variance a sampler loses, and how much · invert a sample to its noise and interpolate there · distinguish a wrong start, a wrong index and a stray noise by measurement |
| **You need** | the kernel (2.8) of [lecture 02](02_noising.ipynb), the prior gap of [lecture 03](03_schedules.ipynb), Bayes' rule for Gaussians (B.7) in [appendix B](../appendices/B_gaussians.ipynb) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.stats import norm

from utils.data import digits
from utils.exercises import check, hint
from utils.generative import samplers, schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.reverse import step_coefficients, true_reverse
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Formula, Image, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(8)

# %% [markdown]
r"""
## The picture first

Two samplers run backwards from the same 250 points of noise.
Both evaluate the same exact denoiser, at the same 50 times.
The left one adds fresh noise at every step (DDPM), the right one never does (DDIM).
One point is marked, with its trajectory.

Drag the slider to the right, from noise at $t = 1000$ to data at $t = 0$.

1. For which of the two could you recover the start from the end?
2. Both clouds end on the same five spots.
   Does a point end on the same spot in both?
   (The next cell counts: open its output when you have looked.)
3. When is it decided on which spot the marked point will end?
"""

# %% tags=["picture"]
schedule = schedules.linear()
angles = 2 * np.pi * np.arange(5) / 5
centres = 1.4 * np.c_[np.cos(angles), np.sin(angles)]
ring = GaussianMixture(weights=np.full(5, 0.2), means=centres, covs=np.tile(0.02 * np.eye(2), (5, 1, 1)))
denoiser = MixtureDenoiser(ring, schedule)
times = samplers.even_times(schedule, 50)
noise = rng.normal(size=(250, 2))

# %% tags=["picture"]
steps = {"DDPM": samplers.ddpm(denoiser, schedule, rng), "DDIM": samplers.ddim(denoiser, schedule)}
paths = {name: np.array([x for _, x in samplers.sample(step, times, noise)]) for name, step in steps.items()}
travelled = np.linalg.norm(paths["DDIM"][-1] - noise, axis=1)
marked = int(np.argmax(travelled * np.all(np.abs(noise) < 2.8, axis=1)))  # the longest path from inside
box = dict(xlim=(-3, 3), ylim=(-3, 3), aspect="equal", xlabel="x₁", ylabel="x₂")
panels = [Panel(Points(frames=path[::2], highlight=marked), title=name, **box) for name, path in paths.items()]
levels = {"signal": schedule.alpha(times), "noise": schedule.sigma(times)}
both = Scene(panels, times=times, t=45, title="DDPM beside DDIM", values=levels,
             status="t = {t:.0f} of 1000: signal {signal:.2f}, noise {noise:.2f}")
both

# %% tags=["reveal"]
def spots(x):
    """Which of the five spots is nearest to each point."""
    return np.argmin(((x[..., None, :] - centres) ** 2).sum(-1), axis=-1)


same = np.mean(spots(paths["DDPM"][-1]) == spots(paths["DDIM"][-1]))
print("The answer:")
print(f"points on the same spot in both: {same:.0%} (by chance it would be about 20 %)")
decided = {}
for name, path in paths.items():
    likely = np.array([spots(denoiser(x, t)) for x, t in zip(path[:-1], times[:-1])])  # nearest to the estimate of x_0
    decided[name] = times[:-1][np.argmax(np.cumprod((likely == spots(path[-1]))[::-1], axis=0)[::-1], axis=0)]
table([(name, *np.quantile(t, [0.25, 0.5, 0.75])) for name, t in decided.items()],
      "sampler", "first quarter decided by t =", "half", "three quarters", digits=0)

# %% [markdown]
r"""
Call a point decided from the time on at which the spot nearest to its estimate $\hat x_0$ stays the one where it ends: the table is of these times.

<details><summary>Answers, when you have looked</summary>

DDIM is a function of its start and can be run backwards (section 3); DDPM's noises are lost.
A point ends on the same spot in both about as often as by chance.
For DDIM most points are decided by their start; with DDPM the fresh noise can still change the spot until late.
</details>

## 1 · One reverse step, if x_0 is known

A sampler is one function: from $x_t$ to $x_s$, with $s < t$.
Suppose for a moment that $x_0$ is known.
What must the step achieve?
If $x_t$ has the law $q(x_t\mid x_0) = N(\alpha_t x_0, \sigma_t^2 I)$, then $x_s$ must get the law $q(x_s\mid x_0) = N(\alpha_s x_0, \sigma_s^2 I)$.
There are many ways.
Take $x_t$ apart, for $\sigma_t > 0$,

$$\begin{gathered}\varepsilon = \frac{x_t - \alpha_t x_0}{\sigma_t}, \qquad x_s = \alpha_s x_0 + \sqrt{\sigma_s^2 - \kappa^2}\;\varepsilon + \kappa\, z,\\[4pt] z\sim N(0, I) \text{ independent of } x_0, x_t.\end{gathered} \tag{8.1}$$

In words: keep the data part, keep some of the old noise, add some new noise, so that the variances add up to $\sigma_s^2$.
The number $\kappa$, the standard deviation of the **fresh noise**, is free:

$$\begin{gathered}x_t \sim N(\alpha_t x_0, \sigma_t^2 I) \text{ gives } x_s\sim N(\alpha_s x_0, \sigma_s^2 I), \text{ given } x_0,\\[4pt] \text{for every } \kappa\in[0, \sigma_s].\end{gathered} \tag{8.2}$$

*Proof.*
Given $x_0$, $\varepsilon$ and $z$ are independent and $N(0, I)$.
By [(2.3)](02_noising.ipynb) their sum with these factors has variance $(\sigma_s^2 - \kappa^2)+\kappa^2$.
$\square$

**Which $\kappa$ is the noising process itself?**
The noising process has its own conditional law of $x_s$, given by Bayes' rule.
Prior $x_s \sim N(\alpha_s x_0, \sigma_s^2)$ and observation $x_t = \alpha_{t|s}x_s + \sigma_{t|s}\varepsilon'$, with $\varepsilon'$ independent of $x_0$ and $x_s$, are the situation of [(B.7)](../appendices/B_gaussians.ipynb), coordinate by coordinate.
The posterior variance is $\sigma_s^2\sigma_{t|s}^2$ over $\alpha_{t|s}^2\sigma_s^2+\sigma_{t|s}^2$, and by [(2.8)](02_noising.ipynb) that denominator is $\sigma_t^2$.
In the posterior mean $\alpha_{t|s}\alpha_s = \alpha_t$.
So, for $\alpha_s > 0$ and $\sigma_t > 0$,

$$\begin{gathered}q(x_s\mid x_t, x_0) = N\!\left(x_s;\ \alpha_s x_0 + \frac{\alpha_{t|s}\sigma_s^2}{\sigma_t^2}(x_t - \alpha_t x_0),\ \kappa_1^2 I\right),\\[4pt] \kappa_1 = \frac{\sigma_s\,\sigma_{t|s}}{\sigma_t}.\end{gathered} \tag{8.3}$$

This is (8.1) with $\kappa = \kappa_1$: $\sigma_s^2 - \kappa_1^2 = \sigma_s^2\,\frac{\sigma_t^2-\sigma_{t|s}^2}{\sigma_t^2} = \frac{\alpha_{t|s}^2\sigma_s^4}{\sigma_t^2}$, and its root divided by $\sigma_t$ is the factor in (8.3).
(The square is not negative, so $\kappa_1\le\sigma_s$.)

**One dial.**
Measure the fresh noise in units of $\kappa_1$ and call the ratio $\eta$:

$$\kappa = \eta\,\frac{\sigma_s\,\sigma_{t|s}}{\sigma_t}. \tag{8.4}$$

$\eta = 1$ is the step of DDPM.
$\eta = 0$ adds no noise: DDIM.
Witness for (8.2): integrate the step over $x_t$ on a grid, for four values of $\kappa$, up to nearly $\sigma_s$.
Witness for (8.3): Bayes' rule, point by point.
"""

# %% tags=["witness"]
x0, t, s = 0.7, 600, 400
alpha_t, sigma_t, alpha_s, sigma_s = (float(f(time)) for time in (t, s) for f in (schedule.alpha, schedule.sigma))
scale, fresh = (float(value) for value in schedule.kernel(s, t))
grid = np.linspace(-7, 7, 1401)
for share in [0.1, 0.5, 0.9, 0.99]:
    kappa = share * sigma_s
    mean = alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * (grid - alpha_t * x0) / sigma_t
    law = norm.pdf(grid[:, None], mean, kappa) @ norm.pdf(grid, alpha_t * x0, sigma_t) * (grid[1] - grid[0])
    witness(f"(8.2) at κ = {share} σ_s", law, norm.pdf(grid, alpha_s * x0, sigma_s), atol=1e-10)

# %% tags=["witness"]
x_t = -0.4
bayes = norm.pdf(x_t, scale * grid, fresh) * norm.pdf(grid, alpha_s * x0, sigma_s) / norm.pdf(x_t, alpha_t * x0, sigma_t)
mean = alpha_s * x0 + scale * sigma_s**2 / sigma_t**2 * (x_t - alpha_t * x0)
witness("(8.3)", bayes, norm.pdf(grid, mean, sigma_s * fresh / sigma_t), atol=1e-10)
a, b, kappa = step_coefficients(schedule, t, s, eta=0.5)
eps = (x_t - alpha_t * x0) / sigma_t
by_hand = alpha_s * x0 + np.sqrt(sigma_s**2 - (0.5 * sigma_s * fresh / sigma_t) ** 2) * eps
witness("(8.1) with (8.4) as in utils: mean", a * x_t + b * x0, by_hand)
witness("(8.4) as in utils: κ", kappa, 0.5 * sigma_s * fresh / sigma_t)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.1

Write (8.1) with (8.4).
The fresh noise `z` is given, so that the answer is not random.
Do not assume $\alpha^2+\sigma^2 = 1$.

- `x_t`, `x0`, `z`: numbers, or arrays of one shape.
  `alpha_t`, `sigma_t` $> 0$, `alpha_s` $> 0$, `sigma_s`: numbers.
  `eta` in $[0, 1]$.
- Returns $x_s$, shaped like `x_t`.
- Worked value: `back_step(1.0, 0.5, 0.6, 0.8, 0.8, 0.6, 0.5, 2.0)` is $1.3741$.
  On the way: $\varepsilon = 0.875$, $\sigma_{t|s} = 0.6614$, $\kappa = 0.2480$.
"""

# %% tags=["exercise"]
def back_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s, eta, z):
    """x_s from x_t and x_0, with a share η of the posterior's noise."""
    ### BEGIN SOLUTION
    eps = (x_t - alpha_t * x0) / sigma_t
    sigma_ts = np.sqrt(sigma_t**2 - (alpha_t / alpha_s) ** 2 * sigma_s**2)
    kappa = eta * sigma_s * sigma_ts / sigma_t
    return alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * eps + kappa * z
    ### END SOLUTION


back_step = check("08.1", back_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$0.8\cdot 0.5 + \sqrt{0.36 - 0.0615}\cdot 0.875 + 0.2480\cdot 2 = 0.4 + 0.4780 + 0.4961$.
At $\sigma_s = 0$ both noises vanish, and the step returns $\alpha_s x_0$: nothing has to be switched off at the last step.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · If x_0 is not known

A sampler has $x_t$ and a denoiser.
It puts the estimate $\hat x_0(x_t, t)$ in the place of $x_0$.
Collecting the coefficients of $x_t$ and $\hat x_0$, the sampler is

$$\begin{gathered}x_s = a\,x_t + b\,\hat x_0(x_t, t) + \kappa z,\\[4pt] a = \frac{\sqrt{\sigma_s^2-\kappa^2}}{\sigma_t}, \qquad b = \alpha_s - a\,\alpha_t,\end{gathered} \tag{8.5}$$

repeated from $t = T$ down to 0.

**As you meet it in code.**
Programs have a network $\hat\varepsilon$ for the noise and a table of $\bar\alpha_t$ (variance preserving: $\alpha_t = \sqrt{\bar\alpha_t}$, $\sigma_t = \sqrt{1-\bar\alpha_t}$).
In them (8.5) reads, first as in the DDIM paper, then, for $s = t-1$ and $\eta = 1$, as in DDPM's algorithm 2, whose mean is [(4.6a)](04_exact_reverse.ipynb):

$$\begin{aligned}x_s &= \sqrt{\bar\alpha_s}\,\underbrace{\frac{x_t-\sqrt{1-\bar\alpha_t}\,\hat\varepsilon}{\sqrt{\bar\alpha_t}}}_{\text{predicted }x_0} + \underbrace{\sqrt{1-\bar\alpha_s-\kappa^2}\;\hat\varepsilon}_{\text{direction to }x_t} + \underbrace{\kappa z}_{\text{fresh noise}},\\ x_{t-1} &= \frac1{\sqrt{1-\beta_t}}\left(x_t-\frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\,\hat\varepsilon\right) + \kappa_1z .\end{aligned} \tag{8.5a}$$

"""

# %% tags=["witness"]
x_t, bar = rng.normal(size=(6, 2)), lambda t: schedule.alpha_bar(t)
predicted_noise = (x_t - np.sqrt(bar(600)) * denoiser(x_t, 600)) / np.sqrt(1 - bar(600))
predicted_x0 = (x_t - np.sqrt(1 - bar(600)) * predicted_noise) / np.sqrt(bar(600))
ddim_line = np.sqrt(bar(400)) * predicted_x0 + np.sqrt(1 - bar(400)) * predicted_noise  # κ = 0
witness("(8.5a), DDIM", samplers.ddim(denoiser, schedule)(x_t, 600, 400), ddim_line, atol=1e-10)
beta, (a, b, kappa) = schedule.betas[599], step_coefficients(schedule, 600, 599)
mean = (x_t - beta / np.sqrt(1 - bar(600)) * predicted_noise) / np.sqrt(1 - beta)
witness("(8.5a), DDPM's mean", a * x_t + b * denoiser(x_t, 600), mean, atol=1e-10)

# %% [markdown]
r"""
(Most programs also **clip** the predicted $x_0$ to the range of the data; section 3 measures what that does.)

With the exact denoiser, $\hat x_0 = \operatorname E[x_0\mid x_t]$.
What is right about this, and what is lost?
For $\eta = 1$ both have exact answers: $a = \alpha_{t|s}\sigma_s^2/\sigma_t^2$, and so $b = \alpha_s(\sigma_t^2-\alpha_{t|s}^2\sigma_s^2)/\sigma_t^2 = \alpha_s\sigma_{t|s}^2/\sigma_t^2$ by (2.8).
The true reverse step $q(x_s\mid x_t)$ is (8.3) averaged over $q(x_0\mid x_t)$.
Its mean is linear in $x_0$, so the mean of the sampler's step is **right**.
Its covariance, by the law of total variance (mean of the covariance plus covariance of the mean), is

$$\operatorname{Cov}(x_s\mid x_t) = \kappa_1^2 I + b^2\operatorname{Cov}(x_0\mid x_t), \qquad b = \frac{\alpha_s\,\sigma_{t|s}^2}{\sigma_t^2}. \tag{8.6}$$

The sampler has the first term and loses the second.
How much is that?
Two cases, in one dimension.
If $x_0$ is one known point, nothing is lost.
If $x_0\sim N(0,1)$ on a variance-preserving schedule, every $x_t$ is $N(0,1)$, so $x_s$ and $x_t$ are two standard normals with covariance $\alpha_{t|s}$, and the variance of one given the other is $1-\alpha_{t|s}^2$.
Hence

$$\begin{gathered}\kappa_1^2 \ \le\ \operatorname{Var}(x_s\mid x_t),\\[4pt] \operatorname{Var}(x_s\mid x_t) = \begin{cases}\kappa_1^2 & x_0 \text{ one point}\\ \sigma_{t|s}^2 & x_0\sim N(0,1), \text{ variance preserving.}\end{cases}\end{gathered} \tag{8.7}$$

The first case is the minimum, since the second term of (8.6) is never negative.
The second is not the maximum: exercise 08.7 has data with more.
DDPM's paper offers both values as the variance of the step and reports similar results with 1000 steps; section 6 has numbers in which they differ much.
They differ by the factor $\sigma_s^2/\sigma_t^2$, which is near 1 where a step hardly changes $\sigma$, and 0 for the last step. In `utils`, `variance="kernel"` uses the second value, except that the step to $\sigma_s=0$ adds no noise.
"""

# %% tags=["witness"]
x_t = np.array([0.6, -0.3])
for s, t in [(540, 600), (100, 300)]:
    truth = true_reverse(ring, schedule, t, s, x_t)
    a, b, kappa = step_coefficients(schedule, t, s)
    alpha, sigma = schedule(t)
    lost = b**2 * ring.posterior_cov(x_t, alpha, sigma)
    witness(f"(8.5), the mean from {t} to {s}", truth.mean, a * x_t + b * denoiser(x_t, t), atol=1e-10)
    witness(f"(8.6) from {t} to {s}", truth.cov, kappa**2 * np.eye(2) + lost, atol=1e-10)
    print(f"share of the variance that the step loses: {np.trace(lost) / np.trace(truth.cov):.3f}")

# %% tags=["witness"]
standard, point = GaussianMixture([1.0], [[0.0]], [[[1.0]]]), GaussianMixture([1.0], [[0.4]], [[[0.0]]])
for s, t in [(540, 600), (100, 300)]:
    kappa, fresh = step_coefficients(schedule, t, s)[2], schedule.kernel(s, t)[1]
    witness(f"(8.7), N(0, 1), from {t} to {s}", true_reverse(standard, schedule, t, s, [0.6]).cov, fresh**2)
    witness(f"(8.7), one point, from {t} to {s}", true_reverse(point, schedule, t, s, [0.6]).cov, kappa**2)

# %% [markdown]
r"""
The shorter the steps, the less is lost in each; but there are more of them.
What remains at the end?
We measure it in one dimension, where a distance between distributions can be computed from quantiles.
The data: a mixture of two narrow modes (standard deviation 0.1 each) whose mean is 0 and variance 1.
The distance: **Wasserstein-1**, the mean distance that probability has to be moved, $W_1 = \int_0^1|F^{-1}(u)-H^{-1}(u)|\,du$ for two distribution functions $F$, $H$.
Each number is the mean over five seeds of 20 000 samples, with the standard deviation over the seeds.
The **floor** is the same distance for 20 000 true samples.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.2

Twenty steps of DDPM's linear schedule with $T = 1000$, exact denoiser, right start, data with two narrow modes.
Which of $\eta = 1$ and $\eta = 0$ comes closer to the data, by more than the spread over seeds?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
which_eta = "b"
### END SOLUTION
which_eta = check("08.2", which_eta)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The measurement below decides it, for these data.
Equation (8.2) gives the right law only for a known $x_0$; with its mean in its place, (8.6) is what the step at $\eta=1$ loses.
DDIM's error has another source: it follows a curve in straight pieces.
Lecture 10 makes the pieces fit better.
### END SOLUTION
"""

# %%
spread = np.sqrt((1 - 0.1**2) / 0.84)  # makes the variance of the whole mixture 1
narrow = GaussianMixture(weights=[0.3, 0.7], means=[[-1.4 * spread], [0.6 * spread]], covs=[[[0.01]], [[0.01]]])
ranks = (np.arange(20_000) + 0.5) / 20_000
line = np.linspace(-6, 6, 24_001)


def quantiles(mixture):
    """F⁻¹ at `ranks`, for modes of standard deviation 0.1 in one dimension."""
    return np.interp(ranks, norm.cdf((line[:, None] - mixture.means[:, 0]) / 0.1) @ mixture.weights, line)


# %%
def over_seeds(draw, mixture, seeds=5):
    """W1 between 20 000 samples and the mixture, one number a seed. draw: rng -> (20 000, 1)."""
    truth = quantiles(mixture)
    samples = [np.sort(draw(np.random.default_rng(seed))[:, 0]) for seed in range(seeds)]
    return np.array([np.mean(np.abs(x - truth)) for x in samples])


def last(step, times, start):
    """The last state of a run."""
    *_, (_, x) = samplers.sample(step, times, start)
    return x


# %%
kinds = {f"η = {eta:.1f}": lambda parts, rng, eta=eta: samplers.ddim(*parts, eta, rng) for eta in (0.0, 0.5, 1.0)}
kinds["larger variance"] = lambda parts, rng: samplers.ddpm(*parts, rng, variance="kernel")


def with_noise(n, kind):
    def draw(rng):
        start = narrow.noised(*schedule(1000)).sample(20_000, rng)
        step = kinds[kind]((MixtureDenoiser(narrow, schedule), schedule), rng)
        return last(step, samplers.even_times(schedule, n), start)
    return draw


# %%
counts = [5, 10, 20, 50]
by_kind = {kind: np.array([over_seeds(with_noise(n, kind), narrow) for n in counts]) for kind in kinds}
floor = over_seeds(lambda rng: narrow.sample(20_000, rng), narrow)

# %% tags=["reveal"]
rows = [(n, *((w[i].mean(), w[i].std(ddof=1)) for w in by_kind.values())) for i, n in enumerate(counts)]
rows.append(("floor", *[(floor.mean(), floor.std(ddof=1))] * 4))
table(rows, "steps", *(f"W₁, {kind}" for kind in kinds), digits=3)

# %% tags=["reveal"]
fig, ax = figures.figure()
for (kind, w), style in zip(by_kind.items(), ["o-", "s--", "^-.", "v:"]):
    ax.errorbar(counts, w.mean(axis=1), w.std(axis=1, ddof=1), fmt=style, capsize=3, label=kind)
ax.axhline(floor.mean(), color="0.4", linestyle=":", label="floor")
ax.set(title="Exact denoiser, exact start", xscale="log", yscale="log", xlabel="network calls, one a step", ylabel="$W_1$ to data")
ax.set_xticks(counts, [str(n) for n in counts])
ax.set_yticks([0.01, 0.03, 0.1, 0.3], ["0.01", "0.03", "0.1", "0.3"])
ax.minorticks_off()
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
With an exact denoiser $\eta = 1$ ends farther from the data than $\eta = 0$ at each of the four numbers of steps, by more than the spread; $\eta = 0.5$ lies between, nearer to $\eta = 0$.
The last column has the larger variance of (8.7), $\kappa = \sigma_{t|s}$.
Here it is the best of the four in every row, and at 50 steps it has reached the floor: these data have variance 1 in all, and until late in the run the true variance of a step is nearly $\sigma_{t|s}^2$ (the last table of lecture 04 measures that in nats).
All this is a fact about exact denoisers, this schedule and these data.
A learned denoiser makes errors of its own, and fresh noise can wash some of them out: Karras et al. (2022) report data sets on which some noise helps.
Section 6 shows published numbers for a learned one.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.3

Nothing in (8.1) stops at $\eta = 1$.
What is the largest $\eta$ for which the step exists?
There $\varepsilon$ drops out of the step: denoise, then noise afresh.
(Consistency models, [lecture 14](14_few_steps.ipynb), sample this way.)
Write it as a formula in `alpha_t`, `sigma_t`, `alpha_s`, `sigma_s`, in quotation marks.
Do not assume $\alpha^2+\sigma^2=1$.
Worked value: 0.5, 0.9, 0.8, 0.6 (in this order) give 1.1000.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
largest_eta = "sigma_t / sqrt(sigma_t**2 - (alpha_t / alpha_s)**2 * sigma_s**2)"
### END SOLUTION
largest_eta = check("08.3", largest_eta)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\kappa\le\sigma_s$ means $\eta\,\sigma_{t|s}\le\sigma_t$.
The bound $\sigma_t/\sigma_{t|s}$ is above 1, because part of the noise at $t$ was there at $s$ already (if $\sigma_s > 0$ and $\alpha_t>0$).
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Without fresh noise: inversion

At $\eta = 0$ a run is a function of its start.
Divide (8.1) with $\kappa = 0$ by $\alpha_s$, and write $\hat\varepsilon$ for the noise that belongs to $\hat x_0$.
For $\alpha_t > 0$, $\hat x_0 = (x_t - \sigma_t\hat\varepsilon)/\alpha_t$, so

$$\frac{x_s}{\alpha_s} = \frac{x_t}{\alpha_t} + \left(\frac{\sigma_s}{\alpha_s} - \frac{\sigma_t}{\alpha_t}\right)\hat\varepsilon(x_t, t). \tag{8.8}$$

It is Euler's rule for a motion: position $x/\alpha$, clock $\sigma/\alpha$, velocity $\hat\varepsilon$, constant over the step. Can it be inverted?
Going up from $s$ to $t$ needs $\hat\varepsilon$ at $x_t$, which is not known yet.
A common shortcut evaluates it at the current point $x_s$, but with the level $t$:

$$x_t \approx \frac{\alpha_t}{\alpha_s}\,x_s + \left(\sigma_t - \frac{\alpha_t}{\alpha_s}\,\sigma_s\right)\hat\varepsilon(x_s, t). \tag{8.9}$$

Better: put the result into $\hat\varepsilon(\cdot, t)$ and repeat.
If the repetition converges, (8.8) is solved exactly, and DDIM returns $x_s$ to round-off.
(It converges if the factor before $\hat\varepsilon$ times the largest slope of $\hat\varepsilon$ in $x$ is below 1, so for short enough steps.)

We try it on real digits.
The denoiser must be exact for something, so we fit ten Gaussians to 1500 digits, one for each class, and take this mixture as the data distribution (0.01 is added to each variance: pixels that never change would have none).
The pictures that travel are four of the 297 others.
"""

# %% tags=["witness"]
x_t = rng.normal(size=(5, 2))
x_s = samplers.ddim(denoiser, schedule)(x_t, 600, 400)
ratio = {time: float(schedule.sigma(time) / schedule.alpha(time)) for time in (400, 600)}
alpha, sigma = schedule(600)
eps_hat = (x_t - alpha * denoiser(x_t, 600)) / sigma
euler = x_t / alpha + (ratio[400] - ratio[600]) * eps_hat
witness("(8.8)", x_s / float(schedule.alpha(400)), euler, atol=1e-10)
settled = samplers.ddim_inversion(denoiser, schedule, iterations=200)(x_s, 400, 600)
witness("(8.8), inverted by repeating (8.9)", settled, x_t, atol=1e-8)

# %%
data = digits.load_digits()
flat, labels = data.images.reshape(len(data.images), -1), data.labels
seen, seen_labels, travellers = flat[:1500], labels[:1500], flat[[1501, 1506, 1512, 1533]]
fitted = GaussianMixture(weights=[np.mean(seen_labels == k) for k in range(10)],
                         means=[seen[seen_labels == k].mean(axis=0) for k in range(10)],
                         covs=[np.cov(seen[seen_labels == k].T) + 0.01 * np.eye(64) for k in range(10)])
digit_denoiser = MixtureDenoiser(fitted, schedule)

# %%
up_times = samplers.even_times(schedule, 50)[::-1]
up = [x for _, x in samplers.sample(samplers.ddim_inversion(digit_denoiser, schedule), up_times, travellers)]
down = [x for _, x in samplers.sample(samplers.ddim(digit_denoiser, schedule), up_times[::-1], up[-1])]
journey = np.array([*up, *down[1:]]).reshape(-1, 4, 8, 8)
clock = np.array([*up_times, *up_times[-2::-1]])
there_and_back = Scene([Panel(Image(frames=journey, columns=4), title="to the noise and back"),
                        Panel(Image(travellers.reshape(4, 8, 8), columns=4), title="the originals")],
                       times=np.arange(clock.size), values={"level": clock}, t=100, title="Inversion",
                       status="step {i} of 100: level t = {level:.0f} of 1000")
there_and_back

# %% [markdown]
r"""
Steps 0 to 50 lead up, 51 to 100 down.
At the top the pictures look like noise, and yet the whole picture can be recovered from them.
What returns resembles the original without being it.
How close can it get?
"""

# %%
def returned(n, iterations, pictures=flat[1500:1540]):
    """Root mean square change of a pixel, n steps up and n down, 40 unseen pictures: mean and deviation."""
    times = samplers.even_times(schedule, n)
    top = last(samplers.ddim_inversion(digit_denoiser, schedule, iterations), times[::-1], pictures)
    errors = np.sqrt(np.mean((last(samplers.ddim(digit_denoiser, schedule), times, top) - pictures) ** 2, axis=1))
    return errors.mean(), errors.std()


rows = [(n, *(returned(n, k) for k in (1, 2, 5))) for n in [20, 50, 100]]
table(rows, "steps", "(8.9) once", "twice", "five times", digits=3, caption="error of a pixel, mean ± deviation over 40 pictures")

# %% [markdown]
r"""
Pixels lie in $[-1, 1]$.
On average over these pictures, at 20 and at 50 steps a second evaluation helps more than going to the next larger number of steps.
With few steps the repetition need not converge: at 20 steps five evaluations are worse on average than two, with a large deviation between pictures.

**Between two pictures.**
Invert two digits, walk from one noise to the other, and let DDIM generate from each noise on the way.
A straight line between two noises passes through points that are too short (in 64 dimensions standard normal noise has a length near 8, the average of two independent ones near $8/\sqrt2$); the arc of a great circle keeps their length.
Drag from one digit to the other.
"""

# %%
unseen = np.arange(1500, len(flat))
pairs = [[unseen[labels[unseen] == k][0] for k in ends] for ends in ((0, 6), (1, 7), (3, 8), (9, 4))]
hundred = samplers.even_times(schedule, 100)
invert, generate_from = samplers.ddim_inversion(digit_denoiser, schedule, iterations=2), samplers.ddim(digit_denoiser, schedule)
one, other = (last(invert, hundred[::-1], flat[list(side)]) for side in zip(*pairs))  # noises (4, 64)
angle = np.arccos(np.sum(one * other, axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1))[:, None]

# %%
w = np.linspace(0, 1, 31)[:, None, None]
noises = {"along the arc": (np.sin((1 - w) * angle) * one + np.sin(w * angle) * other) / np.sin(angle),
          "along the straight line": (1 - w) * one + w * other}
between = {name: last(generate_from, hundred, x.reshape(-1, 64)) for name, x in noises.items()}

# %% tags=["picture"]
first, second = (flat[list(side)] for side in zip(*pairs))
shown = {"pictures averaged": (1 - w) * first + w * second, **between}
lengths = np.linalg.norm(noises["along the straight line"], axis=-1).mean(axis=1)
Scene([Panel(Image(frames=x.reshape(-1, 4, 8, 8), columns=2), title=name) for name, x in shown.items()],
      times=w.ravel(), t=15, title="Four times from one digit to another", values={"length": lengths},
      status="share {t:.2f} of the second; length of the straight line's noises {length:.1f}")

# %%
ends = flat[1500:1560], flat[1560:1620]  # 60 pairs, as they come
one, other = (last(invert, hundred[::-1], side) for side in ends)
angle = np.arccos(np.sum(one * other, axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1))[:, None]
half_way = {"on the arc": (one + other) / (2 * np.cos(angle / 2)), "on the straight line": (one + other) / 2}
middles = {"the digits themselves": np.concatenate(ends), "average of two pictures": sum(ends) / 2}
middles |= {f"from the middle {name}": last(generate_from, hundred, x) for name, x in half_way.items()}
mean_and_error = lambda x: (x.mean(), x.std(ddof=1) / np.sqrt(x.size))
table([(name, mean_and_error(fitted.log_density(x)), mean_and_error(x.std(axis=1))) for name, x in middles.items()],
      "60 pairs", "log-density ± standard error", "contrast ± standard error", digits=[0, 1, 3],
      caption="contrast: standard deviation of a picture's pixels")

# %% [markdown]
r"""
The average of two pictures is no digit: its log-density under the data's mixture is below that of digits, and its contrast is low.
What DDIM makes of the middle of the arc has the log-density and the contrast of a digit, or more.
From the straight line come pictures that are *more* probable than digits and have less contrast than they: noise that is too short leads near the modes.

**Clipping.**
A network's $\hat\varepsilon$ has errors, and by [(3.15)](03_schedules.ipynb) the predicted $x_0$ multiplies them by $\sigma_t/\alpha_t$, which is over a hundred at DDPM's first steps.
Pixels lie in $[-1, 1]$, so programs clip $\hat x_0$ to that range.
Here $\hat\varepsilon$ is wrong by one and the same small pattern at every step; five patterns, 20 steps of DDIM, distance of the samples from those of the exact denoiser.
"""

# %%
def wrong_denoiser(pattern, clip):
    """The digits' denoiser as it comes from a noise prediction that is wrong by `pattern`."""
    def estimate(x, t):
        alpha, sigma = schedule(t)
        x0 = digit_denoiser(x, t) - sigma / alpha * pattern
        return np.clip(x0, -1, 1) if clip else x0
    return estimate


# %%
start, few = rng.normal(size=(100, 64)), samplers.even_times(schedule, 20)
exact = last(samplers.ddim(digit_denoiser, schedule), few, start)
rows = []
for size in (0.0, 0.01, 0.03, 0.1):
    off = {clip: [] for clip in (False, True)}
    for seed in range(5):
        pattern = size * np.random.default_rng(seed).normal(size=64)
        for clip, distances_to_exact in off.items():
            x = last(samplers.ddim(wrong_denoiser(pattern, clip), schedule), few, start)
            distances_to_exact.append(np.sqrt(np.mean((x - exact) ** 2)))
    rows.append((size, *((np.mean(d), np.std(d, ddof=1)) for d in off.values())))
table(rows, "error of ε̂", "change of a pixel, as it is", "with clipping", digits=[2, 3, 3])

# %% [markdown]
r"""
Clipping removes about a third of the damage of a large error, and does harm where the error is small.
The first row says why: without any error it changes a pixel by 0.09, because the right estimate of our ten Gaussians also goes beyond the range.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.4

For data $N(0, v)$ the exact denoiser gives $\hat\varepsilon(x, t) = \sigma_t x/(\alpha_t^2 v+\sigma_t^2)$.
Go up the whole grid with (8.9), one evaluation a step, and down again with (8.8).

- `x0`, `v`: numbers.
  `alpha`, `sigma`: arrays $(n+1,)$ of the levels $0, 1, \dots, n$, with `alpha[0] = 1`, `sigma[0] = 0`.
- Returns `(x_T, back)`: the noise reached at level $n$, and what comes back at level 0.
- Worked value: `round_trip(1.0, np.array([1.0, 0.8, 0.6]), np.array([0.0, 0.6, 0.8]), 4.0)` is $(0.8168, 1.0328)$.
"""

# %% tags=["exercise"]
def round_trip(x0, alpha, sigma, v):
    """The noise that x0 comes from, and what that noise gives."""
    ### BEGIN SOLUTION
    x, n = x0, len(alpha) - 1
    for t in range(1, n + 1):
        ratio, eps = alpha[t] / alpha[t - 1], sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
        x = ratio * x + (sigma[t] - ratio * sigma[t - 1]) * eps
    x_T = x
    for t in range(n, 0, -1):
        ratio, eps = alpha[t - 1] / alpha[t], sigma[t] * x / (alpha[t] ** 2 * v + sigma[t] ** 2)
        x = ratio * x + (sigma[t - 1] - ratio * sigma[t]) * eps
    return x_T, x
    ### END SOLUTION


round_trip = check("08.4", round_trip)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Up and down have one shape: multiply by the ratio of the signals, then correct the noise.
Both ask at the noisier end.
The result is 3 % off after two large steps up and down.
An inverse that algebraically undoes the steps up would return 1 exactly and prove nothing.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Break it: four slips, switched on and off

The wrong start is that of *tiny-diffusion* (see Sources; lecture 03 treats it); the next two are in [appendix I](../appendices/I_museum_of_bugs.ipynb), a collection of slips in public teaching material, which describes slips and not people; the fourth is one repair of the third.
All leave a sampler that runs and generates something.

- **Wrong start.**
  That repository's chain, $T = 50$ with $\beta$ up to 0.02, ends with $\alpha_T^2 = 0.60$ of the signal power (lecture 03).
  It is started from $N(0, I)$ all the same.
- **Noise at the last step.** The loop adds noise at every step and so ends with noise in the result.
- **Wrong index.**
  The loop counts from 0 where the formula counts from 1: every step takes the levels $t-1$ and $s-1$ for $t$ and $s$, and the loop ends one step early.
- **Last step twice.** The same, but with the level kept at 1 at least, so that the step from 1 to 0 is made twice.

Choose the chain, the place of the data, and the slip. The filled curve is the exact $q(x_t)$, the other a histogram of 4000 samples.
"""

# %%
chains = {"T = 50, β from 0.002 to 0.4": schedules.linear(T=50, beta_min=0.002, beta_max=0.4),
          "T = 50, β from 0.0001 to 0.02": schedules.linear(T=50)}
places = {"mean 0, variance 1": narrow, "the same, moved by 1": GaussianMixture(narrow.weights, narrow.means + 1, narrow.covs)}
slips = ["none", "wrong start", "noise at the last step", "wrong index", "last step twice"]


def slipped_step(step, slip):
    """The sampler's own step, or that of a loop whose levels are one off."""
    if slip == "wrong index":
        return lambda x, t, s: step(x, t - 1, s - 1) if s > 0 else x
    if slip == "last step twice":
        return lambda x, t, s: step(x, max(t - 1, 1), max(s - 1, 0))
    return step


# %%
def ancestral(chain, mixture, slip, times, n, rng):
    """A generator of (t, x_t): DDPM with exact denoiser and at most one slip."""
    step = samplers.ddpm(MixtureDenoiser(mixture, chain), chain, rng, last_noise=slip == "noise at the last step")
    start = mixture.noised(*chain(chain.T)).sample(n, rng)
    if slip == "wrong start":
        start = rng.normal(size=start.shape)
    return samplers.sample(slipped_step(step, slip), times, start)


# %%
bins = np.linspace(-3, 4, 71)
middles = (bins[1:] + bins[:-1]) / 2


# %%
def show_slip(chain, place, slip):
    process, mixture = chains[chain], places[place]
    run = list(ancestral(process, mixture, slip, process.times[::-1], 4000, np.random.default_rng(0)))
    truth = np.array([mixture.noised(*process(t)).density(middles[:, None]) for t, _ in run[::2]])
    counted = np.array([np.histogram(x[:, 0], bins)[0] / 400 for _, x in run[::2]])  # 4000 samples, bins of 0.1
    off = np.mean(np.abs(np.sort(run[-1][1][:, 0]) - quantiles(mixture)[2::5]))
    panel = Panel(Line(middles, truth, fill=True, label="exact q(x_t)"), Line(middles, counted, label="samples"),
                  xlabel="x", ylabel="density", title=slip if slip != "none" else "no slip", ylim=(0, 3.2))
    return dict(panels=[panel, Formula("W₁ of the samples at t = 0: {W:.3f}")], times=process.times[::-1], t=50,
                values={"W": np.full(51, off)}, title="Slips on and off", status="t = {t:.0f} of 50")


# %%
controlled(show_slip, slip=choose("slip", slips, value="wrong start"),
           place=choose("data", places, value="the same, moved by 1"),
           chain=choose("chain", chains, value="T = 50, β from 0.0001 to 0.02"))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.5

The modes have standard deviation 0.1.
**A**: 50 steps, $\beta$ from 0.002 to 0.4; the noise of the last step has standard deviation $\sqrt{0.002} = 0.045$.
**B**: 20 steps through DDPM's 1000; the last step, from $t=50$ to 0, has noise of standard deviation 0.17.
Noise at the last step is added to both.
What happens to $W_1$?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
last_noise = "a"
### END SOLUTION
last_noise = check("08.5", last_noise)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Without noise the last step returns $\operatorname E[x_0\mid x_t]$, which by (8.6) lacks $\operatorname{Var}(x_0\mid x_t)$.
Within a mode that is $v\sigma^2/(\alpha^2v+\sigma^2)$ with $v = 0.01$: close to $\sigma^2$ when $\sigma^2\ll v$ (A), about $v$ when $\sigma^2\gg v$ (B).
### END SOLUTION
"""

# %% tags=["reveal"]
def lost_and_added(name, level_alpha, level_sigma):
    lost = 0.01 * level_sigma**2 / (level_alpha**2 * 0.01 + level_sigma**2)
    return name, lost, level_sigma**2, level_sigma


strong_chain, late = chains["T = 50, β from 0.002 to 0.4"], 50
rows = [lost_and_added("A", *strong_chain(1)), lost_and_added("B", *schedule(late))]
table(rows, "", "variance lost within a mode", "variance of the last noise", "its standard deviation", digits=[0, 4, 4, 3])

# %%
def slip_table(title, chain, times, mixture, names):
    """W1 with each slip, and what the slip adds: the difference to no slip, taken seed by seed."""
    rows = []
    for slip in names:
        w = over_seeds(lambda rng: list(ancestral(chain, mixture, slip, times, 20_000, rng))[-1][1], mixture)
        clean = w if slip == "none" else clean
        added = None if slip == "none" else (np.round((w - clean).mean(), 3) + 0.0, (w - clean).std(ddof=1))  # no −0
        rows.append((slip, (w.mean(), w.std(ddof=1)), added))
    table(rows, "slip", "W₁", "added to no slip", digits=[0, 3, "+.3f"], caption=title)


# %%
centred, moved = places.values()
weak_chain = chains["T = 50, β from 0.0001 to 0.02"]
print(f"floor of W₁: {floor.mean():.3f} ± {floor.std(ddof=1):.3f}")
slip_table("50 steps, β up to 0.02, data moved by 1", weak_chain, weak_chain.times[::-1], moved, slips)
slip_table("50 steps, β up to 0.02, mean 0, variance 1", weak_chain, weak_chain.times[::-1], centred, slips[:2])

# %%
print(f"mean of x_T, data moved by 1: {float(weak_chain.alpha(50)):.2f} (β up to 0.02), "
      f"{float(strong_chain.alpha(50)):.2f} (β up to 0.4)")
rows = []
for slip in slips[:2]:
    draw = ancestral(weak_chain, moved, slip, weak_chain.times[::-1], 20_000, np.random.default_rng(0))
    rows.append((slip, np.mean(list(draw)[-1][1] > 0.7), moved.weights[-1]))
table(rows, "slip", "share of samples in the upper mode", "true share", digits=2)

# %% tags=["reveal"]
slip_table("A: 50 steps, β up to 0.4, data moved by 1", strong_chain, strong_chain.times[::-1], moved, slips)
slip_table("B: 20 steps of DDPM's 1000", schedule, samplers.even_times(schedule, 20), centred, [slips[0], slips[2]])

# %% [markdown]
r"""
**What the failures look like.**

- The **wrong start** costs most, and on the chain of small $\beta$ only.
  With the data moved by 1, $x_T$ has mean 0.78 there and the start $N(0, 1)$ has mean 0, which no later step can correct: the modes stand in the right places, with the wrong shares.
  On data of mean 0 and variance 1 the same slip adds 0.01 to $W_1$, instead of 0.62.
  A repository that does not standardise its data has the full error; so has one whose pixels are correlated (lecture 03).
- **Noise at the last step** is not always a slip (on the chain of small $\beta$ it makes no measurable difference).
  At A it restores part of the variance (8.6) that was lost.
  At B the noise of the last step (0.17) is wider than a mode (0.1), so it harms.
  The rule "no noise at the end" is right for data finer than the last level: pictures with flat regions, points on a curve.
- The **wrong index** makes no measurable difference, on either chain: neighbouring levels are nearly the same, and one step fewer is one in fifty.
  What does show at A, in the differences seed by seed, is the **last step made twice**: it shrinks every mode once more.

Which of them does a histogram show?
The first, if the data are not centred.
The others you find by measuring against a floor, or by reading the loop.

### The wrong start, with a learned denoiser

Does a learned denoiser behave like the exact one?
We train a small network for a few seconds on two moons, by lecture 07's recipe, on the chain of small $\beta$ ($T=50$, $\beta$ up to 0.02): once on the moons as they come from a common library, neither centred nor scaled, and once standardised.
Then DDPM samples with it from both starts.
The distance is sliced Wasserstein-2 ([lecture 07](07_training.ipynb)) of 2000 samples; the whole is done three times, training included.
"""

# %%
import torch

from utils.data import toys
from utils.generative import metrics
from utils.generative.networks import Denoiser, Net
from utils.generative.training import train

torch.set_num_threads(1)  # small networks run faster on one thread
moons = {"as they come": lambda n, rng: toys.two_moons(n, rng) * [0.87, 0.5] + [0.5, 0.25], "standardised": toys.two_moons}


# %%
def trained(draw, seed, steps=800):
    """A network that predicts the noise on the chain of small β; float64, so that every computer prints the same."""
    generator = torch.Generator().manual_seed(seed)
    network = Denoiser(Net(2, width=64, depth=2, generator=generator).double(), weak_chain, prediction="eps")
    *_, state = train(network, draw(4000, np.random.default_rng(seed)), steps=steps, generator=generator)
    return state.average


# %%
def distances(draw, seed):
    """Sliced Wasserstein-2 to 2000 true points: of 2000 others, of samples from the true q(x_T), of those from N(0, I)."""
    network, generator = trained(draw, seed), np.random.default_rng(seed)
    true, data, wrong_start = draw(2000, generator), draw(2000, generator), generator.normal(size=(2000, 2))
    right_start = weak_chain.noise(data, 50, wrong_start)
    step = samplers.ddpm(network, weak_chain, generator)
    clouds = [data, *(last(step, weak_chain.times[::-1], x_T) for x_T in (right_start, wrong_start))]
    return [metrics.sliced_wasserstein(cloud, true, generator, 100) for cloud in clouds]


# %%
rows = []
for name, draw in moons.items():
    found = np.array([distances(draw, seed) for seed in range(3)])
    ratio = found[:, 2] / found[:, 1]
    rows.append((name, *zip(found.mean(axis=0), found.std(axis=0, ddof=1)), ratio.min(), ratio.max()))
table(rows, "moons", "floor", "start from q(x_T)", "start from N(0, I)", "their ratio: least", "most",
      digits=[0, 3, 3, 3, 1, 1], caption="sliced W₂, mean ± standard deviation of three trainings")

# %% [markdown]
r"""
The same network, the same steps: on moons that were not standardised the wrong start alone more than doubles the distance, in each of three trainings.
On standardised moons it costs much less.
Even from the true start the network's samples are farther from the data than the floor.
Lecture 03, exercise 03.5, has another remedy: with the same $\beta$ a longer chain ends nearer to noise.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.6

This loop should sample by (8.5) at $\eta = 1$ for data $N(0, v)$.
Two lines are wrong.
Write the loop right.

```python
def generate(x_T, alpha, sigma, z, v):
    x = x_T
    for t in range(len(alpha) - 1, 0, -1):
        x0 = alpha[t - 1] * v / (alpha[t - 1] ** 2 * v + sigma[t - 1] ** 2) * x
        kept = alpha[t] / alpha[t - 1]
        fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
        mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
        x = mean + np.sqrt(fresh) * z[t]
    return x
```

- `x_T`, `v`: numbers; `alpha`, `sigma`, `z`: arrays $(n+1,)$; `z[t]` is the noise of the step that leaves level $t$ (`z[0]` is not used).
- Returns the number at level 0.
- Worked value of the right loop: `generate(1.0, np.array([1.0, 0.8, 0.6]), np.array([0.0, 0.6, 0.8]), np.array([0.0, 2.0, -1.0]), 4.0)` is $0.6102$.
"""

# %% tags=["exercise"]
def generate(x_T, alpha, sigma, z, v):
    """One sample by the posterior's steps, for data N(0, v)."""
    ### BEGIN SOLUTION
    x = x_T
    for t in range(len(alpha) - 1, 0, -1):
        x0 = alpha[t] * v / (alpha[t] ** 2 * v + sigma[t] ** 2) * x
        kept = alpha[t] / alpha[t - 1]
        fresh = sigma[t] ** 2 - kept**2 * sigma[t - 1] ** 2
        mean = (kept * sigma[t - 1] ** 2 * x + alpha[t - 1] * fresh * x0) / sigma[t] ** 2
        x = mean + np.sqrt(fresh) * sigma[t - 1] / sigma[t] * z[t]
    return x
    ### END SOLUTION


generate = check("08.6", generate)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
When the denoiser is evaluated, $x$ is $x_t$: level $t$.
And $\sqrt{\text{fresh}}$ is $\sigma_{t|s}$, the noise of the step up; (8.3) has the factor $\sigma_s/\sigma_t$ besides, which is 0 at the last step. Both bugs run without a warning.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · The variance that was missing

What (8.6) loses can be put back.
For Gaussian data that gives an exact sampler, with any number of steps.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.7

This one was not shown.
For $x_0\sim N(0, v)$ the true reverse step is $x_s = m\,x_t + \tau z$ with two numbers $m$ and $\tau$.
Find them, for any schedule.

- All arguments are numbers, `alpha_s` $> 0$.
  Returns `(slope, std)`, that is $m$ and $\tau$.
- Worked value: `gaussian_step(0.6, 0.8, 0.8, 0.6, 4.0)` is $(1.0529, 0.7837)$.
"""

# %% tags=["exercise"]
def gaussian_step(alpha_t, sigma_t, alpha_s, sigma_s, v):
    """Slope and standard deviation of x_s given x_t, for data N(0, v)."""
    ### BEGIN SOLUTION
    scale = alpha_t / alpha_s
    v_s, v_t = alpha_s**2 * v + sigma_s**2, alpha_t**2 * v + sigma_t**2
    return scale * v_s / v_t, np.sqrt(v_s * (sigma_t**2 - scale**2 * sigma_s**2) / v_t)
    ### END SOLUTION


gaussian_step = check("08.7", gaussian_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(B.7) with $x_s\sim N(0, v_s)$ as prior and $x_t = \alpha_{t|s}x_s+\sigma_{t|s}\varepsilon$ as observation, where $v_s = \alpha_s^2 v+\sigma_s^2$.
Its variance is $v_s\sigma_{t|s}^2/v_t$.
For $v = 1$ and a variance-preserving schedule that is $\sigma_{t|s}^2$, for $v = 0$ it is $\kappa_1^2$: the two cases of (8.7).
For $v = 4$, as in the worked value, it is above $\sigma_{t|s}^2$.
Bao and others (2022) estimate this variance for learned models.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · In the wild

The authors of DDIM sampled one and the same trained network (DDPM's, CIFAR-10) with different numbers of steps and different fresh noise, and report the Fréchet inception distance (FID, lower is better; their table 1):

| fresh noise | 10 steps | 20 | 50 | 100 | 1000 |
|---|---|---|---|---|---|
| none, $\eta = 0$ (DDIM) | 13.36 | 6.84 | 4.67 | 4.16 | 4.04 |
| $\kappa_1$, $\eta = 1$ | 41.07 | 18.36 | 8.01 | 5.78 | 4.73 |
| the larger variance of (8.7), `variance="kernel"` | 367.43 | 133.37 | 32.72 | 9.99 | 3.17 |

Read it with (8.6) and (8.7).
In 20 steps the row without noise is best.
The larger variance is by far the worst, where it was the best for our mixture (section 2): $\sigma_{t|s}^2$ is right for $N(0, 1)$, and pictures, most of whose directions hardly vary, are far from it.
In 1000 steps the three differ by the noise alone, and the order is turned round: the larger variance wins.
What the table does not show: a spread over seeds or training runs, any distance but FID, or why the order turns.
A variance that (8.6) loses a thousand times and errors of the network that fresh noise washes out are two possible reasons.

## 7 · What you can now say

**A sample is generated by putting the denoiser's estimate in the place of $x_0$, step by step, with as much fresh noise as you like.
A wrong start is never corrected; a stray noise at the end blurs what is finer than itself, and helps where that much variance was lost.**

| | result | witness |
|---|---|---|
| (8.1), (8.2) | Data part, old noise, fresh noise: any $\kappa\le\sigma_s$ gives the right law, if $x_0$ is known | [section 1](#1-·-One-reverse-step,-if-x_0-is-known) |
| (8.3), (8.4) | Bayes' choice is $\kappa_1=\sigma_s\sigma_{t\mid s}/\sigma_t$; $\eta$ measures in its units | [section 1](#1-·-One-reverse-step,-if-x_0-is-known) |
| (8.5)–(8.7) | The sampler, also as in code; with $\hat x_0$ for $x_0$ the mean is right and a variance is lost, exactly $b^2\operatorname{Cov}(x_0\mid x_t)$ | [section 2](#2-·-If-x_0-is-not-known) |
| (8.8), (8.9) | DDIM is Euler's rule in $x/\alpha$ by the clock $\sigma/\alpha$, and can be inverted if the iteration converges | [section 3](#3-·-Without-fresh-noise:-inversion) |
| measured | A wrong start can do more harm than all else; last-step noise can help or harm; a wrong index makes no measurable difference, the last step twice does | [section 4](#4-·-Break-it:-four-slips,-switched-on-and-off) |

**Next question.**
What is the family $\eta$ when steps become infinitely short, and which equation does the density obey?
That is [lecture 09](09_continuous_time.ipynb). How to take few steps well is [lecture 10](10_solvers.ipynb).

## 8 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: equations 6 and 7 are our (8.3), section 3.2 the two variances, algorithm 2 the loop.
- J. Song, C. Meng, S. Ermon, *Denoising diffusion implicit models*, ICLR 2021: equations 7, 12 and 16 are our (8.1), (8.5) and (8.4); table 1 is that of section 6; sections 5.3 and 5.4 interpolate and invert.
- T. Pärnamaa, *tiny-diffusion*, GitHub (tanelp/tiny-diffusion): the chain and the start of section 4.
- F. Bao and others, *Analytic-DPM*, ICLR 2022: the variance that is lost in (8.6).
- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022, section 4: when fresh noise helps.
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the derivation with a free $\kappa$ in this form, the measurements of sections 2 to 4, the exercises.
"""
