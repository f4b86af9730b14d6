"""04.1: the posterior when x_0 is known."""

from __future__ import annotations

import numpy as np

from utils.teaching.exercise import Function, Mistake, edit


def posterior(x_t, x0, alpha_bar_s, alpha_bar_t):
    """Mean and variance of q(x_s | x_t, x_0) of a variance-preserving schedule."""
    scale = np.sqrt(alpha_bar_t / alpha_bar_s)
    noise = 1 - alpha_bar_t / alpha_bar_s
    A = scale * (1 - alpha_bar_s) / (1 - alpha_bar_t)
    B = np.sqrt(alpha_bar_s) * noise / (1 - alpha_bar_t)
    return A * x_t + B * x0, (1 - alpha_bar_s) * noise / (1 - alpha_bar_t)


def posterior_inputs(rng):
    """The worked value, s = 0, a step from nearly no noise and one from nearly no signal, any others."""
    a = np.append(rng.uniform(0.3, 0.95, size=4), [0.999, 0.4])
    b = a * np.append(rng.uniform(0.2, 0.9, size=4), [0.99, 0.002])
    return [(1.2, -0.5, 0.64, 0.36), (0.3, 0.7, 1.0, 0.9)] + [
        (*(float(v) for v in rng.normal(size=2)), float(s), float(t)) for s, t in zip(a, b)
    ]


def _precisions_without_scale(x_t, x0, alpha_bar_s, alpha_bar_t):
    scale, noise = np.sqrt(alpha_bar_t / alpha_bar_s), 1 - alpha_bar_t / alpha_bar_s
    precision = 1 / noise + 1 / (1 - alpha_bar_s)
    mean = (scale * x_t / noise + np.sqrt(alpha_bar_s) * x0 / (1 - alpha_bar_s)) / precision
    return mean, 1 / precision


def _precisions_at_zero(x_t, x0, alpha_bar_s, alpha_bar_t):
    scale, noise = np.sqrt(alpha_bar_t / alpha_bar_s), 1 - alpha_bar_t / alpha_bar_s
    precision = scale**2 / noise + 1 / (1 - alpha_bar_s)
    mean = (scale * x_t / noise + np.sqrt(alpha_bar_s) * x0 / (1 - alpha_bar_s)) / precision
    return mean, 1 / precision


def _no_new_noise(x_t, x0, alpha_bar_s, alpha_bar_t):
    eps = (x_t - np.sqrt(alpha_bar_t) * x0) / np.sqrt(1 - alpha_bar_t)
    return np.sqrt(alpha_bar_s) * x0 + np.sqrt(1 - alpha_bar_s) * eps, 0.0


def _all_the_noise_kept(x_t, x0, alpha_bar_s, alpha_bar_t):
    mean, _ = _no_new_noise(x_t, x0, alpha_bar_s, alpha_bar_t)
    return mean, posterior(x_t, x0, alpha_bar_s, alpha_bar_t)[1]


def _eps_form_not_scaled(x_t, x0, alpha_bar_s, alpha_bar_t):
    eps, beta = (x_t - np.sqrt(alpha_bar_t) * x0) / np.sqrt(1 - alpha_bar_t), 1 - alpha_bar_t / alpha_bar_s
    return x_t - beta / np.sqrt(1 - alpha_bar_t) * eps, posterior(x_t, x0, alpha_bar_s, alpha_bar_t)[1]


def _eps_form_root(x_t, x0, alpha_bar_s, alpha_bar_t):
    eps, beta = (x_t - np.sqrt(alpha_bar_t) * x0) / np.sqrt(1 - alpha_bar_t), 1 - alpha_bar_t / alpha_bar_s
    return (x_t - np.sqrt(beta) * eps) / np.sqrt(1 - beta), posterior(x_t, x0, alpha_bar_s, alpha_bar_t)[1]


def _as_given(x_t, x0, alpha_bar_s, alpha_bar_t):
    ratio = alpha_bar_t / alpha_bar_s
    mean = np.sqrt(ratio) * (1 - alpha_bar_s) * x_t + np.sqrt(alpha_bar_t) * (1 - ratio) * x0
    return mean / (1 - alpha_bar_t), 1 - ratio


_VARIANCE = "(1 - alpha_bar_s) * noise / (1 - alpha_bar_t)"

POSTERIOR = Function(
    "04.1",
    title="Mend the posterior",
    points=2,
    reference=posterior,
    inputs=posterior_inputs,
    mistakes=[
        Mistake(
            "as it was given",
            _as_given,
            "That is the faulty code itself. Compare the factor of `x0` and the variance with (4.4) and (4.3), at "
            r"$\bar\alpha_s = 1$ first: there the answer must be $x_0$ with variance 0.",
        ),
        Mistake(
            "the two in the wrong order",
            edit(f"return A * x_t + B * x0, {_VARIANCE}", f"return {_VARIANCE}, A * x_t + B * x0"),
            "You returned (variance, mean). The mean comes first.",
        ),
        Mistake(
            "the mean alone",
            edit(f"x0, {_VARIANCE}", "x0"),
            "You returned one number. Mean and variance are asked.",
        ),
        Mistake(
            "the standard deviation returned",
            edit(f"x0, {_VARIANCE}", f"x0, np.sqrt({_VARIANCE})"),
            "Your second number is a standard deviation. The variance is asked.",
        ),
        Mistake(
            "the variance of the forward step",
            edit(f"x0, {_VARIANCE}", "x0, noise"),
            r"$1-\bar\alpha_t/\bar\alpha_s$ is the noise that the step forward adds. Knowing $x_0$ as well leaves less "
            "to be uncertain about: two precisions add.",
        ),
        Mistake(
            "the variance given x₀ alone",
            edit(f"x0, {_VARIANCE}", "x0, 1 - alpha_bar_s"),
            r"$1-\bar\alpha_s$ is the variance before you look at $x_t$. Seeing $x_t$ makes it smaller.",
        ),
        Mistake(
            "the variance at t",
            edit(f"x0, {_VARIANCE}", "x0, 1 - alpha_bar_t"),
            r"$1-\bar\alpha_t$ is the variance of $x_t$ given $x_0$. The variance of $x_s$ given both is asked, (4.3).",
        ),
        Mistake(
            "s and t exchanged in the variance",
            edit(f"x0, {_VARIANCE}", "x0, (1 - alpha_bar_t) * noise / (1 - alpha_bar_s)"),
            r"The variance must be 0 at $s=0$, where $x_s$ is $x_0$. Which of the two variances stands below?",
        ),
        Mistake(
            "the variance not divided",
            edit(f"x0, {_VARIANCE}", "x0, (1 - alpha_bar_s) * noise"),
            r"The product of the two variances is divided by $\sigma_t^2 = 1-\bar\alpha_t$.",
        ),
        Mistake(
            "s and t exchanged in the factor of x_t",
            edit("scale * (1 - alpha_bar_s) / (1 - alpha_bar_t)", "scale * (1 - alpha_bar_t) / (1 - alpha_bar_s)"),
            r"The factor of $x_t$ is $\alpha_{t|s}\,\sigma_s^2/\sigma_t^2$. Which of the two variances stands below?",
        ),
        Mistake(
            "s and t exchanged everywhere",
            edit("alpha_bar_s, alpha_bar_t):", "alpha_bar_t, alpha_bar_s):"),
            r"$s$ is the earlier time, so $\bar\alpha_s$ is the larger one. The ratio in a step is "
            r"$\bar\alpha_t/\bar\alpha_s$, at most 1.",
        ),
        Mistake(
            "x_t and x₀ have changed places",
            edit("A * x_t + B * x0", "A * x0 + B * x_t"),
            r"Try $\bar\alpha_s=1$, that is $s=0$: the answer must be $x_0$, whatever $x_t$ is.",
        ),
        Mistake(
            "ᾱ_s for its root",
            edit("np.sqrt(alpha_bar_s)", "alpha_bar_s"),
            r"$x_0$ comes in through the mean of $q(x_s\mid x_0)$. What multiplies $x_0$ there?",
        ),
        Mistake(
            "ᾱ_t/ᾱ_s for its root",
            edit("np.sqrt(alpha_bar_t / alpha_bar_s)", "alpha_bar_t / alpha_bar_s"),
            r"$x_t$ comes in through the scale of the step from $s$ to $t$. Is that $\bar\alpha_t/\bar\alpha_s$, or "
            "its root?",
        ),
        Mistake(
            "both roots missing",
            edit(
                "np.sqrt(alpha_bar_t / alpha_bar_s)", "alpha_bar_t / alpha_bar_s", "np.sqrt(alpha_bar_s)", "alpha_bar_s"
            ),
            r"$\bar\alpha$ is the square of what multiplies. Both factors of the mean need a root.",
        ),
        Mistake(
            "ᾱ taken for α",
            edit(
                "alpha_bar_s, alpha_bar_t):\n",
                "alpha_s, alpha_t):\n    alpha_bar_s, alpha_bar_t = alpha_s**2, alpha_t**2\n",
            ),
            r"You squared once too often: $\bar\alpha$ is $\alpha^2$ already, and $\sigma^2=1-\bar\alpha$.",
        ),
        Mistake(
            "α_t where α_s belongs",
            edit("np.sqrt(alpha_bar_s)", "np.sqrt(alpha_bar_t)"),
            r"The factor of $x_0$ comes from $q(x_s\mid x_0)$, at the earlier time. Which of the two $\bar\alpha$ "
            "belongs to it?",
        ),
        Mistake(
            "the scale from 0 to t",
            edit("np.sqrt(alpha_bar_t / alpha_bar_s)", "np.sqrt(alpha_bar_t)"),
            r"$\sqrt{\bar\alpha_t}$ is the scale from time 0. $x_t$ is $x_s$ times $\alpha_{t|s}$, the scale of the "
            "step from $s$.",
        ),
        Mistake(
            "the noise from 0 to t for that of the step",
            edit("1 - alpha_bar_t / alpha_bar_s", "1 - alpha_bar_t"),
            r"$1-\bar\alpha_t$ is the noise since time 0. Between $s$ and $t$ less was added: use the ratio of the "
            r"two $\bar\alpha$.",
        ),
        Mistake(
            "scale and noise from 0 to t",
            edit(
                "np.sqrt(alpha_bar_t / alpha_bar_s)",
                "np.sqrt(alpha_bar_t)",
                "1 - alpha_bar_t / alpha_bar_s",
                "1 - alpha_bar_t",
            ),
            "You took the step from time 0 to $t$. Here it starts at $s$: its scale squared is "
            r"$\bar\alpha_t/\bar\alpha_s$.",
        ),
        Mistake(
            "a difference for the ratio",
            edit("1 - alpha_bar_t / alpha_bar_s", "alpha_bar_s - alpha_bar_t"),
            r"$\sigma_{t|s}^2 = \sigma_t^2-\alpha_{t|s}^2\,\sigma_s^2$: before you subtract, the noise of $s$ "
            "shrinks too.",
        ),
        Mistake(
            "the scale not squared in the noise",
            edit("1 - alpha_bar_t / alpha_bar_s", "1 - scale"),
            r"The noise of the step is $1-\alpha_{t|s}^2$, with the square: variances add up to 1.",
        ),
        Mistake(
            "the standard deviation of the step in B",
            edit("np.sqrt(alpha_bar_s) * noise", "np.sqrt(alpha_bar_s) * np.sqrt(noise)"),
            r"In $B=\alpha_s\,\sigma_{t|s}^2/\sigma_t^2$ the noise is a variance, not a standard deviation.",
        ),
        Mistake(
            "standard deviations in A",
            edit("(1 - alpha_bar_s) / (1 - alpha_bar_t)\n    B", "np.sqrt(1 - alpha_bar_s) / (1 - alpha_bar_t)\n    B"),
            r"In $A=\alpha_{t|s}\,\sigma_s^2/\sigma_t^2$ both noises are variances, $1-\bar\alpha$ without a root.",
        ),
        Mistake(
            "standard deviations in both factors",
            edit(
                "scale * (1 - alpha_bar_s) / (1 - alpha_bar_t)",
                "scale * np.sqrt(1 - alpha_bar_s) / np.sqrt(1 - alpha_bar_t)",
                "np.sqrt(alpha_bar_s) * noise / (1 - alpha_bar_t)",
                "np.sqrt(alpha_bar_s) * np.sqrt(noise) / np.sqrt(1 - alpha_bar_t)",
            ),
            "In the mean you weighed with standard deviations. In the exponent of a Gaussian stand variances.",
        ),
        Mistake(
            "the mean not divided",
            edit(
                "scale * (1 - alpha_bar_s) / (1 - alpha_bar_t)",
                "scale * (1 - alpha_bar_s)",
                "* noise / (1 - alpha_bar_t)\n    return",
                "* noise\n    return",
            ),
            r"Both factors of the mean are divided by $\sigma_t^2 = 1-\bar\alpha_t$. Check $s=0$: $B$ must be 1.",
        ),
        Mistake(
            "divided by the noise at s",
            edit(
                "(1 - alpha_bar_s) / (1 - alpha_bar_t)\n    B",
                "(1 - alpha_bar_s) / (1 - alpha_bar_s)\n    B",
                "* noise / (1 - alpha_bar_t)\n    return",
                "* noise / (1 - alpha_bar_s)\n    return",
            ),
            r"After the square is completed, what stands below is the noise at the later time, $1-\bar\alpha_t$.",
        ),
        Mistake(
            "minus for plus",
            edit("A * x_t + B * x0", "A * x_t - B * x0"),
            r"The mean is a weighted sum of $x_t$ and $x_0$, with two positive weights.",
        ),
        Mistake(
            "x_t ignored",
            edit(f"A * x_t + B * x0, {_VARIANCE}", "np.sqrt(alpha_bar_s) * x0, 1 - alpha_bar_s"),
            r"That is $q(x_s\mid x_0)$, what you know before you look at $x_t$.",
        ),
        Mistake(
            "the step forward undone",
            edit(f"A * x_t + B * x0, {_VARIANCE}", "x_t / scale, noise"),
            r"Dividing by the scale of the step undoes the shrinking, not the noise, and does not use $x_0$.",
        ),
        Mistake(
            "x_t taken for the noise",
            edit("A * x_t + B * x0", "np.sqrt(alpha_bar_s) * x0 + np.sqrt(1 - alpha_bar_s) * x_t"),
            r"$x_t$ is not the noise: it contains $x_0$ already, shrunk. Use (4.4).",
        ),
        Mistake(
            "the mean given x₀ alone",
            edit("A * x_t + B * x0", "np.sqrt(alpha_bar_s) * x0"),
            r"$\sqrt{\bar\alpha_s}\,x_0$ is the mean before you look at $x_t$.",
        ),
        Mistake(
            "two estimates averaged",
            edit("A * x_t + B * x0", "0.5 * (x_t / scale + np.sqrt(alpha_bar_s) * x0)"),
            r"The two sources are not equally precise, so their weights are not equal: (4.4).",
        ),
        Mistake(
            "divided by the noise at s in B",
            edit("noise / (1 - alpha_bar_t)\n    return", "noise / (1 - alpha_bar_s)\n    return"),
            "After the square is completed, what stands below in $B$ is the noise at the later time, "
            r"$1-\bar\alpha_t$.",
        ),
        Mistake(
            "the mean divided by a standard deviation",
            edit(
                "(1 - alpha_bar_s) / (1 - alpha_bar_t)\n    B",
                "(1 - alpha_bar_s) / np.sqrt(1 - alpha_bar_t)\n    B",
                "noise / (1 - alpha_bar_t)\n    return",
                "noise / np.sqrt(1 - alpha_bar_t)\n    return",
            ),
            r"Below stands the variance $\sigma_t^2=1-\bar\alpha_t$, without a root.",
        ),
        Mistake(
            "a product for the ratio",
            edit(
                "np.sqrt(alpha_bar_t / alpha_bar_s)",
                "np.sqrt(alpha_bar_t * alpha_bar_s)",
                "1 - alpha_bar_t / alpha_bar_s",
                "1 - alpha_bar_t * alpha_bar_s",
            ),
            r"From $s$ to $t$ the signal is multiplied by what is missing from $\alpha_s$ to $\alpha_t$: a ratio.",
        ),
        Mistake(
            "the logarithm of the variance",
            edit(f"x0, {_VARIANCE}", f"x0, np.log({_VARIANCE})"),
            "Your second number is the logarithm of the variance. The variance itself is asked.",
        ),
        Mistake(
            "DDPM's form, not divided by the scale",
            _eps_form_not_scaled,
            r"In DDPM's form, $\left(x_t-\frac{\beta}{\sigma_t}\varepsilon\right)/\alpha_{t|s}$, the division undoes "
            "the shrinking of the step.",
        ),
        Mistake(
            "DDPM's form, the root of β",
            _eps_form_root,
            r"In DDPM's form, $\left(x_t-\frac{\beta}{\sigma_t}\varepsilon\right)/\alpha_{t|s}$, stands "
            r"$\beta=\sigma_{t|s}^2$, without a root.",
        ),
        Mistake(
            "precisions without the scale",
            _precisions_without_scale,
            r"As a function of $x_s$, the kernel has the precision $\alpha_{t|s}^2/\sigma_{t|s}^2$, not "
            r"$1/\sigma_{t|s}^2$. See (4.3).",
        ),
        Mistake(
            "one over zero at s = 0",
            _precisions_at_zero,
            r"Right for $s>0$. At $s=0$ there is no noise and $1/\sigma_s^2$ does not exist. The last forms of (4.3) "
            "and "
            "(4.4) hold there too.",
        ),
        Mistake(
            "the deterministic step",
            _no_new_noise,
            r"You kept the noise of $x_t$ and only changed its size (that is DDIM, lecture 08). Given $x_t$ and $x_0$, "
            r"$x_s$ is still random.",
        ),
        Mistake(
            "the deterministic step's mean",
            _all_the_noise_kept,
            "Your mean carries all of the noise at $s$; part of it is random, with the variance you return. Use (4.4).",
        ),
    ],
    hints=[
        r"Write $\sigma_s^2=1-\bar\alpha_s$, $\sigma_t^2=1-\bar\alpha_t$, "
        r"$\alpha_{t|s}=\sqrt{\bar\alpha_t/\bar\alpha_s}$, "
        r"$\sigma_{t|s}^2=1-\bar\alpha_t/\bar\alpha_s$, then equations (4.3) and (4.4).",
        r"The variance is $\sigma_s^2\,\sigma_{t|s}^2/\sigma_t^2$. In the mean, $x_t$ has the factor "
        r"$\alpha_{t|s}\,\sigma_s^2/\sigma_t^2$.",
    ],
)
