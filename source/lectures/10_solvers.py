# %% [markdown]
r"""
# 10 · How few network calls make a good sample?

{badges}

| | |
|---|---|
| **You will be able to** | write every deterministic sampler as one differential equation · derive Euler, Heun, the exponential integrator, DPM-Solver++(2M) and UniPC · measure an order of convergence, with its error · find the best grid for given data · derive EDM's preconditioning from unit variance · say when a higher order helps and when it does harm |
| **You need** | the step of DDIM, (8.8) of [lecture 08](08_sampling.ipynb), the probability flow of [lecture 09](09_continuous_time.ipynb), Taylor's formula; [appendix E](../appendices/E_numerics.ipynb) has more on solvers |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
import torch
from scipy.stats import norm

from utils.data import toys
from utils.data.digits import load_digits
from utils.exercises import check, hint
from utils.generative import metrics, samplers, schedules, solvers
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.generative.networks import Denoiser, Net
from utils.generative.training import log_normal_times, train
from utils.generative.unipc import unipc
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Line, Panel, Points
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(10)

# %% [markdown]
r"""
## The picture first

A deterministic sampler follows a trajectory from noise to data.
Thin solid lines: the exact trajectories of nine particles.
Broken lines: a solver's, with a few calls of an exact denoiser.
The dots move along both; drag the slider to the right, from noise level 80 down to 0.02.
The right panel shows the solver's error so far.

1. Where does the solver leave the exact trajectory: early, in the middle, or at the end?
2. Set 10 calls and go through the four solvers.
   Is Heun, which calls the denoiser twice a step, the best?
3. Set the largest noise level to 10.
   Which solver gains most?
"""

# %% tags=["picture"]


def share_below(y, u):
    """F_u(y), the distribution function of x_0 + u ε for the mixture `bimodal`."""
    return norm.cdf((y[:, None] - bimodal.means[:, 0]) / np.sqrt(0.16 + u**2)) @ bimodal.weights


# %% tags=["picture"]
def quantile(p, u):
    """F_u⁻¹(p) by bisection."""
    low, high = np.full(p.shape, -500.0), np.full(p.shape, 500.0)
    for _ in range(70):
        middle = (low + high) / 2
        below = share_below(middle, u) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


# %% tags=["picture"]
ranks = (np.arange(99) + 0.5) / 99
heun_in_u = lambda denoiser, schedule: solvers.heun(denoiser, schedule, clock="ratio")
kinds = {"DDIM (Euler)": solvers.exponential, "Heun": heun_in_u, "DPM-Solver++(2M)": solvers.dpm_solver_2m,
         "UniPC": unipc}


def run(kind, calls, u_max, u_min=0.02):
    """Levels and states of all particles; Heun makes two calls a step."""
    process = schedules.edm(u_max)
    levels = solvers.karras_times(1 + (calls // 2 if kind == "Heun" else calls), u_min, u_max, last_zero=False)
    start = quantile(ranks, u_max)[:, None]
    states = samplers.sample(kinds[kind](MixtureDenoiser(bimodal, process), process), levels, start)
    return levels, np.array([y[:, 0] for _, y in states])


# %% tags=["picture"]
clock = {u_max: np.geomspace(u_max, 0.02, 61) for u_max in (80.0, 10.0)}
exact = {u_max: np.array([quantile(ranks, u) for u in us]) for u_max, us in clock.items()}


def show_paths(kind, calls, u_max):
    us, shown = clock[u_max], slice(5, 99, 11)
    levels, states = run(kind, calls, u_max)
    drawn = np.array([np.interp(us, levels[::-1], path[::-1]) for path in states.T]).T  # straight between the levels
    error = np.sqrt(np.mean((drawn - exact[u_max]) ** 2, axis=1))
    place, scale = -np.log10(us), np.sqrt(1 + us**2)[:, None]
    return draw_paths(place, exact[u_max][:, shown] / scale, drawn[:, shown] / scale, error, us, f"{kind}, {calls} calls")


# %% tags=["picture"]
def draw_paths(place, true, drawn, error, us, title):
    dots = [Points(frames=np.stack([np.broadcast_to(place[:, None], y.shape), y], axis=2), trail=False, colour=c, label=name)
            for y, c, name in ((true, 5, "particles, exact"), (drawn, 6, "particles, solver"))]
    ways = [Line(place, one, colour=c, dash=c == 6) for y, c in ((true, 5), (drawn, 6)) for one in y.T]
    axis = dict(xlabel="−log₁₀ u: less noise →")
    panels = [Panel(*ways, *dots, title=title, ylabel="y / √(1 + u²)", ylim=(-2.6, 2.6), **axis),
              Panel(Curve(place, error), title="error so far", ylim=(0, max(1.0, 1.1 * error.max())), **axis),
              Formula("noise level u = {u:.2f}, root mean square error {error:.3f}")]
    return dict(panels=panels, times=us, values={"u": us, "error": error}, t=60, title="Exact trajectories and a solver's",
                status="noise level {u:.2f}: error {error:.3f}")


# %%
controlled(show_paths, kind=choose("solver", kinds), calls=choose("calls", [4, 6, 10, 18, 50], value=6),
           u_max=choose("largest noise level", clock))

# %% [markdown]
r"""
## 1 · One equation for all of them

[Lecture 08](08_sampling.ipynb) wrote DDIM's step in the coordinates $x/\alpha$ and $\sigma/\alpha$: $x/\alpha$ moves with velocity $\hat\varepsilon$ while $\sigma/\alpha$ falls, equation (8.8).
For $\alpha_t>0$, with the log-SNR $\lambda_t = \log(\alpha_t^2/\sigma_t^2)$, define

<!-- 10.1: definition -->
$$u_t = \frac{\sigma_t}{\alpha_t} = e^{-\lambda_t/2}, \qquad y_t = \frac{x_t}{\alpha_t} = x_0 + u_t\,\varepsilon . \tag{10.1}$$

$u$ is the **noise level** (not appendix A's eigenvector), and every schedule is the same process in $(y, u)$, run at another speed.
(EDM already uses these variables: $\alpha = 1$, $\sigma = t$, so $y = x$ and $u = t$.)
With infinitely short steps DDIM becomes a differential equation,

$$\begin{gathered}\frac{dy}{du} = \hat\varepsilon(y, u) = \frac{y - D(y, u)}{u},\\[4pt] D(y, u) = \operatorname E[x_0\mid y_u = y].\end{gathered} \tag{10.2}$$

(The tangent at $(y,u)$, extended to $u=0$, ends at $D$: a step straight to 0 returns the denoiser's estimate.)

**Claim.**
Its flow maps the law of $x_0 + u\varepsilon$ at one $u$ to the law at every other, exactly.
**Derivation.**
Let $\varphi$ be any smooth function that vanishes far out.
Then

$$\frac{d}{du}\operatorname E\varphi(x_0 + u\varepsilon) = \operatorname E\!\left[\nabla\varphi(y_u)\cdot\varepsilon\right] = \operatorname E\!\left[\nabla\varphi(y_u)\cdot\operatorname E[\varepsilon\mid y_u]\right]. \tag{10.3}$$

Particles that move with velocity $\hat\varepsilon = \operatorname E[\varepsilon\mid y_u]$ change $\operatorname E\varphi$ by the same formula, by the chain rule.
So both laws obey one linear equation, the continuity equation of [lecture 09](09_continuous_time.ipynb), with the same velocity.
For $u>0$ that velocity is smooth, and then the law at one $u$ fixes the law at every other: particles and noising process have the same law at every $u>0$, if they have at one.
The velocity is the conditional mean of the noise: take the mean of $y = x_0 + u\varepsilon$ given $y$ and solve for $\operatorname E[\varepsilon\mid y]$.

**In one dimension the solution is known.**
Trajectories of an ordinary differential equation with a smooth right side do not cross, so every particle keeps its rank.
With $F_u$ the distribution function of $y_u$,

$$y_w = F_w^{-1}\!\left(F_u(y_u)\right) \qquad (w, u > 0), \tag{10.4}$$

the quantile map, (3.10) of [lecture 03](03_schedules.ipynb).
Witness: (10.2) by differences of (10.4); (10.3) for $\varphi = \cos$ (bounded is enough).
"""

# %% tags=["witness"]
truth = MixtureDenoiser(bimodal, schedules.edm(80.0))
for u in [0.3, 1.0, 10.0]:
    y = quantile(ranks, u)
    slope = (quantile(ranks, u + 1e-4) - quantile(ranks, u - 1e-4)) / 2e-4
    witness(f"(10.2) with (10.4) at u = {u}", slope, (y - truth(y[:, None], u)[:, 0]) / u, atol=1e-6)
line = np.linspace(-60, 60, 60_001)
law = {u: bimodal.noised(1.0, u).density(line[:, None]) * (line[1] - line[0]) for u in (1.0, 0.999, 1.001)}
left = (np.cos(line) @ law[1.001] - np.cos(line) @ law[0.999]) / 0.002
right = (-np.sin(line) * (line - truth(line[:, None], 1.0)[:, 0])) @ law[1.0]
witness("(10.3)", left, right, atol=1e-6)

# %% [markdown]
r"""
## 2 · Euler, and what an order is

Keep the velocity constant over the step from $u$ to the next level $w < u$.
This is **Euler's rule**, and it is DDIM:

$$y_w = y_u + (w-u)\,\hat\varepsilon(y_u, u). \tag{10.5}$$

By Taylor's formula the exact trajectory is $y_u + (w-u)\frac{dy}{du} + \frac12(w-u)^2\frac{d^2y}{du^2} + \dots$.
So the **local error**, of a single step, is about $\frac12(w-u)^2\frac{d^2y}{du^2}$.
Halve the steps, and each local error is a quarter, but there are twice as many: the error at the end halves.
In general, a solver has **order** $p$ if, once the steps are small,

$$\mathrm{err}(n) \approx C\,n^{-p}, \qquad\text{so}\qquad \log \mathrm{err}(n) \approx \log C - p\log n , \tag{10.6}$$

with $\mathrm{err}(n)$ the error at the end after $n$ steps on grids refined in the same way.
A local error of order $\Delta^{p+1}$, $\Delta = |w-u|$, makes a solver of order $p$: there are $n\propto 1/\Delta$ steps, and on a smooth flow early errors grow by no more than a fixed factor.
Witness: half the step, a quarter of the local error.
"""

# %% tags=["witness"]
y_start = quantile(ranks, 1.0)
ideal = [quantile(ranks, w) for w in (0.98, 0.99)]
euler = [y_start + (w - 1.0) * (y_start - truth(y_start[:, None], 1.0)[:, 0]) for w in (0.98, 0.99)]
errors = [np.sqrt(np.mean((a - b) ** 2)) for a, b in zip(euler, ideal)]
print(f"error of a step of 0.02 over that of a step of 0.01: {errors[0] / errors[1]:.2f}")
witness("(10.6) for one step, ratio 4", errors[0] / errors[1], 4.0, atol=0.1)
by_ddim = samplers.ddim(truth, truth.schedule)(y_start[:, None], 1.0, 0.98)[:, 0]
witness("(10.5) is DDIM", euler[0], by_ddim)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.1

Heun's rule, below, has a local error of order $\Delta^3$.
You take twice as many steps over the same stretch. By which factor is the error at the end divided?
Write a number in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
divided_by = 4
### END SOLUTION
divided_by = check("10.1", divided_by)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Each local error is an eighth, and there are twice as many: $8/2 = 4$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Heun: evaluate the slope at both ends

The exact step is $y_w = y_u + \int_u^w\hat\varepsilon\,du'$.
Euler takes the integrand at the start for all of it.
The trapezium rule takes the mean of both ends; the far end is not known, so a trial step of Euler replaces it:

$$\begin{gathered}\tilde y = y_u + (w-u)\,\hat\varepsilon(y_u, u),\\[4pt] y_w = y_u + (w-u)\,\tfrac12\!\left[\hat\varepsilon(y_u, u) + \hat\varepsilon(\tilde y, w)\right].\end{gathered} \tag{10.7}$$

Why is that better?
The error of the trial point is of order $\Delta^2$, so that of the slope there is too, and multiplied by $\Delta$ this makes $\Delta^3$.
The error of the trapezium rule is $\frac{1}{12}\Delta^3$ times the second derivative of the slope.
So the local error is of order $\Delta^3$: **order 2**, at two calls a step.
At $w = 0$ the second slope is $0/0$; there EDM's sampler keeps the trial point, one call.

Witness: half the step, an eighth of the local error; and (10.7) is the step in `utils`.
"""

# %% tags=["witness"]
def slope_at(y, u):
    return (y - truth(y[:, None], u)[:, 0]) / u


errors, step = [], solvers.heun(truth, truth.schedule, clock="ratio")
for w, exact_end in zip((0.98, 0.99), ideal):
    trial = y_start + (w - 1.0) * slope_at(y_start, 1.0)
    end = y_start + (w - 1.0) * (slope_at(y_start, 1.0) + slope_at(trial, w)) / 2
    errors.append(np.sqrt(np.mean((end - exact_end) ** 2)))
    witness(f"(10.7) as in utils, to w = {w}", end, step(y_start[:, None], 1.0, w)[:, 0])
print(f"error of a step of 0.02 over that of a step of 0.01: {errors[0] / errors[1]:.2f}")
witness("(10.7) for one step, ratio 8", errors[0] / errors[1], 8.0, atol=0.3)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.2

This is Heun's step for data $N(0, v)$, where the slope is known: $\hat\varepsilon(y, u) = u\,y/(v+u^2)$.
It converges, but doubling the steps only halves the error; and its last step, to `u_next = 0`, does not return the trial point, as it should.
Two things are wrong. Mend it.

```python
def heun_step(y, u, u_next, v):
    first = u * y / (v + u**2)
    trial = y + (u_next - u) * first
    second = u * trial / (v + u**2)
    return y + (u_next - u) * (first + second) / 2
```

- All arguments are numbers, `u > u_next ≥ 0`, `v > 0`.
  Returns $y$ at `u_next`.
- Worked value: `heun_step(2.0, 3.0, 1.0, 4.0)` is $1.3231$ (trial point $1.0769$).
"""

# %% tags=["exercise"]
def heun_step(y, u, u_next, v):
    """From level u to u_next by the mean of two slopes."""
    ### BEGIN SOLUTION
    first = u * y / (v + u**2)
    trial = y + (u_next - u) * first
    if u_next == 0:
        return trial
    second = u_next * trial / (v + u_next**2)
    return y + (u_next - u) * (first + second) / 2
    ### END SOLUTION


heun_step = check("10.2", heun_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Slopes $6/13 = 0.4615$ at the start and $1.0769/5 = 0.2154$ at the trial point; their mean is $0.3385$, the step is $-2$.
Exact would be $2\sqrt{5/13} = 1.2403$; Euler's $1.0769$ is farther off.
The faults: the second slope was taken at the level `u`, which makes it wrong by the order of the step, and the local error is $\Delta^2$ again; and at `u_next = 0` there is no second slope to take.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · The exponential integrator

There is another way to see DDIM, and it leads further.
Divide by the noise instead of the signal:

$$d\!\left(\frac{x_t}{\sigma_t}\right) = D\;d\!\left(\frac{\alpha_t}{\sigma_t}\right). \tag{10.8}$$

*Derivation* (for $\alpha_t, \sigma_t > 0$).
$x/\sigma = y/u$ and $\alpha/\sigma = 1/u$.
By the product rule and (10.2), $d(y/u) = \frac{dy}{u} - \frac{y\,du}{u^2} = \frac{(y-D)\,du}{u^2} - \frac{y\,du}{u^2} = -D\,\frac{du}{u^2} = D\,d(1/u)$.
$\square$

The part of the equation that is linear in $x$ has gone: it is solved by the factor $1/\sigma$, whatever the step. What is left to approximate is $D$ alone.
Keep $D$ constant over the step from $t$ to $s$, and integrate:

$$\begin{aligned}x_s &= \frac{\sigma_s}{\sigma_t}\,x_t + \left(\alpha_s - \alpha_t\,\frac{\sigma_s}{\sigma_t}\right)D = \frac{\sigma_s}{\sigma_t}\,x_t + \alpha_s\left(1-e^{-h}\right)D,\\[4pt] h &= \log\frac{\alpha_s}{\sigma_s}-\log\frac{\alpha_t}{\sigma_t} = \tfrac12(\lambda_s-\lambda_t). \end{aligned} \tag{10.9}$$

This is the **exponential integrator**.
It is DDIM again: [(8.5)](08_sampling.ipynb) at $\eta = 0$ has the same coefficients.
Constant $\hat\varepsilon$ in the variable $u$ and constant $D$ in the variable $1/u$ give one and the same step, because on the straight line $y = D + u\,\hat\varepsilon$ both are constant.
At $\sigma_s = 0$ nothing has to be divided by 0.

What does this form gain?
$D$ is the *only* thing left to approximate, and it is a mean of data, of their size however large $u$ may be, so that it can be extrapolated over long steps.
(Extrapolate $\hat\varepsilon$ instead? Exercise 10.7.)
"""

# %% tags=["witness"]
process = schedules.cosine_vp()
cosine_truth = MixtureDenoiser(bimodal, process)
x_t = rng.normal(size=(6, 1))
alpha_t, sigma_t, alpha_s, sigma_s = (float(f(t)) for t in (0.6, 0.45) for f in (process.alpha, process.sigma))
estimate = cosine_truth(x_t, 0.6)
by_hand = sigma_s / sigma_t * x_t + (alpha_s - alpha_t * sigma_s / sigma_t) * estimate
witness("(10.9) is DDIM", by_hand, samplers.ddim(cosine_truth, process)(x_t, 0.6, 0.45))
h = 0.5 * float(process.log_snr(0.45) - process.log_snr(0.6))
witness("(10.9), both forms", by_hand, sigma_s / sigma_t * x_t + alpha_s * (1 - np.exp(-h)) * estimate)

# %% tags=["witness"]
u, du = 0.8, 1e-4
y = [quantile(ranks, u + shift) for shift in (-du, 0.0, du)]
rate = (y[2] / (u + du) - y[0] / (u - du)) / (1 / (u + du) - 1 / (u - du))
witness("(10.8)", rate, truth(y[1][:, None], u)[:, 0], atol=1e-6)

# %% [markdown]
r"""
### DPM-Solver++(2M): use the last value again

Write $\ell = \log(\alpha/\sigma) = -\log u$ for the variable of (10.9).
Then $\alpha/\sigma = e^\ell$, and (10.8) reads $d(x/\sigma) = D\,e^{\ell}\,d\ell$.
Let the former step go from $\ell'$ to $\ell$, the present one from $\ell$ to $\ell+h$, and put $h' = \ell-\ell'$.
Instead of a constant, take for $D$ the straight line in $\ell$ through the last two values:

$$D(\ell+\tau) \approx D_\ell + \frac{\tau}{h'}\left(D_\ell - D_{\ell'}\right), \qquad 0\le\tau\le h. \tag{10.10}$$

No new call is needed.
Integrate: $\sigma_s\int_0^h e^{\ell+\tau}d\tau = \alpha_s(1-e^{-h})$, and for the second part, by parts, $\sigma_s\int_0^h\tau e^{\ell+\tau}d\tau = \alpha_s\,(h-1+e^{-h})$.
(The first because $\sigma_s e^{\ell+h} = \alpha_s$.)
So

$$\begin{aligned}x_s = {}&\frac{\sigma_s}{\sigma_t}\,x_t + \alpha_s\left(1-e^{-h}\right)D_\ell\\[4pt] &{}+ \alpha_s\left(h-1+e^{-h}\right)\frac{D_\ell-D_{\ell'}}{h'}. \end{aligned} \tag{10.11}$$

A straight line through two values of a smooth $D$ misses it by the order of $h^2$ (for $h'$ of the size of $h$), so the integral is wrong by $h^3$ in a step: order 2.
The published solver replaces $h-1+e^{-h}$ by $\frac h2(1-e^{-h})$, which lets it be written as the exponential integrator with a better $D$:

$$\begin{gathered}x_s = \frac{\sigma_s}{\sigma_t}\,x_t + \alpha_s\left(1-e^{-h}\right)\bar D,\\[4pt] \bar D = D_\ell + \frac{h}{2h'}\left(D_\ell-D_{\ell'}\right).\end{gathered} \tag{10.12}$$

The two brackets are $\frac{h^2}2-\frac{h^3}6+\dots$ and $\frac{h^2}2-\frac{h^3}4+\dots$; they differ by $\frac{h^3}{12}+\dots$.
Since $D_\ell - D_{\ell'}$ is itself of the order of $h'$ and is divided by $h'$, the change is of order $h^3$ in a step: the order, 2, is kept.
In words: $\bar D$ is the line (10.10) read in the *middle* of the step.
The first step has no former value and is (10.9); a single first-order step leaves the order at 2.
The last step, to $\sigma = 0$ ($h = \infty$), is (10.9) too.
One call a step.
"""

# %% tags=["witness"]
h, ell, tau = 0.7, 0.2, np.linspace(0, 0.7, 200_001)
trapezium = lambda f: np.sum((f[1:] + f[:-1]) / 2) * (tau[1] - tau[0])
sigma_end = 1.0 / np.exp(ell + h)  # with α = 1, σ = e^−ℓ
witness("(10.11), first integral", sigma_end * trapezium(np.exp(ell + tau)), 1 - np.exp(-h), atol=1e-10)
witness("(10.11), second integral", sigma_end * trapezium(tau * np.exp(ell + tau)), h - 1 + np.exp(-h), atol=1e-10)
small = 0.01
gap = (small - 1 + np.exp(-small)) - small / 2 * (1 - np.exp(-small))
witness("difference of the brackets, h³/12", gap / small**3, 1 / 12, atol=1e-3)

# %% tags=["witness"]
memory = solvers.dpm_solver_2m(truth, truth.schedule)
u_before, u, u_next = 2.0, 1.1, 0.5
states = [y[:, 0] for _, y in samplers.sample(memory, [u_before, u, u_next], quantile(ranks, u_before)[:, None])]
value = {level: truth(y[:, None], level)[:, 0] for level, y in ((u_before, states[0]), (u, states[1]))}
h, h_before = np.log(u / u_next), np.log(u_before / u)
better = value[u] + h / (2 * h_before) * (value[u] - value[u_before])
witness("(10.12) as in utils", states[2], u_next / u * states[1] + (1 - u_next / u) * better)
line_in_ell = np.polyfit([-np.log(u_before), -np.log(u)], [value[u_before], value[u]], 1)  # slope, constant
halfway = line_in_ell[0] * -np.log(np.sqrt(u * u_next)) + line_in_ell[1]
witness("(10.10) in the middle of the step", halfway, better, atol=1e-10)

# %% [markdown]
r"""
### UniPC: correct with the next call

2M ends a step at a *predicted* state, and the next step begins by calling the denoiser there.
Let $D_+$ be that value.
Now $D_{\ell'}$, $D_\ell$ and $D_+$ are known, at $\tau = -h'$, $0$ and $h$.
Do the step again, with the parabola through the three (put in the three $\tau$ to check):

$$\begin{gathered}D(\ell+\tau) \approx D_\ell + \frac{\tau}{h}\left(D_+-D_\ell\right) + b\,\tau(\tau-h),\\[4pt] b = \frac{1}{h+h'}\left[\frac{D_+-D_\ell}{h} - \frac{D_\ell-D_{\ell'}}{h'}\right].\end{gathered} \tag{10.12a}$$

With $J_k = e^{-h}\int_0^h\tau^k e^\tau d\tau$, by parts $J_0 = 1-e^{-h}$, $J_1 = h-J_0$, $J_2 = h^2-2J_1$, the corrected state is

$$\begin{aligned}x_s = {}&\frac{\sigma_s}{\sigma_t}\,x_t + \alpha_s\Big[J_0 D_\ell + \frac{J_1}{h}\left(D_+-D_\ell\right)\\[4pt] &{}+ \left(J_2-hJ_1\right)b\,\Big] .\end{aligned} \tag{10.12b}$$

The next step starts from it, with $D_+$ as its value of $D$: the denoiser is *not* called again at the corrected state.
This is **UniPC** of Zhao and others (2023), in the variant that is `diffusers`' default: predictor (10.12), corrector (10.12b), one call a step.
(After the first step there is no $D_{\ell'}$: $D_\ell$ and $D_+$ get the weight $J_0/2$ each. The last state is not corrected.)

**Its order is 3.**
The parabola misses $D$ by the order of $h^3$, so its integral by $h^4$.
$D_+$ belongs to a state that is off by $h^3$, the local error of 2M; the corrector multiplies it by about $h$: $h^4$ again.
The first and the last step have a local error of $h^3$, but they are only two.
"""

# %% tags=["witness"]
levels, step = [2.0, 1.1, 0.6, 0.35], unipc(truth, truth.schedule)
y = [quantile(ranks, 2.0)[:, None]]
for u, w in zip(levels, levels[1:]):
    y.append(step(y[-1], u, w))
first, now, plus = (truth(state, u) for state, u in zip(y, levels[:3]))
mean = (first + now) / 2  # the first corrected state
y_1 = levels[1] / levels[0] * y[0] + (1 - levels[1] / levels[0]) * mean
h_before, h = -np.diff(np.log(levels))[:2]
tau = np.linspace(0, h, 20_001)

# %% tags=["witness"]
parabola = np.polyfit([-h_before, 0, h], np.hstack([first, now, plus]).T, 2)
b = ((plus - now) / h - (now - first) / h_before) / (h + h_before)
witness("(10.12a)", np.polyval(parabola[:, 50], tau), (now + tau / h * (plus - now) + b * tau * (tau - h))[50], atol=1e-10)
trapezium = lambda f: np.sum((f[1:] + f[:-1]) / 2, axis=0) * (tau[1] - tau[0])
exactly = np.exp(-h) * (y_1 + trapezium(np.exp(tau[:, None]) * np.array([np.polyval(parabola, place) for place in tau]))[:, None])
J0, J1 = 1 - np.exp(-h), h - 1 + np.exp(-h)
J2 = h**2 - 2 * J1
corrected = np.exp(-h) * y_1 + J0 * now + J1 / h * (plus - now) + (J2 - h * J1) * b
witness("(10.12b)", corrected, exactly, atol=1e-8)
ratio, bar = levels[3] / levels[2], plus + np.log(levels[2] / levels[3]) / (2 * h) * (plus - now)  # (10.12)
witness("unipc in utils", y[3], ratio * corrected + (1 - ratio) * bar)

# %% [markdown]
r"""
## 5 · Orders, measured
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.3

Fit an order, with its error.
Put the least-squares line through the points $(\log n, \log\mathrm{err})$; $p$ of (10.6) is minus its slope.
If the $m$ points scatter about the line independently, with a variance estimated from the residuals, what is the standard error of the slope?
(Two numbers were fitted: divide the sum of squared residuals by $m-2$.)

- `steps`, `errors`: arrays $(m,)$ of positive numbers, $m\ge3$.
- Returns two numbers: the order (positive for an error that falls) and its standard error.
- Worked value: `order(np.array([10.0, 20.0, 80.0]), np.array([0.4, 0.1, 0.01]))` is $(1.7578, 0.0839)$.
"""

# %% tags=["exercise"]
def order(steps, errors):
    """Order of convergence and its standard error, from a line through the logarithms."""
    ### BEGIN SOLUTION
    coefficients, covariance = np.polyfit(np.log(steps), np.log(errors), 1, cov=True)
    return -coefficients[0], np.sqrt(covariance[0, 0])
    ### END SOLUTION


order = check("10.3", order)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
With $x_i = \log n_i$ the slope is $\sum_i(x_i-\bar x)\log\mathrm{err}_i/S$, $S = \sum_i(x_i-\bar x)^2$: a weighted sum of independent terms, with variance $\sum_i(x_i-\bar x)^2/S^2 = 1/S$ times that of one.
The three residuals of the worked value are about 0.07, −0.10 and 0.03; their sum of squares over $3-2$, over $S = 2.24$, has the root 0.084.
### END SOLUTION
"""

# %%
steps, stretch = np.array([20, 40, 80, 160, 320]), (20.0, 0.1)
begin, goal = quantile(ranks, stretch[0])[:, None], quantile(ranks, stretch[1])


def end_error(make, n):
    """Root mean square error over the particles after n steps from level 20 to 0.1."""
    levels = solvers.karras_times(n + 1, stretch[1], stretch[0], last_zero=False)
    end = list(samplers.sample(make(truth, truth.schedule), levels, begin))[-1][1][:, 0]
    return np.sqrt(np.mean((end - goal) ** 2))


measured = {name: np.array([end_error(make, n) for n in steps]) for name, make in kinds.items()}

# %% tags=["reveal"]
rows = [(name, order(steps, errors), *-np.diff(np.log2(errors))) for name, errors in measured.items()]
table(rows, "solver", "order ± standard error", *(f"between {n} and {2 * n} steps" for n in steps[:-1]), digits=[None, 3, *[2] * 4])

# %% tags=["picture", "reveal"]
fig, ax = figures.figure()
for (name, errors), style in zip(measured.items(), ["o-", "s--", "^-.", "d:"]):
    ax.loglog(steps, errors, style, label=name)
ax.set(xlabel="steps", ylabel="error at the end", title="Error against the exact flow")
ax.set_xticks(steps, [str(n) for n in steps])
ax.minorticks_off()
ax.legend()
figures.show(fig)

# %% tags=["witness"]
for (name, errors), expected in zip(measured.items(), [1, 2, 2, 3]):
    witness(f"(10.6), order of {name}", np.log2(errors[-2] / errors[-1]), expected, atol=0.1)
ratio = measured["Heun"][-1] / measured["DPM-Solver++(2M)"][-1]
print(f"error of Heun over that of 2M, 320 steps each: {ratio:.2f}")

# %% [markdown]
r"""
Orders 1, 2, 2, 3.
Each lies four to five standard errors from the whole number.
No contradiction: the standard error measures scatter about a straight line, and these points have a *bend*, from the terms that (10.6) leaves out.
The last columns approach the limit.

The last line compares Heun and 2M at equal *steps*.
Heun calls the denoiser twice a step: at equal *calls* it has half the steps, and that ratio is multiplied by the answer of exercise 10.1.

What is a third order worth with few calls?
Five random mixtures of four Gaussians in 5 dimensions, 200 starts each, against 300 steps of Heun:
"""

# %% tags=["picture"]
exact_process, pair = schedules.edm(80.0), ("DPM-Solver++(2M)", "UniPC")


def against_exact(seed):
    """Errors (solver, calls) on a random mixture of four Gaussians in 5 dimensions; the truth is 300 steps of Heun."""
    chance = np.random.default_rng(seed)
    covs = [variance * np.eye(5) for variance in chance.uniform(0.05, 0.3, 4)]
    mixture = GaussianMixture(np.full(4, 0.25), chance.normal(size=(4, 5)), covs)
    denoiser, start = MixtureDenoiser(mixture, exact_process), mixture.noised(1.0, 80.0).sample(200, chance)

    def end(name, n):
        levels = solvers.karras_times(n, 0.02)
        return list(samplers.sample(kinds[name](denoiser, exact_process), levels, start))[-1][1]

    true = end("Heun", 300)
    return [[np.sqrt(np.mean((end(name, n) - true) ** 2)) for n in (13, 27)] for name in pair]


# %%
found = np.array([against_exact(seed) for seed in range(5)])  # mixture, solver, calls
rows = [(name, *zip(found[:, i].mean(axis=0), found[:, i].std(axis=0))) for i, name in enumerate(pair)]
table(rows, "error per coordinate", "13 calls", "27 calls", digits=4,
      caption="five random mixtures in 5 dimensions: mean ± standard deviation")
wins = np.sum(found[:, 1] < found[:, 0], axis=0)
print(f"UniPC below 2M on {wins[0]} of 5 mixtures at 13 calls, on {wins[1]} of 5 at 27")

# %% [markdown]
r"""
UniPC has the smaller error on each of the five mixtures, at 13 calls by a smaller factor than at 27.
(Its spread at 27 is that of the mixtures; hence the count in pairs.)

## 6 · EDM's design space

Karras and others (2022) took samplers and training apart into choices that can be made one at a time.
One of them, the network's scalings, follows from a short calculation; the grid was found by trial, and we try it too.

**Where do errors arise?**
Ten steps on the mixture of the opening picture.
*This step alone* starts from the exact state; *so far* is what the picture shows.
"""

# %% tags=["picture"]
levels, so_far = run("DDIM (Euler)", 10, 80.0)
others = [run(name, 10, 80.0)[1] for name in ("DPM-Solver++(2M)", "UniPC")]
rms = lambda states, u: np.sqrt(np.mean((states - quantile(ranks, u)) ** 2))
rows = []
for i, (u, w) in enumerate(zip(levels, levels[1:])):
    alone = quantile(ranks, u) + (w - u) * slope_at(quantile(ranks, u), u)
    rows.append((f"{u:.3g} → {w:.3g}", rms(alone, w), *(rms(states[i + 1], w) for states in (so_far, *others))))
table(rows, "step", "DDIM, this step alone", "DDIM so far", "2M so far", "UniPC so far", digits=3)

# %% [markdown]
r"""
The error arises in the middle: DDIM's step from 1.84 to 0.76 alone makes more than the five steps from 80 to 4 together make.
There the noise level passes the data's own scale (standard deviation 1).
At large $u$ trajectories are nearly straight, $\frac{d^2y}{du^2}\approx0$; at the end the steps are short.
2M and UniPC err less there, but go on to half as much again in the last two steps, their longest in $\log u$.

**Where to put the steps.**
EDM spaces the levels evenly in $u^{1/\rho}$,

$$\begin{gathered}u_i = \left(u_{\max}^{1/\rho} + \frac{i}{n-1}\left(u_{\min}^{1/\rho} - u_{\max}^{1/\rho}\right)\right)^{\rho},\\[4pt] i = 0, \dots, n-1, \qquad u_n = 0.\end{gathered} \tag{10.13}$$

$\rho = 1$ is even in $u$; $\rho\to\infty$ is even in $\log u$.
Their choice is $\rho = 7$, $u_{\max} = 80$, $u_{\min} = 0.002$.
No calculation leads to 7: they report that $\rho=3$ makes the local errors nearly equal, and that 5 to 10 gave better pictures.
What do data of our own prefer?
"""

# %% tags=["witness"]
roots = np.diff(solvers.karras_times(18)[:-1] ** (1 / 7))
witness("(10.13): even steps in the seventh root", roots, np.full(17, roots[0]), atol=1e-10)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.4

Find the best $\rho$ for given data.
Replace the data by a Gaussian with their variances $v_k$ along the principal axes.
Then everything is known: in coordinate $k$ a step of Heun multiplies $y$ by `heun_step(1.0, u, w, v_k)` (exercise 10.2), and the exact flow from $u$ to $w$ by $\sqrt{(v_k+w^2)/(v_k+u^2)}$.
Start from $y\sim N(0, v_k+80^2)$ and take $n$ steps along the $n+1$ levels of (10.13) from 80 to $u_{\min}$, without the step to 0.
The error of a $\rho$ is the root of the mean squared difference from the exact flow at the end, the mean over starts *and* coordinates.

- `variances`: list of $v_k>0$; `n`: whole number $\ge1$; `u_min`: number in $(0, 80)$; `rhos`: list of positive numbers.
- Returns the two numbers `(rho, error)`: the $\rho$ of the list with the smallest error, and that error.
- Worked value: `best_rho([1.0], 2, 0.5, [1.0, 2.0, 4.0])` is $(4, 4.4885)$.
"""

# %% tags=["exercise"]
def best_rho(variances, n, u_min, rhos):
    """The exponent of EDM's grid with the smallest error of n steps of Heun, and that error."""
    ### BEGIN SOLUTION
    v, errors = np.array(variances), []
    exact_factor = np.sqrt((v + u_min**2) / (v + 80**2))
    rate = lambda u: u / (v + u**2)  # dy/du = (y − D)/u = rate · y
    heun = lambda u, w: 1 + (w - u) / 2 * (rate(u) + rate(w) * (1 + (w - u) * rate(u)))
    for rho in rhos:
        levels = np.linspace(80 ** (1 / rho), u_min ** (1 / rho), n + 1) ** rho
        factor = np.prod([heun(u, w) for u, w in zip(levels, levels[1:])], axis=0)
        errors.append(np.sqrt(np.mean((factor - exact_factor) ** 2 * (v + 80**2))))
    best = np.argmin(errors)
    return rhos[best], errors[best]
    ### END SOLUTION


best_rho = check("10.4", best_rho)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The flow and Heun's step are linear in $y$, so a coordinate ends at its start times a product of factors; the difference has the variance (factor − exact factor)² times that of the start, $v_k+80^2$.
With $\rho=1$ and 2 the errors of the worked value are 15.1 and 8.35.
### END SOLUTION
"""

# %%
pixels = np.cov(load_digits().images.reshape(-1, 64).T)
# some pixels are constant: 1e-6 keeps their variance above 0
spectra = {"digits, 64 pixels": np.maximum(np.linalg.eigvalsh(pixels), 0) + 1e-6,
           "two moons": np.linalg.eigvalsh(np.cov(toys.two_moons(400, np.random.default_rng(1)).T))}
rows = []
for name, v in spectra.items():
    for low in (0.002, 0.02):
        for n in (9, 18, 36):
            best, least = best_rho(v, n, low, np.arange(1.0, 81.0))
            ratios = [best_rho(v, n, low, [rho])[1] / least for rho in (3.0, 7.0, 100.0)]
            rows.append((f"{name}, u_min = {low}, {n} steps", best, *ratios))

# %% tags=["reveal"]
table(rows, "Heun on", "best ρ, 1 to 80", "error / least, ρ = 3", "ρ = 7", "ρ = 100", digits=[None, 0, 2, 2, 2])

# %% [markdown]
r"""
With EDM's own $u_{\min} = 0.002$ and 18 steps, the best whole $\rho$ is 8 on the digits' variances and 7 on those of two moons.
With $u_{\min} = 0.02$ it is 27 and 18.
So 7 belongs to their $u_{\min}$ as much as to any data.
And the minimum is flat to the right: with $u_{\min}=0.02$, $\rho=7$ costs 4 to 11 % and $\rho = 3$ 59 to 116 %; with 0.002, $\rho=100$ costs 16 to 33 %.
(Gaussian data, exact denoiser, Heun; section 7 varies $\rho$ for other solvers and data.)

**How to parametrise the network.**
EDM requires that the network's input and its regression target have variance 1 at every noise level.
Let the data have mean 0 and variance $\sigma_d^2$ in each coordinate, and write

$$D(y, u) = c_{\text{skip}}\,y + c_{\text{out}}\,\operatorname{net}(c_{\text{in}}\,y,\ u). \tag{10.14}$$

(EDM writes $F$ for the network; here $F_u$ is the distribution function of (10.4).) $x_0$ and $\varepsilon$ are independent.
*Input.*
$\operatorname{Var}(y) = \sigma_d^2+u^2$, so $c_{\text{in}} = 1/\sqrt{\sigma_d^2+u^2}$.
*Output.*
The regression target of the network is $(x_0 - c_{\text{skip}}y)/c_{\text{out}}$.
With $y = x_0+u\varepsilon$ its numerator is $(1-c_{\text{skip}})x_0 - c_{\text{skip}}u\,\varepsilon$, so unit variance requires $c_{\text{out}}^2 = (1-c_{\text{skip}})^2\sigma_d^2 + c_{\text{skip}}^2u^2$.
*Skip.* One choice is left.
$c_{\text{out}}$ multiplies the network's errors, so make it smallest: the derivative by $c_{\text{skip}}$ is $-2(1-c_{\text{skip}})\sigma_d^2 + 2c_{\text{skip}}u^2$, zero at $c_{\text{skip}} = \sigma_d^2/(\sigma_d^2+u^2)$ (a minimum: the square is a parabola that opens upwards).
Substituting gives

$$\begin{gathered}c_{\text{in}} = \frac{1}{\sqrt{\sigma_d^2+u^2}}, \qquad c_{\text{skip}} = \frac{\sigma_d^2}{\sigma_d^2+u^2},\\[4pt] c_{\text{out}} = \frac{u\,\sigma_d}{\sqrt{\sigma_d^2+u^2}} .\end{gathered} \tag{10.15}$$

At low noise $c_{\text{skip}}\to1$ and $c_{\text{out}}\to 0$: the network only corrects its input.
At high noise $c_{\text{skip}}\to0$ and $c_{\text{out}}\to\sigma_d$: the network must produce all of $D$.
A noise-predicting network has $c_{\text{out}} = u$, which grows without limit: its errors are amplified, (3.15) of [lecture 03](03_schedules.ipynb).
The loss weight follows too: by (10.14) the squared error of $D$ is $c_{\text{out}}^2$ times that of the network, so the weight $1/c_{\text{out}}^2$ gives every noise level the same share at the start of training.
The training levels, $\log u\sim N(-1.2, 1.2^2)$, were found by trial.

"""

# %% tags=["witness"]
sigma_d, choices = 0.5, np.linspace(0, 1, 1_000_001)
for u in [0.05, 0.5, 5.0]:
    amplification = np.sqrt((1 - choices) ** 2 * sigma_d**2 + choices**2 * u**2)
    total = np.hypot(sigma_d, u)
    witness(f"(10.15), c_skip at u = {u}", choices[amplification.argmin()], sigma_d**2 / total**2, atol=1e-6)
    witness(f"(10.15), c_out at u = {u}", amplification.min(), u * sigma_d / total, atol=1e-9)

# %% tags=["witness"]
x0, eps = sigma_d * rng.normal(size=200_000), rng.normal(size=200_000)
y = x0 + u * eps
target = (x0 - sigma_d**2 / total**2 * y) / (u * sigma_d / total)
for name, scaled in [("c_in y", y / total), ("the regression target", target)]:
    witness(f"(10.14): variance of {name} is 1", scaled.var(), 1.0, standard_error=np.sqrt(2 / scaled.size))

# %% [markdown]
r"""
**Noise in the sampler.**
EDM's stochastic sampler (their algorithm 2) adds noise before each step, **churn**, and then goes down deterministically from the higher level, by Heun:

$$\begin{gathered}\hat u = (1+\gamma)\,u, \qquad y_{\hat u} = y_u + \sqrt{\hat u^2-u^2}\;z,\\[4pt] z\sim N(0, I).\end{gathered} \tag{10.15a}$$

If $y_u$ has the law of $x_0+u\varepsilon$, then $y_{\hat u}$ has that of $x_0+\hat u\varepsilon$: independent Gaussian noises add their variances.
So churn is exact.
As the noise of [lecture 09](09_continuous_time.ipynb), it replaces part of the old noise, and with it part of the errors made so far, but makes steps longer.
(EDM: $\gamma = \min(S_{\text{churn}}/n, \sqrt2-1)$ between two levels $S_{\min}$ and $S_{\max}$, 0 outside.)
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.5

A step with churn for data $N(0, v)$, with Euler in place of Heun.
Its samples of $N(0, 1)$ are too wide, and more steps of the same $\gamma$ make it worse.
Two things are wrong. Mend it.

```python
def churn_step(y, u, u_next, gamma, z, v):
    raised = (1 + gamma) * u
    noisy = y + (raised - u) * z
    return noisy + (u_next - u) * raised * noisy / (v + raised**2)
```

- Numbers; `u > u_next ≥ 0`, `gamma ≥ 0`, `v > 0`; `z` is a sample of $N(0, 1)$.
- Returns $y$ at `u_next`.
- Worked value: `churn_step(2.0, 3.0, 1.0, 0.5, -1.0, 4.0)` is $-0.4746$.
"""

# %% tags=["exercise"]
def churn_step(y, u, u_next, gamma, z, v):
    """From u up to (1 + gamma) u by noise, then down to u_next by Euler."""
    ### BEGIN SOLUTION
    raised = (1 + gamma) * u
    noisy = y + np.sqrt(raised**2 - u**2) * z
    return noisy + (u_next - raised) * raised * noisy / (v + raised**2)
    ### END SOLUTION


churn_step = check("10.5", churn_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Raised to 4.5; $\sqrt{4.5^2-3^2} = 3.354$, so the noisy state is $-1.354$; its slope is $4.5\cdot(-1.354)/24.25 = -0.2513$, and $-1.354 + (-3.5)(-0.2513) = -0.4746$.
The faults: standard deviations were subtracted instead of variances, and the step was as long as from `u`, though it starts at `raised`.
### END SOLUTION
"""

# %% tags=["witness"]
ends = np.array([churn_step(rng.normal(size=100_000) * np.hypot(1, 2), 2.0, 1.99, 0.3, rng.normal(size=100_000), 1.0)])
factor = 1 + (1.99 - 2.6) * 2.6 / (1 + 2.6**2)  # Euler's, from 2.6
law = (1 + 2.6**2) * factor**2
witness("(10.15a): variance 1 + û² after the noise", ends.var(), law, standard_error=law * np.sqrt(2 / ends.size))

# %% [markdown]
r"""
## 7 · Quality at equal calls

An order describes small steps.
In practice steps are few and long.
The data: 400 points on two moons, and their exact denoiser (it generates the 400 points and nothing else; [lecture 07](07_training.ipynb) explains why a network should not).
The measure: sliced Wasserstein-2 distance to the 400 points, mean and standard deviation over five seeds of 800 samples.
The floor is the distance of 800 samples from the 400 points themselves.
Heun with 5, 10, 18, 50 calls has 3, 5, 9, 25 steps and uses one call less where the number is even.
All but Euler in $t$ run on EDM's grid with $u_{\max} = 80$ and $u_{\min}=0.02$; every start has the exact law, the points noised.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.6

With ten calls of the denoiser (nine for Heun), DDIM, Heun and 2M step on EDM's grid as just described.
In which order do they finish, best first?
You get the point for committing yourself.

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
best_at_ten = "c"
### END SOLUTION
best_at_ten = check("10.6", best_at_ten)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The table below.
Heun's five steps are too long for an order to count; section 8 shows what goes wrong in the first of them.
### END SOLUTION
"""

# %%
points, linear = toys.two_moons(400, np.random.default_rng(1)), schedules.linear_vp()


# %% tags=["picture"]
makers = kinds | {"Euler in t": solvers.euler}


def solver_run(name, calls, rng, u_max, rho, denoiser):
    """800 samples with about `calls` calls of a denoiser, by default the exact one of the points."""
    process = linear if name == "Euler in t" else schedules.edm(u_max)
    denoiser = denoiser or DataDenoiser(points, process)
    start = points[rng.integers(400, size=800)]
    start = float(process.alpha(process.T)) * start + float(process.sigma(process.T)) * rng.normal(size=start.shape)
    levels = solvers.karras_times((calls + 1) // 2 if name == "Heun" else calls, 0.02, u_max, rho)
    levels = np.linspace(1, 1e-3, calls + 1) if name == "Euler in t" else levels
    step = samplers.ddpm(denoiser, process, rng) if name == "DDPM" else makers[name](denoiser, process)
    return list(samplers.sample(step, levels, start))[-1][1]


# %% tags=["picture"]
def quality(name, calls, u_max=80.0, rho=7.0, denoisers=(None,) * 5):
    """Sliced Wasserstein distance to the points, one number a seed."""
    found = []
    for seed, denoiser in enumerate(denoisers):
        chance = np.random.default_rng(seed)
        samples = solver_run(name, calls, chance, u_max, rho, denoiser)
        found.append(metrics.sliced_wasserstein(samples, points, chance, 100))
    return np.mean(found), np.std(found)


names, budgets = ["DDPM", "Euler in t", *kinds], [5, 10, 18, 50]
results = {name: [quality(name, calls) for calls in budgets] for name in names}
floor = np.array([metrics.sliced_wasserstein(points[g.integers(400, size=800)], points, g, 100)
                  for g in map(np.random.default_rng, range(10))])

# %% tags=["reveal"]
rows = [(name, *values) for name, values in results.items()]
rows.append(("floor", *[(floor.mean(), floor.std())] * 4))
table(rows, "sliced W₂", *(f"{calls} calls" for calls in budgets), digits=3)

# %% tags=["picture", "reveal"]
fig, ax = figures.figure()
for (name, values), style in zip(results.items(), ["d:", "x-", "o-", "s--", "^-.", "v-"]):
    ax.errorbar(budgets, *np.transpose(values), fmt=style, capsize=3, label=name)
ax.axhline(floor.mean(), color="0.4", linestyle=":", label="floor")
ax.set(xscale="log", yscale="log", xlabel="network calls", ylabel="sliced $W_2$", title="Quality at equal calls")
ax.set_xticks(budgets, [str(n) for n in budgets])
ax.set_yticks([0.05, 0.1, 0.2, 0.5], ["0.05", "0.1", "0.2", "0.5"])
ax.minorticks_off()
ax.set_ylim(top=3)
ax.legend(ncols=2, loc="upper right", fontsize=8)
figures.show(fig)

# %% [markdown]
r"""
<details><summary>After your guess: what the table shows</summary>

- On EDM's grid 2M and UniPC are best at 5, 10 and 18 calls, and within one standard deviation of each other: the third order does not show on these data.
- Heun is last at 5 calls, level with DDPM at 10 and with DDIM at 18.
- DDPM is behind DDIM but at 50, where the spreads overlap.
- Plain Euler in $t$ on the linear schedule is as good as 2M at every number of calls, within the spread or better, and keeps no former value.
- At 50 calls all but DDPM are within one standard deviation of the floor: the measure cannot distinguish them.
</details>

Is it the solver or the grid?
Separate them.
First $\rho$ and $u_{\max}$ of EDM's grid are varied, at ten calls.
Then all solvers run on the linear schedule from $t = 1$ to 0.001, once with steps even in $t$ and once even in log-SNR.
"""

# %%
grids = {"ρ = 1": {"rho": 1.0}, "ρ = 3": {"rho": 3.0}, "ρ = 7": {}, "ρ = 20": {"rho": 20.0}, "ρ = 100": {"rho": 100.0},
         "ρ = 7, u_max = 10": {"u_max": 10.0}}
rows = [(name, *(quality(name, 10, **grid) for grid in grids.values())) for name in ["DDPM", *kinds]]
table(rows, "10 calls, EDM's grid", *grids, digits=3)

# %% tags=["picture"]
coordinates = {"Euler in t": (solvers.euler, 10), "DDIM (Euler in u)": (solvers.exponential, 10),
               "DPM-Solver++(2M)": (solvers.dpm_solver_2m, 10), "UniPC": (unipc, 10),
               "Heun in t": (solvers.heun, 5), "Heun in u": (heun_in_u, 5)}


def on_linear(make, levels, seed):
    generator, denoiser = np.random.default_rng(seed), DataDenoiser(points, linear)
    start = points[generator.integers(400, size=800)]
    start = float(linear.alpha(1.0)) * start + float(linear.sigma(1.0)) * generator.normal(size=start.shape)
    end = list(samplers.sample(make(denoiser, linear), levels, start))[-1][1]
    return metrics.sliced_wasserstein(end, points, generator, 100)


# %%
rows = []
for name, (make, n) in coordinates.items():
    grids = [np.linspace(1, 1e-3, n + 1), solvers.log_snr_times(linear, n, end=1e-3)]
    w = [np.array([on_linear(make, levels, seed) for seed in range(5)]) for levels in grids]
    rows.append((name, *((v.mean(), v.std()) for v in w)))
table(rows, "10 calls, linear schedule", "steps even in t", "even in log-SNR", digits=3)

# %% [markdown]
r"""
First table.
$\rho = 1$ fails for every solver.
From 7 to 100, 2M and UniPC improve by more than one standard deviation, DDIM and DDPM by about one; Heun is best at 20.
So $\rho=7$ is not the best here: it is a good choice for EDM's networks, pictures and $u_{\min}$, not a law.
In the last column every mean is lower than at $\rho=7$ from 80.
The start has the exact law there too; with the start $N(0, u_{\max}^2)$ that a learned model uses, $u_{\max} = 10$ would add the prior gap of [lecture 03](03_schedules.ipynb).

Second table.
Four of the six change by a factor of 4 and more between the two grids.
2M and UniPC lose to all but Heun when steps are even in $t$; with steps even in log-SNR, the variable in which they extrapolate, they are close to the floor.
Heun in $t$ is ruined by one grid and close to the floor on the other.
Order, coordinate and grid are one choice, not three.

**And with a learned network?**
Three small networks, each trained for 500 steps on the 400 points from another seed, in EDM's parametrisation (10.15), with its noise levels.
Each generates one set of samples; the spread is over the three.
"""

# %%
def learned(seed):
    """A residual network of 64 units, 500 steps of training, as a function of numpy arrays."""
    generator = torch.Generator().manual_seed(seed)
    start = Denoiser(Net(2, 64, 2, generator=generator), schedules.edm(200.0)).double()
    *_, last = train(start, points, steps=500, generator=generator, lr=5e-3, decay=0.99,
                     times=log_normal_times(schedules.edm(200.0)))
    return last.average


networks = [learned(seed) for seed in range(3)]

# %%
rows = [(name, *(quality(name, calls, denoisers=networks) for calls in budgets)) for name in kinds]
table(rows, "sliced W₂, learned network", *(f"{calls} calls" for calls in budgets), digits=2)

# %%
def churned(gamma):
    """Heun with churn (10.15a) at every level but the last."""
    def make(denoiser, process):
        chance, heun = np.random.default_rng(11), heun_in_u(denoiser, schedules.edm(200.0))
        def step(y, u, w):
            raised = (1 + gamma) * u if w > 0 else u
            return heun(y + np.sqrt(raised**2 - u**2) * chance.normal(size=y.shape), raised, w)
        return step
    return make


# %% tags=["picture"]
noises, rows = [0.0, 0.1, 0.41], []
exact_denoisers = [DataDenoiser(points, schedules.edm(200.0))] * 3
for name, denoisers in (("exact", exact_denoisers), ("learned", networks)):
    for calls in (17, 35):
        makers.update({f"γ = {gamma}": churned(gamma) for gamma in noises})
        found = [quality(f"γ = {gamma}", (calls + 1) // 2, denoisers=denoisers) for gamma in noises]
        rows.append((f"{name} denoiser, {calls} calls", *found))
table(rows, "Heun with churn", *(f"γ = {gamma}" for gamma in noises), digits=2)

# %% [markdown]
r"""
- The network's own error is a floor of its own, 0.12 at 50 calls, twice that of the exact denoiser.
  At 18 calls every solver but Heun is about there already: a better solver cannot remove the network's error.
- At 5 and 10 calls Heun is worse with the network than with the exact denoiser by a factor of nearly 4.
  A likely reason: section 8 shows that a step of Heun that is too long lands far from where any training point was.
- UniPC and 2M do not differ by more than the spread.
- With $\gamma=0.41$ churn does harm at 17 calls, with either denoiser; otherwise no difference exceeds the spread.
  Karras and others report a gain from it on ImageNet-64, and none for their CIFAR-10 network (their section 5).

## 8 · Break it: a second-order step that is too long

What goes wrong with Heun at few calls?
Take data $N(0, 1)$, where everything can be written down.
The exact flow multiplies $y$ by the ratio of standard deviations; the slope is $uy/(1+u^2)$.
From $u$ to $w$,

$$\begin{gathered}\frac{y_w}{y_u} = \sqrt{\frac{1+w^2}{1+u^2}}, \qquad \text{Euler: } 1+\frac{(w-u)\,u}{1+u^2},\\[4pt] \text{Heun: } 1+\frac{w-u}{2}\left[\frac{u}{1+u^2}+\frac{w}{1+w^2}\left(1+\frac{(w-u)\,u}{1+u^2}\right)\right].\end{gathered} \tag{10.16}$$
"""

# %%
rows = []
for w in [40.0, 10.0, 2.0, 1.0, 0.5]:
    euler_step = 1 + (w - 80) * 80 / (1 + 80**2)
    heun_mean = 1 + (w - 80) / 2 * (80 / (1 + 80**2) + w / (1 + w**2) * euler_step)
    factors = [np.sqrt((1 + w**2) / (1 + 80**2)), euler_step, heun_mean]
    rows.append((w, *factors, *(80 * factor for factor in factors)))
rules = ["exact", "Euler", "Heun"]
table(rows, "step from 80 to w", *(f"factor, {r}" for r in rules), *(f"y from 80, {r}" for r in rules), digits=[1, *[3] * 3, *[2] * 3])

# %% tags=["witness"]
gaussian = GaussianMixture([1.0], [[0.0]], [[[1.0]]])
round_truth = MixtureDenoiser(gaussian, schedules.edm(80.0))
start = np.array([[80.0]])
fine = list(samplers.sample(heun_in_u(round_truth, round_truth.schedule), np.geomspace(80, 0.5, 2001), start))
witness("(10.16), exact, against 2000 small steps", fine[-1][1][0, 0] / 80, factors[0], atol=1e-6)
for make, factor in [(solvers.euler, factors[1]), (solvers.heun, factors[2])]:
    witness("(10.16), one step", make(round_truth, round_truth.schedule, "ratio")(start, 80.0, 0.5) / 80, factor)

# %% [markdown]
r"""
From 80 down to about 1 the slope is nearly constant; only below does it fall.
Euler's slope is right for nearly all of the step.
Heun gives *half* the weight to the slope at the far end, which is right for the last bit only, and ends many standard deviations away from the data.
A higher order is a statement about small steps.

The same data explain why Euler in $t$ did well on a variance-preserving schedule.
For $x_0\sim N(0,1)$ every $x_t$ is $N(0,1)$, and $D = \alpha_t x_t$, $\hat\varepsilon = \sigma_t x_t$ by (B.7) of [appendix B](../appendices/B_gaussians.ipynb).
So the velocity in $t$ is

$$\begin{aligned}\frac{dx_t}{dt} &= \dot\alpha D + \dot\sigma\hat\varepsilon = \left(\dot\alpha\alpha+\dot\sigma\sigma\right)x_t\\[4pt] &= \tfrac12\,\frac{d(\alpha^2+\sigma^2)}{dt}\,x_t = 0 : \end{aligned} \tag{10.17}$$

nothing moves, and any solver in $t$ is exact.
Data of mean 0 and variance 1 look like $N(0,1)$ while the noise is large, so the early steps in $t$ are nearly free, however long.
In $u$ they are not: Euler's factor in (10.16) is too small.
So standardise data, and step in the scale in which the spread stays 1.
"""

# %% tags=["witness"]
standard = MixtureDenoiser(gaussian, linear)
velocity = solvers.velocity(standard, linear)
for t in [0.1, 0.5, 0.9]:
    witness(f"(10.17) at t = {t}", velocity(rng.normal(size=(7, 1)), t), 0.0, atol=1e-10)

# %% [markdown]
r"""
One last rule, for you to find, and then to run.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.7

This one was not shown.
2M extrapolates the *denoiser* $D$ over $\log u$.
Do the same with the *slope* $\hat\varepsilon$ over $u$: the straight line through the slopes at `u_before` and `u`, integrated from `u` to `u_next`.
(With equal steps this is the two-step rule of Adams and Bashforth, 1883; as a sampler it is ρAB-DEIS of Zhang and Chen, 2023, whose ρ is our $u$.)

- `y`: state at `u`; `slope`, `slope_before`: $\hat\varepsilon$ at `u` and at `u_before`.
  Numbers, `u_before > u > u_next ≥ 0`.
- Returns the state at `u_next`.
- Worked value: `adams_bashforth(2.0, 0.5, 0.8, 6.0, 3.0, 2.0)` is $1.55$.
"""

# %% tags=["exercise"]
def adams_bashforth(y, slope, slope_before, u_before, u, u_next):
    """One step along the line through the last two slopes."""
    ### BEGIN SOLUTION
    step = u_next - u
    in_the_middle = slope + (slope - slope_before) * (step / 2) / (u - u_before)
    return y + step * in_the_middle
    ### END SOLUTION


adams_bashforth = check("10.7", adams_bashforth)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The integral of a straight line is its value in the middle times the length.
Half of the step $-1$ is $\frac16$ of the former step $-3$, so the middle has slope $0.5 - 0.3/6 = 0.45$, and $2 - 0.45 = 1.55$.
### END SOLUTION
"""

# %%
class Remembered:
    """A step that keeps the last slope; `sample` calls `fresh` before each run. The first step is Euler's."""

    def __init__(self, denoiser, process):
        self.denoiser, self.process, self.last = denoiser, process, None

    def fresh(self):
        return Remembered(self.denoiser, self.process)

    def __call__(self, y, u, w):
        slope = (y - self.denoiser(y, u)) / u
        slope_before, u_before = self.last or (slope, 2 * u)
        self.last = slope, u
        return adams_bashforth(y, slope, slope_before, u_before, u, w)


# %% tags=["reveal"]
makers["Adams–Bashforth"] = Remembered
rows = [(name, *(quality(name, calls) for calls in budgets)) for name in ("DDIM (Euler)", "Adams–Bashforth", "DPM-Solver++(2M)")]
table(rows, "sliced W₂", *(f"{calls} calls" for calls in budgets), digits=3)
print(f"its order, measured as in section 5: {np.log2(end_error(Remembered, 160) / end_error(Remembered, 320)):.2f}")

# %% [markdown]
r"""
Both of order 2, one value remembered by each, the same calls: at 5 and 10 calls 2M is well ahead of Adams–Bashforth, which is itself ahead of DDIM.
They differ in *what* is extrapolated and *over which variable*: $D$ over $\log u$, $\hat\varepsilon$ over $u$.
At 5 calls that matters far more than the order.

## 9 · In the wild

EDM's abstract reports a Fréchet inception distance of 1.97 on unconditional CIFAR-10 (1.79 with class labels) with 35 network calls: Heun with 18 steps on the grid (10.13), the last of them a single call.
"""

# %%
calls = 2 * (len(solvers.karras_times(18)) - 1) - 1
print(f"18 levels and 0: {len(solvers.karras_times(18)) - 1} steps of Heun, {calls} calls")

# %% [markdown]
r"""
The number shows that 35 calls are enough for a good network on small pictures.
It does not show that Heun's rule is the reason: the same paper changes preconditioning, loss weights and grid.
Nor does it show guidance ([lecture 12](12_guidance.ipynb)), which changes the trajectories.
With fewer calls than a solver needs, the network itself must learn something else: [lecture 14](14_few_steps.ipynb).

## 10 · What you can now say
"""

# %%
rows = []
for name in kinds:
    ends = [rms(run(name, 10, u_max)[1][-1], 0.02) for u_max in (80.0, 10.0)]
    rows.append((name, *ends, ends[0] / ends[1]))
table(rows, "error in the opening picture, 10 calls", "u_max = 80", "u_max = 10", "ratio", digits=[None, 3, 3, 1])

# %% [markdown]
r"""
| | result | witness |
|---|---|---|
| (10.2), (10.4) | The deterministic samplers of this lecture all solve $dy/du = (y-D)/u$; in one dimension it keeps ranks | [section 1](#1-·-One-equation-for-all-of-them) |
| (10.5), (10.9) | Euler in $u$ = exponential integrator = DDIM, order 1 | [section 4](#4-·-The-exponential-integrator) |
| (10.7) | Heun: order 2, two calls a step | [section 3](#3-·-Heun:-evaluate-the-slope-at-both-ends) |
| (10.12), (10.12b) | DPM-Solver++(2M): order 2, UniPC: order 3, one call a step | [section 4](#4-·-The-exponential-integrator) |
| measured, (10.17) | Orders 1, 2, 2, 3; at few calls grid and coordinate matter as much as order | [section 5](#5-·-Orders,-measured), [section 7](#7-·-Quality-at-equal-calls) |
| (10.13), measured | No calculation gives ρ = 7; on Gaussian stand-ins the best ρ depends on u_min | [section 6](#6-·-EDM's-design-space) |
| (10.15) | EDM's preconditioning follows from unit variance and the smallest $c_{\text{out}}$ | [section 6](#6-·-EDM's-design-space) |

**The title's question.**
On two moons, with the exact denoiser: 18 calls with 2M or UniPC on EDM's grid, ten on a grid even in log-SNR, and this measure cannot distinguish the samples from the data.
With the small network 18 calls reach the network's own error.

**The opening questions.**
1. DDIM in the middle, where the noise level passes the data's scale; 2M and UniPC also in the last two steps: the table of section 6.
2. No: the table above. With 10 calls Heun's error is the largest of the four; its order counts only when steps are short.
3. By the ratio UniPC, by the difference Heun: the steps from 80 to 10, which are left out, are spent where the error arises.

**Next question.**
The exact trajectories bend.
Could one learn straight ones?
That is [lecture 11](11_flow_matching.ipynb), flow matching.

## 11 · Sources

- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022: algorithm 1, equations 5 and 7, appendix B.6 for (10.15); section 3 for their $\rho$; algorithm 2 for churn; the abstract for the numbers of section 9.
- J. Song, C. Meng, S. Ermon, *Denoising diffusion implicit models*, ICLR 2021, section 4.3: DDIM as Euler's rule in our $(y, u)$.
- C. Lu and others, *DPM-Solver*, NeurIPS 2022, and *DPM-Solver++*, 2022: the exponential form and (10.12).
- W. Zhao and others, *UniPC: a unified predictor-corrector framework for fast sampling of diffusion models*, NeurIPS 2023: (10.12a), (10.12b). `tests/generative/test_unipc.py` finds `utils.generative.unipc` equal to the scheduler of `diffusers` to $10^{-9}$.
- Q. Zhang, Y. Chen, *Fast sampling of diffusion models with exponential integrator*, ICLR 2023 (DEIS).
- K. Heun, 1900; J. C. Adams, F. Bashforth, 1883: the rules of sections 3 and 8.
- L. Liu and others, *Pseudo numerical methods for diffusion models on manifolds*, ICLR 2022: sampling with remembered slopes.
- Ours: the witnesses, the measurements of sections 4 to 8, equation (10.16), the exercises.
"""
