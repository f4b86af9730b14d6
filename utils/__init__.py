"""The course's own small package; import what you need from its parts.

    utils.common       checks of arguments, atomic files: for every part
    utils.processes    jump processes: Q, the forward equation, exact paths
    utils.data         data sets, each with its provenance
    utils.generative   schedules, exact mixtures, denoisers, training, samplers, metrics, tables
    utils.populations  how innovations and diseases spread: Bass, five stages, epidemics, interventions
    utils.exercises    references, inputs, mistakes; check and hint
    utils.teaching     scrubbing scenes, figures, the exercise engine, the build

Nothing is imported here, so `import utils` costs nothing.
"""
