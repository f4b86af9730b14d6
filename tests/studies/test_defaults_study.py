"""What the study of defaults and shapes found is what its facts say; a task repeats itself."""

import numpy as np
import pytest

from studies.defaults_study import MODULES, VIEWS, measure, views
from studies.ensemble import draw
from studies.stored import ROOT, read

FOUND = read("defaults_study")["result"]
# Of 300 runs each, by an independent program: how often more than 5 % of 500 banks fail.
PUBLISHED = {"1": 0.14, "1.5": 0.48, "2": 0.76, "3": 0.79, "4": 0.72, "5": 0.53, "6": 0.20, "7": 0.05, "8": 0.0}


@pytest.mark.parametrize("degree, chance", PUBLISHED.items())
def test_large_cascades_are_as_frequent_as_an_independent_program_found(degree, chance):
    share, _ = FOUND["cascades"][degree]["chance"]
    assert abs(share - chance) <= 3 * np.sqrt(2 * max(chance * (1 - chance), 1 / 300) / 300)


def right(people, seen):
    rows = [row for row in FOUND["shapes"] if (row["people"], row["seen"]) == (people, seen)][:4]
    return sum(row["found"][row["shape"]] for row in rows) / sum(sum(row["found"].values()) for row in rows)


def test_the_whole_curve_tells_the_shapes_apart_and_its_first_quarter_does_not_among_100_people():
    assert [row["shape"] for row in FOUND["shapes"][:4]] == ["inertia", "contagion", "influence", "learning"]
    assert {view: right(*view) >= 0.9 for view in VIEWS} == {view: view != (100, 0.25) for view in VIEWS}
    assert right(100, 0.95) - right(100, 0.25) > 0.2


def test_real_adopters_are_likeliest_under_contagion():
    assert all(behind["contagion"] == 0 for behind in FOUND["real"].values())


def test_sales_at_a_falling_price_bring_down_those_who_were_safe():
    prices, defaults = ([row[name][0] for row in FOUND["fire"].values()] for name in ("price", "defaults"))
    assert np.all(np.diff(prices) < 0) and np.all(np.diff(defaults) > 0) and defaults[0] == 0
    assert all(row["calm"] == [0, 0] for row in FOUND["fire"].values())


def test_a_task_gives_the_same_numbers_again():
    once, again = (draw(measure, "fire | 0", 2026) for _ in range(2))
    assert once == again and once[0] == [1.0, 0, 0]
    assert len(set(views())) == len(views())


def test_the_study_names_its_modules():
    found = read("defaults_study")["code"]["modules"]
    assert found == sorted(MODULES) and all((ROOT / module).is_file() for module in MODULES)
