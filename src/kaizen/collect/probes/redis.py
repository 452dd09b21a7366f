"""A Redis probe: the server, or a Valkey, answers PING."""

import time

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from kaizen.collect.probes.credentials import MisconfiguredError, Secrets
from kaizen.collect.probes.model import Outcome, RedisCheck, State
from kaizen.collect.probes.network import explained, root_cause, too_late

SCHEMES = ("redis://", "rediss://", "unix://")


def check(wanted: RedisCheck, timeout_s: float, secrets: Secrets) -> Outcome:
    """Connects, signs in where the URL says so, sends one PING; raises MisconfiguredError for a URL of another kind."""
    url = secrets.value(wanted.url)
    if not url.startswith(SCHEMES):
        raise MisconfiguredError(f"{wanted.url.place} does not begin with {' or '.join(SCHEMES)}")
    once = Retry(NoBackoff(), 0)
    try:
        client = Redis.from_url(url, socket_timeout=timeout_s, socket_connect_timeout=timeout_s, retry=once)
    except (ValueError, RedisError) as error:
        raise MisconfiguredError(f"{wanted.url.place} is no address of a Redis server: {error}") from error
    begun = time.perf_counter()
    try:
        answered = client.ping()
        took = round((time.perf_counter() - begun) * 1000, 2)
    except RedisTimeoutError:
        return too_late(timeout_s)
    except AuthenticationError as error:
        return Outcome(State.DOWN, f"refused the sign-in: {error}")
    except RedisError as error:
        cause = root_cause(error)
        return explained(cause, None, timeout_s) if cause else Outcome(State.DOWN, f"answered with an error: {error}")
    finally:
        client.close()
    return Outcome(State.UP, "answered PING", took) if answered else Outcome(State.DOWN, "did not answer PONG", took)
