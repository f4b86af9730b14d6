"""Small scenes for the tests of utils.teaching.scene.scene."""

import numpy as np

from utils.teaching.scene import Curve, Formula, Line, Links, Panel, Picks, Points, Scene


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


def network(n: int = 34, runs: int = 100, seed: int = 0, **more) -> tuple[Picks, Scene]:
    """Dots on a ring, each joined to the next, and in each run some links broken; three can be picked, two are."""
    rng = np.random.default_rng(seed)
    arrival = np.full((runs, n, n), 255, dtype=np.uint8)
    for run, whole in enumerate(rng.random((runs, n)) < 0.6):
        for v in range(n):
            steps = np.cumprod(np.roll(whole, -v)[:6]).sum()  # links that hold, one behind the other, at most six
            arrival[run, v, (v + np.arange(steps + 1)) % n] = np.arange(steps + 1)
    names = [f"member {v}" for v in range(n)]
    picks = Picks(arrival, **{"start": [0, n // 3], "names": names, "label": "reached", "colour": 6, **more})
    angle = 2 * np.pi * np.arange(n) / n
    places, ring = np.c_[np.cos(angle), np.sin(angle)], np.c_[np.arange(n), np.roll(np.arange(n), -1)]
    best = Points(places[[0, n // 3, 2 * n // 3]], size=13, colour=1, name="best", hidden=True, label="three far apart")
    panel = Panel(Links(ring), Points(places, size=5, colour=5, label="members"), best, picks, aspect="equal")
    return picks, Scene(panel, times=range(7), t=2, status="step {t} of {T}")
