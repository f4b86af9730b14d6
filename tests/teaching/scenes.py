"""Small scenes for the tests of utils.teaching.scene.scene."""

import numpy as np

from utils.teaching.scene import Curve, Formula, Line, Panel, Points, Scene


def cloud(n: int = 2000, T: int = 50, seed: int = 0, **more) -> Scene:
    """n points noised over T steps, with the schedule and a formula beside them."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(n, 2)) * [1.0, 0.3]
    return Scene(
        **{
            "panels": [
                Panel(
                    Points(a, rng.normal(size=(n, 2)), highlight=1),
                    title="samples x_t",
                    xlabel="x_1",
                    ylabel="x_2",
                    aspect="equal",
                ),
                Panel(
                    Curve(y="α", label="signal"), Curve(y="σ", label="noise", dash=True), title="schedule", xlabel="t"
                ),
                Formula("x_t = {α:.2f} x_0 + {σ:.2f} ε"),
            ],
            **clock(T),
            "title": "Noising",
            **more,
        }
    )


def clock(T: int = 50) -> dict:
    """times, values and a status line of a cosine schedule."""
    angle = np.linspace(0, np.pi / 2, T + 1)
    return {
        "times": np.arange(T + 1),
        "values": {"α": np.cos(angle), "σ": np.sin(angle)},
        "status": "t = {t} of {T}: signal {α:.2f}, noise {σ:.2f}",
    }


def lines(frames, **more) -> Scene:
    """A scene of one line over eleven times."""
    return Scene(Panel(Line(np.linspace(0, 1, np.shape(frames)[-1]), frames, **more)), times=range(11))
