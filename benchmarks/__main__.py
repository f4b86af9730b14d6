"""`python -m benchmarks`, also `python benchmarks`: see table.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests" / "browser")]

from table import main  # noqa: E402  (found by the path above)

main()
