"""Downloads of Moodle and Canvas, folders, and zips that mean harm."""

import stat
import zipfile

import pytest

from grading.archive import Unsafe
from grading.cells import Unreadable
from grading.submissions import find


def zipped(tmp_path, entries, name="class.zip"):
    """A zip of {name or ZipInfo: text}."""
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as file:
        for entry, text in entries.items():
            file.writestr(entry, text)
    return tmp_path / name


def told(found):
    return {(one.name, one.id, one.late, one.file.split("/")[-1]) for one in found}


def test_moodles_folders_and_flat_files(tmp_path):
    names = {
        "Zoë Müller_17_assignsubmission_file_/02_noising.ipynb": "a",
        "Ana de la Cruz_18_assignsubmission_file/sub/02_noising.ipynb": "b",
        "van_der Berg_19_assignsubmission_file_my_file.ipynb": "c",
        "Ka Lo_20_assignsubmission_onlinetext_onlinetext.html": "d",
    }
    found = find(zipped(tmp_path, names))
    assert told(found) == {
        ("Zoë Müller", "17", False, "02_noising.ipynb"),
        ("Ana de la Cruz", "18", False, "02_noising.ipynb"),
        ("van_der Berg", "19", False, "van_der Berg_19_assignsubmission_file_my_file.ipynb"),
        ("Ka Lo", "20", False, ""),
    }
    assert {one.name: one for one in found}["Zoë Müller"].read() == b"a"
    with pytest.raises(Unreadable, match=r"No notebook was handed in, but Ka Lo.*html"):
        {one.name: one for one in found}["Ka Lo"].read()


def test_canvas_names_late_anonymous_and_resubmitted(tmp_path):
    names = {
        "müllerzoë_LATE_4711_90210_02_noising-1.ipynb": "a",
        "oneill_mary_4712_90211_my_file.ipynb": "b",
        "anon_x9Zk2_90212_02_noising.ipynb": "c",
        "LATE_anon_Qa71b_90213_02_noising.ipynb": "d",
    }
    assert told(find(zipped(tmp_path, names))) == {
        ("müllerzoë", "4711", True, "müllerzoë_LATE_4711_90210_02_noising-1.ipynb"),
        ("oneill_mary", "4712", False, "oneill_mary_4712_90211_my_file.ipynb"),
        ("anonymous x9Zk2", "x9Zk2", False, "anon_x9Zk2_90212_02_noising.ipynb"),
        ("anonymous Qa71b", "Qa71b", True, "LATE_anon_Qa71b_90213_02_noising.ipynb"),
    }


def test_of_two_files_the_named_or_the_newest_counts_and_it_is_said(tmp_path):
    names = {
        "A_1_assignsubmission_file/scratch.ipynb": "",
        "A_1_assignsubmission_file/02_Noising (2).ipynb": "",
        "b_2_7_x.ipynb": "",
    }
    [first] = [one for one in find(zipped(tmp_path, names), "02_noising") if one.id == "1"]
    assert first.file.endswith("02_Noising (2).ipynb")
    assert first.remarks == ("2 files were handed in; 02_Noising (2).ipynb was graded: it is named like the lecture.",)
    canvas = {"b_2_7_old.ipynb": "", "b_2_12_new.ipynb": "", "b_2_9_notes.pdf": "", "c_3_1_x.ipynb": ""}
    [other] = [one for one in find(zipped(tmp_path, canvas)) if one.id == "2"]
    assert (other.file, other.version) == ("b_2_12_new.ipynb", "12") and "it is the newest" in other.remarks[0]


def test_a_folder_of_files_and_folders(tmp_path):
    for name in ("Anna/02.ipynb", "Ben.ipynb", "Cleo/report.pdf", ".hidden.ipynb", "Ben/.ipynb_checkpoints/x.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "Dora.ipynb").symlink_to(tmp_path / "Ben.ipynb")
    found = find(tmp_path)
    assert [(one.name, bool(one.file)) for one in found] == [("Anna", True), ("Ben", True), ("Cleo", False)]
    assert len({one.key for one in found}) == 3


def test_a_zipped_folder_is_the_class_and_not_one_learner(tmp_path):
    assert [one.name for one in find(zipped(tmp_path, {"class/Anna.ipynb": "", "class/Ben.ipynb": ""}))] == [
        "Anna",
        "Ben",
    ]


def test_names_that_differ_only_in_case_or_signs_have_keys_of_their_own(tmp_path):
    names = ["Anna B.ipynb", "anna b.ipynb", "Anna_B.ipynb", "Anna-B.ipynb", "...ipynb", "李明.ipynb"]
    keys = [one.key.casefold() for one in find(zipped(tmp_path, dict.fromkeys(names, "")))]
    assert len(set(keys)) == len(names) - 1  # the one that starts with a dot is hidden
    assert all(set(key) & set("/\\. ") == set() for key in keys)


def test_names_written_as_utf_8_without_saying_so(tmp_path):
    raw = zipped(tmp_path, {"Jorg_5_assignsubmission_file_a.ipynb": "x"}).read_bytes()
    (tmp_path / "mac.zip").write_bytes(raw.replace(b"Jorg", "Jör".encode()))
    assert [one.name for one in find(tmp_path / "mac.zip")] == ["Jör"]


def test_a_files_name_cannot_make_it_another_learners(tmp_path):
    flat = {"Eve_5_assignsubmission_file_Zoe_7_assignsubmission_file_x.ipynb": ""}
    folder = {"Eve_5_assignsubmission_file/Zoe_7_assignsubmission_file/x.ipynb": ""}
    canvas = {"eve_5_90_zoe_7_91_x.ipynb": ""}
    for names in (flat, folder, canvas):
        assert [one.id for one in find(zipped(tmp_path, names))] == ["5"]


def test_names_cannot_steer_a_terminal(tmp_path):
    names = {"A\x1b[2J\u202eb_1_assignsubmission_file_x.ipynb": "", "Zoë‌_2_assignsubmission_file_\n.ipynb": ""}
    assert [one.name for one in find(zipped(tmp_path, names))] == ["A[2Jb", "Zoë‌"]


def link():
    entry = zipfile.ZipInfo("a.ipynb")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_unsafe_zips_are_refused_and_nothing_is_written(tmp_path):
    cases = {
        "points outside": {"../a.ipynb": ""},
        "outside the folder": {"/etc/a.ipynb": ""},
        "outside": {"C:\\a.ipynb": ""},
        "points": {"x/..\\..\\a.ipynb": ""},
        "is a link": {link(): "/etc/passwd"},
        "300 times its size": {"a.ipynb": "0" * 4 * 2**20},
        "entries; at most": {f"{n}.ipynb": "" for n in range(50_001)},
    }
    for said, entries in cases.items():
        with pytest.raises(Unsafe, match=said):
            find(zipped(tmp_path, entries, "bad.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["bad.zip"]


def test_encrypted_and_damaged_zips_are_refused(tmp_path):
    good = zipped(tmp_path, {"a.ipynb": "text " * 100}).read_bytes()
    encrypted = bytearray(good)
    at = good.index(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    (tmp_path / "bad.zip").write_bytes(encrypted)
    with pytest.raises(Unsafe, match="encrypted"):
        find(tmp_path / "bad.zip")
    for junk in (b"", b"no zip", good[:-10]):
        (tmp_path / "bad.zip").write_bytes(junk)
        with pytest.raises(Unsafe, match="not a zip"):
            find(tmp_path / "bad.zip")
    broken = bytearray(good)
    broken[40] ^= 255
    (tmp_path / "bad.zip").write_bytes(broken)
    [one] = find(tmp_path / "bad.zip")
    with pytest.raises(Unreadable, match="damaged"):
        one.read()


def test_nothing_there(tmp_path):
    with pytest.raises(ValueError, match="neither a folder nor a file"):
        find(tmp_path / "none")
    assert find(tmp_path) == []
