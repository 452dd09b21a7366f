"""What the server turns away, and how: foreign names, wrong addresses and methods, names no file can have."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kaizen.access.service import sign_in_link
from kaizen.api.parts import Parts
from kaizen.api.server import create_api
from kaizen.kit.settings import Settings


def client(parts: Parts, **settings: str) -> TestClient:
    """Somebody who is not signed in, at a server with these settings."""
    changed = replace(parts, settings=replace(parts.settings, **settings))  # type: ignore[arg-type]
    return TestClient(create_api(changed), base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("settings", "host", "known"),
    [
        pytest.param({}, "localhost:8420", True, id="localhost"),
        pytest.param({}, "LOCALHOST.", True, id="localhost in another spelling"),
        pytest.param({}, "kaizen.localhost", True, id="a name that is this machine by definition"),
        pytest.param({}, "192.168.1.5:8420", True, id="a number, which no page can rebind"),
        pytest.param({}, "[::1]:8420", True, id="a number of IPv6"),
        pytest.param({}, "evil.example", False, id="a page that points its own name here"),
        pytest.param({}, "localhost.evil.example", False, id="a name that only begins like ours"),
        pytest.param({}, "evil.example#localhost", False, id="a name with ours behind a sign"),
        pytest.param({}, "[::1", False, id="half an address"),
        pytest.param({}, "", False, id="an empty name"),
        pytest.param({"public_url": "https://kaizen.example/x"}, "kaizen.example", True, id="the public name"),
        pytest.param({"host": "devbox"}, "devbox:8420", True, id="the name it listens on"),
        pytest.param({"allowed_hosts": "a.example, B.example"}, "b.example", True, id="a name of the settings"),
        pytest.param({"allowed_hosts": "*"}, "evil.example", True, id="any name, where the settings say so"),
        pytest.param({"host": "0.0.0.0"}, "box.lan", True, id="any name, where it listens everywhere"),
        pytest.param(
            {"host": "::", "allowed_hosts": "box.lan"}, "evil.example", False, id="everywhere under given names"
        ),
    ],
)
def test_only_its_own_names_reach_the_server(parts: Parts, settings: dict[str, str], host: str, known: bool) -> None:
    answer = client(parts, **settings).get("/healthz", headers={"Host": host})

    assert answer.status_code == (200 if known else 421)
    if not known:
        assert answer.json()["code"] == "api.foreign_host"
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        pytest.param("POST", "/api/v1/nothing", 404, "api.no_such_page", id="no such address, to be written"),
        pytest.param("DELETE", "/api/v1/keys/", 404, "api.no_such_page", id="a slash too many at the end"),
        pytest.param("GET", "//api/v1/keys", 404, "api.no_such_page", id="a slash too many at the beginning"),
        pytest.param("GET", "/api/v1/jobs/a%2Fb", 404, "api.no_such_page", id="an id with an encoded slash"),
        pytest.param("PUT", "/api/v1/keys", 405, "api.wrong_method", id="a method the address does not take"),
        pytest.param("OPTIONS", "/api/v1/keys", 405, "api.wrong_method", id="a question from another origin"),
        pytest.param("PUT", "/inventory", 405, "api.wrong_method", id="a page that is to be written"),
    ],
)
def test_a_wrong_address_or_method_is_told_as_such(
    parts: Parts, method: str, path: str, status: int, code: str
) -> None:
    answer = client(parts).request(method, path)

    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (status, status, code)
    assert (status == 405) == ("allow" in answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/%00", id="a NUL"),
        pytest.param("/" + "a" * 5000, id="a name longer than files have"),
        pytest.param("/a" * 3000, id="a path deeper than folders go"),
        pytest.param("//etc/passwd", id="a path from the root"),
        pytest.param("/%ff", id="bytes that are no UTF-8"),
    ],
)
def test_a_page_that_no_file_can_be_is_the_portals_to_know(parts: Parts, path: str) -> None:
    answer = client(parts).get(path)

    assert answer.status_code == client(parts).get("/inventory").status_code
    assert "root:" not in answer.text


@pytest.mark.parametrize("path", ["/api/v1/keys", "/healthz", "/inventory", "/api/openapi.json", "/api/v1/nothing"])
def test_head_answers_as_get_does_without_the_body(owner_client: TestClient, path: str) -> None:
    full, head = owner_client.get(path), owner_client.head(path)

    assert head.status_code == full.status_code
    assert head.content == b""
    for name in ("content-type", "etag", "x-content-type-options"):
        assert head.headers.get(name) == full.headers.get(name)


def test_made_up_methods_and_ids_do_not_grow_the_metrics(owner_client: TestClient) -> None:
    for number in range(3):
        owner_client.request(f"MADEUP{number}", "/api/v1/keys")
        owner_client.get(f"/api/v1/standards/{'v1' * number}")
        owner_client.get(f"/assets/{number}.js")
    text = owner_client.get("/metrics").text

    assert "MADEUP" not in text
    assert 'kaizen_http_requests_total{method="other",route="/api/v1/keys",status="405"} 3.0' in text
    assert 'route="/api/{rule}' not in text


def test_an_unexpected_failure_still_has_its_correlation_id_and_headers(
    api: FastAPI, client_for: Callable[..., TestClient]
) -> None:
    @api.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("secret inner matter")

    api.router.routes.insert(0, api.router.routes.pop())
    answer = client_for("read").get("/api/v1/broken", headers={"X-Request-ID": "abc-1"})

    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "abc-1")
    assert answer.headers["x-content-type-options"] == "nosniff"


def signed_in(parts: Parts, **settings: str) -> tuple[TestClient, str]:
    """A browser after its sign-in, and the cookie it was given."""
    browser = client(parts, **settings)
    answer = browser.post("/api/v1/session", json={"token": sign_in_link(parts.system)})
    return browser, answer.headers["set-cookie"]


def test_the_sessions_cookie_is_for_this_server_alone_and_kept_by_no_cache(parts: Parts) -> None:
    browser, cookie = signed_in(parts)
    again = browser.get("/api/v1/session")

    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    assert again.headers["cache-control"] == "no-store"
    assert again.headers["set-cookie"].split(";")[0] == cookie.split(";")[0]
    assert f"Max-Age={Settings().session_hours * 3600}" in again.headers["set-cookie"]


def test_behind_https_the_cookie_never_travels_in_the_clear(parts: Parts) -> None:
    assert "Secure" in signed_in(parts, public_url="https://kaizen.example")[1]


def test_each_sign_in_is_a_session_of_its_own(parts: Parts) -> None:
    browser = client(parts)
    planted = browser.post(
        "/api/v1/session", json={"token": sign_in_link(parts.system)}, headers={"Cookie": "kaizen_session=planted"}
    )

    assert "planted" not in planted.headers["set-cookie"]


def test_a_folder_whose_name_no_folder_can_have_is_refused_at_once(owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/inventory/scans", json={"path": "a\0b"})

    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid")


def test_what_cannot_be_stored_is_told_without_inner_matter(owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/keys", json={"name": "a\0b", "scopes": ["read"]})

    assert answer.status_code in {201, 422}  # SQLite keeps a NUL, PostgreSQL does not
    assert "psycopg" not in answer.text
