"""Log lines: JSON, one line each, no secrets, with the ids that belong to the request."""

import json
import logging
from pathlib import Path

import pytest

from kaizen.kit.errors import KaizenError
from kaizen.kit.logging import bound, configure_logging, neutral, without_secrets
from kaizen.kit.settings import Settings


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("GET /sign-in?token=abc123&x=1", "GET /sign-in?token=***&x=1", id="sign-in token"),
        pytest.param("Authorization: Bearer kz_0123456789abcdef", "Authorization: Bearer ***", id="bearer token"),
        pytest.param("key kz_0123456789abcdef used", "key kz_*** used", id="API key"),
        pytest.param("postgresql://me:s3cret@host/db", "postgresql://me:***@host/db", id="password in an address"),
        pytest.param('{"password": "hunter2"}', '{"password": "***"}', id="password in JSON"),
        pytest.param("one\r\ntwo", "one\\r\\ntwo", id="line breaks"),
        pytest.param("a\x1b[2Jb\x00\x9bc", "a\\x1b[2Jb\\x00\\x9bc", id="what a terminal would obey"),
        pytest.param("a\u2028b\u202ec", "a\\u2028b\\u202ec", id="other line breaks and turned text"),
        pytest.param("GET http://127.0.0.1:8420/x", "GET http://127.0.0.1:8420/x", id="a port is no password"),
        pytest.param("postgresql://me:p@ss@host:1/db", "postgresql://me:***@host:1/db", id="a password with a sign"),
        pytest.param("Cookie: kaizen_session=abc; x=1", "Cookie: kaizen_session=***; x=1", id="a session"),
        pytest.param("Привет, мир", "Привет, мир", id="other scripts stay"),
    ],
)
def test_secrets_and_line_breaks_are_neutralised(text: str, told: str) -> None:
    assert neutral(text) == told


def test_secrets_deep_inside_are_blanked_too() -> None:
    line = without_secrets(None, "info", {"detail": {"urls": ["x?token=abc", 1]}, "count": 2})

    assert line == {"detail": {"urls": ["x?token=***", 1]}, "count": 2}


def test_a_log_file_that_cannot_be_opened_is_told_as_a_setting(tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as told:
        configure_logging(Settings(log_file=tmp_path / "no" / "such.log"))

    assert told.value.code == "settings.invalid"
    assert "KAIZEN_LOG_FILE" in told.value.sentence()


def test_a_line_is_json_with_its_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        configure_logging(Settings(log_levels="kaizen.quiet=error"))
        with bound(correlation_id="abc"):
            logging.getLogger("kaizen.loud").info(
                "hello\nworld", extra={"path": "/x?token=t0ken", "color_message": "\x1b[36m"}
            )
            logging.getLogger("kaizen.quiet").info("not told")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.getLogger("kaizen.quiet").setLevel(logging.NOTSET)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert [line["event"] for line in lines] == ["hello\\nworld"]
    assert lines[0]["correlation_id"] == "abc"
    assert lines[0]["path"] == "/x?token=***"
    assert "color_message" not in lines[0]
    assert lines[0]["level"] == "info"
    assert lines[0]["timestamp"].endswith("Z")
