"""Generators of small labelled pictures that are not diffusion, beside two that are; what fools their judges.

`rival` says what each does: fit, sample, and with a likelihood also bits a pixel.
"""
