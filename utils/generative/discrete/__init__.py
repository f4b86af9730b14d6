"""Diffusion of what has no "a little noise": letters, words, binary pixels, the categories of a table.

tokens         one token: kept with probability α, else drawn anew from a law π; its Q, kernel and exact posterior
exact          a sequence of few tokens, all of them enumerated: exact denoiser, bound, law of a T-step sampler
masked         the network that learns E[token | what is not masked], its bound, its sampler; numbers beside the tokens
tables         rows with numbers and categories: fit and sample, and the rivals

Only `masked` and `tables` need torch. Time runs from 0 (data) to 1 (noise), as everywhere.
"""
