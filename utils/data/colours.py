"""Names that people gave to colours: 949 short phrases, from "red" to "light greenish blue"."""

import numpy as np

from utils.data.provenance import Provenance, checksum

PROVENANCE = Provenance(
    name="colour_names",
    source="Munroe 2010, Color survey results, xkcd; the copy shipped with matplotlib",
    licence="CC0 1.0",
    rows=949,
    checksum="5f328ab8848fbc58bcda47fdf1824837e7ab0671a412028d2a72b086ee866c02",
)


def load_colour_names() -> tuple[str, ...]:
    """The names, sorted. Raises ValueError if matplotlib's copy is not the one described in PROVENANCE."""
    from matplotlib.colors import XKCD_COLORS  # here, because it takes a moment to import

    names = sorted(name.removeprefix("xkcd:") for name in XKCD_COLORS)
    found = checksum(np.frombuffer("\n".join(names).encode(), np.uint8))
    if found != PROVENANCE.checksum:
        raise ValueError(f"colour names must have checksum {PROVENANCE.checksum}, got {found} from this matplotlib")
    return tuple(names)
