"""Discovery against ast-grep over the same tree, turn by turn in one run, and the warm answer.

    python bench/discover.py PATH [--repeats N]

ast-grep scans with ten rules it gets from here. Each side is a fresh process, start of the interpreter included;
discovery starts with an empty cache. Limits: cold at most 1.5 times ast-grep, warm at most 0.3 s, 500 MB in all.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
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


def timed(command: list[str]) -> float:
    """Seconds of one run; its output is thrown away."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


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


def peak(command: list[str]) -> float:
    """The highest memory of one run over all its processes."""
    found = [0.0]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    scanner = shutil.which("ast-grep", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if scanner is None:
        sys.exit("ast-grep is not installed: uv pip install ast-grep-cli")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scan = [scanner, "scan", "-c", str(rules(folder)), "--json=stream", str(arguments.path)]
        cache = folder / "cache"
        ours = [sys.executable, "-c", DISCOVER, str(arguments.path), str(cache)]
        cold, peer = [], []
        for _ in range(arguments.repeats):
            peer.append(timed(scan))
            shutil.rmtree(cache, ignore_errors=True)
            cold.append(timed(ours))
        warm = min(timed(ours) for _ in range(arguments.repeats))
        shutil.rmtree(cache)
        memory = peak(ours)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(cold, peer, strict=True))
    print(f"ast-grep, ten rules   {min(peer):.2f} s best, {statistics.median(peer):.2f} s median")
    print(f"discover, cold        {min(cold):.2f} s best, {statistics.median(cold):.2f} s median")
    print(f"ratio                 {ratio:.2f} (limit {RATIO})")
    print(f"discover, warm        {warm:.2f} s (limit {WARM_SECONDS})")
    print(f"peak memory           {memory:.0f} MB over all processes (limit {MOST_MEGABYTES})")
    return 0 if ratio <= RATIO and warm <= WARM_SECONDS and memory <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
