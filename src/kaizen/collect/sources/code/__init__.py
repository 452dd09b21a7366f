"""Code facts: imports, definitions, calls, assignments of Python, TypeScript and JavaScript, one model for all."""

from kaizen.collect.sources.code.model import (
    Assignment,
    Call,
    CodeFacts,
    Decorator,
    Definition,
    Element,
    Export,
    Expr,
    Import,
    Items,
    Nested,
    Pairs,
    Ref,
    Template,
    Value,
)
from kaizen.collect.sources.code.readers import PythonReader, ScriptReader

__all__ = [
    "Assignment",
    "Call",
    "CodeFacts",
    "Decorator",
    "Definition",
    "Element",
    "Export",
    "Expr",
    "Import",
    "Items",
    "Nested",
    "Pairs",
    "PythonReader",
    "Ref",
    "ScriptReader",
    "Template",
    "Value",
]
