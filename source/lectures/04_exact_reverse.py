# %% [markdown]
r"""
# 04 · What does it mean, exactly, to go back by one step?

{badges}

| | |
|---|---|
| **You will be able to** | derive the reverse step when the data point is known, by completing one square · write the true reverse step of a mixture, exactly · say what a denoiser gives a sampler, and what it does not · measure when one Gaussian is enough for a step, and predict how that depends on its length · say what the exact denoiser of a finite data set generates |
| **You need** | [lecture 02](02_noising.ipynb) (the kernel between two times), [lecture 03](03_schedules.ipynb), products of Gaussians and Kullback–Leibler divergence ([appendix B](../appendices/B_gaussians.ipynb)) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.stats import norm

from utils.data.digits import load_digits
from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.denoisers import DataDenoiser
from utils.generative.metrics import nearest_distance
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.reverse import one_step_kl, posterior as tested_posterior, true_reverse
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Bars, Formula, Heat, Image, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(4)

# %% [markdown]
r"""
## The picture first

A number $x_0 = 0.6$ was noised: at time $t$ it stands at $x_t$.
Where did it stand at the earlier time $s = t - k$?
The picture shows three answers.

- **Filled**: $q(x_s\mid x_t)$, given $x_t$ and the distribution of the data, the mixture with two modes of lectures 02 and 03.
- **Broken**: the one Gaussian that has the same mean and variance.
- **Dotted**, the narrower one: $q(x_s\mid x_t, x_0)$, given $x_0$ as well.

Drag $t$ from right to left, the way a sampler goes.
Then change the length $k$ of the step and the noise.
Three questions:

1. When are the first two curves the same, when not?
   Try $k = 10$ and $k = 100$.
2. How much narrower is the dotted curve than the filled one, near the data and far from it?
3. For $k = 100$, where does the broken curve put its peak?
"""

# %% tags=["picture"]
line = np.linspace(-3.5, 3.5, 201)
schedule = schedules.linear(T=200, beta_min=5e-4, beta_max=0.1)

# %% tags=["picture"]
def looking_back(k, noise):
    times = np.unique(np.linspace(k + 10, 200, 48).round().astype(int))
    x_t = schedule.alpha(times) * 0.6 + schedule.sigma(times) * noise
    laws = [true_reverse(bimodal, schedule, t, t - k, [x]) for t, x in zip(times, x_t)]
    moments = np.array([[law.mean[0], np.sqrt(law.cov[0, 0])] for law in laws])
    known = np.array([tested_posterior(x, 0.6, schedule, t, t - k) for t, x in zip(times, x_t)])
    gaussians = [norm.pdf(line, *of.T[:, :, None]) for of in (moments, known)]
    truth = np.array([law.density(line[:, None]) for law in laws])
    kl = [one_step_kl(bimodal, schedule, t, t - k, x) for t, x in zip(times, x_t)]
    return scene_of(times, x_t, truth, *gaussians, np.array(kl), k)

# %% tags=["picture"]
def scene_of(times, x_t, truth, matched, known, kl, k):
    lines = [Line(line, truth, fill=True, label="given x_t"),
             Line(line, matched, label="one Gaussian"), Line(line, known, label="given x_t and x_0")]
    top = 1.05 * max(known.max(), truth.max())
    dot = Points(frames=np.stack([x_t, np.full(x_t.size, 0.025 * top)], axis=-1)[:, None], size=6, label="x_t", colour=0)
    panel = Panel(*lines, dot, title="where was it k steps earlier?", xlabel="x_s (dot: x_t)", ylabel="density",
                  xlim=(-3.5, 3.5), ylim=(0, top))
    text = Formula("x_{t} = {x_t:.2f}; one Gaussian for the filled curve loses {KL:.4f} nats")
    return dict(panels=[panel, text], times=times, t=5, title="Looking back",
                values={"x_t": x_t, "KL": np.round(kl, 6) + 0.0, "s": times - k},
                status="from t = {t:.0f} back to s = {s:.0f}: {KL:.4f} nats lost")

# %% tags=["picture"]
controlled(looking_back, k=choose("steps back k", [40, 10, 100]), noise=slider("noise ε", -1.0, -2.0, 2.0, 0.1))

# %% [markdown]
r"""
<details><summary>Answers, when you have looked</summary>

For short steps the first two curves coincide to the eye.
Near the data the dotted curve is by far the narrower; far from it, for a short step, hardly: equation (4.13) and its table say by how much.
For long steps the truth has two modes and the Gaussian peaks between them.
</details>

This lecture computes all three curves without approximation, and then measures how short is short.

Throughout, $0 \le s < t \le T$, and the schedule may be any with $\alpha_s > 0$, $\alpha_t>0$, $\sigma_t > 0$ (variance preserving or not).
From lecture 02 we need [(2.8)](02_noising.ipynb), the kernel $x_t \overset d= \alpha_{t|s}x_s + \sigma_{t|s}\varepsilon$ with $\alpha_{t|s} = \alpha_t/\alpha_s$ and $\sigma_{t|s}^2 = \sigma_t^2 - \alpha_{t|s}^2\sigma_s^2$ (let it be positive: the step forward adds some noise), and that the chain is Markov: $q(x_t\mid x_s, x_0) = q(x_t\mid x_s)$.
The formulas are written for one number; with noise of covariance $I$ they hold coordinate by coordinate.

## 1 · If x_0 is known

**Claim.**
Given $x_t$ and $x_0$, the earlier $x_s$ is Gaussian.
Its mean is a weighted sum of the two, its variance depends on neither.

**Derivation.**
Bayes' rule, with everything conditioned on $x_0$; the Markov property removes $x_0$ from the first factor:

$$q(x_s \mid x_t, x_0) = \frac{q(x_t\mid x_s)\; q(x_s\mid x_0)}{q(x_t\mid x_0)} . \tag{4.1}$$

All three on the right are Gaussians we know.
As a function of $x_s$ only the numerator varies, and $-2$ times its exponent is

$$\begin{aligned}&\frac{(x_t - \alpha_{t|s}x_s)^2}{\sigma_{t|s}^2} + \frac{(x_s-\alpha_s x_0)^2}{\sigma_s^2}\\
&\quad= \frac{(x_s - \tilde\mu)^2}{\tilde\sigma^2} + \frac{(x_t-\alpha_t x_0)^2}{\sigma_t^2}, \end{aligned} \tag{4.2}$$

once the square in $x_s$ is completed (let $s > 0$, so that $\sigma_s > 0$).
To find $\tilde\sigma$, compare the factors of $x_s^2$.
Precisions add:

$$\begin{gathered}\frac1{\tilde\sigma^2} = \frac{\alpha_{t|s}^2}{\sigma_{t|s}^2}+\frac1{\sigma_s^2} = \frac{\alpha_{t|s}^2\sigma_s^2+\sigma_{t|s}^2}{\sigma_{t|s}^2\,\sigma_s^2} = \frac{\sigma_t^2}{\sigma_{t|s}^2\,\sigma_s^2}\\
\Longrightarrow\qquad \tilde\sigma^2 = \frac{\sigma_s^2\,\sigma_{t|s}^2}{\sigma_t^2}. \end{gathered} \tag{4.3}$$

The last numerator is (2.8).
To find $\tilde\mu$, compare the factors of $-2x_s$: on the left $\alpha_{t|s}x_t/\sigma_{t|s}^2 + \alpha_s x_0/\sigma_s^2$, on the right $\tilde\mu/\tilde\sigma^2$.
So

$$\begin{gathered}\tilde\mu = \tilde\sigma^2\left(\frac{\alpha_{t|s}\,x_t}{\sigma_{t|s}^2} + \frac{\alpha_s\,x_0}{\sigma_s^2}\right) = A\,x_t + B\,x_0,\\ A = \frac{\alpha_{t|s}\,\sigma_s^2}{\sigma_t^2}, \quad B = \frac{\alpha_s\,\sigma_{t|s}^2}{\sigma_t^2} . \end{gathered} \tag{4.4}$$

What is left over in (4.2) does not depend on $x_s$.
It must be the exponent of the denominator of (4.1), because $q(x_s\mid x_t,x_0)$ integrates to 1.
So

$$q(x_s\mid x_t, x_0) = N\!\left(x_s;\ A\,x_t + B\,x_0,\ \tilde\sigma^2\right), \tag{4.5}$$

also at $s = 0$, where it is a point mass at $x_0$ ($A = 0$, $B = 1$, $\tilde\sigma = 0$).

Witness.
Left: the right-hand side of (4.1) on a grid; we read off its mean and variance.
Right: (4.3) and (4.4), and the density (4.5).
Three kinds of schedule, only the first of which preserves variance.
And (4.2), both sides at random numbers.
"""

# %%
def step_coefficients(schedule, t, s):
    """A, B and the standard deviation of (4.3) and (4.4)."""
    scale, noise = schedule.kernel(s, t)
    sigma_s, sigma_t = schedule.sigma(s), schedule.sigma(t)
    return scale * sigma_s**2 / sigma_t**2, schedule.alpha(s) * noise**2 / sigma_t**2, sigma_s * noise / sigma_t

# %%
fine, spacing = np.linspace(-9, 9, 6001, retstep=True)
x_t, x_0 = 1.2, -0.5
cases = {"variance preserving": (schedule, 120, 80), "no shrinking (EDM)": (schedules.edm(), 2.0, 0.5),
         "straight line": (schedules.flow(), 0.8, 0.3)}

# %% tags=["witness"]
for name, (process, t, s) in cases.items():
    (scale, noise), (A, B, std) = process.kernel(s, t), step_coefficients(process, t, s)
    given_x_0 = {u: (process.alpha(u) * x_0, process.sigma(u)) for u in (s, t)}
    by_bayes = norm.pdf(x_t, scale * fine, noise) * norm.pdf(fine, *given_x_0[s]) / norm.pdf(x_t, *given_x_0[t])
    mean = by_bayes @ fine * spacing
    witness(f"(4.4), {name}", mean, A * x_t + B * x_0)
    witness(f"(4.3), {name}", by_bayes @ (fine - mean) ** 2 * spacing, std**2)
    witness(f"(4.1), (4.5), {name}", by_bayes, norm.pdf(fine, A * x_t + B * x_0, std), atol=1e-9)
    witness("(4.5) in utils", tested_posterior(x_t, x_0, process, t, s), [A * x_t + B * x_0, std])

# %% tags=["witness"]
x_s, x_t, x_0 = rng.normal(size=(3, 6))
(scale, noise), (A, B, std) = schedule.kernel(80, 120), step_coefficients(schedule, 120, 80)
left = (x_t - scale * x_s) ** 2 / noise**2 + (x_s - schedule.alpha(80) * x_0) ** 2 / schedule.sigma(80) ** 2
right = (x_s - A * x_t - B * x_0) ** 2 / std**2 + (x_t - schedule.alpha(120) * x_0) ** 2 / schedule.sigma(120) ** 2
witness("(4.2)", left, right, atol=1e-10)

# %% [markdown]
r"""
**DDPM's form.**
For one step, $s = t-1$, of a variance-preserving chain: $\alpha_{t|s} = \sqrt{1-\beta_t}$, $\sigma_{t|s}^2=\beta_t$, $\sigma_t^2 = 1-\bar\alpha_t$.
Equations (4.3) and (4.4) become, for $t\ge1$,

$$\begin{gathered}\tilde\mu = \frac{\sqrt{1-\beta_t}\,(1-\bar\alpha_{t-1})}{1-\bar\alpha_t}\,x_t + \frac{\sqrt{\bar\alpha_{t-1}}\,\beta_t}{1-\bar\alpha_t}\,x_0,\\
\tilde\beta_t = \tilde\sigma^2 = \frac{1-\bar\alpha_{t-1}}{1-\bar\alpha_t}\,\beta_t . \end{gathered} \tag{4.6}$$

Most code has a third form, written for a network that predicts the noise.
Put $x_0 = (x_t - \sqrt{1-\bar\alpha_t}\,\varepsilon)/\sqrt{\bar\alpha_t}$ into (4.6); the factors of $x_t$ add up to $\frac{(1-\beta_t)(1-\bar\alpha_{t-1})+\beta_t}{\sqrt{1-\beta_t}\,(1-\bar\alpha_t)}$, whose numerator is $1-\bar\alpha_t$:

$$\tilde\mu = \frac1{\sqrt{1-\beta_t}}\left(x_t - \frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\,\varepsilon\right) . \tag{4.6a}$$

The general form (4.5) costs nothing more than either and serves any two times, so a sampler built on it can skip steps.

Witness: draw $x_0$, walk the chain to $t$, and fit a straight line for $x_{t-1}$ from $x_t$ and $x_0$ by least squares.
If (4.6) is right, the slopes are its two factors, and the residual variance is $\tilde\beta_t$.
The fit does not use Bayes' rule.
"""

# %% tags=["witness"]
t, n = 60, 200_000
beta, bar, bar_before = schedule.betas[t - 1], schedule.alpha_bar(t), schedule.alpha_bar(t - 1)
x_0 = bimodal.sample(n, rng)[:, 0]
before = schedule.noise(x_0, t - 1, rng.normal(size=n))
after = np.sqrt(1 - beta) * before + np.sqrt(beta) * rng.normal(size=n)
seen = np.c_[after, x_0]
slopes, squares = np.linalg.lstsq(seen, before, rcond=None)[:2]
variance = squares[0] / n
errors = np.sqrt(np.r_[variance * np.diag(np.linalg.inv(seen.T @ seen)), 2 * variance**2 / n])

# %% tags=["witness"]
factors = np.array([np.sqrt(1 - beta) * (1 - bar_before), np.sqrt(bar_before) * beta, (1 - bar_before) * beta])
formula, names = factors / (1 - bar), ["factor of x_t", "factor of x_0", "variance"]
fitted = np.r_[slopes, variance]
table(zip(names, zip(fitted, errors), formula), "", "fitted ± standard error", "by (4.6)", digits=4)
witness("(4.6)", fitted, formula, standard_error=errors)
eps = (after - np.sqrt(bar) * x_0) / np.sqrt(1 - bar)
witness("(4.6a)", (after - beta / np.sqrt(1 - bar) * eps) / np.sqrt(1 - beta), seen @ formula[:2])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.1

This sampler's posterior is for any two times of a variance-preserving schedule ($\alpha^2=\bar\alpha$, $\sigma^2=1-\bar\alpha$).
Two things are wrong, and neither raises an error. Mend it.

```python
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    ratio = alpha_bar_t / alpha_bar_s
    beta = 1 - ratio
    mean = (np.sqrt(ratio) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_t) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta
```

- `x_t`, `x0`: numbers; `alpha_bar_s`, `alpha_bar_t`: numbers with $1 \ge \bar\alpha_s > \bar\alpha_t > 0$.
- Returns the two numbers `(mean, variance)` of $q(x_s\mid x_t, x_0)$.
- Worked value: `posterior(1.2, -0.5, 0.64, 0.36)` is $(0.2328, 0.2461)$.
"""

# %% tags=["exercise"]
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    """Mean and variance of q(x_s | x_t, x_0)."""
    ### BEGIN SOLUTION
    var_s, var_t = 1 - alpha_bar_s, 1 - alpha_bar_t
    scale = np.sqrt(alpha_bar_t / alpha_bar_s)
    var_step = var_t - scale**2 * var_s
    mean = scale * var_s / var_t * x_t + np.sqrt(alpha_bar_s) * var_step / var_t * x0
    return mean, var_s * var_step / var_t
    ### END SOLUTION


posterior = check("04.1", posterior)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\sigma_s^2 = 0.36$, $\sigma_t^2 = 0.64$, $\alpha_{t|s} = \sqrt{0.36/0.64} = 0.75$, $\sigma_{t|s}^2 = 0.64 - 0.5625\cdot0.36 = 0.4375$.
Then $A = 0.75\cdot0.36/0.64 = 0.4219$, $B = 0.8\cdot0.4375/0.64 = 0.5469$ and $\tilde\sigma^2 = 0.36\cdot0.4375/0.64 = 0.2461$.
At $s=0$, $\bar\alpha_s = 1$ gives the mean $x_0$ and variance 0.
The faults: $x_0$ comes in at the earlier time, with $\sqrt{\bar\alpha_s}$, and the variance lacks the factor $\sigma_s^2/\sigma_t^2$.
For one short step $\bar\alpha_t\approx\bar\alpha_s$ and $\sigma_t\approx\sigma_s$ (but for the last few steps, whose noise is small), which is how such faults survive.
### END SOLUTION
"""

# %%
ddpm = schedules.linear(T=1000)
steps = [(500, 499), (500, 400), (500, 100), (500, 1), (2, 1)]
table([(t, s, *step_coefficients(ddpm, t, s)) for t, s in steps],
      "t", "s", "factor A of x_t", "factor B of x_0", "standard deviation", digits=4)

# %% [markdown]
r"""
In the middle of the chain a short step weights $x_t$, a long one $x_0$.
Next to the data a short step weights $x_0$ too: from $t=2$ to 1 the weights are nearly equal, and from 1 to 0 all the weight is on $x_0$ ($A=0$, $B=1$).
So an error in an estimate of $x_0$ changes one short step by only $B$ times the error.
Does that make such errors harmless?
Errors of either sign may cancel over many steps.
What becomes of an error that is the same in every step is yours to find out.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.2

This one was not shown.
The data are $N(0, 1)$, for which the exact denoiser is $\operatorname E[x_0\mid x_t] = \sqrt{\bar\alpha_t}\,x_t$.
A network gives $\sqrt{\bar\alpha_t}\,x_t + \delta$, with the same small error $\delta$ at every $x_t$ and $t$.
DDPM starts at $x_T\sim N(0, 1)$, puts the estimate in place of $x_0$ into the mean (4.6), and goes step by step to $x_0$.
What is the mean of the samples it ends with, in units of $\delta$?

- `betas`: array $(T,)$, $\beta_1, \dots, \beta_T$, each between 0 and 1.
- Returns a number: $\operatorname E[x_0]/\delta$ at the end of the sampler.
- Worked value: `drift(np.array([0.1, 0.2]))` is $1.6429$.
"""

# %% tags=["exercise"]
def drift(betas):
    """Mean of DDPM's samples of N(0, 1), in units of a constant error of the denoiser."""
    ### BEGIN SOLUTION
    bar = np.cumprod(1 - betas)
    before = np.append(1.0, bar[:-1])
    return np.sum(before * betas / (1 - bar))
    ### END SOLUTION


drift = check("04.2", drift)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Let $m_t = \operatorname E[x_t]/\delta$ in the sampler, $m_T = 0$.
The mean (4.6) of $x_{t-1}$ is $A\,m_t + B\left(\sqrt{\bar\alpha_t}\,m_t + 1\right)$, and $A + B\sqrt{\bar\alpha_t} = \sqrt{1-\beta_t}$: $m_{t-1} = \sqrt{1-\beta_t}\,m_t + B_t$.
What step $t$ adds is multiplied by the $\sqrt{1-\beta_r}$ of all later steps $r<t$, together $\sqrt{\bar\alpha_{t-1}}$, so $m_0 = \sum_t \sqrt{\bar\alpha_{t-1}}\,B_t = \sum_t \frac{\bar\alpha_{t-1}\beta_t}{1-\bar\alpha_t}$.
### END SOLUTION
"""

# %% tags=["reveal"]
totals = []
for T in (10, 50, 200, 1000):
    betas = schedules.linear(T=T, beta_min=0.1 / T, beta_max=min(20 / T, 0.9)).betas
    bar = np.cumprod(1 - betas)
    before = np.append(1, bar[:-1])
    B = np.sqrt(before) * betas / (1 - bar)
    totals.append((T, np.median(B), np.sum(np.sqrt(before) * B)))
table(totals, "steps T", "median B of one step", "error of the samples' mean / δ", digits=[0, 4, 1])

# %% [markdown]
r"""
More steps make a constant error worse, not better: each step alone does less harm, but there are more of them.
A denoiser must be right on average, not only close.

## 2 · If x_0 is not known

A sampler does not know $x_0$.
It needs $q(x_s\mid x_t)$, the **true reverse**.
There are two ways to write it.
Average (*marginalise*) (4.5) over what $x_0$ may have been:

$$q(x_s\mid x_t) = \int q(x_s\mid x_t, x_0)\; q(x_0\mid x_t)\; dx_0, \tag{4.7}$$

or use Bayes' rule with the density $q(x_s)$ of the noised data as prior:

$$q(x_s\mid x_t) = \frac{q(x_t\mid x_s)\; q(x_s)}{q(x_t)} . \tag{4.8}$$

For general data neither can be computed.
For a mixture $q(x_0) = \sum_k w_k N(x_0; m_k, \Sigma_k)$ the second can: by [(2.11)](02_noising.ipynb), $q(x_s)=\sum_k w_kN(x_s; \alpha_sm_k, C_{s,k})$ with $C_{s,k} = \alpha_s^2\Sigma_k+\sigma_s^2 I$.
Multiply each component by the Gaussian $q(x_t\mid x_s)$.
The product of two Gaussians is a Gaussian times a constant, [(B.6)](../appendices/B_gaussians.ipynb) and [(B.7)](../appendices/B_gaussians.ipynb), and the constant is that component's density at $x_t$:

$$\begin{gathered}q(x_s\mid x_t) = \sum_k r_k(x_t)\; N\!\left(x_s;\ \mu_k,\ V_k\right),\\ r_k(x_t) = \frac{w_k\,N(x_t; \alpha_tm_k, C_{t,k})}{\sum_j w_j\,N(x_t; \alpha_tm_j, C_{t,j})}, \end{gathered} \tag{4.9}$$

$$\begin{gathered}\mu_k = \alpha_s m_k + \alpha_{t|s}\,C_{s,k}\,C_{t,k}^{-1}\,(x_t - \alpha_t m_k),\\ V_k = \sigma_{t|s}^2\; C_{s,k}\,C_{t,k}^{-1}. \end{gathered} \tag{4.10}$$

Here $C_{t,k} = \alpha_{t|s}^2C_{s,k}+\sigma_{t|s}^2I$, which is the same as $\alpha_t^2\Sigma_k+\sigma_t^2I$ by (2.8).
The **responsibility** $r_k(x_t)$ is the probability that the point belongs to component $k$, given $x_t$.
It does not contain $s$: the responsibilities are the same for every earlier time.

Our own function for one dimension, many $x_t$ at once:
"""

# %%
def step_back(schedule, t, s, x_t):
    """Weights (n, 2), means (n, 2) and variances (2,) of q(x_s | x_t) for `bimodal`, by (4.9) and (4.10)."""
    x_t, m, v = np.asarray(x_t)[:, None], bimodal.means[:, 0], bimodal.covs[:, 0, 0]
    (scale, noise), alpha_t = schedule.kernel(s, t), schedule.alpha(t)
    C_s, C_t = [schedule.alpha(u) ** 2 * v + schedule.sigma(u) ** 2 for u in (s, t)]
    r = bimodal.weights * norm.pdf(x_t, alpha_t * m, np.sqrt(C_t))
    means = schedule.alpha(s) * m + scale * C_s / C_t * (x_t - alpha_t * m)
    return r / r.sum(axis=1, keepdims=True), means, noise**2 * C_s / C_t

# %%
def density(law, x):
    """Density at x (m,) of each of n laws made by `step_back`, (n, m)."""
    weights, means, variances = law
    return np.sum(weights[:, None] * norm.pdf(x[:, None], means[:, None], np.sqrt(variances)), axis=-1)


t, s, two = 120, 40, np.array([-0.7, 0.4])
ours = density(step_back(schedule, t, s, two), fine)

# %% [markdown]
r"""
Witness: the integral (4.7) and Bayes' rule (4.8), each on a grid, against (4.9) with (4.10), at two values of $x_t$.
And the tested version, `true_reverse`, against ours.
"""

# %% tags=["witness"]
for row, x_t in zip(ours, two):
    by_bayes = norm.pdf(x_t, schedule.kernel(s, t)[0] * fine, schedule.kernel(s, t)[1])
    by_bayes *= bimodal.noised(*schedule(s)).density(fine[:, None])
    witness(f"(4.8) at x_t = {x_t}", by_bayes / (by_bayes.sum() * spacing), row, atol=1e-9)
    known = norm.pdf(x_t, schedule.alpha(t) * fine, schedule.sigma(t)) * bimodal.density(fine[:, None])
    A, B, std = step_coefficients(schedule, t, s)
    by_average = norm.pdf(fine[::20, None], A * x_t + B * fine, std) @ known / known.sum()
    witness(f"(4.7) at x_t = {x_t}", by_average, row[::20], atol=1e-9)
    witness("(4.9), (4.10) in utils", true_reverse(bimodal, schedule, t, s, [x_t]).density(fine[:, None]), row)

# %% [markdown]
r"""
The whole of (4.9) in one picture: for each $x_t$ (across) the density of $x_s$ (up), $k = 40$ steps earlier, darker for more.
Drag $t$.
Far from the data the map is one straight band: every vertical section is one Gaussian.
Towards the data the band breaks into two pieces, one for each mode, and where they overlap a vertical section has two modes.
Only there does one Gaussian fail.
"""

# %% tags=["picture"]
late, axis = np.arange(40, 201, 4), np.linspace(-2.8, 2.8, 81)
maps = np.array([density(step_back(schedule, t, t - 40, axis), axis).T for t in late])
Scene([Panel(Heat(maps, extent=(-2.8, 2.8, -2.8, 2.8), each=True), title="q(x_s | x_t), s = t − 40", xlabel="x_t", ylabel="x_s")],
      times=late, t=6, title="The true reverse step as a map", status="from t = {t:.0f} back to s = {s:.0f}", values={"s": late - 40})

# %% [markdown]
r"""
Responsibilities in the plane.
Three components, 500 points; each point has the marker (ring, disc or open square, with its colour) of the component that is most responsible for it at $t$.
Drag $t$ to the right.
At first few are misread (the components overlap a little); then points near a border change marker and colour though they have not changed their origin; at the end one component is most responsible for nearly everything.
The bars belong to the marked point, the largest dot.
"""

# %% tags=["picture"]
three = GaussianMixture([0.5, 0.3, 0.2], [[-1.2, -0.4], [0.6, 1.2], [1.2, -0.8]],
                        [[[0.3, 0.1], [0.1, 0.2]], [[0.2, -0.1], [-0.1, 0.3]], [[0.08, 0], [0, 0.08]]])
cloud, origin = three.sample_labelled(500, rng)
cloud_eps, keys = rng.normal(size=cloud.shape), schedule.times[::4]
noised = [three.noised(*schedule(t)) for t in keys]
shares = np.array([law.responsibilities(schedule.noise(cloud, t, cloud_eps)) for law, t in zip(noised, keys)])
likeliest = shares.argmax(axis=-1)
markers = np.array([2, 3, 6])[likeliest]  # drawn as rings, discs and open squares
marked = int(np.flatnonzero((origin == 2) & (likeliest[20] == 1))[0])  # of the smallest component, misread at t = 80
box = dict(xlim=(-3.2, 3.2), ylim=(-3.2, 3.2), aspect="equal", xlabel="x₁", ylabel="x₂")

# %% tags=["picture"]
alpha_keys, sigma_keys = schedule(keys)
whose = Scene(
    [Panel(Points(cloud, cloud_eps, colour_by=markers, highlight=marked, trail=False, size=3), title="500 points", **box),
     Panel(Bars(shares[:, marked], labels=["0.5 ring", "0.3 disc", "0.2 square"]), title="marked point",
           xlabel="component: weight, marker", ylabel="responsibility", ylim=(0, 1)),
     Formula("{wrong:.0%} of the points stand where another component than their own is likeliest")],
    times=keys, t=14, title="Responsibilities", status="t = {t:.0f} of {T:.0f}: {wrong:.0%} misread",
    values={"α": alpha_keys, "σ": sigma_keys, "wrong": np.mean(likeliest != origin, axis=1)},
)
whose

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.3

Write the responsibilities $r_k(x_t)$ of (4.9) in one dimension.

- `x_t`: a number; `alpha`, `sigma`: the schedule's two numbers at $t$; `weights`, `means`, `stds`: arrays $(K,)$, the mixture of $x_0$.
- Returns an array $(K,)$ that sums to 1.
- Worked value: `responsibilities(0.5, 0.8, 0.6, weights=np.array([0.3, 0.7]), means=np.array([-1.4, 0.6]), stds=np.array([0.3, 0.5]))` is $(0.0202, 0.9798)$.
"""

# %% tags=["exercise"]
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    """P(component | x_t)."""
    ### BEGIN SOLUTION
    std = np.sqrt(alpha**2 * stds**2 + sigma**2)
    terms = weights * np.exp(-0.5 * ((x_t - alpha * means) / std) ** 2) / std
    return terms / terms.sum()
    ### END SOLUTION


responsibilities = check("04.3", responsibilities)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Given component $k$, $x_t = \alpha x_0+\sigma\varepsilon$ is $N(\alpha m_k, \alpha^2 s_k^2+\sigma^2)$.
Bayes' rule multiplies by $w_k$ and normalises, so the constant $\sqrt{2\pi}$ may be left out; the factor $1/\text{std}$ may not, because it differs from component to component.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Its mean and variance, from a denoiser

For pictures (4.9) is not available.
What can be learned?
Take expectations in (4.7).
By (4.5), given $x_t$ and $x_0$, $x_s \overset d= A\,x_t+B\,x_0+\tilde\sigma z$ with $z\sim N(0,1)$ independent of both.
Now let $x_0$ be random too, with $x_t$ still given.
Means add, and so do the variances of the independent parts $B\,x_0$ and $\tilde\sigma z$:

$$\operatorname{E}[x_s\mid x_t] = A\,x_t + B\operatorname{E}[x_0\mid x_t], \tag{4.11}$$

$$\operatorname{Var}[x_s\mid x_t] = \tilde\sigma^2 + B^2\operatorname{Var}[x_0\mid x_t]. \tag{4.12}$$

So the mean of the true reverse step, **for every $s$**, follows from one function of $x_t$: the **denoiser** $\operatorname E[x_0\mid x_t]$.
Nothing else has to be learned to get it.
The variance needs one more function, $\operatorname{Var}[x_0\mid x_t]$, and $\tilde\sigma^2$ alone is too small unless $x_0$ is certain.
For a mixture the denoiser is (4.9) at $s=0$: $\operatorname E[x_0\mid x_t] = \sum_k r_k(x_t)\,\mu_k$.

Witness: left sides from (4.9) and (4.10), right sides from `posterior_mean` and `posterior_cov` of the mixture, which do not depend on $s$.
"""

# %%
def mean_and_variance(law):
    weights, means, variances = law
    mean = np.sum(weights * means, axis=1)
    return mean, np.sum(weights * (variances + means**2), axis=1) - mean**2

# %% tags=["witness"]
x_t = np.linspace(-2, 2, 41)
for t, s in [(20, 19), (120, 119), (120, 40), (200, 20)]:
    mean, variance = mean_and_variance(step_back(schedule, t, s, x_t))
    A, B, std = step_coefficients(schedule, t, s)
    level = schedule(t)
    witness(f"(4.11), {t} to {s}", mean, A * x_t + B * bimodal.posterior_mean(x_t[:, None], *level)[:, 0])
    unknown = bimodal.posterior_cov(x_t[:, None], *level)[:, 0, 0]
    witness(f"(4.12), {t} to {s}", variance, std**2 + B**2 * unknown)

# %% tags=["picture"]
fig, axes = figures.figure(1, 2)
for t, style in [(20, "-"), (60, "--"), (120, "-.")]:
    level = schedule(t)
    axes[0].plot(line, bimodal.posterior_mean(line[:, None], *level)[:, 0], style, label=f"t = {t}")
    axes[1].plot(line, bimodal.posterior_cov(line[:, None], *level)[:, 0, 0], style, label=f"t = {t}")
axes[0].set(xlabel="$x_t$", ylabel="E[$x_0$ | $x_t$]", title="The denoiser", ylim=(-2.9, 2.9))
axes[1].set(xlabel="$x_t$", ylabel="Var[$x_0$ | $x_t$]", title="What stays uncertain")
axes[0].legend()
figures.show(fig)

# %% [markdown]
r"""
Where one component is responsible the denoiser is a straight line that pulls towards its mean. Between the modes it climbs from one to the other, and at $t=20$ and $t=60$ the variance is largest there.
At $t=120$ the mean lies for many $x_t$ between the two modes ($-1.4$ and $0.6$), where few data are.
That is no fault: it is a mean, not a sample.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.4

Write $\operatorname E[x_0\mid x_t]$ for a mixture in one dimension.
Arguments as in exercise 04.3; returns a number.
(Your function of 04.3 may be used, or write it again.)

- Worked value: with the numbers of exercise 04.3, `denoised(0.5, 0.8, 0.6, ...)` is $0.5727$.
"""

# %% tags=["exercise"]
def denoised(x_t, alpha, sigma, weights, means, stds):
    """E[x_0 | x_t]."""
    ### BEGIN SOLUTION
    spread = alpha**2 * stds**2 + sigma**2
    r = weights * np.exp(-0.5 * (x_t - alpha * means) ** 2 / spread) / np.sqrt(spread)
    estimates = means + alpha * stds**2 / spread * (x_t - alpha * means)
    return np.sum(r * estimates) / np.sum(r)
    ### END SOLUTION


denoised = check("04.4", denoised)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
It is (4.10) at $s=0$, where $\alpha_s=1$, $C_{0,k}=s_k^2$ and $\alpha_{t|0}=\alpha$, averaged with the responsibilities.
It is also the tower rule: the mean of $x_0$ given the component, averaged over the component.
### END SOLUTION
"""

# %% [markdown]
r"""
**How large is the variance of a step?**
(4.12) is at least $\tilde\sigma^2$.
Averaged over $x_t$ it also has a ceiling.
The mean $\operatorname E[x_s\mid x_t]$ has the least mean squared error of all functions of $x_t$, so its error, the average variance, is at most that of the best straight line.
For a variance-preserving schedule and data with variance 1, both $x_s$ and $x_t$ have variance 1 and covariance $\alpha_{t|s}$, and the best line leaves $1-\alpha_{t|s}^2 = \sigma_{t|s}^2$:

$$\tilde\sigma^2 \;\le\; \operatorname{E}\operatorname{Var}[x_s\mid x_t] \;\le\; \sigma_{t|s}^2 . \tag{4.13}$$

For one DDPM step these are $\tilde\beta_t$ and $\beta_t$, the two variances Ho and others tried.
The lower bound needs no condition on the data, and holds with equality if they are a single point.
The upper holds with equality if they are Gaussian with variance 1.
"""

# %%
points = np.linspace(-6, 6, 601)


def average(values, t):
    """Expectation over x_t ~ q(x_t) of values at `points`."""
    q_t = bimodal.noised(*schedule(t)).density(points[:, None])
    return np.sum(values * q_t) * (points[1] - points[0])

# %% tags=["witness"]
found = []
for t, s in [(2, 1), (20, 19), (60, 59), (120, 119), (120, 40), (200, 20)]:
    lower, upper = step_coefficients(schedule, t, s)[2] ** 2, schedule.kernel(s, t)[1] ** 2
    mean_variance = average(mean_and_variance(step_back(schedule, t, s, points))[1], t)
    found.append((t, s, lower, mean_variance, upper))
table(found, "t", "s", "lower bound", "E Var", "upper bound", digits=4)
bounds = np.array(found)[:, 2:]
witness("(4.13)", np.sort(bounds), bounds)  # rising from left to right in every row

# %% [markdown]
r"""
## 4 · When is one Gaussian enough?

DDPM draws $x_{t-1}$ from a Gaussian.
The true reverse step (4.9) is not Gaussian.
How much is lost?
Measure it with the Kullback–Leibler divergence from the truth to a Gaussian $N(m, v)$.
Which Gaussian is best?

$$\begin{aligned}\operatorname{KL}(q\,\|\,N(m,v)) = {}&\operatorname{E}_q[\log q] + \tfrac12\log(2\pi v)\\ &{}+ \frac{\operatorname{Var}_q + (\operatorname E_q - m)^2}{2v} \end{aligned} \tag{4.14}$$

is least at $m=\operatorname E_q$ and, setting the derivative in $v$ to zero, $v=\operatorname{Var}_q$: match the two moments.
By (4.11) and (4.12) this best Gaussian follows from the two functions of $x_t$.
What remains is the divergence due to the shape:
"""

# %%
z = np.linspace(-10, 10, 401)


def gaussian_kl(t, s, x_t, widen=1.0):
    """KL(q(x_s | x_t) ‖ N(its mean, widen · its variance)) in nats at each x_t, by quadrature."""
    law = weights, means, variances = step_back(schedule, t, s, x_t)
    mean, variance = mean_and_variance(law)
    x = mean[:, None] + np.sqrt(variance)[:, None] * z
    q = np.sum(weights[:, None] * norm.pdf(x[..., None], means[:, None], np.sqrt(variances)), axis=-1)
    log_q = np.log(np.maximum(q, 1e-300))  # far out q underflows to 0, where 0 · log 0 = 0 is meant
    log_ratio = log_q - norm.logpdf(x, mean[:, None], np.sqrt(widen * variance)[:, None])
    return np.sum(q * log_ratio, axis=1) * (z[1] - z[0]) * np.sqrt(variance)

# %% tags=["witness"]
some = np.array([-0.7, 0.0, 0.4])
best, mean_step_kl = gaussian_kl(120, 40, some), average(gaussian_kl(120, 40, points), 120)
for widen in [0.5, 2.0]:
    extra = 0.5 * (1 / widen - 1 + np.log(widen))  # (4.14) at v = widen · Var, less (4.14) at v = Var
    witness(f"(4.14), variance × {widen}", gaussian_kl(120, 40, some, widen), best + extra, atol=1e-9)
witness("one_step_kl in utils, at points", one_step_kl(bimodal, schedule, 120, 40, some), best, atol=1e-9)
witness("one_step_kl in utils, averaged", one_step_kl(bimodal, schedule, 120, 40), mean_step_kl, atol=1e-9)

# %%
kl_of = {}
for k in [1, 5, 20, 50, 100]:
    starts = np.arange(k, 201, 4 if k > 1 else 2)
    kls = [one_step_kl(bimodal, schedule, t, t - k) for t in starts]
    kl_of[k] = starts, np.maximum(kls, 1e-12)  # below that it is rounding
table([(k, kls.max(), starts[kls.argmax()]) for k, (starts, kls) in kl_of.items()],
      "k", "highest (nats)", "from t", digits=".1e")

# %% tags=["picture"]
fig, ax = figures.figure()
for (k, (starts, kls)), style in zip(kl_of.items(), ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]):
    ax.semilogy(starts, kls, linestyle=style, label=f"k = {k}")
ax.axhline(0.01, color="0.4", linewidth=1, label="0.01 nats")
ax.set(xlabel="step from t back to t − k", ylabel="mean KL (nats)", ylim=(1e-12, 1), title="KL of one Gaussian step")
ax.legend(loc="lower left", ncols=2)
figures.show(fig)

# %% [markdown]
r"""
Read the figure from right to left.
At large $t$ even 50 steps at once cost next to nothing: where they arrive, $x_s$ is nearly Gaussian, whatever the data.
For $k=1$ and 5 the divergence is highest from a $t$ between 20 and 30, where the two modes separate, and falls again near the data, where each mode is Gaussian by itself.
For $k=50$ and 100 it is highest if the step ends at the data or just before.
And for short steps it is smaller by orders of magnitude.
How many?
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.5

Take a small step back from a fixed $t$, then one half as long (in the continuous time of the Ornstein–Uhlenbeck process).
By what factor does the divergence of the best Gaussian fall?
Write a number in place of `...`.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
fall = 8
### END SOLUTION
fall = check("04.5", fall)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Equation (4.15): $\rho^2\approx 2\,(t-s)$ for a short step, and the divergence is proportional to $\rho^6$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Derivation.**
For one number, the logarithm of (4.8) as a function of $x_s$ is, up to a constant,

$$-\frac{(x_s - x_t/\alpha_{t|s})^2}{2\rho^2} + f(x_s), \qquad \rho^2 = \frac{\sigma_{t|s}^2}{\alpha_{t|s}^2}, \quad f = \log q_s .$$

The first term confines $x_s$ to a width of about $\rho$ around the mean $m$ of the step (which differs from $x_t/\alpha_{t|s}$ by $\rho^2f'$, little against $\rho$).
Expand $f$ around $m$. Its constant, linear and quadratic parts only change the constant, mean and variance of a Gaussian (and the variance stays $\rho^2$ to leading order).
The first part that is not Gaussian is $\frac16f'''(m)(x_s-m)^3$.
With $z = (x_s-m)/\rho$ this is $\frac\gamma6z^3$, where $\gamma = \rho^3f'''(m)$ is, to leading order, the skewness.
The best Gaussian has the right mean, so the part of $z^3$ along $z$ must go: subtract $c\,z$ with $\operatorname E[z(z^3-c\,z)] = 3-c = 0$, which leaves $z^3-3z$, of mean square $15-18+9=6$ under $N(0,1)$.
So, to leading order, $q(x_s\mid x_t)$ is $N(z;0,1)\left[1+\frac\gamma6(z^3-3z)\right]$.
The divergence of $1+\delta$ from 1 is $\frac12\operatorname E[\delta^2]$ to leading order, that is $\frac12\cdot\frac{\gamma^2}{36}\cdot6$:

$$\begin{gathered}\operatorname{KL}\;\approx\;\frac{\gamma^2}{12} = \frac{\rho^6}{12}\left(\frac{d^3}{dx^3}\log q_s(x)\right)^2\\ \text{at } x = \operatorname E[x_s\mid x_t], \text{ as } \rho\to0. \end{gathered} \tag{4.15}$$

(Where $f'''(m)=0$ the next term decides, and the divergence is smaller still.)
For a short Ornstein–Uhlenbeck step $\rho^2=e^{2(t-s)}-1\approx2(t-s)$.
A reverse process of $n$ steps adds up $n$ divergences, each of the order of the cube of the step: the **sum falls like $n^{-2}$**.

Witness: the Ornstein–Uhlenbeck process at $t = 0.3$, from three points, with steps halved again and again.
The ratio of the exact divergence to (4.15) must tend to 1.
Its distance from 1 halves with the step, so $2r(h/2)-r(h)$ cancels that part, and must be closer to 1 still.
"""

# %%
ou = schedules.ornstein_uhlenbeck(T=2.0)


def leading_order(t, s, x_t):
    scale, noise = ou.kernel(s, t)
    log_q, h = bimodal.noised(*ou(s)).log_density, 1e-3
    x = mean_and_variance(step_back(ou, t, s, x_t))[0]
    third = sum(c * log_q((x + k * h)[:, None]) for k, c in zip([-2, -1, 1, 2], [-0.5, 1, -1, 0.5])) / h**3
    return (noise / scale) ** 6 * third**2 / 12

# %% tags=["witness"]
starts = np.array([-1.0, -0.2, 0.9])
ratios = {}
for n in 2 ** np.arange(7):
    step = 0.3, 0.3 - 0.1 / n, starts
    ratios[n] = one_step_kl(bimodal, ou, *step) / leading_order(*step)
table([(0.1 / n, *ratio) for n, ratio in ratios.items()],
      "length of the step", *[f"exact / (4.15) at x_t = {x}" for x in starts], digits=[4, 3, 3, 3])
witness("(4.15), extrapolated to step 0", 2 * ratios[64] - ratios[32], 1, atol=2e-3)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.6

For the data `bimodal` and this lecture's schedule, here called `chain`, you stand at $t = 80$.
What is the largest whole $k$ for which the step back to $80-k$ costs less than 0.01 nats on average over $x_t$, `one_step_kl(bimodal, chain, 80, 80 - k) < 0.01`?
(The KL divergence rises with $k$.)
"""

# %% tags=["exercise"]
chain = schedules.linear(T=200, beta_min=5e-4, beta_max=0.1)
### BEGIN SOLUTION
largest_step = 1
while one_step_kl(bimodal, chain, 80, 80 - (largest_step + 1)) < 0.01:
    largest_step += 1
### END SOLUTION
largest_step = check("04.6", largest_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The loop looks one ahead and stops at the last $k$ that passes: 34, almost half of the 80 steps to the data in a single one.
Try it from $t = 40$: there the same bound allows shorter steps, 13.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · Break it: a reverse process of Gaussians

Take $n$ equal steps from $T$ to 0, each drawn from the best Gaussian, starting from the exact $q(x_T)$.
No network, no prior gap, no wrong moments: the only error is the shape.
What arrives?
On a grid a step is a matrix of probabilities, so the arriving density needs no sampling.

Call $p$ the law of this Gaussian reverse process, a product of Gaussian conditionals.
The divergences of its steps add up to that of the whole trajectory: with $T=t_n>\dots>t_0=0$,

$$\begin{aligned}&\operatorname{KL}\!\left(q(x_{t_0},\dots,x_{t_n})\,\|\,p(x_{t_0},\dots,x_{t_n})\right)\\ &\quad= \sum_{i=1}^{n}\operatorname{E}\operatorname{KL}\!\left(q(x_{t_{i-1}}\mid x_{t_i})\,\|\,p(x_{t_{i-1}}\mid x_{t_i})\right)\\ &\quad\ge\; \operatorname{KL}\!\left(q(x_0)\,\|\,p(x_0)\right). \end{aligned} \tag{4.16}$$

Both processes start alike, and the noising chain, read backwards, is Markov too: given $x_{t_i}$, $x_{t_{i-1}}$ does not depend on the times after $t_i$.
So $q$ is a product of conditionals as $p$ is.
The logarithm of a product of conditionals is a sum, and its expectation under $q$ is the sum on the right.
The inequality: two laws differ at most as much in one coordinate as in all (the data-processing inequality).
Lecture 05 builds on this equation.
"""

# %%
grid = np.linspace(-4.5, 4.5, 601)
cell = grid[1] - grid[0]
q_0 = bimodal.density(grid[:, None])

# %%
def arrive(n):
    """Times T = t_n > ... > 0 and the densities of the Gaussian reverse process at each, on the grid."""
    times = np.linspace(200, 0, n + 1).round().astype(int)
    densities = [bimodal.noised(*schedule(200)).density(grid[:, None])]
    for t, s in zip(times, times[1:]):
        mean, variance = mean_and_variance(step_back(schedule, t, s, grid))
        densities.append(densities[-1] @ norm.pdf(grid, mean[:, None], np.sqrt(variance)[:, None]) * cell)
    return times, np.array(densities)

# %% tags=["witness"]
sums_and_ends = []
for n in [2, 4, 8, 16, 32, 64]:
    times, densities = arrive(n)
    added = sum(one_step_kl(bimodal, schedule, t, s) for t, s in zip(times, times[1:]))
    at_end = np.sum(q_0 * np.log(np.maximum(q_0, 1e-300) / densities[-1])) * cell
    sums_and_ends.append((n, added, at_end))
table(sums_and_ends, "steps n", "sum over the steps (nats)", "KL at the end (nats)", digits=5)
added, at_end = np.array(sums_and_ends).T[1:]
witness("(4.16), ≥", np.maximum(added, at_end), added)

# %%
coarse = np.linspace(-5, 5, 161)
q, p = np.ones(161), np.ones(161)
for t, s in [(200, 100), (100, 0)]:  # the joint densities of (x_200, x_100, x_0), without their common q(x_200)
    law = step_back(schedule, t, s, coarse)
    mean, variance = mean_and_variance(law)
    q = q[..., None] * density(law, coarse)
    p = p[..., None] * norm.pdf(coarse, mean[:, None], np.sqrt(variance)[:, None])

# %% tags=["witness"]
start = bimodal.noised(*schedule(200)).density(coarse[:, None])
log_ratio = np.log(np.maximum(q, 1e-300) / np.maximum(p, 1e-300))
joint = np.einsum("i,ijk,ijk->", start, q, log_ratio) * (coarse[1] - coarse[0]) ** 3
added = one_step_kl(bimodal, schedule, 200, 100) + one_step_kl(bimodal, schedule, 100, 0)
witness("(4.16), =", joint, added, atol=1e-6)

# %% tags=["picture"]
def gaussian_reverse(n):
    times, densities = arrive(n)
    truth = [bimodal.noised(*schedule(t)).density(grid[:, None]) for t in times]
    apart = np.abs(densities - truth).sum(axis=1) * cell / 2
    lines = [Line(grid[::3], np.array(truth)[:, ::3], fill=True, label="q(x_t), the truth"),
             Line(grid[::3], densities[:, ::3], label="n Gaussian steps")]
    panel = Panel(*lines, title="from noise to data", xlabel="x", ylabel="density", ylim=(0, 1))
    text = Formula("at t = {t:.0f}, {apart:.1%} of the probability is in the wrong place")
    return dict(panels=[panel, text], times=times, t=n, title="A reverse process of Gaussians", values={"apart": apart},
                status="t = {t:.0f}: {apart:.1%} of the probability misplaced")

# %% tags=["picture"]
controlled(gaussian_reverse, n=choose("steps n", [4, 2, 8, 16, 32, 64]))

# %% [markdown]
r"""
With four steps the valley fills and the left mode is a shoulder: samples fall between the modes.
With 32 steps the error is hardly visible; the misplaced share is printed below the picture.
**Too few Gaussian steps put probability between the modes.**
Compare it with the prior gap of lecture 03, which moves and squeezes the modes but keeps them apart.

By (4.15) the sum should fall by four when $n$ doubles, once the steps are short.
Short compared with what?
$\rho^2$ has to be small against the variance over which $\log q_s$ bends: 0.16 in a mode of these data.
The cell below takes equal steps of Ornstein–Uhlenbeck time and doubles their number.
The factor grows, and has not reached four at 512.
(The sums are larger than in the table above, because equal steps of this time are longer near the data than equal steps of $t$.)
"""

# %%
counts, sums = [16, 32, 64, 128, 256, 512], []
ou_T = float(-0.5 * schedule.log_alpha_bar(200))  # the clock (2.15): both processes end at the same noise
whole = schedules.ornstein_uhlenbeck(T=ou_T)
for n in counts:
    times = np.linspace(ou_T, 0, n + 1)
    sums.append(sum(one_step_kl(bimodal, whole, t, s) for t, s in zip(times, times[1:])))
falls = [None, *(before / after for before, after in zip(sums, sums[1:]))]
table(zip(counts, sums, falls), "steps n", "sum over the steps (nats)", "times less than the row above", digits=[0, 5, 1])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 04.7

This one was not shown.
The data are one bit.
At every step it is flipped with probability $p < \frac12$, independently.
Equation (4.1) is Bayes' rule and needs no Gaussian: return $P(x_{t-1} = 1\mid x_t, x_0)$.
(After $n$ steps the bit differs from its start with probability $f_n = \frac12\left(1-(1-2p)^n\right)$: an odd number of flips.)

- `x_t`, `x0`: 0 or 1; `t`: an integer, at least 1; `p`: a number in $(0, \frac12)$.
  Returns a number.
- Worked value: `bit_posterior(1, 0, 3, 0.1)` is $0.18\cdot0.9/0.244 = 0.6639$.
"""

# %% tags=["exercise"]
def bit_posterior(x_t, x0, t, p):
    """P(x_{t−1} = 1 | x_t, x_0) of a bit that is flipped with probability p at every step."""
    ### BEGIN SOLUTION
    flipped = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    prior = np.array([1 - flipped, flipped]) if x0 == 0 else np.array([flipped, 1 - flipped])
    likelihood = np.array([1 - p, p]) if x_t == 0 else np.array([p, 1 - p])
    return prior[1] * likelihood[1] / np.sum(prior * likelihood)
    ### END SOLUTION


bit_posterior = check("04.7", bit_posterior)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$q(x_{t-1}=1\mid x_0=0) = f_2 = 0.18$, $q(x_t=1\mid x_{t-1}=1)=0.9$, and the denominator is $0.18\cdot0.9+0.82\cdot0.1 = 0.244 = f_3$, as (4.1) demands.
Diffusion over letters and categories (lecture 15) is this sum with more letters.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · What does the exact reverse process of a data set generate?

Everything above is exact, so why train a network?
Take the digits themselves as the distribution of $x_0$: each of the 1797 pictures $x^{(i)}$ with probability $\frac1{1797}$.
That is a mixture of points ($\Sigma_k = 0$), and by (4.9) its denoiser is an average of the pictures,

$$\operatorname E[x_0\mid x_t] = \sum_i r_i(x_t)\,x^{(i)},\qquad r_i(x_t)\propto e^{-|x_t-\alpha_tx^{(i)}|^2/2\sigma_t^2} . \tag{4.17}$$

Predict before you run: 16 pictures of noise go through the reverse steps (4.5) with this denoiser in place of $x_0$.
What arrives, and what does the estimate (middle panel) show on the way?
The right panel shows the training digit nearest to each picture that arrives.
"""

# %%
digits = load_digits().images.reshape(-1, 64)
exact = DataDenoiser(digits, schedule)
x, generated = rng.normal(size=(16, 64)), []
for t in range(200, 0, -1):
    generated.append((x, exact(x, t)))
    A, B, std = step_coefficients(schedule, t, t - 1)
    x = A * x + B * generated[-1][1] + std * rng.normal(size=x.shape)

# %% tags=["reveal"]
frames = np.array([*generated, (x, x)])[::-4].reshape(-1, 2, 16, 8, 8)
closest = digits[np.argmin(np.linalg.norm(x[:, None] - digits, axis=-1), axis=1)].reshape(16, 8, 8)
Scene([Panel(Image(frames=frames[:, 0], columns=4), title="x_t"),
       Panel(Image(frames=frames[:, 1], columns=4), title="E[x_0 | x_t]"),
       Panel(Image(closest, columns=4), title="training digits")],
      times=schedule.times[::4], t=20, title="The exact denoiser of 1797 digits", status="t = {t:.0f} of {T:.0f}")

# %% tags=["reveal"]
table([(len(x), np.sum(nearest_distance(x, digits) < 1e-6))], "generated", "of them equal to a picture of the data")

# %% tags=["witness"]
x_t = schedule.noise(digits[:5], 60, rng.normal(size=(5, 64)))
r = np.exp(-np.sum((x_t[:, None] - schedule.alpha(60) * digits) ** 2, axis=-1) / 2 / schedule.sigma(60) ** 2)
witness("(4.17)", r @ digits / r.sum(axis=1, keepdims=True), exact(x_t, 60))

# %% [markdown]
r"""
Every one that arrives is a picture of the data.
The estimate is first the mean of all pictures, then an average of ever fewer.
Nothing went wrong: the data were given as a list, and the exact reverse process samples from that list.
Its denoiser is also the one with the least loss on these pictures, so a perfectly trained network would do the same.
What we want, new digits from the distribution *behind* the list, is not the exact answer to the question as asked.
[Lecture 05](05_objective.ipynb) says what is optimised, [lecture 07](07_training.ipynb) what a network does instead, and when it, too, copies.

## 7 · In the wild

**DDPM** (Ho and others 2020) fixes the variance of each of its 1000 steps to $\beta_t$ or to $\tilde\beta_t$ and reports similar results for both.
Here is what each costs in nats, summed over the reverse process, when the mean is exact.
By (4.14), a Gaussian with the right mean and variance $v$ costs $\frac12\left[\frac{\operatorname{Var}}{v}-1-\log\frac{\operatorname{Var}}{v}\right]$ more than the best one.
The first step, from $t=1$ to 0, is left out, because there $\tilde\beta_1=0$.
"""

# %%
def excess(schedule, t, v):
    """Mean extra cost of variance v in the step from t to t − 1, in nats."""
    q_t = bimodal.noised(*schedule(t)).density(points[:, None]) * (points[1] - points[0])
    ratio = mean_and_variance(step_back(schedule, t, t - 1, points))[1] / v
    return np.sum(q_t * 0.5 * (ratio - 1 - np.log(ratio)))

# %%
costs = []
for T in [1000, 200, 50, 10]:
    chain = schedules.linear(T=T, beta_min=0.1 / T, beta_max=min(20 / T, 0.9))
    shape = sum(one_step_kl(bimodal, chain, t, t - 1) for t in range(2, T + 1))
    small = [excess(chain, t, step_coefficients(chain, t, t - 1)[2] ** 2) for t in range(2, T + 1)]
    large = sum(excess(chain, t, chain.betas[t - 1]) for t in range(2, T + 1))
    costs.append((T, chain.betas[-1], shape, sum(small), sum(small[:9]) / sum(small), large))
table(costs, "T", "largest β", "shape alone", "extra for β̃_t", "of it in t = 10 to 2", "extra for β_t",
      digits=[0, 2, 5, 4, ".0%", 4], caption="nats, summed over the steps from T to 2")

# %% [markdown]
r"""
Here the choice of the variance costs more than the shape in every row.
$\tilde\beta_t$ is the worse choice, and most of its cost falls on the last few steps before the data: these data are wide compared with the first noises, so the true variance of the step is almost $\beta_t$.
For data that are a single point $\tilde\beta_t$ would cost nothing, by (4.13).
Nichol and Dhariwal (2021) learn the variance between the two bounds, and Bao and others (2022) compute it from a trained denoiser.
When only **four** steps are wanted the shape itself is what costs (0.19 nats in the table of section 5, with the best variances).
Xiao, Kreis and Vahdat (2022) keep the steps that long and replace the Gaussian by a conditional GAN, which can have several modes, and report sampling about 2000 times faster than a diffusion model on CIFAR-10.

What our table does not show: pictures.
One number with two modes is the smallest case in which a Gaussian fails; in high dimensions many directions can be undecided at once, and we have not measured that.

## 8 · What you can now say

**To go back by one step, exactly, is to sample from $q(x_s\mid x_t)$: the Gaussian (4.5), averaged over what $x_0$ may have been.
The denoiser gives its mean; one Gaussian is enough only for short steps.**

| | result | witness |
|---|---|---|
| (4.2)–(4.5) | Given $x_0$, the reverse step is $N(A\,x_t+B\,x_0, \tilde\sigma^2)$ for any $s<t$ | [section 1](#1-·-If-x_0-is-known) |
| (4.6), (4.6a) | DDPM's two forms of it, the first found again by least squares | [section 1](#1-·-If-x_0-is-known) |
| (4.7)–(4.10) | The true reverse of a mixture is a mixture; its responsibilities do not depend on $s$ | [section 2](#2-·-If-x_0-is-not-known) |
| (4.11)–(4.13) | Mean and variance of the step from the denoiser; between $\tilde\sigma^2$ and $\sigma_{t\mid s}^2$ on average | [section 3](#3-·-Its-mean-and-variance,-from-a-denoiser) |
| (4.14), (4.15) | The best Gaussian matches two moments; its divergence falls with the cube of the step | [section 4](#4-·-When-is-one-Gaussian-enough?) |
| (4.16) | The divergences of the steps add up, and bound the one at the end | [section 5](#5-·-Break-it:-a-reverse-process-of-Gaussians) |
| (4.17) | The exact denoiser of a finite data set generates that data set | [section 6](#6-·-What-does-the-exact-reverse-process-of-a-data-set-generate?) |

**Next question.**
The mean needs only $\operatorname E[x_0\mid x_t]$.
How is that learned from data, and what do we optimise when we train it?
That is [lecture 05](05_objective.ipynb).

## 9 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: equations 6 and 7 are our (4.6); section 3.2 has the two variances.
- D. P. Kingma and others, *Variational diffusion models*, NeurIPS 2021, appendix A: the posterior for general $\alpha$, $\sigma$ and any $s<t$, our (4.5).
- J. Sohl-Dickstein and others, *Deep unsupervised learning using nonequilibrium thermodynamics*, ICML 2015: the reverse of a small Gaussian step is nearly Gaussian (after W. Feller, 1949), and bounds on its entropy.
- A. Nichol, P. Dhariwal, *Improved DDPM*, ICML 2021; F. Bao and others, *Analytic-DPM*, ICLR 2022: the variance of the step.
- Z. Xiao, K. Kreis, A. Vahdat, *Tackling the generative learning trilemma with denoising diffusion GANs*, ICLR 2022.
- S. J. D. Prince, *Understanding Deep Learning*, MIT Press 2023, chapter 18: the map of $q(x_{t-1}\mid x_t)$ for a density with several modes.
- Ours: the divergence (4.15) and its witness, the reverse process of Gaussians on a grid, the exercises.
"""
