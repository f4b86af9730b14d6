"""Every data set of the course, each with its provenance: where it comes from, its licence, its checksum."""

from utils.data import (
    adoption,
    celegans,
    colours,
    covid_italy,
    digits,
    karate,
    outbreaks,
    penguins,
    stores,
    technologies,
    toys,
    transactions,
)
from utils.data.provenance import Provenance

CATALOGUE: tuple[Provenance, ...] = (
    digits.PROVENANCE,
    karate.PROVENANCE,
    celegans.PROVENANCE,
    *toys.PROVENANCE,
    *transactions.PROVENANCE,
    *outbreaks.PROVENANCE,
    *adoption.PROVENANCE,
    covid_italy.PROVENANCE,
    *stores.PROVENANCE,
    *technologies.PROVENANCE,
    penguins.PROVENANCE,
    colours.PROVENANCE,
)
