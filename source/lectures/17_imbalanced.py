# %% [markdown]
r"""
# 17 · Can invented frauds teach a machine to find real ones?

{badges}

| | |
|---|---|
| **You will be able to** | train a diffusion model on a few hundred rows of a table, and stop in time · say whether generated rows are new, and whom they give away · compare ways to get more frauds fairly: one split, one budget, paired intervals · tell a better classifier from a moved threshold |
| **You need** | [lecture 02](02_noising.ipynb) for the closed form, [lecture 07](07_training.ipynb) for the training loop, [lecture 08](08_sampling.ipynb) for sampling. What a decision tree is, roughly |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import torch

from studies import stored
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
You see 400 frauds and 400 others, each column in units of the frauds' spread, in the plane of two columns and in the plane of the two leading components of the frauds: the two directions along which they vary most.
The slider noises all of them, 800 steps of the schedule that a published study uses.

1. At $t=0$: are the frauds one cloud, or several kinds?
2. Which plane keeps the frauds apart from the rest for longer?
3. At which step could you no longer say which is which?
   (The third panel measures it.)

**Where the rows come from.**
`SOURCE` below is the one line to change.
`"synthetic"` is drawn from a formula of ours, calibrated to figures measured on a real file that we do not pass on; `"openml"` fetches that file; a path reads your copy of it.
Nothing is ever silently replaced.
[Appendix H](../appendices/H_data.ipynb) says what is calibrated and what is not.
"""

# %%
SOURCE = "synthetic"

# %%
payments = load_transactions(SOURCE)
is_fraud = payments.labels == 1
rows, columns = payments.without("Time").features, payments.without("Time").columns
print(f"source {payments.source}: {len(rows)} payments, {is_fraud.sum()} frauds, {is_fraud.mean():.2%}; in reality {REAL_PREVALENCE:.2%}")
print("exact copies among the legitimate and among the frauds:", *count_duplicates(rows, payments.labels))

# %% tags=["picture"]
shown = np.r_[np.flatnonzero(is_fraud)[:400], np.flatnonzero(~is_fraud)[:400]]
frauds_z = fit_scaling(rows[is_fraud], "standard").apply(rows[is_fraud])
z = fit_scaling(rows[is_fraud], "standard").apply(rows[shown])  # in deviations of the frauds
components = np.linalg.svd(frauds_z, full_matrices=False)[2][:2].T  # (29, 2): leading directions
pair = [columns.index("V14"), columns.index("V4")]
colour = np.where(is_fraud[shown], 6, 0)

# %% tags=["picture"]
study_schedule = schedules.linear(800)
marks = np.arange(0, 801, 20)
eps = rng.normal(size=z.shape)


def told_apart(t, direction=components[:, 0]):
    """The chance that noised frauds and noised legitimate rows stand in this order along a direction, the better order."""
    place = study_schedule.noise(z, t, eps) @ direction
    chance = audit.separation(place[is_fraud[shown]], place[~is_fraud[shown]])
    return max(chance, 1 - chance)


# %% tags=["picture"]
levels = {"α": study_schedule.alpha(marks), "σ": study_schedule.sigma(marks)}
apart = np.array([told_apart(t) for t in marks])
axes, wide = dict(xlim=(-4, 4), ylim=(-4, 4), aspect="equal"), dict(xlim=(-9, 9), ylim=(-9, 9), aspect="equal")
look = dict(colour_by=colour, size=3, label="legitimate (rings), frauds (dots)", highlight=5)
Scene([Panel(Points(z[:, pair], eps[:, pair], **look), title="two columns", xlabel="V14", ylabel="V4", **axes),
       Panel(Points(z @ components, eps @ components, **look), title="two components", xlabel="first", ylabel="second", **wide),
       Panel(Curve(marks, apart), title="told apart by the first", xlabel="step t", ylabel="chance", ylim=(0.45, 1))],
      times=marks, t=5, title=f"Payments noised ({payments.source})", values=levels | {"apart": apart},
      status="step {t:.0f} of 800: signal {α:.2f}, noise {σ:.2f}, told apart {apart:.2f}")

# %% tags=["picture"]
directions = {"the first component": components[:, 0], "V14": np.eye(29)[pair[0]], "V4": np.eye(29)[pair[1]]}
table([(t, *(told_apart(t, direction) for direction in directions.values())) for t in (0, 200, 400, 800)],
      "step", *(f"told apart by {name}" for name in directions), digits=2)

# %% [markdown]
r"""
What the picture says.
The frauds are one long streak rather than islands: from far out it reaches down to the legitimate rows.
In the plane of the components they stay apart for longer (the table has the numbers), since a component collects what many columns share, and its spread is larger than that of one column, while the noise is alike.
The third panel falls from near 1 at $t=0$ to not far above ½ at $t=800$.

Rows of a table are noised like points in the plane: $x_t=\alpha_tx_0+\sigma_t\varepsilon$, each column in units of its spread.
What is new is that there are so **few** rows, and that they are wanted for a **purpose**: a classifier that sees more frauds might find more.
Whether it does is the question of this lecture, and the answer will be a number with an interval.

What is random here: $x_0$, a row drawn from the payments; the noise $\varepsilon\sim N(0,I)$; the split into training and test rows; and every network's first weights.

Some letters of [appendix A](../appendices/A_notation.ipynb) mean something else in this lecture: $P$ is a precision, $F$ a share of false alarms, $A$ a chance, $\ell$ a loss. Each is defined where it comes up.

## 1 · The study we repeat, and its process

A study of 2024 (arXiv 2412.10948) trains a diffusion model on the frauds of a public file, generates 3000 more, and adds them to the training rows of two classifiers.
Its noising process is the one of lecture 02,

$$dX=-X\,dt+\sqrt2\,dB, \qquad X_t=e^{-t}X_0+\sqrt{1-e^{-2t}}\;\varepsilon, \tag{17.1}$$

looked at only at times $t_0=0<t_1<\dots<t_{800}$.
The times are chosen so that the step from $t_{n-1}$ to $t_n$ is a DDPM step with the usual $\beta_n$, from $10^{-4}$ evenly up to $0.02$:

$$X_{t_n}=\sqrt{1-\beta_n}\;X_{t_{n-1}}+\sqrt{\beta_n}\;\varepsilon_n. \tag{17.2}$$

We write $x_n$ for $X_{t_n}$.
Two exercises make the two descriptions one.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.1

Start at a known $x_0$ and make $n$ steps (17.2).
What is the variance of $x_n$ in each coordinate, $\operatorname{Var}(x_n\mid x_0)$?

- `betas`: array $(T,)$, $\beta_1,\dots,\beta_T$ in $(0,1)$, so `betas[0]` is $\beta_1$; `n`: whole number from 1 to $T$.
- Returns a number.
- Worked value: `noise_variance(np.array([0.1, 0.2, 0.3, 0.4]), 2)` is 0.28.
"""

# %% tags=["exercise"]
def noise_variance(betas, n):
    """Variance of x_n in a coordinate, given x_0."""
    ### BEGIN SOLUTION
    return 1 - np.prod(1 - betas[:n])
    ### END SOLUTION


noise_variance = check("17.1", noise_variance)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
If $v_{n-1}$ is the variance before step $n$, (17.2) makes it $v_n=(1-\beta_n)v_{n-1}+\beta_n$, so $1-v_n=(1-\beta_n)(1-v_{n-1})$: what is missing from 1 is multiplied by $1-\beta_n$ at every step, and starts at 1.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.2

Which time step $\Delta t=t_n-t_{n-1}$ of (17.1) is one step (17.2) with $\beta_n=\beta$?
Write a formula in `beta`, in quotation marks; `log`, `exp` and `sqrt` are known.
Worked value: `beta` = 0.36 gives 0.2231.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
time_step = "-log(1 - beta) / 2"
### END SOLUTION
time_step = check("17.2", time_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In time $\Delta t$ the process (17.1) multiplies what is there by $e^{-\Delta t}$ and adds noise of variance $1-e^{-2\Delta t}$.
Both agree with (17.2) when $e^{-2\Delta t}=1-\beta$.
### END SOLUTION
"""

# %% [markdown]
r"""
Put the steps together: with $\bar\alpha_n=\prod_{s\le n}(1-\beta_s)$, the grid and the closed form are

$$e^{-2t_n}=\bar\alpha_n, \qquad x_n=\sqrt{\bar\alpha_n}\;x_0+\sqrt{1-\bar\alpha_n}\;\varepsilon. \tag{17.3}$$

Witness: the 800 times by adding up steps; one step of (17.2) against (17.1) over the same time; and the variance of 300 simulated steps.
"""

# %% tags=["witness"]
betas = np.linspace(1e-4, 0.02, 800)
grid = schedules.ou_times(betas)
witness("(17.3), the grid", np.exp(-2 * grid[1:]), np.cumprod(1 - betas))
witness("(17.3), its noise", schedules.ornstein_uhlenbeck(grid[-1]).sigma(grid), study_schedule.sigma(np.arange(801)), atol=1e-9)
one = schedules.ornstein_uhlenbeck(1.0)
witness("(17.1) and (17.2), one step", [one.alpha(np.diff(grid)), one.sigma(np.diff(grid))], [np.sqrt(1 - betas), np.sqrt(betas)], atol=1e-9)
x = np.full(40_000, 2.0)
for beta in betas[:300]:
    x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.normal(size=x.size)
witness("(17.3), 300 steps", x.var(), 1 - np.prod(1 - betas[:300]), standard_error=x.var() * np.sqrt(2 / x.size))

# %%
print(f"time at the last step {grid[-1]:.2f}; signal left {np.exp(-grid[-1]):.3f}, in variance {np.exp(-2 * grid[-1]):.4f}")

# %% [markdown]
r"""
Little signal is left, so starting from $N(0,I)$ is no great lie here (lecture 03 measures such gaps).

By the same argument every variance preserving schedule is the process (17.1) on another clock, $e^{-\text{its time}}=\alpha_t$.
Our own model, from section 4 on, uses the cosine schedule with $t$ from 0 to 1.

## 2 · Before anything else: the split

Rows are split into training and test rows **first**: stratified (the same share of frauds in both), and with equal rows kept on one side, for a row learned by heart must not be asked.
Only then is anything scaled, fitted or multiplied.
The synthetic source can do what reality cannot: add fresh rows to the test, 900 frauds among them, and keep 3000 genuine further frauds aside.
They serve as the **oracle**: what would more *real* frauds have bought?
"""

# %%
more = dict(fresh=draw_transactions(24_000, 900, rng), further=draw_transactions(0, 3000, rng)) if SOURCE == "synthetic" else {}
data = split(payments, seed=42, groups=duplicate_groups(rows), **more)
own_y = split(payments, seed=42, groups=duplicate_groups(rows)).test_y  # the published protocol: no fresh rows in the test
print(f"training: {len(data.x)} rows, {len(data.positives)} frauds; test: {len(data.test_x)} rows, {data.test_y.sum()} frauds")
print(f"the study's own test: {len(own_y)} rows, {own_y.sum()} frauds")

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
A few columns alone tell most frauds from most other rows; none tells all.
(The distance is the largest gap between the two distribution functions: 0 alike, 1 apart. So at some cut of V14 the share of frauds beyond it exceeds the share of legitimate rows by the height of its bar.)

## 3 · One scale for all columns

A network wants columns of one size.
The usual way subtracts the mean and divides by the deviation.
For amounts that is poor: they have a heavy tail, and many are *exactly* 1.00 or 99.99.
The other way uses ranks: with $\hat F$ the column's own distribution function and $\Phi$ the normal one,

$$z=\Phi^{-1}\big(\hat F(x)\big), \qquad x=\hat F^{-1}\big(\Phi(z)\big). \tag{17.4}$$

Then $z$ is close to $N(0,1)$ whatever $x$ was, spikes apart.
At a spike $\hat F$ jumps, and all its rows get one $z$, in the middle of the jump. On the way back $\hat F^{-1}$ is flat there, so a whole interval of $z$ comes back as exactly 1.00.
And nothing comes back beyond the largest or smallest value seen.
The scale is learned from the **training frauds** alone.
Witness: there and back on the training frauds; then random $z$, to see the spikes and the signs.
"""

# %% tags=["witness"]
scales = {kind: fit_scaling(data.positives, kind) for kind in ("standard", "quantile")}
for kind, scale in scales.items():
    witness(f"(17.4), there and back, {kind}", scale.undo(scale.apply(data.positives)), data.positives, atol=1e-9)

# %%
amounts = {"training frauds": data.positives[:, -1]}
amounts |= {kind: scale.undo(rng.normal(size=(20_000, 29)))[:, -1] for kind, scale in scales.items()}
table([(name, np.mean(x == 1), np.mean(x < 0), np.median(x), np.quantile(x, 0.99)) for name, x in amounts.items()],
      "amounts", "exactly 1.00", "below 0", "median", "99 % are below", digits=[None, ".1%", ".1%", 2, 0])

# %% [markdown]
r"""
With the standard scale, normal noise turns into negative amounts, and no amount is exactly 1.00.
A network on that scale would have to learn both from the rows.
Ranks bring them along.

## 4 · Training on few rows

The network and its loss (7.4) are those of lecture 07.
It has fewer than 400 rows to learn from.
Of these a fifth is held out: 79 rows that it never trains on.
Every 100 steps the averaged weights (7.12) are asked for the loss on these, always with the same times and noises.
(A loss that drew afresh at every look would be lowest somewhere by luck.)
"""

# %%
few = round(0.2 * len(data.positives))
weights = sum(weight.numel() for weight in Diffusion().start(29, torch.Generator()).parameters())
print(f"{weights} weights, {len(data.positives) - few} frauds to train on, {few} held out")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.3

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
how_long = check("17.3", how_long)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
At first the network learns what all frauds share.
Soon it learns what tells these 315 from all others, and for others that is wrong.
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

# %% tags=["reveal"]
def turn(seen):
    """Held-out loss at the first look, the lowest, at which step, at the end; share of the gain that is lost again."""
    first_look, last = seen[0].held_out, seen[-1]
    lost = (last.held_out - last.best_loss) / (first_look - last.best_loss)
    return first_look, last.best_loss, last.best_step, last.held_out, lost


table([(name, *turn(seen)) for name, seen in looks.items()],
      "held-out loss", "at step 100", "lowest", "at step", "at step 1200", "of the gain, lost again", digits=[None, 3, 3, 0, 3, ".0%"])

# %% [markdown]
r"""
The hasty rate was chosen to show the turn.
At the usual one there is less of it: the rate falls to 0 along the way and the averaged weights come to rest before much harm is done.
From here on the model is the usual one; the hasty one comes back in section 8.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.4

Write the rule.
The held-out loss is looked at every so often.
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


stop_at = check("17.4", stop_at)

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

# %% [markdown]
r"""
The held-out rows are missed in training, and with few rows every one counts.
So there is a second training: anew, on *all* training frauds, for $2k$ steps, where $k$ is the best step found.
(Why twice: in the second the learning rate falls to 0 along half a cosine, so its mean is half its peak; in the first $k$ of the planned steps of the first it had not yet fallen far.)
`Diffusion().fit(frauds, rng)` does both, with up to 2000 steps in the first; our own study (section 10) uses it.
"""

# %%
best_step = looks["usual rate"][-1].best_step
model = usual.refit(data.positives, best_step, np.random.default_rng(4))

# %% [markdown]
r"""
Scrub from noise to frauds.
The same two planes as above; the training frauds are black and stand still.
(Here $t$ is the cosine schedule's.)
"""

# %% tags=["picture"]
times = solvers.log_snr_times(SCHEDULE, 25, start=LAST, end=FIRST)
noise = rng.normal(size=(400, 29))
way = [x for _, x in samplers.sample(solvers.dpm_solver_2m(model.network, SCHEDULE), times, noise)]
place = fit_scaling(rows[is_fraud], "standard").apply
frames = np.clip([place(model.scale.undo(x)) for x in way], -9, 9).round(2)
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
## 5 · Are the generated rows any good?

First the rivals.
From the same training frauds, each makes 3000 rows (the clusters, with three models to train, only in our own study of section 10):

| way | what a row is |
|---|---|
| random oversampling | a training fraud, copied |
| jitter | a copy plus normal noise of a tenth of each column's deviation |
| SMOTE | a random point on the line from a fraud to one of its five nearest frauds |
| ADASYN | the same, starting more often from frauds with many legitimate neighbours; about 3000 |
| VAE | what a network, trained to squeeze frauds into 16 numbers and unfold them, unfolds from normal ones |
| GAN | what a network makes of 16 normal numbers, trained so that a second one cannot tell it from frauds |
| diffusion | a row drawn by the model of section 4 |
| diffusion per cluster | the same, with one model for each of three clusters of the frauds, in their shares |
| oracle | a genuine fraud that is in neither part |

VAE, GAN and diffusion were set by the same forest on other drawn frauds, six settings each in `studies/tabular_tuning.py`.
But before that we had tried some forty variants of the diffusion model, a dozen and a half of the GAN and two of the VAE.
Our own method got the most attention; read its lead with that in mind.

Two ways add no row: **none**, and **class weights**, where all frauds together weigh as much as all legitimate rows.

Three looks at 800 rows of each kind, against the test frauds, which nobody has trained on.
**Marginals**: the mean Kolmogorov–Smirnov distance over the columns.
**Correlations**: the mean gap between rank correlations.
**Told from fresh frauds**: a forest learns to tell generated rows from fresh ones on one half of them, and is asked about the other; ½ means it cannot.
The last column asks the same forest to tell them from the **training** frauds.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.5

One generator only copies: it hands out training frauds, drawn at random.
A forest learns to tell these copies from the training frauds, on one half of both, and is asked about the other half; then the halves change places.
The chance that it ranks a copy above an original is …

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
below_half = "c"
### END SOLUTION
below_half = check("17.5", below_half)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
An original that is asked about has copies in the half that was learned, all labelled "generated".
So the forest calls it generated.
A copy that is asked about may have its original there, labelled "real", and is called real.
### END SOLUTION
"""

# %%
left_out = ("diffusion per cluster", *([] if SOURCE == "synthetic" else [ORACLE]))
chosen = [way for way in arms() if way not in left_out]
extra = {"diffusion": model.sample(3000, np.random.default_rng(5))}


def invent():
    """Further frauds by every other way, 3000 each; yields after each way, for the progress bar."""
    for way in chosen:
        if way not in extra:
            extra[way] = added_rows(way, data, 3000, np.random.default_rng(5))
        yield way


# %%
_ = watch(invent(), total=len(chosen), label="Ways to get frauds")

# %%
fresh = data.test_x[data.test_y == 1]
invented = {way: extra[way][:800] for way in chosen if way in ("random oversampling", "SMOTE", "VAE", "GAN", "diffusion", ORACLE)}
quality = {}
for way, made in invented.items():
    gaps = audit.marginal_gaps(made, fresh).mean(), audit.correlation_gap(made, fresh)
    told = [two_sample_auc(made, other, np.random.default_rng(0), folds=2) for other in (fresh, data.positives)]
    quality[way] = *gaps, *told

# %% tags=["reveal"]
chance = [np.sqrt((800 + len(other) + 1) / (12 * 800 * len(other))) for other in (fresh, data.positives)]
table([*((way, *found) for way, found in quality.items()), ("standard error, if nothing told them", None, None, *chance)],
      "800 rows by", "marginals", "correlations", "told from fresh frauds", "from training frauds", digits=[None, 3, 3, 2, 2])

# %% [markdown]
r"""
Read the row of the oracle first: genuine frauds (the oracle's) are the floor of the first two columns, and both forests can only guess.
The copies have good marginals too.
But a forest tells them from fresh frauds with ease, because they repeat; and from their own originals **below ½**.
A value well below ½ is the signature of copying: rows that are merely bad are told *more* often than not, and rows that are as good as new about as often as not, give or take chance.

The reverse does not hold.
SMOTE's rows lie on lines between training frauds (in section 8 nearly half of them are near copies), and yet the last column has them above ½: something else gives them away to the forest.
Above ½ clears nobody.

Of the rows that were not copied, those by diffusion are nearest to passing for fresh frauds, and still a forest tells them more often than not.
From the *training* frauds the forest tells them worse than a coin: they lie closer about these than new frauds would, a little of the copying machine of lecture 07.

With fewer rows the same test looks kinder, since the forest has less to learn from.
With as many rows on each side as the study's own test has frauds, three times:
"""

# %%
n = int(own_y.sum())
few = [two_sample_auc(model.sample(n, rng), rng.permutation(fresh)[:n], np.random.default_rng(k), folds=2) for k in range(3)]
print(f"diffusion, {n} against {n}: {np.mean(few):.2f}, three draws from {min(few):.2f} to {max(few):.2f}")

# %% [markdown]
r"""
So a two-sample score means nothing without its sample size.

## 6 · The published protocol

Two classifiers, XGBoost and a random forest of 50 trees.
XGBoost has its defaults, but for two that changed from version to version, and with them what could be concluded here.
It starts from the score ½ (newer versions start from the share of frauds, which every added row moves), and the places where a tree may cut a column are 255 quantiles that we compute ourselves.
Alarm where the score is at least ½.
With $TP$ frauds with an alarm, $FP$ legitimate rows with one, $FN$ frauds without:

$$P=\frac{TP}{TP+FP}, \qquad R=\frac{TP}{TP+FN}, \qquad F_1=\frac{2PR}{P+R}=\frac{2\,TP}{2\,TP+FP+FN}. \tag{17.5}$$

Precision $P$: of the alarms, how many are frauds?
Recall $R$: of the frauds, how many raise an alarm?
The published numbers, as read in the author's executed notebook (the printed tables were not seen), are of one split of the real file.
Ours come from splits made the same way (a fifth for the test, stratified), with as many frauds, 3000 rows added and the same classifiers; but with fewer legitimate rows, the source named, and our own diffusion model.
XGBoost is quick: here it is fitted to every way of section 5.
A forest takes much longer: forests and clusters are read from our own study (section 10), which fitted both classifiers on three splits.
"""

# %%
@cache
def xgboost(way, number):
    """Scores of the test rows by XGBoost, taught with so many of the way's rows."""
    return classify("XGBoost", data, extra[way][:number], way == WEIGHTS, seed=42)


# %%
answers = {}
fits = ((way, xgboost(way, len(extra[way]))) for way in chosen)
_ = watch(fits, total=len(chosen), label="XGBoost", each=lambda fit: answers.update([fit]))

# %%
whole = stored.read("fraud_study")["result"]
in_study = {(one["arm"], one["classifier"], one["measure"]): np.array(one["values"]) for one in whole["own_test"]}  # (3,) each
p_r_f1 = ("precision", "recall", "F1")
first = len(own_y)  # the test rows of the study's own split come first


def on_own_test(way):
    """Precision, recall and F1 of XGBoost on this split's own test rows."""
    found = scores.measures(data.test_y[:first], answers[way][:first], data.amounts[:first])
    return [found[measure] for measure in p_r_f1]


# %%
published = {"none": (".890/.827/.857", ".952/.816/.879"), "diffusion": (".910/.827/.866", ".896/.878/.887"),
             "diffusion per cluster": (".874/.847/.860", ".905/.878/.891"), "SMOTE": (".893/.847/.869", ".902/.847/.874")}
ours = {way: [on_own_test(way) if way in chosen else None, *([in_study[way, name, measure].mean() for measure in p_r_f1] for name in CLASSIFIERS)]
        for way in published}
written = {way: [found and "/".join(f"{value:.2f}" for value in found) for found in row] for way, row in ours.items()}
table([(way, *published[way], *written[way]) for way in published], "P/R/F1", *(f"{name}, published, real file" for name in CLASSIFIERS),
      f"XGBoost, this split, {payments.source}", *(f"{name}, mean of three splits, {whole['source']}" for name in CLASSIFIERS))

# %%
gaps = {(name, way): [in_study[way, name, measure] - in_study["none", name, measure] for measure in p_r_f1]
        for name in CLASSIFIERS for way in published if way != "none"}
table([(*key, *(f"{gap.min():+.2f} to {gap.max():+.2f}".replace("-", "−") for gap in found)) for key, found in gaps.items()],
      "classifier", "three splits, difference from none", *p_r_f1)

# %% tags=["witness"]
answer, threshold = answers["none"][:first], 0.5
alarm, truth = answer >= threshold, data.test_y[:first] == 1
P, R = np.sum(alarm & truth) / np.sum(alarm), np.sum(alarm & truth) / np.sum(truth)
named = scores.measures(data.test_y[:first], answer, data.amounts[:first])
witness("(17.5)", [P, R, 2 * P * R / (P + R)], [named["precision"], named["recall"], named["F1"]])

# %% [markdown]
r"""
On the synthetic source diffusion raises the recall of either classifier in each of the three splits.
XGBoost's precision falls each time; the forest's falls too, but not in every split.
Published: with one diffusion model XGBoost's recall stays at .827 and its precision rises; with three its recall rises to .847 and its precision falls.
The forest's recall rises from .816 to .878, its precision falls.
And SMOTE has the recall of the three models, .847, at a higher precision.
In frauds, of 98:
"""

# %%
for name, before, after in (("XGBoost, three models", 0.827, 0.847), ("Random Forest", 0.816, 0.878)):
    print(f"{name}: {98 * before:.0f} of 98 found, then {98 * after:.0f}")

# %% [markdown]
r"""
Is that an effect?
A share of 98 is itself random.
An interval for it that is good also near 0 and 1 is Wilson's: all $p$ that the observed share $\hat p$ does not contradict at $z=1.96$ standard errors *of that $p$*,

$$\left(\hat p-p\right)^2\le z^2\,\frac{p(1-p)}n . \tag{17.6}$$

With all on one side it is a quadratic in $p$, $\;(1+z^2/n)\,p^2-(2\hat p+z^2/n)\,p+\hat p^2\le0$.
Divide by $1+z^2/n$ and complete the square; the ends of the interval are

$$\frac{\hat p+\dfrac{z^2}{2n}\pm z\sqrt{\dfrac{\hat p(1-\hat p)}n+\dfrac{z^2}{4n^2}}}{1+\dfrac{z^2}n} . \tag{17.7}$$
"""

# %% tags=["witness"]
for found, n in ((81, 98), (83, 98), (0, 10)):
    ends = np.array(scores.wilson(found, n))
    witness(f"(17.6) with equality at the ends of (17.7), {found} of {n}", (found / n - ends) ** 2, 1.959964**2 * ends * (1 - ends) / n)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.6

Write (17.7), with $z=1.96$.

- `successes`: whole number from 0 to `n`; `n`: whole number $\ge1$.
- Returns two numbers, the lower and the upper end.
- Worked value: `wilson_interval(81, 98)` is (0.7396, 0.8888).
"""

# %% tags=["exercise"]
def wilson_interval(successes, n):
    """95 % interval of a share."""
    ### BEGIN SOLUTION
    z, p = 1.96, successes / n
    middle, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
    ### END SOLUTION


wilson_interval = check("17.6", wilson_interval)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(17.6) with equality is $(1+z^2/n)\,p^2-(2\hat p+z^2/n)\,p+\hat p^2=0$.
Its two roots are (17.7): half the linear coefficient gives the middle, and under the root $\hat p^2$ cancels.
### END SOLUTION
"""

# %%
table([(found, found / 98, *wilson_interval(found, 98)) for found in (80, 81, 83, 86)],
      "found of 98", "recall", "95 % from", "to", digits=3)

# %% [markdown]
r"""
The two intervals of XGBoost share most of their length, those of the forest about half.
But beware: overlap is no proof of equality either.
The *same* 98 frauds were asked before and after, so most of the chance is common to both, and a **paired** comparison sees more (section 7).

How much more could it see here?
Count only the frauds that one of the two classifiers finds and the other misses.
If the added rows changed nothing, each of these would fall to either side like a coin.
How many there were was not published.
At best all fell one way: two of two has chance $2\cdot(\frac12)^2=\frac12$, six of six $2\cdot(\frac12)^6=\frac1{32}$ (the factor 2 is for either way).
So the two frauds of XGBoost show nothing even then; the six of the forest might, if none was lost in exchange.
And the two numbers, $P$ and $R$, were both read at the threshold ½.

## 7 · Does it help?

Three things are needed for an answer: more test frauds, a control for the threshold, and rivals.
The test now has 998 frauds (with a real file, no more than its own).
The rivals are eight of the nine ways of section 5, and class weights.

**Frauds are rarer in reality.**
Our legitimate rows are thinned, and the fresh frauds make the test richer still.
Let a share $\pi$ of all rows be frauds, and $F$ the share of legitimate rows with an alarm.
Of $n$ rows, $n\pi R$ are frauds with an alarm and $n(1-\pi)F$ legitimate rows with one.
Then $P=\pi R/(\pi R+(1-\pi)F)$, or

$$\frac P{1-P}=\frac{\pi}{1-\pi}\cdot\frac RF . \tag{17.8}$$

$R$ and $F$ belong to classifier and threshold alone, as long as frauds look the same in both places and legitimate rows do.
So the odds of $P$ move with the odds of $\pi$.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.7

A classifier has precision `precision` where a share `prevalence` of all rows are frauds.
What is its precision, at the same threshold, where the share is `other`?

- All three in $(0,1)$.
  Returns a number.
- Worked value: `precision_elsewhere(0.9, 0.02, 0.002)` is 0.4691.
"""

# %% tags=["exercise"]
def precision_elsewhere(precision, prevalence, other):
    """The precision at another prevalence, by (17.8)."""
    ### BEGIN SOLUTION
    odds = precision / (1 - precision) * other / (1 - other) * (1 - prevalence) / prevalence
    return odds / (1 + odds)
    ### END SOLUTION


precision_elsewhere = check("17.7", precision_elsewhere)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Write (17.8) for both shares and divide: $R/F$ cancels.
Then turn odds $o$ back into a share, $o/(1+o)$.
### END SOLUTION
"""

# %% tags=["witness"]
counts = np.where(data.test_y == 1, 1, 7)  # as if each legitimate row stood for seven
found = [scores.measures(data.test_y, answers["diffusion"], data.amounts, weights=w[None])["precision"][0]
         for w in (np.ones(len(counts)), counts)]
here, there = data.test_y.mean(), data.test_y.sum() / counts.sum()
witness("(17.8)", scores.at_prevalence(found[0], here, there), found[1])
print(f"XGBoost with rows by diffusion: precision {found[0]:.3f} where {here:.1%} are frauds")
print(f"at the real {REAL_PREVALENCE:.2%} it is {scores.at_prevalence(found[0], here, REAL_PREVALENCE):.3f}; .950 here is "
      f"{scores.at_prevalence(0.95, here, REAL_PREVALENCE):.3f} there")

# %%
cells = [Cell(42, way, "XGBoost", answers[way]) for way in chosen]
measured = study.table(cells, {42: data}, replicates=200).set_index(["measure", "arm"])
columns_ = ("precision", "recall", "AUPRC", "recall at P .95")
table([(way, *(measured.value[measure, way] for measure in columns_)) for way in chosen],
      f"XGBoost, {payments.source}", *columns_, digits=3)

# %% [markdown]
r"""
AUPRC is the area under the curve of precision against recall, $\sum_k(R_k-R_{k-1})P_k$ over all thresholds.
**Recall at P .95**: the threshold is moved until precision is at least .95, and recall is read there.
It compares ways *at the same precision*, so a moved threshold gains nothing.
(The threshold is chosen on the test rows themselves, which flatters every way. And the .95 holds at the test's own share of frauds: by (17.8) it is much less where they are rarer, as printed above.)
You will write it in a moment.
First, drag a threshold: the slider is the threshold, the knob the number of invented frauds.
Watch where the dot sits on the curve, and how little the curve itself moves.
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
    panel = Panel(Curve(r0, p0, label="no invented frauds", colour=0), Curve(r, p, label=f"{number} by {way}", colour=6),
                  title="precision against recall", xlabel="recall", ylabel="precision", xlim=(0.6, 1), ylim=(0.5, 1))
    odds = np.log10(cuts / (1 - cuts))
    side = Panel(Curve(odds, r0, label="none", colour=0), Curve(odds, r, label=way, colour=6),
                 title="recall at this threshold", xlabel="log₁₀ of its odds", ylim=(0.6, 1))
    return dict(panels=[panel, side], times=cuts, t=20, title=f"Threshold ({payments.source})",
                values={"P0": p0, "R0": r0, "P": p, "R": r},
                status="threshold {t:.3f}: without P {P0:.2f}, R {R0:.2f}; with P {P:.2f}, R {R:.2f}")


# %% tags=["picture"]
controlled(plane_at, number=choose("invented frauds", [0, 300, 1000, 3000], value=3000), way=choose("by", ["diffusion", "SMOTE"]))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.8

The largest recall that some threshold reaches with precision at least `least`.
A threshold is one of the scores; all rows with that score or a higher one raise an alarm, so rows with equal scores do so together.

- `labels`: array $(n,)$ of 0 and 1 (fraud), at least one 1; `scores`: array $(n,)$; `least`: number in $(0,1]$.
- Returns a number; 0 if no threshold has enough precision.
- Worked value: `recall_at(np.array([1, 0, 1, 1, 0, 0]), np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4]), 0.7)` is 1.
"""

# %% tags=["exercise"]
def recall_at(labels, scores, least):
    """Largest recall with precision at least `least`."""
    ### BEGIN SOLUTION
    order = np.argsort(-scores)
    caught, alarms = np.cumsum(labels[order]), np.arange(1, len(labels) + 1)
    last = np.flatnonzero(np.diff(scores[order], append=-np.inf))  # of each group of equal scores
    enough = caught[last] / alarms[last] >= least
    return np.max(caught[last][enough], initial=0) / labels.sum()
    ### END SOLUTION


recall_at = check("17.8", recall_at)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`caught` and `alarms` count down the sorted rows; only the last row of a group of equal scores is a threshold.
In the worked value precision is 1, then ½, then ⅔, then ¾: it recovers after it was too low, so one must not stop at the first miss.
### END SOLUTION
"""

# %%
own = recall_at(data.test_y[:first].astype(float), answer, 0.95)  # on the study's own test rows: a slow answer is fast enough
print(f"by your function {own:.3f}, by utils {named['recall at P .95']:.3f}")

# %% [markdown]
r"""
**Intervals.**
Draw the test rows again, with replacement, frauds and legitimate rows each as many as before; compute the difference of two classifiers on the *same* drawn rows; repeat 200 times; take the middle 95 %.
This is the paired bootstrap. It holds the chance of the test rows, not that of training.
A difference need not lie in the middle of its interval: recall at P .95 is a largest value, and on other rows another threshold may reach it.
And whoever looks at ten intervals of 95 % must expect one to miss now and then.
"""

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

# %%
def differences(found, measures, others):
    """Rows of a table: each way's differences from the baseline, with the ends of their 95 % intervals."""
    parts = ("difference", "difference_low", "difference_high")
    return [(way, *(found[part][measure, way] for measure in measures for part in parts)) for way in others]


table(differences(measured, ("recall", "recall at P .95"), names[::-1]), "difference from none",
      *(name for measure in ("recall", "recall at P .95") for name in (measure, f"{measure}: from", f"{measure}: to")), digits="+.3f")

# %%
for measure in ("recall", "precision", "recall at P .95"):
    ends = measured.loc[(measure, "diffusion"), ["difference_low", "difference_high"]]
    print(scores.verdict("diffusion", "no augmentation", measure, *ends))
if ORACLE in chosen:
    ends = measured.loc[("recall at P .95", ORACLE), ["difference_low", "difference_high"]]
    print("The bound, 3000 genuine frauds:", scores.verdict("oracle", "no augmentation", "recall at P .95", *ends), sep="\n")

# %% [markdown]
r"""
The verdict is computed, since it depends on the source.
Two things to look for.
At the threshold ½, a way that raises recall and lowers precision may have moved the threshold and nothing else: more rows called frauds, more scores above ½.
At equal precision that gains nothing. Compare each interval there with 0, and with the oracle's: genuine frauds bound what invented ones could do.
Where an interval contains 0, neither a gain nor a loss was detected; its ends say how large either may be.
On the synthetic source even the oracle's contains 0: with this one test and training, XGBoost cannot be told to gain at equal precision even from genuine frauds (section 10 has three tests).
Against **class weights**, the control that adds no rows:
"""

# %%
three_ways = ("diffusion", "SMOTE", "jitter")
against = study.table([cell for cell in cells if cell.arm in (WEIGHTS, *three_ways)], {42: data}, baseline=WEIGHTS, replicates=200)
against = against.set_index(["measure", "arm"])
for way in three_ways:
    ends = against.loc[("recall at P .95", way), ["difference_low", "difference_high"]]
    print(scores.verdict(way, "class weights", "recall at P .95", *ends))

# %% [markdown]
r"""
**The chance of training.**
The three splits of our own study (section 10), each with fresh test rows and a diffusion model of its own, beside the split of this section:
"""

# %%
across = pd.DataFrame(whole["difference_from"]["none"]).query("classifier == 'XGBoost' and arm == 'diffusion'").set_index("measure").loc[list(three)]
middle, reach = across.difference, 4.303 * across.spread / np.sqrt(3)  # of Student's t with 2 degrees of freedom
table(zip(three, measured.difference.loc[list(three), "diffusion"], middle, middle - reach, middle + reach, across.higher.astype(int)),
      "XGBoost, diffusion − none", f"this split, {payments.source}", f"mean of three, {whole['source']}", "95 % from", "to", "splits of three above 0",
      digits="+.3f")

# %% [markdown]
r"""
Three are few: by Student's $t$ with two degrees of freedom an interval of the mean reaches $4.3/\sqrt3=2.5$ deviations to each side.
Where it contains 0, a claim rests on the paired rows of one test and on the sign in three splits, not on this interval.

**How to read the answer.**
More recall at the threshold ½ is no gain yet: a lower threshold, or class weights, have it for nothing.
What counts is recall at equal precision, against class weights, with the oracle as the bound, and on more than one split.
Section 10 has that table.

## 8 · Whom do invented frauds give away?

A generator that is published may tell who was in its training rows.
The attack is simple: ask the model for its loss at a row; a row that it was trained on has, after long training, a smaller one.
The chance that a random training row has a smaller loss than a random fresh row,

$$A=\Pr\left(\ell(x_{\text{trained}})<\ell(x_{\text{fresh}})\right), \tag{17.9}$$

is ½ when the loss tells nothing, and 1 when it tells all.
Beside it, what is usually looked at: the share of generated rows that are near copies (closer to a training row than a third of the distance to any of as many fresh frauds).
We train the hasty way of section 4 anew, this time on all training frauds, and go on past the step where one should stop.
"""

# %%
trained, unseen = data.positives, fresh[-len(data.positives):] if len(fresh) >= len(data.positives) else fresh
size = min(len(trained), len(unseen))
trained, unseen = trained[:size], unseen[:size]

# %%
steps_kept = [max(1, round(1200 * (k / 20) ** 2)) for k in range(1, 21)]
generator = torch.Generator().manual_seed(6)
scale, kept = fit_scaling(trained, "quantile"), []
training = hasty.updates(hasty.start(29, generator), scale.apply(trained), 1200, generator)
_ = watch(training, total=1200, each=lambda state: state.step in steps_kept and kept.append(state.snapshot()))

# %%
ask = [row_losses(scale.apply(part), torch.Generator().manual_seed(7), repeats=10) for part in (trained, unseen)]
losses = [[one(network) for one in ask] for network in kept]  # 20 networks, two arrays (n,) each
A = np.array([audit.separation(-seen, -new) for seen, new in losses])
drawn = [replace(hasty, network=network, scale=scale).sample(400, np.random.default_rng(8)) for network in kept]
copied = np.array([audit.copied_share(rows, trained, unseen) for rows in drawn])

# %% tags=["witness"]
seen, new = losses[-1]
pairs = seen[:, None] < new  # every trained row against every fresh one
witness("(17.9)", A[-1], pairs.mean() + 0.5 * (seen[:, None] == new).mean())

# %% tags=["picture"]
bins = np.linspace(0, 2.5, 26)
middle = (bins[1:] + bins[:-1]) / 2
shapes = np.array([[np.histogram(np.minimum(part, 2.49), bins)[0] / len(part) for part in both] for both in losses]).round(4)
clouds = np.clip([place(rows)[:, pair] for rows in drawn], -4, 4).round(2)
cloud = Panel(Points(real[:, pair], colour=0, size=1.6, label="training frauds"), Points(frames=clouds, colour=6, size=1.8, label="generated"),
              title="generated", xlabel="V14", ylabel="V4", **axes)
hist = Panel(Line(middle, shapes[:, 0], fill=True, colour=0, label="trained on"), Line(middle, shapes[:, 1], colour=6, label="fresh"),
             title="loss of a row", xlabel="loss (2.5: or more)", ylabel="share")
curves = Panel(Curve(np.sqrt(steps_kept), A, label="told by the loss"), Curve(np.sqrt(steps_kept), copied, label="near copies"),
               title="given away", xlabel="√training step", ylim=(0, 1))

# %% tags=["picture"]
Scene([cloud, hist, curves], times=steps_kept, t=6, unit="training step", title="Membership", values={"A": A, "copied": copied},
      status="step {t:.0f} of {T:.0f}: told by the loss {A:.2f}, near copies {copied:.1%}")

# %%
asked = [row_losses(model.scale.apply(part), torch.Generator().manual_seed(7), repeats=10)(model.network) for part in (trained, unseen)]
smote = Smote().fit(trained, rng, data.negatives).sample(4000, rng)
table([*((f"hasty, {steps_kept[k]} steps", A[k], copied[k]) for k in (2, 6, 10, 14, 19)),
       ("the model of section 4", audit.separation(*(-one for one in asked)), audit.copied_share(model.sample(400, rng), trained, unseen)),
       ("SMOTE, for scale", None, audit.copied_share(smote, trained, unseen)),
       ("standard error, if the loss told nothing", np.sqrt((2 * size + 1) / (12 * size**2)), None)],
      "rows by", "A", "near copies", digits=[None, 2, ".1%"])

# %% [markdown]
r"""
The longer the training, the better the loss tells trained rows from fresh ones, while hardly a generated row is a near copy.
So **a look at distances clears nobody**.
And the other way round: nearly half of SMOTE's rows are near copies, for every row lies on a line between two training frauds.
Early stopping serves twice, for the network that is stopped: at the best step the held-out loss is lower than at the end (section 4), and $A$ is lower too.
The model of section 4 is another one: it was trained anew on all rows, for twice as many steps, and its own row of the table says what that gave away again.
It is no guarantee: $A$ speaks of a random row, and single rows may be given away with far more certainty.
[Lecture 18](18_memory_privacy_fairness.ipynb) goes on from here.

## 9 · Break it

**Noise on the last step**, seen in the study's own notebook.
Ancestral sampling with the model of section 4, in 10 and in 50 steps, with and without fresh noise in the step that arrives at $t=0$.
The fewer steps, the larger the last one.
"""

# %%
start = np.random.default_rng(10).normal(size=(3000, 29))
found = []
for steps in (10, 50):
    clock = samplers.even_times(SCHEDULE, steps, start=LAST)
    for last_noise in (False, True):
        step = samplers.ddpm(model.network, SCHEDULE, np.random.default_rng(9), last_noise=last_noise)
        *_, (_, x) = samplers.sample(step, clock, start)
        made, std = model.scale.undo(x), SCHEDULE.sigma(clock[-2]) * last_noise
        found.append((steps, std, audit.marginal_gaps(made, fresh).mean(), np.mean(made[:, -1] == 1)))
table(found, "steps", "deviation of the last noise", "mean marginal gap", "amounts of exactly 1.00", digits=[0, 2, 3, ".1%"])

# %% [markdown]
r"""
No damage that one could see: on this scale a column has standard deviation 1, the noise hides in the spread of the rows, and the spikes come back by rank.
A slip can be real and harmless.
In lecture 08, on a density with narrow humps and with a large last step, the same slip did harm.

**Copies on both sides of the split.**
Let 19 of the 492 frauds be there twice, as in the real file; then let 150 be there three times.
Once rows are split without looking, once with equal rows kept together.
Of the test frauds, how many were in the training rows?
And what recall does XGBoost seem to have?
"""

# %%
def leak(double, groups, seeds=5):
    """(share of test frauds that were seen in training, recall of XGBoost), (seeds, 2)."""
    found = []
    for seed in range(seeds):
        broken = split(double, seed, groups)
        asked = broken.test_x[broken.test_y == 1]
        seen = np.mean([np.any(np.all(broken.positives == row, axis=1)) for row in asked])
        found.append((seen, np.mean(classify("XGBoost", broken)[broken.test_y == 1] >= 0.5)))
    return np.array(found)


# %%
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
With 150 frauds three times, the split without looking makes the classifier seem much better than it is: it is asked about rows it has seen.
With 19 twice, as in the real file, a twentieth of the test frauds was seen, and five splits are too few to tell the two recalls apart: they differ by about two standard errors, and Student's $t$ with eight degrees of freedom asks for 2.3.
Keep copies together all the same: it costs a line.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 17.9

One slip each is planted in the preparation, in the training and in the sampling of this program.
It runs without an error.
(The functions do what their names say; `t` counts from 1 to 800, $\bar\alpha_{800}\approx0$, and `std(t)` is the standard deviation of the step from $t$ to $t-1$.)

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
(From line 2 on all rows, made ones too, stay on the scale of line 2; that a classifier sees scaled rows is no slip.)

- Form: `def buggy_lines(): return 1, 5, 9`
"""

# %% tags=["exercise"]
def buggy_lines():
    """The three lines with a slip."""
    ### BEGIN SOLUTION
    return 2, 8, 15
    ### END SOLUTION


buggy_lines = check("17.9", buggy_lines)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Line 2 computes mean and deviation of all rows, the test rows too: scale after line 3, by the training rows.
Line 8 clips the gradients of the step *before*, which line 9 then clears; it belongs between 10 and 11.
Line 15 adds noise also at $t=1$, to rows that are finished.
The slips of lines 8 and 15 are those of the study's notebook (section 10).
### END SOLUTION
"""

# %% [markdown]
r"""
## 10 · In the wild

The study (arXiv 2412.10948) reports that diffusion raises recall at some cost in precision.
Its numbers, section 6, say so for the forest and for three models; with one model, XGBoost's recall stays and its precision rises.
What they do not show:

- whether precision and recall moved along one curve or to a better one: there is one threshold, ½, and no AUPRC;
- whether class weights, which need no new rows, do the same: there is no such row;
- whether it is chance: one split, no intervals, 98 test frauds; and 19 of the file's frauds are exact copies of others, which a random split spreads over both sides.

Two slips in the author's notebook (clipping before `backward`, noise on the last step) and a validation on training rows may make its generator worse than it need be.
We measured only the second, and saw no harm.
None of this says that augmentation cannot help. It says what a table must contain before one can know.

**At scale.**
The whole study of this lecture, eleven ways, two classifiers, three splits with intervals, is `python -m studies.fraud_study`: some fifteen minutes on an idle computer, resumable, `--source` for the real file.
What it found is stored with the versions and the code that found it; a test fails when that code changes.
Its intervals are narrower than those of section 7, since it has three test sets.
Recall at precision .95, differences from no augmentation and from class weights, 95 % over test rows:
"""

# %%
parts = {baseline: pd.DataFrame(found).set_index(["measure", "classifier", "arm"]).loc["recall at P .95"]
         for baseline, found in whole["difference_from"].items()}


def span(baseline, classifier, way):
    """The interval of a way's difference from a baseline, as text; nothing for the baseline itself."""
    low, high = parts[baseline].loc[(classifier, way), ["difference_low", "difference_high"]]
    return None if way == baseline else f"{low:+.3f} to {high:+.3f}".replace("-", "−")


# %%
table([(way, *(span(baseline, name, way) for name in CLASSIFIERS for baseline in parts)) for way in arms()[1:]],
      f"{whole['source']}, {whole['rows']} rows added", *(f"{name}, from {baseline}" for name in CLASSIFIERS for baseline in parts))

# %%
def told(found, baseline):
    """(classifier and way pairs, how many of them are above the baseline, how many below)."""
    rivals = found.drop(index=baseline, level="arm")
    return len(rivals), int((rivals.difference_low > 0).sum()), int((rivals.difference_high < 0).sum())


table([(f"from {baseline}", *told(found, baseline)) for baseline, found in parts.items()],
      "difference", "classifier and way", "interval above 0", "interval below 0")

# %%
above = pd.DataFrame(whole["difference_from"][WEIGHTS]).query("measure == 'AUPRC' and difference_low > 0")
parts_ = above[["classifier", "arm", "difference", "difference_low", "difference_high"]]
table(parts_.values.tolist(), "classifier", "way", "AUPRC, from class weights", "95 % from", "to", digits=[None, None, "+.3f", "+.4f", "+.4f"])

# %% [markdown]
r"""
Read the columns of class weights first: they cost nothing, so a way that adds rows must beat them.
With either classifier, no generated rows do.
Genuine frauds do with XGBoost, so there was room; with the forest not even they do.
Against no augmentation the forest gains by every way, class weights among them; XGBoost, if at all, by diffusion and by genuine frauds.

That is at precision .95.
The last table is about the whole curve: every interval of AUPRC above that of class weights.
There ADASYN's rows beat class weights with the forest, and the GAN's by a hair; the rows by diffusion with neither classifier.
(There are sixteen such intervals, two classifiers by eight ways that copy or generate; if nothing helped, chance would put $16\cdot0.025=0.4$ of them above 0 on average.)

## 11 · What you can now say

| | result | witness |
|---|---|---|
| (17.3) | The study's process is DDPM on a grid of times | [section 1](#1-·-The-study-we-repeat,-and-its-process) |
| (17.4) | Ranks bring back spikes and signs exactly | [section 3](#3-·-One-scale-for-all-columns) |
| | With few rows the held-out loss turns early; then once more on all rows | [section 4](#4-·-Training-on-few-rows) |
| | Told from training rows well below ½: copied, or too close to them | [section 5](#5-·-Are-the-generated-rows-any-good?) |
| (17.6), (17.7) | An interval for 81 of 98 | [section 6](#6-·-The-published-protocol) |
| (17.8) | Precision moves with the odds of a fraud | [section 7](#7-·-Does-it-help?) |
| | Compare recall at equal precision, in pairs, with a bound by genuine frauds | [section 7](#7-·-Does-it-help?) |
| (17.9) | The loss gives trained rows away while near copies are rare | [section 8](#8-·-Whom-do-invented-frauds-give-away?) |

**The title's question.**
Invented frauds find more real ones at the threshold ½, and so does a lower threshold.
At precision .95, none of them taught either classifier detectably more than class weights, which add no row; over the whole curve, ADASYN's taught the forest a little more (section 10).

**Next question.**
Who is harmed when rows are remembered, and who when they are invented?
That is [lecture 18](18_memory_privacy_fairness.ipynb).

## 12 · Sources

- *The study*: arXiv 2412.10948 (2024), and its author's public notebook, executed: settings and the numbers of section 6.
- *The real file*: A. Dal Pozzolo, O. Caelen, R. A. Johnson, G. Bontempi, *Calibrating probability with undersampling for unbalanced classification*, IEEE CIDM 2015.
  OpenML 42175.
  Not passed on here.
- N. V. Chawla and others, *SMOTE: synthetic minority over-sampling technique*, Journal of Artificial Intelligence Research 16, 2002.
  H. He and others, *ADASYN*, IJCNN 2008.
  Both as in imbalanced-learn.
- D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014; I. Goodfellow and others, *Generative adversarial nets*, NeurIPS 2014, with the penalty of L. Mescheder and others, ICML 2018.
- E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, Journal of the American Statistical Association 22, 1927: (17.7).
- B. Efron, R. Tibshirani, *An introduction to the bootstrap*, 1993: paired resampling.
- S. Yeom and others, *Privacy risk in machine learning*, IEEE CSF 2018: membership by the loss.
- T. Chen, C. Guestrin, *XGBoost*, KDD 2016.
  L. Breiman, *Random forests*, Machine Learning 45, 2001.
- Ours: the synthetic source, the rivals' settings, intervals, oracle and membership by training step.
"""
