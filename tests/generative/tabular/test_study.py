"""The study loses nothing when it is stopped, takes up nothing that is stale, and its table says what was measured."""

import numpy as np
import pytest
from small_frauds import SMALL, rng, small_split

from utils.data.transactions import draw_transactions, load_transactions
from utils.generative.tabular import study
from utils.generative.tabular.arms import added_rows, arms
from utils.generative.tabular.classifiers import classify
from utils.generative.tabular.scores import MEASURES, measures
from utils.generative.tabular.split import split
from utils.generative.tabular.study import COLUMNS, Cell, fingerprint, run, stream, table

CHEAP = ("none", "class weights", "jitter")
ONE = ("XGBoost",)


@pytest.fixture
def calls(monkeypatch):
    """Stands in for `classify`: scores from a formula. Returns what it was called with."""
    seen = []

    def stand_in(classifier, data, rows, weighted, seed):
        seen.append((classifier, len(rows), weighted, seed))
        return rng([seed, len(seen)]).random(len(data.test_y))

    monkeypatch.setattr(study, "classify", stand_in)
    return seen


def refuse(*_):
    raise AssertionError("classify was called")


def same(cells, others):
    return all(
        (a.seed, a.arm, a.classifier, a.added, a.seconds, a.error)
        == (b.seed, b.arm, b.classifier, b.added, b.seconds, b.error)
        and a.scores.dtype == b.scores.dtype
        and np.array_equal(a.scores, b.scores)
        for a, b in zip(cells, others, strict=True)
    )


# The cells


def test_a_cell_is_the_arm_then_the_classifier_by_hand():
    data = small_split(2)
    [cell] = run({2: data}, ("jitter",), ONE, n=30)
    rows = added_rows("jitter", data, 30, stream(2, "jitter"))
    assert np.array_equal(cell.scores, classify("XGBoost", data, rows, seed=2))
    assert (cell.seed, cell.arm, cell.classifier, cell.added, cell.error) == (2, "jitter", "XGBoost", 30, "")


def test_every_arm_and_seed_has_a_stream_of_its_own_the_same_everywhere():
    first = [stream(seed, arm).integers(2**62) for arm in (*arms(), "jitteR") for seed in (0, 1)]
    assert len(set(first)) == 2 * len(arms()) + 2
    assert stream(0, "jitter").integers(10**9) == 575976706
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        stream(-1, "jitter")


def test_every_seed_arm_and_classifier_has_its_cell_in_order(calls):
    cells = list(run({0: small_split(), 1: small_split(1)}, CHEAP, n=20))
    expected = [(seed, arm, name) for seed in (0, 1) for arm in CHEAP for name in ("XGBoost", "Random Forest")]
    assert [(cell.seed, cell.arm, cell.classifier) for cell in cells] == expected
    assert calls == [(name, 20 if arm == "jitter" else 0, arm == "class weights", seed) for seed, arm, name in expected]


def test_rows_are_made_once_for_all_classifiers(calls, monkeypatch):
    made = []
    monkeypatch.setattr(study, "added_rows", lambda *call: made.append(call[0]) or added_rows(*call))
    list(run({0: small_split()}, CHEAP, n=20))
    assert made == list(CHEAP)


def test_an_arm_or_classifier_that_fails_says_why_and_the_others_go_on(monkeypatch, tmp_path):
    def breaks(arm, *rest):
        if arm == "jitter":
            raise FloatingPointError("the loss is nan")
        return added_rows(arm, *rest)

    monkeypatch.setattr(study, "added_rows", breaks)
    cells = {
        cell.arm: cell for cell in run({0: small_split()}, ("none", "jitter", "oracle", "SMOTE"), ONE, 20, tmp_path)
    }
    assert cells["jitter"].error == "FloatingPointError: the loss is nan" and cells["jitter"].scores is None
    assert cells["oracle"].error.startswith("ValueError: the oracle needs genuine further positives")
    assert all(cells[arm].error == "" and len(cells[arm].scores) == 120 for arm in ("none", "SMOTE"))
    assert len(list(tmp_path.iterdir())) == 2
    monkeypatch.undo()  # mended: the failed arm alone is tried again
    cells = {cell.arm: cell for cell in run({0: small_split()}, ("none", "jitter"), ONE, 20, tmp_path)}
    assert cells["jitter"].error == "" and cells["jitter"].added == 20


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"chosen": ("none", "smote")}, "chosen must be among none, .*, oracle, got 'none', 'smote'"),
        ({"classifiers": ("SVM",)}, "classifiers must be among XGBoost, Random Forest, got 'SVM'"),
    ],
)
def test_a_name_that_is_not_known_is_an_error_at_once(options, message):
    with pytest.raises(ValueError, match=message):
        next(run({0: small_split()}, **options))


# Stopping and going on


def test_a_second_run_reads_everything_back_bit_for_bit(tmp_path, monkeypatch):
    splits = {0: small_split(), 1: small_split(1)}
    first = list(run(splits, CHEAP, n=20, folder=tmp_path / "new" / "folder"))
    monkeypatch.setattr(study, "classify", refuse)
    monkeypatch.setattr(study, "added_rows", refuse)
    assert same(list(run(splits, CHEAP, n=20, folder=tmp_path / "new" / "folder")), first)


def test_an_interrupt_keeps_the_finished_cells_and_the_next_run_ends_up_the_same(tmp_path, monkeypatch, calls):
    splits, stand_in, got = {0: small_split()}, study.classify, []
    whole = [cell.scores for cell in run(splits, CHEAP, n=20)]
    calls.clear()

    def interrupted(*call):
        if len(calls) == 4:
            raise KeyboardInterrupt
        return stand_in(*call)

    monkeypatch.setattr(study, "classify", interrupted)
    with pytest.raises(KeyboardInterrupt):
        for cell in run(splits, CHEAP, n=20, folder=tmp_path):
            got.append(cell)
    assert len(got) == len(list(tmp_path.iterdir())) == 4
    monkeypatch.setattr(study, "classify", stand_in)
    cells = list(run(splits, CHEAP, n=20, folder=tmp_path))
    assert len(calls) == 6 and same(cells[:4], got)
    assert all(np.array_equal(cell.scores, scores) for cell, scores in zip(cells, whole, strict=True))


def test_an_interrupt_while_a_file_is_written_leaves_no_part_of_it(tmp_path, monkeypatch, calls):
    def half(file, **_):
        file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", half)
    with pytest.raises(KeyboardInterrupt):
        list(run({0: small_split()}, CHEAP, folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def changed(**parts):
    """small_split() with some of its parts replaced."""
    data = small_split()
    names = ("x", "y", "test_x", "test_y", "amounts", "further")
    return type(data)(**({name: getattr(data, name) for name in names} | parts))


@pytest.mark.parametrize(
    "other",
    [
        lambda: ({0: small_split(1)}, 20),
        lambda: ({0: small_split()}, 21),
        lambda: ({0: changed(x=np.nextafter(small_split().x, np.inf))}, 20),
        lambda: ({0: changed(further=small_split().positives)}, 20),
    ],
    ids=["another split", "another n", "the last bit of a row", "further frauds"],
)
def test_cells_of_other_rows_or_another_n_are_made_anew(tmp_path, calls, other):
    list(run({0: small_split()}, CHEAP, ONE, 20, tmp_path))
    splits, n = other()
    list(run(splits, CHEAP, ONE, n, tmp_path))
    assert len(calls) == 6
    list(run(splits, CHEAP, ONE, n, tmp_path))
    assert len(calls) == 6


def test_the_fingerprint_depends_on_every_part_and_on_nothing_else():
    base = fingerprint(small_split(), 20, 0)
    assert fingerprint(small_split(), 20, 0) == base
    data = small_split()
    others = [fingerprint(data, 21, 0), fingerprint(data, 20, 1)]
    for name in ("x", "y", "test_x", "test_y"):
        part = getattr(data, name).copy()
        part.flat[-1] += 1
        others.append(fingerprint(changed(**{name: part}), 20, 0))
    assert len({base, *others}) == 7


def test_a_damaged_file_is_made_anew(tmp_path, calls):
    splits = {0: small_split()}
    [cell] = run(splits, ("none",), ONE, 20, tmp_path)
    [path] = tmp_path.iterdir()
    whole, chance = path.read_bytes(), rng()
    damages = [b"", b"garbage", whole[: len(whole) // 2], whole[:-1]]
    for place in chance.choice(len(whole), 150, replace=False):
        damages.append(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    for number, damage in enumerate(damages):
        path.write_bytes(damage)
        [again] = run(splits, ("none",), ONE, 20, tmp_path)
        # made anew, or the damage lies where it does not matter and the scores are the old ones
        assert again.error == "" and (len(calls) > 1 or np.array_equal(again.scores, cell.scores))
        if number < 4:
            assert len(calls) == number + 2
        kept = Cell(0, "none", "XGBoost", again.scores)
        [read] = run(splits, ("none",), ONE, 20, tmp_path)
        assert np.array_equal(read.scores, kept.scores)
    assert len(calls) > 75
    np.save(path.with_suffix(".npy"), np.ones(3))
    path.write_bytes(path.with_suffix(".npy").read_bytes())  # a whole file, of another kind
    [again] = run(splits, ("none",), ONE, 20, tmp_path)
    assert again.error == ""


# The table


def scored(seed=0, shift=0.0, noise=0.0):
    """(splits, scores) of one seed: scores of a fair detector, moved up for frauds by `shift` and shaken by `noise`."""
    data = small_split(seed)
    scores = 0.3 + 0.3 * data.test_y + 0.15 * rng(seed).standard_normal(120)
    return data, scores + shift * data.test_y + noise * rng(seed + 50).standard_normal(120)


def row(found, arm, measure):
    [place] = np.flatnonzero((found.arm == arm) & (found.measure == measure))
    return found.iloc[place]


def cells_of(seeds, **arms):
    splits, cells = {}, []
    for seed in seeds:
        for arm, change in arms.items():
            splits[seed], scores = scored(seed, **change)
            cells.append(Cell(seed, arm, "XGBoost", scores))
    return cells, splits


def test_values_differences_and_spread_are_means_and_deviations_over_seeds():
    cells, splits = cells_of((0, 1, 2), none={}, better={"shift": 0.1})
    found = table(cells, splits, replicates=50)
    assert tuple(found.columns) == COLUMNS and len(found) == 2 * len(MEASURES)
    for measure in MEASURES:
        mine, base = (
            [
                measures(splits[seed].test_y, cell.scores, splits[seed].amounts)[measure]
                for seed in splits
                for cell in cells
                if (cell.seed, cell.arm) == (seed, arm)
            ]
            for arm in ("better", "none")
        )
        gaps, line = np.subtract(mine, base), row(found, "better", measure)
        assert line.value == pytest.approx(np.mean(mine)) and line.difference == pytest.approx(np.mean(gaps), abs=1e-12)
        assert line.spread == pytest.approx(np.std(gaps, ddof=1), abs=1e-12)
        assert (line.higher, line.seeds, line.error) == (np.sum(gaps > 0), 3, "")
        assert line.low <= line.value <= line.high


def test_the_baseline_differs_from_itself_by_exactly_0():
    cells, splits = cells_of((0, 1), none={}, better={"shift": 0.1})
    found = table(cells, splits, replicates=50)
    lines = found[found.arm == "none"]
    assert not lines[["difference", "difference_low", "difference_high", "spread", "higher"]].to_numpy().any()
    assert np.all(lines.low < lines.high)


def test_a_paired_interval_is_narrower_than_the_two_it_is_made_of():
    """Nearly equal scores err on the same rows, so the chance of the test rows cancels."""
    cells, splits = cells_of((0,), none={}, near={"noise": 0.01})
    line = row(table(cells, splits), "near", "AUPRC")
    assert 0 < line.difference_high - line.difference_low < 0.5 * (line.high - line.low)
    assert line.difference_low <= line.difference <= line.difference_high


def test_an_interval_of_one_seed_is_the_middle_95_percent_of_the_binomial():
    """Recall of 12 frauds, c caught: the bootstrap draws binomial(12, c/12)/12, whose quantiles are known."""
    from scipy.stats import binom

    cells, splits = cells_of((0,), none={})
    line = row(table(cells, splits, replicates=4000), "none", "recall")
    exact = binom.ppf([0.025, 0.975], 12, line.value) / 12
    assert [line.low, line.high] == pytest.approx(exact, abs=1 / 12 + 1e-12)  # one fraud up or down
    assert 0.5 < line.value < 1 and line.low < line.high


def test_the_threshold_moves_precision_and_recall_but_no_curve():
    cells, splits = cells_of((0,), none={})
    usual, high = table(cells, splits, replicates=20), table(cells, splits, replicates=20, threshold=0.7)
    assert row(high, "none", "recall").value < row(usual, "none", "recall").value
    for measure in ("AUPRC", "recall at P .95"):
        assert row(high, "none", measure).value == row(usual, "none", measure).value


def test_a_failed_arm_has_nan_and_its_error_and_leaves_the_others_alone():
    cells, splits = cells_of((0, 1), none={}, better={"shift": 0.1})
    failed = [Cell(seed, "GAN", "XGBoost", None, error="RuntimeError: no") for seed in (0, 1)]
    found = table(cells + failed, splits, replicates=20)
    lines = found[found.arm == "GAN"]
    assert (
        list(lines.measure) == list(MEASURES) and set(lines.error) == {"RuntimeError: no"} and set(lines.seeds) == {0}
    )
    assert lines[list(COLUMNS[3:11])].isna().to_numpy().all()
    rest = found[found.arm != "GAN"].reset_index(drop=True)
    assert rest.equals(table(cells, splits, replicates=20).astype(rest.dtypes.to_dict()))


def test_an_arm_that_failed_once_is_averaged_over_the_seeds_it_has():
    cells, splits = cells_of((0, 1), none={}, better={"shift": 0.1})
    cells = [cell for cell in cells if (cell.seed, cell.arm) != (1, "better")]
    found = table([*cells, Cell(1, "better", "XGBoost", None, error="ValueError: once")], splits, replicates=20)
    line, alone = row(found, "better", "AUPRC"), row(table(cells[:2], splits, replicates=20), "better", "AUPRC")
    assert (line.seeds, line.error) == (1, "ValueError: once") and np.isnan(line.spread)
    assert (line.value, line.difference) == (alone.value, alone.difference)


def test_without_a_baseline_there_are_values_and_no_differences():
    cells, splits = cells_of((0,), better={"shift": 0.1})
    line = row(table(cells, splits, replicates=20), "better", "recall")
    assert line.value > 0.5 and np.isnan(line.difference) and np.isnan(line.difference_low)
    failed = table([Cell(0, "none", "XGBoost", None, error="no")], splits, replicates=20)
    assert tuple(failed.columns) == COLUMNS and failed.value.isna().all()


def test_precision_without_an_alarm_has_no_value_and_no_interval():
    cells, splits = cells_of((0,), none={}, silent={"shift": -9})
    cells = [Cell(c.seed, c.arm, c.classifier, c.scores - 9 * (c.arm == "silent")) for c in cells]
    line = row(table(cells, splits, replicates=20), "silent", "precision")
    assert np.isnan([line.value, line.low, line.high, line.difference, line.difference_low]).all()
    assert row(table(cells, splits, replicates=20), "silent", "recall").value == 0


# A file of yours


def csv(path, with_time, quoted):
    frame = SMALL.frame()
    if not with_time:
        frame = frame.drop(columns="Time")
    if quoted:
        frame["Class"] = [f"'{label}'" for label in SMALL.labels]
    frame.to_csv(path, index=False)
    return path


def test_the_study_runs_on_a_file_however_its_classes_are_written(tmp_path):
    """With and without Time, Class as 0 or as '0': the same rows, so the same scores, bit for bit."""
    tables = []
    for with_time in (True, False):
        for quoted in (True, False):
            transactions = load_transactions(csv(tmp_path / "cards.csv", with_time, quoted))
            assert transactions.source == "cards.csv" and transactions.labels.sum() == 60
            splits = {0: split(transactions, 0)}
            cells = list(run(splits, ("none", "SMOTE"), ONE, n=50, folder=tmp_path / "kept"))
            assert [cell.error for cell in cells] == ["", ""]
            tables.append((table(cells, splits, replicates=100), [cell.scores for cell in cells]))
    for found, scores in tables[1:]:
        assert found.equals(tables[0][0]) and np.array_equal(scores, tables[0][1])
    assert len(list((tmp_path / "kept").iterdir())) == 2
    assert row(tables[0][0], "none", "AUPRC").value > 0.5  # ten times what chance would give


def test_further_and_fresh_transactions_make_the_oracle_possible(calls):
    data = small_split(fresh=draw_transactions(0, 9, rng(1)), further=draw_transactions(0, 30, rng(2)))
    [cell] = run({0: data}, ("oracle",), ONE, n=20)
    assert (cell.added, len(cell.scores), cell.error) == (20, 129, "")
