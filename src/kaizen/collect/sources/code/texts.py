"""Texts of nodes, and texts put together from literal parts and holes."""

import ast
import re

from tree_sitter import Node

from kaizen.collect.sources.code.model import Expr, Ref, Template, Value

SURROGATE = re.compile("[\ud800-\udfff]")


def text_of(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def unescaped(literal: str) -> str | None:
    """What a quoted literal says, halves of surrogate pairs put together and lone ones replaced; None if broken."""
    try:
        text = str(ast.literal_eval(literal))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if text.isascii() or not SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def joined(parts: list[str | Ref | Expr]) -> Value:
    """A text where nothing is open, a template otherwise; neighbouring texts melt together."""
    melted: list[str | Ref | Expr] = []
    for part in parts:
        if isinstance(part, str) and melted and isinstance(melted[-1], str):
            melted[-1] += part
        else:
            melted.append(part)
    if not melted:
        return ""
    if len(melted) == 1 and isinstance(melted[0], str):
        return melted[0]
    return Template(tuple(melted))


def parts_of(value: Value) -> list[str | Ref | Expr] | None:
    """A value as parts of a text, None where it cannot be one."""
    if isinstance(value, str | Ref | Expr):
        return [value]
    return list(value.parts) if isinstance(value, Template) else None
