"""The replay and a real PostgreSQL run the same scripts: what is left must be the same, columns included."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from kaizen.collect.inventory.schema.replay import Database, applied
from kaizen.collect.inventory.schema.sql.reading import read_script

pytestmark = pytest.mark.postgres

OWN = "n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"
RELATIONS = f"""
select n.nspname, relname, relkind, coalesce((
  select array_agg(attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull::text order by attnum)
  from pg_attribute where attrelid = k.oid and attnum > 0 and not attisdropped), '{{}}')
from pg_class k join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'f') and {OWN}
"""
ROUTINES = f"""
select n.nspname || '.' || proname || '(' || oidvectortypes(proargtypes) || ')'
from pg_proc p join pg_namespace n on n.oid = pronamespace where {OWN}
"""
TRIGGERS = f"""
select n.nspname || '.' || relname || '.' || tgname
from pg_trigger t join pg_class k on k.oid = tgrelid join pg_namespace n on n.oid = relnamespace
where not tgisinternal and {OWN}
"""
TOUCH = "create function touch() returns trigger language plpgsql as $$ begin return new; end $$;\n"
SCRIPTS = {
    "types as PostgreSQL prints them": """
        create table t(id int generated always as identity, s serial, b bigserial primary key, c char, v varchar,
        c5 char(5),
          ts timestamp(3), tz timestamptz(6), iv interval, b3 bit(3), o oid, x xml, p point, arr int[3][4],
          f20 float(20),
          ti time(2) with time zone, dp float, re real, nm name, d numeric(10,2)[], n decimal, j jsonb, by bytea);""",
    "constraints decide what may be null": """
        create table t(x int default 1 check (x > 0), y text default 'a,b' collate "C" not null,
          z text generated always as (y || 'x') stored, constraint pk primary key (x, y));
        create table u(a int, b int); alter table u add primary key (a); alter table u alter b set not null;
        alter table u rename a to c; alter table u rename column b to "D"; alter table u drop column c;""",
    "queries and templates give columns": """
        create table a(x int not null default 3, y text); create table b (like a including all, z int);
        create table c as select * from a; select x into d from a; create table e ();
        alter table e add column x int, add y text;
        alter table if exists nothing add column z int;
        alter table e alter column y type varchar(9) using y::varchar;""",
    "partitions and children follow": """
        create table p(id int, k int) partition by list (k); create table p1 partition of p for values in (1);
        create table p2 (id int, k int); alter table p attach partition p2 for values in (2);
        alter table p add column z text not null default 'x'; alter table p detach partition p1;
        create table par(id int, n text); create table child() inherits (par); alter table par rename column n to m;""",
    "schemas": TOUCH
    + """
        create schema s; create table s.t(id int); create view s.v as select * from s.t;
        create view w as select id from s.v;
        create function s.f() returns trigger language plpgsql as $$ begin return new; end $$; create table o(id int);
        create trigger one before insert on o for each row execute function s.f();
        create trigger two before insert on o for each row execute function touch(); drop schema s cascade;
        create schema r create table t1(id int) create view v1 as select id from t1; alter schema r rename to q;
        alter table q.t1 rename to t9; create table q.m(); alter table q.m set schema public;""",
    "the search path": """
        create schema app; set search_path = app, public; create table t(id int); create table public.t2(id int);
        create view v as select * from t2; reset search_path; create table t3(id int);
        set local search_path to app; drop table if exists t; set search_path = ''; create table public.q(i int);""",
    "types with cascade": """
        create type mood as enum ('a', 'b'); create table m(x mood, y mood[], z int);
        create function f(mood) returns int language sql as 'select 1';
        create function g(int) returns mood language sql as $q$ select 'a'::mood $q$; alter type mood rename to feel;
        create domain mail as text; create table n(x mail, y int); drop type feel cascade; drop domain mail cascade;""",
    "functions and their overloads": """
        create function f(a int, b text default 'x',
        variadic c int[] default null) returns int language sql as 'select 1';
        create function f(a int) returns int language sql as 'select 1'; drop function f(int);
        create or replace function f(x integer, out y int, inout z varchar(10)) language sql as $$ select 1,
        'x'::varchar $$;
        create function g(timestamptz, "char", char(3), bit varying(4), time, interval hour, decimal(3,2))
          returns void language sql as ''; alter function g rename to h; create schema z; alter function h set schema z;
        create procedure p(a int, inout b text) language sql as $$ select 'x' $$; alter procedure p rename to q;
        create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
        create function rows(x int) returns table(y int) language sql as 'select 1';""",
    "row types follow their table": """
        create table t(id int); create function takes(t) returns int language sql as 'select 1';
        create function gives() returns setof t language sql as 'select * from t'; alter table t rename to u;
        create table t(id int); drop table u cascade;""",
    "triggers": TOUCH
    + """
        create table t(id int, a int); create trigger one before insert on t for each row execute procedure touch();
        create constraint trigger two after insert on t deferrable for each row execute function touch();
        create trigger three after update of a on t for each row execute function touch();
        alter trigger one on t rename to four; alter table t rename to t2; alter table t2 drop column a cascade;
        create table k(id int); create trigger four after insert on k for each row execute function touch();
        alter function touch() rename to touched; drop trigger four on k; drop trigger if exists nothing on t2;""",
    "a function with cascade": TOUCH
    + """
        create table t(id int); create trigger one before insert on t for each row execute function touch();
        create function used() returns int language sql as 'select 1'; create view v as select used() as u;
        create table d(x int default used()); drop function touch() cascade; drop function used cascade;""",
    "views with cascade": """
        create table a(x int, y int); create view v as select x from a; create view w as select * from a;
        create view u as select y from a; create materialized view m as select x + 1 as q from a;
        create view c as with a as (select 1 as one) select * from a;
        create view e as select 1 where exists (select 1 from u);
        alter table a rename to b; alter table b rename column x to xx; create table a(x int);
        create or replace view u as select y, 1 as extra from b; alter view u rename to u9;
        alter table b drop column xx cascade;""",
    "blocks": """
        do $do$ declare r record; t text; begin
        if not exists (select 1 from pg_class where relname = 'zz') then create table zz(id int); else drop table zz;
        end if;
        foreach t in array array['l1', 'l2'] loop
          execute format('create table %I (id int, n text default %L)', t, 'x''y');
        end loop;
        for r in select * from (values ('m1', 'int'), ('m2', 'text')) v(n, ty) loop
          execute format('create table %s (c %s)', r.n, r.ty);
        end loop;
        for i in 1..3 loop execute 'create table num_' || i || '(x int)'; end loop;
        begin create type en as enum ('a'); exception when duplicate_object then null; end;
        execute $x$create function dyn(a int) returns int language sql as $y$select 1$y$$x$;
        end $do$;""",
    "quotes and comments": """
        create table c(x int); comment on table c is 'it''s; a /* comment'; -- create table no1(x int);
        /* create table no2(x int); /* nested */ create table no3(x int); */ create table "semi;colon"(x int);
        create function q() returns text language sql as $$ select 'create table no4(x int);' $$;
        create function "Quoted"("A" int, b "char") returns void language sql as $fn$ select $$;$$ $fn$;
        create table "MiXed Case"("Col" int, "é" text); create table ünï(x int);""",
    "bodies without quotes": """
        create function f(int) returns int language sql begin atomic select 1;
        select case when true then 2 else 3 end; end;
        create table t1(x int); create procedure p() begin atomic end; create table t2(x int);
        create function g(begin date, "end" date) returns int return 1; create table t3(x int);""",
    "foreign tables": """
        create foreign data wrapper w; create server s foreign data wrapper w; create server s2 foreign data wrapper w;
        create foreign table a(id int, n text) server s options (a 'b;c'); create foreign table b(x int) server s2;
        alter foreign table a add column z bigint; alter foreign table a rename to a2; drop server s2 cascade;""",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_what_is_left_is_what_postgresql_has(postgres_server: str, script: str) -> None:
    name = f"replay_{uuid4().hex}"
    url = make_url(postgres_server).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(False), autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    try:
        with psycopg.connect(url.set(database=name).render_as_string(False), autocommit=True) as connection:
            connection.execute(script)
            connection.execute("set search_path to public")
            relations = sorted(connection.execute(RELATIONS).fetchall())
            routines = sorted(row[0] for row in connection.execute(ROUTINES))
            triggers = sorted(row[0] for row in connection.execute(TRIGGERS))
    finally:
        with psycopg.connect(url.render_as_string(False), autocommit=True) as connection:
            connection.execute(f'drop database "{name}" with (force)')
    database = _replayed(script)
    assert [row[:2] for row in relations] == sorted(database.relations)
    for schema, relation, kind, columns in relations:
        if kind in ("r", "p", "f"):
            found = database.relations[(schema, relation)].columns.values()
            assert [f"{c.name} {c.type} {str(not c.nullable).lower()}" for c in found] == columns
    known = (routine for overloads in database.routines.values() for routine in overloads)
    assert sorted(f"{r.schema}.{r.name}({', '.join(r.arguments)})" for r in known) == routines
    assert sorted(f"{'.'.join(table)}.{n}" for table, named in database.triggers.items() for n in named) == triggers


def _replayed(script: str) -> Database:
    facts = read_script(script)
    assert facts.dialect == "postgres"
    assert facts.problems == ()
    database = Database("x")
    database.begin("x.sql", "sql")
    return applied(database, facts.operations)
