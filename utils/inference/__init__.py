"""Bayesian inference by Markov chains, many chains at once.

target        the logarithm of a density up to a constant, and its gradient
samplers      random-walk Metropolis, MALA and HMC; they adapt in the warm-up only
moves         one step of each: what is proposed, and with what probability it is accepted
diagnostics   split R-hat, effective sample size, a summary with its warnings

A lecture joins a model's log-likelihood and a prior to a Target; nothing here knows a model.
"""
