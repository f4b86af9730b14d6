# %% [markdown]
r"""
# 06 · Which way is the data, seen from a noisy point?

{badges}

| | |
|---|---|
| **You will be able to** | compute the score of a noised mixture · turn a score into the best estimate of the data and back (Tweedie), and its slope into the estimate's uncertainty · prove three ways to learn a score without knowing it, and say how large the loss must stay · make a Langevin step with the right power of the step size · recognise a metric that fails the exact answer |
| **You need** | [lecture 02](02_noising.ipynb), gradients, Bayes' rule; [appendix B](../appendices/B_gaussians.ipynb) for the Gaussian score |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.ndimage import maximum_filter
from scipy.stats import norm

from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.predictions import convert
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Arrows, Formula, Heat, Line, Panel, Points
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(6)

# %% [markdown]
r"""
## The picture first

Three islands of probability: a thin one, a round one and a small one.
On the left their density at time $t$, blurred by noise, and at each place an arrow.
On the right 300 noisy points (rings; one is marked, with its trajectory), and for each a dot, the best estimate of where it came from: the point moved by $\sigma^2$ times the score, then divided by $\alpha$.

Drag $t$ from right (noise) to left (data).
Three questions to keep in mind:

1. At large $t$ all arrows point to one place.
   Which?
2. When do the islands begin to pull separately?
3. Look at the estimates on the right at large $t$.
   Do they look like data?
"""

# %% tags=["picture"]
schedule = schedules.cosine_vp()
islands = GaussianMixture(
    weights=[0.5, 0.3, 0.2], means=[[-0.9, -0.5], [0.9, 1.1], [0.9, -0.4]],
    covs=[[[0.20, -0.15], [-0.15, 0.16]], [[0.05, 0.0], [0.0, 0.05]], [[0.01, 0.0], [0.0, 0.01]]])
times = np.linspace(0.02, 0.98, 97)
levels = [(t, *schedule(t)) for t in times[::4]]

# %% tags=["picture"]
side, places = np.linspace(-2.7, 2.7, 49), np.linspace(-2.4, 2.4, 13)
cells = np.stack(np.meshgrid(side, side), axis=-1)
roots = np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
every = np.array([islands.noised(*schedule(t)).density(cells) for t in times])
modes = [np.sum((maximum_filter(density, 3) == density) & (density > 1e-4)) for density in every]
start, eps = islands.sample(300, rng), rng.normal(size=(300, 2))
noisy = np.array([a * start + s * eps for _, a, s in levels])
estimated = np.array([islands.posterior_mean(x, a, s) for x, (_, a, s) in zip(noisy, levels)])

# %% tags=["picture"]
def arrows(kind):
    """The chosen vectors at every root and key time, and a length that fits the panel."""
    scores = np.array([islands.noised(alpha, sigma).score(roots) for _, alpha, sigma in levels])
    if kind == "the score, longest = 1":
        return scores / np.linalg.norm(scores, axis=-1).max(axis=1)[:, None, None], 0.5
    expected_noise = np.array([sigma for _, _, sigma in levels])[:, None, None] * scores
    return expected_noise, 0.15


# %% tags=["picture"]
square = dict(xlim=(-2.7, 2.7), ylim=(-2.7, 2.7), aspect="equal", xlabel="x₁", ylabel="x₂")
two_numbers = {"α": schedule.alpha(times), "σ": schedule.sigma(times), "σ²": schedule.sigma(times) ** 2,
               "modes": np.array(modes, dtype=float)}

heat_map = Heat(every[::4], extent=(-2.7, 2.7, -2.7, 2.7), each=True)
both = Points(frames=np.concatenate([noisy, estimated], axis=1), size=3, highlight=7,
              colour_by=np.repeat([2, 6], 300), label="noisy points (rings), best estimates (dots)")

# %% tags=["picture"]
def field(kind):
    vectors, length = arrows(kind)
    pull = Arrows(roots, vectors, scale=length, colour=0, label=f"arrows: {kind}")
    panels = [Panel(heat_map, pull, title="density and arrows", **square),
              Panel(both, title="300 points, 300 estimates", **square),
              Formula("best estimate of x_0 = (x_t + {σ²:.3f} score) / {α:.2f}")]
    return dict(panels=panels, times=times, t=28, values=two_numbers, title="Which way is the data?",
                status="t = {t:.2f}: signal {α:.2f}, noise {σ:.2f}; modes of the density: {modes:.0f}")


# %% tags=["picture"]
controlled(field, kind=choose("arrows", ["minus the expected noise", "the score, longest = 1"]))

# %% [markdown]
r"""
<details><summary>Answers, when you have looked</summary>

At large $t$ every arrow points towards one place near the origin, $\alpha_t$ times the mean of the data, and every estimate is near that mean: $x_t$ contains little information, and the mean is the best single answer.
The islands pull separately once the density has several modes; the line below the picture counts them: two below $t=0.43$, three below $t=0.38$.
The estimates are *not* samples of the data; they spread as $t$ falls, until they are the data points.
</details>

This lecture derives the arrows, shows how they can be learned without knowing the density, and uses them to sample.
Throughout, $x_t = \alpha_t x_0 + \sigma_t\varepsilon$ with $\sigma_t > 0$, $x_0\sim q(x_0)$ and $\varepsilon\sim N(0, I)$ independent.
$q_t$ is the density of $x_t$; the random quantities are $x_0$, $\varepsilon$ and therefore $x_t$.

## 1 · The score

The **score** of a density is the gradient of its logarithm with respect to the *place*, not to a parameter:

$$s_t(x) = \nabla_x \log q_t(x) = \frac{\nabla_x q_t(x)}{q_t(x)}. \tag{6.1}$$

It is a vector field: $d$ numbers at each place, pointing uphill in log-density, with unit 1/(unit of $x$).
Multiply the density by a constant and the logarithm moves up by a constant: the score does not change.
A density's normalising constant need not be known to know its score.

For the noise alone, $q(x_t\mid x_0) = N(x_t; \alpha_t x_0, \sigma_t^2 I)$, [(B.2)](../appendices/B_gaussians.ipynb) gives

$$\nabla_{x_t}\log q(x_t\mid x_0) = -\frac{x_t-\alpha_t x_0}{\sigma_t^2} = -\frac{\varepsilon}{\sigma_t}. \tag{6.2}$$

For a noised mixture, by [(2.11)](02_noising.ipynb), $q_t = \sum_k w_k N_k$ with $N_k = N(x; \alpha_t m_k, C_k)$ and $C_k = \alpha_t^2\Sigma_k+\sigma_t^2 I$.
Differentiate each term: $\nabla N_k = -C_k^{-1}(x-\alpha_t m_k)\,N_k$, divide by the sum, and the shares appear:

$$s_t(x) = -\sum_k r_k(x)\; C_k^{-1}(x - \alpha_t m_k), \quad r_k(x) = \frac{w_k N_k(x)}{\sum_j w_j N_j(x)}. \tag{6.3}$$

The **responsibility** $r_k(x)$ is the probability that a point found at $x$ comes from component $k$.
The score is the components' own pulls, averaged with these probabilities.

Witness: the slope of $\log q_t$ by finite differences against (6.3), in two dimensions; the thin island's covariance has off-diagonal entries, so swapped axes would be caught.

<!-- 6.1: definition -->
"""

# %% tags=["witness"]
def slope(function, x, h=1e-5):
    """Gradient of a scalar function at points x (n, d), by central differences."""
    steps = h * np.eye(x.shape[-1])
    return np.stack([(function(x + step) - function(x - step)) / (2 * h) for step in steps], axis=-1)


some_x = rng.normal(size=(50, 2))
for t in [0.1, 0.5, 0.9]:
    noised = islands.noised(*schedule(t))
    witness(f"(6.3) at t = {t}", slope(noised.log_density, some_x), noised.score(some_x), atol=1e-6)

# %% tags=["witness"]
# α = 0.8, σ = 0.6, every coordinate of x_0 is 1.7
log_kernel = lambda x: norm.logpdf(x, 0.8 * 1.7, 0.6).sum(axis=-1)
eps_seen = (some_x - 0.8 * 1.7) / 0.6
witness("(6.2)", slope(log_kernel, some_x), -eps_seen / 0.6, atol=1e-6)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.1

Write equation (6.3) in one dimension.

- `x`: a number, the place.
  `weights`, `means`, `stds`: arrays $(K,)$, the mixture of the **data**: $w_k$, $m_k$ and the standard deviations $\sqrt{\Sigma_k}$.
- `alpha`, `sigma`: numbers, $\alpha_t > 0$ and $\sigma_t > 0$.
- Returns a number, $s_t(x)$.
- Worked value: `mixture_score(0.3, np.array([0.25, 0.75]), np.array([-1.0, 1.5]), np.array([0.5, 0.4]), 0.8, 0.6)` is $1.1714$.
"""

# %% tags=["exercise"]
def mixture_score(x, weights, means, stds, alpha, sigma):
    """∇ log q_t at x for a mixture in one dimension."""
    ### BEGIN SOLUTION
    variances = alpha**2 * stds**2 + sigma**2
    terms = weights * np.exp(-((x - alpha * means) ** 2) / (2 * variances)) / np.sqrt(variances)
    responsibilities = terms / terms.sum()
    return -np.sum(responsibilities * (x - alpha * means) / variances)
    ### END SOLUTION


mixture_score = check("06.1", mixture_score)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Noise first: component $k$ has mean $\alpha m_k$ and variance $\alpha^2\Sigma_k+\sigma^2$.
The factor $1/\sqrt{2\pi}$ is common to all terms and cancels in the responsibilities; $1/\sqrt{\text{variance}}$ is not common and must stay.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · Tweedie: the score is a denoiser

**Claim.**
The score of $q_t$ is the *average* score of the kernels, over all data that could have led here.
Write $q_t(x) = \int q(x\mid x_0)\,q(x_0)\,dx_0$, take the gradient under the integral (allowed, because the Gaussian kernel and its gradient in $x$ are bounded), and multiply and divide by the kernel:

$$\begin{aligned}s_t(x) &= \frac{\int \nabla_x q(x\mid x_0)\,q(x_0)\,dx_0}{q_t(x)}\\ &= \int \nabla_x\log q(x\mid x_0)\;\frac{q(x\mid x_0)\,q(x_0)}{q_t(x)}\,dx_0\\ &= \operatorname E\!\left[\nabla_{x_t}\log q(x_t\mid x_0)\,\middle|\,x_t = x\right]. \end{aligned} \tag{6.4}$$

The fraction is $q(x_0\mid x_t = x)$, by Bayes' rule.
Put (6.2) in; given $x_t$, only $x_0$ is random:

$$\begin{aligned}s_t(x) &= -\frac{x-\alpha_t\operatorname E[x_0\mid x_t=x]}{\sigma_t^2},\\ \operatorname E[x_0\mid x_t = x] &= \frac{x+\sigma_t^2\,s_t(x)}{\alpha_t} . \end{aligned} \tag{6.5}$$

The two lines are one equation, solved for either side ($\alpha_t>0$ in the second).
This is **Tweedie's formula**.
With the right-hand side of (6.2), $-\varepsilon/\sigma_t$, in (6.4) it reads

$$\operatorname E[\varepsilon\mid x_t=x] = -\sigma_t\,s_t(x). \tag{6.6}$$

So three tasks are one: find the uphill direction, estimate the data, estimate the noise.
Nothing was assumed about the data: they may be points, digits, a fractal.
The formula requires only that the *noise* is Gaussian.

Witness 1: for the islands, `posterior_mean` comes from Bayes' rule component by component, `score` from (6.3).
Witness 2: data that are no mixture, uniform on $[-1, 1]$.
Left, the mean of $x_0$ given $x_t$ by summing over $x_0$; right, Tweedie with the slope of $\log q_t$, where $q_t$ is a difference of two normal distribution functions.
"""

# %% tags=["witness"]
for t in [0.1, 0.5, 0.9]:
    alpha, sigma = schedule(t)
    there = islands.noised(alpha, sigma).score(some_x)
    by_tweedie = (some_x + sigma**2 * there) / alpha
    witness(f"(6.5) at t = {t}", islands.posterior_mean(some_x, alpha, sigma), by_tweedie, atol=1e-10)
    in_utils = convert(there, some_x, alpha, sigma, source="score", target="x0")
    witness("(6.5) in utils", in_utils, MixtureDenoiser(islands, schedule)(some_x, t), atol=1e-10)

# %% tags=["witness"]
alpha, sigma = 0.8, 0.6
x0 = (np.arange(20_000) + 0.5) / 10_000 - 1
x = np.linspace(-2, 2, 9)[:, None]
likelihood = norm.pdf(x, alpha * x0, sigma)
log_q = lambda x: np.log(norm.cdf(x[..., 0] + alpha, 0, sigma) - norm.cdf(x[..., 0] - alpha, 0, sigma))
data_mean = likelihood @ x0 / likelihood.sum(axis=1)
witness("(6.5), uniform data", data_mean, (x + sigma**2 * slope(log_q, x))[:, 0] / alpha, atol=1e-6)
noise_mean = (likelihood * (x - alpha * x0) / sigma).sum(axis=1) / likelihood.sum(axis=1)
witness("(6.6), uniform data", noise_mean, -sigma * slope(log_q, x)[:, 0], atol=1e-6)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.2

The data are two points, $-1$ and $+1$, equally likely.
Noise of standard deviation 0.5 is added, nothing is shrunk ($\alpha = 1$, $\sigma = 0.5$).
You observe $x_t = 0.25$.
What is $\operatorname E[x_0\mid x_t = 0.25]$?
Write a number in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
best_estimate = np.tanh(1)
### END SOLUTION
best_estimate = check("06.2", best_estimate)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Bayes: the odds of $+1$ against $-1$ are $e^{-(0.25-1)^2/0.5}/e^{-(0.25+1)^2/0.5} = e^{2}$.
So $+1$ has probability $e^2/(1+e^2) = 0.881$, and the mean is $0.881 - 0.119 = 0.762 = \tanh(x_t/\sigma^2)$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Second order.**
The slope of the denoiser is the uncertainty of its estimate.
Differentiate (6.5).
With $\nabla^2$ for the matrix of second derivatives,

$$\frac{\partial}{\partial x}\operatorname E[x_0\mid x_t=x] = \frac{1}{\alpha_t}\left(I+\sigma_t^2\,\nabla^2\log q_t(x)\right). \tag{6.7}$$

The same slope comes from Bayes' rule.
By (6.2) and (6.4), $\nabla_x\log q(x_0\mid x) = \nabla_x\log q(x\mid x_0) - s_t(x) = \frac{\alpha_t}{\sigma_t^2}\left(x_0-\operatorname E[x_0\mid x]\right)$, hence

$$\begin{aligned}\frac{\partial}{\partial x}\operatorname E[x_0\mid x] &= \int x_0\,\nabla_x q(x_0\mid x)^{\mathsf T}dx_0\\ &= \frac{\alpha_t}{\sigma_t^2}\operatorname E\!\left[x_0\left(x_0-\operatorname E[x_0\mid x]\right)^{\mathsf T}\middle|\,x\right]\\ &= \frac{\alpha_t}{\sigma_t^2}\operatorname{Cov}[x_0\mid x_t=x]. \end{aligned} \tag{6.8}$$

The derivative may go under the integral because $\|x_0\|$ times the kernel, and times its gradient, is bounded in $x_0$.
The last step: $x_0-\operatorname E[x_0\mid x]$ has mean 0 given $x$, so $x_0$ may be replaced by $x_0-\operatorname E[x_0\mid x]$ in front of it.

Set (6.7) and (6.8) equal, for $\alpha_t>0$:

$$\operatorname{Cov}[x_0\mid x_t=x] = \frac{\sigma_t^2}{\alpha_t^2}\left(I+\sigma_t^2\,\nabla^2\log q_t(x)\right). \tag{6.9}$$

Where a small change of $x_t$ changes the estimate much, the estimate is uncertain.
Two facts follow: the denoiser's slope is a *symmetric* matrix without negative eigenvalues, which a network's slope need not be; and $\nabla^2\log q_t \succeq -I/\sigma_t^2$: noised data never curve more sharply downward than the noise itself.
"""

# %% tags=["witness"]
t = 0.4
alpha, sigma = schedule(t)
noised = islands.noised(alpha, sigma)
hessian = np.stack([slope(lambda x: noised.score(x)[..., i], some_x) for i in range(2)], axis=-2)
estimate = lambda x: islands.posterior_mean(x, alpha, sigma)
denoiser_slope = np.stack([slope(lambda x: estimate(x)[..., i], some_x) for i in range(2)], axis=-2)
covariance = islands.posterior_cov(some_x, alpha, sigma)
witness("(6.7)", denoiser_slope, (np.eye(2) + sigma**2 * hessian) / alpha, atol=1e-6)
witness("(6.8)", denoiser_slope, alpha / sigma**2 * covariance, atol=1e-6)
eigenvalues = np.linalg.eigvalsh(hessian)
witness("∇² log q_t ⪰ −I/σ²", np.maximum(eigenvalues, -1 / sigma**2), eigenvalues)
witness("(6.9)", covariance, sigma**2 / alpha**2 * (np.eye(2) + sigma**2 * hessian), atol=1e-6)

# %%
line = np.linspace(-3, 3, 301)
known = {}
for t in [0.1, 0.4, 0.7]:
    at_t = line[:, None], *schedule(t)
    known[t] = bimodal.posterior_mean(*at_t)[:, 0], np.sqrt(bimodal.posterior_cov(*at_t)[:, 0, 0])

# %% tags=["picture"]
fig, axes = figures.figure(1, 3, sharey=True)
for ax, (t, (mean, spread)) in zip(axes, known.items()):
    ax.plot(line, mean, label="best estimate of $x_0$")
    ax.fill_between(line, mean - spread, mean + spread, color="0.85", label="± one standard dev.")
    ax.set(title=f"t = {t}", xlabel="$x_t$")
axes[0].set_ylabel("$x_0$")
axes[2].legend(loc="upper left")
figures.show(fig)

# %% [markdown]
r"""
The data of lecture 02 (modes at $-1.4$ and $0.6$).
Where the curve is steep, between the modes, the grey band is wide: it is (6.8) at work.
"""

# %% [markdown]
r"""
## 3 · How a network can learn it

A network $s(x)$ should match $s_t$.
The loss one would like, **explicit score matching**, needs the unknown $s_t$; **denoising score matching** needs only noise that we added ourselves:

$$\begin{aligned}J_{\text{ESM}}(s) &= \operatorname E\left\|s(x_t)-s_t(x_t)\right\|^2,\\ J_{\text{DSM}}(s) &= \operatorname E\left\|s(x_t)+\frac{\varepsilon}{\sigma_t}\right\|^2. \end{aligned} \tag{6.10}$$

The target of the second is $-\varepsilon/\sigma_t$, the score of one kernel: noisy, and wrong for almost every single example.
But right on average, by (6.4).

**Theorem.**
For every $s$ with $\operatorname E\|s(x_t)\|^2<\infty$,

$$J_{\text{DSM}}(s) = J_{\text{ESM}}(s) + C_t, \qquad C_t = \frac{d}{\sigma_t^2}-\operatorname E\|s_t(x_t)\|^2, \tag{6.11}$$

and $C_t$ does not contain $s$.
So both have the same minimiser, $s=s_t$, and the same gradient in any parameter.
The smallest *values* differ: 0 and $C_t$.

*Proof.*
Write $u = -\varepsilon/\sigma_t$ and split $s(x_t)-u = \left(s(x_t)-s_t(x_t)\right) + \left(s_t(x_t)-u\right)$.
Square and take the expectation.
The cross term is

$$\begin{aligned}&2\operatorname E\left[\left(s(x_t)-s_t(x_t)\right)^{\mathsf T}\left(s_t(x_t)-u\right)\right]\\ &\quad= 2\operatorname E\left[\left(s(x_t)-s_t(x_t)\right)^{\mathsf T}\operatorname E\left[s_t(x_t)-u\mid x_t\right]\right] = 0,\end{aligned}$$

because $\operatorname E[u\mid x_t]=s_t(x_t)$, which is (6.4).
What is left is $J_{\text{ESM}}(s)$ and $C_t = \operatorname E\|s_t-u\|^2$.
Choose $s = 0$ in what we have just shown, $J_{\text{DSM}}(0) = \operatorname E\|u\|^2 = d/\sigma_t^2$ and $J_{\text{ESM}}(0)=\operatorname E\|s_t\|^2$ (finite: $s_t$ is a conditional mean of $u$, so its mean square is at most that of $u$): the constant is their difference.
$\square$

What is the constant?
Given $x_t$, the only randomness in $u = -(x_t-\alpha_tx_0)/\sigma_t^2$ is that of $x_0$.
It enters with the factor $\alpha_t/\sigma_t^2$, so

$$C_t = \operatorname E\left[\operatorname{tr}\operatorname{Cov}[u\mid x_t]\right] = \frac{\alpha_t^2}{\sigma_t^4}\operatorname E\left[\operatorname{tr}\operatorname{Cov}[x_0\mid x_t]\right]: \tag{6.12}$$

the part of the loss that no network can remove, since $x_t$ does not determine $x_0$.

Witness, exact: in one dimension both losses are integrals over $x_0$ and $x_t$.
Four candidates, among them a useless and a perfect one.
The last column must not change.

<!-- 6.10: definition -->
"""

# %%
alpha, sigma = 0.8, 0.6
noised = bimodal.noised(alpha, sigma)
x0, x = np.linspace(-4, 4, 801), np.linspace(-6, 6, 1201)
joint = norm.pdf(x, alpha * x0[:, None], sigma) * bimodal.density(x0[:, None])[:, None]
joint /= joint.sum()  # the midpoint rule's weights: probability of each pair (x_0, x_t)
target = -(x - alpha * x0[:, None]) / sigma**2
exact = noised.score(x[:, None])[:, 0]
candidates = {"nothing, s = 0": 0 * x, "the score of N(0, 1)": -x,
              "the score of the data, t = 0": bimodal.score(x[:, None])[:, 0], "the exact score": exact}

# %% tags=["witness"]
losses = {name: (np.sum(joint * (s - target) ** 2), np.sum(joint.sum(axis=0) * (s - exact) ** 2))
          for name, s in candidates.items()}
table([(name, dsm, esm, dsm - esm) for name, (dsm, esm) in losses.items()],
      "candidate", "DSM", "ESM", "difference", digits=4)
differences = [dsm - esm for dsm, esm in losses.values()]

# %% tags=["witness"]
constant = 1 / sigma**2 - np.sum(noised.density(x[:, None]) * exact**2) * (x[1] - x[0])
witness("(6.11)", differences, constant, atol=1e-8)
posterior_variance = bimodal.posterior_cov(x[:, None], alpha, sigma)[:, 0, 0]
uncertainty = noised.density(x[:, None]) @ posterior_variance * (x[1] - x[0])
witness("(6.12)", constant, alpha**2 / sigma**4 * uncertainty, atol=1e-8)

# %% [markdown]
r"""
The perfect network has a loss of $C_t$, not 0.
A training curve that stops falling may have reached the end, not a difficulty.

Witness by sampling, as in training, in two dimensions: 200 000 pairs $(x_t,\varepsilon)$.
Both losses are averages over the same pairs, and the standard error is that of their difference.
"""

# %%
noised = islands.noised(alpha, sigma)
eps = rng.normal(size=(200_000, 2))
x_t = alpha * islands.sample(200_000, rng) + sigma * eps
fine = np.stack(np.meshgrid(np.linspace(-4, 4, 401), np.linspace(-4, 4, 401)), axis=-1).reshape(-1, 2)
squared_score = np.sum(noised.density(fine) * np.sum(noised.score(fine) ** 2, axis=1)) * 0.02**2
predicted = 2 / sigma**2 - squared_score  # (6.11) with d = 2

# %% tags=["witness"]
exact_2d = noised.score(x_t)
answers = {"s = 0": 0 * x_t, "N(0, I)": -x_t, "data score": islands.score(x_t), "exact": exact_2d}
estimates = {}
for name, s in answers.items():
    difference = np.sum((s + eps / sigma) ** 2, axis=1) - np.sum((s - exact_2d) ** 2, axis=1)
    estimates[name] = difference.mean(), difference.std() / np.sqrt(len(x_t))
table([(name, estimate, predicted) for name, estimate in estimates.items()],
      "candidate", "DSM − ESM ± standard error", "by (6.11)", digits=4)
means, errors = np.array(list(estimates.values())).T
witness("(6.11)", means, predicted, standard_error=errors)

# %% [markdown]
r"""
Four estimates of one number.
The data's score has the largest standard error: near the small island (variance 0.01) that score is minus the distance divided by 0.01, which is large.

**A loss without noise.**
The explicit loss can be had from samples of $q_t$ alone, without their $\varepsilon$.
Expand the square in (6.10): $\operatorname E\|s\|^2 - 2\operatorname E[s^{\mathsf T}s_t] + \operatorname E\|s_t\|^2$.
The middle term is $\int s^{\mathsf T}\nabla q_t\,dx$ by (6.1), and by parts $-\operatorname E[\nabla\cdot s]$, if $s\,q_t$ vanishes far out:

$$J_{\text{ESM}}(s) = \operatorname E\left[\|s(x_t)\|^2 + 2\,\nabla\cdot s(x_t)\right] + \operatorname E\|s_t(x_t)\|^2 . \tag{6.12a}$$

This is **implicit score matching** (Hyvärinen 2005), which needs no noise at all.
Its divergence $\nabla\cdot s = \sum_i\partial s_i/\partial x_i$ takes $d$ derivatives of a network; **sliced** score matching (Song and others 2019) estimates it by one, $u^{\mathsf T}\frac{\partial s}{\partial x}u$ with a random $u\sim N(0, I)$, whose expectation it is.
Denoising score matching takes none.
"""

# %% tags=["witness"]
line_law = bimodal.noised(alpha, sigma)
implicit = [line_law.density(x[:, None]) @ (s**2 + 2 * np.gradient(s, x)) * (x[1] - x[0]) for s in candidates.values()]
squared = line_law.density(x[:, None]) @ exact**2 * (x[1] - x[0])
explicit = [esm for _, esm in losses.values()]
witness("(6.12a)", implicit + squared, explicit, atol=1e-3)

# %% [markdown]
r"""
Now the picture behind (6.11).
Each dot is a training example: a place $x_t$ and its target $-\varepsilon/\sigma$.
Single dots lie anywhere; their mean in every narrow strip lies on the curve.
"""

# %% tags=["witness"]
eps = rng.normal(size=200_000)
x_t = alpha * bimodal.sample(200_000, rng)[:, 0] + sigma * eps
exact_there = bimodal.noised(alpha, sigma).score(x_t[:, None])[:, 0]
edges = np.linspace(-2, 2, 21)
strip = np.digitize(x_t, edges) - 1
inside = [strip == k for k in range(20)]
gap = np.array([np.mean((-eps / sigma - exact_there)[mask]) for mask in inside])
error = np.array([np.std((-eps / sigma - exact_there)[mask]) / np.sqrt(mask.sum()) for mask in inside])
witness("(6.4), strip by strip", gap, 0, standard_error=error)

# %%
middles = (edges[1:] + edges[:-1]) / 2
means = [np.mean(-eps[mask] / sigma) for mask in inside]
off = np.abs(means - np.interp(middles, x, exact)).max()  # for the words that stand for the picture

# %% tags=["picture"]
fig, ax = figures.figure()
ax.plot(x_t[:1500], -eps[:1500] / sigma, ".", markersize=2, color="0.7", label="1500 targets −ε/σ")
ax.plot(x, exact, label="exact score")
ax.plot(middles, means, "o", label="mean of the targets in a strip")
ax.set(xlim=(-3, 3), ylim=(-5, 7.5), xlabel="$x_t$", ylabel="score", title="Wrong one by one, right on average")
ax.legend(loc="upper right")
figures.show(fig, alt=f"Wrong one by one, right on average: score from −5 to 7.5 over x_t from −3 to 3. 1500 targets scatter "
             f"widely about the exact score; their means in 20 strips lie on it, at most {off:.2f} away.")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.3

The data are standard normal numbers, $x_0\sim N(0,1)$.
At the time where signal and noise have equal power, $\alpha_t^2=\sigma_t^2=\frac12$, a network predicts the noise from $x_t$.
It is perfect: it gives $\operatorname E[\varepsilon\mid x_t]$.
How large is its mean squared error $\operatorname E|\hat\varepsilon-\varepsilon|^2$?
Write a number in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
perfect_loss = 0.5
### END SOLUTION
perfect_loss = check("06.3", perfect_loss)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_t\sim N(0,1)$, so $s_t(x)=-x$ and by (6.6) $\hat\varepsilon=\sigma x_t$.
The error is $\sigma^2C_t=\sigma^2\left(\frac1{\sigma^2}-1\right)=1-\sigma^2=\alpha^2=\frac12$.
As $t\to0$ the error tends to 1: on a nearly clean number the noise cannot be seen, and the best estimate of it is 0.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.4

Change the experiment: the data are `bimodal`, the time is $t=0.25$ of the cosine schedule.
How large is the least $\operatorname E|\hat\varepsilon-\varepsilon|^2$ that any network can reach?
Write a number with two decimals in place of `...`.
Is it more or less than for Gaussian data with the same mean and variance?
"""

# %% tags=["exercise"]
alpha, sigma = schedules.cosine_vp()(0.25)
### BEGIN SOLUTION
x_there, dx_there = np.linspace(-6, 6, 2401, retstep=True)
law = bimodal.noised(alpha, sigma)
mean_square = np.sum(law.density(x_there[:, None]) * law.score(x_there[:, None])[:, 0] ** 2) * dx_there
least_loss = 1 - sigma**2 * mean_square
### END SOLUTION
least_loss = check("06.4", least_loss)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
By (6.6) the error of the noise is $\sigma_t$ times that of the score, so the least loss is $\sigma_t^2C_t = 1-\sigma_t^2\operatorname E\|s_t\|^2 = 0.655$.
For $N(0,1)$ it would be $\alpha_t^2=0.854$: the two modes say more about where $x_0$ can be, and so about the noise.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.5

For $x_0\sim N(m, v)$ in one dimension, write $C_t$ of (6.11) as a formula in `alpha`, `sigma` and `v`.
Put it in quotation marks, for example `"alpha**2 / (v + sigma)"`.
Worked value: `alpha` = 0.8, `sigma` = 0.6, `v` = 2 give 2.1680.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
dsm_constant = "1 / sigma**2 - 1 / (alpha**2 * v + sigma**2)"
### END SOLUTION
dsm_constant = check("06.5", dsm_constant)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_t\sim N(\alpha m, \alpha^2v+\sigma^2)$.
Its score is $-(x_t-\alpha m)/(\alpha^2v+\sigma^2)$, whose mean square is $1/(\alpha^2v+\sigma^2)$.
Subtract from $1/\sigma^2$.
By (6.12) and (B.7) the same is $\frac{\alpha^2}{\sigma^4}\cdot\frac{v\sigma^2}{\alpha^2v+\sigma^2}$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · A metric that fails the exact answer

A score network is trained.
How good is it?
A tempting metric compares the network's output at time $t$, at the noised points, with the score of the *data*:

$$\begin{aligned}&\operatorname E\left\|s(x_t, t)-s_0(x_t)\right\|^2 &&\text{(wrong)},\\ &\operatorname E\left\|s(x_t, t)-s_t(x_t)\right\|^2 &&\text{(right)}. \end{aligned} \tag{6.13}$$

But at time $t$ the network's regression target is the score of $q_t$.
We evaluate both for four networks, by integrals, with $t$ spread evenly over 0.05 to 0.95 (cosine schedule, the data with two modes): the exact one, one that is always 0, one that ignores $t$ and always gives the data's score, and one that always gives $-x$.
"""

# %%
metric_times = np.linspace(0.05, 0.95, 19)
networks = {"exact score at t": lambda x, at_t: at_t.score(x), "zero": lambda x, at_t: 0 * x,
            "data score at every t": lambda x, at_t: bimodal.score(x), "−x at every t": lambda x, at_t: -x}

# %%
def metrics(network):
    """Wrong and right metric of a network at each of metric_times, (19, 2)."""
    points, out = x[:, None], []
    for t in metric_times:
        at_t = bimodal.noised(*schedule(t))
        weight = at_t.density(points) * (x[1] - x[0])
        answer = network(points, at_t)
        out.append([weight @ (answer - truth.score(points))[:, 0] ** 2 for truth in (bimodal, at_t)])
    return np.array(out)


# %% tags=["witness"]
evaluated = {name: metrics(network) for name, network in networks.items()}
table([(name, *errors.mean(axis=0)) for name, errors in evaluated.items()], "network", "wrong metric", "right metric",
      digits=3, caption="mean squared error, mean over t")
witness("(6.13), right, of the exact score", evaluated["exact score at t"][:, 1], 0)
witness("(6.13), wrong, of the data's score", evaluated["data score at every t"][:, 0], 0)

# %% tags=["picture"]
fig, axes = figures.figure(1, 2, sharey=True)
for name, style in zip(networks, ["-", "--", "-.", ":"]):
    for ax, errors in zip(axes, evaluated[name].T):
        ax.plot(metric_times, errors, style, label=name)
for ax, title in zip(axes, ["wrong: against the data's score", "right: against the score at t"]):
    ax.set(xlabel="t", title=title, ylim=(-0.5, 17))
axes[0].set_ylabel("mean squared error")
axes[1].legend(loc="upper left")
figures.show(fig)

# %% [markdown]
r"""
The wrong metric is 0 for a network that ignores $t$, and 6.6 for the exact one, where "$-x$ at every $t$", which does not depend on the data, has 8.6.
By the right metric, the wrong one's winner is last.
Validate a metric before use: it must be 0 on the exact score and positive on a wrong one.
For networks we can only do that on data whose score is known, which is what mixtures are for.

## 5 · Langevin: walking with the score

Suppose the score $s$ of a density $q$ is known.
Can we sample from $q$?
Following the score alone ends at a mode. With noise of the right strength added to each step, $q$ is the **stationary law** of the walk.
With step size $h>0$ and fresh $z_k\sim N(0,I)$, the **Langevin step** is

$$x_{k+1} = x_k + h\,s(x_k) + \sqrt{2h}\;z_k. \tag{6.14}$$

Why this strength?
Take one dimension, $s$ smooth, and any smooth test function $\varphi$ that does not grow too fast for the expectations below to exist.
Expand $\varphi(x_{k+1})$ around $x_k$: the shift has conditional mean $h\,s$ and conditional mean square $2h + h^2s^2$, so

$$\begin{aligned}&\operatorname E\varphi(x_{k+1}) - \operatorname E\varphi(x_k)\\ &\quad= h\operatorname E\left[\varphi'(x_k)\,s(x_k) + \varphi''(x_k)\right] + O(h^2). \end{aligned} \tag{6.15}$$

If $x_k\sim q$, put $s = q'/q$ in.
The two terms join to a total derivative, and $\varphi'q$ vanishes at both ends, $x\to\pm\infty$:

$$\operatorname E\left[\varphi' s+\varphi''\right] = \int\left(\varphi' q' + \varphi''q\right)dx = \int\left(\varphi'q\right)'dx = 0. \tag{6.16}$$

So $q$ stays, up to $O(h^2)$ a step. The factor 2 and the root are what makes the second term $\varphi''$ with factor exactly 1: noise of variance $2h$ contributes $\frac12\cdot 2h\,\varphi''$.
Any other noise strength leaves a non-zero remainder.

**Is it reached?**
That $q$ stays is not yet that other starts arrive at it.
In the limit of short steps the law $p_t$ of the walk obeys the Fokker–Planck equation $\dot p = (p'-ps)'$ (as [(1.23)](01_one_equation.ipynb), with $s$ for $-x$), and its divergence from $q$ can only fall:

$$\frac{d}{dt}\operatorname{KL}(p_t\,\|\,q) = -\operatorname E_{p_t}\left\|\nabla\log\frac{p_t}q\right\|^2 . \tag{6.16a}$$

(Differentiate $\int p\log\frac pq$ under the integral and integrate by parts once, with $p'-ps = p\left(\log\frac pq\right)'$.)
The right side is 0 only at $p_t = q$, so nothing else is stationary.
(If $q$ is positive everywhere and falls off like a Gaussian, as here, $p_t$ does tend to $q$, and the walk is *ergodic*: time averages along one path tend to averages under $q$.)
How fast is another matter; section 7 has a case in which 500 steps are far too few.

Witness.
For (6.16), four test functions.
For (6.15), $\varphi = \sin$, where the noise can be averaged exactly: $\operatorname E\sin(a+\sqrt{2h}\,z) = e^{-h}\sin a$.
The walkers start from a wrong law, $N(0.5, 0.7^2)$; what is left over must fall fourfold when $h$ is halved.

<!-- 6.14: definition -->
"""

# %% tags=["witness"]
score_of = lambda x: bimodal.score(x[:, None])[:, 0]
fine, weight = np.linspace(-6, 6, 4001), 12 / 4000
q_there, s_there = bimodal.density(fine[:, None]) * weight, score_of(fine)
tests = {"sin x": (np.cos(fine), -np.sin(fine)), "x²": (2 * fine, 2.0), "x⁴": (4 * fine**3, 12 * fine**2),
         "e^x": (np.exp(fine), np.exp(fine))}  # φ' and φ''
both_terms = {name: (q_there @ (first * s_there), q_there @ (second + 0 * fine)) for name, (first, second) in tests.items()}
table([(name, *terms) for name, terms in both_terms.items()], "φ", "E φ' s", "E φ''", digits=4)
witness("(6.16)", [sum(terms) for terms in both_terms.values()], 0, atol=1e-9)

# %% tags=["witness"]
p, dt, dx = norm.pdf(fine, 0.5, 0.7), 1e-6, fine[1] - fine[0]
later = p + dt * np.gradient(np.gradient(p, dx) - p * s_there, dx)  # one short step of Fokker–Planck
kl = [np.sum(law * np.log(law / bimodal.density(fine[:, None]))) * dx for law in (p, later)]
slope_of_ratio = -(fine - 0.5) / 0.49 - s_there
witness("(6.16a)", (kl[1] - kl[0]) / dt, -np.sum(p * slope_of_ratio**2) * dx, atol=1e-3)

# %% tags=["witness"]
started = norm.pdf(fine, 0.5, 0.7) * weight
rate = started @ (np.cos(fine) * s_there - np.sin(fine))
changes = []
for h in [4e-3, 2e-3, 1e-3]:
    change = started @ (np.exp(-h) * np.sin(fine + h * s_there) - np.sin(fine))
    changes.append((h, change, h * rate, change - h * rate))
table(changes, "h", "change of E φ", "its first order", "rest", digits=[3, 6, 6, ".1e"])
rest = np.array(changes)[:, 3]
witness("(6.15), rest of order h²", rest[:-1] / rest[1:], 4, atol=0.05)

# %% [markdown]
r"""
What do the $O(h^2)$ errors of the steps add up to?
For a Gaussian target $N(0,v)$, $s = -x/v$ and each step maps a variance $V$ to $(1-h/v)^2V+2h$.
It is stationary, for $0<h<2v$, where the two sides agree:

$$V = \left(1-\frac hv\right)^2V+2h \quad\Longrightarrow\quad V_\infty = \frac{v}{1-\frac{h}{2v}}. \tag{6.17}$$

Too wide by a share of about $h/2v$: first order in the step, and gone as $h\to0$.
"""

# %% tags=["witness"]
v, sizes = 0.16, np.array([0.16, 0.08, 0.04, 0.02])
V = np.ones(4)
for _ in range(2000):
    V = (1 - sizes / v) ** 2 * V + 2 * sizes
table(zip(sizes, V, v / (1 - sizes / (2 * v))), "h", "stationary variance", "by (6.17)", digits=[2, 4, 4],
      caption=f"target: variance {v}")
witness("(6.17)", V, v / (1 - sizes / (2 * v)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.6

This step has two faults. One makes the walkers leave every mode, the other gives them a variance that shrinks with $h$. Mend it.

```python
def langevin_step(x, score, h, z):
    return x - h * score + 2 * h * z
```

- `x`: array of any shape; `score`: array of the same shape, $s(x)$; `h`: a number $>0$; `z`: array of the same shape, standard normal noise.
- Returns an array of the same shape.
- Worked value: `langevin_step(1.0, -2.0, 0.08, 0.5)` is $1 - 0.16 + 0.4\cdot0.5 = 1.04$.
"""

# %% tags=["exercise"]
def langevin_step(x, score, h, z):
    """One step that leaves the density with this score unchanged, up to O(h²)."""
    ### BEGIN SOLUTION
    return x + h * score + np.sqrt(2 * h) * z
    ### END SOLUTION


langevin_step = check("06.6", langevin_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The drift is $h$ times a velocity; the noise has *variance* $2h$.
Some papers write $\frac h2 s$ and $\sqrt h\,z$: the same rule with their $h$ twice ours.
The faults: the score points uphill, so it is added; and $2h$ is the variance of the noise, not its standard deviation.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.7

Of those two faults only the second is left: the noise is $2h\,z$ for $\sqrt{2h}\,z$.
The target is $N(m,v)$.
With $h$ small against $v$, what happens to the stationary variance when $h$ is **halved**, to be more careful?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
wrong_power = "b"
### END SOLUTION
wrong_power = check("06.7", wrong_power)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The variance is stationary where $V = (1-h/v)^2V + 4h^2$, at $V\approx 4h^2/(2h/v) = 2hv$.
Each step adds noise of variance $4h^2$, but the pull towards the middle takes away a share of order $h$: with smaller steps, more of them a unit of time, the pull wins.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · Break it: the wrong power of the step

Here are 3000 walkers with the exact score of the density with two modes.
Choose the noise and the step size, then drag through the 200 steps.
With the right rule the dashed histogram tends to the filled density, if $h$ is not too large.
Find an $h$ that is.
"""

# %% tags=["picture"]
begin, shocks = rng.normal(size=3000), rng.normal(size=(200, 3000))
strengths = {"√(2h), right": lambda h: np.sqrt(2 * h), "2h, wrong power": lambda h: 2 * h,
             "√h, the 2 is missing": np.sqrt, "0, no noise": lambda h: 0.0}


def walk(noise, h):
    """Places of all walkers after 0, 1, ..., 200 steps, (201, 3000)."""
    out = [begin]
    for z in shocks:
        out.append(out[-1] + h * score_of(out[-1]) + strengths[noise](h) * z)
    return np.array(out)


# %% tags=["picture"]
bins = np.linspace(-3, 3, 61)
middle = (bins[1:] + bins[:-1]) / 2
truth = bimodal.density(middle[:, None])
rows = np.arange(1, 41)  # the 40 walkers shown stand one a row

# %% tags=["picture"]
def histograms_and_tracks(paths):
    """Histograms of the walkers at every 5th step, 40 walkers at every 2nd; all kept in the panel."""
    kept = np.clip(paths, -3, 3)
    heights = [np.histogram(p, bins)[0] / (p.size * 0.1) for p in kept[::5]]
    return np.array(heights), np.stack([kept[::2, :40], np.tile(rows, (101, 1))], axis=-1)


# %% tags=["picture"]
def langevin_panels(heights, tracks):
    lines = [Line(middle, truth, fill=True, label="target"),
             Line(middle, heights, label="3000 walkers", colour=6)]
    shown = Points(frames=tracks, highlight=3, label="walkers, one a row")
    return [Panel(*lines, title="density", xlabel="x", ylim=(0, 1.4)),
            Panel(shown, title="40 of the walkers", xlabel="x", ylabel="walker", xlim=(-3, 3), ylim=(0, 41)),
            Formula("after {steps:.0f} steps: variance {V:.2f}, target 1.00")]


# %% tags=["picture"]
def langevin(noise, h):
    paths = walk(noise, h)
    values = {"steps": np.arange(201.0), "V": np.minimum(paths.var(axis=1), 999)}  # 999: exploded
    return dict(panels=langevin_panels(*histograms_and_tracks(paths)), times=np.arange(201), t=200, values=values, title="Langevin",
                status="step {t:.0f} of 200: variance {V:.2f}")


# %% tags=["picture"]
controlled(langevin, noise=choose("noise", strengths),
           h=slider("step size h", 0.04, low=0.01, high=0.4, step=0.01))

# %% [markdown]
r"""
The table lets 20 000 walkers start *in* the target and walk for 4 units of time ($4/h$ steps).
A right rule must leave them there.
(Both modes have standard deviation 0.4. The variance within the modes is measured against $0.16$, by (6.17) wider for large $h$.)
"""

# %%
def within_modes(x):
    """Mean square distance to the nearer mode."""
    return np.mean(np.minimum((x + 1.4) ** 2, (x - 0.6) ** 2))


begin_in = bimodal.sample(20_000, rng)[:, 0]

# %% tags=["reveal"]
spreads = [("(at the start)", *3 * [within_modes(begin_in)])]
for name, strength in strengths.items():
    settled = []
    for h in [0.08, 0.04, 0.02]:
        x_k = begin_in
        for _ in range(round(4 / h)):
            x_k = x_k + h * score_of(x_k) + strength(h) * rng.normal(size=x_k.size)
        settled.append(within_modes(x_k))
    spreads.append((name, *settled))
table(spreads, "noise", "h = 0.08", "h = 0.04", "h = 0.02", digits=3, caption="variance within the modes, target 0.16")

# %% [markdown]
r"""
The right rule comes closer as $h$ is halved.
With the wrong power the variance about halves with $h$: the smaller the step, the larger the error.
With the missing 2 it is about half of the right rule's at every $h$, and looks converged.
The wrong power shows when the step is changed; the missing 2 only against a known target.
The error that is left, of order $h$, can be removed altogether: take the Langevin step as a proposal and accept it with the probability $\min\left(1, \frac{q(x')\,N(x;\,x'+h\,s(x'),\,2h)}{q(x)\,N(x';\,x+h\,s(x),\,2h)}\right)$ (**MALA**, [lecture 21](21_estimation.ipynb)).
That needs ratios of densities, which a learned score alone does not give.

## 7 · One score is not enough

Langevin samples $q$ *in the long run*.
Between two islands far apart there is nearly no probability, and a walker who steps by $\sqrt{2h}$ hardly ever crosses.
Nor does the score near island $k$ depend on how much the islands weigh: the sum (6.3) has one term there, and its weight $w_k$ cancels.
And a *learned* score is worst just where the walkers must cross, for there are no data there to learn from.
The next cell counts them: examples between the islands, at little and at much noise.

The remedy is to begin where the islands have merged.
Noise more ($x = x_0 + \sigma\varepsilon$, no shrinking), walk with the score of *that* density, lower $\sigma$ a little, walk again.
This is **annealed Langevin**.
We try both on two islands with weights 0.2 and 0.8, five seeds each, with the same 500 steps, and once with 2000.
The levels fall geometrically and the step is $0.1\,\sigma^2$, as in section 8, but not below $0.004$.
"""

# %%
far = GaussianMixture(weights=[0.2, 0.8], means=[[-2.0], [2.0]], covs=[[[0.04]], [[0.04]]])


# %%
x_0 = far.sample(100_000, rng)[:, 0]
between = [np.mean(np.abs(x_0 + sigma * rng.normal(size=x_0.size)) < 1) for sigma in (0.05, 0.5, 1.0, 3.0)]
table(zip((0.05, 0.5, 1.0, 3.0), between), "noise σ", "share of examples with |x| < 1", digits=[2, 4])


# %%
def walk_down(sigmas, seed, walkers=2000, steps=500):
    """Langevin with the score at each level of noise in turn, h = 0.1 max(σ², 0.04); final places."""
    rng = np.random.default_rng(seed)
    x = 3 * rng.normal(size=(walkers, 1))
    for sigma in sigmas:
        level = far.noised(1.0, sigma)
        h = 0.1 * max(sigma**2, 0.04)
        for _ in range(steps // len(sigmas)):
            x = langevin_step(x, level.score(x), h, rng.normal(size=x.shape))
    return x[:, 0]


# %%
ten = np.geomspace(3, 0.05, 10)  # from σ = 3 to σ = 0.05
plans = {"one level, 500 steps": ([0.05], 500), "ten levels, 500 steps": (ten, 500),
         "ten levels, 2000 steps": (ten, 2000)}
shares = {name: [np.mean(walk_down(sigmas, seed, steps=steps) > 0) for seed in range(5)]
          for name, (sigmas, steps) in plans.items()}
table([*((name, np.mean(share), min(share), max(share)) for name, share in shares.items()),
       ("target", far.weights[1], None, None)], "share on the heavy island", "mean of five seeds", "least", "most", digits=3)

# %% [markdown]
r"""
One level keeps the halves in which the walkers began.
Ten levels with 50 steps each come close to the target weights, though not all the way.
With 200 steps each the five seeds lie around the target: 50 steps a level do not bring the walkers to equilibrium.
That is why one learns the score **at every $t$**, and why the next lectures go down through all $t$ in order.
They will also find a sampler that needs no equilibrium at each level.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 06.8

This one was not shown.
An insurer's customers have unknown accident rates $\lambda$ (here a rate, not a log-SNR), with unknown distribution $q(\lambda)$.
A customer with rate $\lambda$ has $x$ accidents in a year with Poisson probability $e^{-\lambda}\lambda^x/x!$, keeps that rate, and has independent years given it.
All that is known is how many customers had 0, 1, 2, … accidents.
Derive $\operatorname E[\lambda\mid x]$ in terms of the shares $p(x)$ of all customers with $x$ accidents, as (6.4) was derived, and estimate it: use the observed counts for $p$.

- `counts`: array, `counts[k]` is the number of customers with $k$ accidents; `x`: an integer with `x + 1 < len(counts)` and `counts[x]` $>0$.
- Returns a number, the expected number of accidents next year of a customer who had `x`.
- Worked value: `expected_rate(np.array([7840, 1317, 239, 42, 14, 4, 4, 1]), 1)` is $0.3629$.
  (A European insurer's year with 9461 customers.)
"""

# %% tags=["exercise"]
def expected_rate(counts, x):
    """E[λ | x] of a Poisson count with an unknown distribution of rates."""
    ### BEGIN SOLUTION
    return (x + 1) * counts[x + 1] / counts[x]
    ### END SOLUTION


expected_rate = check("06.8", expected_rate)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\operatorname E[\lambda\mid x] = \int\lambda\,\frac{e^{-\lambda}\lambda^x}{x!}q(\lambda)\,d\lambda\,\big/\,p(x)$, and $\lambda\cdot\lambda^x/x! = (x+1)\,\lambda^{x+1}/(x+1)!$.
So it is $(x+1)\,p(x+1)/p(x)$: again the density of what was *observed* is all one needs, and the unknown $q(\lambda)$ has dropped out.
This is Robbins' formula (1956).
A customer without an accident has an expected rate of $1317/7840 = 0.168$, not 0.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · In the wild

**NCSN** (Song and Ermon 2019) made pictures with a learned score.
One network for 10 noise levels, $\sigma$ falling geometrically from 1 to 0.01; at each level 100 Langevin steps $x + \frac{a}{2}s + \sqrt{a}\,z$ with $a = 2\cdot10^{-5}\,\sigma^2/0.01^2$.
In our (6.14) that is $h = a/2$:
"""

# %%
steps = [(sigma, 2e-5 * sigma**2 / 0.01**2) for sigma in (1.0, 0.01)]
table([(sigma, a, a / 2 / sigma**2) for sigma, a in steps], "σ", "a", "h/σ²", digits=[2, ".0e", 2],
      caption=f"{10 * 100} network calls for one picture")

# %% [markdown]
r"""
On 32 × 32 pictures (CIFAR-10) they report a Fréchet inception distance of 25.32; smaller is better.
What the number does not show: the network was trained by denoising score matching, so by (6.11) its training loss measures its distance from the exact score only up to a constant that is unknown for pictures.
Nor does it show how it depends on the choice $h=0.1\,\sigma^2$.

## 9 · What you can now say

**Seen from $x_t$, the data lie along the score: it points to $\alpha_t\operatorname E[x_0\mid x_t]$, the average of all data that could have led here, and a denoiser measures it.**

| | result | witness |
|---|---|---|
| (6.3) | The score of a noised mixture, exactly | [section 1](#1-·-The-score) |
| (6.5), (6.6) | Tweedie: score, best estimate of the data and best estimate of the noise are one thing | [section 2](#2-·-Tweedie:-the-score-is-a-denoiser) |
| (6.7)–(6.9) | The slope of the denoiser is the covariance of its estimate, up to a factor | [section 2](#2-·-Tweedie:-the-score-is-a-denoiser) |
| (6.11)–(6.12a) | Denoising score matching = explicit score matching + what $x_t$ leaves unknown; implicit score matching needs no noise | [section 3](#3-·-How-a-network-can-learn-it) |
| (6.13) | A score at $t$ is compared with the score at $t$ | [section 4](#4-·-A-metric-that-fails-the-exact-answer) |
| (6.14)–(6.17) | Langevin: drift $h\,s$, noise of variance $2h$; $q$ is stationary and approached; too wide by a share $h/2v$ | [section 5](#5-·-Langevin:-walking-with-the-score), [section 6](#6-·-Break-it:-the-wrong-power-of-the-step) |

**Next question.**
What does a network make of the noisy targets, when it has few examples and little time?
That is [lecture 07](07_training.ipynb).
What happens to Langevin when the levels of noise become infinitely many is [lecture 09](09_continuous_time.ipynb).

## 10 · Sources

- H. Robbins, *An empirical Bayes approach to statistics*, 1956: Tweedie's formula (credited there to M. C. K. Tweedie) and exercise 06.8.
- B. Efron, *Tweedie's formula and selection bias*, JASA 106, 2011.
  B. Efron, T. Hastie, *Computer Age Statistical Inference*, 2016, table 6.1: the insurer's counts (data of Thyrion 1960).
- A. Hyvärinen, *Estimation of non-normalized statistical models by score matching*, JMLR 6, 2005: explicit and implicit score matching, (6.12a).
  Y. Song and others, *Sliced score matching*, UAI 2019.
- P. Vincent, *A connection between score matching and denoising autoencoders*, Neural Computation 23, 2011: the theorem (6.11), there with the constant left unnamed.
- Y. Song, S. Ermon, *Generative modeling by estimating gradients of the data distribution*, NeurIPS 2019: annealed Langevin; its algorithm 1 and section 5 have the numbers of section 8.
- G. O. Roberts, R. L. Tweedie, *Exponential convergence of Langevin distributions and their discrete approximations*, Bernoulli 2, 1996: what a finite step does.
- Ours: the witnesses, the four networks of section 4, the experiments of sections 6 and 7.
"""
