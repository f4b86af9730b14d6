# %% [markdown]
r"""
# 22 · The model fits. How far can you trust what it says next?

{badges}

| | |
|---|---|
| **You will be able to** | check a fitted model against data simulated from it · tell from a histogram whether forecasts are calibrated · score forecasts so that honesty pays · compare a mechanism, baselines and learned rivals from a rolling origin, with intervals · say which uncertain input moves the answer |
| **You need** | lectures [19](19_adoption.ipynb) (Bass), [20](20_epidemics.ipynb) (SIR) and [21](21_estimation.ipynb) (likelihoods, profiles, posteriors); conditional expectation and variance |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy import stats
from scipy.optimize import least_squares

from studies import stored
from studies import technology_forecasts as study
from utils.data import adoption, outbreaks
from utils.exercises import check, hint
from utils.populations import calibration, forecasts, learned, polynomials, scores, sensitivity
from utils.populations.epidemics import SIR
from utils.populations.estimation.epidemics import outbreak_likelihood
from utils.populations.estimation.fitting import fit
from utils.processes.gillespie import simulate
from utils.processes.jumps import mean_field
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Curve, Line, Panel, Points
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(22)

# %% [markdown]
r"""
## The picture first

Room air conditioners in the USA, 1949 to 1961.
The slider is the present: the open circles are the years that the model has seen, the filled ones have not happened yet.
The fan is what Bass' model, fitted to the years seen, expects of each year: the middle line is the median, and between the outer two lies 90 % of its probability.
(Lines that leave the panel are cut off at its top.)
Beside it is the market's ceiling $m$, as far as it is known at that moment, on a logarithmic scale.

Drag the present forward, one year at a time.

1. How many years must be seen before the ceiling is known to a factor of two?
2. Is the fan wide enough?
   Count the later years outside it.
3. Does each fan stay within the limits of the one before?
"""

# %% tags=["picture"]
def fan(y, origins, ahead, rng):
    """Quantiles .05, .5, .95 of every year's count (3, origins, n) and of the ceiling (3, origins)."""
    counts, ceilings = [], []
    for o in origins:
        theta = study.bass_posterior(y[:o], rng)
        mean, k = study.bass_means(theta, 0, len(y) + ahead), np.exp(theta[:, 3:])
        counts.append(np.quantile(rng.negative_binomial(k, k / (k + mean)), [0.05, 0.5, 0.95], axis=0))
        ceilings.append(np.quantile(np.exp(theta[:, 2]), [0.05, 0.5, 0.95]))
    return np.array(counts).swapaxes(0, 1), np.array(ceilings).T


# %% tags=["picture"]
def fan_panels(series, y, origins, count, ceiling):
    """The two panels: counts with their fan, and the ceiling on a logarithmic scale."""
    years, top = np.arange(1, count.shape[2] + 1), 2.2 * y.max()
    lines = [Line(years, np.minimum(count[k], top), label=label, dash=k != 1)
             for k, label in ((2, "95 %"), (1, "median"), (0, "5 %"))]
    seen = (np.arange(len(y)) < origins[:, None]).astype(int)
    places = np.tile(np.c_[years[: len(y)], y], (len(origins), 1, 1))
    dots = Points(frames=places, colour_by=seen, size=4, trail=False, label="to come (rings), seen (dots)")
    known = [Curve(origins, np.log10(ceiling[k]), label=label, dash=k != 1)
             for k, label in ((2, "95 %"), (1, "median"), (0, "5 %"))]
    return [Panel(*lines, dots, title=f"{series}, thousands a year", xlabel="year of the series", ylim=(0, top)),
            Panel(*known, title="log₁₀ of the ceiling m in thousands", xlabel="years seen")]


# %% tags=["picture"]
def fan_scene(series, fan=fan, fan_panels=fan_panels):
    """The fan of one series as its training window grows: the arguments of a Scene."""
    if series == "simulated":
        y = study.technology("Bass", np.random.default_rng(3))
    else:
        y = adoption.load_adoption(series).counts
    origins = np.arange(4, len(y))
    count, ceiling = fan(y, origins, 3, np.random.default_rng(0))
    inside = [np.sum((count[0, i, o : len(y)] <= y[o:]) & (y[o:] <= count[2, i, o : len(y)])) for i, o in enumerate(origins)]
    values = {"n": origins, "low": ceiling[0] / 1e3, "high": ceiling[2] / 1e3, "in": inside, "left": len(y) - origins}
    words = "{n:.0f} years seen: ceiling {low:.1f} to {high:.1f} million; {in:.0f} of {left:.0f} later years in the fan"
    return dict(panels=fan_panels(series, y, origins, count, ceiling), times=origins, values=values,
                t=2, title="Forecast fan", unit="years seen", status=words)


# %% tags=["picture"]
names = ["room air conditioners", "clothes dryers", "colour television", "simulated"]
fan_widget = controlled(fan_scene, series=choose("series", names))
fan_widget

# %% [markdown]
r"""
After five or six years anything from a small market to a huge one is compatible with the data: the ceiling's interval spans more than a factor of ten.
Its upper end then is not even the data's.
The prior is flat in $\log p$, $\log q$ and $\log m$, within a box: $p$ from .0001 to .2, $q$ from .02 to 2, $m$ up to 50 times what has been counted; and the noise's $k$ is 5, 10, 25, 60 or 150, each as likely.
In the first years shown the upper end is little more than the wall of that box; only the lower end is the data's (section 8 asks the data alone, and they give six years no upper limit).
The fan is honest about it, and useless for planning a factory.
Later the interval closes, and the fan with it.
(With `simulated` in the list, the truth is a Bass curve.
The last two questions have answers below: sections 2 and 5.)

Everything in this lecture asks the same question of a model, in different ways: *would data like mine be usual if the model were true?*
First of the data it was fitted to (section 1), then of data it has not seen (2 to 5); then how many parameters it deserves (6), and which of them matter (7).

A word on what is random.
$y$ are the observed counts, fixed.
$y_1, \dots, y_R$ are data sets simulated from the model, random.
$F$ is the model's cumulative distribution function of one count.
($p$ is Bass' parameter, but a p-value in section 1; $T$ is a statistic, and with an index, in section 7, one of Sobol's.)
In the fan above it is the **posterior predictive** law: parameters from the posterior of lecture 21, then a count given them.
Three parameters and one for the noise are so few that the posterior is computed on a grid, without a chain.

## 1 · Would the model have produced these data?

**Claim.**
A model can be checked without a rival: simulate it, and see whether the real data stand out.

Choose a statistic $T$, one number that measures what you fear the model lacks.
Compute $T(y)$ and $T(y_1), \dots, T(y_R)$.
The **predictive p-value** is

$$p = \frac{1 + \#\{r : T(y_r) \ge T(y)\}}{R + 1}. \tag{22.1}$$

If $y$ came from the same law as the $y_r$ and $T$ has no ties, then $T(y)$ is equally likely to have each of the $R+1$ ranks, so $p$ is uniform on $\frac1{R+1}, \dots, 1$.
The 1 in numerator and denominator is $y$ itself: without it, $p = 0$ would be possible, and no finite simulation can justify that.

Witness: 20 000 data sets with nothing wrong, $R = 19$.
Each of $\frac1{20}, \frac2{20}, \dots, 1$ must come up once in twenty.
"""

# %% tags=["witness"]
T_all = rng.normal(size=(20_000, 20))
p_values = (1 + np.sum(T_all[:, 1:] >= T_all[:, :1], axis=1)) / 20
values, often = np.unique(p_values, return_counts=True)
witness("(22.1), its values", values, np.arange(1, 21) / 20)
witness("(22.1), how often each", often / 20_000, np.full(20, 1 / 20), standard_error=np.sqrt(0.05 * 0.95 / 20_000))
one = calibration.predictive_check(T_all[0, :1], T_all[0, 1:, None], lambda y: y[0])
witness("(22.1), utils", one.p, p_values[0])

# %% [markdown]
r"""
Now the boarding-school influenza of lecture 21, with SIR's curve and two kinds of noise around it: Poisson, and the negative binomial with its extra parameter $k$.
Three statistics: how far the counts lie from the curve, the largest count, and whether neighbouring days err in the same direction.
Which of the two fails which check?
Decide before you open the table.
"""

# %%
school = outbreaks.load_boarding_school("A")
curves = {}
for noise in ["poisson", "negative binomial"]:
    found = fit(outbreak_likelihood(school, noise))
    mean = mean_field(SIR(found["beta"], found["gamma"], 763), (762, 1), school.times + 1)[:, 1]
    curves[noise] = mean, found["k"] if noise != "poisson" else 1e9  # k → ∞ is Poisson's law
    print(f"{noise}: R₀ = {found['beta'] / found['gamma']:.2f}")
drawn = {noise: rng.negative_binomial(k, k / (k + mean), size=(1999, 14)) for noise, (mean, k) in curves.items()}

# %%
def neighbours(e):
    return np.corrcoef(e[1:], e[:-1])[0, 1]


statistics = {
    "Σ (y − μ)²/μ": lambda y, mean, sd: np.sum((y - mean) ** 2 / mean),
    "largest count": lambda y, mean, sd: np.max(y),
    "correlation of neighbouring errors": lambda y, mean, sd: neighbours((y - mean) / sd),
}

# %% tags=["reveal"]
rows = []
for noise, (mean, k) in curves.items():
    sd = np.sqrt(mean + mean**2 / k)
    for name, T in statistics.items():
        one = calibration.predictive_check(school.counts, drawn[noise], lambda y, T=T, mean=mean, sd=sd: T(y, mean, sd))
        rows.append((noise, name, one.observed, *np.quantile(one.simulated, [0.05, 0.95]), one.p))
table(rows, "noise", "statistic T", "observed", "5 % of simulated", "95 %", "p", digits=[None, None, 2, 2, 2, 4])

# %% [markdown]
r"""
Poisson noise fails at once: the real counts lie further from its curve than any of its 1999 simulations.
So its narrow intervals for $R_0$ cannot be trusted.
The negative binomial passes that check, as it must, because $k$ was fitted to do so.
But it fails the third: the errors of neighbouring days are correlated, more than in any of its 1999 simulations.
A boy in bed today was in bed yesterday: what differs from the curve one day differs the next.
So the 14 counts are not 14 independent pieces of evidence, and an interval that takes them for independent is too short.
By how much, lecture 21 has measured on outbreaks drawn from the exact chain of lecture 20; the last line below the next table quotes it.

Would that chain pass?
In it chance lies in who infects whom and when: an outbreak that is late on one day is late on the next.
The fair comparison is this: the real counts had a curve fitted to them, so **each simulated outbreak gets its own curve**, by least squares, before its errors are looked at.
We draw outbreaks at the negative binomial's $\beta$ and $\gamma$, and keep those in which at least 20 were ill at once: the others died out, as this one did not.
"""

# %%
def scaled_errors(y):
    """What is left of y after SIR's least-squares curve, one infectious a day before the first count, in roots of it."""
    def gap(x):
        return mean_field(SIR(*np.exp(x), 763), (762, 1), school.times + 1)[:, 1] - y

    curve = y + least_squares(gap, np.log([1.7, 0.5]), bounds=np.log([[0.3, 0.05], [10, 5]])).fun
    return (y - curve) / np.sqrt(curve)


paths = simulate(SIR(found["beta"], found["gamma"], 763), (762, 1), school.times + 1, 140, rng)[:, :, 1]
paths = paths[paths.max(axis=1) >= 20]

# %%
anew = {"Σ (y − μ)²/μ, fitted anew": lambda y: np.sum(scaled_errors(y) ** 2), "largest count": np.max,
        "correlation of neighbouring errors, fitted anew": lambda y: neighbours(scaled_errors(y))}
checks = {name: calibration.predictive_check(school.counts, paths, T) for name, T in anew.items()}
table([(name, one.observed, *np.quantile(one.simulated, [0.05, 0.95]), one.p) for name, one in checks.items()],
      f"exact chain, {len(paths)} outbreaks: T", "observed", "5 % of simulated", "95 %", "p", digits=2)
row = stored.read("estimation_coverage")["result"]["rows"][-1]
print(f"{row['case']}: 90 % intervals of R₀ that contain it: {row['covered']} of {row['runs']}")

# %% [markdown]
r"""
The chain produces errors of this size and with this correlation, without a parameter for its noise.
Its peaks are lower than the real one: $\beta$ and $\gamma$ were fitted under another noise.
A fit of the chain itself would be the next model to try, and to check.
No fit statistic had told us any of this; three questions did.

Two cautions.
The first table used the data twice, to fit and to check, and its simulations once, which pulls $p$ towards ½: there a good $p$ is weak praise, a bad one a serious fault.
And a check can only see what $T$ measures.

## 2 · Are the probabilities honest?

**Claim.**
Feed each outcome through its own forecast distribution.
If forecasts are honest, what comes out is uniform.

For a continuous $Y$ with distribution function $F$: $\Pr(F(Y) \le s) = \Pr(Y \le F^{-1}(s)) = s$.
Counts jump, so $F(Y)$ takes few values.
The remedy is to spread each jump evenly: with $v$ uniform on $(0, 1)$, independent of all else, the **randomised PIT** (probability integral transform) is

$$u = F(y - 1) + v\,\bigl(F(y) - F(y-1)\bigr). \tag{22.2}$$

<!-- 22.2: definition -->

Then, if $y$ is drawn from $F$,

$$\Pr(u \le s) = s \qquad\text{for every } s\in[0,1]. \tag{22.3}$$

**Derivation.**
Write $f(y) = F(y) - F(y-1)$, the probability of $y$.
Given $y$, $u$ is uniform on the interval $[F(y-1), F(y)]$, whose length is $f(y)$; its density there is $1/f(y)$.
These intervals tile $[0, 1]$.
A point $s$ lies in the tile of one $y$, and the density of $u$ at $s$ is $f(y)\cdot\frac1{f(y)} = 1$.
$\square$

Witness, exactly and without drawing: sum over $y$ the probability of $y$ times the share of its tile that lies below $s$.
"""

# %% tags=["witness"]
y = np.arange(60)
F, f = stats.poisson.cdf(y, 3.2), stats.poisson.pmf(y, 3.2)
s = np.linspace(0, 1, 21)
share_below = np.clip((s[:, None] - (F - f)) / f, 0, 1)
witness("(22.3)", share_below @ f, s)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.1

Write (22.2) for a forecast that is Poisson's law with mean `mean`.
`v` is given, so that the answer is not random.

- `y`: a whole number from 0 on; `mean`: a positive number; `v`: a number in $[0, 1]$.
- Returns $u$, a number.
- Worked value: `poisson_pit(0, 2.0, 0.5)` is $0.5\,e^{-2} = 0.0677$.

`stats.poisson` is in reach.
"""

# %% tags=["exercise"]
def poisson_pit(y, mean, v):
    """The randomised PIT of a count y."""
    ### BEGIN SOLUTION
    return stats.poisson.cdf(y - 1, mean) + v * stats.poisson.pmf(y, mean)
    ### END SOLUTION


poisson_pit = check("22.1", poisson_pit)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
At $y = 0$ the lower end is $F(-1) = 0$, and the tile is $[0, e^{-\mu}]$.
$F(y) - F(y-1)$ is the probability of $y$.
### END SOLUTION
"""

# %% [markdown]
r"""
Now two ways to forecast year nine of a new technology after six years.
The first takes one set of parameters, the likeliest of 500 samples of the posterior, as if it were the truth.
The second is the posterior predictive law of the fan.
We do it for forty simulated technologies, whose truth *is* a Bass curve with negative binomial noise.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.2

What does the histogram of the forty PIT values look like for the first way?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
You get the point for committing yourself.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
pit_shape = "c"
### END SOLUTION
pit_shape = check("22.2", pit_shape)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The forecast law leaves out how little six years say of $p$, $q$ and $m$.
It is too narrow, so the outcome falls into its tails far too often: $u$ near 0 or near 1.
### END SOLUTION
"""

# %%
def predictive(y, o, h, rng, n=500):
    """(2, n) counts of year o + h given y[:o]: with the likeliest parameters alone, and from the posterior."""
    theta = study.bass_posterior(y[:o], rng, n)
    mean, size = study.bass_means(theta, o + h - 1, o + h)[:, 0], np.exp(theta[:, 3])
    likelihood = scores.log_score(y[:o], study.bass_means(theta, 0, o), size[:, None]).sum(axis=1)
    best = np.full(n, np.argmax(likelihood))
    return [rng.negative_binomial(size[who], size[who] / (size[who] + mean[who])) for who in (best, np.arange(n))]


technologies = [study.technology("Bass", np.random.default_rng([22, i])) for i in range(40)]
year_nine = np.array([y[8] for y in technologies])
drawn = np.array([predictive(y, 6, 3, rng) for y in technologies]).transpose(1, 2, 0)

# %% tags=["reveal"]
names = ["likeliest, as if true", "posterior predictive"]
pits = [calibration.pit(year_nine, one, rng) for one in drawn]
covered = [calibration.coverage(year_nine, *calibration.central_interval(one, 0.9)) for one in drawn]
rows = [(name, share, f"{least:.2f} to {most:.2f}", stats.kstest(u, "uniform").pvalue)
        for name, (share, least, most), u in zip(names, covered, pits)]
table(rows, "forecast of year 9 from 6 years", "90 % intervals that contain it", "95 % interval of that share",
      "p, PIT uniform", digits=[None, 2, None, ".1e"])

# %% tags=["picture", "reveal"]
fig, axes = figures.figure(1, 2, sharey=True)
for ax, name, u in zip(axes, names, pits):
    ax.hist(u, bins=8, range=(0, 1), color="#56B4E9", edgecolor="white")
    ax.axhline(5, color="0.3", linestyle="--", label="uniform")
    ax.set(title=name, xlabel="PIT u")
axes[0].set_ylabel("technologies of 40")
axes[0].legend()
figures.show(fig)

# %% [markdown]
r"""
A "90 % interval" that leaves out the uncertainty of the parameters contains the truth in a minority of cases.
The posterior predictive interval contains it about as often as it says, within what forty trials can tell.
It had help: the model was true, and the prior's box contained the truth.
Section 5 takes the first of these away.

## 3 · A score that rewards honesty

**Claim.**
Paid by the logarithm of the probability you gave to what happened, your true belief is your best report.

The **log score** of a forecast $\hat f$ (a probability for every count) once $y$ is known is $\log\hat f(y)$, in nats; larger is better.
If $Y$ is drawn from $f$, the mean score is

$$\operatorname E_f[\log\hat f(Y)] = \operatorname E_f[\log f(Y)] - \operatorname{KL}(f \,\|\, \hat f). \tag{22.4}$$

**Derivation.**
$\log\hat f = \log f - \log(f/\hat f)$; take the mean over $f$ and recognise the KL divergence ([appendix C](../appendices/C_likelihoods.ipynb)).
It is at least 0, and 0 only for $\hat f = f$.
So nothing beats the truth, and what a wrong forecast loses *is* its KL divergence.
A score with that property is called **strictly proper**.
(So is the CRPS, the integral of $(F(x) - \mathbf 1[y\le x])^2$ over $x$: in the unit of $y$, kinder to a forecast that gave a very small probability to what happened, and computable from samples alone.)

Witness: both sides by sums over all counts, for $f$ negative binomial with mean 12 and size 3, and $\hat f$ Poisson with mean 12.
"""

# %% tags=["witness"]
y = np.arange(3000)
log_f, log_forecast = scores.log_score(y, 12.0, 3.0), scores.log_score(y, 12.0)
f = np.exp(log_f)
KL = np.sum(f * (log_f - log_forecast))
witness("(22.4)", f @ log_forecast, f @ log_f - KL)
witness("(22.4), the sum of f", f.sum(), 1.0)
print(f"Poisson with the right mean loses {KL:.2f} nats a count, because its tails are too thin.")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.3

This one was not shown.
Counts are Poisson with mean $\mu$; the forecast is Poisson with mean $\nu$.
Derive how many nats a count the forecast loses on average, without a sum in the result.

Write a formula in `mu` and `nu` in quotation marks, for example `"mu * nu - sqrt(mu)"`; the natural logarithm is `log`.
Worked value: $\mu = 4$, $\nu = 2$ loses 0.7726.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
poisson_loss = "mu * log(mu / nu) - mu + nu"
### END SOLUTION
poisson_loss = check("22.3", poisson_loss)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$\log f(y) - \log\hat f(y) = y\log\frac\mu\nu - \mu + \nu$: the factorials cancel.
Its mean under $f$ replaces $y$ by $\mu$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · A fair test, and rivals that know nothing

**Claim.**
To test a forecast, stand where the forecaster stood: go back to an origin $o$, hide what came after, forecast, uncover.
Then move the origin forward.

This is the **rolling origin**.
Before any model is praised it must beat rivals that know nothing:

- **last value**: $\hat y_{o+h} = y_o$;
- **linear trend**: the least-squares line through the last counts, drawn on;
- **exponential smoothing** with a trend (Holt): a level $\ell$ and a trend $b$, each moved part of the way towards what the newest count says,

$$\begin{aligned}\ell_t &= \alpha\,y_t + (1-\alpha)(\ell_{t-1} + b_{t-1}), & b_t &= \beta\,(\ell_t - \ell_{t-1}) + (1-\beta)\,b_{t-1},\\ \hat y_{o+h} &= \ell_o + h\,b_o, & \ell_1 &= y_1,\quad b_1 = 0.\end{aligned} \tag{22.5}$$

$\alpha$ and $\beta$ are those of a grid that made the squared one-step errors within the past smallest.
The start $b_1 = 0$ is ours; many take $b_1 = y_2 - y_1$, which suits a series that rises from the first.
($\alpha$, $\beta$ and $\ell$ are the field's letters here, not this course's signal and noise.)

Witness: the recursion written out for three counts.
"""

# %% tags=["witness"]
past, alpha, beta = [20.0, 30.0, 50.0], 0.4, 0.3
level_2 = alpha * 30 + (1 - alpha) * (20 + 0)
trend_2 = beta * (level_2 - 20) + (1 - beta) * 0
level_3 = alpha * 50 + (1 - alpha) * (level_2 + trend_2)
trend_3 = beta * (level_3 - level_2) + (1 - beta) * trend_2
ours = forecasts.exponential_smoothing(past, 2, alpha, beta)
witness("(22.5)", ours, [level_3 + trend_3, level_3 + 2 * trend_3])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.4

Write the rolling-origin test of the last value.
For each origin $o$ = `first`, ..., $n - H$ (so that all $H$ next counts are known), forecast the $H$ counts after the first $o$ by the last one seen.

- `y`: array $(n,)$ of any numbers; `first`: a whole number from 1 to $n - H$; `H`: a whole number from 1 on.
- Returns an array $(H,)$: for each horizon $h = 1, \dots, H$ the mean over origins of the absolute error.
- Worked value: `last_value_errors(np.array([1.0, 2, 4, 7]), 1, 2)` is $(1.5, 4.0)$.
"""

# %% tags=["exercise"]
def last_value_errors(y, first, H):
    """Mean absolute errors of the last value, by horizon."""
    ### BEGIN SOLUTION
    origins = range(first, len(y) - H + 1)
    errors = [np.abs(y[o : o + H] - y[o - 1]) for o in origins]
    return np.mean(errors, axis=0)
    ### END SOLUTION


last_value_errors = check("22.4", last_value_errors)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The first $o$ counts are `y[:o]`, the last of them is `y[o - 1]`, the next $H$ are `y[o:o + H]`.
The last origin with $H$ known counts after it is $o = n - H$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Intervals for any method.**
A method that states no probabilities can borrow them from its own past errors.
Let $e_1, \dots, e_J$ be the absolute errors it made on other series of the same kind, at the same horizon, and take the $r$-th smallest as the half-width, $r = \lceil (J+1)\,c \rceil$ for coverage $c$.
If the next error is **exchangeable** with the others (any order of the $J+1$ is equally likely), then without ties

$$\Pr(e_{J+1} \le e_{(r)}) = \frac{r}{J+1} \ge c. \tag{22.6}$$

**Derivation.**
All $J+1$ ranks of the new error are equally likely.
It is at most the $r$-th smallest of the others exactly when its rank is at most $r$.
$\square$

This is **split conformal prediction**: no model, no normal law, a guarantee at finite $J$.
It needs $r \le J$, so nine errors for 90 %.
And it needs exchangeability, which the future of *one* series does not offer.

Witness: let each of the $J+1$ errors in turn be the new one.
"""

# %% tags=["witness"]
for J, c in [(9, 0.9), (19, 0.9), (30, 0.8)]:
    errors = rng.exponential(size=J + 1)
    half = [forecasts.interval_from_errors([0.0], np.delete(errors, i)[:, None], c)[1][0] for i in range(J + 1)]
    witness(f"(22.6), J = {J}", np.mean(errors <= half), np.ceil(round((J + 1) * c, 9)) / (J + 1))

# %% [markdown]
r"""
## 5 · Machine learning beside the mechanism

Bass knows how adoption works and nothing else.
A **learned rival** knows no mechanism but has seen many other technologies.
From a series' past it takes ratios only, so that the size of a market does not matter (with ½ added to every count, so that 0 has a logarithm):

$$x = \Bigl(\log\tfrac{y_{o-1}}{y_o},\ \dots,\ \log\tfrac{y_{o-L+1}}{y_o},\ \log\tfrac{y_1+\dots+y_o}{y_o},\ \log o\Bigr), \qquad \text{target } \log\tfrac{y_{o+h}}{y_o}. \tag{22.7}$$

<!-- 22.7: definition -->

One regression for each horizon $h$, trained on every origin of every other series: **ridge** (linear, with a penalty on squared coefficients) and **boosted trees** (100 small trees, each fitted to what the ones before left over).
"""

# %%
panel = [study.technology("Bass", np.random.default_rng([5, i])) for i in range(60)]
trained = {name: learned.learn(panel, make, lags=4, horizon=3)
          for name, make in [("ridge", learned.ridge), ("boosted trees", learned.boosted_trees)]}
new = study.technology("Bass", np.random.default_rng([5, 99]))
methods = {"last value": forecasts.last_value, "exponential smoothing": forecasts.exponential_smoothing, **trained}
rolled = {name: forecasts.rolling_origin(new, one, first=5, horizon=3) for name, one in methods.items()}
table([(name, *np.nanmean(np.abs(one.errors), axis=0) / new.max()) for name, one in rolled.items()], "one new technology",
      "mean error, 1 year ahead", "2 years", "3 years", digits=".1%", caption="Errors as a share of the largest year")

# %% [markdown]
r"""
One series proves nothing.
The study `python -m studies.technology_forecasts` takes three worlds in which the truth is known, 120 technologies each to learn from and 40 to be tested on, with 5, 8 or 11 years seen:

- **Bass**: the mechanism is right;
- **Gompertz**: growth of another shape, so the mechanism is wrong;
- **Bass with replacements**: nine in ten units are bought again after six to ten years, as durables are.

Counts vary by a fifth around the curve.
Errors are divided by the largest count of the series.
Before you open the figure: in which world will Bass' curve lose to a regression?
"""

# %% tags=["picture"]
worlds = stored.read("technology_forecasts")["result"]["simulated"]
shown = {"last value": "o:", "exponential smoothing": "s:", "Bass, fitted": "P-.",
         "Bass, posterior median": "^-", "ridge": "D--",
         "ridge, trained on this world": "v--"}

# %% tags=["reveal"]
fig, axes = figures.figure(2, 3, sharey=True, sharex=True)
for row, seen in zip(axes, ("5", "11")):
    for ax, (world, at) in zip(row, worlds.items()):
        for shift, (name, style) in enumerate((name, style) for name, style in shown.items() if name in at[seen]):
            mean, error = np.array(at[seen][name]["error"]).T
            label = name if name != "ridge" else "ridge, trained on Bass' world"
            ax.errorbar(np.arange(1, 6) + 0.07 * (shift - 2.5), mean, error, fmt=style, label=label, capsize=2)
        ax.set(title=f"{world.split()[-1]}, {seen} seen", xlabel="years ahead", ylim=(0, 0.8))
    row[0].set_ylabel("mean error / largest year")
axes[1, 1].legend(fontsize=7)
figures.show(fig)

# %% [markdown]
r"""
Every dot is a mean over forty series, with its standard error.
The same forty series are behind all dots of a panel, so differences are known better than the bars say.
The table pairs them: the error less that of the last value.
A difference within two standard errors of 0 is not shown; and of so many entries some pass two by chance.
"""

# %% tags=["reveal"]
rows = []
for world, at in worlds.items():
    for name in [name for name in at["8"] if name not in ("last value", "linear trend")]:
        excess = {seen: at[seen][name]["excess over last value"] for seen in at}
        rows.append((world, name, *(tuple(excess[seen][h - 1]) for seen, h in (("5", 3), ("8", 3), ("11", 3), ("11", 5)))))
table(rows, "world", "method", "5 seen, 3 ahead", "8 seen, 3 ahead", "11 seen, 3 ahead", "11 seen, 5 ahead", digits=2,
      caption="Mean error / largest year, less the last value's (± standard error over 40 series); below 0 is better")

# %% [markdown]
r"""
What the study shows:

- **With five years seen nothing beats the last value three years ahead**, in any world, beyond the noise of forty series.
  Bass fitted by maximum likelihood does much worse even where it is true: a ceiling that is not identified is often estimated far too high, and the forecast explodes.
  Its posterior median, which averages over ceilings, is tamer.
- **With eleven years seen and a true mechanism**, Bass' fitted curve and the regressions cut the last value's error by about half, and equally: 120 examples gave ridge what Bass has as an equation.
- **With a wrong mechanism** Bass loses most of its advantage (Gompertz) or does harm (replacements: it predicts the decline that replacements fill).
  A regression trained on the *wrong world* makes the same mistake, for the same reason: its knowledge is its panel.
  Trained on the *right world* it gains from eight years on (Gompertz), or does no harm after eleven (replacements).
- **No gain of trees over ridge is to be seen** in these means; and in a world they were not trained on (Gompertz, five years seen) trees do as badly as the fitted curve.

So "machine learning against mechanism" is the wrong contest.
Both carry an assumption about how adoption goes on, one as an equation, one as a panel, and each is as good as its assumption.

And the intervals?
Those of Bass' posterior come from the model.
All others come from (22.6), with the errors that the same method made on forty fresh series *of the Bass world*, in units of the largest count so far.
The share of 90 % intervals, three years ahead, that contain what came.
With forty trials, a share between 0.80 and 0.98 is no surprise for Bass' posterior; for the others, which share one set of forty errors, not one between 0.75 and 1.
"""

# %%
rows = []
for world, at in worlds.items():
    for name in ["last value", "Bass, fitted", "Bass, posterior median", "ridge", "boosted trees"]:
        found = [at[seen][name][what][2] for what in ("coverage", "median width") for seen in ("5", "8", "11")]
        rows.append((world, name, *found))
table(rows, "world", "method", "contain: 5 seen", "8", "11", "width: 5 seen", "8", "11", digits=2,
      caption="90 % intervals three years ahead; median width in units of the largest year")

# %% [markdown]
r"""
In the world where the errors were collected all cover about as often as they say.
After five years they are wide: more than the largest year that the series will ever have, and up to four times it.
In the Gompertz world the borrowed intervals are too wide, and contain everything or nearly; Bass' own are too short after eleven years.
In the world of replacements, after eleven years, the narrow intervals that expect Bass' decline fail often: the model's own, and those of the regressions.
(Those of the fitted curve do not: its errors were so large to begin with.)
Exchangeability was the condition of (22.6), and it is what failed.

### Real series

No real technology comes from one of our worlds.
Six series, every origin from the fifth count on; the regressions are trained once on all 360 simulated technologies, once on the other five real series.
(The latter see the future of the calendar, though not of the series: air conditioners and dryers were sold in the same years. Nobody could have had that panel in 1953.)
Which method has the smallest mean error?
"""

# %% tags=["reveal"]
real = stored.read("technology_forecasts")["result"]["real"]
names = list(next(iter(real.values()))["error"])
for ahead in (1, 3):
    rows = [(name, *(one["error"][name][ahead - 1] for one in real.values())) for name in names]
    table([(*row, np.mean(row[1:])) for row in rows], "method", *(f"{series} ({one['origins']})" for series, one in real.items()),
          "mean", digits=[None, *[2] * 7], caption=f"Mean error / largest count, {ahead} ahead (number of origins)")
table([(series, *one["coverage of Bass, posterior"]) for series, one in real.items()], "90 % intervals of Bass' posterior that contain it",
      "1 ahead", "2", "3", digits=2)

# %% [markdown]
r"""
**On the mean over six real series nothing beats the last value**, one step ahead or three.
Which method is best differs from series to series, and six series with one to twelve origins cannot rank nine methods.
What can be said: Bass fitted to few points is dangerous here too; its posterior median is less so, and its intervals, all origins together, contain what came about as often as they say (less often for hybrid corn; origins of one series are not independent); and boosted trees trained on the other five real series, a few dozen examples, are the worst on the mean, through one series (medical innovation).
(The mean counts each series once, however many its origins.)

Computers in American households are a harder case for a learner of lags: surveys at uneven intervals.
The level has to be interpolated for it; Bass is fitted to the change from survey to survey as it stands, from a launch in 1977.
"""

# %%
computers = stored.read("technology_forecasts")["result"]["computers"]
mean_errors = {name: np.abs(errors).mean(axis=0) for name, errors in computers["errors"].items()}
table([(name, *errors) for name, errors in mean_errors.items()], "method", "next survey", "the one after", digits=1,
      caption=f"Mean absolute error in percentage points, {len(computers['origins'])} origins from {computers['origins'][0]}")

# %% [markdown]
r"""
To the next survey all are much alike.
To the one after, the means of Bass and the regressions, which bend, are lower than those of the baselines, which stand still or run straight on.
But these are six overlapping origins of one series, so no spread can be given; and Bass alone was told that there are 100 per cent, and when it began.

"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.5

A colleague reports that boosted trees forecast new technologies far better than Bass.
Their code, with `series` a list of 80 different technologies:

```
panel, tests = series[:60], series[40:]                        # line A
model = learned.learn(panel, learned.boosted_trees, 4, 3)      # line B
errors = []
for y in tests:
    for o in range(5, len(y) - 2):
        forecast = model(y[:o], 3)                             # line C
        errors.append(np.abs(forecast - y[o:o + 3]) / y.max()) # line D
```

Where does the future leak into the forecasts?

{options}

Write `"a"`, `"b"`, `"c"` or `"d"` in place of `...`.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
leaking_line = "a"
### END SOLUTION
leaking_line = check("22.5", leaking_line)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
The technologies 40 to 59 are in both lists, whole: the trees have seen how these twenty went on.
Line D looks at the whole series too, but only for a unit to report the error in.
### END SOLUTION
"""

# %% [markdown]
r"""
## 6 · How many parameters does a series deserve?

**Claim.**
More parameters always fit better.
They predict better up to a point, then worse; and the point depends on what is predicted.

Take a rival with no mechanism and as many parameters as you like: the logarithm of the counts is a polynomial of degree $g$ in time, plus normal noise.
With $X$ the matrix of powers of the $n$ times, $\hat a$ the least-squares coefficients and $\hat\sigma^2$ the residual variance (divided by $n - g - 1$), a new log count at powers $x$ has the predictive law

$$\log(y + \tfrac12) \sim t_{n-g-1}\Bigl(x^{\mathsf T}\hat a,\ \hat\sigma\,\sqrt{1 + x^{\mathsf T}(X^{\mathsf T}X)^{-1}x}\Bigr). \tag{22.8}$$

The 1 is the new noise.
The second term is what is not known of the coefficients, and it grows fast outside the times seen.

**Derivation of the root.**
$\hat a = (X^{\mathsf T}X)^{-1}X^{\mathsf T}z$ is linear in the log counts $z$, so the prediction is $w^{\mathsf T}z$ with $w = X(X^{\mathsf T}X)^{-1}x$.
Its noise is $\sigma^2 w^{\mathsf T}w = \sigma^2 x^{\mathsf T}(X^{\mathsf T}X)^{-1}x$, and the new count's own noise is independent.
Replacing $\sigma^2$ by $\hat\sigma^2$ makes a normal law into Student's $t$.

Witness: the weights $w$, written out, against the formula; and the score in `utils`.
"""

# %% tags=["witness"]
t, g = np.arange(12.0), 3
X, x = t[:, None] ** np.arange(g + 1), 14.0 ** np.arange(g + 1)
w = np.array([np.linalg.lstsq(X, unit, rcond=None)[0] @ x for unit in np.eye(12)])
factor = 1 + x @ np.linalg.inv(X.T @ X) @ x
witness("(22.8), the root", 1 + w @ w, factor, atol=1e-6)
counts = technologies[0][:12]
z = np.log(counts + 0.5)
b = np.linalg.lstsq(X, z, rcond=None)[0]
s = np.sqrt(np.sum((z - X @ b) ** 2) / (12 - g - 1) * factor)
witness("(22.8)", polynomials.polynomial_scores(t, counts, [14.0], [50.0], g), stats.t.logpdf(np.log(50.5), 12 - g - 1, x @ b, s), atol=1e-6)

# %% [markdown]
r"""
Twenty technologies of the Bass world, sixteen years each.
Three scores of each degree, in nats a count: of the counts that were fitted; of one inner year left out, in turn; and of the last four years, fitted to the twelve before.
"""

# %%
def by_degree(y, ahead=4, degrees=range(9)):
    """(3, degrees): mean log scores of fitted years, of inner years left out, of the last years."""
    t, n = np.arange(len(y)), len(y)
    rows = []
    for g in degrees:
        inner = [polynomials.polynomial_scores(np.delete(t, i), np.delete(y, i), [i], [y[i]], g)[0]
                 for i in range(1, n - 1)]
        last = polynomials.polynomial_scores(t[:-ahead], y[:-ahead], t[-ahead:], y[-ahead:], g)
        rows.append([polynomials.polynomial_scores(t, y, t, y, g).mean(), np.mean(inner), last.mean()])
    return np.array(rows).T


# %%
def bass_score(y, ahead, rng):
    """The same for Bass' posterior predictive law, of the last years: a density of log(y + ½), so times y + ½."""
    o = len(y) - ahead
    theta = study.bass_posterior(y[:o], rng, 1000)
    each = scores.log_score(y[o:], study.bass_means(theta, o, len(y)), np.exp(theta[:, 3:]))
    return np.mean(np.log(np.mean(np.exp(each), axis=0)) + np.log(y[o:] + 0.5))


world = "Bass"
twenty = [study.technology(world, np.random.default_rng([6, i]))[:16] for i in range(20)]
found = np.array([by_degree(y) for y in twenty])
bass = np.array([bass_score(y, 4, rng) for y in twenty])

# %% tags=["picture"]
fig, axes = figures.figure(1, 2)
coefficients = np.arange(1, 10)
error = found.std(axis=0) / np.sqrt(20)
for k, (label, style) in enumerate([("years that were fitted", "o:"), ("an inner year left out", "s--"), ("the next four years", "^-")]):
    for ax in axes:
        ax.errorbar(coefficients, found[:, k].mean(axis=0), error[k], fmt=style, label=label, capsize=2)
for ax in axes:
    ax.axhline(bass.mean(), color="0.3", label="Bass, the next four years")
axes[0].set(title="the top, enlarged", ylim=(-1.7, 0.4), ylabel="mean log score, nats", xlabel="coefficients g + 1")
axes[1].set(title="all", xlabel="coefficients g + 1")
axes[1].legend(fontsize=8)
figures.show(fig)

# %%
rows = []
for k, label in enumerate(["fitted years", "inner years", "next four years"]):
    n = int(np.argmax(found[:, k].mean(axis=0)))
    rows.append((label, n + 1, (found[:, k, n].mean(), error[k, n])))
rows.append(("next four years, Bass with p, q, m", 3, (bass.mean(), bass.std() / np.sqrt(20))))
table(rows, "what is scored", "best number of coefficients", "mean log score, nats", digits=2, caption="Each has one parameter more, for its noise")

# %% [markdown]
r"""
The fit improves with every coefficient, to the last.
Inside the range a handful is best.
For the years ahead three or four do equally well, and from the fifth on each costs half a nat or more: each one bends the curve's end.

The mechanism beats every polynomial here, with three coefficients that have a meaning.
But this is its own world.
Real series, with the last three years held out:
"""

# %%
rows = []
for name in study.REAL:
    y = np.array(adoption.load_adoption(name).counts)
    found_here = by_degree(y, 3, range(min(9, len(y) - 6)))
    rows.append((name, *(found_here.argmax(axis=1) + 1).tolist(), found_here[2].max(), bass_score(y, 3, rng)))
table(rows, "series", "best number: fitted", "inner year", "last three years", "its score, nats", "Bass' score", digits=2)

# %% [markdown]
r"""
Bass wins on two of the six.
And the comparison flatters the polynomial: its best degree was chosen with the held-out years in sight, which no forecaster could have done.

What, then, is interpretability worth?
An experiment: add one year to each of the twenty series and see how far every parameter moves.
A number that means something should hardly move.
"""

# %%
def parameters(y, rng):
    """Posterior medians of p, q, m; the polynomial's five coefficients, in powers of t/10 and in Legendre's on [0, 13]."""
    bass, t, z = np.exp(np.median(study.bass_posterior(y, rng), axis=0))[:3], np.arange(1, len(y) + 1), np.log(y + 0.5)
    legendre = np.polynomial.legendre.Legendre.fit(t, z, 4, domain=[0, 13]).coef
    return np.r_[bass, np.polynomial.polynomial.polyfit(t / 10, z, 4), legendre]


moves = [np.abs(parameters(y[:13], rng) / parameters(y[:12], rng) - 1) for y in twenty]
names = ["p", "q", "m", *(f"{kind}, degree {g}" for kind in ("power", "Legendre") for g in range(5))]
table(zip(names, *np.quantile(moves, [0.25, 0.5, 0.75], axis=0)), "parameter", "a quarter of the series move less than", "half",
      "three quarters", digits=".0%", caption="Relative change when a thirteenth year is added")

# %% [markdown]
r"""
Half of the series move Bass' parameters by a few per cent.
In powers of $t$ all but the first of the polynomial's coefficients move by a third or more, though its *curve* over the years seen hardly changes: they trade against each other.
In an orthogonal basis the low ones are as steady as Bass', and the high ones are not.
So whether a coefficient can be read depends on the basis one happened to choose; $p$, $q$ and $m$ come with theirs.
(Bass' are medians of a posterior, and its prior steadies them a little. In another world than its own they move more: section 8 has an example.)

"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.6

Change the experiment above: the world is `"Gompertz"`, everything else (the twenty seeds, sixteen years, four held out) stays.
How many coefficients $g + 1$ now give the largest mean score of the next four years?
Write the whole number.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
best_coefficients = 4
### END SOLUTION
best_coefficients = check("22.6", best_coefficients)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`twenty = [study.technology("Gompertz", np.random.default_rng([6, i]))[:16] for i in range(20)]`, then `np.array([by_degree(y) for y in twenty])[:, 2].mean(axis=0)`.
The largest is at degree 3, but degree 2 is within a standard error of it: the number is less certain than it looks.
Run `bass_score` on them too: here the wrong mechanism still predicts better than every polynomial.
### END SOLUTION
"""

# %% [markdown]
r"""
## 7 · Which uncertain input moves the answer?

An epidemic is to be planned for.
Contacts, infectiousness and durations are known as ranges only.
Which range should money be spent on narrowing?

Let $\varphi(x_1, \dots, x_d)$ be the answer and let the inputs be independent, each uniform on its range.
The law of total variance splits the answer's variance by input.
**Sobol's indices** are

$$S_i = \frac{\operatorname{Var}(\operatorname E[\varphi \mid x_i])}{\operatorname{Var}\varphi}, \qquad T_i = \frac{\operatorname E[\operatorname{Var}(\varphi \mid x_{\sim i})]}{\operatorname{Var}\varphi}. \tag{22.9}$$

<!-- 22.9: definition -->

$x_{\sim i}$ are all inputs but $x_i$.
$S_i$ is the share of the variance that would go, on average, if $x_i$ were known; $T_i$ the share that would be left if all others were.
$T_i - S_i \ge 0$ is what $x_i$ does together with others.

**How to compute them.**
Draw two independent points $A$ and $B$; let $A_B^i$ be $A$ with input $i$ taken from $B$.
$\varphi(B)$ and $\varphi(A_B^i)$ share $x_i$ and nothing else: given $x_i$ they are independent with one mean, so their covariance is $\operatorname{Var}(\operatorname E[\varphi\mid x_i])$.
$\varphi(A)$ and $\varphi(A_B^i)$ share everything *but* $x_i$: given $x_{\sim i}$ they are independent with one law, and half the mean square of such a difference is the variance.
So

$$S_i \operatorname{Var}\varphi = \operatorname E\bigl[\varphi(B)\,\bigl(\varphi(A_B^i) - \varphi(A)\bigr)\bigr], \qquad T_i \operatorname{Var}\varphi = \tfrac12 \operatorname E\bigl[\bigl(\varphi(A) - \varphi(A_B^i)\bigr)^2\bigr]. \tag{22.10}$$

($\varphi(A)$ is independent of $\varphi(B)$; subtracting it removes the squared mean.)
All means from the same $n(d+2)$ evaluations, the estimators of Saltelli and of Jansen.

Witness: Ishigami's function $\sin x_1 + 7\sin^2 x_2 + 0.1\,x_3^4\sin x_1$ on $[-\pi, \pi]^3$, whose indices are known in closed form; and scipy's.
"""

# %% tags=["witness"]
def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


V_1, V_2, V_13 = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 7**2 / 8, 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)
ours = sensitivity.sobol_indices(ishigami, [(-np.pi, np.pi)] * 3, 2**14, np.random.default_rng(1))
witness("(22.10), S", ours.first, np.array([V_1, V_2, 0]) / (V_1 + V_2 + V_13), atol=0.01)
witness("(22.10), T", ours.total, np.array([V_1 + V_13, V_2, V_13]) / (V_1 + V_2 + V_13), atol=0.01)
torus = [stats.uniform(-np.pi, 2 * np.pi)] * 3
theirs = stats.sobol_indices(func=lambda x: ishigami(x.T), n=2**14, dists=torus, rng=np.random.default_rng(2))
witness("(22.10), scipy", [ours.first, ours.total], [theirs.first_order, theirs.total_order], atol=0.01)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 22.7

This one was not shown.
$R_0$ is a product: contacts a day × probability a contact infects × days infectious.
For $\varphi = x_1 x_2 \cdots x_d$ with independent inputs of means $\mu_i \ne 0$ and variances $v_i > 0$, derive $S_i$ and $T_i$.

- `means`, `variances`: arrays $(d,)$.
- Returns two arrays $(d,)$: `(S, T)`.
- Worked value: means $(1, 2)$, variances $(1, 4)$ give $S = (1/3, 1/3)$, $T = (2/3, 2/3)$.
"""

# %% tags=["exercise"]
def product_indices(means, variances):
    """Sobol's indices of a product of independent inputs."""
    ### BEGIN SOLUTION
    c = variances / means**2
    total = np.prod(1 + c) - 1
    first = c / total
    return first, first * np.prod(1 + c) / (1 + c)
    ### END SOLUTION


product_indices = check("22.7", product_indices)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Divide by $\prod\mu_i$: then every factor has mean 1 and variance $c_i = v_i/\mu_i^2$.
$\operatorname E[\varphi\mid x_i] = x_i/\mu_i$ has the variance $c_i$.
$\operatorname E[\varphi^2] = \prod(1 + c_j)$, so $\operatorname{Var}\varphi = \prod(1+c_j) - 1$.
Given all but $x_i$ the variance is $c_i$ times the square of the others, whose mean is $\prod_{j\ne i}(1+c_j)$.
### END SOLUTION
"""

# %% [markdown]
r"""
**Screening.**
Sobol's indices cost thousands of runs.
Morris' method costs some dozens: walk through a grid, moving one input at a time by $\Delta$ of its range, and record the **elementary effects**

$$\mathrm{EE}_i(x) = \frac{\varphi(x + \Delta\,e_i) - \varphi(x)}{\Delta}, \qquad \mu^*_i = \text{mean of } |\mathrm{EE}_i|, \quad \sigma_i = \text{standard deviation of } \mathrm{EE}_i. \tag{22.11}$$

$\mu^*$ ranks the inputs; $\sigma$ near or above $\mu^*$ says that an effect depends on where one stands.

Witness: for a straight line the effects are the slopes, everywhere; for $x_1x_2$ on $[0, 1]^2$ the effect of $x_1$ is $x_2$, uniform on a grid of four, with mean ½ and variance $5/36$.
"""

# %% tags=["witness"]
line = sensitivity.morris_effects(lambda x: 3 * x[:, 0] - 2 * x[:, 1], [(0, 2), (0, 1)], 10, rng)
witness("(22.11), μ*", line.absolute, [3 * 2, 2])
witness("(22.11), σ", line.spread, 0)
product = sensitivity.morris_effects(lambda x: x[:, 0] * x[:, 1], [(0, 1), (0, 1)], 4000, rng)  # EE₁ = x₂: 0, ⅓, ⅔ or 1
witness("(22.11), μ* of x₁x₂", product.absolute, 1 / 2, standard_error=np.sqrt(5 / 36 / 4000))
witness("(22.11), σ of x₁x₂", product.spread, np.sqrt(5 / 36), atol=0.01)

# %% [markdown]
r"""
Now SEIR with five uncertain inputs, and three answers: the share infectious at the peak, the day of the peak, and the share infected in all.
(All runs at once, by Runge–Kutta steps of half a day.)
Before you run it: which input cannot move the final size at all?
"""

# %%
def slope(u, contacts, chance, infectious, latent, immune):
    """d(S, E, I)/dt of shares u (3, n)."""
    new = contacts * chance * u[0] * u[2]
    return np.array([-new, new - u[1] / latent, u[1] / latent - u[2] / infectious])


def seir(x, days=400, dt=0.5):
    """(peak share, day of the peak, final size), each (n,), for inputs (n, 5) in the order of INPUTS."""
    immune, zero = x[:, 4], np.zeros(len(x))
    u, peak, day = np.array([0.999 - immune, zero, zero + 0.001]), zero, zero
    for n in range(1, int(days / dt) + 1):
        a = slope(u, *x.T)
        b = slope(u + dt / 2 * a, *x.T)
        c = slope(u + dt / 2 * b, *x.T)
        u = u + dt / 6 * (a + 2 * b + 2 * c + slope(u + dt * c, *x.T))
        peak, day = np.maximum(peak, u[2]), np.where(u[2] > peak, n * dt, day)
    return peak, day, 1 - immune - u[0]


# %%
INPUTS = {"contacts a day": (10, 16), "chance of infection": (0.04, 0.06), "days infectious": (3, 6),
          "days latent": (1, 5), "share immune": (0, 0.1)}
outputs = {"R₀": lambda x: x[:, 0] * x[:, 1] * x[:, 2], "peak": lambda x: seir(x)[0],
           "day of the peak": lambda x: seir(x)[1], "final size": lambda x: seir(x)[2]}
ranges = list(INPUTS.values())
sobol = {out: sensitivity.sobol_indices(f, ranges, 512, np.random.default_rng(0)) for out, f in outputs.items()}
morris = {out: sensitivity.morris_effects(f, ranges, 20, np.random.default_rng(0)) for out, f in outputs.items()}

# %% tags=["picture", "reveal"]
fig, axes = figures.figure(1, 4, sharey=True, height=2.8)
place = np.arange(5)
for ax, (name, one) in zip(axes, sobol.items()):
    ax.barh(place - 0.2, one.first, 0.38, xerr=one.first_error, label="S, alone")
    ax.barh(place + 0.2, one.total, 0.38, xerr=one.total_error, label="T, with others", hatch="//", edgecolor="white")
    ax.set(title=name, yticks=place, yticklabels=list(INPUTS), xlabel="share of variance")
axes[0].invert_yaxis()
axes[1].legend(fontsize=8, loc="lower right")
figures.show(fig)

# %% tags=["reveal"]
rows = [(name, *(f"{one.absolute[i]:.2g} / {one.spread[i]:.2g}" for one in morris.values())) for i, name in enumerate(INPUTS)]
table(rows, "input", *(f"{out}: μ* / σ" for out in morris), caption=f"Morris, {morris['peak'].evaluations} runs an output; Sobol took {sobol['peak'].evaluations}")
agree = {out: stats.spearmanr(morris[out].absolute, sobol[out].total).statistic for out in outputs}
table(agree.items(), "output", "rank correlation of μ* and T", digits=2)

# %% [markdown]
r"""
The duration of infectiousness moves $R_0$, the peak and the final size most: of the three factors of $R_0$ its range is the widest in proportion.
The latent time moves when the peak comes, and how high it is; it moves neither $R_0$ nor how many fall ill in all, where its index is 0 up to round-off.
An answer about the final size that asks for more data on the latent time would waste them.
(Where a bar of $S$ is longer than that of $T$, it is by less than their errors.)
Morris orders the inputs as Sobol does for $R_0$ and the final size, with a thirtieth of the runs; where its rank correlation is below 1 it exchanges inputs of similar weight.

Sensitivity is a property of the ranges as much as of the model: halve a range and its index falls.
And inputs that depend on each other, as a posterior's $\beta$ and $\gamma$ do, have no such split.

## 8 · How much data is enough?

The same model, the same method, less of the series: 90 % profile intervals (lecture 21) of the air conditioners' ceiling, and of the school's $R_0$.
"""

# %%
seen = stored.read("technology_forecasts")["result"]["data seen"]
for what, name, scale, unit in (("ceiling", "years", 1e3, "ceiling m, millions"), ("R0", "days", 1, "R₀")):
    whole = max(map(int, seen[what]))
    rows = [(f"{o} of {whole} {name}", f"{estimate / scale:.2f}" if high else "at the end of the search", low / scale,
             f"{high / scale:.2f}" if high else "no limit") for o, (estimate, low, high) in seen[what].items()]
    table(rows, "seen", f"{unit}: estimate", "90 % from", "to", digits=2)

# %% [markdown]
r"""
More data narrow an interval at first.
The ceiling's stays as wide from ten years on, and that of $R_0$ widens again after ten days: the late counts fit the curve less well, so the noise is estimated larger.
And where the intervals lie matters more than how wide they are.
Six years give the ceiling no upper limit; with nine or ten the interval looks useful, and the estimate from all thirteen lies outside it.
For the influenza it is worse: *every* interval from fewer than fourteen days leaves out what fourteen days give.
The rows share their data, so they are not so many independent trials, and the last estimate is not the truth.
But that all four lie on one side of it is what one would expect of errors that are not independent, which section 1 found.
**An interval says what the data can tell if the model is true.**
Only data not yet seen, and checks like those of this lecture, say whether it is.

"""

# %% [markdown]
r"""
## 9 · Break it

The commonest fault in published comparisons of forecasts is a **leak**: something of the future reaches the forecaster.
Here we commit it: the panel from which the regressions learn contains the very series they are then tested on, whole.
"""

# %%
common, tests, fresh = ([study.technology("Bass", np.random.default_rng([9, part, i])) for i in range(30)] for part in range(3))
rows = []
for name, make in [("ridge", learned.ridge), ("boosted trees", learned.boosted_trees)]:
    models = [learned.learn(common + more, make, lags=4, horizon=3) for more in (fresh, tests)]
    clean, leaking = ([np.abs(one(y[:8], 3) - y[8:11])[2] / y.max() for y in tests] for one in models)
    less = np.subtract(leaking, clean)
    rows.append((name, np.mean(clean), np.mean(leaking), (less.mean(), less.std(ddof=1) / np.sqrt(30))))
table(rows, "regression", "clean: 60 other series", "leaking: 30 others and the 30 tested", "difference, paired", digits=3,
      caption="Mean error three years ahead / largest year, eight seen")

# %% [markdown]
r"""
Both panels hold sixty series; only in one of them the tested ones are among them.
The trees' error falls by about a quarter, and they have not become better at forecasting: they recognise the series and remember how it went on.
Ridge cannot remember a series with its six coefficients, but these too were fitted to the answers: it gains less, and it gains.

## 10 · In the wild

Forecasting competitions are rolling origins on a grand scale.

| | series | result |
|---|---|---|
| Makridakis, Spiliotis & Assimakopoulos 2018 | 1 045 monthly series of the M3 competition | eight statistical methods beat the machine-learning ones "across both accuracy measures used and for all forecasting horizons examined" |
| M5, 2020 (published 2022) | 42 840 series of sales of one retailer | 5 507 teams; 48.4 % of them did better than the naive benchmark, 7.5 % better than the best one, exponential smoothing; most of the leading teams used boosted trees trained on all series together |

Section 5 is in between: its regressions learned from many series, as in the M5, but each of them short.
(To learn from one short series alone it did not try.)
Neither competition shows anything about new technologies, whose series are short, few, and unlike each other.
(The figures are the papers'; they cannot be run again here.)

## 11 · What you can now say

A model can be trusted as far as it has been tried: on statistics it was not fitted to, on years it had not seen, beside rivals that know nothing, with probabilities that came true as often as they said.

| | result | where |
|---|---|---|
| (22.1) | A p-value by simulation; each model of the influenza fails another check | [section 1](#1-·-Would-the-model-have-produced-these-data?) |
| (22.2), (22.3) | The randomised PIT is uniform for honest forecasts | [section 2](#2-·-Are-the-probabilities-honest?) |
| (22.4) | What a forecast loses is its KL divergence from the truth | [section 3](#3-·-A-score-that-rewards-honesty) |
| (22.5), (22.6) | Baselines; intervals from past errors | [section 4](#4-·-A-fair-test,-and-rivals-that-know-nothing) |
| (22.7) | A regression trained on other series, beside Bass | [section 5](#5-·-Machine-learning-beside-the-mechanism) |
| (22.8) | Held-out scores stop improving long before the fit does | [section 6](#6-·-How-many-parameters-does-a-series-deserve?) |
| (22.9) to (22.11) | Sobol and Morris | [section 7](#7-·-Which-uncertain-input-moves-the-answer?) |

The opening questions.
*How many years until the ceiling is known to a factor of two?* For the air conditioners about ten of thirteen, when the sales have peaked; and being known that well is not being right (section 8).
*Is the fan wide enough?* In the model's own world yes (section 2); on six real series nearly (section 5); in a world that it does not know, no.
*Does each fan stay within the one before?* No, and it need not: new data move a posterior. It narrows on average, not every time.

**Next question.**
So far everybody met everybody.
Lecture 23, networks, asks what structure does to spread.

## 12 · Sources

- (22.1): G. Barnard, discussion in JRSS B 25, 1963; A. Davison, D. Hinkley, *Bootstrap methods and their application*, 1997, chapter 4. With new parameters from the posterior each time: A. Gelman, X.-L. Meng, H. Stern, *Posterior predictive assessment of model fitness via realized discrepancies*, Statistica Sinica 6, 1996; section 1 keeps the fitted ones (parametric bootstrap).
- C. Czado, T. Gneiting, L. Held, *Predictive model assessment for count data*, Biometrics 65, 2009: (22.2).
- T. Gneiting, A. Raftery, *Strictly proper scoring rules, prediction, and estimation*, JASA 102, 2007: (22.4), CRPS.
- C. C. Holt 1957, reprinted in International Journal of Forecasting 20, 2004: (22.5). L. Tashman, *Out-of-sample tests of forecasting accuracy*, same journal 16, 2000.
- J. Lei and others, *Distribution-free predictive inference for regression*, JASA 113, 2018: (22.6).
- A. Saltelli and others, *Variance based sensitivity analysis of model output*, Computer Physics Communications 181, 2010; M. Jansen, same journal 117, 1999: (22.10). T. Ishigami, T. Homma 1990: the test function.
- M. Morris, *Factorial sampling plans for preliminary computational experiments*, Technometrics 33, 1991; F. Campolongo and others, Environmental Modelling & Software 22, 2007: (22.11).
- S. Makridakis, E. Spiliotis, V. Assimakopoulos, *Statistical and machine learning forecasting methods: concerns and ways forward*, PLoS ONE 13(3), 2018, e0194889; the same, *M5 accuracy competition: results, findings, and conclusions*, International Journal of Forecasting 38, 2022.
- Data: lectures 19 and 20; [appendix H](../appendices/H_data.ipynb).
- Ours: the three worlds, the study, the experiments of sections 6 and 9, the exercises.
"""
