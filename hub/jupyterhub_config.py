"""The hub of `make test-hub`: any name logs in, and every server runs as whoever started the hub. Not for a class."""

import os
import sys
from pathlib import Path

folder, port = Path(os.environ["HUB_FOLDER"]), int(os.environ["HUB_PORT"])
c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.command = [str(Path(sys.prefix, "node_modules", ".bin", "configurable-http-proxy"))]
c.JupyterHub.db_url = f"sqlite:///{folder / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"] if os.getuid() == 0 else []
# As in values.yaml: one thread a learner, and the code that came with the notebooks before the installed one.
c.Spawner.environment = {
    "OMP_NUM_THREADS": "1",
    "PYTHONPATH": lambda spawner: str(folder / spawner.user.name / "diffusion-course"),
}
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL"]
c.Spawner.http_timeout = c.Spawner.start_timeout = 300
