# %% [markdown]
r"""
# 07 · How does a network learn to denoise, and when has it learned too much?

{badges}

| | |
|---|---|
| **You will be able to** | write the training loop from an empty page: noise, estimate, update · say what a neural network is and how its gradient is computed · state the least possible loss, and recognise when it is violated · compute a moving average of weights, its memory and its lag · checkpoint a training and resume it · distinguish generating from copying · say what a U-Net and a transformer compute, and which judge sees what |
| **You need** | [lecture 02](02_noising.ipynb), [lecture 05](05_objective.ipynb) for the loss, [lecture 06](06_score.ipynb) for the best denoiser; what a gradient step is. PyTorch is used, and each use is said in words |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run, most of it training |
"""

# %% tags=["setup"]
import copy
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import torch

from studies import stored
from utils.data import digits
from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.checkpoint import load, save
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.metrics import nearest_distance, sliced_wasserstein, two_nearest
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.networks import Denoiser, Net
from utils.generative.picture_networks import Attention, convolution
from utils.generative.predictions import shares
from utils.generative.samplers import ddim, even_times, sample
from utils.generative.training import learning_rate, train, uniform_times, update_average
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.progressbar import watch
from utils.teaching.scene import Arrows, Curve, Image, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(7)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)  # slower than float32, but numbers come out alike on every computer

# %% [markdown]
r"""
## The picture first

A network is trained on points from the three islands of lecture 06.
It starts from random weights.
The slider below is not the time of the noise: it is the **training step**.
Left: what the network generates at that stage, always from the same 400 noises.
Middle: at noise time $t=0.3$, the direction in which it sends a noisy point (coloured) over the exact direction, known for a mixture (black).
Right: its loss.

1. Which comes first: the right places, or the right shapes of the islands?
2. The loss has a floor, shown as a level line.
   It is not zero.
   Why?
3. Change the number of training points to 12.
   What happens to the islands, and to the loss?

(100 points are trained when you choose them, for some seconds. "Last weights" are explained in section 5.)
"""

# %% tags=["picture"]
schedule = schedules.cosine_vp()
islands = GaussianMixture(
    weights=[0.5, 0.3, 0.2], means=[[-0.9, -0.5], [0.9, 1.1], [0.9, -0.4]],
    covs=[[[0.20, -0.15], [-0.15, 0.16]], [[0.05, 0.0], [0.0, 0.05]], [[0.01, 0.0], [0.0, 0.01]]])
cloud = islands.sample(20_000, rng)
spread = float(np.sqrt(np.trace(islands.cov) / 2))  # σ_d: mean variance of the two coordinates, root
exact = MixtureDenoiser(islands, schedule)  # E[x_0 | x_t], lecture 06
marks = [max(1, round(1000 * (k / 24) ** 2)) for k in range(25)]  # steps at which to keep the state


# %% tags=["picture"]
def beginner(seed=0):
    """An untrained denoiser for points in the plane, and the generator that all its chance comes from."""
    generator = torch.Generator().manual_seed(seed)
    return Denoiser(Net(2, width=64, generator=generator), schedule, data_std=spread), generator


settings = dict(batch=128, lr=2e-3, decay=0.99)


# %% tags=["picture"]
@cache
def replay(points):
    """Train 1000 steps on that many points of the cloud; both sets of weights at each mark, all losses."""
    (denoiser, generator), kept, losses = beginner(), [], []

    def keep(state):
        losses.append(state.loss)
        if state.step in marks:
            kept.append({"average": state.snapshot(), "last weights": copy.deepcopy(state.denoiser)})

    states = train(denoiser, cloud[:points], steps=1000, generator=generator, **settings)
    assert watch(states, total=1000, each=keep).step == 1000, "stopped before the end: run this again"
    return kept, np.array(losses)


# %% tags=["picture"]
kept_all, losses_all = replay(20_000)

# %% tags=["picture"]
kept_few, losses_few = replay(12)

# %% [markdown]
r"""
Two trainings, each of 1000 steps.
`generate` goes from noise to data in 20 steps with whatever denoiser it is given; lecture 08 says how.
The cell after it computes, on 20 000 fresh points, the least loss that any network can have (section 6).
"""

# %% tags=["picture"]
start = rng.normal(size=(400, 2))
places = np.stack(np.meshgrid(np.linspace(-2.2, 2.2, 11), np.linspace(-2.2, 2.2, 11)), axis=-1).reshape(-1, 2)


def generate(denoiser, noise):
    """From noise at t = 1 to samples at t = 0 in 20 steps (DDIM, lecture 08)."""
    *_, (_, x) = sample(ddim(denoiser, schedule), even_times(schedule, 20), noise)
    return x


def direction(denoiser, t=0.3):
    """Minus the expected noise at `places`: (α D(x, t) − x)/σ."""
    return (schedule.alpha(t) * denoiser(places, t) - places) / schedule.sigma(t)


# %% tags=["picture"]
test_t = np.repeat((np.arange(40) + 0.5) / 40, 500)  # 40 times, 500 fresh points each
test_x0, test_eps = islands.sample(test_t.size, rng), rng.normal(size=(test_t.size, 2))
test_alpha, test_sigma = schedule.alpha(test_t)[:, None], schedule.sigma(test_t)[:, None]
test_x = test_alpha * test_x0 + test_sigma * test_eps
best = exact(test_x, test_t)
c_out2 = (test_sigma * spread) ** 2 / ((test_alpha * spread) ** 2 + test_sigma**2)  # section 2
parts = zip(test_x.reshape(40, 500, 2), test_alpha[::500, 0], test_sigma[::500, 0])
left_over = np.array([islands.posterior_cov(*part) for part in parts])  # (40, 500, 2, 2): Cov[x_0 | x_t]
least = np.trace(left_over, axis1=-2, axis2=-1).ravel() / (2 * c_out2[:, 0])

# %% tags=["picture"]
floor = least.mean()
print(f"least possible loss: {floor:.2f}; mean loss of the last 200 batches:")
for points, losses in [("20 000", losses_all), ("12", losses_few)]:
    print(f"{losses[-200:].mean():.2f} with {points} training points")


# %% tags=["picture"]
@cache
def frames(points, weights):
    """Samples, arrows and recent loss at each mark, rounded to what a picture can show."""
    kept, losses = replay(points)
    samples = [generate(one[weights], start) for one in kept]
    arrows = [direction(one[weights]) for one in kept]
    recent = [losses[max(0, step - 50):step].mean() for step in marks]
    return np.clip(samples, -3, 3).round(2), np.array(arrows).round(2), np.round(recent, 3)


# %% tags=["picture"]
square = dict(xlim=(-2.4, 2.4), ylim=(-2.4, 2.4), aspect="equal", xlabel="x₁", ylabel="x₂")
target_arrows = Arrows(places, direction(exact), scale=0.16, colour=0, label="exact")
least_line = Curve(np.sqrt(marks), np.full(25, floor), label="least possible")
look = dict(unit="step", title="Training replayed", status="step {t:.0f} of {T:.0f}: loss {loss:.2f}")


# %% tags=["picture"]
def replayed(points, weights):
    samples, arrows, recent = frames(points, weights)
    data = Points(cloud[:min(points, 300)], size=1.6, colour=2, label="training points, up to 300")
    made = Points(frames=samples, size=1.8, colour=6, highlight=3, label="generated")
    learned = Arrows(places, arrows, scale=0.16, colour=6, label="learned")
    fallen = Curve(np.sqrt(marks), recent, label="mean of 50 batches")
    panels = [Panel(data, made, title="generated", **square),
              Panel(target_arrows, learned, title="directions at t = 0.3", **square),
              Panel(fallen, least_line, title="loss", xlabel="√step", ylim=(0, 1.2))]
    return dict(panels=panels, times=marks, t=14, values={"loss": recent}, **look)


# %%
controlled(replayed, points=choose("training points", [20_000, 100, 12]),
           weights=choose("weights", ["average", "last weights"]))

# %% [markdown]
r"""
The generated points first gather in the right places, then take on the islands' shapes.
The loss ends near its floor with 20 000 points; with 12 it falls *below* the floor, and the samples contract to the 12 points.
This lecture explains how it gets there, where the floor is, and why going below it is no success.

As before $x_t=\alpha_tx_0+\sigma_t\varepsilon$.
What is random: the example $x_0$ (drawn from the data), the noise $\varepsilon\sim N(0,I)$, and now also the time $t$, uniform on $(0,T]$ (here $T=1$); all three independent.
The weights $\theta$ of the network are numbers that we choose.

## What a neural network is

A **layer** maps numbers to numbers: $x\mapsto Wx+b$ with a matrix $W$ and a vector $b$ of **weights**.
Two layers in a row are one layer again, so between them stands a fixed **nonlinearity** $\phi$, applied to each number (ours is $\phi(z)=z\operatorname{sigmoid}(z)$, called SiLU).
The smallest network has one hidden layer, whose numbers are its **units** or activations:

$$f_\theta(x) = W_2\,\phi(W_1x+b_1)+b_2, \qquad \theta = (W_1, b_1, W_2, b_2). \tag{7.0}$$

<!-- 7.0: definition -->

With enough units it approximates any continuous function on a closed, bounded set.
Training needs the gradient of a loss $\ell(f_\theta(x))$ in every weight.
**Backpropagation** is the chain rule, taken from the output to the input: with $z=W_1x+b_1$ and $g=\frac{\partial\ell}{\partial f}$,

$$\frac{\partial\ell}{\partial W_2}=g\,\phi(z)^{\mathsf T}, \qquad \frac{\partial\ell}{\partial W_1}=\left(\phi'(z)\circ W_2^{\mathsf T}g\right)x^{\mathsf T}, \tag{7.0a}$$

where $\circ$ multiplies number by number: each layer passes back what it received, times its own derivative.
PyTorch records the operations and does this by itself; `loss.backward()` is (7.0a) for any number of layers.
"""

# %% tags=["witness"]
chance = torch.Generator().manual_seed(0)
x, W_1, W_2 = (torch.randn(size, generator=chance) for size in ((3,), (5, 3), (2, 5)))
W_1.requires_grad_(), W_2.requires_grad_()
z = W_1 @ x
loss = (W_2 @ torch.nn.functional.silu(z)).square().sum()
loss.backward()
s_z = torch.sigmoid(z)
g = 2 * W_2 @ (z * s_z)
slope = s_z * (1 + z * (1 - s_z))  # φ′
witness("(7.0a), W_2", W_2.grad.numpy(), torch.outer(g, z * s_z).detach().numpy())
witness("(7.0a), W_1", W_1.grad.numpy(), torch.outer(slope * (W_2.T @ g), x).detach().numpy())

# %% [markdown]
r"""
## 1 · Noise, estimate, update

A denoiser $D_\theta(x_t,t)$ should estimate $x_0$.
We minimise the mean squared error over all times,

<!-- 7.1: definition -->
$$L(\theta)=\operatorname E\left[w(t)\,\left\|D_\theta(x_t,t)-x_0\right\|^2\right], \qquad w(t)>0. \tag{7.1}$$

**What it aims at.**
Given $x_t$ and $t$, put $D^*=\operatorname E[x_0\mid x_t]$ into the square: $D_\theta-x_0=(D_\theta-D^*)+(D^*-x_0)$.
The cross term vanishes in expectation: for given $x_t$ and $t$ the second bracket has mean 0 and the first is fixed.
So at each $t$

$$\operatorname E\left\|D_\theta-x_0\right\|^2=\operatorname E\left\|D_\theta-D^*\right\|^2+\operatorname E\operatorname{tr}\operatorname{Cov}[x_0\mid x_t]. \tag{7.2}$$

The second part has no $\theta$ in it.
The loss is least when the first part is 0, at the best denoiser of lecture 06, and then it is not 0.
Section 6 returns to this floor.

**How it gets there.**
The mean in (7.1) is over all examples, all times, all noises: nobody can compute it.
But a mean can be *estimated* from a batch of $B$ independent triples $(x_0,t,\varepsilon)$.
Write $\ell(\theta)$ for the bracket of (7.1) at one triple.
If derivative and expectation may be exchanged,

$$\begin{gathered}\hat g=\frac1B\sum_{i=1}^B\nabla_\theta\,\ell_i(\theta),\\[4pt] \operatorname E\hat g=\nabla L(\theta), \qquad \operatorname{Var}\hat g=\frac{\operatorname{Var}\nabla_\theta\ell}{B}.\end{gathered} \tag{7.3}$$

The estimate is unbiased for *every* batch size.
A small batch gives an unbiased but noisy gradient.
<details><summary>Further: when they may be exchanged</summary>

If, near each $\theta$, $\|\nabla_\theta\ell\|$ stays below a random variable with finite mean; for the variance, taken coordinate by coordinate, its square must.
</details>

That is all there is to training, and it has three steps: **noise** some examples, **estimate** what was there, **update** the weights against the gradient of the error.

Witness, with the smallest network there is: $D_\theta(x_t,t)=\theta x_t$, one weight, in one dimension, with $w=1$.
Its exact gradient needs only $\operatorname E x_0^2$: $\nabla L=2\theta\operatorname E x_t^2-2\operatorname E x_tx_0$, and for the cosine schedule the means over $t$ are $\overline{\alpha^2}=\overline{\sigma^2}=\frac12$, $\overline\alpha=\frac2\pi$.
"""

# %% tags=["witness"]
power = 0.3 * (1.4**2 + 0.16) + 0.7 * (0.6**2 + 0.16)  # E x_0² of the data of lecture 02
theta, rows = 0.3, []
gradient = 2 * theta * (power + 1) / 2 - 2 * (2 / np.pi) * power
for B in [4, 32, 256]:
    x0, t, eps = bimodal.sample(2000 * B, rng)[:, 0], rng.uniform(size=2000 * B), rng.normal(size=2000 * B)
    x_t = schedule.alpha(t) * x0 + schedule.sigma(t) * eps
    batches = np.mean((2 * (theta * x_t - x0) * x_t).reshape(2000, B), axis=1)
    rows.append((B, batches.mean(), gradient, batches.std(), batches.std() * B**0.5))
    witness("(7.3)", batches.mean(), gradient, standard_error=batches.std() / np.sqrt(2000))
table(rows, "batch size B", "mean of the estimates", "exact gradient", "their deviation", "deviation · √B", digits=[0, 3, 3, 3, 2])

# %% [markdown]
r"""
Published loops mostly predict the noise and weigh every time alike.
With $\hat\varepsilon_\theta$ for the network and $d$ coordinates, the loss of a batch is then

$$\hat L=\frac1{B\,d}\sum_{i=1}^B\left\|\hat\varepsilon_\theta\!\left(\sqrt{\bar\alpha_{t_i}}\,x_0^{(i)}+\sqrt{1-\bar\alpha_{t_i}}\,\varepsilon^{(i)},\;t_i\right)-\varepsilon^{(i)}\right\|^2. \tag{7.4}$$

By (5.17) of lecture 05 it is (7.1) with $w=\alpha_t^2/(\sigma_t^2\,d)$.
The mean over the coordinates changes nothing but the scale; it lets losses of data of different size be compared.
Witness, with a poor denoiser, $D=0.3\,x_t$, and the noise it implies:
"""

# %% tags=["witness"]
draw = np.random.default_rng(74)
x0, eps, t = islands.sample(500, draw), draw.normal(size=(500, 2)), draw.uniform(0.1, 0.9, size=(500, 1))
alpha, sigma = schedule(t)
x_t = alpha * x0 + sigma * eps
estimate = 0.3 * x_t
noise_estimate = (x_t - alpha * estimate) / sigma
by_noise = np.mean((noise_estimate - eps) ** 2)
witness("(7.4) and (7.1)", by_noise, np.mean(alpha**2 / (2 * sigma**2) * np.sum((estimate - x0) ** 2, axis=1, keepdims=True)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 07.1

Write equation (7.4), the heart of a training step.
Time is counted in steps here, as in lecture 02.

- `predict`: a function, `predict(x_t, t)` gives the predicted noise, shaped like `x_t`, for a whole batch or for one row of it, in numpy or torch.
- `x0`, `eps`: arrays $(B, d)$; `t`: a list of $B$ whole numbers from 1 to $T$, a time for each example.
- `alpha_bar`: array $(T+1,)$ of $\bar\alpha_0=1,\bar\alpha_1,\dots,\bar\alpha_T$, so `alpha_bar[0]` is $\bar\alpha_0$.
- Returns a number.
- Worked value: for `predict = lambda x_t, t: 0.5 * x_t`, `x0 = np.array([[1, 2], [-1, 0.5]])`, `eps = np.array([[0.5, -1], [1, 2]])`, `t = [1, 3]` and `alpha_bar = np.array([1, 0.81, 0.64, 0.36, 0.16])` it is 1.1863.
"""

# %% tags=["exercise"]
def batch_loss(predict, x0, eps, t, alpha_bar):
    """Mean squared error of the predicted noise."""
    ### BEGIN SOLUTION
    a = alpha_bar[t][:, None]
    x_t = np.sqrt(a) * x0 + np.sqrt(1 - a) * eps
    return np.mean((predict(x_t, t) - eps) ** 2)
    ### END SOLUTION


batch_loss = check("07.1", batch_loss)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`alpha_bar[t]` picks one number for each example; the second axis makes it a column, so that row $i$ is multiplied by its own.
Without it numpy lays the numbers along the coordinates.
When $B=d$, as in the worked value, that runs without complaint and trains on the wrong noise.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · How to parametrise the network

The best denoiser is nearly the identity when there is little noise ($D\approx x_t$) and nearly constant when there is much. A network that had to learn this would spend its effort on copying.
So the known part is built in, and the rest is left to the network $F_\theta$:

<!-- 7.5: definition -->
$$\begin{gathered}D_\theta(x_t,t)=c_{\text{skip}}\,x_t+c_{\text{out}}\,F_\theta\!\left(\frac{x_t}{s},\;\log\frac{\sigma_t}{\alpha_t}\right),\\[4pt] s=\sqrt{\alpha_t^2\sigma_d^2+\sigma_t^2}.\end{gathered} \tag{7.5}$$

$\sigma_d$ is the standard deviation of a coordinate of the data (mean variance over coordinates, root), the data are centred (otherwise read mean square for variance).
Division by $s$ gives $F$ an input of variance 1 at every $t$.
The output: solve $D=x_0$ for $F$ to find its regression target, $F^*=(x_0-c_{\text{skip}}x_t)/c_{\text{out}}$.
It should have variance 1 too, so

$$c_{\text{out}}^2=\operatorname{Var}\left(x_0-c_{\text{skip}}x_t\right)=(1-\alpha_tc_{\text{skip}})^2\sigma_d^2+c_{\text{skip}}^2\sigma_t^2 .$$

$F$'s errors are multiplied by $c_{\text{out}}$; choose $c_{\text{skip}}$ to make that least.
The derivative, $-2\alpha_t(1-\alpha_tc_{\text{skip}})\sigma_d^2+2c_{\text{skip}}\sigma_t^2$, is zero at

$$c_{\text{skip}}=\frac{\alpha_t\sigma_d^2}{s^2}, \qquad c_{\text{out}}=\frac{\sigma_t\sigma_d}{s}. \tag{7.6}$$

Put $x_t$ in and the target becomes

$$F^*=\frac{\sigma_t}{s\,\sigma_d}\,x_0-\frac{\alpha_t\sigma_d}{s}\,\varepsilon : \tag{7.7}$$

with little noise it is $-\varepsilon$, with much it is $x_0/\sigma_d$, and for $\sigma_d=1$ on a variance-preserving schedule it is $-v$ of lecture 05.
The loss of $F$, the mean of $|F-F^*|^2$ over coordinates, is (7.1) with $w=1/(d\,c_{\text{out}}^2)$, since $D-x_0=c_{\text{out}}(F-F^*)$.
A network that is always 0 has loss 1 at every $t$: **1 means nothing learned**.

Witness: the coefficients from a blind search, against (7.6) and against the tested `Denoiser`; and the two variances, from data.
"""

# %% tags=["witness"]
tool, _ = beginner()
trial = np.linspace(0, 2, 200_001)
for t in [0.1, 0.4, 0.9]:
    a, o = schedule(t)
    variance = (1 - a * trial) ** 2 * spread**2 + trial**2 * o**2
    s2 = a**2 * spread**2 + o**2
    by_hand = [a * spread**2 / s2, o * spread / s2**0.5, o / (s2**0.5 * spread), -a * spread / s2**0.5]
    witness(f"(7.6) at t = {t}", [trial[variance.argmin()], variance.min() ** 0.5], by_hand[:2], atol=1e-5)
    in_utils = [*tool.scalings(t)[:2], *shares("edm", a, o, spread)]
    witness("(7.6), (7.7) in utils", in_utils, by_hand)

# %% tags=["witness"]
s = np.sqrt((test_alpha * spread) ** 2 + test_sigma**2)
target = test_sigma / (s * spread) * (test_x0 - islands.mean) - test_alpha * spread / s * test_eps
by_time = np.mean(target**2, axis=1).reshape(40, 500)
error = by_time.std(axis=1) / np.sqrt(500)
print(f"mean square of the target: {by_time.mean():.2f} ± {np.sqrt(np.mean(error**2) / 40):.2f}")
witness("(7.7), variance 1 at every t", by_time.mean(axis=1), 1, standard_error=error)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 07.2

The task (7.7) has variance 1 at every $t$.
Where does the best possible network bring its loss furthest below 1?
Little noise means here $\sigma_t<0.1\,\alpha_t$, much noise $\sigma_t>2\,\alpha_t$.

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
where_to_learn = "b"
### END SOLUTION
where_to_learn = check("07.2", where_to_learn)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
With little noise $F^*\approx-\varepsilon$, and on a nearly clean point $\varepsilon$ cannot be separated from the data's own spread.
With much noise $F^*\approx x_0/\sigma_d$, of which $x_t$ shows almost nothing.
Section 6 shows the floor by $t$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Conditioning on the noise level

$F$ has a second input, $u=\log(\sigma_t/\alpha_t)$, minus half of the log-SNR, and not $t$: by lecture 03 nothing else about the schedule matters, and a network trained on one schedule can then be sampled on another.

Does conditioning on it help?
For the islands this can be computed without any training.
The best answer of a network that sees $y=x_t/s$ but not $t$ is the mean of the best answers at each time, weighted by how likely each time is given $y$, $p(t\mid y)\propto q_t(s\,y)\,s^d$ (for $t$ uniform; $s^d$ because $y$ is $x_t$ divided by $s$):
"""

# %% tags=["picture"]
few = rng.choice(test_t.size, 2000, replace=False)
y, grid = test_x[few] / s[few], (np.arange(60) + 0.5) / 60
answers, chances = [], []
for t in grid:
    a, o = schedule(t)
    c_skip, c_out, c_in, _ = tool.scalings(t)
    x = y / c_in
    chances.append(islands.noised(a, o).density(x) / c_in**2)
    answers.append((islands.posterior_mean(x, a, o) - c_skip * x) / c_out)

# %% tags=["picture"]
without = np.average(answers, axis=0, weights=np.broadcast_to(np.array(chances)[..., None], (60, 2000, 2)))
given = (best[few] - spread**2 * test_alpha[few] / s[few] ** 2 * test_x[few]) / np.sqrt(c_out2[few])
lost = np.mean((given - without) ** 2)
print(f"least loss, given the noise level: {floor:.2f}; without: {floor + lost:.2f}")
print(f"of what can be learned, 1 − {floor:.2f}, a network without it misses {lost / (1 - floor):.0%}")

# %% [markdown]
r"""
It holds for these data in the plane; how it is with pictures is not measured here.

**How to embed it.**
A linear layer is linear in $u$; a nonlinear dependence is left to later layers.
So the number is given at many frequencies at once, as $K$ pairs of waves,

<!-- 7.8: definition -->
$$e(u)=\left(\sin\omega_1u,\dots,\sin\omega_Ku,\;\cos\omega_1u,\dots,\cos\omega_Ku\right). \tag{7.8}$$

Because $\sin a\sin b+\cos a\cos b=\cos(a-b)$, the inner product of two embeddings is

$$e(u)\cdot e(u')=\sum_{k=1}^K\cos\omega_k(u-u'). \tag{7.9}$$

It depends on the *difference* of two noise levels only.
One frequency alone repeats itself; the 16 together have the largest inner product at difference 0, and it falls all the way to a difference of 1 (the line under the figure checks it).
Ours are $K=16$ frequencies from $\frac18$ to 4, each $2^{1/3}$ times the one before.
"""

# %% tags=["witness"]
omega = tool.net.embed.frequencies.numpy()
embed = lambda u: np.concatenate([np.sin(omega * u), np.cos(omega * u)])
for u, v in [(-2.0, -1.7), (0.3, 3.0), (1.0, -4.0)]:
    witness(f"(7.9) at u = {u}, u' = {v}", embed(u) @ embed(v), np.cos(omega * (u - v)).sum(), atol=1e-10)
witness("the frequencies", omega, 2.0 ** np.linspace(-3, 2, 16), atol=1e-6)

# %% tags=["picture"]
gap = np.linspace(-6, 6, 301)
fig, axes = figures.figure(1, 2)
for ax, chosen, name in zip(axes, [omega[8:9], omega], ["one frequency", "16 frequencies"]):
    ax.plot(gap, np.cos(np.outer(gap, chosen)).mean(axis=1))
    ax.set(title=name, xlabel="difference of noise levels u − u'", ylim=(-1.05, 1.05))
axes[0].set_ylabel("inner product e(u)·e(u') / K")
figures.show(fig)
near = np.cos(np.outer(np.linspace(0, 1, 101), omega)).mean(axis=1)
print("falls all the way from a difference of 0 to 1:", np.all(np.diff(near) < 0))

# %% [markdown]
r"""
Two small layers turn the waves into 64 numbers, $e_\theta(u)$, and every **block** of the network adds a learned linear projection of them to its activations.
The whole network, `Net`: one layer in, three **residual blocks**, which add a correction to what they receive, one layer out.
The code below is all of it; `norm` brings the activations of an example to mean 0 and variance 1.
This is the **MLP** (multilayer perceptron) of section 10.
"""

# %% tags=["witness"]
net, silu = kept_all[-1]["average"].net, torch.nn.functional.silu
x, u = torch.randn(5, 2, generator=chance), torch.linspace(-2, 2, 5)
e, h = net.embed(u), net.first(x)
for block in net.blocks:
    h = h + block.second(silu(block.first(block.norm(h)) + block.condition(e)))
witness("Net, written out", net(x, u).detach().numpy(), net.last(net.norm(h)).detach().numpy())

# %% [markdown]
r"""
## 4 · The loop in the open

One thing is missing: how large a step to take.
**Adam** gives each weight a step of its own, in proportion to how steadily its gradient points one way.
For one weight with gradient $g_n$ at step $n$, and $\mu_0=\nu_0=0$ (the paper writes $m$, $v$):

$$\begin{gathered}\mu_n=0.9\,\mu_{n-1}+0.1\,g_n, \quad \nu_n=0.999\,\nu_{n-1}+0.001\,g_n^2,\\[4pt] \theta_n=\theta_{n-1}-\eta\,\frac{\mu_n/(1-0.9^n)}{\sqrt{\nu_n/(1-0.999^n)}+10^{-8}}.\end{gathered} \tag{7.10}$$

The gradient's recent mean, divided by its recent size: a step of about $\eta$ when gradients agree, much less when they only disagree.
(The divisors undo the start at 0; section 5 derives them.)
The **learning rate** $\eta$ rises over the first 100 steps, when $\mu$ and $\nu$ are means of few gradients, and then falls along half a cosine to 0.
"""

# %% tags=["witness"]
weight = torch.tensor([0.7], requires_grad=True)
adam, by_hand, mu, nu = torch.optim.Adam([weight], lr=0.05), 0.7, 0.0, 0.0
for n, g in enumerate([1.0, -2.0, 0.5, 0.5, 3.0], start=1):
    weight.grad = torch.tensor([g])
    adam.step()
    mu, nu = 0.9 * mu + 0.1 * g, 0.999 * nu + 0.001 * g**2
    by_hand -= 0.05 * (mu / (1 - 0.9**n)) / (np.sqrt(nu / (1 - 0.999**n)) + 1e-8)
witness("(7.10)", weight.item(), by_hand)

# %% [markdown]
r"""
Now the three steps.
`noised_loss` is (7.4) with the target (7.7) for the noise: `denoiser.answer` is $F_\theta$ with its arguments of (7.5), and `denoiser.target` is (7.7).
`training` is the loop. In its first step it samples examples, times and noises; in the third it resets the old gradients, computes the new ones and moves the weights.
It is a **generator**: it makes one step, hands out the loss, and waits until it is asked for the next. (`make_noise` and `sigma` are arguments so that section 11 can break them.)
"""

# %%
def noised_loss(denoiser, x0, t, eps, sigma=schedule.sigma):
    x_t = torch.as_tensor(schedule.alpha(t))[:, None] * x0 + torch.as_tensor(sigma(t))[:, None] * eps
    return (denoiser.answer(x_t, t) - denoiser.target(x0, t, eps)).square().mean()


def normal_noise(shape, generator):
    return torch.randn(shape, generator=generator)


# %%
def training(denoiser, data, steps, generator, batch=128, lr=2e-3, make_noise=normal_noise, **slip):
    optimiser = torch.optim.Adam(denoiser.parameters(), lr=lr)
    for step in range(1, steps + 1):
        x0 = data[torch.randint(len(data), (batch,), generator=generator)]  # 1. noise
        t, eps = uniform_times(schedule)(batch, generator), make_noise(x0.shape, generator)
        loss = noised_loss(denoiser, x0, t, eps, **slip)  # 2. estimate
        optimiser.zero_grad(), loss.backward()  # 3. update
        optimiser.param_groups[0]["lr"] = learning_rate(step, steps, lr)
        optimiser.step()
        yield loss.item()


# %% [markdown]
r"""
The tested version is `utils.generative.training.train`.
From the same seed both must go the same way, step by step. (It keeps the data in single precision, so they do not agree to the last digit.)
"""

# %% tags=["witness"]
open_losses = list(training(beginner()[0], torch.from_numpy(cloud), 100, torch.Generator().manual_seed(1)))
states = train(beginner()[0], cloud, steps=100, generator=torch.Generator().manual_seed(1), **settings)
tested = [state.loss for state in states]
print("first losses, in the open:", *np.round(open_losses[:5], 3))
print("first losses, tested:     ", *np.round(tested[:5], 3))
witness("loop in the open = utils.generative.training", open_losses, tested, atol=1e-3)

# %% [markdown]
r"""
## 5 · A moving average of the weights

By (7.3) each step is partly noise, so the weights never stop moving while $\eta>0$: they fluctuate about the minimum.
Averaging them over recent steps takes the fluctuations out.
Keep a second set of weights, the **exponential moving average** (EMA), with $\beta\in[0,1)$ (a decay, not the noise variance $\beta_t$):

$$\begin{gathered}\tilde\theta_n=\beta\,\tilde\theta_{n-1}+(1-\beta)\,\theta_n, \quad \tilde\theta_0=0\\[4pt] \Longrightarrow\quad \tilde\theta_n=(1-\beta)\sum_{k=1}^n\beta^{\,n-k}\,\theta_k.\end{gathered} \tag{7.11}$$

By induction: multiplying the sum for $n-1$ by $\beta$ raises every power by one, and the new term enters with power 0.
The factors add up to $(1-\beta)(1+\beta+\dots+\beta^{n-1})=1-\beta^n$, less than 1 at first.
Divide by it and the factors add up to 1:

$$\bar\theta_n=\frac{\tilde\theta_n}{1-\beta^n}=\frac{1-\beta}{1-\beta^n}\sum_{k=1}^n\beta^{\,n-k}\,\theta_k. \tag{7.12}$$

(Adam's divisors in (7.10) are the same thought, applied to gradients.)
<details><summary>Further: the same in place, as the code does it</summary>

Without storing the history: subtract $\bar\theta_{n-1}$ from (7.12) and use $\tilde\theta_{n-1}=(1-\beta^{n-1})\,\bar\theta_{n-1}$,

$$\bar\theta_n=\bar\theta_{n-1}+\frac{1-\beta}{1-\beta^n}\left(\theta_n-\bar\theta_{n-1}\right). \tag{7.13}$$
</details>

How much does it help, and what does it cost?
Let $n\to\infty$.
If $\theta_k=\theta^*+{}$independent fluctuations of variance $\tau^2$, variances add with the squares of the factors.
If instead the weights are on their way at constant speed $\delta$ a step, $\theta_k=k\,\delta$, the average is behind:

$$\begin{gathered}\operatorname{Var}\bar\theta=(1-\beta)^2\sum_{j\ge0}\beta^{2j}\,\tau^2=\frac{1-\beta}{1+\beta}\,\tau^2,\\[4pt] \theta_n-\bar\theta_n=\delta\,(1-\beta)\sum_{j\ge0}j\,\beta^{\,j}=\frac{\beta}{1-\beta}\,\delta.\end{gathered} \tag{7.14}$$

$\beta/(1-\beta)$ is the **mean age** of what is in the average.
Less fluctuation, more lag: $\beta$ trades one for the other.
"""

# %% tags=["witness"]
walk = rng.normal(size=(60, 3)).cumsum(axis=0)
module, running = (torch.nn.ParameterList([torch.zeros(3)]) for _ in range(2))
raw = np.zeros(3)
for n, weights in enumerate(walk, start=1):
    module[0].data = torch.from_numpy(weights)
    update_average(running, module, n, decay=0.9)
    raw = 0.9 * raw + (1 - 0.9) * weights
powers = 0.9 ** np.arange(60)[::-1]
witness("(7.11)", raw, (1 - 0.9) * powers @ walk)
witness("(7.12) and (7.13)", running[0].detach().numpy(), powers @ walk * (1 - 0.9) / (1 - 0.9**60))

# %% tags=["witness"]
ages = np.arange(2000)
share = (1 - 0.99) * 0.99**ages
witness("(7.14)", [np.sum(share**2), share @ ages], [0.01 / 1.99, 99], atol=1e-5)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 07.3

The variance in (7.14) is for fluctuations that are independent from step to step.
In a training they are not: each step moves the weights a little from where they were.
Run the smallest such training, one weight near the minimum of a parabola, with noisy gradients:

$$\theta_n=\theta_{n-1}-0.1\,(\theta_{n-1}+\xi_n), \qquad \xi_n\sim N(0,1)\text{ independent},\quad\theta_0=0 .$$

Follow it, and its average $\bar\theta_n$ with $\beta=0.99$, until both have forgotten their start, in many runs at once or for long.
Give $\operatorname{Var}\bar\theta_n/\operatorname{Var}\theta_n$, a number, within 5 %; by simulation or by mathematics.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
walk = np.random.default_rng(0)
theta, mean, tail = np.zeros(4000), np.zeros(4000), []
for n in range(1500):
    theta = theta - 0.1 * (theta + walk.normal(size=4000))
    mean = 0.99 * mean + 0.01 * theta
    if n >= 1000 and n % 100 == 0:
        tail.append(mean.var() / theta.var())
taken_out = float(np.mean(tail))
### END SOLUTION
taken_out = check("07.3", taken_out)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Seventeen times more is left than the 0.005 that independent fluctuations would leave: neighbours are alike, with correlation $0.9^k$ at a distance of $k$ steps.
In closed form, with $a=0.9$: $\frac{1-\beta}{1+\beta}\cdot\frac{1+a\beta}{1-a\beta}=0.0872$.
### END SOLUTION
"""

# %% [markdown]
r"""
What does (7.14) look like in a real training?
The islands' exact denoiser is known, so the error that counts can be measured: the first part of (7.2), in the unit of the loss.
"""

# %%
def errors(denoiser, target):
    """|D − target|²/(d c_out²) of the 20 000 test points: (40 times, 500 points)."""
    rows = np.arange(test_t.size).reshape(40, 500)
    return np.array([np.mean((denoiser(test_x[k], test_t[k]) - target[k]) ** 2, axis=1) / c_out2[k, 0] for k in rows])


def distance_to_exact(denoiser):
    """E|D − E[x_0|x_t]|²/(d c_out²) at each of the 40 times."""
    return errors(denoiser, best).mean(axis=1)


gaps = {name: np.array([distance_to_exact(one[name]).mean() for one in kept_all]) for name in kept_all[0]}
closer = gaps["average"] < gaps["last weights"]
rows = []
for name, some in [("1 to 250", slice(0, 13)), ("251 to 850", slice(13, 23)), ("851 to 1000", slice(23, 25))]:
    count, ratio = closer[some].sum(), gaps["average"][some].mean() / gaps["last weights"][some].mean()
    rows.append((name, count, closer[some].size, ratio))
table(rows, "steps", "average closer", "of marks", "distance: average / last weights", digits=[0, 0, 0, 2])

# %% tags=["picture"]
fig, ax = figures.figure()
for (name, values), style in zip(gaps.items(), ["-", "--"]):
    ax.semilogy(marks, values, style, marker=".", label=name)
ax.set(xlabel="training step", ylabel="squared distance to exact", title="Behind at first, steadier later")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
The direction of both effects in (7.14) is there, not the size: fluctuations are not independent (exercise 07.3), and the distance also contains what the network has not learned yet, which no average removes.
While the weights travel, the average lags; later its mean distance is the smaller one.
At the end the two meet, because the learning rate has gone to 0 and with it the fluctuations.
So here averaging pays when one looks, or stops, in the middle.
This is one training with one seed.

## 6 · The floor of the loss

By (7.2) the loss at time $t$ cannot be lower, on fresh data, than

$$\ell^*(t)=\frac{\operatorname E\operatorname{tr}\operatorname{Cov}[x_0\mid x_t]}{d\,c_{\text{out}}^2}, \tag{7.15}$$

the posterior variance in the unit of $F$'s loss.
For a mixture it is known exactly.

Witness for (7.2): the trained network's loss on the 20 000 fresh test points, minus its distance to the exact denoiser, minus the floor, must be 0 within its standard error, at every one of the 40 times and for a network after 7 steps as well.
"""

# %% tags=["witness"]
rows = []
for k in [2, 24]:
    one = kept_all[k]["average"]
    losses, distances = errors(one, test_x0), errors(one, best)
    rest = losses - distances - least.reshape(40, 500)
    error = rest.std(axis=1) / np.sqrt(500)
    rows.append((marks[k], losses.mean(), distances.mean(), floor, (rest.mean(), np.sqrt(np.mean(error**2) / 40))))
    witness("(7.2) with the floor (7.15)", rest.mean(axis=1), 0, standard_error=error)
table(rows, "step", "loss", "distance to exact", "floor (7.15)", "loss − distance − floor", digits=[0, 2, 2, 2, 3])

# %% tags=["reveal", "picture"]
times, floor_by_t = test_t.reshape(40, 500)[:, 0], least.reshape(40, 500).mean(axis=1)
fig, ax = figures.figure()
for k, style in zip([6, 11, 24], [":", "-.", "--"]):
    learned = floor_by_t + distance_to_exact(kept_all[k]["average"])
    ax.plot(times, learned, style, label=f"after {marks[k]} steps")
ax.plot(times, floor_by_t, color="0.2", label="least possible, (7.15)")
ax.axhline(1, color="0.6", linewidth=1)
ax.set(xlabel="noise time t", ylabel="loss", ylim=(0, 1.15), title="What can be learned, what is")
ax.legend()
figures.show(fig)

# %% tags=["picture"]
lowest = schedule.sigma(times[floor_by_t.argmin()]) / schedule.alpha(times[floor_by_t.argmin()])
print(f"the floor is lowest where σ/α = {lowest:.2f}")
final = distance_to_exact(kept_all[-1]["average"])
print("after 1000 steps less than a tenth above the floor, at every t:", np.all(final < 0.1 * floor_by_t))
print("still to learn less than a tenth of 1 − floor:", final.mean() < 0.1 * (1 - floor))
print(f"(largest share above the floor: {np.max(final / floor_by_t):.2f})")

# %% [markdown]
r"""
The floor is lowest between the two ends, as exercise 07.2 asked; at $t$ near 1 there is nothing to learn.
The loss ends near its floor, far from 0, and there is almost nothing left to learn.
Can the training curve show that?
"""

# %% tags=["picture"]
early, late = losses_all[500:750], losses_all[750:]
error = np.sqrt(early.var() / 250 + late.var() / 250)
print(f"deviation of one batch's loss: {late.std():.2f}")
print(f"mean of steps 501-750 minus mean of steps 751-1000: {early.mean() - late.mean():.3f} ± {error:.3f}")
fallen = gaps["average"][17] / gaps["average"][-1]
print(f"distance to exact at step {marks[17]}, divided by that at step 1000: {fallen:.1f}")

# %% [markdown]
r"""
The distance falls to about half; the loss falls by an amount that only means over hundreds of batches can show.
Read progress off a fixed test set, as here, or off samples.

## 7 · Long trainings: watch, stop, keep, resume

`watch` runs through the generator, shows steps, loss and time left, and hands the last state back.
The notebook's stop button (■) loses nothing: training ends after the step it is in, and the state is yours.
(Where a figure needs every stage of a training, run the stopped cell again.)
Here the program presses the button, at step 30 of 60.
"""

# %% tags=["picture"]
def press_stop_at_30(state):
    if state.step == 30:
        raise KeyboardInterrupt  # what the stop button sends


denoiser, generator = beginner()
states = train(denoiser, cloud, steps=60, generator=generator, **settings)
stopped = watch(states, total=60, each=press_stop_at_30)

# %% [markdown]
r"""
A **checkpoint** is a file with all that has *changed* since the start and that the rest of the run depends on: weights, average, Adam's $\mu$ and $\nu$, the number of steps and the state of the random generator.
What has not changed (data, batch size, learning rate, $\beta$, the planned number of steps) is not in it and must be given again, alike.
`save` writes under another name first and then renames, so that a crash leaves the old file whole; `load` reads numbers only, so that a stranger's file cannot run code.

Witness: stop, save, load into *new* objects with another seed, go on to 60, against 60 steps in one go.
Not close: equal, bit for bit.
"""

# %% tags=["witness"]
with tempfile.TemporaryDirectory() as folder:
    save(Path(folder) / "training.pt", stopped)
    checkpoint = load(Path(folder) / "training.pt")
other, other_generator = beginner(seed=99)
states = train(other, cloud, steps=60, generator=other_generator, resume=checkpoint, **settings)
resumed = watch(states, total=60, label="Resumed")
denoiser, generator = beginner()
in_one_go = watch(train(denoiser, cloud, steps=60, generator=generator, **settings), 60, label="In one go")
pairs = zip(resumed.average.parameters(), in_one_go.average.parameters())
witness("resumed = in one go", [float((a - b).detach().abs().max()) for a, b in pairs], 0, atol=0)

# %% [markdown]
r"""
## 8 · The denoiser that has seen the data, and nothing else

The training set is finite: $N$ points $x^{(1)},\dots,x^{(N)}$.
The best denoiser for *them* is the mixture's, with components of no width: by Bayes' rule,

$$\begin{gathered}\operatorname E_{\text{data}}[x_0\mid x_t]=\sum_{i=1}^N r_i\,x^{(i)},\\[4pt] r_i=\frac{\exp\left(-\left\|x_t-\alpha_tx^{(i)}\right\|^2/2\sigma_t^2\right)}{\sum_j\exp\left(-\left\|x_t-\alpha_tx^{(j)}\right\|^2/2\sigma_t^2\right)}.\end{gathered} \tag{7.16}$$

This is what a network with unlimited size and time would become.
As $\sigma_t\to0$ one $r_i$ tends to 1: the estimate is $x^{(i)}$, and its loss goes to 0, far below the floor (7.15) of the law the points came from.
The floor is a bound for fresh data only.

Witness: `DataDenoiser`, against a mixture of 12 very narrow Gaussians (standard deviation $10^{-6}$), whose denoiser comes from lecture 06's formula.
"""

# %% tags=["witness"]
twelve = cloud[:12]
narrow = GaussianMixture(np.full(12, 1 / 12), twelve, np.tile(1e-12 * np.eye(2), (12, 1, 1)))
for t in [0.2, 0.5, 0.8]:
    by_mixture = narrow.posterior_mean(test_x[::50], *schedule(t))
    witness(f"(7.16) at t = {t}", DataDenoiser(twelve, schedule)(test_x[::50], t), by_mixture, atol=1e-8)

# %% [markdown]
r"""
What does it generate?
Back to the first picture's 12 points: the same 400 noises, through the exact denoiser of the islands, the data's own, and the network trained on the 12 points.
"""

# %% tags=["picture"]
fresh = islands.sample(2000, rng)
three = {"exact": exact, "the data's own": DataDenoiser(twelve, schedule), "trained": kept_few[-1]["average"]}
made = {"fresh points": fresh, **{f"{name} denoiser": generate(one, start) for name, one in three.items()}}
distances = [(name, np.median(nearest_distance(points, twelve))) for name, points in made.items()]
table(distances, "samples of", "median distance to the nearest of the 12 points", digits=2)

# %% [markdown]
r"""
The data's own denoiser returns the twelve points, as closely as 20 steps allow.
It **memorises** perfectly.
The network is on its way there after 1000 steps, half as far from the 12 points as fresh points are.
*A network that reached the least loss on its data could generate nothing new.*

## 9 · From points to digits

A picture of 8 × 8 pixels is a point in 64 dimensions.
Nothing in the loop changes; only the network's shape does.
<details><summary>Further: variance 1, for pictures</summary>

One number, the mean grey, is subtracted from all pixels, so a single pixel's mean is not 0. $\sigma_d$ here is the root mean square over all pixels and digits. What (7.5) to (7.7) say about variance 1 then holds for mean squares, averaged over pixels, not for each pixel.
</details>

We train twice, the same network with the same settings: on 100 digits and on 800.
Another 800 are held out.
The floor is not known now, so we compare:

- the loss on training digits with the loss on held-out digits,
- the distance from a generated digit to the nearest *training* digit with the distance to the nearest of as many *held-out* digits.
  Without memorising the two have the same law.
"""

# %% tags=["picture"]
collection = digits.load_digits()
order = rng.permutation(len(collection.images))
centre = collection.images[order[:800]].mean()
pictures, labels = collection.images[order] - centre, collection.labels[order]
held_out = pictures[800:1600]
digit_marks = [max(2, round(1000 * (k / 14) ** 2)) for k in range(15)]


# %%
def digit_training(n):
    """Train on the first n digits; the averaged denoiser at each mark."""
    generator, kept = torch.Generator().manual_seed(0), []
    data_std = float(pictures[:n].std())
    denoiser = Denoiser(Net((8, 8), width=128, generator=generator), schedule, data_std=data_std)
    for_marks = lambda state: state.step in digit_marks and kept.append(state.snapshot())
    states = train(denoiser, pictures[:n], steps=1000, generator=generator, batch=64, lr=4e-3, decay=0.99)
    watch(states, total=1000, label=f"{n} digits", each=for_marks)
    return kept


# %%
stages = {n: digit_training(n) for n in (100, 800)}

# %% tags=["picture"]
def digit_loss(denoiser, data, seed=0):
    """F's loss on noised `data`, the same 2400 times and noises for every network."""
    draw = np.random.default_rng(seed)
    x0, eps = np.tile(data, (2400 // len(data), 1, 1)), draw.normal(size=(2400, 8, 8))
    t = draw.uniform(size=2400)
    with torch.no_grad():
        return denoiser.loss(torch.from_numpy(x0), t, torch.from_numpy(eps)).mean().item()


learning = {n: np.array([[digit_loss(one, data) for data in (pictures[:n], held_out)] for one in kept])
            for n, kept in stages.items()}

# %% [markdown]
r"""
After 1000 steps on 100 digits the loss on those 100 has fallen all the way.
What has the loss on digits that the network has *not* seen done meanwhile: fallen along, fallen and stopped, fallen and risen, or risen from the start?
Decide, then open the next cells.
"""

# %% tags=["reveal", "picture"]
fig, axes = figures.figure(1, 2, sharey=True)
for ax, (n, losses) in zip(axes, learning.items()):
    ax.plot(digit_marks, losses[:, 0], label="training digits")
    ax.plot(digit_marks, losses[:, 1], "--", label="held-out digits")
    ax.set(title=f"trained on {n} digits", xlabel="training step")
axes[0].set_ylabel("loss")
axes[0].legend()
figures.show(fig)

# %% tags=["reveal", "picture"]
print("The answer:")
for n, losses in learning.items():
    lowest = digit_marks[losses[:, 1].argmin()]
    print(f"{n} digits: at the end {losses[-1, 0]:.2f} on training, {losses[-1, 1]:.2f} on held-out digits;\n"
          f"    on held-out digits lowest at step {lowest}")

# %% [markdown]
r"""
<details><summary>What the figure shows</summary>

With 100 digits the two part early, and from the step printed on, more training makes the network worse on digits it has not seen.
At first it learns what all digits share, later what distinguishes these 100 from all others, and on others that is wrong.
This is **overfitting**: the loss on training data falls while the **held-out** loss rises.
With 800 they stay close for as long as we train; in the same number of steps, each of the 800 is seen an eighth as often.
Cures: more data; stopping where the held-out loss is lowest (**early stopping**); **augmentation**, that is training on shifted or mirrored copies where a shifted picture is as good an example. When a network generalises rather than copies is the subject of [lecture 18](18_memory_privacy_fairness.ipynb).
</details>

Now look.
Left, what nine noises become; right, at the same places, the nearest training digits.
Scrub, and watch the two blocks become alike; then choose 800.
"""

# %% tags=["picture"]
noise = rng.normal(size=(200, 8, 8))


@cache
def digit_frames(n):
    """Generated digits at each mark, and for each the place of the nearest training digit."""
    made = np.array([generate(one, noise) for one in stages[n]])
    return made, np.array([two_nearest(one[:9], pictures[:n])[1] for one in made])


# %% tags=["picture"]
def nearness(n):
    """At each mark: median distance to the nearest training and the nearest of n held-out digits."""
    sets, made = (pictures[:n], held_out[:n]), digit_frames(n)[0]
    return np.array([[np.median(nearest_distance(one, real)) for real in sets] for one in made]).round(3)


def shown(x):
    """Grey levels for a picture, coarse."""
    return np.clip(x + centre, -1, 1).round(2)


# %% tags=["picture"]
def digits_replayed(n):
    (made, nearest), (to_train, to_held) = digit_frames(n), nearness(n).T
    curves = [Curve(np.sqrt(digit_marks), to_train, label="to training"),
              Curve(np.sqrt(digit_marks), to_held, label="to held-out")]
    panels = [Panel(Image(frames=shown(made[:, :9]), columns=3), title="generated"),
              Panel(Image(frames=shown(pictures[nearest]), columns=3), title="nearest training digits"),
              Panel(*curves, title="distance, median of 200", xlabel="√step", ylim=(0, 8))]
    status = "step {t:.0f}: nearest training digit {train:.2f} away, nearest held-out digit {held:.2f}"
    return dict(panels=panels, times=digit_marks, t=14, unit="step", title="Digits", status=status,
                values={"train": to_train, "held": to_held})


# %%
controlled(digits_replayed, n=choose("training digits", [100, 800]))

# %% [markdown]
r"""
For scale, the same distances for 197 real digits that nobody trained on, and for what the data's own denoiser (7.16) generates.
"Closer to training" is the share whose nearest training digit is nearer than the nearest of as many held-out digits: a half would be fair, with a standard error of at most 3.5 % for 200; the two sets are drawn by chance too, so read the row of real, unseen digits as the yardstick.
"""

# %% tags=["picture"]
rows = []
for n in [100, 800]:
    own = generate(DataDenoiser(pictures[:n], schedule), noise)
    sets = {"network": digit_frames(n)[0][-1], "data's own denoiser": own, "real, unseen": pictures[1600:]}
    for name, made in sets.items():
        near, far = (nearest_distance(made, real) for real in (pictures[:n], held_out[:n]))
        rows.append((n, name, np.median(near), np.median(far), np.mean(near < far)))
table(rows, "training digits", "samples of", "to training", "to held-out", "closer to training", digits=[0, 0, 2, 2, ".0%"])

# %% [markdown]
r"""
The data's own denoiser gives back the training digits themselves.
Of the network trained on 100, most samples are nearer to a training digit than to any of as many held-out ones.
Trained on 800, compare the share with that of real unseen digits.
A distance to training data alone proves nothing, for it depends on how many there are: **compare with held-out data.**
"""

# %% tags=["picture"]
train_set, held, unseen = pictures[:600], pictures[600:1200], pictures[1200:1350]
by_label = [pictures[:1200][labels[:1200] == k] for k in range(10)]
draw = np.random.default_rng(5)
means = np.array([draw.permutation(by_label[k % 10])[:12].mean(axis=0) for k in range(150)])
sets = {"A": means, "B": unseen, "C": train_set[:150] + 0.3 * draw.normal(size=unseen.shape),
        "D": unseen + 0.3 * draw.normal(size=unseen.shape)}

# %% tags=["picture"]
both = {name: [np.median(nearest_distance(made, real)) for real in (train_set, held)] for name, made in sets.items()}
rows = [(name, *distances) for name, distances in both.items()]
table(rows, "sample", "median distance to training digits", "to held-out digits", digits=2)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 07.4

The table compares four generators' samples with 600 training digits and with 600 held-out digits.
One of them hands out training digits.
Which?
Write its letter, such as `"a"`, in place of `...`.

{options}

(The code above gives away how the samples were made to whoever reads it. The table is enough.)
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
memoriser = "c"
### END SOLUTION
memoriser = check("07.4", memoriser)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
C alone is much nearer to the training digits than to the held-out ones.
A, means of twelve digits of a class, is nearest of all to the training digits, and as near to the held-out ones: means lie in the middle of everything.
B is real digits that nobody trained on.
D is the same with the noise that C has.
The test has a blind spot: copies moved by one pixel are far from everything in this distance.
### END SOLUTION
"""

# %% [markdown]
r"""
## 10 · Which network? U-Net and transformer

Our MLP reads the 64 pixels as a list and does not know which are neighbours.
Two architectures do.
Both are used like `Net`: the same input, the same loss, the same embedding $e_\theta$ of the noise level; a label adds its row of a learned table to $e_\theta$, with one more row for "no label".

**Convolution.** Each pixel becomes a weighted sum of its $3\times3$ neighbourhood, with the same nine weights at every place (outside the picture is 0).
From a picture $h$ to a picture $\kappa*h$, one **channel** of a layer:

$$(\kappa*h)_{ij}=b+\sum_{a=-1}^{1}\sum_{c=-1}^{1}\kappa_{ac}\,h_{i+a,\,j+c}. \tag{7.17}$$

Away from the edges a shifted picture gives the shifted result, so a stroke is learned once for all places; a dense layer on 64 pixels has 4096 weights for each pair of channels, this has 9.
A layer from $C$ to $C'$ channels has such a $\kappa$ for each pair of them, and adds.

One layer sees only neighbours.
The **U-Net** halves the resolution by averaging $2\times2$ pixels, here from 8 to 4 to 2, with convolutions at each, so that soon one pixel covers a quarter of the digit.
Then it goes up again by repeating pixels, and at each resolution is given, beside them, the channels that it had there on the way down (**skip connections**), so that sharp edges are not lost.
(Ours is also given each pixel's place, as two more channels.)
Noise level and label enter as a gain and a shift for each channel, $(1+\gamma)\,\mathrm{norm}(h)+\gamma'$, with $\gamma$, $\gamma'$ linear in $e_\theta$.

**Attention.** Cut the picture into $2\times2$ patches, and turn each of the 16 into a vector of 64 numbers, a **token** $h_i$.
A token asks all others: with $q_i=W_qh_i$ (query), $k_i=W_kh_i$ (key), $v_i=W_vh_i$ (value), each of $d_k$ numbers,

$$\begin{gathered}\mathrm{att}_i=\sum_jA_{ij}\,v_j,\\[4pt] A_{ij}=\frac{\exp\left(q_i\cdot k_j/\sqrt{d_k}\right)}{\sum_{j'}\exp\left(q_i\cdot k_{j'}/\sqrt{d_k}\right)}.\end{gathered} \tag{7.18}$$

It is a weighted mean with shares from a softmax, as (7.16) is: there $x_t$ is the query, and the data points are keys and values.
(Its exponent is $\alpha_t\,x_t\cdot x^{(i)}/\sigma_t^2-\alpha_t^2\|x^{(i)}\|^2/2\sigma_t^2$ and a constant that cancels: an inner product, and a term of the key alone.)
The root is there because a sum of $d_k$ independent products of variance 1 has variance $d_k$.
(7.18) does not know where a token stands: permute the tokens, and the results are permuted alike. So each is given a learned vector for its place.
**Heads** do (7.18) several times, each with a part of the numbers.

The **DiT** (diffusion transformer) is three blocks of two corrections each: attention among the tokens, then a small network on each token alone,
$h\leftarrow h+\gamma''f\big((1+\gamma)\,\mathrm{norm}(h)+\gamma'\big)$.
The gates $\gamma''$, linear in $e_\theta$ too, start at 0, so that each block starts as "do nothing" (**AdaLN-zero**).
"""

# %% tags=["witness"]
layer, picture = convolution(1, 1, chance), torch.randn(1, 1, 8, 8, generator=chance)
kernel, around = layer.weight[0, 0], torch.nn.functional.pad(picture[0, 0], (1, 1, 1, 1))
by_hand = sum(kernel[a, c] * around[a:a + 8, c:c + 8] for a in range(3) for c in range(3))
witness("(7.17)", layer(picture)[0, 0].detach().numpy(), (by_hand + layer.bias).detach().numpy())

# %% tags=["witness"]
attention, h = Attention(6, 1, chance), torch.randn(1, 5, 6, generator=chance)
q, k, v = attention.ask(h)[0].split(6, dim=1)
A = torch.exp(q @ k.T / 6**0.5)
A = A / A.sum(dim=1, keepdim=True)
witness("(7.18)", attention(h)[0].detach().numpy(), attention.give(A @ v).detach().numpy())
a, o = schedule(0.5)
asked = a * test_x[:5] @ twelve.T / o**2 - a**2 * np.sum(twelve**2, axis=1) / (2 * o**2)
weighted = torch.softmax(torch.from_numpy(asked), dim=1).numpy() @ twelve
witness("(7.16) as attention", weighted, DataDenoiser(twelve, schedule)(test_x[:5], 0.5))
moved = [3, 0, 4, 1, 2]
witness("permuted tokens", attention(h[:, moved]).detach().numpy(), attention(h)[:, moved].detach().numpy())

# %% [markdown]
r"""
Three nets, each trained twice, for some 20 and some 40 seconds of one thread, on 1347 digits with their labels; three splits into training and 450 held-out digits, each with first weights and noises of its own; the noise levels are log-normal (box at the end of this section).
1500 digits, as many of each label, from each net in 18 calls (a solver of lecture 10).
Five judges:

- **SW**, the sliced Wasserstein distance to the held-out digits;
- **AUC**: how well a forest separates generated from held-out digits; ½ means it cannot;
- **nearest**: mean distance to the nearest training digit, beside that of held-out digits;
- **copies**: the share whose nearest training digit is less than a third as far as the second nearest;
- **forest**: a forest is trained on generated digits and their labels; its accuracy on real held-out digits (standard error 0.008 on 450).

Before you open the tables: which net is first by AUC, and is it the one with the most weights?
And does the forest that learns from generated digits put the three in the same order as AUC does?
"""

# %% tags=["reveal", "picture"]
study = stored.read("architecture_study")["result"]
budgets = {f"{name} s": nets for name, nets in study.items() if name.isdecimal()}  # 20 s, 40 s
JUDGES = ("wasserstein", "auc", "nearest", "copies", "forest")


def judged(one):
    """Mean over the splits and its standard error, for each judge."""
    values = [np.array(one[judge]) for judge in JUDGES]
    return [(some.mean(), some.std(ddof=1) / np.sqrt(some.size)) for some in values]


rows = [(f"{net}, {budget}", *judged(one), max(one["auc"])) for budget, nets in budgets.items() for net, one in nets.items()]
rows += [(name, *judged(one), max(one["auc"])) for name, one in study["floors"].items()]
table(rows, "samples of", "SW", "AUC", "nearest", "copies", "forest", "largest AUC", digits=[0, 3, 2, 2, 3, 3, 2],
      caption="mean over three splits and its standard error")

# %% tags=["reveal", "picture"]
HALF = 4.303 / np.sqrt(3)  # an interval of 95 % from three values: Student's t, 2 degrees of freedom


def apart(one, other, judges=JUDGES):
    """One minus the other, split by split: mean and half of its 95 % interval."""
    gaps = [np.subtract(one[judge], other[judge]) for judge in judges]
    return [(gap.mean(), HALF * gap.std(ddof=1)) for gap in gaps]


against = [("U-Net", "MLP"), ("DiT", "MLP"), ("DiT", "U-Net")]
rows = [(f"{one} minus {other}, {budget}", *apart(nets[one], nets[other]))
        for budget, nets in budgets.items() for one, other in against]
table(rows, "difference", "SW", "AUC", "nearest", "copies", "forest", digits=[0, 3, 2, 2, 3, 3],
      caption="mean over three splits ± half of its 95 % interval (4.3 standard errors)")

# %% tags=["reveal", "picture"]
rows = []
for budget, nets in budgets.items():
    for net, one in nets.items():
        held = np.array(one["losses"])[:, :, 1]  # splits × marks
        risen = held[:, -1] - held.min(axis=1)
        took = (one["steps"][0], np.mean(one["seconds"]), np.mean(one["sampling"]), risen.min(), risen.max())
        rows.append((f"{net}, {budget}", one["parameters"][0], study["settings"]["batch"][net], *took))
table(rows, "net", "weights", "batch", "steps", "training (s)", "sampling 1500 (s)", "least rise", "largest rise",
      digits=[0, 0, 0, 0, 0, 1, 3, 3],
      caption="seconds of one thread of a busy machine; rise of the held-out loss from its minimum to the end, over splits")

# %% tags=["picture"]
LEVELS, longest = "0123456789abcdefg", list(budgets)[-1]
nets = budgets[longest]


def states_of(net):
    """(19, 10, 8, 8): ten digits at each step of sampling, x/√(1 + σ²), grey levels."""
    text = nets[net]["states"]
    return np.array([[LEVELS.index(c) for c in one] for one in text]).reshape(len(text), 10, 8, 8) / 8 - 1


panels = [Panel(Image(frames=states_of(net), columns=5), title=net) for net in nets]
Scene(panels, times=np.arange(19), t=18, unit="step", title="Three networks, one noise each",
      status="step {t:.0f} of 18")

# %% [markdown]
r"""
(The labels are 0 to 9, in reading order; first split, 40 seconds.)
"""

# %% tags=["reveal", "picture"]
fig, axes = figures.figure(1, 3, sharey=True)
for ax, (net, one) in zip(axes, nets.items()):
    curves = np.mean(one["losses"], axis=0)  # over splits: (marks, 2)
    steps = np.array(study["settings"]["marks"]) * one["steps"][0]
    ax.plot(steps, curves[:, 0], label="training digits")
    ax.plot(steps, curves[:, 1], "--", label="held-out digits")
    ax.set(title=f"{net}, {longest}", xlabel="training step", ylim=(0.2, 0.6))
axes[0].set_ylabel("loss")
axes[0].legend()
figures.show(fig)

# %% [markdown]
r"""
<details><summary>What the tables show</summary>

By SW and by AUC the order is the same at both budgets: U-Net, DiT, MLP. No interval of these differences contains 0, and by AUC they are large.
U-Net and DiT have about a third of the MLP's weights and a quarter of its batch; sampling takes them some seven times as long.
The MLP's samples are nearer to the training digits than held-out digits are, at 40 seconds more so than at 20, and in every split its held-out loss ends above its minimum: it overfits, as in section 9.
The other two do neither.
(The rule of a third finds no copy in any of them: leaning on the training data shows in a mean before there are copies.)

The forest puts them in another order.
At 20 seconds the MLP has the highest mean; the DiT is below both others, and for U-Net minus MLP the interval contains 0.
At 40 seconds every interval contains 0.
Chosen by the forest, the network whose samples are most easily separated from real ones would have been first at 20 seconds, and as good as any at 40.
To teach a forest, digits need the right label and a typical shape; what AUC sees at once need not matter to it.
</details>

**A judge rewards what it looks at.**
Use several, each beside its value for real data, over several trainings.
"""

# %% [markdown]
r"""
<details><summary>Further: which noise levels to train on, and the same training by the library diffusers</summary>

**Log-normal noise levels.** We drew $t$ uniformly. Karras and others (2022) draw $\log(\sigma/\alpha)$ from a normal law instead, with mean $-1.2$ and deviation $1.2$, so that most examples have a noise at which something can be learned. By lecture 05 this changes the weight of each level, not what the best denoiser is.

**diffusers.** The same network and loss in the library's own words:

```python
scheduler = DDPMScheduler(num_train_timesteps=1000)
lr_scheduler = LambdaLR(optimizer, our_learning_rate)                   # of PyTorch
ema = EMAModel(net.parameters(), decay=0.99)
...
timesteps = torch.randint(0, scheduler.config.num_train_timesteps, (batch,))
noisy = scheduler.add_noise(x0, noise, timesteps)                        # x_t
loss = F.mse_loss(net(noisy, log_noise[timesteps], labels), noise)       # (7.4)
loss.backward(); optimizer.step(); lr_scheduler.step(); optimizer.zero_grad()
ema.step(net.parameters())                                               # (7.13)
```

`add_noise` is $\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\varepsilon$, with `timesteps` from 0 for our 1. Its samples come from `DDIMScheduler` in 50 calls, ours from `ddim` in 50.
Three settings of the library we changed to ours, so that only the code differs: its sampler starts by default below the last time (`timestep_spacing="leading"`), where ours, `"trailing"`, starts at it; it clips each estimate of $x_0$ to $[-1,1]$ (`clip_sample`), ours does not; and instead of its own warm-up and cosine we gave it our learning rates. With its own settings the samples need not agree with ours; that is not compared here.

The cells below hold both comparisons. Of diffusers minus ours every interval contains 0, and the intervals are wide: for *nearest* a difference of twice the mean is not excluded. Of the two log-normal laws minus uniform $t$, the intervals of SW contain 0; EDM's has the lower AUC and samples a little farther from the training digits, the other is nearer to them, and its forest more accurate by about one digit in a hundred.

Not needed at this size, and part of large trainings: **gradient clipping** ($\hat g$ is scaled down where its length is above a bound, against single bad batches) and **mixed precision** (16-bit numbers in the forward pass, 32-bit weights).
</details>
"""

# %% tags=["reveal", "picture"]
def beside(ones, baseline):
    """Each way, and its differences from the baseline."""
    rows = [(name, *judged(one)) for name, one in ones.items()]
    return rows + [(f"{name}, difference", *apart(one, ones[baseline])) for name, one in ones.items() if name != baseline]


heads = ("SW", "AUC", "nearest", "copies", "forest")
length = f"MLP, {study['settings']['side_steps']} steps, three splits; after a difference, half of its 95 % interval"
table(beside(study["noise levels"], "t uniform, cosine"), "noise levels", *heads, digits=[0, 3, 3, 2, 3, 3], caption=length)

# %% tags=["reveal", "picture"]
table(beside(study["library"], "this course"), "trained and sampled by", *heads, digits=[0, 3, 3, 2, 3, 3],
      caption=f"DDPM's chain; {length}")

# %% [markdown]
r"""
## 11 · Break it: losses that are too good

Three slips in the noise of the loop. They run without an error.
Which has the lowest loss?
Decide, and then look at the floor.

- **σ² for σ**: the variance used as a standard deviation in $x_t$.
- **uniform noise**: `rand − ½` for `randn`.
- **one noise for both coordinates**: shape $(B,1)$ instead of $(B,d)$; numpy and torch stretch it without a word.
"""

# %%
def uniform_noise(shape, generator):
    return torch.rand(shape, generator=generator) - 0.5


def one_noise(shape, generator):
    return torch.randn((shape[0], 1), generator=generator).expand(shape)


slips = {"right": {}, "σ² for σ": dict(sigma=lambda t: schedule.sigma(t) ** 2),
         "uniform noise": dict(make_noise=uniform_noise), "one noise for both": dict(make_noise=one_noise)}

# %% tags=["reveal", "picture"]
begin, real = rng.normal(size=(3000, 2)), islands.sample(6000, rng)
broken, rows = {}, []
for name, slip in slips.items():
    denoiser, generator = beginner()
    losses = list(training(denoiser, torch.from_numpy(cloud), 800, generator, **slip))
    broken[name] = generate(denoiser, begin)
    away = sliced_wasserstein(broken[name], real, np.random.default_rng(0))
    rows.append((name, np.mean(losses[-200:]), floor, away))
table(rows, "slip", "loss of the last 200 batches", "least possible", "sliced Wasserstein distance to real points", digits=2)

# %% tags=["picture"]
fig, axes = figures.figure(2, 2, width=5.6, height=5.6, sharex=True, sharey=True)
for ax, (name, x) in zip(axes.flat, broken.items()):
    ax.plot(*x[:1000].T, ".", markersize=2)
    ax.set(title=name, xlim=(-4, 4), ylim=(-4, 4), xticks=range(-4, 5, 2), aspect="equal")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    ax.label_outer()
figures.show(fig)

# %% [markdown]
r"""
<details><summary>What the table shows</summary>

The two worst have the *lowest* losses, below the floor: they made the task easier.
A *mean* loss below the floor by several standard errors is not a success but an alarm: either the task was made easier, or (section 8) the data are few and are being learned by heart.
(By one standard error a converged network is below the floor one time in six, by chance; the witnesses of this course allow 4.5. A single batch below the floor means nothing.)
</details>

The slip "σ² for σ" raises no such alarm: its loss is near that of the right loop.
Does the distance of its samples show it? Compare with that of two samples that are both real.
(This is one training. With other seeds the same slip may fall within that range: one run decides nothing.)
"""

# %% tags=["picture"]
splits = [np.split(rng.permutation(real), 2) for _ in range(10)]
halves = [sliced_wasserstein(*halves, np.random.default_rng(0)) for halves in splits]
print(f"two real samples of 3000 points, ten times: mean {np.mean(halves):.2f}, largest {np.max(halves):.2f}")

# %% tags=["picture"]
planted, generator = beginner()
optimiser, faulty = torch.optim.Adam(planted.parameters(), lr=2e-3), []
for _ in range(200):
    x0 = torch.from_numpy(cloud)[torch.randint(len(cloud), (128,), generator=generator)]
    t = uniform_times(schedule)(128, generator)
    fresh_noise = lambda: torch.randn(128, 2, generator=generator)
    x_t = torch.as_tensor(schedule.alpha(t))[:, None] * x0 + torch.as_tensor(schedule.sigma(t))[:, None] * fresh_noise()
    loss = (planted.answer(x_t, t) - fresh_noise()).square().mean()
    optimiser.zero_grad(), loss.backward()
    optimiser.step()
    faulty.append(loss.item())
print(f"mean loss of the last 100 of 200 steps: {np.mean(faulty[-100:]):.2f}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 07.5

A friend writes this loop for predicting the noise.
It runs; its mean loss stands above, and it does not fall with more steps.

```python
noise = lambda: torch.randn(128, 2)
for step in range(200):
    x0 = data[torch.randint(len(data), (128,))]          # A
    t = torch.rand(128, 1)                               # B
    x_t = alpha(t) * x0 + sigma(t) * noise()
    loss = (net(x_t, t) - noise()).square().mean()       # C
    optimiser.zero_grad(), loss.backward()               # D
    optimiser.step()
```

Which line is at fault?

{options}

Write its letter, such as `"a"`, in place of `...`.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
at_fault = "c"
### END SOLUTION
at_fault = check("07.5", at_fault)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`noise()` samples afresh each time, so the noise in the loss is not the noise in $x_t$ but independent of it.
The best estimate of it is its mean, 0, and the least loss its variance, 1: nothing can be learned, and nothing is.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 07.6

This one was not shown.
Losses differ by time, so why sample all times alike?
Let $T$ times be drawn with chances $p_t$ instead of $1/T$, and each loss be multiplied by a weight $w_t$, such that the mean is still the plain one, $\operatorname E[w_tL_t]=\frac1T\sum_t\operatorname E L_t$, whatever the losses are.
Among all such choices find the one with the least variance of $w_tL_t$.

- `history`: array $(T, M)$, row $t$ holds the last $M$ losses seen at time $t$, all $\ge0$; take its mean square for $\operatorname E[L_t^2]$.
- Returns two arrays $(T,)$: the chances $p_t$ and the weights $w_t$.
- Worked value: `history = np.array([[3, 4], [0.6, 0.8], [1, 1]])` gives the chances $(0.6744, 0.1349, 0.1907)$ and the weights $(0.4943, 2.4715, 1.7475)$.
"""

# %% tags=["exercise"]
def importance_times(history):
    """Chances of each t, and the weights that keep the mean."""
    ### BEGIN SOLUTION
    size = np.sqrt(np.mean(history**2, axis=1))
    chances = size / size.sum()
    return chances, 1 / (len(history) * chances)
    ### END SOLUTION


importance_times = check("07.6", importance_times)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The mean is kept for all losses only if $p_tw_t=1/T$.
Then the mean square is $\sum_tp_tw_t^2\operatorname E L_t^2=\frac1{T^2}\sum_t\operatorname E[L_t^2]/p_t$.
By Cauchy–Schwarz $\left(\sum_t\sqrt{\operatorname E L_t^2}\right)^2\le\sum_tp_t\cdot\sum_t\operatorname E[L_t^2]/p_t$, with equality when $p_t\propto\sqrt{\operatorname E L_t^2}$.
(Nichol and Dhariwal 2021, equation 18, with $M=10$.)
### END SOLUTION
"""

# %% [markdown]
r"""
## 12 · In the wild

**DDPM** (Ho, Jain and Abbeel 2020) was trained for 800 000 steps of 128 pictures on CIFAR-10's 50 000, with Adam at $2\cdot10^{-4}$ and an EMA of $\beta=0.9999$.
What that means in the terms of this lecture:
"""

# %% tags=["picture"]
print(f"each picture was seen {800_000 * 128 / 50_000:.0f} times on average;")
print(f"our 100 digits {1000 * 64 / 100:.0f} times, our 800 digits {1000 * 64 / 800:.0f} times")
half_life_steps = np.log(2) / -np.log(0.9999)
print(f"mean age of the average {0.9999 / 0.0001:.0f} steps, half-life {half_life_steps:.0f} steps", end=", ")
print(f"{half_life_steps / 800_000:.1%} of the run")

# %% [markdown]
r"""
**Do large models memorise?**
Carlini and others (2023) took the 350 000 most often repeated pictures of Stable Diffusion's training set, made 500 pictures from each caption, and looked for near copies: 94 by a distance, 109 by eye.
That is a share of
"""

# %% tags=["picture"]
print(f"{94 / 350_000:.3%} by distance, {109 / 350_000:.3%} by eye")

# %% [markdown]
r"""
of pictures chosen *because* they were repeated; for pictures seen once the study does not give a share of this kind.
It shows that memorising happens at that size, not how often.

## 13 · What you can now say

**A network learns to denoise** by regression: noise an example, estimate it, move the weights against the gradient of the squared error.
What it approaches is $\operatorname E[x_0\mid x_t]$; the floor of the loss is not 0 because $x_t$ does not determine $x_0$.
**It has learned too much** when its loss falls on training data and rises on held-out data, or when its samples are nearer to training data than held-out data are.

| | result | witness |
|---|---|---|
| (7.2), (7.15) | The loss has a floor, the posterior variance; what is above it is the distance to the best denoiser | [section 6](#6-·-The-floor-of-the-loss) |
| (7.3) | A batch's gradient is unbiased at every batch size | [section 1](#1-·-Noise,-estimate,-update) |
| (7.6), (7.7) | What to build in, so that the network's target has variance 1 at every $t$ | [section 2](#2-·-How-to-parametrise-the-network) |
| (7.9) | The inner product of two embeddings depends on the difference of noise levels | [section 3](#3-·-Conditioning-on-the-noise-level) |
| (7.10) | Noise, estimate, update, in ten lines | [section 4](#4-·-The-loop-in-the-open) |
| (7.12)–(7.14) | Averaged weights: $(1-\beta)/(1+\beta)$ of the fluctuations' variance if they are independent from step to step, $\beta/(1-\beta)$ steps behind | [section 5](#5-·-A-moving-average-of-the-weights) |
| (7.16) | The least loss on a finite data set is reached by copying it | [section 8](#8-·-The-denoiser-that-has-seen-the-data,-and-nothing-else) |
| (7.17), (7.18) | A U-Net shares weights between places, attention is a weighted mean with weights from the data | [section 10](#10-·-Which-network?-U-Net-and-transformer) |

**Next question.**
`generate` turned noise into points and digits in 20 steps.
How, why these steps, and what can go wrong?
That is lecture 08.

## 14 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: algorithm 1, equation 14 (our (7.4)), appendix B for the settings.
- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022: preconditioning, appendix B.6 (here for any $\alpha$, $\sigma$); the data's own denoiser, appendix B.3.
- D. P. Kingma, J. Ba, *Adam: a method for stochastic optimization*, ICLR 2015: algorithm 1, our (7.10), and section 3 for the divisors.
- A. Vaswani and others, *Attention is all you need*, NeurIPS 2017, equation 1 and section 3.5: attention; waves at geometric frequencies.
- O. Ronneberger, P. Fischer, T. Brox, *U-Net: convolutional networks for biomedical image segmentation*, MICCAI 2015.
- W. Peebles, S. Xie, *Scalable diffusion models with transformers*, ICCV 2023: DiT, AdaLN-zero.
- E. Perez and others, *FiLM: visual reasoning with a general conditioning layer*, AAAI 2018: a gain and a shift for each channel.
- D. Lopez-Paz, M. Oquab, *Revisiting classifier two-sample tests*, ICLR 2017: the AUC; S. Ravuri, O. Vinyals, *Classification accuracy score for conditional generative models*, NeurIPS 2019: the forest.
- B. T. Polyak, A. B. Juditsky, *Acceleration of stochastic approximation by averaging*, SIAM J. Control Optim.
  30, 1992: averaging of iterates.
- A. Nichol, P. Dhariwal, *Improved denoising diffusion probabilistic models*, ICML 2021: exercise 07.6.
- N. Carlini and others, *Extracting training data from diffusion models*, USENIX Security 2023, section 4.
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the floor measured against a mixture, the network without the noise level, the experiments of sections 5 to 10.
"""
