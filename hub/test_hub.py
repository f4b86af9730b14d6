"""Three learners on a real JupyterHub, at once: each fetches the course, runs lecture 02 and solves another exercise.

Run by `make test-hub`, which makes an environment for it; `make test` leaves it out.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import psutil
import pytest
import requests
import websocket

from hub.lectures import ROOT, link, memory

LECTURE = "02_noising"
SOLVES = {"ada": "02.1", "emmy": "02.2", "sofia": "02.3"}
PATIENCE = 300  # seconds, on a machine however busy


def wait(ready, what: str) -> None:
    """Until ready() is true."""
    until = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < until, f"{what}: not within {PATIENCE} s"
        time.sleep(0.2)


def free_port() -> int:
    """The first of three free ports in a row."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            taken = [socket.socket().connect_ex(("127.0.0.1", port + k)) == 0 for k in (1, 2)]
            if not any(taken):
                return port


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The course as it stands in this folder, as a repository with a branch main."""
    folder = tmp_path_factory.mktemp("served") / "diffusion-course"
    git = ["git", "-c", "user.name=hub", "-c", "user.email=hub@localhost"]
    listed = subprocess.run([*git, "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0")[:-1]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "The course"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """(address, folder of the homes, process) of a running hub."""
    folder, port = tmp_path_factory.mktemp("hub"), free_port()
    for name in SOLVES:
        (folder / name).mkdir()
    env = {**os.environ, "HUB_FOLDER": str(folder), "HUB_PORT": str(port)}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    command = [sys.executable, "-m", "jupyterhub", "-f", str(ROOT / "hub" / "jupyterhub_config.py")]
    with (folder / "hub.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        assert process.poll() is None, (folder / "hub.log").read_text(encoding="utf-8")
        try:
            return requests.get(f"{address}/hub/health", timeout=5).ok
        except requests.RequestException:
            return False

    wait(ready, "the hub")
    yield address, folder, process
    started = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    process.wait(timeout=60)
    for child in started:
        if child.is_running():
            child.kill()


class Learner:
    """A name, logged in, with a server."""

    def __init__(self, address: str, name: str):
        self.hub, self.name, self.server = address, name, f"{address}/user/{name}"
        browser = self.browser = requests.Session()
        browser.get(f"{address}/hub/login")
        form = {"username": name, "password": "any", "_xsrf": browser.cookies["_xsrf"]}
        assert browser.post(f"{address}/hub/login", data=form).ok
        xsrf = {"X-XSRFToken": next(c.value for c in browser.cookies if c.name == "_xsrf" and c.path == "/hub/")}
        made = browser.post(f"{address}/hub/api/users/{name}/tokens", json={}, headers=xsrf)
        assert made.ok, made.text
        self.headers = {"Authorization": f"token {made.json()['token']}"}
        assert requests.post(f"{address}/hub/api/users/{name}/server", headers=self.headers).status_code in (201, 202)
        wait(self.ready, f"{name}'s server")

    def ready(self) -> bool:
        """Whether the server is up."""
        known = requests.get(f"{self.hub}/hub/api/users/{self.name}", headers=self.headers).json()
        return bool(known["servers"].get("", {}).get("ready"))

    def api(self, path: str, **query) -> requests.Response:
        """A GET to the learner's own server."""
        return requests.get(f"{self.server}/{path}", params=query, headers=self.headers, timeout=PATIENCE)

    def follow(self, address: str, repository: Path) -> None:
        """Open an nbgitpuller link as a browser does, and wait until the course is there."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        query |= {"repo": str(repository)}
        opened = self.browser.get(f"{address.partition('?')[0]}?{urlencode(query)}")
        assert opened.ok and urlsplit(opened.url).path == f"/user/{self.name}/git-pull", opened.url
        pulled = self.api("git-pull/api", repo=query["repo"], branch=query["branch"], targetpath=repository.name)
        assert '"phase": "finished"' in pulled.text, pulled.text[-2000:]

    def run(self, folder: str, cells: list[str]) -> list[str]:
        """Run the cells in a kernel that a notebook in `folder` would get; what went wrong."""
        wanted = {"path": f"{folder}/{LECTURE}.ipynb", "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        made = requests.post(f"{self.server}/api/sessions", json=wanted, headers=self.headers, timeout=PATIENCE)
        assert made.status_code == 201, made.text
        address = f"{self.server}/api/kernels/{made.json()['kernel']['id']}/channels".replace("http", "ws", 1)
        wire = websocket.create_connection(address, header=self.headers, timeout=PATIENCE)
        failures = []
        for cell in cells:
            asked = uuid.uuid4().hex
            header = {
                "msg_id": asked,
                "msg_type": "execute_request",
                "session": "hub",
                "username": "",
                "version": "5.3",
            }
            content = {"code": cell, "silent": False, "store_history": True, "allow_stdin": False}
            message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
            wire.send(json.dumps(message))
            while True:
                got = wire.recv()
                if isinstance(got, bytes):  # a widget's data
                    continue
                reply = json.loads(got)
                if reply["parent_header"].get("msg_id") == asked and reply["msg_type"] == "execute_reply":
                    break
            if reply["content"]["status"] != "ok":
                failures.append(f"{cell[:80]!r}: {reply['content'].get('evalue')}")
        wire.close()
        return failures


def code(path: Path) -> list[str]:
    """The code cells of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def lecture_with_answer(repository: Path, exercise: str) -> list[str]:
    """The lecture's cells, one exercise of them solved."""
    asks = f'check("{exercise}"'
    answer = next(cell for cell in code(repository / "solutions" / f"{LECTURE}.ipynb") if asks in cell)
    cells = code(repository / "lectures" / f"{LECTURE}.ipynb")
    assert sum(asks in cell for cell in cells) == 1
    return [answer if asks in cell else cell for cell in cells]


def study(address: str, repository: Path, name: str) -> tuple[Learner, list[str]]:
    """What one learner does, from the login on."""
    learner = Learner(address, name)
    learner.follow(link(address, LECTURE), repository)
    theirs = f"import utils; assert '/{name}/{repository.name}/' in utils.__file__, utils.__file__"
    cells = [*lecture_with_answer(repository, SOLVES[name]), theirs]
    return learner, learner.run(f"{repository.name}/lectures", cells)


def test_three_learners_run_a_lecture_at_once_and_none_sees_another(hub, course, capsys):
    address, homes, process = hub
    with ThreadPoolExecutor(len(SOLVES)) as pool:
        studied = dict(zip(SOLVES, pool.map(lambda name: study(address, course, name), SOLVES)))
    for name, (learner, failures) in studied.items():
        assert not failures, (name, failures)
        kept = json.loads((homes / name / course.name / ".progress" / "progress.json").read_text(encoding="utf-8"))
        passed = {exercise for exercise, entry in kept["exercises"].items() if entry["best"] > 0}
        assert passed == {SOLVES[name]}, name
        assert [entry["name"] for entry in learner.api("api/contents").json()["content"]] == [course.name]
        for other in SOLVES.keys() - {name}:
            foreign = requests.get(f"{address}/user/{other}/api/contents", headers=learner.headers)
            assert foreign.status_code == 403 and "content" not in foreign.json(), (name, other)
    with capsys.disabled():
        for child in psutil.Process(process.pid).children(recursive=True):
            if child.name().startswith("python"):
                what = "kernel" if "ipykernel_launcher" in child.cmdline() else "server"
                print(f"\n{what}: {memory(child.pid)['pss']:.0f} MB", end="")
