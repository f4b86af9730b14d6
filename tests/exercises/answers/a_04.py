"""Answers to lecture 04 as learners write them, from the statements alone."""

from tests.exercises.answers.shorthand import of, slips

ANSWERS = {
    "04.1": {
        "right": [
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # the DDIM way of writing it: keep the direction of the noise, add the rest fresh
    var = (1 - alpha_bar_s) * (1 - alpha_bar_t / alpha_bar_s) / (1 - alpha_bar_t)
    eps = (x_t - math.sqrt(alpha_bar_t) * x0) / math.sqrt(1 - alpha_bar_t)
    return [math.sqrt(alpha_bar_s) * x0 + math.sqrt(max(1 - alpha_bar_s - var, 0)) * eps, var]
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    if alpha_bar_s == 1:
        return x0, 0.0
    a = math.sqrt(alpha_bar_t / alpha_bar_s)
    p1 = a**2 / (1 - a**2)
    p2 = 1 / (1 - alpha_bar_s)
    mean = (p1 * x_t / a + p2 * math.sqrt(alpha_bar_s) * x0) / (p1 + p2)
    return mean, 1 / (p1 + p2)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    x_t, x0, s, t = [torch.tensor(float(v), dtype=torch.float64) for v in (x_t, x0, alpha_bar_s, alpha_bar_t)]
    scale = torch.sqrt(t / s)
    noise2 = (1 - t) - scale**2 * (1 - s)
    return scale * (1 - s) / (1 - t) * x_t + s.sqrt() * noise2 / (1 - t) * x0, (1 - s) * noise2 / (1 - t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    s, t = Decimal(float(alpha_bar_s)), Decimal(float(alpha_bar_t))
    beta = 1 - t / s
    A = (t / s).sqrt() * (1 - s) / (1 - t)
    B = s.sqrt() * beta / (1 - t)
    return A * Decimal(float(x_t)) + B * Decimal(float(x0)), beta * (1 - s) / (1 - t)
""",
        ],
        "wrong": [
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # standard deviation, not variance
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, np.sqrt(beta * (1 - alpha_bar_s) / (1 - alpha_bar_t))
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # root of alpha_{t|s} forgotten
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (alpha * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # root of alpha_bar_s forgotten
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    A = math.sqrt(alpha) * (1 - alpha_bar_s) / (1 - alpha_bar_t)
    B = alpha_bar_s * beta / (1 - alpha_bar_t)
    return A * x_t + B * x0, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # the two factors exchanged
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    A = np.sqrt(alpha) * (1 - alpha_bar_s) / (1 - alpha_bar_t)
    B = np.sqrt(alpha_bar_s) * beta / (1 - alpha_bar_t)
    return A * x0 + B * x_t, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # beta for the variance, DDPM's other choice
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # s and t mixed up in beta tilde
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_t) / (1 - alpha_bar_s)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # beta taken as the noise from 0 to t
    beta = 1 - alpha_bar_t
    alpha = 1 - beta
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # forgot to divide the mean by 1 - alpha_bar_t
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # the law of x_s from x_0 alone
    return math.sqrt(alpha_bar_s) * x0, 1 - alpha_bar_s
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # precisions without the factor alpha_{t|s}^2
    a = math.sqrt(alpha_bar_t / alpha_bar_s)
    noise = 1 - a**2
    if alpha_bar_s == 1:
        return x0, 0.0
    precision = 1 / noise + 1 / (1 - alpha_bar_s)
    mean = (a * x_t / noise + math.sqrt(alpha_bar_s) * x0 / (1 - alpha_bar_s)) / precision
    return mean, 1 / precision
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # right, but divides by zero at s = 0
    a = math.sqrt(alpha_bar_t / alpha_bar_s)
    precision = a**2 / (1 - a**2) + 1 / (1 - alpha_bar_s)
    mean = (a * x_t / (1 - a**2) + math.sqrt(alpha_bar_s) * x0 / (1 - alpha_bar_s)) / precision
    return mean, 1 / precision
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # guard at s = 0 right, roots of alpha_bar_s missing elsewhere
    if alpha_bar_s == 1.0:
        return x0, 0.0
    beta = 1 - alpha_bar_t / alpha_bar_s
    mean = (np.sqrt(1 - beta) * (1 - alpha_bar_s) * x_t + alpha_bar_s * beta * x0) / (1 - alpha_bar_t)
    return mean, (1 - alpha_bar_s) / (1 - alpha_bar_t) * beta
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # deterministic DDIM
    eps = (x_t - np.sqrt(alpha_bar_t) * x0) / np.sqrt(1 - alpha_bar_t)
    return np.sqrt(alpha_bar_s) * x0 + np.sqrt(1 - alpha_bar_s) * eps, 0.0
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # difference for the ratio: sigma_{t|s}^2 = sigma_t^2 - sigma_s^2
    beta = alpha_bar_s - alpha_bar_t
    alpha = alpha_bar_t / alpha_bar_s
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # sqrt(1 - alpha_bar_s): the standard deviation where the variance belongs
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    A = np.sqrt(alpha) * np.sqrt(1 - alpha_bar_s) / (1 - alpha_bar_t)
    B = np.sqrt(alpha_bar_s) * beta / (1 - alpha_bar_t)
    return A * x_t + B * x0, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # mean only
    alpha = alpha_bar_t / alpha_bar_s
    return (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_s) * (1 - alpha) * x0) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # minus for plus
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t - np.sqrt(alpha_bar_s) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # alpha_bar_t where alpha_bar_s belongs
    alpha = alpha_bar_t / alpha_bar_s
    beta = 1 - alpha
    mean = (np.sqrt(alpha) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_t) * beta * x0) / (1 - alpha_bar_t)
    return mean, beta * (1 - alpha_bar_s) / (1 - alpha_bar_t)
""",
            """
def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    # takes the arguments for alpha, not alpha squared
    a_s, a_t = alpha_bar_s, alpha_bar_t
    scale = a_t / a_s
    s2, t2 = 1 - a_s**2, 1 - a_t**2
    noise = t2 - scale**2 * s2
    return scale * s2 / t2 * x_t + a_s * noise / t2 * x0, s2 * noise / t2
""",
        ],
    },
    "04.2": {
        "right": [
            """
def drift(betas):
    m = 0.0
    bar = np.cumprod(1 - np.array(betas))
    for t in range(len(betas), 0, -1):
        earlier = bar[t - 2] if t > 1 else 1.0
        A = np.sqrt(1 - betas[t - 1]) * (1 - earlier) / (1 - bar[t - 1])
        B = np.sqrt(earlier) * betas[t - 1] / (1 - bar[t - 1])
        m = A * m + B * (np.sqrt(bar[t - 1]) * m + 1)
    return m
""",
            """
def drift(betas):
    betas = torch.as_tensor(betas, dtype=torch.float64)
    bar = torch.cumprod(1 - betas, 0)
    return torch.sum(bar / (1 - betas) * betas / (1 - bar))
""",
            """
def drift(betas):
    total, bar = Fraction(0), Fraction(1)
    for b in [Fraction(float(b)) for b in betas[:60]]:
        before, bar = bar, bar * (1 - b)
        total += before * b / (1 - bar)
    if len(betas) > 60:
        full = np.cumprod(1 - betas)
        return float(np.sum(full / (1 - betas) * betas / (1 - full)))
    return total
""",
        ],
        "wrong": [
            """
def drift(betas):
    # B of every step added
    bar = np.cumprod(1 - betas)
    before = np.concatenate([[1], bar[:-1]])
    return np.sum(np.sqrt(before) * betas / (1 - bar))
""",
            """
def drift(betas):
    # A alone carries the error on
    bar = np.cumprod(1 - betas)
    m = 0
    for t in range(len(betas) - 1, -1, -1):
        before = bar[t - 1] if t > 0 else 1
        m = np.sqrt(1 - betas[t]) * (1 - before) / (1 - bar[t]) * m + np.sqrt(before) * betas[t] / (1 - bar[t])
    return m
""",
            """
def drift(betas):
    # only the last step counts
    return 1.0
""",
            """
def drift(betas):
    # the later alpha bar in both places
    bar = np.cumprod(1 - betas)
    return np.sum(bar * betas / (1 - bar))
""",
            """
def drift(betas):
    # upwards instead of downwards
    bar = np.cumprod(1 - betas)
    m = 0
    for t in range(len(betas)):
        before = bar[t - 1] if t > 0 else 1
        m = np.sqrt(1 - betas[t]) * m + np.sqrt(before) * betas[t] / (1 - bar[t])
    return m
""",
            """
def drift(betas):
    # the average of the contributions
    bar = np.cumprod(1 - betas)
    return np.mean(bar / (1 - betas) * betas / (1 - bar))
""",
            """
def drift(betas):
    # nothing is lost on the way
    return len(betas) * 1.0
""",
        ],
    },
    "04.3": {
        "right": [
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    var = alpha**2 * stds**2 + sigma**2
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * var)) / np.sqrt(var)
    return p / p.sum()
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    logs = []
    for w, m, s in zip(weights, means, stds):
        c = math.hypot(alpha * s, sigma)
        logs.append(math.log(w) - math.log(c) - 0.5 * ((x_t - alpha * m) / c) ** 2)
    top = max(logs)
    parts = [math.exp(v - top) for v in logs]
    return [p / sum(parts) for p in parts]
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    w, m, s = (torch.as_tensor(np.asarray(v), dtype=torch.float64) for v in (weights, means, stds))
    law = torch.distributions.Normal(alpha * m, torch.sqrt((alpha * s) ** 2 + sigma**2))
    return torch.softmax(w.log() + law.log_prob(torch.tensor(float(x_t), dtype=torch.float64)), dim=0)
""",
            """
from scipy.stats import norm
from scipy.special import logsumexp

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    logs = np.log(weights) + norm.logpdf(x_t, alpha * means, np.hypot(alpha * stds, sigma))
    return np.exp(logs - logsumexp(logs))
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # in units of x_t / alpha
    p = [w * norm(m, np.sqrt(s**2 + (sigma / alpha) ** 2)).pdf(x_t / alpha) for w, m, s in zip(weights, means, stds)]
    return tuple(np.array(p) / np.sum(p))
""",
        ],
        "wrong": [
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # not normalised
    return weights * norm.pdf(x_t, alpha * means, np.sqrt(alpha**2 * stds**2 + sigma**2))
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # no weights
    p = norm.pdf(x_t, alpha * means, np.sqrt(alpha**2 * stds**2 + sigma**2))
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # the variance where the standard deviation goes
    p = weights * norm.pdf(x_t, alpha * means, alpha**2 * stds**2 + sigma**2)
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # standard deviations added
    p = weights * norm.pdf(x_t, alpha * means, alpha * stds + sigma)
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # means not shrunk
    p = weights * norm.pdf(x_t, means, np.sqrt(alpha**2 * stds**2 + sigma**2))
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # stds not shrunk
    p = weights * norm.pdf(x_t, alpha * means, np.sqrt(stds**2 + sigma**2))
    return p / p.sum()
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # no 1/std in front of the exponential
    var = alpha**2 * stds**2 + sigma**2
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * var))
    return p / np.sum(p)
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # 1/var in front of the exponential
    var = alpha**2 * stds**2 + sigma**2
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * var)) / var
    return p / np.sum(p)
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # the half is missing in the exponent
    var = alpha**2 * stds**2 + sigma**2
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / var) / np.sqrt(2 * np.pi * var)
    return p / np.sum(p)
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # the data's own widths, no noise
    p = weights * norm.pdf(x_t, alpha * means, alpha * stds)
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # the noise alone, components as points
    p = weights * norm.pdf(x_t, alpha * means, sigma)
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # the mixture of the data, t forgotten
    p = weights * norm.pdf(x_t, means, stds)
    return p / p.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # the winner takes all
    p = weights * norm.pdf(x_t, alpha * means, np.sqrt(alpha**2 * stds**2 + sigma**2))
    out = np.zeros(len(weights))
    out[np.argmax(p)] = 1
    return out
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # running total
    total, out = 0.0, []
    for w, m, s in zip(weights, means, stds):
        c = math.sqrt((alpha * s) ** 2 + sigma**2)
        p = w * math.exp(-0.5 * ((x_t - alpha * m) / c) ** 2) / c
        total += p
        out.append(p / total)
    return np.array(out)
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # alpha not squared in the variance
    var = alpha * stds**2 + sigma**2
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * var)) / np.sqrt(var)
    return p / p.sum()
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # stds taken for variances
    var = alpha**2 * stds + sigma**2
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * var)) / np.sqrt(var)
    return p / p.sum()
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # sigma not squared
    var = alpha**2 * stds**2 + sigma
    p = weights * np.exp(-((x_t - alpha * means) ** 2) / (2 * var)) / np.sqrt(var)
    return p / p.sum()
""",
            """
def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # softmax of the exponents: sign of the log of the std
    var = (alpha * stds) ** 2 + sigma**2
    logs = np.log(weights) + 0.5 * np.log(var) - (x_t - alpha * means) ** 2 / (2 * var)
    e = np.exp(logs - logs.max())
    return e / e.sum()
""",
            """
from scipy.stats import norm

def responsibilities(x_t, alpha, sigma, weights, means, stds):
    # x_t divided by alpha, the components left at time 0
    p = weights * norm.pdf(x_t / alpha, means, np.sqrt(stds**2 + sigma**2))
    return p / p.sum()
""",
        ],
    },
    "04.4": {
        "right": [
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    C = alpha**2 * stds**2 + sigma**2
    r = weights * np.exp(-0.5 * (x_t - alpha * means) ** 2 / C) / np.sqrt(C)
    r = r / r.sum()
    return np.sum(r * (means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    # Tweedie with autograd
    x = torch.tensor(float(x_t), dtype=torch.float64, requires_grad=True)
    w, m, s = (torch.tensor(np.asarray(v), dtype=torch.float64) for v in (weights, means, stds))
    law = torch.distributions.Normal(alpha * m, torch.sqrt(alpha**2 * s**2 + sigma**2))
    log_q = torch.logsumexp(w.log() + law.log_prob(x), dim=0)
    (score,) = torch.autograd.grad(log_q, x)
    return float((x + sigma**2 * score) / alpha)
""",
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    # precisions add
    top = bottom = 0.0
    for w, m, s in zip(weights, means, stds):
        c = (alpha * s) ** 2 + sigma**2
        p = w / math.sqrt(c) * math.exp(-((x_t - alpha * m) ** 2) / (2 * c))
        precision = 1 / s**2 + alpha**2 / sigma**2
        top += p * (m / s**2 + alpha * x_t / sigma**2) / precision
        bottom += p
    return top / bottom
""",
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    # a sum over x_0, straight from Bayes' rule
    low, high = np.min(means - 12 * stds), np.max(means + 12 * stds)
    x0 = np.linspace(low, high, 200_001)
    prior = sum(w / s * np.exp(-0.5 * ((x0 - m) / s) ** 2) for w, m, s in zip(weights, means, stds))
    log_like = -0.5 * ((x_t - alpha * x0) / sigma) ** 2
    both = prior * np.exp(log_like - log_like.max())
    return (both @ x0) / both.sum()
""",
        ],
        "wrong": [
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # the mean of the component means
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(alpha**2 * stds**2 + sigma**2))
    return np.sum(r * means) / r.sum()
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # alpha missing in the gain
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (means + stds**2 / C * (x_t - alpha * means)))
""",
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    # prior weights for responsibilities
    C = alpha**2 * stds**2 + sigma**2
    return np.sum(weights * (means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # std for variance in the gain
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (means + alpha * stds / np.sqrt(C) * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # the residual from the unshrunk mean
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (means + alpha * stds**2 / C * (x_t - means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # alpha times the mean: E[alpha x_0]
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (alpha * means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # Tweedie with sigma for sigma squared
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    score = -np.sum(r * (x_t - alpha * means) / C) / r.sum()
    return (x_t + sigma * score) / alpha
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # Tweedie with a minus
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    score = -np.sum(r * (x_t - alpha * means) / C) / r.sum()
    return (x_t - sigma**2 * score) / alpha
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # Tweedie without the division by alpha
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    score = -np.sum(r * (x_t - alpha * means) / C) / r.sum()
    return x_t + sigma**2 * score
""",
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    # undo the shrinking, ignore the noise
    return x_t / alpha
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # one value a component
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return r * (means + alpha * stds**2 / C * (x_t - alpha * means))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # the likeliest component only
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    k = np.argmax(r)
    return means[k] + alpha * stds[k] ** 2 / C[k] * (x_t - alpha * means[k])
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # responsibilities not normalised
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    return np.sum(r * (means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
def denoised(x_t, alpha, sigma, weights, means, stds):
    # one Gaussian for the whole mixture
    m = np.sum(weights * means)
    v = np.sum(weights * (stds**2 + means**2)) - m**2
    return m + alpha * v / (alpha**2 * v + sigma**2) * (x_t - alpha * m)
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # sign of the correction
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (means - alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # responsibilities of the unnoised mixture
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, means, stds)
    r = r / r.sum()
    return np.sum(r * (means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # the same slip in the responsibilities: no weights
    C = alpha**2 * stds**2 + sigma**2
    r = norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # variance handed to norm.pdf
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, C)
    r = r / r.sum()
    return np.sum(r * (means + alpha * stds**2 / C * (x_t - alpha * means)))
""",
            """
from scipy.stats import norm

def denoised(x_t, alpha, sigma, weights, means, stds):
    # the noise's share instead of the data's
    C = alpha**2 * stds**2 + sigma**2
    r = weights * norm.pdf(x_t, alpha * means, np.sqrt(C))
    r = r / r.sum()
    return np.sum(r * (means + sigma**2 / C * (x_t - alpha * means)))
""",
        ],
    },
    "04.5": {"right": ["8", "2**3"], "wrong": ["2", "4", "16", "1/8", "0.5"]},
    "04.6": {
        "right": ["34", "80 - 46", "Fraction(34)", "np.int64(34)", "34.0"],
        "wrong": ["35", "33", "46", "45", "55", "20", "31", "32", "21", "50", "69", "148", "34.5", "1", "80", "0.01"],
    },
    "04.7": {
        "right": [
            """
def bit_posterior(x_t, x0, t, p):
    f = (1 - (1 - 2 * p) ** (t - 1)) / 2
    def q(value):
        step = p if value != x_t else 1 - p
        before = f if value != x0 else 1 - f
        return step * before
    return q(1) / (q(0) + q(1))
""",
            """
def bit_posterior(x_t, x0, t, p):
    step = np.array([[1 - p, p], [p, 1 - p]])
    before = np.linalg.matrix_power(step, t - 1)[x0]
    joint = before * step[:, x_t]
    return joint[1] / joint.sum()
""",
            """
def bit_posterior(x_t, x0, t, p):
    p = Fraction(p)
    f = lambda n: (1 - (1 - 2 * p) ** n) / 2
    prior = f(t - 1) if x0 == 0 else 1 - f(t - 1)
    like = 1 - p if x_t == 1 else p
    end = f(t) if x_t != x0 else 1 - f(t)
    return like * prior / end
""",
            """
from itertools import product

def bit_posterior(x_t, x0, t, p):
    # walk the chain forward, one step at a time
    one = float(x0)
    for _ in range(t - 1):
        one = one * (1 - p) + (1 - one) * p
    up = one * ((1 - p) if x_t else p)
    down = (1 - one) * (p if x_t else (1 - p))
    return torch.tensor(up / (up + down), dtype=torch.float64)
""",
        ],
        "wrong": [
            """
def bit_posterior(x_t, x0, t, p):
    # t flips before, not t - 1
    f = 0.5 * (1 - (1 - 2 * p) ** t)
    prior = f if x0 == 0 else 1 - f
    like = 1 - p if x_t == 1 else p
    other = p if x_t == 1 else 1 - p
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # the joint, not divided
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    prior = f if x0 == 0 else 1 - f
    return (1 - p if x_t == 1 else p) * prior
""",
            """
def bit_posterior(x_t, x0, t, p):
    # x_t forgotten
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    return f if x0 == 0 else 1 - f
""",
            """
def bit_posterior(x_t, x0, t, p):
    # x_0 forgotten
    return 1 - p if x_t == 1 else p
""",
            """
def bit_posterior(x_t, x0, t, p):
    # the probability of 0
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    prior = f if x0 == 0 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return other * (1 - prior) / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # the probability that x_{t-1} equals x_0
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    same = (1 - f) * ((1 - p) if x_t == x0 else p)
    diff = f * (p if x_t == x0 else (1 - p))
    return same / (same + diff)
""",
            """
def bit_posterior(x_t, x0, t, p):
    # the probability that x_{t-1} equals x_t
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    same = (1 - p) * ((1 - f) if x_t == x0 else f)
    diff = p * (f if x_t == x0 else (1 - f))
    return same / (same + diff)
""",
            """
def bit_posterior(x_t, x0, t, p):
    # at least one flip for an odd number of flips
    f = 1 - (1 - p) ** (t - 1)
    prior = f if x0 == 0 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # the half is missing in f
    f = 1 - (1 - 2 * p) ** (t - 1)
    prior = f if x0 == 0 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # always divides by f_t, as in the worked value
    f = lambda n: 0.5 * (1 - (1 - 2 * p) ** n)
    prior = f(t - 1) if x0 == 0 else 1 - f(t - 1)
    like = 1 - p if x_t == 1 else p
    return like * prior / f(t)
""",
            """
def bit_posterior(x_t, x0, t, p):
    # the worked value's case for all
    f = lambda n: 0.5 * (1 - (1 - 2 * p) ** n)
    return f(t - 1) * (1 - p) / f(t)
""",
            """
def bit_posterior(x_t, x0, t, p):
    # x_0 = 1 read as 0 and the other way round
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    prior = f if x0 == 1 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # p and 1 - p exchanged in the last step
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    prior = f if x0 == 0 else 1 - f
    like, other = (p, 1 - p) if x_t == 1 else (1 - p, p)
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # guard at t = 1 right, then t for t - 1
    if t == 1:
        return x0
    f = 0.5 * (1 - (1 - 2 * p) ** t)
    prior = f if x0 == 0 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # divides by zero or by the wrong marginal: f_t instead of 1 - f_t when the bits agree
    f = lambda n: 0.5 * (1 - (1 - 2 * p) ** n)
    prior = abs(1 - x0 - (1 - f(t - 1))) if x0 == 1 else f(t - 1)
    like = abs(x_t - p)
    end = f(t) if x_t == x0 else 1 - f(t)
    return like * (f(t - 1) if x0 == 0 else 1 - f(t - 1)) / end
""",
            """
def bit_posterior(x_t, x0, t, p):
    # p flips added up: f_n = n p
    f = (t - 1) * p
    prior = f if x0 == 0 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return like * prior / (like * prior + other * (1 - prior))
""",
            """
def bit_posterior(x_t, x0, t, p):
    # t = 1 answered by x_t
    if t == 1:
        return x_t
    f = 0.5 * (1 - (1 - 2 * p) ** (t - 1))
    prior = f if x0 == 0 else 1 - f
    like, other = (1 - p, p) if x_t == 1 else (p, 1 - p)
    return like * prior / (like * prior + other * (1 - prior))
""",
        ],
    },
}

_DRIFT = of("drift(betas)")("""
    bar = np.cumprod(1 - betas)
    m = 0.0
    for i in reversed(range(len(betas))):
        before = bar[i - 1] if i > 0 else 1.0
        B = np.sqrt(before) * betas[i] / (1 - bar[i])
        m = np.sqrt(1 - betas[i]) * m + B
    return m
""")
_SHRUNK = "np.sqrt(1 - betas[i]) * m"
ANSWERS["04.2"]["right"] += [
    _DRIFT,
    of("drift(betas)")("""
    betas = torch.as_tensor(betas, dtype=torch.float64)
    bar = torch.cumprod(1 - betas, 0)
    before = torch.cat([torch.ones(1, dtype=torch.float64), bar[:-1]])
    return (before * betas / (1 - bar)).sum()
"""),
]
ANSWERS["04.2"]["wrong"] += slips(
    _DRIFT,
    (_SHRUNK, "m"),
    ("reversed(range(len(betas)))", "range(len(betas))"),
    ("reversed(range(len(betas)))", "reversed(range(1, len(betas)))"),
    ("np.sqrt(before)", "np.sqrt(bar[i])"),
    ("np.sqrt(before)", "before"),
    (_SHRUNK, "(1 - betas[i]) * m"),
    ("m = 0.0", "m = 1.0"),
    (_SHRUNK, "np.sqrt(1 - betas[i]) * (1 - before) / (1 - bar[i]) * m"),
    ("(1 - bar[i])", "np.sqrt(1 - bar[i])"),
    (_SHRUNK, "np.sqrt(bar[i]) * m"),
)
ANSWERS["04.7"]["right"] += [
    of("bit_posterior(x_t, x0, t, p)")("""
    flip = np.array([[1 - p, p], [p, 1 - p]])
    both = np.linalg.matrix_power(flip, t - 1)[x0] * flip[:, x_t]
    return both[1] / both.sum()
""")
]
