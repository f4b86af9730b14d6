"""The name lectures import; the code is in scene/controls.py."""

from .scene.controls import choose, controlled, slider

__all__ = ["choose", "controlled", "slider"]
