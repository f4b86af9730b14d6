"""Trees of places, pixels or people: diffusion from the leaves up to the root, and back down.

tree         a hierarchy in levels, with masses; copying down, averaging up
passes       up, keeping what each level loses; down, giving it back by gains, as heat on the tree does; a leaf's path
graph        smoothing along ties within each level
energies     how much varies on which level; features of second order; gains that denoise
builders     trees from parents in any order, a picture's blocks, dominant settlements, a table's columns,
             a graph whose nodes are merged from the bottom up
streaming    sums that follow a stream of observations, D + 1 nodes for each; bit for bit those of a batch
reconcile    forecasts on all levels that add up: from below, from above, MinT
collect      rows of a file, a database or an HTTP API, checked cell by cell
pipeline     the five steps, collect, preprocess, build, up, interpret, on tables, pictures, networks and streams
settlements  places with populations: Christaller's hexagons, rank and size, longitude and latitude
spreading    five kinds of diffusion on settlements, exactly; a walk from leaf to root
telling      what the order of adoption shows of ranks, distances and neighbours
gravity      maximum likelihood of what populations and distances do, in windows of time
"""
