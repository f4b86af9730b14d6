"""Colours, dashes and markers that all readers can tell apart, and pictures: small PNG files, with their words."""

from __future__ import annotations

import html
import io

# Okabe & Ito (2008), "Color Universal Design": black, orange, sky blue, bluish green, yellow, blue, vermillion, purple.
OKABE_ITO = ("#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
CYCLE = (5, 6, 3, 7, 1, 2)  # the order in which layers and lines take them; yellow and black are left for special use
# Broken lines, on and off in pixels, for a panel's first, second, ... line: told apart without colour as well.
# Eight of them and six colours: the first pair that comes again is the 25th.
DASHES = ((), (6, 4), (2, 3), (9, 3, 2, 3), (14, 4), (9, 3, 2, 3, 2, 3), (5, 3, 5, 9), (2, 8))
# Large dots of a first, second, ... class.
MARKERS = tuple(look + shape for shape in ("disc", "square", "triangle", "diamond") for look in ("open ", ""))
HEAT = ((255, 255, 255), (150, 205, 238), (0, 114, 178), (0, 40, 80))  # one hue, light to dark


def picture(data: str, alt: str) -> str:
    """An image of HTML from base64 `data`: a white card with round corners, which looks meant on a dark page too."""
    style = "max-width:100%;box-sizing:border-box;padding:4px;border-radius:6px;background:#fff"
    return f'<img style="{style}" alt="{html.escape(alt)}" src="data:image/png;base64,{data}">'


def to_palette(png: bytes, most: int) -> bytes:
    """The same picture with up to 128 colours, or fewer until it has at most `most` bytes (not below 16)."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32, 16):
        out = io.BytesIO()
        picture.quantize(
            colours,
            method=Image.Quantize.FASTOCTREE if colours > 64 else Image.Quantize.MEDIANCUT,
            dither=Image.Dither.NONE,
        ).save(out, "PNG", optimize=True)
        if out.tell() <= most:
            break
    return out.getvalue()
