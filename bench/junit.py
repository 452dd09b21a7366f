"""Reads a big JUnit report with Kaizen's reader and with junitparser, in turn in one process, and prints the ratio.

    python bench/junit.py [--cases N] [--repeats N]

Both turn every test case into its class, name, file, line, time, outcome, message and output. Limit: at least 3 times
the speed of junitparser.
"""

import argparse
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import junitparser

from kaizen.collect.testruns.junit import read
from kaizen.collect.testruns.model import ReportFile

LIMIT = 3.0
PER_SUITE, FAILING, SKIPPED = 200, 50, 25
TRACE = "tests/shop/test_cart.py:41: in test_total\n    assert total == 12\nE   assert 11 == 12\n" * 4


def write_report(path: Path, cases: int) -> None:
    """A report such as pytest writes: one case in fifty fails with a trace, one in twenty-five is skipped."""
    dice = random.Random(8420)
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?><testsuites>')
        for suite in range(cases // PER_SUITE):
            file.write(f'<testsuite name="shop.part{suite}" errors="0" tests="{PER_SUITE}" time="2.5">')
            for number in range(PER_SUITE):
                file.write(_case(suite, number, dice.random()))
            file.write("</testsuite>")
        file.write("</testsuites>")


def _case(suite: int, number: int, seconds: float) -> str:
    name = f'classname="tests.shop.part{suite}.TestCart" name="test_total_{number}[{number % 7}-euro]"'
    head = f'<testcase {name} file="tests/shop/part{suite}.py" line="{number * 9}" time="{seconds:.3f}"'
    if number % FAILING == 0:
        return f'{head}><failure message="assert 11 == 12">{TRACE}</failure></testcase>\n'
    if number % SKIPPED == 1:
        return f'{head}><skipped type="pytest.skip" message="no till">part.py:3: no till</skipped></testcase>\n'
    return f"{head} />\n"


def read_with_peer(path: Path) -> int:
    """The number of cases that junitparser finds, each taken apart as far as Kaizen does."""
    count = 0
    for suite in junitparser.JUnitXml.fromfile(str(path)):
        for case in suite:
            results = [(type(result).__name__, result.message, result.text) for result in case.result]
            place = (case._elem.get("file"), case._elem.get("line"))
            count += bool((case.classname, case.name, case.time, place, results))
    return count


def read_with_kaizen(path: Path) -> int:
    """The number of cases that Kaizen finds."""
    return len(read(ReportFile(path, path.name)).cases)


def seconds_of(reader: Callable[[Path], int], path: Path, cases: int) -> float:
    """How long a reader takes; it must find every case."""
    gc.collect()
    begun = time.perf_counter()
    found = reader(path)
    taken = time.perf_counter() - begun
    if found != cases:
        sys.exit(f"{reader.__name__} found {found} of {cases} cases")
    return taken


def main() -> int:
    """Prints both speeds and the ratio; 1 when the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("tree", nargs="?", help="ignored: every bench takes it")
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    cases = options.cases // PER_SUITE * PER_SUITE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        write_report(path, cases)
        megabytes = path.stat().st_size / 1e6
        pairs = [
            (seconds_of(read_with_kaizen, path, cases), seconds_of(read_with_peer, path, cases))
            for _ in range(options.repeats)
        ]
    kaizen, peer = min(own for own, _ in pairs), min(other for _, other in pairs)
    ratio = statistics.median(other / own for own, other in pairs)
    print(f"report        {megabytes:7.1f} MB, {cases} cases")
    print(f"kaizen        {megabytes / kaizen:7.1f} MB/s")
    print(f"junitparser   {megabytes / peer:7.1f} MB/s")
    print(f"ratio         {ratio:7.2f} (median of {options.repeats} pairs, at least {LIMIT})")
    return 0 if ratio >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
