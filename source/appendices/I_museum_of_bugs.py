# %% [markdown]
r"""
# I · Which mistakes get published, and what would have found them?

{badges}

| | |
|---|---|
| **You will be able to** | recognise some fifty published slips by what they do to a number or a picture · say for each which test finds it · find any of the mistakes that the course's checks know by name |
| **You need** | the lecture a slip belongs to; each is linked where it comes up |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
import torch
from scipy.optimize import least_squares
from scipy.stats import norm, poisson
from torch.nn.utils import clip_grad_norm_

from utils.data import digits, transactions
from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.data.outbreaks import load_eyam
from utils.exercises import museum, registry
from utils.exercises.museum import exhibits
from utils.generative import metrics, samplers, schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.networks.cascades import independent_cascade
from utils.networks.generators import preferential_attachment
from utils.networks.measures import degree_exponent, degrees
from utils.populations.curves import Bass
from utils.populations.estimation.adoption import adoption_likelihood
from utils.populations.estimation.fitting import fit
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.exercise import Function
from utils.teaching.scene import Curve, Formula, Line, Panel
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(9)

# %% [markdown]
r"""
## The picture first

The line $x_t = \sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\varepsilon$ is what a course on diffusion models needs first, and three courses print it or run it with a slip.
Below are all four, on data of mean 0 and variance 1, exactly.
Drag the slider, and choose the chain.
At which $t$ would a test at one value of $t$ find each of the three?
And would it, at the first and the last?
"""

# %% tags=["picture"]
line = np.linspace(-4, 4, 161)
(w, m, v) = bimodal.weights, bimodal.means[:, 0], bimodal.covs[:, 0, 0]
chains = {"200 steps, β from 0.0005 to 0.1": schedules.linear(T=200, beta_min=5e-4, beta_max=0.1),
          "1000 steps, β from 0.0001 to 0.02": schedules.linear(),
          "50 steps, β from 0.0001 to 0.02": schedules.linear(T=50)}


# %% tags=["picture"]
def added(betas):
    """Variance of the noise after 0, 1, ..., T steps that add β_t ε for √β_t ε."""
    out = [0.0]
    for beta in betas:
        out.append((1 - beta) * out[-1] + beta**2)
    return np.array(out)


def with_uniform(signal, scale):
    """The density of signal x_0 + scale u on the line, with u uniform on [0, 1)."""
    if scale == 0:
        return bimodal.density(line[:, None])
    below = lambda x: norm.cdf((x[:, None] - signal * m) / (signal * np.sqrt(v))) @ w
    return (below(line) - below(line - scale)) / scale


# %% tags=["picture"]
def four_chains(chain):
    process = chains[chain]
    kept = np.linspace(0, process.T, 51).round().astype(int)
    alpha, sigma = np.array([process(t) for t in kept]).T
    noises = {"right": sigma, "β for √β": np.sqrt(added(process.betas)[kept]), "1 − ᾱ for its root": sigma**2}
    shapes = {name: np.array([bimodal.noised(a, s).density(line[:, None]) for a, s in zip(alpha, noise)]) for name, noise in noises.items()}
    shapes["uniform noise"] = np.array([with_uniform(a, s) for a, s in zip(alpha, sigma)])
    spread = {name: alpha**2 + noise**2 for name, noise in noises.items()} | {"uniform noise": alpha**2 + sigma**2 / 12}
    laws = [Line(line, shape, fill=name == "right", label=name) for name, shape in shapes.items()]
    panels = [Panel(*laws, title="density of x_t", xlabel="x", ylabel="density", ylim=(0, 1.6)),
              Panel(*(Curve(kept, y, label=name) for name, y in spread.items()), title="variance of x_t", xlabel="t", ylim=(0, 1.1)),
              Formula("variance: right {right:.2f}, β for √β {β:.2f}, 1 − ᾱ {ᾱ:.2f}, uniform {uniform:.2f} (mean {mean:.2f})")]
    values = dict(zip(("right", "β", "ᾱ", "uniform"), spread.values())) | {"mean": sigma / 2}
    return dict(panels=panels, times=kept, t=25, values=values, title="One right line and three slips",
                status="t = {t:.0f}: variance {right:.2f}, with the slips {β:.2f}, {ᾱ:.2f}, {uniform:.2f}")


controlled(four_chains, chain=choose("chain", chains))

# %% [markdown]
r"""
<details><summary>When you have dragged</summary>

At $t = 0$ all four agree, and at the end of a long chain $1-\bar\alpha$ agrees with its root: what is wrong by a root is right at 0 and at 1.
One test where $\bar\alpha_t$ is about a half finds each of the three.
</details>

The variances are

$$\begin{gathered}\operatorname{Var}(x_t) = 1, \quad \bar\alpha_t + s_t, \ \ s_t = (1-\beta_t)\,s_{t-1}+\beta_t^2 \ \ (\beta\text{ for }\sqrt\beta),\\[4pt] \bar\alpha_t+(1-\bar\alpha_t)^2 \ \ (1-\bar\alpha\text{ for its root}), \\[4pt] \bar\alpha_t+\tfrac1{12}(1-\bar\alpha_t) \ \ (\text{uniform noise}).\end{gathered} \tag{I.1}$$
"""

# %% tags=["witness"]
chain, n, t = chains["200 steps, β from 0.0005 to 0.1"], 200_000, 100
x, x0 = (bimodal.sample(n, rng)[:, 0] for _ in range(2))
for beta in chain.betas[:t]:
    x = np.sqrt(1 - beta) * x + beta * rng.normal(size=n)
bar, names = chain.alpha(t) ** 2, ("right", "β for √β", "1 − ᾱ", "uniform")
runs = [chain.alpha(t) * x0 + noise for noise in (chain.sigma(t) * rng.normal(size=n), (1 - bar) * rng.normal(size=n), chain.sigma(t) * rng.random(n))]
exact = [1.0, bar + added(chain.betas)[t], bar + (1 - bar) ** 2, bar + (1 - bar) / 12]
for name, run, value in zip(names, [runs[0], x, *runs[1:]], exact):
    witness(f"(I.1), {name}", run.var(), value, standard_error=1.5 * value / np.sqrt(n))

# %% [markdown]
r"""
## How to read the rooms

A card shows a slip that was published: where, what it does, and a test that finds it.
What it does was computed in the cell above it, or is linked.
The line itself is folded: where an exercise teaches the slip, the line answers it, so do the exercise first.
Lines taken out begin with −, those that were published with +.

What is collected are slips, not people.
Some are no mistakes at all but choices, a convention or a default, that surprise whoever does not know them; the card says so.
They come from good courses and good code, many were mended when somebody asked, and all could be found because somebody published the code.
A place without an address is one that we read and cannot cite any more.

## Room 1 · A root

A variance stands where a standard deviation belongs, or the reverse.
[Lecture 02](../lectures/02_noising.ipynb) has the first two, [06](../lectures/06_score.ipynb) the Langevin step, [14](../lectures/14_few_steps.ipynb) the scalings; RePaint is in [12](../lectures/12_guidance.ipynb).
The stationary variance of the two Langevin rules is exact for the target $N(0, 1)$: a step $x\to ax+cz$ has $c^2/(1-a^2)$.
"""

# %%
ddpm = chains["1000 steps, β from 0.0001 to 0.02"]
final = ddpm.alpha(1000) ** 2 + added(ddpm.betas)[-1]
least = min((bar + (1 - bar) ** 2, bar) for bar in ddpm.alpha(ddpm.times) ** 2)
sigma = ddpm.sigma(100)
settled = {h: (h / (1 - (1 - h / 2) ** 2), h**2 / (1 - (1 - h / 2) ** 2)) for h in (0.1, 0.01)}
table([(h, *pair) for h, pair in settled.items()], "step h", "variance, noise √h", "variance, noise h", digits=[2, 3, 3])

# %% tags=["picture"]
exhibits("root", {
    "β for √β in the noising step": f"data of variance 1 end, after DDPM's 1000 steps, with the variance {final:.4f}, not 1",
    "1 − ᾱ for √(1 − ᾱ) in the closed form": f"right at both ends; where ᾱ = {least[1]:.2f} the variance is {least[0]:.2f}, not 1",
    "√(1 − ᾱ) written as the variance": f"whoever trusts it at t = 100 of DDPM's chain adds noise of deviation {np.sqrt(sigma):.2f}, not {sigma:.2f}",
    "the step for its root, in the noise of a Langevin step": f"walks in N(0, 1) settle at the variance {settled[0.1][1]:.3f} for h = 0.1 and {settled[0.01][1]:.3f} for h = 0.01: the smaller the step, the worse",
    "the network's input divided by the variance": f"for data of deviation 0.5 the input has deviation {1 / np.hypot(80, 0.5):.4f} at σ = 80 and {1 / np.hypot(0.002, 0.5):.2f} at σ = 0.002, not 1",
})

# %% [markdown]
r"""
## Room 2 · An index, a sign, an order

The right things in the wrong place.
Lecture [08](../lectures/08_sampling.ipynb) switches the first two on and off, [17](../lectures/17_imbalanced.ipynb) has the fraud study, [11](../lectures/11_flow_matching.ipynb) the direction of time, [19](../lectures/19_adoption.ipynb) the sales.

For the loop: exercise 08.6's sampler is linear in its noises, so the variance of its samples is a sum of squares, with and without the slip.
For the flow: the exact velocity $\operatorname E[\varepsilon-x_0\mid x_t]$ of the data above, 50 Euler steps, Wasserstein distance by quantiles.
"""

# %%
def final_variance(sampler, T=50, v=0.01):
    """Variance of a sampler's results for data N(0, v); the sampler is linear in its start and noises."""
    process = schedules.linear(T=T, beta_min=0.002, beta_max=0.4)
    alpha, sigma, none = process.alpha(process.times), process.sigma(process.times), np.zeros(T + 1)
    start = alpha[T] ** 2 * v + sigma[T] ** 2
    return start * sampler(1.0, alpha, sigma, none, v) ** 2 + sum(sampler(0.0, alpha, sigma, one, v) ** 2 for one in np.eye(T + 1)[1:])


loops = registry.find("08.6")
one_off = next(mistake for mistake in loops.mistakes if mistake.name == "the level still wrong").answer(loops)
loop = [np.sqrt(final_variance(sampler)) for sampler in (loops.reference, one_off)]
last = ddpm.sigma(50)


# %%
def flow_samples(told=lambda t: t, sign=1.0, times=np.linspace(1, 0, 51)):
    x = norm.ppf((np.arange(4000) + 0.5) / 4000)
    for t, s in zip(times, times[1:]):
        at = np.clip(told(t), 1e-6, 1 - 1e-6)
        x = x + sign * (s - t) * (x - bimodal.posterior_mean(x[:, None], 1 - at, at)[:, 0]) / at
    return np.sort(x)


truth = np.sort(bimodal.sample(400_000, rng)[:, 0])[50::100]
flows = {"right": {}, "network told 1 − t": dict(told=lambda t: 1 - t), "time run the other way": dict(times=np.linspace(0, 1, 51)), "sign of v": dict(sign=-1.0)}
off = {name: np.mean(np.abs(flow_samples(**slip) - truth)) for name, slip in flows.items()}
table(off.items(), "sampler", "W₁ to the data", digits=3)

# %%
weight = torch.ones(1, requires_grad=True)
used = []
for clip_first in (False, True):
    weight.grad = None
    if clip_first:
        clip_grad_norm_([weight], 1.0)  # there is nothing to clip yet
    (50 * weight**2).sum().backward()
    if not clip_first:
        clip_grad_norm_([weight], 1.0)
    used.append(weight.grad.norm().item())
table([("clipped after backward", used[0]), ("clipped before it", used[1])], "order", "norm of the gradient that is used", digits=1)

# %%
cooled = load_adoption("room air conditioners")
years = np.arange(1.0, 14)


def fitted(model, start=(0.01, 0.4, 18_000)):
    return least_squares(lambda s: model(*s) - cooled.counts, start, x_scale=start).x


def in_the_year(p, q, m):
    return m * np.diff(Bass(p, q).share(np.r_[0, years]))


by_year, at_ends = fitted(in_the_year), fitted(lambda p, q, m: m * Bass(p, q).density(years))
table([("sales of the year", *by_year), ("density at its end", *at_ends)], "room air conditioners, fitted to", "p", "q", "m (thousands)", digits=[None, 5, 4, 0])

# %% tags=["picture"]
exhibits("index", {
    "t where t + 1 is meant, in the loop that samples": f"where the denoiser is told the level before, 50 steps give data of deviation 0.1 back with {loop[1]:.2f}; the right loop gives {loop[0]:.2f} (it loses what (8.6) says). Where every level is one off, lecture 08 measures no difference",
    "noise at the last step": f"20 steps of DDPM's chain end with noise of deviation {last:.2f}: a mode of width 0.1 becomes {np.hypot(0.1, last):.2f} wide. In the fraud study no measure of ours moved (lecture 17)",
    "velocity and time of two conventions mixed": "W₁ to the data " + ", ".join(f"{value:.2f} ({name})" for name, value in off.items()),
    "the last time never drawn": f"the sampler's first call is at t = 999; of 100 000 training times {np.sum(rng.integers(0, 999, 100_000) == 999)} are. With a network that is smooth in t no harm was measured (lecture 11)",
    "resampling after the loop instead of inside it": "meant are ten calls at each level; run is one at each level, and the repeats at the last, where nothing of the picture is still open",
    "gradients clipped before they are computed": f"the optimiser uses a gradient of norm {used[1]:.0f}, not {used[0]:.0f}: nothing was clipped",
    "+1.1 for −1.1 as the mean of log σ": f"half of the noise levels are above {np.exp(1.1):.1f}, not {np.exp(-1.1):.2f}; of all, {norm.sf((np.log(0.5) - 1.1) / 2):.0%} are above the deviation of the data, 0.5, where {norm.sf((np.log(0.5) + 1.1) / 2):.0%} are meant",
    "the calendar year as time since the launch": f"at t = 1995 the density is {Bass(0.01, 0.4).density(1995.0):.0f}, to the last digit that a computer keeps: the optimiser finds no direction, and reports success (lecture 19, section 8)",
    "the density at a year's end for the sales of the year": f"p is off by {at_ends[0] / by_year[0] - 1:+.0%} on room air conditioners, q by {at_ends[1] / by_year[1] - 1:+.1%}",
})

# %% [markdown]
r"""
## Room 3 · A factor or a term

[Lecture 19](../lectures/19_adoption.ipynb) has Bass' density, [21](../lectures/21_estimation.ipynb) and [20](../lectures/20_epidemics.ipynb) the plague, [25](../lectures/25_economics.ipynb) the price, [14](../lectures/14_few_steps.ipynb) the boundary, [28](../lectures/28_rewind.ipynb) the Laplace noise, [13](../lectures/13_coarse_to_fine.ipynb) the codes.
"""

# %%
no_p = fitted(lambda p, q, m: m / p * Bass(p, q).density(years), (0.01, 0.4, 180))
print(f"right: p {at_ends[0]:.4f}, q {at_ends[1]:.3f}, ceiling {at_ends[2]:.0f};  without p: p {no_p[0]:.4f}, q {no_p[1]:.3f}, ceiling {no_p[2]:.0f}")
village = load_eyam("A")
S0, S1, I0, I1 = *village.susceptible[[0, -1]], *village.infected[[0, -1]]
ratios = np.log(S0 / S1) / (S0 + I0 - S1 - I1), np.log(S0 / S1) / (S0 - S1)
e, s = 0.002, 0.5
print(f"Eyam: β/α = {ratios[0]:.2e} with the first infected, {ratios[1]:.2e} without")
pictures = 8 + 8 * digits.load_digits().images.reshape(-1, 64)  # grey levels, 0 to 16
mean_picture, (_, _, axes) = pictures.mean(axis=0), np.linalg.svd(pictures - pictures.mean(axis=0), full_matrices=False)
codes = (pictures - mean_picture) @ axes[:16].T
scale = codes.std()
z, decode = codes / scale, lambda c: c @ axes[:16] + mean_picture
wrongly = {"right": decode(scale * z), "after decoding": decode(z) * scale, "never": decode(z)}
table([(name, x.std(axis=0).mean(), np.sqrt(np.mean((x - wrongly["right"]) ** 2))) for name, x in wrongly.items()],
      "codes scaled back", "spread of a pixel", "off from right (root mean square)", digits=3, caption=f"digits, grey levels 0 to 16, 16 principal components, scale {scale:.2f}")

# %% tags=["picture"]
errors = {name: np.sqrt(np.mean((x - wrongly["right"]) ** 2)) for name, x in wrongly.items()}
exhibits("factor", {
    "Bass' density without its factor p": f"p and q are the same, and the ceiling is {no_p[2]:.0f} thousand air conditioners for {at_ends[2]:.0f}: the product p m. Nobody who looks at the curve sees it",
    "β/α without the first infected": f"Eyam: {ratios[1]:.2e} for {ratios[0]:.2e}",
    "price levels for relative changes": f"at a constant price of 50 dollars and an effect of −0.1 the clock is {0.1 * 50:.0f} years late, in cents {0.1 * 5000:.0f} years; right is 0",
    "σ_data forgotten, and the boundary at 0": f"at the smallest level, σ = {e}, the function returns {s**2 / (e**2 + s**2):.6f} of its input and {e / np.hypot(e, s):.3f} of the network's answer; right is 1 and 0",
    "Laplace noise of scale ε for 1/ε": f"at ε = 0.1 a count gets noise of deviation {np.sqrt(2) * 0.1:.2f}, not {np.sqrt(2) / 0.1:.1f}: the stricter the promise, the barer the data",
    "pictures scaled after decoding, codes not before": f"grey levels from 0 to 16 are off by {errors['after decoding']:.0f}, for the mean picture is scaled too. With grey levels from −1 to 1 the scale is {scale / 8:.2f} and the slip changes nothing: so it went unnoticed in one of the repositories",
})

# %% [markdown]
r"""
## Room 4 · Something left out

A line that is missing cannot be seen, so these live longest.
Lecture [06](../lectures/06_score.ipynb) has the score, [12](../lectures/12_guidance.ipynb) guidance, [17](../lectures/17_imbalanced.ipynb) the columns, [19](../lectures/19_adoption.ipynb) and [21](../lectures/21_estimation.ipynb) the adopters.
For the first years: sales of Bass' curve itself, without noise, fitted from year 4 on as if that were year 1.
"""

# %%
early = Bass(0.01, 0.4, 18_000)
sales = early.m * np.diff(early.share(np.arange(17.0)))
late = least_squares(lambda s: s[2] * np.diff(Bass(s[0], s[1]).share(np.arange(14.0))) - sales[3:], (0.01, 0.4, 18_000), x_scale=(0.01, 0.4, 18_000)).x
corn = load_adoption("hybrid corn")
as_years = Counts(np.arange(1, 21), [*corn.counts, corn.never], "years", population=692)
seen, misread = (fit(adoption_likelihood(series)).estimates for series in (corn, as_years))
columns = transactions.load_transactions("synthetic").features.std(axis=0)[1:-1]
table([("first three years left out", late[0], early.p), ("never read as year 20", misread[0], seen[0])], "slip", "p", "right", digits=4)

# %% tags=["picture"]
exhibits("left out", {
    "the gradient left out of a score": f"two standard deviations out log q is {norm.logpdf(2):.2f} and its gradient −2; at the peak {norm.logpdf(0):.2f} and 0",
    "the scale of the codes never undone": f"the spread of a pixel of the digits falls from {wrongly['right'].std(axis=0).mean():.2f} to {wrongly['never'].std(axis=0).mean():.2f}: pale pictures near the mean, which a classifier still reads (lecture 13)",
    "the null label left out when sampling with guidance": "u + w (c − u) with u = c is c, at every scale w: guidance by nothing, at twice the cost",
    "the label dropped in nine rows of ten instead of one": "at η = 0.1 one row in ten keeps its label, where nine in ten are meant to",
    "the first years left out": f"p = {late[0]:.4f} for {early.p:.4f} with three years missing; q is {late[1]:.2f}, and m lacks what was sold before ({late[2]:.0f} for {early.m:.0f})",
    "columns left unscaled": f"columns V1 to V28 of the synthetic transactions have deviations from {columns.min():.2f} to {columns.max():.2f}, so at the same t their signal-to-noise ratios differ by a factor of {(columns.max() / columns.min()) ** 2:.0f}",
    "never, read as the last year": f"p = {misread[0]:.4f} for {seen[0]:.4f}, and 152 farmers who never did have all adopted in one year",
})

# %% [markdown]
r"""
## Room 5 · The wrong law

The code runs, and draws from something else.
Lectures [03](../lectures/03_schedules.ipynb) and [08](../lectures/08_sampling.ipynb) have the start, [12](../lectures/12_guidance.ipynb) the scale, [24](../lectures/24_influence.ipynb) the coins, [15](../lectures/15_discrete.ipynb) the last two.

**Predict before you run.**
Data with two modes, moved by 1 so that the mean is not 0; the exact denoiser; 50 steps with $\beta$ up to 0.02.
Once from the true $q(x_T)$, once from $N(0, 1)$.
Where do the samples go wrong: the places of the modes, their widths, or their shares?
"""

# %% tags=["reveal"]
moved = GaussianMixture(bimodal.weights, bimodal.means + 1, bimodal.covs)
tiny = chains["50 steps, β from 0.0001 to 0.02"]
starts = {"q(x_T)": moved.noised(*tiny(50)).sample(20_000, rng), "N(0, 1)": rng.normal(size=(20_000, 1))}
step = samplers.ddpm(MixtureDenoiser(moved, tiny), tiny, rng)
made = {name: list(samplers.sample(step, tiny.times[::-1], start))[-1][1][:, 0] for name, start in starts.items()}
upper = {name: x > 0.6 for name, x in made.items()}
print("The answer: the shares. The modes stand within 0.1 of their places, as wide as they should.")
table([(name, x[~upper[name]].mean(), x[upper[name]].mean(), x[upper[name]].std(), upper[name].mean()) for name, x in made.items()],
      "start", "lower mode", "upper mode", "its width", "its share", digits=2, caption=f"right: {moved.means[0, 0]:.1f}, {moved.means[1, 0]:.1f}, {np.sqrt(moved.covs[1, 0, 0]):.1f}, {moved.weights[1]:.2f}; ᾱ_T = {tiny.alpha(50) ** 2:.2f}")

# %%
hubs = preferential_attachment(1_000, 2, np.random.default_rng(1))
ten = np.argsort(-degrees(hubs))[:10]


def same_coins(run, p=0.1):
    """How many hear of it if everybody's coins come from one seed."""
    known, fresh = set(ten.tolist()), set(ten.tolist())
    while fresh:
        heard = set()
        for u in fresh:
            friends = hubs.indices[hubs.indptr[u] : hubs.indptr[u + 1]]
            heard |= set(friends[np.random.default_rng(run).random(len(friends)) < p].tolist())
        fresh = heard - known
        known |= heard
    return len(known)


own, shared = (independent_cascade(hubs, ten, 0.1, 300, rng) >= 0).sum(axis=1), np.array([same_coins(run) for run in range(300)])
table([(name, x.mean(), x.std(ddof=1)) for name, x in (("coins of their own", own), ("one seed for all", shared))], "ten seeds among 1000", "mean spread", "standard deviation", digits=1)

# %% tags=["picture"]
harmonic = lambda T: np.sum(1 / np.arange(1, T + 1))
exhibits("law", {
    "uniform noise for Gaussian": f"pure noise has mean {0.5} and variance {1 / 12:.3f}, not 0 and 1 (the picture above), and no value beyond 1",
    "the start N(0, 1) where the chain has not forgotten its data": f"ᾱ_T = {tiny.alpha(50) ** 2:.2f}; the upper mode gets {upper['N(0, 1)'].mean():.0%} of the samples, right is {moved.weights[1]:.0%}",
    "1 + w where w is meant": f"in the Gaussian example of lecture 12 the flow's variance is 2^−w: {2.0**-2} at w = 2, and {2.0**-3} if the scale counts from 0",
    "three channels of four guided": f"at w = 3 in that example: variances {2.0**-3} in three channels, {2.0**-1} in the fourth",
    "one coin for everybody": f"standard deviation of the spread {shared.std(ddof=1):.0f} for {own.std(ddof=1):.0f}, mean {shared.mean():.0f} for {own.mean():.0f}",
    "everybody reached tries again in each step": f"a tie of p = 0.05 is used with probability {1 - 0.95**10:.2f} within ten steps: the cascade becomes an epidemic in which nobody recovers",
    "a rate held fixed over a step": "a choice with a price; left for the last step are " + ", ".join(f"{np.exp(1 - harmonic(T)):.4f} for {1 / T:.4f} (T = {T})" for T in (16, 64)),
    "a race run in float32": f"no exponential drawn from float32 is below {2.0**-24:.1e}, so words of small probability lose every race: the more steps, the more of them",
})

# %% [markdown]
r"""
## Room 6 · The wrong comparison

The method is right and the judge is not.
Lecture [06](../lectures/06_score.ipynb) has the score, [16](../lectures/16_rivals.ipynb) the generators' judges, [03](../lectures/03_schedules.ipynb) the timesteps, [23](../lectures/23_networks.ipynb) the exponent, [17](../lectures/17_imbalanced.ipynb) validation.

**A mark by Chamfer distance**: the mean squared distance from each sample to the nearest point of the data, and back.
Three samplers of two spots, one of which should have a quarter of the points: a fair draw; one with 90 % of its points on that spot; and one with the right shares and a little noise, which makes each spot wider by a half.
Which of the last two gets the better mark?
"""

# %%
two = GaussianMixture([0.25, 0.75], [[-1.2, 0.0], [0.4, 0.0]], [0.04 * np.eye(2)] * 2)
fake = GaussianMixture([0.9, 0.1], two.means, two.covs)


def chamfer(x, y):
    return np.mean(metrics.nearest_distance(x, y) ** 2) + np.mean(metrics.nearest_distance(y, x) ** 2)


wide = GaussianMixture(two.weights, two.means, 2.25 * two.covs)
laws = {"a fair draw": two, "90 % for 25 %": fake, "wider by a half": wide}
draws = {name: [law.sample(1_000, np.random.default_rng([seed, place])) for seed in range(5)] for place, (name, law) in enumerate(laws.items())}
fresh = [two.sample(1_000, np.random.default_rng([seed, 9])) for seed in range(5)]

# %% tags=["picture"]
fig, axes = figures.figure(1, 3, sharex=True, sharey=True)
for ax, (name, (cloud, *_)) in zip(axes, draws.items()):
    ax.plot(*cloud.T, ".", markersize=2, alpha=0.5)
    ax.set(title=name, xlabel="$x_1$")
axes[0].set_ylabel("$x_2$")
figures.show(fig)

# %% tags=["reveal"]
marks = {name: np.array([(chamfer(x, y), metrics.sliced_wasserstein(x, y, np.random.default_rng(0))) for x, y in zip(xs, fresh)]) for name, xs in draws.items()}
print("The answer:")
table([(name, *((part.mean(), part.std(ddof=1)) for part in values.T)) for name, values in marks.items()], "sampler", "Chamfer distance", "sliced W₂", digits=4, caption="five draws of 1000, ± standard deviation")

# %% [markdown]
r"""
**One golden number.**
How many of the wrong answers that this course's checks know would pass a check at a single input?
All listed mistakes of the functions in lectures 02 to 06: checked at the first input alone (mostly the worked value of the statement, chosen to tell), at any one input (the mean over them), at the one that lets most pass, and at all.
"""

# %%
def passing(exercise):
    """For each listed mistake and each input: whether a check at that input alone passes it."""
    inputs = exercise.draw()
    right = museum.right_outcomes(exercise, inputs)
    wrong = [museum.trusted_outcomes(exercise, mistake.answer(exercise), inputs) for mistake in exercise.mistakes]
    return np.array([[museum.agree(exercise, *pair) for pair in zip(one, right)] for one in wrong])


ones = [exercise for name in registry.modules()[2:7] for exercise in registry.exercises(name) if isinstance(exercise, Function)]
passed = [passing(exercise) for exercise in ones]
listed = sum(map(len, passed))
golden = {"the first": [p[:, 0].sum() for p in passed], "any one": [p.mean(axis=1).sum() for p in passed], "the kindest": [p.sum(axis=0).max() for p in passed], "all": [p.all(axis=1).sum() for p in passed]}
golden = {name: sum(many) / listed for name, many in golden.items()}
table(golden.items(), f"checked at which inputs, of {len(ones)} exercises", f"of {listed} wrong answers pass", digits=[None, ".0%"])

# %%
where = np.linspace(-6, 6, 1201)
nets = {"exact": lambda at: at.score(where[:, None]), "zero": lambda at: 0 * where[:, None], "the data's score at every t": lambda at: bimodal.score(where[:, None])}
cosine, rows = schedules.cosine_vp(), []
for name, net in nets.items():
    wrong, right = [], []
    for t in np.linspace(0.05, 0.95, 19):
        at = bimodal.noised(*cosine(t))
        weights = at.density(where[:, None]) * 0.01
        for found, target in ((wrong, bimodal), (right, at)):
            found.append(weights @ (net(at) - target.score(where[:, None]))[:, 0] ** 2)
    rows.append((name, np.mean(wrong), np.mean(right)))
table(rows, "network", "against the data's score", "against the score at t", digits=2)

# %%
gaps = {}
for T in (50, 200, 1000):
    end = moved.noised(*schedules.linear(T=T)(T))
    gaps[T] = schedules.linear(T=T).alpha(T) ** 2, np.sqrt(np.mean((np.sort(end.sample(100_000, rng)[:, 0]) - norm.ppf((np.arange(100_000) + 0.5) / 100_000)) ** 2))
table([(T, *pair) for T, pair in gaps.items()], "timesteps, β from 0.0001 to 0.02", "ᾱ_T", "W₂ of q(x_T) to N(0, 1)", digits=[0, 4, 3])
network = degrees(preferential_attachment(10_000, 2, np.random.default_rng(3)))
k, many = np.unique(network, return_counts=True)
slope, likely = -np.polyfit(np.log(k), np.log(many), 1)[0], degree_exponent(network)

# %%
mean = np.linspace(0.01, 8, 800)
friends = np.arange(0, 60)
share = poisson.pmf(friends, mean[:, None])
vulnerable = np.where(friends <= 1 / 0.18, friends * (friends - 1), 0)
windows = {"Σ_{k ≤ 1/φ} k (k − 1) p_k > ⟨k⟩": share @ vulnerable > mean, "as published": 1 / 0.18 > mean}
table([(name, mean[inside].min(), mean[inside].max()) for name, inside in windows.items()], "cascades if, φ = 0.18", "from a mean degree of", "to", digits=2)
frechet = {n: np.mean([metrics.frechet_distance(*rng.normal(size=(2, n, 64))) for _ in range(3)]) for n in (120, 1_000, 10_000)}
rows_x, held_x = np.linspace(-1, 1, 12), rng.uniform(-1, 1, 2_000)
noisy = lambda at: np.sin(3 * at) + 0.3 * rng.normal(size=at.size)
rows_y, held_y = noisy(rows_x), noisy(held_x)
curves = [np.polynomial.Polynomial.fit(rows_x, rows_y, degree, domain=[-1, 1]) for degree in range(10)]
losses = np.array([[np.mean((p(rows_x) - rows_y) ** 2), np.mean((p(held_x) - held_y) ** 2)] for p in curves])
table([(degree, *losses[degree]) for degree in (1, 3, 5, 9)], "degree of a polynomial", "loss on its 12 rows", "on 2000 others", digits=3)

# %% tags=["picture"]
exhibits("measure", {
    "the learned score at t against the score of the data": f"the exact network gets {rows[0][1]:.1f}, zero {rows[1][1]:.1f}, and a network that ignores t {rows[2][1]:.0f}, the best of all",
    "Chamfer distance as a mark": ", ".join(f"{name}: {chamfers.mean():.4f}" for name, (chamfers, _) in {name: values.T for name, values in marks.items()}.items()) + "; by sliced W₂ " + ", ".join(f"{values[:, 1].mean():.2f}" for values in marks.values()),
    "one golden number as a test": f"of {listed} wrong answers known in lectures 02 to 06, {golden['any one']:.0%} pass a check at one input, and {golden['the kindest']:.0%} at the most forgiving one",
    "“more timesteps give better samples”": "what falls is the gap at the start: W₂ " + ", ".join(f"{gap:.2f} (T = {T})" for T, (_, gap) in gaps.items()),
    "an exponent by a line through the log–log histogram": f"preferential attachment, exponent 3 for large networks: {slope:.2f} by the line, {likely.exponent:.2f} ± {likely.error:.2f} by likelihood",
    "a cascade window with one end": f"φ = 0.18: mean degrees from {mean[windows['as published']].min():.2f} on, where right is {mean[list(windows.values())[0]].min():.2f} to {mean[list(windows.values())[0]].max():.2f}: the lower end is lost",
    "softmax twice": f"with 10 classes the loss cannot fall below {np.log(1 + 9 / np.e):.3f}, however right the answers",
    "the KL of a code averaged over its coordinates": f"beside an error averaged over 64 pixels, a KL averaged over 16 numbers has the weight {64 / 16:.0f}, a hidden β; with 2 numbers {64 / 2:.0f}. Not always a mistake, but nobody says which weight",
    "a Fréchet distance of few samples, with no floor beside it": "two samples of one law in 64 dimensions: " + ", ".join(f"{value:.2f} ({n} each)" for n, value in frechet.items()),
    "validation on the training rows": f"a polynomial of degree 9 has {losses[9, 0]:.3f} on its own 12 rows, degree 3 {losses[3, 0]:.3f}; on others {losses[9, 1]:.2f} and {losses[3, 1]:.2f}",
})

# %% [markdown]
r"""
## Room 7 · A default

Nobody wrote the slip; nobody turned it off either.
[Lecture 07](../lectures/07_training.ipynb) had to change the first two to compare code with code; [08](../lectures/08_sampling.ipynb) shows where clipping helps, [13](../lectures/13_coarse_to_fine.ipynb) has the scales, [12](../lectures/12_guidance.ipynb) guidance, [11](../lectures/11_flow_matching.ipynb) the pairs.
"""

# %%
outcomes = {}
for clip in (False, True):
    denoise = MixtureDenoiser(bimodal, ddpm)
    step = samplers.ddim(lambda x, t: np.clip(denoise(x, t), -1, 1) if clip else denoise(x, t), ddpm)
    outcomes[clip] = list(samplers.sample(step, samplers.even_times(ddpm, 50), rng.normal(size=(4_000, 1))))[-1][1][:, 0]
first, stable = 1000 - 1000 // 20, schedules.from_betas(np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2)  # of 20 steps, from 0
table([("as it is", outcomes[False].std(), np.quantile(outcomes[False], 0.01)), ("clip_sample", outcomes[True].std(), np.quantile(outcomes[True], 0.01))],
      "DDIM, exact denoiser, 50 steps", "standard deviation", "lowest hundredth", digits=2, caption=f"data: {1.0}, {np.quantile(truth, 0.01):.2f}")
kept = np.mean([len(np.unique(rng.integers(0, 256, 256))) / 256 for _ in range(200)])

# %% tags=["picture"]
exhibits("default", {
    "clip_sample left on": f"standardised data reach {np.quantile(truth, 0.01):.1f}, the samples {np.quantile(outcomes[True], 0.01):.1f}; their deviation is {outcomes[True].std():.2f} for 1. It looks like an error in the formula",
    "the first noise level never visited": f"20 steps of 1000 begin at t = {first} with pure noise. In Stable Diffusion's chain the data have {stable.alpha(first + 1):.3f} of their size there, in training and in what the network expects (at t = 999: {stable.alpha(1000):.3f})",
    "another autoencoder's scale": f"codes of deviation {0.18215 / 0.13025:.2f} where the network expects 1",
    "guidance that is off up to 1": f"in the Gaussian example variances at w = 0, 0.5, 1, 1.5: {[round(2.0 ** -(1 + w), 2) for w in (0, 0.5, 1, 1.5)]} by the formula, {[round(2.0 ** -(1 + w * (w > 1)), 2) for w in (0, 0.5, 1, 1.5)]} behind the switch",
    "pairs drawn with replacement": f"{kept:.0%} of a batch of 256 is used; (1 − 1/n)^n of the rows are missing",
})

# %% [markdown]
r"""
## What finds them

Seven habits, behind the tests on the cards.

1. Give the code something whose answer is known: data of variance 1, an exact denoiser, a law with a known exponent.
2. Test in the middle, not at the ends, and at several inputs.
3. Halve what may be halved (a step, $\epsilon$), and look at what should halve or double.
4. Change the unit: cents for dollars.
5. Give the *judge* the right answer and a known wrong one, before it judges anything of yours.
6. Print what goes in: the range of the data, the times that are visited, how many rows kept their label.
7. Put a floor beside every distance.

## Every mistake that the checks know

The slips above are those that we saw published.
The checks of this course know many more, written down from wrong answers to each statement.
Here are their names, by lecture.
They can give a hint away, so **do a lecture's exercises before you open its line**.
Predictions and multiple choice are left out: their mistakes are the other options.
You can search them; the table below, with the change in code where one or two places change, answers some exercises.
"""

# %% tags=["reveal"]
table(museum.search("transpose"), "exercise", "mistake", "in code")

# %% tags=["picture"]
museum.catalogue()

# %% [markdown]
r"""
`mistakes("02.1")` of `utils.exercises` shows an exercise's mistakes in full: what each gives beside the right value, and the hint that a learner gets.
The notebooks in `solutions/` have it for every exercise.

## Sources

Every card names its place.
Repositories are given with the number of the issue or pull request, or with the commit (the first seven digits) and the line at which we read them; they may have changed since.
Issues are public discussions, and an open one is no proof of a fault: we list only those where the slip can be seen in the code or in the formula.
S. Lin and others, *Common diffusion noise schedules and sample steps are flawed*, WACV 2024.
K. Zheng and others, *Masked diffusion models are secretly time-agnostic masked models*, arXiv 2409.02908.
A. Clauset, C. R. Shalizi, M. E. J. Newman, *Power-law distributions in empirical data*, SIAM Review 51, 2009.
D. J. Watts, *A simple model of global cascades on random networks*, PNAS 99, 2002: the cascade condition.
Ours: the measurements, and the tests.
"""
