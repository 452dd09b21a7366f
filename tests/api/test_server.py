"""What holds for every address: problem details, limits, compression, correlation, health, metrics, pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from kaizen.api.parts import Dependency, Parts
from kaizen.api.server import create_api
from kaizen.kit.errors import KaizenError

PROBLEM_FIELDS = {"type", "title", "status", "detail", "code", "hint", "error_id"}


@pytest.fixture
def stranger(api: FastAPI) -> Iterator[TestClient]:
    """Somebody who is not signed in."""
    with TestClient(api, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        pytest.param("/api/v1/keys", 401, "access.sign_in_needed", id="nobody is signed in"),
        pytest.param("/api/v1/nothing", 404, "api.no_such_page", id="no such address"),
        pytest.param("/api/v2/keys", 404, "api.no_such_page", id="no such version"),
    ],
)
def test_an_error_is_a_problem_with_code_hint_and_id(stranger: TestClient, path: str, status: int, code: str) -> None:
    answer = stranger.get(path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == PROBLEM_FIELDS
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_address_but_the_open_ones_needs_a_sign_in(api: FastAPI, stranger: TestClient) -> None:
    paths = api.openapi()["paths"]
    opened = set()
    for path, methods in paths.items():
        filled = re.sub(r"\{[^}]+\}", "00000000-0000-7000-8000-000000000000", path)
        for method in methods:
            if stranger.request(method, filled, json={}).status_code != 401:
                opened.add(f"{method} {path}")

    assert opened == {"post /api/v1/session", "get /healthz", "get /readyz", "get /metrics"}


def test_a_body_above_the_limit_is_refused_announced_or_not(parts: Parts) -> None:
    small = create_api(replace(parts, settings=replace(parts.settings, request_max_bytes=1024)))
    with TestClient(small, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        announced = client.post("/api/v1/session", content=b"x" * 2000)
        streamed = client.post("/api/v1/session", content=iter([b"x" * 600] * 4))

    assert [announced.status_code, streamed.status_code] == [413, 413]
    assert announced.json()["code"] == streamed.json()["code"] == "api.too_large"


def test_what_is_not_json_is_refused_as_such(stranger: TestClient) -> None:
    answer = stranger.post("/api/v1/session", content=b"{", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "api.bad_json")


def test_a_long_answer_is_compressed_and_a_short_one_is_not(owner_client: TestClient) -> None:
    for number in range(20):
        owner_client.post("/api/v1/keys", json={"name": f"k{number}", "scopes": ["read"]})

    assert owner_client.get("/api/v1/keys").headers.get("content-encoding") == "gzip"
    assert owner_client.get("/healthz").headers.get("content-encoding") is None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        pytest.param(
            {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
            "4bf92f3577b34da6a3ce929d0e0e4736",
            id="the trace id of a W3C traceparent",
        ),
        pytest.param({"X-Request-ID": "abc-1"}, "abc-1", id="a well-formed request id"),
        pytest.param({"X-Request-ID": "a b\tc"}, None, id="a malformed one is replaced"),
        pytest.param({}, None, id="a fresh one otherwise"),
    ],
)
def test_every_answer_carries_a_correlation_id(
    stranger: TestClient, sent: dict[str, str], expected: str | None
) -> None:
    told = stranger.get("/healthz", headers=sent).headers["x-request-id"]

    assert told == expected if expected else re.fullmatch(r"[0-9a-f-]{36}", told)


def test_ready_names_each_dependency_with_its_reason(parts: Parts) -> None:
    def broken() -> str | None:
        raise KaizenError("storage.unreachable", database="postgresql://h/d", reason="refused")

    dependencies = [Dependency("database", broken), Dependency("disk", lambda: None)]
    with TestClient(create_api(replace(parts, dependencies=dependencies)), base_url="http://127.0.0.1") as client:
        ready, alive = client.get("/readyz"), client.get("/healthz")

    assert (ready.status_code, alive.status_code) == (503, 200)
    states = {each["name"]: each for each in ready.json()["dependencies"]}
    assert (states["database"]["state"], states["disk"]["state"]) == ("down", "up")
    assert "refused" in states["database"]["reason"]


def test_metrics_count_requests_by_route_and_not_by_address(owner_client: TestClient) -> None:
    owner_client.get("/api/v1/jobs/00000000-0000-7000-8000-000000000000")
    text = owner_client.get("/metrics").text

    assert 'kaizen_http_requests_total{method="GET",route="/api/v1/jobs/{job_id}",status="404"} 1.0' in text
    assert "0000-7000" not in text


def test_a_page_is_served_under_a_strict_content_policy(stranger: TestClient) -> None:
    headers = stranger.get("/inventory").headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/../app.py", "/..%2f..%2fetc/passwd", "/%2e%2e/api/server.py"])
def test_no_file_outside_the_pages_can_be_read(stranger: TestClient, path: str) -> None:
    assert "import" not in stranger.get(path).text


def test_an_unexpected_failure_tells_an_id_and_no_inner_matter(
    api: FastAPI, client_for: Callable[..., TestClient]
) -> None:
    @api.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("secret inner matter")

    api.router.routes.insert(0, api.router.routes.pop())
    answer = client_for("read").get("/api/v1/broken")

    assert (answer.status_code, answer.json()["code"]) == (500, "api.unexpected")
    assert "secret" not in answer.text


def test_a_figure_that_cannot_be_read_leaves_the_other_metrics(parts: Parts) -> None:
    def broken() -> dict[tuple[str, ...], float]:
        raise KaizenError("storage.unreachable", database="db", reason="gone")

    def whole() -> dict[tuple[str, ...], float]:
        return {("up",): 1.0}

    gauges = {"kaizen_broken:state": broken, "kaizen_whole:state": whole}
    with TestClient(create_api(replace(parts, gauges=gauges)), base_url="http://127.0.0.1") as client:
        answer = client.get("/metrics")

    assert answer.status_code == 200
    assert 'kaizen_whole{state="up"} 1.0' in answer.text
    assert "kaizen_broken" not in answer.text
