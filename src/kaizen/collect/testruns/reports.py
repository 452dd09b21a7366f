"""Tells from its content what a report is, and has it read by the reader of its format."""

import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from kaizen.collect.testruns import (
    cobertura,
    coverage_json,
    go_json,
    gocover,
    jest_json,
    junit,
    lcov,
    playwright_json,
    tap,
)
from kaizen.collect.testruns.decoding import broken
from kaizen.collect.testruns.markup import root_of
from kaizen.collect.testruns.model import Coverage, Report, ReportFile
from kaizen.collect.testruns.places import Places
from kaizen.kit.errors import KaizenError

MAX_BYTES = 256 * 1024 * 1024
HEAD = 4096


class Format(StrEnum):
    """The formats that are read, by the name that people know them under."""

    JUNIT = "JUnit XML"
    COBERTURA = "Cobertura XML"
    LCOV = "LCOV"
    COVERAGE_PY = "coverage.py JSON"
    GO_COVER = "Go cover profile"
    GO_TEST = "go test JSON"
    JEST = "jest or vitest JSON"
    PLAYWRIGHT = "Playwright JSON"
    TAP = "TAP"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file held: a report of tests, or one of coverage."""

    format: Format
    report: Report | None = None
    coverage: Coverage | None = None


def read(file: ReportFile, root: Path | None = None) -> Reading:
    """Reads a report of any format; paths in it become relative to the repository at ``root``.

    Raises KaizenError: report_missing, report_unreadable, report_empty, report_too_big, report_format (with
    what was found instead), and what the reader of its format raises. Nothing of a refused file is kept.
    """
    kind = detect(file)
    places = Places(root)
    tests: dict[Format, Callable[[], Report]] = {
        Format.JUNIT: lambda: junit.read(file),
        Format.GO_TEST: lambda: go_json.read(file),
        Format.JEST: lambda: jest_json.read(file, root),
        Format.PLAYWRIGHT: lambda: playwright_json.read(file, root),
        Format.TAP: lambda: tap.read(file),
    }
    coverages: dict[Format, Callable[[], Coverage]] = {
        Format.COBERTURA: lambda: cobertura.read(file, places),
        Format.LCOV: lambda: lcov.read(file, places),
        Format.COVERAGE_PY: lambda: coverage_json.read(file, places),
        Format.GO_COVER: lambda: gocover.read(file, places, gocover.module_path(root) if root else ""),
    }
    if kind in tests:
        return Reading(kind, report=tests[kind]())
    return Reading(kind, coverage=coverages[kind]())


def detect(file: ReportFile) -> Format:
    """The format of a file, from its content alone; raises KaizenError as ``read`` does."""
    head = _head(file)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _of_xml(file, text)
    if text.startswith((b"{", b"[")):
        return _of_json(file, text)
    for pattern, kind in _BEGINNINGS:
        if pattern.match(text):
            return kind
    raise _foreign(file, _name_of(head))


_BEGINNINGS = (
    (re.compile(rb"(TN|SF):"), Format.LCOV),
    (re.compile(rb"mode: (set|count|atomic)\b"), Format.GO_COVER),
    (re.compile(rb"TAP version \d+|1\.\.\d+\s|ok 1\b|not ok 1\b"), Format.TAP),
)
_SIGNATURES = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"SQLite format 3", "an SQLite database (of coverage.py, perhaps: run coverage json)"),
)
_ROOTS = {
    "test-run": "an NUnit 3 report",
    "test-results": "an NUnit 2 report",
    "assemblies": "an xUnit.net report",
    "assembly": "an xUnit.net report",
    "TestRun": "a Visual Studio test report (TRX)",
    "report": "a JaCoCo report",
    "checkstyle": "a Checkstyle report",
    "html": "an HTML page",
    "testng-results": "a TestNG report",
    "phpunit": "a PHPUnit coverage report",
}
_KEYS: tuple[tuple[frozenset[str], Format | str], ...] = (
    (frozenset({"numTotalTests", "testResults"}), Format.JEST),
    (frozenset({"suites", "stats", "config"}), Format.PLAYWRIGHT),
    (frozenset({"files", "totals"}), Format.COVERAGE_PY),
    (frozenset({"files", "meta"}), Format.COVERAGE_PY),
    (frozenset({"$schema", "runs"}), "a SARIF log"),
    (frozenset({"stats", "tests", "passes"}), "a mocha JSON report"),
    (frozenset({"data", "type", "version"}), "an llvm-cov export"),
)


def _head(file: ReportFile) -> bytes:
    try:
        facts = file.path.stat()
        if not stat.S_ISREG(facts.st_mode):
            detail = "it is a folder" if stat.S_ISDIR(facts.st_mode) else "it is not a regular file"
            raise KaizenError("testruns.report_unreadable", file=file.name, detail=detail)
        with file.path.open("rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError as error:
        raise KaizenError("testruns.report_missing", file=file.name) from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise KaizenError("testruns.report_unreadable", file=file.name, detail=detail) from error
    if facts.st_size > MAX_BYTES:
        raise KaizenError(
            "testruns.report_too_big", file=file.name, megabytes=facts.st_size >> 20, limit=MAX_BYTES >> 20
        )
    if not head.strip():
        raise KaizenError("testruns.report_empty", file=file.name)
    return head


def _of_xml(file: ReportFile, text: bytes) -> Format:
    if text[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise _foreign(file, "an HTML page")
    root = root_of(file)
    if root is None or root in junit.ROOTS:
        return Format.JUNIT
    if root == "coverage":
        return Format.COBERTURA
    raise _foreign(file, _ROOTS.get(root, f"XML with the root <{root}>"))


def _of_json(file: ReportFile, text: bytes) -> Format:
    if re.match(rb'\{[^{}\n]{0,400}"Action":"', text):
        return Format.GO_TEST
    try:
        whole = msgspec.json.decode(file.path.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        if text.startswith(b"["):
            raise _foreign(file, "a JSON list") from error
        raise broken(file, str(error) or "nested too deep") from error
    for keys, kind in _KEYS:
        if keys <= whole.keys():
            if isinstance(kind, Format):
                return kind
            raise _foreign(file, kind)
    if any(b'"statementMap"' in bytes(value)[:100_000] for value in list(whole.values())[:1]):
        raise _foreign(file, "an Istanbul coverage map (have it written as lcov)")
    named = ", ".join(sorted(whole)[:4])[:100]
    raise _foreign(file, f"JSON with {f'the keys {named}' if named else 'no keys'}")


def _name_of(head: bytes) -> str:
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if b"\0" in head:
        return "a binary file"
    start = head.decode("utf-8", "replace").strip().partition("\n")[0]
    return f"a text that starts with {start[:40]!r}"


def _foreign(file: ReportFile, found: str) -> KaizenError:
    return KaizenError("testruns.report_format", file=file.name, found=found)
