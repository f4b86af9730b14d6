"""Experiments too long for a lecture. What they found lies in `results/` and is read from there: see `stored`.

python -m studies.fraud_study         every arm of lecture 17's study, on three splits: some ten minutes
python -m studies.tabular_tuning      the settings of its generators
python -m studies.eyam_posterior      lecture 21: the plague's posterior on a grid and by chains, some ten minutes
"""
