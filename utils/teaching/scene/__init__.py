"""A scene: linked panels over one time that the learner drags."""

from .layers import Bars, Curve, Handles, Line, Points
from .panels import Formula, Panel
from .picks import Picks
from .picture_layers import Arrows, Heat, Image, Links
from .scene import Scene

__all__ = [
    "Arrows",
    "Bars",
    "Curve",
    "Formula",
    "Handles",
    "Heat",
    "Image",
    "Line",
    "Links",
    "Panel",
    "Picks",
    "Points",
    "Scene",
]
