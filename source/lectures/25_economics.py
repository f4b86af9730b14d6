# %% [markdown]
r"""
# 25 · What do price, rivals, herds and debt add to spread?

{badges}

| | |
|---|---|
| **You will be able to** | turn a falling price into a faster clock, and say why a sales curve hides it · forecast generations that replace each other, and test the forecast against last year's value · say what the beginning of a curve excludes · compute how often a rational herd is wrong · clear a network of debts, and find the shock at which it jumps |
| **You need** | [lecture 19](19_adoption.ipynb) (Bass' curve), [lecture 01](01_one_equation.ipynb) ($\frac{dP}{dt}=Q^{\mathsf T}P$), [lecture 22](22_validation.ipynb) (rolling origin), [lecture 24](24_influence.ipynb), section 2 (thresholds) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import linprog
from scipy.special import ndtr
from scipy.stats import binom, poisson

from studies import stored
from utils.data.counts import Counts
from utils.data.technologies import load_generations
from utils.exercises import check, hint
from utils.populations.curves import Bass
from utils.populations.economics.clearing import clearing_vector, complete, picard, ring
from utils.populations.economics.default_cascades import random_exposures
from utils.populations.economics.generations import fit_generations, forecast_from, norton_bass
from utils.populations.economics.herding import adopts, cascade_chances, cascade_formula, watch
from utils.populations.economics.news import autocovariances, momentum, response
from utils.populations.economics.price import clock, fit_price, priced_adopters
from utils.populations.economics.shapes import SHAPES, share
from utils.teaching import figures
from utils.teaching.controls import choose, controlled, slider
from utils.teaching.scene import Bars, Curve, Handles, Line, Links, Panel, Points, Scene
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(25)
dram, ibm = load_generations("dram"), load_generations("ibm")
economics, defaults = (stored.read(name)["result"] for name in ("economics_study", "defaults_study"))

# %% [markdown]
r"""
## The picture first

Eight generations of memory chips (DRAM): millions shipped in a year, each over its own largest year.
Drag the year.
Filled: reported by then; rings: still to come.
Beside it one generation close up: a forecast of three years, fitted to the filled dots alone (section 2); for a rival, "as many as this year"; and a fan around the forecast: nine in ten of the errors made so far were smaller.

1. All these chips became cheaper, most of them from year to year.
   Can you see it in these curves?
2. After one year, after three: which is closer, the forecast or the rival?
3. The last question is about banks that owe each other.
   One loses more and more: do more debts among them help, or harm?
"""

# %% tags=["picture"]
origins, peak = np.arange(1977, 1998), np.nanmax(dram.quantity, axis=0)
chips, made = dram.quantity / peak, np.array([forecast_from(dram, o, 3) for o in origins]) / peak  # (origin, horizon, generation)
came = np.stack([np.vstack([chips, np.full((3, 8), np.nan)])[origins - 1974 + h] for h in (1, 2, 3)], axis=1)
half = np.zeros(made.shape[:2])  # of the fan
for o, h in np.argwhere(half == 0):
    if (past := origins + h < origins[o]).sum() > 2:
        half[o, h] = np.nanquantile(np.abs(made - came)[past, h], 0.9)


# %% tags=["picture"]
def close_up(generation):
    i, row, column = dram.names.index(generation), *np.nonzero(np.isfinite(chips))
    at = np.flatnonzero(np.isfinite(made[:, 0, i]) & np.isfinite(came[:, 2, i]) & (half[:, 2] > 0))
    now, ahead = chips[origins[at] - 1974, i], np.arange(4)
    forecast, truth, fan = (np.c_[now, part].round(3) for part in (made[at, :, i], came[at, :, i], now[:, None] + half[at]))
    now = now.round(3)
    fan = (fan - now[:, None]).round(3)
    dots = np.tile(np.c_[dram.years[row], chips[row, column]], (len(at), 1, 1))
    eight = [Line(dram.years[ok], chips[ok, g], dash=False, colour=6 if g == i else 5) for g, ok in enumerate(np.isfinite(chips).T)]
    eight.append(Points(frames=dots, colour_by=(dram.years[row] <= origins[at, None]).astype(int), size=3, trail=False, label="to come (rings), reported (dots)"))
    lines = [Line(ahead, truth, label="what came"), Line(ahead, forecast, label="forecast"), Line(ahead, now[:, None] + 0 * fan, label="as many as this year"),
             Line(ahead, forecast + fan, colour=2, dash=False, label="fan"), Line(ahead, np.maximum(forecast - fan, 0), colour=2, dash=False)]
    return dict(panels=[Panel(*eight, title="shipments / largest year", xlabel="year", ylim=(0, 1.05)),
                        Panel(*lines, title=f"{generation} close up", xlabel="years ahead", ylim=(0, 2))],
                times=origins[at], t=len(at) // 2, title="Generations of chips", unit="year", values=dict(zip(("one", "rival1", "three", "rival3"), (np.abs(part - truth)[:, h] for h in (1, 3) for part in (forecast, now[:, None])))),
                status="end of {t}: after one year the forecast is off by {one:.2f}, the rival by {rival1:.2f}; after three by {three:.2f} and {rival3:.2f}")


# %% tags=["picture"]
controlled(close_up, generation=choose("close up", dram.names[2:6], "256K"))

# %% [markdown]
r"""
Random in this lecture: signals, news, who lends to whom, and the errors of simulated sales.
Prices, generations and debts are given.

## 1 · Price: a faster clock

**Claim.**
A price that falls at a constant rate cannot be seen in a sales curve.

Let $c(t) > 0$ be the price.
Bass, Krishnan and Jain (1994) let everybody's rate of adoption depend on its *relative* change, so that the currency does not matter:

$$\frac{dF}{dt} = (p+qF)(1-F)\,x(t), \qquad x(t) = 1 + \beta\,\frac{c'(t)}{c(t)}\ \ge 0, \qquad F(0) = 0 . \tag{25.1}$$

<!-- 25.1: definition -->

With $\beta < 0$ a falling price speeds adoption up.

**Derivation.**
Let $X(t) = \int_0^t x$: a clock that runs at the rate $x$.
By the chain rule $\frac{dF}{dX} = (p+qF)(1-F)$, which is Bass' equation, [(19.3)](19_adoption.ipynb#2-·-Bass:-the-same-with-the-waiting-left-out).
So with its solution $F_B(t; p, q)$, (19.6),

$$F(t) = F_B\big(X(t);\, p, q\big), \qquad X(t) = t + \beta\,\log\frac{c(t)}{c(0)} . \tag{25.2}$$

(For $N$ people it is $\frac{dP}{dt} = x(t)\,Q^{\mathsf T}P$ with the $Q$ of (19.12): the same walk by another clock.)
If the price falls at a constant rate, $c(t) = c(0)e^{-rt}$, the clock is $X = (1-\beta r)\,t$, and since $F_B$ depends on $pt$ and $qt$ only,

$$F(t) = F_B\big(t;\ (1-\beta r)\,p,\ (1-\beta r)\,q\big) . \tag{25.3}$$

An ordinary Bass curve: three numbers $p, q, \beta$ of which the curve determines two.
Bass fits without the price, and the price cannot be found, for the same reason.
"""

# %% tags=["witness"]
p, q, beta = 0.01, 0.5, -0.8
t = np.linspace(0, 15, 61)
price = 40 * np.exp(-0.3 * t + 0.4 * np.sin(t))
x = 1 + beta * (-0.3 + 0.4 * np.cos(t))  # c′/c, written out
solved = solve_ivp(lambda s, F: (p + q * F) * (1 - F) * (1 + beta * (0.4 * np.cos(s) - 0.3)), (0, 15), [0.0], t_eval=t, rtol=1e-11, atol=1e-12)
witness("(25.2)", Bass(p, q).share(t + beta * np.log(price / 40)), solved.y[0], atol=1e-8)
witness("(25.2), the tested version", priced_adopters(Bass(p, q), t, price, beta), solved.y[0], atol=1e-8)
faster = 1 + 0.8 * 0.3
witness("(25.3)", priced_adopters(Bass(p, q), t, 40 * np.exp(-0.3 * t), beta), Bass(faster * p, faster * q).share(t))

# %% [markdown]
r"""
Drag the four handles of the price ($\beta = -.8$; the path you find is roughly that of the 64K chip).
Broken on the right: Bass *without* a price, its $p$ and $q$ multiplied by the mean rate $X(15)/15$ of the clock.
Straighten the path: which difference is left?
Then bend it until lecture 19 could not have drawn the solid curve.
"""

# %% tags=["picture"]
def price_scene(handles):
    (at, height), t = np.array(handles).T, np.linspace(0, 15, 61)
    X = clock(t, 10 ** np.interp(t, at, height), -0.8)
    F, plain = Bass(0.01, 0.5).share(X), Bass(0.01, 0.5).share(t * X[-1] / 15)
    panels = [Panel(Handles(at, height, label="price", move="y"), title="log₁₀ of the price: drag", xlabel="t in years", xlim=(-0.6, 15.6), ylim=(-2.2, 0.3)),
              Panel(Curve(X, label="X(t)"), Line(t, t, label="t"), title="the clock", xlabel="t in years", ylim=(0, 24)),
              Panel(Curve("F", label="with this price"), Line(t, plain, label="without, p and q scaled"), title="share adopted", xlabel="t in years", ylim=(0, 1))]
    return dict(panels=panels, values={"F": F, "X": X, "plain": plain})


price_path = Scene(times=np.linspace(0, 15, 61), t=20, title="A price as a clock", status="t = {t} years: the clock shows {X:.1f}; adopted {F:.0%}, by the scaled curve {plain:.0%}",
                   **price_scene([[0, 0], [5, -1.7], [10, -2.1], [15, -2.1]]))
price_path.observe(lambda change: price_path.update(**price_scene(change.new)), "handles")
price_path

# %% [markdown] tags=["exercise"]
r"""
### Exercise 25.1

What is sold in each year along a price path?

- `p > 0`, `q ≥ 0`, `m > 0`, `beta`: numbers; `price`: array $(n+1,)$ of positive prices at $t = 0, 1, \dots, n$, between which (25.2) holds; the clock never runs backwards.
- Returns an array $(n,)$: sales in year 1, …, $n$, in the unit of `m`, if nothing was sold before $t = 0$.
- Worked value: `priced_sales(0.02, 0.4, 1000.0, -1.0, np.array([100.0, 50.0, 40.0]))` is `[47.026, 55.677]`.
"""

# %% tags=["exercise"]
def priced_sales(p, q, m, beta, price):
    """Sales of each year."""
    ### BEGIN SOLUTION
    X = np.arange(len(price)) + beta * np.log(price / price[0])
    share = (1 - np.exp(-(p + q) * X)) / (1 + q / p * np.exp(-(p + q) * X))
    return m * np.diff(share)
    ### END SOLUTION


priced_sales = check("25.1", priced_sales)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$m\,F_B(X(t))$ have been sold by $t$; a year's sales are the difference between its two ends.
Only the ratio of two prices enters, so cents and dollars give the same.
### END SOLUTION
"""

# %% [markdown]
r"""
**The real prices** do not fall at a constant rate, so $\beta$ can be estimated: Bass with and without the price, for six generations.
ΔAICc is AICc (AIC corrected for few data) with the price less AICc without: below −2, say, the price earns its parameter.
The table of prices gives one for each year; it may stand at the year's end or in its middle, so we fit both.
How many of the six have $\beta < 0$ and ΔAICc below −2 in both fits: all, half, one, none?
"""

# %% tags=["reveal"]
def span(low, high, digits=2):
    """An interval in words; None: no end."""
    return " to ".join("no end" if end is None else f"{end:.{digits}f}".replace("-", "−") for end in (low, high))


rows = []
for name, end in economics["chips and prices"]["end"].items():
    middle = economics["chips and prices"]["middle"][name]
    fits = [part for one in (end, middle) for part in (one["beta"], span(*one["AR(1) bootstrap"]), one["delta AICc"])]
    rows.append((name, end["correlation of log price with time"], *fits))
table(rows, "generation", "correlation of log price with time", "prices at the year's end: β", "90 %", "ΔAICc", "in its middle: β", "90 % ", "ΔAICc ",
      digits=[0, 2, 2, 0, 1, 2, 0, 1], caption="intervals: bootstrap with residuals that correlate from year to year")

# %% [markdown]
r"""
None.
The sign changes from one generation to the next.
With prices at the year's end the only clear gain, for the 64K chip, has the wrong sign; half a year's shift turns that sign round and gives the gain to others.

Would $\beta$ have been found, had the model been true?
We simulated sales along two of these price paths and along a constant decline, with $\beta = -.6$ and errors of 5 % of the largest year:
"""

# %%
table([(name, one["identified"], one["covered, of the identified"], one["price preferred"], span(*one["beta, 5 and 95 %"])) for name, one in economics["recovery"].items()],
      "price path", "of 200: β identified", "truth in its 90 % interval", "AICc prefers the price", "β found, 5 to 95 %")

# %% [markdown]
r"""
So the paths are not to blame: an effect of this size, with independent errors of this size, AICc would have found.
What is excluded is one such effect behind all six; a weaker one, or larger errors that last for years, is not.
(More chips sold also made chips cheaper, Wright's law, so $\beta$ would be no effect of demand alone.)
For photovoltaic modules, all of the world's, not even the ceiling is known, with the price or without ([the study](../studies/economics_study.py)).
With a constant decline the optimiser still stops somewhere; that is its starting point, no estimate.
A fit must check for that, and refuse.
A first year without a change already deceives the check: it lets some runs pass, and their intervals miss the truth too often.
"""

# %%
t = np.arange(15)
sold = np.diff(priced_adopters(Bass(0.005, 0.6, 1000.0), t, np.exp(-0.3 * t), -0.6)) + 2 * rng.random(14)
print(fit_price(Counts(t[1:], sold, "years"), np.exp(-0.3 * t)).warnings[0].split(" (")[0])

# %% [markdown]
r"""
## 2 · Generations: who comes next

A product dies of its successor.
Let generation $i = 1, \dots, g$ be launched at $\tau_i$, and $F_i(t) = F_B(t - \tau_i)$, 0 before its launch.
Of the people or machines, $m_i$ would begin with generation $i$; $M_i$ are all who can come to it, its own and those who have come to the one before (Norton and Bass 1987):

$$M_1 = m_1,\quad M_i = m_i + F_{i-1}M_{i-1}, \qquad S_i = F_i\,M_i\,(1 - F_{i+1}), \qquad F_{g+1} = 0 . \tag{25.4}$$

<!-- 25.4: definition -->

$F_iM_i$ have come to generation $i$; of them the share $F_{i+1}$ has gone on, and $S_i$ remain.

**Claim.**
Nobody is lost between generations.

**Derivation.**
$S_i = F_iM_i - F_{i+1}F_iM_i = F_iM_i - F_{i+1}(M_{i+1} - m_{i+1})$ for $i < g$.
In the sum over $i$ each $F_{i+1}M_{i+1}$ appears once with either sign, and what is left is

$$\sum_{i=1}^g S_i = \sum_{i=1}^g F_i\,m_i \;\longrightarrow\; \sum_i m_i . \tag{25.5}$$
"""

# %% tags=["witness"]
launches, m = np.array([0.0, 3, 5, 9]), np.array([100.0, 60, 0, 240])
t = np.linspace(0, 40, 81)
S = norton_bass(t, launches, 0.02, 0.6, m)
F = np.where(t[:, None] > launches, Bass(0.02, 0.6).share(np.maximum(t[:, None] - launches, 0)), 0)
witness("(25.5)", S.sum(axis=1), F @ m, atol=1e-9)
witness("(25.5), in the end", norton_bass([200.0], launches, 0.02, 0.6, m).sum(), m.sum(), atol=1e-6)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 25.2

How many use each generation at time `t`?

- `t`: a number; `launches`: array $(g,)$, increasing, some perhaps after `t`; `p > 0`, `q > 0`: numbers, shared by all; `m`: array $(g,)$, $m_i \ge 0$.
- Returns an array $(g,)$: $S_1, \dots, S_g$ at $t$ by (25.4).
- Worked value: `in_use(6.0, np.array([0.0, 4.0]), 0.02, 0.6, np.array([100.0, 50.0]))` is `[52.353, 7.817]`.
"""

# %% tags=["exercise"]
def in_use(t, launches, p, q, m):
    """S_1, ..., S_g at t."""
    ### BEGIN SOLUTION
    age = np.maximum(t - launches, 0)
    F = (1 - np.exp(-(p + q) * age)) / (1 + q / p * np.exp(-(p + q) * age))
    S, before = np.empty(len(m)), 0.0
    for i in range(len(m)):
        before = F[i] * (m[i] + before)
        S[i] = before * (1 - np.append(F, 0)[i + 1])
    return S
    ### END SOLUTION


in_use = check("25.2", in_use)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`before` is $F_iM_i$, everybody who has come to generation $i$: the next generation's $M$ contains all of them, those who have left included, since its own $F$ decides who goes.
A generation still to come has $F = 0$, so it has nobody and takes nobody.
### END SOLUTION
"""

# %% [markdown]
r"""
**Fitted.**
Seven chips and IBM's four generations of computers (in use, not sold), with $p, q$ shared by all generations or each its own, by least squares over each generation's largest year:
"""

# %%
rows, series = [], {"chips": dram.take(slice(0, 7)), "IBM": ibm}
for name, data in series.items():
    shared = fit_generations(data)
    for how, fit in (("shared", shared), ("own", fit_generations(data, False)), ("own, begun at shared", fit_generations(data, False, shared))):
        rows.append((name, how, fit.relative_rmse, fit.aic, span(fit.q.min(), fit.q.max()), ", ".join(f"{m:.0f}" for m in fit.m)))
table(rows, "series", "p, q", "error / largest year", "AIC", "q", "m, the oldest first (millions of chips a year; computers)", digits=[0, 0, 3, 0, 0, 0])

# %% [markdown]
r"""
Own $p, q$ fit better, and AIC agrees (which takes the errors for independent).
But look at the last column.
An $m_i$ of 0 stands on its bound: that generation opens no market of its own, or these data cannot show it.
With own $p, q$ nearly all of IBM's market belongs to its first generation: the best fit, with an absurd meaning.
A search begun at the shared fit stops in another minimum: quite other $m$, for a difference in the third decimal of the error.
(Chips are bought by makers of computers, again every year: no first purchases by people. A size leaves the table while some are still sold; we fit what is reported.)

How sure are $p$ and $q$?
The **delta method** takes neighbouring residuals for independent, and they are not; a bootstrap of blocks of four years keeps them together:
"""

# %%
rows = []
for name, label in (("dram, reported", "chips"), ("ibm", "IBM")):
    one = economics["generations"][name]["intervals, shared"]
    rows.append((label, *(span(*one[how][of][0], 3) for of in "pq" for how in ("delta", "blocks")), span(min(one["lag-1 correlation"]), max(one["lag-1 correlation"]), 1)))
table(rows, "series", "p: delta method, 90 %", "p: blocks", "q: delta method", "q: blocks", "correlation of neighbouring residuals")

# %% [markdown]
r"""
The blocks' intervals are the wider ones in every case.

Now the forecasts, each from what was known in its year ([rolling origin](22_validation.ipynb)).
The rivals: the same as this year; Bass for each generation alone; a trend that lets the last growth of the logarithm go on, damped; and the same, never above the largest number that *any* generation had reached.
Who wins after one year, and who after three, on all eight chips and on IBM?
"""

# %% tags=["reveal"]
for name, label in (("dram", "chips"), ("ibm", "IBM")):
    methods = economics["rolling"][name]["reported"]
    less = {method: [None if method == "shared p, q" else (mean, se) for mean, se, _ in one["less shared"]] for method, one in methods.items()}
    table([(method, *(mean for mean, *_ in one["error"]), *less[method], one["largest"][2]) for method, one in methods.items()],
          f"{label}: forecast by", "error one year ahead", "two", "three", "less that of shared: one", "two ", "three ", "largest at three", digits=[0, 2, 2, 2, 2, 2, 2, 1],
          caption=f"mean |error| / largest year of {', '.join(str(n) for *_, n in methods['last value']['error'])} forecasts; differences ± standard error")

# %% [markdown]
r"""
Against "as this year" (last value) the shared model wins from the second year on, on both series; on chips it wins nothing in the first.
Own $p, q$, the better fit, wins one year ahead on chips and forecasts worse at three on both.
A trend without a cap is ruined by a few forecasts.
With a cap that anybody would have put on it, it is as good as the model in five columns of six, within two standard errors, and better in the sixth, one year ahead on chips.
So the model's gain over common sense, at these horizons, is not shown.
(Neighbouring forecasts share years, so the standard errors are too small.)

The fan of the opening picture is made of errors seen so far, nine in ten of them.
Did it cover nine in ten of those to come?
"""

# %%
miss = np.where(half[:, :, None] > 0, np.abs(made - came), np.nan)
inside, known = miss <= half[:, :, None], np.isfinite(miss)
table(zip((1, 2, 3), inside.sum(axis=(0, 2)) / known.sum(axis=(0, 2)), known.sum(axis=(0, 2))), "years ahead", "share covered", "of", digits=2)

# %% [markdown]
r"""
One year ahead it did; further ahead it was too wide.
It supposes that forecasts go on erring as they did, and later ones erred less.

## 3 · The shape of a curve, and a group that tips

Why should adoption be contagious?
Young (2009) sets four reasons side by side:

| | who adopts | rate of change |
|---|---|---|
| inertia | each at a rate $\lambda$ of their own, sooner or later | $F = 1 - \operatorname E e^{-\lambda t}$ |
| contagion | whoever meets adopters | $F' = (p+qF)(1-F)$ |
| influence | whoever sees as many adopters as their threshold | $F' = \kappa\,(G(F) - F)$ |
| learning | whoever has seen enough *experience* | $F' = \kappa\,(G(\int_0^t F) - F)$ |

$G(x)$ is the share of people whose threshold is at most $x$; each looks again at the rate $\kappa$.

**Claim.**
Inertia never accelerates.
**Derivation.**
Differentiate twice under the expectation, over people:

$$F'' = -\operatorname E\left[\lambda^2 e^{-\lambda t}\right] < 0 . \tag{25.6}$$

So a curve that speeds up is not inertia alone, however different people are.
"""

# %% tags=["witness"]
lam, e = np.array([0.05, 0.3, 2.0]), 1e-3
weights = np.array([0.5, 0.3, 0.2])
t = np.array([0.5, 2.0, 6.0])
before, now, after = (1 - weights @ np.exp(-np.outer(lam, t + shift)) for shift in (-e, 0, e))
witness("(25.6)", (before - 2 * now + after) / e**2, -(weights * lam**2) @ np.exp(-np.outer(lam, t)), atol=1e-6)

# %% tags=["picture"]
fig, ax = figures.figure(width=6, height=2.8)
fine = np.linspace(0, 60, 3001)
for (shape, a, b), style in zip([("inertia", 0.2, 0.6), ("contagion", 0.02, 0.8), ("influence", 1.0, 0.25), ("learning", 1.0, 0.8)], ["-", "--", "-.", ":"]):
    F = share(shape, a, b, fine)
    ax.plot(fine / np.interp(0.5, F, fine), F, style, label=shape)
ax.set(xlim=(0, 2.5), ylim=(0, 1), xlabel="time / time until half have adopted", ylabel="share adopted")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
Can counts tell the four apart?
Simulate one of them, and take the likeliest of the four:
"""

# %%
right = {(one["people"], one["seen"], one["shape"]): one["found"][one["shape"]] for one in defaults["shapes"] if one["b"][0] > 0.1}
views = [(100, 0.95), (100, 0.25), (1000, 0.95), (1000, 0.25)]
low = {one["people"]: one["found"]["influence"] for one in defaults["shapes"] if one["b"][0] < 0.1}
table([*((shape, *(right[*view, shape] for view in views)) for shape in SHAPES), ("influence, very low thresholds", low[100], None, low[1000], None)], "true shape", "100 people, whole curve", "first quarter", "1 000 people, whole curve", "first quarter ",
      caption="of 25 simulated curves each: how often the true shape is found (parameters random within ranges of ours)")
table([(name, *(nats[shape] for shape in SHAPES)) for name, nats in defaults["real"].items()], "real adopters", *SHAPES, digits=1, caption="nats behind the likeliest (fewer than 2 say little)")

# %% [markdown]
r"""
The whole curve is enough; the first quarter of 100 people is not, and inertia then looks like contagion.
The doctors of *Medical Innovation* are next to no evidence for contagion, as in [lecture 19](19_adoption.ipynb).
With very low thresholds more people do not help: all act at once, and the four shapes become one.
And the likeliest of four need not fit.

**Thresholds tip.**
Take influence in steps, with nobody at first (Granovetter 1978).
Whoever has a threshold of at most the present share joins:

$$F_{t+1} = G(F_t), \quad F_0 = 0, \qquad F_t \uparrow F^* = \text{the least } F \text{ with } G(F) = F . \tag{25.7}$$

$F_1 \ge F_0$ and $G$ increases, so $F_{t+1} = G(F_t) \ge G(F_{t-1}) = F_t$: it rises, cannot pass a fixed point, and comes to the least one, in a finite group or if $G$ is continuous.
Two groups of 100, alike in all but one person:
"""

# %% tags=["witness"]
def joining(thresholds):
    """How many join, one after the other."""
    joined = 0
    while (more := np.sum(thresholds <= joined)) > joined:
        joined = more
    return joined


one_by_one = np.arange(100)  # thresholds 0, 1, 2, ..., 99
altered = np.where(one_by_one == 1, 2, one_by_one)
least = [min(k for k in range(101) if np.sum(some <= k) == k) for some in (one_by_one, altered)]
witness("(25.7)", [joining(one_by_one), joining(altered)], least)
print("join:", joining(one_by_one), "and", joining(altered))

# %% [markdown]
r"""
On the left $G$ and the diagonal: each step goes up to $G$, and across.
Widen the spread of the thresholds from .08: where does the group stop, and what happens to the gap it has to pass?
"""

# %% tags=["picture"]
def threshold_scene(spread):
    F, grid = [0.0], np.linspace(0, 1, 101)
    for _ in range(26):
        F.append(float(ndtr((F[-1] - 0.25) / spread)))
    F = np.array(F)
    now = Points(frames=np.stack([F[:-1], F[1:]], axis=1)[:, None], size=6, colour=6, trail=False, label="now, and next")
    panels = [Panel(Line(grid, ndtr((grid - 0.25) / spread), label="G(F)"), Line(grid, grid, label="F"), now, title="next share against share", xlabel="share that has joined", ylim=(0, 1)),
              Panel(Curve("F", label="joined"), title="in time", xlabel="step", ylim=(0, 1))]
    return dict(panels=panels, times=range(26), t=8, values={"F": F[:-1]}, title="Thresholds", unit="step", status="step {t}: {F:.1%} have joined")


# %% tags=["picture"]
controlled(threshold_scene, spread=slider("spread of thresholds", 0.13, 0.08, 0.3, 0.01))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 25.3

Thresholds are normal with mean .25 and standard deviation `spread` (whoever has one below 0 joins at once): `G(F) = ndtr((F - 0.25) / spread)`.
Run (25.7) for `spread` = .080, .081, .082, … until the share no longer changes.
Which is the first `spread` for which more than half join in the end?
Three decimals.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
def end(spread):
    F, after = -1.0, 0.0
    while abs(after - F) > 1e-12:
        F, after = after, ndtr((after - 0.25) / spread)
    return after


tipping_spread = next(spread for spread in np.arange(80, 200) / 1000 if end(spread) > 0.5)
### END SOLUTION
tipping_spread = check("25.3", tipping_spread)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Just below it $G$ touches the diagonal at a small share, and the group stays there; just above it nothing stops it before nearly all have joined.
Close to the touching point the steps become tiny: an iteration stopped early sees a barrier that is not there.
### END SOLUTION
"""

# %% [markdown]
r"""
The mean threshold was .25 throughout: what a group does in the end does not show what its people want.

## 4 · Herds: when following is rational, and wrong

People choose one after the other whether to adopt.
The state is good or bad, with equal odds.
Each gets a private **signal**, high or low, right with probability $a > \frac12$, sees all earlier choices (not signals), and takes the likelier side; a tie is broken by a coin (Bikhchandani, Hirshleifer and Welch 1992).

Let the state be good, and look at people in pairs.
The first follows their signal.
The second, with the same signal, does the same; with the opposite one the evidence is even, and the coin decides:

$$P(\text{both adopt}) = a\cdot\left(a + \tfrac{1-a}2\right) = \tfrac12a(1+a), \qquad P(\text{both reject}) = \tfrac12(1-a)(2-a), \qquad P(\text{one each}) = a(1-a) . \tag{25.8}$$

After "one each" nothing is known: both signals were opposite, and everybody can work that out.
After two alike the choices outweigh the third person's signal: two who adopt make the odds of good $\frac a{1-a}\cdot\frac{1+a}{2-a}$, more than the $\frac a{1-a}$ of one signal, as $a > \frac12$.
Whatever the third one's signal is, they follow, and so does everybody after them.
Their choices show nothing any more: an **information cascade**.

So pairs are a walk on three states, *open*, *right cascade*, *wrong cascade*, of which the last two are absorbing.
With $K$ for its transition probabilities, its law moves by $K^{\mathsf T}$, as in [lecture 01](01_one_equation.ipynb).
After $n$ people, $n$ even,

$$P(\text{open}) = (a-a^2)^{n/2}, \qquad P(\text{wrong}) = \frac{(1-a)(2-a)}{2\,(1-a+a^2)}\left(1 - (a-a^2)^{n/2}\right) . \tag{25.9}$$

(Each step from *open* goes wrong with the probability $\frac12(1-a)(2-a)$, stays open with $a(1-a)$: a geometric series.)

Witness: Bayes' rule, person by person, in exact fractions, and the transposed matrix.
"""

# %% tags=["witness"]
for a in (0.6, 0.7, 0.9):
    K = np.array([[a * (1 - a), a * (1 + a) / 2, (1 - a) * (2 - a) / 2], [0, 1, 0], [0, 0, 1]])
    law = np.linalg.matrix_power(K.T, 5)[:, 0]
    witness(f"(25.8) and (25.9), a = {a}", law, [float(part) for part in cascade_chances(a, 10)])
    wrong = (1 - a) * (2 - a) / (2 * (1 - a + a**2)) * (1 - (a - a**2) ** 5)
    witness(f"(25.9), a = {a}", law[[0, 2]], [(a - a**2) ** 5, wrong])

# %% [markdown]
r"""
Let signals be right with probability .6, and 101 people *vote*, each by their own signal:
"""

# %%
print(f"the majority is right with probability {binom.sf(50, 101, 0.6):.3f}")

# %% [markdown]
r"""
Instead they choose one after the other, and see each other's choices.
How often does a herd go right: near .98, near .8, near .6?
"""

# %% tags=["reveal"]
table([(a, cascade_formula(a, 2, "coin").down, *cascade_formula(a, 100)[1:]) for a in (0.55, 0.6, 0.7, 0.9)], "a", "wrong after 2", "right after 100", "wrong after 100", digits=3)

# %% [markdown]
r"""
Hardly more often than one person alone.

One group, person by person: each dot is a person's belief after their own signal, at ½ until their turn.
From when on does the signal stop mattering?
Find a group that is wrong, and read the public belief: how much does the herd know?
"""

# %% tags=["picture"]
def herd_scene(a, number):
    chance, people = np.random.default_rng(number), np.arange(16)
    signals = (chance.random(16) < a).astype(int)
    steps = watch(signals, a, chance)
    public, private = (np.array([getattr(step, name) for step in steps]) for name in ("public", "private"))
    come = people <= people[:, None]
    dots = np.stack(np.broadcast_arrays(people + 1, np.where(come, private, 0.5)), axis=-1)
    kinds = Points(frames=dots, colour_by=np.where(come, 2 - signals, 0), size=5, trail=False, label="waiting (rings), high signal (dots), low (squares)")
    chances = np.array([[float(x) for x in cascade_chances(a, n)] for n in people + 1]).T
    panels = [Panel(Line(people + 1, 0 * people + 0.5, label="½"), Curve(public, label="public belief"), kinds, title="belief in the good state", xlabel="person", ylim=(0, 1)),
              Panel(*(Curve(name, label=name) for name in ("open", "right", "wrong")), title="all groups", xlabel="people", ylabel="probability", ylim=(0, 1))]
    values = dict(zip(("open", "right", "wrong"), chances)) | {"public": public, "private": private, "adopts": [step.adopts for step in steps], "herds": [step.herds for step in steps]}
    return dict(panels=panels, times=people + 1, t=3, values=values, title="A herd", unit="person",
                status="person {t}: public belief {public:.2f}, own {private:.2f}; adopts {adopts:.0f}, herds {herds:.0f} (1 yes, 0 no)")


# %% tags=["picture"]
controlled(herd_scene, a=slider("a, how often a signal is right", 0.6, 0.55, 0.95, 0.05), number=slider("group", 1, 1, 30))

# %% [markdown]
r"""
The public belief stops where it was when the cascade began, whatever comes after: a thousand followers know less than two signals show.
(All signals are equally strong here. If some are as strong as you like, somebody always breaks a wrong herd, and in the end everybody is right: Smith and Sørensen 2000.)
That makes herds fragile.
Let one public signal come, as good as theirs, against the herd: the next person's own signal decides again.
"""

# %%
odds = 0.6 / 0.4 * (1 + 0.6) / (2 - 0.6)  # after two who adopted, by (25.8)
print(f"public belief {odds / (1 + odds):.2f}, with two high signals {0.6**2 / (0.6**2 + 0.4**2):.2f}")
for news, after in (("no news", odds), ("one signal against", odds * 0.4 / 0.6)):
    high, low = adopts(after, 0.6)
    print(f"{news}: adopt with a high signal {float(high):.0f}, with a low one {float(low):.0f}")

# %% [markdown] tags=["exercise"]
r"""
### Exercise 25.4

A coin is one rule for ties; *follow your own signal* is another.
With it, what is the probability that a cascade, once there is one, is wrong (the limit of many people)?
A formula in `a`.
At $a = .7$ it is .155172.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
wrong_herd = "(1 - a)**2 / (a**2 + (1 - a)**2)"
### END SOLUTION
wrong_herd = check("25.4", wrong_herd)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Now both of a pair follow their signals: both right $a^2$, both wrong $(1-a)^2$, else open.
The first pair that agrees decides, so it is wrong with $(1-a)^2$ over the sum.
Choices show more about signals than with the coin, and herds are wrong less often.
### END SOLUTION
"""

# %% [markdown]
r"""
## 5 · News into prices

A price is a public belief, too.
In each period news $\varepsilon_t$ comes, independent, mean 0, and reaches investors ("newswatchers") in $z$ parts, one a period (Hong and Stein 1999).
The price then changes by $c_t - c_{t-1} = \frac1z\sum_{i=0}^{z-1}\varepsilon_{t-i}$.
Two changes $h$ periods apart share $z - h$ of their $z$ terms:

$$\operatorname{corr}(c_t - c_{t-1},\ c_{t+h} - c_{t+h-1}) = \frac{z-h}{z} \quad (0 \le h \le z), \qquad 0 \text{ beyond.} \tag{25.10}$$

Changes predict changes, so somebody will buy what has risen.
Let **momentum traders** buy $\varphi$ shares for each unit of the last change, and sell them $j$ periods later.
At any time those of the last $j$ periods hold what they bought, $\varphi\sum_{i=1}^j (c_{t-i} - c_{t-i-1}) = \varphi\,(c_{t-1}-c_{t-1-j})$, so after one unit of news at $t = 0$, and no other, the price is

$$c_t = \min\left(\tfrac{t+1}z,\,1\right) + \varphi\,(c_{t-1} - c_{t-1-j}) . \tag{25.11}$$

<!-- 25.11: definition -->

A trader of risk tolerance $\gamma$ who sees the change $\Delta = c_{t-1} - c_{t-2}$ expects a gain $\frac{\operatorname{cov}(c_{t+j}-c_t,\,\Delta)}{\operatorname{var}\Delta}\,\Delta$, and takes $\gamma$ times the expected gain over its variance:

$$\varphi = \gamma\,\frac{\operatorname{cov}(c_{t+j}-c_t,\ \Delta)}{\operatorname{var}(\Delta)\,\operatorname{var}(c_{t+j}-c_t\mid\Delta)} . \tag{25.12}$$

The right side contains $\varphi$, through the price that all of them make: a fixed point.
Below, $z = j = 12$, $\gamma = \frac13$, and news has the standard deviation .5.
"""

# %% tags=["witness"]
covariance = autocovariances(response(12, 40), 14)
witness("(25.10)", covariance / covariance[0], np.maximum(12 - np.arange(15), 0) / 12)
phi, gamma = momentum(12, 12, 0.5, 1 / 3), 1 / 3
moves = np.convolve(0.5 * rng.normal(size=400_000), np.diff(response(12, 300, phi, 12), prepend=0), mode="valid")
c = np.cumsum(moves)
gain, last = c[14:] - c[2:-12], moves[1:-13]
slope = np.cov(gain, last)[0, 1] / last.var()
witness("(25.12), by simulation", gamma * slope / (gain - slope * last).var(), phi, atol=0.01)

# %% tags=["picture"]
path = response(12, 60, phi, 12)
fig, ax = figures.figure(width=6, height=2.6)
ax.plot(path, label=f"with momentum traders, φ = {phi:.3f}")
ax.plot(response(12, 60), "--", label="newswatchers only")
ax.set(xlabel="periods after one unit of news", ylabel="price", title=f"highest {path.max():.3f} after {path.argmax()} periods, lowest afterwards {path[path.argmax():].min():.3f}")
ax.legend()
figures.show(fig)

# %% [markdown]
r"""
Slow news makes a trend, the trend makes buyers, and they carry the price a third too high.
On average they gain ($\varphi > 0$): those who buy early in a piece of news; those who buy near the top lose.

## 6 · Debts: who can pay whom

Bank $i$ owes $L_{ij}$ to bank $j$, in all $\bar y_i = \sum_j L_{ij} > 0$, a share $\Pi_{ij} = L_{ij}/\bar y_i$ of it to $j$.
Besides, it owns $e_i$ (less what others must get first, so perhaps $e_i < 0$).
Whoever cannot pay in full pays what there is, to each in proportion.
Let $y_i$ be what $i$ pays.
Bank $j$ receives $\sum_i\Pi_{ij}y_i$, so (Eisenberg and Noe 2001; they write $p$)

$$y = \min\big(\bar y,\ \max(e + \Pi^{\mathsf T}y,\ 0)\big), \tag{25.13}$$

entry by entry.
$\Pi$'s rows sum to 1, as those of a walk: a payment is a walk of money along debts, and it moves by the transposed matrix once more.

**How to solve it.**
The right side increases with $y$.
Start from $y = \bar y$ and repeat it: the first step can only lower payments, so every step does (as (25.7), downwards), to the **greatest** solution.
Payments from 0 rise to the **least** one (Tarski's theorem: a map of this kind has both).
The two differ only where as much flows into a circle of debts as out of it, such as nothing:
"""

# %% tags=["witness"]
L, e = np.array([[0.0, 2, 1], [1, 0, 0], [3, 1, 0]]), np.array([0.5, 0.2, 0.9])
y = clearing_vector(L, e).payments
Pi = L / L.sum(axis=1, keepdims=True)
witness("(25.13)", y, np.minimum(L.sum(axis=1), np.maximum(e + Pi.T @ y, 0)))
witness("(25.13), the worked case", y, [2.9, 1, 28 / 15])
circle = ring(3, 2.0)
print("a circle without assets:", *(list(picard(circle, np.zeros(3), start))[-1] for start in ("top", "bottom")))

# %% [markdown]
r"""
Two other ways lead there, and both are exact.
**Fictitious default**: suppose that all pay; mark those who cannot; solve the linear system in which they pay what they have; mark again: after at most $n$ rounds nobody is added.
And, if no $e_i < 0$, the greatest solution is the $y$ of largest $\sum_iy_i$ with $0 \le y \le \bar y$ and $y \le e + \Pi^{\mathsf T}y$: a **linear program**.
All three, on 30 random networks of 40 banks:
"""

# %% tags=["witness"]
found = []
for _ in range(30):
    L = rng.exponential(size=(40, 40)) * (rng.random((40, 40)) < 0.1) * (1 - np.eye(40))
    e = rng.exponential(0.5, 40)
    owed = L.sum(axis=1)
    Pi = L / np.maximum(owed, 1e-300)[:, None]
    best = linprog(-np.ones(40), A_ub=np.eye(40) - Pi.T, b_ub=e, bounds=np.c_[0 * owed, owed]).x
    found.append((clearing_vector(L, e).payments, list(picard(L, e))[-1], best))
fictitious, repeated, program = np.array(found).swapaxes(0, 1)
witness("(25.13), repeated and by fictitious default", repeated, fictitious, atol=1e-9)
witness("(25.13), by a linear program", program, fictitious, atol=1e-6)

# %% [markdown]
r"""
**A ring and a complete network.**
$n$ banks, each with a surplus $b$ (what it owns beyond its debts to others outside), owe each other the same total, large enough.
Bank 1 loses $s > 0$.

In a **ring** bank 1 is short of $s - b$ if that is positive.
Bank 2 receives so much less, has $b$ to spare, and is short of $s - 2b$.
Bank $i$ defaults if $s > ib$.
In the **complete** network the $n-1$ others share the $s - b$ equally, and fail if $\frac{s-b}{n-1} > b$, that is, $s > nb$:

$$\text{defaults: } \quad \text{ring } \min\left(n, \left\lceil\tfrac sb\right\rceil - 1\right), \qquad \text{complete } \begin{cases}0 & s \le b\\ 1 & b < s \le nb\\ n & s > nb\end{cases} . \tag{25.14}$$

Beyond $s = nb$ both fall as a whole: the loss is more than all banks have to spare, and no network can hide it.
Below, the ring lets banks fail that the complete network saves, from $s > 2b$ on.
(Acemoglu, Ozdaglar and Tahbaz-Salehi 2015 prove it for more networks: the densest is the safest up to a size of the shock, and beyond it as fragile as the ring.)
"""

# %% tags=["witness"]
networks = {"ring": ring(12, 12.0), "complete": complete(12, 12.0)}


def default_count(network, shock):
    return int(clearing_vector(networks[network], np.r_[1 - shock, np.ones(11)]).defaults.sum())


shocks = np.array([1, 1.5, 2, 4.5, 7, 11.5, 12, 12.5, 15])
witness("(25.14), ring", [default_count("ring", s) for s in shocks], np.minimum(12, np.ceil(shocks) - 1))
witness("(25.14), complete", [default_count("complete", s) for s in shocks], np.where(shocks > 12, 12, shocks > 1))

# %% tags=["picture"]
round_table = np.c_[np.sin(2 * np.pi * np.arange(12) / 12), np.cos(2 * np.pi * np.arange(12) / 12)]
grid = np.arange(0, 16.25, 0.25)
counted = {network: np.array([default_count(network, s) for s in grid]) for network in networks}


def shock_scene(shock, network):
    L = networks[network]
    rounds = np.array(list(picard(L, np.r_[1 - shock, np.ones(11)])))
    shown = np.arange(max(2, min(25, len(rounds))))  # until nothing changes, or 25 rounds
    paid = rounds[np.minimum(shown, len(rounds) - 1)] / 12
    failed = (paid < 1 - 1e-9).astype(int)
    here = Points([[shock, counted[network][np.searchsorted(grid, shock)]]], size=6, colour=6, label="now")
    panels = [Panel(Links(np.argwhere(L > 0)), Points(round_table, colour_by=failed, size=9, label="pays (ring), defaults (dot)"), aspect="equal", title="bank 1 on top; on the ring debts run clockwise"),
              Panel(Bars(paid, labels=[str(k) for k in range(1, 13)]), title="paid of what is owed", ylim=(0, 1)),
              Panel(Line(grid, counted["ring"], label="ring"), Line(grid, counted["complete"], label="complete"), here, title="defaults in the end", xlabel="shock s, in surpluses b")]
    return dict(panels=panels, times=shown, t=len(shown) // 2, values={"failed": failed.sum(axis=1)}, title="Shock a bank", unit="round", status="round {t}: {failed:.0f} of 12 default")


# %% tags=["picture"]
controlled(shock_scene, shock=slider("shock s to bank 1", 6.0, 0.0, 16.0, 0.25), network=choose("debts", list(networks)))

# %% [markdown] tags=["exercise"]
r"""
### Exercise 25.5

A student's clearing vector has one fault.
Mend it.

- `L`: array $(n, n)$, `L[i, j] ≥ 0` is what bank $i$ owes bank $j$, 0 on the diagonal; every bank owes and is owed something. `e`: array $(n,)$, some entries perhaps negative.
- Returns the greatest solution of (25.13), array $(n,)$.
- Worked value: for the `L` and `e` of the witness it is `[2.9, 1.0, 1.8667]`.

```python
def clearing(L, e):
    owed = L.sum(axis=1)
    shares = L / L.sum(axis=0)
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares.T @ paid, 0))
    return paid
```
"""

# %% tags=["exercise"]
def clearing(L, e):
    """The greatest clearing vector, mended."""
    ### BEGIN SOLUTION
    owed = L.sum(axis=1)
    shares = L / owed[:, None]
    paid = owed.copy()
    for _ in range(500):
        paid = np.minimum(owed, np.maximum(e + shares.T @ paid, 0))
    return paid
    ### END SOLUTION


clearing = check("25.5", clearing)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
A bank splits its own payment, so each *row* of `shares` sums to 1.
The student divided by what each creditor is owed: then a bank's payment arrives as more or less than was paid, and money comes from nowhere.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 25.6

(25.14) supposes large debts.
Let the banks of the ring owe each other only `d` each, perhaps less than the loss.
How many default?

- `n`: a whole number of banks; `b > 0`, `d > 0`, `s > 0`: surplus, debt, shock: $e = (b - s, b, \dots, b)$, and $i$ owes $d$ to $i+1$, the last to the first. If $e_1 < 0$, bank 1's other creditors come first, and bear what is missing.
- Returns how many pay less than $d$.
- Worked value: `ring_defaults(12, 1.0, 2.5, 10.0)` is 3.
"""

# %% tags=["exercise"]
def ring_defaults(n, b, d, s):
    """How many default."""
    ### BEGIN SOLUTION
    if s <= b:
        return 0
    return min(n, int(np.ceil(min(s - b, d) / b)))
    ### END SOLUTION


ring_defaults = check("25.6", ring_defaults)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Bank 1 cannot pay less than nothing, so it is short of $\min(s-b, d)$, and its outside creditors bear the rest.
Bank $k$ is short of that less $(k-1)b$, if that is positive.
Small debts stop a contagion; they also share less.
### END SOLUTION
"""

# %% [markdown]
r"""
In (25.13) a default destroys nothing: the loss $s$ only passes to creditors.
Costs of bankruptcy would add to it (Rogers and Veraart 2013), and so do the two models below.

**Random lending.**
Gai and Kapadia (2010): 500 banks lend to others at random, mean number $\bar k$; interbank loans are .2 of a bank's assets, its capital .04.
A bank with $k$ borrowers loses $\frac{.2}k$ when one fails (nothing is recovered), so it fails with it if and only if $k \le 4$.
Follow a loan from a failed bank to its lender.
Whoever is found along a loan has $1$ + Poisson($\bar k$) borrowers, and $\bar k$ lenders in turn.
So a default spreads if one default makes more than one, as in [lecture 23](23_networks.ipynb):

$$\bar k\;P\big(1 + \mathrm{Poisson}(\bar k) \le 4\big) > 1 . \tag{25.15}$$

Below a mean of about 1 nobody is connected, above some 6 nearly everybody is safe against *one* failure.
"""

# %% tags=["witness"]
grown = []
for _ in range(40):
    X = random_exposures(500, 5.0, rng)  # X[i, j]: bank i lends to j
    lender = X.nonzero()[0]
    grown.append(np.mean((X.sum(axis=1) <= 4)[lender] * X.sum(axis=0)[lender]))  # what one default makes, along a loan
witness("(25.15), left side", np.mean(grown), 5 * poisson.cdf(3, 5), standard_error=np.std(grown) / np.sqrt(40))

# %% [markdown]
r"""
How large are contagions near that upper end, at a mean of 5 or 6: a few banks, half of them, nearly all?
"""

# %% tags=["reveal"]
table([(float(k), float(k) * poisson.cdf(3, float(k)), tuple(one["chance"]), one["extent"], one["branching"]) for k, one in defaults["cascades"].items()],
      "mean number of loans", "left side of (25.15)", "chance that more than 5 % of banks fail", "share of banks that fail then", "chance, infinitely many banks", digits=[1, 2, 2, 2, 2], caption="one failure among 500 banks, 300 networks; ± standard error")

# %% [markdown]
r"""
More lending first spreads defaults and then absorbs them, and where they are rare they take everything: robust, yet fragile.
(Beyond the window two failures together can bring down a bank that one could not; in 500 banks that happens.)

**Fire sales.**
Banks that must pay sell, and sales lower the price of what all others hold.
Here 60 banks own $A$ units in all of one asset, whose price is 1 before sales and $e^{-\alpha\cdot\text{sold}}$ after:
"""

# %%
table([(float(alpha), *map(tuple, (one["price"], one["defaults"], one["calm"]))) for alpha, one in defaults["fire"].items()], "αA", "price in the end", "defaults", "defaults if the price stayed 1",
      digits=[1, 2, 1, 1], caption="60 banks, mean ± standard error over 40 sets of banks")

# %% [markdown]
r"""
Had the price stayed, nobody would have failed.
Each sale is a small loss to all, and near the steep part of the table the losses force further sales.

## 7 · Break it: a forecast that has seen the future

Fit all years once, own $p, q$, and take that curve for the forecast in each year.
Its error is the same at every horizon, and looks splendid:
"""

# %%
rows = []
for name, data in (("chips", dram), ("IBM", ibm)):  # all eight sizes, as in the forecasts
    fit = fit_generations(data, shared=False)
    honest = economics["rolling"]["dram" if name == "chips" else "ibm"]["reported"]["own p, q"]["error"]
    rows.append((name, np.nanmean(np.abs(fit.residuals)), *(mean for mean, *_ in honest)))
table(rows, "series", "all years known, at any horizon", "from the years before: one", "two", "three", digits=2, caption="mean |error| / largest year, own p, q")

# %% [markdown]
r"""
A parameter that was fitted to 1998 carries 1998 into every earlier year.
The failure is silent: no warning, a small error, the best row of any table.
Its mark is an error that does not grow with the horizon.

## 8 · In the wild

What do real networks of banks say?
Three published studies, each with a country's own data:

| | data | found |
|---|---|---|
| Furfine 2003 | all federal funds loans among US banks | "the risk of contagion is found to be economically small" |
| Upper and Worms 2004 | German banks' balance sheets, loans between banks *estimated* | one failure could bring down up to 15 % of the system's assets, with the safety net in place |
| Elsinger, Lehar and Summer 2006 | all Austrian banks, clearing by (25.13) | contagion "is rare but can nonetheless wipe out a major part"; correlated assets matter more |

They do not agree on how large it can get.
What they do not show: exposures other than loans, fire sales, or banks that change what they lend as soon as they fear.
For herds, in the laboratory: Anderson and Holt (1997) saw rational cascades form in most periods in which the first choices made one possible; in an experiment of their own Huck and Oechssler (2000) found that the rule *follow your own signal* explains the choices much better.

## 9 · What you can now say

*What do price, rivals, herds and debt add to spread?*
A clock, successors, walls that absorb, and jumps: the law still moves by a transposed matrix, or stands at a fixed point.

| | state | what moves it |
|---|---|---|
| price | how many have adopted | $x(t)\,Q^{\mathsf T}P$: lecture 19's $Q$, another clock |
| herd | open, right, wrong | $K^{\mathsf T}$, two states absorb |
| group, debts | shares joined, payments | fixed point of an increasing map, from below or from above |

| | result | witness |
|---|---|---|
| (25.2), (25.3) | A price is a clock; at a constant decline it cannot be seen | [section 1](#1-·-Price:-a-faster-clock) |
| (25.5) | Nobody is lost between generations | [section 2](#2-·-Generations:-who-comes-next) |
| (25.6), (25.7) | Inertia never accelerates; a group stops at its least fixed point | [section 3](#3-·-The-shape-of-a-curve,-and-a-group-that-tips) |
| (25.9) | A rational herd is wrong in more than a third of the cases at $a = .6$ | [section 4](#4-·-Herds:-when-following-is-rational,-and-wrong) |
| (25.10), (25.12) | Slow news makes changes predict changes, and feeds those who trade on them | [section 5](#5-·-News-into-prices) |
| (25.13)–(25.15) | Clearing is a fixed point; beyond $s = nb$ ring and complete network fall as a whole | [section 6](#6-·-Debts:-who-can-pay-whom) |

The opening questions.
(1) No: a constant decline is a faster clock, and what was not constant gives no stable estimate.
(2) After one year it is a tie; after three the forecast, but a capped trend is as close.
(3) Help, up to $s = nb$; then all fall at once.

**Next question.**
Where does spread go, on a map?
That is [lecture 26](26_geography.ipynb), geography.

## 10 · Sources

- F. M. Bass, T. V. Krishnan, D. C. Jain, *Why the Bass model fits without decision variables*, Marketing Science 13, 1994, 203–223: (25.1)–(25.3).
- J. A. Norton, F. M. Bass, *A diffusion theory model of adoption and substitution for successive generations of high-technology products*, Management Science 33, 1987, 1069–1086: (25.4).
- H. P. Young, *Innovation diffusion in heterogeneous populations*, Am. Economic Review 99, 2009, 1899–1924; M. Granovetter, *Threshold models of collective behavior*, Am. J. Sociology 83, 1978, 1420–1443: section 3.
- S. Bikhchandani, D. Hirshleifer, I. Welch, *A theory of fads, fashion, custom, and cultural change as informational cascades*, J. Political Economy 100, 1992, 992–1026: (25.9); at the same time A. V. Banerjee, *A simple model of herd behavior*, Quarterly J. Economics 107, 1992, 797–817; L. Smith, P. Sørensen, *Pathological outcomes of observational learning*, Econometrica 68, 2000, 371–398.
- H. Hong, J. C. Stein, *A unified theory of underreaction, momentum trading, and overreaction in asset markets*, J. Finance 54, 1999, 2143–2184: section 5.
- L. Eisenberg, T. H. Noe, *Systemic risk in financial systems*, Management Science 47, 2001, 236–249: (25.13); F. Allen, D. Gale, *Financial contagion*, J. Political Economy 108, 2000, 1–33, and D. Acemoglu, A. Ozdaglar, A. Tahbaz-Salehi, *Systemic risk and stability in financial networks*, Am. Economic Review 105, 2015, 564–608: ring and complete network; L. C. G. Rogers, L. A. M. Veraart, *Failure and rescue in an interbank network*, Management Science 59, 2013, 882–898; P. Gai, S. Kapadia, *Contagion in financial networks*, Proc. R. Soc. A 466, 2010, 2401–2423: (25.15); R. Cifuentes, G. Ferrucci, H. S. Shin, *Liquidity risk and contagion*, J. European Economic Association 3, 2005, 556–566: fire sales.
- C. H. Furfine, *Interbank exposures: quantifying the risk of contagion*, J. Money, Credit and Banking 35, 2003, 111–128; C. Upper, A. Worms, *Estimating bilateral exposures in the German interbank market*, European Economic Review 48, 2004, 827–849; H. Elsinger, A. Lehar, M. Summer, *Risk assessment for banking systems*, Management Science 52, 2006, 1301–1314 (abstracts).
- L. R. Anderson, C. A. Holt, *Information cascades in the laboratory*, Am. Economic Review 87, 1997, 847–862; S. Huck, J. Oechssler, *Informational cascades in the laboratory: do they occur for the right reasons?*, J. Economic Psychology 21, 2000, 661–671 (abstracts).
- Data: N. Victor, J. Ausubel, *DRAMs as model organisms for study of technological evolution*, Technological Forecasting and Social Change 69, 2002, 243–262; P. I. Bass, F. M. Bass, *IT waves*, 2004: [appendix H](../appendices/H_data.ipynb).
- Ours: the fits, forecasts and simulations, the exercises.
"""
