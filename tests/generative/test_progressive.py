"""The target of progressive distillation: one DDIM step of the student ends where two of the teacher end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.generative import samplers, schedules
from utils.generative.denoisers import MixtureDenoiser
from utils.generative.mixtures import GaussianMixture
from utils.generative.progressive import one_step_for_two

PLANE = GaussianMixture([0.4, 0.6], [[-1.0, 0.2], [0.5, 0.0]], [np.eye(2), 0.5 * np.eye(2)])


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 1000),
    st.sampled_from([schedules.edm(), schedules.cosine_vp(), schedules.flow(), schedules.linear_vp()]),
    st.lists(st.floats(0, 0.98), min_size=3, max_size=3, unique=True),
)
def test_one_step_of_the_student_ends_where_two_of_the_teacher_end(seed, schedule, shares):
    s, m, t = (schedule.T * share for share in sorted(shares))
    if min(t - m, m - s) < 1e-3 * schedule.T:
        return
    teacher, x = MixtureDenoiser(PLANE, schedule), np.random.default_rng(seed).normal(size=(7, 2))
    step = samplers.ddim(teacher, schedule)
    two = step(step(x, t, m), m, s)
    answer = one_step_for_two(teacher, schedule, x, t, m, s)
    student = samplers.ddim(lambda x, t: answer, schedule)
    np.testing.assert_allclose(student(x, t, s), two, atol=1e-8)


def test_a_teacher_that_never_changes_its_mind_is_copied():
    x = np.ones((3, 2))
    answer = one_step_for_two(lambda x, t: np.full_like(x, 0.3), schedules.edm(), x, 4.0, 2.0, 0.0)
    np.testing.assert_allclose(answer, 0.3)


def test_to_the_data_it_is_where_two_steps_end():
    x, edm = np.random.default_rng(0).normal(size=(5, 2)), schedules.edm()
    step = samplers.ddim(MixtureDenoiser(PLANE, edm), edm)
    found = one_step_for_two(MixtureDenoiser(PLANE, edm), edm, x, 2.0, 1.0, 0.0)
    np.testing.assert_allclose(found, step(step(x, 2.0, 1.0), 1.0, 0.0))


@pytest.mark.parametrize("times", [(1.0, 1.0, 0.5), (1.0, 0.4, 0.4), (0.5, 0.7, 0.2)])
def test_times_that_do_not_fall_are_refused(times):
    with pytest.raises(ValueError, match="m must"):
        one_step_for_two(MixtureDenoiser(PLANE, schedules.edm()), schedules.edm(), np.ones((2, 2)), *times)
