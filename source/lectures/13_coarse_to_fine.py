# %% [markdown]
r"""
# 13 · Which numbers of a picture need a diffusion, and in what order?

{badges}

| | |
|---|---|
| **You will be able to** | say exactly what a latent of $k$ numbers loses, and bound what it costs a generated picture · show that white noise hides a picture's numbers one after another, the finest first · give each number a schedule of its own, and derive the exact denoiser and the flow · derive a cascade as the limit of separated schedules · read a VAE's code as rate and distortion · find a lost scale by a test of one line · adapt a trained network, and say what it forgets and copies |
| **You need** | [lecture 06](06_score.ipynb) (Tweedie), [lecture 07](07_training.ipynb) (training), [lecture 10](10_solvers.ipynb) (the flow in $\sigma$), [lecture 11](11_flow_matching.ipynb) (pairings and their cost), [appendix B](../appendices/B_gaussians.ipynb) (conditional Gaussians), [appendix C](../appendices/C_likelihoods.ipynb) (KL divergence) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
import torch
from scipy.optimize import linear_sum_assignment, minimize
from scipy.spatial.distance import cdist
from sklearn.model_selection import train_test_split

from studies import stored
from utils.data.digits import load_digits
from utils.exercises import check, hint
from utils.generative import levels, schedules, solvers
from utils.generative.adaptation import Control, LowRank, with_low_rank
from utils.generative.divergences import gaussian_w2
from utils.generative.judges import accuracy_on_real
from utils.generative.latents import fit_scale, pca
from utils.generative.metrics import sliced_wasserstein
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import Denoiser, Net, linear
from utils.generative.samplers import sample
from utils.generative.training import log_normal_times, train
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Bars, Curve, Image, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(13)
digits = load_digits()
ours, held, labels, held_labels = train_test_split(digits.images.reshape(-1, 64), digits.labels, test_size=0.25, random_state=0, stratify=digits.labels)
basis = pca(ours)  # mean, axes in rows, variances falling
c, held_c = ((x - basis.mean) @ basis.axes.T for x in (ours, held))  # their coordinates
edm = schedules.edm()


def accuracy(coordinates, k):
    """Share of held-out digits named rightly by their nearest training digit in the first k components."""
    return np.mean(labels[cdist(coordinates[:, :k], c[:, :k]).argmin(axis=1)] == held_labels)

# %% [markdown]
r"""
## The picture first

A digit of $8\times8$ pixels is 64 numbers.
Turn the axes so that the first number varies most over the digits, the second most of what is left, and so on (their *principal components*): still 64 numbers, of very unequal size.
The bars are the standard deviations of the first 32, the line is the noise on each.
The middle picture keeps of each digit only the numbers whose bar stands above the line.
Drag the slider to the right: the noise falls.

The knob gives all numbers one noise, or each *level*, a group of numbers, a noise of its own.

1. In which order do the numbers emerge, and when does a digit become readable to you: with 5, 15 or 50 of them?
2. Set the knob to *one a level, equally noisy*.
   What happens to the order?
3. Set it to *one a level, coarse first* (levels of 4, 12, 16 and 32 numbers).
   Which two problems does this cut one problem into?
"""

# %% tags=["picture"]
four = [np.flatnonzero(labels == k)[4] for k in (3, 5, 8, 0)]
eps = rng.standard_normal((4, 64))
size, place = np.sqrt(basis.variances), np.linspace(0, 1, 41)[:, None]
group = np.repeat([0, 1, 2, 3], [4, 12, 16, 32])  # the components in four levels
common = 3 * (0.05 / 3) ** place
one_a_level = {"one for all numbers": common + 0 * size, "one a level, equally noisy": common * size / np.sqrt(np.mean(size**2)),
               "one a level, coarse first": 4 * size * (0.05 / 4) ** np.clip(4 * place - group, 0, 1)}


def emerging(schedule):
    sigma = one_a_level[schedule]
    above = size > sigma
    noisy = basis.mean + (c[four] + sigma[:, None] * eps) @ basis.axes
    kept = basis.mean + (c[four] * above[:, None]) @ basis.axes
    bars = [Bars(size[:32].round(3), label="standard deviation"), Line(np.arange(32), sigma[:, :32].round(3), label="noise")]
    panels = [Panel(Image(frames=x.reshape(41, 4, 8, 8).clip(-1, 1), columns=2), title=title) for title, x in (("with noise", noisy), ("above the noise", kept))]
    return dict(panels=[*panels, Panel(*bars, title="the first 32 numbers", xlabel="component", ylim=(0, 2))], times=np.arange(41), unit="step", t=14,
                title="Coarse to fine", values={"above": above.sum(axis=1)}, status="step {t:.0f}: {above:.0f} of 64 numbers above the noise")


# %%
controlled(emerging, schedule=choose("schedule", one_a_level))

# %% [markdown]
r"""
## 1 · Fewer numbers

Let $m$ be the mean of the data, and $a_1, a_2, \dots, a_d$ the orthonormal eigenvectors of their covariance, with eigenvalues $\lambda_1\ge\lambda_2\ge\dots$ (not the log-SNR $\lambda_t$).
A picture $x_0$ and its coordinates $c_i$, its **principal components**, are the same thing:

<!-- 13.1: definition -->
$$c_i = a_i\cdot(x_0 - m), \qquad x_0 = m + \sum_{i\le d} c_i\,a_i, \qquad \operatorname{Var}c_i = \lambda_i, \tag{13.1}$$

and different $c_i$ are uncorrelated (not independent).
Keep the first $k$: $x^{(k)} = m + \sum_{i\le k}c_i\,a_i$.
The axes are orthonormal, so the squared length of what is missing is the sum of its squares:

$$\operatorname E\left|x_0 - x^{(k)}\right|^2 = \sum_{i>k}\lambda_i . \tag{13.2}$$

**Claim.**
That is not only the error of one picture.
Let $y$ be *any* random picture that lies in the plane $m + \operatorname{span}(a_1,\dots,a_k)$, however it was generated.
Then its distance from the data is known up to what happens in the plane:

$$W_2^2(x_0, y) = W_2^2\!\left(x^{(k)}, y\right) + \sum_{i>k}\lambda_i . \tag{13.3}$$

*Derivation.*
$W_2^2$ is the smallest mean squared distance over all ways to pair the two laws ([lecture 11](11_flow_matching.ipynb)).
Take any pair $(x_0, y)$.
$x_0 - x^{(k)}$ is orthogonal to the plane and $x^{(k)} - y$ lies in it, so by Pythagoras $|x_0-y|^2 = |x^{(k)}-y|^2 + |x_0-x^{(k)}|^2$.
The mean of the last term is (13.2) for every pairing.
Every pairing of $x^{(k)}$ with $y$ comes from one of $x_0$ with $y$, so the best pairing for the one is best for the other, and the two costs differ by the sum.
$\square$

With $y = x^{(k)}$: the law of what $k$ numbers can say is at the distance $\sqrt{\sum_{i>k}\lambda_i}$ from the data, and no generator in the plane is nearer.
Nothing here is Gaussian.

Witness: (13.2) for each $k$; (13.3) for 400 digits against 400 *other* digits put into the plane, by the assignment of least cost.
"""

# %% tags=["witness"]
for k in (4, 16, 32):
    kept = basis.mean + c[:, :k] @ basis.axes[:k]
    witness(f"(13.2), k = {k}", np.mean(np.sum((ours - kept) ** 2, axis=1)), basis.dropped(k), atol=1e-10)
    x, x_k, y = ours[:400], kept[:400], kept[400:800]
    w2 = [cost[linear_sum_assignment(cost)].mean() for cost in (cdist(x, y) ** 2, cdist(x_k, y) ** 2)]
    witness(f"(13.3), k = {k}", w2[0], w2[1] + np.mean(np.sum((x - x_k) ** 2, axis=1)), atol=1e-10)

# %%
counts = (2, 4, 8, 16, 24, 32, 48)
table([("left out, share of the variance", *(basis.dropped(k) / basis.dropped(0) for k in counts)), ("left out, root mean square", *(np.sqrt(basis.dropped(k)) for k in counts))],
      "digits", *(f"k = {k}" for k in counts), digits=3)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 13.1

Write `fewest(variances, share)`: the smallest number $k\ge1$ of components that leaves out at most `share` of the total variance, if the best $k$ are kept.

- `variances`: array of positive numbers, in any order; `0 < share < 1`.
  Returns a whole number.
- Worked value: `fewest(np.array([1.0, 4.0, 3.0, 2.0]), 0.35)` is 2: what is left out has .3 of the variance, and with one component it would be .6.
"""

# %% tags=["exercise"]
def fewest(variances, share):
    """How many components suffice."""
    ### BEGIN SOLUTION
    falling = np.sort(variances)[::-1]
    for k in range(1, len(falling) + 1):
        if falling[k:].sum() <= share * falling.sum():
            return k
    ### END SOLUTION


fewest = check("13.1", fewest)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
By (13.2) the part left out is the sum of the variances that are not kept, smallest if the largest are kept.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · The scale, in one place

**Latent diffusion** trains on codes instead of pictures.
An encoder $\mathcal E$ gives a code, a decoder $\mathcal D$ a picture; for principal components $\mathcal E(x) = (c_1,\dots,c_k)$.
Networks and noise levels are made for numbers of size 1, so codes are standardised first, and de-standardised before they are decoded:

<!-- 13.4: definition -->
$$z = \frac{\mathcal E(x_0) - b}{s}, \qquad \hat x = \mathcal D(s\,\hat z + b), \tag{13.4}$$

with $b$ the mean and $s$ the standard deviation of the codes of the training data: one number for all, as in Stable Diffusion, or one for each.
(A code of size $s$ with noise $\sigma$ is a code of size 1 with noise $\sigma/s$: without $s$ every noise level of a schedule means something else.)
`utils.generative.latents.Latent` holds $\mathcal E$, $\mathcal D$, $b$, $s$ together, so that nobody can use one without the others.

**What can a generated picture cost?**
Let $L$ be a Lipschitz constant of $z\mapsto\mathcal D(sz+b)$: two codes at a distance $r$ give pictures at a distance of at most $Lr$.

$$W_2(\hat x, x_0) \;\le\; L\;W_2(\hat z, z) + \sqrt{\operatorname E\left|x_0 - \mathcal D(\mathcal E(x_0))\right|^2} : \tag{13.5}$$

a part that the diffusion answers for, and a part that no diffusion can mend.
*Derivation.*
By the triangle inequality $W_2(\hat x, x_0)\le W_2(\hat x, \mathcal D(\mathcal E(x_0))) + W_2(\mathcal D(\mathcal E(x_0)), x_0)$.
Pair $\hat z$ and $z$ in the best way and decode both: this pairing costs at most $L^2W_2^2(\hat z,z)$.
Pair each $x_0$ with its own reconstruction: that costs the second term.
$\square$
For principal components and one $s$ for all, $L = s$, and (13.3) is sharper: there the *squares* add.

**What does a lost scale cost?**
Suppose the data are Gaussian, each code was standardised by its own $\sqrt{\lambda_i}$, and $\hat z$ is perfect, but somebody decodes $\hat z$ instead of $s\hat z$.
Then component $i\le k$ has standard deviation 1 for $\sqrt{\lambda_i}$, and for Gaussians with the same axes $W_2^2$ is the sum over axes of the squared difference of standard deviations ([appendix B](../appendices/B_gaussians.ipynb)):

$$W_2^2 = \sum_{i\le k}\left(\sqrt{\lambda_i}-1\right)^2 + \sum_{i>k}\lambda_i . \tag{13.6}$$

If the variances happen to be near 1, nobody notices.

Witness: (13.5) for a decoder onto a circle ($L = 1$), 300 points near it, codes off by a random turn; (13.6) by the $W_2$ of Gaussians.
"""

# %% tags=["witness"]
angle = rng.uniform(-np.pi, np.pi, 300)
x = np.c_[np.cos(angle), np.sin(angle)] * (1 + 0.2 * rng.standard_normal(300))[:, None]
z, z_hat = np.arctan2(x[:, 1], x[:, 0]), rng.permutation(np.arctan2(x[:, 1], x[:, 0])) * 0.8 + 0.3
circle = lambda z: np.c_[np.cos(z), np.sin(z)]
pairs = [linear_sum_assignment(cost) + (cost,) for cost in (cdist(circle(z_hat), x) ** 2, (z_hat[:, None] - z) ** 2)]
left, latent_part = (np.sqrt(cost[i, j].mean()) for i, j, cost in pairs)
right = latent_part + np.sqrt(np.mean(np.sum((x - circle(z)) ** 2, axis=1)))
print(f"(13.5): {left:.3f} is at most {latent_part:.3f} + {right - latent_part:.3f}")
witness("(13.5), excess of the left side", max(left - right, 0), 0.0)
unscaled = basis.axes[:16].T @ basis.axes[:16]  # covariance of the codes 1, decoded
exact = (basis.axes.T * basis.variances) @ basis.axes
witness("(13.6), k = 16", gaussian_w2(basis.mean, unscaled, basis.mean, exact) ** 2, np.sum((size[:16] - 1) ** 2) + basis.dropped(16), atol=1e-8)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 13.2

Codes were standardised by

```python
z = (codes - codes.mean(axis=0)) / codes.std(axis=0)
```

and a diffusion was trained on `z`.
This function is to turn generated `z` into pictures.
Its samples look washed out and are off-centre.
Mend it.

```python
def pictures(z, decoder, codes):
    shift, scale = codes.mean(axis=0), codes.std(axis=0)
    return decoder(z + shift) * scale.mean()
```

- `z`: array (n, k); `decoder`: a function from codes (n, k) to pictures (n, d), not linear in general; `codes`: array (N, k), those of the training data.
  Returns an array (n, d).
- Worked value: with `z = np.array([[1.0], [-0.5]])`, `decoder = lambda h: h**2` and `codes = np.array([[0.0], [4.0]])` the pictures are `[[16.0], [1.0]]`.
"""

# %% tags=["exercise"]
def pictures(z, decoder, codes):
    """Pictures of generated latents, mended."""
    ### BEGIN SOLUTION
    shift, scale = codes.mean(axis=0), codes.std(axis=0)
    return decoder(scale * z + shift)
    ### END SOLUTION


pictures = check("13.2", pictures)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Solve the encoder's line for `codes`: multiply, then add, then decode.
Scaling *after* the decoder was a published slip ([section 9](../lectures/13_coarse_to_fine.ipynb#9-·-In-the-wild)); with a linear decoder, one number for all and no mean it would even have been right.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Noise hides the fine numbers first

Add white noise, $y = x_0 + \sigma\varepsilon$.
In the turned basis white noise is white noise: every component gets the same $\sigma$.
If the data are Gaussian, the best estimate of $c_i$ from $y$ multiplies its noisy value $c_i(y) = c_i + \sigma\varepsilon_i$ by a gain ([appendix B](../appendices/B_gaussians.ipynb)):

$$\operatorname E[c_i\mid y] = \frac{\lambda_i}{\lambda_i+\sigma^2}\,c_i(y), \qquad \operatorname{Var}(c_i\mid y) = \frac{\lambda_i\,\sigma^2}{\lambda_i+\sigma^2} . \tag{13.7}$$

At $\sigma^2 = \lambda_i$ the gain is a half: call components with $\lambda_i>\sigma^2$ **above the noise**.
(For other laws (13.7) is the best *linear* estimate.)

Now generate, by the flow of [lecture 10](10_solvers.ipynb), $\frac{dy}{d\sigma} = \frac{y-\operatorname E[x_0\mid y]}{\sigma}$.
Put (13.7) into it: $\frac{dc_i}{d\sigma} = \frac{\sigma}{\lambda_i+\sigma^2}\,c_i$, whose solution is

$$c_i(\sigma) = \frac{c_i(0)}{\sqrt{\lambda_i}}\sqrt{\lambda_i+\sigma^2} . \tag{13.8}$$

As long as $\sigma^2\gg\lambda_i$, component $i$ only shrinks in proportion to the noise, as if nothing were there; once $\sigma^2\ll\lambda_i$, it stands still.
It is decided near $\sigma = \sqrt{\lambda_i}$.
**So ordinary diffusion is coarse to fine already**, for data whose coarse components are the large ones: the order is that of the eigenvalues, and nobody had to build it in.

Witness: (13.7) by the exact posterior of a Gaussian mixture with one component; (13.8) by differences.
How many components of the digits are above the noise?
"""

# %% tags=["witness"]
gaussian = GaussianMixture([1.0], [np.zeros(8)], [np.diag(basis.variances[:8])])
y, lam = rng.standard_normal((5, 8)), basis.variances[:8]
for sigma in (0.3, 1.0):
    witness(f"(13.7), mean, σ = {sigma}", gaussian.posterior_mean(y, 1.0, sigma), lam / (lam + sigma**2) * y, atol=1e-12)
    witness(f"(13.7), variance, σ = {sigma}", np.diag(gaussian.posterior_cov(y, 1.0, sigma)[0]), lam * sigma**2 / (lam + sigma**2), atol=1e-12)
    path = lambda u: np.sqrt(lam + u**2)
    slope = (path(sigma + 1e-5) - path(sigma - 1e-5)) / 2e-5
    witness(f"(13.8), σ = {sigma}", slope, (path(sigma) - gaussian.posterior_mean(path(sigma)[None], 1.0, sigma)[0]) / sigma, atol=1e-8)

# %%
table([(sigma, int(np.sum(basis.variances > sigma**2))) for sigma in (0.1, 0.2, 0.5, 1.0, 2.0)], "noise σ", "components above it", digits=[1, 0])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 13.3

How large must the noise be for the best linear estimate of a component of variance $\lambda$ to have an error whose variance is the share $r$ of $\lambda$?

Write a formula for $\sigma$ in `lam` and `r` ($0<r<1$), such as `"lam + sqrt(r)"`.
At `lam = 2.25`, `r = 0.2` it is 0.75.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
level = "sqrt(lam*r/(1 - r))"
### END SOLUTION
level = check("13.3", level)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\lambda\sigma^2/(\lambda+\sigma^2) = r\lambda$ gives $\sigma^2 = r(\lambda+\sigma^2)$.
At $r = \frac12$ it is the water line $\sigma = \sqrt\lambda$ of the picture; from $r = .1$ to $.9$ the noise grows by a factor of 9, so a component emerges gradually.
### END SOLUTION
"""

# %% [markdown]
r"""
**Above the noise, one by one.**
What does "hidden" mean for a *reader* of digits?
Here is one: `accuracy(coordinates, k)` gives each held-out digit the label of the nearest clean training digit, comparing the first $k$ components only.
"""

# %%
table([(k, accuracy(held_c, k)) for k in (2, 5, 8, 16, 32, 64)], "components compared, no noise", "named rightly", digits=[0, 3])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 13.4

Add noise of $\sigma = 1$ to the held-out coordinates `held_c` (64 numbers each; the training digits stay clean).
Guess first: five components are above this noise; what would the other 59 add?
Then measure: the accuracy with all 64 components, less the accuracy with the components above the noise, averaged over at least 20 noises.
Write the difference, to two decimals.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
def gained(noises=20):
    """Accuracy with all components less that with those above the noise."""
    rng, above = np.random.default_rng(0), int(np.sum(basis.variances > 1))
    noisy = [held_c + rng.standard_normal(held_c.shape) for _ in range(noises)]
    return np.mean([accuracy(y, 64) - accuracy(y, above) for y in noisy])


drowned = round(gained(), 3)
### END SOLUTION
drowned = check("13.4", drowned)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
One by one the 59 are more noise than signal; together they name many digits that the five cannot.
The line marks where a component *by itself* has gain ½, not where information ends: a denoiser that uses all components at once, (13.10) below, is better than one gain each.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · One schedule a level

Nothing forces all components to have the same noise.
Give each a schedule of its own; from here on $c_i$ are coordinates in *any* orthonormal basis, centred or not, of the data $c_0 = (c_1,\dots,c_d)$:

<!-- 13.9: definition -->
$$c_t = A_t\,c_0 + S_t\,\varepsilon, \qquad A_t = \operatorname{diag}(\alpha_1,\dots,\alpha_d),\quad S_t = \operatorname{diag}(\sigma_1,\dots,\sigma_d) . \tag{13.9}$$

On a tree, and for a Gaussian, [(27.9) of lecture 27](27_hierarchy.ipynb#4-·-Two-arrows,-and-generative-diffusion) gives the denoiser: one gain a level.
For a mixture $\sum_kw_kN(m_k,\Sigma_k)$, Bayes' rule and the conditional Gaussian of appendix B give

$$\operatorname E[c_0\mid c_t] = \sum_k p(k\mid c_t)\left[m_k + \Sigma_kA\left(A\Sigma_kA+S^2\right)^{-1}(c_t - Am_k)\right], \qquad p(k\mid c_t)\propto w_k\,N\!\left(c_t;\,Am_k,\,A\Sigma_kA+S^2\right), \tag{13.10}$$

$A = A_t$, $S = S_t$: all levels enter $p(k\mid c_t)$, so the levels are *coupled*, also where every $\Sigma_k$ is diagonal.

**Claim.**
With $\alpha_i = 1$, let the noises $\sigma_1,\dots,\sigma_d$ fall to 0 along *any* path.
Particles that move by

$$\frac{dc_i}{d\sigma_i} = \frac{c_i - \operatorname E[c_{0,i}\mid c_t]}{\sigma_i} \tag{13.11}$$

have the law of $c_0 + S\varepsilon$ at every point of the path.
*Derivation.*
For a smooth $\varphi$ and one $\sigma_i$ that changes, $\frac{\partial}{\partial\sigma_i}\operatorname E\varphi(c_0+S\varepsilon) = \operatorname E[\partial_i\varphi\;\varepsilon_i] = \operatorname E\left[\partial_i\varphi\;\operatorname E[\varepsilon_i\mid c_t]\right]$, and $\operatorname E[\varepsilon_i\mid c_t] = (c_i-\operatorname E[c_{0,i}\mid c_t])/\sigma_i$.
That is how particles with the velocity (13.11) change $\operatorname E\varphi$: the argument of [(10.3)](10_solvers.ipynb), coordinate by coordinate.
Along a path the changes of all $\sigma_i$ add up.
$\square$

Exact truth to try it on: three modes in the plane, the first coordinate coarse, the second fine.
Witness: (13.10) and (13.11) by sums over a fine grid, (13.11) for $\varphi = \cos(c_1+2c_2)$.
"""

# %% tags=["witness"]
modes = GaussianMixture([0.5, 0.3, 0.2], [[-1.6, 0.3], [0.2, -0.6], [1.5, 0.5]],
                        [[[0.25, 0.12], [0.12, 0.10]], [[0.20, -0.10], [-0.10, 0.08]], [[0.15, 0.05], [0.05, 0.06]]])
axis = np.linspace(-6, 6, 601)
grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
density, cell = modes.density(grid), (axis[1] - axis[0]) ** 2
alphas, sigmas, seen = np.array([0.9, 0.4]), np.array([0.3, 0.8]), np.array([[0.5, -0.2], [-1.2, 1.0]])
weights = density * np.exp(-0.5 * np.sum(((seen[:, None] - alphas * grid) / sigmas) ** 2, axis=2))
witness("(13.10)", levels.posterior_mean(modes, seen, alphas, sigmas), weights @ grid / weights.sum(axis=1, keepdims=True), atol=1e-8)


def mean_of_cos(s, u=np.array([1.0, 2.0])):
    """E cos(u·(c_0 + Sε)), exactly."""
    return modes.weights @ (np.cos(modes.means @ u) * np.exp(-0.5 * ((modes.covs @ u) @ u + np.sum((s * u) ** 2))))


noised = GaussianMixture(modes.weights, modes.means, modes.covs + np.diag([0.3, 0.8]) ** 2)
slope = -np.sin(grid @ [1, 2])[:, None] * [1, 2] * (grid - levels.posterior_mean(modes, grid, [1, 1], [0.3, 0.8])) / [0.3, 0.8]
step = 1e-5 * np.eye(2)
by_differences = [(mean_of_cos([0.3, 0.8] + d) - mean_of_cos([0.3, 0.8] - d)) / 2e-5 for d in step]
witness("(13.11)", noised.density(grid) @ slope * cell, by_differences, atol=1e-7)

# %% [markdown]
r"""
Now drag: 300 particles from noise to the three modes, by (13.11), under two paths.
Before you touch the knob: under *coarse first*, what will the cloud look like in the middle, at step 20?
"""

# %% tags=["picture"]
u = np.linspace(0, 1, 401)[:, None]
fall = lambda u: 4 * (0.01 / 4) ** np.clip(u, 0, 1)
paths = {"one for both": fall(u) + np.zeros(2), "coarse first": fall(2 * u - [0, 1])}
denoise = lambda x, s: levels.posterior_mean(modes, x, np.ones(2), s)
noise = rng.standard_normal((300, 2))


def flowing(schedule):
    sigmas = paths[schedule]
    states = np.array(list(levels.flow(denoise, sigmas, modes.mean + np.sqrt(sigmas[0] ** 2 + np.diag(modes.cov)) * noise)))[::10]
    panels = [Panel(Points(frames=states.round(2), label="particles", size=2.5), title="particles", xlabel="coarse", ylabel="fine", xlim=(-5, 5), ylim=(-5, 5)),
              Panel(Points(frames=np.broadcast_to(modes.sample(300, np.random.default_rng(1)).round(2), states.shape), trail=False, label="data", size=2.5), title="data", xlabel="coarse", ylabel="fine", xlim=(-5, 5), ylim=(-5, 5)),
              Panel(Bars(sigmas[::10].round(3), labels=["coarse", "fine"]), title="noise σ", ylim=(0, 4))]
    return dict(panels=panels, times=np.arange(41), unit="step", t=12, title="Two paths to the data", values=dict(zip("ab", sigmas[::10].T)),
                status="step {t:.0f}: noise {a:.2f} on the coarse, {b:.2f} on the fine number")


# %%
controlled(flowing, schedule=choose("schedule", paths))

# %% [markdown]
r"""
Both end at the data.
Which of the two needs fewer steps?
Distances below are sliced $W_2$ over the floor (what two real samples have), 2 000 particles, Euler's rule, with the same number of calls of the denoiser; mean and standard deviation over five seeds.
Commit yourself before you open it.
"""

# %% tags=["reveal"]
def steps_of(path, n):
    return path[:: (len(path) - 1) // n]


def off(path, seed):
    rng = np.random.default_rng(seed)
    start = modes.mean + np.sqrt(path[0] ** 2 + np.diag(modes.cov)) * rng.standard_normal((2_000, 2))
    *_, x = levels.flow(denoise, path, start)
    real = [modes.sample(2_000, rng) for _ in range(2)]
    return sliced_wasserstein(x, real[0], np.random.default_rng(seed), 100) / sliced_wasserstein(*real, np.random.default_rng(seed), 100)


spread = lambda values: (np.mean(values), np.std(values, ddof=1))
print("The answer:")
table([(name, *(spread([off(steps_of(path, n), seed) for seed in range(5)]) for n in (10, 20, 40, 100))) for name, path in paths.items()],
      "schedule", *(f"{n} steps" for n in (10, 20, 40, 100)), digits=1, caption="sliced W₂ over the floor, ± standard deviation over five seeds")

# %% [markdown]
r"""
With 10 and 20 steps the shared path is nearer to the data, by more than the spread: *coarse first* has only half of its steps for each number.
With 100 steps the two cannot be told apart.
All orders are exact in the limit; for a given number of steps, an order has to earn its place.

## 5 · Coarse first, then fine given coarse

Let the schedules part completely: the coarse level $a$ is done ($\sigma_a\to0$) while the fine level $b$ is nothing but noise ($\alpha_b = 0$).

$$\operatorname E[c_b\mid c_t] \;\longrightarrow\; \operatorname E[c_b\mid c_a], \qquad\text{and in the end}\qquad p(c_0) = p(c_a)\;p(c_b\mid c_a) . \tag{13.12}$$

*Derivation.*
With $\alpha_b = 0$ (or, if $\alpha_b = 1$ is kept, $\sigma_b\to\infty$) the fine part of $c_t$ is independent of the data and drops out of the condition; with $\sigma_a\to0$, $\alpha_a = 1$, the coarse part of $c_t$ becomes $c_a$ itself (where the density is smooth the error is of order $\sigma_a^2$).
While the fine noise then falls, the condition on $c_a$ stays: this is the diffusion of $c_b$ with law $p(c_b\mid c_a)$.
$\square$

That is a **cascade** (Ho and others 2022): one diffusion for the coarse picture, a second for the details, which is given the coarse picture.
It is no new principle, but a corner of (13.9).

Witness: the fine mean given the coarse number, by Bayes' rule for the mixture, against (13.10) at three levels; the gap must fall by $10^4$ each time $\sigma_a$ falls by 100.
"""

# %% tags=["witness"]
def fine_given(coarse):
    """E[c_b | c_a] of the mixture, by regression within each component."""
    variance = modes.covs[:, 0, 0]
    shares = modes.weights * np.exp(-0.5 * (coarse[:, None] - modes.means[:, 0]) ** 2 / variance) / np.sqrt(variance)
    lines = modes.means[:, 1] + modes.covs[:, 0, 1] / variance * (coarse[:, None] - modes.means[:, 0])
    return np.sum(shares * lines, axis=1) / shares.sum(axis=1)


coarse, gaps = np.linspace(-2.5, 2.5, 9), []
for sigma_a in (1e-2, 1e-4, 1e-6):
    seen = np.c_[coarse, rng.standard_normal(9)]
    gaps.append(np.abs(levels.posterior_mean(modes, seen, [1, 0], [sigma_a, 1])[:, 1] - fine_given(coarse)).max())
    print(f"σ_a = {sigma_a:g}: gap {gaps[-1]:.1e}")
witness("(13.12), σ_a = 1e-6", gaps[-1], 0.0, atol=1e-8)
witness("(13.12), gap by σ_a²", gaps[0] / gaps[1], 1e4, atol=200)

# %% [markdown]
r"""
In a cascade the second network learns with *real* coarse pictures and is then given *generated* ones.
It believes what it is given: if the coarse number is off by $\delta$, the fine one is off by the slope of the regression times $\delta$, and nothing later corrects the coarse part.
The remedy of Ho and others is to add noise to the coarse picture, in training and in sampling (*conditioning augmentation*).
What does the second network then compute?
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 13.5

A coarse number $c$ and a fine number $f$ are jointly Gaussian with means $m_c$, $m_f$, $\operatorname{Var}c = v_c$ and $\operatorname{Cov}(f, c) = v_{fc}$.
The second network is given $y = c + \sigma\varepsilon$, with $\varepsilon\sim N(0,1)$ independent of both.
Derive $\operatorname E[f\mid y]$.

Write a formula in `y`, `m_c`, `m_f`, `v_c`, `v_fc`, `sigma`, such as `"m_f + v_c*y/sigma"`.
At `y = 3`, `m_c = 1`, `m_f = 2`, `v_c = 1`, `v_fc = 0.5`, `sigma = 1` it is 2.5.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
fine = "m_f + v_fc/(v_c + sigma**2)*(y - m_c)"
### END SOLUTION
fine = check("13.5", fine)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\operatorname{Cov}(f,y) = v_{fc}$, $\operatorname{Var}y = v_c+\sigma^2$.
The slope falls from $v_{fc}/v_c$ to $v_{fc}/(v_c+\sigma^2)$: the network trusts its condition less, so errors of the coarse stage matter less, and so does what the coarse stage got right.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · A code that is learned

A **variational autoencoder** learns encoder and decoder together.
Its code of $x$ is random, $h\sim q(h\mid x) = N(\mu(x),\operatorname{diag}v(x))$, and it minimises

<!-- 13.13: definition -->
$$\underbrace{\operatorname E\,\frac{|x_0-\mathcal D(h)|^2}{2\tau^2}}_{\text{distortion}} + d\log\tau + \beta\,\underbrace{\operatorname E\operatorname{KL}\!\left(q(h\mid x_0)\,\|\,N(0,I)\right)}_{\text{rate}} ; \tag{13.13}$$

with $\beta = 1$ it is the evidence bound ([appendix C](../appendices/C_likelihoods.ipynb)).
Each number of the code has the rate $\frac12(\mu^2+v-1-\log v)$ ([appendix B](../appendices/B_gaussians.ipynb)), and independent numbers add.
Two questions about the rate: what does it buy, and what is left for a diffusion?

**What is left.**
Let $q(h) = \operatorname E\,q(h\mid x_0)$ be the law of the codes of all pictures.
Insert it: $\log\frac{q(h\mid x)}{p(h)} = \log\frac{q(h\mid x)}{q(h)} + \log\frac{q(h)}{p(h)}$, with $p = N(0,I)$; in the mean

$$\text{rate} = \mathcal I(x_0; h) + \operatorname{KL}\!\left(q(h)\,\|\,N(0,I)\right) . \tag{13.14}$$

The first term is what the code says about the picture.
The second is lost: a VAE that samples $h\sim N(0,I)$ decodes codes of the wrong law.
**A diffusion on the codes closes just this gap**; that is latent diffusion's second stage.
A small $\beta$ makes the first term large, at the cost of the second, which no longer matters.

**What it buys.**
Take one Gaussian component of variance $\lambda$, a linear encoder and decoder, and fixed $\tau$.
No code of rate $R$ nats can have an error of variance below $\Delta = \lambda e^{-2R}$ (Shannon's rate–distortion function, Cover and Thomas, section 10.3.2); a linear one attains it, scaled so that $q(h) = N(0,1)$ and the second term of (13.14) is 0.
Minimise $\frac{\Delta}{2\tau^2} + \beta R = \frac{\Delta}{2\tau^2} + \frac\beta2\log\frac\lambda\Delta$ over $\Delta\le\lambda$:

$$\Delta = \min(\lambda,\; \beta\tau^2) . \tag{13.15}$$

It is the picture's water line again.
Components with $\lambda>\beta\tau^2$ are coded, each to the same error $\beta\tau^2$; those below get no nats at all.
In a linear VAE, *posterior collapse* is just this.

Witness: (13.14) for $x\sim N(0,\lambda)$, $h\mid x\sim N(ax, v)$, where all three are known; (13.15) by a numerical minimum of the loss over encoder and decoder.
"""

# %% tags=["witness"]
lam, a, v = 2.0, 0.6, 0.3
rate = 0.5 * (a**2 * lam + v - 1 - np.log(v))
information, gap = 0.5 * np.log((a**2 * lam + v) / v), 0.5 * (a**2 * lam + v - 1 - np.log(a**2 * lam + v))
witness("(13.14)", rate, information + gap)


def linear_loss(theta, lam, tau2, beta):
    """Distortion/2τ² + β rate for h | x ~ N(a x, v), decoded as w h."""
    a, log_v, w = theta
    distortion = lam * (1 - w * a) ** 2 + w**2 * np.exp(log_v)
    return distortion / (2 * tau2) + beta * 0.5 * (a**2 * lam + np.exp(log_v) - 1 - log_v)


for lam, tau2, beta in ((2.0, 0.25, 1.0), (2.0, 0.25, 4.0), (0.2, 0.25, 1.0)):
    best = minimize(linear_loss, [0.5, -1.0, 1.0], args=(lam, tau2, beta), tol=1e-12)
    a, log_v, w = best.x
    witness(f"(13.15), λ = {lam}, βτ² = {beta * tau2}", lam * (1 - w * a) ** 2 + w**2 * np.exp(log_v), min(lam, beta * tau2), atol=1e-4)

# %% [markdown]
r"""
## 7 · Measured on digits

A diffusion on the first 32 components, trained here for a few seconds with the settings of [lecture 07](07_training.ipynb); then ten digits, from noise to the end, decoded at every step.
Left: the state.
Right: the network's estimate of the end.
Which numbers does it fix first?
"""

# %%
latent = basis.first(32, ours)  # encode, decode; one scale for all
denoiser = Denoiser(Net(32, 256, 4, 10, generator=torch.Generator().manual_seed(0)), edm)
settings = dict(steps=500, batch=128, generator=torch.Generator().manual_seed(1), labels=labels, lr=4e-3, decay=0.99, times=log_normal_times(edm, -0.5 - np.log(latent.scale), 1.0))
*_, state = train(denoiser, latent.encode(ours), **settings)
print(f"scale {latent.scale:.3f}: loss {state.loss:.2f} after {state.step} steps")

# %% tags=["picture"]
levels_down = solvers.karras_times(18, 0.02 / latent.scale, 20 / latent.scale)


def journey(kinds, seed):
    """Noise levels, states and estimates from noise to data for these labels."""
    network, start = state.average.given(kinds), np.random.default_rng(seed).standard_normal((len(kinds), 32))
    states = list(sample(solvers.dpm_solver_2m(network, edm), levels_down, np.hypot(levels_down[0], 1) * start.astype(np.float32)))
    return states, [x if t == 0 else network(x, t) for t, x in states]


states, estimates = journey(np.arange(10), 3)
seen = [np.array([latent.decode(x) for x in one]).reshape(-1, 10, 8, 8).clip(-1, 1).round(2) for one in ([x for _, x in states], estimates)]
pixels = np.array([t for t, _ in states]) * latent.scale
Scene([Panel(Image(frames=x, columns=5), title=title) for title, x in zip(("state, decoded", "estimate, decoded"), seen)], times=np.arange(len(pixels)), unit="step", t=9, title="A latent on its path",
      values={"sigma": pixels, "above": np.array([np.sum(basis.variances[:32] > s**2) for s in pixels])}, status="step {t:.0f}: noise {sigma:.2f} in pixels, {above:.0f} of 32 numbers above it")

# %% [markdown]
r"""
**The comparison**, from [the study](../studies/latent_study.py): the same network (256 units, four blocks, labels given) and as many steps in all, for every row, on several splits of the digits.
*Forest*: share of held-out digits that a forest names rightly if it was taught by 1 500 generated ones.
*SW*: sliced $W_2$ from held-out digits.
*AUC*: how well another forest tells generated from real; .5 is perfect.
All are judged on the 17 grey levels that real digits have.
*Gaussian rest*: independent Gaussian numbers for the components that were dropped.

Predict first.
(a) At equal steps, are 16 numbers faster to train on than 64, in seconds?
(b) Which judge will mind the dropped components most?
(c) Is the cascade better or worse than one model of all 64 numbers?
"""

# %% tags=["picture"]
study = stored.read("latent_study")["result"]
splits = len(study["real"]["plain"]["SW"])
arms = {"64 numbers": ("components 64", "plain"), "32": ("components 32", "plain"), "32 and a Gaussian rest": ("components 32", "with rest"), "16": ("components 16", "plain"),
        "16 and a Gaussian rest": ("components 16", "with rest"), "16, each of variance 1": ("whitened 16", "plain"), "VAE of 16, β = 1, diffused": ("vae 1", "plain"), "VAE of 16, β = .01, diffused": ("vae 0.01", "plain"),
        "VAE, β = 1, codes from N(0, I)": ("vae 1", "prior"), "VAE, β = .01, codes from N(0, I)": ("vae 0.01", "prior"), "cascade: 16 block means, then 48": ("cascade", "plain"), "the block means alone": ("cascade", "coarse")}


def error(values):
    """Mean and standard error over splits."""
    return (np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else np.mean(values)


def judged(arm, part):
    return [error(study[arm][part][judge]) if judge in study[arm][part] else None for judge in ("forest", "SW", "AUC")]


# %% tags=["reveal"]
print("The answer:")
rows = [(name, *judged(arm, part), error(study[arm]["seconds"]) if part == "plain" else None) for name, (arm, part) in arms.items()]
table([("real digits", error(study["real"]["reconstruction"]), *judged("real", "plain")[1:], None), *rows], "what is diffused", "forest", "SW", "AUC", "seconds to train", digits=[None, 3, 3, 3, 1], caption=f"mean ± standard error, {splits} splits")

# %% tags=["reveal"]
less = lambda arm, part, judge: error(np.subtract(study[arm][part][judge], study["components 64"]["plain"][judge]))
print("The answer:")
table([(name, *(less(arm, part, judge) for judge in ("forest", "SW", "AUC"))) for name, (arm, part) in arms.items() if part != "prior" and name != "64 numbers"],
      "less the 64 numbers, split by split", "forest", "SW", "AUC", digits=[None, "+.3f", "+.3f", "+.3f"], caption=f"mean ± standard error, {splits} splits")

# %% tags=["picture"]
codes = {"PCA, 32": "components 32", "PCA, 16": "components 16", "VAE, 16, β = 1": "vae 1", "VAE, 16, β = .01": "vae 0.01"}
table([(name, error(study[arm]["error"]), error(study[arm]["rate"]) if "rate" in study[arm] else None, error(study[arm]["reconstruction"])) for name, arm in codes.items()],
      "code", "squared error of a held-out digit", "rate (nats)", "forest taught by reconstructions", digits=[None, 2, 1, 3], caption=f"mean ± standard error, {splits} splits")

# %% [markdown]
r"""
Reading the tables:

With three splits a 95 % interval of a mean is ± 4.3 standard errors ($t$ with two degrees of freedom).

- **(a)** Hardly: the seconds differ by less than a tenth. A step costs what the network's width costs, not how many numbers go in.
  What a latent saves here is not time; it drops directions that a label does not need.
- A forest taught by 1 500 digits from 32 numbers names real ones nearly as well as one taught by real digits, after some ten seconds of training (0.965 and 0.976); forest and SW cannot tell 32 numbers from all 64.
  16 numbers lose by both: their forest stays at 0.950.
- **(b)** SW, and more the fewer are kept.
  AUC does not: 32 numbers are *harder* to tell from real digits than all 64, perhaps because the network gets small components wrong.
  A Gaussian rest brings SW down where much was dropped, at 16; the forest's gain is within the errors, and at 32 the AUC rises by 0.03, a loss.
- By AUC every row differs from real digits.
  Codes from $N(0,I)$ at $\beta = .01$ nearly always show it; the same autoencoder's codes, once diffused, least of all rows.
  A small $\beta$ makes good codes with the wrong law, (13.14), and the diffusion gives them the right one.
  That code also reconstructs better than 16 principal components, at many more nats than with $\beta = 1$: rate buys distortion.
- **(c)** By the forest the cascade is as good; by SW and AUC it is a little worse, by about as much as three splits can resolve.
  It is better by no judge: at this size splitting the problem gains nothing.
  Its coarse level alone shows at once.

## 8 · Break it: a lost scale

Standardise 16 components each by its own standard deviation, and forget the scale when decoding: `decoder(z + shift)` for `decoder(scale * z + shift)`.
Here with codes of *real* training digits, so that the slip is all that is wrong.
Does the forest mind?
"""

# %% tags=["reveal"]
each = basis.first(16, ours, each=True)
z = each.encode(ours)
slipped = {"scaled back": each.decode(z), "scale forgotten": each.decoder(z + each.shift)}  # decoded pictures
print("The answer:")
table([(name, accuracy_on_real(x, labels, held, held_labels), sliced_wasserstein(x[:450], held, np.random.default_rng(0)), each.encode(x).std(axis=0).max()) for name, x in slipped.items()],
      "real digits through 16 codes", "forest taught by them", "sliced W₂ from held-out digits", "largest sd of their codes", digits=3)
pairs = {"64 numbers, one scale": ("components 64", "plain"), "64, scale forgotten": ("components 64", "unscaled"), "16, each of variance 1": ("whitened 16", "plain"), "16, scale forgotten": ("whitened 16", "unscaled")}
table([(name, *judged(*one)) for name, one in pairs.items()], "generated, from the study", "forest", "SW", "AUC", digits=3, caption=f"mean ± standard error, {splits} splits")

# %% tags=["picture"]
shown = np.stack([x[four].reshape(4, 8, 8) for x in slipped.values()])
fading = np.array([(1 - w) * shown[0] + w * shown[1] for w in np.linspace(0, 1, 21)])
Scene([Panel(Image(frames=fading.clip(-1, 1).round(2), columns=4), title="four digits, decoded")], times=np.linspace(0, 1, 21).round(2), t=20,
      title="From scaled back (left) to scale forgotten (right)", status="share {t:.2f} of the slip")

# %% [markdown]
r"""
The forest hardly minds, by less than .01; SW and AUC do.
By (13.6) the slip is small wherever the variances are near 1, and it changes contrast, not strokes: a judge of labels looks past it.
A pixel that should be white and is whiter than white is clipped by the grey levels, which hides more.
So the slip lives on where only labels are judged, or only by eye.
A witness for the scale costs one line: the codes of *generated* pictures, encoded again, must have variance 1.


## 9 · In the wild

**Stable Diffusion** diffuses $64\times64\times4$ numbers in the place of $512\times512\times3$ pixels: 48 times fewer (Rombach and others 2022).
There the cost of a step does depend on how many numbers there are, since the network is convolutional: that is what the latent buys, and what 64 pixels cannot show.
Its scale is one number, 0.18215, measured once so that the codes have variance 1, as one of its authors explains (diffusers, issue 437).
It gets lost:

| where | what was written | how it showed |
|---|---|---|
| diffusers, issue 5166, mended by 5213 | the unconditional latent pipeline never undid the scale | "garbage results", as reported |
| MONAI GenerativeModels, issue 212 | `decode(latent) * scale` | read in the code; mended by pull request 214 |
| PyTorch-Adventures, issue 4 | the same | not at all: the factor was close to 1 |
| apple/ml-stable-diffusion, pull request 300 | 0.18215 for SDXL, whose codes need 0.13025 | hazy pictures |
| Open-Sora, issue 493 | 0.18215 hard-coded, with SDXL's autoencoder | by a reader of the code; training had gone on, since channels are normalised later |

**Cascades.** Ho and others (2022) report an FID of 1.48 at $64\times64$, 3.52 at $128\times128$ and 4.88 at $256\times256$ on ImageNet for a cascade, and that its quality "relies crucially" on conditioning augmentation.
What it does not show: that one model of the same cost does worse.

**Is coarse-to-fine what makes diffusion work?**
Dieleman (2024) reads diffusion as autoregression over frequencies, section 3's picture.
Falck and others (2025) gave all frequencies the same signal-to-noise ratio, our *equally noisy*, and found it on par with the usual schedule on standard images.
(Figures as published.)
"""

# %% [markdown]
r"""
## 10 · Adapting a trained model

Most people never train a diffusion model: they load one, and adapt it.
A pipeline offers three ways: load a LoRA, add a ControlNet, or start from a picture with a `strength`.
[A study](../studies/adapting_study.py) measures each on digits against training anew for the same seconds (CPU seconds of one thread; three splits of the digits).

**A new class from few examples.**
A network was trained for 20 s on the digits 0 to 8.
Now it is to learn the 9 from ten or thirty examples.
Its layers are matrices $W$, with $n_{\text{in}}$ columns and $n_{\text{out}}$ rows.
**Low-rank adaptation** (LoRA) freezes $W$ and learns an update of rank $r$:

$$W' = W + \gamma\,BA, \tag{13.16}$$

where $A$ has $r$ rows of $n_{\text{in}}$ numbers and $B$ has $n_{\text{out}}$ rows of $r$.
These are $r\,(n_{\text{in}}+n_{\text{out}})$ numbers in place of $n_{\text{in}}n_{\text{out}}$; $\gamma$ is a fixed scale.
(These $A$ and $B$ are not the $A_t$ of (13.9).)
$A$ is drawn at random and $B=0$, so that training starts at the old network, bit for bit.
When it is over, $W'$ replaces $W$: the **merged** network costs nothing extra.

Why does it learn at all from $B=0$?
Let $G=\partial L/\partial W'$ be the gradient of a loss $L$ by the whole matrix.
As $W'$ is linear in $A$ and in $B$, the chain rule gives

$$\frac{\partial L}{\partial B}=\gamma\,GA^{\mathsf T},\qquad \frac{\partial L}{\partial A}=\gamma\,B^{\mathsf T}G. \tag{13.17}$$

With $B=0$ the second is 0 and the first is not: $B$ moves in the first step, $A$ from the second on.
Had both started at 0, neither would ever move.

Witness: a layer with a rank-2 update, merged; and both gradients.
"""

# %% tags=["witness"]
chance = torch.Generator().manual_seed(0)
layer = LowRank(linear(5, 4, chance), 2, generator=chance, scale=0.5).double()
inside, goal = (torch.randn(7, n, generator=chance, dtype=torch.float64) for n in (5, 4))
with torch.no_grad():
    layer.up += torch.randn(4, 2, generator=chance)  # B is no longer 0
full = layer.merged().requires_grad_()
witness("(13.16)", layer(inside).detach().numpy(), full(inside).detach().numpy())
for one in (layer, full):
    (one(inside) - goal).square().mean().backward()
G = full.weight.grad
witness("(13.17), by B", layer.up.grad.numpy(), 0.5 * (G @ layer.down.T).detach().numpy())
witness("(13.17), by A", layer.down.grad.numpy(), 0.5 * (layer.up.T @ G).detach().numpy())

# %% tags=["picture"]
base = Net((8, 8), 256, 4, classes=10, generator=chance)
sides = sum(layer.in_features + layer.out_features for layer in base.modules() if isinstance(layer, torch.nn.Linear))
rows = [("everything", None, sum(weights.numel() for weights in base.parameters()))]
for r in (1, 4, 16):
    adapters = [layer for layer in with_low_rank(base, r, generator=chance, label=9).modules() if isinstance(layer, LowRank)]
    rows.append((f"low rank, r = {r}", r * sides, sum(layer.up.numel() + layer.down.numel() for layer in adapters)))
table(rows, "what is trained", "r · sum of the sides", "numbers counted", digits=0)

# %% [markdown]
r"""
To these come the 64 numbers of the label's row, which says "9" to the network; the rows of the other labels are frozen.

**Predict before you open the next output.**
The base is frozen.
4 % as many numbers are trained beside them, for 5 s, on ten 9s and nothing else.
Then the network is asked for the *old* digits, 0 to 8.
What share of them does a classifier still read as the digit that was asked for: all, because the base is frozen; 95 %; less than 90 %; none?
And how many of its 9s are *near copies*, nearer to one of the ten than half of what held-out 9s are on average?
"""

# %% tags=["reveal"]
adapting = stored.read("adapting_study")["result"]
measures, tested = adapting["measures"], ("called", "kept", "nearest", "copies", "spread", "use")
rows = [("5 s, ten 9s: low rank, r = 4", *(tuple(measures["new low rank 10 5"][name]) for name in ("called", "kept", "copies")))]
table(rows, "", "9s called a 9", "old digits kept", "near copies", digits=[None, 2, 2, 2], caption="± standard error over 3 splits")

# %% [markdown]
r"""
**Frozen is not protected.**
$BA$ is added for *every* label, and nothing in ten 9s says what a 3 has to stay.

All ways, for 1 s and for 5 s: only the label's row, low rank, everything, and training a new network from scratch.
"+ old" means that half of each batch are old digits, which needs the old data (**replay**).
A support vector classifier reads the digits; *nearest* is the mean distance to the nearest example, *spread* the mean distance between two 9s over that of real ones.
*Use* is the share of real, held-out 9s that a forest finds when its only 9s are 130 generated ones.
"""

# %% tags=["picture"]
def of(name, keys=tested):
    return [tuple(measures[name][key]) for key in keys]


ways = ("label row", "low rank", "full", "low rank + old", "full + old", "anew", "anew + old")
columns = ("called a 9", "old kept", "nearest", "near copies", "spread", "use")
for count in (10, 30):
    shown = {name: measures[f"references {count}"][name] for name in ("copied", "real")}
    names = [(way, seconds) for seconds in (1, 5) for way in ways if f"new {way} {count} {seconds}" in measures]
    rows = [(f"{seconds} s: {way}", *of(f"new {way} {count} {seconds}")) for way, seconds in names]
    rows += [(text, *(tuple(shown[name][key]) if key in shown[name] else None for key in tested))
             for name, text in (("copied", "the examples themselves"), ("real", "real 9s"))]
    table(rows, f"{count} examples", *columns, digits=[None, 2, 2, 2, 2, 2, 2], caption="± standard error over 3 splits")

# %% [markdown]
r"""
**What the columns say.**

1. *Called a 9* separates nothing.
   The examples given back are called 9, as is everything after 5 s but the label's row alone.
   A new network after 1 s draws little more than noise (look at *nearest* and *spread*), and is called a 9 about as often as the adapted ones: a classifier has to answer something.
2. *Old kept*: without old digits every way that changes the layers forgets, low rank less than everything, and both more after 5 s than after 1 s.
   With old digits in the batch nearly nothing is.
   The label's row alone forgets nothing, and hardly learns: the frozen network has no 9 that 64 numbers could call for.
3. *Near copies*: they come with seconds, go with examples, and are fewer with low rank than with everything.
   Old digits in the batch do not prevent them.
   What does is to stop early; with low rank, thirty examples do as well.
4. **Is pretraining worth it?**
   For 1 s it is: the adapted networks draw digits, the new one does not.
   For 5 s little is left of it: compare *low rank + old* with *anew + old*.
   Both are called 9 and keep the old digits alike, within the standard errors.
   From thirty examples the adapted one copies less; by *use* it is not ahead: level from ten examples, slightly behind from thirty.
   The base's 20 s are not counted.
   On digits 5 s are long; a base that took a month is another matter, and what the method is for.

Which ways do all three: called a 9 at least .85, old kept .95, copies at most .1?
"""

# %% tags=["picture"]
limits = {"called": 0.85, "kept": 0.95, "copies": 0.1}
rows = []
for count in (10, 30):
    for way, seconds in ((way, seconds) for seconds in (1, 5) for way in ways if f"new {way} {count} {seconds}" in measures):
        called, kept, copies = (measures[f"new {way} {count} {seconds}"][key][0] for key in limits)
        if called >= limits["called"] and kept >= limits["kept"] and copies <= limits["copies"]:
            rows.append((count, f"{seconds} s: {way}", called, kept, adapting["least"][f"new {way} {count} {seconds}"], copies))
table(rows, "examples", "way", "called a 9", "old kept", "old kept, worst split", "near copies", digits=[0, None, 2, 2, 2, 2])

# %% [markdown]
r"""
From ten examples: four samples that were asked to be 9s, then four old digits, 3 to 6.
"""

# %% tags=["picture"]
framed = lambda text: np.pad(np.array([int(pixel, 17) for pixel in text]).reshape(8, 8) / 8 - 1, 1, constant_values=-1)
fig, axes = figures.figure(1, 2, width=9, height=4)
for ax, seconds in zip(axes, (1, 5)):
    names = [way for way in ways if f"new {way} 10 {seconds}" in measures]
    seen = [[framed(text) for text in adapting["pictures"][f"new {way} 10 {seconds}"]] for way in names]
    ax.imshow(np.concatenate([np.concatenate(one, axis=1) for one in seen]), cmap="gray_r", vmin=-1, vmax=1)
    ax.axvline(39.5, color="C1")
    ax.set(title=f"{seconds} s", xticks=[19.5, 59.5], xticklabels=["asked for a 9", "3, 4, 5, 6"], yticks=10 * np.arange(len(names)) + 4.5, yticklabels=names)
    ax.tick_params(length=0)
    ax.grid(False)
figures.show(fig, alt="After 1 s and after 5 s of training: a row of generated digits for each way of adapting; "
             "left of the line a 9 was asked for, right of it a 3, 4, 5 or 6.")

# %% [markdown]
r"""
**Control by a second picture.**
Now the base is to obey **edges**: the places where a digit's grey level changes fast.
The plain way is a new network that gets the condition $e$, 64 zeros and ones, beside $x_t$, as twice as many inputs.
A **ControlNet** keeps the base and lets a trained copy of its blocks read $e$.
With $h_0$ the first layer's output of the base and $h_k=\text{block}_k(h_{k-1})$ what follows, it has

$$h_k=\text{block}_k(h_{k-1})+Z_k\,g_k,\qquad g_0=h_0+Z_0\,e,\qquad g_k=\text{copy}_k(g_{k-1}), \tag{13.18}$$

where the blocks are frozen, the copies start as the blocks, and every matrix $Z_k$ starts at 0.
So at the start $e$ has no effect; by (13.17) with $Z_k$ for $B$, the $Z_k$ with $k\ge1$ move in the first step, because $g_k$ is not 0.
The cheapest version has no copies: $g_k=e$.

Witness: both versions, before any training against the base, then with random $Z_k$ against (13.18) block by block.
"""

# %% tags=["witness"]
pictures, condition = torch.randn(2, 6, 8, 8, generator=chance)
noisiness, asked = torch.linspace(-2, 2, 6), torch.arange(6)
with torch.no_grad():
    base.last.weight += torch.randn(64, 256, generator=chance)  # as a trained network: not 0
    for copied in (True, False):
        steered, name = Control(base, copied=copied), f"{'with' if copied else 'without'} copies"
        witness(f"(13.18) at Z = 0, {name}", steered(pictures, noisiness, asked, condition).numpy(), base(pictures, noisiness, asked).numpy())
        for Z in [*steered.leave, *([steered.enter] if copied else [])]:
            Z.weight += 0.1 * torch.randn(Z.weight.shape, generator=chance)
        told, h = base.embed(noisiness) + base.label[asked], base.first(pictures.flatten(1))  # noise and label; h_0
        g = h + steered.enter(condition.flatten(1)) if copied else condition.flatten(1)
        for block, Z in zip(base.blocks, steered.leave):
            g = block(g, told) if copied else g  # not trained yet: the copies are the blocks
            h = block(h, told) + Z(g)
        by_blocks = base.last(base.norm(h)).reshape(pictures.shape)
        witness(f"(13.18), {name}", steered(pictures, noisiness, asked, condition).numpy(), by_blocks.numpy(), atol=1e-4)

# %% [markdown]
r"""
Edges of digits are alike anyway: agreement with **another** digit's edges stands beside, which an obedient network must exceed.
(Most pixels of most digits are no edge, and agree by that alone; *overlap* counts edge pixels only, those of both over those of either.)
Every way was trained on the digits 0 to 8 for 5 s, with the label withheld in half of the batch, and is asked twice: without a label, and with a label that is *not* the digit whose edges it gets.
"""

# %% tags=["picture"]
ways_to_tell = {"control beside, anew 5": "beside $x_t$, a new network", "control zero layers 5": "zero layers on a frozen base", "control copied blocks 5": "copied blocks on a frozen base"}
rows = []
for name, text in ways_to_tell.items():
    without, wrong = measures[name]["untold"], measures[name]["wrong"]
    rows.append((text.replace("$x_t$", "x_t"), *(tuple(without[key]) for key in ("agree", "another", "overlap", "overlap_another", "source")), tuple(wrong["overlap"]), tuple(wrong["asked"])))
for name, text in (("label alone", "no edges, the base given the right label"), ("nothing", "no edges, no label")):
    rows.append((text, *(tuple(measures["no_control"][name][key]) for key in ("agree", "another", "overlap", "overlap_another", "source")), None, None))
table(rows, "edges", "pixels that agree", "with another's", "overlap", "with another's", "digit of the edges", "wrong label: overlap", "the label's digit",
      digits=[None, 2, 2, 2, 2, 2, 2, 2], caption="edges of held-out digits; ± standard error over 3 splits")

# %% [markdown]
r"""
All three obey: they agree with their own edges more than with another's, and more than a sample that was given the right label and no edges.
Within 5 s the **new network obeys best**, though nobody trained it before: the edges enter its first layer, and all of it may adjust.
What the frozen base keeps is its habits: given edges of one digit and the label of another, the new network follows the edges, the adapted ones the label.

**From a picture: SDEdit.**
No training at all: noise a picture up to some time $t$, and sample from there,

$$x_t=\alpha_t\,x_{\text{source}}+\sigma_t\,\varepsilon,\qquad\text{then the sampler, from } t \text{ down to } 0. \tag{13.19}$$

<!-- 13.19: tests/generative/test_adaptation.py::test_from_picture_without_a_denoiser_to_speak_of_gives_the_source_in_the_limit -->

At $t=0$ the source comes back; at the largest $t$ nothing of it is left.
What lies between is decided by the noise level alone: details below it are drawn anew, what stands out of it stays.
Four held-out digits, 0, 3, 4 and 5, are asked to become 3, 6, 7 and 8.
Drag the noise level at which the sampler starts: which of them gives in first?
"""

# %% tags=["picture"]
edited, grey = adapting["edited"], lambda text: np.array([int(pixel, 17) for pixel in text]).reshape(8, 8) / 8 - 1
noisy, results = (np.array([[grey(one) for one in frame[k]] for frame in edited["frames"]]) for k in (0, 1))
as_asked = np.array([np.mean(np.array(frame[2]) == edited["asked"]) for frame in edited["frames"]])
told, starts = measures["sdedit"], np.log10([row["level"][0] for row in measures["sdedit"]])
lines = {"reads as asked": ("told", "target"), "no label: changed": ("untold", "changed"), "RMS from the source": ("told", "distance")}
at = np.log10(edited["levels"])  # straight lines between the levels measured, flat beyond
Scene([Panel(Image(frames=np.repeat([[grey(one) for one in edited["sources"]]], len(noisy), axis=0), columns=2), title="source"),
       Panel(Image(frames=noisy, columns=2), title="noised to the level"),
       Panel(Image(frames=results, columns=2), title="sampled from there"),
       Panel(*(Curve(at, np.interp(at, starts, [row[who][key][0] for row in told]), label=name) for name, (who, key) in lines.items()),
             title="held-out digits, 3 splits", xlabel="log₁₀ σ", ylim=(0, 1.05))],
      times=edited["levels"], t=9, values={"asked": as_asked}, unit="σ", title="From kept to changed",
      status="noise level {t:.2f}: {asked:.0%} of the four read as asked")

# %% tags=["picture"]
rows = [(row["level"][0], *(tuple(row["told"][key]) for key in ("target", "changed", "distance")), *(tuple(row["untold"][key]) for key in ("changed", "distance"))) for row in told]
table(rows, "start σ", "reads as asked", "no longer the source's digit", "RMS from the source", "no label: changed", "RMS from the source",
      digits=2, caption=f"another digit is {told[0]['other'][0]:.2f} away; ± standard error over 3 splits")

# %% [markdown]
r"""
Told another digit, most samples have changed at $\sigma=1$; with no label, half of them still are the old digit at $\sigma=2$.
On the way there is no level at which the class has changed and the picture has not: at $\sigma=1$ the distance from the source is already two thirds of that to another digit.

Pipelines call the start `strength`, and it is a share of the *steps*: diffusers' image-to-image runs the last `int(num_inference_steps * strength)` steps of its list.
Which noise that is depends on the schedule:
"""

# %% tags=["picture"]
plans = {"linear": schedules.linear(), "cosine": schedules.cosine()}
rows = [(strength, *(float(np.exp(-plan.log_snr(int(plan.T * strength)) / 2)) for plan in plans.values())) for strength in (0.1, 0.3, 0.5, 0.7, 0.9)]
table(rows, "strength", "σ/α, linear schedule", "σ/α, cosine schedule", digits=[1, 2, 2], caption=f"T = {plans['linear'].T}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 13.6

Somebody fine-tuned a layer in full, and only the two weights are left: `before` and `after`.
You want an adapter of rank `r` that does nearly the same.

- `before`, `after`: arrays of shape $(n_{\text{out}}, n_{\text{in}})$. `r`: a whole number, at least 1 and at most the smaller side.
- Of all updates $BA$ of rank `r` (with $\gamma=1$), take the one for which `before` $+BA$ is nearest to `after`: least sum of squared differences.
- Returns `before` $+BA$, the weight of the merged layer, of the same shape.
- Worked value: for `before` $=\begin{pmatrix}1&0\\0&1\end{pmatrix}$, `after` $=\begin{pmatrix}4&0\\0&2\end{pmatrix}$ and `r = 1` it is $\begin{pmatrix}4&0\\0&1\end{pmatrix}$.
"""

# %% tags=["exercise"]
def extracted(before, after, r):
    """before plus the update of rank r that comes nearest to after."""
    ### BEGIN SOLUTION
    U, s, Vt = np.linalg.svd(after - before, full_matrices=False)
    return before + (U[:, :r] * s[:r]) @ Vt[:r]
    ### END SOLUTION


extracted = check("13.6", extracted)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The nearest matrix of rank $r$ keeps the $r$ largest singular values (Eckart and Young), and the sum of squares of the others is what it misses.
It has to be the *update* that loses rank: a truncated `after` would also lose what the network knew before.
Programs do this to turn a fine-tuned model into a small file (LoRD, in the next table).
### END SOLUTION
"""

# %% [markdown]
r"""
<details>
<summary><b>In the wild: what the papers say, and what they do not show</b></summary>

| | what it says | what it does not show |
|---|---|---|
| Hu and others 2022, LoRA | for GPT-3 with 175 billion weights, 10 000 times fewer numbers to train and a third of the memory, at no loss of quality on their tasks | that the other tasks are kept: they are not measured there |
| Ruiz and others 2023, DreamBooth | all weights trained on 3 to 5 pictures, and on the model's *own* pictures of the class beside them, against forgetting: replay without the old data | that the pictures of the subject are not copied |
| Zhang, Rao and Agrawala 2023, ControlNet | trains on fewer than 50 000 pairs as on more than a million | that plain inputs beside $x_t$ would do worse for the same seconds |
| Meng and others 2022, SDEdit | one knob between faithful and realistic, judged by people | where to turn it: that depends on the picture |
| thomasgauthier/LoRD, kohya-ss/sd-scripts | adapters extracted from fully fine-tuned models by singular values: exercise 13.6 | how much was lost |

These figures are published ones; no cell here computes them.

</details>
"""

# %% [markdown]
r"""
## 11 · What you can now say

*Which numbers of a picture need a diffusion, and in what order?*
Those that your judge sees; the rest can be dropped at a known cost, or filled with Gaussian noise.
The order is a choice of schedules: any order is exact, white noise chooses the large before the small, and a cascade is the extreme.

| | result | witness |
|---|---|---|
| (13.2), (13.3) | What $k$ components drop, also as a distance of laws, for any generator in their plane | [section 1](#1-·-Fewer-numbers) |
| (13.5), (13.6) | A generated picture's error: latent and reconstruction; a lost scale | [section 2](#2-·-The-scale,-in-one-place) |
| (13.7), (13.8) | White noise hides components in the order of their variance | [section 3](#3-·-Noise-hides-the-fine-numbers-first) |
| (13.10), (13.11) | One schedule a level: exact denoiser, and a flow along any path | [section 4](#4-·-One-schedule-a-level) |
| (13.12) | A cascade is the limit of separated schedules | [section 5](#5-·-Coarse-first,-then-fine-given-coarse) |
| (13.14), (13.15) | Rate = information + prior gap; components below $\beta\tau^2$ get no nats | [section 6](#6-·-A-code-that-is-learned) |
| (13.16), (13.17) | An adapter of rank $r$ starts as the old network, and can be merged; frozen weights do not protect what is asked for with other labels | [section 10](#10-·-Adapting-a-trained-model) |
| (13.18), (13.19) | Zero layers add a second picture; a start at a middle time keeps what stands out of the noise | [section 10](#10-·-Adapting-a-trained-model) |

**The opening questions.**
1. In the order of their standard deviations, the coarse strokes first; with 5 of them a nearest-neighbour reader names 90 % of held-out digits, and with 16 as many as with all (section 3).
2. There is none: all emerge at the same step.
3. The coarse picture, and the details given the coarse picture: (13.12).

**Next question.**
All samplers so far take ten calls or more.
Can one call do? That is [lecture 14](14_few_steps.ipynb).

## 12 · Sources

- I. T. Jolliffe, *Principal component analysis*, 2002, chapter 2: (13.2).
- R. Rombach, A. Blattmann, D. Lorenz, P. Esser, B. Ommer, *High-resolution image synthesis with latent diffusion models*, CVPR 2022, arXiv 2112.10752: latent diffusion and its scale.
- J. Ho, C. Saharia, W. Chan, D. Fleet, M. Norouzi, T. Salimans, *Cascaded diffusion models for high fidelity image generation*, JMLR 23, 2022, arXiv 2106.15282: cascades, conditioning augmentation, the FIDs of section 9.
- D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014; I. Higgins and others, *β-VAE*, ICLR 2017; A. Alemi and others, *Fixing a broken ELBO*, ICML 2018: rate and distortion, (13.14). M. D. Hoffman, M. J. Johnson, *ELBO surgery*, 2016: the same split.
- T. M. Cover, J. A. Thomas, *Elements of information theory*, 2006, sections 10.3.2 and 10.3.3: (13.15) is reverse water-filling. J. Lucas, G. Tucker, R. Grosse, M. Norouzi, *Don't blame the ELBO!*, NeurIPS 2019: collapse in linear VAEs.
- E. Hoogeboom, T. Salimans, *Blurring diffusion models*, ICLR 2023: one schedule a frequency.
- S. Dieleman, *Diffusion is spectral autoregression*, sander.ai, 2024; F. Falck and others, *A Fourier space perspective on diffusion models*, 2025, arXiv 2505.11278.
- Issues and pull requests named in section 9, on GitHub.
- E. Hu and others, *LoRA: low-rank adaptation of large language models*, ICLR 2022, arXiv 2106.09685: (13.16). C. Eckart, G. Young, *The approximation of one matrix by another of lower rank*, Psychometrika 1, 1936: exercise 13.6. N. Ruiz and others, *DreamBooth*, CVPR 2023, arXiv 2208.12242: the model's own pictures against forgetting.
- L. Zhang, A. Rao, M. Agrawala, *Adding conditional control to text-to-image diffusion models*, ICCV 2023, arXiv 2302.05543: (13.18). C. Meng and others, *SDEdit*, ICLR 2022, arXiv 2108.01073: (13.19). `strength`: `get_timesteps` of diffusers' `StableDiffusionImg2ImgPipeline`.
- Data: digits, [appendix H](../appendices/H_data.ipynb).
- Ours: (13.3) and (13.11) in this form, the measurements, the exercises.
"""
