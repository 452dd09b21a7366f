"""The settings: one typed object from KAIZEN_* variables; none must be set, a wrong one stops the start."""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal, get_args, get_type_hints

import msgspec

from kaizen.kit.errors import KaizenError

LogLevel = Literal["debug", "info", "warning", "error"]
PREFIX = "KAIZEN_"
PUBLIC = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
# Read by the test suite or the shell, not by the product.
FOREIGN = {"KAIZEN_TEST_DATA", "KAIZEN_TEST_POSTGRES_URL", "KAIZEN_TEST_REDIS_URL", "KAIZEN_TEST_REQUIRE"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting; the field ``port`` is read from ``KAIZEN_PORT`` and so on. The texts become the reference page."""

    home: Annotated[Path, "Folder of the state, cache and logs; empty for the platform's data folder."] = Path()
    database_url: Annotated[str, "Where the state lives: empty for SQLite in the home folder, or postgresql://..."] = ""
    host: Annotated[str, "Address the server listens on."] = "127.0.0.1"
    port: Annotated[int, "Port the server listens on; 0 picks a free one."] = 8420
    public_url: Annotated[str, "Address people use, where it differs from host and port (behind a proxy)."] = ""
    allowed_hosts: Annotated[
        str,
        "Names people may ask for besides localhost, plain IP addresses, host and the name in public_url; "
        "separated by commas, * for any. Empty where host is 0.0.0.0 or :: means any.",
    ] = ""
    language: Annotated[Literal["", "en", "ru"], "Language of messages; empty to follow the locale."] = ""
    log_level: Annotated[LogLevel, "Least severe log line that is written."] = "info"
    log_levels: Annotated[str, "Levels of single modules: kaizen.storage=debug,uvicorn=warning."] = ""
    log_format: Annotated[Literal["json", "text"], "Form of the server's log lines."] = "json"
    log_file: Annotated[Path, "File that log lines are added to; empty for the error stream."] = Path()
    request_max_bytes: Annotated[int, "Largest request body that the server reads."] = 33_554_432
    drain_seconds: Annotated[float, "How long a stopping server waits for requests and jobs under way."] = 10.0
    session_hours: Annotated[int, "How long a sign-in lasts without use."] = 168

    @property
    def database_address(self) -> str:
        """The address of the state database, the embedded one where none is set."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'kaizen.db'}"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises KaizenError naming the variable, its origin and the fix."""
    source = os.environ if environ is None else environ
    known = {f"{PREFIX}{each.name.upper()}": each for each in fields(Settings)}
    values: dict[str, object] = {}
    hints = get_type_hints(Settings)
    for name in sorted(source):
        if not name.startswith(PREFIX) or name in FOREIGN:
            continue
        if name not in known:
            raise _unknown(name, list(known))
        values[known[name].name] = _converted(name, source[name], hints[known[name].name], known[name].default)
    if values.get("home", Path()) == Path():
        values["home"] = _default_home()
    if not str(values.get("host", "")).strip():
        values.pop("host", None)  # an empty address would listen everywhere
    _check_ranges(values)
    _check_texts(values)
    return Settings(**values)  # type: ignore[arg-type]


def _converted(name: str, text: str, kind: object, default: object) -> object:
    if kind is Path:
        return Path(text).expanduser()
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as error:
        raise invalid_setting(name, text, _wanted(kind), default) from error


def _wanted(kind: object) -> str:
    choices = [each for each in get_args(kind) if each]
    if choices:
        return f"it must be {' or '.join(choices)}"
    return "it must be a whole number" if kind is int else "it must be a number"


def _check_ranges(values: dict[str, object]) -> None:
    limits = {"port": (0, 65535), "request_max_bytes": (1024, 2**31), "session_hours": (1, 24 * 365)}
    limits |= {"drain_seconds": (0, 600)}
    for name, (low, high) in limits.items():
        value = values.get(name)
        if isinstance(value, int | float) and not low <= value <= high:
            default = next(each.default for each in fields(Settings) if each.name == name)
            raise invalid_setting(PREFIX + name.upper(), str(value), f"it must lie between {low} and {high}", default)


def _check_texts(values: dict[str, object]) -> None:
    address = str(values.get("public_url", ""))
    if address and not PUBLIC.fullmatch(address):
        raise invalid_setting("KAIZEN_PUBLIC_URL", address, "it must look like https://kaizen.example.org", "none")
    for part in filter(None, (each.strip() for each in str(values.get("log_levels", "")).split(","))):
        name, _, level = part.partition("=")
        if not name or level.lower() not in get_args(LogLevel):
            problem = f"{part!r} must be a module, = and one of {', '.join(get_args(LogLevel))}"
            raise invalid_setting("KAIZEN_LOG_LEVELS", str(values["log_levels"]), problem, "none")


def _default_home() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - 40 ms that a set KAIZEN_HOME saves

    return user_data_path("kaizen", appauthor=False)


def invalid_setting(name: str, value: str, problem: str, default: object) -> KaizenError:
    """The error that names a variable, why its value cannot be used, and the default."""
    shown = "***" if "URL" in name and "@" in value else repr(value)
    default = "none" if default in (Path(), "") else default
    return KaizenError(
        "settings.invalid", name=name, value=shown, origin="the environment", problem=problem, default=default
    )


def _unknown(name: str, known: list[str]) -> KaizenError:
    # Compared without the prefix, which would make everything look alike.
    close = difflib.get_close_matches(name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], n=1)
    suggestion = f"Did you mean {PREFIX}{close[0]}? " if close else ""
    return KaizenError("settings.unknown", name=name, origin="the environment", suggestion=suggestion)
