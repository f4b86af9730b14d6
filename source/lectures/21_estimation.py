# %% [markdown]
r"""
# 21 · What do these counts say about the parameters, and what can they not say?

{badges}

| | |
|---|---|
| **You will be able to** | write the likelihood of counts, of adoption times and of a whole epidemic · say which observations a noise model listens to · give every estimate an interval, and check that such intervals cover · recognise data that cannot answer, before a fit pretends they did · sample a posterior with the Langevin step of lecture 06, and refuse chains that have not converged |
| **You need** | [lecture 19](19_adoption.ipynb) for Bass, [lecture 20](20_epidemics.ipynb) for SIR, [lecture 01](01_one_equation.ipynb) for $\dot P = Q^{\mathsf T}P$, [lecture 06](06_score.ipynb) for the Langevin step; [appendix F](../appendices/F_inference.ipynb) has Markov chains |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy import stats
from scipy.integrate import trapezoid
from scipy.interpolate import RectBivariateSpline
from scipy.optimize import minimize

from studies import stored
from utils.data.adoption import load_adoption
from utils.data.counts import Counts
from utils.data.outbreaks import load_boarding_school, load_eyam
from utils.exercises import check, hint
from utils.inference.diagnostics import effective_sample_size, split_rhat, summary
from utils.inference.samplers import hmc, mala, metropolis
from utils.inference.target import Target
from utils.populations.curves import Bass
from utils.populations.epidemics import SIR
from utils.populations.estimation import densities
from utils.populations.estimation.adoption import adoption_likelihood, sales_likelihood
from utils.populations.estimation.epidemics import exact_sir_likelihood, outbreak_likelihood
from utils.populations.estimation.fitting import climb, fit
from utils.populations.estimation.profiles import likelihood_ratio, profile
from utils.processes.chains import stationary, uniformised
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field, reachable
from utils.processes.langevin import langevin_step
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Formula, Heat, Line, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(21)
school = load_boarding_school("A")  # boys in bed on 14 days of 1978, of 763


def first(series, n):
    """The first n counts of a series."""
    return Counts(series.times[:n], series.counts[:n], series.unit, series.kind, population=series.population)


# %% [markdown]
r"""
## The picture first

In January 1978 influenza went through a boarding school of 763 boys.
On the left the boys in bed, day by day.
On the right every pair of a reproduction number $R_0$ and a mean duration of illness $1/\gamma$: the darker, the more likely the counts seen so far are under an SIR epidemic with these two numbers, which one boy began on the day before, and counts that vary around it with the negative binomial law of section 1, its dispersion at its best for each pair.
The dot is the best pair, the line on the left its epidemic.

Drag the number of days seen.

1. What shape do the first week's data give to the dark region?
   What do all the pairs on it have in common?
2. On which day does it close to a spot?
   What happened in the school by then?
3. Where does the spot sit in the end: does that agree with where it sat on day 8?
"""

# %% tags=["picture"]
ratios, durations = np.linspace(1.2, 8.0, 50), np.linspace(0.5, 6.0, 48)


def ill(R0, duration):
    """Boys ill on the 14 days, from one case a day before the first count."""
    return np.maximum(mean_field(SIR(R0 / duration, 1 / duration, 763), (762, 1), school.times + 1)[:, 1], 1e-9)


epidemics = np.array([[ill(R0, duration) for duration in durations] for R0 in ratios])
dispersions = np.geomspace(1, 1000, 13)[:, None, None, None]
daily = stats.nbinom.logpmf(school.counts, dispersions, dispersions / (dispersions + epidemics))
seen = np.arange(4, 15)
surface = np.cumsum(daily, axis=-1)[..., seen - 1].max(axis=0).transpose(2, 0, 1)  # the best k for each pair
surface -= surface.max(axis=(1, 2), keepdims=True)

# %% tags=["picture"]
best = [np.unravel_index(one.argmax(), one.shape) for one in surface]
at_best = np.array([[durations[j], ratios[i]] for i, j in best])
dots = np.stack([school.times, school.counts], axis=-1)
opening = Scene(
    [Panel(Line(school.times, np.array([epidemics[i, j] for i, j in best]), label="best epidemic"),
           Points(frames=np.tile(dots, (len(seen), 1, 1)), colour_by=(school.times < seen[:, None]).astype(int), size=5, label="to come (rings), seen (dots)"),
           title="boys in bed: seen, and still to come", xlabel="day", ylabel="boys", ylim=(0, 500)),
     Panel(Heat(np.exp(surface), extent=(durations[0], durations[-1], ratios[0], ratios[-1]), each=True),
           Points(frames=at_best[:, None], size=6, colour=1, label="best pair"),
           title="likelihood of the days seen", xlabel="days ill 1/γ", ylabel="R₀"),
     Formula("best pair so far: R₀ = {R0:.1f}, ill for {ill:.1f} days")],
    times=seen, t=3, title="What the days seen say",
    values={"R0": at_best[:, 1], "ill": at_best[:, 0]},
    status="{t:.0f} days seen: R₀ {R0:.1f}, ill for {ill:.1f} days",
)
opening

# %% [markdown]
r"""
In the first week the dark region is a ridge, and along it one number is constant, the growth rate $\beta-\gamma = (R_0-1)\,\gamma$: a young epidemic grows like $e^{(\beta-\gamma)t}$ and shows nothing else.
The ridge runs out of the picture, and where on it the best pair lies says next to nothing in the first days.
A short illness with a small $R_0$ and a long one with a large $R_0$ make the same first week, and quite different second ones.
Once the counts turn down, the ridge closes: only the peak says how many were susceptible, and only the decline says how long one is ill.

This lecture is about that picture: how to draw it, how to read intervals off it, what to do when it does not close, and how to walk on it when there are too many parameters to draw.
Throughout, $y = (y_1, \dots, y_n)$ are the counts (data), $\theta$ the parameters (unknown numbers), and what is random is $y$ given $\theta$; in sections 6 to 8 $\theta$ is random too.

## 1 · A model of the noise

**Claim.**
A model of spread predicts a mean $\mu_i(\theta)$ for each count.
A likelihood needs one more thing: how counts vary around it.
That choice decides which days an estimate listens to.

The **log-likelihood** of independent counts is

$$\ell(\theta) = \sum_{i=1}^n \log P\!\left(y_i \mid \mu_i(\theta)\right), \tag{21.1}$$

<!-- 21.1: definition -->

and the **maximum likelihood estimate** $\hat\theta$ is where it is largest.
Three choices of $P$ are in use.

**Normal errors of one size.**
$y_i \sim N(\mu_i, \sigma^2)$ gives $\ell = -\frac n2\log(2\pi\sigma^2) - \mathrm{RSS}/(2\sigma^2)$ with $\mathrm{RSS} = \sum_i(y_i-\mu_i)^2$.
The derivative with respect to $\sigma^2$ is $-\frac{n}{2\sigma^2}+\frac{\mathrm{RSS}}{2\sigma^4}$, zero at $\hat\sigma^2 = \mathrm{RSS}/n$.
Put that back:

$$\ell = -\frac n2\left(\log\frac{2\pi\,\mathrm{RSS}}{n} + 1\right). \tag{21.2}$$

It is largest where RSS is least: **least squares** is maximum likelihood with errors that are equally large on every day.

**Poisson.**
If the $\mu_i$ are expected numbers of independent events, $P(y\mid\mu) = e^{-\mu}\mu^y/y!$, and the variance is the mean.

**Negative binomial.**
Events are seldom independent: boys of one dormitory fall ill together.
Let the rate itself vary, $\Lambda = \mu G$ with $G$ gamma distributed with mean 1 and variance $1/k$, and $y$ Poisson given $\Lambda$.
Then

$$P(y\mid\mu, k) = \int_0^\infty \frac{e^{-\mu g}(\mu g)^y}{y!}\,\frac{k^k g^{k-1}e^{-kg}}{\Gamma(k)}\,dg = \frac{\Gamma(y+k)}{\Gamma(k)\,y!}\left(\frac{k}{k+\mu}\right)^{k}\left(\frac{\mu}{k+\mu}\right)^{y}, \tag{21.3}$$

since the integrand is $g^{y+k-1}e^{-(\mu+k)g}$ up to constants, whose integral is $\Gamma(y+k)/(\mu+k)^{y+k}$.
Its variance is that of a Poisson given $\Lambda$, averaged, plus that of $\Lambda$:

$$\operatorname{Var}(y) = \operatorname E[\Lambda] + \operatorname{Var}(\Lambda) = \mu + \frac{\mu^2}{k}. \tag{21.4}$$

Large $k$ is Poisson; small $k$ is **overdispersion**.

Witnesses: (21.2) against the best of many $\sigma$; (21.3) against the integral done numerically; (21.4) against a sum over all counts.
"""

# %% tags=["witness"]
y, mu = school.counts, ill(3.2, 1.85)
sigmas = np.linspace(5, 80, 30_001)[:, None]
witness("(21.2)", densities.least_squares(y, mu), stats.norm.logpdf(y, mu, sigmas).sum(axis=1).max(), atol=1e-6)

# %% tags=["witness"]
g, k = np.linspace(1e-6, 12, 200_001), 2.5
for count, mean in [(0, 3.0), (4, 3.0), (11, 6.0)]:
    mixed = stats.poisson.pmf(count, mean * g) * stats.gamma.pdf(g, k, scale=1 / k)
    witness("(21.3)", trapezoid(mixed, g), np.exp(densities.negative_binomial([count], [mean], k)), atol=1e-7)
counts = np.arange(3000)
law = np.array([np.exp(densities.negative_binomial([count], [6.0], k)) for count in counts])
witness("(21.4)", law @ (counts - 6.0) ** 2, 6.0 + 6.0**2 / k, atol=1e-8)

# %% [markdown]
r"""
**Who is listened to.**
Differentiate the three log-densities with respect to $\mu$.
All three give the same form,

$$\frac{\partial}{\partial\mu}\log P(y\mid\mu) = \frac{y-\mu}{V(\mu)}, \qquad V = \sigma^2,\quad \mu, \quad \mu+\frac{\mu^2}{k}, \tag{21.5}$$

the residual divided by the variance (for least squares with $\sigma$ held).
At the estimate, $\sum_i \frac{y_i-\mu_i}{V(\mu_i)}\frac{\partial\mu_i}{\partial\theta} = 0$: a day counts for as much as its variance is small.
Least squares gives every boy the same weight, so the days of the peak decide.
The negative binomial weighs *relative* errors: an error of ten per cent in $\mu$ counts for $\mu^2/V$, that is $\mu k/(\mu+k)$, at most $k$, however many are ill.
So the first and the last days are heard as well; how much, the table says.

Witness: slopes by finite differences.
"""

# %% tags=["witness"]
def slope(density, y, mu, step=1e-5):
    return (density([y], [mu + step]) - density([y], [mu - step])) / (2 * step)


for y_i, mu_i in [(3, 5.0), (298, 260.0), (29, 40.0)]:
    witness("(21.5), Poisson", slope(densities.poisson, y_i, mu_i), (y_i - mu_i) / mu_i, atol=1e-6)
    overdispersed = lambda y, mu: densities.negative_binomial(y, mu, 12.0)
    witness("(21.5), negative binomial", slope(overdispersed, y_i, mu_i), (y_i - mu_i) / (mu_i + mu_i**2 / 12), atol=1e-6)
    normal = lambda y, mu: stats.norm.logpdf(y[0], mu[0], 20.0)
    witness("(21.5), normal", slope(normal, y_i, mu_i), (y_i - mu_i) / 20.0**2, atol=1e-6)

# %%
weights = {"least squares": lambda mu: mu**2, "Poisson": lambda mu: mu, "negative binomial, k = 12": lambda mu: mu * 12 / (mu + 12)}
table([(name, weight(298) / weight(3)) for name, weight in weights.items()],
      "noise", "weight of a relative error on a day with 298 boys, over one with 3", digits=0)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.1

The counts of the boarding school were read off one printed figure twice, by different people: copies A and B differ by up to 7 boys on a day.
An SIR epidemic also needs a start: one boy ill a day before the first count, say, or one or three on its day.
And one of the three noise models.

Which of the three choices moves the estimate of $R_0$ least?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
moves_least = "a"
### END SOLUTION
moves_least = check("21.1", moves_least)

# %% [markdown]
r"""
## 2 · One outbreak, many answers

`outbreak_likelihood` puts (21.1) around the SIR curve of lecture 20, `fit` climbs to its maximum from several starting points with a library optimiser (L-BFGS-B, on the logarithms of the parameters), and says so when it did not arrive.
"""

# %% tags=["reveal"]
starts = {"1 on day −1": (1.0, -1.0), "3 on day 0": (3.0, 0.0), "1 on day 0": (1.0, 0.0), "fitted, on day −1": (None, -1.0)}
noises, crossed = ("least squares", "poisson", "negative binomial"), {}
for noise in noises:
    for start, (infectious, begin) in starts.items():
        for copy in "AB"[: 2 if infectious else 1]:
            crossed[noise, start, copy] = fit(outbreak_likelihood(load_boarding_school(copy), noise, infectious, begin))
R0 = {key: one["beta"] / one["gamma"] for key, one in crossed.items()}
assert all(one.converged for one in crossed.values())
table([(start, *(R0.get((noise, start, copy)) for noise in noises for copy in "AB")) for start in starts],
      "ill at the start", *(f"{noise}, {copy}" for noise in noises for copy in "AB"), digits=2, caption="R₀ of the school")

# %% [markdown]
r"""
Two readings of the same figure hardly differ: read along the pairs.
Read down a column: the start moves $R_0$ by 0.4 under least squares, by 0.8 under the negative binomial.
Read along a row: the noise moves it by more than half with one boy ill the day before, by less with one boy on day 0.
The choices that seldom stand in an abstract move the answer, and they do so together: no single one can be blamed.
A start need not be chosen: it can be fitted, as a parameter more, with an interval of its own.

Which noise is right?
The counts can say: at the three maxima of copy A the log-likelihoods are comparable, since each is the log-probability of the same 14 numbers (of the normal law, its density at whole numbers).
"""

# %%
three = {noise: fit(outbreak_likelihood(school, noise, ratio=True)) for noise in noises}  # one ill on day −1
table([(noise, len(one.names) + (noise == "least squares"), one.log_likelihood, one.aic + 2 * (noise == "least squares"))
       for noise, one in three.items()], "noise", "parameters", "log-likelihood", "AIC, lower is better", digits=2)

# %% [markdown]
r"""
AIC, $2d - 2\hat\ell$, charges each parameter; least squares has $\sigma$ beside the two.
Poisson is out: it expects errors of $\sqrt{300}\approx17$ boys at the peak and hardly any at the ends, and finds larger ones at both.
Between the other two it differs by little more than one parameter's charge, in favour of least squares.
We go on with the negative binomial all the same: normal errors of one size would let the first day have −14 boys, and boys who infect each other are overdispersed.
(And both take boys in bed for boys infectious. Another column of the same figure, the convalescent, says that this is not so: [lecture 20](20_epidemics.ipynb).)
"""

# %% [markdown]
r"""
## 3 · How far is it known?

An estimate without an interval is half an answer.
**Profile likelihood**: hold the parameter of interest at $v$, and let all the others do their best,

$$\ell_p(v) = \max_{\theta:\ \theta_1 = v}\ \ell(\theta). \tag{21.6}$$

<!-- 21.6: definition -->

Why not hold the others at their estimates?
Because they can make up for a wrong $v$, as along the ridge of the first picture; an interval that forbids it is too short.

**Derivation.**
Near its maximum $\ell$ is a quadratic, $\ell = \hat\ell - \frac12(\theta-\hat\theta)^{\mathsf T}J(\theta-\hat\theta)$, where $J$, minus the matrix of second derivatives, is the **observed information**.
Split $\theta-\hat\theta$ into $u = v-\hat\theta_1$ and the rest $w$, and $J$ into blocks $h$, $b$, $C$:

$$(\theta-\hat\theta)^{\mathsf T}J(\theta-\hat\theta) = hu^2 + 2u\,b^{\mathsf T}w + w^{\mathsf T}Cw .$$

The best rest is $w = -C^{-1}b\,u$, which leaves $(h - b^{\mathsf T}C^{-1}b)\,u^2$, and $h-b^{\mathsf T}C^{-1}b$ is $1/(J^{-1})_{11}$ (block inversion). So

$$\hat\ell - \ell_p(v) = \frac{(v-\hat\theta_1)^2}{2\,(J^{-1})_{11}}. \tag{21.7}$$

For many observations $\hat\theta$ is normal around the truth with covariance $J^{-1}$.
Then twice the left side, at the true $v$, is the square of a standard normal number, $\chi^2_1$ (**Wilks' theorem**, for large $n$ and a truth inside of its range).
So

$$\left\{v:\ 2\left(\hat\ell - \ell_p(v)\right) \le \chi^2_{1,\,0.9}\right\}, \qquad \chi^2_{1,\,0.9} = 2.71, \tag{21.8}$$

<!-- 21.8: tests/populations/estimation/test_fitting.py::test_a_profile_of_a_quadratic_is_its_interval -->

is a 90 % **confidence interval**: it contains the true value in 90 % of repetitions.
(With least squares $\sigma$ is estimated from $n-d$ residuals, and the quantile of $F_{1,\,n-d}$ takes the place of $\chi^2_1$, as $t$ does that of the normal.)

Witness for (21.7): a quadratic in five dimensions, its profile found by a library optimiser.
"""

# %% tags=["witness"]
factor = rng.normal(size=(5, 5))
J = factor @ factor.T + np.eye(5)
for u in [-1.0, 0.3, 2.0]:
    rest = minimize(lambda w: 0.5 * np.r_[u, w] @ J @ np.r_[u, w], np.zeros(4), tol=1e-12)
    witness("(21.7)", rest.fun, u**2 / (2 * np.linalg.inv(J)[0, 0]), atol=1e-8)

# %% tags=["picture"]
profiles = {noise: profile(outbreak_likelihood(school, noise, ratio=True), one, "R0") for noise, one in three.items()}
fig, ax = figures.figure()
for (noise, one), style in zip(profiles.items(), ["-", "--", ":"]):
    v = np.linspace(one.values[0], one.values[-1], 200)
    roots = np.sign(one.values - one.estimate) * np.sqrt(np.maximum(three[noise].log_likelihood - one.log_likelihoods, 0))
    ax.plot(v, -np.interp(v, one.values, roots) ** 2, style, label=noise)  # roots lie on a line, nearly: (21.7)
drops = {noise: outbreak_likelihood(school, noise, ratio=True).allowed_drop(0.9) for noise in ("poisson", "least squares")}
ax.axhline(-drops["poisson"], color="0.5", lw=1)
ax.axhline(-drops["least squares"], color="C0", lw=1)
ax.set(xlabel="R₀", ylabel="profile log-likelihood − maximum", ylim=(-2.0, 0.15), xlim=(2.6, 4.2), title="Copy A, three noises")
ax.legend(loc="upper left")
figures.show(fig)

# %%
table([(noise, one.estimate, one.low, one.high) for noise, one in profiles.items()],
      "noise", "R₀", "90 % from", "to", digits=2)

# %% [markdown]
r"""
Where a curve crosses its line, its interval ends: the grey line for the two counting laws, the lower, blue one, from $F_{1,\,12}$, for least squares.
Poisson has the shortest interval and the wrong noise; the intervals of least squares and the negative binomial barely meet.
An interval is conditional on its model: it says how far the data move the estimate, not how wrong the model may be.

**Do such intervals cover?**
Draw counts from a model whose parameters are known, fit, look whether the interval contains the truth; 200 times.
This takes minutes, so it is a stored study (`studies/estimation_coverage.py`).
"""

# %% tags=["reveal"]
coverage = stored.read("estimation_coverage")["result"]["rows"]
table([(row["case"], row["parameter"], row["truth"], row["median"], row["covered"] / row["runs"],
        *stats.binomtest(row["covered"], row["runs"]).proportion_ci(method="wilson")) for row in coverage],
      "counts, fitted as", "parameter", "truth", "median estimate", "intervals that contain the truth", "95 % from", "to",
      digits=[0, 0, 3, 3, ".1%", ".1%", ".1%"])

# %% [markdown]
r"""
With the noise that the counts were drawn with, 90 % intervals contain the truth about nine times in ten.
With Poisson noise on overdispersed counts they do so far less often, and nothing in the fit's output says so.
And the last row is the one to remember: counts *without any error*, the path of one epidemic among 2000 people.
Its randomness is in the epidemic itself, whose early luck shifts all that follows, so its distances from the ODE are not independent, as (21.1) claims.
For that, a likelihood must know the process: section 6.
Boys who infect each other are such a process: read the intervals of the school's $R_0$ above, and those below, with this warning.

## 4 · Times known only to an interval

An adoption survey says in which year each person adopted, and how many never had.
Let each person adopt by time $t$ with probability $cF(t)$: a share $c$, the **ceiling**, ever will, and of those a share $F(t)$ has by $t$.
A person counted in $(t_{i-1}, t_i]$ contributes $c\,(F(t_i)-F(t_{i-1}))$, and one who had not adopted by the end contributes $1-cF(t_n)$, the probability of *never or not yet*, which the survey cannot tell apart.
The times are **interval censored**, and

$$\ell = \sum_{i=1}^n y_i\,\log\!\left[c\left(F(t_i)-F(t_{i-1})\right)\right] + y_{\text{never}}\,\log\left[1-cF(t_n)\right]. \tag{21.9}$$

With Bass, $F(t) = \frac{1-e^{-(p+q)t}}{1+\frac qp e^{-(p+q)t}}$ ([lecture 19](19_adoption.ipynb)).

Witness: the multinomial law of scipy, which also counts the orders in which people could have been asked; it is the same for every $\theta$, so we compare differences between two $\theta$.
"""

# %% tags=["witness"]
medical = load_adoption("medical innovation")  # 125 doctors, month of their first prescription
likelihood = adoption_likelihood(medical)


def multinomial(p, q, c):
    cells = Bass(p, q, c).per_interval(medical.edges)
    return stats.multinomial.logpmf([*medical.counts.astype(int), 16], 125, [*cells, 1 - cells.sum()])


witness("(21.9)", likelihood([0.09, 0.14, 0.92]) - likelihood([0.05, 0.3, 0.88]),
        multinomial(0.09, 0.14, 0.92) - multinomial(0.05, 0.3, 0.88), atol=1e-9)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.2

Write (21.9) for Bass.
Use natural logarithms, and leave out the number of orders.

- `counts`: array $(n,)$ of whole numbers, all at least 1; `never`: how many had not adopted by time $n$, at least 1; the intervals are $(0, 1], (1, 2], \dots, (n-1, n]$.
- `p`, `q` above 0; `c` in $(0, 1)$.
- Returns the number $\ell$.
- Worked value: `adoption_log_likelihood(np.array([3, 5]), 4, 0.1, 0.5, 0.9)` is $-17.5617$.
"""

# %% tags=["exercise"]
def adoption_log_likelihood(counts, never, p, q, c):
    """ℓ of interval-censored adoption times under Bass with a ceiling."""
    ### BEGIN SOLUTION
    t = np.arange(len(counts) + 1)
    left = np.exp(-(p + q) * t)
    F = (1 - left) / (1 + q / p * left)
    return np.sum(counts * np.log(c * np.diff(F))) + never * np.log(1 - c * F[-1])
    ### END SOLUTION


adoption_log_likelihood = check("21.2", adoption_log_likelihood)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`np.diff(F)` holds the probabilities of the intervals, not the density at their ends, and the last term uses everybody who was asked.
Without it the likelihood would rise with every $c$: nobody would speak for those who never adopted.
### END SOLUTION
"""

# %% [markdown]
r"""
**Is it contagion?**
Without contagion, $q = 0$, each person who ever will adopts at a constant hazard $p$.
The smaller model is **nested** in the larger, and the **likelihood ratio**

$$\mathrm{LR} = 2\left(\hat\ell_{\text{contagion}} - \hat\ell_{\text{constant hazard}}\right) \tag{21.10}$$

<!-- 21.10: definition -->

is, if the smaller model is true, $\chi^2$ with as many degrees of freedom as it has fewer parameters (Wilks again).
That holds for a truth inside of its range.
Here $q = 0$ is a limit, below which $q$ cannot go, and the ceiling may sit at its own, $c = 1$ (with $q$ alone at a limit, large values are half as frequent as $\chi^2_1$ says: Self and Liang 1987).
So beside the rule of thumb we also simulate.

Two famous diffusion studies: 125 doctors of Illinois who took up tetracycline in 1953–55, and 1047 women of 25 Korean villages who took up family planning.
Both are cited as evidence that people learn from people.
Commit yourself: which of them shows contagion in its adoption times alone?
"""

# %% tags=["reveal"]
rows = []
for name in ["medical innovation", "family planning"]:
    series = load_adoption(name)
    contagion, constant = (fit(adoption_likelihood(series, one)) for one in (True, False))
    rows.append((name, contagion["p"], contagion["q"], contagion["c"], *likelihood_ratio(contagion, constant)))
    assert contagion.converged and constant.converged
table(rows, "study", "p", "q", "c", "LR", "p-value (χ²₁)", digits=[0, 4, 3, 3, 2, 4])

# %% [markdown]
r"""
The Korean women show it at any usual level, the doctors do not: 0.08 by the rule of thumb.
Is that rule any good, so close to two limits?
Draw 125 doctors from the fitted constant hazard 300 times, and fit both models to each.
"""

# %%
def ratio_of(series):
    """LR of one series, by one climb from near the constant hazard for each model."""
    tops = []
    for contagion, start in [(True, [0.1, 0.05, 0.97]), (False, [0.1, 0.97])]:
        likelihood = adoption_likelihood(series, contagion)
        tops.append(climb(likelihood, likelihood.searched(np.array(start)))[1])
    return 2 * (tops[0] - tops[1])


constant = fit(adoption_likelihood(medical, contagion=False))
cells = np.diff(constant["c"] * Bass(constant["p"], 0.0).share(medical.edges))
drawn = rng.multinomial(125, [*cells, 1 - cells.sum()], size=300)[:, :-1]
null = np.array([ratio_of(Counts(medical.times, one, "months", population=125)) for one in drawn])
interval = stats.binomtest(int(np.sum(null >= ratio_of(medical))), null.size).proportion_ci(method="wilson")
print(f"LR of the doctors {ratio_of(medical):.2f}; a constant hazard gives as much in {np.mean(null >= ratio_of(medical)):.1%} "
      f"of samples (95 %: {interval.low:.1%} to {interval.high:.1%})")

# %% [markdown]
r"""
The rule of thumb stands: a constant hazard gives as much in about one sample of twelve.
Halving would have been wrong here.
Neither test says *why* later hazards are higher; advertising that grows, a drug that gets better known through journals, or people who differ all look like contagion in a curve.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.3

A file of a farmers' survey gives each farmer a year of adoption from 1 to `years`, and writes `years + 1` for those who had not adopted when they were asked; its notes say so, on another page.
This function prepares it for (21.9), and is wrong on most files. Mend it.

```python
def from_codes(codes, years):
    counts = np.bincount(codes)[1:]  # how often 1, 2, ... occur
    return counts, 0                 # everybody has a year, so everybody adopted
```

- `codes`: array of whole numbers from 1 to `years + 1`, in any order; `years`: a whole number of at least 1.
- Returns `(counts, never)`: array $(years,)$, how many adopted in each year; and how many never had.
- Worked value: `from_codes(np.array([1, 3, 3, 4]), 3)` is `([1, 0, 2], 1)`.
"""

# %% tags=["exercise"]
def from_codes(codes, years):
    """Counts by year, and how many had not adopted by the end."""
    ### BEGIN SOLUTION
    counts = np.bincount(codes, minlength=years + 2)[1:]
    return counts[:years], counts[years]
    ### END SOLUTION



from_codes = check("21.3", from_codes)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Code `years + 1` is not a year. `minlength` keeps years in which nobody adopted at the end of the file.
For the 692 farmers of the next cell the slip gives everybody a year: 152 seem to rush in at the very end, and $q$ grows by a quarter.
### END SOLUTION
"""

# %%
corn = load_adoption("hybrid corn")  # 692 Brazilian farmers, 152 never; 20 in the file
spoilt = Counts(np.arange(1, 21), [*corn.counts, corn.never], "years", population=692)
both = {"152 never adopted": fit(adoption_likelihood(corn)), "152 adopted in year 20": fit(adoption_likelihood(spoilt))}
table([(name, one["p"], one["q"], one["c"]) for name, one in both.items()], "read as", "p", "q", "c", digits=[0, 5, 3, 3])
print(both["152 never adopted"])

# %% [markdown]
r"""
`fit` adds that the ceiling lies at the end of its range.
The survey ended while adoption was in full swing: nothing in it says that some farmers never will.

## 5 · What the data cannot say

Sales of room air conditioners in the USA, from their first years on: what would a forecaster have said of the ceiling?
The same question for the school: $R_0$, from the first days.
Each estimate with its 90 % interval, and what `fit` warns of.
"""

# %%
conditioners = load_adoption("room air conditioners")
ceilings = {}
for n in range(5, 14):
    likelihood = sales_likelihood(first(conditioners, n))
    one = fit(likelihood)
    ceilings[n] = one, profile(likelihood, one, "m")
table([(n, one["m"], interval.low, interval.high, "; ".join(part.split(":")[0].split(" (")[0] for part in one.warnings) or "nothing")
       for n, (one, interval) in ceilings.items()], "years", "ceiling m (thousands)", "90 % from", "to", "what the fit warns of",
      digits=0, caption=f"Bass by least squares; {conditioners.counts.sum():,.0f} thousand were sold by 1961. Searched up to 1000 times the sales so far.")

# %%
reproduction = {}
for n in [6, 7, 8, 10, 12, 14]:
    likelihood = outbreak_likelihood(first(school, n), ratio=True)
    one = fit(likelihood)
    reproduction[n] = one, profile(likelihood, one, "R0")
table([(n, one["R0"], interval.low, interval.high, "; ".join(part.split(":")[0].split(" (")[0] for part in one.warnings) or "nothing")
       for n, (one, interval) in reproduction.items()], "days", "R₀", "90 % from", "to", "what the fit warns of", digits=2)

# %% tags=["picture"]
fig, axes = figures.figure(1, 2)
for ax, known, total, unit in [(axes[0], ceilings, 13, "years"), (axes[1], reproduction, 14, "days")]:
    share = np.array(list(known)) / total
    middle = np.array([interval.estimate for _, interval in known.values()])
    low, high = (np.array([getattr(interval, end) for _, interval in known.values()]) for end in ("low", "high"))
    top = 3 * np.max(high[np.isfinite(high)])
    ax.vlines(share, low, np.minimum(high, top), lw=2)
    ax.plot(share, np.minimum(middle, top), "o")
    ax.plot(share[np.isinf(high)], np.full(np.isinf(high).sum(), top), "^", color="C1", label="no upper end")
    ax.axhline(middle[-1], color="0.5", lw=1, ls=":")
    ax.set(xlabel=f"share of the {total} {unit} seen", yscale="log")
for ax, ticks in zip(axes, ([2000, 5000, 10_000, 20_000, 50_000], [3, 4, 5, 10])):
    ax.set_yticks(ticks, map(str, ticks))
    ax.minorticks_off()
axes[0].set(title="ceiling of air conditioners", ylabel="m (thousands)")
axes[1].set(title="R₀ of the school", ylabel="R₀")
axes[0].legend()
figures.show(fig)

# %% [markdown]
r"""
Read the air conditioners from the left.
Five and six years: no upper end, and at five the fit stops at the end of its range.
Seven: a peak seems near, and the interval ends far below what was sold by 1961; it is short, and wrong.
Eight: no upper end again.
**Before the inflection the ceiling is an extrapolation of the model's shape**, and the interval, which takes the shape for granted, cannot know that.
The warnings of the last column can, since they look at where the peak is, not at the curvature.
Even the intervals of nine and ten years, without a warning, end below the estimate of all thirteen. That estimate is not the truth either: the later years may hold replacements, which Bass does not know and sales alone cannot show.

The school tells the same story on its ridge, and a second one.
From day 8 to day 10 the intervals are short and agree; with the last four days $R_0$ falls below all of them.
More data of a kind that the model cannot follow do not make an estimate better; they move it.

"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.4

A ceiling is an extrapolation of a shape.
So change the shape: fit clothes dryers, 1949–61, all 13 years, by least squares, once with Bass and once with Gompertz (`sales_likelihood(series, "Gompertz")`).
By which factor is Gompertz' ceiling larger than Bass'?
Two decimals.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
dryers = load_adoption("clothes dryers")
bass, gompertz = (fit(sales_likelihood(dryers, curve)) for curve in ("Bass", "Gompertz"))
ceiling_factor = gompertz["m"] / bass["m"]
### END SOLUTION
ceiling_factor = check("21.4", ceiling_factor)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`bass.log_likelihood` is $-81.5$, `gompertz.log_likelihood` $-79.6$: with as many parameters Gompertz fits the 13 years a little better, and its ceiling lies outside of the 90 % interval that Bass gives.
An interval is conditional on the shape.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · When the likelihood is a master equation

In 1666 the plague came to the village of Eyam, which shut itself off.
Of 261 people the numbers susceptible and infected are known at eight times.
No ODE and no noise model is needed: the SIR chain of [lecture 20](20_epidemics.ipynb) *is* a model of randomness, its law obeys $\dot P = Q^{\mathsf T}P$, the equation of [lecture 01](01_one_equation.ipynb), and the likelihood is the probability that the chain went through exactly these states:

$$\ell = \sum_{i=1}^n\log\left[e^{Q^{\mathsf T}(t_i-t_{i-1})}\,\delta_{(S_{i-1}, I_{i-1})}\right]_{(S_i, I_i)}, \tag{21.11}$$

where $\delta_s$ puts probability 1 on state $s$; a Markov chain forgets how it came to where it is, so the steps multiply.
An infection happens at rate $\beta SI/N$, a removal at rate $\gamma I$.
(The literature on Eyam writes $\alpha$ for our $\gamma$, and $\beta$ for our $\beta/N$; so do the tables below.)

Witness: the law after half a month, from the master equation over all states with at least 235 susceptible, the others as one.
Its entry at the recorded state is a step of (21.11); and the probability that more than 235 are left is compared with 40 000 exact paths.
"""

# %% tags=["witness"]
eyam = load_eyam("A")
plague = exact_sir_likelihood(eyam.times, eyam.susceptible, eyam.infected, 261)
one_step = exact_sir_likelihood(eyam.times[:2], eyam.susceptible[:2], eyam.infected[:2], 261)
model, start = SIR(5.1, 3.2, 261), (254, 7)
space = reachable(model, start, lowest=(235, 0))
law = uniformised(space.generator(model), np.all(space.states == start, axis=1).astype(float), 0.5)
recorded = np.all(space.states == (235, 14), axis=1)
witness("(21.11), one step", np.exp(one_step([5.1, 3.2])), law[recorded], atol=1e-9)
ends = simulate(model, start, [0.5], 40_000, rng)[:, 0, 0]
share = np.mean(ends > 235)
witness("(21.11), its law", share, law[space.states[:, 0] > 235].sum(), standard_error=np.sqrt(share * (1 - share) / ends.size))

# %% [markdown]
r"""
One evaluation of (21.11) solves the master equation seven times, over up to some thousand states; a chain of thousands of evaluations would take minutes.
So we spend them well: 81 points of a grid in $\log\alpha$ and $\log\beta$, and a spline between them, since a log-likelihood is smooth.
With a prior density that is flat in both logarithms, the likelihood on this grid *is* the posterior density, up to a constant (section 7), and its means and quantiles are sums.
(Section 7 says what prior and posterior are. We give 95 % here, as the publication does.)
"""

# %%
log_alpha, log_beta = np.log(3.2) + np.linspace(-0.4, 0.4, 9), np.log(0.0196) + np.linspace(-0.4, 0.4, 9)
heights = np.array([[plague([np.exp(b) * 261, np.exp(a)]) for b in log_beta] for a in log_alpha])
fine_alpha, fine_beta = (np.linspace(axis[0], axis[-1], 401) for axis in (log_alpha, log_beta))
posterior = np.exp(RectBivariateSpline(log_alpha, log_beta, heights)(fine_alpha, fine_beta) - heights.max())
posterior /= posterior.sum()


# %%
def mean_and_limits(values, weights):
    upto = np.cumsum(weights) - weights / 2
    return values @ weights, *np.interp([0.025, 0.975], upto, values)


marginals = {"α (1/month)": (np.exp(fine_alpha), posterior.sum(axis=1)), "β (1/month and pair)": (np.exp(fine_beta), posterior.sum(axis=0))}
published = {"α (1/month)": "2.72 to 3.81", "β (1/month and pair)": "0.0165 to 0.0233"}
table([(name, *mean_and_limits(*one), published[name]) for name, one in marginals.items()],
      "", "posterior mean", "95 % from", "to", "published (Ho et al. 2018)", digits=4)

# %% tags=["picture"]
fig, ax = figures.figure()
levels = [float(np.sort(posterior.ravel())[::-1][np.searchsorted(np.cumsum(np.sort(posterior.ravel())[::-1]), mass)]) for mass in (0.95, 0.5)]
ax.contour(np.exp(fine_beta), np.exp(fine_alpha), posterior, levels=levels, linestyles=["--", "-"], colors="C0")
ax.set(xlabel="β (per month and pair)", ylabel="α (per month)", title="Eyam: 50 % (solid) and 95 % of the posterior")
figures.show(fig)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.5

The plague's ratio $\beta/\alpha$ can be estimated from the first and last line of the table alone.
Derive how.
In the ODE $\dot S = -\beta SI$, $\dot I = \beta SI - \alpha I$, divide the second by the first, integrate $dI/dS$, and find what stays constant on the way from $(S_0, I_0)$ to $(S_1, I_1)$.
All four numbers belong in it.

- `S0 > S1 > 0`, `I0`, `I1` at least 0, and `S0 + I0 > S1 + I1`: whole numbers of people.
- Returns $\beta/\alpha$, per person.
- Worked value: `pair_ratio(100, 10, 50, 5)` is $\,0.012603$.
"""

# %% tags=["exercise"]
def pair_ratio(S0, I0, S1, I1):
    """β/α from where an epidemic began and where it stands."""
    ### BEGIN SOLUTION
    return np.log(S0 / S1) / (S0 + I0 - S1 - I1)
    ### END SOLUTION


pair_ratio = check("21.5", pair_ratio)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$dI/dS = -1 + \frac{\alpha}{\beta S}$, so $I + S - \frac\alpha\beta\log S$ is constant, and $\frac\beta\alpha = \log(S_0/S_1)\,/\,(S_0+I_0-S_1-I_1)$: the denominator is the number removed.
From $(254, 7)$ to $(83, 0)$: $6.28\cdot10^{-3}$, where the grid's two means have $6.1\cdot10^{-3}$.
Without $I_0$ it is $6.54\cdot10^{-3}$, and then nobody who was ill at the start was ever removed.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · Bayes: a law for the parameters

**Claim.**
Where there are too many parameters to draw, we can still *sample* them: walk over the surface so that the time spent at each place is proportional to its height.

Take what was known before the data as a **prior** density $p(\theta)$.
Given the counts, Bayes' rule makes of it the **posterior**

$$\pi(\theta) = p(\theta\mid y) \propto p(\theta)\,e^{\ell(\theta)}. \tag{21.12}$$

<!-- 21.12: definition -->

From here on $\theta$ is random and $y$ fixed, at what was counted.
A 95 % **credible interval** contains $\theta$ with probability 95 % under $\pi$; a confidence interval contains the true value in so many repetitions.

For the school let $\theta = (\log\beta, \log\gamma, \log k)$, with independent normal priors of standard deviation 1 around $\theta_0 = (\log 1, \log\frac12, \log 7)$, cut off at 2.5 either way (a factor of twelve): rates of about a day, noise of any usual size.
Then, up to a constant,

$$\log\pi(\theta) = \ell(\theta) - \tfrac12\|\theta-\theta_0\|^2. \tag{21.13}$$

A chain needs $\log\pi$ thousands of times, so we solve the SIR equations for many $\theta$ at once, by the classical Runge–Kutta method (order four; [appendix E](../appendices/E_numerics.ipynb) has Heun's, of order two).
"""

# %%
def infectious(beta, gamma, h=0.25):
    """I on 14 days, (14, n), for n pairs of rates at once: 762 susceptible and one ill on the day before the first."""
    S, I, path = np.full(beta.shape, 762.0), np.ones(beta.shape), []
    for _ in range(round(14 / h)):
        s, i, infections, change = S, I, 0, 0
        for weight, ahead in [(1, h / 2), (2, h / 2), (2, h), (1, 0)]:
            new, net = beta / 763 * s * i, beta / 763 * s * i - gamma * i
            infections, change = infections + weight * new, change + weight * net
            s, i = S - ahead * new, I + ahead * net
        S, I = S - h / 6 * infections, I + h / 6 * change
        path.append(I)
    return np.array(path[round(1 / h) - 1 :: round(1 / h)])


# %%
centre, rng = np.log([1.0, 0.5, 7.0]), np.random.default_rng(217)


def log_posterior(theta):
    """log π at θ (n, 3), up to a constant: (n,)."""
    beta, gamma, k = np.exp(np.clip(theta, centre - 2.5, centre + 2.5)).T
    mu = infectious(beta, gamma)
    ell = stats.nbinom.logpmf(school.counts[:, None], k, k / (k + mu)).sum(axis=0)
    inside = np.all(np.abs(theta - centre) < 2.5, axis=1)
    return np.where(inside, ell - np.sum((theta - centre) ** 2, axis=1) / 2, -np.inf)


flu = Target(log_posterior, ("log β", "log γ", "log k"), vectorised=True)

# %% tags=["witness"]
some = np.log([1.7, 0.55, 10]) + 0.1 * rng.normal(size=(5, 3))
likelihood = outbreak_likelihood(school, "negative binomial")
by_solver = [likelihood(np.exp(one)) - np.sum((one - centre) ** 2) / 2 for one in some]
witness("(21.13)", log_posterior(some), np.array(by_solver), atol=0.01)

# %% [markdown]
r"""
**Metropolis' rule.**
From $\theta$ propose $\theta' = \theta + h\,Lz$ with $z\sim N(0, I)$.
Go there with probability

$$a(\theta\to\theta') = \min\left(1, \frac{\pi(\theta')}{\pi(\theta)}\right), \tag{21.14}$$

<!-- 21.14: definition -->

and else **stay, and count $\theta$ once more**.
The unknown constant of (21.12) cancels in the ratio: that is what makes it usable.

Why does this work?
The proposal is as likely one way as back, $q(\theta'\mid\theta) = q(\theta\mid\theta')$ (a density here, not Bass' parameter).
So, for $\theta'\ne\theta$, what flows from $\theta$ to $\theta'$ when $\theta\sim\pi$ is

$$\pi(\theta)\,q(\theta'\mid\theta)\,a(\theta\to\theta') = q(\theta'\mid\theta)\,\min\left(\pi(\theta), \pi(\theta')\right), \tag{21.15}$$

and the right side does not change when $\theta$ and $\theta'$ are exchanged: as much flows back.
This is **detailed balance**.
Write $P$ for the probability of one whole step, staying included, and sum over $\theta$:

$$\sum_\theta\pi(\theta)\,P(\theta\to\theta') = \sum_\theta\pi(\theta')\,P(\theta'\to\theta) = \pi(\theta'). \tag{21.16}$$

So $\pi$ is **stationary**: with $Q = P - I$ it solves $Q^{\mathsf T}\pi = 0$, the end of $\dot P = Q^{\mathsf T}P$ in [lecture 01](01_one_equation.ipynb).
If every place can be reached from every other, it is the only stationary law, and averages along the chain converge to averages over $\pi$ ([appendix F](../appendices/F_inference.ipynb) proves it for finitely many states).

Witness: the same rule on 60 values of $\log\beta$ (the other two held), steps to a neighbour; `stationary` of lecture 01's package solves $Q^{\mathsf T}\pi=0$ and knows nothing of $\pi$.
"""

# %% tags=["witness"]
line = np.linspace(0.42, 0.68, 60)
pi = np.exp(log_posterior(np.c_[line, np.full(60, -0.62), np.full(60, 2.2)]) + 60)
pi, i = pi / pi.sum(), np.arange(59)
step_matrix = np.zeros((60, 60))
step_matrix[i, i + 1], step_matrix[i + 1, i] = np.minimum(1, pi[1:] / pi[:-1]) / 2, np.minimum(1, pi[:-1] / pi[1:]) / 2
flows = pi[:, None] * step_matrix
step_matrix += np.diag(1 - step_matrix.sum(axis=1))
witness("(21.15)", flows[i, i + 1], np.minimum(pi[1:], pi[:-1]) / 2)
witness("(21.16)", stationary(step_matrix - np.eye(60)), pi, atol=1e-12)

# %% [markdown]
r"""
In three dimensions, for many chains at once, it is eight lines.
$L$ is a root of the posterior's rough covariance, so that steps have the right proportions; `metropolis` estimates it, and tunes $h$, in a **warm-up** that is thrown away.
A chain that went on adapting to where it has been would no longer be the chain of the proof.
"""

# %%
def walk(log_pi, theta, steps, L, h, rng):
    """Metropolis' chains from θ (chains, d): (chains, steps, d)."""
    height, path = log_pi(theta), []
    for _ in range(steps):
        proposed = theta + h * rng.normal(size=theta.shape) @ L.T
        new = log_pi(proposed)
        accept = rng.random(len(theta)) < np.exp(np.minimum(new - height, 0))
        theta, height = np.where(accept[:, None], proposed, theta), np.where(accept, new, height)
        path.append(theta)
    return np.stack(path, axis=1)


# %%
apart = np.log([1.7, 0.55, 10]) + rng.normal(size=(12, 3)) * [0.15, 0.4, 1.0]  # five times as wide as the posterior
settled = metropolis(flu, apart, 1, rng, warm_up=300)
L = settled.scale
ours = walk(log_posterior, apart, 50, L, 1.4, np.random.default_rng(7))
tested = metropolis(flu, apart, 50, np.random.default_rng(7), warm_up=0, step=1.4, scale=L)
print("our chains and utils.inference.metropolis agree:", np.allclose(ours, tested.samples, atol=1e-9))

# %% [markdown]
r"""
Eight chains, started far apart, walk over the posterior of $\beta$ and $\gamma$ ($k$ summed out).
Drag the step number; the lower axis of time is now the chain's, not the epidemic's.
On the right what all chains have visited so far, against the exact posterior of $\beta$.
Then change the step size, and the sampler (section 8 explains the other two).

Watch the marked chain: it climbs while it is far away, and wanders once it has arrived.
"""

# %% tags=["picture"]
betas, gammas = np.linspace(1.3, 2.2, 46), np.linspace(0.3, 1.05, 41)
mesh = np.stack(np.meshgrid(betas, gammas, np.exp(np.linspace(0.6, 3.8, 12)), indexing="ij"), axis=-1).reshape(-1, 3)
log_height = log_posterior(np.log(mesh)).reshape(46, 41, 12) - np.log(mesh[:, :2]).sum(axis=1).reshape(46, 41, 12)
height = np.exp(log_height - log_height.max()).sum(axis=2)
exact = height.sum(axis=1) / (height.sum() * (betas[1] - betas[0]))
corners = np.log([[b, g, k] for b in (1.4, 2.1) for g in (0.36, 0.82) for k in (4, 20)])
steps_shown = np.arange(101)
samplers = {"Metropolis": metropolis, "MALA": mala, "HMC": hmc}
usual = {"Metropolis": 1.4, "MALA": 0.7, "HMC": 0.9}


# %% tags=["picture"]
def visited(beta):
    """Density of all β so far, at every step: (101, 46), a kernel of width 0.02."""
    kernel = np.exp(-((betas - beta[..., None]) ** 2) / (2 * 0.02**2)).sum(axis=0)
    upto = np.cumsum(kernel, axis=0)
    return upto / (upto.sum(axis=1, keepdims=True) * (betas[1] - betas[0]))


# %% tags=["picture"]
def chains_on_surface(sampler, size):
    run = samplers[sampler](flu, corners, 100, np.random.default_rng(3), warm_up=0, step=size * usual[sampler], scale=L)
    path = np.exp(np.concatenate([corners[:, None], run.samples], axis=1))
    panels = [Panel(Heat(height.T, extent=(1.3, 2.2, 0.3, 1.05)),
                    Points(frames=path[..., :2].swapaxes(0, 1), size=5, highlight=3, colour_by=np.arange(8), label="chains"),
                    title="eight chains on the posterior", xlabel="β (1/day)", ylabel="γ (1/day)", xlim=(1.3, 2.2), ylim=(0.3, 1.05)),
              Panel(Line(betas, exact, fill=True, label="posterior of β"), Line(betas, visited(path[..., 0]), label="visited so far"),
                    title="what was visited so far", xlabel="β (1/day)", ylabel="density", ylim=(0, 11)),
              Formula("after {steps:.0f} steps: mean of β so far {m:.2f}")]
    so_far = np.cumsum(path[..., 0].mean(axis=0)) / (steps_shown + 1)
    return dict(panels=panels, times=steps_shown, t=100, values={"steps": steps_shown, "m": so_far}, title=f"Chains of {sampler}",
                status=f"step {{t:.0f}}, {run.accepted.mean():.0%} of proposals accepted: mean of β {{m:.2f}}")


# %% tags=["picture"]
controlled(chains_on_surface, sampler=choose("sampler", list(samplers)), size=slider("step size, times the usual", 1.0, low=0.1, high=3.0, step=0.1))

# %% [markdown]
r"""
**Predict before you run.**
The next cell runs Metropolis with four step sizes, from a tenth of the usual one to three times that.
Which has the highest share of acceptances, and which the most **effective** samples (section 8 defines them: how many independent ones would do as well)?
"""

# %% tags=["reveal"]
rows = []
for size in (0.1, 0.3, 1.0, 3.0):
    run = metropolis(flu, settled.samples[:, 0].repeat(3, axis=0), 250, rng, warm_up=0, step=1.4 * size, scale=L)
    worth = [effective_sample_size(run.samples[k::3]).min() for k in range(3)]
    rows.append((1.4 * size, run.accepted.mean(), np.mean(worth), min(worth), max(worth)))
table(rows, "h", "accepted", "effective of 3000, mean of 3 groups", "least", "most", digits=[2, 2, 0, 0, 0],
      caption="three groups of 12 chains, 250 steps each")

# %% [markdown]
r"""
Small steps are nearly all accepted and lead nowhere; large ones are nearly all refused.
The best share for a Gaussian in many dimensions is 0.234 (Roberts, Gelman and Gilks 1997), and a share of 1 is a bad sign.

## 8 · Follow the slope: Langevin, Hamilton, and when to stop

**Langevin, corrected.**
[Lecture 06](06_score.ipynb) sampled a density with the step (6.14), $\theta' = \theta + h\,s(\theta) + \sqrt{2h}\,z$, where $s = \nabla\log\pi$ is the score.
It drifts uphill, so it proposes better places than a blind walk.
But its stationary law is off: for a Gaussian of variance $v$ it has the variance $v/(1-h/2v)$, (6.17).
Metropolis and Hastings' rule repairs that, for any proposal density $q$:

$$a(\theta\to\theta') = \min\left(1, \frac{\pi(\theta')\,q(\theta\mid\theta')}{\pi(\theta)\,q(\theta'\mid\theta)}\right), \qquad \log q(\theta'\mid\theta) = -\frac{\|\theta'-\theta-h\,s(\theta)\|^2}{4h} + \text{constant}. \tag{21.17}$$

Detailed balance as before: $\pi(\theta)\,q(\theta'\mid\theta)\,a = \min\left(\pi(\theta)q(\theta'\mid\theta),\ \pi(\theta')q(\theta\mid\theta')\right)$ is the same from either side.
This is **MALA**, the Metropolis-adjusted Langevin algorithm.
Two things to note: the step back starts at $\theta'$, with the score *there*; and nothing in the proof requires $s$ to be the true score.
A wrong slope costs acceptances, not correctness.

Witness: 200 000 samples of $N(0, v)$, one step each.
Langevin alone changes their variance to $(1-h/v)^2v+2h$; with (21.17) it stays $v$, also with a score that is 30 % too small.
"""

# %% tags=["witness"]
v, h, (x, z) = 1.0, 0.5, rng.normal(size=(2, 200_000))
error = v * np.sqrt(2 / x.size)
witness("(6.17), one step", langevin_step(x, -x / v, h, z).var(), (1 - h / v) ** 2 * v + 2 * h, standard_error=error)
for share in (1.0, 0.7):
    score = lambda x: -share * x / v
    there = langevin_step(x, score(x), h, z)
    log_q = lambda to, of: -((to - of - h * score(of)) ** 2) / (4 * h)
    log_ratio = (x**2 - there**2) / (2 * v) + log_q(x, there) - log_q(there, x)
    after = np.where(np.log(rng.random(x.size)) < log_ratio, there, x)
    witness("(21.17)", after.var(), v, standard_error=error)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.6

Write the logarithm of (21.17), for one chain.

- `log_pi`, `log_pi_new`: numbers, $\log\pi$ at $\theta$ and at $\theta'$, up to the same constant.
- `theta`, `theta_new`: arrays $(d,)$; `score`, `score_new`: arrays $(d,)$, $\nabla\log\pi$ at $\theta$ and at $\theta'$; `h` $>0$.
- Returns a number of at most 0, the logarithm of the probability of acceptance. It must also work where $\pi$ itself is 0 to the last digit, at $\log\pi = -900$ say.
- Worked value, a step of $N(0,1)$ from 0.5 to 2 with $h = 1$: `log_accept(-0.125, -2.0, np.array([0.5]), np.array([2.0]), np.array([-0.5]), np.array([-2.0]), 1.0)` is $-0.9375$.
  ($\log\pi$ falls by 1.875, but a step back, with the slope, is the likelier one.)
"""

# %% tags=["exercise"]
def log_accept(log_pi, log_pi_new, theta, theta_new, score, score_new, h):
    """log a(θ → θ') of MALA."""
    ### BEGIN SOLUTION
    forth = -np.sum((theta_new - theta - h * score) ** 2) / (4 * h)
    back = -np.sum((theta - theta_new - h * score_new) ** 2) / (4 * h)
    return min(0.0, log_pi_new - log_pi + back - forth)
    ### END SOLUTION


log_accept = check("21.6", log_accept)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$q(\theta'\mid\theta)$, the way forth, stands below in (21.17), so its logarithm is subtracted; the way back is added.
The noise has variance $2h$, so the exponent has $2\cdot2h$ below it.
In the worked value the way forth, against the slope, costs $(2-0.5+0.5)^2/4 = 1$, and the way back $(0.5-2+2)^2/4 = 0.0625$: $-1.875-0.0625+1 = -0.9375$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Hamilton: many small steps for one decision.**
MALA still turns at random after every step.
Give the walker a **momentum** $p\sim N(0, I)$ (not Bass' parameter), and let it roll on the surface $-\log\pi$ as on a hill without friction.
With the energy

$$H(\theta, p) = -\log\pi(\theta) + \tfrac12\|p\|^2, \qquad \dot\theta = p,\quad \dot p = s(\theta), \tag{21.18}$$

<!-- 21.18: definition -->

$\dot H = -s\cdot\dot\theta + p\cdot\dot p = 0$: an exact path keeps $H$, and with it the joint density $e^{-H} = \pi(\theta)\,e^{-\|p\|^2/2}$.
It would always be accepted, however far it leads.
The **leapfrog** step is nearly that,

$$p_{1/2} = p + \tfrac h2 s(\theta),\qquad \theta' = \theta + h\,p_{1/2},\qquad p' = p_{1/2} + \tfrac h2 s(\theta'). \tag{21.19}$$

Each of the three is a *shear*: it moves one variable by a function of the other, so it keeps volume.
And with $p$ turned round, the same steps lead back.
So the proposal "leapfrog some steps, then turn $p$ round" is its own inverse and keeps volume: the $q$'s of (21.17) cancel in $(\theta, p)$, and

$$a = \min\left(1,\ e^{H(\theta, p) - H(\theta', p')}\right). \tag{21.20}$$

This is **Hamiltonian Monte Carlo**.
One leapfrog step is a Langevin step of size $h^2/2$: put $p_{1/2} = p+\frac h2s$ into $\theta'$.

Witness: on the influenza posterior, ten steps and back; the determinant of the map $(\theta, p)\to(\theta', p')$; and the error of $H$, four times smaller with half the step.
"""

# %%
def leapfrog(theta, p, slope, h, steps):
    """(21.19), several times; θ and p (n, d)."""
    for _ in range(steps):
        p = p + h / 2 * slope(theta)
        theta = theta + h * p
        p = p + h / 2 * slope(theta)
    return theta, p


# %% tags=["witness"]
slope = lambda y: flu.with_gradients(y @ L.T)[1] @ L  # in y = L⁻¹ θ, where the posterior is about as wide as it is long
energy = lambda y, p: -log_posterior(y @ L.T) + (p**2).sum(axis=1) / 2
y_0, p_0 = settled.samples[:, 0] @ np.linalg.inv(L).T, rng.normal(size=(12, 3))
y_1, p_1 = leapfrog(y_0, p_0, slope, 0.15, 10)
y_2, p_2 = leapfrog(y_1, -p_1, slope, 0.15, 10)
witness("(21.19), there and back", np.r_[y_2, p_2], np.r_[y_0, -p_0], atol=1e-6)
both = np.r_[y_0[0], p_0[0]] + 1e-4 * np.concatenate([np.eye(6), -np.eye(6)])
moved = np.concatenate(leapfrog(both[:, :3], both[:, 3:], slope, 0.15, 3), axis=1)
witness("(21.19), volume", np.linalg.det((moved[:6] - moved[6:]) / 2e-4), 1.0, atol=1e-3)
worst = [np.abs(energy(*leapfrog(y_0, p_0, slope, 1.2 / n, n)) - energy(y_0, p_0)).mean() for n in (12, 24)]
witness("(21.19), error of H by h²", worst[0] / worst[1], 4.0, atol=0.5)

# %% tags=["witness"]
H = lambda x, p: (x[:, 0] ** 2 + p[:, 0] ** 2) / 2  # of N(0, 1), with steps so large that many are refused
x_0, p_0 = rng.normal(size=(2, 200_000, 1))
x_1, p_1 = leapfrog(x_0, p_0, lambda x: -x, 1.7, 3)
factor = np.exp(H(x_0, p_0) - H(x_1, p_1))
witness("(21.20), E[e^{H − H'}] = 1", factor.mean(), 1.0, standard_error=factor.std() / np.sqrt(factor.size))
after = np.where(rng.random(factor.size) < factor, x_1[:, 0], x_0[:, 0])
witness("(21.20), the variance stays", after.var(), 1.0, standard_error=np.sqrt(2 / factor.size))
print(f"accepted {np.mean(np.minimum(1, factor)):.0%}; without the rule the variance would be {x_1.var():.2f}")

# %% [markdown]
r"""
**When to stop.**
Chains that started apart have forgotten it when they agree.
**R-hat** compares the variance of their means, $B/n$, with the mean variance within them, $W$, each chain of $n$ samples being half of one that was run, so that a chain that drifts disagrees with itself:

$$\hat R = \sqrt{\frac{\frac{n-1}n W + \frac Bn}{W}}. \tag{21.21}$$

<!-- 21.21: tests/inference/test_diagnostics.py::test_diagnostics_equal_the_referee_s -->

Today it is computed from normal scores of the ranks, and once more from their distances to the median, and the larger is reported (Vehtari et al. 2021).
Above 1.01 the chains are not to be believed.
**Effective sample size**: neighbours in a chain are alike.
With autocorrelation $\rho_t$ at lag $t$ the mean of $M$ samples has the variance of

$$\mathrm{ESS} = \frac M{1+2\sum_{t\ge1}\rho_t} \tag{21.22}$$

independent ones.
Below 400, 100 for each of four chains, $\hat R$ and ESS are themselves not to be relied on (Vehtari et al. 2021).
`summary` gives both, and says in words when one of them is bad.

Witness: an autoregression $x_t = \rho x_{t-1} + \sqrt{1-\rho^2}\,z$ has $\rho_t = \rho^t$, so $1+2\sum_t\rho^t = (1+\rho)/(1-\rho)$.
"""

# %% tags=["witness"]
rho, chain = 0.8, rng.normal(size=(20, 4000))
for t in range(1, 4000):
    chain[:, t] = rho * chain[:, t - 1] + np.sqrt(1 - rho**2) * chain[:, t]
witness("(21.22)", effective_sample_size(chain, "mean") / chain.size, (1 - rho) / (1 + rho), atol=0.01)
print(f"R-hat: {split_rhat(chain):.3f}; with one chain in twenty shifted by 1: {split_rhat(chain + (np.arange(20) == 0)[:, None]):.3f}")

# %% [markdown]
r"""
**Predict before you run.**
Metropolis, MALA and HMC, three groups of 12 chains each, from the same far starts.
The slope is computed by differences, so it costs six epidemics more.
Who has the most effective samples for each step, and who for each epidemic solved?
"""

# %% tags=["reveal"]
plans, rows = {"Metropolis": (metropolis, 300, 500), "MALA": (mala, 160, 150), "HMC": (hmc, 120, 80)}, []
for name, (sampler, warm_up, steps) in plans.items():
    run = sampler(flu, apart.repeat(3, axis=0), steps, rng, warm_up=warm_up)
    share = np.array([effective_sample_size(run.samples[k::3]).min() for k in range(3)]) / (12 * steps)
    cost = {"Metropolis": 1, "MALA": 7, "HMC": 6 * np.ceil(np.pi / 2 / run.step) + 1}[name]
    rows.append((name, run.accepted.mean(), share.mean(), share.min(), share.max(), cost, 1000 * share.mean() / cost))
table(rows, "sampler", "accepted", "effective samples a step, mean of 3 groups", "least", "most", "epidemics a step",
      "effective for 1000 epidemics", digits=[0, 2, 3, 3, 3, 0, 0])

# %% [markdown]
r"""
Each step of MALA is worth several of Metropolis', each of HMC several of MALA's.
For each *epidemic solved* MALA does worst in these groups, and the blind walk is no worse than HMC: with three parameters a slope by differences costs more than it brings.
The slope pays in high dimension: at a fixed share of acceptances the number of steps for an independent sample grows as $d$ for the random walk, $d^{1/3}$ for MALA and $d^{1/4}$ for HMC (Roberts and Rosenthal 1998, Beskos et al. 2013), and a gradient by automatic differentiation costs about as much as the function, whatever $d$ is.
So with many parameters do not write this by hand: take NUTS, an HMC that chooses its path length, from Stan, PyMC, NumPyro or BlackJAX.

Now the answer.
"""

# %%
run = hmc(flu, apart[:4], 500, rng, warm_up=150)
found = summary(run)
print(f"largest R-hat {found.rhat.max():.3f}, smallest effective sample size {min(found.ess_bulk.min(), found.ess_tail.min()):.0f}; warnings: {list(found.warnings)}")
rates = np.exp(run.samples.reshape(-1, 3))
quantities = {"β (1/day)": rates[:, 0], "γ (1/day)": rates[:, 1], "R₀": rates[:, 0] / rates[:, 1], "k": rates[:, 2]}
by_likelihood = fit(likelihood)
estimates = [*by_likelihood.estimates[:2], by_likelihood["beta"] / by_likelihood["gamma"], by_likelihood["k"]]
table([(name, one.mean(), *np.quantile(one, [0.025, 0.975]), estimate) for (name, one), estimate in zip(quantities.items(), estimates)],
      "", "posterior mean", "95 % from", "to", "maximum likelihood", digits=3)

# %% [markdown]
r"""
The posterior of any function of the parameters, $R_0$ here, is the law of that function of the samples: no delta method, no profile.
The two rates agree with the maximum of the likelihood; of the noise parameter $k$ 14 counts say little, and its interval is wide.

**Eyam by chains.**
The same code takes the exact likelihood (21.11) of section 6.
A stored study (`studies/eyam_posterior.py`, some ten minutes) ran four chains, and a grid of 61 × 61 beside them.
"""

# %%
study = stored.read("eyam_posterior")["result"]
table([(name, how, *study[kind][key]) for key, name in (("alpha", "α (1/month)"), ("beta", "β (1/month and pair)"))
       for kind, how in (("grid", "grid"), ("chains", "chains"))],
      "", "by", "mean", "2.5 %", "50 %", "97.5 %", digits=4,
      caption=f"chains: R-hat at most {max(study['rhat']):.3f}, effective samples at least {min(study['ess_bulk'] + study['ess_tail']):.0f}")

# %% [markdown]
r"""
Two ways to one posterior, and each is the other's check.
The chains' numbers scatter around the grid's by their Monte Carlo error, which a grid does not have; but a grid needs points for every direction, and a chain does not.

What R-hat cannot see: a mode where no chain has been.
All chains in one of two modes agree perfectly.
Start them far apart, and see [appendix F](../appendices/F_inference.ipynb) for what else goes wrong.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 21.7

A colleague insists on a prior that is flat in the rates themselves, $p(\beta, \gamma)\propto1$, where we had a density of their logarithms.
Your chain walks in $\varphi = (\log\beta, \log\gamma)$ all the same, since rates are positive.
Derive what $\log\pi(\varphi)$ it must be given, up to a constant.

- `ell`: a number, the log-likelihood at these rates; `phi`: array $(d,)$, the logarithms of $d$ rates.
- Returns a number.
- Worked value: `log_density_of_logs(-60.0, np.array([0.5, -0.6]))` is $-60.1$.
"""

# %% tags=["exercise"]
def log_density_of_logs(ell, phi):
    """log π of φ = log(rates), for a prior flat in the rates, up to a constant."""
    ### BEGIN SOLUTION
    return ell + np.sum(phi)
    ### END SOLUTION


log_density_of_logs = check("21.7", log_density_of_logs)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Probabilities, not densities, stay when a variable is renamed: $p(\varphi)\,d\varphi = p(\beta)\,d\beta$ with $\beta = e^\varphi$, so $p(\varphi) = p(\beta)\,\frac{d\beta}{d\varphi} = e^\varphi$ for a flat $p(\beta)$.
One factor for each rate: $\log\pi = \ell + \sum_i\varphi_i$.
"Flat" is a statement about coordinates: flat in the rates is not flat in their logarithms.
### END SOLUTION
"""

# %% [markdown]
r"""
## 9 · Break it

Leave the launch out.
Below, Bass is fitted to the air conditioners by a bare least-squares call, once with years since the launch and once with the calendar years of the file.
Before you run it: what will the optimiser return for the second, and will it report success?
"""

# %% tags=["reveal"]
def bare_fit(edges):
    """Least squares by L-BFGS-B from p = .02, q = .4, m = 20 000, with nothing checked."""
    def loss(x):
        p, q, m = np.exp(x)
        left = np.exp(-(p + q) * edges)
        return np.sum((conditioners.counts - m * np.diff((1 - left) / (1 + q / p * left))) ** 2)
    return minimize(loss, np.log([0.02, 0.4, 20_000.0]), method="L-BFGS-B")


edges = {"years since launch": conditioners.edges, "calendar years": conditioners.edges + 1948}
reports = {name: bare_fit(one) for name, one in edges.items()}
table([(name, *np.exp(one.x), one.fun, one.success) for name, one in reports.items()],
      "time", "p", "q", "m (thousands)", "RSS", "success", digits=[0, 4, 3, 0, 0, 0])

# %% [markdown]
r"""
By 1948 after the launch, $F = 1$ to the last digit: every year's expected sales are 0, whatever the parameters, the slope is exactly 0, and the optimiser returns its starting values with `success=True`.
A flat likelihood is the extreme of not identified, and a library's flag does not look for it.
`fit` looks at the curvature:
"""

# %%
slipped = Counts(conditioners.times + 1948, conditioners.counts, "years", start=0.0)
print(*fit(sales_likelihood(slipped)).warnings, sep="\n")

# %% [markdown]
r"""
## 10 · In the wild

**Medical Innovation, again.**
Coleman, Katz and Menzel's doctors were for 35 years the textbook case of contagion.
Van den Bulte and Lilien (2001) added what the original study had left out, the advertising of the drug's makers month by month, to a hazard model like ours with a network: the contagion effects vanished.
Their likelihood ratio needs data we do not have here; ours, without any covariate, already is too weak to reject a constant hazard.
It does not show that doctors do not learn from each other; it shows that these 125 dates cannot tell.

**The plague of Eyam.**
Our grid reproduces the intervals of Ho, Crawford and Suchard (2018), who computed the same probabilities by a birth–death expansion.
It does not show that plague spreads as SIR.
Whittles and Didelot (2016), from the parish register and with households and rodents in the model, put about three quarters of the infections down to people (their figure; not rerun here).
And only deaths were recorded; the infected were reckoned back from them.

## 11 · What you can now say

A likelihood says which parameters make the counts probable, an interval how far they could move; neither notices that the model, the noise or the start is wrong (for an epidemic's counts around an ODE, intervals are too short), and before the peak neither can know what comes after it.

| | result | witness |
|---|---|---|
| (21.2)–(21.4) | Least squares, Poisson and negative binomial are three laws of the same counts | [section 1](#1-·-A-model-of-the-noise) |
| (21.5) | Each residual is divided by its variance: that is who is listened to | [section 1](#1-·-A-model-of-the-noise) |
| (21.7), (21.8) | A profile falls like a parabola; where it has fallen by 1.35 (more, for least squares on few counts) the 90 % interval ends | [section 3](#3-·-How-far-is-it-known?) |
| (21.9), (21.10) | Adoption times known to an interval; contagion against a constant hazard | [section 4](#4-·-Times-known-only-to-an-interval) |
| (21.11) | The likelihood of a chain seen now and then is a product of entries of $e^{Q^{\mathsf T}t}$ | [section 6](#6-·-When-the-likelihood-is-a-master-equation) |
| (21.15), (21.16) | Metropolis' rule has detailed balance, so the posterior is the stationary law of the chain | [section 7](#7-·-Bayes:-a-law-for-the-parameters) |
| (21.17) | Langevin's step of lecture 06, accepted or refused, is exact at any step size and with any slope | [section 8](#8-·-Follow-the-slope:-Langevin,-Hamilton,-and-when-to-stop) |
| (21.19), (21.20) | Leapfrog keeps volume and turns back; only its error of energy is refused | [section 8](#8-·-Follow-the-slope:-Langevin,-Hamilton,-and-when-to-stop) |
| (21.21), (21.22) | R-hat and the effective sample size say whether chains may be believed | [section 8](#8-·-Follow-the-slope:-Langevin,-Hamilton,-and-when-to-stop) |

The opening questions.
All pairs on the ridge have the same growth rate $\beta-\gamma$.
It closes around day 8, when the counts have turned down for two days.
And the spot does not stay: with the last days it moves to a smaller $R_0$, days that SIR follows badly and that this noise model hears well, by (21.5).

**Next question.**
The fit is as good as it gets. Is the *model* any good, on data it has not seen?
That is [lecture 22](22_validation.ipynb).

## 12 · Sources

- Boarding school: British Medical Journal 1978; 1: 587, a figure, read off twice. Eyam: G. F. Raggett 1982, Bulletin of the IMA 18: 221–226.
- L. S. T. Ho, F. W. Crawford, M. A. Suchard, *Direct likelihood-based inference for discretely observed stochastic compartmental models of infectious disease*, Annals of Applied Statistics 12, 2018: (21.11) and the published intervals.
- S. S. Wilks, *The large-sample distribution of the likelihood ratio*, Annals of Mathematical Statistics 9, 1938: (21.8). D. J. Venzon, S. H. Moolgavkar 1988: profile intervals. S. G. Self, K.-Y. Liang 1987: ratios at a limit.
- L. K. Whittles, X. Didelot, *Epidemiological analysis of the Eyam plague outbreak of 1665–1666*, Proceedings of the Royal Society B 283, 2016.
- C. I. Bliss, R. A. Fisher, *Fitting the negative binomial distribution to biological data*, Biometrics 9, 1953: (21.3).
- F. M. Bass 1969, Management Science 15: 215–227; V. Srinivasan, C. H. Mason 1986, Marketing Science 5: least squares on intervals rather than on densities.
- J. S. Coleman, E. Katz, H. Menzel, *Medical Innovation*, 1966; C. Van den Bulte, G. L. Lilien, *Medical Innovation revisited*, American Journal of Sociology 106, 2001; E. M. Rogers, D. L. Kincaid, *Communication Networks*, 1981.
- M. J. Keeling, P. Rohani, *Modeling Infectious Diseases*, 2008: the school by least squares, $R_0 = 3.65$.
- N. Metropolis et al., *Equation of state calculations by fast computing machines*, 1953; W. K. Hastings, *Monte Carlo sampling methods using Markov chains*, Biometrika 57, 1970: (21.14), (21.17).
- G. O. Roberts, R. L. Tweedie, *Exponential convergence of Langevin distributions and their discrete approximations*, Bernoulli 2, 1996: MALA. G. O. Roberts, A. Gelman, W. R. Gilks 1997; G. O. Roberts, J. S. Rosenthal 1998; A. Beskos et al. 2013: best shares of acceptance, and how the steps grow with $d$.
- S. Duane et al., *Hybrid Monte Carlo*, Physics Letters B 195, 1987; R. M. Neal, *MCMC using Hamiltonian dynamics*, 2011: (21.18)–(21.20). M. D. Hoffman, A. Gelman, *The No-U-Turn sampler*, JMLR 15, 2014.
- A. Vehtari et al., *Rank-normalization, folding, and localization: an improved R-hat*, Bayesian Analysis 16, 2021: (21.21), (21.22), the limits 1.01 and 400. Our two diagnostics agree with ArviZ's to ten digits, our posteriors with emcee's within Monte Carlo error (in the tests).
- Ours: the tables and intervals, the coverage study, the exercises.
"""
