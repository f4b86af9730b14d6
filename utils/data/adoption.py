"""How something new was taken up: durables sold, doctors, women and farmers asked, households surveyed."""

from dataclasses import dataclass

import numpy as np

from utils.common.checks import one_of
from utils.data.counts import Counts
from utils.data.provenance import Provenance

_SALES = (
    "sales in the USA, the market of Bass 1969, A New Product Growth for Model Consumer Durables, Management Science "
    "15, 215–227, doi.org/10.1287/mnsc.15.5.215; all public copies found go back to one author's programs, so they do "
    "not confirm each other"
)
_ANSWERS = (
    "summed by us from answers one by one, kept by Valente 1995, Network Models of the Diffusion of Innovations, "
    "and in the R package netdiffuseR"
)


@dataclass(frozen=True)
class _Set:
    """labels: the source's name for each time. population: where it is known. A survey's years are uneven."""

    source: str
    labels: tuple[str | int, ...]
    counts: tuple[float, ...]
    checksum: str
    unit: str = "years"
    population: float | None = None
    licence: str = "facts, none needed"
    survey: bool = False

    def read(self) -> Counts:
        labels = tuple(map(str, self.labels))
        kind, times = "new", np.arange(1, len(self.counts) + 1)
        if self.survey:
            kind, times = "present", np.array(self.labels) - self.labels[0]
        return Counts(times, np.array(self.counts), self.unit, kind, population=self.population, labels=labels)


_SETS = {
    "room air conditioners": _Set(
        f"Room air conditioners: {_SALES}",
        tuple(range(1949, 1962)),
        (96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500),
        "c512fd31d33dac2e27c4cf80e020f913b153886583336b19721fb2d79a7a40a9",
    ),
    "colour television": _Set(
        f"Colour television: {_SALES}",
        tuple(range(1963, 1971)),
        (747, 1480, 2646, 5118, 5777, 5982, 5962, 4631),
        "fdf5c5a035d112f7ba1a7e4e872ecdcb15f159df4ffbdf85b76af6e011ebc5c2",
    ),
    "clothes dryers": _Set(
        f"Clothes dryers: {_SALES}",
        tuple(range(1949, 1962)),
        (106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236),
        "965ec26193644fa35c5257310d6006db64cd7be9d32e22c5dc6d32e49be407db",
    ),
    "medical innovation": _Set(
        f"Coleman, Katz & Menzel 1966, Medical Innovation: A Diffusion Study; {_ANSWERS}",
        tuple(range(1, 18)),
        (11, 9, 9, 11, 11, 11, 13, 7, 4, 1, 5, 3, 3, 4, 4, 2, 1),
        "bce128780e9b018cf2ac32a80edb7e6bdeeb5827a003eb3c2250c935f2659a3b",
        unit="months",
        population=125,
    ),
    "family planning": _Set(
        f"Rogers & Kincaid 1981, Communication Networks: Toward a New Paradigm for Research; {_ANSWERS}",
        tuple(range(1, 11)),
        (69, 94, 81, 86, 65, 62, 53, 53, 73, 37),
        "7643363f5f938fb8bc86071888f5f4fc7a0f42775b0842447933a8cb8b785110",
        population=1047,
    ),
    "hybrid corn": _Set(
        f"Rogers, Ascroft & Röling 1970, Diffusion of Innovation in Brazil, Nigeria, and India; {_ANSWERS}",
        ("1946–47", *range(1948, 1966)),
        (6, 2, 4, 6, 32, 3, 3, 14, 3, 90, 6, 42, 17, 41, 64, 55, 64, 45, 43),
        "8b8d457814d257fc1ad7541b41efc892831ae4f812edebb072fe3d1eab4206fa",
        population=692,
    ),
    "computers": _Set(
        "US Census Bureau, Current Population Survey and American Community Survey: Computer and Internet Use in the "
        "United States, households with a computer, in per cent",
        (1984, 1989, 1993, 1997, 2000, 2001, 2003, 2007, 2009, 2010, 2011),
        (8.2, 15, 22.9, 36.6, 51, 56.3, 61.8, 69.7, 74.1, 76.7, 75.6),
        "af81f00ed0063a83535af41574e26726738b80cc28979c982cbe02fd771b6ebd",
        population=100,
        licence="public domain",
        survey=True,
    ),
}
NAMES = tuple(_SETS)
PROVENANCE = tuple(
    Provenance(name.replace(" ", "_"), one.source, one.licence, len(one.counts), one.checksum)
    for name, one in _SETS.items()
)


def load_adoption(name: str) -> Counts:
    """One of seven series. `times` count from the beginning of the first interval: its end is 1.

    "room air conditioners", "clothes dryers" (1949–61), "colour television" (1963–70): thousands sold in the USA in
        a year. Not adopters: later years hold replacements too. How many were sold before the first year is not
        known here (`before` is 0), so p is too large where a product is older than its series.
    "medical innovation": 125 doctors of four towns in Illinois, asked when they first prescribed tetracycline; months,
        1 is November 1953. 16 never had.
    "family planning": 1047 women of 25 Korean villages, asked in 1973; years. 374 never had.
    "hybrid corn": 692 farmers of 11 Brazilian villages, asked in 1966 since when they sow it; years, 1 pools 1946 and
        1947. Memory heaps: 90 said 1956 and 32 said 1951, ten and fifteen years before they were asked. 152 never had;
        the file codes them 20, one year after the last, and read as adopters they spoil the fit.
    "computers": per cent of US households (kind "present"), in eleven years from 1984, unevenly spaced; `times` count
        from 1984. Samples, so a value may fall. In 2007 and 2009 nobody was asked about computers: the Census Bureau
        worked them out from the Internet's share.

    Raises ValueError if there is no such series.
    """
    return _SETS[one_of("name", name, NAMES)].read()
