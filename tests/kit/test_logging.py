"""Log lines: JSON, one line each, no secrets, with the ids that belong to the request."""

import json
import logging

import pytest

from kaizen.kit.logging import bound, configure_logging, neutral
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
    ],
)
def test_secrets_and_line_breaks_are_neutralised(text: str, told: str) -> None:
    assert neutral(text) == told


def test_a_line_is_json_with_its_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        configure_logging(Settings(log_levels="kaizen.quiet=error"))
        with bound(correlation_id="abc"):
            logging.getLogger("kaizen.loud").info("hello\nworld", extra={"path": "/x?token=t0ken"})
            logging.getLogger("kaizen.quiet").info("not told")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.getLogger("kaizen.quiet").setLevel(logging.NOTSET)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert [line["event"] for line in lines] == ["hello\\nworld"]
    assert lines[0]["correlation_id"] == "abc"
    assert lines[0]["path"] == "/x?token=***"
    assert lines[0]["level"] == "info"
    assert lines[0]["timestamp"].endswith("Z")
