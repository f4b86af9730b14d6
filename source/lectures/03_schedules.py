# %% [markdown]
r"""
# 03 · How fast should the noise come, and how much is enough?

{badges}

| | |
|---|---|
| **You will be able to** | compute the signal-to-noise ratio of any schedule · read a schedule as a density over the log-SNR, and say what it cannot change · compute the prior gap in nats and its bound in one line · repair a schedule that ends too early · explain how more timesteps can improve samples without making any step more exact |
| **You need** | [lecture 02](02_noising.ipynb), the Kullback–Leibler divergence of Gaussians ([appendix B](../appendices/B_gaussians.ipynb)) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.fft import dctn
from scipy.integrate import cumulative_trapezoid, trapezoid
from scipy.special import expit, logit
from scipy.stats import norm

from utils.data import digits
from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.divergences import gaussian_kl
from utils.generative.mixtures import bimodal
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Formula, Handles, Image, Line, Panel, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(3)

# %% [markdown]
r"""
## The picture first

The same digits and the same noise, under four schedules.
Choose one, then drag $t$ from end to end.
Watch *when* the digits become unreadable: early, late, or gradually.
And look at the last step: is it all noise?
"""

# %% tags=["picture"]
pictures = digits.load_digits().images[[3, 10, 22, 25]]
pictures_eps = rng.normal(size=pictures.shape)
T = 100
family = {
    "linear": schedules.linear(T=T, beta_min=1e-3, beta_max=0.2),
    "cosine": schedules.cosine(T=T),
    "sigmoid": schedules.sigmoid(T=T),
    "linear, β not adapted to T = 100": schedules.linear(T=T),
}


# %% tags=["picture"]
def show_schedule(name):
    schedule = family[name]
    alpha, sigma = schedule(schedule.times)
    powers = [Curve(alpha**2, label="α² signal power"), Curve(sigma**2, label="σ² noise power")]
    panels = [Panel(Image(pictures, pictures_eps), title="4 digits"),
              Panel(*powers, title=name, xlabel="t", ylim=(0, 1)),
              Formula("signal-to-noise ratio α²/σ² = {α²:.3f} / {σ²:.3f}")]
    return dict(panels=panels, times=schedule.times, t=40, title="Four schedules",
                values={"α": alpha, "σ": sigma, "α²": alpha**2, "σ²": sigma**2},
                status="t = {t:.0f} of {T:.0f}: signal power {α²:.2f}, noise power {σ²:.2f}")


# %%
controlled(show_schedule, name=choose("schedule", family))

# %% [markdown]
r"""
[Lecture 02](02_noising.ipynb) ended with one line, $x_t = \alpha_t x_0 + \sigma_t\varepsilon$.
A **schedule** is the pair of functions $t \mapsto (\alpha_t, \sigma_t)$, and for variance-preserving schedules ($\alpha_t^2+\sigma_t^2=1$) it is one function.
This lecture asks two questions about it: *how fast* and *how far*.

## 1 · One number decides

Define the **signal-to-noise ratio** and its logarithm

$$\operatorname{SNR}(t) = \frac{\alpha_t^2}{\sigma_t^2}, \qquad \lambda_t = \log \operatorname{SNR}(t). \tag{3.1}$$

<!-- 3.1: definition -->

**Claim.**
What can be inferred about $x_0$ from $x_t$ depends on $\lambda_t$ alone.

**Derivation.**
Divide by the known number $\alpha_t > 0$.
Nothing is lost, since multiplying back recovers $x_t$:

$$\frac{x_t}{\alpha_t} = x_0 + \frac{\sigma_t}{\alpha_t}\,\varepsilon = x_0 + e^{-\lambda_t/2}\,\varepsilon . \tag{3.2}$$

The right side depends on the schedule only through $\lambda_t$.
So two schedules that pass through the same values of $\lambda$ pose the same denoising problems, in other units, at other times.
Anything we may ask about $x_0$ has the same answer, because $x_t = x$ and $x_t/\alpha = x/\alpha$ are the same event.
For example the expectation, with the pair $(\alpha, \sigma)$ of the process as subscript:

$$\operatorname{E}_{\alpha,\sigma}[x_0 \mid x_t = x] = \operatorname{E}_{1,\,\sigma/\alpha}[x_0 \mid x_t = x/\alpha]. \tag{3.3}$$

Witness.
For the mixture with two modes of [lecture 02](02_noising.ipynb) the expectation is known exactly ([lecture 04](04_exact_reverse.ipynb) derives it).
Left: a variance-preserving pair.
Right: no shrinking at all (variance exploding), with the same ratio.
"""

# %% tags=["witness"]
x = np.linspace(-3, 3, 61)[:, None]
for alpha in [0.99, 0.7, 0.1]:
    sigma = np.sqrt(1 - alpha**2)
    shrunk = bimodal.posterior_mean(x, alpha, sigma)
    witness(f"(3.3) at α = {alpha}", shrunk, bimodal.posterior_mean(x / alpha, 1.0, sigma / alpha))
x_0, eps, log_snr = bimodal.sample(5, rng)[:, 0], rng.normal(size=5), np.log(0.7**2 / (1 - 0.7**2))
witness("(3.2)", (0.7 * x_0 + np.sqrt(1 - 0.7**2) * eps) / 0.7, x_0 + np.exp(-log_snr / 2) * eps)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.1

For the variance-preserving chain of [lecture 02](02_noising.ipynb), compute $\operatorname{SNR}(t)$ from `betas`.

- `betas`: array $(T,)$ holding $\beta_1, \dots, \beta_T$ (`betas[0]` is $\beta_1$); `t`: an integer from 1 to $T$.
- Returns a number.
- Worked value: `snr(np.array([0.19, 0.36, 0.5]), 2)` is $0.5184 / 0.4816 = 1.0764$.
"""

# %% tags=["exercise"]
def snr(betas, t):
    """Signal power over noise power at step t."""
    ### BEGIN SOLUTION
    alpha_bar = np.prod(1 - betas[:t])
    return alpha_bar / (1 - alpha_bar)
    ### END SOLUTION


snr = check("03.1", snr)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\alpha_t^2 = \bar\alpha_t$ and $\sigma_t^2 = 1-\bar\alpha_t$, so their ratio needs no root at all.
### END SOLUTION
"""

# %% [markdown]
r"""
For a variance-preserving schedule the ratio determines both parts.
From $\sigma^2 = 1-\alpha^2$ and $e^\lambda = \alpha^2/\sigma^2$ it follows that $\alpha^2 = e^\lambda/(1+e^\lambda)$, that is, with $\operatorname{sigmoid}(\lambda) = 1/(1+e^{-\lambda})$,

$$\alpha_t^2 = \operatorname{sigmoid}(\lambda_t), \qquad \sigma_t^2 = \operatorname{sigmoid}(-\lambda_t) . \tag{3.4}$$
"""

# %% tags=["witness"]
for name, schedule in family.items():
    inside = schedule.times[1:]  # at t = 0 the ratio is infinite
    witness(f"(3.4), {name}", schedule.alpha(inside) ** 2, expit(schedule.log_snr(inside)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.2

DDPM's schedule makes 1000 steps with $\beta$ growing in a straight line from $10^{-4}$ to 0.02.
At which step $t$ does the noise power $\sigma_t^2$ first pass the signal power $\alpha_t^2$?
Write your guess in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
half_noise = 260
### END SOLUTION
half_noise = check("03.2", half_noise)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\log\bar\alpha_t \approx -\sum_s\beta_s$, which grows like $t^2$: it reaches $-\log 2$ near $t = \sqrt{2\log 2 \cdot 1000/0.0199} \approx 264$.
Counting that $\beta$ starts at $10^{-4}$ and not at 0 gives 259, and the exact product passes at 260.
### END SOLUTION
"""

# %% tags=["reveal"]
print("The answer:")
ddpm = schedules.linear()
crossing = ddpm.times[ddpm.alpha_bar(ddpm.times) < 0.5][0]
left_over = 1 - np.interp(0.01, ddpm.alpha_bar(ddpm.times)[::-1], ddpm.times[::-1]) / ddpm.T
print(f"noise passes signal at step {crossing} of {ddpm.T}")
print(f"share of the steps that start with less than 1 % of the signal's power left: {left_over:.0%}")

# %% [markdown]
r"""
## 2 · Four schedules

**Linear** (Ho et al. 2020).
$\beta_t$ grows in a straight line from $\beta_1$ to $\beta_T$.
The sum of the logarithms is then

$$\begin{gathered}\log\bar\alpha_t = \sum_{s=1}^{t}\log(1-\beta_s),\\ 0 \le -\sum_{s=1}^t \beta_s - \log\bar\alpha_t \le \sum_{s=1}^t \frac{\beta_s^2}{2(1-\beta_s)} . \end{gathered} \tag{3.5}$$

The inequality follows from $-\log(1-\beta) = \beta + \frac{\beta^2}{2} + \frac{\beta^3}{3} + \dots$, whose terms after the first are at most $\frac{\beta^2}{2}(1 + \beta + \beta^2 + \dots)$.
While every $\beta$ is small, $\bar\alpha_t \approx e^{-\sum\beta}$ and the *sum* of the $\beta_s$ decides how far the chain gets.
The cell below prints how good that is for DDPM, and for 50 steps with $\beta$ up to 0.4, where it is not.

**Cosine** (Nichol and Dhariwal 2021), in continuous form: $\alpha(t) = \cos\frac{\pi t}{2}$, $\sigma(t) = \sin\frac{\pi t}{2}$ for $t\in[0,1]$, hence

$$\lambda(t) = -2\log\tan\frac{\pi t}{2} \qquad (0 < t < 1). \tag{3.6}$$

The published discrete version is $\bar\alpha_t = f(t)/f(0)$ with $f(t) = \cos^2\!\left(\frac{t/T+s}{1+s}\cdot\frac\pi2\right)$ and $s = 0.008$, and caps $\beta_t$ at 0.999.
**Sigmoid** (Jabri et al. 2023): $\bar\alpha_t = \frac{S(3)-S(z_t)}{S(3)-S(-3)}$ with $S$ the sigmoid and $z_t = -3+6\,t/T$, kept above $10^{-9}$.
**Ornstein–Uhlenbeck** ([lecture 02](02_noising.ipynb), (2.13)) has $\alpha(t)=e^{-t}$ and $\lambda(t) = -\log(e^{2t}-1)$ for $t > 0$.
"""

# %% tags=["witness"]
deficit = -np.cumsum(ddpm.betas) - np.log(ddpm.alpha_bar(ddpm.times[1:]))
allowed = np.cumsum(ddpm.betas**2 / (2 * (1 - ddpm.betas)))
witness("(3.5), both inequalities", np.clip(deficit, 0, allowed), deficit, atol=0)
cosine, ou = schedules.cosine_vp(), schedules.ornstein_uhlenbeck(T=5.0)
inside = np.linspace(0.01, 0.99, 99)
witness("(3.6)", cosine.log_snr(inside), -2 * np.log(np.tan(np.pi * inside / 2)), atol=1e-10)
witness("λ(t) = −log(e^{2t} − 1)", ou.log_snr(inside), -np.log(np.exp(2 * inside) - 1))
pair = {"DDPM": ddpm, "50 steps, β to 0.4": schedules.linear(T=50, beta_max=0.4)}
ends = [(name, schedule.alpha_bar(schedule.T), np.exp(-schedule.betas.sum())) for name, schedule in pair.items()]
table([(*row, row[2] / row[1]) for row in ends], "schedule", "ᾱ_T", "e^(−Σβ)", "ratio", digits=[None, ".2e", ".2e", 2])

# %% tags=["picture"]
four = {"linear": schedules.linear(), "cosine": schedules.cosine(), "sigmoid": schedules.sigmoid(),
        "Ornstein–Uhlenbeck to t = 5": ou}
fig, ax = figures.figure()
for (name, schedule), style in zip(four.items(), ["-", "--", "-.", ":"]):
    t = schedule.times[1:] if schedule.discrete else schedule.grid(1000)[1:]
    ax.plot(t / schedule.T, schedule.log_snr(t), style, label=name)
ax.set(ylim=(-22, 12), xlabel="share of the way, t / T", ylabel="log-SNR λ", title="Four schedules in log-SNR")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
All four fall from $\infty$ at $t = 0$ through the same values of $\lambda$ to $-10$ or below.
They differ in how long they stay near each, and in where they stop (section 3).
Which values matter?
That depends on the data, so we measure.
A nearest-mean classifier, fitted to these same digits, is given $x_t/\alpha_t$ and picks the digit whose mean picture is nearest.
By (3.2) its accuracy is a function of $\lambda$ only.
We count how many steps of each schedule fall where the answer is neither certain nor hopeless: accuracy above 15 % (guessing gives 10 %) and below 95 % of the best.
These thresholds are arbitrary, so the last cell tries three pairs.
"""

# %%
data = digits.load_digits()
flat, labels = data.images.reshape(len(data.images), -1), data.labels
mean_pictures = np.array([flat[labels == k].mean(axis=0) for k in range(10)])


def accuracy(log_snr, seed):
    noise = np.random.default_rng(seed).normal(size=flat.shape)
    noisy = flat + np.exp(-log_snr / 2) * noise
    distance = (mean_pictures**2).sum(axis=1) - 2 * noisy @ mean_pictures.T
    return np.mean(distance.argmin(axis=1) == labels)


# %%
levels = np.linspace(-10, 6, 33)
accuracies = np.array([[accuracy(level, seed) for level in levels] for seed in range(5)])
mean_accuracy = accuracies.mean(axis=0)


def deciding(least, most):
    """The lowest and highest level with accuracy above `least` and below `most` of the best."""
    between = levels[(mean_accuracy > least) & (mean_accuracy < most * mean_accuracy[-1])]
    return between.min(), between.max()


low, high = deciding(0.15, 0.95)
print(f"digits are decided for λ between {low:.1f} and {high:.1f} (largest standard deviation over 5 seeds: {accuracies.std(axis=0).max():.3f})")

# %% tags=["picture"]
fig, ax = figures.figure()
ax.plot(levels, mean_accuracy, marker="o", label="nearest mean picture, 5 seeds")
ax.axhline(0.1, linestyle=":", color="0.4", label="guessing")
ax.axvspan(low, high, color="0.9", label="digits are decided here")
ax.set(xlabel="log-SNR λ", ylabel="accuracy", title="What the noise leaves of a digit's name")
ax.legend()
figures.show(fig)

# %%
def share(schedule, low, high):
    """Share of the schedule's steps with low ≤ λ ≤ high."""
    log_snr = schedule.log_snr(schedule.times[1:] if schedule.discrete else schedule.grid(1000)[1:])
    return np.mean((log_snr >= low) & (log_snr <= high))


lines = {"15 % to 95 %": (0.15, 0.95), "30 % to 80 %": (0.3, 0.8), "15 % to 60 %": (0.15, 0.6)}
shares = [(name, *(share(schedule, *deciding(*between)) for between in lines.values())) for name, schedule in four.items()]
table(shares, "schedule", *lines, digits=".0%", caption="Share of the steps where digits are decided")

# %% [markdown]
r"""
So a schedule is a way of spending steps.
It does not change what can be inferred at a given $\lambda$; it changes how finely each $\lambda$ is sampled in training and how small the steps are in generation.
The shares and the order of the four depend on the thresholds, on this data set and this classifier; that the four differ does not depend on the thresholds.

### A schedule is a density over λ

Training ([lecture 05](05_objective.ipynb)) draws $t$ at random and compares an estimate of $x_0$ with $x_0$.
Let $e(\lambda)$ be its mean squared error at log-SNR $\lambda$, a function of $\lambda$ alone by (3.2).
If $t$ is uniform on $[0, 1]$ then $\lambda_t$ is random, and since $t\mapsto\lambda_t$ falls, its density is

$$p(\lambda) = \left|\frac{dt}{d\lambda}\right| : \tag{3.6a}$$

a schedule spends more of its steps where $\lambda$ moves slowly.
With any weight $w(\lambda)$ on the error, change variables:

$$\operatorname{E}_{t}\left[w(\lambda_t)\,e(\lambda_t)\right] = \int_{\lambda_{\min}}^{\lambda_{\max}} w(\lambda)\,p(\lambda)\,e(\lambda)\,d\lambda . \tag{3.6b}$$

<!-- 3.6a: definition -->

Only the product $w\,p$ matters, and the two ends: to weight a loss and to change the schedule is the same thing.
With $w = 1/p$ the integral is $\int e(\lambda)\,d\lambda$, **the same for every schedule with the same ends**.
So it is whenever $w\,p$ is a fixed function of $\lambda$; for the likelihood bound it is $\frac12e^\lambda$ (Kingma and others 2021, and (3.9a) below).
The schedule then decides only how noisy the estimate of the loss is.

Witness: $e$ is the least possible error for `bimodal`, computed by quadrature; the left side runs over 2000 even times of two continuous schedules between $\lambda = 6$ and $-6$, with $w = 1/p$ and with $w = e^{\lambda/2}$; the right side over $\lambda$.
"""

# %%
grid = np.linspace(-9, 9, 2401)
dx = grid[1] - grid[0]


@np.vectorize
def least_error(log_snr):
    """E Var[x_0 | x_t] of the mixture: what the best estimate of x_0 still gets wrong."""
    alpha, sigma = np.sqrt(expit([log_snr, -log_snr]))
    variance = bimodal.posterior_cov(grid[:, None], alpha, sigma)[:, 0, 0]
    return np.sum(bimodal.noised(alpha, sigma).density(grid[:, None]) * variance) * dx


log_snrs = np.linspace(-6, 6, 601)
errors = least_error(log_snrs)

# %% tags=["witness"]
for name, process in [("linear", schedules.linear_vp()), ("cosine", schedules.cosine_vp())]:
    ends = np.interp([-6, 6], process.log_snr(np.linspace(1, 1e-5, 200_001)), np.linspace(1, 1e-5, 200_001))
    t = np.linspace(ends[1], ends[0], 2001)
    lam = process.log_snr(t)
    speed = -np.gradient(lam, t, edge_order=2)  # 1/p, up to the length of the interval
    error = np.interp(lam, log_snrs, errors)
    witness(f"(3.6b), {name}, w = 1/p", trapezoid(speed * error, t), trapezoid(errors, log_snrs), atol=1e-3)
    weighted = trapezoid(np.exp(log_snrs / 2) / np.interp(-log_snrs, -lam, speed) * errors, log_snrs)
    witness(f"(3.6b), {name}, w = √SNR", trapezoid(np.exp(lam / 2) * error, t), weighted, atol=1e-3)

# %% tags=["picture"]
fig, ax = figures.figure()
wide = np.linspace(-15, 12, 400)
for (name, schedule), style in zip(four.items(), ["-", "--", "-.", ":"]):
    t = schedule.times[1:-1] if schedule.discrete else schedule.grid(1000)[5:]
    ax.plot(schedule.log_snr(t), -1 / np.gradient(schedule.log_snr(t), t / schedule.T), style, label=name)
ax.plot(wide, norm.pdf(wide, 2.4, 2.4), color="0.5", label="EDM's training noise")
ax.axvspan(low, high, color="0.9", label="digits are decided here")
ax.set(xlim=(-15, 12), ylim=(0, 0.3), xlabel="log-SNR λ", ylabel="density p(λ)", title="Where the steps go")
ax.legend(fontsize="small")
figures.show(fig)

# %% [markdown]
r"""
(EDM, [lecture 10](10_solvers.ipynb), draws $\log\sigma\sim N(-1.2, 1.2^2)$ for training, and $\lambda = -2\log\sigma$.)
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.3

This one was not shown.
Find the density $p(\lambda)$ of the continuous cosine schedule, (3.6) with $t$ uniform on $[0, 1]$.

- `log_snr`: a number $\lambda$.
  Returns a number.
- Worked value: `cosine_density(2.0)` is $0.1031$.
"""

# %% tags=["exercise"]
def cosine_density(log_snr):
    """Density of λ under the cosine schedule."""
    ### BEGIN SOLUTION
    return 1 / (2 * np.pi * np.cosh(log_snr / 2))
    ### END SOLUTION


cosine_density = check("03.3", cosine_density)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Solve (3.6) for $t$: $t = \frac2\pi\arctan e^{-\lambda/2}$.
Then $\left|\frac{dt}{d\lambda}\right| = \frac2\pi\cdot\frac{\frac12e^{-\lambda/2}}{1+e^{-\lambda}} = \frac1\pi\cdot\frac1{e^{\lambda/2}+e^{-\lambda/2}}$.
It is symmetric about $\lambda = 0$ and falls like $e^{-|\lambda|/2}$ to both sides (the hyperbolic secant distribution).
### END SOLUTION
"""

# %% [markdown]
r"""
### Which details drown first

A picture is a sum of waves, from the slow ones that carry its large shapes to the fast ones that carry its fine detail (its discrete cosine transform, an orthogonal change of coordinates).
White noise has the same variance in every wave: $e^{-\lambda}$, in the units of $x_0$.
A picture has not: in the figure, the variance of the digits' waves is largest up to a frequency of about 4½ and falls to about a tenth of that for the fastest.
(In photographs it falls about as the inverse square of the frequency: Dieleman 2024, not computed here.)
So noise drowns detail first and shapes last, and the log-SNR is also the resolution that survives.
Read backwards, generation goes roughly from coarse to fine: at a given $\lambda$ it settles the waves whose variance is about $e^{-\lambda}$.
"""

# %%
waves = dctn(flat.reshape(-1, 8, 8), axes=(1, 2), norm="ortho")
power = waves.var(axis=0).ravel()
frequency = np.hypot(*np.indices((8, 8))).ravel()
above = [(lam, np.exp(-lam), np.sum(power > np.exp(-lam)), frequency[power > np.exp(-lam)].max(initial=0)) for lam in (4, 3, 2, 1, 0)]
table(above, "log-SNR λ", "noise variance e^(−λ)", "waves of 64 above the noise", "fastest of them", digits=[0, 3, 0, 1])

# %% tags=["picture"]
fig, ax = figures.figure()
ax.semilogy(frequency, np.maximum(power, 1e-4), "o", label="the 64 waves of the digits")
for lam, style in [(4, ":"), (2, "-."), (0, "--")]:
    ax.axhline(np.exp(-lam), color="0.4", linestyle=style, label=f"noise at λ = {lam}")
ax.set(xlabel="frequency (half waves across the picture)", ylabel="variance", title="What stands out of the noise")
ax.legend(fontsize="small")
figures.show(fig)

# %% [markdown]
r"""
This is why a schedule has to move when pictures grow (exercise 03.8).
(Multiplying the data by $b$ moves it too, by $2\log b$: the input scaling of Chen 2023.)

## 3 · Where does it end? The prior gap

Generation runs the chain backwards.
It must start from some distribution.
Training data noised to $T$ would do, but then every sample would contain what is left of a training example.
So one samples from $N(0, I)$, the **prior**, and relies on its being close to $q(x_T)$.
The mismatch is the **prior gap**

$$G_T = \operatorname{KL}\!\left(q(x_T)\,\|\,N(0,I)\right) = \int q(x_T)\log\frac{q(x_T)}{N(x_T;0,I)}\,dx_T , \tag{3.7}$$

<!-- 3.7: definition -->

in nats (natural logarithms; a nat is 1.44 bits).
For a general data set it has no formula, but it has a bound.
Suppose $x_0$ known: then $x_T$ is Gaussian, and the Kullback–Leibler divergence (KL) of two Gaussians, (B.8) of [appendix B](../appendices/B_gaussians.ipynb), gives in $d$ dimensions

$$\operatorname{KL}\!\left(N(\alpha_T x_0, \sigma_T^2 I)\,\|\,N(0,I)\right) = \tfrac12\left[\alpha_T^2\|x_0\|^2 + d\left(\sigma_T^2 - 1 - \log\sigma_T^2\right)\right].$$

Average over data with mean square 1 in each coordinate, $\operatorname{E}\|x_0\|^2 = d$, for a variance-preserving schedule.
Then $\alpha_T^2 d + d(\sigma_T^2 - 1) = 0$, and only the logarithm survives:

$$L_T = \operatorname{E}\operatorname{KL}\!\left(q(x_T\mid x_0)\,\|\,N(0,I)\right) = -\frac d2\,\log\left(1-\bar\alpha_T\right). \tag{3.8}$$

This $L_T$ is the first of the three terms of the likelihood bound ([lecture 05](05_objective.ipynb)), a constant that no training changes.
It bounds the gap, and the difference has a name: the **mutual information** $\mathcal I(x_0; x_T) = \operatorname{E}\log\frac{q(x_T\mid x_0)}{q(x_T)}$, the information about $x_0$ left in $x_T$.
It is a mean of KL divergences, so it is never negative.

$$L_T = G_T + \mathcal I(x_0; x_T). \tag{3.9}$$

*Proof.*
With $N(x_T)$ short for $N(x_T; 0, I)$, write $\log\frac{q(x_T\mid x_0)}{N(x_T)} = \log\frac{q(x_T\mid x_0)}{q(x_T)} + \log\frac{q(x_T)}{N(x_T)}$ and take the expectation over $x_0$ and $x_T$.
The last term depends on $x_T$ alone, so its expectation is $G_T$.
$\square$

The information has an equation of its own, and it is the loss integral of section 2 again.
Less noise by $d\lambda$ adds information in proportion to the error of the best estimate, $\frac{d\mathcal I}{d\operatorname{SNR}} = \frac12e(\lambda)$ per coordinate (Guo, Shamai and Verdú 2005), so between two noise levels

$$\mathcal I(x_0; x_{\lambda_2}) - \mathcal I(x_0; x_{\lambda_1}) = \tfrac12\int_{\lambda_1}^{\lambda_2} e^\lambda\,e(\lambda)\,d\lambda, \tag{3.9a}$$

whichever schedule went from one to the other. [Lecture 05](05_objective.ipynb) meets this integral as the likelihood bound.

Witness, by integrals on a grid for the mixture: the three quantities computed separately at four values of $\bar\alpha_T$, (3.8) beside them, and (3.9a) between neighbours.
"""

# %%
log_prior = norm.logpdf(grid)


def at_the_end(alpha_bar):
    """log q(x_T) of the mixture on the grid."""
    return bimodal.noised(np.sqrt(alpha_bar), np.sqrt(1 - alpha_bar)).log_density(grid[:, None])


def gap(alpha_bar):
    """G_T of the mixture in nats, by quadrature (rounding may make a zero negative)."""
    log_q = at_the_end(alpha_bar)
    return abs(np.sum(np.exp(log_q) * (log_q - log_prior)) * dx)


# %%
def bound_and_information(alpha_bar):
    """L_T and the mutual information by quadrature over x_0 and x_T."""
    x0 = grid[::4]
    weight = bimodal.density(x0[:, None]) * 4 * dx
    log_kernel = norm.logpdf(grid, np.sqrt(alpha_bar) * x0[:, None], np.sqrt(1 - alpha_bar))
    kernel = np.exp(log_kernel) * dx
    bound = weight @ np.sum(kernel * (log_kernel - log_prior), axis=1)
    return bound, weight @ np.sum(kernel * (log_kernel - at_the_end(alpha_bar)), axis=1)


# %% tags=["witness"]
signal_powers = [0.9, 0.6, 0.1, 0.01]
bound, information = np.transpose([bound_and_information(power) for power in signal_powers])
G_T = np.array([gap(power) for power in signal_powers])
table({"ᾱ_T": signal_powers, "bound L_T (nats)": bound, "gap G_T (nats)": G_T, "information (nats)": information},
      digits=[2, 4, 4, 4])
witness("(3.8)", bound, -0.5 * np.log(1 - np.array(signal_powers)), atol=1e-8)
witness("(3.9)", bound, G_T + information, atol=1e-8)
between = [np.linspace(*logit([a, b]), 201) for a, b in zip(signal_powers[1:], signal_powers)]
added = [0.5 * trapezoid(np.exp(lam) * least_error(lam), lam) for lam in between]
witness("(3.9a)", -np.diff(information), added, atol=1e-4)
print(f"without any noise, ᾱ_T = 1, the gap is {gap(1.0):.2f} nats, and the bound infinite")

# %% [markdown]
r"""
Read the table with care.
The gap is much smaller than its bound.
These data have a density, so that their gap is finite even without noise; and mean 0 and variance 1 from the start, so that it is small.
The bound only sees how much of $x_0$ is left.
$L_T$ enters the likelihood bound; $G_T$ is the mismatch at the sampler's start.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.4

A popular small teaching repository (*tiny-diffusion*, see Sources) trains on points in the plane with $T = 50$ and `np.linspace(1e-4, 0.02, 50)` as $\beta$.
For standardised points ($d = 2$), what is $L_T$ in nats, to three decimals?
Compute it with code.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
d, alpha_bar_T = 2, np.prod(1 - np.linspace(1e-4, 0.02, 50))
bound_T50 = -d / 2 * np.log(1 - alpha_bar_T)
### END SOLUTION
bound_T50 = check("03.4", bound_T50)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\bar\alpha_{50} = 0.603$: the "noise" still has 60 % signal power.
$L_T = -\frac22\log(1 - 0.603) = 0.924$ nats.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.5

The same repository reports that more timesteps give better samples.
Three chains for the one-dimensional data of this lecture, with $\beta$ rising in a straight line from $10^{-4}$; each is run backwards *exactly*, from a start in $N(0, 1)$.
**A**: $T = 1000$, $\beta$ up to 0.02.
**B**: $T = 50$, $\beta$ up to 0.02.
**C**: $T = 50$, $\beta$ up to 0.4.
Which gives the worst samples?

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
worst_chain = "b"
### END SOLUTION
worst_chain = check("03.5", worst_chain)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
An exact reverse process has no step error, so only the start can be wrong, and only B's is: its $\bar\alpha_T$ is 0.6, while A and C end at noise.
The table in section 4 has the numbers.
It cannot say what step errors cost, since it has none: [lecture 04](04_exact_reverse.ipynb) (random steps) and 10 (deterministic ones) do.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · What the gap costs: a perfect sampler with a wrong start

Take two exact reverse processes.
One samples every step from the exact $q(x_{t-1}\mid x_t)$; [lecture 04](04_exact_reverse.ipynb) is about it.
The other is deterministic: carry the quantiles of $q(x_T)$ to the quantiles of $q(x_t)$.
With $F_t$ the cumulative distribution function of $q(x_t)$, in one dimension,

$$x_t = F_t^{-1}\!\left(F_T(x_T)\right), \tag{3.10}$$

and $x_T\sim q(x_T)$ gives $x_t\sim q(x_t)$ for every $t$.
(If $x_T$ has distribution function $F_T$, then $F_T(x_T)$ is uniform, and $F_t^{-1}$ of a uniform number has distribution function $F_t$. [Lecture 09](09_continuous_time.ipynb) shows that in one dimension the probability-flow equation is this very map.) Now start it from $z\sim N(0,1)$ instead.
The particles arrive with the density

$$p_t(x) = N\!\left(z; 0, 1\right)\frac{q_t(x)}{q_T(z)}, \qquad z = F_T^{-1}(F_t(x)), \tag{3.11}$$

where $z$ is the start of the particle that arrives at $x$: change variables by $p_t(x)\,dx = N(z;0,1)\,dz$ and $q_t(x)\,dx = q_T(z)\,dz$.
The map is invertible, so it preserves the divergence: $\operatorname{KL}(q(x_0)\,\|\,p_0) = G_T$, at the end as at the start.
The random reverse process, started from $N(0,1)$, arrives with

$$p_0(x_0) = \int \frac{q(x_T\mid x_0)\,q(x_0)}{q(x_T)}\,N(x_T; 0, 1)\,dx_T, \tag{3.12}$$

which is Bayes' rule for $q(x_0\mid x_T)$, averaged over the wrong start.
Both it and the right one apply the same random map to their start, so by the data-processing inequality $\operatorname{KL}(q(x_0)\,\|\,p_0)\le G_T$ (the divergence of the pair $(x_T, x_0)$ is $G_T$, and a part of a pair diverges at most as much as the pair).
Everything here is exact; only the start is wrong.
Set $T$, then drag time back to 0.
"""

# %%
def law(schedule, t):
    """Density and distribution function of q(x_t) on the grid."""
    noised = bimodal.noised(*schedule(t))
    std = np.sqrt(noised.covs[:, 0, 0])
    return noised.density(grid[:, None]), norm.cdf((grid[:, None] - noised.means[:, 0]) / std) @ noised.weights


# %%
def arrivals(schedule, t):
    """p_t of (3.11) on the grid, where F_t is not yet flat in double precision."""
    (q_t, F_t), (q_T, F_T) = law(schedule, t), law(schedule, schedule.T)
    inside = (F_t > 1e-10) & (F_t < 1 - 1e-10)
    z = np.interp(F_t[inside], F_T, grid)
    density = np.zeros_like(grid)
    density[inside] = norm.pdf(z) * q_t[inside] / np.interp(z, grid, q_T)
    return density


# %% tags=["witness"]
short = schedules.linear(T=50)
places = np.array([-1.4, 0.0, 0.6])


def share_below(x_T):
    """Carry x_T to t = 0 by (3.10); the shares of the result at or below three places."""
    carried = np.interp(np.interp(x_T, grid, law(short, 50)[1]), law(short, 0)[1], grid)
    return np.mean(carried[:, None] <= places, axis=0)


right_start = bimodal.noised(*short(50)).sample(100_000, rng)[:, 0]
exact = np.interp(places, grid, law(short, 0)[1])
witness("(3.10)", share_below(right_start), exact, standard_error=np.sqrt(exact * (1 - exact) / 100_000))

# %% tags=["witness"]
wrong_start = rng.normal(size=100_000)
arrived = np.interp(places, grid, cumulative_trapezoid(arrivals(short, 0), grid, initial=0))
witness("(3.11)", share_below(wrong_start), arrived, standard_error=np.sqrt(arrived * (1 - arrived) / 100_000))


# %% tags=["picture"]
def reverse(T, adapt):
    schedule = schedules.linear(T=T, beta_max=0.02 * (1000 / T if adapt == "scaled with 1000 / T" else 1))
    keys, seen = np.unique(np.linspace(0, T, 26).round().astype(int)), slice(400, -400, 10)
    truth = Line(grid[seen], np.array([law(schedule, t)[0][seen] for t in keys]), label="q(x_t), the truth", fill=True)
    drawn = Line(grid[seen], np.array([arrivals(schedule, t)[seen] for t in keys]), label="perfect sampler from N(0, 1)")
    end = {"gap": gap(schedule.alpha_bar(T)), "ᾱ_T": schedule.alpha_bar(T)}
    return dict(panels=[Panel(truth, drawn, xlabel="x", ylabel="density", ylim=(0, 1.1)),
                        Formula("gap {gap:.4f} nats at T = {T:.0f}, where signal power is {ᾱ_T:.4f}")],
                times=keys, t=keys.size - 1, title="Perfect sampler, wrong start", status="t = {t:.0f} of {T:.0f}",
                values={name: np.full(keys.size, value) for name, value in end.items()})


# %%
controlled(reverse, T=choose("number of steps T", [25, 50, 100, 200, 400], value=50),
           adapt=choose("largest β", ["0.02 for every T", "scaled with 1000 / T"]))

# %% [markdown]
r"""
At $T = 50$ both modes are there, but each has moved towards the middle; the left is narrower and higher than it should be, the right wider and lower.
Let us put numbers on it.
The distance is Wasserstein-2, which in one dimension compares the quantiles $F^{-1}$ and $H^{-1}$ of two distributions: $W_2^2 = \int_0^1 (F^{-1}(u) - H^{-1}(u))^2\,du$.
The data have standard deviation 1.
"""

# %%
def random_arrivals(schedule):
    """p_0 of (3.12) on the grid."""
    q_0, q_T = law(schedule, 0)[0], law(schedule, schedule.T)[0]
    alpha_T, sigma_T = schedule(schedule.T)
    kernel = norm.pdf(grid, alpha_T * grid[:, None], sigma_T)
    return q_0 * (kernel @ (norm.pdf(grid) / q_T) * dx)


# %%
def distance(p, q):
    """Wasserstein-2 between two densities on the grid, by their quantiles."""
    u = (np.arange(20_000) + 0.5) / 20_000
    quantiles = [np.interp(u, F / F[-1], grid) for F in (cumulative_trapezoid(f, grid, initial=0) for f in (p, q))]
    return np.sqrt(np.mean((quantiles[0] - quantiles[1]) ** 2))


# %% tags=["reveal"]
print("The answer:")
trials = [(50, 0.02), (100, 0.02), (200, 0.02), (400, 0.02), (1000, 0.02), (50, 0.4)]
data_density = law(short, 0)[0]
rows = []
for T, largest in trials:
    trial = schedules.linear(T=T, beta_max=largest)
    distances = [distance(p, data_density) for p in (arrivals(trial, 0), random_arrivals(trial))]
    rows.append((T, largest, gap(trial.alpha_bar(T)), *distances))
table(rows, "T", "largest β", "gap G_T (nats)", "W2 of the map", "W2 of the random process", digits=[0, 2, 4, 4, 4])

# %% tags=["witness"]
q_0, p_0 = data_density, arrivals(short, 0)
inside = p_0 > 0
kept = np.sum(q_0[inside] * np.log(q_0[inside] / p_0[inside])) * dx
witness("(3.11), KL(q(x_0) ‖ p_0) = G_T for the map,", kept, gap(short.alpha_bar(50)), atol=1e-6)

# %% tags=["witness"]
x_0, k = bimodal.sample(400_000, rng)[:, 0], rng.normal(size=400_000)
x_T = short.alpha(50) * x_0 + short.sigma(50) * k
weight = norm.pdf(x_T) / np.interp(x_T, grid, law(short, 50)[0])
below = np.array([np.mean(weight * (x_0 <= x)) for x in places])
error = np.array([np.std(weight * (x_0 <= x)) for x in places]) / np.sqrt(x_0.size)
arrived = np.interp(places, grid, cumulative_trapezoid(random_arrivals(short), grid, initial=0))
witness("(3.12)", below, arrived, standard_error=error)

# %% [markdown]
r"""
The last line of the table is the answer to exercise 03.5.
Fifty steps are enough, if their $\beta$ are large enough to reach noise.
What the larger $T$ repaired was the end of the chain.
(Too few steps cost something else, the error of each reverse step: [lecture 04](04_exact_reverse.ipynb) for random steps, 10 for deterministic ones.)

### Where it hurts: correlated pixels

A distance of 0.07, for a number with standard deviation 1, is small.
Pictures are different: their pixels are correlated.
Take Gaussian data with mean 0 and the covariance matrix of the digits.
Along principal direction $i$ with variance $v_i > 0$ (an eigenvalue of the matrix), noising makes $v_{T,i} = \bar\alpha_T v_i + 1 - \bar\alpha_T$.
Gap and samplers split into one-dimensional Gaussian problems.
By (B.9), and since the map (3.10) between two Gaussians of mean 0 multiplies by the ratio of their standard deviations (sd),

$$G_T = \sum_{i=1}^{d} \tfrac12\left[v_{T,i} - 1 - \log v_{T,i}\right], \qquad \frac{\operatorname{sd}(\text{samples})}{\operatorname{sd}(\text{data})} = \frac{1}{\sqrt{v_{T,i}}} . \tag{3.13}$$

The mean variance of a pixel is 1, but it is shared unequally: the first direction of the digits has nearly ten times its share, so it loses most.
In directions with less than their share samples come out too wide.
The wrong start makes everything rounder.
"""

# %%
d = 64
pixels = (flat - flat.mean(axis=0)) / np.sqrt(np.mean((flat - flat.mean(axis=0)) ** 2))
covariance = pixels.T @ pixels / len(pixels)
variances = np.linalg.eigvalsh(covariance)[::-1]
print(f"mean variance of a pixel {variances.mean():.2f}, variance along the first direction {variances[0]:.2f}")
print(f"before this scaling: mean square of a pixel {np.mean(flat**2):.2f}")

# %%
rows = []
for T, largest in trials:
    alpha_bar = schedules.linear(T=T, beta_max=largest).alpha_bar(T)
    v_T = alpha_bar * variances + 1 - alpha_bar
    gap_T, bound_T = 0.5 * np.sum(v_T - 1 - np.log(v_T)), -d / 2 * np.log(1 - alpha_bar)
    rows.append((T, largest, gap_T, bound_T, 1 / np.sqrt(v_T[0]), 1 / np.sqrt(v_T[-1])))
table(rows, "T", "largest β", "gap G_T (nats)", "bound L_T (nats)", "standard deviation of samples / data, first direction", "last direction",
      digits=[0, 2, 4, 4, 3, 3])

# %% tags=["witness"]
alpha_bar = short.alpha_bar(50)
v_T = alpha_bar * variances + 1 - alpha_bar
noised_covariance = alpha_bar * covariance + (1 - alpha_bar) * np.eye(d)
by_matrices = gaussian_kl(np.zeros(d), noised_covariance, np.zeros(d), np.eye(d))
witness("(3.13), gap", by_matrices, 0.5 * np.sum(v_T - 1 - np.log(v_T)), atol=1e-9)
z = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
carried = norm.ppf(norm.cdf(z, 0, np.sqrt(v_T[0])), 0, np.sqrt(variances[0]))
witness("(3.13), standard deviation", carried.std() / z.std() / np.sqrt(variances[0]), 1 / np.sqrt(v_T[0]), atol=1e-6)
by_chance = np.sqrt(alpha_bar * variances[0] / v_T[0] ** 2 + (1 - alpha_bar) / v_T[0])
print(f"first direction at T = 50: the map's samples have {1 / np.sqrt(v_T[0]):.0%} of the standard deviation, the random process's {by_chance:.0%}")

# %% [markdown]
r"""
(The last line is (B.7): the posterior of $x_0$ given $x_T$ has slope $\sqrt{\bar\alpha_T}\,v/v_T$ and variance $v(1-\bar\alpha_T)/v_T$, and $x_T$ has variance 1.)
At $T = 50$ the samples of a sampler without any error of its own have less than half of the standard deviation along the direction in which real digits differ most; at $T=1000$, all of it.
That is the prior gap, and no better denoiser closes it while the start stays $N(0, I)$.

### Draw your own schedule

Drag the five handles of the log-SNR curve (or focus one and use the arrow keys).
The digits and the bound $L_T$ follow.
Keep the curve falling: noise is never removed by noising.
Make one that ends at $L_T < 0.01$ nats and still shows readable digits at the middle of the slider.
(Like (3.8), the bound supposes 64 pixels with mean square 1; that of these digits is 0.72, so that their own mean KL is smaller.)
"""

# %% tags=["picture"]
def drawn(handles, d=d):
    at, height = np.array(handles).T
    log_snr = np.interp(np.arange(101), at, height)
    alpha, sigma = np.sqrt(expit(log_snr)), np.sqrt(expit(-log_snr))  # (3.4)
    bound = -d / 2 * np.log(sigma[-1] ** 2)
    handles, axes = Handles(at, height, label="your log-SNR", move="y"), dict(xlim=(-4, 104), ylim=(-12, 12))
    panels = [Panel(handles, title="drag the handles", xlabel="t", ylabel="log-SNR λ", **axes),
              Panel(Image(pictures, pictures_eps), title="digits under your schedule"),
              Formula("L_T = {L:.3f} nats for 64 pixels; now λ = {λ:.1f}, α = {α:.2f}, σ = {σ:.2f}")]
    return dict(panels=panels, values={"α": alpha, "σ": sigma, "λ": log_snr, "L": np.full(101, bound)})


# %%
start = [[0, 10], [25, 5], [50, 0], [75, -3], [100, -5]]
own = Scene(times=np.arange(101), t=50, title="Your schedule",
            status="t = {t:.0f}: log-SNR {λ:.1f}, bound {L:.3f} nats", **drawn(start))
own.observe(lambda change: own.update(**drawn(change.new)), "handles")
own

# %% [markdown]
r"""
## 5 · The repair: zero terminal SNR

A discrete schedule with $T\ge2$ that stops early can be bent so that it ends at pure noise, keeping its first step (Lin et al. 2024).
What multiplies $x_0$ is $\sqrt{\bar\alpha_t}$.
Shift all of them so that the last is 0, and scale so that the first is what it was:

$$\sqrt{\bar\alpha_t'} = \left(\sqrt{\bar\alpha_t} - \sqrt{\bar\alpha_T}\right)\frac{\sqrt{\bar\alpha_1}}{\sqrt{\bar\alpha_1}-\sqrt{\bar\alpha_T}} . \tag{3.14}$$

At $t = T$ the bracket is 0.
At $t = 1$ the fraction cancels it.
Between, the order is kept, since shifting and scaling by positive numbers keep it; so $\beta_t' = 1 - \bar\alpha_t'/\bar\alpha_{t-1}'$ stays in $(0, 1]$, with $\beta_T' = 1$: the last step destroys everything.
"""

# %% tags=["witness"]
published = schedules.linear(T=50)
repaired = schedules.zero_terminal(published)
root, new_root = published.alpha(published.times[1:]), repaired.alpha(repaired.times[1:])
witness("(3.14)", new_root, (root - root[-1]) * root[0] / (root[0] - root[-1]))
witness("(3.14), both ends", new_root[[0, -1]], [root[0], 0.0])
table([("before", published.betas[-1], published.alpha_bar(50)), ("after", repaired.betas[-1], repaired.alpha_bar(50))],
      "", "β_T", "signal power left, ᾱ_T", digits=[None, 3, 3])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.6

A colleague repairs schedules with these lines. They end at zero and keep the first step, and yet they are not (3.14). Mend them.

```python
def zero_terminal(alpha_bar):
    shifted = alpha_bar - alpha_bar[-1]
    return shifted * alpha_bar[0] / shifted[0]
```

- `alpha_bar`: array $(T,)$ holding $\bar\alpha_1, \dots, \bar\alpha_T$, falling and positive, $T \ge 2$.
- Returns $\bar\alpha_1', \dots, \bar\alpha_T'$, same shape.
- Worked value: `zero_terminal(np.array([0.81, 0.36, 0.09]))` is $(0.81, 0.2025, 0)$.
"""

# %% tags=["exercise"]
def zero_terminal(alpha_bar):
    """ᾱ rescaled so that the last is 0 and the first is kept."""
    ### BEGIN SOLUTION
    root = np.sqrt(alpha_bar)
    root = (root - root[-1]) * root[0] / (root[0] - root[-1])
    return root**2
    ### END SOLUTION


zero_terminal = check("03.6", zero_terminal)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Roots: $0.9, 0.6, 0.3$.
Shifted: $0.6, 0.3, 0$.
Scaled by $0.9/0.6$: $0.9, 0.45, 0$.
Squared: $0.81, 0.2025, 0$.
The rule is linear in what multiplies $x_0$, not in its square.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · Break it: predicting noise where there is no signal

Zero terminal SNR has a cost.
A network that predicts the noise, $\hat\varepsilon$, gives the data by solving the one line for $x_0$:

$$\begin{gathered}\hat x_0 = \frac{x_t - \sigma_t\,\hat\varepsilon}{\alpha_t},\\ \hat x_0 - x_0 = -\frac{\sigma_t}{\alpha_t}\left(\hat\varepsilon-\varepsilon\right) = -e^{-\lambda_t/2}\left(\hat\varepsilon-\varepsilon\right). \end{gathered} \tag{3.15}$$

An error in $\hat\varepsilon$ is multiplied by $e^{-\lambda_t/2}$.
At the last step $\alpha_T = 0$: the division fails.
Just before it the factor is already large.
The figure shows what an error of 0.01 becomes at every step. It shows the factor, not the error of a trained network.
If the network's error shrinks in proportion to $\alpha_t$, the factor does no harm.
But at $\alpha_T = 0$ even a perfect $\hat\varepsilon$ contains nothing of $x_0$.
"""

# %% tags=["witness"]
x0, eps = bimodal.sample(1, rng)[0, 0], rng.normal()
t = repaired.times[1:-1]
x_t = repaired.alpha(t) * x0 + repaired.sigma(t) * eps
recovered = (x_t - repaired.sigma(t) * (eps + 0.01)) / repaired.alpha(t)
witness("(3.15)", recovered - x0, -np.exp(-repaired.log_snr(t) / 2) * 0.01, atol=1e-10)

# %% tags=["picture"]
fig, ax = figures.figure()
for name, schedule, style in [("published, T = 50", published, "--"), ("zero terminal SNR", repaired, "-")]:
    ax.semilogy(t, 0.01 * np.exp(-schedule.log_snr(t) / 2), style, label=name)
ax.set(xlabel="step t", ylabel="error of $\\hat x_0$", title="An error of 0.01 in the predicted noise")
ax.legend()
figures.show(fig)
before, after = np.exp(-published.log_snr(49) / 2), np.exp(-repaired.log_snr(49) / 2)
print(f"at step 49 the factor is {before:.2f} before and {after:.0f} after; at step 50 it is infinite")

# %% [markdown]
r"""
So zero terminal SNR and noise prediction do not go together.
[Lecture 05](05_objective.ipynb) has the way out: predict another mixture of $x_0$ and $\varepsilon$, called $v$, that stays finite at both ends.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.7

Keep $\beta$ between $10^{-4}$ and 0.02 in a straight line, `np.linspace(1e-4, 0.02, T)`.
What is the smallest $T$ at which $L_T \le 0.1$ nats for standardised data in $d = 2$ dimensions?
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
d, enough_steps = 2, 2
while -d / 2 * np.log(1 - np.prod(1 - np.linspace(1e-4, 0.02, enough_steps))) > 0.1:
    enough_steps += 1
### END SOLUTION
enough_steps = check("03.7", enough_steps)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$-\log(1-\bar\alpha_T)\le 0.1$ means $\bar\alpha_T \le 1-e^{-0.1} = 0.0952$.
With the mean $\beta$ near 0.01, $\bar\alpha_T\approx e^{-0.01\,T}$ gives about 235, and the loop finds 233.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 03.8

This one was not shown.
You have a schedule $\lambda_t$ that works for small pictures.
For pictures with $k$ times as many pixels along each side, neighbouring pixels are nearly equal.
Averaging each $k\times k$ block recovers the small picture, keeps the signal (take it as constant over a block) and averages $k^2$ independent noises.
Find the $\alpha, \sigma$ for the large picture such that **after averaging** the log-SNR is $\lambda$ again.
The schedule stays variance preserving.

- `log_snr`: a number $\lambda$, wanted after averaging; `k`: a number, at least 1.
- Returns `(alpha, sigma)` for the large picture, with $\alpha^2+\sigma^2=1$.
- Worked value: `shifted_alpha_sigma(0.0, 2.0)` is $(0.4472, 0.8944)$.
"""

# %% tags=["exercise"]
def shifted_alpha_sigma(log_snr, k):
    """α and σ for k × k times as many pixels."""
    ### BEGIN SOLUTION
    shifted = log_snr - 2 * np.log(k)
    return np.sqrt(1 / (1 + np.exp(-shifted))), np.sqrt(1 / (1 + np.exp(shifted)))
    ### END SOLUTION


shifted_alpha_sigma = check("03.8", shifted_alpha_sigma)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The mean of $k^2$ independent noises of variance $\sigma^2$ has variance $\sigma^2/k^2$, so averaging multiplies the SNR by $k^2$ and adds $2\log k$ to its logarithm.
To arrive at $\lambda$ one must start from $\lambda - 2\log k$.
Larger pictures need more noise at every step: this is the shift of Hoogeboom, Heek and Salimans (2023).
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · In the wild

The schedule of a widely used text-to-image model (Stable Diffusion 1) takes 1000 steps with $\sqrt{\beta}$ in a straight line from $\sqrt{0.00085}$ to $\sqrt{0.012}$.
Lin and others (2024) print for it $\sqrt{\bar\alpha_T} = 0.068265$ and terminal SNR 0.004682, and report that the model cannot generate very dark or very bright pictures. In training $x_T$ still contains 7 % of the picture's amplitude, hence its mean brightness, and the model learns to read it off $x_T$; in sampling $x_T$ is pure noise of mean 0.
"""

# %% tags=["witness"]
stable = schedules.from_betas(np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2, name="Stable Diffusion 1")
print(f"√ᾱ_T = {stable.alpha(1000):.6f}, terminal SNR = {stable.snr(1000):.6f}")
witness("√ᾱ_T as published", stable.alpha(1000), 0.068265, atol=5e-7)
witness("SNR(T) as published", stable.snr(1000), 0.004682, atol=5e-7)
chains = [("Stable Diffusion 1, 4 × 64 × 64", stable, 4 * 64 * 64), ("Stable Diffusion 1, if d were 2", stable, 2),
          ("DDPM, 3 × 32 × 32", ddpm, 3 * 32 * 32)]
table([(name, n, -n / 2 * np.log(1 - schedule.alpha_bar(schedule.T))) for name, schedule, n in chains],
      "chain", "d", "L_T (nats)", digits=4)

# %% [markdown]
r"""
All three lines suppose data with mean square 1 in each coordinate, as (3.8) does.
The bound grows with $d$: what is 0.005 nats in two dimensions is 38 nats for a latent picture of 4 × 64 × 64 numbers.
By (3.9), part of it is information and not gap. What these numbers do not show is how much better pictures become after the repair; that is a claim of the paper, measured there on generated images, and not repeated here.

## 8 · What you can now say

| | result | witness |
|---|---|---|
| (3.2), (3.3) | What can be inferred about $x_0$ from $x_t$ depends on the log-SNR alone | [section 1](#1-·-One-number-decides) |
| (3.4) | $\alpha^2 = \operatorname{sigmoid}(\lambda)$, $\sigma^2 = \operatorname{sigmoid}(-\lambda)$ | [section 1](#1-·-One-number-decides) |
| (3.5), (3.6) | Linear, cosine and Ornstein–Uhlenbeck in log-SNR | [section 2](#2-·-Four-schedules) |
| (3.6a), (3.6b) | A schedule is a density over $\lambda$; a weighted loss depends on it only through $w\,p$ and the ends | [section 2](#2-·-Four-schedules) |
| (3.8)–(3.9a) | $L_T = -\frac d2\log(1-\bar\alpha_T)$ bounds the prior gap; the difference is information, half the integral of the least error over the SNR | [section 3](#3-·-Where-does-it-end?-The-prior-gap) |
| (3.10)–(3.13) | A perfect sampler with a wrong start samples a wrong distribution, most wrong where pixels are correlated | [section 4](#4-·-What-the-gap-costs:-a-perfect-sampler-with-a-wrong-start) |
| (3.14), (3.15) | Zero terminal SNR, and why noise prediction fails there | [section 5](#5-·-The-repair:-zero-terminal-SNR), [section 6](#6-·-Break-it:-predicting-noise-where-there-is-no-signal) |

**The title's question.**
How fast: a schedule does not change what can be inferred at a given $\lambda$, only how many steps are spent near it; spend them where the data are decided.
How much: until the gap is small; its bound $L_T$, which grows with the dimension, tells without knowing the data.
Of the four schedules at the top, the linear one whose $\beta$ were not adapted to $T = 100$ ends with more than a third of its signal's power left: not all noise.

**Next question.**
We can go forward to any $t$.
What *exactly* does it mean to go back by one step?
That is [lecture 04](04_exact_reverse.ipynb).

## 9 · Sources

- J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: the linear schedule (section 4), $L_T$ (equation 5).
- A. Nichol, P. Dhariwal, *Improved denoising diffusion probabilistic models*, ICML 2021: the cosine schedule, equation 17.
- A. Jabri, D. Fleet, T. Chen, *Scalable adaptive computation for iterative generation*, ICML 2023: the sigmoid schedule.
- D. P. Kingma and others, *Variational diffusion models*, NeurIPS 2021: the loss depends on the schedule through the log-SNR at its ends, (3.6b).
  D. P. Kingma, R. Gao, *Understanding diffusion objectives as the ELBO with simple data augmentation*, NeurIPS 2023: $w(\lambda)$ and $p(\lambda)$.
- D. Guo, S. Shamai, S. Verdú, *Mutual information and minimum mean-square error in Gaussian channels*, IEEE Transactions on Information Theory 51, 2005: (3.9a).
- T. Chen, *On the importance of noise scheduling for diffusion models*, 2023 (arXiv 2301.10972): schedules, resolution and input scaling.
- S. Dieleman, *Diffusion is spectral autoregression*, 2024 (blog): the spectral view.
- T. Karras and others, *Elucidating the design space of diffusion-based generative models*, NeurIPS 2022: the log-normal noise levels in the figure of $p(\lambda)$.
- S. Lin and others, *Common diffusion noise schedules and sample steps are flawed*, WACV 2024: zero terminal SNR, (3.14).
- T. Pärnamaa, *tiny-diffusion*, GitHub (tanelp/tiny-diffusion): the chain of exercises 03.4 and 03.5, and the report that more timesteps give better samples.
- E. Hoogeboom, J. Heek, T. Salimans, *simple diffusion*, ICML 2023: the shift of exercise 03.8.
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the witness of (3.9), the perfect sampler with a wrong start, the measurement of where digits are decided.
"""
