"""What discovery may rely on: the parent process loads no parser, and facts survive the cache."""

import subprocess
import sys
from pathlib import Path

from kaizen.collect.inventory.schema import SCHEMA_READERS, schema_items
from kaizen.collect.sources import gather, walk


def test_importing_the_readers_loads_no_parser() -> None:
    code = (
        "import sys; import kaizen.collect.inventory.schema; "
        "print([m for m in ('pgparse', 'tree_sitter', 'sqlglot', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_names_of_readers_are_their_own() -> None:
    assert len({reader.name for reader in SCHEMA_READERS}) == len(SCHEMA_READERS)


def test_facts_from_the_cache_give_the_same_items(tmp_path: Path) -> None:
    sql = tmp_path / "tree" / "migrations" / "1_a.sql"
    sql.parent.mkdir(parents=True)
    sql.write_text(
        "create table a(x int primary key, y text); create view v as select * from a;\n"
        "create function f() returns trigger language plpgsql as $$ begin return new; end $$;\n"
        "create trigger t before insert on a for each row execute function f();\n"
        "alter table a rename to b; create policy p on b using (true); broken; create table (;\n"
    )
    tree = walk(tmp_path / "tree")
    cold = schema_items(gather(tree, SCHEMA_READERS, tmp_path / "cache", processes=1))
    warm = schema_items(gather(tree, SCHEMA_READERS, tmp_path / "cache", processes=1))
    assert warm == cold
    assert {item.name for item in cold[0]} == {"public.b", "public.v", "public.f()", "b.t"}
    assert [entry.path for entry in cold[1]] == ["migrations/1_a.sql"]
