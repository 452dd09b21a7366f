"""Searching for words and patterns in linear time, and the collector that rests meanwhile."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import SchemaError

from kaizen.kit.collector import uncollected
from kaizen.kit.searching import search_for, search_for_any


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1), st.text(st.characters(codec="utf-8")))
def test_any_word_is_found_as_python_finds_it(words: list[str], text: str) -> None:
    expected = any(word in text for word in words)

    assert search_for_any(words)(text) is expected
    assert search_for_any(words)(text.encode()) is expected


@pytest.mark.parametrize("word", ["a.b", "(x", "[", "a|b", "$", "^", "\\", "{2}", "a-b", "#", "&&", "~", " @app.get('"])
def test_a_word_means_itself(word: str) -> None:
    assert search_for_any([word])(f"before {word} after")
    assert not search_for_any([word])("before ab after")


def test_a_pattern_that_would_need_backtracking_is_refused() -> None:
    with pytest.raises(SchemaError):
        search_for(r"(?=a)b")


def test_the_collector_rests_inside_and_resumes_even_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="inner"), uncollected():
        assert not gc.isenabled()
        raise ValueError("inner")
    assert gc.isenabled()
