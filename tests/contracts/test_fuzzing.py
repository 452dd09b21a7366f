"""Schemathesis over the whole API: whatever is sent, no server error, and what is answered is what is documented."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from kaizen.access.service import create_key, ensure_owner
from kaizen.api.parts import Dependency, Parts
from kaizen.api.server import create_api
from kaizen.kit import clock
from kaizen.kit.actor import Door, local_actor
from kaizen.kit.settings import Settings
from kaizen.storage.database import Database
from kaizen.storage.work import Context
from tests.fixtures.databases import opened_database

EXAMPLES = 25
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
# Signing out or revoking would take the fuzzer's own key away.
LEFT_OUT = {"DELETE /api/v1/session"}


def parts_on(database: Database, home: Path) -> Parts:
    """The parts of a server for fuzzing."""
    system = Context(database, local_actor("kaizen", Door.JOBS))
    dependencies = [Dependency("database", lambda: None)]
    asked_as = Settings(home=home, allowed_hosts="testserver")  # the name under which the fuzzer asks
    return Parts(asked_as, system, home, home / "cache", clock.now(), dependencies, {})


DESCRIBED = create_api(parts_on(Database("sqlite://"), Path())).openapi()
LABELS = [f"{method.upper()} {path}" for path, methods in DESCRIBED["paths"].items() for method in methods]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def fuzzed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[tuple[schemathesis.BaseSchema, str]]":
    """The API's own description, and the secret of a key that may do everything."""
    home = tmp_path_factory.mktemp("fuzzing")
    with opened_database(request, request.param, home) as database:
        parts = parts_on(database, home)
        ensure_owner(parts.system, "tester")
        secret = create_key(parts.system, "fuzzer", ["read", "write", "admin"]).secret
        yield schemathesis.openapi.from_asgi("/api/openapi.json", create_api(parts)), secret


@pytest.mark.parametrize("label", [label for label in LABELS if label not in LEFT_OUT])
def test_no_request_breaks_the_server(label: str, fuzzed: "tuple[schemathesis.BaseSchema, str]") -> None:
    schema, secret = fuzzed
    method, path = label.split(" ")
    headers = {"Authorization": f"Bearer {secret}"}

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(schema[path][method].as_strategy())
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()
