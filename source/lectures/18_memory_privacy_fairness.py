# %% [markdown]
r"""
# 18 · Whose data is in the samples, and who pays for protecting it?

{badges}

| | |
|---|---|
| **You will be able to** | say why a network that generalises has failed to minimise its loss · name members of a training set, and report it as a test should be reported · read a promise (ε, δ) as a bound on every attack, and find the least noise that keeps it · train under such a promise, and account for it · compute what a small group loses |
| **You need** | [lecture 07](07_training.ipynb) (training, the data's own denoiser), [lecture 17](17_imbalanced.ipynb) (membership by the loss), [lecture 19](19_adoption.ipynb), section 7 (differential privacy) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
import torch
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import binom
from torch.func import functional_call, grad, vmap

from studies import memory_study as study
from studies import stored
from utils.data.digits import load_digits
from utils.exercises import check, hint
from utils.generative import schedules
from utils.generative.denoisers import DataDenoiser, MixtureDenoiser
from utils.generative.memory import collapse_level, denoising_error, near_copies, roc, tpr_at_fpr
from utils.generative.mixtures import GaussianMixture
from utils.generative.networks import Denoiser, Net
from utils.generative.private_training import renyi_epsilon
from utils.generative.samplers import ddim, even_times, sample
from utils.generative.subgroups import after_shrunk_start, extinction, group_coverage, own_output, sharpened
from utils.generative.tabular.audit import separation
from utils.generative.training import train
from utils.processes.privacy import gaussian_delta, gaussian_sigma, gaussian_tpr, roc_bound
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.progressbar import watch
from utils.teaching.scene import Arrows, Curve, Image, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(18)
torch.set_num_threads(1)  # small networks run faster on one thread
torch.set_default_dtype(torch.float64)  # slower than float32, but numbers come out alike on every computer
found = stored.read("memory_study")["result"]

# %% [markdown]
r"""
## The picture first

Points in the plane from three islands ([lecture 07](07_training.ipynb)), and two denoisers, both exact: one knows the law of the points, the other only the $n$ points that were drawn (black).
Both start from the same 200 noises.
Drag $t$ down to 0, then change $n$.

1. Down to which $t$ do both go the same way? What do more points change?
2. A network is trained on the $n$ points. Which of the two has the least loss on them?
3. If its samples are no copies: is nobody given away? And who pays for making sure?
"""

# %% tags=["picture"]
schedule = schedules.cosine_vp()
islands = study.ISLANDS
drawn, start = islands.sample(1000, rng), rng.normal(size=(200, 2))
back = even_times(schedule, 50)  # from t = 1 to 0


# %% tags=["picture"]
def both(n, islands=islands, drawn=drawn, start=start, back=back):
    own, panels = DataDenoiser(drawn[:n], schedule), []
    for name, denoiser in (("knows the law", MixtureDenoiser(islands, schedule)), ("knows the n points", own)):
        path = np.array([x for _, x in sample(ddim(denoiser, schedule), back, start)])[::-1]
        made = Points(frames=np.clip(path, -3, 3).round(2), size=2.2, colour=6, highlight=4, label="from noise")
        panels.append(Panel(Points(drawn[:n][:200], size=2, colour=0, label="training points"), made, title=name, aspect="equal", xlim=(-3, 3), ylim=(-3, 3)))
    weight = np.array([1.0, *(own.responsibilities(x, t).max(axis=1).mean() for x, t in zip(path[1:], back[::-1][1:]))])
    panels.append(Panel(Curve("weight"), title="weight of the likeliest point", xlabel="t", ylim=(0, 1)))
    return dict(panels=panels, times=back[::-1].round(2), t=12, values={"weight": weight.round(3)}, title="Two exact denoisers",
                status="t = {t:.2f}: the likeliest of the n points has weight {weight:.2f}")


controlled(both, n=choose("points n", [10, 100, 1000]))

# %% [markdown]
r"""
## 1 · Two exact denoisers

Random are the row $x_0$ and the noise $\varepsilon\sim N(0,I)$ in $x_t=\alpha_tx_0+\sigma_t\varepsilon$.
For $n$ training rows $x^{(1)},\dots,x^{(n)}$ there are two best denoisers.
That of the **law** which the rows came from, $D_{\text{law}}=\operatorname E[x_0\mid x_t]$, is known here because the law is a mixture ([lecture 06](06_score.ipynb)).
That of the **data**, $D_{\text{data}}$, (7.16) of [lecture 07](07_training.ipynb), takes the rows themselves for the law: it is a weighted mean of training rows.

**Claim.**
The training loss is least at $D_{\text{data}}$.

**Derivation.**
(7.2) splits the loss of any denoiser $D$ into its distance to the best one and a rest without $D$.
It is true of every law of $x_0$, so also of "one of the $n$ rows, each equally likely".
At each $t$, with $x_t^{(i)}=\alpha_tx^{(i)}+\sigma_t\varepsilon$,

$$\frac1n\sum_{i=1}^n\operatorname E\left\|D(x_t^{(i)})-x^{(i)}\right\|^2 = \frac1n\sum_{i=1}^n\operatorname E\left\|D(x_t^{(i)})-D_{\text{data}}(x_t^{(i)})\right\|^2 + \text{a rest without }D. \tag{18.1}$$

So a denoiser that reached the least loss would give training rows back (**memorisation**).
**Whoever generalises has failed to minimise.**
What makes it fail (too few weights, too few steps, too many rows) is what protects the rows, and nobody promised it.

Witness: five rows on a line, some denoiser $D$, both sides by integration.
"""

# %% tags=["witness"]
five, x = np.array([-1.5, -0.4, 0.1, 0.9, 1.6])[:, None], np.linspace(-8, 8, 4001)
alpha, sigma = schedule(0.4)
joint = np.exp(-((x - alpha * five) ** 2) / (2 * sigma**2)) / (5 * np.sqrt(2 * np.pi) * sigma)  # row i and x_t, (5, 4001)
best, some = DataDenoiser(five, schedule)(x[:, None], 0.4)[:, 0], 0.7 * np.tanh(x)


def mean_square(gap):
    return np.sum(gap**2 * joint) * (x[1] - x[0])


witness("(18.1)", mean_square(some - five), mean_square(some - best) + mean_square(best - five))

# %% [markdown]
r"""
**Where do the two denoisers differ?**
Where $x_t$ shows which row it came from.
Roughly, one of $n$ equally likely rows is known once one has $\log n$ nats about it.
For Gaussian rows with variances $\lambda_1,\dots,\lambda_d$ and $x_t=x_0+\sigma\varepsilon$, $x_t$ has $\frac12\sum_i\log(1+\lambda_i/\sigma^2)$ nats about $x_0$.
So the two part near the noise level $\sigma_*$ with

$$\tfrac12\sum_{i=1}^d\log\left(1+\frac{\lambda_i}{\sigma_*^2}\right)=\log n. \tag{18.2}$$

Below $\sigma_*$ the data's denoiser names one row; above, it averages over many and comes close to the law's.
(Of all laws with these variances the Gaussian has most nats to give: with any other the two part at less noise.)
More rows push $\sigma_*$ down; with equal variances $\sigma_*^2=\lambda/(n^{2/d}-1)$, so in many dimensions slowly.

Witness: $\sigma_*$ for 100 rows in 8 dimensions, and the information there by Monte Carlo.
"""

# %% tags=["witness"]
variances = 1 / np.arange(1, 9)
level = collapse_level(variances, 100)
x0, noise = np.sqrt(variances) * rng.normal(size=(20_000, 8)), level * rng.normal(size=(20_000, 8))
nats = np.sum(((x0 + noise) ** 2 / (variances + level**2) - noise**2 / level**2 + np.log(1 + variances / level**2)) / 2, axis=1)
witness("(18.2)", nats.mean(), np.log(100), standard_error=nats.std() / np.sqrt(len(nats)))

# %%
rows, levels = [], schedules.edm(80.0)  # α = 1, σ = t
for n in (10, 100, 1000):
    level = collapse_level(variances, n)
    points = np.sqrt(variances) * rng.normal(size=(n, 8))
    x0 = points[rng.integers(n, size=4000)]
    own = [DataDenoiser(points, levels).responsibilities(x0 + k * level * rng.normal(size=x0.shape), k * level) for k in (0.5, 1, 2)]
    rows.append((n, level, *(r.max(axis=1).mean() for r in own)))
table(rows, "rows n", "σ*", "weight of the likeliest row at σ*/2", "at σ*", "at 2σ*", digits=[0, 2, 2, 2, 2])

# %% [markdown]
r"""
Where between the two does a network end?
Networks trained on $n$ of the islands' points ([a study](../studies/memory_study.py) trained them): drag $n$.
In colour the network's direction at $t=.3$; in black the law's on the left, the data's beside it; then 200 samples.
"""

# %% tags=["picture"]
plane = found["plane"]
counts, sets, (alpha, sigma) = [int(n) for n in plane], study.plane_rows(3000, 0), schedule(study.AT)
places = np.stack(np.meshgrid(study.GRID, study.GRID), axis=-1).reshape(-1, 2)
likely = islands.noised(alpha, sigma).density(places) > 0.01  # elsewhere are no noisy points, and the network extrapolates
places = places[likely]
towards = lambda answer: ((alpha * np.array(answer) - places) / sigma).round(3)  # minus the noise that it expects
learned = Arrows(places, towards([np.array(one["field"])[likely] for one in plane.values()]), scale=0.3, colour=6, label="network")
of_law, of_data = MixtureDenoiser(islands, schedule)(places, study.AT), [DataDenoiser(sets[:n], schedule)(places, study.AT) for n in counts]
frame = dict(xlim=(-2.4, 2.4), ylim=(-2.4, 2.4), aspect="equal")
seen = Points(frames=np.array([sets[np.arange(200) % n] for n in counts]).round(2), colour=0, size=1.6, label="training points (200)")
made = Points(frames=np.clip([one["samples"] for one in plane.values()], -3, 3), colour=6, size=2, label="samples")
gaps = {name: np.log10([one[key][0] for one in plane.values()]) for name, key in (("to the data's", "to_data"), ("to the law's", "to_law"))}

# %% tags=["picture"]
Scene([Panel(Arrows(places, towards(of_law), scale=0.3, colour=0, label="law"), learned, title="beside the law's", **frame),
       Panel(Arrows(places, towards(of_data), scale=0.3, colour=0, label="data"), learned, title="beside the data's", **frame),
       Panel(seen, made, title="samples", **frame),
       Panel(*(Curve(np.log10(counts), gap, label=name) for name, gap in gaps.items()), title="distance", xlabel="log₁₀ n", ylabel="log₁₀ mean square")],
      times=counts, t=0, unit="training points", title="A network between two denoisers", status="{t:.0f} training points")

# %% [markdown]
r"""
With 10 points it follows the data, and its samples gather about them.
With 3 000 the two exact denoisers have met at this $t$, and in the plane nothing is left to decide.
In more dimensions they stay apart.
Two sizes of network on rows of a mixture of five in 8 dimensions:
"""

# %%
names = {"to_data": "training rows: network to data", "to_law": "network to law", "data_to_law": "data to law", "to_law_fresh": "fresh rows: network to law"}
table([(int(width), int(n), *(tuple(one[name]) for name in names)) for width, sizes in found["mixture"].items() for n, one in sizes.items()],
      "width", "rows n", *names.values(), digits=[0, 0, 4, 4, 4, 4], caption="mean square between two denoisers, per coordinate, over five noise levels; ± standard error over 3 trainings")

# %% [markdown]
r"""
With 10 rows it is nearer to the data, with 1 000 to the law; the small network passes from one to the other between 30 and 100 rows, the large one between 100 and 300.
The training loss shows the first of these distances only, by (18.1).

## 2 · How would they know?

Somebody has the network, and a question: was *this* row among those it was trained on (**membership inference**)?
By section 1 the network's error at its own rows is smaller than at others.
So let the **score** of a candidate $x$ at time $t$ be

$$S(x)=-\frac1d\operatorname E_\varepsilon\left\|D(\alpha_tx+\sigma_t\varepsilon,\,t)-x\right\|^2, \tag{18.3}$$

<!-- 18.3: definition -->

estimated with 16 noises, and call member whoever scores at least $\tau$.
This is a **hypothesis test**: the null hypothesis is that $x$ is another row of the same law.
Over members and over others it has two rates,

$$\text{TPR}(\tau)=\Pr\left(S(x)\ge\tau\mid\text{member}\right),\qquad \text{FPR}(\tau)=\Pr\left(S(x)\ge\tau\mid\text{other}\right), \tag{18.4}$$

<!-- 18.4: definition -->

the true and the false positive rate (of a test: its power and its size).
As $\tau$ falls, the point (FPR, TPR) runs along the **ROC curve** from (0, 0) to (1, 1).
The area under it (AUC) is the chance $A$ of (17.9) that a random member scores above a random other.

**Why the area is not enough.**
Two attacks with the same area, .6.
One shifts every member's score a little.
The other is certain about a fifth of the members, and blind to the rest.
The first harms nobody much; the second names people.
What tells them apart is the left end: **the TPR at a small FPR**, such as 1 %, on logarithmic axes.

Witness that the area is $A$, and the two attacks:
"""

# %% tags=["witness"]
others = rng.normal(size=20_000)
attacks = {"all shifted": rng.normal(size=20_000) + np.sqrt(2) * ndtri(0.6),
           "a fifth certain": np.where(np.arange(20_000) < 4_000, 9.0, rng.normal(size=20_000))}
for name, members in attacks.items():
    fpr, tpr = roc(members, others)
    area = np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2)
    witness(f"(17.9) as an area, {name}", area, separation(members, others))
table([(name, separation(members, others), *(tpr_at_fpr(members, others, f) for f in (0.1, 0.01, 0.001))) for name, members in attacks.items()],
      "attack", "AUC", "TPR at FPR 10 %", "at 1 %", "at .1 %", digits=[None, 2, 2, 2, 2])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 18.1

Which share of the members can be named at a given rate of false alarms?

- `members`, `others`: arrays of scores, high for "member". `rate`: a number in $[0, 1]$.
- A person is called a member if the score is *at least* a threshold, which may be any number. At most the share `rate` of the others may be called so.
- Returns the largest share of the members that a threshold can name; 0 if none can be.
- Worked value: for `members = np.array([0.9, 0.8, 0.8, 0.3])`, `others = np.array([0.85, 0.8, 0.4, 0.2, 0.1])` and `rate = 0.2` it is 0.25.
"""

# %% tags=["exercise"]
def tpr_at(members, others, rate):
    """The largest share of members named with at most `rate` false alarms."""
    ### BEGIN SOLUTION
    best = 0.0
    for tau in members:
        if np.mean(others >= tau) <= rate:
            best = max(best, np.mean(members >= tau))
    return best
    ### END SOLUTION


tpr_at = check("18.1", tpr_at)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Lowering the threshold to the next member's score names one member more; between two members' scores nothing is gained.
The others alone decide what is allowed: an attacker who sets the threshold with the members' help has peeked.
### END SOLUTION
"""

# %% [markdown]
r"""
**A network that copies nobody.**
Trained here: a small network, 100 digits, 600 steps.
A generated digit is a **near copy** of a training digit if that is less than a third as far away as the second nearest (Yoon and others 2023).
"""

# %%
images = load_digits().images
order, centre = np.random.default_rng(18).permutation(len(images)), images.mean()
members, others = images[order[:100]] - centre, images[order[100:600]] - centre
generator = torch.Generator().manual_seed(0)
small = Denoiser(Net((8, 8), width=96, generator=generator), schedule, data_std=float(members.std()))
small = watch(train(small, members, steps=600, generator=generator, batch=64, lr=4e-3, decay=0.98), total=600).average
*_, (_, generated) = sample(ddim(small, schedule), even_times(schedule, 20), np.random.default_rng(2).normal(size=(500, 8, 8)))
print(f"near copies among 500 of its samples: {near_copies(generated, members):.1%}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 18.2

An auditor looks at these samples, finds no near copy, and clears the network.
Now somebody has the network, and takes its error (18.3) on each of the 100 training digits and on 500 others.
At an FPR of 1 %, which share of the 100 is named?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
named = "d"
### END SOLUTION
named = check("18.2", named)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The audit looks at what the network makes of noise; the attack looks at what it makes of *this* row with very little noise on it, far below $\sigma_*$.
There the least loss is reached by knowing the row, and each row was seen hundreds of times.
### END SOLUTION
"""

# %% tags=["reveal"]
rows = []
for level in (0.2, 0.5, 1.0):
    t = 2 / np.pi * np.arctan(level)  # σ/α of the cosine schedule is tan(πt/2)
    scores = [-denoising_error(small, schedule, x, t, np.random.default_rng(1)) for x in (members, others)]
    rows.append((level, separation(*scores), tpr_at_fpr(*scores, 0.01)))
table(rows, "noise level σ/α", "AUC", "TPR at FPR 1 %", digits=[1, 2, 2])

# %% [markdown]
r"""
Of these three levels the least noise is the sharpest question; who reports only the last one misses most of the leak.
[The study](../studies/memory_study.py) repeats it with a network of width 256, over several seeds:
"""

# %%
trained = found["digits"]["steps"]


def row_of(n, step):
    look = next(look for look in trained[n] if look["step"] == step)
    (auc, *_), tpr = zip(*look["auc"]), zip(*look["tpr"])  # at noise levels .2, .5, 1
    return int(n), step, tuple(look["copies"]), auc, *tpr, tuple(look["samples_auc"])


table([row_of(*which) for which in (("100", 1500), ("600", 1500), ("1350", 1500), ("600", 400))],
      "digits", "steps", "near copies", "AUC at .2", "TPR at FPR 1 %, at .2", "at .5", "at 1", "AUC from 447 samples alone", digits=[0, 0, 3, 3, 3, 3, 3, 2], caption="± standard error over 3 trainings")
to_samples, to_real = trained["600"][-1]["nearest"][0], found["digits"]["held_out"]["600"][0][0]
print(f"median distance to the nearest of the 600: from samples {to_samples:.2f}, from real digits that were held out {to_real:.2f}")

# %% [markdown]
r"""
Read the second row.
**Not one near copy among its samples, and whoever has the network names most of the 600 members, with one false alarm in a hundred.**
(The printed distances are a better audit than copies: the samples lie a little closer to training digits than unseen digits do. That is a hint of memory, and names nobody.)
Then the third: the AUC is still well above ½, but hardly anybody is named; the area alone would have overstated it.
Then the last: stopped early, the same training gives next to nobody away.
That is protection without a promise, found by trying.
From samples alone, without the network, this attack (the distance to the nearest sample) finds little.
Better attacks exist, on samples and on networks: the sharpest compare (18.3) with the errors of networks that never saw the row (Carlini and others 2022).
So each TPR here is a lower limit of the leak.

Scrub through the training, with 100 digits as well: which come first, copies or names?
"""

# %% tags=["picture"]
def learning(n):
    looks, pictures, fpr = trained[n], found["digits"]["pictures"][n], np.log10(found["digits"]["fprs"])
    marks, digit = [look["step"] for look in looks], lambda text: np.array([int(pixel, 17) for pixel in text]).reshape(8, 8) / 8 - 1
    made, nearest = np.array([[digit(one) for one in made] for made, _ in pictures]), np.array([images[at] for _, at in pictures])
    copies, named = np.array([(look["copies"][0], look["tpr"][0][0]) for look in looks]).T
    rates = np.log10(np.maximum([look["roc"][0] for look in looks], 1e-3))  # (mark, noise level, FPR)
    curves = [Line(fpr, rates[:, k], label=f"noise level {level}") for k, level in enumerate(found["digits"]["levels"])]
    panels = [Panel(Image(frames=made, columns=3), title="generated"), Panel(Image(frames=nearest, columns=3), title="nearest in training"),
              Panel(Curve(np.sqrt(marks), named, label="named at FPR 1 %"), Curve(np.sqrt(marks), copies, label="near copies"), title="given away", xlabel="√step", ylim=(0, 1)),
              Panel(*curves, Line(fpr, fpr, colour=7, label="guessing"), title="ROC", xlabel="log₁₀ FPR", ylabel="log₁₀ TPR", xlim=(-2.7, 0), ylim=(-3, 0))]
    return dict(panels=panels, times=marks, t=len(marks) - 1, values={"copies": copies, "named": named}, unit="step", title="Copies and names",
                status="step {t:.0f}: near copies {copies:.1%}, members named at FPR 1 % {named:.1%}")


controlled(learning, n=choose("training digits", ["600", "100", "1350"]))

# %% [markdown]
r"""
With 100 digits names come first, and copies some hundred steps later: who waits for copies looks too late.

## 3 · A promise about every attack

Better attacks come.
A promise should bind those as well.
Let $M$ be a random procedure (count, train, sample) and let $X$, $X'$ be two data sets of which one is the other and one row more.
$M$ is **$(\epsilon,\delta)$-differentially private** if for all such pairs and every set $O$ of outputs

$$\Pr(M(X)\in O)\;\le\; e^{\epsilon}\,\Pr(M(X')\in O)+\delta. \tag{18.5}$$

<!-- 18.5: definition -->

With $\delta=0$ this is (19.18) of [lecture 19](19_adoption.ipynb).
$\delta$ must be far below $1/n$: whoever publishes one of the $n$ rows in full, picked at random, keeps the promise $(0,\frac1n)$.
$\epsilon$ is not the noise $\varepsilon$.

An attack is such a set: the outputs that make it say "member".
If the row is in the data, it says so with probability TPR; if not, FPR.
Both directions of (18.5), the second for the outputs that make it say "other", give

$$\text{TPR}\le e^\epsilon\,\text{FPR}+\delta,\qquad 1-\text{FPR}\le e^\epsilon\,(1-\text{TPR})+\delta . \tag{18.6}$$

Whatever the attacker knows, and whatever is computed from the output later (**post-processing**): the *whole* ROC curve stays below two lines.
Read backwards, an attack is an **audit**: one that reaches (FPR, TPR) shows that $\epsilon\ge\log\frac{\text{TPR}-\delta}{\text{FPR}}$, up to the errors of both rates.
One of the networks of 600 digits:
"""

# %%
scored = [-np.array(found["digits"]["scores"][who]) for who in ("members", "others")]  # stored are errors
reached = tpr_at_fpr(*scored, 0.01)
print(f"TPR {reached:.2f} at FPR 1 %: whatever was promised with δ = 1e-5, ε is at least {np.log((reached - 1e-5) / 0.01):.1f}")

# %% [markdown]
r"""
**Gaussian noise, exactly.**
Let one row change a number (or, in Euclidean distance, a list of numbers) by at most $C$, its **sensitivity**; publish it with noise $N(0,z^2C^2)$.
We call $z$ the **noise multiplier** (papers: $\sigma$).
In units of the noise the worst pair has means 0 and $\mu=1/z$.
By Neyman and Pearson no test of one normal law against a shifted one beats a threshold.
A threshold with false positive rate FPR lies at $-\Phi^{-1}(\text{FPR})$, so

$$\text{TPR}=\Phi\left(\Phi^{-1}(\text{FPR})+\mu\right),\qquad A=\Phi\left(\mu/\sqrt2\right). \tag{18.7}$$

($\Phi$: the normal distribution function; $A$ is the chance that $N(\mu,1)$ exceeds an independent $N(0,1)$.)
Which $\delta$ goes with $\epsilon$?
The smallest that leaves the line $e^\epsilon\,\text{FPR}+\delta$ above this curve, so the line touches it.
With $u=\Phi^{-1}(\text{FPR})$ the curve's slope is $\varphi(u+\mu)/\varphi(u)=e^{-u\mu-\mu^2/2}$, which is $e^\epsilon$ at $u=-\epsilon/\mu-\mu/2$.
There

$$\delta(\epsilon)=\text{TPR}-e^\epsilon\,\text{FPR}=\Phi\left(\frac\mu2-\frac\epsilon\mu\right)-e^\epsilon\,\Phi\left(-\frac\mu2-\frac\epsilon\mu\right). \tag{18.8}$$

All promises together, one for each $\epsilon$, are the tangents of one ROC curve.
"""

# %% tags=["witness"]
z, fpr = 0.8, np.geomspace(1e-6, 1, 2000)
score_in, score_out = z**-1 + rng.normal(size=100_000), rng.normal(size=100_000)
hit = np.mean(score_in[:, None] >= -ndtri([0.01, 0.1, 0.5]), axis=0)
best = gaussian_tpr(np.array([0.01, 0.1, 0.5]), z)
witness("(18.7)", hit, best, standard_error=np.sqrt(best * (1 - best) / 100_000))
pairs = np.mean(score_in > score_out)
witness("(18.7), the area", pairs, ndtr(1 / z / np.sqrt(2)), standard_error=0.5 / np.sqrt(100_000))
for eps in (0.5, 1, 3):
    delta = ndtr(0.5 / z - eps * z) - np.exp(eps) * ndtr(-0.5 / z - eps * z)
    witness(f"(18.8) at ε = {eps}, as the largest gap", np.max(gaussian_tpr(fpr, z) - np.exp(eps) * fpr), delta, atol=1e-6)
    witness(f"(18.6) at ε = {eps}, violations", np.sum(gaussian_tpr(fpr, z) > roc_bound(fpr, eps, delta) + 1e-12), 0)

# %% [markdown]
r"""
Drag $\epsilon$: one curve, and the line that the pair $(\epsilon,\delta)$ allows; above it no attack can be.
The middle panel is the left one near (0, 0), where single people are named.
The knob is $z$.
"""


# %% tags=["picture"]
def tangents(z):
    eps, grid, low = np.linspace(0, 5, 51), np.linspace(0, 1, 101), np.linspace(-6, 0, 121)
    delta = np.array([gaussian_delta(e, z) for e in eps])
    allowed = lambda fpr: np.minimum(np.exp(eps)[:, None] * fpr + delta[:, None], 1.0)
    touch = ndtr(np.stack([-eps * z - 0.5 / z, 0.5 / z - eps * z], axis=1))[:, None, :]
    log = lambda rate: np.maximum(np.log10(np.maximum(rate, 1e-9)), -6.5)
    ends, logs = dict(xlim=(0, 1), ylim=(0, 1)), dict(xlim=(-6, 0), ylim=(-6, 0))
    plain = Panel(Line(grid, gaussian_tpr(grid, z), label="best attack"), Line(grid, allowed(grid), label="allowed"),
                  Points(frames=touch, size=5, label="touching"), title="ROC", xlabel="FPR", ylabel="TPR", **ends)
    logged = Panel(Line(low, log(gaussian_tpr(10**low, z))), Line(low, log(allowed(10**low))),
                   Points(frames=log(touch), size=5), title="the same, logarithms", xlabel="log₁₀ FPR", ylabel="log₁₀ TPR", **logs)
    pairs = Panel(Curve(eps, np.log10(np.maximum(delta, 1e-12))), title="the pairs (ε, δ)", xlabel="ε", ylabel="log₁₀ δ", ylim=(-12, 0))
    return dict(panels=[plain, logged, pairs], times=eps.round(1), t=10, values={"δ": delta}, title="One curve, all its promises",
                unit="ε", status="ε = {t:.1f}: δ = {δ:.6f}")


controlled(tangents, z=slider("noise multiplier z", 1.0, 0.3, 4.0, 0.1))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 18.3

How much noise does a promise need?
One row changes the number by at most $C=1$.
Find the smallest $z$ for which noise $N(0,z^2)$ is $(\epsilon,\delta)$-private.

- `eps`: a number in $[0.1, 10]$; `delta`: a number in $[10^{-8}, 0.2]$. `brentq(f, a, b)` of scipy finds a root of `f` between `a` and `b`, and `ndtr` is $\Phi$.
- Returns $z$.
- Worked value: `least_noise(1.0, 1e-5)` is 3.7306.
"""

# %% tags=["exercise"]
def least_noise(eps, delta):
    """The least z for which N(0, z²) on a number of sensitivity 1 is (eps, delta)-private."""
    ### BEGIN SOLUTION
    def excess(z):
        return ndtr(0.5 / z - eps * z) - np.exp(eps) * ndtr(-0.5 / z - eps * z) - delta

    return brentq(excess, 1e-3, 1e5, xtol=1e-12)
    ### END SOLUTION


least_noise = check("18.3", least_noise)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(18.8) with $\mu=1/z$ is the least $\delta$ for this noise, and it falls as $z$ grows.
So there is one $z$ at which it equals the given $\delta$, and every larger one keeps the promise as well.
The same in the far tail needs care with $e^\epsilon\Phi(\cdot)$: `gaussian_sigma` works with logarithms.
### END SOLUTION
"""

# %% [markdown]
r"""
Textbooks give $z=\sqrt{2\ln(1.25/\delta)}/\epsilon$, proved for $\epsilon<1$.
Many programs use it for any $\epsilon$.
Before you open the table: at $\epsilon=8$, $\delta=10^{-5}$ the lines (18.6) allow a TPR of nearly 1 at an FPR of 1 %.
What does the best attack on the exact noise reach there: 3 %, 25 % or 99 %?
And is the textbook's noise at $\epsilon=10$ too much, or too little?
"""

# %% tags=["reveal"]
textbook = lambda eps: np.sqrt(2 * np.log(1.25 / 1e-5)) / eps
rows = [(eps, gaussian_sigma(eps, 1e-5), textbook(eps), gaussian_delta(eps, textbook(eps)) / 1e-5) for eps in (0.5, 1, 2, 4, 8, 10)]
table([(*row, gaussian_tpr(0.01, row[1]), ndtr(1 / row[1] / np.sqrt(2))) for row in rows],
      "ε (δ = 1e-5)", "z, exact", "z, textbook", "its true δ / 1e-5", "best attack on exact noise: TPR at FPR 1 %", "AUC", digits=[1, 3, 3, 3, 3, 2])
print(f"the textbook's noise is too little from ε = {brentq(lambda eps: gaussian_sigma(eps, 1e-5) - textbook(eps), 4, 12):.2f} on")

# %% [markdown]
r"""
The textbook wastes noise where it is proved ($\epsilon<1$), and breaks its promise at the end of the table.
And a large $\epsilon$ with Gaussian noise is less bad than (18.6) alone allows: that line touches the curve at a far smaller FPR.

## 4 · Training under a promise

Whatever is computed from private gradients is private.
So make *each step* private (**DP-SGD**): one row must change the step by at most a fixed $C$, and noise must hide that change.
With gradients $g_i$ of the rows' own losses, each row in the batch $B$ with chance $q$ by a coin of its own (**Poisson sampling**),

$$\hat g=\frac1{qn}\left[\sum_{i\in B}g_i\min\left(1,\frac C{\|g_i\|}\right)+zC\,\xi\right],\qquad \xi\sim N(0,I). \tag{18.9}$$

<!-- 18.9: definition -->

The clip is of *each* gradient, before the sum; the divisor is fixed, because the size of the batch depends on the rows as well.
In the open, with torch's `vmap(grad(...))` for one gradient a row:
"""

# %%
def private_gradient(net, loss, batch, C, z, expected, generator):
    """(18.9): {name: tensor}. loss(weights, row): a number; expected: q n."""
    weights = {name: weight.detach() for name, weight in net.named_parameters()}
    each = vmap(grad(loss), in_dims=(None, 0))(weights, batch)  # name -> (rows, ...)
    norms = torch.stack([g.flatten(1).norm(dim=1) for g in each.values()]).norm(dim=0)
    keep = (C / norms).clamp(max=1)
    total = {name: torch.tensordot(keep, g, 1) for name, g in each.items()}
    return {name: (g + z * C * torch.randn(g.shape, generator=generator)) / expected for name, g in total.items()}


# %% tags=["witness"]
generator = torch.Generator().manual_seed(4)
net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))
batch = torch.randn((6, 2), generator=generator)
loss = lambda weights, row: (functional_call(net, weights, (0.9 * row,)) - row).square().sum()
one_by_one = {name: 0.0 for name, _ in net.named_parameters()}
for row in batch:  # one row after the other, by the usual backward pass
    net.zero_grad()
    loss(dict(net.named_parameters()), row).backward()
    norm = sum(weight.grad.square().sum() for weight in net.parameters()).sqrt()
    one_by_one = {name: one_by_one[name] + weight.grad * min(1.0, 0.5 / norm.item()) / 3 for name, weight in net.named_parameters()}
at_once = private_gradient(net, loss, batch, 0.5, 0.0, 3, generator)
witness("(18.9) without noise", torch.cat([g.flatten() for g in at_once.values()]), torch.cat([g.flatten() for g in one_by_one.values()]))

# %% [markdown]
r"""
**What do many steps cost?**
Let $P$ be the law of one step's output with the row and $P'$ without.
The **Rényi divergence** of order $a>1$,

$$R_a(P\,\|\,P')=\frac1{a-1}\log\operatorname E_{P'}\left[\left(\frac{dP}{dP'}\right)^{a}\right], \tag{18.10}$$

<!-- 18.10: definition -->

adds up over steps, since ratios multiply, also where a step depends on those before (**composition**).
For one step in units of $zC$ the worst row moves the mean by $\mu=1/z$ if its coin picks it: $P=(1-q)N(0,1)+q\,N(\mu,1)$ against $P'=N(0,1)$.
The ratio is $1-q+q\,e^{\mu y-\mu^2/2}$.
For a whole number $a$ expand its power, and use $\operatorname E_{P'}e^{k\mu y}=e^{k^2\mu^2/2}$:

$$R_a=\frac1{a-1}\log\sum_{k=0}^a\binom ak(1-q)^{a-k}q^k\,e^{k(k-1)/2z^2}. \tag{18.11}$$

**Back to $(\epsilon,\delta)$.**
With $\ell=\log dP/dP'$ of all $T$ steps, the $\delta$ needed is $\operatorname E_P\max(0,1-e^{\epsilon-\ell})$.
And $1-e^{-v}\le e^{(a-1)v}\cdot\frac1a\left(1-\frac1a\right)^{a-1}$ for every $v$: the right factor is the largest value of $(1-e^{-v})e^{-(a-1)v}$, reached at $e^{-v}=1-\frac1a$.
So $\delta\le\frac1a(1-\frac1a)^{a-1}\operatorname E_P\,e^{(a-1)(\ell-\epsilon)}$, and $\operatorname E_Pe^{(a-1)\ell}=e^{(a-1)TR_a}$.
Solve for $\epsilon$, and take the best order:

$$\epsilon=\min_a\left[T\,R_a+\log\left(1-\frac1a\right)+\frac{\log(1/\delta)-\log a}{a-1}\right]. \tag{18.12}$$

(A row may also be *added*: for whole orders and this pair that direction is no larger; Mironov and others 2019.)
Witness: (18.11) by integration; (18.12) in the open against `renyi_epsilon`, and never below the exact (18.8) for one step with $q=1$.
"""

# %% tags=["witness"]
y = np.linspace(-30, 30, 60_001)
normal = np.exp(-(y**2) / 2) / np.sqrt(2 * np.pi)


def order_a(a, q, z):
    """(18.11)."""
    k = np.arange(a + 1)
    return np.log(np.sum(binom.pmf(k, a, q) * np.exp(k * (k - 1) / (2 * z**2)))) / (a - 1)


for a, q, z in ((2, 0.01, 1.0), (5, 0.1, 2.0), (12, 1.0, 1.5)):
    ratio = 1 - q + q * np.exp(y / z - 0.5 / z**2)
    witness(f"(18.11), a = {a}", order_a(a, q, z), np.log(np.sum(ratio**a * normal) * (y[1] - y[0])) / (a - 1), atol=1e-9)

# %% tags=["witness"]
def accountant(q, z, T, delta):
    """(18.12) over the orders 2 to 30."""
    return min(T * order_a(a, q, z) + np.log(1 - 1 / a) + (np.log(1 / delta) - np.log(a)) / (a - 1) for a in range(2, 31))


witness("(18.12)", [accountant(0.01, 1.0, 1000, 1e-5), accountant(1.0, 1.0, 1, 1e-5)], [renyi_epsilon(0.01, 1.0, 1000, 1e-5), renyi_epsilon(1.0, 1.0, 1, 1e-5)])
exact = [brentq(lambda eps: gaussian_delta(eps, z) - 1e-5, 0.01, 100) for z in (0.7, 1, 2, 4)]
witness("(18.12), violations", np.sum(exact > np.array([renyi_epsilon(1.0, z, 1, 1e-5) for z in (0.7, 1, 2, 4)])), 0)
print(f"1000 steps, q = .01, z = 1: ε = {accountant(0.01, 1.0, 1000, 1e-5):.2f}; one step on all rows, z = 1: {accountant(1.0, 1.0, 1, 1e-5):.2f}, exactly {exact[1]:.2f}")

# %% [markdown]
r"""
**What does it cost, and beside what?**
In the plane our networks leak next to nothing, and there is nothing to protect.
So [a second study](../studies/private_study.py) takes rows of a mixture of five in 4 dimensions, so few that a network without privacy gives them away; the smallest mode has 5 %.
It trains by DP-SGD, on all rows in each step ($q=1$; beside it, 2 000 rows in the plane with $q=.05$).
The rival needs no network: a histogram with Laplace noise on its counts ([lecture 19](19_adoption.ipynb)), to sample from.
Quality is the sliced Wasserstein distance to the law, in units of that between two large real samples.
Which of the two is nearer to the law at $\epsilon=8$, and what is left of the smallest mode?
"""

# %% tags=["reveal"]
few, plane_few, many = (stored.read("private_study")["result"]["arms"][key] for key in ("4", "2", "many"))
shown = {"plain -": "network, no privacy", "clipped -": "clip, no noise", **{f"dp-sgd {eps}": f"DP-SGD, ε = {eps}" for eps in (8, 3, 1)},
         **{f"histogram {eps}": f"histogram, ε = {eps}" for eps in (8, 3, 1)}, "rows -": "the rows themselves", "gaussian -": "one Gaussian, no privacy", "untrained -": "N(0, I), no training"}
table([(name, *(tuple(few[arm][part]) for part in ("tpr", "distance", "smallest")), tuple(many[arm]["distance"])) for arm, name in shown.items()],
      "generator", "TPR at FPR 1 %", "distance to the law", "share of the smallest mode", "2 000 rows in the plane: distance", digits=[None, 2, 1, 3, 1], caption="100 rows in 4 dimensions, but for the last column; δ = 1e-5; ± standard error over 3 repetitions")
print("in the plane, network without privacy, TPR at FPR 1 %: " + ", ".join(f"{one['plain -']['tpr'][0]:.3f} with {n} rows" for n, one in (("100", plane_few), ("2 000", many))))
print("in the plane, 100 rows, distance: " + ", ".join(f"{name} {plane_few[arm]['distance'][0]:.1f}" for arm, name in shown.items() if arm[:2] in ("dp", "hi")))

# %% [markdown]
r"""
Without privacy about a third of the 100 rows can be named, with DP-SGD no more than by chance.
At $\epsilon=8$ and 3 that costs little here: so few rows are themselves about as far from the law (and one Gaussian would do nearly as well); at $\epsilon=1$ it shows.
The histogram loses: with $m$ cells a column it has $m^4$, most of them empty, and the noise fills them.
At $\epsilon=1$ it is farther from the law than $N(0,I)$, which saw no row, and from which the network starts (the scale of the data counts as known).
It takes many rows to turn this round: with 2 000 in the plane, where nothing leaks, the histogram wins at $\epsilon=8$, at 3 it is a draw, and at 1 DP-SGD is nearer, by about two standard errors.
The clip alone, with few steps, gives next to nobody away either, and promises nothing: the noise buys the promise.
(Clip, steps, learning rate and cells were chosen on other rows, for both sides. To choose them on these would cost $\epsilon$ as well.)
And the smallest mode: by bad luck it has less than 5 % of the 100 rows, and the network without privacy keeps about what they have; at $\epsilon=8$ and 3 hardly any of it is left, and the histogram's noise gives it more than its rows had.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 18.4

Somebody trains privately, and reports $\epsilon$ with `renyi_epsilon`.
The code runs, and the promise is void: three lines are wrong.
`gradient(theta, row)` is an array like `theta`; `clip(g, C)` shortens `g` to the norm `C` if it is longer; `q`, `z`, `delta` were chosen beforehand, and how many rows there are is known.

```
 1  def train_privately(theta, rows, q, z, steps, rate, delta, rng):
 2      n = len(rows)
 3      C = np.median([np.linalg.norm(gradient(theta, row)) for row in rows])
 4      for step in range(steps):
 5          batch = rng.permutation(rows)[:round(q * n)]
 6          g = [gradient(theta, row) for row in batch]
 7          g = clip(np.sum(g, axis=0) / (q * n), C)
 8          noise = z * C / (q * n) * rng.normal(size=theta.shape)
 9          theta = theta - rate * (g + noise)
10      eps = renyi_epsilon(q, z, steps, delta)
11      return theta, eps
```

Give the numbers of the three lines, such as `return 1, 2, 4`.
"""

# %% tags=["exercise"]
def buggy_lines():
    """The three lines with a slip."""
    ### BEGIN SOLUTION
    return 3, 5, 7
    ### END SOLUTION


buggy_lines = check("18.4", buggy_lines)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Line 3 computes $C$ from the rows and lets it out without noise: one row can change a median.
Line 5 draws a fixed number of rows; the accountant counts on a coin for each row (a batch of fixed size has another divergence).
Line 7 clips the mean of the batch. One row can move it by up to $2C$, and the noise of line 8 hides $C/(qn)$.
Section 8 measures what that does.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · Who pays?

Publish the mean of a group of $n_g$ people ($n_g$ may be known), rows clipped to norm $C$, with Gaussian noise for $(\epsilon,\delta)$.
One row more or less changes their sum by at most $C$, and the sum over $n_g$ by $C/n_g$; so the noise has the standard deviation $zC/n_g$ in each coordinate.
The mean itself is uncertain by $s/\sqrt{n_g}$, if a coordinate has standard deviation $s$.
The ratio is what privacy costs, in units of the error that was there anyhow:

$$\frac{zC/n_g}{s/\sqrt{n_g}}=\frac{zC}{s\sqrt{n_g}} . \tag{18.13}$$

One $\epsilon$ for all, and the smallest group pays most: a hundredth of the people, ten times the cost.
Witness: 100 groups of each size, $d=4$, $C=4$, $s=1$ (rows of norm above 4 are rare):
"""

# %% tags=["witness"]
z, sizes = gaussian_sigma(1.0, 1e-5), (9500, 500, 50)
ratio = []
for size in sizes:
    people = rng.normal(size=(100, size, 4))
    people *= np.minimum(1, 4 / np.linalg.norm(people, axis=2, keepdims=True))
    total = people.sum(axis=1)
    published = (total + 4 * z * rng.normal(size=total.shape)) / size
    ratio.append(np.std(published - total / size) / np.std(total / size))  # the truth is 0
witness("(18.13)", ratio, z * 4 / np.sqrt(sizes), standard_error=np.array(ratio) / np.sqrt(400))
table([(size, *(gaussian_sigma(eps, 1e-5) * 4 / np.sqrt(size) for eps in (0.3, 1, 8))) for size in sizes],
      "people in the group", "ε = .3: noise / sampling error", "ε = 1", "ε = 8", digits=[0, 2, 2, 2])

# %% [markdown]
r"""
At $\epsilon=1$ the largest group hardly notices; in the mean of 50 people the noise is twice what chance does.
In trained models the clip adds to it: rows unlike the others have long gradients, and are shortened most (Bagdasaryan and others 2019).

## 6 · Minorities without any noise

Samples are often made *better* than the data: sharper, more typical.
Two ways, both in closed form.

**Sharpening.**
A temperature $1/\gamma$ samples from $p^\gamma$, made a density again (guidance, [lecture 12](12_guidance.ipynb), does so with the label's density).
For modes far apart that are equally wide, the weights become

$$w_k'=\frac{w_k^\gamma}{\sum_jw_j^\gamma}, \tag{18.14}$$

since each mode's $\int N^\gamma$ is the same factor.

**A cautious start.**
Generation starts from $\rho\,\varepsilon$, $\rho<1$, instead of $\varepsilon$ (a *truncation*).
On a line the probability-flow ODE ([lecture 09](09_continuous_time.ipynb)) keeps the order of points, so it maps quantiles to quantiles.
The group above the quantile $1-w$ is made from $\varepsilon>\Phi^{-1}(1-w)$, and now only if $\rho\,\varepsilon$ exceeds that:

$$w'=\Phi\left(\frac{\Phi^{-1}(w)}\rho\right). \tag{18.15}$$

Witness: (18.14) by integrating $p^2$; (18.15) by running the flow of a mixture with a minority of 5 %.
"""

# %% tags=["witness"]
pair = GaussianMixture([0.95, 0.05], [[-1.0], [5.0]], np.full((2, 1, 1), 0.25))
x = np.linspace(-10, 14, 24_001)[:, None]
for gamma in (1.5, 2):
    p = pair.density(x) ** gamma
    witness(f"(18.14), γ = {gamma}", p[x[:, 0] > 2].sum() / p.sum(), 0.05**gamma / (0.05**gamma + 0.95**gamma), atol=1e-6)
exact = MixtureDenoiser(pair, schedule)
starts = ndtri((np.arange(4000) + 0.5) / 4000)[:, None]  # 4 000 quantiles of the normal law
for rho in (0.9, 0.8):
    *_, (_, end) = sample(ddim(exact, schedule), even_times(schedule, 200), rho * starts)
    witness(f"(18.15), ρ = {rho}", np.mean(end > 2), after_shrunk_start(0.05, rho), atol=2e-3)

# %%
table([("p^γ", *(sharpened(pair, gamma).weights[1] for gamma in (1, 1.2, 1.5, 2, 3))), ("start × ρ", *(after_shrunk_start(0.05, rho) for rho in (1, 0.9, 0.8, 0.7, 0.5)))],
      "what is left of 5 %", "γ or ρ = 1", "1.2 or .9", "1.5 or .8", "2 or .7", "3 or .5", digits=[None, *[".2%"] * 5])

# %% [markdown]
r"""
Nobody named the minority, and squaring the density takes it from 5 % to about a quarter of one per cent.
A measure taken by group shows it: **coverage** is the share of a group's rows with a sample nearer than their fifth neighbour in the data.
"""

# %%
judge = np.random.default_rng(185)
real, group = pair.sample_labelled(2000, judge)
rows = [(gamma, *group_coverage(real, group, sharpened(pair, gamma).sample(2000, judge))[:, :3].ravel()) for gamma in (1, 1.5, 2)]
table(rows, "γ", "majority covered", "from", "to", "minority covered", "from", "to", digits=[1, *[2] * 6], caption="share, 95 % interval; 2 000 samples")

# %% [markdown]
r"""
A group that is small *and* varied loses more; how much, is yours to derive.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 18.5

A minority of weight $w$ is $N(m, s^2I)$ in $d$ dimensions; the majority of weight $1-w$ is $N(0,I)$, far away.
Sample from $p^\gamma$, normalised.
Derive the minority's share.

Write a formula in `w`, `s`, `d` and `gamma`, such as `"w * s**d + gamma"`.
For `w` = 0.05, `s` = 2, `d` = 1, `gamma` = 2 it is 0.001383.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
minority = "w**gamma * s**(d*(1 - gamma)) / (w**gamma * s**(d*(1 - gamma)) + (1 - w)**gamma)"
### END SOLUTION
minority = check("18.5", minority)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Near a mode alone $p^\gamma=w^\gamma N(x;m,s^2I)^\gamma$, and $N^\gamma=(2\pi s^2)^{-d\gamma/2}e^{-\gamma\|x-m\|^2/2s^2}$ integrates to $(2\pi s^2)^{-d\gamma/2}(2\pi s^2/\gamma)^{d/2}$.
Factors without $s$ cancel between the modes; $s^{d(1-\gamma)}$ stays.
With $\gamma>1$ a wide mode is low, and loses; the more, the more dimensions.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · A model that learns from its own samples

Train a model on $n$ rows, sample $n$ rows from it, train the next model on those, and so on (what comes of it is called **model collapse**).
Let the model be perfect: it samples rows of a group with exactly the group's share in its training set.
Of $K_r$ rows in round $r$

$$K_{r+1}\mid K_r\sim\operatorname{Bin}\left(n,\frac{K_r}n\right),\qquad \operatorname E\left[\frac{K_r}n\left(1-\frac{K_r}n\right)\right]=\frac{K_0}n\left(1-\frac{K_0}n\right)\left(1-\frac1n\right)^r . \tag{18.16}$$

The first is the **Wright–Fisher** chain of genetic drift.
The second follows from $\operatorname E[K_{r+1}(n-K_{r+1})\mid K_r]=\left(1-\frac1n\right)K_r(n-K_r)$ for a binomial count: each round takes off one part in $n$.
The *mean* share never changes, for $\operatorname E[K_{r+1}\mid K_r]=K_r$; yet 0 and $n$ are absorbing states, and in the end every run sits in one of them.
(Fit a Gaussian by maximum likelihood to $n$ of its own samples, and again: its variance shrinks by the same factor on average.)

Guess first: a group of 5 in 100.
In what share of runs is it gone after 10 rounds, though on average it keeps its 5 %?
Under 5 %, about 15 %, about 40 %?
"""

# %% tags=["witness"]
n, k = 100, np.arange(101)
step = binom.pmf(k, n, (k / n)[:, None])
law = [np.eye(n + 1)[5]]
for _ in range(100):
    law.append(law[-1] @ step)  # exact: the law of K in each round
law = np.array(law)
witness("(18.16)", law @ (k / n * (1 - k / n)), 0.05 * 0.95 * (1 - 1 / n) ** np.arange(101))
witness("(18.16), the mean", law @ k, 5.0, atol=1e-9)
runs = np.full(4000, 5)
for _ in range(10):
    runs = rng.binomial(n, runs / n)
witness("(18.16), gone after 10 rounds", np.mean(runs == 0), law[10, 0], standard_error=np.sqrt(law[10, 0] * (1 - law[10, 0]) / 4000))
gaussian = lambda rows: lambda size, rng, m=rows.mean(), s=rows.std(): rng.normal(m, s, size)  # fitted, ready to sample
fitted = np.array([own_output(gaussian, rng.normal(size=100), 49, rng)[-1].var() for _ in range(1000)])  # the 50th fit
witness("(18.16), the same factor on the variance of a refitted Gaussian", fitted.mean(), 0.99**50, standard_error=fitted.std() / np.sqrt(1000))

# %% tags=["reveal"]
table([(rounds, law[rounds, 0], law[rounds] @ k / n, extinction(0.05, 100, rounds, fresh=0.1)[-1]) for rounds in (5, 10, 20, 100)],
      "rounds", "gone", "mean share", "not there, with a tenth of real rows each round", digits=[0, 2, 3, 2])

# %% tags=["picture"]
def resampled(n, group, fresh):
    first, draw, law, runs = round(n * group / 100), np.random.default_rng(1), [np.eye(n + 1)[round(n * group / 100)]], []
    step = binom.pmf(np.arange(n + 1), n, ((1 - fresh) * np.arange(n + 1) / n + fresh * first / n)[:, None])
    count = np.full(150, first)
    for _ in range(61):
        runs.append(np.stack([np.arange(150), count / n], axis=1).round(3))
        count = draw.binomial(n, (1 - fresh) * count / n + fresh * first / n)
        law.append(law[-1] @ step)
    runs, law = np.array(runs), np.array(law[:61])
    dots = Points(frames=runs, colour_by=np.where(runs[:, :, 1] == 0, 6, 0), size=2.5, highlight=15, label="runs (coloured: gone)")
    panels = [Panel(dots, title="150 runs", xlabel="run", ylabel="share of the group", xlim=(-2, 151), ylim=(-0.02, 1)),
              Panel(Curve("gone", label="gone (exact)"), Curve("mean", label="mean share"), title="over the rounds", xlabel="round", ylabel="probability, share", ylim=(0, 1))]
    return dict(panels=panels, times=range(61), t=10, values={"gone": law[:, 0], "mean": law @ np.arange(n + 1) / n}, title="Learning from its own samples",
                unit="round", status="round {t}: gone in {gone:.0%} of runs, mean share {mean:.1%}")


controlled(resampled, n=choose("rows", [100, 200, 400]), group=choose("group, % of rows", [5, 10, 20, 50]), fresh=slider("share of real rows each round", 0.0, 0.0, 0.5, 0.05))

# %% [markdown]
r"""
Real rows in each round keep the door open: a group that is gone can come back.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 18.6

How large must a training set be?
A group is 5 % of $n$ rows, and nothing but the model's own samples follows, for 20 rounds.
Find the smallest $n$ (a multiple of 20) for which the group is gone at the end in at most 1 % of the runs.
A number; ±50 is close enough.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
large_enough = next(n for n in range(100, 2000, 20) if extinction(0.05, n, 20)[-1] <= 0.01)
### END SOLUTION
large_enough = check("18.6", large_enough)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`extinction` multiplies by the chain of (18.16) 20 times.
While the group is small, each of its $K$ rows has about a Poisson number of copies in the next round, with mean 1.
For that branching process the chance to be gone after $r$ rounds is about $e^{-2K/r}$: what counts is the size of the *group* against the number of rounds.
$e^{-2K/20}=.01$ gives $K\approx46$, and the exact answer is a little more.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · Break it: clip the mean

A slip that no shape and no loss betrays: the mean of the batch is clipped, in place of each gradient.
50 rows with a gradient of one number each; one row's is 50, those of the others are small.
$q=1$, $C=1$, $z=2$, one step, 200 000 times with that row and without.
The promise for one step is (18.8) with $\mu=\frac12$.
"""

# %%
others = rng.normal(scale=0.1, size=49)
outputs = {}
for name, step in {"each clipped": lambda g: np.clip(g, -1, 1).sum() / 50, "mean clipped": lambda g: np.clip(g.sum() / 50, -1, 1)}.items():
    outputs[name] = [step(rows) + 2 * 1 / 50 * rng.normal(size=200_000) for rows in (np.append(others, 50.0), others)]
promised = gaussian_tpr(0.01, 2.0)
table([(name, tpr_at_fpr(*seen, 0.01), promised, np.log(max(tpr_at_fpr(*seen, 0.01) - 1e-5, 0.01) / 0.01)) for name, seen in outputs.items()],
      "clip", "row named at FPR 1 %", "most that was promised", "so ε is at least", digits=[None, 3, 3, 2])
print(f"reported: ε = {renyi_epsilon(1.0, 2.0, 1, 1e-5):.2f} at δ = 1e-5")

# %% [markdown]
r"""
No crash, no warning, and a report of a small $\epsilon$.
Only an attack shows it: the audit of section 3, on the worst row that you can think of.
A low TPR proves no promise; a high one refutes it.

## 9 · In the wild

| | what was found | what it does not show |
|---|---|---|
| Carlini and others 2023 | over a thousand training pictures extracted from published models, faces and logos among them; diffusion models leak more than GANs | a share: the search began at pictures that occur often |
| Kadkhodaie and others 2024 | two networks trained on *disjoint* sets of faces generate nearly the same pictures from the same noise, once each set has some $10^4$ to $10^5$: both have left their data for the law | that no member can be named then: nobody asked for a TPR |
| Ganev and others 2022 | private generators (PrivBayes, DP-WGAN, PATE-GAN) make small classes smaller or larger, and classifiers trained on the samples lose most on them | which way it goes for your data |
| a list of 500 "memorised" prompts of Stable Diffusion, by a similarity above .7 | users reproduce 100 to 120 of them (issue 5 of YuxinWenRick/diffusion_memorization) | that the others are safe: the test looks at samples |

These figures are published ones; no cell here computes them.

## 10 · What you can now say

*Whose data is in the samples, and who pays for protecting it?*
Of everybody it was trained on, in part, unless something stopped the training; its holder can know, by a test at low false alarms; and protection, sharpening and re-use all charge the smallest groups most.

| | result | witness |
|---|---|---|
| (18.1), (18.2) | The training loss is least at a copying machine; it differs from the law's denoiser below $\sigma_*$ | [section 1](#1-·-Two-exact-denoisers) |
| (18.4) | Membership is a test: TPR at a small FPR, not the area | [section 2](#2-·-How-would-they-know?) |
| (18.6)–(18.8) | $(\epsilon,\delta)$ bounds the whole ROC; for Gaussian noise all pairs are tangents of one curve | [section 3](#3-·-A-promise-about-every-attack) |
| (18.9)–(18.12) | Clip each gradient, add noise, add up Rényi divergences | [section 4](#4-·-Training-under-a-promise) |
| (18.13) | The cost in a group grows like one over the root of its size | [section 5](#5-·-Who-pays?) |
| (18.14), (18.15) | Sharpening and a cautious start shrink minorities | [section 6](#6-·-Minorities-without-any-noise) |
| (18.16) | Learning from one's own samples loses groups, though no mean shrinks | [section 7](#7-·-A-model-that-learns-from-its-own-samples) |

The opening questions.
(1) Down to about the level (18.2), at which $x_t$ names a point; more points push it down.
(2) The one that knows only the data, (18.1).
(3) Without a copy among the samples most members can be named (section 2); and whatever is done, noise, sharpening or re-use, small groups pay most (sections 5 to 7).

**Next question.**
How does a new thing spread through people who do decide for themselves?
That is [lecture 19](19_adoption.ipynb).

## 11 · Sources

- T. Yoon and others, *Diffusion probabilistic models generalize when they fail to memorize*, ICML 2023 workshop: section 1, and near copies by a third.
- G. Biroli and others, *Dynamical regimes of diffusion models*, Nature Communications 15, 2024: (18.2), their collapse time.
- S. Yeom and others, *Privacy risk in machine learning*, IEEE CSF 2018: the loss as a score, (18.3). J. Duan and others, *Are diffusion models vulnerable to membership inference attacks?*, ICML 2023: a sharper error without random noise. N. Carlini and others, *Membership inference attacks from first principles*, IEEE S&P 2022: report the TPR at a low FPR.
- C. Dwork and others, *Our data, ourselves*, Eurocrypt 2006: (18.5). P. Kairouz, S. Oh, P. Viswanath, *The composition theorem for differential privacy*, ICML 2015: (18.6).
- J. Dong, A. Roth, W. Su, *Gaussian differential privacy*, JRSS B 84, 2022: (18.7). B. Balle, Y.-X. Wang, *Improving the Gaussian mechanism*, ICML 2018: (18.8), theorem 8. C. Dwork, A. Roth, *The algorithmic foundations of differential privacy*, 2014, appendix A: the textbook's noise, for $\epsilon<1$.
- M. Abadi and others, *Deep learning with differential privacy*, CCS 2016: (18.9). I. Mironov, *Rényi differential privacy*, CSF 2017; I. Mironov, K. Talwar, L. Zhang, *Rényi differential privacy of the sampled Gaussian mechanism*, 2019: (18.10), (18.11). C. Canonne, G. Kamath, T. Steinke, *The discrete Gaussian for differential privacy*, NeurIPS 2020, proposition 12: (18.12).
- E. Bagdasaryan, O. Poursaeed, V. Shmatikov, *Differential privacy has disparate impact on model accuracy*, NeurIPS 2019: section 5 for trained models.
- S. Wright, *Evolution in Mendelian populations*, Genetics 16, 1931: (18.16). I. Shumailov and others, *AI models collapse when trained on recursively generated data*, Nature 631, 2024; S. Alemohammad and others, *Self-consuming generative models go MAD*, ICLR 2024.
- N. Carlini and others, *Extracting training data from diffusion models*, USENIX Security 2023 (arXiv 2301.13188); Z. Kadkhodaie and others, *Generalization in diffusion models arises from geometry-adaptive harmonic representations*, ICLR 2024 (2310.02557); G. Ganev, B. Oprisanu, E. De Cristofaro, *Robin Hood and Matthew effects*, ICML 2022 (2109.11429).
- Digits: E. Alpaydin, C. Kaynak, UCI, CC BY 4.0, through scikit-learn.
- Ours: the study, the tables, the exercises.
"""
