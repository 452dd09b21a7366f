"""Findings on record: what scans, waivers and time make of them, in real databases and one workspace at a time."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kaizen.analyze.findings import service
from kaizen.analyze.findings.model import Detection, Event, Scan, Severity, State, WaiverCategory
from kaizen.analyze.findings.views import FindingOrder, FindingQuery, FindingView, LiveCount, ScanOutcome
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest
from kaizen.storage.events import events_after
from kaizen.storage.work import Context
from tests.analyze.findings.building import DAY, MONDAY, detection, scan

REPOSITORY = UUID("00000000-0000-7000-8000-00000000beef")
EVERYTHING = PageRequest(limit=200)


def at(here: Context, moment: datetime) -> Context:
    """The same place at another time."""
    return Context(here.database, here.actor, lambda: moment)


def record(here: Context, seen: Sequence[Detection], what: Scan | None = None) -> ScanOutcome:
    """Records a scan at its own time."""
    paths = {each.path for each in seen} | {"app.py"}
    what = what or scan(paths, rules={each.rule for each in seen} | {"no-eval"})
    return service.record_scan(at(here, what.at), REPOSITORY, "standards", seen, what)


def every(here: Context, **query: object) -> list[FindingView]:
    """All findings of a query."""
    return service.list_findings(here, FindingQuery(**query), EVERYTHING).items  # type: ignore[arg-type]


def test_a_scan_is_put_on_record_and_counted(here: Context) -> None:
    outcome = record(here, [detection(line=1), detection(line=2), detection("b.py", severity=Severity.CRITICAL)])
    again = record(here, [detection(line=5)], scan(["app.py", "b.py"], at=MONDAY + DAY))
    back = record(here, [detection(line=5), detection(line=6)], scan(["app.py"], present=["b.py"], at=MONDAY + 2 * DAY))

    assert (outcome.opened, outcome.live) == (3, 3)
    assert (again.opened, again.resolved, again.live) == (0, 2, 1)
    assert (back.reopened, back.live) == (1, 2)
    counted = service.summarize(at(here, MONDAY + 3 * DAY))
    assert (counted.open.critical, counted.open.warning, counted.open.info) == (0, 2, 0)
    assert (counted.waived, counted.resolved) == (0, 1)
    assert (counted.new_last_7_days, counted.resolved_last_7_days) == (3, 1)
    later = service.summarize(at(here, MONDAY + 30 * DAY))
    assert (later.new_last_7_days, later.resolved_last_7_days) == (0, 0)


def test_everything_about_a_finding_survives_the_database(here: Context) -> None:
    seen = detection("ü/日本.py", 7, "x" * 500, "rule-a", context="A.b", severity=Severity.INFO)
    record(here, [seen])
    (shown,) = every(here)
    detail = service.get_finding(here, shown.id)
    (known,) = service.recorded_findings(here, REPOSITORY, "standards")

    assert (shown.rule, shown.path, shown.line, shown.severity) == ("rule-a", "ü/日本.py", 7, Severity.INFO)
    assert (shown.first_detected, shown.last_detected, shown.resolved_at) == (MONDAY, MONDAY, None)
    assert (shown.message, shown.suggestion, shown.docs) == (seen.message, "Remove it.", "https://example.org/docs")
    assert known.context == "A.b"
    assert [(each.at, each.event, each.note) for each in detail.history] == [(MONDAY, Event.DETECTED, "ü/日本.py:7")]


def test_a_finding_without_a_line_has_none(here: Context) -> None:
    record(here, [detection(line=None)])
    assert [each.line for each in every(here)] == [None]


def test_a_scan_that_changes_nothing_moves_only_the_time_last_seen(here: Context) -> None:
    record(here, [detection()])
    before = events_after(here, 0)
    record(here, [detection()], scan(at=MONDAY + DAY))
    (shown,) = every(here)

    assert (shown.first_detected, shown.last_detected) == (MONDAY, MONDAY + DAY)
    assert len(service.get_finding(here, shown.id).history) == 1
    assert events_after(here, 0) == before


def test_a_scan_older_than_the_one_on_record_changes_nothing(here: Context) -> None:
    record(here, [detection()], scan(at=MONDAY + DAY))
    outcome = record(here, [], scan(at=MONDAY))

    assert outcome.superseded
    assert [each.state for each in every(here)] == [State.OPEN]


def test_sources_and_repositories_do_not_touch_each_other(here: Context) -> None:
    record(here, [detection()])
    other = UUID("00000000-0000-7000-8000-00000000cafe")
    service.record_scan(here, REPOSITORY, "other-source", [], scan(at=MONDAY + DAY))
    service.record_scan(here, other, "standards", [], scan(at=MONDAY + DAY))

    assert [each.state for each in every(here)] == [State.OPEN]
    assert every(here, repository_id=other) == []
    assert service.live_counts(here, REPOSITORY, "standards") == {"no-eval": LiveCount(1, 0)}
    assert service.live_paths(here, REPOSITORY, "standards") == {"app.py"}


class TestLists:
    """Which findings are shown, and in what order."""

    @pytest.fixture
    def stocked(self, here: Context) -> Context:
        record(
            here,
            [
                detection("src/b.py", 9, "one", "size", severity=Severity.INFO),
                detection("src/a.py", 2, "two", "no-eval", severity=Severity.CRITICAL),
                detection("src/a.py", 1, "three", "no-eval", severity=Severity.CRITICAL),
                detection("srcs.py", 1, "50%_off", "names", severity=Severity.WARNING),
            ],
        )
        return here

    @pytest.mark.parametrize(
        ("query", "messages"),
        [
            pytest.param({}, ["three", "two", "50%_off", "one"], id="the severest first, then by place"),
            pytest.param({"sort": FindingOrder.PATH}, ["three", "two", "one", "50%_off"], id="by path and line"),
            pytest.param({"sort": FindingOrder.RULE}, ["50%_off", "three", "two", "one"], id="by rule"),
            pytest.param({"severity": Severity.CRITICAL}, ["three", "two"], id="of a severity"),
            pytest.param({"rule": "names"}, ["50%_off"], id="of a rule"),
            pytest.param({"path": "src"}, ["three", "two", "one"], id="in a folder, not in files beside it"),
            pytest.param({"path": "src/b.py"}, ["one"], id="in a file"),
            pytest.param({"q": "THREE"}, ["three"], id="with a text in any case"),
            pytest.param({"q": "%_"}, ["50%_off"], id="with signs that mean something to databases"),
            pytest.param({"state": State.WAIVED}, [], id="in a state"),
        ],
    )
    def test_findings_are_listed(self, stocked: Context, query: dict[str, object], messages: list[str]) -> None:
        found = [each.message.removesuffix(" is not allowed") for each in every(stocked, **query)]
        assert found == messages

    @pytest.mark.parametrize("order", list(FindingOrder))
    def test_pages_join_into_the_whole_list(self, stocked: Context, order: FindingOrder) -> None:
        query = FindingQuery(sort=order)
        whole = [each.id for each in service.list_findings(stocked, query, EVERYTHING).items]
        joined: list[UUID] = []
        cursor: str | None = None
        while True:
            page = service.list_findings(stocked, query, PageRequest(cursor, limit=1))
            joined += [each.id for each in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert joined == whole
        assert page.total == 4

    def test_open_findings_for_rankings_come_severest_first(self, stocked: Context) -> None:
        assert [each.severity for each in service.open_findings(stocked)][:2] == [Severity.CRITICAL] * 2
        assert service.open_findings(stocked, UUID(int=5)) == []

    def test_a_finding_is_found_by_the_end_of_its_id(self, stocked: Context) -> None:
        wanted = every(stocked)[0].id
        assert service.find_finding(stocked, str(wanted)) == wanted
        assert service.find_finding(stocked, str(wanted)[-12:].upper()) == wanted
        for wrong in ("", "ab", "zzzzzzzz", "%", str(UUID(int=1))):
            with pytest.raises(KaizenError, match="No finding"):
                service.find_finding(stocked, wrong)


class TestWaivers:
    """Accepting findings for a time."""

    @pytest.fixture
    def finding(self, here: Context) -> UUID:
        record(here, [detection()])
        return every(here)[0].id

    def test_a_waiver_names_its_owner_and_is_in_the_history(self, here: Context, finding: UUID) -> None:
        monday = at(here, MONDAY)
        waived = service.waive_finding(monday, finding, " Legacy ", MONDAY + 30 * DAY, WaiverCategory.FALSE_POSITIVE)

        assert waived.state is State.WAIVED
        assert waived.waiver is not None
        assert (waived.waiver.owner, waived.waiver.reason) == ("tester", "Legacy")
        assert (waived.waiver.expires_at, waived.waiver.created_at) == (MONDAY + 30 * DAY, MONDAY)
        assert [each.event for each in waived.history] == [Event.DETECTED, Event.WAIVED]
        assert service.live_counts(here, REPOSITORY, "standards") == {"no-eval": LiveCount(0, 1)}

    def test_a_waiver_withdrawn_leaves_the_finding_open(self, here: Context, finding: UUID) -> None:
        monday = at(here, MONDAY)
        service.waive_finding(monday, finding, "Legacy", MONDAY + DAY)
        opened = service.unwaive_finding(monday, finding)

        assert (opened.state, opened.waiver) == (State.OPEN, None)
        with pytest.raises(KaizenError, match="no waiver in force"):
            service.unwaive_finding(monday, finding)

    def test_a_waiver_that_ran_out_is_ended_by_the_sweep_in_every_workspace(
        self, here: Context, other_workspace: Context, finding: UUID
    ) -> None:
        record(other_workspace, [detection()])
        theirs = every(other_workspace)[0].id
        for context, each in ((here, finding), (other_workspace, theirs)):
            service.waive_finding(at(context, MONDAY), each, "Legacy", MONDAY + DAY)

        service.sweep_waivers(at(here, MONDAY + DAY - timedelta(seconds=1)))
        assert [each.state for each in every(here)] == [State.WAIVED]
        service.sweep_waivers(at(here, MONDAY + DAY))
        service.sweep_waivers(at(here, MONDAY + DAY))
        assert [each.state for each in (*every(here), *every(other_workspace))] == [State.OPEN, State.OPEN]
        past = [each.event for each in service.get_finding(here, finding).history]
        assert past == [Event.DETECTED, Event.WAIVED, Event.WAIVER_ENDED]

    def test_a_waiver_that_ran_out_opens_the_finding_at_the_next_scan(self, here: Context, finding: UUID) -> None:
        service.waive_finding(at(here, MONDAY), finding, "Legacy", MONDAY + DAY)
        record(here, [detection()], scan(at=MONDAY + 2 * DAY))

        assert [each.state for each in every(here)] == [State.OPEN]
        assert service.end_overdue_waivers(at(here, MONDAY + 3 * DAY)) == 0

    def test_false_positives_count_against_a_rule_even_after_their_waiver(self, here: Context, finding: UUID) -> None:
        monday = at(here, MONDAY)
        service.waive_finding(monday, finding, "It is a method", MONDAY + DAY, WaiverCategory.FALSE_POSITIVE)
        service.unwaive_finding(monday, finding)
        record(here, [detection(), detection("b.py"), detection("b.py", rule="young")])
        record(
            here, [detection(), detection("b.py", rule="young")], scan(["app.py", "b.py"], rules=["no-eval", "young"])
        )

        judged, young = service.rule_figures(here)
        assert (judged.rule, judged.open, judged.resolved) == ("no-eval", 1, 1)
        assert (judged.false_positives, judged.false_positive_rate) == (1, 0.5)
        assert (young.rule, young.false_positive_rate) == ("young", None)
        first = service.list_rule_figures(here, PageRequest(limit=1))
        second = service.list_rule_figures(here, PageRequest(first.next_cursor, limit=1))
        assert ([each.rule for each in (*first.items, *second.items)], second.next_cursor) == (
            ["no-eval", "young"],
            None,
        )

    def test_a_reader_may_not_waive(self, viewer: Context, finding: UUID) -> None:
        with pytest.raises(KaizenError) as error:
            service.waive_finding(viewer, finding, "Legacy", MONDAY + 9999 * DAY)
        assert error.value.code == "access.not_allowed"

    def test_another_workspace_neither_sees_nor_changes_it(self, other_workspace: Context, finding: UUID) -> None:
        far = MONDAY + 9999 * DAY
        assert every(other_workspace) == []
        assert service.rule_figures(other_workspace) == []
        assert service.recorded_findings(other_workspace, REPOSITORY, "standards") == []
        assert service.summarize(other_workspace).open.warning == 0
        for refused in (
            lambda: service.get_finding(other_workspace, finding),
            lambda: service.waive_finding(other_workspace, finding, "Mine", far),
            lambda: service.unwaive_finding(other_workspace, finding),
            lambda: service.find_finding(other_workspace, str(finding)),
        ):
            with pytest.raises(KaizenError, match="No finding"):
                refused()

    def test_another_workspace_recording_the_same_repository_has_its_own(
        self, here: Context, other_workspace: Context, finding: UUID
    ) -> None:
        record(other_workspace, [])
        assert [each.state for each in every(here)] == [State.OPEN]


class Pausing(list[Detection]):
    """Detections that let somebody else work for a moment while a scan is being recorded."""

    def __init__(self, seen: Sequence[Detection], meanwhile: Callable[[], object]) -> None:
        super().__init__(seen)
        self.thread = threading.Thread(target=meanwhile)

    def __iter__(self) -> Iterator[Detection]:
        self.thread.start()
        self.thread.join(0.5)
        return super().__iter__()


def test_a_waiver_given_while_a_scan_is_recorded_is_not_lost(here: Context) -> None:
    record(here, [detection()])
    finding = every(here)[0].id
    monday = at(here, MONDAY)
    seen = Pausing([detection(line=9)], lambda: service.waive_finding(monday, finding, "Legacy", MONDAY + 9 * DAY))
    tuesday = at(here, MONDAY + DAY)
    service.record_scan(tuesday, REPOSITORY, "standards", seen, scan(at=MONDAY + DAY))
    seen.thread.join()

    (shown,) = every(here)
    assert (shown.state, shown.line) == (State.WAIVED, 9)


def test_many_scans_at_once_leave_one_finding_for_each_place(here: Context) -> None:
    seen = [detection(line=number, text=f"eval({number})") for number in range(40)]
    troubles: list[Exception] = []

    def run(number: int) -> None:
        try:
            record(here, seen, scan(at=MONDAY + number * DAY))
        except KaizenError as error:
            troubles.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    found = every(here)
    assert len(found) == 40
    assert {each.state for each in found} == {State.OPEN}
    assert {len(service.get_finding(here, each.id).history) for each in found[:5]} == {1}


def test_ten_thousand_findings_are_recorded_seen_again_and_moved(here: Context) -> None:
    seen = [detection(f"src/{number % 500}.py", number, f"eval({number})") for number in range(1, 10_001)]
    moved = [detection(each.path, (each.line or 0) + 7, each.anchor) for each in seen]
    first = record(here, seen)
    again = record(here, seen, scan({each.path for each in seen}, at=MONDAY + DAY))
    last = record(here, moved, scan({each.path for each in seen}, at=MONDAY + 2 * DAY))

    assert (first.opened, again.opened, last.opened, last.live) == (10_000, 0, 0, 10_000)
    page = service.list_findings(here, FindingQuery(), PageRequest(limit=1))
    assert (page.total, page.items[0].line) == (10_000, 507)
