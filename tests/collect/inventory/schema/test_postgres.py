"""The final schema of PostgreSQL migrations, by what PostgreSQL itself would be left with."""

import pytest

from tests.collect.inventory.schema.conftest import Discover

TRIGGERING = "create function touch() returns trigger language plpgsql as $$ begin return new; end $$;\n"

RELATIONS = [
    pytest.param(
        "create table a(x int); drop table a; create table b(x int);", ["public.b"], id="a dropped table is gone"
    ),
    pytest.param(
        "create table a(x int); create table b(x int); drop table if exists a, nothing, b;",
        [],
        id="one drop names several",
    ),
    pytest.param("create temp table t(x int); create table t2();", ["public.t2"], id="temporary tables do not count"),
    pytest.param(
        "create table t(x int); create temp table t(x int); drop table t;",
        ["public.t"],
        id="dropping a temporary table spares the real one it hides",
    ),
    pytest.param(
        "create table a(x int); alter table a rename to b; create schema s; alter table b set schema s;",
        ["s.b"],
        id="rename and move keep the table",
    ),
    pytest.param(
        "create schema s; create table s.a(x int); create table b(x int); drop schema s cascade;",
        ["public.b"],
        id="a schema takes its tables along",
    ),
    pytest.param(
        "create schema s create table a(x int) create table b(x int); alter schema s rename to r;",
        ["r.a", "r.b"],
        id="tables created with their schema follow its name",
    ),
    pytest.param(
        (
            "create table p(k int) partition by list (k); create table p1 partition of p for values in (1); drop "
            "table p;"
        ),
        [],
        id="partitions go with their parent",
    ),
    pytest.param(
        "create table p(k int) partition by list (k); create table p1 partition of p for values in (1);"
        "alter table p detach partition p1; drop table p;",
        ["public.p1"],
        id="a detached partition stays",
    ),
    pytest.param(
        "create table a(x int); create table b as select * from a; select x into c from a;",
        ["public.a", "public.b", "public.c"],
        id="queries create tables",
    ),
    pytest.param(
        "set search_path to app, public; create table a(x int); reset search_path; create table b(x int);",
        ["app.a", "public.b"],
        id="the search path says where unqualified names go",
    ),
    pytest.param(
        "select pg_catalog.set_config('search_path', '', false); create table app.a(x int); create table b(x int);",
        ["app.a", "public.b"],
        id="a dump empties the search path by a function",
    ),
    pytest.param(
        'create table "Mixed Case"(x int); create table "semi;colon"(x int); create table "a""b"(x int);'
        "create table таблица(x int);",
        ["public.Mixed Case", 'public.a"b', "public.semi;colon", "public.таблица"],
        id="quoted and foreign names",
    ),
    pytest.param(
        "-- create table no1(x int);\n/* create table no2(x int); /* nested */ create table no3(x int); */\n"
        "comment on schema public is 'it''s; create table no4(x int);';\n"
        "create function f() returns text language sql as $a$ select $b$; create table no5(x int); $b$ $a$;\n"
        "create table yes(x int);",
        ["public.yes"],
        id="comments, texts and bodies create nothing",
    ),
    pytest.param(
        "copy t from stdin;\n1\tcreate table no(x int);\n$x$ '\n\\.\ncreate table yes(x int);",
        ["public.yes"],
        id="data blocks are not statements",
    ),
    pytest.param(
        (
            "\\connect app\n\\echo 'it''s\nbegin;\ncreate table a(x int);\ncommit;\nselect 1 \\gexec\ncreate table "
            "b(x int);"
        ),
        ["public.a", "public.b"],
        id="commands of psql are skipped",
    ),
    pytest.param(
        (
            "create function f() returns int begin atomic select 1; select case when true then 2 end; end;\ncreate "
            "table t();"
        ),
        ["public.t"],
        id="a body without quotes ends at its END",
    ),
    pytest.param(
        "create table ${schema}.a(x int); create table {{ schema }}.b(x int); create table :schema.c(x int);",
        ["public.a", "public.b", "public.c"],
        id="a placeholder for the schema is the default schema",
    ),
]


@pytest.mark.parametrize(("sql", "tables"), RELATIONS)
def test_tables_that_are_left(discover: Discover, sql: str, tables: list[str]) -> None:
    assert discover({"migrations/001_all.sql": sql}).names("table") == tables


BLOCKS = [
    pytest.param(
        "if not exists (select 1) then create table t(x int); end if;", ["public.t"], id="behind IF NOT EXISTS"
    ),
    pytest.param(
        "if not exists (select 1) then create table t(x int); else drop table t; end if;",
        ["public.t"],
        id="the other side of IF NOT EXISTS is not taken",
    ),
    pytest.param("execute 'create table t(x int)';", ["public.t"], id="a literal that is executed"),
    pytest.param(
        "foreach n in array array['a', 'b'] loop execute format('create table %I (x int)', n); end loop;",
        ["public.a", "public.b"],
        id="a loop over a literal list",
    ),
    pytest.param(
        (
            "for r in select * from (values ('a'), ('b')) v(name) loop execute 'create table ' || r.name || '()'; "
            "end loop;"
        ),
        ["public.a", "public.b"],
        id="a loop over literal rows",
    ),
    pytest.param(
        "for i in 1..2 loop execute 'create table y' || i || '(x int)'; end loop;",
        ["public.y1", "public.y2"],
        id="a loop over numbers",
    ),
    pytest.param(
        "n := 'late'; execute format('create table %s (x int)', quote_ident(n));",
        ["public.late"],
        id="a variable that was assigned",
    ),
    pytest.param(
        "begin create table t(x int); exception when others then create table no(x int); end;",
        ["public.t"],
        id="handlers do not run",
    ),
    pytest.param(
        "execute $x$ create table t(x int); create function f() returns int language sql as $y$ select 1 $y$ $x$;",
        ["public.t"],
        id="quotes in quotes in quotes",
    ),
]


@pytest.mark.parametrize(("body", "tables"), BLOCKS)
def test_do_blocks_are_followed(discover: Discover, body: str, tables: list[str]) -> None:
    block = f"do $do$\ndeclare n text; r record;\nbegin\n{body}\nend $do$;"
    assert discover({"migrations/001_all.sql": block}).names("table") == tables


def test_lines_inside_a_block_are_those_of_the_file(discover: Discover) -> None:
    found = discover(
        {
            "migrations/001_a.sql": (
                "-- first\n\ndo $$\nbegin\n  if true then\n    create table t(x int);\n  end if;\nend $$;"
            )
        }
    )
    assert found.one("public.t").line == 6


def test_dynamic_sql_that_depends_on_data_is_listed(discover: Discover) -> None:
    sql = (
        "do $$ declare r record; begin for r in select tablename from pg_tables loop\n execute 'drop table ' "
        "|| r.tablename; end loop; end $$;"
    )
    found = discover({"migrations/001_a.sql": "create table t(x int);", "migrations/002_b.sql": sql})
    assert found.names("table") == ["public.t"]
    (reason,) = found.reasons("migrations/002_b.sql")
    assert "line 2" in reason
    assert "depends on the data" in reason


CASCADES = [
    pytest.param(
        "drop table a cascade;", {"view": [], "trigger": [], "sql_function": ["public.touch()"]}, id="a table"
    ),
    pytest.param(
        "drop function touch() cascade;",
        {"view": ["public.v", "public.w"], "trigger": [], "sql_function": ["public.of_row(a)"]},
        id="a trigger function",
    ),
    pytest.param(
        "drop view v cascade;",
        {"view": [], "trigger": ["a.on_a"], "sql_function": ["public.of_row(a)", "public.touch()"]},
        id="a view that another reads",
    ),
    pytest.param(
        "alter table a drop column x cascade;",
        {"view": [], "trigger": ["a.on_a"], "sql_function": ["public.of_row(a)", "public.touch()"]},
        id="a column that a view shows",
    ),
    pytest.param(
        "alter table a drop column y cascade;",
        {
            "view": ["public.v", "public.w"],
            "trigger": ["a.on_a"],
            "sql_function": ["public.of_row(a)", "public.touch()"],
        },
        id="a column that no view shows",
    ),
    pytest.param(
        "alter table a rename to b; drop table b cascade;",
        {"view": [], "trigger": [], "sql_function": ["public.touch()"]},
        id="a table under its new name",
    ),
]


@pytest.mark.parametrize(("drop", "left"), CASCADES)
def test_cascade_takes_along_what_leans_on_it(discover: Discover, drop: str, left: dict[str, list[str]]) -> None:
    setup = (
        "create table a(x int, y int);\n"
        + TRIGGERING
        + "create function of_row(a) returns int language sql as 'select 1';\n"
        "create trigger on_a before insert on a for each row execute function touch();\n"
        "create view v as select x from a; create view w as select * from v;\n"
    )
    found = discover({"supabase/migrations/1_a.sql": setup, "supabase/migrations/2_b.sql": drop})
    assert {kind: found.names(kind) for kind in left} == left


def test_foreign_tables_go_with_their_server(discover: Discover) -> None:
    setup = (
        "create server one foreign data wrapper w; create server two foreign data wrapper w;"
        "create foreign table a(x int) server one; create foreign table b(x int) server two;"
    )
    assert discover({"migrations/1_a.sql": setup}).names("foreign_table") == ["public.a", "public.b"]
    assert discover({"migrations/2_b.sql": "drop server one cascade;"}).names("foreign_table") == ["public.b"]
    assert discover({"migrations/3_c.sql": "drop foreign data wrapper w cascade;"}).names("foreign_table") == []


FUNCTIONS = [
    pytest.param(
        (
            "create function f(a int, b varchar(9), variadic c text[], out d int, inout e timestamptz) language sql "
            "as '';"
        ),
        ["public.f(integer, character varying, text[], timestamp with time zone)"],
        id="input types as PostgreSQL prints them",
    ),
    pytest.param(
        (
            "create function f(int8) returns table(x int) language sql as ''; create function f(int4) returns int "
            "language sql as '';"
        ),
        ["public.f(bigint)", "public.f(integer)"],
        id="overloads are two functions",
    ),
    pytest.param(
        (
            "create function f(a int) returns int language sql as ''; create or replace function f(b integer) "
            "returns int language sql as '';"
        ),
        ["public.f(integer)"],
        id="replacing is one function, whatever its arguments are called",
    ),
    pytest.param(
        (
            "create function f(int) returns int language sql as ''; create function f(text) returns int language sql "
            "as ''; drop function f(a integer);"
        ),
        ["public.f(text)"],
        id="a drop with types takes one overload",
    ),
    pytest.param(
        (
            "create function f(extensions.vector(3)) returns int language sql as ''; create function g(vector(3)) "
            "returns int language sql as '';"
        ),
        ["public.f(extensions.vector)", "public.g(vector)"],
        id="types of extensions as declared",
    ),
    pytest.param(
        "create function f(public.vector) returns int language sql as ''; drop function f(vector);",
        [],
        id="a drop finds a type without its schema",
    ),
    pytest.param(
        (
            "create function f() returns int language sql as ''; alter function f rename to g; create schema s; "
            "alter function g() set schema s;"
        ),
        ["s.g()"],
        id="rename and move",
    ),
    pytest.param(
        "create procedure p(a int) language sql as ''; create aggregate total(int) (sfunc = int4pl, stype = int);",
        ["public.p(integer)", "public.total(integer)"],
        id="procedures and aggregates",
    ),
    pytest.param(
        "create table u(id uuid); create function f(x u.id%type) returns int language sql as '';",
        ["public.f(uuid)"],
        id="the type of a column",
    ),
    pytest.param(
        (
            "create type mood as enum ('a'); create function f(mood) returns int language sql as ''; drop type mood "
            "cascade;"
        ),
        [],
        id="functions go with their type",
    ),
]


@pytest.mark.parametrize(("sql", "functions"), FUNCTIONS)
def test_functions_that_are_left(discover: Discover, sql: str, functions: list[str]) -> None:
    assert discover({"migrations/001_all.sql": sql}).names("sql_function") == functions


def test_triggers_belong_to_their_tables(discover: Discover) -> None:
    sql = TRIGGERING + (
        "create table a(x int); create table b(x int); create table c(x int);"
        "create trigger same before insert on a for each row execute function touch();"
        "create trigger same before insert on b for each row execute function touch();"
        "create trigger same before insert on c for each row execute function touch();"
        "create trigger on_users after insert on auth.users for each row execute function touch();"
        "alter trigger same on b rename to other; drop trigger same on a; drop table c; alter table b rename to bb;"
    )
    assert discover({"migrations/001_a.sql": sql}).names("trigger") == ["auth.users.on_users", "bb.other"]


def test_columns_are_those_left_at_the_end(discover: Discover) -> None:
    sql = """
    create table t(id bigserial primary key, name varchar(20) not null default 'a,b', price numeric(10,2)[], gone int);
    alter table t add column made timestamptz default now() not null, drop column gone, alter name type text;
    alter table t rename column price to prices; alter table t alter name drop not null;
    """
    found = discover({"migrations/001_a.sql": sql})
    assert found.columns("public.t") == {
        "id": "bigint", "name": "text?", "prices": "numeric(10,2)[]?", "made": "timestamp with time zone",
    }  # fmt: skip
    columns = found.one("public.t").attributes["columns"]
    assert isinstance(columns, list)
    assert columns[0] == {"name": "id", "type": "bigint", "nullable": False, "default": "nextval", "primary_key": True}
    assert columns[1] == {"name": "name", "type": "text", "nullable": True, "default": "'a,b'", "primary_key": False}


def test_security_is_an_attribute(discover: Discover) -> None:
    sql = (
        "create table t(x int); alter table t enable row level security;"
        "create policy one on t using (true); create policy two on t using (true);"
        "drop policy one on t; alter policy two on t rename to three;"
    )
    attributes = discover({"migrations/001_a.sql": sql}).one("public.t").attributes
    assert attributes["row_level_security"] is True
    assert attributes["policies"] == ["three"]


def test_the_creating_statement_is_the_place_and_the_rename_is_noted(discover: Discover) -> None:
    found = discover(
        {
            "migrations/001_a.sql": "\n-- old\ncreate table a(x int);\n",
            "migrations/002_b.sql": "alter table a rename to b;",
        }
    )
    item = found.one("public.b")
    assert (item.path, item.line, item.language) == ("migrations/001_a.sql", 3, "sql")
    assert item.attributes["renamed_in"] == "migrations/002_b.sql"
    assert item.attributes["renamed_from"] == "public.a"


def test_one_bad_statement_does_not_lose_the_file(discover: Discover) -> None:
    sql = "create table a(x int);\ncreate table b(x int,,);\ncreate function f( returns;\ncreate table c(x int);"
    found = discover({"migrations/001_a.sql": sql})
    assert found.names("table") == ["public.a", "public.c"]
    (reason,) = found.reasons("migrations/001_a.sql")
    assert reason == (
        'not replayed in full: line 2: syntax error at or near ","; line 3: syntax error at or near ";"'
    ) or reason.startswith('not replayed in full: line 2: syntax error at or near ","; line 3:')
