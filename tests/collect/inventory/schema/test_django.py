"""Django migrations: tables as Django would leave them, names of its own choosing included."""

import hashlib

import pytest

from tests.collect.inventory.schema.conftest import Discover

HEAD = (
    "from django.db import migrations, models\nfrom django.conf import settings\n\n\nclass "
    "Migration(migrations.Migration):\n"
)


def migration(operations: str, dependencies: str = "[]", more: str = "") -> str:
    return f"{HEAD}    dependencies = {dependencies}\n    {more}\n    operations = [\n{operations}\n    ]\n"


def model(name: str, fields: str = "", options: str = "{}") -> str:
    return (
        f"migrations.CreateModel(name={name!r}, fields=[('id', models.BigAutoField(primary_key=True)), "
        f"{fields}], options={options}),\n"
    )


FK = "models.ForeignKey(on_delete=models.CASCADE, to={!r})"
TO_TAG = 'to="shop.tag"'


def many(arguments: str = TO_TAG) -> str:
    return f"models.ManyToManyField({arguments})"


TAGS = f"('tags', {many()})"

LONG = f"shop_{'a' * 70}"
CUT = LONG[:59] + hashlib.md5(LONG.encode(), usedforsecurity=False).hexdigest()[:4]
CASES = [
    pytest.param(model("Book"), ["public.shop_book"], id="the default name"),
    pytest.param(model("Book", options="{'db_table': 'books'}"), ["public.books"], id="a name of its own"),
    pytest.param(
        model("Book", options="{'db_table': '\"lib\".\"books\"'}"), ["lib.books"], id="a schema smuggled into the name"
    ),
    pytest.param(
        model("A", options="{'proxy': True}") + model("B", options="{'managed': False}") + model("C"),
        ["public.shop_c"],
        id="proxies and unmanaged models have no table",
    ),
    pytest.param(model("A") + "migrations.DeleteModel(name='A'),", [], id="deleted"),
    pytest.param(model("A") + "migrations.RenameModel('A', 'Bee'),", ["public.shop_bee"], id="renamed"),
    pytest.param(
        model("A", options="{'db_table': 'as'}") + "migrations.RenameModel(old_name='A', new_name='Bee'),",
        ["public.as"],
        id="renamed with a name of its own",
    ),
    pytest.param(
        model("A", TAGS) + "migrations.AlterModelTable(name='a', table='as'),",
        ["public.as", "public.as_tags"],
        id="a new table name renames the join tables",
    ),
    pytest.param(
        model("A") + "migrations.AddField('a', 'tags', " + many(TO_TAG + ", db_table='joined'") + "),",
        ["public.joined", "public.shop_a"],
        id="a join table with a name of its own",
    ),
    pytest.param(
        model("A", "('tags', " + many(TO_TAG + ", through='shop.Link'") + ")") + model("Link"),
        ["public.shop_a", "public.shop_link"],
        id="a model between two is the join table",
    ),
    pytest.param(
        model("A", TAGS) + "migrations.RenameField('a', 'tags', 'labels'),",
        ["public.shop_a", "public.shop_a_labels"],
        id="a renamed field renames its join table",
    ),
    pytest.param(
        model("A", TAGS) + "migrations.RemoveField('a', 'tags'),",
        ["public.shop_a"],
        id="a removed field drops its join table",
    ),
    pytest.param(
        model("A") + "migrations.SeparateDatabaseAndState(database_operations=[], "
        "state_operations=[migrations.DeleteModel('A')]),",
        ["public.shop_a"],
        id="what only the state forgets is still there",
    ),
    pytest.param(
        "migrations.SeparateDatabaseAndState(state_operations=[" + model("A") + "]),",
        [],
        id="what only the state knows is not there",
    ),
    pytest.param(
        model("A") + "migrations.SeparateDatabaseAndState(database_operations=[migrations.AlterModelTable('a', "
        "'moved')],"
        " state_operations=[migrations.AlterModelTable('a', 'moved')]), migrations.AddField('a', 'tags', "
        + many()
        + "),",
        ["public.moved", "public.moved_tags"],
        id="both sides of a split operation",
    ),
    pytest.param(
        model("A") + "migrations.RunSQL(['create table raw(x int)', ('drop table shop_a', None)], "
        "reverse_sql='drop table raw'),",
        ["public.raw"],
        id="SQL forwards only",
    ),
    pytest.param(model("A" * 70), ["public." + CUT], id="long names are cut as Django cuts them"),
    pytest.param(
        "custom.CreateSearchTable('x'),\n" + model("A"), ["public.shop_a"], id="unknown operations do not stop the rest"
    ),
]


@pytest.mark.parametrize(("operations", "tables"), CASES)
def test_tables_that_are_left(discover: Discover, operations: str, tables: list[str]) -> None:
    assert discover({"shop/migrations/0001_initial.py": migration(operations)}).names("table") == tables


def test_unknown_operations_are_listed(discover: Discover) -> None:
    found = discover(
        {"shop/migrations/0001_initial.py": migration("custom.CreateSearchTable('x'),\nmigrations.AddIndex('a', 1),")}
    )
    (reason,) = found.reasons("shop/migrations/0001_initial.py")
    assert "CreateSearchTable is not known" in reason
    assert "AddIndex" not in reason


def test_columns_are_those_of_the_database(discover: Discover) -> None:
    fields = (
        "('name', models.CharField(max_length=9)), ('mail', models.EmailField(null=True)), ('price', "
        "models.DecimalField(max_digits=6, decimal_places=2)),"
        f"('owner', {FK.format('shop.Owner')}), ('parts', ArrayField(base_field=models.TextField())),"
    )
    operations = (
        "migrations.CreateModel('Owner', [('key', models.UUIDField(primary_key=True))]),\n"
        + model("Book", fields)
        + "migrations.AddField('book', 'made', models.DateTimeField(auto_now_add=True)),\n"
        "migrations.RenameField('book', 'owner', 'holder'), migrations.RemoveField('book', 'mail'),\n"
        "migrations.AlterField('book', 'name', models.TextField(db_column='title')),"
    )
    found = discover({"shop/migrations/0001_initial.py": migration(operations)})
    assert found.columns("public.shop_book") == {
        "id": "bigint",
        "title": "text",
        "price": "numeric(6,2)",
        "holder_id": "uuid",
        "parts": "text[]",
        "made": "timestamp with time zone",
    }


def test_a_model_without_a_key_gets_one(discover: Discover) -> None:
    found = discover(
        {
            "shop/migrations/0001_initial.py": migration(
                "migrations.CreateModel('A', fields=[('x', models.TextField())]),"
            )
        }
    )
    assert found.columns("public.shop_a") == {"id": "bigint", "x": "text"}


def test_order_is_that_of_the_dependencies_across_apps(discover: Discover) -> None:
    found = discover(
        {
            "a/migrations/0001_x.py": migration(
                "migrations.RunSQL('alter table b_old rename to b_new'),", "[('b', '0002_y')]"
            ),
            "b/migrations/0002_y.py": migration(model("Old"), "[('b', '0001_z')]"),
            "b/migrations/0001_z.py": migration(model("Gone")),
            "c/migrations/0001_early.py": migration("migrations.RunSQL('drop table b_gone'),", "[('b', '0001_z')]"),
            "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x')",
        }
    )
    assert found.names("table") == ["public.b_new"]


def test_a_squashed_migration_stands_for_those_it_replaces(discover: Discover) -> None:
    found = discover(
        {
            "shop/migrations/0001_a.py": migration(model("A")),
            "shop/migrations/0002_b.py": migration("migrations.RenameModel('A', 'B'),", "[('shop', '0001_a')]"),
            "shop/migrations/0001_squashed_0002_b.py": migration(
                model("B"), more="replaces = [('shop', '0001_a'), ('shop', '0002_b')]"
            ),
            "shop/migrations/0003_c.py": migration(model("C"), "[('shop', '0002_b')]"),
        }
    )
    assert found.names("table") == ["public.shop_b", "public.shop_c"]
    assert found.one("public.shop_b").path == "shop/migrations/0001_squashed_0002_b.py"


def test_the_label_of_an_app_is_the_one_it_declares(discover: Discover) -> None:
    found = discover(
        {
            "accounts/apps.py": "class Config(AppConfig):\n    name = 'accounts'\n    label = 'people'\n",
            "accounts/migrations/0001_initial.py": migration(model("User")),
            "core/store/migrations/0001_initial.py": migration(model("Item")),
            "core/store/migrations/0002_x.py": migration(model("Other"), "[('warehouse', '0001_initial')]"),
            "core/store/migrations/0003_y.py": migration(model("Third"), "[('warehouse', '0002_x')]"),
        }
    )
    assert found.names("table") == [
        "public.people_user", "public.warehouse_item", "public.warehouse_other", "public.warehouse_third",
    ]  # fmt: skip


def test_projects_with_the_same_app_do_not_mix(discover: Discover) -> None:
    manage = "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x')"
    found = discover(
        {
            "one/manage.py": manage, "two/manage.py": manage,
            "one/shop/migrations/0001_a.py": migration(model("A")),
            "two/shop/migrations/0001_a.py": migration(model("A")),
            "two/shop/migrations/0002_b.py": migration("migrations.DeleteModel('A'),", "[('shop', '0001_a')]"),
        }
    )  # fmt: skip
    assert [(item.name, item.attributes["database"]) for item in found.items] == [("public.shop_a", "one")]


def test_the_place_is_the_operation_that_made_the_table(discover: Discover) -> None:
    found = discover(
        {
            "shop/migrations/0001_a.py": migration("\n" + model("A")),
            "shop/migrations/0002_b.py": migration("migrations.AlterModelTable('a', 'b'),", "[('shop', '0001_a')]"),
        }
    )
    item = found.one("public.b")
    assert (item.path, item.line, item.language) == ("shop/migrations/0001_a.py", 10, "python")
    assert item.attributes["renamed_in"] == "shop/migrations/0002_b.py"
    assert item.attributes["model"] == "shop.a"


def test_triggers_of_pgtrigger_come_with_their_function(discover: Discover) -> None:
    add = (
        model("A") + "pgtrigger.migrations.AddTrigger(model_name='a', trigger=pgtrigger.compiler.Trigger(name='log',"
        " sql=pgtrigger.compiler.UpsertTriggerSql(func='x', pgid='pgtrigger_log_1a2b3', table='shop_a', "
        "when='AFTER'))),"
    )
    tree = {"shop/migrations/0001_a.py": migration(add)}
    found = discover(tree)
    assert found.names("trigger") == ["shop_a.pgtrigger_log_1a2b3"]
    assert found.names("sql_function") == ["public.pgtrigger_log_1a2b3()"]
    gone = migration("pgtrigger.migrations.RemoveTrigger(model_name='a', name='log'),", "[('shop', '0001_a')]")
    found = discover({"shop/migrations/0002_b.py": gone})
    assert (found.names("trigger"), found.names("sql_function")) == ([], [])


def test_sql_that_a_function_executes_counts(discover: Discover) -> None:
    code = (
        "from django.db import migrations, models\n\ndef forwards(apps, schema_editor):\n    "
        "schema_editor.execute('create view v as select 1')\n"
        "\n\nclass Migration(migrations.Migration):\n    operations = [migrations.RunPython(forwards, "
        "migrations.RunPython.noop)]\n"
    )
    assert discover({"shop/migrations/0001_a.py": code}).names("view") == ["public.v"]
