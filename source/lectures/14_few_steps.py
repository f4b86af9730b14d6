# %% [markdown]
r"""
# 14 · From fifty calls to one: what must a network learn instead?

{badges}

| | |
|---|---|
| **You will be able to** | say which function one call must be, and why no denoiser is it · derive and check its two defining properties · turn a teacher's steps into one step, by regression on pairs, progressive distillation and consistency distillation · train it without a teacher, with the same noise at two levels or by MeanFlow's identity · measure what each gives with one, two and four calls, and find the slips that break such code |
| **You need** | [lecture 08](08_sampling.ipynb) (DDIM), [lecture 10](10_solvers.ipynb) (the coordinates $y$ and $u$, the quantile map, DDIM as Euler's rule), [lecture 11](11_flow_matching.ipynb) (flow matching), [lecture 07](07_training.ipynb) (training), [appendix B](../appendices/B_gaussians.ipynb) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import hashlib

import numpy as np
import torch
from scipy.interpolate import CubicSpline
from scipy.stats import norm

from studies import stored
from utils.data import toys
from utils.exercises import check, hint
from utils.generative import samplers, schedules, solvers
from utils.generative.consistency import ConsistencyModel, boundary, multistep
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.descent import descend
from utils.generative.metrics import sliced_wasserstein
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.networks import Denoiser, Net
from utils.generative.progressive import one_step_for_two
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(14)
edm, lowest = schedules.edm(80.0), 0.002
truth = MixtureDenoiser(bimodal, edm)  # D(y, u) of the course's two modes, exactly
study = stored.read("few_steps_study")["result"]


def share_below(y, u):
    """F_u(y), the distribution function of x_0 + u ε."""
    return norm.cdf((y[:, None] - bimodal.means[:, 0]) / np.sqrt(0.16 + u**2)) @ bimodal.weights


def quantile(p, u):
    """F_u⁻¹(p) by bisection."""
    low, high = np.full(p.shape, -500.0), np.full(p.shape, 500.0)
    for _ in range(70):
        middle = (low + high) / 2
        below = share_below(middle, u) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


ranks = (np.arange(99) + 0.5) / 99
start, ends = quantile(ranks, 80.0), quantile(ranks, lowest)  # of 99 particles: at u = 80, and where their paths end

# %% [markdown]
r"""
## The picture first

Particles start as noise of level $u = 80$ and follow the probability flow of the course's two modes down to $u = .002$: the solid paths, exact.
At a level of your choice, a function predicts for each of nine particles where it will end: the dashed straight line goes there.
Drag the slider to the right: the level falls, from noise to data.
First that function is the denoiser $\operatorname E[x_0\mid y]$: one step of DDIM.

1. Where does the fan of lines end if it starts at $u = 80$?
   At which level does it begin to point to two modes?
2. Set the knob to *DDIM, 2 calls*, then *4 calls*.
   Does it come closer to the paths' ends?
3. Set it to *consistency function*.
   What about the fan does not change while you drag?
"""

# %% tags=["picture"]
us = np.geomspace(80.0, lowest, 49)
paths = np.array([quantile(ranks, u) for u in us])  # (levels, particles)


def asked(calls, y, u):
    """Where DDIM with so many calls takes points y of level u."""
    if u <= lowest:
        return y
    levels = [u, lowest] if calls == 1 else solvers.karras_times(calls + 1, lowest, u, last_zero=False)
    *_, (_, x) = samplers.sample(samplers.ddim(truth, edm), levels, y[:, None])
    return x[:, 0]


answers = {f"DDIM, {n} call" + "s" * (n > 1): np.array([asked(n, y, u) for y, u in zip(paths, us)]) for n in (1, 2, 4)}
answers["consistency function"] = np.array([quantile(share_below(y, u), lowest) for y, u in zip(paths, us)])

# %% tags=["picture"]
def show_fan(ask, answers=answers, paths=paths, us=us, ends=ends, ranks=ranks):
    place, scale, some = -np.log10(us), np.sqrt(1 + us**2), slice(5, 99, 11)
    grey, ended = (paths / scale[:, None])[:, some], answers[ask] / np.sqrt(1 + us[-1] ** 2)
    share = np.clip((place - place[:, None]) / np.maximum(place[-1] - place[:, None], 1e-9), 0, 1)  # (level asked at, place)
    fans = [np.where(place < place[:, None], way, now[:, None] + share * (end - now)[:, None]) for way, now, end in zip(grey.T, grey.T, ended[:, some].T)]
    dots = np.stack([np.broadcast_to(place[:, None], grey.shape), grey], axis=2)
    error = np.sqrt(np.mean((answers[ask] - ends) ** 2, axis=1))
    panels = [Panel(*(Line(place, way.round(3), colour=2, dash=False) for way in grey.T), *(Line(place, fan.round(3), colour=6, dash=True) for fan in fans),
                    Points(frames=dots.round(3), trail=False, colour=5, label="particles"), title=ask, xlabel="−log₁₀ u: less noise →", ylabel="y / √(1 + u²)", ylim=(-2.6, 2.6)),
              Panel(Line(ranks, ends.round(3), label="ends of the paths"), Line(ranks, answers[ask].round(3), label="answers"), title="answers by rank", xlabel="rank", ylabel="x", ylim=(-2.8, 2.2)),
              Formula("from u = {u:.3f}: root mean square distance from the ends {error:.3f}")]
    return dict(panels=panels, times=us.round(4), values={"u": us.round(4), "error": error.round(3)}, t=12, title="One call",
                status="from u = {u:.3f}: off by {error:.3f}")


# %%
controlled(show_fan, ask=choose("function", answers))

# %% [markdown]
r"""
## 1 · The function that one call must be

We are in the coordinates of [lecture 10](10_solvers.ipynb): $y_u = x_0 + u\,\varepsilon$, $u$ the noise level, $D(y, u) = \operatorname E[x_0\mid y_u = y]$.
A path of the probability flow obeys (10.2).
Follow it from $y$ at level $u$ down to the lowest level $u_{\min} = .002$; where it ends is the **consistency function**:

<!-- 14.1: definition -->
$$\frac{dy}{du} = \frac{y - D(y, u)}{u}, \qquad f(y_u, u) = y_{\min} . \tag{14.1}$$

**Claim.**
$f$ has two properties, and no other function has both:

$$f(y, u_{\min}) = y, \qquad\qquad f(y_u, u) = f(y_w, w) \quad\text{for } u, w \ge u_{\min} \text{ on one path.} \tag{14.2}$$

*Derivation.*
A path that starts at level $u_{\min}$ ends where it starts.
Two points of one path have one end.
Conversely, let $g$ have both properties: go down the path from $(y_u, u)$ to $u_{\min}$, by the second $g(y_u, u) = g(y_{\min}, u_{\min})$, by the first $= y_{\min}$.
$\square$

The first property is needed: $g = 0$ has the second.

Differentiate the second along a path, with (14.1) for $\dot y$: for smooth $f$

$$\frac{\partial f}{\partial u} + \frac{\partial f}{\partial y}\,\frac{y - D(y, u)}{u} = 0 . \tag{14.3}$$

In one dimension $f$ is known: paths keep ranks, so $f(y, u) = F_{u_{\min}}^{-1}(F_u(y))$, (10.4).
Witness: (14.2) with this map, at pairs of levels reached by a solver; (14.3) by differences.
"""

# %% tags=["witness"]
def f(y, u):
    """The exact consistency function of the two modes."""
    return quantile(share_below(y, u), lowest)


witness("(14.2), f(y, u_min) = y", f(ends, lowest), ends, atol=1e-8)
for u, w in ((80.0, 3.0), (3.0, 0.5), (0.5, 0.05)):
    y_u = quantile(ranks, u)
    *_, (_, y_w) = samplers.sample(solvers.heun(truth, edm, clock="ratio"), np.geomspace(u, w, 801), y_u[:, None])
    witness(f"(14.2), u = {u}, w = {w}", f(y_u, u), f(y_w[:, 0], w), atol=1e-3)
for u in (0.3, 1.0, 10.0):
    y, h = quantile(ranks, u), 1e-4 * u
    slope = (y - truth(y[:, None], u)[:, 0]) / u
    by_level, by_place = (f(y, u + h) - f(y, u - h)) / (2 * h), (f(y + h, u) - f(y - h, u)) / (2 * h)
    witness(f"(14.3) at u = {u}", by_level, -by_place * slope, atol=1e-4)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.1

Let $x_0\sim N(m, v)$ in one dimension.
Derive $f(y, u)$ for a lowest level $e$.

Write a formula in `y`, `u`, `m`, `v`, `e`, such as `"m + y*e/(v + u)"`; $v$ is a variance, $u\ge e$ are standard deviations of noise.
At `y = 3`, `u = 2`, `m = 1`, `v = 1`, `e = 0.1` it is 1.8989.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
gaussian_end = "m + (y - m)*sqrt((v + e**2)/(v + u**2))"
### END SOLUTION
gaussian_end = check("14.1", gaussian_end)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$y_u\sim N(m, v+u^2)$, and the flow keeps ranks: $(y_u - m)/\sqrt{v+u^2}$ is the same at all levels.
The denoiser is $m + (y-m)\,v/(v+u^2)$: the same with *variances*.
At large $u$ it shrinks $y - m$ like $u^{-2}$, to one point, while $f$ shrinks it like $u^{-1}$, to the whole law.
### END SOLUTION
"""

# %% [markdown]
r"""
**Why is a denoiser not enough?**
Both are least-squares regressions.
For any pairs $(y, x)$ and any function $F$, as in (11.4),

$$\operatorname E\|F(y) - x\|^2 = \operatorname E\bigl\|F(y) - \operatorname E[x\mid y]\bigr\|^2 + \operatorname E\operatorname{tr}\operatorname{Cov}(x\mid y) . \tag{14.4}$$

Pair noise $y = 80\,\varepsilon$ with an *independent* data point: $\operatorname E[x\mid y]$ is the mean of the data, and the last term their variance.
Pair it with *the end of its path*: $x = f(y)$ is a function of $y$, the last term is 0, and the regression learns $f$.
Nothing changes but the pairs.

Witness: both sides for a function of no merit, on 99 starts; the chance that start $i$ is paired with end $j$ is a matrix: by paths, at random, and half and half.
"""

# %% tags=["witness"]
F = np.tanh(start / 60)  # some function of y
for name, kept in (("ends of paths", 1.0), ("independent", 0.0), ("half and half", 0.5)):
    chance = kept * np.eye(99) + (1 - kept) / 99
    mean = chance @ ends
    variance = np.mean(chance @ ends**2 - mean**2)
    witness(f"(14.4), {name}", np.mean(chance * (F[:, None] - ends) ** 2) * 99, np.mean((F - mean) ** 2) + variance)
    print(f"  least loss {variance:.3f}")

# %% [markdown]
r"""
Two small networks, the same in all but the pairs, 500 steps each.
(`ConsistencyModel` scales what goes into a network and what comes out, by (14.8); `descend` is lecture 07's training loop for a loss of one's own, and `average` the moving average of the weights.)
"""

# %%
def regress(x_of, steps=500):
    """A network trained on pairs (80 ε, x): its answers at the 99 starts."""
    generator = torch.Generator().manual_seed(14)
    net = ConsistencyModel(Net(1, 48, 2, generator=generator).double(), data_std=1.0)
    order, left, right = torch.Generator().manual_seed(15), torch.tensor(start)[:, None], torch.tensor(ends)[:, None]

    def loss(model, average):
        rows = torch.randint(99, (256,), generator=order)
        return (model(left[rows], 80.0) - right[x_of(rows, order)]).square().mean()

    *_, state = descend(net, loss, steps=steps, generator=generator, lr=4e-3, decay=0.98)
    return state.average(start[:, None], 80.0)[:, 0]


learned = {"ends of paths": regress(lambda rows, order: rows), "independent": regress(lambda rows, order: torch.randint(99, rows.shape, generator=order))}

# %% tags=["picture"]
fig, axes = figures.figure(1, 2, height=2.8, sharey=True)
for axis, (name, answer) in zip(axes, learned.items()):
    axis.plot(start, ends, color="#888888", label="f(y, 80), exact")
    axis.plot(start, answer, "--", label="network")
    axis.set(title=f"pairs: {name}", xlabel="y, noise of level 80", ylabel="x" if name == "ends of paths" else "")
axes[0].legend()
figures.show(fig)

# %% [markdown]
r"""
## 2 · Learn from a teacher

A trained denoiser can follow its own paths; with fifty steps it follows them well.
Three ways to teach that to a student which has one call.

**Regression on pairs.**
Solve 20 000 paths once, keep start and end of each, and fit $F(y)\approx x$ by (14.4).
That is all; the pairs are as good as the solver.

**Progressive distillation.**
Halve the number of steps, and again.
DDIM steps from $u$ down to $w$ by (10.5):

$$y_w = D(y_u, u) + \frac wu\,\bigl(y_u - D(y_u, u)\bigr) . \tag{14.5}$$

Let the teacher step twice, $u\to m\to w$, and end in $y_w$.
A student that answers $\tilde x$ at $(y_u, u)$ ends, in its single step, at the same place if

$$\tilde x + \frac wu\,(y_u - \tilde x) = y_w . \tag{14.6}$$

Its target is $\tilde x$; trained, it becomes the teacher of the next student.
From 32 steps to 1 there are five.

Witness: (14.5) is `ddim`; and a student with the target of `utils` lands in one step where two steps of the exact denoiser land.
"""

# %% tags=["witness"]
y, (u, m, w) = quantile(ranks, 2.0)[:, None], (2.0, 0.9, 0.3)
teach = samplers.ddim(truth, edm)
witness("(14.5)", truth(y, u) + w / u * (y - truth(y, u)), teach(y, u, w))
goal = one_step_for_two(truth, edm, y, u, m, w)
witness("(14.6)", goal + w / u * (y - goal), teach(teach(y, u, m), m, w))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.2

Write the target: two steps of the teacher by (14.5), then $\tilde x$ from (14.6).

- `D`: a function of `y` and the level; `y`: a number or an array; `u > m > w >= 0`: levels.
- Returns $\tilde x$, shaped like `y`.
- Worked value: for `D = lambda y, u: y / (1 + u)`, `two_in_one(D, 6.0, 2.0, 1.0, 0.5)` is $2.0$.
"""

# %% tags=["exercise"]
def two_in_one(D, y, u, m, w):
    """What a student must answer at (y, u)."""
    ### BEGIN SOLUTION
    y_m = D(y, u) + m / u * (y - D(y, u))
    y_w = D(y_m, m) + w / m * (y_m - D(y_m, m))
    return (y_w - w / u * y) / (1 - w / u)
    ### END SOLUTION


two_in_one = check("14.2", two_in_one)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$D = 2$, so $y_m = 2 + \frac12\cdot4 = 4$; there $D = 2$, so $y_w = 2 + \frac12\cdot2 = 3$.
Solve $\tilde x\,(1-\frac14) + \frac14\cdot6 = 3$: $\tilde x = 2$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Consistency distillation** uses (14.2) itself as a regression: for neighbouring levels $w<u$ the network's answer at $y_u$ is pulled to its own answer at $y_w$, where $y_w$ is one step of a solver with the teacher:

<!-- 14.7: definition -->
$$\operatorname E\bigl\|f_\theta(y_u, u) - f_{\theta^-}(y_w, w)\bigr\|^2, \qquad \theta^- \text{ an average of earlier } \theta, \text{ without gradient.} \tag{14.7}$$

By itself this is solved by a constant.
What makes it worth anything is the boundary, and that is *built in*:

<!-- 14.8: definition -->
$$f_\theta(y, u) = c_{\text{skip}}\,y + c_{\text{out}}\,F_\theta\bigl(c_{\text{in}}\,y,\ \log u\bigr), \qquad c_{\text{in}} = \frac1{\sqrt{u^2+\sigma_d^2}}, \tag{14.8}$$

$$c_{\text{skip}} = \frac{\sigma_d^2}{(u-u_{\min})^2+\sigma_d^2}, \quad c_{\text{out}} = \frac{\sigma_d\,(u-u_{\min})}{\sqrt{u^2+\sigma_d^2}}: \qquad c_{\text{skip}} = 1,\ c_{\text{out}} = 0 \ \text{ at } u = u_{\min}, \tag{14.9}$$

with $\sigma_d$ the data's standard deviation.
These are EDM's scalings (lecture 10) with $u-u_{\min}$ for $u$ where the boundary needs it.

**How small errors add up.**
Let $u_{\min} = u_0 < u_1 < \dots < u_N$ and $y_{u_k}$ lie on one path.
Then

$$f_\theta(y_{u_N}, u_N) - y_{\min} = \sum_{k=1}^{N}\Bigl(f_\theta(y_{u_k}, u_k) - f_\theta(y_{u_{k-1}}, u_{k-1})\Bigr), \tag{14.10}$$

a telescoping sum whose last term is $f_\theta(y_{\min}, u_{\min}) = y_{\min}$.
So if neighbours agree within $\delta$, the end is right within $N\delta$: that is what (14.7) controls, and why many levels need a small loss.

Witness: (14.9); and (14.10) on the teacher's paths for the distilled network of the study, two moons, 18 levels.
With the boundary at 0 in place of $u_{\min}$ the second would fail.
"""

# %% tags=["picture"]
def load_networks(path=stored.RESULTS / "few_steps_networks.npz"):
    """Teacher and distilled student of the study, in double precision; nothing in the file is run."""
    assert hashlib.sha256(path.read_bytes()).hexdigest() == study["networks"], "not the networks of the study"
    found = {}
    with np.load(path, allow_pickle=False) as kept:
        for name, halves in kept.items():
            found[name] = Net(2, 128, 3, generator=torch.Generator()).double()
            numbers = torch.from_numpy(halves.T.copy().view(np.float16).ravel().astype(float))
            torch.nn.utils.vector_to_parameters(numbers, found[name].parameters())
    return Denoiser(found["teacher"], edm, data_std=1.0), ConsistencyModel(found["distilled"], 1.0, lowest)


teacher, student = load_networks()

# %% tags=["witness"]
witness("(14.9) at u = u_min", boundary(lowest, 0.8, lowest), [1.0, 0.0])
levels = solvers.karras_times(18, lowest, 80.0, last_zero=False)
states = [y for _, y in samplers.sample(solvers.heun(teacher, edm), levels, 80 * rng.standard_normal((100, 2)))]
answered = np.array([student(y, u) for y, u in zip(states, levels)])
witness("(14.10)", answered[0] - states[-1], np.sum(answered[:-1] - answered[1:], axis=0), atol=1e-10)
off = [np.sqrt(np.mean(np.sum(gap**2, axis=1))) for gap in (answered[0] - states[-1], *(answered[:-1] - answered[1:]))]
print(f"off at the end {off[0]:.2f} (root mean square); neighbours {min(off[1:]):.3f} to {max(off[1:]):.2f}, sum {sum(off[1:]):.2f}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.3

These scalings are what a public training script has (section 7 names it), with this lecture's names.
Compare with (14.8) and (14.9), and mend them.

```python
def scalings(u, s, e):
    c_in = 1 / (u**2 + s**2)
    c_skip = s**2 / (u**2 + s**2)
    c_out = u / np.sqrt(u**2 + s**2)
    return c_in, c_skip, c_out
```

- `u`: the level, at least `e`; `s`: the data's standard deviation; `e`: the lowest level. Numbers.
- Worked value: `scalings(1.0, 0.5, 0.25)` is $(0.8944, 0.3077, 0.3354)$.
"""

# %% tags=["exercise"]
def scalings(u, s, e):
    """(c_in, c_skip, c_out), mended."""
    ### BEGIN SOLUTION
    c_in = 1 / np.sqrt(u**2 + s**2)
    c_skip = s**2 / ((u - e) ** 2 + s**2)
    c_out = s * (u - e) / np.sqrt(u**2 + s**2)
    return c_in, c_skip, c_out
    ### END SOLUTION


scalings = check("14.3", scalings)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$y$ has the variance $u^2+s^2$, so it is divided by the *root*; the boundary lies at $e$; and $c_{\text{out}}$ lacks $s$, the size that $f$ has where $y$ is nothing but noise.
For $s = .5$ and $u = 80$ the script's input has the standard deviation .0125, at $u = .002$ it has 2.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Without a teacher

The step from $y_u$ to $y_w$ needs the slope $(y - D)/u$, and that is a conditional mean.
Training on data replaces conditional means by samples; so here, too.
Take a data point and **one** noise $z$ for both levels: $y_u = x_0 + uz$, $y_w = x_0 + wz$.

**Claim.**
Given $y_u$, the second point has the Euler step for its mean, and a variance that is small if the step is:

$$\operatorname E[x_0 + wz\mid y_u] = y_u + (w-u)\,\frac{y_u - D(y_u, u)}{u}, \tag{14.11}$$

$$\operatorname{Var}(x_0 + wz\mid y_u) = \Bigl(1-\frac wu\Bigr)^2\operatorname{Var}(x_0\mid y_u) . \tag{14.12}$$

*Derivation.*
Given $y_u$, the noise is known with $x_0$: $z = (y_u - x_0)/u$.
So $x_0 + wz = \frac wu\,y_u + (1-\frac wu)\,x_0$.
Take mean and variance.
$\square$

The loss pulls $f_\theta(y_u, u)$ to the mean of $f(x_0+wz, w)$ given $y_u$.
By Taylor's formula that is $f$ at the mean plus $\frac12 f''$ times the variance: both Euler's local error and this bias are of order $(u-w)^2$.
There are of the order of $1/(u-w)$ steps, so the error of the whole is of order $u-w$, and vanishes with it.

Witness: (14.11) and (14.12) by integrating over $x_0$; and the bias of one step against the exact $f$: half the step, a quarter of the bias.
"""

# %% tags=["witness"]
x0 = np.linspace(-4, 3, 4001)
prior = bimodal.density(x0[:, None])


def given(y, u):
    """Weights of x_0 given y_u = y, (places, x0)."""
    weight = prior * norm.pdf((y[:, None] - x0) / u)
    return weight / weight.sum(axis=1, keepdims=True)


u, w = 1.0, 0.7
y = quantile(ranks, u)[5:95]
weight, moved = given(y, u), x0 + w * (y[:, None] - x0) / u
mean, variance = (weight * moved).sum(1), (weight * moved**2).sum(1) - (weight * moved).sum(1) ** 2
witness("(14.11)", mean, y + (w - u) * (y - truth(y[:, None], u)[:, 0]) / u, atol=1e-6)
witness("(14.12)", variance, (1 - w / u) ** 2 * bimodal.posterior_cov(y[:, None], 1.0, u)[:, 0, 0], atol=1e-6)

# %% tags=["witness"]
table_of_f = {}


def bias(u, w, fresh=False):
    """E[f(second point, w) | y_u] − f(y_u, u): root mean square over the ranks."""
    grid = np.linspace(-9, 9, 1501)
    if w not in table_of_f:
        table_of_f[w] = CubicSpline(grid, f(grid, w))
    at, y = table_of_f[w], quantile(ranks, u)
    weight = given(y, u)
    if not fresh:
        pulled = (weight * at(x0 + w * (y[:, None] - x0) / u)).sum(1)
    else:  # a noise of its own for the second level: average over it, too
        nodes, masses = np.polynomial.hermite_e.hermegauss(60)
        pulled = weight @ (at(x0[:, None] + w * nodes) @ masses / masses.sum())
    return np.sqrt(np.mean((pulled - f(y, u)) ** 2))


same = [bias(1.0, 1.0 - step) for step in (0.02, 0.01, 0.005)]
witness("(14.11), (14.12): bias at half the step over bias", np.array(same[1:]) / same[:-1], 0.25, atol=0.01)

# %% [markdown]
r"""
**Predict before you run.**
A programmer draws the noise twice: $y_u = x_0 + uz$ and $y_w = x_0 + wz'$ with $z'$ *fresh*, independent of all else.
With the same noise half the step leaves a quarter of the bias.
And with fresh noise?
"""

# %% tags=["reveal"]
print("The answer:")
rows = [(step, bias(1.0, 1.0 - step), bias(1.0, 1.0 - step, fresh=True)) for step in (0.2, 0.1, 0.05)]
table(rows, "u − w", "bias, same noise", "bias, fresh noise", digits=[2, 4, 4])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.4

Why is that so?
Noise is drawn twice: $y = x_0 + uz$ and $y' = x_0 + wz'$ with $z'$ fresh.
Let $x_0\sim N(0, v)$ in one dimension, and let the target be the exact consistency function at level $w$, with $u_{\min}\to0$: $f(y', w) = y'\sqrt{v/(v+w^2)}$.
Which function of $y$ makes the loss least at level $u$?

Write a formula in `y`, `u`, `w`, `v`, such as `"y*sqrt(v)/(u + w)"`.
At `y = 2`, `u = 1`, `w = 0.5`, `v = 1` it is 0.8944, where the exact $f(y, u)$ is 1.4142.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
with_fresh_noise = "y*v/(v + u**2)*sqrt(v/(v + w**2))"
### END SOLUTION
with_fresh_noise = check("14.4", with_fresh_noise)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The least-squares answer is the mean of the target given $y$.
$z'$ averages out, $x_0$ leaves $\frac{v}{v+u^2}\,y$, and $f(\cdot, w)$ multiplies by $\sqrt{v/(v+w^2)}$.
With the *same* noise it is $\frac{v+uw}{v+u^2}\,y$ before that factor, and tends to the exact function as $w\to u$.
The fresh one does not: however close the levels, each shrinks by the denoiser's factor.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · MeanFlow: learn the average velocity

Go over to the flow of [lecture 11](11_flow_matching.ipynb): $z_t = (1-t)\,x_0 + t\,\varepsilon$, velocity $v(z, t) = \operatorname E[\varepsilon - x_0\mid z_t = z]$, data at $t = 0$.
One Euler step from 1 to 0 fails because $v$ changes on the way.
A step with the **average velocity** of the way does not fail; for a path through $z_t$, and $r<t$,

<!-- 14.13: definition -->
$$\bar v(z_t, r, t) = \frac{z_t - z_r}{t-r} = \frac1{t-r}\int_r^t v(z_s, s)\,ds . \tag{14.13}$$

(Its authors write $u$; here $u$ is a noise level.)
To learn it without solving paths, multiply by $t-r$ and differentiate in $t$ along the path, $r$ fixed: the left side gives $\bar v + (t-r)\frac{d\bar v}{dt}$, the right side $\dot z_t = v$.

$$\bar v(z_t, r, t) = v(z_t, t) - (t-r)\,\frac{d\bar v}{dt}, \qquad \frac{d\bar v}{dt} = \frac{\partial\bar v}{\partial z}\,v + \frac{\partial\bar v}{\partial t} . \tag{14.14}$$

The derivative is the **total** one: while $t$ grows, $z_t$ moves with $v$.
The network is trained by regression on its own right side, taken without gradient, with one Jacobian-vector product; $v$ is replaced by $\varepsilon - x_0$ of the line.
That is allowed: the right side is *linear* in $v$, so its mean given $z_t$ is right.
At $r = t$ it is flow matching.

Witness: (14.14) with the exact flow of the two modes, which keeps ranks, by differences; and what is left out without $v$.
"""

# %% tags=["witness"]
flow = schedules.flow()
velocity = solvers.velocity(MixtureDenoiser(bimodal, flow), flow)


def moved_to(z, t, r):
    """Where the path through (z, t) is at time r: (11.6) and the quantile map."""
    return (1 - r) * quantile(share_below(z / (1 - t), t / (1 - t)), r / (1 - r))


average = lambda z, r, t: (z - moved_to(z, t, r)) / (t - r)
for r, t in ((0.1, 0.9), (0.3, 0.6)):
    z, h = (1 - t) * quantile(ranks, t / (1 - t)), 1e-4
    v = velocity(z[:, None], t)[:, 0]
    total = (average(z + h * v, r, t + h) - average(z - h * v, r, t - h)) / (2 * h)
    witness(f"(14.14), r = {r}, t = {t}", average(z, r, t), v - (t - r) * total, atol=1e-6)
    partial = (average(z, r, t + h) - average(z, r, t - h)) / (2 * h)
    print(f"  with the derivative at a fixed place it is off by {np.sqrt(np.mean((average(z, r, t) - v + (t - r) * partial) ** 2)):.2f}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.5

Write the right side of (14.14), with the derivative by a central difference of step $10^{-4}$ *along the path*.

- `u`: the network for $\bar v$, a function of `z`, `r`, `t`; `z`, `v`: numbers or arrays of one shape; `0 <= r <= t <= 1`.
- Returns the target, shaped like `z`.
- Worked value: for `u = lambda z, r, t: z * t + r`, `mean_flow_target(u, 3.0, 0.25, 0.75, 2.0)` is $-0.25$.
"""

# %% tags=["exercise"]
def mean_flow_target(u, z, r, t, v):
    """v − (t − r) du/dt."""
    ### BEGIN SOLUTION
    h = 1e-4
    slope = (u(z + h * v, r, t + h) - u(z - h * v, r, t - h)) / (2 * h)
    return v - (t - r) * slope
    ### END SOLUTION


mean_flow_target = check("14.5", mean_flow_target)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\partial_z(zt + r) = t$ and $\partial_t(zt+r) = z$, so $\frac{du}{dt} = t\,v + z = 1.5 + 3 = 4.5$, and $2 - 0.5\cdot4.5 = -0.25$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · What each gives, with one, two and four calls

With more than one call, progressive distillation uses the student of that many steps, MeanFlow takes even steps of $t$, and a consistency model adds noise back in between: from an answer, up to the next, lower level, and evaluates $f$ there.
All networks but MeanFlow's have the teacher's size and form.

**Predict before you run.**
Two moons; a teacher trained for some half a minute; from it regression on 20 000 pairs, progressive and consistency distillation, and consistency training that starts from its weights; MeanFlow from nothing ([the study](../studies/few_steps_study.py)).
Which is best with *one* call?
Do more calls help a consistency model?
And how far off is the teacher itself with one DDIM step?
"""

# %% tags=["reveal"]
print("The answer:")
over = lambda values: (np.mean(values), np.std(values, ddof=1))
methods = study["methods"]
rows = [("teacher, DDIM", over(methods["teacher"]["seconds"]), *(over(methods["teacher"]["off"][f"DDIM {n}"]) for n in (1, 2, 4)))]
rows += [(name, over(one["seconds"]), *(over(one["off"][n]) if n in one["off"] else None for n in "124")) for name, one in methods.items() if name != "teacher"]
table(rows, "method", "seconds", "1 call", "2 calls", "4 calls", digits=[None, 0, 2, 2, 2],
      caption="sliced W₂ over the floor, mean ± standard deviation over three seeds; seconds of the processor, the teacher's not counted again; "
      f"levels of the consistency models {' and '.join(', '.join(f'{u:g}' for u in us) for us in study['levels'].values() if len(us) > 1)}")

# %% tags=["reveal"]
print("The teacher's own samplers:")
steps = methods["teacher"]["off"]
table([(n, over(steps[f"DDIM {n}"]), over(steps[f"2M {n}"]) if f"2M {n}" in steps else None) for n in (1, 2, 4, 8, 18, 50)],
      "calls", "DDIM", "DPM-Solver++(2M)", digits=[None, 2, 2], caption="sliced W₂ over the floor, mean ± standard deviation over three seeds")

# %% tags=["reveal"]
print("Four calls less one:")
rows = [(name, over(np.subtract(one["off"]["4"], one["off"]["1"]))) for name, one in methods.items() if name != "teacher" and "4" in one["off"]]
table(rows, "method", "change in the distance over the floor", digits=2, caption="mean ± standard deviation over three seeds, each seed with itself")

# %% [markdown]
r"""
What it shows, and what not:

- One step of DDIM lands at the mean of the data, twenty floors away; with four it is still eleven floors off.
- **Regression on pairs**, two lines of code, is the best with one call, in every seed.
  What the others save is not shown here: the set of solved paths, to be made anew for every teacher, and blurring in many dimensions, where 20 000 pairs are few.
- Consistency distillation stays within 1.5 floors, too, in every seed.
  Both are, within the spread, where the teacher itself is with 18 calls of DPM-Solver++(2M).
- Consistency training and progressive distillation are at about 1.6.
- MeanFlow has no teacher, starts from nothing, and in the time of teacher and student together does not come near the others; its seeds differ more than any other method's.
  Its learning rate is one of our choices: this says what it gives here, not what it can give.
- More calls help consistency training, in every seed.
  They need not help: consistency distillation is better for them in two seeds of three and worse in one, and the students of progressive distillation with two and four steps are as good as the one with a single step.

Look at it.
The slider is the number of calls; the knob chooses the method, one seed of the study, the same 200 noises.
"""

# %% tags=["picture"]
clouds = {"teacher, DDIM": {n: methods["teacher"]["points"][f"DDIM {n}"] for n in (1, 2, 4)}}
clouds |= {name: {n: one["points"][str(n)] for n in (1, 2, 4) if str(n) in one["points"]} for name, one in methods.items() if name != "teacher"}
data = toys.two_moons(200, np.random.default_rng(5)).round(3)


def show_cloud(method, clouds=clouds, data=data, methods=methods):
    calls = list(clouds[method])
    frames = np.array([np.array(clouds[method][n].split(), float).reshape(-1, 2) / 100 for n in calls])
    name = {n: f"DDIM {n}" if "DDIM" in method else str(n) for n in calls}
    off = np.array([np.mean(methods[method.split(",")[0]]["off"][name[n]]) for n in calls])
    times = calls
    if len(calls) == 1:  # a slider has two ends: both show one call
        frames, calls, off, times = np.repeat(frames, 2, axis=0), [1, 1], np.repeat(off, 2), [1, 2]
    axis = dict(xlim=(-3, 3), ylim=(-3, 3), aspect="equal")
    panels = [Panel(Points(frames=np.repeat(data[None], len(calls), axis=0), colour=7, trail=False, label="data"), title="data", **axis),
              Panel(Points(frames=frames.round(3), colour=5, highlight=3, label="samples"), title=method, **axis),
              Formula("calls: {n:.0f}; sliced W₂ over the floor, three seeds: {off:.2f}")]
    return dict(panels=panels, times=times, t=0, values={"n": np.array(calls), "off": off.round(2)}, title="Calls", status="calls {n:.0f}: {off:.2f} times the floor")


controlled(show_cloud, method=choose("method", clouds))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.6

Write the sampler with several calls.
First evaluate $f$ at the first level.
An answer counts as a point of the lowest level $e$: noise of standard deviation $e$ is left in it.
For each further level $u$, add as much of the given noise as makes it a point of level $u$, and evaluate $f$ there.

- `f`: a function of `y` and the level; `y`: the start, a number or an array; `levels`: $k\ge1$ falling levels, the last at least `e`; `z`: a list of $k-1$ standard normal noises, shaped like `y`; `e > 0`.
- Returns the last answer.
- Worked value: for `f = lambda y, u: y / (1 + u)`, `more_calls(f, 6.0, [2.0, 0.5], [1.0], 0.3)` is $1.6$.
"""

# %% tags=["exercise"]
def more_calls(f, y, levels, z, e):
    """The last of k answers."""
    ### BEGIN SOLUTION
    x = f(y, levels[0])
    for u, noise in zip(levels[1:], z):
        x = f(x + np.sqrt(u**2 - e**2) * noise, u)
    return x
    ### END SOLUTION


more_calls = check("14.6", more_calls)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Variances of independent noises add: $e^2 + (u^2 - e^2) = u^2$.
$f(6, 2) = 2$; $2 + \sqrt{.25 - .09} = 2.4$; $f(2.4, .5) = 1.6$.
It is `multistep` of `utils`, and a test compares that with the scheduler of `diffusers`.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 14.7

How many calls of DDIM does one call of the consistency function replace?
Run it, on the two modes: the 99 particles of the set-up cell (`start`, `ends`), the exact denoiser `truth`, and DDIM (`samplers.ddim(truth, edm)`) along the levels `solvers.karras_times(n + 1, 0.002, 80.0, last_zero=False)`.
Find the smallest number $n$ of calls with which the root mean square distance from `ends` is below $.05$.
(Points go into the sampler as a column, `start[:, None]`.)
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
how_many, off_by = 0, 1.0
while off_by >= 0.05:
    how_many += 1
    *_, (_, x) = samplers.sample(samplers.ddim(truth, edm), solvers.karras_times(how_many + 1, 0.002, 80.0, last_zero=False), start[:, None])
    off_by = np.sqrt(np.mean((x[:, 0] - ends) ** 2))
### END SOLUTION
how_many = check("14.7", how_many)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
DDIM is Euler's rule, of first order: the error falls like $1/n$, and the paths bend most where the two modes part.
A better solver needs fewer calls, but not one.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · Break it

**Fresh noise at every level.**
Section 3 had one pair of levels.
Let a chain of levels teach itself, each from the one below, exactly and with as many data as you like; the noise is fresh each time.
What is left of the two modes?
"""

# %% tags=["picture"]
def taught(count, fresh):
    """The minimum of every loss in turn, from u_min up to 80: answers at the 99 starts, by tables on a grid of y/√(1 + u²)."""
    chain, grid = np.geomspace(lowest, 80.0, count), np.linspace(-4, 4, 401)
    nodes, masses = np.polynomial.hermite_e.hermegauss(15)
    mass = masses / masses.sum()
    z0 = np.linspace(-4, 3, 701)
    density, known = bimodal.density(z0[:, None]), grid * np.sqrt(1 + lowest**2)
    for w, u in zip(chain, chain[1:]):
        at = lambda points, w=w, known=known: np.interp(points / np.sqrt(1 + w**2), grid, known)
        y = grid * np.sqrt(1 + u**2)
        weight = density * np.exp(-0.5 * ((y[:, None] - z0) / u) ** 2 + 0.5 * np.min(((y[:, None] - z0) / u) ** 2, axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        known = weight @ (at(z0[:, None] + w * nodes) @ mass) if fresh else (weight * at(z0 + w * (y[:, None] - z0) / u)).sum(1)
    return np.interp(start / np.sqrt(1 + 80.0**2), grid, known)


# %%
rows = []
for count in (20, 40, 80):
    answers_of = [taught(count, fresh) for fresh in (False, True)]
    rows.append((count, *(np.sqrt(np.mean((x - ends) ** 2)) for x in answers_of), *(x.std() for x in answers_of)))
table(rows, "levels", "off, same noise", "off, fresh", "spread, same", "spread, fresh", digits=[None, 3, 3, 3, 3],
      caption=f"root mean square distance from the ends; standard deviation of the answers, of the ends {ends.std():.3f}")

# %% [markdown]
r"""
With the same noise the answers come closer to the ends with more levels.
With fresh noise they are all at one point, the mean: each level hands on a *mean* of the level below.
Each loss is at its minimum; it is the minimum of another problem.

**The boundary at 0.**
With EDM's scalings unchanged $f_\theta(y, u_{\min})\ne y$: the sum (14.10) no longer ends in the data.
How wrong is that at $u_{\min} = .002$, and how wrong for somebody who sets $u_{\min} = .1$?
"""

# %%
rows = [(e, *boundary(e, 0.5, e), 0.25 / (e**2 + 0.25), 0.5 * e / np.hypot(e, 0.5), e / np.hypot(e, 0.5)) for e in (0.002, 0.1)]
table(rows, "u_min", "c_skip", "c_out", "c_skip, boundary at 0", "c_out, boundary at 0", "and without σ_d", digits=[3, 4, 4, 4, 4, 4], caption="at u = u_min, σ_d = 0.5")

# %% [markdown]
r"""
At $u_{\min} = .002$ the slip is in the third decimal: no picture of samples shows it.
Evaluate (14.9) at $u_{\min}$ instead.

**Levels from the wrong place.**
*Improved* consistency training draws $\log u$ from a normal law of mean $-1.1$ and deviation 2.
A public README has $+1.1$.
Which levels does that train?
"""

# %%
rows = [(f"{mean:+.1f}".replace("-", "−"), np.exp(mean), *(norm.cdf((np.log(u) - mean) / 2) for u in (0.03, 0.3)), 1 - norm.cdf((np.log(3.0) - mean) / 2)) for mean in (-1.1, 1.1)]
table(rows, "mean", "half are above", "share below 0.03", "share below 0.3", "share above 3", digits=[None, 2, ".0%", ".0%", ".0%"])

# %% [markdown]
r"""
With $+1.1$ half of all levels are above 3, where two modes that are 2 apart can hardly be told from one; what (14.10) adds up below is hardly trained.

**What the slips do in training.**
Each again on two moons, from the same random numbers as the method without it.
**Predict before you run**: which ruins the samples, which hardly shows with one call, which is healed by more calls?
"""

# %% tags=["reveal"]
print("The answer:")
rows = []
for name, one in study["slips"].items():
    method, slip = name.split(", ", 1)
    rows.append((method, slip, over(methods[method]["off"]["1"]), *(over(one["off"][n]) for n in "14")))
table(rows, "method", "slip", "without, 1 call", "with, 1 call", "4 calls", digits=[None, None, 2, 2, 2],
      caption="sliced W₂ over the floor, mean ± standard deviation over three seeds")

# %% [markdown]
r"""
- **Fresh noise** leaves the mean of the data, with every number of calls.
- **The published scalings** train: worse with one call in every seed, with four as good, within the spread.
  At $u = 80$ the network's input has the standard deviation $1/80$ in place of 1.
  Two of the three faults are left here, as $\sigma_d = 1$, and the weights are the teacher's at the start; it is no failure to converge.
- **Levels of mean $+1.1$**: in two seeds it hardly shows, in the third the distance nearly doubles, and more calls do not heal it.
- **MeanFlow's derivative at a fixed place** is worse with one call in two seeds of three, and *better* with four in every seed.
  The slip is a term proportional to $t - r$, so that short stretches suffer less; and what it leaves out is the noisiest part of the target, the network's slope times a single line's $\varepsilon - x_0$.
  A right identity with much noise can lose to a wrong one with less, in so short a training.

## 7 · In the wild

- **Consistency models** (Song and others, ICML 2023): FID 3.55 on CIFAR-10 and 6.20 on ImageNet 64 × 64 with one call, by distillation.
  *Improved* training without a teacher came to 2.51 and 3.25 (Song and Dhariwal, ICLR 2024).
- **Progressive distillation** (Salimans and Ho, ICLR 2022) began with samplers of as many as 8 192 steps and came to 4, at FID 3.0 on CIFAR-10.
- **Easy consistency tuning** (Geng and others, ICLR 2025) starts from a trained diffusion model, as our consistency training does: FID 2.73 on CIFAR-10 with two calls after one hour on one A100, where a state-of-the-art consistency model took a week on 8 GPUs, by its abstract.
- **MeanFlow** (Geng and others, 2025): FID 3.43 with one call on ImageNet 256 × 256, from scratch.
- **A published slip.**
  `train_cm_ct_unconditional.py` in the research projects of Hugging Face's `diffusers` has the scalings of exercise 14.3 (commit 071190d).
  Issue 8277 there reports that training "fails to converge"; pull request 6833 mends the boundary and is open.
  That the scalings are the cause has not been shown.
  OpenAI's own code, `cm/karras_diffusion.py`, has them right.
  The README of `Kinyugo/consistency_models` has `lognormal_mean = 1.1`, its code and the paper $-1.1$ (issue 5 there).

What these numbers do not show: FID compares means and covariances of one network's features alone, and these papers differ in network and budget, so that the numbers are no race.

## 8 · What you can now say

*From fifty calls to one: what must a network learn instead?*
Where a path ends, not the mean of what it may have come from: the flow's map, of which the denoiser is only the first step.

| | result | witness |
|---|---|---|
| (14.2), (14.3) | One function has the boundary and is constant along paths | [section 1](#1-·-The-function-that-one-call-must-be) |
| (14.4) | Regression on ends of paths learns it; on independent pairs, the mean | [section 1](#1-·-The-function-that-one-call-must-be) |
| (14.5), (14.6) | A target that makes one step of two | [section 2](#2-·-Learn-from-a-teacher) |
| (14.9), (14.10) | The boundary by construction; errors of neighbours add up | [section 2](#2-·-Learn-from-a-teacher) |
| (14.11), (14.12) | The same noise at two levels is an Euler step in the mean | [section 3](#3-·-Without-a-teacher) |
| (14.14) | Average velocity by a total derivative | [section 4](#4-·-MeanFlow:-learn-the-average-velocity) |
| measured | Two methods within 1.5 floors with one call; more calls need not help | [section 5](#5-·-What-each-gives,-with-one,-two-and-four-calls) |

**The opening questions.**
(1) At one point near the mean of the data; it parts where the level comes down to the distance of the modes, 2.
(2) Closer, but with 4 calls from $u = 80$ not close.
(3) Where it ends: each line points to the end of its own path from every level.

**What a course elsewhere adds.**
Distillation by a *discriminator* or by matching laws instead of paths (adversarial and distribution matching distillation), and losses in the space of a network's features: they need pictures to make sense.

**Next question.**
All of this moved points in space.
What if the data are words, or other things without a distance?
That is [lecture 15](15_discrete.ipynb), discrete states.

## 9 · Sources

- Y. Song, P. Dhariwal, M. Chen, I. Sutskever, *Consistency models*, ICML 2023, arXiv 2303.01469: (14.1), (14.2), (14.7), the scalings (appendix C), sampling with several calls (algorithm 1), training without a teacher.
- Y. Song, P. Dhariwal, *Improved techniques for training consistency models*, ICLR 2024, arXiv 2310.14189: log-normal levels, no average in the target.
- Z. Geng and others, *Consistency models made easy*, ICLR 2025, arXiv 2406.14548: starting from a diffusion model, $w/u\to1$ in stages.
- T. Salimans, J. Ho, *Progressive distillation for fast sampling of diffusion models*, ICLR 2022, arXiv 2202.00512: (14.6).
- E. Luhman, T. Luhman, *Knowledge distillation in iterative generative models for improved sampling speed*, 2021, arXiv 2101.02388: regression on pairs.
- Z. Geng, M. Deng, X. Bai, J. Z. Kolter, K. He, *Mean flows for one-step generative modeling*, 2025, arXiv 2505.13447: (14.13), (14.14).
- The slips: as cited in section 7.
- `tests/generative/test_consistency.py` compares boundary and sampler with `CMStochasticIterativeScheduler` of `diffusers`.
- Ours: (14.10) as an account, exact fresh noise, all tables and experiments, the exercises.
"""
