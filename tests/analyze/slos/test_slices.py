"""CSV of minute slices: what is read, what is put right and told, and what is refused with its line."""

import pytest

from kaizen.analyze.slos.slices import read_slices
from kaizen.kit.errors import KaizenError
from tests.analyze.slos.building import ZERO

HEAD = "minute,good,bad,total\n"
GOOD = [
    pytest.param(HEAD + "2026-01-01T00:00:00Z,9,1,10\n", [(0, 1, 10)], id="a row"),
    pytest.param(HEAD + "2026-01-01T01:00:00+01:00,9,1,10", [(0, 1, 10)], id="another zone, no last line feed"),
    pytest.param(HEAD + "2026-01-01 00:00:00+00:00,9,1,10\r\n", [(0, 1, 10)], id="a blank instead of T, DOS lines"),
    pytest.param(HEAD + "1767225600,9,1,10\n", [(0, 1, 10)], id="seconds since 1970"),
    pytest.param("\ufeff total , Minute,bad,good\n10,2026-01-01T00:00Z,1,9\n", [(0, 1, 10)], id="columns in any order"),
    pytest.param(
        HEAD + "2026-01-01T00:05Z,1,0,1\n2026-01-01T00:00Z,9,1,10\n",
        [(0, 1, 10), (5, 0, 1)],
        id="rows in any order, gaps between them",
    ),
    pytest.param(HEAD + "2026-01-01T00:00Z,0,0,0\n", [], id="a minute without events is no data"),
    pytest.param(
        HEAD + "2026-01-01T00:00Z,9.0,1.00,10.0\n\n", [(0, 1, 10)], id="whole numbers with a point, an empty line"
    ),
    pytest.param(HEAD, [], id="no rows at all"),
    pytest.param(
        HEAD + "2026-10-25T02:30+02:00,1,0,1\n2026-10-25T02:30+01:00,1,0,1\n",
        [(427_710, 0, 1), (427_770, 0, 1)],
        id="the hour that clocks repeat is two hours",
    ),
]


@pytest.mark.parametrize(("text", "expected"), GOOD)
def test_rows_are_read(text: str, expected: list[tuple[int, int, int]]) -> None:
    found = read_slices(text, "s.csv")

    assert [(m - ZERO, b, t) for m, b, t in zip(found.minutes, found.bad, found.total, strict=True)] == expected
    assert found.notes == ()


PUT_RIGHT = [
    pytest.param("2026-01-01T00:00Z,12,0,10", (0, 10), "1 rows of s.csv hold more good and bad", id="good above total"),
    pytest.param("2026-01-01T00:00Z,12,3,10", (3, 10), "(lines 2)", id="bad events are kept where good is cut"),
    pytest.param("2026-01-01T00:00Z,0,13,10", (10, 10), "good was cut", id="bad above total"),
    pytest.param("2026-01-01T00:00,9,1,10", (1, 10), "name no time zone and were taken as UTC", id="no zone"),
    pytest.param(
        "2026-01-01T00:00Z,9,1,10\n2026-01-01T00:00Z,9,1,10", (1, 10), "counted once", id="an equal row again"
    ),
]


@pytest.mark.parametrize(("rows", "expected", "note"), PUT_RIGHT)
def test_what_is_put_right_is_told(rows: str, expected: tuple[int, int], note: str) -> None:
    found = read_slices(HEAD + rows, "s.csv")

    assert list(zip(found.minutes, found.bad, found.total, strict=True)) == [(ZERO, *expected)]
    assert len(found.notes) == 1
    assert note in found.notes[0]


REFUSED = [
    pytest.param("", "slices_columns", "the columns are nothing", id="an empty file"),
    pytest.param("minute,good,total\n", "slices_columns", "minute, good, total", id="a column is missing"),
    pytest.param("minute,good,bad,total,extra\n", "slices_columns", "extra", id="a column too many"),
    pytest.param("minute;good;bad;total\n", "slices_columns", "minute;good;bad;total", id="semicolons"),
    pytest.param(HEAD + "2026-01-01T00:00Z,9,1\n", "slices_row", "line 2: 3 values", id="a value is missing"),
    pytest.param(HEAD + "yesterday,9,1,10\n", "slices_minute", "yesterday", id="no time"),
    pytest.param(HEAD + "1969-12-31T23:59Z,9,1,10\n", "slices_minute", "1969", id="before 1970"),
    pytest.param(HEAD + "1767225600000,9,1,10\n", "slices_minute", "1767225600000", id="milliseconds"),
    pytest.param(HEAD + "2026-01-01T00:00:30Z,9,1,10\n", "slices_between", "00:00:30", id="not on the minute"),
    pytest.param(HEAD + "1767225601,9,1,10\n", "slices_between", "1767225601", id="seconds not on the minute"),
    pytest.param(HEAD + "2026-01-01T00:00Z,9,-1,8\n", "slices_negative", "bad is -1", id="a negative count"),
    pytest.param(HEAD + "2026-01-01T00:00Z,NaN,0,10\n", "slices_count", "good is NaN", id="not a number"),
    pytest.param(HEAD + "2026-01-01T00:00Z,inf,0,10\n", "slices_count", "good is inf", id="infinity"),
    pytest.param(HEAD + "2026-01-01T00:00Z,9.5,0.5,10\n", "slices_count", "good is 9.5", id="half an event"),
    pytest.param(HEAD + "2026-01-01T00:00Z,1e3,0,1e3\n", "slices_count", "1e3", id="an exponent"),
    pytest.param(HEAD + "2026-01-01T00:00Z,,0,0\n", "slices_count", "line 2", id="an empty value"),
    pytest.param(HEAD + f"2026-01-01T00:00Z,{'9' * 16},0,1\n", "slices_count", "9999", id="an absurd count"),
    pytest.param(HEAD + "2026-01-01T00:00Z,8,1,10\n", "slices_sum", "good 8 and bad 1", id="counts that do not add up"),
    pytest.param(
        HEAD + "2026-01-01T00:00Z,9,1,10\n2026-01-01T01:00+01:00,8,2,10\n",
        "slices_twice",
        "line 3: this minute stands in line 2",
        id="the same minute with other counts",
    ),
    pytest.param(HEAD + '2026-01-01T00:00Z,"9"x,1,10\n', "slices_csv", "no CSV", id="a broken quote"),
]


@pytest.mark.parametrize(("text", "code", "told"), REFUSED)
def test_what_cannot_be_right_is_refused(text: str, code: str, told: str) -> None:
    with pytest.raises(KaizenError) as caught:
        read_slices(text, "s.csv")

    assert caught.value.code == f"slos.{code}"
    assert told in caught.value.sentence()
