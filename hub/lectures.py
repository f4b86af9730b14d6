"""What a lecture costs a hub, and the link that opens it there.

python -m hub.lectures measure [NN ...]      # every cell in a kernel of its own -> hub/measured.json
python -m hub.lectures links https://HUB     # a table: lecture, memory, processor seconds, nbgitpuller link
"""

import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
MEASURED = Path(__file__).with_name("measured.json")
TICKS = os.sysconf("SC_CLK_TCK")
SERVER = 105  # megabytes of a learner's server beside the kernel, as `make test-hub` prints them


def memory(pid: int) -> dict[str, float]:
    """Megabytes of a process: "pss", pages shared with others divided among them, and "rss", counted in full."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kilobytes = {line.split(":")[0].lower(): int(line.split()[1]) for line in lines if line.endswith("kB")}
    return {name: kilobytes[name] / 1024 for name in ("pss", "rss")}


def processor_seconds(pid: int) -> float:
    """What a process and its children that have ended have used so far, all threads, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def measure(notebook: Path) -> dict[str, float]:
    """Run every cell; peak megabytes and processor seconds of the kernel. Raises CellExecutionError if one fails.

    The memory is read four times a second, so a shorter peak is missed.
    """
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(notebook, 4)
    client = NotebookClient(
        book, timeout=None, kernel_name="python3", resources={"metadata": {"path": notebook.parent}}
    )
    peak, done = {"pss": 0.0, "rss": 0.0}, threading.Event()

    def watch(pid: int) -> None:
        while not done.wait(0.25):
            for name, now in memory(pid).items():
                peak[name] = max(peak[name], now)

    with tempfile.TemporaryDirectory() as scratch:
        env = {**os.environ, "OMP_NUM_THREADS": "1", "COURSE_PROGRESS": str(Path(scratch, "progress.json"))}
        with client.setup_kernel(env=env):
            pid = client.km.provisioner.process.pid
            watcher = threading.Thread(target=watch, args=(pid,))
            watcher.start()
            try:
                for index, cell in enumerate(book.cells):
                    client.execute_cell(cell, index)
                seconds = processor_seconds(pid)
            finally:
                done.set()
                watcher.join()
    return {"pss_mb": round(peak["pss"]), "rss_mb": round(peak["rss"]), "cpu_s": round(seconds, 1)}


def lectures() -> dict[str, Path]:
    """{"02_noising": its notebook}"""
    return {path.stem: path for path in sorted((ROOT / "lectures").glob("*.ipynb"))}


def measured() -> dict[str, dict[str, float]]:
    """{"02_noising": {"pss_mb", "rss_mb", "cpu_s"}}, as `measure` left it."""
    return dict(json.loads(MEASURED.read_text(encoding="utf-8"))) if MEASURED.exists() else {}


def link(hub: str, notebook: str) -> str:
    """Address that fetches the newest course into a learner's home on `hub` and opens a lecture there."""
    from utils.teaching.build.links import settings

    course = settings(ROOT)
    folder = course["repository"].rpartition("/")[2]
    query = {
        "repo": course["repository"],
        "branch": course["branch"],
        "urlpath": f"lab/tree/{folder}/lectures/{notebook}.ipynb",
    }
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query)}"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["measure", *numbers]:
            for name, path in lectures().items():
                if not numbers or name[:2] in numbers:
                    known = measured() | {name: measure(path)}
                    MEASURED.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
                    print(name, known[name], flush=True)
        case ["links", hub]:
            print("| lecture | memory, MB | processor, s | link |\n|---|---|---|---|")
            for name, cost in measured().items():
                print(f"| {name} | {cost['pss_mb']} | {cost['cpu_s']:.0f} | {link(hub, name)} |")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
