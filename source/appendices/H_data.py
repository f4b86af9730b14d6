# %% [markdown]
r"""
# H · Where do the data come from, and may I use them?

{badges}

| | |
|---|---|
| **You will be able to** | name the source and the licence of every data set of the course · check that your copy is the one described · say what a data set cannot show · read a file of your own, and understand why it is refused |
| **You need** | nothing; the Kolmogorov–Smirnov distance is explained where it is used |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import re
import tempfile
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp, t as student_t
from sklearn import datasets
from sklearn.neighbors import NearestNeighbors

from utils.data import CATALOGUE, adoption, celegans, colours, covid_italy, digits, karate, outbreaks, penguins, stores, technologies, toys
from utils.data import transactions as cards
from utils.data.counts_file import read_counts
from utils.data.fraud_generator import draw_transactions
from utils.data.provenance import checksum
from utils.data.transaction_files import REAL_FRAUD_AMOUNT
from utils.teaching import figures
from utils.teaching.tables import table

figures.use_style()

# %% [markdown]
r"""
## 1 · The catalogue

Every data set has a record in `utils.data.CATALOGUE`.
Here are all of them.
A row is a picture, a tie, a point, a transaction or one time of a series.
Where a formula draws as many as you ask for, the number of rows is open.
"""

# %%
count = lambda n: "open" if n is None else f"{n:,}".replace(",", "\N{NO-BREAK SPACE}")
catalogue = pd.DataFrame(
    {"rows": [count(record.rows) for record in CATALOGUE], "licence": [record.licence.split(";")[0] for record in CATALOGUE],
     "source": [record.source.split(",")[0] for record in CATALOGUE], "SHA-256": [record.checksum[:8] for record in CATALOGUE]},
    index=[record.name for record in CATALOGUE],
).rename_axis(columns="name")
catalogue

# %% [markdown]
r"""
**May you use them?**

- `digits`: yes, also commercially, under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Name the source and say what you changed. The loader changes the scale of the grey levels.
- `karate`: who met whom is a fact, and facts need no licence.
  Cite the paper all the same.
  So it is with `celegans`: who sends synapses to whom.
  The positions of the dots are ours and have the licence of the course's code, MIT.
- The five shapes and `transactions`: nothing to ask for.
  What you draw from a formula is yours.
- The outbreaks and the adoptions, `dram`, `ibm` and `photovoltaics`: counts and prices are facts too.
  Cite who counted.
  `computers` is work of the United States government and in the public domain.
- `covid_italy`: yes, also commercially, under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Name the source, Dipartimento della Protezione Civile, and say what you changed. We took five columns and named them in English.
- `walmart_openings` and `us_cities_2014`: yes, under the MIT licence of the collection they come from.
  Who opened where, and how many live there, are facts besides.
- `penguins` and `colour_names`: yes, for anything, without asking: both were given to the public domain under [CC0](https://creativecommons.org/publicdomain/zero/1.0/).
  Cite who measured and who asked all the same.
- The photograph of [lecture 27](../lectures/27_hierarchy.ipynb) is none of these files: `china.jpg` of scikit-learn, by danielbuechele on Flickr, CC BY 2.0, comes with that package.
- `creditcard`: you may fetch it and work with it under its own licence.
  The course does not pass it on.
  Read the terms at the place where you fetch it.

## 2 · Is your copy the one described?

The checksum is a SHA-256 of the values, rounded to six decimals.
Change one value in the fourth decimal and it is another number; change the last bit of a sine and it stays.
What it covers:

- `digits`: the grey levels as scikit-learn ships them, 0 to 16, and the labels.
  The loader refuses another copy.
- `karate`: the ties and the club that each member joined.
- A shape: 1000 points from `default_rng(0)`.
- `transactions`: the whole default set, features and labels.
- An outbreak or an adoption: the times and the counts, every column.
- `covid_italy`: the days since the first and the five columns.
  The loader refuses another file.
- `celegans`: the three columns of the file as they stand, repeated pairs included.
  The loader refuses another file.
- `walmart_openings`, `us_cities_2014`, `dram`, `ibm`, `photovoltaics` and `penguins`: every character of the file.
  The loader refuses another file.
- `colour_names`: the sorted names, a line each, as matplotlib ships them.
  The loader refuses another copy.
- `creditcard`: the bytes of the file `creditcard.csv`.
  That file is not here, and no notebook fetches it.
"""

# %%
pictures, club, payments = digits.load_digits(), karate.load_karate(), cards.load_transactions("synthetic")
shapes = {"two_moons": toys.two_moons, "swiss_roll": toys.swiss_roll, "spiral": toys.spiral,
          "checkerboard": toys.checkerboard, "ring": toys.ring}
recomputed = {name: checksum(draw(1000, np.random.default_rng(0))) for name, draw in shapes.items()}
recomputed["digits"] = checksum(8 * (pictures.images + 1), pictures.labels)
recomputed["karate"] = checksum(club.edges, club.club)
listed = np.loadtxt(Path(celegans.__file__).with_name("celegans.csv"), delimiter=",", skiprows=1, dtype=int)
recomputed["celegans"] = checksum(listed)
for name in ("walmart_openings", "us_cities_2014", "penguins", *(record.name for record in technologies.PROVENANCE)):
    text = Path(stores.__file__).with_name(f"{name}.csv").read_text(encoding="utf-8")
    recomputed[name] = checksum(np.frombuffer(text.encode(), np.uint8))
called = colours.load_colour_names()
recomputed["colour_names"] = checksum(np.frombuffer("\n".join(called).encode(), np.uint8))
recomputed["transactions"] = checksum(payments.features, payments.labels)

# %%
adopted = {name: adoption.load_adoption(name) for name in adoption.NAMES}
in_bed, up = (outbreaks.load_boarding_school("A", column) for column in ("in bed", "convalescent"))
other, eyam, italy = outbreaks.load_boarding_school("B"), {copy: outbreaks.load_eyam(copy) for copy in "AB"}, covid_italy.load_covid_italy()
recomputed |= {name.replace(" ", "_"): checksum(series.times, series.counts) for name, series in adopted.items()}
recomputed |= {f"eyam_{copy.lower()}": checksum(e.times, e.susceptible, e.infected) for copy, e in eyam.items()}
recomputed["boarding_school_a"] = checksum(in_bed.times, in_bed.counts, up.counts)
recomputed["boarding_school_b"] = checksum(other.times, other.counts)
days = (italy.dates - italy.dates[0]).astype(int)
recomputed["covid_italy"] = checksum(days, italy.hospital, italy.icu, italy.deaths, italy.cases, italy.tests)

# %%
verdicts = []
for record in CATALOGUE:
    found = recomputed.get(record.name)
    verdict = "not here" if found is None else "agrees" if found == record.checksum else "DIFFERS"
    verdicts.append((record.name, record.checksum[:8], verdict))
table(verdicts, "name", "SHA-256", "recomputed here")

# %% [markdown]
r"""
## 3 · Digits

**What.**
Handwritten digits, 8 × 8 grey levels each.

**How collected.**
People filled in printed forms.
Each digit was scanned as a bitmap of 32 × 32 black or white pixels and cut into blocks of 4 × 4.
The number of black pixels in a block is a grey level.
So the levels are counts, from 0 to 16; the loader returns count/8 − 1, from −1 (paper) to 1 (ink).
They have no unit.
"""

# %%
fig, axes = figures.figure(2, 5, width=6, height=2.8)
for ax, picture, label in zip(axes.flat, pictures.images, pictures.labels):
    ax.imshow(picture, vmin=-1, vmax=1, cmap="Greys")
    ax.set_title(str(label))
    ax.set_axis_off()
figures.show(fig, f"The first ten digits of the file: {', '.join(map(str, pictures.labels[:10]))}; each a picture of 8 by 8 grey levels.")

# %%
each = np.bincount(pictures.labels)
print(f"{len(pictures.labels)} pictures, {each.min()} to {each.max()} of each digit, {len(np.unique(pictures.images))} grey levels")
blank = np.all(pictures.images == pictures.images[0], axis=0).sum()
print(f"{blank} of the 64 pixels are the same in every picture")
story = " ".join(datasets.load_digits().DESCR.split())
print("from scikit-learn's description:", *textwrap.wrap(re.search(r"From a total of.*?test set", story)[0], 60), sep="\n  ")

# %% [markdown]
r"""
**Loaded by** `utils.data.digits.load_digits()`.

**Used in** lectures [00](../lectures/00_start_here.ipynb), [01](../lectures/01_one_equation.ipynb), [02](../lectures/02_noising.ipynb), [03](../lectures/03_schedules.ipynb), [04](../lectures/04_exact_reverse.ipynb), [05](../lectures/05_objective.ipynb), [07](../lectures/07_training.ipynb), [08](../lectures/08_sampling.ipynb), [10](../lectures/10_solvers.ipynb), [13](../lectures/13_coarse_to_fine.ipynb), [16](../lectures/16_rivals.ipynb) and [18](../lectures/18_memory_privacy_fairness.ipynb); in studies of lectures [12](../lectures/12_guidance.ipynb), [15](../lectures/15_discrete.ipynb) and [27](../lectures/27_hierarchy.ipynb).

**What it does not show.**

- This is the *test* part of the collection only, by the smaller group of writers named in the line above.
  It does not stand for handwriting at large.
- Who wrote what is not recorded.
  If you split the rows into training and test, the same hands are on both sides, and a score says nothing about a new writer.
- Pixels that never vary have standard deviation 0.
  Dividing by it fails.
- With so few pixels and grey levels, nothing here tells you how a method does on photographs.

## 4 · The karate club

**What.**
A network: the members of a university karate club, and who met whom outside the lessons.

**How collected.**
Wayne Zachary observed the club from 1970 to 1972 and published the matrix of ties in 1977.
Then the instructor and the president fell out, and the club split.
`club` says which side each member joined.
A tie is there or not; it has no unit.
The paper counts members from 1, the course from 0.
"""

# %%
fig, ax = figures.figure(height=4.2, subplot_kw={"frame_on": False, "xticks": [], "yticks": []})
for edge in club.edges:
    ax.plot(*club.positions[edge].T, "k--" if tuple(edge) == (22, 33) else "0.75")
for side, marker, name in [(0, "o", "joined the instructor"), (1, "s", "joined the president")]:
    ax.plot(*club.positions[club.club == side].T, marker, markersize=11, label=name)
for member in (karate.INSTRUCTOR, karate.PRESIDENT, 22):
    ax.annotate(str(member), club.positions[member], ha="center", va="center", color="white", fontsize=8)
ax.legend(loc="upper left")
figures.show(fig, f"The club: {len(club.club)} members, {np.sum(club.club == 0)} joined the instructor (circles, 0 among them) and "
             f"{np.sum(club.club == 1)} the president (squares, 33). {len(club.edges)} ties; one, of 22 and 33, is dashed.")

# %%
degrees = club.adjacency.sum(0)
print(f"{len(club.club)} members, {len(club.edges)} ties, each member has {degrees.min():.0f} to {degrees.max():.0f}")
without = club.adjacency.copy()
without[22, 33] = without[33, 22] = 0
slowest = lambda A: np.linalg.eigvalsh(np.diag(A.sum(0)) - A)[1]
table([("with the tie 22–33", slowest(club.adjacency)), ("without it", slowest(without))], "network", "λ₂ of the Laplacian", digits=4)

# %% [markdown]
r"""
**Loaded by** `utils.data.karate.load_karate()`.

**Used in** lectures [01](../lectures/01_one_equation.ipynb), [23](../lectures/23_networks.ipynb), [24](../lectures/24_influence.ipynb), [27](../lectures/27_hierarchy.ipynb) and [28](../lectures/28_rewind.ipynb).

**What it does not show.**

- One tie is doubtful.
  The printed matrix has it in one direction only.
  Most copies count it, and so do we.
  Above you see what it changes in the slowest rate of lecture 01.
- Members without any tie are left out; the smallest degree shows it.
  So you cannot ask how many people have no tie.
- Zachary also noted in how many kinds of places two people met.
  Those strengths are not in our copy.
- It is one club, seen once.
  No spread can be computed from it, and the ties did not stand still.
- The positions in the drawing are no data.

## 5 · Five shapes in the plane

**What.**
Points drawn independently from five laws, each written out in `utils/data/toys.py`.

**How made.**
Each law is shifted and scaled to mean 0 and standard deviation 1 in each coordinate, by constants from its formula.
Coordinates have no unit.
`two_moons`, `swiss_roll` and `spiral` blur a curve with Gaussian noise.
`ring` is a Gaussian mixture.
`checkerboard` is uniform on its squares.
"""

# %%
fig, axes = figures.figure(2, 3, width=6.6, height=4.4, sharex=True, sharey=True)
for ax, (name, draw) in zip(axes.flat, shapes.items()):
    ax.scatter(*draw(1500, np.random.default_rng(0)).T, s=1.5)
    ax.set(title=name, aspect="equal", xlim=(-2.4, 2.4), ylim=(-2.4, 2.4))
axes[1, 2].set_axis_off()
axes[0, 2].tick_params(labelbottom=True)
fig.supxlabel("first coordinate", fontsize=11)
fig.supylabel("second coordinate", fontsize=11)
figures.show(fig)

# %%
n, rng = 100_000, np.random.default_rng(1)
rows = [(name, *points.mean(0), *points.std(0)) for name, points in ((name, draw(n, rng)) for name, draw in shapes.items())]
table(rows, "shape", "mean, first", "mean, second", "standard deviation, first", "standard deviation, second", digits=3,
      caption=f"the two coordinates of {n} points; standard error of a mean {1 / np.sqrt(n):.3f}")

# %% [markdown]
r"""
**Loaded by** `utils.data.toys.two_moons(n, rng)`, and so on.

**Used in** lectures [00](../lectures/00_start_here.ipynb), [01](../lectures/01_one_equation.ipynb), [02](../lectures/02_noising.ipynb), [08](../lectures/08_sampling.ipynb), [10](../lectures/10_solvers.ipynb), [11](../lectures/11_flow_matching.ipynb) and [14](../lectures/14_few_steps.ipynb): `two_moons`. The other four are there for your own experiments.

**What they do not show.**

- Nothing was measured.
  There are no outliers, no gaps, no wrong labels, no rounding.
- Two coordinates hide what many coordinates do.
  A method that wins here may lose on pictures.
- You can always draw more.
  With real data you cannot, and that is where learning by heart begins.
- A uniform law on squares has jumps in its density, so it has no score on the edges.
"""

# %% [markdown]
r"""
## 6 · The credit-card file, which is not here

**What.**
`creditcard`: card payments, a few of them frauds.

**How collected.**
In a research collaboration of Worldline and the Machine Learning Group of the Université Libre de Bruxelles: payments of European cardholders on two days of September 2013.
For confidentiality the original features were replaced by principal components, V1 to V28, without units and without names.
Two columns were left: Time, in seconds since the first payment of the file, and Amount, in units of money.
Class is 1 for a fraud.
"""

# %%
real = {record.name: record for record in CATALOGUE}["creditcard"]
print(f"{cards.REAL_ROWS} rows, {cards.REAL_FRAUDS} frauds: {cards.REAL_PREVALENCE:.2%}")
print(f"creditcard.csv: {real.size} bytes, {real.size / 1e6:.0f} MB; its SHA-256:", real.checksum[:32], real.checksum[32:], sep="\n  ")
print("source:", *textwrap.wrap(real.source, 60), sep="\n  ")

# %% [markdown]
r"""
**To fetch it**, in a notebook of your own, with a network:

```python
from utils.data.transactions import load_transactions

real = load_transactions("openml")
# or, if you have the file:
real = load_transactions("creditcard.csv")
```

What comes from OpenML is kept, so that later runs need no network: in the folder `.data` of the course, which git ignores, or in the folder that the environment variable `COURSE_DATA` names.

**What is checked.**
From OpenML: every column by name, every value a finite number, Class 0 or 1; then the number of rows, the number of frauds and the sum of the frauds' amounts must be the known ones.
Otherwise you get an error, never other data.
OpenML sends another format than the CSV, so the SHA-256 does not apply there.
For a path, only the form is checked, because you may well bring other data.
To know that your `creditcard.csv` is the file described, compare its SHA-256 with the one above:

```python
import hashlib

with open("creditcard.csv", "rb") as file:
    print(hashlib.file_digest(file, "sha256").hexdigest())
```

**What was measured on the real file.**
The next cell contains our notes: numbers computed once, on the whole file.
They are typed in, because the file is not here; fetch it, and you can compute them again.
The **Kolmogorov–Smirnov distance** (KS) of a column is the largest gap between the distribution functions of frauds and legitimate rows: 0 if they are distributed alike, 1 if they do not overlap. The components are those of the frauds' correlation matrix, their shares summed up.
"""

# %%
KS = {"V14": 0.84, "V10": 0.80, "V12": 0.78, "V4": 0.77, "V11": 0.76, "V17": 0.75, "V22": 0.06}
COMPONENTS = {"first component": 0.38, "first two components": 0.51, "first three": 0.59}
CORRELATIONS = {"mean |correlation|, frauds": 0.295, "mean |correlation|, legitimate": 0.02}
PRICES = {1.00: 0.23, 0.00: 0.055, 99.99: 0.055}  # shares of the frauds with exactly this amount
MEDIANS = {"median amount, frauds": 9.25, "median amount, legitimate": 22.00}
DEGREES = {"V1": 5, "V28": 1.5}  # degrees of freedom of a Student t fitted to legitimate rows
ALONE = 0.12  # frauds without a fraud among their five nearest neighbours, about
COPIES = 19  # frauds that repeat another fraud exactly
print(f"{COPIES} of {cards.REAL_FRAUDS} frauds are copies: {COPIES / cards.REAL_FRAUDS:.1%}")
print(f"a fifth of the frauds: {cards.REAL_FRAUDS // 5}; one of them is {5 / cards.REAL_FRAUDS:.1%} of recall")

# %%
fig, ax = figures.figure()
ax.bar(list(KS), list(KS.values()))
ax.set(ylim=(0, 1), xlabel="column", ylabel="KS distance", title="Frauds and legitimate rows (measured on the real file)")
figures.show(fig, f"KS distance of frauds and legitimate rows, measured on the real file: "
             f"{', '.join(f'{name} {value:.2f}' for name, value in KS.items())}.")

# %% [markdown]
r"""
**Loaded by** `utils.data.transactions.load_transactions(source)`.

**Used in** lecture [17](../lectures/17_imbalanced.ipynb), if you change its source to `"openml"` or to a path.

**What it does not show.**

- The columns have no names.
  You cannot say why a payment is flagged, nor whether a group of people is treated worse.
- Two days in one month of 2013.
  Nothing about how fraud changes over a year, or about cards today.
- Time starts at the first payment.
  We assume that Time 0 is a midnight.
- Some frauds are exact copies of others.
  A random split puts copies on both sides; `duplicate_groups` keeps them together.
- There are few frauds.
  In a test with a fifth of the rows, one fraud is one percentage point of recall, as printed above.
- How frauds were identified is not documented.
  One that nobody reported would count as legitimate.

## 7 · Its stand-in: synthetic transactions

**What.**
`transactions`: the set that the course uses without a network.
The same columns as the real file, sampled from a formula.

**How made.**
`draw_transactions(legitimate, frauds, rng)` generates as many rows of each class as you ask for.
No row of the real file is stored in it.
Its constants were tuned until the numbers of section 6 came out about right.
V1 to V28 have no units; Amount is in units of money; Time is in seconds from a midnight, over two days.
"""

# %%
fig, (left, right) = figures.figure(1, 2, height=3.2)
for label, marker, line, name in [(0, "o", "-", "legitimate"), (1, "^", "--", "fraud")]:
    part = payments.take(payments.labels == label)
    left.scatter(part.column("V14")[:492], part.column("V4")[:492], s=6, marker=marker, alpha=0.6, label=name)
    hours = np.bincount((part.column("Time") // 3600 % 24).astype(int), minlength=24) / len(part.labels)
    right.plot(np.arange(24), hours, line, label=name)
left.set(xlim=(-17, 6), ylim=(-7, 14), xlabel="V14", ylabel="V4", title="Two columns (synthetic)")
right.set(xlabel="hour of the day", ylabel="share of the class", title="When (synthetic)", ylim=(0, None))
left.legend(markerscale=2), right.legend()
figures.show(fig)

# %% [markdown]
r"""
**Target and reached.**
Generate 20 sets, each with as many frauds as the real file has, and compute the same figures from each. *Generated* is the mean over the sets, *spread* their standard deviation: how far one set of so few frauds strays by chance.
The real file is one such set, so a gap of one spread or two is no disagreement.
"""

# %%
def amounts_and_shapes(legitimate, frauds):
    """COMPONENTS, CORRELATIONS, PRICES and MEDIANS, of drawn rows, then the mean amount of the frauds."""
    matrices = [np.corrcoef(part.without("Time", "Amount").features.T) for part in (frauds, legitimate)]
    shares = np.cumsum(np.linalg.eigvalsh(matrices[0])[::-1])[:3] / 28
    sizes = [np.abs(matrix[np.triu_indices(28, 1)]).mean() for matrix in matrices]
    of_frauds, others = frauds.column("Amount"), legitimate.column("Amount")
    prices = [np.mean(of_frauds == price) for price in PRICES]
    return [*shares, *sizes, *prices, np.median(of_frauds), np.median(others), of_frauds.mean()]

# %%
results = []
for seed in range(20):
    drawn = draw_transactions(20_000, cards.REAL_FRAUDS, np.random.default_rng(seed))
    legitimate, frauds = (drawn.take(drawn.labels == label) for label in (0, 1))
    distances = [ks_2samp(frauds.column(name), legitimate.column(name)).statistic for name in KS]
    results.append([*distances, *amounts_and_shapes(legitimate, frauds)])
means, spreads = np.mean(results, axis=0), np.std(results, axis=0, ddof=1)

# %%
names = [*(f"KS of {name}" for name in KS), *COMPONENTS, *CORRELATIONS,
         *(f"frauds at {price:.2f}" for price in PRICES), *MEDIANS, "mean amount, frauds"]
mean_amount = REAL_FRAUD_AMOUNT / cards.REAL_FRAUDS  # from the sum that the loader checks
targets = [*KS.values(), *COMPONENTS.values(), *CORRELATIONS.values(), *PRICES.values(), *MEDIANS.values(), mean_amount]
shown = lambda x, size: f"{x:.3f}" if size < 1 else f"{x:.2f}"
pd.DataFrame({"real file": [shown(x, x) for x in targets], "generated": [shown(x, x) for x in means],
              "spread": [shown(s, x) for s, x in zip(spreads, means)]}, index=names).rename_axis(columns="figure")

# %%
gaps = (means[: len(KS)] - list(KS.values())) / spreads[: len(KS)]
worst = np.argmax(np.abs(gaps))
print(f"largest gap among the KS distances: {names[worst]}, {gaps[worst]:+.1f} spreads")
rows = [(f"degrees of freedom of {name}'s tail", degrees, student_t.fit(legitimate.column(name), floc=0)[0])
        for name, degrees in DEGREES.items()]
rows.append(("frauds that are copies (generated: the default set)", COPIES, cards.count_duplicates(payments.features, payments.labels)[1]))
table(rows, "figure", "real file", "generated", digits=1)

# %% [markdown]
r"""
One more figure depends on how many legitimate rows there are: the share of frauds that have no fraud among their five nearest neighbours, V1 to V28 in units of their standard deviations.
So generate as many as the real file has, twice.
"""

# %%
rows = []
for seed in range(2):
    drawn = draw_transactions(cards.REAL_ROWS - cards.REAL_FRAUDS, cards.REAL_FRAUDS, np.random.default_rng(seed))
    v = drawn.without("Time", "Amount").features
    v = v / v.std(axis=0)
    search = NearestNeighbors(n_neighbors=6, algorithm="brute").fit(v)  # 6: the row finds itself too
    near = search.kneighbors(v[drawn.labels == 1], return_distance=False)
    alone = np.mean(drawn.labels[near].sum(axis=1) == 1)
    rows.append((seed, ALONE, (alone, np.sqrt(alone * (1 - alone) / cards.REAL_FRAUDS))))
table(rows, "seed", "real file, about", "generated ± standard error", digits=2, caption="frauds far from all others")

# %%
print(f"default set: {cards.ROWS} rows, {cards.FRAUDS} frauds: {cards.PREVALENCE:.2%}, {cards.PREVALENCE / cards.REAL_PREVALENCE:.1f} times the real share")

# %% [markdown]
r"""
**Loaded by** `utils.data.transactions.load_transactions("synthetic")`.

**Used in** lecture [17](../lectures/17_imbalanced.ipynb), by default.

**What is calibrated:** the figures of the tables above but for the mean amount, within the gaps you see (frauds far from all others came out more frequent than in the real file both times), and the hours at which frauds burst and legitimate payments are made.

**What is not, and what it does not show:**

- **V and Amount are independent**, and Time is independent of both.
  Whatever the real file says about large amounts and unusual columns is missing.
- **The tables of hours are made up**, except where they peak.
- **The frequent prices of legitimate rows are made up**, and so are the four kinds of fraud and their shares.
- **Mean amounts were not tuned**, though the table compares one.
  The medians and the frequent prices were.
  The mean depends on a few large amounts, as its spread shows.
  Do not work out a bank's losses from them.
- **Prevalence is raised on purpose**: legitimate rows are thinned, to keep run times short.
  The same detector is less precise at the real prevalence.
- **Nothing drifts.**
  Both days follow the same law.
  A test on later rows is as easy as a test on random rows.
- **No copies**, so a leak through copies does not show here.
- **No cards.**
  Rows are independent: no card appears twice, no fraud follows another.
- A classifier's score on these rows is a score on our formula.
  What it would be on the real file, only the real file says.

## 8 · Two outbreaks

**What.**
`boarding_school_a` and `boarding_school_b`: boys in bed with influenza on fourteen days of 1978, in a school of 763, and, in A, boys up again but convalescent.
`eyam_a` and `eyam_b`: the susceptible and the infected of a village, Eyam, from 18 June to 20 October 1666, while plague was there and nobody left.

**How collected.**
The school's numbers stand nowhere in print.
There is one small figure in the British Medical Journal, and whoever needs the numbers reads them off it with a ruler.
So two copies circulate, and the course keeps them apart.
In Eyam nobody counted the ill.
The dates of death are in the parish register; Raggett (1982) worked backwards from them with an infective period of 11 days.
That is where halves come from, and copy A has none.
"""

# %% tags=["picture"]
fig, (left, right) = figures.figure(1, 2, width=7.2, height=2.8)
for series, style, label in [(in_bed, "o-", "in bed, copy A"), (other, "x--", "in bed, copy B"), (up, "^:", "convalescent, A")]:
    left.plot(series.times, series.counts, style, label=label)
left.set(xlabel="days from 22 January 1978", ylabel="boys", ylim=(0, 430))
right.plot(eyam["A"].times, eyam["A"].infected, "o-", label="infected, copy A")
right.plot(eyam["B"].times, eyam["B"].infected, "x--", label="infected, copy B")
right.set(xlabel="months from 18 June 1666", ylabel="people", ylim=(0, 42))
for ax in (left, right):
    ax.legend(loc="upper right")
figures.show(fig, f"Left: boys in bed by day, up to {in_bed.counts.max():.0f} in copy A and {other.counts.max():.0f} in copy B, and the convalescent, who follow. Right: infected in Eyam, two copies, up to {eyam['A'].infected.max():.0f}.")

# %%
apart = in_bed.counts - other.counts
table([(day, a, b, c) for day, a, b, c in zip(in_bed.labels, in_bed.counts.astype(int), other.counts.astype(int), up.counts.astype(int))],
      "day", "in bed, A", "in bed, B", "convalescent, A", caption=f"the copies differ by up to {np.abs(apart).max():.0f} boys")

# %%
table(zip(eyam["A"].times, eyam["A"].susceptible, eyam["B"].susceptible, eyam["A"].infected, eyam["B"].infected),
      "months", "S, copy A", "S, copy B", "I, copy A", "I, copy B", digits=1)

# %% [markdown]
r"""
**Loaded by** `utils.data.outbreaks.load_boarding_school(copy)` and `load_eyam(copy)`.

**Used in** lectures [21](../lectures/21_estimation.ipynb), [22](../lectures/22_validation.ipynb) and [28](../lectures/28_rewind.ipynb).

**What they do not show.**

- In bed is not infectious.
  A boy fell ill before he went to bed, and the convalescent were up again; whether they still infected others is not known.
- The first count is 3, so the outbreak began before.
  When and with how many is not recorded, and a fit has to assume it.
- Nothing is known of Eyam at month 3.5, so the last step is a whole month.
  A series whose times are taken to be even is wrong there.
- In some copies of B the infected of month 2 are 20, as in A.
- Plague also came by rats and fleas.
  S and I alone cannot tell whether people infected people.

## 9 · Seven adoptions

**What.**
How many took up something new, in each year or month.

- Three durables (`room_air_conditioners`, `colour_television`, `clothes_dryers`): thousands sold in the United States in a year.
- Three inquiries: doctors and an antibiotic (`medical_innovation`), Korean women and family planning (`family_planning`), Brazilian farmers and hybrid corn (`hybrid_corn`).
  Here we also know how many *never* had when they were asked.
- One survey (`computers`): per cent of US households with a computer.

**How collected.**
The sales are known from the literature on Bass's model; every public copy we found has one author's programs as its origin, so they do not confirm each other.
In the inquiries each person was asked once, looking back.
We added up their answers.
The households were sampled anew each time.
"""

# %% tags=["picture"]
fig, axes = figures.figure(2, 4, width=8, height=4.2)
counted = ["thousands", "thousands", "thousands", "doctors", "women", "farmers", "per cent"]
for ax, (name, series), unit in zip(axes.flat, adopted.items(), counted):
    ax.plot(series.times, series.counts, "o-", markersize=3)
    ax.set_title(name, fontsize=9)
    ax.set(ylim=(0, None), xlabel=series.unit, ylabel=unit)
axes[1, 3].set_axis_off()
figures.show(fig, "Seven small curves of counts against time: sales rise to a peak, doctors and women start high, farmers come in bursts with one of 90 in year 10, households with a computer rise in an S.")

# %%
number = lambda x: None if x is None else f"{x:g}"
rows = [(name, f"{series.labels[0]} to {series.labels[-1]}", len(series.counts), number(series.counts.sum()), number(series.never), number(series.population))
        for name, series in adopted.items() if series.kind == "new"]
table(rows, "series", "time", "rows", "sum", "never", "of")

# %%
corn, computers = adopted["hybrid corn"], adopted["computers"]
table([(year, *corn.counts[(i := corn.labels.index(year)) - 1:i + 2].astype(int)) for year in ("1951", "1956")],
      "year", "farmers the year before", "in this year", "the year after", caption="hybrid corn")
table(zip(computers.labels, computers.counts), "year", "households with a computer (%)", digits=1)

# %% [markdown]
r"""
**Loaded by** `utils.data.adoption.load_adoption(name)`.

**Used in** lectures [19](../lectures/19_adoption.ipynb), [21](../lectures/21_estimation.ipynb) and [22](../lectures/22_validation.ipynb); in a study of lecture [25](../lectures/25_economics.ipynb).

**What they do not show.**

- Sales are not adopters: a second set, and a set that replaces a broken one, count as well.
  How many were sold before the first year is not in the series.
- *Never* means not by the day of the inquiry.
  In the corn file the code 20, one more than the last year, says so; who reads it as a year invents 152 adopters.
- The first year of hybrid corn holds two, 1946 and 1947.
- Memory heaps at round numbers: the two years of the table lie ten and fifteen years before the farmers were asked.
- In these sums nobody has neighbours any more.
  The networks of the three inquiries are not in our copy.
- A share in a sample can fall, and the last one does.
  In 2007 and 2009 nobody was asked about computers; the Census Bureau worked the shares out from those with the Internet.

## 10 · COVID-19 in Italy

**What.**
`covid_italy`: for each day from 24 February 2020 to 30 June 2021, people in hospital and in intensive care on that day, and totals of deaths, cases and tests.

**How collected.**
Regions reported every evening, the civil protection added up and published the table the same day, under CC BY 4.0: *Dati forniti dal Dipartimento della Protezione Civile*.
The whole country was locked down from 10 March; this was eased on 4 May 2020.

**What is mended: nothing.**
A total can fall, when the past is corrected.
`daily` gives the differences as they are, `corrections` names the days, and `counts`, which models need, refuses a step with a negative count; a week holds each of these.
"""

# %%
table([(name, day, change) for name in covid_italy.TOTALS for day, change in italy.corrections(name)],
      "total", "fell on", "by")
try:
    italy.counts("deaths", "2020-06-15", "2020-07-05")
except ValueError as error:
    print("days: ", *textwrap.wrap(str(error), 60), sep="\n  ")
print("weeks:", italy.counts("deaths", "2020-06-15", "2020-07-05", days=7).counts)

# %% tags=["picture"]
weeks = italy.counts("deaths", "2020-02-25", "2021-06-28", days=7)
fig, ax = figures.figure(width=7, height=2.9)
ax.plot(italy.dates, italy.hospital / 1000, label="in hospital")
ax.plot(italy.dates, italy.icu / 1000, "--", label="in intensive care")
ax.plot(np.array(weeks.labels, dtype="datetime64[D]"), weeks.counts / 1000, ":", label="deaths in the week before")
for day in (covid_italy.LOCKDOWN, covid_italy.EASED):
    ax.axvline(day, color="0.6", lw=1)
ax.set(ylabel="thousands", ylim=(0, 48), xticks=np.arange("2020-03", "2021-08", 4, dtype="datetime64[M]"))
ax.legend(loc="upper center", ncols=3, fontsize=9)
figures.show(fig, f"People in hospital: waves in spring 2020, winter and spring 2021, up to {italy.hospital.max()} on one day; intensive care and weekly deaths follow the same waves. Upright lines mark the lockdown and its easing.")

# %% [markdown]
r"""
**Loaded by** `utils.data.covid_italy.load_covid_italy()`.

**Used in** lecture [20](../lectures/20_epidemics.ipynb).

**What it does not show.**

- A death stands on the day on which it was *reported*, some days after it happened.
- Cases are those found.
  Tests were few at first, so the first wave is too small among the cases; compare it among those in hospital.
- One line for the whole country.
  Regions were hit weeks apart.
- One country, and one lockdown at one time.
  Whatever else changed in March 2020 changed with it.

## 11 · The nervous system of a worm

**What.**
`celegans`: the 297 neurons of *Caenorhabditis elegans* that are tied to others, and how many synapses each sends to which.
A tie has a direction; its unit is a synapse.

**How collected.**
White, Southgate, Thomson and Brenner cut worms into thousands of slices and followed each neuron through their electron micrographs, until 1986.
Watts and Strogatz made a network of it in 1998, and Newman the file in 2006.
Neurons are numbered as in that file, without names.

**What is mended.**
A few ordered pairs stand in the file twice, one line below the other.
`load_celegans` adds their synapses up, so that none is lost; who takes each line for a tie counts some ties twice.
`repeated` names these pairs.
"""

# %%
worm = celegans.load_celegans()
table([("lines in the file", len(listed)), ("ordered pairs", len(worm.edges)), ("pairs in two lines", len(worm.repeated)),
       ("synapses", worm.synapses.sum()), ("pairs tied in both directions", (worm.adjacency.multiply(worm.adjacency.T)).nnz // 2)],
      "the worm", "how many")

# %% tags=["picture"]
out, into = np.diff(worm.adjacency.indptr), np.bincount(worm.edges[:, 1], minlength=celegans.NEURONS)
fig, ax = figures.figure(width=7, height=2.9)
for partners, line, name in [(out, "-", "neurons it sends to"), (into, "--", "neurons it hears from")]:
    ax.step(np.sort(partners)[::-1], np.arange(1, len(partners) + 1) / len(partners), line, where="post", label=name)
ax.set(xlabel="at least so many neurons", ylabel="share of neurons", xlim=(0, None), ylim=(0, 1.02))
ax.legend()
figures.show(fig, f"Two falling curves: the share of neurons with at least so many partners. Half send to {np.median(out):.0f} or more, one to {out.max()}; half hear from {np.median(into):.0f} or more, one from {into.max()}.")

# %% [markdown]
r"""
**Loaded by** `utils.data.celegans.load_celegans()`.

**Used in** lectures [23](../lectures/23_networks.ipynb) and [27](../lectures/27_hierarchy.ipynb); in a study of lecture [24](../lectures/24_influence.ipynb).

**What it does not show.**

- Chemical synapses pass a signal one way, gap junctions both ways.
  Watts and Strogatz counted them together, and the file does not say which is which.
- Whether a synapse excites or inhibits.
  A spread of activation along all of them treats each as exciting.
- Several worms were put together to make one.
- The muscles, and the few neurons without a tie in this file.

## 12 · Stores and cities

**What.**
`walmart_openings`: each store that Wal-Mart opened in the United States from 1962 to 2006, with year, month, town, state, longitude and latitude.
Geography has the term *reverse hierarchical diffusion* from this case.
`us_cities_2014`: name, population, longitude and latitude of the larger cities.

**How collected.**
T. J. Holmes put the openings together for a study of how the chain grew.
The cities were listed by population, and their positions looked up by name.

**What is mended.**
The list of cities gives no states, and namesakes were looked up as one: several cities lie at exactly one spot.
`load_cities` keeps the largest at each spot, and lists the others in `left_out`.
A store's month is taken at its middle.
"""

# %%
openings, cities = stores.load_stores(), stores.load_cities()
radians = np.radians(openings.positions), np.radians(cities.positions)
unit = [np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)]) for x, y in (one.T for one in radians)]
nearest = NearestNeighbors(n_neighbors=1).fit(unit[1]).kneighbors(unit[0])[0][:, 0]
km = 2 * 6371 * np.arcsin(nearest / 2)
table([("stores", len(openings.years)), ("cities at a spot of their own", len(cities.names)),
       ("cities left out: a larger namesake lies there", len(cities.left_out)),
       ("people in the smallest city", f"{cities.populations.min():.0f}"),
       ("stores within 25 km of a city", f"{100 * np.mean(km < 25):.0f} %")], "stores and cities", "how many")

# %% tags=["picture"]
fig, ax = figures.figure(width=7, height=4.2)
ax.scatter(*cities.positions.T, s=cities.populations / 3e4, color="0.7", linewidths=0, label="city, area by population")
dots = ax.scatter(*openings.positions.T, s=3, c=openings.years, cmap="viridis", linewidths=0, label="store")
fig.colorbar(dots, label="opened")
ax.set(xlabel="longitude, degrees", ylabel="latitude, degrees", aspect=1 / np.cos(np.radians(38)))
ax.legend(loc="lower left")
figures.show(fig, "A map of the United States by longitude and latitude. Grey discs are cities, coloured dots stores: the oldest around Arkansas, the youngest at both coasts.")

# %% [markdown]
r"""
**Loaded by** `utils.data.stores.load_stores()` and `load_cities()`.

**Used in** lectures [26](../lectures/26_geography.ipynb) and [27](../lectures/27_hierarchy.ipynb).

**What it does not show.**

- The smaller towns.
  Many stores opened in them, and those without a store are in neither file.
- Stores that closed: openings alone cannot tell whether a place was left again.
- Populations at the time: they are of 2014, after the stores had come.
- Where some cities lie.
  One that shares its name with a town elsewhere may have been looked up there, also where no second one lies at its spot.

## 13 · Memory chips, computers and solar modules

**What.**
`dram`: eight sizes of memory chip, from 4K to 64M bits, 1974 to 1998: millions shipped in a year, and their price in millionths of a dollar a bit.
`ibm`: four generations of computers in use in the United States, in years numbered 1 to 24.
`photovoltaics`: solar modules, the world, 1976 to 2016: megawatts installed so far, and dollars a watt.

**How collected.**
Victor and Ausubel published the chips, and Derek Jones keeps them with the data of his book.
Bass and Bass gave the computers in a working paper, from which the R package diffusion has them.
Lafond and others gave the modules; Our World in Data added 2015 and 2016 from other sources.
"""

# %%
eras = {name: technologies.load_generations(name) for name in ("dram", "ibm", "photovoltaics")}
table([(name, len(era.names), f"{era.years[0]} to {era.years[-1]}", np.isfinite(era.quantity).sum(), np.isfinite(era.price).sum()) for name, era in eras.items()],
      "series", "generations", "years", "quantities", "prices")

# %% tags=["picture"]
fig, axes = figures.figure(1, 3, width=8, height=2.9)
for ax, (name, era) in zip(axes, eras.items()):
    if name == "photovoltaics":
        ax.loglog(era.quantity[:, 0], era.price[:, 0], "o-", markersize=3)
    else:
        ax.plot(era.years, era.quantity)
    ax.set_title(name, fontsize=9)
axes[0].set(yscale="log", xlabel="year", ylabel="millions shipped")
axes[1].set(xlabel="year of the series", ylabel="in use")
axes[2].set(xlabel="MW installed so far", ylabel="dollars a watt")
figures.show(fig, "Left: eight curves of chips shipped, on a logarithmic scale, each rising fast and falling when the next has come. Middle: four generations of computers in use, each larger than the one before. "
             f"Right: the price of solar modules against what is installed, falling from {eras['photovoltaics'].price[0, 0]:.0f} to {eras['photovoltaics'].price[-1, 0]:.1f} dollars a watt, nearly straight on logarithmic axes.")

# %% [markdown]
r"""
**Loaded by** `utils.data.technologies.load_generations(name)`.

**Used in** lecture [25](../lectures/25_economics.ipynb).

**What they do not show.**

- First purchases: makers of computers buy chips again every year.
- Zero: a size of chip leaves the table while some are still sold, and then nothing is reported.
- Prices of the last two sizes of chip, and of any computer.
- Computers that were sold: `ibm` counts those in use, so it falls when they are given up.
- One source: the last two years of modules were counted by others than the years before.
- Why the price fell: time passed and modules were made, both at once.
"""

# %% [markdown]
r"""
## 14 · Penguins, and names of colours

**What.**
`penguins`: 344 birds of three species on three islands: bill length and depth and flipper length in millimetres, body mass in grams, sex, and the year.
`colour_names`: short phrases in English.

**How collected.**
Kristen Gorman and the Palmer Station Long Term Ecological Research programme measured pairs of adults at their nests in the Palmer Archipelago, Antarctica, from 2007 to 2009.
Sex was determined from blood.
Allison Horst, Alison Hill and Kristen Gorman made the table of it for teaching.
The names are what Randall Munroe's readers typed in 2010, asked to name the colours on their screens: over five million answers in 222 500 sessions, of which matplotlib's list keeps 949 names.
"""

# %%
birds = penguins.load_penguins()
print(f"{len(birds.numbers)} penguins with every value known, {birds.left_out} left out; {len(called)} names, {len({w for name in called for w in name.split()})} different words")
species = [(name, *(np.sum((birds.codes[:, 0] == k) & (birds.codes[:, 1] == island)) for island in range(3)), *birds.numbers[birds.codes[:, 0] == k].mean(axis=0))
           for k, name in enumerate(penguins.CATEGORIES["species"])]
table(species, "species", *(f"on {name}" for name in penguins.CATEGORIES["island"]), *(f"mean {name}" for name in penguins.NUMBERS), digits=[None, None, None, None, 1, 1, 0, 0])

# %% [markdown]
r"""
**Loaded by** `utils.data.penguins.load_penguins()` and `utils.data.colours.load_colour_names()`.

**Used in** lecture [15](../lectures/15_discrete.ipynb).

**What they do not show.**

- Two species live on one island each, *in this table*: where the nests were that were visited.
- Birds were measured in pairs, so rows are not independent, and two of one nest may fall into training and test rows.
  Which rows are a pair is not in this file.
- The birds of which a value is missing are left out, most for lack of the sex: not at random, perhaps.
- The names are those of people who read a web comic in English.
  Some are crude, and lecture 15 trains on all of them.
  Frequencies are lost: each of the 949 counts as much as "green".

## 15 · Bring your own file

**Counts.**
`read_counts(path)` reads a text file with a header and a line for each time: `day,cases`.
Columns are separated by commas, semicolons or tabs; a decimal comma and another encoding are announced, not guessed.
`kind` says what you counted: what is new since the line before, how many are present, or a total so far.
Nothing is filled in, dropped or repaired.
"""

# %%
lines = ["day,cases", "2020-02-27,3", "2020-02-28,0", "2020-02-29,5", "2020-03-01,8", "2020-03-02,13"]
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "counts.csv")
    path.write_text("\n".join(lines), encoding="utf-8")
    series = read_counts(path)
table(zip(series.labels, series.times, series.counts), "day", f"end of the interval ({series.unit})", "new cases", digits=0)

# %%
faults = {"negative": (3, "2020-02-29,-5"), "a day is missing": (5, "2020-03-03,13"), "a day comes twice": (2, "2020-02-27,0"),
          "text": (5, "2020-03-02,many"), "a decimal comma": (1, '2020-02-27,"2,5"')}
for what, (line, text) in faults.items():
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder, "counts.csv")).write_text("\n".join([*lines[:line], text, *lines[line + 1:]]), encoding="utf-8")
        try:
            read_counts(path)
        except ValueError as error:
            print(what, *textwrap.wrap(str(error), 60), sep="\n  ")

# %% [markdown]
r"""
**Card payments.**
`load_transactions(path)` reads a `.csv`, `.csv.gz` or `.parquet` file.
Its columns, in any order: Time (may be absent), V1 to V28, Amount, Class.
Class may be written as a number, as text, with quotes, or as true and false.
Nothing is filled in, dropped or guessed.
Here is a small file that is accepted:
"""

# %%
small = draw_transactions(6, 2, np.random.default_rng(0)).frame()
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "mine.csv")
    small[["Class", "Amount", *cards.COLUMNS[1:-1]]].to_csv(path, index=False)  # another order, no Time
    mine = cards.load_transactions(path)
print(f"source {mine.source!r}: {len(mine.labels)} rows, {mine.labels.sum()} frauds, columns {mine.columns[0]} to {mine.columns[-1]}")

# %% [markdown]
r"""
And three that are refused.
The message names the file, the column, the line and the value; line 1 is the header.
"""

# %%
faulty = {"a column is missing": small.drop(columns="V3"), "a comma for the decimal point": small.assign(Amount="12,50"),
          "a third class": small.assign(Class=[0, 1, 0, 2, 0, 0, 1, 0])}
for what, frame in faulty.items():
    with tempfile.TemporaryDirectory() as folder:
        frame.to_csv(path := Path(folder, "mine.csv"), index=False)
        try:
            cards.load_transactions(path)
        except ValueError as error:
            print(what, *textwrap.wrap(str(error), 60), sep="\n  ")

# %% [markdown]
r"""
## Sources

E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository, 1998, [doi.org/10.24432/C50P49](https://doi.org/10.24432/C50P49). W. W. Zachary, *An information flow model for conflict and fission in small groups*, Journal of Anthropological Research 33(4), 1977, [doi.org/10.1086/jar.33.4.3629752](https://doi.org/10.1086/jar.33.4.3629752). A. Dal Pozzolo, O. Caelen, R. A. Johnson, G. Bontempi, *Calibrating probability with undersampling for unbalanced classification*, IEEE CIDM, 2015; the file's own description for section 6. *Influenza in a boarding school*, British Medical Journal 1, 1978, 587. G. F. Raggett, *Modelling the Eyam plague*, Bulletin of the Institute of Mathematics and its Applications 18, 1982, 221–226. F. M. Bass, *A new product growth for model consumer durables*, Management Science 15, 1969, [doi.org/10.1287/mnsc.15.5.215](https://doi.org/10.1287/mnsc.15.5.215). J. Coleman, E. Katz, H. Menzel, *Medical Innovation*, 1966; E. M. Rogers, D. L. Kincaid, *Communication Networks*, 1981; E. M. Rogers, J. Ascroft, N. Röling, *Diffusion of Innovation in Brazil, Nigeria, and India*, 1970; all three as kept by T. W. Valente, *Network Models of the Diffusion of Innovations*, 1995, and the R package netdiffuseR. US Census Bureau, *Computer and Internet Use in the United States*. Presidenza del Consiglio dei Ministri, Dipartimento della Protezione Civile, *COVID-19 Italia*, [github.com/pcm-dpc/COVID-19](https://github.com/pcm-dpc/COVID-19), commit fc82987. J. G. White, E. Southgate, J. N. Thomson, S. Brenner, *The structure of the nervous system of the nematode Caenorhabditis elegans*, Philosophical Transactions of the Royal Society B 314, 1986, 1–340; D. J. Watts, S. H. Strogatz, *Collective dynamics of ‘small-world’ networks*, Nature 393, 1998, 440–442. T. J. Holmes, *The diffusion of Wal-Mart and economies of density*, Econometrica 79, 2011, [doi.org/10.3982/ECTA7699](https://doi.org/10.3982/ECTA7699); T. O. Graff, D. Ashton, *Spatial diffusion of Wal-Mart: contagious and reverse hierarchical elements*, The Professional Geographer 46, 1994, 19–29. N. Victor, J. Ausubel, *DRAMs as model organisms for study of technological evolution*, Technological Forecasting and Social Change 69, 2002, 243–262, as kept in Derek-Jones/ESEUR-code-data. P. I. Bass, F. M. Bass, *IT waves: two completed generational diffusion models*, working paper, 2004, as in the R package diffusion. F. Lafond and others, *How well do experience curves predict technological progress?*, Technological Forecasting and Social Change 128, 2018, arXiv 1703.05979; Our World in Data, owid-datasets. K. B. Gorman, T. D. Williams, W. R. Fraser, *Ecological sexual dimorphism and environmental variability within a community of Antarctic penguins (genus Pygoscelis)*, PLoS ONE 9, 2014, e90081. R. Munroe, *Color survey results*, xkcd, 2010. The shapes, the formula of section 7, the drawings and the measurements on the real file are ours.
"""
