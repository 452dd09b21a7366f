"""Replaying history: episodes, severities together, incidents met and missed, gaps, limits, speed of long histories."""

from datetime import timedelta

import pytest

from kaizen.analyze.slos import BudgetingMethod, Incident, backtest
from kaizen.analyze.slos.incidents import read_incidents
from kaizen.analyze.slos.slices import Slices
from kaizen.analyze.slos.windows import instant
from kaizen.kit.errors import KaizenError
from tests.analyze.slos.building import MONTH, START, ZERO, filled, made, objective, steady


def test_two_outages_page_twice_and_ticket_as_they_last() -> None:
    slices = made(steady(MONTH), steady(30, bad=100, first=10_000), steady(30, bad=100, first=30_000))
    found = backtest(slices, objective())

    assert (found.pages, found.tickets, found.minutes) == (2, 2, MONTH)
    page = next(each for each in found.severities if each.severity == "page")
    assert [each.start for each in page.episodes] == [instant(ZERO + 10_001), instant(ZERO + 30_001)]
    fast = next(each for each in found.alerts if each.name == "page-fast")
    assert [each.minutes for each in fast.episodes] == [34, 34]
    assert found.explanation.startswith("Over 30 days of data, alerts would have fired: page 2 times (")


def test_an_alert_that_still_fires_has_no_end() -> None:
    found = backtest(made(steady(1000), steady(30, bad=100, first=1000)), objective())

    assert [(each.end, each.minutes) for each in found.alerts[0].episodes] == [(None, 29)]


def test_incidents_are_met_or_missed_and_pages_explained_or_not() -> None:
    slices = made(steady(MONTH), steady(30, bad=100, first=10_000), steady(30, bad=100, first=30_000))
    incidents = [
        Incident("first", START + timedelta(minutes=9_995), START + timedelta(minutes=10_040)),
        Incident("quiet", START + timedelta(minutes=20_000), START + timedelta(minutes=20_060)),
    ]
    found = backtest(slices, objective(), incidents)

    assert [(each.name, each.severity, each.delay_minutes) for each in found.incidents] == [
        ("first", "page", 6), ("quiet", None, None)
    ]  # fmt: skip
    assert found.pages_without_incident == 1


def test_no_errors_and_no_data_never_fire() -> None:
    assert backtest(made(steady(MONTH)), objective()).pages == 0
    assert backtest(Slices(), objective()).explanation == "There is no data to replay."


def test_data_years_apart_is_replayed_up_to_three_years() -> None:
    far = made(steady(60, bad=100), steady(60, bad=100, first=1000 * 1440))
    too_far = made(steady(60), steady(60, first=1200 * 1440))

    assert backtest(far, objective()).pages == 2
    with pytest.raises(KaizenError) as caught:
        backtest(too_far, objective())
    assert caught.value.code == "slos.backtest_long"


def test_90_days_of_minutes_are_replayed() -> None:
    slices = filled(range(90 * 1440), lambda minute: (int(minute % 3 == 0), 100))
    for method in (BudgetingMethod.OCCURRENCES, BudgetingMethod.RATIO_TIMESLICES):
        assert backtest(slices, objective("0.99", method=method)).minutes == 90 * 1440


def test_incidents_come_as_csv() -> None:
    text = "name,start,end\nbad deploy,2026-01-01T10:00:00+01:00,2026-01-01T11:00\n\n"

    assert read_incidents(text, "i.csv") == [Incident("bad deploy", instant(ZERO + 540), instant(ZERO + 660))]


WRONG = [
    pytest.param("a,b\n", "incidents_columns", id="other columns"),
    pytest.param("name,start,end\nx,soon,2026-01-01T00:00Z\n", "incidents_time", id="no time"),
    pytest.param("name,start,end\nx,2026-01-01T00:00Z\n", "incidents_time", id="a value is missing"),
    pytest.param("name,start,end\nx,2026-01-02T00:00Z,2026-01-01T00:00Z\n", "incidents_order", id="back in time"),
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_wrong_incidents_are_refused(text: str, code: str) -> None:
    with pytest.raises(KaizenError) as caught:
        read_incidents(text, "i.csv")

    assert caught.value.code == f"slos.{code}"
