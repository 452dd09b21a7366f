"""The catalogue of errors and the places that raise them agree, in both languages."""

import re

import pytest

from kaizen.api.problems import SPECIAL
from kaizen.kit.errors import Kind, all_codes
from tests.contracts.raising import Raised, composed_codes, placeholders, raised, spoken_codes

CODES = all_codes()
FIELDS = {"kind", "en", "en_hint", "ru", "ru_hint"}
RAISED = raised()
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def test_the_source_and_the_catalogue_are_there() -> None:
    assert len(CODES) > 50
    assert len(RAISED) > 50
    assert "access.not_allowed" in {code for each in RAISED for code in each.codes}


def test_every_code_that_is_raised_has_an_entry() -> None:
    missing = [f"{each.place} raises {code}" for each in RAISED for code in each.codes if code not in CODES]

    assert missing == []


def test_every_entry_is_raised_somewhere() -> None:
    spoken = spoken_codes()
    composed = {concept: composed_codes(concept) for concept in {code.split(".")[0] for code in CODES}}

    assert [code for code in CODES if code not in spoken | composed[code.split(".")[0]]] == []


@pytest.mark.parametrize("code", CODES)
def test_an_entry_is_whole_in_both_languages(code: str) -> None:
    entry = CODES[code]

    assert set(entry) == FIELDS
    assert entry["kind"] in set(Kind)
    assert all(entry[field].strip() == entry[field] != "" for field in FIELDS)
    assert all(CYRILLIC.search(entry[field]) for field in ("ru", "ru_hint"))
    assert not any(CYRILLIC.search(entry[field]) for field in ("en", "en_hint"))


@pytest.mark.parametrize("code", CODES)
def test_both_languages_name_the_same_values(code: str) -> None:
    entry = CODES[code]
    english, russian = (placeholders(entry[name]) | placeholders(entry[f"{name}_hint"]) for name in ("en", "ru"))

    # A value that is text itself may come once per language: meant and meant_ru.
    assert english == {name.removesuffix("_ru") for name in russian}


@pytest.mark.parametrize("each", RAISED, ids=lambda each: each.place)
def test_a_raise_gives_every_value_its_sentences_name(each: Raised) -> None:
    beside = [each] if each.certain else [other for other in RAISED if other.place == each.place and not other.certain]
    missing = {code: _named(code) for code in each.codes if not any(_gives(other, code) for other in beside)}

    assert missing == {}


def _gives(each: Raised, code: str) -> bool:
    return each.more or _named(code) <= each.values


def _named(code: str) -> frozenset[str]:
    entry = CODES.get(code, {})
    return frozenset(name for field in FIELDS & set(entry) for name in placeholders(entry[field]))


def test_codes_with_a_status_of_their_own_exist() -> None:
    assert set(SPECIAL) <= set(CODES)
