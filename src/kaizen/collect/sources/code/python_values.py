"""Python expressions as values: literals, names, texts with holes, nested calls."""

import ast
from collections.abc import Mapping

from tree_sitter import Node

from kaizen.collect.sources.code.model import Expr, Items, Nested, Pairs, Ref, Template, Value
from kaizen.collect.sources.code.texts import joined, parts_of, text_of, unescaped

DEEPEST = 8
LONGEST_TEXT = 80
LONGEST_SUM = 1_000
MOST_ENTRIES = 2_000
LARGEST_INTEGER = 1 << 63


def value_of(node: Node, calls: Mapping[int, int], depth: int = 0) -> Value:
    """The value of an expression; ``calls`` maps node ids to indexes of calls."""
    kind = node.type
    if kind == "identifier":
        return Ref(text_of(node))
    if kind == "call":
        return Nested(calls[node.id]) if node.id in calls else Expr("call")
    handler = HANDLERS.get(kind)
    if handler is None or depth > DEEPEST:
        return other(node)
    return handler(node, calls, depth + 1)


def other(node: Node) -> Expr:
    if node.type == "lambda":
        return Expr(node.type)
    return Expr(node.type, text_of(node)[: LONGEST_SUM if node.type == "binary_operator" else LONGEST_TEXT])


def _string(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    raw = text_of(node)
    prefix = raw[: len(raw) - len(raw.lstrip("rRbBuUfFtT"))].lower()
    if "f" in prefix or "t" in prefix:
        return _template(node)
    if "b" in prefix:
        return Expr("bytes", raw[:LONGEST_TEXT])
    body = raw[len(prefix) :]
    quote = body[:3] if body[:3] in {'"""', "'''"} else body[:1]
    inner = body[len(quote) : -len(quote)]
    if "\\" not in inner or "r" in prefix:
        return inner
    text = unescaped(raw)
    return text if text is not None else inner


def _template(node: Node) -> Value:
    parts: list[str | Ref | Expr] = []
    for child in node.named_children:
        if child.type == "string_content":
            parts.append(text_of(child).replace("{{", "{").replace("}}", "}"))
        elif child.type == "interpolation":
            inner = child.child_by_field_name("expression")
            dotted = inner is not None and inner.type in {"identifier", "attribute"}
            parts.append(
                Ref(text_of(inner)) if inner and dotted else Expr("interpolation", text_of(child)[:LONGEST_TEXT])
            )
    return joined(parts)


def _concatenated(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    parts: list[str | Ref | Expr] = []
    for child in node.named_children:
        more = parts_of(value_of(child, calls, depth))
        if more is None:
            return other(node)
        parts += more
    return joined(parts)


def _binary(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or operator.type != "+" or left is None or right is None:
        return other(node)
    first, second = value_of(left, calls, depth), value_of(right, calls, depth)
    if isinstance(first, Items) or isinstance(second, Items):
        return Items(_listed(first) + _listed(second))
    a, b = parts_of(first), parts_of(second)
    texts = isinstance(first, str | Template) or isinstance(second, str | Template)
    return joined(a + b) if a is not None and b is not None and texts else other(node)


def _listed(value: Value) -> tuple[Value, ...]:
    return value.values if isinstance(value, Items) else (Expr("spread", value.text if isinstance(value, Ref) else ""),)


def _list(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) > MOST_ENTRIES:
        return Expr("long_list")
    return Items(tuple(value_of(child, calls, depth) for child in children))


def _spread(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    if node.named_children and node.named_children[0].id in calls:
        return Nested(calls[node.named_children[0].id])
    return Expr("spread", text_of(node).lstrip("*")[:LONGEST_TEXT])


def _dictionary(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    pairs: list[tuple[Value, Value]] = []
    children = node.named_children
    if len(children) > MOST_ENTRIES:
        return Expr("long_dictionary")
    for child in children:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if key is not None and value is not None:
            pairs.append((value_of(key, calls, depth), value_of(value, calls, depth)))
        elif child.type == "dictionary_splat":
            inner = child.named_children[0]
            pairs.append((Expr("spread", text_of(child)[2 : LONGEST_TEXT + 2]), value_of(inner, calls, depth)))
    return Pairs(tuple(pairs))


def _number(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    try:
        number = ast.literal_eval(text_of(node))
    except (ValueError, SyntaxError):
        return other(node)
    if isinstance(number, float):
        return number
    return number if isinstance(number, int) and abs(number) < LARGEST_INTEGER else other(node)


def _attribute(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    text = text_of(node)
    return Ref(text) if "(" not in text and "[" not in text else other(node)


def _inner(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    inner = [child for child in node.named_children if child.type != "comment"]
    return value_of(inner[0], calls, depth) if len(inner) == 1 else other(node)


HANDLERS = {
    "string": _string,
    "concatenated_string": _concatenated,
    "integer": _number,
    "float": _number,
    "true": lambda node, calls, depth: True,
    "false": lambda node, calls, depth: False,
    "none": lambda node, calls, depth: None,
    "list": _list,
    "tuple": _list,
    "set": _list,
    "expression_list": _list,
    "dictionary": _dictionary,
    "attribute": _attribute,
    "binary_operator": _binary,
    "parenthesized_expression": _inner,
    "await": _inner,
    "list_splat": _spread,
}
