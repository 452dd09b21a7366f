"""Logs as JSON lines with correlation ids; secrets and line breaks never reach them."""

import logging
import logging.handlers
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from kaizen.kit.settings import Settings, invalid_setting

# Sign-in tokens in addresses, sessions, bearer tokens, passwords; then passwords in database URLs; then API keys.
SECRETS = re.compile(
    r"(?i)(token=|kaizen_session=|bearer\s+|password[\"']?\s*[:=]\s*[\"']?|secret[\"']?\s*[:=]\s*[\"']?)([^\s&\"';@]+)"
)
IN_ADDRESSES = re.compile(r"(://[^:/\s@]*:)[^\s/]+(?=@)")
# What moves a terminal's cursor, ends a line for some reader, or turns the direction of reading.
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
KEPT_BYTES = 10 * 2**20
KEYS = re.compile(r"kz_[A-Za-z0-9_-]{8,}")


@contextmanager
def bound(**values: Any) -> Iterator[None]:
    """Every log line written inside carries these values."""
    with structlog.contextvars.bound_contextvars(**values):
        yield


def configure_logging(settings: Settings) -> None:
    """Sends every logger through one formatter to stderr; levels per module from the settings."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_colour,
        without_secrets,
    ]
    last = structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer()
    handler = _handler(settings.log_file)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    for name, level in _module_levels(settings.log_levels):
        logging.getLogger(name).setLevel(level)


def _handler(file: Path) -> logging.Handler:
    if file == Path():
        return logging.StreamHandler(sys.stderr)
    if file.is_file() and file.stat().st_size > KEPT_BYTES:
        file.replace(file.with_name(f"{file.name}.1"))
    try:
        # Watched, so that several processes may add to it and a log rotator may move it away.
        return logging.handlers.WatchedFileHandler(file, encoding="utf-8")
    except OSError as error:
        raise invalid_setting("KAIZEN_LOG_FILE", str(file), error.strerror or str(error), "none") from error


def without_colour(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops the second, coloured text that uvicorn gives with its lines."""
    line.pop("color_message", None)
    return line


def without_secrets(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blanks secrets and escapes control characters in every text of a log line."""
    for name, value in line.items():
        line[name] = _clean(value)
    return line


def neutral(text: str) -> str:
    """The text without secrets, on one line, with nothing that a terminal would obey."""
    text = KEYS.sub("kz_***", IN_ADDRESSES.sub(r"\1***", SECRETS.sub(r"\1***", text)))
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, dict):
        return {_clean(name): _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value


def _module_levels(text: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, level = part.partition("=")
        yield name, level.upper()
