"""Training put aside and taken up again, bit for bit."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from utils.common.files import replacing

if TYPE_CHECKING:
    from utils.generative.training import TrainingState

FORMAT = 2


def save(path: Path | str, state: "TrainingState") -> None:
    """Write `state` (the latest TrainingState of its run) to `path`.

    The file is written under another name and then put in place, so `path` holds the old state or the new one, never
    half of one. It holds weights, average, Adam's moments and the random generator: numbers only.
    Raises ValueError if `state` is not the latest: the weights it points to have moved on.
    """
    if not hasattr(state, "optimiser"):
        raise ValueError(f"state must be a TrainingState, got {state!r}")
    moments = state.optimiser.state_dict()
    reached = int(next(iter(moments["state"].values()))["step"])
    if reached != state.step:
        raise ValueError(f"state must be the latest of its run, step {reached}, got step {state.step}")
    content = {
        "format": FORMAT,
        "step": state.step,
        "loss": state.loss,
        "seconds": state.seconds,
        "denoiser": state.denoiser.state_dict(),
        "average": state.average.state_dict(),
        "optimiser": moments,
        "generator": state.generator.get_state(),
    }
    with replacing(path) as file:
        torch.save(content, file)


def load(path: Path | str) -> dict[str, Any]:
    """What `save` wrote, a dict for `train(..., resume=...)`.

    Read with weights_only=True: a file from a stranger cannot run code. Raises ValueError if it is no checkpoint.
    """
    if not Path(path).is_file():
        raise ValueError(f"path must be a file written by save, got {str(path)!r}, which does not exist")
    content = torch.load(path, weights_only=True, map_location="cpu")
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"path must be a checkpoint written by save, format {FORMAT}, got {path}")
    return content


def restore(
    content: dict[str, Any],
    denoiser: torch.nn.Module,
    average: torch.nn.Module,
    optimiser: torch.optim.Optimizer,
    generator: torch.Generator,
) -> tuple[int, float]:
    """Put what `load` returned into a run's own objects; returns (step, seconds)."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"resume must be what load returned, got {type(content).__name__}")
    try:
        denoiser.load_state_dict(content["denoiser"])
        average.load_state_dict(content["average"])
    except RuntimeError as error:
        raise ValueError(f"resume must hold the weights of this network, got others: {error}") from None
    optimiser.load_state_dict(content["optimiser"])
    generator.set_state(content["generator"])
    return content["step"], content["seconds"]
