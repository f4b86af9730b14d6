"""Rows of a table, few of them of the class that matters (frauds): how to make more, and what these are worth.

    rows = Diffusion().fit(positives, rng).sample(1000, rng)

generator                          what every generator does: fit on rows, sample rows
resampling, diffusion, vae, gan    the generators; trained, early_stopping, layers: what the last three share
scaling                            columns of unlike units to one scale, and back
audit                              generated rows beside real ones, and whom they give away
split, arms, classifiers, study    the augmentation study; scores: its measures and their intervals

Positives (label 1) are the few, negatives (label 0) the many. Only early_stopping, layers, trained, diffusion, vae and
gan need torch.
"""
