"""The posterior of an influenza outbreak, for many parameters at once: what samplers are tried on.

y_i ~ negative binomial, mean I(t_i) of SIR's ODE, variance μ + μ²/k;   θ = (log β, log γ, log k) ~ N(CENTRE, I)
"""

import numpy as np
from scipy.special import gammaln, xlogy

from utils.data.outbreaks import load_boarding_school
from utils.inference.target import Target

SCHOOL = load_boarding_school("A")
N, Y = SCHOOL.population, SCHOOL.counts[:, None]
CENTRE = np.array([0.0, -0.7, 2.0])
FASTEST = 10.0  # a day: faster than the step can follow


def infectious(beta, gamma, per_day=5):
    """I at days 1 to 14, (14, n), of rates (n,): Runge and Kutta's method of order 4."""
    x, found = np.array([np.full(beta.shape, N - 1.0), np.ones(beta.shape)]), []

    def flow(x):
        new = beta / N * x[0] * x[1]
        return np.array([-new, new - gamma * x[1]])

    h = 1 / per_day
    for step in range(1, 14 * per_day + 1):
        a = flow(x)
        b = flow(x + h / 2 * a)
        c = flow(x + h / 2 * b)
        x = x + h / 6 * (a + 2 * b + 2 * c + flow(x + h * c))
        if step % per_day == 0:
            found.append(x[1])
    return np.array(found)


def log_likelihood(theta, per_day=5):
    """θ (n, 3) -> (n,)."""
    beta, gamma, k = np.exp(theta).T
    mu = infectious(beta, gamma, per_day)
    ways = gammaln(Y + k) - gammaln(k) - gammaln(Y + 1)
    return np.sum(ways - k * np.log1p(mu / k) + xlogy(Y, mu / (k + mu)), axis=0)


def log_posterior(theta):
    prior = -np.sum((theta - CENTRE) ** 2, axis=1) / 2
    inside = np.all(theta[:, :2] < np.log(FASTEST), axis=1)
    value = np.full(len(theta), -np.inf)
    value[inside] = log_likelihood(theta[inside]) + prior[inside]
    return value


POSTERIOR = Target(log_posterior, ("log β", "log γ", "log k"), vectorised=True)


def starts(chains, rng):
    """Spread out five times as wide as the posterior."""
    return np.log([1.7, 0.5, 10.0]) + rng.normal(size=(chains, 3)) * [0.15, 0.4, 1.0]
