"""What goes wrong on the way to a target, in plain words: the target's fault is down, this machine's is unknown."""

import errno
import socket
import ssl
from collections.abc import Iterator

from kaizen.collect.probes.model import Outcome, State

OWN = {
    errno.ENETUNREACH: "this machine has no route to that network",
    errno.ENETDOWN: "the network of this machine is down",
    errno.EADDRNOTAVAIL: "this machine has no address of that family, or no free port",
    errno.EMFILE: "this process has no file handle left",
    errno.ENFILE: "this machine has no file handle left",
    errno.ENOBUFS: "this machine has no network buffer left",
    errno.ENOMEM: "this machine has no memory left",
    errno.EACCES: "this machine does not allow the connection",
    errno.EPERM: "this machine does not allow the connection",
}
THEIRS = {
    errno.ECONNREFUSED: "the connection was refused",
    errno.ECONNRESET: "the connection was reset",
    errno.ECONNABORTED: "the connection was broken off",
    errno.EPIPE: "the connection was broken off",
    errno.EHOSTUNREACH: "the host cannot be reached",
    errno.EHOSTDOWN: "the host is down",
}


def explained(error: OSError, host: str | None, timeout_s: float) -> Outcome:
    """The outcome that an error of the operating system stands for."""
    if isinstance(error, TimeoutError):
        return too_late(timeout_s)
    if isinstance(error, socket.gaierror):
        return _unresolved(error, host)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Outcome(State.DOWN, f"the certificate is not valid: {error.verify_message or error.reason}")
    if isinstance(error, ssl.SSLError):
        return Outcome(State.DOWN, f"TLS failed: {(error.reason or 'no reason given').replace('_', ' ').lower()}")
    if error.errno in OWN:
        return Outcome(State.UNKNOWN, f"could not be evaluated: {OWN[error.errno]}")
    told = THEIRS.get(error.errno or 0) or error.strerror or type(error).__name__
    return Outcome(State.DOWN, told)


def too_late(timeout_s: float) -> Outcome:
    """The target did not answer in time."""
    return Outcome(State.DOWN, f"no answer within {timeout_s:g} s")


def root_cause(error: BaseException) -> OSError | None:
    """The operating system's error behind a library's, if there is one."""
    for each in _chain(error):
        if isinstance(each, OSError):
            return each
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _unresolved(error: socket.gaierror, host: str | None) -> Outcome:
    name = host or "of the host"
    if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}:
        return Outcome(State.DOWN, f"the name {name} does not exist (DNS)")
    return Outcome(State.UNKNOWN, f"could not be evaluated: the name {name} could not be looked up: {error.strerror}")
