"""A running server puts measures on record by itself, when a scan it was asked for has ended."""

import json
import time
import urllib.request
from pathlib import Path

from tests.fixtures.serving import LiveServer

PATIENCE_SECONDS = 30


def test_a_scan_asked_for_over_http_shows_up_in_the_trends(live_server: LiveServer, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "Makefile").write_text("build:\n\ttrue\n")
    headers = {"Authorization": f"Bearer {live_server.key('read', 'write')}", "Content-Type": "application/json"}
    body = json.dumps({"path": str(tmp_path / "code")}).encode()
    asked = urllib.request.Request(f"{live_server.url}/api/v1/inventory/scans", body, headers)
    trends = urllib.request.Request(f"{live_server.url}/api/v1/reports/trends", headers=headers)
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 202
    values: list[float] = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not values and time.monotonic() < deadline:
        time.sleep(0.2)
        with urllib.request.urlopen(trends) as answer:
            series = {each["name"]: each for each in json.load(answer)["series"]}
        values = [point["value"] for point in series["inventory_items"]["points"]]

    assert values == [1]
    assert series["coverage"]["points"] == []
