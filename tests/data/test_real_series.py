"""The real series: totals, gaps and variants as published, and a record in the catalogue for each."""

import numpy as np
import pytest

from utils.data import CATALOGUE, adoption, covid_italy, outbreaks
from utils.data.adoption import load_adoption
from utils.data.covid_italy import TOTALS, load_covid_italy
from utils.data.outbreaks import load_boarding_school, load_eyam
from utils.data.provenance import checksum

ITALY = load_covid_italy()
RECORDS = {record.name: record for record in CATALOGUE}


def test_every_series_has_its_record_and_its_checksum_holds():
    found = {name.replace(" ", "_"): (s.times, s.counts) for name in adoption.NAMES if (s := load_adoption(name))}
    school, up, other = load_boarding_school(), load_boarding_school("A", "convalescent"), load_boarding_school("B")
    found |= {"boarding_school_a": (school.times, school.counts, up.counts)}
    found |= {"boarding_school_b": (other.times, other.counts)}
    for copy in "AB":
        eyam = load_eyam(copy)
        found[f"eyam_{copy.lower()}"] = (eyam.times, eyam.susceptible, eyam.infected)
    days = (ITALY.dates - ITALY.dates[0]).astype(int)
    found["covid_italy"] = (days, ITALY.hospital, ITALY.icu, ITALY.deaths, ITALY.cases, ITALY.tests)
    ours = (*outbreaks.PROVENANCE, *adoption.PROVENANCE, covid_italy.PROVENANCE)
    assert {record.name for record in ours} == set(found) and set(ours) <= set(CATALOGUE)
    for name, arrays in found.items():
        assert (RECORDS[name].checksum, RECORDS[name].rows) == (checksum(*arrays), len(arrays[0])), name


def test_the_two_copies_of_the_boarding_school_are_kept_apart():
    a, b = load_boarding_school("A"), load_boarding_school("B")
    assert a.kind == b.kind == "present" and a.population == b.population == 763
    np.testing.assert_array_equal(a.times, np.arange(14))
    assert (a.labels[0], a.labels[-1]) == ("1978-01-22", "1978-02-04")
    assert (a.counts.sum(), b.counts.sum()) == (1559, 1546) and np.abs(a.counts - b.counts).max() == 7
    up = load_boarding_school("A", "convalescent")
    assert up.counts.sum() == 937 and (a.counts + up.counts).max() < 763
    with pytest.raises(ValueError, match="column must be one of 'in bed', got 'convalescent'"):
        load_boarding_school("B", "convalescent")


def test_the_copies_of_eyam_differ_in_four_values_and_lack_month_three_and_a_half():
    a, b = load_eyam("A"), load_eyam("B")
    assert a.population == a.susceptible[0] + a.infected[0] == 261 and 3.5 not in a.times and 3 in a.times
    different = np.argwhere(np.column_stack([a.susceptible != b.susceptible, a.infected != b.infected]))
    assert [(a.times[row], "SI"[column]) for row, column in different] == [(0.5, "I"), (1.5, "S"), (2, "I"), (2.5, "S")]
    for eyam in (a, b):
        assert np.all(np.diff(eyam.susceptible) < 0) and np.all(np.diff(eyam.removed) >= 0) and eyam.removed[-1] == 178
    assert np.all(a.infected == np.rint(a.infected)) and np.all(a.susceptible == np.rint(a.susceptible))


@pytest.mark.parametrize(
    "name, first, last, total, never",
    [
        ("room air conditioners", "1949", "1961", 14_418, None),
        ("colour television", "1963", "1970", 32_343, None),
        ("clothes dryers", "1949", "1961", 12_554, None),
        ("medical innovation", "1", "17", 109, 16),
        ("family planning", "1", "10", 673, 374),
        ("hybrid corn", "1946–47", "1965", 540, 152),
    ],
)
def test_adoption_adds_up_to_those_asked(name, first, last, total, never):
    series = load_adoption(name)
    assert (series.kind, series.labels[0], series.labels[-1]) == ("new", first, last)
    assert (series.counts.sum(), series.never) == (total, never)
    np.testing.assert_array_equal(series.edges, np.arange(len(series.counts) + 1))


def test_farmers_remember_round_numbers_of_years():
    corn = load_adoption("hybrid corn")
    assert [corn.counts[corn.labels.index(str(1966 - ago))] for ago in (10, 15)] == [90, 32]


def test_households_are_a_survey_in_uneven_years_that_falls_once():
    computers = load_adoption("computers")
    assert computers.kind == "present" and computers.times[0] == 0 and computers.times[-1] == 2011 - 1984
    assert set(np.diff(computers.times)) == {1, 2, 3, 4, 5} and np.sum(np.diff(computers.counts) < 0) == 1


def test_the_italian_totals_fall_on_three_days_and_nobody_hides_it():
    assert len(ITALY.dates) == 493 and np.all(np.diff(ITALY.dates) == np.timedelta64(1, "D"))
    assert {name: ITALY.corrections(name) for name in TOTALS} == {
        "deaths": (("2020-06-24", -31),),
        "cases": (("2020-06-19", -148),),
        "tests": (("2020-12-17", -47510),),
    }
    for name, last in (("deaths", 127_566), ("cases", 4_259_909), ("tests", 71_583_206)):
        assert getattr(ITALY, name)[-1] == last == getattr(ITALY, name)[0] + ITALY.daily(name).sum()
    assert np.all(ITALY.icu < ITALY.hospital) and (ITALY.daily("deaths") < 0).sum() == 1


def test_italian_counts_are_differences_of_the_totals_and_keep_what_came_before():
    march = ITALY.counts("deaths", "2020-03-10", "2020-03-12")
    assert march.counts.tolist() == [168, 196, 189] and march.before == 463  # as announced each evening
    assert march.labels == ("2020-03-10", "2020-03-11", "2020-03-12") and march.edges.tolist() == [0, 1, 2, 3]
    first = ITALY.counts("cases", "2020-02-25", np.datetime64("2021-06-30"), 4)
    assert first.cumulative[-1] == 4_259_909 and first.times[0] == 4 and len(first.counts) == 123


def test_those_in_hospital_are_read_on_the_days_themselves():
    beds = ITALY.counts("hospital", "2020-02-24", "2020-03-08", 7)
    assert beds.kind == "present" and beds.labels == ("2020-03-01", "2020-03-08")
    assert beds.counts.tolist() == [ITALY.hospital[6], ITALY.hospital[13]] and beds.times.tolist() == [7, 14]


def test_a_correction_is_held_by_a_longer_step_or_refused_by_name():
    with pytest.raises(ValueError, match=r"days must be .* deaths \(-31 on 2020-06-24\), got 1: -31 up to 2020-06-24"):
        ITALY.counts("deaths", "2020-06-20", "2020-06-30")
    weeks = ITALY.counts("deaths", "2020-06-15", "2020-07-05", 7)
    assert weeks.counts[1] == ITALY.daily("deaths")[118:125].sum() and weeks.labels[1] == "2020-06-28"


def test_italian_days_that_make_no_whole_steps_are_refused():
    with pytest.raises(ValueError, match="last must be a whole number of steps of 7 days from 2020-06-15.*: 8 days"):
        ITALY.counts("deaths", "2020-06-15", "2020-06-22", 7)
    with pytest.raises(ValueError, match="last must be a whole number of steps of 1 days from 2020-06-15"):
        ITALY.counts("deaths", "2020-06-15", "2020-06-14")
    with pytest.raises(ValueError, match="first must be a day from 2020-02-25"):
        ITALY.counts("deaths", "2020-02-24", "2020-03-24")


def test_a_changed_file_is_refused(monkeypatch, tmp_path):
    text = covid_italy._FILE.read_text(encoding="utf-8")
    for old, new in (("2020-02-25,150", "2020-02-25,151"), ("icu", "intensive")):
        (tmp_path / "covid_italy.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setattr(covid_italy, "_FILE", tmp_path / "covid_italy.csv")
        with pytest.raises(ValueError, match=r"covid_italy\.csv must have"):
            load_covid_italy()


def test_the_arrays_are_read_only():
    eyam = load_eyam()
    for array in (
        eyam.times,
        eyam.susceptible,
        eyam.infected,
        ITALY.dates,
        ITALY.deaths,
        load_adoption("computers").counts,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
