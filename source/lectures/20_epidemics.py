# %% [markdown]
r"""
# 20 · How does an epidemic spread, what stops it, and what can the counts tell?

{badges}

| | |
|---|---|
| **You will be able to** | write one epidemic as random events, as a master equation and as an ODE, and say how far apart they are · tell the herd-immunity threshold from the final size, and both from the probability of an outbreak · put measures on a timeline and count their cost · estimate a reproduction number from deaths that come weeks late, and say what such counts cannot tell · read who is protected off a plan for scarce vaccine |
| **You need** | $dP/dt = Q^{\mathsf T}P$ from [lecture 01](01_one_equation.ipynb), Fokker–Planck from [lecture 09](09_continuous_time.ipynb), the chain of [lecture 19](19_adoption.ipynb); ordinary differential equations, Poisson and gamma laws |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.optimize import minimize
from scipy.stats import chisquare, nbinom

from utils.data.covid_italy import EASED, LOCKDOWN, load_covid_italy
from utils.exercises import check, hint
from utils.populations import forecasts, renewal
from utils.populations.epidemics import SEIR, SIR, extinction, final_size, herd_immunity
from utils.populations.groups import GroupSIR
from utils.populations.interventions import Measure, course, measures_at, outcome, simulate_course
from utils.populations.learned import learn, ridge
from utils.processes.chains import uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable
from utils.teaching import figures
from utils.teaching.controls import controlled, slider
from utils.teaching.scene import Curve, Formula, Handles, Heat, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(20)
city = SIR(0.5, 0.25, 10_000)  # the town of exercises 20.5 and 20.6
city_start = city.start(10)

# %% [markdown]
r"""
## The picture first

A disease in a town of 1 000.
On the left is your timeline: the share of all contacts that still take place on each day.
Drag its handles, sideways for *when* and up or down for *how much* (with a kernel; the slider needs none).
In the middle are those who are infectious, beside what would happen without you.
On the right are 256 of the people: circles are susceptible, the other signs infectious, then removed (recovered or dead), which spread no more.

Three questions for the way.

1. Can you keep the peak below 50, and what does that cost in contacts given up?
2. Lift everything on day 60.
   What happens, and why?
3. Which timeline of yours had the fewest infections in all for the least cost: an early one, a late one, a long one?
"""

# %% tags=["picture"]
town, days = SIR(beta=0.25, gamma=0.1, N=1_000), np.arange(181.0)
unchecked = course(town, [], town.start(5), days)[:, 1]
side = np.stack(np.meshgrid(np.arange(16.0), np.arange(16.0)), axis=-1).reshape(-1, 2)
turn = (rng.permutation(256) + 0.5) / 256  # in which order the 256 are reached


# %% tags=["picture"]
def signs_of(states):
    """0 susceptible, 1 infectious, 2 removed, for each of the 256 on each day."""
    infected, removed = 1 - states[:, :1] / town.N, 1 - states[:, :2].sum(axis=1, keepdims=True) / town.N
    return (turn < infected).astype(int) + (turn < removed)


# %% tags=["picture"]
def followed(handles):
    """Share of contacts kept on each day, and the ODE's states under it."""
    at, level = np.array(sorted(handles)).T
    kept = np.clip(np.interp(days, at, level), 0, 1)
    timeline = [Measure(day, day + 1, distancing=1 - share) for day, share in zip(days, kept)]
    return kept, course(town, timeline, town.start(5), days)


# %% tags=["picture"]
def epidemic(handles):
    kept, states = followed(handles)
    S, I = states[:, 0], states[:, 1]
    own = Handles(*np.array(sorted(handles)).T, label="contacts kept")
    people = Points(side, colour_by=signs_of(states), size=4, label="people")
    panels = [Panel(own, title="drag: share of contacts kept", xlabel="day", xlim=(-5, 185), ylim=(0, 1.08)),
              Panel(Curve(days, I, label="with your timeline"), Line(days, unchecked, label="without", dash=True), title="infectious", xlabel="day", ylabel="people", ylim=(0, 260)),
              Panel(people, title="256 of them", aspect="equal", xlim=(-1, 16), ylim=(-1, 16)),
              Formula("R = {R:.2f}, {I:.0f} infectious; by day 180: {ever:.0f} infected, {given_up:.0f} days of contacts given up a person")]
    return dict(panels=panels, values={"R": kept * town.R0 * S / town.N, "I": I, "ever": np.full(181, town.N - S[-1]), "given_up": np.full(181, np.sum(1 - kept))})


# %% tags=["picture"]
first_plan = [[0, 1], [20, 1], [24, 0.35], [80, 0.35], [130, 0.35], [180, 0.35]]
opening = Scene(times=days, t=60, title="Your timeline", status="day {t:.0f}: R = {R:.2f}, {I:.0f} infectious", **epidemic(first_plan))
opening.observe(lambda change: opening.update(**epidemic(change.new)), "handles")
opening

# %% [markdown]
r"""
The number $R$ below the panels is how many people one case infects now.
While it is above 1 the curve rises, below 1 it falls.
This lecture puts numbers on what lowers it and what brings it back: first in a model where everything is known, then in the deaths of one real country.

## 1 · One epidemic, three descriptions

**Claim.**
State the events once; an ODE, a master equation and random paths follow from them.

$N$ people mix evenly.
$S$ of them are susceptible, $I$ infectious, the other $N - S - I$ removed.
Random are the times at which two events happen:

$$(S, I) \to (S-1, I+1)\ \text{ at rate }\ \beta\,\frac{S I}{N}, \qquad (S, I) \to (S, I-1)\ \text{ at rate }\ \gamma I. \tag{20.1}$$

<!-- 20.1: definition -->

Each infectious person meets others at such a rate that $\beta$ infections a day would follow if all others were susceptible; a share $S/N$ are.
Each is removed at rate $\gamma$, so the time infectious is exponential with mean $1/\gamma$.
This is the **SIR** model.
In **SEIR** whoever is infected is first exposed ($E$), not yet infectious, and becomes so at rate $\sigma$.

**The ODE.**
In a short time $\Delta$ the expected change of $S$ is $-\beta SI/N\,\Delta$, and $I$ gains that and loses $\gamma I\Delta$.
If $N$ is so large that the counts stay close to their expectations,

$$\frac{dS}{dt} = -\beta\,\frac{SI}{N}, \qquad \frac{dI}{dt} = \beta\,\frac{SI}{N} - \gamma I. \tag{20.2}$$

Witness: solve it, take central differences of the solution, compare with the right side.
"""

# %% tags=["witness"]
fine = np.linspace(0, 60, 6_001)
S, I = mean_field(town, town.start(5), fine).T
slopes = np.array([(x[2:] - x[:-2]) / (fine[2:] - fine[:-2]) for x in (S, I)])
infections = town.beta * S * I / town.N
witness("(20.2)", slopes, np.array([-infections, infections - town.gamma * I])[:, 1:-1], atol=1e-2)

# %% [markdown]
r"""
**The master equation.**
Let $P_{S,I}(t)$ be the probability that the counts are $(S, I)$ at $t$.
How does it change in a short time $\Delta$?
To be at $(S, I)$ afterwards, either an infection came from $(S+1, I-1)$, or a removal from $(S, I+1)$, or the state was there already and nothing happened.
Multiply each by its probability, subtract $P_{S,I}$, divide by $\Delta$, let $\Delta \to 0$, exactly as for the walker of lecture 01:

$$\frac{dP_{S,I}}{dt} = \frac{\beta}{N}(S+1)(I-1)\,P_{S+1,I-1} + \gamma(I+1)\,P_{S,I+1} - \left(\frac{\beta}{N}SI + \gamma I\right)P_{S,I}. \tag{20.3}$$

States outside $S, I \ge 0$, $S + I \le N$ have probability 0.
Number the states, and let $Q_{ij}$ be the rate of (20.1) from state $i$ to state $j$, with $Q_{ii} = -\sum_{j\ne i}Q_{ij}$.
Then (20.3) is row by row $\frac{dP}{dt} = Q^{\mathsf T}P$: [the equation of lecture 01](01_one_equation.ipynb), and of the adopters in [lecture 19](19_adoption.ipynb).
There one count rose; here two move at once, so the states fill a triangle, and each row of $Q$ has two rates beside its diagonal.

Witness: build $Q$ for 40 people by walking through every state that can be reached, and compare $Q^{\mathsf T}P$ with (20.3) written out with loops over an array.
"""

# %%
village = SIR(beta=1.2, gamma=0.4, N=40)
space = reachable(village, village.start(2))
Q = space.generator(village)
print(f"{len(space.states)} states; row of (S, I) = {tuple(map(int, space.states[5]))}: {Q[[5]].nnz} entries, sum {Q[[5]].sum():.0e}")


def on_grid(laws):
    """Laws (..., states) as arrays (..., S, I)."""
    P = np.zeros((*laws.shape[:-1], village.N + 2, village.N + 2))
    P[..., space.states[:, 0], space.states[:, 1]] = laws
    return P


# %% tags=["witness"]
def right_side(P, beta, gamma, N):
    """(20.3) for P (N + 2, N + 2); the last row and column are 0."""
    change = np.zeros_like(P)
    for S in range(N + 1):
        for I in range(N + 1 - S):
            from_infection = beta / N * (S + 1) * (I - 1) * P[S + 1, I - 1] if I else 0.0
            change[S, I] = from_infection + gamma * (I + 1) * P[S, I + 1] - (beta / N * S * I + gamma * I) * P[S, I]
    return change


made_up = rng.dirichlet(np.ones(len(space.states)))  # any law at all
witness("(20.3)", on_grid(Q.T @ made_up), right_side(on_grid(made_up), village.beta, village.gamma, village.N))

# %% [markdown]
r"""
So all that lectures 01 and 09 know of $Q^{\mathsf T}$ holds for an epidemic.
Its law at any time is $P(t) = e^{Q^{\mathsf T}t}P(0)$, exact, with all its chance.
Below it is on the left: each cell is a pair $(S, I)$, darker for more probable.
The ODE's path runs through it, and six random epidemics, drawn event by event.
On the right is what the picture is about: how many have been infected so far.
"""

# %% tags=["picture"]
at = np.linspace(0, 30, 61)
begin = np.eye(1, len(space.states))[0]  # surely at the start
laws = on_grid(uniformised(Q, begin, at))
one_law = laws[:, :41, :41].swapaxes(1, 2)  # rows: I
paths = simulate(village, village.start(2), at, 6, np.random.default_rng(3)).swapaxes(0, 1)
limit = mean_field(village, village.start(2), at)
so_far = laws[:, :41].sum(axis=2)[:, ::-1]  # over 0..40 infected
numbers = {"over": laws[:, :, 0].sum(axis=1), "mean": so_far @ np.arange(41), "ode": 40 - limit[:, 0]}

# %% tags=["picture"]
chain = Scene(
    [Panel(Heat(np.sqrt(one_law), extent=(-0.5, 40.5, -0.5, 40.5), each=True),
           Curve(limit[:, 0], limit[:, 1], colour=6, label="ODE"),
           Points(frames=paths, size=4, colour=3, label="random epidemics"),
           title="P(S, I), as its root", xlabel="susceptible S", ylabel="infectious I", xlim=(-0.5, 40.5), ylim=(-0.5, 40.5)),
     Panel(Line(np.arange(41.0), so_far, fill=True, label="probability"),
           title="infected so far", xlabel="people", ylabel="probability", ylim=(0, 0.35)),
     Formula("over by now: {over:.0%} of all epidemics; expected {mean:.1f} infected, the ODE {ode:.1f}")],
    times=at, t=16, title="One epidemic in 40 people, in law", status="day {t:.1f}: {over:.0%} are over", values=numbers,
)
chain

# %% [markdown]
r"""
Drag to the end.
The law splits in two: some epidemics die out at once, others reach most of the village.
The ODE knows nothing of the first kind, so its count lies above the expectation.
Section 3 computes how probable the first kind is.

**Random paths.**
If the rates of all events add up to $\lambda$, the wait until the next is exponential with mean $1/\lambda$, and it is event $j$ with probability $\lambda_j/\lambda$: Gillespie's algorithm.
`simulate` does it for thousands of epidemics at once, one event of each at a time.
Does it draw from the law of the master equation?
Ten seeds, 4 000 epidemics each, at day 8: cells in which fewer than 5 are expected are put together, and a $\chi^2$ test compares the counts.
"""

# %%
expected = 4_000 * on_grid(uniformised(Q, begin, 8.0))


def p_value(seed):
    states = simulate(village, village.start(2), [8.0], 4_000, np.random.default_rng(seed))[:, 0]
    counts = np.zeros_like(expected)
    np.add.at(counts, tuple(states.T), 1)
    often = expected >= 5
    pooled = [np.append(x[often], x[~often].sum()) for x in (counts, expected)]
    return chisquare(pooled[0], pooled[1] * 4_000 / pooled[1].sum()).pvalue, int(often.sum()) + 1


# %%
found = [p_value(seed) for seed in range(10)]
cells, smallest = found[0][1], min(p for p, _ in found)
table([(cells, smallest, sum(p < 0.05 for p, _ in found), min(1, 10 * smallest))],
      "cells", "smallest of ten p-values", "of them below .05", "Bonferroni's p", digits=[0, 3, 0, 3])

# %% [markdown]
r"""
The statement is: at level 5 % over all ten (Bonferroni's $p$, ten times the smallest), the test does not reject that simulation and master equation have one law.
About one $p$-value in twenty lies below .05 if they do.

### How far is the ODE from the chain?

**Claim.**
For large $N$ one epidemic that has caught on is off the ODE by about $\sqrt N$ people, a share $1/\sqrt N$ of all; the mean of many by about one person, a share $1/N$.

**Derivation.**
Put $x = (S, I)/N$.
Event $j$ changes $x$ by $c_j/N$, with $c_j$ a small vector of whole numbers, at rate $N a_j(x)$: here $a_1 = \beta x_1x_2$ with $c_1 = (-1, 1)$, and $a_2 = \gamma x_2$ with $c_2 = (0, -1)$.
For a smooth density $p(x, t)$ the master equation is what arrives less what leaves: $N\sum_j\left[(a_jp)(x - c_j/N) - (a_jp)(x)\right]$.
Expand each product $a_jp$ at $x - c_j/N$ to second order, as lecture 01 did with a walker's neighbours. The terms without a derivative cancel, and

$$\frac{\partial p}{\partial t} \approx -\sum_i\frac{\partial}{\partial x_i}\left(f_i\,p\right) + \frac{1}{2N}\sum_{i,l}\frac{\partial^2}{\partial x_i\partial x_l}\left(D_{il}\,p\right), \qquad f = \sum_j c_j a_j, \quad D = \sum_j c_j c_j^{\mathsf T} a_j . \tag{20.4}$$

<!-- 20.4: definition -->

(The expansion supposes that a jump of $1/N$ is small beside $x$ itself: it says nothing about a handful of cases.)
This is the chain's **diffusion approximation**, a **Fokker–Planck equation**, the one of [lecture 09](09_continuous_time.ipynb): the drift $f$ is the right side of the ODE, and the diffusion is $D/N$.
So an epidemic in a large population is an SDE with a small noise: $dx = f(x)\,dt + N^{-1/2}\,d\xi$, where $d\xi$ has the covariance $D\,dt$.
Put $x = \bar x + y/\sqrt N$ with $\bar x$ on the ODE's path and $J$ the Jacobian of $f$ there: to leading order $dy = Jy\,dt + d\xi$.
If $y$ has the covariance $C$, then $y + dy$ has $C + (JC + CJ^{\mathsf T} + D)\,dt$.
And since $\beta x_1x_2$ is curved, the mean of $x$ is not quite on the path: it is $\bar x + m/N$.

$$\frac{dC}{dt} = JC + CJ^{\mathsf T} + D, \qquad \frac{dm}{dt} = Jm + \beta\,C_{12}\begin{pmatrix}-1\\1\end{pmatrix}, \qquad C(0) = 0,\ m(0) = 0. \tag{20.5}$$

(For the second: the mean of $x_1x_2$ is the product of the means plus their covariance, $C_{12}/N$.)
Witness: integrate (20.5) with small steps; compare the spread of 4 000 simulated epidemics of 6 400 people, and the mean of 40 000 epidemics of 400 people less the ODE.
(The standard error of a standard deviation $s$ from $n$ values is about $s/\sqrt{2n}$; we allow 2 % more for the terms left out, and for the mean, where $N$ is small, a tenth of it.)
"""

# %%
def linear_noise(beta, gamma, start, T, steps=4_000):
    """The ODE's x(T), and C(T) and m(T) of (20.5), by Euler steps."""
    x, C, m, dt, c = np.array(start, dtype=float), np.zeros((2, 2)), np.zeros(2), T / steps, np.array([[-1, 1], [0, -1]])
    for _ in range(steps):
        s, i = x
        a = np.array([beta * s * i, gamma * i])
        J = np.array([[-beta * i, -beta * s], [beta * i, beta * s - gamma]])
        m = m + dt * (J @ m + beta * C[0, 1] * np.array([-1, 1]))
        C = C + dt * (J @ C + C @ J.T + (c.T * a) @ c)
        x = x + dt * (c.T @ a)
    return x, C, m


# %% tags=["witness"]
large = SIR(0.9, 0.3, 6_400)
shares = simulate(large, large.start(320), [10.0], 4_000, rng)[:, 0] / large.N
_, C, m = linear_noise(0.9, 0.3, [0.95, 0.05], 10.0)
predicted = np.sqrt(np.diag(C) / large.N)
spread = shares.std(axis=0)
print(f"standard deviations of S/N and I/N on day 10: predicted {predicted.round(5)}, simulated {spread.round(5)}")
witness("(20.5), spread", spread / predicted, [1, 1], atol=4.5 / np.sqrt(2 * 4_000) + 0.02)
small = SIR(0.9, 0.3, 400)
shares = simulate(small, small.start(20), [10.0], 40_000, rng)[:, 0] / small.N
gap, error = shares.mean(axis=0) - mean_field(small, small.start(20), [10.0])[0] / small.N, shares.std(axis=0) / 200
print(f"mean − ODE at N = 400: predicted {(m / 400).round(5)}, simulated {gap.round(5)} ± {error.round(5)}")
witness("(20.5), mean", gap, m / 400, standard_error=error + np.abs(m) / 400 / 45)

# %% [markdown]
r"""
And the rate in $N$, measured.
For four populations, each four times the last: five times 400 epidemics from 5 % infectious, on day 10.
The second column is the spread of $I/N$, with its standard deviation over five seeds; the last is how far the mean of all 2 000 is from the ODE, with its standard error.
The slope of the spread against $N$, in double logarithms, is measured for each of the five seeds.
"""

# %%
sizes = 100 * 4 ** np.arange(4)


def off_the_ode(N, seed):
    model = SIR(0.9, 0.3, int(N))
    share = simulate(model, model.start(int(N) // 20), [10.0], 400, np.random.default_rng([seed, N]))[:, 0, 1] / N
    return share.std(), share.mean() - mean_field(model, model.start(int(N) // 20), [10.0])[0, 1] / N


# %%
measured = np.array([[off_the_ode(N, seed) for N in sizes] for seed in range(5)])  # (seed, N, 2)
slopes = [np.polyfit(np.log(sizes), np.log(one[:, 0]), 1)[0] for one in measured]
table([(int(N), (m[:, 0].mean(), m[:, 0].std(ddof=1)), (m[:, 1].mean(), m[:, 0].mean() / np.sqrt(2_000)))
       for N, m in zip(sizes, measured.swapaxes(0, 1))],
      "people N", "spread of I/N, ± its sd over seeds", "mean of 2 000 − ODE", digits=5)
half = 2.776 * np.std(slopes, ddof=1) / np.sqrt(5)  # Student's t, four degrees of freedom
print(f"slope of log spread against log N: {np.mean(slopes):.3f}, 95 % interval {np.mean(slopes) - half:.3f} to {np.mean(slopes) + half:.3f}; expected −0.5")

# %% [markdown]
r"""
The spread halves where $N$ is four times as large: the interval of the slope contains $-\frac12$.
The mean of many is far nearer than a single epidemic, within a tenth of the spread; that it goes to 0 like $m/N$ this table is too noisy to show, but the witness above does at one $N$.
So for a large town the ODE is a fair account of an epidemic that has caught on.
It says nothing about whether one catches on.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 20.1

Write the forward equation for **SIS**: whoever recovers is susceptible again, so that $S = N - I$ and the state is $I$ alone.
Infections happen at rate $\beta I(N-I)/N$, recoveries at rate $\gamma I$.

- `P`: array $(N+1,)$, the probabilities of $I = 0, \dots, N$; `beta`, `gamma`: positive numbers.
- Returns $dP/dt$, array $(N+1,)$.
- Worked value: `forward(np.array([0.0, 1.0, 0.0]), 2.0, 3.0)` is $(3, -4, 1)$: from $I = 1$ of $N = 2$, a recovery at rate 3 and an infection at rate $2\cdot1\cdot1/2 = 1$.
"""

# %% tags=["exercise"]
def forward(P, beta, gamma):
    """dP/dt of the SIS chain."""
    ### BEGIN SOLUTION
    N = len(P) - 1
    I = np.arange(N + 1)
    up, down = beta * I * (N - I) / N, gamma * I
    change = -(up + down) * P
    change[1:] += up[:-1] * P[:-1]
    change[:-1] += down[1:] * P[1:]
    return change
    ### END SOLUTION


forward = check("20.1", forward)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Out of $I$ go both rates, times the probability of being *at* $I$.
Into $I$ come an infection from $I-1$ at the rate that holds at $I-1$, and a recovery from $I+1$ at the rate that holds there.
The sum of all changes is 0, since each flow leaves one state and enters another.
### END SOLUTION
"""

# %% [markdown]
r"""
## 2 · How many are infected in the end?

**The reproduction number.**
One case among susceptible people only infects $\beta$ a day while it is infectious, and still is after $t$ days with probability $e^{-\gamma t}$:

$$R_0 = \int_0^\infty \beta\,e^{-\gamma t}\,dt = \frac{\beta}{\gamma}. \tag{20.6}$$

By (20.2), $\frac{dI}{dt} = \gamma I\left(R_0\frac SN - 1\right)$: cases rise while $S/N > 1/R_0$ and dwindle from there on.
The share that must be immune for that is the **herd-immunity threshold**

$$h = 1 - \frac1{R_0}. \tag{20.7}$$

(With a vaccine that protects only a share $e$ of those who get it, $h/e$ must be vaccinated.)
"""

# %% tags=["witness"]
t = np.linspace(0, 200, 200_001)
witness("(20.6)", np.trapezoid(town.beta * np.exp(-town.gamma * t), t), town.R0, atol=1e-6)
S, I = mean_field(town, town.start(5), fine).T
witness("(20.7): immune or infected at the peak", 1 - S[I.argmax()] / town.N, herd_immunity(town.R0), atol=1e-2)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 20.2

A disease with $R_0 = 2$ enters a large population in which nobody is immune, and no measure is taken.
It catches on.
Which share of the population has been infected when it is over?
Write a number between 0 and 1 in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
infected_share = 0.797
### END SOLUTION
infected_share = check("20.2", infected_share)

# %% [markdown]
r"""
**Derivation.**
Divide the two equations of (20.2): $\frac{dI}{dS} = -1 + \frac{N}{R_0S}$.
Integrate from the start $(S_0, I_0)$: $I - I_0 = -(S - S_0) + \frac N{R_0}\log\frac S{S_0}$ all along the way.
In the end $I = 0$.
With the shares $s_0 = S_0/N$, $i_0 = I_0/N$ and $s_\infty = S_\infty/N$,

$$\log\frac{s_0}{s_\infty} = R_0\left(s_0 + i_0 - s_\infty\right). \tag{20.8}$$

The equation has no closed solution but one with Lambert's $W$; `final_size` returns $z = s_0 - s_\infty$.
SEIR has the same one: being exposed first delays infections and takes none away.

Witness: follow the ODEs of both models, and one with many immune, until nothing moves.
"""

# %% tags=["witness"]
sides = []
for model, immune in [(town, 0), (SEIR(0.5, 0.25, 0.2, 1_000), 0), (SIR(0.6, 0.2, 1_000), 400)]:
    first = model.start(5, immune=immune)
    s_end, s_0 = mean_field(model, first, [2_000.0])[0, 0] / model.N, first[0] / model.N
    sides.append((np.log(s_0 / s_end), model.R0 * (s_0 + 0.005 - s_end)))
    witness("(20.8), solved", s_0 - s_end, final_size(model.R0, s_0, 0.005), atol=1e-6)
witness("(20.8)", *np.transpose(sides), atol=1e-5)

# %% tags=["reveal"]
table([(R0, herd_immunity(R0), final_size(R0)) for R0 in (1.2, 1.5, 2.0, 3.0, 5.0)],
      "R_0", "herd-immunity threshold", "final size", digits=[1, 3, 3])

# %% [markdown]
r"""
The final size is far above the threshold.
At the threshold cases stop rising, but that is at the *peak*: those infectious then still infect many, each of them fewer than one.
The difference is called overshoot, and a measure that is lifted at the right time can save it (exercise 20.6).
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 20.3

The plague of Eyam, 1666: the village shut itself off with $S_0$ susceptible and $I_0$ infected; in the end $I = 0$ and $S_\infty$ had never been infected.
Here rates are often counted for pairs, $\beta' S I$ without the $1/N$, so that $R_0 = N\beta'/\gamma$.
A student estimates $\beta'/\gamma$ by this function.
It has a fault, which (20.8) shows.
Mend it.

- `S0 > S_end ≥ 1` and `I0 ≥ 1`: numbers of people. Returns $\beta'/\gamma$, one over people.
- Worked value: `pair_ratio(100, 20, 50)` is $0.0099021$.
"""

# %% tags=["exercise"]
def pair_ratio(S0, I0, S_end):
    """β'/γ from the end of an epidemic. The student's: np.log(S0 / S_end) / (S0 - S_end)."""
    ### BEGIN SOLUTION
    return np.log(S0 / S_end) / (S0 + I0 - S_end)
    ### END SOLUTION


pair_ratio = check("20.3", pair_ratio)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(20.8) times $N$, with $R_0/N = \beta'/\gamma$: $\log\frac{S_0}{S_\infty} = \frac{\beta'}{\gamma}(S_0 + I_0 - S_\infty)$.
Everybody who was ever infectious has spread the disease, and the $I_0$ of the start are among them.
The student's form blames fewer people for the same infections, so it makes each of them more infectious: by the factor $(S_0 + I_0 - S_\infty)/(S_0 - S_\infty)$, which is $178/171$ at Eyam ($S_0 = 254$, $I_0 = 7$, $S_\infty = 83$).
### END SOLUTION
"""

# %% [markdown]
r"""
## 3 · Does it catch on at all?

**Claim.**
Of outbreaks that start with one case, a share $1/R_0$ dies out by chance, although $R_0 > 1$.

**Derivation.**
While nearly all are susceptible, cases do not get in each other's way: each infects at rate $\beta$ and is removed at rate $\gamma$, whatever the others do.
Let $q$ be the probability that the line of one case dies out.
Its first event is a removal with probability $\frac\gamma{\beta+\gamma}$, and all is over; else it is an infection, and two lines must die out, independently:

$$q = \frac{\gamma}{\beta+\gamma} + \frac{\beta}{\beta+\gamma}\,q^2 . \tag{20.9}$$

The roots are 1 and $\gamma/\beta$; the smaller one is right (starting from "extinct within $n$ events", which is 0 for $n = 0$, the probability rises to the first root it meets).
With $I_0$ cases at the start

$$P(\text{dies out}) = \min\left(1, \frac1{R_0}\right)^{I_0}. \tag{20.10}$$

Witness: the exact chain of 300 people, in which "dies out" means over before a tenth is infected.
In a finite population the two differ a little; we allow .02.
"""

# %%
def dies_out(R0, first, N=300):
    """P(the epidemic ends with fewer than N/10 infected), by the master equation; states with S below 0.9 N are one."""
    model = SIR(R0, 1.0, N)
    small = reachable(model, model.start(first), lowest=[int(0.9 * N), 0])
    law = uniformised(small.generator(model), np.eye(1, len(small.states))[0], 60.0)
    return law[small.states[:, 1] == 0].sum()


# %% tags=["witness"]
cases = [(1.5, 1), (2.5, 1), (2.5, 3), (4.0, 2)]
exact = [dies_out(*case) for case in cases]
table([(*case, extinction(*case), one) for case, one in zip(cases, exact)],
      "R_0", "first cases", "by (20.10)", "exact, 300 people", digits=[1, 0, 4, 4])
q, (beta, gamma) = 1 / 2.5, (0.5, 0.2)
witness("(20.9)", q, gamma / (beta + gamma) + beta / (beta + gamma) * q**2)
witness("(20.10)", [extinction(*case) for case in cases], exact, atol=0.02)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 20.4

This one was not shown.
Real infections do not last an exponential time.
Let every case be infectious for exactly $1/\gamma$ days and then stop: the number it infects is Poisson with mean $R_0$.
Derive the probability that an outbreak that starts with `I0` cases dies out, to six decimals.

- `R0 > 0`: a number, not closer to 1 than .05; `I0`: a whole number from 1 on. Returns a probability.
- Worked value: `extinct_fixed(1.5, 2)` is $0.174046$.
- Hint for the numbers: repeat $q \leftarrow \dots$ from $q = 0$ until it moves by less than $10^{-12}$.
"""

# %% tags=["exercise"]
def extinct_fixed(R0, I0):
    """P(dies out) where every case is infectious for the same time."""
    ### BEGIN SOLUTION
    q = 0.0
    for _ in range(2_000):
        q = np.exp(-R0 * (1 - q))
    return q**I0
    ### END SOLUTION


extinct_fixed = check("20.4", extinct_fixed)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
A case infects $n$ others with probability $e^{-R_0}R_0^n/n!$, and all their lines must die out: $q = \sum_n e^{-R_0}\frac{R_0^n}{n!}q^n = e^{-R_0(1-q)}$.
With $z = 1 - q$ that is $1 - z = e^{-R_0z}$, the final-size relation (20.8) for $s_0 = 1$, $i_0 = 0$.
That is no accident: whom I would infect and who would infect me are, with a fixed time, the same random graph, read in two directions.
With $R_0 = 2$, $q = .203$ where the exponential time has $.5$: the less cases differ, the harder it is to die out.
### END SOLUTION
"""

# %% [markdown]
r"""
The other way round: for several diseases few cases infect most others (**superspreading**, Lloyd-Smith and others 2005).
With a negative binomial number of infections of dispersion $k$, $q = (1 + R_0(1-q)/k)^{-k}$; $k = 1$ is the exponential time.
The smaller $k$, the more outbreaks die out, and the larger those that do not must be.
"""

# %%
def dies_out_with(R0, k):
    q = 0.0
    for _ in range(2_000):
        q = (1 + R0 * (1 - q) / k) ** -k
    return q


table([(k, dies_out_with(3.0, k)) for k in (1.0, 0.5, 0.1)], "dispersion k", "P(dies out), R_0 = 3", digits=[1, 3])

# %% [markdown]
r"""
## 4 · Measures on a timeline

Four measures, each with what it costs.

- **Distancing** (`distancing` in the code): a share $d$ of contacts does not take place.
- **Isolation** (`isolation`): cases are found and isolated at rate $\delta$, so a case is found at all with probability $\delta/(\gamma+\delta)$.
- **Tracing** (`tracing`): of those whom a found case infected, a share $\varepsilon$ is found with it, in time to infect nobody.
  That is a share $\theta = \varepsilon\,\delta/(\gamma+\delta)$ of all infections.
- **Vaccination** (`vaccination`): the susceptible are made immune at rate $\nu$, so that $\frac{dS}{dt}$ has a further term $-\nu S$.

The first three act on the reproduction number.
A case now infects at rate $(1-d)\beta$, of which $(1-\theta)$ will spread it further, until it is removed or isolated:

$$R = \frac{(1-d)\,\beta\,(1-\theta)}{\gamma+\delta}. \tag{20.11}$$

Vaccination takes away susceptible people instead, and what it takes away stays away.

Witness: the growth of a young epidemic in a very large population is $(\gamma+\delta)(R-1)$ a day.
"""

# %% tags=["witness"]
huge = SIR(0.5, 0.2, 10**9)
plans = [dict(distancing=0.4), dict(isolation=0.1), dict(isolation=0.1, tracing=0.6), dict(distancing=0.2, isolation=0.2, tracing=0.5)]
grows, by_R = [], []
for plan in plans:
    I = course(huge, [Measure(0, np.inf, **plan)], huge.start(1_000), [1.0, 2.0])[:, 1]
    grows.append(np.log(I[1] / I[0]))
    d, delta, eps = (plan.get(name, 0) for name in ("distancing", "isolation", "tracing"))
    R = (1 - d) * huge.beta * (1 - eps * delta / (huge.gamma + delta)) / (huge.gamma + delta)
    by_R.append((huge.gamma + delta) * (R - 1))
witness("(20.11)", grows, by_R, atol=1e-4)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 20.5

A town of 10 000, $\beta = 0.5$ and $\gamma = 0.25$ a day, 10 infectious on day 0.
A lockdown from day 15 to day 35 takes away 60 % of all contacts ($R = 0.8$ at first); then everything is as before.
By how much does it lower the number of people infected by day 365?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
early_lockdown = "a"
### END SOLUTION
early_lockdown = check("20.5", early_lockdown)

# %%
vaccination = Measure(15, np.inf, vaccination=0.01)
timelines = {
    "nothing": [],
    "60 % off, days 15 to 35": [Measure(15, 35, distancing=0.6)],
    "20 % off, for good": [Measure(0, np.inf, distancing=0.2)],
    "isolation and tracing from day 15": [Measure(15, np.inf, isolation=0.06, tracing=0.7)],
    "vaccination of 1 % a day from day 15": [vaccination],
    "60 % off, days 15 to 35, and vaccination": [Measure(15, 35, distancing=0.6), vaccination],
}


# %%
def random_infections(plan, replicas=100):
    """Infected by day 365 in each of some random epidemics under a timeline, (replicas,)."""
    end = simulate_course(city, plan, city_start, [365.0], replicas, np.random.default_rng(5))[:, 0]
    return city_start[0] - end[:, 0] - end[:, 3]


# %% [markdown]
r"""
Decide, then open the cell.
"""

# %% tags=["reveal"]
results = {name: (outcome(city, plan, city_start, 365), random_infections(plan)) for name, plan in timelines.items()}
table([(name, round(one.infections), (chance.mean(), chance.std(ddof=1)), int(np.sum(chance < 1_000)), round(one.peak), one.peak_day, round(one.spent), round(one.total), round(one.spent + 20 * one.infections))
       for name, (one, chance) in results.items()],
      "timeline", "infections, ODE", "100 random epidemics, ± sd", "of them below 1 000", "peak", "day of the peak", "spent", "with infections", "at 20 an infection",
      digits={"day of the peak": 0, "100 random epidemics, ± sd": 0})

# %% [markdown]
r"""
The last three columns are in days of work, at prices that are ours (give `outcome` other `Costs` to change them): half a day a dose, 10 for an isolated person, .3 for a person and day without contacts, 5 for an infection.

Two things lower $R$: the contacts one takes away, which come back, and the susceptible who are used up, who do not.
So a measure that ends while nearly all are still susceptible buys time and little else, and a curve that has been flattened is not an epidemic that has been avoided.
Time is worth what one does with it: beside vaccination the same three weeks avert most infections, which vaccination alone does not.
A weak measure for good averts more than a stronger one for twenty days.
Which is cheapest? At 5 days an infection vaccination alone, at 20 days vaccination with the three weeks: prices decide, and whose days are counted.
Most random epidemics lie around the ODE's number.
Where few cases are left at the lowest point, some die out, and pull the mean down; what happens when nearly all do is section 9.

**SEIR** has the same rows with a slower clock.
With $\sigma$ the rate of becoming infectious, a young epidemic grows like $e^{rt}$ where

$$\left(1 + \frac r\sigma\right)\left(1 + \frac r\gamma\right) = R_0. \tag{20.12}$$

(Put $E = e\,e^{rt}$, $I = i\,e^{rt}$ into $\dot E = \beta I - \sigma E$, $\dot I = \sigma E - \gamma I$: $(r + \sigma)e = \beta i$ and $(r+\gamma)i = \sigma e$; multiply.)
So the same $R_0$ can mean slow or fast growth, and growth alone does not give $R_0$.
"""

# %% tags=["witness"]
slow = SEIR(0.5, 0.25, 0.25, 10**9)
I = mean_field(slow, slow.start(100), [60.0, 61.0])[:, 2]
r = np.log(I[1] / I[0])
witness("(20.12)", (1 + r / slow.sigma) * (1 + r / slow.gamma), slow.R0, atol=1e-3)

# %% [markdown]
r"""
Set the knobs: when distancing begins and how long it lasts, how hard it is, how well cases are found and traced, and from when 1 % a day are vaccinated.
Infections and cost of a year stand below; SEIR has a mean latent time of 4 days.
Watch the number infectious: where it falls below one person, the ODE goes on with a fraction of a person, and its second wave is not to be believed (section 9).
"""

# %% tags=["picture"]
year = np.arange(0, 241.0, 2)
free, flat = course(city, [], city_start, year)[:, 1], np.ones(len(year))
latent = SEIR(city.beta, 0.25, city.gamma, city.N)


# %% tags=["picture"]
def with_measures(begin, length, share, found, traced, doses, city=city, city_start=city_start):
    plan = [Measure(begin, begin + length, distancing=share), Measure(begin, np.inf, isolation=found, tracing=traced), Measure(doses, np.inf, vaccination=0.01)]
    sir, seir, end = course(city, plan, city_start, year), course(latent, plan, latent.start(10), year), outcome(city, plan, city_start, 365)
    R = np.array([measures_at(city, plan, day).R for day in year]) * sir[:, 0] / city.N
    curves = Curve(year, sir[:, 1], label="SIR"), Curve(year, seir[:, 2], label="SEIR"), Line(year, free, label="SIR, no measures", dash=True)
    panels = [Panel(*curves, title="infectious", xlabel="day", ylabel="people", ylim=(0, 1650)),
              Panel(Curve(year, R, label="R"), Line(year, flat, label="1", dash=True), title="R", xlabel="day", ylim=(0, 2.1)),
              Formula("a year: {ever:.0f} infections, {spent:.0f} days of work for measures; now R = {R:.2f}")]
    values = {"R": R, "I": sir[:, 1], "ever": end.infections * flat, "spent": end.spent * flat}
    return dict(panels=panels, times=year, t=30, title="Measures", status="day {t:.0f}: R = {R:.2f}, {I:.1f} infectious", values=values)


# %% tags=["picture"]
knobs = controlled(
    with_measures, begin=slider("distancing from day", 15, 0, 120), length=slider("for days", 45, 1, 180),
    share=slider("share of contacts off", 0.6, 0.0, 1.0), found=slider("cases found, per day", 0.02, 0.0, 0.3),
    traced=slider("share traced", 0.5, 0.0, 1.0), doses=slider("1 % a day vaccinated from day", 150, 0, 200))
knobs

# %% [markdown] tags=["exercise"]
r"""
### Exercise 20.6

Run an experiment.
In the town of exercise 20.5 one measure is to be had: half of all contacts off, for 30 days.
It can begin on any whole day from 0 to 80.
On which day should it begin, if as few as possible are to be infected by day 365?
(`outcome(city, [Measure(day, day + 30, distancing=0.5)], city_start, 365).infections`)
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
infections_by_day = [outcome(city, [Measure(day, day + 30, distancing=0.5)], city_start, 365).infections for day in range(81)]
best_day = int(np.argmin(infections_by_day))
### END SOLUTION
best_day = check("20.6", best_day)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Begin too early, and the measure ends with nearly all still susceptible: the epidemic comes back whole.
Begin too late, and the overshoot has happened.
Best is to begin a little before the peak, so that $S/N$ falls to just $1/R_0$ while few are infectious: then nothing is left to carry the overshoot.
The lowest *peak* wants another day, an earlier one: two aims, two answers.
The numbers are the ODE's; single random epidemics scatter around them.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · One country: counts that come late

From here on the data are real: Italy, day by day from 24 February 2020, as the civil protection reported it (CC BY 4.0).
We use deaths, as reported, and people in hospital and in intensive care.
Cases also stand in the file; in the first wave they count tests more than infections, and we leave them alone.
On one day a correction took deaths back (the cell prints it); we set that day to 0, so that our total is too high by so many from then on.
"""

# %% tags=["picture"]
italy = load_covid_italy()
daily = np.maximum(italy.daily("deaths"), 0).astype(float)
dates, wave = italy.dates[1:], slice(0, 120)
since = (dates - LOCKDOWN).astype(int)  # days since the lockdown of 10 March
for day, change in italy.corrections("deaths"):
    print(f"{day}: deaths {change}")

# %% tags=["picture"]
fig, ax = figures.figure(width=7)
for name, series, style in [("in hospital", italy.hospital[1:], "-"), ("in intensive care", italy.icu[1:], "--"), ("deaths a day", daily, ":")]:
    ax.semilogy(since[wave], np.maximum(series[wave], 1), style, label=name)
for day, word, style in [(LOCKDOWN, "lockdown", "-"), (EASED, "eased", "--")]:
    ax.axvline((day - LOCKDOWN).astype(int), color="0.5", linewidth=1, linestyle=style, label=f"{word}, {day}")
ax.set(ylabel="people", xlabel="days since 10 March 2020", title="Italy, the first wave")
ax.legend(fontsize=8)
figures.show(fig)

# %%
peaks = {"deaths a day": daily[wave], "in intensive care": italy.icu[1:][wave], "in hospital": italy.hospital[1:][wave]}
table([(name, str(dates[x.argmax()]), int(x.max()), int(since[x.argmax()]))
       for name, x in peaks.items()], "count", "day of its peak", "at the peak", "days after the lockdown")

# %% [markdown]
r"""
The lockdown began on 10 March, and everything rose for more than two weeks after it.
Did it fail?
To answer, one needs an equation for counts that come late.

**The renewal equation.**
Let $I_t$ be the *new* infections of day $t$ (in this section; before, $I$ were all infectious at once).
A case of day $t - s$ causes a share $w_s$ of its infections $s$ days later ($w_0 = 0$, $\sum_s w_s = 1$: the **generation interval**), and on day $t$ conditions are such that a case would infect $R_t$ in all:

$$\operatorname E[I_t \mid \text{the past}] = R_t\,\Lambda_t, \qquad \Lambda_t = \sum_{s\ge1} w_s\,I_{t-s}. \tag{20.13}$$

<!-- 20.13: definition -->

SIR and SEIR are special cases with their own $w$; this needs neither, and no $N$.
Deaths are infections, thinned and delayed: with $\ell_s$ the probability that a death is reported $s$ days after the infection, $\operatorname E[D_t] \propto \sum_s \ell_s I_{t-s}$.

**A delay leaves growth alone.**
If infections grow like $e^{rt}$, so do counts that come late, however the delay is spread, and $R$ follows from $r$:

$$\sum_s \ell_s\,e^{r(t-s)} = e^{rt}\sum_s \ell_s e^{-rs} \qquad\text{and}\qquad R = \frac{1}{\sum_s w_s e^{-rs}}. \tag{20.14}$$

(The second is (20.13) with $I_t = e^{rt}$, divided by $e^{rt}$; Wallinga and Lipsitch 2007.)
For $w$ we take a gamma law with mean 6.7 and standard deviation 4.9 days, after the serial intervals in Lombardy (mean 6.6: Cereda and others 2021); for the delay from infection to death, mean 18 and standard deviation 8.5 days.
(A *serial* interval runs from symptoms to symptoms. It has about the mean of a generation interval and a larger spread; and isolating cases shortens both, so that a fixed $w$ misreads $R_t$ somewhat. The cell shows what a spread of 3 days would change.)
The delay is the weakest link, and we come back to it.
"""

# %% tags=["witness"]
w = renewal.daily_weights(6.7, 4.9, 30)
delay = renewal.daily_weights(18, 8.5, 70, same_day=True)
for r in (0.2, -0.04):
    infections = renewal.renewed(np.full(160, renewal.growth_to_R(r, w)), w, np.exp(r * np.arange(31)))
    late = renewal.delayed(infections, delay)[100:]
    witness(f"(20.14) at r = {r}, infections", np.diff(np.log(infections)), r, atol=1e-9)
    witness(f"(20.14) at r = {r}, deaths", np.diff(np.log(late)), r, atol=1e-9)

# %%
narrow = renewal.daily_weights(6.7, 3.0, 30)
table([(r, renewal.growth_to_R(r, w), renewal.growth_to_R(r, narrow)) for r in (0.25, 0.15, -0.04)],
      "r (per day)", "R, spread 4.9 days", "R, spread 3 days", digits=[2, 2, 2])


# %%
def growth(series, first, last):
    """(r, its standard error) of log counts on a line, and R by (20.14)."""
    days_from = [(np.datetime64(day) - dates[0]).astype(int) for day in (first, last)]
    y = np.log(series[days_from[0]:days_from[1] + 1])
    (r, _), cov = np.polyfit(np.arange(len(y)), y, 1, cov=True)
    return (r, np.sqrt(cov[0, 0])), renewal.growth_to_R(r, w)


table([(name, *growth(x, "2020-03-01", "2020-03-14"), *growth(x, "2020-04-12", "2020-05-10")) for name, x in peaks.items()],
      "count", "r, 1–14 March (per day)", "R", "r, 12 April – 10 May", "R, later", digits=3)

# %% [markdown]
r"""
In the decline deaths and intensive care agree.
The hospital count falls more slowly: people stay for weeks, and a count of those *present* cannot fall faster than they leave.
In the rise the three do not agree.
One reason: growth was falling already, and each count shows that with its own delay.
(The standard errors suppose independent days around a straight line, and so are too small.)

### The reproduction number through time

Suppose counts are Poisson with mean $R\Lambda_t$ and $R$ is constant in a window of seven days.
With a gamma prior of shape $a_0$ and scale $b_0$, multiply prior and likelihood: the powers of $R$ add up, and so do the exponents:

$$R \mid \text{counts} \sim \text{Gamma}\Big(\text{shape } a_0 + \sum_t I_t,\ \text{ rate } \tfrac1{b_0} + \sum_t\Lambda_t\Big), \qquad \text{sums over the window} \tag{20.15}$$

(Cori and others 2013; $a_0 = 1$, $b_0 = 5$).
Witness: the same posterior by brute force, on a grid of values of $R$.
"""

# %% tags=["witness"]
counts = renewal.renewed(np.full(20, 1.5), w, np.full(20, 6.0), np.random.default_rng(1))
grid = np.linspace(1e-4, 12, 60_001)
pressure = renewal.delayed(counts, w)[-7:]
log_posterior = -grid / 5 + np.sum([n * np.log(grid * L) - grid * L for n, L in zip(counts[-7:], pressure)], axis=0)
weight = np.exp(log_posterior - log_posterior.max())
law = np.cumsum(weight) / weight.sum()
by_grid = [grid @ weight / weight.sum(), *np.interp([0.025, 0.975], law, grid)]
one = renewal.reproduction(counts, w)
witness("(20.15): mean and 95 % interval", by_grid, [one.mean[-1], one.low[-1], one.high[-1]], atol=1e-3)

# %% [markdown]
r"""
Now put deaths in the place of infections.
Real counts vary more than Poisson's: weekdays, delays of reporting, clusters.
The **dispersion** $\varphi$ is their variance over their mean; we estimate it from the residuals of the last three weeks, and divide both sums of (20.15) by it, which makes the interval $\sqrt\varphi$ times as wide.

And, beside it, what this estimator makes of a country that we invent: $R_t$ falls from 3 to .75 in a single night, that of 10 March, deaths follow with the same delay, and there is no noise at all.
"""

# %%
def dispersion(past):
    """φ of counts around R_t Λ_t, over the last three weeks; 1 − 1/7, since R_t is fitted to the same seven days."""
    found = renewal.reproduction(past, w)
    mean = (found.mean * renewal.delayed(past, w)[found.day])[-21:]
    return max(1.0, np.mean((past[found.day][-21:] - mean) ** 2 / mean) / (1 - 1 / 7))


# %%
phi = dispersion(daily[:80])
real = renewal.reproduction(daily[wave], w, dispersion=phi)
lock = int((LOCKDOWN - np.datetime64("2020-01-01")).astype(int))  # days counted from 1 January
invented_R = np.where(np.arange(176) < lock, 3.0, 0.75)
early = np.interp(3.0, [renewal.growth_to_R(r, w) for r in np.linspace(0, 0.5, 501)], np.linspace(0, 0.5, 501))
invented = renewal.delayed(renewal.renewed(invented_R[31:], w, np.exp(early * np.arange(31))), delay)[55:]
smeared = renewal.reproduction(1e4 * invented / invented.max(), w)
print(f"dispersion of deaths in the first wave: {phi:.1f}")

# %% tags=["picture"]
fig, axes = figures.figure(1, 2, sharey=True, height=3.4)
for ax, shift, title in zip(axes, (0, 18), ("on the day of the death", "18 days earlier")):
    ax.fill_between(since[real.day] - shift, real.low, real.high, alpha=0.3, label="95 % interval")
    ax.plot(since[real.day] - shift, real.mean, label="from deaths in Italy")
    ax.plot(since[smeared.day] - shift, smeared.mean, "--", label="from invented deaths")
    ax.step(np.arange(-30, 85), invented_R[lock - 30:lock + 85], ":", color="0.3", where="post", label="invented R_t")
    ax.axvline(0, color="0.5", linewidth=1)
    ax.set(title=title, ylim=(0, 4.5), xlim=(-30, 85), xlabel="days since 10 March")
axes[0].set_ylabel("R_t")
axes[1].legend(fontsize=8)
figures.show(fig)

# %% [markdown]
r"""
Read on the day of the death, $R_t$ stays above 1 for more than three weeks after the lockdown (the grey line), as if it had taken that long to work.
Shift by the mean delay, and the fall lies around the line: it begins before it and ends after it.
(At the left end both estimates are too high, also the one without noise: $\Lambda_t$ lacks the deaths before the first day.)
But even the invented night comes out as a slope of weeks: the delay is not only long, it is *spread*, and the window adds seven days.
So the slope of the real curve does not say that behaviour changed slowly, and no shift can undo the smear.

**Is the interval right?**
The one of (20.15) supposes Poisson counts.
Take a country with a constant $R = 1.2$ whose counts have nine times the variance of Poisson's, and look at the 95 % interval on the last day, in 200 runs: once as published, once with the dispersion that we estimate as above.
How often does it contain 1.2?
"""

# %%
runs = renewal.renewed(np.full((200, 60), 1.2), w, np.full(31, 100.0), np.random.default_rng(9), dispersion=9.0)
covers = {}
for name in ("Poisson", "with the estimated dispersion"):
    found = [renewal.reproduction(run, w, dispersion=1.0 if name == "Poisson" else dispersion(run)) for run in runs]
    ends = np.array([(one.low[-1], one.high[-1]) for one in found])
    inside = (ends[:, 0] <= 1.2) & (1.2 <= ends[:, 1])
    covers[name] = inside.mean(), np.sqrt(inside.mean() * (1 - inside.mean()) / 200)
table([(name, (100 * p, 100 * se)) for name, (p, se) in covers.items()], "interval", "contains R = 1.2 (% of 200 runs)", digits=1)

# %% tags=["picture"]
fig, ax = figures.figure(width=7, height=3)
for phi_used, label, alpha in [(dispersion(runs[0]), "with the dispersion", 0.2), (1.0, "Poisson", 0.5)]:
    one = renewal.reproduction(runs[0], w, dispersion=phi_used)
    ax.fill_between(one.day[31:], one.low[31:], one.high[31:], alpha=alpha, label=label)
ax.plot(one.day[31:], one.mean[31:], label="estimate")
ax.axhline(1.2, color="0.3", linestyle=":", label="truth")
ax.set(xlabel="day", ylabel="R_t", title="One country, R = 1.2 throughout")
ax.legend(fontsize=8)
figures.show(fig)

# %% [markdown]
r"""
The failure looks like news. The narrow band rises and falls, excludes 1.2, and a reader sees measures working and failing, where nothing happened.
The wider band contains the truth nearly as often as it says; its own $\varphi$ is an estimate from three weeks.

## 6 · What did the lockdown do?

**A model with a date.**
Infections follow (20.13) with $R_t = R_{\text{before}}$ up to a day $T$ and $R_{\text{after}}$ later, with a straight fall of $\log R_t$ over $L$ days between; deaths follow with the delay; counts are negative binomial, of mean $\mu$ and variance $\mu + \mu^2/k$.
We fit $T$, $R_{\text{before}}$, $R_{\text{after}}$, $k$ and the size by maximum likelihood to the deaths up to 20 May.
$L$ and the delay cannot be fitted well, so we try several: a single night, two weeks, four weeks; and delays of mean 13, 18 and 23 days.
(All three are in the literature.
To the first symptoms it takes about 5 days. From there to the death Linton and others 2020 found a median of 13 days, or 17 when deaths still to come are allowed for; Italy's institute of health reported a median of 8 on 17 March 2020, and of 12 in autumn.)
"""

# %%
observed = daily[:86]
tries = np.linspace(-0.3, 2.0, 800)


def deaths_if(theta, L, delay):
    """Expected deaths of the 86 days from 25 February, and the infections of the 141 days since 1 January."""
    size, before, after, T = theta[0], theta[1], theta[2], theta[3]
    fallen = np.clip((np.arange(141) - T) / L, 0, 1)
    r = np.interp(before, log_R, tries)
    infections = renewal.renewed(np.exp(before + (after - before) * fallen)[31:], w, np.exp(size + r * (np.arange(31) - T)))
    return renewal.delayed(infections, delay)[55:], infections


log_R = np.log([renewal.growth_to_R(r, w) for r in tries])

# %%
def lost(theta, L, delay):
    """Minus the log-likelihood of (log infections at T, log R before, log R after, T, log k)."""
    if np.abs(theta[[0, 1, 2, 4]]).max() > 15:
        return 1e9  # so far out that numbers overflow
    mean, k = deaths_if(theta, L, delay)[0], np.exp(theta[4])
    return -nbinom.logpmf(observed, k, k / (k + mean)).sum()


# %%
def fitted(L, delay, mean, rounds=4):
    """Nelder and Mead's search, begun anew a few times where it stopped: the likelihood has a long flat ridge."""
    best = np.array([7.6, 1.1, -0.3, lock - L / 2 - (mean - 18), 3.3])
    for _ in range(rounds):
        simplex = np.vstack([best, best + np.diag([0.5, 0.2, 0.1, 3, 0.3])])
        found = minimize(lost, best, (L, delay), method="Nelder-Mead", options=dict(initial_simplex=simplex, maxiter=2_000, xatol=1e-3, fatol=1e-3))
        best = found.x
    return found


# %%
def errors(best, L, delay, step=1e-2):
    """Standard errors and correlations: the inverse of the curvature of `lost` at its minimum."""
    e = step * np.array([1, 1, 1, 50, 5]) * np.eye(5)
    f = lambda *moves: lost(best + sum(moves), L, delay)
    H = [[(f(a, b) - f(a, -b) - f(-a, b) + f(-a, -b)) / (4 * a.max() * b.max()) for b in e] for a in e]
    return np.linalg.inv(np.array(H))


# %%
lags = {mean: renewal.daily_weights(mean, sd, 70, same_day=True) for mean, sd in [(13, 7.0), (18, 8.5), (23, 9.5)]}
fits = {}
for mean, L in [(mean, L) for mean in lags for L in (1, 14, 28)]:
    best = fitted(L, lags[mean], mean)
    assert best.success
    fits[mean, L] = best.x, -best.fun, errors(best.x, L, lags[mean])

# %%
top = max(one[1] for one in fits.values())
rows = []
for (mean, L), (best, value, cov) in fits.items():
    se = np.sqrt(np.diag(cov))
    interval = lambda i: "{:.2f} to {:.2f}".format(*np.exp(best[i] + 1.96 * se[i] * np.array([-1, 1])))
    fall, sd_fall = best[2] - best[1], np.sqrt(cov[1, 1] + cov[2, 2] - 2 * cov[1, 2])
    low, high = 1 - np.exp(fall + 1.96 * sd_fall), 1 - np.exp(fall - 1.96 * sd_fall)
    rows.append((mean, L, interval(1), interval(2), f"{low:.0%} to {high:.0%}", (best[3] + L / 2 - lock, se[3]), value - top))
table(rows, "delay (days)", "fall lasts (days)", "R before, 95 %", "R after, 95 %", "R lower by, 95 %",
      "middle of the fall − 10 March (days)", "log-likelihood − best", digits=[0, 0, None, None, None, 1, 1])

# %% tags=["picture"]
fig, axes = figures.figure(1, 2, height=3.4)
axes[0].plot(since[:86], observed, ".", color="0.5", label="deaths")
axes[1].axvline(0, color="0.5", linewidth=1)
for (mean, L), style in zip([(18, 1), (18, 28), (23, 14)], ["-", "--", ":"]):
    best = fits[mean, L][0]
    axes[0].plot(since[:86], deaths_if(best, L, lags[mean])[0], style, label=f"fall of {L} d, delay {mean} d")
    R = np.exp(best[1] + (best[2] - best[1]) * np.clip((np.arange(141) - best[3]) / L, 0, 1))
    axes[1].plot(np.arange(-40, 30), R[lock - 40:lock + 30], style)
axes[0].set(ylabel="deaths a day", title="three fits", xlabel="days since 10 March")
axes[1].set(ylabel="R_t", title="and their R_t", xlabel="days since 10 March")
axes[0].legend(fontsize=8)
figures.show(fig)

# %% [markdown]
r"""
(Section 5 took the variance as $\varphi\mu$, this section as $\mu + \mu^2/k$, with $k$ fitted.
Over three weeks $\mu$ hardly changes and the two are alike; over the whole wave the second lets the variance grow faster than the mean.)

**What the deaths say.**
In every fit $R$ fell from around 3 or more to between .7 and .85, within an interval of a few hundredths that excludes 1: at the end of March the epidemic was shrinking.
That is firm, whichever $L$ and delay one believes.

**What they do not say.**

- *When.*
  Make the delay five days longer, and the date moves about five days back; the best of three lengths fits equally well for each delay, within 1 in log-likelihood.
  Deaths alone date nothing; the delay has to come from elsewhere.
- *How fast.*
  The intervals of a row suppose that row's $L$ and delay.
  With a fall of four weeks $R$ before is hardly known at all: nearly all deaths of the rise come from infections made while $R$ was falling already.
  With a delay of 13 or 18 days a gradual fall fits better than a single night by five units of log-likelihood and more, which is strong evidence; with 23 days by less than two, which is not.
  All the gradual falls begin before 10 March. But two weeks or four, the deaths do not say.
- *Why.*
  Schools closed on 4–5 March, Lombardy was shut on 8 March, the country on 10 March, and people read the news all along.
  One country, one fall: any cause whose timing fits gets all of it.
  To tell causes apart one needs places where they came at different times or not at all, and even then other things must be equal.

So "with the lockdown $R$ fell by three quarters or more" is a statement about a *time*, not about a *cause*.
The word for this is that the effect is **not identified**.

An illustration with another count: can the infections of one row also explain the *hospital*?
Let people enter it on average 12 days after infection (standard deviation 5) and stay 18 (14).
Those four numbers were chosen on these data, and the height is fitted: it shows that a count of people present *can* follow from the same infections, and no more.
"""

# %%
best = fits[18, 1][0]
infections = deaths_if(best, 1, delay)[1]
enter = renewal.daily_weights(12, 5, 99, same_day=True)
stay = renewal.daily_weights(18, 14, 99, same_day=True)
inside = np.cumsum(enter) - np.cumsum(np.convolve(enter, stay)[:100])
present = renewal.delayed(infections, inside / inside.sum())[55:]
hospital = italy.hospital[1:87]
present = present * (hospital @ present) / (present @ present)
table([(str(dates[x.argmax()]), x.max()) for x in (hospital.astype(float), present)], "peak, reported then predicted", "people", digits=0)
print(f"root mean square error over 86 days: {np.sqrt(np.mean((present - hospital) ** 2)) / hospital.mean():.0%} of the mean")

# %% [markdown]
r"""
## 7 · Forecasts on three dates

Stand on a day and forget what comes.
Three forecasters give the deaths of each of the next four weeks:

- **renewal**: the posterior of $R_t$ from the last seven days, then paths of (20.13) in which $\log R_t$ wanders by .1 a week (our assumption); the middle of 1 000 paths, with an 80 % interval;
- **last value**: the coming weeks will be like the last;
- **ridge**: a regression with a penalty, learned from this series' own past, of next weeks on the last two counts and what came before (`learned.learn`; [lecture 22](22_validation.ipynb) looks at such rivals).
  In the fourth week it has too few examples for the farther weeks.

Before you open the cell: 23 March 2020, two weeks into the lockdown.
What will the renewal equation say of the weeks to come, and how far off will it be?
"""

# %%
def renewal_paths(weeks, horizon, replicas=1_000, wander=0.1):
    """Deaths of the next weeks (replicas, horizon) from the days of the first `weeks` weeks alone."""
    past, rng = daily[:7 * weeks], np.random.default_rng([20, weeks])
    phi = dispersion(past)
    now = renewal.reproduction(past, w, dispersion=phi)
    log_R = np.log(now.mean[-1]) + np.log(now.high[-1] / now.low[-1]) / 3.92 * rng.normal(size=(replicas, 1))
    log_R = log_R + np.cumsum(rng.normal(0, wander / np.sqrt(7), size=(replicas, 7 * horizon)), axis=1)
    days_ahead = renewal.renewed(np.exp(log_R), w, past[-31:], rng, phi)[:, -7 * horizon:]
    return days_ahead.reshape(replicas, horizon, 7).sum(axis=2)


# %%
weekly = italy.counts("deaths", "2020-02-25", "2021-06-28", 7)  # seven days hold the correction


def learned(past, horizon):
    return learn([past], ridge, lags=2, horizon=horizon)(past, horizon)


# %% tags=["reveal"]
rows = []
for weeks in (4, 8, 36):
    paths = renewal_paths(weeks, 4)
    low, middle, high = np.quantile(paths, [0.1, 0.5, 0.9], axis=0).round().astype(int)
    past = weekly.counts[:weeks]
    by_ridge = learned(past, min(4, weeks - 2)).round()
    for h in range(4):
        rows.append((weekly.labels[weeks - 1] if h == 0 else "", h + 1, int(weekly.counts[weeks + h]), int(middle[h]), f"{low[h]} to {high[h]}",
                     int(past[-1]), int(by_ridge[h]) if h < len(by_ridge) else None))
table(rows, "seen until", "week", "came", "renewal", "80 % interval", "last value", "ridge")

# %% [markdown]
r"""
On 23 March the renewal forecast is wrong by a factor of more than thirty in the fourth week, and its interval is wrong with it.
The infections of those weeks had already been prevented; but the deaths of that day told of infections two to three weeks old, and $R_t$ from deaths said what had been, not what was.
Anybody who knew of the lockdown knew more than the data.
On 20 April the epidemic goes on nearly as it did: the forecast is too high, but all four weeks are within its interval.
On 2 November it sees growth, as in March, and overshoots again: something lowered $R$ that the model does not contain.

Three dates prove nothing.
All origins from the eighth week on, and the error as $|\log(\text{came}/\text{forecast})|$, so that .69 is a factor of 2.
Errors of neighbouring weeks are alike; so the standard error of the difference from last value is taken over blocks of eight weeks.
"""

# %%
methods = {"last value": forecasts.last_value, "ridge": learned,
           "renewal": lambda past, horizon: np.median(renewal_paths(len(past), horizon, 400), axis=0)}
rolled = {name: forecasts.rolling_origin(weekly.counts, method, 8, 4) for name, method in methods.items()}
off = {name: np.abs(np.log((one.observed + 0.5) / (one.predicted + 0.5))) for name, one in rolled.items()}


# %%
def in_blocks(x):
    x = x[~np.isnan(x)]
    blocks = np.array([x[i:i + 8].mean() for i in range(0, len(x) - 7, 8)])
    return blocks.mean(), blocks.std(ddof=1) / np.sqrt(len(blocks))


# %%
table([(name, np.nanmean(off[name][:, 0]), np.nanmean(off[name][:, 3]), *(in_blocks((off[name] - off["last value"])[:, h]) for h in (0, 3)))
       for name in methods],
      "method", "error, week 1", "error, week 4", "minus last value's, week 1", "minus last value's, week 4", digits=3)
hits = [np.mean([low <= y <= high for y, low, high in zip(weekly.counts[o:o + 4], *np.quantile(renewal_paths(o, 4, 400), [0.1, 0.9], axis=0))])
        for o in range(8, 66)]
print(f"the 80 % interval of renewal contained {np.mean(hits):.0%} of what came, over {len(hits)} origins")

# %% [markdown]
r"""
No forecaster is better than "the same as last week" by more than twice its standard error, at either horizon.
That is a negative result about sixteen months of one country, and it stays.
That the interval contains about what it says is no test: the .1 a week was chosen among five values (.05 to .3) with such numbers in view, and neighbouring origins share their weeks.
The model earns its place elsewhere: it says *why* the numbers move, and what would move them.

## 8 · Who is protected?

**An experiment in fairness.**
A population of 1 000 in two groups.
800 **workers** with 12 contacts a day; 200 **frail** people with 8, for whom an infection is ten times as often severe (10 % against 1 %).
Contacts are mutual: 1 of a worker's 12 is with the frail, 4 of a frail person's 8 with workers.
With $\beta_{gg'}$ the rate at which a person of group $g$ is infected by group $g'$ if all of $g'$ are infectious, $K_{gg'} = N_g\beta_{gg'}/(\gamma N_{g'})$ is how many of $g$ one case of $g'$ infects, and

$$R_0 = \text{the largest eigenvalue of } K. \tag{20.16}$$

(Each generation of cases is $K$ times the one before; after some generations only the largest eigenvalue's part is left, and grows by that factor.
In time the cases of a young epidemic follow $\dot I = \gamma(K - 1)I$, so they grow at the rate $\gamma(R_0 - 1)$.)

There are 200 doses of a perfect vaccine, before the outbreak.
Who gets them?
"""

# %% tags=["witness"]
groups = np.array([800, 200])
contacts = np.array([[11.0, 1.0], [4.0, 4.0]])
pair = GroupSIR(0.05 * contacts, 0.25, groups)
K = groups[:, None] * pair.beta / (pair.gamma * groups)
vast = GroupSIR(pair.beta, pair.gamma, 10**9 * groups)
cases = mean_field(vast, vast.start([1_000, 1_000]), [30.0, 30.5])[:, 2:].sum(axis=1)
rate = np.log(cases[1] / cases[0]) / 0.5
witness("(20.16): growth γ(R_0 − 1)", rate, 0.25 * (np.abs(np.linalg.eigvals(K)).max() - 1), atol=1e-3)

# %%
plans = {"nobody": (0, 0), "by lot": (160, 40), "first come, first served": (188, 12), "most contacts first": (200, 0),
         "half to each group": (100, 100), "the frail first": (2, 198)}


def experiment(doses, seed, replicas=200):
    """Attack rate of each group, of all, and severe cases, each the mean of epidemics that caught on."""
    start = pair.start([8, 2], immune=list(doses))
    end = simulate(pair, start, [np.inf], replicas, np.random.default_rng(seed))[:, 0, :2]
    caught = (start[:2] - end)[(start[:2] - end).sum(axis=1) > 50]
    return np.r_[(caught / groups).mean(axis=0), caught.sum(axis=1).mean() / 1_000, (caught @ [0.01, 0.1]).mean()]


# %%
results = {name: np.array([experiment(doses, seed) for seed in range(5)]) for name, doses in plans.items()}
R_left = {name: np.abs(np.linalg.eigvals(K * (1 - np.array(doses) / groups)[:, None])).max() for name, doses in plans.items()}
table([(name, f"{a / 800:.0%}", f"{b / 200:.0%}", R_left[name], *zip(results[name].mean(axis=0), results[name].std(axis=0, ddof=1)))
       for name, (a, b) in plans.items()],
      "who gets the 200 doses", "reach, workers", "reach, frail", "R", "attack rate, workers", "attack rate, frail", "attack rate, all", "severe cases",
      digits=[None, None, None, 2, 3, 3, 3, 1], caption="mean of epidemics that caught on (nearly all did) ± standard deviation over five seeds")

# %% [markdown]
r"""
The contacts, the tenfold risk, and that a worker books four times as readily as a frail person ("first come, first served") are numbers of ours; the mechanism is not.
The plan that reaches the most contacts has the fewest infections and leaves the frail with a *higher* attack rate than the workers.
The plan for the frail has the fewest severe cases and, of the plans that vaccinate, by far the most infections.
The column of $R$ (its first row is $R_0$) explains the order of infections: it is what is left of (20.16) when the immune are taken out.
No plan is best in all columns; a model can say what each column costs, and not which column counts.
With more doses?
The ODE, for 0 to 700 doses:
"""

# %% tags=["picture"]
portion = {"by lot": (0.8, 0.2), "first come, first served": (16 / 17, 1 / 17), "most contacts first": (1, 0), "the frail first": (0, 1)}


def split(name, doses):
    """Doses for (workers, frail); who is full leaves the rest to the others. At most 792 and 198, for 10 are infectious."""
    frail = np.clip(portion[name][1] * doses, doses - 792, 198)
    return round(min(doses - frail, 792)), round(frail)


def attack(name, doses):
    start = pair.start([8, 2], immune=list(split(name, doses)))
    return (start[:2] - mean_field(pair, start, [3_000.0])[0, :2]) / groups


# %% tags=["picture"]
budgets = list(range(0, 701, 25))
fig, axes = figures.figure(1, 3, height=3.2)
for name, style in zip(portion, ["-", "--", "-.", ":"]):
    ends = np.array([attack(name, doses) for doses in budgets])
    for ax, y in zip(axes, [*ends.T, ends @ [8, 20]]):
        ax.plot(budgets, y, style, label=name)
for ax, title in zip(axes, ["attack rate, workers", "attack rate, frail", "severe cases"]):
    ax.set(title=title, xlabel="doses", ylim=(0, None))
axes[2].legend(fontsize=7)
figures.show(fig)

# %% [markdown]
r"""
At 700 doses few are infected under any plan: the conflict is one of scarcity.
A lottery has fewer severe cases than either plan that favours workers, at every budget drawn.
Where the frail come first, the line of severe cases bends at 198 doses: from there on each dose goes to a worker, and what it saves is mostly infections that are not severe.
Near 600 doses it crosses the lottery's: with that many, stopping the epidemic protects the frail as well as vaccinating them does.
What this does not show: groups whose contacts change when they are vaccinated, vaccine that protects from illness and not from infection (then the frail come first on any count), and people who belong to no list.

## 9 · Break it

In the town of section 4, 80 % of contacts off from day 10 to day 70, and then everything as before.
The ODE, and 100 random epidemics:
"""

# %%
severe = [Measure(10, 70, distancing=0.8)]
left = course(city, severe, city_start, [70.0])[0, 1]
chance = random_infections(severe)
table([(left, outcome(city, severe, city_start, 365).infections, (chance.mean(), chance.std(ddof=1)), int(np.sum(chance > 2_000)))],
      "infectious on day 70, ODE", "infections in a year, ODE", "100 random epidemics, ± sd", "of them more than 2 000", digits=[3, 0, 0, 0])

# %% tags=["picture"]
weeks = np.arange(0, 200.0)
some = simulate_course(city, severe, city_start, weeks, 20, np.random.default_rng(6))[:, :, 1].astype(float)
some[some == 0] = np.nan  # over: a logarithm has no place for it
fig, ax = figures.figure(width=7, height=3.2)
ax.semilogy(weeks, some.T, color="0.6", linewidth=0.8)
ax.semilogy(weeks, course(city, severe, city_start, weeks)[:, 1], label="ODE")
ax.axhline(1, color="0.3", linestyle=":", label="one person")
ax.set(xlabel="day", ylabel="infectious", title="20 random epidemics (grey) and the ODE")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
On day 70 the ODE has a hundredth of a person left, and grows a full epidemic out of it.
In the random epidemics nobody is left, and the epidemic is over: the lockdown averted nearly everything, where the ODE says that it averted next to nothing.
The failure is invisible in a plot of the ODE alone, whose second wave looks like any other.
Whoever reads a model should ask how many *people* the lowest point of its curve stands for.
(Mollison 1991 called it the atto-fox, after a rabies model whose second wave grew out of $10^{-18}$ of a fox per square kilometre.)
Section 3 gives the rule: with $I$ cases left and $R$ afterwards, the next wave fails with probability $R^{-I}$.

## 10 · In the wild

**Flaxman and others** (Nature 2020) fitted a model of this kind, renewal equation, delays and negative binomial deaths, to eleven European countries at once, with $R_t$ falling in steps on the days of five kinds of measures.
They concluded that measures together brought $R_t$ below 1 in every country, and that lockdown had the largest effect.
**Soltesz and others** (Nature 2020, *Matters arising*) reran their code and showed that the effects of single measures could not be told apart: they came within days of each other, and the model could give the credit to whichever came last, a ban of events in Sweden, a lockdown elsewhere.
The authors' reply agrees that they were "unable to disentangle" the measures except for the lockdown.
That is section 6 with eleven countries in the place of one.
**Riccardo and others** (2020), who had dates of first symptoms instead of deaths, saw the net reproduction number fall in northern Italy from 20–25 February on, before any lockdown of the country; their $R_0$ by region was 2.5 to 3.
That agrees with our gradual falls.
Their data we do not have; with them the rows of our table in which $R$ starts far above 3 would be hard to keep.

## 11 · What you can now say

*How does an epidemic spread?* By two random events; the ODE is what many such epidemics have in common once they have caught on.
*What stops it?* An $R$ below 1: for good if the susceptible are fewer, for as long as it lasts if contacts are.
*What can the counts tell?* That $R$ fell, and to what; not when without knowing the delay, and not why.

| | result | witness |
|---|---|---|
| (20.2), (20.3) | One list of events gives the ODE and the master equation $\dot P = Q^{\mathsf T}P$ | [section 1](#1-·-One-epidemic,-three-descriptions) |
| (20.4), (20.5) | One epidemic is off the ODE by $\sqrt{C/N}$, the mean of many by $m/N$ | [section 1](#1-·-One-epidemic,-three-descriptions) |
| (20.6)–(20.8) | $R_0$, the herd-immunity threshold, the final size above it | [section 2](#2-·-How-many-are-infected-in-the-end?) |
| (20.9), (20.10) | An outbreak dies out with probability $R_0^{-I_0}$ | [section 3](#3-·-Does-it-catch-on-at-all?) |
| (20.11), (20.12) | $R$ under measures; growth of SEIR | [section 4](#4-·-Measures-on-a-timeline) |
| (20.14), (20.15) | Delays leave growth alone; the posterior of $R_t$ | [section 5](#5-·-One-country:-counts-that-come-late) |
| (20.16) | $R_0$ of a population in groups | [section 8](#8-·-Who-is-protected?) |

The opening questions.
(1) A peak below 50 takes contacts off before day 15 or so, when unchecked growth from 5 cases passes 50, and keeps them off: the cost stands below your picture.
(2) Lifted on day 60, the epidemic comes back, since some are still infectious and most still susceptible.
(3) Exercise 20.6: a measure that is to be lifted does most when it begins a little before the peak.

**Next question.**
We fitted by maximum likelihood and took a curvature for an interval.
When is that right, and what does one do when it is not?
[Lecture 21](21_estimation.ipynb).

## 12 · Sources

- W. O. Kermack, A. G. McKendrick, *A contribution to the mathematical theory of epidemics*, Proc. Roy. Soc. A 115, 1927: (20.2), (20.8).
- M. S. Bartlett, *Some evolutionary stochastic processes*, 1949; D. G. Kendall, *On the generalized birth-and-death process*, 1948; P. Whittle, *The outcome of a stochastic epidemic*, Biometrika 42, 1955: (20.3), (20.10).
- D. T. Gillespie, *Exact stochastic simulation of coupled chemical reactions*, 1977.
- T. G. Kurtz, *Solutions of ordinary differential equations as limits of pure jump Markov processes*, 1970; N. G. van Kampen, *Stochastic processes in physics and chemistry*: (20.5).
- J. Ma, D. J. D. Earn, *Generality of the final size formula*, Bull. Math. Biol. 68, 2006.
- J. O. Lloyd-Smith and others, *Superspreading and the effect of individual variation on disease emergence*, Nature 438, 2005.
- F. Di Lauro, I. Z. Kiss, J. C. Miller, *Optimal timing of one-shot interventions for epidemic control*, PLoS Comput. Biol. 17, 2021: exercise 20.6.
- D. Mollison, *Dependence of epidemic and population velocities on basic parameters*, Math. Biosci. 107, 1991: the atto-fox.
- G. F. Raggett, *Modelling the Eyam plague*, Bull. Inst. Math. Appl. 18, 1982: the counts of exercise 20.3.
- A. Cori, N. M. Ferguson, C. Fraser, S. Cauchemez, *A new framework and software to estimate time-varying reproduction numbers during epidemics*, Am. J. Epidemiol. 178, 2013: (20.15).
- J. Wallinga, M. Lipsitch, *How generation intervals shape the relationship between growth rates and reproductive numbers*, Proc. R. Soc. B 274, 2007: (20.12), (20.14).
- O. Diekmann, J. A. P. Heesterbeek, J. A. J. Metz, J. Math. Biol. 28, 1990: (20.16).
- N. M. Linton and others, *Incubation period and other epidemiological characteristics of 2019 novel coronavirus infections with right truncation*, J. Clin. Med. 9, 2020; Istituto Superiore di Sanità, *Characteristics of SARS-CoV-2 patients dying in Italy*, reports of 17 March and autumn 2020: delays.
- D. Cereda and others, *The early phase of the COVID-19 epidemic in Lombardy, Italy*, Epidemics 37, 2021: serial interval of mean 6.6 days.
- F. Riccardo and others, *Epidemiological characteristics of COVID-19 cases in Italy and estimates of the reproductive numbers one month into the epidemic*, medRxiv 2020.04.08.20056861.
- S. Flaxman and others, *Estimating the effects of non-pharmaceutical interventions on COVID-19 in Europe*, Nature 584, 2020; K. Soltesz and others, *The effect of interventions on COVID-19*, Nature 588, 2020, and the authors' reply there.
- Data: Presidenza del Consiglio dei Ministri, Dipartimento della Protezione Civile, *COVID-19 Italia*, CC BY 4.0.
- Ours: the towns and their prices, the two groups, the fits and forecasts, the exercises.
"""
