"""Trees of places, pixels or people: diffusion from the leaves up to the root, and back down.

tree         a hierarchy in levels, with masses; copying down, averaging up
passes       up, keeping what each level loses; down, giving it back by gains; a leaf's path
heat         the tree's own heat equation, exactly
graph        smoothing along ties within each level
energies     how much varies on which level; features of second order; gains that denoise
"""
