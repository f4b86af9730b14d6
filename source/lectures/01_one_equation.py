# %% [markdown]
r"""
# 01 · What do a drop of ink, a banknote among friends and a noised picture have in common?

{badges}

| | |
|---|---|
| **You will be able to** | turn jump rates into one matrix equation, with the right sign and the right transpose · derive the heat equation from a walker's jumps · say how fast a network forgets where something started · build the Ornstein–Uhlenbeck process out of coins · reverse it in time with the right rates · tell noising from blurring |
| **You need** | derivatives, Taylor's formula, integration by parts, eigenvectors of symmetric matrices, variance, the Poisson distribution; [lecture 00](00_start_here.ipynb) for how checks work |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.linalg import expm
from scipy.special import rel_entr
from scipy.stats import binom, norm, poisson, skellam

from utils.data import digits, karate, toys
from utils.exercises import check, hint
from utils.generative.mixtures import bimodal
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Bars, Curve, Formula, Image, Line, Links, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(1)

# %% [markdown]
r"""
## The picture first

Four systems, one clock.
Drag it.

- **A density**: walkers on the line, each pulled towards 0 and moved at random.
- **A picture, twice**: a handwritten 3.
  On the left its *ink* moves from pixel to pixel.
  On the right the *grey level* of each pixel moves.
- **A club**: a banknote goes round among 34 members of a karate club.
  It starts with the instructor.
  The markers show each member's probability of holding it now, as a multiple of the equal share $\frac1{34}$: light blue ring, below ½; green disc, up to 2; orange open square, up to 8; purple square, more.
- **A cloud**: 600 points, each of whose two coordinates has, at each time, the distribution of walkers like those of the first panel.

One equation drives all four.
While you drag, ask: what does each forget last?
(Below the panels stands how much of that is left.)
And of the two pictures of a 3, which would you rather have to repair?
"""

# %% tags=["picture"]
times = np.linspace(0, 3, 61)


def run(M, start):
    """e^{tM} applied to the start, one row for each of the times."""
    step, rows = expm(times[1] * M), [start]
    for _ in times[1:]:
        rows.append(step @ rows[-1])
    return np.array(rows)


club = karate.load_karate()
L_club = np.diag(club.adjacency.sum(axis=1)) - club.adjacency
note = run(-L_club, np.eye(34)[karate.INSTRUCTOR])
markers = np.array([2, 3, 6, 7])[np.digitize(34 * note, [0.5, 2, 8])]  # four colours for the four markers

# %% tags=["picture"]
neighbours = np.diag(np.ones(7), 1) + np.diag(np.ones(7), -1)  # eight pixels in a row
grid_ties = np.kron(neighbours, np.eye(8)) + np.kron(np.eye(8), neighbours)
L_pixels = np.diag(grid_ties.sum(axis=1)) - grid_ties
three = digits.load_digits().images[3]
blurred = 2 * run(-L_pixels, (three.ravel() + 1) / 2).reshape(-1, 8, 8) - 1  # ink 0 to 1, shown as −1 to 1
alpha, sigma = np.exp(-times), np.sqrt(1 - np.exp(-2 * times))
noised = alpha[:, None, None] * three + sigma[:, None, None] * rng.normal(size=(8, 8))

x = 0.2 * np.arange(-50, 51)
up, down = 25 - 2.5 * x, 25 + 2.5 * x  # rates of jumps of length 0.2; section 5 derives them
Q_pull = np.diag(up[:-1], 1) + np.diag(down[1:], -1) - np.diag(up + down)
walkers_on_line = run(Q_pull.T, bimodal.density(x[:, None]) * 0.2) / 0.2
moons, moons_eps = toys.two_moons(600, rng), rng.normal(size=(600, 2))

# %% tags=["picture"]
skewness = walkers_on_line @ x**3
slowest = {"α": alpha, "σ": sigma, "pull": skewness / skewness[0],
           "club": np.exp(-np.linalg.eigvalsh(L_club)[1] * times), "ink": np.exp(-np.linalg.eigvalsh(L_pixels)[1] * times)}
square = dict(xlim=(-3.5, 3.5), ylim=(-3.5, 3.5), aspect="equal")
threes = np.stack([blurred, noised], axis=1)
members = Points(club.positions, colour_by=markers, size=5, label="members, markers by share")

one_law = Scene(
    [Panel(Line(x, walkers_on_line, fill=True, label="walkers"), title="a density", xlabel="x", xlim=(-3.5, 3.5)),
     Panel(Image(frames=threes, columns=2), title="a 3: its ink, its grey levels"),
     Panel(Links(club.edges), members, title="a club", aspect="equal"),
     Panel(Points(moons, moons_eps, highlight=137), title="a cloud", **square),
     Formula("still left of the slowest part: ink {ink:.2f}, club {club:.2f}, pulled walkers {pull:.2f}")],
    times=times, values=slowest, t=4, title="One law",
    status="t = {t:.2f} of {T:.0f}: ink {ink:.2f}, club {club:.2f}, pull {pull:.2f}",
)
one_law

# %% [markdown]
r"""
[Lecture 00](00_start_here.ipynb) wrote the equation down: $\frac{dP}{dt} = Q^{\mathsf T}P$.
Here $P_i(t)$ is the probability that one walker is at site $i$ at time $t$; in a large population of independent walkers it is the share of those who are there.
$Q_{ij}$ is the rate of jumps from $i$ to $j$.
The entries of $P$ and $Q$, and $t$, are plain numbers throughout.
Only the walker's position is random.

## 1 · One walker

How far does a walker get who jumps at random?
Guess before you derive it.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 01.1

In perfectly still water a drop of ink, a point at the start, has spread to a width (standard deviation) of 1 mm after 1 minute.
After how many minutes from the start is it 3 mm wide?
Write a number in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
minutes = 9
### END SOLUTION
minutes = check("01.1", minutes)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The variance is proportional to time (1.4).
The width is its root, so three times the width takes $3^2 = 9$ times the time.
### END SOLUTION
"""

# %% [markdown]
r"""
**Claim.**
The rate of the jumps and their length tell how far a walker gets.

The walker lives on the sites $x = kh$, $k$ any integer, $h$ their distance.
It starts at $k = 0$.
In any short time $\Delta$ it jumps one site to the right with probability $r\Delta + O(\Delta^2)$, one site to the left with the same probability, and stays with probability $1 - 2r\Delta + O(\Delta^2)$, whatever it did before.
$r$ is the **rate**, in jumps per unit of time.
Let $p_k(t)$ be the probability that it is at site $k$.
To be at $k$ after $\Delta$ more, it was there and stayed, or came from one of the two neighbours:

$$\begin{aligned}p_k(t+\Delta) = {}&(1 - 2r\Delta)\,p_k(t)\\ &{}+ r\Delta\,p_{k-1}(t) + r\Delta\,p_{k+1}(t) + O(\Delta^2). \end{aligned} \tag{1.1}$$

The $O(\Delta^2)$ also counts those who jumped twice.
Subtract $p_k(t)$, divide by $\Delta$, let $\Delta\to0$:

$$\frac{dp_k}{dt} = r\left(p_{k-1} - 2p_k + p_{k+1}\right). \tag{1.2}$$
"""

# %% [markdown]
r"""
**How far?**
By symmetry the mean stays 0.
For the mean square multiply (1.2) by $k^2$ and sum over all $k$.
($p_k$ falls so fast for large $|k|$ that the sums converge and may be differentiated.)
On the right, put $k+1$ for $k$ in the sum with $p_{k-1}$, and $k-1$ for $k$ in the sum with $p_{k+1}$:

$$\begin{aligned}\frac{d}{dt}\sum_k k^2p_k &= r\sum_k p_k\left[(k+1)^2 - 2k^2 + (k-1)^2\right]\\ &= 2r\sum_k p_k = 2r . \end{aligned} \tag{1.3}$$

The mean square of $k$ grows at the constant rate $2r$, from 0.
As $x_t = kh$ has mean 0, its variance is $h^2$ times that:

$$\operatorname{Var}(x_t) = 2rh^2\,t . \tag{1.4}$$

The spread, its root, grows as the square root of time.

**Witnesses.**
In time $t$ the walker makes a Poisson number of jumps to the right, with mean $rt$, and an independent one to the left.
Their difference has *Skellam*'s law.
This law was obtained without our equations, so it is an independent test of them: the gap in (1.1) must fall to a quarter when $\Delta$ is halved.
"""

# %% tags=["witness"]
r, t, k = 4.0, 0.7, np.arange(-60, 61)


def p(k, t):
    return skellam.pmf(k, r * t, r * t)


def gap_of_1_1(delta):
    made = (1 - 2 * r * delta) * p(k, t) + r * delta * (p(k - 1, t) + p(k + 1, t))
    return np.abs(made - p(k, t + delta)).max()


witness("(1.1), gap at Δ/2 over gap at Δ", gap_of_1_1(5e-4) / gap_of_1_1(1e-3), 0.25, atol=0.01)

# %% tags=["witness"]
slope = (p(k, t + 1e-4) - p(k, t - 1e-4)) / 2e-4
witness("(1.2)", slope, r * (p(k - 1, t) - 2 * p(k, t) + p(k + 1, t)), atol=1e-6)
witness("(1.3)", np.sum(k**2 * slope), 2 * r, atol=1e-5)
witness("(1.4), in sites", np.sum(k**2 * p(k, t)), 2 * r * t, atol=1e-10)

# %% [markdown]
r"""
And by experiment: 20 000 walkers that follow the recipe, with $h = 0.5$, $r = 4$ and $\Delta = 0.02$, the $O(\Delta^2)$ left out (± is one standard error).
(Then (1.4) still holds exactly, after every step: each adds the variance $2r\Delta h^2$.)
"""

# %%
h, delta = 0.5, 0.02
site, track = np.zeros(20_000, dtype=int), [np.zeros(20_000, dtype=int)]
for _ in range(150):
    u = rng.random(site.size)
    site = site + (u < r * delta) - (u > 1 - r * delta)  # right or left, each with probability rΔ
    track.append(site)

# %% tags=["witness"]
counts = []
for i in [25, 75, 150]:
    square_x = (h * track[i]) ** 2
    error = square_x.std() / np.sqrt(site.size)
    counts.append((i * delta, (square_x.mean(), error), 2 * r * h**2 * i * delta))
table(counts, "t", "mean square of 20 000 walkers", "by (1.4)", digits=[1, 3, 3])
for t, (mean_square, error), predicted in counts:
    witness(f"(1.4) at t = {t:.1f}", mean_square, predicted, standard_error=error)

# %% tags=["picture"]
shown = np.array(track[::5])  # 31 of the 151 times
height = np.linspace(0, 1, 160)
paths = np.stack([h * shown[:, :160], np.broadcast_to(height, (31, 160))], axis=-1)
sites = np.arange(-18, 19)
counted = np.array([np.mean(row[:, None] == sites, axis=0) for row in shown])
law = np.array([(sites == 0) * 1.0] + [skellam.pmf(sites, r * t, r * t) for t in 0.1 * np.arange(1, 31)])
width = {"width": np.sqrt(2 * r * h**2 * 0.1 * np.arange(31))}

# %% tags=["picture"]
labels = [f"{h * s:g}".replace("-", "−") if s % 6 == 0 else "" for s in sites]
bars = [Bars(counted, labels=labels, label="20 000 walkers"), Line(sites + 18, law, label="law")]
walk = Scene(
    [Panel(Points(frames=paths, highlight=70), title="160 walkers", xlabel="x", ylabel="walker / 160", xlim=(-9, 9)),
     Panel(*bars, title="where they are", xlabel="x", ylabel="probability", ylim=(0, 0.35)),
     Formula("width √(2 r h² t) = {width:.2f}")],
    times=0.1 * np.arange(31), values=width, t=10, title="Random walk",
    status="t = {t:.1f} of {T:.0f}: width {width:.2f}",
)
walk

# %% [markdown]
r"""
## 2 · Many small jumps: the heat equation

**Claim.**
In the limit of many small jumps, the walk obeys the heat equation.

Make the jumps shorter and more frequent, so that (1.4) stays the same: $r = D/h^2$ with a fixed $D > 0$, the **diffusion constant** (length² per time).
Write $p_k(t) = h\,p(x,t)$ at $x = kh$, with a smooth density $p$: a site stands for a piece of length $h$.
Divide (1.2) by $h$: the right side becomes $D$ times the left side of the next line.
In Taylor's formula at $x$ the odd powers of $h$ cancel:

$$\frac{p(x+h) - 2p(x) + p(x-h)}{h^2} = p''(x) + \frac{h^2}{12}\,p''''(x) + O(h^4). \tag{1.5}$$

So as $h\to0$, (1.2) becomes the **heat equation**

$$\frac{\partial p}{\partial t} = D\,\frac{\partial^2p}{\partial x^2}. \tag{1.6}$$

In words: where the density is curved like a valley, it rises; like a hill, it falls.
Which solution starts from a point at 0?
The walker's place is a sum of very many independent small jumps, so by the central limit theorem it is Gaussian, with the variance (1.4). This is the **heat kernel**

$$p(x, t) = N(x; 0, 2Dt) = \frac{1}{\sqrt{4\pi Dt}}\,e^{-x^2/4Dt}, \qquad t > 0. \tag{1.7}$$

*Check by differentiating.*
$\log p = -\frac{x^2}{4Dt} - \frac12\log t + \text{constant}$.
So $\frac{\partial p}{\partial t} = p\left(\frac{x^2}{4Dt^2} - \frac{1}{2t}\right)$.
And $p' = -\frac{x}{2Dt}\,p$, so $p'' = \left(\frac{x^2}{4D^2t^2} - \frac{1}{2Dt}\right)p$.
Times $D$ it is the same.
As $t\to0$ the Gaussian shrinks to the point.
$\square$ Its variance $2Dt$ is (1.4) again.
(Not $4Dt$: in a Gaussian's exponent stands *twice* the variance.)
"""

# %% tags=["witness"]
D, t, h = 0.7, 0.4, 0.01
x = np.linspace(-2, 2.3, 40)
f = np.sin(1.3 * x)  # its second derivative is −1.3² f, its fourth 1.3⁴ f
second_difference = (np.sin(1.3 * (x + h)) - 2 * f + np.sin(1.3 * (x - h))) / h**2
witness("(1.5)", second_difference, -(1.3**2) * f + h**2 / 12 * 1.3**4 * f, atol=1e-9)

# %% tags=["witness"]
def kernel(x, t):
    return np.exp(-(x**2) / (4 * D * t)) / np.sqrt(4 * np.pi * D * t)


slope = (kernel(x, t + 1e-4) - kernel(x, t - 1e-4)) / 2e-4
curvature = (kernel(x + 1e-3, t) - 2 * kernel(x, t) + kernel(x - 1e-3, t)) / 1e-6
witness("(1.6), by finite differences", slope, D * curvature, atol=1e-5)
far_out = np.arange(-9, 9, 0.01)
witness("(1.7), variance", np.sum(far_out**2 * kernel(far_out, t)) * 0.01, 2 * D * t, atol=1e-9)

# %% [markdown]
r"""
How good is the limit?
The walk's law against the heat kernel, at $t = 0.5$ with $D = 1$, where (1.7) is $N(x; 0, 1)$.
By (1.5) the gap should fall like $h^2$ once $h$ is small: by a factor near 4 for each halving.
"""

# %%
walk_laws = {}
for h in [0.8, 0.4, 0.2]:
    k = np.arange(-int(4 / h), int(4 / h) + 1)
    walk_laws[h] = h * k, skellam.pmf(k, 0.5 / h**2, 0.5 / h**2) / h  # places, density
gaps = [np.abs(density - norm.pdf(place)).max() for place, density in walk_laws.values()]

# %% tags=["picture"]
fig, axes = figures.figure(1, 3, sharey=True)
everywhere = np.linspace(-4, 4, 161)
for ax, (h, (place, density)) in zip(axes, walk_laws.items()):
    ax.bar(place, density, width=0.9 * h, color="0.8", label="walk")
    ax.plot(everywhere, norm.pdf(everywhere), label="heat kernel (1.7)")
    ax.set(title=f"jumps of length {h}", xlabel="x")
axes[0].set(ylabel="density", ylim=(0, 0.6))
axes[2].legend(loc="upper right")
figures.show(fig)

# %% tags=["witness"]
falls = [None, *(coarse / fine for coarse, fine in zip(gaps, gaps[1:]))]
table(zip(walk_laws, gaps, falls), "h", "largest gap between walk and kernel", "falls by the factor", digits=[1, 4, 2])
finest = [np.abs(skellam.pmf(0, 0.5 / h**2, 0.5 / h**2) / h - norm.pdf(0)) for h in (0.05, 0.025)]
witness("(1.7), walk at h over walk at 2h", finest[1] / finest[0], 0.25, atol=0.002)

# %% [markdown]
r"""
## 3 · Any sites at all: one matrix

**Claim.**
The argument for (1.1) works on any set of sites.

Let the sites be numbered $i = 1, \dots, n$, and let $q_{ij}\ge0$ be the rate of jumps from $i$ to $j \neq i$.
$P_i(t)$ is the probability to be at $i$.
A walker who is at $j$ after $\Delta$ came from some $i$, or was there and did not leave.
As before,

$$\frac{dP_j}{dt} = \underbrace{\sum_{i\ne j} P_i\,q_{ij}}_{\text{comes in}} \;-\; \underbrace{P_j\sum_{k\ne j}q_{jk}}_{\text{goes out}} . \tag{1.8}$$

Collect the rates in a matrix with $Q_{ij} = q_{ij}$ off the diagonal and minus the sum of its row on it.
Then (1.8) is one line:

$$\frac{dP}{dt} = Q^{\mathsf T}P, \qquad Q_{ii} = -\sum_{j\ne i}q_{ij}, \qquad P(t) = e^{tQ^{\mathsf T}}P(0). \tag{1.9}$$

The last part is for rates that do not change with time: the series $e^{M} = I + M + \frac{M^2}{2!}+\dots$ differentiates term by term to $\frac{d}{dt}e^{tM} = M\,e^{tM}$.
(In Python it is `scipy.linalg.expm`. `np.exp` works entry by entry and is something else.)
Why the transpose?
Rows of $Q$ say where one *leaves to*.
An equation for $P_j$ needs where one *comes from*, and that is a column.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 01.2

This code is right when every jump is as frequent as its opposite, and wrong otherwise. Mend it.

```python
def rate_matrix(rates):
    return rates - np.diag(rates.sum(axis=0))
```

- `rates`: array $(n, n)$; `rates[i, j]` is the rate of jumps from site $i$ to site $j$, per unit of time.
  Its diagonal is 0.
- Returns the array $M$ of shape $(n, n)$ for which $\frac{dP}{dt} = M P$.
- Worked value: with `rates = np.array([[0.0, 2.0], [0.5, 0.0]])` (from 0 to 1 at rate 2, back at rate ½), `rate_matrix(rates)` is `[[-2, 0.5], [2, -0.5]]`.
"""

# %% tags=["exercise"]
def rate_matrix(rates):
    """M with dP/dt = M P."""
    ### BEGIN SOLUTION
    Q = rates - np.diag(rates.sum(axis=1))
    return Q.T
    ### END SOLUTION


rate_matrix = check("01.2", rate_matrix)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Column $i$ of $M$ describes a walker at $i$: it leaves at rate $\sum_j q_{ij}$ (the diagonal) and arrives at $j$ at rate $q_{ij}$.
What leaves must arrive, so every *column* of $M$ sums to 0.
The faulty code is $Q$ with the sums of the columns, not the rows, on its diagonal: where $q_{ij}=q_{ji}$ nobody can see either fault.
### END SOLUTION
"""

# %% [markdown]
r"""
**Probabilities stay probabilities.**
$P(t)$ should stay a list of probabilities.
To see that it does, give all sites the same clock.
Take a number $c > 0$ at least as large as every total rate out of a site, $|Q_{ii}|$, and let $K = I + \frac1cQ$.
Its rows sum to 1, and none of its entries is negative, so row $i$ of $K$ is the distribution of a walker at $i$ after one *ring* of the clock (perhaps still at $i$).
Since $Q = c(K - I)$, and $I$ commutes with $K$,

$$e^{tQ} = e^{-ct}\,e^{ctK} = \sum_{m=0}^\infty e^{-ct}\frac{(ct)^m}{m!}\,K^m. \tag{1.10}$$

The weights are the probabilities that a clock with rate $c$ rings $m$ times in time $t$ (Poisson), and $K^m$ has the transitions after $m$ rings.
The product of two matrices with non-negative entries and row sums 1 is again one, and so is an average of such. Hence, for every $t\ge0$,

$$\left(e^{tQ}\right)_{ij} \ge 0, \qquad \sum_j\left(e^{tQ}\right)_{ij} = 1. \tag{1.11}$$

A matrix with (1.11) is called **stochastic**.
Row $i$ is the distribution at time $t$ of the walker who started at $i$.

Witness: three sites, with rates that differ by direction, so that the transpose matters.
In (1.10), the rings against the matrix exponential.
In (1.9), its slope against the balance (1.8), counted site by site.
"""

# %% tags=["witness"]
rates = np.array([[0.0, 0.8, 0.0], [0.3, 0.0, 0.5], [0.0, 0.1, 0.0]])
Q, t, c = rate_matrix(rates).T, 2.0, 1.0
K = np.eye(3) + Q / c
by_rings = sum(poisson.pmf(m, c * t) * np.linalg.matrix_power(K, m) for m in range(60))
witness("(1.10)", by_rings, expm(t * Q))
witness("(1.11), rows", expm(t * Q).sum(axis=1), 1.0)
witness("(1.11), no entry below 0", np.minimum(expm(t * Q), 0), 0.0)

# %% tags=["witness"]
P = {s: expm(s * Q.T) @ [0.5, 0.2, 0.3] for s in (t - 1e-4, t, t + 1e-4)}
slope = (P[t + 1e-4] - P[t - 1e-4]) / 2e-4
balance = [sum(P[t][i] * rates[i, j] for i in range(3)) - P[t][j] * rates[j].sum() for j in range(3)]
witness("(1.8), (1.9)", slope, balance, atol=1e-8)

# %% [markdown]
r"""
## 4 · Friends instead of neighbours: heat on a graph

**Claim.**
A connected network forgets every start, and one number says how fast.

Between 1970 and 1972 Wayne Zachary noted which of the 34 members of a karate club met outside the lessons: 78 ties.
Let every tie carry a banknote at rate 1 in both directions.
With the **adjacency matrix** $A$ ($A_{ij} = 1$ if $i$ and $j$ are tied, else 0) the rates are $q_{ij} = A_{ij}$, and the total rate out of $i$ is its number of ties, its **degree**.
So $Q = -L$ with the **graph Laplacian**

$$\begin{gathered}L = \operatorname{diag}(\text{degrees}) - A, \qquad \frac{dP}{dt} = -LP,\\ \frac{dP_j}{dt} = \sum_{i\text{ tied to }j}(P_i - P_j). \end{gathered} \tag{1.12}$$

The last form is (1.2) with friends for neighbours: the heat equation of the network.
($A$ is symmetric, so here the transpose makes no difference. Remember that when you test code.)
"""

# %% tags=["witness"]
P = rng.dirichlet(np.ones(34))
by_friends = [sum(P[i] - P[j] for i in np.flatnonzero(club.adjacency[j])) for j in range(34)]
witness("(1.12)", -L_club @ P, by_friends)
witness("(1.12) is (1.9)", -L_club @ P, rate_matrix(club.adjacency) @ P)
print(f"{len(club.edges)} ties; degrees from {np.diag(L_club).min():.0f} to {np.diag(L_club).max():.0f}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 01.3

The instructor has 16 ties, member 11 has one.
The note starts somewhere in the club, in which any two members are joined by a chain of ties.
Every tie carries it at rate 1 in both directions.
After a very long time, the instructor is …

{options}
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
in_the_end = "c"
### END SOLUTION
in_the_end = check("01.3", in_the_end)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$L\mathbf 1 = 0$: every row of $L$ is a degree minus that many ones.
So the equal distribution does not change.
Equation (1.15) adds that every start tends to it if the club is connected.
### END SOLUTION
"""

# %% tags=["reveal"]
print("The answer:")
late = expm(-20 * L_club)
rows = [(holder, late[0, holder], late[11, holder]) for holder in [karate.INSTRUCTOR, 11, 16]]
table(rows, "first holder", "held at t = 20 by the instructor", "by member 11", digits=4)
print(f"1/34 = {1 / 34:.4f}")

# %% [markdown]
r"""
**How fast?**
Every tie $\{i, j\}$ gives $L$ a $+1$ at $(i,i)$ and $(j,j)$ and a $-1$ at $(i,j)$ and $(j,i)$, so for any list of numbers $v$

$$v^{\mathsf T}Lv = \sum_{\text{ties }\{i,j\}}(v_i - v_j)^2 \;\ge\; 0. \tag{1.13}$$

So no eigenvalue of $L$ is negative.
Order them, $0 = \lambda_1\le\lambda_2\le\dots\le\lambda_n$, with orthonormal eigenvectors $u_1, \dots, u_n$.
(These $\lambda$ are not the log-SNR of later lectures.)
$\lambda_1 = 0$ belongs to $u_1 = \mathbf 1/\sqrt n$.
And $\lambda_2 > 0$ exactly if the network is connected: if $Lv = 0$, then $v^{\mathsf T}Lv = 0$, and by (1.13) $v$ is equal along every tie, hence equal everywhere if the network is connected.
If it is not, the indicator of one component is a second null vector.

Each eigenvector decays by itself, $e^{-tL}u_k = e^{-\lambda_kt}u_k$.
Write $P(0)$ in eigenvectors.
The first coefficient is $u_1^{\mathsf T}P(0) = 1/\sqrt n$ because probabilities sum to 1, and $u_1/\sqrt n = \mathbf 1/n$:

$$P(t) = \frac{\mathbf 1}{n} + \sum_{k=2}^{n}e^{-\lambda_kt}\,u_k\left(u_k^{\mathsf T}P(0)\right). \tag{1.14}$$

The eigenvectors are perpendicular, so the square of the distance to the equal distribution is the sum of the squares of the terms, and none decays more slowly than $e^{-\lambda_2t}$:

$$\left\|P(t) - \tfrac{\mathbf 1}{n}\right\| \;\le\; e^{-\lambda_2t}\left\|P(0) - \tfrac{\mathbf 1}{n}\right\| . \tag{1.15}$$

If $\lambda_2<\lambda_3$ and the start has some of $u_2$, that term outlives the others, and the rate at which the distance falls tends to $\lambda_2$.
Witnesses: the exponential against (1.14), and that rate, measured late.
"""

# %% tags=["witness"]
eigenvalues, U = np.linalg.eigh(L_club)
v = rng.normal(size=34)
witness("(1.13)", v @ L_club @ v, sum((v[i] - v[j]) ** 2 for i, j in club.edges), atol=1e-10)
first = np.eye(34)[karate.INSTRUCTOR]
later = np.array([1 / 34 + U[:, 1:] @ (np.exp(-eigenvalues[1:] * t) * (U[:, 1:].T @ first)) for t in times])
witness("(1.14)", later, note, atol=1e-12)
distance = np.linalg.norm(note - 1 / 34, axis=1)
bound = np.exp(-eigenvalues[1] * times) * distance[0]
witness("(1.15)", np.minimum(distance, bound), distance)

# %% tags=["witness"]
far = [np.linalg.norm(expm(-t * L_club)[16] - 1 / 34) for t in (12, 13)]
print(f"λ₂ = {eigenvalues[1]:.4f}; measured between t = 12 and t = 13: {np.log(far[0] / far[1]):.4f}")
witness("(1.15), the rate in the end is λ₂,", np.log(far[0] / far[1]), eigenvalues[1], atol=1e-3)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 01.4

What is the asymptotic decay rate of the distance to the equal distribution, for the slowest start?

- `adjacency`: array $(n, n)$, symmetric, of zeros and ones, $n \ge 3$.
  The network need not be connected.
- Returns a number, per unit of time; 0 if some start is never forgotten.
- Worked value: for a triangle 0, 1, 2 with a fourth person tied to 2 only, it is 1.
"""

# %% tags=["exercise"]
def decay_rate(adjacency):
    """The rate at which the slowest start is forgotten."""
    ### BEGIN SOLUTION
    L = np.diag(adjacency.sum(axis=1)) - adjacency
    return np.linalg.eigvalsh(L)[1]
    ### END SOLUTION


decay_rate = check("01.4", decay_rate)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In (1.14) the term with the smallest $\lambda_k$, $k\ge2$, outlives the others.
`eigvalsh` sorts, so entry 1 is $\lambda_2$.
For a network in two pieces $\lambda_2 = 0$ is just right: the piece where the note started is never forgotten.
### END SOLUTION
"""

# %% [markdown]
r"""
Change the network or the first holder.
On the logarithmic scale the club's distance soon runs parallel to the bound (1.15).
On the ring it has not come to that at $t = 10$.
(Below $10^{-6}$ the curves are cut off.)
"""

# %% tags=["picture"]
ring = np.roll(np.eye(34), 1, axis=1)
circle = np.c_[np.cos(2 * np.pi * np.arange(34) / 34), np.sin(2 * np.pi * np.arange(34) / 34)]
same_club = club.club[:, None] == club.club
clock = np.linspace(0, 10, 51)

# %% tags=["picture"]
networks = {
    "the club": (club.adjacency, club.positions),
    "the club, ties across the later split cut": (club.adjacency * same_club, club.positions),
    "a ring of 34": (ring + ring.T, circle),
    "everybody tied to everybody": (1 - np.eye(34), circle),
}
holders = {"member 16": 16, "the instructor": karate.INSTRUCTOR, "the president": karate.PRESIDENT}


# %%
def pass_the_note(network, holder):
    adjacency, positions = networks[network]
    L, rate = np.diag(adjacency.sum(axis=1)) - adjacency, abs(decay_rate(adjacency))  # abs: no −0.000 by rounding
    held = np.array([expm(-t * L)[holders[holder]] for t in clock])
    far = np.maximum(np.linalg.norm(held - 1 / 34, axis=1), 1e-6)  # a logarithm needs a floor
    bound = np.maximum(np.log10(far[0]) - rate * clock / np.log(10), -6)
    markers = np.array([2, 3, 6, 7])[np.digitize(34 * held, [0.5, 2, 8])]
    club_panel = Panel(Links(np.argwhere(np.triu(adjacency))), Points(positions, colour_by=markers, size=5, label="members"),
                       title=network, aspect="equal")
    return panels_of_the_note(club_panel, far, bound, rate)


# %% tags=["picture"]
def panels_of_the_note(club_panel, far, bound, rate):
    curves = [Curve(np.log10(far), label="distance"), Curve(bound, label="bound (1.15)")]
    panels = [club_panel, Panel(*curves, title="log₁₀ of the distance", xlabel="t", ylim=(-6, 0.2)),
              Formula("λ₂ = {λ₂:.3f}: distance {distance:.4f} to the equal distribution")]
    return dict(panels=panels, times=clock, t=5, title="A note goes round",
                values={"λ₂": np.full(51, rate), "distance": far},
                status="t = {t:.1f} of {T:.0f}: distance {distance:.4f}")


# %%
controlled(pass_the_note, network=choose("network", networks), holder=choose("first holder", holders))

# %% [markdown]
r"""
## 5 · A pull towards 0: Ornstein–Uhlenbeck

**Claim.**
Coins that are turned over at random make the noise of [lecture 02](02_noising.ipynb).

A free walker's variance grows without bound.
Give it a pull towards 0, with velocity $-x$ at the place $x$.
On the sites $x = kh$ the rates up and down, $r_+(x)$ and $r_-(x)$, now differ.
We ask for two things: it moves by $-x$ per unit of time on average, and the squares of its jumps add up to 2 per unit of time on average,

$$\left(r_+ - r_-\right)h = -x, \qquad \left(r_+ + r_-\right)h^2 = 2. \tag{1.16}$$

(The 2 is a choice: with it the variance will tend to 1.)

Divide the first by $h$, the second by $h^2$; half their sum and half their difference are

$$r_\pm(x) = \frac1{h^2}\mp\frac{x}{2h}, \qquad |x|\le\frac2h . \tag{1.17}$$

At $x = 2/h$ the rate up is 0, at $x = -2/h$ the rate down: the walker cannot leave, no wall is needed.
Choose $h = 2/\sqrt N$ with a whole number $N$, and number the sites by $k = 0, \dots, N$ with $x = h\,(k - N/2)$.
Put that into (1.17):

$$r_+ = \frac{N-k}{2}, \qquad r_- = \frac k2 . \tag{1.18}$$

These are $N$ coins on a table, $k$ of them heads up, each turned over at rate $\frac12$: any of the $N - k$ tails adds a head, any of the $k$ heads takes one away.

**Mean and variance.**
For any function $f$ of the place, (1.8) gives, when each sum is ordered by where a jump starts (the rates are those at $x_t$),

$$\begin{aligned}\frac{d}{dt}\operatorname E f(x_t) = \operatorname E\bigl[&r_+\left(f(x_t+h) - f(x_t)\right)\\ &{}+ r_-\left(f(x_t-h) - f(x_t)\right)\bigr]. \end{aligned} \tag{1.19}$$

Take $f(x) = x$: the bracket is $(r_+ - r_-)h = -x$.
Take $f(x) = x^2$: it is $(r_+-r_-)\,2xh + (r_++r_-)\,h^2 = -2x^2 + 2$.
So $m = \operatorname E x_t$ and $v = \operatorname{Var}(x_t) = \operatorname E x_t^2 - m^2$ satisfy, **for every $h$**,

$$\frac{dm}{dt} = -m, \qquad \frac{dv}{dt} = (2 - 2\operatorname Ex_t^2) - 2m\,(-m) = 2 - 2v . \tag{1.20}$$

So $m(t) = e^{-t}m(0)$.
And $w = v - 1$ satisfies $\frac{dw}{dt} = -2w$, so $v(t) = 1 + (v(0)-1)\,e^{-2t}$: the initial variance decays by the square of the mean's factor, noise adds the rest, and the variance tends to 1.

**The stationary distribution.**
After a long time each coin is heads or tails with probability ½, whatever it was: $k$ is binomial,

$$\pi_k = \binom Nk2^{-N}, \qquad \pi_k\,r_+ = \pi_{k+1}\,r_-, \qquad Q^{\mathsf T}\pi = 0 . \tag{1.20a}$$

The middle equation, **detailed balance** (the rate up is taken at $k$, the rate down at $k+1$), states that as many walkers jump from $k$ to $k+1$ as back; then (1.8) is 0 at every site.
For many coins the binomial is nearly $N(0, 1)$ in $x$.
And there is a direction of time: the divergence $\operatorname{KL}(P(t)\,\|\,\pi)$ of [appendix C](../appendices/C_likelihoods.ipynb) never rises, because both arguments pass through the same random map.
"""

# %% [markdown]
r"""
**The limit of many coins.**
Expand (1.19) for a smooth $f$ in powers of $h$.
The even powers come with $r_++r_-$, the odd ones with $r_+-r_-$, and by (1.16)

$$\frac{d}{dt}\operatorname Ef(x_t) = \operatorname E\left[-x_tf'(x_t) + f''(x_t)\right] + O(h^2). \tag{1.21}$$

Let $h\to0$ and write the expectation as an integral with the density $p$ of $x_t$.
Integrate by parts, once in the first term and twice in the second.
Nothing is left at the ends if $f$ is zero far out:

$$\begin{aligned}\int f\,\frac{\partial p}{\partial t}\,dx &= \int\left(-xf' + f''\right)p\,dx\\ &= \int f\left(\frac{\partial(xp)}{\partial x} + \frac{\partial^2p}{\partial x^2}\right)dx . \end{aligned} \tag{1.22}$$

This holds for every such $f$, so $\frac{\partial p}{\partial t}$ is the last bracket: the heat equation with a pull, called **Fokker–Planck equation**:

$$\frac{\partial p}{\partial t} = \frac{\partial(xp)}{\partial x} + \frac{\partial^2p}{\partial x^2}. \tag{1.23}$$

The process is the **Ornstein–Uhlenbeck process**, written $dX = -X\,dt+\sqrt2\,dB$ ([appendix D](../appendices/D_stochastic_calculus.ipynb) explains the notation). Started from a point $x_0$ (so $v(0) = 0$), its solution is the Gaussian with mean and variance from (1.20). Hence, for a fixed or a random start, with $\varepsilon\sim N(0,1)$ independent of $x_0$,

$$x_t \overset{d}{=} e^{-t}x_0 + \sqrt{1-e^{-2t}}\;\varepsilon . \tag{1.24}$$

(That it is Gaussian is derived in [lecture 02](02_noising.ipynb), (2.13). Here the witness checks it.) The $d$ stands for *equal in distribution*: at each time the same law. Witnesses: mean and variance with **nine coins**, where nothing is Gaussian; then the law of more and more coins, against (1.24), from the density with two modes.
"""

# %%
def pull_rates(x, h):
    """Rates of the jumps x → x + h and x → x − h, by (1.17)."""
    return 1 / h**2 - x / (2 * h), 1 / h**2 + x / (2 * h)


# %% tags=["witness"]
x, h = np.linspace(-3, 3, 13), 0.4
up, down = pull_rates(x, h)
witness("(1.16)", [(up - down) * h, (up + down) * h**2], [-x, np.full(x.size, 2.0)])
witness("(1.17)", [up, down], np.linalg.solve([[h, -h], [h**2, h**2]], [-x, np.full(x.size, 2.0)]))


# %%
def urn(h):
    """The sites from −2/h to 2/h and the matrix Q of the rates (1.17)."""
    x = h * (np.arange(round(4 / h**2) + 1) - 2 / h**2)
    up, down = pull_rates(x, h)
    return x, rate_matrix(np.diag(up[:-1], 1) + np.diag(down[1:], -1)).T


# %% tags=["witness"]
x, Q_nine = urn(2 / 3)
k = np.arange(10)
by_coins = np.diag((9 - k[:-1]) / 2, 1) + np.diag(k[1:] / 2, -1) - 4.5 * np.eye(10)
witness("(1.18)", Q_nine, by_coins)
for t in [0.1, 0.5, 2.0]:
    P = expm(t * Q_nine.T) @ (0.5 * np.eye(10)[8] + 0.5 * np.eye(10)[3])  # eight heads or three at the start
    mean, v_start = P @ x, ((x[8] - x[3]) / 2) ** 2
    solved = [np.exp(-t) * (x[8] + x[3]) / 2, 1 + (v_start - 1) * np.exp(-2 * t)]
    witness(f"(1.20), solved, at t = {t}", [mean, P @ x**2 - mean**2], solved)
pi = binom.pmf(k, 9, 0.5)
witness("(1.20a), detailed balance", pi[:-1] * np.diag(Q_nine, 1), pi[1:] * np.diag(Q_nine, -1))
witness("(1.20a), stationary", Q_nine.T @ pi, 0.0)
apart = [rel_entr(expm(t * Q_nine.T) @ np.eye(10)[8], pi).sum() for t in (0.1, 0.2, 0.5, 1.0, 2.0)]
witness("(1.20a), KL(P(t) ‖ π) falls", np.sort(apart)[::-1], apart)

# %%
def f(x):
    return np.cos(1.3 * x) + x


def bracket(x, h):
    """The bracket of (1.19)."""
    up, down = pull_rates(x, h)
    return up * (f(x + h) - f(x)) + down * (f(x - h) - f(x))


# %% tags=["witness"]
moving = [expm(s * Q_nine.T) @ np.eye(10)[8] for s in (0.3 - 1e-4, 0.3, 0.3 + 1e-4)]
witness("(1.19)", (moving[2] - moving[0]) @ f(x) / 2e-4, moving[1] @ bracket(x, 2 / 3), atol=1e-7)
limit = -x * (1 - 1.3 * np.sin(1.3 * x)) - 1.3**2 * np.cos(1.3 * x)  # −x f′ + f″
gaps = [bracket(x, h) - limit for h in (0.02, 0.01)]
witness("(1.21), gap at h/2 over gap at h", np.linalg.norm(gaps[1]) / np.linalg.norm(gaps[0]), 0.25, atol=1e-3)

# %% tags=["witness"]
def density(x, t):
    """The law (1.24) of a start in the density with two modes."""
    return bimodal.noised(np.exp(-t), np.sqrt(1 - np.exp(-2 * t))).density(np.asarray(x)[:, None])


largest = {}
for h in [0.4, 0.2, 0.1]:
    x, Q_coins = urn(h)
    coins = expm(0.5 * Q_coins.T) @ (h * density(x, 0))
    largest[h] = np.abs(coins / h - density(x, 0.5)).max()
table([(round(4 / h**2), gap) for h, gap in largest.items()], "coins", "largest gap to (1.24) at t = 0.5", digits=4)
witness("(1.24), gap at h over gap at 2h", largest[0.1] / largest[0.2], 0.25, atol=0.02)

# %% tags=["witness"]
x, t = np.linspace(-2.5, 2.5, 41), 0.5
slope = (density(x, t + 1e-4) - density(x, t - 1e-4)) / 2e-4
e = 1e-3
pull = ((x + e) * density(x + e, t) - (x - e) * density(x - e, t)) / (2 * e)
curvature = (density(x + e, t) - 2 * density(x, t) + density(x - e, t)) / e**2
witness("(1.23), by finite differences", slope, pull + curvature, atol=1e-4)

# %% tags=["witness"]
y = np.linspace(-8, 8, 1601)  # f is not zero far out, but p is, which serves as well
change = (density(y, t + 1e-4) - density(y, t - 1e-4)) / 2e-4
left, right = np.sum(f(y) * change) * 0.01, np.sum(
    (-y * (1 - 1.3 * np.sin(1.3 * y)) - 1.3**2 * np.cos(1.3 * y)) * density(y, t)) * 0.01
witness("(1.22), first = second", left, right, atol=1e-7)

# %% [markdown]
r"""
## 6 · A picture: noise or blur?

**Claim.**
Blurring moves ink from pixel to pixel; noising moves the whole picture from one picture to another. One equation, on two sets of sites.

**Blur.**
Sites are pixels, $P$ is ink.
Neighbouring pixels are tied, and (1.12) runs: the picture tends to an even grey.
Nothing is random.

**Noise.**
Sites are *pictures*.
Take the smallest kind: $n$ pixels, black or white.
There are $2^n$ such pictures.
Tie two of them if they differ in one pixel, and let each tie carry rate $\frac12$: each pixel is turned over at rate $\frac12$, whatever the others do.
The picture is the walker.
One pixel alone has $Q = \frac12\left(\begin{smallmatrix}-1&1\\1&-1\end{smallmatrix}\right)$, with eigenvalue 0 for $(1, 1)$ and $-1$ for $(1, -1)$.
So it is the same after $t$ with probability $\frac{1+e^{-t}}{2}$ and turned with probability $\frac{1-e^{-t}}{2}$.
The pixels are independent, so their probabilities multiply.
From a picture $i$ to a picture $j$ that differs from it in $m$ pixels:

$$\left(e^{tQ}\right)_{ij} = \left(\frac{1-e^{-t}}{2}\right)^{m}\left(\frac{1+e^{-t}}{2}\right)^{n-m}. \tag{1.25}$$

And the number of black pixels is the number of heads of section 5 with $N = n$: it jumps with the rates (1.18), exactly.

Witness: all 512 pictures of 3 × 3 pixels, as a network; left the exponential of its 512 × 512 matrix, right the formula.
Then the black pixels are counted.
"""

# %% tags=["witness"]
pictures = (np.arange(512)[:, None] >> np.arange(9)) & 1  # every picture of 9 pixels, one a row
differ = (pictures[:, None] != pictures).sum(axis=2)
Q_pictures = 0.5 * (differ == 1) - 4.5 * np.eye(512)
t = 0.6
among_pictures = expm(t * Q_pictures)
by_formula = ((1 - np.exp(-t)) / 2) ** differ * ((1 + np.exp(-t)) / 2) ** (9 - differ)
witness("(1.25)", among_pictures, by_formula)
black = np.bincount(pictures.sum(axis=1), weights=among_pictures[0b001101111], minlength=10)
witness("(1.18), for black pixels,", black, expm(t * Q_nine)[6])

# %% [markdown]
r"""
**Grey levels.**
A picture with $d$ grey pixels is a point $x\in\mathbb R^d$, and its sites are all such points.
If each pixel walks as in section 5, independently of the others, (1.24) holds for vectors, with $\varepsilon\sim N(0, I)$.
That is the noising of a picture in [lecture 02](02_noising.ipynb), up to the clock.
Nobody can store $P$ for it: at 256 grey levels, there are $256^{64}$ pictures of 8 × 8 pixels.
All of Part I is about working with this $P$ without writing it down.

Which of the two pictures of a 3 at the top would you rather repair?
The blurred one is a function of the 3: in exact arithmetic one could run it backwards.
The noised one is not; other digits could have become it, and all one can give is the probability of each.
The next section tries the first, and fails.

## 7 · Break it

Four slips, each in one line, on the network of three sites (section 3) and on the club.
Before you open the table: which of the four keep the sum of $P$ at 1, and so need another test?

- **transposed**: $\frac{dP}{dt} = QP$.
- **no diagonal**: nobody leaves.
- **one long step**: $P(t) \approx P(0) + tQ^{\mathsf T}P(0)$ with $t = 0.2$.
- **sign**: $\frac{dP}{dt} = -Q^{\mathsf T}P$, to run time backwards.
"""

# %% tags=["reveal"]
print("The answer:")
slips = {"equation (1.9)": lambda Q, t: expm(t * Q.T), "transposed": lambda Q, t: expm(t * Q),
         "no diagonal": lambda Q, t: expm(t * (Q - np.diag(np.diag(Q))).T),
         "one long step": lambda Q, t: np.eye(len(Q)) + t * Q.T, "sign": lambda Q, t: expm(-t * Q.T)}
places = {"three sites": (Q, np.array([0.5, 0.2, 0.3])), "the club": (-L_club, np.eye(34)[0])}
results = [(name, place, solve(matrix, 0.2) @ start)
           for name, solve in slips.items() for place, (matrix, start) in places.items()]
table([(name, place, P.sum(), P.min(), P.max()) for name, place, P in results],
      "rule", "place", "sum of P", "smallest", "largest", digits=4, caption="t = 0.2")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 01.5

On the club the long step leaves its first holder, the instructor, with a share of $-2.2$.
Change the experiment: the first holder, and the length of the step.
What is the longest step, to four decimals, after which no share is negative, whoever held the note first?
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
longest_step = 1 / 17
### END SOLUTION
longest_step = check("01.5", longest_step)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
After a step of length $\Delta$ the first holder $i$ keeps the share $1-\Delta\cdot$ degree of $i$, and everybody else has 0 or $\Delta$.
The president has the most ties, 17: $\Delta\le\frac1{17} = 0.0588$.
It is the condition of (1.10) on the clock, $c\ge|Q_{ii}|$ for all $i$: with $\Delta = 1/c$ the step is $K^{\mathsf T}$.
### END SOLUTION
"""

# %% [markdown]
r"""
The sum of $P$ exposes the missing diagonal everywhere and the transposed matrix on the three sites; the long step and the sign keep it, and show in negative shares on the club.
The transposed matrix makes no difference on the club, whose matrix is symmetric: **test on something that is not**.

The wrong sign is the natural way to *undo* diffusion.
Give it its best chance: let the note go round the club until $t = 1$, keep $P(1)$ to four decimals, and run the clock back with the sign changed.
The first holder is member 16, far from the centre.
"""

# %%
P_one = expm(-L_club) @ np.eye(34)[16]
rewound = expm(L_club) @ np.round(P_one, 4)
print("true start: 1 with member 16, 0 with everybody else")
print(f"rewound: {rewound[16]:.1f} with member 16, {rewound.min():.1f} to {rewound.max():.1f} elsewhere")
print(f"the fastest mode is multiplied by e^λ₃₄ = {np.exp(eigenvalues[-1]):.2e}")

# %% [markdown]
r"""
Half a unit in the fourth decimal becomes more than a thousand times the whole note.
Run backwards, the equation blows up whatever error there is.
The remedy is not to reverse the *equation* but the *film*.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 01.6

Film a large population that jumps with rates $q_{ij}$ while its shares are $P_i(t)$, and play the film backwards.
You see walkers that jump at random again, from $j$ to $i$ whenever a real one jumped from $i$ to $j$.
At which rates, at the moment when the shares are $P$?

- `rates`: array $(n, n)$; `rates[i, j]` is the rate of jumps from $i$ to $j$, with zero diagonal; `shares`: array $(n,)$, positive, sum 1.
- Returns an array $(n, n)$; entry $(j, i)$ is the rate per unit of time at which a walker at $j$ jumps to $i$ in the backward film.
- Worked value: with `rates = np.array([[0.0, 2.0], [0.5, 0.0]])` and `shares = np.array([0.8, 0.2])` it is `[[0, 0.125], [8, 0]]`.
"""

# %% tags=["exercise"]
def reverse_rates(rates, shares):
    """Jump rates of the film played backwards."""
    ### BEGIN SOLUTION
    jumps = shares[:, None] * rates
    return jumps.T / shares[:, None]
    ### END SOLUTION


reverse_rates = check("01.6", reverse_rates)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
In a short $\Delta$, $P_iq_{ij}\Delta$ walkers jump from $i$ to $j$.
Backwards they jump from $j$ to $i$, and $P_j$ walkers stand at $j$, so the rate of each is $P_iq_{ij}/P_j$.
It is Bayes' rule for jumps.
In the example 80 % stand at 0 and leave at rate 2: backwards that stream of 1.6 per unit of time comes out of the 20 % at 1, eight for each.
### END SOLUTION
"""

# %% [markdown]
r"""
The film's rates have a name, the **time reversal**: with $\tilde q_{ji}$ for jumps from $j$ to $i$ in the film,

$$\tilde q_{ji} = \frac{P_i(t)\,q_{ij}}{P_j(t)}, \qquad \sum_{j\ne i}\left(P_j\,\tilde q_{ji} - P_i\,\tilde q_{ij}\right) = -\frac{dP_i}{dt} . \tag{1.26}$$

The second part states that the film's population has the shares $P(t)$ at every $t$, run backwards: by the first part $P_j\tilde q_{ji} = P_iq_{ij}$ is what leaves $i$ forwards, and $P_i\tilde q_{ij} = P_jq_{ji}$ what arrives, so the sum is (1.8) with the other sign.
The reverse processes of Part I are this formula in the limit of small jumps.
On a line of sites, for $i$ the right neighbour of $j$, the ratio is $\frac{P_i}{P_j}\approx1+h\,\frac{\partial}{\partial x}\log p$: what a reverse process needs to know of the data is the derivative of their log-density, the **score** of [lecture 06](06_score.ipynb).
[Lecture 28](28_rewind.ipynb) uses the ratio itself to rewind an epidemic.

Witness: (1.26) on the three sites of section 3, and the score on a line for $N(0, 1)$.
"""

# %% tags=["witness"]
shares = expm(0.7 * Q.T) @ [0.5, 0.2, 0.3]
witness("(1.26)", rate_matrix(reverse_rates(rates, shares)) @ shares, -rate_matrix(rates) @ shares)
witness("(1.26), P_i/P_j ≈ 1 + h · score,", norm.pdf(0.701) / norm.pdf(0.7), 1 + 0.001 * -0.7, atol=1e-6)

# %% [markdown]
r"""
Does it rewind the club?
From $t = 1$ to $t = 0.05$ in 190 steps, each with the rates at its midpoint: from the same rounded $P(1)$, then from a wrong start, everybody alike.
(At $t = 0$ itself the rates would divide by 0: only member 16 can hold the note.)
"""

# %%
def rewind(P):
    for t in np.linspace(1, 0.05, 191)[:-1] - 0.0025:
        backwards = reverse_rates(club.adjacency, expm(-t * L_club) @ np.eye(34)[16])
        P = expm(0.005 * rate_matrix(backwards)) @ P
    return P


truth = expm(-0.05 * L_club) @ np.eye(34)[16]
found = {"the truth": truth, "rewound from the rounded P(1)": rewind(np.round(P_one, 4)),
         "rewound from all alike": rewind(np.full(34, 1 / 34))}
table([(name, P[16], P.min(), P.sum(), np.abs(P - truth).max()) for name, P in found.items()],
      "P(0.05)", "member 16", "smallest", "sum", "largest gap to the truth", digits=4)

# %% [markdown]
r"""
The film played backwards is a random process like any other: its matrix is stochastic, so it cannot blow up. From the wrong start it still gives member 16 most of the note, with the gap that you see.
What it needs is the shares $P(t)$ at every $t$.
We had them; for pictures nobody has.
A diffusion model is trained to learn just enough of them from examples.

## 8 · In the wild

While Zachary watched, the instructor and the president of the karate club fell out, and the club split in two.
Did the ties foretell who would go where?
His own method (a bottleneck in the flow between the two men, with ties weighted by how many places people met in) was right for all but one of the 34.
Ours is section 4: the slowest mode is the eigenvector $u_2$ of (1.14), whose sign divides the club in two.
"""

# %%
u_2 = U[:, 1] * np.sign(U[karate.PRESIDENT, 1])  # an eigenvector's sign is free: the president is +
wrong = np.flatnonzero((u_2 > 0) != (club.club == 1))
print(f"side of u₂ = club joined: {34 - len(wrong)} of 34; wrong for members {', '.join(map(str, wrong))}")
print("their entries:", ", ".join(f"{u_2[i]:.3f}" for i in wrong), f"; largest entry {np.abs(u_2).max():.3f}")
across = club.club[club.edges[:, 0]] != club.club[club.edges[:, 1]]
print(f"ties across the split: {across.sum()} of {len(club.edges)}")

# %% tags=["picture"]
fig, ax = figures.figure()
order = np.argsort(u_2)
for joined, marker, name in [(0, "o", "joined the instructor"), (1, "s", "joined the president")]:
    mine = np.flatnonzero(club.club[order] == joined)
    ax.plot(mine, u_2[order][mine], marker, label=name)
ax.axhline(0, color="0.4", linewidth=1)
ax.set(xlabel="members, in the order of $u_2$", ylabel="entry of $u_2$", title="What the note forgets last")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
What this does not show: that diffusion predicts conflicts.
It is one club, looked at after the fact; its ties were noted while the quarrel was growing; and the sign of $u_2$ divides *any* network in two.
(In the paper, which counts from 1, our two are 3 and 9; it misplaced 9 as well.)

## 9 · What you can now say

| | result | witness |
|---|---|---|
| (1.1)–(1.4) | A random walk spreads with variance $2rh^2t$ | [section 1](#1-·-One-walker) |
| (1.6), (1.7) | Many small jumps make the heat equation; its kernel is $N(0, 2Dt)$ | [section 2](#2-·-Many-small-jumps:-the-heat-equation) |
| (1.9)–(1.11) | $\frac{dP}{dt} = Q^{\mathsf T}P$, and $e^{tQ}$ is stochastic | [section 3](#3-·-Any-sites-at-all:-one-matrix) |
| (1.14), (1.15) | On a connected network the start is forgotten, at least at the rate $\lambda_2$ | [section 4](#4-·-Friends-instead-of-neighbours:-heat-on-a-graph) |
| (1.17)–(1.24) | With a pull, coins make the Ornstein–Uhlenbeck process: from a point, mean $e^{-t}x_0$ and variance $1 - e^{-2t}$ | [section 5](#5-·-A-pull-towards-0:-Ornstein–Uhlenbeck) |
| (1.25) | Noising a picture is the same law, on the network of all pictures | [section 6](#6-·-A-picture:-noise-or-blur?) |
| (1.26) | The reverse process has the rates $P_iq_{ij}/P_j$; changing the sign of time fails | [section 7](#7-·-Break-it) |

**The title's question.**
In all three a walker jumps between sites at given rates: ink between pixels, a note between people, a whole picture between pictures.
The probabilities follow $\frac{dP}{dt} = Q^{\mathsf T}P$; only sites and rates differ.

**What each forgets last.**
The club: on which side of the later split the note began ($u_2$, at the rate $\lambda_2$).
The ink: its slowest wave across the picture.
The walkers: they start with mean 0 and variance 1, which do not change, so what remains longest is the skewness, like $e^{-3t}$ (computed in the opening scene).
The cloud: the correlation of its two coordinates, like $e^{-2t}$ by (1.24).

**Next question.**
For pictures we cannot write down $P$.
But (1.24) gives the distribution of one noised picture at any $t$.
How does that line come out of a chain of small steps?
That is [lecture 02](02_noising.ipynb).

## 10 · Sources

- L. Bachelier 1900, and A. Einstein, *Annalen der Physik* 17, 1905: from a walker's jumps to the heat equation.
- P. and T. Ehrenfest, *Physikalische Zeitschrift* 8, 1907: the coins.
  M. Kac, *Random walk and the theory of Brownian motion*, American Mathematical Monthly 54, 1947: their limit, our (1.23).
- G. E. Uhlenbeck, L. S. Ornstein, Physical Review 36, 1930: (1.24).
- M. Fiedler, *Algebraic connectivity of graphs*, Czechoslovak Mathematical Journal 23, 1973: $\lambda_2$.
  R. Kondor, J. Lafferty, *Diffusion kernels on graphs*, ICML 2002: $e^{-tL}$ in machine learning.
- A. Jensen, *Skandinavisk Aktuarietidskrift* 36, 1953: (1.10), called uniformisation.
- W. W. Zachary, *An information flow model for conflict and fission in small groups*, Journal of Anthropological Research 33, 1977: the club.
- F. P. Kelly, *Reversibility and stochastic networks*, 1979: reversed rates of a stationary process; (1.26) needs no stationarity.
- Digits: E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0, through scikit-learn.
- Ours: the network of 512 pictures, section 7, the exercises.
"""
