"""Spread through networks: who is tied to whom, and what that does to what passes along the ties.

graphs           a graph as a sparse matrix, checked; from edges, a file, networkx, and back
generators       random graphs with the degrees, the clustering and the communities you ask for
measures         degrees, clustering, path lengths, spectra; the exponent of a degree distribution
communities      modularity, Louvain, ties within and between blocks
outbreaks        SI, SIS and SIR on a network, in continuous time (exact) and in steps
thresholds       when an epidemic can grow: 1/λ_max and its rivals
cascades         independent cascade, linear threshold, complex contagion
rumours          ignorants, spreaders, stiflers
opinions         the voter model's time to consensus, DeGroot's averaging
influence        whom to seed: rankings, greedy with CELF
reverse_reachable  whom to seed: sets of those who could have reached a node drawn at random
seeding          seeds on a budget, and fair ones
contagion        who adopted when: transmission estimated, and told from homophily where it can be
prediction       the size of a cascade from its first hour

A graph is a scipy.sparse.csr_array A (n, n): A[i, j] > 0 is the weight of the tie i → j. See `graphs.adjacency`.
"""
