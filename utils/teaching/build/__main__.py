"""python -m utils.teaching.build: see build.py."""

import io
import sys

from .build import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console without Greek letters
    sys.exit(main())
