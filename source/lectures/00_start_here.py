# %% [markdown]
r"""
# 00 · What is diffusion, and how do I use this course?

{badges}

| | |
|---|---|
| **You will be able to** | drag time in a picture · have an answer checked and read what the check says · say what the two meanings of "diffusion" share · tell a GAN, a VAE and a diffusion model apart by one picture · watch digits being generated, and say what is missing · choose what to read in an hour, a day or a week |
| **You need** | calculus, vectors and matrices, basic probability, a little Python with numpy |
| **Time** | {minutes} minutes to read and try, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.linalg import expm
from scipy.stats import norm

from utils.data import toys
from utils.data.digits import load_digits
from utils.exercises import check, hint, progress
from utils.generative import samplers, schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.metrics import nearest_distance
from utils.generative.mixtures import GaussianMixture, bimodal
from utils.teaching import figures
from utils.teaching.scene import Curve, Image, Links, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(0)

# %% [markdown]
r"""
## Drag time

Everything in this course has a $t$.
Drag the slider under the picture, or click on it and use the keys: **← →** one step, **Page Up / Page Down** a tenth of the way, **Home / End** the ends, **space** to play and pause.

On the left, **noise spreads through data**: 600 points lose their shape.
One of them is marked, with the way it has come.
In the middle, **news spreads through people**: each person is a dot, each line a friendship, and whoever has heard it turns from light blue to orange.
It starts with one person, and at each step each friend who knows it passes it on with probability 6 %.
(One has no friends, and never hears.)
On the right, how far each has come.
The two have one clock.
"""

# %% tags=["picture"]
schedule = schedules.linear(T=100, beta_min=1e-3, beta_max=0.2)
moons, eps = toys.two_moons(600, rng), rng.normal(size=(600, 2))

people = rng.uniform(-1, 1, size=(70, 2))
apart = np.linalg.norm(people[:, None] - people[None], axis=-1)
friends = (apart < 0.36) & (apart > 0)
pairs = np.argwhere(np.triu(friends))

# %% tags=["picture"]
heard = np.zeros((101, 70), dtype=int)
heard[0, apart.sum(axis=1).argmin()] = 1  # whoever stands nearest to all the others knows first
for step in range(100):
    chance = 1 - 0.94 ** (friends @ heard[step])  # each friend who knows tells you with probability 6 % a step
    heard[step + 1] = heard[step] | (rng.random(70) < chance)

# %% tags=["picture"]
alpha, sigma = schedule(schedule.times)
cloud = dict(xlim=(-3.2, 3.2), ylim=(-3.2, 3.2), aspect="equal")
dots = Points(people, colour_by=2 + 4 * heard, size=5, name="people")
shares = [Curve(sigma**2, label="share of noise, σ²"), Curve(heard.mean(axis=1), label="share who have heard")]

# %% tags=["picture"]
two_meanings = Scene(
    [Panel(Points(moons, eps, highlight=67), title="noise through data", **cloud),
     Panel(Links(pairs, nodes="people"), dots, title="news through people", aspect="equal"),
     Panel(*shares, title="how far", xlabel="t", ylim=(0, 1))],
    times=schedule.times, t=20, title="Two meanings of diffusion",
    status="t = {t:.0f} of {T:.0f}: noise {σ²:.0%}, heard {heard:.0%}",
    values={"α": alpha, "σ": sigma, "σ²": sigma**2, "heard": heard.mean(axis=1)},
)
two_meanings

# %% [markdown]
r"""
The code that prepares a picture is folded away; one click on the bar beside it opens it.
In JupyterLab the slider works without running anything, as long as the notebook is trusted: `make lab` sees to that.
If you see still pictures instead of a slider, open the command palette (Ctrl or Cmd + Shift + C) and choose *Trust Notebook*, or run the cell (Shift + Enter).
On a page without Python, such as GitHub, the row of still pictures is all there is.
Knobs other than time need a running kernel: choose *Run → Run All Cells*.

## Answer, and be answered

Exercises look like this.
Write your answer where it says so, run the cell (Shift + Enter), and read.
A check never stops the notebook, and whatever follows works with or without your answer.
If your answer is one that many people give, the check says which mistake it was.
There is no penalty for trying.
Hints open one at a time: `hint("00.1")`.
Your points are kept; a table further down shows them.
What a check cannot see is code that Python itself cannot read: a missing colon, or a letter without its quotation marks.
Then Python says so, in red, and names the line.

**Please answer the first one wrong on purpose.**
Exchange `alpha` and `sigma`, and see what it says.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 00.1

The most used line of this course: $x_t = \alpha\,x_0 + \sigma\,\varepsilon$, data times $\alpha$ plus noise times $\sigma$.

- `x0`, `eps`: arrays of one shape (or numbers); `alpha`, `sigma`: numbers.
  Returns $x_t$, same shape.
- Worked value: `blend(2.0, 10.0, 0.8, 0.6)` is $1.6 + 6 = 7.6$.
"""

# %% tags=["exercise"]
def blend(x0, eps, alpha, sigma):
    """Noised data."""
    ### BEGIN SOLUTION
    return alpha * x0 + sigma * eps
    ### END SOLUTION


blend = check("00.1", blend)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.** numpy multiplies arrays by numbers entry by entry, so one line serves a number, a point, a picture and a batch of pictures.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 00.2

In the picture above, note what you see at $t = 20$, drag to the end, and drag back to $t = 20$.
You see …

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
same_t = "b"
### END SOLUTION
same_t = check("00.2", same_t)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$x_t$ is a function of $t$ once $x_0$ and $\varepsilon$ are drawn.
A scene draws them once.
### END SOLUTION
"""

# %% [markdown]
r"""
## Two meanings, one equation

To a physicist, a sociologist and an epidemiologist, *diffusion* is how heat, an innovation or an infection **spreads**.
To a machine-learning engineer it is how a model **generates**: destroy data with noise step by step, learn to undo one step, then start from noise and undo them all.

Both are a population that moves at random between states.
Let $P_i(t)$ be the share of a large population in state $i$ at time $t$, or the probability that one member is there.
For $j\ne i$ let $Q_{ij}$ be the rate at which a member in state $i$ jumps to state $j$, and let $Q_{ii} = -\sum_{j\ne i} Q_{ij}$, so that each row sums to 0 and nobody gets lost.
Then

$$\frac{dP}{dt} = Q^{\mathsf T} P . \tag{0.1}$$

[Lecture 01](01_one_equation.ipynb) derives it, from one walker on a line.
Each line of it is a balance, what comes in less what goes out: $\frac{dP_j}{dt} = \sum_{i\neq j} P_i Q_{ij} - P_j\sum_{i\neq j}Q_{ji}$.

- The states are people, and $Q_{ij}$ is the rate at which $i$ hands a banknote on to $j$: $P_i(t)$ is the probability that $i$ holds it.
- The news above is *copied*, not handed on: there a state is a whole list of who has heard, one of $2^{70}$, and (0.1) holds for those, with a rate for each friendship in place of 6 % a step ([lecture 23](23_networks.ipynb)).
- The states are the points of a line, and the rates pull towards 0: in the limit of a fine grid it is the noising of one pixel.

If the rates do not change with time, the solution is $P(t) = e^{tQ^{\mathsf T}}P(0)$, with the matrix exponential $e^{M} = I + M + \frac{M^2}{2!} + \dots$ of a square matrix $M$.

In this course each numbered equation has a **witness**, a cell that evaluates both sides and compares them.
Here: the banknote on the friendship graph, with rates that differ by direction; the slope of $e^{tQ^{\mathsf T}}P(0)$ by central differences, and the right side.
"""

# %% tags=["witness"]
rates = friends * rng.uniform(0.5, 1.5, size=friends.shape)  # not symmetric, so that the transpose matters
Q = rates - np.diag(rates.sum(axis=1))
start = heard[0].astype(float)
P = {t: expm(t * Q.T) @ start for t in [0.3 - 1e-4, 0.3, 0.3 + 1e-4]}
slope = (P[0.3 + 1e-4] - P[0.3 - 1e-4]) / 2e-4
witness("(0.1)", slope, Q.T @ P[0.3], atol=1e-5)
witness("(0.1), the shares add up to 1", P[0.3].sum(), 1.0)

# %% [markdown]
r"""
The course has three parts.
**Part I** (lectures 00 to 10) derives noising and denoising completely, from one equation to fast solvers.
**Part II** (11 to 18) is about steering, judging and using generative models, with an honest look at synthetic data for fraud detection and at whose data comes out again.
**Part III** (19 to 28) is about populations, networks and hierarchies, up to rewinding an epidemic to its first case with the tools of Part I.
The [README](../README.md) lists which lectures are finished.

## Three ways to generate, in three pictures

A generator turns numbers we can draw, $z\sim N(0,1)$, into numbers that look like data.
Here the data are the density with two modes that the lectures ahead use (`bimodal`: 30 % around $-1.4$ and 70 % around 0.6, each with variance 0.16, so that the whole has mean 0 and variance 1). A right answer is known exactly, so the pictures show what each method *aims at*, not what some network achieved.

- **GAN** (generative adversarial network): one jump. A network, the generator $G$, maps $z$ to $x = G(z)$ directly; it learns only from a second network, the discriminator, which tries to tell its samples from data.
- **VAE** (variational autoencoder): there and back.
  An encoder sends each $x$ to a small Gaussian of codes $z$, a decoder sends them back; all these Gaussians together should make $N(0,1)$.
- **Diffusion**: many small steps.
  Noise is removed a little at a time, and every step has its own right answer to learn from.
"""

# %%
x = np.linspace(-4, 4, 801)


def distribution(alpha, sigma):
    """F of the noised mixture on the grid x."""
    noised = bimodal.noised(alpha, sigma)
    return norm.cdf((x[:, None] - noised.means[:, 0]) / np.sqrt(noised.covs[:, 0, 0])) @ noised.weights


# %% tags=["picture"]
z = np.linspace(-2.6, 2.6, 201)
to_data = np.interp(norm.cdf(z), distribution(1, 0), x)
u = norm.cdf(np.linspace(-2.2, 2.2, 15))
paths = np.array([np.interp(u, distribution(a, s), x) for a, s in zip(alpha, sigma)])
codes = np.linspace(-2, 2, 9)

# %% tags=["picture"]
fig, (gan, vae, diffusion) = figures.figure(1, 3, sharey=True)
gan.plot(z, to_data)
gan.set(title="GAN: one jump", xlabel="noise z", ylabel="data x")
vae.plot(z, to_data)
vae.errorbar(codes, np.interp(codes, z, to_data), xerr=0.25, fmt="o", capsize=3)
vae.set(title="VAE: there and back", xlabel="code z")
diffusion.plot(schedule.times, paths, color="C0", linewidth=1)
diffusion.set(title="Diffusion: 100 small steps", xlabel="t (noise at the right)")
figures.show(fig, alt="Three panels: a steep curve from noise to data; the same curve with a short bar at nine codes; "
             "fifteen paths that start at data on the left and spread evenly to noise on the right")

# %%
fine = norm.cdf(np.linspace(-2.2, 2.2, 401))
quantiles = np.array([np.interp(fine, distribution(a, s), x) for a, s in zip(alpha, sigma)])
gaps = np.diff(quantiles, axis=1)
print(f"stretched by one jump: up to {(gaps[0] / gaps[-1]).max():.1f} times; "
      f"by one of the 100 steps: up to {(gaps[:-1] / gaps[1:]).max():.2f} times")

# %% [markdown]
r"""
The three pictures show one and the same map from noise to data, the increasing one; it carries quantiles to quantiles.
(A trained GAN or VAE may find another that also gives the right distribution. The bars of the VAE have a width of our choosing. The paths are those of the deterministic sampler of [lecture 09](09_continuous_time.ipynb); the random ones wander.)
What differs is how much a single step has to do.
Between the two modes, one jump must pull neighbours far apart.
No single step of diffusion has to; together they make the same map.
The cost is that there are many of them; [lecture 10](10_solvers.ipynb) needs fewer.

## The aim: digits out of noise

Drag $t$ from the right end to 0.
On the left, 16 pictures of pure noise turn into digits.
On the right, at every $t$, the best estimate of the digit behind each: $\mathrm E[x_0 \mid x_t]$, an average over all the pictures it could become.
The function that gives it is called the **denoiser**.
At first its estimate is one grey blur for all 16; then it settles on one digit for each.
The whole sampler is the loop at the end of the next cell. One `step` estimates the digit, moves a little towards it and adds a little noise ([lecture 08](08_sampling.ipynb)).
"""

# %%
digits = load_digits()
rows = digits.images.reshape(-1, 64)
classes = [rows[digits.labels == k] for k in range(10)]
model = GaussianMixture(np.full(10, 0.1), [c.mean(axis=0) for c in classes], [np.cov(c.T, bias=True) for c in classes])
denoiser = MixtureDenoiser(model, schedule)  # E[x_0 | x_t], exact for this model: no network, no training
step = samplers.ddpm(denoiser, schedule, rng)
states = [rng.normal(size=(16, 64))]
for t in range(100, 0, -1):
    states.append(step(states[-1], t, t - 1))

# %% tags=["picture"]
x_t = np.array(states[::-1])  # by rising t
guess = np.array([denoiser(x, t) if t > 0 else x for t, x in zip(schedule.times, x_t)])
panels = [Panel(Image(frames=shown.reshape(-1, 16, 8, 8), columns=4), title=title)
          for shown, title in ((x_t, "the pictures, x_t"), (guess, "the best estimate of x_0"))]
Scene(panels, times=schedule.times, t=35, title="16 digits are generated", values={"σ": sigma},
      status="t = {t:.0f} of {T:.0f}: noise of standard deviation {σ:.2f}")

# %% [markdown]
r"""
Are they copies?
The next cell looks for the nearest of all 1797 digits to each of the 16; a copy would have distance 0.
"""

# %%
to_others = np.sort(nearest_distance(rows[:16], rows[16:]))
to_data = np.sort(nearest_distance(states[-1], rows))
table([("from a generated digit to the nearest real one", to_data[0], np.median(to_data)),
       ("from a real digit to the nearest other one", to_others[0], np.median(to_others))],
      "distance", "smallest of 16", "median", digits=1)

# %% [markdown]
r"""
None is a copy: they are no nearer to the data than digits are to one another.
Two things are missing, and the course supplies them.
The model behind this denoiser was chosen to have a formula: one Gaussian for each digit, so that its pictures look smudged.
A network needs no such formula, and learns the denoiser from the pictures alone ([lecture 07](07_training.ipynb)).
And you do not yet know why this loop samples the right distribution: lectures 02 to 08 derive it.

## Notation on one screen

| symbol | meaning | defined in |
|---|---|---|
| $x_0$ | a data point, drawn from the data: random | [lecture 02](02_noising.ipynb) |
| $x_t$ | the same, noised to time $t$: random | [lecture 02](02_noising.ipynb) |
| $\varepsilon$ | Gaussian noise, $N(0, I)$: random, independent of $x_0$ | [lecture 02](02_noising.ipynb) |
| $t$, $T$ | time, and its last value: numbers | [lecture 02](02_noising.ipynb) |
| $\alpha_t$, $\sigma_t$ | what multiplies signal and noise: $x_t = \alpha_t x_0 + \sigma_t\varepsilon$ | [lecture 02](02_noising.ipynb) |
| $\beta_t$, $\bar\alpha_t$ | noise variance of one step; $\bar\alpha_t = \prod_{s\le t}(1-\beta_s)$, which is $\alpha_t^2$ for DDPM | [lecture 02](02_noising.ipynb) |
| $\lambda_t$ | log signal-to-noise ratio, $\log(\alpha_t^2/\sigma_t^2)$ | [lecture 03](03_schedules.ipynb) |
| $q(\cdot)$, $p(\cdot)$ | densities of the noising process; of the model that generates | lectures 02, 03 |
| $Q$, $P$ | jump rates; shares of a population, or probabilities of one walker | (0.1), [lecture 01](01_one_equation.ipynb) |

[Appendix A](../appendices/A_notation.ipynb) has all of it, and a dictionary to the symbols of the papers.
"""

# %% [markdown]
r"""
## Where you stand

Points and attempts are kept in one small file, `.progress/progress.json` in the course folder, and nowhere else.
(On Binder and Colab the folder is gone when you leave.)
Run the next cell again at any time.
`progress().to_csv("mine.csv")` writes the table to a file.
"""

# %%
progress()

# %% [markdown]
r"""
## When something goes wrong

- **Nothing can be dragged**: open the command palette (Ctrl or Cmd + Shift + C), choose *Trust Notebook*, and reload the page; or run the cell.
- **A picture stays empty**: run the cell again.
- **A cell runs for ever**: the square button stops it.
  A check stops your code by itself after ten seconds, or when it has taken 1 GB of memory.
  What neither can stop inside a check is one single long call that never comes back to Python, such as `7 ** (10**8)`, or a regular expression that tries everything.
  Then choose *Kernel → Restart Kernel*; your points stay.
- **You want to start a notebook afresh**: *Kernel → Restart Kernel and Run All Cells*.
  Your points stay.
- **A new version of the course has come out**: `make update` in the course folder fetches it, keeps what you wrote as `NAME.mine.ipynb`, and carries your answers over.

## If you have an hour, a day, or a week

| you have | for pictures and data | for people and networks |
|---|---|---|
| **an hour** | this page, then the opening scenes and summaries ("What you can now say") of [02](02_noising.ipynb), [06](06_score.ipynb) and [08](08_sampling.ipynb) | this page, then those of [19](19_adoption.ipynb), [20](20_epidemics.ipynb) and [23](23_networks.ipynb) |
| **a day** | [02](02_noising.ipynb), [03](03_schedules.ipynb), [04](04_exact_reverse.ipynb), [06](06_score.ipynb), [08](08_sampling.ipynb), one exercise in each | [01](01_one_equation.ipynb), [19](19_adoption.ipynb), [20](20_epidemics.ipynb), [21](21_estimation.ipynb), [23](23_networks.ipynb), one exercise in each |
| **a week** | [01](01_one_equation.ipynb) to [10](10_solvers.ipynb), then [17](17_imbalanced.ipynb) or [18](18_memory_privacy_fairness.ipynb), all exercises | [01](01_one_equation.ipynb), [19](19_adoption.ipynb) to [24](24_influence.ipynb), then [25](25_economics.ipynb), [26](26_geography.ipynb) or [27](27_hierarchy.ipynb), and [28](28_rewind.ipynb), all exercises |

Each lecture takes about an hour to read and try; its header has the minutes and what it builds on.
If you teach, [appendix K](../appendices/K_teaching.ipynb) has plans for a class.
Whatever your plan, do the exercises with pencil first, and read what a check says before you try again.

## What you can now say

Diffusion is a population that moves at random between states, (0.1): in one meaning people, places or news, in the other data and noise.
A generative model learns to run it backwards; it makes of one hard map from noise to data many easy ones.
You use the course by dragging, predicting, answering, and reading what the check says.

Continue with [lecture 01](01_one_equation.ipynb): what do a drop of ink, a banknote among friends and a noised picture have in common?

## Sources

- E. M. Rogers, *Diffusion of Innovations*, 1962: the older meaning of the word.
  J. Sohl-Dickstein and others, ICML 2015: the newer one.
- I. Goodfellow and others, *Generative adversarial nets*, NeurIPS 2014.
  D. P. Kingma, M. Welling, *Auto-encoding variational Bayes*, ICLR 2014.
  J. Ho, A. Jain, P. Abbeel, *Denoising diffusion probabilistic models*, NeurIPS 2020: the sampler.
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the pictures and the friendship graph, which is random.
- What to read next, by question and after each lecture: [appendix J](../appendices/J_reading.ipynb).
"""
