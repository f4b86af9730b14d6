"""The hostile corpus behind the wall: nothing passes wrongly, nothing honest is lost, nothing outside is touched.

`make test` plays all of it (but the slow) behind the strongest wall there is, and parts behind the others and as an
ordinary user; `make test-grading` all of it behind each.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading.honest import ROOT
from tests.grading.hostile_run import corpus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wall is made of Linux")
WHOLE = os.environ.get("GRADING") == "whole"
GROUPS = sorted({one.group for one in corpus()})
PART = [] if WHOLE else ["--quick", "--every", "7", "--beside", "2"]
NOBODY = "65534"


def played(*options, before=()):
    """What hostile_run prints: its last line."""
    command = [*before, sys.executable, "-m", "tests.grading.hostile_run", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", errors="replace")
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done.stdout.splitlines()[-1]


def there(outer):
    """Skip where this outer wall cannot be put up."""
    from grading.wall import NoWall, Wall

    try:
        with Wall("02", setup="", outer=[outer]):
            pass
    except NoWall as error:
        pytest.skip(str(error))


def as_nobody():
    """The start of a command that root runs as an ordinary user, who also sees this Python where only root may."""
    if os.getuid():
        pytest.skip("an ordinary user already")
    if not (shutil.which("unshare") and shutil.which("setpriv")):
        pytest.skip("no unshare or no setpriv")
    if any(not place.stat().st_mode & 1 for own in (ROOT, Path(sys.prefix)) for place in (own, *own.parents)):
        pytest.skip("the course lies where only root may look")
    base, hidden = Path(sys.base_prefix).resolve(), ""
    closed = [parent for parent in base.parents if not parent.stat().st_mode & 1]
    if closed:
        top, kept = shlex.quote(str(closed[-1])), shlex.quote(str(base))
        steps = [f"mount --bind {kept} /mnt", f"mount -t tmpfs -o mode=755 none {top}", f"mkdir -p {kept}"]
        hidden = " && ".join([*steps, f"mount --move /mnt {kept}", ""])
    drop = f"exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups --inh-caps=-all env HOME=/nonexistent"
    return ["unshare", "--mount", "sh", "-c", f'{hidden}{drop} "$@"', "sh"]


def test_the_corpus_is_large_and_tries_each_thing_once():
    cells = corpus()
    assert (
        len({(one.group, one.target, one.what) for one in cells})
        == len({(one.target, one.code) for one in cells})
        == len(cells)
        >= 220
    )


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_gets_through_behind_the_strongest_wall(group):
    assert ", 0 troubles" in played("--only", group, *([] if WHOLE else ["--quick", "--beside", "3"]))


@pytest.mark.parametrize("outer", ["namespaces", "landlock"])
def test_nothing_gets_through_behind_the_other_walls(outer):
    there(outer)
    assert ", 0 troubles" in played("--outer", outer, *PART)


@pytest.mark.parametrize("outer", ["bubblewrap", "landlock"])
def test_nothing_gets_through_as_an_ordinary_user(outer):
    before = as_nobody()
    there(outer)
    assert ", 0 troubles" in played("--outer", outer, *PART, before=before)
