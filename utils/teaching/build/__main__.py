"""python -m utils.teaching.build: see build.py."""

import sys

from .build import main

if __name__ == "__main__":
    sys.exit(main())
