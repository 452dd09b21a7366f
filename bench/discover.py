"""Discovery against ast-grep over the same tree, turn by turn in one run, and the warm answer.

    python bench/discover.py PATH [--repeats N]

ast-grep scans with ten rules it gets from here. Every side is a fresh process, start of the interpreter included.
"discover" reads and resolves with an empty cache; "kaizen discover" is the whole command with an empty home folder,
which makes the database and records what was found. Limits for the whole command: cold at most 1.5 times ast-grep,
warm at most 0.3 s, 500 MB over all processes. CPU seconds are printed because a shared machine stretches wall time.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

RATIO, WARM_SECONDS, MOST_MEGABYTES = 1.5, 0.3, 500
RULES = [
    ("python", "print($$$A)"), ("python", "requests.get($$$A)"), ("python", "os.system($$$A)"), ("python", "eval($A)"),
    ("python", "time.sleep($A)"), ("typescript", "console.log($$$A)"), ("typescript", "eval($A)"),
    ("tsx", "console.log($$$A)"), ("tsx", "useState($$$A)"), ("tsx", "useEffect($$$A)"),
]  # fmt: skip
DISCOVER = """
import sys
from pathlib import Path
from kaizen.collect.inventory.discovery import discover
found = discover(Path(sys.argv[1]), cache_dir=Path(sys.argv[2]))
print(len(found.items))
"""


@dataclass
class Side:
    """One thing that is measured: its command, and wall and CPU seconds of each run."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Runs once; the output is thrown away."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        environment = {**os.environ, **self.environment}
        subprocess.run(self.command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        self.wall.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def __str__(self) -> str:
        wall, cpu = statistics.median(self.wall), statistics.median(self.cpu)
        return f"{self.name:22}{min(self.wall):.2f} s best, {wall:.2f} s median, {cpu:.2f} CPU s"


def rules(folder: Path) -> Path:
    """Writes ten ast-grep rules and the configuration that names them."""
    (folder / "rules").mkdir()
    for number, (language, pattern) in enumerate(RULES):
        rule = {
            "id": f"r{number}",
            "language": language,
            "severity": "warning",
            "message": "m",
            "rule": {"pattern": pattern},
        }
        (folder / f"rules/r{number}.yml").write_text(json.dumps(rule))
    (folder / "sgconfig.yml").write_text(json.dumps({"ruleDirs": ["rules"]}))
    return folder / "sgconfig.yml"


def megabytes(process: int) -> float:
    """Memory of a process and its children in MB, shared pages counted once for each holder's part."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if process in {parent, int(status.parent.name)}:
                rollup = (status.parent / "smaps_rollup").read_text()
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


def peak(side: Side) -> float:
    """The highest memory of one run over all its processes."""
    found = [0.0]
    with subprocess.Popen(side.command, stdout=subprocess.DEVNULL, env={**os.environ, **side.environment}) as process:
        done = threading.Event()

        def watch() -> None:
            while not done.is_set():
                found[0] = max(found[0], megabytes(process.pid))
                time.sleep(0.01)

        watcher = threading.Thread(target=watch)
        watcher.start()
        process.wait()
        done.set()
        watcher.join()
    return found[0]


def sides(folder: Path, path: Path) -> tuple[Side, Side, Side]:
    """ast-grep, discovery alone and the whole command over the tree at ``path``."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    scanner, kaizen = shutil.which("ast-grep", path=tools), shutil.which("kaizen", path=tools)
    if scanner is None or kaizen is None:
        sys.exit("ast-grep or kaizen is not installed: uv pip install ast-grep-cli")
    home = {"KAIZEN_HOME": str(folder / "home")}
    return (
        Side("ast-grep, ten rules", [scanner, "scan", "-c", str(rules(folder)), "--json=stream", str(path)]),
        Side("discover", [sys.executable, "-c", DISCOVER, str(path), str(folder / "cache")]),
        Side("kaizen discover", [kaizen, "discover", str(path), "--json"], home),
    )


def ratio(mine: Side, theirs: Side) -> float:
    """The median over runs of wall seconds over the peer's in the same turn."""
    return statistics.median(own / other for own, other in zip(mine.wall, theirs.wall, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer, alone, whole = sides(folder, arguments.path.resolve())
        for _ in range(arguments.repeats):
            peer.run()
            for side, leftover in ((alone, "cache"), (whole, "home")):
                shutil.rmtree(folder / leftover, ignore_errors=True)
                side.run()
        warm = Side("kaizen discover, warm", whole.command, whole.environment)
        for _ in range(arguments.repeats):
            warm.run()
        shutil.rmtree(folder / "home")
        memory = peak(whole)
    for side in (peer, alone, whole, warm):
        print(side)
    against, fastest = ratio(whole, peer), min(warm.wall)
    print(f"ratio, discover       {ratio(alone, peer):.2f}")
    print(f"ratio, whole command  {against:.2f} (limit {RATIO})")
    print(f"warm, whole command   {fastest:.2f} s (limit {WARM_SECONDS})")
    print(f"peak memory           {memory:.0f} MB over all processes (limit {MOST_MEGABYTES})")
    return 0 if against <= RATIO and fastest <= WARM_SECONDS and memory <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
