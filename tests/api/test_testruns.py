"""Test runs over HTTP, and a real server that runs suites in the background."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kaizen.api.parts import Parts
from kaizen.app.wiring import job_kinds
from kaizen.collect.inventory.model import Discovery
from kaizen.collect.inventory.service import record_discovery
from kaizen.collect.testruns.model import ModuleCoverage
from kaizen.jobs.running import run_job
from kaizen.kit.actor import Door, local_actor
from tests.collect.testruns.runners.projects import write
from tests.collect.testruns.seeding import put_run
from tests.fixtures.places import OTHER_WORKSPACE
from tests.fixtures.serving import LiveServer

RUN = {
    "id", "suite", "runner", "source", "state", "reason", "started_at", "duration_s", "total", "passed", "failed",
    "errors", "skipped", "coverage", "commit", "from_cache", "execution_rate",
}  # fmt: skip
CASE = {"id", "suite", "name", "file", "line", "outcome", "duration_s", "message", "output"}
JUNIT = b"<testsuite name='s'><testcase classname='c' name='n' time='1'/></testsuite>"
LCOV = b"SF:a.js\nDA:1,1\nDA:2,0\nend_of_record\n"
SUITE = (
    "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): ...\n    def test_b(self): self.fail('no')\n"
)


def files(*given: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("files", (name, content, "application/octet-stream")) for name, content in given]


def test_a_run_has_exactly_the_agreed_fields(owner_client: TestClient, parts: Parts) -> None:
    run = put_run(parts.system, {"a": "passed", "b": "failed"}, modules=(ModuleCoverage("a.py", 1, 3),))
    listed = owner_client.get("/api/v1/testruns").json()
    one = owner_client.get(f"/api/v1/testruns/{run}").json()

    assert listed == {"items": [one], "next_cursor": None, "total": 1}
    assert set(one) == RUN
    assert one["coverage"] == {"lines_covered": 1, "lines_total": 3, "percent": 33.33}
    assert (one["state"], one["execution_rate"], one["started_at"][-1]) == ("failed", 100.0, "Z")


def test_cases_and_coverage_of_a_run(owner_client: TestClient, parts: Parts) -> None:
    run = put_run(parts.system, {"a": "passed", "b": "failed"}, modules=(ModuleCoverage("a.py", 1, 3),))
    cases = owner_client.get(f"/api/v1/testruns/{run}/cases").json()
    failed = owner_client.get(f"/api/v1/testruns/{run}/cases?outcome=failed").json()
    found = owner_client.get(f"/api/v1/testruns/{run}/cases?q=A").json()
    coverage = owner_client.get(f"/api/v1/testruns/{run}/coverage").json()

    assert [case["name"] for case in cases["items"]] == ["b", "a"]
    assert set(cases["items"][0]) == CASE
    assert ([case["name"] for case in failed["items"]], found["total"]) == (["b"], 2)
    assert coverage["items"] == [
        {"module": "a.py", "lines_covered": 1, "lines_total": 3, "percent": 33.33, "threshold": 80.0, "below": True}
    ]


def test_flaky_and_slow_cases(owner_client: TestClient, parts: Parts) -> None:
    for outcome in ("passed", "failed"):
        put_run(parts.system, {"a": outcome})
    flaky = owner_client.get("/api/v1/testruns/flaky").json()["items"]
    slow = owner_client.get("/api/v1/testruns/slowest").json()["items"]

    assert [set(each) for each in flaky] == [{"suite", "name", "runs", "flips", "last_failed_at", "last_outcome"}]
    assert slow == [{"suite": "api/tests", "name": "tests.cart > a", "runs": 2, "median_s": 1.0, "max_s": 1.0}]


def test_the_coverage_measured_last(owner_client: TestClient, parts: Parts) -> None:
    before = owner_client.get("/api/v1/testruns/coverage").json()
    put_run(parts.system, {"a": "passed"}, modules=(ModuleCoverage("a.py", 1, 3),))
    after = owner_client.get("/api/v1/testruns/coverage").json()

    assert before == {"overall": None, "floor": 90.0, "below": False, "modules": [], "services": []}
    assert (after["overall"]["percent"], after["modules"][0]["module"]) == (33.33, "a.py")


def test_reports_are_uploaded(owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/testruns/imports", files=files(("unit.xml", JUNIT), ("lcov.info", LCOV)))
    body = answer.json()

    assert answer.status_code == 201
    assert [(run["suite"], run["source"], run["state"]) for run in body["items"]] == [
        ("unit", "import", "passed"),
        ("lcov", "import", "not_measured"),
    ]
    assert (body["next_cursor"], body["total"]) == (None, 2)


def test_an_upload_that_is_repeated_with_its_key_counts_once(owner_client: TestClient) -> None:
    headers = {"Idempotency-Key": "upload-1"}
    first = owner_client.post("/api/v1/testruns/imports", files=files(("a.xml", JUNIT)), headers=headers)
    again = owner_client.post("/api/v1/testruns/imports", files=files(("a.xml", JUNIT)), headers=headers)
    other = owner_client.post("/api/v1/testruns/imports", files=files(("a.xml", LCOV)), headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.json() == first.json()
    assert owner_client.get("/api/v1/testruns").json()["total"] == 1


BAD_UPLOADS = [
    pytest.param(
        files(("a.xml", JUNIT), ("b.xml", b"<testsuite>")), 422, "testruns.report_broken", "b.xml", id="damaged"
    ),
    pytest.param(files(("page.html", b"<html/>")), 422, "testruns.report_format", "page.html", id="another format"),
    pytest.param(files(("a.xml", b"")), 422, "testruns.report_empty", "a.xml", id="an empty file"),
    pytest.param(
        [("other", ("a.xml", JUNIT, "text/xml"))], 422, "testruns.no_reports", "No report", id="another field"
    ),
]


@pytest.mark.parametrize(("form", "status", "code", "named"), BAD_UPLOADS)
def test_a_bad_upload_is_refused_whole(form: Any, status: int, code: str, named: str, owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/testruns/imports", files=form)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert named in answer.json()["detail"]
    assert owner_client.get("/api/v1/testruns").json()["total"] == 0


def test_a_body_that_is_no_form_is_refused(owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/testruns/imports", content=b"{}", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (422, "testruns.upload_broken")


def test_who_may_only_read_may_neither_run_nor_import(client_for: Callable[..., TestClient], parts: Parts) -> None:
    record_discovery(parts.system, Path("/srv/shop"), Discovery("shop", None, (), (), {}, 1, 0))
    reader = client_for("read")

    assert reader.post("/api/v1/testruns/imports", files=files(("a.xml", JUNIT))).status_code == 403
    assert reader.post("/api/v1/testruns", json={"scope": "all"}).status_code == 403
    assert reader.get("/api/v1/testruns").json()["total"] == 0


@pytest.mark.parametrize("scope", ["everything", "", None, 3])
def test_an_unknown_scope_is_refused(scope: object, owner_client: TestClient) -> None:
    assert owner_client.post("/api/v1/testruns", json={"scope": scope}).status_code == 422


def test_unknown_runs_and_those_of_another_workspace_are_not_there(
    owner_client: TestClient, client_for: Callable[..., TestClient], parts: Parts
) -> None:
    run = put_run(parts.system, {"a": "failed"}, modules=(ModuleCoverage("a.py", 1, 3),))
    stranger = client_for(actor=parts.system.acting_as(local_actor("stranger", Door.API, OTHER_WORKSPACE)))
    unknown = owner_client.get("/api/v1/testruns/00000000-0000-7000-8000-000000000000")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "testruns.run_unknown")
    for path in (f"/{run}", f"/{run}/cases", f"/{run}/coverage"):
        assert stranger.get(f"/api/v1/testruns{path}").status_code == 404
    assert stranger.get("/api/v1/testruns").json()["total"] == 0


def test_a_run_that_is_asked_for_is_done_by_a_job(
    client_for: Callable[..., TestClient], parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    root = write(tmp_path / "shop", {"tests/test_a.py": SUITE})
    record_discovery(parts.system, root, Discovery("shop", None, (), (), {}, 1, 0))
    client = client_for()
    job = client.post("/api/v1/testruns", json={"scope": "all"})
    same = client.post("/api/v1/testruns", json={"scope": "all"})
    ran = run_job(parts.system, job_kinds(parts.cache_dir))
    done = client.get(f"/api/v1/jobs/{job.json()['id']}").json()
    listed = client.get("/api/v1/testruns").json()["items"]

    assert (job.status_code, job.json()["kind"], same.json()["id"]) == (202, "testruns.run", job.json()["id"])
    assert (ran, done["state"], done["error"]) == (True, "done", None)
    assert done["result"] == {"runs": [listed[0]["id"]], "states": ["failed"]}
    assert (listed[0]["suite"], listed[0]["passed"], listed[0]["failed"]) == ("tests", 1, 1)


def test_without_a_repository_there_is_nothing_to_run(owner_client: TestClient) -> None:
    answer = owner_client.post("/api/v1/testruns", json={"scope": "all"})

    assert (answer.status_code, answer.json()["code"]) == (422, "inventory.nothing_to_scan")


def _asked(server: LiveServer, secret: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{server.url}/api/v1{path}", data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_a_server_runs_suites_in_the_background(live_server: LiveServer, tmp_path: Path) -> None:
    root = write(tmp_path / "shop", {"tests/test_a.py": SUITE})
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    live_server.kaizen("discover", str(root))
    secret = live_server.key("read", "write")
    _asked(live_server, secret, "/testruns", {"scope": "all"})
    deadline = time.monotonic() + 60
    ended: list[Any] = []
    while not ended and time.monotonic() < deadline:
        time.sleep(0.3)
        ended = [run for run in _asked(live_server, secret, "/testruns")["items"] if run["state"] != "running"]
    with urllib.request.urlopen(f"{live_server.url}/metrics", timeout=10) as answer:
        metrics = answer.read().decode()

    assert [(run["suite"], run["state"], run["total"]) for run in ended] == [("tests", "failed", 2)]
    assert 'kaizen_testruns{state="failed"} 1.0' in metrics
