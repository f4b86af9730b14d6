"""The recipes in hub/: every lecture is measured and fits the memory it is given, and has a link."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

from hub.lectures import SERVER, lectures, link, measured

ROOT = Path(__file__).parents[2]
SINGLEUSER = yaml.safe_load((ROOT / "hub" / "values.yaml").read_text(encoding="utf-8"))["singleuser"]
UNITS = {"M": 1, "G": 1024}


def megabytes(text: str) -> float:
    """What the spawner understands by 512M or 1.5G."""
    return float(text[:-1]) * UNITS[text[-1]]


def test_every_lecture_is_measured():
    assert measured().keys() == lectures().keys()


def test_every_lecture_fits_the_choice_it_belongs_to():
    plain, training = SINGLEUSER["profileList"]
    assert plain["default"] and "kubespawner_override" not in plain
    numbers = set(re.findall(r"\b\d\d\b", training["description"]))
    choices = {
        False: (SINGLEUSER["memory"]["guarantee"], SINGLEUSER["memory"]["limit"]),
        True: tuple(training["kubespawner_override"][name] for name in ("mem_guarantee", "mem_limit")),
    }
    for name, cost in measured().items():
        guarantee, limit = map(megabytes, choices[name[:2] in numbers])
        assert SERVER + cost["pss_mb"] <= guarantee, name
        assert 1.2 * (SERVER + cost["rss_mb"]) <= limit, name
        if name[:2] in numbers:
            assert SERVER + cost["pss_mb"] > megabytes(SINGLEUSER["memory"]["guarantee"]), f"{name} needs no more"


def test_the_page_says_what_the_recipes_say():
    page = (ROOT / "hub" / "README.md").read_text(encoding="utf-8")
    override = SINGLEUSER["profileList"][1]["kubespawner_override"]
    for size in (*SINGLEUSER["memory"].values(), *override.values()):
        assert size in page, size
    numbers = set(re.findall(r"\b\d\d\b", SINGLEUSER["profileList"][1]["description"]))
    for training in (False, True):
        costs = [cost for name, cost in measured().items() if (name[:2] in numbers) is training]
        for what in ("pss_mb", "cpu_s"):
            low, high = (round(extreme(cost[what] for cost in costs)) for extreme in (min, max))
            assert f"| {low} to {high} |" in page, (what, low, high)
    assert f"{SERVER} MB" in page and SINGLEUSER["image"]["name"] in page and SINGLEUSER["image"]["tag"] in page
    assert f"limits.memory {override['mem_limit']}" in page


def test_a_link_fetches_the_course_and_opens_a_lecture_that_is_there():
    for name in lectures():
        address = urlsplit(link("https://hub.example.org/", name))
        query = parse_qs(address.query)
        assert address.netloc == "hub.example.org" and address.path == "/hub/user-redirect/git-pull"
        folder, _, path = query["urlpath"][0].removeprefix("lab/tree/").partition("/")
        assert query["repo"][0].endswith(f"/{folder}") and query["branch"] and (ROOT / path).is_file()
