"""The environment that a suite runs in: the caller's, without what belongs to Kaizen or to the process it runs in."""

from collections.abc import Mapping

_OWN = "KAIZEN_"
_FOR_TESTS = "KAIZEN_TEST_"
_OF_A_RUN = ("COV_CORE_", "COVERAGE_", "PYTEST_", "VITEST", "JEST_WORKER_", "NODE_TEST_")
_PLAIN = {"NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
_DROPPED = frozenset({"PYTHONHOME", "__PYVENV_LAUNCHER__", "FORCE_COLOR"})


def suite_environment(caller: Mapping[str, str]) -> dict[str, str]:
    """Everything but Kaizen's settings and secrets, and but the traces of a test run that Kaizen itself is part of.

    ``KAIZEN_TEST_...`` passes: it names services and data for tests. Runners are told to leave colours out.
    """
    kept = {
        name: value
        for name, value in caller.items()
        if (not name.startswith(_OWN) or name.startswith(_FOR_TESTS))
        and not name.startswith(_OF_A_RUN)
        and name not in _DROPPED
    }
    return {**kept, **_PLAIN}
