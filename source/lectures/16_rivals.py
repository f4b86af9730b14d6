# %% [markdown]
r"""
# 16 · Which generator is best, and who says so?

{badges}

| | |
|---|---|
| **You will be able to** | derive what a VAE, a GAN, a coupling flow and an autoregressive network are trained on, and evaluate each exactly where that is possible · bring four kinds of likelihood to one unit, bits a pixel · compare six generators with the same seconds of training, with the spread over splits · name, for each measure of quality, a generator that has learned nothing and wins it |
| **You need** | [lecture 05](05_objective.ipynb) and [appendix C](../appendices/C_likelihoods.ipynb) (KL divergence, ELBO), [lecture 07](07_training.ipynb) (training on the digits), [lecture 09](09_continuous_time.ipynb) (change of density along a flow), [lecture 11](11_flow_matching.ipynb) (flow matching) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import product

import numpy as np
import torch
from scipy.integrate import quad
from scipy.special import gammaln, logsumexp
from scipy.stats import norm

from studies import rivals_study as study
from studies import stored
from utils.exercises import check, hint
from utils.generative.judges import FeatureNet
from utils.generative.memory import near_copies
from utils.generative.metrics import frechet_distance, sliced_wasserstein
from utils.generative.rivals.coupling import Couplings
from utils.generative.rivals.judging import precision_recall
from utils.generative.rivals.made import MADE, Masked
from utils.generative.rivals.rival import WIDTH, bits_a_pixel, to_levels
from utils.generative.rivals.vae import gaussian_kl_terms
from utils.teaching import figures
from utils.teaching.scene import Image, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(16)
torch.set_num_threads(1)  # small networks run faster on one thread
result = stored.read("rivals_study")["result"]
rivals, fools = result["rivals"], {name: row for name, row in result["fools"].items() if name != "real"}
real = result["fools"]["real"]
images, labels, held, held_labels = study.split_digits(0)

# %% [markdown]
r"""
## The picture first

Six generators learn the 8 × 8 digits, each conditional on the label, each for 20 seconds of one processor core ([the study](../studies/rivals_study.py)).
Drag the seconds.
Left: how much of the real variety a generator reaches (*recall*), and how many of its pictures are near real ones (*precision*).
Middle: how well a classifier does that was taught by generated pictures alone, and how surely another classifier tells generated from real.
The large dot is what other *real* pictures score.
Right: ten samples of each, a row each in the order of the legend, 0 to 9.

1. Which of the six would you choose by the left picture, by the middle one, by looking?
2. Is there a generator that is near the large dot in one direction, and far from it in another?
3. A generator with the same scores as the large dot everywhere: what could be wrong with it?
"""

# %% tags=["picture"]
samples = np.load(stored.RESULTS / "rivals_samples.npz")
seconds, colours = result["seconds"], dict(zip(rivals, (1, 2, 3, 5, 6, 7)))


def dots(x, y):
    """A dot for each rival that moves over the seconds along its path, and real pictures' place."""
    paths = {name: np.array([[mark[x], mark[y]] for mark in marks]).round(3) for name, marks in result["marks"].items()}
    lines = [Line(*path.T, colour=colours[name], dash=False) for name, path in paths.items()]
    moving = [Points(frames=path[:, None], colour=colours[name], size=6, label=name) for name, path in paths.items()]
    return [Points(np.array([[np.mean(real[x]), np.mean(real[y])]]).round(3), colour=0, size=8, label="real pictures"), *lines, *moving]


shown = np.array([np.concatenate([samples[f"{name} {mark}"][:10] for name in rivals]) for mark in seconds]) / 8 - 1
Scene([Panel(*dots("recall", "precision"), title="near real ones, and all of them?", xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1)),
       Panel(*dots("forest", "auc"), title="useful, and told apart?", xlabel="accuracy taught by samples", ylabel="AUC of telling apart", ylim=(0.45, 1.02)),
       Panel(Image(frames=shown, columns=10), title="samples")],
      times=seconds, t=len(seconds) - 1, unit="s", title="Six rivals, the same seconds", status="after {t:.0f} s of training")

# %% [markdown]
r"""
Sections 1 to 4 derive the four that are new, sections 5 and 6 the measures; sections 7 and 8 compare.

## 1 · A bound: the variational autoencoder

Let a hidden code $z\sim N(0, I)$ be decoded to $x\sim p(x\mid z)$.
The density of a picture, $p(x) = \int p(x\mid z)\,N(z; 0, I)\,dz$, is an integral over codes, of which nearly all give something else.
An **encoder** proposes where to look: for each $x$ a law $q(z\mid x)$.

**Claim.**
Whatever the encoder,

$$\log p(x) = \underbrace{\operatorname E_{q}\left[\log p(x\mid z)\right] - \operatorname{KL}\left(q(z\mid x)\,\|\,p(z)\right)}_{\text{ELBO}} + \operatorname{KL}\left(q(z\mid x)\,\|\,p(z\mid x)\right). \tag{16.1}$$

**Derivation.**
By Bayes' rule $\log p(x) = \log p(x\mid z) + \log p(z) - \log p(z\mid x)$ for every $z$.
Add and subtract $\log q(z\mid x)$, and take the mean over $z\sim q$: the left side does not depend on $z$. $\square$

The last term is the **gap**: how far the encoder's law is from the exact posterior.
It cannot be computed, and is at least 0; so the ELBO is a lower bound, and raising it trains both parts (lecture 05 had (16.1) with the noised data as a code that nobody trains).
With $q = N(\mu, \operatorname{diag} v)$ in $k$ coordinates the middle term is a formula.
For one coordinate $\operatorname E_q[\log q - \log p] = \frac12\operatorname E_q\left[-\log v - \frac{(z-\mu)^2}v + z^2\right]$, with $\operatorname E_q z^2 = \mu^2+v$; coordinates are independent, and logarithms of products add:

$$\operatorname{KL}\left(N(\mu, \operatorname{diag}v)\,\|\,N(0, I)\right) = \frac12\sum_{j=1}^k\left(\mu_j^2 + v_j - 1 - \log v_j\right). \tag{16.2}$$

Witness: a decoder $N(\sin 2z + z,\, .3^2)$ of one coordinate, an encoder that is not the best, both sides by integration; (16.2) in three coordinates by sampling.
"""

# %% tags=["witness"]
z = np.linspace(-9, 9, 20_001)
dz = z[1] - z[0]
for x, mu, v in ((0.4, 0.3, 0.05), (-1.0, -0.5, 0.3), (1.2, 0.0, 1.0)):
    decoded, q = norm.logpdf(x, np.sin(2 * z) + z, 0.3), norm.logpdf(z, mu, np.sqrt(v))
    joint = decoded + norm.logpdf(z)
    log_p = np.log(np.sum(np.exp(joint)) * dz)
    kl_to_prior = np.sum(np.exp(q) * (q - norm.logpdf(z))) * dz
    elbo = np.sum(np.exp(q) * decoded) * dz - kl_to_prior
    gap = np.sum(np.exp(q) * (q - (joint - log_p))) * dz
    witness(f"(16.1) at x = {x}: gap {gap:.2f}", elbo + gap, log_p, atol=1e-9)
    witness("(16.2), one coordinate", gaussian_kl_terms(torch.tensor([mu]), torch.tensor([v]).log()).item(), kl_to_prior, atol=1e-6)
mu, v = np.array([0.5, -1.0, 0.2]), np.array([0.3, 1.5, 0.1])
codes = mu + np.sqrt(v) * rng.normal(size=(20_000, 3))
ratios = np.sum(norm.logpdf(codes, mu, np.sqrt(v)) - norm.logpdf(codes), axis=1)
witness("(16.2), three coordinates", ratios.mean(), gaussian_kl_terms(torch.from_numpy(mu), torch.from_numpy(v).log()), standard_error=ratios.std() / np.sqrt(20_000))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 16.1

Compute (16.2) for a batch.

- `mean`: array (n, k), $\mu$ of each picture; `log_v`: array (n, k), the logarithm of $v$.
- Returns an array (n,), in nats.
- Worked value: `mean = [[1, 0]]`, `log_v = log([[1, 0.25]])`: $\frac12(1 + .25 - 1 - \log .25) = .8181$.
"""

# %% tags=["exercise"]
def kl(mean, log_v):
    """KL(N(μ, diag v) ‖ N(0, I)) of each row."""
    ### BEGIN SOLUTION
    return 0.5 * np.sum(mean**2 + np.exp(log_v) - 1 - log_v, axis=1)
    ### END SOLUTION


kl = check("16.1", kl)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The divergence of independent coordinates is the sum of theirs.
A mean over coordinates, beside a misfit summed over pixels, multiplies this term by $1/k$: a weight that nobody chose, and no longer a bound.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · A game: the generative adversarial network

A generator maps noise to pictures; let $q$ be the density of what comes out, $p$ that of the data.
No density is evaluated.
Instead a **discriminator** $D(x)\in(0, 1)$ is trained to tell the two apart, by the cross-entropy of the question *real or generated?*:

<!-- 16.3: definition -->
$$V(D) = \operatorname E_{x\sim p}\log D(x) + \operatorname E_{x\sim q}\log\left(1 - D(x)\right). \tag{16.3}$$

The discriminator raises $V$, the generator lowers it.

**Claim.**
The best discriminator is $D^* = \frac{p}{p+q}$, it reaches

$$V(D^*) = 2\operatorname{JSD}(p, q) - \log 4, \qquad \operatorname{JSD}(p, q) = \tfrac12\operatorname{KL}\left(p\,\|\,m\right) + \tfrac12\operatorname{KL}\left(q\,\|\,m\right),\quad m = \tfrac12(p + q), \tag{16.4}$$

and any other falls short of that by

$$V(D^*) - V(D) = 2\operatorname E_{x\sim m}\left[D^*\log\frac{D^*}{D} + (1-D^*)\log\frac{1-D^*}{1-D}\right] \ge 0. \tag{16.5}$$

**Derivation.**
$V(D) = \int\left(p\log D + q\log(1-D)\right)dx = 2\int m\left(D^*\log D + (1-D^*)\log(1-D)\right)dx$, as $p = 2mD^*$ and $q = 2m(1-D^*)$.
Subtract this from the same with $D = D^*$: (16.5), the mean KL divergence of two coins, so it is at least 0.
For (16.4) put in $D^* = \frac p{2m}$: $V(D^*) = \int p\log\frac p{2m} + \int q\log\frac q{2m} = 2\operatorname{JSD} - 2\log2$. $\square$

So *against the best* discriminator the generator lowers the Jensen–Shannon divergence, which is 0 for $p = q$ only.
Against the one it has, the value says nothing of the kind: (16.5) is missing from it, and nobody knows how much that is.
The logarithms are those of a classifier: $D^*/(1-D^*) = p/q$, and a two-sample test (section 6) is a discriminator that comes after the training.

Witness: two Gaussians, by integration; some other $D$.
"""

# %% tags=["witness"]
x = np.linspace(-12, 12, 24_001)
dx, p, q = x[1] - x[0], norm.pdf(x), norm.pdf(x, 1.0, 0.8)
m, best = (p + q) / 2, norm.pdf(x) / (norm.pdf(x) + norm.pdf(x, 1.0, 0.8))
value = lambda D: np.sum(p * np.log(D) + q * np.log1p(-D)) * dx
half = lambda a, b: np.sum(a * (np.log(np.maximum(a, 1e-300)) - np.log(np.maximum(b, 1e-300)))) * dx / 2
witness("(16.4)", value(np.clip(best, 1e-300, 1 - 1e-16)), 2 * (half(p, m) + half(q, m)) - np.log(4), atol=1e-9)
for D in (np.full_like(x, 0.5), 1 / (1 + np.exp(x - 1)), np.clip(best, 0.2, 0.7)):
    inside = np.clip(best, 1e-300, 1 - 1e-16)
    coins = inside * np.log(inside / D) + (1 - inside) * np.log((1 - inside) / (1 - D))
    witness("(16.5)", value(inside) - value(D), 2 * np.sum(m * coins) * dx, atol=1e-9)

# %% [markdown]
r"""
**Predict.**
A GAN's discriminator reports, as libraries do, the loss $-V$, the sum of its two cross-entropies.
The loss stays at a steady value for the last half of a training.
Which value would you see if the generator had become perfect?
And what would you conclude from seeing it?
Write both down, then open the next output.
"""

# %% tags=["reveal"]
print("The answer:")
print(f"perfect generator, best discriminator: {-(0 - np.log(4)):.3f} = log 4")
lazy = np.full_like(x, 0.5)
print(f"q one unit away, discriminator that says ½ to everything: {-value(lazy):.3f}; the best one there: {-value(np.clip(best, 1e-300, 1 - 1e-16)):.3f}")

# %% [markdown]
r"""
The same value: by (16.5), a discriminator that has learned nothing cannot be told from a generator that has learned everything.
A GAN's losses do not say how good its samples are.
(In practice the generator lowers $-\operatorname E\log D$ instead, whose gradient does not vanish where $D$ is sure; the ideal is the same.
The study's GAN also pays for the slope of $D$ at real pictures, which damps the chase.)

## 3 · Change of variables: the coupling flow

If $x = g(z)$ with $g$ invertible, smooth both ways, and $z\sim N(0, I)$, the density is exact:

$$\log p(x) = \log N\left(f(x); 0, I\right) + \log\left|\det\frac{\partial f}{\partial x}\right|, \qquad f = g^{-1}. \tag{16.6}$$

**Derivation.**
The probability of a small set around $x$ is that of its image around $f(x)$, and $f$ multiplies volumes by $|\det\partial f/\partial x|$. $\square$

A determinant of $d\times d$ numbers costs $d^3$ in general.
So let only half of the coordinates change, by an amount that the other half decides (a **coupling**): $x = (a, b)\mapsto(a,\; b\odot e^{s(a)} + t(a))$.
Its matrix of derivatives is triangular, with ones and the $e^{s_j}$ on the diagonal, whatever networks $s$ and $t$ are, and

$$\log\left|\det\right| = \sum_js_j(a), \qquad b = \left(b' - t(a)\right)\odot e^{-s(a)} \text{ undoes } b' = b\odot e^{s(a)} + t(a). \tag{16.7}$$

The next coupling moves the half that stayed.
A coupling may serve as $f$, from picture to noise, or as $g$, from noise to picture; the determinant of one is the inverse of the other's.
The course's `Couplings` is $f$.
Lecture 09's probability flow is the same with infinitely many small steps: its integral of a trace is (16.7)'s sum.

Witness: a flow of four couplings with random weights: the determinant by automatic differentiation, the inverse, and in two dimensions the integral of $p$.
"""

# %%
def random_flow(d, layers=4):
    """Couplings in float64, of which no layer is the identity."""
    generator = torch.Generator().manual_seed(d)
    flow = Couplings(d, 1, layers, 8, generator).double()
    for parameter in flow.parameters():
        parameter.data.add_(0.3 * torch.randn(parameter.shape, generator=generator, dtype=torch.float64))
    return flow.requires_grad_(False)


# %% tags=["witness"]
flow, points, told = random_flow(6), torch.from_numpy(rng.normal(size=(5, 6))), torch.ones(5, 1, dtype=torch.float64)
out, log_det = flow(points, told)
jacobians = [torch.func.jacrev(lambda row: flow(row[None], told[:1])[0][0])(row) for row in points]
witness("(16.7), determinant", log_det, [torch.linalg.slogdet(jacobian)[1] for jacobian in jacobians], atol=1e-10)
witness("(16.7), inverse", flow.inverse(out, told), points, atol=1e-10)
side = torch.linspace(-15, 15, 751, dtype=torch.float64)
plane = torch.cartesian_prod(side, side)
out, log_det = random_flow(2)(plane, torch.ones(len(plane), 1, dtype=torch.float64))
density = torch.exp(log_det - 0.5 * out.square().sum(1) - np.log(2 * np.pi))
witness("(16.6), integral of p", density.sum() * (side[1] - side[0]) ** 2, 1, atol=1e-4)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 16.2

This sampler makes pictures from noise: `a, b = np.split(z, 2, axis=1)`, then `x = np.concatenate([a, b * np.exp(s(a)) + t(a)], axis=1)`, with $z\sim N(0, I)$.
Compute the logarithm of the density of what it makes.

- `x`: array (n, d), d even. `s`, `t`: functions from (n, d/2) to (n, d/2).
- Returns an array (n,), in nats.
- Worked value: `x = [[1, 3]]`, `s = lambda a: 0.5 * a`, `t = lambda a: a`: $-3.5736$.
"""

# %% tags=["exercise"]
def log_density(x, s, t):
    """log p(x) of each row."""
    ### BEGIN SOLUTION
    half = x.shape[1] // 2
    a, moved = x[:, :half], x[:, half:]
    b = (moved - t(a)) * np.exp(-s(a))
    z = np.concatenate([a, b], axis=1)
    return np.sum(-0.5 * z**2 - 0.5 * np.log(2 * np.pi), axis=1) - np.sum(s(a), axis=1)
    ### END SOLUTION


log_density = check("16.2", log_density)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(16.6) with $f$ the inverse of the sampler: its determinant is one over the sampler's, so $\sum s_j$ is *subtracted*.
Where the sampler stretches, density falls.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · The chain rule: an autoregressive network

No change of variables, no bound, no game: every law of $d$ pixels is a product of laws of one,

$$\log p(x) = \sum_{i=1}^d\log p\left(x_i\mid x_1, \dots, x_{i-1}\right). \tag{16.8}$$

With 17 grey levels each factor is 17 probabilities, a classification.
**MADE** computes all $d$ of them in one pass, by masks on its weights: hidden unit of *degree* $m$ sees pixels $1, \dots, m$; output $i$ sees hidden units of degree below $i$.
Training is one pass; sampling takes $d$, a pixel each.

Witness: a random network on four pixels of three levels: its 81 probabilities sum to 1, and no output depends on its own pixel or a later one.
"""

# %% tags=["witness"]
small = Masked(4, 1, 24, 0.0, torch.Generator().manual_seed(1), levels=3).double().requires_grad_(False)
every = torch.tensor(list(product(range(3), repeat=4)))


def log_probability(network, levels=every):
    """log p of each picture by (16.8), (n,)."""
    log_p = network(levels.double() - 1, torch.ones(len(levels), 1, dtype=torch.float64)).log_softmax(2)
    return log_p.gather(2, levels[:, :, None])[:, :, 0].sum(1)


witness("(16.8), sum over all 81 pictures", log_probability(small).exp().sum(), 1, atol=1e-10)
slopes = torch.func.jacrev(lambda row: small(row[None], torch.ones(1, 1, dtype=torch.float64))[0, :, 0])(torch.zeros(4, dtype=torch.float64))
witness("(16.8), derivative of output i by pixel j ≥ i", torch.triu(slopes), 0)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 16.3

This code is to make the two masks for $d$ pixels and hidden units of the given degrees.
A network built with it reports likelihoods that are too good to be true.
It has one fault: find it and mend it.

- `degrees`: array (hidden,) of whole numbers from 0 to $d-1$. A hidden unit of degree $m$ sees pixels $1, \dots, m$.
- Returns `mask_in` (hidden, d) and `mask_out` (d, hidden), in numbers: 1 where a row's unit sees a column's, else 0.
- Worked value: for `d = 3`, `degrees = np.array([0, 1, 2])`, `mask_in` is `[[0, 0, 0], [1, 0, 0], [1, 1, 0]]`, and the last row of `mask_out` is `[1, 1, 1]`.

```python
def masks(d, degrees):
    pixel = np.arange(1, d + 1)
    mask_in = (degrees[:, None] >= pixel).astype(int)
    mask_out = (pixel[:, None] >= degrees).astype(int)
    return mask_in, mask_out
```
"""

# %% tags=["exercise"]
def masks(d, degrees):
    """The masks, mended."""
    ### BEGIN SOLUTION
    pixel = np.arange(1, d + 1)
    mask_in = (degrees[:, None] >= pixel).astype(int)
    mask_out = (pixel[:, None] > degrees).astype(int)
    return mask_in, mask_out
    ### END SOLUTION


masks = check("16.3", masks)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
With $\ge$ at the output, pixel $i$ reaches hidden units of degree $i$, and these reach output $i$: the network is shown what it is to predict.
At the input $\ge$ is right: degree $m$ sees pixel $m$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Predict.**
A network with that fault is trained on the digits, for 400 steps, and beside it the right one.
One that knows nothing needs $\log_2 17 = 4.1$ bits a pixel.
Which of the two will report fewer bits on held-out digits?
And what will its samples look like, drawn pixel by pixel as from the right one?
"""

# %% tags=["reveal"]
class Leaky(MADE):
    """MADE whose outputs see their own pixel."""

    def start(self, generator):
        network = super().start(generator)
        pixel, degree = torch.arange(1, 65), torch.arange(self.width) % 64
        network.mask_out = (pixel[:, None] >= degree).float().repeat_interleave(17, 0)
        return network


rows, wanted = [], np.arange(100) % 10
for name, kind in (("output sees lower degrees", MADE), ("… and its own", Leaky)):
    found = []
    for seed in range(3):
        fitted = kind(steps=400, drop=0.0, held_out=0.0, lr=1e-2).fit(images, np.random.default_rng(seed), labels)
        nats = fitted.log_likelihood(held, rng, held_labels, draws=1)
        found.append((bits_a_pixel(nats, 64).mean(), *precision_recall(fitted.sample(100, rng, wanted), held[:100])))
    rows.append((name, *zip(np.mean(found, axis=0), np.std(found, axis=0, ddof=1))))
table(rows, "400 steps", "bits a pixel, held out", "precision of 100 samples", "recall", digits=2, caption="mean ± standard deviation over three seeds")
leak = Masked(4, 1, 24, 0.0, torch.Generator().manual_seed(1), levels=3).double().requires_grad_(False)
leak.mask_out = (torch.arange(1, 5)[:, None] >= torch.arange(24) % 4).double().repeat_interleave(3, 0)
leak.first.weight.mul_(20)
print(f"'probabilities' of all 81 small pictures of a network that leaks: sum {log_probability(leak).exp().sum():.3f}")

# %% [markdown]
r"""
The leak wins by bits, and its samples have lost nearly all their variety.
A likelihood too good is a leak until shown otherwise, and the test is the witness above: probabilities of *all* pictures must sum to 1, and derivatives on and above the diagonal must be 0.

## 5 · One unit for all: bits a pixel

MADE gives probabilities of levels, the flow and the VAE densities (or bounds of them) on a scale.
The digits' levels are $h = \frac18$ apart on $[-1, 1]$.
A density $p$ makes of a level $k$ the probability $P(k) = \int p$ over its cell of width $h$; per pixel of $d$, in bits,

<!-- 16.9: definition -->
$$\frac{-\log P(x)}{d\,\log2} \approx -\frac{\log p(x) + d\log h}{d\,\log 2}. \tag{16.9}$$

The approximation is bad where $p$ is a spike in its cell: a density may become as large as it likes at grey levels that are points on a scale.
So the pixels are **dequantised**: $y = x + h(u - \frac12)$ with $u$ uniform on $[0, 1]^d$, in training and in the measure.

**Claim.**
The mean over $u$ is an upper bound of the true bits, with a known excess:

$$-\operatorname E_u\log\left(h^d\,p(y)\right) = -\log P(x) + \operatorname{KL}\left(U\,\|\,p(\cdot\mid\text{cell})\right), \tag{16.10}$$

where $U$ is the uniform law on the cell of $x$.

**Derivation.**
On the cell $p(\cdot\mid\text{cell}) = p/P(x)$, and $U = h^{-d}$.
So $\operatorname{KL} = \operatorname E_u\left[\log h^{-d} - \log p(y) + \log P(x)\right]$. $\square$

A flow can therefore not cheat by spikes, and is compared with MADE to its own disadvantage only: it pays the KL.
Witness: one pixel of three levels, a density that is far from flat, each level by integration.
"""

# %% tags=["witness"]
h, fine = 2 / 3, (np.arange(20_000) + 0.5) / 20_000 - 0.5
density = lambda y: 0.5 * norm.pdf(y, -0.6, 0.15) + 0.5 * norm.pdf(y, 0.5, 0.3)
for level in (-h, 0.0, h):
    ends = np.array([level - h / 2, level + h / 2])
    P = np.diff(norm.cdf(ends, -0.6, 0.15) + norm.cdf(ends, 0.5, 0.3))[0] / 2
    excess, _ = quad(lambda y, P=P: np.log((1 / h) / (density(y) / P)) / h, *ends)
    witness(f"(16.10), level {level:+.2f}: excess {excess:.2f} nats", -np.mean(np.log(h * density(level + h * fine))), -np.log(P) + excess, atol=1e-6)

# %%
forgotten = bits_a_pixel([0.0], 64)[0] - bits_a_pixel([0.0], 64, WIDTH)[0]
print(f"h forgotten in (16.9): off by {forgotten:+.2f} bits a pixel, for every picture and every model")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 16.4

Compute the bits a pixel that an autoregressive network needs.

- `logits`: array (n, d, k), for each pixel k numbers whose softmax are the probabilities of its levels, given the pixels before; `levels`: array (n, d), whole numbers from 0 to k − 1.
- Returns an array (n,), one number for each picture.
- Worked value: one picture of two pixels, `logits = np.log([[[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]]])`, `levels = np.array([[0, 1]])`: $(1 + 3)/2 = 2$.
"""

# %% tags=["exercise"]
def bits(logits, levels):
    """Bits a pixel of each picture."""
    ### BEGIN SOLUTION
    log_p = logits - np.log(np.sum(np.exp(logits), axis=2, keepdims=True))
    chosen = np.take_along_axis(log_p, levels[:, :, None], axis=2)[:, :, 0]
    return -chosen.mean(axis=1) / np.log(2)
    ### END SOLUTION


bits = check("16.4", bits)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(16.8), divided by $d\log 2$; $h = 1$, for these are probabilities of levels.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · The judges

Diffusion and the GAN have no likelihood at hand (the first has one at the price of lecture 09's ODE), and a likelihood is not a picture.
So samples are judged.
Each judge asks something else, of 450 samples and 450 held-out digits:

- **forest**: a random forest is taught by 1 500 labelled samples alone, and its accuracy on the held-out digits is measured. *Are they of use?*
- **AUC**: a forest learns to tell samples from held-out digits; the area under its ROC curve on folds it has not seen. ½: it cannot. *Are they like real ones?*
- **SW**: sliced Wasserstein distance ([lecture 08](08_sampling.ipynb)). *Is the law near?*
- **precision, recall**: a ball around each picture, out to its third nearest neighbour; the share of samples in balls of real pictures, and the share of real ones in balls of samples. *Realistic? Varied?*
- **copies**: share of samples within a third of the distance to the second nearest training digit ([lecture 18](18_memory_privacy_fairness.ipynb)). *Its own?*

Many papers report one more: the **Fréchet distance** between Gaussians fitted to features of both samples (with the features of an Inception network, the *FID*),

<!-- 16.11: definition -->
$$\|m_1 - m_2\|^2 + \operatorname{tr}\left(\Sigma_1 + \Sigma_2 - 2(\Sigma_1\Sigma_2)^{1/2}\right). \tag{16.11}$$

**Claim.**
It is biased: of $n$ samples of the *right* law it is not 0 but about a constant over $n$.
In one dimension, against $N(0, 1)$ known exactly,

$$\operatorname E\left[\bar x^2 + (\hat s - 1)^2\right] = \frac1n + \frac1{2n} + O(n^{-2}). \tag{16.12}$$

**Derivation.**
With one coordinate (16.11) is $(m_1-m_2)^2 + (s_1-s_2)^2$.
The mean of $n$ has variance $1/n$.
$\hat s^2$ has mean 1 and variance $2/(n-1)$, and $\hat s - 1\approx\frac12(\hat s^2-1)$, so its mean square is $\frac14\cdot\frac2n$. $\square$

Witness: $\operatorname E\hat s$ is known ($(n-1)\hat s^2$ is chi-squared); $n$ times the left side must approach 1.5.
"""

# %% tags=["witness"]
for n in (100, 1000, 10_000):
    mean_s = np.exp(0.5 * np.log(2 / (n - 1)) + gammaln(n / 2) - gammaln((n - 1) / 2))
    witness(f"(16.12), n = {n}", n * (1 / n + 2 - 2 * mean_s), 1.5, atol=2 / n)  # E(ŝ − 1)² = 2 − 2 E ŝ

# %%
features = FeatureNet(images, labels, seed=0).features(np.concatenate([images, held]))
rows = []
for n in (50, 100, 200, 400, 800):
    orders = [rng.permutation(len(features)) for _ in range(10)]
    values = [frechet_distance(features[order[:n]], features[order[n : 2 * n]]) for order in orders]
    rows.append((n, np.mean(values), np.std(values, ddof=1), n * np.mean(values)))
table(rows, "n real against n other real digits", "Fréchet distance", "standard deviation", "n times distance", digits=[0, 2, 2, 0])

# %% [markdown]
r"""
Real digits are at this distance from real digits.
A value for 50 pictures is ten times and more that for 800, and its spread is small: **a small spread is no sign that the number is right**.
Distances at different $n$ cannot be compared, and a model can be ranked first for having been given more samples.

"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 16.5

Extend (16.12): $d$ dimensions, and *two* samples, of sizes $n$ and $m$, both of $N(0, I_d)$.
Near the identity the covariances' part of (16.11) is about $\frac14\|\hat\Sigma_1-\hat\Sigma_2\|_F^2$, a quarter of the sum of all squared entries.
What is the expected distance, to first order in $1/n$ and $1/m$?

Write a formula in `n`, `m`, `d`, such as `"d*sqrt(n)/m"`.
At `n = 100`, `m = 50`, `d = 4` it is 0.27.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
bias = "(d + d*(d + 1)/4)*(1/n + 1/m)"
### END SOLUTION
bias = check("16.5", bias)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Means: $d\left(\frac1n+\frac1m\right)$.
Of a sample covariance the $d$ diagonal entries have variance $\frac2n$, the $d(d-1)$ others $\frac1n$: $\operatorname E\|\hat\Sigma-I\|_F^2 = \frac{d(d+1)}n$, and both samples' add up.
It grows with $d^2$, and the FID has 2 048 features.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · Six rivals

**Predict.**
You know how each is trained.
Of the three that have a likelihood, which will need the fewest bits?
Whose samples will be nearest in sliced Wasserstein distance?
Who takes longest to sample 1 500 pictures, and how many times as long as the fastest?
Write three names and a number down, then open the table.
"""

# %% tags=["reveal"]
NAMES = ("forest", "auc", "sw", "precision", "recall", "copies")


def summary(row, key):
    """Mean over splits and standard deviation."""
    return np.mean(row[key]), np.std(row[key], ddof=1)


def bits_of(row):
    """Of the held-out digits; None for a rival without likelihood."""
    return summary({"bits": [held_out for held_out, _ in row["bits"]]}, "bits") if row["bits"][0] else None


SHOWN = [{"auc": "AUC", "sw": "SW"}.get(key, key) for key in NAMES]
rows = [(name, *(summary(row, key) for key in NAMES[:-1]), bits_of(row), round(np.mean(row["steps"])), np.mean(row["sampling"])) for name, row in rivals.items()]
rows.append(("real pictures", *(summary(real, key) for key in NAMES[:-1]), None, None, None))
times = {name: np.mean(row["sampling"]) for name, row in rivals.items()}
slow, fast = max(times, key=times.get), min(times, key=times.get)
print(f"{slow} takes {times[slow] / times[fast]:.0f} times as long to sample as {fast}")
table(rows, "20 s each", *SHOWN[:-1], "bits a pixel", "steps", "seconds for 1500", digits=[None, 3, 3, 3, 2, 2, 2, None, 3],
      caption=f"mean ± standard deviation over {len(real['forest'])} splits; one split's standard error of forest {np.sqrt(0.97 * 0.03 / 450):.3f}; most near copies {max(np.max(row['copies']) for row in rivals.values()):.3f}")

# %% [markdown]
r"""
Who is best depends on who is asked.
Each judge, in each split:
"""

# %%
LOW = {"auc", "sw", "copies", "bits a pixel", "seconds for 1500"}
asked = {key: {name: row[key] for name, row in rivals.items()} for key in NAMES if key != "copies"}
asked["bits a pixel"] = {name: [held_out for held_out, _ in row["bits"]] for name, row in rivals.items() if row["bits"][0]}
asked["seconds for 1500"] = {name: row["sampling"] for name, row in rivals.items()}
rows = []
for key, scores in asked.items():
    values = {name: np.array(score) * (1 if key in LOW else -1) for name, score in scores.items()}
    first, last = (pick(values, key=lambda name: values[name].mean()) for pick in (min, max))
    best, worst = (np.all([sign * values[name] < sign * values[other] for other in values if other != name], axis=0).sum() for name, sign in ((first, 1), (last, -1)))
    rows.append((key, first, best, last, worst))
table(rows, "judge", "best by the mean", f"best alone in so many of {len(real['forest'])} splits", "worst by the mean", "worst alone in so many")

# %% [markdown]
r"""
**MADE** needs the fewest bits, and of all six its samples are hardest to tell from real digits; with the GAN's they are nearest in sliced Wasserstein distance, within the spread.
It takes longest to sample, a pixel at a time.
But fewer of them lie near a real digit than of any other's: a stray pixel costs a likelihood little, and a distance much.
The two **denoisers** teach a classifier best.
More of their samples are near real digits than of other real digits, and fewer real digits are near a sample: they leave a part of the variety out, and MADE does not.
The **GAN** and the VAE need least time for a sample; nobody can say how likely the GAN finds a picture.
The **VAE**'s samples are recognised without fail: its decoder adds independent noise to every pixel, also to those that are blank in each real digit (what that does to an AUC, the second fool of section 8 shows).
And a forest of a hundred trees tells every one of the six from real digits better than by chance.

Mind the spread: a difference of .01 in *forest* is one standard error of one split, and splits of the same 1 797 digits are not new data sets.
Networks and settings were chosen once, by hand, in pilots on one of the three splits with another seed; a rival with more tuning would gain.

One check that the stored numbers are what they say: the pictures of the first split, judged here.
"""

# %%
rows = []
for name in rivals:
    made = samples[f"{name} {seconds[-1]}"] / 8 - 1
    rows.append((name, *precision_recall(made, held), near_copies(made, images), *(result["marks"][name][-1][key] for key in ("precision", "recall", "copies"))))
table(rows, "split 0", "precision here", "recall", "copies", "stored precision", "recall", "copies", digits=3)

# %% [markdown]
r"""
## 8 · Four fools

Now four generators that have learned nothing worth having:

- **copies** of training digits, drawn with replacement;
- **copies + noise**: the same, with noise of standard deviation .1 in each pixel, less than a grey level;
- **class means**: the mean picture of the digit asked for, always the same;
- **class Gaussians**: one normal law for each digit, fitted in milliseconds.

**Predict.**
For each fool: one judge that it deceives, and one that catches it.
"""

# %% tags=["reveal"]
rows = [(name, *(summary(row, key) for key in NAMES)) for name, row in (fools | {"real pictures": real}).items()]
table(rows, "", *SHOWN, digits=[None, 3, 3, 3, 2, 2, 3], caption=f"mean ± standard deviation over {len(real['forest'])} splits, as in the table above")

# %% [markdown]
r"""
When does a judge **pass** a fool?
If its score is not worse than that of real pictures by more than two of the judge's own standard errors with 450 pictures: $\sqrt{s(1-s)/450}$ for a share $s$, $\sqrt{(2\cdot450+1)/(12\cdot450^2)}$ for an area under a ROC curve at ½, and for SW its standard deviation between two times 450 real digits.
Beside it, how many of the six trained rivals the fool beats.
"""

# %% tags=["reveal"]
HIGH = {"forest": 1, "precision": 1, "recall": 1, "auc": -1, "sw": -1, "copies": -1}  # −1: low is good
error = {key: np.sqrt(np.mean(real[key]) * (1 - np.mean(real[key])) / 450) for key in NAMES}
halves = [np.split(images[rng.permutation(len(images))[:900]], 2) for _ in range(20)]
error |= {"auc": np.sqrt(901 / (12 * 450**2)), "sw": np.std([sliced_wasserstein(*two, rng, 100) for two in halves], ddof=1)}
passes, beaten = {}, {}
for fool, row in fools.items():
    for key, sign in HIGH.items():
        passes[fool, key] = sign * (np.mean(row[key]) - np.mean(real[key])) >= -2 * error[key]
        beaten[fool, key] = sum(sign * np.mean(row[key]) > sign * np.mean(other[key]) for other in rivals.values())
table([(fool, *(f"{'passes' if passes[fool, key] else 'caught'}, {beaten[fool, key]}" for key in HIGH)) for fool in fools], "fool", *HIGH,
      caption="passes or caught, and how many of the six rivals the fool beats by that judge")
for fool in fools:
    caught = [key for key in HIGH if not passes[fool, key]]
    assert caught and len(caught) < len(HIGH)  # each is caught by one judge at least, and passed by one
    print(f"{fool}: caught by {', '.join(caught)}")

# %% [markdown]
r"""
Every fool beats most networks by some judge, and every judge has its fool:

- *Copies* teach as well as the training set, for they *are* the training set. They have a lower AUC than all six networks: that some digits occur twice is all it finds. Only the audit knows the training digits, and finds every one.
- *Noise* that no eye notices takes the AUC to nearly 1, for it is in every pixel, also in those that are always blank. The other judges hardly notice, and the audit now overlooks half of the copies.
- *Class means* have perfect precision. Without recall it says nothing.
- *Class Gaussians* pass precision and the audit, and by every judge but the audit they beat a network that learned for 20 seconds. On 8 × 8 digits a mean and a covariance are most of what these judges see: who claims that a network is better has to show it beside this row.

And the distances behind the audit, for all:
"""

# %%
everybody = rivals | fools | {"real pictures": real}
table([(name, summary(row, "to_trained"), summary(row, "to_held")) for name, row in everybody.items()], "", "mean distance to the nearest training digit", "to the nearest held-out digit", digits=2,
      caption="of 450 samples (real pictures: of held-out digits to training digits, and of training digits to held-out ones); training digits are three times as many")

# %% [markdown]
r"""
The samples of both denoisers lie nearer to the training digits than held-out digits do, without one near copy: compare with the last row before you call a generator safe ([lecture 18](18_memory_privacy_fairness.ipynb) goes on from here).

"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 16.6

The audit for copies catches the second fool.
Run the experiment with more noise: take 450 training digits (`images[rng.integers(len(images), size=450)]`), add noise of standard deviation $\nu$, put them on grey levels by `to_levels`, and ask `near_copies(made, images)`.

What is the least $\nu$ among $.05, .10, .15, \dots, .40$ at which the audit finds at most three pictures in a hundred?
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
def found(noise, seed=0):
    rng = np.random.default_rng(seed)
    rows = images[rng.integers(len(images), size=450)]
    return near_copies(to_levels(rows + noise * rng.standard_normal(rows.shape)), images)


least = next(k / 20 for k in range(1, 9) if found(k / 20) <= 0.03)
### END SOLUTION
least = check("16.6", least)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Noise of standard deviation $\nu$ moves a picture by about $8\nu$ ($\sqrt{64}\,\nu$).
The second nearest digit is some 2.5 away: the ratio passes a third near $\nu = .1$, and for nearly all pictures at .2, and the picture is still the one that was copied.
The audit finds *copies*; it does not find *data*.
### END SOLUTION
"""

# %% [markdown]
r"""
## 9 · Likelihood and samples need not agree

**Claim.**
Spoil a model: with probability $1-w$ it now gives noise of a law $r$, and else a sample of the old $p$.
Its likelihood hardly suffers:

$$-\log\left(w\,p(x) + (1-w)\,r(x)\right) \le -\log p(x) + \log\frac1w. \tag{16.13}$$

**Derivation.**
Leave out the second term in the logarithm: it is not negative. $\square$

At $w = .01$, 99 samples of 100 are noise, for $\log 100 = 4.6$ nats a picture; of 64 pixels that is .10 bits each.
Witness: the small network of section 4, all 81 pictures, $r$ uniform.
"""

# %% tags=["witness"]
log_p, w = log_probability(small).numpy(), 0.01
spoilt = np.log(w * np.exp(log_p) + (1 - w) / 81)
witness("(16.13), by how much it is exceeded", np.maximum(-spoilt - (-log_p - np.log(w)), 0), 0)
nats = 64 * 2 * np.log(2)  # a digit of 2 bits a pixel; r gives each of 17 levels the same chance
witness("(16.13), an equality where p is far above r", -np.logaddexp(np.log(w) - nats, np.log1p(-w) - 64 * np.log(17)), nats + np.log(100), atol=1e-9)

# %%
extra = np.log(100) / (64 * np.log(2))
table([(name, bits_of(row)[0], bits_of(row)[0] + extra) for name, row in rivals.items() if bits_of(row)], "", "bits a pixel", "at most, with 99 % of its samples noise", digits=2)

# %% [markdown]
r"""
MADE, replaced by noise in 99 of 100 samples, still has fewer bits than the flow as it is.

And the other way: the second fool's samples pass nearly every judge.
Its density is known, a Gaussian of width .1 around each training digit of the label; its bits, by (16.9):
"""

# %%
def log_density_of_fool(x, label, width=0.1):
    """Of training digits of this label plus N(0, width²) in each pixel, at the picture x."""
    squares = np.sum((images[labels == label] - x) ** 2, axis=(1, 2))
    return logsumexp(-squares / (2 * width**2)) - np.log(len(squares)) - 32 * np.log(2 * np.pi * width**2)


nats = [log_density_of_fool(x, label) for x, label in zip(held, held_labels)]
print(f"copies + noise: {bits_a_pixel(nats, 64, WIDTH).mean():.2f} bits a pixel, held out; even chances for 17 levels: {np.log2(17):.2f}")

# %% [markdown]
r"""
Worse than knowing nothing.
Samples and likelihood measure different things; in 64 dimensions neither bounds the other.

## 10 · Break it

**Softmax twice.**
A network ends in a softmax layer, and is trained by a loss that takes *logits* (`CrossEntropyLoss` in PyTorch has a softmax of its own).
The "logits" are now probabilities, between 0 and 1.
The best it can do is 1 for the right class of $k$ and 0 for the others, so the loss cannot fall below

$$\log\frac{e + (k-1)}{e} = \log\left(1 + \frac{k-1}e\right), \tag{16.14}$$

1.461 for $k = 10$, however well it classifies.
The rank order of classes can still be right, so that accuracy hides it; and the gradient is damped as soon as a class is sure, of a right class and of a wrong one.
Witness, and the digits: the same network trained both ways.
"""

# %% tags=["witness"]
for k in (2, 10, 17):
    perfect = torch.nn.functional.one_hot(torch.tensor([0]), k).double()
    witness(f"(16.14), k = {k}", torch.nn.functional.cross_entropy(perfect, torch.tensor([0])), np.log1p((k - 1) / np.e), atol=1e-6)

# %%
def classifier(twice, seed, steps=300):
    """(training loss as reported, and of the held-out digits: accuracy, true cross-entropy, how many classes are predicted)."""
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    net = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10))
    optimiser, x, y = torch.optim.Adam(net.parameters(), 3e-3), torch.from_numpy(images).float().flatten(1), torch.from_numpy(labels)
    for _ in range(steps):
        rows = torch.randint(len(x), (128,), generator=generator)
        out = net(x[rows])
        loss = torch.nn.functional.cross_entropy(out.softmax(1) if twice else out, y[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        out = net(torch.from_numpy(held).float().flatten(1))
        predicted, true = out.argmax(1).numpy(), torch.from_numpy(held_labels)
        return loss.item(), (predicted == held_labels).mean(), torch.nn.functional.cross_entropy(out, true).item(), len(np.unique(predicted))


rows = []
for name, twice in (("once", False), ("twice", True)):
    loss, accuracy, entropy, classes = np.array([classifier(twice, seed) for seed in range(6)]).T
    rows.append((name, (loss.mean(), loss.std(ddof=1)), np.median(accuracy), accuracy.min(), np.median(entropy), f"{np.sum(classes < 10)} of 6"))
table(rows, "softmax", "loss reported", "accuracy, median", "worst seed", "cross-entropy, held out (nats), median", "seeds without one of the digits", digits=3,
      caption="six seeds; the loss: mean ± standard deviation")

# %% [markdown]
r"""
A loss that stays just above 1.46 and, in the median, an accuracy that looks well.
In the worst seed the network never predicts one of the ten digits: it was sure of other classes too early, and the damped gradient does not correct it.
The slip is in the auxiliary classifier of four models (ACGAN, InfoGAN, a semi-supervised GAN, PixelDA) of the widely copied PyTorch-GAN.

## 11 · In the wild

**Who says so, for large models.**
Stein and others (2023) asked people.
In what they call the largest experiment of its kind, humans judged the realism of samples of many generators on several data sets, and 17 published metrics were compared with them: no metric correlated strongly with the human judgement, and diffusion models, the most realistic to people, were not so by FID.
One cause is the Inception features; with those of another network (DINOv2) the ranking came nearer.
None of the metrics for memorisation could tell it from underfitting or from a narrow set of modes.
What it does not show: that people are the right judge of a generator whose samples *train* something, as in lecture 17.

**Compare at equal effort.**
Lucic and others (2018) gave many kinds of GAN the same budget of tuning and restarts, and found no evidence that any of them was consistently better than the original.
Small differences in the tables of papers are, often, differences in seconds.

**Slips.**
The KL of (16.2) as a *mean* over the code's coordinates beside a misfit meant over pixels was in PyTorch's own example until it was changed to sums, and is in public code since.
It is a hidden weight of the KL, and not always a mistake; but nobody says which weight.
FID of some hundred pictures is reported in issues of FID libraries again and again (16.12).

## 12 · What you can now say

*Which generator is best, and who says so?*
None by itself: of six generators with the same seconds each judge has its own winner, and every judge can be won without learning.
Report at least a measure of use, a two-sample test and a distance to the training data, each beside what real pictures and a Gaussian score, over several splits; and a likelihood, where there is one, for what it is.

| | result | witness |
|---|---|---|
| (16.1), (16.2) | A VAE's likelihood is the ELBO plus the encoder's gap; the KL is a sum | [section 1](#1-·-A-bound:-the-variational-autoencoder) |
| (16.4), (16.5) | A GAN's best discriminator is a density ratio; short of it the value says nothing | [section 2](#2-·-A-game:-the-generative-adversarial-network) |
| (16.6), (16.7) | A flow's density is exact, its determinant a sum | [section 3](#3-·-Change-of-variables:-the-coupling-flow) |
| (16.8) | An autoregressive likelihood is exact; if it is too good, it leaks | [section 4](#4-·-The-chain-rule:-an-autoregressive-network) |
| (16.10) | A density of dequantised pixels bounds the bits of levels | [section 5](#5-·-One-unit-for-all:-bits-a-pixel) |
| (16.12) | The Fréchet distance of the right law is not 0 | [section 6](#6-·-The-judges) |
| (16.13) | 99 % noise costs $\log 100$ | [section 9](#9-·-Likelihood-and-samples-need-not-agree) |
| (16.14) | Softmax twice: a floor of 1.461 for ten classes | [section 10](#10-·-Break-it) |

The opening questions.
(1) By the left picture there is no best, by the middle one neither: MADE for recall and AUC, the denoisers for precision and use ([section 7](#7-·-Six-rivals)).
(2) Yes: MADE is the hardest to tell apart and has the fewest samples near real digits.
(3) It may be a copy of the training set ([section 8](#8-·-Four-fools)).

Next: what synthetic rows are worth for a task where one class is rare ([lecture 17](17_imbalanced.ipynb)), and whether generated data gives its training data away ([lecture 18](18_memory_privacy_fairness.ipynb)).

## 13 · Sources

- D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014, arXiv 1312.6114: (16.1), (16.2).
- I. Goodfellow and others, *Generative adversarial nets*, NeurIPS 2014, arXiv 1406.2661, section 4: (16.3), (16.4). L. Mescheder, A. Geiger, S. Nowozin, *Which training methods for GANs do actually converge?*, ICML 2018, arXiv 1801.04406: the penalty.
- L. Dinh, J. Sohl-Dickstein, S. Bengio, *Density estimation using Real NVP*, ICLR 2017, arXiv 1605.08803: (16.7).
- M. Germain, K. Gregor, I. Murray, H. Larochelle, *MADE: masked autoencoder for distribution estimation*, ICML 2015, arXiv 1502.03509.
- L. Theis, A. van den Oord, M. Bethge, *A note on the evaluation of generative models*, ICLR 2016, arXiv 1511.01844: (16.10), (16.13).
- M. Heusel and others, *GANs trained by a two time-scale update rule converge to a local Nash equilibrium*, NeurIPS 2017, arXiv 1706.08500: (16.11). Its bias: M. Bińkowski and others, *Demystifying MMD GANs*, 2018, arXiv 1801.01401; M. J. Chong, D. Forsyth, *Effectively unbiased FID and Inception score and where to find them*, 2020, arXiv 1911.07023; reported anew in issues 98 of mseitzer/pytorch-fid, 12 of pfriedri/wdm-3d, 100 of NVlabs/stylegan2-ada.
- T. Kynkäänniemi and others, *Improved precision and recall metric for assessing generative models*, NeurIPS 2019, arXiv 1904.06991. S. Ravuri, O. Vinyals, *Classification accuracy score for conditional generative models*, 2019, arXiv 1905.10887. D. Lopez-Paz, M. Oquab, *Revisiting classifier two-sample tests*, ICLR 2017, arXiv 1610.06545.
- G. Stein and others, *Exposing flaws of generative model evaluation metrics and their unfair treatment of diffusion models*, NeurIPS 2023, arXiv 2306.04675. M. Lucic and others, *Are GANs created equal? A large-scale study*, NeurIPS 2018, arXiv 1711.10337.
- Softmax twice: eriklindernoren/PyTorch-GAN at commit 36d3c77, `acgan.py` lines 100 and 113, `infogan.py` 111 and 126, `sgan.py` 99 and 112, `pixelda.py` 136 and 147. The averaged KL: pull request 296 of pytorch/examples, issue 59 of maxhodak/keras-molecules, issue 2 of mkusner/grammarVAE.
- Data: the digits of E. Alpaydin and C. Kaynak, UCI, CC BY 4.0 ([appendix H](../appendices/H_data.ipynb)).
- Ours: (16.5) and (16.10) as identities, the study, the fools and their matrix, the exercises.
"""
