# %% [markdown]
r"""
# 08 · How is a sample drawn, and what do a wrong start and a stray noise cost?

{badges}

| | |
|---|---|
| **You will be able to** | derive one step back with any amount of fresh noise · place DDPM and DDIM in one family · say which variance a sampler loses, and how much · run a sample back to its noise and return · tell a wrong start, a wrong index and a stray noise apart by measurement |
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
Both ask the same exact denoiser, at the same 50 times.
The left one adds fresh noise at every step (DDPM), the right one never does (DDIM).
One point is marked, with the way it has come.

Drag the slider to the right, from noise at $t = 1000$ to data at $t = 0$.

1. Which of the two marked points could you send back to where it started?
2. Both clouds end on the same five spots.
   Does a point end on the same spot in both?
   (The next cell counts.)
3. When is it decided on which spot the marked point will end?
"""

# %%
schedule = schedules.linear()
angles = 2 * np.pi * np.arange(5) / 5
centres = 1.4 * np.c_[np.cos(angles), np.sin(angles)]
ring = GaussianMixture(weights=np.full(5, 0.2), means=centres, covs=np.tile(0.02 * np.eye(2), (5, 1, 1)))
denoiser = MixtureDenoiser(ring, schedule)
times = samplers.even_times(schedule, 50)
noise = rng.normal(size=(250, 2))

# %%
steps = {"DDPM": samplers.ddpm(denoiser, schedule, rng), "DDIM": samplers.ddim(denoiser, schedule)}
paths = {name: np.array([x for _, x in samplers.sample(step, times, noise)]) for name, step in steps.items()}
way = np.linalg.norm(paths["DDIM"][-1] - noise, axis=1)
marked = int(np.argmax(way * np.all(np.abs(noise) < 2.8, axis=1)))  # longest way from inside
box = dict(xlim=(-3, 3), ylim=(-3, 3), aspect="equal", xlabel="x₁", ylabel="x₂")
panels = [Panel(Points(frames=path[::2], highlight=marked), title=name, **box) for name, path in paths.items()]
levels = {"signal": schedule.alpha(times), "noise": schedule.sigma(times)}
both = Scene(panels, times=times, t=45, title="DDPM beside DDIM", values=levels,
             status="t = {t:.0f} of 1000: signal {signal:.2f}, noise {noise:.2f}")
both

# %%
nearest = {name: np.argmin(((path[-1][:, None] - centres) ** 2).sum(-1), axis=1) for name, path in paths.items()}
same = np.mean(nearest["DDPM"] == nearest["DDIM"])
print(f"points on the same spot in both: {same:.0%} (by chance it would be about 20 %)")

# %% [markdown]
r"""
## 1 · One step back, if the data were known

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
By (2.3) their sum with these factors has variance $(\sigma_s^2 - \kappa^2)+\kappa^2$.
$\square$

**Which $\kappa$ is the noising process itself?**
Noising has its own answer to "where was I at $s$?": Bayes' rule.
Prior $x_s \sim N(\alpha_s x_0, \sigma_s^2)$ and observation $x_t = \alpha_{t|s}x_s + \sigma_{t|s}\varepsilon'$, with $\varepsilon'$ independent of $x_0$ and $x_s$, are the situation of (B.7), coordinate by coordinate.
The posterior variance is $\sigma_s^2\sigma_{t|s}^2$ over $\alpha_{t|s}^2\sigma_s^2+\sigma_{t|s}^2$, and by (2.8) that denominator is $\sigma_t^2$.
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
Witness for (8.2): integrate the step over $x_t$ on a grid, for three values of $\eta$.
Witness for (8.3): Bayes' rule, point by point.
"""

# %% tags=["witness"]
x0, t, s = 0.7, 600, 400
alpha_t, sigma_t, alpha_s, sigma_s = (float(f(time)) for time in (t, s) for f in (schedule.alpha, schedule.sigma))
scale, fresh = (float(value) for value in schedule.kernel(s, t))
grid = np.linspace(-7, 7, 1401)
for eta in [0.1, 0.5, 1.0]:
    kappa = eta * sigma_s * fresh / sigma_t
    mean = alpha_s * x0 + np.sqrt(sigma_s**2 - kappa**2) * (grid - alpha_t * x0) / sigma_t
    law = norm.pdf(grid[:, None], mean, kappa) @ norm.pdf(grid, alpha_t * x0, sigma_t) * (grid[1] - grid[0])
    witness(f"(8.2) at η = {eta}", law, norm.pdf(grid, alpha_s * x0, sigma_s), atol=1e-10)

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
## 2 · The data are not known

A sampler has $x_t$ and a denoiser.
It puts the guess $\hat x_0(x_t, t)$ in the place of $x_0$.
Written with the factors before $x_t$ and $\hat x_0$ collected, the whole sampler is

$$\begin{gathered}x_s = a\,x_t + b\,\hat x_0(x_t, t) + \kappa z,\\[4pt] a = \frac{\sqrt{\sigma_s^2-\kappa^2}}{\sigma_t}, \qquad b = \alpha_s - a\,\alpha_t,\end{gathered} \tag{8.5}$$

repeated from $t = T$ down to 0.
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

The first is the least there can be.
The second is not the most: exercise 08.7 has data with more.
DDPM's paper offers both values as the variance of the step and reports similar results with 1000 steps.
They differ by the factor $\sigma_s^2/\sigma_t^2$, which is near 1 where a step hardly changes $\sigma$, and 0 for the last step. `variance="kernel"` in `utils` is the second, without noise on arriving at $\sigma_s=0$.
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
The data: two humps, narrow this time (standard deviation 0.1 each), together with mean 0 and variance 1.
The distance: **Wasserstein-1**, the mean distance that probability has to be moved, $W_1 = \int_0^1|F^{-1}(u)-H^{-1}(u)|\,du$ for two distribution functions $F$, $H$.
Each number is the mean over five seeds of 20 000 samples, with the standard deviation over the seeds.
The **floor** is the same distance for 20 000 true samples.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.2

Twenty steps of DDPM's linear schedule with $T = 1000$, exact denoiser, right start, data with two narrow humps.
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
Equation (8.2) promises the right law only for a known $x_0$; with its mean in its place, (8.6) says what the step at $\eta=1$ loses.
DDIM's error has another source: it follows a curve in straight pieces.
Lecture 10 makes the pieces fit better.
### END SOLUTION
"""

# %%
spread = np.sqrt((1 - 0.1**2) / 0.84)  # makes the variance of the whole mixture 1
humps = GaussianMixture(weights=[0.3, 0.7], means=[[-1.4 * spread], [0.6 * spread]], covs=[[[0.01]], [[0.01]]])
ranks = (np.arange(20_000) + 0.5) / 20_000
line = np.linspace(-6, 6, 24_001)


def quantiles(mixture):
    """F⁻¹ at `ranks`, for humps of standard deviation 0.1 in one dimension."""
    return np.interp(ranks, norm.cdf((line[:, None] - mixture.means[:, 0]) / 0.1) @ mixture.weights, line)


# %%
def over_seeds(draw, mixture, seeds=5):
    """W1 between 20 000 draws and the mixture, one number a seed. draw: rng -> (20 000, 1)."""
    truth = quantiles(mixture)
    samples = [np.sort(draw(np.random.default_rng(seed))[:, 0]) for seed in range(seeds)]
    return np.array([np.mean(np.abs(x - truth)) for x in samples])


def last(step, times, start):
    """The last state of a run."""
    *_, (_, x) = samplers.sample(step, times, start)
    return x


# %%
def with_eta(n, eta):
    def draw(rng):
        start = humps.noised(*schedule(1000)).sample(20_000, rng)
        step = samplers.ddim(MixtureDenoiser(humps, schedule), schedule, eta, rng)
        return last(step, samplers.even_times(schedule, n), start)
    return draw


counts, etas = [5, 10, 20, 50], [0.0, 0.5, 1.0]
by_eta = {eta: np.array([over_seeds(with_eta(n, eta), humps) for n in counts]) for eta in etas}
floor = over_seeds(lambda rng: humps.sample(20_000, rng), humps)

# %% tags=["reveal"]
rows = [(n, *((w[i].mean(), w[i].std()) for w in by_eta.values())) for i, n in enumerate(counts)]
rows.append(("floor", *[(floor.mean(), floor.std())] * 3))
table(rows, "steps", *(f"W₁, η = {eta:.1f}" for eta in etas), digits=3)

# %% tags=["reveal"]
fig, ax = figures.figure()
for (eta, w), style in zip(by_eta.items(), ["o-", "s--", "^-."]):
    ax.errorbar(counts, w.mean(axis=1), w.std(axis=1), fmt=style, capsize=3, label=f"η = {eta:.1f}")
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
This is a fact about exact denoisers and this schedule.
A learned denoiser makes errors of its own, and fresh noise can wash some of them out: Karras et al. (2022) report data sets on which some noise helps.
Section 6 shows published numbers for a learned one.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.3

Nothing in (8.1) stops at $\eta = 1$.
What is the largest $\eta$ for which the step exists?
There the step forgets $\varepsilon$ altogether: denoise, then noise afresh.
(Consistency models, lecture 14, sample this way.)
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
## 3 · Without fresh noise: the way there and back

At $\eta = 0$ a run is a function of its start.
Divide (8.1) with $\kappa = 0$ by $\alpha_s$, and write $\hat\varepsilon$ for the noise that belongs to $\hat x_0$.
For $\alpha_t > 0$, $\hat x_0 = (x_t - \sigma_t\hat\varepsilon)/\alpha_t$, so

$$\frac{x_s}{\alpha_s} = \frac{x_t}{\alpha_t} + \left(\frac{\sigma_s}{\alpha_s} - \frac{\sigma_t}{\alpha_t}\right)\hat\varepsilon(x_t, t). \tag{8.8}$$

Read it as a drive: position $x/\alpha$, clock $\sigma/\alpha$, velocity $\hat\varepsilon$ held constant over the step. A function can be inverted, if only approximately.
To go up from $s$ to $t$ one needs the velocity at the end of the drive, where one has not been yet.
A common shortcut asks for it at the place where one is, but at the level $t$:

$$x_t \approx \frac{\alpha_t}{\alpha_s}\,x_s + \left(\sigma_t - \frac{\alpha_t}{\alpha_s}\,\sigma_s\right)\hat\varepsilon(x_s, t). \tag{8.9}$$

Better: put the result into $\hat\varepsilon(\cdot, t)$ and repeat.
If this settles, (8.8) holds exactly, and the way back returns $x_s$ to round-off.

We try it on real digits.
The denoiser must be exact for something, so we fit ten Gaussians to 1500 digits, one for each class, and take this mixture as the truth (0.01 is added to each variance: pixels that never change would have none).
The pictures that travel are four of the 297 others.
"""

# %% tags=["witness"]
x_t = rng.normal(size=(5, 2))
x_s = samplers.ddim(denoiser, schedule)(x_t, 600, 400)
ratio = {time: float(schedule.sigma(time) / schedule.alpha(time)) for time in (400, 600)}
alpha, sigma = schedule(600)
eps_hat = (x_t - alpha * denoiser(x_t, 600)) / sigma
drive = x_t / alpha + (ratio[400] - ratio[600]) * eps_hat
witness("(8.8)", x_s / float(schedule.alpha(400)), drive, atol=1e-10)
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
At the top the pictures look like noise, and yet they hold the whole picture.
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
On average over these pictures, in the first two rows one more evaluation gains more than the larger number of steps of the next row.
With few steps the repetition need not settle: at 20 steps five evaluations are worse on average than two, and the large deviation says that some pictures are lost.
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
A way "back" that algebraically undoes the way up would return 1 exactly and prove nothing.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · Break it: three slips, switched on and off

Each of these is found in published teaching material.
All three leave a sampler that runs and draws something.

- **Wrong start.**
  The chain of a small teaching repository, $T = 50$ with $\beta$ up to 0.02, ends with $\alpha_T^2 = 0.60$ of the signal power (lecture 03).
  It is started from $N(0, I)$ all the same.
- **Noise at the last step.** The loop adds noise at every step and so ends with noise in the result.
- **Wrong index.**
  The loop counts from 0 where the formula counts from 1, so at every step the sampler takes the level $t-1$ for the level $t$.

Choose the chain, the place of the data, and the slip. The filled curve is the exact $q(x_t)$, the other a histogram of 4000 samples.
"""

# %%
chains = {"T = 50, β from 0.002 to 0.4": schedules.linear(T=50, beta_min=0.002, beta_max=0.4),
          "T = 50, β from 0.0001 to 0.02": schedules.linear(T=50)}
places = {"mean 0, variance 1": humps, "the same, moved by 1": GaussianMixture(humps.weights, humps.means + 1, humps.covs)}
slips = ["none", "wrong start", "noise at the last step", "wrong index"]


def slipped_step(step, slip):
    """The sampler's own step, or the step of a loop that is one level off; its last step leads from 1 to 0."""
    return step if slip != "wrong index" else lambda x, t, s: step(x, max(t - 1, 1), s - 1) if s > 1 else step(x, 1, 0)


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
    drawn = np.array([np.histogram(x[:, 0], bins)[0] / 400 for _, x in run[::2]])  # 4000 samples, bins of 0.1
    off = np.mean(np.abs(np.sort(run[-1][1][:, 0]) - quantiles(mixture)[2::5]))
    panel = Panel(Line(middles, truth, fill=True, label="exact q(x_t)"), Line(middles, drawn, label="drawn"),
                  xlabel="x", ylabel="density", title=slip if slip != "none" else "no slip", ylim=(0, 3.2))
    return dict(panels=[panel, Formula("W₁ of what is drawn at t = 0: {W:.3f}")], times=process.times[::-1], t=50,
                values={"W": np.full(51, off)}, title="Slips on and off", status="t = {t:.0f} of 50")


# %%
controlled(show_slip, slip=choose("slip", slips, value="wrong start"),
           place=choose("data", places, value="the same, moved by 1"),
           chain=choose("chain", chains, value="T = 50, β from 0.0001 to 0.02"))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.5

The humps have standard deviation 0.1.
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
Within a hump that is $v\sigma^2/(\alpha^2v+\sigma^2)$ with $v = 0.01$: close to $\sigma^2$ when $\sigma^2\ll v$ (A), about $v$ when $\sigma^2\gg v$ (B).
### END SOLUTION
"""

# %%
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
        added = None if slip == "none" else (np.round((w - clean).mean(), 3) + 0.0, (w - clean).std())  # no −0
        rows.append((slip, (w.mean(), w.std()), added))
    table(rows, "slip", "W₁", "added to no slip", digits=[0, 3, "+.3f"], caption=title)


# %%
centred, moved = places.values()
weak_chain = chains["T = 50, β from 0.0001 to 0.02"]
print(f"floor of W₁: {floor.mean():.3f} ± {floor.std():.3f}")
slip_table("50 steps, β up to 0.02, data moved by 1", weak_chain, weak_chain.times[::-1], moved, slips)
slip_table("50 steps, β up to 0.02, mean 0, variance 1", weak_chain, weak_chain.times[::-1], centred, slips[:2])

# %%
print(f"mean of x_T, data moved by 1: {float(weak_chain.alpha(50)):.2f} (β up to 0.02), "
      f"{float(strong_chain.alpha(50)):.2f} (β up to 0.4)")
rows = []
for slip in slips[:2]:
    draw = ancestral(weak_chain, moved, slip, weak_chain.times[::-1], 20_000, np.random.default_rng(0))
    rows.append((slip, np.mean(list(draw)[-1][1] > 0.7), moved.weights[-1]))
table(rows, "slip", "share of samples in the upper hump", "true share", digits=2)

# %% tags=["reveal"]
slip_table("A: 50 steps, β up to 0.4, data moved by 1", strong_chain, strong_chain.times[::-1], moved, slips)
slip_table("B: 20 steps of DDPM's 1000", schedule, samplers.even_times(schedule, 20), centred, [slips[0], slips[2]])

# %% [markdown]
r"""
**What the failures look like.**

- The **wrong start** costs most, and on the chain of small $\beta$ only.
  With the data moved by 1, $x_T$ has mean 0.78 there, the start $N(0, 1)$ has mean 0, and no later step can know: the humps stand in the right places, with the wrong shares.
  On data of mean 0 and variance 1 the same slip adds 0.01 to $W_1$, instead of 0.62.
  A repository that does not standardise its data pays in full; so does one whose pixels rise and fall together (lecture 03).
- **Noise at the last step** is not always a slip (on the chain of small $\beta$ it changes nothing that shows).
  At A it mends part of the variance that (8.6) says was lost.
  At B the last step is coarser than the data are smooth, and it does harm.
  The rule "no noise at the end" is right for data finer than the last level: pictures with flat regions, points on a curve.
- The **wrong index**: on a chain of tiny $\beta$ the level next door is nearly the same, and the slip hides within the spread.
  At A it shows in the differences seed by seed.

Which of them does a histogram show?
The first, if the data are not centred.
The other two you find by measuring against a floor, or by reading the loop.

### The wrong start, with a learned denoiser

Does a learned denoiser behave like the exact one?
We train a small network for a few seconds on two moons, by lecture 07's recipe, on the chain of small $\beta$ ($T=50$, $\beta$ up to 0.02): once on the moons as they come from a common library, neither centred nor scaled, and once standardised.
Then DDPM draws with it from both starts.
The distance is sliced Wasserstein-2 ([lecture 07](07_training.ipynb)), over five seeds of 2000 samples.
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
def trained(draw, steps=1500):
    """A network that predicts the noise on the chain of small β; float64, so that every computer prints the same."""
    generator = torch.Generator().manual_seed(0)
    network = Denoiser(Net(2, width=64, depth=2, generator=generator).double(), weak_chain, prediction="eps")
    *_, state = train(network, draw(4000, np.random.default_rng(0)), steps=steps, generator=generator)
    return state.average


# %%
def distances(draw, denoiser, start):
    """Sliced Wasserstein-2 distance of 2000 samples to 2000 true points, one number a seed."""
    def one(generator):
        true, x_T = draw(2000, generator), generator.normal(size=(2000, 2))
        if start == "true q(x_T)":
            x_T = float(weak_chain.alpha(50)) * draw(2000, generator) + float(weak_chain.sigma(50)) * x_T
        drawn = last(samplers.ddpm(denoiser, weak_chain, generator), weak_chain.times[::-1], x_T)
        return metrics.sliced_wasserstein(drawn, true, generator, 100)
    return np.array([one(np.random.default_rng(seed)) for seed in range(5)])


# %%
for name, draw in moons.items():
    network = trained(draw)
    pairs = [[draw(2000, np.random.default_rng([seed, k])) for k in (0, 1)] for seed in range(5)]
    two = [metrics.sliced_wasserstein(*pair, rng, 100) for pair in pairs]
    from_start = {start: distances(draw, network, start) for start in ["true q(x_T)", "N(0, I)"]}
    rows = [(start, (w.mean(), w.std())) for start, w in from_start.items()] + [("floor", np.mean(two))]
    table(rows, "start from", "sliced W₂", digits=2, caption=f"moons {name}")
    true, wrong = (w.mean() for w in from_start.values())
    print(f"the wrong start more than doubles the distance: {wrong > 2 * true}")

# %% [markdown]
r"""
The same network, the same steps: on moons that were not standardised the wrong start alone more than doubles the distance.
On standardised moons the difference is about the size of the spread.
The network itself is not at the floor, even from the true start.
Lecture 03, exercise 03.5, has another remedy: with the same $\beta$ a longer chain ends nearer to noise.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 08.6

This loop should draw by (8.5) at $\eta = 1$ for data $N(0, v)$.
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
When the denoiser is asked, $x$ is $x_t$: level $t$.
And $\sqrt{\text{fresh}}$ is $\sigma_{t|s}$, the noise of the step up; (8.3) has the factor $\sigma_s/\sigma_t$ besides, which is 0 at the last step. Both bugs run without a warning.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · The variance that was missing

If (8.6) says what is lost, one can put it back.
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

DDPM's network for CIFAR-10 was published, and others have sampled it again.
A public repository (*ddpmx*, see the sources) reports the Fréchet inception distance (FID, lower is better) of 50 000 samples to the training set, for one network (averaged weights):

| sampler | network calls | FID |
|---|---|---|
| DDIM, $\eta = 0$ | 20 | 11.08 |
| DDIM, $\eta = 0$ | 100 | 5.52 |
| DDPM | 1000 | 3.17 |

A fiftieth of the calls gives a usable sample without training anything anew; that was the promise of DDIM's paper ("10 to 50 times faster").
But the best FID here belongs to the sampler with fresh noise and all its calls.
(The repository lists a second DDPM with 1000 calls, *ddpm1000x*, at 4.74, and does not say how the two differ.)
What the table does not show: DDPM with 20 calls, DDIM with 1000, a spread over seeds or training runs, or any distance but FID.
So it cannot tell whether the calls or the noise made the difference.
Our exact denoiser cannot tell either: it makes no errors that noise could wash out.

## 7 · What you can now say

| | result | witness |
|---|---|---|
| (8.1), (8.2) | Data part, old noise, fresh noise: any $\kappa\le\sigma_s$ gives the right law, if $x_0$ is known | [section 1](#1-·-One-step-back,-if-the-data-were-known) |
| (8.3), (8.4) | Bayes' choice is $\kappa_1=\sigma_s\sigma_{t\mid s}/\sigma_t$; $\eta$ measures in its units | [section 1](#1-·-One-step-back,-if-the-data-were-known) |
| (8.5)–(8.7) | With $\hat x_0$ for $x_0$ the mean is right and a variance is lost, exactly $b^2\operatorname{Cov}(x_0\mid x_t)$ | [section 2](#2-·-The-data-are-not-known) |
| (8.8), (8.9) | DDIM is a drive in $x/\alpha$ by the clock $\sigma/\alpha$, and can be inverted if the iteration settles | [section 3](#3-·-Without-fresh-noise:-the-way-there-and-back) |
| measured | A wrong start can cost more than all else; last-step noise can help or harm; a wrong index can hide | [section 4](#4-·-Break-it:-three-slips,-switched-on-and-off) |

**Next question.**
What is the family $\eta$ when steps become infinitely short, and which equation does the density obey?
That is [lecture 09](09_continuous_time.ipynb). How to take few steps well is [lecture 10](10_solvers.ipynb).

## 8 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: equations 6 and 7 are our (8.3), section 3.2 the two variances, algorithm 2 the loop.
- J. Song, C. Meng, S. Ermon, *Denoising diffusion implicit models*, ICLR 2021: equations 7, 12 and 16 are our (8.1), (8.5) and (8.4); section 5.4 sends pictures to their noise and back.
- Z. Lai, *ddpmx* (github.com/zeqiang-lai/ddpmx), README: the numbers of section 6.
- F. Bao and others, *Analytic-DPM*, ICLR 2022: the variance that (8.6) says is lost.
- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022, section 4: when fresh noise helps.
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the derivation with a free $\kappa$ in this form, the measurements of sections 2 to 4, the exercises.
"""
