"""A scene as a fragment of HTML that needs neither a kernel nor a network."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
from pathlib import Path

MODULE = Path(__file__).with_name("js") / "scene.js"


@functools.cache
def script() -> str:
    """scene.js without its comment lines and indentation."""
    lines = (line.strip() for line in MODULE.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def fragment(spec: dict, data: bytes, options: dict, poster: bytes, alt: str) -> str:
    """A poster picture, and a script that puts the scene in its place.

    The id is a hash of the content: the same scene gives the same text, and a
    page that holds it twice shows it twice. Where scripts don't run (GitHub, an
    untrusted notebook) the poster stays.
    """
    content, state = _inline(spec), _inline(options)
    packed = base64.b64encode(data).decode()
    name = "s" + hashlib.sha256(f"{content}{state}{packed}".encode()).hexdigest()[:12]
    picture = base64.b64encode(poster).decode()
    return (
        f'<div data-scene="{name}"><img style="max-width:100%" alt="{html.escape(alt)}" src="data:image/png;base64,{picture}"></div>\n'
        f'<script type="module">\n{script()}\nmountStill("{name}", {content}, "{packed}", {state});\n</script>'
    )


def _inline(value) -> str:
    """JSON that can stand inside a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).replace(
        "<", "\\u003c"
    )
