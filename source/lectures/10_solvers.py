# %% [markdown]
r"""
# 10 · How few network calls make a good sample?

{badges}

| | |
|---|---|
| **You will be able to** | write every deterministic sampler as one differential equation · derive Euler, Heun, the exponential integrator and DPM-Solver++(2M) · measure an order of convergence · derive EDM's preconditioning from unit variance · say when a higher order helps and when it does harm |
| **You need** | the step of DDIM, (8.8) of [lecture 08](08_sampling.ipynb), the probability flow of [lecture 09](09_continuous_time.ipynb), Taylor's formula; [appendix E](../appendices/E_numerics.ipynb) has more on solvers |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.stats import norm

from utils.data import toys
from utils.exercises import check, hint
from utils.generative import metrics, samplers, schedules, solvers
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.mixtures import GaussianMixture, bimodal
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

A deterministic sampler follows a curve from noise to data.
The thin solid lines are the exact curves of nine particles.
The broken lines are what a solver makes of them with a few calls of an exact denoiser.
Drag the slider to the right, from noise level 80 down to 0.02.
The right picture is the error so far.

1. Where along the way does the solver leave the curve: early, in the middle, or at the end?
2. Set 10 calls and go through the three solvers.
   Is the one that asks twice at each step the best?
3. Set the largest noise level to 10.
   Which solver gains most?
"""

# %%


def share_below(y, u):
    """F_u(y), the distribution function of x_0 + u ε for the mixture `bimodal`."""
    return norm.cdf((y[:, None] - bimodal.means[:, 0]) / np.sqrt(0.16 + u**2)) @ bimodal.weights


# %%
def quantile(p, u):
    """F_u⁻¹(p) by bisection."""
    low, high = np.full(p.shape, -500.0), np.full(p.shape, 500.0)
    for _ in range(70):
        middle = (low + high) / 2
        below = share_below(middle, u) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


# %%
ranks = (np.arange(99) + 0.5) / 99
heun_in_u = lambda denoiser, schedule: solvers.heun(denoiser, schedule, clock="ratio")
kinds = {"DDIM (Euler)": solvers.exponential, "Heun": heun_in_u, "DPM-Solver++(2M)": solvers.dpm_solver_2m}


def run(kind, calls, u_max, u_min=0.02):
    """Levels and states of all particles; Heun makes two calls a step."""
    process = schedules.edm(u_max)
    levels = solvers.karras_times(1 + (calls // 2 if kind == "Heun" else calls), u_min, u_max, last_zero=False)
    start = quantile(ranks, u_max)[:, None]
    states = samplers.sample(kinds[kind](MixtureDenoiser(bimodal, process), process), levels, start)
    return levels, np.array([y[:, 0] for _, y in states])


# %%
clock = {u_max: np.geomspace(u_max, 0.02, 61) for u_max in (80.0, 10.0)}
exact = {u_max: np.array([quantile(ranks, u) for u in us]) for u_max, us in clock.items()}


def show_paths(kind, calls, u_max):
    us, shown = clock[u_max], slice(5, 99, 11)
    levels, states = run(kind, calls, u_max)
    drawn = np.array([np.interp(us, levels[::-1], path[::-1]) for path in states.T]).T  # straight between the levels
    error = np.sqrt(np.mean((drawn - exact[u_max]) ** 2, axis=1))
    place, scale = -np.log10(us), np.sqrt(1 + us**2)[:, None]
    return draw_paths(place, exact[u_max][:, shown] / scale, drawn[:, shown] / scale, error, us, f"{kind}, {calls} calls")


# %%
def draw_paths(place, true, drawn, error, us, title):
    dots = [Points(frames=np.stack([np.broadcast_to(place[:, None], y.shape), y], axis=2), trail=False, colour=c, label=name)
            for y, c, name in ((true, 5, "particles, exact"), (drawn, 6, "particles, solver"))]
    ways = [Line(place, way, colour=c, dash=c == 6) for y, c in ((true, 5), (drawn, 6)) for way in y.T]
    axis = dict(xlabel="−log₁₀ u: less noise →")
    panels = [Panel(*ways, *dots, title=title, ylabel="y / √(1 + u²)", ylim=(-2.6, 2.6), **axis),
              Panel(Curve(place, error), title="error so far", ylim=(0, max(1.0, 1.1 * error.max())), **axis),
              Formula("noise level u = {u:.2f}, root mean square error {error:.3f}")]
    return dict(panels=panels, times=us, values={"u": us, "error": error}, t=60, title="Exact curves and a solver's",
                status="noise level {u:.2f}: error {error:.3f}")


# %%
controlled(show_paths, kind=choose("solver", kinds), calls=choose("calls", [4, 6, 10, 18, 50], value=6),
           u_max=choose("largest noise level", clock))

# %% [markdown]
r"""
## 1 · One equation for all of them

Lecture 08 wrote DDIM's step as a drive, (8.8): the place $x/\alpha$ moves by the clock $\sigma/\alpha$ with velocity $\hat\varepsilon$.
Give them names.
For $\alpha_t>0$, with $\lambda$ the log-SNR of lecture 03,

<!-- 10.1: definition -->
$$u_t = \frac{\sigma_t}{\alpha_t} = e^{-\lambda_t/2}, \qquad y_t = \frac{x_t}{\alpha_t} = x_0 + u_t\,\varepsilon . \tag{10.1}$$

$u$ is the **noise level** (not appendix A's eigenvector), and every schedule is the same process in $(y, u)$, run at another speed.
(For EDM, $\alpha = 1$ and $\sigma = t$, nothing has to be renamed: $y = x$, $u = t$.)
With infinitely short steps the drive is a differential equation,

$$\begin{gathered}\frac{dy}{du} = \hat\varepsilon(y, u) = \frac{y - D(y, u)}{u},\\[4pt] D(y, u) = \operatorname E[x_0\mid y_u = y].\end{gathered} \tag{10.2}$$

**Claim.**
It carries the law of $x_0 + u\varepsilon$ along, exactly.
**Derivation.**
Let $\varphi$ be any smooth function that vanishes far out.
Then

$$\frac{d}{du}\operatorname E\varphi(x_0 + u\varepsilon) = \operatorname E\!\left[\nabla\varphi(y_u)\cdot\varepsilon\right] = \operatorname E\!\left[\nabla\varphi(y_u)\cdot\operatorname E[\varepsilon\mid y_u]\right]. \tag{10.3}$$

A crowd that moves with velocity $\hat\varepsilon = \operatorname E[\varepsilon\mid y_u]$ changes $\operatorname E\varphi$ by the same formula, by the chain rule.
So both laws obey one linear equation, the continuity equation of lecture 09, with the same velocity.
For $u>0$ that velocity is smooth, and then the law at one $u$ fixes the law at every other: the crowd and the noising process have the same law at every $u>0$, if they have at one.
(It is the probability flow of lecture 09.)
The velocity is the *mean* noise at $y$; (10.2) writes it by $y = x_0 + u\varepsilon$, averaged given $y$.

**In one dimension the solution is known.**
Curves of an ordinary differential equation with a smooth right side do not cross, so every particle keeps its rank.
With $F_u$ the distribution function of $y_u$,

$$y_w = F_w^{-1}\!\left(F_u(y_u)\right) \qquad (w, u > 0), \tag{10.4}$$

the quantile map (3.10).
This is the truth against which we measure.
Witness: both sides of (10.2), the left by differences of (10.4); and (10.3) for $\varphi = \cos$ (it does not vanish far out, but is bounded, which is enough).
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

Hold the velocity over the step from $u$ to the next level $w < u$.
This is **Euler's rule**, and it is DDIM:

$$y_w = y_u + (w-u)\,\hat\varepsilon(y_u, u). \tag{10.5}$$

By Taylor's formula the exact curve is $y_u + (w-u)\,\dot y + \frac12(w-u)^2\,\ddot y + \dots$, the dot meaning $d/du$.
So a single step errs by about $\frac12(w-u)^2\ddot y$.
Halve the steps, and each errs a quarter as much, but there are twice as many: the error at the end halves.
In general, a solver has **order** $p$ if, once the steps are small,

$$e(n) \approx C\,n^{-p}, \qquad\text{so}\qquad \log e(n) \approx \log C - p\log n , \tag{10.6}$$

with $e(n)$ the error at the end after $n$ steps on grids refined in the same way.
A step of length $h$ that errs like $h^{p+1}$ makes a solver of order $p$: there are $n\propto 1/h$ of them, and on a smooth flow early errors are carried along without growing beyond a fixed factor.
Witness: one Euler step of half the length errs by a quarter.
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

Heun's rule, below, makes an error of order $h^3$ in a single step of length $h$.
You take twice as many steps over the same stretch. By which factor is the error at the end divided?
Write a number in place of `...`.
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
Each step errs an eighth as much, and there are twice as many: $8/2 = 4$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Heun: ask again at the other end

The exact step is $y_w = y_u + \int_u^w\hat\varepsilon\,du'$.
Euler takes the integrand at the start for all of it.
The trapezium takes the mean of both ends; but the far end is not known, so a trial step of Euler stands in:

$$\begin{gathered}\tilde y = y_u + (w-u)\,\hat\varepsilon(y_u, u),\\[4pt] y_w = y_u + (w-u)\,\tfrac12\!\left[\hat\varepsilon(y_u, u) + \hat\varepsilon(\tilde y, w)\right].\end{gathered} \tag{10.7}$$

Why is that better?
The trial point errs by order $h^2$, $h = |w-u|$, so the slope there does too, and multiplied by $h$ this makes $h^3$.
The trapezium errs by $\frac{1}{12}h^3$ times the second derivative of the slope.
So one step errs by order $h^3$: **order 2**, at two calls a step. At $w = 0$ the second slope is $0/0$; there EDM's sampler keeps the trial point, one call.

Witness: one step of half the length errs by an eighth; and (10.7) is the step in `utils`.
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

Write (10.7) for data $N(0, v)$, where the slope is known: $\hat\varepsilon(y, u) = u\,y/(v+u^2)$.
If `u_next` is 0, return the trial point.

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
Hold $D$ over the step from $t$ to $s$, and integrate:

$$\begin{aligned}x_s &= \frac{\sigma_s}{\sigma_t}\,x_t + \left(\alpha_s - \alpha_t\,\frac{\sigma_s}{\sigma_t}\right)D = \frac{\sigma_s}{\sigma_t}\,x_t + \alpha_s\left(1-e^{-h}\right)D,\\[4pt] h &= \log\frac{\alpha_s}{\sigma_s}-\log\frac{\alpha_t}{\sigma_t} = \tfrac12(\lambda_s-\lambda_t). \end{aligned} \tag{10.9}$$

This is the **exponential integrator**.
It is DDIM again: (8.5) at $\eta = 0$ has the same factors.
Holding $\hat\varepsilon$ in the clock $u$ and holding $D$ in the clock $1/u$ give one and the same step, because on the straight line $y = D + u\,\hat\varepsilon$ both are constant.
At $\sigma_s = 0$ nothing has to be divided by 0.

Is that more than a change of letters?
Compare with Euler in the schedule's own time $t$, which holds the whole velocity $\dot\alpha D + \dot\sigma\hat\varepsilon$ and so the schedule's curvature as well.
On data $N(0, v)$ all of this can be done by hand.
The third cell below uses the variance-preserving linear schedule, and steps evenly spaced in $t$ for both.
"""

# %% tags=["witness"]
process = schedules.cosine_vp()
cosine_truth = MixtureDenoiser(bimodal, process)
x_t = rng.normal(size=(6, 1))
alpha_t, sigma_t, alpha_s, sigma_s = (float(f(t)) for t in (0.6, 0.45) for f in (process.alpha, process.sigma))
guess = cosine_truth(x_t, 0.6)
by_hand = sigma_s / sigma_t * x_t + (alpha_s - alpha_t * sigma_s / sigma_t) * guess
witness("(10.9) is DDIM", by_hand, samplers.ddim(cosine_truth, process)(x_t, 0.6, 0.45))
h = 0.5 * float(process.log_snr(0.45) - process.log_snr(0.6))
witness("(10.9), both forms", by_hand, sigma_s / sigma_t * x_t + alpha_s * (1 - np.exp(-h)) * guess)

# %% tags=["witness"]
u, du = 0.8, 1e-4
y = [quantile(ranks, u + shift) for shift in (-du, 0.0, du)]
rate = (y[2] / (u + du) - y[0] / (u - du)) / (1 / (u + du) - 1 / (u - du))
witness("(10.8)", rate, truth(y[1][:, None], u)[:, 0], atol=1e-6)

# %%
linear = schedules.linear_vp()
linear_truth = MixtureDenoiser(bimodal, linear)
u_of = lambda t: float(linear.sigma(t) / linear.alpha(t))
start = float(linear.alpha(1.0)) * quantile(ranks, u_of(1.0))[:, None]
goal = float(linear.alpha(0.01)) * quantile(ranks, u_of(0.01))
rows = []
for n in [5, 10, 20, 40]:
    ends = [list(samplers.sample(make(linear_truth, linear), np.linspace(1, 0.01, n + 1), start))[-1][1][:, 0]
            for make in (solvers.euler, solvers.exponential)]
    rows.append((n, *(np.sqrt(np.mean((end - goal) ** 2)) for end in ends)))
table(rows, "steps", "Euler in t", "exponential", digits=4, caption="root mean square error, t from 1 to 0.01")

# %% [markdown]
r"""
Both are of first order: from 20 to 40 steps either error about halves.
On these data, on this grid, plain Euler in $t$ has the smaller constant; section 8 says why.
What the exponential form buys is what comes next: $D$ is the *only* thing left to approximate, and it is a mean of data, however large $u$ may be.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.3

Write (10.9) in its first form.
Do not assume $\alpha^2+\sigma^2=1$.

- `x_t`, `x0` (the denoiser's answer $D$): numbers or arrays of one shape; the levels: numbers, `sigma_t > 0`.
- Returns $x_s$, same shape.
- Worked value: `exponential_step(1.0, 0.5, 0.6, 0.8, 0.8, 0.6)` is $0.75 + 0.35\cdot 0.5 = 0.925$.
"""

# %% tags=["exercise"]
def exponential_step(x_t, x0, alpha_t, sigma_t, alpha_s, sigma_s):
    """x_s with the denoiser's answer held over the step."""
    ### BEGIN SOLUTION
    ratio = sigma_s / sigma_t
    return ratio * x_t + (alpha_s - alpha_t * ratio) * x0
    ### END SOLUTION


exponential_step = check("10.3", exponential_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_s/\sigma_s - x_t/\sigma_t = D\,(\alpha_s/\sigma_s-\alpha_t/\sigma_t)$, times $\sigma_s$.
At $\sigma_s=0$, $\alpha_s = 1$ it returns $D$, the denoiser's last word.
### END SOLUTION
"""

# %% [markdown]
r"""
### DPM-Solver++(2M): remember the last answer

Write $\ell = \log(\alpha/\sigma) = -\log u$ for the clock of (10.9).
Then $\alpha/\sigma = e^\ell$, and (10.8) reads $d(x/\sigma) = D\,e^{\ell}\,d\ell$.
Let the former step have gone from $\ell'$ to $\ell$, the present one go from $\ell$ to $\ell+h$, and put $h' = \ell-\ell'$.
Instead of a constant, take for $D$ the straight line in $\ell$ through the last two answers:

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
Since $D_\ell - D_{\ell'}$ is itself of the size of $h'$ and is divided by $h'$, the change is of order $h^3$ in a step: the order, 2, is kept.
In words: $\bar D$ is the line (10.10) read in the *middle* of the step. The first step has no memory and is (10.9); one step that errs like $h^2$ leaves the order at 2.
So is a last step to $\sigma = 0$, where $h=\infty$.
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
answer = {level: truth(y[:, None], level)[:, 0] for level, y in ((u_before, states[0]), (u, states[1]))}
h, h_before = np.log(u / u_next), np.log(u_before / u)
better = answer[u] + h / (2 * h_before) * (answer[u] - answer[u_before])
witness("(10.12) as in utils", states[2], u_next / u * states[1] + (1 - u_next / u) * better)
line_in_ell = np.polyfit([-np.log(u_before), -np.log(u)], [answer[u_before], answer[u]], 1)  # slope, constant
halfway = line_in_ell[0] * -np.log(np.sqrt(u * u_next)) + line_in_ell[1]
witness("(10.10) in the middle of the step", halfway, better, atol=1e-10)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.4

Write (10.12) for $\alpha = 1$, where $\sigma$ is the noise level $u$ itself and $1-e^{-h} = 1-\frac{u_{\text{next}}}{u}$.

- `y`: state at level `u`; `x0`: the denoiser's answer there; `x0_before`: its answer at `u_before`, the level before.
  Numbers, `u_before > u > u_next > 0`.
- Returns the state at `u_next`.
- Worked value: `two_step(1.0, 0.5, 0.3, 12.0, 4.0, 1.0)` is $0.7196$ (with $\bar D = 0.6262$).
"""

# %% tags=["exercise"]
def two_step(y, x0, x0_before, u_before, u, u_next):
    """One step of DPM-Solver++(2M) at α = 1."""
    ### BEGIN SOLUTION
    h, h_before = np.log(u / u_next), np.log(u_before / u)
    estimate = x0 + h / (2 * h_before) * (x0 - x0_before)
    return u_next / u * y + (1 - u_next / u) * estimate
    ### END SOLUTION


two_step = check("10.4", two_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$h = \log 4$ and $h' = \log 3$, so the answer is carried on by $\frac{1.386}{2\cdot1.099} = 0.631$ of its last change.
Then $0.25\cdot1 + 0.75\cdot0.6262$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · Orders, measured
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.5

Given numbers of steps and the errors at the end, estimate $p$ of (10.6) by a least-squares line through the logarithms (`np.polyfit` helps).
The result is positive for an error that falls.

- `steps`, `errors`: arrays $(m,)$ of positive numbers.
  Returns a number.
- Worked value: `order(np.array([10.0, 20.0, 80.0]), np.array([0.4, 0.1, 0.01]))` is $1.7578$.
"""

# %% tags=["exercise"]
def order(steps, errors):
    """The order of convergence, from a line through the logarithms."""
    ### BEGIN SOLUTION
    slope, constant = np.polyfit(np.log(steps), np.log(errors), 1)
    return -slope
    ### END SOLUTION


order = check("10.5", order)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In logarithms (10.6) is a straight line with slope $-p$.
All points share in it; two points alone would follow their rounding.
Use only errors from the straight part: the first points of a coarse grid bend away from it.
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
fig, ax = figures.figure()
for (name, errors), style in zip(measured.items(), ["o-", "s--", "^-."]):
    fitted = -np.polyfit(np.log(steps), np.log(errors), 1)[0]
    ax.loglog(steps, errors, style, label=f"{name}: order {fitted:.2f}")
ax.set(xlabel="steps", ylabel="error at the end", title="Error against the exact flow")
ax.set_xticks(steps, [str(n) for n in steps])
ax.minorticks_off()
ax.legend()
figures.show(fig)

# %% tags=["reveal"]
rows = [(name, *-np.diff(np.log2(errors))) for name, errors in measured.items()]
table(rows, "order between", *(f"{n} and {2 * n} steps" for n in steps[:-1]), digits=2)

# %% tags=["witness"]
for (name, errors), expected in zip(measured.items(), [1, 2, 2]):
    witness(f"(10.6), order of {name}", -np.polyfit(np.log(steps), np.log(errors), 1)[0], expected, atol=0.1)
ratio = measured["Heun"][-1] / measured["DPM-Solver++(2M)"][-1]
print(f"error of Heun over that of 2M, 320 steps each: {ratio:.2f}")

# %% [markdown]
r"""
Orders 1, 2, 2.
The last line compares Heun and 2M at equal *steps*.
But Heun asks twice a step: at equal *calls* that ratio is multiplied by the 4 of a second-order rule with half the steps.

## 6 · EDM's design space

Karras and others (2022) took samplers and training apart into choices that can be made one at a time.
Two of them follow from a short calculation each.

**Where to put the steps.**
The error of an Euler step is $\frac12(w-u)^2\ddot y$, and on our mixture $\ddot y$ is largest at small $u$ (the next cell measures it).
EDM spaces the levels evenly in $u^{1/\rho}$,

$$\begin{gathered}u_i = \left(u_{\max}^{1/\rho} + \frac{i}{n-1}\left(u_{\min}^{1/\rho} - u_{\max}^{1/\rho}\right)\right)^{\rho},\\[4pt] i = 0, \dots, n-1, \qquad u_n = 0.\end{gathered} \tag{10.13}$$

$\rho = 1$ is even in $u$; $\rho\to\infty$ is even in $\log u$.
Their choice is $\rho = 7$, $u_{\max} = 80$, $u_{\min} = 0.002$.

**What to ask of the network.**
EDM's demand is that what goes into the network and what comes out have variance 1 at every noise level.
Let the data have mean 0 and variance $\sigma_d^2$ in each coordinate, and write

$$D(y, u) = c_{\text{skip}}\,y + c_{\text{out}}\,F(c_{\text{in}}\,y,\ u). \tag{10.14}$$

Here $F$ is the network (not the $F_u$ of (10.4)), and $x_0$ and $\varepsilon$ are independent.
*Input.*
$\operatorname{Var}(y) = \sigma_d^2+u^2$, so $c_{\text{in}} = 1/\sqrt{\sigma_d^2+u^2}$.
*Output.*
$F$ should say $(x_0 - c_{\text{skip}}y)/c_{\text{out}}$.
With $y = x_0+u\varepsilon$ its numerator is $(1-c_{\text{skip}})x_0 - c_{\text{skip}}u\,\varepsilon$, so unit variance demands $c_{\text{out}}^2 = (1-c_{\text{skip}})^2\sigma_d^2 + c_{\text{skip}}^2u^2$.
*Skip.* One choice is left.
$c_{\text{out}}$ multiplies the network's errors, so make it smallest: the derivative by $c_{\text{skip}}$ is $-2(1-c_{\text{skip}})\sigma_d^2 + 2c_{\text{skip}}u^2$, zero at $c_{\text{skip}} = \sigma_d^2/(\sigma_d^2+u^2)$ (a minimum: the square is a parabola that opens upwards).
Put in,

$$\begin{gathered}c_{\text{in}} = \frac{1}{\sqrt{\sigma_d^2+u^2}}, \qquad c_{\text{skip}} = \frac{\sigma_d^2}{\sigma_d^2+u^2},\\[4pt] c_{\text{out}} = \frac{u\,\sigma_d}{\sqrt{\sigma_d^2+u^2}} .\end{gathered} \tag{10.15}$$

Read the ends.
At little noise $c_{\text{skip}}\to1$ and $c_{\text{out}}\to 0$: the network only corrects.
At much noise $c_{\text{skip}}\to0$: it draws.
A noise-predicting network has $c_{\text{out}} = u$, which grows without limit; that is (3.15) once more.
Witness: the smallest $c_{\text{out}}$ on a fine grid of $c_{\text{skip}}$, and the variances from samples.
"""

# %%
rows = []
for u in [0.1, 1.0, 10.0]:
    lower, here, upper = (quantile(ranks, factor * u) for factor in (0.99, 1.0, 1.01))
    bend = (upper - 2 * here + lower) / (0.01 * u) ** 2
    rows.append((u, np.sqrt(np.mean(bend**2))))
table(rows, "noise level u", "root mean square of ÿ over the particles", digits=[1, 4])

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
for name, value in [("c_in y", y / total), ("what F should say", target)]:
    witness(f"(10.14): variance of {name} is 1", value.var(), 1.0, standard_error=np.sqrt(2 / value.size))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.6

Write (10.13).

- `n`: whole number $\ge 2$; `u_min < u_max`, `rho`: positive numbers.
- Returns an array $(n+1,)$: the $n$ levels from `u_max` down to `u_min`, then 0.
- Worked value: `edm_grid(3, 1.0, 16.0, 2.0)` is $(16, 6.25, 1, 0)$.
"""

# %% tags=["exercise"]
def edm_grid(n, u_min, u_max, rho):
    """EDM's noise levels and the final 0."""
    ### BEGIN SOLUTION
    levels = np.linspace(u_max ** (1 / rho), u_min ** (1 / rho), n) ** rho
    return np.append(levels, 0.0)
    ### END SOLUTION


edm_grid = check("10.6", edm_grid)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Roots 4 and 1, evenly spaced $4, 2.5, 1$, squared $16, 6.25, 1$.
The step to 0 is not part of the even spacing: (10.9) makes it exactly whatever its length, and returns the denoiser's answer.
### END SOLUTION
"""

# %% tags=["witness"]
roots = np.diff(solvers.karras_times(18)[:-1] ** (1 / 7))
witness("(10.13): even steps in the seventh root", roots, np.full(17, roots[0]), atol=1e-10)
levels = solvers.karras_times(18)
print("EDM's 18 levels: " + ", ".join(f"{u:.3g}" for u in levels[:18:4]) + ", …, 0.002, 0")
print(f"levels above the data's standard deviation of 1: {np.sum(levels > 1)} of 18")

# %% [markdown]
r"""
## 7 · Quality at equal calls

An order says what happens when steps are small.
What matters in practice is few calls.
The data: 400 points on two moons, so the exact denoiser is the closed-form one of a finite data set (it draws the 400 points and nothing else; lecture 07 says why a network should not).
The measure: sliced Wasserstein-2 distance to the 400 points, mean and standard deviation over five seeds of 800 samples.
The floor is the distance of 800 draws from the 400 points.
Heun with 5, 10, 18, 50 calls has 3, 5, 9, 25 steps and uses one call less where the number is even.
All but Euler in $t$ run on EDM's grid with $u_{\max} = 80$ and $u_{\min}=0.02$.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.7

With ten calls of the denoiser (nine for Heun), all three stepping in $u$ on EDM's grid as just described, in which order do they finish, best first?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
best_at_ten = "c"
### END SOLUTION
best_at_ten = check("10.7", best_at_ten)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The figure below.
Heun's five steps are too long for an order to count; section 8 shows what goes wrong in the first of them.
### END SOLUTION
"""

# %%
points = toys.two_moons(400, np.random.default_rng(1))


# %%
def solver_run(name, calls, u_max, rng):
    """800 samples with about `calls` calls of the exact denoiser of the points."""
    process = linear if name == "Euler in t" else schedules.edm(u_max)
    denoiser = DataDenoiser(points, process)
    start = points[rng.integers(400, size=800)]
    start = float(process.alpha(process.T)) * start + float(process.sigma(process.T)) * rng.normal(size=start.shape)
    makers = kinds | {"Euler in t": solvers.euler, "DDPM": lambda *pair: samplers.ddpm(*pair, rng)}
    levels = solvers.karras_times((calls + 1) // 2 if name == "Heun" else calls, 0.02, u_max)
    levels = np.linspace(1, 1e-3, calls + 1) if name == "Euler in t" else levels
    return list(samplers.sample(makers[name](denoiser, process), levels, start))[-1][1]


# %%
def quality(name, calls, u_max=80.0):
    """Sliced Wasserstein distance to the points, one number a seed."""
    generators = [np.random.default_rng(seed) for seed in range(5)]
    return np.array([metrics.sliced_wasserstein(solver_run(name, calls, u_max, g), points, g, 100) for g in generators])


names, budgets = ["DDPM", "Euler in t", *kinds], [5, 10, 18, 50]
results = {name: np.array([quality(name, calls) for calls in budgets]) for name in names}
floor = np.array([metrics.sliced_wasserstein(points[g.integers(400, size=800)], points, g, 100)
                  for g in map(np.random.default_rng, range(10))])

# %% tags=["reveal"]
rows = [(name, *((w.mean(), w.std()) for w in values)) for name, values in results.items()]
rows.append(("floor", *[(floor.mean(), floor.std())] * 4))
table(rows, "sliced W₂", *(f"{calls} calls" for calls in budgets), digits=3)

# %% tags=["reveal"]
fig, ax = figures.figure()
for (name, values), style in zip(results.items(), ["d:", "x-", "o-", "s--", "^-."]):
    ax.errorbar(budgets, values.mean(axis=1), values.std(axis=1), fmt=style, capsize=3, label=name)
ax.axhline(floor.mean(), color="0.4", linestyle=":", label="floor")
ax.set(xscale="log", yscale="log", xlabel="network calls", ylabel="sliced $W_2$", title="Quality at equal calls")
ax.set_xticks(budgets, [str(n) for n in budgets])
ax.set_yticks([0.05, 0.1, 0.2, 0.5], ["0.05", "0.1", "0.2", "0.5"])
ax.minorticks_off()
ax.legend(ncols=2)
figures.show(fig)

# %% [markdown]
r"""
Read off the table:

- On EDM's grid DPM-Solver++(2M) is best at 5, 10 and 18 calls.
  Heun is last at 5 and 10; at 18 it is level with DDIM.
  DDPM is behind DDIM at 5, 10 and 18; at 50 the spreads overlap.
- Plain Euler in $t$ on the linear schedule is as good as 2M at every budget, within the spread or better, and needs no memory.
- At 50 calls all but DDPM lie within one spread of the floor.
  There the measure cannot tell them apart.

Is it the solver or the grid?
Separate them: ten calls, all on the linear schedule from $t = 1$ to 0.001, once with steps even in $t$ and once even in log-SNR.
Below it, EDM's grid with $u_{\max}$ lowered to 10.
"""

# %%
coordinates = {"Euler in t": (solvers.euler, 10), "DDIM (Euler in u)": (solvers.exponential, 10),
               "DPM-Solver++(2M)": (solvers.dpm_solver_2m, 10),
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

# %%
rows = []
for name in ["DDPM", *kinds]:
    both = [quality(name, 10, u_max) for u_max in (80.0, 10.0)]
    rows.append((name, *((w.mean(), w.std()) for w in both)))
table(rows, "10 calls, EDM's grid", "u_max = 80", "u_max = 10", digits=3)

# %% [markdown]
r"""
Three of the five move by a factor of 4 and more between the two grids.
2M loses to everything but Heun when its steps are even in $t$; with even steps in the clock over which its line is drawn it is next to the floor.
Heun in $t$ is ruined by one grid and next to the floor on the other.
Order, coordinate and grid are one choice, not three.

In the second table every mean falls with the lower $u_{\max}$; 2M's by little more than its spread.
The start is drawn from the exact law there; with the start $N(0, u_{\max}^2)$ that a learned model uses, $u_{\max} = 10$ would pay the prior gap of lecture 03.

## 8 · Break it: a second-order step that is too long

What goes wrong with Heun at few calls?
Take data $N(0, 1)$, where everything can be written down.
The exact flow multiplies $y$ by the ratio of standard deviations, and the slope is $uy/(1+u^2)$.
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
Along nearly all of the way from 80 to 1 the slope is close to constant; only in the last bit does it fall.
Euler uses the right slope for nearly all of the way.
Heun gives *half* the weight to the slope at the far end, which holds for the last bit only, and lands many standard deviations away from the data.
A higher order is a promise about small steps.

The same data explain why Euler in $t$ did well on a variance-preserving schedule.
For $x_0\sim N(0,1)$ every $x_t$ is $N(0,1)$, and $D = \alpha_t x_t$, $\hat\varepsilon = \sigma_t x_t$ by (B.7).
So the velocity in $t$ is

$$\begin{aligned}\frac{dx_t}{dt} &= \dot\alpha D + \dot\sigma\hat\varepsilon = \left(\dot\alpha\alpha+\dot\sigma\sigma\right)x_t\\[4pt] &= \tfrac12\,\frac{d(\alpha^2+\sigma^2)}{dt}\,x_t = 0 : \end{aligned} \tag{10.17}$$

nothing moves, and any solver in $t$ is exact.
Data of mean 0 and variance 1 look like $N(0,1)$ while the noise is large, so the early steps in $t$ are nearly free, however long.
In $u$ they are not: Euler's factor in (10.16) is too small.
This is a reason to standardise data and to step in the scale in which the spread stays 1.
"""

# %% tags=["witness"]
standard = MixtureDenoiser(gaussian, linear)
velocity = solvers.velocity(standard, linear)
for t in [0.1, 0.5, 0.9]:
    witness(f"(10.17) at t = {t}", velocity(rng.normal(size=(7, 1)), t), 0.0, atol=1e-10)

# %% [markdown]
r"""
One last rule, for you to find.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 10.8

This one was not shown.
2M extrapolates the *answer* over $\log u$.
Do the same with the *slope* over $u$: the straight line through the slopes at `u_before` and `u`, integrated from `u` to `u_next`.
(With equal steps this is the two-step rule of Adams and Bashforth, 1883.)

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


adams_bashforth = check("10.8", adams_bashforth)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The integral of a straight line is its value in the middle times the length.
Half of the step $-1$ is $\frac16$ of the former step $-3$, so the middle has slope $0.5 - 0.3/6 = 0.45$, and $2 - 0.45 = 1.55$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 9 · In the wild

EDM's abstract reports a Fréchet inception distance of 1.97 on unconditional CIFAR-10 (1.79 with class labels) with 35 network calls: Heun with 18 steps on the grid (10.13), the last of them a single call.
"""

# %%
calls = 2 * (len(solvers.karras_times(18)) - 1) - 1
print(f"18 levels and 0: {len(solvers.karras_times(18)) - 1} steps of Heun, {calls} calls")

# %% [markdown]
r"""
The number shows that 35 calls are enough for a good network on small pictures.
It does not show that Heun is what made it so: the same paper changes the network's preconditioning, its loss weights and its grid.
Our tables say that with few calls the grid and the coordinate matter at least as much as the solver.
What neither shows is guidance (lecture 12), which changes the curves.

## 10 · What you can now say

| | result | witness |
|---|---|---|
| (10.2), (10.4) | The deterministic samplers of this lecture all solve $dy/du = (y-D)/u$; in one dimension it keeps ranks | [section 1](#1-·-One-equation-for-all-of-them) |
| (10.5), (10.9) | Euler in $u$ = exponential integrator = DDIM, order 1 | [section 4](#4-·-The-exponential-integrator) |
| (10.7) | Heun: order 2, two calls a step | [section 3](#3-·-Heun:-ask-again-at-the-other-end) |
| (10.12) | DPM-Solver++(2M): order 2, one call a step | [section 4](#4-·-The-exponential-integrator) |
| measured, (10.17) | Orders 1, 2, 2; at few calls grid and coordinate matter as much as order | [section 5](#5-·-Orders,-measured), [section 7](#7-·-Quality-at-equal-calls) |
| (10.15) | EDM's preconditioning follows from unit variance and the smallest $c_{\text{out}}$ | [section 6](#6-·-EDM's-design-space) |

**Next question.**
The exact curves bend.
Could one learn straight ones?
That is lecture 11, flow matching.

## 11 · Sources

- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022: algorithm 1, equations 5 and 7, appendix B.6 for (10.15); the abstract for the numbers of section 9.
- J. Song, C. Meng, S. Ermon, *Denoising diffusion implicit models*, ICLR 2021, section 4.3: DDIM as Euler's rule in our $(y, u)$.
- C. Lu and others, *DPM-Solver*, NeurIPS 2022, and *DPM-Solver++*, 2022: the exponential form and (10.12).
- K. Heun, 1900; J. C. Adams, F. Bashforth, 1883: the rules of sections 3 and 8.
- L. Liu and others, *Pseudo numerical methods for diffusion models on manifolds*, ICLR 2022: sampling with remembered slopes.
- Ours: the witnesses, the measurements of sections 4 to 8, equation (10.16), the exercises.
"""
