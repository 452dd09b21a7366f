"""How long a person waits for nothing: version, help and an unchanged tree, against a bare interpreter in one run.

    python bench/startup.py PATH [--repeats N]

Limits: ``kaizen --version`` at most 100 ms; ``kaizen discover`` of an unchanged tree at most 300 ms.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERSION_LIMIT, WARM_LIMIT = 0.100, 0.300
KAIZEN = str(Path(sys.executable).parent / "kaizen")


def best_of(repeats: int, command: list[str], environment: dict[str, str]) -> float:
    """Seconds of the quickest of several runs."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> int:
    """Prints each time with its ratio to a bare interpreter; 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tree", nargs="?", default=".")
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, KAIZEN_HOME=home)
        subprocess.run([KAIZEN, "discover", options.tree], env=environment, check=True, capture_output=True)
        bare = best_of(options.repeats, [sys.executable, "-c", "pass"], environment)
        version = best_of(options.repeats, [KAIZEN, "--version"], environment)
        told = best_of(options.repeats, [KAIZEN, "--help"], environment)
        warm = best_of(options.repeats, [KAIZEN, "discover", options.tree, "--json"], environment)
    print(f"bare interpreter           {bare * 1000:6.0f} ms")
    print(f"kaizen --version           {version * 1000:6.0f} ms  {version / bare:5.1f} x (limit 100 ms)")
    print(f"kaizen --help              {told * 1000:6.0f} ms  {told / bare:5.1f} x")
    print(f"kaizen discover, unchanged {warm * 1000:6.0f} ms  {warm / bare:5.1f} x (limit 300 ms)")
    return int(version > VERSION_LIMIT or warm > WARM_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
