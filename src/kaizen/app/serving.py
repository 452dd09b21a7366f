"""One server from start to drained stop: socket, clock, API, the file that says where it listens."""

import contextlib
import errno
import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import uvicorn

from kaizen.access.service import sign_in_link
from kaizen.api.parts import Dependency, Parts
from kaizen.api.server import create_api
from kaizen.app.figures import gauges
from kaizen.app.wiring import subscribers, sweeps
from kaizen.jobs.clock import Clockwork
from kaizen.jobs.running import JobKind
from kaizen.kit.errors import KaizenError
from kaizen.kit.patience import InTime
from kaizen.kit.running import HomeLock, running_server
from kaizen.kit.settings import Settings
from kaizen.storage.schema import check_schema
from kaizen.storage.ticker import TickerLock
from kaizen.storage.work import Context

log = logging.getLogger(__name__)
MINIMUM_FREE = 50 * 2**20
BACKLOG = 1024
ANSWER_SECONDS = 3.0
"""How long a dependency may take to say how it is."""
FIGURE_SECONDS = 1.0
"""How long one of the business figures may take."""
LAST_SECONDS = 10.0
"""How much longer than the drain time the end may take, before a thread that hangs is no longer waited for."""


class Serving:
    """A server of one home folder."""

    def __init__(self, settings: Settings, system: Context, cache_dir: Path, kinds: Mapping[str, JobKind]) -> None:
        self.settings = settings
        self.system = system
        self.cache_dir = cache_dir
        self.kinds = kinds

    def run(self, root: Path | None, announce: Callable[[str], None], *, link: bool) -> None:
        """Serves until SIGINT or SIGTERM, then drains; raises KaizenError when it cannot start."""
        lock = HomeLock(self.settings.home)
        if not lock.take():
            raise KaizenError("serve.already_running", url=running_server(self.settings.home))
        try:
            listening = _listen(self.settings.host, self.settings.port)
            url = self._address(listening)
            server = _Server(self._config(root))
            with server.stopping_on_signals():
                lock.tell(url)
                self._tell(url, announce, link=link)
                self._serve(server, listening, announce)
        finally:
            lock.release()

    def _serve(self, server: "_Server", listening: socket.socket, announce: Callable[[str], None]) -> None:
        clock = self._clock()
        clock.start()
        try:
            gc.freeze()
            server.run(sockets=[listening])
        finally:
            _end_of_patience(self.settings.drain_seconds + LAST_SECONDS)
            with contextlib.suppress(OSError):  # nobody may be reading any more
                announce("Stopping: finishing what is under way.")
            clock.stop(self.settings.drain_seconds)

    def _config(self, root: Path | None) -> uvicorn.Config:
        parts = Parts(
            settings=self.settings,
            system=self.system,
            root=root,
            cache_dir=self.cache_dir,
            started_at=self.system.clock(),
            dependencies=self._dependencies(),
            gauges={name: InTime(read, FIGURE_SECONDS) for name, read in gauges(self.system).items()},
        )
        return uvicorn.Config(
            create_api(parts),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=max(1, int(self.settings.drain_seconds)),
            server_header=False,
        )

    def _clock(self) -> Clockwork:
        ticker = TickerLock(self.system.database, self.settings.home)
        return Clockwork(self.system, self.kinds, ticker, sweeps(self.system), subscribers())

    def _tell(self, url: str, announce: Callable[[str], None], *, link: bool) -> None:
        announce(f"Kaizen serves at {url}. Ctrl-C stops it.")
        if link:
            announce(f"Log: {self.settings.log_file}")
            announce(f"Sign in (once, within 30 minutes): {url}/sign-in?token={sign_in_link(self.system)}")

    def _address(self, listening: socket.socket) -> str:
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/")
        host = self.settings.host
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
        return f"http://{shown}:{listening.getsockname()[1]}"

    def _dependencies(self) -> list[Dependency]:
        asked = {"database": self._database_trouble, "disk": self._disk_trouble}
        return [Dependency(name, InTime(ask, ANSWER_SECONDS)) for name, ask in asked.items()]

    def _database_trouble(self) -> str | None:
        check_schema(self.system.database)
        return None

    def _disk_trouble(self) -> str | None:
        try:
            room = os.statvfs(self.settings.home)
        except OSError as error:
            return f"{self.settings.home}: {error.strerror}"
        free = room.f_bavail * room.f_frsize
        return None if free >= MINIMUM_FREE else f"only {free // 2**20} MB left in {self.settings.home}"


class _Server(uvicorn.Server):
    """Uvicorn that drains on a signal and returns, where its own would die of the signal before we have drained."""

    @contextlib.contextmanager
    def stopping_on_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM stop the server, also while it is still starting."""
        wanted = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing more to capture: the caller has done it for a longer time."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.ExitStack() as opened:
        try:
            listening = opened.enter_context(socket.socket(family, socket.SOCK_STREAM))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen(BACKLOG)
        except (OSError, ValueError) as error:  # a name that no host can have is a ValueError
            reason = getattr(error, "strerror", None) or error
            taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            code = "serve.address_taken" if taken else "serve.address_unusable"
            raise KaizenError(code, host=host, port=port, reason=reason) from error
        listening.set_inheritable(False)
        opened.pop_all()
    return listening


def _end_of_patience(seconds: float) -> None:
    """Ends the process after ``seconds``, should a thread that hangs in a call to the outside keep it alive."""

    def end() -> None:
        log.error("threads hang and are left behind")
        os._exit(1)

    last = threading.Timer(seconds, end)
    last.daemon = True
    last.start()
