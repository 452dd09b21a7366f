"""Keys, sessions and the audit log over HTTP."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from fastapi.testclient import TestClient

from kaizen.access.service import sign_in_link
from kaizen.api.parts import Parts


def test_a_key_is_shown_once_and_works_until_it_is_revoked(owner_client: TestClient, api: FastAPI) -> None:
    made = owner_client.post("/api/v1/keys", json={"name": "ci", "scopes": ["read"]}).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    listed = owner_client.get("/api/v1/keys").json()
    with TestClient(api, base_url="http://127.0.0.1", headers=bearer) as client:
        before = client.get("/api/v1/keys")
        owner_client.delete(f"/api/v1/keys/{made['key']['id']}")
        after = client.get("/api/v1/keys")

    assert made["secret"] not in str(listed)
    assert [key["name"] for key in listed["items"]] == ["ci", "test"]
    assert (before.status_code, after.status_code) == (200, 401)


def test_a_reader_may_not_make_keys(client_for: Callable[..., TestClient]) -> None:
    answer = client_for("read").post("/api/v1/keys", json={"name": "x", "scopes": ["read"]})

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "access.not_allowed"


def test_a_sign_in_link_works_once(api: FastAPI, parts: Parts) -> None:
    token = sign_in_link(parts.system)
    with TestClient(api, base_url="http://127.0.0.1") as browser:
        first = browser.post("/api/v1/session", json={"token": token})
        session = browser.get("/api/v1/session").json()
        second = browser.post("/api/v1/session", json={"token": token})

    assert first.status_code == 200
    assert session["person"]["role"] == "owner"
    assert second.status_code == 401
    assert second.json()["code"] == "access.link_spent"


def test_a_session_writes_only_with_its_csrf_token(api: FastAPI, parts: Parts) -> None:
    body = {"name": "ci", "scopes": ["read"]}
    with TestClient(api, base_url="http://127.0.0.1") as browser:
        view = browser.post("/api/v1/session", json={"token": sign_in_link(parts.system)}).json()
        without = browser.post("/api/v1/keys", json=body)
        foreign = browser.post("/api/v1/keys", json=body, headers={"X-CSRF-Token": "0" * 64})
        with_it = browser.post("/api/v1/keys", json=body, headers={"X-CSRF-Token": view["csrf_token"]})

    assert [without.status_code, foreign.status_code, with_it.status_code] == [403, 403, 201]


def test_a_repeated_idempotency_key_has_one_effect(owner_client: TestClient) -> None:
    headers = {"Idempotency-Key": "abc"}
    body = {"name": "ci", "scopes": ["read"]}
    first = owner_client.post("/api/v1/keys", json=body, headers=headers)
    again = owner_client.post("/api/v1/keys", json=body, headers=headers)
    other = owner_client.post("/api/v1/keys", json={**body, "name": "else"}, headers=headers)
    names = [key["name"] for key in owner_client.get("/api/v1/keys").json()["items"]]

    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "api.answer_not_kept")
    assert (other.status_code, other.json()["code"]) == (409, "api.key_reused")
    assert names == ["ci", "test"]


def test_a_polled_list_answers_304_until_it_changes(owner_client: TestClient) -> None:
    first = owner_client.get("/api/v1/audit?action=keys")
    unchanged = owner_client.get("/api/v1/audit?action=keys", headers={"If-None-Match": first.headers["etag"]})
    owner_client.post("/api/v1/keys", json={"name": "ci", "scopes": ["read"]})
    changed = owner_client.get("/api/v1/audit?action=keys", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, unchanged.status_code, changed.status_code) == (200, 304, 200)


def test_pages_follow_their_cursors_without_gap_or_repeat(owner_client: TestClient) -> None:
    for number in range(5):
        owner_client.post("/api/v1/keys", json={"name": f"k{number}", "scopes": ["read"]})
    names: list[str] = []
    cursor = ""
    while True:
        page = owner_client.get(f"/api/v1/keys?limit=2{cursor}").json()
        names += [key["name"] for key in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert names == ["k4", "k3", "k2", "k1", "k0", "test"]


def test_a_foreign_cursor_is_refused_with_a_hint(owner_client: TestClient) -> None:
    answer = owner_client.get("/api/v1/keys?cursor=bm9uc2Vuc2U", headers={"Accept-Language": "ru"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "kit.bad_cursor"
    assert answer.json()["detail"].startswith("Курсор")


def test_the_same_request_many_times_at_once_has_one_effect(owner_client: TestClient) -> None:
    def ask(_number: int) -> tuple[int, str]:
        answer = owner_client.post(
            "/api/v1/inventory/scans", json={"path": "/srv/shop"}, headers={"Idempotency-Key": "abc"}
        )
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(16)))

    assert [status for status, _ in answers] == [202]
    assert [entry["action"] for entry in owner_client.get("/api/v1/audit").json()["items"]].count(
        "inventory.scan.request"
    ) == 1


def test_an_answer_is_repeated_only_to_the_one_who_asked(client_for: Callable[..., TestClient]) -> None:
    headers, body = {"Idempotency-Key": "abc"}, {"path": "/srv/shop"}
    first, namesake = client_for("read", "write"), client_for("read", "write")
    answers = [each.post("/api/v1/inventory/scans", json=body, headers=headers) for each in (first, first, namesake)]

    assert [answer.status_code for answer in answers] == [202, 202, 409]
    assert answers[2].json()["code"] == "api.key_reused"
