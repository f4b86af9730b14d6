"""From counts to parameters: how likely the data are under a model, the best parameters, and how far they are known.

densities    log-likelihoods of counts, given what a model expects
likelihood   ℓ(θ) with names, limits and starting points: what a fit needs to know
adoption     of sales and of adoption times: Bass, logistic, Gompertz; contagion against a constant hazard
epidemics    of an outbreak around its ODE; exactly, by the master equation
fitting      the maximum, whether it was found, and what cannot be known from these data
profiles     profile likelihoods and their intervals; likelihood ratios
"""
