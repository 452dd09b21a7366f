"""Reads the events of ``go test -json``: leaf tests are cases, a test that never ends is an error."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from kaizen.collect.testruns import building
from kaizen.collect.testruns.clip import Capture
from kaizen.collect.testruns.decoding import broken
from kaizen.collect.testruns.model import Case, Outcome, Report, ReportFile

LONGEST = 1 << 20
_ENDS = {"pass": Outcome.PASSED, "fail": Outcome.FAILED, "skip": Outcome.SKIPPED}


class Event(msgspec.Struct):
    """One line; events without a test are about the package, those of a build name only its import path."""

    action: str = msgspec.field(name="Action")
    package: str = msgspec.field(name="Package", default="")
    test: str = msgspec.field(name="Test", default="")
    elapsed: float | None = msgspec.field(name="Elapsed", default=None)
    output: str = msgspec.field(name="Output", default="")
    import_path: str = msgspec.field(name="ImportPath", default="")
    failed_build: str = msgspec.field(name="FailedBuild", default="")


@dataclass(slots=True)
class _Test:
    """A test or a package while its events arrive."""

    outcome: Outcome | None = None
    seconds: float | None = None
    output: Capture = field(default_factory=Capture)
    tests: int = 0
    failed: int = 0


def read(file: ReportFile) -> Report:
    """Cases of one run. Raises KaizenError report_broken where no line is such an event."""
    reader = Reader()
    events = 0
    with file.path.open("rb") as stream:
        for line in iter(lambda: stream.readline(LONGEST), b""):
            events += reader.take(line)
    if not events:
        raise broken(file, "no event of go test -json in it")
    return reader.report()


class Reader:
    """Takes line after line; lines that are no events (a linker's warning) are passed over."""

    def __init__(self) -> None:
        self._decoder = msgspec.json.Decoder(Event)
        self._tests: dict[tuple[str, str], _Test] = {}
        self._packages: dict[str, _Test] = {}
        self._builds: dict[str, Capture] = {}

    def take(self, line: bytes) -> bool:
        """True where the line was an event."""
        if not line.startswith(b"{"):
            return False
        try:
            event = self._decoder.decode(line)
        except (msgspec.MsgspecError, RecursionError):
            return False
        if event.action == "build-output":
            self._builds.setdefault(event.import_path, Capture()).add(event.output)
        elif event.test:
            self._advance(self._tests.setdefault((event.package, event.test), _Test()), event)
        elif event.package:
            self._advance(self._packages.setdefault(event.package, _Test()), event)
        return True

    def _advance(self, test: _Test, event: Event) -> None:
        if event.action == "output":
            test.output.add(event.output)
        elif event.action in _ENDS:
            test.outcome, test.seconds = _ENDS[event.action], event.elapsed
            if event.failed_build and event.failed_build in self._builds:
                test.output.add(self._builds[event.failed_build].text())

    def report(self) -> Report:
        cases = list(self._cases())
        return building.report([*cases, *self._packages_in_trouble(cases)], suites=len(self._packages))

    def _cases(self) -> Iterator[Case]:
        failed = {key for key, test in self._tests.items() if test.outcome in {Outcome.FAILED, None}}
        parents = {(package, name.rpartition("/")[0]) for package, name in self._tests}
        blamed = {(package, name.rpartition("/")[0]) for package, name in failed}
        for key, test in self._tests.items():
            if key in parents and (key not in failed or key in blamed):
                continue
            never = test.outcome is None
            yield building.case(
                key[0],
                key[1],
                test.outcome or Outcome.ERROR,
                seconds=test.seconds,
                message="it never ended" if never else None,
                output=test.output.text() if test.outcome is not Outcome.PASSED else None,
            )

    def _packages_in_trouble(self, cases: list[Case]) -> Iterator[Case]:
        explained = {case.group for case in cases if case.outcome in {Outcome.FAILED, Outcome.ERROR}}
        for name, package in self._packages.items():
            if package.outcome is Outcome.FAILED and name not in explained:
                yield building.case(name, "(the package itself)", Outcome.ERROR, output=package.output.text())
