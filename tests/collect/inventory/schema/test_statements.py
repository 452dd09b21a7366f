"""Cutting scripts: what ends a statement, and that hostile text costs time in proportion to its length."""

import pytest

from kaizen.collect.inventory.schema.sql.reading import read_script
from kaizen.collect.inventory.schema.sql.sections import upward
from kaizen.collect.inventory.schema.sql.statements import statements
from kaizen.collect.sources import Unreadable

CUT = [
    pytest.param("postgres", "a; b;;\n c", ["a", "b", "c"], id="semicolons"),
    pytest.param("postgres", "a ';' \";\" $$;$$ $x$;$$;$x$ b; c", ["a ';' \";\" $$;$$ $x$;$$;$x$ b", "c"], id="quotes"),
    pytest.param("postgres", "a e'\\';' b; c 'it''s;' d", ["a e'\\';' b", "c 'it''s;' d"], id="escapes"),
    pytest.param("postgres", "a$b$c; d$b$e", ["a$b$c", "d$b$e"], id="a dollar inside a name is no quote"),
    pytest.param("postgres", "-- x;\na; /* ; /* ; */ ; */ b", ["a", "b"], id="comments"),
    pytest.param(
        "mysql", "a 'it\\'s;' b; c `;` d # ;\n; e", ["a 'it\\'s;' b", "c `;` d # ;\n", "e"], id="MySQL's quotes"
    ),
    pytest.param("mysql", "delimiter //\na; b//\ndelimiter ;\nc; d", ["a; b", "c", "d"], id="MySQL's delimiters"),
    pytest.param("other", "a [;] b\nGO\nc\ngo\n", ["a [;] b\n", "c\n"], id="SQL Server's batches"),
    pytest.param(
        "other",
        "create trigger t after insert on x begin select case when 1 then 2 end; delete from y; end; z",
        ["create trigger t after insert on x begin select case when 1 then 2 end; delete from y; end", "z"],
        id="SQLite's trigger bodies",
    ),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), CUT)
def test_statements(dialect: str, text: str, expected: list[str]) -> None:
    assert [statement.text for statement in statements(text, dialect)] == expected


UP = [
    pytest.param("-- migrate:up\na\n-- migrate:down\nb\n", id="dbmate"),
    pytest.param("-- migrate:up transaction:false\na\n-- migrate:down\nb\n", id="dbmate with options"),
    pytest.param("-- +goose Up\na\n-- +goose Down\nb\n", id="goose"),
    pytest.param("-- +migrate Up\na\n-- +migrate Down\nb\n", id="sql-migrate"),
    pytest.param("-- Up Migration\na\n-- Down Migration\nb\n", id="node-pg-migrate"),
    pytest.param("a\n---- create above / drop below ----\nb\n", id="tern"),
    pytest.param("a\n--//@UNDO\nb\n", id="MyBatis"),
    pytest.param("# --- !Ups\na\n# --- !Downs\nb\n", id="Play"),
    pytest.param("-- +goose Down\nb\n-- +goose Up\na\n", id="down before up"),
]


@pytest.mark.parametrize("text", UP)
def test_only_the_way_up_is_kept_and_lines_stay(text: str) -> None:
    kept = upward(text)
    lines = kept.splitlines()
    assert lines.index("a") == text.splitlines().index("a")
    assert "b" not in lines


def test_a_sentence_about_up_and_down_is_no_mark() -> None:
    text = "-- scale down the table when up\ncreate table a(x int);\n-- shut down\ncreate table b(x int);\n"
    assert upward(text) == text


GOOD = "\ncreate table ok(x int);\n"
HOSTILE = [
    pytest.param("'" * 300_001 + GOOD, id="quotes without end"),
    pytest.param("/* " * 200_000 + GOOD, id="comments without end"),
    pytest.param("/*/" * 200_000 + GOOD, id="comments that overlap"),
    pytest.param("\\" * 500_000 + GOOD, id="backslashes"),
    pytest.param(";" * 500_000 + GOOD, id="semicolons"),
    pytest.param("create trigger a before insert on t begin select 1;" * 3000 + GOOD, id="bodies without end"),
    pytest.param("create function a() begin atomic select 1;" * 2000 + GOOD, id="atomic bodies without end"),
    pytest.param("create table t(a int default " + "(" * 50_000 + ")" * 50_000 + ");" + GOOD, id="deep parentheses"),
    pytest.param("create view v as select " + "||".join(["'a'"] * 20_000) + ";" + GOOD, id="a long chain"),
    pytest.param("do $a$ begin " + "if true then " * 2000 + "end if;" * 2000 + " end $a$;" + GOOD, id="deep branches"),
    pytest.param(
        "do $$ begin for i in 1..10000 loop for j in 1..10000 loop execute 'create table t'||i||j||'()';"
        " end loop; end loop; end $$;" + GOOD,
        id="loops in loops",
    ),
    pytest.param("insert into t values " + ",".join(["(1, 'it''s; x')"] * 100_000) + ";" + GOOD, id="a large insert"),
    pytest.param("-- ENGINE=x\n" + "DELIMITER //\n" * 20_000 + GOOD, id="delimiters"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_ends_soon_and_breaks_nothing(text: str) -> None:
    facts = read_script(text)
    assert all(problem.reason for problem in facts.problems)


def test_many_dollar_quotes_without_end_are_refused() -> None:
    with pytest.raises(Unreadable, match="dollar quotes that never close"):
        read_script("create table a(x int); " + "".join(f"$a{number}$ " for number in range(50_000)))


def test_deep_nesting_is_a_problem_of_its_statement_alone() -> None:
    facts = read_script("create table t(a text default " + "||".join(["'a'"] * 20_000) + ");" + GOOD)
    assert [problem.reason for problem in facts.problems] == ["nested too deeply"]
    assert len(facts.operations) == 1
