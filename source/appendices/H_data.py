# %% [markdown]
r"""
# H · Where do the data come from, and may I use them?

{badges}

| | |
|---|---|
| **You will be able to** | say of every data set of the course where it comes from, under which licence, and what it does not show · check that your copy is the one described · read a file of card payments of your own |
| **You need** | nothing |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import tempfile
from pathlib import Path

import numpy as np

from utils.data import CATALOGUE, digits, karate, toys, transactions
from utils.data.provenance import checksum
from utils.generative.tabular.audit import marginal_gaps
from utils.teaching import figures

figures.use_style()

# %% [markdown]
r"""
## 1 · The catalogue

One record a set, in `utils.data.CATALOGUE`. Rows "any" means that a formula draws as many as you ask for.
"""

# %%
for record in CATALOGUE:
    count = "any" if record.rows is None else f"{record.rows:,}".replace(",", " ")
    print(f"{record.name:13s} {count:>8s}  {record.checksum[:8]}  {record.licence}")

# %%
for record in CATALOGUE:
    if record.name not in toys.__dict__:
        print(f"{record.name}: {record.source}.\n")

# %% [markdown]
r"""
A **checksum** is a number made of every value: change one value and it changes. Below, each is computed anew from what is installed here. (Of a drawn set: 1000 rows from seed 0; values rounded to six decimals, so that the last bit of a sine does not matter.) The real card payments are not here and no notebook
fetches them; section 5 says how you can.
"""

# %%
club, payments = karate.load_karate(), transactions.load_transactions()
pictures = digits.load_digits()
anew = {"digits": checksum(8 * (pictures.images + 1), pictures.labels), "karate": checksum(club.edges, club.club),
        "transactions": checksum(payments.features, payments.labels)}
anew |= {r.name: checksum(getattr(toys, r.name)(1000, np.random.default_rng(0))) for r in toys.PROVENANCE}

# %%
for record in CATALOGUE:
    same = anew.get(record.name) == record.checksum
    print(f"{record.name:13s}", "as described" if same else "not here" if record.name not in anew else "DIFFERS")

# %% [markdown]
r"""
## 2 · Handwritten digits

1797 digits, 8 by 8 pixels, 17 grey levels, written on a tablet and reduced by counting dark points in blocks. Used from [lecture 00](../lectures/00_start_here.ipynb) on, wherever a picture is noised. **What they do not show:** a modern picture. They are so small and so alike that a network learns them by heart
in seconds, which is what [lecture 07](../lectures/07_training.ipynb) uses them for. They are the test part of the original only.
"""

# %%
fig, axes = figures.figure(1, 10, height=1.1)
for ax, label in zip(axes, range(10)):
    ax.imshow(pictures.images[np.argmax(pictures.labels == label)], cmap="Greys")
    ax.set_axis_off()
figures.show(fig, alt="The first digit of each class, 0 to 9, as 8 by 8 pixels.")

# %% [markdown]
r"""
## 3 · A karate club

34 members and who met whom outside the lessons, noted over two years; then the club split. Used in [lecture 01](../lectures/01_one_equation.ipynb). **What it does not show:** one tie is doubtful in the original table (the record above says which), the strength of ties is left out, and a network of 34 says nothing about large ones.
"""

# %%
print(f"{len(club.club)} members, {len(club.edges)} ties, {np.sum(club.club == 0)} and {np.sum(club.club == 1)} after the split")

# %% [markdown]
r"""
## 4 · Five shapes in the plane

Formulas, so their laws are known exactly: mean 0 and standard deviation 1 in each coordinate, by formula and not by sample. Used wherever a generator is judged in the plane. **What they do not show:** more than two dimensions, where distances behave otherwise.
"""

# %%
fig, axes = figures.figure(1, 5, height=2.0, sharex=True, sharey=True)
for ax, record in zip(axes, toys.PROVENANCE):
    ax.plot(*getattr(toys, record.name)(600, np.random.default_rng(1)).T, ".", markersize=1.5)
    ax.set(title=record.name.replace("_", " "), aspect="equal", xlim=(-2.5, 2.5), ylim=(-2.5, 2.5))
figures.show(fig, alt="600 points each of two moons, a Swiss roll, two spiral arms, a checkerboard and a ring of eight dots.")

# %% [markdown]
r"""
## 5 · Card payments, drawn and real

**Real.** Two days of European card payments in September 2013: `Time` in seconds since the first, 28 columns `V1` … `V28` made anonymous by a rotation to principal components, `Amount`, and `Class`, 1 for fraud. The file may be used, but the course does not pass it on. `load_transactions("openml")` fetches it, by its number, into the folder
`.data` of the course (or where `COURSE_DATA` says), checks the number of rows, of frauds and the sum of their amounts, and says which is wrong if one is. Out of reach, it says so; it never puts other rows in their place. The file that is often handed around as `creditcard.csv` can be checked by its fingerprint:
"""

# %%
real = next(record for record in CATALOGUE if record.name == "creditcard")
print(f"SHA-256 {real.checksum}\nsize    {real.size:,} bytes".replace(",", " "))
print(f"{transactions.REAL_FRAUDS} frauds among {transactions.REAL_ROWS} rows: {transactions.REAL_PREVALENCE:.2%}")

# %% [markdown]
r"""
**What it does not show:** how fraud changes over months; what the columns mean; and 19 of its frauds are exact copies of others, so a random split puts some on both sides.

**Drawn.** [Lecture 17](../lectures/17_imbalanced.ipynb) uses a formula of ours by default, calibrated to figures measured on the real file. Legitimate rows are thinned on purpose. Here is how near the formula comes: the Kolmogorov–Smirnov distance of single columns between frauds and legitimate rows, and what
the frauds look like.
"""

# %%
big = transactions.draw_transactions(20_000, 20_000, np.random.default_rng(3))
frauds, legitimate = big.take(big.labels == 1), big.take(big.labels == 0)
measured = {"V14": 0.84, "V10": 0.80, "V12": 0.78, "V4": 0.77, "V11": 0.76, "V17": 0.75, "V22": 0.06}
found = dict(zip(big.columns, marginal_gaps(frauds.features, legitimate.features)))
print("column   real   drawn")
for name, value in measured.items():
    print(f"{name:6s} {value:6.2f} {found[name]:7.2f}")

# %%
v = [big.columns.index(f"V{k}") for k in range(1, 29)]
sets = np.random.default_rng(4).permutation(frauds.features[:, v])[: 40 * 492].reshape(40, 492, 28)
upper = np.triu_indices(28, 1)
sizes = [np.mean(np.abs(np.corrcoef(one, rowvar=False)[upper])) for one in sets]
parts = [np.sort(np.linalg.eigvalsh(np.corrcoef(one, rowvar=False)))[::-1][:3].cumsum() / 28 for one in sets]
print(f"mean |correlation| of 492 frauds: real 0.295, drawn {np.mean(sizes):.3f} ± {np.std(sizes):.3f}")
print("three leading components: real 38 51 59 %, drawn", *(f"{share:.0%}" for share in np.mean(parts, axis=0)))

# %%
amount = frauds.column("Amount")
print("frauds of exactly 1.00, 0.00, 99.99: real 23 %, 5.5 %, 5.5 %, drawn", *(f"{np.mean(amount == price):.1%}" for price in (1, 0, 99.99)))
print(f"median amount, frauds and legitimate: real 9.25 and 22.00, drawn {np.median(amount):.2f} and {np.median(legitimate.column('Amount')):.2f}")

# %% [markdown]
r"""
**What the drawn set does not show.** `Amount` and `Time` do not depend on the other columns, which in the real file they do a little. The table of hours, the smaller fixed prices and the distances of columns not listed are made up to resemble, not measured. Mean amounts are not calibrated, so do not work out a bank's losses from
them. And it is *our* idea of fraud: a method that wins here has won on a formula. The one-line switch in lecture 17 is there to try the real rows.

## 6 · A file of your own

`load_transactions(path)` reads `.csv`, `.csv.gz` and `.parquet` with these columns in any order; `Time` may be missing; `Class` may be numbers, text or quoted text. It checks every value before it gives you anything, and says what is wrong and where. Three files with one slip each:
"""

# %%
def message(change):
    """What is said of a small file after `change`, table -> table."""
    table = change(transactions.draw_transactions(8, 4, np.random.default_rng(5)).frame())
    with tempfile.TemporaryDirectory() as folder:
        table.to_csv(Path(folder) / "mine.csv", index=False)
        try:
            transactions.load_transactions(Path(folder) / "mine.csv")
        except ValueError as error:
            return str(error).replace(folder, "…")


# %%
for change in (lambda t: t.drop(columns="V7"), lambda t: t.assign(Class=0), lambda t: t.assign(V2=["unknown", *t.V2[1:]])):
    print(message(change), "\n")

# %% [markdown]
r"""
## 7 · Sources

The records of section 1 hold the sources. The figures of the real card payments in section 5 were measured on that file by the course's authors. The checks, the formulas of the drawn sets and the calibration are ours.
"""
