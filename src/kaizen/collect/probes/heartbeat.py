"""A heartbeat probe: somebody else reports; the check only looks at when."""

from datetime import datetime

from kaizen.collect.probes.model import HeartbeatCheck, Outcome, State
from kaizen.collect.probes.rules import heartbeat_outcome


def check(wanted: HeartbeatCheck, last: datetime | None, listening_since: datetime | None, now: datetime) -> Outcome:
    """What the last heartbeat says; before Kaizen listens, nothing is known."""
    if listening_since is None and last is None:
        return Outcome(State.UNKNOWN, "no heartbeat yet; Kaizen listens from now on")
    return heartbeat_outcome(wanted.every_s, last, listening_since or now, now)
