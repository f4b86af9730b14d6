"""Two closed outbreaks, counted by hand: influenza in a boarding school, plague in a village. Each in two copies."""

from dataclasses import dataclass

import numpy as np

from utils.common.checks import one_of
from utils.data.counts import Counts
from utils.data.provenance import Provenance

SCHOOL, VILLAGE = 763, 261  # boys; people in Eyam on 18 June 1666, 254 susceptible and 7 infected

# Boys on 22 January to 4 February 1978. Read off one printed figure twice, by different people.
_SCHOOL = {
    ("A", "in bed"): (3, 8, 26, 76, 225, 298, 258, 233, 189, 128, 68, 29, 14, 4),
    ("A", "convalescent"): (0, 0, 0, 0, 9, 17, 105, 162, 176, 166, 150, 85, 47, 20),
    ("B", "in bed"): (3, 8, 28, 75, 221, 291, 255, 235, 190, 125, 70, 28, 12, 5),
}
# Months from 18 June 1666; nothing is known of month 3.5.
_MONTHS = (0, 0.5, 1, 1.5, 2, 2.5, 3, 4)
_EYAM = {
    "A": ((254, 235, 201, 153, 121, 110, 97, 83), (7, 14, 22, 29, 20, 8, 8, 0)),
    "B": ((254, 235, 201, 153.5, 121, 108, 97, 83), (7, 14.5, 22, 29, 21, 8, 8, 0)),
}

_BMJ = "Anonymous 1978, Influenza in a boarding school, British Medical Journal 1, 587; "
_RAGGETT = (
    "Raggett 1982, Modelling the Eyam plague, Bulletin of the Institute of Mathematics and its Applications 18, "
    "221–226; "
)
PROVENANCE = (
    Provenance(
        name="boarding_school_a",
        source=_BMJ + "its figure, in bed and convalescent, as digitised in the R package outbreaks",
        licence="facts, none needed",
        rows=14,
        checksum="8cadf536c4bc832a2bed4366316495168d455a3737443ec068856a4ba2531f68",
    ),
    Provenance(
        name="boarding_school_b",
        source=_BMJ + "its figure, in bed only, as digitised in many courses",
        licence="facts, none needed",
        rows=14,
        checksum="6adad71755ff6237a36fb497abdb1fe966b7e2caecd8689aadfba8cd9377f376",
    ),
    Provenance(
        name="eyam_a",
        source=_RAGGETT + "whole numbers, as in the R package MultiBD",
        licence="facts, none needed",
        rows=8,
        checksum="865c3112ff7b8588ef640272118215a66af0af4607d70aa77db7d536fd86fcd8",
    ),
    Provenance(
        name="eyam_b",
        source=_RAGGETT + "with halves, as many courses copy it; some have 20 for its 21",
        licence="facts, none needed",
        rows=8,
        checksum="c1b3c528b34c3b926b15482870db69d2c204743c741f30ef9159c9a8a8469fbf",
    ),
)


def load_boarding_school(copy: str = "A", column: str = "in bed") -> Counts:
    """Boys in bed, or convalescent, on each of 14 days: kind "present", population 763.

    times: days from 22 January 1978, the day of the first count, so 0 to 13. The outbreak began before.
    copy: "A" or "B", two digitisations of the one figure, kept apart: they differ by up to 7 boys on a day.
    column: "in bed" or, of A alone, "convalescent". In bed is not infectious: who falls ill goes to bed a little later,
    and who is convalescent is up again and may still infect.
    Raises ValueError if copy or column is none of these.
    """
    columns = [name for which, name in _SCHOOL if which == one_of("copy", copy, ("A", "B"))]
    counts = np.array(_SCHOOL[copy, one_of("column", column, columns)])
    days = np.arange(np.datetime64("1978-01-22"), np.datetime64("1978-02-05"))
    return Counts(np.arange(14), counts, "days", "present", population=SCHOOL, labels=tuple(map(str, days)))


@dataclass(frozen=True, eq=False)
class Eyam:
    """times (8,): months from 18 June 1666. susceptible, infected (8,): people; the rest of `population` is removed."""

    times: np.ndarray
    susceptible: np.ndarray
    infected: np.ndarray
    population: int = VILLAGE

    @property
    def removed(self) -> np.ndarray:
        """(8,): R = N − S − I. Almost all of them dead."""
        return self.population - self.susceptible - self.infected


def load_eyam(copy: str = "A") -> Eyam:
    """The plague in the village of Eyam, which shut itself off. The arrays are read-only.

    copy: "A", whole numbers, as exact likelihoods need, or "B", with the halves that many books print. They differ in
    I(.5), S(1.5), I(2) and S(2.5). The last step is a whole month: what stood at month 3.5 is not known.
    Nobody was counted at the time: infections were inferred from burials and an infective period of 11 days.
    Raises ValueError if copy is neither.
    """
    susceptible, infected = _EYAM[one_of("copy", copy, _EYAM)]
    times, S, I = (np.array(column, dtype=float) for column in (_MONTHS, susceptible, infected))
    for array in (times, S, I):
        array.flags.writeable = False
    return Eyam(times, S, I)
