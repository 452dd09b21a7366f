"""``kaizen keys``, ``audit``, ``jobs`` and ``db`` at a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaizen.app.assembly import Assembly
from kaizen.storage.jobs import enqueue
from kaizen.storage.schema import known_revisions
from tests.fixtures.doors import Outcome
from tests.fixtures.serving import LiveServer

Cli = Callable[..., Outcome]


def test_a_key_is_made_listed_and_revoked(cli: Cli) -> None:
    made = cli("keys", "create", "ci", "--scope", "read", "--scope", "write", "--json").json()
    listed = cli("keys", "list", "--json").json()["items"]
    revoked = cli("keys", "revoke", made["key"]["id"])

    assert made["secret"].startswith("kz_")
    assert [(key["name"], key["scopes"]) for key in listed] == [("ci", ["read", "write"])]
    assert revoked.exit_code == 0
    assert cli("keys", "list", "--json").json()["items"][0]["revoked_at"] is not None


def test_only_the_secret_goes_to_stdout(cli: Cli) -> None:
    outcome = cli("keys", "create", "ci")

    assert outcome.stdout.startswith("kz_")
    assert len(outcome.stdout.split()) == 1
    assert "not shown again" in outcome.stderr


def test_a_sign_in_link_leads_to_the_server(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIZEN_PUBLIC_URL", "https://kaizen.example/")

    assert cli("keys", "sign-in-link").stdout.startswith("https://kaizen.example/sign-in?token=")


def test_a_sign_in_link_leads_to_the_server_that_runs_whatever_the_port_says(live_server: LiveServer) -> None:
    assert live_server.kaizen("keys", "sign-in-link").startswith(f"{live_server.url}/sign-in?token=")


def test_a_sign_in_link_without_a_server_says_how_to_start_one(cli: Cli) -> None:
    outcome = cli("keys", "sign-in-link")

    assert outcome.stdout.startswith("http://127.0.0.1:8420/sign-in?token=")
    assert outcome.stderr.endswith("kaizen serve\n")


def test_every_change_is_in_the_audit_log(cli: Cli) -> None:
    cli("keys", "create", "ci")
    told = cli("audit", "list")

    assert "keys.create" in told.stdout
    assert "access.first-owner" in told.stdout
    assert cli("audit", "list", "--action", "nothing").stdout == ""


def test_a_job_can_be_seen_and_cancelled(cli: Cli, home: Path) -> None:
    assert "No jobs yet" in cli("jobs", "list").stderr
    job = enqueue(Assembly().context(), "inventory.scan", {"path": "/x"})
    cancelled = cli("jobs", "cancel", str(job.id))

    assert f"Job {job.id} is cancelled" in cancelled.stderr
    assert cli("jobs", "list", "--json").json()["items"][0]["state"] == "cancelled"
    assert "not due" in cli("jobs", "run", str(job.id)).stderr


def test_the_database_is_made_on_first_use_and_says_where_it_stands(cli: Cli) -> None:
    newest = known_revisions()[-1]

    assert cli("db", "status").exit_code == 1
    assert f"to {newest}" in cli("db", "upgrade").stderr
    assert cli("db", "status").stdout == f"at {newest}, needed {newest}\n"
    assert cli("db", "upgrade").stderr == f"The database is at {newest}.\n"


def test_a_database_that_is_behind_is_refused_with_the_command_that_helps(cli: Cli, home: Path) -> None:
    import sqlite3

    cli("db", "upgrade")
    with sqlite3.connect(home / "kaizen.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    behind = cli("keys", "list")
    with sqlite3.connect(home / "kaizen.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ahead = cli("keys", "list")
    status = cli("db", "status")

    assert (status.exit_code, "newer Kaizen" in status.stderr) == (1, True)
    assert (behind.exit_code, ahead.exit_code) == (2, 2)
    assert "kaizen db upgrade" in behind.stderr
    assert "newer Kaizen" in ahead.stderr
