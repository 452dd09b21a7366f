"""Rules about tables: columns, types, names."""

import pytest

from kaizen.analyze.standards.kinds.tables import canonical
from kaizen.analyze.standards.verdict import RuleState
from kaizen.collect.inventory.model import Item, Kind
from tests.analyze.standards.building import check, material, rule, table, verdict

FILES = {"schema.sql": "create table ...;\n", "old.sql": ""}
ID = {"name": "id", "types": ["uuid"]}
CREATED = {"name": "created_at", "types": ["timestamptz"], "nullable": False}


def messages(items: list[Item], **fields: object) -> list[str]:
    made = rule(str(fields.pop("kind")), **fields)
    return [detection.message for detection in check(material(FILES, items=items), made).detections]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        pytest.param({"id": "uuid", "created_at": "timestamptz!"}, [], id="has all"),
        pytest.param({"id": "UUID", "created_at": "timestamp(3) with time zone!"}, [], id="has all under other names"),
        pytest.param(
            {"id": "bigint", "created_at": "timestamp!"},
            [
                "table public.t has created_at as timestamp instead of timestamptz",
                "table public.t has id as bigint instead of uuid",
            ],
            id="has other types",
        ),
        pytest.param({"id": "uuid"}, ["table public.t has no column created_at timestamptz"], id="lacks one"),
        pytest.param(
            {"id": "uuid", "created_at": "timestamptz"},
            ["table public.t has created_at nullable"],
            id="allows null",
        ),
        pytest.param({"id": "", "created_at": "!"}, [], id="has columns of unknown type"),
    ],
)
def test_a_table(columns: dict[str, str], found: list[str]) -> None:
    assert messages([table("public.t", **columns)], kind="required_columns", columns=[ID, CREATED]) == found


def test_a_column_that_may_be_missing_still_has_its_type() -> None:
    optional = {"name": "email", "types": ["text"], "required": False}
    items = [table("a", id="uuid"), table("b", id="uuid", email="integer")]
    assert messages(items, kind="required_columns", columns=[optional]) == [
        "table b has email as integer instead of text"
    ]


def test_each_missing_column_is_a_detection_that_follows_its_table() -> None:
    given = material(FILES, items=[table("public.t", title="text")])
    report = check(given, rule("required_columns", columns=[ID, CREATED]))
    assert [(each.subject, each.anchor, each.path, each.line) for each in report.detections] == [
        ("table public.t", "created_at", "schema.sql", 1),
        ("table public.t", "id", "schema.sql", 1),
    ]


def test_only_tables_of_the_scope_are_looked_at() -> None:
    items = [
        table("public.a", x="text"),
        table("private.b", x="text"),
        table("public.c", "old.sql", x="text"),
        Item(Kind.VIEW, "public.v", "schema.sql", 1, "sql", {"columns": [{"name": "x", "type": "text"}]}),
        Item(Kind.FOREIGN_TABLE, "public.f", "schema.sql", 1, "sql", {"columns": [{"name": "x", "type": "text"}]}),
    ]
    scope = {"items": ["public.*"], "exclude": ["old.sql"]}
    assert messages(items, kind="required_columns", columns=[ID], scope=scope) == [
        "table public.a has no column id uuid"
    ]
    assert len(messages(items, kind="required_columns", columns=[ID], scope={"exclude_items": ["public.*"]})) == 1


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param(
            {"of": ["table", "column"], "style": "snake_case"},
            [
                "column public.orders.firstName is not in snake_case",
                'table public."userAccounts" is not in snake_case',
            ],
            id="in a style",
        ),
        pytest.param(
            {"of": ["boolean"], "prefixes": ["is_", "has_"]},
            ["boolean public.orders.paid does not begin with is_, has_"],
            id="with a beginning",
        ),
        pytest.param(
            {"of": ["boolean", "column"], "pattern": "is_.*|id|title"},
            [
                "column public.orders.firstName does not match is_.*|id|title",
                "boolean public.orders.paid does not match is_.*|id|title",
            ],
            id="after a pattern, booleans told once",
        ),
        pytest.param({"of": ["table"], "suffixes": ["s"], "scope": {"items": ["*orders"]}}, [], id="with an end"),
    ],
)
def test_names_are_asked_for(fields: dict[str, object], found: list[str]) -> None:
    items = [
        table("public.orders", id="uuid", paid="bool", is_open="boolean", firstName="text"),
        table('public."userAccounts"', title="text"),
    ]
    assert messages(items, kind="naming", **fields) == found


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        pytest.param(None, "the inventory is not known", id="nothing was discovered"),
        pytest.param([], "no table is in scope", id="there is no table"),
        pytest.param([table("t")], "the columns of no table in scope are known", id="no column is known"),
    ],
)
def test_a_rule_about_tables_is_unknown_when(items: list[Item] | None, reason: str) -> None:
    for made in (rule("required_columns", columns=[ID]), rule("naming", of=["column"], style="snake_case")):
        result = verdict(material(FILES, items=items), made)
        assert (result.state, result.checked, result.reason) == (RuleState.UNKNOWN, None, reason)


def test_a_table_with_unknown_columns_is_left_out_and_named() -> None:
    given = material(FILES, items=[table("a", id="uuid"), table("b", "old.sql")])
    report = check(given, rule("required_columns", columns=[ID]))
    assert report.results[0].reason == "no violations in 1 table; the columns of 1 table are not known"
    assert report.blind == {("the-rule", "old.sql")}


@pytest.mark.parametrize(
    ("type_", "wanted"),
    [
        ("timestamp with time zone", "timestamptz"),
        ("TIMESTAMP(6) WITH TIME ZONE", "timestamptz"),
        ("character varying(255)", "varchar"),
        ("pg_catalog.int8", "bigint"),
        ("bool", "boolean"),
        ("int4[]", "integer[]"),
        ("numeric(10, 2)", "numeric"),
        ('public."Mood"', "public.mood"),
    ],
)
def test_a_type_has_one_spelling(type_: str, wanted: str) -> None:
    assert canonical(type_) == wanted
