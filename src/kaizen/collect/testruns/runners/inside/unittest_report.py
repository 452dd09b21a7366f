"""Discovers and runs unittest cases and writes each result as a line of JSON; a program, run by its path.

Arguments: the file to write, the folder to discover in, the top-level folder. Python 3.8 is enough.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import unittest
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from types import TracebackType

    Raised = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

WORTH = ("passed", "skipped", "failed", "error")
LONGEST = 20_000


class Result(unittest.TextTestResult):
    """Writes a line as soon as it is known how a case ended."""

    file: TextIO
    ended = "passed"
    message = ""
    began = 0.0

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's own name
        super().startTest(test)
        self.ended, self.message, self.began = "passed", "", time.perf_counter()

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's own name
        self.tell(test, self.ended, self.message, time.perf_counter() - self.began)
        super().stopTest(test)

    def addError(self, test: unittest.TestCase, err: Raised) -> None:  # noqa: N802 - unittest's own name
        super().addError(test, err)
        self.note(test, "error", _text(err))

    def addFailure(self, test: unittest.TestCase, err: Raised) -> None:  # noqa: N802 - unittest's own name
        super().addFailure(test, err)
        self.note(test, "failed", _text(err))

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:  # noqa: N802 - unittest's own name
        super().addSkip(test, reason)
        self.note(test, "skipped", reason)

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's own name
        super().addUnexpectedSuccess(test)
        self.note(test, "failed", "it succeeded although a failure was expected")

    def addSubTest(  # noqa: N802 - unittest's own name
        self, test: unittest.TestCase, subtest: unittest.TestCase, err: Raised | None
    ) -> None:
        super().addSubTest(test, subtest, err)
        if err is not None and err[0] is not None:
            self.note(test, "failed" if issubclass(err[0], test.failureException) else "error", _text(err))

    def note(self, test: Any, outcome: str, message: str) -> None:
        """Of all that is said of a case the worst counts; a fixture of a class or module is a case of its own."""
        if not isinstance(test, unittest.TestCase):
            self.tell(test, outcome, message, None)
        elif WORTH.index(outcome) >= WORTH.index(self.ended):
            self.ended, self.message = outcome, message

    def tell(self, test: Any, outcome: str, message: str, seconds: float | None) -> None:
        """Writes the line of one case."""
        case = isinstance(test, unittest.TestCase)
        group, _, name = test.id().rpartition(".") if case else (test.id(), "", "(fixture)")
        module = sys.modules.get(type(test).__module__) if case else None
        line = {
            "group": group,
            "name": name,
            "file": getattr(module, "__file__", None),
            "outcome": outcome,
            "output": message[-LONGEST:],
            "seconds": seconds,
        }
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()


def _text(err: Raised) -> str:
    return "".join(traceback.format_exception(*err))


def main() -> None:
    """Exit code 0 where every case passed, 1 where one did not."""
    path, folder, top = sys.argv[1:4]
    sys.path[0] = os.getcwd()  # noqa: PTH109 - where ``python -m unittest`` would have it, as a string
    with Path(path).open("w", encoding="utf-8") as file:
        Result.file = file
        suite = unittest.defaultTestLoader.discover(folder, top_level_dir=top)
        sys.stderr.write(f"collected {suite.countTestCases()} items\n")
        runner = unittest.TextTestRunner(verbosity=2, resultclass=Result)  # type: ignore[arg-type]
        result = runner.run(suite)
    sys.exit(0 if result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
