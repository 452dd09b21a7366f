"""Which files are a database, in which order, and what is told twice."""

import pytest

from tests.collect.inventory.schema.conftest import Discover

A, B, DROP, RENAME = "create table a(x int);", "create table b(x int);", "drop table a;", "alter table a rename to c;"

TOOLS = [
    pytest.param(
        {"supabase/migrations/20240101000000_a.sql": A, "supabase/seed.sql": B},
        ["public.a"],
        id="Supabase without its seed",
    ),
    pytest.param(
        {
            "db/migrations/000002_x.up.sql": RENAME,
            "db/migrations/000001_x.up.sql": A,
            "db/migrations/000002_x.down.sql": DROP,
        },
        ["public.c"],
        id="golang-migrate",
    ),
    pytest.param({"m/migrations/9_x.sql": A, "m/migrations/10_x.sql": RENAME}, ["public.c"], id="numbers, not letters"),
    pytest.param(
        {
            "sql/V1_2__b.sql": RENAME,
            "sql/V1_1__a.sql": A,
            "sql/V10__c.sql": "drop table c;",
            "sql/U1_1__a.sql": DROP,
            "sql/R__views.sql": "create view v as select 1;",
        },
        [],
        id="Flyway",
    ),
    pytest.param(
        {"db/migrations/20240101_a.sql": f"-- migrate:up\n{A}\n-- migrate:down\n{DROP}"}, ["public.a"], id="dbmate"
    ),
    pytest.param(
        {
            "prisma/migrations/2_b/migration.sql": RENAME,
            "prisma/migrations/1_a/migration.sql": A,
            "prisma/schema.prisma": "model z {\n id Int @id\n}",
        },
        ["public.c", "public.z"],
        id=("Prisma: a schema that no migration knows"),
    ),
    pytest.param(
        {"prisma/migrations/1_a/migration.sql": A, "prisma/schema.prisma": 'model A {\n id Int @id\n @@map("a")\n}\n'},
        ["public.a"],
        id="Prisma: migrations before the schema",
    ),
    pytest.param({"migrations/1_a/up.sql": A, "migrations/1_a/down.sql": DROP}, ["public.a"], id="Diesel and Hasura"),
    pytest.param({"drizzle/0000_a.sql": f"{A}\n--> statement-breakpoint\n{B}"}, ["public.a", "public.b"], id="Drizzle"),
    pytest.param({"db/schema.sql": A + B}, ["public.a", "public.b"], id="a schema alone"),
    pytest.param(
        {"db/schema.sql": A + B, "db/migrations/1_a.sql": A, "db/migrations/2_b.sql": DROP + B},
        ["public.b"],
        id="a dump beside the migrations tells nothing",
    ),
    pytest.param(
        {"dump.sql": A + B, "server/migrations/1_a.sql": A, "server/migrations/2_b.sql": DROP + B},
        ["public.b"],
        id="nor does one elsewhere with the same tables",
    ),
    pytest.param({"docker/init.sql": A, "ops/schema.sql": A}, ["public.a"], id="two scripts of one database"),
    pytest.param(
        {"db/create.sql": A, "db/drop.sql": DROP, "db/seed.sql": B, "tests/x.sql": B, "examples/y.sql": B},
        ["public.a"],
        id="scripts that drop, seed, test or show",
    ),
    pytest.param(
        {"migrations/postgres/1_a.sql": A, "migrations/sqlite/1_a.sql": A.replace("int", "integer")},
        ["public.a"],
        id="the same tables for two products",
    ),
    pytest.param(
        {"main.sql": "\\i parts/tables.sql\nalter table a rename to c;", "parts/tables.sql": A},
        ["public.c"],
        id="a script that runs another",
    ),
]


@pytest.mark.parametrize(("tree", "tables"), TOOLS)
def test_tables_of_a_folder(discover: Discover, tree: dict[str, str], tables: list[str]) -> None:
    assert discover(tree).names("table") == tables


def test_two_databases_do_not_mix(discover: Discover) -> None:
    found = discover({"one/migrations/1_a.sql": A, "two/migrations/1_a.sql": A, "two/migrations/2_b.sql": DROP})
    assert [(item.name, item.attributes["database"]) for item in found.items] == [("public.a", "one/migrations")]


def test_what_supabase_does_not_run_is_listed(discover: Discover) -> None:
    found = discover({"supabase/migrations/1_a.sql": A, "supabase/migrations/local_1_b.sql": B})
    assert found.names("table") == ["public.a"]
    assert found.reasons("supabase/migrations/local_1_b.sql") == [
        "not run by Supabase: its name does not start with a version number"
    ]


def test_bytes_that_are_no_text_are_listed(discover: Discover) -> None:
    found = discover(
        {
            "migrations/1_a.sql": b"create table a(x int); -- \xff\xfe",
            "migrations/2_b.sql": b"create table b(x int);\0",
            "migrations/3_c.sql": "\ufeffcreate table c(x int);",
            "migrations/4_d.sql": "create table d(x int);\r\ncreate table e(x int);\r\n",
        }
    )
    assert found.names("table") == ["public.c", "public.d", "public.e"]
    assert found.reasons("migrations/1_a.sql")
    assert found.reasons("migrations/2_b.sql")


MYSQL = """
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(20) DEFAULT 'it\\'s; fine',
  PRIMARY KEY (`id`), KEY `k` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `users` VALUES (1,'create table `no` (x int);');
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/
/*!50003 TRIGGER `touch` BEFORE INSERT ON `users` FOR EACH ROW BEGIN SET NEW.x = 1; END */;;
DELIMITER ;
ALTER TABLE `users` ADD COLUMN `age` int NOT NULL, DROP COLUMN `name`, ADD KEY `z` (`age`);
RENAME TABLE `users` TO `people`;
CREATE VIEW v AS SELECT * FROM people;
"""


def test_mysql_dumps(discover: Discover) -> None:
    found = discover({"db/schema.sql": MYSQL})
    assert (found.names("table"), found.names("view"), found.names("trigger")) == (
        ["public.people"],
        ["public.v"],
        ["people.touch"],
    )
    assert list(found.columns("public.people")) == ["id", "age"]


def test_sqlite_rebuilds(discover: Discover) -> None:
    rebuilt = (
        "PRAGMA foreign_keys=OFF;\nCREATE TABLE `__new_a` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `n` "
        "text);\n"
        "INSERT INTO `__new_a` SELECT * FROM `a`;\nDROP TABLE `a`;\nALTER TABLE `__new_a` RENAME TO `a`;\n"
    )
    found = discover({"drizzle/0000_a.sql": "CREATE TABLE `a` (`id` integer);", "drizzle/0001_b.sql": rebuilt})
    assert found.columns("public.a") == {"id": "integer", "n": "text?"}


def test_sql_server_scripts(discover: Discover) -> None:
    script = (
        "IF OBJECT_ID('dbo.A') IS NOT NULL DROP TABLE dbo.A\nGO\nCREATE TABLE [dbo].[A] ([Id] INT IDENTITY(1,1) "
        "NOT NULL, [N] NVARCHAR(20))\nGO\n"
        "ALTER TABLE dbo.A ADD Made DATETIME2 NULL\nGO\nCREATE PROCEDURE dbo.P AS BEGIN SELECT 1; SELECT 2 END\n"
        "GO\nEXEC sp_rename 'dbo.A', 'B';\nGO\n"
    )
    found = discover({"db/schema.sql": script})
    assert (found.names("table"), found.names("sql_function")) == (["dbo.B"], ["dbo.P()"])
    assert list(found.columns("dbo.B")) == ["Id", "N", "Made"]


def test_mysql_without_quotes_of_its_own(discover: Discover) -> None:
    found = discover(
        {
            "migrations/1_a.sql": "CREATE TABLE a (id INT(11) NOT NULL, n ENUM('x'), KEY k (n));",
            "migrations/2_b.sql": "ALTER TABLE a CHANGE n m VARCHAR(9) NOT NULL, ADD KEY i (m);\nRENAME TABLE a TO b;",
        }
    )
    assert found.names("table") == ["public.b"]
    assert list(found.columns("public.b")) == ["id", "m"]


def test_numbered_scripts_beside_another_tools_migrations_tell_nothing(discover: Discover) -> None:
    revision = (
        "revision = 'a'\ndown_revision = None\n\n\ndef upgrade():\n    op.create_table('a')\n    op.create_table('b')\n"
    )
    found = discover({"initdb/01_a.sql": A, "initdb/02_b.sql": B, "api/alembic/versions/1.py": revision})
    assert [(item.name, item.attributes["tool"]) for item in found.items] == [
        ("public.a", "alembic"),
        ("public.b", "alembic"),
    ]
