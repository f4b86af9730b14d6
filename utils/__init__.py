"""The course's own small package; import what you need from its parts.

    utils.generative   schedules, exact mixtures
    utils.data         data sets, each with its provenance
    utils.exercises    check, hint, progress, mistakes
    utils.teaching     scrubbing scenes, figures, the exercise engine, the build

Nothing is imported here, so `import utils` costs nothing.
"""
