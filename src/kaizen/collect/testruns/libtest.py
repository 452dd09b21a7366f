"""Reads what ``cargo test`` prints: binaries one after another, results by line, output of failures below them."""

import re
from collections.abc import Iterable

from kaizen.collect.testruns import building
from kaizen.collect.testruns.clip import Capture
from kaizen.collect.testruns.model import Case, Outcome, Report

_BINARY = re.compile(r"\s*Running (?:unittests )?(\S+)(?: \(.*\))?|\s*Doc-tests (\S+)")
_RESULT = re.compile(
    r"test (.+?)(?: - should panic)? \.\.\. (?:.*?)(ok|FAILED|ignored)(?:, (.*?))?(?: <([0-9.]+)s>)?\s*"
)
_OUTPUT = re.compile(r"---- (.+?) (?:stdout|stderr) ----\s*")
_PANIC = re.compile(r"^thread '.*' (?:\(\d+\) )?panicked at .*:\n(.+)$", re.MULTILINE)
_SUMMARY = re.compile(r"test result: (?:ok|FAILED)\. .* finished in ([0-9.]+)s")
_RUNNING = re.compile(r"running ([0-9]+) tests?\s*")
_OUTCOMES = {"ok": Outcome.PASSED, "FAILED": Outcome.FAILED, "ignored": Outcome.SKIPPED}


def read_lines(lines: Iterable[str]) -> Report:
    """Cases in the order of their binaries; ``known`` is the number of tests that the binaries announced."""
    reader = _Reader()
    for line in lines:
        reader.take(line.rstrip("\n"))
    return reader.report()


def announced(line: str) -> int:
    """The number of tests that a line says will run, or 0."""
    found = _RUNNING.fullmatch(line)
    return int(found[1]) if found else 0


def is_result(line: str) -> bool:
    """True for a line that tells how one test ended."""
    return _RESULT.fullmatch(line) is not None


class _Reader:
    """Keeps the results of the binary at hand until the output of its failures has been seen."""

    def __init__(self) -> None:
        self._group = "(tests)"
        self._results: list[tuple[str, str, Outcome, str | None, float | None]] = []
        self._outputs: dict[tuple[str, str], Capture] = {}
        self._into: Capture | None = None
        self._known = 0
        self._seconds: float | None = None
        self._binaries = 0

    def take(self, line: str) -> None:
        if binary := _BINARY.fullmatch(line):
            self._group = binary[1] or f"{binary[2]} (doc tests)"
            self._binaries += 1
        elif result := _RESULT.fullmatch(line):
            seconds = float(result[4]) if result[4] else None
            self._results.append((self._group, result[1], _OUTCOMES[result[2]], result[3], seconds))
            self._into = None
        elif output := _OUTPUT.fullmatch(line):
            self._into = self._outputs.setdefault((self._group, output[1]), Capture())
        elif summary := _SUMMARY.match(line):
            self._seconds = (self._seconds or 0.0) + float(summary[1])
            self._into = None
        elif line == "failures:":
            self._into = None
        elif self._into is not None:
            self._into.add(line + "\n")
        self._known += announced(line)

    def report(self) -> Report:
        return building.report(
            map(self._case, self._results), suites=self._binaries, duration_s=self._seconds, known=self._known
        )

    def _case(self, result: tuple[str, str, Outcome, str | None, float | None]) -> Case:
        group, name, outcome, message, seconds = result
        captured = self._outputs.get((group, name))
        output = captured.text() if captured else ""
        panic = _PANIC.search(output)
        said = message or (panic[1] if panic else None)
        return building.case(group, name, outcome, seconds=seconds, message=said, output=output)
