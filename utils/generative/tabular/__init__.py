"""Rows of a table, such as card frauds: generators behind one `fit / sample`, and what their rows are worth.

    rows = Diffusion().fit(frauds, rng).sample(1000, rng)

`resampling`, `vae`, `gan`, `diffusion` make rows; `audit` looks at them; `ways` and `study` teach classifiers with
them; `scores` judges those. Only `early_stopping`, `diffusion`, `vae` and `gan` need torch.
"""
