"""The one error: sentences in two languages, nothing unknown."""

import pickle

import pytest

from kaizen.kit.errors import KaizenError, Kind, all_codes


def test_an_error_speaks_both_languages_and_says_what_to_do() -> None:
    error = KaizenError("access.key_unknown", key="k1")

    assert error.kind is Kind.NOT_FOUND
    assert error.sentence() == str(error) == "There is no key k1."
    assert error.sentence("ru") == "Ключа k1 нет."
    assert "kaizen keys list" in error.hint()


def test_an_unknown_code_is_a_programming_mistake() -> None:
    with pytest.raises(KeyError):
        KaizenError("access.no_such_code")
    with pytest.raises(KeyError):
        KaizenError("nowhere.at_all")


def test_a_value_the_sentence_names_cannot_be_left_out() -> None:
    with pytest.raises(KeyError):
        KaizenError("access.key_unknown")


def test_an_error_survives_the_way_back_from_a_worker_process() -> None:
    error = pickle.loads(pickle.dumps(KaizenError("access.key_unknown", key="k1")))

    assert (error.code, error.sentence()) == ("access.key_unknown", "There is no key k1.")


def test_every_entry_of_the_catalogue_is_complete() -> None:
    wanted = {"kind", "en", "en_hint", "ru", "ru_hint"}
    incomplete = {code: wanted ^ set(entry) for code, entry in all_codes().items() if set(entry) != wanted}

    assert incomplete == {}
    assert {entry["kind"] for entry in all_codes().values()} <= set(Kind)
