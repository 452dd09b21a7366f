"""Every address refuses another workspace's ids, and no list shows another workspace's rows."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from kaizen.api.parts import Parts
from kaizen.kit.actor import Door, local_actor
from kaizen.storage.work import Context
from tests.fixtures.places import OTHER_WORKSPACE
from tests.fixtures.seeds import everything, seed_everything

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
REFUSALS = {404, 403, 409, 422}


def addresses(api: FastAPI) -> Iterator[tuple[str, str, bool]]:
    """Method, path and whether it names an id, of the whole API."""
    for path, methods in api.openapi()["paths"].items():
        for method in methods:
            if path.startswith("/api/v1") and path != "/api/v1/session":
                yield method.upper(), path, "{" in path


def test_no_address_gives_away_or_changes_what_belongs_to_another_workspace(
    api: FastAPI,
    parts: Parts,
    owner_client: TestClient,
    client_for: Callable[..., TestClient],
    here: Context,
    tmp_path: Path,
) -> None:
    seed_everything(here, tmp_path / "seeds")
    stranger = client_for(actor=parts.system.acting_as(local_actor("stranger", Door.API, OTHER_WORKSPACE)))
    ours: set[str] = set()
    seen_by_stranger = ""
    for method, path, with_id in addresses(api):
        if method == "GET" and not with_id:
            ours |= set(UUID.findall(owner_client.get(path).text))
            seen_by_stranger += stranger.get(path).text
    ours -= set(UUID.findall(stranger.get("/api/v1/session").text))
    own_keys = {key["id"] for key in stranger.get("/api/v1/keys").json()["items"]}
    before = everything(parts.system.database)

    assert len(ours) > 25
    assert (ours & set(UUID.findall(seen_by_stranger))) - {str(here.actor.workspace_id)} == set()
    assert [word for word in ("evil_", "shop-eval", "test_bad", "beat") if word in seen_by_stranger] == []
    given_away = [
        f"{method} {path} {answer.status_code} {answer.text[:200]}"
        for method, path, with_id in addresses(api)
        if with_id
        for known in [*sorted(ours - own_keys), "shop-eval", "beat"]
        if (answer := stranger.request(method, re.sub(r"\{[^}]+\}", known, path), json={})).status_code not in REFUSALS
        and json.loads(answer.text or "{}").get("items") != []
    ]
    assert given_away == []
    assert everything(parts.system.database) == before
