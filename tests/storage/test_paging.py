"""Cursors: what a list did not make itself is refused as the sender's mistake, on both databases."""

import pytest

from kaizen.access.service import create_key, list_audit, list_keys
from kaizen.analyze.findings.service import list_findings
from kaizen.analyze.findings.views import FindingQuery
from kaizen.kit.errors import KaizenError
from kaizen.kit.paging import PageRequest, encode_cursor
from kaizen.storage.work import Context

MOMENT, ID = "2026-01-01T00:00:00+00:00", "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param([MOMENT, 5], id="a number where an id belongs"),
        pytest.param([5, ID], id="a number where a moment belongs"),
        pytest.param(["2026-01-01T00:00:00", ID], id="a moment without a zone"),
        pytest.param(["0001-01-01T00:00:00+23:59", ID], id="a moment before all time"),
        pytest.param(["9999-12-31T23:59:59-23:59", ID], id="a moment after all time"),
        pytest.param([MOMENT], id="too short"),
        pytest.param([MOMENT, [ID]], id="a list inside"),
    ],
)
def test_a_cursor_made_elsewhere_is_refused(here: Context, key: list[object]) -> None:
    for listed in (list_keys, list_audit):
        with pytest.raises(KaizenError) as told:
            listed(here, PageRequest(encode_cursor(key)))
        assert told.value.code == "kit.bad_cursor"


def test_a_cursor_with_a_number_no_database_holds_is_refused(here: Context) -> None:
    with pytest.raises(KaizenError) as told:
        list_findings(here, FindingQuery(), PageRequest(encode_cursor([10**30] * 4)))

    assert told.value.code == "kit.bad_cursor"


def test_pages_follow_one_another_without_gap_or_repeat(here: Context) -> None:
    made = [create_key(here, f"k{number}", ["read"]).key.id for number in range(5)]
    cursor, seen = None, []
    while True:
        page = list_keys(here, PageRequest(cursor, limit=2))
        seen += [key.id for key in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == made[::-1]
