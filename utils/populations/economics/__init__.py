"""Economics: prices, generations of a technology, herds, thresholds, news, banks that owe each other.

price            Bass with a price: a falling price turns the clock faster
generations      a technology whose successor takes its users over
shapes           who adopts when: inertia, contagion, influence, learning; told apart by likelihood
herding          information cascades, exact
news             prices that take up news gradually, and the momentum traders who live on that
clearing         what banks pay when some cannot pay: clearing vectors
fire_sales       assets sold by those who must lower the price for all
default_cascades  defaults along random exposures
"""
