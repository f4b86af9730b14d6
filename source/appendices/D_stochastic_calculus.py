# %% [markdown]
r"""
# D · How does one calculate with noise that never stops?

{badges}

| | |
|---|---|
| **You will be able to** | read $dX = f\,dt + g\,dB$ as a recipe · apply Itô's formula and say where its extra term comes from · simulate, and know how fast the error falls · derive the Fokker–Planck equation · follow the argument for the reverse-time equation |
| **You need** | Taylor's formula, variances, Gaussians ([appendix B](B_gaussians.ipynb)); [lecture 01](../lectures/01_one_equation.ipynb) has the same story with jumps |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.stats import lognorm, norm

from utils.generative.mixtures import bimodal
from utils.teaching import figures
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(4)

# %% [markdown]
r"""
## 1 · Brownian motion

**Brownian motion** $B$ is a random continuous path with $B_0 = 0$ whose increments over disjoint stretches of time are independent of each other, with

$$B_t - B_s \sim N(0,\, t-s), \qquad 0\le s<t. \tag{D.1}$$

So a stretch of time $\Delta$ brings a change of size about $\sqrt\Delta$, much larger than $\Delta$ when $\Delta$ is small.
All that is strange below follows from this.
For $s\le t$ write $B_t = B_s + (B_t - B_s)$; the second part is independent of the first and has mean 0:

$$\operatorname{Cov}(B_s, B_t) = \operatorname{Var}(B_s) + 0 = \min(s, t). \tag{D.2}$$

Below, `dB` holds 20 000 paths in 200 steps over $[0, 1]$: independent Gaussians of variance $\Delta = \frac1{200}$.
Witness: (D.1) between $s = 0.3$ and $t = 0.8$, which the sum of 100 steps must satisfy, the independence of what came before, and (D.2).
Each line: estimate ± standard error.
"""

# %%
steps, paths = 200, 20_000
dB = rng.normal(scale=np.sqrt(1 / steps), size=(paths, steps))
B = np.c_[np.zeros(paths), dB.cumsum(axis=1)]


def mean_with_error(values):
    return values.mean(), values.std() / np.sqrt(values.size)


# %% tags=["witness"]
before, change = B[:, 60], B[:, 160] - B[:, 60]
cases = [("(D.1), variance of the change", change**2, 0.5),
         ("(D.1), covariance with what came before", before * change, 0.0), ("(D.2)", before * B[:, 160], 0.3)]
table([(name, mean_with_error(values), expected) for name, values, expected in cases], "", "estimate", "expected", digits=4)
for name, values, expected in cases:
    estimate, error = mean_with_error(values)
    witness(name, estimate, expected, standard_error=error)

# %% [markdown]
r"""
## 2 · The square of a small step is not small

Cut $[0, t]$ into $n$ steps of $\Delta = t/n$ and write $\Delta B_i$ for the increments.
Add up their *squares*.
Each has mean $\Delta$ and variance $\operatorname E[\Delta B^4] - \Delta^2 = 3\Delta^2 - \Delta^2 = 2\Delta^2$, and they are independent:

$$\operatorname E\sum_{i=0}^{n-1}(\Delta B_i)^2 = t, \qquad \operatorname{Var}\sum_{i=0}^{n-1}(\Delta B_i)^2 = \frac{2t^2}{n}. \tag{D.3}$$

As $n\to\infty$ the variance vanishes: the sum of squares tends (in mean square) to $t$, a *number*, not random.
For a smooth path it would tend to 0.
This is the **quadratic variation**, and its shorthand is $dB^2 = dt$.
The sum of the *lengths*, on the other hand, grows without end, since $\operatorname E|\Delta B| = \sqrt{2\Delta/\pi}$:

$$\operatorname E\sum_{i=0}^{n-1}|\Delta B_i| = \sqrt{\frac{2nt}{\pi}}. \tag{D.4}$$

Nor can a single path be of finite length: $\sum(\Delta B_i)^2\le\max_i|\Delta B_i|\cdot\sum|\Delta B_i|$, the left side tends to $t > 0$, and the maximum to 0 since the path is continuous; so the sum of lengths must grow without end.
And $\Delta B/\Delta$ has standard deviation $1/\sqrt\Delta$: there is no derivative.
That is why one writes $dB$ and not $\dot B\,dt$.
"""

# %% tags=["witness"]
t, n_paths, rows = 0.8, 10_000, []
for n in [10, 100, 1000]:
    increments = rng.normal(scale=np.sqrt(t / n), size=(n_paths, n))
    squares, lengths = (increments**2).sum(axis=1), np.abs(increments).sum(axis=1)
    spread, spread_error = mean_with_error((squares - squares.mean()) ** 2)
    length, length_error = mean_with_error(lengths)
    rows.append((n, squares.mean(), spread, length))
    witness("(D.3), mean", squares.mean(), t, standard_error=squares.std() / np.sqrt(n_paths))
    witness("(D.3), variance", spread, 2 * t**2 / n, standard_error=spread_error)
    witness("(D.4)", length, np.sqrt(2 * n * t / np.pi), standard_error=length_error)
table(rows, "steps n", "mean sum of squares", "its variance", "mean sum of lengths", digits=[0, 3, 5, 2])

# %% [markdown]
r"""
## 3 · Integrals against noise

Let $f_u$ be a quantity (perhaps random) that is known from the path up to time $u$, continuous in $u$, with $\int_0^t\operatorname E[f_u^2]\,du$ finite.
The **Itô integral** multiplies each increment by the value at its *left* end, with $t_i = i\Delta$ and the limit in mean square:

<!-- D.5: definition -->
$$\int_0^t f_u\,dB_u = \lim_{n\to\infty}\sum_{i=0}^{n-1}f_{t_i}\left(B_{t_{i+1}} - B_{t_i}\right). \tag{D.5}$$

The increment is fresh: independent of $f_{t_i}$, with mean 0.
So every term has mean 0.
And of the square of the sum only the diagonal survives: for $i<j$ the factor $\Delta B_j$ in $f_{t_i}f_{t_j}\,\Delta B_i\,\Delta B_j$ is independent of the other three and has mean 0.
The diagonal terms are $\operatorname E[f_{t_i}^2]\,\Delta$.
The limit is the **Itô isometry**

$$\begin{gathered}\operatorname E\int_0^t f_u\,dB_u = 0,\\[4pt] \operatorname E\left(\int_0^tf_u\,dB_u\right)^2 = \int_0^t\operatorname E\left[f_u^2\right]du.\end{gathered} \tag{D.6}$$

*The first example.*
$f = B$.
Since $B_{t_{i+1}}^2 - B_{t_i}^2 = 2B_{t_i}\Delta B_i + (\Delta B_i)^2$, summing gives, on every path and for every $n$,

$$\begin{gathered}\sum_{i=0}^{n-1}B_{t_i}\,\Delta B_i = \tfrac12B_t^2 - \tfrac12\sum_{i=0}^{n-1}(\Delta B_i)^2\\[4pt] \;\longrightarrow\; \int_0^tB\,dB = \tfrac12B_t^2 - \tfrac12t.\end{gathered} \tag{D.7}$$

Ordinary calculus would say $\frac12B_t^2$.
The extra $-\frac12t$ makes the mean 0, as it must be.
With the *right* ends the sum would tend to $\frac12B_t^2+\frac12t$: for noise, it matters where the step is taken.

Witness.
(D.7) path by path.
(D.6) for $f = B$, where with $n$ left ends the right side is $\sum t_i\Delta = \frac{t^2}2(1-\frac1n)$; and for the integral of lecture 02, $\sqrt2\int_0^te^{-(t-u)}dB_u$ with variance $1-e^{-2t}$.
"""

# %% tags=["witness"]
left_sum, right_sum = (B[:, :-1] * dB).sum(axis=1), (B[:, 1:] * dB).sum(axis=1)
witness("(D.7), at n = 200", left_sum, 0.5 * B[:, -1] ** 2 - 0.5 * (dB**2).sum(axis=1), atol=1e-10)
gap = np.sqrt(np.mean((left_sum - 0.5 * (B[:, -1] ** 2 - 1)) ** 2))
witness("(D.7), rms gap to the limit is half the root of (D.3)", gap, 0.5 * np.sqrt(2 / steps), atol=2e-3)
cases = [("(D.6), mean", left_sum, 0.0), ("(D.6), square", left_sum**2, 0.5 * (1 - 1 / steps)),
         ("right ends", right_sum, 1.0)]
table([(name, mean_with_error(values), expected) for name, values, expected in cases], "", "estimate", "expected", digits=4)
for name, values, expected in cases:
    estimate, error = mean_with_error(values)
    witness(name, estimate, expected, standard_error=error)

# %% tags=["witness"]
midpoints = (np.arange(steps) + 0.5) / steps  # where f is smooth, any place in the step will do
values = (np.sqrt(2) * np.exp(-(1 - midpoints)) * dB).sum(axis=1) ** 2
estimate, error = mean_with_error(values)
print(f"variance {estimate:.4f} ± {error:.4f}, expected {1 - np.exp(-2):.4f}")
witness("(D.6), lecture 02's integral", estimate, 1 - np.exp(-2), standard_error=error)

# %% [markdown]
r"""
## 4 · Itô's formula, step by step

A **stochastic differential equation** (SDE) $dX = f(X, t)\,dt + g(X, t)\,dB$ is short for

<!-- D.8: definition -->
$$X_t = X_0 + \int_0^tf(X_u, u)\,du + \int_0^tg(X_u, u)\,dB_u . \tag{D.8}$$

Over a short step it says $\Delta X \approx f\,\Delta + g\,\Delta B$, with $f$ and $g$ at the left end.
($f$ is called the **drift**, $g$ the **diffusion coefficient**.)
Let $F(x, t)$ be a smooth function.
What is $dF(X, t)$?
(Here $f$, $g$ and the derivatives of $F$ are taken to be bounded; the references do without.)

**1. Taylor**, to second order: $\Delta F = F_t\,\Delta + F_x\,\Delta X + \frac12F_{xx}\,(\Delta X)^2 + \dots$, where subscripts of $F$ are derivatives: $F_t = \partial F/\partial t$.

**2. Square the step.** $(\Delta X)^2 = f^2\,\Delta^2 + 2fg\,\Delta\,\Delta B + g^2\,(\Delta B)^2$.
There are $t/\Delta$ steps.
The first kind adds up to order $\Delta$, the second to order $\sqrt\Delta$ at most; both vanish.
The third adds up to something of order 1, by section 2.

**3. Replace $(\Delta B)^2$ by $\Delta$.**
The error made is $\frac12\sum F_{xx}g^2\left[(\Delta B)^2 - \Delta\right]$.
Each bracket is fresh, with mean 0 and variance $2\Delta^2$, so as in the isometry only the diagonal survives:

$$\begin{gathered}\operatorname E\left(\sum_i\tfrac12c_{t_i}\left[(\Delta B_i)^2-\Delta\right]\right)^2 = \tfrac12\,\Delta\sum_i\operatorname E\left[c_{t_i}^2\right]\Delta \;\longrightarrow\; 0,\\[4pt] c = g^2F_{xx}.\end{gathered} \tag{D.9}$$

**4. Collect.**
The rest of Taylor's series is of order $\Delta^{3/2}$ a step and vanishes too.
What is left is **Itô's formula**

$$dF(X, t) = \left(F_t + f\,F_x + \tfrac12\,g^2F_{xx}\right)dt + g\,F_x\,dB . \tag{D.10}$$

The term with $\frac12g^2F_{xx}$ is all that differs from the chain rule.

Witness, with $X = B$ ($f = 0$, $g = 1$) and $F = \sin x$: the left side of (D.10) against the sum of its right side, path by path.
The root mean square gap must halve when there are four times as many steps.
Without the extra term it stays.
For (D.9), $c = -\sin B$ and $\operatorname E\sin^2B_u = \frac12(1-e^{-2u})$.
"""

# %% tags=["witness"]
def gaps(n):
    """Root mean square gap of (D.10) with and without its extra term, and the sum of (D.9)."""
    increments = rng.normal(scale=np.sqrt(1 / n), size=(10_000, n))
    path = np.c_[np.zeros(10_000), increments.cumsum(axis=1)]
    start, end = path[:, :-1], path[:, -1]
    chain_rule = np.sin(end) - (np.cos(start) * increments).sum(axis=1)
    ito = chain_rule + 0.5 * np.sin(start).sum(axis=1) / n
    replaced = (-0.5 * np.sin(start) * (increments**2 - 1 / n)).sum(axis=1)
    return np.sqrt(np.mean(ito**2)), np.sqrt(np.mean(chain_rule**2)), replaced


# %% tags=["witness"]
measured = {n: gaps(n) for n in [25, 100, 400]}
rows = [(n, ito, chain_rule) for n, (ito, chain_rule, _) in measured.items()]
table(rows, "steps", "gap with Itô's term", "without", digits=4)
for n, (_, _, replaced) in measured.items():
    left_ends = np.arange(n) / n
    expected = 0.5 / n * np.mean(0.5 * (1 - np.exp(-2 * left_ends)))
    estimate, error = mean_with_error(replaced**2)
    witness(f"(D.9) at n = {n}", estimate, expected, standard_error=error)
halvings = [measured[100][0] / measured[25][0], measured[400][0] / measured[100][0]]
witness("(D.10), four times the steps, half the gap", halvings, 0.5, atol=0.03)

# %% [markdown]
r"""
**In $d$ dimensions**, with $f(x, t)\in\mathbb R^d$, a number $g(t)$ and $d$ independent Brownian motions, the products of different ones, $\Delta B^{(j)}\Delta B^{(k)}$, have mean 0 and vanish as in step 3.
Only the squares remain:

$$\begin{gathered}dF = \left(F_t + f\cdot\nabla F + \tfrac12g^2\,\nabla^2F\right)dt + g\,\nabla F\cdot dB,\\[4pt] \nabla^2F = \sum_{j=1}^dF_{x_jx_j}.\end{gathered} \tag{D.11}$$

**Two examples that this course uses.**
*Ornstein–Uhlenbeck*, $dX = -X\,dt + \sqrt2\,dB$ with $F = e^tx$: $F_{xx} = 0$, so $d(e^tX) = \sqrt2\,e^t\,dB$.
That is the derivation of lecture 02.
*Growth with noise in proportion*, $dX = \mu X\,dt + sX\,dB$ with numbers $\mu$, $s$ and a fixed $X_0>0$, and $F = \log x$: $F_x = \frac1x$, $F_{xx} = -\frac1{x^2}$, so $d\log X = (\mu-\frac12s^2)\,dt + s\,dB$, and

$$X_t = X_0\,e^{(\mu-\frac12s^2)\,t + sB_t}. \tag{D.12}$$

It grows by $\mu$ on average, $\operatorname EX_t = X_0e^{\mu t}$, while the median path, the one with $B_t = 0$, grows only by $\mu-\frac12s^2$.
(The mean: $\operatorname Ee^{sB_t} = e^{s^2t/2}$.)

Witness for (D.11), by its mean, since the $dB$ term has mean 0: with $X = B$ in two dimensions and $F = e^{-x_1^2-\frac12x_2^2+x_1}$, the slope of $\operatorname EF(B_t)$ against $\frac12\operatorname E\nabla^2F(B_t)$.
For (D.12): its mean.
(Path by path, it is held against the recipe in section 5.)
"""

# %% tags=["witness"]
nodes, weights = np.polynomial.hermite_e.hermegauss(60)
weights = weights / weights.sum()  # E h(Z) = Σ weights · h(nodes) for Z ~ N(0, 1)
first, second = np.meshgrid(nodes, nodes, indexing="ij")
both = np.outer(weights, weights)


def F(x, y):
    return np.exp(-(x**2) - y**2 / 2 + x)


def mean_F(t):
    return np.sum(both * F(np.sqrt(t) * first, np.sqrt(t) * second))


# %% tags=["witness"]
t, e = 0.4, 1e-3
x, y = np.sqrt(t) * first, np.sqrt(t) * second
laplacian = ((1 - 2 * x) ** 2 - 2 + y**2 - 1) * F(x, y)
witness("(D.11), mean", (mean_F(t + e) - mean_F(t - e)) / (2 * e), 0.5 * np.sum(both * laplacian), atol=1e-5)
mu, s = 0.7, 0.9
grown = 2.0 * np.exp((mu - s**2 / 2) * t + s * np.sqrt(t) * nodes)
witness("mean of (D.12)", weights @ grown, 2.0 * np.exp(mu * t), atol=1e-10)

# %% [markdown]
r"""
## 5 · Euler–Maruyama, and how wrong it is

The recipe itself, with $\xi_i\sim N(0, 1)$ fresh at each step:

<!-- D.13: definition -->
$$\hat X_{i+1} = \hat X_i + f(\hat X_i, t_i)\,\Delta + g(\hat X_i, t_i)\,\sqrt\Delta\;\xi_i . \tag{D.13}$$

There are two ways to be wrong.
The **strong** error compares paths driven by the same noise; the **weak** error compares averages.
A method has strong order $a$ and weak order $b$ if, for small $\Delta$,

$$\operatorname E|\hat X_T - X_T| \approx C\Delta^{a}, \qquad \left|\operatorname E\varphi(\hat X_T) - \operatorname E\varphi(X_T)\right| \approx C'\Delta^{b}. \tag{D.14}$$

For Euler–Maruyama $a = \frac12$ and $b = 1$ if $f$, $g$ and $\varphi$ are smooth and do not grow too fast.
The strong error comes from the noise that $g$ misses: within a step $X$ moves by $g\,\Delta B$, so $g$ changes by $g_xg\,\Delta B$, and the step's error $g_xg\int\!\!\int dB\,dB$ is of order $\Delta$; $1/\Delta$ such errors, fresh and with mean 0, add up like $\sqrt{1/\Delta}\cdot\Delta = \sqrt\Delta$.
If $g$ does not depend on $x$, as in every noising process of this course, this term is absent and $a = 1$.

Measured.
*Growth* (D.12) has $g = sX$.
*Ornstein–Uhlenbeck* has constant $g$; its exact path for the same noise needs, beside $\Delta B$, the integral $J = \int e^{-(t_{i+1}-u)}dB_u$ over the step. The pair $(\Delta B, J)$ is Gaussian, since both are limits of linear combinations of the same Gaussian increments. The isometry gives $\operatorname{Var}J = \frac12(1-e^{-2\Delta})$ and $\operatorname{Cov}(\Delta B, J) = 1-e^{-\Delta}$. So at the finest step we sample $\Delta B$, then $J$ given $\Delta B$ by (B.7); longer steps add up. The weak errors, with $\varphi(x) = x^2$, need no simulation: for these two equations one step of (D.13) maps second moments to second moments exactly.
"""

# %%
finest, n_paths = 512, 4000
fine = 1 / finest
variance, covariance = (1 - np.exp(-2 * fine)) / 2, 1 - np.exp(-fine)
fine_dB = np.sqrt(fine) * rng.normal(size=(n_paths, finest))
fresh = rng.normal(size=(n_paths, finest))
J = covariance / fine * fine_dB + np.sqrt(variance - covariance**2 / fine) * fresh
grown = np.exp((mu - s**2 / 2) + s * fine_dB.sum(axis=1))
pulled = np.exp(-1) + np.sqrt(2) * (J * np.exp(-fine * np.arange(finest)[::-1])).sum(axis=1)


# %%
def euler_maruyama(n):
    """Both processes from 1 to time 1 in n steps, on the same noise."""
    delta, growing, pulling = 1 / n, np.ones(n_paths), np.ones(n_paths)
    for dB_i in fine_dB.reshape(n_paths, n, -1).sum(axis=2).T:
        growing = growing + mu * growing * delta + s * growing * dB_i
        pulling = pulling - pulling * delta + np.sqrt(2) * dB_i
    return growing, pulling


def second_moments(n):
    """E X̂² of both after n steps, exactly."""
    delta, square, pull_square = 1 / n, 1.0, 1.0
    for _ in range(n):
        square *= (1 + mu * delta) ** 2 + s**2 * delta
        pull_square = (1 - delta) ** 2 * pull_square + 2 * delta
    return np.array([square, pull_square])


# %%
counts = np.array([8, 16, 32, 64, 128])
arrived = [euler_maruyama(n) for n in counts]
errors = {"growth, strong": [np.mean(np.abs(growing - grown)) for growing, _ in arrived],
          "pull, strong": [np.mean(np.abs(pulling - pulled)) for _, pulling in arrived]}
exact_squares = [np.exp(2 * mu + s**2), 1.0]  # the pull keeps E X² at 1, where it starts
weak = np.abs([second_moments(n) - exact_squares for n in counts])
errors |= {"growth, weak (mean square)": weak[:, 0], "pull, weak (mean square)": weak[:, 1]}

# %% tags=["witness"]
orders = {name: np.polyfit(np.log(1 / counts), np.log(error), 1)[0] for name, error in errors.items()}
table([*zip(orders, orders.values(), [0.5, 1.0, 1.0, 1.0])], "error", "measured order", "expected", digits=[0, 2, 1])
for (name, order), expected in zip(orders.items(), [0.5, 1, 1, 1]):
    witness(f"(D.14), {name}", order, expected, atol=0.15)

# %%
fig, ax = figures.figure()
for (name, error), style in zip(errors.items(), ["o-", "s--", "^-.", "v:"]):
    ax.loglog(1 / counts, error, style, label=f"{name}: slope {orders[name]:.2f}")
ax.set(xlabel="step Δ", ylabel="error at time 1", title="Euler–Maruyama, measured", ylim=(2e-3, 60))
ax.legend(fontsize=8)
figures.show(fig)

# %% [markdown]
r"""
Averages of samples are what a generator is judged by, so the weak order is the one to watch. [Lecture 10](../lectures/10_solvers.ipynb) finds orders 2 and 3 by leaving the noise out.

## 6 · Fokker–Planck, from Itô

Take expectations in (D.10) for a function $F(x)$ that vanishes far out.
The $dB$ term has mean 0:

$$\frac{d}{dt}\operatorname EF(X_t) = \operatorname E\left[f\,F'(X_t) + \tfrac12g^2F''(X_t)\right]. \tag{D.15}$$

Write both sides as integrals against the density $p(x, t)$ of $X_t$, and integrate by parts, once in the first term and twice in the second:

$$\begin{gathered}\int F\,\frac{\partial p}{\partial t}\,dx = \int\left(fF' + \tfrac12g^2F''\right)p\,dx\\[4pt] = \int F\left(-\frac{\partial(fp)}{\partial x} + \frac12\frac{\partial^2(g^2p)}{\partial x^2}\right)dx .\end{gathered} \tag{D.16}$$

Since $F$ is arbitrary, the **Fokker–Planck equation** follows.
It says that probability is conserved, and moves with a **current** $j$:

$$\frac{\partial p}{\partial t} = -\frac{\partial j}{\partial x}, \qquad j = f\,p - \frac12\frac{\partial(g^2p)}{\partial x}. \tag{D.17}$$

$f$ and $g^2$ stand *inside* the derivatives.
It is the master equation $\dot P = Q^{\mathsf T}P$ of lecture 01 on an infinitely fine line: the transpose there is the integration by parts here.
In $d$ dimensions, with a number $g(t)$, it is $\partial_tp = -\nabla\cdot(fp) + \frac12g^2\nabla^2p$.

Witness on growth with noise, where $g = sx$ depends on $x$ and a $g^2$ outside the derivatives would show.
Its density is known from (D.12): log-normal.
"""

# %% tags=["witness"]
def p(x, t):
    """Density of (D.12) from X_0 = 1."""
    return lognorm.pdf(x, s * np.sqrt(t), scale=np.exp((mu - s**2 / 2) * t))


def current(x, t):
    ahead, behind = (s * (x + e)) ** 2 * p(x + e, t), (s * (x - e)) ** 2 * p(x - e, t)
    return mu * x * p(x, t) - 0.5 * (ahead - behind) / (2 * e)


x, t, e = np.linspace(0.3, 4, 38), 0.6, 1e-3
slope = (p(x, t + 1e-4) - p(x, t - 1e-4)) / 2e-4
witness("(D.17)", slope, -(current(x + e, t) - current(x - e, t)) / (2 * e), atol=2e-4)
curvature = (p(x + e, t) - 2 * p(x, t) + p(x - e, t)) / e**2
outside = -mu * x * (p(x + e, t) - p(x - e, t)) / (2 * e) + 0.5 * (s * x) ** 2 * curvature
print(f"with f and g² outside the derivatives the sides would differ by up to {np.abs(slope - outside).max():.2f}")

# %% tags=["witness"]
x = np.linspace(1e-3, 40, 400_000)
bump, d_bump, dd_bump = (np.exp(-((x - 1) ** 2)) * factor for factor in (1, -2 * (x - 1), 4 * (x - 1) ** 2 - 2))
sides = [bump * (p(x, t + 1e-4) - p(x, t - 1e-4)) / 2e-4,
         (mu * x * d_bump + 0.5 * (s * x) ** 2 * dd_bump) * p(x, t), -bump * np.gradient(current(x, t), x)]
left, middle, right = (np.sum(side) * (x[1] - x[0]) for side in sides)
X = np.exp((mu - s**2 / 2) * t + s * np.sqrt(t) * nodes)
terms = mu * X * -2 * (X - 1) + 0.5 * (s * X) ** 2 * (4 * (X - 1) ** 2 - 2)
by_law = weights @ (terms * np.exp(-((X - 1) ** 2)))
witness("(D.15), with F a bump at 1", left, by_law, atol=1e-4)
witness("(D.16)", [left, right], middle, atol=1e-4)

# %% [markdown]
r"""
## 7 · Backwards

From here on $g = g(t)$ does not depend on $x$, as in every process of this course.
Let $p_t$ be the density of $X_t$ for $0\le t\le T$, and let $\tau = T - t$ be the time of the film played backwards.
The claim is that the backward film is again an SDE (Anderson 1982):

$$\begin{gathered}dY = \left[-f(Y, t) + g(t)^2\,\frac{\partial}{\partial x}\log p_t(Y)\right]d\tau + g(t)\,dB,\\[4pt] t = T - \tau, \quad Y_0\sim p_T .\end{gathered} \tag{D.18}$$

$B$ is a new Brownian motion.
The sign of $f$ turns, the noise stays noise, and a new term appears: the **score** $\frac{\partial}{\partial x}\log p_t$, which pulls towards where the particles came from.

*Sketch, for the densities.*
Backwards in time (D.17) reads $\frac{\partial p}{\partial\tau} = \frac{\partial(fp)}{\partial x} - \frac12g^2\frac{\partial^2p}{\partial x^2}$.
The last term has the wrong sign: it is the heat equation backwards, which blows up (lecture 01, section 7).
Turn it round with the identity

$$\begin{gathered}\frac{\partial^2p}{\partial x^2} = \frac{\partial}{\partial x}\left(p\,\frac{\partial\log p}{\partial x}\right), \qquad\text{so}\\[4pt] -\tfrac12g^2\frac{\partial^2p}{\partial x^2} = -g^2\frac{\partial}{\partial x}\left(p\,\frac{\partial\log p}{\partial x}\right) + \tfrac12g^2\frac{\partial^2p}{\partial x^2}.\end{gathered} \tag{D.19}$$

Then

$$\frac{\partial p}{\partial\tau} = -\frac{\partial}{\partial x}\left(\left[-f + g^2\frac{\partial\log p}{\partial x}\right]p\right) + \tfrac12g^2\frac{\partial^2p}{\partial x^2}, \tag{D.20}$$

and that is the Fokker–Planck equation of (D.18).
Both start from $p_T$; so, if that equation has only one solution, $Y$ has the density $p_{T-\tau}$ at every $\tau$.
(That whole *paths* have the law of the backward film needs more: Bayes' rule for each step. [Lecture 01](../lectures/01_one_equation.ipynb) does it for jumps in exercise 01.6; [lecture 09](../lectures/09_continuous_time.ipynb) compares correlations and quotes the theorem.)

One may also leave no noise at all.
By the first half of (D.19) the last term is pure drift: $-\frac12g^2\frac{\partial^2p}{\partial x^2} = -\frac12g^2\frac{\partial}{\partial x}\left(p\,\frac{\partial\log p}{\partial x}\right)$.
Forwards in time, this is the **probability-flow equation**, an ordinary differential equation with the same densities:

$$\begin{gathered}\frac{dx}{dt} = f(x, t) - \tfrac12g(t)^2\,\frac{\partial}{\partial x}\log p_t(x),\\[4pt] \frac{\partial p}{\partial t} = -\frac{\partial}{\partial x}\left(\left[f-\tfrac12g^2\frac{\partial\log p}{\partial x}\right]p\right).\end{gathered} \tag{D.21}$$

Witness, for the mixture with two modes under $dX = -X\,dt+\sqrt2\,dB$, where density and score are exact: (D.19) to (D.21) by finite differences.
"""

# %% tags=["witness"]


def law(x, t):
    """Density and score of X_t at the places x."""
    noised = bimodal.noised(np.exp(-t), np.sqrt(1 - np.exp(-2 * t)))
    return noised.density(x[:, None]), noised.score(x[:, None])[:, 0]


def slope_in_x(flux, e=1e-4):
    """Central difference of flux(density, score, place)."""
    return (flux(*law(x + e, t), x + e) - flux(*law(x - e, t), x - e)) / (2 * e)


# %% tags=["witness"]
x, t, e = np.linspace(-3, 3, 61), 0.4, 1e-3
curvature = (law(x + e, t)[0] - 2 * law(x, t)[0] + law(x - e, t)[0]) / e**2
slope = (law(x, t + 1e-4)[0] - law(x, t - 1e-4)[0]) / 2e-4
witness("(D.19)", curvature, slope_in_x(lambda p, score, x: p * score), atol=1e-4)
backwards = -slope_in_x(lambda p, score, x: (x + 2 * score) * p) + curvature
witness("(D.20)", -slope, backwards, atol=1e-4)
witness("(D.21)", slope, -slope_in_x(lambda p, score, x: (-x - score) * p), atol=1e-5)

# %% [markdown]
r"""
And by simulation, with the recipe (D.13): 20 000 particles start in the exact $p_T$ at $T = 2$ and follow (D.18) to $t = 0$.
The share that arrives at or below three places must be that of the data.
There are two errors here, of chance (the last line of the table) and of the steps, which must fall with $\Delta$.
"""

# %%
def arrive(n, particles=20_000):
    """Follow (D.18) from T = 2 to 0 in n steps."""
    noised = bimodal.noised(np.exp(-2), np.sqrt(1 - np.exp(-4)))
    y, delta = noised.sample(particles, rng)[:, 0], 2 / n
    for t in 2 - delta * np.arange(n):
        drift = y + 2 * law(y, t)[1]
        y = y + drift * delta + np.sqrt(2 * delta) * rng.normal(size=particles)
    return y


# %% tags=["witness"]
places = np.array([-1.4, 0.0, 0.6])
expected = norm.cdf((places[:, None] - bimodal.means[:, 0]) / 0.4) @ bimodal.weights
error = np.sqrt(expected * (1 - expected) / 20_000)
shares = {n: np.mean(arrive(n)[:, None] <= places, axis=0) for n in [25, 100, 400]}
rows = [("data", *expected), *((f"{n} steps", *share) for n, share in shares.items()), ("standard error", *error)]
table(rows, "share at or below", "−1.4", "0.0", "0.6", digits=4)
witness("(D.18), 400 steps", shares[400], expected, standard_error=error)

# %% [markdown]
r"""
## Sources

- K. Itô, *Stochastic integral*, Proceedings of the Imperial Academy 20, 1944: (D.5) to (D.10).
- B. Øksendal, *Stochastic differential equations*, chapters 2 to 5, for proofs with all conditions; P. E. Kloeden, E. Platen, *Numerical solution of stochastic differential equations*, 1992, chapters 9 and 10, for (D.14).
  G. Maruyama 1955: (D.13).
- A. D. Fokker 1914, M. Planck 1917, A. N. Kolmogorov 1931: (D.17).
- B. D. O. Anderson, *Reverse-time diffusion equation models*, Stochastic Processes and their Applications 12, 1982: (D.18).
  Y. Song and others, *Score-based generative modeling through SDEs*, ICLR 2021: its use, and (D.21).
- Ours: the witnesses and the measured orders.
"""
