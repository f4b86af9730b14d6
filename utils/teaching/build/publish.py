"""Give the course its public address, everywhere it belongs, and check every link made from it.

    make publish REPO=owner/name BRANCH=main
    python -m utils.teaching.build.publish owner/name main

Writes the address and the branch into pyproject.toml (their one place) and CITATION.cff, then notebooks and README,
whose text changes and whose outputs stay. Then each launch link is taken apart and its file looked for: in this folder,
and at the address, if the network answers.
"""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from . import build, learners, links, readme

LAUNCH = r"\]\((https://(?:mybinder\.org/v2|colab\.research\.google\.com/github)/[^)\s]*)\)"
SECONDS = 10  # for one answer of the network


def set_address(root: Path, slug: str, branch: str) -> None:
    """Write owner/name and branch into pyproject.toml and CITATION.cff. Raises ValueError, naming what is wrong."""
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+", slug):
        raise ValueError(f"REPO={slug!r}, expected owner/name as GitHub spells it, such as ada/diffusion-course")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]*", branch):
        raise ValueError(f"BRANCH={branch!r}, expected a branch's name, such as main")
    address = f"https://github.com/{slug}"
    project = root / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    for pattern, value in ((r'^(Repository = )"[^"]*"$', address), (r'^(branch = )"[^"]*"$', branch)):
        text, count = re.subn(pattern, rf'\g<1>"{value}"', text, flags=re.M)
        if count != 1:
            raise ValueError(f"pyproject.toml must hold one line like {pattern!r}, found {count}")
    project.write_text(text, encoding="utf-8")
    citation = root / "CITATION.cff"
    if citation.exists():
        kept = [
            line
            for line in citation.read_text(encoding="utf-8").splitlines()
            if not line.startswith("repository-code:")
        ]
        citation.write_text("\n".join([*kept, f'repository-code: "{address}"']) + "\n", encoding="utf-8")


def launched(root: Path) -> list[tuple[str, str]]:
    """[(page, link)]: every link to Binder or Colab in README and the notebooks' text."""
    found = []
    for page in (root / "README.md", *learners.notebooks(root)):
        for link in re.findall(LAUNCH, page.read_text(encoding="utf-8")):
            found.append((page.relative_to(root).as_posix(), link))
    return found


def wrong(root: Path, link: str) -> str:
    """What is wrong with a launch link, "" if nothing: it must be one that `links` makes, of a file that is here."""
    address = urlsplit(link)
    if address.netloc == "mybinder.org":
        path = parse_qs(address.query).get("urlpath", [""])[0].removeprefix("lab/tree/")
        right = links.binder(root, path)
    else:
        branch = links.settings(root)["branch"]
        path = unquote(address.path).partition(f"/blob/{branch}/")[2]
        right = links.colab(root, path)
    if not (root / path).is_file():
        return f"no file {path!r} here"
    return "" if link == right else f"expected {right}"


def unreachable(root: Path) -> str:
    """What the network says of README.md at the public address: "" if it is there."""
    known = links.settings(root)
    slug = known["repository"].removeprefix("https://github.com/")
    address = f"https://raw.githubusercontent.com/{slug}/{quote(known['branch'])}/README.md"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS):
            return ""
    except urllib.error.HTTPError as error:
        return f"{slug} holds no README.md on {known['branch']!r} yet (HTTP {error.code}): push, then the badges work"
    except OSError as error:
        return f"the network did not answer ({getattr(error, 'reason', error)}): the address itself was not tried"


def main(arguments: list[str], root: Path | None = None) -> int:
    root = root or Path.cwd()
    if len(arguments) != 2 or not all(arguments):
        print("usage: make publish REPO=owner/name BRANCH=main", file=sys.stderr)
        return 2
    try:
        set_address(root, *arguments)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if status := build.main([], root):
        return status
    readme.write_readme(root)
    found = launched(root)
    faults = [f"{page}: {link}: {why}" for page, link in found if (why := wrong(root, link))]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(found) - len(faults)} of {len(found)} launch links lead to a file of this course.")
    print(unreachable(root) or "The address answers.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
