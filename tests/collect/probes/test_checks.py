"""Each kind of check against real targets: what is up, what is down and why, what cannot be known."""

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy.engine import make_url

from kaizen.collect.probes.model import (
    Check,
    HttpCheck,
    Kind,
    Outcome,
    Probe,
    RedisCheck,
    Secret,
    SqlCheck,
    State,
    TcpCheck,
)
from kaizen.collect.probes.running import Surroundings, evaluate
from kaizen.kit import clock
from tests.collect.probes.targets import Web, serving

UP, DOWN, UNKNOWN = State.UP, State.DOWN, State.UNKNOWN
KINDS = {HttpCheck: Kind.HTTP, TcpCheck: Kind.TCP, SqlCheck: Kind.SQL, RedisCheck: Kind.REDIS}
URL = Secret(env="TARGET")


def checked(
    check: Check, *, timeout: float = 2.0, folder: Path = Path(), environment: Mapping[str, str] | None = None
) -> Outcome:
    probe = Probe("it", KINDS[type(check)], check, "target", timeout_s=timeout)
    return evaluate(probe, Surroundings(folder, environment or {}, clock.now))


@pytest.mark.parametrize(
    ("path", "options", "state", "reason"),
    [
        pytest.param("/", {}, UP, "answered 200", id="any 2xx is right when no status is named"),
        pytest.param("/status/204", {}, UP, "answered 204", id="204 is a 2xx"),
        pytest.param("/status/503", {}, DOWN, "answered 503, expected 2xx", id="503 is down"),
        pytest.param("/status/404", {"statuses": (404,)}, UP, "answered 404", id="the named status is right"),
        pytest.param(
            "/", {"statuses": (201, 204)}, DOWN, "answered 200, expected 201 or 204", id="another 2xx is wrong"
        ),
        pytest.param("/", {"body": '"ok"'}, UP, "answered 200", id="the text is in the body"),
        pytest.param(
            "/",
            {"body": "good"},
            DOWN,
            "answered 200, but the body does not contain 'good'",
            id="the text is not there",
        ),
        pytest.param("/", {"method": "HEAD"}, UP, "answered 200", id="HEAD is answered"),
        pytest.param("/slow", {"body": "good"}, UP, "answered 200", id="slow within the time is up"),
        pytest.param("/redirect", {}, DOWN, "answered 302, expected 2xx", id="a redirect is not followed by itself"),
        pytest.param("/redirect", {"statuses": (302,)}, UP, "answered 302", id="a redirect can be what is expected"),
        pytest.param("/redirect", {"redirects": True}, UP, "answered 204", id="a redirect is followed when asked for"),
        pytest.param(
            "/elsewhere",
            {"redirects": True},
            DOWN,
            "redirects to another host, which is not followed",
            id="a redirect to another host is never followed",
        ),
        pytest.param(
            "/circle", {"redirects": True}, DOWN, "redirects more than 5 times", id="a circle of redirects ends"
        ),
    ],
)
def test_http(web: Web, path: str, options: dict[str, object], state: State, reason: str) -> None:
    outcome = checked(HttpCheck(web.url + path, **options))  # type: ignore[arg-type]

    assert (outcome.state, outcome.reason) == (state, reason)
    assert outcome.latency_ms is not None
    assert 0 < outcome.latency_ms < 2000
    assert path != "/slow" or outcome.latency_ms >= 300


@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_http_that_does_not_finish_is_down_in_time(web: Web, path: str) -> None:
    outcome = checked(HttpCheck(web.url + path, body="end"), timeout=0.4)

    assert outcome == Outcome(DOWN, "no answer within 0.4 s")


def test_http_where_nobody_listens_is_down(closed_port: int) -> None:
    outcome = checked(HttpCheck(f"http://127.0.0.1:{closed_port}/"))

    assert outcome == Outcome(DOWN, "the connection was refused")


def test_http_that_is_no_http_is_down(redis_url: str) -> None:
    port = make_url(redis_url).port
    outcome = checked(HttpCheck(f"http://127.0.0.1:{port}/"))

    assert outcome.state is DOWN
    assert outcome.reason.startswith("no proper HTTP answer")


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(HttpCheck("http://no-such-host.invalid/"), id="http"),
        pytest.param(TcpCheck("no-such-host.invalid", 80), id="tcp"),
    ],
)
def test_a_name_without_address_is_never_up(check: Check) -> None:
    outcome = checked(check, timeout=15)

    # Down where a resolver says that there is no such name, unknown where this machine has no resolver to ask.
    expected = {DOWN: "the name no-such-host.invalid does not exist (DNS)", UNKNOWN: "could not be evaluated"}
    assert outcome.reason.startswith(expected[outcome.state])


def test_a_certificate_is_checked_unless_told_otherwise(certificate: Path) -> None:
    with serving(certificate) as web:
        strict = checked(HttpCheck(web.url + "/"))
        lenient = checked(HttpCheck(web.url + "/", verify=False))
        trusted = checked(HttpCheck(web.url + "/", ca_file=certificate.name), folder=certificate.parent)
        wrong_name = checked(HttpCheck(f"https://localhost:{web.port}/", ca_file=str(certificate)))

    assert strict == Outcome(DOWN, "the certificate is not valid: self-signed certificate")
    assert lenient.state is trusted.state is UP
    assert wrong_name.state is DOWN
    assert "Hostname mismatch" in wrong_name.reason


def test_tls_to_a_plain_port_is_down(web: Web) -> None:
    outcome = checked(HttpCheck(f"https://127.0.0.1:{web.port}/"))

    assert outcome.state is DOWN
    assert outcome.reason.startswith("TLS failed")


def test_headers_come_from_the_environment_and_files_and_are_never_told(web: Web, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file-s3cret\n")
    headers = (("Authorization", Secret(env="TOKEN")), ("X-Key", Secret(file="token")), ("Accept", "text/plain"))
    check = HttpCheck(web.url + "/status/401", headers=headers)
    outcome = checked(check, folder=tmp_path, environment={"TOKEN": "Bearer s3cret-value"})
    sent = web.asked[0][2]

    assert (sent["Authorization"], sent["X-Key"]) == ("Bearer s3cret-value", "from-file-s3cret")
    assert sent["Accept"] == "text/plain"
    assert outcome.reason == "answered 401, expected 2xx"


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        pytest.param(
            {}, "misconfigured: the environment variable TARGET is not set where the check runs", id="not set"
        ),
        pytest.param({"TARGET": " "}, "misconfigured: $TARGET is empty", id="empty"),
        pytest.param(
            {"TARGET": "s3cret\nInjected: yes"},
            "misconfigured: the value of the header X-Key has characters that a header cannot have",
            id="a line break in a header",
        ),
    ],
)
def test_a_header_that_cannot_be_sent_is_unknown(web: Web, environment: dict[str, str], reason: str) -> None:
    outcome = checked(HttpCheck(web.url, headers=(("X-Key", URL),)), environment=environment)

    assert outcome == Outcome(UNKNOWN, reason)
    assert web.asked == []


def test_a_missing_authority_file_is_unknown(tmp_path: Path) -> None:
    outcome = checked(HttpCheck("https://127.0.0.1:1/", ca_file="none.pem"), folder=tmp_path)

    assert outcome == Outcome(UNKNOWN, "misconfigured: ca_file none.pem holds no certificate that can be read")


def test_tcp_open_and_closed(silent_port: int, closed_port: int) -> None:
    opened = checked(TcpCheck("127.0.0.1", silent_port))
    closed = checked(TcpCheck("127.0.0.1", closed_port))

    assert (opened.state, opened.reason) == (UP, "accepts connections")
    assert opened.latency_ms is not None
    assert closed == Outcome(DOWN, "the connection was refused")


def test_redis_answers_ping(redis_url: str) -> None:
    outcome = checked(RedisCheck(URL), environment={"TARGET": redis_url})

    assert (outcome.state, outcome.reason) == (UP, "answered PING")
    assert outcome.latency_ms is not None


def test_redis_that_refuses_the_sign_in_is_down_and_its_password_stays_hidden(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as admin:
        admin.config_set("requirepass", "right-pa55word")
        try:
            wrong = checked(RedisCheck(URL), environment={"TARGET": redis_url.replace("://", "://:wrong-pa55@")})
            right = checked(RedisCheck(URL), environment={"TARGET": redis_url.replace("://", "://:right-pa55word@")})
        finally:
            with redis.Redis.from_url(redis_url.replace("://", "://:right-pa55word@")) as signed_in:
                signed_in.config_set("requirepass", "")

    assert wrong.state is DOWN
    assert wrong.reason.startswith("refused the sign-in")
    assert "pa55" not in wrong.reason
    assert right.state is UP


def test_redis_silent_closed_or_misnamed(silent_port: int, closed_port: int) -> None:
    begun = time.monotonic()
    silent = checked(RedisCheck(URL), timeout=0.4, environment={"TARGET": f"redis://127.0.0.1:{silent_port}"})
    took = time.monotonic() - begun
    closed = checked(RedisCheck(URL), environment={"TARGET": f"redis://:s3cret@127.0.0.1:{closed_port}"})
    misnamed = checked(RedisCheck(URL), environment={"TARGET": "http://:s3cret@host"})

    assert silent == Outcome(DOWN, "no answer within 0.4 s")
    assert took < 1
    assert closed == Outcome(DOWN, "the connection was refused")
    assert misnamed.state is UNKNOWN
    assert misnamed.reason == "misconfigured: $TARGET does not begin with redis:// or rediss:// or unix://"


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("query", "state", "reason"),
    [
        pytest.param("SELECT 1", UP, "the statement ran", id="select 1 runs"),
        pytest.param("SELECT count(*) FROM pg_class", UP, "the statement ran", id="a query of its own runs"),
        pytest.param("SELECT pg_sleep(30)", DOWN, "no answer within 0.5 s", id="a slow query is ended"),
        pytest.param(
            "SELECT * FROM nowhere", DOWN, 'the statement failed: relation "nowhere" does not exist', id="error"
        ),
        pytest.param(
            "WITH gone AS (DELETE FROM probed RETURNING 1) SELECT * FROM gone",
            UNKNOWN,
            "misconfigured: the query wants to write (cannot execute SELECT in a read-only transaction)",
            id="a query that writes is refused",
        ),
        pytest.param(
            "SELECT set_config('transaction_read_only', 'off', false)",
            DOWN,
            "the statement failed: transaction read-write mode must be set before any query",
            id="the read-only transaction cannot be lifted",
        ),
    ],
)
def test_sql_on_postgresql(postgres_server: str, query: str, state: State, reason: str) -> None:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS probed (id int)")
        connection.execute("TRUNCATE probed")
        connection.execute("INSERT INTO probed VALUES (1)")
        begun = time.monotonic()
        outcome = checked(SqlCheck(URL, query), timeout=0.5, environment={"TARGET": postgres_server})
        took = time.monotonic() - begun
        kept = connection.execute("SELECT count(*) FROM probed").fetchone()

    assert (outcome.state, outcome.reason) == (state, reason)
    assert kept == (1,)
    assert took < 5


@pytest.mark.postgres
def test_sql_with_a_wrong_database_is_down_and_the_password_stays_hidden(postgres_server: str) -> None:
    url = make_url(postgres_server).set(database="nowhere", password="s3cret-pw").render_as_string(hide_password=False)
    outcome = checked(SqlCheck(URL), environment={"TARGET": url})

    assert outcome.state is DOWN
    assert "nowhere" in outcome.reason
    assert "s3cret" not in outcome.reason


def test_sql_where_nobody_listens_is_down(closed_port: int) -> None:
    url = f"postgresql://user:s3cret@127.0.0.1:{closed_port}/x"
    outcome = checked(SqlCheck(URL), environment={"TARGET": url})

    assert outcome.state is DOWN
    assert "refused" in outcome.reason
    assert "s3cret" not in outcome.reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("no url at all s3cret", "misconfigured: $TARGET is not a database URL", id="not a URL"),
        pytest.param(
            "nosuchbase://u:s3cret@h/d", "misconfigured: no driver is installed for nosuchbase", id="unknown driver"
        ),
        pytest.param("sqlite://", "misconfigured: $TARGET names no file of an SQLite database", id="SQLite in memory"),
    ],
)
def test_sql_that_is_misconfigured_is_unknown(url: str, reason: str) -> None:
    assert checked(SqlCheck(URL), environment={"TARGET": url}) == Outcome(UNKNOWN, reason)


def test_sql_on_sqlite_only_reads(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "some.db") as made:
        made.execute("CREATE TABLE t (id int)")
        made.execute("INSERT INTO t VALUES (1)")
    made.close()
    environment = {"TARGET": "sqlite:///some.db"}
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    good = checked(SqlCheck(URL, "SELECT * FROM t"), folder=tmp_path, environment=environment)
    writes = checked(SqlCheck(URL, "DELETE FROM t"), folder=tmp_path, environment=environment)
    slow = checked(SqlCheck(URL, endless), timeout=0.3, folder=tmp_path, environment=environment)
    absent = checked(SqlCheck(URL), folder=tmp_path, environment={"TARGET": "sqlite:///absent.db"})

    assert good.state is UP
    assert writes.state is UNKNOWN
    assert writes.reason.startswith("misconfigured: the query wants to write")
    assert slow == Outcome(DOWN, "no answer within 0.3 s")
    assert (absent.state, (tmp_path / "absent.db").exists()) == (DOWN, False)


def test_a_secret_file_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 70_000)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    reasons = [checked(RedisCheck(Secret(file=name)), folder=tmp_path).reason for name in ("none", "large", "bytes")]

    assert reasons == [
        "misconfigured: the file none cannot be read: No such file or directory",
        "misconfigured: the file large is larger than 64 KiB",
        "misconfigured: the file bytes is not UTF-8 text",
    ]
