"""The name lectures import; the code is in notebook/tables.py."""

from .notebook.tables import table

__all__ = ["table"]
