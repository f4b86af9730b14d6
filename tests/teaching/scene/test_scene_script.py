"""The scenes' JavaScript: its types, its join into one script, and what it says as Python says it."""

import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from utils.teaching.notebook.palette import CYCLE, DASHES, MARKERS
from utils.teaching.notebook.text import number
from utils.teaching.scene import filmlayers, page
from utils.teaching.scene.base import Layer
from utils.teaching.scene.clock import tidy

MODULES = sorted(page.JS.glob("*.js"))
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def node(program: str, given: object) -> object:
    """What `program`, a module beside the scenes' own, makes of `given`: it sets `answer`."""
    source = f"import fs from 'fs'; const given = JSON.parse(fs.readFileSync(0)); let answer;\n{program}\n"
    source += "console.log(JSON.stringify(answer));"
    command = ["node", "--input-type=module", "-e", source]
    run = subprocess.run(command, input=json.dumps(given), capture_output=True, encoding="utf-8", cwd=page.JS)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def numbers() -> list[float]:
    """Eighths and half steps (exact ties), decimals, and numbers of all sizes with both signs."""
    rng = random.Random(0)
    values = [k / 8 for k in range(-40, 41)] + [k * 0.005 for k in range(-200, 201)]
    values += [rng.gauss(0, 1) * 10 ** rng.randint(-12, 25) for _ in range(150)]
    values += [rng.randint(-(10**6), 10**6) / 2 ** rng.randint(0, 12) for _ in range(150)]
    values += [0.0, -0.0, 1e21, 2.5e22, 1e100, 5e-324, 9.5, 99.5, 0.95, 25.0, 250.0, 1e15 + 0.5, -0.001, -0.3]
    return values


@needs_node
def test_numbers_read_as_in_python_ties_and_zeros_included():
    forms = [("", None, "")] + [(s, d, k) for s in ("", "+") for d in (None, "0", "1", "2", "3") for k in "fge%d"]
    cases = [(value, *form) for value in numbers() for form in forms]
    assert len(cases) > 30_000
    program = "const { number } = await import('./text.js');"
    shown = node(program + "answer = given.map(([v, s, d, k]) => number(v, s, d ?? undefined, k));", cases)
    assert [(case, text) for case, text in zip(cases, shown) if text != number(*case)] == []


@needs_node
def test_a_number_sent_to_the_browser_is_the_one_python_speaks_of():
    values = [value for value in numbers() if abs(value) < 1e15] + list(np.random.default_rng(0).normal(size=500))
    sent = [float(np.float32(value)) for value in values]
    assert node("const { tidy } = await import('./text.js'); answer = given.map(tidy);", sent) == list(
        map(tidy, values)
    )
    assert tidy(0.005) == 0.005 and tidy(np.inf) == np.inf and tidy(12345678.0) == 12345678


def test_the_modules_share_one_scope_without_a_name_twice():
    names = [name for path in MODULES for name in top_level(path.read_text(encoding="utf-8"))]
    assert len(names) > 40
    assert sorted(names) == sorted(set(names))


def top_level(source: str) -> list[str]:
    """Names a module declares outside any function."""
    out = []
    for kind, rest in re.findall(r"^(?:export )?(const|let|function|class) (.*)$", source, re.M):
        if rest.startswith("{"):
            out += [part.split(":")[-1].strip() for part in rest[1 : rest.index("}")].split(",")]
        elif kind == "const":
            out += re.findall(r"(?:^|, )(\w+) =(?!>)", rest)
        else:
            out.append(re.match(r"\w+", rest)[0])
    return out


def test_the_script_holds_every_module_and_no_import():
    script = page.script()
    for path in MODULES:
        for name in top_level(path.read_text(encoding="utf-8")):
            assert re.search(rf"\b{name}\b", script), f"{path.name}: {name} is missing"
    assert not re.search(r"^\s*(import|//|/\*|\*)", script, re.M)
    assert re.findall(r"^export.*", script, re.M) == ["export default { render };"]
    assert len(script.encode()) <= 48_000


@needs_node
def test_the_script_is_a_module_that_node_can_read(tmp_path: Path):
    file = tmp_path / "scene.mjs"
    file.write_text(page.script(), encoding="utf-8")
    assert subprocess.run(["node", "--check", file], capture_output=True, encoding="utf-8").stderr == ""


def test_modules_stay_small():
    assert {path.name: n for path in MODULES if (n := len(path.read_text(encoding="utf-8").splitlines())) > 200} == {}


def test_the_types_are_right():
    """As `make check-js`, without the network."""
    if shutil.which("npx") is None:
        pytest.skip("node is not installed")
    npx = ["npx", "--offline", "-y", "-p", "typescript@5", "tsc"]
    run = subprocess.run([*npx, "-p", str(page.JS / "jsconfig.json")], capture_output=True, encoding="utf-8")
    if "npm error" in run.stderr:
        pytest.skip("typescript is not at hand: make check-js fetches it")
    assert run.returncode == 0, run.stdout


def test_every_layer_type_is_drawn_in_the_browser_and_on_film():
    kinds = {layer.kind for layer in layer_types(Layer) if layer.kind}
    drawn = re.search(r"export const DRAW = \{ (.*) \};", (page.JS / "layers.js").read_text(encoding="utf-8"))[1]
    drawn = re.findall(r"(\w+)(?:: \w+)?(?:, |$)", drawn)
    assert kinds == set(filmlayers.DRAW) == {*drawn, "points"}  # dots have a module of their own
    typed = re.findall(r'type: "(\w+)"', (page.JS / "types.d.ts").read_text(encoding="utf-8"))
    assert sorted(typed) == sorted(kinds)


def layer_types(base: type) -> list[type]:
    return [base, *(kind for child in base.__subclasses__() for kind in layer_types(child))]


def test_no_two_of_a_panels_first_curves_look_alike():
    assert len(set(DASHES)) == len(DASHES) >= 8 and len(set(MARKERS)) == len(MARKERS) == 8
    looks = [(CYCLE[rank % len(CYCLE)], DASHES[rank % len(DASHES)]) for rank in range(24)]
    assert len(set(looks)) == 24


def test_browser_and_film_take_colours_dashes_markers_and_levels_from_one_place():
    shared = json.loads(re.match(r"const SHARED = (.*);\n", page.script())[1])
    assert (shared["cycle"], shared["dashes"]) == (list(CYCLE), [list(dash) for dash in DASHES])
    assert shared["markers"] == list(MARKERS) and shared["levels"] == {"u1": 240, "u2": 65520}
    for path in MODULES:
        assert not re.search(r"65520|\[9, 3|#E69F00|#56B4E9", path.read_text(encoding="utf-8")), path.name
