"""kaizen.yaml: which fields it has, and from its text to probes or to everything that is wrong with it."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kaizen.collect.probes.model import (
    Check,
    Configuration,
    HeartbeatCheck,
    HttpCheck,
    Kind,
    Probe,
    RedisCheck,
    SqlCheck,
    TcpCheck,
)
from kaizen.collect.probes.rules import cycle_in, spoken
from kaizen.collect.probes.shapes import (
    NAME,
    Elsewhere,
    Flag,
    Headers,
    Length,
    Many,
    OneOf,
    Query,
    Shape,
    Text,
    WebAddress,
    Whole,
    WrongError,
)
from kaizen.kit.documents import SIZE_LIMIT, Node, parse
from kaizen.kit.errors import KaizenError

FILE = "kaizen.yaml"
MOST_PROBES = 500
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a probe: its form and what it is for."""

    shape: Shape
    about: str
    required: bool = False


NAME_TEXT = Text(63, NAME, "a name of lower-case letters, digits, '.', '_' and '-'")
HOST = Text(253, r"[A-Za-z0-9._:-]+", "a host name or address")
COMMON = {
    "name": Field(NAME_TEXT, "Unique name of the probe.", required=True),
    "kind": Field(OneOf([kind.value for kind in Kind]), "How it is checked.", required=True),
    "interval": Field(Length(5, DAY), "How often it is checked; 60s without it."),
    "timeout": Field(Length(0.1, 30), "How long one check may take in all; 5s without it."),
    "depends_on": Field(Many(NAME_TEXT), "Probes without which this one cannot be up."),
}
FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    Kind.HTTP: {
        "url": Field(WebAddress(), "Address that is asked.", required=True),
        "method": Field(OneOf(["GET", "HEAD"]), "Method of the request; GET without it."),
        "status": Field(Many(Whole(100, 599), 50, alone=True), "Right status, or a list of them; any 2xx without it."),
        "body": Field(Text(1000), "Text that the first megabyte of the body must contain."),
        "headers": Field(Headers(), "Headers of the request; secret values by {env: NAME} or {file: PATH}."),
        "tls_verify": Field(Flag(), "Whether the certificate must be valid; true without it."),
        "ca_file": Field(Text(1000), "Certificates of your own authority (PEM), besides the public ones."),
        "follow_redirects": Field(Flag(), "Whether redirects are followed, on the same host only; false without it."),
    },
    Kind.TCP: {
        "host": Field(HOST, "Host that must accept.", required=True),
        "port": Field(Whole(1, 65_535), "Port that must accept.", required=True),
    },
    Kind.SQL: {
        "url": Field(Elsewhere(), "Where the SQLAlchemy URL of the database lies.", required=True),
        "query": Field(Query(), "Statement that must run, in a transaction that only reads; SELECT 1 without it."),
    },
    Kind.REDIS: {"url": Field(Elsewhere(), "Where the URL of the Redis or Valkey server lies.", required=True)},
    Kind.HEARTBEAT: {
        "every": Field(Length(5, 400 * DAY), "A heartbeat must come at least this often.", required=True),
    },
}
TOP = ("version", "probes")


def load(file: Path) -> tuple[Configuration | None, list[KaizenError]]:
    """The probes of a file and no problem, or None and every problem; raises KaizenError where there is no file."""
    if not file.is_file():
        raise KaizenError("probes.no_file", folder=file.parent)
    try:
        with file.open("rb") as handle:
            data = handle.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise KaizenError("probes.unreadable", file=file, reason=error.strerror or error) from error
    return examine(data, file)


def examine(data: bytes, file: Path) -> tuple[Configuration | None, list[KaizenError]]:
    """The same from the text of the file."""
    problems: list[KaizenError] = []
    try:
        listed = _listed(parse(data, str(file)), str(file))
    except KaizenError as problem:
        return None, [problem]
    probes: list[Probe] = []
    for index, node in enumerate(listed):
        probe, wrong = _probe(node, str(file), f"probes[{index}]")
        problems += wrong
        probes += [probe] if probe else []
    if not problems:
        problems = list(_tangles(probes, listed, str(file)))
    return (None, problems) if problems else (Configuration(file, tuple(probes)), [])


def _listed(root: Node, file: str) -> list[Node]:
    if not isinstance(root.value, dict):
        raise _wrong(file, root.line, "the file", "the fields version and probes")
    for key, line in root.keys.items():
        if key not in TOP:
            raise _unknown(file, line, key, key, TOP)
    for key in TOP:
        if key not in root.value:
            raise KaizenError("probes.missing_field", file=file, line=root.line, field=key)
    version, probes = root.value["version"], root.value["probes"]
    if version.value != 1:
        raise _wrong(file, version.line, "version", "the number 1")
    if probes.value is None:
        return []
    if not isinstance(probes.value, list) or len(probes.value) > MOST_PROBES:
        raise _wrong(file, probes.line, "probes", f"a list of at most {MOST_PROBES} probes")
    return probes.value


def _probe(node: Node, file: str, at: str) -> tuple[Probe | None, list[KaizenError]]:
    kind_node = node.value.get("kind") if isinstance(node.value, dict) else None
    if not isinstance(node.value, dict):
        return None, [_wrong(file, node.line, at, "a mapping with name and kind")]
    if kind_node is None:
        return None, [KaizenError("probes.missing_field", file=file, line=node.line, field=f"{at}.kind")]
    if kind_node.value not in set(Kind):
        return None, [_wrong(file, kind_node.line, f"{at}.kind", f"one of {', '.join(Kind)}", kind_node.value)]
    kind = Kind(str(kind_node.value))
    fields = {**COMMON, **FIELDS[kind]}
    problems = [
        _unknown(file, line, f"{at}.{key}", key, fields) for key, line in node.keys.items() if key not in fields
    ]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in node.value:
            try:
                values[name] = field.shape.read(node.value[name])
            except WrongError as wrong:
                problems.append(_placed(wrong, node.value[name], file, f"{at}.{name}"))
        elif field.required:
            problems.append(KaizenError("probes.missing_field", file=file, line=node.line, field=f"{at}.{name}"))
    if values.get("method") == "HEAD" and "body" in values:
        problems.append(_wrong(file, node.keys["body"], f"{at}.body", "left out with method HEAD, which has no body"))
    return (None, problems) if problems else (_built(kind, values), [])


def _built(kind: Kind, values: dict[str, Any]) -> Probe:
    check, target = _check(kind, values)
    timing = {"interval_s": values.get("interval", 60.0), "timeout_s": values.get("timeout", 5.0)}
    return Probe(values["name"], kind, check, target, **timing, depends_on=values.get("depends_on", ()))


def _check(kind: Kind, values: dict[str, Any]) -> tuple[Check, str]:
    if kind is Kind.HTTP:
        renamed = {"status": "statuses", "tls_verify": "verify", "follow_redirects": "redirects"}
        own = {renamed.get(name, name): value for name, value in values.items() if name in FIELDS[kind]}
        return HttpCheck(**own), _shown(values["url"])
    if kind is Kind.TCP:
        host = f"[{values['host']}]" if ":" in values["host"] else values["host"]
        return TcpCheck(values["host"], values["port"]), f"{host}:{values['port']}"
    if kind is Kind.SQL:
        return SqlCheck(values["url"], values.get("query", "SELECT 1")), values["url"].place
    if kind is Kind.REDIS:
        return RedisCheck(values["url"]), values["url"].place
    return HeartbeatCheck(values["every"]), f"at least every {spoken(values['every'])}"


def _shown(url: str) -> str:
    """The address without its query, where a token may stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + ("?..." if parts.query else "")


def _tangles(probes: list[Probe], nodes: list[Node], file: str) -> Iterator[KaizenError]:
    """Names used twice, dependencies that are unknown or go round in a circle."""
    lines = [_line(node, "name") for node in nodes]
    first: dict[str, int] = {}
    for probe, line in zip(probes, lines, strict=True):
        if probe.name in first:
            yield KaizenError("probes.duplicate_name", file=file, line=line, name=probe.name, first=first[probe.name])
        first.setdefault(probe.name, line)
    for probe, node in zip(probes, nodes, strict=True):
        for name in probe.depends_on:
            if name not in first:
                place = {"file": file, "line": _line(node, "depends_on"), "name": probe.name}
                yield KaizenError("probes.unknown_dependency", **place, other=name, meant=_meant(name, first))
    cycle = cycle_in({probe.name: probe.depends_on for probe in probes})
    if cycle:
        yield KaizenError("probes.cycle", file=file, line=first[cycle[0]], cycle=" -> ".join(cycle))


def _line(node: Node, key: str) -> int:
    return node.keys.get(key, node.line)


def _placed(wrong: WrongError, node: Node, file: str, at: str) -> KaizenError:
    line = node.line
    for step in wrong.path:
        inner = node.value
        if isinstance(inner, dict) and step in inner:
            node = inner[str(step)]
        elif isinstance(inner, list) and isinstance(step, int):
            node = inner[step]
        line = node.line
        at += f"[{step}]" if isinstance(step, int) else f".{step}"
    if wrong.plain_secret:
        return KaizenError("probes.secret_in_plain", file=file, line=line, field=at, expected=wrong.expected)
    return _wrong(file, line, at, wrong.expected)


def _wrong(file: str, line: int, field: str, expected: str, given: object = None) -> KaizenError:
    near = difflib.get_close_matches(str(given), list(Kind), n=1) if given is not None else []
    meant = f" Did you mean {near[0]}?" if near else ""
    meant_ru = f" Может быть, {near[0]}?" if near else ""
    place = {"file": file, "line": line, "field": field}
    return KaizenError("probes.wrong_value", **place, expected=expected, meant=meant, meant_ru=meant_ru)


def _unknown(file: str, line: int, field: str, key: str, known: Iterable[str]) -> KaizenError:
    return KaizenError("probes.unknown_field", file=file, line=line, field=field, meant=_meant(key, known))


def _meant(word: str, known: Iterable[str]) -> str:
    """The known word nearest to a mistyped one, or all of them."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1)
    return near[0] if near else ", ".join(words) or "none"
