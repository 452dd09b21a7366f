"""The first page and the short list over HTTP."""

from pathlib import Path

from fastapi.testclient import TestClient

from kaizen.loop.turn import turn_loop
from kaizen.storage.work import Context


def test_an_empty_workspace_has_a_first_page_of_unknowns(owner_client: TestClient) -> None:
    home = owner_client.get("/api/v1/home").json()

    assert home["workspace"] == "local"
    assert home["inventory"]["scanned_at"] is None
    assert home["latest_run"] is None
    assert home["short_list"]["items"] == []
    assert [step["done"] for step in home["checklist"]] == [False] * 5
    assert {series["state"] for series in home["trends"]["series"]} == {"unknown"}


def test_the_short_list_tells_reason_and_evidence(owner_client: TestClient, here: Context, tmp_path: Path) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text("import requests\nrequests.get('http://x')\n")
    turn_loop(lambda: here, root, tmp_path / "cache")
    listed = owner_client.get("/api/v1/improvements/short-list?limit=1").json()

    assert [(each["rank"], each["key"], each["severity"]) for each in listed["items"]] == [
        (1, "http-timeout", "warning")
    ]
    assert listed["items"][0]["evidence"][0]["path"] == "main.py"
    assert listed["items"][0]["reason"].startswith("1 warning finding in 1 file, found today")
    assert owner_client.get("/api/v1/home").json()["short_list"]["items"][0] == listed["items"][0]
