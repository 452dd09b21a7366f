"""Alembic: what ``upgrade`` leaves, along ``down_revision``, as far as literals decide it."""

import pytest

from tests.collect.inventory.schema.conftest import Discover

HEAD = "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n"


def revision(name: str, down: str, body: str, before: str = "") -> str:
    indented = "\n".join("    " + line for line in body.splitlines())
    return (
        f"{HEAD}\nrevision: str = {name!r}\ndown_revision = {down}\n{before}\n\ndef upgrade() -> None:\n"
        f"{indented}\n\n\ndef downgrade():\n    op.drop_table('kept')\n"
    )


BODIES = [
    pytest.param("op.create_table('kept')", "", ["public.kept"], id="downgrade does not count"),
    pytest.param("op.create_table(op.f('a'), schema='app')", "", ["app.a"], id="a schema of its own"),
    pytest.param("op.create_table('a')\nop.rename_table('a', 'b')", "", ["public.b"], id="rename"),
    pytest.param(
        "for name in TABLES:\n    op.create_table(name + '_log')",
        "TABLES = ['a', 'b']",
        ["public.a_log", "public.b_log"],
        id="a loop over a constant",
    ),
    pytest.param(
        "make('a')\nmake(name='b', schema='s')",
        "def make(name, schema=None):\n    op.create_table(name, sa.Column('id', sa.Integer()), schema=schema)",
        ["public.a", "s.b"],
        id="a helper function",
    ),
    pytest.param(
        "if op.get_bind().dialect.name == 'sqlite':\n    op.create_table('no')\nelse:\n    op.create_table('a')",
        "",
        ["public.a"],
        id="branches of other dialects are not taken",
    ),
    pytest.param(
        "if not exists('a'):\n    op.create_table('a')\nif has('a'):\n    return\nop.create_table('b')",
        "",
        ["public.a", "public.b"],
        id="branches that depend on the database are taken, their returns are not",
    ),
    pytest.param(
        "op.execute(f'''\n  CREATE TABLE {SCHEMA}.a (x int);\n  CREATE TABLE b (x int);''')",
        "SCHEMA = 's'",
        ["public.b", "s.a"],
        id="formatted SQL with a constant",
    ),
    pytest.param(
        "op.get_bind().execute(sa.text('create table a (x int)'))", "", ["public.a"], id="SQL through the connection"
    ),
    pytest.param("op.execute('create table ' 'a' + ' (x int)')", "", ["public.a"], id="SQL in pieces"),
    pytest.param("op.execute('create table {t} (x int)'.format(t='a'))", "", ["public.a"], id="format"),
    pytest.param("op.execute('create table %s (x int)' % ('a',))", "", ["public.a"], id="percent"),
    pytest.param(
        "[op.execute(sql) for sql in ('create table a()', 'create table b()')]",
        "",
        ["public.a", "public.b"],
        id="a comprehension",
    ),
    pytest.param(
        "with op.get_context().autocommit_block():\n    op.create_table('a')\ntry:\n    op.create_table('b')\n"
        "except Exception:\n    op.create_table('no')",
        "",
        ["public.a", "public.b"],
        id="with and try",
    ),
    pytest.param(
        "t = sa.Table('a', meta, sa.Column('x', sa.Text()))\nt.create(op.get_bind())",
        "",
        ["public.a"],
        id="a Table object",
    ),
    pytest.param("op.create_table('tmp', prefixes=['TEMPORARY'])", "", [], id="temporary tables do not count"),
]


@pytest.mark.parametrize(("body", "before", "tables"), BODIES)
def test_what_upgrade_creates(discover: Discover, body: str, before: str, tables: list[str]) -> None:
    assert discover({"alembic/versions/1_a.py": revision("a", "None", body, before)}).names("table") == tables


def test_order_is_that_of_down_revision_with_branches_and_merges(discover: Discover) -> None:
    found = discover(
        {
            "db/versions/1.py": revision(
                "m", "('l', 'r')", "op.drop_table('left')\nop.rename_table('right', 'merged')"
            ),
            "db/versions/2.py": revision("r", "'base'", "op.create_table('right')"),
            "db/versions/3.py": revision("l", "'base'", "op.rename_table('first', 'left')"),
            "db/versions/4.py": revision("base", "None", "op.create_table('first')"),
        }
    )
    assert found.names("table") == ["public.merged"]
    item = found.one("public.merged")
    assert (item.path, item.attributes["database"]) == ("db/versions/2.py", "db")


def test_two_environments_do_not_mix(discover: Discover) -> None:
    found = discover(
        {
            "one/alembic/versions/1.py": revision("a", "None", "op.create_table('t')"),
            "two/alembic/versions/1.py": revision("a", "None", "op.create_table('t')"),
            "two/alembic/versions/2.py": revision("b", "'a'", "op.drop_table('t')"),
        }
    )
    assert [(item.name, item.attributes["database"]) for item in found.items] == [("public.t", "one/alembic")]


def test_columns_follow_every_change(discover: Discover) -> None:
    created = (
        "op.create_table('t',\n  sa.Column('id', postgresql.UUID(as_uuid=True), nullable=False),\n"
        "  sa.Column('name', sa.String(length=20), nullable=False, server_default=sa.text(\"'x'\")),\n"
        "  sa.Column('tags', postgresql.ARRAY(sa.Text()), nullable=True), sa.Column('gone', sa.Integer()),\n"
        "  sa.PrimaryKeyConstraint('id'))"
    )
    changed = (
        "with op.batch_alter_table('t', schema=None) as batch_op:\n"
        "    batch_op.add_column(sa.Column('made', sa.DateTime(timezone=True), nullable=False))\n"
        "    batch_op.drop_column('gone')\n"
        "op.alter_column('t', 'name', new_column_name='title', type_=sa.Text(), nullable=True)"
    )
    found = discover(
        {"m/versions/1.py": revision("a", "None", created), "m/versions/2.py": revision("b", "'a'", changed)}
    )
    assert found.columns("public.t") == {
        "id": "uuid", "title": "text?", "tags": "text[]?", "made": "timestamp with time zone",
    }  # fmt: skip
    columns = found.one("public.t").attributes["columns"]
    assert isinstance(columns, list)
    assert columns[0] == {"name": "id", "type": "uuid", "nullable": False, "default": None, "primary_key": True}
    assert columns[1] == {"name": "title", "type": "text", "nullable": True, "default": "'x'", "primary_key": False}


def test_sql_of_another_file_runs_in_its_place_and_counts_once(discover: Discover) -> None:
    body = "path = Path(__file__).parent / 'sql' / 'init.sql'\nop.execute(path.read_text())\nop.rename_table('a', 'b')"
    found = discover(
        {"m/versions/1.py": revision("a", "None", body), "m/versions/sql/init.sql": "\ncreate table a(x int);"}
    )
    (item,) = found.items
    assert (item.name, item.path, item.line, item.language) == ("public.b", "m/versions/sql/init.sql", 2, "sql")


def test_computed_names_are_listed_and_the_rest_goes_on(discover: Discover) -> None:
    body = "op.create_table(compute())\nop.execute(f'create table {compute()} (x int)')\nop.create_table('a')"
    found = discover({"m/versions/1.py": revision("a", "None", body)})
    assert found.names("table") == ["public.a"]
    (reason,) = found.reasons("m/versions/1.py")
    assert reason.count("computed") == 2


def test_a_history_with_a_hole_or_a_circle_is_listed(discover: Discover) -> None:
    found = discover(
        {
            "m/versions/1.py": revision("a", "'gone'", "op.create_table('a')"),
            "n/versions/1.py": revision("b", "'c'", "op.create_table('b')"),
            "n/versions/2.py": revision("c", "'b'", "op.create_table('c')"),
        }
    )
    assert found.names("table") == ["public.a", "public.b", "public.c"]
    assert found.reasons("m/versions/1.py") == ["its down_revision gone is not in the repository"]
    assert any("back to itself" in entry.reason for entry in found.skipped)


def test_endless_python_is_given_up(discover: Discover) -> None:
    body = "x = 'a'\nfor i in range(1000):\n    for j in range(1000):\n        x = x + x\nop.create_table('never')"
    found = discover(
        {
            "m/versions/1.py": revision("a", "None", body),
            "m/versions/2.py": revision("b", "'a'", "op.create_table('t')"),
        }
    )
    assert found.names("table") == ["public.t"]
    assert found.reasons("m/versions/1.py") == [
        ("not replayed in full: line 1: upgrade does more than can be followed")
    ]


def test_recursion_is_given_up(discover: Discover) -> None:
    found = discover(
        {
            "m/versions/1.py": revision(
                "a", "None", "op.create_table('t')\nagain(1)", "def again(n):\n    again(n + 1)\n    again(n)"
            )
        }
    )
    assert found.names("table") == ["public.t"]


def test_entities_of_alembic_utils(discover: Discover) -> None:
    body = (
        "f = PGFunction(schema='public', signature='double(n int)', definition='returns int as $$ select n * 2 "
        "$$ language sql')\n"
        "op.create_entity(f)\nop.create_entity(PGView(schema='public', signature='v', definition='select 1 as one'))"
    )
    found = discover({"m/versions/1.py": revision("a", "None", body)})
    assert (found.names("sql_function"), found.names("view")) == (["public.double(integer)"], ["public.v"])


MODELS = (
    "import uuid\nfrom sqlalchemy.orm import Mapped, mapped_column\nfrom sqlalchemy import Column, String, DateTime\n"
    "class Timed:\n    made: Mapped[datetime] = mapped_column(DateTime(timezone=True))\n"
    "class User(Timed, Base):\n    __tablename__ = 'users'\n    __table_args__ = {'schema': 'app'}\n"
    "    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)\n    name: Mapped[str | None]\n    tag = "
    "Column('label', String(9), nullable=False)\n"
    "link = Table('links', metadata, Column('a', Integer, primary_key=True))\n"
)


def test_models_count_where_no_migration_tells_of_them(discover: Discover) -> None:
    found = discover({"app/models.py": MODELS})
    assert found.names("table") == ["app.users", "public.links"]
    assert found.one("app.users").attributes["source"] == "model"
    assert found.columns("app.users") == {
        "made": "timestamp with time zone", "id": "uuid", "name": "character varying?", "label": "character "
            "varying(9)",
    }  # fmt: skip


def test_models_do_not_count_beside_their_migrations(discover: Discover) -> None:
    found = discover(
        {
            "app/models.py": MODELS,
            "alembic/versions/1.py": revision("a", "None", "op.create_table('users', schema='app')"),
        }
    )
    assert found.names("table") == ["app.users"]
    assert found.one("app.users").attributes["source"] == "migrations"


def test_flask_models_are_named_as_their_extension_names_them(discover: Discover) -> None:
    source = (
        "from app import db\nclass OrderItem(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n"
        "class Special(OrderItem):\n    x = db.Column(db.Text)\n"
        "class Base(db.Model):\n    __abstract__ = True\n    id = db.Column(db.Integer, primary_key=True)\n"
    )
    assert discover({"app/models.py": source}).names("table") == ["public.order_item"]


def test_sql_of_another_module_is_listed(discover: Discover) -> None:
    found = discover({"m/versions/1.py": revision("a", "None", "op.execute(sql.CREATE_VIEW)\nop.execute(query)")})
    assert found.reasons("m/versions/1.py") == [
        "not replayed in full: line 10: its SQL (sql.CREATE_VIEW) is defined in another file"
    ]
