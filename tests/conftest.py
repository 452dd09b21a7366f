"""Shared fixtures: real databases, a context, the terminal, the API, a served Kaizen."""

from tests.fixtures.databases import database, postgres_server, postgres_template, sqlite_template
from tests.fixtures.doors import api, cli, client_for, owner_client, parts
from tests.fixtures.places import here, home, other_workspace, viewer
from tests.fixtures.serving import live_server

__all__ = [
    "api",
    "cli",
    "client_for",
    "database",
    "here",
    "home",
    "live_server",
    "other_workspace",
    "owner_client",
    "parts",
    "postgres_server",
    "postgres_template",
    "sqlite_template",
    "viewer",
]
