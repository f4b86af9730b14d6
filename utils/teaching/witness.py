"""The name lectures import; the code is in notebook/witness.py."""

from .notebook.witness import witness

__all__ = ["witness"]
