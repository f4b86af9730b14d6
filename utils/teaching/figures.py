"""The name lectures import; the code is in notebook/figures.py."""

from .notebook.figures import OKABE_ITO, alt_text, figure, show, use_style

__all__ = ["OKABE_ITO", "alt_text", "figure", "show", "use_style"]
