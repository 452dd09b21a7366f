"""Settings: none must be set, a wrong one says what it is and how to mend it."""

from pathlib import Path

import pytest

from kaizen.kit.errors import KaizenError
from kaizen.kit.settings import load_settings


def test_nothing_set_is_fine() -> None:
    settings = load_settings({"PATH": "/bin"})

    assert (settings.host, settings.port) == ("127.0.0.1", 8420)
    assert settings.home.is_absolute()


def test_what_is_set_is_read_with_its_type() -> None:
    settings = load_settings({"KAIZEN_HOME": "/tmp/k", "KAIZEN_PORT": "0", "KAIZEN_DRAIN_SECONDS": "2.5"})

    assert (settings.home, settings.port, settings.drain_seconds) == (Path("/tmp/k"), 0, 2.5)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        pytest.param("KAIZEN_PORT", "many", "KAIZEN_PORT = 'many'", id="a port that is no number"),
        pytest.param("KAIZEN_PORT", "1.5", "it must be a whole number", id="half a port"),
        pytest.param("KAIZEN_DRAIN_SECONDS", "soon", "it must be a number", id="seconds that are no number"),
        pytest.param("KAIZEN_LANGUAGE", "de", "it must be en or ru", id="a language that is not spoken"),
        pytest.param("KAIZEN_PORT", "70000", "between 0 and 65535", id="a port that cannot be"),
        pytest.param("KAIZEN_LOG_LEVEL", "loud", "KAIZEN_LOG_LEVEL = 'loud'", id="an unknown level"),
        pytest.param("KAIZEN_DRAIN_SECONDS", "nan", "between 0 and 600", id="not a number"),
        pytest.param("KAIZEN_DRAIN_SECONDS", "inf", "between 0 and 600", id="for ever"),
        pytest.param("KAIZEN_PUBLIC_URL", "kaizen.example", "https://", id="an address without a scheme"),
        pytest.param("KAIZEN_PUBLIC_URL", "javascript:alert(1)", "https://", id="an address that is a script"),
        pytest.param("KAIZEN_LOG_LEVELS", "kaizen.storage", "one of debug", id="a module without a level"),
        pytest.param("KAIZEN_LOG_LEVELS", "a=info,b=loud", "'b=loud'", id="a module with an unknown level"),
        pytest.param("KAIZEN_PROT", "1", "Did you mean KAIZEN_PORT?", id="a misspelt name"),
    ],
)
def test_a_wrong_setting_stops_the_start(name: str, value: str, told: str) -> None:
    with pytest.raises(KaizenError) as stopped:
        load_settings({name: value})

    assert told in f"{stopped.value.sentence()} {stopped.value.hint()}"
    assert "environment" in stopped.value.sentence()


def test_a_name_that_resembles_none_gets_no_suggestion() -> None:
    with pytest.raises(KaizenError) as stopped:
        load_settings({"KAIZEN_FOO": "1"})

    assert "Did you mean" not in stopped.value.hint()


def test_an_empty_host_does_not_listen_everywhere() -> None:
    assert load_settings({"KAIZEN_HOST": " "}).host == "127.0.0.1"


def test_a_password_is_not_repeated_in_the_error() -> None:
    with pytest.raises(KaizenError) as stopped:
        load_settings({"KAIZEN_DATABASE_URLS": "postgresql://me:s3cret@host/x"})

    assert "s3cret" not in stopped.value.sentence() + stopped.value.hint()
