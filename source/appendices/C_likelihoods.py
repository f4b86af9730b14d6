# %% [markdown]
r"""
# C · How is a model's fit measured, and what is a bound on it?

{badges}

| | |
|---|---|
| **You will be able to** | turn a likelihood into a cross-entropy, a KL divergence and bits per dimension, and back · derive the evidence lower bound and its importance-weighted form, and say what each misses |
| **You need** | densities, expectation, logarithms; [appendix B](B_gaussians.ipynb) for the KL divergence of Gaussians |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm

from utils.generative.divergences import gaussian_kl
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.teaching.tables import table
from utils.teaching.witness import witness

rng = np.random.default_rng(3)

# %% [markdown]
r"""
## 1 · Likelihood

A model is a density $p$.
Its **log-likelihood** on data $x^{(1)},\dots,x^{(n)}$, drawn independently from $q$, is $\sum_i\log p(x^{(i)})$.
Divided by $-n$ it is a cost, the negative log-likelihood per example (NLL), and for large $n$ it tends to an expectation:

$$-\frac1n\sum_{i=1}^n\log p(x^{(i)}) \;\longrightarrow\; -\operatorname E_q\log p(x) . \tag{C.1}$$

A density depends on the unit of $x$, so its logarithm is defined up to a constant: measure the same data in other units, $y = x/c$ with $c>0$, in $d$ dimensions, and by the change of variables $p_y(y) = c^d\,p_x(cy)$,

$$-\log p_y(y) = -\log p_x(x) - d\log c . \tag{C.2}$$

So an NLL has no meaning until the units of $x$ are stated, it can be negative, and only *differences* of NLLs on the same data compare models.
"""

# %% tags=["witness"]
q = bimodal
x = np.linspace(-9, 9, 3601)
dx = x[1] - x[0]
log_q, log_p = q.log_density(x[:, None]), norm.logpdf(x, 0.2, 1.1)
drawn = -norm.logpdf(q.sample(100_000, rng)[:, 0], 0.2, 1.1)
exact = -np.sum(np.exp(log_q) * log_p) * dx
witness("(C.1)", drawn.mean(), exact, standard_error=drawn.std() / np.sqrt(drawn.size))

c, two = 2.5, np.array([0.7, -1.2])
wide, narrow = norm(0, 1.5), norm(0, 1.5 / c)  # the law of one coordinate of x, and of y = x / c
witness("(C.2)", -narrow.logpdf(two / c).sum(), -wide.logpdf(two).sum() - 2 * np.log(c))

# %% [markdown]
r"""
## 2 · Entropy, cross-entropy, divergence

**Entropy** $H(q) = -\operatorname E_q\log q$, **cross-entropy** $H(q,p)=-\operatorname E_q\log p$, the right side of (C.1).
Their difference is the **Kullback–Leibler divergence**,

$$\operatorname{KL}(q\,\|\,p) = \operatorname E_q\log\frac{q(x)}{p(x)}, \qquad H(q,p) = H(q) + \operatorname{KL}(q\,\|\,p). \tag{C.3}$$

It is never negative (Gibbs): $-\log r\ge1-r$ for $r>0$, so $\operatorname E_q[-\log\frac pq]\ge1-\operatorname E_q[\frac pq]\ge0$, with equality only if $p=q$ almost everywhere.
Hence $H(q,p)\ge H(q)$: **no model has a lower expected NLL than the entropy of the data**, and to raise the likelihood is to lower $\operatorname{KL}(q\,\|\,p)$.

For pairs $(x,y)$ the divergence obeys a chain rule, because the logarithm of $q(x)\,q(y\mid x)$ is a sum:

$$\begin{aligned}\operatorname{KL}(q(x,y)\,\|\,p(x,y)) = {}&\operatorname{KL}(q(x)\,\|\,p(x))\\ &{}+ \operatorname E_{q(x)}\operatorname{KL}(q(y\mid x)\,\|\,p(y\mid x)) . \end{aligned} \tag{C.4}$$

Dropping the last, never negative term gives: **seeing less of two laws, they differ less**.
Lectures 04 and 05 use both.

The order matters.
Among Gaussians $p$, $\operatorname{KL}(q\,\|\,p)$ is least at the moments of $q$ (it must cover all of $q$); $\operatorname{KL}(p\,\|\,q)$ may prefer one mode of $q$ (it must avoid where $q$ is small).
The last cell of this section compares.
"""

# %% tags=["witness"]
entropy = -np.sum(np.exp(log_q) * log_q) * dx
divergence = np.sum(np.exp(log_q) * (log_q - log_p)) * dx
draws = q.sample(100_000, rng)
ratio = q.log_density(draws) - norm.logpdf(draws[:, 0], 0.2, 1.1)
error = ratio.std() / np.sqrt(ratio.size)
table([(entropy, exact, exact - entropy, divergence, (ratio.mean(), error))], "entropy", "cross-entropy", "their difference",
      "KL", "KL estimated from samples", digits=4, caption="nats")
witness("(C.3)", exact - entropy, ratio.mean(), standard_error=error)

# %% tags=["witness"]
slope_q, noise_q, slope_p, noise_p = 0.8, 0.6, 0.5, 0.9  # x is N(0, 1) under q and N(0.3, 1.2²) under p


def joint(mean, std, slope, noise):
    """Mean and covariance of (x, y) for x ~ N(mean, std²) and y = slope · x + noise · N(0, 1)."""
    return [mean, slope * mean], [[std**2, slope * std**2], [slope * std**2, slope**2 * std**2 + noise**2]]


whole = gaussian_kl(*joint(0.0, 1.0, slope_q, noise_q), *joint(0.3, 1.2, slope_p, noise_p))
steps = norm.pdf(x) @ [gaussian_kl(slope_q * one, noise_q**2, slope_p * one, noise_p**2) for one in x] * dx
witness("(C.4)", whole, gaussian_kl(0.0, 1.0, 0.3, 1.2**2) + steps, atol=1e-9)

# %%
means, stds = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(0.2, 1.6, 71), indexing="ij")
covering, seeking = np.empty(means.shape), np.empty(means.shape)
for place in np.ndindex(means.shape):
    log_g = norm.logpdf(x, means[place], stds[place])
    covering[place] = np.sum(np.exp(log_q) * (log_q - log_g)) * dx
    seeking[place] = np.sum(np.exp(log_g) * (log_g - log_q)) * dx
rows = [("q itself", q.mean[0], np.sqrt(q.cov[0, 0]), None), ("its larger mode", 0.6, 0.4, None)]
for name, divergences in [("least KL(q ‖ p)", covering), ("least KL(p ‖ q)", seeking)]:
    place = np.unravel_index(divergences.argmin(), divergences.shape)
    rows.append((name, means[place], stds[place], divergences[place]))
table(rows, "", "mean", "standard deviation", "nats", digits=[0, 2, 2, 3])

# %% [markdown]
r"""
## 3 · Jensen's inequality

The logarithm is concave: it lies below each of its tangents.
With the tangent at $m=\operatorname E[w]$, $\log w\le\log m+\frac{w-m}{m}$ for every $w>0$.
Take expectations; the fraction vanishes:

$$\operatorname E\log w \;\le\; \log\operatorname E w . \tag{C.5}$$

The gap is 0 only if $w$ is constant.
If $w$ varies little, expand one term further: the gap is about $\operatorname{Var}(w)/(2m^2)$.
For a log-normal $w = e^{sz}$, $z\sim N(0,1)$, it is exactly $\frac{s^2}{2}$, since $\operatorname E\log w=0$ and $\log\operatorname Ew=\frac{s^2}{2}$:

$$\log\operatorname E\,e^{sz} - \operatorname E\,sz = \tfrac{s^2}{2} . \tag{C.6}$$
"""

# %% tags=["witness"]
rows, weight = [], norm.pdf(x) * dx
for s in [0.1, 0.5, 1.0]:
    w = np.exp(s * x)
    mean = weight @ w
    rows.append((s, np.log(mean) - weight @ np.log(w), s**2 / 2, weight @ (w - mean) ** 2 / (2 * mean**2)))
table(rows, "s", "gap", "s²/2", "Var(w)/2m²", digits=[1, 4, 4, 4])
witness("(C.6)", np.array(rows)[:, 1], np.array(rows)[:, 2], atol=1e-10)
logs = np.log(rng.exponential(size=100_000))  # log E w is 0; E log w is minus Euler's constant, below it
witness("(C.5), exponential law", logs.mean(), -np.euler_gamma, standard_error=logs.std() / np.sqrt(logs.size))

# %% [markdown]
r"""
## 4 · The evidence lower bound

Let the model have a hidden part: $p(x,z)=p(z)\,p(x\mid z)$, and $p(x)=\int p(x,z)\,dz$ out of reach. (In a diffusion model $z$ is the trajectory $x_1,\dots,x_T$.)
Choose any density $r(z\mid x)$ that is positive wherever $p(z\mid x)$ is, draw from it, and weigh: $p(x)=\operatorname E_r\!\left[\frac{p(x,z)}{r(z\mid x)}\right]$.
By (C.5),

$$\log p(x) \;\ge\; \operatorname E_{r(z\mid x)}\log\frac{p(x,z)}{r(z\mid x)} =: \operatorname{ELBO}. \tag{C.7}$$

What is missed has a name.
Put $p(x,z)=p(x)\,p(z\mid x)$:

$$\log p(x) = \operatorname{ELBO} + \operatorname{KL}\!\left(r(z\mid x)\,\|\,p(z\mid x)\right). \tag{C.8}$$

Another reading follows from $p(x,z)=p(z)\,p(x\mid z)$: the ELBO is a reconstruction less a divergence from the prior,

$$\operatorname{ELBO} = \operatorname E_{r}\log p(x\mid z) - \operatorname{KL}\!\left(r(z\mid x)\,\|\,p(z)\right). \tag{C.9}$$

Witness: $z\sim N(0,1)$, $x\mid z\sim N(z, s^2)$.
Then $p(x)=N(x;0,1+s^2)$, the posterior is (B.7), and $r=N(m,v)$ may be chosen badly on purpose.
"""

# %%
s, x_seen, m, v = 0.7, 1.3, 0.4, 0.5


def log_weight(z):
    """log p(x, z) / r(z | x)."""
    return norm.logpdf(z) + norm.logpdf(x_seen, z, s) - norm.logpdf(z, m, np.sqrt(v))

# %% tags=["witness"]
r = norm.pdf(x, m, np.sqrt(v)) * dx  # here x serves as the grid of z
elbo = r @ log_weight(x)
truth = norm.logpdf(x_seen, 0, np.sqrt(1 + s**2))
posterior_mean, posterior_var = x_seen / (1 + s**2), s**2 / (1 + s**2)
table([(truth, elbo, truth - elbo)], "log p(x) (nats)", "ELBO (nats)", "gap (nats)", digits=4)
witness("(C.7)", min(elbo, truth), elbo)
witness("(C.8)", truth, elbo + gaussian_kl(m, v, posterior_mean, posterior_var), atol=1e-9)
witness("(C.9)", elbo, r @ norm.logpdf(x_seen, x, s) - gaussian_kl(m, v, 0.0, 1.0), atol=1e-9)

# %% [markdown]
r"""
## 5 · The importance-weighted bound

Draw $K$ values $z_1,\dots,z_K$ independently from $r$ and average the weights *before* the logarithm:

$$\begin{gathered}\operatorname{ELBO}_K = \operatorname E\log\frac1K\sum_{k=1}^{K}w_k, \qquad w_k=\frac{p(x,z_k)}{r(z_k\mid x)},\\ \operatorname{ELBO} = \operatorname{ELBO}_1\le\operatorname{ELBO}_2\le\dots\le\log p(x) . \end{gathered} \tag{C.10}$$

The last inequality is Jensen's for the mean of the weights, whose expectation is $p(x)$.
The others: the mean of $K+1$ weights is the mean of the $K+1$ means that leave one of them out, each over $K$ weights; Jensen once more.
If $\operatorname{Var}(w)$ is finite, the mean's variance is $\operatorname{Var}(w)/K$, so by section 3 the gap falls like $\frac{1}{K}$:

$$\log p(x) - \operatorname{ELBO}_K \;\approx\; \frac{\operatorname{Var}(w)}{2K\,p(x)^2} \qquad (K\to\infty). \tag{C.11}$$
"""

# %% tags=["witness"]
z = m + np.sqrt(v) * rng.normal(size=(40_000, 64))
log_w = log_weight(z)
relative = r @ np.exp(2 * log_weight(x) - 2 * truth) - 1  # Var(w)/p(x)²
gaps = {}
for K in 2 ** np.arange(7):
    log_mean = logsumexp(log_w[:, :K], axis=1) - np.log(K) - truth
    lost = np.exp(log_mean) - 1 - log_mean  # E of the first two is 0: they only make the estimate quieter
    gaps[K] = lost.mean(), lost.std() / np.sqrt(lost.size)
table([(K, gap, relative / (2 * K), 2 * K * gap[0] / relative) for K, gap in gaps.items()],
      "K", "log p(x) − ELBO_K", "(C.11)", "their ratio", digits=[0, 5, 5, 3], caption="nats, ± standard error")

# %% tags=["witness"]
values, errors = np.array(list(gaps.values())).T
witness("(C.10), falling gaps, none below 0", np.minimum.accumulate(np.maximum(values, 0)), values)
witness("(C.10), K = 1 is the ELBO", values[0], truth - elbo, standard_error=errors[0])
scaled_gaps = 2 * np.array(list(gaps)) * values / relative  # → 1, with a distance that halves when K doubles
extrapolated = 2 * scaled_gaps[-1] - scaled_gaps[-2]
witness("(C.11), extrapolated", extrapolated, 1, standard_error=4 * 64 * errors[-1] / relative)

# %% [markdown]
r"""
## 6 · Bits per dimension

Papers on pictures divide the NLL by the number $d$ of values and by $\log2$:

$$\text{bits per dimension} = \frac{-\log p(x)}{d\,\log 2} . \tag{C.12}$$

Pixels are whole numbers $0,\dots,255$, and the unit in (C.2) must be one grey level.
A model of values scaled to $[-1,1]$ has $c = 127.5$ grey levels a unit: to its own $-\log_2p$ per value, $\log_2127.5$ must be **added**.
Forgetting it makes a model look seven bits better.

A density on the line also has to be made a probability of whole numbers.
Spread each over its cell, $u$ uniform on $[0,1)$: with $P(k)=\int_0^1p(k+u)\,du$, Jensen gives

$$-\log P(k) \;\le\; -\operatorname E_u\log p(k+u), \tag{C.13}$$

so training on data with uniform noise added (*dequantised*) bounds the code length of the whole numbers themselves.
A decoder can also give each cell its probability exactly, as (5.10a) of [lecture 05](../lectures/05_objective.ipynb) does.
"""

# %% tags=["witness"]
# a pixel in grey levels: dark, middle, and nearly white paper with a deviation of half a level
grey = GaussianMixture([0.3, 0.5, 0.2], [[60.0], [170.0], [250.3]], [[[400.0]], [[400.0]], [[0.25]]])
scaled = GaussianMixture(grey.weights, (grey.means - 127.5) / 127.5, grey.covs / 127.5**2)
levels = np.arange(256.0)
bits = -grey.log_density(levels[:, None]) / np.log(2)
of_scaled = -scaled.log_density((levels[:, None] - 127.5) / 127.5) / np.log(2)
witness("(C.12) in two units, (C.2)", bits, of_scaled + np.log2(127.5), atol=1e-10)

# %% tags=["witness"]
u = (np.arange(200) + 0.5) / 200
log_cells = grey.log_density((levels[:, None] + u)[..., None])
exact_bits = -np.log(np.exp(log_cells).mean(axis=1)) / np.log(2)
dequantised = -log_cells.mean(axis=1) / np.log(2)
witness("(C.13)", np.minimum(exact_bits, dequantised), exact_bits)
pixels = np.clip(np.floor(grey.sample(50_000, rng)[:, 0]), 0, 255).astype(int)  # a few fall outside
table([(exact_bits[pixels].mean(), dequantised[pixels].mean(), 8)], "bits a pixel, exactly", "dequantised",
      "without a model", digits=3)

# %% [markdown]
r"""
## Sources

- T. Cover, J. Thomas, *Elements of Information Theory*, 2006, chapters 2 and 8: sections 1 to 3.
- M. Jordan and others, *An introduction to variational methods for graphical models*, 1999; D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014: section 4.
- Y. Burda, R. Grosse, R. Salakhutdinov, *Importance weighted autoencoders*, ICLR 2016: section 5; the rate (C.11) is the delta method.
- L. Theis, A. van den Oord, M. Bethge, *A note on the evaluation of generative models*, ICLR 2016, section 3.1: (C.13) and its pitfalls.
- The witnesses are ours.
"""
