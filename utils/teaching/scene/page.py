"""A scene as a fragment of HTML that needs neither a kernel nor a network."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from ..notebook.palette import CYCLE, DASHES, HEAT, MARKERS, OKABE_ITO, picture
from .packing import LEVELS

JS = Path(__file__).with_name("js")
_IMPORT = re.compile(r'^import .* from "\./(\w+)\.js";$', re.M)


@functools.cache
def script() -> str:
    """The modules in js/ as one script: what a module imports comes before it, comments and indentation go.

    The modules share one scope then, so every name at their top level is used once (tested). In front stand the
    style sheet and the colours, dashes, markers and levels, which are Python's: the filmstrip has the same.
    """
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        if name not in parts:
            source = (JS / f"{name}.js").read_text(encoding="utf-8")
            parts[name] = ""  # begun: a circle ends here
            for needed in _IMPORT.findall(source):
                add(needed)
            parts[name] = parts.pop(name) or _bare(source)

    add("hosts")
    shared = {"css": style(), "colours": OKABE_ITO, "cycle": CYCLE, "dashes": DASHES, "markers": MARKERS}
    return f"const SHARED = {_inline(shared | {'heat': HEAT, 'levels': LEVELS})};\n" + "\n".join(parts.values())


def style() -> str:
    """style.css on one line, without its comments."""
    return " ".join(re.sub(r"/\*.*?\*/", "", (JS / "style.css").read_text(encoding="utf-8"), flags=re.S).split())


def _bare(source: str) -> str:
    """A module's code alone: no imports, no word `export` but for the default, no comments, no indentation."""
    code = re.sub(r"/\*\*.*?\*/\s*", "", _IMPORT.sub("", source), flags=re.S)
    code = re.sub(r"^export (?!default)", "", code, flags=re.M)
    lines = (re.sub(r"(?<=[\s;{])// .*$", "", line).strip() for line in code.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def fragment(spec: dict[str, Any], data: bytes, options: dict[str, Any], poster: bytes, alt: str) -> str:
    """A poster picture, and a script that puts the scene in its place.

    The id is a hash of the content: the same scene gives the same text, and a
    page that holds it twice shows it twice. Where scripts don't run (GitHub, an
    untrusted notebook) the poster stays.
    """
    content, state = _inline(spec), _inline(options)
    packed = base64.b64encode(data).decode()
    name = "s" + hashlib.sha256(f"{content}{state}{packed}".encode()).hexdigest()[:12]
    image = picture(base64.b64encode(poster).decode(), alt)
    return (
        f'<div data-scene="{name}">{image}</div>\n'
        f'<script type="module">\n{script()}\nmountStill("{name}", {content}, "{packed}", {state});\n</script>'
    )


def _inline(value: object) -> str:
    """JSON that can stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).replace(
        "<", "\\u003c"
    )
