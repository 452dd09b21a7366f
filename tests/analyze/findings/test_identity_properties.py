"""Identity, whatever the input: lines may move, counts are kept, only what was looked at resolves."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.analyze.findings.identity import normalise
from kaizen.analyze.findings.model import Detection, Finding, State
from kaizen.analyze.findings.twins import align
from tests.analyze.findings.building import DAY, MONDAY, detection, known_from, run, scan

PATHS = ("a.py", "b.py", "c/d.py")
RULES = ("one", "two")
detections = st.builds(
    detection,
    path=st.sampled_from(PATHS),
    line=st.integers(1, 40),
    text=st.sampled_from(["eval(x)", "exec(y)", ""]),
    rule=st.sampled_from(RULES),
    context=st.sampled_from(["", "main", "load"]),
)
many = st.lists(detections, max_size=25)
some_paths = st.frozensets(st.sampled_from(PATHS))


def live(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.state is not State.RESOLVED]


def at_line(one: Detection, line: int) -> Detection:
    return detection(one.path, line, one.anchor, one.rule, context=one.context)


@given(many, st.data())
def test_moving_lines_never_makes_or_ends_a_finding(seen: list[Detection], data: st.DataObject) -> None:
    known = known_from(*seen)
    moved = [at_line(one, data.draw(st.integers(1, 400))) for one in data.draw(st.permutations(seen))]
    findings, result = run(known, moved, scan(PATHS, rules=RULES, at=MONDAY + DAY))
    assert result.created == ()
    assert {finding.id for finding in live(findings)} == {finding.id for finding in known}


@given(many, many)
def test_after_a_full_scan_as_many_findings_live_as_were_detected(
    before: list[Detection], after: list[Detection]
) -> None:
    findings, _ = run(known_from(*before), after, scan(PATHS, rules=RULES, at=MONDAY + DAY))
    assert Counter((f.rule, f.path, f.line) for f in live(findings)) == Counter(
        (one.rule, one.path, one.line) for one in after
    )


@given(many, many)
def test_no_more_findings_are_made_or_ended_than_the_counts_ask_for(
    before: list[Detection], after: list[Detection]
) -> None:
    known = known_from(*before)
    findings, result = run(known, after, scan(PATHS, rules=RULES, at=MONDAY + DAY))
    had = Counter((one.rule, one.path, one.anchor) for one in before)
    has = Counter((one.rule, one.path, one.anchor) for one in after)
    assert len(result.created) == (has - had).total()
    assert len(findings) - len(live(findings)) == (had - has).total()


@given(many, some_paths, some_paths, st.frozensets(st.sampled_from(RULES)))
def test_only_places_that_were_looked_at_or_are_gone_resolve(
    seen: list[Detection], read: frozenset[str], unread: frozenset[str], measured: frozenset[str]
) -> None:
    known = known_from(*seen)
    what = scan(read, rules=RULES, measured=measured, present=read | unread, at=MONDAY + DAY)
    findings, _ = run(known, [], what)
    for finding in findings:
        looked = finding.path in read and finding.rule in measured
        gone = finding.path not in what.present
        assert (finding.state is State.RESOLVED) == (looked or gone)


@given(many, many)
def test_the_same_scan_twice_changes_nothing_the_second_time(before: list[Detection], after: list[Detection]) -> None:
    once, _ = run(known_from(*before), after, scan(PATHS, rules=RULES))
    twice, result = run(once, after, scan(PATHS, rules=RULES))
    assert twice == once
    assert (result.created, result.updated, result.history) == ((), (), ())


@given(st.lists(detections, min_size=1, max_size=25))
def test_renaming_every_file_keeps_every_finding(seen: list[Detection]) -> None:
    known = known_from(*seen)
    renames = {path: f"moved/{path}" for path in PATHS}
    renamed = [detection(renames[one.path], one.line, one.anchor, one.rule) for one in seen]
    findings, result = run(known, renamed, scan(renames.values(), rules=RULES, renames=renames))
    assert result.created == ()
    assert all(finding.state is State.OPEN for finding in findings)


@given(st.text(max_size=500))
def test_normalising_is_stable_and_bounded(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= 300
    assert normalise("  " + text + "\n") == once


lines = st.lists(st.integers(1, 60), max_size=7).map(sorted)


@settings(max_examples=200)
@given(lines, lines)
def test_twins_are_paired_without_crossing_and_with_the_least_movement(one: list[int], two: list[int]) -> None:
    few, more = sorted((one, two), key=len)
    chosen = align(few, more)
    assert chosen == sorted(set(chosen))
    cost = sum(abs(line - more[index]) for line, index in zip(few, chosen, strict=True))
    assert cost == _least_cost(tuple(few), tuple(more))


def _least_cost(few: tuple[int, ...], more: tuple[int, ...]) -> int:
    if not few:
        return 0
    take = abs(few[0] - more[0]) + _least_cost(few[1:], more[1:])
    return min(take, _least_cost(few, more[1:])) if len(more) > len(few) else take
