"""An HTTP probe: the answer has the right status and, if asked for, the right text."""

import ssl
import time
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import certifi
import httpx

from kaizen import __version__
from kaizen.collect.probes.credentials import MisconfiguredError, Secrets
from kaizen.collect.probes.model import HttpCheck, Outcome, State
from kaizen.collect.probes.network import explained, root_cause, too_late

BODY_LIMIT = 2**20
MOST_REDIRECTS = 5
AGENT = f"kaizen-probe/{__version__}"


def check(wanted: HttpCheck, timeout_s: float, secrets: Secrets) -> Outcome:
    """Asks once; proxies of the environment are not used. Raises MisconfiguredError for headers or certificates."""
    headers = _headers(wanted, secrets)
    trusted = _trusted(wanted.verify, str(secrets.folder / wanted.ca_file) if wanted.ca_file else None)
    deadline = time.monotonic() + timeout_s
    host = urlsplit(wanted.url).hostname
    try:
        with httpx.Client(verify=trusted, timeout=timeout_s, trust_env=False, follow_redirects=False) as client:
            return _asked(client, wanted, headers, deadline)
    except httpx.TimeoutException:
        return too_late(timeout_s)
    except httpx.HTTPError as error:
        cause = root_cause(error)
        if cause is not None:
            return explained(cause, host, timeout_s)
        return Outcome(State.DOWN, f"no proper HTTP answer: {error}")


def _asked(client: httpx.Client, wanted: HttpCheck, headers: dict[str, str], deadline: float) -> Outcome:
    url, begun = wanted.url, time.perf_counter()
    for _ in range(MOST_REDIRECTS + 1):
        left = max(0.01, deadline - time.monotonic())
        with client.stream(wanted.method, url, headers=headers, timeout=left) as answer:
            took = round((time.perf_counter() - begun) * 1000, 2)
            if not (wanted.redirects and answer.has_redirect_location):
                text = _body(answer, deadline) if wanted.body is not None else ""
                return _judged(wanted, answer.status_code, text, took)
        following = _same_host(url, answer.headers["location"])
        if following is None:
            return Outcome(State.DOWN, "redirects to another host, which is not followed", took)
        url = following
    return Outcome(State.DOWN, f"redirects more than {MOST_REDIRECTS} times", took)


def _same_host(url: str, location: str) -> str | None:
    """Where a redirect leads, or None when it leaves the host, where our headers have no business."""
    try:
        target = urljoin(url, location)
        return target if urlsplit(target)[:2] == urlsplit(url)[:2] else None
    except ValueError:
        return None


def _judged(wanted: HttpCheck, status: int, text: str, took: float) -> Outcome:
    right = status in wanted.statuses if wanted.statuses else 200 <= status < 300
    if not right:
        expected = " or ".join(str(each) for each in wanted.statuses) or "2xx"
        return Outcome(State.DOWN, f"answered {status}, expected {expected}", took)
    if wanted.body is not None and wanted.body not in text:
        return Outcome(State.DOWN, f"answered {status}, but the body does not contain {wanted.body!r}", took)
    return Outcome(State.UP, f"answered {status}", took)


def _body(answer: httpx.Response, deadline: float) -> str:
    """The first megabyte as text; raises httpx.ReadTimeout when a slow sender uses up the time of the check."""
    data = b""
    for chunk in answer.iter_bytes():
        data += chunk
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the body came too slowly")
        if len(data) >= BODY_LIMIT:
            break
    return data[:BODY_LIMIT].decode(answer.encoding or "utf-8", "replace")


def _headers(wanted: HttpCheck, secrets: Secrets) -> dict[str, str]:
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    for name, given in wanted.headers:
        value = given if isinstance(given, str) else secrets.value(given)
        if not value.isascii() or not value.isprintable():
            raise MisconfiguredError(f"the value of the header {name} has characters that a header cannot have")
        headers[name] = value
    return headers


@cache
def _trusted(verify: bool, ca_file: str | None) -> ssl.SSLContext:
    """What certificates are checked against: the system's and the public authorities, and the given file."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise MisconfiguredError(f"ca_file {Path(ca_file).name} holds no certificate that can be read") from error
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
