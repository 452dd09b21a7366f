"""Reads forms with files: the parts of a multipart/form-data body that are files, without a parser that is not ours."""

from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import PurePosixPath

from kaizen.kit.errors import KaizenError

MOST_PARTS = 200
LONGEST_NAME = 255
LONGEST_HEAD = 8192


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form: its name without folders, and its content."""

    name: str
    content: bytes


def uploads_in(content_type: str, body: bytes, field: str) -> list[Upload]:
    """The files of a form's field in their order; raises KaizenError testruns.upload_broken for anything else."""
    boundary = _boundary(content_type)
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise _broken("it breaks off before its last boundary")
    if len(pieces) - 2 > MOST_PARTS:
        raise _broken(f"it has more than {MOST_PARTS} parts")
    found = [_part(piece, field) for piece in pieces[1:-1]]
    return [upload for upload in found if upload is not None]


def _boundary(content_type: str) -> bytes:
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise _broken("its content type is not multipart/form-data with a boundary")
    try:
        return boundary.encode("ascii")
    except UnicodeEncodeError as error:
        raise _broken("its boundary is not ASCII") from error


def _part(piece: bytes, field: str) -> Upload | None:
    head, separator, content = piece.partition(b"\r\n\r\n")
    if len(head) > LONGEST_HEAD:
        raise _broken("the headers of a part are too long")
    if not separator:
        raise _broken("a part has no empty line between its headers and its content")
    headers = HeaderParser().parsestr(head.lstrip(b" \t").removeprefix(b"\r\n").decode("utf-8", "replace"))
    name = headers.get_param("name", header="content-disposition")
    filename = headers.get_filename()
    if name != field or filename is None:
        return None
    last = PurePosixPath(filename.replace("\\", "/")).name.replace("\0", "")
    return Upload(last[-LONGEST_NAME:] or "report", content)


def _broken(detail: str) -> KaizenError:
    return KaizenError("testruns.upload_broken", detail=detail)
