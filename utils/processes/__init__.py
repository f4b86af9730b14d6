"""What both meanings of diffusion share: jump processes in continuous time and their forward equation.

chains       generator matrices Q, dP/dt = Qᵀ P by uniformisation, stationary laws
jumps        populations as counts and events: their master equation, and its limit, an ODE
gillespie    the same populations simulated exactly, many at once
langevin     the step that follows the score and is shaken: sampling, and the proposal of a Markov chain
privacy      counts published with noise that hides each person
"""
