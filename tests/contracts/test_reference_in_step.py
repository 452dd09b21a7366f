"""The reference pages say what the code says now, and nothing in the code is left unsaid."""

from dataclasses import fields

import click
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from tools.pages import commands, events, metrics, settings
from tools.pages.words import NOTE
from tools.reference import PAGES, REFERENCE

from kaizen.cli.lazy import LazyGroup
from kaizen.kit.settings import Settings

CONTEXTS = list(commands.contexts())


def _path(context: click.Context) -> str:
    return context.command_path


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_step_with_the_code(name: str) -> None:
    file = REFERENCE / name

    assert file.is_file(), f"docs/reference/{name} is missing; run: make docs"
    assert file.read_text(encoding="utf-8") == PAGES[name](), f"docs/reference/{name} is out of step; run: make docs"


def test_no_other_page_claims_to_be_generated() -> None:
    claiming = {file.name for file in REFERENCE.glob("*.md") if NOTE in file.read_text(encoding="utf-8")}

    assert claiming == {name for name in PAGES if name.endswith(".md")}


@pytest.mark.parametrize("context", [each for each in CONTEXTS if isinstance(each.command, LazyGroup)], ids=_path)
def test_every_command_that_is_listed_is_there(context: click.Context) -> None:
    group = context.command
    assert isinstance(group, LazyGroup)

    for name in group.list_commands(context):
        assert group.get_command(context, name) is not None


@pytest.mark.parametrize("context", CONTEXTS, ids=_path)
def test_every_command_and_option_says_what_it_does(context: click.Context) -> None:
    options = [each for each in context.command.params if isinstance(each, click.Option)]

    assert context.command.help
    assert [each.name for each in options if not each.help and not each.hidden] == []


def test_every_setting_says_what_it_sets() -> None:
    assert [each.name for each in fields(Settings) if not settings.about(each.name)] == []


def test_every_event_can_be_read_off_the_source() -> None:
    assert events.unreadable() == []
    assert {"inventory.scanned", "jobs.changed", "keys.changed"} <= set(events.recorded())
    assert [name for name, places in events.recorded().items() if not any(each.about for each in places)] == []


def test_every_metric_says_what_it_tells() -> None:
    assert [each.name for each in metrics.described() if not each.about] == []


def test_what_the_server_measures_is_what_the_page_lists(owner_client: TestClient) -> None:
    owner_client.get("/healthz")
    families = text_string_to_metric_families(owner_client.get("/metrics").text)
    shown = {sample.name for family in families for sample in family.samples if not sample.name.endswith("_created")}
    bare = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in shown}
    listed = {each.name: each for each in metrics.described()}

    assert len(bare) >= 3
    assert bare <= set(listed)
    assert listed["kaizen_http_requests_total"].labels == ("method", "route", "status")
