"""The JSON Schema of kaizen.yaml, for editors; made of the same fields that the loader reads."""

import sys
from typing import Any

from kaizen.collect.probes.config import COMMON, FIELDS, MOST_PROBES, Field
from kaizen.collect.probes.model import Kind
from kaizen.kit.codecs import to_pretty_json

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema as plain JSON values."""
    probes = {"type": ["array", "null"], "maxItems": MOST_PROBES, "items": {"oneOf": [_probe(kind) for kind in Kind]}}
    return {
        "$schema": ADDRESS,
        "title": "kaizen.yaml",
        "description": "What Kaizen checks: dependencies of a system, each with its interval.",
        "type": "object",
        "properties": {"version": {"const": 1}, "probes": probes},
        "required": ["version", "probes"],
        "additionalProperties": False,
    }


def _probe(kind: Kind) -> dict[str, Any]:
    fields = {**COMMON, **FIELDS[kind]}
    properties = {name: _described(field) for name, field in fields.items()}
    properties["kind"] = {"const": kind.value, "description": COMMON["kind"].about}
    return {
        "title": kind.value,
        "type": "object",
        "properties": properties,
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }


def _described(field: Field) -> dict[str, Any]:
    return {**field.shape.schema(), "description": field.about}


if __name__ == "__main__":
    sys.stdout.write(to_pretty_json(json_schema()) + "\n")
