"""numpy and torch behind one name: kinds, dtypes and devices are kept, whole numbers become floats."""

import numpy as np
import pytest
import torch

from utils.generative.backend import any_generator, as_points, as_times, column, is_tensor, normal_like, torch_generator


def test_floats_keep_their_size_and_whole_numbers_become_floats():
    for dtype, expected in [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64)]:
        assert as_points("x", np.ones(3, dtype)).dtype == expected
    for dtype, expected in [
        (torch.float32, torch.float32),
        (torch.float64, torch.float64),
        (torch.int8, torch.float32),
    ]:
        assert as_points("x", torch.ones(3, dtype=dtype)).dtype == expected
    assert as_points("x", [[1, 2]]).dtype == np.float64


@pytest.mark.parametrize("x", [torch.tensor([True]), torch.tensor([1j]), np.array([True]), np.array(["1"]), [1j], "1"])
def test_what_is_no_number_is_refused(x):
    with pytest.raises(ValueError, match="x must be an array of numbers, got"):
        as_points("x", x)


def test_shapes_of_tensors_are_held_to_and_their_values_are_not_searched():
    with pytest.raises(ValueError, match=r"x must have shape \(n, 2\), got \(3, 4\)"):
        as_points("x", torch.ones(3, 4), ("n", 2))
    assert torch.isnan(as_points("x", torch.tensor([np.nan]))).all()  # a look would stop a GPU
    with pytest.raises(ValueError, match="x must be finite, got nan"):
        as_points("x", np.array([np.nan]))


def test_a_tensor_keeps_its_gradient_and_its_device():
    x = torch.ones(2, requires_grad=True)
    assert as_points("x", x) is x
    assert as_points("x", torch.ones(2, dtype=torch.int64, device="meta")).device.type == "meta"


def test_times_come_to_numpy_from_anywhere():
    assert as_times("t", torch.tensor([1.0, 2.0], requires_grad=True), 2).tolist() == [1.0, 2.0]
    assert as_times("t", 3).shape == ()
    with pytest.raises(ValueError, match=r"t must be one time or have shape \(3,\), one for each row, got \(2,\)"):
        as_times("t", [1, 2], 3)


def test_a_column_multiplies_rows_in_the_tensor_s_own_dtype_and_place():
    values, x = np.array([2.0, 3.0]), np.ones((2, 4, 5))
    assert np.array_equal(column(values, x) * x, np.stack([np.full((4, 5), 2.0), np.full((4, 5), 3.0)]))
    for device in ("cpu", "meta"):
        made = column(values, torch.ones(2, 4, dtype=torch.float32, device=device))
        assert made.shape == (2, 1) and made.dtype == torch.float32 and made.device.type == device
    assert column(0.5, torch.ones(2, 3)).shape == (1, 1)


def test_noise_for_whole_number_points_is_not_rounded():
    """Cast to whole numbers, a normal draw has standard deviation .73 instead of 1, and most of it is 0."""
    for x, rng in [
        (np.tile([[1, -2]], (100_000, 1)), np.random.default_rng(0)),
        (torch.tensor([[1, -2]]).repeat(100_000, 1), torch.Generator().manual_seed(0)),
    ]:
        noise = np.asarray(normal_like(x, rng))
        assert noise.dtype.kind == "f" and noise.std() == pytest.approx(1, abs=0.01) and np.mean(noise == 0) < 0.01


def test_noise_is_drawn_where_the_generator_lives_and_then_moved():
    elsewhere = normal_like(torch.ones(3, 2, device="meta"), torch.Generator().manual_seed(0))
    assert elsewhere.device.type == "meta" and elsewhere.shape == (3, 2)


def test_a_generator_of_the_other_kind_is_refused():
    ours, theirs = np.random.default_rng(0), torch.Generator()
    assert any_generator("rng", ours) is ours and any_generator("rng", theirs) is torch_generator("rng", theirs)
    for x, rng, kind in [(np.ones(2), theirs, "numpy Generator"), (torch.ones(2), ours, "torch.Generator")]:
        with pytest.raises(ValueError, match=f"rng must be a {kind}"):
            normal_like(x, rng)
    for rng in (None, 3, np.random.RandomState(0), torch):
        with pytest.raises(ValueError, match="rng must be a "):
            any_generator("rng", rng)
    assert is_tensor(torch.ones(1)) and not is_tensor(np.ones(1))
