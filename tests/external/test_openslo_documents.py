"""OpenSLO's own examples: each is read, or refused for the right reason."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from kaizen.analyze.slos import lint, read_documents, resolve, write_documents

pytestmark = pytest.mark.external

EXAMPLES = "examples/"
V1 = "pkg/openslo/v1/examples/"
INVERTED = "line 17: spec.condition.op is lte, so this alert would fire while the burn rate is low and stop at 2."
MINUTE = ["window_short"]
READ = [
    pytest.param(EXAMPLES + "budgeting-method/occurences-slo.yaml", {"SLO": 1}, 1, [], id="occurrences of a threshold"),
    pytest.param(EXAMPLES + "budgeting-method/ratio-timeslices.yaml", {"SLO": 1}, 1, [], id="ratio time slices"),
    pytest.param(
        EXAMPLES + "budgeting-method/timeslices-slo.yaml",
        {"SLO": 1},
        2,
        MINUTE * 2,
        id="time slices in a calendar window of 1m, which is a minute",
    ),
    pytest.param(
        EXAMPLES + "treat-low-traffic-as-equally-important/timeslices-slo.yaml", {"SLO": 1}, 1, [], id="a calendar week"
    ),
    pytest.param(
        V1 + "alert_notification_targets.yaml", {"AlertNotificationTarget": 2}, 0, [], id="notification targets"
    ),
    pytest.param(V1 + "alert_policies.yaml", {"AlertPolicy": 3}, 0, [], id="alert policies"),
    pytest.param(V1 + "data_sources.yaml", {"DataSource": 2}, 0, [], id="data sources"),
    pytest.param(V1 + "services.yaml", {"Service": 2}, 0, [], id="services"),
    pytest.param(V1 + "slis.yaml", {"SLI": 4}, 0, [], id="indicators"),
    pytest.param(V1 + "slos.yaml", {"SLO": 1}, 1, [], id="an SLO"),
]


@pytest.fixture
def data() -> Path:
    """The folder of OpenSLO's examples."""
    root = os.environ.get("KAIZEN_TEST_DATA")
    if not root or not (Path(root) / "openslo").is_dir():
        pytest.skip("KAIZEN_TEST_DATA names no folder with openslo")
    return Path(root) / "openslo"


@pytest.mark.parametrize(("name", "kinds", "objectives", "doubts"), READ)
def test_a_document_is_read(data: Path, name: str, kinds: dict[str, int], objectives: int, doubts: list[str]) -> None:
    read = read_documents((data / name).read_bytes(), name)
    resolved, problems = resolve(read.documents)
    found = [type(document).__name__ for document in read.documents]

    assert (read.problems, problems) == ((), ())
    assert {kind: found.count(kind) for kind in found} == kinds
    assert len(resolved) == objectives
    assert [problem.rule for problem in lint(resolved) if problem.rule not in {"low_traffic", "noise"}] == doubts


def test_an_alert_below_a_burn_rate_is_refused_with_its_line(data: Path) -> None:
    read = read_documents((data / V1 / "alert_conditions.yaml").read_bytes(), "alert_conditions.yaml")

    assert [str(problem) for problem in read.problems] == [f"alert_conditions.yaml, {INVERTED}"]
    assert [document.metadata.name for document in read.documents] == ["latency-too-high"]


def test_every_file_of_the_folder_is_accounted_for(data: Path) -> None:
    listed = {str(each.values[0]) for each in READ} | {V1 + "alert_conditions.yaml"}

    assert {str(file.relative_to(data)) for file in data.rglob("*.yaml")} == listed


@pytest.mark.parametrize("name", [each.values[0] for each in READ])
def test_what_is_written_says_the_same(data: Path, name: str) -> None:
    written = write_documents(read_documents((data / name).read_bytes(), name).documents)
    again = read_documents(written.encode(), name)

    assert (again.problems, write_documents(again.documents)) == ((), written)


def test_the_week_begins_at_noon_of_new_york_and_has_its_budget(data: Path) -> None:
    name = EXAMPLES + "treat-low-traffic-as-equally-important/timeslices-slo.yaml"
    objective = resolve(read_documents((data / name).read_bytes(), name).documents)[0][0].objective

    assert objective.allowed * objective.window.duration.minutes * 60 == Fraction("302.4")  # 5 minutes 2.4 seconds
    assert objective.window.calendar is not None
    assert (objective.window.calendar.start.hour, objective.window.calendar.zone) == (12, "America/New_York")
