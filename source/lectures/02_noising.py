# %% [markdown]
r"""
# 02 · How does a picture turn into noise, and what is it at every step in between?

{badges}

| | |
|---|---|
| **You will be able to** | write down one noising step and say why each root is there · jump to any step at once · derive the kernel between any two times · show that DDPM's chain and the Ornstein–Uhlenbeck process are the same process on two clocks · recognise four slips by the variance they end with |
| **You need** | independent random variables, the normal distribution, $e^x$; [appendix B](../appendices/B_gaussians.ipynb) has the facts about Gaussians, [appendix D](../appendices/D_stochastic_calculus.ipynb) the integral of section 6, [appendix A](../appendices/A_notation.ipynb) the symbols |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np

from utils.data import digits, toys
from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.teaching import figures
from utils.teaching.controls import controlled, slider
from utils.teaching.scene import Curve, Formula, Heat, Image, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(2)

# %% [markdown]
r"""
## The picture first

Below are three kinds of data at the same moment $t$: a cloud of points, four handwritten digits, and a probability density on the line.
At $t = 0$ they are data.
At $t = 200$ nothing of the data can be seen.

Drag the slider, or click it and use the arrow keys.
Go back and forth.
Three questions to keep in mind:

1. When can you no longer read the digits (3, 0, 2, 5)?
2. One point is marked.
   Does it wander, or glide?
   Along a straight line?
3. The formula's two numbers change together.
   What stays constant?
"""

# %% tags=["picture"]
schedule = schedules.linear(T=200, beta_min=5e-4, beta_max=0.1)
moons = toys.two_moons(800, rng)
moons_eps = rng.normal(size=moons.shape)
pictures = digits.load_digits().images[[3, 10, 22, 25]]
pictures_eps = rng.normal(size=pictures.shape)

# %% tags=["picture"]
line = np.linspace(-4, 4, 161)
key_times = schedule.times[::5]
density = [bimodal.noised(*schedule(t)).density(line[:, None]) for t in key_times]

square = dict(xlim=(-3.5, 3.5), ylim=(-3.5, 3.5), aspect="equal")
signal_and_noise = dict(zip("ασ", schedule(schedule.times)))

# %% tags=["picture"]
noising = Scene(
    [Panel(Points(moons, moons_eps, highlight=189), title="800 points", **square),
     Panel(Image(pictures, pictures_eps), title="4 digits of 8 × 8 pixels"),
     Panel(Line(line, np.array(density), fill=True), title="a density", xlabel="x", ylabel="q(x_t)"),
     Formula("x_t = {α:.2f} x_0 + {σ:.2f} ε")],
    times=schedule.times, values=signal_and_noise, t=40, title="Noising",
    status="t = {t:.0f} of {T:.0f}: signal {α:.2f}, noise {σ:.2f}",
)
noising

# %% [markdown]
r"""
Everything on that screen is one line of mathematics,

$$x_t = \alpha_t\, x_0 + \sigma_t\, \varepsilon, \qquad \varepsilon \sim N(0, I),$$

where $x_0$ is a data point, $\varepsilon$ is noise drawn once, and only the two numbers $\alpha_t$ and $\sigma_t$ change with $t$.
What stays constant is $\alpha_t^2 + \sigma_t^2 = 1$, so with $\varepsilon$ held fixed the marked point glides along an arc of an ellipse from its data point to its noise: no wandering.
But a diffusion is *defined* by wandering: by adding a little fresh noise, many times.
This lecture derives the one line from the many small steps, and says in what sense the two are the same.
That is the first half of every diffusion model; the other half is to run it backwards.
(At which noise digits can no longer be recognised, [lecture 03](03_schedules.ipynb) measures.)

A word on what is random here.
$x_0$ is random because it is drawn from the data.
The noises are random and independent of $x_0$ and of each other.
$t$, $\alpha_t$, $\sigma_t$ and $\beta_t$ are plain numbers.
We write $q$ for every distribution that belongs to noising, and $q(x_t \mid x_0)$ for the distribution of $x_t$ when $x_0$ is known.

## 1 · One step

**Claim.**
To add a little noise and keep the size of the data, shrink first, then add.

One noising step with **noise variance** $\beta_t \in (0, 1)$ is

$$x_t = \sqrt{1-\beta_t}\; x_{t-1} + \sqrt{\beta_t}\;\varepsilon_t, \qquad \varepsilon_t \sim N(0, I) \tag{2.1}$$

<!-- 2.1: definition -->

that is, $q(x_t \mid x_{t-1}) = N\!\left(x_t;\ \sqrt{1-\beta_t}\,x_{t-1},\ \beta_t I\right)$.
The first argument of $N$ after the semicolon is the mean, the second the covariance.

Why the two roots?
Multiplying a random number by $c$ multiplies its variance by $c^2$.
And the variance of a sum of independent numbers is the sum of their variances.
So, coordinate by coordinate,

$$\operatorname{Var}(x_t) = (1-\beta_t)\operatorname{Var}(x_{t-1}) + \beta_t . \tag{2.2}$$

If the data are standardised, $\operatorname{Var}(x_0) = 1$, then every later variance is $1-\beta_t+\beta_t = 1$: data are traded for noise at a constant budget.
Such a process is called **variance preserving**.
(If they are not, the variance moves from that of the data to 1.)
Gaussian noise and small steps are choices: they make the sums of section 2 and the reverse steps of [lecture 04](04_exact_reverse.ipynb) computable.
So is the shrinking: without it ($\alpha_t = 1$, *variance exploding*, [lecture 09](09_continuous_time.ipynb)) the noise only piles up.

Witness.
The density above is a mixture of two Gaussians, 30 % around $-1.4$ and 70 % around 0.6, each with variance 0.16; its mean is 0 and its variance 1.
We draw 200 000 numbers from it and double them, so that their variance is 4, make one step with $\beta = 0.3$, and compare.
The left side is an estimate, so the cell also computes its standard error: the sample variance of $n$ values has standard error $\sqrt{(\mu_4 - \operatorname{Var}^2)/n}$ with $\mu_4$ the fourth central moment.
"""

# %% tags=["witness"]
def variance_with_error(x):
    centred = x - x.mean()
    variance = np.mean(centred**2)
    return variance, np.sqrt((np.mean(centred**4) - variance**2) / x.size)


x_before = 2 * bimodal.sample(200_000, rng)[:, 0]
x_after = np.sqrt(1 - 0.3) * x_before + np.sqrt(0.3) * rng.normal(size=x_before.size)
variance, error = variance_with_error(x_after)
print(f"data: variance {4 * bimodal.cov[0, 0]:.4f}; after one step: {variance:.4f} ± {error:.4f}")
witness("(2.2)", variance, (1 - 0.3) * 4 * bimodal.cov[0, 0] + 0.3, standard_error=error)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.1

Write equation (2.1).
The noise `eps` is given, so that the answer is not random.

- `x`: array of any shape, $x_{t-1}$; `eps`: array of the same shape, $\varepsilon_t$; `beta`: a number in $(0, 1)$.
- Returns an array of the same shape, $x_t$.
- Worked value: `noise_step(1.0, 0.36, 0.5)` is $0.8 \cdot 1 + 0.6 \cdot 0.5 = 1.1$.
"""

# %% tags=["exercise"]
def noise_step(x, beta, eps):
    """x_t from x_{t−1}: shrink, then add noise of variance beta."""
    ### BEGIN SOLUTION
    return np.sqrt(1 - beta) * x + np.sqrt(beta) * eps
    ### END SOLUTION


noise_step = check("02.1", noise_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\sqrt{0.64} = 0.8$ scales the variance of $x$ by 0.64 and $\sqrt{0.36} = 0.6$ gives the noise variance 0.36; together 1.
The line works for arrays of any shape because every coordinate is treated alike.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · Two noises

Two steps leave two noises in $x_2$.
The claim that makes everything else possible: **they act like one**.
How large is it?
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.2

A sensor adds noise with standard deviation 3.
A second, independent one adds noise with standard deviation 4.
What is the standard deviation of the total?
Write a number in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
total_deviation = 5
### END SOLUTION
total_deviation = check("02.2", total_deviation)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\sqrt{3^2 + 4^2} = 5$: the right triangle with legs 3 and 4.
Independent noises are perpendicular in exactly this sense: their covariance, which is the inner product of random variables of mean zero, is zero.
### END SOLUTION
"""

# %% [markdown]
r"""
**Derivation.**
Let $\varepsilon_1, \varepsilon_2 \sim N(0, 1)$ be independent and $a, b$ numbers.
Then

$$\operatorname{Var}(a\varepsilon_1 + b\varepsilon_2) = a^2\operatorname{Var}(\varepsilon_1) + 2ab\operatorname{Cov}(\varepsilon_1, \varepsilon_2) + b^2\operatorname{Var}(\varepsilon_2) = a^2 + b^2,$$

because independence makes the covariance zero.
It remains to show that the sum is Gaussian.
The density of a sum of independent variables is the convolution of their densities, and a Gaussian convolved with a Gaussian is Gaussian ([appendix B](../appendices/B_gaussians.ipynb) completes the square). Together:

$$a\,\varepsilon_1 + b\,\varepsilon_2 \;\overset{d}{=}\; \sqrt{a^2+b^2}\;\varepsilon, \qquad \varepsilon\sim N(0,1). \tag{2.3}$$

The $d$ over the sign says *equal in distribution*.
The two sides are different random numbers with the same law; one fresh $\varepsilon$ may stand for two old ones as long as only the distribution matters.
For noise in $d$ dimensions with covariance $I$ it holds coordinate by coordinate.

Witness: convolve the two densities on a grid and compare with the one on the right.
"""

# %% tags=["witness"]
def normal(x, mean, std):
    return np.exp(-0.5 * ((x - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi))


grid = np.linspace(-40, 40, 1601)
width = grid[1] - grid[0]
convolved = np.convolve(normal(grid, 0, 1.5), normal(grid, 0, 2), mode="same") * width
witness("(2.3)", convolved, normal(grid, 0, 2.5))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.3

Two steps are made with $\beta_1 = 0.19$ and then $\beta_2 = 0.36$.
Both noises are still in $x_2$.
How large, to four decimals, is the part of the variance of $x_2$ that comes from the noise of the **first** step?
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
from_step_1 = (1 - 0.36) * 0.19
### END SOLUTION
from_step_1 = check("02.3", from_step_1)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_2 = \sqrt{1-\beta_2}\,(\sqrt{1-\beta_1}\,x_0 + \sqrt{\beta_1}\,\varepsilon_1) + \sqrt{\beta_2}\,\varepsilon_2$.
The second step multiplies the first noise by $\sqrt{1-\beta_2}$, its variance by $1-\beta_2$: $0.64\cdot0.19 = 0.1216$.
With the second noise, $0.36$, that makes $0.4816 = 1 - (1-\beta_1)(1-\beta_2)$.
That is no accident: section 3.
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Any step at once

**Claim.**
However many steps are made, $x_t$ is a scaled $x_0$ plus one Gaussian.
Let every $\beta_s$ lie in $(0, 1)$, and define the product

$$\bar\alpha_t = \prod_{s=1}^{t} (1-\beta_s), \qquad \bar\alpha_0 = 1. \tag{2.4}$$

Then, with $\varepsilon$ independent of $x_0$,

$$x_t \;\overset{d}{=}\; \sqrt{\bar\alpha_t}\;x_0 + \sqrt{1-\bar\alpha_t}\;\varepsilon, \qquad \varepsilon\sim N(0,I), \tag{2.5}$$

so the two numbers of the opening picture are $\alpha_t = \sqrt{\bar\alpha_t}$ and $\sigma_t = \sqrt{1-\bar\alpha_t}$.

> **Careful with other texts.** The DDPM paper, Lil'Log and most code (`alphas = 1 - betas` in Hugging Face's *diffusers*) write $\alpha_t$ for $1-\beta_t$. The DDIM paper and *Understanding Deep Learning* write $\alpha_t$ for the product $\bar\alpha_t$. In this course $\alpha_t = \sqrt{\bar\alpha_t}$, the factor of the signal: here the bar means a square.

**Proof by induction.**
At $t = 0$ nothing has happened: $\bar\alpha_0 = 1$ gives $x_0 = x_0$.
Suppose (2.5) holds at $t - 1$.
Given $x_0$, put it into the step (2.1).
An equality in distribution may be put into an equation here because $\varepsilon_t$ is independent of $x_{t-1}$:

$$x_t = \sqrt{1-\beta_t}\left(\sqrt{\bar\alpha_{t-1}}\,x_0 + \sqrt{1-\bar\alpha_{t-1}}\,\varepsilon\right) + \sqrt{\beta_t}\,\varepsilon_t .$$

*The signal.*
The factor before $x_0$ is $\sqrt{(1-\beta_t)\,\bar\alpha_{t-1}} = \sqrt{\bar\alpha_t}$, by (2.4).

*The noise.*
$\varepsilon$ stands for the noises of steps $1,\dots,t-1$ and $\varepsilon_t$ is fresh, so they are independent and (2.3) merges them into one Gaussian with variance

$$(1-\beta_t)(1-\bar\alpha_{t-1}) + \beta_t = 1 - (1-\beta_t)\,\bar\alpha_{t-1} = 1-\bar\alpha_t. \tag{2.6}$$

That is (2.5) at $t$.
$\square$

So does the process wander or glide?
A path of the chain wanders; the opening picture's path glides, because it uses one $\varepsilon$ for all $t$.
What (2.5) states is that at each *single* $t$ the two have the same distribution, not that their paths are alike.
Here are both, from the same 300 data points: on the left 200 steps (2.1) with fresh noise each, on the right (2.5).
Follow the marked point, then compare the two clouds at one $t$.
"""

# %% tags=["picture"]
few = moons[:300]
wandering = [few]
for beta in schedule.betas:
    wandering.append(np.sqrt(1 - beta) * wandering[-1] + np.sqrt(beta) * rng.normal(size=few.shape))
Scene([Panel(Points(frames=np.array(wandering), highlight=189), title="the chain: fresh noise each step", **square),
       Panel(Points(few, moons_eps[:300], highlight=189), title="the closed form: one ε", **square)],
      times=schedule.times, t=60, title="Two kinds of path, one distribution at each t", values=signal_and_noise,
      status="t = {t:.0f} of {T:.0f}: signal {α:.2f}, noise {σ:.2f}")

# %% [markdown]
r"""
For training one needs $x_t$ at one $t$ only, and the closed form is enough.

Witness for (2.6): run the recursion on the left for 200 steps, from variance 0, and compare with the product on the right.
"""

# %% tags=["witness"]
alpha_bar = np.cumprod(1 - schedule.betas)
gathered = [0.0]
for beta in schedule.betas:
    gathered.append((1 - beta) * gathered[-1] + beta)
witness("(2.6)", gathered[1:], 1 - alpha_bar)
witness("(2.4)", schedule.alpha_bar(schedule.times), np.r_[1.0, alpha_bar])

# %% [markdown]
r"""
The last line compares the tested version, `utils.generative.schedules`, with the product we just wrote.

Witness for (2.5), by experiment: 20 000 chains make 200 single steps each, with fresh noise at every step and without the closed form.
At three times we lay their histogram over the density which (2.5) predicts.
For a start in the mixture with two modes that density is again a mixture, `bimodal.noised(α, σ)`; section 5 says why.
"""

# %%
walkers = bimodal.sample(20_000, rng)[:, 0]
seen = {0: walkers}
for step, beta in enumerate(schedule.betas, start=1):
    walkers = noise_step(walkers, beta, rng.normal(size=walkers.size))
    seen[step] = walkers

# %% tags=["picture"]
fig, axes = figures.figure(1, 3, sharey=True)
for ax, t in zip(axes, [20, 60, 120]):
    predicted = bimodal.noised(*schedule(t)).density(line[:, None])
    ax.hist(seen[t], bins=60, range=(-4, 4), density=True, color="0.8", label="20 000 chains")
    ax.plot(line, predicted, label="closed form (2.5)")
    ax.set(title=f"t = {t}", xlabel="$x_t$")
axes[0].set_ylabel("density")
axes[2].legend(loc="upper right")
figures.show(fig)

# %% tags=["witness"]
noises = {t: seen[t] - schedule.alpha(t) * seen[0] for t in [1, 20, 60, 120, 200]}
table([(t, variance_with_error(noises[t]), schedule.sigma(t) ** 2) for t in [20, 60, 120, 200]],
      "t", "variance of the noise in 20 000 chains", "by (2.5)", digits=4)
for t, noise in noises.items():
    variance, error = variance_with_error(noise)
    witness(f"(2.5) at t = {t}, variance", variance, 1 - alpha_bar[t - 1], standard_error=error)
    witness(f"(2.5) at t = {t}, mean", noise.mean(), 0.0, standard_error=noise.std() / np.sqrt(noise.size))

# %% [markdown]
r"""
Two hundred steps cost 200 random numbers for each walker, the closed form costs one.
Training a diffusion model needs $x_t$ at a random $t$ for every example of every batch; without (2.5) each would take $(T+1)/2$ random numbers on average.
(In code the line is often called `q_sample`, and `extract` picks $\sqrt{\bar\alpha_t}$ for the $t$ of each example.)
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.4

This is (2.5) as it is often first written. It has two faults, and raises no error before the last step. Mend it.

```python
def noised(x0, t, betas, eps):
    alpha_bar = np.cumprod(1 - betas)[t]
    return np.sqrt(alpha_bar) * x0 + (1 - alpha_bar) * eps
```

- `x0`, `eps`: arrays of one shape; `t`: an integer from 0 to `len(betas)`; `betas`: array $(T,)$ that holds $\beta_1, \dots, \beta_T$, so `betas[0]` is $\beta_1$.
- Returns $x_t$, same shape as `x0`.
  At `t = 0` that is `x0`.
- Worked value: with `betas = np.array([0.19, 0.36, 0.5])`, `noised(1.0, 2, betas, 0.5)` is $0.72 + 0.694 \cdot 0.5 = 1.067$.
"""

# %% tags=["exercise"]
def noised(x0, t, betas, eps):
    """x_t from x_0 in one line, for any t."""
    ### BEGIN SOLUTION
    alpha_bar = np.prod(1 - betas[:t])
    return np.sqrt(alpha_bar) * x0 + np.sqrt(1 - alpha_bar) * eps
    ### END SOLUTION


noised = check("02.4", noised)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`betas[:t]` holds $\beta_1,\dots,\beta_t$ and is empty at $t=0$; the product of nothing is 1.
The noise is multiplied by the *standard deviation* $\sqrt{1-\bar\alpha_t}$.
The faults: `cumprod(...)[t]` contains $\beta_{t+1}$ too, and the variance stands where the standard deviation belongs.
Several slips agree with the right answer at one end of the chain, and the second one at $t = 0$ and, once $\bar\alpha_T$ is nearly 0, at the other end too: a test at the ends would pass it.
### END SOLUTION
"""

# %% [markdown]
r"""
### Turn the knobs

$T$ is the number of steps and $\beta_T$ the largest noise variance.
$\beta$ rises linearly from $10^{-4}$.
These knobs change the process itself (they need a running kernel); the time slider only moves along it.
Find a setting that leaves the moons visible at the last step, and one that has destroyed them halfway.
(For the first, few steps with small variances: try 50 and 0.02. For the second, 100 and 0.3.)
"""

# %%
def chain(T, beta_T):
    process = schedules.linear(T=T, beta_min=1e-4, beta_max=beta_T)
    alpha, sigma = process(process.times)
    panels = [Panel(Points(moons, moons_eps, highlight=189), title="x_t", **square),
              Panel(Curve(alpha, label="α signal"), Curve(sigma, label="σ noise"),
                    title="the two numbers", xlabel="t", ylim=(0, 1)),
              Formula("x_t = {α:.2f} x_0 + {σ:.2f} ε")]
    return dict(panels=panels, times=process.times, values={"α": alpha, "σ": sigma}, t=T // 2,
                title="Number of steps and largest variance",
                status="t = {t:.0f} of {T:.0f}: signal {α:.2f}, noise {σ:.2f}")


# %%
controlled(chain, T=slider("number of steps T", 100, low=10, high=400),
           beta_T=slider("largest variance β_T", 0.1, low=0.01, high=0.3, step=0.01))

# %% [markdown]
r"""
## 4 · From any time to any later time

Samplers and proofs need to go from $s$ to $t$ without going back to $x_0$.
We look for numbers $\alpha_{t|s}$ and $\sigma_{t|s}$ such that, for $0 \le s \le t$,

$$x_t \;\overset{d}{=}\; \alpha_{t|s}\,x_s + \sigma_{t|s}\,\varepsilon', \qquad \varepsilon' \sim N(0, I) \text{ independent of } x_s. \tag{2.7}$$

They exist, because steps $s+1,\dots,t$ are a chain like any other: (2.5) holds for them, with $x_s$ in the place of $x_0$.
To find the numbers, put $x_s = \alpha_s x_0 + \sigma_s \varepsilon$ into (2.7) and compare with $x_t = \alpha_t x_0 + \sigma_t\varepsilon$.
The factor before $x_0$ must agree, and the noise variance must agree:

$$\alpha_{t|s}\,\alpha_s = \alpha_t, \qquad \alpha_{t|s}^2\,\sigma_s^2 + \sigma_{t|s}^2 = \sigma_t^2,$$

$$\alpha_{t|s} = \frac{\alpha_t}{\alpha_s}, \qquad \sigma_{t|s}^2 = \sigma_t^2 - \alpha_{t|s}^2\,\sigma_s^2 . \tag{2.8}$$

In words: the noise variance at $t$, less the noise that was already there at $s$ *and was shrunk on the way*.
The matching did not use $\alpha^2 + \sigma^2 = 1$.
So (2.8) serves every schedule with $\alpha_s > 0$ whose signal-to-noise ratio $\alpha^2/\sigma^2$ never rises, for then $\sigma_{t|s}^2$ is not negative.

Because later noises are fresh, $x_t$ depends on $x_0$ only through $x_s$: $q(x_t\mid x_s, x_0) = q(x_t\mid x_s)$.
The chain is called *Markov*.
Summing over all intermediate points gives the **Chapman–Kolmogorov equation**,

$$q(x_t \mid x_0) = \int q(x_t \mid x_s)\, q(x_s \mid x_0)\, dx_s . \tag{2.9}$$

Witness of (2.9) on a grid, where a kernel is a matrix, and the integral a matrix product: $K_{0\to t} = K_{0\to s}\,K_{s\to t}$.
Row $i$ holds the probability of arriving in each grid cell when starting at grid point $i$.
Then (2.8) against 80 single steps.
"""

# %% tags=["witness"]
points = np.linspace(-9, 9, 721)


def kernel_matrix(s, t):
    scale, std = schedule.kernel(s, t)
    return normal(points[None, :], scale * points[:, None], std) * (points[1] - points[0])


inner = np.abs(points) <= 3  # start where neither leg runs off the grid
product = kernel_matrix(0, 40) @ kernel_matrix(40, 120)
witness("(2.9)", product[inner], kernel_matrix(0, 120)[inner])

# %% tags=["witness"]
scale, variance = 1.0, 0.0  # of x_120, given x_40: the steps 41 to 120, one by one
for beta in schedule.betas[40:120]:
    scale, variance = np.sqrt(1 - beta) * scale, (1 - beta) * variance + beta
(alpha_s, sigma_s), (alpha_t, sigma_t) = schedule(40), schedule(120)
ratio = alpha_t / alpha_s
witness("(2.7), (2.8)", [scale, variance], [ratio, sigma_t**2 - ratio**2 * sigma_s**2])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.5

For a variance-preserving chain, $\alpha^2 = \bar\alpha$ and $\sigma^2 = 1 - \bar\alpha$.
Return $\alpha_{t|s}$ and $\sigma_{t|s}$.

- `alpha_bar_s`, `alpha_bar_t`: numbers with $1 \ge \bar\alpha_s \ge \bar\alpha_t > 0$.
- Returns the two numbers `(scale, std)`.
- Worked value: `kernel(0.81, 0.36)` is $(0.6667, 0.7454)$.
"""

# %% tags=["exercise"]
def kernel(alpha_bar_s, alpha_bar_t):
    """Scale and standard deviation of q(x_t | x_s)."""
    ### BEGIN SOLUTION
    scale = np.sqrt(alpha_bar_t / alpha_bar_s)
    std = np.sqrt((1 - alpha_bar_t) - scale**2 * (1 - alpha_bar_s))
    return scale, std
    ### END SOLUTION


kernel = check("02.5", kernel)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
It is (2.8) line by line.
With $\alpha^2+\sigma^2=1$ the variance simplifies: $1-\bar\alpha_t - \frac{\bar\alpha_t}{\bar\alpha_s}(1-\bar\alpha_s) = 1 - \frac{\bar\alpha_t}{\bar\alpha_s}$.
The kernel is again variance preserving: $\alpha_{t|s}^2 + \sigma_{t|s}^2 = 1$.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.6

A published schedule is given as a table of $\bar\alpha$.
Write $\beta_t$ as a formula in `alpha_bar_t` ($\bar\alpha_t$) and `alpha_bar_prev` ($\bar\alpha_{t-1}$).
Put it in quotation marks in place of `...`, for example `"sqrt(alpha_bar_t) + 2 * alpha_bar_prev"`.
Worked value: $\bar\alpha_{t-1} = 0.8$ and $\bar\alpha_t = 0.6$ give $\beta_t = 0.25$.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
beta_t = "1 - alpha_bar_t / alpha_bar_prev"
### END SOLUTION
beta_t = check("02.6", beta_t)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(2.4) one factor at a time: $\bar\alpha_t = (1-\beta_t)\,\bar\alpha_{t-1}$.
It is also $\sigma_{t|t-1}^2$ of (2.8): the step *is* the kernel from $t-1$ to $t$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · The distribution of the noised data

So far $x_0$ was known.
If $x_0$ is drawn from data with density $q(x_0)$, then $x_t$ has the density

$$q(x_t) = \int q(x_t \mid x_0)\, q(x_0)\, dx_0. \tag{2.10}$$

For most data nobody can do this integral.
For a **Gaussian mixture** $q(x_0) = \sum_k w_k N(x_0; m_k, \Sigma_k)$ it has a closed form, in two steps.
The integral of a sum is the sum of the integrals.
Each one is the density of $\alpha_tX_k+\sigma_t\varepsilon$ with $X_k\sim N(m_k,\Sigma_k)$, a sum of independent Gaussians, whose covariances add:

$$q(x_t) = \sum_k w_k\, N\!\left(x_t;\ \alpha_t m_k,\ \alpha_t^2\Sigma_k + \sigma_t^2 I\right). \tag{2.11}$$

The weights do not change: noise moves the components and makes them rounder, it does not carry probability from one to another.
This exact formula is the course's ground truth.
Networks trained on such mixtures will be measured against it.

Witness: the integral (2.10) done numerically against (2.11), at four times.
"""

# %% tags=["witness"]
start = bimodal.density(points[:, None])
for t in [20, 60, 120, 200]:
    by_integral = start @ kernel_matrix(0, t)
    by_formula = bimodal.noised(*schedule(t)).density(points[:, None])
    witness(f"(2.10), (2.11) at t = {t}", by_integral, by_formula, atol=1e-9)

# %% [markdown]
r"""
In two dimensions, a mixture of five Gaussians seen both ways: as a density that is exact at every point, and as 600 samples.
One particle is one sample; all together show the distribution.
"""

# %% tags=["picture"]
angles = 2 * np.pi * np.arange(5) / 5
centres = 1.3 * np.c_[np.cos(angles), np.sin(angles)]
ring = GaussianMixture(weights=np.full(5, 0.2), means=centres, covs=np.tile(0.02 * np.eye(2), (5, 1, 1)))
side = np.linspace(-3, 3, 49)
cells = np.stack(np.meshgrid(side, side), axis=-1)
heat = np.array([ring.noised(*schedule(t)).density(cells) for t in schedule.times[::8]])
heat /= heat.max(axis=(1, 2), keepdims=True)
sampled, sampled_eps = ring.sample(600, rng), rng.normal(size=(600, 2))

# %% tags=["picture"]
box = dict(xlim=(-3, 3), ylim=(-3, 3), aspect="equal", xlabel="x₁", ylabel="x₂")
two_views = Scene(
    [Panel(Heat(heat, extent=(-3, 3, -3, 3)), title="density, largest = 1", **box),
     Panel(Points(sampled, sampled_eps, highlight=11), title="600 samples", **box),
     Formula("component k: mean {α:.2f} m_k, covariance {α²:.2f} Σ_k + {σ²:.2f} I")],
    times=schedule.times, t=32, title="One law, two views", status="t = {t:.0f} of {T:.0f}: signal {α:.2f}, noise {σ:.2f}",
    values=signal_and_noise | {name + "²": value**2 for name, value in signal_and_noise.items()},
)
two_views

# %% [markdown]
r"""
## 6 · The same thing in continuous time

Many papers, the fraud study of [lecture 17](17_imbalanced.ipynb) among them, do not start from steps but from a stochastic differential equation, the **Ornstein–Uhlenbeck process**

$$dX = -X\,dt + \sqrt2\, dB. \tag{2.12}$$

<!-- 2.12: definition -->

Read it as a recipe for a short time $\Delta$: move by $-X\Delta$ (a pull towards 0), then add Gaussian noise of variance $2\Delta$.
$B$ is Brownian motion: its increments over $\Delta$ are independent and $N(0, \Delta)$.

"""

# %% [markdown]
r"""
The chain (2.1) was built to preserve the variance; (2.12) was solved by physicists in 1930, for the velocity of a particle in a fluid.
The two turn out to be one process.

**Derivation.**
Remove the drift with the integrating factor $e^t$.
By the product rule (there is no second-order term, since $e^t$ is not random),

$$d\!\left(e^{t}X\right) = e^{t}X\,dt + e^{t}\,dX = \sqrt2\, e^{t}\,dB .$$

Integrate from 0 to $t$ and divide by $e^t$:

$$X_t = e^{-t}X_0 + \sqrt2\int_0^t e^{-(t-u)}\,dB_u .$$

The last term is a sum of very many independent Gaussian pieces, so it is Gaussian with mean 0.
The piece of time $u$, with its factor $\sqrt2$, has variance $2e^{-2(t-u)}\,du$.
Variances add, as in section 2, now without end (this is called the Itô isometry, [appendix D](../appendices/D_stochastic_calculus.ipynb)):

$$2\int_0^t e^{-2(t-u)}\,du = 1 - e^{-2t} .$$

Therefore

$$X_t \;\overset{d}{=}\; e^{-t}X_0 + \sqrt{1-e^{-2t}}\;\varepsilon, \qquad \varepsilon \sim N(0, I). \tag{2.13}$$

It is our one line again, with $\alpha(t) = e^{-t}$ and $\sigma(t) = \sqrt{1-e^{-2t}}$.
The recipe is the same at every time, so (2.13) also holds over any interval $\Delta$, started from wherever the process is:

$$X_{t+\Delta} \;\overset{d}{=}\; e^{-\Delta}X_t + \sqrt{1-e^{-2\Delta}}\;\varepsilon, \qquad \varepsilon \text{ independent of } X_t. \tag{2.14}$$

Witness for (2.13): follow the recipe with small steps $\Delta$.
One recipe step turns a mean $m$ into $(1-\Delta)\,m$ and a variance $v$ into $(1-\Delta)^2 v + 2\Delta$, exactly.
If (2.13) is the limit, the gap at $t = 1$ must vanish, and halve when $\Delta$ is halved.
"""

# %% tags=["witness"]
def recipe(t, steps):
    delta, mean, variance = t / steps, 1.0, 0.0
    for _ in range(steps):
        mean, variance = (1 - delta) * mean, (1 - delta) ** 2 * variance + 2 * delta
    return np.array([mean, variance])


limit = np.array([np.exp(-1), 1 - np.exp(-2)])
gaps = {steps: recipe(1, steps) - limit for steps in [10, 20, 40, 80, 160, 320]}
table([(steps, *gap) for steps, gap in gaps.items()], "steps", "gap in mean", "gap in variance", digits=4)
witness("(2.13), halved steps halve the gap", gaps[320] / gaps[160], [0.5, 0.5], atol=0.01)

# %% [markdown]
r"""
**They are one.**
Compare (2.14) with the chain's step (2.1).
They coincide if $\sqrt{1-\beta_n} = e^{-\Delta_n}$, that is, if step $n$ of the chain lasts

$$\Delta_n = -\tfrac12 \log(1-\beta_n), \qquad t_n = \Delta_1 + \dots + \Delta_n = -\tfrac12\log\bar\alpha_n . \tag{2.15}$$

Then $\beta_n = 1 - e^{-2\Delta_n}$, so the noises agree too.
This is no approximation and needs no small $\beta$.
DDPM's chain *is* the Ornstein–Uhlenbeck process, observed at the times $t_n$.
For small $\beta$, $\Delta_n \approx \beta_n/2$.

Predict: after half of the 200 steps of our chain, has half of the Ornstein–Uhlenbeck time passed, or less, or more?
How much?
The cell after the witness tells.
"""

# %% tags=["witness"]
ou = schedules.ornstein_uhlenbeck(T=10.0)
t_n = -0.5 * np.log(np.r_[1.0, alpha_bar])
witness("(2.15), signal", ou.alpha(t_n), schedule.alpha(schedule.times))
witness("(2.15), noise", ou.sigma(t_n), schedule.sigma(schedule.times))
witness("(2.15), one step", np.exp(-np.diff(t_n)), np.sqrt(1 - schedule.betas))
delta = np.linspace(0, 2, 9)
after = [np.exp(-delta) * ou.alpha(0.7), np.exp(-2 * delta) * ou.sigma(0.7) ** 2 + 1 - np.exp(-2 * delta)]
witness("(2.14), from t = 0.7 on", after, [ou.alpha(0.7 + delta), ou.sigma(0.7 + delta) ** 2])

# %% tags=["reveal"]
print("The answer:")
print(f"After half of the steps, {t_n[100] / t_n[-1]:.0%} of the Ornstein–Uhlenbeck time has passed.")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.7

This one was not shown.
For $dX = -\theta X\,dt + s\,dB$ with pull $\theta > 0$ and noise $s > 0$, derive the mean and the standard deviation of $X_t$ when $X_0 = x_0$ is known.

- `x0`, `t ≥ 0`, `theta`, `s`: numbers.
- Returns the two numbers `(mean, std)`.
- Worked value: `ou_moments(2.0, 0.5, 3.0, 4.0)` is $(0.4463, 1.5918)$.
"""

# %% tags=["exercise"]
def ou_moments(x0, t, theta, s):
    """Mean and standard deviation of X_t given X_0 = x0."""
    ### BEGIN SOLUTION
    mean = np.exp(-theta * t) * x0
    variance = s**2 * (1 - np.exp(-2 * theta * t)) / (2 * theta)
    return mean, np.sqrt(variance)
    ### END SOLUTION


ou_moments = check("02.7", ou_moments)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$d(e^{\theta t}X) = s\,e^{\theta t}\,dB$, so $X_t = e^{-\theta t}x_0 + s\int_0^t e^{-\theta(t-u)}\,dB_u$, and the variance is $s^2\int_0^t e^{-2\theta(t-u)}\,du = s^2\,\frac{1-e^{-2\theta t}}{2\theta}$.
As $t\to\infty$ it tends to $s^2/(2\theta)$; $\theta = 1$, $s = \sqrt2$ makes that 1, which is why the lecture's process carries the $\sqrt 2$.
### END SOLUTION
"""

# %% tags=["picture"]
share_of_steps, share_of_time = schedule.times / schedule.T, t_n / t_n[-1]
on_both = signal_and_noise | {"n": schedule.times, "t_n": t_n, "t_T": np.full(t_n.size, t_n[-1])}

# %% tags=["picture"]
clocks = Scene(
    [Panel(Points(moons, moons_eps, highlight=189), title="one cloud", **square),
     Panel(Curve(share_of_steps, signal_and_noise["α"], label="by step n / T"),
           Curve(share_of_time, signal_and_noise["α"], label="by OU time t_n / t_T"),
           title="signal α on two clocks", xlabel="share of the way", ylim=(0, 1)),
     Formula("step {n:.0f} of 200 is time {t_n:.2f} of {t_T:.2f}: α = {α:.2f} on both clocks")],
    times=schedule.times, t=100, title="Two clocks", values=on_both,
    status="step {n:.0f}, time {t_n:.2f}: signal {α:.2f}, noise {σ:.2f}",
)
clocks

# %% [markdown]
r"""
The two dots are always at the same height: the same $\alpha$, the same cloud.
A linear $\beta$ schedule is a clock that starts slowly and speeds up: halfway through the *steps* the Ornstein–Uhlenbeck clock has done only about a quarter of its *time*.
[Lecture 03](03_schedules.ipynb) is about this choice of clock, and about where it stops.
"""

# %% [markdown]
r"""
## 7 · Break it

Three slips that raise no error.
We run them for 200 steps from the same standardised start and watch the variance, which should stay at 1.

- **β·ε for √β·ε**: a variance used as a standard deviation.
- **uniform noise**: `rand − ½` where `randn` was meant.
  The mean is right, the variance is 1/12 of what it should be.
- **no shrinking**: $x_{t-1} + \sqrt{\beta_t}\,\varepsilon_t$, a random walk.

Which of them end with a variance above 1, which below?
Decide before you run the cell.
"""

# %%
def step(rule, x, b):
    """One step by the right rule or by one of the three slips."""
    noise = rng.random(size=x.size) - 0.5 if rule == "uniform noise" else rng.normal(size=x.size)
    kept = x if rule == "no shrinking" else np.sqrt(1 - b) * x
    return kept + (b if rule == "β·ε for √β·ε" else np.sqrt(b)) * noise


# %% tags=["reveal"]
print("The answer:")
rules = ["equation (2.1)", "β·ε for √β·ε", "uniform noise", "no shrinking"]
start_x, variances, ends = bimodal.sample(20_000, rng)[:, 0], {}, []
for rule in rules:
    x, variances[rule] = start_x, [start_x.var()]
    for beta in schedule.betas:
        x = step(rule, x, beta)
        variances[rule].append(x.var())
    ends.append((rule, variance_with_error(x)))
table(ends, "rule", "variance at the last step", digits=3)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 02.8

A fourth slip keeps $(1-\beta_t)\,x_{t-1}$ where $\sqrt{1-\beta_t}\,x_{t-1}$ belongs, and adds the right noise.
Change the experiment: run it for the 200 steps of `chain_of_8`, from data of variance 1.
With which variance does it end, to two decimals?
"""

# %% tags=["exercise"]
chain_of_8 = schedules.linear(T=200, beta_min=5e-4, beta_max=0.1)
### BEGIN SOLUTION
final_variance = 1.0
for beta in chain_of_8.betas:
    final_variance = (1 - beta) ** 2 * final_variance + beta
### END SOLUTION
final_variance = check("02.8", final_variance)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The variance of one step obeys $v\leftarrow(1-\beta)^2v+\beta$, which needs no samples.
For a fixed $\beta$ it is stationary at $v = 1/(2-\beta)$, a half for small $\beta$: this slip halves the variance, however small the steps.
(The right step has $1-\beta$ in place of $(1-\beta)^2\approx1-2\beta$: the slip pulls twice as hard.)
### END SOLUTION
"""

# %% tags=["picture"]
fig, ax = figures.figure()
for rule, style in zip(rules, ["-", "--", "-.", ":"]):
    ax.semilogy(schedule.times, variances[rule], style, label=rule)
ax.set(xlabel="step t", ylabel="variance of $x_t$", title="One right rule, three slips")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
On a picture the first two look right, for the digits vanish.
But the chain ends with a tenth of the variance of $N(0, I)$ in two of the three rows: a sampler that starts from $N(0, I)$ starts three times too wide.
The third ends with about eleven times the variance.
Printing the final variance exposes all three.
"""

# %% [markdown]
r"""
## 8 · In the wild

Three published chains, and what they leave of the data at the end.
**DDPM** (Ho, Jain and Abbeel 2020) uses $T = 1000$ and $\beta$ from $10^{-4}$ to 0.02, for images of 32 × 32 to 256 × 256 pixels.
The **fraud study** (arXiv 2412.10948) uses the Ornstein–Uhlenbeck process (2.12) at the times (2.15) of the same $\beta$ range with $T = 800$.
*tiny-diffusion*, a small teaching repository, keeps the range and cuts $T$ to 50.
"""

# %%
kept = {T: schedules.linear(T=T).alpha(T) for T in [1000, 800, 50]}
table([(T, -np.log(alpha), alpha, alpha**2) for T, alpha in kept.items()],
      "T", "t_T (time of (2.12))", "signal α_T", "share of the variance from the data", digits=[0, 2, 4, ".3%"])

# %% [markdown]
r"""
The first two keep less than a thousandth of the data's variance.
The third keeps more than half: most of the variance at its last step is still data.
This table does not show what that costs.
[Lecture 03](03_schedules.ipynb) does.

## 9 · What you can now say

| | result | witness |
|---|---|---|
| (2.1), (2.2) | One step shrinks by $\sqrt{1-\beta}$, adds $\sqrt\beta\,\varepsilon$, and keeps variance 1 | [section 1](#1-·-One-step) |
| (2.3) | Independent Gaussian noises merge; variances add | [section 2](#2-·-Two-noises) |
| (2.5) | $x_t = \sqrt{\bar\alpha_t}\,x_0 + \sqrt{1-\bar\alpha_t}\,\varepsilon$ for every $t$ at once | [section 3](#3-·-Any-step-at-once) |
| (2.8), (2.9) | The kernel between any two times, and Chapman–Kolmogorov | [section 4](#4-·-From-any-time-to-any-later-time) |
| (2.11) | A noised mixture is a mixture, exactly | [section 5](#5-·-The-distribution-of-the-noised-data) |
| (2.13), (2.15) | The Ornstein–Uhlenbeck process at $t_n = -\frac12\log\bar\alpha_n$ *is* DDPM's chain | [section 6](#6-·-The-same-thing-in-continuous-time) |

**The title's question.**
At every step the picture is itself, shrunk by $\alpha_t$, plus one Gaussian noise of standard deviation $\sigma_t$; at the end it is nearly $N(0, I)$ if $\bar\alpha_T$ is near 0.
The chain wanders, the closed form glides along an ellipse; at each single $t$ they have one distribution, and $\alpha_t^2+\sigma_t^2 = 1$ stays.
When a digit can no longer be read, [lecture 03](03_schedules.ipynb) measures.

**Next question.**
All these processes pass through the same distributions, at different speeds.
What does the speed change, and how much noise is enough?
That is [lecture 03](03_schedules.ipynb).

## 10 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: equations 2 and 4 are our (2.1) and (2.5).
- J. Sohl-Dickstein and others, *Deep unsupervised learning using nonequilibrium thermodynamics*, ICML 2015: the chain.
- G. E. Uhlenbeck, L. S. Ornstein, *On the theory of the Brownian motion*, Physical Review 36, 1930: (2.13).
- D. P. Kingma and others, *Variational diffusion models*, NeurIPS 2021, appendix A: the kernel (2.8) for general $\alpha$, $\sigma$.
- Y. Song and others, *Score-based generative modeling through stochastic differential equations*, ICLR 2021, appendix B: the chain as the limit of an SDE.
- T. Pärnamaa, *tiny-diffusion*, GitHub (tanelp/tiny-diffusion): the chain with $T = 50$.
- arXiv 2412.10948: the fraud study's process and step sizes, our (2.12) and (2.15).
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the grid witnesses, the experiment of section 7, the exercises.
"""
