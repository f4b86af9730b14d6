# %% [markdown]
r"""
# 15 · What is a little noise for a letter?

{badges}

| | |
|---|---|
| **You will be able to** | write the two standard chains for letters, words and categories, with their rates and their steps back · derive the bound of masked diffusion, and say why it is an equality for an exact model · compute what a sampler of few steps loses, and why · train a masked network, judge it in nats, and generate rows with numbers *and* categories · recognise four slips, two of them published, by a number that cannot be |
| **You need** | [lecture 01](01_one_equation.ipynb) (jump rates, $\dot P = Q^{\mathsf T}P$), [lecture 04](04_exact_reverse.ipynb) (Bayes, one step back), [lecture 05](05_objective.ipynb) (the ELBO), [lecture 07](07_training.ipynb) (training), [lecture 17](17_imbalanced.ipynb) for the tables only; [appendix C](../appendices/C_likelihoods.ipynb) (KL divergence, entropy) |
| **Time** | {minutes} minutes to read and work through, {seconds} seconds to run |
"""

# %% tags=["setup"]
from itertools import pairwise

import numpy as np
import torch
from scipy.special import rel_entr
from scipy.stats import entropy

from studies import discrete_study, stored
from utils.data.penguins import CATEGORIES, NUMBERS, load_penguins
from utils.exercises import check, hint
from utils.generative.discrete import exact
from utils.generative.discrete.exact import sampler_law
from utils.generative.discrete.masked import MASK, bound, reveal
from utils.generative.discrete.tables import IndependentColumns, MixedDiffusion
from utils.generative.discrete.tokens import absorbing, uniform
from utils.generative.training import train
from utils.processes.chains import uniformised
from utils.teaching import figures
from utils.teaching.controls import choose, controlled
from utils.teaching.scene import Bars, Curve, Formula, Image, Panel
from utils.teaching.tables import table
from utils.teaching.witness import witness

figures.use_style()
rng = np.random.default_rng(15)
LETTERS = "aents"
WORDS = dict(ant=3, tan=3, net=4, ten=6, sea=4, eat=6, tea=5, ate=4, set=6, sat=5, see=6, tee=1, nan=1)
q = np.full((5, 5, 5), 0.05 / 125)  # the law of the data: all 125 sequences, of which 13 words have most
for word, weight in WORDS.items():
    q[tuple(LETTERS.index(letter) for letter in word)] += 0.95 * weight / sum(WORDS.values())
found = stored.read("discrete_study")["result"]

# %% [markdown]
r"""
## The picture first

A pixel can be a little darker.
A letter cannot be a little less $e$.
So what is diffused?

Our language has five letters and words of three: thirteen words have 95 % of the probability, and all 125 sequences share the rest.
The left picture shows twelve words that are forgotten, letter by letter; read it from right to left.
The next one runs in reverse, from noise to words: at each step every letter is drawn from its *exact* probability given all that is on show.
The bars are that probability for the middle letter of the first word.
Drag the slider to the right.

1. In which of the two chains can a letter that was right become wrong again, in reverse?
2. Set 1 step.
   Each letter is as frequent as it should be; why are there so few words?
3. Set 16 steps, and then 4.
   Which of the chains makes more words?
"""

# %% tags=["picture"]
FONT = dict(zip("abcdefghijklmnopqrstuvwxyz", "2bed 6bae 3923 6b6e 79a7 79a4 396b 5bed 7497 126a 5bad 4927 5fed 6b6d 7b6f 6ba4 7b79 6bad "
                                              "388e 7492 5b6f 5b6a 5bfd 5aad 5a92 72a7".split()))  # 3 × 5 pixels as 15 bits


def written(text, width):
    """A line of letters as a picture (7, 4·width + 1) of −1 and 1; a _ is a grey block, the mask."""
    picture = -np.ones((7, 4 * width + 1))
    for place, letter in enumerate(text[:width]):
        bits = [float(bit) for bit in f"{int(FONT[letter], 16):015b}"] if letter in FONT else [0.5 * (letter == "_")] * 15
        picture[1:6, 4 * place + 1 : 4 * place + 4] = 2 * np.array(bits).reshape(5, 3) - 1
    return picture


def word_of(tokens):
    return "".join((LETTERS + "_")[token] for token in tokens)


# %% tags=["picture"]
chains = {"absorbing (masks)": absorbing(5), "uniform (other letters)": uniform(5)}
GRID = np.linspace(0, 1, 65)
clocks = {"absorbing (masks)": GRID, "uniform (other letters)": np.sin(np.pi / 2 * GRID)}  # α at t = 1, ..., 0


def forgotten(chain, alphas, n=12):
    """n words from the data and what becomes of them, (65, n, 3), from t = 1 down to 0."""
    rng, path = np.random.default_rng(1), []
    tokens = np.array(np.unravel_index(rng.choice(125, n, p=q.ravel()), q.shape)).T
    for before, after in zip([1.0, *alphas[:0:-1]], alphas[::-1]):
        step = chain.kernel(after / before)[tokens]
        tokens = (step.cumsum(axis=-1) > rng.random((n, 3, 1))).argmax(axis=-1)
        path.append(tokens)
    return np.array(path)[::-1]


# %% tags=["picture"]
def generated(chain, alphas, n=12):
    """n sequences from noise, (T + 1, n, 3), by the exact denoiser; its answers for the second letter of the first."""
    rng, size = np.random.default_rng(23), (chain.states,) * 3
    tokens = np.array([rng.choice(chain.states, n, p=chain.law) for _ in range(3)]).T
    path, answers = [tokens], []
    for alpha_t, alpha_s in pairwise(alphas):
        answers.append(exact.denoiser(q, chain, alpha_t)[(1, *tokens[0])])
        rows = exact.step(q, chain, alpha_s, alpha_t)[np.ravel_multi_index(tokens.T, size)]
        tokens = np.array(np.unravel_index((rows.cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1), size)).T
        path.append(tokens)
    return np.array(path), np.array([*answers, np.eye(chain.values)[tokens[0, 1]]])


# %% tags=["picture"]
true_words = np.array([word_of(x) in WORDS for x in np.ndindex(q.shape)]).reshape(q.shape)


def known(chain, alphas):
    """Nats known about the word at each time, I(x_0; x_t) = H(x_t) − H(x_t | x_0). Every letter is equally uncertain."""
    return np.array([entropy(exact.noised(q, chain, alpha), axis=None) - 3 * entropy(chain.kernel(alpha)[0]) for alpha in alphas])


def first_scene(chain, steps, chains=chains, clocks=clocks):
    process, alphas = chains[chain], clocks[chain]
    path, answers = generated(process, alphas[:: 64 // steps])
    at = np.arange(65) * steps // 64
    pictures = [np.array([[written(word_of(x), 3) for x in row] for row in rows]) for rows in (forgotten(process, alphas), path[at])]
    made = sampler_law(q, process, alphas[:: 64 // steps])
    panels = [Panel(Image(frames=frames, columns=3), title=title) for frames, title in zip(pictures, ("forward", f"reverse, {steps} steps"))]
    panels += [Panel(Bars(answers[at], labels=list(LETTERS)), title="middle letter, first word", ylabel="p(x_0 | x_t)", ylim=(0, 1)),
               Panel(Curve(1 - GRID, known(process, alphas)), title="known of the word", xlabel="t", ylabel="nats")]
    return dict(panels=[*panels, Formula("words among the samples: {share:.1%}; in the data {data:.1%}")], times=1 - GRID, t=40, title="Forget and recall",
                values={"share": np.full(65, made[true_words].sum()), "data": np.full(65, q[true_words].sum())}, status="t = {t:.2f}: {share:.1%} words in the end")


controlled(first_scene, chain=choose("chain", chains), steps=choose("steps", [1, 2, 4, 16, 64], 64))

# %% [markdown]
r"""
## 1 · Noise for a letter

Call the place of a letter in a text, a pixel that is black or white, a category of a table a **token**.
It has $K$ values, and a sequence has $L$ tokens.
What the Gaussian kernel did for numbers, a random choice does here: keep the token, or draw it anew from a law $\pi$.

<!-- 15.1: definition -->
$$q(x_t = j\mid x_s = i) = a\,\mathbf 1[i = j] + (1-a)\,\pi_j, \qquad a = \frac{\alpha_t}{\alpha_s}, \qquad s < t . \tag{15.1}$$

$\alpha_t$ falls from 1 to 0; it is the probability that a token has been kept up to $t$.
(Here it is a probability, not the factor of a signal; and $a$ plays the part of $\alpha_{t\mid s}$.)
Every token of a sequence is noised on its own.
Two laws $\pi$ are in use:

- **uniform**: $\pi_j = 1/K$. A token is replaced by any value, its own among them.
- **absorbing**: $\pi$ is all on one more value, the **mask** $m$, so that there are $K+1$ states. Once masked, a token stays masked: drawn anew it is the mask again. A token that is not masked is *on show* (unmasked).

With $\alpha_t = 1-t$ in the absorbing chain, $t$ is just the probability of being masked.
That is the clock we use for it; in the uniform chain above, $\alpha_t = \cos(\pi t/2)$, where $\pi = 3.14\dots$

**Claim.**
(15.1) is a jump process, [lecture 01](01_one_equation.ipynb)'s equation with a rate that depends on time:

$$\dot P = Q^{\mathsf T}P, \qquad Q = \beta(t)\,(\mathbf 1\pi^{\mathsf T} - I), \qquad \beta(t) = -\frac{\dot\alpha_t}{\alpha_t} . \tag{15.2}$$

**Derivation.**
Let $s = t - \delta$.
Then $a = 1 - \beta(t)\,\delta + O(\delta^2)$, so (15.1) is $I + \delta\,\beta\,(\mathbf 1\pi^{\mathsf T} - I) + O(\delta^2)$, jumps with probabilities $\delta\,Q$.
The other way: $M = \mathbf 1\pi^{\mathsf T}$ has $M^2 = M$, since $\pi$ sums to 1, and so $e^{\tau(M - I)} = e^{-\tau}I + (1-e^{-\tau})M$, which is (15.1) with $a = e^{-\tau}$ and $\tau = \int_s^t\beta$.
In words: every token is drawn anew at the rate $\beta$, and is kept if that has not happened.

Witness: the kernel against the uniformised exponential of $Q$ from `utils.processes`, the one of the populations in Part III.
"""

# %% tags=["witness"]
for name, chain in chains.items():
    for a in (0.9, 0.4, 0.01):
        start = np.eye(chain.states)[2]
        witness(f"(15.2) and (15.1), {name}, a = {a}", uniformised(chain.rates(), start, -np.log(a), 1e-13), chain.kernel(a)[2], atol=1e-11)

# %% [markdown]
r"""
## 2 · One step back

As in [lecture 04](04_exact_reverse.ipynb), Bayes' rule gives the state a little earlier, if $x_0$ is known too.
For one token and $s < t$, since $x_t$ depends on $x_0$ through $x_s$ only,

$$q(x_s\mid x_t, x_0) = \frac{q(x_t\mid x_s)\;q(x_s\mid x_0)}{q(x_t\mid x_0)} . \tag{15.3}$$

Each factor is (15.1).
In the absorbing chain there is little to choose: a token on show has never been masked, so it was the same before.
A masked one is $m$ at $t$ with probability $t$; it was on show at $s$ and masked in between with probability $t - s$.
So

$$q(x_s = x_0\mid x_t = m, x_0) = \frac{t-s}{t}, \qquad q(x_s = m\mid x_t = m, x_0) = \frac st . \tag{15.4}$$

Witness: a million tokens run forward, and what those were at $s$ that are a given value at $t$.
"""

# %% tags=["witness"]
n, s, t, x_0 = 1_000_000, 0.3, 0.7, 2
for name, chain in chains.items():
    at_s = rng.choice(chain.states, n, p=chain.kernel(1 - s)[x_0])
    kept = rng.random(n) < (1 - t) / (1 - s)
    at_t = np.where(kept, at_s, rng.choice(chain.states, n, p=chain.law))
    x_t = chain.states - 1
    share = np.bincount(at_s[at_t == x_t], minlength=chain.states) / np.sum(at_t == x_t)
    exactly = chain.posterior(x_t, 1 - s, 1 - t)[x_0]
    witness(f"(15.3), {name}", share, exactly, standard_error=np.sqrt(0.25 / np.sum(at_t == x_t)))
witness("(15.4)", absorbing(5).posterior(5, 1 - s, 1 - t)[x_0, [x_0, 5]], [(t - s) / t, s / t])

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.1

Write (15.3) for the *uniform* chain: the law of $x_s$, given $x_t$ and $x_0$.

- `x_t`, `x_0`: whole numbers in $0..K-1$; `alpha_s`, `alpha_t`: $1 \ge \alpha_s > \alpha_t > 0$; `K`: at least 2.
- Returns the probabilities of $x_s = 0, \dots, K-1$, an array (K,).
- Worked value: `x_t = 0`, `x_0 = 0`, `alpha_s = 0.5`, `alpha_t = 0.25`, `K = 2`: $(0.9, 0.1)$.
"""

# %% tags=["exercise"]
def posterior(x_t, x_0, alpha_s, alpha_t, K):
    """q(x_s | x_t, x_0) of the uniform chain, (K,)."""
    ### BEGIN SOLUTION
    states = np.arange(K)
    a = alpha_t / alpha_s
    step = a * (states == x_t) + (1 - a) / K
    before = alpha_s * (states == x_0) + (1 - alpha_s) / K
    return step * before / np.sum(step * before)
    ### END SOLUTION


posterior = check("15.1", posterior)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
`before` is how probable each state is at $s$, from $x_0$; `step` how probable $x_t$ is from each.
The worked value: both are $(\frac34, \frac14)$, the product $(\frac9{16}, \frac1{16})$, over its sum $(.9, .1)$.
If $x_t \ne x_0$, either may be kept, and any third value has a chance: a token drawn anew twice.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.2

(15.4) is for the clock $\alpha_t = 1-t$.
Derive the probability that a token masked at $t$ is on show at $s < t$ for any $\alpha$.

Write a formula in `alpha_s`, `alpha_t`, such as `"sqrt(alpha_s*alpha_t)"`.
At $\alpha_s = .5$, $\alpha_t = .2$ it is 0.375.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
revealed = "(alpha_s - alpha_t)/(1 - alpha_t)"
### END SOLUTION
revealed = check("15.2", revealed)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
On show at $s$ and masked at $t$: $\alpha_s\,(1 - \alpha_t/\alpha_s) = \alpha_s - \alpha_t$.
Masked at $t$: $1 - \alpha_t$.
Divide.
### END SOLUTION
"""

# %% [markdown]
r"""
**The sampler.**
$x_0$ is not known.
A **denoiser** for tokens gives $p(x_0^l = k\mid x_t)$, for each place $l$ a law over the $K$ values, from the *whole* noised sequence.
Average (15.3) over it, and draw each token:

<!-- 15.5: definition -->
$$p(x_s\mid x_t) = \prod_{l=1}^L\;\sum_{k} q(x_s^l\mid x_t^l, x_0^l = k)\;p(x_0^l = k\mid x_t) . \tag{15.5}$$

Within a step the tokens are drawn independently of each other: $K^L$ probabilities at once would be too many to write down.
That is the only error that a sampler with an exact denoiser makes, and section 4 measures it.

**Claim.**
In the absorbing chain the exact denoiser need not know the time:

$$q(x_0^l = k\mid x_t) = q\big(x_0^l = k\mid x_0^j = x_t^j \text{ wherever } x_t^j \ne m\big) . \tag{15.6}$$

**Derivation.**
If $x_t$ has $n$ masks, then $q(x_t\mid x_0) = t^n(1-t)^{L-n}$ for every $x_0$ that agrees with what is on show, and 0 for all others.
In Bayes' rule that factor cancels.
$\square$

So a network for it is asked only to fill gaps, in any order and number.
In the uniform chain $t$ has to be an input too: at small $t$ most of what it sees is right, at large $t$ it is not.

Witness: both sides of (15.6) for all 216 sequences of letters and masks, at two times; and that the uniform chain's answers do differ.
"""

# %% tags=["witness"]
answers = {t: exact.denoiser(q, absorbing(5), 1 - t) for t in (0.2, 0.9)}
for x_t in np.ndindex(6, 6, 6):
    fits = q[tuple(slice(None) if token == 5 else slice(token, token + 1) for token in x_t)]
    for l in range(3):
        alone = fits.sum(axis=tuple(j for j in range(3) if j != l)) / fits.sum()
        filled = alone if x_t[l] == 5 else np.eye(5)[x_t[l]]
        for t in answers:
            assert np.allclose(answers[t][(l, *x_t)], filled, atol=1e-12), (x_t, l, t)
witness("(15.6), at t = 0.2 and 0.9", answers[0.2], answers[0.9], atol=1e-12)

# %%
early, late = (exact.denoiser(q, uniform(5), alpha)[0, 0, 3, 4] for alpha in (0.9, 0.2))
table([(letter, a, b) for letter, a, b in zip(LETTERS, early, late)], "uniform chain: the first letter of “ats” was", "seen at α = 0.9", "seen at α = 0.2", digits=3)

# %% [markdown]
r"""
## 3 · A bound that is an equality

[Lecture 05](05_objective.ipynb) bounded $-\log p(x_0)$ by a sum over steps of KL divergences between (15.3), which knows $x_0$, and the model's step (15.5).
In the absorbing chain nothing else is in the sum: at $t = 1$ all is masked, so the sampler starts with the right law (no prior gap), and at $s = 0$ all is on show.

**One step** from $t$ to $s$, one masked token.
Truth: $x_0^l$ with probability $\frac{t-s}t$, else the mask.
Model: value $k$ with $\frac{t-s}t\,p(x_0^l = k\mid x_t)$, else the mask.
The mask's terms cancel:

$$\operatorname{KL} = \frac{t-s}{t}\;\big(-\log p(x_0^l\mid x_t)\big) . \tag{15.7}$$

A token on show costs nothing.
Sum over tokens and steps, average over $x_t$, and make the steps short:

$$-\log p(x_0) \;\le\; \int_0^1\frac{dt}{t}\;\operatorname E\Big[\sum_{l:\,x_t^l = m} -\log p(x_0^l\mid x_t)\;\Big|\;x_0\Big] . \tag{15.8}$$

It is the loss of a network that fills gaps, as BERT does, with random shares of gaps and the weight $1/t$.
The weight is what makes it a likelihood.

**Claim.**
If the denoiser is exact, the right side *is* $-\log q(x_0)$, for every single sequence:

$$-\log q(x) = \int_0^1\frac{dt}{t}\;\operatorname E\Big[\sum_{l:\,x_t^l = m}-\log q\big(x^l\mid\text{on show}\big)\;\Big|\;x\Big] . \tag{15.9}$$

**Derivation.**
Give each token its own time $t_l$, uniform on $[0, 1]$, at which it is masked: that *is* the absorbing chain.
Run backwards the tokens are revealed one at a time, in the order of falling $t_l$.
Whatever that order is, by the chain rule of probability $-\log q(x) = \sum_l-\log q(x^l\mid\{x^j: t_j > t_l\})$, given the tokens that come to light before $l$.
Average over the times.
Token $l$ is revealed in $[t, t + dt]$ with probability $dt$; the others are on show then if $t_j > t$, independently.
An average given that $l$ is masked, which has the probability $t$, is an average over all with $\mathbf 1[x_t^l = m]/t$.
Sum over $l$.
$\square$

So $1/t$ is one over the probability that the token is masked, and masked diffusion is an autoregressive model in a random order.
Witness: (15.7) by the sum over states; the sum over $T$ steps against $-\log p(x_0)$ of the sampler with as many; (15.9) for all 125 sequences.
With the factor $1/t$ its integrand is a polynomial of degree $L - 1$ in $t$, so Gauss' rule with two nodes integrates it exactly.
"""

# %% tags=["witness"]
t, s, x_0, x_t = 0.6, 0.25, (0, 1, 2), (0, 5, 5)  # "aen", seen as "a__"
p = exact.denoiser(q, absorbing(5), 1 - t)[(1, *x_t)]
rows = absorbing(5).posterior(5, 1 - s, 1 - t)
witness("(15.7)", rel_entr(rows[x_0[1]], p @ rows).sum(), (t - s) / t * -np.log(p[x_0[1]]))

# %%
def expected_loss(t):
    """E[Σ over the masked of −log p(x_0^l | x_t) | x_0] for every x_0, (5, 5, 5), with the exact denoiser."""
    nats, total = -np.log(np.maximum(exact.denoiser(q, absorbing(5), 1 - t), 1e-300)), np.zeros(q.shape)
    for x in np.ndindex(q.shape):
        for hidden in np.ndindex(2, 2, 2):
            x_t, chance = tuple(np.where(hidden, 5, x)), t ** sum(hidden) * (1 - t) ** (3 - sum(hidden))
            total[x] += chance * sum(nats[(l, *x_t, x[l])] for l in range(3) if hidden[l])
    return total


# %% tags=["witness"]
for T in (1, 4, 32):
    of_steps = sum(expected_loss(j / T) / j for j in range(1, T + 1))  # (15.7): (t − s)/t is 1/j at t = j/T
    gap = of_steps + np.log(sampler_law(q, absorbing(5), np.arange(T + 1) / T))
    witness(f"(15.8), T = {T}: what falls below −log p", np.minimum(gap, 0), 0.0, atol=1e-12)
    print(f"  largest gap {gap.max():.3f} nats")
nodes, weights = np.polynomial.legendre.leggauss(2)
integral = sum(dt / t * expected_loss(t) for t, dt in zip((nodes + 1) / 2, weights / 2))
witness("(15.9), all 125 sequences", integral, -np.log(q), atol=1e-10)
witness("(15.9) as in utils", exact.masked_bound(q), -np.log(q), atol=1e-10)

# %% [markdown]
r"""
Why is the gap 0 at $T = 1$ and in the limit, and not between?
The sampler's law is a mean over patterns: which token is revealed in which step.
The bound is the mean of $-\log$ over them, by Jensen's inequality at least $-\log$ of the mean, and equal if all patterns give the same probability.
At $T = 1$ there is only one; in the limit each is an order, and with the exact denoiser each order gives $q(x)$.

**Any chain.**
The argument behind it holds for every jump process: with the exact reverse rates the model's paths have the law of the true paths, so that $p(\text{path})/q(\text{path}\mid x_0) = q(x_0)$ for every path, and the bound has no gap.
What the bound is, [lecture 28](28_rewind.ipynb#2-·-Learn-the-reverse-from-paths) derives as (28.4): a loss of rates, here with the truth given $x_0$.
With the ratio $\rho(y) = q(y)/q(x_t)$ of the noised law, $\rho_0(y)$ the same given $x_0$, and $d\tau = -d\alpha/\alpha$ from (15.2),

$$-\log q(x_0) = \int_0^1\frac{d\alpha}{\alpha}\;\operatorname E\Big[\sum_y\pi(x_t^l)\Big(\rho - \rho_0 + \rho_0\log\frac{\rho_0}{\rho}\Big)\Big|\;x_0\Big] , \tag{15.10}$$

where $y$ is $x_t$ with one token, the $l$-th, changed, and $\rho$, $\rho_0$ are taken at $y$.
The schedule has dropped out: only $\alpha$ is left.
The absorbing chain gives (15.9) again: there $\sum_y\rho$ and $\sum_y\rho_0$ are equal, and $\log\rho_0/\rho$ is $-\log q(x^l\mid\text{on show})$.
"""

# %% tags=["witness"]
for name, chain in chains.items():
    witness(f"(15.10), {name}", exact.path_bound(q, chain, 100), -np.log(q), atol=1e-10)

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.3

A network has been tested on one sequence of $L$ tokens with masks in random places.
`losses[k - 1]` is the mean, over all sets of $k$ places, of $\sum-\log p$ over the $k$ masked tokens.
Compute the bound (15.8) from it, without an integral.

- `losses`: array (L,), $L \ge 1$.
- Returns the bound in nats, a number.
- Worked value: `losses = [0.5, 1.6, 3.0]`: 2.3.
"""

# %% tags=["exercise"]
def by_counts(losses):
    """The bound from the mean loss with k masks, k = 1..L."""
    ### BEGIN SOLUTION
    k = np.arange(1, len(losses) + 1)
    return np.sum(losses / k)
    ### END SOLUTION


by_counts = check("15.3", by_counts)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
$k$ tokens are masked with probability $\binom Lk t^k(1-t)^{L-k}$, and $\int_0^1 t^{k-1}(1-t)^{L-k}dt = \frac{(k-1)!\,(L-k)!}{L!}$.
The product of the two factors is $\frac1k$.
So the bound is $\sum_k$ of the mean loss *a masked token* with $k$ masks; `utils` estimates it so, each $k$ once, instead of random times with the weight $1/t$.
### END SOLUTION
"""

# %% [markdown]
r"""
## 4 · What a step loses

With an exact denoiser and infinitely many steps the sampler is exact.
With few, (15.5) draws tokens together that should know of each other.

**One step.**
From pure noise, all tokens are drawn from their own laws $q_l$.
The loss has a name, the **total correlation**:

$$\operatorname{KL}\Big(q\,\Big\|\,\prod_lq_l\Big) = \sum_lH(q_l) - H(q) , \tag{15.11}$$

with $H$ the entropy.

**More steps.**
The law of the sampler is computed exactly, by products of matrices (15.5) of $216\times216$ or $125\times125$ entries.
Guess before you open it: with 16 steps, is the KL of the uniform chain larger than that of the absorbing one, about equal, or smaller?
"""

# %% tags=["witness"]
alone = [q.sum(axis=axes) for axes in ((1, 2), (0, 2), (0, 1))]
total_correlation = sum(entropy(one) for one in alone) - entropy(q, axis=None)
for name, chain in chains.items():
    witness(f"(15.11), {name}", rel_entr(q, sampler_law(q, chain, [0, 1])).sum(), total_correlation)
witness("(15.11) as in utils", exact.total_correlation(q), total_correlation)

# %% tags=["reveal"]
T_values = [1, 2, 4, 8, 16, 32, 64, 128]
settings = {"absorbing": (absorbing(5), lambda u: u), "uniform": (uniform(5), lambda u: np.sin(np.pi / 2 * u)), "uniform, α = 1 − t": (uniform(5), lambda u: u)}
lost = {name: [rel_entr(q, sampler_law(q, chain, alpha(np.arange(T + 1) / T))).sum() for T in T_values] for name, (chain, alpha) in settings.items()}
table({"steps T": T_values, **lost}, digits=5, caption=f"KL(q ‖ sampler) in nats, exact denoiser; entropy of q {entropy(q, axis=None):.3f}")

# %% tags=["reveal"]
fig, ax = figures.figure()
for (name, values), mark in zip(lost.items(), "os^"):
    ax.loglog(T_values, values, mark + "-", label=name)
ax.loglog(T_values, 3 / np.array(T_values) ** 2, "k:", label="slope −2")
ax.set(xlabel="steps T", ylabel="KL(q ‖ sampler), nats", title="What is lost by sampling tokens together")
ax.legend()
figures.show(fig)

# %% tags=["reveal"]
rows = []
for name, (chain, alpha) in settings.items():
    shares = [100 * sampler_law(q, chain, alpha(np.arange(T + 1) / T))[true_words].sum() for T in (4, 16)]
    rows.append((name, *shares, np.log2(lost[name][-1] / lost[name][-2])))
table(rows, "chain", "words of 4 steps (%)", "words of 16 steps (%)", "slope of KL, 64 to 128 steps", digits=[None, 1, 1, 2], caption="share of true words among the samples, and the slope in the figure")

# %% [markdown]
r"""
On this language the uniform chain with its own clock loses *less* than the absorbing one, from two steps on.
It can correct a token, while one once revealed stays; but that alone does not decide: with $\alpha_t = 1-t$ the uniform chain is the worse one from 2 to 32 steps.
The clock matters as much as the chain.
MDLM and LLaDA of [section 8](#8-·-In-the-wild) use masks all the same.
One thing speaks for masks that no exact denoiser shows: by (15.6) a network for them needs no time, nor has it to doubt what it sees.

**Why a power of $T$?**
Two tokens fall into the same step with a probability of the order of $1/T$, so the sampler's law $p$ is a mixture, $q$ but for a part of that order.
If $q > 0$ everywhere, a change of order $1/T$ costs a KL of order $1/T^2$: at its minimum, 0, the KL is flat.
If $q = 0$ where the change puts probability, the KL is of order $1/T$: the next exercise.
Our $q$ has rare sequences, 5 % in all; that is why the curves get steeper only slowly.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.4

$L = 2$ tokens that are always equal, each of $K$ values equally probable.
The absorbing chain's sampler makes $T$ equal steps in $t$ with the exact denoiser.
Derive $\operatorname{KL}(q\,\|\,p)$ of the data's law $q$ from the sampler's law $p$, in nats.

Write a formula in `K`, `T`, such as `"log(K*T)"`.
At $K = 4$, $T = 2$ it is 0.4700.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
equal_tokens = "-log(1 - (1 - 1/K)/T)"
### END SOLUTION
equal_tokens = check("15.4", equal_tokens)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
Each token is revealed in each of the steps with the same probability $1/T$, so both in one step with probability $1/T$.
Then they are independent, and equal with probability $1/K$; otherwise the second sees the first.
$p$ gives all equal pairs together $1 - \frac1T(1-\frac1K)$, evenly, and $q$ gives them 1.
At $T = 1$ it is $\log K$, the total correlation; for large $T$ about $(1-\frac1K)/T$.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.5

What is the smallest number of steps $T$ with which the sampler of the *uniform* chain has $\operatorname{KL}(q\,\|\,p) < .01$ nats for our five letters?
Its clock is $\alpha_t = \cos(\pi t/2)$ at $t = 1, 1 - \frac1T, \dots, 0$.
Use `sampler_law` as above.

Write a whole number in place of `...`.
With .1 in place of .01 it is 5.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
enough = next(T for T in range(1, 100) if rel_entr(q, sampler_law(q, uniform(5), np.sin(np.pi / 2 * np.linspace(0, 1, T + 1)))).sum() < 0.01)
### END SOLUTION
enough = check("15.5", enough)

# %% [markdown]
r"""
## 5 · Learn it

The digits again, now in black and white: a pixel is 1 where its grey level is 8 of 16 or more.
$K = 2$, $L = 64$; the network is the one of [lecture 07](07_training.ipynb), given the pixels on show, and the digit as a label.
Training minimises

<!-- 15.12: definition -->
$$\mathcal L = \operatorname E\Big[w(t)\sum_{l:\,x_t^l = m}-\log p_\theta(x_0^l\mid x_t)\Big], \qquad t \text{ uniform on } (0, 1], \tag{15.12}$$

with $w = 1/t$, the bound itself, or with $w = 1$.
Both have the same minimiser, the exact conditionals; $1/t$ makes the terms of small $t$ large.
What counts is measured with the weight, whatever was used in training.

The rivals need no network: pixels independent of each other, and independent given the digit.
From [the study](../studies/discrete_study.py), five splits, a quarter of the digits held out each time:
"""

# %%
digits = found["digits"]
plain = digits["1/t"]
rows = [("independent pixels", plain["independent"], None, None), ("independent given the digit", plain["given_label"], None, None)]
rows += [(f"masked diffusion, weight {w}", one["bound"], one["bound_train"], one["seconds"]) for w, one in digits.items()]
table([(name, *(None if value is None else tuple(value) for value in values)) for name, *values in rows],
      "model", "nats a picture, held out", "on its training digits", "training (CPU s)", digits=[None, 2, 2, 0], caption="mean ± standard deviation over five splits; for diffusion the bound (15.8)")

# %% [markdown]
r"""
The network of the first split is stored with the course.
Here is its bound on the held-out digits, computed now, and the same with the labels shuffled among the pictures: how much does it rely on the label?
"""

# %%
ours, held, labels, held_labels = discrete_study.split_digits(0)
network = discrete_study.kept("digits", discrete_study.digit_denoiser())
generator = torch.Generator().manual_seed(15)
right, other = (bound(network, held, generator, given).mean() for given in (held_labels, rng.permutation(held_labels)))
print(f"{len(held)} held-out digits: {right:.1f} nats a picture with the right label, {other:.1f} with a random one")

# %% [markdown]
r"""
**Watch it.**
Left, twelve digits (0 to 9, then 0 and 1) appear from masks, grey.
Right, names of colours, made by a second network: words for tokens, three to a name at most.
(The web comic *xkcd* asked its readers to name colours; matplotlib ships 949 of the names.)
Drag to the right; set the number of steps to 1, and look for what has gone wrong.

Then the order: a step may reveal tokens at random, as the chain does, or as many, but those whose sampled value is most probable: the network is *surest* of them.
(`AmusedScheduler` of the library diffusers does so, with some noise added.)
Guess: with 16 steps, will a classifier find it harder or easier to tell the digits revealed surest first from real ones?
"""

# %% tags=["picture"]
WORDLIST, NAMES = discrete_study.names()
namer = discrete_study.kept("names", discrete_study.name_denoiser(len(WORDLIST), 0))
wanted = torch.tensor([*range(10), 0, 1])


def name_of(tokens):
    return " ".join("______" if token == MASK else WORDLIST[token] for token in tokens).rstrip()


def reveal_scene(steps, order, network=network, namer=namer, wanted=wanted):
    drawn = [tokens for tokens, _ in reveal(network, 12, steps, torch.Generator().manual_seed(3), wanted, order)]
    called = [tokens for tokens, _ in reveal(namer, 8, steps, torch.Generator().manual_seed(34), order=order)]
    at = np.arange(33) * steps // 32
    pictures = np.array([np.where(tokens == MASK, 0, 2.0 * tokens - 1).reshape(12, 8, 8) for tokens in drawn])[at]
    texts = np.array([[written(name_of(one).ljust(20), 20) for one in tokens] for tokens in called])[at]
    hidden = np.array([np.mean(tokens == MASK) for tokens in drawn])[at]
    panels = [Panel(Image(frames=pictures, columns=4), title="digits"), Panel(Image(frames=texts, columns=1), title="names of colours")]
    return dict(panels=panels, times=1 - np.arange(33) / 32, t=20, title="Unmasking", values={"hidden": hidden}, status="t = {t:.2f}: {hidden:.0%} of the pixels masked")


controlled(reveal_scene, steps=choose("steps", [1, 4, 16, 64], 64), order=choose("reveal", ["random", "surest"]))

# %% tags=["reveal"]
one = digits["1"]
rows = [("1347 real digits", plain["real"]), ("independent given the digit", plain["independent given the digit"])]
rows += [(f"{T} step{'s' * (T > 1)}, random order", one[f"random {T}"]) for T in discrete_study.STEPS]
rows += [("16 steps, surest first", one["surest 16"])]
table([(name, *zip(*means_and_deviations)) for name, means_and_deviations in rows], "pixels from", "a forest taught by them is right", "AUC of a forest against real ones", digits=3,
      caption="mean ± standard deviation over five splits, weight 1; AUC ½: it cannot tell")

# %% [markdown]
r"""
Look at the second judge.
One step, all pixels at once given the digit, is about what independent pixels are; with 16 a forest is almost reduced to guessing; 64 steps are not nearer (the difference is within the two spreads).
*Surest first* looks crisp, and the forest tells it from the data at once.
A value that is not revealed is drawn anew in the next step, and an improbable one is seldom revealed: it is drawn until a probable one comes.
That is sampling at a low temperature, of smooth, typical digits, and what such pictures teach is worth less.
And do not trust the first judge alone: pixels *independent* given the digit teach a forest quite well.

**Names, trained here.**
Words that occur twice or more, 182 with the empty one, and 743 names of up to three; 80 are held out.
A few seconds of training:
"""

# %%
V, order = len(WORDLIST), np.random.default_rng([discrete_study.SEED, 0]).permutation(len(NAMES))
held_names, our_names = NAMES[order[:80]], NAMES[order[80:]]
learner, curve = discrete_study.name_denoiser(V, 0), []
data, generator = learner.encode(our_names), torch.Generator().manual_seed(0)
print(f"{V} words, {len(NAMES)} names, {len(our_names)} of them for training")
for state in train(learner, data, generator=generator, **discrete_study.NAME_TRAINING):
    if state.step % 100 == 0:
        curve.append((state.step, *(bound(state.average, rows, torch.Generator().manual_seed(1), repeats=k).mean() for rows, k in ((held_names, 50), (our_names, 5)))))

# %%
alone = discrete_study.rival_names(our_names, held_names, V)["independent"]
fig, ax = figures.figure()
for values, mark, name in zip(np.array(curve).T[1:], "o.", ("held out", "training names")):
    ax.plot(np.array(curve)[:, 0], values, mark + "-", label=name)
ax.axhline(alone, color="k", linestyle=":", label="independent words, held out")
ax.set(xlabel="step", ylabel="nats a name", title="Names of colours: the bound while training", ylim=(5, 12))
ax.legend()
figures.show(fig, "The bound on held-out names falls below the nats of independent words and then stays; on the training names it goes on falling.")

# %%
names = found["names"]
table([("independent words", tuple(names["independent"]), tuple(names["independent less bound"]), names["independent less bound, least"]),
       ("word after word, from counts of pairs", tuple(names["pairs"]), tuple(names["pairs less bound"]), names["pairs less bound, least"]),
       ("masked diffusion (bound)", tuple(names["bound"]), None, None)],
      "model", "nats a name, held out", "more than diffusion", "least of the ten", digits=2, caption="mean ± standard deviation over ten splits; the rivals smoothed as suits a fifth of the training names best")
table([(f"{T}", tuple(names[f"ill-formed {T}"]), tuple(names[f"known {T}"]), tuple(names[f"held out found {T}"])) for T in (1, 3, 16)],
      "steps", "names with a gap", "training names", "of 80 held-out names found", digits=[None, 3, 2, 1], caption="2 000 names a split; mean ± standard deviation over ten splits")

# %% [markdown]
r"""
A bound can only be too high, and it lies below both rivals: the mean difference is three standard deviations of a single split, and it is positive on all ten.
It is not much: with 663 names there is little to learn, and four of ten that are generated are training names; but of 80 names that it never saw it finds nearly half in 2 000 samples.
One step makes about as many names with a gap as sixteen, and finds almost as many held-out ones: words of a name depend on each other so little that independence costs only a quarter of a nat.
(Which words are in the list was decided with the held-out names in sight, for all three models alike.)
By *letters* it is lost: in a trial with 949 names and a transformer the network had 26.0 nats a name and pairs of letters 23.8 (measured for this course and not rerun here).

## 6 · Tables with numbers and categories

A row of a table may have both: 333 penguins, with four measures (bill length and depth, flipper, mass), and species, island and sex.
[Lecture 17](17_imbalanced.ipynb) diffused rows of numbers.
Here both kinds are noised on one clock, each in its own way:

<!-- 15.13: definition -->
$$x_t^{\text{numbers}} = \alpha_t\,x_0^{\text{numbers}} + \sigma_t\,\varepsilon, \qquad x_t^{\text{category}} = m \text{ with probability } t , \tag{15.13}$$

with $\alpha_t = \cos(\pi t/2)$ for the numbers.
One network sees both, and the noise level; its loss is the squared error of the numbers plus (15.12).
The sampler takes a step of DDIM for the numbers and of (15.5) for the categories, from the same answer, so that each can wait for the other.

The rivals: *independent columns*, each resampled on its own; **SMOTE-NC**, which puts a row between two near ones and takes the commonest categories of its neighbours.
And, to see what *together* is worth, the rows that diffusion made, with the categories moved to other rows.
"""

# %%
shuffled = np.random.default_rng(0).permutation(load_penguins().table)
model = MixedDiffusion(discrete_study.SIZES, steps=600).fit(shuffled[:222], np.random.default_rng(1))
made = model.sample(222, np.random.default_rng(2))

# %% tags=["picture"]
fig, axes = figures.figure(1, 3, sharex=True, sharey=True)
rivals = {"real": shuffled[222:], "diffusion": made, "independent columns": IndependentColumns(discrete_study.SIZES).fit(shuffled[:222], rng).sample(111, rng)}
for ax, (name, rows) in zip(axes, rivals.items()):
    for code, (species, mark) in enumerate(zip(CATEGORIES["species"], "o^s")):
        ax.plot(*rows[rows[:, 4] == code, :2].T, mark, markersize=3, label=species)
    ax.set(title=name, xlabel=NUMBERS[0])
axes[0].set_ylabel(NUMBERS[1])
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncol=3)
figures.show(fig, "Bill depth against bill length, species by marker: three separate groups in the real birds and in those of diffusion; one cloud, species mixed, where columns are independent.")

# %% [markdown]
r"""
The judges, on ten splits of the rows into thirds: one to train on, one held out, and a *fresh* one that shows what is perfect.
A forest tells generated rows from held-out ones (AUC); a forest taught by generated rows names the sex, the species or the island of held-out birds; share of rows with a species on an island where none lives; distance to the nearest training row, in standard deviations.

Guess before you open it: where does SMOTE-NC, which trains nothing, lose, and where does diffusion?
"""

# %% tags=["reveal"]
measures = {"AUC": "auc", "sex": "sex", "species": "species", "island": "island", "impossible": "unseen", "nearest row": "nearest"}
table([(arm, *(tuple(each[key]) for key in measures.values())) for arm, each in found["penguins"].items()],
      "rows from", *measures, digits=[None, 2, 2, 2, 2, 3, 2], caption="mean ± standard deviation over ten splits")
gap = found["diffusion_less_smote"]
table([(name, tuple(gap[key])) for name, key in measures.items()], "measure", "diffusion less SMOTE-NC", digits=3, caption="the same splits, in pairs: mean ± standard deviation of the difference")

# %% [markdown]
r"""
Diffusion wins the first column: a forest tells its rows from held-out ones less well than SMOTE-NC's (the difference is more than its standard error, deviation$/\sqrt{10}$, three times over).
It loses two.
A forest taught by it names the sex less well, by two to three in a hundred, again three standard errors; and one or two rows in a hundred put a species on an island where none lives, which did not happen to SMOTE-NC once: its categories are those of most neighbours.
Species and island are ties.
The last column says what SMOTE-NC's victories rest on: its rows lie a third as far from the training rows as fresh birds do.
They are hardly new; [lecture 18](18_memory_privacy_fairness.ipynb) asks what such rows give away about those they come from.

*Apart*: the same numbers, the same categories, each among themselves as good as before, and the forest sees through them, and from them one learns neither species nor sex.
So what the network has learned lies between the two kinds.
(Islands are guessed as well as before: species and island are both categories, and were moved together.)
"""

# %% [markdown]
r"""
## 7 · Break it

Four slips from published code and from first attempts, each with a number that gives it away.

**Never done.**
Reveal with probability $t - s$ instead of (15.4).
With $T$ equal steps a token stays masked through all of them with probability

$$\Big(1 - \frac1T\Big)^T \;\xrightarrow{T\to\infty}\; e^{-1} , \tag{15.14}$$

more than a third from six steps on, however many.
One test: at $s = 0$ no mask may be left.

**Frozen rates.**
A masked token is revealed at the rate $1/t$, which grows to infinity.
Meta's `flow_matching` library, like every method that jumps with the rate held fixed, uses $1 - e^{-h/t}$ for a step $h = t - s$ in place of $h/t$ and draws what is left at the last step, jointly.
The share that is left for it is

$$\prod_{j=2}^T e^{-1/j} = e^{1-H_T}, \qquad H_T = \sum_{j=1}^T\frac1j , \tag{15.15}$$

for the exact $1/T$: with four steps 1.35 times as many, in the end $e^{1-\gamma} = 1.53$ times ($\gamma = .5772$, Euler's constant).

Witness: both on 100 000 tokens.
"""

# %%
def left_masked(chance, T, n=100_000):
    """Share of the tokens still masked after the given steps, (t, s) for each."""
    masked = np.ones(n, dtype=bool)
    for j in range(T, 0, -1):
        masked &= rng.random(n) >= chance(j / T, (j - 1) / T)
    return masked.mean()


# %% tags=["witness"]
for T in (4, 16):
    exactly = (1 - 1 / T) ** T
    witness(f"(15.14), T = {T}", left_masked(lambda t, s: t - s, T), exactly, standard_error=np.sqrt(exactly * (1 - exactly) / 100_000))
    exactly = np.exp(1 - np.sum(1 / np.arange(1, T + 1)))
    frozen = left_masked(lambda t, s: 1 - np.exp(-(t - s) / t) if s else 0.0, T)
    witness(f"(15.15), T = {T}", frozen, exactly, standard_error=np.sqrt(exactly * (1 - exactly) / 100_000))

# %% [markdown]
r"""
**Too good to be true.**
Average the loss over $t$ without the weight, and report it in nats.
What comes out for the exact denoiser, in the mean over $q$?
"""

# %%
unweighted = sum(dt * np.sum(q * expected_loss(t)) for t, dt in zip((nodes + 1) / 2, weights / 2))
print(f"without 1/t {unweighted:.2f} nats, with it {np.sum(q * integral):.2f}; entropy of q {entropy(q, axis=None):.2f}")

# %% [markdown]
r"""
Below the entropy.
No model can be that good on data from $q$: whoever reports such a number has forgotten a weight.

**Rare words die out.**
To draw from $p_1, p_2, \dots$ one can let them race: the smallest $E_i/p_i$ wins, with $E_i = -\log u_i$ exponential.
MDLM's code lets the mask race along, one draw for *whether* and *what*.
In float32, `torch.rand` returns multiples of $2^{-24}$, so no $E$ is below $5.96\cdot10^{-8}$, and a token with a probability far below that per step cannot win.
Below, a vocabulary of 50 000: half of the probability on one word, half spread evenly over the others, revealed with chance $1/T$ a step.
Of the words revealed, half should be rare ones.
(The smallest of 49 999 $E$s is drawn at once, as $-\log$ of the largest of as many random numbers: $u^{1/49\,999}$, rounded down to a multiple of $2^{-24}$.)
"""

# %%
def rare_share(T, digits, n=4_000_000, V=49_999):
    """Share of rare words among those revealed, by a race of all; random numbers of so many binary digits."""
    down = lambda u: np.maximum(np.floor(u * 2.0**digits), 1) / 2.0**digits
    top, head, mask = down(rng.random(n) ** (1 / V)), down(rng.random(n)), down(rng.random(n))
    rare, common, stay = (-np.log(u) / w for u, w in ((top, 0.5 / V / T), (head, 0.5 / T), (mask, 1 - 1 / T)))
    return np.sum((rare < common) & (rare < stay)) / np.sum(np.minimum(rare, common) < stay)


table([(T, rare_share(T, 24), rare_share(T, 52)) for T in (64, 1024, 8192)], "steps T", "rare words, float32", "float64", digits=2)

# %% [markdown]
r"""
More steps, fewer rare words: it looks like a sampler that gets better with steps, because text of common words is easy to predict, and it passed for that until Zheng and others (2024) found it.
The cure costs nothing: first decide *whether*, with one number, then *what*, given that.
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.6

This step of a masked sampler, from $t$ to $s$, has two faults.
After the last step, to $s = 0$, masks are left; and letters that were on show change.
Mend it.

- `x`: whole numbers (L,), the tokens at $t$; `K` is the mask. `p`: array (L, K), the denoiser's $p(x_0^l = k\mid x_t)$. $1 \ge t > s \ge 0$. `u`, `v`: random numbers (L,), uniform on [0, 1): `u` decides whether, `v` what.
- Returns the tokens at $s$, (L,).
- Worked value: `x = [3, 1, 3]`, `p` with rows $(.2, .5, .3)$, `t = 0.5`, `s = 0.25`, `u = [0.4, 0.1, 0.6]`, `v = [0.6, 0.9, 0.1]`: $(1, 1, 3)$.

```python
def unmask(x, p, t, s, u, v):
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where(u < t - s, drawn, x)
```
"""

# %% tags=["exercise"]
def unmask(x, p, t, s, u, v):
    """Tokens (L,) at s, mended."""
    ### BEGIN SOLUTION
    K = p.shape[1]
    drawn = (np.cumsum(p, axis=1) < v[:, None]).sum(axis=1)
    return np.where((u < (t - s) / t) & (x == K), drawn, x)
    ### END SOLUTION


unmask = check("15.6", unmask)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
(15.4): a masked token is revealed with $(t-s)/t$, which is 1 at $s = 0$; a token on show stays.
In the worked value $(t-s)/t = \frac12$: the first token is revealed ($u = .4$), as 1, since $.2 < .6 \le .7$; the third is not.
### END SOLUTION
"""

# %% [markdown] tags=["exercise"]
r"""
### Exercise 15.7

In the race above let $V$ rare words share the probability $r$ evenly, so that each has the weight $\frac{r}{VT}$; the mask has $1 - \frac1T$.
Random numbers are multiples of $2^{-24}$ between $2^{-24}$ and $1 - 2^{-24}$, so that $E = -\log u$ lies between $2^{-24}$ (up to a relative $3\cdot10^{-8}$) and $24\log2$.
From which $T$ on can a rare word *never* win against the mask?

Write a formula in `r`, `V`, such as `"2**24*V/r"`.
At $r = .5$, $V = 50\,000$ it is 2792.
"""

# %% tags=["exercise"]
### BEGIN SOLUTION
extinct = "1 + 24*log(2)*2**24*r/V"
### END SOLUTION
extinct = check("15.7", extinct)

# %% [markdown]
r"""
### BEGIN SOLUTION
**Why this is right.**
A rare word's best result is $2^{-24}\,VT/r$, the mask's worst $24\log2/(1-\frac1T)$.
Never means that the first is at least the second: $T\,(1-\frac1T) = T - 1 \ge 24\log2\cdot2^{24}\,r/V$.
Against the mask's *typical* result, 1, they are in trouble 17 times earlier: at $r/V = 10^{-5}$ from 169 steps on.
### END SOLUTION
"""

# %% [markdown]
r"""
## 8 · In the wild

- **D3PM** (Austin and others 2021) wrote (15.1) and (15.3) for any matrix: uniform, absorbing, one that moves to near grey levels. On pictures of CIFAR-10 its abstract reports a better likelihood than the continuous DDPM.
- **SEDD** (Lou and others 2024) learns the ratios of (15.10). By its abstract the perplexity (the exponential of nats a token) is 25 to 75 % below that of earlier diffusion models of text, and it outperforms GPT-2.
- **MDLM** (Sahoo and others 2024) is (15.12) with $w = 1/t$. On the One Billion Word benchmark its results, as Papers with Code lists them, are a perplexity of 23.00 with 110 million weights, and 20.09 for its autoregressive baseline of that size: $\log(23.00/20.09) = .14$ nats a token more, bound and network together.
- **LLaDA** (Nie and others 2025) is the same loss with 8 billion weights and 2.3 trillion tokens. Its authors' model card lists 65.9 on MMLU; for a successor with 12 trillion tokens 74.8, beside 71.9 for Qwen2.5 7B, autoregressive, with 18 trillion.
- **TabDDPM** (Kotelnikov and others 2023) diffuses tables with both kinds of columns, categories by the uniform chain. Its abstract claims to be better than generators by GAN and VAE; [section 6](#6-·-Tables-with-numbers-and-categories) compares such a model with SMOTE-NC.

What it does not show: perplexities by a bound and by the chain rule are not the same quantity; a bound is never too low, so the comparison is unfair to diffusion alone.
Samples judged by another model's perplexity (as in the fourth slip above) reward common words.
And a benchmark of answers does not show how many *steps* they took.

## 9 · What you can now say

*What is a little noise for a letter?*
A small probability of being drawn anew, and the reverse is Bayes' rule, one token at a time.

| | result | witness |
|---|---|---|
| (15.2) | Both chains are $\dot P = Q^{\mathsf T}P$ | [section 1](#1-·-Noise-for-a-letter) |
| (15.3)–(15.6) | One step back; masks need no time | [section 2](#2-·-One-step-back) |
| (15.7)–(15.10) | The bound, an equality for the exact model, sequence by sequence | [section 3](#3-·-A-bound-that-is-an-equality) |
| (15.11) | One step loses the total correlation | [section 4](#4-·-What-a-step-loses) |
| (15.14), (15.15) | What slips leave masked | [section 7](#7-·-Break-it) |

The opening questions.
(1) In the uniform chain; a mask, once filled, stays filled.
(2) The letters are drawn without regard to each other: what is lost is the total correlation, (15.11).
(3) The uniform one, with 16 steps and with 4 ([section 4](#4-·-What-a-step-loses) has the shares).

Next question: of all generators met so far, which is best, and who says so?
That is [lecture 16](16_rivals.ipynb).

## 10 · Sources

- E. Hoogeboom and others, *Argmax flows and multinomial diffusion*, NeurIPS 2021, arXiv 2102.05379: the uniform chain; J. Austin and others, *Structured denoising diffusion models in discrete state-spaces*, NeurIPS 2021, arXiv 2107.03006: (15.1), (15.3), the absorbing chain.
- A. Campbell and others, *A continuous time framework for discrete denoising models*, NeurIPS 2022, arXiv 2205.14987; A. Lou, C. Meng, S. Ermon, 2024, arXiv 2310.16834: (15.10).
- S. S. Sahoo and others, *Simple and effective masked diffusion language models*, NeurIPS 2024, arXiv 2406.07524; J. Shi and others, 2024, arXiv 2406.04329: (15.8); J. Ou and others, *Your absorbing discrete diffusion secretly models the conditional distributions of clean data*, arXiv 2406.03736: (15.6), and the random order behind (15.9).
- K. Zheng and others, *Masked diffusion models are secretly time-agnostic masked models and exploit inaccurate categorical sampling*, ICLR 2025, arXiv 2409.02908: the race in float32. The code: `kuleshov-group/mdlm`, `diffusion.py`, lines 24–28 at c112c52. Frozen rates: `facebookresearch/flow_matching`, `discrete_solver.py` at 11568d3.
- S. Nie and others, *Large language diffusion models*, 2025, arXiv 2502.09992; the model card of iLLaDA-8B-Base, with arXiv 2606.25331. A. Kotelnikov and others, *TabDDPM*, ICML 2023, arXiv 2209.15421.
- N. V. Chawla and others, *SMOTE*, JAIR 16, 2002, section 6.1: SMOTE-NC.
- Data: digits as in [lecture 07](07_training.ipynb); names of colours, R. Munroe 2010, CC0; penguins, K. B. Gorman, T. D. Williams, W. R. Fraser 2014, CC0 ([appendix H](../appendices/H_data.ipynb)).
- Ours: the law of five letters, all tables and experiments, the exercises.
"""
