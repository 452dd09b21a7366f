"""Values of Python expressions: literals, names, joins, formatted texts, comparisons, comprehensions."""

import ast
import re
from collections.abc import Callable
from typing import Protocol

from tree_sitter import Node

from kaizen.collect.inventory.schema.python.values import Call, Env, FileText, PathText, Ref, Text, TooLong, Value

UNKNOWN = "_computed_"
"""Stands in a text for a part that is not known."""
PERCENT = re.compile(r"%%|%(?:\((?P<name>\w+)\))?[sdri]")
BRACES = re.compile(r"\{\{|\}\}|\{(?P<name>\w*)[^{}]{0,40}\}")
MOST_ITEMS = 100_000
LARGEST = 10**12
DIALECTS = frozenset(("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle", "postgres"))


class Scope(Protocol):
    """What expressions need of the module they stand in."""

    def evaluate(self, node: Node, env: Env) -> Value: ...
    def constant(self, name: str) -> Value: ...


def text_of(node: Node) -> str:
    return node.text.decode(errors="replace") if node.text else ""


def bind(target: Node, value: Value, env: Env) -> None:
    """Gives a name, or the names of a tuple, their values."""
    if target.type == "identifier":
        env[text_of(target)] = value
    elif target.type in ("pattern_list", "tuple_pattern", "list_pattern"):
        parts = value if isinstance(value, list) else []
        for position, inner in enumerate(target.named_children):
            bind(inner, parts[position] if position < len(parts) else Ref(text_of(inner)), env)


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; None where it is not known."""
    return None if isinstance(value, (Ref, Call, FileText)) else bool(value)


def added(left: Value, right: Value) -> Value:
    """left + right, or left / right for paths."""
    if isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > MOST_ITEMS:
            raise TooLong
        return [*left, *right]
    if isinstance(left, str) and isinstance(right, str):
        line = getattr(left, "line", 0) or getattr(right, "line", 0)
        return Text.at(str(left) + str(right), line)
    if isinstance(left, str) or isinstance(right, str):
        return added(shown(left), shown(right))
    if isinstance(left, int) and isinstance(right, int):
        return left + right if abs(left) + abs(right) < LARGEST else Ref("sum")
    return Ref("sum")


def shown(value: Value) -> str:
    """A value inside a text; what is not known is marked."""
    if isinstance(value, str):
        return value
    if isinstance(value, (Ref, Call, FileText, list, dict)):
        return UNKNOWN
    return str(value)


def _string(scope: Scope, node: Node, env: Env) -> Value:
    line = node.start_point[0] + 1
    children = node.named_children
    prefix = text_of(children[0]).lower() if children else ""
    if "f" in prefix:
        return Text.at("".join(_piece(scope, child, env, raw="r" in prefix) for child in children[1:-1]), line)
    source = text_of(node)
    if "\\" not in source and len(children) >= 2:
        start, end = children[0].end_byte - node.start_byte, children[-1].start_byte - node.start_byte
        raw = node.text or b""
        return Text.at(raw[start:end].decode(errors="replace"), line)
    try:
        value = ast.literal_eval(source)
    except (SyntaxError, ValueError):
        return Ref(source[:80])
    plain = value if isinstance(value, bytes) else value.encode(errors="replace")
    return Text.at(plain.decode(errors="replace"), line)


def _piece(scope: Scope, node: Node, env: Env, *, raw: bool) -> str:
    if node.type == "interpolation":
        return shown(scope.evaluate(node.named_children[0], env))
    text = text_of(node).replace("{{", "{").replace("}}", "}")
    return text if raw or "\\" not in text else text.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')


def _concatenated(scope: Scope, node: Node, env: Env) -> Value:
    parts = [shown(scope.evaluate(child, env)) for child in node.named_children if child.type == "string"]
    return Text.at("".join(parts), node.start_point[0] + 1)


def _number(scope: Scope, node: Node, env: Env) -> Value:
    try:
        value = ast.literal_eval(text_of(node))
    except (SyntaxError, ValueError):
        return Ref(text_of(node))
    return value if isinstance(value, (int, float)) else Ref(text_of(node))


def _identifier(scope: Scope, node: Node, env: Env) -> Value:
    name = text_of(node)
    return env[name] if name in env else scope.constant(name)


def _attribute(scope: Scope, node: Node, env: Env) -> Value:
    inner, attribute = node.child_by_field_name("object"), node.child_by_field_name("attribute")
    if inner is None or attribute is None:
        return Ref(text_of(node))
    value, name = scope.evaluate(inner, env), text_of(attribute)
    if isinstance(value, Ref):
        return Ref(f"{value.text}.{name}")
    if isinstance(value, Call):
        return Ref(f"{value.dotted}.{name}")
    return value if isinstance(value, PathText) and name == "parent" else Ref(name)


def _list(scope: Scope, node: Node, env: Env) -> Value:
    found: list[Value] = []
    for child in node.named_children:
        if child.type == "list_splat":
            value = scope.evaluate(child.named_children[0], env)
            found.extend(value if isinstance(value, list) else [value])
        elif child.type != "comment":
            found.append(scope.evaluate(child, env))
    return found


def _dictionary(scope: Scope, node: Node, env: Env) -> Value:
    found: dict[str, Value] = {}
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and value is not None:
            found[shown(scope.evaluate(key, env))] = scope.evaluate(value, env)
    return found


def _inner(scope: Scope, node: Node, env: Env) -> Value:
    children = [child for child in node.named_children if child.type != "comment"]
    return scope.evaluate(children[0], env) if children else []


def _binary(scope: Scope, node: Node, env: Env) -> Value:
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left_node is None or right_node is None or operator is None:
        return Ref("operation")
    left, right = scope.evaluate(left_node, env), scope.evaluate(right_node, env)
    sign = operator.type
    if sign == "+":
        return added(left, right)
    if sign == "/" and isinstance(right, str):
        return PathText.at(f"{left}/{right}" if isinstance(left, PathText) else right, node.start_point[0] + 1)
    if sign == "%" and isinstance(left, str):
        return _percent(left, right)
    if sign in ("-", "*") and isinstance(left, int) and isinstance(right, int):
        number = left - right if sign == "-" else left * right
        return number if abs(number) < LARGEST else Ref("operation")
    return Ref("operation")


def _percent(pattern: str, value: Value) -> Value:
    values = iter(value if isinstance(value, list) else [value])

    def replaced(match: re.Match[str]) -> str:
        if match.group() == "%%":
            return "%"
        if match["name"]:
            return shown(value.get(match["name"], Ref("item")) if isinstance(value, dict) else Ref("item"))
        return shown(next(values, Ref("item")))

    return Text.at(PERCENT.sub(replaced, str(pattern)), getattr(pattern, "line", 0))


def formatted(pattern: str, values: list[Value], named: dict[str, Value]) -> Text:
    """``str.format`` with plain names and numbers; widths and attributes are not followed."""
    position = -1

    def replaced(match: re.Match[str]) -> str:
        nonlocal position
        if match.group() in ("{{", "}}"):
            return match.group()[0]
        name = match["name"]
        if name and not name.isdigit():
            return shown(named.get(name, Ref("item")))
        position = int(name) if name else position + 1
        return shown(values[position]) if position < len(values) else UNKNOWN

    return Text.at(BRACES.sub(replaced, str(pattern)), getattr(pattern, "line", 0))


def _not(scope: Scope, node: Node, env: Env) -> Value:
    value = truth(_inner(scope, node, env))
    return Ref("condition") if value is None else not value


def _boolean(scope: Scope, node: Node, env: Env) -> Value:
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left_node is None or right_node is None or operator is None:
        return Ref("condition")
    left, right = scope.evaluate(left_node, env), scope.evaluate(right_node, env)
    deciding = operator.type == "or"
    for value in (left, right):
        if truth(value) is deciding:
            return value
    return Ref("condition") if None in (truth(left), truth(right)) else right


def _comparison(scope: Scope, node: Node, env: Env) -> Value:
    operands = node.named_children
    signs = [child.type for child in node.children if not child.is_named]
    if len(operands) != 2 or len(signs) != 1:
        return Ref("condition")
    left, right = (scope.evaluate(operand, env) for operand in operands)
    equal = _equal(left, right)
    if signs[0] in ("==", "!="):
        return Ref("condition") if equal is None else equal == (signs[0] == "==")
    if signs[0] in ("in", "not in") and isinstance(right, list):
        verdicts = [_equal(left, item) for item in right]
        if True in verdicts or None not in verdicts:
            return (True in verdicts) == (signs[0] == "in")
    return Ref("condition")


def _equal(left: Value, right: Value) -> bool | None:
    """Equality; a dialect's name that is asked of the connection counts as PostgreSQL's."""
    for asked, given in ((left, right), (right, left)):
        if isinstance(asked, (Ref, Call)) and isinstance(given, str) and given.lower() in DIALECTS:
            return given.lower().startswith("postgres")
    if isinstance(left, (Ref, Call, FileText)) or isinstance(right, (Ref, Call, FileText)):
        return None
    return left == right


def _conditional(scope: Scope, node: Node, env: Env) -> Value:
    yes, condition, no = node.named_children[:3]
    verdict = truth(scope.evaluate(condition, env))
    return scope.evaluate(no if verdict is False else yes, env)


def _subscript(scope: Scope, node: Node, env: Env) -> Value:
    value_node, index_node = node.child_by_field_name("value"), node.child_by_field_name("subscript")
    if value_node is None or index_node is None:
        return Ref("item")
    value, index = scope.evaluate(value_node, env), scope.evaluate(index_node, env)
    if isinstance(value, dict) and isinstance(index, str):
        return value.get(index, Ref("item"))
    if isinstance(value, list) and isinstance(index, int) and -len(value) <= index < len(value):
        return value[index]
    return Ref("item")


def _comprehension(scope: Scope, node: Node, env: Env) -> Value:
    body, *clauses = node.named_children
    if len(clauses) > 2 or not clauses:
        return Ref("list")
    left, right = clauses[0].child_by_field_name("left"), clauses[0].child_by_field_name("right")
    values = scope.evaluate(right, env) if right is not None else None
    if left is None or not isinstance(values, (list, dict)):
        return Ref("list")
    found: list[Value] = []
    for value in values:
        inner = dict(env)
        bind(left, value, inner)
        if len(clauses) == 1 or truth(scope.evaluate(clauses[1].named_children[0], inner)) is not False:
            found.append(scope.evaluate(body, inner))
    return found


def _constant(value: bool | None) -> "Handler":
    return lambda scope, node, env: value


Handler = Callable[[Scope, Node, Env], Value]
HANDLERS: dict[str, Handler] = {
    "string": _string,
    "concatenated_string": _concatenated,
    "integer": _number,
    "float": _number,
    "true": _constant(True),
    "false": _constant(False),
    "none": _constant(None),
    "identifier": _identifier,
    "attribute": _attribute,
    "list": _list,
    "tuple": _list,
    "set": _list,
    "expression_list": _list,
    "dictionary": _dictionary,
    "parenthesized_expression": _inner,
    "await": _inner,
    "unary_operator": lambda scope, node, env: Ref("operation"),
    "binary_operator": _binary,
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "conditional_expression": _conditional,
    "subscript": _subscript,
    "list_comprehension": _comprehension,
    "generator_expression": _comprehension,
    "set_comprehension": _comprehension,
}
