"""A TCP probe: the port accepts a connection."""

import socket
import time

from kaizen.collect.probes.model import Outcome, State, TcpCheck
from kaizen.collect.probes.network import explained


def check(wanted: TcpCheck, timeout_s: float) -> Outcome:
    """Connects and closes again; no byte is sent."""
    begun = time.perf_counter()
    try:
        with socket.create_connection((wanted.host, wanted.port), timeout=timeout_s):
            took = (time.perf_counter() - begun) * 1000
    except OSError as error:
        return explained(error, wanted.host, timeout_s)
    return Outcome(State.UP, "accepts connections", round(took, 2))
