"""YAML is read strictly: every refusal names file and line, and no document can make the reader work for long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.kit.documents import NODE_LIMIT, parse
from kaizen.kit.errors import KaizenError

BOMB = b"a: &a [1,1,1,1,1,1,1,1,1,1]\n" + b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 10)) for letter in range(98, 110)
)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        pytest.param(b"a: 1\nb: 2\na: 3\n", "duplicate_key", 3, id="a key is given twice"),
        pytest.param(b"a:\n  - [\n", "bad_yaml", 3, id="a bracket is open"),
        pytest.param(b"a: b: c\n", "bad_yaml", 1, id="a mapping stands inside a line"),
        pytest.param(b"a: \x01\n", "bad_yaml", 1, id="it holds control characters"),
        pytest.param(b"\n- !!python/object/apply:os.system [ls]\n", "tag_refused", 2, id="a tag asks for an object"),
        pytest.param(b"a: !include b\n", "tag_refused", 1, id="a tag is made up"),
        pytest.param(b"---\na: 1\n---\nb: 2\n", "several_documents", 3, id="there is a second document"),
        pytest.param(b"1: a\n", "key_not_text", 1, id="a key is a number"),
        pytest.param(b"? [a]\n: b\n", "key_not_text", 1, id="a key is a list"),
        pytest.param(b"a: &x\n  b: *x\n", "alias_to_itself", 2, id="an alias stands inside its anchor"),
        pytest.param(b"a: *x\n", "bad_yaml", 1, id="an alias has no anchor"),
        pytest.param(b"[" * 50_000, "too_deep", 1, id="it is nested fifty thousand levels deep"),
        pytest.param(BOMB, "too_many_values", 6, id="aliases multiply into ten billion values"),
    ],
)
def test_a_document_is_refused_when(data: bytes, code: str, line: int) -> None:
    with pytest.raises(KaizenError) as error:
        parse(data, "x.yaml")
    assert error.value.code == f"documents.{code}"
    assert f"x.yaml, line {line}" in str(error.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="it is empty"),
        pytest.param(b"# nothing but a comment\n", "empty", id="it holds a comment only"),
        pytest.param(b"null\n", "empty", id="it holds null"),
        pytest.param(b"a: \xff\xfe\n", "not_text", id="it is not UTF-8"),
        pytest.param(b"#" * 3_000_000, "too_large", id="it has three megabytes"),
    ],
)
def test_a_whole_file_is_refused_when(data: bytes, code: str) -> None:
    with pytest.raises(KaizenError) as error:
        parse(data, "x.yaml")
    assert error.value.code == f"documents.{code}"
    assert "x.yaml" in str(error.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("no", "no", id="no is a word"),
        pytest.param("on", "on", id="on is a word"),
        pytest.param("1:30", "1:30", id="a time of day is text"),
        pytest.param("2026-12-31", "2026-12-31", id="a date is text until it is asked for"),
        pytest.param("007", 7, id="digits are a number"),
        pytest.param("'7'", "7", id="quoted digits are text"),
        pytest.param("1.5e3", 1500.0, id="an exponent makes a number"),
        pytest.param(".5", 0.5, id="a point may come first"),
        pytest.param("1" * 5000, "1" * 5000, id="five thousand digits are text"),
        pytest.param("~", None, id="a tilde is null"),
        pytest.param("True", True, id="true may be written large"),
        pytest.param("<<", "<<", id="a merge key is a word"),
        pytest.param("{}", {}, id="an empty mapping"),
    ],
)
def test_a_plain_value_means(text: str, value: object) -> None:
    assert parse(f"a: {text}\n".encode(), "x.yaml").plain() == {"a": value}


def test_an_alias_stands_for_what_it_names_and_lines_are_known() -> None:
    root = parse(b"a: &x\n  - 1\n  - b: 2\nc: *x\n", "x.yaml")
    assert root.plain() == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}
    assert root.line_at(("a", 1, "b")) == 3
    assert root.line_at(("c",)) == 4
    assert root.line_at(("a", 7, "x")) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert parse(b"\xef\xbb\xbfa: 1\n", "x.yaml").plain() == {"a": 1}


def test_as_many_values_as_allowed_are_read() -> None:
    data = b"[" + b",".join([b"1"] * (NODE_LIMIT - 1)) + b"]"
    root = parse(data, "x.yaml")
    assert isinstance(root.value, list)
    assert len(root.value) == NODE_LIMIT - 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        value = parse(data, "x.yaml").plain()
        refusal = None
    except KaizenError as error:
        value, refusal = None, error
    assert value is not None or (refusal is not None and "x.yaml" in refusal.sentence("ru"))
