"""Generative diffusion: schedules, exact mixtures, the reverse step, training, sampling, metrics.

One convention everywhere: x_t = α(t) x_0 + σ(t) ε, with ε ~ N(0, I) independent of x_0. Three nouns:
a schedule (t → α, σ), a denoiser ((x_t, t) → E[x_0 | x_t]), a sampler (one step from t to s < t).
Only `networks`, `training` and `checkpoint` need torch, and what trains in `tabular`: rows of a table.
"""
