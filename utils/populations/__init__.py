"""Spread through populations: how innovations and diseases pass from person to person.

curves           adoption in a large population: Bass, and its rivals logistic and Gompertz
adoption         Bass in a population of N: its chain; categories of adopters
rogers           five stages from awareness to adoption, their hazards shaped by attributes and channels
epidemics        SIR and SEIR, the reproduction number, the final size, extinction
interventions    vaccination, distancing, isolation and tracing on a timeline, with cost and effect
groups           SIR in groups that meet and are protected unequally
economics        herds, news and prices, banks that owe each other
renewal          the reproduction number through time, from daily counts with delays

estimation       from counts to parameters: likelihoods, fits that say what they cannot know, profile intervals
calibration      predictive checks, the PIT of counts, how often intervals cover
scores           the log score of counts, the score of intervals
forecasts        last value, linear trend, exponential smoothing; rolling origin; intervals from past errors
learned          ridge regression and boosted trees on lagged counts, learned from other series
polynomials      log counts as a polynomial of time: a rival of as many coefficients as one likes
sensitivity      Sobol's indices and Morris' screening: which uncertain input moves the output

A model of counts states its events once; processes.jumps makes its master equation and its ODE of them,
processes.gillespie its paths.
"""
