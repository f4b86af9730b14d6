"""Every data set of the course, each with its provenance: where it comes from, its licence, its checksum."""

from utils.data import digits, karate, toys, transactions
from utils.data.provenance import Provenance

CATALOGUE: tuple[Provenance, ...] = (digits.PROVENANCE, karate.PROVENANCE, *toys.PROVENANCE, *transactions.PROVENANCE)
