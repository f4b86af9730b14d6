"""The stored study of rewinding holds what lecture 28 says of it, and a task gives what its summary is made of."""

import numpy as np
import pytest

from studies import rewind_study as study
from studies.ensemble import draw
from studies.stored import read
from utils.populations.learned_reverse import learned_rates, load_network
from utils.populations.rewind import reverse_rates
from utils.processes.chains import uniformised

RESULT = read("rewind_study")["result"]
CELLS = [f"{T} | {paths}" for T in study.SPANS for paths in study.PATHS]


def off(cell, kind):
    """Mean total variation over seeds."""
    values = np.array(RESULT["rewind"][cell][kind])
    return values.mean() if values.ndim == 1 else values[:, 0].mean()


@pytest.mark.parametrize("cell", CELLS)
def test_true_rates_come_back_to_the_start_and_spoilt_ones_do_not(cell):
    assert all(len(values) == study.SEEDS for values in RESULT["rewind"][cell].values())
    assert off(cell, "exact") <= off(cell, "floor") + 0.005
    assert off(cell, "inverted") > off(cell, "missing") > 0.4


@pytest.mark.parametrize("T", study.SPANS)
def test_a_table_of_20_000_paths_comes_near_in_seconds_and_of_4_000_less_near(T):
    assert off(f"{T} | 20000", "table") <= 0.03
    assert off(f"{T} | 20000", "table") < off(f"{T} | 4000", "table") < 0.05
    assert max(seconds for _, seconds in RESULT["rewind"][f"{T} | 20000"]["table"]) < 2


def test_the_network_comes_near_too_after_fifty_times_as_long():
    cell = RESULT["rewind"]["3 | 20000"]
    assert off("3 | 20000", "network 3000") <= 0.06
    assert min(one[2] for one in cell["network 3000"]) > 20 * max(one[1] for one in cell["table"])


def test_with_a_ratio_off_by_a_tenth_the_mean_comes_back_and_the_modes_do_not():
    first = np.concatenate([RESULT["rewind"][cell]["network 750"] for cell in CELLS])
    assert first[:, 1].max() < 0.13 and first[:, 0].min() > 0.3
    assert np.abs(first[:, 3] - 20).max() < 3.5
    between = study.adoption()[2][study.BETWEEN[0] : study.BETWEEN[1] + 1].sum()
    assert first[:, 4].min() > 15 * between
    assert off("6 | 4000", "network 3000") > off("6 | 4000", "table")


def test_noise_for_the_true_sensitivity_blurs_R0_and_the_false_promise_hides_that():
    assert RESULT["R0"]["without noise"] == pytest.approx(3.93, abs=0.01)
    for epsilon, sd in (("0.3", 0.30), ("1", 0.09), ("3", 0.04)):
        low, high = RESULT["R0"]["sensitivity 7"][epsilon][2:]
        assert (high - low) / 3.29 == pytest.approx(sd, rel=0.3)
        assert RESULT["R0"]["sensitivity 1"][epsilon][1] < sd / 4


def test_the_stored_network_knows_the_ratio_to_a_few_per_cent():
    births, Q, start = study.adoption()
    times = np.linspace(0, study.SPANS[0], 31)
    laws = uniformised(Q, start, times, 1e-12)
    guess, truth = learned_rates(load_network(study.NETWORK), births, times), reverse_rates(births, laws, times)
    often = laws[1:] > 1e-3
    assert np.mean(np.abs(guess / np.maximum(truth, 1e-9) - 1)[often]) < 0.05


def test_a_task_gives_the_numbers_that_the_summary_is_made_of(monkeypatch):
    monkeypatch.setattr(study, "DRAWS", 3)
    found = draw(study.measure, "privacy | 3.0 | 7", study.SEED)
    low, high = RESULT["R0"]["sensitivity 7"]["3"][0] + np.array([-0.2, 0.2])
    assert len(found) == 3 and all(low < R0 < high for R0 in found)
