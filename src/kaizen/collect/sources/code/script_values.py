"""TypeScript and JavaScript expressions as values: literals, names, texts with holes, nested calls."""

from collections.abc import Mapping

from tree_sitter import Node

from kaizen.collect.sources.code.model import Expr, Items, Nested, Pairs, Ref, Template, Value
from kaizen.collect.sources.code.texts import joined, parts_of, text_of, unescaped

DEEPEST = 10
LONGEST_TEXT = 80
MOST_ENTRIES = 2_000
LARGEST_INTEGER = 1 << 63
FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function", "class"})
CALLS = frozenset({"call_expression", "new_expression"})


def value_of(node: Node, calls: Mapping[int, int], depth: int = 0) -> Value:
    """The value of an expression; ``calls`` maps node ids to indexes of calls."""
    kind = node.type
    if kind in {"identifier", "this", "property_identifier", "shorthand_property_identifier"}:
        return Ref(text_of(node))
    if kind in CALLS:
        return Nested(calls[node.id]) if node.id in calls else Expr("call")
    handler = HANDLERS.get(kind)
    if handler is None or depth > DEEPEST:
        return other(node)
    return handler(node, calls, depth + 1)


def other(node: Node) -> Expr:
    return Expr(node.type, "" if node.type in FUNCTIONS else text_of(node)[:LONGEST_TEXT])


def unquoted(node: Node) -> str:
    """The text of a string literal."""
    raw = text_of(node)
    if "\\" not in raw:
        return raw[1:-1]
    text = unescaped(raw)
    return text if text is not None else raw[1:-1]


def _template(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    parts: list[str | Ref | Expr] = []
    for child in node.named_children:
        if child.type == "template_substitution" and child.named_children:
            value = value_of(child.named_children[0], calls, depth)
            parts += parts_of(value) or [Expr("interpolation", text_of(child)[:LONGEST_TEXT])]
        else:
            parts.append(text_of(child))
    return joined(parts)


def _array(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) > MOST_ENTRIES:
        return Expr("long_list")
    return Items(tuple(value_of(_unspread(child), calls, depth) for child in children))


def _unspread(node: Node) -> Node:
    """``f(x)`` of ``...f(x)``: what a call gives to a list is asked of the call."""
    inner = node.named_children[0] if node.type == "spread_element" and node.named_children else None
    return inner if inner is not None and inner.type in CALLS else node


def _object(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    children = node.named_children
    if len(children) > MOST_ENTRIES:
        return Expr("long_dictionary")
    return Pairs(tuple(entry for child in children if (entry := _entry(child, calls, depth))))


def _entry(child: Node, calls: Mapping[int, int], depth: int) -> tuple[Value, Value] | None:
    kind = child.type
    if kind == "pair":
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        if key is not None and value is not None:
            return key_of(key), value_of(value, calls, depth)
    if kind == "shorthand_property_identifier":
        return text_of(child), Ref(text_of(child))
    if kind == "spread_element":
        inner = child.named_children[0] if child.named_children else child
        return Expr("spread", text_of(inner)[:LONGEST_TEXT]), value_of(inner, calls, depth)
    if kind == "method_definition":
        name = child.child_by_field_name("name")
        return (key_of(name) if name else ""), Expr("method_definition")
    return None


def key_of(node: Node) -> Value:
    if node.type == "string":
        return unquoted(node)
    if node.type == "computed_property_name":
        return Expr("computed", text_of(node)[:LONGEST_TEXT])
    return text_of(node)


def _number(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    text = text_of(node).replace("_", "")
    try:
        number = float(text) if "." in text or "e" in text.lower().removeprefix("0x") else int(text, 0)
    except ValueError:
        return other(node)
    return number if isinstance(number, float) or abs(number) < LARGEST_INTEGER else other(node)


def _member(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    text = text_of(node)
    return Ref(plain(text)) if "(" not in text and "[" not in text else other(node)


def plain(text: str) -> str:
    """A dotted name without optional chaining, assertions and blanks."""
    return "".join(text.split()).replace("?.", ".").replace("!.", ".")


def _binary(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or operator.type != "+" or left is None or right is None:
        return other(node)
    first, second = value_of(left, calls, depth), value_of(right, calls, depth)
    a, b = parts_of(first), parts_of(second)
    texts = isinstance(first, str | Template) or isinstance(second, str | Template)
    return joined(a + b) if a is not None and b is not None and texts else other(node)


def _inner(node: Node, calls: Mapping[int, int], depth: int) -> Value:
    inner = [child for child in node.named_children if child.type != "comment"]
    return value_of(inner[0], calls, depth) if inner else other(node)


HANDLERS = {
    "string": lambda node, calls, depth: unquoted(node),
    "template_string": _template,
    "number": _number,
    "true": lambda node, calls, depth: True,
    "false": lambda node, calls, depth: False,
    "null": lambda node, calls, depth: None,
    "undefined": lambda node, calls, depth: None,
    "array": _array,
    "object": _object,
    "member_expression": _member,
    "binary_expression": _binary,
    "parenthesized_expression": _inner,
    "await_expression": _inner,
    "as_expression": _inner,
    "satisfies_expression": _inner,
    "non_null_expression": _inner,
    "jsx_expression": _inner,
}
