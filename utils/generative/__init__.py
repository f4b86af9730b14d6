"""Generative diffusion: schedules, exact Gaussian mixtures, divergences.

One convention everywhere: x_t = α(t) x_0 + σ(t) ε, with ε ~ N(0, I) independent of x_0.
"""
