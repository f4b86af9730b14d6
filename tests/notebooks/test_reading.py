"""Appendix J: every lecture leads to something to read, and no number, link or title contradicts another."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LECTURES = {path.stem[:2]: path for path in (ROOT / "source" / "lectures").glob("*.py")}
TEXT = (ROOT / "source" / "appendices" / "J_reading.py").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## \d+ · ", TEXT, flags=re.M)[1:-2]  # not: code, the collection
LINES = [line for section in SECTIONS for line in section.splitlines() if line.startswith("- ")]
AFTER = r"\[\d\d\]\(\S+\)"
ENTRY = re.compile(
    r"- (?P<who>[^*]+), \*(?P<title>[^*]+)\*, (?P<where>.*?)(?P<year>(?:19|20)\d\d)"
    r"(?:, \[(?P<label>(?:arXiv|doi) (?P<number>\S+))\]\((?P<link>\S+)\))?\. "
    rf"(?P<why>.+) After (?P<after>{AFTER}(?:, {AFTER})*)\."
)
ENTRIES = [found.groupdict() for line in LINES if (found := ENTRY.fullmatch(line))]


def test_every_line_of_the_list_is_an_entry_with_a_reason_to_read_it():
    assert len(ENTRIES) > 80
    assert not [line for line in LINES if not ENTRY.fullmatch(line)]
    assert not [entry["title"] for entry in ENTRIES if len(entry["why"].split()) < 6 or entry["why"][-1] not in ".?"]


def test_every_question_starts_with_what_to_read_first():
    for section in SECTIONS:
        levels = re.findall(r"^\*\*(\w+)\*\*$", section, re.M)
        assert levels == ["First", "Then", "Research"][: len(levels)] and len(levels) >= 2, section.splitlines()[0]


def test_every_lecture_is_reached():
    reached = {number for entry in ENTRIES for number in re.findall(r"\[(\d\d)\]", entry["after"])}
    assert reached == set(LECTURES)


def test_every_link_to_a_lecture_leads_to_the_lecture_it_names():
    links = re.findall(r"\[(?:lecture )?(\d\d)\]\(\.\./lectures/(\S+?)\.ipynb\)", TEXT)
    assert len(links) == TEXT.count("../lectures/")
    assert not [link for link in links if LECTURES[link[0]].stem != link[1]]


def test_no_work_stands_twice():
    titles = [re.sub(r"\W", "", entry["title"].casefold()) for entry in ENTRIES]
    links = [entry["link"] for entry in ENTRIES if entry["link"]]
    assert len(set(titles)) == len(titles) and len(set(links)) == len(links)


def test_a_number_is_well_formed_and_not_younger_than_its_work():
    for entry in ENTRIES:
        kind, number = entry["label"].split() if entry["label"] else ("none", "")
        if kind == "doi":
            assert re.fullmatch(r"10\.\d{4}/\S+", number) and entry["link"] == f"https://doi.org/{number}", number
        elif kind == "arXiv":
            assert entry["link"] == f"https://arxiv.org/abs/{number}", number
            year, month, serial = re.fullmatch(r"(\d\d)(\d\d)\.(\d+)", number).groups()
            assert 1 <= int(month) <= 12 and len(serial) == (4 if int(year) < 15 else 5), number
            assert 2000 + int(year) <= int(entry["year"]), number


def test_the_lectures_give_these_works_the_same_numbers():
    ours = {entry["number"]: entry["title"].casefold() for entry in ENTRIES if entry["number"]}
    seen = 0
    for lecture in LECTURES.values():
        for title, number in re.findall(r"\*([^*\n]+)\*[^*\n]*?arXiv (\d{4}\.\d{4,5})", lecture.read_text("utf-8")):
            if number in ours:
                seen += 1
                assert title.casefold() in ours[number], f"{lecture.name}: {title!r} has the number of {ours[number]!r}"
    assert seen > 20


def test_the_sections_of_the_collection_add_up():
    counts = re.findall(r"^\| .+ \| (\d+) \| .+ \|$", TEXT, re.M)
    total = re.search(r"in the version of 5 November 2023: ([\d ]+),", TEXT)[1]
    assert sum(map(int, counts)) == int(total.replace(" ", ""))
