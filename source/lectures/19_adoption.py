# %% [markdown]
r"""
# 19 · How does something new spread, and how early can you know how far?

{badges}

| | |
|---|---|
| **You will be able to** | turn Rogers' five stages into rates and watch them fill · derive Bass' S-curve and say what its three numbers mean · write down the matrix $Q$ of the adopters' number and its forward equation, the one of lecture 01 · say why a ceiling cannot be read off the first years, and how the interval shows it · tell which factors drive adoption, and when the ranking fools you · say what a published map reveals of one person |
| **You need** | rates and $\frac{dP}{dt}=Q^{\mathsf T}P$ from [lecture 01](01_one_equation.ipynb); the Fokker–Planck equation from [lecture 09](09_continuous_time.ipynb), sections 1 and 2; variance, logarithms, separable differential equations |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.linalg import expm
from scipy.optimize import least_squares
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.inspection import permutation_importance
from sklearn.metrics import roc_auc_score

from utils.data.adoption import NAMES, PROVENANCE, load_adoption
from utils.data.counts import Counts
from utils.exercises import check, hint
from utils.populations import rogers
from utils.populations.adoption import CATEGORIES, BassChain, category_times
from utils.populations.curves import Bass, Gompertz, Logistic
from utils.populations.estimation.adoption import adoption_likelihood, sales_likelihood
from utils.populations.estimation.fitting import fit
from utils.populations.estimation.profiles import likelihood_ratio, profile
from utils.processes.chains import uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable
from utils.processes.privacy import laplace_counts
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Bars, Curve, Formula, Line, Panel, Points
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(19)

# %% [markdown]
r"""
## The picture first

240 people, and something new: a seed, a phone, a vaccine.
Each person starts unaware (0) and passes five stages: *awareness* (1), *interest* (2), *evaluation* (3), *trial* (4), *adoption* (5).
Drag the time, then move a knob.
The five knobs are what people see in the innovation: 0 is an average one, ±1 is one standard deviation above or below.

1. Which knob moves the day on which half have adopted most?
2. For the first years almost nobody adopts, though most have heard of it.
   Where are they?
3. Stop at $t = 4$.
   Could you say, from what has happened by then, on which day half will have adopted?
"""

# %% tags=["picture"]
years = np.linspace(0, 16, 41)
offsets = 0.36 * np.modf(0.618 * np.arange(240))[0] * 2 - 0.36  # dots of a column, spread evenly


def stages_of(z):
    """The stage of each of 240 people at each time, (41, 240), all with the same attributes z."""
    entered = rogers.simulate_people(
        rogers.Rogers(240), np.tile(z, (240, 1)), 16.0, np.random.default_rng(19), dt=0.005
    )
    return np.sum(entered <= years[:, None, None], axis=2)


# %% tags=["picture"]
def piled(stage):
    """Dots (41, 240, 2): a column for each stage, as high as the share of people in it."""
    same = stage[:, :, None] == stage[:, None, :]
    rank = np.tril(same, -1).sum(axis=2)
    return np.stack([stage + offsets, (rank + 0.5) / 240], axis=-1)


average = rogers.Rogers(240)
SHORT = ("unaware", "aware", "interested", "evaluating", "trying", "adopted")  # stages 0 to 5

# %% tags=["picture"]
def stages_scene(advantage, compatibility, complexity, trialability, observability):
    z = np.array([advantage, compatibility, complexity, trialability, observability])
    stage, model = stages_of(z), rogers.Rogers(240, attributes=z)
    reached = {name: np.mean(stage >= k, axis=1) for k, name in enumerate(SHORT)}
    limit = mean_field(model, model.start(), years[1:])[:, 5] / 240
    people = [Bars(np.stack([np.mean(stage == k, axis=1) for k in range(6)], axis=1), labels="012345", outline=True),
              Points(frames=piled(stage), colour_by=stage, size=2.5, trail=False, label="people")]
    return dict(panels=stage_panels(people, reached, limit, model), times=years, values=reached, t=12,
                title="Five stages", status="t = {t:.1f} of {T:.0f} years: {aware:.0%} aware, {adopted:.0%} adopted")


# %% tags=["picture"]
def stage_panels(people, reached, limit, model):
    curves = [Curve(reached[name], label=name + " or further", name=name) for name in ("aware", "evaluating")]
    many = Line(years, np.r_[0, limit], label="adopted, if there were many people", dash=True)
    now, usual = model.hazards(reached["adopted"]).T, average.hazards(reached["adopted"]).T
    rates = [Bars(now, labels="12345", label="now"), Bars(usual, outline=True, label="average innovation")]
    return [Panel(*people, title="240 people in stages 0 to 5", ylabel="share of them", ylim=(0, 1)),
            Panel(*curves, Curve(reached["adopted"], label="adopted"), many, title="through time",
                  xlabel="t in years", ylabel="share", ylim=(0, 1)),
            Panel(*rates, title="rate of entering stage 1 to 5", ylabel="per year"),
            Formula("aware {aware:.0%}, evaluating or further {evaluating:.0%}, adopted {adopted:.0%}")]


# %% tags=["picture"]
knobs = {name.split()[-1]: slider(name, 0.0, -1.5, 1.5, 0.1) for name in rogers.ATTRIBUTES}
five_stages = controlled(stages_scene, **knobs)
five_stages

# %% [markdown]
r"""
The picture is a simulation of the model of section 1, person by person; the broken line is its limit for many people.
The numbers behind it are **ours, an illustration, no estimate**; that adoption has these stages and that these attributes matter is Rogers' summary of some hundreds of field studies.

In this lecture $t$, rates and curves are plain numbers.
Random are: when a person moves on, and so how many have adopted by $t$.

## 1 · Five stages, five attributes, two channels

**Claim.**
Stages, attributes and channels of communication become one line: a rate for each stage.

Number the stages $0$ (unaware), $1$ (awareness), …, $5$ (adoption).
A person in stage $j-1$ moves on to $j$ at the **hazard** $h_j$: in a short time $\Delta$ with probability $h_j\Delta + O(\Delta^2)$.
Two channels make people move.
*Mass media* reach everyone alike, at a rate $a_j$.
*Word of mouth* comes from those who have adopted, so it is proportional to their share $F$, with a rate $b_j$ when everybody has.
And the five perceived attributes $z = (z_1, \dots, z_5)$ (relative advantage, compatibility, complexity, trialability, observability) multiply both, by a weight $w_{ji}$ for each stage and attribute:

$$h_j = (a_j + b_jF)\,e^{\,w_{j1}z_1 + \dots + w_{j5}z_5}, \qquad j = 1,\dots,5. \tag{19.1}$$

<!-- 19.1: definition -->

The exponential keeps a rate positive, and makes $w_{ji}$ readable: one more standard deviation of attribute $i$ multiplies the rate into stage $j$ by $e^{w_{ji}}$.
The defaults: media are strongest where one learns that the thing exists, word of mouth where one weighs it up.
"""

# %%
rates = list(zip(rogers.STAGES[1:], rogers.MEDIA, rogers.PERSONAL, *np.transpose(rogers.WEIGHTS)))
table([*rates, ("together", None, None, *np.sum(rogers.WEIGHTS, axis=0))], "into stage", "media $a_j$", "word of mouth $b_j$", *rogers.ATTRIBUTES, digits=1)

# %% [markdown]
r"""
For many people, let $x_j(t)$ be the share in stage $j$; the share who have adopted is $F = x_5$.
Each stage gains what leaves the one before and loses what moves on:

$$\frac{dx_j}{dt} = h_j\,x_{j-1} - h_{j+1}\,x_j, \qquad h_0 = h_6 = 0 . \tag{19.2}$$

It is $\frac{dP}{dt}=Q^{\mathsf T}P$ of one person on six sites, with one difference: $Q$ depends on $F$, that is, on everybody else.

Witness: the solution by the tested solver, its slope by central differences, against the right side of (19.2) written out from (19.1).
And single people against the same curve: 20 populations of 300.
(The standard error comes from the spread of the 20. People who listen to each other are not independent, so 6 000 of them tell less than 6 000 coins; section 3 says how much less.)
"""

# %% tags=["witness"]
z = np.array([0.5, 0.0, -0.5, 0.3, 0.0])
model, at, e = rogers.Rogers(1, attributes=z), np.array([2.0, 5.0, 8.0]), 1e-3
before, x, after = (mean_field(model, model.start(), at + shift).T for shift in (-e, 0, e))
multiplier = np.exp(np.array(rogers.WEIGHTS) @ z)
h = (np.array(rogers.MEDIA)[:, None] + np.outer(rogers.PERSONAL, x[5])) * multiplier[:, None]
flow = h * x[:5]
right = np.vstack([-flow[0], flow[:-1] - flow[1:], flow[-1]])
witness("(19.2)", (after - before) / (2 * e), right, atol=1e-5)

# %% tags=["witness"]
found = []
for _ in range(20):
    entered = rogers.simulate_people(rogers.Rogers(300), np.tile(z, (300, 1)), 8.5, rng, dt=0.01)
    found.append(np.mean(entered[:, 4] <= at[:, None], axis=1))
witness("(19.2), people", np.mean(found, axis=0), x[5], standard_error=np.std(found, axis=0, ddof=1) / np.sqrt(20))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 19.1

Start from the average innovation of the table.
Half have adopted after a certain time.
Which single change brings that day forward most?

{options}

Write a letter in quotation marks.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
fastest = "d"
### END SOLUTION
fastest = check("19.1", fastest)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Its weights are the largest, and they multiply hazards from the first day.
Word of mouth is multiplied too, but by the share of adopters, which is next to nothing for half of the time.
### END SOLUTION
"""

# %% tags=["reveal"]
changes = {"nothing": {}, "media twice as loud at awareness": {"media": (1.0, *rogers.MEDIA[1:])},
           "word of mouth twice as strong": {"personal": 2 * np.array(rogers.PERSONAL)},
           "no word of mouth": {"personal": np.zeros(5)}}
for i, (name, better) in enumerate(zip(rogers.ATTRIBUTES, (1, 1, -1, 1, 1))):
    changes[f"{name} {better:+d}".replace("-", "−")] = {"attributes": better * np.eye(5)[i]}
grid, times = np.linspace(0.02, 30, 1500), []
for name, change in changes.items():
    changed = rogers.Rogers(1, **change)
    F = mean_field(changed, changed.start(), grid)[:, 5]
    times.append((name, *np.interp([0.02, 0.5], F, grid), np.interp(0.9, F, grid) - np.interp(0.1, F, grid)))
table(times, "change", "2 % have adopted after (years)", "half after", "from 10 % to 90 % in", digits=2)

# %% [markdown]
r"""
Look at the column of 2 %: doubling word of mouth hardly moves it.
There is nobody yet to speak.
What carries an innovation through its first years is media and the innovation itself.
Talk makes the middle steep: look at the last column, with and without.

## 2 · Bass: the same with the waiting left out

**Claim.**
Keep only the last step, from not having it to having it, and the S-curve has a closed form.

Suppose hearing, weighing and trying take no time.
What is left of (19.1) is one hazard, $a + bF$.
Bass (1969) writes $p$ for $a$, the **coefficient of innovation**, and $q$ for $b$, the **coefficient of imitation**:

$$\frac{dF}{dt} = (p + qF)(1 - F), \qquad F(0) = 0,\quad p>0,\ q\ge0 . \tag{19.3}$$

$1-F$ is the share that has not adopted, $p + qF$ the rate at which each of them does.
Separate the variables, and split the fraction:

$$\frac{1}{(p+qF)(1-F)} = \frac{1}{p+q}\left(\frac{q}{p+qF} + \frac{1}{1-F}\right). \tag{19.4}$$

Check it by bringing the bracket to a common denominator: the numerator is $q(1-F) + p + qF = p+q$.
Integrate from $F = 0$ at $t = 0$:

$$(p+q)\,t = \log\frac{1 + \frac qp F}{1-F} . \tag{19.5}$$

Solve for $F$:

$$F(t) = \frac{1 - e^{-(p+q)t}}{1 + \frac qp\,e^{-(p+q)t}} . \tag{19.6}$$

If $m$ people (or thousand sets) will ever adopt, the **ceiling**, then $m\,F(t)$ have adopted by $t$, and between two times $t_1 < t_2$ it is $m\,(F(t_2) - F(t_1))$.
The rate at which they adopt is $m f(t)$ with the density $f = \frac{dF}{dt} = (p+qF)(1-F)$.
As a function of $F$ that is a parabola with its top in the middle between its zeros $-\frac pq$ and 1. So, if $q > p$, sales peak at

$$F(t^*) = \frac12 - \frac{p}{2q}, \qquad t^* = \frac{\log(q/p)}{p+q}, \qquad f(t^*) = \frac{(p+q)^2}{4q} . \tag{19.7}$$

The peak comes before half of the ceiling is sold.
"""

# %% tags=["witness"]
p, q = 0.03, 0.38


def F_closed(t):
    return (1 - np.exp(-(p + q) * t)) / (1 + q / p * np.exp(-(p + q) * t))


t, e = np.linspace(0.1, 25, 60), 1e-5
F = F_closed(t)
slope = (F_closed(t + e) - F_closed(t - e)) / (2 * e)
witness("(19.3) by (19.6)", slope, (p + q * F) * (1 - F), atol=1e-9)
witness("(19.4)", 1 / ((p + q * F) * (1 - F)), (q / (p + q * F) + 1 / (1 - F)) / (p + q), atol=1e-9)
witness("(19.5)", (p + q) * t, np.log((1 + q / p * F) / (1 - F)), atol=1e-9)
witness("(19.6), the tested version", F, Bass(p, q).share(t))

# %% tags=["witness"]
fine = np.linspace(0, 20, 200_001)
density = (p + q * F_closed(fine)) * (1 - F_closed(fine))
top = density.argmax()
witness("(19.7), when", fine[top], np.log(q / p) / (p + q), atol=1e-4)
witness("(19.7), where and how high", [F_closed(fine[top]), density[top]],
        [0.5 - p / (2 * q), (p + q) ** 2 / (4 * q)], atol=1e-5)

# %% [markdown]
r"""
$p = 0.03$ and $q = 0.38$ per year are about the averages of the published fits (Sultan, Farley and Lehmann 1990, 213 of them).
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 19.2

What does Bass expect to be sold in a calendar year?
A product is launched at the time `launch`: 2010.0 is the beginning of the year 2010, 2010.5 its middle.
For each calendar year in `years`, return how many are sold between its beginning and its end.

- `p`, `q`, `m`: numbers, $p > 0$, $q\ge0$, $m>0$; `launch`: a number; `years`: array $(n,)$ of whole years, none begins before the launch, not always one after the other.
- Returns an array $(n,)$, in the unit of `m`.
- Worked value: `yearly_sales(0.02, 0.4, 1000.0, 2000, np.array([2000, 2005]))` is `[24.25, 98.00]`.
"""

# %% tags=["exercise"]
def yearly_sales(p, q, m, launch, years):
    """Sold in each calendar year."""
    ### BEGIN SOLUTION
    begin = years - launch

    def share(t):
        left = np.exp(-(p + q) * t)
        return (1 - left) / (1 + q / p * left)

    return m * (share(begin + 1) - share(begin))
    ### END SOLUTION


yearly_sales = check("19.2", yearly_sales)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
A year's sales are an accumulation, so a difference of $mF$ at the year's two ends, both counted from the launch.
`Bass(p, q, m).per_interval(edges)` is the tested version.
### END SOLUTION
"""

# %% [markdown]
r"""
### Two rivals

Without innovators, $p = 0$, (19.3) is the **logistic** equation; it has no beginning, so a time must be fixed, here the middle $t_0$:

$$\frac{dF}{dt} = rF(1-F), \qquad F(t) = \frac{1}{1+e^{-r(t-t_0)}} . \tag{19.8}$$

It is steepest at $F = \frac12$ and symmetric.
And it is Bass' curve in disguise.
Let $G$ be the logistic curve with $r = p+q$ and $t_0 = \frac{\log(q/p)}{p+q}$, so that $G = 1/(1+\frac qpe^{-(p+q)t})$. Then

$$F_{\text{Bass}}(t) = \left(1+\tfrac pq\right)G(t) - \tfrac pq , \tag{19.9}$$

as you see by bringing the right side over the denominator of (19.6).
So what is sold between two times by Bass with the ceiling $m$ is what is sold by the logistic curve with the ceiling $m(1+\frac pq)$.
**Sales alone cannot tell innovators from imitators of somebody who was there before the series began.**

The **Gompertz** curve is steepest early, at $F = 1/e$, and has a long tail:

$$\frac{dF}{dt} = -rF\log F, \qquad F(t) = e^{-e^{-r(t-t_0)}} . \tag{19.10}$$
"""

# %% tags=["witness"]
for name, curve, rate in [("(19.8)", Logistic(0.5, 9.0), lambda F: 0.5 * F * (1 - F)),
                          ("(19.10)", Gompertz(0.3, 7.0), lambda F: -0.3 * F * np.log(F))]:
    slope = (curve.share(t + e) - curve.share(t - e)) / (2 * e)
    witness(name, slope, rate(curve.share(t)), atol=1e-9)
disguised = Logistic(p + q, np.log(q / p) / (p + q)).share(t)
witness("(19.9)", F_closed(t), (1 + p / q) * disguised - p / q)

# %%
r = np.log(81) / 10  # each takes 10 years from 10 % to 90 %
rivals = {"Bass": Bass(0.0285, 0.3611), "logistic": Logistic(r, 8.0),
          "Gompertz": Gompertz((np.log(np.log(10)) - np.log(-np.log(0.9))) / 10, 5.5)}
after = np.linspace(0, 10, 201)
from_10 = {name: curve.share(curve.quantile(0.1) + after) for name, curve in rivals.items()}
table([(name, curve.quantile(0.9) - curve.quantile(0.1), curve.share(curve.peak),
        *(np.abs(from_10[name] - other).max() for other in from_10.values())) for name, curve in rivals.items()],
      "curve", "years from 10 % to 90 %", "steepest at F =", *(f"largest distance to {name}" for name in rivals),
      digits=[0, 1, 3, 3, 3, 3])

# %% tags=["picture"]
fig, axes = figures.figure(1, 2)
for (name, curve), style in zip(rivals.items(), ["-", "--", "-."]):
    begin = curve.quantile(0.1)
    later = np.linspace(0 if name == "Bass" else begin - 3, begin + 17, 150)
    axes[0].plot(later - begin, curve.share(later), style, label=name)
    axes[1].plot(later - begin, curve.density(later), style, label=name)
axes[0].set(xlabel="years since 10 % had adopted", ylabel="share adopted", ylim=(0, 1))
axes[1].set(xlabel="years since 10 % had adopted", ylabel="rate, per year", ylim=(0, None))
axes[0].legend()
figures.show(fig)

# %% [markdown]
r"""
With the same ten years from 10 % to 90 %, the three differ by 5 to 12 points of a hundred in between.
That is as much as a small population scatters by chance (section 3).
What they say about the years to come differs more: section 5.

### Adopter categories

Rogers names those who adopt by *when* they do: the first 2.5 % **innovators**, then 13.5 % **early adopters**, 34 % **early majority**, 34 % **late majority**, the last 16 % **laggards**.
The shares are those of a normal law cut at its mean less two and one standard deviations, at the mean, and at the mean plus one, in round figures.
Adoption times by Bass are not normal, so cutting at shares and cutting at mean and standard deviation are two things:
"""

# %%
curve, dense = Bass(0.03, 0.38), np.linspace(0, 120, 400_001)
weight = curve.density(dense) * (dense[1] - dense[0])
mean = dense @ weight
cuts = mean + np.sqrt((dense - mean) ** 2 @ weight) * np.array([-2, -1, 0, 1])
table(zip(CATEGORIES, [0.025, 0.16, 0.5, 0.84], category_times(curve), cuts, curve.share(np.maximum(cuts, 0))),
      "the last of the", "Rogers: share reached", "Bass reaches it at (years)", "mean + k sd (years)", "Bass' share there",
      digits=[0, 3, 2, 2, 3])

# %% [markdown]
r"""
($k=-2,-1,0,1$; the laggards are the rest.)
By mean and standard deviation Bass has no innovators at all: the cut would fall before the launch.
The categories are a convention for naming people, not a law about them.

## 3 · N people, one at a time

**Claim.**
Between people and curve stands a matrix $Q$, and its forward equation is the one that noises images.

$N$ people, $n$ of whom have adopted.
Each of the other $N-n$ adopts at the rate $p + q\frac nN$, so the next adoption comes at the rate

$$r_n = (N-n)\left(p + q\,\tfrac nN\right), \qquad n = 0, 1, \dots, N . \tag{19.11}$$

<!-- 19.11: definition -->

The state is $n$, and $n$ can only become $n+1$.
So the matrix of rates of [lecture 01](01_one_equation.ipynb#3-·-Any-sites-at-all:-one-matrix), (1.9), has two diagonals, and with $P_n(t)$ for the probability that $n$ have adopted by $t$,

$$\begin{gathered}Q = \begin{pmatrix} -r_0 & r_0 & & & \\ & -r_1 & r_1 & & \\ & & \ddots & \ddots & \\ & & & -r_{N-1} & r_{N-1}\\ & & & & 0\end{pmatrix},\\[4pt] \frac{dP}{dt} = Q^{\mathsf T}P, \quad\text{that is,}\quad \frac{dP_n}{dt} = r_{n-1}P_{n-1} - r_nP_n . \end{gathered} \tag{19.12}$$

In population models this forward equation is called the **master equation**.
"""

# %% tags=["witness"]
N, p, q = 40, 0.03, 0.38
n = np.arange(N + 1)
r_n = (N - n) * (p + q * n / N)
Q = np.diag(r_n[:-1], 1) - np.diag(r_n)
P = {t: expm(t * Q.T)[:, 0] for t in (4 - 1e-4, 4.0, 4 + 1e-4)}  # nobody at the start
slope = (P[4 + 1e-4] - P[4 - 1e-4]) / 2e-4
witness("(19.12)", slope, np.r_[0, r_n[:-1] * P[4.0][:-1]] - r_n * P[4.0], atol=1e-7)
chain = BassChain(p, q, N)
law = uniformised(reachable(chain, [0]).generator(chain), np.eye(N + 1)[0], 4.0)
witness("(19.12), the tested version", law, P[4.0], atol=1e-9)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 19.3

This one was not shown.
How long does it take, on average, until $k$ people have adopted, starting from nobody?
(The wait for an event of rate $r$ is exponential, with mean $1/r$.)

- `k`: a whole number from 1 to `N`; `p > 0`, `q ≥ 0`: numbers; `N`: a whole number.
- Returns a number, a time.
- Worked value: `mean_time_to(2, 0.1, 0.5, 4)` is $2.5 + 1.4815 = 3.9815$.
"""

# %% tags=["exercise"]
def mean_time_to(k, p, q, N):
    """The mean time until k have adopted."""
    ### BEGIN SOLUTION
    n = np.arange(k)
    return np.sum(1 / ((N - n) * (p + q * n / N)))
    ### END SOLUTION


mean_time_to = check("19.3", mean_time_to)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The chain stays at $n$ for an exponential time of mean $1/r_n$, and it visits $0, 1, \dots, k-1$ before $k$.
For large $N$ and $k = FN$ the sum becomes the integral that gave (19.5).
### END SOLUTION
"""

# %% [markdown]
r"""
### The limit is Bass' curve, and how good it is

Write $x = n/N$ for the share of adopters, a random number between 0 and 1, and $\mu(x) = (p+qx)(1-x)$.
One adoption adds $\frac1N$ to $x$ and comes at the rate $N\mu(x)$.
For any function $\varphi$, as in [(1.19)](01_one_equation.ipynb), $\frac{d}{dt}\operatorname E\varphi(x) = \operatorname E\left[N\mu(x)\left(\varphi(x+\frac1N)-\varphi(x)\right)\right]$.
Take $\varphi(x) = x$: the mean $\bar x = \operatorname Ex$ changes at the rate $\operatorname E\mu(x)$.
And $\mu$ is a parabola, $\mu(x) = \mu(\bar x) + \mu'(\bar x)(x-\bar x) - q(x-\bar x)^2$, so with $v = \operatorname{Var}(x)$

$$\frac{d\bar x}{dt} = \mu(\bar x) - q\,v , \qquad\text{exactly, for every } N. \tag{19.13}$$

Bass' equation (19.3) is this without the last term: chance slows adoption down.
How large is $v$?
We let $N$ grow.
"""

# %%
def moments(N, times=(2.0, 6.0, 10.0)):
    """Mean and variance of the share at the times, exactly, from the master equation."""
    chain, share = BassChain(p, q, N), np.arange(N + 1) / N
    laws = uniformised(reachable(chain, [0]).generator(chain), np.eye(N + 1)[0], np.array(times))
    mean = laws @ share
    return mean, laws @ share**2 - mean**2


# %% tags=["witness"]
(early, _), (mid, v), (late, _) = (moments(N, [t]) for t in (4 - 1e-3, 4.0, 4 + 1e-3))
witness("(19.13)", (late - early) / 2e-3, (p + q * mid) * (1 - mid) - q * v, atol=1e-6)

# %%
exact = Bass(p, q).share(np.array([2.0, 6.0, 10.0]))
gaps, spreads = {}, {}
for N in [25, 50, 100, 200, 400, 800]:
    mean, v = moments(N)
    gaps[N], spreads[N] = np.abs(mean - exact).max(), np.sqrt(v).max()
table([(N, gaps[N], N * gaps[N], spreads[N], np.sqrt(N) * spreads[N]) for N in gaps],
      "N", "Bass − mean", "times N", "sd of the share", "times √N", digits=[0, 4, 2, 4, 3],
      caption="the largest of t = 2, 6 and 10 years")

# %% [markdown]
r"""
The mean is off by a number over $N$, a single population by a number over $\sqrt N$.
Read the row of 100: the mean is less than two points below the curve, and one population lies some ten points to either side of its mean (one standard deviation, at the worst of the three times).
The curve describes the mean of a large population; a single village can be far from it.

### The same as Fokker–Planck

Now what lecture 01 did to the walker, (1.5) and (1.6), done to adopters.
Write $P_n(t) = \frac1N\,\rho(x,t)$ at $x = \frac nN$, with a smooth density $\rho$, and $r_n = N\mu(x)$.
Then (19.12) reads $\frac{\partial\rho}{\partial t} = N\left[(\mu\rho)(x-\frac1N) - (\mu\rho)(x)\right]$, and Taylor's formula gives

$$\frac{\partial\rho}{\partial t} = -\frac{\partial(\mu\rho)}{\partial x} + \frac{1}{2N}\,\frac{\partial^2(\mu\rho)}{\partial x^2} + O\!\left(\tfrac1{N^2}\right). \tag{19.14}$$

Put the two meanings of diffusion side by side ($f$, $g$ and $x_t$ in the last column are those of lecture 09, whose density $q_t$ is written $\rho$ here):

| | adopters in a population | a noised data point (lecture 09) |
|---|---|---|
| state | $n$ of $N$, share $x$ | $x_t$ |
| one step | $+\frac1N$ at rate $N\mu(x)$ | $f x\,\Delta$ and Gaussian noise of variance $g^2\Delta$ |
| forward equation | $\frac{dP}{dt}=Q^{\mathsf T}P$, (19.12) | $\partial_t\rho = -\partial_x(fx\,\rho)+\frac12g^2\,\partial_x^2\rho$, [(9.5)](09_continuous_time.ipynb#2-·-The-density:-Fokker–Planck) |
| carried along by | $\mu(x) = (p+qx)(1-x)$ | $f x$ |
| spread by | $\frac{\mu(x)}{N}$ in the place of $g^2$ | $g^2$ |
| without noise | Bass' curve | $x_t = \alpha_tx_0$ |
| ends in | $x = 1$ | $N(0, I)$ |

One equation; the differences are the drift, and that here the noise depends on the state, so $\mu$ stands inside both derivatives.
Lecture 28 runs this chain backward with the same formula that generates pictures.

Witness: $Q^{\mathsf T}$ applied to a smooth bump against the right side of (19.14).
With the second derivative the gap must fall to a quarter when $N$ doubles; without it, only to a half.
"""

# %% tags=["witness"]
def gap_of_19_14(N, spread=True):
    n, x = np.arange(N + 1), np.arange(N + 1) / N
    r = (N - n) * (p + q * x)
    rho, score = np.exp(-0.5 * ((x - 0.4) / 0.08) ** 2), -(x - 0.4) / 0.08**2  # ρ and (log ρ)′
    mu, mu1, mu2 = (p + q * x) * (1 - x), q - p - 2 * q * x, -2 * q
    first = mu1 * rho + mu * score * rho
    second = mu2 * rho + 2 * mu1 * score * rho + mu * (score**2 - 1 / 0.08**2) * rho
    left = np.r_[0, r[:-1] * rho[:-1]] - r * rho
    return np.abs(left - (-first + (second / (2 * N) if spread else 0)))[1:].max()


witness("(19.14)", gap_of_19_14(1600) / gap_of_19_14(800), 0.25, atol=0.01)
witness("(19.14) without its spread", gap_of_19_14(1600, False) / gap_of_19_14(800, False), 0.5, atol=0.01)

# %% [markdown]
r"""
From (19.14) the spread of a large population can be computed.
Near the curve $F(t)$ replace $\mu(x)$ by $\mu(F)+\mu'(F)(x-F)$ where it carries, and by $\mu(F)$ where it spreads.
That is an Ornstein–Uhlenbeck process with rates that change in time, so $x$ is nearly normal, its mean $F$, and its variance $v$, by the steps that led to [(1.20)](01_one_equation.ipynb), solves

$$\frac{dv}{dt} = 2\mu'(F)\,v + \frac{\mu(F)}{N}, \qquad v(0)=0 . \tag{19.15}$$

While $\mu' > 0$, before the peak of sales, both terms make differences between populations *grow*: who starts early by luck gets ahead.
Past the peak the first term turns against the second; soon after, the differences shrink, and in the end everybody has adopted everywhere.
Solved by small steps, $Nv$ at $t = 6$ is to be met by the chain, with a gap that halves when $N$ doubles:
"""

# %% tags=["witness"]
moments_of_law, on_the_way, F, Nv, dt = np.linspace(0.5, 16, 32), [], 0.0, 0.0, 1e-4
for step in range(1, 160_001):  # Euler, to t = 16; kept at every half year
    mu, mu_slope = (p + q * F) * (1 - F), q - p - 2 * q * F
    F, Nv = F + dt * mu, Nv + dt * (2 * mu_slope * Nv + mu)
    if step % 5_000 == 0:
        on_the_way.append((F, Nv))
limit_F, limit_Nv = np.array(on_the_way).T
off = {N: N * moments(N, [6.0])[1][0] - limit_Nv[11] for N in (400, 800, 1600)}
witness("(19.15), doubled N halves the gap", [off[800] / off[400], off[1600] / off[800]], 0.5, atol=0.05)

# %% tags=["picture"]
def chain_scene(people):
    chain, share = BassChain(p, q, people), np.arange(people + 1) / people
    laws = uniformised(reachable(chain, [0]).generator(chain), np.eye(people + 1)[0], moments_of_law)
    paths = simulate(chain, [0], moments_of_law, 8, np.random.default_rng(3))[:, :, 0] / people
    sd = np.sqrt(limit_Nv / people)[:, None]
    bell = np.exp(-0.5 * ((share - limit_F[:, None]) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    mean = laws @ share
    known = {"F": limit_F, "mean": mean, "sd": np.sqrt(laws @ share**2 - mean**2)}
    return dict(panels=chain_panels(share, people * laws, bell, paths), times=moments_of_law, t=9, values=known,
                title="The law of N people", status="t = {t:.1f} of {T:.0f} years: mean {mean:.3f}, sd {sd:.3f}")


# %% tags=["picture"]
def chain_panels(share, law, bell, paths):
    several = [Line(moments_of_law, path, colour=7, dash=False, label="8 populations" if k == 0 else "")
               for k, path in enumerate(paths)]
    return [Panel(Line(share, law, fill=True, label="master equation (19.12)"),
                  Line(share, bell, label="normal, (19.15)"), title="law of the share", xlabel="share adopted",
                  ylabel="density"),
            Panel(*several, Curve("F", label="Bass"), title="paths", xlabel="t in years", ylabel="share", ylim=(0, 1)),
            Formula("Bass {F:.3f}, mean of the chain {mean:.3f} ± {sd:.3f} (one population)")]


# %% tags=["picture"]
one_by_one = controlled(chain_scene, people=choose("people N", [20, 50, 100, 400], 50))
one_by_one

# %% [markdown]
r"""
Drag from the left: the law starts as a wall at 0, spreads while the curve is steep, and piles up at 1.
Then take 20 people, and 400: for which would you let the normal law of (19.15) stand in, and at which times?

## 4 · Seven real series

Each is shown once, with where it comes from.
"""

# %%
sources = {one.name.replace("_", " "): one for one in PROVENANCE}
table([(name, load_adoption(name).unit, f"{load_adoption(name).labels[0]} to {load_adoption(name).labels[-1]}",
        sources[name].rows, load_adoption(name).population, sources[name].source, sources[name].licence)
       for name in NAMES], "series", "unit", "from, to", "counts", "population", "source", "licence", digits=0)

# %% tags=["picture"]
fig, axes = figures.figure(2, 4, width=10, height=5)
axes.flat[-1].set_visible(False)
whats = ["thousand sold"] * 3 + ["doctors", "women", "farmers", "% of households"]
for ax, name, what in zip(axes.flat, NAMES, whats):
    series = load_adoption(name)
    ax.bar(series.times, series.counts, width=0.8 if series.kind == "new" else 0.5, color="0.6")
    ax.set(xlabel=series.unit, ylabel=what)
    ax.set_title(name, fontsize=10)
    ax.xaxis.get_major_locator().set_params(integer=True)
figures.show(fig)

# %% [markdown]
r"""
What they are not:

- **Durables** are sales, not adopters: later years hold second sets and replacements. And all public copies of them go back to one author's programs, so that copies agree proves nothing.
- **Doctors, women, farmers** were asked when they had begun. Memory heaps: 90 farmers said 1956 and 32 said 1951, ten and fifteen years before they were asked.
- **Computers** are shares of households present at a survey, from samples: it can fall, and it does.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 19.4

The file of the Brazilian farmers holds one number for each: the year of their first hybrid corn, 1 to 19.
152 of them have the number 20: they had not adopted when they were asked, at the end of year 19.
A colleague computes the log-likelihood of a curve $F$ (known at the ends of the years):

    def log_likelihood(codes, F):
        in_year = np.diff(F)[codes - 1]
        return np.sum(np.log(in_year))

It is wrong.
Mend it, for any number of years $T$.

- `codes`: array $(n,)$ of whole numbers 1 to $T+1$; code $T+1$ means: not adopted by the end of year $T$.
  `F`: array $(T+2,)$ with $F(0), F(1), \dots, F(T+1)$, rising, $F(0)=0$, $F(T+1)<1$.
- Returns a number: the sum, over people, of the log-probability of what is known of them.
- Worked value: `log_likelihood(np.array([1, 2, 4]), np.array([0.0, 0.2, 0.5, 0.6, 0.7]))` (here $T = 3$) is $\log 0.2 + \log 0.3 + \log 0.4 = -3.7297$.
"""

# %% tags=["exercise"]
def log_likelihood(codes, F):
    """Σ log-probability of what is known of each person."""
    ### BEGIN SOLUTION
    T = len(F) - 2
    adopted = codes <= T
    in_year = np.diff(F)[codes[adopted] - 1]
    return np.sum(np.log(in_year)) + np.sum(~adopted) * np.log(1 - F[T])
    ### END SOLUTION


log_likelihood = check("19.4", log_likelihood)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Whoever adopted in year $k$ did so with probability $F(k)-F(k-1)$.
Of the others one knows that they had not by the end of year $T$: probability $1-F(T)$.
Statisticians call such a time *censored*.
### END SOLUTION
"""

# %% [markdown]
r"""
Such a sum is called a **log-likelihood**: the logarithm of the probability that a model gives to the data.
A model has parameters, and the ones for which it is largest are the **maximum likelihood estimates**.
That is all that `fit` does below.
(For sales it supposes normal errors of one size around $m(F(t_i)-F(t_{i-1}))$; the largest likelihood then means the least sum of squared **residuals**, counts less expected counts. [Lecture 21](21_estimation.ipynb) builds it, and its intervals: the values of a parameter at which the likelihood, best over all others, is not much lower than at its top.)

What the slip does.
The likelihood of the exercise with one more parameter, the share $c$ of people who ever will adopt ($c\,F$ in the place of $F$), maximised on the three sets that know who never did; and on the farmers with code 20 read as one more year:
"""

# %%
asked = {name: load_adoption(name) for name in ("medical innovation", "family planning", "hybrid corn")}
corn = asked["hybrid corn"]
asked["corn, code 20 read as a year"] = Counts(np.arange(1, 21), np.append(corn.counts, corn.never), "years",
                                               population=692)
fits = {name: fit(adoption_likelihood(series)) for name, series in asked.items()}
table([(name, one["p"], one["q"], one["c"], bool(one.at_bound[2])) for name, one in fits.items()],
      "series", "p", "q", "ceiling c", "c at the end of its range", digits=[0, 5, 3, 3, 0])

# %% [markdown]
r"""
$p$ is halved and $q$ a quarter larger: as if 152 people had waited for the last year and then all adopted at once.
The optimiser converges all the same, and no warning of a fit can know what a code means: only the file's notes do.
The right fit, too, says $c = 1$, the end of its range: these farmers were asked before it could be known how many would never.

**Does it spread by contagion?**
With $q = 0$ everybody who ever will adopts at a constant rate, and nobody influences anybody.
Twice the gain in log-likelihood from $q$ (LR) tells how much the data ask for it.
How large is large?
The usual table ($\chi^2$, one degree of freedom) supposes that no parameter is at the end of its range.
Here $q$ may be 0, and $c$ stands at 1 in the fit without $q$, so for the doctors we also ask the simulation: 100 towns in which there is **no** contagion.
"""

# %%
without = {name: fit(adoption_likelihood(asked[name], contagion=False)) for name in ("medical innovation", "family planning")}
ratios = {name: likelihood_ratio(fits[name], without[name]) for name in without}
table([(name, *ratio) for name, ratio in ratios.items()], "series", "LR of q", "χ² table: probability of as much without q",
      digits=[0, 2, 4])

# %%
doctors = without["medical innovation"]
F = doctors["c"] * (1 - np.exp(-doctors["p"] * np.arange(18)))
by_chance = []
for counts in rng.multinomial(125, np.append(np.diff(F), 1 - F[-1]), size=100):
    town = Counts(np.arange(1, 18), counts[:17], "months", population=125)
    both = (fit(adoption_likelihood(town, contagion)) for contagion in (True, False))
    by_chance.append(likelihood_ratio(*both)[0])
share = np.mean(np.array(by_chance) >= ratios["medical innovation"][0])
print(f"LR of {ratios['medical innovation'][0]:.2f} or more in {share:.2f} ± {np.sqrt(share * (1 - share) / 100):.2f} of them")

# %% [markdown]
r"""
The doctors of *Medical Innovation* are the textbook case of social contagion.
These counts alone do not show it: without any contagion as much comes about by chance in more than one town of twenty, by the table and by the simulation.
The Korean villages' counts do.
(Yearly sales that rise would not prove it either: advertising that grows, or a price that falls below what more and more people can pay, also makes them rise. People with different constant rates do not, [lecture 25](25_economics.ipynb), section 3.)

## 5 · Why the ceiling is not known early

**Claim.**
Before sales turn, the data hold two numbers, and the ceiling is the third.

Let $n = mF$ be what has been sold so far.
Multiply (19.3) by $m$:

$$\frac{dn}{dt} = pm + (q-p)\,n - \frac qm\,n^2 . \tag{19.16}$$

This is a parabola in $n$, and the ceiling is where it comes down to 0.
From the first years one sees its left end: the height $pm$ and the slope $q-p$.
The ceiling enters through the curvature alone, and that term is small as long as $n$ is small against $m$.
Finding $m$ from such data is finding where a parabola lands from the first metres of a nearly straight piece.

How small?
For the air conditioners, take the fit to all 13 years as the truth, and compare what the curvature takes off the straight part $pm+(q-p)n$ with the size of the residuals.
"""

# %% tags=["witness"]
def first(series, years):
    """The first years of a series."""
    return Counts(series.times[:years], series.counts[:years], series.unit)


cooled = load_adoption("room air conditioners")
whole = fit(sales_likelihood(cooled))
p_ac, q_ac, m_ac = (whole[name] for name in ("p", "q", "m"))
ac = Bass(p_ac, q_ac, m_ac)
n_ac = ac.adopted(cooled.times)
witness("(19.16)", m_ac * ac.density(cooled.times), p_ac * m_ac + (q_ac - p_ac) * n_ac - q_ac / m_ac * n_ac**2, atol=1e-8)

# %%
misfit = np.std(cooled.counts - ac.per_interval(cooled.edges), ddof=3)
curvature = q_ac / m_ac * n_ac**2
table([(k, n_ac[k - 1] / m_ac, curvature[k - 1] / (curvature[k - 1] + m_ac * ac.density(float(k))), curvature[k - 1])
       for k in (3, 4, 5, 6, 7, 8, 10, 13)],
      "year", "share of the ceiling reached", "of the straight part, curvature takes", "that is (thousand a year)",
      digits=[0, ".0%", ".0%", 0], caption=f"typical residual of the fit: {misfit:.0f} thousand a year")

# %% [markdown]
r"""
Until the fifth year the term that knows the ceiling is smaller than one residual.
Now fit the first $k$ years as one would have at the time, and ask not only for the best ceiling but for the whole range that the data allow: the 90 % interval of the profile likelihood (lecture 21).

**Predict before you open it.**
From which year on does the interval have an upper end?
Does the best ceiling come from above, from below, or to and fro?
And which of the intervals contain the ceiling that all 13 years give?
"""

# %% tags=["reveal"]
windows, rows = {}, []
for k in (5, 6, 7, 8, 10, 13):
    likelihood = sales_likelihood(first(cooled, k))
    windows[k] = fit(likelihood)
    allowed, sold = profile(likelihood, windows[k], "m"), float(cooled.cumulative[k - 1])
    rows.append((k, sold, None if windows[k].at_bound[2] else windows[k]["m"], max(sold, allowed.low),
                 allowed.high if np.isfinite(allowed.high) else "none", len(windows[k].warnings)))
table(rows, "years seen", "sold so far (thousand)", "ceiling m̂", "90 % from", "to", "warnings of the fit", digits=0)

# %% tags=["reveal"]
print("The answer:")
print(windows[5])

# %%
ceilings = {}
for name in NAMES[:3]:
    series = load_adoption(name)
    ends = [k for k in range(4, len(series.counts) + 1) if (name, k) != ("colour television", 5)]  # exercise 19.5's
    found = np.array([fit(sales_likelihood(first(series, k)))["m"] for k in ends])
    ceilings[name] = ends, found / found[-1]

# %% tags=["picture", "reveal"]
fig, axes = figures.figure(1, 2)
ahead = np.arange(0, 21.0)
axes[0].bar(cooled.times, cooled.counts, color="0.8", label="sold")
for k, style in zip((5, 6, 8, 13), [":", "--", "-.", "-"]):
    axes[0].plot(ahead[1:], Bass(*windows[k].estimates).per_interval(ahead), style, label=f"first {k} years")
axes[0].set(ylim=(0, 3600), xlabel="year (1 is 1949)", ylabel="thousand a year", title="air conditioners, expected")
for (name, (ends, ratio)), style in zip(ceilings.items(), ["o-", "s--", "^-."]):
    axes[1].plot(ends, ratio, style, label=name)
axes[1].set(yscale="log", ylim=(0.1, 20), xlabel="years seen", title="ceiling / ceiling from all years")
for ax in axes:
    ax.legend(fontsize=9)
figures.show(fig)

# %% [markdown]
r"""
Five years of rising sales: no ceiling at all; the fit stops at the end of its range and says so.
One year later sales rise by less than before, and the same model promises a ceiling of a quarter of what the full series gives, two thirds of it sold already.
After four years it happens to be right.
The dryers jump as widely.
In the ninth year, just past the largest sales, both are too low by about a third, and creep up with every further year.

And the intervals?
From 5, 6 and 8 years they have no upper end: honest, and of little use.
The one from 7 years ends far below the range that all 13 years give, and the one from 10 years overlaps that range only in part.
An interval supposes that the curve *is* Bass' and the errors are independent and of one size; that it might be another curve is not in it.

So there are two troubles.
To see the first alone, let Bass be true: 20 series simulated from the fit to all 13 years, with normal errors of the size of the residuals, fitted to their first $k$ years.
"""

# %%
rows, expected = [], ac.per_interval(cooled.edges)
for k in (6, 8, 10, 13):
    sold = np.maximum(expected[:k] + misfit * rng.normal(size=(20, k)), 1.0)
    found = [fit(sales_likelihood(Counts(np.arange(1, k + 1), row, "years"))) for row in sold]
    ended = [one["m"] / m_ac for one in found if not one.at_bound[2]]
    rows.append((k, 20 - len(ended), min(ended), np.median(ended), max(ended)))
table(rows, "years seen", "of 20 without a ceiling", "the others: smallest m̂/m", "median", "largest",
      digits=[0, 0, 2, 2, ".3g"])

# %% [markdown]
r"""
Even where the model is exactly true, six years may give any ceiling, from a small part of the true one to none at all.
After 13 years all 20 are within some fifteen hundredths.

The second trouble is the curve.
Bass and Gompertz, fitted to the same years (the logistic would give the sales of Bass once more, by (19.9)); AIC is twice the number of parameters less twice the log-likelihood, lower is better, so that its difference here is twice the difference of the log-likelihoods:
"""

# %%
rows = []
for name in NAMES[:3]:
    for k in sorted({8, len(load_adoption(name).counts)}):
        series = first(load_adoption(name), k)
        bass, gompertz = (fit(sales_likelihood(series, kind)) for kind in ("Bass", "Gompertz"))
        high = profile(sales_likelihood(series), bass, "m").high
        rows.append((name, k, bass["m"], high if np.isfinite(high) else "none", gompertz["m"], bass.aic - gompertz.aic))
table(rows, "series", "years", "ceiling: Bass", "its 90 % up to", "ceiling: Gompertz", "AIC of Bass − Gompertz",
      digits=[0, 0, 0, 0, 0, 1])

# %% [markdown]
r"""
In every row Gompertz fits better and has the higher ceiling.
From eight years of air conditioners and dryers the data do not decide (AIC differs by 1.3 and less), and the ceilings differ by a factor of two and of nearly six.
With all years Gompertz leads by 4 to 8, and its ceiling lies above the interval of Bass in all three.
Bass' curve is here for what it explains, not because it fits best.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 19.5

It is the end of 1967, and five years of colour television are known.
Fit Bass to them with `fit(sales_likelihood(...))`.
How many thousand sets are still to be sold in all the years to come: the ceiling of this fit, less what had really been sold by then?
Then compare with what was sold from 1968 to 1970 alone: `load_adoption("colour television").counts[5:]`.
"""

# %% tags=["exercise"]
tv = load_adoption("colour television")
### BEGIN SOLUTION
first_five = Counts(tv.times[:5], tv.counts[:5], tv.unit)
to_be_sold = fit(sales_likelihood(first_five))["m"] - first_five.counts.sum()
### END SOLUTION
to_be_sold = check("19.5", to_be_sold)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The ceiling is what will *ever* be sold, so what has been sold is taken off.
The fit expects about half of what the next three years alone brought: it took the first slowing of growth for the beginning of the end.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · Which factors drive adoption?

**Claim.**
A learned model with permutation importance finds the factors, if the factors can be told apart.

Now the attributes differ from person to person: each of 2 000 people rates the five attributes on a scale of five, −1 to 1.
We simulate their adoption with (19.1), each with their own $z$, and note who has adopted after 7 years.
**Trialability has no effect here**: its weights are set to 0.
A learner (boosted trees) sees ratings and outcome of one half of the people and predicts those of the other half.
The **permutation importance** of a rating: shuffle its column among the people of the second half, and see by how much the prediction gets worse, here by AUC, the probability that an adopter is ranked above a non-adopter.

The hazards are known, so the truth is known too: the same shuffling, with the exact probability of adopting given $z$ in the place of the learner.
"""

# %%
weights = np.array(rogers.WEIGHTS)
weights[:, 3] = 0  # nobody needs to try it
village = rogers.Rogers(2_000, weights=weights)
train, test = slice(0, 1_000), slice(1_000, 2_000)

# %%
SCALE = [-1, -0.5, 0, 0.5, 1]


def survey(rng, same=0.0, vague=0.0):
    """Ratings as felt and as written down (2000, 5); who adopted by 7 years; the share adopted at each 0.02."""
    z = rng.choice(SCALE, size=(2_000, 5))
    z[:, 3] = np.where(rng.random(2_000) < same, z[:, 1], z[:, 3])  # compatible, so surely it can be tried
    times, written = rogers.simulate_people(village, z, 7.0, rng, dt=0.02)[:, 4], z.copy()
    written[:, 1] = np.where(rng.random(2_000) < vague, rng.choice(SCALE, size=2_000), z[:, 1])
    return z, written, np.isfinite(times), np.searchsorted(np.sort(times), 0.02 * np.arange(350), "right") / 2_000


# %%
def trained(seed, **how):
    """Boosted trees trained on one half of the people; ratings and outcome of the other half."""
    _, written, adopted, _ = survey(np.random.default_rng(seed), **how)
    trees = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=6, random_state=0)
    return trees.fit(written[train], adopted[train]), written[test], adopted[test]


def learned(seed, **how):
    """Permutation importance of each rating, and the AUC with nothing shuffled, (6,)."""
    trees, ratings, adopted = trained(seed, **how)
    found = permutation_importance(trees, ratings, adopted, scoring="roc_auc", n_repeats=4, random_state=seed)
    return [*found.importances_mean, roc_auc_score(adopted, trees.predict_proba(ratings)[:, 1])]


# %%
def auc_lost(predict, ratings, adopted, columns, rng):
    """By how much the AUC of predict(ratings) falls when these columns are shuffled, as one; mean of 4 times."""
    shuffled = []
    for _ in range(4):
        mixed = ratings.copy()
        mixed[:, columns] = rng.permutation(mixed[:, columns])
        shuffled.append(roc_auc_score(adopted, predict(mixed)))
    return roc_auc_score(adopted, predict(ratings)) - np.mean(shuffled)


# %%
def true_importance(seed):
    """The same with the exact probability of adopting in the place of the trees, (6,)."""
    z, _, adopted, shares = survey(np.random.default_rng(seed))

    def chance(ratings):
        return rogers.adoption_chances(village, ratings, shares, 0.02)

    lost = [auc_lost(chance, z[test], adopted[test], [i], np.random.default_rng([seed, i])) for i in range(5)]
    return [*lost, roc_auc_score(adopted[test], chance(z[test]))]


# %%
SEEDS = range(8)


def spread(values):
    """(mean, standard deviation) over the seeds, for each column."""
    return list(zip(np.mean(values, axis=0), np.std(values, axis=0, ddof=1)))


truth, by_village = spread([true_importance(seed) for seed in SEEDS]), np.array([learned(seed) for seed in SEEDS])
independent, order = spread(by_village), np.argsort(-by_village[:, :5], axis=1)
LINES = (*rogers.ATTRIBUTES, "AUC, nothing shuffled")
table(zip(LINES, truth, independent), "attribute", "true", "boosted trees",
      digits=3, caption="loss of AUC when shuffled: mean ± standard deviation over 8 villages")
print(f"relative advantage first in {np.sum(order[:, 0] == 0)} of 8 villages, trialability last in "
      f"{np.sum(order[:, 4] == 3)}, compatibility second in {np.sum(order[:, 1] == 1)}")

# %% [markdown]
r"""
Recovered: the sizes, within their spread, and the one without effect.
The order of the three in the middle is not: it changes from village to village, as the first line below the table counts.

Now two things that can happen in a survey (the percentages are ours).
*A halo*: 97 of 100 people see trialability just as they see compatibility.
*A vague question*: in addition 40 of 100 people answer the question on compatibility at random.
Nothing else changes; trialability still has no effect on anybody.
Which of the two will be called important?
Decide before you open the next cell.
"""

# %% tags=["reveal"]
halo = spread([learned(seed, same=0.97) for seed in SEEDS])
vague = spread([learned(seed, same=0.97, vague=0.4) for seed in SEEDS])
table(zip(LINES, truth, independent, halo, vague), "attribute", "true", "independent ratings", "halo",
      "halo and vague question", digits=3, caption="loss of AUC when shuffled: mean ± standard deviation over 8 villages")

# %% tags=["picture", "reveal"]
fig, ax = figures.figure(width=7.5)
for k, (name, values) in enumerate({"true": truth, "independent ratings": independent, "halo": halo,
                                    "halo and vague question": vague}.items()):
    mean, sd = np.array(values[:5]).T
    ax.bar(np.arange(5) + 0.2 * k - 0.3, mean, 0.18, yerr=sd, label=name, color=figures.OKABE_ITO[[0, 5, 1, 3][k]],
           hatch=["", "//", "..", "xx"][k], edgecolor="white")
ax.set(xticks=range(5), xticklabels=rogers.ATTRIBUTES, ylabel="loss of AUC when shuffled")
ax.legend()
figures.show(fig)

# %% tags=["reveal"]
def pair_lost(seed, **how):
    """The importance of compatibility and trialability together."""
    trees, ratings, adopted = trained(seed, **how)
    return auc_lost(lambda x: trees.predict_proba(x)[:, 1], ratings, adopted, [1, 3], np.random.default_rng([seed, 5]))


surveys = {"independent": {}, "halo": {"same": 0.97}, "halo and vague question": {"same": 0.97, "vague": 0.4}}
table([(name, *spread([[pair_lost(seed, **how)] for seed in SEEDS])) for name, how in surveys.items()],
      "ratings", "compatibility and trialability shuffled together", digits=3)

# %% [markdown]
r"""
With the halo alone a part of the credit for compatibility is gone, more in some villages than in others: look at its standard deviation.
Little of it appears at trialability: while one of the two is shuffled the other stands in, so single shuffles do not add up to the pair's.
With the vague question the attribute **without any effect** gets the credit: its rating is a cleaner copy of what people feel about compatibility than their own answer to that question.
The prediction hardly suffers (last line): the copy stands in.
The importance is a true statement about the learner and a false one about people: a campaign that makes this innovation easier to try would change nothing.
Shuffled *together*, the pair keeps its importance; that is what such data can know.
Which of the two it is can be learned only by changing one of them.

## 7 · What a published map reveals of one person

Adoption data are about people: who uses contraception, who is vaccinated, who bought the dearer seed.
Published are maps: so many per cent in each block.

**Experiment.**
2 304 homes on a 48 × 48 grid.
How large an advantage people see, and how well it fits their lives, varies over the village, and neighbours see alike.
Part of them has adopted when the map is drawn, one number a block.
An attacker knows where a woman lives.
He guesses with the odds of her block: if 30 % have adopted there, he says "she has" with probability 0.3.
(Always naming the likelier case would be right more often. But it needs a rule for ties, and this can be computed.)
"""

# %%
def village_map(seed):
    """Who had adopted on a 48 × 48 grid of homes, neighbours with similar views."""
    rng = np.random.default_rng(seed)
    field = rng.normal(size=(48, 48))
    for axis in (0, 1):  # smoothed over about 9 homes each way
        field = sum(np.roll(field, shift, axis) for shift in range(-4, 5)) / 3
    views = np.clip(0.8 * field + 0.4 * rng.normal(size=(48, 48)), -1.5, 1.5).reshape(-1, 1)
    ratings = np.hstack([views, views, np.zeros((2_304, 3))])
    times = rogers.simulate_people(rogers.Rogers(2_304), ratings, 7.0, rng, dt=0.01)[:, 4]
    return np.isfinite(times).reshape(48, 48)


# %% tags=["picture"]
fig, axes = figures.figure(1, 4, width=9, height=2.6)
homes = village_map(0)
for ax, b in zip(axes, [1, 3, 8, 16]):
    blocks = homes.reshape(48 // b, b, 48 // b, b).mean(axis=(1, 3))
    ax.imshow(np.kron(blocks, np.ones((b, b))), vmin=0, vmax=1)
    ax.set(title="every home" if b == 1 else f"blocks of {b * b}", xticks=[], yticks=[])
    ax.grid(False)
figures.show(fig)

# %% [markdown]
r"""
Two attackers.
One has the map.
The other has the same map *drawn without her*: everybody of her block but her.
What the first knows more, she gave away by being counted.
What the second knows, her neighbours gave away.

In a block of $n$ people of whom $k$ have adopted, the first is right about each of the $k$ with probability $\frac kn$ and about each of the others with $\frac{n-k}n$; the second with $\frac{k-1}{n-1}$ and $\frac{n-k-1}{n-1}$.
On average over the block,

$$\frac{k^2+(n-k)^2}{n^2} - \frac{k(k-1)+(n-k)(n-k-1)}{n(n-1)} = \frac{2k(n-k)}{n^2(n-1)} \;\le\; \frac{1}{2(n-1)} . \tag{19.17}$$

So what taking part costs her falls like one over the size of the block.
What the neighbours give away need not fall at all.
"""

# %% tags=["witness"]
for size in (2, 9, 64):
    k = np.arange(size + 1)
    has = np.arange(size) < k[:, None]  # a block for each k
    others = (k[:, None] - has) / (size - 1)
    first_one = np.mean(np.where(has, k[:, None] / size, 1 - k[:, None] / size), axis=1)
    second_one = np.mean(np.where(has, others, 1 - others), axis=1)
    witness(f"(19.17), n = {size}", first_one - second_one, 2 * k * (size - k) / (size**2 * (size - 1)))
    above = np.maximum(first_one - second_one - 1 / (2 * (size - 1)), 0)
    witness(f"(19.17), never above the bound, n = {size}", above, 0)

# %%
def right_guesses(b, seed, epsilon=None):
    """How often a guess is right from the odds of the block of b × b homes: with her, without her, their difference."""
    here = village_map(seed).reshape(48 // b, b, 48 // b, b)
    count = here.sum(axis=(1, 3), keepdims=True).astype(float)
    if epsilon:
        count = np.clip(laplace_counts(count, epsilon, 1.0, np.random.default_rng([seed, 1])), 0, b * b)
    odds, others = count / b**2, (count - here) / max(b**2 - 1, 1)
    right, without = (np.mean(np.where(here, guess, 1 - guess)) for guess in (odds, others))
    return right, without, right - without


# %%
VILLAGES, rows = range(8), []
total = spread([[village_map(seed).mean() ** 2 + (1 - village_map(seed).mean()) ** 2] for seed in VILLAGES])[0]
for b in [1, 2, 3, 4, 6, 8, 12, 16]:
    exact = spread([right_guesses(b, seed) for seed in VILLAGES])
    noisy = spread([right_guesses(b, seed, epsilon=0.5) for seed in VILLAGES])
    rows.append((b * b, exact[0], *(exact[1:] if b > 1 else (None, None)), noisy[0]))
table(rows, "people in a block", "right: map with her", "map without her", "difference", "noisy map with her", digits=3,
      caption=f"mean ± sd over 8 villages; from the village's total alone: {total[0]:.3f} ± {total[1]:.3f}")

# %% tags=["picture"]
fig, ax = figures.figure(width=7)
for column, (label, style) in {1: ("map with her", "o-"), 2: ("map without her", "s--"),
                               4: ("noisy map with her, ε = 0.5", "^-.")}.items():
    known = [row for row in rows if row[column]]
    mean, sd = np.array([row[column] for row in known]).T
    ax.errorbar([row[0] for row in known], mean, sd, fmt=style, capsize=3, label=label)
ax.axhline(total[0], color="0.4", linewidth=1, label="from the village's total alone")
ax.set(xscale="log", xlabel="people in a block", ylabel="how often the guess is right", ylim=(0.45, 1.02))
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
Read the distance between the first two lines: that is what taking part costs her.
In blocks of 16 it is less than three hundredths, in blocks of 64 less than one.
Then read the height of the second line above the grey one: her neighbours' records reveal what hers does not, and **no care with her own record can take that back**.
A map can be private to each person and still tell a landlord, an insurer or a mother-in-law what to expect of a street.

**A promise that can be kept.**
The worst attacker knows *everybody else* of the block.
From an exact count she is then known for certain.
Whatever is published shall therefore be nearly as probable with her as without her: for every possible output $y$, with densities,

$$e^{-\epsilon} \;\le\; \frac{p(y \mid \text{with her})}{p(y \mid \text{without her})} \;\le\; e^{\epsilon} . \tag{19.18}$$

<!-- 19.18: definition -->

This is **differential privacy** with the parameter $\epsilon$ (not the noise $\varepsilon$ of other lectures).
By Bayes, whoever knows all the others changes his odds about her by at most the factor $e^{\epsilon}$.
Whoever does not may learn far more; but he learns nearly the same from the map without her.
Laplace noise of scale $\frac1\epsilon$ added to the count keeps the promise: its density at $y$ is $\frac\epsilon2e^{-\epsilon|y-k|}$ around a count $k$, and moving the centre by 1 changes the exponent by at most $\epsilon$.
If he holds both for equally likely beforehand, his best decision is the nearer of the two counts, and it is right with probability

$$\int_{-\infty}^{1/2}\frac\epsilon2\,e^{-\epsilon|y|}\,dy = 1 - \tfrac12e^{-\epsilon/2} . \tag{19.19}$$
"""

# %% tags=["witness"]
n_trials = 200_000
for epsilon in (0.1, 0.5, 1.0, 3.0):
    inside = rng.random(n_trials) < 0.5
    published = laplace_counts(17.0 + inside, epsilon, 1.0, rng)
    right = np.mean((published > 17.5) == inside)
    formula = 1 - 0.5 * np.exp(-epsilon / 2)
    witness(f"(19.19) at ε = {epsilon}", right, formula, standard_error=np.sqrt(formula * (1 - formula) / n_trials))

# %%
table([(epsilon, 1 - 0.5 * np.exp(-epsilon / 2), np.sqrt(2) / epsilon) for epsilon in (0.1, 0.5, 1.0, 3.0)],
      "ε", "right: who knows all the others, from even odds", "a count is off by (people)", digits=[1, 3, 1])

# %% [markdown]
r"""
That is how often somebody is right who knows all the others, where a coin gets one half.
The cost is on the map: each count is off by so many people (standard deviation), which spoils a block of four and hardly changes a block of 64, as the third line of the figure shows.
What the neighbours give away is still there.
Somebody who knows nobody looks up her block of 256 on a map with the strict $\epsilon = 0.1$, which moves the odds of who knows all the others by at most $e^{0.1}$.
How does it move *his*?
"""

# %%
counts = np.concatenate([village_map(seed).reshape(3, 16, 3, 16).sum(axis=(1, 3)).ravel() for seed in VILLAGES])
rows = []
for y in (20, 100, 150, 200):
    seen = np.exp(-0.1 * np.abs(y - counts))  # probability of y from each block, up to a factor
    rows.append((y, (seen @ counts / counts.sum()) / (seen @ (256 - counts) / np.sum(256 - counts)), np.exp(0.1)))
table(rows, "published count of 256", "his odds that she has adopted change by the factor", "e^0.1", digits=[0, 2, 2])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 19.6

A health office publishes a map of *all who have adopted so far* every month, $k$ maps in all.
Together they shall keep the promise (19.18) for each person: the scale of the Laplace noise of each count is then (the most that all counts together can change when one adopter is left out) over $\epsilon$.
Nobody un-adopts.
What is the standard deviation of the noise of one count?

Write a formula in `k` and `eps`, such as `"k**2 + sqrt(eps)"`.
For `k = 12` and `eps = 1` its value is 16.97.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
noise_deviation = "sqrt(2) * k / eps"
### END SOLUTION
noise_deviation = check("19.6", noise_deviation)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Someone who adopted in the first month stands in each of the $k$ maps: without her $k$ counts are lower by 1.
Scale $k/\epsilon$, standard deviation $\sqrt2$ times that.
(Publish each month's *new* adopters instead, and each adopter is counted once: scale $1/\epsilon$, whatever $k$. What is published decides what it costs.)
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · Break it

A slip that is easily made: the calendar year as time since the launch.
We fit Bass' density to the air conditioners by least squares, once with $t = 1, \dots, 13$ and once with $t = 1949, \dots, 1961$, from the same starting values.
"""

# %%
def fitted(t, start=(0.01, 0.4, 18_000)):
    """Least squares of m f(t), as one would write it in a hurry."""
    def f(t, p, q, m):
        return m * p * (p + q) ** 2 * np.exp(-(p + q) * t) / (p + q * np.exp(-(p + q) * t)) ** 2

    report = least_squares(lambda s: f(t, *s) - cooled.counts, start, x_scale=start, max_nfev=200)
    return *report.x, np.abs(f(t, *start)).max(), bool(report.success)


table([("1 to 13", *fitted(np.arange(1.0, 14))), ("1949 to 1961", *fitted(np.arange(1949.0, 1962)))],
      "time", "p", "q", "m", "largest sales at the start of the search", "says it converged",
      digits=[0, 5, 4, 0, ".2g", 0])

# %% [markdown]
r"""
What the failure looks like: *success*.
At $t = 1949$ the curve is 0 to hundreds of decimals, for all parameters anywhere near the start, so the optimiser finds no direction to go, returns its starting values and reports convergence.
Estimates that equal their starting values are no estimates.
And the first row is not right either: $m f$ at the end of each year stands for the sales of the year, exercise 19.2's first mistake.
Compare its $p$ with that of `whole`, fitted to intervals:
"""

# %%
rows = []
for name in NAMES[:3]:
    series = load_adoption(name)
    over_years = fit(sales_likelihood(series)).estimates
    at_ends = least_squares(lambda s, y=series: Bass(*s).m * Bass(*s).density(y.times) - y.counts, over_years,
                            x_scale=over_years).x
    rows.append((name, over_years[0], at_ends[0], *(at_ends / over_years - 1)))
table(rows, "series", "p: sales of the year", "p: density at the year's end", "p off by", "q off by", "m off by",
      digits=[0, 5, 5, "+.0%", "+.1%", "+.1%"])

# %% [markdown]
r"""
Shifting the clock by half a year is made up for by $p$; $q$ and $m$ hardly move.

## 9 · In the wild

**A forecast that came true.**
In 1966 Bass forecast that colour television sales in the USA would peak in 1968, at 6.7 million sets, while the industry was building plants for 14 million picture tubes a year (reported by Dodds 1973).
In our series:
"""

# %%
table([(year, sets / 1000) for year, sets in zip(tv.labels[4:], tv.counts[4:])], "year", "million sets", digits=2)

# %% [markdown]
r"""
The peak is in that year, by a third of a per cent before the next; its height was forecast an eighth too high.
What it does not show: how often such forecasts fail.
It is quoted because it came true, and it rested on three years of data; section 5 shows what that can give.

**How ceilings creep.**
Van den Bulte and Lilien (1997) refitted Bass to twelve innovations with every year added.
When observed penetration grew by 10 %, the estimated ceiling grew by about 5 %, $q$ fell by about 10 % and $p$ rose by about 15 % (their figures; we have not rerun them).
They found the same in data simulated from the model itself: a bias of the estimates, no change of the world.

**And a cause that was something else.**
The same authors (2001) went back to *Medical Innovation* with the drug firms' advertising added: once it is accounted for, the contagion is gone.

**Not here.**
A remedy for section 5: let similar products, already finished, say what ceilings and rates are likely (a prior; Lenk and Rao 1990; how priors work is in [lecture 21](21_estimation.ipynb)).
Price and advertising in Bass' equation (Bass, Krishnan and Jain 1994): lecture 25.
S-curves without any contagion, from people who differ (Young 2009).

## 10 · What you can now say

The title's question: something new spreads by people moving through stages, at rates that the innovation, the media and other adopters set; and how far it will go cannot be known before its sales have turned, because until then the ceiling is a small correction to the data; afterwards it is known as well as the curve is right.

| | result | witness |
|---|---|---|
| (19.1), (19.2) | Five stages are a chain whose rates depend on everybody | [section 1](#1-·-Five-stages,-five-attributes,-two-channels) |
| (19.6), (19.7) | Bass' closed form, and its peak before half | [section 2](#2-·-Bass:-the-same-with-the-waiting-left-out) |
| (19.12) | $Q$ of the adopters; $\frac{dP}{dt}=Q^{\mathsf T}P$ | [section 3](#3-·-N-people,-one-at-a-time) |
| (19.13), (19.15) | The curve is off by $1/N$ on average, one population by $1/\sqrt N$ | [section 3](#3-·-N-people,-one-at-a-time) |
| (19.14) | Seen from afar the master equation is Fokker–Planck's | [section 3](#3-·-N-people,-one-at-a-time) |
| (19.16) | The ceiling enters by the curvature alone | [section 5](#5-·-Why-the-ceiling-is-not-known-early) |
| (19.17) | What being counted costs one person: at most $\frac1{2(n-1)}$ in a block of $n$ | [section 7](#7-·-What-a-published-map-reveals-of-one-person) |
| (19.19) | What noise of scale $1/\epsilon$ leaves to somebody who knows all the others | [section 7](#7-·-What-a-published-map-reveals-of-one-person) |

The opening questions.
(1) Relative advantage: its weights are the largest, together 2.4 (section 1).
(2) Before the middle: aware or interested; few have come to weigh it up or try it, and each stage adds its wait.
(3) By somebody who knows the rates; not from the counts of four years.
And in this model everybody adopts in the end. In the world some never do, and how many is known last: section 5.

**Next question.**
What if people pass it on only for a while, and can be protected?
That is [lecture 20](20_epidemics.ipynb), epidemics.
[Lecture 21](21_estimation.ipynb) builds the fits used here.

## 11 · Sources

- E. M. Rogers, *Diffusion of innovations*, 1962: stages, attributes, categories. The numbers of (19.1) are ours.
- F. M. Bass, *A new product growth for model consumer durables*, Management Science 15, 1969: (19.3) to (19.7), (19.16).
- S.-C. Niu, *A stochastic formulation of the Bass model of new-product diffusion*, 2002: the chain (19.11).
- T. G. Kurtz, *Solutions of ordinary differential equations as limits of pure jump Markov processes*, 1970: the limit. N. G. van Kampen, *Stochastic processes in physics and chemistry*, 1981: (19.14), (19.15).
- Z. Griliches 1957 and R. Dixon 1980, both *Econometrica*: logistic and Gompertz for hybrid corn.
- F. Sultan, J. U. Farley, D. R. Lehmann, *A meta-analysis of applications of diffusion models*, Journal of Marketing Research 27, 1990.
- W. Dodds, *An application of the Bass model in long-term new product forecasting*, Journal of Marketing Research 10, 1973: the story of 1966.
- C. Van den Bulte, G. L. Lilien, *Bias and systematic change in the parameter estimates of macro-level diffusion models*, Marketing Science 16, 1997; *Medical Innovation revisited*, American Journal of Sociology 106, 2001.
- P. J. Lenk, A. G. Rao, *New models from old: forecasting product adoption by hierarchical Bayes procedures*, Marketing Science 9, 1990. F. M. Bass, T. V. Krishnan, D. C. Jain, *Why the Bass model fits without decision variables*, Marketing Science 13, 1994. H. P. Young, *Innovation diffusion in heterogeneous populations*, American Economic Review 99, 2009.
- D. Kifer, A. Machanavajjhala, *No free lunch in data privacy*, 2011: what (19.18) does not promise.
- L. Breiman, *Random forests*, 2001: permutation importance.
- C. Dwork, F. McSherry, K. Nissim, A. Smith, *Calibrating noise to sensitivity in private data analysis*, 2006.
- Data: the table of section 4.
- Ours: the default numbers, the experiments of sections 3, 6 and 7, the exercises.
"""
