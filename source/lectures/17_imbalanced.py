# %% [markdown]
r"""
# 17 · Can invented frauds teach a machine to find real ones?

{badges}

| | |
|---|---|
| **You will be able to** | train a diffusion model on a few hundred rows of a table, and stop in time · say whether generated rows are new, and which training rows they reveal · derive what added rows do to a classifier's scores, and undo it · compare ways against imbalance in pairs, on several splits, by a threshold from validation rows |
| **You need** | [lecture 02](02_noising.ipynb) for the closed form, [lecture 03](03_schedules.ipynb) for the log-SNR, [lecture 07](07_training.ipynb) for the training loop, [lectures 08](08_sampling.ipynb) and [10](10_solvers.ipynb) for sampling. Roughly, what a decision tree is |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression

from studies import stored
from studies.imbalance_study import lowest_threshold, undone
from utils.data.transactions import REAL_PREVALENCE, count_duplicates, draw_transactions, duplicate_groups, load_transactions
from utils.exercises import check, hint
from utils.generative import samplers, schedules, solvers
from utils.generative.metrics import two_sample_auc
from utils.generative.tabular import audit, scores, study
from utils.generative.tabular.arms import ORACLE, WEIGHTS, added_rows, arms
from utils.generative.tabular.classifiers import CLASSIFIERS, classify
from utils.generative.tabular.diffusion import FIRST, LAST, SCHEDULE, Diffusion, row_losses
from utils.generative.tabular.resampling import Smote
from utils.generative.tabular.scaling import fit_scaling
from utils.generative.tabular.split import split
from utils.generative.tabular.study import Cell
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.progressbar import watch
from utils.teaching.scene import Curve, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(17)
torch.set_num_threads(1)  # small networks run faster on one thread
torch.set_default_dtype(torch.float64)  # slower than float32, but numbers come out alike on every computer

# %% [markdown]
r"""
## The picture first

Card payments, a few of them frauds.
Each payment is 29 numbers: 28 columns V1 … V28, made anonymous by a rotation, and the amount.
You see 400 frauds and 400 others, each column in units of the frauds' spread, in the plane of two columns and in the plane of the two leading components of the frauds, the directions along which they vary most.
The slider noises all of them, 800 steps of the schedule of a published study.

1. At $t=0$: are the frauds one cluster, or several?
2. Which plane keeps the frauds apart from the rest for longer?
3. At which step could you no longer say which is which?
"""

# %%
SOURCE = "synthetic"  # or "openml", or the path of a copy of the real file

# %% tags=["picture"]
payments = load_transactions(SOURCE)
is_fraud = payments.labels == 1
rows, columns = payments.without("Time").features, payments.without("Time").columns
shown = np.r_[np.flatnonzero(is_fraud)[:400], np.flatnonzero(~is_fraud)[:400]]
frauds_z = fit_scaling(rows[is_fraud], "standard").apply(rows[is_fraud])
z = fit_scaling(rows[is_fraud], "standard").apply(rows[shown])  # in standard deviations of the frauds
components = np.linalg.svd(frauds_z, full_matrices=False)[2][:2].T  # (29, 2): leading directions
pair = [columns.index("V14"), columns.index("V4")]
colour = np.where(is_fraud[shown], 6, 0)

# %% tags=["picture"]
study_schedule = schedules.linear(800)
marks = np.arange(0, 801, 20)
eps = rng.normal(size=z.shape)


def auc_along(t, direction=components[:, 0]):
    """AUC of the noised place along a direction: the chance that a fraud and another row are in the usual order."""
    place = study_schedule.noise(z, t, eps) @ direction
    chance = audit.separation(place[is_fraud[shown]], place[~is_fraud[shown]])
    return max(chance, 1 - chance)


# %% tags=["picture"]
levels = {"α": study_schedule.alpha(marks), "σ": study_schedule.sigma(marks)}
apart = np.array([auc_along(t) for t in marks])
axes, wide = dict(xlim=(-4, 4), ylim=(-4, 4), aspect="equal"), dict(xlim=(-9, 9), ylim=(-9, 9), aspect="equal")
look = dict(colour_by=colour, size=3, label="legitimate (rings), frauds (dots)", highlight=5)
Scene([Panel(Points(z[:, pair], eps[:, pair], **look), title="two columns", xlabel="V14", ylabel="V4", **axes),
       Panel(Points(z @ components, eps @ components, **look), title="two components", xlabel="first", ylabel="second", **wide),
       Panel(Curve(marks, apart), title="AUC of the first component", xlabel="step t", ylabel="AUC", ylim=(0.45, 1))],
      times=marks, t=5, title=f"Payments noised ({payments.source})", values=levels | {"apart": apart},
      status="step {t:.0f} of 800: signal {α:.2f}, noise {σ:.2f}, AUC {apart:.2f}")

# %% [markdown]
r"""
**Where the rows come from.**
`SOURCE` is the one line to change.
`"synthetic"` samples a formula of ours, calibrated to figures measured on a real file that we do not pass on; `"openml"` fetches that file; a path reads your copy of it.
Nothing is ever silently replaced. (What the text says of results is about the synthetic source.)
[Appendix H](../appendices/H_data.ipynb) says what is calibrated and what is not.
The **AUC** of a score is the probability that a random fraud has a larger one than a random other row; ½: the score tells nothing.
"""

# %%
print(f"source {payments.source}: {len(rows)} payments, {is_fraud.sum()} frauds, {is_fraud.mean():.2%}; in reality {REAL_PREVALENCE:.2%}")
print("exact copies among the legitimate and among the frauds:", *count_duplicates(rows, payments.labels))
places = np.sort(frauds_z @ components[:, 0])
print(f"along the first component: {places.var() / 29:.0%} of the frauds' variance; largest gap between neighbours "
      f"in the middle 90 %: {np.diff(places[25:-25]).max() / places.std():.2f} standard deviations")

# %% tags=["picture"]
directions = {"the first component": components[:, 0], "V14": np.eye(29)[pair[0]], "V4": np.eye(29)[pair[1]]}
table([(t, *(auc_along(t, direction) for direction in directions.values())) for t in (0, 200, 400, 600, 800)],
      "step", *(f"AUC of {name}" for name in directions), digits=2)

# %% [markdown]
r"""
The frauds are one long streak without a gap, from far away to the edge of the legitimate cluster.
Along the first component they stay apart for longer: it collects what many columns share, so its spread is larger than that of one column, while the noise is the same.
By step 600 a pair is in the usual order little more often than by chance in a column, and in 63 of 100 along the component.

Rows of a table are noised like points in the plane: $x_t=\alpha_tx_0+\sigma_t\varepsilon$, each column in units of its spread.
What is new is that there are so **few** rows, and that they are wanted for a **purpose**: a classifier that sees more frauds might find more.

What is random here: $x_0$, a row; the noise $\varepsilon\sim N(0,I)$; the split into training and test rows; every network's first weights.
Some letters of [appendix A](../appendices/A_notation.ipynb) mean something else in this lecture: $P$ is a precision, $R$ a recall, $F$ a false alarm rate, $A$ a probability, $\ell$ a loss, $s$ a classifier's score.

## 1 · The study we repeat, and its process

A study of 2024 (J. Le, *Generative modeling with diffusion*) trains a diffusion model on the frauds of a public file, generates 3000 more, and adds them to the training rows of two classifiers.
Its noising process is the Ornstein–Uhlenbeck process, [(2.12)](02_noising.ipynb),

$$dX=-X\,dt+\sqrt2\,dB, \qquad X_t=e^{-t}X_0+\sqrt{1-e^{-2t}}\;\varepsilon, \tag{17.1}$$

observed at times $t_0=0<t_1<\dots<t_{800}$, chosen so that the step from $t_{n-1}$ to $t_n$ is a DDPM step with the usual $\beta_n$, from $10^{-4}$ evenly up to $0.02$:

$$X_{t_n}=\sqrt{1-\beta_n}\;X_{t_{n-1}}+\sqrt{\beta_n}\;\varepsilon_n. \tag{17.2}$$

In time $\Delta t$ (17.1) multiplies by $e^{-\Delta t}$ and adds variance $1-e^{-2\Delta t}$; both agree with (17.2) when $\Delta t=-\frac12\log(1-\beta_n)$.
Add the steps up: with $\bar\alpha_n=\prod_{s\le n}(1-\beta_s)$ and $x_n=X_{t_n}$,

$$e^{-2t_n}=\bar\alpha_n, \qquad x_n=\sqrt{\bar\alpha_n}\;x_0+\sqrt{1-\bar\alpha_n}\;\varepsilon. \tag{17.3}$$
"""

# %% tags=["witness"]
betas = np.linspace(1e-4, 0.02, 800)
grid = schedules.ou_times(betas)
witness("(17.3), the grid", np.exp(-2 * grid[1:]), np.cumprod(1 - betas))
witness("(17.3), its noise", schedules.ornstein_uhlenbeck(grid[-1]).sigma(grid), study_schedule.sigma(np.arange(801)), atol=1e-9)
one = schedules.ornstein_uhlenbeck(1.0)
witness("(17.1) and (17.2), one step", [one.alpha(np.diff(grid)), one.sigma(np.diff(grid))], [np.sqrt(1 - betas), np.sqrt(betas)], atol=1e-9)
print(f"time at the last step {grid[-1]:.2f}; signal left {np.exp(-grid[-1]):.3f}, in variance {np.exp(-2 * grid[-1]):.4f}")

# %% [markdown]
r"""
Little signal is left, so starting from $N(0,I)$ makes a small error here ([lecture 03](03_schedules.ipynb) measures such gaps).
Every variance preserving schedule is the process (17.1) on another clock; our own model, from section 4 on, uses the cosine schedule with $t$ from 0 to 1.

## 2 · Before anything else: the split

Rows are split into training and test rows **first**: stratified (the same share of frauds in both), and with equal rows kept on one side, so that no test row has been seen in training.
Only then is anything scaled, fitted or multiplied.
The synthetic source can do what reality cannot: add fresh rows to the test, 900 frauds among them, and keep 3000 genuine further frauds aside.
They are the **oracle**: what would more *real* frauds have bought?
"""

# %%
more = dict(fresh=draw_transactions(24_000, 900, rng), further=draw_transactions(0, 3000, rng)) if SOURCE == "synthetic" else {}
data = split(payments, seed=42, groups=duplicate_groups(rows), **more)
own_y = split(payments, seed=42, groups=duplicate_groups(rows)).test_y  # the published protocol: no fresh rows in the test
print(f"training: {len(data.x)} rows, {len(data.positives)} frauds; test: {len(data.test_x)} rows, {data.test_y.sum()} frauds")
print(f"the study's own test: {len(own_y)} rows, {own_y.sum()} frauds")

# %% [markdown]
r"""
How far apart are the classes, column by column?
The **Kolmogorov–Smirnov distance** is the largest gap between two distribution functions: 0 equal, 1 disjoint.
"""

# %% tags=["picture"]
fig, ax = figures.figure()
gaps = audit.marginal_gaps(data.positives, data.negatives)
order = np.argsort(-gaps)
ax.bar(range(29), gaps[order])
ax.set_xticks(range(29), [columns[k] for k in order], rotation=90)
ax.set(title=f"Frauds against legitimate rows ({payments.source})", ylabel="Kolmogorov–Smirnov distance", ylim=(0, 1))
figures.show(fig, alt="Bars, falling: " + ", ".join(f"{columns[k]} {gaps[k]:.2f}" for k in order[:6]) + f", …, least {columns[order[-1]]} {gaps[order[-1]]:.2f}.")

# %% [markdown]
r"""
A few columns alone separate most frauds from most other rows; none separates all.

## 3 · One scale for all columns

A network wants columns of one size.
The usual way subtracts the mean and divides by the standard deviation.
For amounts that is poor: they have a heavy tail, and many are *exactly* 1.00 or 99.99.
The **quantile transform** uses ranks: with $\hat F$ the column's empirical distribution function and $\Phi$ the normal one,

$$z=\Phi^{-1}\big(\hat F(x)\big), \qquad x=\hat F^{-1}\big(\Phi(z)\big). \tag{17.4}$$

Then $z$ is close to $N(0,1)$ whatever $x$ was, spikes apart.
At a spike $\hat F$ jumps, and all its rows get one $z$, in the middle of the jump. Backwards $\hat F^{-1}$ is flat there, so a whole interval of $z$ comes back as exactly 1.00.
And nothing comes back beyond the largest or smallest value seen.
The scale is learned from the **training frauds** alone.
Witness: forwards and backwards on the training frauds; then normal $z$ backwards, to see the spikes and the signs.
"""

# %% tags=["witness"]
scales = {kind: fit_scaling(data.positives, kind) for kind in ("standard", "quantile")}
for kind, scale in scales.items():
    witness(f"(17.4), forwards and backwards, {kind}", scale.undo(scale.apply(data.positives)), data.positives, atol=1e-9)

# %% tags=["picture"]
amounts = {"training frauds": data.positives[:, -1]}
amounts |= {f"normal noise, {kind}": scale.undo(rng.normal(size=(20_000, 29)))[:, -1] for kind, scale in scales.items()}
table([(name, np.mean(x == 1), np.mean(x < 0), np.median(x), np.quantile(x, 0.99)) for name, x in amounts.items()],
      "amounts", "exactly 1.00", "below 0", "median", "99 % are below", digits=[None, ".1%", ".1%", 2, 0])

# %% [markdown]
r"""
On the standard scale a network would have to learn the signs and the spikes; with ranks they come for free.

## 4 · Training on few rows

The network and its loss, (7.4), are those of [lecture 07](07_training.ipynb).
It has fewer than 400 rows to learn from.
A fifth of these, 79 rows, are held out: it never trains on them.
Every 100 steps the averaged weights (7.12) are evaluated on them (a **look**), always with the same times and noises, since with fresh ones at every look the lowest loss would be a matter of luck.
"""

# %%
few = round(0.2 * len(data.positives))
weights = sum(weight.numel() for weight in Diffusion().start(29, torch.Generator()).parameters())
print(f"{weights} weights, {len(data.positives) - few} frauds to train on, {few} held out")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.1

Train in haste, with a learning rate four times the usual one.
The loss on batches of the training frauds goes down over 1200 steps, with much scatter.
The loss on the held-out frauds …

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
how_long = "b"
### END SOLUTION
how_long = check("17.1", how_long)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
At first the network learns what all frauds share.
Soon it learns what separates these 315 from all others, and for others that is wrong: it overfits.
### END SOLUTION
"""

# %%
usual = Diffusion(steps=1200, patience=100)  # never stops early: to see what would happen
hasty = Diffusion(lr=4 * usual.lr, steps=1200, patience=100)
looks = {"usual rate": [], "hasty": []}
for (name, found), setting in zip(looks.items(), (usual, hasty)):
    _ = watch(setting.training(data.positives, np.random.default_rng(3)), total=12, label=f"Looks, {name}", each=found.append)

# %% tags=["picture", "reveal"]
fig, axes_ = figures.figure(1, 2, sharey=True)
for ax, (name, seen) in zip(axes_, looks.items()):
    steps = [look.step for look in seen]
    ax.plot(steps, [look.loss for look in seen], ".", label="one training batch")
    ax.plot(steps, [look.held_out for look in seen], label="held-out frauds")
    ax.axvline(seen[-1].best_step, linestyle=":", color="grey", label="lowest")
    ax.set(title=name, xlabel="training step")
axes_[0].set_ylabel("loss of the network")
axes_[0].legend(loc="upper right")
figures.show(fig)

# %% tags=["picture", "reveal"]
def turn(seen):
    """Held-out loss at the first look, the lowest, at which step, at the end; share of the gain that is lost again."""
    first_look, last = seen[0].held_out, seen[-1]
    lost = (last.held_out - last.best_loss) / (first_look - last.best_loss)
    return first_look, last.best_loss, last.best_step, last.held_out, lost


table([(name, *turn(seen)) for name, seen in looks.items()],
      "held-out loss", "at step 100", "lowest", "at step", "at step 1200", "of the gain, lost again", digits=[None, 3, 3, 0, 3, ".0%"])

# %% [markdown]
r"""
One run each; the hasty rate was chosen to make the figure plain.
At the usual rate there is less to see: it falls to 0 before much is done.
From here on the model is the usual one; the hasty one comes back in section 8.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.2

Write the rule (*early stopping*).
Training ends after `patience` looks in a row that brought no new lowest loss (or with the list).
Kept are the weights of the look with the lowest loss so far.

- `losses`: list of the losses that the looks would find, at least one; `patience`: whole number $\ge1$.
- Returns two whole numbers: how many looks are made, and which of them is kept, counted from 1.
  An equal loss is no gain.
- Worked value: `stop_at([0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.7, 0.62, 0.5], 3)` is `(8, 5)`.
"""

# %% tags=["exercise"]
def stop_at(losses, patience):
    """(looks made, look kept), counted from 1."""
    ### BEGIN SOLUTION
    best = 0
    for look in range(1, len(losses)):
        if losses[look] < losses[best]:
            best = look
        if look - best == patience:
            return look + 1, best + 1
    return len(losses), best + 1
    ### END SOLUTION


stop_at = check("17.2", stop_at)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`look - best` counts the looks since the last gain: it starts anew at each new lowest loss by itself.
In the worked value the best of all, 0.5, comes too late: it is never seen.
### END SOLUTION
"""

# %%
seen = looks["usual rate"]
made, kept = stop_at([look.held_out for look in seen], 3)
print(f"with patience 3: {made} looks, the weights of look {kept}, step {seen[kept - 1].step}, are kept")
print(f"mean learning rate over those steps: {np.mean(1 + np.cos(np.pi * np.arange(seen[kept - 1].step) / 1200)) / 2:.0%} of its peak")

# %% [markdown]
r"""
With few rows every one counts, also the held-out ones.
So there is a second training: anew, on *all* training frauds, for $2k$ steps, where $k$ is the best step found.
(Why twice: in the second run the learning rate falls to 0 along half a cosine, so its mean is half its peak; over the first $k$ steps of the first run it was near the peak, as just printed.)
"""

# %%
best_step = looks["usual rate"][-1].best_step
model = usual.refit(data.positives, best_step, np.random.default_rng(4))

# %% tags=["picture"]
times = solvers.log_snr_times(SCHEDULE, 25, start=LAST, end=FIRST)
noise = rng.normal(size=(400, 29))
path = [x for _, x in samplers.sample(solvers.dpm_solver_2m(model.network, SCHEDULE), times, noise)]
place = fit_scaling(rows[is_fraud], "standard").apply
frames = np.clip([place(model.scale.undo(x)) for x in path], -9, 9).round(2)
real = np.clip(place(data.positives), -9, 9)

# %% tags=["picture"]
def plane(project, title, **axes):
    """Training frauds and generated ones in one plane."""
    there = np.broadcast_to(project(real), (len(frames), len(real), 2))
    both = np.concatenate([there, [project(x) for x in frames]], axis=1).round(2)
    colour = np.repeat([0, 6], [len(real), 400])
    return Panel(Points(frames=both, colour_by=colour, size=3, highlight=len(real) + 3, label="training (rings), generated (dots)"), title=title, **axes)


# %% tags=["picture"]
log_snr = SCHEDULE.log_snr(times)
Scene([plane(lambda x: x[:, pair], "two columns", xlabel="V14", ylabel="V4", **axes),
       plane(lambda x: x @ components, "two components", xlabel="first", ylabel="second", **wide)],
      times=times, t=16, title=f"Frauds from noise ({payments.source})", values={"snr": log_snr},
      status="t = {t:.2f}: log signal-to-noise ratio {snr:.1f}")

# %% [markdown]
r"""
Scrub from noise to frauds, in the same two planes; the training frauds (rings) stay where they are.

## 5 · Are the generated rows any good?

First the rivals.
From the same training frauds, each makes 3000 rows:

| way | what a row is |
|---|---|
| random oversampling | a training fraud, copied |
| jitter | a copy plus normal noise of a tenth of each column's standard deviation |
| SMOTE | a random point on the line from a fraud to one of its five nearest frauds |
| ADASYN | the same, starting more often from frauds with many legitimate neighbours; about 3000 |
| VAE | a sample of a variational autoencoder with a 16-dimensional latent space |
| GAN | a sample of a generative adversarial network with 16-dimensional noise |
| diffusion | a sample of the model of section 4 |
| diffusion per cluster | the same, with one model for each of three clusters (only in the study of section 10) |
| oracle | a genuine fraud that is in neither part |

VAE, GAN and diffusion were tuned by one protocol (`studies/tabular_tuning.py`), but before that we had tried some forty variants of the diffusion model, a dozen and a half of the GAN and two of the VAE: read our own method's lead with that in mind.

Two ways add no row: **none**, and **class weights**, where all frauds together weigh as much as all legitimate rows.

<details><summary>Further: CTGAN, TabDDPM, TabSyn, and what they do differently</summary>

All our columns are numbers. Most tables also have categories (country, merchant), and there the published generators differ.
**CTGAN** (Xu and others 2019) describes a numerical column by a mixture component and the place within it, so that several modes survive; it is conditional on a category, which is sampled evenly enough in training that rare ones are seen.
**TabDDPM** (Kotelnikov and others 2023) is nearest to ours: the quantile transform (17.4), Gaussian diffusion and a multilayer perceptron for numbers; but for categories a *multinomial* diffusion, whose noise flips a category to a random one; and it is conditional on the label, so it learns from the legitimate rows too. It takes SMOTE as the baseline to beat, and the distance to the closest record as its measure of privacy; section 8 says why we do not stop there.
**TabSyn** (Zhang and others 2024) first trains a VAE with transformers that maps a whole row to one continuous latent vector, then a score-based diffusion in that space: all columns get one kind of noise, and fewer than 20 reverse steps do.
</details>

Compare 800 rows of each way with the test frauds, on which nothing was trained.
**Marginals**: the mean Kolmogorov–Smirnov distance over the columns.
**Correlations**: the mean gap between rank correlations.
**Two-sample AUC**: a forest learns to separate generated rows from fresh frauds on one half of them, and is tested on the other; ½ means it cannot.
The last column is the same test against the **training** frauds.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.3

One generator only copies: its samples are training frauds, taken at random.
A forest learns to separate these copies from the training frauds, on one half of both, and is tested on the other half; then the halves change places.
The probability that it ranks a copy above an original is …

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
below_half = "c"
### END SOLUTION
below_half = check("17.3", below_half)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
An original in the test half has copies in the half that was learned, all labelled "generated", so the forest calls it generated.
A copy in the test half may have its original there, labelled "real", and is called real.
### END SOLUTION
"""

# %% tags=["picture"]
left_out = ("diffusion per cluster", *([] if SOURCE == "synthetic" else [ORACLE]))
chosen = [way for way in arms() if way not in left_out]
extra = {"diffusion": model.sample(3000, np.random.default_rng(5))}


def invent():
    """Further frauds by every other way, 3000 each; yields after each way, for the progress bar."""
    for way in chosen:
        if way not in extra:
            extra[way] = added_rows(way, data, 3000, np.random.default_rng(5))
        yield way


_ = watch(invent(), total=len(chosen), label="Ways to get frauds")

# %%
fresh = data.test_x[data.test_y == 1]
invented = {way: extra[way][:800] for way in chosen if way in ("random oversampling", "SMOTE", "VAE", "GAN", "diffusion", ORACLE)}
quality = {}
for way, made in invented.items():
    gaps = audit.marginal_gaps(made, fresh).mean(), audit.correlation_gap(made, fresh)
    aucs = [two_sample_auc(made, other, np.random.default_rng(0), folds=2) for other in (fresh, data.positives)]
    quality[way] = *gaps, *aucs

# %% tags=["picture", "reveal"]
chance = [np.sqrt((800 + len(other) + 1) / (12 * 800 * len(other))) for other in (fresh, data.positives)]
table([*((way, *found) for way, found in quality.items()), ("standard error of an AUC of ½", None, None, *chance)],
      "800 rows by", "marginals", "correlations", "AUC against fresh frauds", "AUC against training frauds", digits=[None, 3, 3, 2, 2])

# %% [markdown]
r"""
<details><summary>After your guess: what the table shows</summary>

Read the row of the oracle first: genuine frauds are the floor of the first two columns, and both AUCs are ½ within two standard errors.
The copies have good marginals too.
But a forest separates them from fresh frauds, because they repeat; and its AUC against their own originals is **below ½**, the signature of copying.
The reverse is false: nearly half of SMOTE's rows are near copies (section 8), and yet their AUC is above ½. Above ½ does not exclude copying.

Of the rows that were not copied, those by diffusion are the hardest to separate from fresh frauds, and still a forest does better than chance.
Against the *training* frauds its AUC is below ½: they lie closer to these than new frauds would, a little of the memorisation of [lecture 07](07_training.ipynb).
</details>

With fewer rows the test is weaker, since the forest has less to learn from. With as many rows on each side as the study's own test has frauds, three times:
"""

# %%
n = int(own_y.sum())
few = [two_sample_auc(model.sample(n, rng), rng.permutation(fresh)[:n], np.random.default_rng(k), folds=2) for k in range(3)]
print(f"diffusion, {n} against {n}: AUC {np.mean(few):.2f}, from {min(few):.2f} to {max(few):.2f}")

# %% [markdown]
r"""
So a two-sample score means nothing without its sample size.

## 6 · The published protocol

Two classifiers, XGBoost and a random forest of 50 trees, with their defaults (but for two of XGBoost's that changed between versions, and with them the conclusions: where scores start, and where a column may be cut).
An alarm is a score of at least ½.
With $TP$ frauds with an alarm, $FP$ legitimate rows with one, $FN$ frauds without:

$$\begin{gathered}P=\frac{TP}{TP+FP}, \qquad R=\frac{TP}{TP+FN},\\[4pt] F_1=\frac{2PR}{P+R}=\frac{2\,TP}{2\,TP+FP+FN}.\end{gathered} \tag{17.5}$$

**Precision** $P$: of the alarms, how many are frauds?
**Recall** $R$: of the frauds, how many raise an alarm?
The published numbers (read in the author's executed notebook; the printed tables were not seen) are of one split of the real file.
Ours are means over three splits of the synthetic source with as many frauds, from the study of section 10, with its smallest and largest difference from no augmentation.
"""

# %% tags=["picture"]
whole = stored.read("fraud_study")["result"]
in_study = {(one["arm"], one["classifier"], one["measure"]): np.array(one["values"]) for one in whole["own_test"]}  # (3,) each
p_r_f1 = ("precision", "recall", "F1")
published = {"none": (".890/.827/.857", ".952/.816/.879"), "diffusion": (".910/.827/.866", ".896/.878/.887"),
             "diffusion per cluster": (".874/.847/.860", ".905/.878/.891"), "SMOTE": (".893/.847/.869", ".902/.847/.874")}

# %% tags=["picture"]
found = []
for name, column in zip(CLASSIFIERS, (0, 1)):
    for way in published:
        values = [in_study[way, name, measure] for measure in p_r_f1]
        gaps = [value - in_study["none", name, measure] for value, measure in zip(values, p_r_f1)]
        spans = [None if way == "none" else f"{gap.min():+.2f} to {gap.max():+.2f}".replace("-", "−") for gap in gaps[:2]]
        found.append((name, way, published[way][column], "/".join(f"{value.mean():.2f}" for value in values), *spans))
table(found, "classifier", "way", "P/R/F1 published, real file", f"mean of three splits, {whole['source']}", "P − none, range", "R − none, range")

# %%
answers = {}


@cache
def xgboost(way, number):
    """Scores of the test rows by XGBoost, trained with so many of the way's rows."""
    return classify("XGBoost", data, extra[way][:number], way == WEIGHTS, seed=42)


fits = ((way, xgboost(way, len(extra[way]))) for way in chosen)
_ = watch(fits, total=len(chosen), label="XGBoost", each=lambda fit: answers.update([fit]))

# %% tags=["witness"]
first = len(own_y)  # the test rows of the study's own split come first
alarm, truth = answers["none"][:first] >= 0.5, data.test_y[:first] == 1
P, R = np.sum(alarm & truth) / np.sum(alarm), np.sum(alarm & truth) / np.sum(truth)
named = scores.measures(data.test_y[:first], answers["none"][:first], data.amounts[:first])
witness("(17.5)", [P, R, 2 * P * R / (P + R)], [named["precision"], named["recall"], named["F1"]])

# %% [markdown]
r"""
On the synthetic source diffusion raises the recall of either classifier in each of the three splits; XGBoost's precision falls each time.
Published: with one diffusion model XGBoost's recall stays and its precision rises; with three models (a cluster each) its recall rises to .847, which SMOTE reaches at a higher precision; the forest's recall rises from .816 to .878 and its precision falls.
Of 98 frauds:
"""

# %%
for name, before, after in (("XGBoost, three models", 0.827, 0.847), ("Random Forest", 0.816, 0.878)):
    print(f"{name}: {98 * before:.0f} of 98 found, then {98 * after:.0f}")

# %% [markdown]
r"""
Is that an effect?
A share of 98 is itself random.
**Wilson's interval** contains all $p$ that the observed share $\hat p$ does not contradict at $z=1.96$ standard errors *of that $p$*,

$$\left(\hat p-p\right)^2\le z^2\,\frac{p(1-p)}n , \tag{17.6}$$

a quadratic in $p$, $(1+z^2/n)\,p^2-(2\hat p+z^2/n)\,p+\hat p^2\le0$. Completing the square gives the ends

$$\frac{\hat p+\dfrac{z^2}{2n}\pm z\sqrt{\dfrac{\hat p(1-\hat p)}n+\dfrac{z^2}{4n^2}}}{1+\dfrac{z^2}n} . \tag{17.7}$$
"""

# %% tags=["witness"]
shares = {found: np.array(scores.wilson(found, 98)) for found in (80, 81, 83, 86)}
for found, ends in shares.items():
    witness(f"(17.6) with equality at the ends of (17.7), {found} of 98", (found / 98 - ends) ** 2, 1.959964**2 * ends * (1 - ends) / 98)
table([(found, found / 98, *ends) for found, ends in shares.items()], "found of 98", "recall", "95 % from", "to", digits=3)

# %% [markdown]
r"""
The intervals before and after overlap, by much for XGBoost, by half for the forest.
But overlap is no proof of equality: the *same* 98 frauds were tested before and after, so most of the chance is common to both.
A **paired** comparison looks only at the frauds that one classifier finds and the other misses.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.4

Of the test frauds on which two classifiers differ, the second gained `gained` and lost `lost`.
If the added rows changed nothing, each of these is a gain or a loss with probability ½, independently.
What is the probability of a result at least as uneven as this one, in *either* direction?
(This is the sign test, or McNemar's exact test.)

- `gained`, `lost`: whole numbers $\ge0$.
- Returns a number, 1 where the two are equal.
- Worked value: `sign_test(7, 1)` is $2\cdot\frac{8+1}{2^8}=0.0703$.
"""

# %% tags=["exercise"]
def sign_test(gained, lost):
    """Two-sided p-value of the sign test."""
    ### BEGIN SOLUTION
    from math import comb

    n, most = gained + lost, max(gained, lost)
    return min(1, 2 * sum(comb(n, k) for k in range(most, n + 1)) / 2**n)
    ### END SOLUTION


sign_test = check("17.4", sign_test)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The number of gains is binomial with $n$ trials and probability ½; $\Pr(X=k)=\binom nk/2^n$.
At least as uneven in the same direction are $k=\max$ to $n$, and by symmetry the other direction has the same probability.
With an even split the two tails share the middle term, and twice a tail passes 1.
### END SOLUTION
"""

# %%
def differing(way, truth):
    """Test rows with this label that raise an alarm at ½ with the way's rows and not without; and the reverse."""
    before, after = (answers[name][data.test_y == truth] >= 0.5 for name in ("none", way))
    return int(np.sum(after & ~before)), int(np.sum(before & ~after))


found = [(way, *differing(way, 1), *differing(way, 0)) for way in chosen if way != "none"]
table([(way, up, down, sign_test(up, down), *others) for way, up, down, *others in found],
      "XGBoost at ½, from none", "frauds gained", "lost", "p by your function", "false alarms gained", "lost", digits=[None, 0, 0, ".0e", 0, 0])

# %% [markdown]
r"""
How many frauds differed was not published.
At best all fell one way: two of two has $p=\frac12$, six of six $p=\frac1{32}$.
So the two frauds of XGBoost show nothing even then; the six of the forest might, if none was lost in exchange.
On 998 test frauds $p$ is below .005 for all ways but plain copies. But false alarms were gained with most of them. Is it a better classifier, or the same one with a lower threshold?
"""

# %% [markdown]
r"""
## 7 · Does it help?

**Precision belongs to a share of frauds**, $\pi$, too.
Let $F$ be the share of legitimate rows with an alarm.
Of $n$ rows, $n\pi R$ are frauds with an alarm and $n(1-\pi)F$ legitimate rows with one, so $P=\pi R/(\pi R+(1-\pi)F)$, or

$$\frac P{1-P}=\frac{\pi}{1-\pi}\cdot\frac RF . \tag{17.8}$$

$R$ and $F$ belong to classifier and threshold alone as long as the densities are the same, so the odds of $P$ move with the odds of $\pi$.
"""

# %% tags=["witness"]
counts = np.where(data.test_y == 1, 1, 7)  # as if each legitimate row stood for seven
found = [scores.measures(data.test_y, answers["diffusion"], data.amounts, weights=w[None])["precision"][0]
         for w in (np.ones(len(counts)), counts)]
here, there = data.test_y.mean(), data.test_y.sum() / counts.sum()
witness("(17.8)", scores.at_prevalence(found[0], here, there), found[1])
print(f"precision .950 where {here:.1%} are frauds is {scores.at_prevalence(0.95, here, REAL_PREVALENCE):.3f} at the real {REAL_PREVALENCE:.2%}")

# %% [markdown]
r"""
**What added rows do to a score: the prior shift.**
Let $p_1$ and $p_0$ be the densities of frauds and of legitimate rows, and $n_1$, $n_0$ their numbers in training.
By Bayes' rule the probability of a fraud at $x$ has the odds $n_1p_1(x)/(n_0p_0(x))$; a classifier that estimates it has these as $\frac{s}{1-s}$.
Now add $k$ rows with label "fraud" and density $g$:

$$\frac{s'}{1-s'}=\frac{n_1p_1(x)+k\,g(x)}{n_0\,p_0(x)}=\frac s{1-s}\left(1+\frac k{n_1}\cdot\frac{g(x)}{p_1(x)}\right). \tag{17.8a}$$

With perfectly generated rows, $g=p_1$, the bracket is a constant $c=1+k/n_1$, whatever $x$: **the order of the rows stays, and every score rises**.
Nothing was learned, and yet at the threshold ½ there are more alarms: more recall, less precision.
Solve for $s$, or move the threshold $\tau$ of $s$ to $\tau'$ of $s'$:

$$s=\frac{s'}{s'+c\,(1-s')}, \qquad \tau'=\frac{c\,\tau}{c\,\tau+1-\tau}. \tag{17.8b}$$

Class weights $n_0/n_1$ are $c=n_0/n_1$; undersampling to a share of the legitimate rows is $c=1/\text{share}$ (so Dal Pozzolo and others 2015, who published the real file).
Only $g\ne p_1$, or a classifier that is no perfect estimate, can do more than move the threshold.
Witness: two normal densities a distance 2 apart, counted near one $x$, with the added rows.
"""

# %% tags=["witness"]
n0, n1, k, at = 400_000, 4000, 30_000, 1.5
place_1d = np.r_[rng.normal(size=n0), rng.normal(2, 1, size=n1 + k)]
near = np.abs(place_1d - at) < 0.05
share = np.mean(np.repeat([0, 1], [n0, n1 + k])[near])  # s' near x, by counting
error = np.sqrt(share * (1 - share) / near.sum())
odds, c = n1 / n0 * np.exp(2 * at - 2), 1 + k / n1  # of s at x, by the two densities
witness("(17.8a), g = p₁", share, c * odds / (1 + c * odds), standard_error=error)
witness("(17.8b), undone", undone(share, c), odds / (1 + odds), standard_error=error * undone(share, c) / share)
witness("(17.8b), threshold", undone(c * 0.5 / (c * 0.5 + 0.5), c), 0.5)

# %% [markdown]
r"""
Is this what happens to our classifiers?
A threshold of ½ on $s$ is $\tau'=c/(1+c)$ on $s'$.
Beside XGBoost, a logistic regression, which is **calibrated** in the mean before anything is added: its mean score is the share of frauds.
Precision is that where frauds are as rare as in training, by (17.8).
Predict: which ways keep a higher recall than none when the shift is undone?
"""

# %%
pi = data.y.mean()  # share of frauds in training
weight = np.where(data.test_y == 1, pi / data.test_y.sum(), (1 - pi) / np.sum(data.test_y == 0))


def at_threshold(s, threshold):
    """(recall, precision where a share pi are frauds)"""
    found = scores.measures(data.test_y, s, data.amounts, threshold)
    return found["recall"], scores.at_prevalence(found["precision"], data.test_y.mean(), pi)


# %%
def logistic(added):
    standard = fit_scaling(data.x, "standard").apply
    x, y = np.concatenate([data.x, added]), np.r_[data.y, np.ones(len(added))]
    return LogisticRegression(C=1000, tol=1e-8, max_iter=1000).fit(standard(x), y).predict_proba(standard(data.test_x))[:, 1]


best = ORACLE if ORACLE in chosen else "diffusion"
scored = {("logistic", way): logistic(extra[way]) for way in ("none", best)} | {("XGBoost", way): answers[way] for way in chosen}
of_weights = len(data.negatives) / len(data.positives)
factors = {way: of_weights if way == WEIGHTS else 1 + len(extra[way]) / len(data.positives) for way in chosen}
shifted = [(*key, factors[key[1]], *at_threshold(s, 0.5), *at_threshold(s, factors[key[1]] / (1 + factors[key[1]])),
            weight @ s / pi, weight @ undone(s, factors[key[1]]) / pi) for key, s in scored.items()]

# %% tags=["picture", "reveal"]
table(shifted, "classifier", f"way, {payments.source}", "c", "R at ½", "P at ½", "R at c/(1 + c)", "P there", "mean score / share of frauds", "the same, undone",
      digits=[None, None, 1, 3, 3, 3, 3, 2, 2])

# %% [markdown]
r"""
<details><summary>After your guess: what the table shows</summary>

Logistic regression does what (17.8a) predicts: 3000 genuine frauds multiply its mean score, and (17.8b) brings it back to the share of frauds.
For XGBoost compare the two columns of recall with the 'none' row.
At ½ every way is above it; at the threshold that undoes the shift most are at none's recall or below.
Diffusion and the GAN keep about .01, the oracle .02, on this one test; three splits follow in section 10.
(XGBoost is not calibrated, its mean score is below the share of frauds; so $c$ is only about right for it.)
</details>
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.5

Which threshold, then?
Looking into an alarm costs `alarm`; a fraud without an alarm costs `loss`, one with an alarm nothing more.
A calibrated classifier was trained where a share `trained` of the rows were frauds (after adding, weighting or dropping rows), and is used where it is `share`, with the same densities $p_0$ and $p_1$.
From which of its scores on does an alarm pay on average?

- `alarm`, `loss`: numbers with $0<$ `alarm` $<$ `loss`; `share`, `trained`: in $(0,1)$.
- Returns a number.
- Worked value: `alarm_from(5, 100, 0.002, 0.1)` is 0.7448.
"""

# %% tags=["exercise"]
def alarm_from(alarm, loss, share, trained):
    """The lowest score at which an alarm pays."""
    ### BEGIN SOLUTION
    tau = alarm / loss
    odds = tau / (1 - tau) * trained / (1 - trained) * (1 - share) / share
    return odds / (1 + odds)
    ### END SOLUTION


alarm_from = check("17.5", alarm_from)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
With probability $p$ of a fraud, no alarm costs $p\cdot$loss on average and an alarm costs alarm: it pays from $p=\tau=$ alarm/loss on.
The classifier's odds are those of $p$ times $c$, the odds of `trained` over the odds of `share`: the same $c\,\tau/(1-\tau)$ as in (17.8b).
### END SOLUTION
"""

# %%
frauds, money = len(data.positives) + len(extra["diffusion"]), data.positives[:, -1].mean()
print(f"an alarm 5, a fraud {money:.0f}, on average; used where {REAL_PREVALENCE:.2%} are frauds: alarm from the score "
      f"{alarm_from(5, money, REAL_PREVALENCE, frauds / (frauds + len(data.negatives))):.3f} on, with 3000 rows added; "
      f"{alarm_from(5, money, REAL_PREVALENCE, pi):.3f} without")

# %% [markdown]
r"""
**Comparing at equal precision.**
Two measures do not depend on a threshold of ½.
**AUPRC** is the area under the curve of precision against recall, $\sum_k(R_k-R_{k-1})P_k$ over all thresholds.
**Recall at P .95** is the largest recall of a threshold with precision at least .95 (at the test's own share of frauds).
Drag the threshold; the knob is the number of generated frauds.
The dot runs along the curve; the curve itself hardly moves.
"""

# %% tags=["picture"]
cuts = np.round(np.r_[np.geomspace(0.001, 0.5, 21), 1 - np.geomspace(0.5, 0.001, 21)[1:]], 4)


@cache
def at_cuts(way, number):
    """(precision, recall) of XGBoost at each threshold, with so many of the way's rows."""
    alarms = xgboost(way if number else "none", number) >= cuts[:, None]
    tp = (alarms & (data.test_y == 1)).sum(axis=1)
    return (tp / np.maximum(1, alarms.sum(axis=1))).round(4), (tp / data.test_y.sum()).round(4)


# %% tags=["picture"]
def plane_at(number, way):
    (p0, r0), (p, r) = at_cuts(way, 0), at_cuts(way, number)
    panel = Panel(Curve(r0, p0, label="no generated frauds", colour=0), Curve(r, p, label=f"{number} by {way}", colour=6),
                  title="precision against recall", xlabel="recall", ylabel="precision", xlim=(0.6, 1), ylim=(0.5, 1))
    odds = np.log10(cuts / (1 - cuts))
    side = Panel(Curve(odds, r0, label="none", colour=0), Curve(odds, r, label=way, colour=6),
                 title="recall at this threshold", xlabel="log₁₀ of its odds", ylim=(0.6, 1))
    return dict(panels=[panel, side], times=cuts, t=20, title=f"Threshold t ({payments.source})",
                values={"P0": p0, "R0": r0, "P": p, "R": r},
                status="threshold {t:.3f}: without P {P0:.2f}, R {R0:.2f}; with P {P:.2f}, R {R:.2f}")


# %% tags=["picture"]
controlled(plane_at, number=choose("generated frauds", [0, 300, 1000, 3000], value=3000), way=choose("by", ["diffusion", "SMOTE"]))

# %% [markdown]
r"""
**Intervals: the chance of the test rows.**
Resample the test rows with replacement, frauds and legitimate rows each as many as before; compute the difference of two classifiers on the *same* resampled rows; repeat 200 times; take the middle 95 %: the paired bootstrap.
It accounts for the randomness of the test rows, not of training.
Of twenty intervals of 95 %, expect one to miss.
"""

# %% tags=["picture"]
cells = [Cell(42, way, "XGBoost", answers[way]) for way in chosen]
measured = study.table(cells, {42: data}, replicates=200).set_index(["measure", "arm"])

# %% tags=["picture"]
fig, axes_ = figures.figure(1, 3, sharey=True, height=4.2)
names = [way for way in chosen if way != "none"][::-1]
three = ("recall", "precision", "recall at P .95")
for ax, measure in zip(axes_, three):
    part = measured.loc[measure].loc[names]
    ax.errorbar(part.difference, range(len(names)), xerr=np.abs(part[["difference_low", "difference_high"]].T - part.difference), fmt="o", markersize=4)
    ax.axvline(0, color="grey", linewidth=1)
    ax.set(title=measure, xlabel="difference from none")
axes_[0].set_yticks(range(len(names)), names)
figures.show(fig, alt=f"XGBoost on the {payments.source} source: differences from no augmentation with 95 % intervals, {len(names)} ways, for recall, "
             "precision and recall at precision .95; above 0 throughout: "
             + ", ".join(f"{int((measured.loc[measure].loc[names].difference_low > 0).sum())} for {measure}" for measure in three) + ".")

# %% [markdown]
r"""
On this one test, recall at ½ is above none for every way; at equal precision no interval is above 0, not even that of the genuine frauds.
"No difference detected" is a statement about this test as much as about the ways: more tests see more.

**Three splits, and what they can tell.**
The study of section 10 has three splits, each with fresh test rows and generators of its own.
Two kinds of interval: over the resampled test rows of the three; and over the three runs themselves, by Student's $t$ with two degrees of freedom, $4.3/\sqrt3=2.5$ standard deviations to each side of their mean.
The second includes the chance of training and of the split. Here both, for *every* row:
"""

# %% tags=["picture"]
def minus(text):
    return text.replace("-", "−")


def interval(low, high):
    return minus(f"{low:+.3f} to {high:+.3f}") + (", contains 0" if low <= 0 <= high else "")


stored_ = {baseline: pd.DataFrame(found).set_index(["classifier", "measure", "arm"]) for baseline, found in whole["difference_from"].items()}

# %% tags=["picture"]
found = []
for name, baseline, measure in product(CLASSIFIERS, stored_, three):
    row = stored_[baseline].loc[(name, measure, "diffusion")]
    reach = 4.303 * row.spread / np.sqrt(3)  # of Student's t with 2 degrees of freedom
    spans = interval(row.difference_low, row.difference_high), interval(row.difference - reach, row.difference + reach)
    found.append((name, baseline, measure, minus(f"{row.difference:+.3f}"), *spans, f"{row.higher:.0f} of 3"))
table(found, f"diffusion, {whole['source']}", "minus", "measure", "mean", "over test rows", "over three runs", "above 0 in")

# %% [markdown]
r"""
Against no augmentation, recall at ½ rises and XGBoost's precision falls by either kind of interval: (17.8a).
At equal precision XGBoost's gain is above 0 over the test rows, by a hair, and contains 0 over the three runs: three runs cannot tell whether a fourth would gain.
The forest's gain is above 0 by both.
Against **class weights**, recall at P .95 contains 0 over the test rows with either classifier.
(One interval over runs may be very short because three numbers happened to agree: of a spread from three numbers, believe little.)

**A threshold from validation rows.**
Recall at P .95 chooses its threshold on the test rows, which nobody can do in practice: there it is chosen on validation rows.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.6

Choose on the first rows the lowest threshold whose precision is at least `least`; return the precision and recall that it has on the *other* rows.
A threshold is one of the scores of the first rows; all rows with that score or a higher one raise an alarm, so rows with equal scores do so together.

- `labels`, `scores`: arrays $(n,)$, label 1 a fraud; `other_labels`, `other_scores`: arrays $(m,)$; `least`: number in $(0,1]$.
  Some threshold will do, and some of the other rows then raise an alarm.
- Returns two numbers, precision and recall.
- Worked value: with labels 1, 0, 1, 1, 0, 0, scores .9, .8, .7, .6, .5, .4, other labels 1, 0, 1, 0, other scores .95, .65, .6, .2 and `least` 0.7 (all as arrays), $(\frac23, 1)$.
"""

# %% tags=["exercise"]
def carried_over(labels, scores, other_labels, other_scores, least):
    """(precision, recall) on the other rows, at the threshold chosen on the first."""
    ### BEGIN SOLUTION
    good = [t for t in scores if labels[scores >= t].mean() >= least]
    alarm = other_scores >= min(good)
    return other_labels[alarm].mean(), other_labels[alarm].sum() / other_labels.sum()
    ### END SOLUTION


carried_over = check("17.6", carried_over)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
On the first rows of the worked value precision is 1, ½, ⅔, ¾, …: it recovers after it was too low, so one must not stop at the first miss.
The lowest threshold is .6; three of the other rows reach it, two of them frauds.
### END SOLUTION
"""

# %% [markdown]
r"""
Run it: choose the threshold for precision .95 on a random half of the test rows, judge it on the other half, 200 times (`lowest_threshold` is your rule, made fast).
First commit yourself: in which share of the halvings is the precision on the other half below .95?
"""

# %%
def halved(way, times=200, least=0.95):
    """(precision, recall) on the other half, times × 2."""
    s, y, found = answers[way], data.test_y, []
    for _ in range(times):
        half = rng.random(len(y)) < 0.5
        alarm = s[~half] >= lowest_threshold(y[half], s[half], least)
        found.append((y[~half][alarm].mean(), alarm[y[~half] == 1].mean()))
    return np.array(found)


halves = {way: halved(way) for way in ("none", WEIGHTS, "diffusion")}
y, s = data.test_y[:first].astype(float), answers["none"][:first]
print("your function, from the even to the odd of the study's own test rows: precision {:.2f}, recall {:.2f}".format(
    *carried_over(y[::2], s[::2], y[1::2], s[1::2], 0.95)))

# %% tags=["picture", "reveal"]
table([(way, *((part.mean(), part.std()) for part in found.T), np.mean(found[:, 0] < 0.95)) for way, found in halves.items()],
      "XGBoost", "precision, other half ± deviation", "recall ± deviation", "precision below .95", digits=[None, 3, 3, ".0%"])

# %% [markdown]
r"""
With some 500 frauds on either side the precision is kept on average, and missed as often as the last column says.
With fewer than 100 validation frauds, as in practice, it falls short even on average (section 10): ask for more precision than you need.

## 8 · Which training rows do invented frauds reveal?

A generator that is published may reveal who was in its training rows: **membership inference**.
The attack evaluates the model's loss $\ell$ at a row; after long training it is smaller for a row that was trained on.
The probability that a random training row has a smaller loss than a random fresh row,

$$A=\Pr\left(\ell(x_{\text{trained}})<\ell(x_{\text{fresh}})\right), \tag{17.9}$$

is ½ when the loss reveals nothing, and 1 when it reveals all.
Beside it, the usual check: the share of generated rows that are near copies (closer to a training row than a third of the distance to any of as many fresh frauds).
We train the hasty way of section 4 anew, on all training frauds, past the step where one should stop.
"""

# %% tags=["picture"]
trained, unseen = data.positives, fresh[-len(data.positives):] if len(fresh) >= len(data.positives) else fresh
size = min(len(trained), len(unseen))
trained, unseen = trained[:size], unseen[:size]
steps_kept = [max(1, round(1200 * (k / 20) ** 2)) for k in range(1, 21)]
generator = torch.Generator().manual_seed(6)
scale, kept = fit_scaling(trained, "quantile"), []
training = hasty.updates(hasty.start(29, generator), scale.apply(trained), 1200, generator)
_ = watch(training, total=1200, each=lambda state: state.step in steps_kept and kept.append(state.snapshot()))

# %%
ask = [row_losses(scale.apply(part), torch.Generator().manual_seed(7), repeats=10) for part in (trained, unseen)]
losses = [[one(network) for one in ask] for network in kept]  # 20 networks, two arrays (n,) each
A = np.array([audit.separation(-seen, -new) for seen, new in losses])
made = [replace(hasty, network=network, scale=scale).sample(400, np.random.default_rng(8)) for network in kept]
copied = np.array([audit.copied_share(rows, trained, unseen) for rows in made])

# %% tags=["witness"]
seen, new = losses[-1]
pairs = seen[:, None] < new  # every trained row against every fresh one
witness("(17.9)", A[-1], pairs.mean() + 0.5 * (seen[:, None] == new).mean())

# %% tags=["picture"]
bins = np.linspace(0, 2.5, 26)
middle = (bins[1:] + bins[:-1]) / 2
shapes = np.array([[np.histogram(np.minimum(part, 2.49), bins)[0] / len(part) for part in both] for both in losses]).round(4)
clouds = np.clip([place(rows)[:, pair] for rows in made], -4, 4).round(2)
cloud = Panel(Points(real[:, pair], colour=0, size=1.6, label="training frauds"), Points(frames=clouds, colour=6, size=1.8, label="generated"),
              title="generated", xlabel="V14", ylabel="V4", **axes)
hist = Panel(Line(middle, shapes[:, 0], fill=True, colour=0, label="trained on"), Line(middle, shapes[:, 1], colour=6, label="fresh"),
             title="loss of a row", xlabel="loss (2.5: or more)", ylabel="share")
curves = Panel(Curve(np.sqrt(steps_kept), A, label="A"), Curve(np.sqrt(steps_kept), copied, label="near copies"),
               title="revealed", xlabel="√training step", ylim=(0, 1))
Scene([cloud, hist, curves], times=steps_kept, t=6, unit="training step", title="Membership, by training step t", values={"A": A, "copied": copied},
      status="step {t:.0f} of {T:.0f}: A {A:.2f}, near copies {copied:.1%}")

# %% tags=["picture"]
asked = [row_losses(model.scale.apply(part), torch.Generator().manual_seed(7), repeats=10)(model.network) for part in (trained, unseen)]
smote = Smote().fit(trained, rng, data.negatives).sample(4000, rng)
table([*((f"hasty, {steps_kept[k]} steps", A[k], copied[k]) for k in (2, 6, 10, 14, 19)),
       ("the model of section 4", audit.separation(*(-one for one in asked)), audit.copied_share(model.sample(400, rng), trained, unseen)),
       ("SMOTE, for scale", None, audit.copied_share(smote, trained, unseen)),
       ("standard error of A = ½", np.sqrt((2 * size + 1) / (12 * size**2)), None)],
      "rows by", "A", "near copies", digits=[None, 2, ".1%"])

# %% [markdown]
r"""
The longer the training, the better the loss separates trained rows from fresh ones, while no generated row is a near copy: **a look at distances proves nothing about privacy**.
Stopping early lowers $A$ for the network that is stopped.
The model of section 4, trained anew on all rows for twice as many steps, is more than two standard errors above ½ too: stopping early does not clear what is trained anew.
And $A$ is about a random row; single rows may be revealed with far more certainty.
[Lecture 18](18_memory_privacy_fairness.ipynb) continues from here.

## 9 · Break it

First find the faults yourself.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.7

One fault each is planted in the preparation, in the training and in the sampling of this program.
It runs without an error.
(The functions do what their names say; no two rows of `load()` are equal; `t` counts from 1 to 800, $\bar\alpha_{800}\approx0$, and `std(t)` is the standard deviation of the step from $t$ to $t-1$.)

```
 1  rows, labels = load()
 2  rows = (rows - mean(rows)) / std_of(rows)
 3  train, test = split(rows, labels, stratify=labels, seed=42)
 4  frauds = those of train with label 1
 5  for step in range(2000):
 6      x0 = 64 random frauds;  t = 64 random times;  eps = normal noise
 7      loss = mean((net(alpha(t) * x0 + sigma(t) * eps, t) - eps) ** 2)
 8      clip_gradients(net, at=1.0)
 9      optimiser.zero_grad()
10      loss.backward()
11      optimiser.step()
12  x = normal noise
13  for t in 800, 799, ..., 1:
14      x = mean_of_the_step(x, t, net)
15      x = x + std(t) * normal noise
16  made = x, with label 1
17  report(classifier.fit(train and made), on=test)
```

Write a function of no arguments that returns the numbers of the three lines, in any order.
(From line 2 on all rows, generated ones too, stay on the scale of line 2; that a classifier sees scaled rows is no fault.)

- Form: `def buggy_lines(): return 1, 5, 9`
"""

# %% tags=["exercise"]
def buggy_lines():
    """The three lines with a fault."""
    ### BEGIN SOLUTION
    return 2, 8, 15
    ### END SOLUTION


buggy_lines = check("17.7", buggy_lines)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Line 2 computes mean and standard deviation of all rows, the test rows too: scale after line 3, by the training rows.
Line 8 clips the gradients of the step *before*, which line 9 then clears; it belongs between 10 and 11.
Line 15 adds noise also at $t=1$, to rows that are finished.
The faults of lines 8 and 15 are those of the study's notebook (section 10).
### END SOLUTION
"""

# %% [markdown]
r"""
**Copies on both sides of the split.**
Let 19 of the 492 frauds be there twice, as in the real file; then 150 three times.
Split the rows once without looking, once with equal rows kept together.
Of the test frauds, how many were in the training rows, and what recall does XGBoost seem to have?
"""

# %%
def leak(double, groups, seeds=5):
    """(share of test frauds that were seen in training, recall of XGBoost), (seeds, 2)."""
    found = []
    for seed in range(seeds):
        broken = split(double, seed, groups)
        tested = broken.test_x[broken.test_y == 1]
        seen = np.mean([np.any(np.all(broken.positives == row, axis=1)) for row in tested])
        found.append((seen, np.mean(classify("XGBoost", broken)[broken.test_y == 1] >= 0.5)))
    return np.array(found)


# %% tags=["picture"]
there, legitimate = np.flatnonzero(is_fraud), np.flatnonzero(~is_fraud)[:20_000]
found = []
for name, more_rows in (("19 frauds twice", there[:19]), ("150 three times", np.tile(there[:150], 2))):
    double = payments.take(np.r_[legitimate, there, more_rows])
    for how, groups in (("without looking", None), ("copies together", duplicate_groups(double.without("Time").features))):
        seen, recall = leak(double, groups).T
        found.append((name, how, np.mean(seen), np.mean(recall), np.std(recall, ddof=1)))
table(found, "copied", "split", "seen in training", "recall, mean of five splits", "deviation", digits=[None, None, ".0%", 2, 2])

# %% [markdown]
r"""
With 150 frauds three times, the split without looking makes the classifier seem much better than it is.
With 19 twice, a twentieth of the test frauds was seen, and five splits are too few to separate the two recalls: they differ by about two standard errors, and Student's $t$ with eight degrees of freedom requires 2.3.
Keep copies together all the same: it costs a line.

**Noise on the last step**, as in the study's own notebook: ancestral sampling with the model of section 4, with and without fresh noise in the step that arrives at $t=0$.
"""

# %%
start = np.random.default_rng(10).normal(size=(3000, 29))
found = []
for steps in (10, 50):
    clock = samplers.even_times(SCHEDULE, steps, start=LAST)
    for last_noise in (False, True):
        step = samplers.ddpm(model.network, SCHEDULE, np.random.default_rng(9), last_noise=last_noise)
        *_, (_, x) = samplers.sample(step, clock, start)
        rows_, std = model.scale.undo(x), SCHEDULE.sigma(clock[-2]) * last_noise
        found.append((steps, std, audit.marginal_gaps(rows_, fresh).mean(), np.mean(rows_[:, -1] == 1)))
table(found, "steps", "standard deviation of the last noise", "mean marginal gap", "amounts of exactly 1.00", digits=[0, 2, 3, ".1%"])

# %% [markdown]
r"""
No damage in these measures: on this scale a column has standard deviation 1, the noise is small beside it, and the spikes come back by rank.
A slip can be real and harmless.
"""

# %% [markdown]
r"""
## 10 · In the wild

**The study** (Le 2024) reports that diffusion raises recall at some cost in precision; the table of section 6 shows it for the forest and for three models.
It does not show:

- whether precision and recall moved along one curve or to a better one: there is one threshold, ½, and no AUPRC;
- whether class weights, which need no new rows, do the same;
- whether it is chance: one split, 98 test frauds, no intervals; and 19 of the file's frauds are exact copies of others, which a random split spreads over both sides.

Two slips in its notebook (both among those of exercise 17.7) and a validation on training rows may have cost its generator something; we measured only the noise of the last step, and saw no harm.

**Our study, on the synthetic source.**
`python -m studies.fraud_study`: eleven ways, two classifiers, three splits; some fifteen minutes, `--source` for the real file.
Recall at precision .95, differences from no augmentation and from class weights, 95 % over the test rows of the three splits; and how many of these intervals are above and below 0.
"""

# %% tags=["picture"]
def span(baseline, classifier, way, measure="recall at P .95"):
    """The interval of a way's difference from a baseline, as text; nothing for the baseline itself."""
    low, high = stored_[baseline].loc[(classifier, measure, way), ["difference_low", "difference_high"]]
    return None if way == baseline else minus(f"{low:+.3f} to {high:+.3f}")


table([(way, *(span(baseline, name, way) for name in CLASSIFIERS for baseline in stored_)) for way in arms()[1:]],
      f"{whole['source']}, {whole['rows']} rows added", *(f"{name}, from {baseline}" for name in CLASSIFIERS for baseline in stored_))

# %%
def outside(baseline, measure):
    """(classifier and generator pairs, how many intervals are above 0, how many below)"""
    part = stored_[baseline].xs(measure, level="measure").drop(index=["none", WEIGHTS, ORACLE], level="arm")
    return len(part), int((part.difference_low > 0).sum()), int((part.difference_high < 0).sum())


table([(measure, baseline, *outside(baseline, measure)) for measure in ("recall at P .95", "AUPRC") for baseline in stored_],
      "measure", "difference from", "classifiers and generators", "above 0", "below 0")

# %% [markdown]
r"""
Against no augmentation the forest gains by every way, class weights among them; XGBoost, if at all, by diffusion.
Against **class weights**, which cost nothing, no generated rows gain recall at P .95 with either classifier, and one way loses.
With the forest genuine frauds do not gain either: the yardstick has no room above class weights, and cannot rank the generators.
With XGBoost they do, so there was room.
Over the whole curve (AUPRC) more intervals are below class weights than above; the two above are ADASYN's and by a hair the GAN's, both with the forest, where chance alone would put $16\cdot0.025=0.4$.

**Rivals that generate nothing.**
Undersampling keeps all frauds and as many, or ten times as many, legitimate rows; a balanced forest (Chen and others 2004) undersamples anew for every tree.
(Not tried here: borderline SMOTE and SMOTE with cleaning, in imbalanced-learn; thresholds by cross-validation, scikit-learn's `TunedThresholdClassifierCV`.)
And the practice of section 7: thresholds from validation rows with 98 frauds, for all ways alike (`python -m studies.imbalance_study`, three minutes, the same three splits).
"""

# %% tags=["picture"]
free = stored.read("imbalance_study")["result"]
rivals = pd.DataFrame(free["rivals"]).query("arm != @WEIGHTS").set_index(["classifier", "arm", "measure"])
found = []
for name, way in dict.fromkeys((name, way) for name, way, _ in rivals.index):
    parts = [rivals.loc[(name, way, measure)] for measure in ("recall at P .95", "AUPRC")]
    spans = [minus(f"{part.difference_low:+.3f} to {part.difference_high:+.3f}") for part in parts]
    found.append((name, way, rivals.value[name, way, "precision"], rivals.value[name, way, "recall"], *spans))
table(found, "classifier", "way", "P at ½", "R at ½", "R at P .95, from class weights", "AUPRC, from class weights", digits=[None, None, 2, 2, None, None])

# %% tags=["picture"]
def mean_and_spread(values):
    """Mean and standard deviation over the splits, for each of the two numbers."""
    return [(part.mean(), part.std(ddof=1)) for part in np.array(values).T]


found = []
for one in free["thresholds"]:
    (p, r), (_, r_undone), (p_val, r_val) = (mean_and_spread(one[place]) for place in ("at ½", "shift undone", "validation"))
    brier = [np.mean(one[kind], axis=0)[1] for kind in ("as is", "corrected")]
    found.append((one["classifier"], one["arm"], p[0], r[0], r_undone, p_val, r_val, *brier))
table(sorted(found, key=lambda row: CLASSIFIERS.index(row[0])), "classifier", "way", "P at ½", "R at ½", "R, shift undone", "P, threshold from validation", "R, threshold from validation",
      "Brier score / that of π", "undone by (17.8b)", digits=[None, None, 3, 3, 3, 3, 3, 2, 2])

# %% [markdown]
r"""
At ½ undersampling finds most frauds and raises mostly false alarms: the largest shift.
At P .95 three of the five rivals are below class weights and none is above; in AUPRC the balanced forest and the forest on 1 to 1 are slightly above.
With the shift undone diffusion's recall differs from none's by no more than its spread over the splits, with either classifier.
With thresholds from validation rows XGBoost's recall is the same by all ways within a standard deviation or two, and the forest's is above none by every way; precision is mostly below the .95 that was asked for.

The last columns are **calibration**: the Brier score $\operatorname E(s-y)^2$, where $y$ is 1 for a fraud, over that of the constant score $\pi$.
Below 1 is better than no classifier; undersampling as is, is worse.
(17.8b) repairs the scores of diffusion and of undersampling; for the forest with class weights or SMOTE it does harm. A likely reason: fully grown trees have pure leaves, whose shares no weight changes, so there was less of a shift than $c$ to undo.
A score that is to be a probability must be calibrated on validation rows with the true share of frauds.

**On real frauds** (measured by us, once, with `studies.fraud_study`, 2000 rows added, three splits, on a part of the real file: all 492 frauds and 16 055 legitimate rows, so 3 % frauds, not 0.17 %; the file may not be shipped, so no cell here can show it):

| P / R at ½ / AUPRC / R at P .95 | XGBoost | Random Forest |
|---|---|---|
| none | .984/.842/.902/.849 | .988/.835/.897/.855 |
| class weights | .966/.849/.911/.855 | .981/.849/.904/.852 |
| jitter | .981/.852/.910/.862 | not noted |
| SMOTE | .958/.845/.911/.845 | not noted |
| VAE | .970/.855/.914/.862 | not noted |
| GAN | .973/.855/.910/.859 | not noted |
| diffusion | .974/.876/.923/.876 | .939/.859/.905/.859 |
| diffusion per cluster | .946/.869/.915/.872 | .925/.862/.904/.855 |
| diffusion − none, R at ½ | +.017 to +.058 | +.007 to +.041 |
| diffusion − none, P at ½ | not noted | −.074 to −.025 |
| diffusion − none, R at P .95 | +.007 to +.048 | −.013 to +.021 |
| diffusion − class weights, R at P .95 | +.000 to +.041 | −.003 to +.027 |

Here diffusion does somewhat more for XGBoost than on the synthetic source: above none, and above class weights by an interval that begins at +.000, in three of three splits. For the forest both intervals at P .95 contain 0.
Three splits of the same 492 frauds are few.

## 11 · What you can now say

| | result | witness |
|---|---|---|
| (17.3) | The study's process is DDPM on a grid of times | [section 1](#1-·-The-study-we-repeat,-and-its-process) |
| (17.4) | Ranks bring back spikes and signs exactly | [section 3](#3-·-One-scale-for-all-columns) |
| | With few rows the held-out loss turns early; then once more on all rows | [section 4](#4-·-Training-on-few-rows) |
| | A two-sample AUC well below ½: copied, or too close to the training rows | [section 5](#5-·-Are-the-generated-rows-any-good?) |
| (17.6), (17.7) | An interval for 81 of 98; a paired test for gains and losses | [section 6](#6-·-The-published-protocol) |
| (17.8a), (17.8b) | Added rows multiply the odds of every score by $c$; the threshold that undoes it | [section 7](#7-·-Does-it-help?) |
| (17.8) | Precision moves with the odds of a fraud | [section 7](#7-·-Does-it-help?) |
| (17.9) | The loss reveals trained rows while near copies are rare | [section 8](#8-·-Which-training-rows-do-invented-frauds-reveal?) |

**The opening questions.**
One streak, no islands; the plane of the components; at some 600 steps.

**The title's question.**
At the threshold ½, yes, and a lower threshold does the same: most of that gain is the prior shift (17.8a), which undone leaves diffusion within the spread of none on the synthetic source.
At equal precision, invented frauds taught neither classifier detectably more than class weights on the synthetic source; on a part of the real file they did for XGBoost, by an interval that just reaches 0, and not for the forest.
So: perhaps a little, for one classifier. Try class weights and a threshold from validation rows first.

**Next question.**
Who is harmed when rows are remembered, and who when they are invented?
That is [lecture 18](18_memory_privacy_fairness.ipynb).

## 12 · Sources

- *The study*: J. Le, *Generative modeling with diffusion*, SIAM Undergraduate Research Online; arXiv 2412.10948 (2024); its notebook, executed, at github.com/justinle4/Diffusion: settings and the numbers of section 6.
  A follow-up with a transformer: E.-Y. Kuo, S. Motsch, arXiv 2603.13566 (2026).
- *The real file, and the prior shift*: A. Dal Pozzolo, O. Caelen, R. A. Johnson, G. Bontempi, *Calibrating probability with undersampling for unbalanced classification*, IEEE CIDM 2015: (17.8b) for undersampling.
  M. Saerens, P. Latinne, C. Decaestecker, *Adjusting the outputs of a classifier to new a priori probabilities*, Neural Computation 14, 2002.
  OpenML 42175.
- N. V. Chawla and others, *SMOTE*, Journal of Artificial Intelligence Research 16, 2002.
  H. He and others, *ADASYN*, IJCNN 2008.
  C. Chen, A. Liaw, L. Breiman, *Using random forest to learn imbalanced data*, Berkeley technical report 666, 2004.
  All as in imbalanced-learn.
- D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014; I. Goodfellow and others, *Generative adversarial nets*, NeurIPS 2014, with the penalty of L. Mescheder and others, ICML 2018.
- L. Xu and others, *Modeling tabular data using conditional GAN*, NeurIPS 2019; A. Kotelnikov and others, *TabDDPM*, ICML 2023; H. Zhang and others, *Mixed-type tabular data synthesis with score-based diffusion in latent space*, ICLR 2024.
- E. B. Wilson, Journal of the American Statistical Association 22, 1927: (17.7).
  Q. McNemar, Psychometrika 12, 1947: the paired test.
  B. Efron, R. Tibshirani, *An introduction to the bootstrap*, 1993: paired resampling.
- S. Yeom and others, *Privacy risk in machine learning*, IEEE CSF 2018: membership by the loss.
- T. Chen, C. Guestrin, *XGBoost*, KDD 2016.
  L. Breiman, *Random forests*, Machine Learning 45, 2001.
- Ours: the synthetic source, the rivals' settings, intervals, oracle and membership by training step.
"""
