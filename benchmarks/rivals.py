"""The notebook the benchmark opens: our scrubber, the floor and the rival.

Every variant shows the same 2 000 points noised by x_t = α(t) x_0 + σ(t) ε at
the same size.  The floor draws one rectangle instead: nothing can be faster in
the same notebook.  The rival is what most courses use.
"""

from __future__ import annotations

from pathlib import Path

import nbformat

POINTS = 2000

SETUP = f"""
import time
import anywidget, ipywidgets, numpy as np, traitlets
import matplotlib.pyplot as plt
from utils.teaching.scene import Panel, Points, Scene
%matplotlib inline

rng = np.random.default_rng(0)
x0 = rng.normal(size=({POINTS}, 2)) * 0.1 + rng.integers(-1, 2, size=({POINTS}, 2))
eps = rng.normal(size=({POINTS}, 2))

def noising(T):
    times = np.arange(T + 1)
    return times, np.cos(np.pi / 2 * times / T), np.sin(np.pi / 2 * times / T)

def scrubber(T, copies=1):
    times, alpha, sigma = noising(T)
    many = rng.normal(size=(copies * len(x0), 2))  # of one copy: as the rivals have it
    panel = Panel(Points(np.tile(x0, (copies, 1)), eps if copies == 1 else many), xlim=(-3, 3), ylim=(-3, 3))
    return Scene([panel], times, values={{"α": alpha, "σ": sigma}}, title="Scrubber")

def busy(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))
"""

FLOOR = '''
class Floor(anywidget.AnyWidget):
    """A bare slider and one filled rectangle."""
    T, width, height = (traitlets.Int(v).tag(sync=True) for v in (50, 600, 400))
    _esm = """
    export default { render({ model, el }) {
      const [T, w, h] = ["T", "width", "height"].map(k => model.get(k));
      const ratio = window.devicePixelRatio;
      const canvas = Object.assign(document.createElement("canvas"), { width: w * ratio, height: h * ratio });
      Object.assign(canvas.style, { width: `${w}px`, height: `${h}px`, display: "block" });
      const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: T, value: 10 });
      slider.style.width = `${w}px`;
      slider.setAttribute("aria-label", "Floor");
      slider.setAttribute("data-lm-suppress-shortcuts", "true");
      const context = canvas.getContext("2d");
      const draw = () => {
        context.clearRect(0, 0, canvas.width, canvas.height);
        context.fillStyle = "#0072b2";
        context.fillRect(0, 0, (canvas.width * slider.value) / T, canvas.height);
      };
      slider.addEventListener("input", draw);
      el.append(canvas, slider);
      draw();
    } };
    """
'''

RIVAL = """
def redraw(t):
    fig, ax = plt.subplots(figsize=figsize)
    ax.plot(*(alpha[t] * x0 + sigma[t] * eps).T, ".", ms=2)
    ax.set(xlim=(-3, 3), ylim=(-3, 3))
    plt.show()

times, alpha, sigma = noising(50)
interactive = ipywidgets.interactive(redraw, t=ipywidgets.IntSlider(10, 0, 50, description="Rival"))
interactive
"""

CELLS = (
    SETUP + FLOOR,
    "scrubber(50)",
    "Floor(T=50, width=width, height=height)",
    RIVAL,
    "scrubber(200)",
    "Floor(T=200, width=width, height=height)",
    "scrubber(50, 5)",
)
OURS, BARE, INTERACT, OURS_200, BARE_200, OURS_10K = range(1, 7)


def write(path: Path) -> None:
    """Write the notebook, its inputs collapsed so that all variants fit one window."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    for number, source in enumerate(CELLS):
        cell = nbformat.v4.new_code_cell(source.strip(), metadata={"jupyter": {"source_hidden": True}})
        cell.id = f"bench-{number}"
        notebook.cells.append(cell)
    nbformat.write(notebook, path)
