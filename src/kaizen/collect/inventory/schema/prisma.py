"""A Prisma schema as operations: models, views, mapped names, the join tables of implicit many-to-many relations."""

import re
from collections.abc import Iterator

from kaizen.collect.inventory.schema.facts import PrismaFile
from kaizen.collect.inventory.schema.operations import Column, CreateRelation

BLOCK = re.compile(
    r"""^[ \t]*(model|view|enum|datasource|type)\s+(\w+)\s*\{((?:[^{}"]|"(?:[^"\\]|\\.)*+")*+)\}""", re.MULTILINE
)
COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*+")|//[^\n]*""")
PROVIDER = re.compile(r"""provider\s*=\s*"([^"]+)\"""")
FIELD = re.compile(r"^[ \t]*(\w+)\s+(\w+|Unsupported\([^)]*\))(\[\])?(\?)?([^\n]*)$", re.MULTILINE)
MAPPED = re.compile(r"""@@map\(\s*(?:name:\s*)?"([^"]+)\"""")
SCHEMA = re.compile(r"""@@schema\(\s*(?:map:\s*|name:\s*)?"([^"]+)\"""")
COLUMN = re.compile(r"""(?<!@)@map\(\s*(?:name:\s*)?"([^"]+)\"""")
KEYS = re.compile(r"@@id\(\s*(?:fields:\s*)?\[([^\]]*)\]")
DEFAULT = re.compile(r"@default\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
NATIVE = re.compile(r"@db\.(\w+)(?:\(([^)]*)\))?")
RELATION_NAME = re.compile(r"""@relation\(\s*(?:name:\s*)?"([^"]+)\"""")
TYPES = {
    "String": "text",
    "Int": "integer",
    "BigInt": "bigint",
    "Float": "double precision",
    "Decimal": "numeric(65,30)",
    "Boolean": "boolean",
    "DateTime": "timestamp(3) without time zone",
    "Json": "jsonb",
    "Bytes": "bytea",
}
NATIVES = {
    "VarChar": "character varying",
    "Char": "character",
    "Uuid": "uuid",
    "Text": "text",
    "SmallInt": "smallint",
    "Integer": "integer",
    "BigInt": "bigint",
    "Real": "real",
    "DoublePrecision": "double precision",
    "Decimal": "numeric",
    "Timestamp": "timestamp without time zone",
    "Timestamptz": "timestamp with time zone",
    "Date": "date",
    "Time": "time without time zone",
    "Timetz": "time with time zone",
    "Json": "json",
    "JsonB": "jsonb",
    "ByteA": "bytea",
    "Inet": "inet",
    "Citext": "citext",
    "Xml": "xml",
    "Boolean": "boolean",
}


def read_schema(text: str) -> PrismaFile:
    """Tables and views of one schema file; a MongoDB schema has none."""
    text = COMMENT.sub(lambda match: match.group(1) or "", text)
    blocks = list(BLOCK.finditer(text))
    for block in blocks:
        provider = PROVIDER.search(block[3]) if block[1] == "datasource" else None
        if provider and provider.group(1) == "mongodb":
            return PrismaFile()
    enums = {block[2] for block in blocks if block[1] == "enum"}
    bodies = {block[2]: block[3] for block in blocks if block[1] in ("model", "view")}
    made = [_relation(block, text, enums) for block in blocks if block[1] in ("model", "view")]
    lines = {block[2]: text.count("\n", 0, block.start(1)) + 1 for block in blocks}
    return PrismaFile((*made, *_joins(bodies, lines)))


def _relation(block: re.Match[str], text: str, enums: set[str]) -> CreateRelation:
    body = block[3]
    mapped, schema, keys = MAPPED.search(body), SCHEMA.search(body), KEYS.search(body)
    primary = {key.strip() for key in keys.group(1).split(",")} if keys else set()
    view = block[1] == "view"
    attributes: dict[str, bool | str] = {"model": block[2]}
    return CreateRelation(
        kind="view" if view else "table",
        name=(schema.group(1) if schema else "", mapped.group(1) if mapped else block[2]),
        columns=tuple(_columns(body, primary, enums)),
        attributes=attributes | {"materialized": False} if view else attributes,
        line=text.count("\n", 0, block.start(1)) + 1,
    )


def _columns(body: str, primary: set[str], enums: set[str]) -> Iterator[Column]:
    for name, kind, many, optional, rest in FIELD.findall(body):
        if name.startswith("@@") or not (kind in TYPES or kind in enums or kind.startswith("Unsupported")):
            continue
        mapped, default = COLUMN.search(rest), DEFAULT.search(rest)
        key = name in primary or re.search(r"@id\b", rest) is not None
        yield Column(
            mapped.group(1) if mapped else name,
            _type(kind, rest) + ("[]" if many else ""),
            bool(optional) and not key,
            default.group(1) if default else None,
            key,
        )


def _type(kind: str, rest: str) -> str:
    native = NATIVE.search(rest)
    if native:
        base = NATIVES.get(native.group(1), native.group(1).lower())
        size = (native.group(2) or "").replace(" ", "")
        head, zone, tail = base.partition(" with")
        return f"{head}({size}){zone}{tail}" if size else base
    if kind.startswith("Unsupported"):
        return kind[len("Unsupported(") : -1].strip('"')
    return TYPES.get(kind, kind)


def _joins(bodies: dict[str, str], lines: dict[str, int]) -> Iterator[CreateRelation]:
    """Join tables that Prisma makes where both sides are lists and no model stands between them."""
    seen: set[str] = set()
    for model, body in bodies.items():
        for _, kind, many, _, rest in FIELD.findall(body):
            if not many or kind not in bodies or "fields:" in rest:
                continue
            name = RELATION_NAME.search(rest)
            pair = sorted((model, kind))
            title = name.group(1) if name else f"{pair[0]}To{pair[1]}"
            if title in seen or not _list_of(bodies[kind], model, name.group(1) if name else "", model == kind):
                continue
            seen.add(title)
            yield CreateRelation(
                kind="table",
                name=("", f"_{title}"),
                columns=(Column("A", nullable=False), Column("B", nullable=False)),
                attributes={"auto_created": True},
                line=lines[model],
            )


def _list_of(body: str, model: str, name: str, itself: bool) -> bool:
    """Whether a model has a list of the other one under the same relation name."""
    count = 0
    for _, kind, many, _, rest in FIELD.findall(body):
        other = RELATION_NAME.search(rest)
        if many and kind == model and (other.group(1) if other else "") == name:
            count += 1
    return count >= (2 if itself else 1)
