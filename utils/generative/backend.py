"""numpy or torch: the few things that samplers and denoisers need and both call by different names.

What goes in as an array comes out as an array, what goes in as a tensor as a tensor of its dtype, on its device.
Floats keep their size. Whole numbers become float64 (numpy) or torch's default float: a point cast back to
whole numbers would be another point. Everything else (text, truth values, complex numbers) raises ValueError.
torch is imported only where a tensor is at hand.
"""

from typing import Any, TypeAlias

import numpy as np

from utils.common import arrays

Points: TypeAlias = Any  # a numpy array or a torch tensor (..., d) or (n, ...): mypy knows no arithmetic of "either"


def is_tensor(x: Any) -> bool:
    return hasattr(x, "detach")


def as_points(name: str, x: Any, shape: arrays.Shape | None = None, *, least: int = 1, finite: bool = True) -> Points:
    """x as floats, checked: an array, a nested list or a tensor. shape: see `utils.common.arrays`.

    nan and infinity raise ValueError in arrays (unless finite=False). Tensors are not searched for them: on a GPU each
    look would wait for all that went before.
    """
    if is_tensor(x):
        import torch

        if x.is_complex() or x.dtype == torch.bool:
            raise ValueError(f"{name} must be an array of numbers, got a tensor of {x.dtype}")
        arrays.check_shape(name, tuple(x.shape), shape, least)
        return x if x.is_floating_point() else x.to(torch.get_default_dtype())
    array = arrays.points(name, x, shape, least=least, finite=finite)
    return array.astype(x.dtype) if isinstance(x, np.ndarray) and x.dtype.kind == "f" else array


def as_times(name: str, t: Any, rows: int | None = None) -> np.ndarray:
    """One time, (), or one for each of so many rows, (rows,), as a numpy array; a tensor is brought to the CPU."""
    times = arrays.points(name, t, finite=False)
    if rows is not None and times.shape not in ((), (rows,)):
        raise ValueError(f"{name} must be one time or have shape ({rows},), one for each row, got {times.shape}")
    return times


def column(values: Any, x: Points) -> Points:
    """Numbers, () or (n,), so that they multiply the rows of x (n, ...); for a tensor in its dtype, on its device."""
    lead = np.shape(values)
    shape = lead + (1,) * (x.ndim - len(lead))
    if is_tensor(x):
        import torch

        return torch.as_tensor(values, dtype=x.dtype, device=x.device).reshape(shape)
    return np.reshape(values, shape)


def normal_like(x: Points, rng: Any) -> Points:
    """Standard normal noise of x's shape, kind and dtype.

    rng: numpy Generator for arrays, torch.Generator for tensors. A tensor's noise is drawn where the generator lives
    and then brought to x: a generator on the CPU gives the same numbers on every device.
    """
    x = as_points("x", x, finite=False)
    if is_tensor(x):
        import torch

        rng = torch_generator("rng", rng)
        return torch.randn(x.shape, generator=rng, dtype=x.dtype, device=rng.device).to(x.device)
    return arrays.numpy_generator("rng", rng).standard_normal(x.shape).astype(x.dtype, copy=False)


def torch_generator(name: str, value: Any) -> Any:
    """A torch.Generator, or ValueError."""
    import torch

    if not isinstance(value, torch.Generator):
        raise ValueError(f"{name} must be a torch.Generator, got {value!r}")
    return value


def any_generator(name: str, value: Any) -> Any:
    """A numpy Generator or a torch.Generator, or ValueError. Which of the two is needed, the points tell."""
    is_torch = type(value).__module__.startswith("torch")  # so that torch need not be imported to find out
    return torch_generator(name, value) if is_torch else arrays.numpy_generator(name, value)
