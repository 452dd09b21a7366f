"""Public repositories whose schema is known from a second source: names, not counts."""

import os
import re
from pathlib import Path

import pytest

from tests.collect.inventory.schema.conftest import Found, discovered

pytestmark = pytest.mark.external

PUBLIC = """
api_brain_definition api_keys assistants brain_subscription_invitations brains brains_users brains_vectors chat_history
chats composite_brain_connections integrations integrations_user knowledge knowledge_brain models notifications
notion_sync product_to_features prompts syncs_active syncs_files syncs_user tasks user_daily_usage user_identity
user_settings users vectors
"""
FUNCTIONS = """
delete_secret get_user_email_by_user_id get_user_id_by_user_email handle_new_user insert_secret is_parent_folder
match_brain match_vectors read_secret update_max_brains_theodo
"""
TABLE = re.compile(r"class (\w+)\(([^)]*)\):(.*?)(?=^class |\Z)", re.DOTALL | re.MULTILINE)
DB_TABLE = re.compile(r"""^        db_table = ["'](\w+)["']""", re.MULTILINE)


def repository(name: str) -> Path:
    data = os.environ.get("KAIZEN_TEST_DATA")
    if not data or not (Path(data) / name).is_dir():
        pytest.skip(f"KAIZEN_TEST_DATA names no folder with the repository {name}")
    return Path(data) / name


@pytest.fixture(scope="module")
def quivr() -> Found:
    return discovered(repository("quivr"))


def test_quivr_tables(quivr: Found) -> None:
    tables = {f"public.{name}" for name in PUBLIC.split()} | {"extensions.wrappers_fdw_stats"}
    assert set(quivr.names("table")) == tables
    assert quivr.names("foreign_table") == ["public.customers", "public.products", "public.subscriptions"]
    secured = [item.name for item in quivr.items if item.attributes.get("row_level_security")]
    assert sorted(secured) == sorted(f"public.{name}" for name in PUBLIC.split())


def test_quivr_functions(quivr: Found) -> None:
    assert [name.partition("(")[0] for name in quivr.names("sql_function")] == [
        f"public.{n}" for n in FUNCTIONS.split()
    ]
    assert quivr.names("trigger") == [
        "auth.users.on_auth_user_created",
        "user_settings.update_max_brains_theodo_trigger",
    ]
    assert quivr.names("edge_function") == ["add-new-email", "phospho", "telemetry", "user"]


def test_plane_tables_are_those_of_its_models() -> None:
    root = repository("plane")
    declared = {
        f"public.{table}"
        for file in (*root.glob("apps/*/plane/db/models/**/*.py"), *root.glob("apps/*/plane/license/models/*.py"))
        for model in TABLE.finditer(file.read_text())
        if "abstract = True" not in model[3]
        for table in DB_TABLE.findall(model[3])
    }
    found = discovered(root)
    joined = {item.name for item in found.items if item.attributes.get("auto_created")}
    assert joined == {"public.users_groups", "public.users_user_permissions"}
    assert set(found.names("table")) - joined == declared
    assert len(declared) == 96
