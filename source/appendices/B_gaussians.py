# %% [markdown]
r"""
# B · What do I need to know about Gaussians?

{badges}

| | |
|---|---|
| **You will be able to** | scale, add and multiply Gaussians, apply Bayes' rule to them, and compute their divergences |
| **You need** | densities, expectation, completing the square, matrix inverse and determinant |
| **Time** | {minutes} minutes to read, {seconds} seconds to run |
"""

# %% tags=["setup"]
import numpy as np
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from utils.generative.divergences import gaussian_kl, gaussian_w2
from utils.teaching.witness import witness

rng = np.random.default_rng(1)

# %% [markdown]
r"""
## 1 · The density

For $m\in\mathbb R^d$ and a symmetric positive definite $C$,

$$N(x; m, C) = \frac{1}{\sqrt{(2\pi)^d\det C}}\,\exp\!\left(-\tfrac12 (x-m)^{\mathsf T}C^{-1}(x-m)\right). \tag{B.1}$$

Its logarithm is a quadratic function of $x$ with negative definite second-order part.
The converse is what makes Gaussians easy: **whatever has such a log-density is a Gaussian**, and mean and covariance are read off from the quadratic.
The gradient of the logarithm, the *score*, is linear:

$$\nabla_x \log N(x; m, C) = -C^{-1}(x-m). \tag{B.2}$$
"""

# %% tags=["witness"]
m, C = np.array([1.0, -2.0]), np.array([[2.0, 0.6], [0.6, 0.5]])
x = rng.normal(size=2)
by_hand = np.exp(-0.5 * (x - m) @ np.linalg.solve(C, x - m)) / np.sqrt((2 * np.pi) ** 2 * np.linalg.det(C))
witness("(B.1)", by_hand, multivariate_normal(m, C).pdf(x))

h = 1e-5 * np.eye(2)
log_density = multivariate_normal(m, C).logpdf
slope = [(log_density(x + step) - log_density(x - step)) / 2e-5 for step in h]
witness("(B.2)", slope, -np.linalg.solve(C, x - m), atol=1e-7)

# %% [markdown]
r"""
## 2 · Scale and shift

If $x\sim N(m, C)$ and $A$ is a matrix, $b$ a vector, then

$$A x + b \sim N\!\left(A m + b,\; A C A^{\mathsf T}\right). \tag{B.3}$$

The mean is linear.
The covariance is $\operatorname E[A(x-m)(x-m)^{\mathsf T}A^{\mathsf T}]$, and $A$ comes out on both sides; for a number $A = c$ that is $c^2$.
For an invertible $A$ this is a change of variables: the log-density stays quadratic, so the result is Gaussian.
(A wide $A$ of full rank drops coordinates as well; they are integrated out, which keeps the form.)

## 3 · Sums of independent Gaussians

If $x\sim N(0, a^2)$ and $y\sim N(0, b^2)$ are independent numbers, the density of $x + y$ at $z$ sums over all ways to reach $z$:

$$\int N(x; 0, a^2)\,N(z-x; 0, b^2)\,dx = N\!\left(z; 0, a^2+b^2\right). \tag{B.4}$$

*Proof: complete the square.*
The exponent is $-\frac12$ times

$$\frac{x^2}{a^2} + \frac{(z-x)^2}{b^2} = \frac{a^2+b^2}{a^2b^2}\left(x - \frac{a^2}{a^2+b^2}\,z\right)^2 + \frac{z^2}{a^2+b^2}. \tag{B.5}$$

The first term on the right is a Gaussian in $x$ around a shifted centre; it integrates to a constant whatever $z$ is.
What remains depends on $z$ as $e^{-z^2/2(a^2+b^2)}$.
The constant follows because both sides are densities in $z$.
$\square$

For vectors the same holds with covariances: $N(m_1, C_1)$ plus an independent $N(m_2, C_2)$ is $N(m_1+m_2, C_1+C_2)$.
It is (B.3) applied to the stacked vector $(x, y)$ with $A = (I\; I)$.
"""

# %% tags=["witness"]
A, b = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([0.5, 0.0])
y = A @ x + b
change_of_variables = multivariate_normal(m, C).pdf(x) / abs(np.linalg.det(A))
witness("(B.3)", multivariate_normal(A @ m + b, A @ C @ A.T).pdf(y), change_of_variables)

a, b, z = 1.5, 0.8, 0.7
integral, _ = quad(lambda x: norm.pdf(x, 0, a) * norm.pdf(z - x, 0, b), -20, 20, epsabs=1e-13)
witness("(B.4)", integral, norm.pdf(z, 0, np.hypot(a, b)))
x = rng.normal(size=7)
square = (a**2 + b**2) / (a * b) ** 2 * (x - a**2 / (a**2 + b**2) * z) ** 2 + z**2 / (a**2 + b**2)
witness("(B.5)", x**2 / a**2 + (z - x) ** 2 / b**2, square, atol=1e-11)

# %% [markdown]
r"""
## 4 · Products, and Bayes' rule

In this section $x$ is a number, and $v_1, v_2, v, \sigma, \alpha > 0$.
Multiply two Gaussian densities in the same variable: exponents add, quadratics add, so the product is a Gaussian up to a constant.
**Precisions** (inverse variances) add, and the mean is the average weighted by precision:

$$\begin{gathered}N(x; m_1, v_1)\,N(x; m_2, v_2) \;\propto\; N(x; m, v),\\ \frac1v = \frac1{v_1}+\frac1{v_2}, \qquad \frac mv = \frac{m_1}{v_1}+\frac{m_2}{v_2}. \end{gathered} \tag{B.6}$$

The constant is $N(m_1; m_2, v_1+v_2)$: compare at $x = m$, or read (B.4).

Denoising is such a product.
Prior $x_0\sim N(m, v)$, observation $x_t = \alpha x_0 + \sigma\varepsilon$.
As a function of $x_0$ the likelihood $N(x_t; \alpha x_0, \sigma^2)$ is a Gaussian around $x_t/\alpha$ with variance $\sigma^2/\alpha^2$.
By (B.6) the posterior is $N(x_0; \hat m, \hat v)$ with

$$\begin{gathered}\hat v = \frac{1}{\frac1v+\frac{\alpha^2}{\sigma^2}} = \frac{v\,\sigma^2}{\alpha^2v+\sigma^2},\\ \hat m = m + \frac{\alpha v}{\alpha^2 v + \sigma^2}\,(x_t - \alpha m). \end{gathered} \tag{B.7}$$

For the mean: $\hat m=\hat v\left(\frac mv+\frac{\alpha x_t}{\sigma^2}\right)=\frac{\sigma^2m+\alpha v\,x_t}{\alpha^2v+\sigma^2}$; subtract $m$.
The fraction in (B.7) is the slope of the best straight-line estimate of $x_0$ from $x_t$: covariance over variance.

**For vectors.**
Let $x_0\sim N(m, \Sigma)$ in $d$ dimensions and $y = Hx_0 + e$ with a matrix $H$ and $e\sim N(0, R)$ independent of $x_0$, $R$ invertible.
$y$ has mean $Hm$ and covariance $S = H\Sigma H^{\mathsf T}+R$, and $\operatorname{Cov}(x_0, y) = \Sigma H^{\mathsf T}$.
Take the part of $x_0$ that goes along with $y$ away: with $K = \Sigma H^{\mathsf T}S^{-1}$ the remainder $u = x_0-m-K(y-Hm)$ has mean 0 and

$$\operatorname{Cov}(u, y) = \Sigma H^{\mathsf T}-KS = 0, \qquad \operatorname{Cov}(u) = \Sigma-KS K^{\mathsf T} . \tag{B.7a}$$

$(u, y)$ is jointly Gaussian by (B.3), and for jointly Gaussian variables uncorrelated means independent (the quadratic form in (B.1) splits).
So, given $y$, $u$ keeps its law, and

$$\begin{gathered}x_0\mid y \;\sim\; N\!\left(m+K(y-Hm),\ \Sigma-KS K^{\mathsf T}\right),\\ K = \Sigma H^{\mathsf T}\left(H\Sigma H^{\mathsf T}+R\right)^{-1} . \end{gathered} \tag{B.7b}$$

With $H = \alpha I$ and $R = \sigma^2I$ it is the posterior of a Gaussian under noising, the matrix case that (4.10) of [lecture 04](../lectures/04_exact_reverse.ipynb) uses component by component: covariance $\Sigma-\alpha^2\Sigma(\alpha^2\Sigma+\sigma^2I)^{-1}\Sigma = \sigma^2\Sigma(\alpha^2\Sigma+\sigma^2I)^{-1}$.
"""

# %% tags=["witness"]
m1, v1, m2, v2 = 0.5, 2.0, -1.0, 0.7
v = 1 / (1 / v1 + 1 / v2)
mean = v * (m1 / v1 + m2 / v2)
x = np.linspace(-3, 3, 13)
product = norm.pdf(x, m1, np.sqrt(v1)) * norm.pdf(x, m2, np.sqrt(v2))
witness("(B.6)", product, norm.pdf(x, mean, np.sqrt(v)) * norm.pdf(m1, m2, np.sqrt(v1 + v2)))

# %% tags=["witness"]
mean, v, alpha, sigma, x_t = 0.4, 1.3, 0.8, 0.6, 1.7
joint = lambda x0: norm.pdf(x0, mean, np.sqrt(v)) * norm.pdf(x_t, alpha * x0, sigma)
total = quad(joint, -15, 15, epsabs=1e-14)[0]
first = quad(lambda x0: x0 * joint(x0), -15, 15, epsabs=1e-14)[0] / total
second = quad(lambda x0: (x0 - first) ** 2 * joint(x0), -15, 15, epsabs=1e-14)[0] / total
spread = alpha**2 * v + sigma**2
witness("(B.7)", [first, second], [mean + alpha * v / spread * (x_t - alpha * mean), v * sigma**2 / spread], atol=1e-10)

# %% tags=["witness"]
Sigma, H, R = np.array([[1.0, 0.6], [0.6, 0.8]]), np.array([[1.0, -0.5]]), np.array([[0.3]])
prior_mean, y, grid = np.array([0.5, -0.2]), 0.9, np.linspace(-7, 7, 701)
pairs = np.stack(np.meshgrid(grid, grid, indexing="ij"), axis=-1)
by_bayes = multivariate_normal(prior_mean, Sigma).pdf(pairs) * norm.pdf(y, pairs @ H[0], np.sqrt(0.3))
by_bayes /= by_bayes.sum()
found = np.einsum("ij,ijk->k", by_bayes, pairs)
about = pairs - found
S = H @ Sigma @ H.T + R
K = Sigma @ H.T @ np.linalg.inv(S)
witness("(B.7b), mean", found, prior_mean + K @ (y - H @ prior_mean), atol=1e-8)
witness("(B.7b), covariance", np.einsum("ij,ijk,ijl->kl", by_bayes, about, about), Sigma - K @ S @ K.T, atol=1e-8)
rest = np.eye(2) - K @ H  # u = (I − KH)(x_0 − m) − K e
witness("(B.7a)", rest @ Sigma @ H.T - K @ R, 0)
witness("(B.7a), covariance", rest @ Sigma @ rest.T + K @ R @ K.T, Sigma - K @ S @ K.T)

# %% [markdown]
r"""
## 5 · How different are two Gaussians?

**Kullback–Leibler divergence**, in nats: how much longer, on average, messages from the first become when coded for the second.

$$\begin{aligned}\operatorname{KL}\bigl(N(&m_1, C_1)\,\|\,N(m_2, C_2)\bigr) = \tfrac12\Bigl[\operatorname{tr}(C_2^{-1}C_1)\\ &{}+ (m_2-m_1)^{\mathsf T}C_2^{-1}(m_2-m_1) - d + \log\frac{\det C_2}{\det C_1}\Bigr]. \end{aligned} \tag{B.8}$$

*Derivation.*
Write $N_i$ for $N(x; m_i, C_i)$.
$\operatorname{KL} = \operatorname E[\log N_1 - \log N_2]$ with $x\sim N_1$.
The logarithms of the determinants come straight from (B.1).
For the rest use $\operatorname E[y^{\mathsf T}My]=\operatorname{tr}(M\operatorname E[yy^{\mathsf T}])$.
$\operatorname E[(x-m_1)^{\mathsf T}C_1^{-1}(x-m_1)] = \operatorname{tr}(C_1^{-1}C_1) = d$.
And $\operatorname E[(x-m_2)^{\mathsf T}C_2^{-1}(x-m_2)] = \operatorname{tr}(C_2^{-1}C_1) + (m_1-m_2)^{\mathsf T}C_2^{-1}(m_1-m_2)$, where the cross term vanishes because $\operatorname E[x - m_1] = 0$.

It is never negative, since $-\log r \ge 1 - r$ gives $\operatorname E[-\log\frac{N_2}{N_1}] \ge 1 - \operatorname E[\frac{N_2}{N_1}] = 0$; it is 0 only if both agree; and it is **not symmetric**: check which of the two comes first.
In one dimension, against the standard normal:

$$\operatorname{KL}\!\left(N(m, v)\,\|\,N(0,1)\right) = \tfrac12\left[v + m^2 - 1 - \log v\right]. \tag{B.9}$$

**Wasserstein-2 distance**, in the data's own unit: the root mean square distance one must move the first to make the second.
In one dimension, for $s_1, s_2>0$,

$$W_2^2\!\left(N(m_1, s_1^2), N(m_2, s_2^2)\right) = (m_1-m_2)^2 + (s_1-s_2)^2 . \tag{B.10}$$

*Derivation.*
In one dimension the best plan keeps the order, quantile to quantile: uncrossing two pairs $a<a'$ and $b<b'$ saves $2(a'-a)(b'-b)\ge0$ of squared distance.
Quantiles are $m_i + s_i z$ with the same $z\sim N(0,1)$, and $\operatorname E[(m_1 - m_2 + (s_1-s_2)z)^2]$ is the right side.
"""

# %% tags=["witness"]
v = 0.3
integrand = lambda x: norm.pdf(x, m1, np.sqrt(v)) * (norm.logpdf(x, m1, np.sqrt(v)) - norm.logpdf(x))
by_integral = quad(integrand, -10, 10, epsabs=1e-13)[0]
witness("(B.9)", by_integral, 0.5 * (v + m1**2 - 1 - np.log(v)), atol=1e-10)
witness("(B.8) in one dimension", gaussian_kl([m1], [[v]], [0.0], [[1.0]]), by_integral, atol=1e-10)

# %% tags=["witness"]
m2, C2 = np.array([0.0, 0.5]), np.array([[1.0, -0.3], [-0.3, 2.0]])
samples = multivariate_normal(m, C).rvs(200_000, random_state=rng)
log_ratio = multivariate_normal(m, C).logpdf(samples) - multivariate_normal(m2, C2).logpdf(samples)
error = log_ratio.std() / np.sqrt(log_ratio.size)
difference = m2 - m
quadratic = np.trace(np.linalg.solve(C2, C)) + difference @ np.linalg.solve(C2, difference)
formula = 0.5 * (quadratic - 2 + np.log(np.linalg.det(C2) / np.linalg.det(C)))
witness("(B.8)", log_ratio.mean(), formula, standard_error=error)
witness("(B.8) in utils", gaussian_kl(m, C, m2, C2), formula)

# %% tags=["witness"]
u = (np.arange(200_000) + 0.5) / 200_000
quantile_gap = norm.ppf(u, 1.0, 0.5) - norm.ppf(u, -0.3, 2.0)
witness("(B.10)", np.mean(quantile_gap**2), 1.3**2 + 1.5**2, atol=1e-4)
print(f"error of the midpoint sum: {np.mean(quantile_gap**2) - 1.3**2 - 1.5**2:.1e}")
witness("(B.10) in utils", gaussian_w2([1.0], [[0.25]], [-0.3], [[4.0]]), np.sqrt(1.3**2 + 1.5**2))

# %% [markdown]
r"""
The first line of the last witness is held to $10^{-4}$ only: in a mean over $n$ midpoints the first and the last cell stand for an infinite tail by one point each.

## Sources

C. M. Bishop, *Pattern Recognition and Machine Learning*, 2006, sections 2.3 and 1.6.
For (B.10) in any dimension: C. Givens, R. Shortt, *A class of Wasserstein metrics for probability distributions*, 1984.
The proofs and witnesses are ours.
"""
