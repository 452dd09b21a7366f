"""Decodes untrusted JSON into typed structs, with errors that name the report."""

from typing import TypeVar

import msgspec

from kaizen.collect.testruns.model import ReportFile
from kaizen.kit.errors import KaizenError

T = TypeVar("T")
_MARK = b"\xef\xbb\xbf"


def decoded(file: ReportFile, shape: type[T]) -> T:
    """The content of the file in this shape; raises KaizenError report_broken."""
    try:
        return msgspec.json.decode(file.path.read_bytes().removeprefix(_MARK), type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise broken(file, str(error)) from error
    except RecursionError as error:
        raise broken(file, "nested too deep") from error


def broken(file: ReportFile, detail: str, line: int = 1) -> KaizenError:
    """The error for a report that is not what its format demands."""
    return KaizenError("testruns.report_broken", file=file.name, line=line, column=1, detail=detail)
