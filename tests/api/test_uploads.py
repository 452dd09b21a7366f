"""Forms with files, as browsers and tools send them, and as nobody should."""

import pytest

from kaizen.api.uploads import Upload, uploads_in
from kaizen.kit.errors import KaizenError

TYPE = "multipart/form-data; boundary=XX"


def part(headers: str, content: bytes) -> bytes:
    return b"--XX\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n"


def named(filename: str, field: str = "files") -> str:
    return f'Content-Disposition: form-data; name="{field}"; filename="{filename}"\r\nContent-Type: text/xml'


END = b"--XX--\r\n"
FORMS = [
    pytest.param(part(named("a.xml"), b"<a/>") + END, [Upload("a.xml", b"<a/>")], id="one file"),
    pytest.param(
        part(named("a.xml"), b"1") + part(named("b.xml"), b"2") + END,
        [Upload("a.xml", b"1"), Upload("b.xml", b"2")],
        id="two files",
    ),
    pytest.param(part(named("a.xml"), b"") + END, [Upload("a.xml", b"")], id="an empty file"),
    pytest.param(
        part(named("a"), b"\r\n--XY\r\n\x00\xff\r\n") + END,
        [Upload("a", b"\r\n--XY\r\n\x00\xff\r\n")],
        id="bytes that look like a boundary",
    ),
    pytest.param(part(named("a", "other"), b"1") + END, [], id="another field"),
    pytest.param(part('Content-Disposition: form-data; name="files"', b"text") + END, [], id="a value, no file"),
    pytest.param(part(named("../../etc/pass wd"), b"1") + END, [Upload("pass wd", b"1")], id="a path"),
    pytest.param(part(named("C:\\\\ci\\\\r.xml"), b"1") + END, [Upload("r.xml", b"1")], id="a path of Windows"),
    pytest.param(part(named("отчёт.xml"), b"1") + END, [Upload("отчёт.xml", b"1")], id="a name beyond ASCII"),
    pytest.param(
        part("content-disposition: form-data; name=files; filename*=UTF-8''%C3%A9.xml", b"1") + END,
        [Upload("é.xml", b"1")],
        id="an encoded name",
    ),
    pytest.param(part(named(""), b"1") + END, [Upload("report", b"1")], id="no name"),
    pytest.param(
        b"preamble\r\n" + part(named("a"), b"1") + END + b"epilogue", [Upload("a", b"1")], id="text around it"
    ),
    pytest.param(END, [], id="an empty form"),
]


@pytest.mark.parametrize(("body", "expected"), FORMS)
def test_a_form_is_read(body: bytes, expected: list[Upload]) -> None:
    assert uploads_in(TYPE, body, "files") == expected


def test_a_boundary_may_be_quoted() -> None:
    body = part(named("a"), b"1").replace(b"XX", b"a b") + b"--a b--\r\n"

    assert uploads_in('multipart/form-data; boundary="a b"', body, "files") == [Upload("a", b"1")]


BROKEN = [
    pytest.param("application/json", b"{}", id="no form"),
    pytest.param("", b"", id="no type"),
    pytest.param("multipart/form-data", b"--XX--", id="no boundary"),
    pytest.param("multipart/form-data; boundary=\xe9", b"", id="a boundary beyond ASCII"),
    pytest.param(TYPE, b"", id="nothing"),
    pytest.param(TYPE, part(named("a"), b"1"), id="it breaks off"),
    pytest.param(TYPE, b"--XX\r\nContent-Disposition: form-data\r\n" + END, id="a part without content"),
    pytest.param(TYPE, part(named("a"), b"1") * 300 + END, id="too many parts"),
    pytest.param(TYPE, part(named("a" * 9000), b"1") + END, id="headers without end"),
]


@pytest.mark.parametrize(("content_type", "body"), BROKEN)
def test_what_is_no_form_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(KaizenError) as refused:
        uploads_in(content_type, body, "files")

    assert refused.value.code == "testruns.upload_broken"
