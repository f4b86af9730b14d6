"""The lowest versions that pyproject.toml allows, as constraints for pip: a line `name==version; marker` each."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in project["dependencies"] + project["optional-dependencies"]["test"]:
    bounds, _, marker = requirement.partition(";")
    print(re.sub(r">=([\w.]+).*", r"==\1", bounds) + (f";{marker}" if marker else ""))
