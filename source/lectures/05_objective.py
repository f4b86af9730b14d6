# %% [markdown]
r"""
# 05 · What do we train, and what does it bound?

{badges}

| | |
|---|---|
| **You will be able to** | derive the training objective from the likelihood, factor by factor · evaluate each of its terms exactly and say what the sum misses · turn a density into bits per dimension · explain what the simple loss changes, and which weighted losses are bounds · convert among five predictions, and compare any papers' loss weights in log-SNR |
| **You need** | [lecture 04](04_exact_reverse.ipynb) (the reverse step, (4.5) and (4.16)), [lecture 03](03_schedules.ipynb) (log-SNR, $L_T$); Jensen's inequality and KL ([appendix C](../appendices/C_likelihoods.ipynb)) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.integrate import cumulative_trapezoid, trapezoid
from scipy.stats import norm

from utils.data import digits
from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import bimodal
from utils.generative.objective import elbo, exact_elbo
from utils.generative.predictions import KINDS, conversion, convert, levels, loss_weight
from utils.generative.reverse import one_step_kl, posterior, step_coefficients
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Curve, Formula, Image, Panel
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(5)

# %% [markdown]
r"""
## The picture first

Lecture 04 left one thing to learn: $\operatorname E[x_0\mid x_t]$.
A network need not output it directly.
Since $x_t = \alpha x_0+\sigma\varepsilon$ is known, any other mixture of $x_0$ and $\varepsilon$ will do, and five are in use:

| kind | the network's regression target |
|---|---|
| x0 | $x_0$, the clean picture |
| eps | $\varepsilon$, the noise |
| v | $v = \alpha\,\varepsilon - \sigma\,x_0$ |
| score | $-\varepsilon/\sigma$ |
| flow | $u = \varepsilon - x_0$ ([lecture 11](11_flow_matching.ipynb)) |

Suppose five networks are each wrong by the **same** small pattern in their **own** output.
What do the five pictures they imply look like?
Predict first.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.1

Little noise is left: $\lambda = \log\frac{\alpha^2}{\sigma^2} = 6$, so $\alpha\approx1$ and $\sigma\approx0.05$.
All five outputs have an error of the same size, 0.3 a pixel.
Which of them implies the worst picture, written $\hat x_0$?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
worst_picture = "a"
### END SOLUTION
worst_picture = check("05.1", worst_picture)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Solve each kind for $x_0$ (section 5).
The error of the output is multiplied by 1 for x0, $\sigma/\alpha\approx0.05$ for eps, $\sigma\approx0.05$ for v, $\sigma^2/\alpha\approx0.002$ for the score, $\sigma/(\alpha+\sigma)\approx0.05$ for flow.
### END SOLUTION
"""

# %% tags=["picture"]
picture = digits.load_digits().images[3]
picture_eps, pattern = rng.normal(size=(2, 8, 8))
processes = {"cosine": schedules.cosine_vp(), "linear": schedules.linear_vp(), "straight line": schedules.flow()}

# %% tags=["picture"]
def five_pictures(process, size):
    times = np.linspace(0.02, 0.98, 49)
    alpha, sigma = processes[process](times)
    # x̂_0 = a x_t + b output: the error arrives multiplied by |b|
    factors = {kind: np.abs(conversion(alpha, sigma, kind, "x0")[1]) for kind in KINDS}
    seen = alpha[:, None, None] * picture + sigma[:, None, None] * picture_eps
    wrong = [picture + factor[:, None, None] * size * pattern for factor in factors.values()]
    curves = [Curve(times, np.log10(factor), label=kind) for kind, factor in factors.items()]
    values = {kind: size * factor for kind, factor in factors.items()} | {"λ": 2 * np.log(alpha / sigma)}
    return five_panels(times, Image(frames=np.stack([seen, *wrong], axis=1), columns=3), curves, values)


# %% tags=["picture"]
def five_panels(times, tiles, curves, values):
    text = "error in the picture: x0 {x0:.2f}, eps {eps:.2f}, v {v:.2f}, score {score:.2f}, flow {flow:.2f}"
    return dict(panels=[Panel(tiles, title="x_t, x0, eps / v, score, flow"),
                        Panel(*curves, title="error in x̂_0, log₁₀", xlabel="t", ylim=(-3, 2)), Formula(text)],
                times=times, t=43, title="One error, five outputs", values=values,
                status="t = {t:.2f}: log-SNR {λ:.1f}")


# %% tags=["picture", "reveal"]
controlled(five_pictures, process=choose("schedule", processes), size=slider("error of the output", 0.3, 0.05, 1.0))

# %% [markdown]
r"""
The first picture is what the network sees, $x_t$; the other five are what it implies.
<details><summary>What it shows, when you have decided</summary>

At small $t$ the prediction of $x_0$ is worst, at large $t$ noise and score: as [(3.15)](03_schedules.ipynb) said, their error is divided by a vanishing $\alpha$.
Where variance is preserved, v and flow are never multiplied by more than 1.
</details>

So equal errors are not equal.
A loss has to weight the error at each $t$.
This lecture derives the weight from the likelihood: first the bound, then its terms, then the weights, at last the five predictions as one table.

## 1 · The bound

A **model** is a reverse process, from noise to data.
It starts with $p(x_T) = N(0, I)$ and makes steps $p(x_{t-1}\mid x_t)$:

$$p(x_0,\dots,x_T) = p(x_T)\prod_{t=1}^{T}p(x_{t-1}\mid x_t). \tag{5.1}$$

We want the data to be likely, that is $-\log p(x_0)$ small on average.
But $p(x_0)$ is an integral over all trajectories $x_1,\dots,x_T$ that might have led there.
Write it as an expectation over noising trajectories, which we can sample (for $\beta_t\in(0,1)$ their density is positive everywhere):

$$\begin{aligned}p(x_0) &= \int p(x_0,\dots,x_T)\,dx_1\cdots dx_T\\ &= \operatorname E_{q(x_1,\dots,x_T\mid x_0)}\!\left[\frac{p(x_0,\dots,x_T)}{q(x_1,\dots,x_T\mid x_0)}\right]. \end{aligned} \tag{5.2}$$

The logarithm is concave, so $\log\operatorname E\ge\operatorname E\log$ (Jensen, appendix C).
This gives the **evidence lower bound** (ELBO), here with its sign changed so that it is a cost:

$$\begin{aligned}-\log p(x_0) &\;\le\; L(x_0)\\ &\;=\; \operatorname E_{q(x_1,\dots,x_T\mid x_0)}\!\left[\log\frac{q(x_1,\dots,x_T\mid x_0)}{p(x_0,\dots,x_T)}\right]. \end{aligned} \tag{5.3}$$

What is lost?
Replace $p(x_0,\dots,x_T)$ by $p(x_0)\,p(x_1,\dots,x_T\mid x_0)$: the difference $L(x_0)-(-\log p(x_0))$ is $\operatorname{KL}\!\left(q(x_1,\dots,x_T\mid x_0)\,\|\,p(x_1,\dots,x_T\mid x_0)\right)$, how badly the model infers the trajectory $x_1,\dots,x_T$ from $x_0$.
Witness at the end of section 3.

If you know **variational autoencoders**: (5.3) is their bound, with the whole trajectory as the latent variable.
The encoder $q(x_1,\dots,x_T\mid x_0)$ is the noising, fixed and not learned; the decoder is the reverse process, with one layer a step.

## 2 · The telescope

(5.3) is one expectation over whole trajectories.
It can be taken apart into steps, if $q$ is written in the model's direction.
Each noising factor with $t\ge2$ is turned round by Bayes' rule [(4.1)](04_exact_reverse.ipynb), everything given $x_0$:

$$q(x_t\mid x_{t-1}) = q(x_t\mid x_{t-1},x_0) = q(x_{t-1}\mid x_t,x_0)\;\frac{q(x_t\mid x_0)}{q(x_{t-1}\mid x_0)} . \tag{5.4}$$

Multiply over $t=2,\dots,T$ and by $q(x_1\mid x_0)$.
In the product of the fractions all marginals cancel but $q(x_T\mid x_0)$ above and $q(x_1\mid x_0)$ below, and the latter cancels the factor $q(x_1\mid x_0)$:

$$\begin{aligned}q(x_1,\dots,x_T\mid x_0) &= q(x_1\mid x_0)\prod_{t=2}^{T}q(x_t\mid x_{t-1})\\ &= q(x_T\mid x_0)\prod_{t=2}^{T}q(x_{t-1}\mid x_t,x_0). \end{aligned} \tag{5.5}$$

Put this and (5.1) into (5.3).
The logarithm of the quotient is a sum with one term for the end, one for each step, and one left over:

$$\begin{aligned}L(x_0) = \operatorname E\Biggl[&\log\frac{q(x_T\mid x_0)}{p(x_T)} + \sum_{t=2}^{T}\log\frac{q(x_{t-1}\mid x_t,x_0)}{p(x_{t-1}\mid x_t)}\\ &{}- \log p(x_0\mid x_1)\Biggr]. \end{aligned} \tag{5.6}$$

Take the expectation over $x_{t-1}$ first, with $x_t$ and $x_0$ given: each term of the sum becomes a Kullback–Leibler divergence.
The result is Ho's equation 5:

$$\begin{aligned}L(x_0) = {}&\underbrace{\operatorname{KL}\!\left(q(x_T\mid x_0)\,\|\,p(x_T)\right)}_{L_T}\\ &{}+ \sum_{t=2}^{T}\underbrace{\operatorname E\operatorname{KL}\!\left(q(x_{t-1}\mid x_t,x_0)\,\|\,p(x_{t-1}\mid x_t)\right)}_{L_{t-1}}\\ &\underbrace{{}-\operatorname E\log p(x_0\mid x_1)}_{L_0} . \end{aligned} \tag{5.7}$$

$L_T$ has nothing to train (lecture 03).
Each $L_{t-1}$ compares two Gaussians, if the model's steps are Gaussian.
No step needs the others: draw one $t$, and train on that.

Witness for (5.5): make one path of 60 noising steps and evaluate both sides on it.
For (5.4), the single factors.

<!-- 5.1: definition -->
"""

# %% tags=["witness"]
short = schedules.linear(T=60, beta_min=2e-3, beta_max=0.33)
x_0, path = 0.6, [0.6]
for beta in short.betas:
    path.append(np.sqrt(1 - beta) * path[-1] + np.sqrt(beta) * rng.normal())
path, times = np.array(path), short.times
log_forward = norm.logpdf(path[1:], np.sqrt(1 - short.betas) * path[:-1], np.sqrt(short.betas))
log_marginal = norm.logpdf(path[1:], short.alpha(times[1:]) * x_0, short.sigma(times[1:]))
turned = [norm.logpdf(path[t - 1], *posterior(path[t], x_0, short, t, t - 1)) for t in times[2:]]
witness("(5.4)", log_forward[1:], turned + log_marginal[1:] - log_marginal[:-1], atol=1e-9)
witness("(5.5)", log_forward.sum(), log_marginal[-1] + np.sum(turned), atol=1e-9)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.2

Given the logarithms of the factors on the left of (5.5) and of the marginals, return $\sum_{t=2}^{T}\log q(x_{t-1}\mid x_t, x_0)$.

- `log_forward`: array $(T,)$, $\log q(x_t\mid x_{t-1})$ for $t=1,\dots,T$ (entry 0 is $t=1$); `log_marginal`: array $(T,)$, $\log q(x_t\mid x_0)$ for $t=1,\dots,T$.
  $T\ge2$.
- Returns a number.
- Worked value: `log_posteriors(np.array([-1.0, -0.5, -0.3]), np.array([-1.0, -1.4, -1.6]))` is $-0.2$.
"""

# %% tags=["exercise"]
def log_posteriors(log_forward, log_marginal):
    """Σ log q(x_{t−1} | x_t, x_0) over t = 2, ..., T."""
    ### BEGIN SOLUTION
    return np.sum(log_forward[1:]) + log_marginal[0] - log_marginal[-1]
    ### END SOLUTION


log_posteriors = check("05.2", log_posteriors)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
By (5.4) each term is $\log q(x_t\mid x_{t-1})+\log q(x_{t-1}\mid x_0)-\log q(x_t\mid x_0)$.
In the sum the marginals cancel but for $\log q(x_1\mid x_0)$ and $-\log q(x_T\mid x_0)$: $-0.8-1.0+1.6=-0.2$.
(`np.sum(log_forward) - log_marginal[-1]` is the same, because $q(x_1\mid x_0)$ is both the first forward factor and the first marginal.)
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Every term, exactly

Choose the model of Ho and others: the posterior [(4.5)](04_exact_reverse.ipynb), with the unknown $x_0$ replaced by an estimate $\hat x_0(x_t)$.
With $A$, $B$, $\tilde\sigma$ of lecture 04 for the step from $t$ to $s=t-1$,

$$\begin{aligned}p(x_s\mid x_t) &= N\!\left(x_s;\ A\,x_t + B\,\hat x_0(x_t),\ \tilde\sigma^2 I\right),\\ p(x_0\mid x_1) &= N\!\left(x_0;\ \hat x_0(x_1),\ \tfrac{\sigma_1^2}{\alpha_1^2} I\right). \end{aligned} \tag{5.8}$$

<!-- 5.8: definition -->

(At the last step $\tilde\sigma=0$ would make the bound infinite; $\sigma_1/\alpha_1$ is the standard deviation of $x_1/\alpha_1$ about $x_0$.)
Now both Gaussians in $L_{t-1}$ have the same variance, and their means differ by $B\,(x_0-\hat x_0)$.
In [(B.8)](../appendices/B_gaussians.ipynb) the traces and determinants cancel, and half the squared distance of the means over the variance is left:
$L_{t-1} = \frac{B^2}{2\tilde\sigma^2}\operatorname E\|x_0-\hat x_0(x_t)\|^2$.
With [(4.3)](04_exact_reverse.ipynb), [(4.4)](04_exact_reverse.ipynb) and then [(2.8)](02_noising.ipynb),

$$\begin{aligned}\frac{B^2}{\tilde\sigma^2} &= \frac{\alpha_s^2\,\sigma_{t|s}^4}{\sigma_t^4}\cdot\frac{\sigma_t^2}{\sigma_s^2\,\sigma_{t|s}^2} = \frac{\alpha_s^2}{\sigma_s^2}\cdot\frac{\sigma_{t|s}^2}{\sigma_t^2}\\ &= \frac{\alpha_s^2}{\sigma_s^2}\left(1-\frac{\alpha_t^2\,\sigma_s^2}{\alpha_s^2\,\sigma_t^2}\right) = \operatorname{SNR}(s)-\operatorname{SNR}(t), \end{aligned} \tag{5.9a}$$

and so, with $s = t-1$,

$$L_{t-1} = \tfrac12\left(\operatorname{SNR}(t-1)-\operatorname{SNR}(t)\right)\operatorname E\left\|x_0-\hat x_0(x_t)\right\|^2, \;\; t\ge2. \tag{5.9}$$

**The cost of an estimate at $t$ is half its squared error times the signal-to-noise ratio that is lost in the step.**
And the best estimate is the denoiser: $\hat x_0=\operatorname E[x_0\mid x_t]$ has the least squared error, which then is $\operatorname{mmse}(t) = \operatorname E\operatorname{Var}[x_0\mid x_t]$.

For our mixture on the line everything can now be computed: averaged over $x_0\sim q$, with mean 0 and variance 1,

$$\begin{aligned}L_T &= -\tfrac12\log(1-\bar\alpha_T),\\ L_0 &= \tfrac12\log\!\left(2\pi\tfrac{\sigma_1^2}{\alpha_1^2}\right) + \tfrac12\operatorname{SNR}(1)\operatorname{mmse}(1). \end{aligned} \tag{5.10}$$

The first is [(3.8)](03_schedules.ipynb), the second the expectation of a Gaussian log-density.
Witness: the exact terms against (5.6) itself, by sampling.
For 20 000 data points and every $t$ we sample $x_t$, then $x_{t-1}$ from (4.5), and average the logarithms of the two densities.
No SNR, no KL formula and no quadrature enters there.
Then (5.9a), and `elbo` of `utils`, which estimates the squared errors by Monte Carlo and weights them by (5.9).
"""

# %%
points = np.linspace(-7, 7, 1401)


def average(values, alpha, sigma):
    """Expectation over x_t ~ q(x_t) of values at `points`."""
    return np.sum(values * bimodal.noised(alpha, sigma).density(points[:, None])) * (points[1] - points[0])


def mmse(alpha, sigma):
    """E Var[x_0 | x_t], by quadrature."""
    return average(bimodal.posterior_cov(points[:, None], alpha, sigma)[:, 0, 0], alpha, sigma)


# %%
def terms(schedule):
    """L_T, (L_1, ..., L_{T−1}) and L_0 of the mixture with its exact denoiser, by (5.9) and (5.10)."""
    t = schedule.times[1:]
    snr = schedule.snr(t)
    error = np.array([mmse(*level) for level in zip(*schedule(t))])
    steps = 0.5 * (snr[:-1] - snr[1:]) * error[1:]
    last = 0.5 * np.log(2 * np.pi / snr[0]) + 0.5 * snr[0] * error[0]
    return -0.5 * np.log(1 - schedule.alpha_bar(schedule.T)), steps, last


# %%
x_0, denoiser = bimodal.sample(20_000, rng)[:, 0], MixtureDenoiser(bimodal, short)
x_t = short.noise(x_0, 60, rng.normal(size=x_0.size))
sampled = norm.logpdf(x_t, short.alpha(60) * x_0, short.sigma(60)) - norm.logpdf(x_t)
for t in short.times[2:]:
    x_t = short.noise(x_0, t, rng.normal(size=x_0.size))
    mean, std = posterior(x_t, x_0, short, t, t - 1)
    earlier = mean + std * rng.normal(size=x_0.size)
    sampled += norm.logpdf(earlier, mean, std)
    sampled -= norm.logpdf(earlier, posterior(x_t, denoiser(x_t[:, None], t)[:, 0], short, t, t - 1)[0], std)

# %% tags=["witness"]
x_t = short.noise(x_0, 1, rng.normal(size=x_0.size))
sampled -= norm.logpdf(x_0, denoiser(x_t[:, None], 1)[:, 0], short.sigma(1) / short.alpha(1))
L_T, L_steps, L_0 = terms(short)
bound = L_T + L_steps.sum() + L_0
error = sampled.std() / np.sqrt(sampled.size)
table([("L_T", L_T), ("sum of L_1 to L_59", L_steps.sum()), ("L_0", L_0), ("the bound, exact", bound),
       ("the bound, sampled by (5.6)", (sampled.mean(), error))], "", "nats", digits=4)
witness("(5.6), (5.7), (5.9), (5.10)", sampled.mean(), bound, standard_error=error)

# %% tags=["witness"]
ABs = [step_coefficients(short, t, t - 1) for t in short.times[2:]]
quotients = [B**2 / std**2 for A, B, std in ABs]
witness("(5.9a)", quotients, short.snr(short.times[1:-1]) - short.snr(short.times[2:]), atol=1e-9)
batches = [elbo(bimodal.sample(1000, rng), denoiser, short, rng, draws=2).total for _ in range(20)]
drawn_error = np.std(batches, ddof=1) / np.sqrt(20)
witness("(5.9) in utils, sampled", np.mean(batches), bound, standard_error=drawn_error)

# %% [markdown]
r"""
The data's own cost, if one could use $q$ itself as the model, is the **entropy** $H = -\operatorname E\log q(x_0)$.
No model can have a lower average cost (appendix C).
"""

# %%
log_q = bimodal.log_density(points[:, None])
entropy = -np.sum(np.exp(log_q) * log_q) * (points[1] - points[0])
table([(entropy, bound, bound - entropy)], "entropy H (nats)", "the bound (nats)", "the bound above H (nats)", digits=4)

# %% [markdown]
r"""
**What is the gap?**
The bound is an expectation over $x_0\sim q$ and over the noising trajectory, so averaged over $x_0$ it is $\operatorname E\log\frac{q(x_0,\dots,x_T)}{p(x_0,\dots,x_T)}+H$.
The first part is the divergence between the two laws of trajectories. By the chain rule [(C.4)](../appendices/C_likelihoods.ipynb), as in [(4.16)](04_exact_reverse.ipynb), it is that of the start plus those of the steps:

$$\begin{aligned}\operatorname E\,L(x_0) - H &= \operatorname{KL}\!\left(q(x_0,\dots,x_T)\,\|\,p(x_0,\dots,x_T)\right)\\ &= G_T + \sum_{t=1}^{T}\operatorname E\operatorname{KL}\!\left(q(x_{t-1}\mid x_t)\,\|\,p(x_{t-1}\mid x_t)\right). \end{aligned} \tag{5.11}$$

$G_T$ is the prior gap of lecture 03.
Each step's divergence is from the *true* reverse step $q(x_{t-1}\mid x_t)$; it is 0 if the model's step is the true one, however narrow $q(x_{t-1}\mid x_t,x_0)$ may be.
This is the difference between what we can compute for data, (5.7), and the true gap, (5.11).
Let $\hat x_0$ be the exact denoiser, so that each step of (5.8) has the right mean.
Write $\nu$ for the variance of the model's step.
By [(4.14)](04_exact_reverse.ipynb) at $\nu$, less (4.14) at the true variance, a step's loss has two parts, its shape (the divergence of the best Gaussian) and its variance (too small, if $\nu=\tilde\sigma^2$):

$$\begin{aligned}&\operatorname E\operatorname{KL}\!\left(q(x_s\mid x_t)\,\|\,p(x_s\mid x_t)\right)\\ &\quad= \underbrace{\operatorname E\operatorname{KL}\!\left(q(x_s\mid x_t)\,\|\,N(\text{its mean and variance})\right)}_{\text{shape}}\\ &\qquad{}+ \underbrace{\tfrac12\operatorname E\!\left[\tfrac{\operatorname{Var}[x_s\mid x_t]}{\nu}-1-\log\tfrac{\operatorname{Var}[x_s\mid x_t]}{\nu}\right]}_{\text{variance}} . \end{aligned} \tag{5.12}$$

Witness: the left side of (5.11) from the terms above; its right side from the prior gap, `one_step_kl` of lecture 04, and the variances.
The left side integrates squared errors, the right side logarithms of densities and of ratios of variances.
"""

# %%
def variance_excess(schedule, t, best=False):
    """The variance part of (5.12) in the step from t to t − 1; best: for the best constant ν instead of (5.8)."""
    _, B, std = step_coefficients(schedule, t, t - 1)
    level = schedule(t)
    true = std**2 + B**2 * bimodal.posterior_cov(points[:, None], *level)[:, 0, 0]  # (4.12)
    nu = average(true, *level) if best else std**2 if t > 1 else 1 / schedule.snr(1)
    return average(0.5 * (true / nu - 1 - np.log(true / nu)), *level)

# %%
def losses(schedule, best=False):
    """Prior gap, and the sums over all steps of the shape part and the variance part of (5.12)."""
    log_end = bimodal.noised(*schedule(schedule.T)).log_density(points[:, None])
    gap = np.sum(np.exp(log_end) * (log_end - norm.logpdf(points))) * (points[1] - points[0])
    shape = sum(one_step_kl(bimodal, schedule, t, t - 1) for t in schedule.times[1:])
    return gap, shape, sum(variance_excess(schedule, t, best) for t in schedule.times[1:])


# %% tags=["witness"]
parts = losses(short)
table([(*parts, sum(parts))], "prior gap (nats)", "shape (nats)", "variance (nats)", "together (nats)", digits=4)
witness("(5.11), (5.12)", bound - entropy, sum(parts), atol=1e-6)

# %% [markdown]
r"""
Now the number of steps.
The $\beta$ are scaled with $1/T$, so that the noise at the end stays about the same and the steps change (at $T=10$ the largest is held at 0.9).
"""

# %%
rows = []
for T in [10, 30, 100, 300, 1000]:
    chain = schedules.linear(T=T, beta_min=0.1 / T, beta_max=min(20 / T, 0.9))
    first, steps, last = terms(chain)
    total = first + steps.sum() + last
    rows.append((T, first, steps.sum(), last, total, total - entropy, *losses(chain)))
table(rows, "T", "L_T", "sum of steps", "L_0", "bound", "above H", "prior gap", "shape", "variance", digits=4,
      caption=f"nats; the last three columns add up to “above H”, H = {entropy:.4f}")

# %% [markdown]
r"""
Three readings.
With more steps the first noise is smaller, so $L_0$ falls (below zero: a density may exceed 1).
The sum of the steps falls by much less, and rises again at the end.
The bound approaches $H$ slowly: at $T=1000$ it is still 0.46 nats above.
And what keeps it away is the **variance** of the steps, not the shape of the Gaussians and not the prior: lecture 04's last table again.

So fix the variance.
Of all constants $\nu$ in place of $\tilde\sigma^2$, the best is $\nu=\tilde\sigma^2+B^2\operatorname{mmse}(t)$, the mean variance of [(4.12)](04_exact_reverse.ipynb): the derivative in $\nu$ of the second part of (5.12), $\frac12\left[\frac1\nu-\frac{\operatorname E\operatorname{Var}}{\nu^2}\right]$, is 0 there (Bao and others 2022).
In (5.7) the divergence of two Gaussians whose variances differ is then, by (B.8), $\frac12\left[\frac{\tilde\sigma^2+B^2\operatorname{mmse}}{\nu}-1+\log\frac\nu{\tilde\sigma^2}\right]$ on average, whose first two terms cancel: $L_{t-1}=\frac12\log\frac{\nu}{\tilde\sigma^2}$, and $L_0=\frac12\log(2\pi e\operatorname{mmse}(1))$ alike.
Witness: these formulas against (5.11) and (5.12) with the new $\nu$.
"""

# %%
def with_best_variance(schedule):
    """The bound when each step has the best constant variance, in nats."""
    total = -0.5 * np.log(1 - schedule.alpha_bar(schedule.T))
    for t in schedule.times[2:]:
        (scale, noise), sigma_s, sigma_t = schedule.kernel(t - 1, t), schedule.sigma(t - 1), schedule.sigma(t)
        lower, B = (sigma_s * noise / sigma_t) ** 2, schedule.alpha(t - 1) * noise**2 / sigma_t**2
        total += 0.5 * np.log(1 + B**2 * mmse(schedule.alpha(t), sigma_t) / lower)
    return total + 0.5 * np.log(2 * np.pi * np.e * mmse(*schedule(1)))

# %% tags=["witness"]
witness("½ log(ν/σ̃²), for the best ν", with_best_variance(short) - entropy, sum(losses(short, best=True)), atol=1e-6)
chains = {T: schedules.linear(T=T, beta_min=0.1 / T, beta_max=min(20 / T, 0.9)) for T in [10, 30, 100, 300]}
table([(T, with_best_variance(chain) - entropy) for T, chain in chains.items()],
      "T", "bound with the best variances, above H (nats)", digits=4)

# %% [markdown]
r"""
At ten steps a tenth of a nat remains of three and a half, and no network was changed.
Nichol and Dhariwal (2021) let the network choose each coordinate's variance between the two bounds of [(4.13)](04_exact_reverse.ipynb), $\log\nu = f\log\beta_t+(1-f)\log\tilde\beta_t$ with an output $f$, and train it on $L_{\text{simple}}+0.001\,L$, with the mean held fixed in the second term.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.3

DDPM's paper also tries the larger variance, $\nu=\beta_t$.
Take the chain with $T=30$ of the last two tables, and the exact denoiser.
Every step with $t\ge2$ has $\nu=\beta_t$; the last one keeps $\sigma_1^2/\alpha_1^2$.
Change `variance_excess`, or write the sum of (5.12) again: by how many nats is the bound above $H$?
Write a number with four decimals in place of `...`.
What would a network that learns its variances gain on this?
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
larger_variance, x, thirty = 0.0, np.linspace(-7, 7, 1401), schedules.linear(T=30, beta_min=0.1 / 30, beta_max=20 / 30)
for t in thirty.times[1:]:
    q_t = bimodal.noised(*thirty(t)).density(x[:, None]) * (x[1] - x[0])
    _, B, std = step_coefficients(thirty, t, t - 1)
    nu = thirty.betas[t - 1] if t > 1 else 1 / thirty.snr(1)
    ratio = (std**2 + B**2 * bimodal.posterior_cov(x[:, None], *thirty(t))[:, 0, 0]) / nu  # true variance over ν
    larger_variance += one_step_kl(bimodal, thirty, t, t - 1) + q_t @ (ratio - 1 - np.log(ratio)) / 2
### END SOLUTION
larger_variance = check("05.3", larger_variance)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The sum of (5.12) with the other $\nu$; the prior gap of this chain is below $10^{-5}$.
0.0637 nats, where $\tilde\beta_t$ has 2.92 and the best constants have 0.0516: learning the variance gains 0.012 nats here.
### END SOLUTION
"""

# %% [markdown]
r"""
And how far is the bound from the model's own likelihood?
On a grid the model's steps are matrices, so $p(x_0)$ is exact.
"""

# %%
grid = np.linspace(-4.5, 4.5, 1501)
cell = grid[1] - grid[0]
density = norm.pdf(grid)
for t in short.times[:0:-1]:
    x_hat = bimodal.posterior_mean(grid[:, None], *short(t))[:, 0]
    mean, std = posterior(grid, x_hat, short, t, t - 1) if t > 1 else (x_hat, short.sigma(1) / short.alpha(1))
    density = density @ norm.pdf(grid, mean[:, None], std) * cell

# %% tags=["witness"]
model_cost = -np.sum(bimodal.density(grid[:, None]) * np.log(density)) * cell
table([(entropy, model_cost, bound, density.sum() * cell)], "H (nats)", "cost of the model's p(x_0) (nats)", "bound (nats)",
      "total probability on the grid", digits=4)
witness("(5.3), −log p(x_0) ≤ L", max(bound, model_cost), bound)
witness("H ≤ cost of the model", min(entropy, model_cost), entropy)

# %% [markdown]
r"""
Two more witnesses.
First (5.2) itself, at $x_0=0.6$: sample 20 000 noising trajectories, weight each by $p/q$, and average.
The mean of the weights must be the $p(x_0)$ of the grid, the mean of their logarithms the bound.
Second, (5.3) where it is tight: with the true reverse steps and the true $q(x_T)$ as the model, the gap of (5.11) is zero, so at *every* $x_0$ the bound must be $-\log q(x_0)$.
"""

# %% tags=["witness"]
x, log_w = np.full(20_000, 0.6), np.zeros(20_000)
for t in short.times[1:]:
    earlier, beta = x, short.betas[t - 1]
    x = np.sqrt(1 - beta) * earlier + np.sqrt(beta) * rng.normal(size=x.size)
    x_hat = denoiser(x[:, None], t)[:, 0]
    mean, std = posterior(x, x_hat, short, t, t - 1) if t > 1 else (x_hat, short.sigma(1) / short.alpha(1))
    log_w += norm.logpdf(earlier, mean, std) - norm.logpdf(x, np.sqrt(1 - beta) * earlier, np.sqrt(beta))
log_w += norm.logpdf(x)

# %% tags=["witness"]
weights_error, log_error = np.exp(log_w).std() / np.sqrt(log_w.size), log_w.std() / np.sqrt(log_w.size)
at_06 = np.interp(0.6, grid, density)
table([((np.exp(log_w).mean(), weights_error), at_06)], "mean weight ± standard error", "p(0.6) on the grid", digits=4)
witness("(5.2)", np.exp(log_w).mean(), at_06, standard_error=weights_error)
witness("(5.3), (5.7) at x_0 = 0.6", -log_w.mean(), exact_elbo([0.6], bimodal, short).total, standard_error=log_error)
places = np.array([-1.4, -0.5, 0.6, 1.5])
tight = [exact_elbo([place], bimodal, short, reverse="true", prior="true").total for place in places]
witness("(5.3), tight for the true reverse", tight, -bimodal.log_density(places[:, None]), atol=1e-6)

# %% [markdown]
r"""
The model is far better than its bound.
With $\tilde\sigma$ its density $p(x_0)$ is within 0.01 nats of the data's, while the bound is 1.5 above it.
Between the two lies the divergence of section 1: how badly the model infers the trajectory $x_1,\dots,x_T$ from $x_0$.
Its steps are too narrow.
That raises the bound at every step; the arriving density shows little of it.
**A bound can be loose where the samples are good.**
Comparing two models by their bounds also compares how well they model the latent trajectory.

**From a density to bits.**
Pictures are not points of a continuum: a pixel is one of 256 grey levels, a bin of width $\Delta = \frac2{255}$ on $[-1, 1]$.
A decoder for them gives each bin its probability (Ho and others, equation 13), here for one coordinate,

$$P(\text{bin of } x_0\mid x_1) = \Phi\!\left(\frac{x_0+\frac\Delta2-\hat x_0}{\sigma_1/\alpha_1}\right)-\Phi\!\left(\frac{x_0-\frac\Delta2-\hat x_0}{\sigma_1/\alpha_1}\right), \tag{5.10a}$$

<!-- 5.10a: definition -->

with $\Phi$ the distribution function of $N(0, 1)$, and the first and last bins open to the outside.
With it $L_0$ is a cost of probabilities, never negative; divided by $d\log2$ the bound is the **bits per dimension** that section 7 quotes.
For narrow bins a probability is nearly density times width, so the cost of bins is that of the density less $\log\Delta$, and a little more: rounding $x_0$ to the middle of its bin adds the variance $\frac{\Delta^2}{12}$ to its squared distance from $\hat x_0$, hence $\frac{\Delta^2}{24}$ over $\sigma_1^2/\alpha_1^2$ to the cost (to leading order in $\Delta$, if $\sigma_1^2/\alpha_1^2$ is the mean square of $x_0-\hat x_0$; the caption says how nearly).
"""

# %% tags=["witness"]
x_1 = short.noise(x_0, 1, rng.normal(size=x_0.size))
centre, width_1 = denoiser(x_1[:, None], 1)[:, 0], short.sigma(1) / short.alpha(1)
rows = []
for delta in (0.1, 0.05, 0.025, 2 / 255):
    middle = delta * np.round(x_0 / delta)
    z = (middle[:, None] + [-delta / 2, delta / 2] - centre[:, None]) / width_1
    more = -np.log(np.diff(norm.cdf(z))[:, 0]) + norm.logpdf(x_0, centre, width_1) + np.log(delta)
    rows.append((delta, (more.mean(), more.std() / np.sqrt(more.size)), (delta / width_1) ** 2 / 24))
table(rows, "Δ", "bins cost more than the density less log Δ (nats)", "Δ²/24 over the variance", digits=[3, 4, 4],
      caption=f"E(x_0 − x̂_0)² is {np.mean((x_0 - centre) ** 2) / width_1**2:.2f} times the decoder's variance")
witness("−log P → −log p − log Δ", rows[-1][1][0], rows[-1][2], standard_error=rows[-1][1][1])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.4

A decoder gives $N(m_i, s^2)$ for coordinate $i$ of a picture whose grey levels are bins of width $\Delta$, none of them open.
How many bits per dimension does the picture cost?

- `x0`: array $(d,)$, the middles of its bins; `mean`: array $(d,)$; `std`, `width`: positive numbers, $s$ and $\Delta$.
  Returns a number.
- Worked value: `bits_per_dimension(np.array([0.5, -0.2]), np.array([0.4, 0.1]), 0.2, 0.1)` is $3.2239$.
"""

# %% tags=["exercise"]
def bits_per_dimension(x0, mean, std, width):
    """The cost of a picture with discrete grey levels, in bits per coordinate."""
    ### BEGIN SOLUTION
    upper, lower = norm.cdf((x0 + width / 2 - mean) / std), norm.cdf((x0 - width / 2 - mean) / std)
    return np.mean(-np.log2(upper - lower))
    ### END SOLUTION


bits_per_dimension = check("05.4", bits_per_dimension)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The first coordinate's bin has the probability $\Phi(0.75)-\Phi(0.25) = 0.1747$, the second's $\Phi(-1.25)-\Phi(-1.75) = 0.0656$: 2.517 and 3.930 bits.
A density has no bits of its own: it depends on the unit of $x$. The width of the bins is that unit.
### END SOLUTION
"""

# %% [markdown]
r"""
Where along the trajectory are the nats?
Each bar of the left picture is an $L_{t-1}$; it is half the product of the two curves on the right.
"""

# %% tags=["picture"]
t = short.times[2:]
fig, axes = figures.figure(1, 2)
axes[0].bar(t, L_steps, width=1.0, color="C0")
axes[0].set(xlabel="step t", ylabel="$L_{t-1}$ (nats)", title="What each step costs")
snr = short.snr(short.times[1:])
axes[1].semilogy(t, snr[:-1] - snr[1:], label="lost SNR")
axes[1].semilogy(t, L_steps / (0.5 * (snr[:-1] - snr[1:])), "--", label="mmse")
axes[1].set(xlabel="step t", title="Its two factors")
axes[1].legend()
figures.show(fig)

# %% [markdown]
r"""
## 4 · The simple loss

Express the error of $\hat x_0$ by that of the noise.
Both belong to the same $x_t$, so $\alpha_t(\hat x_0-x_0) = -\sigma_t(\hat\varepsilon-\varepsilon)$ and $\|\hat x_0-x_0\|^2=\|\hat\varepsilon-\varepsilon\|^2/\operatorname{SNR}(t)$.
In (5.9):

$$L_{t-1} = \tfrac12\left(\frac{\operatorname{SNR}(t-1)}{\operatorname{SNR}(t)}-1\right)\operatorname E\left\|\varepsilon-\hat\varepsilon(x_t)\right\|^2 . \tag{5.13}$$

Witness, for the mixture: (5.9) integrates the variance of $x_0$ given $x_t$.
The noise error does not need it: $\hat\varepsilon=(x_t-\alpha\hat x_0)/\sigma$ is the conditional mean of $\varepsilon$, so $\operatorname E\|\varepsilon-\hat\varepsilon\|^2=1-\operatorname E\|\hat\varepsilon\|^2$.
"""

# %% tags=["witness"]
noise_errors = []
for alpha, sigma in zip(*short(short.times[2:])):
    eps_hat = (points - alpha * bimodal.posterior_mean(points[:, None], alpha, sigma)[:, 0]) / sigma
    noise_errors.append(1 - average(eps_hat**2, alpha, sigma))
lost = short.snr(short.times[1:-1]) / short.snr(short.times[2:]) - 1
witness("(5.13)", 0.5 * lost * noise_errors, L_steps, atol=1e-9)

# %% [markdown]
r"""
Ho and others drop the factor and average over $t$ sampled evenly from $1,\dots,T$: the **simple loss**

$$L_{\text{simple}} = \operatorname E_{t}\operatorname E\left\|\varepsilon-\hat\varepsilon(x_t)\right\|^2 . \tag{5.14}$$

<!-- 5.14: definition -->
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.5

In DDPM ($T=1000$, $\beta$ from $10^{-4}$ to 0.02), compare the noise errors at $t = 2$ and at $t = 500$.
In the *bound* (5.13), how much does an error of the same size cost at the two times?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
what_it_drops = "c"
### END SOLUTION
what_it_drops = check("05.5", what_it_drops)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
From $t=1$ to 2 the SNR falls from 9999 to 4546: $\frac12\cdot1.2=0.6$.
At $t=500$ a step loses about 1.1 % of it: $0.0055$.
The ratio is 109.
### END SOLUTION
"""

# %% tags=["reveal"]
ddpm = schedules.linear(T=1000)
t = ddpm.times[2:]
weight = 0.5 * np.expm1(ddpm.log_snr(t - 1) - ddpm.log_snr(t))
table([(weight[0], weight[498], weight[0] / weight[498], t[weight.argmin()])],
      "weight at t = 2", "at t = 500", "ratio", "least at t =", digits=[4, 4, 0, 0])

# %% tags=["picture", "reveal"]
fig, ax = figures.figure()
ax.loglog(t, weight, label="the bound, (5.13)")
ax.loglog(t, np.full(t.size, weight.mean()), "--", label="the simple loss, same mean")
ax.set(xlabel="step t", ylabel="weight of the noise error", title="DDPM: what the simple loss changes")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
<details><summary>What it shows, when you have decided</summary>

Against the bound, the simple loss down-weights the low-noise steps.
</details>

Does it matter *which* loss is minimised?
With unlimited capacity, no: every weight that is positive has the same minimiser, the denoiser, because at each $t$ and each $x_t$ the mean is best.
With limited capacity, yes: section 6.

**The schedule drops out.**
Write $\operatorname{SNR}=e^\lambda$, keep the two ends $\lambda_1$ and $\lambda_T$, and let the steps between them become short: $\operatorname{SNR}(t-1)-\operatorname{SNR}(t)\to e^\lambda\,d\lambda$, so that

$$\begin{aligned}\sum_{t=2}^{T}L_{t-1} \;\longrightarrow\;& \tfrac12\int_{\lambda_T}^{\lambda_1} e^\lambda\operatorname E\left\|x_0-\hat x_0\right\|^2 d\lambda\\ &= \tfrac12\int_{\lambda_T}^{\lambda_1}\operatorname E\left\|\varepsilon-\hat\varepsilon\right\|^2 d\lambda . \end{aligned} \tag{5.15}$$

(λ falls with $t$, so a step $dt$ covers $|\lambda'(t)|\,dt$ of λ.)
In terms of $\lambda$ the bound weights the noise error **equally**, and nothing of the schedule is left but its two ends.
The schedule, and the distribution that $t$ is sampled from, affect the variance of the gradient, not the bound: lecture 03's [(3.6b)](03_schedules.ipynb).
In Ho's simple loss, $t$ is uniform, so $L_{\text{simple}}$ has the weight $w = 1/|\lambda'(t)|$ in $\lambda$, up to a constant: lecture 03's density of $\lambda$.

**Which weighted losses are bounds?**
Let $e(\lambda) = \operatorname E\|\varepsilon-\hat\varepsilon\|^2$ and $\mathcal L(\lambda) = \frac12\int_{\lambda_T}^{\lambda}e(\ell)\,d\ell$: by (5.15) the bound, but for its ends, for data that were first noised to $\lambda$.
Integrate any weighted loss by parts:

$$\tfrac12\int_{\lambda_T}^{\lambda_1}w(\lambda)\,e(\lambda)\,d\lambda = w(\lambda_1)\,\mathcal L(\lambda_1) + \int_{\lambda_T}^{\lambda_1}\left(-w'(\lambda)\right)\mathcal L(\lambda)\,d\lambda . \tag{5.15a}$$

If $w$ never rises with $\lambda$, all weights on the right are non-negative: the loss is an average of likelihood bounds for data with noise added, **a bound on augmented data** (Kingma and Gao 2023).
If $w$ rises somewhere, some weights are negative.
DDPM's simple loss is such a case: by the last table $|\lambda'(t)|$ is least at $t=350$, and from there to $t=1000$ $w$ rises with $\lambda$.

Witness: sums over $n$ equal steps of $\lambda$ from 8 to $-8$, and over $n$ steps of another schedule with the same ends, against the integral of a fine rule.
The sums are above it (each step takes the error at its noisier end), and the excess halves when $n$ doubles.
Then (5.15a), for the weight $w = 1+e^{-\lambda}$.
"""

# %%
fine = np.linspace(-8, 8, 1601)
noise_error = np.array([np.exp(v) * mmse(*levels(v)) for v in fine])  # E|ε − ε̂|² = SNR · mmse
integral = 0.5 * trapezoid(noise_error, fine)


def in_steps(log_snr):
    """Σ ½ (SNR_s − SNR_t) mmse(t) for a falling array of log-SNR."""
    error = np.interp(log_snr[1:], fine, noise_error) / np.exp(log_snr[1:])
    return 0.5 * np.sum((np.exp(log_snr[:-1]) - np.exp(log_snr[1:])) * error)


# %% tags=["witness"]
sums = {}
for n in [50, 100, 200, 400, 1600, 3200]:
    u = np.linspace(-1, 1, n + 1)
    sums[n] = np.array([in_steps(-8 * u), in_steps(-8 * (0.4 * u + 0.6 * u**3))])
table([(n, *both, integral) for n, both in sums.items()],
      "n", "equal steps of λ (nats)", "steps bunched in the middle (nats)", "integral (nats)", digits=5)
witness("(5.15), extrapolated to n = ∞", 2 * sums[3200] - sums[1600], integral, atol=1e-4)
bounds, w = 0.5 * cumulative_trapezoid(noise_error, fine, initial=0), 1 + np.exp(-fine)  # −w′ = e^−λ
right = w[-1] * bounds[-1] + trapezoid(np.exp(-fine) * bounds, fine)
witness("(5.15a)", 0.5 * trapezoid(w * noise_error, fine), right, atol=1e-3)

# %% [markdown]
r"""
## 5 · Five predictions, one table

Each kind is a combination of $x_0$ and $\varepsilon$; $x_t=\alpha x_0+\sigma\varepsilon$ is a second equation.
Two equations, two unknowns.
For v, on a variance-preserving schedule:

$$\begin{aligned}\alpha\,x_t-\sigma\,v &= \alpha(\alpha x_0+\sigma\varepsilon)-\sigma(\alpha\varepsilon-\sigma x_0)\\ &= (\alpha^2+\sigma^2)\,x_0 = x_0 . \end{aligned} \tag{5.16}$$

Because these relations are linear with coefficients known at $t$, they hold for the best estimates too: take $\operatorname E[\,\cdot\mid x_t]$ of both sides.
And two errors at the same $x_t$ are proportional: from (5.16), $\hat x_0-x_0=-\sigma(\hat v-v)$.
"""

# %% [markdown]
r"""
In the same way every kind's squared error is a multiple of the x0-error, with a weight that depends on $\lambda$ alone:

$$\bigl\|\widehat{\text{kind}}-\text{kind}\bigr\|^2 = w_{\text{kind}}(\lambda)\,\|\hat x_0-x_0\|^2 . \tag{5.17}$$

The whole table, variance preserving with $0<\alpha<1$.
The fourth column is the weight that this kind's loss needs so that it is the bound (5.15), per unit of $\lambda$: always $\frac12e^\lambda/w$.
The last is the weight $w(\lambda)$ in (5.15a) of its plain loss, with $\lambda$ uniform: it never rises, except for the score.

| kind | $\hat x_0$ from it | $w_{\text{kind}}(\lambda)$ | weight that makes it the bound | $w(\lambda)$ of the plain loss |
|---|---|---|---|---|
| x0 | $\hat x_0$ | $1$ | $\frac12e^\lambda$ | $e^{-\lambda}$ |
| eps | $(x_t-\sigma\hat\varepsilon)/\alpha$ | $\alpha^2/\sigma^2 = e^\lambda$ | $\frac12$ | $1$ |
| v | $\alpha x_t-\sigma\hat v$ | $1/\sigma^2=1+e^\lambda$ | $\frac12\operatorname{sigmoid}(\lambda)$ | $1+e^{-\lambda}$ |
| score | $(x_t+\sigma^2\hat s)/\alpha$ | $\alpha^2/\sigma^4=e^\lambda(1+e^\lambda)$ | $\frac12\operatorname{sigmoid}(-\lambda)$ | $1+e^\lambda$ |
| flow | $(x_t-\sigma\hat u)/(\alpha+\sigma)$ | $(\alpha+\sigma)^2/\sigma^2=(1+e^{\lambda/2})^2$ | $\frac12e^\lambda/(1+e^{\lambda/2})^2$ | $(1+e^{-\lambda/2})^2$ |

The score's weight, $\frac12\operatorname{sigmoid}(-\lambda)$, is $\frac12\sigma^2$: with it, denoising score matching (lecture 06) at all noise levels together is the likelihood bound.

Witness: sample $x_0$ and $\varepsilon$, make a wrong $\hat x_0$, compute what each kind *is* by its definition for the true and the wrong pair (the wrong pair keeps $x_t$), and compare.
"""

# %% tags=["witness"]
lam = 1.3
alpha, sigma = np.sqrt(1 / (1 + np.exp(-lam))), np.sqrt(1 / (1 + np.exp(lam)))
x0, eps = rng.normal(size=(2, 64))
x_t = alpha * x0 + sigma * eps
x0_hat = x0 + 0.1 * rng.normal(size=64)
eps_hat = (x_t - alpha * x0_hat) / sigma  # the noise that goes with the wrong picture
definitions = {"x0": lambda x, e: x, "eps": lambda x, e: e, "v": lambda x, e: alpha * e - sigma * x,
               "score": lambda x, e: -e / sigma, "flow": lambda x, e: e - x}
snr = np.exp(lam)
weights = dict(x0=1, eps=snr, v=1 + snr, score=snr * (1 + snr), flow=(1 + np.sqrt(snr)) ** 2)

# %% tags=["witness"]
for kind, of in definitions.items():
    predicted = of(x0_hat, eps_hat)
    ratio = np.sum((predicted - of(x0, eps)) ** 2) / np.sum((x0_hat - x0) ** 2)
    witness(f"(5.17), weight of {kind}", ratio, weights[kind], atol=1e-9)
    witness(f"loss_weight in utils, {kind}", loss_weight(kind, alpha, sigma), weights[kind], atol=1e-9)
    witness(f"convert in utils, {kind}", convert(predicted, x_t, alpha, sigma, kind, "x0"), x0_hat, atol=1e-9)
witness("(5.16)", alpha * x_t - sigma * definitions["v"](x0, eps), x0)
print("w never rises with λ:", *(kind for kind in KINDS if np.all(np.diff(loss_weight(kind, *levels(fine)) / np.exp(fine)) < 1e-12)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.6

This function should convert any of the five predictions to $\hat x_0$, on any schedule: $\alpha^2+\sigma^2$ need not be 1.
Two of its lines are wrong. Mend it.

```python
def to_x0(value, x_t, alpha, sigma, kind):
    if kind == "x0":
        return value
    if kind == "eps":
        return (x_t - sigma * value) / alpha
    if kind == "v":
        return alpha * x_t - sigma * value
    if kind == "score":
        return (x_t + sigma * value) / alpha
    return (x_t - sigma * value) / (alpha + sigma)
```

- `value`, `x_t`: numbers or arrays of one shape; `alpha`, `sigma`: positive numbers; `kind`: one of `"x0"`, `"eps"`, `"v"`, `"score"`, `"flow"`, defined at the top of this lecture.
- Returns $\hat x_0$, shaped like `x_t`.
- Worked value: `to_x0(-1.5, -0.2, 0.8, 0.4, "v")` is $0.55$.
"""

# %% tags=["exercise"]
def to_x0(value, x_t, alpha, sigma, kind):
    """x̂_0 from a prediction of any kind."""
    ### BEGIN SOLUTION
    if kind == "x0":
        return value
    if kind == "eps":
        return (x_t - sigma * value) / alpha
    if kind == "v":
        return (alpha * x_t - sigma * value) / (alpha**2 + sigma**2)
    if kind == "score":
        return (x_t + sigma**2 * value) / alpha
    return (x_t - sigma * value) / (alpha + sigma)
    ### END SOLUTION


to_x0 = check("05.6", to_x0)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In each line put in the definition: $\varepsilon$ cancels and $x_0$ is left.
For v, $\alpha x_t-\sigma v=(\alpha^2+\sigma^2)\,x_0$, as in (5.16): $(-0.16+0.6)/0.8=0.55$.
The score is $-\varepsilon/\sigma$, so $\sigma\varepsilon=-\sigma^2s$, with the square.
### END SOLUTION
"""

# %% tags=["picture"]
scale = np.linspace(-8, 8, 161)
fig, ax = figures.figure()
for kind, style in zip(KINDS, ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]):
    ax.semilogy(scale, loss_weight(kind, *levels(scale)), linestyle=style, label=kind)
ax.set(xlabel="log-SNR λ (noise left, data right)", ylabel="weight of the x₀ error")
ax.set_title("Five losses in log-SNR")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
## 6 · Break it: one small model, five losses

For a model that can represent the denoiser the weights do not matter.
Take one that cannot: a sum of 12 random features of $(x_t, \lambda)$, fitted by least squares to 20 000 examples with $\lambda$ uniform on $[-6, 6]$.
Only the weight differs: that of the five losses.
Then measure what each fit costs in nats *above the exact denoiser*, by (5.15), in three ranges of $\lambda$.
Five sets of random features.

Decide before you run it: which loss has the lowest total?
"""

# %%
def features(x_t, lam, seed):
    """12 random features of (x_t, λ), among them 1 and x_t: (n, 12)."""
    draw = np.random.default_rng(seed)
    of_x, of_lam, shift = draw.normal(0, 1.5, 10), draw.normal(0, 0.5, 10), draw.normal(0, 1, 10)
    return np.c_[np.ones(x_t.size), x_t, np.tanh(np.outer(x_t, of_x) + np.outer(lam, of_lam) + shift)]


def fit(kind, seed, x0, x_t, lam):
    """Coefficients that minimise the mean squared error of x̂_0, weighted as the loss of this kind does."""
    root = np.sqrt(loss_weight(kind, *levels(lam)))[:, None]
    return np.linalg.lstsq(root * features(x_t, lam, seed), root[:, 0] * x0, rcond=None)[0]


# %%
log_snrs = np.linspace(-6, 6, 49)
some = points[::4]
best = [bimodal.posterior_mean(some[:, None], *levels(lam))[:, 0] for lam in log_snrs]
shares = [bimodal.noised(*levels(lam)).density(some[:, None]) * (some[1] - some[0]) for lam in log_snrs]


def excess(coefs, seed):
    """½ e^λ E|x̂_0 − E[x_0 | x_t]|² at the log-SNRs: the cost above the exact denoiser, in nats per unit of λ."""
    fitted = [features(some, np.full(some.size, lam), seed) @ coefs for lam in log_snrs]
    return 0.5 * np.exp(log_snrs) * [share @ (f - b) ** 2 for share, f, b in zip(shares, fitted, best)]


# %%
costs = {kind: [] for kind in KINDS}
for seed in range(5):
    lam, x0 = rng.uniform(-6, 6, 20_000), bimodal.sample(20_000, rng)[:, 0]
    x_t = levels(lam)[0] * x0 + levels(lam)[1] * rng.normal(size=x0.size)
    for kind in KINDS:
        curve = excess(fit(kind, seed, x0, x_t, lam), seed) * (log_snrs[1] - log_snrs[0])
        parts = [log_snrs < -2, np.abs(log_snrs) <= 2, log_snrs > 2, log_snrs < np.inf]
        costs[kind].append([curve[part].sum() for part in parts])

# %% tags=["reveal"]
table([(kind, *zip(np.mean(cost, axis=0), np.std(cost, axis=0, ddof=1))) for kind, cost in costs.items()],
      "loss", "noise, λ < −2", "middle", "data, λ > 2", "total", digits=3,
      caption="nats above the exact denoiser, mean ± standard deviation over 5 sets of features")

# %% [markdown]
r"""
The x0-loss fails near the data, by nats: there an error of $x_0$ that looks small is multiplied by $e^\lambda$.
At high noise the order is reversed: there the x0-loss is best on average, the score-loss worst.
The weight of the noise error has the lowest total on average over the five.
By construction it must, up to sampling error: with $\lambda$ uniform, its loss *is* the bound.
Score, v and flow follow, with spreads that overlap. That is no verdict on pictures: nats are one measure, this model is tiny, and in a network the kind of output also changes what is easy to represent.
What the table shows is that with a limited model a weight is a choice of where to be wrong.

## 7 · In the wild

Ho and others (2020, table 1) train the same network on CIFAR-10 (32 × 32 × 3 numbers) with the bound and with the simple loss, and report FID (a distance between generated and real pictures, lower is better) and the bound in **bits per dimension** (appendix C).
Two later models minimise the bound itself.
"""

# %%
published = [("DDPM, trained on the bound", 3.70, 13.51), ("DDPM, trained on the simple loss", 3.75, 3.17),
             ("Improved DDPM, learned variance, bound", 2.94, None), ("Variational diffusion models, bound", 2.65, None)]
table([(name, bits, bits * 3072 * np.log(2), fid) for name, bits, fid in published],
      "CIFAR-10", "bits/dim", "nats a picture", "FID", digits=[0, 2, 0, 2], caption="FID only where the network is the same")

# %% [markdown]
r"""
The simple loss costs 0.05 bits per dimension, over a hundred nats a picture, and its pictures are much better by FID.
The objective is not the goal.
Ho and others' reading: more than half of the bound's nats describe imperceptible details, and the simple loss takes weight from those.
What these numbers do not show: how loose each bound is.
For pictures the flow of lecture 09 gives the likelihood itself.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 05.7

This one was not shown.
Let $x = x_0+\sigma\varepsilon$ (no shrinking) with data of mean 0 and standard deviation $\sigma_{\text{data}}$.
A network outputs $F$, and the picture is $\hat x_0 = c_{\text{skip}}\,x + c_{\text{out}}\,F$.
Choose the two numbers so that the right $F$, which is $(x_0-c_{\text{skip}}\,x)/c_{\text{out}}$, has variance 1, and so that an error of $F$ is multiplied by as little as possible: $c_{\text{out}}$ is positive and least.

- `sigma`, `sigma_data`: positive numbers.
  Returns the two numbers `(c_skip, c_out)`.
- Worked value: `preconditioning(0.5, 0.8)` is $(0.7191, 0.4240)$.
"""

# %% tags=["exercise"]
def preconditioning(sigma, sigma_data):
    """c_skip and c_out."""
    ### BEGIN SOLUTION
    total = sigma**2 + sigma_data**2
    return sigma_data**2 / total, sigma * sigma_data / np.sqrt(total)
    ### END SOLUTION


preconditioning = check("05.7", preconditioning)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_0-c\,x=(1-c)\,x_0-c\,\sigma\varepsilon$ has variance $(1-c)^2\sigma_{\text{data}}^2+c^2\sigma^2$, least at $c=\sigma_{\text{data}}^2/(\sigma^2+\sigma_{\text{data}}^2)$, where it is $\sigma^2\sigma_{\text{data}}^2/(\sigma^2+\sigma_{\text{data}}^2)$.
It is the posterior (B.7): skip the best straight-line estimate, learn the rest.
This is the preconditioning of Karras and others (2022).
For $\sigma_{\text{data}}=1$ it is the v-prediction in other units, with $F=-v$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · What you can now say

**We train a denoiser by a weighted squared error.
With equal weight in $\lambda$ for the noise error it bounds $-\log p(x_0)$, up to the terms of the two ends; with a weight that never rises with $\lambda$ it bounds the same for noised data.**

| | result | witness |
|---|---|---|
| (5.2), (5.3) | The cost of a data point is at most $L$; how loose, and where it is tight | [section 3](#3-·-Every-term,-exactly) |
| (5.4)–(5.7) | The bound telescopes into $L_T$, one divergence a step, and $L_0$ | [section 2](#2-·-The-telescope) |
| (5.9)–(5.10a) | A step's cost is half the squared error times the lost SNR; every term exact for a mixture; bins and bits | [section 3](#3-·-Every-term,-exactly) |
| (5.11), (5.12) | The gap is the prior gap and the losses of the steps, and nothing else | [section 3](#3-·-Every-term,-exactly) |
| (5.13)–(5.15a) | What the simple loss drops; in $\lambda$ the bound weights noise errors equally; a weight that never rises with $\lambda$ is a bound on noised data | [section 4](#4-·-The-simple-loss) |
| (5.16), (5.17) | Five predictions, their conversions and weights | [section 5](#5-·-Five-predictions,-one-table) |

**Next question.**
One of the five is called *score*: the gradient of a log-density.
Why does a denoiser contain a gradient, and what can be done with it?
That is [lecture 06](06_score.ipynb).

## 9 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: equation 5 and appendix A (our (5.7)), equation 13 (our (5.10a)), equation 14 (the simple loss), table 1.
- J. Sohl-Dickstein and others, ICML 2015: the bound for a diffusion model.
- D. P. Kingma and others, *Variational diffusion models*, NeurIPS 2021: (5.9) in SNR and its limit (5.15), independent of the schedule; table 1.
- A. Nichol, P. Dhariwal, *Improved DDPM*, ICML 2021: learned variances; table 2.
  F. Bao and others, *Analytic-DPM*, ICLR 2022: the best variance in closed form.
- D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014: the bound (5.3) with a learned encoder.
- T. Salimans, J. Ho, *Progressive distillation*, ICLR 2022: v-prediction.
  Y. Lipman and others, *Flow matching*, ICLR 2023: $u=\varepsilon-x_0$, with their clock turned round.
- D. P. Kingma, R. Gao, *Understanding diffusion objectives as the ELBO with simple data augmentation*, NeurIPS 2023: all losses as weights in log-SNR; its theorem on monotone weights is our (5.15a).
- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022: exercise 05.7.
- Digits: E. Alpaydin, C. Kaynak, UCI, CC BY 4.0, through scikit-learn.
- Ours: the exact terms and the exact gap of a mixture, the experiment of section 6, the exercises.
"""
