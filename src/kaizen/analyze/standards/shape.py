"""From positioned YAML to the dataclasses of the model, with a problem that names line, field and fix."""

import dataclasses
import difflib
import re
import types
import typing
from collections.abc import Iterable, Iterator

import msgspec

from kaizen.kit.documents import Node, Path
from kaizen.kit.errors import KaizenError

AT = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?\Z", re.DOTALL)
STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+|\.\.\.)\]")
MISSING = re.compile(r"Object missing required field `(\w+)`")
UNEXPECTED = re.compile(r"Expected `([^`]+)`(.*)")
CHOICE = re.compile(r"Invalid enum value (.+)")
T = typing.TypeVar("T")


def shaped(node: Node, wanted: type[T], file: str, at: Path = ()) -> T:
    """The value of a node as ``wanted`` (a dataclass); ``at`` is where the node stands in the file.

    Raises KaizenError standards.unknown_field, missing_field, wrong_choice or wrong_value.
    """
    for problem in unknown_fields(node, wanted, file, at):
        raise problem
    try:
        return msgspec.convert(node.plain(), wanted)
    except msgspec.ValidationError as error:
        raise _explained(str(error), node, wanted, file, at) from error


def unknown_fields(node: Node, wanted: object, file: str, at: Path = ()) -> Iterator[KaizenError]:
    """A problem for every key that ``wanted`` does not know, however deep."""
    for shape in _dataclasses_in(wanted):
        if not isinstance(node.value, dict):
            continue
        fields = typing.get_type_hints(shape, include_extras=True)
        for key, inner in node.value.items():
            if key in fields:
                yield from unknown_fields(inner, fields[key], file, (*at, key))
            else:
                yield KaizenError(
                    "standards.unknown_field",
                    file=file,
                    line=inner.line,
                    field=spelled((*at, key)),
                    meant=suggestion(key, fields),
                )
    if isinstance(node.value, list):
        for index, inner in enumerate(node.value):
            for element in _elements_of(wanted):
                yield from unknown_fields(inner, element, file, (*at, index))


def _dataclasses_in(wanted: object) -> list[type]:
    return [part for part in _alternatives(wanted) if isinstance(part, type) and dataclasses.is_dataclass(part)]


def _elements_of(wanted: object) -> list[object]:
    tuples = [part for part in _alternatives(wanted) if typing.get_origin(part) is tuple]
    return [typing.get_args(part)[0] for part in tuples]


def _alternatives(wanted: object) -> list[object]:
    """The members of a union and what annotations wrap."""
    origin = typing.get_origin(wanted)
    if origin is typing.Annotated:
        return _alternatives(typing.get_args(wanted)[0])
    if origin in {typing.Union, types.UnionType}:
        return [part for member in typing.get_args(wanted) for part in _alternatives(member)]
    return [wanted]


def _explained(message: str, node: Node, wanted: type, file: str, at: Path) -> KaizenError:
    found = AT.match(message)
    what, where = (found["what"], found["path"] or "$") if found else (message, "$")
    path = tuple(_step(number, name) for name, number in STEP.findall(where))
    place = {"file": file, "line": node.line_at(path)}
    if missing := MISSING.match(what):
        return KaizenError("standards.missing_field", **place, field=spelled((*at, *path, missing[1])))
    if choice := CHOICE.match(what):
        allowed = _choices_at(wanted, path)
        given = choice[1].strip("'\"")
        return KaizenError(
            "standards.wrong_choice",
            **place,
            field=spelled((*at, *path)),
            given=given,
            allowed=", ".join(allowed),
        )
    unexpected = UNEXPECTED.match(what)
    problem = f"{unexpected[1]}{unexpected[2]}".replace("`", "") if unexpected else what
    return KaizenError("standards.wrong_value", **place, field=spelled((*at, *path)), expected=problem)


def _step(number: str, name: str) -> str | int:
    return int(number) if number.isdigit() else name or number


def _choices_at(wanted: object, path: Iterable[str | int]) -> list[str]:
    """The words allowed at a path: members of an enumeration or of a Literal."""
    options = [wanted]
    for step in path:
        if isinstance(step, str):
            options = [
                typing.get_type_hints(shape, include_extras=True)[step]
                for option in options
                for shape in _dataclasses_in(option)
                if step in typing.get_type_hints(shape)
            ]
        else:
            options = [element for option in options for element in _elements_of(option)]
    return [word for option in options for part in _alternatives(option) for word in _words_of(part)]


def _words_of(part: object) -> list[str]:
    if typing.get_origin(part) is typing.Literal:
        return [str(word) for word in typing.get_args(part)]
    members = getattr(part, "__members__", {})
    return [str(member.value) for member in members.values()]


def spelled(path: Path) -> str:
    """A path as people write it: ``rules[2].match.calls``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "the file"


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word nearest to a mistyped one, or all of them."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return near[0] if near else ", ".join(words)
