"""A real JupyterLab server on loopback, apart from the user's own settings.

The server's configuration, signatures, IPython profile and learner progress
live in one throw-away directory.  What the environment itself installs under
``sys.prefix`` (kernels, prebuilt extensions, the pre-save hook) stays active,
because that is what a learner gets.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = REPOSITORY / "build"

_NOT_COPIED = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info")


def copy_course(target: Path) -> Path:
    """Copy the course to ``target``, so that no built notebook is modified."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        top = {BUILD.name} if Path(folder) == REPOSITORY else set()  # utils/teaching/build is code
        return _NOT_COPIED(folder, names) | top

    shutil.copytree(REPOSITORY, target, ignore=left_out)
    return target


def free_port() -> int:
    """A TCP port on loopback that nobody listens on just now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class CourseLab:
    """JupyterLab serving ``root``; use as a context manager.

    ``private`` is the throw-away directory for everything Jupyter writes;
    ``environment`` adds variables for the server and its kernels.
    """

    def __init__(self, root: Path, private: Path, environment: dict[str, str] | None = None):
        self.root = Path(root)
        self.private = Path(private)
        self.token = secrets.token_hex(12)
        self.port = free_port()
        self.log = self.private / "server.log"
        self.environment = dict(environment or {})
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> CourseLab:
        env = dict(os.environ, **private_directories(self.private), **self.environment)
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(REPOSITORY), env.get("PYTHONPATH")]))
        command = [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.root}",
            "--LabApp.expose_app_in_browser=True",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.root,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_for_http(f"{self.url}/api/status?token={self.token}", self._process, self.log)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None

    def notebook_url(self, path: str, port: int | None = None) -> str:
        """Address that opens the notebook in a workspace without any history."""
        base = self.url if port is None else f"http://127.0.0.1:{port}"
        return f"{base}/lab/tree/{path}?reset&token={self.token}"

    def url_of_lab(self) -> str:
        """Address of JupyterLab with no document open."""
        return f"{self.url}/lab?reset&token={self.token}"

    def trust(self, path: str) -> None:
        """Sign a notebook as ``jupyter trust`` does, in this server's database."""
        env = dict(os.environ, **private_directories(self.private))
        subprocess.run(
            [sys.executable, "-m", "nbformat.sign", str(self.root / path)],
            env=env,
            check=True,
            capture_output=True,
            timeout=60,
        )


def wait_for_http(url: str, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    """Return when ``url`` answers 200; RuntimeError with the log's end when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url.split('?')[0]}:\n{log.read_text(encoding='utf-8')[-4000:]}")


def end(process: subprocess.Popen) -> None:
    """End a server; on SIGTERM it ends its kernels by itself."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


def private_directories(private: Path) -> dict[str, str]:
    """Variables that keep Jupyter, IPython and the course's progress inside ``private``."""
    names = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    for name in names.values():
        (private / name).mkdir(parents=True, exist_ok=True)
    page_config = private / "config" / "labconfig" / "page_config.json"
    if not page_config.exists():
        page_config.parent.mkdir(exist_ok=True)
        # The news feed asks the network and covers the page with a question.
        disabled = {"@jupyterlab/apputils-extension:announcements": True}
        page_config.write_text(json.dumps({"disabledExtensions": disabled}), encoding="utf-8")
    directories = {variable: str(private / name) for variable, name in names.items()}
    return directories | {"COURSE_PROGRESS": str(private / "progress.json")}
