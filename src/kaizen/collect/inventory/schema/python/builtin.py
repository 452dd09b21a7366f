"""Calls whose result their literal arguments decide: text methods, lists, ranges, files that are read."""

import inspect
import textwrap
from collections.abc import Callable

from kaizen.collect.inventory.schema.python.expressions import formatted, shown
from kaizen.collect.inventory.schema.python.values import Call, FileText, PathText, Ref, Text, Value

TEXT_METHODS: dict[str, Callable[[str], str]] = {
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
}
LONGEST_RANGE = 1000
PATHS = frozenset(("Path", "PurePath", "join", "abspath", "resolve", "joinpath", "open", "str", "realpath", "as_posix"))
READS = frozenset(("read", "read_text", "read_sql", "load_sql"))


def decided(call: Call) -> Value:
    """The value of a call, or the call itself where it is not decided."""
    receiver = call.receiver
    if isinstance(receiver, str) and not isinstance(receiver, PathText):
        return _text_method(call, receiver)
    if isinstance(receiver, list):
        return _list_method(call, receiver)
    if isinstance(receiver, dict):
        return _dict_method(call, receiver)
    handler = NAMED.get(call.name)
    return handler(call) if handler and (receiver is None or handler is not _function) else call


def _text_method(call: Call, text: str) -> Value:
    line, name = getattr(text, "line", 0), call.name
    arguments = call.positional()
    found: Value = call
    if name in TEXT_METHODS and not arguments:
        stripped = len(text) - len(text.lstrip()) if name in ("strip", "lstrip") else 0
        found = Text.at(TEXT_METHODS[name](text), line + text.count("\n", 0, stripped))
    elif name == "format":
        found = formatted(text, arguments, {name: call.keyword(name) for name in call.keywords()})
    elif name == "join" and arguments and isinstance(arguments[0], list):
        parts = arguments[0]
        found = Text.at(text.join(map(shown, parts)), getattr(parts[0], "line", line) if parts else line)
    elif name == "replace" and len(arguments) >= 2:
        found = Text.at(text.replace(shown(arguments[0]), shown(arguments[1])), line)
    elif name == "split" and len(arguments) <= 1 and all(isinstance(item, str) and item for item in arguments):
        pieces = text.split(shown(arguments[0])) if arguments else text.split()
        found = [Text.at(piece, line) for piece in pieces]
    elif name == "splitlines":
        found = [Text.at(piece, line + number) for number, piece in enumerate(text.splitlines())]
    return found


def _list_method(call: Call, values: list[Value]) -> Value:
    arguments = call.positional()
    if call.name == "append" and arguments:
        values.append(arguments[0])
        return None
    if call.name == "extend" and arguments and isinstance(arguments[0], list):
        values.extend(arguments[0])
        return None
    return list(values) if call.name == "copy" else call


def _dict_method(call: Call, values: dict[str, Value]) -> Value:
    if call.name == "items":
        return [[key, value] for key, value in values.items()]
    if call.name == "keys":
        return list(values)
    if call.name == "values":
        return list(values.values())
    if call.name == "get":
        return values.get(shown(call.argument(0, "key")), Ref("item"))
    return call


def _path(call: Call) -> Value:
    parts = [str(part) for part in (call.receiver, *call.positional()) if isinstance(part, str)]
    if call.name in ("str", "open") and not parts:
        return call
    if call.name == "str" and not isinstance(call.argument(0, "object"), PathText):
        return parts[0]
    return PathText.at("/".join(parts[:1] if call.name == "open" else parts), call.line) if parts else call


def _read(call: Call) -> Value:
    arguments = [item for item in call.positional() if isinstance(item, str)]
    named = arguments[0] if arguments and str(arguments[0]).endswith(".sql") else None
    path = call.receiver if isinstance(call.receiver, PathText) else named
    return FileText(str(path), call.line) if path else call


def _dedented(call: Call) -> Value:
    text = call.argument(0, "text")
    if not isinstance(text, str):
        return call
    cleaned = textwrap.dedent(text) if call.name == "dedent" else inspect.cleandoc(text)
    return Text.at(cleaned, getattr(text, "line", 0))


def _range(call: Call) -> Value:
    arguments = call.positional()
    numbers = [item for item in arguments if isinstance(item, int)]
    if len(numbers) != len(arguments) or not 0 < len(numbers) < 4 or 0 in numbers[2:]:
        return call
    return [*range(*numbers)[:LONGEST_RANGE]]


def _dict(call: Call) -> Value:
    return call if call.positional() else {name: call.keyword(name) for name in call.keywords()}


def _function(call: Call) -> Value:
    arguments = call.positional()
    lists = [list(item) for item in arguments if isinstance(item, (list, dict))]
    if len(lists) != len(arguments) or not lists:
        return call
    return ON_LISTS[call.name](lists)


def _zipped(lists: list[list[Value]]) -> Value:
    return [list(items) for items in zip(*lists, strict=False)]


ON_LISTS: dict[str, Callable[[list[list[Value]]], Value]] = {
    "list": lambda lists: lists[0],
    "tuple": lambda lists: lists[0],
    "set": lambda lists: lists[0],
    "sorted": lambda lists: sorted(lists[0], key=shown),
    "reversed": lambda lists: lists[0][::-1],
    "enumerate": lambda lists: [[number, item] for number, item in enumerate(lists[0])],
    "zip": _zipped,
    "len": lambda lists: len(lists[0]),
}
NAMED: dict[str, Callable[[Call], Value]] = {
    **dict.fromkeys(READS, _read),
    **dict.fromkeys(PATHS, _path),
    **dict.fromkeys(("dedent", "cleandoc"), _dedented),
    **dict.fromkeys(ON_LISTS, _function),
    "range": _range,
    "dict": _dict,
}
