"""Streams untrusted XML through expat: no entities, no endless depth, wrong encodings repaired and counted."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Protocol, TypeVar
from xml.parsers import expat

from kaizen.collect.testruns.model import ReportFile
from kaizen.kit.errors import KaizenError

UNSUPPORTED = (ValueError, LookupError)
MAX_DEPTH = 200
MAX_TAG = 4 * 1024 * 1024
CHUNK = 1 << 16

_REPAIRABLE = {4, 14, 17, 18, 19}  # characters, references, blanks before the declaration, encodings
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Handlers(Protocol):
    """What a format does with the elements; it may set ``parser.CharacterDataHandler`` while it wants text."""

    def begin(self, parser: expat.XMLParserType) -> None: ...
    def feed(self, chunk: bytes, /) -> None: ...
    def start(self, tag: str, attributes: dict[str, str], /) -> None: ...
    def end(self, tag: str, /) -> None: ...


H = TypeVar("H", bound=Handlers)


def stream(file: ReportFile, handlers: Callable[[], H]) -> tuple[H, int]:
    """Parses the file; returns the handlers that saw all of it and the number of repaired characters.

    A file whose bytes do not fit its declared encoding, or that holds characters XML forbids, is read
    a second time with those replaced. Raises KaizenError report_broken, report_unsafe,
    report_encoding and whatever the handlers raise.
    """
    plain = handlers()
    try:
        _read(file, plain, None)
    except expat.ExpatError as error:
        if error.code not in _REPAIRABLE:
            raise _broken(file, _exactly(file, error, repairing=False)) from error
    except UNSUPPORTED:
        pass
    else:
        return plain, 0
    mended, repair = handlers(), _Repair(file)
    try:
        _read(file, mended, repair)
    except expat.ExpatError as error:
        raise _broken(file, _exactly(file, error, repairing=True)) from error
    return mended, repair.count


def root_of(file: ReportFile) -> str | None:
    """The name of the root element without its prefix, or None where the file does not begin like XML."""
    finder = _RootFinder()
    parser = _parser(file, finder, None)
    try:
        with file.path.open("rb") as stream:
            for chunk in islice(_chunks(stream), MAX_TAG // CHUNK):
                parser.Parse(chunk, False)
                if finder.root:
                    break
    except (expat.ExpatError, *UNSUPPORTED):
        return finder.root or None
    return finder.root or None


class _RootFinder:
    """Remembers the first element and does nothing else."""

    root = ""

    def begin(self, parser: expat.XMLParserType) -> None:
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.root = self.root or tag.rsplit(":", 1)[-1]

    def end(self, tag: str) -> None:
        pass


def _read(file: ReportFile, handlers: Handlers, repair: "_Repair | None") -> None:
    parser = _parser(file, handlers, "utf-8" if repair else None)
    place, stuck = -1, 0
    with file.path.open("rb") as stream:
        for chunk in repair.chunks(stream) if repair else _chunks(stream):
            handlers.feed(chunk)
            # Expat looks through an unfinished tag again for each piece of it.
            stuck = stuck + 1 if parser.CurrentByteIndex == place else 0
            place = parser.CurrentByteIndex
            if stuck > MAX_TAG // CHUNK:
                raise KaizenError("testruns.report_tag", file=file.name, limit=MAX_TAG >> 20)
    parser.Parse(b"", True)


def _exactly(file: ReportFile, error: expat.ExpatError, *, repairing: bool) -> expat.ExpatError:
    """The same damage at its true place: handlers may have kept parts of the file from expat."""
    try:
        _read(file, _RootFinder(), _Repair(file) if repairing else None)
    except expat.ExpatError as exact:
        return exact
    return error


def _chunks(stream: io.BufferedReader) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _parser(file: ReportFile, handlers: Handlers, encoding: str | None) -> expat.XMLParserType:
    def refuse(*_: object) -> int:
        raise KaizenError("testruns.report_unsafe", file=file.name)

    def doctype(_name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            refuse()

    parser = expat.ParserCreate(encoding)
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    handlers.begin(parser)
    return parser


def _broken(file: ReportFile, error: expat.ExpatError) -> KaizenError:
    detail = expat.ErrorString(error.code) or "not well-formed"
    return KaizenError(
        "testruns.report_broken", file=file.name, line=error.lineno, column=error.offset + 1, detail=detail
    )


def utf8_decoder(head: bytes) -> Callable[[bytes], str] | None:
    """A strict decoder for the pieces of a file that starts with ``head``, or None where it is not UTF-8."""
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if head.startswith(_UTF16) or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}):
        return None
    return codecs.getincrementaldecoder("utf-8")().decode


class _Repair:
    """Decodes a file piece by piece, replaces what XML forbids by U+FFFD and counts the replacements."""

    def __init__(self, file: ReportFile) -> None:
        self._file = file
        self.count = 0

    def chunks(self, stream: io.BufferedReader) -> Iterator[bytes]:
        decoder = self._decoder(stream.peek(200)[:200])
        held, first = "", True
        while chunk := stream.read(CHUNK):
            fresh = decoder.decode(chunk)
            self.count += fresh.count("\ufffd")
            text = held + (fresh.lstrip(" \t\r\n") if first else fresh)
            first = False
            cut = text.rfind("&", -14)
            held = text[cut:] if cut >= 0 else ""
            yield self._clean(text[:cut] if cut >= 0 else text)
        yield self._clean(held + decoder.decode(b"", True))

    def _decoder(self, head: bytes) -> codecs.IncrementalDecoder:
        encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        if encoding is None:
            declared = _DECLARED.match(head)
            encoding = declared[1].decode("ascii") if declared else "utf-8"
            if declared and encoding.lower().startswith(("utf-16", "utf-32")):
                encoding = "utf-8"
        try:
            b"x".decode(encoding, "replace")
            return codecs.getincrementaldecoder(encoding)(errors="replace")
        except LookupError as error:
            raise KaizenError("testruns.report_encoding", file=self._file.name, encoding=encoding) from error

    def _clean(self, text: str) -> bytes:
        text, forbidden = _ILLEGAL.subn("\ufffd", text)
        text = _REFERENCE.sub(self._referred, text)
        self.count += forbidden
        return text.encode("utf-8")

    def _referred(self, found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        legal = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000
        if legal and code <= 0x10FFFF:
            return found[0]
        self.count += 1
        return "\ufffd"
