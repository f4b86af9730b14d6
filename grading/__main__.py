"""python -m grading LECTURE SUBMISSIONS --out RESULTS: see README.md beside this file."""

import sys

from .command import main

if __name__ == "__main__":
    sys.exit(main())
