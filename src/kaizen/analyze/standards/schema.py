"""The JSON Schema of standards.yaml, generated from the model so that editors know what the loader accepts."""

from typing import Any

import msgspec

from kaizen.analyze.standards.model import KINDS, Head
from kaizen.kit.codecs import to_plain

TITLE = "standards.yaml of Kaizen"


def json_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) in which every object is closed and a rule's kind decides its fields."""
    _, components = msgspec.json.schema_components(
        [Head, *KINDS.values()], ref_template="#/$defs/{name}", schema_hook=lambda _: {"title": "Rule"}
    )
    definitions = {name: _closed(component) for name, component in components.items()}
    for kind, shape in KINDS.items():
        definitions[shape.__name__]["properties"]["kind"] = {"const": kind}
    root = definitions.pop("Head")
    root["properties"]["rules"]["items"] = _one_rule()
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "title": TITLE,
        "$defs": dict(sorted(definitions.items())),
    }
    plain: dict[str, Any] = to_plain(schema)
    return plain


def _one_rule() -> dict[str, Any]:
    """A choice by ``kind``, spelled so that an editor reports what is wrong with the chosen kind only."""
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/{shape.__name__}"},
            }
            for kind, shape in KINDS.items()
        ],
    }


def _closed(component: dict[str, Any]) -> dict[str, Any]:
    if component.get("type") != "object":
        return component
    return {**component, "properties": dict(component["properties"]), "additionalProperties": False}
