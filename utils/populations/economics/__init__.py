"""Economics: herds, thresholds, news and prices, banks that owe each other.

shapes           who adopts when: inertia, contagion, influence, learning; told apart by likelihood
herding          information cascades, exact
news             prices that take up news gradually, and the momentum traders who live on that
clearing         what banks pay when some cannot pay: clearing vectors
fire_sales       assets sold by those who must lower the price for all
default_cascades  defaults along random exposures
"""
