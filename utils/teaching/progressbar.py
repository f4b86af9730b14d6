"""The name lectures import; the code is in notebook/progressbar.py."""

from .notebook.progressbar import watch

__all__ = ["watch"]
