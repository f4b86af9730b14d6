"""Rogers' five stages as a chain: from unaware through awareness, interest, evaluation and trial to adoption.

Each person enters the next stage j at the hazard, per unit of time,

    h_j = (media_j + personal_j A) exp(w_j · z),    A the share who have adopted

media_j: what mass media bring about; personal_j A: what adopters one knows bring about. z: the innovation's five
attributes as perceived, 0 for an average innovation, ±1 for a standard deviation above or below. The qualitative
pattern is Rogers' (Diffusion of Innovations, 1962, chapters on the decision process and on attributes); the default
numbers are ours, an illustration and no estimate.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from utils.common import arrays
from utils.common.checks import an_instance, positive, whole_number

STAGES = ("unaware", "awareness", "interest", "evaluation", "trial", "adoption")
ATTRIBUTES = ("relative advantage", "compatibility", "complexity", "trialability", "observability")
MEDIA = (0.5, 0.6, 0.4, 0.5, 0.8)  # strongest early, where one learns that the innovation exists
PERSONAL = (0.5, 1.0, 2.0, 1.0, 0.4)  # strongest at evaluation, where one asks those who have it
WEIGHTS = (  # w_j by stage entered: advantage, compatibility, complexity, trialability, observability
    (0.0, 0.0, 0.0, 0.0, 0.8),
    (0.6, 0.4, 0.0, 0.0, 0.4),
    (0.8, 0.8, -0.5, 0.0, 0.2),
    (0.2, 0.2, -0.4, 1.0, 0.0),
    (0.8, 0.4, -0.6, 0.4, 0.0),
)


@dataclass(frozen=True, eq=False)
class Rogers:
    """A model of processes.jumps: the state is the count in each of STAGES, (6,).

    N: people. attributes (5,): z as above, in the order of ATTRIBUTES. media, personal (5,): rates ≥ 0 into the five
    stages. weights (5, 5): w_j by row. Where nobody waits in any stage but the first, it is Bass with p = media_0 and
    q = personal_0.
    """

    N: int
    attributes: Any = (0.0,) * 5
    media: Any = MEDIA
    personal: Any = PERSONAL
    weights: Any = WEIGHTS
    compartments = STAGES
    changes = np.eye(6, dtype=int)[1:] - np.eye(6, dtype=int)[:-1]

    def __post_init__(self) -> None:
        whole_number("N", self.N)
        for name, shape in (("attributes", (5,)), ("media", (5,)), ("personal", (5,)), ("weights", (5, 5))):
            array = arrays.points(name, getattr(self, name), shape)
            if name in ("media", "personal") and array.min() < 0:
                raise ValueError(f"{name} must be rates of at least 0, got {array}")
            object.__setattr__(self, name, array)  # the way to set a field of a frozen dataclass

    def start(self) -> np.ndarray:
        """Everybody unaware, (6,)."""
        return np.array([self.N, 0, 0, 0, 0, 0])

    def hazards(self, adopted: Any) -> np.ndarray:
        """h_j (5, ...) where a share `adopted` (...) of all has adopted."""
        A = arrays.points("adopted", adopted)
        factor = np.exp(self.weights @ self.attributes)
        return np.multiply.outer(self.media * factor, np.ones_like(A)) + np.multiply.outer(self.personal * factor, A)

    def rates(self, state: Any) -> np.ndarray:
        """Of entering each stage, (5, ...): count in the stage before × hazard, for a state (6, ...)."""
        state = np.asarray(state)
        return state[:5] * self.hazards(state[5] / self.N)


def simulate_people(
    model: Rogers, attributes: Any, end: float, rng: np.random.Generator, dt: float = 0.01
) -> np.ndarray:
    """When each of n people entered each of the five stages, (n, 5), np.inf where not by `end`.

    attributes (n, 5): z as each person perceives it, in place of the model's. A is the share of these n.
    Steps of dt, with hazards as they are at its start: a person moves on with probability 1 − e^{−h dt}, one stage
    a step at most, so times are late by dt/2 a stage on average. dt must be well below 1/h.
    """
    model, rng = an_instance("model", model, Rogers), arrays.numpy_generator("rng", rng)
    z = arrays.points("attributes", attributes, ("n", 5))
    end, dt = positive("end", end), positive("dt", dt)
    factor = np.exp(z @ model.weights.T)  # (n, 5)
    fastest = np.max(factor * (model.media + model.personal))
    if fastest * dt > 0.5:
        raise ValueError(f"dt must be well below 1/h, at most {0.5 / fastest:.3g} for these attributes, got {dt}")
    stage, entered, everyone = np.zeros(len(z), dtype=np.intp), np.full((len(z), 5), np.inf), np.arange(len(z))
    for t in dt * np.arange(1, round(end / dt) + 1):
        waiting = everyone[stage < 5]
        level = model.media + model.personal * (1 - len(waiting) / len(z))
        hazard = level[stage[waiting]] * factor[waiting, stage[waiting]]
        moving = waiting[rng.random(len(waiting)) < -np.expm1(-hazard * dt)]
        entered[moving, stage[moving]] = t
        stage[moving] += 1
    return entered


def adoption_chances(model: Rogers, attributes: Any, shares: Any, dt: float) -> np.ndarray:
    """P(person adopts within k steps of dt) (n,), exact for the recipe of `simulate_people`, given the others' course.

        P_j ← P_j + m_j P_{j−1} − m_{j+1} P_j,    m_j = 1 − e^{−h_j dt}

    attributes (n, 5): z of each person. shares (k,): A at the beginning of each step.
    """
    model, dt = an_instance("model", model, Rogers), positive("dt", dt)
    z, shares = arrays.points("attributes", attributes, ("n", 5)), arrays.points("shares", shares, ("k",))
    if shares.min() < 0 or shares.max() > 1:
        raise ValueError(f"shares must lie in [0, 1], got {shares.min():g} to {shares.max():g}")
    factor, P = np.exp(z @ model.weights.T), np.eye(6)[np.zeros(len(z), dtype=np.intp)]
    for A in shares:
        moving = -np.expm1(-(model.media + model.personal * A) * factor * dt) * P[:, :5]
        P[:, :5] -= moving
        P[:, 1:] += moving
    return P[:, 5]
