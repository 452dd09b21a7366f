"""The OpenAPI document tells how to sign in, and where nobody has to."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

READ_BY_ALL = {"/healthz", "/readyz", "/metrics"}


def test_a_key_and_a_session_are_declared(api: FastAPI) -> None:
    told = api.openapi()

    assert told["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert told["components"]["securitySchemes"]["session"]["name"] == "kaizen_session"
    assert told["security"] == [{"key": []}, {"session": []}]
    assert api.openapi() is told


def test_what_is_declared_open_is_open_and_the_rest_is_not(api: FastAPI) -> None:
    stranger = TestClient(api, base_url="http://localhost")
    told = api.openapi()
    plain = [path for path, methods in told["paths"].items() if "get" in methods and "{" not in path]
    declared = {path for path in plain if told["paths"][path]["get"].get("security") == []}
    refused = {path for path in plain if stranger.get(path).status_code == 401}

    assert len(plain) > 20
    assert declared == READ_BY_ALL
    assert refused == set(plain) - declared


@pytest.mark.parametrize(("method", "security"), [("post", []), ("get", None)], ids=["signing in", "asking who I am"])
def test_signing_in_needs_nobody_but_asking_who_i_am_does(api: FastAPI, method: str, security: object) -> None:
    assert api.openapi()["paths"]["/api/v1/session"][method].get("security") == security
