# %% [markdown]
r"""
# E · What can go wrong between an equation and its numbers?

{badges}

| | |
|---|---|
| **You will be able to** | predict the order of a solver from its Taylor expansion · say when a step is too long to be stable · tell strong from weak order for a stochastic equation · keep digits where subtraction would lose them · make a run that can be repeated |
| **You need** | Taylor's formula, $e^x$; Brownian motion for section 4 ([lecture 02](../lectures/02_noising.ipynb), section 6) |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.special import logsumexp

from utils.teaching.tables import table
from utils.teaching.witness import witness

rng = np.random.default_rng(5)

# %% [markdown]
r"""
## 1 · From the error of a step to the error at the end

To solve $\dot y = f(t, y)$ from 0 to $t = n h$, Euler's rule makes $n$ steps $y \mapsto y + h f(t, y)$.
By Taylor's formula the exact solution moves by $h f + \frac{h^2}2\ddot y(\xi)$ with $\xi$ inside the step, so one step errs by at most $\frac{h^2}{2}M$, where $M$ bounds $|\ddot y|$.
Errors made early are carried along.
If $|f(t, y) - f(t, z)|\le L|y-z|$ (a Lipschitz condition, $L > 0$), an error grows by at most the factor $1+hL\le e^{hL}$ a step. Summing the carried errors, a geometric series:

$$|e_n| \ \le\ \frac{h^2M}{2}\sum_{k=0}^{n-1}e^{khL} \ \le\ \frac{hM}{2L}\left(e^{Lt}-1\right). \tag{E.1}$$

(The last inequality: the sum is $\frac{e^{nhL}-1}{e^{hL}-1}$, and $e^{hL}-1\ge hL$.)
So the error at the end is of order $h$: one power less than that of a step. A rule whose step errs like $h^{p+1}$ has **order** $p$.
The bound also says what order does not say: the constant can be large.

Witness: $\dot y = \cos(t)\,y$, $y(0) = 1$, with solution $e^{\sin t}$; $L = 1$, and $|\ddot y| = |\cos^2 t-\sin t|\,e^{\sin t}\le M$ on $[0, 1]$.
"""

# %%
def solve(step, n, t=1.0):
    """n steps of `step` for y' = cos(t) y from y(0) = 1; the value at t."""
    h, y = t / n, 1.0
    for k in range(n):
        y = step(k * h, y, h)
    return y

# %% tags=["witness"]
slope = lambda t, y: np.cos(t) * y
euler = lambda t, y, h: y + h * slope(t, y)
fine = np.linspace(0, 1, 100_001)
M = np.max(np.abs(np.cos(fine) ** 2 - np.sin(fine)) * np.exp(np.sin(fine)))
rows = []
for n in [10, 100, 1000]:
    error, bound = abs(solve(euler, n) - np.exp(np.sin(1.0))), M / (2 * n) * (np.e - 1)
    rows.append((n, error, bound))
    witness(f"(E.1), n = {n}", min(error, bound), error, atol=0)
table(rows, "steps n", "error", "bound (E.1)", digits=".2e")

# %% [markdown]
r"""
**Heun and Runge–Kutta.**
More evaluations in a step match more terms of Taylor's series.
Heun's rule (lecture 10) takes the mean of the slopes at both ends; the classical Runge–Kutta rule takes four slopes with weights $\frac16, \frac13, \frac13, \frac16$:

$$\begin{gathered}k_1 = f(t, y),\quad k_2 = f\!\left(t+\tfrac h2, y+\tfrac h2k_1\right),\\[4pt] k_3 = f\!\left(t+\tfrac h2, y+\tfrac h2k_2\right),\quad k_4 = f(t+h, y+hk_3),\\[4pt] y\mapsto y+\tfrac h6\left(k_1+2k_2+2k_3+k_4\right).\end{gathered} \tag{E.2}$$

Orders 1, 2 and 4.
To measure one, halve $h$: the errors' ratio is close to $2^p$.
"""

# %%
def heun(t, y, h):
    k = slope(t, y)
    return y + h * (k + slope(t + h, y + h * k)) / 2


def runge_kutta(t, y, h):
    k1 = slope(t, y)
    k2 = slope(t + h / 2, y + h / 2 * k1)
    k3 = slope(t + h / 2, y + h / 2 * k2)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(t + h, y + h * k3))

# %% tags=["witness"]
for name, step, order in [("Euler", euler, 1), ("Heun", heun, 2), ("Runge–Kutta", runge_kutta, 4)]:
    errors = [abs(solve(step, n) - np.exp(np.sin(1.0))) for n in (40, 80)]
    witness(f"(E.2) and simpler rules, order of {name}", np.log2(errors[0] / errors[1]), order, atol=0.1)

# %% [markdown]
r"""
## 2 · Stability: when a step is too long

Order speaks of small $h$.
How small?
The test equation $\dot y = -k y$ with $k>0$ has the solution $e^{-kt}$, which goes to 0.
Euler multiplies by $1-hk$ a step, Heun by $1-hk+\frac12(hk)^2$, so with $y_0 = 1$

$$\begin{gathered}y_n = (1-hk)^n \ \text{(Euler)},\\[4pt] y_n = \left(1-hk+\tfrac12(hk)^2\right)^n \ \text{(Heun)},\\[4pt] y_n\to0 \iff hk<2 \ \text{for either}.\end{gathered} \tag{E.3}$$

For Euler the factor is below 1 in size exactly when $0<hk<2$.
For Heun, $1-z+\frac{z^2}2$ is always positive, and below 1 exactly when $z<2$.
Beyond that, the numbers grow without limit although the truth dies out.
An equation whose fast part forces tiny steps on the slow part is called **stiff**.

The **exponential integrator** solves the fast linear part exactly.
For $\dot y = -ky+g(t)$ with $g$ held over the step,

$$y\mapsto e^{-hk}\,y + \frac{1-e^{-hk}}{k}\,g, \tag{E.4}$$

whose factor $e^{-hk}$ is below 1 for every $h$.
(Derivation: $d(e^{kt}y) = e^{kt}g\,dt$, integrated over the step.) Lecture 10 treats the flow this way.
The witness solves $\dot y = -50(y-\cos t)$ with steps on both sides of the limit.
"""

# %%
def stiff(n, rule, k=50.0, t=2.0):
    """n steps for y' = −k (y − cos t) from y(0) = 2; the value at t."""
    h, y = t / n, 2.0
    for time in h * np.arange(n):
        z, g = h * k, k * np.cos(time)
        y = (1 - z) * y + h * g if rule == "Euler" else np.exp(-z) * y + (1 - np.exp(-z)) / k * g
    return y


exact = (2500 * np.cos(2.0) + 50 * np.sin(2.0)) / 2501 + (2 - 2500 / 2501) * np.exp(-100.0)
rows = [(100 / n, stiff(n, "Euler"), stiff(n, "exponential"), exact) for n in [30, 45, 55, 500]]
table(rows, "h k", "Euler", "exponential", "exact", digits=[2, ".2e", 4, 4])

# %% tags=["witness"]
z = np.array([0.1, 0.8, 1.9, 2.1, 3.0])
decay = lambda t, y, h: y - h * y, lambda t, y, h: y + h * (-y - (y - h * y)) / 2
for name, rule, factor in [("Euler", decay[0], 1 - z), ("Heun", decay[1], 1 - z + z**2 / 2)]:
    y = np.ones(5)
    for _ in range(300):
        y = rule(0.0, y, z)
    witness(f"(E.3), {name}: y_n", y / factor**300, np.ones(5), atol=1e-9)
    witness(f"(E.3), {name}: dies out exactly if hk < 2", np.abs(y) < 1e-10, z < 2)

# %% tags=["witness"]
k, g, h = 3.0, 0.7, 0.4
times = np.linspace(0, h, 200_001)
weighted = np.exp(-k * (h - times)) * g
integral = np.sum((weighted[1:] + weighted[:-1]) / 2) * (times[1] - times[0])
witness("(E.4)", np.exp(-k * h) * 1.3 + (1 - np.exp(-k * h)) / k * g, np.exp(-k * h) * 1.3 + integral, atol=1e-9)

# %% [markdown]
r"""
## 3 · Steps of unequal length

The error of a step depends on $h$ and on how strongly the solution bends there.
The usual guide is a grid that makes all steps err alike: $h^2|\ddot y|$ constant for Euler.
If $|\ddot y|\propto u^{-q}$, steps $h\propto u^{q/2}$ do that, and integrating $du/u^{q/2}$ gives levels evenly spaced in $u^{1-q/2}$ (in $\log u$ for $q = 2$).
EDM's $u^{1/\rho}$ (lecture 10) is such a grid with $1/\rho = 1-q/2$.
An adaptive solver estimates the error as it goes, by comparing two rules of neighbouring order, and chooses $h$ by it; samplers with a fixed budget of calls settle the grid beforehand.

## 4 · Stochastic equations: two meanings of "close"

For $dX = a(X)\,dt + b(X)\,dB$ the simplest rule is **Euler–Maruyama**: over a step $h$,

<!-- E.5: definition -->
$$X\mapsto X + a(X)\,h + b(X)\,\sqrt h\,z, \qquad z\sim N(0,1). \tag{E.5}$$

Its error can be asked for in two ways.
**Strong**: how far is the path from the true path driven by the *same* Brownian motion?
**Weak**: how far are expectations from the true ones?

$$\begin{gathered}\operatorname E|X^h_t - X_t| \approx C\,h^{p} \ \text{(strong order } p),\\[4pt] \left|\operatorname E\varphi(X^h_t)-\operatorname E\varphi(X_t)\right| \approx C_\varphi\,h^{p} \ \text{(weak order } p).\end{gathered} \tag{E.6}$$

For generation only the law matters, so the weak order counts.
Euler–Maruyama has weak order 1.
Its strong order is $\frac12$ where $b$ depends on $X$, and 1 where it does not, as for every diffusion process of this course.
Why $\frac12$: over a step, $b(X)$ changes by about $b'b\,\Delta B$, and the rule misses $\int b'b\,(B_u-B_t)\,dB_u$, which has mean 0 and variance $\frac12(b'b)^2h^2$.
These misses are independent from step to step, so over $t/h$ steps their variances add up to order $h$, and the root is $h^{1/2}$.
Having mean 0, they do not count at first order in expectations.

Witness: $dX = \frac12 X\,dt + X\,dB$ with the solution $X_t = X_0e^{B_t}$ (Itô's formula: $d\,e^{B} = e^B dB+\frac12e^B dt$), and the Ornstein–Uhlenbeck process of [(2.12)](../lectures/02_noising.ipynb).
The *weak* error in the mean of the first is known without sampling: (E.5) multiplies the mean by $1+\frac h2$ a step.
"""

# %%
finest, paths = 2**10, 5_000
dB = rng.normal(size=(finest, paths)) / np.sqrt(finest)
B = np.vstack([np.zeros(paths), np.cumsum(dB, axis=0)])
# The Ornstein–Uhlenbeck value at t = 1 is e^−1 X_0 + √2 ∫ e^−(1−u) dB_u. By parts the integral is B_1 − ∫ e^−(1−u) B_u du,
# an ordinary integral along the path, taken by the trapezium rule on the finest grid.
weight = np.exp(-(1 - np.linspace(0, 1, finest + 1)))[:, None] * B
true_ou = np.exp(-1) + np.sqrt(2) * (B[-1] - (weight[1:] + weight[:-1]).sum(axis=0) / (2 * finest))


# %%
def strong_error(k):
    """E|X^h − X| at t = 1 with h = 2^−k, for b = X and for Ornstein–Uhlenbeck, both from X_0 = 1."""
    h, coarse = 2.0**-k, dB.reshape(2**k, -1, paths).sum(axis=1)
    geometric, ou = np.ones(paths), np.ones(paths)
    for step in coarse:
        geometric, ou = geometric * (1 + h / 2 + step), (1 - h) * ou + np.sqrt(2) * step
    return np.abs(geometric - np.exp(B[-1])).mean(), np.abs(ou - true_ou).mean()

# %% tags=["witness"]
h, strong = 2.0 ** -np.arange(4, 9), np.array([strong_error(k) for k in range(4, 9)])
weak = np.abs((1 + h / 2) ** (1 / h) - np.exp(0.5))
table(zip(h, strong[:, 0], strong[:, 1], weak), "h", "strong, b = X", "strong, b = √2", "weak, b = X", digits=[4, 4, 4, 5])
order = lambda errors: np.polyfit(np.log(h), np.log(errors), 1)[0]
witness("(E.6), strong order where b depends on X", order(strong[:, 0]), 0.5, atol=0.1)
witness("(E.6), weak order", order(weak), 1.0, atol=0.1)
witness("(E.6), strong order where b is constant", order(strong[:, 1]), 1.0, atol=0.1)

# %% [markdown]
r"""
(The orders are fitted to 5000 paths; the allowance of 0.1 covers their scatter, the terms of higher order in $h$, and the finest grid, a quarter of the smallest $h$, on which the true Ornstein–Uhlenbeck value is computed.)

## 5 · Floating point

A float64 number keeps 53 binary digits: the relative distance to the next number is $2^{-52}\approx2.2\cdot10^{-16}$.
A float32 keeps 24, with $2^{-23}\approx1.2\cdot10^{-7}$.
Every result is rounded to the nearest such number.
Rounding is harmless until two nearly equal numbers are subtracted: the digits they share cancel, the rounding errors stay.
If $a$ and $b$ carry a relative error up to $\delta$ each,

$$\frac{\text{error of }(a-b)}{|a-b|} \ \le\ \delta\,\frac{|a|+|b|}{|a-b|}. \tag{E.7}$$

Diffusion meets this near $t=0$, where $\bar\alpha_t$ is nearly 1 and $\sigma_t^2 = 1-\bar\alpha_t$ nearly 0.
The remedy is to keep the logarithm and to let a function that knows the series do the subtraction:

$$\begin{gathered}1-e^{x} = -\operatorname{expm1}(x), \qquad \log(1+x) = \operatorname{log1p}(x),\\[4pt] \operatorname{expm1}(x) = x+\tfrac{x^2}{2}+\dots\end{gathered} \tag{E.8}$$
"""

# %% tags=["witness"]
beta = np.array([1e-4, 1e-8, 1e-12, 1e-15])
true_variance = 3 * beta - 3 * beta**2 + beta**3  # 1 − (1 − β)³ multiplied out: nothing cancels
subtracted, careful = np.abs(np.array([1 - (1 - beta) ** 3, -np.expm1(3 * np.log1p(-beta))]) / true_variance - 1)
bound = 5 * 2.0**-53 / true_variance  # ᾱ_3 carries at most five roundings, 1 carries none
sure = [np.floor(-np.log10(limit)).astype(int) for limit in (bound, np.full(4, 4 * 2.0**-53))]
table(zip(beta, bound, *sure), "β", "error of σ_3² allowed by (E.7)", "digits sure: subtracted", "by expm1", digits=[".0e", ".1e", 0, 0])
witness("(E.8): relative error at most 4 roundings", np.minimum(careful, 4 * 2.0**-53), careful, atol=0)
witness("(E.7), subtraction keeps within its bound", np.minimum(subtracted, bound), subtracted, atol=0)

# %% [markdown]
r"""
**Sums of exponentials.**
The density of a mixture far out, or the softmax over a data set, is a sum of numbers like $e^{-5000}$, which is 0 in floating point.
Take the largest exponent out first; what remains is between 1 and the number of terms:

$$\log\sum_i e^{a_i} = m + \log\sum_i e^{a_i-m}, \qquad m = \max_i a_i. \tag{E.9}$$

It is exact for any $m$; the maximum makes it safe.
Responsibilities are $e^{a_i - \log\sum}$, never a ratio of underflowed numbers.
"""

# %% tags=["witness"]
a = np.array([-5000.0, -5001.0, -5003.0])
with np.errstate(divide="ignore"):
    print(f"logarithm of the plain sum: {np.log(np.sum(np.exp(a)))}")
by_maximum = a.max() + np.log(np.sum(np.exp(a - a.max())))
witness("(E.9) far out, shifted by 5000", by_maximum, np.log(np.sum(np.exp(a + 5000))) - 5000)
witness("(E.9), scipy's logsumexp", logsumexp(a), by_maximum)

# %% [markdown]
r"""
**How long to add.**
Adding $n$ numbers one after the other, each partial sum is rounded, and the errors can add up: the bound is $(n-1)\,\delta\sum|x_i|$.
Numpy sums *pairwise*: it halves a long array again and again, and adds the halves' sums.
Halving ends at blocks of at most 128 numbers, which it adds in eight running sums of at most 16 numbers each, joined in three steps.
So each number passes through at most $15+3$ additions in its block and one for each halving:

$$\begin{gathered}\left|\text{error of the sum}\right| \ \le\ (n-1)\,\delta\sum_i|x_i| \ \text{ in sequence},\\[4pt] \qquad \le\ \left(18+\log_2\tfrac n{128}\right)\delta\sum_i|x_i| \ \text{ pairwise},\end{gathered} \tag{E.10}$$

up to terms in $\delta^2$, for $n$ a power of two from 128 on, with $\delta$ half the distance above.
Below, a million float32 numbers: two right digits against six.
"""

# %% tags=["witness"]
x = np.full(2**20, 0.1, dtype=np.float32)
right = float(x[0]) * x.size
sequence = np.cumsum(x)[-1]  # cumsum has to add one after the other
relative = [abs(float(value) / right - 1) for value in (sequence, x.sum())]
print(f"a million float32 numbers: relative error {relative[0]:.1e} in sequence; pairwise below 1e-6:", relative[1] < 1e-6)
bounds = [(x.size - 1) * 2.0**-24, (18 + np.log2(x.size / 128)) * 2.0**-24 * 1.001]
witness("(E.10)", np.minimum(relative, bounds), relative, atol=0)

# %% [markdown]
r"""
## 6 · Threads

A sum shared out among threads is added in another order, so its last digits may change with the number of threads.
And threads cost: handing out a small matrix product can take longer than doing it.
The networks of this course are small, and their notebooks set one thread.
To see it on your own machine, time one training step with `torch.set_num_threads(1)` and with as many as you have cores, at a batch of 128 and at a batch of 2048.
We print no times here; they are yours.

Floating-point addition is not associative.
That is all it takes for two right programs to differ:

$$(a+b)+c \ne a+(b+c)\ \text{ in general, for rounded addition.} \tag{E.11}$$
"""

# %% tags=["witness"]
a, b, c = 1.0, 2.0**-53, 2.0**-53
print(f"(a + b) + c − 1 = {(a + b) + c - 1:.1e},  a + (b + c) − 1 = {a + (b + c) - 1:.1e}")
witness("(E.11)", (a + (b + c)) - ((a + b) + c), 2.0**-52, atol=0)
values = rng.normal(size=100_000).astype(np.float32)
sums = {float(rng.permutation(values).sum()) for _ in range(20)}
print("one list of 100 000 float32 numbers, added in 20 orders: more than one result?", len(sums) > 1)

# %% [markdown]
r"""
## 7 · A run that can be repeated

Three levels, each stricter than the one before.

1. **The same up to statistics.**
   Another seed, another machine: means agree within their standard errors.
   This is what a result must survive, and why this course reports several seeds.
2. **The same up to rounding.**
   The same seed, another number of threads or another library version: numbers agree to some digits, until chaos or a branch (which of two modes?) magnifies the difference.
3. **The same bit for bit.**
   The same seed, the same order of operations, the same versions.
   Tests of a checkpoint need it: a training run stopped and resumed must equal the run that was not stopped.

What it takes: a generator that is *passed*, not global (`np.random.default_rng(seed)`, `torch.Generator().manual_seed(seed)`), since whoever else draws from a global one shifts your numbers.
A stream of its own for each purpose, so that adding a plot does not change the training.
And when resuming, the generator's state saved with the weights.
"""

# %%
def training(generator, extra_plot=False):
    """Stands for a training run: ten numbers, with a plot in between that also draws."""
    first = generator.normal(size=5)
    if extra_plot:
        generator.normal(size=3)
    return np.r_[first, generator.normal(size=5)]


shared = [training(np.random.default_rng(0), extra_plot=plot) for plot in (False, True)]
# %% tags=["witness"]
print("a plot that draws from the same generator changes the run:", not np.array_equal(*shared))
generator = np.random.default_rng(0)
whole = training(generator)
stopped = np.random.default_rng(0)
first, state = stopped.normal(size=5), stopped.bit_generator.state
resumed = np.random.default_rng(123)
resumed.bit_generator.state = state
witness("a resumed run equals the whole run, bit for bit", np.r_[first, resumed.normal(size=5)], whole, atol=0)

# %% [markdown]
r"""
## Sources

E. Hairer, S. Nørsett, G. Wanner, *Solving ordinary differential equations I*, 1993, sections I.7 and II.1 for (E.1) and (E.2).
E. Hairer, G. Wanner, *Solving ordinary differential equations II*, 1996, section IV.2 for (E.3).
M. Hochbruck, A. Ostermann, *Exponential integrators*, Acta Numerica 2010, for (E.4).
P. Kloeden, E. Platen, *Numerical solution of stochastic differential equations*, 1992, chapters 9 and 10 for (E.5) and (E.6).
N. Higham, *Accuracy and stability of numerical algorithms*, 2002, chapters 1 and 4 for (E.7) and (E.10).
The witnesses are ours.
"""
