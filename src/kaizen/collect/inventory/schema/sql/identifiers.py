"""Names as dialects quote them: "x", `x`, [x] and dotted ones."""

import re

from kaizen.collect.inventory.schema.operations import QName

IDENTIFIER = r"""(?:`[^`]+`|"[^"]+"|\[[^\]]+\]|[^\s(;,`"\[.)]+)"""
NAME = rf"({IDENTIFIER}(?:\s*\.\s*{IDENTIFIER})*)"
PART = re.compile(IDENTIFIER)
OWN_SCHEMAS = frozenset(("main", "public"))


def unquoted(name: str) -> str:
    """The name without its quotes."""
    name = name.strip()
    return name[1:-1] if name[:1] in ("`", '"', "[") and len(name) > 2 else name


def split_name(name: str) -> QName:
    """(schema, name); the schema is "" for a dialect's own one."""
    parts = [unquoted(part) for part in PART.findall(name)]
    schema = parts[-2] if len(parts) > 1 else ""
    return ("" if schema in OWN_SCHEMAS else schema), parts[-1] if parts else ""
